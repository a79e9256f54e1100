//! Every limit on what flows in: value and reason. One table. The limits of the language itself stand in
//! `treue_lang::limits`.

pub use treue_lang::limits::{AMOUNT, AWARD, Limit};

/// Bytes of one event, which is one line of NDJSON.
pub const EVENT_BYTES: usize = 16 << 20;
/// Objects and lists inside each other in one event.
pub const NESTING: usize = 200;
/// Lines of one receipt.
pub const LINES: usize = 10_000;
/// Coupons of one receipt, before repeats are taken out.
pub const COUPONS: usize = 1_000;
/// Companions of one receipt.
pub const COMPANIONS: usize = 100;
/// Members of one household.
pub const HOUSEHOLD: usize = 100;
/// Tenders of one receipt.
pub const TENDERS: usize = 100;
/// Labels of one line, before repeats are taken out.
pub const LABELS: usize = 1_000;
/// Bytes of one text or id.
pub const TEXT_BYTES: usize = 1_024;
/// Steps of one redemption.
pub const TIMES: i64 = 1_000_000;
/// First year of a date in an event.
pub const FIRST_YEAR: i16 = 1_900;
/// Last year of a date in an event.
pub const LAST_YEAR: i16 = 9_000;
/// Mistakes that are reported for one event.
pub const MISTAKES: usize = 100;

/// The table, as the documentation prints it.
pub const TABLE: &[Limit] = &[
    Limit { what: "bytes of an event", most: 16 << 20, why: "one bad line must not fill the memory" },
    Limit { what: "nesting of an event", most: 200, why: "the reader's stack stays bounded on every host" },
    Limit {
        what: "lines of a receipt",
        most: 10_000,
        why: "sums over a receipt fit 63 bits; work stays bounded",
    },
    Limit { what: "members of a household", most: 100, why: "each may be looked at for one event" },
    Limit { what: "coupons of a receipt", most: 1_000, why: "no basket has more; work stays bounded" },
    Limit { what: "companions of a receipt", most: 100, why: "each of them is another member to book" },
    Limit { what: "tenders of a receipt", most: 100, why: "no payment has more; work stays bounded" },
    Limit { what: "labels of a line", most: 1_000, why: "no article has more; work stays bounded" },
    Limit {
        what: "bytes of a text or an id",
        most: 1_024,
        why: "members' records and dictionaries stay small",
    },
    Limit {
        what: "an amount or a quantity, smallest units",
        most: 1 << 40,
        why: "a rate times an amount fits 63 bits",
    },
    Limit {
        what: "quantities of a receipt together, thousandths",
        most: 1 << 40,
        why: "their sum is an amount",
    },
    Limit {
        what: "points of a grant or a transfer",
        most: (1 << 53) - 1,
        why: "as an award: sums of them fit 63 bits",
    },
    Limit { what: "steps of a redemption", most: 1_000_000, why: "cost times steps fits 63 bits" },
    Limit {
        what: "the year of a date, from 1900",
        most: 9_000,
        why: "deadlines counted from it stay in the calendar",
    },
    Limit {
        what: "mistakes reported for an event",
        most: 100,
        why: "nobody reads more; the first are the cause",
    },
];
