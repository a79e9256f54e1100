//! Whether members that were read are such as an engine leaves: right lengths, canonical order, numbers in range.
//! Engines may then rely on it for members of any origin.

use super::bytes::{StateCode, StateError, error};
use super::{
    Came, CameWhat, Counts, Held, Household, Lot, Member, Members, Membership, Received, ReceivedWhat,
    Shared, Standing, TrackState, Voucher,
};
use crate::limits;
use treue_lang::limits::{TEXTS_KEPT, TRACK};
use treue_lang::programme::{Gives, Programme, Scope, Track};
use treue_lang::time::Day;

/// All members of a programme.
///
/// # Errors
/// Names the first member that no engine can have left.
pub(super) fn check(programme: &Programme, members: &Members) -> Result<(), StateError> {
    match members.iter().find(|(_, member)| !is_sound(programme, member)) {
        None if !shared(programme, members) => {
            let reason = "what stands there of several members together cannot have come about";
            Err(error(StateCode::Damaged, reason.to_owned()))
        }
        None => Ok(()),
        Some((id, _)) => {
            Err(error(StateCode::Damaged, format!("what stands there of member {id} cannot have come about")))
        }
    }
}

/// Households have the members who say that they are in them, and counts are of limits that are used up together.
fn shared(programme: &Programme, members: &Members) -> bool {
    let Shared { everyone, households, merged } = members.shared();
    let counts = |counts: &Counts, of: Scope| {
        counts.iter().all(|(id, state)| {
            let found = programme.tracks.get(*id);
            programme.shared.contains(&(*id, of))
                && !state.is_empty()
                && found.is_some_and(|t| track(state, t))
        })
    };
    let listed: usize = households.values().map(|h| h.members.len()).sum();
    let joined = members.iter().filter(|(_, m)| m.household.is_some()).count();
    let is_in =
        |id: &String, name: &String| members.get(id).is_some_and(|m| m.household.as_ref() == Some(name));
    let household = |(name, household): (&String, &Household)| {
        let mut ids: Vec<&String> = household.members.iter().collect();
        ids.sort_unstable();
        ids.dedup();
        !ids.is_empty()
            && ids.len() == household.members.len()
            && household.members.len() <= limits::HOUSEHOLD
            && household.members.iter().all(|id| is_in(id, name))
            && counts(&household.counts, Scope::Household)
    };
    let gone_up = |(gone, into): (&String, &String)| {
        members.get(gone).is_none() && members.get(into).is_some() && !merged.contains_key(into)
    };
    counts(everyone, Scope::Everyone)
        && merged.iter().all(gone_up)
        && listed == joined
        && (households.is_empty() || programme.household.is_some())
        && households.iter().all(household)
}

/// Whether an engine of this programme can have left that of a member.
pub(crate) fn is_sound(programme: &Programme, member: &Member) -> bool {
    let new = Member::new(programme);
    let lengths = member.owed.len() == new.owed.len()
        && member.fields.len() == new.fields.len()
        && member.tiers.len() == new.tiers.len()
        && member.tracks.len() == new.tracks.len()
        && member.clocks.paused.len() == new.clocks.paused.len()
        && member.clocks.resumed.len() == new.clocks.resumed.len()
        && member.clocks.activities.len() == new.clocks.activities.len();
    let clocks = &member.clocks;
    let Membership { began, ended } = member.membership;
    let days = [
        began.map(|(_, day)| day),
        ended,
        member.last_day,
        member.joined,
        member.last_purchase,
        member.last_redeem,
        clocks.last_transfer,
    ];
    let days = days.iter().chain(&clocks.paused).chain(&clocks.resumed).chain(&clocks.activities);
    lengths
        && days.copied().flatten().all(is_day)
        && member.owed.iter().all(|o| (0..TRACK).contains(o))
        && lots(programme, &member.lots)
        && vouchers(programme, &member.vouchers)
        && member.tiers.iter().zip(programme.tiers.iter()).all(|(s, (_, t))| standing(s, t.levels.len()))
        && member.tracks.iter().zip(programme.tracks.iter()).all(|(s, (_, t))| track(s, t))
        && gone(programme, &member.gone)
        && member.received.iter().all(|r| received(programme, r))
        && member.came.iter().all(|c| came(programme, c))
        && member.held.iter().all(|h| held(programme, h))
        && member.notebook.is_sound()
}

fn is_day(day: Day) -> bool {
    (Day::FIRST..=Day::LAST).contains(&day)
}

fn lots(programme: &Programme, lots: &[Lot]) -> bool {
    let one = |lot: &Lot| {
        (1..TRACK).contains(&lot.points)
            && programme.units.get(lot.unit).is_some()
            && lot.payer.is_none_or(|p| programme.partners.get(p).is_some())
            && lot.expires.is_none_or(is_day)
            && is_day(lot.earned)
            && (is_day(lot.available) || lot.available == Lot::NOT_YET && lot.awaits.is_some())
            && lot
                .clock
                .is_none_or(|c| is_day(c.start) && (0..=Day::LAST.0 - Day::FIRST.0).contains(&c.paused))
    };
    let total = |unit| -> i128 { lots.iter().filter(|l| l.unit == unit).map(|l| i128::from(l.points)).sum() };
    lots.iter().all(one)
        && lots.is_sorted_by(|a, b| a.order() < b.order())
        && programme.units.ids().all(|unit| total(unit) < i128::from(TRACK))
}

