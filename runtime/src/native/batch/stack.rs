//! Stacks and limits.

use super::receipt::{Outcome, TOP, Turn};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I8;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{
    Award, Id, LimitId, LimitOwner, LimitWindow, Most, Rate, RuleId, Stack, StackMember, StackWay,
    TrackSubject,
};

impl Turn<'_, '_, '_> {
    pub(super) fn stack(&mut self, stack: &Stack) -> Option<()> {
        if stack.per_line || stack.together.is_some() {
            return None;
        }
        match stack.way {
            StackWay::All => {}
            StackWay::Multiply => return None,
            StackWay::Best => self.keep_one(stack, true)?,
            StackWay::First => self.keep_one(stack, false)?,
        }
        let in_part = stack.limits.iter().map(|id| self.fits_in_part(*id)).collect::<Option<Vec<bool>>>()?;
        let together = self.only_the_sum_counts(stack) && in_part.iter().all(|in_part| *in_part);
        for (place, (id, in_part)) in stack.limits.iter().zip(in_part).enumerate() {
            let mut left = self.left(*id)?;
            if together {
                self.fill_together(stack, left, *id)?;
                continue;
            }
            if let (Some(room), true) = (left, in_part) {
                self.fill(stack, room, place + 1 == stack.limits.len())?;
                continue;
            }
            for rule in &stack.rules {
                let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() else { continue };
                let (after, rest) = self.cut(outcome, left, *id)?;
                *self.outcomes.get_mut(rule.index())? = Some(after);
                left = rest;
            }
        }
        Some(())
    }

    /// Whether nobody asks what a single rule of a stack gives.
    pub(super) fn only_the_sum_counts(&self, stack: &Stack) -> bool {
        let read = |of: &[RuleId]| of.iter().any(|rule| stack.rules.contains(rule));
        let shares = self.programme.rules.iter().any(|(_, rule)| match &rule.award {
            Award::Share { of, .. } => read(of),
            Award::Portion { .. } => true,
            Award::Rate(..) | Award::Bands { .. } => false,
        });
        !self.shape.awards
            && stack.parent.is_none()
            && !shares
            && self.is_one_purse(stack)
            && !self.counted_alone(stack)
    }

    /// Whether points of all rules of a stack go to the same place.
    fn is_one_purse(&self, stack: &Stack) -> bool {
        let first = stack.rules.first().and_then(|rule| self.purse(*rule));
        stack.rules.iter().all(|rule| self.purse(*rule) == first)
    }

    /// Whether a track counts what some rules of a stack give.
    fn counted_alone(&self, stack: &Stack) -> bool {
        let one = |rules: &[RuleId]| rules.iter().any(|rule| stack.rules.contains(rule));
        self.past.is_some()
            && self.programme.tracks.iter().any(|(_, track)| match &track.subject {
                TrackSubject::PointsFrom(rules) => one(rules),
                TrackSubject::Given(LimitOwner::Rule(rule)) | TrackSubject::Times(LimitOwner::Rule(rule)) => {
                    one(self.programme.versions(rule))
                }
                TrackSubject::Given(LimitOwner::Stack(of)) | TrackSubject::Times(LimitOwner::Stack(of)) => {
                    self.programme.stacks.get(*of).is_none_or(|of| of.name != stack.name && one(&of.rules))
                }
                TrackSubject::Given(LimitOwner::Gift(_) | LimitOwner::Reward(_))
                | TrackSubject::Times(LimitOwner::Gift(_) | LimitOwner::Reward(_))
                | TrackSubject::Amount(_)
                | TrackSubject::Purchases
                | TrackSubject::Points(_)
                | TrackSubject::Plus(_)
                | TrackSubject::Activities(_)
                | TrackSubject::Field { .. }
                | TrackSubject::InARow(_)
                | TrackSubject::Days(_)
                | TrackSubject::Different(..)
                | TrackSubject::Pieces(_)
                | TrackSubject::Over(_) => false,
            })
    }

    pub(super) fn fits_in_part(&self, id: LimitId) -> Option<bool> {
        let limit = self.programme.limits.get(id)?;
        Some(!limit.whole && !matches!(limit.most, Most::Times(_)))
    }

    /// Each rule takes what fits: its step of the running sum, cut. The last limit of a stack leaves its sum.
    pub(super) fn fill(&mut self, stack: &Stack, (room, size): (Value, u128), last: bool) -> Option<()> {
        let mut running: Option<(Value, Value, u128)> = None;
        let last = last && stack.parent.is_none() && self.is_one_purse(stack);
        for rule in &stack.rules {
            let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() else { continue };
            let (sum, before, most) = match running {
                None => (outcome.gives, None, outcome.most),
                Some((sum, cut, most)) => {
                    (self.b.ins().iadd(sum, outcome.gives), Some(cut), most.saturating_add(outcome.most))
                }
            };
            if most >= TOP {
                return None;
            }
            let cut = self.b.ins().smin(sum, room);
            let gives = before.map_or(cut, |before| self.b.ins().isub(cut, before));
            running = Some((sum, cut, most));
            let after = Outcome { gives, most: outcome.most.min(size), stacked: last, ..outcome };
            *self.outcomes.get_mut(rule.index())? = Some(after);
        }
        if let (Some((_, cut, most)), true) = (running, last) {
            let purse = stack.rules.first().and_then(|rule| self.purse(*rule))?;
            self.stacked.push((purse, cut, most.min(size)));
        }
        Some(())
    }

    /// The sum of a stack's rules, cut once; it stands for all of them at the first.
    pub(super) fn fill_together(
        &mut self,
        stack: &Stack,
        left: Option<(Value, u128)>,
        id: LimitId,
    ) -> Option<()> {
        let mut all: Option<Outcome> = None;
        let mut first = None;
        for rule in &stack.rules {
            let Some(outcome) = self.outcomes.get_mut(rule.index())?.take() else { continue };
            first = first.or(Some(*rule));
            all = Some(match all {
                None => outcome,
                Some(sum) => Outcome {
                    gives: self.b.ins().iadd(sum.gives, outcome.gives),
                    rounded: self.b.ins().iadd(sum.rounded, outcome.rounded),
                    most: sum.most.saturating_add(outcome.most),
                    raw: None,
                    stacked: false,
                },
            });
        }
        if let (Some(all), Some(first)) = (all, first) {
            if all.most >= TOP {
                return None;
            }
            *self.outcomes.get_mut(first.index())? = Some(self.cut(all, left, id)?.0);
        }
        Some(())
    }

    /// The best member stays, or the first that gives something.
    pub(super) fn keep_one(&mut self, stack: &Stack, best: bool) -> Option<()> {
        let mut members = Vec::new();
        for member in &stack.members {
            let rules = match member {
                StackMember::Rule(rule) => vec![*rule],
                StackMember::Stack(stack) => self.programme.stacks.get(*stack)?.rules.clone(),
            };
            let mut sum = self.number(0);
            let mut most = 0u128;
            for rule in &rules {
                if let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() {
                    sum = self.b.ins().iadd(sum, outcome.gives);
                    most = most.saturating_add(outcome.most);
                }
            }
            if most >= TOP {
                return None;
            }
            members.push((rules, sum));
        }
        let zero = self.number(0);
        let mut taken = self.b.ins().iconst(I8, 0);
        let top =
            if best { members.iter().fold(zero, |top, (_, sum)| self.b.ins().smax(top, *sum)) } else { zero };
        for (rules, sum) in members {
            let code = if best { IntCC::Equal } else { IntCC::SignedGreaterThan };
            let good = self.b.ins().icmp(code, sum, top);
            let wins = self.b.ins().band_not(good, taken);
            taken = self.b.ins().bor(taken, good);
            for rule in rules {
                let Some(outcome) = self.outcomes.get_mut(rule.index())? else { continue };
                outcome.gives = self.b.ins().select(wins, outcome.gives, zero);
            }
        }
        Some(())
    }

    /// What a limit has left; for a member of whom nothing is known all of it, and nothing of one by number of events.
    pub(super) fn left(&mut self, id: LimitId) -> Option<Option<(Value, u128)>> {
        let limit = self.programme.limits.get(id)?;
        if let (LimitWindow::Window(_, track), true) = (limit.window, self.past.is_some()) {
            return Some(Some(self.left_over(limit.most, track)?));
        }
        let by_amount = match limit.most {
            Most::Times(times) | Most::Pieces(times) => return (times > 0).then_some(None),
            Most::Points(size) => {
                return Some(Some((self.number(size), u128::from(u64::try_from(size).ok()?))));
            }
            Most::PerPart(amount, each) => Rate::Proportional(amount, each),
            Most::PerStep(amount, step, each) => Rate::Steps(amount, step, each),
        };
        let exact = self.rate(&by_amount)?;
        let whole = self.b.divide(exact.num, exact.den, exact.most)?;
        Some(Some((whole, exact.most / u128::from(exact.den))))
    }

    /// What fits of what a rule gives, and what is left then.
    pub(super) fn cut(
        &mut self,
        outcome: Outcome,
        left: Option<(Value, u128)>,
        id: LimitId,
    ) -> Option<(Outcome, Option<(Value, u128)>)> {
        let Some((room, size)) = left else { return Some((outcome, None)) };
        let gives = if self.programme.limits.get(id)?.whole {
            let fits = self.b.ins().icmp(IntCC::SignedLessThanOrEqual, outcome.gives, room);
            let zero = self.number(0);
            self.b.ins().select(fits, outcome.gives, zero)
        } else {
            self.b.ins().smin(outcome.gives, room)
        };
        let rest = self.b.ins().isub(room, gives);
        Some((Outcome { gives, most: outcome.most.min(size), ..outcome }, Some((rest, size))))
    }
}
