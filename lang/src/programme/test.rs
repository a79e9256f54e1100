//! Tests, checked: events in smallest units, expectations by id. `runtime` runs them.

use super::{
    FieldId, FieldValue, LevelId, MeasureId, PartnerId, RewardId, RuleId, StackId, TiersId, TrackId, UnitId,
};
use crate::source::Span;
use crate::time::{Day, Minute};

/// A test.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// Where it was written.
    pub span: Span,
    /// Its steps in order.
    pub steps: Vec<TestStep>,
}

/// One step, with its place.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "tests are built once and read in place")]
pub enum TestStep {
    /// What the member starts with.
    Given(Vec<Given>, Span),
    /// What another member, of that id, starts with.
    GivenOther(String, Vec<Given>, Span),
    /// An event at a day and minute of the programme's zone.
    When(TestEvent, Day, Minute, Span),
    /// What must come of the events since the last `then`.
    Then(Vec<(Expectation, Span)>),
}

/// What a member starts with.
#[derive(Clone, Debug)]
pub enum Given {
    /// Holds a level, until a last good day if said.
    Level(TiersId, LevelId, Option<Day>),
    /// Has points, with their last good day if said.
    Points(UnitId, i64, Option<Day>),
    /// A track stands at a value, in the window of the first event.
    Track(TrackId, i64),
    /// A member field.
    Field(FieldId, FieldValue),
    /// Holds a voucher of a reward, of that money if it is one of money, until a last good day.
    Voucher(RewardId, Option<i64>, Option<Day>),
    /// Is in a household.
    Household(String),
    /// Has bought before.
    EarlierPurchases,
}

/// An event of a test.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "fields as in the events of the same name")]
pub enum TestEvent {
    Purchase(TestPurchase),
    Activity(TestActivity),
    Return(TestReturn),
    Redeem(TestRedeem),
    Transfer {
        /// Whose, if not the test's member's.
        by: Option<String>,
        unit: UnitId,
        points: i64,
        into: String,
    },
    GrantPoints {
        unit: UnitId,
        points: i64,
    },
    GrantLevel {
        tiers: TiersId,
        level: LevelId,
        until: Option<Day>,
    },
    Household(Option<String>),
    /// Begins, or ends.
    Membership(bool),
    /// The account of that other member goes up into the member's.
    Merge(String),
    Clock,
}

/// A redemption of a test.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "fields as in redemption events")]
pub struct TestRedeem {
    /// Whose, if not the test's member's.
    pub by: Option<String>,
    pub reward: RewardId,
    pub voucher: bool,
    pub times: u32,
    pub unit: Option<UnitId>,
    pub points: Option<i64>,
    /// The receipt that it names, by the position of its purchase among those of the test.
    pub of: Option<usize>,
    pub store: Option<String>,
    /// The receipt that it pays; only its lines and its discount.
    pub receipt: Option<Box<TestPurchase>>,
}

/// A return of a test.
#[derive(Clone, Debug)]
pub struct TestReturn {
    /// Whose, if not the test's member's.
    pub by: Option<String>,
    /// What comes back.
    pub of: TestReturned,
    /// Lines by position, with thousandths; all that remains of a line if none is said. Everything if there are none.
    pub lines: Vec<(u32, Option<i64>)>,
}

/// What comes back in a test.
#[derive(Clone, Debug)]
pub enum TestReturned {
    /// A purchase, by its position among those of the test.
    Purchase(usize),
    /// A redemption, by its position among those of the test.
    Redemption(usize),
    /// An id.
    Id(String),
}

/// An activity of a test.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "fields as in activity events")]
pub struct TestActivity {
    /// Whose, if not the test's member's.
    pub by: Option<String>,
    pub kind: String,
    /// The number of the purchase whose receipt it names, from 1.
    pub of: Option<u16>,
    pub channel: Option<String>,
    pub store: Option<String>,
    pub fields: Vec<(FieldId, FieldValue)>,
}

/// A purchase of a test.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "fields as in purchase events")]
pub struct TestPurchase {
    /// Whose, if not the test's member's.
    pub by: Option<String>,
    /// The currency of all its money, by its position in [`super::Rates`]; the programme's if not said.
    pub currency: Option<u32>,
    pub channel: Option<String>,
    pub store: Option<String>,
    pub coupons: Vec<String>,
    pub companions: Vec<String>,
    /// Kind and amount in smallest units of its currency; an amount that was not written is the receipt's total.
    pub tenders: Vec<(String, Option<i64>)>,
    pub discount: i64,
    pub fields: Vec<(FieldId, FieldValue)>,
    pub lines: Vec<TestLine>,
}

/// A line of a test's purchase.
#[derive(Clone, Debug, Default)]
#[allow(
    missing_docs,
    reason = "fields as in purchase events; money in smallest units, quantity in thousandths"
)]
pub struct TestLine {
    pub name: Option<String>,
    pub category: Option<String>,
    pub brand: Option<String>,
    pub sku: Option<String>,
    pub labels: Vec<String>,
    pub quantity: i64,
    pub measure: Option<MeasureId>,
    pub amount: i64,
    pub discount: i64,
    pub tax: i64,
    pub fields: Vec<(FieldId, FieldValue)>,
}

/// What must come out.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// What a rule gave in the events since the last `then`.
    FromRule(RuleId, i64),
    /// What the rules of a stack gave together.
    FromStack(StackId, i64),
    /// What all rules gave of a unit.
    InAll(UnitId, i64),
    /// No rule gave anything.
    Nothing,
    /// Available balance.
    Balance(UnitId, i64),
    /// Available balance of another member.
    BalanceOf(UnitId, i64, String),
    /// What rules gave another member.
    To(UnitId, i64, String),
    /// Points not yet available.
    Pending(UnitId, i64),
    /// Points owed.
    Owed(UnitId, i64),
    /// Points that expired since the last `then`.
    Expired(UnitId, i64),
    /// Points of which there were reminders since the last `then`.
    Reminded(UnitId, i64),
    /// Points of a unit that were taken since the last `then`, as goods came back.
    Taken(UnitId, i64),
    /// Points by which a rule gives less since the last `then`.
    TakenFrom(RuleId, i64),
    /// Spent points that came back since the last `then`.
    Back(UnitId, i64),
    /// Points that were let go since the last `then`.
    Forgiven(UnitId, i64),
    /// Money by which refunds are to be cut since the last `then`, smallest currency units.
    RefundCut(i64),
    /// Money that was paid back for spent points since the last `then`, smallest currency units.
    Cash(i64),
    /// Level held, and its last good day if said.
    Level(TiersId, LevelId, Option<Day>),
    /// The last event was refused, with this code if said.
    Refused(Option<String>),
    /// What the last redemption gave, in words.
    Gives(String),
    /// The money that the last redemption took off its receipt.
    Pays(i64),
    /// The member holds a voucher of a reward, of that money and until that day if said.
    Voucher(RewardId, Option<i64>, Option<Day>),
    /// The member holds none.
    NoVoucher(RewardId),
    /// What the last transfer became: so many of the partner's currency.
    Converted(i64, String),
    /// What a partner owes for the events since the last `then`, below zero what it gets back: the first number over
    /// the second, whole currency units.
    PartnerPays(PartnerId, i128, i128),
}
