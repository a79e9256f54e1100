//! The index of rules: many campaigns that look alike, each for lines of one or two texts, stand in a table instead of in code. What
//! a line costs does not depend on how many rules there are.
//!
//! The rules' dates cut time into epochs; for each epoch that is met there is a table of the rules that hold then. A table has a
//! row for each code of the first column, slid into the others where they leave room; an entry says whose it is, so a look is
//! one addition and one comparison.

use super::atoms::{Column, Entry, Source};
use super::code::{Build, Shape};
use super::line::place_of;
use super::space::{Base, Place};
use crate::columns::Columns;
use crate::native::plan::index::apart;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use std::collections::HashMap;
use treue_lang::programme::{
    Amount, Award, Basis, Condition, Id, LineText, Predicate, Programme, Rate, Ratio, RoundingPlace, Rule,
    RuleId, SelectionId, TextTest, Trigger, UnitId,
};
use treue_lang::time::{Day, DayTest};

/// Entries of a table at most.
const ENTRIES: usize = 1 << 22;
/// Tables that are kept.
const TABLES: usize = 64;
/// Whose an entry is that is nobody's.
const NOBODY: u64 = 0xffff_ffff;

/// Rules that stand in tables.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By `RuleId`.
    indexed: Vec<bool>,
    rules: Vec<Indexed>,
    columns: Vec<Column>,
    base: Option<Base>,
    unit: UnitId,
    /// The distinct dates of the rules.
    calendars: Vec<Vec<DayTest>>,
}

#[derive(Clone, Debug)]
struct Indexed {
    rule: RuleId,
    /// By column.
    tests: Vec<TextTest>,
    ratio: Ratio,
    calendar: usize,
}

/// What rules that look alike have in common.
type Family = (Vec<Column>, Base, UnitId);

/// The rules of lines with the same codes, and their rates.
type Cell = Vec<(RuleId, i64)>;

/// A rule that may stand in a table, and with whom.
struct Candidate {
    columns: Vec<Column>,
    base: Base,
    unit: UnitId,
    tests: Vec<TextTest>,
    ratio: Ratio,
    dates: Vec<DayTest>,
}

/// Rules that hold together, as a table.
#[derive(Debug)]
pub(super) struct Table {
    /// By code of the first column, where its row starts.
    pub(super) bases: Vec<u32>,
    /// Whose it is in the upper half, and what it is in the lower: a rate, or where its rules start.
    pub(super) entries: Vec<u64>,
    /// By entry: its rules and their rates, from, to.
    pub(super) lists: Vec<(u32, u32)>,
    pub(super) members: Vec<(RuleId, i64)>,
}

/// Tables of the epochs that were met.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pinned: Vec<Option<super::atoms::Pinned>>,
    scale: u64,
    /// By day: the epoch.
    days: HashMap<i32, usize>,
    epochs: HashMap<Vec<usize>, usize>,
    /// By epoch: the calendars that hold, and the table if it has been made.
    tables: Vec<(Vec<usize>, Option<Table>)>,
}

impl Index {
    /// Finds the largest family of at least so many rules.
    pub(super) fn new(programme: &Programme, at_least: usize) -> Index {
        let mut families: HashMap<Family, Vec<(RuleId, Candidate)>> = HashMap::new();
        let apart = apart(programme);
        for (id, rule) in programme.rules.iter() {
            if apart.get(id.index()) == Some(&true)
                && let Some(candidate) = Candidate::of(programme, rule)
            {
                let key = (candidate.columns.clone(), candidate.base, candidate.unit);
                families.entry(key).or_default().push((id, candidate));
            }
        }
        // The first of the largest, in the order of the rules.
        let largest = families.into_iter().max_by_key(|(_, members)| {
            (members.len(), std::cmp::Reverse(members.first().map(|(id, _)| *id)))
        });
        let mut index = Index { indexed: vec![false; programme.rules.len()], ..Index::default() };
        let Some(((columns, base, unit), members)) = largest.filter(|(_, m)| m.len() >= at_least.max(1))
        else {
            return index;
        };
        (index.columns, index.base, index.unit) = (columns, Some(base), unit);
        let mut calendars: HashMap<String, usize> = HashMap::new();
        for (rule, candidate) in members {
            // Dates have no order of their own; as text they can be told apart.
            let key = format!("{:?}", candidate.dates);
            let calendar = *calendars.entry(key).or_insert_with(|| {
                index.calendars.push(candidate.dates.clone());
                index.calendars.len() - 1
            });
            index.indexed.get_mut(rule.index()).into_iter().for_each(|i| *i = true);
            index.rules.push(Indexed { rule, tests: candidate.tests, ratio: candidate.ratio, calendar });
        }
        index
    }

