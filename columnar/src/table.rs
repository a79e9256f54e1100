//! Events that stand in one Arrow batch.

use crate::column::Rows;
use crate::schema::ColumnError;
use arrow_array::{Array, RecordBatch, StructArray};
use treue_runtime::event::tree::{Elements, Fields, Value};
use treue_runtime::event::{Event, InputError, Reader};

/// A batch whose rows are events.
#[derive(Debug)]
pub struct Table {
    rows: Rows,
    len: usize,
}

impl Table {
    /// Takes a batch; nothing is copied but numbers.
    ///
    /// # Errors
    /// If a column is of a kind that cannot be read exactly.
    pub fn new(batch: RecordBatch) -> Result<Table, ColumnError> {
        let array = StructArray::from(batch);
        Ok(Table { rows: Rows::new(&array, "")?, len: array.len() })
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Reads the event of a row.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the columns, then what is missing.
    pub fn event(&self, reader: &mut Reader<'_>, row: usize) -> Result<Event, Vec<InputError>> {
        reader.value(Value::Object(&self.rows, row))
    }

    /// A row as one line of JSON, as far as its columns were read: to set it aside.
    #[must_use]
    pub fn line(&self, row: usize) -> String {
        let mut out = String::new();
        object(&self.rows, row, &mut out);
        out
    }
}

fn object(fields: &dyn Fields, row: usize, out: &mut String) {
    out.push('{');
    let mut first = true;
    for column in 0..fields.len() {
        let value = fields.value(column, row);
        if matches!(value, Value::Missing) {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        quoted(fields.name(column), out);
        out.push(':');
        write(&value, out);
    }
    out.push('}');
}

fn list(elements: &dyn Elements, from: usize, to: usize, out: &mut String) {
    out.push('[');
    for at in from..to {
        if at > from {
            out.push(',');
        }
        write(&elements.element(at), out);
    }
    out.push(']');
}

fn write(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Missing | Value::Null => out.push_str("null"),
        Value::YesNo(true) => out.push_str("true"),
        Value::YesNo(false) => out.push_str("false"),
        Value::Text(text) => quoted(text, out),
        Value::Number(digits) => quoted(digits, out),
        Value::List(elements, from, to) => list(*elements, *from, *to, out),
        Value::Object(fields, row) => object(*fields, *row, out),
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
