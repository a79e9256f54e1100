//! Repeated ids, order in time, what is too large: when an event is taken, and when nothing changes.

use crate::build::{Build, POINTS, Play, conjunct, day, from, given, programme};
use std::sync::Arc;
use treue_lang::programme::{Award, Condition, Number, Rate, TrackSubject, Validity};
use treue_lang::time::{Length, Unit, Window};
use treue_runtime::decision::RefusalCode;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, Grant, What};
use treue_runtime::reference::Reference;

fn grant(points: i64) -> What {
    What::Grant(Grant::Points { unit: POINTS, points })
}

#[test]
fn a_repeated_id_gives_the_first_decision_again() {
    let mut p = programme();
    p.full_francs("base");
    let mut play = Play::new(p);
    let event = play.event("2026-09-08", What::Purchase(crate::build::receipt(&[500])));
    let first = play.apply(&event);
    play.spends("2026-09-09", 100);
    let before = play.member.clone();
    // Although it is earlier than the latest event: known comes before late.
    let again = play.apply(&event);
    assert!(again.repeated && !first.repeated);
    assert_eq!(treue_runtime::decision::Decision { repeated: false, ..(*again).clone() }, *first);
    let reused = play.apply(&Event { fingerprint: 99, ..event });
    assert_eq!(reused.refusal.as_ref().map(|r| r.code), Some(RefusalCode::IdReused));
    assert_eq!(play.member, before);
}

#[test]
fn ids_are_forgotten_after_memory_ends() {
    let mut p = programme();
    p.remember = Some(10);
    p.full_francs("base");
    let mut play = Play::new(p);
    let event = play.event("2026-09-01", What::Purchase(crate::build::receipt(&[500])));
    play.apply(&event);
    play.spends("2026-09-11", 100);
    assert_eq!(play.member.notebook.len(), 2);
    play.spends("2026-09-12", 100);
    assert_eq!(play.member.notebook.len(), 2);
    let late = play.apply(&event);
    assert_eq!(late.refusal.as_ref().map(|r| r.code), Some(RefusalCode::TooLate));
}

#[test]
fn with_nothing_remembered_an_id_counts_twice() {
    let mut p = programme();
    p.remember = None;
    p.full_francs("base");
    let mut play = Play::new(p);
    let event = play.event("2026-09-01", What::Purchase(crate::build::receipt(&[500])));
    play.apply(&event);
    play.apply(&event);
    assert_eq!((play.balance().available, play.member.notebook.len()), (10, 0));
}

#[test]
fn the_same_instant_is_in_order_an_earlier_one_is_not() {
    let mut p = programme();
    p.remember = None;
    let mut play = Play::new(p);
    play.happens("2026-09-08 12:00", grant(5));
    assert_eq!(play.happens("2026-09-08 12:00", grant(5)).refusal, None);
    assert_eq!(play.is_refused("2026-09-08 11:59", grant(5)).0, RefusalCode::OutOfOrder);
    assert_eq!(play.is_refused("2026-09-08 11:59", What::Clock).0, RefusalCode::OutOfOrder);
    // A clock event is an event in time.
    play.happens("2026-09-09", What::Clock);
    assert_eq!(play.is_refused("2026-09-08 13:00", grant(5)).0, RefusalCode::OutOfOrder);
}

#[test]
fn a_refused_event_lets_no_time_pass() {
    let mut p = programme();
    p.units.get_mut(POINTS).unwrap().expiry =
        vec![treue_lang::programme::Expiry::from(crate::build::after(1, Unit::Days))];
    let mut play = Play::new(p);
    play.happens("2026-09-08", grant(5));
    // `is_refused` compares the member before and after.
    let transfer = treue_runtime::event::Transfer { into: "miles".to_owned(), unit: POINTS, points: 5 };
    assert_eq!(play.is_refused("2026-10-08", What::Transfer(transfer)).0, RefusalCode::UnknownConversion);
    assert_eq!(play.happens("2026-10-08", What::Clock).expired.len(), 1);
}

#[test]
fn a_track_that_would_grow_too_large_refuses_the_event() {
    const HALF: i64 = 1 << 61;
    for window in [Window::Ever, Window::Rolling(Length { count: 5, unit: Unit::Days })] {
        let mut p = programme();
        let total = p.total();
        p.track(TrackSubject::Amount(total), window);
        let mut play = Play::new(p);
        play.spends("2026-09-08", HALF);
        let purchase = |amount| What::Purchase(crate::build::receipt(&[amount]));
        assert_eq!(play.is_refused("2026-09-08", purchase(HALF)), (RefusalCode::OutOfRange, None, None));
        assert_eq!(play.happens("2026-09-08", purchase(HALF - 1)).refusal, None);
    }
}

