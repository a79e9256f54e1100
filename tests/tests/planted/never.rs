//! What never takes effect, and conditions that contradict each other or add nothing.

use crate::{Plant, Way};
use treue_proof::Kind;
use treue_tests::dice::Dice;

/// Rules, bands, levels and limits that come to nothing.
pub(crate) const EFFECT: &[Way] = &[
    no_full_step,
    no_full_item,
    behind_a_wider_one,
    weaker_than_a_wider_one,
    band_above,
    band_below,
    limit,
    limits,
    level,
];

/// Conditions, windows and selections.
pub(crate) const CONDITIONS: &[Way] =
    &[receipt, member, reward, track, level_of_nobody, activity, adds_nothing, no_lines, part_of_any];

fn plant(kind: Kind, at: &str, item: impl Fn(&str) -> String, wrong: &str, right: &str) -> Plant {
    Plant { kind, wrong: item(wrong), right: item(right), at: at.to_owned() }
}

fn no_full_step(dice: &mut Dice) -> Plant {
    let below = dice.range(2, 40);
    let (step, points) = (below + dice.range(0, 20), dice.range(1, 9));
    let item = |step: &str| {
        format!(
            "earn small {{ when goods is below {below}.00 CHF  {points} points per full {step}.00 CHF of goods }}\n"
        )
    };
    plant(Kind::NeverGives, "earn small", item, &step.to_string(), &(below - 1).to_string())
}

fn no_full_item(dice: &mut Dice) -> Plant {
    let below = dice.range(3, 40);
    let step = below + dice.range(0, 20);
    let item = |step: &str| {
        format!(
            "earn few {{ when number of items of goods is below {below}  5 points per full {step} items of goods }}\n"
        )
    };
    plant(Kind::NeverGives, "earn few", item, &step.to_string(), &(below - 1).to_string())
}

/// A condition, and one within it.
fn wider(dice: &mut Dice) -> (String, String) {
    let (from, to) = (dice.range(6, 10), dice.range(16, 22));
    let amount = dice.range(2, 50);
    let all = [
        ("on weekdays".to_owned(), format!("on {}", dice.pick(&["Monday", "Tuesday", "Thursday"]))),
        (format!("from {from:02}:00 to {to:02}:00"), format!("from {:02}:00 to {:02}:00", from + 1, to - 1)),
        ("in May, June".to_owned(), "in June".to_owned()),
        (String::new(), "when coupon \"A\"".to_owned()),
        (
            format!("when goods is above {amount}.00 CHF"),
            format!("when goods is above {}.00 CHF", amount + 5),
        ),
        ("when main is at least silver".to_owned(), "when main is gold".to_owned()),
    ];
    dice.pick(&all).clone()
}

fn behind_a_wider_one(dice: &mut Dice) -> Plant {
    let (wide, narrow) = wider(dice);
    let (a, b) = (dice.range(1, 50), dice.range(1, 50));
    let item = |order: &str| {
        format!(
            "earn wide {{ {wide}  {a} points }}\nearn narrow {{ {narrow}  {b} points }}\nstack s {{ first of {order} }}\n"
        )
    };
    plant(Kind::NeverWins, "narrow", item, "wide, narrow", "narrow, wide")
}

fn weaker_than_a_wider_one(dice: &mut Dice) -> Plant {
    let (wide, narrow) = wider(dice);
    let points = dice.range(5, 50);
    let item = |less: &str| {
        format!(
            "earn wide {{ {wide}  {points} points }}\nearn narrow {{ {narrow}  {less} points }}\nstack s {{ best of wide, narrow }}\n"
        )
    };
    let less = dice.range(1, points);
    plant(Kind::NeverWins, "narrow", item, &less.to_string(), &(points + 1).to_string())
}

fn band_above(dice: &mut Dice) -> Plant {
    let below = dice.range(30, 200);
    let last = format!("from {}.00 CHF 90 points", below + dice.range(0, 50));
    let way = *dice.pick(&["by bands of", "by bands of"]);
    let item = |last: &str| {
        format!(
            "earn basket {{ when goods is below {below}.00 CHF  {way} goods {{ from 5.00 CHF 1 point  from 20.00 CHF 5 points  {last} }} }}\n"
        )
    };
    plant(Kind::NeverReached, &last, item, &last, "")
}

