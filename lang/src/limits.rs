//! Every limit of the front end: value, reason, and what is reported beyond it. One table.

/// One limit.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is limited.
    pub what: &'static str,
    /// The largest value that is accepted.
    pub most: u64,
    /// Why there is a limit.
    pub why: &'static str,
}

/// Bytes of one source file.
pub const SOURCE_BYTES: usize = 1 << 20;
/// Nested parentheses, and nested braces: each of them.
pub const NESTING: usize = 64;
/// Items in a programme.
pub const ITEMS: usize = 20_000;
/// Texts in all lists of a programme together.
pub const TEXTS: usize = 1_000_000;
/// Rows of one table of values, or of rates.
pub const TABLE_ROWS: usize = 1_000_000;
/// Bytes of one data file.
pub const DATA_BYTES: usize = 256 << 20;
/// Rules in one programme.
pub const RULES: usize = 10_000;
/// Levels of one tier structure.
pub const LEVELS: usize = 64;
/// Levels above the lowest of which members keep when they were reached.
pub const REACHED: usize = 8;
/// Rules of a stack that compete for every line.
pub const CONTEST: usize = 16;
/// Days of a rolling window.
pub const ROLLING_DAYS: u16 = 1_100;
/// Days, weeks or months in a row that a track counts.
pub const ROW: i32 = 1_100;
/// Numerators and denominators of rates, after reduction.
pub const RATE: i64 = 1 << 20;
/// Texts that a track keeps of a member, each day or window apart.
pub const TEXTS_KEPT: usize = 10_000;
/// Amounts and quantities, smallest units.
pub const AMOUNT: i64 = 1 << 40;
/// An award, smallest parts of its unit; it stays below.
pub const AWARD: i64 = 1 << 53;
/// A track; it stays below.
pub const TRACK: i64 = 1 << 62;
/// Diagnostics that are reported for one programme.
pub const DIAGNOSTICS: usize = 1_000;

/// The table, as `docs` prints it.
pub const TABLE: &[Limit] = &[
    Limit { what: "bytes of a source file", most: 1 << 20, why: "parsing stays below a second" },
    Limit {
        what: "nested parentheses, and nested braces",
        most: 64,
        why: "the parser's stack stays bounded on every host",
    },
    Limit { what: "items of a programme", most: 20_000, why: "checking stays linear and bounded" },
    Limit { what: "earn rules", most: 10_000, why: "compile time stays below a second or two" },
    Limit { what: "texts in lists", most: 1_000_000, why: "tables stay in memory" },
    Limit { what: "rows of a table", most: 1_000_000, why: "tables stay in memory" },
    Limit { what: "bytes of a data file", most: 256 << 20, why: "checking stays within seconds" },
    Limit {
        what: "levels of a tier structure",
        most: 64,
        why: "a level is one small number in a member's record",
    },
    Limit {
        what: "levels above the lowest that `reaching` asks about",
        most: 8,
        why: "a member's record says of each since when it counts",
    },
    Limit {
        what: "rules of a `per line` stack",
        most: 16,
        why: "each line is looked at once for each of them",
    },
    Limit {
        what: "days, weeks or months in a row",
        most: 1_100,
        why: "a member's record stays bounded; longer rows count as so many",
    },
    Limit {
        what: "texts that a track of different ones keeps of a member",
        most: 10_000,
        why: "a member's record stays bounded; an event that brings more is refused",
    },
    Limit { what: "days of a rolling window", most: 1_100, why: "a member's record stays bounded" },
    Limit {
        what: "numerator and denominator of a rate",
        most: 1 << 20,
        why: "a rate times an amount fits 63 bits",
    },
    Limit {
        what: "an amount or a quantity, smallest units",
        most: 1 << 40,
        why: "a rate times an amount fits 63 bits",
    },
    Limit {
        what: "an award, smallest parts of its unit",
        most: (1 << 53) - 1,
        why: "sums of awards fit 63 bits",
    },
    Limit { what: "a track or a balance", most: (1 << 62) - 1, why: "one more award never wraps" },
    Limit { what: "diagnostics of one run", most: 1_000, why: "nobody reads more; the first are the cause" },
];