#[test]
fn a_rolling_track_is_measured_as_it_reads() {
    const HALF: i64 = 1 << 61;
    let mut p = programme();
    let total = p.total();
    p.track(TrackSubject::Amount(total), Window::Rolling(Length { count: 5, unit: Unit::Days }));
    let mut play = Play::new(p);
    let purchase = |amount| What::Purchase(crate::build::receipt(&[amount]));
    // Half, a half back, a half again: never more than a half. A second half is too much, until the first day is out.
    for (date, amount) in [("2026-09-07", HALF), ("2026-09-08", -HALF), ("2026-09-09", HALF)] {
        assert_eq!(play.happens(date, purchase(amount)).refusal, None);
    }
    assert_eq!(play.is_refused("2026-09-10", purchase(HALF)).0, RefusalCode::OutOfRange);
    // On the 12th the 7th is out, so it reads 0; on the 13th the 8th is out too, so it reads a half.
    assert_eq!(play.happens("2026-09-12", purchase(1)).refusal, None);
    assert_eq!(play.is_refused("2026-09-13", purchase(HALF)).0, RefusalCode::OutOfRange);
}

#[test]
fn balances_and_debts_stay_below_two_to_the_62() {
    const MOST: i64 = (1 << 62) - 1;
    let mut play = Play::new(programme());
    play.happens("2026-09-08", grant(MOST));
    assert_eq!(play.is_refused("2026-09-09", grant(1)).0, RefusalCode::OutOfRange);
    play.happens("2026-09-09", grant(-MOST));
    play.happens("2026-09-09", grant(-MOST));
    assert_eq!(play.balance().owed, MOST);
    assert_eq!(play.is_refused("2026-09-10", grant(-1)).0, RefusalCode::OutOfRange);
    assert_eq!(play.is_refused("2026-09-10", grant(i64::MIN)).0, RefusalCode::OutOfRange);
}

#[test]
fn an_award_too_large_to_hold_refuses_the_event() {
    let mut p = programme();
    let total = p.total();
    p.rule("huge", Award::Rate(Rate::Proportional(total, crate::build::ratio(1 << 60, 1)), None));
    let mut play = Play::new(p);
    let purchase = What::Purchase(crate::build::receipt(&[1 << 40]));
    assert_eq!(play.is_refused("2026-09-08", purchase).0, RefusalCode::OutOfRange);
}

#[test]
fn with_awards_alone_there_are_no_reasons_and_no_lines() {
    let mut p = programme();
    let base = p.full_francs("base");
    let never = p.flat("never", 1);
    p.when(never, Condition::Any(vec![]));
    let mut play = Play::new(p);
    play.engine = Reference::new(Arc::clone(&play.programme), Detail::Awards);
    let decision = play.spends("2026-09-08", 500);
    assert_eq!((from(&decision, base), decision.awards[0].amount), (5, Some(500)));
    assert!(decision.awards[0].lines.is_empty() && decision.not_applied.is_empty());
    assert_eq!(play.engine.name(), "reference");
}

#[test]
fn conditions_of_tracks_that_name_each_other_do_not_go_round() {
    let mut p = programme();
    let [a, b] = [(), ()].map(|()| p.track(TrackSubject::Purchases, Window::Ever));
    for (track, other) in [(a, b), (b, a)] {
        let number = Number::Track { track: other, including: true };
        let none_yet = crate::build::compare(number, treue_lang::programme::Comparison::Is, 0);
        p.tracks.get_mut(track).unwrap().conditions.push(conjunct(none_yet));
    }
    let first = p.flat("first", 1);
    p.when(
        first,
        crate::build::compare(
            Number::Track { track: a, including: true },
            treue_lang::programme::Comparison::Is,
            1,
        ),
    );
    let mut play = Play::new(p);
    // Among the conditions of tracks `including` adds nothing: both are 0, both count, once.
    assert_eq!(given(&play.spends("2026-09-08", 100)), [(first.0, 1)]);
    // Now neither counts any more, and both stay at 1.
    assert_eq!(given(&play.spends("2026-09-08", 100)), [(first.0, 1)]);
}

#[test]
fn dates_of_the_member_are_kept() {
    let mut p = programme();
    p.tiers(Validity::Ever, &[]);
    let mut play = Play::new(p);
    play.happens("2026-09-01", What::Clock);
    assert_eq!(play.member.joined, None);
    play.happens("2026-09-02", grant(1));
    play.spends("2026-09-03", 100);
    let m = &play.member;
    assert_eq!((m.joined, m.last_purchase), (Some(day("2026-09-02")), Some(day("2026-09-03"))));
    assert_eq!((m.purchases, m.last_redeem, m.last_day), (1, None, Some(day("2026-09-03"))));
}
