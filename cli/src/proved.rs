//! What is proved of a programme, as findings beside those of lints.

use std::sync::Arc;
use treue_lang::diag::Label;
use treue_lang::programme::Programme;
use treue_lint::{Finding, Level};
use treue_proof::{Kind, examine};

/// Everything that is proved or shown; of what could not be decided, that it could not be.
pub(crate) fn findings(programme: &Programme) -> Vec<Finding> {
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
            // A bonus on top of a base is what most programmes want.
            level: if finding.kind == Kind::AddsUp { Level::Note } else { Level::Warning },
            message: finding.message,
            labels,
            help: Some(format!("{}{}", finding.help, shown.unwrap_or_default())),
            fix: None,
        }
    });
    let undecided = report.undecided.into_iter().map(|undecided| Finding {
        code: "undecided",
        level: Level::Note,
        message: undecided.message,
        labels: vec![Label { span: undecided.span, text: "not decided".to_owned() }],
        help: None,
        fix: None,
    });
    found.chain(undecided).collect()
}
