//! `stack` as written.

use super::{LimitClause, Name, RoundingClause, Text};
use crate::source::{Span, Spanned};

/// `stack NAME { best of a, b  at most 500 points }`.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// `all of`, `best of`, `first of`, `multiply`.
    pub way: Spanned<StackWay>,
    /// Rules, tier levels or stacks, in order.
    pub members: Vec<Name>,
    /// `per line`: every line goes to one of them.
    pub per_line: Option<Span>,
    /// `rounded together`.
    pub rounding: Vec<RoundingClause>,
    /// `at most ...`.
    pub limits: Vec<LimitClause>,
    /// The whole item.
    pub span: Span,
}

/// How the members of a stack combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StackWay {
    /// All of them add up.
    #[default]
    All,
    /// The one that really gives most; ties to the first named.
    Best,
    /// The first named that gives anything.
    First,
    /// Multiples of one rule, multiplied: 2 times and 3 times make 6 times.
    Multiply,
}
