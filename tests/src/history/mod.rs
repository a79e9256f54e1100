//! Histories of events, in the words of a programme: names instead of numbers, so that a history stays good
//! while the programme is made smaller. `resolve` turns them into what engines take, `json` into NDJSON.

mod generate;
pub mod json;
mod moment;
mod purchase;
mod resolve;
mod returns;
mod shrink;

pub use generate::history;
pub use resolve::{Resolver, members};

use treue_lang::programme::FieldValue;
use treue_lang::time::Day;

/// Events in the order in which they arrive, and what is known before.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Members who are handed in as new before the first event.
    pub known: Vec<String>,
    /// The first member is handed in with tracks and lots so far below the largest possible value.
    pub brink: Option<i64>,
    /// The events.
    pub happenings: Vec<Happening>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Its id.
    pub id: String,
    /// The member.
    pub member: Option<String>,
    /// Seconds since 1970.
    pub at: i64,
    /// What happened.
    pub deed: Deed,
}

/// A declared field and its value.
pub type NamedValue = (String, FieldValue);

/// What happened.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as the events of the same names")]
pub enum Deed {
    Purchase(Receipt),
    Activity {
        kind: String,
        store: Option<String>,
        channel: Option<String>,
        receipt: Option<String>,
        fields: Vec<NamedValue>,
    },
    Use {
        reward: String,
        times: u32,
        receipt: Option<String>,
        store: Option<String>,
        basket: Option<Receipt>,
    },
    Redeem {
        reward: String,
        times: u32,
        unit: Option<String>,
        points: Option<i64>,
        receipt: Option<String>,
        basket: Option<Receipt>,
    },
    GrantPoints {
        unit: String,
        points: i64,
    },
    GrantLevel {
        tiers: String,
        level: String,
        until: Option<Day>,
    },
    Transfer {
        into: String,
        unit: String,
        points: i64,
    },
    /// Into that household, or out of one.
    Household(Option<String>),
    /// That account goes up into the member's.
    Merge(String),
    /// The membership begins, or ends.
    Membership(bool),
    Member {
        set: Vec<(String, Option<FieldValue>)>,
    },
    Return {
        receipt: String,
        lines: Option<Vec<(u32, Option<i64>)>>,
    },
    Clock,
}

/// A receipt.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "as in purchase events")]
pub struct Receipt {
    pub store: Option<String>,
    pub channel: Option<String>,
    pub coupons: Vec<String>,
    pub companions: Vec<String>,
    pub discount: i64,
    pub tenders: Vec<(String, i64)>,
    pub fields: Vec<NamedValue>,
    pub lines: Vec<Line>,
}

/// A line.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "as in purchase events")]
pub struct Line {
    pub sku: Option<String>,
    pub name: Option<String>,
    pub category: Option<String>,
    pub brand: Option<String>,
    pub labels: Vec<String>,
    pub quantity: i64,
    pub measure: Option<String>,
    pub amount: i64,
    pub discount: i64,
    pub tax: i64,
    pub fields: Vec<NamedValue>,
}
