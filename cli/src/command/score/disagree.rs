//! Comparing two engines: the first difference, so that a person can see it.

use super::engines::{Engines, Runner};
use crate::diff;
use crate::ui::Ui;
use std::fmt::Debug;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;
use treue_runtime::decision::json::json;
use treue_runtime::event::Event;

/// What two engines say differently about an event.
pub(super) struct Difference {
    what: String,
    text: String,
}

impl Difference {
    /// In words, with the place of the event.
    pub(super) fn at(&self, place: &str) -> String {
        format!("the engines disagree about {} ({place})\n{}", self.what, self.text)
    }
}

/// What two engines say differently about an event of a batch, if they do.
pub(super) fn about_event(
    ui: &Ui,
    programme: &Programme,
    engines: &Engines,
    index: usize,
    event: &Event,
) -> Option<Difference> {
    let second = engines.second.as_ref()?;
    let (ours, theirs) = (engines.first.decisions.of(index), second.decisions.of(index));
    if ours == theirs {
        return None;
    }
    let what =
        if event.id.is_empty() { String::from("the passing of time") } else { format!("event {}", event.id) };
    let (before, after) = (as_text(programme, event, &ours), as_text(programme, event, &theirs));
    let (before, after) = if before == after { (debug(&ours), debug(&theirs)) } else { (before, after) };
    Some(Difference { what, text: both(ui, &engines.first, second, &before, &after) })
}

/// What two engines remember differently about a member, if they do: the first of them, and how.
pub(super) fn about_members(ui: &Ui, engines: &Engines) -> Option<(String, String)> {
    let second = engines.second.as_ref()?;
    let (ours, theirs) = (&engines.first.members, &second.members);
    if ours == theirs {
        return None;
    }
    let ids = ours.iter().chain(theirs.iter()).map(|(id, _)| id);
    let id = ids.filter(|id| ours.get(id) != theirs.get(id)).min()?;
    let head = format!("the engines agree about every event, but not about member {id} after the last one");
    let text = both(ui, &engines.first, second, &debug(&ours.get(id)), &debug(&theirs.get(id)));
    Some((id.to_owned(), format!("{head}\n{text}")))
}

fn both(ui: &Ui, first: &Runner, second: &Runner, before: &str, after: &str) -> String {
    let (a, b) = (first.name(), second.name());
    format!("--- {a}\n+++ {b}\n{}", diff::unified(ui, before, after))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Color;
    use treue_lang::pipeline;
    use treue_lang::source::Sources;
    use treue_runtime::decision::{Debit, Outgoing};
    use treue_runtime::engine::{Detail, Evaluator, Giver, Pool};
    use treue_runtime::event::{ReadOptions, Reader};
    use treue_runtime::reference::Reference;
    use treue_runtime::state::{Member, Members};

    const PROGRAMME: &str = "programme \"A\" { currency CHF  timezone \"Europe/Zurich\"  unit points }
        lines food = all lines where category \"food\"
        earn base { 1 point per full 1.00 CHF of food }";
    const EVENT: &str = r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00",
        "lines":[{"amount":"10.00","category":"food"}]}"#;

    /// An engine that gives too much, or that remembers too much.
    struct Wrong {
        right: Reference,
        in_decisions: bool,
    }

    impl Evaluator for Wrong {
        fn apply(&mut self, id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
            let mut decision = Decision::clone(&self.right.apply(id, member, event));
            if self.in_decisions {
                decision.awards[0].points += 1;
            } else {
                member.purchases += 1;
            }
            Arc::new(decision)
        }

        fn receive(
            &mut self,
            id: &str,
            member: &mut Member,
            event: &Event,
            giver: &Giver<'_>,
            gifts: &[Outgoing],
        ) -> Arc<Decision> {
            self.right.receive(id, member, event, giver, gifts)
        }

        fn lend(&mut self, pool: Pool) {
            self.right.lend(pool);
        }

        fn pay(
            &mut self,
            id: &str,
            member: &mut Member,
            event: &Event,
            giver: &Giver<'_>,
            so_far: (Option<&Decision>, &[Debit]),
        ) -> Arc<Decision> {
            self.right.pay(id, member, event, giver, so_far)
        }

        fn name(&self) -> &'static str {
            "wrong"
        }
    }

    /// What is said of an engine that is right and one that is not.
    fn compared(in_decisions: bool) -> (Option<String>, Option<String>) {
        let programme = pipeline::check(&Sources::single("a.treue", PROGRAMME)).programme.unwrap();
        let programme = Arc::new(programme);
        let reference = || Reference::new(programme.clone(), Detail::Full);
        let event = Reader::new(&programme, ReadOptions::default()).event(EVENT).unwrap();
        let wrong = Wrong { right: reference(), in_decisions };
        let runner = |engine| Runner::new(engine, Members::default());
        let mut engines =
            Engines { first: runner(Box::new(reference())), second: Some(runner(Box::new(wrong))) };
        let events = [event];
        engines.take(&programme, &events);
        engines.decide(&programme, &events);
        let ui = Ui::new(Color::Never, false);
        let event = about_event(&ui, &programme, &engines, 0, &events[0]).map(|d| d.at("a.ndjson:1"));
        (event, about_members(&ui, &engines).map(|(_, text)| text))
    }

    #[test]
    fn shows_the_decision_on_which_engines_differ() {
        let text = compared(true).0.unwrap();
        for part in [
            "disagree about event r-1 (a.ndjson:1)",
            "--- reference",
            "+++ wrong",
            "-      \"points\": \"10\"",
            "+      \"points\": \"11\"",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }

    #[test]
    fn shows_the_member_on_whom_engines_differ() {
        let (event, member) = compared(false);
        assert_eq!(event, None);
        let text = member.unwrap();
        assert!(text.contains("member m-1"), "{text}");
        assert!(text.contains("-    purchases: 1,") || text.contains("-        purchases: 1,"), "{text}");
    }
}
