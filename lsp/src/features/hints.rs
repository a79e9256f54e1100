//! What the text does not say and is in force all the same: choices left to their defaults, and what awards are worth.

use super::hover::inside;
use crate::book::Book;
use crate::worth::Worths;
use gen_lsp_types::{InlayHint, Label, Position, Tooltip};
use std::collections::{BTreeMap, HashMap};
use treue_lang::ast::{Clause, Item};
use treue_lang::programme::{Choice, Programme, RuleId};
use treue_lang::source::{FileId, Span};

/// So many choices are spelt out in a line; more stand in its tooltip.
const SPELT: usize = 2;

/// The hints in some lines of a file; none while the programme has mistakes.
pub(crate) fn of(book: &Book, file: FileId, lines: std::ops::RangeInclusive<u32>) -> Vec<InlayHint> {
    let (Some(programme), Some(text)) = (&book.checked.programme, book.text(file)) else { return Vec::new() };
    let mut at: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    let awards = awards(book, programme);
    let worths = Worths::new(programme);
    for (span, id) in &awards {
        let worth = programme.rules.get(*id).and_then(|rule| worths.rule(*id, rule));
        at.entry(*span).or_default().extend(worth.map(|w| format!("= {w}")));
    }
    for (_, reward) in programme.rewards.iter() {
        let place = head(book, reward.span);
        at.entry(place).or_default().extend(worths.reward(reward));
    }
    let of_rules: HashMap<Span, Span> =
        awards.iter().filter_map(|(span, id)| Some((programme.rules.get(*id)?.span, *span))).collect();
    for choice in programme.defaults().filter(|c| c.span.file == file && !c.row.is_everywhere()) {
        let place = of_rules.get(&choice.span).copied().unwrap_or_else(|| head(book, choice.span));
        at.entry(place).or_default().push(in_words(choice));
    }
    let hints = at.into_iter().filter(|(span, said)| span.file == file && !said.is_empty());
    let hints = hints.map(|(span, said)| hint(text.position(span.end as usize), &said));
    hints.filter(|h| lines.contains(&h.position.line)).collect()
}

/// A choice in words: `rounding: down, once, to whole points`.
pub(crate) fn in_words(choice: &Choice) -> String {
    format!("{}: {}", choice.row.word(), choice.value)
}

fn hint(position: Position, said: &[String]) -> InlayHint {
    let label =
        if said.len() > SPELT { format!("{} choices by default", said.len()) } else { said.join("; ") };
    InlayHint {
        position,
        label: Label::String(label),
        tooltip: (said.len() > SPELT).then(|| Tooltip::String(said.join("\n"))),
        padding_left: Some(true),
        kind: None,
        text_edits: None,
        padding_right: None,
        data: None,
    }
}

/// Where each rule says what it gives.
pub(crate) fn awards(book: &Book, programme: &Programme) -> Vec<(Span, RuleId)> {
    let mut clauses: BTreeMap<Span, &[Clause]> = BTreeMap::new();
    for item in book.checked.files.iter().flat_map(|f| &f.items) {
        if let Item::Earn(earn) = item {
            clauses.insert(earn.span, &earn.clauses);
        }
        if let Item::Partner(partner) = item {
            clauses.extend(partner.earns.iter().map(|e| (e.span, e.clauses.as_slice())));
        }
        if let Item::Tiers(tiers) = item {
            let levels = tiers.levels.iter();
            clauses.extend(levels.map(|l| (l.span, l.benefits.as_deref().unwrap_or_default())));
        }
    }
    let award = |c: &Clause| if let Clause::Award(award) = c { Some(award.span()) } else { None };
    let rules = programme.rules.iter();
    rules.filter_map(|(id, r)| Some((clauses.get(&r.span)?.iter().find_map(award)?, id))).collect()
}

/// The name that an item declares, or the whole of what declares none on a line of its own, such as a clause.
fn head(book: &Book, span: Span) -> Span {
    let items =
        book.checked.files.get(usize::from(span.file.0)).map(|f| f.items.as_slice()).unwrap_or_default();
    // Items stand in the order of the text.
    let at = items.partition_point(|i| i.span().start < span.start);
    let Some(item) = items.get(at).filter(|i| i.span() == span) else { return span };
    let marks = book.marks_of(span.file);
    let marks = marks.get(marks.partition_point(|m| m.span.start < span.start)..).unwrap_or_default();
    let mut words = marks.iter().take_while(|m| inside(m.span, span));
    // `returns` has no name, `programme` a text.
    let first = words.next().map_or(span, |m| m.span);
    if matches!(item, Item::Returns(_)) { first } else { words.next().map_or(first, |m| m.span) }
}
