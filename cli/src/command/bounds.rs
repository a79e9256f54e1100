//! `treue check --bounds`: how much a programme can give at most, and the receipts that come to it.

use crate::ui::table::{Sheet, heading};
use crate::ui::{Style, Ui, number};
use serde_json::{Value, json};
use treue_lang::programme::{Programme, RuleId, Unit};
use treue_proof::{ActivityBound, Bounds, Given, ReceiptBound, UnitBounds};

/// Tables and sentences.
pub(super) fn human(ui: &Ui, programme: &Programme, bounds: &Bounds) -> String {
    let mut out = String::new();
    for unit in &bounds.units {
        let Some(spec) = programme.units.get(unit.unit) else { continue };
        if !unit.receipts.is_empty() {
            out.push_str(&heading(ui, &format!("Most {} on a receipt", spec.name)));
            out.push_str(&receipts(ui, programme, spec, unit));
        }
        if !unit.activities.is_empty() {
            out.push_str(&heading(ui, &format!("Most {} for one activity", spec.name)));
            out.push_str(&activities(ui, spec, unit));
        }
        out.push_str(&sentences(ui, programme, spec, unit));
    }
    let questions = number::counted(bounds.questions_per_line, "question", "questions");
    let sums = number::counted(bounds.sums_per_line, "sum", "sums");
    out.push_str(&format!("\n  Work for each line: {questions} at most, {sums}.\n"));
    out
}

fn receipts(ui: &Ui, programme: &Programme, spec: &Unit, unit: &UnitBounds) -> String {
    let mut sheet = Sheet::new(ui, &["receipts up to", "at most", "of the amount", "seen"]);
    for bound in &unit.receipts {
        let share = bound.share.map_or_else(String::new, |s| format!("{}%", number::decimal(s.into(), 2)));
        let seen = bound.seen.as_ref().map_or_else(not_found, |s| points(spec, s.points));
        sheet.row(&[money(programme, bound.spend), most(spec, bound.most), share, seen]);
    }
    sheet.text()
}

fn activities(ui: &Ui, spec: &Unit, unit: &UnitBounds) -> String {
    let mut sheet = Sheet::new(ui, &["activity", "at most", "seen"]);
    for bound in &unit.activities {
        let seen = bound.seen.as_ref().map_or_else(not_found, |s| points(spec, s.points));
        sheet.row(&[bound.kind.clone(), most(spec, bound.most), seen]);
    }
    sheet.text()
}

/// No event was found that gives anything: the bound may be far above what can happen.
fn not_found() -> String {
    "none found".to_owned()
}

fn most(spec: &Unit, most: i64) -> String {
    if most == i64::MAX { "no bound".to_owned() } else { points(spec, most) }
}

fn points(spec: &Unit, value: i64) -> String {
    number::decimal(value.into(), spec.decimals)
}

fn money(programme: &Programme, value: i64) -> String {
    let number = number::decimal(value.into(), programme.currency.decimals);
    format!("{number} {}", programme.currency.code)
}

fn sentences(ui: &Ui, programme: &Programme, spec: &Unit, unit: &UnitBounds) -> String {
    let mut out = String::new();
    if let Some(plain) = &unit.plain {
        let given = spec.counted(&points(spec, plain.points));
        let owed = plain.worth.map_or_else(String::new, |w| format!(", worth {}", money(programme, w)));
        out.push_str(&format!("  A plain purchase of 1,000 gives {given}{owed}.\n"));
    }
    match unit.per_year {
        Some(most) => {
            let most = spec.counted(&points(spec, most));
            out.push_str(&format!("  A member gets at most {most} in a year.\n"));
        }
        None => {
            let names = names(programme, &unit.unlimited);
            out.push_str(&format!("  No limit over time holds {}.\n", ui.style(Style::Bold, &names)));
        }
    }
    // A receipt of a size that happens: the smallest but one.
    if let Some((bound, seen)) =
        unit.receipts.iter().skip(1).find_map(|b| Some((b, b.seen.as_ref().filter(|s| s.points > 0)?)))
    {
        let size = money(programme, bound.spend);
        out.push_str(&format!("  A receipt up to {size} that gives most, as a test:\n\n"));
        let text = seen.witness.text(programme, &format!("the most {}", spec.name));
        out.extend(text.lines().map(|line| format!("    {line}\n")));
    }
    out
}

/// `base, welcome and 3 more`.
fn names(programme: &Programme, rules: &[RuleId]) -> String {
    let all: Vec<String> = rules
        .iter()
        .filter_map(|r| programme.rules.get(*r))
        .map(|r| format!("`{}`", r.full_name()))
        .collect();
    match all.split_at_checked(5) {
        Some((first, rest)) if !rest.is_empty() => format!("{} and {} more", first.join(", "), rest.len()),
        Some(_) | None => all.join(", "),
    }
}

/// For programs: amounts as decimal text.
pub(super) fn json(programme: &Programme, bounds: &Bounds) -> Value {
    let units: Vec<Value> = bounds
        .units
        .iter()
        .filter_map(|unit| {
            let spec = programme.units.get(unit.unit)?;
            let receipts: Vec<Value> =
                unit.receipts.iter().map(|b| receipt_json(programme, spec, b)).collect();
            let activities: Vec<Value> =
                unit.activities.iter().map(|b| activity_json(programme, spec, b)).collect();
            let unlimited: Vec<String> = unit
                .unlimited
                .iter()
                .filter_map(|r| programme.rules.get(*r))
                .map(|r| r.full_name())
                .collect();
            Some(json!({
                "unit": spec.name,
                "receipts": receipts,
                "activities": activities,
                "per_year": unit.per_year.map(|p| plain(p, spec.decimals)),
                "unlimited": unlimited,
                "per_thousand": unit.plain.as_ref().map(|g| given_json(programme, spec, g)),
            }))
        })
        .collect();
    json!({
        "units": units,
        "questions_per_line": bounds.questions_per_line,
        "sums_per_line": bounds.sums_per_line,
    })
}

fn receipt_json(programme: &Programme, spec: &Unit, bound: &ReceiptBound) -> Value {
    json!({
        "up_to": plain(bound.spend, programme.currency.decimals),
        "most": (bound.most != i64::MAX).then(|| plain(bound.most, spec.decimals)),
        "percent": bound.share.map(|s| plain(s, 2)),
        "seen": bound.seen.as_ref().map(|g| given_json(programme, spec, g)),
    })
}

fn activity_json(programme: &Programme, spec: &Unit, bound: &ActivityBound) -> Value {
    json!({
        "activity": bound.kind,
        "most": (bound.most != i64::MAX).then(|| plain(bound.most, spec.decimals)),
        "seen": bound.seen.as_ref().map(|g| given_json(programme, spec, g)),
    })
}

fn given_json(programme: &Programme, spec: &Unit, given: &Given) -> Value {
    json!({
        "points": plain(given.points, spec.decimals),
        "worth": given.worth.map(|w| plain(w, programme.currency.decimals)),
        "test": given.witness.text(programme, &format!("the most {}", spec.name)),
    })
}

fn plain(value: i64, decimals: u8) -> String {
    number::decimal(value.into(), decimals).replace(',', "")
}