    /// No table.
    pub(super) fn none(programme: &Programme) -> Index {
        Index { indexed: vec![false; programme.rules.len()], ..Index::default() }
    }

    /// By `RuleId`, whether it stands in a table.
    pub(super) fn rules(&self) -> &[bool] {
        &self.indexed
    }

    pub(super) fn is_used(&self) -> bool {
        self.base.is_some()
    }

    pub(super) fn base(&self) -> Option<Base> {
        self.base
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether what counts is items, so that nothing with a measure does.
    pub(super) fn counts_items(&self) -> bool {
        self.base == Some(Base::Quantity)
    }

    /// What the line kernel reads for it.
    pub(super) fn places(&self) -> Vec<Place> {
        let Some(base) = self.base else { return Vec::new() };
        let mut places: Vec<Place> = self.columns.iter().map(|column| Place::Codes(*column)).collect();
        places.extend([Place::IndexBase, Place::Index, place_of(base)]);
        places
    }

    /// What a line earns by the table of its epoch.
    pub(super) fn line(
        &self,
        build: &mut Build<'_>,
        (line, ahead): (Value, i64),
        shape: &Shape,
    ) -> Option<Value> {
        let mut codes = Vec::new();
        for column in &self.columns {
            let start = build.place(Place::Codes(*column));
            codes.push(build.read(shape.width(*column)?, start, line, ahead, false));
        }
        let first = codes.first().copied()?;
        let bases = build.place(Place::IndexBase);
        let row = build.element(bases, first, 4);
        let row = build.load(I32, row, 0);
        let row = build.ins().uextend(I64, row);
        let place = match codes.get(1) {
            Some(second) => build.ins().iadd(row, *second),
            None => row,
        };
        let entries = build.place(Place::Index);
        let entry = build.element(entries, place, 8);
        let entry = build.load(I64, entry, 0);
        let by = build.number(32);
        let whose = build.ins().ushr(entry, by);
        let low = build.number(0xffff_ffff);
        let rate = build.ins().band(entry, low);
        let zero = build.number(0);
        let is_here = build.ins().icmp(IntCC::Equal, whose, first);
        let rate = build.ins().select(is_here, rate, zero);
        let base = self.base?;
        let width = match base {
            Base::Amount => shape.amount,
            Base::Quantity => shape.quantity?,
        };
        let column = build.place(place_of(base));
        let number = build.read(width, column, line, ahead, false);
        Some(build.ins().imul(rate, number))
    }

    /// Adds what a receipt earned by the table to the points of its unit.
    pub(super) fn add(
        &self,
        build: &mut Build<'_>,
        (before, after): (Value, Value),
        units: &mut [Option<Value>],
    ) {
        let offset = i32::try_from(build.space.vectors().saturating_mul(16)).unwrap_or(0);
        let before = build.load_sum(I64, before, offset);
        let after = build.load_sum(I64, after, offset);
        let grown = build.ins().isub(after, before);
        if let Some(unit) = units.get_mut(self.unit.index()) {
            *unit = Some(match *unit {
                Some(points) => build.ins().iadd(points, grown),
                None => grown,
            });
        }
    }

    /// A rule's points for one of the column; `None` if that is no whole number below 2^31.
    fn rate(&self, ratio: Ratio, scale: u64) -> Option<i64> {
        let scale = if self.base == Some(Base::Quantity) { scale } else { 1 };
        let rate = ratio.times(Ratio::new(i128::from(scale), 1)?)?;
        (rate.denominator() == 1 && rate.numerator() < 1 << 31).then(|| rate.numerator())
    }

    /// Whether every rule gives whole points for one of the column.
    pub(super) fn is_whole(&self, scale: u64) -> bool {
        self.rules.iter().all(|rule| self.rate(rule.ratio, scale).is_some())
    }
}

impl Candidate {
    fn of(programme: &Programme, rule: &Rule) -> Option<Candidate> {
        let plain = rule.on == Trigger::Purchase
            && rule.limits.is_empty()
            && rule.contest.is_none()
            && rule.over.is_none()
            && rule.decided_by.is_none()
            && !rule.companions
            && rule.rounding.place == RoundingPlace::Rule
            && rule.rounding.step == 1;
        let Award::Rate(Rate::Proportional(amount, ratio), None) = &rule.award else { return None };
        if !plain {
            return None;
        }
        let (selection, base) = match programme.amounts.get(*amount)? {
            Amount::Items(selection) => (*selection, Base::Quantity),
            Amount::Money(selection, Basis::Charged) => (*selection, Base::Amount),
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Lines(_)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Made(..)
            | Amount::Events(_) => return None,
        };
        let mut tests = Vec::new();
        texts(programme, selection, &mut tests)?;
        tests.sort_by_key(|(column, _)| order(*column));
        let columns: Vec<Column> = tests.iter().map(|(column, _)| *column).collect();
        let apart = columns.iter().zip(columns.iter().skip(1)).all(|(a, b)| a != b);
        if !apart || columns.is_empty() || columns.len() > 2 {
            return None;
        }
        let mut dates = Vec::new();
        for conjunct in &rule.conditions {
            day_only(&conjunct.condition, &mut dates)?;
        }
        let tests = tests.into_iter().map(|(_, test)| test).collect();
        Some(Candidate { columns, base, unit: rule.unit, tests, ratio: *ratio, dates })
    }
}

/// The tests of texts that a selection is made of, if it is nothing else.
fn texts(programme: &Programme, selection: SelectionId, found: &mut Vec<(Column, TextTest)>) -> Option<()> {
    fn of(programme: &Programme, predicate: &Predicate, found: &mut Vec<(Column, TextTest)>) -> Option<()> {
        match predicate {
            Predicate::All(parts) => parts.iter().try_for_each(|part| of(programme, part, found)),
            Predicate::In(selection) => texts(programme, *selection, found),
            Predicate::Text(
                which @ (LineText::Category | LineText::Brand | LineText::Sku | LineText::Name),
                test,
            ) if test.missing.is_none() => {
                found.push((Column::Line(*which), test.clone()));
                Some(())
            }
            Predicate::Text(..)
            | Predicate::Any(_)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::Compare(..)
            | Predicate::Flag(..)
            | Predicate::Present(_)
            | Predicate::Measure(_) => None,
        }
    }
    of(programme, &programme.selections.get(selection)?.predicate, found)
}

/// Columns with more values first: most of their rows are empty.
fn order(column: Column) -> u8 {
    match column {
        Column::Line(LineText::Sku) => 0,
        Column::Line(LineText::Name) => 1,
        Column::Line(LineText::Brand) => 2,
        Column::Line(_) | Column::Measure | Column::Receipt(_) | Column::Field(_) => 3,
    }
}

fn day_only(condition: &Condition, dates: &mut Vec<DayTest>) -> Option<()> {
    match condition {
        Condition::All(parts) => return parts.iter().try_for_each(|part| day_only(part, dates)),
        Condition::Day(test) => dates.push(test.clone()),
        Condition::Any(_)
        | Condition::Not(_)
        | Condition::AtLeast(..)
        | Condition::Compare(_)
        | Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Hours(..)
        | Condition::Occasion(_)
        | Condition::FirstPurchase
        | Condition::Tier(..) => return None,
    }
    Some(())
}

impl Tables {
    /// Forgets tables of other dictionaries.
    pub(super) fn bind(&mut self, index: &Index, programme: &Programme, columns: &Columns<'_>, scale: u64) {
        let sources: Vec<Option<Source<'_, '_>>> =
            index.columns.iter().map(|column| column.of(programme, columns)).collect();
        let same = self.scale == scale
            && sources.len() == self.pinned.len()
            && sources.iter().zip(&self.pinned).all(|(source, pinned)| match (source, pinned) {
                (Some(source), Some(pinned)) => source.is(pinned),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            });
        if !same {
            let pinned = sources.iter().map(|source| source.map(Source::pin)).collect();
            *self = Tables { pinned, scale, ..Tables::default() };
        }
    }

