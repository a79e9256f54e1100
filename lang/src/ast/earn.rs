//! `earn` rules as written: dates, conditions, the award, rounding, limits.

use super::{AmountRef, Condition, Literal, Name, Number, Selection, Text, WindowText};
use crate::programme::Scope;
use crate::source::{Span, Spanned};
use crate::time::{Day, Length};

/// `earn NAME "Title" from D to D { clauses }`.
#[derive(Clone, Debug)]
pub struct Earn {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
    /// What stands between the braces, in order.
    pub clauses: Vec<Clause>,
    /// The whole item.
    pub span: Span,
}

/// One clause of an `earn` rule or of a tier's benefits.
#[derive(Clone, Debug)]
pub enum Clause {
    /// `when ...`, and also `on weekdays from 17:00 to 19:00`, `in December`, `from 17:00 to 19:00` without `when`.
    When(Condition),
    /// `on activity "review"`.
    Activity(Text, Span),
    /// What is given.
    Award(Award),
    /// `in gold 1.5 points, in silver 1.25 points`: other points of the same rate, by level. Where `within the receipt`
    /// stands, if it does.
    ByLevel(Vec<LevelRate>, Option<Span>, Span),
    /// `rounded ...`.
    Rounding(RoundingClause),
    /// `at most ...`.
    Limit(LimitClause),
    /// `available 14 days after purchase`, `available at end of month`, `available on activity "shipped"`.
    Available(super::AvailableText, Span),
    /// `over each month`, `over these dates, retroactive`: makes the rule a window rule. Where `retroactive` stands, if
    /// it does.
    Over(Spanned<WindowText>, Option<Span>, Span),
    /// `counting purchases when ...` (window rules only).
    Counting(Counting),
    /// `paid at its end` (no length), `paid 28 days after its end` (window rules only).
    Paid(Option<Spanned<Length>>, Span),
    /// `perk "Free delivery"` (tier levels only).
    Perk(Text, Span),
    /// `decided by receipt.flown`.
    DecidedBy(Name, Span),
    /// `funded 60% by alpina, 40% by us`: the numbers without their signs.
    Funded(Vec<(Number, Name)>, Span),
    /// `500 points to member.referrer`.
    Gift(GiftClause),
    /// `to companions evenly`.
    Companions(Span),
}

/// `500 points to member.referrer, at most 10 times per calendar year`.
#[derive(Clone, Debug)]
pub struct GiftClause {
    /// How many points.
    pub points: Number,
    /// Of which unit.
    pub unit: Name,
    /// `member` or `receipt`.
    pub to_owner: Spanned<super::FieldOwner>,
    /// The field that names who gets them.
    pub to: Name,
    /// Its own limits.
    pub limits: Vec<LimitClause>,
    /// The whole clause.
    pub span: Span,
}

/// `counting purchases when channel is "store"`: which events a window rule counts.
#[derive(Clone, Debug)]
pub struct Counting {
    /// `activities` instead of `purchases`.
    pub activities: bool,
    /// The word.
    pub word: Span,
    /// What must hold for each.
    pub condition: Condition,
    /// The whole clause.
    pub span: Span,
}

/// What a rule gives.
#[derive(Clone, Debug)]
pub enum Award {
    /// `1 point per full 1.00 CHF of eligible`, `500 points`.
    Rate(Rate, Option<AmountRef>, Span),
    /// `10% of base`, `10% of base and fuel before rounding`, `2% of eligible`: the number without its sign.
    Percent {
        /// The number before `%`.
        percent: Number,
        /// A selection, or the names of rules.
        of: AmountRef,
        /// `on produce`: as if the receipt held only these lines.
        on: Option<Selection>,
        /// `before rounding`.
        before_rounding: Option<Span>,
        /// The whole phrase.
        span: Span,
    },
    /// `2 times base`: brings the total to twice base.
    Times {
        /// The number before `times`.
        factor: Number,
        /// The names of rules.
        of: Vec<Name>,
        /// `on produce`: as if the receipt held only these lines.
        on: Option<Selection>,
        /// `before rounding`.
        before_rounding: Option<Span>,
        /// The whole phrase.
        span: Span,
    },
    /// `miles for each line of flights: line.miles times 150%`: so many of the unit, which need not be said where
    /// there is only one.
    EachLine(Option<Name>, AmountRef, Span),
    /// `by bands of eligible { from 20.00 CHF 10 points ... }`; `each part` for `banded by`.
    Bands {
        /// What is measured.
        of: AmountRef,
        /// True for `banded by`: each part at its own rate.
        each_part: bool,
        /// The bands in order.
        bands: Vec<Band>,
        /// The whole phrase.
        span: Span,
    },
}

