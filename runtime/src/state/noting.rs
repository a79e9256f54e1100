//! Writing what a note keeps beside its decision, see [`super::record`]. A receipt's record is its readings, then its
//! facts: these follow from the event alone.

use super::record::{Before, ONE, RECEIPT, RECEIPT_PAST, RECEIPT_REACHED, RECEIPT_TEXTS, SPENT, columns};
use super::{Clock, Lot};
use crate::event::{Line, Purchase, Reads};
use crate::packing::{self, Writer};
use treue_lang::programme::FieldValue;
use treue_lang::time::Day;

/// Room that is made at first for readings and for burned lots; for facts beside their lines.
const ROOM: usize = 192;
/// Room that is made at first for a line.
const LINE: usize = 64;

/// Writes a receipt behind what stands in `out`.
pub fn write_receipt(
    out: &mut Vec<u8>,
    reads: &Reads,
    purchase: &Purchase,
    before: Before<'_>,
    booked: &[i64],
) {
    write_readings(out, before, booked);
    write_facts(out, reads, purchase);
}

/// Writes the first part of a receipt: readings, and what it booked.
pub(crate) fn write_readings(out: &mut Vec<u8>, before: Before<'_>, booked: &[i64]) {
    packing::behind(out, ROOM, |to| {
        let kind = match (before.news.is_empty(), before.past.is_empty()) {
            _ if !before.reached.is_empty() => RECEIPT_REACHED,
            (true, true) => RECEIPT,
            (true, false) => RECEIPT_PAST,
            (false, _) => RECEIPT_TEXTS,
        };
        to.byte(kind);
        to.signed(i64::from(before.day.0));
        if kind == RECEIPT_TEXTS || kind == RECEIPT_REACHED {
            to.unsigned(before.news.len() as u64);
            for (track, new) in before.news {
                to.unsigned(u64::from(track.0));
                texts(to, new);
            }
        }
        if kind != RECEIPT {
            to.unsigned(before.past.len() as u64);
            for (day, levels) in before.past {
                to.signed(i64::from(day.0));
                to.unsigned(levels.len() as u64);
                levels.iter().for_each(|level| to.byte(*level));
            }
        }
        if kind == RECEIPT_REACHED {
            to.unsigned(before.reached.len() as u64);
            for reached in before.reached {
                to.unsigned(reached.days().len() as u64);
                reached.days().iter().for_each(|day| to.signed(i64::from(*day)));
            }
        }
        sparse(to, before.tracks);
        sparse(to, booked);
        sparse(to, before.available);
        to.unsigned(before.levels.len() as u64);
        before.levels.iter().for_each(|level| to.byte(*level));
        to.byte(u8::from(before.first_purchase));
        before.days.into_iter().for_each(|day| optional_day(to, day));
        let values = before.fields.iter().enumerate().map(|(at, value)| (at, value.as_ref()));
        fields(to, before.fields.len(), values);
    });
}

/// Writes the second part of a receipt: what the programme reads of it.
pub(crate) fn write_facts(out: &mut Vec<u8>, reads: &Reads, purchase: &Purchase) {
    let room = ROOM.saturating_add(purchase.lines.len().saturating_mul(LINE));
    packing::behind(out, room, |to| {
        optional(to, purchase.store.as_deref().filter(|_| reads.store));
        optional(to, purchase.channel.as_deref().filter(|_| reads.channel));
        texts(to, if reads.coupons { &purchase.coupons } else { &[] });
        texts(to, if reads.companions { &purchase.companions } else { &[] });
        let tenders = if reads.tenders || reads.tender_amounts { purchase.tenders.as_slice() } else { &[] };
        to.unsigned(tenders.len() as u64);
        for tender in tenders {
            to.text(&tender.kind);
            to.signed(tender.amount);
        }
        to.signed(if reads.receipt_discount { purchase.discount } else { 0 });
        let values = reads.receipt_fields.iter();
        let values = values.map(|at| (*at, purchase.fields.get(*at).and_then(Option::as_ref)));
        fields(to, purchase.fields.len(), values);
        to.unsigned(purchase.lines.len() as u64);
        purchase.lines.iter().for_each(|line| write_line(to, reads, line));
    });
}

