//! Both engines side by side: every decision and every member's state after every event, compared.

use crate::case::{Case, HISTORIES};
use crate::history::{History, Resolver, json, members};
use crate::model::{print, tables};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::decision::{Decision, Decisions};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};

use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::settlement::Settlement;
use treue_runtime::state::Members;

/// After so many events the members are stored and read again.
const STORED: usize = 5;

/// A programme, checked and compiled.
pub struct Ready {
    /// As checked.
    pub programme: Arc<Programme>,
    /// For the native engine.
    pub compiled: Arc<Compiled>,
}

/// Kinds of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "said by `Difference::what`")]
pub enum Kind {
    Decisions,
    States,
    Law,
    Panic,
    Reader,
}

/// Where the engines part, or a law is broken.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Of which kind; a case is only made smaller to one of the same kind.
    pub kind: Kind,
    /// In a few words.
    pub what: String,
    /// All of it.
    pub detail: String,
}

/// What both engines made of one event.
pub struct Step<'a> {
    /// The event.
    pub event: &'a Event,
    /// The decisions, equal on both sides.
    pub decisions: &'a [Arc<Decision>],
    /// Members before.
    pub before: &'a Members,
    /// Members after, equal on both sides.
    pub after: &'a Members,
}

/// Checks a text.
///
/// # Errors
/// The diagnostics, one a line.
pub fn check(text: &str) -> Result<Arc<Programme>, String> {
    let mut sources = Sources::single("programme.treue", text);
    for file in treue_lang::pipeline::data_files(&sources) {
        let read = tables::data(&file.named).map(|text| SourceFile { name: file.named.clone(), text });
        sources.add_data(file.named, read.ok_or_else(|| "there is none".to_owned()));
    }
    let checked = treue_lang::pipeline::check(&sources);
    match checked.programme {
        Some(p) if checked.diagnostics.iter().all(|d| d.severity() != treue_lang::diag::Severity::Error) => {
            Ok(Arc::new(p))
        }
        _ => {
            let lines: Vec<&str> = text.lines().collect();
            Err(checked
                .diagnostics
                .iter()
                .map(|d| {
                    let line = d.span().map_or(0, |s| sources.line_column(s).0);
                    let there = lines.get(line.wrapping_sub(1)).copied().unwrap_or_default();
                    format!("{}\n    {}", d.plain(&sources), there.trim())
                })
                .collect::<Vec<_>>()
                .join("\n"))
        }
    }
}

/// Checks and compiles. Random programmes are small, and their rules would never stand in an index: in one of two every rule does
/// that may.
///
/// # Errors
/// The diagnostics, one a line.
pub fn ready(case: &Case, number: u64) -> Result<Ready, String> {
    let programme = check(&print::programme(&case.programme))?;
    let at_least = if (number / HISTORIES).is_multiple_of(2) { usize::MAX } else { 1 };
    let compiled = catch(|| Compiled::with_index(Arc::clone(&programme), at_least))
        .map_err(|p| format!("compiling panics: {p}"))?
        .map_err(|e| format!("it cannot be compiled: {e}"))?;
    Ok(Ready { programme, compiled })
}

/// The events of a history, through NDJSON and the reader.
///
/// # Errors
/// The reader refuses one, or reads something else than what was written.
pub fn read_events(p: &Programme, case: &Case) -> Result<Vec<Event>, Difference> {
    let resolver = Resolver::new(p);
    let mut reader = Reader::new(p, ReadOptions::default());
    let mut events = Vec::new();
    for h in &case.history.happenings {
        let Some(event) = resolver.event(h) else { continue };
        let line = json::line(&case.programme, h);
        let read = catch(|| reader.event(&line))
            .map_err(|m| Difference {
                kind: Kind::Reader,
                what: "the reader panics".to_owned(),
                detail: format!("{m}\n{line}"),
            })?
            .map_err(|e| Difference {
                kind: Kind::Reader,
                what: "the reader refuses an event".to_owned(),
                detail: format!("{e:#?}\n{line}"),
            })?;
        let same = Event { fingerprint: event.fingerprint, offset: event.offset, ..read.clone() };
        if same != event {
            return Err(Difference {
                kind: Kind::Reader,
                what: "the reader reads something else".to_owned(),
                detail: format!(
                    "{line}\n{}",
                    difference("event", &format!("{event:#?}"), &format!("{same:#?}"))
                ),
            });
        }
        events.push(read);
    }
    Ok(events)
}

/// The events of a history, made directly.
#[must_use]
pub fn direct_events(p: &Programme, case: &Case) -> Vec<Event> {
    Resolver::new(p).events(&case.history)
}

