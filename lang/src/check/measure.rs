//! `measure gallon is 3.785411784 litre`: measures that are exact multiples of others.

use super::Checker;
use super::reading::{Logic, Place};
use crate::ast::{Comparison, Name, Number, Operand, Setting};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::Names;
use crate::programme::{Id, Measure, MeasureId, Ratio};
use crate::source::Span;

/// What a measure is in the first of its kind.
#[derive(Clone, Copy)]
struct Of {
    first: usize,
    factor: Ratio,
}

impl Checker<'_> {
    /// All measures, in the order of the text, each with the others that count in it.
    pub(crate) fn check_measures(&mut self) {
        let names = self.names;
        let mut known: Vec<Of> = Vec::new();
        for name in &names.measures {
            let own = Of { first: known.len(), factor: Ratio::ONE };
            let factor = written_factor(names, name);
            let of = factor.and_then(|(number, other)| self.multiple(number, other, &known));
            known.push(of.unwrap_or(own));
        }
        for (index, name) in names.measures.iter().enumerate() {
            let counts = self.counting_in(name, index, &known);
            self.measures.push(Measure { name: name.node.clone(), counts });
        }
    }

    /// So many of a measure that stands above.
    fn multiple(&mut self, number: &Number, other: &Name, known: &[Of]) -> Option<Of> {
        let Some(of) = self.find_measure(&other.node).and_then(|m| known.get(m.index())).copied() else {
            let message = format!("`{}` is not a measure declared above this one", other.node);
            self.report(
                Diagnostic::new(Code::UnknownName, other.span, message, "not declared above")
                    .help(format!("declare `measure {}` first", other.node)),
            );
            return None;
        };
        let (digits, below) = self.decimal(number)?.fraction();
        if digits <= 0 {
            self.must_be_positive(number);
            return None;
        }
        let factor = Ratio::new(digits, below).and_then(|f| f.times(of.factor));
        let fits = factor.filter(|f| f.numerator() < limits::AMOUNT && f.denominator() < limits::AMOUNT);
        if fits.is_none() {
            let message = "this factor has too many digits";
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "too many digits")
                    .help("write at most 12 digits"),
            );
        }
        fits.map(|factor| Of { factor, ..of })
    }

    /// `quantity is at least 10 litres` of a line: also of a line in a measure that counts in litres.
    pub(crate) fn in_any_measure<T: Logic>(
        &mut self,
        operand: &Operand,
        how: Comparison,
        (measure, value, span): (Option<MeasureId>, i64, Span),
        compared: T,
        place: Place,
    ) -> Option<T> {
        let others = measure.and_then(|m| self.measures.get(m)).map(|m| m.counts.clone()).unwrap_or_default();
        let mut parts = vec![compared.measured(measure)];
        for (other, factor) in others {
            let read = T::read(self, operand, place)?;
            let Some(value) = value.checked_mul(factor.denominator()) else {
                let message = "this quantity has too many digits in another measure of its kind";
                self.report(
                    Diagnostic::new(Code::OutOfRange, span, message, "too many digits")
                        .help("write a smaller quantity, or a factor with fewer digits"),
                );
                return None;
            };
            let other_side = T::constant(value);
            let part = T::compare(read.number, factor.numerator(), how, other_side, 1);
            parts.push(part.measured(Some(other)));
        }
        if parts.len() == 1 { parts.pop() } else { Some(T::any(parts)) }
    }

    /// The other measures of its kind, with what one of them is in this one.
    fn counting_in(&mut self, name: &Name, index: usize, known: &[Of]) -> Vec<(MeasureId, Ratio)> {
        let Some(own) = known.get(index) else { return Vec::new() };
        let others = known.iter().enumerate().filter(|(i, of)| *i != index && of.first == own.first);
        let factors: Vec<(usize, Option<Ratio>)> = others
            .map(|(i, of)| {
                let (a, b) = (of.factor, own.factor);
                let over = i128::from(a.numerator()).checked_mul(i128::from(b.denominator()));
                let under = i128::from(a.denominator()).checked_mul(i128::from(b.numerator()));
                (i, over.zip(under).and_then(|(n, d)| Ratio::new(n, d)))
            })
            .collect();
        let small = |f: &Ratio| f.numerator() < limits::TRACK >> 8 && f.denominator() < limits::TRACK >> 8;
        if factors.iter().any(|(_, f)| f.as_ref().is_none_or(|f| !small(f))) {
            let message = format!("`{}` and another measure of its kind are too far apart", name.node);
            self.report(
                Diagnostic::new(Code::OutOfRange, name.span, message, "too many digits")
                    .help("write its factor with fewer digits"),
            );
            return Vec::new();
        }
        factors.into_iter().filter_map(|(i, f)| f.map(|f| (MeasureId::from_index(i), f))).collect()
    }
}

/// What is written behind the declaration of a measure.
fn written_factor<'n>(names: &'n Names<'n>, name: &Name) -> Option<(&'n Number, &'n Name)> {
    names.headers.iter().flat_map(|h| &h.settings).find_map(|setting| match setting {
        Setting::Measure(other, Some((number, of))) if other.span == name.span => Some((number, of)),
        Setting::Measure(..)
        | Setting::Currency(_)
        | Setting::Timezone(_)
        | Setting::Unit { .. }
        | Setting::Remember(..)
        | Setting::WeekStart(..)
        | Setting::LeapDay(..)
        | Setting::GuestsPass(_)
        | Setting::KnownMembersOnly(_)
        | Setting::LeaversKeep(..)
        | Setting::Household { .. }
        | Setting::ReceiptsUpTo(..) => None,
    })
}
