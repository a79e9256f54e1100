//! Points of many receipts at once, from columns: what the rules give for each receipt as the first purchase of a member of whom
//! nothing is known. Nothing is booked.
//!
//! Two kernels are made for a programme and the widths of a batch's columns. The first goes through the lines of a block of
//! receipts, four a turn, and leaves running sums; the second goes through the receipts: a receipt's sum is what the running sum
//! has grown by. What is asked of a text is asked of each value of a dictionary once (`classes`). Campaigns that look alike stand
//! in tables (`index`).
//!
//! What kernels do not say (tables of values, figures, portions, rules over a time, contests, sums of more than 31 bits) is
//! decided receipt by receipt, by the evaluator of single events: every programme and every batch has its answer.
#![expect(unsafe_code, reason = "the kernels are called here, with columns that were checked")]

mod amount;
mod atoms;
mod award;
mod classes;
mod code;
mod condition;
mod four;
mod given;
mod index;
mod line;
mod receipt;
mod select;
mod space;
mod stack;
mod sums;
#[cfg(test)]
mod tests;
mod time;
mod words;

pub use sums::{RuleSums, Sums};

use super::{Compiled, Native};
use crate::columns::{Awards, Batch, BatchError, Codes, Columns, Numbers, Row, Totals};
use crate::decision::Decision;
use crate::engine::{Detail, Evaluator};
use crate::reference::Reference;
use crate::state::Member;
use atoms::{Column, Entry, Pinned};
use classes::Classes;
use code::{Kernels, RECEIPTS, Shape, Width};
use given::Given;
use index::{Index, Tables};
use space::{Place, Space};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use treue_lang::programme::{FieldOwner, FieldValue, LineText, Programme, RuleId, Texts};
use treue_lang::time::Day;

/// Bytes of the sums of a block: they stay in the nearest cache.
const SUMS: usize = 16 << 10;
/// Rules that look alike and stand in a table instead of in code.
const ALIKE: usize = 8;
/// Kernels that are kept for other widths of columns.
const SHAPES: usize = 16;

/// Scores batches by one programme. It keeps what it compiled and looked up, and serves one thread.
pub struct Tally {
    programme: Arc<Programme>,
    index: Index,
    /// For batches that the table does not fit: without one.
    plain: Index,
    slot: u32,
    /// For the shapes met so far; `None` where kernels cannot say it.
    kernels: Vec<(Shape, Option<Bound>)>,
    tables: Tables,
    single: Option<Box<dyn Evaluator>>,
    by_kernels: u64,
    one_by_one: u64,
}

/// Kernels with what they look up.
#[derive(Debug)]
struct Bound {
    kernels: Kernels,
    classes: Classes,
    rows: Vec<u128>,
    facts: HashMap<(usize, usize), (Option<Pinned>, Vec<u64>)>,
    slots: Vec<Vec<u64>>,
    days: (Option<(i32, i32)>, Vec<Vec<u64>>),
    sums: Vec<u128>,
    local: Vec<i64>,
    given: Given,
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("programme", &self.programme.name).finish_non_exhaustive()
    }
}

impl Tally {
    /// For a programme.
    #[must_use]
    pub fn new(programme: Arc<Programme>) -> Tally {
        Tally::with_index(programme, ALIKE)
    }

    /// The same; so many rules that look alike stand in a table.
    #[must_use]
    pub fn with_index(programme: Arc<Programme>, alike: usize) -> Tally {
        let (index, plain) = (Index::new(&programme, alike), Index::none(&programme));
        let slot = time::slot(&programme);
        Tally {
            programme,
            index,
            plain,
            slot,
            kernels: Vec::new(),
            tables: Tables::default(),
            single: None,
            by_kernels: 0,
            one_by_one: 0,
        }
    }

    /// Receipts that kernels have scored, and those that were decided one by one.
    #[must_use]
    pub fn scored(&self) -> (u64, u64) {
        (self.by_kernels, self.one_by_one)
    }

    /// The kernels that were made, in Cranelift's notation.
    #[must_use]
    pub fn clif(&self) -> String {
        self.kernels.iter().filter_map(|(_, bound)| Some(bound.as_ref()?.kernels.text.as_str())).collect()
    }

    /// Points of each receipt of a batch, and what each rule gave if it is asked for.
    ///
    /// # Errors
    /// If the batch was made for another programme.
    pub fn score(&mut self, batch: &Batch<'_>, awards: bool, totals: &mut Totals) -> Result<(), BatchError> {
        if !Arc::ptr_eq(batch.programme(), &self.programme) {
            return Err(BatchError::OtherProgramme);
        }
        totals.start(&self.programme, batch, awards);
        let receipts = u64::try_from(batch.len()).unwrap_or(0);
        if batch.is_empty() {
            totals.awards.iter_mut().for_each(|awards| awards.columns.fill(None));
        } else if self.kernels(batch, awards, totals).is_some() {
            self.by_kernels = self.by_kernels.saturating_add(receipts);
        } else {
            totals.start(&self.programme, batch, awards);
            totals.awards.iter_mut().for_each(|awards| awards.columns.fill(None));
            self.single(batch, totals);
            self.one_by_one = self.one_by_one.saturating_add(receipts);
        }
        Ok(())
    }

