//! Expiry and availability as text.

use super::super::{Available, Expire, ExpiryLine, ExpiryWhat, Idle, Num, Programme};
use super::condition::condition;
use super::words::{deadline, length, period, quoted};
use std::fmt::Write as _;
use treue_lang::ast::AfterPause;

pub(super) fn expire(p: &Programme, e: &Expire) -> String {
    let mut out = format!("expire {} {{\n", e.unit);
    for line in &e.lines {
        let _ = writeln!(out, "  {}", expiry_line(p, e, line));
    }
    if let Some((while_, after)) = &e.pause {
        let after = match after {
            AfterPause::GoesOn => "",
            AfterPause::Restart => ", then restart",
            AfterPause::AtOnce => ", then at once",
        };
        let _ = writeln!(out, "  paused while {}{after}", condition(while_));
    }
    if e.later {
        out.push_str("  tier when it expires\n");
    }
    for (from, to, by) in &e.extends {
        let _ = writeln!(out, "  extend {} earned {from} to {to} by {}", e.unit, length(*by));
    }
    if let Some(days) = e.remind {
        let _ = writeln!(out, "  remind {days} days before");
    }
    out.push('}');
    out
}

fn expiry_line(p: &Programme, e: &Expire, line: &ExpiryLine) -> String {
    let mut text = match &line.what {
        ExpiryWhat::After(d, word) => deadline(d, word),
        ExpiryWhat::Without(i) => idle(i),
        ExpiryWhat::AllAt(at) => format!("all at end of {}", period(*at)),
        ExpiryWhat::Decay { percent, least, every, idle: i } => {
            let decimals = p.units.iter().find(|u| u.name == e.unit).map_or(0, |u| u.decimals);
            let least = least.map_or_else(String::new, |n| {
                format!(" or {} {}, whichever is more,", Num::new(n, decimals), e.unit)
            });
            format!("{percent}%{least} every {} after {}", length(*every), idle(i))
        }
        ExpiryWhat::Never => "never".to_owned(),
    };
    let mut asked = Vec::new();
    if !line.earned_by.is_empty() {
        asked.push(format!("earned by {}", line.earned_by.join(" or ")));
    }
    asked.extend(line.when.iter().map(|c| format!("({})", condition(c))));
    if !asked.is_empty() {
        let _ = write!(text, " when {}", asked.join(" and "));
    }
    text
}

fn idle(i: &Idle) -> String {
    format!("{} without {}", length(i.length), i.acts.join(" or "))
}

pub(super) fn available(a: &Available) -> String {
    match a {
        Available::After(d, word) => format!("available {}", deadline(d, word)),
        Available::AtEndOf(p) => format!("available at end of {}", period(*p)),
        Available::OnActivity(kind) => format!("available on activity {}", quoted(kind)),
    }
}
