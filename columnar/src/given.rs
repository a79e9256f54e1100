//! What rules gave for the receipts of a batch, as an Arrow table.

use crate::awards::points;
use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, Field, Schema};
use std::sync::Arc;
use treue_lang::programme::{Id, Programme};
use treue_runtime::columns::{Row, Totals};

/// A row for each receipt, a column for each rule in the order of the programme, null where the rule gave nothing. All are null if
/// awards were not asked for. Who has thousands of rules takes [`Totals::every_award`] instead, which names only what was given.
///
/// # Errors
/// If points have more digits than a column takes, which no batch comes to.
pub fn awards(programme: &Programme, totals: &Totals) -> Result<RecordBatch, ArrowError> {
    let receipts = totals.units.first().map_or(0, Vec::len);
    let mut given = vec![vec![None; receipts]; programme.rules.len()];
    for Row { receipt, rule, points } in totals.every_award() {
        let column = given.get_mut(rule.index());
        let place = column.and_then(|column| column.get_mut(usize::try_from(receipt).ok()?));
        place.into_iter().for_each(|place| *place = Some(i128::from(points)));
    }
    let (mut fields, mut columns) = (Vec::new(), Vec::new());
    for ((_, rule), given) in programme.rules.iter().zip(given) {
        let kind = points(programme, rule);
        fields.push(Field::new(rule.name.clone(), kind.clone(), true));
        columns.push(Arc::new(Decimal128Array::from(given).with_data_type(kind)) as ArrayRef);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(receipts));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
}
