//! What returns and late events did.

use super::Statistics;
use crate::run::Step;
use treue_lang::programme::TiersId;
use treue_runtime::decision::{Decision, Returned};
use treue_runtime::event::What;
use treue_runtime::state::Member;

/// Counts an accepted event, if it is late or a return.
pub(super) fn of_decision(step: &Step<'_>, d: &Decision, s: &mut Statistics) {
    if d.late {
        s.count(match &step.event.what {
            What::Purchase(_) => "late: purchase",
            What::Return(_) => "late: return",
            What::Activity(_) => "late: activity",
            What::Redeem(_) | What::Grant(_) | What::Transfer(_) | What::Member(_) | What::Clock => {
                "late: other"
            }
        });
        if !d.tiers.is_empty() && matches!(step.event.what, What::Purchase(_)) {
            s.count("late: tier changed");
        }
        if !d.expired.is_empty() {
            s.count("late: points expired at once");
        }
    }
    let Some(r) = d.returned.as_deref() else { return };
    of_return(step, d, r, s);
    if d.tiers.iter().any(|t| t.to < t.from) {
        s.count("returned: tier fell back");
    }
    if uses_anew(step, d) {
        s.count("returned: another sum used up");
    }
}

/// Whether a level now uses up, at an event before, more or less than it did.
fn uses_anew(step: &Step<'_>, d: &Decision) -> bool {
    let (Some(before), Some(after)) = (step.before.get(&d.member), step.after.get(&d.member)) else {
        return false;
    };
    let used = |m: &Member| -> Vec<(TiersId, u64, i64)> {
        m.held.iter().filter_map(|h| h.used.map(|u| (h.tiers, u.event, u.sum - u.left))).collect()
    };
    let now = used(after);
    let same = |(tiers, event, used): (TiersId, u64, i64)| {
        now.iter().filter(|n| (n.0, n.1) == (tiers, event)).all(|n| n.2 == used)
    };
    !used(before).into_iter().filter(|u| u.1 != 0).all(same)
}

fn of_return(step: &Step<'_>, d: &Decision, r: &Returned, s: &mut Statistics) {
    s.add("returned: cash", u64::from(r.cash > 0));
    if r.lines.is_empty() && (!r.back.is_empty() || !d.vouchers.is_empty() || r.cash > 0) {
        s.count("returned: redemption");
        return;
    }
    if !r.back.is_empty() {
        s.count(if r.whole {
            "returned: points spent on it"
        } else {
            "returned: a share of points spent on it"
        });
    }
    let before = step.before.get(&d.member).and_then(|m| m.notebook.settled(&r.receipt));
    s.count(match (r.whole, before.is_some()) {
        (true, false) => "returned: all at once",
        (true, true) => "returned: the last part",
        (false, false) => "returned: a part",
        (false, true) => "returned: another part",
    });
    if r.changes.iter().any(|(_, change)| *change > 0) {
        s.count("returned: a rule gives more");
    }
    if !d.postings.is_empty() {
        s.count("returned: posting");
    }
    for t in &r.taken {
        for (n, name) in [
            (t.pending, "taken: pending"),
            (t.own, "taken: own"),
            (t.expired, "taken: had expired"),
            (t.other, "taken: other"),
            (t.vouchers, "taken: vouchers"),
            (t.windows, "taken: of window rules"),
            (t.levels, "taken: of levels"),
            (t.owed, "taken: owed"),
            (t.cut, "taken: off the refund"),
            (t.forgiven, "taken: let go"),
        ] {
            if n > 0 {
                s.count(name);
            }
        }
    }
}
