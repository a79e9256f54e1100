//! Redemptions that are undone, and what was spent on a receipt of which goods come back.

use super::taking::{Due, Refund};
use super::{Desk, at, lots, out_of_range, tracks, vouchers};
use crate::decision::{Debit, Decision, Refusal, RefusalCode, Returned, RewardTaken, VoucherEnd};
use crate::event::Return;
use crate::native::code::Compiled;
use crate::state::record::{Record, SpentNote};
use crate::state::{Balance, Came, CameWhat, Lot, Member, Settled, Voucher};
use treue_lang::limits::TRACK;
use treue_lang::programme::{BACK_DAYS, Gives, Id, LimitWindow, Most, Programme, SpentPoints, UnitId};
use treue_lang::time::Day;

/// Which part of a redemption has come back in all.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// All of it.
    All,
    /// So much of so much.
    Of(i128, i128),
}

impl Part {
    fn of(self, number: i64) -> i64 {
        match self {
            Part::All => number,
            Part::Of(part, all) => {
                let product = i128::from(number).checked_mul(part).and_then(|n| n.checked_div(all));
                product.and_then(|n| i64::try_from(n).ok()).unwrap_or(0)
            }
        }
    }
}

/// A redemption as it was noted: id, decision, record.
type Redemption<'a> = (&'a str, &'a Decision, &'a SpentNote);

impl Desk {
    /// Gives back what a redemption burned.
    pub(crate) fn undo_redemption(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        asked: &Return,
        (first, note): (&Decision, &SpentNote),
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        if asked.lines.is_some() {
            return Err(Refusal::new(RefusalCode::NoLines));
        }
        let mut returned = Returned { receipt: asked.receipt.clone(), whole: true, ..Returned::default() };
        let redemption = (asked.receipt.as_str(), first, note);
        self.give_back_part(compiled, member, redemption, Part::All, (&mut returned, decision))?;
        decision.returned = Some(Box::new(returned));
        Ok(())
    }

    /// Gives back what redemptions burned that name a receipt.
    pub(crate) fn spent_on_receipt(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        part: Part,
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let first_day = programme.memory_starts(self.now).unwrap_or(self.now);
        for id in member.notebook.spent_on(&returned.receipt) {
            if member.notebook.settled(&id).is_some_and(|s| s.whole) {
                continue;
            }
            let Some(noted) = member.notebook.find(&id) else { continue };
            let Record::Spent(note) = &noted.record else { continue };
            let Some(taken) = &noted.decision.reward else { continue };
            let hands_out = programme.rewards.get(taken.reward).is_some_and(|r| r.voucher) && !taken.used;
            if hands_out || note.day < first_day {
                continue;
            }
            let redemption = (id.as_str(), &noted.decision, note);
            self.give_back_part(compiled, member, redemption, part, (returned, decision))?;
        }
        Ok(())
    }

    fn give_back_part(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (id, first, note): Redemption<'_>,
        part: Part,
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let whole = matches!(part, Part::All);
        let before = member.notebook.settled(id).map_or(0, |s| s.back);
        let taken = first.reward.as_ref();
        let gives_vouchers = |t: &RewardTaken| programme.rewards.get(t.reward).is_some_and(|r| r.voucher);
        let money = taken.and_then(|t| t.taken_off(note.receipt.is_some(), gives_vouchers(t)));
        let back = match (programme.returns.spent, money) {
            (SpentPoints::Cash, Some(money)) => {
                let cash = part.of(money);
                returned.cash = returned.cash.saturating_add(cash.saturating_sub(before));
                cash
            }
            (SpentPoints::Cash | SpentPoints::OldDates | SpentPoints::AtLeast(_), _) => {
                let back = part.of(points(&note.lots));
                self.lots_back(programme, member, &note.lots, (before, back), returned)?;
                for debit in first.shared.iter().filter(|_| whole) {
                    // What others of the household paid comes back to them.
                    let points = debit.points.saturating_neg();
                    decision.shared.push(Debit { points, ..debit.clone() });
                }
                if let Some(taken) = taken.filter(|_| whole) {
                    if taken.used {
                        self.vouchers_back(programme, member, first, decision);
                    } else {
                        self.undo_reward(compiled, member, taken, note.day, (returned, decision))?;
                    }
                }
                back
            }
        };
        if whole || back != 0 {
            member.notebook.settle(id, Settled { whole, back, ..Settled::default() });
        }
        if whole && member.last_redeem == Some(note.day) {
            member.last_redeem = member.notebook.latest().redeem;
        }
        Ok(())
    }