    /// The epoch of a day.
    pub(super) fn epoch(&mut self, index: &Index, day: Day) -> usize {
        if let Some(epoch) = self.days.get(&day.0) {
            return *epoch;
        }
        let hold = |(_, dates): &(usize, &Vec<DayTest>)| dates.iter().all(|test| test.holds(day));
        let calendars: Vec<usize> =
            index.calendars.iter().enumerate().filter(hold).map(|(at, _)| at).collect();
        let epoch = match self.epochs.get(&calendars) {
            Some(epoch) => *epoch,
            None => {
                self.tables.push((calendars.clone(), None));
                self.epochs.insert(calendars, self.tables.len() - 1);
                self.tables.len() - 1
            }
        };
        self.days.insert(day.0, epoch);
        epoch
    }

    /// The table of an epoch; `None` if it would be too large.
    pub(super) fn table(
        &mut self,
        index: &Index,
        programme: &Programme,
        columns: &Columns<'_>,
        epoch: usize,
    ) -> Option<&Table> {
        if self.tables.get(epoch)?.1.is_none() {
            if self.tables.iter().filter(|(_, table)| table.is_some()).count() >= TABLES {
                self.tables.iter_mut().for_each(|(_, table)| *table = None);
            }
            let (calendars, _) = self.tables.get(epoch)?;
            let mut active = vec![false; index.calendars.len()];
            calendars.iter().for_each(|c| active.get_mut(*c).into_iter().for_each(|a| *a = true));
            let table = Table::new(index, programme, columns, &active, self.scale)?;
            self.tables.get_mut(epoch)?.1 = Some(table);
        }
        self.tables.get(epoch)?.1.as_ref()
    }
}

impl Table {
    fn new(
        index: &Index,
        programme: &Programme,
        columns: &Columns<'_>,
        active: &[bool],
        scale: u64,
    ) -> Option<Table> {
        let mut finders = Vec::new();
        for column in &index.columns {
            finders.push(Finder::new(*column, column.of(programme, columns)?));
        }
        let mut cells: HashMap<(u32, u32), Cell> = HashMap::new();
        let mut entries = 0usize;
        for rule in index.rules.iter().filter(|rule| active.get(rule.calendar) == Some(&true)) {
            let rate = index.rate(rule.ratio, scale)?;
            let codes: Vec<Vec<u32>> =
                finders.iter().zip(&rule.tests).map(|(finder, test)| finder.codes(test)).collect();
            let none = vec![0];
            let seconds = codes.get(1).unwrap_or(&none);
            for first in codes.first()? {
                for second in seconds {
                    cells.entry((*first, *second)).or_default().push((rule.rule, rate));
                    entries += 1;
                }
            }
            if entries > ENTRIES {
                return None;
            }
        }
        Table::slide(cells, finders.first()?.values, finders.get(1).map_or(1, |f| f.values))
    }

