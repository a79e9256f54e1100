//! `expire` as written, and deadlines as written.

use super::Name;
use crate::source::{Span, Spanned};
use crate::time::{Deadline, Length};

/// `expire UNIT { lines }`.
#[derive(Clone, Debug)]
pub struct Expire {
    /// The unit.
    pub unit: Name,
    /// Several lines: the earliest wins.
    pub lines: Vec<ExpiryLine>,
    /// The whole item.
    pub span: Span,
}

/// One line of an `expire` item.
#[derive(Clone, Debug)]
pub enum ExpiryLine {
    /// `24 months after earning, then at end of month`.
    After(DeadlineText),
    /// `18 months without purchase or redeem`: the length, and whether each counts.
    Without {
        /// How long.
        length: Spanned<Length>,
        /// `purchase` is named.
        purchase: bool,
        /// `redeem` is named.
        redeem: bool,
        /// The whole line.
        span: Span,
    },
    /// `never`.
    Never(Span),
}

/// A deadline with the word that it counts from, for the checker: `earning`, `entry`, `issue`,
/// `purchase`; nothing for `until ...` and for `after the end of its month`.
#[derive(Clone, Debug)]
pub struct DeadlineText {
    /// What it means.
    pub deadline: Deadline,
    /// The word after `after`.
    pub word: Option<Name>,
    /// The whole phrase.
    pub span: Span,
}
