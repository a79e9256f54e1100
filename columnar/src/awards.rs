//! Awards as columns: one row a decision, one column a rule, in a Parquet file.

use arrow_array::builder::{BooleanBuilder, Decimal128Builder, StringBuilder, TimestampMillisecondBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;
use treue_lang::programme::{Id, Programme, Rule};
use treue_runtime::decision::Decision;

/// Rows that are held before they are written, and rows of a row group.
const ROWS: usize = 8 * 1024;
const GROUP: usize = 128 * 1024;
/// Points that are held at most: fewer rows where there are many rules.
const POINTS: usize = 2 * 1024 * 1024;
/// Digits of points: enough for every sum of 64 bits.
const DIGITS: u8 = 19;

/// What points of a rule are in a column.
pub(crate) fn points(programme: &Programme, rule: &Rule) -> DataType {
    let decimals = programme.units.get(rule.unit).map_or(0, |unit| unit.decimals);
    DataType::Decimal128(DIGITS, i8::try_from(decimals).unwrap_or(0))
}

/// The points of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardRow {
    /// Id of the event; empty for a clock event.
    pub event: String,
    /// The member; empty for a guest.
    pub member: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Why the event is refused.
    pub refused: Option<&'static str>,
    /// Whether it is an event that was decided before.
    pub repeated: bool,
    /// By number of the rule: points in smallest parts; a rule may stand here more than once.
    pub points: Vec<(usize, i64)>,
}

impl AwardRow {
    /// What rules gave and took by a decision.
    #[must_use]
    pub fn of(decision: &Decision) -> AwardRow {
        let awards = decision.awards.iter().map(|a| (a.rule.index(), a.points));
        let windows = decision.windows.iter().map(|w| (w.rule.index(), w.points));
        let returned = decision.returned.iter().flat_map(|r| &r.changes);
        let returned = returned.map(|(rule, points)| (rule.index(), *points));
        AwardRow {
            event: decision.event.clone(),
            member: decision.member.clone(),
            at: decision.at,
            refused: decision.refusal.as_ref().map(|r| r.code.name()),
            repeated: decision.repeated,
            points: awards.chain(windows).chain(returned).collect(),
        }
    }
}

/// Writes awards as columns: `event`, `member`, `at`, `refused`, `repeated`, then a column for each rule in the order of the
/// programme, null where the rule gave and took nothing.
pub struct AwardWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    rows: usize,
    /// Rows that are held.
    most: usize,
    event: StringBuilder,
    member: StringBuilder,
    at: TimestampMillisecondBuilder,
    refused: StringBuilder,
    repeated: BooleanBuilder,
    rules: Vec<Decimal128Builder>,
}

impl<W: Write + Send> AwardWriter<W> {
    /// Starts a file.
    ///
    /// # Errors
    /// If it cannot be written, in words.
    pub fn new(to: W, programme: &Programme) -> Result<AwardWriter<W>, String> {
        // The coarsest that the format has.
        let instant = DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()));
        let mut fields = vec![
            Field::new("event", DataType::Utf8, true),
            Field::new("member", DataType::Utf8, true),
            Field::new("at", instant.clone(), false),
            Field::new("refused", DataType::Utf8, true),
            Field::new("repeated", DataType::Boolean, false),
        ];
        let mut rules = Vec::new();
        for (_, rule) in programme.rules.iter() {
            let kind = points(programme, rule);
            fields.push(Field::new(rule.name.clone(), kind.clone(), true));
            rules.push(Decimal128Builder::new().with_data_type(kind));
        }
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(format!("treue {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = ArrowWriter::try_new(to, schema.clone(), Some(properties)).map_err(|e| e.to_string())?;
        Ok(AwardWriter {
            writer,
            schema,
            rows: 0,
            most: POINTS.checked_div(rules.len()).unwrap_or(ROWS).clamp(1, ROWS),
            event: StringBuilder::new(),
            member: StringBuilder::new(),
            at: TimestampMillisecondBuilder::new().with_data_type(instant),
            refused: StringBuilder::new(),
            repeated: BooleanBuilder::new(),
            rules,
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// If it cannot be written, in words.
    pub fn row(&mut self, row: &AwardRow) -> Result<(), String> {
        self.event.append_option((!row.event.is_empty()).then_some(&row.event));
        self.member.append_option((!row.member.is_empty()).then_some(&row.member));
        self.at.append_value(row.at.saturating_mul(1_000));
        self.refused.append_option(row.refused);
        self.repeated.append_value(row.repeated);
        // What is decided again was given before.
        let given = if row.repeated { &[] } else { row.points.as_slice() };
        for (number, rule) in self.rules.iter_mut().enumerate() {
            let points = given.iter().filter(|(n, _)| *n == number).map(|(_, points)| i128::from(*points));
            rule.append_option(points.reduce(|a, b| a.saturating_add(b)));
        }
        self.rows = self.rows.saturating_add(1);
        if self.rows >= self.most { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), String> {
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.event.finish()),
            Arc::new(self.member.finish()),
            Arc::new(self.at.finish()),
            Arc::new(self.refused.finish()),
            Arc::new(self.repeated.finish()),
        ];
        columns.extend(self.rules.iter_mut().map(|rule| Arc::new(rule.finish()) as ArrayRef));
        self.rows = 0;
        let batch = RecordBatch::try_new(self.schema.clone(), columns).map_err(|e| e.to_string())?;
        self.writer.write(&batch).map_err(|e| e.to_string())
    }

    /// Writes the end of the file, and gives back what it was written to.
    ///
    /// # Errors
    /// If it cannot be written, in words.
    pub fn finish(mut self) -> Result<W, String> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.writer.into_inner().map_err(|e| e.to_string())
    }
}
