//! Walks through the conditions of a programme.

use treue_lang::programme::{Condition, Conjunct, Programme};

/// All conditions of rules, tracks, levels, expiry, rewards and conversions.
pub(crate) fn all(programme: &Programme) -> Vec<&Conjunct> {
    let mut found: Vec<&Conjunct> = Vec::new();
    for (_, rule) in programme.rules.iter() {
        found.extend(&rule.conditions);
        found.extend(rule.over.iter().flat_map(|o| &o.when));
    }
    found.extend(programme.tracks.iter().flat_map(|(_, t)| &t.conditions));
    for (_, tiers) in programme.tiers.iter() {
        found.extend(tiers.levels.iter().flat_map(|l| l.entry.iter().chain(&l.keep)));
    }
    for (_, unit) in programme.units.iter() {
        found.extend(unit.expiry.iter().flat_map(|e| &e.when));
        found.extend(unit.pause.iter().flat_map(|p| &p.condition));
    }
    found.extend(programme.rewards.iter().flat_map(|(_, r)| &r.conditions));
    for (_, partner) in programme.partners.iter() {
        found.extend(partner.conversions.iter().flat_map(|c| &c.conditions));
    }
    found
}

/// Conditions directly inside another.
pub(crate) fn parts(condition: &Condition) -> &[Condition] {
    if let Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) = condition {
        parts
    } else if let Condition::Not(inner) = condition {
        std::slice::from_ref(inner)
    } else {
        &[]
    }
}

/// A condition and all inside it. Nesting is bounded by the language.
pub(crate) fn walk<'c>(condition: &'c Condition, see: &mut dyn FnMut(&'c Condition)) {
    see(condition);
    for part in parts(condition) {
        walk(part, see);
    }
}
