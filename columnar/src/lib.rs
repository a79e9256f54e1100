//! Events from Arrow tables and Parquet files, and awards as columns. A crate of its own, so that a host that scores single
//! events does not build what reads files.
//!
//! One event is one row, with the fields of the NDJSON form as columns; `lines` and `tenders` are lists of structs. The rows go
//! through the same reader as lines of text: the same checks, the same messages.

mod awards;
mod column;
mod file;
mod given;
mod numbers;
mod purchase_file;
mod purchases;
mod schema;
mod table;

pub use awards::{AwardRow, AwardWriter};
pub use file::{ParquetEvents, is_parquet};
pub use given::awards;
pub use purchase_file::{NoPurchases, ParquetPurchases};
pub use purchases::{Dictionaries, Purchases};
pub use schema::{ColumnError, Columns};
pub use table::Table;
