//! A refusal in words: what is the matter, the numbers at hand, and what would suffice.

use super::conditions::{fails, suffices};
use super::words::{limit_words, next_window, points_of};
use crate::decision::text::{decimal, money, points, quantity};
use crate::decision::{Refusal, RefusalCode, RefusedBy};
use crate::event::{Event, Grant, What};
use treue_lang::programme::{Condition, Conjunct, Conversion, Most, Price, Programme, UnitId, counted};
use treue_lang::time::Day;

/// What the numbers of a refusal count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Points of a unit.
    Points(UnitId),
    /// Money, in smallest parts.
    Money,
    /// Thousandths of a line.
    Quantity,
    /// A day.
    Day,
    /// Whole things.
    Nothing,
}

/// What is the matter, in one sentence.
#[must_use]
pub fn reason(programme: &Programme, event: &Event, refusal: &Refusal) -> String {
    let sentence = refusal.code.sentence();
    match (&refusal.name, refusal.by) {
        (Some(name), _) => format!("{sentence} ({name})"),
        (None, Some(RefusedBy::Condition(at))) => match condition(programme, event, at) {
            Some(condition) => format!("{sentence}: {}", fails(programme, condition)),
            None => sentence.to_owned(),
        },
        (None, Some(RefusedBy::Limit(id))) => match programme.limits.get(id) {
            Some(limit) => format!("{sentence}: {}", limit_words(programme, limit)),
            None => sentence.to_owned(),
        },
        (None, None) => sentence.to_owned(),
    }
}

/// A number of the refusal as bare decimal text.
#[must_use]
pub fn bare(programme: &Programme, event: &Event, refusal: &Refusal, value: i64) -> String {
    match counts(programme, event, refusal) {
        Counts::Points(unit) => points(programme, unit, value),
        Counts::Money => decimal(value, programme.currency.decimals),
        Counts::Quantity => quantity(value),
        Counts::Day => i32::try_from(value).map_or(Day::LAST, Day).to_string(),
        Counts::Nothing => value.to_string(),
    }
}

/// A number of the refusal with what it counts.
#[must_use]
pub fn with_unit(programme: &Programme, event: &Event, refusal: &Refusal, value: i64) -> String {
    match counts(programme, event, refusal) {
        Counts::Points(unit) => points_of(programme, Some(unit), value),
        Counts::Money => money(programme, value),
        Counts::Quantity | Counts::Day => bare(programme, event, refusal, value),
        Counts::Nothing => value.to_string(),
    }
}

