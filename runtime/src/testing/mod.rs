//! Runs the tests that stand in a programme, on any evaluator: builds the member and the events that a test speaks
//! of, and compares what comes out with what it expects.

mod event;
mod expect;
mod given;

use crate::decision::Decision;
use crate::engine::Evaluator;
use crate::event::{Event, Fingerprint, InputError, What};
use crate::state::{Member, Members};
use event::MEMBER;
use std::sync::Arc;
use treue_lang::programme::{Expectation, Given, Programme, Test, TestEvent, TestReturned, TestStep};
use treue_lang::source::Span;
use treue_lang::time::Day;

/// What came of one test.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// Its name.
    pub name: String,
    /// Where it was written.
    pub span: Span,
    /// What was not as expected, in the order of the text; none if the test passed.
    pub failures: Vec<TestFailure>,
}

impl TestOutcome {
    /// Whether all was as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// One expectation that was not met, or an event that could not be given to the engine.
#[derive(Clone, Debug)]
pub struct TestFailure {
    /// The expectation; the event, if that was refused without any expecting it.
    pub span: Span,
    /// What was expected, in words: `12 points from base`.
    pub expected: String,
    /// What came instead, in words.
    pub got: String,
    /// The last event before it and its decision, for the trace.
    pub decision: Option<(Event, Arc<Decision>)>,
}

/// Runs all tests of a programme, each with a new member.
pub fn run(programme: &Programme, engine: &mut dyn Evaluator) -> Vec<TestOutcome> {
    let mut fingerprint = Fingerprint::new(programme);
    programme.tests.iter().map(|test| Run::new(programme, engine, &mut fingerprint).all(test)).collect()
}

/// Whether a test of a programme fails. Tests are run in this order until one does, which stands first from then on: what
/// noticed one change of a text most often notices the next one.
pub fn any_fails(programme: &Programme, engine: &mut dyn Evaluator, order: &mut [usize]) -> bool {
    let mut fingerprint = Fingerprint::new(programme);
    let tests: &[Test] = programme.tests.as_ref();
    let failed = order.iter().position(|index| {
        let test = tests.get(*index);
        test.is_some_and(|test| !Run::new(programme, engine, &mut fingerprint).all(test).passed())
    });
    if let Some(first) = failed.and_then(|at| order.get_mut(..=at)) {
        first.rotate_right(1);
    }
    failed.is_some()
}

/// The events of a test, without its expectations.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// Every event with the decision on it, in order.
    pub events: Vec<(Event, Arc<Decision>)>,
    /// The members as they stood before the last of them.
    pub before: Members,
    /// Events that could not be given to the engine, in words.
    pub invalid: Vec<String>,
}

/// Lets the events of a test happen to a new member, and tells what came of them; nothing is expected.
pub fn replay(programme: &Programme, engine: &mut dyn Evaluator, test: &Test) -> Replay {
    let mut fingerprint = Fingerprint::new(programme);
    let mut run = Run::new(programme, engine, &mut fingerprint);
    run.members.insert(MEMBER, Member::new(programme));
    run.receipts = receipts(test);
    let mut before = Members::default();
    for (index, step) in test.steps.iter().enumerate() {
        match step {
            TestStep::Then(_) => continue,
            TestStep::When(..) => before = run.members.clone(),
            TestStep::Given(..) | TestStep::GivenOther(..) => {}
        }
        run.step(test.steps.get(index..).unwrap_or_default());
    }
    Replay {
        events: run.since.into_iter().map(|h| (h.event, h.decision)).collect(),
        before,
        invalid: run.failures.into_iter().map(|f| f.got).collect(),
    }
}

/// An event since the last `then`, and what came of it.
struct Happened {
    event: Event,
    decision: Arc<Decision>,
    /// What it came to for other members.
    others: Vec<Arc<Decision>>,
    span: Span,
}