/// Runs events on both engines; gives how many the native one decided straight through.
///
/// # Errors
/// The first difference.
pub fn agree(
    ready: &Ready,
    history: &History,
    events: &[Event],
    detail: Detail,
    mut look: impl FnMut(&Step<'_>),
) -> Result<u64, Difference> {
    let p = &ready.programme;
    let mut reference = Reference::new(Arc::clone(p), detail);
    let mut native = Native::new(Arc::clone(&ready.compiled), detail);
    let mut ours = members(p, history);
    let mut theirs = ours.clone();
    let mut all = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let before = ours.clone();
        let place = format!("event {i}, `{}`", event.id);
        let expected =
            apply(p, &mut reference, &mut ours, event).map_err(|m| panicked("reference", &place, &m))?;
        let found = apply(p, &mut native, &mut theirs, event).map_err(|m| panicked("native", &place, &m))?;
        if expected != found {
            return Err(Difference {
                kind: Kind::Decisions,
                what: format!("{place}: the decisions differ"),
                detail: difference("decisions", &format!("{expected:#?}"), &format!("{found:#?}")),
            });
        }
        if ours != theirs {
            return Err(Difference {
                kind: Kind::States,
                what: format!("{place}: the states differ"),
                detail: difference("members", &format!("{ours:#?}"), &format!("{theirs:#?}")),
            });
        }
        crate::laws::hold(p, event, &expected, &before, &ours).map_err(|law| Difference {
            kind: Kind::Law,
            what: format!("{place}: {law}"),
            detail: format!("{expected:#?}\n{ours:#?}"),
        })?;
        look(&Step { event, decisions: &expected, before: &before, after: &ours });
        all.push(expected);
        if i % STORED == STORED - 1 || i + 1 == events.len() {
            theirs = stored(p, &ours).map_err(|law| Difference {
                kind: Kind::Law,
                what: format!("{place}: {law}"),
                detail: format!("{ours:#?}"),
            })?;
        }
    }
    settled(p, &all)?;
    together(ready, history, events, detail, (&all, &ours))?;
    Ok(native.straight())
}

/// What members got and lost is what partners are asked to pay for, to the last decimal; and what was converted went in
/// whole steps.
fn settled(p: &Programme, all: &[Vec<Arc<Decision>>]) -> Result<(), Difference> {
    let mut settlement = Settlement::new(p);
    all.iter().flatten().for_each(|d| settlement.add(d));
    let statement = settlement.statement();
    let off_step = statement.converted.iter().find(|c| {
        let terms = &p.partners[c.partner].conversions;
        let same = terms.iter().filter(|t| t.unit == c.unit && t.into == c.into);
        same.map(|t| i128::from(t.step)).min().is_none_or(|step| c.points % step != 0)
    });
    if statement.is_settled() && off_step.is_none() {
        return Ok(());
    }
    Err(Difference {
        kind: Kind::Law,
        what: "what was given is not what was settled".to_owned(),
        detail: format!("{:#?}\n{off_step:#?}", statement.differences),
    })
}

/// The native engine decides all events together as it decides one after the other.
fn together(
    ready: &Ready,
    history: &History,
    events: &[Event],
    detail: Detail,
    (expected, after): (&[Vec<Arc<Decision>>], &Members),
) -> Result<(), Difference> {
    let p = &ready.programme;
    let mut native = Native::new(Arc::clone(&ready.compiled), detail);
    let mut theirs = members(p, history);
    let mut decisions = Decisions::default();
    catch(|| native.decide_all(p, &mut theirs, events, &mut decisions))
        .map_err(|m| panicked("native", "all events together", &m))?;
    for (i, (event, expected)) in events.iter().zip(expected).enumerate() {
        let found = decisions.of(i);
        if *found != **expected {
            return Err(Difference {
                kind: Kind::Decisions,
                what: format!("event {i}, `{}`, among all: the decisions differ", event.id),
                detail: difference("decisions", &format!("{expected:#?}"), &format!("{found:#?}")),
            });
        }
    }
    if *after != theirs {
        return Err(Difference {
            kind: Kind::States,
            what: "all events together: the states differ".to_owned(),
            detail: difference("members", &format!("{after:#?}"), &format!("{theirs:#?}")),
        });
    }
    Ok(())
}

/// Members go through bytes and come back as they were; one engine goes on with what came back.
fn stored(p: &Programme, members: &Members) -> Result<Members, String> {
    let bytes = members.to_bytes(p);
    let read = catch(|| Members::from_bytes(p, &bytes))?.map_err(|e| format!("stored members: {e}"))?;
    if read != *members || read.to_bytes(p) != bytes {
        return Err("stored members are not the same".to_owned());
    }
    Ok(read)
}

fn apply(
    p: &Programme,
    engine: &mut dyn Evaluator,
    members: &mut Members,
    event: &Event,
) -> Result<Vec<Arc<Decision>>, String> {
    catch(|| {
        let mut decisions = Vec::new();
        members.apply(p, engine, event, |d| decisions.push(d));
        decisions
    })
}

/// Runs something that must not panic, and gives the message if it does.
///
/// # Errors
/// The panic's message.
pub fn catch<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        payload
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_else(|| "a panic without message".to_owned())
    })
}

fn panicked(engine: &str, place: &str, message: &str) -> Difference {
    Difference {
        kind: Kind::Panic,
        what: format!("{place}: the {engine} engine panics"),
        detail: message.to_owned(),
    }
}

/// The lines in which two long texts differ, with a few around them.
pub(crate) fn difference(what: &str, reference: &str, native: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (reference.lines().collect(), native.lines().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let tail = tail.min(a.len() - head).min(b.len() - head);
    let cut = |lines: &[&str]| -> String {
        lines[head.saturating_sub(12)..(lines.len() - tail + 4).min(lines.len())].join("\n")
    };
    format!("{what} of the reference:\n{}\n{what} of the native engine:\n{}", cut(&a), cut(&b))
}
