//! What window rules come to, in words: the sums of a window, and when it is paid.

use super::amounts::{amount, kind_of, lines_of};
use super::words::window_words;
use crate::decision::WindowAward;
use treue_lang::programme::{Amount, Over, Paid, Programme, Rule, Sum, Trigger};

/// The sums of a window award: `450.00 CHF of goods`, `7 purchases`, `20.00 CHF of goods in silver`.
#[must_use]
pub fn sums(programme: &Programme, rule: &Rule, award: &WindowAward) -> Vec<String> {
    let sums = rule.over.iter().flat_map(|o| &o.sums).zip(&award.sums);
    // Levels without anything are many, and say nothing.
    let told = sums.filter(|(sum, value)| sum.level.is_none() || **value != 0);
    told.map(|(sum, value)| sum_words(programme, rule, *sum, *value)).collect()
}

/// What a sum sums: `goods`, `purchases`, `items of goods in silver`.
#[must_use]
pub fn summed(programme: &Programme, rule: &Rule, sum: Sum) -> String {
    let what = match (programme.amounts.get(sum.amount), &rule.on) {
        (Some(Amount::Events(_)), Trigger::Purchase) => "purchases".to_owned(),
        (Some(Amount::Events(_)), Trigger::Activity(_)) => "activities".to_owned(),
        (_, _) => amount(programme, sum.amount),
    };
    format!("{what}{}", level_words(programme, rule, sum))
}

fn sum_words(programme: &Programme, rule: &Rule, sum: Sum, value: i64) -> String {
    let Some(of) = programme.amounts.get(sum.amount) else { return value.to_string() };
    let what = match (of, &rule.on) {
        (Amount::Events(_), Trigger::Purchase) => {
            format!("{value} {}", if value == 1 { "purchase" } else { "purchases" })
        }
        (Amount::Events(_), Trigger::Activity(_)) => {
            format!("{value} {}", if value == 1 { "activity" } else { "activities" })
        }
        (_, _) => {
            format!("{} of {}", kind_of(of).with_unit(programme, value), lines_of(programme, sum.amount))
        }
    };
    format!("{what}{}", level_words(programme, rule, sum))
}

fn level_words(programme: &Programme, rule: &Rule, sum: Sum) -> String {
    let treue_lang::programme::Award::Rate(_, Some(by)) = &rule.award else { return String::new() };
    let level = sum.level.and_then(|l| programme.tiers.get(by.tiers)?.level(l));
    level.map_or_else(String::new, |l| format!(" in {}", l.name))
}

/// When a window rule is paid: `at once`, `at the end of the window`, `28 days after the end of the window`.
#[must_use]
pub fn paid_words(over: &Over) -> String {
    match over.paid {
        Paid::AtOnce => "at once".to_owned(),
        Paid::AtEnd => "at the end of the window".to_owned(),
        Paid::After(length) => format!("{length} after the end of the window"),
    }
}

/// The window of an award: `2026-02-01 to 2026-02-28`, `all time`.
#[must_use]
pub fn window_of(rule: &Rule, award: &WindowAward) -> String {
    match (award.window, &rule.over) {
        (Some((from, to)), _) if from == to => from.to_string(),
        (Some((from, to)), _) => format!("{from} to {to}"),
        (None, Some(over)) if over.window != treue_lang::time::Window::Ever => window_words(over.window),
        (None, _) => "all time".to_owned(),
    }
}
