//! Whether columns fit together, and hold what the programme takes.

use super::{BatchError, Coded, Codes, Columns, Facts, Field, Numbers};
use crate::event::read::validate;
use crate::limits::{AMOUNT, COMPANIONS, COUPONS, FIRST_YEAR, LABELS, LAST_YEAR, LINES, TENDERS, TEXT_BYTES};
use std::sync::Arc;
use treue_lang::programme::{FieldKind, FieldOwner, FieldValue, Programme, QUANTITY_DECIMALS};
use treue_lang::time::Day;

const DAY: i64 = 86_400;

pub(super) fn check(programme: &Arc<Programme>, columns: &Columns<'_>) -> Result<Facts, BatchError> {
    let lines = columns.amount.len();
    let longest = lengths(columns, lines)?;
    dictionaries(columns, columns.at.len(), lines)?;
    fields(programme, FieldOwner::Receipt, &columns.fields, columns.at.len())?;
    fields(programme, FieldOwner::Line, &columns.line_fields, lines)?;
    let instants = instants(columns.at)?;
    if columns.quantity_decimals > QUANTITY_DECIMALS {
        return Err(BatchError::Range("decimals of quantity", 0));
    }
    let least = columns.amount.range().0;
    let amount = in_range("amount", &columns.amount, (-AMOUNT, AMOUNT))?;
    let scale = columns.quantity_scale();
    let (quantity, below) = match &columns.quantity {
        None => (1000u64.checked_div(scale.unsigned_abs()).unwrap_or(1), 0),
        Some(numbers) => {
            let bound = AMOUNT / scale;
            (in_range("quantity", numbers, (-bound, bound))?, numbers.range().0)
        }
    };
    let discounts = match &columns.discount {
        None => false,
        Some(numbers) => in_range("discount", numbers, (0, AMOUNT))? > 0,
    };
    if let Some(numbers) = &columns.line_discount {
        in_range("line discount", numbers, (0, AMOUNT))?;
    }
    if let Some(numbers) = &columns.tax {
        in_range("tax", numbers, (-AMOUNT, AMOUNT))?;
    }
    let facts = Facts { longest, amount, negative: least < 0 || below < 0, quantity, discounts, instants };
    if !all_fit(programme, columns, &facts, scale) {
        receipts(programme, columns)?;
    }
    Ok(facts)
}

/// Whether no receipt can be too large, whatever stands in which line.
fn all_fit(programme: &Programme, columns: &Columns<'_>, facts: &Facts, scale: i64) -> bool {
    let longest = u64::try_from(facts.longest).unwrap_or(u64::MAX);
    let together = |one: u64| longest.saturating_mul(one);
    columns.tax.is_none()
        && columns.line_discount.is_none()
        && columns.discount.is_none()
        && programme.measures.iter().all(|(_, measure)| measure.counts.is_empty())
        && together(facts.amount) <= programme.receipt_ceiling.unsigned_abs()
        && together(facts.quantity.saturating_mul(scale.unsigned_abs())) <= AMOUNT.unsigned_abs()
}

/// Each receipt for itself.
fn receipts(programme: &Programme, columns: &Columns<'_>) -> Result<(), BatchError> {
    for row in 0..columns.at.len() {
        let event = columns.event(programme, row);
        let Some(purchase) = event.purchase() else { continue };
        if let Some(mistake) = validate(programme, purchase).first() {
            return Err(BatchError::Receipt(row, mistake.to_string()));
        }
    }
    Ok(())
}

/// Checks the offsets; gives the lines of the longest receipt.
fn lengths(columns: &Columns<'_>, lines: usize) -> Result<usize, BatchError> {
    let receipts = columns.at.len();
    if columns.offsets.len() != receipts.saturating_add(1) {
        return Err(BatchError::Length("offsets", columns.offsets.len(), receipts.saturating_add(1)));
    }
    if columns.offsets.first() != Some(&0) {
        return Err(BatchError::Offsets(0));
    }
    let mut longest = 0;
    let mut from = 0;
    for (row, to) in columns.offsets.iter().enumerate() {
        let count = to.checked_sub(from).and_then(|count| usize::try_from(count).ok());
        let count = count.filter(|count| *count <= LINES).ok_or(BatchError::Offsets(row))?;
        longest = longest.max(count);
        from = *to;
    }
    if usize::try_from(from) != Ok(lines) {
        return Err(BatchError::Offsets(receipts));
    }
    let numbers = [
        ("discount", &columns.discount, receipts),
        ("quantity", &columns.quantity, lines),
        ("line discount", &columns.line_discount, lines),
        ("tax", &columns.tax, lines),
    ];
    for (name, column, rows) in numbers {
        match column.as_ref().map(Numbers::len) {
            Some(found) if found != rows => return Err(BatchError::Length(name, found, rows)),
            Some(_) | None => {}
        }
    }
    Ok(longest)
}

