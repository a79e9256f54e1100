//! Purchases of a table as columns of a batch: codes and offsets as they stand there, each value of a dictionary looked at once.

use crate::numbers::{Whole, at_most, fixed, instants};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StringArray, StructArray};
use std::sync::Arc;
use treue_lang::programme::{Programme, QUANTITY_DECIMALS};
use treue_runtime::columns::{Coded, Codes, Columns, Texts};
use treue_runtime::event::shaped::{is_name, is_text};

/// Dictionaries as they were last met: those of a row group come again with each of its tables.
#[derive(Debug, Default)]
pub struct Dictionaries {
    known: Vec<(ArrayRef, Arc<[Option<String>]>)>,
}

/// So many dictionaries are kept.
const KEPT: usize = 16;

/// The purchases of one table.
#[derive(Debug)]
pub struct Purchases {
    offsets: Vec<u32>,
    at: Vec<i64>,
    id: Option<StringArray>,
    member: Option<Text>,
    amount: Whole,
    /// With their decimals.
    quantity: Option<(Whole, u8)>,
    store: Option<Text>,
    channel: Option<Text>,
    measure: Option<Text>,
    sku: Option<Text>,
    name: Option<Text>,
    category: Option<Text>,
    brand: Option<Text>,
}

/// A column of texts. The last value of its dictionary stands for a missing one.
#[derive(Debug)]
struct Text {
    values: Arc<[Option<String>]>,
    keys: Keys,
}

#[derive(Debug)]
enum Keys {
    /// As they stand in the table.
    AsTheyAre(arrow_buffer::ScalarBuffer<i32>),
    /// With missing ones.
    Made(Vec<i32>),
}

impl Purchases {
    /// Takes a table of which every row is a purchase of the programme's currency, and whose columns are those that the programme reads.
    /// `None` if it holds anything else, or is not plain: then its rows are to be read as events, which says what is wrong, if
    /// something is.
    #[must_use]
    pub fn new(
        batch: &RecordBatch,
        programme: &Programme,
        dictionaries: &mut Dictionaries,
    ) -> Option<Purchases> {
        let decimals = programme.currency.decimals;
        // What kind of events they are nobody may guess.
        batch.column_by_name("event")?;
        let list: &ListArray = batch.column_by_name("lines")?.as_list_opt()?;
        let lines: &StructArray = list.values().as_struct_opt()?;
        if list.null_count() > 0 || lines.null_count() > 0 {
            return None;
        }
        let first = *list.value_offsets().first()?;
        let offset = |o: &i32| o.checked_sub(first).and_then(|o| u32::try_from(o).ok());
        let offsets = list.value_offsets().iter().map(offset).collect::<Option<Vec<u32>>>()?;
        let start = usize::try_from(first).ok()?;
        let count = usize::try_from(*offsets.last()?).ok()?;
        let lines = lines.slice(start, count);
        let mut made = Purchases {
            offsets,
            at: instants(batch.column_by_name("at")?)?,
            id: None,
            member: None,
            amount: fixed(lines.column_by_name("amount")?, decimals)?,
            quantity: None,
            store: None,
            channel: None,
            measure: None,
            sku: None,
            name: None,
            category: None,
            brand: None,
        };
        for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            match field.name().as_str() {
                "event" => every(column, dictionaries, "purchase")?,
                "currency" => every(column, dictionaries, &programme.currency.code)?,
                "id" => made.id = Some(ids(column)?),
                "member" => made.member = Some(text(column, dictionaries, is_name)?),
                "store" => made.store = Some(text(column, dictionaries, is_name)?),
                "channel" => made.channel = Some(text(column, dictionaries, is_name)?),
                "at" | "lines" => {}
                _ => return None,
            }
        }
        for (field, column) in lines.fields().iter().zip(lines.columns()) {
            match field.name().as_str() {
                "amount" => {}
                "quantity" => made.quantity = Some(at_most(column, QUANTITY_DECIMALS)?),
                "measure" => made.measure = Some(text(column, dictionaries, is_name)?),
                "sku" => made.sku = Some(text(column, dictionaries, is_text)?),
                "name" => made.name = Some(text(column, dictionaries, is_text)?),
                "category" => made.category = Some(text(column, dictionaries, is_text)?),
                "brand" => made.brand = Some(text(column, dictionaries, is_text)?),
                _ => return None,
            }
        }
        Some(made)
    }

    /// The id of a purchase, and its member, if there is one; nothing where ids are not among the columns.
    #[must_use]
    pub fn name(&self, row: usize) -> Option<(&str, Option<&str>)> {
        let ids = self.id.as_ref().filter(|ids| row < ids.len())?;
        let member = self.member.as_ref().and_then(|member| member.get(row));
        Some((ids.value(row), member))
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            offsets: &self.offsets,
            at: &self.at,
            id: None,
            member: None,
            store: self.store.as_ref().map(Text::coded),
            channel: self.channel.as_ref().map(Text::coded),
            coupons: None,
            companions: None,
            tenders: None,
            discount: None,
            fields: Vec::new(),
            amount: self.amount.column(),
            quantity: self.quantity.as_ref().map(|(numbers, _)| numbers.column()),
            quantity_decimals: self.quantity.as_ref().map_or(QUANTITY_DECIMALS, |(_, decimals)| *decimals),
            measure: self.measure.as_ref().map(Text::coded),
            sku: self.sku.as_ref().map(Text::coded),
            name: self.name.as_ref().map(Text::coded),
            category: self.category.as_ref().map(Text::coded),
            brand: self.brand.as_ref().map(Text::coded),
            labels: None,
            line_discount: None,
            tax: None,
            line_fields: Vec::new(),
        }
    }
}

