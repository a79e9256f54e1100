//! Decisions as few bytes: what a decision usually holds is written by hand, fields that are empty or that follow
//! from the field before cost nothing, and what is rare comes last, in postcard's form.

use super::{
    Award, Debit, Decision, Expired, Issued, LevelGift, Merged, NotApplied, Outgoing, Posting, Refusal,
    Reminder, Returned, RewardTaken, TierChange, VoucherMove, WindowAward,
};
use crate::packing::{self, Writer};
use crate::state::Balance;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{LimitId, PartnerId, RuleId};
use treue_lang::time::Day;

/// What is written of an award beside its rule, its points and what it measured.
mod fields {
    /// Something was measured.
    pub(super) const AMOUNT: u64 = 1;
    /// The raw value, where it is not the rounded one.
    pub(super) const RAW: u64 = 2;
    /// The rounded value, where it is not what was given.
    pub(super) const ROUNDED: u64 = 4;
    pub(super) const CUT_BY: u64 = 8;
    pub(super) const LINES: u64 = 16;
    /// The days, where they are not those of the award before.
    pub(super) const DAYS: u64 = 32;
    pub(super) const PAYER: u64 = 64;
    /// Points and what was measured are eight bytes each, not four.
    pub(super) const WIDE: u64 = 128;
    /// Any of those that cost more than the one word that is always written.
    pub(super) const MORE: u64 = RAW | ROUNDED | CUT_BY | LINES | DAYS | PAYER;
}

/// What few decisions have.
#[derive(Serialize)]
struct Rare<'d>(
    &'d Option<Refusal>,
    bool,
    bool,
    &'d [Expired],
    &'d [TierChange],
    &'d [WindowAward],
    &'d [NotApplied],
    &'d Option<RewardTaken>,
    &'d Option<Box<Returned>>,
    &'d Option<Box<Merged>>,
    &'d [Posting],
    &'d [Issued],
    &'d [VoucherMove],
    &'d [Reminder],
    &'d [LevelGift],
    &'d [Outgoing],
    &'d [Debit],
    &'d Option<String>,
);

/// The same, read.
#[derive(Deserialize, Default)]
struct RareRead(
    Option<Refusal>,
    bool,
    bool,
    Vec<Expired>,
    Vec<TierChange>,
    Vec<WindowAward>,
    Vec<NotApplied>,
    Option<RewardTaken>,
    Option<Box<Returned>>,
    Option<Box<Merged>>,
    Vec<Posting>,
    Vec<Issued>,
    Vec<VoucherMove>,
    Vec<Reminder>,
    Vec<LevelGift>,
    Vec<Outgoing>,
    Vec<Debit>,
    Option<String>,
);

/// Room that is made at first: most decisions need no more.
const ROOM: usize = 256;

/// Writes a decision behind what stands in `out`.
pub(crate) fn write(decision: &Decision, out: &mut Vec<u8>) {
    packing::behind(out, ROOM, |to| usual(decision, to));
    if is_rare(decision) {
        let rare = Rare(
            &decision.refusal,
            decision.repeated,
            decision.late,
            &decision.expired,
            &decision.tiers,
            &decision.windows,
            &decision.not_applied,
            &decision.reward,
            &decision.returned,
            &decision.merged,
            &decision.postings,
            &decision.issued,
            &decision.vouchers,
            &decision.reminders,
            &decision.level_gifts,
            &decision.outgoing,
            &decision.shared,
            &decision.from,
        );
        // Plain data into growing memory: this cannot fail.
        *out = postcard::to_extend(&rare, std::mem::take(out)).unwrap_or_default();
    }
}

/// Writes what a decision usually holds. Straight on, with few branches: numbers that every decision has are written whole.
fn usual(decision: &Decision, to: &mut Writer<'_>) {
    write_head((&decision.event, &decision.member), (decision.at, decision.offset), to);
    to.unsigned(decision.awards.len() as u64);
    let mut days = decision.awards.first().map_or((Day(0), None), |first| (first.available, first.expires));
    if !decision.awards.is_empty() {
        write_days(days, to);
    }
    for award in &decision.awards {
        write_award(award, &mut days, to);
    }
    write_balances(&decision.balances, to);
}

