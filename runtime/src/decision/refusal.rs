//! Why an event was refused: a stable code, what is the matter, and what would have sufficed.

use serde::{Deserialize, Serialize};
use treue_lang::programme::LimitId;

/// The stable name of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Code {
    /// The receipt names no member.
    NoMember,
    /// The member was not handed in, and the programme has `known members only`.
    UnknownMember,
    /// The id was used before for something else.
    IdReused,
    /// Earlier than the member's latest event, where nothing is remembered.
    OutOfOrder,
    /// Earlier than what is remembered; or a return of something older.
    TooLate,
    /// A return, where nothing is remembered.
    NothingRemembered,
    /// The member has no receipt or redemption of that id within memory.
    UnknownReceipt,
    /// What is named is no receipt and no redemption.
    NotReturnable,
    /// The return is earlier than the purchase.
    BeforePurchase,
    /// Everything came back before.
    NothingLeft,
    /// The receipt has no line of that position.
    UnknownLine,
    /// One line stands twice in a return.
    LineTwice,
    /// More comes back than is left of a line.
    MoreThanBought,
    /// A quantity that is not above zero.
    QuantityNotAboveZero,
    /// A redemption has no lines.
    NoLines,
    /// The member is in no household.
    NoHousehold,
    /// The household has as many members as it may have.
    HouseholdFull,
    /// An account would go up into itself.
    MergeWithItself,
    /// The account that is to go up into another one is not known.
    MergeUnknown,
    /// The account went up into another one before.
    AlreadyMerged,
    /// A change of the account is earlier than the latest event of one that it concerns.
    AccountOutOfOrder,
    /// The membership has ended.
    NotAMember,
    /// Earlier than the beginning of the membership.
    BeforeJoining,
    /// The membership has begun before, and has not ended.
    AlreadyAMember,
    /// Points to others would go to the member whose event it is.
    OwnGift,
    /// Fewer points available than asked for.
    NotEnoughPoints,
    /// Below the reward's or the conversion's minimum.
    BelowMinimum,
    /// Above what one use allows.
    AboveMaximum,
    /// Not a multiple of the conversion's step.
    NotAStep,
    /// No partner converts this unit into that.
    UnknownConversion,
    /// The reward has no price in this unit.
    WrongUnit,
    /// The reward has no price on this day, or the conversion is not in force.
    NotInForce,
    /// A condition of the reward does not hold.
    NotEligible,
    /// A limit of the reward has not enough left.
    LimitReached,
    /// The reward is decided on the receipt that it pays, and that was not sent.
    NoReceipt,
    /// More money than may be paid of this receipt.
    AboveReceipt,
    /// Less money than the receipt comes to, and the whole of it must be paid.
    BelowReceipt,
    /// Less is bought than the reward asks for.
    BelowPurchase,
    /// The reward is issued by itself.
    IssuedByItself,
    /// The member holds fewer vouchers than asked for.
    NoVoucher,
    /// The voucher that a redemption gave is no longer there.
    VoucherGone,
    /// Nothing on the receipt that the reward could pay.
    NothingToPay,
    /// A track or a balance would become too large.
    OutOfRange,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Which.
    pub code: Code,
    /// What there is, where a number matters: points available, or the number asked for.
    pub have: Option<i64>,
    /// What would have sufficed.
    pub need: Option<i64>,
    /// The name that matters, if any.
    pub name: Option<String>,
    /// What of the reward was in the way, if it can be named.
    pub by: Option<RefusedBy>,
}

/// What of a reward was in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefusedBy {
    /// The condition at this position.
    Condition(u32),
    /// This limit.
    Limit(LimitId),
}

impl Code {
    /// All of them.
    pub const ALL: [Code; 43] = [
        Code::NoMember,
        Code::UnknownMember,
        Code::IdReused,
        Code::OutOfOrder,
        Code::TooLate,
        Code::NothingRemembered,
        Code::UnknownReceipt,
        Code::NotReturnable,
        Code::BeforePurchase,
        Code::NothingLeft,
        Code::UnknownLine,
        Code::LineTwice,
        Code::MoreThanBought,
        Code::QuantityNotAboveZero,
        Code::NoLines,
        Code::NotEnoughPoints,
        Code::BelowMinimum,
        Code::AboveMaximum,
        Code::NotAStep,
        Code::UnknownConversion,
        Code::WrongUnit,
        Code::NotInForce,
        Code::NotEligible,
        Code::LimitReached,
        Code::NoReceipt,
        Code::AboveReceipt,
        Code::BelowReceipt,
        Code::BelowPurchase,
        Code::IssuedByItself,
        Code::NoVoucher,
        Code::VoucherGone,
        Code::NothingToPay,
        Code::OutOfRange,
        Code::OwnGift,
        Code::MergeWithItself,
        Code::MergeUnknown,
        Code::AlreadyMerged,
        Code::AccountOutOfOrder,
        Code::NotAMember,
        Code::BeforeJoining,
        Code::AlreadyAMember,
        Code::NoHousehold,
        Code::HouseholdFull,
    ];

