//! Steps 7 and 8: every rule and stack, in the order of evaluation.

use super::exact::{Exact, to_i64};
use super::scene::{Kind, Scene};
use super::{award, condition, limit, rounding, stack, versions, windows};
use crate::decision::{Reason, Refusal};
use num_bigint::BigInt;
use num_traits::Zero;
use treue_lang::programme::{Arena, Award, LimitId, Over, Rounding, RoundingPlace, RuleId, Step, Trigger};

/// What has become of a rule so far.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// Whether it looks at this event at all.
    pub(super) looks: bool,
    /// Whether all its conditions hold.
    pub(super) applies: bool,
    /// The exact value before rounding; 0 if it does not apply.
    pub(super) raw: Exact,
    /// After rounding, before any limit.
    pub(super) rounded: i64,
    /// What it gives at this moment of the order.
    pub(super) gives: i64,
    /// The last limit that cut it.
    pub(super) cut_by: Option<LimitId>,
    /// Of a rule that competes for lines: which it won.
    pub(super) won: Option<Vec<bool>>,
    /// Why it gives nothing, as soon as it does.
    pub(super) reason: Option<Reason>,
}

/// What has become of all rules.
pub(super) type Outcomes = Arena<RuleId, Outcome>;

/// Evaluates all rules and stacks on one event.
pub(super) fn evaluate(scene: &Scene<'_>) -> Result<Outcomes, Refusal> {
    let mut outcomes = Outcomes::default();
    for (id, _) in scene.programme.rules.iter() {
        outcomes.push(Outcome::nothing(looks_at(scene, id)));
    }
    for step in &scene.programme.order {
        match step {
            Step::Rule(id) => {
                let after = evaluate_rule(scene, &outcomes, *id)?;
                if let Some(outcome) = outcomes.get_mut(*id) {
                    *outcome = after;
                }
            }
            Step::Stack(id) => stack::combine(scene, &mut outcomes, *id)?,
        }
    }
    for (id, rule) in scene.programme.rules.iter() {
        if let (Some(over), Some(outcome)) = (&rule.over, outcomes.get_mut(id)) {
            outcome.reason = why_not_counted(scene, id, over);
        }
    }
    Ok(outcomes)
}

fn looks_at(scene: &Scene<'_>, id: RuleId) -> bool {
    versions::looks(scene, id) && is_of(scene, &scene.programme.rules[id].on)
}

/// Whether the event is of the named ones.
pub(super) fn is_of(scene: &Scene<'_>, on: &Trigger) -> bool {
    match (on, scene.kind) {
        (Trigger::Purchase, Kind::Purchase) => true,
        (Trigger::Activity(asked), Kind::Activity(kind)) => asked == kind,
        (Trigger::Purchase, Kind::Activity(_) | Kind::Other)
        | (Trigger::Activity(_), Kind::Purchase | Kind::Other) => false,
    }
}

/// Why a window rule that looks at an event does not count it; `None` if it does.
fn why_not_counted(scene: &Scene<'_>, id: RuleId, over: &Over) -> Option<Reason> {
    let rule = &scene.programme.rules[id];
    if !looks_at(scene, id) || windows::has_booked(scene, over) {
        return None;
    }
    let failed = rule.conditions.iter().position(|c| !condition::holds(scene, &c.condition));
    Some(failed.map_or(Reason::Zero, |k| Reason::Condition(u32::try_from(k).unwrap_or(u32::MAX))))
}

/// Step 7: conditions, raw value, rounding, own limits.
fn evaluate_rule(scene: &Scene<'_>, outcomes: &Outcomes, id: RuleId) -> Result<Outcome, Refusal> {
    let rule = &scene.programme.rules[id];
    let mut outcome = Outcome::nothing(looks_at(scene, id));
    if !outcome.looks {
        return Ok(outcome);
    }
    let decided = versions::decided(scene, rule);
    let scene = decided.as_ref().unwrap_or(scene);
    if let Some(failed) = rule.conditions.iter().position(|c| !condition::holds(scene, &c.condition)) {
        outcome.reason = Some(Reason::Condition(u32::try_from(failed).unwrap_or(u32::MAX)));
        return Ok(outcome);
    }
    outcome.applies = true;
    if rule.contest.is_some() {
        // The rest follows in its stack.
        return Ok(outcome);
    }
    let (raw, rounded) = raw_and_rounded(scene, outcomes, &rule.award, rule.rounding);
    outcome.raw = raw;
    if rule.rounding.place == RoundingPlace::Stack {
        return Ok(outcome);
    }
    outcome.set_rounded(to_i64(&rounded)?);
    limit::cut_by_own(scene, &rule.limits, &mut outcome);
    Ok(outcome)
}

/// The raw value and the rounded one. Per line both are sums over the lines, each 0 if below zero.
pub(super) fn raw_and_rounded(
    scene: &Scene<'_>,
    outcomes: &Outcomes,
    award: &Award,
    how: Rounding,
) -> (Exact, BigInt) {
    if how.place == RoundingPlace::Line
        && let Some(lines) = award::values_of_lines(scene, award)
    {
        let raw = lines.iter().fold(Exact::zero(), |sum, line| sum + line);
        let rounded: BigInt = lines.iter().map(|line| rounding::round(line, how)).sum();
        return (award::at_least_zero(raw), rounded.max(BigInt::ZERO));
    }
    let raw = award::value(scene, outcomes, award);
    let rounded = rounding::round(&raw, how);
    (raw, rounded)
}

impl Outcome {
    fn nothing(looks: bool) -> Outcome {
        Outcome {
            looks,
            applies: false,
            raw: Exact::zero(),
            rounded: 0,
            gives: 0,
            cut_by: None,
            won: None,
            reason: None,
        }
    }

    /// What the rule comes to before any limit.
    pub(super) fn set_rounded(&mut self, rounded: i64) {
        self.rounded = rounded;
        self.gives = rounded;
        if rounded == 0 && self.applies {
            self.reason = Some(Reason::Zero);
        }
    }
}
