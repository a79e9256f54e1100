//! The conversation: messages come in, are answered one after the other, and what is found in programmes is told as soon as
//! nothing else waits. Whatever a message says, it is answered: an error names what is wrong with it.

use crate::change::Open;
use crate::features::{
    Place, actions, completion, diagnostics, folding, format, goto, hints, hover, rename, symbols, tokens,
};
use crate::host::Host;
use crate::page;
use crate::proofs::Proofs;
use crate::text::Encoding;
use crate::uri;
use crate::workspace::Workspace;
use gen_lsp_types as lsp;
use gen_lsp_types::{Request as _, Uri};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use treue_lang::source::Span;

/// What a reader of streams sends about something that is no message.
pub(crate) const STRANGE: &str = "$/treue/strange";

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The editor said that it is done.
    Done,
    /// The editor went away without saying so.
    Cut,
}

type Answer = Result<Value, ResponseError>;

/// Answers an editor until it says that it is done, or goes away.
pub fn serve(connection: &Connection, host: &dyn Host) -> Ended {
    let mut server = Server {
        connection,
        workspace: Workspace::new(host),
        stage: Stage::New,
        pages: None,
        watches: false,
        told: BTreeSet::new(),
        stale: false,
        proofs: Proofs::new(host.prover()),
        waiting: VecDeque::new(),
    };
    server.run()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Running,
    Stopping,
}

/// How a pause ends.
enum Pause {
    Came(Message),
    /// There may be something proved to be told.
    Over,
    /// The editor went away.
    Cut,
}

struct Server<'c> {
    connection: &'c Connection,
    workspace: Workspace<'c>,
    stage: Stage,
    /// What stands before a code in the link to its page.
    pages: Option<String>,
    /// Whether the editor can tell of changed files.
    watches: bool,
    /// Files for which something is shown.
    told: BTreeSet<String>,
    /// Whether something changed since findings were told.
    stale: bool,
    /// What is proved of programmes beside the conversation.
    proofs: Proofs,
    waiting: VecDeque<Message>,
}

