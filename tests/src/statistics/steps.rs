//! What one event did.

use super::Statistics;
use super::awards::{cut, of_award, window};
use crate::run::Step;
use std::cmp::Ordering;
use treue_lang::programme::{
    Beginning, Condition, Cost, DifferentText, Gives as RewardGives, HeldAs, Id as _, IssueWhen, Number,
    Occasion, PartnerId, Points, Programme, Spends, StackWay, Texts, TrackSubject, Trigger, UnitId, Validity,
};
use treue_lang::time::{Cycle, DayTest};
use treue_runtime::decision::{Decision, Posting, Reason, RewardTaken, VoucherEnd};
use treue_runtime::event::{Event, What};
use treue_runtime::state::{Member, TrackState};

pub fn of_step(p: &Programme, step: &Step<'_>, s: &mut Statistics) {
    s.count(match &step.event.what {
        What::Purchase(_) => "events: purchases",
        What::Activity(_) => "events: activities",
        What::Redeem(_) => "events: redemptions",
        What::Grant(_) => "events: grants",
        What::Transfer(_) => "events: transfers",
        What::Member(change) if change.household.is_some() => "events: households",
        What::Member(change) if change.account.is_some() => "events: accounts",
        What::Member(_) => "events: member changes",
        What::Return(_) => "events: returns",
        What::Clock => "events: clocks",
    });
    households(step, s);
    super::accounts::of_step(p, step, s);
    for d in step.decisions {
        if d.from.is_some() {
            of_gift(p, step, d, s);
            continue;
        }
        if let Some(r) = &d.refusal {
            s.count(&format!("refused: {}", r.code.name()));
            continue;
        }
        if d.repeated {
            s.count("repeated");
            continue;
        }
        if d.happened() {
            s.count("decisions in which something happened");
        }
        of_decision(p, step.event, d, s);
        super::returns::of_decision(step, d, s);
        super::windows::of_windows(p, matches!(step.event.what, What::Clock), d, s);
        let before = step.before.get(&d.member);
        super::decided::of_decision(p, step.event, d, before, s);
        if let Some(after) = step.after.get(&d.member) {
            of_state(p, step.event, d, before, after, s);
            super::windows::of_state(p, after, s);
        }
    }
}

/// Households of several members, and counts that members have together.
fn households(step: &Step<'_>, s: &mut Statistics) {
    let (before, after) = (step.before.shared(), step.after.shared());
    if before == after {
        return;
    }
    for (name, household) in &after.households {
        let was = before.households.get(name);
        if household.members.len() > was.map_or(0, |h| h.members.len()) && household.members.len() > 1 {
            s.count("household of several members");
        }
        let more =
            household.counts.keys().any(|t| was.is_none_or(|h| h.counts.get(t) != household.counts.get(t)));
        if household.members.len() > 1 && more {
            s.count("booked by a household of several");
        }
    }
    if before
        .households
        .iter()
        .any(|(name, h)| after.households.get(name).is_none_or(|now| now.members.len() < h.members.len()))
    {
        s.count("left a household");
    }
    if before.everyone != after.everyone {
        s.count("booked for everyone");
    }
}