    /// Cancels vouchers that were bought with points of a unit, or issued for some, the latest first, until so many points are
    /// taken.
    pub(super) fn take_vouchers(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, wanted): (UnitId, i64),
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<i64, Refusal> {
        let programme = compiled.programme();
        let first_day = programme.memory_starts(self.now).unwrap_or(self.now);
        let is_meant =
            |reward: &RewardTaken, day: Day| reward.unit == unit && reward.cost > 0 && day >= first_day;
        let mut found: Vec<(Day, RewardTaken, Vec<Lot>, Option<String>)> = Vec::new();
        for id in member.notebook.redemptions() {
            let undone = member.notebook.settled(&id).is_some_and(|s| s.whole);
            let Some(noted) = member.notebook.find(&id).filter(|_| !undone) else { continue };
            // Where others of the household paid, it would have to come back to them.
            let own = noted.decision.shared.is_empty();
            if let (Record::Spent(SpentNote { day, lots, .. }), Some(reward)) =
                (noted.record, noted.decision.reward)
                && own
                && !reward.used
                && is_meant(&reward, day)
            {
                found.push((day, reward, lots, Some(id)));
            }
        }
        for came in member.came.iter().rev() {
            match &came.what {
                CameWhat::Issued { taken, lots, .. } if is_meant(taken, came.day) => {
                    found.push((came.day, taken.clone(), lots.clone(), None));
                }
                CameWhat::Issued { .. } | CameWhat::Level { .. } => {}
            }
        }
        found.sort_by_key(|(day, _, _, _)| std::cmp::Reverse(*day));
        let mut open = wanted;
        for (day, reward, lots, id) in found {
            if open <= 0 {
                break;
            }
            if held_of(programme, member, &reward, day).is_none() {
                continue;
            }
            let used = open.min(points(&lots));
            open = open.saturating_sub(used);
            // The first of its points are used, so the last come back.
            let back = points(&lots).saturating_sub(used);
            self.lots_back(programme, member, &lots, (0, back), returned)?;
            self.undo_reward(compiled, member, &reward, day, (returned, decision))?;
            let Some(id) = id else {
                let is_it = |c: &Came| {
                    c.day == day && matches!(&c.what, CameWhat::Issued { taken, .. } if *taken == reward)
                };
                if let Some(at) = member.came.iter().rposition(is_it) {
                    member.came.remove(at);
                }
                continue;
            };
            let settled = Settled { whole: true, back: reward.cost, ..Settled::default() };
            member.notebook.settle(&id, settled);
            if member.last_redeem == Some(day) {
                member.last_redeem = member.notebook.latest().redeem;
            }
        }
        Ok(wanted.saturating_sub(open))
    }

    /// Undoes the latest reward for points of a unit that a receipt has brought about, if what it gave is all there. Says
    /// whether there was one.
    pub(super) fn undo_issued(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, receipt): (UnitId, &str),
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<bool, Refusal> {
        let programme = compiled.programme();
        let is_there = |came: &Came| {
            let CameWhat::Issued { taken, .. } = &came.what else { return false };
            if programme.rewards.get(taken.reward).is_some_and(|r| r.voucher) {
                return held_of(programme, member, taken, came.day).is_some();
            }
            match taken.gives {
                Gives::Points(of, points) => {
                    // What comes back may be what is to go.
                    let there = member.balance(of, self.now).available;
                    there >= points || of == unit && there.saturating_add(taken.cost) >= points
                }
                Gives::Money(_)
                | Gives::Percent(_)
                | Gives::PerMeasure { .. }
                | Gives::Thing(_)
                | Gives::Cheapest(_)
                | Gives::Cash(_) => false,
            }
        };
        let mut places = member.came.iter().enumerate().rev();
        let place = places.find(|(_, c)| c.is_issued_by(receipt, unit) && is_there(c)).map(|(at, _)| at);
        let Some(place) = place else { return Ok(false) };
        let Came { day, what } = member.came.remove(place);
        if let CameWhat::Issued { taken, lots, .. } = what {
            // In burn order.
            for lot in lots {
                self.lots_back(programme, member, &[lot], (0, lot.points), returned)?;
            }
            self.undo_reward(compiled, member, &taken, day, (&mut *returned, decision))?;
        }
        Ok(true)
    }

    /// Books the last of these points again, but for those that came back before.
    pub(super) fn lots_back(
        &self,
        programme: &Programme,
        member: &mut Member,
        burned: &[Lot],
        (before, back): (i64, i64),
        returned: &mut Returned,
    ) -> Result<(), Refusal> {
        let (mut skip, mut open) = (before, back.saturating_sub(before));
        for lot in burned.iter().rev() {
            let skipped = skip.min(lot.points);
            skip = skip.saturating_sub(skipped);
            let points = lot.points.saturating_sub(skipped).min(open);
            if points <= 0 {
                continue;
            }
            open = open.saturating_sub(points);
            let expires = lot.expires.map(|old| self.lives_until(programme, old));
            self.book_back(member, Lot { expires, points, ..*lot })?;
            returned.add_back(lot.unit, points);
        }
        Ok(())
    }

    /// The last good day of something that comes back.
    fn lives_until(&self, programme: &Programme, old: Day) -> Day {
        match programme.returns.spent {
            SpentPoints::AtLeast(days) => old.max(self.now.plus(i32::from(days))),
            SpentPoints::OldDates | SpentPoints::Cash if old >= self.now => old,
            SpentPoints::OldDates | SpentPoints::Cash => self.now.plus(i32::from(BACK_DAYS)),
        }
    }

