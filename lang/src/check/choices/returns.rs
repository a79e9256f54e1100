//! Choices of returns; none where nothing can come back.

use super::{Choices, Owner, written};
use crate::programme::{About, BACK_DAYS, ChoiceRow, Returns, Shortfall, Source, SpentPoints};

impl Choices<'_> {
    pub(super) fn of_returns(&mut self) {
        if self.programme.remember.is_none() {
            return;
        }
        let returns = &self.programme.returns;
        let header = self.names.headers.first().map(|h| h.span);
        let span = self.names.returns.first().map(|r| r.span).or(header).unwrap_or_default();
        let owner = Owner::new(About::Returns, "returns", span);
        self.add(&owner, ChoiceRow::Taken, taken(returns), returns.take_because);
        let missing = match returns.then {
            Shortfall::Owe => "owed",
            Shortfall::Forgive => "forgiven",
            Shortfall::CutRefund => "cut from the refund, the rest owed",
        };
        self.add(&owner, ChoiceRow::Missing, missing, returns.then_because);
        let level = if returns.tiers_kept { "kept" } else { "fall back to what the rest gives" };
        self.add(&owner, ChoiceRow::ReturnedLevel, level, written(returns.tiers_kept));
        if self.programme.rewards.iter().any(|(_, r)| r.issued.is_some()) {
            let vouchers = returns.take.contains(&Source::Vouchers);
            let reward = match vouchers {
                true => "unused vouchers go, whoever issued them",
                false => "undone while unused, where its points are missing; others are kept",
            };
            self.add(&owner, ChoiceRow::ReturnedReward, reward, written(vouchers));
        }
        let spent = match returns.spent {
            SpentPoints::OldDates => format!("back with their old dates, past ones for {BACK_DAYS} days"),
            SpentPoints::AtLeast(days) => format!("back with their old dates, for {days} days at least"),
            SpentPoints::Cash => "paid back as the money that they took off".to_owned(),
        };
        self.add(&owner, ChoiceRow::SpentPoints, spent, written(returns.spent != SpentPoints::OldDates));
    }
}

fn taken(returns: &Returns) -> String {
    let source = |source: &Source| match source {
        Source::Pending => "pending points of the receipt",
        Source::Points => "available points, those of the receipt first",
        Source::Vouchers => "unused vouchers, the latest first",
    };
    returns.take.iter().map(source).collect::<Vec<_>>().join(", then ")
}
