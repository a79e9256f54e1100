//! Planted defects that must be found, and clean programmes in which nothing must be.

mod common;

use common::programme;
use treue_proof::{Kind, examine};

fn kinds(items: &str) -> Vec<&'static str> {
    // What the checker itself refuses is found before anything is proved.
    let report = match programme(items) {
        Ok(programme) => examine(&programme),
        Err(codes) => return codes,
    };
    for finding in &report.findings {
        println!("{}: {} ({})", finding.kind.name(), finding.message, finding.label);
        if let Some(witness) = &finding.witness {
            println!("  {:?}", witness.test);
        }
    }
    assert!(report.undecided.is_empty(), "{:?}", report.undecided);
    report.findings.iter().map(|f| f.kind.name()).collect()
}

fn finds(items: &str, kind: Kind) {
    assert_eq!(kinds(items), [kind.name()], "{items}");
}

fn clean(items: &str) {
    assert_eq!(kinds(items), [""; 0], "{items}");
}

const ALL: &str = "earn base { 1 point per full 1.00 CHF of all lines }\n";

#[test]
fn contradicting_conditions() {
    for (holds, never) in [
        ("on Monday", "on Monday  on Tuesday"),
        ("from 08:00 to 10:00", "from 08:00 to 10:00  from 11:00 to 12:00"),
        ("in May", "in May  on 2026-06-01"),
        ("when channel is \"app\"", "when channel is \"app\"  when channel is \"store\""),
        (
            "when all lines is above 5.00 CHF",
            "when all lines is above 5.00 CHF  when all lines is below 5.00 CHF",
        ),
        ("when coupon \"A\" and coupon \"B\"", "when coupon \"A\" and not coupon \"A\""),
        ("when number of lines of all lines is at least 0", "when number of lines of all lines is below 0"),
    ] {
        finds(&format!("{ALL}earn more {{ {never}  5 points }}"), Kind::NeverHolds);
        let found = kinds(&format!("{ALL}earn more {{ {holds}  5 points }}"));
        assert!(!found.contains(&"never-holds"), "{holds}: {found:?}");
    }
}

#[test]
fn who_is_below_a_level_has_not_reached_it() {
    let tiers = "track spend = all lines per calendar year\ntiers main by spend { blue  silver from 100.00 CHF { perk \"Tea\" }  gold from 500.00 CHF { perk \"Coffee\" }  valid for ever }\n";
    let rule = |when: &str| format!("{ALL}{tiers}earn more {{ when {when}  5 points }}");
    for never in [
        "main is silver and within 90 days of reaching gold",
        "main is below silver and on the anniversary of reaching silver",
    ] {
        finds(&rule(never), Kind::NeverHolds);
    }
    clean(&rule("main is gold and within 90 days of reaching silver"));
    clean(&rule("main is gold and not within 90 days of reaching gold"));
}

#[test]
fn weekdays_outside_of_dates() {
    // 7 and 8 September 2026 are Monday and Tuesday.
    finds(
        &format!("{ALL}earn more from 2026-09-07 to 2026-09-08 {{ on Sunday  5 points }}"),
        Kind::NeverHolds,
    );
    clean(&format!("{ALL}earn more from 2026-09-07 to 2026-09-08 {{ on Tuesday  5 points }}"));
}

#[test]
fn a_rule_that_gives_nothing() {
    finds(
        "earn base { when all lines is below 4.00 CHF  1 point per full 5.00 CHF of all lines }",
        Kind::NeverGives,
    );
    clean("earn base { when all lines is below 6.00 CHF  1 point per full 5.00 CHF of all lines }");
}

#[test]
fn a_rule_behind_a_wider_one() {
    let stack = "earn a { on weekdays  5 points }\nearn b { on Monday  5 points }\n";
    finds(&format!("{ALL}{stack}stack s {{ first of a, b }}"), Kind::NeverWins);
    clean(&format!("{ALL}{stack}stack s {{ first of b, a }}"));
    // However much more the later one gives, the first that gives something is taken; of the best the most is.
    let more = "earn a { on weekdays  5 points }\nearn b { on Monday  8 points }\n";
    finds(&format!("{ALL}{more}stack s {{ first of a, b }}"), Kind::NeverWins);
    clean(&format!("{ALL}{more}stack s {{ best of a, b }}"));
    // What may come to nothing leaves room for the next.
    let less =
        "earn a { on weekdays  1 point per full 10.00 CHF of all lines }\nearn b { on Monday  8 points }\n";
    clean(&format!("{ALL}{less}stack s {{ first of a, b }}"));
}

#[test]
fn a_selection_without_lines_is_one_mistake_at_its_own_place() {
    let items = "lines odd = all lines where category \"fruit\" and category \"bread\"\n\
                 earn base { 1 point per full 1.00 CHF of odd }";
    finds(items, Kind::NoLines);
    let sources = common::sources(items);
    let report = examine(&programme(items).unwrap());
    assert_eq!(
        sources.text(report.findings[0].span),
        "all lines where category \"fruit\" and category \"bread\""
    );
}

