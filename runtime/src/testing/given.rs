//! What the member of a test starts with. It all stands as if it had come about on the day before the first event.

use crate::state::{Clock, Lot, Member, Standing, TrackState};
use treue_lang::programme::{ExpiryHow, Given, LevelId, Programme, TiersId, TrackId, UnitId, Validity};
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
        Validity::Until(deadline) => {
            until.or_else(|| Some(deadline.counted(since, programme.almanac(&member.fields, member.joined))))
        }
        Validity::Ever => until,
        Validity::AtOnce => None,
    };
    *standing = Standing { earned: level.0, until, since: Some(since), granted: None };
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
    let almanac = programme.almanac(&member.fields, member.joined);
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
    *state = match window {
        Window::Rolling(_) => {
            let yesterday = first.plus(-1);
            let counts = window.rolling_from(first).is_some_and(|from| from <= yesterday);
            TrackState::Rolling(vec![(if counts { yesterday } else { first }, value)])
        }
        Window::Ever
        | Window::Day
        | Window::Week(_)
        | Window::Month
        | Window::Quarter
        | Window::Year(_)
        | Window::Dates(..) => TrackState::Window { number: window.number(first), value, closed: Vec::new() },
    };
}
