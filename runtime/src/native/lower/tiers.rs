//! Tier levels: which one is entered, and which are kept.

use super::Code;
use super::condition::Asked;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::types::I64;
use treue_lang::programme::{Id, TiersId};

impl Code<'_, '_> {
    /// The highest level whose entry holds.
    pub(crate) fn entered(&mut self, id: TiersId) {
        let programme = self.programme;
        let Some(tiers) = programme.tiers.get(id) else { return };
        let mut highest = self.number(0);
        for (position, level) in (0i64..).zip(&tiers.levels).skip(1) {
            let holds = self.conjuncts(&level.entry, Asked::Otherwise);
            let here = self.number(position);
            highest = self.choose(holds, here, highest);
        }
        self.store(self.plan.entered.at(id.index()), highest);
    }

    /// A bit for each level whose keep holds.
    pub(crate) fn kept(&mut self, id: TiersId) {
        let programme = self.programme;
        let Some(tiers) = programme.tiers.get(id) else { return };
        let mut kept = self.number(0);
        for (position, level) in (0i64..64).zip(&tiers.levels) {
            let holds = self.conjuncts(&level.keep, Asked::Otherwise);
            let bit = self.b.ins().uextend(I64, holds);
            let by = self.number(position);
            let bit = self.b.ins().ishl(bit, by);
            kept = self.b.ins().bor(kept, bit);
        }
        self.store(self.plan.kept.at(id.index()), kept);
    }
}