/// Writes what is known of a decision before the event is decided: id, member, instant with its offset.
#[inline]
pub(crate) fn write_head((event, member): (&str, &str), (at, offset): (i64, i32), to: &mut Writer<'_>) {
    to.text(event);
    to.text(member);
    to.put(at.cast_unsigned(), 8);
    to.put(u64::from(offset.cast_unsigned()), 4);
}

/// Writes the balances, which end what a decision usually holds.
#[inline]
pub(crate) fn write_balances(balances: &[Balance], to: &mut Writer<'_>) {
    to.unsigned(balances.len() as u64);
    for balance in balances {
        to.put(balance.available.cast_unsigned(), 8);
        to.signed(balance.pending);
        to.signed(balance.owed);
    }
}

/// Writes the days of the first award, or of one whose days are others.
#[inline]
pub(crate) fn write_days((available, expires): (Day, Option<Day>), to: &mut Writer<'_>) {
    to.put(u64::from(available.0.cast_unsigned()), 4);
    to.put(u64::from(expires.is_some()), 1);
    to.put(u64::from(expires.unwrap_or(Day(0)).0.cast_unsigned()), 4);
}

fn is_rare(decision: &Decision) -> bool {
    decision.refusal.is_some()
        || decision.repeated
        || decision.late
        || !decision.expired.is_empty()
        || !decision.tiers.is_empty()
        || !decision.windows.is_empty()
        || !decision.not_applied.is_empty()
        || decision.reward.is_some()
        || decision.returned.is_some()
        || decision.merged.is_some()
        || !decision.postings.is_empty()
        || !decision.issued.is_empty()
        || !decision.vouchers.is_empty()
        || !decision.reminders.is_empty()
        || !decision.level_gifts.is_empty()
        || !decision.outgoing.is_empty()
        || !decision.shared.is_empty()
        || decision.from.is_some()
}

/// `days` are those of the award before: available, expires.
#[inline]
pub(crate) fn write_award(award: &Award, days: &mut (Day, Option<Day>), to: &mut Writer<'_>) {
    let flag = |holds: bool, flag: u64| if holds { flag } else { 0 };
    let written = flag(award.amount.is_some(), fields::AMOUNT)
        | flag(award.raw != (i128::from(award.rounded), 1), fields::RAW)
        | flag(award.rounded != award.points, fields::ROUNDED)
        | flag(award.cut_by.is_some(), fields::CUT_BY)
        | flag(!award.lines.is_empty(), fields::LINES)
        | flag((award.available, award.expires) != *days, fields::DAYS)
        | flag(award.payer.is_some(), fields::PAYER);
    let amount = award.amount.unwrap_or(0);
    let narrow = i32::try_from(award.points).is_ok() && i32::try_from(amount).is_ok();
    let (written, size) = if narrow { (written, 4) } else { (written | fields::WIDE, 8) };
    to.put(u64::from(award.rule.0) << 8 | written, 5);
    to.put(award.points.cast_unsigned(), size);
    to.put(amount.cast_unsigned(), if award.amount.is_some() { size } else { 0 });
    if written & fields::MORE != 0 {
        write_more(award, written, days, to);
    }
}

#[inline(never)]
fn write_more(award: &Award, written: u64, days: &mut (Day, Option<Day>), to: &mut Writer<'_>) {
    let holds = |flag: u64| written & flag != 0;
    if holds(fields::RAW) {
        to.wide(award.raw.0);
        to.wide(award.raw.1);
    }
    if holds(fields::ROUNDED) {
        to.signed(award.rounded);
    }
    if let Some(limit) = award.cut_by {
        to.unsigned(u64::from(limit.0));
    }
    if holds(fields::LINES) {
        to.unsigned(award.lines.len() as u64);
        award.lines.iter().for_each(|l| to.unsigned(u64::from(*l)));
    }
    if holds(fields::DAYS) {
        *days = (award.available, award.expires);
        write_days(*days, to);
    }
    if let Some(payer) = award.payer {
        to.unsigned(u64::from(payer.0));
    }
}

/// The event's id, of a decision that was written.
pub(crate) fn id(bytes: &[u8]) -> Option<&str> {
    Reader(bytes).text()
}

