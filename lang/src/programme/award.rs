//! Earn rules: what they look at, what they give, how it is rounded and when it is available.

use super::{AmountId, Because, Conjunct, LevelId, LimitId, PartnerId, Ratio, RuleId, TiersId, UnitId};
use crate::source::Span;
use crate::time::{Day, Length};

/// An earn rule.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Its name; for a tier benefit the level's name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// What it gives.
    pub unit: UnitId,
    /// Which events it looks at.
    pub on: Trigger,
    /// The partner it stands in; that partner pays for it.
    pub partner: Option<PartnerId>,
    /// The tier level whose benefit it is; then one of its conjuncts asks for that level.
    pub benefit_of: Option<(TiersId, LevelId)>,
    /// First and last day, both included; also the first of its conjuncts.
    pub dates: (Option<Day>, Option<Day>),
    /// All must hold, asked in this order: dates, the partner's stores, the level, then those of the text.
    pub conditions: Vec<Conjunct>,
    /// What it gives when they hold.
    pub award: Award,
    /// How that is rounded.
    pub rounding: Rounding,
    /// Its own limits, in the order of the text.
    pub limits: Vec<LimitId>,
    /// Points become available at the start of the day so long after the purchase; at once if not said.
    pub available: Option<Length>,
}

/// Which events a rule looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Purchases.
    #[default]
    Purchase,
    /// Activities of that kind.
    Activity(String),
}

/// What a rule gives, in smallest parts of its unit, before rounding. A total below zero is zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Award {
    /// By an amount, or flat.
    Rate(Rate, Option<ByLevel>),
    /// By bands of an amount.
    Bands {
        /// What is measured.
        amount: AmountId,
        /// True: each part of the amount at its band's rate, summed. False: all of it at the rate of the
        /// highest band reached.
        each_part: bool,
        /// Rising; nothing below the first.
        bands: Vec<Band>,
    },
    /// Of what other rules gave in this event: after their rounding, limits and stacks, or, when `exact`,
    /// of their raw values. Rules in the same `all of` stack are read before that stack's limits.
    Share {
        /// Which rules.
        of: Vec<RuleId>,
        /// How much of their sum: 1/10 for `10%`, 1 for `2 times`.
        ratio: Ratio,
        /// `before rounding`.
        exact: bool,
    },
}

impl Default for Award {
    fn default() -> Award {
        Award::Rate(Rate::default(), None)
    }
}

/// Points of an amount.
#[derive(Clone, Debug, PartialEq)]
pub enum Rate {
    /// So many, whatever the amount.
    Flat(Ratio),
    /// So many for each smallest part of the amount.
    Proportional(AmountId, Ratio),
    /// So many (second number) for each whole `step` of the amount.
    Steps(AmountId, i64, Ratio),
}

impl Default for Rate {
    fn default() -> Rate {
        Rate::Flat(Ratio::ZERO)
    }
}

/// Other points by the level held in a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct ByLevel {
    /// The structure.
    pub tiers: TiersId,
    /// For each of its levels, lowest first; same amount and step as the rule's own rate.
    pub rates: Vec<Rate>,
}

/// One band.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Where it starts, in the amount's smallest part.
    pub from: i64,
    /// What it gives; for `each_part`, of the part of the amount inside the band.
    pub rate: Rate,
}

/// How a rule's raw value becomes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub mode: RoundingMode,
    /// Of what.
    pub place: RoundingPlace,
    /// To multiples of this many smallest parts of the unit: 1, 10, 100, ...
    pub step: i64,
    /// Whether it was written.
    pub because: Because,
}

impl Default for Rounding {
    fn default() -> Rounding {
        Rounding {
            mode: RoundingMode::default(),
            place: RoundingPlace::default(),
            step: 1,
            because: Because::default(),
        }
    }
}

/// Which way a fraction goes. Negative values are mirrored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RoundingMode {
    /// Towards zero.
    #[default]
    Down,
    /// Away from zero.
    Up,
    /// To the nearest, a half away from zero.
    HalfUp,
    /// To the nearest, a half to the even neighbour.
    HalfEven,
}

/// What is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RoundingPlace {
    /// The rule's total, once.
    #[default]
    Rule,
    /// Each line's value, steps and all; then they are summed. Only for rates of money, measures and items.
    Line,
    /// The total of its stack (`rounded together`): members in order, each getting its step of the rounded
    /// running total.
    Stack,
}
