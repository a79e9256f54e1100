//! Points expire by deadline and by idleness, and become available later.

use crate::build::{Build, POINTS, Play, after, day, given, programme, unit};
use treue_lang::programme::{Expiry, Idle, Programme, UnitId};
use treue_lang::time::{Day, Length, Period, Snap, Unit};
use treue_runtime::decision::{Decision, Expired};
use treue_runtime::event::{Grant, What};
use treue_runtime::state::Balance;

fn length(count: u16, unit: Unit) -> Length {
    Length { count, unit }
}

fn expires(p: &mut Programme, expiry: Expiry) {
    p.units.get_mut(POINTS).unwrap().expiry.push(expiry);
}

fn grant(points: i64) -> What {
    What::Grant(Grant::Points { unit: POINTS, points })
}

fn expired(decision: &Decision) -> Vec<(i64, Day)> {
    decision.expired.iter().map(|e| (e.points, e.last_good_day)).collect()
}

#[test]
fn a_lot_is_good_on_its_last_day_and_gone_on_the_next() {
    let mut p = programme();
    let mut deadline = after(12, Unit::Months);
    deadline.snaps.push(Snap::EndOf(Period::Month));
    expires(&mut p, Expiry::from(deadline));
    p.full_francs("base");
    let mut play = Play::new(p);
    let decision = play.spends("2025-09-08", 500);
    assert_eq!(decision.awards[0].expires, Some(day("2026-09-30")));
    assert_eq!(expired(&play.happens("2026-09-30 23:59", What::Clock)), []);
    assert_eq!(play.balance().available, 5);
    let decision = play.happens("2026-10-01 00:00", What::Clock);
    assert_eq!(expired(&decision), [(5, day("2026-09-30"))]);
    assert_eq!(decision.balances, [Balance::default()]);
    assert!(play.member.lots.is_empty());
}

#[test]
fn the_earliest_deadline_wins() {
    let mut p = programme();
    expires(&mut p, Expiry::from(after(2, Unit::Years)));
    expires(&mut p, Expiry::from(after(30, Unit::Days)));
    p.full_francs("base");
    let decision = Play::new(p).spends("2026-09-01", 500);
    assert_eq!(decision.awards[0].expires, Some(day("2026-10-01")));
}

#[test]
fn many_moments_pass_at_once_in_the_order_of_their_days() {
    let mut p = programme();
    let stamps = p.units.push(unit("stamps"));
    for unit in [POINTS, stamps] {
        p.units.get_mut(unit).unwrap().expiry = vec![Expiry::from(after(10, Unit::Days))];
    }
    let mut play = Play::new(p);
    play.happens("2026-09-01", What::Grant(Grant::Points { unit: stamps, points: 7 }));
    play.happens("2026-09-01", grant(1));
    play.happens("2026-09-03", grant(2));
    let decision = play.happens("2026-12-01", What::Clock);
    let expected = [(POINTS, 1, "2026-09-11"), (stamps, 7, "2026-09-11"), (POINTS, 2, "2026-09-13")];
    let expected = expected.map(|(unit, points, last)| Expired { unit, points, last_good_day: day(last) });
    assert_eq!(decision.expired, expected);
}

#[test]
fn idleness_takes_all_lots_and_pending_ones_too() {
    let mut p = programme();
    expires(
        &mut p,
        Expiry::from(Idle {
            length: length(1, Unit::Months),
            purchase: true,
            redeem: false,
            ..Idle::default()
        }),
    );
    let base = p.full_francs("base");
    let later = p.flat("later", 3);
    p.change(later, |r| r.available = Some(length(60, Unit::Days).into()));
    let mut play = Play::new(p);
    assert_eq!(given(&play.spends("2026-09-10", 500)), [(base.0, 5), (later.0, 3)]);
    // A grant is not a purchase: the clock still runs from 10 September.
    play.happens("2026-10-05", grant(100));
    assert_eq!(expired(&play.happens("2026-10-10", What::Clock)), []);
    assert_eq!(expired(&play.happens("2026-10-11", What::Clock)), [(108, day("2026-10-10"))]);
    // The day has passed; what comes after it is safe until a purchase sets it anew.
    play.happens("2026-10-12", grant(50));
    assert_eq!(expired(&play.happens("2026-12-31", What::Clock)), []);
    play.spends("2027-01-01", 100);
    assert_eq!(expired(&play.happens("2027-02-02", What::Clock)), [(54, day("2027-02-01"))]);
}

