//! Step 6: what a table says for the texts of a line or receipt on the day that decides.

use super::predicate::{text_of, texts};
use super::receipt::MeasuredLine;
use super::scene::Scene;
use std::cmp::Ordering;
use treue_lang::programme::{FieldValue, LineText, Table, TableKey, TableRow, Texts};
use treue_lang::time::Day;

/// The value of the row with these texts that is in force on the day; `None` if a text or the day is missing, or
/// there is no such row.
pub(super) fn value(scene: &Scene<'_>, line: Option<&MeasuredLine<'_>>, table: &Table) -> Option<i64> {
    let mut keys = [0u32; 3];
    for (slot, key) in keys.iter_mut().zip(&table.keys) {
        let text = text_of_key(scene, line, *key)?;
        let position = table.texts.binary_search_by(|known| known.as_str().cmp(text)).ok()?;
        *slot = u32::try_from(position).ok()?;
    }
    let day = match table.at {
        // Also for a rule that another date decides: tables are the event's.
        None => scene.own_wall.day,
        Some(field) => day_of(scene.field(field, line.map(|l| l.line))?)?,
    };
    row(&table.rows, keys, day).map(|row| row.value)
}

fn text_of_key<'a>(
    scene: &'a Scene<'_>,
    line: Option<&'a MeasuredLine<'_>>,
    key: TableKey,
) -> Option<&'a str> {
    match key {
        TableKey::Line(LineText::Label) => None,
        TableKey::Line(which) => texts(scene, line?, which).first().copied(),
        TableKey::Event(Texts::Store) => scene.store,
        TableKey::Event(Texts::Channel) => scene.channel,
        TableKey::Event(Texts::Field(field)) => scene.field(field, None).and_then(text_of),
        TableKey::Event(Texts::Coupon | Texts::PaidBy) => None,
    }
}

fn day_of(value: &FieldValue) -> Option<Day> {
    match value {
        FieldValue::Date(day) => Some(*day),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
    }
}

/// The row of these keys that holds the day; rows are in order, and those of one key do not meet.
fn row(rows: &[TableRow], keys: [u32; 3], day: Day) -> Option<&TableRow> {
    let found = rows.binary_search_by(|row| {
        row.keys.cmp(&keys).then_with(|| {
            if row.to < day {
                Ordering::Less
            } else if row.from > day {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        })
    });
    found.ok().and_then(|at| rows.get(at))
}
