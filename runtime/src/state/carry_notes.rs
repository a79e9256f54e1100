//! Past decisions under the numbers of another programme, so that a repeated event still gets the first one.

use super::rename::Renaming;
use crate::decision::{
    Award, Debit, Decision, Expired, Issued, LevelGift, Merged, NotApplied, Outgoing, Posting, Reason,
    Reminder, Returned, RewardTaken, Taken, TierChange, VoucherMove, WindowAward,
};
use treue_lang::programme::{Gives, LevelId, TiersId, UnitId};

/// The decision as the programme numbers things. What the programme no longer has gets the number that nothing
/// has; points stay those of the day.
pub(super) fn decision(old: Decision, names: &Renaming) -> Decision {
    let Decision {
        event,
        member,
        at,
        offset,
        refusal,
        repeated,
        late,
        reminders,
        level_gifts,
        expired,
        tiers,
        awards,
        windows,
        not_applied,
        reward,
        returned,
        merged,
        postings,
        issued,
        vouchers,
        outgoing,
        shared,
        from,
        balances,
    } = old;
    let mut after = vec![Default::default(); names.new_units];
    for (balance, becomes) in balances.into_iter().zip(&names.units) {
        if let Some(place) = becomes.and_then(|b| after.get_mut(b.unit.0 as usize)) {
            *place = balance;
        }
    }
    Decision {
        event,
        member,
        at,
        offset,
        refusal,
        repeated,
        late,
        level_gifts: level_gifts.into_iter().map(|g| level_gift(&g, names)).collect(),
        reminders: reminders.into_iter().map(|r| Reminder { unit: unit(r.unit, names), ..r }).collect(),
        expired: expired.into_iter().map(|e| expiry(&e, names)).collect(),
        tiers: tiers.into_iter().map(|t| tier(&t, names)).collect(),
        awards: awards.into_iter().map(|a| award(a, names)).collect(),
        windows: windows.into_iter().map(|w| window(w, names)).collect(),
        not_applied: not_applied.into_iter().map(|n| not(&n, names)).collect(),
        reward: reward.map(|r| taken(r, names)),
        returned: returned.map(|r| Box::new(returned_of(*r, names))),
        merged: merged.map(|m| Box::new(merged_of(*m, names))),
        postings: postings.into_iter().map(|p| posting(p, names)).collect(),
        issued: issued.into_iter().map(|i| Issued { on: i.on, taken: taken(i.taken, names) }).collect(),
        vouchers: vouchers.into_iter().map(|v| VoucherMove { reward: names.reward(v.reward), ..v }).collect(),
        outgoing: outgoing
            .into_iter()
            .map(|o| Outgoing { rule: names.rule(o.rule), gift: o.gift.map(|g| names.gift(g)), ..o })
            .collect(),
        shared: shared.into_iter().map(|s| Debit { unit: unit(s.unit, names), ..s }).collect(),
        from,
        balances: after,
    }
}

fn merged_of(old: Merged, names: &Renaming) -> Merged {
    let named = |points: Vec<(UnitId, i64)>| points.into_iter().map(|(u, n)| (unit(u, names), n)).collect();
    Merged { member: old.member, points: named(old.points), owed: named(old.owed) }
}

fn unit(old: UnitId, names: &Renaming) -> UnitId {
    names.unit(old).map_or(UnitId(u32::MAX), |b| b.unit)
}

fn level_gift(old: &LevelGift, names: &Renaming) -> LevelGift {
    let TierChange { tiers, to, .. } = tier(
        &TierChange { tiers: old.tiers, from: old.level, to: old.level, until: None, on: old.on },
        names,
    );
    LevelGift { tiers, level: to, unit: unit(old.unit, names), ..*old }
}

fn expiry(old: &Expired, names: &Renaming) -> Expired {
    let Expired { unit: of, points, last_good_day } = *old;
    Expired { unit: unit(of, names), points, last_good_day }
}

fn tier(old: &TierChange, names: &Renaming) -> TierChange {
    let TierChange { tiers, from, to, until, on } = *old;
    let becomes = names.tiers.get(tiers.0 as usize);
    let level = |level: LevelId| {
        let place = becomes.and_then(|b| b.levels.get(usize::from(level.0)));
        LevelId(place.and_then(|(_, to)| *to).unwrap_or(u8::MAX))
    };
    let tiers = becomes.and_then(|b| b.to).unwrap_or(TiersId(u32::MAX));
    TierChange { tiers, from: level(from), to: level(to), until, on }
}

fn award(old: Award, names: &Renaming) -> Award {
    let Award { rule, points, amount, raw, rounded, cut_by, lines, available, expires, payer } = old;
    let rule = names.rule(rule);
    let (cut_by, payer) = (cut_by.map(|l| names.limit(l)), payer.map(|p| names.partner(p)));
    Award { rule, points, amount, raw, rounded, cut_by, lines, available, expires, payer }
}

fn window(old: WindowAward, names: &Renaming) -> WindowAward {
    WindowAward {
        rule: names.rule(old.rule),
        cut_by: old.cut_by.map(|l| names.limit(l)),
        payer: old.payer.map(|p| names.partner(p)),
        ..old
    }
}

fn not(old: &NotApplied, names: &Renaming) -> NotApplied {
    let reason = match old.reason {
        Reason::Condition(number) => Reason::Condition(number),
        Reason::Zero => Reason::Zero,
        Reason::Limit(limit) => Reason::Limit(names.limit(limit)),
        Reason::LostIn(stack) => Reason::LostIn(names.stack(stack)),
    };
    NotApplied { rule: names.rule(old.rule), reason }
}

pub(super) fn taken(old: RewardTaken, names: &Renaming) -> RewardTaken {
    let RewardTaken { reward, times, unit: of, cost, gives, value, until, used } = old;
    let gives = match gives {
        Gives::PerMeasure { money, measure, cap } => {
            Gives::PerMeasure { money, measure: names.measure(measure), cap }
        }
        Gives::Points(of, points) => Gives::Points(unit(of, names), points),
        other @ (Gives::Money(_)
        | Gives::Cash(_)
        | Gives::Percent(_)
        | Gives::Thing(_)
        | Gives::Cheapest(_)) => other,
    };
    RewardTaken {
        reward: names.reward(reward),
        times,
        unit: unit(of, names),
        cost,
        gives,
        value,
        until,
        used,
    }
}

fn returned_of(old: Returned, names: &Renaming) -> Returned {
    let Returned { receipt, whole, lines, changes, taken, back, refund_cut, cash } = old;
    Returned {
        receipt,
        whole,
        lines,
        changes: changes.into_iter().map(|(rule, points)| (names.rule(rule), points)).collect(),
        taken: taken.into_iter().map(|t| Taken { unit: unit(t.unit, names), ..t }).collect(),
        back: back.into_iter().map(|(of, points)| (unit(of, names), points)).collect(),
        refund_cut,
        cash,
    }
}

fn posting(old: Posting, names: &Renaming) -> Posting {
    match old {
        Posting::Pays { partner, rule, points, money } => {
            Posting::Pays { partner: names.partner(partner), rule: names.rule(rule), points, money }
        }
        Posting::Converted { partner, unit: of, points, into, gets } => {
            Posting::Converted { partner: names.partner(partner), unit: unit(of, names), points, into, gets }
        }
    }
}
