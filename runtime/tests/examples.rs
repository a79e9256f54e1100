//! The examples: their own tests pass on both engines, and all their receipts are read and decided alike.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::decision::json::json;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
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
        let mut sources = Sources::single(file.display().to_string(), text);
        for data in pipeline::data_files(&sources) {
            let name = path.join(&data.named);
            let read = std::fs::read_to_string(&name).map_err(|e| e.to_string());
            sources
                .add_data(data.named, read.map(|text| SourceFile { name: name.display().to_string(), text }));
        }
        let checked = pipeline::check(&sources);
        let programme =
            checked.programme.unwrap_or_else(|| panic!("{}: {:#?}", file.display(), checked.diagnostics));
        found.push((path, sources, Arc::new(programme)));
    }
    assert!(found.len() >= 7, "the examples are here");
    found
}

/// Both engines.
fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

#[test]
fn their_tests_pass() {
    let mut wrong = Vec::new();
    for (_, sources, programme) in examples() {
        for mut engine in engines(&programme) {
            for outcome in testing::run(&programme, engine.as_mut()) {
                for failure in outcome.failures {
                    let (line, _) = sources.line_column(failure.span);
                    let (name, engine) = (&programme.name, engine.name());
                    wrong.push(format!(
                        "{name}, line {line}, \"{}\", {engine}: expected {}, got {}",
                        outcome.name, failure.expected, failure.got
                    ));
                }
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
        let [mut engine, mut native] = engines(&programme);
        let mut members = Members::default();
        for line in std::fs::read_to_string(path.join("members.ndjson")).unwrap_or_default().lines() {
            let handed_in = reader.members_line(line).unwrap();
            let member = Member { fields: handed_in.fields, ..Member::new(&programme) };
            members.insert(handed_in.member, member);
        }
        let mut members_of_native = members.clone();
        for (number, line) in text.lines().enumerate() {
            let event = reader
                .event(line)
                .unwrap_or_else(|errors| panic!("{}, line {}: {errors:#?}", path.display(), number + 1));
            let mut decided = Vec::new();
            members_of_native.apply(&programme, native.as_mut(), &event, |d| decided.push(d));
            decided.reverse();
            members.apply(&programme, engine.as_mut(), &event, |decision| {
                assert_eq!(decided.pop().as_ref(), Some(&decision), "native, line {}", number + 1);
                let value = serde_json::to_value(json(&programme, &event, &decision)).unwrap();
                let member = value["member"].as_str();
                assert!(event.member.is_none() || event.member.as_deref() == member, "{value}");
                for not in value["not_applied"].as_array().unwrap() {
                    assert!(!not["because"].as_str().unwrap().is_empty(), "{not}");
                }
                read += 1;
            });
            assert!(decided.is_empty(), "native decides no more, line {}", number + 1);
        }
        assert_eq!(members, members_of_native);
    }
    assert!(read > 500, "{read} decisions");
}
