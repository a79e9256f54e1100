//! What the member of a test starts with. It all stands as if it had come about on the day before the first event.

use crate::state::{Brought, Clock, Lot, Member, Reached, Standing, TrackState, Voucher};
use treue_lang::limits::{ROW, TEXTS_KEPT};
use treue_lang::programme::{
    ExpiryHow, Given, Gives, LevelId, Programme, RewardId, TiersId, TrackId, TrackSubject, UnitId, Validity,
};
use treue_lang::time::{Day, Window};

/// Puts what is given into the member; `first` is the day of the first event, without which there is nothing to test.
pub(super) fn prepare(programme: &Programme, member: &mut Member, given: &[Given], first: Option<Day>) {
    let Some(first) = first else { return };
    let before = first.plus(-1);
    for given in given {
        match given {
            Given::Level(tiers, level, until) => holds(programme, member, *tiers, *level, *until, before),
            Given::Points(unit, points, until) => {
                has_points(programme, member, *unit, *points, *until, before)
            }
            Given::Track(track, value) => stands_at(programme, member, *track, *value, first),
            Given::Field(id, value) => {
                let position = programme.fields.get(*id).map(|f| f.position);
                if let Some(slot) = position.and_then(|p| member.fields.get_mut(p)) {
                    *slot = Some(value.clone());
                }
            }
            Given::Voucher(reward, money, until) => {
                holds_voucher(programme, member, *reward, *money, *until, before);
            }
            Given::Household(name) => member.household = Some(name.clone()),
            Given::EarlierPurchases => {
                member.purchases = member.purchases.max(1);
                member.last_purchase = Some(before);
                member.joined = Some(before);
            }
        }
    }
}

/// A level as if it had been entered on that day.
fn holds(
    programme: &Programme,
    member: &mut Member,
    tiers: TiersId,
    level: LevelId,
    until: Option<Day>,
    since: Day,
) {
    let (Some(structure), Some(standing)) =
        (programme.tiers.get(tiers), member.tiers.get_mut(tiers.0 as usize))
    else {
        return;
    };
    if level == LevelId(0) {
        *standing = Standing::default();
        return;
    }
    let until = match &structure.validity {
        Validity::Until(deadline) => until.or_else(|| {
            Some(deadline.counted(since, programme.almanac(&member.fields, member.joined, since)))
        }),
        Validity::Ever => until,
        Validity::AtOnce => None,
    };
    let mut reached = Reached::default();
    if structure.keeps_reached {
        (1..=level.0).for_each(|level| reached.put(LevelId(level), since));
    }
    *standing = Standing { earned: level.0, until, since: Some(since), granted: None, reached };
}

/// A voucher as if it had been issued on that day: of that money, or what a step gives.
fn holds_voucher(
    programme: &Programme,
    member: &mut Member,
    reward: RewardId,
    money: Option<i64>,
    until: Option<Day>,
    issued: Day,
) {
    let Some(spec) = programme.rewards.get(reward) else { return };
    let Some(gives) = money.map(Gives::Money).or_else(|| spec.gives().next().cloned()) else { return };
    let until = until.or_else(|| spec.valid.as_ref().map(|d| d.last_good_day(issued, programme.week_start)));
    let new = Voucher { reward, gives, issued, until, count: 1 };
    match member.vouchers.iter_mut().find(|v| (**v) == Voucher { count: v.count, ..new.clone() }) {
        Some(equal) => equal.count = equal.count.saturating_add(1),
        None => member.vouchers.push(new),
    }
    member.vouchers.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// Points as if they had been earned on that day.
fn has_points(
    programme: &Programme,
    member: &mut Member,
    unit: UnitId,
    points: i64,
    until: Option<Day>,
    earned: Day,
) {
    if points < 0 {
        if let Some(owed) = member.owed.get_mut(unit.0 as usize) {
            *owed = owed.saturating_sub(points);
        }
        return;
    }
    if points == 0 {
        return;
    }
    let Some(spec) = programme.units.get(unit) else { return };
    let almanac = programme.almanac(&member.fields, member.joined, earned);
    let deadlines = (0_u32..).zip(&spec.expiry).filter_map(|(line, e)| match &e.how {
        ExpiryHow::After(deadline, _) => Some((deadline.counted(earned, almanac), line)),
        ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => None,
    });
    let earliest = deadlines.min();
    let clock = earliest.filter(|_| until.is_none() && spec.pause.is_some());
    let lot = Lot {
        unit,
        expires: until.or(earliest.map(|(day, _)| day)),
        earned,
        available: earned,
        payer: None,
        clock: clock.map(|(_, line)| Clock { line, start: earned, paused: 0 }),
        awaits: None,
        points,
    };
    match member.lots.iter_mut().find(|l| Lot { points, ..**l } == lot) {
        Some(equal) => equal.points = equal.points.saturating_add(points),
        None => member.lots.push(lot),
    }
    member.lots.sort_by_key(Lot::order);
}

/// A sum in the window that the first event falls into.
fn stands_at(programme: &Programme, member: &mut Member, track: TrackId, value: i64, first: Day) {
    let Some(window) = programme.tracks.get(track).map(|t| t.window) else { return };
    let Some(state) = member.tracks.get_mut(track.0 as usize) else { return };
    if value == 0 {
        return;
    }
    if programme.tracks.get(track).is_some_and(|t| matches!(t.subject, TrackSubject::InARow(_))) {
        // The row goes up to the period before the first event.
        let last = window.number(first).saturating_sub(1);
        let length = i32::try_from(value).unwrap_or(ROW).clamp(1, ROW);
        let closed = (1..length).rev().map(|back| (last.saturating_sub(back), 1)).collect();
        *state = TrackState::Window { number: last, value: 1, closed };
        return;
    }
    if let (TrackState::Texts(_), Some(spec)) = (&*state, programme.tracks.get(track)) {
        // Texts that no event has.
        let day = spec.place_of_texts(first);
        let count = usize::try_from(value).unwrap_or(0).min(TEXTS_KEPT);
        let text = |n: usize| Brought { text: format!("given {n:05}"), day, times: 1 };
        *state = TrackState::Texts((1..=count).map(text).collect());
        return;
    }
    let by_day = matches!(state, TrackState::Rolling(_));
    if by_day && programme.tracks.get(track).is_some_and(|t| matches!(t.subject, TrackSubject::Days(_))) {
        // The days before the first event, as far as the window goes back, then those from it on.
        let from = if let Window::OwnYear(_) = window {
            first
        } else {
            window.rolling_from(first).unwrap_or_else(|| window.days(window.number(first)).0)
        };
        let days = i32::try_from(value).unwrap_or(1).clamp(1, ROW);
        let start = first.plus(-days).max(from);
        *state = TrackState::Rolling((0..days).map(|n| (start.plus(n), 1)).collect());
        return;
    }
    let yesterday = first.plus(-1);
    *state = if !by_day {
        TrackState::Window { number: window.number(first), value, closed: Vec::new() }
    } else if window.rolling_from(first).is_some_and(|from| from <= yesterday) {
        TrackState::Rolling(vec![(yesterday, value)])
    } else {
        TrackState::Rolling(vec![(first, value)])
    };
}