/// What came to another member.
fn of_gift(p: &Programme, step: &Step<'_>, d: &Decision, s: &mut Statistics) {
    if let Some(refusal) = &d.refusal {
        s.count(&format!("gift refused: {}", refusal.code.name()));
        return;
    }
    let spends = matches!(step.event.what, What::Redeem(_) | What::Transfer(_));
    for debit in &d.shared {
        let own_first = p.household.as_ref().is_some_and(|h| h.spends == Spends::OwnFirst);
        s.count(match (debit.points > 0, own_first) {
            (true, false) => "household: others pay",
            (true, true) => "household: others pay, own first",
            (false, _) => "household: comes back to others",
        });
    }
    if spends || !d.shared.is_empty() {
        s.add("household: time passed for others", u64::from(!d.expired.is_empty()));
        return;
    }
    if let Some(returned) = d.returned.as_deref() {
        s.count("gift: taken back");
        s.add("gift: taken back, owed", u64::from(returned.taken.iter().any(|t| t.owed > 0)));
        s.add("gift: taken back, tier fell", u64::from(!d.tiers.is_empty()));
        let share = |(rule, _): &(treue_lang::programme::RuleId, i64)| p.rules[*rule].companions;
        s.add("gift: taken back, share", u64::from(returned.changes.iter().any(share)));
    }
    let shares = d.awards.iter().filter(|a| p.rules[a.rule].companions).count();
    s.add("shared with companions", shares as u64);
    s.add("gift: arrived", (d.awards.len() - shares) as u64);
    s.add("gift: cut", d.awards.iter().filter(|a| a.cut_by.is_some()).count() as u64);
    s.add("gift: nothing left", d.not_applied.len() as u64);
    s.add("gift: joined by it", u64::from(step.before.get(&d.member).is_none()));
    s.add("gift: tier changed", u64::from(!d.tiers.is_empty()));
    s.add("gift: time passed", u64::from(!d.expired.is_empty()));
    let today = step.after.get(&d.member).and_then(|m| m.last_day);
    s.add("gift: pending", d.awards.iter().filter(|a| Some(a.available) > today).count() as u64);
}

fn of_decision(p: &Programme, event: &Event, d: &Decision, s: &mut Statistics) {
    let purchase = event.purchase();
    for a in &d.awards {
        of_award(p, event, purchase, (d, a), s);
    }
    for n in &d.not_applied {
        let rule = &p.rules[n.rule];
        match n.reason {
            Reason::Condition(k) => {
                s.count("nothing: condition");
                for c in rule.conditions.iter().take(k as usize) {
                    outcome(p, &c.condition, true, s);
                }
                if let Some(c) = rule.conditions.get(k as usize) {
                    outcome(p, &c.condition, false, s);
                }
                continue;
            }
            Reason::Zero => s.count("nothing: zero"),
            Reason::Limit(id) => cut(p, id, true, s),
            Reason::LostIn(stack) if p.stacks[stack].per_line => s.count("lost every line"),
            Reason::LostIn(stack) => s.count(match p.stacks[stack].way {
                StackWay::Best => "lost in best of",
                StackWay::First => "lost in first of",
                StackWay::All => "lost in all of",
                StackWay::Multiply => "lost in multiply",
            }),
        }
        for c in &rule.conditions {
            outcome(p, &c.condition, true, s);
        }
    }
    for x in &d.postings {
        match x {
            Posting::Pays { rule, .. } => {
                s.count("posting: pays");
                if !p.rules[*rule].funding.is_empty() {
                    s.count("posting: pays its share");
                }
            }
            Posting::Converted { partner, unit, points, into, gets } => {
                converted(p, event, (*partner, *unit, *points, into, *gets), s);
            }
        }
    }
    if let Some(r) = &d.reward {
        s.count(match r.gives {
            RewardGives::Money(_) => "reward: money",
            RewardGives::Cash(_) => "reward: cash",
            RewardGives::Percent(_) => "reward: percent",
            RewardGives::PerMeasure { .. } => "reward: per measure",
            RewardGives::Thing(_) => "reward: thing",
            RewardGives::Cheapest(_) => "reward: cheapest free",
            RewardGives::Points(..) => "reward: points",
        });
        if r.used {
            s.count("voucher used");
            if r.value.is_some() {
                s.count("voucher used below a bill");
            }
        }
        reward(p, event, r, s);
        s.count("points burned by redemption");
        if r.times > 1 {
            s.count("reward: several steps");
        }
    }
    issued(p, d, s);
    of_tiers(p, event, d, s);
}

