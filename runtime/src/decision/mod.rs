//! What comes out for an event. Both engines must give equal values. Numbers are in smallest units, as in
//! the programme; `json.rs` writes them for hosts.

pub(crate) mod compact;
pub mod json;
mod list;
mod refusal;
mod returned;
pub mod text;

pub use list::Decisions;
pub use refusal::{Code as RefusalCode, Refusal, RefusedBy};
pub use returned::{Returned, Taken};

use crate::event::Event;
use crate::state::Balance;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{
    GiftId, Gives, LevelId, LimitId, PartnerId, Programme, RewardId, RuleId, StackId, TiersId, UnitId,
};
use treue_lang::time::Day;

/// The decision on one event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Id of the event; empty for a clock event.
    pub event: String,
    /// The member; empty for a guest.
    pub member: String,
    /// The event's instant, seconds since 1970, and its offset as written.
    pub at: i64,
    /// Offset from UTC, seconds.
    pub offset: i32,
    /// Why it was refused; then nothing else is filled and nothing was changed.
    pub refusal: Option<Refusal>,
    /// True when this is the first decision again, for a repeated event.
    pub repeated: bool,
    /// True for an event that was earlier than the member's latest: no time passed for it.
    pub late: bool,
    /// Reminders of points that will expire, in the order of their days; then by unit.
    pub reminders: Vec<Reminder>,
    /// What was given as levels were reached or left, in the order in which it happened.
    pub level_gifts: Vec<LevelGift>,
    /// Points that expired as time passed, in the order of their days; then by unit.
    pub expired: Vec<Expired>,
    /// Tier changes: first those of reviews as time passed, then those of this event; levels that really changed,
    /// and renewals.
    pub tiers: Vec<TierChange>,
    /// One for each rule that gave something, in the order of the programme's rules.
    pub awards: Vec<Award>,
    /// What window rules gave and took: first as time passed, by day, rule and window; then in this event, in the order
    /// of the programme's rules.
    pub windows: Vec<WindowAward>,
    /// Rules that looked at this event and gave nothing, in the order of the programme's rules.
    pub not_applied: Vec<NotApplied>,
    /// What a redemption gave.
    pub reward: Option<RewardTaken>,
    /// What a return took and gave back.
    pub returned: Option<Box<Returned>>,
    /// The account that went up into this one.
    pub merged: Option<Box<Merged>>,
    /// What is due from or to partners.
    pub postings: Vec<Posting>,
    /// Rewards that were issued by themselves: as time passed, in the order of their days, then after this event.
    pub issued: Vec<Issued>,
    /// Vouchers that expired as time passed, then those that this event used.
    pub vouchers: Vec<VoucherMove>,
    /// Points that go out to other members, in the order of the programme's gifts; what becomes of them stands in the
    /// decisions on those members.
    pub outgoing: Vec<Outgoing>,
    /// What others of the household pay, by unit, in the order in which they joined it; below zero what comes back to
    /// them. In the decision on such a member their own part.
    pub shared: Vec<Debit>,
    /// The member whose event it is, if points came from it for another one.
    pub from: Option<String>,
    /// Balances after the event, by `UnitId`.
    pub balances: Vec<Balance>,
}

/// What one rule gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Award {
    /// The rule.
    pub rule: RuleId,
    /// What was given, after rounding, limits and stacks; above 0. Of an award that companions share, this member's part.
    pub points: i64,
    /// What the rule measured: money in smallest currency units, thousandths, or a count; `None` for flat
    /// awards and shares of other rules.
    pub amount: Option<i64>,
    /// The exact value before rounding, in smallest parts of the unit, in lowest terms: numerator, denominator.
    /// For `per line` the exact sum over the lines.
    pub raw: (i128, i128),
    /// After rounding, before any limit.
    pub rounded: i64,
    /// The last limit, in the order of evaluation, that cut it.
    pub cut_by: Option<LimitId>,
    /// Positions of the lines that the amount was measured on; empty for flat awards and shares.
    pub lines: Vec<u32>,
    /// Start of the day on which it can be spent; [`crate::state::Lot::NOT_YET`] while it waits for an activity.
    pub available: Day,
    /// Last good day; `None` for never. Idleness is not counted here.
    pub expires: Option<Day>,
    /// The partner who pays.
    pub payer: Option<PartnerId>,
}

/// An account that went up into another one, and what it brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Whose it was.
    pub member: String,
    /// Points that it held, also those not yet available, by unit; none of 0.
    pub points: Vec<(UnitId, i64)>,
    /// Points that it owed, by unit; none of 0.
    pub owed: Vec<(UnitId, i64)>,
}

/// Points on their way to another member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The rule that gives them.
    pub rule: RuleId,
    /// Which of the rule's gifts; none for a share of its own award.
    pub gift: Option<GiftId>,
    /// Who gets them.
    pub to: String,
    /// How many, before the limits that count for who gets them.
    pub points: i64,
}

