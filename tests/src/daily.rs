//! A law of time: whether somebody looks every day or once a year, the account is the same. A history is played as it
//! is, and again with a clock event on every day in between; members and what happened by itself must be equal.

use crate::history::{History, members};
use crate::run::{Difference, Kind, Ready, catch};
use std::collections::BTreeMap;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::time::{Day, Minute};
use treue_runtime::decision::{Decision, Expired, RefusalCode, Reminder, TierChange, WindowAward};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, What};
use treue_runtime::native::Native;
use treue_runtime::state::{Member, Members, Notebook};

/// What happened to a member by itself.
#[derive(Clone, Debug, Default, PartialEq)]
struct Account {
    expired: Vec<Expired>,
    reminders: Vec<Reminder>,
    tiers: Vec<TierChange>,
    windows: Vec<WindowAward>,
}

/// All members, and what happened to each by itself.
type Told = (Members, BTreeMap<String, Account>);

/// Whether the law holds for a history.
///
/// # Errors
/// How the two accounts differ.
pub fn same_every_day(ready: &Ready, history: &History, events: &[Event]) -> Result<(), Difference> {
    if history.brink.is_some() {
        // Where numbers no longer fit, time itself is refused with its event.
        return Ok(());
    }
    let p = &ready.programme;
    let in_order = in_order(events);
    let daily = with_clocks(p, &in_order);
    // An account that is full refuses the event on which time would pass, and a clock is an event too.
    let Some((seldom_members, seldom)) = play(ready, history, &in_order)? else { return Ok(()) };
    let Some((daily_members, daily)) = play(ready, history, &daily)? else { return Ok(()) };
    let law = |what: &str, detail: String| Err(Difference { kind: Kind::Law, what: what.to_owned(), detail });
    if seldom != daily {
        let detail = format!("seldom: {seldom:#?}\nevery day: {daily:#?}");
        return law("one event a day gives another account than one a year", detail);
    }
    let (seldom, daily) = (bare(&seldom_members), bare(&daily_members));
    if seldom != daily {
        let detail = format!("seldom: {seldom:#?}\nevery day: {daily:#?}");
        return law("one event a day leaves other members than one a year", detail);
    }
    Ok(())
}

/// Events that come in the order of time: a clock would make others late that were not.
fn in_order(events: &[Event]) -> Vec<Event> {
    let mut latest = i64::MIN;
    let mut kept = Vec::new();
    for event in events {
        if event.at >= latest && !matches!(event.what, What::Clock) {
            latest = event.at;
            kept.push(event.clone());
        }
    }
    // Time passes for everybody from the first day, also for who has no event of their own, up to the last.
    if let Some(first) = kept.first().cloned() {
        kept.insert(0, Event { id: String::new(), member: None, what: What::Clock, ..first });
    }
    if let Some(last) = kept.last().cloned() {
        let what = What::Clock;
        kept.push(Event { id: String::new(), member: None, what, ..last });
    }
    kept
}

fn with_clocks(p: &Programme, events: &[Event]) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    for event in events {
        if let Some(before) = all.last().cloned() {
            for day in before.day(p).0 + 1..event.day(p).0 {
                let at = p.zone.instant(Day(day), Minute(720));
                if before.at < at && at < event.at {
                    let (id, what, local) = (String::new(), What::Clock, p.zone.local(at));
                    all.push(Event { id, member: None, what, at, local, ..event.clone() });
                }
            }
        }
        all.push(event.clone());
    }
    all
}

fn play(ready: &Ready, history: &History, events: &[Event]) -> Result<Option<Told>, Difference> {
    let p = &ready.programme;
    let mut native = Native::new(Arc::clone(&ready.compiled), Detail::Awards);
    let mut everybody = members(p, history);
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    let mut full = false;
    for event in events {
        let mut note = |d: Arc<Decision>| {
            if d.refusal.is_none() && !d.repeated {
                let account = accounts.entry(d.member.clone()).or_default();
                account.expired.extend(&d.expired);
                account.reminders.extend(&d.reminders);
                account.tiers.extend(&d.tiers);
                account.windows.extend(d.windows.iter().filter(|w| w.points != 0).cloned());
            }
            full |= d.refusal.as_ref().is_some_and(|r| r.code == RefusalCode::OutOfRange);
        };
        let engine: &mut dyn Evaluator = &mut native;
        catch(|| everybody.apply(p, engine, event, &mut note)).map_err(|m| Difference {
            kind: Kind::Panic,
            what: "the native engine panics".to_owned(),
            detail: m,
        })?;
    }
    accounts.retain(|_, a| *a != Account::default());
    Ok((!full).then_some((everybody, accounts)))
}

/// The members without their notebooks, whose decisions tell on which event something was noticed.
fn bare(everybody: &Members) -> Vec<(String, Member)> {
    everybody
        .iter()
        .map(|(id, m)| (id.to_owned(), Member { notebook: Notebook::default(), ..m.clone() }))
        .collect()
}
