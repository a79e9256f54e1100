//! What a member's past adds to a receipt: levels, tracks and what limits have left are read from the record; at the end the
//! record says what the member has now. A receipt that is not a usual one is left to whoever called, before anything is changed:
//! one that comes late, on whose day something happens by itself, or with numbers that a record cannot hold.

use super::booking::TRACK;
use super::code::{Build, Shape};
use super::happened::Counted;
use super::layout::{self, Kept, LEVEL_BITS, Layout, head};
use super::receipt::{Fraction, Truth, Turn};
use super::space::{OfMembers, Place};
use super::time;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{ByLevel, Id, Most, TiersId, TrackId, TrackSubject};

/// More than any rule gives.
const PLENTY: i64 = 1 << 60;

/// What a turn knows of the member.
pub(super) struct Past<'t> {
    pub(super) layout: &'t Layout,
    pub(super) record: Value,
    /// The instant, the day, and its position in tables of days.
    pub(super) at: Value,
    pub(super) today: Value,
    pub(super) position: Value,
    /// Whether everything is as usual so far.
    pub(super) usual: Value,
    /// By `TrackId`: the sum of the window of the day; after booking, with what the receipt adds.
    pub(super) sums: Vec<Option<Value>>,
    /// By `TrackId`: what the receipt books, where that is known.
    pub(super) booked: Vec<Option<Value>>,
    /// By `TiersId`: the level that counts, and the number that says it and since when.
    pub(super) levels: Vec<(Value, Value)>,
    /// By position in the layout: the number of the window of the day.
    pub(super) windows: Vec<Option<Value>>,
    pub(super) purchases: Value,
    /// What is counted, and how much more there is of it.
    pub(super) counts: Vec<(Counted, Value)>,
    /// Whether what is asked now is asked without this purchase.
    pub(super) without_it: bool,
}

impl<'t> Past<'t> {
    /// Of the member of a receipt.
    pub(super) fn new(
        build: &mut Build<'_>,
        shape: &Shape,
        layout: &'t Layout,
        receipt: Value,
    ) -> Option<Past<'t>> {
        let codes = build.place(Place::Members);
        let code = build.read(shape.member?, codes, receipt, 0, false);
        let accounts = build.place(Place::Of(OfMembers::Accounts));
        let address = build.element(accounts, code, 4);
        let account = build.load(I32, address, 0);
        let account = build.ins().uextend(I64, account);
        let records = build.place(Place::Of(OfMembers::Records));
        let record = build.element(records, account, i64::try_from(layout.len().checked_mul(4)?).ok()?);
        let instants = build.place(Place::Instants);
        let address = build.element(instants, receipt, 8);
        let at = build.load(I64, address, 0);
        let position = time::day(build, shape, receipt);
        let first = build.place(Place::FirstOfTables);
        let today = build.ins().iadd(position, first);
        let mut past = Past {
            layout,
            record,
            at,
            today,
            position,
            usual: today,
            sums: vec![None; layout.tracks.len()],
            booked: vec![None; layout.tracks.len()],
            levels: Vec::new(),
            windows: vec![None; layout.windows.len()],
            purchases: today,
            counts: Vec::new(),
            without_it: false,
        };
        let last_at = build.load_sum(I64, record, offset(head::LAST_AT));
        let last_day = past.word(build, head::LAST_DAY);
        let due = past.word(build, head::DUE);
        past.purchases = past.word(build, head::PURCHASES);
        past.usual = build.ins().icmp(IntCC::SignedGreaterThanOrEqual, at, last_at);
        let in_order = build.ins().icmp(IntCC::SignedGreaterThanOrEqual, today, last_day);
        past.expect(build, in_order);
        let nothing_due = build.ins().icmp(IntCC::SignedLessThan, today, due);
        past.expect(build, nothing_due);
        Some(past)
    }

    pub(super) fn word(&self, build: &mut Build<'_>, at: usize) -> Value {
        let number = build.load_sum(I32, self.record, offset(at));
        build.ins().sextend(I64, number)
    }

    pub(super) fn expect(&mut self, build: &mut Build<'_>, holds: Value) {
        self.usual = build.ins().band(self.usual, holds);
    }

    /// A number that must have 32 bits.
    pub(super) fn fits(&mut self, build: &mut Build<'_>, number: Value) {
        let narrow = build.ins().ireduce(I32, number);
        let again = build.ins().sextend(I64, narrow);
        let fits = build.ins().icmp(IntCC::Equal, number, again);
        self.expect(build, fits);
    }

    /// The number of a window on the day.
    pub(super) fn window(&mut self, build: &mut Build<'_>, window: usize) -> Value {
        if let Some(Some(number)) = self.windows.get(window) {
            return *number;
        }
        let table = build.place(Place::Of(OfMembers::Window(window)));
        let number = by_day(build, table, self.position);
        self.windows.get_mut(window).into_iter().for_each(|known| *known = Some(number));
        number
    }
}

