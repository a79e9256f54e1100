//! A small model of programmes: what the generator draws, the printer writes as Treue text, and the
//! shrinker takes apart. Names stand as text, so that a part can be taken away without renumbering.

mod condition;
mod expiry;
pub mod figure;
pub mod generate;
pub mod over;
pub mod pools;
pub mod print;
mod returns;
mod reward;
mod shrink;
pub mod tables;

pub use condition::{Comparison, Condition, DayWord, Operand, Part, Quantifier, Selection, Subject, Value};
pub use expiry::{Available, Expire, ExpiryLine, ExpiryWhat, Idle};
pub use returns::Returns;
pub use reward::{Cost, Ends, Gives, Issued, Price, Reward, RewardLimit, Worth};
pub use shrink::{Shrink, Shrinker};

use treue_lang::ast::{AfterReview, FieldOwner, StackWay};
use treue_lang::programme::{BurnOrder, RoundingMode, Scope};
use treue_lang::time::{Day, Deadline, Period, Window};

pub use treue_lang::ast::SelectionJoin as Join;

/// A decimal number: the value in 10^-decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Num {
    /// In smallest parts.
    pub value: i64,
    /// How many decimals are written.
    pub decimals: u8,
}

/// A programme.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// ISO code.
    pub currency: String,
    /// Decimals of the currency.
    pub money_decimals: u8,
    /// IANA name.
    pub zone: String,
    /// Units of points.
    pub units: Vec<Unit>,
    /// Measures.
    pub measures: Vec<String>,
    /// How many of the first measure each of the others is, if that is said.
    pub factors: Vec<(String, Num)>,
    /// Not said, `nothing`, or so many days.
    pub remember: Option<Option<u16>>,
    /// `returns`, if it is said.
    pub returns: Option<Returns>,
    /// Weekday that weeks start on, if said; Monday is 0.
    pub week_start: Option<u8>,
    /// `29 February counts as 1 March`.
    pub leap_after: bool,
    /// Lists of holidays.
    pub holidays: Vec<(String, Vec<Day>)>,
    /// `guests pass`.
    pub guests_pass: bool,
    /// `known members only`.
    pub known_members_only: bool,
    /// `leavers keep points for N days`.
    pub leavers_keep: Option<u16>,
    /// `household { }`.
    pub household: Option<Household>,
    /// `receipts up to`.
    pub receipts_up_to: Option<Num>,
    /// Declared fields.
    pub fields: Vec<Field>,
    /// Time zones of stores, or of the places that a text field names.
    pub zones: Option<Option<String>>,
    /// Tables of values.
    pub tables: Vec<tables::Table>,
    /// Named selections.
    pub lines: Vec<Lines>,
    /// Written tracks.
    pub tracks: Vec<Track>,
    /// Rules.
    pub earns: Vec<Earn>,
    /// Rules over windows.
    pub windows: Vec<over::WindowEarn>,
    /// Stacks.
    pub stacks: Vec<Stack>,
    /// Tier structures.
    pub tiers: Vec<Tiers>,
    /// Expiry of units.
    pub expires: Vec<Expire>,
    /// Partners.
    pub partners: Vec<Partner>,
    /// Rewards.
    pub rewards: Vec<Reward>,
}

/// A unit of points.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// `in CHF`.
    pub money: bool,
    /// Decimals as they are in force.
    pub decimals: u8,
    /// `worth`, in the currency.
    pub worth: Option<Num>,
    /// `buckets by`.
    pub buckets: Option<Period>,
    /// `used ... first`.
    pub used: Option<BurnOrder>,
    /// Title for customers.
    pub title: Option<String>,
}

/// A declared field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub owner: FieldOwner,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// `optional`.
    pub optional: bool,
    /// `default`.
    pub default: Option<Value>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum FieldKind {
    Text,
    OneOf(Vec<String>),
    YesNo,
    Number { decimals: u8, range: Option<(i64, i64)> },
    Money,
    Date,
    Member,
}

/// `lines name = selection`.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Its name.
    pub name: String,
    /// What it selects.
    pub selection: Selection,
}

/// A selection as money: with `before discounts` or `without tax`.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The lines.
    pub selection: Selection,
    /// Which money.
    pub basis: Option<Basis>,
    /// What it is made of; then nothing else counts.
    pub made: Option<Box<figure::Made>>,
}

/// Words after an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Basis {
    BeforeDiscounts,
    WithoutTax,
    PaidBy(Vec<String>),
    LessPaidBy(Vec<String>),
    Less(String),
}

/// What an amount, a track or an operand is counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Money.
    Money,
    /// A measure.
    Measure(String),
    /// Items.
    Items,
    /// A plain count; the word that names it.
    Count(String),
    /// Points of a unit.
    Points(String),
    /// A number field with decimals.
    Plain(u8),
    /// A date.
    Date,
}

/// A written track.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// What is summed or counted.
    pub subject: TrackSubject,
    /// In what it is counted.
    pub scale: Scale,
    /// Over which purchases.
    pub when: Option<Condition>,
    /// The window.
    pub window: Window,
}

