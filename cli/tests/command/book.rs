//! Every command in the book runs as it stands, page by page, and says what its page says.

use crate::Folder;
use std::fs;
use std::path::Path;

/// What a page shows: commands, and what they say.
enum Shown {
    Command(String),
    Says(String),
}

fn shown(page: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut kind = "";
    for line in page.lines() {
        match (line.strip_prefix("```"), kind) {
            (Some(opens), "") => kind = if opens.is_empty() { "other" } else { opens },
            (Some(_), _) => kind = "",
            (None, "sh") => found.push(Shown::Command(line.to_owned())),
            // What does not follow a command is the answer to something else.
            (None, "text") if !found.is_empty() => found.push(Shown::Says(line.to_owned())),
            (None, _) => {}
        }
    }
    found
}

#[test]
fn the_commands_of_the_book_run_as_they_stand() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/src");
    let mut commands = 0;
    for page in ["first.md", "ci.md", "hosts.md"] {
        let folder = Folder::new();
        let mut said = String::new();
        for shown in shown(&fs::read_to_string(source.join(page)).unwrap()) {
            match shown {
                Shown::Command(line) => {
                    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
                    assert!(line.starts_with("treue "), "{page}: {line}");
                    let ran = folder.run(&words);
                    assert_eq!(ran.code, Some(0), "{page}: {line}\n{}{}", ran.out, ran.err);
                    said = ran.out + &ran.err;
                    commands += 1;
                }
                Shown::Says(line) => assert!(said.contains(&line), "{page}: {line} is not in\n{said}"),
            }
        }
    }
    assert!(commands >= 12, "only {commands} commands");
}

/// Commands stand on no other page: what is not run is not shown.
#[test]
fn no_other_page_shows_commands() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if fs::read_to_string(&path).unwrap().contains("```sh") {
                found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/src"), &mut found);
    found.sort();
    assert_eq!(found, ["ci.md", "first.md", "hosts.md"]);
}