/// Points became a partner's currency.
fn converted(
    p: &Programme,
    event: &Event,
    (partner, unit, points, into, gets): (PartnerId, UnitId, i64, &str, i64),
    s: &mut Statistics,
) {
    s.count("points transferred");
    if !matches!(event.what, What::Transfer(_)) {
        s.count("converted by itself");
    }
    let mut versions = p.partners[partner].conversions.iter().filter(|c| c.unit == unit && c.into == into);
    if versions.clone().count() > 1 {
        s.count("converted by a version");
    }
    if versions.all(|c| i128::from(points / c.step) * i128::from(c.gets) < i128::from(gets)) {
        s.count("converted with a bonus");
    }
}

/// Rewards that came by themselves, and vouchers that went.
fn issued(p: &Programme, d: &Decision, s: &mut Statistics) {
    for i in &d.issued {
        let reward = &p.rewards[i.taken.reward];
        s.count(match reward.issued.as_ref().map(|i| i.when) {
            Some(IssueWhen::AtEnd(Cycle::EndsOf(_))) => "issued at the end of named months",
            Some(IssueWhen::AtEnd(_)) => "issued at an end",
            Some(IssueWhen::OnDays(_)) => "issued on days of the year",
            Some(IssueWhen::OnReaching) => "issued on reaching",
            Some(IssueWhen::Idle { .. }) => "issued for idleness",
            Some(IssueWhen::OnBirthday(_)) => "issued on a birthday",
            Some(IssueWhen::OnAnniversary(Beginning::Joining)) => "issued on an anniversary",
            Some(IssueWhen::OnAnniversary(Beginning::Reaching(..))) => "issued on the anniversary of a level",
            Some(IssueWhen::OnAnniversary(Beginning::Date(_))) => "issued on the anniversary of a date",
            None => "issued without being told to",
        });
        if reward.prices.iter().any(|x| matches!(x.cost, Cost::Free(_))) {
            s.count("issued for nothing");
        }
        if reward.voucher {
            s.count("voucher issued by itself");
        }
        if !reward.conditions.is_empty() {
            s.count("issued through gates");
        }
        if reward.issued.as_ref().is_some_and(|i| i.rest_expires) {
            s.count("issued, the rest expires");
        }
    }
    for v in &d.vouchers {
        s.count(match v.what {
            VoucherEnd::Used => "voucher ended: used",
            VoucherEnd::Expired => "voucher ended: expired",
            VoucherEnd::Cancelled => "voucher ended: cancelled",
            VoucherEnd::Back => "voucher back",
        });
    }
}

/// How a redemption came about.
fn reward(p: &Programme, event: &Event, r: &RewardTaken, s: &mut Statistics) {
    let reward = &p.rewards[r.reward];
    if reward.by_level.is_some() {
        s.count("reward: by level");
    }
    if reward.prices.iter().any(|x| matches!(x.cost, Cost::Free(_))) {
        s.count("reward: for nothing");
    }
    if reward.receipt.as_ref().is_some_and(|on| on.least.is_some()) {
        s.count("reward: enough was bought");
    }
    if let What::Redeem(redeem) = &event.what
        && let Some(store) = &redeem.store
        && let worth = reward.worth.iter().filter(|w| p.partners[w.partner].stores.contains(store))
        && worth.count() > 0
    {
        s.count("voucher used at a partner");
    }
    if reward.prices.iter().any(|x| matches!(x.cost, Cost::Ladder(_))) {
        s.count("reward: of a ladder");
    }
    if reward.prices.iter().any(|x| matches!(x.cost, Cost::Steps(Points::Field { .. }, _))) {
        s.count("reward: at a price of the member's");
    }
    if reward.prices.len() > 1 {
        s.count("reward: with several prices");
    }
    if !reward.limits.is_empty() {
        s.count("reward: within its limits");
    }
    for c in &reward.conditions {
        outcome(p, &c.condition, true, s);
        s.count("reward: through its gates");
    }
    if r.value.is_some() {
        s.count("reward: decided on a receipt");
    }
    if let (What::Redeem(redeem), Some(on)) = (&event.what, &reward.receipt) {
        let lines = redeem.basket.as_ref().map_or(0, |b| b.lines.len());
        s.count(if on.whole { "reward: pays the whole receipt" } else { "reward: pays a part of a receipt" });
        if lines > 1 && on.share.is_some() {
            s.count("reward: within its share of a receipt");
        }
        if on.most.is_some() && on.most == r.value {
            s.count("reward: pays its most");
        }
    }
}

