//! `test` as written: given, when, then.

use super::{Literal, Name, Number, Text};
use crate::source::{Span, Spanned};
use crate::time::{Day, Minute};

/// `test "name" { steps }`.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: Text,
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// The whole item.
    pub span: Span,
}

/// One step of a test.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "trees are built once and read in place")]
pub enum Step {
    /// `given a member ...`.
    Given(Vec<Given>, Span),
    /// `given another member "anna" ...`.
    GivenOther(Text, Vec<Given>, Span),
    /// `when ...`.
    When(TestWhen, Span),
    /// `then ...`.
    Then(Vec<Expectation>, Span),
}

/// What a member starts with.
#[derive(Clone, Debug)]
pub enum Given {
    /// `in silver`, `in silver until 2027-12-31`.
    Level(Name, Option<Spanned<Day>>),
    /// `with 120 points`, `with 120 points until 2027-12-31` (the last good day), or money in a track:
    /// `with 450.00 CHF in year_spend`.
    Amount {
        /// The number.
        number: Number,
        /// Points unit, currency, measure, `purchases`, ...
        unit: Option<Name>,
        /// The track.
        track: Option<Name>,
        /// Last good day of the points.
        until: Option<Spanned<Day>>,
        /// The whole phrase.
        span: Span,
    },
    /// `with member.segment "student"`, `with member.score 5`; `yes` and `no` are kept as texts of these words.
    Field(Name, Literal),
    /// `with a voucher cumulus of 5.00 CHF until 2027-12-31`.
    Voucher(Name, Option<(Number, Name)>, Option<Spanned<Day>>),
    /// `in household "home"`.
    Household(Text),
    /// `with earlier purchases`: not a first purchase any more.
    EarlierPurchases(Span),
}

/// What happens.
#[derive(Clone, Debug)]
pub enum TestWhen {
    /// `a purchase on ... { lines }`.
    Purchase(PurchaseText),
    /// `a return of purchase 1 on 2026-09-08 [at 10:15] { line 1, 2 of line 3 }`.
    Return(ReturnText),
    /// `an activity "review" on 2026-09-08 [at 10:15] with receipt.stars 5`.
    Activity(ActivityText),
    /// `redeem voucher 2 times on 2026-09-08 [at 10:15]`.
    Redeem(RedeemText),
    /// `transfer 1000 points to "Alpina miles" [by "anna"] on 2026-09-08 [at 10:15]`.
    Transfer(TransferText),
    /// `grant 50 points on ...`, `grant -50 points on ...`.
    GrantPoints(Number, Name, Spanned<Day>, Option<Minute>),
    /// `grant gold until 2027-12-31 on ...`.
    GrantLevel(Name, Option<Spanned<Day>>, Spanned<Day>, Option<Minute>),
    /// `the member joins household "home" on ...`; none for `leaves the household`.
    Household(Option<Text>, Spanned<Day>, Option<Minute>),
    /// `the member joins the programme on ...`; false for `leaves the programme`.
    Membership(bool, Spanned<Day>, Option<Minute>),
    /// `the member takes over the account of "anna" on ...`.
    Merge(Text, Spanned<Day>, Option<Minute>),
    /// `the date is 2027-01-01`.
    Clock(Spanned<Day>),
}

/// A transfer in a test.
#[derive(Clone, Debug)]
pub struct TransferText {
    /// How many points.
    pub points: (Number, Name),
    /// What they become.
    pub into: Text,
    /// `by "anna"`: another member's.
    pub by: Option<Text>,
    /// The day.
    pub on: Spanned<Day>,
    /// The time, noon if not said.
    pub at: Option<Minute>,
}

/// A redemption in a test.
#[derive(Clone, Debug)]
pub struct RedeemText {
    /// The reward.
    pub reward: Name,
    /// `by "anna"`: another member's.
    pub by: Option<Text>,
    /// `use`: a voucher of it.
    pub voucher: bool,
    /// `2 times`.
    pub times: Option<Number>,
    /// `for 250 points`, `for stamps`.
    pub points: Option<(Option<Number>, Name)>,
    /// `of purchase 1`: the receipt that it pays, by the number of its purchase, which may come later.
    pub of: Option<Spanned<u16>>,
    /// The day.
    pub on: Spanned<Day>,
    /// The time, noon if not said.
    pub at: Option<Minute>,
    /// `at store "zh-01"`.
    pub store: Option<Text>,
    /// `less 1.00 CHF`: a discount on the receipt that it pays.
    pub discount: Option<(Number, Name)>,
    /// The lines of the receipt that it pays.
    pub lines: Option<Vec<TestLine>>,
}

/// A return in a test.
#[derive(Clone, Debug)]
pub struct ReturnText {
    /// What comes back.
    pub of: ReturnedText,
    /// `by "anna"`: from another member.
    pub by: Option<Text>,
    /// The day.
    pub on: Spanned<Day>,
    /// The time, noon if not said.
    pub at: Option<Minute>,
    /// Lines by their number from 1, with how much of each; everything if none is said.
    pub lines: Vec<(Option<Number>, Spanned<u16>)>,
}

/// What comes back in a test.
#[derive(Clone, Debug)]
pub enum ReturnedText {
    /// `purchase 1`: by its number in the test.
    Purchase(Spanned<u16>),
    /// `redemption 1`: by its number in the test.
    Redemption(Spanned<u16>),
    /// `"r-17"`: an id that the test does not know.
    Id(Text),
}

