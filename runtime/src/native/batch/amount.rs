//! Amounts of a receipt: what the running sums have grown by; and fractions of them.

use super::receipt::{Fraction, Measured, TOP, Turn};
use super::select;
use super::space::{Base, COUNTED, Choice, InMeasure, Lane, Value as Number};
use super::words::WORD;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Amount, AmountId, Basis, LineText, Ratio, SelectionId};

impl Turn<'_, '_, '_> {
    pub(super) fn amount(&mut self, id: AmountId) -> Option<Measured> {
        if let Some(measured) = self.amounts.get(&id) {
            return Some(*measured);
        }
        let programme = self.programme;
        let measured = match programme.amounts.get(id)? {
            Amount::Different(selection, text) => self.different(*selection, *text)?,
            Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_) => {
                let (choice, base) = self.chosen(id)?;
                let (scale, base) = base.map_or((1, None), |base| self.scale(base));
                let value = base.map_or(Number::One, Number::Whole);
                let most = base.map_or(10_000, |base| self.shape.reach(base));
                Measured { value: self.sum(Lane::Sum(choice, value)), scale, most }
            }
            Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_) => return None,
        };
        self.amounts.insert(id, measured);
        Some(measured)
    }

    /// The lines of an amount, and what is summed of them; `None` for their number.
    pub(super) fn chosen(&self, id: AmountId) -> Option<(Choice, Option<Base>)> {
        let programme = self.programme;
        let (selection, measure, base) = match programme.amounts.get(id)? {
            Amount::Money(selection, Basis::Charged) => (*selection, InMeasure::Any, Some(Base::Amount)),
            Amount::Quantity(selection, measure) if programme.measures.get(*measure)?.counts.is_empty() => {
                (*selection, InMeasure::Only(Some(*measure)), Some(Base::Quantity))
            }
            Amount::Items(selection) => (*selection, InMeasure::Only(None), Some(Base::Quantity)),
            Amount::Lines(selection) => (*selection, InMeasure::Any, None),
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Made(..)
            | Amount::Events(_) => return None,
        };
        Some((Choice { selection, measure }, base))
    }

    /// How much one of a column is in smallest parts; without a column of quantities every line is one.
    pub(super) fn scale(&self, base: Base) -> (u64, Option<Base>) {
        match base {
            Base::Amount => (1, Some(base)),
            Base::Quantity if self.shape.quantity.is_some() => (self.shape.scale, Some(base)),
            Base::Quantity => (1_000, None),
        }
    }

    /// How many different texts: of a selection that asks for nothing but this text, and names few.
    pub(super) fn different(&mut self, selection: SelectionId, text: LineText) -> Option<Measured> {
        if matches!(text, LineText::Label | LineText::Field(_)) {
            return None;
        }
        let named = select::texts_named(self.programme, selection, text)?;
        let groups = named.div_ceil(COUNTED);
        if groups == 0 || groups > 4 || self.shape.longest > 255 {
            return None;
        }
        let mut count = self.number(0);
        for group in 0..groups {
            let counts = self.sum(Lane::Counts { selection, text, group });
            // A byte that is not 0 leaves its highest bit.
            let low = self.number(0x7f7f_7f7f);
            let high = self.number(0x8080_8080);
            let carried = self.b.ins().band(counts, low);
            let carried = self.b.ins().iadd(carried, low);
            let any = self.b.ins().bor(carried, counts);
            let any = self.b.ins().band(any, high);
            let ones = self.b.ins().popcnt(any);
            count = self.b.ins().iadd(count, ones);
        }
        Some(Measured { value: count, scale: 1, most: 16 })
    }

    /// A sum of the receipt: what the running sum has grown by.
    pub(super) fn sum(&mut self, lane: Lane) -> Value {
        let position = self.b.space.lane(lane);
        if let Some(value) = self.sums.get(&position) {
            return *value;
        }
        let spot = self.b.space.spot(position);
        let mut value = self.word(spot.word);
        if spot.shift > 0 {
            let shift = self.number(i64::from(spot.shift));
            value = self.b.ins().ushr(value, shift);
        }
        if spot.shift + spot.bits < WORD {
            let ones = self.number(i64::from(spot.ones()));
            value = self.b.ins().band(value, ones);
        }
        self.sums.insert(position, value);
        value
    }

    /// What a word of sums has grown by.
    fn word(&mut self, word: usize) -> Value {
        if let Some(value) = self.words.get(&word) {
            return *value;
        }
        let offset = i32::try_from(word.saturating_mul(4)).unwrap_or(0);
        let before = self.b.load_sum(I32, self.addresses.0, offset);
        let after = self.b.load_sum(I32, self.addresses.1, offset);
        let grown = self.b.ins().isub(after, before);
        let value = if self.shape.negative {
            self.b.ins().sextend(I64, grown)
        } else {
            self.b.ins().uextend(I64, grown)
        };
        self.words.insert(word, value);
        value
    }

    pub(super) fn times(&mut self, value: Value, by: u64, most: u128) -> Option<(Value, u128)> {
        let most = most.checked_mul(u128::from(by)).filter(|most| *most < TOP)?;
        if by == 1 {
            return Some((value, most));
        }
        let by = self.number(i64::try_from(by).ok()?);
        Some((self.b.ins().imul(value, by), most))
    }

    pub(super) fn by_ratio(&mut self, of: Fraction, ratio: Ratio) -> Option<Fraction> {
        let more =
            Ratio::new(i128::from(ratio.numerator()), i128::from(ratio.denominator()) * i128::from(of.den))?;
        let (num, most) = self.times(of.num, u64::try_from(more.numerator()).ok()?, of.most)?;
        Some(Fraction { num, den: u64::try_from(more.denominator()).ok()?, most })
    }

    /// Two fractions over one denominator.
    pub(super) fn alike(&mut self, a: Fraction, b: Fraction) -> Option<(Fraction, Fraction)> {
        if a.den == b.den {
            return Some((a, b));
        }
        let divisor = gcd(a.den, b.den);
        let (by_a, by_b) = (b.den / divisor, a.den / divisor);
        let den = a.den.checked_mul(by_a).filter(|den| *den < 1 << 60)?;
        let (num, most) = self.times(a.num, by_a, a.most)?;
        let a = Fraction { num, den, most };
        let (num, most) = self.times(b.num, by_b, b.most)?;
        Some((a, Fraction { num, den, most }))
    }

    pub(super) fn plus(&mut self, a: Fraction, b: Fraction) -> Option<Fraction> {
        let (a, b) = self.alike(a, b)?;
        let most = a.most.saturating_add(b.most);
        let num = self.b.ins().iadd(a.num, b.num);
        (most < TOP).then_some(Fraction { num, den: a.den, most })
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