impl Award {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Award::Rate(_, _, span)
            | Award::Percent { span, .. }
            | Award::Times { span, .. }
            | Award::EachLine(_, _, span)
            | Award::Bands { span, .. } => *span,
        }
    }
}

/// `from 50.00 CHF 2 points per full 1.00 CHF`.
#[derive(Clone, Debug)]
pub struct Band {
    /// Where the band starts.
    pub from: Literal,
    /// What it gives.
    pub rate: Rate,
    /// The whole phrase.
    pub span: Span,
}

/// `1 point per full 1.00 CHF`, `500 points`.
#[derive(Clone, Debug)]
pub struct Rate {
    /// How many points.
    pub points: Number,
    /// Of which unit.
    pub unit: Name,
    /// For each of what; flat if nothing.
    pub per: Option<Step>,
    /// The whole phrase.
    pub span: Span,
}

/// `per full 1.00 CHF`, `per item`, `per 2 litres`.
#[derive(Clone, Debug)]
pub struct Step {
    /// `full`: only whole steps count.
    pub full: Option<Span>,
    /// `for every` instead of `per`: whole steps of what a window rule counts.
    pub every: Option<Span>,
    /// The number; 1 if not written.
    pub size: Option<Number>,
    /// The word: a currency, a measure, `item(s)`, `line(s)`; the name of the field if it is one.
    pub unit: Name,
    /// `per full 10 receipt.minutes`: what is measured is a number field.
    pub field: Option<Box<AmountRef>>,
    /// The whole phrase.
    pub span: Span,
}

/// `in gold 1.5 points`.
#[derive(Clone, Debug)]
pub struct LevelRate {
    /// The level.
    pub level: Name,
    /// The points instead.
    pub points: Number,
    /// The unit, as in the rate.
    pub unit: Name,
}

/// `rounded half up per line to 1 decimal`.
#[derive(Clone, Debug)]
pub struct RoundingClause {
    /// `down`, `up`, `half up`, `half even`; `None` when only the place is said.
    pub mode: Option<Spanned<crate::programme::RoundingMode>>,
    /// `per line`.
    pub per_line: Option<Span>,
    /// `together` (stacks).
    pub together: Option<Span>,
    /// `to N decimals`.
    pub decimals: Option<Spanned<u8>>,
    /// `to multiples of 5 points`.
    pub multiples: Option<(Number, Name)>,
    /// The whole clause.
    pub span: Span,
}

/// `at most 500 points per calendar month, whole awards only`.
#[derive(Clone, Debug)]
pub struct LimitClause {
    /// How much.
    pub size: LimitSize,
    /// The window; the receipt if not said.
    pub window: Option<Spanned<WindowText>>,
    /// `per household`, `for everyone`.
    pub scope: Option<Spanned<Scope>>,
    /// `whole awards only`.
    pub whole: Option<Span>,
    /// The whole clause.
    pub span: Span,
}

/// The size of a limit.
#[derive(Clone, Debug)]
pub enum LimitSize {
    /// `500 points`.
    Points(Number, Name),
    /// `2 times`.
    Times(Number, Span),
    /// `500 pieces`, of rewards: the word, which may be the name of a unit.
    Pieces(Number, Name),
    /// `10 points per 1.00 CHF of eligible`.
    Rate(Box<LimitRate>),
}

/// `10 points per 1.00 CHF of eligible`.
#[derive(Clone, Debug)]
pub struct LimitRate {
    /// How many points.
    pub points: Number,
    /// Of which unit.
    pub unit: Name,
    /// For each of what.
    pub per: Step,
    /// Of which lines.
    pub of: AmountRef,
}
