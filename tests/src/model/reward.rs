//! Rewards of the model.

use super::{Condition, Num, Selection, Shrink, Shrinker};
use treue_lang::programme::Scope;
use treue_lang::time::{Day, Deadline, Length, Month, Period, Window};

/// A reward.
#[derive(Clone, Debug)]
pub struct Reward {
    /// Its name.
    pub name: String,
    /// First and last day.
    pub dates: Option<(Day, Day)>,
    /// What it costs.
    pub prices: Vec<Price>,
    /// `minimum`, and its unit.
    pub minimum: Option<(Num, String)>,
    /// `minimum purchase`, money.
    pub least_bought: Option<Num>,
    /// `worth 2 times at partner0 until ...`.
    pub worth: Vec<Worth>,
    /// What it gives, if its prices do not say so.
    pub gives: Option<Gives>,
    /// What members of these levels get instead.
    pub by_level: Vec<(String, Gives)>,
    /// How long it is good.
    pub valid: Option<Deadline>,
    /// `at most`.
    pub limits: Vec<RewardLimit>,
    /// `pays at most so many % of the purchase`.
    pub share: Option<Num>,
    /// `pays at most` so much money.
    pub most: Option<Num>,
    /// `whole purchase only`.
    pub whole: bool,
    /// `on`.
    pub on: Option<Selection>,
    /// `when`.
    pub when: Vec<Condition>,
    /// What it gives are vouchers.
    pub voucher: bool,
    /// `a voucher per step`.
    pub per_step: bool,
    /// `issued`.
    pub issued: Option<Issued>,
    /// `the rest expires`.
    pub rest_expires: bool,
    /// `after`.
    pub after: Vec<String>,
}

/// `worth 2.5 times at partner0 from ... to ...`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub struct Worth {
    pub times: Num,
    pub partner: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// At the end of what something happens by itself.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Ends {
    Of(Period),
    EveryMonths(u8),
    OfMonths(Vec<Month>),
}

/// When a reward is issued by itself.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Issued {
    AtEnd(Ends),
    OnDays(Vec<(u8, u8)>),
    OnReaching,
    OnBirthday,
    OnAnniversary(String),
    Idle { length: Length, purchase: bool, redeem: bool },
}

/// `costs 500 points until 2026-12-31`.
#[derive(Clone, Debug)]
pub struct Price {
    /// How much.
    pub cost: Cost,
    /// The unit.
    pub unit: String,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// How much a reward costs.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Cost {
    Steps { from: Num, to: Option<Num>, step: Option<Num> },
    Value { points: Num, money: Num, cash: bool },
    Nothing,
    Field { name: String, or: Option<Num> },
    Ladder(Vec<(Num, Gives)>),
}

/// `at most 3 times per day`; points in a unit, times, or pieces; no window for `per use`.
#[derive(Clone, Debug)]
pub struct RewardLimit {
    /// Points, times, or pieces.
    pub most: Num,
    /// The unit of points; `times` or `pieces`.
    pub of: String,
    /// Over what.
    pub window: Option<Window>,
    /// Who uses it up together; each member alone where the reward is issued by itself.
    pub scope: Scope,
}

/// What a reward gives.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Gives {
    Money(Num),
    Cash(Num),
    Percent(Num),
    PerMeasure { money: Num, measure: String, cap: Option<Num> },
    Thing(String),
    Cheapest,
    Points(Num, String),
}

impl Reward {
    /// Whether vouchers are bought with points, or issued for some.
    #[must_use]
    pub fn sells_vouchers(&self) -> bool {
        self.voucher && self.prices.iter().any(|p| !matches!(p.cost, Cost::Nothing))
    }
}

impl Shrink for Reward {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.dates);
        s.remove(&mut self.prices, 1);
        s.remove(&mut self.by_level, 0);
        s.option(&mut self.minimum);
        s.option(&mut self.least_bought);
        s.remove(&mut self.worth, 0);
        s.option(&mut self.valid);
        s.remove(&mut self.limits, 0);
        s.option(&mut self.share);
        s.option(&mut self.most);
        s.flag(&mut self.whole);
        s.option(&mut self.on);
        s.list(&mut self.when, 0);
        s.flag(&mut self.per_step);
        s.flag(&mut self.rest_expires);
        for price in &mut self.prices {
            s.option(&mut price.from);
            s.option(&mut price.to);
            match &mut price.cost {
                Cost::Steps { to, step, .. } => {
                    s.option(to);
                    s.option(step);
                }
                Cost::Ladder(rungs) => s.remove(rungs, 1),
                Cost::Value { .. } | Cost::Field { .. } | Cost::Nothing => {}
            }
        }
    }
}
