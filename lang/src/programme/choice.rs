//! The choices that a programme makes or leaves open: the rows of the table in `docs/language.md`.

use super::{Because, LimitId, RewardId, RuleId, Said, StackId, TiersId, UnitId};
use crate::source::Span;

/// A choice that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is a choice of.
    pub about: About,
    /// The same in words, such as `earn base`.
    pub of: String,
    /// Which row of the table it is.
    pub row: ChoiceRow,
    /// What is in force, such as `down, once, to whole points`.
    pub value: Said,
    /// Whether the text says it.
    pub because: Because,
    /// What the choice belongs to, as written: an item, a setting or a clause.
    pub span: Span,
}

/// What a choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The programme as a whole.
    Programme,
    /// Goods that come back.
    Returns,
    /// A unit.
    Unit(UnitId),
    /// A rule.
    Rule(RuleId),
    /// A limit.
    Limit(LimitId),
    /// A stack.
    Stack(StackId),
    /// A tier structure.
    Tiers(TiersId),
    /// A reward.
    Reward(RewardId),
}

/// A row of the table of choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChoiceRow {
    /// Which way, when and to what a rule rounds.
    Rounding,
    /// What lines below zero do.
    NegativeLines,
    /// Which money of a line counts.
    Amount,
    /// Receipts in another currency.
    OtherCurrency,
    /// Lines in another measure.
    OtherMeasure,
    /// What a percentage of a rule is of.
    ShareBase,
    /// What happens to an award that does not fit into a limit.
    LimitReached,
    /// Who uses a limit up, and what counts.
    LimitCounts,
    /// When a window rule pays.
    WindowPaid,
    /// What `best of` and `first of` compare.
    BestOf,
    /// Whether a track is read with the purchase in it.
    TrackRead,
    /// Which level decides for a rule.
    LevelRead,
    /// Which date decides for a rule.
    RuleDate,
    /// What a date that is still to come decides.
    FutureDate,
    /// When levels are entered.
    LevelEntered,
    /// What comes after a level that was not kept.
    AfterReview,
    /// What 29 February is in other years.
    LeapDay,
    /// The day on which weeks start.
    Week,
    /// Whether points expire.
    Expiry,
    /// The day from which a period of expiry counts.
    ExpiryFrom,
    /// Which level decides on a period of expiry.
    ExpiryLevel,
    /// What follows a pause.
    PauseEnds,
    /// Which points are used first.
    BurnOrder,
    /// What an automatic reward leaves, and how many vouchers it gives.
    AutomaticReward,
    /// Where points of returned goods are taken.
    Taken,
    /// What becomes of points that are missing at a return.
    Missing,
    /// What becomes of levels that a returned receipt opened.
    ReturnedLevel,
    /// What becomes of rewards that a returned receipt issued by itself.
    ReturnedReward,
    /// How points that were spent come back.
    SpentPoints,
    /// How far back events are known.
    Memory,
    /// What becomes of a member whom nobody knows.
    UnknownMember,
    /// What becomes of a receipt without a member.
    Guests,
    /// What becomes of points and vouchers of a membership that ends.
    Leavers,
    /// When points to others go out, and whom their limits count for.
    Gifts,
    /// Who pays for a rule of a partner.
    Funding,
}

impl ChoiceRow {
    /// All of them, in the order of the table.
    pub const ALL: [ChoiceRow; 35] = [
        ChoiceRow::Rounding,
        ChoiceRow::NegativeLines,
        ChoiceRow::Amount,
        ChoiceRow::OtherCurrency,
        ChoiceRow::OtherMeasure,
        ChoiceRow::ShareBase,
        ChoiceRow::LimitReached,
        ChoiceRow::LimitCounts,
        ChoiceRow::WindowPaid,
        ChoiceRow::BestOf,
        ChoiceRow::TrackRead,
        ChoiceRow::LevelRead,
        ChoiceRow::RuleDate,
        ChoiceRow::FutureDate,
        ChoiceRow::LevelEntered,
        ChoiceRow::AfterReview,
        ChoiceRow::LeapDay,
        ChoiceRow::Week,
        ChoiceRow::Expiry,
        ChoiceRow::ExpiryFrom,
        ChoiceRow::ExpiryLevel,
        ChoiceRow::PauseEnds,
        ChoiceRow::BurnOrder,
        ChoiceRow::AutomaticReward,
        ChoiceRow::Taken,
        ChoiceRow::Missing,
        ChoiceRow::ReturnedLevel,
        ChoiceRow::ReturnedReward,
        ChoiceRow::SpentPoints,
        ChoiceRow::Memory,
        ChoiceRow::UnknownMember,
        ChoiceRow::Guests,
        ChoiceRow::Leavers,
        ChoiceRow::Gifts,
        ChoiceRow::Funding,
    ];

    /// Its name in the table, and wherever a choice is shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ChoiceRow::Rounding => "rounding",
            ChoiceRow::NegativeLines => "negative lines",
            ChoiceRow::Amount => "amount",
            ChoiceRow::OtherCurrency => "other currencies",
            ChoiceRow::OtherMeasure => "other measures",
            ChoiceRow::ShareBase => "base of a percentage",
            ChoiceRow::LimitReached => "limit reached",
            ChoiceRow::LimitCounts => "limit counts",
            ChoiceRow::WindowPaid => "window paid",
            ChoiceRow::BestOf => "best of",
            ChoiceRow::TrackRead => "track in a condition",
            ChoiceRow::LevelRead => "level in a rule",
            ChoiceRow::RuleDate => "rule date",
            ChoiceRow::FutureDate => "deciding date to come",
            ChoiceRow::LevelEntered => "levels entered",
            ChoiceRow::AfterReview => "after review",
            ChoiceRow::LeapDay => "29 February",
            ChoiceRow::Week => "week",
            ChoiceRow::Expiry => "expiry",
            ChoiceRow::ExpiryFrom => "expiry counts from",
            ChoiceRow::ExpiryLevel => "expiry by level",
            ChoiceRow::PauseEnds => "end of a pause",
            ChoiceRow::BurnOrder => "burn order",
            ChoiceRow::AutomaticReward => "automatic reward",
            ChoiceRow::Taken => "points are taken",
            ChoiceRow::Missing => "missing points",
            ChoiceRow::ReturnedLevel => "levels of a returned receipt",
            ChoiceRow::ReturnedReward => "rewards of a returned receipt",
            ChoiceRow::SpentPoints => "spent points",
            ChoiceRow::Memory => "memory",
            ChoiceRow::UnknownMember => "unknown member",
            ChoiceRow::Guests => "receipt without member",
            ChoiceRow::Leavers => "membership ends",
            ChoiceRow::Gifts => "points to others",
            ChoiceRow::Funding => "funding",
        }
    }

    /// Whether almost every rule leaves it open, so that an editor need not say it at each.
    #[must_use]
    pub fn is_everywhere(self) -> bool {
        matches!(
            self,
            ChoiceRow::NegativeLines | ChoiceRow::Amount | ChoiceRow::RuleDate | ChoiceRow::LevelRead
        )
    }
}

impl Choice {
    /// Whether nobody wrote it.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.because == Because::Default
    }
}
