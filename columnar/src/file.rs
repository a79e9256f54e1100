//! Parquet files: some rows at a time, and only the columns that are read.

use crate::schema::{Columns, leaves};
use crate::table::Table;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use treue_runtime::event::Wanted;

/// The first bytes of every Parquet file.
const MAGIC: &[u8; 4] = b"PAR1";
/// Rows that are taken from the file at once, unless less are asked for.
const ROWS: usize = 1024;

/// Whether a file is a Parquet file, by its first bytes.
#[must_use]
pub fn is_parquet(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut f| f.read_exact(&mut start)).is_ok() && start == *MAGIC
}

/// The events of a Parquet file, in its order.
pub struct ParquetEvents {
    /// None once nothing more comes out of it.
    reader: Option<ParquetRecordBatchReader>,
    rows: u64,
    read: u64,
}

impl ParquetEvents {
    /// Opens a file and chooses its columns.
    ///
    /// # Errors
    /// If it is no Parquet file, or a column does not belong there: all of them, one a line.
    pub fn open(file: File, wanted: &Wanted<'_>, columns: Columns) -> Result<ParquetEvents, String> {
        guarded(|| ParquetEvents::choose(file, wanted, columns))
    }

    fn choose(file: File, wanted: &Wanted<'_>, columns: Columns) -> Result<ParquetEvents, String> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())?;
        let read = leaves(builder.schema(), wanted, columns)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        let chosen = read.iter().enumerate().filter(|(_, read)| **read).map(|(leaf, _)| leaf);
        let mask = ProjectionMask::leaves(builder.parquet_schema(), chosen);
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        let reader =
            builder.with_projection(mask).with_batch_size(ROWS).build().map_err(|e| e.to_string())?;
        Ok(ParquetEvents { reader: Some(reader), rows, read: 0 })
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many were read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The next rows; none after the last.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn next_table(&mut self) -> Result<Option<Table>, String> {
        let Some(mut reader) = self.reader.take() else { return Ok(None) };
        let read = guarded(move || {
            let Some(batch) = reader.next() else { return Ok(None) };
            let table = Table::new(batch.map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
            Ok(Some((reader, table)))
        });
        let Some((reader, table)) = read? else { return Ok(None) };
        self.reader = Some(reader);
        self.read = self.read.saturating_add(u64::try_from(table.len()).unwrap_or(0));
        Ok(Some(table))
    }
}

/// The library panics on some files that are damaged.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    treue_runtime::guard::guarded(read).unwrap_or_else(|| Err("the file is damaged".to_owned()))
}
