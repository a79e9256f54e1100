//! `expire` as written, and deadlines as written.

use super::{Condition, Name, Number, Text};
use crate::source::{Span, Spanned};
use crate::time::{Day, Deadline, Length, Period};

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
pub struct ExpiryLine {
    /// What it says.
    pub what: ExpiryText,
    /// `when ...`.
    pub when: Option<ExpiryWhen>,
    /// The whole line.
    pub span: Span,
}

/// `when earned by base or promo and main is silver`.
#[derive(Clone, Debug)]
pub struct ExpiryWhen {
    /// The rules after `earned by`.
    pub earned_by: Vec<Name>,
    /// The condition.
    pub condition: Option<Condition>,
    /// The whole phrase.
    pub span: Span,
}

/// What a line of an `expire` item says.
#[derive(Clone, Debug)]
pub enum ExpiryText {
    /// `24 months after earning, then at end of month`.
    After(DeadlineText),
    /// `18 months without purchase or redeem`.
    Without(IdleText),
    /// `all at end of membership year`.
    AllAt(Period),
    /// `5% or 5 points, whichever is more, every week after 12 weeks without purchase`.
    Decay {
        /// The number before `%`.
        percent: Number,
        /// `5 points`: at least so many.
        least: Option<(Number, Name)>,
        /// How often.
        every: Spanned<Length>,
        /// After how long without what.
        idle: IdleText,
    },
    /// `remind 30 days before`.
    Remind(Spanned<u16>),
    /// `extend points earned 2020-03-01 to 2020-12-31 by 6 months`.
    Extend {
        /// The unit, again.
        unit: Name,
        /// First day of earning.
        from: Spanned<Day>,
        /// Last day of earning.
        to: Spanned<Day>,
        /// By how long.
        by: Spanned<Length>,
    },
    /// `paused while gold, then restart`.
    Paused(WhileText, AfterPause),
    /// `tier when it expires`.
    TierLater,
    /// `never`.
    Never,
}

/// `18 months without purchase or activity "survey"`.
#[derive(Clone, Debug)]
pub struct IdleText {
    /// How long.
    pub length: Spanned<Length>,
    /// What keeps points alive.
    pub acts: Vec<IdleAct>,
    /// The whole phrase.
    pub span: Span,
}

/// Something that keeps points alive.
#[derive(Clone, Debug)]
pub enum IdleAct {
    /// `purchase`.
    Purchase,
    /// `redeem`.
    Redeem,
    /// `transfer`.
    Transfer,
    /// `activity "survey"`.
    Activity(Text),
}

/// What pauses points.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "trees are built once and read in place")]
pub enum WhileText {
    /// `gold or platinum`.
    Levels(Vec<Name>),
    /// Any condition over tiers and member fields.
    Condition(Condition),
}

/// What follows a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AfterPause {
    /// The clock goes on where it stopped.
    #[default]
    GoesOn,
    /// `then restart`: every lot gets a full period.
    Restart,
    /// `then at once`: what is overdue goes.
    AtOnce,
}

/// A deadline with the word that it counts from, for the checker: `earning`, `entry`, `issue`, `purchase`,
/// `availability`, a date field such as `receipt.flown`; nothing for `until ...` and for `after the end of its month`.
#[derive(Clone, Debug)]
pub struct DeadlineText {
    /// What it means.
    pub deadline: Deadline,
    /// The word after `after`.
    pub word: Option<Name>,
    /// The whole phrase.
    pub span: Span,
}

/// When points become available.
#[derive(Clone, Debug)]
pub enum AvailableText {
    /// `14 days after purchase`.
    After(DeadlineText),
    /// `at end of month`.
    AtEndOf(Spanned<Period>),
    /// `on activity "shipped"`.
    OnActivity(Text),
}
