//! What expiry and pauses ask.

use super::Code;
use super::condition::Asked;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::types::I64;

impl Code<'_, '_> {
    /// Answers the questions of these positions.
    pub(crate) fn points(&mut self, from: usize, to: usize) {
        let programme = self.programme;
        for position in from..to {
            let Some(question) = self.plan.points.questions.get(position).copied() else { continue };
            let holds = self.conjuncts(question.conditions(programme), Asked::Otherwise);
            let answer = self.b.ins().uextend(I64, holds);
            self.store(self.plan.points.answer_at(position), answer);
        }
    }
}
