//! Tests and properties for people.

use super::case::{Case, Outcome, Said, place};
use crate::ui::text::hanging;
use crate::ui::{Style, Ui};
use treue_lang::source::Sources;

/// One case with all there is to say about it.
pub(super) fn case(ui: &Ui, sources: &Sources, case: &Case) -> String {
    match &case.outcome {
        Outcome::Passed(note) if note.is_empty() => {
            format!("  {} {}\n", ui.style(Style::Good, "ok"), case.name)
        }
        Outcome::Passed(note) => {
            let note = ui.style(Style::Dim, &format!("({note})"));
            format!("  {} {} {note}\n", ui.style(Style::Good, "ok"), case.name)
        }
        Outcome::Failed(said) => {
            let mut out =
                format!("  {} {}\n", ui.style(Style::Bad, "FAILED"), ui.style(Style::Bold, &case.name));
            said.iter().for_each(|said| out.push_str(&one(ui, sources, said)));
            out
        }
    }
}

fn one(ui: &Ui, sources: &Sources, said: &Said) -> String {
    match said {
        Said::Note(text) => hanging("    ", text, ui.width()),
        Said::At(span) => format!("    {}\n", ui.style(Style::Dim, &place(sources, *span))),
        Said::Expected(text) => hanging("      expected  ", text, ui.width()),
        Said::Got(text) => hanging("      got       ", text, ui.width()),
        Said::Trace(text) => ui.style(Style::Dim, &hanging("        ", text, ui.width())),
        Said::Text(text) => text.lines().map(|line| format!("      {line}\n")).collect(),
    }
}