/// A decision that was written.
pub(crate) fn read(bytes: &[u8]) -> Option<Decision> {
    let mut from = Reader(bytes);
    let (event, member) = (from.text()?.to_owned(), from.text()?.to_owned());
    let (at, offset) = (i64::from_le_bytes(from.bytes()?), i32::from_le_bytes(from.bytes()?));
    let awards = from.unsigned()?;
    let mut days = if awards > 0 { from.days()? } else { (Day(0), None) };
    let awards = (0..awards).map(|_| from.award(&mut days)).collect::<Option<_>>()?;
    let balance = |from: &mut Reader<'_>| {
        let available = i64::from_le_bytes(from.bytes()?);
        Some(Balance { available, pending: from.signed()?, owed: from.signed()? })
    };
    let balances = (0..from.unsigned()?).map(|_| balance(&mut from)).collect::<Option<_>>()?;
    let RareRead(
        refusal,
        repeated,
        late,
        expired,
        tiers,
        windows,
        not_applied,
        reward,
        returned,
        merged,
        postings,
        issued,
        vouchers,
        reminders,
        level_gifts,
        outgoing,
        shared,
        from_member,
    ) = if from.0.is_empty() { RareRead::default() } else { postcard::from_bytes(from.0).ok()? };
    Some(Decision {
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
        from: from_member,
        balances,
    })
}

/// The awards of a decision that was written.
pub(crate) fn awards(bytes: &[u8]) -> impl Iterator<Item = Award> {
    let mut from = Reader(bytes);
    let mut start = || {
        // Texts, instant and offset are passed over.
        from.passed()?;
        from.passed()?;
        let _: [u8; 12] = from.bytes()?;
        let awards = from.unsigned()?;
        Some((awards, if awards > 0 { from.days()? } else { (Day(0), None) }))
    };
    let (awards, mut days) = start().unwrap_or((0, (Day(0), None)));
    (0..awards).map_while(move |_| from.award(&mut days))
}

/// What is left to read.
pub(crate) struct Reader<'b>(pub(crate) &'b [u8]);

impl<'b> Reader<'b> {
    pub(crate) fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.bytes()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(crate) fn small(&mut self) -> Option<u32> {
        self.unsigned()?.try_into().ok()
    }

    fn days(&mut self) -> Option<(Day, Option<Day>)> {
        let (available, [present]) = (i32::from_le_bytes(self.bytes()?), self.bytes()?);
        let expires = i32::from_le_bytes(self.bytes()?);
        Some((Day(available), (present == 1).then_some(Day(expires))))
    }

