//! Tracks over all windows, and what they hold.

use crate::build::{
    Build, Play, activity, compare, conjunct, day, given, in_category, programme, track_at_least,
};
use treue_lang::programme::{
    Comparison, Condition, Number, Programme, RuleId, StackMember, StackWay, TrackId, TrackSubject, Trigger,
};
use treue_lang::time::{Length, Month, Unit, Window, YearStart};
use treue_runtime::event::{Purchase, Tender};
use treue_runtime::state::TrackState;

/// A flat rule for each value, so that what a track reads can be told: rule k gives 1 when it is at least k.
fn shows(p: &mut Programme, track: TrackId, values: &[i64]) -> Vec<RuleId> {
    values
        .iter()
        .map(|v| {
            let rule = p.flat("show", 1);
            p.when(rule, track_at_least(track, *v));
            rule
        })
        .collect()
}

/// Spends 1.00 on each day; how many of the rules "at least 1.00, 2.00, ..." hold before each.
fn read(window: Window, days: &[&str]) -> Vec<usize> {
    let mut p = programme();
    let total = p.total();
    let track = p.track(TrackSubject::Amount(total), window);
    shows(&mut p, track, &[100, 200, 300, 400]);
    let mut play = Play::new(p);
    days.iter().map(|d| given(&play.spends(d, 100)).len()).collect()
}

#[test]
fn every_window_starts_where_it_should() {
    let days = Length { count: 3, unit: Unit::Days };
    let months = Length { count: 1, unit: Unit::Months };
    let fiscal = YearStart { month: Month(4), day: 6 };
    let dates = Window::Dates(day("2026-09-07"), day("2026-09-13"));
    let cases: &[(Window, &[&str], &[usize])] = &[
        (Window::Ever, &["2020-01-01", "2026-09-08", "2030-01-01"], &[0, 1, 2]),
        (Window::Day, &["2026-09-08 00:00", "2026-09-08 23:59", "2026-09-09 00:00"], &[0, 1, 0]),
        (Window::Week(0), &["2026-09-07", "2026-09-13", "2026-09-14", "2026-09-28"], &[0, 1, 0, 0]),
        (Window::Week(6), &["2026-09-12", "2026-09-13", "2026-09-19", "2026-09-20"], &[0, 0, 1, 0]),
        (Window::Month, &["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"], &[0, 0, 1, 0]),
        (Window::Quarter, &["2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"], &[0, 0, 1, 0]),
        (Window::CALENDAR_YEAR, &["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"], &[0, 0, 1, 0]),
        (Window::Year(fiscal), &["2026-04-05", "2026-04-06", "2027-04-05", "2027-04-06"], &[0, 0, 1, 0]),
        // Outside of the dates nothing is booked, but the sum is still read.
        (dates, &["2026-09-06", "2026-09-07", "2026-09-13", "2026-09-14", "2026-09-15"], &[0, 0, 1, 2, 2]),
        // Three days, today included.
        (
            Window::Rolling(days),
            &["2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11", "2026-09-20"],
            &[0, 1, 2, 2, 0],
        ),
        // 15 September counts until 14 October.
        (Window::Rolling(months), &["2026-09-15", "2026-10-14", "2026-10-15"], &[0, 1, 1]),
    ];
    for (window, days, expected) in cases {
        assert_eq!(read(*window, days), *expected, "{window:?}");
    }
}

#[test]
fn a_rolling_track_drops_days_when_it_is_booked() {
    let mut p = programme();
    let total = p.total();
    let window = Window::Rolling(Length { count: 2, unit: Unit::Days });
    p.track(TrackSubject::Amount(total), window);
    // Without memory: what a review can ask about is enough.
    p.remember = None;
    let mut play = Play::new(p);
    let rolling = |play: &Play| match &play.member.tracks[0] {
        TrackState::Rolling(days) => days.clone(),
        TrackState::Window { .. } | TrackState::Texts(_) => panic!("a rolling track"),
    };
    for date in ["2026-09-08", "2026-09-09", "2026-09-10"] {
        play.spends(date, 100);
    }
    // A review at the start of 10 September can ask about the 9th, which saw the 8th.
    assert_eq!(rolling(&play), ["2026-09-08", "2026-09-09", "2026-09-10"].map(|d| (day(d), 100)));
    // Nothing is booked by a receipt of zero, so nothing is dropped.
    play.spends("2026-09-20", 0);
    assert_eq!(rolling(&play).len(), 3);
    // A day that comes to zero is left out.
    play.spends("2026-09-20", 100);
    play.spends("2026-09-20", -100);
    assert_eq!(rolling(&play), []);
}

