//! What happens to members beside what rules give: what limits take away, points that end, levels that are won and lost. Kernels
//! count it where awards are asked for; what is decided as an event is counted from its decision.

use super::receipt::Turn;
use super::space::{OfMembers, Place};
use crate::decision::Decision;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Id, Programme, RuleId, TiersId};

/// What happened, in all batches that were booked with awards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// By `RuleId`: what limits took away where they left something.
    pub cut: Vec<i128>,
    /// By `UnitId`: points that ended.
    pub expired: Vec<i128>,
    /// By `TiersId`: how often a higher and a lower level was taken.
    pub levels: Vec<(u64, u64)>,
}

/// What a kernel counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Counted {
    Cut(RuleId),
    Up(TiersId),
    Down(TiersId),
}

impl Counted {
    /// Where its number stands.
    fn position(self, programme: &Programme) -> usize {
        let levels = |id: TiersId| programme.rules.len().saturating_add(id.index().saturating_mul(2));
        match self {
            Counted::Cut(rule) => rule.index(),
            Counted::Up(id) => levels(id),
            Counted::Down(id) => levels(id).saturating_add(1),
        }
    }
}

/// Room for what kernels count.
pub(super) fn counts(programme: &Programme) -> Vec<i64> {
    vec![0; programme.rules.len().saturating_add(programme.tiers.len().saturating_mul(2))]
}

impl Happened {
    pub(super) fn new(programme: &Programme) -> Happened {
        Happened {
            cut: vec![0; programme.rules.len()],
            expired: vec![0; programme.units.len()],
            levels: vec![(0, 0); programme.tiers.len()],
        }
    }

    /// Takes over what kernels counted; of a batch, so that no number is too large.
    pub(super) fn take(&mut self, counts: &mut [i64]) {
        let (cut, levels) = counts.split_at_mut(self.cut.len().min(counts.len()));
        for (sum, more) in self.cut.iter_mut().zip(cut) {
            *sum += i128::from(std::mem::take(more));
        }
        let times = |count: &mut i64| u64::try_from(std::mem::take(count)).unwrap_or(0);
        for (sum, more) in self.levels.iter_mut().zip(levels.chunks_exact_mut(2)) {
            if let [up, down] = more {
                *sum = (sum.0 + times(up), sum.1 + times(down));
            }
        }
    }

    /// Counts a decision.
    pub(super) fn decided(&mut self, decision: &Decision) {
        for award in decision.awards.iter().filter(|award| award.cut_by.is_some()) {
            if let Some(sum) = self.cut.get_mut(award.rule.index()) {
                *sum += i128::from(award.rounded) - i128::from(award.points);
            }
        }
        for expired in &decision.expired {
            if let Some(sum) = self.expired.get_mut(expired.unit.index()) {
                *sum += i128::from(expired.points);
            }
        }
        for change in &decision.tiers {
            if let Some((up, down)) = self.levels.get_mut(change.tiers.index()) {
                *up += u64::from(change.to > change.from);
                *down += u64::from(change.to < change.from);
            }
        }
    }

    /// Adds what happened to others.
    pub fn add(&mut self, other: &Happened) {
        let Happened { cut, expired, levels } = other;
        self.cut.iter_mut().zip(cut).for_each(|(sum, more)| *sum += more);
        self.expired.iter_mut().zip(expired).for_each(|(sum, more)| *sum += more);
        self.levels.iter_mut().zip(levels).for_each(|(sum, more)| *sum = (sum.0 + more.0, sum.1 + more.1));
    }
}

impl Turn<'_, '_, '_> {
    /// Counts one if this holds of two numbers.
    pub(super) fn count(&mut self, what: Counted, how: IntCC, (left, right): (Value, Value)) -> Option<()> {
        if self.shape.awards {
            let holds = self.b.ins().icmp(how, left, right);
            let one = self.b.ins().uextend(I64, holds);
            self.past.as_mut()?.counts.push((what, one));
        }
        Some(())
    }

    /// Counts what limits take away of what rules give, where they leave something.
    pub(super) fn count_cuts(&mut self) -> Option<()> {
        if self.past.is_none() {
            return Some(());
        }
        for id in self.programme.rules.ids() {
            let outcome = self.outcomes.get(id.index()).copied().flatten();
            let Some(outcome) = outcome.filter(|outcome| outcome.rounded != outcome.gives) else { continue };
            let zero = self.number(0);
            let gives = self.b.ins().icmp(IntCC::SignedGreaterThan, outcome.gives, zero);
            let cut = self.b.ins().isub(outcome.rounded, outcome.gives);
            let cut = self.b.ins().select(gives, cut, zero);
            self.past.as_mut()?.counts.push((Counted::Cut(id), cut));
        }
        Some(())
    }

    /// Writes what was counted, when it is known that all is as usual.
    pub(super) fn write_counts(&mut self) -> Option<()> {
        let counts = std::mem::take(&mut self.past.as_mut()?.counts);
        if counts.is_empty() {
            return Some(());
        }
        let start = self.b.place(Place::Of(OfMembers::Counts));
        for (what, more) in counts {
            let offset = i32::try_from(what.position(self.programme).checked_mul(8)?).ok()?;
            let sum = self.b.load_sum(I64, start, offset);
            let sum = self.b.ins().iadd(sum, more);
            self.b.store(sum, start, offset);
        }
        Some(())
    }
}