    /// The name that hosts see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Code::NoMember => "no-member",
            Code::UnknownMember => "unknown-member",
            Code::IdReused => "id-reused",
            Code::OutOfOrder => "out-of-order",
            Code::TooLate => "too-late",
            Code::NothingRemembered => "nothing-remembered",
            Code::UnknownReceipt => "unknown-receipt",
            Code::NotReturnable => "not-returnable",
            Code::BeforePurchase => "before-purchase",
            Code::NothingLeft => "nothing-left",
            Code::UnknownLine => "unknown-line",
            Code::LineTwice => "line-twice",
            Code::MoreThanBought => "more-than-bought",
            Code::QuantityNotAboveZero => "quantity-not-above-zero",
            Code::NoLines => "no-lines",
            Code::NoHousehold => "no-household",
            Code::HouseholdFull => "household-full",
            Code::MergeWithItself => "merge-with-itself",
            Code::MergeUnknown => "merge-unknown",
            Code::AlreadyMerged => "already-merged",
            Code::AccountOutOfOrder => "account-out-of-order",
            Code::NotAMember => "not-a-member",
            Code::BeforeJoining => "before-joining",
            Code::AlreadyAMember => "already-a-member",
            Code::OwnGift => "own-gift",
            Code::NotEnoughPoints => "not-enough-points",
            Code::BelowMinimum => "below-minimum",
            Code::AboveMaximum => "above-maximum",
            Code::NotAStep => "not-a-step",
            Code::UnknownConversion => "unknown-conversion",
            Code::WrongUnit => "wrong-unit",
            Code::NotInForce => "not-in-force",
            Code::NotEligible => "not-eligible",
            Code::LimitReached => "limit-reached",
            Code::NoReceipt => "no-receipt",
            Code::AboveReceipt => "above-receipt",
            Code::BelowReceipt => "below-receipt",
            Code::BelowPurchase => "below-purchase",
            Code::IssuedByItself => "issued-by-itself",
            Code::NoVoucher => "no-voucher",
            Code::VoucherGone => "voucher-gone",
            Code::NothingToPay => "nothing-to-pay",
            Code::OutOfRange => "out-of-range",
        }
    }

    /// One sentence for people.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Code::NoMember => "the receipt names no member",
            Code::UnknownMember => "the member is not known, and this programme takes known members only",
            Code::IdReused => "this id was used before for an event with other content",
            Code::OutOfOrder => {
                "the event is earlier than the member's latest event, and this programme remembers nothing"
            }
            Code::TooLate => "this is further back than the programme remembers",
            Code::NothingRemembered => "this programme remembers nothing, so nothing can be returned",
            Code::UnknownReceipt => "the member has no such receipt within memory",
            Code::NotReturnable => "only purchases and redemptions can be returned",
            Code::BeforePurchase => "the return is earlier than what it returns",
            Code::NothingLeft => "everything was returned before",
            Code::UnknownLine => "the receipt has no such line",
            Code::LineTwice => "one line stands twice in the return",
            Code::MoreThanBought => "more comes back than is left of the line",
            Code::QuantityNotAboveZero => "what comes back must be above zero",
            Code::NoLines => "a redemption has no lines; it is returned as a whole",
            Code::NoHousehold => "the member is in no household",
            Code::HouseholdFull => "the household has as many members as it may have",
            Code::MergeWithItself => "an account cannot go up into itself",
            Code::MergeUnknown => "there is no account that could go up into this one",
            Code::AlreadyMerged => "the account went up into another one before",
            Code::AccountOutOfOrder => {
                "a change of the account is earlier than the latest event of the accounts it concerns"
            }
            Code::NotAMember => "the membership has ended",
            Code::BeforeJoining => "this is earlier than the beginning of the membership",
            Code::AlreadyAMember => "the membership has begun before, and has not ended",
            Code::OwnGift => "nobody gets the points for others out of an event of their own",
            Code::NotEnoughPoints => "there are not enough points available",
            Code::BelowMinimum => "this is below the minimum",
            Code::AboveMaximum => "this is above the maximum of one use",
            Code::NotAStep => "there is no step of so many points",
            Code::UnknownConversion => "no partner converts these points into that",
            Code::WrongUnit => "the reward cannot be had for these points",
            Code::NotInForce => "it is not to be had on this day",
            Code::NotEligible => "a condition for it does not hold",
            Code::LimitReached => "a limit of the reward has not enough left",
            Code::NoReceipt => "the reward is decided on the receipt that it pays, and that was not sent",
            Code::AboveReceipt => "this is more than may be paid of the receipt",
            Code::BelowReceipt => "this is less than the receipt comes to, and the whole of it must be paid",
            Code::BelowPurchase => "less is bought than the reward asks for",
            Code::IssuedByItself => "the reward is issued by itself and cannot be redeemed",
            Code::NoVoucher => "the member does not hold so many vouchers",
            Code::VoucherGone => "the voucher that it gave has been used or has ended",
            Code::NothingToPay => "there is nothing on the receipt that the reward could pay",
            Code::OutOfRange => "a track or a balance would become too large to hold",
        }
    }
}

impl Refusal {
    /// With a code alone.
    #[must_use]
    pub fn new(code: Code) -> Refusal {
        Refusal { code, have: None, need: None, name: None, by: None }
    }

    /// With what there is and what would have sufficed.
    #[must_use]
    pub fn numbers(code: Code, have: i64, need: i64) -> Refusal {
        Refusal { have: Some(have), need: Some(need), ..Refusal::new(code) }
    }

    /// A receipt without member.
    #[must_use]
    pub fn no_member() -> Refusal {
        Refusal::new(Code::NoMember)
    }

    /// An unknown member.
    #[must_use]
    pub fn unknown_member(id: &str) -> Refusal {
        Refusal { name: Some(id.to_owned()), ..Refusal::new(Code::UnknownMember) }
    }
}
