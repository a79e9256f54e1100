//! How much was missing where a rule gave nothing: the amounts of the receipt are measured by rules of their own, in a copy of
//! the programme that decides nothing else.

use super::facts::Facts;
use std::sync::Arc;
use treue_lang::programme::{
    AmountId, Award, Compare, Comparison, Condition, Conjunct, Id, Number, Programme, Rate, Ratio, Rule,
    RuleId, Step, Trigger, UnitId,
};
use treue_runtime::decision::{NotApplied, Reason};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::What;
use treue_runtime::explain::amounts::measured;
use treue_runtime::reference::Reference;
use treue_terms::Missing;

impl Facts<'_> {
    /// What was missing of an amount or a track for a rule to give something; nothing if it is not a matter of more.
    pub(super) fn missing(&self, not: &NotApplied) -> Option<Missing> {
        let rule = self.programme.rules.get(not.rule)?;
        match not.reason {
            Reason::Condition(k) => {
                let conjunct = rule.conditions.get(usize::try_from(k).ok()?)?;
                self.missing_for(&conjunct.condition)
            }
            Reason::Zero if rule.over.is_none() => {
                let amount = measured(&rule.award)?;
                let least = match &rule.award {
                    Award::Rate(Rate::Steps(_, step, _), _) => *step,
                    Award::Bands { bands, .. } => bands.first().map(|band| band.from)?,
                    Award::Rate(Rate::Flat(_) | Rate::Proportional(..), _)
                    | Award::Share { .. }
                    | Award::Portion { .. } => return None,
                };
                let more = least.checked_sub(self.measure(amount)?)?;
                (more > 0).then_some(Missing::Amount(amount, more))
            }
            Reason::Zero | Reason::Limit(_) | Reason::LostIn(_) => None,
        }
    }

    fn missing_for(&self, condition: &Condition) -> Option<Missing> {
        let compare = match condition {
            Condition::Compare(compare) => compare,
            // What the level is reached by.
            Condition::Tier(tiers, Comparison::Is | Comparison::AtLeast, level) => {
                match self.programme.tiers.get(*tiers)?.level(*level)?.entry.as_slice() {
                    [Conjunct { condition: Condition::Compare(compare), .. }] => compare,
                    _ => return None,
                }
            }
            Condition::All(_)
            | Condition::Any(_)
            | Condition::AtLeast(..)
            | Condition::Not(_)
            | Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Day(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => return None,
        };
        let Compare { left, left_times, how, right, right_times } = compare;
        let Number::Constant(wanted) = right else { return None };
        let wanted = i128::from(*wanted) * i128::from(*right_times);
        let times = i128::from((*left_times).max(1));
        let least = match how {
            Comparison::AtLeast => wanted.div_euclid(times) + i128::from(wanted.rem_euclid(times) != 0),
            Comparison::Above => wanted.div_euclid(times) + 1,
            Comparison::Is | Comparison::IsNot | Comparison::AtMost | Comparison::Below => return None,
        };
        let least = i64::try_from(least).ok()?;
        let more = |is: i64| least.checked_sub(is).filter(|more| *more > 0);
        match left {
            Number::Amount(amount) => Some(Missing::Amount(*amount, more(self.measure(*amount)?)?)),
            Number::Track { track, including: false } => {
                Some(Missing::Track(*track, more(self.stands(*track)?)?))
            }
            Number::Track { including: true, .. }
            | Number::Constant(_)
            | Number::DaysSincePurchase(_)
            | Number::Balance(_)
            | Number::Field(..) => None,
        }
    }

    /// What an amount of the receipt comes to.
    fn measure(&self, amount: AmountId) -> Option<i64> {
        let on = match &self.event.what {
            What::Purchase(_) => Trigger::Purchase,
            What::Activity(activity) => Trigger::Activity(activity.kind.clone()),
            What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_)
            | What::Clock => return None,
        };
        let mut measuring: Programme = self.programme.clone();
        let unit = measuring.units.ids().next().unwrap_or_else(|| UnitId::from_index(0));
        let id: RuleId = measuring.rules.push(Rule {
            unit,
            on,
            award: Award::Rate(Rate::Proportional(amount, Ratio::ONE), None),
            ..Rule::default()
        });
        measuring.order.push(Step::Rule(id));
        let mut engine = Reference::new(Arc::new(measuring), Detail::Full);
        let decision = engine.apply(&self.decision.member, &mut self.before.clone(), self.event);
        if decision.refusal.is_some() {
            return None;
        }
        // Below zero is nothing, too.
        let award = decision.awards.iter().find(|award| award.rule == id);
        Some(award.and_then(|award| award.amount).unwrap_or(0))
    }
}