    /// Each receipt as an event.
    fn single(&mut self, batch: &Batch<'_>, totals: &mut Totals) {
        for receipt in 0..batch.len() {
            let decision = self.decision(batch, receipt);
            totals.decided(&self.programme, receipt, &decision);
        }
    }

    /// What is decided on a receipt as an event of its own.
    fn decision(&mut self, batch: &Batch<'_>, receipt: usize) -> Arc<Decision> {
        let programme = &self.programme;
        let single = self.single.get_or_insert_with(|| match Compiled::new(Arc::clone(programme)) {
            Ok(compiled) => Box::new(Native::new(compiled, Detail::Awards)),
            Err(_) => Box::new(Reference::new(Arc::clone(programme), Detail::Awards)),
        });
        single.apply("", &mut Member::new(programme), &batch.event(programme, receipt))
    }

    /// By kernels; `None` if they cannot say it.
    fn kernels(&mut self, batch: &Batch<'_>, awards: bool, totals: &mut Totals) -> Option<()> {
        let shape = self.shape(batch, awards)?;
        let place = match self.kernels.iter().position(|(known, _)| *known == shape) {
            Some(place) => place,
            None => {
                if self.kernels.len() >= SHAPES {
                    self.kernels.clear();
                }
                let index = if shape.indexed { &self.index } else { &self.plain };
                let made = Kernels::new(&self.programme, index, shape.clone()).ok().flatten();
                self.kernels.push((shape, made.map(Bound::new)));
                self.kernels.len() - 1
            }
        };
        let Tally { programme, index, plain, tables, kernels, .. } = self;
        let (shape, bound) = kernels.get_mut(place)?;
        let index = if shape.indexed { index } else { plain };
        bound.as_mut()?.score(programme, (index, tables), batch, awards, totals)
    }

    /// Whether the rules that look alike can be looked up in a table for a batch.
    fn fits_the_index(&self, batch: &Batch<'_>) -> bool {
        let (columns, index) = (batch.columns(), &self.index);
        let measured = || columns.measure.as_ref().is_some_and(|m| m.values.iter().any(Option::is_some));
        index.is_used()
            && !batch.facts().negative
            && index.columns().iter().all(|c| c.of(&self.programme, columns).is_some())
            && index.is_whole(columns.quantity_scale().unsigned_abs())
            && !(index.counts_items() && (measured() || columns.quantity.is_none()))
    }

    /// What kernels for a batch must know; `None` if no kernels can be made for it.
    fn shape(&self, batch: &Batch<'_>, awards: bool) -> Option<Shape> {
        let (columns, facts) = (batch.columns(), batch.facts());
        let longest = u64::try_from(facts.longest).ok()?;
        // So many bits have sums of a receipt: one of few numbers, so that few kernels are made.
        let bits = |largest: u64, few: &[u32]| {
            let sum = largest.checked_mul(longest)?;
            few.iter().copied().find(|bits| sum < 1 << bits)
        };
        let amount_bits = bits(facts.amount, &[24, 31])?;
        let quantity_bits = bits(facts.quantity, &[14, 24, 31])?;
        if self.programme.zones.is_some() || facts.discounts {
            return None;
        }
        let texts = [LineText::Category, LineText::Brand, LineText::Sku, LineText::Name, LineText::Label];
        let fields = self.programme.fields.iter().filter(|(_, f)| f.owner != FieldOwner::Member);
        let all = texts
            .map(Column::Line)
            .into_iter()
            .chain([Texts::Channel, Texts::Store, Texts::Coupon, Texts::PaidBy].map(Column::Receipt))
            .chain([Column::Measure])
            .chain(fields.map(|(id, _)| Column::Field(id)));
        let width = |column: Column| {
            let source = column.of(&self.programme, columns)?;
            Some((column, Width::of_codes(source.codes())))
        };
        Some(Shape {
            codes: all.filter_map(width).collect(),
            amount: Width::of_numbers(&columns.amount),
            quantity: columns.quantity.as_ref().map(Width::of_numbers),
            scale: columns.quantity_scale().unsigned_abs(),
            negative: facts.negative,
            amount_bits,
            quantity_bits,
            longest: if facts.longest <= 255 { 255 } else { crate::limits::LINES },
            slot: self.slot,
            awards,
            indexed: self.fits_the_index(batch),
            near: facts.instants.1.saturating_sub(facts.instants.0) < time::NEAR,
        })
    }
}

