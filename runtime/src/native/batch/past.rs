//! What a member's past adds to a receipt: levels, tracks and what limits have left are read from the record; at the end the
//! record says what the member has now. A receipt that is not a usual one is left to whoever called, before anything is changed:
//! one that comes late, on whose day something happens by itself, or with numbers that a record cannot hold.

use super::code::{Build, Shape};
use super::layout::{self, Kept, LEVEL_BITS, LOTS, Layout, POINTS, head};
use super::receipt::{Fraction, Measured, Outcome, TOP, Truth, Turn};
use super::space::{OfMembers, Place};
use super::time;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{
    ByLevel, Id, LimitOwner, Most, Over, RoundingPlace, Rule, RuleId, TiersId, TrackId, TrackSubject,
    Trigger, UnitId,
};

/// Sums of tracks, as records hold them, are smaller in size.
const TRACK: u128 = 1 << 31;
/// More than any rule gives.
const PLENTY: i64 = 1 << 60;

/// What a turn knows of the member.
pub(super) struct Past<'t> {
    layout: &'t Layout,
    record: Value,
    /// The instant, the day, and its position in tables of days.
    at: Value,
    today: Value,
    position: Value,
    /// Whether everything is as usual so far.
    usual: Value,
    /// By `TrackId`: the sum of the window of the day; after booking, with what the receipt adds.
    sums: Vec<Option<Value>>,
    /// By `TrackId`: what the receipt books, where that is known.
    booked: Vec<Option<Value>>,
    /// By `TiersId`: the level that counts, and the number that says it and since when.
    levels: Vec<(Value, Value)>,
    /// By position in the layout: the number of the window of the day.
    windows: Vec<Option<Value>>,
    purchases: Value,
    /// Whether what is asked now is asked without this purchase.
    without_it: bool,
}

/// A number of 32 bits that is written at an address when all is known to be as usual.
pub(super) struct Written {
    value: Value,
    address: Value,
    offset: usize,
    wide: bool,
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

    fn word(&self, build: &mut Build<'_>, at: usize) -> Value {
        let number = build.load_sum(I32, self.record, offset(at));
        build.ins().sextend(I64, number)
    }

    fn expect(&mut self, build: &mut Build<'_>, holds: Value) {
        self.usual = build.ins().band(self.usual, holds);
    }

    /// A number that must have 32 bits.
    fn fits(&mut self, build: &mut Build<'_>, number: Value) {
        let narrow = build.ins().ireduce(I32, number);
        let again = build.ins().sextend(I64, narrow);
        let fits = build.ins().icmp(IntCC::Equal, number, again);
        self.expect(build, fits);
    }

    /// The number of a window on the day.
    fn window(&mut self, build: &mut Build<'_>, window: usize) -> Value {
        if let Some(Some(number)) = self.windows.get(window) {
            return *number;
        }
        let table = build.place(Place::Of(OfMembers::Window(window)));
        let number = by_day(build, table, self.position);
        self.windows.get_mut(window).into_iter().for_each(|known| *known = Some(number));
        number
    }
}

fn offset(at: usize) -> i32 {
    i32::try_from(at.saturating_mul(4)).unwrap_or(0)
}

/// A number of 32 bits in a table of days.
fn by_day(build: &mut Build<'_>, table: Value, position: Value) -> Value {
    let address = build.element(table, position, 4);
    let number = build.load(I32, address, 0);
    build.ins().sextend(I64, number)
}

impl<'t> Turn<'t, '_, '_> {
    fn with_past<T>(&mut self, work: impl FnOnce(&mut Build<'_>, &mut Past<'t>) -> T) -> Option<T> {
        let past = self.past.as_mut()?;
        Some(work(&mut *self.b, past))
    }

    fn expect(&mut self, holds: Value) -> Option<()> {
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
                (level, self.b.ins().select(same, noted, zero))
            } else {
                (earned, noted)
            };
            self.past.as_mut()?.levels.push(standing);
        }
        Some(())
    }

    /// The highest level whose entry holds on the sums as they now are.
    fn entered(&mut self, id: TiersId) -> Option<Value> {
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
            | TrackSubject::Over(_) => Some((sum, TRACK)),
        }
    }

    /// The sum of the window of the day.
    fn sum_of(&mut self, id: TrackId) -> Option<Value> {
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
            Most::PerPart(..) | Most::PerStep(..) => None,
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

    /// What the receipt books into a track, without what windows give; its size is not larger than the second number.
    fn booked(&mut self, id: TrackId) -> Option<(Value, u128)> {
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
            | TrackSubject::Days(_) => return None,
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
        *self.outcomes.get_mut(id.index())? = Some(Outcome { gives, most, raw: None, stacked: false });
        self.add_booked(over.given, gives)?;
        for (track, spec) in self.programme.tracks.iter() {
            let counts = match &spec.subject {
                TrackSubject::Points(unit) => *unit == rule.unit,
                TrackSubject::PointsFrom(rules) => rules.contains(&id),
                TrackSubject::Amount(_)
                | TrackSubject::Purchases
                | TrackSubject::Given(_)
                | TrackSubject::Times(_)
                | TrackSubject::Plus(_)
                | TrackSubject::Activities(_)
                | TrackSubject::Field { .. }
                | TrackSubject::InARow(_)
                | TrackSubject::Days(_)
                | TrackSubject::Over(_) => false,
            };
            if counts && spec.conditions.is_empty() {
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
            treue_lang::programme::Award::Rate(rate, None) => self.rate(rate)?,
            award @ treue_lang::programme::Award::Bands { .. } => self.award(award)?,
            treue_lang::programme::Award::Rate(_, Some(_))
            | treue_lang::programme::Award::Share { .. }
            | treue_lang::programme::Award::Portion { .. } => return None,
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
        Some(())
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
