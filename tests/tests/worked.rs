//! Programmes of `tests/worked`: terms that shops have published, with the numbers that they or their customers worked
//! out. Each checks, and passes its own tests on both engines.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;

fn programmes() -> Vec<(String, Arc<Programme>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("worked");
    let mut files: Vec<_> = fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let sources = Sources::single(&name, fs::read_to_string(path).unwrap());
        let checked = check(&sources);
        let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
        assert!(messages.is_empty(), "{}", messages.join("\n"));
        (name, Arc::new(checked.programme.unwrap()))
    };
    files.iter().map(read).collect()
}

#[test]
fn numbers_that_others_worked_out_come_out() {
    let mut tests = 0;
    let mut failures = Vec::new();
    for (name, programme) in programmes() {
        let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
        let engines: [Box<dyn Evaluator>; 2] = [
            Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
            Box::new(Native::new(compiled, Detail::Full)),
        ];
        for mut engine in engines {
            for outcome in testing::run(&programme, engine.as_mut()) {
                tests += 1;
                for f in outcome.failures {
                    failures.push(format!(
                        "{name}, {}, {}: expected {}, got {}",
                        outcome.name,
                        engine.name(),
                        f.expected,
                        f.got
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(tests >= 40, "only {tests} tests");
}
