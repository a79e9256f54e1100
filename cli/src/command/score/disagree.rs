//! Comparing two engines: the first difference, so that a person can see it.

use super::engines::{Engines, Runner};
use crate::command::check::pretty;
use crate::diff;
use crate::ui::{Style, Ui};
use std::fmt::Debug;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;

/// What two engines say differently about an event, if they do.
pub(super) fn about_event(
    ui: &Ui,
    programme: &Programme,
    engines: &Engines,
    event: usize,
    place: impl FnOnce() -> String,
) -> Option<String> {
    let second = engines.second.as_ref()?;
    let (ours, theirs) = (engines.first.decisions(event), second.decisions(event));
    if ours == theirs {
        return None;
    }
    let id = ours.first().or(theirs.first()).map_or("", |d| d.event.as_str());
    let what = if id.is_empty() { String::from("the passing of time") } else { format!("event {id}") };
    let head = format!("the engines disagree about {what} ({})", place());
    let (before, after) = (as_text(programme, ours), as_text(programme, theirs));
    let (before, after) = if before == after { (debug(&ours), debug(&theirs)) } else { (before, after) };
    Some(both(ui, &head, &engines.first, second, &before, &after))
}

/// What two engines remember differently about a member, if they do.
pub(super) fn about_members(ui: &Ui, engines: &Engines) -> Option<String> {
    let second = engines.second.as_ref()?;
    let (ours, theirs) = (&engines.first.members, &second.members);
    if ours == theirs {
        return None;
    }
    let ids = ours.iter().chain(theirs.iter()).map(|(id, _)| id);
    let id = ids.into_iter().find(|id| ours.get(id) != theirs.get(id))?;
    let head = format!("the engines agree about every event, but not about member {id} after the last one");
    Some(both(ui, &head, &engines.first, second, &debug(&ours.get(id)), &debug(&theirs.get(id))))
}

fn both(ui: &Ui, head: &str, first: &Runner, second: &Runner, before: &str, after: &str) -> String {
    let (a, b) = (first.name(), second.name());
    let head = ui.style(Style::Bold, head);
    format!("{head}\n--- {a}\n+++ {b}\n{}", diff::unified(ui, before, after))
}

fn as_text(programme: &Programme, decisions: &[Arc<Decision>]) -> String {
    let texts = decisions.iter().map(|d| {
        let line = treue_runtime::decision::json(programme, d);
        serde_json::from_str(&line).map_or(line, |value| pretty(&value))
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn debug(value: &impl Debug) -> String {
    format!("{value:#?}")
}
