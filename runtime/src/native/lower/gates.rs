//! Conditions of rewards and conversions: the first that does not hold.

use super::Code;
use super::condition::Asked;
use cranelift_codegen::ir::Value;
use treue_lang::programme::{Conjunct, Id, RewardId};

impl Code<'_, '_> {
    /// Position and one of the first condition that fails; 0 if all hold.
    pub(crate) fn gates(&mut self, id: RewardId) {
        let programme = self.programme;
        let Some(reward) = programme.rewards.get(id) else { return };
        let failed = self.first_failed(&reward.conditions);
        self.store(self.plan.gates.at(id.index()), failed);
    }

    /// The same of a conversion.
    pub(crate) fn convert_gates(&mut self, number: usize) {
        let programme = self.programme;
        let mut conversions = programme.partners.iter().flat_map(|(_, p)| &p.conversions);
        let Some(conversion) = conversions.nth(number) else { return };
        let failed = self.first_failed(&conversion.conditions);
        self.store(self.plan.convert_gates.at(number), failed);
    }

    fn first_failed(&mut self, conditions: &[Conjunct]) -> Value {
        let mut failed = self.number(0);
        for (position, conjunct) in (1i64..).zip(conditions).collect::<Vec<_>>().into_iter().rev() {
            let holds = self.condition(&conjunct.condition, Asked::Otherwise);
            let here = self.number(position);
            failed = self.choose(holds, failed, here);
        }
        failed
    }
}
