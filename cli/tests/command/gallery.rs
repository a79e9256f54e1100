//! The page of bad programmes: twenty of them, with what the command says of each.
//!
//! `TREUE_WRITE=1 cargo test -p treue --test command gallery` writes it anew.

use crate::Folder;
use std::fs;
use std::path::Path;

/// What every programme of the gallery starts with; the page leaves it out.
const LINES_OF_HEADER: usize = 6;

#[test]
fn the_gallery_shows_what_the_command_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        fs::read_dir(root.join("tests/gallery")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 20);
    let folder = Folder::new();
    let mut page = String::from(
        "# Twenty bad programmes\n\nWhat `treue check` says of each. They lie in `cli/tests/gallery`; this page is written from the run. Each starts with the\nsame `programme` item, which is left out here.\n",
    );
    for path in &paths {
        let text = fs::read_to_string(path).unwrap();
        folder.write("shop.treue", &text);
        let ran = folder.run(&["check", "shop.treue"]).ends(1);
        let said = ran.out.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert!(said.contains("help:"), "{}: no remedy\n{said}", path.display());
        let name = path.file_stem().unwrap().to_string_lossy();
        let title = name.split_once('-').unwrap().1.replace('-', " ");
        let body: Vec<&str> = text.lines().skip(LINES_OF_HEADER).collect();
        let body = body.join("\n");
        page.push_str(&format!("\n## {title}\n\n```text\n{}\n```\n\n```text\n{said}\n```\n", body.trim()));
    }
    let file = root.join("../docs/gallery.md");
    if std::env::var_os("TREUE_WRITE").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let stands = fs::read_to_string(&file).unwrap_or_default();
    assert!(stands == page, "docs/gallery.md is not what the command says; write it anew with TREUE_WRITE=1");
}
