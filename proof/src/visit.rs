//! Every condition and every selection of a programme, for whoever wants to know what it speaks of.

use treue_lang::programme::{Condition, Conjunct, LineText, Predicate, Programme, TextTest};

/// Every condition that is written anywhere, conditions of conditions included.
pub(crate) fn conditions<'p>(programme: &'p Programme, seen: &mut impl FnMut(&'p Condition)) {
    for list in lists(programme) {
        for conjunct in list {
            each(&conjunct.condition, seen);
        }
    }
}

/// All lists of conditions: of rules, tracks, levels, rewards, conversions and expiry.
fn lists(programme: &Programme) -> Vec<&[Conjunct]> {
    let mut all: Vec<&[Conjunct]> = Vec::new();
    for (_, rule) in programme.rules.iter() {
        all.push(&rule.conditions);
        all.extend(rule.over.iter().map(|o| o.when.as_slice()));
    }
    all.extend(programme.tracks.iter().map(|(_, t)| t.conditions.as_slice()));
    for (_, tiers) in programme.tiers.iter() {
        for level in &tiers.levels {
            all.push(&level.entry);
            all.push(&level.keep);
        }
    }
    all.extend(programme.rewards.iter().map(|(_, r)| r.conditions.as_slice()));
    for (_, partner) in programme.partners.iter() {
        all.extend(partner.conversions.iter().map(|c| c.conditions.as_slice()));
    }
    for (_, unit) in programme.units.iter() {
        all.extend(unit.expiry.iter().map(|e| e.when.as_slice()));
        all.extend(unit.pause.iter().map(|p| p.condition.as_slice()));
    }
    all
}

fn each<'p>(condition: &'p Condition, seen: &mut impl FnMut(&'p Condition)) {
    seen(condition);
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| each(part, seen));
        }
        Condition::Not(part) => each(part, seen),
        Condition::Compare(_)
        | Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Dates(..)
        | Condition::OnDates(_)
        | Condition::OnWeekdays(_)
        | Condition::InMonths(_)
        | Condition::Hours(..)
        | Condition::Occasion(_)
        | Condition::FirstPurchase
        | Condition::Tier(..) => {}
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
