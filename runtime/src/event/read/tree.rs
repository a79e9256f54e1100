//! Events that do not stand in a line of text but in columns or in a host's own values: the reader walks through them by the
//! same rules and with the same messages.

use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place};
use super::keys::{Found, Key, Keys, Seen};
use jiter::Peek;
use std::borrow::Cow;

/// A value of an event.
#[derive(Clone)]
pub enum Value<'t> {
    /// Nothing: a field is as one that is not there, an element as one that is null.
    Missing,
    /// Said to be null, such as a field of a member that is taken away.
    Null,
    /// True or false.
    YesNo(bool),
    /// A text.
    Text(Cow<'t, str>),
    /// A number by its digits, such as `-12.50`.
    Number(Cow<'t, str>),
    /// Some elements of a column, from, to.
    List(&'t dyn Elements, usize, usize),
    /// A row of a table.
    Object(&'t dyn Fields, usize),
}

/// A column, for lists that are some of its elements.
pub trait Elements {
    /// An element.
    fn element(&self, at: usize) -> Value<'_>;
}

/// A table: columns with names, of equal length.
pub trait Fields {
    /// How many columns there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a column.
    fn name(&self, column: usize) -> &str;

    /// What stands in a row of a column.
    fn value(&self, column: usize, row: usize) -> Value<'_>;
}

impl Value<'_> {
    /// What kind of value it is.
    pub(super) fn peek(&self) -> Peek {
        match self {
            Value::Missing | Value::Null => Peek::Null,
            Value::YesNo(true) => Peek::True,
            Value::YesNo(false) => Peek::False,
            Value::Text(_) => Peek::String,
            Value::Number(_) => Peek::new(b'0'),
            Value::List(..) => Peek::Array,
            Value::Object(..) => Peek::Object,
        }
    }
}

/// The text of a top-level field.
pub(super) fn look_for<T>(value: &Value<'_>, name: &str, read: impl FnOnce(&str) -> T) -> Option<T> {
    let Value::Object(fields, row) = value else { return None };
    let column = (0..fields.len()).find(|column| fields.name(*column) == name)?;
    match fields.value(column, *row) {
        Value::Text(text) => Some(read(&text)),
        Value::Missing
        | Value::Null
        | Value::YesNo(_)
        | Value::Number(_)
        | Value::List(..)
        | Value::Object(..) => None,
    }
}

impl<'j> Cursor<'j> {
    /// The fields of a row; what is missing is passed over, whatever its name.
    pub(super) fn row<'k>(
        &mut self,
        (fields, row): (&'j dyn Fields, usize),
        place: &Place<'_>,
        keys: &Keys<'k>,
        mut each: impl FnMut(&mut Self, Key<'k>, &Place<'_>) -> Result<(), Broken>,
    ) -> Result<Got<()>, Broken> {
        let mut seen = Seen::default();
        for column in 0..fields.len() {
            let value = fields.value(column, row);
            if matches!(value, Value::Missing) {
                continue;
            }
            match keys.find(fields.name(column)) {
                Found::Known(key, number) if seen.add(number) => {
                    self.stand_at(value);
                    each(self, key, &place.field(key.name()))?;
                }
                Found::Known(key, _) => {
                    let reason = format!("`{}` stands twice", key.name());
                    self.mistake(&place.field(key.name()), InputCode::DuplicateField, reason);
                }
                Found::PassOver => {}
                Found::Refused(name, fault) => self.fault(&place.field(&name), fault),
            }
            self.go_on()?;
        }
        Ok(Got::Value(()))
    }

    /// Some elements of a column.
    pub(super) fn elements(
        &mut self,
        (elements, from, to): (&'j dyn Elements, usize, usize),
        place: &Place<'_>,
        (most, too_many): (usize, InputCode),
        mut each: impl FnMut(&mut Self, usize, &Place<'_>) -> Result<(), Broken>,
    ) -> Result<Got<()>, Broken> {
        let count = to.saturating_sub(from);
        for position in 0..count.min(most) {
            self.stand_at(elements.element(from.saturating_add(position)));
            each(self, position, &place.item(position))?;
            self.go_on()?;
        }
        if count > most {
            self.fault(place, Fault::new(too_many, format!("there are more than {most}")));
            self.go_on()?;
            return Ok(Got::Wrong);
        }
        Ok(Got::Value(()))
    }
}
