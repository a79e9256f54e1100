//! Tests and properties as JUnit XML: a suite for each programme.

use super::case::{Case, Outcome, Said, place};
use crate::failure::Unread;
use crate::xml::{self, escaped, lines};
use treue_lang::source::Sources;

/// A programme with what came of its tests.
pub(super) struct Suite {
    pub(super) name: String,
    pub(super) sources: Sources,
    pub(super) cases: Vec<Case>,
}

/// The whole document.
pub(super) fn xml(suites: &[Suite], unread: &Unread) -> String {
    let all: usize = suites.iter().map(|s| s.cases.len()).sum();
    let failed: usize = suites.iter().map(failures).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (all, errors) = (all + unread.reasons().len(), unread.reasons().len());
    out.push_str(&format!(
        "<testsuites name=\"treue test\" tests=\"{all}\" failures=\"{failed}\" errors=\"{errors}\">\n"
    ));
    for suite in suites {
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n",
            escaped(&suite.name),
            suite.cases.len(),
            failures(suite)
        ));
        suite.cases.iter().for_each(|case| out.push_str(&one(suite, case)));
        out.push_str("  </testsuite>\n");
    }
    out.push_str(&xml::unread(unread));
    out.push_str("</testsuites>\n");
    out
}

fn failures(suite: &Suite) -> usize {
    suite.cases.iter().filter(|c| !c.outcome.passed()).count()
}

fn one(suite: &Suite, case: &Case) -> String {
    let file = suite.sources.file(case.span.file).map_or("", |f| f.name.as_str());
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\"",
        escaped(if file.is_empty() { &suite.name } else { file }),
        escaped(&case.name)
    );
    match &case.outcome {
        Outcome::Passed(_) => format!("{head}/>\n"),
        Outcome::Failed(said) => {
            let text: Vec<String> = said.iter().map(|said| plain(&suite.sources, said)).collect();
            format!(
                "{head}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                if said.iter().any(|s| matches!(s, Said::Text(_))) { "property" } else { "expectation" },
                escaped(&message(said)),
                lines(&text.join("\n"))
            )
        }
    }
}

/// `expected 12 points from base, got 10 points from base`.
fn message(said: &[Said]) -> String {
    let expected = said.iter().find_map(|s| if let Said::Expected(text) = s { Some(text) } else { None });
    let got = said.iter().find_map(|s| if let Said::Got(text) = s { Some(text) } else { None });
    match (expected, got) {
        (Some(expected), Some(got)) => format!("expected {expected}, got {got}"),
        (_, _) => "not as expected".to_owned(),
    }
}

fn plain(sources: &Sources, said: &Said) -> String {
    match said {
        Said::Note(text) | Said::Trace(text) | Said::Text(text) => text.clone(),
        Said::At(span) => place(sources, *span),
        Said::Expected(text) => format!("expected {text}"),
        Said::Got(text) => format!("got {text}"),
    }
}