/// One test on its way.
struct Run<'r, 'p> {
    programme: &'p Programme,
    engine: &'r mut dyn Evaluator,
    fingerprint: &'r mut Fingerprint<'p>,
    members: Members,
    /// Events since the last `then`.
    since: Vec<Happened>,
    /// The last event of all.
    last: Option<(Event, Arc<Decision>)>,
    events: usize,
    /// Ids of the purchases so far.
    purchases: Vec<String>,
    /// Ids of all purchases of the test, also of those to come.
    receipts: Vec<String>,
    /// Ids of the redemptions so far.
    redemptions: Vec<String>,
    failures: Vec<TestFailure>,
}

impl<'r, 'p> Run<'r, 'p> {
    fn new(
        programme: &'p Programme,
        engine: &'r mut dyn Evaluator,
        fingerprint: &'r mut Fingerprint<'p>,
    ) -> Run<'r, 'p> {
        Run {
            programme,
            engine,
            fingerprint,
            members: Members::default(),
            since: Vec::new(),
            last: None,
            events: 0,
            purchases: Vec::new(),
            receipts: Vec::new(),
            redemptions: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Puts what is given into a member, who is known from then on.
    fn prepare(&mut self, id: &str, given: &[Given], first: Option<Day>) {
        let mut member = self.member(id);
        given::prepare(self.programme, &mut member, given, first);
        self.members.insert(id, member);
    }

    /// A member as it stands.
    fn member(&self, id: &str) -> Member {
        self.members.get(id).cloned().unwrap_or_else(|| Member::new(self.programme))
    }

    fn all(mut self, test: &Test) -> TestOutcome {
        // The member of a test is known, also where only known members are.
        self.members.insert(MEMBER, Member::new(self.programme));
        self.receipts = receipts(test);
        for index in 0..test.steps.len() {
            self.step(test.steps.get(index..).unwrap_or_default());
        }
        self.unexpected_refusals(None);
        TestOutcome { name: test.name.clone(), span: test.span, failures: self.failures }
    }

    /// The first of these steps.
    fn step(&mut self, steps: &[TestStep]) {
        match steps.first() {
            Some(TestStep::Given(given, _)) => self.prepare(MEMBER, given, first_day(steps)),
            Some(TestStep::GivenOther(id, given, _)) => self.prepare(id, given, first_day(steps)),
            Some(TestStep::When(what, day, minute, span)) => {
                self.events += 1;
                let mut event = event::build(self.programme, what, *day, *minute, self.events);
                self.name_receipt(what, &mut event);
                let rate = event::convert(self.programme, what, &mut event);
                self.happens(event, rate.err(), *span);
            }
            Some(TestStep::Then(expectations)) => self.then(expectations),
            None => {}
        }
    }

    /// An activity or a return names the receipt of a purchase of the test by its number.
    fn name_receipt(&mut self, what: &TestEvent, event: &mut Event) {
        match (what, &mut event.what) {
            (TestEvent::Activity(text), What::Activity(activity)) => {
                let purchase = text.of.map(|n| usize::from(n).saturating_sub(1));
                activity.receipt = purchase.and_then(|n| self.purchases.get(n)).cloned();
            }
            (TestEvent::Return(text), What::Return(returned)) => {
                let id = match &text.of {
                    TestReturned::Purchase(at) => self.purchases.get(*at),
                    TestReturned::Redemption(at) => self.redemptions.get(*at),
                    TestReturned::Id(id) => Some(id),
                };
                returned.receipt = id.cloned().unwrap_or_default();
            }
            (TestEvent::Redeem(text), What::Redeem(redeem)) => {
                redeem.receipt = text.of.and_then(|at| self.receipts.get(at)).cloned();
                self.redemptions.push(event.id.clone());
            }
            (_, What::Purchase(_)) => self.purchases.push(event.id.clone()),
            _ => {}
        }
    }

    /// `wrong` is what already stands in its way.
    fn happens(&mut self, mut event: Event, wrong: Option<InputError>, span: Span) {
        if let Some(error) = wrong.or_else(|| self.unreadable(&event)) {
            self.failures.push(TestFailure {
                span,
                expected: "an event that can be read".to_owned(),
                got: error.to_string(),
                decision: None,
            });
            return;
        }
        event.fingerprint = self.fingerprint.of(&event);
        let mut decisions = Vec::new();
        if matches!(event.what, What::Clock) {
            self.time_passes(&event, &mut decisions);
        } else {
            self.members.apply(self.programme, self.engine, &event, |d| decisions.push(d));
        }
        let mut decisions = decisions.into_iter();
        let Some(decision) = decisions.next() else { return };
        self.last = Some((event.clone(), Arc::clone(&decision)));
        self.since.push(Happened { event, decision, others: decisions.collect(), span });
    }

    /// What a reader would refuse.
    fn unreadable(&self, event: &Event) -> Option<InputError> {
        let wrong = event.purchase().map(|p| crate::event::read::validate(self.programme, p));
        wrong.and_then(|errors| errors.into_iter().next())
    }

    /// For every member, the member of the test first; for that one also where nothing happens.
    fn time_passes(&mut self, event: &Event, decisions: &mut Vec<Arc<Decision>>) {
        let ids: Vec<String> = self.members.iter().map(|(id, _)| id.to_owned()).collect();
        for id in std::iter::once(MEMBER.to_owned()).chain(ids.into_iter().filter(|id| id != MEMBER)) {
            let mut member = self.member(&id);
            decisions.push(self.engine.apply(&id, &mut member, event));
            self.members.insert(id, member);
        }
    }

    /// The decisions on the test's member since the last `then`, whoever's events they were.
    fn own(&self) -> impl Iterator<Item = &Arc<Decision>> {
        let all = self.since.iter().flat_map(|h| std::iter::once(&h.decision).chain(&h.others));
        all.filter(|decision| decision.member == MEMBER)
    }

    fn then(&mut self, expectations: &[(Expectation, Span)]) {
        let refusal = expectations.iter().any(|(e, _)| matches!(e, Expectation::Refused(_)));
        self.unexpected_refusals(refusal.then_some(self.since.len()));
        for (expectation, span) in expectations {
            if let Some((expected, got)) = self.compare(expectation) {
                let decision = self.last.clone();
                self.failures.push(TestFailure { span: *span, expected, got, decision });
            }
        }
        self.since.clear();
    }

    /// A refusal that nobody speaks of is a failure; `expected` is the number of the event that may be refused.
    fn unexpected_refusals(&mut self, expected: Option<usize>) {
        for (index, happened) in self.since.iter().enumerate() {
            let Some(refusal) = &happened.decision.refusal else { continue };
            if expected != Some(index + 1) {
                self.failures.push(TestFailure {
                    span: happened.span,
                    expected: "an event that is accepted".to_owned(),
                    got: format!("refused \"{}\": {}", refusal.code.name(), refusal.code.sentence()),
                    decision: Some((happened.event.clone(), Arc::clone(&happened.decision))),
                });
            }
        }
    }
}

/// Ids of the purchases of a test.
fn receipts(test: &Test) -> Vec<String> {
    let events = test.steps.iter().filter_map(|step| match step {
        TestStep::When(event, ..) => Some(event),
        TestStep::Given(..) | TestStep::GivenOther(..) | TestStep::Then(_) => None,
    });
    let purchases = events.zip(1_usize..).filter(|(event, _)| matches!(event, TestEvent::Purchase(_)));
    purchases.map(|(_, number)| event::id(number)).collect()
}

/// Day of the first event of these steps.
fn first_day(steps: &[TestStep]) -> Option<Day> {
    steps.iter().find_map(|step| match step {
        TestStep::When(_, day, ..) => Some(*day),
        TestStep::Given(..) | TestStep::GivenOther(..) | TestStep::Then(_) => None,
    })
}

#[cfg(test)]
mod tests;
