//! Conditions of a receipt and of a member, in the order of the text.

pub use crate::ast::Comparison;

use super::{AmountId, FieldId, LevelId, Occasion, TiersId, TrackId, UnitId};
use crate::source::Span;
use crate::time::{DayTest, Minute};

/// One condition that must hold, with the place it was written at. A rule's conjuncts are asked in order;
/// the first that fails is the reason given for a rule that did not apply.
#[derive(Clone, Debug, PartialEq)]
pub struct Conjunct {
    /// What must hold.
    pub condition: Condition,
    /// Where it was written.
    pub span: Span,
}

/// Something that holds or does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of them; true for an empty list.
    All(Vec<Condition>),
    /// Any of them; false for an empty list.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// At least so many of these.
    AtLeast(u32, Vec<Condition>),
    /// Two numbers.
    Compare(Compare),
    /// A text of the receipt or the member.
    Text(Texts, TextTest),
    /// A yes-or-no field of the receipt or the member is yes; the value to take when it is missing.
    Flag(FieldId, bool),
    /// An optional field of the receipt or the member is present.
    Present(FieldId),
    /// The event's local date.
    Day(DayTest),
    /// The local minute is in `from..to`; over midnight when `to <= from`.
    Hours(Minute, Minute),
    /// A day of the member's own, or how a level is held.
    Occasion(Occasion),
    /// The member has no purchase before this one.
    FirstPurchase,
    /// The level held in a structure, against a level.
    Tier(TiersId, Comparison, LevelId),
}

impl Condition {
    /// Whether it, or anything in it, asks for a level.
    #[must_use]
    pub fn asks_level(&self) -> bool {
        let mut asks = false;
        self.walk(&mut |condition| {
            asks |= match condition {
                Condition::Tier(..) => true,
                Condition::Occasion(occasion) => occasion.asked_level().is_some(),
                Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::AtLeast(..)
                | Condition::Compare(_)
                | Condition::Text(..)
                | Condition::Flag(..)
                | Condition::Present(_)
                | Condition::Day(_)
                | Condition::Hours(..)
                | Condition::FirstPurchase => false,
            };
        });
        asks
    }

    /// Whether it asks about the day that decides, or about the level held then.
    #[must_use]
    pub fn asks_the_day(&self) -> bool {
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().any(Condition::asks_the_day)
            }
            Condition::Not(part) => part.asks_the_day(),
            Condition::Day(_) | Condition::Occasion(_) | Condition::Tier(..) => true,
            Condition::Compare(_)
            | Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Hours(..)
            | Condition::FirstPurchase => false,
        }
    }
}

/// Two numbers and how they are compared; `left * left_times` and `right * right_times` are at one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// One side.
    pub left: Number,
    /// Factor of the left side, at least 1.
    pub left_times: i64,
    /// How.
    pub how: Comparison,
    /// The other side.
    pub right: Number,
    /// Factor of the right side, at least 1.
    pub right_times: i64,
}

/// A number that a condition reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// Written.
    Constant(i64),
    /// Measured on this receipt.
    Amount(AmountId),
    /// A track: as before this event; with this purchase or activity added if `including`.
    Track {
        /// Which.
        track: TrackId,
        /// `including this purchase`, `including this activity`; points that the event gives are never included.
        including: bool,
    },
    /// Days from the day of the latest purchase before this event to the event's day; so many if there was none.
    DaysSincePurchase(i64),
    /// Available balance of a unit, before this event.
    Balance(UnitId),
    /// A number, money or date field (days since 1970) of the receipt or the member; the comparison is false
    /// when it is missing and nothing is given for that.
    Field(FieldId, Option<i64>),
}

/// A text of the receipt or the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Texts {
    /// The channel.
    Channel,
    /// The store.
    Store,
    /// Any of the coupons.
    Coupon,
    /// The kind of any tender.
    PaidBy,
    /// A declared text, one-of or member field.
    Field(FieldId),
}

/// Whether a text is one of these. Categories match themselves and everything below them in the tree; all
/// others match exactly, with case. A missing text is none of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextTest {
    /// The texts, sorted, without repeats.
    pub values: Vec<String>,
    /// What a missing field counts as (`or "..."`).
    pub missing: Option<String>,
}
