//! Some of the receipts of columns, as columns of their own: those of the members of one part. Dictionaries are shared.

use super::{Coded, Codes, Columns, Numbers};
use crate::event::Tender;
use std::ops::Range;
use std::sync::Arc;
use treue_lang::programme::FieldValue;

/// Receipts that were chosen, with their members by name.
#[derive(Debug)]
pub struct Chosen {
    offsets: Vec<u32>,
    at: Vec<i64>,
    id: Option<Own<Option<String>>>,
    member: Own<Option<String>>,
    store: Option<Own<Option<String>>>,
    channel: Option<Own<Option<String>>>,
    coupons: Option<Own<Vec<String>>>,
    companions: Option<Own<Vec<String>>>,
    tenders: Option<Own<Vec<Tender>>>,
    discount: Option<OwnNumbers>,
    fields: Vec<Option<Own<Option<FieldValue>>>>,
    amount: OwnNumbers,
    quantity: Option<OwnNumbers>,
    quantity_decimals: u8,
    measure: Option<Own<Option<String>>>,
    sku: Option<Own<Option<String>>>,
    name: Option<Own<Option<String>>>,
    category: Option<Own<Option<String>>>,
    brand: Option<Own<Option<String>>>,
    labels: Option<Own<Vec<String>>>,
    line_discount: Option<OwnNumbers>,
    tax: Option<OwnNumbers>,
    line_fields: Vec<Option<Own<Option<FieldValue>>>>,
}

/// Codes of its own in a dictionary of somebody else.
#[derive(Debug)]
struct Own<T> {
    values: Arc<[T]>,
    codes: Vec<u32>,
}

#[derive(Debug)]
enum OwnNumbers {
    I32(Vec<i32>),
    I64(Vec<i64>),
}

/// Rows of receipts, or of their lines.
type Rows<'r> = &'r [Range<usize>];

impl Chosen {
    /// These receipts of some columns, each with the member who bought. A receipt that the columns do not have is left out.
    #[must_use]
    pub fn new(columns: &Columns<'_>, receipts: impl IntoIterator<Item = (usize, String)>) -> Chosen {
        let (mut rows, mut lines, mut offsets, mut end) = (Vec::new(), Vec::new(), vec![0], 0u32);
        let mut names = Vec::new();
        for (receipt, member) in receipts {
            let Some([from, to]) = columns.offsets.get(receipt..receipt.saturating_add(2)) else { continue };
            let line = |at: &u32| usize::try_from(*at).unwrap_or(usize::MAX);
            rows.push(receipt..receipt.saturating_add(1));
            lines.push(line(from)..line(to));
            end = end.saturating_add(to.saturating_sub(*from));
            offsets.push(end);
            names.push(Some(member));
        }
        let (rows, lines) = (rows.as_slice(), lines.as_slice());
        let codes = (0..u32::try_from(names.len()).unwrap_or(u32::MAX)).collect();
        Chosen {
            offsets,
            at: picked(columns.at, rows),
            id: coded(&columns.id, rows),
            member: Own { values: names.into(), codes },
            store: coded(&columns.store, rows),
            channel: coded(&columns.channel, rows),
            coupons: coded(&columns.coupons, rows),
            companions: coded(&columns.companions, rows),
            tenders: coded(&columns.tenders, rows),
            discount: numbers(&columns.discount, rows),
            fields: columns.fields.iter().map(|field| coded(field, rows)).collect(),
            amount: OwnNumbers::new(&columns.amount, lines),
            quantity: numbers(&columns.quantity, lines),
            quantity_decimals: columns.quantity_decimals,
            measure: coded(&columns.measure, lines),
            sku: coded(&columns.sku, lines),
            name: coded(&columns.name, lines),
            category: coded(&columns.category, lines),
            brand: coded(&columns.brand, lines),
            labels: coded(&columns.labels, lines),
            line_discount: numbers(&columns.line_discount, lines),
            tax: numbers(&columns.tax, lines),
            line_fields: columns.line_fields.iter().map(|field| coded(field, lines)).collect(),
        }
    }

    /// They as columns.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            offsets: &self.offsets,
            at: &self.at,
            id: self.id.as_ref().map(Own::coded),
            member: Some(self.member.coded()),
            store: self.store.as_ref().map(Own::coded),
            channel: self.channel.as_ref().map(Own::coded),
            coupons: self.coupons.as_ref().map(Own::coded),
            companions: self.companions.as_ref().map(Own::coded),
            tenders: self.tenders.as_ref().map(Own::coded),
            discount: self.discount.as_ref().map(OwnNumbers::numbers),
            fields: self.fields.iter().map(|field| field.as_ref().map(Own::coded)).collect(),
            amount: self.amount.numbers(),
            quantity: self.quantity.as_ref().map(OwnNumbers::numbers),
            quantity_decimals: self.quantity_decimals,
            measure: self.measure.as_ref().map(Own::coded),
            sku: self.sku.as_ref().map(Own::coded),
            name: self.name.as_ref().map(Own::coded),
            category: self.category.as_ref().map(Own::coded),
            brand: self.brand.as_ref().map(Own::coded),
            labels: self.labels.as_ref().map(Own::coded),
            line_discount: self.line_discount.as_ref().map(OwnNumbers::numbers),
            tax: self.tax.as_ref().map(OwnNumbers::numbers),
            line_fields: self.line_fields.iter().map(|field| field.as_ref().map(Own::coded)).collect(),
        }
    }
}

impl<T> Own<T> {
    fn coded(&self) -> Coded<'_, T> {
        Coded { values: Arc::clone(&self.values), codes: Codes::U32(&self.codes) }
    }
}

impl OwnNumbers {
    fn new(numbers: &Numbers<'_>, rows: Rows<'_>) -> OwnNumbers {
        match numbers {
            Numbers::I32(numbers) => OwnNumbers::I32(picked(numbers, rows)),
            Numbers::I64(numbers) => OwnNumbers::I64(picked(numbers, rows)),
        }
    }

    fn numbers(&self) -> Numbers<'_> {
        match self {
            OwnNumbers::I32(numbers) => Numbers::I32(numbers),
            OwnNumbers::I64(numbers) => Numbers::I64(numbers),
        }
    }
}

fn picked<T: Copy>(all: &[T], rows: Rows<'_>) -> Vec<T> {
    rows.iter().flat_map(|rows| all.get(rows.clone()).unwrap_or_default()).copied().collect()
}

fn numbers(column: &Option<Numbers<'_>>, rows: Rows<'_>) -> Option<OwnNumbers> {
    column.as_ref().map(|numbers| OwnNumbers::new(numbers, rows))
}

fn coded<T>(column: &Option<Coded<'_, T>>, rows: Rows<'_>) -> Option<Own<T>> {
    fn widened<N: Copy>(codes: &[N], rows: Rows<'_>, wide: impl Fn(N) -> u32) -> Vec<u32> {
        let some = rows.iter().flat_map(|rows| codes.get(rows.clone()).unwrap_or_default());
        some.map(|code| wide(*code)).collect()
    }
    let column = column.as_ref()?;
    let codes = match column.codes {
        Codes::U8(codes) => widened(codes, rows, u32::from),
        Codes::U16(codes) => widened(codes, rows, u32::from),
        Codes::U32(codes) => picked(codes, rows),
        // One below 0 is in no dictionary, and so is what it becomes.
        Codes::I32(codes) => widened(codes, rows, i32::cast_unsigned),
    };
    Some(Own { values: Arc::clone(&column.values), codes })
}