/// What one member of a household pays for what another one spends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debit {
    /// Who pays.
    pub of: String,
    /// Id of the redemption or transfer that is paid.
    pub redemption: String,
    /// Points of this unit.
    pub unit: UnitId,
    /// So many; below zero if they come back.
    pub points: i64,
}

/// What one window rule gave, or took, for one of its windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowAward {
    /// The rule.
    pub rule: RuleId,
    /// First and last day of the window; `None` for all time.
    pub window: Option<(Day, Day)>,
    /// The sums as they are now, in the order of `Over::sums`.
    pub sums: Vec<i64>,
    /// The first of the rule's conditions on the sums (position in `Over::when`) that does not hold: then nothing is due.
    pub failed: Option<u32>,
    /// The exact value before rounding, in smallest parts of the unit, in lowest terms: numerator, denominator.
    pub raw: (i128, i128),
    /// After rounding, before any limit.
    pub rounded: i64,
    /// The last limit that cut it.
    pub cut_by: Option<LimitId>,
    /// What is due on the sums as they are now.
    pub due: i64,
    /// What was given for this window before.
    pub before: i64,
    /// What was given now; below 0 it was taken. `due` less `before`, or 0 as long as the window is not paid.
    pub points: i64,
    /// The day on which it was given and can be spent, or on which it will be.
    pub on: Day,
    /// Last good day of what was given; `None` for never, and where nothing was.
    pub expires: Option<Day>,
    /// The partner who pays.
    pub payer: Option<PartnerId>,
}

/// Why a rule gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotApplied {
    /// The rule.
    pub rule: RuleId,
    /// The first reason that applies, in this order of variants.
    pub reason: Reason,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// This one of its conditions (position in `Rule::conditions`) is the first that does not hold.
    Condition(u32),
    /// It comes to zero before any limit.
    Zero,
    /// This limit, its own or a stack's, left nothing.
    Limit(LimitId),
    /// Another member of this stack was taken.
    LostIn(StackId),
}

/// A change of level, or a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierChange {
    /// The structure.
    pub tiers: TiersId,
    /// Level that counted before.
    pub from: LevelId,
    /// Level that counts now.
    pub to: LevelId,
    /// Its last good day; `None` for ever.
    pub until: Option<Day>,
    /// First day on which it counts: the event's local day, or the day after the last good day of the level before.
    pub on: Day,
}

/// Points that are given as a level is reached or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelGift {
    /// The structure.
    pub tiers: TiersId,
    /// The level that was reached or left.
    pub level: LevelId,
    /// The unit of the points.
    pub unit: UnitId,
    /// How many.
    pub points: i64,
    /// Their last good day; `None` for never.
    pub expires: Option<Day>,
    /// The day.
    pub on: Day,
}

/// Points of which a member is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Their unit.
    pub unit: UnitId,
    /// How many.
    pub points: i64,
    /// Their last good day.
    pub last_good_day: Day,
    /// The day of the reminder.
    pub on: Day,
}

/// Points that expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expired {
    /// Their unit.
    pub unit: UnitId,
    /// How many.
    pub points: i64,
    /// Their last good day.
    pub last_good_day: Day,
}

/// What a redemption gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RewardTaken {
    /// The reward.
    pub reward: RewardId,
    /// How many steps.
    pub times: u32,
    /// The unit that it was paid in.
    pub unit: UnitId,
    /// What it cost.
    pub cost: i64,
    /// What all steps together give.
    pub gives: Gives,
    /// What that takes off the receipt that it pays, smallest currency units, if it was decided on one.
    pub value: Option<i64>,
    /// Last good day of the voucher.
    pub until: Option<Day>,
    /// Vouchers of it were used; that costs nothing.
    pub used: bool,
}

impl RewardTaken {
    /// The money that it took off the receipt that it pays, if it was points that did: as decided on the receipt, or, where
    /// the reward looks at none, the sum that it gives off one which the redemption names.
    #[must_use]
    pub fn taken_off(&self, names_receipt: bool, hands_out_vouchers: bool) -> Option<i64> {
        if self.used || hands_out_vouchers {
            return None;
        }
        let sum = if let Gives::Money(money) = self.gives { Some(money) } else { None };
        self.value.or(sum.filter(|_| names_receipt))
    }
}

/// A reward that was issued by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    /// The day at whose start it was, or the event's.
    pub on: Day,
    /// What was.
    pub taken: RewardTaken,
}

/// Vouchers that are no longer held, or held again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VoucherMove {
    /// Why.
    pub what: VoucherEnd,
    /// The reward that gave them.
    pub reward: RewardId,
    /// What one of them gives.
    pub gives: Gives,
    /// The day they were issued.
    pub issued: Day,
    /// Their last good day.
    pub until: Option<Day>,
    /// How many.
    pub count: u64,
}

/// How a voucher ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the words say it")]
pub enum VoucherEnd {
    Used,
    Expired,
    /// What they were got for was undone.
    Cancelled,
    /// They were used, and can be used again: from then on they are held.
    Back,
}

