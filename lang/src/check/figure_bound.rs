//! How large a figure can become: its size is not above so much of the money of its lines, so much of their
//! quantities, and a rest. So a sum over lines stays in proportion to the receipt.

use super::Checker;
use crate::limits;
use crate::programme::{FieldKind, FigureNumber, LineNumber};

/// Lines of a receipt.
const LINES: i128 = 10_000;

/// A bound on a size, of numbers at some decimals. Numbers that do not fit are the largest there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// Times the money of a line.
    pub(crate) money: i128,
    /// Times the quantity of a line.
    pub(crate) quantity: i128,
    /// And so much.
    pub(crate) rest: i128,
}

impl Bound {
    /// At most that.
    pub(crate) fn at_most(rest: i128) -> Bound {
        Bound { money: 0, quantity: 0, rest }
    }

    /// The same numbers with more decimals.
    pub(crate) fn scaled(self, by: i128) -> Bound {
        self.each(|n| n.saturating_mul(by))
    }

    fn each(self, f: impl Fn(i128) -> i128) -> Bound {
        Bound { money: f(self.money), quantity: f(self.quantity), rest: f(self.rest) }
    }

    /// Of the larger or the smaller of two.
    pub(crate) fn or(self, other: Bound) -> Bound {
        Bound {
            money: self.money.max(other.money),
            quantity: self.quantity.max(other.quantity),
            rest: self.rest.max(other.rest),
        }
    }

    /// Of a sum or a difference.
    pub(crate) fn and(self, other: Bound) -> Bound {
        Bound {
            money: self.money.saturating_add(other.money),
            quantity: self.quantity.saturating_add(other.quantity),
            rest: self.rest.saturating_add(other.rest),
        }
    }

    /// Of a product.
    pub(crate) fn times(self, other: Bound, ceiling: i64) -> Bound {
        let (grows, by) = if other.money == 0 && other.quantity == 0 { (self, other) } else { (other, self) };
        grows.scaled(by.of_one(ceiling))
    }

    /// Of one line, whose money is not above the ceiling.
    pub(crate) fn of_one(self, ceiling: i64) -> i128 {
        self.of(ceiling, 1)
    }

    /// Of all lines together.
    pub(crate) fn of_lines(self, ceiling: i64) -> i128 {
        self.of(ceiling, LINES)
    }

    fn of(self, ceiling: i64, lines: i128) -> i128 {
        let money = self.money.saturating_mul(i128::from(ceiling));
        let quantity = self.quantity.saturating_mul(i128::from(limits::AMOUNT));
        money.saturating_add(quantity).saturating_add(self.rest.saturating_mul(lines))
    }
}

impl Checker<'_> {
    /// The bound of a number as it is read.
    pub(crate) fn bound_of(&self, number: &FigureNumber) -> Bound {
        match number {
            FigureNumber::Constant(n) => Bound::at_most(i128::from(n.unsigned_abs())),
            FigureNumber::Line(line) => match line {
                LineNumber::Constant(n) => Bound::at_most(i128::from(n.unsigned_abs())),
                LineNumber::Amount { .. } | LineNumber::Tax { .. } => {
                    Bound { money: 1, quantity: 0, rest: 0 }
                }
                // Amount and discount together are within the ceiling, and so is the amount.
                LineNumber::Discount { .. } => Bound { money: 2, quantity: 0, rest: 0 },
                LineNumber::Quantity { .. } => Bound { money: 0, quantity: 1, rest: 0 },
                LineNumber::Field { field, missing, .. } => self.field_bound(*field, *missing),
            },
            FigureNumber::Amount(amount) => Bound::at_most(self.most_of(*amount)),
            FigureNumber::Field(field, missing) => self.field_bound(*field, *missing),
            // Its decimals are those of where it stands, so it is bound there.
            FigureNumber::Table(_, missing) => Bound::at_most(i128::from(missing.unsigned_abs())),
        }
    }

    fn field_bound(&self, field: crate::programme::FieldId, missing: Option<i64>) -> Bound {
        let declared = match self.fields.get(field).map(|f| &f.kind) {
            Some(FieldKind::Number { least, most, .. }) => least.unsigned_abs().max(most.unsigned_abs()),
            Some(
                FieldKind::Money
                | FieldKind::Date
                | FieldKind::Text
                | FieldKind::OneOf(_)
                | FieldKind::YesNo
                | FieldKind::Member,
            )
            | None => limits::AMOUNT.unsigned_abs(),
        };
        Bound::at_most(i128::from(declared.max(missing.unwrap_or(0).unsigned_abs())))
    }
}
