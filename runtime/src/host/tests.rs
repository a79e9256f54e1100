use super::*;
use crate::decision::{Debit, Decision, Decisions, Outgoing};
use crate::engine::{Detail, Evaluator, Giver, Pool};
use crate::event::Event;
use crate::reference::Reference;
use crate::state::Member;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use treue_lang::source::Sources;

const TEXT: &str = r#"programme "P" { currency CHF timezone "Europe/Zurich" unit points }
earn base { 1 point per full 1.00 CHF of all lines }"#;

fn load(text: &str, options: Options) -> Arc<Engine> {
    Engine::load(&Sources::single("p.treue", text), options).unwrap()
}

fn receipt(id: &str, amount: &str) -> String {
    format!(
        r#"{{"event":"purchase","id":"{id}","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{{"amount":"{amount}"}}]}}"#
    )
}

fn points(decisions: &[Arc<Decision>]) -> Vec<i64> {
    decisions.iter().flat_map(|d| &d.awards).map(|a| a.points).collect()
}

#[test]
fn texts_in_awards_out() {
    let engine = load(TEXT, Options::default());
    assert!(engine.is_native() && engine.fallback().is_none());
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let decisions = scorer.score(&mut book, receipt("r-1", "12.90")).unwrap();
    assert_eq!(points(&decisions), [12]);
    let received = scorer.read(receipt("r-2", "5.00")).unwrap();
    assert!(engine.json(received.event(), &decisions[0]).contains(r#""points":"12""#));
    // Explaining changes nothing.
    assert_eq!(points(&scorer.explain(&book, &received).unwrap()), [5]);
    assert_eq!(book.get("m-1").map(|m| m.purchases), Some(1));
    let mut all = Decisions::default();
    let third = scorer.read(receipt("r-3", "7.00")).unwrap();
    scorer.batch(&mut book, vec![received, third], &mut all).unwrap();
    assert_eq!((points(&all.of(0)), points(&all.of(1))), (vec![5], vec![7]));
    let bytes = book.save(&engine).unwrap();
    assert_eq!(Book::load(&engine, &bytes).unwrap().members(), book.members());
}

#[test]
fn wrong_use_is_an_error() {
    let engine = load(TEXT, Options::default());
    let other = load(&format!("{TEXT} track spend = all lines per month"), Options::default());
    let same = load(TEXT, Options::default());
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let mut strangers = Book::new(&other);
    assert_eq!(scorer.score(&mut strangers, receipt("r-1", "1.00")), Err(HostError::OtherMembers));
    assert_eq!(strangers.save(&engine), Err(HostError::OtherMembers));
    let received = other.scorer().read(receipt("r-1", "1.00")).unwrap();
    assert_eq!(scorer.decide(&mut book, &received), Err(HostError::OtherEvent));
    let mut decisions = Decisions::default();
    assert_eq!(scorer.batch(&mut book, vec![received], &mut decisions), Err(HostError::OtherEvent));
    assert!(matches!(scorer.read("{}"), Err(HostError::Invalid(_))));
    // Members of an earlier load of the same text are its own.
    scorer.score(&mut book, receipt("r-1", "1.00")).unwrap();
    assert_eq!(points(&same.scorer().score(&mut book, receipt("r-2", "2.00")).unwrap()), [2]);
    book.carry(&engine, &other).unwrap();
    assert_eq!(points(&other.scorer().score(&mut book, receipt("r-3", "3.00")).unwrap()), [3]);
    assert_eq!(book.get("m-1").map(|m| m.purchases), Some(3));
}

#[test]
fn what_a_host_does_not_allow() {
    let limits = Limits { lines: 1, event_bytes: 1_000, lots: 0, ..Limits::default() };
    let engine = load(TEXT, Options { limits, ..Options::default() });
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let two = receipt("r-1", "1.00").replace("}]", r#"},{"amount":"2.00"}]"#);
    assert_eq!(scorer.score(&mut book, two), Err(HostError::TooLarge("lines", 2, 1)));
    let long = receipt("r-1", "1.00") + &" ".repeat(1_000);
    assert!(matches!(scorer.score(&mut book, long), Err(HostError::TooLarge("bytes", _, 1_000))));
    scorer.score(&mut book, receipt("r-1", "1.00")).unwrap();
    let again = scorer.score(&mut book, receipt("r-2", "1.00"));
    assert_eq!(again, Err(HostError::TooLarge("lots of its member", 1, 0)));
    let small =
        |limits| Engine::load(&Sources::single("p.treue", TEXT), Options { limits, ..Options::default() });
    let rules = small(Limits { rules: 0, ..Limits::default() });
    assert!(matches!(rules, Err(LoadError::TooLarge("rules", 1, 0))));
    let bytes = small(Limits { source_bytes: 10, ..Limits::default() });
    assert!(matches!(bytes, Err(LoadError::TooLarge("bytes", _, 10))));
}

#[test]
fn the_interpreter_takes_over_where_code_cannot_be_made() {
    let limits = Limits { compiling: Duration::ZERO, ..Limits::default() };
    let engine = load(TEXT, Options { limits, ..Options::default() });
    assert!(!engine.is_native() && engine.fallback().is_some());
    let mut book = Book::new(&engine);
    assert_eq!(points(&engine.scorer().score(&mut book, receipt("r-1", "12.90")).unwrap()), [12]);
    let chosen = load(TEXT, Options { choice: Choice::Reference, ..Options::default() });
    assert!(!chosen.is_native() && chosen.fallback().is_none());
}

#[test]
fn mistakes_of_a_text() {
    let error = Engine::load(&Sources::single("p.treue", "earn base { 5 pears }"), Options::default());
    let Err(LoadError::Mistakes(mistakes)) = error else { panic!("{error:?}") };
    assert!(!mistakes.is_empty());
}

/// An evaluator that is wrong about every third receipt, in what it gives or in what it remembers.
struct Broken {
    right: Reference,
    seen: u32,
    in_decisions: bool,
}

impl Evaluator for Broken {
    fn apply(&mut self, id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
        self.seen += 1;
        let mut decision = Decision::clone(&self.right.apply(id, member, event));
        if self.seen.is_multiple_of(3) && self.in_decisions {
            decision.awards[0].points += 1;
        } else if self.seen.is_multiple_of(3) {
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
        "broken"
    }
}

#[test]
fn a_broken_evaluator_is_caught_and_the_interpreters_answer_given() {
    let engine = load(TEXT, Options { shadow: NonZeroU32::new(1), ..Options::default() });
    for in_decisions in [true, false] {
        let right = Reference::new(Arc::clone(engine.programme()), Detail::Full);
        let mut scorer = Scorer::new(&engine, Box::new(Broken { right, seen: 0, in_decisions }));
        let mut book = Book::new(&engine);
        for number in 0..9 {
            let decisions = scorer.score(&mut book, receipt(&format!("r-{number}"), "4.00")).unwrap();
            assert_eq!(points(&decisions), [4]);
        }
        let mismatches = scorer.mismatches();
        let events: Vec<&str> = mismatches.iter().map(|m| m.event.id.as_str()).collect();
        assert_eq!(events, ["r-2", "r-5", "r-8"]);
        assert_eq!(mismatches[0].members.is_empty(), in_decisions);
        assert_eq!(book.get("m-1").map(|m| m.purchases), Some(9));
        assert!(scorer.mismatches().is_empty());
    }
}

#[test]
fn a_sample_is_every_nth_event() {
    let engine = load(TEXT, Options { shadow: NonZeroU32::new(2), ..Options::default() });
    let right = Reference::new(Arc::clone(engine.programme()), Detail::Full);
    let mut scorer = Scorer::new(&engine, Box::new(Broken { right, seen: 0, in_decisions: true }));
    let mut book = Book::new(&engine);
    let given: Vec<i64> = (0..6)
        .flat_map(|n| points(&scorer.score(&mut book, receipt(&format!("r-{n}"), "4.00")).unwrap()))
        .collect();
    // The third is wrong and not looked at, the sixth is.
    assert_eq!(given, [4, 4, 5, 4, 4, 4]);
    assert_eq!(scorer.mismatches().len(), 1);
}

#[test]
fn engines_and_books_may_go_to_other_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Arc<Engine>>();
    shared::<Handle>();
    shared::<Book>();
}
