//! From events and members to what compiled code reads: bits of texts and days, numbers, line columns.

pub(crate) mod calendar;
pub(crate) mod dictionary;
pub(crate) mod event;
pub(crate) mod figures;
pub(crate) mod lines;
pub(crate) mod occasion;
pub(crate) mod spread;
pub(crate) mod tables;
pub(crate) mod tenders;

use crate::native::plan::facts::FieldTest;
use treue_lang::programme::{FieldId, FieldValue, Programme};

/// Makes a list of so many zeros of it, keeping its memory.
pub(crate) fn scratch_resize(list: &mut Vec<i64>, len: usize) {
    list.clear();
    list.resize(len, 0);
}

/// The value of a field among those of its owner.
pub(crate) fn field<'e>(
    programme: &Programme,
    fields: &'e [Option<FieldValue>],
    id: FieldId,
) -> Option<&'e FieldValue> {
    fields.get(programme.fields.get(id)?.position)?.as_ref()
}

/// A field's text.
pub(crate) fn text_of(value: Option<&FieldValue>) -> Option<&str> {
    match value? {
        FieldValue::Text(text) => Some(text),
        FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_) => None,
    }
}

/// A field's number; a date counts its days.
pub(crate) fn number_of(value: Option<&FieldValue>) -> Option<i64> {
    match value? {
        FieldValue::Number(n) => Some(*n),
        FieldValue::Date(day) => Some(i64::from(day.0)),
        FieldValue::Text(_) | FieldValue::YesNo(_) => None,
    }
}

/// What a missing text field counts as by its declaration.
pub(crate) fn default_text(programme: &Programme, id: FieldId) -> Option<&str> {
    text_of(programme.fields.get(id)?.default.as_ref())
}

/// Whether a test on a field holds.
pub(crate) fn field_test(programme: &Programme, fields: &[Option<FieldValue>], test: FieldTest) -> bool {
    match test {
        FieldTest::Present(id) => field(programme, fields, id).is_some(),
        FieldTest::Flag(id, missing) => {
            let declared = || programme.fields.get(id)?.default.as_ref();
            match field(programme, fields, id).or_else(declared) {
                Some(FieldValue::YesNo(yes)) => *yes,
                Some(FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => missing,
            }
        }
    }
}

/// Sets the bits of a text in words that start with the set's first.
pub(crate) fn set_bits(words: &mut [i64], (first, bits): (usize, &[u64])) {
    for (word, bits) in words.iter_mut().skip(first).zip(bits) {
        *word |= bits.cast_signed();
    }
}

/// Sets one bit.
pub(crate) fn set_bit(words: &mut [i64], bit: usize) {
    if let Some(word) = words.get_mut(bit / 64) {
        *word |= (1u64 << (bit % 64)).cast_signed();
    }
}
