//! The header, fields, and the small words: texts, dates, lengths, windows, deadlines.

use super::super::{Field, FieldKind, Programme, Value};
use std::fmt::Write as _;
use treue_lang::ast::FieldOwner;
use treue_lang::programme::BurnOrder;
use treue_lang::time::{
    Anchor, Base, Deadline, Length, Minute, Month, Own, Period, Snap, Unit, Weekday, Window, YearStart,
};

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Several, with commas.
pub(super) fn quoted_list(texts: &[String]) -> String {
    texts.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(", ")
}

pub(super) fn header(p: &Programme) -> String {
    let mut out = String::from("programme \"Agreement\" {\n");
    let _ = writeln!(out, "  currency {}\n  timezone {}", p.currency, quoted(&p.zone));
    for u in &p.units {
        let title = u.title.as_ref().map_or_else(String::new, |t| format!(" {}", quoted(t)));
        let money = if u.money { format!(" in {}", p.currency) } else { String::new() };
        let decimals =
            if u.money || u.decimals == 0 { String::new() } else { format!(" decimals {}", u.decimals) };
        let worth = u.worth.map_or_else(String::new, |w| format!(" worth {w} {}", p.currency));
        let buckets = u.buckets.map_or_else(String::new, |b| format!(" buckets by {}", period(b)));
        let one = u.title.as_ref().map_or_else(String::new, |t| format!(" one {}", quoted(t)));
        let used = u.used.map_or("", used);
        let said = format!("{one}{decimals}{worth}{buckets}{used}");
        let body = if said.is_empty() { said } else { format!(" {{{said} }}") };
        let _ = writeln!(out, "  unit {}{title}{money}{body}", u.name);
    }
    for m in &p.measures {
        let factor = p.factors.iter().find(|(name, _)| name == m);
        let is = factor.map_or_else(String::new, |(_, n)| format!(" is {n} {}", p.measures[0]));
        let _ = writeln!(out, "  measure {m}{is}");
    }
    match p.remember {
        None => {}
        Some(None) => out.push_str("  remember nothing\n"),
        Some(Some(days)) => {
            let _ = writeln!(out, "  remember {days} days");
        }
    }
    if let Some(day) = p.week_start {
        let _ = writeln!(out, "  weeks start on {}", Weekday(day).name());
    }
    if p.leap_after {
        out.push_str("  29 February counts as 1 March\n");
    }
    if p.guests_pass {
        out.push_str("  guests pass\n");
    }
    if p.known_members_only {
        out.push_str("  known members only\n");
    }
    if let Some(days) = p.leavers_keep {
        let _ = writeln!(out, "  leavers keep points for {days} days");
    }
    if let Some(h) = &p.household {
        out.push_str("  household {\n");
        if !h.shares.is_empty() {
            let spends = if h.own_first { "own first" } else { "in proportion" };
            let _ = writeln!(out, "    shares {}\n    spends {spends}", h.shares.join(", "));
        }
        out.push_str("  }\n");
    }
    if let Some(n) = p.receipts_up_to {
        let _ = writeln!(out, "  receipts up to {n} {}", p.currency);
    }
    out.push_str("}\n");
    out
}

fn used(order: BurnOrder) -> &'static str {
    match order {
        BurnOrder::SoonestToExpire => " used soonest to expire first",
        BurnOrder::Oldest => " used oldest first",
        BurnOrder::Newest => " used newest first",
        BurnOrder::InProportion => " used in proportion",
    }
}

pub(super) fn owner(o: FieldOwner) -> &'static str {
    match o {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    }
}

