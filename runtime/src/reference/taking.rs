//! Points are taken because goods came back: from the sources of the programme, in their order.

use super::exact::{Exact, out_of_range, ratio, whole};
use super::{Work, spent};
use crate::decision::{Refusal, Returned, Taken};
use crate::state::{Lot, Member, Settled};
use num_traits::ToPrimitive;
use treue_lang::limits;
use treue_lang::programme::{Shortfall, Source, Unit, UnitId};
use treue_lang::time::Day;

/// What may still be cut from the refund, and points of the unit for which it was cut before.
pub(super) struct Refund {
    /// What the goods cost that came back now, less what was cut of it; smallest currency units.
    pub(super) left: i128,
    /// What was cut now.
    pub(super) cut: i64,
}

/// What is to be taken of a unit, in lots like those that the rules' points were booked in.
#[derive(Clone, Default)]
pub(super) struct Less {
    /// How many are to be taken of each.
    pub(super) gone: Vec<Lot>,
    /// What the rest of the receipt still gives.
    pub(super) stays: Vec<Lot>,
    /// More points of no lot that is known.
    pub(super) rest: i64,
    pub(super) what_for: WhatFor,
}

/// Why points are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WhatFor {
    /// Rules give less.
    #[default]
    Less,
    /// A reward gave them that is undone; whatever their last good day.
    Reward,
    /// A window rule takes them.
    Window,
    /// A level gave them that is no longer reached.
    Level,
}

/// What has come of a return so far.
pub(super) struct Settling<'a> {
    /// The member's receipt; none where somebody else's goods came back.
    pub(super) receipt: Option<&'a str>,
    pub(super) returned: &'a mut Returned,
    /// What stands for the rest of the receipt.
    pub(super) settled: &'a mut Settled,
    pub(super) refund: &'a mut Refund,
}

/// Takes points of a unit for a receipt, and notes where.
pub(super) fn settle(
    work: &mut Work<'_>,
    unit: UnitId,
    less: Less,
    settling: &mut Settling<'_>,
) -> Result<(), Refusal> {
    let Settling { receipt, returned, settled, refund } = settling;
    let cut_before = settled.cut_of(unit);
    let taken = take(work, unit, less, (*receipt, returned), (refund, cut_before))?;
    if taken.cut > 0 {
        settled.cut.retain(|(id, _)| *id != unit);
        settled.cut.push((unit, cut_before.saturating_add(taken.cut)));
        settled.cut.sort_unstable_by_key(|(id, _)| *id);
    }
    returned.add_taken(&taken);
    Ok(())
}

/// Takes points of a unit. Where they are missing, the latest reward that the receipt has brought about is undone, and points
/// are taken as if it had never been. `cut_before` are points of this unit for which refunds of the receipt were cut before.
pub(super) fn take(
    work: &mut Work<'_>,
    unit: UnitId,
    less: Less,
    (receipt, returned): (Option<&str>, &mut Returned),
    (refund, cut_before): (&mut Refund, i64),
) -> Result<Taken, Refusal> {
    let takes_points = work.programme.returns.take.contains(&Source::Points);
    let (mut taken, short) = loop {
        let Some(receipt) = receipt.filter(|receipt| takes_points && brought_about(work, receipt, unit))
        else {
            break from_sources(work, unit, less, returned)?;
        };
        let before = (work.member.clone(), work.decision.clone(), returned.clone());
        let found = from_sources(work, unit, less.clone(), returned)?;
        if found.1 == 0 {
            break found;
        }
        let after = std::mem::replace(&mut work.member, before.0);
        let told = (std::mem::replace(&mut work.decision, before.1), std::mem::replace(returned, before.2));
        if !spent::undo_issued(work, unit, receipt, returned)? {
            (work.member, (work.decision, *returned)) = (after, told);
            break found;
        }
    };
    match work.programme.returns.then {
        Shortfall::Owe => taken.owed = short,
        Shortfall::Forgive => taken.forgiven = short,
        Shortfall::CutRefund => {
            taken.cut = cut(work, unit, short, refund, cut_before)?;
            taken.owed = short - taken.cut;
        }
    }
    // A debt takes what is available, also where the text did not begin with that.
    let rest = super::lots::burn(work.programme, &mut work.member, unit, work.now, taken.owed);
    taken.other += taken.owed - rest;
    taken.owed = rest;
    owe(work, unit, taken.owed)?;
    Ok(taken)
}

/// Whether a receipt has brought about a reward for points of a unit.
fn brought_about(work: &Work<'_>, receipt: &str, unit: UnitId) -> bool {
    work.member.came.iter().any(|came| came.is_issued_by(receipt, unit))
}

