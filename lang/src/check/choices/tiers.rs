//! Choices of tier structures.

use super::{Choices, Owner, written};
use crate::programme::{About, AfterReview, ChoiceRow, Gap, Join, Said, Tiers, Validity};

impl Choices<'_> {
    pub(super) fn of_tiers(&mut self) {
        for (id, tiers) in self.programme.tiers.iter() {
            let owner = Owner::new(About::Tiers(id), format!("tiers {}", tiers.name), tiers.span);
            let (value, is_written) = entered(tiers);
            self.add(&owner, ChoiceRow::LevelEntered, value, written(is_written));
            if matches!(tiers.validity, Validity::Until(_)) {
                let value = match tiers.after {
                    AfterReview::OneDown => Said::new("one-down", "one level down"),
                    AfterReview::WhatQualifies => Said::new("what-qualifies", "to what qualifies"),
                    AfterReview::Base => Said::new("to-base", "to base"),
                };
                self.add(&owner, ChoiceRow::AfterReview, value, tiers.after_because);
            }
        }
    }
}

/// When levels are entered, and whether the text says it.
fn entered(tiers: &Tiers) -> (Said, bool) {
    if tiers.validity == Validity::AtOnce {
        return (Said::new("entered-at-once", "up and down at once"), true);
    }
    if tiers.review.is_empty() {
        return (Said::new("entered-after", "after each event, from the next one on"), false);
    }
    let days = tiers.review.iter().map(|(month, day)| Gap::Day(month, day)).collect();
    (Said::new("entered-as", "as {days} starts").with("days", Gap::Several(Join::Or, days)), true)
}
