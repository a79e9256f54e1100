//! Figures: numbers made of others, of each line or of the whole receipt.

use super::{AmountId, FieldId, LineNumber, MeasureId, TableId};

/// A number made of others. Its value is exact: a whole number of `10^-decimals` of its kind's smallest part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// How it is made.
    pub formula: Formula,
    /// What it is a number of.
    pub kind: FigureKind,
    /// Decimals beyond the smallest part of its kind: those of `formula`.
    pub decimals: u8,
    /// Its size, of one line where it is of lines, is not larger, at its decimals.
    pub most_of_one: i64,
    /// Its size on a whole receipt is not larger, at its decimals.
    pub most: i64,
}

/// What a figure is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    /// Money, smallest currency units.
    Money,
    /// A quantity in a measure, thousandths.
    Quantity(MeasureId),
    /// A number of items, thousandths.
    Items,
    /// A plain number, in wholes.
    Plain,
}

/// How a figure is made. Nothing in it is rounded: every number is a whole number at `Formula::decimals`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// A number that is read, with so many decimals beyond the smallest part of its kind.
    Number(FigureNumber, u8),
    /// The larger of two.
    Larger(Box<Formula>, Box<Formula>),
    /// The smaller of two.
    Smaller(Box<Formula>, Box<Formula>),
    /// Their sum.
    Plus(Box<Formula>, Box<Formula>),
    /// The first less the second.
    Less(Box<Formula>, Box<Formula>),
    /// Their product.
    Times(Box<Formula>, Box<Formula>),
}

/// A number that a figure reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FigureNumber {
    /// Written.
    Constant(i64),
    /// Of the line.
    Line(LineNumber),
    /// An amount of the receipt, of a lower number than any amount made of this figure.
    Amount(AmountId),
    /// A number or money field of the receipt or the member; what a missing one counts as.
    Field(FieldId, Option<i64>),
    /// The value of a table; this one, at the decimals of the formula, where the table has none. Formulas have at
    /// least the decimals of their table.
    Table(TableId, i64),
}

impl Formula {
    /// Decimals beyond the smallest part of its kind.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        match self {
            Formula::Number(_, decimals) => *decimals,
            Formula::Larger(a, b) | Formula::Smaller(a, b) | Formula::Plus(a, b) | Formula::Less(a, b) => {
                a.decimals().max(b.decimals())
            }
            Formula::Times(a, b) => a.decimals().saturating_add(b.decimals()),
        }
    }

    /// The numbers that it reads.
    pub fn numbers<'f>(&'f self, found: &mut Vec<&'f FigureNumber>) {
        match self {
            Formula::Number(number, _) => found.push(number),
            Formula::Larger(a, b)
            | Formula::Smaller(a, b)
            | Formula::Plus(a, b)
            | Formula::Less(a, b)
            | Formula::Times(a, b) => {
                a.numbers(found);
                b.numbers(found);
            }
        }
    }
}
