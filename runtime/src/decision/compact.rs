//! Decisions as few bytes: what a decision usually holds is written by hand, fields that are empty or that follow
//! from the field before cost nothing, and what is rare comes last, in postcard's form.

use super::{
    Award, Decision, Expired, NotApplied, Outgoing, Posting, Refusal, Reminder, RewardTaken, TierChange,
    WindowAward,
};
use crate::state::Balance;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{LimitId, PartnerId, RuleId};
use treue_lang::time::Day;

/// Which fields of an award are written.
mod fields {
    pub(super) const AMOUNT: u8 = 1;
    /// The raw value, where it is not the rounded one.
    pub(super) const RAW: u8 = 2;
    /// The rounded value, where it is not what was given.
    pub(super) const ROUNDED: u8 = 4;
    pub(super) const CUT_BY: u8 = 8;
    pub(super) const LINES: u8 = 16;
    /// The day, where it is not that of the award before.
    pub(super) const AVAILABLE: u8 = 32;
    /// The day, where it is not that of the award before.
    pub(super) const EXPIRES: u8 = 64;
    pub(super) const PAYER: u8 = 128;
}

/// What few decisions have.
#[derive(Serialize)]
struct Rare<'d>(
    &'d Option<Refusal>,
    bool,
    &'d [Expired],
    &'d [TierChange],
    &'d [WindowAward],
    &'d [NotApplied],
    &'d Option<RewardTaken>,
    &'d [Posting],
    &'d [Reminder],
    &'d [Outgoing],
    &'d Option<String>,
);

/// The same, read.
#[derive(Deserialize, Default)]
struct RareRead(
    Option<Refusal>,
    bool,
    Vec<Expired>,
    Vec<TierChange>,
    Vec<WindowAward>,
    Vec<NotApplied>,
    Option<RewardTaken>,
    Vec<Posting>,
    Vec<Reminder>,
    Vec<Outgoing>,
    Option<String>,
);

/// Most decisions need no more.
const ROOM: usize = 128;

/// Writes a decision behind what stands in `out`.
pub(crate) fn write(decision: &Decision, out: &mut Vec<u8>) {
    out.reserve(ROOM);
    text(out, &decision.event);
    text(out, &decision.member);
    out.extend_from_slice(&decision.at.to_le_bytes());
    signed(out, i64::from(decision.offset));
    unsigned(out, decision.awards.len() as u64);
    let mut days = (Day(0), None);
    for award in &decision.awards {
        write_award(award, &mut days, out);
    }
    unsigned(out, decision.balances.len() as u64);
    for balance in &decision.balances {
        [balance.available, balance.pending, balance.owed].into_iter().for_each(|n| signed(out, n));
    }
    if is_rare(decision) {
        let rare = Rare(
            &decision.refusal,
            decision.repeated,
            &decision.expired,
            &decision.tiers,
            &decision.windows,
            &decision.not_applied,
            &decision.reward,
            &decision.postings,
            &decision.reminders,
            &decision.outgoing,
            &decision.from,
        );
        // Plain data into growing memory: this cannot fail.
        *out = postcard::to_extend(&rare, std::mem::take(out)).unwrap_or_default();
    }
}

fn is_rare(decision: &Decision) -> bool {
    decision.refusal.is_some()
        || decision.repeated
        || !decision.expired.is_empty()
        || !decision.tiers.is_empty()
        || !decision.windows.is_empty()
        || !decision.not_applied.is_empty()
        || decision.reward.is_some()
        || !decision.postings.is_empty()
        || !decision.reminders.is_empty()
        || !decision.outgoing.is_empty()
        || decision.from.is_some()
}

/// `days` are those of the award before: available, expires.
fn write_award(award: &Award, days: &mut (Day, Option<Day>), out: &mut Vec<u8>) {
    let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
    let written = flag(award.amount.is_some(), fields::AMOUNT)
        | flag(award.raw != (i128::from(award.rounded), 1), fields::RAW)
        | flag(award.rounded != award.points, fields::ROUNDED)
        | flag(award.cut_by.is_some(), fields::CUT_BY)
        | flag(!award.lines.is_empty(), fields::LINES)
        | flag(award.available != days.0, fields::AVAILABLE)
        | flag(award.expires != days.1, fields::EXPIRES)
        | flag(award.payer.is_some(), fields::PAYER);
    let holds = |flag: u8| written & flag != 0;
    out.push(written);
    unsigned(out, u64::from(award.rule.0));
    signed(out, award.points);
    award.amount.into_iter().for_each(|n| signed(out, n));
    if holds(fields::RAW) {
        out.extend_from_slice(&award.raw.0.to_le_bytes());
        out.extend_from_slice(&award.raw.1.to_le_bytes());
    }
    if holds(fields::ROUNDED) {
        signed(out, award.rounded);
    }
    award.cut_by.into_iter().for_each(|l| unsigned(out, u64::from(l.0)));
    if holds(fields::LINES) {
        unsigned(out, award.lines.len() as u64);
        award.lines.iter().for_each(|l| unsigned(out, u64::from(*l)));
    }
    if holds(fields::AVAILABLE) {
        signed(out, i64::from(award.available.0));
    }
    if holds(fields::EXPIRES) {
        out.push(u8::from(award.expires.is_some()));
        award.expires.into_iter().for_each(|d| signed(out, i64::from(d.0)));
    }
    award.payer.into_iter().for_each(|p| unsigned(out, u64::from(p.0)));
    *days = (award.available, award.expires);
}