/// Lots that expired: as others, but there may be any number of points.
fn gone(programme: &Programme, gone: &[Lot]) -> bool {
    let one = |lot: &Lot| {
        lot.points > 0
            && programme.units.get(lot.unit).is_some()
            && lot.expires.is_none_or(is_day)
            && is_day(lot.earned)
            && (is_day(lot.available) || lot.available == Lot::NOT_YET && lot.awaits.is_some())
    };
    gone.iter().all(one) && gone.is_sorted_by(|a, b| a.order() < b.order())
}

/// What came of others' events: as lots that are no longer held.
fn received(programme: &Programme, received: &Received) -> bool {
    let lots = match &received.what {
        ReceivedWhat::Given { lot, .. } => std::slice::from_ref(lot),
        ReceivedWhat::Paid(lots) => lots.as_slice(),
    };
    is_day(received.day) && lots.iter().all(|lot| gone(programme, std::slice::from_ref(lot)))
}

/// What came about by itself: its lots are no longer held, and what it names is there.
fn came(programme: &Programme, came: &Came) -> bool {
    let lots = |all: &[Lot]| all.iter().all(|lot| gone(programme, std::slice::from_ref(lot)));
    is_day(came.day)
        && match &came.what {
            CameWhat::Issued { taken, lots: paid, .. } => {
                let unit = match &taken.gives {
                    Gives::Points(unit, points) => *points > 0 && programme.units.get(*unit).is_some(),
                    Gives::Money(_)
                    | Gives::Percent(_)
                    | Gives::PerMeasure { .. }
                    | Gives::Thing(_)
                    | Gives::Cheapest(_)
                    | Gives::Cash(_) => true,
                };
                let known = programme.rewards.get(taken.reward).is_some()
                    && programme.units.get(taken.unit).is_some();
                unit && known
                    && taken.times > 0
                    && taken.cost > 0
                    && taken.until.is_none_or(is_day)
                    && lots(paid)
            }
            CameWhat::Level { tiers, level, given, expired, .. } => {
                let known = programme.tiers.get(*tiers).is_some_and(|t| t.level(*level).is_some());
                known && lots(given) && lots(expired)
            }
        }
}

fn held(programme: &Programme, held: &Held) -> bool {
    let Some(tiers) = programme.tiers.get(held.tiers) else { return false };
    is_day(held.day)
        && standing(&held.before, tiers.levels.len())
        && standing(&held.after, tiers.levels.len())
}

fn vouchers(programme: &Programme, vouchers: &[Voucher]) -> bool {
    let one = |v: &Voucher| {
        let money = matches!(v.gives, Gives::Money(1..));
        v.count > 0
            && programme.rewards.get(v.reward).is_some_and(|r| r.voucher)
            && (money || matches!(v.gives, Gives::Thing(_)))
            && is_day(v.issued)
            && v.until.is_none_or(is_day)
    };
    vouchers.iter().all(one) && vouchers.is_sorted_by(|a, b| a.order() < b.order())
}

fn standing(standing: &Standing, levels: usize) -> bool {
    let level = |l: u8| usize::from(l) < levels.max(1);
    let days = [standing.until, standing.since, standing.granted.and_then(|(_, until)| until)];
    level(standing.earned)
        && standing.granted.is_none_or(|(l, _)| level(l))
        && days.into_iter().flatten().all(is_day)
        && standing.reached.is_sound(is_day)
}

fn track(state: &TrackState, track: &Track) -> bool {
    let small = |value: i64| value.unsigned_abs() < TRACK.unsigned_abs();
    // In one day a sum may go from one end of its range to the other.
    let moved = |value: i64| value.unsigned_abs() < 2 * TRACK.unsigned_abs();
    match state {
        TrackState::Window { number, value, closed } => {
            let kept = |(_, sum): &(i32, i64)| small(*sum) && *sum != 0;
            !track.is_by_day()
                && !track.is_of_texts()
                && small(*value)
                && closed.iter().all(kept)
                && closed.is_sorted_by(|(a, _), (b, _)| a < b)
                && closed.last().is_none_or(|(last, _)| last < number)
        }
        TrackState::Rolling(days) => {
            track.is_by_day()
                && days.is_sorted_by(|(a, _), (b, _)| a < b)
                && days.iter().all(|(day, sum)| is_day(*day) && moved(*sum) && *sum != 0)
        }
        TrackState::Texts(texts) => {
            track.is_of_texts()
                && texts.len() <= TEXTS_KEPT
                && texts.is_sorted_by(|a, b| a.order() < b.order())
                && texts.iter().all(|t| is_day(t.day) && t.times > 0)
        }
    }
}
