//! Steps 4 and 13: rewards that are issued by themselves.

use super::readings::Readings;
use super::redeem::{burned, give_points, times, use_limits};
use super::scene::Scene;
use super::{Work, lots, price, transfer, vouchers};
use crate::decision::{Expired, Issued, RewardTaken};
use crate::state::{Came, CameWhat};
use treue_lang::programme::{
    Beginning, Cost, FieldId, FieldValue, Gives, IssueWhen, LimitId, Most, Reward, RewardId,
};
use treue_lang::time::Day;

/// Issues what is due at the start of `day`. Gates are read before anything is issued: at the end of a stretch, and of
/// idleness, on the last full windows and the day before.
pub(super) fn at_moment(work: &mut Work<'_>, day: Day) {
    let programme = work.programme;
    let eve = Day(day.0 - 1);
    let due: Vec<(RewardId, &Reward, IssueWhen)> = rewards(work)
        .filter_map(|(id, reward, when)| match when {
            IssueWhen::AtEnd(cycle) => cycle.starts(day).then_some((id, reward, when)),
            IssueWhen::OnDays(days) => days.holds(day).then_some((id, reward, when)),
            IssueWhen::OnReaching => {
                let comes = |l: &crate::state::Lot| l.unit == reward.unit() && l.available == day;
                work.member.lots.iter().any(comes).then_some((id, reward, when))
            }
            IssueWhen::OnBirthday(field) => {
                let born = date(work, field);
                returns_on(work, born, 0, day).then_some((id, reward, when))
            }
            IssueWhen::OnAnniversary(of) => {
                let from = match of {
                    Beginning::Joining => work.member.joined,
                    Beginning::Reaching(tiers, level) => {
                        work.member.tiers[tiers.0 as usize].reached.on(level)
                    }
                    Beginning::Date(field) => date(work, field),
                };
                returns_on(work, from, 1, day).then_some((id, reward, when))
            }
            IssueWhen::Idle { length, purchase, redeem } => {
                let idle = super::passing::idle_until(length, (purchase, redeem), &work.member) == Some(eve);
                idle.then_some((id, reward, when))
            }
        })
        .collect();
    let converts = transfer::due(work, day);
    if due.is_empty() && converts.is_empty() {
        return;
    }
    let ended = Scene::of_day(programme, Readings::at_review(programme, &work.member, day), eve);
    let now = Scene::of_day(programme, Readings::before(programme, &work.member, day), day);
    for (id, reward, when) in due {
        let scene = if when.reads_the_day() { &now } else { &ended };
        issue(work, scene, (id, reward), (day, None));
    }
    for conversion in converts {
        transfer::by_itself(work, &ended, conversion, day);
    }
}

/// The date in a field of the member, or its declared default.
fn date(work: &Work<'_>, field: FieldId) -> Option<Day> {
    let declared = &work.programme.fields[field];
    let written = work.member.fields.get(declared.position).and_then(Option::as_ref);
    match written.or(declared.default.as_ref())? {
        FieldValue::Date(day) => Some(*day),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
    }
}

/// Whether a day comes back every year on that one.
fn returns_on(work: &Work<'_>, origin: Option<Day>, first: i16, day: Day) -> bool {
    origin.is_some_and(|origin| day.is_near_return(origin, 0, first, work.programme.leap_day))
}

/// Issues what has reached its cost after an event.
pub(super) fn on_reaching(work: &mut Work<'_>) {
    let programme = work.programme;
    let due: Vec<(RewardId, &Reward)> = rewards(work)
        .filter(|(_, _, when)| *when == IssueWhen::OnReaching)
        .map(|(id, r, _)| (id, r))
        .collect();
    if due.is_empty() {
        return;
    }
    let day = work.now;
    let event = Some(work.decision.event.clone()).filter(|_| work.decision.from.is_none());
    let scene = Scene::of_day(programme, Readings::before(programme, &work.member, day), day);
    for (id, reward) in due {
        issue(work, &scene, (id, reward), (day, event.clone()));
    }
}

