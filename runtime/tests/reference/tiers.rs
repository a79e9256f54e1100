//! Tiers: entry, renewal, review, what comes after, following at once, grants.

use crate::build::{Build, POINTS, Play, after, compare, day, from, programme, ratio, track_at_least};
use treue_lang::programme::{
    AfterReview, Award, ByLevel, Comparison, Condition, LevelId, Number, Programme, Rate, Ratio, TiersId,
    TrackSubject, Validity,
};
use treue_lang::time::{Base, Day, Deadline, Length, Period, Unit, Window};
use treue_runtime::decision::{Decision, TierChange};
use treue_runtime::event::{Grant, What};
use treue_runtime::state::Standing;

const MAIN: TiersId = TiersId(0);

/// Levels from 500.00 and from 2000.00 a calendar year, held until the end of the next.
fn yearly() -> Programme {
    let until = Deadline { base: Base::UntilEnd(Period::CALENDAR_YEAR, 1), snaps: vec![] };
    spending(Window::CALENDAR_YEAR, Validity::Until(until), &[50_000, 200_000])
}

fn spending(window: Window, validity: Validity, from: &[i64]) -> Programme {
    let mut p = programme();
    let total = p.total();
    let spend = p.track(TrackSubject::Amount(total), window);
    let entries: Vec<_> = from.iter().map(|least| vec![track_at_least(spend, *least)]).collect();
    let tiers = p.tiers(validity, &entries);
    for level in 1..=u8::try_from(from.len()).unwrap() {
        p.level(tiers, level).renews = vec![window];
    }
    p
}

fn grant(level: u8, until: Option<Day>) -> What {
    What::Grant(Grant::Level { tiers: MAIN, level: LevelId(level), until })
}

/// Changes as (from, to, last good day, on).
fn changes(decision: &Decision) -> Vec<(u8, u8, Option<Day>, Day)> {
    assert_eq!(decision.refusal, None);
    decision.tiers.iter().map(|t| (t.from.0, t.to.0, t.until, t.on)).collect()
}

#[test]
fn a_level_is_entered_after_the_event_and_counts_from_the_next() {
    let mut p = yearly();
    let total = p.total();
    let one = Rate::Steps(total, 100, Ratio::ONE);
    let rates = vec![one.clone(), Rate::Steps(total, 100, ratio(2, 1)), Rate::Steps(total, 100, ratio(3, 1))];
    let base = p.rule("base", Award::Rate(one, Some(ByLevel { tiers: MAIN, rates, within: None })));
    let mut play = Play::new(p);
    let decision = play.spends("2026-03-01", 60_000);
    assert_eq!(from(&decision, base), 600);
    let change = TierChange {
        tiers: MAIN,
        from: LevelId(0),
        to: LevelId(1),
        until: Some(day("2027-12-31")),
        on: day("2026-03-01"),
    };
    assert_eq!(decision.tiers, [change]);
    assert_eq!(from(&play.spends("2026-03-02", 100), base), 2);
    let since = Some(day("2026-03-01"));
    let until = Some(day("2027-12-31"));
    let standing = Standing { earned: 1, until, since, ..Standing::default() };
    assert_eq!(play.member.tiers, [standing]);
}

#[test]
fn the_highest_level_that_holds_is_entered_at_once() {
    let mut play = Play::new(yearly());
    let decision = play.spends("2026-03-01", 250_000);
    assert_eq!(changes(&decision), [(0, 2, Some(day("2027-12-31")), day("2026-03-01"))]);
}

#[test]
fn reaching_the_entry_in_a_later_window_renews() {
    let mut play = Play::new(yearly());
    play.spends("2026-03-01", 60_000);
    // Again in the same year: nothing.
    assert_eq!(changes(&play.spends("2026-09-01", 60_000)), []);
    assert_eq!(changes(&play.spends("2027-02-01", 49_999)), []);
    let decision = play.spends("2027-02-02", 1);
    assert_eq!(changes(&decision), [(1, 1, Some(day("2028-12-31")), day("2027-02-02"))]);
    assert_eq!(changes(&play.spends("2027-02-03", 1)), []);
}

