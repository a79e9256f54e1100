//! Programmes of what a flat record of a member can hold, and receipts of few members: tracks and limits over calendar windows, levels
//! that follow them, first purchases, rules over a window, points that end. Now and then something that a record cannot hold.

use crate::dice::Dice;
use crate::plain::{ROUNDED, award, condition, purchase, selection};
use std::fmt::Write as _;
use treue_lang::programme::Programme;
use treue_lang::time::{Day, Minute};
use treue_runtime::event::{Event, What};

const WINDOWS: &[&str] = &[
    "per month",
    "per calendar year",
    "per quarter",
    "per week",
    "per day",
    "per year from 1 April",
    "for ever",
];
const OVER: &[&str] =
    &["over all time", "over each month", "over each calendar year", "over each week", "over each day"];

/// A condition on the past.
fn past_condition(dice: &mut Dice, has_tiers: bool) -> String {
    match dice.below(if has_tiers { 6 } else { 4 }) {
        0 => "when first purchase".to_owned(),
        1 => format!("when spent is at least {}.00 CHF", dice.below(200)),
        2 => format!(
            "when visits{} is {} {}",
            dice.pick(&["", " including this purchase"]),
            dice.pick(&["at least", "below", "above", "is not"]).trim_start_matches("is "),
            1 + dice.below(6)
        ),
        3 => format!("when collected is below {} points", 1 + dice.below(500)),
        4 => "when main is at least silver".to_owned(),
        _ => "when main is bronze".to_owned(),
    }
}

fn past_limit(dice: &mut Dice) -> String {
    let window = dice.pick(WINDOWS);
    match dice.below(3) {
        0 => format!("  at most {} times {window}\n", 1 + dice.below(4)),
        1 => format!("  at most {} points {window}, whole awards only\n", 5 + dice.below(300)),
        _ => format!("  at most {} points {window}\n", 5 + dice.below(300)),
    }
}

fn tracks(dice: &mut Dice, text: &mut String) {
    let spent =
        dice.pick(&["", " when number of lines of goods_1 is at least 1", " when channel is \"app\""]);
    let _ = writeln!(text, "track spent = goods_0{spent} {}\n", dice.pick(WINDOWS));
    let _ = writeln!(text, "track visits = purchases {}\n", dice.pick(WINDOWS));
    let from = if dice.percent(50) { "points" } else { "points from rule_0" };
    let _ = writeln!(text, "track collected = {from} {}\n", dice.pick(WINDOWS));
}

fn tiers(dice: &mut Dice, text: &mut String) {
    let by_visits = dice.percent(30);
    let track = if by_visits { "visits" } else { "spent" };
    let level = |of: usize| if by_visits { of.to_string() } else { format!("{}.00 CHF", of * 30) };
    let benefit = if dice.percent(60) { " { 25% of rule_0 }" } else { "" };
    let (silver, gold) = (2 + dice.below(3), 6 + dice.below(6));
    let gold = match dice.below(3) {
        0 => format!("when {track} is at least {} and visits is at least 3", level(gold)),
        _ => format!("from {}", level(gold)),
    };
    let lasts = dice.pick(&[
        "follows at once",
        "follows at once",
        "follows at once",
        "valid for ever",
        "valid 3 months after entry",
    ]);
    let _ = writeln!(
        text,
        "tiers main by {track} {{\n  bronze\n  silver from {}{benefit}\n  gold {gold} {{ 50% of rule_0 }}\n  {lasts}\n}}\n",
        level(silver)
    );
}

fn over_a_window(dice: &mut Dice, text: &mut String) {
    let window = dice.pick(OVER);
    let counting = dice.pick(&[
        "",
        "  counting purchases when goods_1 is above 5.00 CHF\n",
        "  counting purchases when channel is \"app\"\n",
    ]);
    let award = match dice.below(4) {
        0 => format!("{} points for every {} purchases", 10 + dice.below(90), 2 + dice.below(4)),
        1 => format!("{} points for every {}.00 CHF of goods_0", 1 + dice.below(9), 1 + dice.below(60)),
        2 => "1% of goods_0".replace("1% of", "2 points per 1.00 CHF of"),
        _ => format!(
            "by bands of goods_0 {{\n    from 20.00 CHF {} points\n    from 90.00 CHF 1 point per full 2.00 CHF\n  }}",
            1 + dice.below(40)
        ),
    };
    let limit =
        if dice.percent(25) { format!("  at most {} points\n", 20 + dice.below(200)) } else { String::new() };
    let _ = writeln!(text, "earn again {{\n  {window}\n{counting}  {award}\n{limit}}}\n");
}

fn expiry(dice: &mut Dice, text: &mut String) {
    let line = match dice.below(7) {
        0 => "12 months after earning, then at end of month",
        1 => "3 months after earning, then at end of month",
        2 => "40 days after earning",
        3 => "until end of next quarter",
        4 => "1 year after the end of its month",
        _ => return,
    };
    let _ = writeln!(text, "expire points {{ {line} }}\n");
}

