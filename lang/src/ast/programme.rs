//! The `programme` item as written.

use super::{Name, Number, Text};
use crate::programme::{BurnOrder, Spends};
use crate::source::{Span, Spanned};
use crate::time::{Period, Weekday};

/// `programme "Name" { settings }`.
#[derive(Clone, Debug)]
pub struct Header {
    /// The programme's name.
    pub name: Text,
    /// What stands between the braces.
    pub settings: Vec<Setting>,
    /// The whole item.
    pub span: Span,
}

/// One setting.
#[derive(Clone, Debug)]
pub enum Setting {
    /// `currency CHF`.
    Currency(Name),
    /// `timezone "Europe/Zurich"`.
    Timezone(Text),
    /// `unit points "Title" { decimals 2  worth 0.01 CHF }`, `unit credit in CHF`.
    Unit {
        /// Its name.
        name: Name,
        /// Its title for customers.
        title: Option<Text>,
        /// `in CHF`: the unit is money.
        money: Option<Name>,
        /// `one "Title of one"`.
        one: Option<Text>,
        /// `decimals N`.
        decimals: Option<Spanned<u8>>,
        /// `worth 0.01 CHF`.
        worth: Option<(Number, Name)>,
        /// `buckets by month`.
        buckets: Option<Period>,
        /// `used oldest first`.
        used: Option<BurnOrder>,
        /// `status only`.
        status_only: Option<Span>,
        /// The whole setting.
        span: Span,
    },
    /// `measure litre`; `measure gallon is 3.785411784 litre`: so many of another.
    Measure(Name, Option<(Number, Name)>),
    /// `remember 90 days`; `None` for `remember nothing`.
    Remember(Option<Spanned<u16>>, Span),
    /// `weeks start on Sunday`.
    WeekStart(Weekday, Span),
    /// `29 February counts as 1 March`.
    LeapDay(crate::time::LeapDay, Span),
    /// `guests pass`.
    GuestsPass(Span),
    /// `known members only`.
    KnownMembersOnly(Span),
    /// `leavers keep points for 30 days`.
    LeaversKeep(Spanned<u16>, Span),
    /// `household { shares points  spends in proportion }`.
    Household {
        /// `shares points`, any number of times: all units.
        shares: Vec<Name>,
        /// `spends in proportion`, as often as it is said.
        spends: Vec<(Spends, Span)>,
        /// The whole setting.
        span: Span,
    },
    /// `receipts up to 100000.00 CHF`.
    ReceiptsUpTo(Number, Name, Span),
}
