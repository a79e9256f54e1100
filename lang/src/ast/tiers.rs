//! `tiers` as written.

use super::{Clause, Condition, DeadlineText, Literal, Name, Number, Text};
use crate::source::{Span, Spanned};
use crate::time::Month;

/// `tiers NAME by track { levels  validity  review }`.
#[derive(Clone, Debug)]
pub struct Tiers {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// The track that `from` amounts are compared with.
    pub by: Option<Name>,
    /// From the lowest up.
    pub levels: Vec<Level>,
    /// `new members hold gold until end of next quarter`.
    pub newcomers: Vec<(Name, DeadlineText, Span)>,
    /// How long a level is held.
    pub validity: Vec<Spanned<Validity>>,
    /// What comes after.
    pub after: Vec<Spanned<AfterReview>>,
    /// `review on 31 January`: the days of the year on which levels are entered.
    pub review: Vec<Spanned<(Month, u8)>>,
    /// The whole item.
    pub span: Span,
}

/// One level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its name, also the name of its benefit rule.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// How it is entered; nothing for the lowest.
    pub entry: Option<LevelEntry>,
    /// How it is kept; as entered if not said.
    pub keep: Option<LevelEntry>,
    /// `uses 300`: so much of the track is used up as it is entered or renewed.
    pub uses: Option<(Literal, Span)>,
    /// `carries at most 300`: so much of what is left stays.
    pub carries: Option<(Literal, Span)>,
    /// `as silver`: the benefits of a lower level too.
    pub as_level: Option<Name>,
    /// `on reaching`, `on leaving`.
    pub changes: Vec<LevelChange>,
    /// Its benefits: clauses of an earn rule, and perks.
    pub benefits: Option<Vec<Clause>>,
    /// The whole level.
    pub span: Span,
}

/// What happens as a level is reached or left.
#[derive(Clone, Debug)]
pub struct LevelChange {
    /// `on reaching`; otherwise `on leaving`.
    pub reaching: bool,
    /// So many points are given; nothing for `expire`.
    pub points: Option<Number>,
    /// Of this unit, or all of it expires.
    pub unit: Name,
    /// The whole clause.
    pub span: Span,
}

/// `from 500.00 CHF`, or `when ...`.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "trees are built once and read in place")]
pub enum LevelEntry {
    /// At least so much of the track named after `by`.
    From(Literal, Span),
    /// Any condition over tracks.
    When(Condition),
}

/// How long a level is held.
#[derive(Clone, Debug)]
pub enum Validity {
    /// `valid until end of next calendar year`, `valid 12 months after entry`.
    Until(DeadlineText),
    /// `valid for ever`.
    Ever,
    /// `follows at once`: up and down with the condition.
    AtOnce,
}

/// What a member holds after a level was not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AfterReview {
    /// `then one level down`.
    #[default]
    OneDown,
    /// `then to what qualifies`.
    WhatQualifies,
    /// `then to base`.
    Base,
}
