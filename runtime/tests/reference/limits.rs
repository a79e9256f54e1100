//! Limits of rules: points and times, partial and whole, by receipt and by window.

use crate::build::{Build, Play, from, programme, why};
use treue_lang::programme::{LimitOwner, Most, RuleId};
use treue_lang::time::Window;
use treue_runtime::decision::Reason;

const BASE: LimitOwner = LimitOwner::Rule(RuleId(0));

#[test]
fn the_part_that_fits() {
    let mut p = programme();
    let rule = p.full_francs("base");
    let month = p.limit(BASE, Most::Points(100), Some(Window::Month));
    let mut play = Play::new(p);
    assert_eq!(from(&play.spends("2026-09-08", 7000), rule), 70);
    let decision = play.spends("2026-09-20", 7000);
    let award = &decision.awards[0];
    assert_eq!((award.points, award.rounded, award.cut_by), (30, 70, Some(month)));
    let decision = play.spends("2026-09-30", 7000);
    assert_eq!(why(&decision, rule), Some(Reason::Limit(month)));
    // October is a new month.
    assert_eq!(from(&play.spends("2026-10-01", 7000), rule), 70);
}

#[test]
fn whole_awards_only() {
    let mut p = programme();
    let rule = p.full_francs("base");
    let month = p.limit(BASE, Most::Points(100), Some(Window::Month));
    p.limits.get_mut(month).unwrap().whole = true;
    let mut play = Play::new(p);
    assert_eq!(from(&play.spends("2026-09-08", 7000), rule), 70);
    assert_eq!(why(&play.spends("2026-09-20", 3100), rule), Some(Reason::Limit(month)));
    // What fits exactly is given.
    assert_eq!(from(&play.spends("2026-09-20", 3000), rule), 30);
    assert_eq!(why(&play.spends("2026-09-20", 100), rule), Some(Reason::Limit(month)));
}

#[test]
fn times_count_events_in_which_it_gave_something() {
    let mut p = programme();
    let rule = p.full_francs("base");
    let twice = p.limit(BASE, Most::Times(2), Some(Window::Week(0)));
    let mut play = Play::new(p);
    // Monday to Sunday; the second receipt gives nothing and does not count.
    assert_eq!(from(&play.spends("2026-09-07", 500), rule), 5);
    assert_eq!(why(&play.spends("2026-09-08", 50), rule), Some(Reason::Zero));
    assert_eq!(from(&play.spends("2026-09-09", 500), rule), 5);
    assert_eq!(why(&play.spends("2026-09-13", 500), rule), Some(Reason::Limit(twice)));
    assert_eq!(from(&play.spends("2026-09-14", 500), rule), 5);
}

#[test]
fn a_receipt_has_its_own_limit_and_the_last_cut_is_named() {
    let mut p = programme();
    p.full_francs("base");
    let receipt = p.limit(BASE, Most::Points(50), None);
    let ever = p.limit(BASE, Most::Points(80), Some(Window::Ever));
    let mut play = Play::new(p);
    let decision = play.spends("2026-09-08", 9000);
    assert_eq!((decision.awards[0].points, decision.awards[0].cut_by), (50, Some(receipt)));
    let decision = play.spends("2026-09-09", 9000);
    assert_eq!((decision.awards[0].points, decision.awards[0].cut_by), (30, Some(ever)));
    assert_eq!(decision.awards[0].rounded, 90);
}

#[test]
fn a_limit_over_dates_is_not_used_outside_them() {
    let mut p = programme();
    let rule = p.full_francs("base");
    let dates = Window::Dates(crate::build::day("2026-09-07"), crate::build::day("2026-09-13"));
    p.limit(BASE, Most::Points(10), Some(dates));
    let mut play = Play::new(p);
    assert_eq!(from(&play.spends("2026-09-06", 800), rule), 8);
    assert_eq!(from(&play.spends("2026-09-07", 800), rule), 8);
    assert_eq!(from(&play.spends("2026-09-13", 800), rule), 2);
}
