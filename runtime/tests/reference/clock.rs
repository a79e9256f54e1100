//! Hours on the wall: over midnight, and where the clocks are changed.

use crate::build::{Build, Play, day, from, given, programme, receipt};
use treue_lang::programme::{Condition, TrackSubject};
use treue_lang::time::{DayTest, Minute, Weekdays, Window, Zone};
use treue_runtime::event::What;
use treue_runtime::state::TrackState;

fn hours(from: &str, to: &str) -> Condition {
    Condition::Hours(Minute::parse(from).unwrap(), Minute::parse(to).unwrap())
}

/// Whether a rule for these hours gives at a time of 8 September 2026.
fn at(condition: Condition, time: &str) -> bool {
    let mut p = programme();
    let rule = p.flat("hours", 1);
    p.when(rule, condition);
    from(&Play::new(p).spends(&format!("2026-09-08 {time}"), 100), rule) == 1
}

#[test]
fn the_start_is_included_and_the_end_is_not() {
    let happy = || hours("17:00", "19:00");
    let expected = [("16:59", false), ("17:00", true), ("18:59", true), ("19:00", false)];
    assert_eq!(expected.map(|(time, _)| (time, at(happy(), time))), expected);
}

#[test]
fn hours_run_over_midnight() {
    let night = || hours("22:00", "02:00");
    let expected = [
        ("21:59", false),
        ("22:00", true),
        ("23:59", true),
        ("00:00", true),
        ("01:59", true),
        ("02:00", false),
    ];
    assert_eq!(expected.map(|(time, _)| (time, at(night(), time))), expected);
    // The weekday is that of the event itself: after midnight it is Tuesday no longer Monday's night.
    let monday = Condition::Day(DayTest::OnWeekdays(Weekdays(1)));
    assert!(!at(Condition::All(vec![monday, night()]), "01:00"));
    // From and to the same: the whole day.
    assert!(at(hours("08:00", "08:00"), "07:59"));
}

#[test]
fn the_hour_that_is_skipped_matches_nothing_and_the_one_repeated_matches_twice() {
    let mut p = programme();
    let rule = p.flat("two to three", 1);
    p.when(rule, hours("02:00", "03:00"));
    let zone = p.zone.clone();
    let mut play = Play::new(p);
    // 29 March 2026: 01:59 is followed by 03:00 in Zurich. Every half hour from midnight to four: 6 of them.
    let midnight = zone.instant(day("2026-03-29"), Minute(0));
    let mut given_in = |start: i64, halves: i64| {
        let mut times = 0;
        for half in 0..halves {
            let event = play.event_at(start + half * 1800, What::Purchase(receipt(&[100])));
            times += given(&play.apply(&event)).len();
            assert_eq!(play.member.last_day, Some(event.local.day));
        }
        times
    };
    assert_eq!(given_in(midnight, 6), 0);
    // 25 October 2026: 02:59 is followed by 02:00. Midnight to four are five hours; two of them are the third.
    let midnight = zone.instant(day("2026-10-25"), Minute(0));
    assert_eq!(given_in(midnight, 10), 4);
}

#[test]
fn a_day_of_23_or_25_hours_is_one_day() {
    let mut p = programme();
    p.track(TrackSubject::Purchases, Window::Day);
    let zone = p.zone.clone();
    for (date, hours) in [("2026-03-29", 23), ("2026-10-25", 25)] {
        let mut play = Play::new(p.clone());
        let midnight = zone.instant(day(date), Minute(0));
        for hour in 0..=hours {
            let event = play.event_at(midnight + hour * 3600, What::Purchase(receipt(&[100])));
            play.apply(&event);
        }
        let today = day(date).0;
        let expected = TrackState::Window { number: today + 1, value: 1, closed: vec![(today, hours)] };
        assert_eq!(play.member.tracks[0], expected);
    }
}

#[test]
fn clocks_set_back_over_midnight_do_not_take_the_day_back() {
    let mut p = programme();
    p.zone = Zone::named("America/St_Johns").unwrap();
    p.track(TrackSubject::Purchases, Window::Day);
    let saturday = p.flat("saturday", 1);
    p.when(saturday, Condition::Day(DayTest::OnWeekdays(Weekdays(0b010_0000))));
    let zone = p.zone.clone();
    let mut play = Play::new(p);
    // Sunday 7 November 2010, 00:01, became Saturday, 23:01.
    let sunday = zone.instant(day("2010-11-07"), Minute(0));
    let mut buys = |at: i64| {
        let event = play.event_at(at, What::Purchase(receipt(&[100])));
        let decision = play.apply(&event);
        (
            event.local.day,
            from(&decision, saturday),
            play.member.last_day.unwrap(),
            play.member.tracks[0].clone(),
        )
    };
    let track =
        |value, before| TrackState::Window { number: day("2010-11-07").0, value, closed: vec![before] };
    let before = (day("2010-11-06").0, 1);
    buys(sunday - 1800);
    assert_eq!(buys(sunday), (day("2010-11-07"), 0, day("2010-11-07"), track(1, before)));
    // Half an hour later it is Saturday on the wall, and conditions say so; the day that is booked stays Sunday.
    assert_eq!(buys(sunday + 1800), (day("2010-11-06"), 1, day("2010-11-07"), track(2, before)));
    assert_eq!(buys(sunday + 7200), (day("2010-11-07"), 0, day("2010-11-07"), track(3, before)));
}
