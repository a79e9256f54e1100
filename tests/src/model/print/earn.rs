//! Rules, their clauses, and stacks as text.

use super::super::figure::Made;
use super::super::{Award, Body, Earn, Limit, LimitWindow, Num, Rate, Rounding, Selection, Stack, Step};
use super::condition::{amount, condition, few_lines};
use super::words::{quoted, value, window};
use crate::model::Condition;
use std::fmt::Write as _;
use treue_lang::ast::StackWay;
use treue_lang::programme::{RoundingMode, Scope};

pub(super) fn earn(e: &Earn, indent: &str) -> String {
    let title = e.title.as_ref().map_or_else(String::new, |t| format!(" {}", quoted(t)));
    let dates = match (e.from, e.to) {
        (Some(a), Some(b)) if a == b => format!(" on {a}"),
        (Some(a), Some(b)) => format!(" from {a} to {b}"),
        (Some(a), None) => format!(" from {a}"),
        (None, Some(b)) => format!(" until {b}"),
        (None, None) => String::new(),
    };
    let inner = format!("{indent}  ");
    format!("{indent}earn {}{title}{dates} {{\n{}{indent}}}", e.name, body(&e.body, &inner))
}

/// The clauses, one a line.
pub(super) fn body(b: &Body, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for c in &b.conditions {
        lines.push(match c {
            // Moments may stand without `when`.
            Condition::On(..) | Condition::Hours(..) | Condition::Months(_) => condition(c),
            _ => format!("when {}", condition(c)),
        });
    }
    lines.extend(b.activity.iter().map(|a| format!("on activity {}", quoted(a))));
    let asked = b.gifts.iter().filter(|g| g.asks).map(|g| &g.to).collect::<std::collections::BTreeSet<_>>();
    lines.extend(asked.iter().map(|to| format!("when {to} is present")));
    lines.push(award(&b.award, &b.unit));
    if b.companions {
        lines.push("to companions evenly".to_owned());
    }
    for g in &b.gifts {
        let limits: String = g.limits.iter().map(|l| format!(", {}", limit(l))).collect();
        lines.push(format!("{} {} to {}{limits}", g.points, g.unit, g.to));
    }
    if !b.by_level.is_empty() {
        let rates: Vec<_> =
            b.by_level.iter().map(|(level, n)| format!("in {level} {n} {}", b.unit)).collect();
        let within = if b.within { " within the receipt" } else { "" };
        lines.push(format!("{}{within}", rates.join(", ")));
    }
    lines.extend(b.rounding.iter().map(rounding));
    lines.extend(b.limits.iter().map(limit));
    lines.extend(b.decided_by.iter().map(|field| format!("decided by {field}")));
    lines.extend(b.available.iter().map(super::expiry::available));
    if !b.funded.is_empty() {
        let all: Vec<String> = b.funded.iter().map(|(share, who)| format!("{share}% by {who}")).collect();
        lines.push(format!("funded {}", all.join(", ")));
    }
    lines.extend(b.perks.iter().map(|p| format!("perk {}", quoted(p))));
    lines.into_iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{indent}{line}");
        out
    })
}

pub(super) fn bands_of_field(of: &str, bands: &[(String, Num)], unit: &str) -> String {
    let bands: Vec<_> = bands.iter().map(|(from, n)| format!("from {from} {n} {unit}")).collect();
    format!("by bands of {of} {{ {} }}", bands.join(" "))
}

