//! The line kernel: running sums over the lines of a block, four lines a turn, without a branch. A line's class is the sum of
//! what its values say; the row of the class holds a mask for every sum.

use super::code::{Build, Shape, Width};
use super::four;
use super::index::Index;
use super::select;
use super::space::{Base, Choice, InMeasure, LANES, Lane, Place, Space};
use super::words::{Kind, Sums};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I32X4, I64X2};
use cranelift_codegen::ir::{Endianness, InstBuilder, MemFlagsData, Value};
use std::collections::HashMap;
use treue_lang::programme::Programme;

/// Lines of a turn.
const TURN: i64 = 4;

/// Notes which columns decide the class of a line, and what is asked of them; false if something else is asked.
pub(super) fn asks(programme: &Programme, space: &mut Space) -> bool {
    let mut columns = Vec::new();
    let mut asked = Vec::new();
    let mut fits = true;
    for lane in &space.lanes {
        let choice = match lane {
            Lane::Sum(choice, _) => *choice,
            Lane::Counts { selection, .. } => Choice { selection: *selection, measure: InMeasure::Any },
        };
        let known = select::holds(programme, choice, &mut |column, atom| {
            if !columns.contains(&column) {
                columns.push(column);
            }
            if !asked.iter().any(|(c, a)| *c == column && a == atom) {
                asked.push((column, atom.clone()));
            }
            false
        });
        fits &= known.is_some();
    }
    space.columns = columns;
    space.asked = asked;
    fits && space.asked.len() <= 256
}

/// Builds it.
pub(super) fn emit<'f>(
    mut build: Build<'f>,
    [from, to]: [Value; 2],
    index: &Index,
    shape: &Shape,
) -> Option<Build<'f>> {
    let vectors = build.space.vectors();
    let needed = places(&build.space, index, shape);
    for place in &needed {
        build.space.place(*place);
    }
    build.open();
    let sums = build.place(Place::Sums);
    let stride = i64::try_from(super::code::stride(&build.space, index)).ok()?;
    let zero = build.number(0);
    let zeros = build.ins().splat(I64X2, zero);
    let zeros = cast(&mut build, zeros, I32X4);
    let mut carried = vec![zeros; vectors];
    if index.is_used() {
        carried.push(zero);
    }
    // Before the first line nothing is summed.
    put(&mut build, &carried, sums, 0);
    let by = build.number(stride);
    let first = build.ins().imul(from, by);
    let start = build.ins().isub(sums, first);
    let mut good = Some(());
    let mut turns = |build: &mut Build<'f>, line: Value, carried: &[Value], count: i64| {
        let mut running = carried.to_vec();
        let away = build.element(start, line, stride);
        let four = if count == TURN { four::numbers(build, line, shape) } else { four::Four::default() };
        for ahead in 0..count {
            let next = one(build, (line, ahead), (&running, &four), index, shape);
            if next.is_none() {
                good = None;
            }
            running = next.unwrap_or(running);
            put(build, &running, away, (ahead + 1).saturating_mul(stride));
        }
        running
    };
    let (line, carried) =
        build.each((from, to, TURN), &carried, |b, line, carried| turns(b, line, carried, TURN));
    build.each((line, to, 1), &carried, |b, line, carried| turns(b, line, carried, 1));
    good.map(|()| build)
}

fn put(build: &mut Build<'_>, running: &[Value], address: Value, offset: i64) {
    for (position, value) in (0i64..).zip(running) {
        let offset = offset.saturating_add(position.saturating_mul(16));
        build.store(*value, address, i32::try_from(offset).unwrap_or(0));
    }
}

/// What the kernel reads.
fn places(space: &Space, index: &Index, shape: &Shape) -> Vec<Place> {
    let mut places = vec![Place::Sums];
    if !space.lanes.is_empty() {
        places.push(Place::Rows);
    }
    for column in space.columns.iter().filter(|c| shape.width(**c).is_some()) {
        places.extend([Place::Codes(*column), Place::Digits(*column)]);
    }
    for lane in &space.lanes {
        if let Some((base, ..)) = lane.kind() {
            places.push(place_of(base));
        }
    }
    places.extend(index.places());
    places
}

pub(super) fn place_of(base: Base) -> Place {
    match base {
        Base::Amount => Place::Amount,
        Base::Quantity => Place::Quantity,
    }
}

/// One line: the sums with it.
fn one(
    build: &mut Build<'_>,
    at: (Value, i64),
    (running, four): (&[Value], &four::Four),
    index: &Index,
    shape: &Shape,
) -> Option<Vec<Value>> {
    let vectors = build.space.vectors();
    let mut next = Vec::new();
    if vectors > 0 {
        let row = row(build, at, shape)?;
        let mut numbers = HashMap::new();
        for (position, sum) in running.iter().enumerate().take(vectors) {
            let offset = i32::try_from(position.saturating_mul(16)).ok()?;
            let masks = build.load(I32X4, row, offset);
            let value = match four.of(position, at.1) {
                Some(ready) => Some(ready),
                None => {
                    let words = Sums::of_vector(&build.space, position);
                    vector(build, &words, at, &mut numbers, shape)?
                }
            };
            let value = match value {
                Some(value) => build.ins().band(value, masks),
                None => masks,
            };
            next.push(build.ins().iadd(*sum, value));
        }
    }
    if index.is_used() {
        let sum = running.get(vectors).copied()?;
        let value = index.line(build, at, shape)?;
        next.push(build.ins().iadd(sum, value));
    }
    Some(next)
}