impl Bound {
    fn new(kernels: Kernels) -> Bound {
        Bound {
            kernels,
            classes: Classes::default(),
            rows: Vec::new(),
            facts: HashMap::new(),
            slots: Vec::new(),
            days: (None, Vec::new()),
            sums: Vec::new(),
            local: Vec::new(),
            given: Given::default(),
        }
    }

    fn score(
        &mut self,
        programme: &Programme,
        (index, tables): (&Index, &mut Tables),
        batch: &Batch<'_>,
        awards: bool,
        totals: &mut Totals,
    ) -> Option<()> {
        let columns = batch.columns();
        self.look_up(programme, batch)?;
        let shift = self.shift(programme, batch);
        self.days(shift, batch);
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
            self.run(programme, (index, table), batch, (from, to), shift, totals)?;
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
        (index, table): (&Index, Option<&index::Table>),
        batch: &Batch<'_>,
        (from, to): (usize, usize),
        shift: Option<i64>,
        totals: &mut Totals,
    ) -> Option<()> {
        let columns = batch.columns();
        let stride = self.kernels.stride;
        let most = SUMS.checked_div(stride).unwrap_or(SUMS).max(batch.facts().longest);
        self.sums.resize(most.saturating_add(1).saturating_mul(stride).div_ceil(16), 0);
        let Bound { kernels, classes, rows, facts, slots, days, sums, local, given } = self;
        given.make_room(&kernels.sizes);
        // Instants are counted from a Monday, so that none is below 0.
        let first_day = days.0.map_or(0, |days| days.0);
        let monday = time::monday(first_day);
        let instants = if shift.is_some() { columns.at } else { local.as_slice() };
        let mut places: Vec<*const u8> = Vec::new();
        for (position, place) in kernels.space.places.iter().enumerate() {
            places.push(match place {
                Place::Offsets => columns.offsets.as_ptr().cast(),
                Place::At => instants.as_ptr().cast(),
                Place::Shift => plain(shift.unwrap_or(0) - i64::from(monday) * time::DAY),
                Place::FirstDay => plain(i64::from(first_day - monday)),
                Place::Sums => sums.as_mut_ptr().cast_const().cast(),
                Place::Rows => rows.as_ptr().cast(),
                Place::Amount => start(&columns.amount),
                Place::Quantity => start(columns.quantity.as_ref()?),
                Place::Codes(column) => start_of(column.of(programme, columns)?.codes()),
                Place::Digits(column) => classes.digits(*column)?.as_ptr().cast(),
                Place::FactsOf(_, word) => facts.get(&(position, *word))?.1.as_ptr().cast(),
                Place::FactsOfDay(word) => days.1.get(*word)?.as_ptr().cast(),
                Place::FactsOfSlot(word) => slots.get(*word)?.as_ptr().cast(),
                Place::Unit(unit) => totals.units.get_mut(*unit)?.as_mut_ptr().cast_const().cast(),
                Place::Given(size) => given.start(*size),
                Place::IndexBase => table?.bases.as_ptr().cast(),
                Place::Index => table?.entries.as_ptr().cast(),
            });
        }
        let _ = index;
        let mut receipt = from;
        while receipt < to {
            let (end, lines) = block(columns.offsets, receipt..to, most)?;
            let block = (i64::try_from(receipt).ok()?, i64::try_from(end).ok()?);
            // SAFETY: the batch was checked when it was made: offsets rise from 0 to the number of lines, every column has a number
            // for each line or receipt, and codes are positions in the dictionaries that the tables of digits and facts were made
            // of, one entry each (`look_up`). The sums have room for the lines of a block and one more. A class is a sum of one
            // digit a column, each a row of the combinations that `classes` laid out. Days lie between those of the earliest and
            // the latest instant, slots below those of a week. Totals have room for every receipt (`Totals::start`), awards for those
            // of a block. An entry of the index lies below a base and the values of its second column. The widths are those
            // of the shape.
            unsafe {
                kernels.lines(&places, lines);
                kernels.receipts(&places, block);
            }
            if let Some(awards) = &mut totals.awards {
                given.hand_over(awards, &(receipt..end));
            }
            receipt = end;
        }
        Some(())
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

/// The end of a block of receipts that have so many lines at most, and its lines. One receipt always fits.
fn block(offsets: &[u32], receipts: Range<usize>, most: usize) -> Option<(usize, (i64, i64))> {
    let Range { start, end } = receipts;
    let first = *offsets.get(start)?;
    let most = u64::from(first).saturating_add(u64::try_from(most).ok()?);
    let ends = offsets.get(start.saturating_add(1)..=end.min(start.saturating_add(RECEIPTS)))?;
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
