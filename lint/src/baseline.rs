//! A baseline: findings that a programme had when lints were taken up. They are not shown again; new ones are. A finding
//! is known by its lint, its file and the words of its place, not by its line, so that edits elsewhere do not matter.

use crate::finding::{Finding, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use treue_lang::source::{Sources, Span};

/// The findings that are known, of all programmes that were linted together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Version of this form.
    version: u32,
    /// By programme.
    programmes: BTreeMap<String, Vec<Known>>,
}

/// Findings of one kind at places of the same words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    lint: String,
    file: String,
    /// The words of the place, and those of the line around it.
    words: String,
    /// How many.
    times: usize,
}

/// What a baseline left of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Those that are new.
    pub findings: Vec<Finding>,
    /// How many were known.
    pub known: usize,
    /// How many of the baseline are no longer found.
    pub gone: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// In words, if it is not one.
    pub fn read(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text)
            .map_err(|_| "this is no baseline; write one with `treue lint --write-baseline`".to_owned())?;
        if baseline.version != 1 {
            let version = baseline.version;
            return Err(format!("this baseline is of version {version}, and 1 is known; write it anew"));
        }
        Ok(baseline)
    }

    /// As text for a file.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(&Baseline { version: 1, programmes: self.programmes.clone() })
            .map(|t| t + "\n")
            .unwrap_or_default()
    }

    /// Takes all findings of a programme in; mistakes of the language are never known.
    pub fn learn(&mut self, programme: &str, sources: &Sources, findings: &[Finding]) {
        let mut known: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for finding in findings.iter().filter(|f| is_opinion(f)) {
            *known.entry(key(sources, finding)).or_default() += 1;
        }
        let known = known.into_iter().map(|((lint, file, words), times)| Known { lint, file, words, times });
        self.programmes.insert(programme.to_owned(), known.collect());
    }

    /// The findings that are not known.
    ///
    /// # Errors
    /// In words, if the baseline is of other programmes.
    pub fn left(&self, programme: &str, sources: &Sources, findings: Vec<Finding>) -> Result<Left, String> {
        let Some(known) = self.programmes.get(programme) else {
            let others: Vec<String> = self.programmes.keys().map(|p| format!("\"{p}\"")).collect();
            let of = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
            return Err(format!(
                "the baseline is of {of}, not of \"{programme}\"; write one with `treue lint --write-baseline`"
            ));
        };
        let mut room: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for k in known {
            *room.entry((k.lint.clone(), k.file.clone(), k.words.clone())).or_default() += k.times;
        }
        let mut left = Left::default();
        for finding in findings {
            match room.get_mut(&key(sources, &finding)).filter(|n| **n > 0 && is_opinion(&finding)) {
                Some(times) => {
                    *times -= 1;
                    left.known += 1;
                }
                None => left.findings.push(finding),
            }
        }
        left.gone = room.values().sum();
        Ok(left)
    }
}

/// Whether it is of a lint that is on, or proved; a mistake must be corrected.
fn is_opinion(finding: &Finding) -> bool {
    let known =
        crate::registry::named(finding.code).is_some() || crate::proofs::proof_named(finding.code).is_some();
    finding.level != Level::Off && known
}

fn key(sources: &Sources, finding: &Finding) -> (String, String, String) {
    let span = finding.span().unwrap_or_default();
    let file = sources.file(span.file).map_or("", |f| f.name.as_str());
    let file = file.rsplit(['/', '\\']).next().unwrap_or_default();
    (finding.code.to_owned(), file.to_owned(), words(sources, span))
}

/// The words of a place and of its line, whatever lies between them.
fn words(sources: &Sources, span: Span) -> String {
    let text = sources.file(span.file).map_or("", |f| f.text.as_str());
    let at = span.start as usize;
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n);
    let line = text.get(start..end).unwrap_or_default();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