/// A programme.
#[must_use]
pub fn programme(dice: &mut Dice) -> String {
    let zone = dice.pick(&["Europe/Zurich", "UTC", "America/St_Johns"]);
    let remember = if dice.percent(4) { "remember 20 days" } else { "remember nothing" };
    let guests = if dice.percent(30) { "  guests pass\n" } else { "" };
    let week = if dice.percent(20) { "  weeks start on Sunday\n" } else { "" };
    let mut text = format!(
        "programme \"Past\" {{\n  currency CHF\n  timezone \"{zone}\"\n  unit points\n  measure litre\n  {remember}\n{guests}{week}}}\n\n\
         fields {{\n  receipt.sort: one of \"x\", \"y\" optional\n  receipt.survey: number from 0 to 10 default 3\n  \
         line.gift: yes or no default no\n  line.class: text optional\n  member.staff: yes or no default no\n}}\n\n\
         lines few = all lines where category in (\"food\", \"fuel\", \"toys\")\n\n"
    );
    for i in 0..3 {
        let _ = writeln!(text, "lines goods_{i} = {}\n", selection(dice));
    }
    tracks(dice, &mut text);
    let has_tiers = dice.percent(70);
    let mut rules: Vec<String> = Vec::new();
    for i in 0..1 + dice.below(6) {
        let award = award(dice, &rules);
        let _ = writeln!(text, "earn rule_{i} {{");
        if i > 0 && dice.percent(35) {
            let _ = writeln!(text, "  {}", condition(dice));
        }
        if i > 0 && dice.percent(45) {
            let _ = writeln!(text, "  {}", past_condition(dice, has_tiers));
        }
        let _ = writeln!(text, "  {award}");
        if has_tiers && award.contains("points per full") && !award.contains("rounded") && dice.percent(30) {
            let _ = writeln!(
                text,
                "  in silver {} points, in gold {} points",
                2 + dice.below(30),
                3 + dice.below(60)
            );
        }
        if !award.contains("rounded") {
            let _ = writeln!(text, "  {}", dice.pick(ROUNDED));
        }
        if dice.percent(40) {
            text.push_str(&past_limit(dice));
        }
        if dice.percent(12) {
            let _ = writeln!(text, "  available {} days after purchase", 1 + dice.below(20));
        }
        text.push_str("}\n\n");
        rules.push(format!("rule_{i}"));
    }
    if rules.len() > 2 && dice.percent(70) {
        // Of those that give only what one of them gives, none may be a share of another.
        let shares = text.contains("% of rule_");
        let way = if shares { "all of" } else { dice.pick(&["all of", "best of", "first of"]) };
        let (members, mut limits) = (rules[1..].join(", "), String::new());
        if dice.percent(40) {
            let _ = writeln!(limits, "  at most {} points", 20 + dice.below(100));
        }
        if dice.percent(60) {
            limits.push_str(&past_limit(dice));
        }
        let _ = writeln!(text, "stack together {{\n  {way} {members}\n{limits}}}\n");
    }
    if has_tiers {
        tiers(dice, &mut text);
    }
    if dice.percent(50) {
        over_a_window(dice, &mut text);
    }
    expiry(dice, &mut text);
    text
}

/// Receipts of few members over three years, nearly all in order; some are of nobody.
#[must_use]
pub fn purchases(dice: &mut Dice, programme: &Programme) -> Vec<Event> {
    let negative = dice.percent(15);
    let decimals = dice.percent(30);
    let first = Day::new(2025, 1, 1).expect("a day");
    let span = *dice.pick(&[20, 150, 500, 1_100]);
    let members = 1 + dice.below(5);
    let count = 20 + dice.below(150);
    let mut moments: Vec<(i32, i64)> = (0..count)
        .map(|_| (i32::try_from(dice.range(0, span)).expect("small"), dice.range(0, 1_439)))
        .collect();
    moments.sort_unstable();
    for _ in 0..dice.below(4) {
        let late = dice.below(count - 1);
        moments.swap(late, late + 1);
    }
    let mut events = Vec::new();
    for (number, (day, minute)) in moments.into_iter().enumerate() {
        let minute = Minute(u16::try_from(minute).expect("small"));
        let at = programme.zone.instant(first.plus(day), minute) + dice.range(0, 59);
        let member = dice.percent(97).then(|| format!("m{}", dice.below(members)));
        events.push(Event {
            id: format!("r{number}"),
            member,
            at,
            offset: programme.zone.offset(at),
            local: programme.zone.local(at),
            what: What::Purchase(purchase(dice, programme, negative, decimals)),
            fingerprint: 0,
        });
    }
    events
}
