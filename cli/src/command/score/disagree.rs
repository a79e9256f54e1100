//! Comparing two engines: the first difference, so that a person can see it.

use super::engines::{Engines, Runner};
use crate::diff;
use crate::ui::{Style, Ui};
use std::fmt::Debug;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;
use treue_runtime::decision::json::json;
use treue_runtime::event::Event;

/// What two engines say differently about an event, if they do.
pub(super) fn about_event(
    ui: &Ui,
    programme: &Programme,
    engines: &Engines,
    index: usize,
    event: &Event,
    place: impl FnOnce() -> String,
) -> Option<String> {
    let second = engines.second.as_ref()?;
    let (ours, theirs) = (engines.first.decisions(index), second.decisions(index));
    if ours == theirs {
        return None;
    }
    let what =
        if event.id.is_empty() { String::from("the passing of time") } else { format!("event {}", event.id) };
    let head = format!("the engines disagree about {what} ({})", place());
    let (before, after) = (as_text(programme, event, ours), as_text(programme, event, theirs));
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

fn as_text(programme: &Programme, event: &Event, decisions: &[Arc<Decision>]) -> String {
    let texts = decisions
        .iter()
        .map(|d| serde_json::to_string_pretty(&json(programme, event, d)).unwrap_or_default());
    texts.collect::<Vec<_>>().join("\n")
}

fn debug(value: &impl Debug) -> String {
    format!("{value:#?}")
}
