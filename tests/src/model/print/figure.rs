//! Numbers made of others as text.

use super::super::figure::{Expression, Further, Made, Term};
use super::condition::{operand, selection};

pub(super) fn made(m: &Made) -> String {
    match m {
        Made::OfReceipt(e) => expression(e),
        Made::EachLine(lines, e) => format!("for each line of {}: {}", selection(lines), expression(e)),
    }
}

pub(super) fn expression(e: &Expression) -> String {
    let mut out = term(&e.first);
    for (further, next) in &e.steps {
        let word = match further {
            Further::Times => ", times",
            Further::Plus => ", plus",
            Further::Less => ", less",
        };
        out = format!("{out}{word} {}", term(next));
    }
    out
}

/// What stands inside a phrase: in parentheses if it is one itself.
fn inner(t: &Term) -> String {
    match t {
        Term::Operand(_) | Term::Percent(_) | Term::Table(..) | Term::Group(_) => term(t),
        Term::Larger(..) | Term::Smaller(..) | Term::Above(..) | Term::Below(..) => format!("({})", term(t)),
    }
}

fn term(t: &Term) -> String {
    match t {
        Term::Operand(o) => operand(o),
        Term::Percent(n) => format!("{n}%"),
        Term::Table(name, n) => format!("{name} or {n}"),
        Term::Larger(a, b) => format!("the larger of {} and {}", inner(a), inner(b)),
        Term::Smaller(a, b) => format!("the smaller of {} and {}", inner(a), inner(b)),
        Term::Above(a, b) => format!("the part of {} above {}", inner(a), inner(b)),
        Term::Below(a, b) => format!("the part of {} below {}", inner(a), inner(b)),
        Term::Group(e) => format!("({})", expression(e)),
    }
}
