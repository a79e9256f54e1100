//! Rewards that members take for points.

use super::{
    AmountId, Beginning, Conjunct, FieldId, LevelId, LimitId, MeasureId, PartnerId, Ratio, TiersId, UnitId,
};
use crate::source::Span;
use crate::time::{Cycle, Day, Deadline, Length, YearDays};
use serde::{Deserialize, Serialize};

/// A reward. `times` of a redemption is the number of its steps.
#[derive(Clone, Debug, Default)]
pub struct Reward {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// What it costs. The first that is in force, and in the unit asked for, is the price of a redemption; at least
    /// one. Prices in one unit are never in force on the same day.
    pub prices: Vec<Price>,
    /// What its steps give instead by the level that is held then; of the same kind as what its prices give.
    pub by_level: Option<GivesByLevel>,
    /// All must hold when it is taken, asked in this order: its dates first, then those of the text.
    pub conditions: Vec<Conjunct>,
    /// Its limits over windows, in the order of the text.
    pub limits: Vec<LimitId>,
    /// What it looks at on the receipt that it pays; of vouchers, when one is used.
    pub receipt: Option<OnReceipt>,
    /// It gives vouchers, which the member holds until they are used or have expired: of money, or of a thing.
    pub voucher: bool,
    /// `a voucher per step`; otherwise all steps together are one.
    pub per_step: bool,
    /// What a voucher of money counts as at partners. Of one partner those in force on a day are one at most.
    pub worth: Vec<Worth>,
    /// How long it is good, counted from the day of the redemption or the issue.
    pub valid: Option<Deadline>,
    /// When it is issued by itself; then it cannot be redeemed. It has one unit, and steps.
    pub issued: Option<Issued>,
}

/// What a step gives, by level.
#[derive(Clone, Debug, PartialEq)]
pub struct GivesByLevel {
    /// The structure.
    pub tiers: TiersId,
    /// What a step gives, by level, lowest first.
    pub gives: Vec<Gives>,
}

/// What a voucher of money counts as, used at a store of a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// The partner; it names stores.
    pub partner: PartnerId,
    /// So many hundredths of its money; above 0.
    pub hundredths: i64,
    /// First day, included.
    pub from: Option<Day>,
    /// Last day, included.
    pub to: Option<Day>,
}

/// When a reward is issued by itself, in as many whole steps as there are points for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// When.
    pub when: IssueWhen,
    /// `the rest expires`: available points that are left after it are gone.
    pub rest_expires: bool,
}

/// When a reward is issued by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueWhen {
    /// At the end of each stretch.
    AtEnd(Cycle),
    /// As soon as there are enough points.
    OnReaching,
    /// On these days of every year.
    OnDays(YearDays),
    /// On the birthday that this date field of the member says, never where it is missing.
    OnBirthday(FieldId),
    /// On every yearly return of such a day of the member's own.
    OnAnniversary(Beginning),
    /// When for so long there was none of the named events, as for `ExpiryHow::Without`.
    Idle {
        /// How long; the day so long after is the last before.
        length: Length,
        /// A purchase counts.
        purchase: bool,
        /// A redemption counts.
        redeem: bool,
    },
}

/// What a reward costs in one unit, on some days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Price {
    /// The unit.
    pub unit: UnitId,
    /// First day, included.
    pub from: Option<Day>,
    /// Last day, included.
    pub to: Option<Day>,
    /// Least cost of one use.
    pub least: Points,
    /// Most cost of one use, if limited.
    pub most: Option<i64>,
    /// How much, and what for.
    pub cost: Cost,
}

/// A number of points, smallest parts of the unit; above 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Points {
    /// Written.
    Fixed(i64),
    /// A number field of the member, times a factor that brings it to the unit's smallest parts.
    Field {
        /// The field.
        field: FieldId,
        /// The factor.
        times: i64,
        /// What a missing one counts as, before the factor.
        missing: i64,
    },
}

impl Default for Points {
    fn default() -> Points {
        Points::Fixed(1)
    }
}

/// How much a reward costs, and what it gives for that.
#[derive(Clone, Debug, PartialEq)]
pub enum Cost {
    /// In steps, any number of them.
    Steps(Points, Gives),
    /// One of these, rising.
    Ladder(Vec<Rung>),
    /// Nothing; it can be had once at a time. The price is in no unit, [`Price::NO_UNIT`].
    Free(Gives),
}

