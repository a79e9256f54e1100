//! What follows the member: tiers, expiry, partners, as text.

use super::super::{Entry, Partner, Tiers, Validity};
use super::condition::condition;
use super::earn::{body, earn};
use super::words::{deadline, quoted, quoted_list, value};
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
        if let Some(k) = &level.keep {
            let _ = write!(out, ", keep {}", entry(k));
        }
        if let Some(b) = &level.benefits {
            let _ = write!(out, " {{\n{}  }}", body(b, "    "));
        }
        out.push('\n');
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
    let mut out = format!("partner {} {{\n", p.name);
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
        let step = c.step.map_or_else(String::new, |n| format!(", in steps of {n}"));
        let least = c.minimum.map_or_else(String::new, |n| format!(", at least {n}"));
        let _ =
            writeln!(out, "  converts {} {} to {} {}{step}{least}", c.give, c.unit, c.get, quoted(&c.into));
    }
    out.push('}');
    out
}
