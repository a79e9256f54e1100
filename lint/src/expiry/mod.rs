//! The end of points.

pub(crate) mod available_after_expiry;
pub(crate) mod expires_before_first_reward;
pub(crate) mod no_reminder;
pub(crate) mod reminder_before_earning;
pub(crate) mod voucher_without_end;

use treue_lang::ast::{self, Item};
use treue_lang::programme::{Expiry, ExpiryHow, Unit};
use treue_lang::source::Span;
use treue_lang::time::{Base, Deadline, Length, Unit as TimeUnit};

/// The most days that a length can be.
pub(crate) fn most_days(length: Length) -> i64 {
    let count = i64::from(length.count);
    match length.unit {
        TimeUnit::Days => count,
        TimeUnit::Weeks => count * 7,
        TimeUnit::Months => count * 31,
        TimeUnit::Years => count * 366,
    }
}

/// The length behind a deadline that has no further steps.
pub(crate) fn plain_length(deadline: &Deadline) -> Option<Length> {
    if let (Base::After(length, treue_lang::time::Anchor::Event), true) =
        (deadline.base, deadline.snaps.is_empty())
    {
        return Some(length);
    }
    None
}

/// The shortest time after which points of all kinds end by a deadline, where that is a plain length.
pub(crate) fn shortest(unit: &Unit) -> Option<Length> {
    let lengths = unit.expiry.iter().filter_map(|e: &Expiry| {
        if let ExpiryHow::After(deadline, _) = &e.how { plain_length(deadline) } else { None }
    });
    lengths.min_by_key(|l| most_days(*l))
}

/// The `expire` item of a unit.
pub(crate) fn item<'a>(desk: &crate::Desk<'a>, unit: &str) -> Option<&'a ast::Expire> {
    let all = desk.items().filter_map(|i| if let Item::Expire(e) = i { Some(e) } else { None });
    all.into_iter().find(|e| treue_lang::programme::same_word(&e.unit.node, unit))
}

/// Where it is said how points of a unit end: the unit's name in its `expire` item.
pub(crate) fn place(desk: &crate::Desk<'_>, unit: &str) -> Span {
    item(desk, unit).map_or_else(|| desk.unit(unit), |e| e.unit.span)
}
