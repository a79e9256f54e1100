//! A case: a programme and a history, as a `proptest` strategy whose values are made smaller by taking the
//! history and then the programme apart, so that what is left still reads as a programme.

use crate::dice::Dice;
use crate::history::{self, History, json};
use crate::model::{Programme, Shrink as _, Shrinker, generate, print};
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Histories that are drawn for one programme.
pub const HISTORIES: u64 = 4;

/// A programme and what happens under it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The programme.
    pub programme: Programme,
    /// The events.
    pub history: History,
}

/// The case of a number, of a run's seed.
#[derive(Clone, Copy, Debug)]
pub struct Cases {
    /// Of the run.
    pub seed: u64,
    /// Of the case.
    pub number: u64,
}

impl Cases {
    /// Draws it.
    #[must_use]
    pub fn draw(self) -> Case {
        let mut dice = Dice::new(self.seed, self.number / HISTORIES);
        let (programme, hints) = generate::programme(&mut dice);
        let mut dice = Dice::new(!self.seed, self.number);
        let history = history::history(&programme, &hints, &mut dice);
        Case { programme, history }
    }
}

impl Strategy for Cases {
    type Tree = CaseTree;
    type Value = Case;

    fn new_tree(&self, _: &mut TestRunner) -> NewTree<Self> {
        Ok(CaseTree { best: self.draw(), candidate: None, edit: 0, progress: false })
    }
}

/// A case on its way to a smaller one.
#[derive(Clone, Debug)]
pub struct CaseTree {
    /// The smallest that is known to be of interest.
    best: Case,
    /// What is tried now.
    candidate: Option<Case>,
    /// Number of the edit that is tried.
    edit: usize,
    /// Whether any edit of this pass was taken.
    progress: bool,
}

impl CaseTree {
    /// Tries the edit at hand; begins again when the last one is done and some were taken.
    fn next(&mut self) -> bool {
        loop {
            let mut s = Shrinker::new(self.edit);
            let mut case = self.best.clone();
            case.history.shrink(&mut s);
            if !s.is_done() {
                case.programme.shrink(&mut s);
            }
            if s.is_done() {
                self.candidate = Some(case);
                return true;
            }
            if !self.progress {
                return false;
            }
            self.edit = 0;
            self.progress = false;
        }
    }
}

impl ValueTree for CaseTree {
    type Value = Case;

    fn current(&self) -> Case {
        self.candidate.clone().unwrap_or_else(|| self.best.clone())
    }

    fn simplify(&mut self) -> bool {
        if let Some(taken) = self.candidate.take() {
            self.best = taken;
            self.progress = true;
        }
        self.next()
    }

    fn complicate(&mut self) -> bool {
        self.candidate = None;
        self.edit += 1;
        self.next()
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", print::programme(&self.programme))?;
        if !self.history.known.is_empty() {
            writeln!(f, "known: {}", self.history.known.join(", "))?;
        }
        if let Some(gap) = self.history.brink {
            writeln!(f, "the first member's tracks and lots stand {gap} below the largest value")?;
        }
        for h in &self.history.happenings {
            writeln!(f, "{}", json::line(&self.programme, h))?;
        }
        Ok(())
    }
}
