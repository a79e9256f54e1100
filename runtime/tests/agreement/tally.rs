//! What the random events reached: agreement on nothing would prove nothing.

use std::collections::BTreeMap;
use treue_runtime::decision::{Decision, Posting, Reason};

/// How often what happened.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<&'static str, usize>);

impl Tally {
    /// Notes that it happened once more.
    pub(crate) fn note(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// Notes what a decision holds.
    pub(crate) fn decision(&mut self, decision: &Decision) {
        if let Some(refusal) = &decision.refusal {
            self.note(refusal.code.name());
        }
        if decision.repeated {
            self.note("repeated");
        }
        for award in &decision.awards {
            self.note("award");
            for (holds, what) in [
                (award.cut_by.is_some(), "award cut"),
                (award.raw.1 > 1, "raw fraction"),
                (!award.lines.is_empty(), "award with lines"),
                (award.expires.is_some(), "award that expires"),
            ] {
                if holds {
                    self.note(what);
                }
            }
        }
        for not in &decision.not_applied {
            self.note(match not.reason {
                Reason::Condition(_) => "condition",
                Reason::Zero => "zero",
                Reason::Limit(_) => "limit",
                Reason::LostIn(_) => "lost",
            });
        }
        decision.tiers.iter().for_each(|_| self.note("tier change"));
        decision.expired.iter().for_each(|_| self.note("expired"));
        decision.reward.iter().for_each(|_| self.note("reward"));
        for posting in &decision.postings {
            self.note(match posting {
                Posting::Pays { .. } => "pays",
                Posting::Converted { .. } => "converted",
            });
        }
        decision.balances.iter().filter(|b| b.owed > 0).for_each(|_| self.note("owed"));
        decision.balances.iter().filter(|b| b.pending > 0).for_each(|_| self.note("pending"));
    }

    /// Everything must have happened.
    pub(crate) fn check(&self) {
        for what in [
            "above-maximum",
            "award",
            "award cut",
            "award that expires",
            "award with lines",
            "below-minimum",
            "condition",
            "converted",
            "expired",
            "id-reused",
            "limit",
            "lost",
            "not-a-step",
            "not-enough-points",
            "out-of-order",
            "out-of-range",
            "owed",
            "pays",
            "pending",
            "raw fraction",
            "repeated",
            "reward",
            "tier change",
            "unknown-conversion",
            "zero",
        ] {
            assert!(self.0.contains_key(what), "no event reached: {what}");
        }
    }
}
