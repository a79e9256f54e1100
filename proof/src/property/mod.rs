//! Properties that stand in a programme: proved where arithmetic is enough, tried on receipts by chance where it is not. A
//! receipt that breaks one is made as small as it can be.

mod chance;
mod guess;
mod judge;
mod kept;
mod prove;
mod said;
mod shrink;
mod upper;

pub use judge::Compared;
pub use kept::kept;
pub use said::{property_text, proved_words};

use crate::cube::Cases;
use crate::examine::Examiner;
use crate::finding::Witness;
use crate::stage::Stage;
use guess::Guess;
use num_rational::BigRational;
use prove::{Proved, Prover};
use std::sync::Arc;
use treue_lang::programme::{Programme, Property, RuleId, Test};
use treue_lang::source::Span;

/// How properties are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The same seed tries the same receipts.
    pub seed: u64,
    /// Receipts for each property.
    pub receipts: usize,
    /// Whether what can be proved is proved first, and then not tried.
    pub prove: bool,
}

/// What is known of a property.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Where it stands.
    pub span: Span,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a property.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds on every receipt.
    Proved,
    /// No receipt broke it.
    Held {
        /// Receipts that it was tried on: the property speaks of each.
        receipts: usize,
        /// The most that could be proved of one claim: its position, and how much in whole points or currency units, of each
        /// smallest part of the amount where it goes by one.
        most: Option<(usize, BigRational)>,
    },
    /// A receipt breaks it.
    Broken(Box<Broken>),
}

/// What breaks a property.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The claim, by its position.
    pub claim: usize,
    /// What was given, and what it should have been.
    pub compared: Compared,
    /// The smallest receipt that was found, with what both engines decided by the programme itself.
    pub witness: Witness,
    /// The number of the receipt that broke it first, from 1.
    pub receipt: usize,
}

/// Everything that properties claim, in the order of the text.
#[must_use]
pub fn properties(programme: &Arc<Programme>, trial: Trial) -> Vec<Tried> {
    let Some(watched) = &programme.watched else { return Vec::new() };
    let examiner = Examiner::new(watched, &crate::examine::GOES_ON);
    let mut court = Court {
        programme,
        watched: Stage::new(watched),
        own: Stage::new(programme),
        examiner: &examiner,
        trial,
    };
    programme.properties.iter().map(|p| Tried { span: p.span, verdict: court.verdict(p) }).collect()
}

struct Court<'c, 'p> {
    programme: &'p Arc<Programme>,
    /// Both engines with the watching rules.
    watched: Stage,
    /// Both engines with the programme alone.
    own: Stage,
    examiner: &'c Examiner<'p>,
    trial: Trial,
}

impl Court<'_, '_> {
    fn verdict(&mut self, property: &Property) -> Verdict {
        let universe = &self.examiner.universe;
        let asks = universe.programme.rules.get(property.asks);
        let cases = asks.and_then(|rule| universe.all(&rule.conditions));
        let prover = Prover { universe, programme: self.programme, property, cases };
        let mut most = None;
        let mut open = false;
        if self.trial.prove {
            for (k, claim) in property.claims.iter().enumerate() {
                match prover.claim(claim) {
                    Proved::Holds => {}
                    Proved::AtMost(value) => (open, most) = (true, most.or(Some((k, value)))),
                    Proved::Open => open = true,
                }
            }
            if !open {
                return Verdict::Proved;
            }
        }
        self.tried(property, most)
    }

    fn tried(&mut self, property: &Property, most: Option<(usize, BigRational)>) -> Verdict {
        let rules = self.rules(property);
        let mut guess = Guess::new(&self.examiner.universe, self.trial.seed);
        let mut receipts = 0;
        // Not every receipt is one that the property speaks of, and some cannot be.
        for number in 1..=self.trial.receipts.saturating_mul(4) {
            let test = guess.next(&property.on, &rules);
            let Some(seen) = self.watched.see(&test) else { continue };
            if !judge::speaks_of(property, &seen.decision) {
                continue;
            }
            receipts += 1;
            if let Some((claim, _)) = judge::broken(self.programme, property, &seen.decision)
                && let Some(broken) = self.broken(property, claim, test, number)
            {
                return Verdict::Broken(Box::new(broken));
            }
            if receipts >= self.trial.receipts {
                break;
            }
        }
        Verdict::Held { receipts, most }
    }

    /// Rules that may apply where the property speaks of an event, with their cases.
    fn rules(&self, property: &Property) -> Vec<(RuleId, Cases)> {
        let asked = self.examiner.cases_of(property.asks);
        let rules = self.examiner.rules.iter().filter(|case| {
            case.rule.on == property.on && case.cases.is_some() && self.programme.rules.get(case.id).is_some()
        });
        rules
            .map(|case| (case.id, crate::cube::both(&case.cases, &asked)))
            .filter(|(_, cases)| cases.as_ref().is_some_and(|cases| !cases.is_empty()))
            .collect()
    }

    fn broken(&mut self, property: &Property, k: usize, test: Test, receipt: usize) -> Option<Broken> {
        let claim = property.claims.get(k)?;
        let mut breaks = |test: &Test| {
            let seen = self.watched.see(test)?;
            let speaks = judge::speaks_of(property, &seen.decision);
            speaks.then(|| judge::breaks(self.programme, claim, &seen.decision)).flatten()
        };
        let test = shrink::shrink(test, |smaller| breaks(smaller).is_some());
        let compared = breaks(&test)?;
        let seen = self.own.see(&test)?;
        Some(Broken { claim: k, compared, witness: Witness { test, seen }, receipt })
    }
}