pub(super) fn field(f: &Field) -> String {
    let kind = match &f.kind {
        FieldKind::Text => "text".to_owned(),
        FieldKind::OneOf(texts) => format!("one of {}", quoted_list(texts)),
        FieldKind::YesNo => "yes or no".to_owned(),
        FieldKind::Number { decimals, range } => {
            let decimals_text = match decimals {
                0 => String::new(),
                1 => " with 1 decimal".to_owned(),
                n => format!(" with {n} decimals"),
            };
            let range_text = range.map_or_else(String::new, |(a, b)| {
                let (a, b) = (super::super::Num::new(a, *decimals), super::super::Num::new(b, *decimals));
                format!(" from {a} to {b}")
            });
            format!("number{decimals_text}{range_text}")
        }
        FieldKind::Money => "money".to_owned(),
        FieldKind::Date => "date".to_owned(),
        FieldKind::Member => "member".to_owned(),
    };
    let optional = if f.optional { " optional" } else { "" };
    let default = f.default.as_ref().map_or_else(String::new, |d| format!(" default {}", value(d)));
    format!("{}.{}: {kind}{optional}{default}", owner(f.owner), f.name)
}

pub(super) fn value(v: &Value) -> String {
    match v {
        Value::Number(n) => n.to_string(),
        Value::WithUnit(n, unit) => format!("{n} {unit}"),
        Value::Date(d) => d.to_string(),
        Value::Text(t) => quoted(t),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
    }
}

pub(super) fn hours(from: u16, to: u16) -> String {
    format!("from {} to {}", Minute(from), Minute(to))
}

pub(super) fn length(l: Length) -> String {
    let word = match l.unit {
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    format!("{} {word}{}", l.count, if l.count == 1 { "" } else { "s" })
}

pub(super) fn window(w: Window) -> String {
    match w {
        Window::Ever => "for ever".to_owned(),
        Window::Day => "per day".to_owned(),
        Window::Week(_) => "per week".to_owned(),
        Window::Month => "per calendar month".to_owned(),
        Window::Quarter => "per quarter".to_owned(),
        Window::Year(start) if (start.month, start.day) == (Month(1), 1) => "per calendar year".to_owned(),
        Window::Year(start) => format!("per year from {} {}", start.day, start.month.name()),
        Window::OwnYear(Own::Joining) => "per membership year".to_owned(),
        Window::OwnYear(Own::Tier(_)) => "per year since the tier changed".to_owned(),
        Window::Dates(..) => "in these dates".to_owned(),
        Window::Rolling(l) => format!("rolling {}", length(l)),
    }
}

pub(super) fn period(p: Period) -> String {
    let word = match p {
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::HalfYear => "half year",
        Period::Year(YearStart::JANUARY) => "year",
        Period::Year(start) => return format!("year from {} {}", start.day, start.month.name()),
        Period::MembershipYear => "membership year",
    };
    word.to_owned()
}

/// Days of the year: months and days.
pub(super) fn days_of_year(days: &[(u8, u8)]) -> String {
    let days: Vec<String> =
        days.iter().map(|(month, day)| format!("{day} {}", Month(*month).name())).collect();
    days.join(", ")
}

/// A deadline; `word` is what it counts from.
pub(super) fn deadline(d: &Deadline, word: &str) -> String {
    let mut out = match d.base {
        Base::After(l, Anchor::Event) => format!("{} after {word}", length(l)),
        Base::After(l, Anchor::EndOf(p)) => format!("{} after the end of its {}", length(l), period(p)),
        Base::UntilEnd(p, 0) => format!("until end of this {}", period(p)),
        Base::UntilEnd(p, _) => format!("until end of next {}", period(p)),
    };
    for snap in &d.snaps {
        let _ = match snap {
            Snap::EndOf(p) => write!(out, ", then at end of {}", period(*p)),
            Snap::EndOfMonth(m) => write!(out, ", then at end of {}", m.name()),
            Snap::EndOfBirthMonth => write!(out, ", then at end of birth month"),
            Snap::On(m, day) => write!(out, ", then on {day} {}", m.name()),
            Snap::OnEither((m, day), (n, other)) => {
                write!(out, ", then on {day} {} or {other} {}", m.name(), n.name())
            }
        };
    }
    out
}