fn of_tiers(p: &Programme, event: &Event, d: &Decision, s: &mut Statistics) {
    super::tiers::of_tiers(p, event, d, s);
    for c in &d.tiers {
        s.count(match c.from.cmp(&c.to) {
            std::cmp::Ordering::Less => "tier up",
            std::cmp::Ordering::Greater => "tier down",
            std::cmp::Ordering::Equal => "tier renewed",
        });
        if c.on < event.local.day || matches!(event.what, What::Clock) {
            s.count("tier changed by review");
        }
        if matches!(p.tiers[c.tiers].validity, Validity::AtOnce) {
            s.count("tier changed at once");
        }
        if matches!(event.what, What::Grant(_)) && c.on == event.local.day {
            s.count("tier granted");
        }
    }
}

/// Counts a condition that held or did not.
pub(super) fn outcome(p: &Programme, c: &Condition, holds: bool, s: &mut Statistics) {
    let name = match c {
        Condition::All(_) => "all",
        Condition::Any(_) => "any",
        Condition::Not(_) => "not",
        Condition::AtLeast(..) => "at least",
        Condition::Compare(x) => match (&x.left, &x.right) {
            (Number::Amount(_), _) => "compare amount",
            (Number::Track { track, including: true }, _) if p.tracks[*track].is_of_activities() => {
                "compare track including an activity"
            }
            (Number::Track { including: true, .. }, _) => "compare track including",
            (Number::Track { including: false, .. }, _) => "compare track",
            (Number::DaysSincePurchase(_), _) => "days since a purchase",
            (Number::Balance(_), _) => "compare balance",
            (Number::Field(..), _) => "compare field",
            (Number::Constant(_), _) => "compare constant",
        },
        Condition::Text(t, _) => match t {
            Texts::Channel => "channel",
            Texts::Store => "store",
            Texts::Coupon => "coupon",
            Texts::PaidBy => "paid by",
            Texts::Field(_) => "text field",
        },
        Condition::Flag(..) => "flag",
        Condition::Present(_) => "present",
        Condition::Day(DayTest::Between(..)) => "dates",
        Condition::Day(DayTest::OnDates(_)) => "on dates",
        Condition::Day(DayTest::OnWeekdays(_)) => "on weekdays",
        Condition::Day(DayTest::InMonths(_)) => "months",
        Condition::Day(DayTest::OnMonthDays(days)) if days.which().is_some() => "on weekdays of a month",
        Condition::Day(DayTest::OnMonthDays(_)) => "on days of a month",
        Condition::Hours(from, to) if to <= from => "hours over midnight",
        Condition::Hours(..) => "hours",
        Condition::Occasion(what) => match what {
            Occasion::Birthday(_, 0) => "birthday",
            Occasion::Birthday(..) => "near the birthday",
            Occasion::BirthMonth(_) => "birth month",
            Occasion::Anniversary(Beginning::Joining, _) => "anniversary",
            Occasion::Anniversary(Beginning::Reaching(..), _) => "anniversary of a level",
            Occasion::Anniversary(Beginning::Date(_), _) => "anniversary of a date",
            Occasion::Within { from: Beginning::Joining, .. } => "within a time of joining",
            Occasion::Within { from: Beginning::Reaching(..), .. } => "within a time of reaching a level",
            Occasion::Within { before: true, .. } => "within a time of a date",
            Occasion::Within { .. } => "within a time after a date",
            Occasion::AgeAtLeast(..) => "age",
            Occasion::Held(_, _, HeldAs::Earned) => "level earned",
            Occasion::Held(_, _, HeldAs::Granted) => "level granted",
        },
        Condition::FirstPurchase => "first purchase",
        Condition::Tier(..) => "tier",
    };
    s.count(&format!("condition {name}: {holds}"));
}

