//! What window rules book where nobody can ask any more is dropped at once by both engines.

use std::sync::Arc;
use treue_lang::programme::{Id, Programme, TrackId};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, TrackState};
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
