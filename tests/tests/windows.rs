//! Edges of window rules and of what they book, on both engines.

use std::sync::Arc;
use treue_lang::programme::{Id, Programme, TrackId};
use treue_lang::time::Day;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Member, Members, TrackState};
use treue_tests::run::check;

fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

fn events(programme: &Programme, lines: &[&str]) -> Vec<Event> {
    let mut reader = Reader::new(programme, ReadOptions::default());
    lines.iter().map(|line| reader.event(line).unwrap_or_else(|e| panic!("{line}: {e:?}"))).collect()
}

/// The members of both engines after some events, none of which is refused; their bytes are the same.
fn after(programme: &Arc<Programme>, lines: &[&str]) -> Members {
    let events = events(programme, lines);
    let [first, second] = engines(programme).map(|mut engine| {
        let mut members = Members::default();
        for event in &events {
            members.apply(programme, engine.as_mut(), event, |d| {
                assert!(d.refusal.is_none(), "{:?}", d.refusal)
            });
        }
        members
    });
    assert!(first.to_bytes(programme) == second.to_bytes(programme), "{first:#?}\n{second:#?}");
    first
}

/// How those tracks of Anna's stand.
fn tracks(members: &Members, of: impl Iterator<Item = TrackId>) -> Vec<TrackState> {
    let anna = members.get("anna").unwrap();
    of.map(|track| anna.tracks[track.index()].clone()).collect()
}

