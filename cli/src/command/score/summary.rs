//! The summary of a run for people: what was given, by whom it was paid, what is left.

use super::left::Held;
use super::pass::Done;
use super::tally::{PartnerSum, UnitSum};
use crate::ui::number::{count, counted, decimal, fraction, grouped, nearest, power, short};
use crate::ui::table::{Sheet, heading};
use crate::ui::{Style, Ui};
use std::time::Duration;
use treue_lang::programme::{Programme, UnitId};

/// All of it.
pub(super) fn text(ui: &Ui, programme: &Programme, done: &Done) -> String {
    let parts = [
        head(ui, programme, done),
        rules(ui, programme, done),
        points(ui, programme, done),
        tiers(ui, programme, done),
        rewards(ui, programme, done),
        partners(ui, programme, done),
        refusals(ui, done),
        times(ui, done),
    ];
    parts.concat()
}

fn head(ui: &Ui, programme: &Programme, done: &Done) -> String {
    let tally = &done.tally;
    let mut facts = vec![counted(tally.receipts, "receipt", "receipts")];
    if tally.receipts > 0 {
        let spent = decimal(tally.spent, programme.currency.decimals);
        facts.push(format!("{spent} {}", programme.currency.code));
    }
    facts.push(counted(done.left.members, "member", "members"));
    if let (Some(first), Some(last)) = (tally.first_day, tally.last_day) {
        facts.push(if first == last { first.to_string() } else { format!("{first} to {last}") });
    }
    let more = [
        (tally.other_events + tally.clocks, "other event", "other events"),
        (tally.guests, "receipt of a guest", "receipts of guests"),
        (tally.repeated, "repeated event, counted once", "repeated events, counted once"),
        (done.set_aside, "wrong line set aside", "wrong lines set aside"),
    ];
    let more: Vec<String> = more.iter().filter(|(n, ..)| *n > 0).map(|(n, a, b)| counted(*n, a, b)).collect();
    let mut out = format!("\n  {}\n  {}\n", ui.style(Style::Bold, &programme.name), facts.join(" \u{b7} "));
    if !more.is_empty() {
        out.push_str(&format!("  {}\n", more.join(" \u{b7} ")));
    }
    out
}

fn rules(ui: &Ui, programme: &Programme, done: &Done) -> String {
    if programme.rules.is_empty() {
        return String::new();
    }
    let cut = done.tally.rules.iter().any(|r| r.cut > 0);
    let mut heads = vec!["Rule", "Times", "Gave", "Unit"];
    if cut {
        heads.push("Cut by limits");
    }
    let mut sheet = Sheet::new(ui, &heads).words(3);
    for ((_, rule), sum) in programme.rules.iter().zip(&done.tally.rules) {
        let Some(unit) = programme.units.get(rule.unit) else { continue };
        let mut row =
            vec![rule.name.clone(), count(sum.times), decimal(sum.points, unit.decimals), unit.name.clone()];
        if cut {
            row.push(if sum.cut > 0 { decimal(sum.cut, unit.decimals) } else { String::new() });
        }
        sheet.row(&row);
    }
    format!("{}{}", heading(ui, "What the rules gave"), sheet.text())
}