fn award(a: &Award, unit: &str) -> String {
    match a {
        Award::Flat(n) => format!("{n} {unit}"),
        Award::OfField(n, of) => format!("{n} {unit} {of}"),
        Award::BandsOfField { of, bands } => bands_of_field(of, bands, unit),
        Award::Rate(r, of) if matches!(of.made.as_deref(), Some(Made::EachLine(..))) => {
            format!("{} {}", rate(r, unit), amount(of))
        }
        Award::EachLine(of) => format!("{unit} {}", amount(of)),
        Award::Rate(r, of) => format!("{} of {}", rate(r, unit), amount(of)),
        Award::Percent { percent, of } => format!("{percent}% of {}", amount(of)),
        Award::Share { percent, of, on, exact } => {
            format!("{percent}% of {}{}{}", of.join(" and "), on_lines(on.as_ref()), before_rounding(*exact))
        }
        Award::Times { factor, of, on, exact } => {
            format!("{factor} times {}{}{}", of.join(" and "), on_lines(on.as_ref()), before_rounding(*exact))
        }
        Award::Bands { of, each_part, bands } => {
            let head = if *each_part { "banded by" } else { "by bands of" };
            let bands: Vec<_> =
                bands.iter().map(|b| format!("from {} {}", value(&b.from), rate(&b.rate, unit))).collect();
            format!("{head} {} {{ {} }}", amount(of), bands.join(" "))
        }
    }
}

fn on_lines(on: Option<&Selection>) -> String {
    on.map_or_else(String::new, |lines| format!(" on {}", few_lines(lines)))
}

fn before_rounding(exact: bool) -> &'static str {
    if exact { " before rounding" } else { "" }
}

pub(super) fn rate(r: &Rate, unit: &str) -> String {
    let per = r.per.as_ref().map_or_else(String::new, |s| format!(" {}", step(s)));
    format!("{} {unit}{per}", r.points)
}

fn step(s: &Step) -> String {
    let full = if s.full { "full " } else { "" };
    let size = s.size.map_or_else(String::new, |n| format!("{n} "));
    format!("per {full}{size}{}", s.word)
}

pub(super) fn rounding(r: &Rounding) -> String {
    let mut out = "rounded".to_owned();
    out.push_str(match r.mode {
        None => "",
        Some(RoundingMode::Down) => " down",
        Some(RoundingMode::Up) => " up",
        Some(RoundingMode::HalfUp) => " half up",
        Some(RoundingMode::HalfEven) => " half even",
    });
    if r.per_line {
        out.push_str(" per line");
    }
    if r.together {
        out.push_str(" together");
    }
    if let Some((n, unit)) = &r.multiples {
        let _ = write!(out, " to multiples of {n} {unit}");
    } else if let Some(n) = r.decimals {
        let _ = write!(out, " to {n} decimal{}", if n == 1 { "" } else { "s" });
    }
    out
}

/// Who uses up a limit together.
pub(super) fn scope(s: Scope) -> &'static str {
    match s {
        Scope::Member => "",
        Scope::Household => " per household",
        Scope::Everyone => " for everyone",
    }
}

pub(super) fn limit(l: &Limit) -> String {
    let size = match l.points {
        Some(n) => format!("{n} {}", l.unit),
        None => format!("{} time{}", l.times, if l.times == 1 { "" } else { "s" }),
    };
    let over = match l.window {
        _ if l.per.is_some() => String::new(),
        LimitWindow::Unsaid => String::new(),
        LimitWindow::Receipt => " per receipt".to_owned(),
        LimitWindow::TheseDates => " in these dates".to_owned(),
        LimitWindow::Window(w) => format!(" {}", window(w)),
    };
    let scope = if over.is_empty() { "" } else { scope(l.scope) };
    let per = l.per.as_ref().map_or_else(String::new, |(s, of)| format!(" {} of {}", step(s), amount(of)));
    format!("at most {size}{per}{over}{scope}{}", if l.whole { ", whole awards only" } else { "" })
}

pub(super) fn stack(s: &Stack) -> String {
    let way = match s.way {
        StackWay::Multiply => "multiply",
        StackWay::All => "all of",
        StackWay::Best => "best of",
        StackWay::First => "first of",
    };
    let mut out = format!(
        "stack {} {{\n  {way} {}{}\n",
        s.name,
        s.members.join(", "),
        if s.per_line { " per line" } else { "" }
    );
    for line in s.rounding.iter().map(rounding).chain(s.limits.iter().map(limit)) {
        let _ = writeln!(out, "  {line}");
    }
    out.push('}');
    out
}
