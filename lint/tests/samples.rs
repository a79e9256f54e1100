//! Every lint fires on its samples and on nothing else, its fixed sample is clean, and its fixes lead there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by stopping"
)]

use std::collections::BTreeSet;
use treue_lang::diag::{HEADER, apply};
use treue_lang::pipeline;
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::Day;
use treue_lint::{ALL, Config, Finding, Lint, findings};

fn text(sample: &str) -> String {
    if sample.starts_with("programme") { sample.to_owned() } else { format!("{HEADER}{sample}") }
}

fn sources(lint: &Lint, text: String) -> Sources {
    let mut sources = Sources::single("sample.treue", text);
    for file in pipeline::data_files(&sources) {
        let data = lint.samples.data.iter().find(|(name, _)| *name == file.named);
        let data = data.map(|(name, text)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() });
        sources.add_data(file.named, data.ok_or_else(|| "no such sample".to_owned()));
    }
    sources
}

fn found(lint: &Lint, sources: &Sources) -> Result<Vec<Finding>, String> {
    let config = Config::read(lint.samples.config).map_err(|all| format!("{all:?}"))?;
    let checked = pipeline::check(sources);
    let mistakes: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(sources)).collect();
    if !mistakes.is_empty() {
        return Err(mistakes.join("\n"));
    }
    let today = Day::new(2026, 9, 1).ok_or("no day")?;
    Ok(findings(sources, &checked, &config.only(lint), today))
}

fn plain(sources: &Sources, findings: &[Finding]) -> String {
    findings.iter().map(|f| f.plain(sources)).collect::<Vec<_>>().join("\n")
}

/// All that is wrong with any lint's samples.
fn all_right(look: impl Fn(&Lint) -> Result<(), String>) {
    let wrong: Vec<String> =
        ALL.iter().filter_map(|lint| look(lint).err().map(|why| format!("{}: {why}", lint.name))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn lints_fire_where_they_should() {
    all_right(|lint| {
        for sample in lint.samples.fires {
            let sources = sources(lint, text(sample));
            let found = found(lint, &sources)?;
            let all = plain(&sources, &found);
            if found.is_empty() || found.iter().any(|f| f.code != lint.name) {
                return Err(format!("does not fire on\n{sample}\n{all}"));
            }
            found.iter().try_for_each(|f| well_said(f).map_err(|why| format!("{why}\n{all}")))?;
        }
        Ok(())
    });
}

/// What docs/messages.md asks of every message.
fn well_said(finding: &Finding) -> Result<(), &'static str> {
    let first = finding.message.split(' ').next().unwrap_or_default();
    let capital = first.chars().next().is_some_and(char::is_uppercase);
    let rules = [
        (finding.help.is_some(), "no remedy"),
        (!finding.message.ends_with('.'), "a full stop at the end"),
        (!capital || first.chars().all(char::is_uppercase), "a capital at the start"),
        (finding.labels.iter().all(|l| !l.text.is_empty()), "a place without words"),
        (finding.labels.iter().all(|l| l.text.chars().count() <= 60), "a label that is too long"),
        (finding.labels.iter().all(|l| l.span.end > l.span.start), "a finding without a place"),
    ];
    rules.iter().find(|(kept, _)| !kept).map_or(Ok(()), |(_, rule)| Err(rule))
}

#[test]
fn lints_are_quiet_where_they_should() {
    all_right(|lint| {
        for sample in lint.samples.quiet.iter().chain([&lint.samples.fixed]) {
            let sources = sources(lint, text(sample));
            let found = found(lint, &sources)?;
            if !found.is_empty() {
                return Err(format!("fires on\n{sample}\n{}", plain(&sources, &found)));
            }
        }
        Ok(())
    });
}

#[test]
fn fixes_end_and_leave_a_programme() {
    all_right(|lint| {
        for sample in lint.samples.fires {
            let mut sources = sources(lint, text(sample));
            for round in 0.. {
                let found = found(lint, &sources)?;
                let fixes: Vec<_> = found.iter().filter_map(|f| f.fix.as_ref()).collect();
                let (files, applied) = apply(&sources, fixes.iter().copied());
                if applied == 0 {
                    break;
                }
                if round > 10 {
                    return Err(format!("fixes never end: {sample}"));
                }
                sources = self::sources(lint, files[0].text.clone());
            }
        }
        Ok(())
    });
}

#[test]
fn names_and_pages_are_right() {
    let names: BTreeSet<&str> = ALL.iter().map(|l| l.name).collect();
    assert_eq!(names.len(), ALL.len());
    for lint in ALL {
        assert!(lint.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", lint.name);
        assert!(!lint.finds.ends_with('.') && lint.finds.len() > 15, "{}", lint.name);
        assert!(lint.why.ends_with('.') && lint.why.len() > 60, "{}", lint.name);
        assert!(!lint.samples.fires.is_empty() && !lint.samples.quiet.is_empty(), "{}", lint.name);
    }
}
