//! Properties that a receipt breaks, and those that are neither proved nor broken, as findings beside all others.

use super::{Broken, Trial, Verdict, properties, proved_words};
use crate::finding::{Finding, Kind, Report, Undecided};
use crate::words::grouped;
use num_rational::BigRational;
use std::sync::Arc;
use treue_lang::programme::{Programme, Property};

/// How properties are tried where nobody says otherwise: always the same.
const TRIAL: Trial = Trial { seed: 1, receipts: 1_000, prove: true };

/// What is found in the properties of a programme.
#[must_use]
pub fn kept(programme: &Arc<Programme>) -> Report {
    let mut report = Report::default();
    for (property, tried) in programme.properties.iter().zip(properties(programme, TRIAL)) {
        match tried.verdict {
            Verdict::Proved => {}
            Verdict::Held { receipts, most } => {
                report.undecided.push(undecided(programme, property, receipts, most.as_ref()));
            }
            Verdict::Broken(broken) => report.findings.push(not_kept(programme, property, *broken)),
        }
    }
    report
}

fn undecided(
    programme: &Programme,
    property: &Property,
    receipts: usize,
    most: Option<&(usize, BigRational)>,
) -> Undecided {
    let known = most.and_then(|(k, most)| proved_words(programme, property.claims.get(*k)?, most));
    let known = known.map_or_else(String::new, |words| format!("; {words} at most is proved"));
    let tried = match receipts {
        0 => "no receipt was found that it speaks of".to_owned(),
        n => format!("none of {} receipts broke it", grouped(n)),
    };
    Undecided {
        span: property.span,
        message: format!("whether this always holds is not decided: {tried}{known}"),
    }
}

fn not_kept(programme: &Programme, property: &Property, broken: Broken) -> Finding {
    let (expected, got) = broken.words(programme, property);
    let span = property.claims.get(broken.claim).map_or(property.span, |c| c.span);
    Finding {
        kind: Kind::NotKept,
        span,
        message: format!("a receipt breaks this: it gives {got}, and the property asks for {expected}"),
        label: "not kept".to_owned(),
        also: Vec::new(),
        help: "change a rule, or what is claimed".to_owned(),
        witness: Some(broken.witness),
    }
}
