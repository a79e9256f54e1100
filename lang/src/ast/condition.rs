//! Conditions as written: of a receipt (`when`), of a line (`where`), of a member's tracks (`tiers`).
//! One shape for all three; the checker says which words may stand where.

use super::{Literal, Name, Operand, Selection, Text};
use crate::source::{Span, Spanned};
use crate::time::{Day, Minute, Month, MonthDays, Weekdays};

/// Something that holds or does not.
#[derive(Clone, Debug)]
pub enum Condition {
    /// `a and b`.
    And(Vec<Condition>, Span),
    /// `a or b`.
    Or(Vec<Condition>, Span),
    /// `not a`.
    Not(Box<Condition>, Span),
    /// `any of (a, b)`, `at least 2 of (a, b, c)`.
    Of(Spanned<Quantifier>, Vec<Condition>, Span),
    /// `( a )`: kept for the formatter.
    Group(Box<Condition>, Span),
    /// `category "food"`, `channel is not "web"`, `sku in ("1", "2")`.
    Text {
        /// What is compared.
        subject: Spanned<TextSubject>,
        /// True for `is not` and `not in`.
        negated: bool,
        /// True when written with `in ( ... )`.
        list: bool,
        /// The texts, at least one.
        values: Vec<Text>,
        /// The whole phrase.
        span: Span,
    },
    /// `eligible is at least 20.00 CHF`; also `member.segment is "student"`.
    Compare(Operand, Spanned<Comparison>, Operand, Span),
    /// `eligible is between 20.00 CHF and 50.00 CHF`, both ends included.
    Between(Operand, Literal, Literal, Span),
    /// `member.segment in ("student", "family")`, with what counts where it is missing; true for `not in`.
    FieldIn(Name, Option<Literal>, Vec<Text>, bool, Span),
    /// `member.referrer is present` (true), `is missing` (false).
    Present(Name, bool, Span),
    /// `line.gift`, `line.gift is yes` (true), `line.gift is no` (false).
    YesNo(Name, bool, Span),
    /// `measure is litre`; true in the second place for `is not`.
    Measure(Name, bool, Span),
    /// `on weekdays`, `on Saturday, Sunday`, `on 2026-12-24`; with `from 17:00 to 19:00` if written.
    On(Vec<DayWord>, Option<(Minute, Minute)>, Span),
    /// `from 2026-09-07 to 2026-09-13`; either end may be left open (`until 2026-09-13`).
    Dates(Option<Day>, Option<Day>, Span),
    /// `from 22:00 to 02:00`: the start included, the end not; may run over midnight.
    Hours(Minute, Minute, Span),
    /// `in December`, `in June, July`.
    Months(Vec<Month>, Span),
    /// `on the member's birthday`, `gold is earned`, `at partner alpina` and the like.
    Occasion(super::Occasion, Span),
    /// `first purchase`.
    FirstPurchase(Span),
    /// `main is gold`, `main is at least silver`; and any other comparison of two bare names, such as
    /// `year_spend is above last_year`: which it is, the checker finds.
    Tier(Name, Spanned<Comparison>, Name, Span),
    /// `any line of eligible has label "bio"`; `every`, `no`, `at least 3`.
    Lines {
        /// How many of them.
        how: Spanned<Quantifier>,
        /// Of which lines; all of the receipt's if not said.
        selection: Option<Selection>,
        /// What they must be; nothing if only their presence is asked.
        which: Option<Box<Condition>>,
        /// The whole phrase.
        span: Span,
    },
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// All of them.
    Every,
    /// None of them.
    No,
    /// So many or more.
    AtLeast(u32),
}

/// A text column that a condition can ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the word of the language of the same name")]
pub enum TextSubject {
    Category,
    Brand,
    Sku,
    /// The name of the goods on the line, written `name`.
    LineName,
    Label,
    Channel,
    Store,
    Coupon,
    /// `paid by "card"`: the kind of a tender.
    PaidBy,
}

impl TextSubject {
    /// The word of the language, which is also the name of a column of names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TextSubject::Category => "category",
            TextSubject::Brand => "brand",
            TextSubject::Sku => "sku",
            TextSubject::LineName => "name",
            TextSubject::Label => "label",
            TextSubject::Channel => "channel",
            TextSubject::Store => "store",
            TextSubject::Coupon => "coupon",
            TextSubject::PaidBy => "paid by",
        }
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `is`.
    Is,
    /// `is not`.
    IsNot,
    /// `is at least`.
    AtLeast,
    /// `is at most`.
    AtMost,
    /// `is above`.
    Above,
    /// `is below`.
    Below,
}

/// A word for days.
#[derive(Clone, Debug)]
pub enum DayWord {
    /// One weekday, or `weekdays`, or `weekends`.
    Week(Spanned<Weekdays>),
    /// A date.
    Date(Spanned<Day>),
    /// `the 1st, 15th of the month`, `the last Friday of the month`: any of these.
    Month(Vec<MonthDays>),
    /// `holidays`, `swiss holidays`.
    Holidays(Option<Name>, Span),
}

impl Condition {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Condition::And(_, s)
            | Condition::Or(_, s)
            | Condition::Not(_, s)
            | Condition::Of(_, _, s)
            | Condition::Group(_, s)
            | Condition::Text { span: s, .. }
            | Condition::Compare(_, _, _, s)
            | Condition::Between(_, _, _, s)
            | Condition::FieldIn(_, _, _, _, s)
            | Condition::Present(_, _, s)
            | Condition::YesNo(_, _, s)
            | Condition::Measure(_, _, s)
            | Condition::On(_, _, s)
            | Condition::Dates(_, _, s)
            | Condition::Hours(_, _, s)
            | Condition::Months(_, s)
            | Condition::Occasion(_, s)
            | Condition::FirstPurchase(s)
            | Condition::Tier(_, _, _, s)
            | Condition::Lines { span: s, .. } => *s,
        }
    }
}