#[test]
fn a_band_that_nothing_reaches() {
    let bands =
        "by bands of all lines { from 0.00 CHF 1 point  from 50.00 CHF 5 points  from 100.00 CHF 9 points }";
    finds(&format!("earn large {{ when all lines is below 100.00 CHF  {bands} }}"), Kind::NeverReached);
    finds(&format!("earn large {{ when all lines is at least 50.00 CHF  {bands} }}"), Kind::NeverReached);
    clean(&format!("earn large {{ {bands} }}"));
}

#[test]
fn a_limit_that_nothing_reaches() {
    finds(&format!("{ALL}earn more {{ on Monday  5 points  at most 5 points }}"), Kind::NeverReached);
    let monthly = "5 points  at most 2 times per month";
    finds(
        &format!("{ALL}earn more {{ on Monday  {monthly}  at most 10 points per month }}"),
        Kind::NeverReached,
    );
    clean(&format!("{ALL}earn more {{ on Monday  {monthly}  at most 9 points per month }}"));
}

#[test]
fn levels_in_the_wrong_order() {
    let tiers = |gold: &str| {
        format!(
            "{ALL}track spend = all lines per calendar year\n\
             tiers main by spend {{ bronze  silver from 500.00 CHF  gold from {gold} CHF  valid for ever }}"
        )
    };
    clean(&tiers("1000.00"));
}

#[test]
fn a_level_that_contradicts_itself() {
    let tiers = |entry: &str| {
        format!(
            "{ALL}track spend = all lines per calendar year\n\
             tiers main {{ bronze  silver when {entry}  valid for ever }}"
        )
    };
    finds(&tiers("spend is above 10.00 CHF and spend is below 5.00 CHF"), Kind::NeverHolds);
    clean(&tiers("spend is above 10.00 CHF"));
}

#[test]
fn a_swallowed_level() {
    let tiers = |gold: &str| {
        format!(
            "{ALL}track spend = all lines per calendar year\ntrack visits = purchases per calendar year\n\
             tiers main {{ bronze  silver when spend is at least 500.00 CHF and visits is at least 3\n\
             gold when {gold}  valid for ever }}"
        )
    };
    finds(&tiers("spend is at least 400.00 CHF"), Kind::NeverReached);
    clean(&tiers("spend is at least 600.00 CHF"));
}

#[test]
fn a_reward_for_nobody() {
    let reward = |when: &str| {
        format!(
            "{ALL}fields {{ member.segment: one of \"a\", \"b\" default \"a\" }}\nreward r {{ costs 100 points  gives 1.00 CHF off  when {when} }}"
        )
    };
    finds(&reward("member.segment is \"a\" and member.segment is \"b\""), Kind::NeverHolds);
    clean(&reward("member.segment is \"b\""));
}

#[test]
fn a_condition_that_adds_nothing() {
    finds(
        &format!(
            "{ALL}earn more {{ when all lines is above 10.00 CHF  when all lines is above 5.00 CHF  5 points }}"
        ),
        Kind::AlwaysHolds,
    );
    clean(&format!("{ALL}earn more {{ when all lines is above 10.00 CHF  5 points }}"));
    // What the checker asks for is no condition too many.
    clean(&format!(
        "fields {{ receipt.shown: date optional }}\n{ALL}earn more {{ when receipt.shown is present and receipt.shown is 2026-12-05  5 points }}"
    ));
}

#[test]
fn lines_that_are_paid_twice() {
    let rules = "lines food = all lines where category \"food\"\n\
                 lines organic = all lines where label \"bio\"\n\
                 lines bread = all lines where category \"food/bread\"\n\
                 lines tools = all lines where category \"tools\"\n\
                 earn a { 1 point per full 1.00 CHF of food }\n";
    finds(&format!("{rules}earn b {{ 2 points per full 1.00 CHF of organic }}"), Kind::PaysTwice);
    finds(
        &format!("{rules}earn b {{ when channel is \"app\"  2 points per full 1.00 CHF of bread }}"),
        Kind::AddsUp,
    );
    clean(&format!("{rules}earn b {{ 2 points per full 1.00 CHF of tools }}"));
    clean(&format!("{rules}earn b {{ 2 points per full 1.00 CHF of organic }}\nstack s {{ best of a, b }}"));
}

#[test]
fn receipts_that_nothing_pays_for() {
    let rule = |name: &str, channel: &str| {
        format!("earn {name} {{ when channel {channel}  1 point per full 1.00 CHF of all lines }}\n")
    };
    finds(&format!("{}{}", rule("a", "is \"app\""), rule("b", "is \"store\"")), Kind::NotCovered);
    clean(&format!("{}{}", rule("a", "is \"app\""), rule("b", "is not \"app\"")));
    let levels = "track spend = all lines per calendar year\n\
                  tiers main by spend { bronze  silver from 500.00 CHF  gold from 1000.00 CHF  valid for ever }\n";
    let rule = |name: &str, level: &str| {
        format!("earn {name} {{ when main is {level}  1 point per full 1.00 CHF of all lines }}\n")
    };
    finds(&format!("{levels}{}{}", rule("a", "bronze"), rule("b", "gold")), Kind::NotCovered);
    clean(&format!("{levels}{}{}", rule("a", "bronze"), rule("b", "at least silver")));
}
