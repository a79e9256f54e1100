//! Lines and tenders of a receipt.

use super::cursor::{Broken, Cursor, Got};
use super::error::{InputCode, Place};
use super::keys::{Key, Keys};
use super::value::FieldsRead;
use super::{Reader, totals};
use crate::event::{Line, Tender};
use crate::limits::{AMOUNT, LABELS};
use treue_lang::programme::{MeasureId, QUANTITY_DECIMALS};

/// Fields of a line.
pub(crate) const KEYS: &[&str] =
    &["sku", "name", "category", "brand", "labels", "quantity", "measure", "amount", "discount", "tax"];
/// Fields of a tender.
pub(crate) const TENDER_KEYS: &[&str] = &["kind", "amount"];
/// One item, in thousandths.
const ONE: i64 = 1_000;

/// A line as it is read.
struct LineRead<'p> {
    sku: Got<String>,
    name: Got<String>,
    category: Got<String>,
    brand: Got<String>,
    labels: Got<Vec<String>>,
    quantity: Got<i64>,
    measure: Got<Option<MeasureId>>,
    amount: Got<i64>,
    discount: Got<i64>,
    tax: Got<i64>,
    fields: FieldsRead<'p>,
}

impl Reader<'_> {
    /// A line of a receipt.
    pub(super) fn line(
        &self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
        decimals: u8,
    ) -> Result<Option<Line>, Broken> {
        let keys = Keys {
            what: "a line",
            built_in: KEYS,
            declared: Some(&self.declared.line),
            lenient: self.options.lenient,
        };
        let mut line = LineRead {
            sku: Got::Missing,
            name: Got::Missing,
            category: Got::Missing,
            brand: Got::Missing,
            labels: Got::Missing,
            quantity: Got::Missing,
            measure: Got::Missing,
            amount: Got::Missing,
            discount: Got::Missing,
            tax: Got::Missing,
            fields: FieldsRead::new(self.programme, &self.declared.line),
        };
        let got = cursor.object(place, &keys, |cursor, key, place| match key {
            Key::Declared(_, id, position) => line.fields.read(cursor, place, id, position),
            Key::BuiltIn(name) => self.line_field(cursor, &mut line, (name, decimals), place),
        })?;
        if not_an_object(cursor, place, &got) {
            return Ok(None);
        }
        let amount = cursor.required(place, "amount", line.amount);
        let fields = line.fields.end(cursor, place);
        let tax = line.tax.value().unwrap_or_default();
        if let Some(Err(fault)) = amount.map(|amount| totals::tax(amount, tax)) {
            cursor.mistake(&place.field("tax"), fault.code, fault.reason);
        }
        Ok(amount.map(|amount| Line {
            sku: line.sku.value(),
            name: line.name.value(),
            category: line.category.value(),
            brand: line.brand.value(),
            labels: line.labels.value().unwrap_or_default(),
            quantity: line.quantity.value().unwrap_or(ONE),
            measure: line.measure.value().flatten(),
            amount,
            discount: line.discount.value().unwrap_or_default(),
            tax,
            fields,
        }))
    }

    fn line_field(
        &self,
        cursor: &mut Cursor<'_>,
        line: &mut LineRead<'_>,
        (name, decimals): (&str, u8),
        place: &Place<'_>,
    ) -> Result<(), Broken> {
        match name {
            "sku" => line.sku = cursor.text(place)?,
            "name" => line.name = cursor.text(place)?,
            "category" => line.category = cursor.text(place)?,
            "brand" => line.brand = cursor.text(place)?,
            "labels" => line.labels = cursor.set(place, LABELS)?,
            "quantity" => line.quantity = cursor.decimal(place, QUANTITY_DECIMALS, -AMOUNT, AMOUNT)?,
            "measure" => line.measure = self.measure(cursor, place)?,
            "amount" => line.amount = cursor.decimal(place, decimals, -AMOUNT, AMOUNT)?,
            "discount" => line.discount = cursor.decimal(place, decimals, 0, AMOUNT)?,
            "tax" => line.tax = cursor.decimal(place, decimals, -AMOUNT, AMOUNT)?,
            _ => cursor.skip(place)?,
        }
        Ok(())
    }

    /// A measure by its exact name. One that the programme does not know is none of its measures and no item.
    fn measure(&self, cursor: &mut Cursor<'_>, place: &Place<'_>) -> Result<Got<Option<MeasureId>>, Broken> {
        cursor.string(place, "a text", |name| {
            super::value::id(name)?;
            let known = self.programme.measures.iter().find(|(_, m)| m.name == name).map(|(id, _)| id);
            Ok(Some(known.unwrap_or(MeasureId(u32::MAX))))
        })
    }

    /// A part of the payment.
    pub(super) fn tender(
        &self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
        decimals: u8,
    ) -> Result<Option<Tender>, Broken> {
        let keys =
            Keys { what: "a tender", built_in: TENDER_KEYS, declared: None, lenient: self.options.lenient };
        let (mut kind, mut amount) = (Got::Missing, Got::Missing);
        let got = cursor.object(place, &keys, |cursor, key, place| {
            match key.name() {
                "kind" => kind = cursor.id(place)?,
                _ => amount = cursor.decimal(place, decimals, -AMOUNT, AMOUNT)?,
            }
            Ok(())
        })?;
        if not_an_object(cursor, place, &got) {
            return Ok(None);
        }
        let kind = cursor.required(place, "kind", kind);
        let amount = cursor.required(place, "amount", amount);
        Ok(kind.zip(amount).map(|(kind, amount)| Tender { kind, amount }))
    }
}

/// Whether an element of a list is no object; a null is a mistake there.
pub(super) fn not_an_object(cursor: &mut Cursor<'_>, place: &Place<'_>, got: &Got<()>) -> bool {
    if matches!(got, Got::Missing) {
        cursor.mistake(place, InputCode::WrongType, "this is null, but an object is needed");
    }
    !matches!(got, Got::Value(()))
}