/// What would have sufficed, where that can be said.
#[must_use]
pub fn sufficient(programme: &Programme, event: &Event, refusal: &Refusal) -> Option<String> {
    let need = refusal.need.map(|need| with_unit(programme, event, refusal, need));
    match refusal.code {
        RefusalCode::NotEnoughPoints => need.map(|n| format!("{n} available")),
        RefusalCode::BelowMinimum | RefusalCode::BelowReceipt | RefusalCode::BelowPurchase => {
            need.map(|n| format!("at least {n}"))
        }
        RefusalCode::AboveMaximum | RefusalCode::AboveReceipt => need.map(|n| format!("at most {n}")),
        RefusalCode::NotAStep => need,
        RefusalCode::NoVoucher => need.map(|n| counted(&n, "vouchers")),
        RefusalCode::NothingToPay => need.map(|n| counted(&n, "items")),
        RefusalCode::IdReused => Some("an id that was not used before".to_owned()),
        RefusalCode::OutOfOrder => Some("events of a member in the order of time".to_owned()),
        RefusalCode::NoMember => Some("the member's id".to_owned()),
        RefusalCode::TooLate => need.map(|day| format!("a day from {day} on, or a grant with a reason")),
        RefusalCode::NothingRemembered | RefusalCode::UnknownReceipt => {
            Some("a grant with a reason".to_owned())
        }
        RefusalCode::MoreThanBought if refusal.need == Some(0) => {
            Some("another line, or a grant with a reason".to_owned())
        }
        RefusalCode::MoreThanBought => need.map(|n| format!("at most {n}")),
        RefusalCode::UnknownLine => {
            refusal.need.filter(|last| *last >= 0).map(|last| format!("a line from 0 to {last}"))
        }
        RefusalCode::NoLines => Some("a return without `lines`".to_owned()),
        RefusalCode::LineTwice => Some("each line once, with all that comes back of it".to_owned()),
        RefusalCode::QuantityNotAboveZero => {
            Some("a quantity above zero, or none for all that is left of the line".to_owned())
        }
        RefusalCode::HouseholdFull => Some("a household with fewer members".to_owned()),
        RefusalCode::MergeWithItself => Some("the id of another account".to_owned()),
        RefusalCode::MergeUnknown => Some("the id of an account that exists".to_owned()),
        RefusalCode::AlreadyMerged => refusal.name.as_ref().map(|name| format!("the account of {name}")),
        RefusalCode::AccountOutOfOrder => {
            Some("a time that is not before the latest event of each account".to_owned())
        }
        RefusalCode::NotAMember | RefusalCode::UnknownMember => {
            Some("a member event with `membership` \"begins\" before it".to_owned())
        }
        RefusalCode::BeforeJoining => need.map(|day| format!("a time from the beginning on, on {day}")),
        RefusalCode::OwnGift => Some("the id of another member".to_owned()),
        RefusalCode::NoReceipt => Some("the lines of the receipt".to_owned()),
        RefusalCode::NotEligible => match refusal.by {
            Some(RefusedBy::Condition(at)) => condition(programme, event, at).map(|c| suffices(programme, c)),
            Some(RefusedBy::Limit(_)) | None => None,
        },
        RefusalCode::LimitReached => match refusal.by {
            Some(RefusedBy::Limit(id)) => next_window(programme, id),
            Some(RefusedBy::Condition(_)) | None => None,
        },
        RefusalCode::NotReturnable => Some("the id of a purchase or of a redemption".to_owned()),
        RefusalCode::BeforePurchase => Some("a time from that of the purchase on".to_owned()),
        RefusalCode::NothingLeft | RefusalCode::VoucherGone => Some("a grant with a reason".to_owned()),
        RefusalCode::NoHousehold => Some("a member event with a `household` before it".to_owned()),
        RefusalCode::AlreadyAMember => Some("a member event with `membership` \"ends\" before it".to_owned()),
        RefusalCode::UnknownConversion => either(conversions(programme, event).map(|c| c.into.clone())),
        RefusalCode::WrongUnit => either(prices(programme, event).filter_map(|p| named(programme, p.unit))),
        RefusalCode::NotInForce => Some(in_force_later(programme, event)),
        RefusalCode::IssuedByItself => Some("no redemption: it comes by itself".to_owned()),
        RefusalCode::OutOfRange => Some("smaller numbers".to_owned()),
    }
}

/// The conversions of the unit that a transfer is of.
fn conversions<'p>(programme: &'p Programme, event: &Event) -> impl Iterator<Item = &'p Conversion> {
    let unit = if let What::Transfer(transfer) = &event.what { Some(transfer.unit) } else { None };
    let all = programme.partners.iter().flat_map(|(_, partner)| &partner.conversions);
    all.filter(move |c| Some(c.unit) == unit && c.by_hand)
}

/// The prices of the reward that a redemption asks for.
fn prices<'p>(programme: &'p Programme, event: &Event) -> impl Iterator<Item = &'p Price> {
    let reward =
        if let What::Redeem(redeem) = &event.what { programme.rewards.get(redeem.reward) } else { None };
    reward.into_iter().flat_map(|reward| &reward.prices)
}

fn named(programme: &Programme, unit: UnitId) -> Option<String> {
    programme.units.get(unit).map(|unit| unit.name.clone())
}

