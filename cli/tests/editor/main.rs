//! Drives the real server as an editor does: messages over its standard input and output, over folders of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on may stop here"
)]

mod bad_input;
mod features;
mod folders;
mod names;
mod session;
mod speed;

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than any answer takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// An editor with a folder, and a server that it talks to.
pub(crate) struct Editor {
    pub(crate) folder: PathBuf,
    server: Child,
    input: Option<ChildStdin>,
    incoming: Receiver<Value>,
    next: i64,
    /// Notifications that came while something else was waited for.
    told: Vec<Value>,
    pub(crate) capabilities: Value,
}

impl Editor {
    /// An editor that counts in UTF-16, with an empty folder.
    pub(crate) fn new() -> Editor {
        Editor::with(&json!({ "capabilities": {} }))
    }

    /// An editor that says this as it starts.
    pub(crate) fn with(hello: &Value) -> Editor {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("editor-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Editor::over(&folder, hello)
    }

    /// An editor over a folder that is there.
    pub(crate) fn over(folder: &Path, hello: &Value) -> Editor {
        let mut server = Command::new(env!("CARGO_BIN_EXE_treue"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, incoming) = channel();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let input = server.stdin.take();
        let folder = folder.canonicalize().unwrap();
        let mut editor =
            Editor { folder, server, input, incoming, next: 0, told: Vec::new(), capabilities: Value::Null };
        let mut hello = hello.clone();
        hello["workspaceFolders"] = json!([{ "uri": editor.uri(""), "name": "folder" }]);
        let answer = editor.ask("initialize", hello).unwrap();
        editor.capabilities = answer["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() { self.folder.clone() } else { self.folder.join(name) };
        format!("file://{}", path.display())
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), bytes).unwrap();
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
        self.input.as_mut().unwrap().flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer: the result, or the message of the error.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message =
                self.incoming.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap().to_owned()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.told.push(message);
        }
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "languageId": "treue", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Puts the whole text anew.
    pub(crate) fn replace(&mut self, name: &str, version: i64, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let changes = json!([{ "text": text }]);
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Changes what stands between two places, each line and character.
    pub(crate) fn edit(&mut self, name: &str, version: i64, range: Value, text: &str) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let changes = json!([{ "range": range, "text": text }]);
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Asks something about a place.
    pub(crate) fn at(
        &mut self,
        method: &str,
        name: &str,
        line: u64,
        character: u64,
    ) -> Result<Value, String> {
        let position = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": self.uri(name) }, "position": position });
        self.ask(&format!("textDocument/{method}"), params)
    }

    /// Asks something about a whole text.
    pub(crate) fn of(&mut self, method: &str, name: &str) -> Result<Value, String> {
        self.ask(
            &format!("textDocument/{method}"),
            json!({ "textDocument": { "uri": self.uri(name) }, "options": {
            "tabSize": 2, "insertSpaces": true
        } }),
        )
    }

    /// The next notification of a kind for which `fits` holds.
    pub(crate) fn told(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            while !self.told.is_empty() {
                let message = self.told.remove(0);
                if message["method"] == method && fits(&message["params"]) {
                    return message["params"].clone();
                }
            }
            let next = self.incoming.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no {method} came"));
            self.told.push(next);
        }
    }

    /// What is found in a text of that version: code, and start of its place.
    pub(crate) fn found(&mut self, name: &str, version: i64) -> Vec<(String, u64, u64)> {
        let diagnostics = self.diagnostics(name, version);
        let place = |d: &Value| {
            let start = &d["range"]["start"];
            let code = d["code"].as_str().unwrap_or_default().to_owned();
            (code, start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap())
        };
        diagnostics.as_array().unwrap().iter().map(place).collect()
    }

    pub(crate) fn diagnostics(&mut self, name: &str, version: i64) -> Value {
        let uri = self.uri(name);
        let of = |p: &Value| p["uri"] == uri && p["version"] == version;
        self.told("textDocument/publishDiagnostics", of)["diagnostics"].clone()
    }

    /// Says goodbye; the exit code.
    pub(crate) fn close(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null).unwrap();
        self.tell("exit", Value::Null);
        self.ends()
    }

    /// Waits for the end of the server; its exit code.
    pub(crate) fn ends(&mut self) -> Option<i32> {
        self.input = None;
        self.server.wait().unwrap().code()
    }

    pub(crate) fn stderr(&mut self) -> String {
        let mut text = String::new();
        self.server.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        if self.folder.starts_with(env!("CARGO_TARGET_TMPDIR")) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", n)) => length = n.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// A range of one line.
pub(crate) fn range(line: u64, from: u64, to: u64) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

/// A text with edits of the protocol applied; each line is one character a unit here.
pub(crate) fn applied(text: &str, edits: &Value) -> String {
    let mut edits: Vec<&Value> = edits.as_array().unwrap().iter().collect();
    let byte = |at: &Value| {
        let line = usize::try_from(at["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + usize::try_from(at["character"].as_u64().unwrap()).unwrap()
    };
    edits.sort_by_key(|e| std::cmp::Reverse(byte(&e["range"]["start"])));
    let mut out = text.to_owned();
    for edit in edits {
        let (from, to) = (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]));
        out.replace_range(from..to, edit["newText"].as_str().unwrap());
    }
    out
}

/// A small programme: a point for every franc, worth a Rappen.
pub(crate) const SHOP: &str = r#"programme "Shop" {
  currency CHF
  timezone "Europe/Zurich"
  unit points { worth 0.01 CHF }
}

lines eligible = all lines except category "tobacco"

# The base of everything.
# Nobody is left out.
earn base "A point a franc" {
  1 point per full 1.00 CHF of eligible
}

earn welcome {
  when first purchase
  500 points
}

reward voucher { costs 500 points  gives 5.00 CHF off }

test "a small purchase" {
  given a member with earlier purchases
  when a purchase on 2026-09-07 { "Apples" category "food" 12.50 CHF }
  then 12 points from base
}
"#;
