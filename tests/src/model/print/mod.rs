//! From the model to Treue text. One file for each part of the language; this one puts the items together.

mod condition;
mod earn;
mod expiry;
mod figure;
mod member;
mod over;
mod reward;
mod words;

use super::{Lines, Operand, Programme, Track, TrackSubject};
use condition::{amount, condition, grouped, operand_in_track, selection};
use std::fmt::Write as _;
use treue_lang::time::{Day, Window};
use words::{field, header, window};

/// The programme as Treue text.
#[must_use]
pub fn programme(p: &Programme) -> String {
    let mut out = header(p);
    if !p.fields.is_empty() {
        out.push_str("\nfields {\n");
        for f in &p.fields {
            let _ = writeln!(out, "  {}", field(f));
        }
        out.push_str("}\n");
    }
    let days = |days: &[Day]| days.iter().map(Day::to_string).collect::<Vec<_>>().join(", ");
    section(&mut out, p.holidays.iter().map(|(name, list)| format!("holidays {name} = {}", days(list))));
    section(&mut out, p.zones.iter().map(|by| zones(by.as_deref())));
    section(&mut out, p.tables.iter().map(table));
    section(&mut out, p.lines.iter().map(lines));
    section(&mut out, p.tracks.iter().map(track));
    section(&mut out, p.earns.iter().map(|e| earn::earn(e, "")));
    section(&mut out, p.windows.iter().map(|w| over::window_rule(w, "")));
    section(&mut out, p.stacks.iter().map(earn::stack));
    section(&mut out, p.tiers.iter().map(member::tiers));
    section(&mut out, p.expires.iter().map(|e| expiry::expire(p, e)));
    section(&mut out, p.returns.iter().map(super::Returns::print));
    section(&mut out, p.rewards.iter().map(|r| reward::reward(r, &p.currency)));
    section(&mut out, p.partners.iter().map(|x| member::partner(x, &p.currency)));
    out
}

/// One condition as it stands in a programme; for the table of statistics and for tests.
#[must_use]
pub fn one_condition(c: &super::Condition) -> String {
    condition(c)
}

fn section(out: &mut String, items: impl Iterator<Item = String>) {
    for (i, item) in items.enumerate() {
        if i == 0 {
            out.push('\n');
        }
        out.push_str(&item);
        out.push('\n');
    }
}

fn lines(l: &Lines) -> String {
    format!("lines {} = {}", l.name, selection(&l.selection))
}

/// `purchases`, `activities "survey"`.
fn events(kind: Option<&str>) -> String {
    kind.map_or_else(|| "purchases".to_owned(), |kind| format!("activities {}", words::quoted(kind)))
}

fn track(t: &Track) -> String {
    let subject = match &t.subject {
        TrackSubject::Amount(a) if t.when.is_some() => amount(&grouped(a)),
        TrackSubject::Amount(a) => amount(a),
        TrackSubject::Operand(o) => operand_in_track(o, t.when.is_some()),
        TrackSubject::Purchases => "purchases".to_owned(),
        TrackSubject::Points(unit) => unit.clone(),
        TrackSubject::InARow(kind) => {
            let period = match t.window {
                Window::Day => "days",
                Window::Week(_) => "weeks",
                _ => "months",
            };
            format!("{period} in a row with {}", events(kind.as_deref()))
        }
        TrackSubject::Days(kind) => format!("days with {}", events(kind.as_deref())),
        TrackSubject::Activities(kind) => events(Some(kind)),
        TrackSubject::SumOf(field, missing, activity) => {
            let missing = missing.as_ref().map_or_else(String::new, |v| format!(" or {}", words::value(v)));
            let of =
                activity.as_ref().map_or_else(String::new, |a| format!(" on activity {}", words::quoted(a)));
            format!("sum of {field}{missing}{of}")
        }
        TrackSubject::Different(word, of, activity) => {
            let counted = operand_in_track(&Operand::Different(word.clone(), of.clone()), t.when.is_some());
            let on =
                activity.as_ref().map_or_else(String::new, |a| format!(" on activity {}", words::quoted(a)));
            format!("{counted}{on}")
        }
        TrackSubject::PointsFrom(rules) => {
            let unit = match &t.scale {
                super::Scale::Points(unit) => unit.as_str(),
                _ => "points",
            };
            format!("{unit} from {}", rules.join(" and "))
        }
    };
    let when = t.when.as_ref().map_or_else(String::new, |c| format!(" when {}", condition(c)));
    if matches!(t.subject, TrackSubject::InARow(_)) {
        return format!("track {} = {subject}{when}", t.name);
    }
    format!("track {} = {subject}{when} {}", t.name, window(t.window))
}

fn zones(by: Option<&str>) -> String {
    match by {
        None => "zones \"zones_store.csv\"".to_owned(),
        Some(by) => format!("zones \"zones_{}.csv\" by {by}", by.trim_start_matches("receipt.")),
    }
}

fn table(t: &super::tables::Table) -> String {
    let at = t.at.as_ref().map_or_else(String::new, |field| format!(" at {field}"));
    format!("table {0} \"{0}.csv\" by {1}{at}", t.name, t.keys.join(", "))
}