/// The row of the line's class.
fn row(build: &mut Build<'_>, (line, ahead): (Value, i64), shape: &Shape) -> Option<Value> {
    let mut row = build.place(Place::Rows);
    let columns = build.space.columns.clone();
    for column in columns {
        let Some(width) = shape.width(column) else { continue };
        let codes = build.place(Place::Codes(column));
        let code = build.read(width, codes, line, ahead, false);
        let digits = build.place(Place::Digits(column));
        let digit = build.read(Width::Four, digits, code, 0, false);
        row = build.ins().iadd(row, digit);
    }
    Some(row)
}

/// The numbers of four words in a vector; `None` if the rows themselves are what is summed.
#[expect(clippy::option_option, reason = "nothing can be said, and nothing is masked, are two things")]
fn vector(
    build: &mut Build<'_>,
    words: &[Sums],
    at: (Value, i64),
    numbers: &mut HashMap<Kind, Value>,
    shape: &Shape,
) -> Option<Option<Value>> {
    if words.iter().all(Sums::are_counts) {
        return Some(None);
    }
    if let Some((kind, 0)) = words.first().and_then(|word| word.numbers.first().copied())
        && words.iter().all(|word| word == words.first().unwrap_or(word) && word.is_one_number())
    {
        let one = number(build, kind, at, numbers, shape)?;
        let narrow = build.ins().ireduce(I32, one);
        return Some(Some(build.ins().splat(I32X4, narrow)));
    }
    let mut made = [None; LANES];
    for (made, word) in made.iter_mut().zip(words) {
        *made = Some(together(build, word, at, numbers, shape)?);
    }
    let [first, second, third, fourth] = made;
    let (low, high) = (half(build, first, second), half(build, third, fourth));
    let lower = build.ins().splat(I64X2, low);
    let both = if third.is_some() { build.ins().insertlane(lower, high, 1) } else { lower };
    Some(Some(cast(build, both, I32X4)))
}

/// What a line adds to a word before it is masked.
fn together(
    build: &mut Build<'_>,
    word: &Sums,
    at: (Value, i64),
    numbers: &mut HashMap<Kind, Value>,
    shape: &Shape,
) -> Option<Value> {
    let mut sum = (word.ones > 0).then(|| build.number(i64::from(word.ones)));
    for (kind, shift) in &word.numbers {
        let mut one = number(build, *kind, at, numbers, shape)?;
        if *shift > 0 {
            let by = build.number(i64::from(*shift));
            one = build.ins().ishl(one, by);
        }
        sum = Some(match sum {
            Some(sum) => build.ins().bor(sum, one),
            None => one,
        });
    }
    sum
}

/// Two numbers of 32 bits in one of 64.
fn half(build: &mut Build<'_>, low: Option<Value>, high: Option<Value>) -> Value {
    let ones = build.number(0xffff_ffff);
    let low = match low {
        Some(low) => build.ins().band(low, ones),
        None => ones,
    };
    let Some(high) = high else { return low };
    let by = build.number(32);
    let high = build.ins().ishl(high, by);
    build.ins().bor(low, high)
}

pub(super) fn cast(build: &mut Build<'_>, value: Value, kind: cranelift_codegen::ir::Type) -> Value {
    build.ins().bitcast(kind, MemFlagsData::new().with_endianness(Endianness::Little), value)
}

/// A number of a line.
fn number(
    build: &mut Build<'_>,
    (base, num, den): Kind,
    (line, ahead): (Value, i64),
    numbers: &mut HashMap<Kind, Value>,
    shape: &Shape,
) -> Option<Value> {
    if let Some(value) = numbers.get(&(base, num, den)) {
        return Some(*value);
    }
    let width = match base {
        Base::Amount => shape.amount,
        Base::Quantity => shape.quantity?,
    };
    let whole = match numbers.get(&(base, 1, 1)) {
        Some(value) => *value,
        None => {
            let column = build.place(place_of(base));
            let value = build.read(width, column, line, ahead, shape.negative);
            numbers.insert((base, 1, 1), value);
            value
        }
    };
    let value = if (num, den) == (1, 1) { whole } else { part(build, whole, (num, den), shape)? };
    numbers.insert((base, num, den), value);
    Some(value)
}

/// A number times a fraction, towards 0. The number has at most 31 bits.
fn part(build: &mut Build<'_>, whole: Value, (num, den): (u32, u32), shape: &Shape) -> Option<Value> {
    let zero = build.number(0);
    let size = if shape.negative {
        let minus = build.ins().isub(zero, whole);
        build.ins().smax(whole, minus)
    } else {
        whole
    };
    let by = build.number(i64::from(num));
    let times = build.ins().imul(size, by);
    let most = (1u128 << 31).saturating_sub(1).saturating_mul(u128::from(num));
    let quotient = build.divide(times, u64::from(den), most)?;
    if !shape.negative {
        return Some(quotient);
    }
    let below = build.ins().icmp(IntCC::SignedLessThan, whole, zero);
    let minus = build.ins().isub(zero, quotient);
    Some(build.ins().select(below, minus, quotient))
}
