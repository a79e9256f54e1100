//! The time of a receipt: what follows from its day and from its slot of the week stands in two tables.

use super::code::{Build, Shape};
use super::space::{Fact, Place, Slot, Space};
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Condition, Programme};
use treue_lang::time::{Day, Minute, Weekday, Zone};

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;
const MINUTES: u32 = 1_440;
/// Receipts that are no further apart are counted in numbers below 2^31.
pub(super) const NEAR: i64 = 60 * 366 * DAY;

/// The Monday on a day or before it.
pub(super) fn monday(day: i32) -> i32 {
    // 1970 began on a Thursday.
    day.saturating_sub(day.saturating_add(3).rem_euclid(7))
}

/// The facts of a word of a receipt.
pub(super) fn facts(build: &mut Build<'_>, shape: &Shape, receipt: Value, word: usize) -> Value {
    let sources = sources(&build.space, word);
    let most = most(shape);
    let mut all = build.number(0);
    for source in sources {
        let start = build.place(source);
        let index = if let Place::FactsOf(column, _) = source {
            match shape.width(column) {
                Some(width) => {
                    let codes = build.place(Place::Codes(column));
                    build.read(width, codes, receipt, 0, false)
                }
                // One value for all receipts, that of a missing column.
                None => build.number(0),
            }
        } else if let Place::FactsOfDay(_) = source {
            day(build, shape, receipt)
        } else {
            let seconds = instant(build, receipt);
            let slots = build.divide(seconds, u64::from(shape.slot) * 60, most).unwrap_or(seconds);
            let of_week = u64::from(7 * MINUTES / shape.slot.max(1));
            let weeks = build.divide(slots, of_week, most).unwrap_or(slots);
            let by = build.number(of_week.cast_signed());
            let back = build.ins().imul(weeks, by);
            build.ins().isub(slots, back)
        };
        let address = build.element(start, index, 8);
        let bits = build.load(I64, address, 0);
        all = build.ins().bor(all, bits);
    }
    all
}

/// No instant of a receipt is counted further.
fn most(shape: &Shape) -> u128 {
    if shape.near { (1 << 31) - 1 } else { 1 << 62 }
}

/// The day of a receipt, as a position in tables of days.
pub(super) fn day(build: &mut Build<'_>, shape: &Shape, receipt: Value) -> Value {
    let seconds = instant(build, receipt);
    let day = build.divide(seconds, DAY.unsigned_abs(), most(shape)).unwrap_or(seconds);
    let first = build.place(Place::FirstDay);
    build.ins().isub(day, first)
}

fn instant(build: &mut Build<'_>, receipt: Value) -> Value {
    let at = build.place(Place::At);
    let address = build.element(at, receipt, 8);
    let seconds = build.load(I64, address, 0);
    let shift = build.place(Place::Shift);
    build.ins().iadd(seconds, shift)
}

/// The tables that a word of facts is put together of.
pub(super) fn sources(space: &Space, word: usize) -> Vec<Place> {
    let mut sources = Vec::new();
    for fact in space.facts.iter().skip(word.saturating_mul(64)).take(64) {
        let source = match fact {
            Fact::Of(column, _) => Place::FactsOf(*column, word),
            Fact::Day(_) => Place::FactsOfDay(word),
            Fact::Slot(_) => Place::FactsOfSlot(word),
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// Minutes that every hour in a programme is a multiple of, and a day.
pub(super) fn slot(programme: &Programme) -> u32 {
    let mut slot = MINUTES;
    for conjunct in programme.rules.iter().flat_map(|(_, rule)| &rule.conditions) {
        conjunct.condition.walk(&mut |part| {
            if let Condition::Hours(from, to) = part {
                slot = gcd(gcd(slot, u32::from(from.0)), u32::from(to.0));
            }
        });
    }
    slot.max(1)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The words of facts of the slots of a week.
pub(super) fn of_slots(space: &Space, slot: u32, word: usize) -> Vec<u64> {
    let slots = 7 * MINUTES / slot.max(1);
    let bits = |slot_of_week: u32| {
        let minute = slot_of_week * slot;
        bits(space, word, |fact| match fact {
            Fact::Slot(slot) => of_week(*slot, minute / MINUTES, minute % MINUTES),
            Fact::Of(..) | Fact::Day(_) => false,
        })
    };
    (0..slots).map(bits).collect()
}

/// The words of facts of days.
pub(super) fn of_days(space: &Space, days: std::ops::RangeInclusive<i32>, word: usize) -> Vec<u64> {
    let bits = |day: i32| {
        bits(space, word, |fact| match fact {
            Fact::Day(test) => test.holds(Day(day)),
            Fact::Of(..) | Fact::Slot(_) => false,
        })
    };
    days.map(bits).collect()
}

/// A word of facts: those that hold.
pub(super) fn bits(space: &Space, word: usize, holds: impl Fn(&Fact) -> bool) -> u64 {
    let facts = space.facts.iter().skip(word.saturating_mul(64)).take(64);
    facts.enumerate().fold(0, |bits, (bit, fact)| bits | u64::from(holds(fact)) << bit)
}

fn of_week(slot: Slot, weekday: u32, minute: u32) -> bool {
    let weekday = u8::try_from(weekday).unwrap_or(0);
    let now = Minute(u16::try_from(minute).unwrap_or(0));
    match slot {
        Slot::OnWeekdays(days) => days.contains(Weekday(weekday)),
        Slot::Hours(from, to) if from < to => from <= now && now < to,
        Slot::Hours(from, to) => from <= now || now < to,
    }
}

/// The offset of a zone, if it is the same between two instants.
pub(super) fn steady(zone: &Zone, (from, to): (i64, i64)) -> Option<i64> {
    let offset = zone.offset(from);
    zone.next_change(from).is_none_or(|change| change > to).then_some(i64::from(offset))
}
