//! What is proved of every example: nothing is wrong with them, and every receipt that shows something is a test of the
//! language that passes on both engines.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::diag::HEADER;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_lint::PROOFS;
use treue_proof::{Bounds, Kind, Witness, bounds, examine, kept};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;

struct Example {
    name: String,
    text: String,
    data: Vec<(String, SourceFile)>,
    programme: Arc<Programme>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn checked(name: &str, text: &str, data: &[(String, SourceFile)]) -> Result<Programme, String> {
    let mut sources = Sources::single(name, text);
    for (named, file) in data {
        sources.add_data(named.clone(), Ok(SourceFile { name: file.name.clone(), text: file.text.clone() }));
    }
    let checked = check(&sources);
    let plain: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    checked.programme.filter(|_| plain.is_empty()).ok_or_else(|| plain.join("\n"))
}

fn example(path: &Path) -> Example {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let folder = path.parent().unwrap();
    let data: Vec<(String, SourceFile)> = data_files(&Sources::single(&name, &text))
        .into_iter()
        .map(|d| {
            let text = fs::read_to_string(folder.join(&d.named)).unwrap();
            (d.named.clone(), SourceFile { name: d.named, text })
        })
        .collect();
    let programme = Arc::new(checked(&name, &text, &data).unwrap());
    Example { name: path.display().to_string(), text, data, programme }
}

/// All programmes of the project that are one file.
fn all() -> Vec<Example> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    folders.push(root().join("tests/worked"));
    folders.sort();
    let files = folders.iter().map(|folder| {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "treue"))
            .collect();
        files.sort();
        (folder, files)
    });
    // A folder of `examples` with several files is one programme; one file is enough here.
    let single = files.filter(|(folder, files)| folder.ends_with("worked") || files.len() == 1);
    let all: Vec<Example> = single.flat_map(|(_, files)| files).map(|p| example(&p)).collect();
    assert!(all.len() >= 50, "only {} programmes", all.len());
    all
}

/// Adds a witness to the text of its programme as a test, and runs it on both engines.
fn replays(example: &Example, witness: &Witness) {
    let test = witness.text(&example.programme, "what was seen");
    let text = format!("{}\n{test}", example.text);
    let programme = match checked("witness", &text, &example.data) {
        Ok(programme) => Arc::new(programme),
        Err(why) => panic!("{}: a witness is no test:\n{test}\n{why}", example.name),
    };
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(Compiled::new(Arc::clone(&programme)).unwrap(), Detail::Full)),
    ];
    for mut engine in engines {
        let outcome = testing::run(&programme, engine.as_mut()).into_iter().next_back().unwrap();
        assert!(outcome.passed(), "{}: {test}\n{:?}", example.name, outcome.failures);
    }
}

/// Programmes in which rules do overlap, as meant: a flight that is paid with the card earns for both.
const OVERLAP: &[&str] = &[
    "airline-miles/programme.treue",
    "air-miles.treue",
    "own-days.treue",
    "siebel-rounding.treue",
    "small-shops.treue",
];

#[test]
fn examples_are_clean_and_witnesses_replay() {
    let mut witnesses = 0;
    let mut wrong = Vec::new();
    for example in all() {
        let report = examine(&example.programme);
        for finding in &report.findings {
            if let Some(witness) = &finding.witness {
                witnesses += 1;
                replays(&example, witness);
            }
            let overlaps = OVERLAP.iter().any(|name| example.name.ends_with(name));
            if finding.kind != Kind::AddsUp && !(overlaps && finding.kind == Kind::PaysTwice) {
                wrong.push(format!("{}: {}: {}", example.name, finding.kind.name(), finding.message));
            }
        }
        for undecided in &report.undecided {
            wrong.push(format!("{}: undecided: {}", example.name, undecided.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(witnesses >= 10, "only {witnesses} witnesses");
}

/// Bounds hold what was seen, and grow with the receipt.
#[test]
fn bounds_hold() {
    let (mut seen, mut sharp) = (0, 0);
    for example in all() {
        let Bounds { units, .. } = bounds(&example.programme);
        for unit in &units {
            assert!(unit.receipts.is_sorted_by_key(|r| r.most), "{}", example.name);
            for bound in &unit.receipts {
                let Some(given) = &bound.seen else { continue };
                assert!(
                    given.points <= bound.most,
                    "{}: {} above {}",
                    example.name,
                    given.points,
                    bound.most
                );
                seen += 1;
                sharp += usize::from(given.points == bound.most);
                replays(&example, &given.witness);
            }
            if let Some(plain) = &unit.plain {
                replays(&example, &plain.witness);
            }
        }
    }
    println!("{seen} bounds with a receipt, {sharp} of them reached");
    assert!(seen >= 100, "only {seen} bounds have a receipt");
    assert!(sharp * 3 >= seen, "only {sharp} of {seen} bounds are reached");
}

/// What is found in a sample, by name.
fn names_in(sample: &str) -> Vec<&'static str> {
    let text = format!("{HEADER}{sample}");
    let programme = Arc::new(checked("sample", &text, &[]).unwrap());
    let example = Example { name: sample.to_owned(), text, data: Vec::new(), programme };
    let [report, properties] = [examine(&example.programme), kept(&example.programme)];
    let mut names = Vec::new();
    for finding in report.findings.iter().chain(&properties.findings) {
        finding.witness.iter().for_each(|witness| replays(&example, witness));
        let well = !finding.message.ends_with('.') && !finding.help.is_empty() && finding.label.len() <= 60;
        assert!(well && finding.span.end > finding.span.start, "{finding:?}");
        names.push(finding.kind.name());
    }
    let undecided = report.undecided.iter().chain(&properties.undecided);
    names.extend(undecided.map(|_| treue_lint::UNDECIDED));
    names
}

#[test]
fn the_page_of_every_claim_has_a_sample_that_gives_it_and_one_that_does_not() {
    for proof in PROOFS {
        assert_eq!(names_in(proof.wrong), [proof.name], "{}", proof.wrong);
        assert_eq!(names_in(proof.right), [""; 0], "{}", proof.right);
        assert!(!proof.finds.ends_with('.') && proof.finds.len() > 15, "{}", proof.name);
        assert!(proof.why.ends_with('.') && proof.why.len() > 60, "{}", proof.name);
    }
}

#[test]
fn every_claim_is_known_by_name_where_lints_are_configured() {
    let kinds = treue_proof::Kind::ALL.iter().map(|k| k.name());
    let names: Vec<&str> = kinds.chain([treue_lint::UNDECIDED]).collect();
    let known: Vec<&str> = treue_lint::PROOFS.iter().map(|p| p.name).collect();
    assert_eq!(known, names);
}
