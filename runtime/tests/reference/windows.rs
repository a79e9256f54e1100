//! Window rules: what is due on the sums of a window, less what was given for it.

use crate::build::{Play, activity, receipt};
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::decision::{Decision, Posting, RefusalCode};
use treue_runtime::event::What;

const HEADER: &str = "programme \"W\" { currency CHF timezone \"Europe/Zurich\" unit points }\n";

fn programme(text: &str) -> Programme {
    let sources = Sources::single("w.treue", format!("{HEADER}{text}"));
    let checked = check(&sources);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    checked.programme.unwrap_or_else(|| panic!("{}", messages.join("\n")))
}

/// Due, given before, given now, of each window that was looked at.
fn windows(decision: &Decision) -> Vec<(i64, i64, i64)> {
    assert_eq!(decision.refusal, None);
    decision.windows.iter().map(|w| (w.due, w.before, w.points)).collect()
}

#[test]
fn what_is_no_longer_due_is_taken() {
    let mut play = Play::new(programme("earn a { over all time  1 point for every 20.00 CHF of all lines }"));
    assert_eq!(windows(&play.spends("2024-05-01", 4500)), [(2, 0, 2)]);
    // 35.00 are one step; a point is taken. 40.00 are two again.
    assert_eq!(windows(&play.spends("2024-05-02", -1000)), [(1, 2, -1)]);
    assert_eq!(play.balance().available, 1);
    assert_eq!(windows(&play.spends("2024-05-03", 500)), [(2, 1, 1)]);
    // Points that were spent are owed.
    let grant = treue_runtime::event::Grant::Points { unit: crate::build::POINTS, points: -2 };
    play.happens("2024-05-04", What::Grant(grant));
    assert_eq!(windows(&play.spends("2024-05-05", -4000)), [(0, 2, -2)]);
    let balance = play.balance();
    assert_eq!((balance.available, balance.owed), (0, 2));
}

#[test]
fn each_level_counts_its_own_steps() {
    let mut play = Play::new(programme(
        "track visits = purchases for ever\n\
         tiers main { low high when visits is at least 1  follows at once }\n\
         earn a { over each month  1 point per full 10.00 CHF of all lines  in high 3 points }",
    ));
    // 19.00 as low, then 19.00 and 11.00 as high: one step of one point, three steps of three.
    assert_eq!(windows(&play.spends("2024-05-01", 1900)), [(1, 0, 1)]);
    assert_eq!(windows(&play.spends("2024-05-02", 1900)), [(4, 1, 3)]);
    let decision = play.spends("2024-05-03", 1100);
    assert_eq!(windows(&decision), [(10, 4, 6)]);
    assert_eq!(decision.windows[0].sums, [1900, 3000]);
    // June starts anew.
    assert_eq!(windows(&play.spends("2024-06-01", 1900)), [(3, 0, 3)]);
}

#[test]
fn a_window_waits_for_its_pay_day() {
    let text = "earn a { over each week  5 points for every 2 purchases  paid 3 days after its end }\n\
                expire points { 10 days after earning }\n\
                track earned = points per month\n\
                tiers main by earned { low high from 5 points  valid 1 month after entry }";
    let mut play = Play::new(programme(text));
    // Monday 6 to Sunday 12 May; the end is the start of the 13th, so it is paid on the 16th.
    assert_eq!(windows(&play.spends("2024-05-06", 100)), [(0, 0, 0)]);
    let decision = play.spends("2024-05-12", 100);
    assert_eq!(windows(&decision), [(5, 0, 0)]);
    assert_eq!(decision.windows[0].on, crate::build::day("2024-05-16"));
    assert_eq!(windows(&play.spends("2024-05-13", 100)), [(0, 0, 0)]);
    // On the 20th the 16th has passed: earned then, so good until the 26th.
    let decision = play.happens("2024-05-20", What::Clock);
    assert_eq!(windows(&decision), [(5, 0, 5)]);
    assert_eq!(decision.windows[0].expires, Some(crate::build::day("2024-05-26")));
    let decision = play.happens("2024-05-27", What::Clock);
    // The second week, with one purchase, was paid on the 23rd: nothing was due.
    assert_eq!(windows(&decision), [(0, 0, 0)]);
    assert_eq!(decision.expired[0].points, 5);
    // A clock judges no level; the next purchase sees the five points of May.
    play.spends("2024-05-28", 100);
    assert_eq!(play.level().0, 1);
}