fn band_below(dice: &mut Dice) -> Plant {
    let (least, points) = (dice.range(30, 200), dice.range(1, 9));
    let first = format!("from 10.00 CHF {points} points");
    let item = |first: &str| {
        format!(
            "earn basket {{ when goods is at least {least}.00 CHF  by bands of goods {{ {first}  from 20.00 CHF 15 points  from 500.00 CHF 30 points }} }}\n"
        )
    };
    plant(Kind::NeverReached, &first, item, &first, "")
}

fn limit(dice: &mut Dice) -> Plant {
    let points = dice.range(2, 50);
    let item = |most: &str| format!("earn treat {{ on Monday  {points} points  at most {most} points }}\n");
    plant(
        Kind::NeverReached,
        "at most",
        item,
        &(points + dice.range(0, 9)).to_string(),
        &(points - 1).to_string(),
    )
}

fn limits(dice: &mut Dice) -> Plant {
    let (points, times) = (dice.range(2, 50), dice.range(2, 9));
    let window = *dice.pick(&["day", "week", "month", "quarter", "calendar year"]);
    let item = |most: &str| {
        format!(
            "earn treat {{ {points} points  at most {times} times per {window}  at most {most} points per {window} }}\n"
        )
    };
    let all = points * times;
    plant(Kind::NeverReached, "at most", item, &(all + dice.range(0, 9)).to_string(), &(all - 1).to_string())
}

fn level(dice: &mut Dice) -> Plant {
    let (least, visits) = (dice.range(200, 900), dice.range(2, 9));
    let item = |gold: &str| {
        format!(
            "tiers club {{ plain  noted when spend is at least {least}.00 CHF and visits is at least {visits}\n  \
             star when spend is at least {gold}.00 CHF  valid for ever }}\n"
        )
    };
    plant(
        Kind::NeverReached,
        "spend is at least",
        item,
        &(least - dice.range(0, 99)).to_string(),
        &(least + 1).to_string(),
    )
}

fn holds(at: &str, item: impl Fn(&str) -> String, wrong: &str, right: &str) -> Plant {
    plant(Kind::NeverHolds, at, item, wrong, right)
}

fn receipt(dice: &mut Dice) -> Plant {
    let hour = dice.range(6, 15);
    let amount = dice.range(2, 99);
    let all = [
        (
            format!("from {hour:02}:00 to {:02}:00  from {:02}:00 to {:02}:00", hour + 2, hour + 3, hour + 4),
            format!("from {hour:02}:00 to {:02}:00", hour + 2),
        ),
        ("on Monday  on Tuesday".to_owned(), "on Monday".to_owned()),
        ("in May  on 2026-06-01".to_owned(), "in May".to_owned()),
        // 7 September 2026 is a Monday.
        ("on Sunday  on 2026-09-07".to_owned(), "on 2026-09-07".to_owned()),
        (
            format!("when goods is above {amount}.00 CHF  when goods is below {amount}.00 CHF"),
            format!("when goods is above {amount}.00 CHF"),
        ),
        (
            "when coupon \"A\"  when none of (coupon \"A\", coupon \"B\")".to_owned(),
            "when coupon \"A\"".to_owned(),
        ),
        (
            "when channel is \"app\"  when channel is \"store\"".to_owned(),
            "when channel is \"app\"".to_owned(),
        ),
        ("when first purchase  when visits is at least 3".to_owned(), "when visits is at least 3".to_owned()),
    ];
    // What was bought before and what is bought first are not compared: the last is left out.
    let (wrong, right) = all[dice.below(all.len() - 1)].clone();
    holds("", |when| format!("earn more {{ {when}  5 points }}\n"), &wrong, &right)
}

