//! Open texts, and the programmes that they belong to. The files of a folder are one programme unless more than one of
//! them has a `programme` item; then each stands for itself. A programme is looked at again when one of its texts, data
//! files or its configuration has changed, and not before.

use crate::book::Book;
use crate::change::Open;
use crate::host::{Host, Stamp};
use crate::lints::Lints;
use crate::text::Encoding;
use crate::uri;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use treue_lang::pipeline::{check_again, data_files};
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_lang::syntax::{Memory, items};
use treue_lang::time::Zone;
use treue_lint::Config;
use treue_lint::baseline::Baseline;

/// How a file stands: as the editor has it, or on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open(u64),
    Disk(Option<Stamp>),
}

/// A file that is not open.
struct Closed {
    state: State,
    text: Result<String, String>,
}

/// What is known of a text by itself.
struct Alone {
    state: State,
    /// Whether it has a `programme` item.
    heads: bool,
}

/// A programme that was looked at, with the states of all files that it was made of.
struct Looked {
    states: Vec<(PathBuf, State)>,
    book: Rc<Book>,
}

/// All that the server knows.
pub(crate) struct Workspace<'h> {
    pub(crate) host: &'h dyn Host,
    pub(crate) encoding: Encoding,
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) open: BTreeMap<PathBuf, Open>,
    closed: HashMap<PathBuf, Closed>,
    alone: HashMap<PathBuf, Alone>,
    looked: HashMap<Vec<PathBuf>, Looked>,
    /// Programmes as they were when they last had no mistake, by their files.
    good: HashMap<Vec<PathBuf>, Arc<Programme>>,
    /// What was read of programmes before.
    memories: HashMap<Vec<PathBuf>, Rc<RefCell<Memory>>>,
    revision: u64,
}

