//! What holds after every event whatever the programme says: a third witness beside the two engines, which
//! could be wrong together.

use treue_lang::programme::{Id as _, Programme};
use treue_lang::time::Day;
use treue_runtime::decision::Decision;
use treue_runtime::event::{Event, What};
use treue_runtime::state::{Member, Members, TrackState};
use std::sync::Arc;

/// Whether all laws hold; the one that does not.
///
/// # Errors
/// The law that is broken.
pub fn hold(
    p: &Programme,
    event: &Event,
    decisions: &[Arc<Decision>],
    before: &Members,
    after: &Members,
) -> Result<(), String> {
    for d in decisions {
        let changed = before.get(&d.member) != after.get(&d.member);
        if d.refusal.is_some() && changed {
            return Err("a refused event changed the state".to_owned());
        }
        if d.repeated && changed {
            return Err("a repeated event changed the state".to_owned());
        }
        if d.refusal.is_some() && *d.as_ref() != Decision::refused(event, &d.member, d.refusal.clone().unwrap()) {
            return Err("a refusal says more than that it refuses".to_owned());
        }
        awards(p, d)?;
        if let Some(member) = after.get(&d.member)
            && d.refusal.is_none()
            && !d.repeated
        {
            balances(p, event, d, member)?;
        }
    }
    if matches!(event.what, What::Clock) && decisions.iter().any(|d| !d.awards.is_empty()) {
        return Err("a clock event gave an award".to_owned());
    }
    for (_, member) in after.iter() {
        canonical(p, member)?;
    }
    Ok(())
}

fn awards(p: &Programme, d: &Decision) -> Result<(), String> {
    let mut seen: Vec<usize> = d.awards.iter().map(|a| a.rule.index()).collect();
    if !seen.is_sorted() {
        return Err("awards are not in the order of the rules".to_owned());
    }
    seen.extend(d.not_applied.iter().map(|n| n.rule.index()));
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() != all {
        return Err("a rule stands twice in a decision".to_owned());
    }
    for a in &d.awards {
        if a.points <= 0 {
            return Err("an award of nothing".to_owned());
        }
        let rule = &p.rules[a.rule];
        if a.rounded < a.points {
            return Err(format!("`{}` gave more than its rounded value", rule.name));
        }
        if a.raw.1 <= 0 || a.raw.0 < 0 {
            return Err(format!("the raw value of `{}` is no fraction above zero", rule.name));
        }
        if a.points < a.rounded && a.cut_by.is_none() {
            return Err(format!("`{}` was cut by nothing", rule.name));
        }
    }
    Ok(())
}

fn balances(p: &Programme, event: &Event, d: &Decision, member: &Member) -> Result<(), String> {
    for (unit, _) in p.units.iter() {
        let known = member.balance(unit, event.local.day);
        if d.balances.get(unit.index()) != Some(&known) {
            return Err("the decision's balance is not that of the lots".to_owned());
        }
    }
    Ok(())
}

/// The form that `state` promises.
fn canonical(p: &Programme, member: &Member) -> Result<(), String> {
    let order: Vec<_> = member
        .lots
        .iter()
        .map(|l| (l.unit, l.expires.unwrap_or(Day(i32::MAX)), l.earned, l.available, l.payer))
        .collect();
    if !order.is_sorted_by(|a, b| a < b) {
        return Err("lots are not in canonical order, or two are alike".to_owned());
    }
    if member.lots.iter().any(|l| l.points <= 0) {
        return Err("a lot without points".to_owned());
    }
    let today = member.last_day.unwrap_or(Day(0));
    for (unit, _) in p.units.iter() {
        let owed = member.owed[unit.index()];
        if owed < 0 {
            return Err("a debt below zero".to_owned());
        }
        if owed > 0 && member.lots.iter().any(|l| l.unit == unit && l.available <= today) {
            return Err("points are owed while others are available".to_owned());
        }
    }
    for state in &member.tracks {
        if let TrackState::Rolling(days) = state
            && (days.iter().any(|(_, v)| *v == 0) || !days.is_sorted_by(|a, b| a.0 < b.0))
        {
            return Err("a rolling track keeps an empty day, or days out of order".to_owned());
        }
    }
    Ok(())
}
