//! Points taken for goods that came back.

use super::{Desk, lots, out_of_range};
use crate::decision::{Decision, Refusal, Returned, Taken};
use crate::native::code::Compiled;
use crate::state::{Lot, Member, Settled};
use treue_lang::programme::{Id, Programme, Shortfall, Source, Unit, UnitId};
use treue_lang::time::Day;

/// A refund that points may be cut from.
#[derive(Debug)]
pub(crate) struct Refund {
    /// Smallest currency units that are left of it.
    pub(crate) left: i128,
    /// What was cut.
    pub(crate) cut: i64,
}

/// Which lots are looked at.
type Which<'f> = &'f dyn Fn(&Lot) -> bool;

/// Whether points of a lot may be in another.
type Likeness<'f> = &'f dyn Fn(&Lot, &Lot) -> bool;

/// What a return takes, where, and what has come of it.
#[derive(Debug)]
pub(crate) struct Bill<'a> {
    /// The member's receipt; none where somebody else's goods came back.
    pub(crate) receipt: Option<&'a str>,
    pub(crate) returned: &'a mut Returned,
    /// What stands for the rest of the receipt.
    pub(crate) after: &'a mut Settled,
    pub(crate) refund: Refund,
}

/// Points that are to be taken of a unit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Due<'a> {
    /// What rules give less: of each of these lots so many, and what the rest of the receipt still gives.
    Rules(&'a [Lot], &'a [Lot]),
    /// What a window rule gives less: so many, of these lots as far as they reach.
    Window(&'a [Lot], i64),
    /// What a level gave that is no longer reached: all of these lots.
    Level(&'a [Lot]),
    /// What a reward gave that is undone: all of this lot, whatever its last good day.
    Reward(&'a [Lot]),
}

impl Desk {
    /// Takes points for a receipt, and notes where.
    pub(crate) fn charge(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, due): (UnitId, Due<'_>),
        bill: &mut Bill<'_>,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let before = bill.after.cut_of(unit);
        let Bill { receipt, returned, refund, .. } = bill;
        let due = (unit, due, *receipt);
        let taken = self.take_points(compiled, member, due, (refund, before), (returned, decision))?;
        if taken.cut > 0 {
            bill.after.cut.retain(|(id, _)| *id != unit);
            bill.after.cut.push((unit, before.saturating_add(taken.cut)));
            bill.after.cut.sort_unstable_by_key(|(id, _)| *id);
        }
        bill.returned.add_taken(&taken);
        Ok(())
    }

    /// Takes points of a unit; what the rest of the receipt gives is left to the last. Where points are missing, the latest
    /// reward that the receipt has brought about is undone, and all begins anew. `cut_before` points were cut from refunds of
    /// the receipt before.
    pub(crate) fn take_points(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, due, receipt): (UnitId, Due<'_>, Option<&str>),
        (refund, cut_before): (&mut Refund, i64),
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<Taken, Refusal> {
        let programme = compiled.programme();
        let receipt = receipt.filter(|_| programme.returns.take.contains(&Source::Points));
        let (mut taken, short) = loop {
            let has_more = |receipt: &&str| member.came.iter().any(|came| came.is_issued_by(receipt, unit));
            let Some(receipt) = receipt.filter(has_more) else {
                break self.ask_sources(compiled, member, (unit, due), (returned, decision))?;
            };
            let mut tried = (member.clone(), returned.clone(), decision.clone());
            let told = (&mut tried.1, &mut tried.2);
            let found = self.ask_sources(compiled, &mut tried.0, (unit, due), told)?;
            let undone =
                found.1 > 0 && self.undo_issued(compiled, member, (unit, receipt), (returned, decision))?;
            if !undone {
                (*member, *returned, *decision) = tried;
                break found;
            }
        };
        match programme.returns.then {
            Shortfall::Forgive => taken.forgiven = short,
            Shortfall::Owe => taken.owed = short,
            Shortfall::CutRefund => {
                if let Some(unit) = programme.units.get(unit) {
                    taken.cut = cut(unit, short, refund, cut_before).ok_or_else(out_of_range)?;
                }
                taken.owed = short.saturating_sub(taken.cut);
            }
        }
        let paid = burn(programme, member, unit, self.now, taken.owed);
        taken.other = taken.other.saturating_add(paid);
        taken.owed = taken.owed.saturating_sub(paid);
        if let Some(owed) = member.owed.get_mut(unit.index()) {
            let debt = owed.checked_add(taken.owed).filter(|debt| *debt < lots::MOST);
            *owed = debt.ok_or_else(out_of_range)?;
        }
        Ok(taken)
    }

    /// Takes points from one source after the other; how many are missing then.
    fn ask_sources(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, due): (UnitId, Due<'_>),
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<(Taken, i64), Refusal> {
        let programme = compiled.programme();
        let mut taken = Taken::of(unit);
        let all = |lots: &[Lot]| lots.iter().fold(0, |n: i64, l| n.saturating_add(l.points));
        let (less, stays, total) = match due {
            Due::Rules(less, stays) => (less, stays, all(less)),
            Due::Reward(less) => (less, [].as_slice(), all(less)),
            Due::Level(less) => {
                taken.levels = all(less);
                (less, [].as_slice(), all(less))
            }
            Due::Window(less, total) => {
                taken.windows = total;
                (less, [].as_slice(), total)
            }
        };
        // What is still wanted of each lot, and in all.
        let mut left = total;
        let mut wanted: Vec<i64> = Vec::with_capacity(less.len());
        for lot in less {
            wanted.push(lot.points.min(left));
            left = left.saturating_sub(lot.points).max(0);
        }
        let mut open = total;
        let take = &programme.returns.take;
        let any_day = matches!(due, Due::Reward(_)) || moves(programme, unit);
        let now = self.now;
        let (is_pending, is_available) = (|l: &Lot| l.available > now, |l: &Lot| l.available <= now);
        // What expired while it waited counts with what waits, if that is taken before what can be spent, all else with that,
        // and first of all where the text does not take that.
        let waiting_first = take.iter().find(|s| **s != Source::Vouchers) == Some(&Source::Pending);
        let gone_waiting = |l: &Lot| waiting_first && is_pending(l);
        let gone_else = |l: &Lot| !gone_waiting(l);
        if !take.contains(&Source::Points) {
            let own = (less, wanted.as_mut_slice(), any_day);
            taken.expired = expired_and_gone(member, own, stays, open, &gone_else);
            open = open.saturating_sub(taken.expired);
        }
        for source in take {
            match source {
                Source::Pending => {
                    let own = (less, wanted.as_mut_slice(), any_day);
                    let (there, gone) = there_or_gone(member, own, open, (&is_pending, &gone_waiting));
                    taken.pending = there;
                    taken.expired = taken.expired.saturating_add(gone);
                    open = open.saturating_sub(there).saturating_sub(gone);
                }
                Source::Points => {
                    let own = (less, wanted.as_mut_slice(), any_day);
                    let (there, gone) = there_or_gone(member, own, open, (&is_available, &gone_else));
                    taken.own = there;
                    taken.expired = taken.expired.saturating_add(gone);
                    open = open.saturating_sub(there).saturating_sub(gone);
                    let mut kept = stays.iter().map(|l| l.points).collect::<Vec<i64>>();
                    let all = sum(&kept);
                    let before = member.lots.clone();
                    from_own(&mut member.lots, (stays, &mut kept, any_day), all, Ways::All, &is_available);
                    let aside = missing(&before, &member.lots);
                    let burned = burn(programme, member, unit, self.now, open);
                    taken.other = taken.other.saturating_add(burned);
                    open = open.saturating_sub(burned);
                    aside.into_iter().for_each(|lot| lots::add(&mut member.lots, lot));
                }
                Source::Vouchers => {
                    taken.vouchers =
                        self.take_vouchers(compiled, member, (unit, open), (returned, decision))?;
                    open = open.saturating_sub(taken.vouchers);
                }
            }
        }
        if take.contains(&Source::Points) {
            let burned = burn(programme, member, unit, self.now, open);
            taken.other = taken.other.saturating_add(burned);
            open = open.saturating_sub(burned);
        }
        Ok((taken, open))
    }
}

/// Whether last good days of a unit move by themselves.
pub(super) fn moves(programme: &Programme, unit: UnitId) -> bool {
    programme.units.get(unit).is_some_and(|unit| unit.pause.is_some() || unit.tier_later)
}

/// Own points of some lots and of what has expired: all with their own dates, before any that only look like them.
fn there_or_gone(
    member: &mut Member,
    (less, wanted, any_day): Own<'_>,
    most: i64,
    (kind, gone_kind): (Which<'_>, Which<'_>),
) -> (i64, i64) {
    let (mut there, mut gone, mut open) = (0i64, 0i64, most);
    for ways in [Ways::SameDates, Ways::OtherDates] {
        let from_lots = from_own(&mut member.lots, (less, &mut *wanted, any_day), open, ways, kind);
        open = open.saturating_sub(from_lots);
        let from_gone = expired(member, (less, &mut *wanted, any_day), open, ways, gone_kind);
        open = open.saturating_sub(from_gone);
        (there, gone) = (there.saturating_add(from_lots), gone.saturating_add(from_gone));
    }
    (there, gone)
}

/// Own points that have expired: a level that falls back does not bring them again.
fn expired(member: &mut Member, own: Own<'_>, most: i64, ways: Ways, kind: &dyn Fn(&Lot) -> bool) -> i64 {
    let before = member.gone.clone();
    let taken = from_own(&mut member.gone, own, most, ways, kind);
    for lot in missing(&before, &member.gone) {
        member.forget_expired(&lot);
    }
    taken
}

/// Own points that have expired, where those that are still there are left alone: only what is missing has.
fn expired_and_gone(
    member: &mut Member,
    (less, wanted, any_day): Own<'_>,
    stays: &[Lot],
    most: i64,
    kind: Which<'_>,
) -> i64 {
    let mut there = member.lots.clone();
    let mut kept: Vec<i64> = stays.iter().map(|l| l.points).collect();
    from_own(&mut there, (stays, &mut kept, any_day), i64::MAX, Ways::All, kind);
    let mut missing = wanted.to_vec();
    let mut gone = 0i64;
    for ways in [Ways::SameDates, Ways::OtherDates] {
        from_own(&mut there, (less, &mut missing, any_day), i64::MAX, ways, kind);
        let before = missing.clone();
        let open = most.saturating_sub(gone);
        gone = gone.saturating_add(expired(member, (less, &mut missing, any_day), open, ways, kind));
        for (wanted, (before, after)) in wanted.iter_mut().zip(before.iter().zip(&missing)) {
            *wanted = wanted.saturating_sub(before.saturating_sub(*after));
        }
    }
    gone
}

/// What of some lots is no longer there. Both are in canonical order.
pub(crate) fn missing(before: &[Lot], after: &[Lot]) -> Vec<Lot> {
    let mut rest = after.iter().peekable();
    let mut gone = Vec::new();
    for lot in before {
        let left = rest.next_if(|l| l.order() == lot.order()).map_or(0, |l| l.points);
        let points = lot.points.saturating_sub(left);
        if points > 0 {
            gone.push(Lot { points, ..*lot });
        }
    }
    gone
}

/// Burns available lots of any origin.
fn burn(programme: &Programme, member: &mut Member, unit: UnitId, now: Day, points: i64) -> i64 {
    let Some(spec) = programme.units.get(unit) else { return 0 };
    lots::burn(&mut member.lots, (unit, spec), now, points, None)
}

fn sum(points: &[i64]) -> i64 {
    points.iter().fold(0, |sum, n| sum.saturating_add(*n))
}

/// Lots of a receipt, what is wanted of each, and whether their last good days may have moved to any other.
type Own<'a> = (&'a [Lot], &'a mut [i64], bool);

/// In which ways lots may be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ways {
    All,
    SameDates,
    OtherDates,
}

/// Takes from lots of some kind what is wanted of lots like them: of equal ones, then of those that only expire on another
/// day, or have come by an activity. At most so many in all.
fn from_own(
    lots: &mut Vec<Lot>,
    (less, wanted, any_day): Own<'_>,
    most: i64,
    which: Ways,
    kind: Which<'_>,
) -> i64 {
    let mut taken = 0i64;
    let origin = |lot: &Lot| (lot.unit, lot.earned, lot.payer);
    let waits = |lot: &Lot| (lot.available, lot.awaits);
    // Points that came back after they had been spent live longer.
    let moved = |like: &Lot, lot: &Lot| match (like.expires, lot.expires) {
        (Some(like), Some(lot)) => any_day || lot > like,
        (_, _) => any_day,
    };
    // What waits for one activity comes all at once: while some waits, nothing has come.
    let waiting: Vec<Option<u64>> = lots.iter().map(|l| l.awaits).filter(Option::is_some).collect();
    let still_wait = |like: &Lot| waiting.contains(&like.awaits);
    // First where nothing has changed, then where only the last good day has, last what has come by an activity.
    let ways: [Likeness<'_>; 3] = [
        &|like, lot| waits(like) == waits(lot) && like.expires == lot.expires,
        &|like, lot| waits(like) == waits(lot) && moved(like, lot),
        &|like, lot| like.awaits.is_some() && lot.awaits.is_none() && !still_wait(like),
    ];
    let (skip, take) = match which {
        Ways::All => (0, ways.len()),
        Ways::SameDates => (0, 1),
        Ways::OtherDates => (1, ways.len()),
    };
    for alike in ways.into_iter().skip(skip).take(take) {
        for (like, open) in less.iter().zip(wanted.iter_mut()) {
            for lot in lots.iter_mut() {
                if kind(lot) && origin(like) == origin(lot) && alike(like, lot) {
                    let goes = lot.points.min(*open).min(most.saturating_sub(taken));
                    lot.points = lot.points.saturating_sub(goes);
                    *open = open.saturating_sub(goes);
                    taken = taken.saturating_add(goes);
                }
            }
        }
    }
    lots.retain(|l| l.points > 0);
    taken
}

/// Cuts a refund by what points are worth, as far as it reaches: so many points. `None` if the money is too much.
fn cut(unit: &Unit, short: i64, refund: &mut Refund, before: i64) -> Option<i64> {
    let Some(worth) = unit.worth else { return Some(0) };
    let (money, per) = (i128::from(worth.numerator()), i128::from(worth.denominator()));
    let per = per.checked_mul(10i128.checked_pow(u32::from(unit.decimals))?)?;
    let reach = refund.left.max(0).checked_mul(per)?.checked_div(money)?;
    let points = i64::try_from(reach).map_or(short, |reach| reach.min(short));
    let worth_of = |points: i64| i128::from(points).checked_mul(money)?.checked_div(per);
    let cut = worth_of(before.checked_add(points)?)?.checked_sub(worth_of(before)?)?;
    refund.left = refund.left.checked_sub(cut)?;
    refund.cut = refund.cut.checked_add(i64::try_from(cut).ok()?)?;
    Some(points)
}
