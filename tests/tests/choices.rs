//! The whole table of choices: every default works, every other word works, and the programme says which is in force.
//!
//! The rows are those of `ChoiceRow`; the page of the language has a row for each, and every word in its last column
//! must be tried here.

#[path = "choices/held.rs"]
mod held;
#[path = "choices/lived.rs"]
mod lived;
#[path = "choices/measured.rs"]
mod measured;
#[path = "choices/returned.rs"]
mod returned;
#[path = "choices/rows.rs"]
mod rows;

use rows::{BASE, GOLD, Row, Seen, Way, rows};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::{Choice, ChoiceRow, Gap, Programme, Said};
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;
use treue_runtime::testing;
use treue_terms::Language;

/// The text of a way: the row's with the way's words, its test behind it.
fn text(row: &Row, way: &Way) -> String {
    let text = row.text.replace("WORDS", way.words).replace("BASE", BASE).replace("GOLD", GOLD);
    let head = "  currency CHF\n  timezone \"Europe/Zurich\"\n";
    let text = match text.strip_prefix("HEAD") {
        Some(rest) => format!("programme \"Choices\" {{\n{head}{rest}"),
        None => {
            format!("programme \"Choices\" {{\n{head}  unit points {{ worth 0.01 CHF }}\n}}\n{text}")
        }
    };
    match &way.seen {
        Seen::Then(then) => text.replace("THEN", then),
        Seen::Accepts(_) | Seen::Refuses(..) => text,
    }
}

fn programme(row: &Row, way: &Way) -> Result<Arc<Programme>, String> {
    let mut sources = Sources::single("choices.treue", text(row, way));
    for data in data_files(&sources) {
        let name = data.named.clone();
        sources.add_data(data.named, Ok(SourceFile { name, text: row.data.to_owned() }));
    }
    let checked = check(&sources);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    let programme = checked.programme.filter(|_| messages.is_empty());
    programme.map(Arc::new).ok_or_else(|| format!("{}\n{}", messages.join("\n"), text(row, way)))
}

fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

/// The codes with which an event is refused: by its reader, or by each engine, where nothing is said if it is accepted.
fn refused(programme: &Arc<Programme>, event: &str) -> Vec<String> {
    let event = match Reader::new(programme, ReadOptions::default()).event(event) {
        Ok(event) => event,
        Err(errors) => return errors.iter().map(|e| e.code.name().to_owned()).collect(),
    };
    let decide = |mut engine: Box<dyn Evaluator>| {
        let mut refusal = None;
        Members::default().apply(programme, engine.as_mut(), &event, |decision| {
            refusal = decision.refusal.as_ref().map(|r| r.code.name().to_owned());
        });
        refusal.unwrap_or_default()
    };
    engines(programme).into_iter().map(decide).collect()
}

/// What the way does, on both engines, where it is not what it says.
fn works(row: &Row, way: &Way, programme: &Arc<Programme>) -> Vec<String> {
    let place = format!("{:?} with `{}`", row.row, way.words);
    match &way.seen {
        Seen::Accepts(event) => {
            let refused = refused(programme, event);
            refused.iter().filter(|r| !r.is_empty()).map(|r| format!("{place}: {r}")).collect()
        }
        Seen::Refuses(event, code) => {
            let refused = refused(programme, event);
            refused.iter().filter(|r| r != code).map(|r| format!("{place}: `{r}`")).collect()
        }
        Seen::Then(_) => {
            assert!(!programme.tests.is_empty(), "{place}");
            let mut wrong = Vec::new();
            for mut engine in engines(programme) {
                for failure in testing::run(programme, engine.as_mut()).iter().flat_map(|o| &o.failures) {
                    let (said, engine) = (text(row, way), engine.name());
                    let (expected, got) = (&failure.expected, &failure.got);
                    wrong.push(format!("{place}, {engine}: expected {expected}, got {got}\n{said}"));
                }
            }
            wrong
        }
    }
}

/// Whether the programme says what is in force, and who chose it; what it says otherwise.
fn shows(row: &Row, way: &Way, programme: &Programme) -> Option<String> {
    let of_row: Vec<_> = programme.choices.iter().filter(|c| c.row == row.row).collect();
    let found = of_row.iter().any(|c| c.value.to_string() == way.value && c.is_default() == way.is_default);
    let said: Vec<_> = of_row.iter().map(|c| (&c.of, &c.value, c.because)).collect();
    (!found).then(|| format!("{:?} with `{}` shows {said:?}", row.row, way.words))
}

#[test]
fn every_way_works_and_is_shown() {
    let mut wrong = Vec::new();
    for row in rows() {
        for way in &row.ways {
            match programme(&row, way) {
                Ok(programme) => {
                    wrong.extend(shows(&row, way, &programme));
                    wrong.extend(works(&row, way, &programme));
                }
                Err(messages) => wrong.push(messages),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Names of messages in a catalogue.
fn catalogue(name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../terms/catalogue").join(name);
    let text = fs::read_to_string(path).unwrap();
    let names = text.lines().filter(|l| !l.starts_with(' ') && !l.starts_with('#'));
    names.filter_map(|l| Some(l.split_once(" = ")?.0.to_owned())).collect()
}

/// Names of a sentence and of its parts.
fn names(said: &Said, found: &mut BTreeSet<String>) {
    found.insert(format!("choice-{}", said.id));
    let mut gaps: Vec<&Gap> = said.gaps.iter().map(|(_, gap)| gap).collect();
    while let Some(gap) = gaps.pop() {
        match gap {
            Gap::Said(said) => names(said, found),
            Gap::Several(_, all) => gaps.extend(all),
            _ => {}
        }
    }
}

/// What no row is about: limits that count otherwise, and a unit with one decimal.
const OTHERS: &str = "programme \"Others\" { currency CHF timezone \"Europe/Zurich\" unit stars { decimals 1 } }\n\
    earn base { 1 star per full 1.00 CHF of all lines  at most 2 stars per 5.00 CHF of all lines }\n\
    earn often { over each month  5 stars for every 3 purchases  at most 2 times }\n\
    reward mug { costs 50 stars gives \"Mug\" at most 2 times per month at most 5 pieces per calendar year for everyone }\n";

#[test]
fn every_way_is_said_in_every_language() {
    let mut found = BTreeSet::new();
    let others = check(&Sources::single("others.treue", OTHERS));
    let mut all = vec![Arc::new(others.programme.unwrap())];
    for row in rows() {
        all.extend(row.ways.iter().map(|way| programme(&row, way).unwrap()));
    }
    for programme in all {
        let chosen: Vec<&Choice> = programme.choices.iter().collect();
        for choice in &chosen {
            names(&choice.value, &mut found);
            found.insert(format!("row-{}", choice.row.word().replace(' ', "-")));
        }
        let said = Language::ALL.map(|l| treue_terms::choices(&programme, &chosen, l).markdown());
        for text in &said {
            let unsaid = ["[choice-", "[row-", "{$", "{ $"].iter().any(|gap| text.contains(gap));
            assert!(!unsaid, "{text}");
        }
        let [english, german, french] = said;
        assert!(english != german && german != french);
    }
    for name in ["choices.de.ftl", "choices.fr.ftl"] {
        let unused: Vec<String> = catalogue(name).difference(&found).cloned().collect();
        assert!(unused.is_empty(), "{name}: no choice says {unused:?}");
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
