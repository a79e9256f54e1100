//! Rules that pay for the same line, and rules that leave receipts out between them.

use crate::{Plant, Way};
use treue_proof::Kind;
use treue_tests::dice::Dice;

/// Two rules that meet, in no stack; and in a stack, or on other days.
pub(crate) const TWICE: &[Way] = &[meet, meet_at_times, meet_on_a_day, meet_in_levels, meet_by_line, bonus];

/// Rules that take turns, and a turn that is left out.
pub(crate) const GAPS: &[Way] = &[channels, hours, weekdays, levels, segments, stores];

const LINES: &str = "lines one = goods where brand \"Alpha\"\nlines two = goods where label \"bio\"\n";

/// An award for lines, of any shape.
fn award(dice: &mut Dice, lines: &str) -> String {
    let (points, step) = (dice.range(1, 9), dice.range(1, 9));
    match dice.below(5) {
        0 => format!("{points} points per full {step}.00 CHF of {lines}"),
        1 => format!("{points} points per item of {lines}"),
        2 => format!("{points} points per {step}.00 CHF of {lines}  rounded half up"),
        3 => format!(
            "by bands of {lines} {{ from {step}.00 CHF {points} points  from {}.00 CHF 40 points }}",
            step + 20
        ),
        _ => format!("banded by {lines} {{ from {step}.00 CHF {points} points per 1.00 CHF }}"),
    }
}

fn stack(dice: &mut Dice) -> &'static str {
    let all = ["stack s { all of a, b }\n", "stack s { best of a, b }\n", "stack s { first of b, a }\n"];
    all[dice.below(all.len())]
}

fn twice(dice: &mut Dice, kind: Kind, rules: &str) -> Plant {
    let right = format!("{rules}{}", stack(dice));
    Plant { kind, wrong: rules.to_owned(), right, at: "earn b".to_owned() }
}

fn meet(dice: &mut Dice) -> Plant {
    let (a, b) = (award(dice, "one"), award(dice, "two"));
    twice(dice, Kind::PaysTwice, &format!("{LINES}earn a {{ {a} }}\nearn b {{ {b} }}\n"))
}

fn meet_at_times(dice: &mut Dice) -> Plant {
    let (start, end) = (dice.range(6, 10), dice.range(12, 20));
    let late = format!("from {:02}:00 to {:02}:30", end - 1, end + 2);
    let whens = [
        (format!("from {start:02}:00 to {end:02}:00"), late),
        ("on weekdays".to_owned(), format!("from {start:02}:15 to {end:02}:45")),
        ("when coupon \"A\"".to_owned(), "when coupon \"B\"".to_owned()),
        ("when channel is \"app\"".to_owned(), "when store is \"zug\"".to_owned()),
        ("in May".to_owned(), "on Friday".to_owned()),
        ("when first purchase".to_owned(), "when number of lines of goods is at least 2".to_owned()),
    ];
    let (first, second) = dice.pick(&whens).clone();
    let (a, b) = (award(dice, "one"), award(dice, "two"));
    twice(dice, Kind::PaysTwice, &format!("{LINES}earn a {{ {first}  {a} }}\nearn b {{ {second}  {b} }}\n"))
}

/// One day is in both; a day later none is.
fn meet_on_a_day(dice: &mut Dice) -> Plant {
    let (month, day) = (dice.range(1, 12), dice.range(2, 26));
    let (a, b) = (award(dice, "one"), award(dice, "two"));
    let rules = |first: i64| {
        format!(
            "{LINES}earn a from 2026-{month:02}-01 to 2026-{month:02}-{day:02} {{ {a} }}\n\
             earn b from 2026-{month:02}-{first:02} to 2026-{month:02}-28 {{ {b} }}\n"
        )
    };
    Plant { kind: Kind::PaysTwice, wrong: rules(day), right: rules(day + 1), at: "earn b".to_owned() }
}

fn meet_in_levels(dice: &mut Dice) -> Plant {
    let (first, second) = *dice.pick(&[
        ("main is at least silver", "main is at most silver"),
        ("main is gold", "main is at least silver"),
        ("main is bronze", "member.segment is \"student\""),
    ]);
    let (a, b) = (award(dice, "one"), award(dice, "two"));
    let rules = format!("{LINES}earn a {{ when {first}  {a} }}\nearn b {{ when {second}  {b} }}\n");
    twice(dice, Kind::PaysTwice, &rules)
}

