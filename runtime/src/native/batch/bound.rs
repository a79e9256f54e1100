//! Kernels with what they look up, and how a batch goes through them: block by block, each through both.
#![expect(unsafe_code, reason = "the kernels are called here, with columns that were checked")]

use super::atoms::{self, Column, Entry, Pinned};
use super::classes::Classes;
use super::code::{Kernels, RECEIPTS};
use super::given::{self, Given};
use super::index::{self, Index, Tables};
use super::space::{self, OfMembers, Place, Space};
use super::stream::settle;
use super::time;
use crate::columns::{Awards, Batch, Codes, Columns, Numbers, Row, Totals};
use std::collections::HashMap;
use std::ops::Range;
use treue_lang::programme::{FieldValue, Programme, RuleId};
use treue_lang::time::Day;

/// Bytes of the sums of a block: they stay in the nearest cache.
const SUMS: usize = 16 << 10;

/// Members whose past decides, and who have more afterwards.
pub(super) trait Past {
    /// Finds the members of a batch, whose days these are. `None` if their past cannot be said there.
    fn open(&mut self, batch: &Batch<'_>, days: (i32, i32)) -> Option<()>;
    /// Where something of them stands.
    fn place(&mut self, what: OfMembers) -> Option<*const u8>;
    /// Asks for the memory of the members of these receipts.
    fn ahead(&self, batch: &Batch<'_>, receipts: Range<usize>);
    /// A receipt that a kernel has left. Whether it is to be tried again; otherwise it has been decided.
    fn take_over(&mut self, batch: &Batch<'_>, receipt: usize, totals: &mut Totals) -> bool;
}

/// Members, if their past is looked at.
pub(super) type Known<'k> = Option<&'k mut (dyn Past + 'static)>;

/// Kernels with what they look up.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) kernels: Kernels,
    /// So many receipts go through both kernels at a time, at most [`RECEIPTS`].
    pub(super) block: usize,
    classes: Classes,
    rows: Vec<u128>,
    facts: HashMap<(usize, usize), (Option<Pinned>, Vec<u64>)>,
    slots: Vec<Vec<u64>>,
    days: (Option<(i32, i32)>, Vec<Vec<u64>>),
    sums: Vec<u128>,
    local: Vec<i64>,
    given: Given,
    /// The receipt at which the latest kernel ended, or the one behind the last.
    stopped: Box<[i64; 1]>,
}

impl Bound {
    pub(super) fn new(kernels: Kernels) -> Bound {
        Bound {
            kernels,
            block: RECEIPTS,
            classes: Classes::default(),
            rows: Vec::new(),
            facts: HashMap::new(),
            slots: Vec::new(),
            days: (None, Vec::new()),
            sums: Vec::new(),
            local: Vec::new(),
            given: Given::default(),
            stopped: Box::new([0]),
        }
    }

    pub(super) fn score(
        &mut self,
        programme: &Programme,
        (index, tables): (&Index, &mut Tables),
        (batch, mut past): (&Batch<'_>, Known<'_>),
        awards: bool,
        totals: &mut Totals,
    ) -> Option<()> {
        let columns = batch.columns();
        self.look_up(programme, batch)?;
        let shift = self.shift(programme, batch);
        self.days(shift, batch);
        if let (Some(past), Some(days)) = (&mut past, self.days.0) {
            past.open(batch, days)?;
        }
        tables.bind(index, programme, columns, self.kernels.shape.scale);
        // What rules give is written here; a rule without a column gives nothing.
        if let Some(awards) = &mut totals.awards {
            given::columns(awards, &self.kernels.sizes, batch.len());
        }
        let given: Vec<bool> = (0..totals.units.len())
            .map(|unit| self.kernels.space.places.contains(&Place::Unit(unit)))
            .collect();
        for (points, given) in totals.units.iter_mut().zip(given) {
            if !given {
                points.fill(0);
            }
        }
        let mut from = 0;
        while from < batch.len() {
            let (to, epoch) = if index.is_used() {
                run_of_an_epoch(index, tables, columns, shift.unwrap_or(0), &self.local, from)
            } else {
                (batch.len(), 0)
            };
            let table =
                if index.is_used() { Some(tables.table(index, programme, columns, epoch)?) } else { None };
            let done = self.run(programme, table, (batch, past.as_deref_mut()), (from, to), shift, totals);
            settle();
            done?;
            if let (true, Some(table), Some(kept)) = (awards, table, &mut totals.awards) {
                indexed_awards(programme, index, table, columns, (from, to), kept)?;
            }
            from = to;
        }
        Some(())
    }

    /// Looks at dictionaries that were not looked at yet.
    fn look_up(&mut self, programme: &Programme, batch: &Batch<'_>) -> Option<()> {
        let columns = batch.columns();
        let Bound { kernels, classes, rows, facts, slots, .. } = self;
        let space = &kernels.space;
        if !classes.bind(programme, space, columns) {
            return None;
        }
        rows.clear();
        rows.extend(
            classes
                .rows
                .chunks_exact(4)
                .map(|four| four.iter().rev().fold(0u128, |all, one| all << 32 | u128::from(*one))),
        );
        for (position, place) in space.places.iter().enumerate() {
            if let Place::FactsOf(column, word) = place {
                facts_of(
                    programme,
                    space,
                    columns,
                    (*column, *word),
                    facts.entry((position, *word)).or_default(),
                );
            }
        }
        if slots.is_empty() {
            *slots = (0..space.words()).map(|word| time::of_slots(space, kernels.shape.slot, word)).collect();
        }
        Some(())
    }

    /// The zone's offset, if it is one for all receipts; otherwise instants are brought to the wall one by one.
    fn shift(&mut self, programme: &Programme, batch: &Batch<'_>) -> Option<i64> {
        self.local.clear();
        if let Some(offset) = time::steady(&programme.zone, batch.facts().instants) {
            return Some(offset);
        }
        let (mut from, mut until, mut offset) = (0, 0, 0);
        for at in batch.columns().at {
            if *at < from || *at >= until {
                offset = i64::from(programme.zone.offset(*at));
                (from, until) = (*at, programme.zone.next_change(*at).unwrap_or(i64::MAX));
            }
            self.local.push(at.saturating_add(offset));
        }
        None
    }

    /// Tables of the days that receipts can be of.
    fn days(&mut self, shift: Option<i64>, batch: &Batch<'_>) {
        let space = &self.kernels.space;
        let (from, to) = batch.facts().instants;
        let around = if shift.is_some() { 0 } else { time::DAY };
        let day = |at: i64| i32::try_from(at.div_euclid(time::DAY)).unwrap_or(0);
        let shift = shift.unwrap_or(0);
        let days = (day(from.saturating_add(shift) - around), day(to.saturating_add(shift) + around));
        if self.days.0 != Some(days) {
            let tables = (0..space.words()).map(|word| time::of_days(space, days.0..=days.1, word)).collect();
            self.days = (Some(days), tables);
        }
    }

    /// Blocks of receipts through both kernels.
    fn run(
        &mut self,
        programme: &Programme,
        table: Option<&index::Table>,
        (batch, mut past): (&Batch<'_>, Known<'_>),
        (from, to): (usize, usize),
        shift: Option<i64>,
        totals: &mut Totals,
    ) -> Option<()> {
        let columns = batch.columns();
        let stride = self.kernels.stride;
        let most = SUMS.checked_div(stride).unwrap_or(SUMS).max(batch.facts().longest);
        self.sums.resize(most.saturating_add(1).saturating_mul(stride).div_ceil(16), 0);
        self.given.make_room(&self.kernels.sizes);
        let mut places = self.places(programme, table, (batch, past.as_deref_mut()), shift, totals)?;
        let mut from = from;
        while from < to {
            let (end, lines) = block(columns.offsets, (from..to, self.block), most)?;
            if let Some(past) = &past {
                past.ahead(batch, from..end);
            }
            self.sums_from(&mut places, 0);
            // SAFETY: the batch was checked when it was made: offsets rise from 0 to the number of lines, every column has a number
            // for each line or receipt, and codes are positions in the dictionaries that the tables of digits and facts were made
            // of, one entry each (`look_up`). The sums have room for the lines of a block and one more. A class is a sum of one
            // digit a column, each a row of the combinations that `classes` laid out. An entry of the index lies below a base and
            // the values of its second column. The widths are those of the shape.
            unsafe { self.kernels.lines(&places, lines) };
            // A receipt that is not a usual one ends the second kernel, which then goes on behind it.
            let mut receipt = from;
            while receipt < end {
                let before = columns.offsets.get(receipt)?.checked_sub(*columns.offsets.get(from)?)?;
                self.sums_from(&mut places, usize::try_from(before).ok()?);
                let receipts = (i64::try_from(receipt).ok()?, i64::try_from(end).ok()?);
                *self.stopped = [receipts.1];
                // SAFETY: as above, and the sums are those of the lines of these receipts, the one before the first line in front.
                // Days lie between those of the earliest and the latest instant, slots below those of a week. Totals have room for
                // every receipt (`Totals::start`), awards for those of a block. There is a record for each number that a code of a
                // member leads to, of the layout's length.
                unsafe { self.kernels.receipts(&places, receipts) };
                let [stopped] = *self.stopped;
                let done = usize::try_from(stopped).ok()?.clamp(receipt, end);
                if let Some(awards) = &mut totals.awards {
                    self.given.hand_over(awards, &(receipt..done));
                }
                receipt = done;
                if let (Some(past), true) = (past.as_deref_mut(), done < end)
                    && !past.take_over(batch, done, totals)
                {
                    receipt = done.saturating_add(1);
                    // What stood somewhere may have been moved.
                    places = self.places(programme, table, (batch, Some(past)), shift, totals)?;
                }
            }
            from = end;
        }
        Some(())
    }

    /// Lets the sums begin with those behind so many lines of the block.
    fn sums_from(&mut self, places: &mut [*const u8], lines: usize) {
        let position = self.kernels.space.places.iter().position(|place| *place == Place::Sums);
        if let Some(place) = position.and_then(|position| places.get_mut(position)) {
            *place =
                self.sums.as_mut_ptr().cast::<u8>().wrapping_add(lines.wrapping_mul(self.kernels.stride));
        }
    }

    /// Where everything stands.
    fn places(
        &mut self,
        programme: &Programme,
        table: Option<&index::Table>,
        (batch, mut past): (&Batch<'_>, Known<'_>),
        shift: Option<i64>,
        totals: &mut Totals,
    ) -> Option<Vec<*const u8>> {
        let columns = batch.columns();
        let Bound { kernels, classes, rows, facts, slots, days, sums, local, given, stopped, .. } = self;
        // Instants are counted from a Monday, so that none is below 0.
        let first_day = days.0.map_or(0, |days| days.0);
        let monday = time::monday(first_day);
        let instants = if shift.is_some() { columns.at } else { local.as_slice() };
        let mut places: Vec<*const u8> = Vec::new();
        for (position, place) in kernels.space.places.iter().enumerate() {
            places.push(match place {
                Place::Offsets => columns.offsets.as_ptr().cast(),
                Place::At => instants.as_ptr().cast(),
                Place::Instants => columns.at.as_ptr().cast(),
                Place::Shift => plain(shift.unwrap_or(0) - i64::from(monday) * time::DAY),
                Place::FirstDay => plain(i64::from(first_day - monday)),
                Place::FirstOfTables => plain(i64::from(first_day)),
                Place::Sums => sums.as_mut_ptr().cast_const().cast(),
                Place::Rows => rows.as_ptr().cast(),
                Place::Amount => start(&columns.amount),
                Place::Quantity => start(columns.quantity.as_ref()?),
                Place::Codes(column) => start_of(column.of(programme, columns)?.codes()),
                Place::Digits(column) => classes.digits(*column)?.as_ptr().cast(),
                Place::FactsOf(_, word) => facts.get(&(position, *word))?.1.as_ptr().cast(),
                Place::FactsOfDay(word) => days.1.get(*word)?.as_ptr().cast(),
                Place::FactsOfSlot(word) => slots.get(*word)?.as_ptr().cast(),
                Place::Members => start_of(columns.member.as_ref()?.codes),
                Place::Of(what) => past.as_mut()?.place(*what)?,
                Place::Stopped => stopped.as_mut_ptr().cast_const().cast(),
                Place::Unit(unit) => totals.units.get_mut(*unit)?.as_mut_ptr().cast_const().cast(),
                Place::Given(size) => given.start(*size),
                Place::IndexBase => table?.bases.as_ptr().cast(),
                Place::Index => table?.entries.as_ptr().cast(),
            });
        }
        Some(places)
    }
}

/// A number at the place of an address.
fn plain(number: i64) -> *const u8 {
    std::ptr::without_provenance(number.cast_unsigned().try_into().unwrap_or(0))
}

fn start(numbers: &Numbers<'_>) -> *const u8 {
    match numbers {
        Numbers::I32(numbers) => numbers.as_ptr().cast(),
        Numbers::I64(numbers) => numbers.as_ptr().cast(),
    }
}

fn start_of(codes: Codes<'_>) -> *const u8 {
    match codes {
        Codes::U8(codes) => codes.as_ptr(),
        Codes::U16(codes) => codes.as_ptr().cast(),
        Codes::U32(codes) => codes.as_ptr().cast(),
        Codes::I32(codes) => codes.as_ptr().cast(),
    }
}

/// The end of a block of so many receipts that have so many lines at most, and its lines. One receipt always fits.
fn block(
    offsets: &[u32],
    (receipts, many): (Range<usize>, usize),
    most: usize,
) -> Option<(usize, (i64, i64))> {
    let Range { start, end } = receipts;
    let first = *offsets.get(start)?;
    let most = u64::from(first).saturating_add(u64::try_from(most).ok()?);
    let ends = offsets.get(start.saturating_add(1)..=end.min(start.saturating_add(many.min(RECEIPTS))))?;
    let end = start.saturating_add(ends.partition_point(|end| u64::from(*end) <= most));
    Some((end, (i64::from(first), i64::from(*offsets.get(end)?))))
}

/// A word of facts by the code of a column.
fn facts_of(
    programme: &Programme,
    space: &Space,
    columns: &Columns<'_>,
    (column, word): (Column, usize),
    known: &mut (Option<Pinned>, Vec<u64>),
) {
    let source = column.of(programme, columns);
    match (source, &known.0) {
        (Some(source), Some(pinned)) if source.is(pinned) => return,
        (None, None) if !known.1.is_empty() => return,
        (Some(_) | None, _) => {}
    }
    let default: Option<&FieldValue> = match column {
        Column::Field(id) => programme.fields.get(id).and_then(|field| field.default.as_ref()),
        Column::Line(_) | Column::Measure | Column::Receipt(_) => None,
    };
    let bits = |entry: Entry<'_>| {
        time::bits(space, word, |fact| match fact {
            space::Fact::Of(of, atom) => *of == column && atom.holds(programme, entry, default),
            space::Fact::Day(_) | space::Fact::Slot(_) => false,
        })
    };
    known.1 = match source {
        Some(source) => (0..source.len()).map(|value| bits(source.entry(value))).collect(),
        None => vec![bits(Entry::Missing)],
    };
    known.0 = source.map(atoms::Source::pin);
}

/// The epoch of a receipt, and the first one behind it that is of another.
fn run_of_an_epoch(
    index: &Index,
    tables: &mut Tables,
    columns: &Columns<'_>,
    shift: i64,
    local: &[i64],
    from: usize,
) -> (usize, usize) {
    let instants = if local.is_empty() { columns.at } else { local };
    let day = |at: &i64| i32::try_from(at.saturating_add(shift).div_euclid(time::DAY)).unwrap_or(0);
    let mut rest = instants.get(from..).unwrap_or_default().iter();
    let Some(first) = rest.next() else { return (from.saturating_add(1), 0) };
    let mut today = day(first);
    let epoch = tables.epoch(index, Day(today));
    let mut to = from.saturating_add(1);
    for at in rest {
        let this = day(at);
        if this != today {
            if tables.epoch(index, Day(this)) != epoch {
                break;
            }
            today = this;
        }
        to = to.saturating_add(1);
    }
    (to, epoch)
}

/// Awards of the rules that stand in the table, receipt by receipt.
fn indexed_awards(
    programme: &Programme,
    index: &Index,
    table: &index::Table,
    columns: &Columns<'_>,
    (from, to): (usize, usize),
    awards: &mut Awards,
) -> Option<()> {
    let mut codes = Vec::new();
    for column in index.columns() {
        codes.push(column.of(programme, columns)?.codes());
    }
    let numbers = match index.base()? {
        space::Base::Amount => &columns.amount,
        space::Base::Quantity => columns.quantity.as_ref()?,
    };
    // Where the latest award of a rule stands.
    let mut latest: HashMap<RuleId, usize> = HashMap::new();
    for receipt in from..to {
        let lines = usize::try_from(*columns.offsets.get(receipt)?).ok()?
            ..usize::try_from(*columns.offsets.get(receipt.saturating_add(1))?).ok()?;
        let start = awards.rows.len();
        let receipt = u32::try_from(receipt).ok()?;
        for line in lines {
            let second = match codes.get(1) {
                Some(codes) => codes.get(line)?,
                None => 0,
            };
            for (rule, rate) in table.rules(codes.first()?.get(line)?, second) {
                let points = rate.checked_mul(numbers.get(line)?)?;
                if points == 0 {
                    continue;
                }
                match latest.get(rule).filter(|at| **at >= start).and_then(|at| awards.rows.get_mut(*at)) {
                    Some(row) => row.points = row.points.checked_add(points)?,
                    None => {
                        latest.insert(*rule, awards.rows.len());
                        awards.rows.push(Row { receipt, rule: *rule, points });
                    }
                }
            }
        }
    }
    Some(())
}