    /// A number of eight bytes, or of four.
    fn number(&mut self, wide: bool) -> Option<i64> {
        if wide {
            return Some(i64::from_le_bytes(self.bytes()?));
        }
        Some(i64::from(i32::from_le_bytes(self.bytes()?)))
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.passed()?).ok()
    }

    /// The bytes of a text.
    fn passed(&mut self) -> Option<&'b [u8]> {
        let len = usize::try_from(self.unsigned()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(text)
    }

    fn award(&mut self, days: &mut (Day, Option<Day>)) -> Option<Award> {
        let [written] = self.bytes()?;
        let holds = |flag: u64| u64::from(written) & flag != 0;
        let rule = RuleId(u32::from_le_bytes(self.bytes()?));
        let points = self.number(holds(fields::WIDE))?;
        let amount = if holds(fields::AMOUNT) { Some(self.number(holds(fields::WIDE))?) } else { None };
        let raw = if holds(fields::RAW) {
            Some((i128::from_le_bytes(self.bytes()?), i128::from_le_bytes(self.bytes()?)))
        } else {
            None
        };
        let rounded = if holds(fields::ROUNDED) { self.signed()? } else { points };
        let cut_by = if holds(fields::CUT_BY) { Some(LimitId(self.small()?)) } else { None };
        let lines = if holds(fields::LINES) {
            (0..self.unsigned()?).map(|_| self.small()).collect::<Option<_>>()?
        } else {
            Vec::new()
        };
        if holds(fields::DAYS) {
            *days = self.days()?;
        }
        let (available, expires) = *days;
        let payer = if holds(fields::PAYER) { Some(PartnerId(self.small()?)) } else { None };
        let raw = raw.unwrap_or((i128::from(rounded), 1));
        Some(Award { rule, points, amount, raw, rounded, cut_by, lines, available, expires, payer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Reason, RefusalCode};
    use treue_lang::programme::{LevelId, TiersId, UnitId};

    fn award(rule: u32, points: i64) -> Award {
        Award {
            rule: RuleId(rule),
            points,
            amount: None,
            raw: (i128::from(points), 1),
            rounded: points,
            cut_by: None,
            lines: Vec::new(),
            available: Day(17_000),
            expires: Some(Day(17_400)),
            payer: None,
        }
    }

    fn usual() -> Decision {
        Decision {
            event: "31198570044".to_owned(),
            member: "9".to_owned(),
            at: 1_483_271_606,
            offset: -18_000,
            refusal: None,
            repeated: false,
            late: false,
            reminders: Vec::new(),
            level_gifts: Vec::new(),
            expired: Vec::new(),
            tiers: Vec::new(),
            awards: vec![award(0, 300), award(7, 1)],
            windows: Vec::new(),
            not_applied: Vec::new(),
            reward: None,
            returned: None,
            merged: None,
            postings: Vec::new(),
            issued: Vec::new(),
            vouchers: Vec::new(),
            outgoing: Vec::new(),
            shared: Vec::new(),
            from: None,
            balances: vec![Balance { available: 301, pending: 0, owed: 0 }],
        }
    }

    fn comes_back(decision: &Decision) -> usize {
        let mut bytes = Vec::new();
        write(decision, &mut bytes);
        assert_eq!(id(&bytes), Some(decision.event.as_str()));
        assert_eq!(read(&bytes).as_ref(), Some(decision));
        assert_eq!(awards(&bytes).collect::<Vec<_>>(), decision.awards);
        for end in 0..bytes.len() {
            // What is cut off is not read as if it were whole.
            assert!(read(&bytes[..end]).is_none_or(|d| d != *decision));
        }
        bytes.len()
    }

    #[test]
    fn a_usual_decision_is_short() {
        // Id 1 + 11, member 1 + 1, instant 8, offset 4; awards 1, days 4 + 1 + 4, then twice 1 + 4 + 4; balances 1, then
        // 8 + 1 + 1.
        assert_eq!(comes_back(&usual()), 14 + 12 + 1 + 9 + 18 + 1 + 10);
    }

    #[test]
    fn every_field_comes_back() {
        let mut decision = usual();
        decision.awards = vec![
            Award { expires: None, ..award(1, i64::MAX) },
            Award {
                amount: Some(i64::MIN),
                raw: (i128::MAX, 3),
                rounded: 9,
                cut_by: Some(LimitId(300)),
                lines: vec![0, 128, u32::MAX],
                available: Day(i32::MIN),
                payer: Some(PartnerId(2)),
                ..award(u32::MAX, 5)
            },
            Award { expires: None, ..award(2, 6) },
        ];
        comes_back(&decision);
        decision.not_applied = vec![NotApplied { rule: RuleId(3), reason: Reason::Condition(2) }];
        decision.expired = vec![Expired { unit: UnitId(0), points: 4, last_good_day: Day(-3) }];
        decision.tiers =
            vec![TierChange { tiers: TiersId(0), from: LevelId(0), to: LevelId(2), until: None, on: Day(4) }];
        comes_back(&decision);
        let refused = Decision { refusal: Some(Refusal::new(RefusalCode::OutOfOrder)), ..usual() };
        comes_back(&refused);
        comes_back(&Decision { repeated: true, ..usual() });
        comes_back(&Decision { late: true, ..usual() });
        let returned = Returned { receipt: "r".to_owned(), lines: vec![(3, 250)], ..Returned::default() };
        let merged =
            Merged { member: "ben".to_owned(), points: vec![(UnitId(0), 12)], owed: vec![(UnitId(1), 3)] };
        comes_back(&Decision { merged: Some(Box::new(merged)), ..usual() });
        comes_back(&Decision { returned: Some(Box::new(returned)), ..usual() });
    }
}
