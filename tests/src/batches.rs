//! Laws of batches: wherever a run of events is cut, and whatever is saved and loaded in between, the same comes out to the
//! last byte; and an event that comes twice in a row changes nothing the second time.

use crate::dice::Dice;
use crate::history::{History, members};
use crate::run::{Difference, Kind, Ready, catch, difference};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::{Decision, Decisions};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, What};
use treue_runtime::native::Native;
use treue_runtime::state::Members;

/// Decisions by event, and the members that are left.
type Outcome = (Vec<Vec<Arc<Decision>>>, Members);

/// Whether a history comes out the same in one batch, in many, and in one again.
///
/// # Errors
/// How the two outcomes differ.
pub fn same_in_batches(
    ready: &Ready,
    history: &History,
    events: &[Event],
    dice: &mut Dice,
) -> Result<(), Difference> {
    let p = &ready.programme;
    let start = members(p, history);
    let whole = in_batches(ready, start.clone(), &[events])?;
    let again = in_batches(ready, start.clone(), &[events])?;
    same(p, "a second run", &whole, &again)?;
    let mut cuts = Vec::new();
    let mut rest = events;
    while !rest.is_empty() {
        let (batch, left) = rest.split_at(1 + dice.below(rest.len().min(12)));
        cuts.push(batch);
        rest = left;
    }
    let cut = in_batches(ready, start, &cuts)?;
    same(p, "batches that are cut otherwise", &whole, &cut)
}

/// Decides one batch after the other, each by an engine of its own on members that were saved and loaded.
fn in_batches(ready: &Ready, mut members: Members, batches: &[&[Event]]) -> Result<Outcome, Difference> {
    let p = &ready.programme;
    let mut all = Vec::new();
    for batch in batches {
        let mut native = Native::new(Arc::clone(&ready.compiled), Detail::Full);
        let mut decisions = Decisions::default();
        catch(|| native.decide_all(p, &mut members, batch, &mut decisions))
            .map_err(|m| law("a batch panics", m))?;
        all.extend((0..batch.len()).map(|i| decisions.of(i).to_vec()));
        let bytes = members.to_bytes(p);
        members =
            Members::from_bytes(p, &bytes).map_err(|e| law("a batch cannot be loaded", e.to_string()))?;
    }
    Ok((all, members))
}

fn same(p: &Programme, what: &str, left: &Outcome, right: &Outcome) -> Result<(), Difference> {
    if left.0 != right.0 {
        let detail = difference("decisions", &format!("{:#?}", left.0), &format!("{:#?}", right.0));
        return Err(law(&format!("{what}: the decisions differ"), detail));
    }
    if left.1.to_bytes(p) != right.1.to_bytes(p) {
        let detail = difference("members", &format!("{:#?}", left.1), &format!("{:#?}", right.1));
        return Err(law(&format!("{what}: the bytes differ"), detail));
    }
    Ok(())
}

/// Whether an event that comes twice in a row is told to be a repetition, or refused again, and changes nothing.
///
/// # Errors
/// The event that did something the second time.
pub fn same_twice(ready: &Ready, history: &History, events: &[Event]) -> Result<(), Difference> {
    let p = &ready.programme;
    let mut native = Native::new(Arc::clone(&ready.compiled), Detail::Full);
    let mut everybody = members(p, history);
    for event in events.iter().filter(|e| !matches!(e.what, What::Clock)) {
        let first = decided(p, &mut native, &mut everybody, event)?;
        let once = everybody.to_bytes(p);
        let second = decided(p, &mut native, &mut everybody, event)?;
        let accepted = first.first().is_some_and(|d| d.refusal.is_none() && event.member.is_some());
        let told = second.first().is_some_and(|d| d.repeated || d.refusal.is_some());
        if once != everybody.to_bytes(p) || accepted && !told {
            return Err(law(
                &format!("event `{}` does something the second time", event.id),
                format!("{first:#?}\n{second:#?}"),
            ));
        }
    }
    Ok(())
}

fn decided(
    p: &Programme,
    native: &mut Native,
    everybody: &mut Members,
    event: &Event,
) -> Result<Vec<Arc<Decision>>, Difference> {
    let mut all = Vec::new();
    let engine: &mut dyn Evaluator = native;
    catch(|| everybody.apply(p, engine, event, |d| all.push(d)))
        .map_err(|m| law("the native engine panics", m))?;
    Ok(all)
}

fn law(what: &str, detail: String) -> Difference {
    Difference { kind: Kind::Law, what: what.to_owned(), detail }
}
