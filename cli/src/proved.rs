//! What is proved of a programme, as findings beside those of lints.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use treue_lang::diag::Label;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_lint::{Finding, Level, UNDECIDED, proof_named};
use treue_proof::{Undecided, examine_until, kept};

/// Everything that is proved or shown; of what could not be decided, that it could not be.
pub(crate) fn findings(sources: &Sources, programme: &Programme) -> Vec<Finding> {
    findings_until(sources, programme, &AtomicBool::new(false)).unwrap_or_default()
}

/// The same for an editor: nothing, soon after it is told to stop.
pub(crate) fn findings_until(
    sources: &Sources,
    programme: &Programme,
    stop: &AtomicBool,
) -> Option<Vec<Finding>> {
    let programme = Arc::new(programme.clone());
    let report = examine_until(&programme, stop)?;
    let properties = kept(&programme);
    let found = report.findings.into_iter().chain(properties.findings);
    let found = found.map(|finding| one(sources, &programme, finding));
    let undecided = report.undecided.into_iter().chain(properties.undecided).map(open);
    Some(found.chain(undecided).collect())
}

fn one(sources: &Sources, programme: &Programme, finding: treue_proof::Finding) -> Finding {
    let shown = finding.test(sources, programme);
    let shown = shown.map(|test| format!("; both engines show it:\n{test}"));
    let mut labels = vec![Label { span: finding.span, text: finding.label }];
    labels.extend(finding.also.into_iter().map(|(span, text)| Label { span, text }));
    Finding {
        code: finding.kind.name(),
        level: level(finding.kind.name()),
        message: finding.message,
        labels,
        help: Some(format!("{}{}", finding.help, shown.unwrap_or_default())),
        fix: None,
    }
}

fn open(undecided: Undecided) -> Finding {
    Finding {
        code: UNDECIDED,
        level: level(UNDECIDED),
        message: undecided.message,
        labels: vec![Label { span: undecided.span, text: "not decided".to_owned() }],
        help: None,
        fix: None,
    }
}

/// How much a claim matters by itself.
fn level(name: &str) -> Level {
    proof_named(name).map_or(Level::Warning, |proof| proof.level)
}
