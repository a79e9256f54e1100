//! Properties that a receipt breaks, by as little as possible, and the same that just hold.

use crate::{Plant, Way};
use treue_proof::Kind;
use treue_tests::dice::Dice;

/// Claims of every form.
pub(crate) const BROKEN: &[Way] = &[worth, together, points, least, per_step, channel, activity];

fn plant(rules: &str, claim: impl Fn(i64) -> String, wrong: i64, right: i64) -> Plant {
    let text = |n| format!("{rules}\n{}\n", claim(n));
    Plant { kind: Kind::NotKept, wrong: text(wrong), right: text(right), at: "points".to_owned() }
}

/// So many points of a Rappen for every full franc are worth as many percent.
fn worth(dice: &mut Dice) -> Plant {
    let points = dice.range(2, 20);
    let rule = format!("earn base {{ {points} points per full 1.00 CHF of goods }}");
    plant(
        &rule,
        |n| format!("for every purchase: points worth at most {n}% of goods from base"),
        points - 1,
        points,
    )
}

fn together(dice: &mut Dice) -> Plant {
    let (a, b) = (dice.range(1, 9), dice.range(1, 9));
    let rules = format!(
        "earn a {{ {a} points per full 1.00 CHF of goods }}\n\
         earn b {{ when coupon \"A\"  {b} points per full 1.00 CHF of goods }}\nstack s {{ all of a, b }}"
    );
    plant(
        &rules,
        |n| format!("for every purchase: points worth at most {n}% of goods from a and b"),
        a + b - 1,
        a + b,
    )
}

fn points(dice: &mut Dice) -> Plant {
    let (most, times) = (dice.range(2, 90), dice.range(1, 5));
    let rule = format!("earn treat {{ on Friday  {most} points  at most {times} times per month }}");
    plant(&rule, |n| format!("for every purchase: at most {n} points from treat"), most - 1, most)
}

fn least(dice: &mut Dice) -> Plant {
    let least = dice.range(2, 90);
    let rule = format!("earn thanks {{ {least} points }}");
    plant(&rule, |n| format!("for every purchase: at least {n} points from thanks"), least + 1, least)
}

fn per_step(dice: &mut Dice) -> Plant {
    let (points, step) = (dice.range(2, 9), dice.range(1, 9));
    let rule = format!("earn base {{ {points} points per full {step}.00 CHF of goods }}");
    let claim = |n| format!("for every purchase: at most {n} points per {step}.00 CHF of goods from base");
    plant(&rule, claim, points - 1, points)
}

fn channel(dice: &mut Dice) -> Plant {
    let (named, points) = (*dice.pick(&["app", "web", "store"]), dice.range(1, 50));
    let rule = |word: &str| format!("earn treat {{ when channel {word} \"{named}\"  {points} points }}\n");
    let claim = format!("for every purchase when channel is \"{named}\": nothing from treat\n");
    Plant {
        kind: Kind::NotKept,
        wrong: format!("{}{claim}", rule("is")),
        right: format!("{}{claim}", rule("is not")),
        at: "nothing".to_owned(),
    }
}

fn activity(dice: &mut Dice) -> Plant {
    let (points, km) = (dice.range(2, 50), dice.range(1, 99));
    let rule =
        format!("earn ride {{ on activity \"ride\"  when receipt.km is at least {km}  {points} points }}");
    plant(&rule, |n| format!("for every activity \"ride\": at most {n} points"), points - 1, points)
}