#[test]
fn a_review_keeps_by_the_last_full_window() {
    let mut p = yearly();
    let keep = p.level(MAIN, 1).keep.clone();
    // Gold, entered from 2000.00, is kept from 500.00.
    p.level(MAIN, 2).keep = keep;
    let mut play = Play::new(p);
    play.spends("2026-03-01", 250_000);
    play.spends("2027-05-01", 50_000);
    assert_eq!(changes(&play.happens("2027-12-31 23:59", What::Clock)), []);
    let decision = play.happens("2028-01-01", What::Clock);
    // Counted from 2027-12-31: until the end of 2028. Opened by the review as of that day.
    assert_eq!(changes(&decision), [(2, 2, Some(day("2028-12-31")), day("2028-01-01"))]);
    assert_eq!(play.member.tiers[0].since, Some(day("2027-12-31")));
}

#[test]
fn the_last_full_window_is_read_even_when_the_new_one_is_booked() {
    // Held for 12 months from entry in June: reviewed in the middle of a year.
    let validity = Validity::Until(after(12, Unit::Months));
    let mut play = Play::new(spending(Window::CALENDAR_YEAR, validity, &[50_000]));
    play.spends("2026-06-15", 60_000);
    play.spends("2027-03-01", 100);
    // At the start of 16 June 2027 the last full window is 2026, which held 600.00: kept.
    let decision = play.happens("2027-06-20", What::Clock);
    assert_eq!(changes(&decision), [(1, 1, Some(day("2028-06-15")), day("2027-06-16"))]);
    // A year later it is 2027 with 1.00: lost.
    let decision = play.happens("2028-06-16", What::Clock);
    assert_eq!(changes(&decision), [(1, 0, None, day("2028-06-16"))]);
    assert_eq!(play.member.tiers, [Standing::default()]);
}

#[test]
fn what_comes_after_a_level_that_was_not_kept() {
    let outcomes = [
        // One down, and that level is again held until the end of 2028; then reviewed and lost as well.
        (AfterReview::OneDown, 2, Some(day("2028-12-31"))),
        (AfterReview::WhatQualifies, 1, Some(day("2028-12-31"))),
        (AfterReview::Base, 0, None),
    ];
    for (way, level, until) in outcomes {
        let validity =
            Validity::Until(Deadline { base: Base::UntilEnd(Period::CALENDAR_YEAR, 1), snaps: vec![] });
        let mut p = spending(Window::CALENDAR_YEAR, validity, &[10_000, 50_000, 200_000]);
        p.tiers.get_mut(MAIN).unwrap().after = way;
        let mut play = Play::new(p);
        play.spends("2026-03-01", 250_000);
        play.spends("2027-03-01", 20_000);
        let decision = play.happens("2028-01-01", What::Clock);
        assert_eq!(changes(&decision), [(3, level, until, day("2028-01-01"))], "{way:?}");
    }
}

#[test]
fn one_level_down_year_after_year() {
    let mut play = Play::new(yearly());
    play.spends("2026-03-01", 250_000);
    let decision = play.happens("2035-01-01", What::Clock);
    let expected = [(2, 1, Some(day("2028-12-31")), day("2028-01-01")), (1, 0, None, day("2029-01-01"))];
    assert_eq!(changes(&decision), expected);
}

#[test]
fn a_validity_that_would_end_no_later_is_counted_from_the_next_day() {
    let validity =
        Validity::Until(Deadline { base: Base::UntilEnd(Period::CALENDAR_YEAR, 0), snaps: vec![] });
    let mut play = Play::new(spending(Window::CALENDAR_YEAR, validity, &[50_000]));
    play.spends("2026-03-01", 60_000);
    // The end of the year of 2026-12-31 is that day; counted from 2027-01-01 it is 2027-12-31.
    let decision = play.happens("2027-01-01", What::Clock);
    assert_eq!(changes(&decision), [(1, 1, Some(day("2027-12-31")), day("2027-01-01"))]);
    assert_eq!(play.member.tiers[0].since, Some(day("2026-12-31")));
    // So a purchase that reaches it in 2027 renews, here without another date.
    assert_eq!(changes(&play.spends("2027-05-01", 60_000)), []);
    assert_eq!(play.member.tiers[0].since, Some(day("2027-05-01")));
}

