//! What holds after every event whatever the programme says: a third witness beside the two engines, which
//! could be wrong together.

use std::sync::Arc;
use treue_lang::programme::{
    Gives, Id as _, LimitOwner, LimitWindow, Most, Programme, RuleId, Scope, StackMember, StackWay, UnitId,
};
use treue_lang::time::{Day, Own, Window};
use treue_runtime::decision::{Decision, Posting, RewardTaken};
use treue_runtime::event::{AccountChange, Event, Grant, What};
use treue_runtime::state::{Member, Members, TrackState};

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
        // Somebody who would give to themselves, or whose account another one went up into, may have several.
        let several = decisions.iter().filter(|other| other.member == d.member).count() > 1;
        let own_gift = several;
        let changed = before.get(&d.member) != after.get(&d.member) && !own_gift;
        if d.refusal.is_some() && changed {
            return Err("a refused event changed the state".to_owned());
        }
        if d.repeated && changed {
            return Err("a repeated event changed the state".to_owned());
        }
        if d.refusal.is_some()
            && *d.as_ref()
                != (Decision {
                    from: d.from.clone(),
                    ..Decision::refused(event, &d.member, d.refusal.clone().unwrap())
                })
        {
            return Err("a refusal says more than that it refuses".to_owned());
        }
        awards(p, d)?;
        if d.from.is_none() {
            stacks(p, d)?;
        }
        if let Some(member) = after.get(&d.member)
            && d.refusal.is_none()
            && !d.repeated
            && !several
        {
            balances(p, event, d, member)?;
            conserved(p, event, d, before.get(&d.member), member)?;
            limits(p, event, d, before.get(&d.member), member)?;
        }
    }
    if matches!(event.what, What::Clock) && decisions.iter().any(|d| !d.awards.is_empty()) {
        return Err("a clock event gave an award".to_owned());
    }
    others(event, decisions, after)?;
    for (_, member) in after.iter() {
        canonical(p, member)?;
    }
    Ok(())
}

/// Whoever is named gets a decision, once, right behind that of the event; and nobody else.
fn others(event: &Event, decisions: &[Arc<Decision>], after: &Members) -> Result<(), String> {
    if matches!(event.account(), Some(AccountChange::Merge(_))) {
        // The account that goes up is brought up to the day before.
        return Ok(());
    }
    let own = decisions.first().filter(|d| d.from.is_none() && !d.repeated);
    let pays = own.is_some_and(|d| !d.shared.is_empty());
    if pays || matches!(event.what, What::Redeem(_) | What::Transfer(_)) {
        // Others of the household, for whom time may have passed, and who pay.
        let paid = |of: &str| {
            let of = after.shared().account(of);
            let left = after.get(of).is_some_and(|m| m.membership.ended.is_some());
            left || decisions.iter().any(|d| d.from.is_some() && d.member == of)
        };
        let all = own.iter().flat_map(|d| &d.shared).all(|debit| paid(&debit.of));
        return if all { Ok(()) } else { Err("somebody of the household did not pay".to_owned()) };
    }
    let mut named: Vec<&str> = Vec::new();
    for outgoing in own.iter().flat_map(|d| &d.outgoing) {
        let to = after.shared().account(&outgoing.to);
        // Who is not known has nothing that could be taken back.
        if (after.get(to).is_some() || outgoing.points > 0) && !named.contains(&to) {
            named.push(to);
        }
    }
    let got: Vec<&str> = decisions.iter().filter(|d| d.from.is_some()).map(|d| d.member.as_str()).collect();
    if named == got { Ok(()) } else { Err("others did not get what was meant for them".to_owned()) }
}

fn awards(p: &Programme, d: &Decision) -> Result<(), String> {
    let mut seen: Vec<usize> = d.awards.iter().map(|a| a.rule.index()).collect();
    // What comes from others stands in the order in which it was sent.
    if !seen.is_sorted() && d.from.is_none() {
        return Err("awards are not in the order of the rules".to_owned());
    }
    seen.extend(d.not_applied.iter().map(|n| n.rule.index()));
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() != all && d.from.is_none() {
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
        if a.points < a.rounded && a.cut_by.is_none() && !rule.companions {
            return Err(format!("`{}` was cut by nothing", rule.name));
        }
    }
    Ok(())
}

fn balances(p: &Programme, event: &Event, d: &Decision, member: &Member) -> Result<(), String> {
    for (unit, _) in p.units.iter() {
        // Another member's day may be later than the event's.
        let known = member.balance(unit, member.last_day.unwrap_or(event.local.day));
        if d.balances.get(unit.index()) != Some(&known) {
            return Err("the decision's balance is not that of the lots".to_owned());
        }
    }
    Ok(())
}