/// The event's id, of a decision that was written.
pub(crate) fn id(bytes: &[u8]) -> Option<&str> {
    Reader(bytes).text()
}

/// A decision that was written.
pub(crate) fn read(bytes: &[u8]) -> Option<Decision> {
    let mut from = Reader(bytes);
    let (event, member) = (from.text()?.to_owned(), from.text()?.to_owned());
    let (at, offset) = (i64::from_le_bytes(from.bytes()?), from.signed()?.try_into().ok()?);
    let mut days = (Day(0), None);
    let awards = (0..from.unsigned()?).map(|_| from.award(&mut days)).collect::<Option<_>>()?;
    let balance = |from: &mut Reader<'_>| {
        Some(Balance { available: from.signed()?, pending: from.signed()?, owed: from.signed()? })
    };
    let balances = (0..from.unsigned()?).map(|_| balance(&mut from)).collect::<Option<_>>()?;
    let RareRead(
        refusal,
        repeated,
        expired,
        tiers,
        windows,
        not_applied,
        reward,
        postings,
        reminders,
        outgoing,
        from_member,
    ) = if from.0.is_empty() { RareRead::default() } else { postcard::from_bytes(from.0).ok()? };
    Some(Decision {
        event,
        member,
        at,
        offset,
        refusal,
        repeated,
        reminders,
        expired,
        tiers,
        awards,
        windows,
        not_applied,
        reward,
        postings,
        outgoing,
        from: from_member,
        balances,
    })
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
#[inline]
fn unsigned(out: &mut Vec<u8>, number: u64) {
    if number <= 0x7f {
        out.push(number.to_le_bytes()[0]);
        return;
    }
    if number <= 0x3fff {
        let [low, high, ..] = (number & 0x7f | 0x80 | (number & 0x3f80) << 1).to_le_bytes();
        out.extend_from_slice(&[low, high]);
        return;
    }
    unsigned_long(out, number);
}

fn unsigned_long(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Small numbers of either sign are short: the sign is the lowest bit.
fn signed(out: &mut Vec<u8>, number: i64) {
    unsigned(out, (number << 1 ^ number >> 63).cast_unsigned());
}

fn text(out: &mut Vec<u8>, text: &str) {
    unsigned(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// What is left to read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
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

    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn small(&mut self) -> Option<u32> {
        self.unsigned()?.try_into().ok()
    }

    fn day(&mut self) -> Option<Day> {
        Some(Day(self.signed()?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<&'b str> {
        let len = usize::try_from(self.unsigned()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn award(&mut self, days: &mut (Day, Option<Day>)) -> Option<Award> {
        let [written] = self.bytes()?;
        let holds = |flag: u8| written & flag != 0;
        let (rule, points) = (RuleId(self.small()?), self.signed()?);
        let amount = if holds(fields::AMOUNT) { Some(self.signed()?) } else { None };
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
        let available = if holds(fields::AVAILABLE) { self.day()? } else { days.0 };
        let expires = match (holds(fields::EXPIRES), holds(fields::EXPIRES) && self.bytes()? == [1]) {
            (true, true) => Some(self.day()?),
            (true, false) => None,
            (false, _) => days.1,
        };
        let payer = if holds(fields::PAYER) { Some(PartnerId(self.small()?)) } else { None };
        *days = (available, expires);
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
            reminders: Vec::new(),
            expired: Vec::new(),
            tiers: Vec::new(),
            awards: vec![award(0, 300), award(7, 1)],
            windows: Vec::new(),
            not_applied: Vec::new(),
            reward: None,
            postings: Vec::new(),
            outgoing: Vec::new(),
            from: None,
            balances: vec![Balance { available: 301, pending: 0, owed: 0 }],
        }
    }

    fn comes_back(decision: &Decision) -> usize {
        let mut bytes = Vec::new();
        write(decision, &mut bytes);
        assert_eq!(id(&bytes), Some(decision.event.as_str()));
        assert_eq!(read(&bytes).as_ref(), Some(decision));
        for end in 0..bytes.len() {
            // What is cut off is not read as if it were whole.
            assert!(read(&bytes[..end]).is_none_or(|d| d != *decision));
        }
        bytes.len()
    }

    #[test]
    fn a_usual_decision_is_short() {
        // Id 1 + 11, member 1 + 1, instant 8, offset 3; awards 1, then 1 + 1 + 2 with days 3 + 1 + 3, and 1 + 1 + 1;
        // balances 1 + 2 + 1 + 1.
        assert_eq!(comes_back(&usual()), 14 + 8 + 3 + 1 + 4 + 7 + 3 + 5);
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
    }
}