impl<'h> Workspace<'h> {
    pub(crate) fn new(host: &'h dyn Host) -> Workspace<'h> {
        Workspace {
            host,
            encoding: Encoding::default(),
            folders: Vec::new(),
            open: BTreeMap::new(),
            closed: HashMap::new(),
            alone: HashMap::new(),
            looked: HashMap::new(),
            good: HashMap::new(),
            memories: HashMap::new(),
            revision: 0,
        }
    }

    /// A number that no other state of a text has.
    pub(crate) fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    fn state(&self, path: &Path) -> State {
        match self.open.get(path) {
            Some(open) => State::Open(open.revision),
            None => State::Disk(self.host.stamp(path)),
        }
    }

    /// The text of a programme file.
    fn text(&mut self, path: &Path) -> Result<String, String> {
        if let Some(open) = self.open.get(path) {
            return Ok(open.text.as_str().to_owned());
        }
        self.read(path, |host, path| host.text(path))
    }

    /// A file of the disk, read once for each state.
    fn read(
        &mut self,
        path: &Path,
        read: fn(&dyn Host, &Path) -> Result<String, String>,
    ) -> Result<String, String> {
        let state = self.state(path);
        if let Some(known) = self.closed.get(path).filter(|c| c.state == state) {
            return known.text.clone();
        }
        let text = read(self.host, path);
        self.closed.insert(path.to_owned(), Closed { state, text: text.clone() });
        text
    }

    fn has_head(&mut self, path: &Path) -> bool {
        let state = self.state(path);
        if let Some(known) = self.alone.get(path).filter(|a| a.state == state) {
            return known.heads;
        }
        let text = self.text(path).unwrap_or_default();
        let heads = items(treue_lang::source::FileId(0), &text).iter().any(|i| i.word == "programme");
        self.alone.insert(path.to_owned(), Alone { state, heads });
        heads
    }

    /// The files that make up one programme with this one, sorted.
    pub(crate) fn members(&mut self, path: &Path) -> Vec<PathBuf> {
        let alone = vec![path.to_owned()];
        let Some(folder) = path.parent().filter(|_| uri::is_file(path)) else { return alone };
        let mut all = self.host.programme_files(folder).unwrap_or_default();
        let written: Vec<PathBuf> =
            self.open.keys().filter(|p| p.parent() == Some(folder)).cloned().collect();
        all.extend(written.into_iter().filter(|p| p.extension().is_some_and(|e| e == "treue")));
        all.sort();
        all.dedup();
        if !all.contains(&path.to_owned()) || all.len() == 1 {
            return alone;
        }
        let heads = all.iter().filter(|p| self.has_head(p)).count();
        if heads > 1 { alone } else { all }
    }

    /// The programme that a file belongs to, as it is now.
    pub(crate) fn book(&mut self, path: &Path) -> Rc<Book> {
        let members = self.members(path);
        let known = self.looked.get(&members);
        if let Some(looked) =
            known.filter(|l| l.states.iter().all(|(path, state)| self.state(path) == *state))
        {
            return looked.book.clone();
        }
        let looked = self.look(&members);
        let book = looked.book.clone();
        if let Some(programme) = &book.checked.programme {
            self.good.insert(members.clone(), Arc::new(programme.clone()));
        }
        self.looked.insert(members, looked);
        book
    }

    /// The programme of a file as it last was without mistakes.
    pub(crate) fn good(&mut self, path: &Path) -> Option<Arc<Programme>> {
        let members = self.members(path);
        self.good.get(&members).cloned()
    }

    fn look(&mut self, members: &[PathBuf]) -> Looked {
        let mut states: Vec<(PathBuf, State)> = members.iter().map(|p| (p.clone(), self.state(p))).collect();
        let (mut files, mut paths, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        for path in members {
            match self.text(path) {
                Ok(text) => {
                    files.push(SourceFile { name: path.display().to_string(), text });
                    paths.push(path.clone());
                }
                Err(why) => beside.push((path.clone(), 0, 0, why)),
            }
        }
        let mut sources = Sources::new(files);
        for data in data_files(&sources) {
            let by = paths.get(usize::from(data.by.0)).cloned().unwrap_or_default();
            let path = by.parent().unwrap_or(Path::new("")).join(&data.named);
            states.push((path.clone(), self.state(&path)));
            let read = self.data(&path);
            if read.is_ok() {
                paths.push(path);
            }
            sources.add_data(data.named, read);
        }
        let memory = self.memories.entry(members.to_vec()).or_default().clone();
        let checked = check_again(&sources, &mut memory.borrow_mut());
        let at = members.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
        let settings = self.host.settings(at);
        let config = match settings.config {
            Ok(config) => config,
            Err(wrong) => {
                let place = |n: usize| u32::try_from(n.saturating_sub(1)).unwrap_or(0);
                let file = settings.file.clone().unwrap_or_default();
                let places = wrong.into_iter().map(|w| (place(w.line), place(w.column), w.message));
                beside.extend(places.map(|(line, column, why)| (file.clone(), line, column, why)));
                Config::default()
            }
        };
        let mut baseline = None;
        if let Some(file) = &settings.file {
            states.push((file.clone(), self.state(file)));
            if let (Some(named), Some(programme)) = (&config.baseline, &checked.programme) {
                let path = file.parent().unwrap_or(Path::new("")).join(named);
                states.push((path.clone(), self.state(&path)));
                let read =
                    self.read(&path, |host, path| host.data(path)).and_then(|text| Baseline::read(&text));
                // One of another programme is refused, whatever is found.
                let fits =
                    read.and_then(|known| known.left(&programme.name, &sources, Vec::new()).map(|_| known));
                match fits {
                    Ok(known) => baseline = Some(known),
                    Err(why) => beside.push((path, 0, 0, why)),
                }
            }
        }
        let zone = checked.programme.as_ref().map_or_else(Zone::default, |p| p.zone.clone());
        let lints = Lints { config, today: zone.local(self.host.now()).day, baseline };
        let paths = paths.into_iter().map(|path| {
            let uri = self.open.get(&path).map_or_else(|| uri::of(&path), |open| open.uri.clone());
            (path, uri)
        });
        let mut book = Book::new(sources, paths.collect(), checked, lints, self.encoding, memory);
        book.beside = beside;
        Looked { states, book: Rc::new(book) }
    }

    /// A data file: as the editor has it, if it is open there.
    fn data(&mut self, path: &Path) -> Result<SourceFile, String> {
        let text = match self.open.get(path) {
            Some(open) => open.text.as_str().to_owned(),
            None if !uri::is_file(path) => {
                return Err("this text is not a file yet; save it first".to_owned());
            }
            None => self.read(path, |host, path| host.data(path))?,
        };
        Ok(SourceFile { name: path.display().to_string(), text })
    }
}
