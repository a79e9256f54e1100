//! Numbers made of others, as written. The order of the words is the order of the work.

use super::{Name, Number, Operand, Selection};
use crate::source::Span;

/// A number made of others, as an amount.
#[derive(Clone, Debug)]
pub enum Made {
    /// Of the whole receipt: `the part of eligible above 50.00 CHF`.
    OfReceipt(Expression),
    /// `for each line of flights: the larger of 500 and line.miles`: of each line, then summed; all lines if none
    /// are named.
    EachLine(Option<Selection>, Expression),
}

/// `the larger of 500 and line.miles, times 150%`: a first number, and what is done with it in turn.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it starts with.
    pub first: Term,
    /// What is done, in order.
    pub steps: Vec<(Further, Term)>,
    /// The whole phrase.
    pub span: Span,
}

/// What is done with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Further {
    Times,
    Plus,
    Less,
}

/// A number in an expression.
#[derive(Clone, Debug)]
pub enum Term {
    /// An amount, a field, a written value, a number of the line.
    Operand(Operand, Span),
    /// `150%`: the number before the sign.
    Percent(Number),
    /// `the larger of a and b`.
    Larger(Box<Term>, Box<Term>, Span),
    /// `the smaller of a and b`.
    Smaller(Box<Term>, Box<Term>, Span),
    /// `the part of a above b`.
    Above(Box<Term>, Box<Term>, Span),
    /// `the part of a below b`.
    Below(Box<Term>, Box<Term>, Span),
    /// `factor or 0%`: a value of a table, and what counts where it has none.
    Table(Name, Box<Term>, Span),
    /// `( ... )`.
    Group(Box<Expression>),
}

impl Term {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Term::Operand(_, span)
            | Term::Larger(_, _, span)
            | Term::Smaller(_, _, span)
            | Term::Above(_, _, span)
            | Term::Below(_, _, span)
            | Term::Table(_, _, span) => *span,
            Term::Percent(number) => number.span,
            Term::Group(inner) => inner.span,
        }
    }
}