/// On 1 April 45 JPY are 4.5 points, so 4. On 1 August 32 JPY are 3.2, so one is taken, and the third purchase gives one: nothing
/// stands on that day, and the 4 of April are older than 4 weeks.
#[test]
fn points_given_and_taken_in_one_event_drop_old_days() {
    let programme = check(
        r#"
programme "Given and taken" { currency JPY timezone "UTC" unit points }
track recent = points rolling 4 weeks
earn value { over each year 5 points per 50 JPY of all lines }
earn third { over each membership year 1 points for every 3 purchases }
"#,
    )
    .unwrap();
    let purchase = |id: &str, at: &str, lines: &str| {
        format!(
            r#"{{"event":"purchase","id":"{id}","member":"anna","at":"{at}","currency":"JPY","lines":[{lines}]}}"#
        )
    };
    let events = [
        purchase("e1", "2013-02-21T15:44:28Z", ""),
        purchase("e2", "2013-04-01T12:00:00Z", r#"{"amount":"45"}"#),
        purchase("e3", "2013-08-01T12:00:00Z", r#"{"amount":"-13"}"#),
    ];
    let members = after(&programme, &events.each_ref().map(String::as_str));
    let recent = programme.tracks.iter().filter(|(_, track)| track.name == "recent").map(|(id, _)| id);
    let recent = tracks(&members, recent);
    assert_eq!(recent, [TrackState::Rolling(Vec::new())]);
}

/// Of 21 points that both were given for the week until 5 April, 12 are due for it together: 9 are written off in May, in a
/// track of the second version, which had nothing. That week is no longer asked for by then.
#[test]
fn what_a_merge_writes_off_for_an_old_window_is_dropped() {
    let programme = check(
        r#"
programme "Written off" { currency JPY timezone "UTC" unit points remember nothing }
earn weekly until 2026-04-04 {
  over each week
  1 point per full 1 JPY of all lines
  at most 12 points
}
earn weekly from 2026-04-05 {
  over each week, retroactive
  1 point per full 1 JPY of all lines
  at most 12 points
}
"#,
    )
    .unwrap();
    let purchase = |id: &str, member: &str, at: &str, amount: u32| {
        format!(
            r#"{{"event":"purchase","id":"{id}","member":"{member}","at":"{at}","currency":"JPY","lines":[{{"amount":"{amount}"}}]}}"#
        )
    };
    let events = [
        purchase("e1", "bela", "2026-04-01T12:00:00Z", 9),
        purchase("e2", "anna", "2026-04-04T12:00:00Z", 30),
        r#"{"event":"member","id":"e3","member":"anna","at":"2026-05-13T12:00:00Z","merge":"bela"}"#
            .to_owned(),
    ];
    let members = after(&programme, &events.each_ref().map(String::as_str));
    let given = programme.rules.iter().filter_map(|(_, rule)| Some(rule.over.as_ref()?.given));
    let given = tracks(&members, given);
    let [TrackState::Window { value: 21, .. }, TrackState::Window { number: 0, value: 0, closed }] =
        given.as_slice()
    else {
        panic!("{given:?}");
    };
    assert!(closed.is_empty());
    let points: i64 = members.get("anna").unwrap().lots.iter().map(|lot| lot.points).sum();
    assert_eq!(points, 21);
}

/// Of the day of the return 50 points are taken. The next purchase gives 50 for the year, with which that day comes to nothing,
/// and 50 for the fourth purchase of Cem and Anna together: they open it again, and 5 March is dropped, more than 90 days before.
#[test]
fn a_day_that_comes_to_nothing_between_two_rules_is_opened_again() {
    let programme = check(
        r#"
programme "In between" { currency CHF timezone "UTC" unit points }
track daily = points per day
earn each { over each year 50 points for every purchase }
earn second { over each membership year 50 points for every 2 purchases }
"#,
    )
    .unwrap();
    let purchase = |id: &str, member: &str, at: &str| {
        format!(
            r#"{{"event":"purchase","id":"{id}","member":"{member}","at":"{at}","currency":"CHF","lines":[]}}"#
        )
    };
    let bought = format!(
        r#"{{"event":"purchase","id":"e3","member":"anna","at":"2028-08-06T05:00:00Z","currency":"CHF","lines":[{}]}}"#,
        r#"{"amount":"1.00"}"#
    );
    let events = [
        purchase("e1", "cem", "2028-03-05T16:58:00Z"),
        purchase("e2", "anna", "2028-03-08T05:00:00Z"),
        bought,
        purchase("e4", "anna", "2028-08-07T09:00:00Z"),
        r#"{"event":"return","id":"e5","member":"anna","at":"2028-08-30T04:00:00Z","receipt":"e3"}"#
            .to_owned(),
        r#"{"event":"member","id":"e6","member":"anna","at":"2028-08-30T04:00:00Z","merge":"cem"}"#
            .to_owned(),
        purchase("e7", "anna", "2028-08-30T04:17:07Z"),
    ];
    let members = after(&programme, &events.each_ref().map(String::as_str));
    let daily = programme.tracks.iter().filter(|(_, track)| track.name == "daily").map(|(id, _)| id);
    let daily = tracks(&members, daily);
    let [TrackState::Window { number, value: 50, closed }] = daily.as_slice() else { panic!("{daily:?}") };
    let days: Vec<(i32, i64)> = closed.iter().map(|(day, points)| (number - day, *points)).collect();
    assert_eq!(days, [(24, 100), (23, 50)]);
}

/// The version of 12 April looks back, and gives 24 points more for the purchase of March. The purchase of December brings 36, which
/// its return takes; those of April stay with their day, whether somebody looked in between or not.
#[test]
fn what_time_paid_before_a_purchase_is_not_its_own() {
    let programme = check(
        r#"
programme "Looks back" { currency CHF timezone "UTC" unit points }
earn visits until 2028-04-11 { over each year 12 points for every purchase }
earn visits from 2028-04-12 { over each year, retroactive 36 points for every purchase }
"#,
    )
    .unwrap();
    let purchase = |id: &str, at: &str| {
        format!(
            r#"{{"event":"purchase","id":"{id}","member":"anna","at":"{at}","currency":"CHF","lines":[{{"amount":"1.00"}}]}}"#
        )
    };
    let (first, second) = (purchase("e1", "2028-03-31T07:00:00Z"), purchase("e2", "2028-12-20T18:00:00Z"));
    let clock = r#"{"event":"clock","at":"2028-04-20T00:00:00Z"}"#;
    let back = r#"{"event":"return","id":"e3","member":"anna","at":"2029-02-28T17:00:00Z","receipt":"e2"}"#;
    for events in [&[first.as_str(), clock, &second, back][..], &[&first, &second, back]] {
        let members = after(&programme, events);
        let anna = members.get("anna").unwrap();
        let lots: Vec<(Day, i64)> = anna.lots.iter().map(|lot| (lot.earned, lot.points)).collect();
        let day = |month, day| Day::new(2028, month, day).unwrap();
        assert_eq!(lots, [(day(3, 31), 12), (day(4, 12), 24)]);
    }
}

/// Anna was handed in and has not joined yet. On Friday, 8 March 2024, she rises; the next week ends on the 17th. Who has not joined
/// joins on the day, so that her membership year goes to 7 March 2025.
#[test]
fn the_membership_year_of_who_has_not_joined_begins_on_the_day() {
    let programme = check(
        r#"
programme "Not joined" { currency CHF timezone "UTC" unit points known members only }
track spent = all lines for ever
tiers club {
  basic
  silver when not spent is at least 97.00 CHF
  review on 8 March
  valid until end of next week, then at end of membership year
}
"#,
    )
    .unwrap();
    let clocks = [
        r#"{"event":"clock","at":"2024-03-04T04:59:36Z"}"#,
        r#"{"event":"clock","at":"2024-03-25T06:00:00Z"}"#,
    ];
    let events = events(&programme, &clocks);
    for mut engine in engines(&programme) {
        let mut members = Members::default();
        members.insert("anna", Member::new(&programme));
        for event in &events {
            members.apply(&programme, engine.as_mut(), event, |d| assert!(d.refusal.is_none()));
        }
        let standing = &members.get("anna").unwrap().tiers[0];
        assert_eq!((standing.earned, standing.until), (1, Day::new(2025, 3, 7)), "{standing:?}");
    }
}