/// Writes a redemption behind what stands in `out`.
pub fn write_spent(out: &mut Vec<u8>, day: Day, receipt: Option<&str>, lots: &[Lot]) {
    packing::behind(out, ROOM, |to| {
        to.byte(SPENT);
        to.signed(i64::from(day.0));
        optional(to, receipt);
        to.unsigned(lots.len() as u64);
        for lot in lots {
            to.unsigned(u64::from(lot.unit.0));
            optional_day(to, lot.expires);
            to.signed(i64::from(lot.earned.0));
            to.signed(i64::from(lot.available.0));
            to.unsigned(lot.payer.map_or(0, |p| u64::from(p.0).saturating_add(1)));
            to.signed(lot.points);
            to.byte(u8::from(lot.clock.is_some()));
            if let Some(Clock { line, start, paused }) = lot.clock {
                to.unsigned(u64::from(line));
                to.signed(i64::from(start.0));
                to.signed(i64::from(paused));
            }
        }
    });
}

fn write_line(to: &mut Writer<'_>, reads: &Reads, line: &Line) {
    let discount = if reads.discount { line.discount } else { 0 };
    let tax = if reads.tax { line.tax } else { 0 };
    let has_fields = !line.fields.is_empty()
        && reads.line_fields.iter().any(|at| line.fields.get(*at).is_some_and(Option::is_some));
    let more = discount != 0 || tax != 0 || has_fields;
    let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
    let written = flag(reads.sku && line.sku.is_some(), columns::SKU)
        | flag(reads.name && line.name.is_some(), columns::NAME)
        | flag(reads.category && line.category.is_some(), columns::CATEGORY)
        | flag(reads.brand && line.brand.is_some(), columns::BRAND)
        | flag(reads.labels && !line.labels.is_empty(), columns::LABELS)
        | flag(line.quantity != ONE, columns::QUANTITY)
        | flag(line.measure.is_some(), columns::MEASURE)
        | flag(more, columns::MORE);
    to.byte(written);
    let holds = |flag: u8| written & flag != 0;
    to.signed(if reads.amount { line.amount } else { 0 });
    for (flag, column) in [
        (columns::SKU, &line.sku),
        (columns::NAME, &line.name),
        (columns::CATEGORY, &line.category),
        (columns::BRAND, &line.brand),
    ] {
        if let Some(text) = column.as_deref().filter(|_| holds(flag)) {
            to.text(text);
        }
    }
    if holds(columns::LABELS) {
        texts(to, &line.labels);
    }
    if holds(columns::QUANTITY) {
        to.signed(line.quantity);
    }
    if let Some(measure) = line.measure {
        to.unsigned(u64::from(measure.0));
    }
    if more {
        to.signed(discount);
        to.signed(tax);
        let read = reads.line_fields.iter();
        let read = read.map(|at| (*at, line.fields.get(*at).and_then(Option::as_ref)));
        fields(to, line.fields.len(), read);
    } else {
        to.unsigned(line.fields.len() as u64);
    }
}

/// Numbers of which most are zero: how many there are, then the others with their distance, and an end.
#[inline(always)]
fn sparse(to: &mut Writer<'_>, numbers: &[i64]) {
    to.unsigned(numbers.len() as u64);
    let mut next = 0u64;
    for (at, number) in (0u64..).zip(numbers).filter(|(_, n)| **n != 0) {
        to.unsigned(at - next + 1);
        to.signed(*number);
        next = at + 1;
    }
    to.byte(0);
}

/// Values by position: how many positions there are, then those that are present, and an end.
#[inline(always)]
fn fields<'v>(
    to: &mut Writer<'_>,
    count: usize,
    values: impl Iterator<Item = (usize, Option<&'v FieldValue>)>,
) {
    to.unsigned(count as u64);
    for (at, value) in values {
        let Some(value) = value else { continue };
        to.unsigned(at as u64 + 1);
        match value {
            FieldValue::Text(written) => {
                to.byte(0);
                to.text(written);
            }
            FieldValue::YesNo(yes) => to.byte(1 + u8::from(*yes)),
            FieldValue::Number(number) => {
                to.byte(3);
                to.signed(*number);
            }
            FieldValue::Date(day) => {
                to.byte(4);
                to.signed(i64::from(day.0));
            }
        }
    }
    to.byte(0);
}

#[inline(always)]
fn optional(to: &mut Writer<'_>, written: Option<&str>) {
    to.byte(u8::from(written.is_some()));
    written.into_iter().for_each(|t| to.text(t));
}

#[inline(always)]
fn texts(to: &mut Writer<'_>, all: &[String]) {
    to.unsigned(all.len() as u64);
    all.iter().for_each(|t| to.text(t));
}

#[inline(always)]
fn optional_day(to: &mut Writer<'_>, day: Option<Day>) {
    to.byte(u8::from(day.is_some()));
    day.into_iter().for_each(|d| to.signed(i64::from(d.0)));
}
