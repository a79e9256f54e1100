//! Sums of sums: what several workers counted.

use super::tally::{Moves, PartnerSum, RewardSum, RuleSum, Tally, UnitSum};

impl Tally {
    /// Adds what another one counted. The events that reach every worker are counted by each, so only the first one's count.
    pub(super) fn add(&mut self, other: &Tally) {
        self.receipts += other.receipts;
        self.other_events += other.other_events;
        self.clocks = self.clocks.max(other.clocks);
        self.repeated += other.repeated;
        self.decisions += other.decisions;
        self.guests += other.guests;
        self.spent += other.spent;
        self.first_day = [self.first_day, other.first_day].into_iter().flatten().min();
        self.last_day = self.last_day.max(other.last_day);
        self.rules.iter_mut().zip(&other.rules).for_each(|(sum, more)| sum.add(more));
        self.units.iter_mut().zip(&other.units).for_each(|(sum, more)| sum.add(more));
        self.tiers.iter_mut().zip(&other.tiers).for_each(|(sum, more)| sum.add(more));
        self.rewards.iter_mut().zip(&other.rewards).for_each(|(sum, more)| sum.add(more));
        self.partners.iter_mut().zip(&other.partners).for_each(|(sum, more)| sum.add(more));
        for (code, times) in &other.refusals {
            *self.refusals.entry(code).or_default() += times;
        }
    }
}

impl RuleSum {
    fn add(&mut self, other: &RuleSum) {
        let RuleSum { times, points, cut } = other;
        self.times += times;
        self.points += points;
        self.cut += cut;
    }
}

impl UnitSum {
    fn add(&mut self, other: &UnitSum) {
        let UnitSum { given, granted, taken, redeemed, converted, expired, returned, spared, back } = other;
        self.given += given;
        self.granted += granted;
        self.taken += taken;
        self.redeemed += redeemed;
        self.converted += converted;
        self.expired += expired;
        self.returned += returned;
        self.spared += spared;
        self.back += back;
    }
}

impl Moves {
    fn add(&mut self, other: &Moves) {
        let Moves { up, down, renewed } = other;
        self.up += up;
        self.down += down;
        self.renewed += renewed;
    }
}

impl RewardSum {
    fn add(&mut self, other: &RewardSum) {
        let RewardSum { times, steps, cost, money } = other;
        self.times += times;
        self.steps += steps;
        self.cost += cost;
        if let Some(money) = money {
            *self.money.get_or_insert(0) += money;
        }
    }
}

impl PartnerSum {
    fn add(&mut self, other: &PartnerSum) {
        let PartnerSum { pays, points, converted } = other;
        for (denominator, money) in pays {
            *self.pays.entry(*denominator).or_default() += money;
        }
        for (unit, more) in points {
            *self.points.entry(*unit).or_default() += more;
        }
        for (which, (gone, got)) in converted {
            let sum = self.converted.entry(which.clone()).or_default();
            *sum = (sum.0 + gone, sum.1 + got);
        }
    }
}