/// One column a unit; the lines add up.
fn points(ui: &Ui, programme: &Programme, done: &Done) -> String {
    let held = &done.left.held;
    let mut heads = vec![String::new()];
    heads.extend(programme.units.iter().map(|(_, u)| u.name.clone()));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut sheet = Sheet::new(ui, &heads);
    let line = |words: &str, value: &dyn Fn(usize) -> i128| -> (Vec<String>, bool) {
        let mut row = vec![words.to_owned()];
        let values: Vec<i128> = (0..programme.units.len()).map(value).collect();
        let decimals = programme.units.iter().map(|(_, u)| u.decimals);
        row.extend(values.iter().zip(decimals).map(|(v, d)| decimal(*v, d)));
        (row, values.iter().any(|v| *v != 0))
    };
    let unit = |i: usize, pick: fn(&UnitSum) -> i128| done.tally.units.get(i).map_or(0, pick);
    let at_end = |i: usize, pick: fn(&Held) -> i128| held.get(i).map_or(0, pick);
    let moves = [
        line("given by rules", &|i| unit(i, |u| u.given)),
        line("granted by hand", &|i| unit(i, |u| u.granted)),
        line("taken by hand", &|i| -unit(i, |u| u.taken)),
        line("spent on rewards", &|i| -unit(i, |u| u.redeemed)),
        line("converted at partners", &|i| -unit(i, |u| u.converted)),
        line("spent and returned", &|i| unit(i, |u| u.back)),
        line("of goods returned", &|i| -unit(i, |u| u.returned)),
        line("of these let go", &|i| unit(i, |u| u.spared)),
        line("expired", &|i| -unit(i, |u| u.expired)),
    ];
    for (row, matters) in moves {
        if matters {
            sheet.row(&row);
        }
    }
    sheet.total(&line("held at the end", &|i| at_end(i, Held::sum)).0);
    let parts = [
        line("  can be spent", &|i| at_end(i, |h| h.available)),
        line("  not yet available", &|i| at_end(i, |h| h.pending)),
        line("  owed to the programme", &|i| -at_end(i, |h| h.owed)),
    ];
    let several = parts.iter().filter(|(_, matters)| *matters).count() > 1;
    for (row, _) in parts.iter().filter(|(_, matters)| *matters && several) {
        sheet.row(row);
    }
    let (row, overdue) = line("  past their last day", &|i| at_end(i, |h| h.overdue));
    if overdue {
        sheet.row(&row);
    }
    if programme.units.iter().any(|(_, u)| u.worth.is_some()) {
        let worths = programme.units.iter().zip(held).map(|((_, u), h)| worth(programme, u, h));
        sheet.row(&std::iter::once(String::from("worth")).chain(worths).collect::<Vec<_>>());
    }
    let mut out = format!("{}{}", heading(ui, "Points"), sheet.text());
    if overdue {
        out.push_str("  Time stops for a member with their last event; --until lets it go on.\n");
    }
    out
}

fn worth(programme: &Programme, unit: &treue_lang::programme::Unit, held: &Held) -> String {
    let Some(worth) = unit.worth else { return String::new() };
    let numerator = held.sum().saturating_mul(i128::from(worth.numerator()));
    let denominator = power(unit.decimals).saturating_mul(i128::from(worth.denominator()));
    let money = decimal(nearest(numerator, denominator), programme.currency.decimals);
    format!("{money} {}", programme.currency.code)
}

fn tiers(ui: &Ui, programme: &Programme, done: &Done) -> String {
    let mut out = String::new();
    let levels = done.tally.tiers.iter().zip(&done.left.levels);
    for ((_, tiers), (moves, counts)) in programme.tiers.iter().zip(levels) {
        let mut sheet = Sheet::new(ui, &["Level", "Members"]);
        for (level, members) in tiers.levels.iter().zip(counts).rev() {
            sheet.row(&[level.name.clone(), count(*members)]);
        }
        out.push_str(&heading(ui, &format!("Tiers {}", tiers.name)));
        out.push_str(&sheet.text());
        let (up, down, renewed) = (count(moves.up), count(moves.down), count(moves.renewed));
        out.push_str(&format!("  {up} up \u{b7} {down} down \u{b7} {renewed} renewed\n"));
    }
    out
}

fn rewards(ui: &Ui, programme: &Programme, done: &Done) -> String {
    if done.tally.rewards.iter().all(|r| r.times == 0) {
        return String::new();
    }
    let mut sheet = Sheet::new(ui, &["Reward", "Times", "Steps", "Cost", "Unit", "Gave"]).words(4);
    for ((_, reward), sum) in programme.rewards.iter().zip(&done.tally.rewards) {
        // A reward that costs nothing has no unit.
        let unit = programme.units.get(reward.unit());
        let gave = sum.money.map_or_else(String::new, |money| {
            format!("{} {}", decimal(money, programme.currency.decimals), programme.currency.code)
        });
        sheet.row(&[
            reward.name.clone(),
            count(sum.times),
            grouped(i128::from(sum.steps)),
            decimal(sum.cost, unit.map_or(0, |u| u.decimals)),
            unit.map_or_else(String::new, |u| u.name.clone()),
            gave,
        ]);
    }
    format!("{}{}", heading(ui, "Rewards taken"), sheet.text())
}

fn partners(ui: &Ui, programme: &Programme, done: &Done) -> String {
    let mut sheet = Sheet::new(ui, &["Partner", "For", "Due"]).words(1);
    let mut any = false;
    for ((_, partner), sum) in programme.partners.iter().zip(&done.tally.partners) {
        for (what, due) in dues(programme, sum) {
            any = true;
            sheet.row(&[partner.title.clone(), what, due]);
        }
    }
    if any { format!("{}{}", heading(ui, "Partners"), sheet.text()) } else { String::new() }
}