/// Points neither appear nor vanish: what a member has more is what was given less what was taken.
fn conserved(
    p: &Programme,
    event: &Event,
    d: &Decision,
    before: Option<&Member>,
    after: &Member,
) -> Result<(), String> {
    let net = |m: &Member, unit: UnitId| {
        let lots: i128 = m.lots.iter().filter(|l| l.unit == unit).map(|l| i128::from(l.points)).sum();
        lots - i128::from(m.owed[unit.index()])
    };
    for (unit, u) in p.units.iter() {
        let windows = d.windows.iter().map(|w| (w.rule, w.points));
        let all = d.awards.iter().map(|a| (a.rule, a.points)).chain(windows);
        let given: i128 =
            all.filter(|(rule, _)| p.rules[*rule].unit == unit).map(|(_, points)| i128::from(points)).sum();
        let gifts: i128 = d.level_gifts.iter().filter(|g| g.unit == unit).map(|g| i128::from(g.points)).sum();
        let given = given + gifts;
        let expired: i128 = d.expired.iter().filter(|e| e.unit == unit).map(|e| i128::from(e.points)).sum();
        let host = match &event.what {
            What::Grant(Grant::Points { unit: of, points }) if *of == unit => i128::from(*points),
            What::Redeem(_) => redeemed(d, unit),
            _ => 0,
        };
        let converted: i128 = d
            .postings
            .iter()
            .map(|x| match x {
                Posting::Converted { unit: of, points, .. } if *of == unit => i128::from(*points),
                Posting::Converted { .. } | Posting::Pays { .. } => 0,
            })
            .sum();
        let was = before.map_or(0, |m| net(m, unit)) + merged(d, unit);
        let issued: i128 = d.issued.iter().map(|i| moved(&i.taken, unit)).sum();
        if net(after, unit)
            != was + given - expired + host + issued - converted + returned(p, d, unit) + shared(d, unit)
        {
            return Err(format!("{} were neither given nor taken, and are more or less", u.name));
        }
    }
    Ok(())
}

/// What an account brought that went up into this one.
fn merged(d: &Decision, unit: UnitId) -> i128 {
    let Some(merged) = d.merged.as_deref() else { return 0 };
    let of_unit = |all: &[(UnitId, i64)]| -> i128 {
        all.iter().filter(|(id, _)| *id == unit).map(|(_, n)| i128::from(*n)).sum()
    };
    of_unit(&merged.points) - of_unit(&merged.owed)
}

/// What others of the household pay, or what the member pays for one of them. What comes back is told by the return.
fn shared(d: &Decision, unit: UnitId) -> i128 {
    let of_unit = d.shared.iter().filter(|s| s.unit == unit && s.points > 0);
    let points: i128 = of_unit.map(|s| i128::from(s.points)).sum();
    if d.from.is_some() { -points } else { points }
}

/// What a return gave and took of a unit: what expired, was cut or forgiven is not in the lots.
fn returned(p: &Programme, d: &Decision, unit: UnitId) -> i128 {
    let Some(r) = d.returned.as_deref() else { return 0 };
    let more = r.changes.iter().filter(|(id, n)| p.rules[*id].unit == unit && *n > 0);
    let more: i128 = more.map(|(_, n)| i128::from(*n)).sum();
    let taken = r.taken.iter().filter(|t| t.unit == unit);
    // What window rules take has been counted with what they give.
    let taken: i128 = taken.map(|t| i128::from(t.pending + t.own + t.other + t.owed - t.windows)).sum();
    let back: i128 = r.back.iter().filter(|(id, _)| *id == unit).map(|(_, n)| i128::from(*n)).sum();
    more - taken + back
}

/// No more is given than a limit had left.
fn limits(
    p: &Programme,
    event: &Event,
    d: &Decision,
    before: Option<&Member>,
    after: &Member,
) -> Result<(), String> {
    if matches!(event.what, What::Return(_)) || d.merged.is_some() {
        return Ok(());
    }
    let given = |rules: &[RuleId]| -> i128 {
        // What companions get of a rule's award counts for its limits, too.
        rules.iter().map(|rule| i128::from(d.given_by(*rule))).sum()
    };
    // Windows go by the programme's zone, wherever the store is.
    let own = p.zone.local(event.at).day;
    let today = match after.last_day {
        // A late event counts in the windows of its own day.
        Some(_) if d.late => own,
        Some(day) => day,
        None => own,
    };
    for (id, limit) in p.limits.iter().filter(|(_, l)| l.scope == Scope::Member) {
        let now = match limit.owner {
            LimitOwner::Rule(_) | LimitOwner::Stack(_) if d.from.is_some() => 0,
            // What one of several gifts of a rule gave, or a gift beside a share, cannot be told.
            LimitOwner::Gift(gift) if d.from.is_some() => {
                let rule = p.gifts[gift].rule;
                let gifts = p.gifts.iter().filter(|(_, g)| g.rule == rule).count();
                if gifts > 1 || p.rules[rule].companions {
                    continue;
                }
                given(&[rule])
            }
            LimitOwner::Gift(_) => 0,
            LimitOwner::Rule(rule) => given(p.versions(&rule)),
            LimitOwner::Stack(stack) => given(&p.stacks[stack].rules),
            // What is issued by itself may be so on an earlier day.
            LimitOwner::Reward(reward) if p.rewards[reward].issued.is_some() => continue,
            LimitOwner::Reward(reward) => {
                // One that costs nothing counts as a time all the same.
                let taken = d.reward.as_ref().filter(|r| r.reward == reward && !r.used);
                taken.map_or(0, |r| i128::from(r.cost.max(1)))
            }
        };
        let (size, more) = match limit.most {
            Most::Points(size) => (size, now),
            Most::Times(size) => (size, i128::from(now > 0)),
            // Of rewards; and how much the receipt allows, only an engine can tell.
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => continue,
        };
        let track = match limit.window {
            LimitWindow::Receipt => None,
            LimitWindow::Window(window, track) => Some((window, track)),
        };
        if let Some((Window::OwnYear(Own::Tier(tiers)), _)) = track {
            let since = |m: &Member| m.tiers.get(usize::from(tiers)).and_then(|s| s.since);
            if before.is_some_and(|m| since(m) != since(after)) {
                // The year began anew.
                continue;
            }
        }
        let read =
            |m: &Member| track.map_or(0, |(window, id)| standing(m, window, &m.tracks[id.index()], today));
        let was = before.map_or(0, &read);
        // Another version of the rule may have other limits; what it gives still counts.
        let bound = match limit.owner {
            LimitOwner::Rule(_) => d.awards.iter().any(|a| p.rules[a.rule].limits.contains(&id)),
            LimitOwner::Stack(_) | LimitOwner::Reward(_) | LimitOwner::Gift(_) => true,
        };
        if bound && more > 0 && was + more > i128::from(size) {
            return Err("more was given than a limit had left".to_owned());
        }
        if let Some((window, _)) = track
            && read(after) != was + if window.counts(today) { more } else { 0 }
        {
            return Err("a limit's track does not hold what was given".to_owned());
        }
    }
    Ok(())
}

