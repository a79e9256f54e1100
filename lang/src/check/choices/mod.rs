//! The choices in force, written or not: row by row of the table in `docs/language.md`.

mod limits;
mod programme;
mod returns;
mod rewards;
mod rules;
mod tiers;
mod units;

use crate::names::Names;
use crate::programme::{About, Because, Choice, ChoiceRow, Programme, Said};
use crate::source::{Sources, Span};

/// All choices of a programme: its own first, then unit by unit, rule by rule, and so on.
pub(crate) fn of(programme: &Programme, names: &Names<'_>, sources: &Sources) -> Vec<Choice> {
    let mut all = Choices { programme, names, sources, found: Vec::new() };
    all.of_programme();
    all.of_units();
    all.of_rules();
    all.of_limits();
    all.of_stacks();
    all.of_tiers();
    all.of_rewards();
    all.of_returns();
    all.found
}

/// The choices found so far.
struct Choices<'a> {
    programme: &'a Programme,
    names: &'a Names<'a>,
    sources: &'a Sources,
    found: Vec<Choice>,
}

/// What choices belong to.
#[derive(Clone)]
struct Owner {
    about: About,
    of: String,
    span: Span,
}

impl Owner {
    fn new(about: About, of: impl Into<String>, span: Span) -> Owner {
        Owner { about, of: of.into(), span }
    }
}

impl Choices<'_> {
    fn add(&mut self, owner: &Owner, row: ChoiceRow, value: Said, because: Because) {
        let Owner { about, of, span } = owner.clone();
        self.found.push(Choice { about, of, row, value, because, span });
    }
}

/// Written, if it is.
fn written(is: bool) -> Because {
    if is { Because::Written } else { Because::Default }
}
