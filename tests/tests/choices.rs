//! The whole table of choices: every default works, every other word works, and the programme says which is in force.
//!
//! The rows are those of `ChoiceRow`; the page of the language has a row for each, and every word in its last column
//! must be tried here.

#[path = "choices/rows.rs"]
mod rows;

use rows::{Row, Seen, Way, rows};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::{ChoiceRow, Programme};
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;

/// The text of a way: the row's with the way's words, its test behind it.
fn text(row: &Row, way: &Way) -> String {
    let text = row.text.replace("WORDS", way.words);
    let head = "  currency CHF\n  timezone \"Europe/Zurich\"\n";
    let text = match text.strip_prefix("HEAD") {
        Some(rest) => format!("programme \"Choices\" {{\n{head}{rest}"),
        None => {
            format!("programme \"Choices\" {{\n{head}  unit points {{ worth 0.01 CHF }}\n}}\n{text}")
        }
    };
    match &way.seen {
        Seen::Then(then) => text.replace("THEN", then),
        Seen::Reads(_) | Seen::Refuses(..) => text,
    }
}

fn programme(row: &Row, way: &Way) -> Arc<Programme> {
    let mut sources = Sources::single("choices.treue", text(row, way));
    for data in data_files(&sources) {
        let name = data.named.clone();
        sources.add_data(data.named, Ok(SourceFile { name, text: row.data.to_owned() }));
    }
    let checked = check(&sources);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(messages.is_empty(), "{}\n{}", messages.join("\n"), text(row, way));
    Arc::new(checked.programme.unwrap())
}

/// What the way does, on both engines.
fn works(row: &Row, way: &Way, programme: &Arc<Programme>) {
    let place = format!("{:?} with `{}`", row.row, way.words);
    let read = |event: &str| Reader::new(programme, ReadOptions::default()).event(event);
    match &way.seen {
        Seen::Reads(event) => {
            let read = read(event);
            assert!(read.is_ok(), "{place}: {read:?}");
        }
        Seen::Refuses(event, code) => {
            let errors = read(event).err().unwrap_or_default();
            assert!(errors.iter().any(|e| e.code.name() == *code), "{place}: {errors:?}");
        }
        Seen::Then(_) => {
            assert!(!programme.tests.is_empty(), "{place}");
            let compiled = Compiled::new(Arc::clone(programme)).unwrap();
            let engines: [Box<dyn Evaluator>; 2] = [
                Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
                Box::new(Native::new(compiled, Detail::Full)),
            ];
            for mut engine in engines {
                for outcome in testing::run(programme, engine.as_mut()) {
                    let wrong = outcome.failures.iter();
                    let wrong = wrong.map(|f| format!("expected {}, got {}", f.expected, f.got));
                    let wrong: Vec<String> = wrong.collect();
                    let (said, engine) = (text(row, way), engine.name());
                    assert!(wrong.is_empty(), "{place}, {engine}: {}\n{said}", wrong.join("; "));
                }
            }
        }
    }
}

/// Whether the programme says what is in force, and who chose it.
fn shows(row: &Row, way: &Way, programme: &Programme) {
    let of_row: Vec<_> = programme.choices.iter().filter(|c| c.row == row.row).collect();
    let found = of_row.iter().any(|c| c.value == way.value && c.is_default() == way.is_default);
    assert!(found, "{:?} with `{}` shows {of_row:#?}", row.row, way.words);
}

#[test]
fn every_way_works_and_is_shown() {
    for row in rows() {
        for way in &row.ways {
            let programme = programme(&row, way);
            shows(&row, way, &programme);
            works(&row, way, &programme);
        }
    }
}

/// The rows of the page: name, and the words in its last column.
fn page() -> Vec<(String, Vec<String>)> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md")).unwrap();
    let table = page.split("| choice | default | words |").nth(1).unwrap().split("<!--").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let words = cells[3].split('`').skip(1).step_by(2);
        (cells[1].to_owned(), words.map(str::to_owned).collect())
    })
    .collect()
}

#[test]
fn the_page_has_every_row_in_order() {
    let page: Vec<String> = page().into_iter().map(|(name, _)| name).collect();
    let rows: Vec<&str> = ChoiceRow::ALL.iter().map(|row| row.word()).collect();
    assert_eq!(page, rows);
    let different: BTreeSet<&str> = rows.iter().copied().collect();
    assert_eq!(different.len(), rows.len(), "no two rows have one name");
}

#[test]
fn every_row_and_every_word_of_the_page_is_tried() {
    let tried = rows();
    for (choice, (name, words)) in ChoiceRow::ALL.into_iter().zip(page()) {
        let of_row = || tried.iter().filter(move |row| row.row == choice);
        assert!(of_row().any(|row| row.ways.iter().any(|w| w.is_default)), "{name}: no default is tried");
        let texts: Vec<String> = of_row()
            .flat_map(|row| row.ways.iter().filter(|w| !w.is_default).map(|way| text(row, way)))
            .collect();
        for word in words {
            // The formatter may break lines where it likes.
            let said = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&word);
            assert!(texts.iter().any(said), "{name}: `{word}` is not tried");
        }
    }
}