fn dictionaries(columns: &Columns<'_>, receipts: usize, lines: usize) -> Result<(), BatchError> {
    let an_id = |text: &Option<String>| text.as_ref().is_none_or(|t| !t.is_empty() && t.len() <= TEXT_BYTES);
    let a_text = |text: &Option<String>| text.as_ref().is_none_or(|t| t.len() <= TEXT_BYTES);
    let a_set = |most: usize| {
        move |set: &Vec<String>| {
            let short = set.iter().all(|t| !t.is_empty() && t.len() <= TEXT_BYTES);
            short && set.len() <= most && set.is_sorted_by(|a, b| a < b)
        }
    };
    let people = |set: &Vec<String>| {
        let mut sorted = set.clone();
        sorted.sort_unstable();
        a_set(COMPANIONS)(&sorted)
    };
    let tenders = |tenders: &Vec<crate::event::Tender>| {
        let good = |t: &crate::event::Tender| {
            !t.kind.is_empty() && t.kind.len() <= TEXT_BYTES && t.amount.abs() <= AMOUNT
        };
        tenders.len() <= TENDERS && tenders.iter().all(good)
    };
    coded("id", columns.id.as_ref(), receipts, an_id)?;
    coded("member", columns.member.as_ref(), receipts, an_id)?;
    coded("store", columns.store.as_ref(), receipts, an_id)?;
    coded("channel", columns.channel.as_ref(), receipts, an_id)?;
    coded("coupons", columns.coupons.as_ref(), receipts, a_set(COUPONS))?;
    coded("companions", columns.companions.as_ref(), receipts, people)?;
    coded("tenders", columns.tenders.as_ref(), receipts, tenders)?;
    coded("measure", columns.measure.as_ref(), lines, an_id)?;
    for (name, column) in [
        ("sku", &columns.sku),
        ("name", &columns.name),
        ("category", &columns.category),
        ("brand", &columns.brand),
    ] {
        coded(name, column.as_ref(), lines, a_text)?;
    }
    coded("labels", columns.labels.as_ref(), lines, a_set(LABELS))
}

/// Whether a column has so many rows, codes of its dictionary only, and such values.
fn coded<T>(
    name: &'static str,
    column: Option<&Coded<'_, T>>,
    rows: usize,
    good: impl Fn(&T) -> bool,
) -> Result<(), BatchError> {
    let Some(column) = column else { return Ok(()) };
    if column.codes.len() != rows {
        return Err(BatchError::Length(name, column.codes.len(), rows));
    }
    let inside = Codes::most(&column.codes).is_some_and(|most| rows == 0 || most < column.values.len());
    if !inside {
        return Err(BatchError::Code(name));
    }
    if column.values.iter().all(good) { Ok(()) } else { Err(BatchError::Text(name)) }
}

fn fields(
    programme: &Programme,
    owner: FieldOwner,
    columns: &[Option<Field<'_>>],
    rows: usize,
) -> Result<(), BatchError> {
    for (_, field) in programme.fields.iter().filter(|(_, field)| field.owner == owner) {
        let column = columns.get(field.position).and_then(Option::as_ref);
        let required = !field.optional && field.default.is_none();
        let Some(column) = column else {
            if required && rows > 0 {
                return Err(BatchError::Field(field.name.clone()));
            }
            continue;
        };
        let good = |value: &Option<FieldValue>| match value {
            None => !required,
            Some(value) => fits(&field.kind, value),
        };
        coded("a declared field", Some(column), rows, |_| true)?;
        if !column.values.iter().all(good) {
            return Err(BatchError::Field(field.name.clone()));
        }
    }
    Ok(())
}

fn fits(kind: &FieldKind, value: &FieldValue) -> bool {
    match (kind, value) {
        (FieldKind::Text | FieldKind::Member, FieldValue::Text(text)) => text.len() <= TEXT_BYTES,
        (FieldKind::OneOf(texts), FieldValue::Text(text)) => texts.contains(text),
        (FieldKind::Number { least, most, .. }, FieldValue::Number(n)) => least <= n && n <= most,
        (FieldKind::Money, FieldValue::Number(n)) => n.unsigned_abs() <= AMOUNT.unsigned_abs(),
        (FieldKind::YesNo, FieldValue::YesNo(_)) => true,
        (FieldKind::Date, FieldValue::Date(day)) => {
            bounds().is_some_and(|(from, to)| from <= *day && *day <= to)
        }
        (
            FieldKind::Text
            | FieldKind::Member
            | FieldKind::OneOf(_)
            | FieldKind::Number { .. }
            | FieldKind::Money
            | FieldKind::YesNo
            | FieldKind::Date,
            FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::YesNo(_) | FieldValue::Date(_),
        ) => false,
    }
}

fn bounds() -> Option<(Day, Day)> {
    Some((Day::new(FIRST_YEAR, 1, 1)?, Day::new(LAST_YEAR, 12, 31)?))
}

/// The earliest and the latest instant.
fn instants(at: &[i64]) -> Result<(i64, i64), BatchError> {
    let Some(first) = at.first() else { return Ok((0, 0)) };
    let found = at.iter().fold((*first, *first), |(least, most), at| (least.min(*at), most.max(*at)));
    let inside = bounds().is_some_and(|(from, to)| {
        i64::from(from.0).saturating_mul(DAY) <= found.0 && found.1 < i64::from(to.0).saturating_mul(DAY)
    });
    if inside { Ok(found) } else { Err(BatchError::Range("at", 0)) }
}

/// The largest size, if all are in range.
fn in_range(name: &'static str, numbers: &Numbers<'_>, (from, to): (i64, i64)) -> Result<u64, BatchError> {
    let (least, most) = numbers.range();
    if from <= least && most <= to {
        return Ok(least.unsigned_abs().max(most.unsigned_abs()));
    }
    let row = (0..numbers.len()).find(|row| numbers.get(*row).is_none_or(|n| n < from || n > to));
    Err(BatchError::Range(name, row.unwrap_or(0)))
}