#[test]
fn without_any_named_event_the_day_of_joining_counts() {
    let mut p = programme();
    expires(
        &mut p,
        Expiry::from(Idle {
            length: length(10, Unit::Days),
            purchase: true,
            redeem: true,
            ..Idle::default()
        }),
    );
    let mut play = Play::new(p);
    play.happens("2026-09-01", grant(5));
    play.happens("2026-09-08", grant(5));
    assert_eq!(expired(&play.happens("2026-09-12", What::Clock)), [(10, day("2026-09-11"))]);
    assert_eq!(play.member.joined, Some(day("2026-09-01")));
}

#[test]
fn pending_points_become_available_at_the_start_of_their_day() {
    let mut p = programme();
    let base = p.full_francs("base");
    p.change(base, |r| r.available = Some(length(14, Unit::Days).into()));
    let mut play = Play::new(p);
    let decision = play.spends("2026-09-01 23:00", 500);
    assert_eq!(decision.awards[0].available, day("2026-09-15"));
    assert_eq!(decision.balances, [Balance { available: 0, pending: 5, owed: 0 }]);
    play.happens("2026-09-14 23:59", What::Clock);
    assert_eq!(play.balance(), Balance { available: 0, pending: 5, owed: 0 });
    play.happens("2026-09-15 00:00", What::Clock);
    assert_eq!(play.balance(), Balance { available: 5, pending: 0, owed: 0 });
}

#[test]
fn pending_points_pay_debts_when_they_become_available_and_expire_by_their_earning() {
    let mut p = programme();
    expires(&mut p, Expiry::from(after(20, Unit::Days)));
    let base = p.full_francs("base");
    p.change(base, |r| r.available = Some(length(14, Unit::Days).into()));
    let mut play = Play::new(p);
    play.spends("2026-09-01", 1000);
    play.happens("2026-09-02", grant(-4));
    // Owed, and the pending points are not touched.
    assert_eq!(play.balance(), Balance { available: 0, pending: 10, owed: 4 });
    play.happens("2026-09-15", What::Clock);
    assert_eq!(play.balance(), Balance { available: 6, pending: 0, owed: 0 });
    assert_eq!(expired(&play.happens("2026-09-22", What::Clock)), [(6, day("2026-09-21"))]);
}

#[test]
fn points_that_expire_on_the_day_before_they_are_available_still_pay_first() {
    let mut p = programme();
    expires(&mut p, Expiry::from(after(13, Unit::Days)));
    let base = p.full_francs("base");
    p.change(base, |r| r.available = Some(length(14, Unit::Days).into()));
    let mut play = Play::new(p);
    play.spends("2026-09-01", 1000);
    play.happens("2026-09-02", grant(-4));
    // At the start of the 15th: available first, four are taken for the debt, and six expire.
    let decision = play.happens("2026-09-15", What::Clock);
    assert_eq!(expired(&decision), [(6, day("2026-09-14"))]);
    assert_eq!(play.balance(), Balance::default());
}

#[test]
fn a_member_without_a_past_has_no_moments() {
    let mut p = programme();
    expires(&mut p, Expiry::from(after(1, Unit::Days)));
    let mut play = Play::new(p);
    assert_eq!(play.happens("2026-09-01", What::Clock).expired, []);
    assert_eq!((play.member.last_day, play.member.joined), (Some(day("2026-09-01")), None));
    assert_eq!(play.member.balance(UnitId(0), day("2026-09-01")), Balance::default());
}
