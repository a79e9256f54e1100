//! What tests reach.

use super::{enough, part, place};
use crate::failure::Failure;
use crate::ui::table::{Sheet, heading};
use crate::ui::{Style, Ui};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::source::{Sources, Span};
use treue_proof::{Covered, Goal, coverage};

/// A table by kinds, then what is not reached, with its place. False if too little is.
pub(super) fn show(
    ui: &Ui,
    sources: &Sources,
    programme: &Arc<Programme>,
    least: Option<u8>,
) -> Result<bool, Failure> {
    let all = coverage(programme);
    let mut sheet = Sheet::new(ui, &["tests reach", "", "of"]);
    for goal in Goal::ALL {
        let of_kind: Vec<&Covered> = all.iter().filter(|c| c.goal == goal).collect();
        if !of_kind.is_empty() {
            let reached = of_kind.iter().filter(|c| c.reached).count();
            sheet.row(&[goal.words().to_owned(), reached.to_string(), of_kind.len().to_string()]);
        }
    }
    ui.print(&heading(ui, &format!("Coverage of {}", programme.name)))?;
    ui.print(&sheet.text())?;
    for goal in Goal::ALL {
        let missing = all.iter().filter(|c| c.goal == goal && !c.reached);
        let lines: Vec<String> = missing.map(|c| format!("    {}\n", line(ui, sources, c))).collect();
        if !lines.is_empty() {
            ui.print_line(&format!("\n  No test reaches these {}:", goal.words()))?;
            ui.print(&lines.concat())?;
        }
    }
    let reached = all.iter().filter(|c| c.reached).count();
    ui.print_line(&format!("\n  {} reached", part(reached, all.len())))?;
    Ok(enough(ui, reached, all.len(), least))
}

fn line(ui: &Ui, sources: &Sources, covered: &Covered) -> String {
    if covered.span == Span::default() {
        return covered.name.clone();
    }
    format!("{}  {}", covered.name, ui.style(Style::Dim, &place(sources, covered.span)))
}