pub(super) fn offset(at: usize) -> i32 {
    i32::try_from(at.saturating_mul(4)).unwrap_or(0)
}

/// A number of 32 bits in a table of days.
pub(super) fn by_day(build: &mut Build<'_>, table: Value, position: Value) -> Value {
    let address = build.element(table, position, 4);
    let number = build.load(I32, address, 0);
    build.ins().sextend(I64, number)
}

impl<'t> Turn<'t, '_, '_> {
    pub(super) fn with_past<T>(
        &mut self,
        work: impl FnOnce(&mut Build<'_>, &mut Past<'t>) -> T,
    ) -> Option<T> {
        let past = self.past.as_mut()?;
        Some(work(&mut *self.b, past))
    }

    pub(super) fn expect(&mut self, holds: Value) -> Option<()> {
        self.with_past(|build, past| past.expect(build, holds))
    }

    /// The levels that count, before anything else is asked. Levels that follow at once may have fallen to the lowest as a
    /// window ended; whatever else happened to them on the way is not a usual thing.
    pub(super) fn levels(&mut self) -> Option<()> {
        let programme = self.programme;
        for id in programme.tiers.ids() {
            let (noted, last_day, today) = self.with_past(|build, past| {
                let at = *past.layout.tiers.get(id.index())?;
                Some((past.word(build, at), past.word(build, head::LAST_DAY), past.today))
            })??;
            let mask = self.number((1 << LEVEL_BITS) - 1);
            let earned = self.b.ins().band(noted, mask);
            let standing = if layout::follows_at_once(programme, id) {
                let level = self.entered(id)?;
                let same = self.b.ins().icmp(IntCC::Equal, level, earned);
                let zero = self.number(0);
                let lowest = self.b.ins().icmp(IntCC::Equal, level, zero);
                let later = self.b.ins().icmp(IntCC::SignedGreaterThan, today, last_day);
                let fell = self.b.ins().band(lowest, later);
                let known = self.b.ins().bor(same, fell);
                self.expect(known)?;
                self.count(Counted::Down(id), IntCC::SignedLessThan, (level, earned))?;
                (level, self.b.ins().select(same, noted, zero))
            } else {
                (earned, noted)
            };
            self.past.as_mut()?.levels.push(standing);
        }
        Some(())
    }

    /// The highest level whose entry holds on the sums as they now are.
    pub(super) fn entered(&mut self, id: TiersId) -> Option<Value> {
        let programme = self.programme;
        let mut highest = self.number(0);
        for (level, spec) in programme.tiers.get(id)?.levels.iter().enumerate().skip(1) {
            self.past.as_mut()?.without_it = true;
            let mut all = Truth::Known(true);
            for conjunct in &spec.entry {
                let holds = self.holds(&conjunct.condition)?;
                all = self.and(all, holds);
            }
            self.past.as_mut()?.without_it = false;
            let level = self.number(i64::try_from(level).ok()?);
            highest = match all {
                Truth::Known(true) => level,
                Truth::Known(false) => highest,
                Truth::Bits(..) | Truth::Value(_) => {
                    let holds = self.value_of(all);
                    self.b.ins().select(holds, level, highest)
                }
            };
        }
        Some(highest)
    }

    /// The level that counts.
    pub(super) fn level(&self, id: TiersId) -> Option<Value> {
        self.past.as_ref()?.levels.get(id.index()).map(|(level, _)| *level)
    }