/// What a track sums or counts.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum TrackSubject {
    Amount(Amount),
    Operand(Operand),
    Purchases,
    Points(String),
    PointsFrom(Vec<String>),
    Activities(String),
    // Of purchases, or of activities of that kind.
    InARow(Option<String>),
    Days(Option<String>),
    /// Of a field; what a missing one counts as; of activities of that kind.
    SumOf(String, Option<Value>, Option<String>),
    /// Different texts of lines, or of receipts or activities of that kind.
    Different(String, Option<Selection>, Option<String>),
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Earn {
    /// Its name.
    pub name: String,
    /// Title for customers.
    pub title: Option<String>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// The rest.
    pub body: Body,
}

/// The clauses of a rule or of a level's benefits.
#[derive(Clone, Debug)]
pub struct Body {
    /// Activity that it looks at instead of purchases.
    pub activity: Option<String>,
    /// Conditions, each in a clause of its own.
    pub conditions: Vec<Condition>,
    /// What it gives.
    pub award: Award,
    /// Other points by level.
    pub by_level: Vec<(String, Num)>,
    /// `within the receipt` behind them.
    pub within: bool,
    /// The unit that it gives.
    pub unit: String,
    /// Rounding.
    pub rounding: Option<Rounding>,
    /// Limits.
    pub limits: Vec<Limit>,
    /// `available ...`.
    pub available: Option<Available>,
    /// The date field that decides.
    pub decided_by: Option<String>,
    /// Perks (levels only).
    pub perks: Vec<String>,
    /// `funded`: shares, and partners or `us`.
    pub funded: Vec<(u32, String)>,
    /// Points to others.
    pub gifts: Vec<Gift>,
    /// `to companions evenly`.
    pub companions: bool,
}

/// `500 points to member.referrer, at most 3 times per day`.
#[derive(Clone, Debug)]
pub struct Gift {
    /// How many.
    pub points: Num,
    /// The unit.
    pub unit: String,
    /// The field that names who gets them.
    pub to: String,
    /// Whether the text must ask for the field first.
    pub asks: bool,
    /// Limits.
    pub limits: Vec<Limit>,
}

/// What a rule gives.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Award {
    Flat(Num),
    OfField(Num, String),
    BandsOfField { of: String, bands: Vec<(String, Num)> },
    Rate(Rate, Amount),
    Percent { percent: Num, of: Amount },
    EachLine(Amount),
    Share { percent: Num, of: Vec<String>, on: Option<Selection>, exact: bool },
    Times { factor: Num, of: Vec<String>, on: Option<Selection>, exact: bool },
    Bands { of: Amount, each_part: bool, bands: Vec<Band> },
}

/// `2 points per full 1.00 CHF`.
#[derive(Clone, Debug)]
pub struct Rate {
    /// How many.
    pub points: Num,
    /// `per`; nothing for flat (bands only).
    pub per: Option<Step>,
}

/// `per full 1.00 CHF`.
#[derive(Clone, Debug)]
pub struct Step {
    /// `full`.
    pub full: bool,
    /// The number, 1 if not written.
    pub size: Option<Num>,
    /// The word.
    pub word: String,
}

/// One band.
#[derive(Clone, Debug)]
pub struct Band {
    /// Where it starts.
    pub from: Value,
    /// What it gives.
    pub rate: Rate,
}

/// `rounded half up per line to 1 decimal`.
#[derive(Clone, Debug)]
pub struct Rounding {
    /// Which way, if said.
    pub mode: Option<RoundingMode>,
    /// `per line`.
    pub per_line: bool,
    /// `together`.
    pub together: bool,
    /// `to N decimals`.
    pub decimals: Option<u8>,
    /// `to multiples of 5 points`.
    pub multiples: Option<(Num, String)>,
}

/// `household { shares points  spends in proportion }`.
#[derive(Clone, Debug, Default)]
pub struct Household {
    /// Units that it shares.
    pub shares: Vec<String>,
    /// `spends own first`.
    pub own_first: bool,
}

/// `at most ...`.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Points, or nothing for `times`.
    pub points: Option<Num>,
    /// The number of times.
    pub times: u32,
    /// `per 1.00 CHF of eligible`: for each step of an amount.
    pub per: Option<(Step, Amount)>,
    /// The unit of the points.
    pub unit: String,
    /// Over what.
    pub window: LimitWindow,
    /// Who uses it up together.
    pub scope: Scope,
    /// `whole awards only`.
    pub whole: bool,
}

/// Over what a limit counts.
#[derive(Clone, Debug)]
pub enum LimitWindow {
    /// Nothing said: the receipt.
    Unsaid,
    /// `per receipt`.
    Receipt,
    /// `in these dates`.
    TheseDates,
    /// Any other.
    Window(Window),
}

/// A stack.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// How members combine.
    pub way: StackWay,
    /// Rules, levels or stacks.
    pub members: Vec<String>,
    /// `per line`.
    pub per_line: bool,
    /// `rounded ... together`.
    pub rounding: Option<Rounding>,
    /// Limits.
    pub limits: Vec<Limit>,
}

