//! Whether two members are the same, as far as a law says that they are.

use super::of;
use treue_lang::programme::{LimitOwner, Programme, Source, TrackSubject, UnitId};
use treue_lang::time::{Day, Window};
use treue_runtime::event::Event;
use treue_runtime::state::{Member, Members, TrackState};

/// How far two members are alike.
#[derive(PartialEq)]
pub(super) enum Alike {
    /// In lots, levels and their dates.
    Lots,
    /// In balances and debts.
    Balances,
    /// In points less debts, of which the second has so many more, by unit. What expired counts as there: what is let go with
    /// one part may be given again with another, and expire at once.
    Totals(Vec<i64>),
}

impl Alike {
    /// In dates, too, if they are.
    pub(super) fn with_dates(self, dates: bool) -> Alike {
        match self {
            Alike::Balances if dates => Alike::Lots,
            Alike::Lots | Alike::Balances | Alike::Totals(_) => self,
        }
    }
}

/// Points, there or expired, less what is owed.
fn total(member: &Member, unit: UnitId) -> i128 {
    let lots = member.lots.iter().chain(&member.gone).filter(|l| l.unit == unit);
    let points: i128 = lots.map(|l| i128::from(l.points)).sum();
    points - member.owed.get(unit.0 as usize).map_or(0, |n| i128::from(*n))
}

/// Whether the member of an event is the same, membership and notebook aside; what is not.
pub(super) fn same(
    p: &Programme,
    event: &Event,
    (before, after): (&Members, &Members),
    alike: &Alike,
) -> Result<(), String> {
    let (Some(a), Some(b)) = (of(before, event), of(after, event)) else { return Ok(()) };
    let differ = |what: &str, a: &dyn std::fmt::Debug, b: &dyn std::fmt::Debug| {
        let (a, b) = (format!("{a:#?}"), format!("{b:#?}"));
        if a == b { Ok(()) } else { Err(format!("{what}:\n{a}\n{b}")) }
    };
    let today = a.last_day.unwrap_or(Day(0));
    for unit in p.units.ids() {
        match alike {
            Alike::Totals(lost) => {
                let lost = lost.get(unit.0 as usize).copied().unwrap_or(0);
                differ("points", &(total(a, unit) + i128::from(lost)), &total(b, unit))?;
            }
            Alike::Balances | Alike::Lots => {
                differ("balances", &a.balance(unit, today), &b.balance(unit, today))?;
                differ("debts", &a.owed, &b.owed)?;
            }
        }
    }
    if *alike == Alike::Lots {
        differ("lots", &a.lots, &b.lots)?;
        if !p.returns.tiers_kept {
            differ("tiers", &a.tiers, &b.tiers)?;
        }
    }
    if !matches!(alike, Alike::Totals(_)) {
        differ("vouchers", &a.vouchers, &b.vouchers)?;
    }
    differ("tracks", &remembered(p, a), &remembered(p, b))?;
    differ("purchases", &(a.purchases, a.last_purchase), &(b.purchases, b.last_purchase))?;
    // Who gives back a voucher has not redeemed anything for it.
    if !p.returns.take.contains(&Source::Vouchers) {
        differ("redemptions", &a.last_redeem, &b.last_redeem)?;
    }
    differ("fields", &a.fields, &b.fields)
}

/// The sums of tracks that anybody can still ask about: what is older is dropped with the next booking.
pub(super) fn remembered(p: &Programme, member: &Member) -> Vec<Vec<(i64, String)>> {
    let today = member.last_day.unwrap_or(Day(0));
    let first = p.memory_starts(today).unwrap_or(today).min(today.plus(-1));
    let of_track = |(window, state): (Window, &TrackState)| -> Vec<(i64, String)> {
        match state {
            TrackState::Window { number, value, closed } => {
                let kept = window.number(first).min(window.number(today) - 1);
                let all = closed.iter().copied().chain([(*number, *value)]);
                all.filter(|(n, v)| *n >= kept && *v != 0).map(|(n, v)| (n.into(), v.to_string())).collect()
            }
            TrackState::Rolling(days) => {
                let kept = first_kept(window, first, today);
                days.iter().filter(|(d, _)| *d >= kept).map(|(d, v)| (d.0.into(), v.to_string())).collect()
            }
            TrackState::Texts(texts) => {
                let kept = first_kept(window, first, today);
                let kept = texts.iter().filter(|brought| brought.day >= kept);
                kept.map(|b| (b.day.0.into(), format!("{} {}", b.times, b.text))).collect()
            }
        }
    };
    // A voucher that is taken back is not counted any more.
    let of_vouchers = |subject: &TrackSubject| {
        let of_reward = matches!(
            subject,
            TrackSubject::Given(LimitOwner::Reward(_))
                | TrackSubject::Times(LimitOwner::Reward(_))
                | TrackSubject::Pieces(LimitOwner::Reward(_))
        );
        of_reward && p.returns.take.contains(&Source::Vouchers)
    };
    let tracks = p.tracks.iter().zip(&member.tracks).filter(|((_, t), _)| !of_vouchers(&t.subject));
    tracks.map(|((_, t), state)| of_track((t.window, state))).collect()
}

/// The first day that anybody can still ask about, of what is kept by day.
fn first_kept(window: Window, first: Day, today: Day) -> Day {
    match window {
        Window::Rolling(_) => window.rolling_from(first).unwrap_or(Day::FIRST),
        Window::OwnYear(_) => first.plus_months(-24),
        calendar => calendar.days(calendar.number(first).min(calendar.number(today) - 1)).0,
    }
}