    /// Slides the rows into each other, the longest first.
    fn slide(cells: HashMap<(u32, u32), Cell>, firsts: usize, seconds: usize) -> Option<Table> {
        let mut rows: HashMap<u32, Vec<(u32, Cell)>> = HashMap::new();
        for ((first, second), rules) in cells {
            rows.entry(first).or_default().push((second, rules));
        }
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|(first, row)| (std::cmp::Reverse(row.len()), *first));
        let mut table = Table {
            bases: vec![0; firsts],
            entries: vec![NOBODY << 32; seconds],
            lists: vec![(0, 0); seconds],
            members: Vec::new(),
        };
        let mut free = 0usize;
        for (first, row) in rows {
            let mut base = free;
            loop {
                let is_free = |(second, _): &(u32, Cell)| {
                    let place = usize::try_from(*second).ok().and_then(|s| base.checked_add(s));
                    place.and_then(|place| table.entries.get(place)).is_none_or(|e| e >> 32 == NOBODY)
                };
                if row.iter().all(is_free) {
                    break;
                }
                base = base.checked_add(1)?;
            }
            if table.entries.len() < base.checked_add(seconds)? {
                table.entries.resize(base + seconds, NOBODY << 32);
                table.lists.resize(base + seconds, (0, 0));
            }
            for (second, rules) in row {
                let place = base.checked_add(usize::try_from(second).ok()?)?;
                let rate = rules.iter().try_fold(0i64, |sum, (_, rate)| sum.checked_add(*rate))?;
                let rate = u64::try_from(rate).ok().filter(|rate| *rate < 1 << 31)?;
                *table.entries.get_mut(place)? = u64::from(first) << 32 | rate;
                let from = u32::try_from(table.members.len()).ok()?;
                table.members.extend(rules);
                *table.lists.get_mut(place)? = (from, u32::try_from(table.members.len()).ok()?);
            }
            *table.bases.get_mut(usize::try_from(first).ok()?)? = u32::try_from(base).ok()?;
            while table.entries.get(free).is_some_and(|e| e >> 32 != NOBODY) {
                free += 1;
            }
        }
        Some(table)
    }

