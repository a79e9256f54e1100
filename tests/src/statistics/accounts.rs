//! What becomes of accounts: merged ones, memberships that end and begin again.

use super::Statistics;
use crate::run::Step;
use treue_lang::programme::Programme;
use treue_runtime::event::{AccountChange, What};

pub(super) fn of_step(p: &Programme, step: &Step<'_>, s: &mut Statistics) {
    let Some(d) = step.decisions.first() else { return };
    let accepted = d.refusal.is_none() && !d.repeated && d.from.is_none();
    let named = step.event.member.as_deref();
    if named.is_some_and(|named| named != step.before.shared().account(named)) {
        let kind = match (&step.event.what, accepted) {
            (What::Return(_), true) => "merged account: goods come back",
            (_, true) => "merged account: an event later",
            (_, false) => "merged account: refused later",
        };
        s.count(kind);
    }
    if let Some(merged) = d.merged.as_deref() {
        s.count("merged");
        s.add("merged: points", u64::from(!merged.points.is_empty()));
        s.add("merged: debts", u64::from(!merged.owed.is_empty()));
        s.add("merged: another level", u64::from(!d.tiers.is_empty()));
        s.add("merged: given by a level", u64::from(!d.level_gifts.is_empty()));
        s.add("merged: windows", u64::from(d.windows.iter().any(|w| w.points != 0)));
        s.add("merged: time passed", u64::from(step.decisions.iter().any(|d| d.from.is_some())));
        let before = step.before.get(&merged.member);
        s.add("merged: vouchers", u64::from(before.is_some_and(|m| !m.vouchers.is_empty())));
        s.add("merged: notes", u64::from(before.is_some_and(|m| !m.notebook.is_empty())));
        s.add("merged: of a household", u64::from(before.is_some_and(|m| m.household.is_some())));
    }
    let before = step.before.get(&d.member);
    match step.event.account() {
        Some(AccountChange::Ends) if accepted => {
            s.count("membership ended");
            s.add("membership ended: points gone", u64::from(!d.expired.is_empty()));
            s.add("membership ended: vouchers gone", u64::from(!d.vouchers.is_empty()));
        }
        Some(AccountChange::Begins) if accepted => {
            let left = before.and_then(|m| m.membership.ended);
            s.count(if left.is_some() { "membership began again" } else { "membership began" });
            let kept = |unit: usize| d.balances.get(unit).is_some_and(|b| b.available > 0);
            let any = (0..p.units.len()).any(kept);
            s.add("membership began again: points kept", u64::from(left.is_some() && any));
        }
        Some(_) | None => {}
    }
    let left = before.is_some_and(|m| m.membership.ended.is_some());
    let clock = matches!(step.event.what, What::Clock);
    s.add("membership ended: gone later", u64::from(left && clock && !d.expired.is_empty()));
}
