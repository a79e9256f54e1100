//! The workflows in `examples/ci` run here as they stand, over programmes that pass and over ones that must not.
#![cfg(unix)]

use crate::Folder;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What installs the command is not run: it is here already.
const INSTALLS: &str = "cargo install";

fn workflow(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ci").join(name)).unwrap()
}

/// The commands behind a mark such as `run: `, in their order: on its line, or set in below `|`.
fn commands(text: &str, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if let Some(depth) = block {
            if indent > depth || line.is_empty() {
                let last = found.last_mut().unwrap();
                last.push_str(line.trim_start());
                last.push('\n');
                continue;
            }
            block = None;
        }
        match line.trim_start().strip_prefix(mark) {
            Some("|") => {
                found.push(String::new());
                block = Some(indent);
            }
            Some(command) => found.push(command.to_owned()),
            None => {}
        }
    }
    found.retain(|command| !command.starts_with(INSTALLS));
    found
}

/// Two programmes, one of them with published terms in two languages.
fn repository() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("programmes")).unwrap();
    for name in ["bakery", "shop"] {
        folder.run(&["new", &format!("programmes/{name}")]).ends(0);
    }
    for language in ["de", "fr"] {
        let file = format!("programmes/shop/terms.{language}.md");
        folder.run(&["terms", "programmes/shop", "--language", language, "--out", &file]).ends(0);
    }
    folder
}

/// Runs a script as a CI server does; whether it passed.
fn passes(folder: &Folder, script: &str) -> bool {
    let command = Path::new(env!("CARGO_BIN_EXE_treue")).parent().unwrap();
    let path = format!("{}:{}", command.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .env("PATH", path)
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let code = output.status.code();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(code == Some(0) || code == Some(1), "{script}\nended with {code:?}\n{said}");
    code == Some(0)
}

/// Breaks one thing in a programme, and says which commands of the workflow for GitHub must notice.
const BROKEN: [(&str, &str, &str); 4] = [
    ("earn base \"Points", "earn  base \"Points", "treue fmt"),
    // 30 points a franc are 30% of what is paid.
    ("{ 1 point per full 1.00 CHF", "{ 30 points per full 1.00 CHF", "treue.sarif"),
    ("then 18 points from base", "then 19 points from base", "treue-tests.xml"),
    ("costs 500 points", "costs 600 points", "treue terms"),
];

#[test]
fn every_step_for_github_runs_and_stops_what_it_should() {
    let steps = commands(&workflow("github.yml"), "run: ");
    assert!(steps.len() >= 7, "{steps:?}");
    let folder = repository();
    for step in &steps {
        assert!(passes(&folder, step), "{step}");
    }
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("treue.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(folder.read("treue-tests.xml").contains("tests=\"6\" failures=\"0\""));
    for (from, to, noticed) in BROKEN {
        let folder = repository();
        folder.replace("programmes/shop/programme.treue", from, to);
        let stopped: Vec<&String> = steps.iter().filter(|step| !passes(&folder, step)).collect();
        assert!(stopped.iter().any(|step| step.contains(noticed)), "{to}: {stopped:?}");
    }
    // What is wrong is in the files that are kept.
    let folder = repository();
    folder.replace("programmes/shop/programme.treue", "then 18 points from base", "then 19 points from base");
    steps.iter().for_each(|step| {
        passes(&folder, step);
    });
    assert!(folder.read("treue-tests.xml").contains("expected 19 points from base"));
}

#[test]
fn the_job_for_gitlab_runs_to_its_end_and_then_fails() {
    let job = commands(&workflow("gitlab.yml"), "- ").join("\n");
    let folder = repository();
    assert!(passes(&folder, &job), "{job}");
    folder.replace("programmes/shop/programme.treue", "then 18 points from base", "then 19 points from base");
    fs::remove_file(folder.path("treue-tests.xml")).unwrap();
    assert!(!passes(&folder, &job));
    assert!(folder.read("treue-tests.xml").contains("failures=\"1\""));
    assert!(folder.read("treue-lint.xml").contains("<testsuites"));
    assert!(folder.read("treue.sarif").contains("\"2.1.0\""));
}

#[test]
fn the_configuration_to_start_from_is_in_force() {
    let folder = repository();
    folder.run(&["lint", "programmes/shop"]).ends(0);
    folder.write("treue.toml", workflow("treue.toml"));
    folder.run(&["lint", "programmes/shop"]).ends(1).says("no-reminder");
}
