//! What a programme declares and where each of it is used, found by the marks of its texts: also in a broken programme.

use std::collections::HashMap;
use treue_lang::ast::FieldOwner;
use treue_lang::programme::same_word;
use treue_lang::source::{Sources, Span};
use treue_lang::syntax::marks::{Kind, Mark, Part};

/// Something that has a name.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) kind: Kind,
    /// As declared; of a field with its owner: `member.segment`.
    pub(crate) name: String,
    /// Where its name is declared: several times for a rule of several versions.
    pub(crate) declared: Vec<Span>,
    /// Where it is used.
    pub(crate) used: Vec<Span>,
}

/// All things of a programme.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) things: Vec<Thing>,
    by_name: HashMap<String, Vec<usize>>,
    at: HashMap<Span, usize>,
}

impl Names {
    pub(crate) fn new(sources: &Sources, marks: &[Vec<Mark>]) -> Names {
        let mut names = Names::default();
        for mark in marks.iter().flatten() {
            let name = sources.text(mark.span);
            match mark.part {
                Part::Declares(kind) => names.declare(kind, name.to_owned(), mark.span),
                Part::Field(owner, true) => names.declare(Kind::Field, field(owner, name), mark.span),
                Part::Keyword
                | Part::Currency
                | Part::Number
                | Part::Date
                | Part::Comment
                | Part::Text(_)
                | Part::Uses(_)
                | Part::Field(..) => {}
            }
        }
        for mark in marks.iter().flatten() {
            let name = sources.text(mark.span);
            let thing = match &mark.part {
                Part::Uses(kinds) => names.meant(name, kinds),
                Part::Field(owner, false) => names.meant(&field(*owner, name), &[Kind::Field]),
                Part::Keyword
                | Part::Currency
                | Part::Number
                | Part::Date
                | Part::Comment
                | Part::Text(_)
                | Part::Declares(_)
                | Part::Field(..) => None,
            };
            if let Some(thing) = thing {
                names.at.insert(mark.span, thing);
                if let Some(thing) = names.things.get_mut(thing) {
                    thing.used.push(mark.span);
                }
            }
        }
        names
    }

    fn declare(&mut self, kind: Kind, name: String, span: Span) {
        let known = self.by_name.entry(name.clone()).or_default();
        let again = known.iter().copied().find(|at| self.things.get(*at).is_some_and(|t| t.kind == kind));
        let at = again.unwrap_or_else(|| {
            known.push(self.things.len());
            self.things.push(Thing { kind, name, declared: Vec::new(), used: Vec::new() });
            self.things.len() - 1
        });
        self.at.insert(span, at);
        if let Some(thing) = self.things.get_mut(at) {
            thing.declared.push(span);
        }
    }

    /// The thing that a name means: one of the kinds, likeliest first, or whatever else has that name.
    fn meant(&self, name: &str, kinds: &[Kind]) -> Option<usize> {
        let all = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let of =
            |kind: Kind| all.iter().copied().find(|at| self.things.get(*at).is_some_and(|t| t.kind == kind));
        let likely = kinds.iter().find_map(|kind| of(*kind));
        // `point` is `points`. Behind a number even a rule called `pallets` gives way to the measure `pallet`.
        let counted = || {
            let counts = |t: &Thing| matches!(t.kind, Kind::Unit | Kind::Measure) && same_word(&t.name, name);
            self.things.iter().position(counts)
        };
        let number = matches!(kinds.first(), Some(Kind::Unit | Kind::Measure));
        likely.or_else(|| number.then(counted).flatten()).or_else(|| all.first().copied()).or_else(counted)
    }

    /// The thing whose name stands at a place.
    pub(crate) fn at(&self, span: Span) -> Option<&Thing> {
        self.at.get(&span).and_then(|at| self.things.get(*at))
    }
}

/// A field with its owner.
pub(crate) fn field(owner: FieldOwner, name: &str) -> String {
    let owner = match owner {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    };
    format!("{owner}.{name}")
}

/// The word for a kind of thing.
pub(crate) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Lines => "selection of lines",
        Kind::Track => "track",
        Kind::Unit => "unit",
        Kind::Measure => "measure",
        Kind::Rule => "earn rule",
        Kind::Level => "level",
        Kind::Stack => "stack",
        Kind::Tiers => "tiers",
        Kind::Table => "table",
        Kind::Reward => "reward",
        Kind::Partner => "partner",
        Kind::Holidays => "holidays",
        Kind::Field => "field",
    }
}
