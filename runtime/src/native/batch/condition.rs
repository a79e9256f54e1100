//! Conditions of a receipt: bits of its facts, and comparisons of its amounts.

use super::atoms::{Atom, Column, Entry, compares};
use super::receipt::{Truth, Turn};
use super::space::{Fact, Slot};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Compare, Comparison, Condition, FieldId, FieldOwner, Number};
use treue_lang::time::DayTest;

impl Turn<'_, '_, '_> {
    pub(super) fn holds(&mut self, condition: &Condition) -> Option<Truth> {
        Some(match condition {
            Condition::All(parts) => {
                let mut all = Truth::Known(true);
                for part in parts {
                    let part = self.holds(part)?;
                    all = self.and(all, part);
                }
                all
            }
            Condition::Any(parts) => {
                let mut none = Truth::Known(true);
                for part in parts {
                    let part = self.holds(part)?;
                    let part = self.not(part);
                    none = self.and(none, part);
                }
                self.not(none)
            }
            Condition::Not(part) => {
                let part = self.holds(part)?;
                self.not(part)
            }
            Condition::AtLeast(count, parts) => {
                let mut sum = self.number(0);
                for part in parts {
                    let part = self.holds(part)?;
                    let part = self.value_of(part);
                    let part = self.b.ins().uextend(I64, part);
                    sum = self.b.ins().iadd(sum, part);
                }
                let count = self.number(i64::from(*count));
                Truth::Value(self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, sum, count))
            }
            Condition::Compare(compare) => self.compare(compare)?,
            Condition::Text(texts, test) => {
                self.fact(Fact::Of(Column::Receipt(*texts).plain(), Atom::Text(test.clone())))?
            }
            Condition::Flag(field, missing) => {
                self.fact(Fact::Of(Column::Field(*field), Atom::Flag(*missing)))?
            }
            Condition::Present(field) => self.fact(Fact::Of(Column::Field(*field), Atom::Present))?,
            Condition::Day(DayTest::OnWeekdays(days)) => self.fact(Fact::Slot(Slot::OnWeekdays(*days)))?,
            Condition::Day(test) => self.fact(Fact::Day(test.clone()))?,
            Condition::Hours(from, to) => self.fact(Fact::Slot(Slot::Hours(*from, *to)))?,
            Condition::Occasion(_) => return None,
            Condition::FirstPurchase if self.past.is_some() => self.is_first_purchase()?,
            Condition::FirstPurchase => Truth::Known(true),
            Condition::Tier(tiers, how, level) if self.past.is_some() => {
                let (held, level) = (self.level(*tiers)?, self.number(i64::from(level.0)));
                Truth::Value(self.b.ins().icmp(code_of(*how), held, level))
            }
            Condition::Tier(_, how, level) => Truth::Known(compares(0, *how, i128::from(level.0))),
        })
    }

    pub(super) fn fact(&mut self, fact: Fact) -> Option<Truth> {
        // What is known of a member is the same for every receipt.
        if let Fact::Of(Column::Field(id), atom) = &fact {
            let field = self.programme.fields.get(*id)?;
            if field.owner == FieldOwner::Member {
                let entry = Entry::Missing;
                return Some(Truth::Known(atom.holds(self.programme, entry, field.default.as_ref())));
            }
        }
        let (word, bit) = self.b.space.fact(fact);
        Some(Truth::Bits(word, 1 << bit))
    }

    pub(super) fn compare(&mut self, compare: &Compare) -> Option<Truth> {
        let unknown = self.past.is_none();
        let known = |number: &Number| match number {
            Number::Constant(n) => Some(i128::from(*n)),
            Number::DaysSincePurchase(n) if unknown => Some(i128::from(*n)),
            Number::Track { including: false, .. } | Number::Balance(_) if unknown => Some(0),
            Number::DaysSincePurchase(_)
            | Number::Balance(_)
            | Number::Track { .. }
            | Number::Amount(_)
            | Number::Field(..) => None,
        };
        let (left_times, right_times) = (i128::from(compare.left_times), i128::from(compare.right_times));
        match (&compare.left, &compare.right) {
            (left, right) if known(left).is_some() && known(right).is_some() => {
                let (left, right) = (known(left)? * left_times, known(right)? * right_times);
                Some(Truth::Known(compares(left, compare.how, right)))
            }
            (Number::Field(field, missing), right) => {
                let other = known(right)? * right_times;
                self.field(*field, (*missing, compare.left_times), compare.how, other)
            }
            (left, Number::Field(field, missing)) => {
                let other = known(left)? * left_times;
                self.field(*field, (*missing, compare.right_times), mirrored(compare.how), other)
            }
            (left, right) => {
                let left = self.side(left, left_times, known(left))?;
                let right = self.side(right, right_times, known(right))?;
                Some(Truth::Value(self.b.ins().icmp(code_of(compare.how), left, right)))
            }
        }
    }

    pub(super) fn field(
        &mut self,
        field: FieldId,
        (missing, times): (Option<i64>, i64),
        how: Comparison,
        other: i128,
    ) -> Option<Truth> {
        self.fact(Fact::Of(Column::Field(field), Atom::Number { missing, times, how, other }))
    }

    pub(super) fn side(&mut self, number: &Number, times: i128, known: Option<i128>) -> Option<Value> {
        if let Some(known) = known {
            let n = i64::try_from(known.checked_mul(times)?).ok()?;
            return Some(self.number(n));
        }
        if let (Number::Track { track, including }, true) = (number, self.past.is_some()) {
            let (value, most) = self.reading(*track, *including)?;
            return Some(self.times(value, u64::try_from(times).ok()?, most)?.0);
        }
        let Number::Amount(id) = number else { return None };
        let measured = self.amount(*id)?;
        let by = u64::try_from(times).ok()?.checked_mul(measured.scale)?;
        Some(self.times(measured.value, by, measured.most)?.0)
    }

    pub(super) fn and(&mut self, a: Truth, b: Truth) -> Truth {
        match (a, b) {
            (Truth::Known(false), _) | (_, Truth::Known(false)) => Truth::Known(false),
            (Truth::Known(true), other) | (other, Truth::Known(true)) => other,
            (Truth::Bits(word, a), Truth::Bits(other, b)) if word == other => Truth::Bits(word, a | b),
            (a, b) => {
                let (a, b) = (self.value_of(a), self.value_of(b));
                Truth::Value(self.b.ins().band(a, b))
            }
        }
    }

    pub(super) fn not(&mut self, truth: Truth) -> Truth {
        if let Truth::Known(known) = truth {
            return Truth::Known(!known);
        }
        let value = self.value_of(truth);
        let one = self.b.ins().iconst(I8, 1);
        Truth::Value(self.b.ins().bxor(value, one))
    }

    pub(super) fn value_of(&mut self, truth: Truth) -> Value {
        match truth {
            Truth::Known(known) => self.b.ins().iconst(I8, i64::from(known)),
            Truth::Value(value) => value,
            Truth::Bits(word, need) => {
                let zero = self.number(0);
                let facts = self.facts.get(word).copied().unwrap_or(zero);
                let need = self.number(need.cast_signed());
                let found = self.b.ins().band(facts, need);
                self.b.ins().icmp(IntCC::Equal, found, need)
            }
        }
    }
}

fn mirrored(how: Comparison) -> Comparison {
    match how {
        Comparison::Is | Comparison::IsNot => how,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::Below => Comparison::Above,
    }
}

fn code_of(how: Comparison) -> IntCC {
    match how {
        Comparison::Is => IntCC::Equal,
        Comparison::IsNot => IntCC::NotEqual,
        Comparison::AtLeast => IntCC::SignedGreaterThanOrEqual,
        Comparison::AtMost => IntCC::SignedLessThanOrEqual,
        Comparison::Above => IntCC::SignedGreaterThan,
        Comparison::Below => IntCC::SignedLessThan,
    }
}
