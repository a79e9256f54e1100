//! The examples: their own tests pass on the reference interpreter, and all their receipts are read.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::decision::json::json;
use treue_runtime::engine::Detail;
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Member, Members};
use treue_runtime::testing;

fn examples() -> Vec<(PathBuf, Sources, Arc<Programme>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.join("programme.treue");
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let sources = Sources::single(file.display().to_string(), text);
        let checked = pipeline::check(&sources);
        let programme =
            checked.programme.unwrap_or_else(|| panic!("{}: {:#?}", file.display(), checked.diagnostics));
        found.push((path, sources, Arc::new(programme)));
    }
    assert!(found.len() >= 7, "the examples are here");
    found
}

#[test]
fn their_tests_pass() {
    let mut wrong = Vec::new();
    for (_, sources, programme) in examples() {
        let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
        for outcome in testing::run(&programme, &mut engine) {
            for failure in outcome.failures {
                let (line, _) = sources.line_column(failure.span);
                wrong.push(format!(
                    "{}, line {line}, \"{}\": expected {}, got {}",
                    programme.name, outcome.name, failure.expected, failure.got
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn their_receipts_are_read_and_decided() {
    let mut read = 0;
    for (path, _, programme) in examples() {
        let Ok(text) = std::fs::read_to_string(path.join("receipts.ndjson")) else { continue };
        let mut reader = Reader::new(&programme, ReadOptions::default());
        let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
        let mut members = Members::default();
        for line in std::fs::read_to_string(path.join("members.ndjson")).unwrap_or_default().lines() {
            let handed_in = reader.members_line(line).unwrap();
            let member = Member { fields: handed_in.fields, ..Member::new(&programme) };
            members.insert(handed_in.member, member);
        }
        for (number, line) in text.lines().enumerate() {
            let event = reader
                .event(line)
                .unwrap_or_else(|errors| panic!("{}, line {}: {errors:#?}", path.display(), number + 1));
            members.apply(&programme, &mut engine, &event, |decision| {
                let value = serde_json::to_value(json(&programme, &event, &decision)).unwrap();
                let member = value["member"].as_str();
                assert!(event.member.is_none() || event.member.as_deref() == member, "{value}");
                for not in value["not_applied"].as_array().unwrap() {
                    assert!(!not["because"].as_str().unwrap().is_empty(), "{not}");
                }
                read += 1;
            });
        }
    }
    assert!(read > 500, "{read} decisions");
}
