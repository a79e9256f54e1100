//! Returns.

use super::Reader;
use super::cursor::{Broken, Cursor, Got};
use super::error::{InputCode, Place};
use super::head::{Head, HeadRead};
use crate::event::{Return, ReturnedLine, What};
use crate::limits;
use treue_lang::programme::QUANTITY_DECIMALS;

/// Fields of a return.
pub(crate) const KEYS: &[&str] = &["event", "id", "member", "at", "receipt", "lines"];
/// Fields of a line that comes back.
pub(crate) const LINE_KEYS: &[&str] = &["line", "quantity"];

impl Reader<'_> {
    pub(super) fn returned(&self, cursor: &mut Cursor<'_>) -> Result<Option<(Head, What)>, Broken> {
        let mut head = HeadRead::default();
        let (mut receipt, mut lines) = (Got::Missing, Got::Missing);
        let mut read = Vec::new();
        cursor.object(&Place::Whole, &self.plain("a return", KEYS), |cursor, key, place| {
            match key.name() {
                "receipt" => receipt = cursor.id(place)?,
                "lines" => {
                    lines =
                        cursor.list(place, limits::LINES, InputCode::TooManyLines, |cursor, _, item| {
                            read.extend(self.returned_line(cursor, item)?);
                            Ok(())
                        })?;
                }
                name => drop(head.read(cursor, name, place)?),
            }
            Ok(())
        })?;
        let head = head.end(cursor, true);
        let receipt = cursor.required(&Place::Whole, "receipt", receipt);
        let lines = match lines {
            Got::Value(()) => Some(read),
            Got::Missing | Got::Wrong => None,
        };
        if lines.as_ref().is_some_and(Vec::is_empty) && cursor.is_good() {
            let reason = "no line comes back; leave `lines` out to return everything";
            cursor.mistake(&Place::Whole.field("lines"), InputCode::MissingField, reason);
        }
        Ok(head.zip(receipt).map(|(head, receipt)| (head, What::Return(Return { receipt, lines }))))
    }

    fn returned_line(
        &self,
        cursor: &mut Cursor<'_>,
        place: &Place<'_>,
    ) -> Result<Option<ReturnedLine>, Broken> {
        let (mut line, mut quantity) = (Got::Missing, Got::Missing);
        let got = cursor.object(place, &self.plain("a returned line", LINE_KEYS), |cursor, key, place| {
            match key.name() {
                "line" => line = cursor.decimal(place, 0, 0, i64::from(u32::MAX))?,
                _ => quantity = cursor.decimal(place, QUANTITY_DECIMALS, 1, limits::AMOUNT)?,
            }
            Ok(())
        })?;
        if super::line::not_an_object(cursor, place, &got) {
            return Ok(None);
        }
        let line = cursor.required(place, "line", line).and_then(|line| u32::try_from(line).ok());
        Ok(line.map(|line| ReturnedLine { line, quantity: quantity.value() }))
    }
}
