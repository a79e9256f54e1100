//! What a receipt leaves behind: bookings into tracks, what windows give, levels, lots; all of it written at once when it is known
//! that everything is as usual.

use super::happened::Counted;
use super::layout::{self, Kept, LEVEL_BITS, LOTS, POINTS, head};
use super::past::{by_day, offset};
use super::receipt::{Measured, Outcome, TOP, Truth, Turn};
use super::space::{OfMembers, Place};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{
    Award, Id, LimitOwner, Most, Over, RoundingPlace, Rule, RuleId, TiersId, TrackId, TrackSubject, Trigger,
    UnitId,
};

/// Sums of tracks, as records hold them, are smaller in size.
pub(super) const TRACK: u128 = 1 << 31;

/// A number of 32 bits that is written at an address when all is known to be as usual.
pub(super) struct Written {
    value: Value,
    address: Value,
    offset: usize,
    wide: bool,
}

impl Turn<'_, '_, '_> {
    /// What the receipt books into a track, without what windows give; its size is not larger than the second number.
    pub(super) fn booked(&mut self, id: TrackId) -> Option<(Value, u128)> {
        let programme = self.programme;
        let track = programme.tracks.get(id)?;
        let (value, most) = match &track.subject {
            TrackSubject::Amount(amount) => {
                let Measured { value, scale, most } = self.amount(*amount)?;
                self.times(value, scale, most)?
            }
            TrackSubject::Purchases => (self.number(1), 1),
            TrackSubject::Points(unit) => {
                let rules: Vec<RuleId> =
                    programme.rules.iter().filter(|(_, r)| r.unit == *unit).map(|(id, _)| id).collect();
                self.given_by(&rules)?
            }
            TrackSubject::PointsFrom(rules) => self.given_by(rules)?,
            TrackSubject::Given(owner) => self.given_by_owner(*owner)?,
            TrackSubject::Times(owner) => {
                let given = self.given_by_owner(*owner)?.0;
                let zero = self.number(0);
                let something = self.b.ins().icmp(IntCC::SignedGreaterThan, given, zero);
                (self.b.ins().uextend(I64, something), 1)
            }
            // Booked as the window is brought up to date.
            TrackSubject::Over(_) => (self.number(0), 0),
            TrackSubject::Plus(_)
            | TrackSubject::Activities(_)
            | TrackSubject::Field { .. }
            | TrackSubject::InARow(_)
            | TrackSubject::Days(_)
            | TrackSubject::Different(..)
            | TrackSubject::Pieces(_) => return None,
        };
        let before = std::mem::replace(&mut self.past.as_mut()?.without_it, true);
        let mut counts = Truth::Known(true);
        for conjunct in &track.conditions {
            let holds = self.holds(&conjunct.condition)?;
            counts = self.and(counts, holds);
        }
        self.past.as_mut()?.without_it = before;
        Some(match counts {
            Truth::Known(true) => (value, most),
            Truth::Known(false) => (self.number(0), 0),
            Truth::Bits(..) | Truth::Value(_) => {
                let (holds, zero) = (self.value_of(counts), self.number(0));
                (self.b.ins().select(holds, value, zero), most)
            }
        })
    }

    fn given_by_owner(&mut self, owner: LimitOwner) -> Option<(Value, u128)> {
        let programme = self.programme;
        match owner {
            LimitOwner::Rule(rule) => self.given_by(programme.versions(&rule)),
            LimitOwner::Stack(stack) => {
                let rules = &programme.stacks.get(stack)?.rules;
                self.given_by(rules)
            }
            // Counted for who gets it, and when it is redeemed.
            LimitOwner::Gift(_) | LimitOwner::Reward(_) => Some((self.number(0), 0)),
        }
    }

    /// What rules gave, but for those over a window.
    fn given_by(&mut self, rules: &[RuleId]) -> Option<(Value, u128)> {
        let mut sum: Option<Value> = None;
        let mut size = 0u128;
        for id in rules {
            if self.programme.rules.get(*id)?.over.is_some() {
                continue;
            }
            let Some(outcome) = self.outcomes.get(id.index()).copied().flatten() else { continue };
            size = size.saturating_add(outcome.most);
            sum = Some(match sum {
                None => outcome.gives,
                Some(sum) => self.b.ins().iadd(sum, outcome.gives),
            });
        }
        if size >= TOP {
            return None;
        }
        Some((sum.unwrap_or_else(|| self.number(0)), size))
    }

    /// Steps 10 to 12, behind the rules: what is booked, what windows give, and levels. Their numbers are written later.
    pub(super) fn book(&mut self) -> Option<Vec<Written>> {
        let programme = self.programme;
        let mut booked = Vec::new();
        for id in programme.tracks.ids() {
            booked.push(self.booked(id)?.0);
        }
        self.past.as_mut()?.booked = booked.into_iter().map(Some).collect();
        for (id, rule) in programme.rules.iter() {
            if let (Some(over), Trigger::Purchase) = (&rule.over, &rule.on) {
                self.over_a_window((id, rule, over))?;
            }
        }
        let mut written = Vec::new();
        for id in programme.tracks.ids() {
            self.book_track(id, &mut written)?;
        }
        for id in programme.tiers.ids() {
            self.book_level(id, &mut written)?;
        }
        Some(written)
    }

    /// A rule over a window: what is due on its sums with this receipt, less what it gave for the window before.
    fn over_a_window(&mut self, (id, rule, over): (RuleId, &Rule, &Over)) -> Option<()> {
        let zero = self.number(0);
        let (mut asked, mut any) = (self.b.ins().iconst(I8, 0), self.b.ins().iconst(I8, 0));
        let on_receipts = std::mem::take(&mut self.amounts);
        for sum in &over.sums {
            if sum.level.is_some() {
                return None;
            }
            let before = self.sum_of(sum.track)?;
            let booked = self.past.as_ref()?.booked.get(sum.track.index()).copied().flatten()?;
            let value = self.b.ins().iadd(before, booked);
            self.with_past(|build, past| past.fits(build, value))?;
            let some = self.b.ins().icmp(IntCC::NotEqual, booked, zero);
            asked = self.b.ins().bor(asked, some);
            let some = self.b.ins().icmp(IntCC::NotEqual, value, zero);
            any = self.b.ins().bor(any, some);
            self.amounts.insert(sum.amount, Measured { value, scale: 1, most: TRACK });
        }
        let due = self.due((rule, over), any);
        self.amounts = on_receipts;
        let (due, most) = due?;
        let before = self.sum_of(over.given)?;
        let more = self.b.ins().isub(due, before);
        let gives = self.b.ins().select(asked, more, zero);
        let right = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, gives, zero);
        self.expect(right)?;
        *self.outcomes.get_mut(id.index())? =
            Some(Outcome { gives, rounded: gives, most, raw: None, stacked: false });
        self.add_booked(over.given, gives)?;
        for (track, spec) in self.programme.tracks.iter() {
            if spec.subject.counts_points_of(id, rule.unit) && spec.conditions.is_empty() {
                // A sum below zero may come to zero between two rules, and what is old is dropped then.
                let sum = self.sum_of(track)?;
                let right = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, sum, zero);
                self.expect(right)?;
                self.add_booked(track, gives)?;
            }
        }
        Some(())
    }

    fn add_booked(&mut self, track: TrackId, more: Value) -> Option<()> {
        let booked = self.past.as_ref()?.booked.get(track.index()).copied().flatten()?;
        let sum = self.b.ins().iadd(booked, more);
        *self.past.as_mut()?.booked.get_mut(track.index())? = Some(sum);
        Some(())
    }

    /// What is due for a window on sums that stand for its amounts; nothing if there are none.
    fn due(&mut self, (rule, over): (&Rule, &Over), any: Value) -> Option<(Value, u128)> {
        if rule.rounding.place != RoundingPlace::Rule {
            return None;
        }
        let before = std::mem::replace(&mut self.below_zero, true);
        let mut holds = Truth::Value(any);
        for conjunct in &over.when {
            let next = self.holds(&conjunct.condition)?;
            holds = self.and(holds, next);
        }
        let raw = match &rule.award {
            Award::Rate(rate, None) => self.rate(rate)?,
            award @ Award::Bands { .. } => self.award(award)?,
            Award::Rate(_, Some(_)) | Award::Share { .. } | Award::Portion { .. } => return None,
        };
        self.below_zero = before;
        let (mut due, mut most) = self.round(raw, rule.rounding)?;
        for limit in &rule.limits {
            let Most::Points(size) = self.programme.limits.get(*limit)?.most else { return None };
            let all = self.number(size);
            due = self.b.ins().smin(due, all);
            most = most.min(u128::from(u64::try_from(size).ok()?));
        }
        let (holds, zero) = (self.value_of(holds), self.number(0));
        Some((self.b.ins().select(holds, due, zero), most))
    }

    /// What stands in a track afterwards. Zero is not booked; a window whose sum becomes zero is not a usual thing.
    fn book_track(&mut self, id: TrackId, written: &mut Vec<Written>) -> Option<()> {
        let booked = self.past.as_ref()?.booked.get(id.index()).copied().flatten()?;
        let sum = self.sum_of(id)?;
        let after = self.b.ins().iadd(sum, booked);
        let zero = self.number(0);
        self.with_past(|build, past| past.fits(build, after))?;
        *self.past.as_mut()?.sums.get_mut(id.index())? = Some(after);
        let kept = *self.past.as_ref()?.layout.tracks.get(id.index())?;
        let record = self.past.as_ref()?.record;
        let mut write = |at: usize, value: Value| {
            written.push(Written { value, address: record, offset: at, wide: false });
        };
        let Kept::Calendar(at, window) = kept else {
            let Kept::Ever(at) = kept else { return None };
            write(at, after);
            return Some(());
        };
        let (value, of, before, now) = self.with_past(|build, past| {
            let words = (past.word(build, at), past.word(build, at + 1), past.word(build, at + 2));
            (words.0, words.1, words.2, past.window(build, window))
        })?;
        let changes = self.b.ins().icmp(IntCC::NotEqual, booked, zero);
        let same = self.b.ins().icmp(IntCC::Equal, of, now);
        let opens = self.b.ins().band_not(changes, same);
        let empty = self.b.ins().icmp(IntCC::Equal, after, zero);
        let vanishes = self.b.ins().band(changes, empty);
        let one = self.number(1);
        let next = self.b.ins().iadd(of, one);
        let follows = self.b.ins().icmp(IntCC::Equal, next, now);
        let closed = self.b.ins().select(follows, value, zero);
        write(at, self.b.ins().select(changes, after, value));
        write(at + 1, self.b.ins().select(opens, now, of));
        write(at + 2, self.b.ins().select(opens, closed, before));
        let yes = self.b.ins().iconst(I8, 1);
        let stays = self.b.ins().bxor(vanishes, yes);
        self.expect(stays)
    }

    /// Step 12.
    fn book_level(&mut self, id: TiersId, written: &mut Vec<Written>) -> Option<()> {
        let (held, noted) = *self.past.as_ref()?.levels.get(id.index())?;
        let entered = self.entered(id)?;
        let today = self.past.as_ref()?.today;
        let by = self.number(i64::from(LEVEL_BITS));
        let since = self.b.ins().ishl(today, by);
        let opened = self.b.ins().bor(since, entered);
        let changed = if layout::follows_at_once(self.programme, id) {
            let zero = self.number(0);
            let lowest = self.b.ins().icmp(IntCC::Equal, entered, zero);
            let other = self.b.ins().icmp(IntCC::NotEqual, entered, held);
            let opened = self.b.ins().select(lowest, zero, opened);
            self.b.ins().select(other, opened, noted)
        } else {
            let higher = self.b.ins().icmp(IntCC::SignedGreaterThan, entered, held);
            self.b.ins().select(higher, opened, noted)
        };
        self.count(Counted::Up(id), IntCC::SignedGreaterThan, (entered, held))?;
        if layout::follows_at_once(self.programme, id) {
            self.count(Counted::Down(id), IntCC::SignedLessThan, (entered, held))?;
        }
        let past = self.past.as_ref()?;
        let offset = *past.layout.tiers.get(id.index())?;
        written.push(Written { value: changed, address: past.record, offset, wide: false });
        Some(())
    }

    /// Points into lots, by purse; the head; and, if all is as usual, everything is written. Otherwise the kernel ends at this
    /// receipt.
    pub(super) fn finish(
        &mut self,
        receipt: Value,
        purses: &[Option<(Value, u128)>],
        mut written: Vec<Written>,
    ) -> Option<()> {
        let mut due = self.with_past(|build, past| past.word(build, head::DUE))?;
        for (purse, points) in purses.iter().enumerate() {
            if let Some((points, _)) = points {
                due = self.add_lot((purse, *points), due, &mut written)?;
            }
        }
        let past = self.past.as_ref()?;
        let (record, today, at, purchases) = (past.record, past.today, past.at, past.purchases);
        let one = self.number(1);
        let purchases = self.b.ins().iadd(purchases, one);
        self.with_past(|build, past| past.fits(build, purchases))?;
        let joined = self.with_past(|build, past| past.word(build, head::JOINED))?;
        let nobody = self.number(i64::from(layout::LONG_AGO));
        let is_new = self.b.ins().icmp(IntCC::Equal, joined, nobody);
        let joined = self.b.ins().select(is_new, today, joined);
        written.push(Written { value: at, address: record, offset: head::LAST_AT, wide: true });
        for (offset, value) in [
            (head::LAST_DAY, today),
            (head::DUE, due),
            (head::JOINED, joined),
            (head::LAST_PURCHASE, today),
            (head::PURCHASES, purchases),
        ] {
            written.push(Written { value, address: record, offset, wide: false });
        }
        let usual = self.past.as_ref()?.usual;
        self.b.stop_unless(usual, receipt);
        for Written { value, address, offset: at, wide } in written {
            let value = if wide { value } else { self.b.ins().ireduce(I32, value) };
            self.b.store(value, address, offset(at));
        }
        self.write_counts()
    }

    /// Adds points to the lot of the day, the last in its line, or behind it. Gives the day on which lots end then.
    fn add_lot(
        &mut self,
        (purse, points): (usize, Value),
        due: Value,
        written: &mut Vec<Written>,
    ) -> Option<Value> {
        let start = self.past.as_ref()?.layout.purse(purse);
        let (record, today, position) = {
            let past = self.past.as_ref()?;
            (past.record, past.today, past.position)
        };
        let line = self.number(i64::from(offset(start)));
        let line = self.b.ins().iadd(record, line);
        let zero = self.number(0);
        let count = self.with_past(|build, past| past.word(build, start + POINTS))?;
        // A record never says more; the mask keeps what is read and written within the line, whatever it says.
        let mask = self.number(i64::try_from(LOTS).ok()?);
        let last = self.b.ins().band(count, mask);
        let last_lot = self.b.element(line, last, 4);
        let day = self.b.load_sum(I32, last_lot, 0);
        let day = self.b.ins().sextend(I64, day);
        let held = self.b.load_sum(I32, last_lot, offset(POINTS));
        let held = self.b.ins().sextend(I64, held);
        let gives = self.b.ins().icmp(IntCC::SignedGreaterThan, points, zero);
        let other_day = self.b.ins().icmp(IntCC::NotEqual, day, today);
        let opens = self.b.ins().band(gives, other_day);
        let one = self.b.ins().uextend(I64, opens);
        let place = self.b.ins().iadd(count, one);
        let room = self.b.ins().icmp(IntCC::UnsignedLessThanOrEqual, place, mask);
        self.expect(room)?;
        let held = self.b.ins().select(opens, zero, held);
        let sum = self.b.ins().iadd(held, points);
        self.with_past(|build, past| past.fits(build, sum))?;
        let day = self.b.ins().select(opens, today, day);
        let place_inside = self.b.ins().band(place, mask);
        let lot = self.b.element(line, place_inside, 4);
        written.push(Written { value: day, address: lot, offset: 0, wide: false });
        written.push(Written { value: sum, address: lot, offset: POINTS, wide: false });
        // Behind the points: without any lot the two are one, and both are 0.
        written.push(Written { value: place, address: line, offset: POINTS, wide: false });
        let table = self.b.place(Place::Of(OfMembers::Ends(purse)));
        let ends = by_day(&mut *self.b, table, position);
        let sooner = self.b.ins().smin(due, ends);
        Some(self.b.ins().select(gives, sooner, due))
    }

    /// Points by unit, out of those by purse.
    pub(super) fn by_unit(
        &mut self,
        purses: &[Option<(Value, u128)>],
        units: &[UnitId],
    ) -> Vec<Option<Value>> {
        let mut sums = vec![None; self.programme.units.len()];
        for (points, unit) in purses.iter().zip(units) {
            let (Some((points, _)), Some(sum)) = (points, sums.get_mut(unit.index())) else { continue };
            *sum = Some(match *sum {
                None => *points,
                Some(so_far) => self.b.ins().iadd(so_far, *points),
            });
        }
        sums
    }
}
