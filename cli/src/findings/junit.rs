//! JUnit XML: a suite for each programme, a failed case for each finding, one that passed where there is none, one with
//! an error where nothing could be looked at.

use super::Looked;
use crate::failure::Unread;
use crate::xml::{self, escaped};
use treue_lint::Finding;

/// The whole document.
pub(crate) fn xml(all: &[Looked], unread: &Unread) -> String {
    let failures: usize = all.iter().map(|l| l.findings.len()).sum();
    let cases: usize = all.iter().map(|l| l.findings.len().max(1)).sum();
    let (cases, errors) = (cases + unread.reasons().len(), unread.reasons().len());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!(
        "<testsuites name=\"treue\" tests=\"{cases}\" failures=\"{failures}\" errors=\"{errors}\">\n"
    ));
    for one in all {
        let (cases, failures) = (one.findings.len().max(1), one.findings.len());
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{cases}\" failures=\"{failures}\">\n",
            escaped(&one.path)
        ));
        if one.findings.is_empty() {
            out.push_str(&format!(
                "    <testcase classname=\"{}\" name=\"nothing found\"/>\n",
                escaped(&one.path)
            ));
        }
        for finding in &one.findings {
            out.push_str(&case(one, finding));
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str(&xml::unread(unread));
    out.push_str("</testsuites>\n");
    out
}

fn case(one: &Looked, finding: &Finding) -> String {
    let span = finding.span().unwrap_or_default();
    let file = one.sources.file(span.file).map_or(one.path.as_str(), |f| f.name.as_str());
    let (line, column) = one.sources.line_column(span);
    format!(
        "    <testcase classname=\"{}\" name=\"{} {line}:{column}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escaped(file),
        escaped(finding.code),
        escaped(finding.level.word()),
        escaped(&finding.message),
        escaped(&finding.plain(&one.sources)),
    )
}
