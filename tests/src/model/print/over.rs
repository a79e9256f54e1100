//! Rules over windows as text.

use super::super::figure::Made;
use super::super::over::{WindowAward, WindowEarn};
use super::super::{Condition, Rate};
use super::condition::{amount, condition};
use super::earn::{bands_of_field, limit, rate, rounding};
use super::words::{length, quoted, value};
use std::fmt::Write as _;
use treue_lang::time::{Month, Window};

pub(super) fn window_rule(w: &WindowEarn, indent: &str) -> String {
    let dates = match (w.from, w.to) {
        (Some(a), Some(b)) => format!(" from {a} to {b}"),
        (Some(a), None) => format!(" from {a}"),
        (None, Some(b)) => format!(" until {b}"),
        (None, None) => String::new(),
    };
    let events = if w.activity.is_some() { "activities" } else { "purchases" };
    let back = if w.retroactive { ", retroactive" } else { "" };
    let mut lines = vec![format!("over {}{back}", over(w.window))];
    lines.extend(w.activity.iter().map(|a| format!("on activity {}", quoted(a))));
    lines.extend(w.counting.iter().map(|c| match c {
        Condition::On(..) | Condition::Hours(..) | Condition::Months(_) => condition(c),
        _ => format!("counting {events} when {}", condition(c)),
    }));
    lines.extend(w.when.iter().map(|c| format!("when {}", condition(c))));
    lines.push(award(&w.award, &w.unit, events));
    if !w.by_level.is_empty() {
        let rates: Vec<_> =
            w.by_level.iter().map(|(level, n)| format!("in {level} {n} {}", w.unit)).collect();
        lines.push(rates.join(", "));
    }
    lines.extend(w.rounding.iter().map(rounding));
    lines.extend(w.limits.iter().map(limit));
    lines.extend(w.paid.iter().map(|paid| match paid {
        None => "paid at its end".to_owned(),
        Some(l) => format!("paid {} after its end", length(*l)),
    }));
    let mut out = format!("{indent}earn {}{dates} {{\n", w.name);
    for line in lines {
        let _ = writeln!(out, "{indent}  {line}");
    }
    out.push_str(indent);
    out.push('}');
    out
}

fn over(w: Window) -> String {
    match w {
        Window::Ever => "all time".to_owned(),
        Window::Day => "each day".to_owned(),
        Window::Week(_) => "each week".to_owned(),
        Window::Month => "each calendar month".to_owned(),
        Window::Quarter => "each quarter".to_owned(),
        Window::Year(start) if (start.month, start.day) == (Month(1), 1) => "each year".to_owned(),
        Window::Year(start) => format!("each year from {} {}", start.day, start.month.name()),
        Window::OwnYear(_) => "each membership year".to_owned(),
        Window::Dates(..) => "these dates".to_owned(),
        Window::Rolling(l) => format!("rolling {}", length(l)),
    }
}

fn award(a: &WindowAward, unit: &str, events: &str) -> String {
    match a {
        WindowAward::Flat(n) => format!("{n} {unit}"),
        WindowAward::OfField(n, of) => format!("{n} {unit} {of}"),
        WindowAward::BandsOfField { of, bands } => bands_of_field(of, bands, unit),
        WindowAward::Count(n, None) => {
            let one = if events == "purchases" { "purchase" } else { "activity" };
            format!("{n} {unit} for every {one}")
        }
        WindowAward::Count(n, Some(size)) => format!("{n} {unit} for every {size} {events}"),
        WindowAward::Rate(r, of) if matches!(of.made.as_deref(), Some(Made::EachLine(..))) => {
            format!("{} {}", rate(r, unit), amount(of))
        }
        WindowAward::Rate(r, of) => format!("{} of {}", rate(r, unit), amount(of)),
        WindowAward::Percent(percent, of) => format!("{percent}% of {}", amount(of)),
        WindowAward::Bands { of, each_part, bands } => {
            let head = if *each_part { "banded by" } else { "by bands of" };
            let what = of.as_ref().map_or_else(|| events.to_owned(), amount);
            let bands: Vec<_> = bands
                .iter()
                .map(|b| format!("from {} {}", value(&b.from), band_rate(&b.rate, unit, of.is_none())))
                .collect();
            format!("{head} {what} {{ {} }}", bands.join(" "))
        }
    }
}

fn band_rate(r: &Rate, unit: &str, events: bool) -> String {
    let text = rate(r, unit);
    if events { text.replace("per full", "for every") } else { text }
}
