//! Numbers, dates and lengths that are worth asking about; what is drawn is kept as a hint for histories.

use super::super::{Comparison, FieldKind, Num, Scale, Value};
use super::{Draft, with_scale};
use treue_lang::ast::FieldOwner;
use treue_lang::programme::BIRTHDAY;
use treue_lang::time::{
    Anchor, Base, Day, Deadline, Length, Month, Own, Period, Snap, Unit, Window, YearStart,
};

/// Every way to compare.
pub(super) const COMPARISONS: &[Comparison] = &[
    Comparison::AtLeast,
    Comparison::AtLeast,
    Comparison::AtMost,
    Comparison::Above,
    Comparison::Below,
    Comparison::Is,
    Comparison::IsNot,
];

impl Draft<'_> {
    /// Money above zero, smallest units.
    pub(super) fn money(&mut self) -> Num {
        let scale = 10_i64.pow(u32::from(self.p.money_decimals));
        let whole = *self.dice.pick(&[1_i64, 2, 3, 5, 10, 12, 20, 25, 50, 100]);
        let odd = if self.dice.percent(20) { self.dice.range(-1, 1) * scale.min(5) / 5 } else { 0 };
        let value = (whole * scale + odd).max(1);
        self.hints.money.push(value);
        Num::new(value, self.p.money_decimals)
    }

    /// A number of a scale to compare with.
    pub(super) fn threshold(&mut self, scale: &Scale) -> Value {
        let n = match scale {
            Scale::Money => self.money(),
            Scale::Measure(_) => {
                let n = Num::new(self.dice.range(1, 60) * 500, 3);
                self.hints.quantities.push(n.value);
                n
            }
            Scale::Items => {
                let n = self.dice.range(1, 8);
                self.hints.quantities.push(n * 1_000);
                Num::whole(n)
            }
            Scale::Count(_) => Num::whole(self.dice.range(1, 5)),
            Scale::Points(unit) => {
                let decimals = self.unit_decimals(unit);
                Num::new(self.dice.range(1, 300) * 10_i64.pow(u32::from(decimals)), decimals)
            }
            Scale::Plain(decimals) => {
                let n = Num::new(self.dice.range(1, 40), *decimals);
                self.hints.numbers.push(n.value);
                n
            }
            Scale::Date => Num::whole(i64::from(self.near_day().0)),
        };
        with_scale(n, scale, &self.p.currency)
    }

    /// Two of them, rising.
    pub(super) fn between(&mut self, scale: &Scale) -> (Value, Value) {
        let a = self.threshold(scale);
        let b = self.threshold(scale);
        if number_in(&a) <= number_in(&b) { (a, b) } else { (b, a) }
    }

    /// The scale of a number field.
    pub(super) fn field_scale(kind: &FieldKind) -> Option<Scale> {
        match kind {
            FieldKind::Number { decimals, .. } => Some(Scale::Plain(*decimals)),
            FieldKind::Money => Some(Scale::Money),
            FieldKind::Date => Some(Scale::Date),
            FieldKind::Text | FieldKind::OneOf(_) | FieldKind::YesNo | FieldKind::Member => None,
        }
    }

    /// A day within the histories' time.
    pub(super) fn near_day(&mut self) -> Day {
        let ahead = match self.dice.weighted(&[5, 3, 2]) {
            0 => self.dice.range(-3, 12),
            1 => self.dice.range(0, 60),
            _ => self.dice.range(-40, 400),
        };
        let day = self.hints.origin.0.plus(i32::try_from(ahead).unwrap());
        self.hints.days.push(day);
        day
    }

    /// Two days, rising.
    pub(super) fn near_days(&mut self) -> (Day, Day) {
        let from = self.near_day();
        let length = *self.dice.pick(&[0, 1, 6, 13, 30]);
        let to = from.plus(length);
        self.hints.days.push(to);
        (from, to)
    }

    /// A time of day; often midnight, an hour of a clock change, or a full hour.
    pub(super) fn minute(&mut self) -> u16 {
        let m = match self.dice.weighted(&[2, 3, 4, 2]) {
            0 => 0,
            1 => *self.dice.pick(&[60_u16, 120, 150, 180]),
            2 => u16::try_from(self.dice.range(0, 23) * 60).unwrap(),
            _ => u16::try_from(self.dice.range(0, 1439)).unwrap(),
        };
        self.hints.minutes.push(m);
        m
    }

    /// Two different times; over midnight in a good share.
    pub(super) fn hours(&mut self) -> (u16, u16) {
        let from = self.minute();
        let mut to = self.minute();
        if to == from {
            to = (from + 120) % 1440;
            self.hints.minutes.push(to);
        }
        (from, to)
    }

    /// A length of time.
    pub(super) fn length(&mut self, units: &[Unit]) -> Length {
        let unit = *self.dice.pick(units);
        let most = match unit {
            Unit::Days => 40,
            Unit::Weeks => 6,
            Unit::Months => 13,
            Unit::Years => 2,
        };
        let length = Length { count: u16::try_from(self.dice.range(1, most)).unwrap(), unit };
        self.hints.lengths.push(length);
        length
    }

    /// A deadline; short ones often, so that they are reached.
    pub(super) fn deadline(&mut self) -> Deadline {
        let base = match self.dice.weighted(&[6, 2, 2]) {
            0 => Base::After(
                self.length(&[Unit::Days, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]),
                Anchor::Event,
            ),
            1 => {
                let anchor = Anchor::EndOf(self.period());
                Base::After(self.length(&[Unit::Days, Unit::Weeks, Unit::Months]), anchor)
            }
            _ => Base::UntilEnd(self.period(), u8::try_from(self.dice.below(2)).unwrap()),
        };
        let count = self.dice.weighted(&[6, 3, 1]);
        let snaps = (0..count).map(|_| self.snap()).collect();
        Deadline { base, snaps }
    }

    /// A period that is the same for all members.
    pub(super) fn common_period(&mut self) -> Period {
        match self.period() {
            Period::MembershipYear => Period::CALENDAR_YEAR,
            period => period,
        }
    }

    /// Whether points of a unit stand in buckets.
    pub(super) fn in_buckets(&self, unit: &str) -> bool {
        self.p.units.iter().any(|u| u.name == unit && u.buckets.is_some())
    }

    pub(super) fn period(&mut self) -> Period {
        let own = Period::Year(self.year_start());
        *self.dice.pick(&[
            Period::Week,
            Period::Month,
            Period::Month,
            Period::Quarter,
            Period::HalfYear,
            Period::CALENDAR_YEAR,
            own,
            Period::MembershipYear,
        ])
    }

    /// The first day of a year that is not the calendar's.
    fn year_start(&mut self) -> YearStart {
        let (month, day) = *self.dice.pick(&[(4_u8, 1_u8), (3, 29), (10, 25), (12, 31), (1, 2)]);
        YearStart { month: Month(month), day }
    }

    fn snap(&mut self) -> Snap {
        match self.dice.weighted(&[3, 1, 1, 1, 1]) {
            0 => Snap::EndOf(self.period()),
            3 => Snap::OnEither((Month(6), 30), (Month(12), 31)),
            4 if self.p.fields.iter().any(|f| f.name == BIRTHDAY && f.owner == FieldOwner::Member) => {
                Snap::EndOfBirthMonth
            }
            1 => Snap::EndOfMonth(Month(u8::try_from(self.dice.range(1, 12)).unwrap())),
            _ => {
                let (month, day) =
                    *self.dice.pick(&[(9_u8, 30_u8), (2, 29), (2, 28), (1, 1), (12, 31), (3, 15)]);
                Snap::On(Month(month), day)
            }
        }
    }

    /// A window; every kind.
    pub(super) fn window(&mut self) -> Window {
        let one_structure = u32::from(self.p.tiers.len() == 1 && !self.plain);
        let own = u32::from(!self.plain);
        match self.dice.weighted(&[4, 6, 4, 6, 2, 4, 4, 10, 4 * own, 3 * one_structure]) {
            8 => Window::OwnYear(Own::Joining),
            9 => {
                self.since_tier = true;
                Window::OwnYear(Own::Tier(0))
            }
            0 => Window::Ever,
            1 => Window::Day,
            2 => Window::Week(0),
            3 => Window::Month,
            4 => Window::Quarter,
            5 => Window::CALENDAR_YEAR,
            6 => Window::Year(self.year_start()),
            _ => {
                let length = match self.dice.weighted(&[4, 2, 3, 1]) {
                    0 => Length { count: u16::try_from(self.dice.range(1, 30)).unwrap(), unit: Unit::Days },
                    1 => Length { count: u16::try_from(self.dice.range(1, 6)).unwrap(), unit: Unit::Weeks },
                    2 => Length { count: u16::try_from(self.dice.range(1, 13)).unwrap(), unit: Unit::Months },
                    _ => Length { count: u16::try_from(self.dice.range(1, 3)).unwrap(), unit: Unit::Years },
                };
                self.hints.lengths.push(length);
                Window::Rolling(length)
            }
        }
    }
}

fn number_in(v: &Value) -> i64 {
    match v {
        Value::Number(n) | Value::WithUnit(n, _) => n.value,
        Value::Date(d) => i64::from(d.0),
        Value::Text(_) | Value::YesNo(_) => 0,
    }
}
