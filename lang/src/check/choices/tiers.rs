//! Choices of tier structures.

use super::{Choices, Owner, written};
use crate::programme::{About, AfterReview, ChoiceRow, Tiers, Validity};

impl Choices<'_> {
    pub(super) fn of_tiers(&mut self) {
        for (id, tiers) in self.programme.tiers.iter() {
            let owner = Owner::new(About::Tiers(id), format!("tiers {}", tiers.name), tiers.span);
            let (value, is_written) = entered(tiers);
            self.add(&owner, ChoiceRow::LevelEntered, value, written(is_written));
            if matches!(tiers.validity, Validity::Until(_)) {
                let value = match tiers.after {
                    AfterReview::OneDown => "one level down",
                    AfterReview::WhatQualifies => "to what qualifies",
                    AfterReview::Base => "to base",
                };
                self.add(&owner, ChoiceRow::AfterReview, value, tiers.after_because);
            }
        }
    }
}

/// When levels are entered, and whether the text says it.
fn entered(tiers: &Tiers) -> (String, bool) {
    if tiers.validity == Validity::AtOnce {
        return ("up and down at once".to_owned(), true);
    }
    if tiers.review.is_empty() {
        return ("after each event, from the next one on".to_owned(), false);
    }
    let days: Vec<String> =
        tiers.review.iter().map(|(month, day)| format!("{day} {}", month.name())).collect();
    (format!("as {} starts", days.join(" or ")), true)
}
