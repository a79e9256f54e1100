//! Every folder of `examples`: its programme checks and stands in the one layout, its tests pass on both
//! engines, and its receipts come to equal decisions and states.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_proof::{Trial, Verdict, mutate, properties};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Member, Members};
use treue_runtime::testing;

struct Example {
    folder: PathBuf,
    sources: Sources,
    programme: Arc<Programme>,
}

fn examples() -> Vec<Example> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let all: Vec<Example> = folders.into_iter().filter_map(example).collect();
    assert!(all.len() >= 10, "only {} examples", all.len());
    all
}

fn example(folder: PathBuf) -> Option<Example> {
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .ok()?
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "treue"))
        .collect();
    files.sort();
    if files.is_empty() {
        return None;
    }
    let read = |path: &PathBuf| SourceFile {
        name: path.display().to_string(),
        text: fs::read_to_string(path).unwrap(),
    };
    let mut sources = Sources::new(files.iter().map(read).collect());
    // Tables and rates lie beside the programme.
    for data in treue_lang::pipeline::data_files(&sources) {
        let file = read(&folder.join(&data.named));
        sources.add_data(data.named, Ok(file));
    }
    let checked = check(&sources);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(messages.is_empty(), "{}", messages.join("\n"));
    Some(Example { folder, sources, programme: Arc::new(checked.programme.unwrap()) })
}

fn engines(p: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(p)).unwrap();
    [Box::new(Reference::new(Arc::clone(p), Detail::Full)), Box::new(Native::new(compiled, Detail::Full))]
}

#[test]
fn stand_in_the_one_layout() {
    for example in examples() {
        for (_, file) in example.sources.iter() {
            let laid_out = treue_lang::fmt::format(&file.text).unwrap();
            assert!(laid_out == file.text, "{} is not in the one layout; run `treue fmt`", file.name);
        }
    }
}

#[test]
fn pass_their_tests_on_both_engines() {
    for example in examples() {
        assert!(!example.programme.tests.is_empty(), "{} has no tests", example.folder.display());
        for mut engine in engines(&example.programme) {
            for outcome in testing::run(&example.programme, engine.as_mut()) {
                let wrong: Vec<String> = outcome
                    .failures
                    .iter()
                    .map(|f| format!("expected {}, got {}", f.expected, f.got))
                    .collect();
                assert!(
                    wrong.is_empty(),
                    "{}, test \"{}\" on the {} engine: {}",
                    example.folder.display(),
                    outcome.name,
                    engine.name(),
                    wrong.join("; ")
                );
            }
        }
    }
}

/// Properties are kept, and most of them proved.
#[test]
fn keep_their_properties() {
    let mut proved = 0;
    for example in examples() {
        for tried in properties(&example.programme, Trial { seed: 1, receipts: 300, prove: true }) {
            let place = example.folder.display();
            assert!(!matches!(tried.verdict, Verdict::Broken(_)), "{place}: {tried:?}");
            proved += usize::from(matches!(tried.verdict, Verdict::Proved));
        }
    }
    assert!(proved >= 3, "{proved}");
}

fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()
}

/// Members as the host hands them in.
fn members(example: &Example, reader: &mut Reader<'_>) -> Members {
    let mut members = Members::default();
    for line in lines(&example.folder.join("members.ndjson")) {
        let known = reader.members_line(&line).unwrap_or_else(|e| panic!("{line}: {e:?}"));
        let mut member = Member::new(&example.programme);
        member.fields = known.fields;
        members.insert(known.member, member);
    }
    members
}

#[test]
fn score_their_receipts_alike() {
    for example in examples() {
        let p = &example.programme;
        let mut reader = Reader::new(p, ReadOptions::default());
        let mut ours = members(&example, &mut reader);
        let mut theirs = ours.clone();
        let [mut reference, mut native] = engines(p);
        let mut awards = 0;
        let receipts = lines(&example.folder.join("receipts.ndjson"));
        for line in &receipts {
            let event: Event = reader.event(line).unwrap_or_else(|e| panic!("{line}: {e:?}"));
            let (mut expected, mut found) = (Vec::new(), Vec::new());
            ours.apply(p, reference.as_mut(), &event, |d| expected.push(d));
            theirs.apply(p, native.as_mut(), &event, |d| found.push(d));
            assert_eq!(expected, found, "{}: {line}", example.folder.display());
            assert_eq!(ours, theirs, "{}: {line}", example.folder.display());
            awards += expected.iter().map(|d| d.awards.len()).sum::<usize>();
        }
        assert!(receipts.is_empty() || awards > 0, "{} earns nothing", example.folder.display());
    }
}

/// Numbers, dates and comparisons of a programme that could be changed without a test of it failing: at most one in ten.
#[test]
fn tests_of_examples_notice_nine_changes_in_ten() {
    for example in examples() {
        let found = mutate(&example.sources, usize::MAX, |_, _| {});
        let name = example.folder.display();
        assert_eq!((found.left_out, found.needless.len()), (0, 0), "{name}");
        let (asked, survived) = (found.made - found.allowed.len(), found.survived.len());
        let texts: Vec<String> =
            found.survived.iter().map(|m| example.sources.text(m.span).to_owned()).collect();
        assert!(survived * 10 <= asked, "{name}: {survived} of {asked}: {texts:?}");
    }
}