/// An activity in a test.
#[derive(Clone, Debug)]
pub struct ActivityText {
    /// `"review"`.
    pub kind: Text,
    /// `by "anna"`: another member's.
    pub by: Option<Text>,
    /// The day.
    pub on: Spanned<Day>,
    /// The time, noon if not said.
    pub at: Option<Minute>,
    /// `of purchase 1`: the receipt that it names, by the number of its purchase.
    pub of: Option<Spanned<u16>>,
    /// `in "app"`: the channel.
    pub channel: Option<Text>,
    /// `at store "zh-01"`.
    pub store: Option<Text>,
    /// `with receipt.stars 5`.
    pub fields: Vec<(Name, Literal)>,
}

/// A purchase in a test.
#[derive(Clone, Debug)]
pub struct PurchaseText {
    /// The day.
    pub on: Spanned<Day>,
    /// The time, noon if not said.
    pub at: Option<Minute>,
    /// `by "anna"`: another member's.
    pub by: Option<Text>,
    /// `in "store"`: the channel.
    pub channel: Option<Text>,
    /// `at store "zh-01"`.
    pub store: Option<Text>,
    /// `with coupon "A", "B"`.
    pub coupons: Vec<Text>,
    /// `with companions "anna"`.
    pub companions: Vec<Text>,
    /// `paid by "card"`, `paid 10.00 CHF by "card"`.
    pub tenders: Vec<(Option<(Number, Name)>, Text)>,
    /// `less 1.00 CHF`: a discount on the whole receipt.
    pub discount: Option<(Number, Name)>,
    /// `with receipt.terminal "x"`.
    pub fields: Vec<(Name, Literal)>,
    /// The lines.
    pub lines: Vec<TestLine>,
    /// The whole phrase.
    pub span: Span,
}

/// A line in a test: `"Apples" category "produce" label "bio" 2 litres 12.50 CHF`.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// Name of the goods.
    pub name: Option<Text>,
    /// `category "food/produce"`.
    pub category: Option<Text>,
    /// `brand "Hof"`.
    pub brand: Option<Text>,
    /// `sku "4001"`.
    pub sku: Option<Text>,
    /// `label "bio"`, any number of times.
    pub labels: Vec<Text>,
    /// `3 items`, `40 litres`: quantity and measure; one item if not said.
    pub quantity: Option<(Number, Name)>,
    /// What was charged, after its own discount.
    pub amount: (Number, Name),
    /// `discount 0.50 CHF`.
    pub discount: Option<(Number, Name)>,
    /// `tax 0.32 CHF`.
    pub tax: Option<(Number, Name)>,
    /// `with line.gift yes`.
    pub fields: Vec<(Name, Literal)>,
    /// The whole line.
    pub span: Span,
}

/// What must come out.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// `12 points from base`: what that rule or level gave in the event before.
    From(Number, Name, Name, Span),
    /// `nothing from base`.
    NothingFrom(Name, Span),
    /// `63 points in all`: what all rules gave of that unit in the event before.
    InAll(Number, Name, Span),
    /// `nothing`: no rule gave anything.
    Nothing(Span),
    /// `balance 120 points`: available.
    Balance(Number, Name, Span),
    /// `balance 620 points of "anna"`.
    BalanceOf(Number, Name, Text, Span),
    /// `500 points to "anna"`: what rules gave that other member.
    To(Number, Name, Text, Span),
    /// `63 points pending`.
    Pending(Number, Name, Span),
    /// `50 points owed`.
    Owed(Number, Name, Span),
    /// `120 points expired`: in the event before, as time passed.
    Expired(Number, Name, Span),
    /// `120 points reminded`: in the events before, as time passed.
    Reminded(Number, Name, Span),
    /// `12 points taken`, `12 points taken from base`: as goods came back.
    Taken(Number, Name, Option<Name>, Span),
    /// `500 points back`: spent points that came back.
    Back(Number, Name, Span),
    /// `5 points forgiven`: that were to be taken, and let go.
    Forgiven(Number, Name, Span),
    /// `refund cut 3.00 CHF`.
    RefundCut(Number, Name, Span),
    /// `cash 5.00 CHF`: spent points that were paid back.
    Cash(Number, Name, Span),
    /// `member in gold`, `member in gold until 2027-12-31`.
    Level(Name, Option<Spanned<Day>>, Span),
    /// `refused`, `refused "not-enough-points"`.
    Refused(Option<Text>, Span),
    /// `gives 10.00 CHF off`, `gives "A free coffee"`: what a redemption gave, in the words of the decision.
    Gives(Text, Span),
    /// `pays 4.50 CHF`: the money that a redemption took off its receipt.
    Pays(Number, Name, Span),
    /// `voucher cumulus of 5.00 CHF until 2027-12-31`: the member holds such a voucher.
    Voucher(Name, Option<(Number, Name)>, Option<Spanned<Day>>, Span),
    /// `no voucher cumulus`.
    NoVoucher(Name, Span),
    /// `500 "Alpina miles"`: what a transfer gave.
    Converted(Number, Text, Span),
    /// `alpina pays 54.5 CHF`: what a partner owes for the events before.
    PartnerPays(Name, Number, Name, Span),
}
