//! Conditions of rewards: the first that does not hold.

use super::Code;
use super::condition::Asked;
use treue_lang::programme::{Id, RewardId};

impl Code<'_, '_> {
    /// Position and one of the first condition that fails; 0 if all hold.
    pub(crate) fn gates(&mut self, id: RewardId) {
        let programme = self.programme;
        let Some(reward) = programme.rewards.get(id) else { return };
        let mut failed = self.number(0);
        for (position, conjunct) in (1i64..).zip(&reward.conditions).collect::<Vec<_>>().into_iter().rev() {
            let holds = self.condition(&conjunct.condition, Asked::Otherwise);
            let here = self.number(position);
            failed = self.choose(holds, failed, here);
        }
        self.store(self.plan.gates.at(id.index()), failed);
    }
}
