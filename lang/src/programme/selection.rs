//! Selections of lines, and amounts of them.

use super::{Comparison, FieldId, FigureId, MeasureId, SelectionId, TendersId, TextTest};
use crate::source::Span;

/// Which lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Its name, if it was declared.
    pub name: Option<String>,
    /// What each of its lines must be.
    pub predicate: Predicate,
    /// Where it is declared; nowhere, if it has no name.
    pub span: Span,
}

/// Something that holds for a line or does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of them; true for an empty list.
    All(Vec<Predicate>),
    /// Any of them; false for an empty list.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
    /// At least so many of these.
    AtLeast(u32, Vec<Predicate>),
    /// In another selection.
    In(SelectionId),
    /// A text of the line.
    Text(LineText, TextTest),
    /// A number of the line against a constant, or two numbers, at one scale.
    Compare(LineNumber, Comparison, LineNumber),
    /// A yes-or-no field is yes; the value to take when it is missing.
    Flag(FieldId, bool),
    /// An optional field is present.
    Present(FieldId),
    /// The quantity is in that measure; `None` for items.
    Measure(Option<MeasureId>),
}

/// A text column of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineText {
    /// Path in the category tree, levels separated by `/`.
    Category,
    /// Brand.
    Brand,
    /// Stock keeping unit.
    Sku,
    /// Name of the goods.
    Name,
    /// Any of the line's labels.
    Label,
    /// A declared text, one-of or member field.
    Field(FieldId),
}

/// A number of a line; times a factor that brings both sides of a comparison to one scale.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LineNumber {
    /// Written.
    Constant(i64),
    /// What was charged for it, after its share of the receipt's discount: smallest currency units.
    Amount {
        /// Which money.
        basis: Basis,
        /// Factor.
        times: i64,
    },
    /// Its own discount.
    Discount {
        /// Factor.
        times: i64,
    },
    /// The tax in it.
    Tax {
        /// Factor.
        times: i64,
    },
    /// Its quantity in thousandths, in whatever measure.
    Quantity {
        /// Factor.
        times: i64,
    },
    /// A declared number, money or date field (days since 1970).
    Field {
        /// The field.
        field: FieldId,
        /// What a missing one counts as, before the factor; the comparison is false if there is none.
        missing: Option<i64>,
        /// Factor.
        times: i64,
    },
}

/// Which money of a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// After its own discount and its share of the receipt's, with tax.
    Charged,
    /// Before its own discount and the receipt's, with tax.
    BeforeDiscounts,
    /// After its own discount and its share of the receipt's, less the tax that the line names.
    WithoutTax,
    /// The part of `Charged` that tenders of these kinds paid.
    PaidBy(TendersId),
    /// `Charged` less the part that tenders of these kinds paid.
    LessPaidBy(TendersId),
}

/// A number measured on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// Sum of money, smallest currency units.
    Money(SelectionId, Basis),
    /// Sum of quantities in a measure, thousandths; lines in another measure do not count.
    Quantity(SelectionId, MeasureId),
    /// Sum of quantities of lines without a measure, thousandths.
    Items(SelectionId),
    /// Number of lines.
    Lines(SelectionId),
    /// Number of different texts; a missing text is not counted, and each label counts.
    Different(SelectionId, LineText),
    /// A figure of each line, summed.
    EachLine(SelectionId, FigureId),
    /// A figure of the whole receipt, and the lines that the amounts in it are of.
    Made(SelectionId, FigureId),
    /// Events: 1 for each purchase, and for each activity. Only window rules read it; the lines are all.
    Events(SelectionId),
}

impl Amount {
    /// The lines it is measured on.
    #[must_use]
    pub fn selection(&self) -> SelectionId {
        match self {
            Amount::Money(s, _)
            | Amount::Quantity(s, _)
            | Amount::Items(s)
            | Amount::Lines(s)
            | Amount::Different(s, _)
            | Amount::EachLine(s, _)
            | Amount::Events(s)
            | Amount::Made(s, _) => *s,
        }
    }
}
