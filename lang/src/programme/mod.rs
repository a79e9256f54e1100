//! The checked programme: every name resolved, every choice explicit, every number in smallest units.
//! Both engines read this and nothing earlier. Only `check` builds it.
//!
//! Units of numbers. Money is in the currency's smallest unit (Rappen, cents). Quantities, of measures
//! and of items alike, are in thousandths. Points are in the smallest part of their unit (10^-decimals).
//! Counts are plain. Two numbers that are compared have been brought to one scale (`Compare`).

mod award;
mod choice;
mod condition;
mod expiry;
mod field;
mod figure;
mod gift;
mod household;
mod id;
mod limit;
mod migration;
mod occasion;
mod over;
mod partner;
mod property;
mod rates;
mod ratio;
mod returns;
mod reward;
mod said;
mod selection;
mod stack;
mod table;
mod test;
mod tiers;
mod track;
mod unit;
mod vocabulary;
mod walk;
mod word;
mod zones;

pub use award::{
    Award, Band, ByLevel, Portion, Rate, Rounding, RoundingMode, RoundingPlace, Rule, Trigger, Within,
};
pub use choice::{About, Choice, ChoiceRow};
pub use condition::{Compare, Comparison, Condition, Conjunct, Number, TextTest, Texts};
pub use expiry::{AfterPause, Available, BurnOrder, Decay, Expiry, ExpiryHow, Extension, Idle, Pause, Start};
pub use field::{Field, FieldKind, FieldOwner, FieldValue};
pub use figure::{Figure, FigureKind, FigureNumber, Formula};
pub use gift::Gift;
pub use household::{Household, Spends};
pub use id::{
    AmountId, Arena, FieldId, FigureId, GiftId, Id, LimitId, MeasureId, PartnerId, RewardId, RuleId,
    SelectionId, StackId, TableId, TendersId, TiersId, TrackId, UnitId,
};
pub use limit::{Limit, LimitOwner, LimitWindow, Most, Scope};
pub use migration::{Becomes, Forgotten, Migration, Was};
pub use occasion::{Beginning, HeldAs, Occasion};
pub use over::{Over, Paid, Sum};
pub use partner::{Conversion, Funding, Partner, Pays, Plus};
pub use property::{Bound, Claim, Property};
pub use rates::{RateRow, Rates};
pub use ratio::Ratio;
pub use returns::{BACK_DAYS, Returns, Shortfall, Source, SpentPoints};
pub use reward::{
    Cost, Gives, GivesByLevel, IssueWhen, Issued, OnReceipt, Points, Price, Reward, Rung, Worth,
};
pub use said::{Gap, Join, Said};
pub use selection::{Amount, Basis, LineNumber, LineText, Predicate, Selection};
pub use stack::{Member as StackMember, Stack, StackWay, Step};
pub use table::{Table, TableKey, TableRow};
pub use test::{
    Expectation, Given, Test, TestActivity, TestEvent, TestLine, TestPurchase, TestRedeem, TestReturn,
    TestReturned, TestStep,
};
pub use tiers::{AfterReview, Consumption, Level, LevelEffect, LevelId, Tiers, Uses, Validity};
pub use track::{DifferentText, Track, TrackSubject};
pub use unit::{Currency, Measure, Unit};
pub use vocabulary::Vocabulary;
pub use word::{behind, counted, same_word, singular};
pub use zones::Zones;

use std::sync::Arc;

use crate::time::{Almanac, Day, LeapDay, Zone};

/// The member's date field that birth months are read of.
pub const BIRTHDAY: &str = "birthday";

/// Decimals of every quantity: thousandths.
pub const QUANTITY_DECIMALS: u8 = 3;

/// Where a choice comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Because {
    /// It is written in the text.
    Written,
    /// It is the documented default.
    #[default]
    Default,
}