fn of_state(
    p: &Programme,
    event: &Event,
    d: &Decision,
    before: Option<&Member>,
    after: &Member,
    s: &mut Statistics,
) {
    for ((id, track), now) in p.tracks.iter().zip(&after.tracks) {
        let was = before.and_then(|m| m.tracks.get(id.index()));
        if was == Some(now) || was.is_none() && now.is_empty() {
            continue;
        }
        s.count(&format!("booked: {}", window(track.window)));
        s.count(match &track.subject {
            TrackSubject::Amount(_) => "booked: amount",
            TrackSubject::Purchases => "booked: purchases",
            TrackSubject::Points(_) => "booked: points of a unit",
            TrackSubject::PointsFrom(_) => "booked: points of rules",
            TrackSubject::Given(_) => "booked: given under a limit",
            TrackSubject::Times(_) => "booked: times under a limit",
            TrackSubject::Pieces(_) => "booked: pieces under a limit",
            TrackSubject::Plus(_) => "booked: bonus of a conversion",
            TrackSubject::Activities(_) => "booked: activities",
            TrackSubject::InARow(Trigger::Purchase) => "booked: in a row",
            TrackSubject::InARow(Trigger::Activity(_)) => "booked: activities in a row",
            TrackSubject::Days(_) => "booked: days",
            TrackSubject::Different(DifferentText::Lines(_), _) => "booked: different texts of lines",
            TrackSubject::Different(_, Trigger::Purchase) => "booked: different texts of receipts",
            TrackSubject::Different(_, Trigger::Activity(_)) => "booked: different texts of activities",
            TrackSubject::Field { .. } => "booked: a field",
            TrackSubject::Over(_) => "booked: given for a window",
        });
        if let (TrackState::Texts(now), Some(TrackState::Texts(was))) = (now, was) {
            s.count(match now.iter().map(|t| t.times).sum::<u32>().cmp(&was.iter().map(|t| t.times).sum()) {
                Ordering::Less => "different texts: fewer",
                Ordering::Equal => "different texts: others",
                Ordering::Greater if now.iter().any(|t| t.times > 1) => "different texts: one comes again",
                Ordering::Greater => "different texts: more",
            });
        }
        if newest(now) < 0 {
            s.count("booked: amount below zero");
        }
    }
    of_points(p, event, d, before, after, s);
}

fn newest(state: &TrackState) -> i64 {
    match state {
        TrackState::Window { value, .. } => *value,
        TrackState::Rolling(days) => days.last().map_or(0, |(_, v)| *v),
        TrackState::Texts(_) => 0,
    }
}

fn of_points(
    p: &Programme,
    event: &Event,
    d: &Decision,
    before: Option<&Member>,
    after: &Member,
    s: &mut Statistics,
) {
    for e in &d.expired {
        let dated = before
            .is_some_and(|m| m.lots.iter().any(|l| l.unit == e.unit && l.expires == Some(e.last_good_day)));
        s.count(if dated { "expired by deadline" } else { "expired by idleness" });
    }
    let Some(before) = before else { return };
    super::points::of_points(p, event, d, (before, after), s);
    let was = before.last_day.unwrap_or(event.local.day);
    if before.lots.iter().any(|l| l.available > was && l.available <= event.local.day) {
        s.count("pending became available");
    }
    for (id, _) in p.units.iter() {
        let (a, b) = (before.owed[id.index()], after.owed[id.index()]);
        if b > a {
            s.count("debt made");
        }
        if b < a && !d.awards.is_empty() {
            s.count("debt paid by an award");
        }
    }
}
