//! Choices of units: how points expire, and which are used first.

use super::{Choices, Owner, written};
use crate::ast::Setting;
use crate::programme::{
    About, AfterPause, Because, BurnOrder, ChoiceRow, Expiry, ExpiryHow, Gap, Said, Start, Unit,
};
use crate::time::Base;

impl Choices<'_> {
    pub(super) fn of_units(&mut self) {
        for ((id, unit), (_, setting)) in self.programme.units.iter().zip(&self.names.units) {
            let Setting::Unit { used, span, .. } = setting else { continue };
            let owner = Owner::new(About::Unit(id), format!("unit {}", unit.name), *span);
            let value = match (unit.expiry_because, unit.expiry.is_empty()) {
                (Because::Default, _) | (Because::Written, true) => Said::new("expiry-never", "never"),
                (Because::Written, false) => Said::new("expiry-written", "as `expire` says"),
            };
            self.add(&owner, ChoiceRow::Expiry, value, unit.expiry_because);
            let order = match unit.used {
                BurnOrder::SoonestToExpire => Said::new("used-soonest", "soonest to expire, then oldest"),
                BurnOrder::Oldest => Said::new("used-oldest", "oldest first"),
                BurnOrder::Newest => Said::new("used-newest", "newest first"),
                BurnOrder::InProportion => Said::new("used-proportion", "all in proportion"),
            };
            self.add(&owner, ChoiceRow::BurnOrder, order, written(used.is_some()));
            self.of_expiry(&owner, unit);
        }
    }

    fn of_expiry(&mut self, owner: &Owner, unit: &Unit) {
        for expiry in &unit.expiry {
            if let ExpiryHow::After(deadline, start) = &expiry.how
                && matches!(deadline.base, Base::After(..))
            {
                let (value, is_written) = self.counts_from(*start);
                self.add(owner, ChoiceRow::ExpiryFrom, value, written(is_written));
            }
        }
        if unit.expiry.iter().any(asks_levels) {
            let value = match unit.tier_later {
                true => Said::new("level-later", "the level whenever it changes, until they expire"),
                false => Said::new("level-earning", "the level as the points are earned"),
            };
            self.add(owner, ChoiceRow::ExpiryLevel, value, written(unit.tier_later));
        }
        if let Some(pause) = &unit.pause {
            let value = match pause.after {
                AfterPause::GoesOn => Said::new("pause-goes-on", "the clock goes on where it stopped"),
                AfterPause::Restart => Said::new("pause-restarts", "every lot gets a full period"),
                AfterPause::AtOnce => Said::new("pause-at-once", "what is overdue goes at once"),
            };
            self.add(owner, ChoiceRow::PauseEnds, value, written(pause.after != AfterPause::GoesOn));
        }
    }

    /// The day that a period counts from, and whether another word than `earning` stands there.
    fn counts_from(&self, start: Start) -> (Said, bool) {
        match start {
            Start::Event => (Said::new("from-event", "the day of the event, also while pending"), false),
            Start::Availability => {
                (Said::new("from-availability", "the day on which they become available"), true)
            }
            Start::Field(field) => {
                let name = self.programme.fields.get(field).map_or("", |f| f.name.as_str());
                let said = "the date `{field}`, or the day of the event where it is missing";
                (Said::new("from-field", said).with("field", Gap::name(name)), true)
            }
        }
    }
}

/// Whether the level decides on a period.
fn asks_levels(expiry: &Expiry) -> bool {
    matches!(expiry.how, ExpiryHow::After(..)) && expiry.when.iter().any(|c| c.condition.asks_level())
}
