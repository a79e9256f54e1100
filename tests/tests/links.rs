//! Links in the pages of the project lead somewhere: to files that are there, and to headings in them. In the book they
//! stay in the book, also where a page of it takes a piece of another page in.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// All pages below a folder.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let passed = name.starts_with('.') || ["target", "node_modules", "data"].contains(&name.as_str());
        if path.is_dir() && !passed {
            pages(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// A page without its blocks of code; of the book with what it takes in: `{{#include FILE:NAME}}`.
fn prose(page: &Path) -> String {
    let mut text = String::new();
    let mut block = false;
    for line in fs::read_to_string(page).unwrap().lines() {
        if let Some(taken) = line.strip_prefix("{{#include ").and_then(|l| l.strip_suffix("}}")) {
            let (file, piece) = taken.split_once(':').unwrap_or((taken, ""));
            let whole = fs::read_to_string(page.parent().unwrap().join(file)).unwrap();
            let (from, to) = (format!("<!-- ANCHOR: {piece} -->"), format!("<!-- ANCHOR_END: {piece} -->"));
            let inner = whole.split_once(&from).unwrap_or_else(|| panic!("{taken} is not there")).1;
            text.push_str(&without_blocks(inner.split_once(&to).unwrap().0));
            continue;
        }
        block ^= line.trim_start().starts_with("```");
        if !block {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn without_blocks(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// What links point to, without other sites; what stands between backticks is no link.
fn targets(prose: &str) -> Vec<String> {
    let plain: String = prose.split('\n').flat_map(|line| line.split('`').step_by(2).chain(["\n"])).collect();
    let each = plain.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    each.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
        .map(str::to_owned)
        .collect()
}

/// The names by which headings are linked: small letters, hyphens for blanks, no other marks.
fn anchors(prose: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in prose.lines() {
        let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        if let Some(heading) = heading {
            let kept = heading.to_lowercase().replace(' ', "-");
            let name: String = kept.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
            let again = (1..).map(|n| format!("{name}-{n}")).find(|other| !found.contains(other)).unwrap();
            found.insert(if found.contains(&name) { again } else { name });
        }
        found.extend(
            line.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
    }
    found
}

/// A path without `..`.
fn straight(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(part),
        }
    }
    out
}

#[test]
fn links_lead_somewhere() {
    let root = root();
    let book = root.join("docs/book/src");
    let mut all = Vec::new();
    pages(&root, &mut all);
    let (mut links, mut wrong) = (0, Vec::new());
    for page in &all {
        let text = prose(page);
        for target in targets(&text) {
            links += 1;
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let to =
                if file.is_empty() { page.clone() } else { straight(&page.parent().unwrap().join(file)) };
            let page_there = to.extension().is_some_and(|e| e == "md");
            let lost = !to.exists()
                || (page.starts_with(&book) && !to.starts_with(&book))
                || (!heading.is_empty() && page_there && !anchors(&prose(&to)).contains(heading));
            if lost {
                wrong.push(format!("{}: {target}", page.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(links >= 500, "only {links} links");
}

#[test]
fn every_page_of_the_book_stands_in_its_summary() {
    let book = root().join("docs/book/src");
    let mut all = Vec::new();
    pages(&book, &mut all);
    let summary = book.join("SUMMARY.md");
    let listed: BTreeSet<PathBuf> =
        targets(&prose(&summary)).iter().map(|t| straight(&book.join(t))).collect();
    let missing: Vec<&PathBuf> = all.iter().filter(|p| **p != summary && !listed.contains(*p)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