/// What stands in a track on a day.
fn standing(member: &Member, window: Window, state: &TrackState, day: Day) -> i128 {
    match state {
        TrackState::Window { .. } => i128::from(state.sum_of(window.number(day))),
        // No limit counts texts.
        TrackState::Texts(_) => 0,
        TrackState::Rolling(days) => {
            let (from, to) = match window {
                Window::OwnYear(own) => {
                    let since = match own {
                        Own::Joining => None,
                        Own::Tier(tiers) => member.tiers[usize::from(tiers)].since,
                    };
                    own.year_of_limit(since.map(|s| s.plus(1)).or(member.joined).unwrap_or(day), day)
                }
                _ => (window.rolling_from(day).unwrap_or(Day::FIRST), day),
            };
            days.iter().filter(|(d, _)| from <= *d && *d <= to).map(|(_, v)| i128::from(*v)).sum()
        }
    }
}

/// Of a best-of or first-of stack, one member gives.
fn stacks(p: &Programme, d: &Decision) -> Result<(), String> {
    for (_, stack) in
        p.stacks.iter().filter(|(_, s)| matches!(s.way, StackWay::Best | StackWay::First) && !s.per_line)
    {
        let gives = |m: &StackMember| match m {
            StackMember::Rule(rule) => d.awards.iter().any(|a| a.rule == *rule),
            StackMember::Stack(inner) => {
                let rules = &p.stacks[*inner].rules;
                d.awards.iter().any(|a| rules.contains(&a.rule))
            }
        };
        if stack.members.iter().filter(|m| gives(m)).count() > 1 {
            return Err(format!("several members of `{}` gave something", stack.name));
        }
    }
    Ok(())
}

/// The form that `state` promises.
fn canonical(p: &Programme, member: &Member) -> Result<(), String> {
    let order: Vec<_> = member
        .lots
        .iter()
        .map(|l| {
            let expires = l.expires.unwrap_or(Day(i32::MAX));
            (l.unit, expires, l.earned, l.available, l.payer, l.clock, l.awaits)
        })
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
        let fine = match state {
            TrackState::Rolling(days) => {
                days.iter().all(|(_, v)| *v != 0) && days.is_sorted_by(|a, b| a.0 < b.0)
            }
            TrackState::Texts(texts) => {
                texts.iter().all(|t| t.times > 0) && texts.is_sorted_by(|a, b| a.order() < b.order())
            }
            TrackState::Window { number: 0, value: 0, closed } => closed.is_empty(),
            TrackState::Window { number, value, closed } => {
                let all: Vec<_> = closed.iter().copied().chain([(*number, *value)]).collect();
                all.iter().all(|(_, v)| *v != 0) && all.is_sorted_by(|a, b| a.0 < b.0)
            }
        };
        if !fine {
            return Err("a track keeps an empty day or window, or they are out of order".to_owned());
        }
    }
    Ok(())
}

/// What a redemption took and gave of a unit.
fn redeemed(d: &Decision, unit: UnitId) -> i128 {
    d.reward.as_ref().map_or(0, |taken| moved(taken, unit))
}

fn moved(taken: &RewardTaken, unit: UnitId) -> i128 {
    let cost = if taken.unit == unit { i128::from(taken.cost) } else { 0 };
    match taken.gives {
        Gives::Points(of, points) if of == unit => i128::from(points) - cost,
        _ => -cost,
    }
}