    /// Puts used vouchers back.
    fn vouchers_back(
        &self,
        programme: &Programme,
        member: &mut Member,
        first: &Decision,
        decision: &mut Decision,
    ) {
        for used in &first.vouchers {
            if used.what == VoucherEnd::Used {
                let voucher = Voucher {
                    reward: used.reward,
                    gives: used.gives.clone(),
                    issued: used.issued,
                    until: used.until.map(|old| self.lives_until(programme, old)),
                    count: used.count,
                };
                decision.vouchers.push(vouchers::moved(&voucher, VoucherEnd::Back, used.count));
                vouchers::add(&mut member.vouchers, voucher);
            }
        }
    }

    /// Frees what its limits counted, and takes the points or vouchers that it gave.
    fn undo_reward(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        taken: &RewardTaken,
        day: Day,
        (returned, decision): (&mut Returned, &mut Decision),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        self.free_limits(compiled, member, taken, day)?;
        let Some(reward) = programme.rewards.get(taken.reward) else { return Ok(()) };
        if reward.voucher {
            let held = held_of(programme, member, taken, day);
            let held = held.and_then(|(at, count)| Some((member.vouchers.get_mut(at)?, count)));
            let Some((voucher, count)) = held else {
                return Err(Refusal::new(RefusalCode::VoucherGone));
            };
            voucher.count = voucher.count.saturating_sub(count);
            decision.vouchers.push(vouchers::moved(voucher, VoucherEnd::Cancelled, count));
            member.vouchers.retain(|v| v.count > 0);
        } else if let Gives::Points(unit, points) = taken.gives {
            // Whatever their last good day.
            let (expires, payer, clock, awaits) = (None, None, None, None);
            let lot = Lot { unit, expires, earned: day, available: day, payer, clock, awaits, points };
            let mut refund = Refund { left: 0, cut: 0 };
            let due = (unit, Due::Reward(&[lot]), None);
            let taken = self.take_points(compiled, member, due, (&mut refund, 0), (returned, decision))?;
            returned.add_taken(&taken);
        }
        Ok(())
    }

    fn free_limits(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        taken: &RewardTaken,
        day: Day,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let then = self.calendar.take(programme, plan, day);
        let present = self.calendar.take(programme, plan, self.now);
        let mut fits = true;
        for id in programme.rewards.get(taken.reward).map_or(&[][..], |reward| &reward.limits) {
            let Some(limit) = programme.limits.get(*id) else { continue };
            let LimitWindow::Window(_, track) = limit.window else { continue };
            let used = match limit.most {
                Most::Times(_) => 1,
                Most::Pieces(_) => i64::from(taken.times),
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => taken.cost,
            };
            let windows = at(&then.windows, track).zip(at(&present.windows, track));
            if let (Some(state), Some((window, latest))) = (member.tracks.get_mut(track.index()), windows)
                && used != 0
            {
                tracks::book(state, day, window.kept_on(*latest), used.saturating_neg());
                let window = window.of(member.joined, &member.tiers);
                fits &= tracks::reading(state, window).unsigned_abs() < TRACK.unsigned_abs();
            }
        }
        self.calendar.put_back(then);
        self.calendar.put_back(present);
        if fits { Ok(()) } else { Err(out_of_range()) }
    }

    /// Books a lot on the present day; what is owed is paid first.
    pub(crate) fn book_back(&self, member: &mut Member, lot: Lot) -> Result<(), Refusal> {
        let mut balances: Vec<Balance> = Vec::new();
        lots::balances(self.balances.len(), member, self.now, &mut balances);
        let Some(balance) = balances.get_mut(lot.unit.index()) else { return Ok(()) };
        let rest = lots::earn(balance, lot.points, lot.available <= self.now).ok_or_else(out_of_range)?;
        if let Some(owed) = member.owed.get_mut(lot.unit.index()) {
            *owed = balance.owed;
        }
        lots::add(&mut member.lots, Lot { points: rest, ..lot });
        Ok(())
    }
}

/// The place of the vouchers that a redemption of a day gave, where they are all held, and how many they are.
fn held_of(programme: &Programme, member: &Member, taken: &RewardTaken, day: Day) -> Option<(usize, u64)> {
    let reward = programme.rewards.get(taken.reward).filter(|r| r.voucher)?;
    let (gives, count) = vouchers::of_steps(reward, &taken.gives, taken.times);
    let place = member.vouchers.iter().position(|v| {
        (v.reward, v.issued, v.until) == (taken.reward, day, taken.until) && v.gives == gives
    })?;
    member.vouchers.get(place).filter(|v| v.count >= count).map(|_| (place, count))
}

fn points(lots: &[Lot]) -> i64 {
    lots.iter().fold(0, |sum, lot| sum.saturating_add(lot.points))
}
