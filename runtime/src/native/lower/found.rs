//! Rules of the index: a function holds many, and goes to the one that is looked at.

use super::Code;
use super::line::Lines;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value};
use treue_lang::programme::{Id, RuleId};

impl Code<'_, '_> {
    /// Of these rules the one whose number stands in the frame, with the sums that only it reads.
    pub(crate) fn one_of(&mut self, lines: Lines, rules: &[RuleId]) {
        let wanted = self.input(self.plan.wanted);
        let end = self.b.create_block();
        self.way_to(wanted, 0, rules, (lines, end));
        self.b.switch_to_block(end);
    }

    /// Halves the rules until one is left: the numbers of them start at `first`.
    fn way_to(&mut self, wanted: Value, first: i64, rules: &[RuleId], (lines, end): (Lines, Block)) {
        let (low, high) = rules.split_at(rules.len() / 2);
        if let ([], [rule]) = (low, high) {
            self.found(lines, *rule);
            self.b.ins().jump(end, &[]);
            return;
        }
        let middle = first.saturating_add(i64::try_from(low.len()).unwrap_or(i64::MAX));
        let (before, behind) = (self.b.create_block(), self.b.create_block());
        let is_before = self.is(IntCC::SignedLessThan, wanted, middle);
        self.b.ins().brif(is_before, before, &[], behind, &[]);
        self.b.switch_to_block(before);
        self.way_to(wanted, first, low, (lines, end));
        self.b.switch_to_block(behind);
        self.way_to(wanted, middle, high, (lines, end));
    }

    fn found(&mut self, lines: Lines, id: RuleId) {
        // What was read on the way to another rule is not there on the way to this one.
        self.forget();
        self.own_sums(lines, self.plan.lines.own(id));
        self.rule(id);
        let Some(rule) = self.programme.rules.get(id) else { return };
        let given = self.load(self.plan.rule(id).given);
        self.add_to(self.plan.found_points.at(rule.unit.index()), given);
    }
}
