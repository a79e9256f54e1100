//! Numbers made of others, in the model.

use super::{Num, Operand, Selection};
use crate::model::{Shrink, Shrinker};

pub use treue_lang::ast::Further;

/// A number made of others, as an amount.
#[derive(Clone, Debug)]
pub enum Made {
    /// Of the whole receipt.
    OfReceipt(Expression),
    /// Of each line of these.
    EachLine(Selection, Expression),
}

/// A first number, and what is done with it.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it starts with.
    pub first: Term,
    /// What is done.
    pub steps: Vec<(Further, Term)>,
}

/// A number in an expression.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Term {
    Operand(Operand),
    Percent(Num),
    /// A table, and what counts where it has no value.
    Table(String, Num),
    Larger(Box<Term>, Box<Term>),
    Smaller(Box<Term>, Box<Term>),
    Above(Box<Term>, Box<Term>),
    Below(Box<Term>, Box<Term>),
    Group(Box<Expression>),
}

impl Shrink for Expression {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.remove(&mut self.steps, 0);
        for (_, term) in &mut self.steps {
            term.shrink(s);
        }
        self.first.shrink(s);
    }
}

impl Shrink for Term {
    fn shrink(&mut self, s: &mut Shrinker) {
        match self {
            Term::Operand(operand) => operand.shrink(s),
            Term::Percent(_) | Term::Table(..) => {}
            Term::Larger(a, b) | Term::Smaller(a, b) | Term::Above(a, b) | Term::Below(a, b) => {
                a.shrink(s);
                b.shrink(s);
            }
            Term::Group(inner) => inner.shrink(s),
        }
    }
}

impl Shrink for Made {
    fn shrink(&mut self, s: &mut Shrinker) {
        match self {
            Made::OfReceipt(expression) => expression.shrink(s),
            Made::EachLine(selection, expression) => {
                selection.shrink(s);
                expression.shrink(s);
            }
        }
    }
}
