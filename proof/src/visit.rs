//! Every condition and every selection of a programme, for whoever wants to know what it speaks of.

use treue_lang::programme::{Condition, LineText, Predicate, Programme, TextTest};

/// Every condition that is written anywhere, conditions of conditions included.
pub(crate) fn conditions<'p>(programme: &'p Programme, seen: &mut impl FnMut(&'p Condition)) {
    for conjunct in programme.conditions() {
        conjunct.condition.walk(seen);
    }
}

/// Every test of a text of a line, in whatever selection.
pub(crate) fn line_texts<'p>(programme: &'p Programme, seen: &mut impl FnMut(LineText, &'p TextTest)) {
    for (_, selection) in programme.selections.iter() {
        each_text(&selection.predicate, seen);
    }
}

fn each_text<'p>(predicate: &'p Predicate, seen: &mut impl FnMut(LineText, &'p TextTest)) {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
            parts.iter().for_each(|part| each_text(part, seen));
        }
        Predicate::Not(part) => each_text(part, seen),
        Predicate::Text(text, test) => seen(*text, test),
        Predicate::In(_)
        | Predicate::Compare(..)
        | Predicate::Flag(..)
        | Predicate::Present(_)
        | Predicate::Measure(_) => {}
    }
}
