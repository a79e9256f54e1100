//! The plan of a programme as text: what stands where, and which function does what.

use super::header::{column_words, day_words, line_words, test_words, unique_names};
use crate::native::code::Job;
use crate::native::plan::Plan;
use std::fmt::Write;
use treue_lang::programme::Programme;

/// All of it; the same for the same programme.
pub(super) fn text(programme: &Programme, plan: &Plan, symbols: &[(String, Job)]) -> String {
    let mut out = format!("programme {:?}\nframe {} numbers\n", programme.name, plan.frame_len);
    let mut section = |name: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(out, "{name}");
            for line in lines {
                let _ = writeln!(out, "  {line}");
            }
        }
    };
    let days = plan.reads.days.singles.iter().enumerate();
    let days =
        days.map(|(i, t)| format!("bit {}  {}", plan.reads.days.singles_first as usize + i, day_words(t)));
    section("facts of the day", days.collect());
    for (name, set) in
        [("facts of the receipt", &plan.reads.receipt), ("facts of the member", &plan.reads.member)]
    {
        let texts = set.columns.iter().flat_map(|column| {
            let bits = column.tests.iter().enumerate();
            bits.map(move |(i, test)| {
                format!("bit {}  {:?} in {:?}", column.first_bit as usize + i, column.column, test.values)
            })
        });
        let singles = set.singles.iter().enumerate();
        let singles = singles.map(|(i, test)| {
            format!("bit {}  {}", set.singles_first as usize + i, test_words(programme, test))
        });
        section(name, texts.chain(singles).collect());
    }
    let line = &plan.reads.line;
    let texts = line.columns.iter().flat_map(|column| {
        let bits = column.tests.iter().enumerate();
        bits.map(move |(i, test)| {
            format!("bit {}  {:?} in {:?}", column.first_bit as usize + i, column.column, test.values)
        })
    });
    let singles = line.singles.iter().enumerate();
    let singles = singles
        .map(|(i, test)| format!("bit {}  {}", line.singles_first as usize + i, line_words(programme, test)));
    section("facts of a line", texts.chain(singles).collect());
    let columns = plan.lines.columns.iter().enumerate();
    section(
        "columns of lines",
        columns.map(|(i, column)| format!("{i}  {}", column_words(programme, *column))).collect(),
    );
    let sums = plan.lines.sums.iter().map(|(sum, slot)| format!("number {}  {sum:?}", slot.index()));
    section("sums over the lines", sums.collect());
    let rules =
        programme.rules.iter().zip(unique_names(programme.rules.iter().map(|(_, r)| r.name.as_str())));
    let rules = rules.map(|((id, _), name)| {
        let slots = plan.rule(id);
        format!(
            "{name}: gives number {}, rounded {}, cut {}",
            slots.given.index(),
            slots.rounded.index(),
            slots.cut.index()
        )
    });
    section("rules", rules.collect());
    section("work", plan.items.iter().map(|item| format!("{item:?}")).collect());
    section("functions", symbols.iter().map(|(symbol, job)| format!("{symbol}  {}", job.name())).collect());
    out
}
