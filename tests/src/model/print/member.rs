//! What follows the member: tiers, expiry, partners, as text.

use super::super::{Conversion, Entry, Partner, Tiers, Validity};
use super::condition::condition;
use super::earn::{body, earn};
use super::words::{days_of_year, deadline, quoted, quoted_list, value};
use std::fmt::Write as _;
use treue_lang::ast::AfterReview;

fn entry(e: &Entry) -> String {
    match e {
        Entry::From(v) => format!("from {}", value(v)),
        Entry::When(c) => format!("when {}", condition(c)),
    }
}

pub(super) fn tiers(t: &Tiers) -> String {
    let by = t.by.as_ref().map_or_else(String::new, |b| format!(" by {b}"));
    let mut out = format!("tiers {}{by} {{\n", t.name);
    for level in &t.levels {
        let _ = write!(out, "  {}", level.name);
        if let Some(e) = &level.entry {
            let _ = write!(out, " {}", entry(e));
        }
        if let Some((amount, carries)) = &level.uses {
            let carries =
                carries.as_ref().map_or_else(String::new, |c| format!(", carries at most {}", value(c)));
            let _ = write!(out, " uses {}{carries}", value(amount));
        }
        if let Some(k) = &level.keep {
            let _ = write!(out, ", keep {}", entry(k));
        }
        let mut block = String::new();
        if let Some(lower) = &level.as_level {
            let _ = writeln!(block, "    as {lower}, and");
        }
        for change in &level.changes {
            let when = if change.reaching { "reaching" } else { "leaving" };
            let what = change.points.map_or_else(|| "expire".to_owned(), |n| n.to_string());
            let _ = writeln!(block, "    on {when} {what} {}", change.unit);
        }
        block.push_str(&level.benefits.as_ref().map_or_else(String::new, |b| body(b, "    ")));
        if !block.is_empty() {
            let _ = write!(out, " {{\n{block}  }}");
        }
        out.push('\n');
    }
    if !t.review.is_empty() {
        let _ = writeln!(out, "  review on {}", days_of_year(&t.review));
    }
    if let Some((level, d)) = &t.newcomers {
        let _ = writeln!(out, "  new members hold {level} {}", deadline(d, "joining"));
    }
    match &t.validity {
        Validity::Until(d) => {
            let _ = writeln!(out, "  valid {}", deadline(d, "entry"));
        }
        Validity::Ever => out.push_str("  valid for ever\n"),
        Validity::AtOnce => out.push_str("  follows at once\n"),
    }
    match t.after {
        None => {}
        Some(AfterReview::OneDown) => out.push_str("  then one level down\n"),
        Some(AfterReview::WhatQualifies) => out.push_str("  then to what qualifies\n"),
        Some(AfterReview::Base) => out.push_str("  then to base\n"),
    }
    out.push('}');
    out
}

pub(super) fn partner(p: &Partner, currency: &str) -> String {
    let dates = p.dates.map_or_else(String::new, |(from, to)| format!(" from {from} to {to}"));
    let mut out = format!("partner {}{dates} {{\n", p.name);
    if !p.stores.is_empty() {
        let _ = writeln!(out, "  stores {}", quoted_list(&p.stores));
    }
    for e in &p.earns {
        let _ = writeln!(out, "{}", earn(e, "  "));
    }
    for w in &p.windows {
        let _ = writeln!(out, "{}", super::over::window_rule(w, "  "));
    }
    for (money, unit) in &p.pays {
        let _ = writeln!(out, "  pays {money} {currency} per {unit}");
    }
    for c in &p.converts {
        let _ =
            writeln!(out, "  converts {} {} to {} {}{}", c.give, c.unit, c.get, quoted(&c.into), terms(c));
    }
    out.push('}');
    out
}

fn terms(c: &Conversion) -> String {
    let mut out = String::new();
    if let Some(n) = c.step {
        let _ = write!(out, ", in steps of {n}");
    }
    if let Some(n) = c.minimum {
        let _ = write!(out, ", at least {n}");
    }
    if let Some((more, per, once)) = c.plus {
        let _ = write!(out, ", plus {more} per {per}{}", if once { " once" } else { "" });
    }
    match c.dates {
        (Some(from), Some(to)) => drop(write!(out, ", from {from} to {to}")),
        (Some(from), None) => drop(write!(out, ", from {from}")),
        (None, Some(to)) => drop(write!(out, ", until {to}")),
        (None, None) => {}
    }
    if let Some(ends) = &c.converted {
        let _ = write!(out, ", converted at end of {}", super::reward::ends(ends));
    }
    if c.alone {
        out.push_str(", when automatic");
    }
    for other in &c.after {
        let _ = write!(out, ", after {}", quoted(other));
    }
    if let Some(w) = &c.when {
        let _ = write!(out, ", when {}", condition(w));
    }
    out
}