/// Takes points from the sources in their order; how many, and how many are missing.
fn from_sources(
    work: &mut Work<'_>,
    unit: UnitId,
    Less { gone: mut less, stays, rest, what_for }: Less,
    returned: &mut Returned,
) -> Result<(Taken, i64), Refusal> {
    let now = work.now;
    let spec = &work.programme.units[unit];
    let any_day = what_for == WhatFor::Reward || days_move(spec);
    let mut taken = Taken::of(unit);
    // What is taken from lots of other origin, less what has no lot of its own.
    let mut others = -rest;
    let total = left(&less) - others;
    let sources = work.programme.returns.take.clone();
    // What expired counts with the source that it would be in, before points of others go; where available points are left
    // alone, first of all.
    let points = sources.contains(&Source::Points);
    let waits = sources.iter().find(|s| **s != Source::Vouchers) == Some(&Source::Pending);
    let with_pending = |lot: &Lot| waits && lot.available > now;
    let with_points = |lot: &Lot| !with_pending(lot);
    if !points {
        let open = left(&less) - others.max(0);
        taken.expired += take_missing(&mut work.member, (&mut less, &stays, any_day), open, &with_points);
    }
    for source in &sources {
        match source {
            Source::Pending => {
                let pending = |lot: &Lot| lot.available > now;
                let open = left(&less) - others.max(0);
                let (own, gone) =
                    take_own(&mut work.member, (&mut less, any_day), open, (&pending, &with_pending));
                (taken.pending, taken.expired) = (taken.pending + own, taken.expired + gone);
            }
            Source::Points => {
                let available = |lot: &Lot| lot.available <= now;
                let open = left(&less) - others.max(0);
                let (own, gone) =
                    take_own(&mut work.member, (&mut less, any_day), open, (&available, &with_points));
                (taken.own, taken.expired) = (taken.own + own, taken.expired + gone);
                // What the rest of the receipt gives is left to the last.
                let aside = set_aside(&mut work.member.lots, (&stays, any_day), now);
                let wanted = left(&less) - others;
                let rest = super::lots::burn(work.programme, &mut work.member, unit, now, wanted);
                (others, taken.other) = (others + wanted - rest, taken.other + wanted - rest);
                work.member.lots.extend(aside);
                super::lots::tidy(&mut work.member);
            }
            Source::Vouchers => {
                taken.vouchers = spent::take_vouchers(work, unit, left(&less) - others, returned)?;
                others += taken.vouchers;
            }
        }
    }
    if points {
        let wanted = left(&less) - others;
        let rest = super::lots::burn(work.programme, &mut work.member, unit, now, wanted);
        (others, taken.other) = (others + wanted - rest, taken.other + wanted - rest);
    }
    taken.windows = if what_for == WhatFor::Window { total } else { 0 };
    taken.levels = if what_for == WhatFor::Level { total } else { 0 };
    Ok((taken, left(&less) - others))
}

/// How points of one lot may be in another.
#[derive(Clone, Copy)]
enum Likeness {
    /// With its dates.
    Exactly,
    /// With a last good day that has moved.
    Moved,
    /// Available by an activity that has come.
    Arrived,
}

/// All ways, the surest first.
const ALL: [Likeness; 3] = [Likeness::Exactly, Likeness::Moved, Likeness::Arrived];

/// Some ways, and whether a last good day may have moved to any other. Else it moves with points alone that came back after
/// they had been spent: they live longer.
type Ways<'w> = (&'w [Likeness], bool);

/// Which lots are looked at.
type Which<'f> = &'f dyn Fn(&Lot) -> bool;

/// Whether last good days of a unit move by themselves.
pub(super) fn days_move(unit: &Unit) -> bool {
    unit.pause.is_some() || unit.tier_later
}

/// Whether points of one lot may be in the other.
fn is_like(lot: &Lot, like: &Lot, (how, any_day): (Likeness, bool)) -> bool {
    let dates = lot.available == like.available && lot.awaits == like.awaits;
    let longer = lot.expires.zip(like.expires).is_some_and(|(lot, like)| lot > like);
    let same = match how {
        Likeness::Exactly => dates && lot.expires == like.expires,
        Likeness::Moved => dates && (any_day || longer),
        Likeness::Arrived => like.awaits.is_some() && lot.awaits.is_none(),
    };
    same && (lot.unit, lot.earned, lot.payer) == (like.unit, like.earned, like.payer)
}

/// How many are still to be taken.
fn left(less: &[Lot]) -> i64 {
    less.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.points))
}

/// Takes each rule's points where they were booked, of some lots and of what has expired, no more than `most` in all: what
/// is there or has expired with their own dates, before what only looks like them. So many of lots, and so many expired.
fn take_own(
    member: &mut Member,
    (less, any_day): (&mut [Lot], bool),
    most: i64,
    (of, of_gone): (Which<'_>, Which<'_>),
) -> (i64, i64) {
    let (mut own, mut expired) = (0, 0);
    for how in [&ALL[..1], &ALL[1..]] {
        own += take_as(&mut member.lots, less, most - own - expired, (how, any_day), of);
        expired += take_expired(member, less, most - own - expired, (how, any_day), of_gone);
    }
    (own, expired)
}

