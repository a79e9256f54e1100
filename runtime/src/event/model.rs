//! The shape of an event. Values are already what the programme declares them to be: money in smallest
//! currency units, quantities in thousandths, fields by their position among the fields of their owner
//! ([`treue_lang::programme::Field::position`]); a missing field is `None`, its default is not filled in.

use treue_lang::programme::{FieldValue, LevelId, MeasureId, Programme, RewardId, TiersId, UnitId};
use treue_lang::time::{Day, Local, Zone};

/// One event of the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id; empty for a clock event, which has none.
    pub id: String,
    /// The member; `None` for a clock event and for a guest's receipt.
    pub member: Option<String>,
    /// The instant, seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Its offset from UTC as it was written, seconds; for display only.
    pub offset: i32,
    /// The wall clock at that instant: of the place where it happened if the programme knows its zone, else of the
    /// programme's own ([`treue_lang::programme::Programme::zone_of`]).
    pub local: Local,
    /// What happened.
    pub what: What,
    /// Hash of the content that the programme reads, and of the instant; two events with one id and the same
    /// hash are the same event.
    pub fingerprint: u128,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each variant holds the event of the same name")]
pub enum What {
    Purchase(Purchase),
    Activity(Activity),
    Redeem(Redeem),
    Grant(Grant),
    Transfer(Transfer),
    Member(MemberChange),
    Return(Return),
    /// Time passes for every member.
    Clock,
}

/// A receipt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Purchase {
    /// Store.
    pub store: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// Coupons, sorted, without repeats.
    pub coupons: Vec<String>,
    /// Members who share in it, in their order, without repeats; the member whose receipt it is may be among them.
    pub companions: Vec<String>,
    /// Discount on the whole receipt, not yet in the lines; not negative.
    pub discount: i64,
    /// How it was paid.
    pub tenders: Vec<Tender>,
    /// Declared receipt fields.
    pub fields: Vec<Option<FieldValue>>,
    /// Its lines; at most 10,000.
    pub lines: Vec<Line>,
}

/// A part of the payment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tender {
    /// Kind, such as `card`.
    pub kind: String,
    /// Amount.
    pub amount: i64,
}

/// A line of a receipt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Name of the goods.
    pub name: Option<String>,
    /// Path in the category tree, levels separated by `/`.
    pub category: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Labels, sorted, without repeats.
    pub labels: Vec<String>,
    /// Quantity, thousandths.
    pub quantity: i64,
    /// Measure of the quantity; `None` for items. A measure that the programme does not declare is
    /// [`MeasureId`] `u32::MAX`: it matches none.
    pub measure: Option<MeasureId>,
    /// What was charged for the line: after its own discount, with tax; the receipt's discount is not in it.
    pub amount: i64,
    /// Its own discount, already taken off; not negative.
    pub discount: i64,
    /// Tax contained in the amount.
    pub tax: i64,
    /// Declared line fields.
    pub fields: Vec<Option<FieldValue>>,
}

/// Something a member did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// Its kind.
    pub kind: String,
    /// Store, if it happened in one.
    pub store: Option<String>,
    /// Channel.
    pub channel: Option<String>,
    /// Id of the receipt that it is about.
    pub receipt: Option<String>,
    /// Declared receipt fields.
    pub fields: Vec<Option<FieldValue>>,
}

/// A member takes a reward.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Redeem {
    /// Which.
    pub reward: RewardId,
    /// Vouchers of it are used, so many as `times`; nothing is paid, and `unit` and `points` are not said.
    pub voucher: bool,
    /// How many steps; at least 1. Not read where `points` are said.
    pub times: u32,
    /// In which unit it is paid; the first price in force if not said.
    pub unit: Option<UnitId>,
    /// What it costs in all, smallest parts of the unit; above 0.
    pub points: Option<i64>,
    /// The id of the receipt that it pays, which may come before or after it; with its goods the points come back.
    pub receipt: Option<String>,
    /// Where it is taken or used.
    pub store: Option<String>,
    /// The receipt that it pays: its lines and its discount, nothing else.
    pub basket: Option<Box<Purchase>>,
}

/// Goods of a receipt come back, or a redemption is undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Return {
    /// Id of the purchase or of the redemption.
    pub receipt: String,
    /// Which lines, in the order of the event; `None` for everything that remains.
    pub lines: Option<Vec<ReturnedLine>>,
}

/// A line of which something comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnedLine {
    /// Its position on the receipt, from 0.
    pub line: u32,
    /// How much, thousandths, above 0; `None` for all that remains of it.
    pub quantity: Option<i64>,
}

/// The host gives or takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Grant {
    /// A level, until a last good day; for ever if none.
    Level {
        /// The structure.
        tiers: TiersId,
        /// The level.
        level: LevelId,
        /// Last good day.
        until: Option<Day>,
    },
    /// Points, of either sign, smallest parts of the unit. Points given expire like points earned that day.
    Points {
        /// The unit.
        unit: UnitId,
        /// How many; not 0.
        points: i64,
    },
}

/// Points become a partner's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// The partner's name for it; with `unit` it names the conversion.
    pub into: String,
    /// Unit of the points.
    pub unit: UnitId,
    /// How many, smallest parts; above 0.
    pub points: i64,
}

/// Member fields change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberChange {
    /// Position among the member fields, and the new value; `None` removes it.
    pub set: Vec<(usize, Option<FieldValue>)>,
    /// Into which household the member goes, or out of it.
    pub household: Option<HouseholdChange>,
    /// What becomes of the account; then nothing else is said.
    pub account: Option<AccountChange>,
}

/// What becomes of a member's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountChange {
    /// The account of that other member goes up into this one.
    Merge(String),
    /// The membership begins, or begins again.
    Begins,
    /// The membership ends.
    Ends,
}

/// A member goes into a household, or out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HouseholdChange {
    /// Into that one, out of another one if need be.
    Join(String),
    /// Into none.
    Leave,
}

impl What {
    /// The zone whose wall clock it goes by: that of the place where it happened, else the programme's.
    #[must_use]
    pub fn zone<'p>(&self, programme: &'p Programme) -> &'p Zone {
        match self {
            What::Purchase(p) => programme.zone_of(p.store.as_deref(), &p.fields),
            What::Activity(a) => programme.zone_of(a.store.as_deref(), &a.fields),
            What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_)
            | What::Clock => &programme.zone,
        }
    }
}

impl Event {
    /// What it does to its member's account.
    #[must_use]
    pub fn account(&self) -> Option<&AccountChange> {
        match &self.what {
            What::Member(change) => change.account.as_ref(),
            What::Purchase(_)
            | What::Activity(_)
            | What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Return(_)
            | What::Clock => None,
        }
    }

    /// Its day in the programme's zone, whatever the wall shows where it happened.
    #[must_use]
    pub fn day(&self, programme: &Programme) -> Day {
        if programme.zones.is_none() { self.local.day } else { programme.zone.local(self.at).day }
    }

    /// The purchase, if it is one.
    #[must_use]
    pub fn purchase(&self) -> Option<&Purchase> {
        match &self.what {
            What::Purchase(p) => Some(p),
            What::Activity(_)
            | What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_)
            | What::Clock => None,
        }
    }
}
