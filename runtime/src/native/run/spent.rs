//! Redemptions that are undone.

use super::taking::Refund;
use super::{Desk, at, lots, out_of_range, tracks};
use crate::decision::{Decision, Refusal, RefusalCode, Returned, RewardTaken};
use crate::event::Return;
use crate::native::code::Compiled;
use crate::state::record::SpentNote;
use crate::state::{Balance, Lot, Member, Settled};
use treue_lang::limits::TRACK;
use treue_lang::programme::{BACK_DAYS, Gives, Id, LimitWindow, Most};
use treue_lang::time::Day;

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
        let programme = compiled.programme();
        if asked.lines.is_some() {
            return Err(Refusal::new(RefusalCode::NoLines));
        }
        let mut returned = Returned { receipt: asked.receipt.clone(), whole: true, ..Returned::default() };
        for lot in &note.lots {
            let expires = lot.expires.map(|old| match programme.returns.at_least {
                Some(days) => old.max(self.now.plus(i32::from(days))),
                None if old >= self.now => old,
                None => self.now.plus(i32::from(BACK_DAYS)),
            });
            self.book_back(member, Lot { expires, ..*lot })?;
            match returned.back.last_mut() {
                Some((unit, points)) if *unit == lot.unit => *points = points.saturating_add(lot.points),
                Some(_) | None => returned.back.push((lot.unit, lot.points)),
            }
        }
        if let Some(reward) = &first.reward {
            self.undo_reward(compiled, member, reward, note.day, &mut returned)?;
        }
        member.notebook.settle(&asked.receipt, Settled { whole: true, ..Settled::default() });
        if member.last_redeem == Some(note.day) {
            member.last_redeem = member.notebook.latest().redeem;
        }
        decision.returned = Some(Box::new(returned));
        Ok(())
    }

    /// Frees what its limits counted, and takes the points that it gave.
    fn undo_reward(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        taken: &RewardTaken,
        day: Day,
        returned: &mut Returned,
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
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => taken.cost,
            };
            let windows = at(&then.windows, track).zip(at(&present.windows, track));
            if let (Some(state), Some((window, latest))) = (member.tracks.get_mut(track.index()), windows)
                && used != 0
            {
                tracks::book(state, day, window.kept_on(*latest), used.saturating_neg());
                fits &= tracks::reading(state, *window).unsigned_abs() < TRACK.unsigned_abs();
            }
        }
        let given = match taken.gives {
            Gives::Points(unit, points) => {
                // Whatever their last good day.
                let (clock, awaits) = (None, None);
                Some(Lot {
                    unit,
                    expires: None,
                    earned: day,
                    available: day,
                    payer: None,
                    clock,
                    awaits,
                    points,
                })
            }
            Gives::Money(_)
            | Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Thing(_)
            | Gives::Cheapest(_)
            | Gives::Cash(_) => None,
        };
        self.calendar.put_back(then);
        self.calendar.put_back(present);
        if !fits {
            return Err(out_of_range());
        }
        if let Some(lot) = given {
            let mut refund = Refund { left: 0, cut: 0 };
            returned.taken.push(self.take_points(programme, member, lot.unit, &[lot], (&mut refund, 0))?);
        }
        Ok(())
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
