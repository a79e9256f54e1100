//! What the README shows of the command is what the command prints.

use super::Folder;
use std::fs;
use std::path::Path;

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    let shown = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let example = root.join("examples/corner-shop");
    let receipts = example.join("receipts.ndjson");
    let ran = Folder::new().run(&["score", example.to_str().unwrap(), receipts.to_str().unwrap()]).ends(0);
    // What follows are times, which differ from run to run.
    let printed = ran.out.split("  read in").next().unwrap();
    assert_eq!(printed.trim_matches('\n'), shown.trim_matches('\n'));
}
