//! Proofs in an editor: told after a pause, never in the way of an edit, and stopped when the text changes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod nowhere;

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use nowhere::Nowhere;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use treue_lang::diag::{HEADER, Label};
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_lint::{Finding, Level};
use treue_lsp::{Ended, serve};

/// How often a proof was begun, stopped, and brought to an end.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
static STOPPED: AtomicUsize = AtomicUsize::new(0);

/// Proves that a rule is called `slow` as long as nobody stops it, and that one is called `quick` at once.
fn prove(_: &Sources, programme: &Programme, stop: &AtomicBool) -> Option<Vec<Finding>> {
    BEGUN.fetch_add(1, Ordering::SeqCst);
    let (_, rule) = programme.rules.iter().next().unwrap();
    if rule.name == "slow" {
        while !stop.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        STOPPED.fetch_add(1, Ordering::SeqCst);
        return None;
    }
    let label = Label { span: rule.span, text: "this one".to_owned() };
    Some(vec![Finding {
        code: "never-gives",
        level: Level::Warning,
        message: "a rule was proved".to_owned(),
        labels: vec![label],
        help: None,
        fix: None,
    }])
}

const URI: &str = "file:///shop.treue";

fn text(name: &str) -> String {
    format!("{HEADER}earn {name} {{ 1 point per full 1.00 CHF of all lines }}\n")
}

fn change(client: &Connection, version: i64, name: &str) {
    let document = json!({ "uri": URI, "version": version });
    let params = json!({ "textDocument": document, "contentChanges": [{ "text": text(name) }] });
    client.sender.send(Notification { method: "textDocument/didChange".to_owned(), params }.into()).unwrap();
}

/// The codes of the next findings of a version.
fn found(client: &Connection, version: i64) -> Vec<String> {
    loop {
        let message = client.receiver.recv_timeout(Duration::from_secs(60)).unwrap();
        if let Message::Notification(note) = message
            && note.params["version"] == version
        {
            let all = note.params["diagnostics"].as_array().unwrap().clone();
            return all.iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect();
        }
    }
}

#[test]
fn proofs_come_after_a_pause_and_are_stopped_by_an_edit() {
    let (ours, client) = Connection::memory();
    let server = std::thread::spawn(move || serve(&ours, &Nowhere(Some(prove))));
    let ask = |id: i32, method: &str, params: Value| {
        let request = Request { id: RequestId::from(id), method: method.to_owned(), params };
        client.sender.send(request.into()).unwrap();
    };
    ask(0, "initialize", json!({ "capabilities": {} }));
    let document = json!({ "uri": URI, "languageId": "treue", "version": 1, "text": text("slow") });
    let params = json!({ "textDocument": document });
    client.sender.send(Notification { method: "textDocument/didOpen".to_owned(), params }.into()).unwrap();
    // What lints find comes at once; the proof goes on for as long as nobody stops it.
    let lints = found(&client, 1);
    assert!(!lints.contains(&"never-gives".to_owned()), "{lints:?}");
    while BEGUN.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Edits are answered while it runs, which is then stopped.
    for version in 2..6 {
        change(&client, version, "slow");
        assert_eq!(found(&client, version), lints);
    }
    while STOPPED.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Edits that follow each other within the pause begin no proof each.
    assert!(BEGUN.load(Ordering::SeqCst) <= 2);
    change(&client, 6, "quick");
    assert_eq!(found(&client, 6), lints);
    let proved = found(&client, 6);
    assert!(proved.contains(&"never-gives".to_owned()) && proved.len() == lints.len() + 1, "{proved:?}");
    ask(1, "shutdown", Value::Null);
    client.sender.send(Notification { method: "exit".to_owned(), params: Value::Null }.into()).unwrap();
    assert_eq!(server.join().unwrap(), Ended::Done);
}