#[test]
fn a_calendar_track_keeps_the_window_before() {
    let mut p = programme();
    let total = p.total();
    p.track(TrackSubject::Amount(total), Window::CALENDAR_YEAR);
    let mut play = Play::new(p);
    play.spends("2025-05-01", 300);
    play.spends("2026-05-01", 500);
    let expected = TrackState::Window { number: 2026, value: 500, closed: vec![(2025, 300)] };
    assert_eq!(play.member.tracks[0], expected);
    play.spends("2027-05-01", 0);
    assert_eq!(play.member.tracks[0], expected);
    play.spends("2028-05-01", -200);
    assert_eq!(
        play.member.tracks[0],
        // On 1 May 2028 the last full window is 2027, and memory goes back 90 days.
        TrackState::Window { number: 2028, value: -200, closed: vec![] }
    );
}

/// Closed windows are there as long as late events and returns may ask for them: 90 days, and for reviews the last
/// full window.
#[test]
fn closed_windows_are_kept_as_long_as_memory() {
    let mut p = programme();
    let total = p.total();
    p.track(TrackSubject::Amount(total), Window::Month);
    let mut play = Play::new(p.clone());
    for date in ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"] {
        play.spends(date, 100);
    }
    // On 10 April the memory starts on 10 January.
    let month = |m: i32| 2026 * 12 + m - 1;
    let closed = vec![(month(1), 100), (month(2), 100), (month(3), 100)];
    assert_eq!(play.member.tracks[0], TrackState::Window { number: month(4), value: 100, closed });
    // On 2 May it starts on 1 February.
    play.spends("2026-05-02", 100);
    let closed = vec![(month(2), 100), (month(3), 100), (month(4), 100)];
    assert_eq!(play.member.tracks[0], TrackState::Window { number: month(5), value: 100, closed });
    // A window that comes to nothing is left out.
    play.spends("2026-05-02", -100);
    let closed = vec![(month(2), 100), (month(3), 100)];
    assert_eq!(play.member.tracks[0], TrackState::Window { number: month(4), value: 100, closed });
    // Without memory the last full window is enough.
    p.remember = None;
    let mut play = Play::new(p);
    for date in ["2026-01-10", "2026-02-10", "2026-03-10"] {
        play.spends(date, 100);
    }
    let closed = vec![(month(2), 100)];
    assert_eq!(play.member.tracks[0], TrackState::Window { number: month(3), value: 100, closed });
}

#[test]
fn including_this_purchase() {
    let mut p = programme();
    let food = p.category("food");
    let amount = p.money(food);
    let track = p.track(TrackSubject::Amount(amount), Window::Ever);
    let by_card = Condition::Text(treue_lang::programme::Texts::PaidBy, crate::build::one_of(&["card"]));
    p.tracks.get_mut(track).unwrap().conditions.push(conjunct(by_card));
    let purchases = p.track(TrackSubject::Purchases, Window::Dates(day("2026-09-01"), day("2026-09-30")));
    let spent = p.flat("spent", 1);
    let with_this = |track| Number::Track { track, including: true };
    p.when(spent, compare(with_this(track), Comparison::AtLeast, 1000));
    let third = p.flat("third", 2);
    p.when(third, compare(with_this(purchases), Comparison::Is, 3));
    let mut play = Play::new(p);
    let mut buys = |date, amount, kind: &str| {
        let tenders = vec![Tender { kind: kind.to_owned(), amount }];
        let lines = vec![in_category("food", amount), in_category("other", 9999)];
        given(&play.buys(date, Purchase { tenders, lines, ..Purchase::default() }))
    };
    assert_eq!(buys("2026-09-01", 600, "card"), []);
    // Cash does not count for the track, so it is not included either.
    assert_eq!(buys("2026-09-02", 400, "cash"), []);
    assert_eq!(buys("2026-09-03", 400, "card"), [(0, 1), (1, 2)]);
    // In October the dates are over, so this purchase does not make it four.
    assert_eq!(buys("2026-10-03", 0, "cash"), [(0, 1), (1, 2)]);
}

#[test]
fn points_and_purchases_are_tracked() {
    let mut p = programme();
    let base = p.full_francs("base");
    let review = p.flat("review", 7);
    p.change(review, |r| r.on = Trigger::Activity("review".to_owned()));
    p.stack(StackWay::All, &[StackMember::Rule(base)]);
    let all = p.track(TrackSubject::Points(crate::build::POINTS), Window::Ever);
    let from_base = p.track(TrackSubject::PointsFrom(vec![base]), Window::Ever);
    let purchases = p.track(TrackSubject::Purchases, Window::Ever);
    let mut play = Play::new(p);
    play.spends("2026-09-08", 500);
    play.happens("2026-09-08", activity("review"));
    let grant = treue_runtime::event::Grant::Points { unit: crate::build::POINTS, points: 1000 };
    play.happens("2026-09-08", treue_runtime::event::What::Grant(grant));
    let value = |track: TrackId| match &play.member.tracks[track.0 as usize] {
        TrackState::Window { value, .. } => *value,
        TrackState::Rolling(_) | TrackState::Texts(_) => panic!("no rolling track"),
    };
    // Grants are in no track.
    assert_eq!([value(all), value(from_base), value(purchases)], [12, 5, 1]);
    assert_eq!(play.member.purchases, 1);
}
