//! Conditions in words, from both sides: what must hold, and what is the matter when it does not.

use super::amounts::{field, number, number_kind, selection};
use super::{list, quoted};
use treue_lang::programme::{
    Amount, Beginning, Compare, Comparison, Condition, HeldAs, LevelId, Number, Occasion, Programme,
    TextTest, Texts, TiersId,
};
use treue_lang::time::{Day, DayTest, Month, Weekday, Weekdays};

/// Longest text of one condition; what is longer is cut.
const LONGEST: usize = 240;

/// What must hold: `from 17:00 to 19:00`, `eligible is at least 20.00 CHF`.
#[must_use]
pub fn needs(programme: &Programme, condition: &Condition) -> String {
    cut(say(programme, condition, true, 0))
}

/// What is the matter when it does not hold: `outside 17:00 to 19:00`, `eligible is below 20.00 CHF`.
#[must_use]
pub fn fails(programme: &Programme, condition: &Condition) -> String {
    cut(say(programme, condition, false, 0))
}

/// What would do, as short as it can be said: `from 17:00`.
#[must_use]
pub fn suffices(programme: &Programme, condition: &Condition) -> String {
    match condition {
        Condition::Hours(from, _) => format!("from {from}"),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::AtLeast(..)
        | Condition::Compare(_)
        | Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Day(_)
        | Condition::Occasion(_)
        | Condition::FirstPurchase
        | Condition::Tier(..) => needs(programme, condition),
    }
}

