//! Selections of lines: named ones in the order of the text, unnamed ones as they are met.

use super::Checker;
use super::cycle;
use super::missing::Present;
use super::reading::{Logic, Place};
use crate::ast::{Name, Selection as SelectionText, SelectionJoin, SelectionPart};
use crate::diag::{Code, Diagnostic, Remedy};
use crate::limits;
use crate::names::{Lost, Meaning};
use crate::programme::{Id, Predicate, Selection, SelectionId};
use crate::source::Span;

impl Checker<'_> {
    /// Checks all `lines` items.
    pub(crate) fn named_selections(&mut self) {
        let names = self.names;
        for lines in &names.lines {
            let name = Some(lines.name.node.clone());
            self.selections.push(Selection {
                name,
                predicate: Predicate::All(Vec::new()),
                span: lines.selection.span,
            });
        }
        let mut deps: Vec<Vec<usize>> = Vec::new();
        for (index, lines) in names.lines.iter().enumerate() {
            let mut needed = Vec::new();
            if let Some(predicate) = self.selection_predicate(&lines.selection) {
                selections_in(&predicate, &mut needed);
                if let Some(selection) = self.selections.get_mut(SelectionId::from_index(index)) {
                    selection.predicate = predicate;
                }
            }
            deps.push(needed);
        }
        self.rings_of_selections(&deps);
    }

    fn rings_of_selections(&mut self, deps: &[Vec<usize>]) {
        let names = self.names;
        let rank: Vec<(u16, u32)> = names.lines.iter().map(|l| (l.span.file.0, l.span.start)).collect();
        let ordered = cycle::order(deps, &rank);
        for ring in &ordered.rings {
            let members: Vec<&Name> =
                ring.iter().filter_map(|&i| names.lines.get(i)).map(|l| &l.name).collect();
            self.ring(&members, "selections", "say at least one of them without the others");
        }
        for index in cycle::too_deep(deps, &ordered.order, limits::NESTING) {
            let Some(lines) = names.lines.get(index) else { continue };
            let (name, most) = (&lines.name.node, limits::NESTING);
            let message = format!("`{name}` stands on more than {most} other selections, one on the other");
            self.report(
                Diagnostic::new(Code::NestingTooDeep, lines.name.span, message, "too deep")
                    .help("say it with labels or categories directly"),
            );
        }
    }

    /// A ring of things that refer to each other.
    pub(crate) fn ring(&mut self, members: &[&Name], what: &str, help: &str) {
        let Some(first) = members.first() else { return };
        let mut chain: Vec<&str> = members.iter().map(|n| n.node.as_str()).collect();
        chain.push(&first.node);
        let message = match members.len() {
            1 => format!("`{}` refers to itself: {}", first.node, chain.join(" → ")),
            _ => format!("these {what} refer to each other in a ring: {}", chain.join(" → ")),
        };
        let mut diagnostic =
            Diagnostic::new(Code::Cycle, first.span, message, "the ring starts here").help(help);
        for member in members.iter().skip(1) {
            diagnostic = diagnostic.also(member.span, "and passes here");
        }
        self.report(diagnostic);
    }

    /// The selection of a phrase: the declared one if it is only a name.
    pub(crate) fn selection(&mut self, text: &SelectionText) -> Option<SelectionId> {
        if let (SelectionPart::Named(name), []) = (&text.first, text.rest.as_slice()) {
            return self.lines_named(name);
        }
        if let (SelectionPart::Group(inner), []) = (&text.first, text.rest.as_slice()) {
            return self.selection(inner);
        }
        let predicate = self.selection_predicate(text)?;
        Some(self.unnamed(predicate))
    }

    /// All lines of the receipt.
    pub(crate) fn all_lines(&mut self) -> SelectionId {
        self.unnamed(Predicate::All(Vec::new()))
    }

    /// The unnamed selection with that predicate; equal ones are one.
    pub(crate) fn unnamed(&mut self, predicate: Predicate) -> SelectionId {
        if let Predicate::In(id) = predicate {
            return id;
        }
        let key = format!("{predicate:?}");
        if let Some(id) = self.unnamed_selections.get(&key) {
            return *id;
        }
        let id = self.selections.push(Selection { name: None, predicate, span: Span::default() });
        self.unnamed_selections.insert(key, id);
        id
    }

    fn selection_predicate(&mut self, text: &SelectionText) -> Option<Predicate> {
        // What earlier `where` parts made sure of.
        let mut present = Present::new();
        let mut so_far = self.part(&text.first, &present);
        for (join, part) in &text.rest {
            let next = self.part(part, &present);
            match join {
                SelectionJoin::Where => {
                    if let SelectionPart::Which(condition) = part {
                        present.extend(self.present_if(condition, true));
                    }
                    so_far = both(so_far, next, |a, b| Predicate::all(vec![a, b]));
                }
                SelectionJoin::Except => {
                    so_far = both(so_far, next, |a, b| Predicate::all(vec![a, Predicate::not(b)]));
                }
                SelectionJoin::And => {
                    present.clear();
                    so_far = both(so_far, next, |a, b| Predicate::any(vec![a, b]));
                }
            }
        }
        so_far
    }

    fn part(&mut self, part: &SelectionPart, present: &Present) -> Option<Predicate> {
        match part {
            SelectionPart::All(_) => Some(Predicate::All(Vec::new())),
            SelectionPart::Named(name) => self.lines_named(name).map(Predicate::In),
            SelectionPart::Which(condition) => self.logic(condition, Place::Line, present),
            SelectionPart::Group(inner) => self.selection_predicate(inner),
        }
    }

    /// The declared selection of that name.
    pub(crate) fn lines_named(&mut self, name: &Name) -> Option<SelectionId> {
        match self.names.meaning(&name.node) {
            Some(Meaning::Lines(id)) => Some(id),
            Some(Meaning::Broken) => None,
            Some(other) => {
                let message = format!("`{}` is {}, and lines are needed here", name.node, other.word());
                let help = self.nearest_lines(&name.node);
                self.report(Diagnostic::new(Code::WrongKind, name.span, message, "not lines").remedy(help));
                None
            }
            None => {
                if !self.names.may_be_lost(&name.node, &[Lost::Lines]) {
                    let known = self.names.that(|m| matches!(m, Meaning::Lines(_)));
                    let otherwise = match name.node.as_str() {
                        "purchases" => {
                            "a track counts them without more words: `track visits = purchases per month`"
                                .to_owned()
                        }
                        other => format!("declare it: `lines {other} = all lines where ...`"),
                    };
                    self.unknown(name, "selection of lines", &known, otherwise);
                }
                None
            }
        }
    }

    fn nearest_lines(&self, wrong: &str) -> Remedy {
        let known = self.names.that(|m| matches!(m, Meaning::Lines(_)));
        crate::names::did_you_mean(wrong, known, "write the name of a selection, or `all lines`")
    }
}

fn both<T>(a: Option<T>, b: Option<T>, join: impl FnOnce(T, T) -> T) -> Option<T> {
    Some(join(a?, b?))
}

/// Named selections that a predicate refers to.
fn selections_in(predicate: &Predicate, found: &mut Vec<usize>) {
    match predicate {
        Predicate::In(id) => found.push(id.index()),
        Predicate::Not(inner) => selections_in(inner, found),
        Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
            for part in parts {
                selections_in(part, found);
            }
        }
        Predicate::Text(..)
        | Predicate::Compare(..)
        | Predicate::Flag(..)
        | Predicate::Present(_)
        | Predicate::Measure(_) => {}
    }
}
