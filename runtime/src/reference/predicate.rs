//! Step 6: which lines are in which selection.

use super::condition::compare;
use super::receipt::MeasuredLine;
use super::scene::Scene;
use super::text::{self, Match};
use num_bigint::BigInt;
use treue_lang::programme::{
    Arena, FieldId, FieldValue, LineNumber, LineText, Predicate, SelectionId, TextTest,
};

/// For each selection, whether each line of the receipt is in it. Selections are taken in their order, so
/// that one made of others only looks them up.
pub(super) fn select(scene: &Scene<'_>) -> Arena<SelectionId, Vec<bool>> {
    let mut selections = Arena::default();
    for (_, selection) in scene.programme.selections.iter() {
        let holds = |(position, line)| {
            Asked { scene, selections: &selections, position, line }.is(&selection.predicate)
        };
        let lines = scene.lines.iter().enumerate().map(holds).collect();
        selections.push(lines);
    }
    selections
}

/// One line that is asked about.
struct Asked<'a> {
    scene: &'a Scene<'a>,
    /// The selections before this one.
    selections: &'a Arena<SelectionId, Vec<bool>>,
    position: usize,
    line: &'a MeasuredLine<'a>,
}

impl<'a> Asked<'a> {
    fn is(&self, predicate: &Predicate) -> bool {
        match predicate {
            Predicate::All(parts) => parts.iter().all(|p| self.is(p)),
            Predicate::Any(parts) => parts.iter().any(|p| self.is(p)),
            Predicate::Not(part) => !self.is(part),
            Predicate::AtLeast(count, parts) => {
                parts.iter().filter(|p| self.is(p)).count() as u64 >= u64::from(*count)
            }
            Predicate::In(selection) => match self.selections.get(*selection) {
                Some(lines) => lines.get(self.position).copied().unwrap_or(false),
                None => self.is(&self.scene.programme.selections[*selection].predicate),
            },
            Predicate::Text(which, test) => self.text_is(*which, test),
            Predicate::Compare(left, how, right) => match (self.number(left), self.number(right)) {
                (Some(left), Some(right)) => compare(&left, *how, &right),
                (None, _) | (_, None) => false,
            },
            Predicate::Flag(field, missing) => match self.field(*field) {
                Some(FieldValue::YesNo(yes)) => *yes,
                Some(FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => *missing,
            },
            Predicate::Present(field) => self.scene.written_field(*field, Some(self.line.line)).is_some(),
            Predicate::Measure(measure) => self.line.line.measure == *measure,
        }
    }

    fn text_is(&self, which: LineText, test: &TextTest) -> bool {
        let how = match which {
            LineText::Category => Match::Tree,
            LineText::Brand | LineText::Sku | LineText::Name | LineText::Label | LineText::Field(_) => {
                Match::Same
            }
        };
        text::any_is(texts(self.scene, self.line, which), test, how)
    }

    fn field(&self, field: FieldId) -> Option<&FieldValue> {
        self.scene.field(field, Some(self.line.line))
    }

    fn number(&self, number: &LineNumber) -> Option<BigInt> {
        line_number(self.scene, self.line, number)
    }
}

/// A number of the line at the scale of its comparison; `None` if it is missing and nothing stands for it.
pub(super) fn line_number(scene: &Scene<'_>, of: &MeasuredLine<'_>, number: &LineNumber) -> Option<BigInt> {
    let line = of.line;
    Some(match number {
        LineNumber::Constant(value) => BigInt::from(*value),
        LineNumber::Amount { basis, times } => BigInt::from(of.money(*basis)) * *times,
        LineNumber::Discount { times } => BigInt::from(line.discount) * *times,
        LineNumber::Tax { times } => BigInt::from(line.tax) * *times,
        LineNumber::Quantity { times } => BigInt::from(line.quantity) * *times,
        LineNumber::Field { field, missing, times } => {
            let value = scene.field(*field, Some(line)).and_then(number_of).or(*missing)?;
            BigInt::from(value) * *times
        }
    })
}

/// The number that a field holds; a date as days since 1970.
pub(super) fn number_of(value: &FieldValue) -> Option<i64> {
    match value {
        FieldValue::Number(number) => Some(*number),
        FieldValue::Date(day) => Some(i64::from(day.0)),
        FieldValue::Text(_) | FieldValue::YesNo(_) => None,
    }
}

/// The text that a field holds.
pub(super) fn text_of(value: &FieldValue) -> Option<&str> {
    match value {
        FieldValue::Text(text) => Some(text),
        FieldValue::Number(_) | FieldValue::Date(_) | FieldValue::YesNo(_) => None,
    }
}

/// The texts of a line: none if it is missing, several only of labels.
pub(super) fn texts<'a>(scene: &'a Scene<'_>, line: &'a MeasuredLine<'_>, which: LineText) -> Vec<&'a str> {
    let line = line.line;
    let one = match which {
        LineText::Label => return line.labels.iter().map(String::as_str).collect(),
        LineText::Category => line.category.as_deref(),
        LineText::Brand => line.brand.as_deref(),
        LineText::Sku => line.sku.as_deref(),
        LineText::Name => line.name.as_deref(),
        LineText::Field(field) => scene.field(field, Some(line)).and_then(text_of),
    };
    one.into_iter().collect()
}
