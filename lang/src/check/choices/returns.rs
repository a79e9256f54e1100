//! Choices of returns; none where nothing can come back.

use super::{Choices, Owner, written};
use crate::programme::{
    About, BACK_DAYS, ChoiceRow, Gap, Join, Returns, Said, Shortfall, Source, SpentPoints,
};

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
            Shortfall::Owe => Said::new("missing-owed", "owed"),
            Shortfall::Forgive => Said::new("missing-forgiven", "forgiven"),
            Shortfall::CutRefund => Said::new("missing-cut", "cut from the refund, the rest owed"),
        };
        self.add(&owner, ChoiceRow::Missing, missing, returns.then_because);
        let level = match returns.tiers_kept {
            true => Said::new("level-kept", "kept"),
            false => Said::new("level-falls", "fall back to what the rest gives"),
        };
        self.add(&owner, ChoiceRow::ReturnedLevel, level, written(returns.tiers_kept));
        if self.programme.rewards.iter().any(|(_, r)| r.issued.is_some()) {
            let vouchers = returns.take.contains(&Source::Vouchers);
            let reward = match vouchers {
                true => Said::new("reward-goes", "unused vouchers go, whoever issued them"),
                false => Said::new(
                    "reward-undone",
                    "undone while unused, where its points are missing; others are kept",
                ),
            };
            self.add(&owner, ChoiceRow::ReturnedReward, reward, written(vouchers));
        }
        let spent = match returns.spent {
            SpentPoints::OldDates => {
                Said::new("spent-old", "back with their old dates, past ones for {days} days")
                    .with("days", Gap::Count(BACK_DAYS.into()))
            }
            SpentPoints::AtLeast(days) => {
                Said::new("spent-least", "back with their old dates, for {days} days at least")
                    .with("days", Gap::Count(days.into()))
            }
            SpentPoints::Cash => Said::new("spent-cash", "paid back as the money that they took off"),
        };
        self.add(&owner, ChoiceRow::SpentPoints, spent, written(returns.spent != SpentPoints::OldDates));
    }
}

fn taken(returns: &Returns) -> Said {
    let source = |source: &Source| match source {
        Source::Pending => Said::new("taken-pending", "pending points of the receipt"),
        Source::Points => Said::new("taken-points", "available points, those of the receipt first"),
        Source::Vouchers => Said::new("taken-vouchers", "unused vouchers, the latest first"),
    };
    let sources = returns.take.iter().map(|s| Gap::Said(source(s))).collect();
    Said::new("taken", "{sources}").with("sources", Gap::Several(Join::Then, sources))
}
