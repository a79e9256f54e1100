//! Walks over conditions, for whoever wants to know what a programme speaks of.

use super::{Condition, Conjunct, Programme};

impl Programme {
    /// Every condition that is written anywhere, as a whole: of rules, windows, tracks, levels, expiry, rewards and
    /// conversions.
    #[must_use]
    pub fn conditions(&self) -> Vec<&Conjunct> {
        let mut found: Vec<&Conjunct> = Vec::new();
        for (_, rule) in self.rules.iter() {
            found.extend(&rule.conditions);
            found.extend(rule.over.iter().flat_map(|o| &o.when));
        }
        found.extend(self.tracks.iter().flat_map(|(_, t)| &t.conditions));
        for (_, tiers) in self.tiers.iter() {
            found.extend(tiers.levels.iter().flat_map(|l| l.entry.iter().chain(&l.keep)));
        }
        for (_, unit) in self.units.iter() {
            found.extend(unit.expiry.iter().flat_map(|e| &e.when));
            found.extend(unit.pause.iter().flat_map(|p| &p.condition));
        }
        found.extend(self.rewards.iter().flat_map(|(_, r)| &r.conditions));
        for (_, partner) in self.partners.iter() {
            found.extend(partner.conversions.iter().flat_map(|c| &c.conditions));
        }
        found
    }
}

impl Condition {
    /// Conditions directly inside this one.
    #[must_use]
    pub fn parts(&self) -> &[Condition] {
        if let Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) = self {
            parts
        } else if let Condition::Not(inner) = self {
            std::slice::from_ref(inner)
        } else {
            &[]
        }
    }

    /// This condition and all inside it, outer ones first. Nesting is bounded by the language.
    pub fn walk<'c>(&'c self, see: &mut dyn FnMut(&'c Condition)) {
        see(self);
        for part in self.parts() {
            part.walk(see);
        }
    }
}