/// Something between the programme and a partner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Posting {
    /// The partner pays for points of its rules: whole currency units, exact, in lowest terms.
    Pays {
        /// Who.
        partner: PartnerId,
        /// For which rule.
        rule: RuleId,
        /// How many points, smallest parts.
        points: i64,
        /// How much: numerator and denominator.
        money: (i128, i128),
    },
    /// Points became the partner's currency.
    Converted {
        /// Whose.
        partner: PartnerId,
        /// Points of this unit.
        unit: UnitId,
        /// So many.
        points: i64,
        /// Into this.
        into: String,
        /// So many whole ones.
        gets: i64,
    },
}

impl Decision {
    /// A decision in which nothing has happened yet.
    #[must_use]
    pub fn empty(event: &Event, member: &str) -> Decision {
        let mut decision = Decision::blank();
        decision.start(event, member);
        decision
    }

    /// What windows of its day the event itself brought, which is what its return takes first: not what was paid as time passed
    /// to it, such as for a version that looks back.
    pub(crate) fn own_windows(&self, day: Day) -> impl Iterator<Item = &WindowAward> {
        let is_of_day = move |w: &WindowAward| w.window.is_none_or(|(from, to)| from <= day && day <= to);
        self.windows.iter().filter(move |w| (self.late || w.on == day) && is_of_day(w))
    }

    /// A decision on nothing, to be started on an event.
    pub(crate) fn blank() -> Decision {
        Decision {
            event: String::new(),
            member: String::new(),
            at: 0,
            offset: 0,
            refusal: None,
            repeated: false,
            late: false,
            reminders: Vec::new(),
            level_gifts: Vec::new(),
            expired: Vec::new(),
            tiers: Vec::new(),
            awards: Vec::new(),
            windows: Vec::new(),
            not_applied: Vec::new(),
            reward: None,
            returned: None,
            merged: None,
            postings: Vec::new(),
            issued: Vec::new(),
            vouchers: Vec::new(),
            outgoing: Vec::new(),
            shared: Vec::new(),
            from: None,
            balances: Vec::new(),
        }
    }

    /// Makes it a decision in which nothing has happened yet. Memory that it has is used again.
    pub(crate) fn start(&mut self, on: &Event, of: &str) {
        let Decision {
            event,
            member,
            at,
            offset,
            refusal,
            repeated,
            late,
            reminders,
            level_gifts,
            expired,
            tiers,
            awards,
            windows,
            not_applied,
            reward,
            returned,
            merged,
            postings,
            issued,
            vouchers,
            outgoing,
            shared,
            from,
            balances,
        } = self;
        event.clone_from(&on.id);
        member.clear();
        member.push_str(of);
        (*at, *offset) = (on.at, on.offset);
        (*refusal, *repeated, *late, *reward, *returned) = (None, false, false, None, None);
        (*merged, *from) = (None, None);
        reminders.clear();
        level_gifts.clear();
        expired.clear();
        tiers.clear();
        awards.clear();
        windows.clear();
        not_applied.clear();
        postings.clear();
        issued.clear();
        vouchers.clear();
        outgoing.clear();
        shared.clear();
        balances.clear();
    }

    /// A refusal.
    #[must_use]
    pub fn refused(event: &Event, member: &str, refusal: Refusal) -> Decision {
        Decision { refusal: Some(refusal), ..Decision::empty(event, member) }
    }

    /// Whether anything was given, taken or changed.
    #[must_use]
    pub fn happened(&self) -> bool {
        self.refusal.is_some()
            || !self.reminders.is_empty()
            || !self.level_gifts.is_empty()
            || !self.expired.is_empty()
            || !self.tiers.is_empty()
            || !self.awards.is_empty()
            || self.windows.iter().any(|w| w.points != 0)
            || self.reward.is_some()
            || self.returned.is_some()
            || self.merged.is_some()
            || !self.postings.is_empty()
            || !self.issued.is_empty()
            || !self.vouchers.is_empty()
            || !self.shared.is_empty()
    }

    /// What can be spent after the event.
    #[must_use]
    pub fn available(&self, unit: UnitId) -> i64 {
        self.balances.get(unit.0 as usize).map_or(0, |balance| balance.available)
    }

    /// What a rule gave in all: to the member, and as shares to companions.
    #[must_use]
    pub fn given_by(&self, rule: RuleId) -> i64 {
        let own = self.awards.iter().filter(|a| a.rule == rule).map(|a| a.points);
        let shares = self.outgoing.iter().filter(|o| o.rule == rule && o.gift.is_none()).map(|o| o.points);
        own.chain(shares).fold(0, i64::saturating_add)
    }

    /// What all rules gave of a unit, less what window rules took.
    #[must_use]
    pub fn points(&self, programme: &Programme, unit: UnitId) -> i64 {
        let of_unit = |rule: RuleId| programme.rules.get(rule).is_some_and(|r| r.unit == unit);
        let awards = self.awards.iter().map(|a| (a.rule, a.points));
        let windows = self.windows.iter().map(|w| (w.rule, w.points));
        awards.chain(windows).filter(|(rule, _)| of_unit(*rule)).map(|(_, points)| points).sum()
    }
}