/// A tier structure.
#[derive(Clone, Debug)]
pub struct Tiers {
    /// Its name.
    pub name: String,
    /// `by track`.
    pub by: Option<String>,
    /// From the lowest up.
    pub levels: Vec<Level>,
    /// How long a level is held.
    pub validity: Validity,
    /// What comes after, if said.
    pub after: Option<AfterReview>,
    /// `review on`: months and days.
    pub review: Vec<(u8, u8)>,
    /// What new members hold.
    pub newcomers: Option<(String, Deadline)>,
}

/// One level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// How it is entered.
    pub entry: Option<Entry>,
    /// How it is kept.
    pub keep: Option<Entry>,
    /// `uses`, and `carries at most`.
    pub uses: Option<(Value, Option<Value>)>,
    /// `as` a lower level.
    pub as_level: Option<String>,
    /// `on reaching`, `on leaving`.
    pub changes: Vec<LevelChange>,
    /// Its benefits.
    pub benefits: Option<Body>,
}

/// `on reaching 500 points`, `on leaving expire points`.
#[derive(Clone, Debug)]
pub struct LevelChange {
    /// `on reaching`.
    pub reaching: bool,
    /// So many points; nothing for `expire`.
    pub points: Option<Num>,
    /// Of this unit.
    pub unit: String,
}

/// `from 500.00 CHF`, or `when ...`.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Of the track after `by`.
    From(Value),
    /// Any condition over tracks.
    When(Condition),
}

/// How long a level is held.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Validity {
    Until(Deadline),
    Ever,
    AtOnce,
}

/// A partner.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// First and last day.
    pub dates: Option<(Day, Day)>,
    /// Its stores.
    pub stores: Vec<String>,
    /// Its rules.
    pub earns: Vec<Earn>,
    /// Its rules over windows.
    pub windows: Vec<over::WindowEarn>,
    /// `pays 0.012 CHF per point`.
    pub pays: Vec<(Num, String)>,
    /// Conversions.
    pub converts: Vec<Conversion>,
}

/// `converts 1000 points to 500 "miles"`.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// So many points.
    pub give: Num,
    /// Of this unit.
    pub unit: String,
    /// Become so many.
    pub get: u32,
    /// Of this.
    pub into: String,
    /// `in steps of`.
    pub step: Option<Num>,
    /// `minimum`.
    pub minimum: Option<Num>,
    /// `plus`: so many more per so many points, and `once`.
    pub plus: Option<(u32, Num, bool)>,
    /// First and last day.
    pub dates: (Option<Day>, Option<Day>),
    /// `converted at end of`.
    pub converted: Option<Ends>,
    /// `when automatic`.
    pub alone: bool,
    /// `when`.
    pub when: Option<Condition>,
    /// `after`.
    pub after: Vec<String>,
}

impl TrackSubject {
    /// Whether it counts activities.
    #[must_use]
    pub fn is_of_activities(&self) -> bool {
        use TrackSubject::{Activities, Days, Different, InARow, SumOf};
        matches!(
            self,
            Activities(_) | SumOf(_, _, Some(_)) | InARow(Some(_)) | Days(Some(_)) | Different(_, _, Some(_))
        )
    }

    /// Whether a purchase can be added to what it reads.
    #[must_use]
    pub fn takes_purchases(&self) -> bool {
        !self.is_of_activities() && !matches!(self, TrackSubject::InARow(_) | TrackSubject::Days(_))
    }

    /// Whether an activity of a kind can be added to what it reads.
    #[must_use]
    pub fn takes_activities(&self, kind: &str) -> bool {
        use TrackSubject::{Activities, Different, SumOf};
        let of = match self {
            Activities(of) | SumOf(_, _, Some(of)) | Different(_, _, Some(of)) => Some(of),
            _ => None,
        };
        of.is_some_and(|of| of == kind)
    }
}

impl Limit {
    /// What makes two limits of one owner the same kind of limit.
    #[must_use]
    pub fn key(&self) -> (bool, Option<Window>, bool, bool, Scope) {
        let (window, dates) = match self.window {
            LimitWindow::Unsaid | LimitWindow::Receipt => (None, false),
            LimitWindow::TheseDates => (None, true),
            LimitWindow::Window(w) => (Some(w), false),
        };
        (self.points.is_none(), window, dates, self.per.is_some(), self.scope)
    }
}

impl Num {
    /// A whole number.
    #[must_use]
    pub fn whole(value: i64) -> Num {
        Num { value, decimals: 0 }
    }

    /// With decimals.
    #[must_use]
    pub fn new(value: i64, decimals: u8) -> Num {
        Num { value, decimals }
    }
}

impl std::fmt::Display for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.value < 0 { "-" } else { "" };
        let digits = self.value.unsigned_abs();
        let scale = 10_u64.pow(u32::from(self.decimals));
        if self.decimals == 0 {
            write!(f, "{sign}{digits}")
        } else {
            write!(
                f,
                "{sign}{}.{:0width$}",
                digits / scale,
                digits % scale,
                width = usize::from(self.decimals)
            )
        }
    }
}
