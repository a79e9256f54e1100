//! Selections of lines, amounts of them, and the operands of comparisons, as written.

use super::{Condition, Expression, Made, Name, Number, Text};
use crate::source::Span;

/// Which lines: `all lines except category in ("tobacco") where label "bio"`. Read from left to right.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The first lines.
    pub first: SelectionPart,
    /// What is added, taken away, or asked of them.
    pub rest: Vec<(SelectionJoin, SelectionPart)>,
    /// The whole phrase.
    pub span: Span,
}

/// How a further part of a selection joins what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionJoin {
    /// `and`: lines of either.
    And,
    /// `except`: without these.
    Except,
    /// `where`: only those for which this holds.
    Where,
}

/// A part of a selection.
#[derive(Clone, Debug)]
pub enum SelectionPart {
    /// `all lines`, or `lines`.
    All(Span),
    /// A declared selection.
    Named(Name),
    /// Something asked of each line (after `where`, or after `except`).
    Which(Box<Condition>),
    /// A selection in parentheses.
    Group(Box<Selection>),
}

/// Words behind an amount that say which money of its lines counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// `before discounts`.
    BeforeDiscounts,
    /// `without tax`.
    WithoutTax,
    /// `paid by "own-card"`: the part of each line that these tenders paid.
    PaidBy(Vec<Text>),
    /// `less paid by "points"`: what was charged less the part that these tenders paid.
    LessPaidBy(Vec<Text>),
    /// `less shipping`: without the lines of that selection.
    Less(Name),
}

/// A selection as an amount: `eligible before discounts`.
#[derive(Clone, Debug)]
pub struct AmountRef {
    /// The lines.
    pub selection: Selection,
    /// The words after them, with their places.
    pub basis: Vec<(Basis, Span)>,
    /// A number made of others; then `selection` and `basis` say nothing.
    pub made: Option<Box<Made>>,
    /// The whole phrase.
    pub span: Span,
}

/// A value written in the text.
#[derive(Clone, Debug)]
pub enum Literal {
    /// `3`, `1.5`.
    Number(Number),
    /// `20.00 CHF`, `2 litres`, `500 points`, `3 items`: which it is, the checker finds.
    WithUnit(Number, Name),
    /// `2026-09-07`.
    Date(crate::source::Spanned<crate::time::Day>),
    /// `"student"`.
    Text(Text),
}

/// What a condition adds to a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThisEvent {
    /// `this purchase`.
    Purchase,
    /// `this activity`.
    Activity,
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub enum Operand {
    /// A written value.
    Literal(Literal),
    /// A bare name: a selection (its money), a track, or a unit (its available balance).
    Name(Name),
    /// `year_spend including this purchase`, `reviews including this activity`.
    Including(Name, ThisEvent, Span),
    /// `eligible before discounts`, `(a and b)`: money of more than a bare name.
    Amount(AmountRef),
    /// `litres of fuel`: the quantity of lines in a measure.
    Quantity(Name, Selection),
    /// `number of lines of eligible`, `number of items of eligible`: the word, and the lines.
    NumberOf(Name, Option<Selection>),
    /// `number of different categories of eligible`: the word, and the lines.
    Different(Name, Option<Selection>),
    /// `member.score`, `line.weight or 0`, with the answer for when it is missing.
    Field(Name, Option<Literal>),
    /// `days since the last purchase or 1000`.
    DaysSince(super::Since),
    /// `amount`, `quantity`, `discount`, `tax`: of the line asked about.
    OfLine(Name),
    /// `the larger of eligible and 20.00 CHF`.
    Made(Box<Expression>),
}
