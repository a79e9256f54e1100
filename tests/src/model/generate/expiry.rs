//! Expiry, pauses, reminders, and when points become available.

use super::super::pools::ACTIVITIES;
use super::super::{Available, Condition, Expire, ExpiryLine, ExpiryWhat, Idle};
use super::{Draft, Place};
use treue_lang::ast::{AfterPause, FieldOwner};
use treue_lang::time::{Anchor, Base, Deadline, Length, Period, Unit};

impl Draft<'_> {
    pub(super) fn expires(&mut self) {
        let units: Vec<String> = self.p.units.iter().map(|u| u.name.clone()).collect();
        for unit in units {
            if self.dice.percent(25) {
                continue;
            }
            let expire = self.expire(unit);
            self.p.expires.push(expire);
        }
    }

    fn expire(&mut self, unit: String) -> Expire {
        if self.dice.percent(4) {
            let never = ExpiryLine { what: ExpiryWhat::Never, earned_by: Vec::new(), when: None };
            return Expire { unit, lines: vec![never], ..Expire::default() };
        }
        let later = !self.p.tiers.is_empty() && self.dice.percent(20);
        let count = 1 + self.dice.weighted(&[5, 3, 1]) + usize::from(later);
        let mut lines: Vec<ExpiryLine> = (0..count).map(|_| self.expiry_line(later)).collect();
        if later {
            let plain = |l: &ExpiryLine| match &l.what {
                ExpiryWhat::After(d, _) => matches!(d.base, Base::After(_, Anchor::Event)),
                _ => true,
            };
            let deadline = Deadline {
                base: Base::After(self.length(&[Unit::Days, Unit::Weeks, Unit::Months]), Anchor::Event),
                snaps: Vec::new(),
            };
            let later_word = lines.iter().all(plain) && self.dice.percent(25);
            let word = if later_word { "availability" } else { "earning" };
            for line in &mut lines {
                if let ExpiryWhat::After(_, from) = &mut line.what {
                    word.clone_into(from);
                }
            }
            // At least one line asks for a tier.
            let when = Some(self.standing_condition());
            let what = ExpiryWhat::After(deadline, word.to_owned());
            lines.push(ExpiryLine { what, earned_by: Vec::new(), when });
        }
        let standing = later || self.can_stand();
        let pause = self.some(if standing { 34 } else { 0 }, |d| {
            let after = *d.dice.pick(&[
                AfterPause::GoesOn,
                AfterPause::GoesOn,
                AfterPause::Restart,
                AfterPause::AtOnce,
            ]);
            (d.standing_condition(), after)
        });
        let extends = if self.dice.percent(20) {
            (0..=self.dice.below(2))
                .map(|_| {
                    let (from, to) = self.near_days();
                    (from, to, self.length(&[Unit::Days, Unit::Weeks, Unit::Months]))
                })
                .collect()
        } else {
            Vec::new()
        };
        let remind = self.some(35, |d| {
            let days = u16::try_from(d.dice.range(1, 30)).unwrap();
            d.hints.lengths.push(Length { count: days, unit: Unit::Days });
            days
        });
        Expire { unit, lines, pause, later, extends, remind }
    }

    fn expiry_line(&mut self, later: bool) -> ExpiryLine {
        let what = match self.dice.weighted(&[12, 4, 2, 2]) {
            0 => ExpiryWhat::After(self.deadline(), self.start_word()),
            1 => ExpiryWhat::Without(self.idle()),
            2 => ExpiryWhat::AllAt(self.period()),
            _ => ExpiryWhat::Decay {
                percent: u8::try_from(self.dice.range(1, 100)).unwrap(),
                least: self.dice.some(50, |d| d.range(1, 60)),
                every: self.length(&[Unit::Days, Unit::Weeks, Unit::Months]),
                idle: self.idle(),
            },
        };
        let deadline = matches!(what, ExpiryWhat::After(..));
        let rules: Vec<String> = self.rules().iter().map(|(name, _)| name.clone()).collect();
        let earned_by = if deadline && !later && self.dice.percent(15) {
            let first = self.dice.maybe_pick(&rules).cloned();
            first.into_iter().collect()
        } else {
            Vec::new()
        };
        let when = if deadline && later {
            self.some(60, Draft::standing_condition)
        } else {
            self.some(20, |d| d.condition(Place::Points, 1))
        };
        ExpiryLine { what, earned_by, when }
    }

    /// What a deadline of points counts from.
    fn start_word(&mut self) -> String {
        if self.dice.percent(15) {
            return "availability".to_owned();
        }
        self.date_field().unwrap_or_else(|| "earning".to_owned())
    }

    /// A date of the receipt or the member, now and then.
    fn date_field(&mut self) -> Option<String> {
        let owners = [FieldOwner::Receipt, FieldOwner::Member];
        let dates = self.fields_of(&owners, |k| *k == super::FieldKind::Date);
        let field = self.dice.maybe_pick(&dates).map(super::field_word);
        field.filter(|_| self.dice.percent(40))
    }

    fn idle(&mut self) -> Idle {
        let length = self.length(&[Unit::Days, Unit::Weeks, Unit::Months]);
        let activity = format!("activity \"{}\"", self.dice.text(ACTIVITIES));
        let mut acts = vec!["purchase".to_owned(), "redeem".to_owned(), "transfer".to_owned(), activity];
        self.dice.shuffle(&mut acts);
        acts.truncate(1 + self.dice.below(3));
        Idle { length, acts }
    }

    /// Whether there is a tier or a yes-or-no of the member to ask for.
    fn can_stand(&self) -> bool {
        let flags = self.fields_of(&[FieldOwner::Member], |k| *k == super::FieldKind::YesNo);
        !self.p.tiers.is_empty() || !flags.is_empty()
    }

    /// A condition over tiers and member fields.
    fn standing_condition(&mut self) -> Condition {
        let fields = self.fields_of(&[FieldOwner::Member], |k| *k == super::FieldKind::YesNo);
        match self.dice.maybe_pick(&fields) {
            Some(field) if self.p.tiers.is_empty() || self.dice.percent(30) => {
                let field = field.clone();
                self.field_test(&field)
            }
            Some(_) | None => self.tier_condition(Place::Points),
        }
    }

    pub(super) fn available(&mut self) -> Option<Available> {
        Some(match self.dice.weighted(&[84, 10, 3, 3]) {
            0 => return None,
            1 => {
                let word = self.date_field().unwrap_or_else(|| "purchase".to_owned());
                let mut deadline = self.deadline();
                if matches!(deadline.base, Base::UntilEnd(..)) {
                    let length = self.length(&[Unit::Days, Unit::Weeks, Unit::Months]);
                    deadline.base = Base::After(length, Anchor::Event);
                }
                Available::After(deadline, word)
            }
            2 => {
                let period = *self.dice.pick(&[Period::Week, Period::Month, Period::Quarter]);
                Available::AtEndOf(period)
            }
            _ => Available::OnActivity(self.dice.text(ACTIVITIES)),
        })
    }
}
