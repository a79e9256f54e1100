//! `track` as written, and the words for windows.

use super::{AmountRef, Condition, Literal, Name, Text};
use crate::source::Span;
use crate::time::Window;

/// `track NAME = subject when ... per window`.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its name.
    pub name: Name,
    /// What is summed or counted.
    pub subject: TrackSubject,
    /// Over which purchases.
    pub when: Option<Condition>,
    /// `per calendar year`, `rolling 30 days`, `for ever`.
    pub window: Option<crate::source::Spanned<WindowText>>,
    /// The whole item.
    pub span: Span,
}

/// What a track sums or counts.
#[derive(Clone, Debug)]
pub enum TrackSubject {
    /// `eligible`, `eligible before discounts`: money. A bare name may also be a unit: its points.
    Amount(AmountRef),
    /// `number of items of wine`, `litres of fuel`: an operand that is not money.
    Operand(super::Operand),
    /// `number of different stores`, `number of different categories of eligible`.
    Different {
        /// What they are: a word, or the plural of a declared text.
        word: Name,
        /// Of which lines.
        lines: Option<super::Selection>,
        /// Of activities of that kind, not of purchases.
        activity: Option<Text>,
        /// The whole phrase.
        span: Span,
    },
    /// `purchases`.
    Purchases(Span),
    /// `activities "app-open"`.
    Activities(Text, Span),
    /// `weeks in a row with purchases`: days, weeks or months.
    InARow(Window, Option<super::Text>, Span),
    /// `days with purchases`, `days with activities "visit"`: on how many days there was one.
    DaysWith(Option<super::Text>, Span),
    /// `sum of receipt.miles`, `sum of receipt.miles or 0 on activity "flight"`: a number field of events.
    SumOf {
        /// The field.
        field: Name,
        /// What a missing one counts as.
        missing: Option<Literal>,
        /// Of activities of that kind, not of purchases.
        activity: Option<Text>,
        /// The whole phrase.
        span: Span,
    },
    /// `points from base`, `points from base and extra`: what these rules gave.
    PointsFrom(Name, Vec<Name>, Span),
}

/// A window as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowText {
    /// A window whose words say all; weeks are still without their first day (0 is put there).
    Plain(Window),
    /// `per receipt` (limits only).
    Receipt,
    /// `in these dates` (limits of rules with dates only).
    TheseDates,
}