fn cut(text: String) -> String {
    if text.chars().nth(LONGEST).is_none() {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

fn say(programme: &Programme, condition: &Condition, holds: bool, depth: u8) -> String {
    match condition {
        Condition::All(all) => join(programme, all, holds, if holds { "and" } else { "or" }, depth),
        Condition::Any(all) => join(programme, all, holds, if holds { "or" } else { "and" }, depth),
        Condition::Not(inner) => say(programme, inner, !holds, depth),
        Condition::AtLeast(least, all) => {
            let each = all.iter().map(|c| say(programme, c, true, depth + 1)).collect::<Vec<_>>().join(", ");
            format!("{} {least} of ({each})", if holds { "at least" } else { "fewer than" })
        }
        Condition::Compare(compare) => comparison(programme, compare, holds),
        Condition::Text(texts, test) => text(programme, *texts, test, holds),
        Condition::Flag(id, _) => {
            format!("{} is {}", field(programme, *id), if holds { "yes" } else { "no" })
        }
        Condition::Present(id) => {
            format!("{} is {}", field(programme, *id), if holds { "present" } else { "missing" })
        }
        Condition::Day(DayTest::Between(from, to)) => dates(*from, *to, holds),
        Condition::Day(DayTest::OnDates(days)) => {
            format!("{}on {}", not(holds), list(days, "or"))
        }
        Condition::Day(DayTest::OnWeekdays(days)) => format!("{}on {}", not(holds), weekdays(*days)),
        Condition::Day(DayTest::InMonths(months)) => format!("{}in {}", not(holds), month_names(*months)),
        Condition::Day(DayTest::OnMonthDays(days)) => format!("{}on {days}", not(holds)),
        Condition::Hours(from, to) => format!("{} {from} to {to}", if holds { "from" } else { "outside" }),
        Condition::Occasion(what) => occasion(programme, what, holds),
        Condition::FirstPurchase => {
            if holds { "first purchase" } else { "not the first purchase" }.to_owned()
        }
        Condition::Tier(tiers, how, level) => tier(programme, *tiers, *how, *level, holds),
    }
}

fn occasion(programme: &Programme, occasion: &Occasion, holds: bool) -> String {
    let on = |within: u16, day: &str| match within {
        0 => format!("{}on {day}", not(holds)),
        1 => format!("{}within 1 day of {day}", not(holds)),
        days => format!("{}within {days} days of {day}", not(holds)),
    };
    match occasion {
        Occasion::Birthday(_, within) => on(*within, "the member's birthday"),
        Occasion::BirthMonth(_) => format!("{}in the member's birth month", not(holds)),
        Occasion::Anniversary(of, within) => {
            on(*within, &format!("the anniversary of {}", beginning(programme, *of)))
        }
        Occasion::Within { length, from, before } => {
            let of = if *before { "of" } else { "after" };
            format!("{}within {length} {of} {}", not(holds), beginning(programme, *from))
        }
        Occasion::AgeAtLeast(_, years) => {
            format!("the member's age is {} {years}", if holds { "at least" } else { "below" })
        }
        Occasion::Held(tiers, level, how) => {
            let how = match how {
                HeldAs::Earned => "earned",
                HeldAs::Granted => "granted",
            };
            format!("{} is {}{how}", level_name(programme, *tiers, *level), not(holds))
        }
    }
}

/// A day of the member's own: `joining`, `reaching gold`, `member.moved`.
fn beginning(programme: &Programme, from: Beginning) -> String {
    match from {
        Beginning::Joining => "joining".to_owned(),
        Beginning::Reaching(tiers, level) => format!("reaching {}", level_name(programme, tiers, level)),
        Beginning::Date(id) => field(programme, id),
    }
}

fn level_name(programme: &Programme, tiers: TiersId, level: LevelId) -> &str {
    let level = programme.tiers.get(tiers).and_then(|t| t.level(level));
    level.map_or("", |l| l.name.as_str())
}

fn not(holds: bool) -> &'static str {
    if holds { "" } else { "not " }
}

/// Several conditions; those inside others stand in parentheses.
fn join(programme: &Programme, all: &[Condition], holds: bool, word: &str, depth: u8) -> String {
    match all {
        [] => if holds == (word == "and") { "always" } else { "never" }.to_owned(),
        [only] => say(programme, only, holds, depth),
        several => {
            let each: Vec<String> = several.iter().map(|c| say(programme, c, holds, depth + 1)).collect();
            let joined = each.join(&format!(" {word} "));
            if depth > 0 { format!("({joined})") } else { joined }
        }
    }
}

fn comparison(programme: &Programme, compare: &Compare, holds: bool) -> String {
    let Compare { left, left_times, how, right, right_times } = compare;
    let how = if holds { *how } else { opposite(*how) };
    match (left, right) {
        (Number::Constant(_), Number::Constant(_)) => if holds { "always" } else { "never" }.to_owned(),
        (Number::Constant(value), other) => against(
            programme,
            other,
            *right_times,
            mirrored(how),
            i128::from(*value) * i128::from(*left_times),
        ),
        (other, Number::Constant(value)) => {
            against(programme, other, *left_times, how, i128::from(*value) * i128::from(*right_times))
        }
        (left, right) => format!(
            "{}{} {} {}{}",
            factor(*left_times, *right_times),
            number(programme, left),
            word(how),
            factor(*right_times, *left_times),
            number(programme, right)
        ),
    }
}

/// A number against a constant that stands at the scale of both: divided by the number's own factor it is at the
/// scale of the number.
fn against(programme: &Programme, side: &Number, times: i64, how: Comparison, constant: i128) -> String {
    let constant = match number_kind(programme, side) {
        Some(kind) => kind.fraction(programme, constant, i128::from(times)),
        None => constant.to_string(),
    };
    if let (Number::Amount(id), 1) = (side, one_line(&constant))
        && let Some(Amount::Lines(lines)) = programme.amounts.get(*id)
    {
        let lines = selection(programme, *lines);
        match how {
            Comparison::AtLeast => return format!("there is a line of {lines}"),
            Comparison::Below => return format!("no line is of {lines}"),
            Comparison::Is | Comparison::IsNot | Comparison::AtMost | Comparison::Above => {}
        }
    }
    format!("{} {} {constant}", number(programme, side), word(how))
}

/// How many lines a text speaks of, where it is one.
fn one_line(constant: &str) -> u8 {
    u8::from(matches!(constant, "1" | "1 line"))
}

/// `2 times `, where a side weighs more than a change of scale.
fn factor(times: i64, other: i64) -> String {
    let mut own = times;
    while own > 1 && own % 10 == 0 {
        own /= 10;
    }
    if own == 1 || times == other { String::new() } else { format!("{own} times ") }
}

fn word(how: Comparison) -> &'static str {
    match how {
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::AtLeast => "is at least",
        Comparison::AtMost => "is at most",
        Comparison::Above => "is above",
        Comparison::Below => "is below",
    }
}

fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Is => Comparison::IsNot,
        Comparison::IsNot => Comparison::Is,
        Comparison::AtLeast => Comparison::Below,
        Comparison::AtMost => Comparison::Above,
        Comparison::Above => Comparison::AtMost,
        Comparison::Below => Comparison::AtLeast,
    }
}

fn mirrored(how: Comparison) -> Comparison {
    match how {
        Comparison::Is | Comparison::IsNot => how,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::Below => Comparison::Above,
    }
}

fn text(programme: &Programme, texts: Texts, test: &TextTest, holds: bool) -> String {
    let several = test.values.len() > 1;
    let values = quoted(&test.values, "or");
    let subject = match texts {
        Texts::Channel => "channel".to_owned(),
        Texts::Store => "store".to_owned(),
        Texts::Coupon => return format!("{}coupon {values}", if holds { "" } else { "no " }),
        Texts::PaidBy => return format!("{}paid by {values}", not(holds)),
        Texts::Field(id) => field(programme, id),
    };
    match (holds, several) {
        (true, false) => format!("{subject} is {values}"),
        (false, false) => format!("{subject} is not {values}"),
        (true, true) => format!("{subject} is one of {values}"),
        (false, true) => format!("{subject} is none of {values}"),
    }
}

fn dates(from: Option<Day>, to: Option<Day>, holds: bool) -> String {
    match (from, to) {
        (Some(a), Some(b)) if a == b => format!("{}on {a}", not(holds)),
        (Some(a), Some(b)) => format!("{} {a} to {b}", if holds { "from" } else { "outside" }),
        (Some(a), None) => format!("{} {a}", if holds { "from" } else { "before" }),
        (None, Some(b)) => format!("{} {b}", if holds { "until" } else { "after" }),
        (None, None) => if holds { "always" } else { "never" }.to_owned(),
    }
}

fn weekdays(days: Weekdays) -> String {
    if days == Weekdays::WEEKDAYS {
        return "weekdays".to_owned();
    }
    if days == Weekdays::WEEKENDS {
        return "weekends".to_owned();
    }
    let names: Vec<String> =
        (0..7).map(Weekday).filter(|d| days.contains(*d)).map(|d| d.name().to_owned()).collect();
    names.join(", ")
}

fn month_names(months: u16) -> String {
    let names: Vec<String> =
        (1..=12_u8).filter(|m| months & (1 << (m - 1)) != 0).map(|m| Month(m).name().to_owned()).collect();
    names.join(", ")
}

fn tier(programme: &Programme, tiers: TiersId, how: Comparison, level: LevelId, holds: bool) -> String {
    let structure = programme.tiers.get(tiers);
    let name = structure.and_then(|t| t.level(level)).map_or("", |l| l.name.as_str());
    let how = if holds { how } else { opposite(how) };
    let words = match how {
        Comparison::Is => format!("in {name}"),
        Comparison::IsNot => format!("not in {name}"),
        Comparison::AtLeast => format!("{name} or above"),
        Comparison::AtMost => format!("{name} or below"),
        Comparison::Above => format!("above {name}"),
        Comparison::Below => format!("below {name}"),
    };
    match structure {
        Some(structure) if programme.tiers.len() > 1 => format!("{words} of {}", structure.name),
        Some(_) | None => words,
    }
}