fn meet_by_line(dice: &mut Dice) -> Plant {
    let (least, factor) = (dice.range(1, 9), dice.range(2, 9));
    let a = format!("points for each line of one: the larger of {least} and quantity, times {factor}");
    let b = award(dice, "two");
    twice(dice, Kind::PaysTwice, &format!("{LINES}earn a {{ {a} }}\nearn b {{ {b} }}\n"))
}

/// Wherever it applies, it adds to the other one.
fn bonus(dice: &mut Dice) -> Plant {
    let when = *dice.pick(&[
        "when coupon \"A\"",
        "on Sunday",
        "in December",
        "when main is gold",
        "from 17:00 to 19:00",
    ]);
    let (a, b) = (award(dice, "goods"), award(dice, "two"));
    let rules =
        format!("lines two = goods where label \"bio\"\nearn a {{ {a} }}\nearn b {{ {when}  {b} }}\n");
    twice(dice, Kind::AddsUp, &rules)
}

fn turns(dice: &mut Dice, wrong: &[&str], right: &[&str]) -> Plant {
    let (points, step) = (dice.range(1, 9), dice.range(1, 9));
    let rules = |whens: &[&str]| -> String {
        let rules = whens.iter().zip(["a", "b", "c", "d"]).map(|(when, name)| {
            format!("earn {name} {{ {when}  {points} points per full {step}.00 CHF of goods }}\n")
        });
        rules.collect()
    };
    Plant { kind: Kind::NotCovered, wrong: rules(wrong), right: rules(right), at: "earn a".to_owned() }
}

fn channels(dice: &mut Dice) -> Plant {
    let all = ["app", "store", "web", "phone"];
    let (one, two) = (dice.below(2), 2 + dice.below(2));
    let (one, two) =
        (format!("when channel is \"{}\"", all[one]), format!("when channel is \"{}\"", all[two]));
    let rest = one.replace(" is ", " is not ");
    turns(dice, &[&one, &two], &[&one, &rest])
}

fn hours(dice: &mut Dice) -> Plant {
    let (noon, gap) = (dice.range(9, 16), dice.range(1, 59));
    let first = format!("from 06:00 to {noon:02}:00");
    let (late, next) = (format!("from {noon:02}:{gap:02} to 06:00"), format!("from {noon:02}:00 to 06:00"));
    turns(dice, &[&first, &late], &[&first, &next])
}

fn weekdays(dice: &mut Dice) -> Plant {
    let (left, other) = *dice.pick(&[("Sunday", "Saturday"), ("Saturday", "Sunday")]);
    let some = format!("on {other}");
    let rest = format!("on {left}");
    turns(dice, &["on weekdays", &some], &["on weekdays", &some, &rest])
}

fn levels(dice: &mut Dice) -> Plant {
    let (wrong, right) = *dice.pick(&[
        (
            ["when main is bronze", "when main is gold"],
            ["when main is bronze", "when main is at least silver"],
        ),
        (
            ["when main is bronze", "when main is silver"],
            ["when main is at most silver", "when main is gold"],
        ),
        (["when main is silver", "when main is gold"], ["when main is bronze", "when main is above bronze"]),
    ]);
    turns(dice, &wrong, &right)
}

fn segments(dice: &mut Dice) -> Plant {
    let all = ["family", "student", "business"];
    let left = dice.below(3);
    let named: Vec<String> =
        (0..3).map(|n| format!("when member.segment is \"{}\"", all[(left + n) % 3])).collect();
    turns(dice, &[&named[1], &named[2]], &[&named[0], &named[1], &named[2]])
}

fn stores(dice: &mut Dice) -> Plant {
    let number = dice.range(1, 99);
    let (few, one) =
        (format!("when store in (\"a{number}\", \"b\")"), format!("when store is \"c{number}\""));
    let rest = few.replacen("store in", "not store in", 1);
    turns(dice, &[&few, &one], &[&few, &rest])
}