    /// The rules of a line by its codes.
    pub(super) fn rules(&self, first: usize, second: usize) -> &[(RuleId, i64)] {
        let base = self.bases.get(first).and_then(|base| usize::try_from(*base).ok());
        let place = base.map_or(usize::MAX, |base| base.saturating_add(second));
        let is_here = self.entries.get(place).is_some_and(|entry| u64::try_from(first) == Ok(entry >> 32));
        let list = self.lists.get(place).copied().filter(|_| is_here).unwrap_or((0, 0));
        let at = |n: u32| usize::try_from(n).unwrap_or(0);
        self.members.get(at(list.0)..at(list.1)).unwrap_or_default()
    }
}

/// Finds the codes of texts.
struct Finder {
    /// Of a text, or of everything below a category.
    codes: HashMap<String, Vec<u32>>,
    values: usize,
}

impl Finder {
    fn new(column: Column, source: Source<'_, '_>) -> Finder {
        let mut codes: HashMap<String, Vec<u32>> = HashMap::new();
        for value in 0..source.len() {
            let Entry::Text(Some(text)) = source.entry(value) else { continue };
            let code = u32::try_from(value).unwrap_or(u32::MAX);
            codes.entry(text.to_owned()).or_default().push(code);
            if column == Column::Line(LineText::Category) {
                for (at, _) in text.char_indices().filter(|(_, c)| *c == '/') {
                    let above = text.get(..at).unwrap_or_default();
                    codes.entry(above.to_owned()).or_default().push(code);
                }
            }
        }
        Finder { codes, values: source.len() }
    }

    fn codes(&self, test: &TextTest) -> Vec<u32> {
        let found = test.values.iter().filter_map(|text| self.codes.get(text));
        let mut codes: Vec<u32> = found.flatten().copied().collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}