    pub(super) fn is_first_purchase(&mut self) -> Option<Truth> {
        let zero = self.number(0);
        let purchases = self.past.as_ref()?.purchases;
        Some(Truth::Value(self.b.ins().icmp(IntCC::Equal, purchases, zero)))
    }

    /// A track as a condition reads it; its size is smaller than the second number.
    pub(super) fn reading(&mut self, id: TrackId, including: bool) -> Option<(Value, u128)> {
        let sum = self.sum_of(id)?;
        if !including || self.past.as_ref()?.without_it {
            return Some((sum, TRACK));
        }
        match self.programme.tracks.get(id)?.subject {
            TrackSubject::Amount(_) | TrackSubject::Purchases => {
                let (booked, most) = self.booked(id)?;
                Some((self.b.ins().iadd(sum, booked), most.saturating_add(TRACK)))
            }
            TrackSubject::Points(_)
            | TrackSubject::PointsFrom(_)
            | TrackSubject::Given(_)
            | TrackSubject::Times(_)
            | TrackSubject::Plus(_)
            | TrackSubject::Activities(_)
            | TrackSubject::Field { .. }
            | TrackSubject::InARow(_)
            | TrackSubject::Days(_)
            | TrackSubject::Different(..)
            | TrackSubject::Pieces(_)
            | TrackSubject::Over(_) => Some((sum, TRACK)),
        }
    }

    /// The sum of the window of the day.
    pub(super) fn sum_of(&mut self, id: TrackId) -> Option<Value> {
        if let Some(sum) = self.past.as_ref()?.sums.get(id.index()).copied().flatten() {
            return Some(sum);
        }
        let sum = self.with_past(|build, past| match *past.layout.tracks.get(id.index())? {
            Kept::Ever(at) => Some(past.word(build, at)),
            Kept::Calendar(at, window) => {
                let (sum, of) = (past.word(build, at), past.word(build, at + 1));
                let now = past.window(build, window);
                let same = build.ins().icmp(IntCC::Equal, of, now);
                let zero = build.number(0);
                Some(build.ins().select(same, sum, zero))
            }
        })??;
        *self.past.as_mut()?.sums.get_mut(id.index())? = Some(sum);
        Some(sum)
    }

    /// What a limit over a window has left.
    pub(super) fn left_over(&mut self, most: Most, track: TrackId) -> Option<(Value, u128)> {
        let used = self.sum_of(track)?;
        let zero = self.number(0);
        match most {
            Most::Points(size) => {
                let all = self.number(size);
                let room = self.b.ins().isub(all, used);
                Some((self.b.ins().smax(room, zero), u128::from(u64::try_from(size).ok()?)))
            }
            Most::Times(times) => {
                let (times, plenty) = (self.number(times), self.number(PLENTY));
                let open = self.b.ins().icmp(IntCC::SignedLessThan, used, times);
                Some((self.b.ins().select(open, plenty, zero), u128::from(PLENTY.unsigned_abs())))
            }
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => None,
        }
    }

    /// A rate by the level held.
    pub(super) fn rate_by_level(&mut self, by: &ByLevel) -> Option<Fraction> {
        if by.within.is_some() {
            return None;
        }
        let level = self.level(by.tiers)?;
        let mut found: Option<Fraction> = None;
        for (position, rate) in by.rates.iter().enumerate() {
            let here: Fraction = self.rate(rate)?;
            found = Some(match found {
                None => here,
                Some(lower) => {
                    let (lower, here) = self.alike(lower, here)?;
                    let position = self.number(i64::try_from(position).ok()?);
                    let reached = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, level, position);
                    let num = self.b.ins().select(reached, here.num, lower.num);
                    Fraction { num, den: here.den, most: here.most.max(lower.most) }
                }
            });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::layout::{noted, standing};
    use treue_lang::time::Day;

    #[test]
    fn levels_are_noted_with_their_days() {
        for (level, since) in [(0, None), (1, Some(Day(-3))), (63, Some(Day::LAST))] {
            assert_eq!(standing(noted(level, since).unwrap()), (level, since));
        }
        assert_eq!(noted(0, Some(Day(1))), None);
    }
}
