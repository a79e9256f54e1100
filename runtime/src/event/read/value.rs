//! Values of the format: ids, texts, amounts, dates; and the declared fields of a programme.

use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place, short};
use super::instant::{Instant, instant};
use super::keys::{Declared, did_you_mean};
use super::number;
use crate::limits;
use treue_lang::programme::{Field, FieldId, FieldKind, FieldValue, Programme};
use treue_lang::time::Day;

/// A text that fits.
pub(super) fn text(text: &str) -> Result<String, Fault> {
    if text.len() > limits::TEXT_BYTES {
        let reason =
            format!("the text has {} bytes; at most {} are possible", text.len(), limits::TEXT_BYTES);
        return Err(Fault::new(InputCode::TextTooLong, reason));
    }
    // Most texts are plain ASCII, which is looked through byte by byte.
    if text.bytes().any(|b| !(0x20..0x7F).contains(&b)) && text.chars().any(char::is_control) {
        let reason = format!("a control character stands in `{}`", short(text));
        return Err(Fault::new(InputCode::ControlCharacter, reason));
    }
    Ok(text.to_owned())
}

/// A text that names something: not empty.
pub(super) fn id(id: &str) -> Result<String, Fault> {
    if id.is_empty() {
        return Err(Fault::new(InputCode::EmptyText, "the text is empty"));
    }
    text(id)
}

impl Cursor<'_> {
    /// Any text.
    pub(super) fn text(&mut self, place: &Place<'_>) -> Result<Got<String>, Broken> {
        self.string(place, "a text", text)
    }

    /// A text that names something.
    pub(super) fn id(&mut self, place: &Place<'_>) -> Result<Got<String>, Broken> {
        self.string(place, "a text", id)
    }

    /// A decimal within a range, both ends included, all in 10^-scale.
    pub(super) fn decimal(
        &mut self,
        place: &Place<'_>,
        scale: u8,
        least: i64,
        most: i64,
    ) -> Result<Got<i64>, Broken> {
        self.digits(place, "a decimal text such as \"12.50\"", |digits| {
            number::decimal(digits, scale).and_then(|value| number::in_range(value, least, most, scale))
        })
    }

    /// A date.
    pub(super) fn date(&mut self, place: &Place<'_>) -> Result<Got<Day>, Broken> {
        self.string(place, "a date such as \"2026-09-08\"", number::date)
    }

    /// An instant.
    pub(super) fn instant(&mut self, place: &Place<'_>) -> Result<Got<Instant>, Broken> {
        self.string(place, "an instant such as \"2026-09-08T10:15:00+02:00\"", instant)
    }

    /// Texts that name something, sorted, without repeats.
    pub(super) fn set(&mut self, place: &Place<'_>, most: usize) -> Result<Got<Vec<String>>, Broken> {
        let mut texts = Vec::new();
        let got = self.list(place, most, InputCode::TooMany, |cursor, _, item| {
            match cursor.id(item)? {
                Got::Value(text) => texts.push(text),
                Got::Missing => {
                    cursor.mistake(item, InputCode::WrongType, "this is null, but a text is needed")
                }
                Got::Wrong => {}
            }
            Ok(())
        })?;
        texts.sort_unstable();
        texts.dedup();
        Ok(match got {
            Got::Value(()) => Got::Value(texts),
            Got::Missing => Got::Missing,
            Got::Wrong => Got::Wrong,
        })
    }

    /// The value of a declared field.
    pub(super) fn field(
        &mut self,
        place: &Place<'_>,
        programme: &Programme,
        field: &Field,
    ) -> Result<Got<FieldValue>, Broken> {
        Ok(match &field.kind {
            FieldKind::Text => map(self.text(place)?, FieldValue::Text),
            FieldKind::Member => map(self.id(place)?, FieldValue::Text),
            FieldKind::OneOf(texts) => {
                map(self.string(place, "a text", |t| one_of(t, texts))?, FieldValue::Text)
            }
            FieldKind::YesNo => map(self.yes_no(place)?, FieldValue::YesNo),
            FieldKind::Number { decimals, least, most } => {
                map(self.decimal(place, *decimals, *least, *most)?, FieldValue::Number)
            }
            FieldKind::Money => {
                let decimals = programme.currency.decimals;
                map(self.decimal(place, decimals, -limits::AMOUNT, limits::AMOUNT)?, FieldValue::Number)
            }
            FieldKind::Date => map(self.date(place)?, FieldValue::Date),
        })
    }
}

fn one_of(text: &str, texts: &[String]) -> Result<String, Fault> {
    const SHOWN: usize = 10;
    if texts.iter().any(|t| t == text) {
        return Ok(text.to_owned());
    }
    let mut list: Vec<String> = texts.iter().take(SHOWN).map(|t| format!("\"{}\"", short(t))).collect();
    if texts.len() > SHOWN {
        list.push(format!("and {} more", texts.len() - SHOWN));
    }
    let near = did_you_mean(text, texts.iter().map(String::as_str));
    let reason = format!("`{}` is none of {}{near}", short(text), list.join(", "));
    Err(Fault::new(InputCode::NotOneOf, reason))
}

fn map<T>(got: Got<T>, wrap: impl FnOnce(T) -> FieldValue) -> Got<FieldValue> {
    match got {
        Got::Value(value) => Got::Value(wrap(value)),
        Got::Missing => Got::Missing,
        Got::Wrong => Got::Wrong,
    }
}

/// The declared fields of one object as they are read.
pub(super) struct FieldsRead<'p> {
    programme: &'p Programme,
    declared: &'p Declared<'p>,
    values: Vec<Got<FieldValue>>,
}

impl<'p> FieldsRead<'p> {
    pub(super) fn new(programme: &'p Programme, declared: &'p Declared<'p>) -> FieldsRead<'p> {
        FieldsRead { programme, declared, values: vec![Got::Missing; declared.len()] }
    }

    /// Reads one.
    pub(super) fn read(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
        id: FieldId,
        position: usize,
    ) -> Result<(), Broken> {
        let got = match self.programme.fields.get(id) {
            Some(field) => cursor.field(place, self.programme, field)?,
            None => cursor.skip(place).map(|()| Got::Missing)?,
        };
        if let Some(slot) = self.values.get_mut(position) {
            *slot = got;
        }
        Ok(())
    }

    /// The values by position. One that is missing, has no default and is not optional is noted.
    pub(super) fn end(self, cursor: &mut Cursor<'_>, place: &Place<'_>) -> Vec<Option<FieldValue>> {
        for (name, (id, position)) in self.declared {
            let missing = self.values.get(*position).is_none_or(|v| matches!(v, Got::Missing));
            let needed = self.programme.fields.get(*id).is_some_and(needed);
            if missing && needed {
                let reason = format!(
                    "`{name}` is missing; the programme declares it neither `optional` nor with a default"
                );
                cursor.mistake(&place.field(name), InputCode::MissingField, reason);
            }
        }
        self.values.into_iter().map(Got::value).collect()
    }
}

/// Whether a field may not be missing.
pub(crate) fn needed(field: &Field) -> bool {
    !field.optional && field.default.is_none()
}