impl Text {
    fn keys(&self) -> &[i32] {
        match &self.keys {
            Keys::AsTheyAre(keys) => keys.as_ref(),
            Keys::Made(keys) => keys.as_slice(),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        self.values.get(usize::try_from(*self.keys().get(row)?).ok()?)?.as_deref()
    }

    fn coded(&self) -> Texts<'_> {
        Coded { values: Arc::clone(&self.values), codes: Codes::I32(self.keys()) }
    }
}

impl Dictionaries {
    /// The values of a dictionary, and a missing one behind them.
    fn values(&mut self, values: &ArrayRef, good: fn(&str) -> bool) -> Option<Arc<[Option<String>]>> {
        let data = values.to_data();
        if let Some((_, known)) = self.known.iter().find(|(of, _)| of.to_data().ptr_eq(&data)) {
            return Some(Arc::clone(known));
        }
        if values.null_count() > 0 {
            return None;
        }
        let texts = values.as_string_opt::<i32>()?;
        let texts = texts.iter().map(|t| t.filter(|t| good(t)).map(|t| Some(t.to_owned())));
        let texts = texts.chain([Some(None)]).collect::<Option<Arc<[Option<String>]>>>()?;
        if self.known.len() >= KEPT {
            self.known.remove(0);
        }
        self.known.push((Arc::clone(values), Arc::clone(&texts)));
        Some(texts)
    }
}

fn text(column: &ArrayRef, dictionaries: &mut Dictionaries, good: fn(&str) -> bool) -> Option<Text> {
    let column = column.as_dictionary_opt::<Int32Type>()?;
    let values = dictionaries.values(column.values(), good)?;
    let missing = i32::try_from(values.len().checked_sub(1)?).ok()?;
    let keys = column.keys();
    let keys = if keys.null_count() == 0 {
        Keys::AsTheyAre(keys.values().clone())
    } else {
        Keys::Made(keys.iter().map(|key| key.unwrap_or(missing)).collect())
    };
    Some(Text { values, keys })
}

/// Texts that name something, none of them missing: those of events are all different.
fn ids(column: &ArrayRef) -> Option<StringArray> {
    let ids = column.as_string_opt::<i32>().filter(|ids| ids.null_count() == 0)?;
    ids.iter().all(|id| id.is_some_and(is_name)).then(|| ids.clone())
}

/// Whether every row holds that text.
fn every(column: &ArrayRef, dictionaries: &mut Dictionaries, wanted: &str) -> Option<()> {
    let text = text(column, dictionaries, is_text)?;
    // A missing currency is the programme's own; an event without a kind is none.
    let (missing, values) = text.values.split_last()?;
    if missing.is_none() && values.iter().all(|value| value.as_deref() == Some(wanted)) {
        // Whatever stands in a row is it, if something does.
        return matches!(text.keys, Keys::AsTheyAre(_)).then_some(());
    }
    let coded = text.coded();
    let of = |row: usize| coded.get(row).and_then(Option::as_deref);
    (0..column.len()).all(|row| of(row) == Some(wanted)).then_some(())
}
