//! How long an edit takes in a programme of 1,000 rules, from the change to everything that an editor asks after it:
//! `cargo test --release -p treue-lsp --test speed -- --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::print_stdout,
    reason = "a test, which says what it measured"
)]

mod large;
mod nowhere;

use large::{RULES, large};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use nowhere::Nowhere;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use treue_lsp::{Ended, serve};

/// What an edit may take in a release build.
const MOST: Duration = Duration::from_millis(50);
/// Pairs of edits: a letter is typed, and taken away again.
const PAIRS: i64 = if cfg!(debug_assertions) { 2 } else { 20 };

struct Client(Connection);

impl Client {
    fn tell(&self, method: &str, params: Value) {
        self.0.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn ask(&self, id: i32, method: &str, params: Value) -> Value {
        self.0
            .sender
            .send(Request { id: RequestId::from(id), method: method.to_owned(), params }.into())
            .unwrap();
        self.wait(|m| match m {
            Message::Response(r) if r.id == RequestId::from(id) => Some(r.response_result.clone().unwrap()),
            Message::Request(_) | Message::Response(_) | Message::Notification(_) => None,
        })
    }

    fn wait<T>(&self, fits: impl Fn(&Message) -> Option<T>) -> T {
        loop {
            let message = self.0.receiver.recv_timeout(Duration::from_secs(120)).unwrap();
            if let Some(found) = fits(&message) {
                return found;
            }
        }
    }

    /// Waits until what is found in a version has been told; how much it is.
    fn found(&self, version: i64) -> usize {
        self.wait(|m| match m {
            Message::Notification(n) if n.params["version"] == version => {
                Some(n.params["diagnostics"].as_array().unwrap().len())
            }
            Message::Request(_) | Message::Response(_) | Message::Notification(_) => None,
        })
    }
}

#[test]
fn an_edit_in_a_thousand_rules_is_answered_at_once() {
    let (ours, theirs) = Connection::memory();
    let server = std::thread::spawn(move || serve(&ours, &Nowhere(None)));
    let client = Client(theirs);
    client.ask(0, "initialize", json!({ "capabilities": {} }));
    let text = large();
    let line = text.lines().position(|l| l.starts_with("earn campaign_500 ")).unwrap() + 2;
    let uri = "file:///large.treue";
    let document = json!({ "uri": uri, "languageId": "treue", "version": 1, "text": text });
    client.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let quiet = client.found(1);
    let id = json!({ "uri": uri });
    let (mut told, mut all) = (Vec::new(), Vec::new());
    for version in (1..=PAIRS).map(|pair| 2 * pair) {
        // The letter goes into `points`.
        let at = |from: u64, to: u64| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
        for (version, range, letter, wrong) in
            [(version, at(4, 4), "x", true), (version + 1, at(4, 5), "", false)]
        {
            let change = json!({
                "textDocument": { "uri": uri, "version": version },
                "contentChanges": [{ "range": range, "text": letter }],
            });
            let started = Instant::now();
            client.tell("textDocument/didChange", change);
            let found = client.found(version);
            told.push(started.elapsed());
            assert_eq!(found != quiet, wrong, "{found} found, {quiet} before");
            let view = json!({ "textDocument": id, "range": { "start": { "line": line - 20, "character": 0 }, "end": { "line": line + 20, "character": 0 } } });
            client.ask(1, "textDocument/semanticTokens/full", json!({ "textDocument": id }));
            client.ask(2, "textDocument/inlayHint", view);
            client.ask(
                3,
                "textDocument/hover",
                json!({ "textDocument": id, "position": { "line": line - 2, "character": 6 } }),
            );
            client.ask(
                4,
                "textDocument/completion",
                json!({ "textDocument": id, "position": { "line": line, "character": 11 } }),
            );
            all.push(started.elapsed());
        }
    }
    let report = |what: &str, times: &mut Vec<Duration>| {
        times.sort_unstable();
        let (best, middle, worst) = (times[0], times[times.len() / 2], times[times.len() - 1]);
        let [best, worst] = [best, worst].map(|t| t.as_secs_f64() * 1e3);
        println!(
            "{what}: {best:.1} ms at best, {:.1} ms in the middle, {worst:.1} ms at most",
            middle.as_secs_f64() * 1e3
        );
        times[0]
    };
    println!("{RULES} rules, {} KiB", text.len() / 1024);
    let told = report("what is found, after an edit", &mut told);
    report("and tokens, hints, a hover and a completion, after that", &mut all);
    if !cfg!(debug_assertions) {
        // On a busy machine most of them wait for their turn; what an edit itself needs is the best of them.
        assert!(told < MOST, "{told:?}");
    }
    client.ask(5, "shutdown", Value::Null);
    client.tell("exit", Value::Null);
    assert_eq!(server.join().unwrap(), Ended::Done);
}
