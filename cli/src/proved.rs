//! What is proved of a programme, as findings beside those of lints.

use crate::ui::number;
use std::sync::Arc;
use treue_lang::diag::Label;
use treue_lang::programme::{Programme, Property};
use treue_lang::source::Sources;
use treue_lint::{Finding, Level, UNDECIDED, proof_named};
use treue_proof::{
    BigRational, Broken, Kind, Trial, Verdict, examine, properties, property_text, proved_words,
};

/// Everything that is proved or shown; of what could not be decided, that it could not be.
pub(crate) fn findings(sources: &Sources, programme: &Programme) -> Vec<Finding> {
    let programme = Arc::new(programme.clone());
    let report = examine(&programme);
    let found = report.findings.into_iter().map(|finding| {
        let mut labels = vec![Label { span: finding.span, text: finding.label }];
        labels.extend(finding.also.into_iter().map(|(span, text)| Label { span, text }));
        let shown = finding.witness.map(|w| {
            format!(
                "; both engines show it:\n{}",
                w.text(&programme, &format!("shows {}", finding.kind.name()))
            )
        });
        Finding {
            code: finding.kind.name(),
            level: level(finding.kind.name()),
            message: finding.message,
            labels,
            help: Some(format!("{}{}", finding.help, shown.unwrap_or_default())),
            fix: None,
        }
    });
    let undecided = report.undecided.into_iter().map(|undecided| Finding {
        code: UNDECIDED,
        level: level(UNDECIDED),
        message: undecided.message,
        labels: vec![Label { span: undecided.span, text: "not decided".to_owned() }],
        help: None,
        fix: None,
    });
    let properties = of_properties(sources, &programme);
    found.chain(undecided).chain(properties).collect()
}

/// Properties that a receipt breaks, and those that are neither proved nor broken.
fn of_properties(sources: &Sources, programme: &Arc<Programme>) -> Vec<Finding> {
    let all = properties(programme, TRIAL);
    let each = programme.properties.iter().zip(all);
    each.filter_map(|(property, tried)| match tried.verdict {
        Verdict::Proved => None,
        Verdict::Held { receipts, most } => Some(undecided(programme, property, receipts, most.as_ref())),
        Verdict::Broken(broken) => Some(not_kept(sources, programme, property, &broken)),
    })
    .collect()
}

fn undecided(
    programme: &Programme,
    property: &Property,
    receipts: usize,
    most: Option<&(usize, BigRational)>,
) -> Finding {
    let known = most.and_then(|(k, most)| proved_words(programme, property.claims.get(*k)?, most));
    let known = known.map_or_else(String::new, |words| format!("; {words} at most is proved"));
    let tried = match receipts {
        0 => "no receipt was found that it speaks of".to_owned(),
        n => format!("none of {} receipts broke it", number::count(n)),
    };
    Finding {
        code: UNDECIDED,
        level: level(UNDECIDED),
        message: format!("whether this always holds is not decided: {tried}{known}"),
        labels: vec![Label { span: property.span, text: "not decided".to_owned() }],
        help: None,
        fix: None,
    }
}

fn not_kept(sources: &Sources, programme: &Programme, property: &Property, broken: &Broken) -> Finding {
    let (expected, got) = broken.words(programme, property);
    let claim = property.claims.get(broken.claim).map_or(property.span, |c| c.span);
    let test = broken.witness.text(programme, &format!("breaks {}", property_text(sources, claim)));
    Finding {
        code: Kind::NotKept.name(),
        level: level(Kind::NotKept.name()),
        message: format!("a receipt breaks this: it gives {got}, and the property asks for {expected}"),
        labels: vec![Label { span: claim, text: "not kept".to_owned() }],
        help: Some(format!("change a rule, or what is claimed; both engines show it:\n{test}")),
        fix: None,
    }
}

/// How much a claim matters by itself.
fn level(name: &str) -> Level {
    proof_named(name).map_or(Level::Warning, |proof| proof.level)
}

/// What lints try: always the same.
const TRIAL: Trial = Trial { seed: 1, receipts: 1_000, prove: true };