#[test]
fn a_rolling_window_is_reviewed_as_it_stood_on_the_last_day() {
    let window = Window::Rolling(Length { count: 30, unit: Unit::Days });
    let validity = || Validity::Until(after(30, Unit::Days));
    // Entered on 1 September until 1 October. On 1 October the window is 2 September to 1 October.
    let mut play = Play::new(spending(window, validity(), &[1000]));
    play.spends("2026-09-01", 1000);
    play.spends("2026-09-02", 1000);
    let decision = play.happens("2026-10-02", What::Clock);
    assert_eq!(changes(&decision), [(1, 1, Some(day("2026-10-31")), day("2026-10-02"))]);
    let mut play = Play::new(spending(window, validity(), &[1000]));
    play.spends("2026-09-01", 1000);
    let decision = play.happens("2026-10-02", What::Clock);
    assert_eq!(changes(&decision), [(1, 0, None, day("2026-10-02"))]);
}

#[test]
fn a_review_comes_before_the_event_of_its_day() {
    let mut p = yearly();
    let rule = p.flat("silver only", 10);
    p.when(rule, Condition::Tier(MAIN, Comparison::AtLeast, LevelId(1)));
    let mut play = Play::new(p);
    play.spends("2026-03-01", 60_000);
    assert_eq!(from(&play.spends("2027-12-31", 100), rule), 10);
    let decision = play.spends("2028-01-01", 60_000);
    assert_eq!(from(&decision, rule), 0);
    // Lost at the start of the day, entered again by this purchase: reviews first.
    let expected = [(1, 0, None, day("2028-01-01")), (0, 1, Some(day("2029-12-31")), day("2028-01-01"))];
    assert_eq!(changes(&decision), expected);
}

#[test]
fn levels_that_follow_at_once_go_up_and_down() {
    let mut p = programme();
    let at_least = |least| vec![compare(Number::Balance(POINTS), Comparison::AtLeast, least)];
    p.tiers(Validity::AtOnce, &[at_least(100), at_least(200)]);
    let mut play = Play::new(p);
    let points = |points| What::Grant(Grant::Points { unit: POINTS, points });
    let expected = [(250, (0, 2)), (-100, (2, 1)), (-100, (1, 0))];
    for (granted, (from, to)) in expected {
        let decision = play.happens("2026-09-08", points(granted));
        assert_eq!(changes(&decision), [(from, to, None, day("2026-09-08"))]);
        let since = (to > 0).then_some(day("2026-09-08"));
        assert_eq!(play.member.tiers, [Standing { earned: to, since, ..Standing::default() }]);
    }
}

#[test]
fn a_level_for_ever_is_never_reviewed() {
    let mut play = Play::new(spending(Window::CALENDAR_YEAR, Validity::Ever, &[50_000]));
    assert_eq!(changes(&play.spends("2026-03-01", 60_000)), [(0, 1, None, day("2026-03-01"))]);
    assert_eq!(changes(&play.spends("2040-03-01", 60_000)), []);
    assert_eq!(play.member.tiers[0].since, Some(day("2026-03-01")));
}

#[test]
fn a_granted_level_runs_to_its_own_date_and_the_higher_counts() {
    let mut play = Play::new(yearly());
    let decision = play.happens("2026-03-01", grant(2, Some(day("2026-06-30"))));
    assert_eq!(changes(&decision), [(0, 2, Some(day("2026-06-30")), day("2026-03-01"))]);
    // Silver is earned underneath: nothing that counts has changed.
    assert_eq!(changes(&play.spends("2026-04-01", 60_000)), []);
    assert_eq!(play.level(), LevelId(2));
    let decision = play.happens("2026-07-01", What::Clock);
    assert_eq!(changes(&decision), [(2, 1, Some(day("2027-12-31")), day("2026-07-01"))]);
    // Another grant replaces the first; the same level as the earned one counts as long as the later of them.
    let decision = play.happens("2026-08-01", grant(1, None));
    assert_eq!(changes(&decision), [(1, 1, None, day("2026-08-01"))]);
    let decision = play.happens("2026-08-02", grant(0, None));
    assert_eq!(changes(&decision), [(1, 1, Some(day("2027-12-31")), day("2026-08-02"))]);
}

#[test]
fn structures_are_judged_apart() {
    let mut p = yearly();
    let purchases = p.track(TrackSubject::Purchases, Window::Ever);
    p.tiers(Validity::Ever, &[vec![track_at_least(purchases, 2)]]);
    let mut play = Play::new(p);
    play.spends("2026-03-01", 60_000);
    let decision = play.spends("2026-03-02", 100);
    let tiers: Vec<_> = decision.tiers.iter().map(|t| (t.tiers, t.to)).collect();
    assert_eq!(tiers, [(TiersId(1), LevelId(1))]);
}