/// Names, each once; none if there are none.
fn either(names: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    names.for_each(|name| {
        if !all.contains(&name) {
            all.push(name);
        }
    });
    (!all.is_empty()).then(|| all.join(" or "))
}

/// The first day on which what is asked for is in force, behind that of the event.
fn in_force_later(programme: &Programme, event: &Event) -> String {
    let wanted = |c: &&Conversion| matches!(&event.what, What::Transfer(transfer) if transfer.into == c.into);
    let of_conversions = conversions(programme, event).filter(wanted).filter_map(|c| c.from);
    let beginnings = prices(programme, event).filter_map(|p| p.from).chain(of_conversions);
    let next = beginnings.filter(|day| *day > event.local.day).min();
    next.map_or_else(|| "something that is still offered".to_owned(), |day| format!("a day from {day} on"))
}

/// The conditions that the event had to meet.
fn conditions<'p>(programme: &'p Programme, event: &Event) -> Option<&'p [Conjunct]> {
    match &event.what {
        What::Redeem(redeem) => programme.rewards.get(redeem.reward).map(|r| r.conditions.as_slice()),
        What::Transfer(transfer) => {
            let day = event.local.day;
            let partners = programme.partners.iter().filter(|(_, p)| p.takes_part(day));
            let mut all = partners.flat_map(|(_, p)| &p.conversions);
            let meant = |c: &&Conversion| {
                c.unit == transfer.unit && c.into == transfer.into && c.by_hand && c.in_force(day)
            };
            all.find(meant).map(|c| c.conditions.as_slice())
        }
        What::Purchase(_)
        | What::Activity(_)
        | What::Grant(_)
        | What::Member(_)
        | What::Return(_)
        | What::Clock => None,
    }
}

/// The condition at this position, of those that the event had to meet.
#[must_use]
pub fn condition<'p>(programme: &'p Programme, event: &Event, at: u32) -> Option<&'p Condition> {
    let conjunct = conditions(programme, event)?.get(usize::try_from(at).ok()?)?;
    Some(&conjunct.condition)
}

/// What the numbers of a refusal count.
#[must_use]
pub fn counts(programme: &Programme, event: &Event, refusal: &Refusal) -> Counts {
    if matches!(
        refusal.code,
        RefusalCode::AboveReceipt | RefusalCode::BelowReceipt | RefusalCode::BelowPurchase
    ) {
        return Counts::Money;
    }
    if matches!(refusal.code, RefusalCode::MoreThanBought | RefusalCode::QuantityNotAboveZero) {
        return Counts::Quantity;
    }
    if matches!(refusal.code, RefusalCode::TooLate | RefusalCode::BeforeJoining) {
        return Counts::Day;
    }
    if matches!(refusal.code, RefusalCode::NothingToPay | RefusalCode::NoVoucher) {
        return Counts::Nothing;
    }
    if let Some(RefusedBy::Limit(id)) = refusal.by
        && programme.limits.get(id).is_some_and(|l| matches!(l.most, Most::Pieces(_)))
    {
        return Counts::Nothing;
    }
    let unit = match &event.what {
        What::Redeem(redeem) => redeem.unit.or_else(|| {
            let reward = programme.rewards.get(redeem.reward)?;
            let price = reward.prices.iter().find(|p| p.in_force(event.local.day));
            Some(price.map_or_else(|| reward.unit(), |p| p.unit))
        }),
        What::Transfer(transfer) => Some(transfer.unit),
        What::Grant(Grant::Points { unit, .. }) => Some(*unit),
        What::Purchase(_)
        | What::Activity(_)
        | What::Grant(Grant::Level { .. })
        | What::Member(_)
        | What::Return(_)
        | What::Clock => None,
    };
    unit.filter(|unit| *unit != Price::NO_UNIT).map_or(Counts::Nothing, Counts::Points)
}
