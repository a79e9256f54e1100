//! Choices of rewards that are issued by themselves.

use super::{Choices, Owner, written};
use crate::programme::{About, ChoiceRow, Cost, Said};

impl Choices<'_> {
    pub(super) fn of_rewards(&mut self) {
        for (id, reward) in self.programme.rewards.iter() {
            let Some(issued) = &reward.issued else { continue };
            let in_steps = reward.prices.iter().any(|p| matches!(p.cost, Cost::Steps(..) | Cost::Ladder(_)));
            if !in_steps {
                continue;
            }
            let owner = Owner::new(About::Reward(id), format!("reward {}", reward.name), reward.span);
            let value = match issued.rest_expires {
                true => Said::new("steps-expire", "whole steps, the rest expires"),
                false => Said::new("steps-stay", "whole steps, the rest stays"),
            };
            self.add(&owner, ChoiceRow::AutomaticReward, value, written(issued.rest_expires));
            if reward.voucher {
                let value = match reward.per_step {
                    true => Said::new("voucher-per-step", "a voucher for each step"),
                    false => Said::new("one-voucher", "one voucher for all steps"),
                };
                self.add(&owner, ChoiceRow::AutomaticReward, value, written(reward.per_step));
            }
        }
    }
}