impl Server<'_> {
    fn run(&mut self) -> Ended {
        loop {
            while let Ok(message) = self.connection.receiver.try_recv() {
                self.queue(message);
            }
            let message = match self.waiting.pop_front() {
                Some(message) => message,
                None if self.stale => {
                    self.tell();
                    continue;
                }
                None => match self.pause() {
                    Pause::Came(message) => message,
                    Pause::Over => continue,
                    Pause::Cut => return Ended::Cut,
                },
            };
            match message {
                Message::Request(request) => self.request(request),
                Message::Notification(note) if note.method == "exit" => {
                    return if self.stage == Stage::Stopping { Ended::Done } else { Ended::Cut };
                }
                Message::Notification(note) => self.notification(note),
                Message::Response(_) => {}
            }
        }
    }

    /// Nothing is asked: what is proved meanwhile is told, and the next message is waited for.
    fn pause(&mut self) -> Pause {
        if self.proofs.go_on(&mut self.workspace) {
            self.tell();
        }
        let receiver = &self.connection.receiver;
        match self.proofs.wait() {
            Some(wait) => match receiver.recv_timeout(wait) {
                Ok(message) => Pause::Came(message),
                Err(late) if late.is_timeout() => Pause::Over,
                Err(_) => Pause::Cut,
            },
            None => receiver.recv().map_or(Pause::Cut, Pause::Came),
        }
    }

    /// A text or a file is another one: what is found is told anew, and proofs begin again.
    fn changed(&mut self) {
        self.stale = true;
        self.proofs.changed();
    }

    /// Takes a message in; a cancelled request is answered at once.
    fn queue(&mut self, message: Message) {
        if let Message::Notification(note) = &message
            && note.method == "$/cancelRequest"
        {
            let id = serde_json::from_value::<RequestId>(note.params.get("id").cloned().unwrap_or_default());
            let waits = |m: &Message| matches!((m, &id), (Message::Request(r), Ok(id)) if r.id == *id);
            if let Some(at) = self.waiting.iter().position(waits)
                && let Some(Message::Request(request)) = self.waiting.remove(at)
            {
                self.respond(request.id, Err(error(ErrorCode::RequestCanceled, "cancelled")));
            }
            return;
        }
        self.waiting.push_back(message);
    }

    fn send(&self, message: impl Into<Message>) {
        // Whoever no longer listens needs no answer.
        let _ = self.connection.sender.send(message.into());
    }

    fn respond(&self, id: RequestId, answer: Answer) {
        self.send(Response { id, response_result: answer });
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => self.initialize(params),
            (Stage::New, _) => Err(error(ErrorCode::ServerNotInitialized, "say `initialize` first")),
            (Stage::Running, "initialize") => Err(error(ErrorCode::InvalidRequest, "already initialized")),
            (Stage::Running, "shutdown") => {
                self.stage = Stage::Stopping;
                Ok(Value::Null)
            }
            (Stage::Stopping, _) => Err(error(ErrorCode::InvalidRequest, "the server is shutting down")),
            (Stage::Running, _) => {
                let guarded = catch_unwind(AssertUnwindSafe(|| self.answer(&method, params)));
                guarded.unwrap_or_else(|_| {
                    Err(error(
                        ErrorCode::InternalError,
                        "this is a defect of the server; please report it with the text",
                    ))
                })
            }
        };
        self.respond(id, answer);
    }

    #[allow(deprecated, reason = "editors that know no workspace folders say their one folder like this")]
    fn initialize(&mut self, params: Value) -> Answer {
        let params: lsp::InitializeParams = read(params)?;
        let general = params.capabilities.general.and_then(|g| g.position_encodings).unwrap_or_default();
        let encoding =
            if general.contains(&lsp::PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 };
        self.workspace.encoding = encoding;
        let folders = match params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => {
                folders.into_iter().map(|f| f.uri).collect()
            }
            Some(lsp::WorkspaceFolders::Null) | None => params.root_uri.into_iter().collect::<Vec<Uri>>(),
        };
        self.workspace.folders = folders.iter().map(uri::path).filter(|p| uri::is_file(p)).collect();
        let options = params.initialization_options.unwrap_or_default();
        self.pages = options.get("pages").and_then(Value::as_str).map(str::to_owned);
        let files = params.capabilities.workspace.and_then(|w| w.did_change_watched_files);
        self.watches = files.and_then(|f| f.dynamic_registration).unwrap_or(false);
        self.stage = Stage::Running;
        let server = json!({ "name": "treue", "version": env!("CARGO_PKG_VERSION") });
        Ok(json!({ "capabilities": capabilities(encoding), "serverInfo": server }))
    }

    fn answer(&mut self, method: &str, params: Value) -> Answer {
        match method {
            m if m == lsp::HoverRequest::METHOD.to_string() => {
                let params: lsp::HoverParams = read(params)?;
                let (place, good) = self.place_and_good(&params.text_document_position_params)?;
                write(hover::of(&place, good.as_deref()))
            }
            m if m == lsp::CompletionRequest::METHOD.to_string() => {
                let params: lsp::CompletionParams = read(params)?;
                let (place, good) = self.place_and_good(&params.text_document_position_params)?;
                write(completion::of(&place, good.as_deref()))
            }
            m if m == lsp::DefinitionRequest::METHOD.to_string() => {
                let params: lsp::DefinitionParams = read(params)?;
                write(goto::definition(&self.place(&params.text_document_position_params)?))
            }
            m if m == lsp::ReferencesRequest::METHOD.to_string() => {
                let params: lsp::ReferenceParams = read(params)?;
                let place = self.place(&params.text_document_position_params)?;
                write(goto::references(&place, params.context.include_declaration))
            }
            m if m == lsp::DocumentHighlightRequest::METHOD.to_string() => {
                let params: lsp::DocumentHighlightParams = read(params)?;
                let place = self.place(&params.text_document_position_params)?;
                let here = place.book.uri(place.file).cloned();
                let all =
                    goto::references(&place, true).into_iter().filter(|l| Some(&l.uri) == here.as_ref());
                write(all.map(|l| json!({ "range": l.range })).collect::<Vec<_>>())
            }
            m if m == lsp::PrepareRenameRequest::METHOD.to_string() => {
                let params: lsp::PrepareRenameParams = read(params)?;
                let found = rename::prepare(&self.place(&params.text_document_position_params)?);
                write(found.map(|(range, placeholder)| json!({ "range": range, "placeholder": placeholder })))
            }
            m if m == lsp::RenameRequest::METHOD.to_string() => {
                let params: lsp::RenameParams = read(params)?;
                let place = self.place(&params.text_document_position_params)?;
                let changes = rename::rename(&place, &params.new_name)
                    .map_err(|why| error(ErrorCode::RequestFailed, &why))?;
                write(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() })
            }
            m if m == lsp::DocumentSymbolRequest::METHOD.to_string() => {
                let params: lsp::DocumentSymbolParams = read(params)?;
                let place = self.start(&params.text_document.uri)?;
                write(symbols::of_file(&place.book, place.file))
            }
            m if m == lsp::WorkspaceSymbolRequest::METHOD.to_string() => {
                let params: lsp::WorkspaceSymbolParams = read(params)?;
                write(self.symbols(&params.query))
            }
            m if m == lsp::FoldingRangeRequest::METHOD.to_string() => {
                let params: lsp::FoldingRangeParams = read(params)?;
                write(folding::of(&self.open(&params.text_document.uri)?.text))
            }
            m if m == lsp::DocumentFormattingRequest::METHOD.to_string() => {
                let params: lsp::DocumentFormattingParams = read(params)?;
                write(format::of(&self.open(&params.text_document.uri)?.text))
            }
            m if m == lsp::CodeActionRequest::METHOD.to_string() => {
                let params: lsp::CodeActionParams = read(params)?;
                let (place, span) = self.range(&params.text_document.uri, params.range)?;
                write(actions::of(&place.book, place.file, span, params.context.only.as_deref()))
            }
            m if m == lsp::InlayHintRequest::METHOD.to_string() => {
                let params: lsp::InlayHintParams = read(params)?;
                let place = self.start(&params.text_document.uri)?;
                write(hints::of(&place.book, place.file, params.range.start.line..=params.range.end.line))
            }
            m if m == lsp::SemanticTokensRequest::METHOD.to_string() => {
                let params: lsp::SemanticTokensParams = read(params)?;
                let place = self.start(&params.text_document.uri)?;
                write(tokens::of(&place.book, place.file))
            }
            "treue/page" => {
                let code = params.get("code").and_then(Value::as_str).unwrap_or_default();
                let text = page::page(code);
                text.map(Value::String).ok_or_else(|| invalid(&format!("there is no code `{code}`")))
            }
            _ => Err(error(ErrorCode::MethodNotFound, &format!("`{method}` is not answered here"))),
        }
    }

    /// An open text that is in step.
    fn open(&self, uri: &Uri) -> Result<&Open, ResponseError> {
        let open = self.workspace.open.get(&uri::path(uri));
        let open = open.ok_or_else(|| invalid(&format!("{uri} is not open")))?;
        match &open.out_of_step {
            Some(why) => Err(error(ErrorCode::ContentModified, &format!("the text is out of step: {why}"))),
            None => Ok(open),
        }
    }

    fn place_at(&mut self, uri: &Uri, byte: usize) -> Result<Place, ResponseError> {
        let path = uri::path(uri);
        let book = self.workspace.book(&path);
        let file = book.file(&path).ok_or_else(|| invalid(&format!("{uri} is no programme")))?;
        Ok(Place { book, path, file, byte })
    }

    fn start(&mut self, uri: &Uri) -> Result<Place, ResponseError> {
        self.open(uri)?;
        self.place_at(uri, 0)
    }

    fn place(&mut self, at: &lsp::TextDocumentPositionParams) -> Result<Place, ResponseError> {
        let byte = self.open(&at.text_document.uri)?.text.offset(at.position).map_err(|why| invalid(&why))?;
        self.place_at(&at.text_document.uri, byte)
    }

    fn place_and_good(
        &mut self,
        at: &lsp::TextDocumentPositionParams,
    ) -> Result<(Place, Option<std::sync::Arc<treue_lang::programme::Programme>>), ResponseError> {
        let place = self.place(at)?;
        let good = self.workspace.good(&place.path);
        Ok((place, good))
    }

    fn range(&mut self, uri: &Uri, range: lsp::Range) -> Result<(Place, Span), ResponseError> {
        let bytes = self.open(uri)?.text.bytes(range).map_err(|why| invalid(&why))?;
        let place = self.place_at(uri, bytes.start)?;
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span { file: place.file, start: byte(bytes.start), end: byte(bytes.end) };
        Ok((place, span))
    }

    /// The things of all programmes in the open folders, and of open texts elsewhere.
    fn symbols(&mut self, query: &str) -> Vec<lsp::SymbolInformation> {
        let mut paths: Vec<_> =
            self.workspace.folders.iter().flat_map(|f| self.workspace.host.all_below(f)).collect();
        paths.extend(self.workspace.open.keys().cloned());
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for path in paths {
            let members = self.workspace.members(&path);
            if seen.insert(members) {
                found.extend(symbols::of_programme(&self.workspace.book(&path), query));
            }
        }
        found
    }

    fn notification(&mut self, note: Notification) {
        let Notification { method, params } = note;
        if self.stage != Stage::Running && method != STRANGE {
            return;
        }
        let done = match method.as_str() {
            "initialized" => {
                self.watch();
                Ok(())
            }
            "textDocument/didOpen" => read(params).map(|p| self.did_open(p)),
            "textDocument/didChange" => read(params).and_then(|p| self.did_change(p)),
            "textDocument/didClose" => read(params).map(|p: lsp::DidCloseTextDocumentParams| {
                self.workspace.open.remove(&uri::path(&p.text_document.uri));
                self.changed();
            }),
            "workspace/didChangeWatchedFiles" | "textDocument/didSave" => {
                self.changed();
                Ok(())
            }
            STRANGE => Err(invalid(params.get("why").and_then(Value::as_str).unwrap_or_default())),
            _ => Ok(()),
        };
        if let Err(wrong) = done {
            self.say(&wrong.message);
        }
    }

    /// Says something to whoever sits at the editor.
    fn say(&self, message: &str) {
        let kind = lsp::MessageType::Error;
        let params = json!({ "type": kind, "message": format!("treue: {message}") });
        self.send(Notification { method: "window/showMessage".to_owned(), params });
    }

    fn did_open(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let item = params.text_document;
        let (path, revision) = (uri::path(&item.uri), self.workspace.next_revision());
        let open = Open::new(item.uri, item.version, item.text, self.workspace.encoding, revision);
        self.workspace.open.insert(path, open);
        self.changed();
    }

    fn did_change(&mut self, params: lsp::DidChangeTextDocumentParams) -> Result<(), ResponseError> {
        let document = params.text_document;
        let uri = document.text_document_identifier.uri;
        let revision = self.workspace.next_revision();
        let path = uri::path(&uri);
        if self.workspace.open.contains_key(&path) {
            self.changed();
        }
        let open = self.workspace.open.get_mut(&path);
        let open = open.ok_or_else(|| invalid(&format!("{uri} was changed and is not open")))?;
        open.change(document.version, params.content_changes, revision).map_err(|why| invalid(&why))
    }

    /// Asks to be told when files change that are not open.
    fn watch(&self) {
        if !self.watches {
            return;
        }
        let watchers: Vec<Value> = ["**/*.treue", "**/*.csv", "**/treue.toml"]
            .iter()
            .map(|glob| json!({ "globPattern": glob }))
            .collect();
        let params = json!({ "registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        }] });
        let id = RequestId::from("treue/watch".to_owned());
        self.send(Request { id, method: "client/registerCapability".to_owned(), params });
    }

    /// Tells what is found in the programmes of all open texts; what is no longer found is taken back.
    fn tell(&mut self) {
        self.stale = false;
        let paths: Vec<_> = self.workspace.open.keys().cloned().collect();
        let (mut seen, mut shown) = (BTreeSet::new(), BTreeSet::new());
        for path in paths {
            if !seen.insert(self.workspace.members(&path)) {
                continue;
            }
            let pages = self.pages.clone();
            let workspace = &mut self.workspace;
            let found =
                catch_unwind(AssertUnwindSafe(|| diagnostics::of(&workspace.book(&path), pages.as_deref())));
            let Ok(found) = found else {
                self.say(&format!(
                    "{} could not be looked at; please report this with the text",
                    path.display()
                ));
                continue;
            };
            for (file, found) in found {
                let version = self.workspace.open.get(&uri::path(&Uri(file.clone()))).map(|o| o.version);
                if version.is_some() || !found.is_empty() || self.told.contains(&file) {
                    self.publish(&file, version, &found);
                }
                if !found.is_empty() {
                    shown.insert(file);
                }
            }
        }
        for file in self
            .told
            .difference(&shown)
            .filter(|f| !self.workspace.open.contains_key(&uri::path(&Uri((*f).clone()))))
        {
            self.publish(file, None, &[]);
        }
        self.told = shown;
    }

    fn publish(&self, file: &str, version: Option<i32>, found: &[lsp::Diagnostic]) {
        let mut params = json!({ "uri": file, "diagnostics": found });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), version.into());
        }
        self.send(Notification { method: "textDocument/publishDiagnostics".to_owned(), params });
    }
}

fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": if encoding == Encoding::Utf8 { "utf-8" } else { "utf-16" },
        "textDocumentSync": { "openClose": true, "change": 2, "save": false },
        "completionProvider": { "triggerCharacters": ["\"", "."] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
        "documentFormattingProvider": true,
        "renameProvider": { "prepareProvider": true },
        "foldingRangeProvider": true,
        "semanticTokensProvider": { "legend": tokens::legend(), "full": true },
        "inlayHintProvider": true,
    })
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, ResponseError> {
    serde_json::from_value(params).map_err(|e| invalid(&format!("this cannot be read: {e}")))
}

fn write(answer: impl serde::Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|e| error(ErrorCode::InternalError, &e.to_string()))
}

fn invalid(message: &str) -> ResponseError {
    error(ErrorCode::InvalidParams, message)
}

#[allow(clippy::as_conversions, reason = "the codes are numbers of the protocol")]
fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}
