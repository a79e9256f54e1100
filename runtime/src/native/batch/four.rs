//! The numbers of four lines at a time: loaded together, divided together, and turned round, so that every line gets a vector of
//! its own numbers.

use super::code::{Build, Shape, Width, short};
use super::line::{cast, place_of};
use super::space::{Base, LANES};
use super::words::{Kind, Sums};
use cranelift_codegen::ir::types::{I8X16, I32X4, I64X2};
use cranelift_codegen::ir::{InstBuilder, Value};

/// By vector, the numbers of each of the four lines; nothing where a line makes its own.
#[derive(Debug, Default)]
pub(super) struct Four(Vec<Option<[Value; LANES]>>);

impl Four {
    /// The numbers of a line in a vector.
    pub(super) fn of(&self, vector: usize, line: i64) -> Option<Value> {
        self.0.get(vector).copied().flatten()?.get(usize::try_from(line).ok()?).copied()
    }
}

/// Makes them, of vectors that hold more than one kind of number.
pub(super) fn numbers(build: &mut Build<'_>, line: Value, shape: &Shape) -> Four {
    let mut four = Four::default();
    for vector in 0..build.space.vectors() {
        let words = Sums::of_vector(&build.space, vector);
        let same = words.iter().all(|word| Some(word) == words.first() && word.is_one_number());
        let made = if same || words.iter().all(Sums::are_counts) {
            None
        } else {
            turned(build, line, &words, shape)
        };
        four.0.push(made);
    }
    four
}

fn turned(build: &mut Build<'_>, line: Value, words: &[Sums], shape: &Shape) -> Option<[Value; LANES]> {
    if !words.iter().flat_map(|word| &word.numbers).all(|(kind, _)| fits(*kind, shape)) {
        return None;
    }
    let mut columns = Vec::new();
    for word in (0..LANES).map(|at| words.get(at)) {
        columns.push(together(build, line, word)?);
    }
    let [a, b, c, d] = columns.try_into().ok()?;
    let (ab, cd) = (unpack(build, (a, b), false, 4), unpack(build, (c, d), false, 4));
    let first = (unpack(build, (ab, cd), false, 8), unpack(build, (ab, cd), true, 8));
    let (ab, cd) = (unpack(build, (a, b), true, 4), unpack(build, (c, d), true, 4));
    let second = (unpack(build, (ab, cd), false, 8), unpack(build, (ab, cd), true, 8));
    Some([first.0, first.1, second.0, second.1])
}

/// What four lines add to a word before it is masked.
fn together(build: &mut Build<'_>, line: Value, word: Option<&Sums>) -> Option<Value> {
    let ones = word.map_or(0, |word| word.ones);
    let numbers = word.map(|word| word.numbers.as_slice()).unwrap_or_default();
    let mut sum = None;
    if ones > 0 || numbers.is_empty() {
        let ones = build.number(i64::from(ones) << 32 | i64::from(ones));
        let ones = build.ins().splat(I64X2, ones);
        sum = Some(cast(build, ones, I32X4));
    }
    for (kind, shift) in numbers {
        let mut one = column(build, line, *kind)?;
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

/// Whether a number can be made four at a time.
fn fits((base, num, den): Kind, shape: &Shape) -> bool {
    let width = match base {
        Base::Amount => Some(shape.amount),
        Base::Quantity => shape.quantity,
    };
    let whole = (num, den) == (1, 1);
    width == Some(Width::Four) && (whole || !shape.negative && num == 1 && short(u64::from(den)).is_some())
}

/// A number of four lines.
fn column(build: &mut Build<'_>, line: Value, (base, _, den): Kind) -> Option<Value> {
    let start = build.place(place_of(base));
    let address = build.element(start, line, 4);
    let whole = build.load_loose(I32X4, address);
    if den == 1 {
        return Some(whole);
    }
    let (magic, shift) = short(u64::from(den))?;
    let magic = build.number(i64::from(magic) << 32 | i64::from(magic));
    let magic = build.ins().splat(I64X2, magic);
    let magic = cast(build, magic, I32X4);
    let by = build.ins().uwiden_low(magic);
    let shift = build.number(shift);
    let (low, high) = (build.ins().uwiden_low(whole), build.ins().uwiden_high(whole));
    let (low, high) = (build.ins().imul(low, by), build.ins().imul(high, by));
    let (low, high) = (build.ins().ushr(low, shift), build.ins().ushr(high, shift));
    let (low, high) = (cast(build, low, I8X16), cast(build, high, I8X16));
    // The lower halves of four numbers.
    let all = shuffle(build, (low, high), [0, 8, 16, 24], 4);
    Some(cast(build, all, I32X4))
}

/// The lower or the upper halves of two vectors, alternately in parts of so many bytes.
fn unpack(build: &mut Build<'_>, (a, b): (Value, Value), upper: bool, bytes: u8) -> Value {
    let (a, b) = (cast(build, a, I8X16), cast(build, b, I8X16));
    let from = if upper { 8 } else { 0 };
    let parts = if bytes == 4 { [from, 16 + from, from + 4, 20 + from] } else { [from, 16 + from, 0, 0] };
    let mixed = shuffle(build, (a, b), parts, bytes);
    cast(build, mixed, I32X4)
}

/// Parts of so many bytes of two vectors, by where they start.
fn shuffle(build: &mut Build<'_>, (a, b): (Value, Value), parts: [u8; 4], bytes: u8) -> Value {
    let places: Vec<u8> =
        parts.iter().flat_map(|from| (0..bytes).map(move |at| from + at)).take(16).collect();
    let places = build.constant(places);
    build.ins().shuffle(a, b, places)
}
