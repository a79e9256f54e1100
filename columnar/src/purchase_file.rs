//! Parquet files of purchases straight into columns: only what the programme reads of a purchase, texts as dictionaries.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "columns of types that are not named are read as they are"
)]

use crate::file::guarded;
use crate::purchases::{Dictionaries, Purchases};
use crate::schema::{Columns, leaves};
use arrow_schema::{DECIMAL64_MAX_PRECISION, DataType, Field, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::reader::ChunkReader;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::event::Wanted;

/// Rows that are taken from the file at once: some hundred thousand lines.
const ROWS: usize = 16_384;

/// The purchases of a Parquet file, in its order.
pub struct ParquetPurchases<'p> {
    programme: &'p Programme,
    reader: Option<ParquetRecordBatchReader>,
    dictionaries: Dictionaries,
}

/// Why purchases do not come out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPurchases {
    /// It is damaged, or a column does not belong there.
    Damaged(String),
    /// It holds other events, fields that only events have, or something wrong: read it as events
    /// ([`crate::ParquetEvents`]).
    OnlyEvents,
}

impl<'p> ParquetPurchases<'p> {
    /// Opens a file and chooses its columns. Who bought, and under which id, is left where it is.
    ///
    /// # Errors
    /// If it is no Parquet file, or a column does not belong there.
    pub fn open<T: ChunkReader + 'static>(
        file: T,
        programme: &'p Programme,
        columns: Columns,
    ) -> Result<ParquetPurchases<'p>, NoPurchases> {
        let reader = guarded(|| choose(file, programme, columns)).map_err(NoPurchases::Damaged)?;
        Ok(ParquetPurchases { programme, reader: Some(reader), dictionaries: Dictionaries::default() })
    }

    /// The next purchases; none after the last.
    ///
    /// # Errors
    /// As [`NoPurchases`] says; nothing more comes out of it then.
    pub fn next_purchases(&mut self) -> Result<Option<Purchases>, NoPurchases> {
        let Some(mut reader) = self.reader.take() else { return Ok(None) };
        let read = guarded(move || {
            let batch = reader.next().transpose().map_err(|e| e.to_string())?;
            Ok(batch.map(|batch| (batch, reader)))
        });
        let Some((batch, reader)) = read.map_err(NoPurchases::Damaged)? else { return Ok(None) };
        let made = Purchases::new(&batch, self.programme, &mut self.dictionaries);
        let made = made.ok_or(NoPurchases::OnlyEvents)?;
        self.reader = Some(reader);
        Ok(Some(made))
    }
}

fn choose<T: ChunkReader + 'static>(
    file: T,
    programme: &Programme,
    columns: Columns,
) -> Result<ParquetRecordBatchReader, String> {
    let said = |e: parquet::errors::ParquetError| e.to_string();
    let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(said)?;
    // Decimals of few digits are read as they stand in the file, but for those that it has as bytes.
    let as_bytes = |leaf: &parquet::schema::types::ColumnDescPtr| {
        leaf.physical_type() == parquet::basic::Type::BYTE_ARRAY && leaf.type_precision() > 0
    };
    let narrow = !plain.parquet_schema().columns().iter().any(as_bytes);
    let coded = Arc::new(Schema::new(coded(plain.schema().fields(), narrow)));
    let options = ArrowReaderOptions::new().with_schema(coded);
    let metadata = ArrowReaderMetadata::load(&file, options).map_err(said)?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
    let mut read = leaves(builder.schema(), &Wanted::of(programme), columns)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let schema = builder.parquet_schema();
    for (leaf, read) in read.iter_mut().enumerate() {
        *read &= !matches!(schema.column(leaf).path().parts(), [name] if name == "id" || name == "member");
    }
    let chosen = read.iter().enumerate().filter(|(_, read)| **read).map(|(leaf, _)| leaf);
    let mask = ProjectionMask::leaves(schema, chosen);
    builder.with_projection(mask).with_batch_size(ROWS).build().map_err(said)
}

/// The same fields with texts as dictionaries; instants are written all different.
fn coded(fields: &Fields, narrow: bool) -> Fields {
    fields
        .iter()
        .map(|field| if field.name() == "at" { Arc::clone(field) } else { coded_field(field, narrow) })
        .collect()
}

fn coded_field(field: &Arc<Field>, narrow: bool) -> Arc<Field> {
    let kind = match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
        DataType::List(element) => DataType::List(coded_field(element, narrow)),
        DataType::Struct(fields) => DataType::Struct(coded(fields, narrow)),
        DataType::Decimal128(digits, scale) if narrow && *digits <= DECIMAL64_MAX_PRECISION => {
            DataType::Decimal64(*digits, *scale)
        }
        other => other.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(kind))
}
