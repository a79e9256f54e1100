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

/// Blocks of a page of one kind.
fn blocks<'t>(page: &'t str, kind: &str) -> Vec<&'t str> {
    let opens = format!("```{kind}\n");
    page.split(&opens).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// The first page shows what `treue new` writes, and what it says of the two slips that the page asks for.
#[test]
fn the_first_page_is_about_the_programme_of_new() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/src/first.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = Folder::new();
    folder.run(&["new", "my-shop"]).ends(0);
    let file = "my-shop/programme.treue";
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let programme = words(&folder.read(file));
    let pieces = blocks(&page, "treue page");
    let (property, pieces) = pieces.split_last().unwrap();
    assert!(pieces.len() >= 6);
    for piece in pieces.iter().flat_map(|block| block.split("\n\n")) {
        assert!(programme.contains(&words(piece)), "`treue new` does not write\n{piece}");
    }
    let says = |ran: crate::Ran, kind: &str| {
        for line in blocks(&page, kind).concat().lines() {
            assert!(ran.out.contains(line), "{line} is not in\n{}", ran.out);
        }
    };
    folder.replace(file, "  2 points per full", "  3 points per full");
    says(folder.run(&["test", "my-shop"]).ends(1), "text changed");
    folder.replace(file, "  3 points per full", "  2 points per full");
    folder.replace(file, "at most 40", "at mots 40");
    says(folder.run(&["check", "my-shop"]).ends(1), "text misspelt");
    folder.replace(file, "at mots 40", "at most 40");
    folder.write("my-shop/property.treue", property);
    folder.run(&["test", "my-shop"]).ends(0).says("(proved)").says("4 passed");
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
