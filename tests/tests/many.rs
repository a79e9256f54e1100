//! Programmes of hundreds of rules of mixed forms, most of which stand in the index of the native engine: both engines after every
//! event, with reasons and without, and what was not looked at is said all the same.

use std::fmt::Write;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::{Decision, Reason};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;
use treue_tests::dice::Dice;
use treue_tests::run::check;

/// Rules of a programme, beside the few that others read.
const RULES: usize = 300;

/// What does not depend on chance: levels by points, a limit for all versions of a rule, rules that read others.
const HEAD: &str = "programme \"Many\" {
  currency CHF
  timezone \"Europe/Zurich\"
  unit points
  unit miles
  remember 60 days
}
fields {
  line.season: text optional
  receipt.cashier: text optional
  member.town: text optional
}
lines food = all lines where category \"food\"
lines own = food where brand \"b1\" or label is \"own\"
track spend = all lines per calendar year
track earned = points per calendar year
tiers main by earned {
  basic
  silver from 300 points
  gold from 3000 points
  valid until end of next calendar year
  then one level down
}
earn base { 1 point per full 1.00 CHF of food }
earn own_goods {
  when store is \"s1\"
  2 points per item of own
  at most 40 points per month
}
earn twice { 2 times own_goods }
earn share {
  when channel is \"app\"
  10% of base
}
earn first_offer {
  when store is \"s2\"
  3 points
}
earn second_offer {
  when store is \"s3\"
  5 points
}
stack offers {
  all of first_offer, second_offer
  at most 20 points per month
}
expire points { 6 months after earning }
";

/// A rule of some form.
fn rule(number: usize, dice: &mut Dice) -> String {
    let points = dice.below(9) + 1;
    let (month, day) = (dice.below(12) + 1, dice.below(20) + 1);
    let dates = format!("from 2025-{month:02}-{day:02} to 2025-{month:02}-{:02}", day + 7);
    let (brand, store, kind) = (dice.below(40), dice.below(30), dice.below(12));
    let goods = format!("(all lines where brand \"b{brand}\")");
    let body = match dice.below(16) {
        0 => format!("{points} points per item of {goods}"),
        1 => format!("{dates}\n  {points} points per full 10.00 CHF of all lines"),
        2 => format!("when store is \"s{store}\"\n  {points} points"),
        3 => format!(
            "on weekends\n  {points} points per full 1.00 CHF of all lines where category \"k{kind}\""
        ),
        4 => {
            format!("when store in (\"s{store}\", \"s{}\")\n  {points} points per item of {goods}", store + 1)
        }
        5 => format!("when {goods} is at least 20.00 CHF\n  {points} points"),
        6 => format!("when coupon \"c{kind}\"\n  {points} miles per full 5.00 CHF of food"),
        7 => format!("when main is gold\n  {points} points per full 2.00 CHF of {goods}"),
        8 => format!(
            "when receipt.cashier or \"none\" is \"w{kind}\" or store is \"s{store}\"\n  {points} points"
        ),
        9 => format!("when member.town or \"none\" is \"t{kind}\"\n  {points} points per item of food"),
        10 => format!(
            "by bands of {goods} {{\n    from 5.00 CHF {points} points\n    from 30.00 CHF {} points\n  }}",
            points + 20
        ),
        11 => format!(
            "{points} points per full 1.00 CHF of all lines where sku in (\"k{brand}\", \"k{kind}\")\n  rounded per line"
        ),
        12 => format!(
            "when store is \"s{store}\"\n  {points} points\n  at most {} points per month",
            points * 2
        ),
        13 => format!(
            "when number of different brands of (all lines where category \"k{kind}\") is at least 2\n  {points} points"
        ),
        14 => format!("when spend is at least 200.00 CHF\n  {points} points per item of {goods}"),
        _ => format!(
            "{dates}\n  when not (channel is \"app\")\n  {points} points per item of all lines where line.season or \"none\" is \"x{kind}\""
        ),
    };
    format!("earn rule_{number} {{\n  {body}\n}}\n")
}

fn text(seed: u64) -> String {
    let mut dice = Dice::new(seed, 0);
    let mut text = HEAD.to_owned();
    (0..RULES).for_each(|number| text.push_str(&rule(number, &mut dice)));
    text
}

