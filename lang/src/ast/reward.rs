//! `reward` as written.

use super::{Condition, DeadlineText, LimitSize, Name, Number, Selection, Text};
use crate::programme::Scope;
use crate::source::{Span, Spanned};
use crate::time::{Day, Month, Period, Window};

/// `reward NAME "Title" from D to D { costs ... gives ... }`.
#[derive(Clone, Debug)]
pub struct Reward {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
    /// What it costs, every time it is written.
    pub costs: Vec<Cost>,
    /// What it gives, every time it is written.
    pub gives: Vec<(Gives, Span)>,
    /// `in gold 10% off`.
    pub by_level: Vec<GivesIn>,
    /// `minimum 500 points`.
    pub minimum: Vec<(PointsText, Name, Span)>,
    /// `minimum purchase 40.00 CHF`.
    pub least_bought: Vec<(Number, Name, Span)>,
    /// `worth 3 times at hotels until 2023-06-13`.
    pub worth: Vec<Worth>,
    /// `valid 6 months after issue`.
    pub valid: Vec<DeadlineText>,
    /// `at most 3 times per day`; no window for `per use`.
    pub limits: Vec<RewardLimit>,
    /// `pays at most 50% of the purchase`.
    pub share: Vec<(Number, Span)>,
    /// `pays at most 10.00 CHF`.
    pub most: Vec<(Number, Name, Span)>,
    /// `whole purchase only`.
    pub whole: Vec<Span>,
    /// `on fuel`.
    pub on: Vec<(Selection, Span)>,
    /// `when ...`.
    pub when: Vec<Condition>,
    /// `issued at end of month`.
    pub issued: Vec<(IssuedText, Span)>,
    /// `the rest expires`.
    pub rest_expires: Vec<Span>,
    /// `a voucher per step`.
    pub per_step: Vec<Span>,
    /// `after other`.
    pub after: Vec<Name>,
    /// The whole item.
    pub span: Span,
}

/// `in gold 10% off`: what members of a level get instead.
#[derive(Clone, Debug)]
pub struct GivesIn {
    /// The level.
    pub level: Name,
    /// What it gives them.
    pub gives: Gives,
    /// The whole clause.
    pub span: Span,
}

/// `worth 3 times at hotels until 2023-06-13`: what a voucher is worth at a partner.
#[derive(Clone, Debug)]
pub struct Worth {
    /// How many times its money.
    pub times: Number,
    /// At which partner.
    pub partner: Name,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
    /// The whole clause.
    pub span: Span,
}

/// `at most 1000 points per day`.
#[derive(Clone, Debug)]
pub struct RewardLimit {
    /// How much.
    pub size: LimitSize,
    /// Over what; `per use` if nothing.
    pub window: Option<Spanned<Window>>,
    /// `per household`, `for everyone`.
    pub scope: Option<Spanned<Scope>>,
    /// The whole clause.
    pub span: Span,
}

/// One `costs`, with the days on which it is in force.
#[derive(Clone, Debug)]
pub struct Cost {
    /// How much.
    pub price: PriceText,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
    /// The whole clause.
    pub span: Span,
}

/// A number of points, or a field of the member that holds it.
#[derive(Clone, Debug)]
pub enum PointsText {
    /// Written.
    Number(Number),
    /// `member.price`, `member.price or 500`.
    Field(Name, Option<Number>),
}

/// How much a reward costs.
#[derive(Clone, Debug)]
pub enum PriceText {
    /// `500 points`; `100 to 1000 points in steps of 100`.
    Steps {
        /// The cost of one, or the least.
        from: Number,
        /// The most in one use.
        to: Option<Number>,
        /// The unit.
        unit: Name,
        /// The step; the first number if not said.
        step: Option<Number>,
    },
    /// `nothing`.
    Nothing,
    /// `100 points per 1.00 CHF`: points, unit, money, currency; and whether the money is paid out, `in cash`.
    Value(Number, Name, Number, Name, bool),
    /// `member.price or 500 points`.
    Field(PointsText, Name),
    /// `by ladder { 100 points gives 3.00 CHF off ... }`.
    Ladder(Vec<Rung>),
}

/// `100 points gives 3.00 CHF off`.
#[derive(Clone, Debug)]
pub struct Rung {
    /// How many points.
    pub points: Number,
    /// Of which unit.
    pub unit: Name,
    /// What they give.
    pub gives: Gives,
    /// The whole rung.
    pub span: Span,
}

/// What a reward gives, for each step of its cost.
#[derive(Clone, Debug)]
pub enum Gives {
    /// `gives 5.00 CHF off`.
    Money(Number, Name),
    /// `gives 5.00 CHF in cash`.
    Cash(Number, Name),
    /// `gives 10% off`.
    Percent(Number),
    /// `gives 0.10 CHF off per litre, at most 60 litres`.
    PerMeasure(Number, Name, Name, Option<(Number, Name)>),
    /// `gives "A free coffee"`.
    Thing(Text),
    /// `gives the cheapest item free`.
    Cheapest,
    /// `gives 50 stamps`.
    Points(Number, Name),
    /// `gives a voucher of 5.00 CHF`, `gives a voucher "A free coffee"`.
    Voucher(Box<Gives>),
}

/// When a reward is issued by itself.
#[derive(Clone, Debug)]
pub enum IssuedText {
    /// `at end of month`.
    AtEnd(CycleText),
    /// `on reaching the cost`.
    OnReaching,
    /// `on 15 March, 15 September`.
    OnDays(Vec<Spanned<(Month, u8)>>),
    /// `on the member's birthday`.
    OnBirthday,
    /// `on the anniversary of joining`.
    OnAnniversary(super::Beginning),
    /// `after 12 months without purchase`.
    Idle(super::IdleText),
}

/// Stretches of the calendar, one after the other.
#[derive(Clone, Debug)]
pub enum CycleText {
    /// `end of month`.
    Period(Period),
    /// `end of every 2 months`.
    Months(Number),
    /// `end of February, June and October`.
    EndsOf(Vec<Spanned<Month>>),
}
