//! What can be proved of a programme is told after a pause: on a thread of its own, so that no edit waits for it, and it is
//! stopped as soon as a text changes.

use crate::book::Book;
use crate::host::Prover;
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use treue_lang::pipeline::check;
use treue_lint::Finding;

/// From the last change until proofs begin.
const PAUSE: Duration = Duration::from_millis(500);
/// As long as one runs, it is looked after so often.
const LOOK: Duration = Duration::from_millis(20);

/// Proofs that are due, and the one that runs.
pub(crate) struct Proofs {
    prover: Option<Prover>,
    due: Option<Instant>,
    /// Files of programmes that are still to be proved.
    waiting: Vec<PathBuf>,
    running: Option<Running>,
}

struct Running {
    book: Rc<Book>,
    path: PathBuf,
    stop: Arc<AtomicBool>,
    hears: mpsc::Receiver<Vec<Finding>>,
}

impl Proofs {
    pub(crate) fn new(prover: Option<Prover>) -> Proofs {
        Proofs { prover, due: None, waiting: Vec::new(), running: None }
    }

    /// Something changed: what runs is stopped, and all begins again after a pause.
    pub(crate) fn changed(&mut self) {
        self.stop();
        self.waiting.clear();
        self.due = self.prover.map(|_| Instant::now() + PAUSE);
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop.store(true, Ordering::Relaxed);
        }
    }

    /// How long the server may wait for a message; as long as it likes, if there is nothing to do.
    pub(crate) fn wait(&self) -> Option<Duration> {
        match (&self.running, self.waiting.is_empty(), self.due) {
            (Some(_), ..) => Some(LOOK),
            (None, false, _) => Some(Duration::ZERO),
            (None, true, due) => due.map(|due| due.saturating_duration_since(Instant::now())),
        }
    }

    /// Takes what was proved, and begins what is due. True if there is something new to tell.
    pub(crate) fn go_on(&mut self, workspace: &mut Workspace<'_>) -> bool {
        let told = self.take(workspace);
        if self.due.is_some_and(|due| due <= Instant::now()) {
            self.due = None;
            self.waiting = workspace.open.keys().cloned().collect();
        }
        while self.running.is_none()
            && let Some(path) = self.waiting.pop()
        {
            self.begin(path, workspace);
        }
        told
    }

    /// What the running one has found, if it is done and the programme is still the same.
    fn take(&mut self, workspace: &mut Workspace<'_>) -> bool {
        let Some(running) = &self.running else { return false };
        let found = match running.hears.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return false,
            // It gave up, or broke down: nothing is claimed.
            Err(mpsc::TryRecvError::Disconnected) => None,
            Ok(found) => Some(found),
        };
        let Some(running) = self.running.take() else { return false };
        let same = Rc::ptr_eq(&workspace.book(&running.path), &running.book);
        found.filter(|_| same).is_some_and(|found| running.book.proves(found))
    }

    fn begin(&mut self, path: PathBuf, workspace: &mut Workspace<'_>) {
        let (Some(prover), book) = (self.prover, workspace.book(&path)) else { return };
        if book.checked.programme.is_none() || book.is_proved() {
            return;
        }
        let (sources, lints) = (book.sources.clone(), book.lints.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let (says, hears) = mpsc::channel();
        let stopped = stop.clone();
        thread::spawn(move || {
            let checked = check(&sources);
            let Some(programme) = &checked.programme else { return };
            let Some(proved) = prover(&sources, programme, &stopped) else { return };
            // Nobody hears it if the text has changed meanwhile.
            let _ = says.send(lints.found(&sources, &checked, Some(proved)));
        });
        self.running = Some(Running { book, path, stop, hears });
    }
}

impl Drop for Proofs {
    fn drop(&mut self) {
        self.stop();
    }
}