/// Purchases of half a year, now and then late, repeated, or brought back in part.
fn history(programme: &Programme, seed: u64) -> Vec<Event> {
    let mut dice = Dice::new(seed, 1);
    let mut reader = Reader::new(programme, ReadOptions::default());
    let mut minutes = 0;
    let (mut lines, mut bought) = (Vec::new(), Vec::new());
    for member in 0..3 {
        lines.push(format!(
            "{{\"event\":\"member\",\"id\":\"n{member}\",\"member\":\"m{member}\",\"at\":\"2025-01-01T00:00:00Z\",\"set\":{{\"town\":\"t{member}\"}}}}"
        ));
    }
    for number in 0..90usize {
        minutes += dice.below(7_000);
        let back = if dice.below(20) == 0 { dice.below(6_000).min(minutes) } else { 0 };
        let (day, minute) = ((minutes - back) / 1_440, (minutes - back) % 1_440);
        let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
        let at = format!("2025-{month:02}-{day:02}T{:02}:{:02}:00+01:00", minute / 60, minute % 60);
        let member = dice.below(3);
        if number > 5 && dice.below(8) == 0 {
            let (of, member) = bought[bought.len() - 1 - dice.below(5)];
            let line = dice.below(2);
            lines.push(format!(
                "{{\"event\":\"return\",\"id\":\"e{number}\",\"member\":\"m{member}\",\"at\":\"{at}\",\"receipt\":\"e{of}\",\"lines\":[{{\"line\":{line}}}]}}"
            ));
            continue;
        }
        bought.push((number, member));
        let mut goods = String::new();
        for line in 0..=dice.below(7) {
            let category =
                ["food".to_owned(), format!("food/k{}", dice.below(4)), format!("k{}", dice.below(14))];
            let comma = if line == 0 { "" } else { "," };
            let _ = write!(
                goods,
                "{comma}{{\"sku\":\"k{}\",\"category\":\"{}\",\"brand\":\"b{}\",\"quantity\":\"{}\",\"amount\":\"{}.{:02}\",\"season\":\"x{}\"}}",
                dice.below(60),
                category[dice.below(3)],
                dice.below(45),
                dice.below(3) + 1,
                dice.below(50),
                dice.below(100),
                dice.below(14),
            );
        }
        lines.push(format!(
            "{{\"event\":\"purchase\",\"id\":\"e{number}\",\"member\":\"m{member}\",\"at\":\"{at}\",\"store\":\"s{}\",\"channel\":\"{}\",\"cashier\":\"w{}\",\"coupons\":[\"c{}\"],\"lines\":[{goods}]}}",
            dice.below(32),
            ["app", "till"][dice.below(2)],
            dice.below(14),
            dice.below(14),
        ));
    }
    lines.iter().map(|line| reader.event(line).unwrap_or_else(|e| panic!("{line}: {e:?}"))).collect()
}

/// What an engine makes of events: decisions of each, and the members after all.
fn decided(
    programme: &Programme,
    engine: &mut dyn Evaluator,
    events: &[Event],
) -> (Vec<Vec<Arc<Decision>>>, Vec<u8>) {
    let (mut members, mut all) = (Members::default(), Vec::new());
    for event in events {
        let mut of_event = Vec::new();
        members.apply(programme, engine, event, |d| of_event.push(d));
        all.push(of_event);
    }
    (all, members.to_bytes(programme))
}

#[test]
fn rules_that_facts_lead_to_give_the_same() {
    let (mut awards, mut failed, mut returned, mut straight) = (0, 0, 0, 0);
    for seed in 0..6 {
        let programme = check(&text(seed)).unwrap_or_else(|why| panic!("{why}"));
        let events = history(&programme, seed);
        let compiled = Compiled::new(Arc::clone(&programme)).expect("this machine runs native code");
        // All but the few that others read, or that nothing rare leads to.
        assert!(compiled.indexed() > RULES * 9 / 10, "{} of {RULES} rules", compiled.indexed());
        let without = Compiled::with_index(Arc::clone(&programme), usize::MAX).expect("as before");
        assert_eq!(without.indexed(), 0);
        for detail in [Detail::Full, Detail::Awards] {
            let expected = decided(&programme, &mut Reference::new(Arc::clone(&programme), detail), &events);
            let mut native = Native::new(Arc::clone(&compiled), detail);
            let found = decided(&programme, &mut native, &events);
            for ((a, b), event) in expected.0.iter().zip(&found.0).zip(&events) {
                assert_eq!(a, b, "seed {seed}, {detail:?}, event {}", event.id);
            }
            assert!(expected.1 == found.1, "seed {seed}, {detail:?}: other members");
            let plain = decided(&programme, &mut Native::new(Arc::clone(&without), detail), &events);
            assert!(plain == found, "seed {seed}, {detail:?}: another answer without the index");
            straight += native.straight();
            for decision in found.0.iter().flatten() {
                awards += decision.awards.len();
                returned += usize::from(decision.returned.is_some());
                let reasons = decision.not_applied.iter();
                failed += reasons.filter(|n| matches!(n.reason, Reason::Condition(_))).count();
            }
        }
    }
    println!("{awards} awards, {failed} failed conditions, {returned} returns, {straight} straight through");
    assert!(awards > 3_000 && failed > 50_000 && returned > 50, "{awards}, {failed}, {returned}");
    assert!(straight > 200, "{straight} went straight through");
}
