//! What a word of the language means: what the page of the language says of it. The page is tested to be right, so nothing
//! is written twice.

use std::sync::OnceLock;

const PAGE: &str = include_str!("../../docs/language.md");
/// So many sentences are shown.
const SHOWN: usize = 3;

/// A sentence or a row of a table, with the pieces of text that it shows.
struct Said {
    /// The section that it stands in.
    section: &'static str,
    text: String,
    code: Vec<String>,
}

/// What is said of a word inside an item; best first, at most three.
pub(crate) fn of_word(word: &str, item: &str) -> Vec<&'static str> {
    let mut found: Vec<(i32, usize, &str)> = Vec::new();
    for (at, said) in all().iter().enumerate() {
        let code = said.code.iter().map(|code| rank(code, word)).max().unwrap_or(0);
        let heads = said.section.split([',', ':']).any(|s| s.trim() == word);
        let here = said.section.split([',', ':', ' ']).any(|s| s.trim() == item);
        if code > 0 || heads && word == item {
            let first = i32::from(heads) * 4;
            found.push((code + first + i32::from(here) * 3, at, said.text.as_str()));
        }
    }
    found.sort_by_key(|(rank, at, _)| (-rank, *at));
    found.truncate(SHOWN);
    found.sort_by_key(|(_, at, _)| *at);
    found.into_iter().map(|(_, _, text)| text).collect()
}

/// How much a piece of text shows a word: it starts with it, or holds it.
fn rank(code: &str, word: &str) -> i32 {
    let mut words = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\'');
    match words.position(|w| w == word) {
        Some(0) => 2,
        Some(_) => 1,
        None => 0,
    }
}

fn all() -> &'static [Said] {
    static ALL: OnceLock<Vec<Said>> = OnceLock::new();
    ALL.get_or_init(|| {
        let (mut section, mut fenced, mut paragraph, mut said) = ("", false, String::new(), Vec::new());
        for line in PAGE.lines().chain([""]) {
            if line.starts_with("```") {
                fenced = !fenced;
            } else if let Some(title) = line.strip_prefix("## ") {
                section = title;
            } else if !fenced && line.starts_with('|') {
                said.extend(row(section, line));
            } else if !fenced && !line.is_empty() {
                paragraph.push_str(line);
                paragraph.push(' ');
                continue;
            }
            said.extend(sentences(&paragraph).map(|text| new(section, text)));
            paragraph.clear();
        }
        said
    })
}

/// A row of a table: its cells, one behind the other.
fn row(section: &'static str, line: &str) -> Option<Said> {
    let cells: Vec<&str> =
        line.trim_matches('|').split('|').map(str::trim).filter(|c| !c.is_empty()).collect();
    let [first, rest @ ..] = cells.as_slice() else { return None };
    (!rest.is_empty() && !first.starts_with("---"))
        .then(|| new(section, format!("{first}: {}", rest.join("; "))))
}

fn new(section: &'static str, text: String) -> Said {
    let code = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    Said { section, text, code }
}

/// The sentences of a paragraph: a full stop outside of code, and a blank.
fn sentences(paragraph: &str) -> impl Iterator<Item = String> {
    let (mut found, mut current, mut code) = (Vec::new(), String::new(), false);
    for c in paragraph.chars() {
        let ends = c == ' ' && !code && current.ends_with(['.', ':']);
        if c == '`' {
            code = !code;
        }
        if ends {
            found.push(std::mem::take(&mut current));
        } else {
            current.push(c);
        }
    }
    found.push(current);
    found.into_iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_words_mean() {
        assert!(of_word("banded", "earn").iter().any(|s| s.contains("each part at its own rate")));
        assert!(of_word("rounded", "earn").iter().any(|s| s.contains("half even")));
        assert!(of_word("stack", "stack").iter().any(|s| s.contains("A group of rules")));
        assert!(of_word("migration", "migration").iter().any(|s| s.contains("What things were called")));
        assert!(of_word("zzz", "earn").is_empty());
    }

    #[test]
    fn most_words_of_the_language_are_said() {
        let all = treue_lang::syntax::keywords();
        let said = all.iter().filter(|w| !of_word(w, "").is_empty()).count();
        assert!(said * 10 >= all.len() * 9, "{said} of {}", all.len());
    }
}