fn member(dice: &mut Dice) -> Plant {
    let (wrong, right) = *dice.pick(&[
        ("main is gold and main is at most silver", "main is gold"),
        ("main is bronze and main is silver", "main is silver"),
        ("member.segment is \"student\" and member.segment is \"family\"", "member.segment is \"student\""),
        (
            "member.segment is \"student\" and not member.segment in (\"student\", \"family\")",
            "member.segment is \"student\"",
        ),
        (
            "member.segment is \"student\" and none of (member.segment is \"student\", coupon \"A\")",
            "member.segment is \"student\"",
        ),
    ]);
    holds("", |when| format!("earn more {{ when {when}  5 points }}\n"), wrong, right)
}

fn reward(dice: &mut Dice) -> Plant {
    let (low, high) = (dice.range(1, 99), dice.range(100, 999));
    let all = [
        (
            format!("spend is above {high}.00 CHF and spend is below {low}.00 CHF"),
            format!("spend is above {high}.00 CHF"),
        ),
        ("main is gold and main is bronze".to_owned(), "main is gold".to_owned()),
        (
            "member.segment is \"student\" and member.segment is \"business\"".to_owned(),
            "member.segment is \"student\"".to_owned(),
        ),
        (
            format!("visits is at least {high} and visits is at most {low}"),
            format!("visits is at least {high}"),
        ),
    ];
    let (wrong, right) = dice.pick(&all).clone();
    holds(
        "",
        |when| format!("reward mug {{ costs 100 points  gives \"A mug\"  when {when} }}\n"),
        &wrong,
        &right,
    )
}

fn track(dice: &mut Dice) -> Plant {
    let amount = dice.range(2, 99);
    let wrong = format!("goods is at least {amount}.00 CHF and goods is below {}.00 CHF", amount - 1);
    let right = format!("goods is at least {amount}.00 CHF");
    let item = |when: &str| {
        format!(
            "track large = purchases when {when} per month\nearn often {{ when large is at least 3  5 points }}\n"
        )
    };
    holds("", item, &wrong, &right)
}

fn level_of_nobody(dice: &mut Dice) -> Plant {
    let amount = dice.range(100, 999);
    let wrong = format!("spend is above {amount}.00 CHF and spend is below {}.00 CHF", amount - 50);
    let right = format!("spend is above {amount}.00 CHF");
    holds("", |when| format!("tiers club {{ plain  noted when {when}  valid for ever }}\n"), &wrong, &right)
}

fn activity(dice: &mut Dice) -> Plant {
    let km = dice.range(5, 99);
    let wrong = format!("receipt.km is at least {km} and receipt.km is below {}", km - dice.range(0, 4));
    let right = format!("receipt.km is at least {km}");
    holds("", |when| format!("earn ride {{ on activity \"ride\"  when {when}  5 points }}\n"), &wrong, &right)
}

fn adds_nothing(dice: &mut Dice) -> Plant {
    let (wide, narrow) = wider(dice);
    // A rule without any other condition is narrowed by its only one.
    let wide = if wide.is_empty() { "when not coupon \"B\" or coupon \"A\"".to_owned() } else { wide };
    let item = |wide: &str| format!("earn more {{ {wide}  {narrow}  5 points }}\n");
    plant(Kind::AlwaysHolds, "", item, &wide, "")
}

fn no_lines(dice: &mut Dice) -> Plant {
    let (wrong, right) = *dice.pick(&[
        ("category \"bread\" and category \"cakes\"", "category in (\"bread\", \"cakes\")"),
        (
            "label \"bio\" and category \"bread\" and not label \"bio\"",
            "label \"bio\" and category \"bread\"",
        ),
        ("category \"bread/rye\" and not category \"bread\"", "category \"bread/rye\""),
    ]);
    let item = |such: &str| {
        format!("lines odd = all lines where {such}\nearn strange {{ 2 points per full 1.00 CHF of odd }}\n")
    };
    plant(Kind::NoLines, "", item, wrong, right)
}

fn part_of_any(dice: &mut Dice) -> Plant {
    let hour = dice.range(8, 18);
    let wrong = "coupon \"A\", coupon \"B\" and channel is \"app\" and channel is \"store\"";
    let item = |parts: &str| {
        format!("earn more {{ from {hour:02}:00 to 20:00  when any of ({parts})  5 points }}\n")
    };
    holds("", item, wrong, "coupon \"A\", coupon \"B\" and channel is \"app\"")
}
