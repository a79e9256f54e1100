//! Usual purchases, which the native engine decides straight through: programmes that allow it, seeded histories, both engines
//! after every event and over all events together. That they did go straight through is counted.

use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decisions;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Flags, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;
use treue_tests::dice::Dice;
use treue_tests::run::check;

const HEAD: &str = "currency CHF timezone \"Europe/Zurich\"";

/// Rules, limits, stacks and a track; nothing is remembered.
fn plain() -> String {
    format!(
        "programme \"Plain\" {{ {HEAD}
  unit points
  remember nothing
}}
lines food = all lines where category \"food\"
lines kinds = all lines where category in (\"food\", \"wine\", \"toys\")
earn base {{ 1 point per full 1.00 CHF of all lines }}
earn fresh {{
  3 points per full 1.00 CHF of food
  rounded per line
}}
earn weekend {{
  on weekends
  2 times base
}}
earn evening {{
  on weekdays from 17:00 to 19:00
  10% of base
}}
earn bands {{
  by bands of food {{
    from 20.00 CHF 25 points
    from 50.00 CHF 80 points
  }}
}}
earn mixed {{
  when number of different categories of kinds is at least 2
  40 points
}}
earn app {{
  when channel is \"app\"
  25 points
}}
earn welcome {{
  when first purchase
  250 points
}}
stack extra {{
  all of fresh, weekend, evening, bands, mixed, app
  at most 150 points
  at most 400 points per month
}}
"
    )
}

/// Levels that last, are renewed and looked at again, with rates of their own, and points that expire.
fn levels() -> String {
    format!(
        "programme \"Levels\" {{ {HEAD}
  unit points
  remember 60 days
}}
lines food = all lines except category \"toys\"
track spend = food per calendar year
track lately = food rolling 30 days
earn base {{ 1 point per full 1.00 CHF of food }}
earn often {{
  when lately is at least 100.00 CHF
  15 points
  at most 60 points per month
}}
tiers main by spend {{
  basic
  silver from 150.00 CHF {{ 25% of base }}
  gold from 600.00 CHF {{ 50% of base }}
  valid until end of next calendar year
  then one level down
}}
expire points {{ 3 months after earning, then at end of month }}
"
    )
}

/// Two units, one of them money, a partner, and points that are there only after some days.
fn units() -> String {
    format!(
        "programme \"Units\" {{ {HEAD}
  unit points
  unit miles
  remember 20 days
}}
lines wine = all lines where category \"wine\"
earn base {{
  2 points per full 5.00 CHF of all lines
  available 14 days after purchase
}}
earn air {{ 1 mile per full 3.00 CHF of wine }}
earn more {{ 7% of air }}
expire miles {{ 2 months after earning }}
"
    )
}

/// A year of purchases, mostly in order; some ids come twice, some events late.
fn history(programme: &Programme, seed: u64) -> Vec<Event> {
    let mut dice = Dice::new(seed, 0);
    let mut reader = Reader::new(programme, ReadOptions::default());
    let mut minutes = 0;
    let mut events = Vec::new();
    for number in 0..140usize {
        minutes += dice.below(9_000);
        let back = if dice.below(25) == 0 { dice.below(6_000).min(minutes) } else { 0 };
        let (day, minute) = ((minutes - back) / 1_440, (minutes - back) % 1_440);
        let (month, day) = (day / 28 % 24, day % 28 + 1);
        let (year, month) = (2025 + month / 12, month % 12 + 1);
        let at = format!("{year}-{month:02}-{day:02}T{:02}:{:02}:00+01:00", minute / 60, minute % 60);
        let id = if dice.below(40) == 0 { number.saturating_sub(3) } else { number };
        let lines: Vec<String> = (0..=dice.below(5))
            .map(|_| {
                let category = ["food", "wine", "toys", "food/fruit", "x"][dice.below(5)];
                let (francs, cents) = (dice.below(60), dice.below(100));
                format!("{{\"category\":\"{category}\",\"amount\":\"{francs}.{cents:02}\"}}")
            })
            .collect();
        let channel = ["app", "store", "web"][dice.below(3)];
        let member = dice.below(3);
        let line = format!(
            "{{\"event\":\"purchase\",\"id\":\"e{id}\",\"member\":\"m{member}\",\"at\":\"{at}\",\"channel\":\"{channel}\",\"lines\":[{}]}}",
            lines.join(",")
        );
        events.push(reader.event(&line).unwrap_or_else(|e| panic!("{line}: {e:?}")));
    }
    events
}

/// How many of the events went straight through.
fn agreed(text: &str, seed: u64) -> u64 {
    let programme = check(text).unwrap_or_else(|why| panic!("{why}"));
    let events = history(&programme, seed);
    let compiled = Compiled::new(Arc::clone(&programme)).expect("this machine runs native code");
    let mut native = Native::new(Arc::clone(&compiled), Detail::Awards);
    let mut reference = Reference::new(Arc::clone(&programme), Detail::Awards);
    let (mut ours, mut theirs) = (Members::default(), Members::default());
    let mut expected = Vec::new();
    for event in &events {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        theirs.apply(&programme, &mut reference, event, |d| a.push(d));
        ours.apply(&programme, &mut native, event, |d| b.push(d));
        assert_eq!(a, b, "{}, seed {seed}, event {}", programme.name, event.id);
        assert_eq!(ours, theirs, "{}, seed {seed}, after event {}", programme.name, event.id);
        expected.push(a);
    }
    let other = Compiled::with_flags(Arc::clone(&programme), Flags::Baseline).expect("any host has these");
    assert_eq!(other.functions(), compiled.functions());
    // All together, by code without what this host has beyond others of its kind.
    let mut together = Native::new(other, Detail::Awards);
    let (mut members, mut decisions) = (Members::default(), Decisions::default());
    for event in &events {
        together.announce(&mut members, event);
    }
    together.decide_all(&programme, &mut members, &events, &mut decisions);
    for (at, expected) in expected.iter().enumerate() {
        assert_eq!(*decisions.of(at), **expected, "{}, seed {seed}, event {at} of all", programme.name);
    }
    assert_eq!(members, theirs, "{}, seed {seed}, all together", programme.name);
    assert_eq!(members.to_bytes(&programme), theirs.to_bytes(&programme));
    assert_eq!(native.straight(), together.straight());
    native.straight()
}

#[test]
fn usual_purchases_go_straight_through_and_come_to_the_same() {
    for text in [plain(), levels(), units()] {
        let straight: u64 = (0..25).map(|seed| agreed(&text, seed)).sum();
        // Of 3,500 events; the others are late, repeated, the first of a member, or change a level.
        assert!(straight > 1_500, "{straight} went straight through in\n{text}");
    }
}
