//! Rewards as text.

use super::super::{Cost, Ends, Gives, Issued, Price, Reward, RewardLimit};
use super::condition::{condition, selection};
use super::earn::scope;
use super::words::{days_of_year, deadline, length, period, quoted, window};
use std::fmt::Write as _;
use treue_lang::programme::Scope;
use treue_lang::time::Day;

pub(super) fn reward(r: &Reward, currency: &str) -> String {
    let dates = r.dates.map_or_else(String::new, |(from, to)| format!(" from {from} to {to}"));
    let mut out = format!("reward {}{dates} {{\n", r.name);
    for p in &r.prices {
        let _ = writeln!(out, "  {}", price(p, currency, r.voucher));
    }
    if let Some(g) = &r.gives {
        let _ = writeln!(out, "  gives {}", given(g, currency, r.voucher));
    }
    for (level, g) in &r.by_level {
        let _ = writeln!(out, "  in {level} {}", given(g, currency, r.voucher));
    }
    if let Some((n, unit)) = &r.minimum {
        let _ = writeln!(out, "  minimum {n} {unit}");
    }
    if let Some(n) = r.least_bought {
        let _ = writeln!(out, "  minimum purchase {n} {currency}");
    }
    for w in &r.worth {
        let _ = writeln!(out, "  worth {} times at {}{}", w.times, w.partner, days(w.from, w.to));
    }
    for l in &r.limits {
        let _ = writeln!(out, "  {}", limit(l, r.issued.is_none()));
    }
    if let Some(n) = r.share {
        let _ = writeln!(out, "  pays at most {n}% of the purchase");
    }
    if let Some(n) = r.most {
        let _ = writeln!(out, "  pays at most {n} {currency}");
    }
    if r.whole {
        out.push_str("  whole purchase only\n");
    }
    if let Some(lines) = &r.on {
        let _ = writeln!(out, "  on {}", selection(lines));
    }
    for c in &r.when {
        let _ = writeln!(out, "  when {}", condition(c));
    }
    if let Some(d) = &r.valid {
        let _ = writeln!(out, "  valid {}", deadline(d, "issue"));
    }
    if r.per_step {
        out.push_str("  a voucher per step\n");
    }
    if let Some(i) = &r.issued {
        let _ = writeln!(out, "  issued {}", issued(i));
    }
    if r.rest_expires {
        out.push_str("  the rest expires\n");
    }
    for other in &r.after {
        let _ = writeln!(out, "  after {other}");
    }
    out.push('}');
    out
}

pub(super) fn ends(of: &Ends) -> String {
    match of {
        Ends::Of(p) => period(*p).to_owned(),
        Ends::EveryMonths(n) => format!("every {n} months"),
        Ends::OfMonths(named) => named.iter().map(|m| m.name()).collect::<Vec<_>>().join(" and "),
    }
}

fn issued(i: &Issued) -> String {
    match i {
        Issued::AtEnd(of) => format!("at end of {}", ends(of)),
        Issued::OnDays(days) => format!("on {}", days_of_year(days)),
        Issued::OnReaching => "on reaching the cost".to_owned(),
        Issued::OnBirthday => "on the member's birthday".to_owned(),
        Issued::OnAnniversary(of) => format!("on the anniversary of {of}"),
        Issued::Idle { length: l, purchase, redeem } => {
            let words = match (purchase, redeem) {
                (true, false) => "purchase",
                (false, true) => "redeem",
                (true, true) | (false, false) => "purchase or redeem",
            };
            format!("after {} without {words}", length(*l))
        }
    }
}

fn given(g: &Gives, currency: &str, voucher: bool) -> String {
    match g {
        Gives::Money(n) if voucher => format!("a voucher of {n} {currency}"),
        Gives::Thing(text) if voucher => format!("a voucher {}", quoted(text)),
        _ => gives(g, currency),
    }
}

fn price(p: &Price, currency: &str, voucher: bool) -> String {
    let unit = &p.unit;
    let cost = match &p.cost {
        Cost::Steps { from, to, step } => {
            let to = to.map_or_else(String::new, |n| format!(" to {n}"));
            let step = step.map_or_else(String::new, |n| format!(" in steps of {n}"));
            format!("{from}{to} {unit}{step}")
        }
        Cost::Nothing => "nothing".to_owned(),
        Cost::Value { points, money, cash } => {
            let cash = if *cash { " in cash" } else { "" };
            format!("{points} {unit} per {money} {currency}{cash}")
        }
        Cost::Field { name, or } => {
            let or = or.map_or_else(String::new, |n| format!(" or {n}"));
            format!("{name}{or} {unit}")
        }
        Cost::Ladder(rungs) => {
            let mut all = String::from("by ladder {\n");
            for (points, g) in rungs {
                let _ = writeln!(all, "    {points} {unit} gives {}", given(g, currency, voucher));
            }
            all + "  }"
        }
    };
    format!("costs {cost}{}", days(p.from, p.to))
}

fn days(from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        (Some(from), None) => format!(" from {from}"),
        (None, Some(to)) => format!(" until {to}"),
        (None, None) => String::new(),
    }
}

fn limit(l: &RewardLimit, redeemed: bool) -> String {
    let over = l.window.map_or_else(|| "per use".to_owned(), window);
    let shared = if redeemed && l.window.is_some() { scope(l.scope) } else { scope(Scope::Member) };
    format!("at most {} {} {over}{shared}", l.most, l.of)
}

fn gives(g: &Gives, currency: &str) -> String {
    match g {
        Gives::Money(n) => format!("{n} {currency} off"),
        Gives::Cash(n) => format!("{n} {currency} in cash"),
        Gives::Percent(n) => format!("{n}% off"),
        Gives::PerMeasure { money, measure, cap } => {
            let cap = cap.map_or_else(String::new, |n| format!(", at most {n} {measure}s"));
            format!("{money} {currency} off per {measure}{cap}")
        }
        Gives::Thing(text) => quoted(text),
        Gives::Cheapest => "the cheapest item free".to_owned(),
        Gives::Points(n, unit) => format!("{n} {unit}"),
    }
}
