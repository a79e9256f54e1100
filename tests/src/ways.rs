//! Other ways in and through that must come to the same: events as values without the fields that the programme does not read,
//! and members in parts.

use crate::case::Case;
use crate::history::{History, Resolver, json, members};
use crate::run::{Difference, Kind, Ready, catch, difference};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::{Decision, Decisions};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::tree::{Elements, Fields, Value};
use treue_runtime::event::{AccountChange, Event, ReadOptions, Reader, Use, Wanted, What};
use treue_runtime::native::Native;
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, apart, part_for};

/// An object of JSON as a table of one row.
struct Object(Vec<(String, Tree)>);

/// Elements of a list of JSON.
struct List(Vec<Tree>);

enum Tree {
    Null,
    YesNo(bool),
    Text(String),
    Number(String),
    List(List),
    Object(Object),
}

impl Tree {
    /// The value, without the fields that `keep` does not want; that gets the path of a field.
    fn new(value: Json, path: &str, keep: &impl Fn(&str, &str) -> bool) -> Tree {
        match value {
            Json::Null => Tree::Null,
            Json::Bool(value) => Tree::YesNo(value),
            Json::String(text) => Tree::Text(text),
            Json::Number(number) => Tree::Number(number.to_string()),
            Json::Array(list) => {
                Tree::List(List(list.into_iter().map(|v| Tree::new(v, path, keep)).collect()))
            }
            Json::Object(fields) => {
                let fields = fields.into_iter().filter(|(name, _)| keep(path, name));
                let fields = fields.map(|(name, value)| {
                    let value = Tree::new(value, &name, keep);
                    (name, value)
                });
                Tree::Object(Object(fields.collect()))
            }
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Tree::Null => Value::Null,
            Tree::YesNo(value) => Value::YesNo(*value),
            Tree::Text(text) => Value::Text(Cow::Borrowed(text)),
            Tree::Number(digits) => Value::Number(Cow::Borrowed(digits)),
            Tree::List(list) => Value::List(list, 0, list.0.len()),
            Tree::Object(object) => Value::Object(object, 0),
        }
    }
}

impl Elements for List {
    fn element(&self, at: usize) -> Value<'_> {
        self.0.get(at).map_or(Value::Missing, Tree::value)
    }
}

impl Fields for Object {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn name(&self, column: usize) -> &str {
        self.0.get(column).map_or("", |(name, _)| name)
    }

    fn value(&self, column: usize, _: usize) -> Value<'_> {
        self.0.get(column).map_or(Value::Missing, |(_, tree)| tree.value())
    }
}

/// Events that are read as values are those that were read as text; and what the programme does not read may be left out.
///
/// # Errors
/// The first difference.
pub fn same_as_values(ready: &Ready, case: &Case, events: &[Event]) -> Result<(), Difference> {
    let p = &ready.programme;
    let (resolver, wanted) = (Resolver::new(p), Wanted::of(p));
    let mut reader = Reader::new(p, ReadOptions::default());
    let read = |path: &str, name: &str| match path {
        "" => wanted.event(name) == Use::Read,
        "lines" => wanted.line(name) == Use::Read,
        _ => true,
    };
    let mut less = Vec::new();
    let happenings = case.history.happenings.iter().filter(|h| resolver.event(h).is_some());
    for (happening, event) in happenings.zip(events) {
        let line = json::line(&case.programme, happening);
        let value = || serde_json::from_str::<Json>(&line).unwrap_or_default();
        let whole = reader.value(Tree::new(value(), "", &|_, _| true).value());
        if whole.as_ref() != Ok(event) {
            return Err(differ(
                "an event as values is another one",
                format!("{line}\n{whole:#?}\n{event:#?}"),
            ));
        }
        match reader.value(Tree::new(value(), "", &read).value()) {
            Ok(event) => less.push(event),
            Err(errors) => {
                return Err(differ("an event needs what nobody reads", format!("{line}\n{errors:#?}")));
            }
        }
    }
    let whole = all(p, &case.history, events)?;
    let without = all(p, &case.history, &less)?;
    if whole != without {
        return Err(differ(
            "something is read that nobody is said to read",
            difference("what comes out", &format!("{whole:#?}"), &format!("{without:#?}")),
        ));
    }
    Ok(())
}

/// All decisions of the reference, and what it leaves.
fn all(
    p: &Arc<Programme>,
    history: &History,
    events: &[Event],
) -> Result<(Vec<Arc<Decision>>, Members), Difference> {
    let mut engine = Reference::new(Arc::clone(p), Detail::Full);
    let (mut members, mut decisions) = (members(p, history), Vec::new());
    let run = || events.iter().for_each(|event| members.apply(p, &mut engine, event, |d| decisions.push(d)));
    catch(run).map_err(|m| differ("the reference panics", m))?;
    Ok((decisions, members))
}

/// Members in parts come to what they come to together.
///
/// # Errors
/// The first difference.
pub fn same_in_parts(
    ready: &Ready,
    history: &History,
    events: &[Event],
    parts: usize,
) -> Result<(), Difference> {
    let p = &ready.programme;
    let merges = |event: &Event| matches!(event.account(), Some(AccountChange::Merge(_)));
    if !apart(p) || events.iter().any(merges) {
        return Ok(());
    }
    let run = |members: &mut Members, events: &[Event]| {
        let mut native = Native::new(Arc::clone(&ready.compiled), Detail::Full);
        let mut decisions = Decisions::default();
        native.decide_all(p, members, events, &mut decisions);
        decisions
    };
    let mut together = members(p, history);
    let expected = run(&mut together, events);
    let mut found: Vec<Vec<Arc<Decision>>> = vec![Vec::new(); events.len()];
    let mut left = Vec::new();
    for (part, mut members) in members(p, history).into_parts(parts).into_iter().enumerate() {
        let here = |event: &Event| matches!(event.what, What::Clock) || part_for(event, parts) == part;
        let (numbers, own): (Vec<usize>, Vec<Event>) =
            events.iter().cloned().enumerate().filter(|(_, event)| here(event)).unzip();
        let decisions = run(&mut members, &own);
        for (i, number) in numbers.into_iter().enumerate() {
            found[number].extend(decisions.of(i).iter().cloned());
        }
        left.push(members);
    }
    for (number, found) in found.iter_mut().enumerate() {
        found.sort_by(|a, b| a.member.cmp(&b.member));
        if **found != *expected.of(number) {
            let detail = format!("{:#?}\n{found:#?}", expected.of(number));
            return Err(differ(&format!("event {number} in {parts} parts: the decisions differ"), detail));
        }
    }
    let left = Members::from_parts(left);
    if left != together || left.to_bytes(p) != together.to_bytes(p) {
        return Err(differ(
            &format!("in {parts} parts the members differ"),
            difference("members", &format!("{together:#?}"), &format!("{left:#?}")),
        ));
    }
    Ok(())
}

fn differ(what: &str, detail: String) -> Difference {
    Difference { kind: Kind::Reader, what: what.to_owned(), detail }
}
