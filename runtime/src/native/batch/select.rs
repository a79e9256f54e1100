//! Selections of lines over classes of values.

use super::atoms::{Atom, Column};
use super::space::{Choice, InMeasure};
use treue_lang::programme::{LineNumber, LineText, Predicate, Programme, SelectionId, TextTest};

/// Asks every atom of a choice of lines, without a short cut, and says whether it holds; `None` if it asks for something that is
/// not a value of a dictionary.
pub(super) fn holds(
    programme: &Programme,
    choice: Choice,
    ask: &mut impl FnMut(Column, &Atom) -> bool,
) -> Option<bool> {
    let chosen = is(programme, &Predicate::In(choice.selection), ask)?;
    Some(match choice.measure {
        InMeasure::Any => chosen,
        InMeasure::Only(measure) => ask(Column::Measure, &Atom::Measure(measure)) && chosen,
    })
}

fn is(
    programme: &Programme,
    predicate: &Predicate,
    ask: &mut impl FnMut(Column, &Atom) -> bool,
) -> Option<bool> {
    let all = |parts: &[Predicate], ask: &mut _| {
        parts.iter().map(|part| is(programme, part, ask)).collect::<Option<Vec<bool>>>()
    };
    Some(match predicate {
        Predicate::All(parts) => all(parts, ask)?.iter().all(|holds| *holds),
        Predicate::Any(parts) => all(parts, ask)?.iter().any(|holds| *holds),
        Predicate::Not(part) => !is(programme, part, ask)?,
        Predicate::AtLeast(count, parts) => {
            let holding = all(parts, ask)?.iter().filter(|holds| **holds).count();
            u64::try_from(holding).ok()? >= u64::from(*count)
        }
        Predicate::In(selection) => is(programme, &programme.selections.get(*selection)?.predicate, ask)?,
        Predicate::Text(which, test) => ask(Column::Line(*which).plain(), &text(*which, test)),
        Predicate::Compare(LineNumber::Field { field, missing, times }, how, LineNumber::Constant(other)) => {
            let (missing, times, how, other) = (*missing, *times, *how, i128::from(*other));
            ask(Column::Field(*field), &Atom::Number { missing, times, how, other })
        }
        Predicate::Compare(..) => return None,
        Predicate::Flag(field, missing) => ask(Column::Field(*field), &Atom::Flag(*missing)),
        Predicate::Present(field) => ask(Column::Field(*field), &Atom::Present),
        Predicate::Measure(measure) => ask(Column::Measure, &Atom::Measure(*measure)),
    })
}

fn text(which: LineText, test: &TextTest) -> Atom {
    match which {
        LineText::Category => Atom::Category(test.clone()),
        LineText::Brand | LineText::Sku | LineText::Name | LineText::Label | LineText::Field(_) => {
            Atom::Text(test.clone())
        }
    }
}

/// How many texts a selection names, if it asks for nothing but this text and names any.
pub(super) fn texts_named(programme: &Programme, selection: SelectionId, which: LineText) -> Option<usize> {
    let mut named = 0usize;
    let mut alone = true;
    let choice = Choice { selection, measure: InMeasure::Any };
    let nothing = holds(programme, choice, &mut |column, atom| {
        alone &= column == Column::Line(which);
        if let Atom::Category(test) | Atom::Text(test) = atom {
            named = named.saturating_add(test.values.len());
        }
        false
    })?;
    // Lines whose text is not named must not be in it.
    (alone && !nothing && named > 0).then_some(named)
}
