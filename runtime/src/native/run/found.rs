//! Which rules an event may concern, and looking at them. Where there is an index, what an event has leads to them; where it is said
//! why rules gave nothing, and where there is none, all are looked at.

use super::Desk;
use crate::engine::Detail;
use crate::native::code::{Compiled, Kind};
use crate::native::plan::Plan;
use crate::native::plan::index::{Index, bits};
use treue_lang::programme::{Id, Programme, RuleId};

/// The rules that are looked at.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// All of them, in their order: no other gives anything.
    pub(super) looked: Vec<RuleId>,
    /// Those of the index.
    rules: Vec<RuleId>,
    /// Words of facts, as the index has them.
    facts: Vec<u64>,
    /// A bit for each rule that is looked at.
    marked: Vec<u64>,
}

impl Found {
    /// All rules of a programme.
    pub(super) fn all(programme: &Programme, plan: &Plan) -> Found {
        let rules = plan.index.as_ref().map(|index| index.rules.clone()).unwrap_or_default();
        Found { looked: programme.rules.ids().collect(), rules, facts: Vec::new(), marked: Vec::new() }
    }
}

impl Desk {
    /// Steps 7 and 8, and what is booked: looks at the rules. False if the memory does not fit the plan.
    pub(super) fn look_at_rules(&mut self, compiled: &Compiled) -> bool {
        let plan = compiled.plan();
        if let Some(index) = &plan.index {
            self.run_mut(plan.found_points).fill(0);
            if self.detail != Detail::Full {
                self.find_rules(plan, index);
            }
            self.add_up(plan);
            let early = self.call(compiled, Kind::Early, usize::MAX);
            if !(early && compiled.run_found(&self.found.rules, &mut self.frame, self.lines.shown())) {
                return false;
            }
        }
        self.call(compiled, Kind::Rules, usize::MAX)
    }

    /// Those that the event may concern instead of the latest, which leave nothing behind.
    fn find_rules(&mut self, plan: &Plan, index: &Index) {
        let mut found = std::mem::take(&mut self.found);
        for rule in &found.rules {
            self.set(plan.rule(*rule).given, 0);
        }
        self.gather_facts(plan, &mut found.facts);
        found.marked.clone_from(&index.always);
        index.find(&found.facts, &mut found.marked);
        found.looked.clear();
        found.rules.clear();
        for (at, (marked, always)) in found.marked.iter().zip(&index.always).enumerate() {
            let rule = |bit: usize| RuleId::from_index(at * 64 + bit);
            found.looked.extend(bits(*marked).map(rule));
            found.rules.extend(bits(marked & !always).map(rule));
        }
        self.found = found;
    }

    /// The sums of the rules that are looked at, where they need no code.
    fn add_up(&mut self, plan: &Plan) {
        let (columns, stride, count) = self.lines.shown();
        for sum in self.found.rules.iter().flat_map(|rule| plan.lines.plain(*rule)) {
            if let Some(to) = self.frame.get_mut(sum.to.index()) {
                *to = sum.over(columns, stride, count);
            }
        }
    }

    /// The words of facts of receipt, member, day and levels, of any line, and one that is full.
    fn gather_facts(&mut self, plan: &Plan, facts: &mut Vec<u64>) {
        facts.clear();
        for words in [plan.receipt_facts, plan.member_facts, plan.day_facts] {
            facts.extend(self.run_of(words).iter().map(|word| word.cast_unsigned()));
        }
        let level = |held: &i64| u32::try_from(*held).ok().and_then(|held| 1u64.checked_shl(held));
        facts.extend(self.run_of(plan.levels).iter().map(|held| level(held).unwrap_or(0)));
        let (columns, stride, count) = self.lines.shown();
        for column in plan.lines.facts..plan.lines.facts + plan.reads.line.words() {
            let from = column.saturating_mul(stride);
            let lines = columns.get(from..from.saturating_add(count)).unwrap_or_default();
            facts.push(lines.iter().fold(0, |any, word| any | word.cast_unsigned()));
        }
        facts.push(u64::MAX);
    }
}
