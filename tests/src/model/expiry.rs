//! How points end and become available.

use super::Condition;
use treue_lang::ast::AfterPause;
use treue_lang::time::{Day, Deadline, Length, Period};

/// `expire unit { lines }`.
#[derive(Clone, Debug, Default)]
pub struct Expire {
    /// The unit.
    pub unit: String,
    /// The lines that say how points end.
    pub lines: Vec<ExpiryLine>,
    /// `paused while`.
    pub pause: Option<(Condition, AfterPause)>,
    /// `tier when it expires`.
    pub later: bool,
    /// `extend ... earned from, to, by`.
    pub extends: Vec<(Day, Day, Length)>,
    /// `remind`, days.
    pub remind: Option<u16>,
}

/// One line that says how points end.
#[derive(Clone, Debug)]
pub struct ExpiryLine {
    /// What it says.
    pub what: ExpiryWhat,
    /// `earned by`.
    pub earned_by: Vec<String>,
    /// `when`.
    pub when: Option<Condition>,
}

/// What an expiry line says.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as the words of the language")]
pub enum ExpiryWhat {
    /// A deadline, and the word that it counts from.
    After(Deadline, String),
    Without(Idle),
    AllAt(Period),
    Decay {
        percent: u8,
        least: Option<i64>,
        every: Length,
        idle: Idle,
    },
    Never,
}

/// `3 months without purchase or activity "survey"`.
#[derive(Clone, Debug)]
pub struct Idle {
    /// How long.
    pub length: Length,
    /// As written.
    pub acts: Vec<String>,
}

/// When points become available.
#[derive(Clone, Debug)]
pub enum Available {
    /// A deadline, and the word that it counts from.
    After(Deadline, String),
    /// `at end of month`.
    AtEndOf(Period),
    /// `on activity "shipped"`.
    OnActivity(String),
}
