//! From slots to a decision: awards, why rules gave nothing, what partners pay.

use super::Desk;
use super::clocks::Earned;
use crate::decision::{self, Decision, NotApplied, Posting, Reason};
use crate::engine::Detail;
use crate::native::code::Compiled;
use crate::native::plan::lines::amount_of;
use crate::native::plan::{RuleSlots, reason};
use treue_lang::programme::{
    AmountId, Award, FieldId, Id, LimitId, PartnerId, Programme, Ratio, Rule, RuleId, StackId,
};

impl Desk {
    /// Awards in the order of the rules, and the rules that gave nothing.
    pub(crate) fn collect_awards(&self, compiled: &Compiled, earned: Earned<'_>, decision: &mut Decision) {
        let plan = compiled.plan();
        let full = self.detail == Detail::Full;
        for id in &self.found.looked {
            let (id, points) = (*id, self.get(plan.rule(*id).given));
            if points <= 0 && !full {
                continue;
            }
            let Some(rule) = compiled.programme().rules.get(id) else { continue };
            if points > 0 {
                decision.awards.push(self.award(compiled, earned, id, rule, plan.rule(id)));
            } else if let Some(reason) = reason_of(self.get(plan.rule(id).reason)) {
                decision.not_applied.push(NotApplied { rule: id, reason });
            }
        }
    }

    #[inline]
    fn award(
        &self,
        compiled: &Compiled,
        earned: Earned<'_>,
        id: RuleId,
        rule: &Rule,
        slots: RuleSlots,
    ) -> decision::Award {
        let plan = compiled.plan();
        let available = self.available(compiled, earned, id);
        let amount = self.amount_in_force(compiled, &rule.award, rule.decided_by);
        let slot = plan.contest_amount(id).or_else(|| amount.and_then(|a| plan.amount(a)));
        decision::Award {
            rule: id,
            points: self.get(slots.given),
            amount: amount.and(slot).map(|slot| self.get(slot)),
            raw: lowest_terms(self.get(slots.whole), self.get(slots.rest), compiled.denominator(id)),
            rounded: self.get(slots.rounded),
            cut_by: u32::try_from(self.get(slots.cut) - 1).ok().map(LimitId),
            lines: match (self.detail, amount) {
                (Detail::Full, Some(amount)) => self.lines_of(compiled, id, rule, amount),
                (Detail::Full, None) | (Detail::Awards, _) => Vec::new(),
            },
            available,
            expires: self.dates(compiled, earned, rule.unit, Some(id), available).0,
            payer: rule.partner,
        }
    }

    /// The lines of an award: of the amount it measures, or those that it won.
    fn lines_of(&self, compiled: &Compiled, id: RuleId, rule: &Rule, amount: AmountId) -> Vec<u32> {
        let plan = compiled.plan();
        let Some(stack) = rule.contest else {
            return self.lines.marked(plan, amount).filter_map(|line| u32::try_from(line).ok()).collect();
        };
        let rules = compiled.programme().stacks.get(stack).map_or(&[][..], |s| &s.rules);
        let position = rules.iter().position(|r| *r == id).and_then(|p| i64::try_from(p).ok()).unwrap_or(-2);
        self.lines.won(plan, stack.index(), position).filter_map(|line| u32::try_from(line).ok()).collect()
    }

    /// The amount that a rule measures at the level held; `None` for flat awards, and for shares but of one rule on some lines.
    fn amount_in_force(
        &self,
        compiled: &Compiled,
        award: &Award,
        decided_by: Option<FieldId>,
    ) -> Option<AmountId> {
        match award {
            Award::Rate(rate, by_level) => {
                let by_level = by_level.as_ref().and_then(|by| {
                    let level = self.get(compiled.plan().levels_for(decided_by).at(by.tiers.index()));
                    by.rates.get(usize::try_from(level).ok()?)
                });
                amount_of(by_level.unwrap_or(rate))
            }
            Award::Bands { amount, .. } => Some(*amount),
            Award::Share { .. } => None,
            Award::Portion { of, .. } => match of.as_slice() {
                [one] => {
                    let rule = compiled.programme().rules.get(one.rule)?;
                    self.amount_in_force(compiled, &one.award, rule.decided_by)
                }
                _ => None,
            },
        }
    }

    /// Partners pay for points of their rules.
    pub(crate) fn collect_postings(&self, compiled: &Compiled, decision: &mut Decision) {
        let programme = compiled.programme();
        for award in &decision.awards {
            decision.postings.extend(postings(programme, award.rule, award.points));
        }
    }
}

/// What partners pay for so many points of a rule: those that fund it, or the one it stands in, if it pays for that unit.
pub(crate) fn postings(programme: &Programme, id: RuleId, points: i64) -> Vec<Posting> {
    let Some(rule) = programme.rules.get(id) else { return Vec::new() };
    if rule.funding.is_empty() {
        let pays = rule.partner.and_then(|partner| {
            let pays = programme.partners.get(partner)?.pays.iter().find(|p| p.unit == rule.unit)?;
            Some((partner, pays.money))
        });
        return pays.into_iter().map(|(partner, money)| paid(partner, id, points, money)).collect();
    }
    let funded = rule.funding.iter().filter_map(|f| Some((f.partner?, f.money?)));
    funded.map(|(partner, money)| paid(partner, id, points, money)).collect()
}

/// What a partner pays, in lowest terms.
fn paid(partner: PartnerId, rule: RuleId, points: i64, each: Ratio) -> Posting {
    let common = gcd(points.unsigned_abs(), each.denominator().unsigned_abs());
    let common = i64::try_from(common).unwrap_or(1).max(1);
    let money =
        (i128::from(points / common) * i128::from(each.numerator()), i128::from(each.denominator() / common));
    // A rate of nothing is 0 / 1.
    let money = if money.0 == 0 { (0, 1) } else { money };
    Posting::Pays { partner, rule, points, money }
}

/// whole + rest / den in lowest terms. The rest is below `den`.
pub(super) fn lowest_terms(whole: i64, rest: i64, den: u64) -> (i128, i128) {
    if rest == 0 {
        return (i128::from(whole), 1);
    }
    let common = gcd(rest.unsigned_abs(), den).max(1);
    let (rest, den) = (rest.unsigned_abs() / common, i128::from(den / common));
    (i128::from(whole) * den + i128::from(rest), den)
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    // Half as wide is divided much faster.
    if let (Ok(mut a), Ok(mut b)) = (u32::try_from(a), u32::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return u64::from(a);
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// What stands in a reason slot; `None` for a rule that did not look.
fn reason_of(slot: i64) -> Option<Reason> {
    let number = u32::try_from(slot >> reason::KIND_BITS).unwrap_or(0);
    match slot & ((1 << reason::KIND_BITS) - 1) {
        reason::CONDITION => Some(Reason::Condition(number)),
        reason::LIMIT => Some(Reason::Limit(LimitId(number))),
        reason::LOST => Some(Reason::LostIn(StackId(number))),
        reason::ELSEWHERE => None,
        // Nothing was given and nothing took it: it came to zero.
        _ => Some(Reason::Zero),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_values_are_in_lowest_terms() {
        assert_eq!(lowest_terms(12, 50, 100), (25, 2));
        assert_eq!(lowest_terms(12, 0, 100), (12, 1));
        assert_eq!(lowest_terms(0, 1, 3), (1, 3));
        assert_eq!(lowest_terms(7, 0, 1), (7, 1));
    }
}
