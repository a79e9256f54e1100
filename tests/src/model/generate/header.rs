//! The header and the fields.

use super::super::Household;
use super::super::pools::{CHOICES, CURRENCIES, MEASURES, TEXTS, UNITS, ZONES};
use super::super::{Field, FieldKind, Num, Returns, Reward, Unit, Value};
use super::{Day0, Draft, field_word};
use treue_lang::ast::FieldOwner;
use treue_lang::programme::{BIRTHDAY, BurnOrder};
use treue_lang::time::{Day, LeapDay, Period};

/// Days around which calendars are awkward: ends of years, leap days, changes of the clock.
const ORIGINS: &[(i16, i8, i8)] = &[
    (2025, 12, 28),
    (2026, 3, 27),
    (2026, 10, 23),
    (2024, 2, 27),
    (2027, 2, 26),
    (2028, 2, 27),
    (2026, 9, 29),
    (2026, 4, 22),
    (2011, 12, 28),
    (2026, 6, 28),
    (2024, 12, 29),
];

impl Draft<'_> {
    /// Where in time the programme and its histories live.
    pub(super) fn origin(&mut self) {
        let (y, m, d) = *self.dice.pick(ORIGINS);
        self.hints.origin = Day0(Day::new(y, m, d).unwrap());
    }

    pub(super) fn header(&mut self) {
        let (code, decimals) = *self.dice.pick(CURRENCIES);
        self.p.currency = code.to_owned();
        self.p.money_decimals = decimals;
        self.p.zone = self.dice.text(ZONES);
        self.units();
        let measures = self.dice.weighted(&[3, 4, 3, 1]);
        self.p.measures = MEASURES.iter().take(measures).map(|m| (*m).to_owned()).collect();
        for name in self.p.measures.clone().iter().skip(1) {
            if self.dice.percent(50) {
                let factor = *self.dice.pick(&[
                    Num::new(3_785_411_784, 9),
                    Num::new(454_609, 5),
                    Num::new(5, 1),
                    Num::new(125, 3),
                    Num::whole(12),
                ]);
                self.p.factors.push((name.clone(), factor));
            }
        }
        self.p.remember = match self.dice.weighted(&[3, 2, 5]) {
            0 => None,
            1 => Some(None),
            _ => Some(Some(u16::try_from(self.dice.range(1, 40)).unwrap())),
        };
        self.p.week_start = self.some(30, |d| u8::try_from(d.dice.below(7)).unwrap());
        self.p.guests_pass = self.dice.percent(30);
        self.p.known_members_only = self.dice.percent(5);
        self.p.leavers_keep = self.some(35, |d| u16::try_from(d.dice.range(1, 40)).unwrap());
        self.p.household = self.some(if self.plain { 0 } else { 38 }, |draft| {
            let units = draft.p.units.iter().filter(|u| u.buckets.is_none());
            let units: Vec<String> = units.map(|u| u.name.clone()).collect();
            let shares = units.into_iter().filter(|_| draft.dice.percent(75)).collect();
            Household { shares, own_first: draft.dice.percent(55) }
        });
        let fine = self.p.units.iter().any(|u| u.decimals > 2);
        if fine || self.dice.percent(85) {
            let most = *self.dice.pick(&[10_000_i64, 100_000, 1_000_000]);
            self.p.receipts_up_to = Some(Num::new(most * 10_i64.pow(u32::from(decimals)), decimals));
        }
    }

    /// What happens when goods come back, once it is known what can be bought with points.
    pub(super) fn returns(&mut self) {
        if self.p.remember != Some(None) {
            let worth = self.p.units.iter().any(|u| u.worth.is_some() || u.money);
            let vouchers = self.p.rewards.iter().any(Reward::sells_vouchers);
            let chance = if vouchers { 85 } else { 45 };
            self.p.returns = self.dice.some(chance, |d| Returns::draw(d, worth, vouchers));
        }
    }

    fn units(&mut self) {
        let count = 1 + self.dice.weighted(&[6, 3, 1]);
        for name in UNITS.iter().take(count) {
            let money = self.dice.percent(12);
            let decimals = if money {
                self.p.money_decimals
            } else {
                *self.dice.pick(&[0_u8, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4])
            };
            let worth = if money { None } else { self.dice.some(55, |d| Num::new(d.range(1, 500), 4)) };
            let title = self.dice.some(10, |_| format!("The {name}"));
            let buckets = self.dice.some(12, |d| {
                *d.pick(&[Period::Week, Period::Month, Period::Quarter, Period::CALENDAR_YEAR])
            });
            let used = self.dice.some(60, |d| {
                *d.pick(&[
                    BurnOrder::Oldest,
                    BurnOrder::Newest,
                    BurnOrder::Newest,
                    BurnOrder::InProportion,
                    BurnOrder::InProportion,
                    BurnOrder::SoonestToExpire,
                ])
            });
            let name = (*name).to_owned();
            self.p.units.push(Unit { name, money, decimals, worth, buckets, used, title });
        }
    }

    pub(super) fn fields(&mut self) {
        if self.dice.percent(60) {
            // Years ago, about this time of the year; now and then on a leap day.
            let year = i16::try_from(1950 + 4 * self.dice.range(0, 12)).unwrap();
            let near = self.near_day();
            let born = near.in_year(year, LeapDay::Before).filter(|_| self.dice.percent(85));
            let born = born.or_else(|| Day::new(year + (4 - year % 4) % 4, 2, 29)).unwrap_or(near);
            let default = if self.dice.percent(60) { Some(Value::Date(born)) } else { None };
            let name = BIRTHDAY.to_owned();
            let kind = FieldKind::Date;
            self.p.fields.push(Field {
                owner: FieldOwner::Member,
                name,
                kind,
                optional: default.is_none(),
                default,
            });
            self.p.leap_after = self.dice.percent(25);
        }
        if self.dice.percent(20) {
            let (owner, kind) = (FieldOwner::Receipt, FieldKind::Date);
            self.p.fields.push(Field {
                owner,
                name: "flown".to_owned(),
                kind,
                optional: true,
                default: None,
            });
        }
        if self.dice.percent(25) {
            return;
        }
        let count = self.many(1, 3);
        for i in 0..count {
            let owner = *self.dice.pick(&[FieldOwner::Receipt, FieldOwner::Line, FieldOwner::Member]);
            let kind = self.field_kind();
            let optional = self.dice.percent(60);
            let default = if optional && self.dice.percent(60) || !optional && self.dice.percent(30) {
                None
            } else {
                self.default_of(&kind)
            };
            // A field with a default may be missing without being called optional.
            let optional = optional && default.is_none();
            let word = match kind {
                FieldKind::Text => "note",
                FieldKind::OneOf(_) => "segment",
                FieldKind::YesNo => "gift",
                FieldKind::Number { .. } => "score",
                FieldKind::Money => "deposit",
                FieldKind::Date => "since",
                FieldKind::Member => "referrer",
            };
            self.p.fields.push(Field { owner, name: format!("{word}{i}"), kind, optional, default });
        }
    }

    /// Now and then stores lie elsewhere.
    pub(super) fn zones(&mut self) {
        let texts = self
            .fields_of(&[FieldOwner::Receipt], |k| matches!(k, FieldKind::Text | FieldKind::OneOf(_)))
            .iter()
            .map(field_word)
            .collect::<Vec<_>>();
        if self.dice.percent(20) {
            self.p.zones =
                Some(if texts.is_empty() { None } else { self.some(50, |d| d.dice.pick(&texts).clone()) });
        }
    }

    fn field_kind(&mut self) -> FieldKind {
        match self.dice.weighted(&[2, 3, 3, 4, 2, 2, 3]) {
            0 => FieldKind::Text,
            1 => FieldKind::OneOf(CHOICES.iter().map(|c| (*c).to_owned()).collect()),
            2 => FieldKind::YesNo,
            3 => {
                let decimals = *self.dice.pick(&[0_u8, 0, 1, 2]);
                let range = *self.dice.pick(&[None, Some((0_i64, 100)), Some((-50, 50))]);
                let scale = 10_i64.pow(u32::from(decimals));
                FieldKind::Number { decimals, range: range.map(|(a, b)| (a * scale, b * scale)) }
            }
            4 => FieldKind::Money,
            5 => FieldKind::Date,
            _ => FieldKind::Member,
        }
    }

    fn default_of(&mut self, kind: &FieldKind) -> Option<Value> {
        Some(match kind {
            FieldKind::Text => Value::Text(self.dice.text(&TEXTS[..3])),
            FieldKind::OneOf(texts) => Value::Text(self.dice.pick(texts).clone()),
            FieldKind::YesNo => Value::YesNo(self.dice.percent(50)),
            FieldKind::Number { decimals, .. } => Value::Number(Num::new(self.dice.range(0, 20), *decimals)),
            FieldKind::Money => Value::Number(Num::new(self.dice.range(0, 2_000), self.p.money_decimals)),
            FieldKind::Date => Value::Date(self.near_day()),
            FieldKind::Member => return None,
        })
    }
}
