//! Tables of values, found by hashes of the texts in their rows. Nothing is allocated for a receipt.

use super::figures::Sight;
use super::{default_text, field, text_of};
use crate::event::Line;
use std::collections::HashMap;
use treue_lang::programme::{FieldId, FieldOwner, FieldValue, LineText, Table, TableKey, Texts};
use treue_lang::time::Day;

/// A table as it is looked up.
#[derive(Debug)]
pub(crate) struct TableIndex {
    keys: Vec<TableKey>,
    at: Option<FieldId>,
    texts: HashMap<Box<str>, u32>,
    /// For the positions of texts, the rows from the first to before the second.
    rows_of: HashMap<[u32; 3], (u32, u32)>,
    /// First day, last day, value; in order of days for each key.
    rows: Vec<(Day, Day, i64)>,
}

impl TableIndex {
    /// Of a checked table.
    pub(crate) fn new(table: &Table) -> TableIndex {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let texts = table.texts.iter().enumerate().map(|(at, t)| (t.clone().into_boxed_str(), number(at)));
        let mut rows_of: HashMap<[u32; 3], (u32, u32)> = HashMap::new();
        for (at, row) in table.rows.iter().enumerate() {
            let (_, end) = rows_of.entry(row.keys).or_insert((number(at), number(at)));
            *end = number(at + 1);
        }
        TableIndex {
            keys: table.keys.clone(),
            at: table.at,
            texts: texts.collect(),
            rows_of,
            rows: table.rows.iter().map(|r| (r.from, r.to, r.value)).collect(),
        }
    }

    /// The value for a line, or for the receipt alone; `None` if there is none.
    pub(crate) fn value(&self, sight: Sight<'_>, line: Option<&Line>) -> Option<i64> {
        let mut keys = [0u32; 3];
        for (slot, key) in keys.iter_mut().zip(&self.keys) {
            *slot = *self.texts.get(text(sight, line, *key)?)?;
        }
        let day = self.day(sight, line)?;
        let (first, end) = *self.rows_of.get(&keys)?;
        let rows = self.rows.get(first as usize..end as usize)?;
        let after = rows.partition_point(|(from, _, _)| *from <= day);
        let (_, to, value) = rows.get(after.checked_sub(1)?)?;
        (day <= *to).then_some(*value)
    }

    fn day(&self, sight: Sight<'_>, line: Option<&Line>) -> Option<Day> {
        let Some(id) = self.at else { return Some(sight.day) };
        match written(sight, line, id).or_else(|| sight.programme.fields.get(id)?.default.as_ref())? {
            FieldValue::Date(day) => Some(*day),
            FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
        }
    }
}

/// A field as the line, the receipt or the member has it.
fn written<'e>(sight: Sight<'e>, line: Option<&'e Line>, id: FieldId) -> Option<&'e FieldValue> {
    let fields: &[Option<FieldValue>] = match sight.programme.fields.get(id)?.owner {
        FieldOwner::Line => line.map(|l| l.fields.as_slice()).unwrap_or_default(),
        FieldOwner::Receipt => &sight.purchase.fields,
        FieldOwner::Member => sight.member,
    };
    field(sight.programme, fields, id)
}

fn text<'e>(sight: Sight<'e>, line: Option<&'e Line>, key: TableKey) -> Option<&'e str> {
    match key {
        TableKey::Line(LineText::Category) => line?.category.as_deref(),
        TableKey::Line(LineText::Brand) => line?.brand.as_deref(),
        TableKey::Line(LineText::Sku) => line?.sku.as_deref(),
        TableKey::Line(LineText::Name) => line?.name.as_deref(),
        TableKey::Line(LineText::Field(id)) | TableKey::Event(Texts::Field(id)) => {
            text_of(written(sight, line, id)).or_else(|| default_text(sight.programme, id))
        }
        TableKey::Event(Texts::Store) => sight.purchase.store.as_deref(),
        TableKey::Event(Texts::Channel) => sight.purchase.channel.as_deref(),
        TableKey::Line(LineText::Label) | TableKey::Event(Texts::Coupon | Texts::PaidBy) => None,
    }
}
