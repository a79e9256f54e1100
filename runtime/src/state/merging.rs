//! How the account of one member goes up into that of another one: what both have together with others follows.

use super::members::{CaughtUp, Decide};
use super::{Member, Members};
use crate::decision::{Decision, Refusal, RefusalCode};
use crate::engine::{Giver, Pool};
use crate::event::{AccountChange, Event};
use treue_lang::programme::Programme;
use treue_lang::time::Day;

impl Members {
    /// The account that an event lets go up into that of its member, brought up to the day of the event and lent to it.
    /// Nothing for other events, and for one that is known.
    ///
    /// # Errors
    /// It cannot go up into that one.
    pub(super) fn merging(
        &mut self,
        programme: &Programme,
        (event, day): (&Event, Day),
        place: usize,
        desk: &mut impl Decide,
    ) -> Result<Option<CaughtUp>, Refusal> {
        let Some(AccountChange::Merge(gone)) = event.account() else { return Ok(None) };
        let own = self.id(place).to_owned();
        let member = self.get(&own).cloned();
        if member.as_ref().is_some_and(|m| m.notebook.find(&event.id).is_some()) {
            return Ok(None);
        }
        let account = self.may_go_up(event, &own, gone)?;
        if event.at < account.last_at.unwrap_or(i64::MIN) || account.last_day > Some(day) {
            return Err(named(RefusalCode::AccountOutOfOrder, gone));
        }
        let giver = Giver { member: &own, bought_by: &own, day };
        let mut account = account.clone();
        let catch_up = |account: &mut Member| desk.pay(gone, account, &giver, (None, &[]));
        let decision = self.shared.lent(programme, &mut account, catch_up);
        if let Some(refusal) = &decision.refusal {
            return Err(Refusal { name: Some(gone.clone()), ..refusal.clone() });
        }
        // Into another household it comes as if it had left the one it is in; into its own household it brings nothing that
        // does not stand there, and whoever is in none takes its place there.
        let household = member.and_then(|m| m.household);
        if household.is_some() && household != account.household {
            self.shared.bring_counts(programme, &mut account);
        }
        desk.lend(Pool { account: Some(Box::new(account.clone())), ..Pool::default() });
        Ok(Some(CaughtUp { id: gone.clone(), member: account, decision }))
    }

    /// The account of that id, if it may go up into another one.
    fn may_go_up(&self, event: &Event, own: &str, gone: &str) -> Result<&Member, Refusal> {
        if gone == own || event.member.as_deref() == Some(gone) {
            return Err(Refusal::new(RefusalCode::MergeWithItself));
        }
        if let Some(into) = self.shared().merged.get(gone) {
            return Err(named(RefusalCode::AlreadyMerged, into));
        }
        let account = self.get(gone).ok_or_else(|| named(RefusalCode::MergeUnknown, gone))?;
        match account.membership.ended {
            Some(_) => Err(named(RefusalCode::NotAMember, gone)),
            None => Ok(account),
        }
    }

    /// Accounts that have gone up into one are no more.
    pub(super) fn merged(&mut self, into: &str, gone: Vec<CaughtUp>, desk: &mut impl Decide) {
        for CaughtUp { id, member, decision } in gone {
            self.shared.merge(&id, into);
            self.remove(&id);
            self.shared.list(&id, member.household.as_deref(), None);
            if decision.happened() {
                desk.answer(Decision::clone(&decision));
            }
        }
    }
}

fn named(code: RefusalCode, name: &str) -> Refusal {
    Refusal { name: Some(name.to_owned()), ..Refusal::new(code) }
}