/// Takes what has expired of rules' points that are left alone: of what is no longer there.
fn take_missing(
    member: &mut Member,
    (less, stays, any_day): (&mut [Lot], &[Lot], bool),
    most: i64,
    of: Which<'_>,
) -> i64 {
    let mut there = member.lots.clone();
    take_as(&mut there, &mut stays.to_vec(), i64::MAX, (&ALL, any_day), of);
    let mut missing = less.to_vec();
    let mut expired = 0;
    for how in [&ALL[..1], &ALL[1..]] {
        take_as(&mut there, &mut missing, i64::MAX, (how, any_day), of);
        let before = missing.clone();
        expired += take_expired(member, &mut missing, most - expired, (how, any_day), of);
        for (wanted, (before, after)) in less.iter_mut().zip(before.iter().zip(&missing)) {
            wanted.points -= before.points - after.points;
        }
    }
    expired
}

/// Takes what has expired of rules' points; a level that falls back does not bring it again.
fn take_expired(
    member: &mut Member,
    less: &mut [Lot],
    most: i64,
    ways: Ways<'_>,
    of: impl Fn(&Lot) -> bool,
) -> i64 {
    let before = member.gone.clone();
    let taken = take_as(&mut member.gone, less, most, ways, of);
    for lot in &before {
        let same = member.gone.iter().find(|l| Lot { points: 0, ..**l } == Lot { points: 0, ..*lot });
        let points = lot.points - same.map_or(0, |l| l.points);
        if points > 0 {
            member.forget_expired(&Lot { points, ..*lot });
        }
    }
    taken
}

/// Takes points that may be in such lots in some ways.
fn take_as(
    lots: &mut Vec<Lot>,
    less: &mut [Lot],
    most: i64,
    (hows, any_day): Ways<'_>,
    of: impl Fn(&Lot) -> bool,
) -> i64 {
    let mut open = most;
    for how in hows.iter().copied() {
        for wanted in less.iter_mut() {
            // What waits for one activity comes all at once.
            let waits = lots.iter().any(|l| l.awaits.is_some() && l.awaits == wanted.awaits);
            if matches!(how, Likeness::Arrived) && waits {
                continue;
            }
            for lot in lots.iter_mut().filter(|l| of(l)) {
                if is_like(lot, wanted, (how, any_day)) {
                    let taken = lot.points.min(wanted.points).min(open);
                    lot.points -= taken;
                    wanted.points -= taken;
                    open -= taken;
                }
            }
        }
    }
    lots.retain(|l| l.points > 0);
    most - open
}

/// Removes available lots that are like some others, so many of each, and gives them.
fn set_aside(lots: &mut Vec<Lot>, (stays, any_day): (&[Lot], bool), now: Day) -> Vec<Lot> {
    let before = lots.clone();
    let mut stays = stays.to_vec();
    let most = left(&stays);
    take_as(lots, &mut stays, most, (&ALL, any_day), |l| l.available <= now);
    let remains = |lot: &Lot| {
        let same = lots.iter().find(|l| Lot { points: 0, ..**l } == Lot { points: 0, ..*lot });
        same.map_or(0, |l| l.points)
    };
    let aside = before.iter().map(|lot| Lot { points: lot.points - remains(lot), ..*lot });
    aside.filter(|lot| lot.points > 0).collect()
}

fn owe(work: &mut Work<'_>, unit: UnitId, points: i64) -> Result<(), Refusal> {
    let Some(owed) = work.member.owed.get_mut(unit.0 as usize) else { return Ok(()) };
    *owed = owed.checked_add(points).filter(|o| *o < limits::TRACK).ok_or_else(out_of_range)?;
    Ok(())
}

/// Cuts the refund by what points are worth, as far as there is a refund. The money is rounded down on all points of the
/// unit for which refunds of this receipt were cut.
fn cut(
    work: &Work<'_>,
    unit: UnitId,
    short: i64,
    refund: &mut Refund,
    cut_before: i64,
) -> Result<i64, Refusal> {
    let unit = &work.programme.units[unit];
    let Some(worth) = unit.worth else { return Ok(0) };
    let each: Exact = ratio(worth) / whole(10_i64.pow(u32::from(unit.decimals)));
    let fits = (whole(refund.left.max(0)) / &each).floor().to_integer();
    let points = fits.to_i64().map_or(short, |fits| fits.min(short));
    let money = |points: i64| (whole(points) * &each).floor().to_integer();
    let cut = (money(cut_before + points) - money(cut_before)).to_i64().ok_or_else(out_of_range)?;
    refund.left -= i128::from(cut);
    refund.cut = refund.cut.checked_add(cut).ok_or_else(out_of_range)?;
    Ok(points)
}
