//! Redemptions that are undone.

use super::{Desk, lots, out_of_range};
use crate::decision::{Decision, Refusal, RefusalCode, Returned};
use crate::event::Return;
use crate::state::record::SpentNote;
use crate::state::{Balance, Lot, Member, Settled};
use treue_lang::programme::{BACK_DAYS, Id, Programme};

impl Desk {
    /// Gives back what a redemption burned.
    pub(crate) fn undo_redemption(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        asked: &Return,
        note: &SpentNote,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
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
        member.notebook.settle(&asked.receipt, Settled { whole: true, ..Settled::default() });
        if member.last_redeem == Some(note.day) {
            member.last_redeem = member.notebook.latest().redeem;
        }
        decision.returned = Some(Box::new(returned));
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
