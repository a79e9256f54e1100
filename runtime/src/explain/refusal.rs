//! A refusal in words: what is the matter, the numbers at hand, and what would suffice.

use super::conditions::{fails, suffices};
use super::words::{limit_words, next_window, points_of};
use crate::decision::text::{decimal, money, points};
use crate::decision::{Refusal, RefusalCode, RefusedBy};
use crate::event::{Event, Grant, What};
use treue_lang::programme::{Condition, Programme, Reward, UnitId};

/// What the numbers of a refusal count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    Points(UnitId),
    Money,
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
        Counts::Nothing => value.to_string(),
    }
}

/// A number of the refusal with what it counts.
#[must_use]
pub fn with_unit(programme: &Programme, event: &Event, refusal: &Refusal, value: i64) -> String {
    match counts(programme, event, refusal) {
        Counts::Points(unit) => points_of(programme, Some(unit), value),
        Counts::Money => money(programme, value),
        Counts::Nothing => value.to_string(),
    }
}

/// What would have sufficed, where that can be said.
#[must_use]
pub fn sufficient(programme: &Programme, event: &Event, refusal: &Refusal) -> Option<String> {
    let need = refusal.need.map(|need| with_unit(programme, event, refusal, need));
    match refusal.code {
        RefusalCode::NotEnoughPoints => need.map(|n| format!("{n} available")),
        RefusalCode::BelowMinimum | RefusalCode::BelowReceipt => need.map(|n| format!("at least {n}")),
        RefusalCode::AboveMaximum | RefusalCode::AboveReceipt => need.map(|n| format!("at most {n}")),
        RefusalCode::NotAStep => need,
        RefusalCode::NothingToPay => need.map(|n| format!("{n} items")),
        RefusalCode::IdReused => Some("an id that was not used before".to_owned()),
        RefusalCode::OutOfOrder => Some("events of a member in the order of time".to_owned()),
        RefusalCode::NoMember => Some("the member's id".to_owned()),
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
        RefusalCode::UnknownMember
        | RefusalCode::UnknownConversion
        | RefusalCode::WrongUnit
        | RefusalCode::NotInForce
        | RefusalCode::OutOfRange => None,
    }
}

fn reward<'p>(programme: &'p Programme, event: &Event) -> Option<&'p Reward> {
    match &event.what {
        What::Redeem(redeem) => programme.rewards.get(redeem.reward),
        What::Purchase(_)
        | What::Activity(_)
        | What::Grant(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Clock => None,
    }
}

fn condition<'p>(programme: &'p Programme, event: &Event, at: u32) -> Option<&'p Condition> {
    let conjunct = reward(programme, event)?.conditions.get(usize::try_from(at).ok()?)?;
    Some(&conjunct.condition)
}

fn counts(programme: &Programme, event: &Event, refusal: &Refusal) -> Counts {
    if matches!(refusal.code, RefusalCode::AboveReceipt | RefusalCode::BelowReceipt) {
        return Counts::Money;
    }
    if refusal.code == RefusalCode::NothingToPay {
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
        | What::Clock => None,
    };
    unit.map_or(Counts::Nothing, Counts::Points)
}