/// Rewards that are issued by themselves, in their order.
fn rewards<'p>(work: &Work<'p>) -> impl Iterator<Item = (RewardId, &'p Reward, IssueWhen)> + use<'p> {
    let programme = work.programme;
    programme.issues.iter().filter_map(|id| {
        let reward = programme.rewards.get(*id)?;
        Some((*id, reward, reward.issued.as_ref()?.when))
    })
}

/// Issues one reward, as many whole steps as there are points and room for. `scene` shows the day whose price counts.
fn issue(
    work: &mut Work<'_>,
    scene: &Scene<'_>,
    (id, reward): (RewardId, &Reward),
    (day, event): (Day, Option<String>),
) {
    let Ok(price) = price::in_force(reward, None, scene.day) else { return };
    if price::gates(scene, &reward.conditions).is_err() {
        return;
    }
    if let Cost::Free(gives) = &price.cost
        && room(work, reward, day).min(pieces(work, reward, day)) > 0
        && let Some((after, issued)) =
            issued(work, (id, reward), given(work, reward, gives), (1, 0), (day, None))
    {
        (work.member, work.decision.expired) = (after.member, after.decision.expired);
        work.decision.issued.push(issued);
    }
    let Cost::Steps(step, each) = &price.cost else { return };
    let each = given(work, reward, each);
    let (step, least) = (price::points(scene, step), price::points(scene, &price.least));
    let available = work.member.balance(price.unit, day).available;
    let steps = room(work, reward, day).min(price.most.unwrap_or(i64::MAX)).min(available) / step;
    let steps = steps.min(pieces(work, reward, day)).min(most_steps(each)).min(i64::from(u32::MAX));
    let cost = steps * step;
    if let Ok(steps) = u32::try_from(steps)
        && steps > 0
        && cost >= least
        && let Some((after, issued)) = issued(work, (id, reward), each, (steps, cost), (day, event))
    {
        (work.member, work.decision.expired) = (after.member, after.decision.expired);
        work.decision.issued.push(issued);
    }
    if reward.issued.as_ref().is_some_and(|i| i.rest_expires) {
        let points = work.member.balance(price.unit, day).available;
        lots::burn(work.programme, &mut work.member, price.unit, day, points);
        if points > 0 {
            work.decision.expired.push(Expired { unit: price.unit, points, last_good_day: Day(day.0 - 1) });
        }
    }
}

/// What a step gives a member of this level.
fn given<'a>(work: &Work<'_>, reward: &'a Reward, own: &'a Gives) -> &'a Gives {
    reward.given(own, |tiers| work.member.level(tiers))
}

/// How many points its limits leave, on the day itself.
fn room(work: &Work<'_>, reward: &Reward, day: Day) -> i64 {
    let readings = Readings::before(work.programme, &work.member, day);
    let rooms = reward.limits.iter().map(|id| {
        let left = i64::try_from(readings.left[*id]).unwrap_or(i64::MAX);
        match work.programme.limits[*id].most {
            Most::Points(_) => left,
            Most::Times(_) if left > 0 => i64::MAX,
            Most::Times(_) => 0,
            // Pieces are counted in steps; no reward has a limit by an amount.
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => i64::MAX,
        }
    });
    rooms.min().unwrap_or(i64::MAX)
}

/// How many steps its limits leave, on the day itself.
fn pieces(work: &Work<'_>, reward: &Reward, day: Day) -> i64 {
    let readings = Readings::before(work.programme, &work.member, day);
    let of_pieces = |id: &&LimitId| matches!(work.programme.limits[**id].most, Most::Pieces(_));
    let left = reward.limits.iter().filter(of_pieces).map(|id| readings.left[*id]);
    left.min().map_or(i64::MAX, |left| i64::try_from(left).unwrap_or(i64::MAX))
}

/// So many steps can be said in one number.
fn most_steps(each: &Gives) -> i64 {
    let one = match each {
        Gives::Money(n) | Gives::Cash(n) | Gives::Percent(n) | Gives::Cheapest(n) | Gives::Points(_, n) => *n,
        Gives::PerMeasure { money, .. } => money.numerator(),
        Gives::Thing(_) => 1,
    };
    i64::MAX / one.max(1)
}

/// The work after it, and what is said; nothing if the points that it gives would not fit.
fn issued<'p>(
    work: &Work<'p>,
    (id, reward): (RewardId, &Reward),
    each: &Gives,
    (steps, cost): (u32, i64),
    (day, event): (Day, Option<String>),
) -> Option<(Work<'p>, Issued)> {
    let gives = times(each, steps).ok()?;
    let mut after = transfer::at_day(work, day);
    let unit = reward.unit();
    let before = after.member.lots.clone();
    if cost > 0 {
        lots::burn(work.programme, &mut after.member, unit, day, cost);
    }
    let paid = burned(&before, &after.member.lots);
    use_limits(&mut after, reward, (cost, steps)).ok()?;
    give_points(&mut after, &gives).ok()?;
    let almanac = work.programme.almanac(&after.member.fields, after.member.joined, day);
    let until = reward.valid.as_ref().map(|d| d.counted(day, almanac));
    vouchers::issue(&mut after.member, (id, reward), (each, &gives), steps, (day, until));
    let taken = RewardTaken { reward: id, times: steps, unit, cost, gives, value: None, until, used: false };
    if work.programme.remember.is_some() && cost > 0 {
        let what = CameWhat::Issued { event, taken: taken.clone(), lots: paid };
        after.member.came.push(Came { day, what });
    }
    Some((after, Issued { on: day, taken }))
}