#[test]
fn activities_are_counted_and_partners_pay_both_ways() {
    let text = "partner p { stores \"s1\"  pays 0.50 CHF per point\n\
                earn a { over each month  1 point for every 10.00 CHF of all lines } }\n\
                earn b { on activity \"x\"  over each day  2 points for every 2 activities  at most once }";
    let mut play = Play::new(programme(text));
    let at_store =
        |amount| treue_runtime::event::Purchase { store: Some("s1".to_owned()), ..receipt(&[amount]) };
    let decision = play.buys("2024-05-01", at_store(2500));
    let paid = |d: &Decision| match d.postings.as_slice() {
        [Posting::Pays { points, money, .. }] => (*points, *money),
        other => panic!("{other:?}"),
    };
    assert_eq!(paid(&decision), (2, (1, 1)));
    assert_eq!(paid(&play.buys("2024-05-02", at_store(-1000))), (-1, (-1, 2)));
    let decision = play.spends("2024-05-02", 1000);
    assert_eq!(decision.windows, []);
    assert_eq!(decision.not_applied.len(), 1);
    let given: Vec<i64> = (0..5)
        .map(|_| play.happens("2024-05-03", activity("x")).windows.iter().map(|w| w.points).sum())
        .collect();
    assert_eq!(given, [0, 2, 0, 0, 0]);
}

#[test]
fn what_cannot_be_given_refuses_the_event() {
    // 2^40 smallest units at 2^20 points each come to 2^60.
    let text = "earn a { over all time  1048576 points per 0.01 CHF of all lines }";
    let mut play = Play::new(programme(text));
    let huge = What::Purchase(receipt(&[1 << 40]));
    assert_eq!(play.is_refused("2024-05-01", huge).0, RefusalCode::OutOfRange);
    assert_eq!(windows(&play.spends("2024-05-01", 2)), [(2_097_152, 0, 2_097_152)]);
}

/// Time that passes in steps is the same time, and a window is paid once.
#[test]
fn a_clock_a_day_is_one_at_the_end() {
    let text = "earn a { over each month  5 points for every 2 purchases  paid at its end }\n\
                earn b from 2024-05-10 to 2024-06-20 { over these dates  1 point per full 1.00 CHF of all lines  \
                paid 40 days after its end }\n\
                earn c { over each year from 6 April  by bands of purchases { from 2 purchases 7 points }  \
                paid 1 month after its end }\n\
                expire points { 3 months after earning, then at end of month }";
    let mut daily = Play::new(programme(text));
    let mut once = Play::new(programme(text));
    for date in ["2024-04-05", "2024-05-20", "2024-05-31", "2024-06-01", "2024-06-21"] {
        daily.spends(date, 777);
        once.spends(date, 777);
    }
    let (mut paid, mut expired) = (Vec::new(), Vec::new());
    let mut day = crate::build::day("2024-06-22");
    while day <= crate::build::day("2025-09-01") {
        let decision = daily.happens(&day.to_string(), What::Clock);
        paid.extend(decision.windows.clone());
        expired.extend(decision.expired.clone());
        day = day.plus(1);
    }
    let decision = once.happens("2025-09-01", What::Clock);
    assert_eq!((&decision.windows, &decision.expired), (&paid, &expired));
    assert_eq!(daily.member, once.member);
    // May: 5 for two purchases. June: 5. The season of 10 May to 20 June: 7.77 three times, 23 points, paid on 31 July.
    // The year from 6 April 2024: four purchases, 7 points on 6 May 2025. One purchase before that year, one in April.
    let given: Vec<(String, i64)> =
        paid.iter().filter(|w| w.points > 0).map(|w| (w.on.to_string(), w.points)).collect();
    let expected = [("2024-07-01", 5), ("2024-07-31", 23), ("2025-05-06", 7)];
    assert_eq!(given, expected.map(|(day, points)| (day.to_owned(), points)));
}