/// A checked programme. What is made by hand starts from the defaults of its parts, in which nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// Its name.
    pub name: String,
    /// The currency of all its money.
    pub currency: Currency,
    /// The zone of its days: of windows, deadlines, and of all dates and hours where no other is known.
    pub zone: Zone,
    /// Whose wall clock decides dates and hours of purchases and activities elsewhere.
    pub zones: Option<Zones>,
    /// Weekday that weeks start on; Monday is 0.
    pub week_start: u8,
    /// What a birthday or an anniversary of 29 February counts as in other years.
    pub leap_day: LeapDay,
    /// How many days back repeated ids, receipts and late events are known; `None` for `remember nothing`.
    pub remember: Option<u16>,
    /// What happens when goods come back.
    pub returns: Returns,
    /// `guests pass`: a receipt without a member earns nothing; otherwise it is refused.
    pub guests_pass: bool,
    /// `known members only`: a member that was not handed in is refused; otherwise it joins.
    pub known_members_only: bool,
    /// `leavers keep points for N days`: so many days points and vouchers of somebody stay whose membership has ended;
    /// otherwise they are gone at once.
    pub leavers_keep: Option<u16>,
    /// `household { ... }`: members may share a household.
    pub household: Option<Household>,
    /// Largest sum of the absolute amounts of a receipt's lines, smallest currency units.
    pub receipt_ceiling: i64,
    /// Units of points.
    pub units: Arena<UnitId, Unit>,
    /// Measures of quantities; items are not among them.
    pub measures: Arena<MeasureId, Measure>,
    /// Declared fields.
    pub fields: Arena<FieldId, Field>,
    /// Selections of lines, named and unnamed; equal ones are one.
    pub selections: Arena<SelectionId, Selection>,
    /// Amounts of a receipt; equal ones are one.
    pub amounts: Arena<AmountId, Amount>,
    /// Numbers made of others; equal ones are one.
    pub figures: Arena<FigureId, Figure>,
    /// What money of other currencies is worth; without it such receipts are refused.
    pub rates: Option<Rates>,
    /// Names that are known outside; nothing but lints reads them.
    pub vocabularies: Vec<Vocabulary>,
    /// Tables of values.
    pub tables: Arena<TableId, Table>,
    /// Kinds of tenders that amounts ask for: each list sorted, without repeats; equal ones are one.
    pub tender_kinds: Arena<TendersId, Vec<String>>,
    /// Tracks, written and implied.
    pub tracks: Arena<TrackId, Track>,
    /// Tracks of limits that members use up together, with who does.
    pub shared: Vec<(TrackId, Scope)>,
    /// Earn rules: of the programme, of partners, and the benefits of tier levels.
    pub rules: Arena<RuleId, Rule>,
    /// Stacks.
    pub stacks: Arena<StackId, Stack>,
    /// Limits of rules and stacks.
    pub limits: Arena<LimitId, Limit>,
    /// Points to other members, in the order of the text.
    pub gifts: Arena<GiftId, Gift>,
    /// In which order rules and stacks are evaluated: whatever is referred to comes first.
    pub order: Vec<Step>,
    /// Tier structures.
    pub tiers: Arena<TiersId, Tiers>,
    /// Rewards.
    pub rewards: Arena<RewardId, Reward>,
    /// Rewards that are issued by themselves, in the order in which they are at one moment.
    pub issues: Vec<RewardId>,
    /// Partners.
    pub partners: Arena<PartnerId, Partner>,
    /// Conversions that happen by themselves, by partner and position, in the order in which they do at one moment:
    /// after all rewards.
    pub converts: Vec<(PartnerId, usize)>,
    /// Kinds of activities that keep points alive, by their names in `expire`.
    pub kept_activities: Vec<String>,
    /// What things were called before.
    pub migration: Migration,
    /// Tests.
    pub tests: Vec<Test>,
    /// What must hold whatever happens; nothing of it is looked at as events are decided.
    pub properties: Vec<Property>,
    /// The same programme with the rules that watch its properties behind all others, without tests; if it has any.
    pub watched: Option<Arc<Programme>>,
    /// The choices in force, written or not, for `explain` and editors.
    pub choices: Vec<Choice>,
}

