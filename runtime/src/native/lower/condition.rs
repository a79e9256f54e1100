//! Conditions of an event: bits of facts, and comparisons of numbers in the frame.

use super::exact::Bound;
use super::{Code, int_code};
use crate::native::plan::facts::FieldTest;
use crate::native::plan::slots::{Slot, Slots};
use crate::native::plan::walk::{books_early, of_member};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::limits::AMOUNT;
use treue_lang::programme::{
    Amount, AmountId, Compare, Condition, Conjunct, FieldId, FieldValue, Id, Number, Texts, TrackId,
};
use treue_lang::time::Minute;

/// When conditions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// By a rule: `including this purchase` adds what the event books.
    ByRule,
    /// By a track or a tier level: it adds nothing.
    Otherwise,
}

/// Tracks and balances stay below this.
const TRACK_MOST: u128 = 1 << 62;

impl Code<'_, '_> {
    /// Whether all conjuncts hold.
    pub(crate) fn conjuncts(&mut self, of: &[Conjunct], asked: Asked) -> Value {
        let holds: Vec<Value> = of.iter().map(|c| self.condition(&c.condition, asked)).collect();
        self.joined(true, &holds)
    }

    /// Whether a condition holds.
    pub(crate) fn condition(&mut self, condition: &Condition, asked: Asked) -> Value {
        match condition {
            Condition::All(of) => self.conditions(true, of, asked),
            Condition::Any(of) => self.conditions(false, of, asked),
            Condition::Not(c) => {
                let holds = self.condition(c, asked);
                self.not(holds)
            }
            Condition::AtLeast(least, of) => {
                let of: Vec<Value> = of.iter().map(|c| self.condition(c, asked)).collect();
                self.at_least(*least, &of)
            }
            Condition::Compare(compare) => self.comparison(compare, asked),
            Condition::Text(..) | Condition::Flag(..) | Condition::Present(_) | Condition::Day(_) => {
                match self.event_bit(condition) {
                    Some((word, mask)) => {
                        let word = self.input(word);
                        self.bits(true, word, mask)
                    }
                    None => {
                        let no = self.truth(false);
                        self.failed("a condition has no bit", no)
                    }
                }
            }
            Condition::Hours(from, to) => self.hours(*from, *to),
            Condition::Occasion(what) => {
                let slot = self.plan.occasion(self.decided_by, what);
                let is_so = self.input_of(slot, "an occasion has no slot");
                self.is(IntCC::NotEqual, is_so, 0)
            }
            Condition::FirstPurchase => {
                let first = self.input(self.plan.first_purchase);
                self.is(IntCC::NotEqual, first, 0)
            }
            Condition::Tier(tiers, how, level) => {
                let held = self.level(tiers.index());
                self.is(int_code(*how), held, i64::from(level.0))
            }
        }
    }

    /// All or any of some: bits of one word are tested together.
    fn conditions(&mut self, all: bool, of: &[Condition], asked: Asked) -> Value {
        let mut masks: Vec<(Slot, u64)> = Vec::new();
        let mut rest = Vec::new();
        for condition in of {
            match self.event_bit(condition) {
                None => rest.push(self.condition(condition, asked)),
                Some((word, bit)) => match masks.iter_mut().find(|(w, _)| *w == word) {
                    Some((_, mask)) => *mask |= bit,
                    None => masks.push((word, bit)),
                },
            }
        }
        for (word, mask) in masks {
            let word = self.input(word);
            rest.push(self.bits(all, word, mask));
        }
        self.joined(all, &rest)
    }

