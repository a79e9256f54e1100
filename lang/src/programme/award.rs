//! Earn rules: what they look at, what they give, how it is rounded and when it is available.

use super::{
    AmountId, Available, Because, Conjunct, FieldId, Funding, LevelId, LimitId, Over, PartnerId, Ratio,
    RuleId, SelectionId, StackId, TiersId, TrackId, UnitId,
};
use crate::source::Span;
use crate::time::Day;

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
    /// All rules of its name, newest first (by first day, then by place in the text); empty if it is the only one.
    /// The version in force is the newest whose dates hold; others do not look at the event, but if none is in force
    /// the newest does, and fails on its dates.
    pub versions: Vec<RuleId>,
    /// The date field of the receipt that decides which version, which level held then, and every date of the rule;
    /// the date of the event if it is missing. Otherwise the event's date decides.
    pub decided_by: Option<FieldId>,
    /// All must hold, asked in this order: dates, the partner's stores, the level, then those of the text.
    pub conditions: Vec<Conjunct>,
    /// What it gives when they hold.
    pub award: Award,
    /// How that is rounded.
    pub rounding: Rounding,
    /// Its own limits, in the order of the text.
    pub limits: Vec<LimitId>,
    /// The `per line` stack in which it competes for lines; then every line has its own value for it (`worths`).
    pub contest: Option<StackId>,
    /// Who pays for its points, shares adding up to the whole; if empty, the partner it stands in pays all.
    pub funding: Vec<Funding>,
    /// When its points become available; at once if not said.
    pub available: Option<Available>,
    /// `to companions evenly`: what it gives, after all limits and stacks, is spread over the member and the companions
    /// of the receipt: the same for each in smallest parts, the rest one each to the earlier, the member first.
    pub companions: bool,
    /// For a window rule (`over`): its window and sums. It stands in no stack and not in the order of evaluation.
    pub over: Option<Over>,
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
    /// Of what other rules would give if the receipt held only some of its lines: 0 of a rule whose conditions do
    /// not hold on the whole receipt; without its limits, and whatever its stacks made of it.
    Portion {
        /// The rules with their awards on those lines.
        of: Vec<Portion>,
        /// Those lines.
        on: SelectionId,
        /// How much of their sum: 1/10 for `10%`, 3 for `4 times`.
        ratio: Ratio,
        /// `before rounding`; otherwise each is rounded as its rule rounds.
        exact: bool,
    },
}

/// What a rule would give on some of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Portion {
    /// The rule.
    pub rule: RuleId,
    /// Its award with every amount measured on those lines only: a rate of an amount, or bands.
    pub award: Award,
    /// How the rule rounds; one that its stack rounds is rounded by itself in the stack's mode.
    pub rounding: Rounding,
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
    /// `within the receipt`: the amount is cut where it reaches levels. Otherwise the level held decides.
    pub within: Option<Within>,
}

/// How the levels of a structure are reached by the very amount that a rule gives points for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// The track that the structure goes by; it sums that amount.
    pub track: TrackId,
    /// The least sum with which each level is reached, lowest level first, rising; 0 for that one.
    pub from: Vec<i64>,
}

/// One band.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Where it starts, in the amount's smallest part.
    pub from: i64,
    /// What it gives; for `each_part`, of the part of the amount inside the band.
    pub rate: Rate,
    /// Where it was written.
    pub span: Span,
}

/// How a rule's raw value becomes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub mode: RoundingMode,
    /// Of what.
    pub place: RoundingPlace,
    /// To multiples of this many smallest parts of the unit, at least 1: 10 or 100 for fewer decimals.
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

impl Rule {
    /// Which version it is, where its name stands several times: `from 2026-07-01`.
    #[must_use]
    pub fn version(&self) -> Option<String> {
        if self.versions.is_empty() {
            return None;
        }
        Some(match self.dates {
            (Some(from), Some(to)) => format!("from {from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => "on all days".to_owned(),
        })
    }

    /// Its name, with the version if its name stands several times.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.version() {
            Some(version) => format!("{} {version}", self.name),
            None => self.name.clone(),
        }
    }

    /// All factors by which the rule may value a line's smallest part: its rates by level, steps taken in proportion.
    /// `None` if lines have no value of their own, or a factor does not fit.
    #[must_use]
    pub fn worths(&self) -> Option<Vec<Ratio>> {
        self.award.worths()
    }
}

impl Award {
    /// Every amount that it measures.
    #[must_use]
    pub fn amounts(&self) -> Vec<AmountId> {
        let of_rate = |rate: &Rate| match rate {
            Rate::Flat(_) => None,
            Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => Some(*amount),
        };
        match self {
            Award::Rate(rate, _) => of_rate(rate).into_iter().collect(),
            Award::Bands { amount, .. } => vec![*amount],
            Award::Portion { of, .. } => of.iter().flat_map(|portion| portion.award.amounts()).collect(),
            Award::Share { .. } => Vec::new(),
        }
    }

    fn worths(&self) -> Option<Vec<Ratio>> {
        match self {
            Award::Rate(rate, by_level) => {
                std::iter::once(rate).chain(by_level.iter().flat_map(|b| &b.rates)).map(Rate::worth).collect()
            }
            Award::Portion { of, ratio, .. } => {
                let mut all = Vec::new();
                for portion in of {
                    for worth in portion.award.worths()? {
                        all.push(worth.times(*ratio)?);
                    }
                }
                Some(all)
            }
            Award::Bands { .. } | Award::Share { .. } => None,
        }
    }
}

impl Rate {
    /// Points for each smallest part of the amount, steps taken in proportion; `None` if flat.
    #[must_use]
    pub fn worth(&self) -> Option<Ratio> {
        match self {
            Rate::Flat(_) => None,
            Rate::Proportional(_, each) => Some(*each),
            Rate::Steps(_, step, each) => each.times(Ratio::new(1, i128::from(*step))?),
        }
    }
}
