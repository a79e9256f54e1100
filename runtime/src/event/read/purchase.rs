//! Receipts.

use super::cursor::{Broken, Cursor, Got};
use super::error::{Fault, InputCode, Place, short};
use super::head::{Head, HeadRead};
use super::keys::{Key, Keys};
use super::value::FieldsRead;
use super::{Reader, totals};
use crate::event::{Line, Purchase, Tender, What};
use crate::limits;

/// Fields of a purchase.
pub(crate) const KEYS: &[&str] = &[
    "event",
    "id",
    "member",
    "at",
    "lines",
    "store",
    "channel",
    "currency",
    "coupons",
    "companions",
    "discount",
    "tenders",
];

/// A receipt as it is read.
struct ReceiptRead<'p> {
    /// Decimals of its currency.
    decimals: u8,
    /// Whether it is in a currency that has rates, and not the programme's.
    foreign: bool,
    head: HeadRead,
    store: Got<String>,
    channel: Got<String>,
    coupons: Got<Vec<String>>,
    companions: Vec<String>,
    discount: Got<i64>,
    tenders: Vec<Tender>,
    lines: Got<()>,
    read: Vec<Line>,
    fields: FieldsRead<'p>,
}

impl Reader<'_> {
    pub(super) fn purchase(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let keys = Keys {
            what: "a purchase",
            built_in: KEYS,
            declared: Some(&self.declared.receipt),
            lenient: self.options.lenient,
        };
        let foreign = self.foreign(cursor);
        let mut receipt = ReceiptRead {
            decimals: foreign.map_or(self.programme.currency.decimals, |f| f.decimals),
            foreign: foreign.is_some(),
            head: HeadRead::default(),
            store: Got::Missing,
            channel: Got::Missing,
            coupons: Got::Missing,
            companions: Vec::new(),
            discount: Got::Missing,
            tenders: Vec::new(),
            lines: Got::Missing,
            read: Vec::new(),
            fields: FieldsRead::new(self.programme, &self.declared.receipt),
        };
        cursor.object(&Place::Whole, &keys, |cursor, key, place| match key {
            Key::Declared(_, id, position) => receipt.fields.read(cursor, place, id, position),
            Key::BuiltIn(name) => self.receipt_field(cursor, &mut receipt, name, place),
        })?;
        let head = receipt.head.end(cursor, false);
        if matches!(receipt.lines, Got::Missing) {
            let reason = "`lines` is missing; a receipt without any is `[]`";
            cursor.mistake(&Place::Whole.field("lines"), InputCode::MissingField, reason);
        }
        let mut purchase = Purchase {
            store: receipt.store.value(),
            channel: receipt.channel.value(),
            coupons: receipt.coupons.value().unwrap_or_default(),
            companions: receipt.companions,
            discount: receipt.discount.value().unwrap_or_default(),
            tenders: receipt.tenders,
            fields: receipt.fields.end(cursor, &Place::Whole),
            lines: receipt.read,
        };
        if let (Some(foreign), Some(head)) = (foreign, &head) {
            let zone = self.programme.zone_of(purchase.store.as_deref(), &purchase.fields);
            let day = zone.local(head.instant.at).day;
            self.convert(cursor, foreign, &mut purchase, day);
        }
        if cursor.is_good() {
            totals::check(self.programme, &purchase, cursor);
        }
        Ok(head.map(|head| (head, What::Purchase(purchase))))
    }

    fn receipt_field(
        &self,
        cursor: &mut Cursor<'_>,
        receipt: &mut ReceiptRead<'_>,
        name: &str,
        place: &Place<'_>,
    ) -> Result<(), Broken> {
        match name {
            "store" => receipt.store = cursor.id(place)?,
            "channel" => receipt.channel = cursor.id(place)?,
            "currency" if receipt.foreign => cursor.skip(place)?,
            "currency" => self.currency(cursor, place)?,
            "coupons" => receipt.coupons = cursor.set(place, limits::COUPONS)?,
            "companions" => {
                let companions = &mut receipt.companions;
                cursor.list(place, limits::COMPANIONS, InputCode::TooMany, |cursor, _, item| {
                    if let Some(id) = cursor.id(item)?.value()
                        && !companions.contains(&id)
                    {
                        companions.push(id);
                    }
                    Ok(())
                })?;
            }
            "discount" => {
                receipt.discount = cursor.decimal(place, receipt.decimals, 0, limits::AMOUNT)?;
            }
            "tenders" => {
                let (tenders, decimals) = (&mut receipt.tenders, receipt.decimals);
                cursor.list(place, limits::TENDERS, InputCode::TooMany, |cursor, _, item| {
                    tenders.extend(self.tender(cursor, item, decimals)?);
                    Ok(())
                })?;
            }
            "lines" => {
                let (lines, decimals) = (&mut receipt.read, receipt.decimals);
                receipt.lines =
                    cursor.list(place, limits::LINES, InputCode::TooManyLines, |cursor, _, item| {
                        lines.extend(self.line(cursor, item, decimals)?);
                        Ok(())
                    })?;
            }
            _ => {
                receipt.head.read(cursor, name, place)?;
            }
        }
        Ok(())
    }

    pub(super) fn currency(&self, cursor: &mut Cursor<'_>, place: &Place<'_>) -> Result<(), Broken> {
        let code = &self.programme.currency.code;
        cursor.string(place, "a text", |text| {
            if text == code {
                return Ok(());
            }
            let reason = format!("the currency is `{}`, but the programme counts in {code}", short(text));
            Err(Fault::new(InputCode::WrongCurrency, reason))
        })?;
        Ok(())
    }
}
