//! Events through an engine, as the command drives it: some at a time, read first, then decided.

use crate::{w2, w3};
use treue_lang::programme::Programme;
use treue_lang::time::Day;
use treue_runtime::decision::Decisions;
use treue_runtime::engine::Evaluator;
use treue_runtime::event::Event;
use treue_runtime::native::batch::Ledger;
use treue_runtime::state::{Member, Members};

/// Decides all events, and hands each lot of decisions on.
pub fn decide(
    programme: &Programme,
    engine: &mut dyn Evaluator,
    members: &mut Members,
    events: &[Event],
    mut look: impl FnMut(&Decisions),
) {
    let mut decisions = Decisions::default();
    for batch in events.chunks(1024) {
        decisions.clear();
        batch.iter().for_each(|event| {
            engine.announce(members, event);
        });
        engine.decide_all(programme, members, batch, &mut decisions);
        look(&decisions);
    }
}

/// What each event gave in all.
pub fn points(
    programme: &Programme,
    engine: &mut dyn Evaluator,
    members: &mut Members,
    events: &[Event],
) -> Vec<i64> {
    let mut points = Vec::with_capacity(events.len());
    decide(programme, engine, members, events, |decisions| {
        for event in 0..decisions.events() {
            let of_event = decisions.of(event);
            let awards = of_event.iter().map(|d| d.awards.iter().map(|a| a.points).sum::<i64>());
            let windows = of_event.iter().map(|d| d.windows.iter().map(|w| w.points).sum::<i64>());
            points.push(awards.sum::<i64>() + windows.sum::<i64>());
        }
    });
    points
}

/// The numbers of W2 after all events, of which these were the points.
#[must_use]
pub fn check_w2(members: &Members, points: &[i64]) -> w2::Check {
    let mut check = w2::Check { earned: points.iter().sum(), ..w2::Check::default() };
    let mut look = |id: &str, member: &Member| add_member(&mut check, id, member);
    members.iter().for_each(|(id, member)| look(id, member));
    check
}

/// The same of members in a ledger.
#[must_use]
pub fn check_ledger(ledger: &Ledger, earned: i64) -> w2::Check {
    let mut check = w2::Check { earned, ..w2::Check::default() };
    ledger.each(|id, member| add_member(&mut check, id, member));
    check
}

fn add_member(check: &mut w2::Check, id: &str, member: &Member) {
    let asked = [Day::new(2025, 12, 31), Day::new(2026, 4, 30)];
    let number = id.trim_start_matches('m').parse().unwrap_or(u32::MAX);
    let balances = asked.map(|end| {
        let alive = member.lots.iter().filter(|lot| lot.expires > end);
        alive.map(|lot| lot.points).sum::<i64>()
    });
    let level = i64::from(member.level(treue_lang::programme::TiersId(0)).0);
    check.add(number, balances, level, i64::try_from(member.purchases).unwrap_or(0));
}

/// The numbers of W3.
pub fn check_w3(points: &[i64]) -> (i64, i64) {
    w3::check(points.iter().copied())
}