/// Lines of a partner's statement.
fn dues(programme: &Programme, sum: &PartnerSum) -> Vec<(String, String)> {
    let unit = |id: u32, points: i128| match programme.units.get(UnitId(id)) {
        Some(unit) => unit.counted(&short(points, unit.decimals)),
        None => grouped(points),
    };
    let mut out = Vec::new();
    if !sum.pays.is_empty() {
        let points: Vec<String> = sum.points.iter().map(|(u, p)| unit(*u, *p)).collect();
        let money = exact_sum(&sum.pays, programme.currency.decimals);
        out.push((
            format!("pays for {}", points.join(" and ")),
            format!("{money} {}", programme.currency.code),
        ));
    }
    for ((from, into), (points, gets)) in &sum.converted {
        out.push((format!("converts {}", unit(*from, *points)), format!("{} {into}", grouped(*gets))));
    }
    out
}

/// The sum of fractions of whole currency units, exact if it can be written out.
fn exact_sum(parts: &std::collections::BTreeMap<i128, i128>, decimals: u8) -> String {
    let mut sum = Some((0_i128, 1_i128));
    for (denominator, numerator) in parts {
        sum = sum.and_then(|(n, d)| {
            let above = n.checked_mul(*denominator)?.checked_add(numerator.checked_mul(d)?)?;
            Some((above, d.checked_mul(*denominator)?))
        });
    }
    let Some((numerator, denominator)) = sum else { return String::from("more than can be shown") };
    numerator
        .checked_mul(power(decimals))
        .map_or_else(|| fraction(numerator, denominator, 0), |n| fraction(n, denominator, decimals))
}

fn refusals(ui: &Ui, done: &Done) -> String {
    if done.tally.refusals.is_empty() {
        return String::new();
    }
    let mut sheet = Sheet::new(ui, &["Because", "Times"]);
    for (code, times) in &done.tally.refusals {
        sheet.row(&[(*code).to_owned(), count(*times)]);
    }
    format!("{}{}", heading(ui, "Refused"), sheet.text())
}

fn times(ui: &Ui, done: &Done) -> String {
    let tally = &done.tally;
    let events = tally.receipts + tally.other_events + tally.clocks + tally.repeated;
    let mut facts = vec![format!("read in {}", seconds(done.reading))];
    let binding = done.engines.iter().map(|(_, times)| times.binding).sum::<Duration>();
    if !binding.is_zero() {
        facts.push(format!("bound in {}", seconds(binding)));
    }
    if let Some(compiling) = done.compiling {
        facts.push(format!("compiled in {}", seconds(compiling)));
    }
    if done.threads > 1 {
        facts.push(format!("{} threads", done.threads));
    }
    let mut out = format!("\n  {}\n", ui.style(Style::Dim, &facts.join(" \u{b7} ")));
    for (name, times) in &done.engines {
        let speed = per_second(events, times.deciding);
        let text = format!(
            "{name} engine: {} for {}, {} a second",
            seconds(times.deciding),
            counted(events, "event", "events"),
            grouped(speed)
        );
        out.push_str(&format!("  {}\n", ui.style(Style::Dim, &text)));
    }
    if let [(name, first), (_, second)] = done.engines.as_slice() {
        let ratio = tenths(second.deciding, first.deciding);
        let decisions = counted(tally.decisions, "decision", "decisions");
        let members = counted(done.left.members, "member", "members");
        let same = format!("{decisions} and {members} compared, no disagreement");
        out.push_str(&format!("  {}\n", ui.style(Style::Good, &same)));
        let bound = tenths(second.deciding + second.binding, first.deciding + first.binding);
        out.push_str(&format!("  the {name} engine is {ratio} times as fast, {bound} times with binding\n"));
    }
    out
}

fn seconds(time: Duration) -> String {
    let micros = i128::try_from(time.as_micros()).unwrap_or(i128::MAX);
    if micros < 1_000_000 {
        return format!("{} ms", decimal(micros / 100, 1));
    }
    format!("{} s", decimal(micros / 10_000, 2))
}

fn per_second(events: usize, time: Duration) -> i128 {
    let nanos = i128::try_from(time.as_nanos()).unwrap_or(i128::MAX).max(1);
    i128::try_from(events).unwrap_or(0).saturating_mul(1_000_000_000) / nanos
}

fn tenths(slow: Duration, fast: Duration) -> String {
    let fast = i128::try_from(fast.as_nanos()).unwrap_or(i128::MAX).max(1);
    let slow = i128::try_from(slow.as_nanos()).unwrap_or(i128::MAX);
    decimal(slow.saturating_mul(10) / fast, 1)
}