impl Default for Cost {
    fn default() -> Cost {
        Cost::Steps(Points::default(), Gives::default())
    }
}

/// A rung of a ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// What it costs, smallest parts of the unit; above 0.
    pub cost: i64,
    /// What it gives.
    pub gives: Gives,
}

/// What a reward looks at on the receipt that it pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnReceipt {
    /// What the receipt comes to.
    pub total: AmountId,
    /// Money of the lines that it can pay for: all lines, or those after `on`.
    pub lines: AmountId,
    /// Without the receipt it is refused.
    pub needed: bool,
    /// Quantity of those lines, for money off per measure.
    pub quantity: Option<AmountId>,
    /// Those lines must come to so much, smallest currency units.
    pub least: Option<i64>,
    /// It pays at most this share of the total: hundredths of a percent.
    pub share: Option<i64>,
    /// It pays at most so much, smallest currency units, whatever the number of steps.
    pub most: Option<i64>,
    /// `whole purchase only`: it must pay the total.
    pub whole: bool,
}

/// What one step of a reward gives; all but a thing and the cap are multiplied by the number of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Gives {
    /// Money off, smallest currency units.
    Money(i64),
    /// A percentage off: hundredths of a percent.
    Percent(i64),
    /// Money off for each unit of a measure, up to a quantity (thousandths).
    PerMeasure {
        /// Money, as a fraction of smallest currency units.
        money: Ratio,
        /// For each of this.
        measure: MeasureId,
        /// At most so much of it in one use.
        cap: Option<i64>,
    },
    /// A thing, so many of it.
    Thing(String),
    /// So many of the cheapest items of the receipt are free.
    Cheapest(i64),
    /// Points of a unit, smallest parts.
    Points(UnitId, i64),
    /// Money that is paid out, smallest currency units.
    Cash(i64),
}

impl Default for Gives {
    fn default() -> Gives {
        Gives::Money(0)
    }
}

impl Price {
    /// The unit of a price of nothing: that of no points.
    pub const NO_UNIT: UnitId = UnitId(u32::MAX);

    /// Steps of so many points, always in force.
    #[must_use]
    pub fn steps(unit: UnitId, step: i64, gives: Gives) -> Price {
        let cost = Cost::Steps(Points::Fixed(step), gives);
        Price { unit, least: Points::Fixed(step), cost, ..Price::default() }
    }

    /// What it gives for a step, or for each rung.
    #[must_use]
    pub fn gives(&self) -> Vec<&Gives> {
        match &self.cost {
            Cost::Steps(_, gives) | Cost::Free(gives) => vec![gives],
            Cost::Ladder(rungs) => rungs.iter().map(|r| &r.gives).collect(),
        }
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl IssueWhen {
    /// Whether gates are read on the day itself; otherwise on the last full windows and the day before.
    #[must_use]
    pub fn reads_the_day(self) -> bool {
        match self {
            IssueWhen::OnReaching
            | IssueWhen::OnDays(_)
            | IssueWhen::OnBirthday(_)
            | IssueWhen::OnAnniversary(_) => true,
            IssueWhen::AtEnd(_) | IssueWhen::Idle { .. } => false,
        }
    }
}

impl Reward {
    /// All that it can give for a step or a rung.
    pub fn gives(&self) -> impl Iterator<Item = &Gives> {
        let by_level = self.by_level.iter().flat_map(|by_level| &by_level.gives);
        self.prices.iter().flat_map(Price::gives).chain(by_level)
    }

    /// What a step gives a member of whom is known which level is held; `own` is what its price says.
    pub fn given<'a>(&'a self, own: &'a Gives, level: impl Fn(TiersId) -> LevelId) -> &'a Gives {
        let by_level = self.by_level.as_ref();
        let found = by_level.and_then(|by| by.gives.get(usize::from(level(by.tiers).0)));
        found.unwrap_or(own)
    }

    /// The unit of its first price; [`Price::NO_UNIT`] if that is nothing.
    #[must_use]
    pub fn unit(&self) -> UnitId {
        self.prices.first().map_or_else(UnitId::default, |p| p.unit)
    }
}