impl Programme {
    /// Decimals of an amount beyond the smallest part of its kind: of figures only.
    #[must_use]
    pub fn finer(&self, amount: AmountId) -> u8 {
        match self.amounts.get(amount) {
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                self.figures.get(*figure).map_or(0, |f| f.decimals)
            }
            Some(
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::Different(..)
                | Amount::Events(_),
            )
            | None => 0,
        }
    }

    /// Whether an event of one member may change another, so that the order of events over all members counts. A
    /// `merge` ties two members whatever the programme says.
    #[must_use]
    pub fn ties_members(&self) -> bool {
        !self.gifts.is_empty()
            || self.household.is_some()
            || self.rules.iter().any(|(_, rule)| rule.companions)
            || !self.shared.is_empty()
    }

    /// The fields whose dates decide for rules, in their order, each once.
    #[must_use]
    pub fn deciding_fields(&self) -> Vec<FieldId> {
        let mut fields: Vec<FieldId> = self.rules.iter().filter_map(|(_, r)| r.decided_by).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// The zone whose wall clock decides dates and hours of what happened there.
    #[must_use]
    pub fn zone_of(&self, store: Option<&str>, fields: &[Option<FieldValue>]) -> &Zone {
        let Some(zones) = &self.zones else { return &self.zone };
        let place = match zones.by.and_then(|id| self.fields.get(id)) {
            None => store,
            Some(field) => {
                match fields.get(field.position).and_then(Option::as_ref).or(field.default.as_ref()) {
                    Some(FieldValue::Text(text)) => Some(text.as_str()),
                    Some(FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => None,
                }
            }
        };
        place.and_then(|place| zones.of(place)).unwrap_or(&self.zone)
    }

    /// Whether a selection leaves lines below zero out: it asks, whatever else it asks, for an amount that is not below
    /// zero.
    #[must_use]
    pub fn only_above_zero(&self, selection: SelectionId) -> bool {
        self.selections.get(selection).is_some_and(|s| self.is_above_zero(&s.predicate))
    }

    fn is_above_zero(&self, predicate: &Predicate) -> bool {
        match predicate {
            Predicate::All(parts) => parts.iter().any(|part| self.is_above_zero(part)),
            Predicate::Any(parts) => !parts.is_empty() && parts.iter().all(|part| self.is_above_zero(part)),
            Predicate::In(selection) => self.only_above_zero(*selection),
            Predicate::Compare(
                LineNumber::Amount { .. },
                Comparison::Above | Comparison::AtLeast,
                LineNumber::Constant(least),
            ) => *least >= 0,
            Predicate::Compare(..)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::Text(..)
            | Predicate::Flag(..)
            | Predicate::Present(_)
            | Predicate::Measure(_) => false,
        }
    }

    /// The field that an amount is, if it is nothing else, and what a missing one counts as.
    #[must_use]
    pub fn field_alone(&self, amount: &Amount) -> Option<(FieldId, Option<i64>)> {
        let Amount::Made(_, figure) = amount else { return None };
        match self.figures.get(*figure).map(|figure| &figure.formula)? {
            Formula::Number(FigureNumber::Field(field, missing), _) => Some((*field, *missing)),
            Formula::Number(
                FigureNumber::Constant(_)
                | FigureNumber::Line(_)
                | FigureNumber::Amount(_)
                | FigureNumber::Table(..),
                _,
            )
            | Formula::Larger(..)
            | Formula::Smaller(..)
            | Formula::Plus(..)
            | Formula::Less(..)
            | Formula::Times(..) => None,
        }
    }

    /// The choices that nobody wrote.
    pub fn defaults(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| choice.is_default())
    }

    /// All rules of a rule's name, itself included.
    #[must_use]
    pub fn versions<'a>(&'a self, rule: &'a RuleId) -> &'a [RuleId] {
        match self.rules.get(*rule) {
            Some(found) if !found.versions.is_empty() => &found.versions,
            Some(_) | None => std::slice::from_ref(rule),
        }
    }

    /// The version that gives for a window of a rule, which ends on `last`, on a day: the newest retroactive one that has
    /// begun by then and by the last day of the window, if it is not older than the rule; else the rule itself.
    #[must_use]
    pub fn governing(&self, rule: RuleId, last: Day, now: Day) -> RuleId {
        let versions = self.versions(&rule);
        let up_to = versions.iter().position(|v| *v == rule).unwrap_or(0);
        let newer = versions.iter().take(up_to.saturating_add(1));
        newer.copied().find(|v| self.looks_back(*v, last, now)).unwrap_or(rule)
    }

    /// Whether a version counts for a window what earlier ones counted: a retroactive one that has begun by that day and
    /// by the last day of the window.
    #[must_use]
    pub fn looks_back(&self, version: RuleId, last: Day, now: Day) -> bool {
        let Some(rule) = self.rules.get(version) else { return false };
        let is_retroactive = rule.over.as_ref().is_some_and(|over| over.retroactive);
        is_retroactive && rule.dates.0.is_some_and(|from| from <= now && from <= last)
    }

    /// The tracks by which a rule is asked for a window that ends on `last`, on a day: those of its sums, with those of earlier versions if it
    /// looks back; none if another version gives for it.
    #[must_use]
    pub fn asked_by(&self, rule: RuleId, last: Day, now: Day) -> Vec<TrackId> {
        let over = self.rules.get(rule).and_then(|r| r.over.as_ref());
        let Some(over) = over.filter(|_| self.governing(rule, last, now) == rule) else {
            return Vec::new();
        };
        if self.looks_back(rule, last, now) {
            over.summed().collect()
        } else {
            over.sums.iter().map(|sum| sum.track).collect()
        }
    }

    /// A rule, and the earlier versions for which it gives, if it is retroactive.
    #[must_use]
    pub fn governed(&self, rule: RuleId) -> Vec<RuleId> {
        let retroactive = self.rules.get(rule).and_then(|r| r.over.as_ref()).is_some_and(|o| o.retroactive);
        let from_it_on = self.versions(&rule).iter().copied().skip_while(|v| *v != rule);
        from_it_on.take(if retroactive { usize::MAX } else { 1 }).collect()
    }

    /// The rule of that name; the first in the text where it has several versions.
    #[must_use]
    pub fn rule_named(&self, name: &str) -> Option<RuleId> {
        self.rules.iter().find(|(_, r)| r.name == name).map(|(id, _)| id)
    }

    /// The unit of that name; `point` finds `points`.
    #[must_use]
    pub fn unit_named(&self, name: &str) -> Option<UnitId> {
        self.units.iter().find(|(_, u)| same_word(&u.name, name)).map(|(id, _)| id)
    }

    /// The field of that owner and name.
    #[must_use]
    pub fn field_named(&self, owner: FieldOwner, name: &str) -> Option<FieldId> {
        self.fields.iter().find(|(_, f)| f.owner == owner && f.name == name).map(|(id, _)| id)
    }

    /// The measure of that name; `litres` finds `litre`.
    #[must_use]
    pub fn measure_named(&self, name: &str) -> Option<MeasureId> {
        self.measures.iter().find(|(_, m)| same_word(&m.name, name)).map(|(id, _)| id)
    }

    /// Tier structures with a level of that name, and the level.
    pub fn levels_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (TiersId, LevelId)> + 'a {
        self.tiers.iter().flat_map(move |(id, t)| t.level_named(name).map(|l| (id, l)))
    }

    /// What deadlines need to know of a member: `fields` are those of the member, by position. Who has not joined yet
    /// (known by an event about them alone) joins on `today`, however many years a deadline then counts.
    #[must_use]
    pub fn almanac(&self, fields: &[Option<FieldValue>], joined: Option<Day>, today: Day) -> Almanac {
        let birthday = self.field_named(FieldOwner::Member, BIRTHDAY).and_then(|id| self.fields.get(id));
        let birthday = birthday.and_then(|f| fields.get(f.position)?.as_ref().or(f.default.as_ref()));
        let birth_month = match birthday {
            Some(FieldValue::Date(day)) => Some(day.month()),
            Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_)) | None => None,
        };
        Almanac { week_start: self.week_start, birth_month, joined: joined.or(Some(today)) }
    }

    /// The day from which ids no longer need to be remembered on `today`.
    #[must_use]
    pub fn memory_starts(&self, today: Day) -> Option<Day> {
        self.remember.map(|days| today.plus(-i32::from(days)))
    }
}