    /// The word and the bit that a condition is, if it is one.
    fn event_bit(&self, condition: &Condition) -> Option<(Slot, u64)> {
        let plan = self.plan;
        let place = |words: Slots, bit: u32| (words.at(bit as usize / 64), 1u64 << (bit % 64));
        match condition {
            Condition::Day(test) => {
                Some(place(plan.days_for(self.decided_by), plan.reads.days.bit_of_single(test)?))
            }
            Condition::Text(texts, test) => match texts {
                Texts::Field(field) if of_member(self.programme, *field) => {
                    Some(place(plan.member_facts, plan.reads.member.bit_of_text(*texts, test)?))
                }
                Texts::Field(_) | Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => {
                    Some(place(plan.receipt_facts, plan.reads.receipt.bit_of_text(*texts, test)?))
                }
            },
            Condition::Flag(field, missing) => self.field_bit(*field, FieldTest::Flag(*field, *missing)),
            Condition::Present(field) => self.field_bit(*field, FieldTest::Present(*field)),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::AtLeast(..)
            | Condition::Compare(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => None,
        }
    }

    fn field_bit(&self, field: FieldId, test: FieldTest) -> Option<(Slot, u64)> {
        let plan = self.plan;
        let (words, bit) = if of_member(self.programme, field) {
            (plan.member_facts, plan.reads.member.bit_of_single(&test)?)
        } else {
            (plan.receipt_facts, plan.reads.receipt.bit_of_single(&test)?)
        };
        Some((words.at(bit as usize / 64), 1u64 << (bit % 64)))
    }

    /// From `from` up to, not including, `to`; over midnight when `to` is not later.
    fn hours(&mut self, from: Minute, to: Minute) -> Value {
        let minute = self.input(self.plan.minute);
        let started = self.is(IntCC::SignedGreaterThanOrEqual, minute, i64::from(from.0));
        let not_over = self.is(IntCC::SignedLessThan, minute, i64::from(to.0));
        self.joined(from < to, &[started, not_over])
    }

    fn comparison(&mut self, compare: &Compare, asked: Asked) -> Value {
        let (left, left_there, left_most) = self.operand(&compare.left, asked);
        let (right, right_there, right_most) = self.operand(&compare.right, asked);
        let fits = |most: u128, times: i64| most.saturating_mul(u128::from(times.unsigned_abs())) < 1 << 63;
        let narrow = fits(left_most, compare.left_times) && fits(right_most, compare.right_times);
        let (a, b) = ((left, compare.left_times), (right, compare.right_times));
        let mut holds = self.compare(a, compare.how, b, narrow);
        for there in [left_there, right_there].into_iter().flatten() {
            holds = self.b.ins().band(holds, there);
        }
        holds
    }

    /// A number, whether it is there (always if none), and what its size does not exceed.
    pub(crate) fn operand(&mut self, number: &Number, asked: Asked) -> (Value, Option<Value>, u128) {
        match number {
            Number::Constant(n) => (self.number(*n), None, u128::from(n.unsigned_abs())),
            Number::Amount(amount) => {
                let value = self.input_of(self.plan.amount(*amount), "an amount has no slot");
                (value, None, self.amount_most(*amount).ever)
            }
            Number::Track { track, including } => {
                let including = *including && asked == Asked::ByRule;
                (self.track_reading(*track, including), None, 2 * TRACK_MOST)
            }
            Number::DaysSincePurchase(never) => {
                let days = self.input(self.plan.since_purchase);
                let bought = self.is(IntCC::SignedLessThan, days, crate::native::plan::NEVER);
                let never = self.number(*never);
                (self.choose(bought, days, never), None, 1 << 62)
            }
            Number::Balance(unit) => (self.input(self.plan.balances.at(unit.index())), None, TRACK_MOST),
            Number::Field(field, missing) => {
                let value = self.input_of(self.plan.number(*field), "a field has no slot");
                let Some((word, mask)) = self.field_bit(*field, FieldTest::Present(*field)) else {
                    let no = self.truth(false);
                    return (value, Some(no), 0);
                };
                let word = self.input(word);
                let there = self.bits(true, word, mask);
                match self.default_number(*field).or(*missing) {
                    None => (value, Some(there), 1 << 63),
                    Some(missing) => {
                        let missing = self.number(missing);
                        (self.choose(there, value, missing), None, 1 << 63)
                    }
                }
            }
        }
    }

    fn track_reading(&mut self, track: TrackId, including: bool) -> Value {
        let before = self.input(self.plan.tracks.at(track.index()));
        let early = self.programme.tracks.get(track).is_some_and(|t| books_early(&t.subject));
        if !(including && early) {
            return before;
        }
        let booked = self.load(self.plan.bookings.at(track.index()));
        self.b.ins().iadd(before, booked)
    }

    /// What a missing number field counts as, if the programme says so where it declares it.
    pub(crate) fn default_number(&self, field: FieldId) -> Option<i64> {
        match self.programme.fields.get(field)?.default.as_ref()? {
            FieldValue::Number(n) => Some(*n),
            FieldValue::Date(day) => Some(i64::from(day.0)),
            FieldValue::Text(_) | FieldValue::YesNo(_) => None,
        }
    }

    /// A bound on an amount of a receipt: 10,000 lines of at most 2^42 each, and what the reader lets in.
    pub(crate) fn amount_most(&self, amount: AmountId) -> Bound {
        let (ever, checked) = match self.programme.amounts.get(amount) {
            Some(Amount::Money(..)) => (1 << 56, u128::from(self.programme.receipt_ceiling.unsigned_abs())),
            Some(Amount::Quantity(..) | Amount::Items(_)) => (1 << 56, u128::from(AMOUNT.unsigned_abs())),
            Some(Amount::Lines(_)) => (1 << 40, 10_000),
            Some(Amount::Different(..)) => (1 << 40, 1 << 30),
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                let most =
                    self.programme.figures.get(*figure).map_or(1 << 62, |f| f.most.unsigned_abs().into());
                (most, most)
            }
            Some(Amount::Events(_)) => (1, 1),
            None => (1 << 62, 1 << 62),
        };
        Bound { ever, checked }
    }
}
