//! The words of the language, read off the grammar itself, for editors and for their tests: nobody keeps a second list.

use super::grammar::{Rule, read};
use std::sync::OnceLock;

/// The grammar's text.
const GRAMMAR: &str = include_str!("../../../grammar/treue.pest");

/// All words of the language, sorted: those of clauses and items, days of the week, and months.
#[must_use]
pub fn keywords() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: Vec<&str> = quoted(|rule| rule.starts_with("kw_")).collect();
        words.extend(quoted(|rule| matches!(rule, "weekday" | "month" | "field_owner")));
        words.sort_unstable();
        words.dedup();
        words
    })
}

/// Whether a word is one of the language.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    keywords().binary_search(&word).is_ok()
}

/// Whether a word of the language cannot be a name anywhere.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    read(Rule::reserved, word, 0, word.len()).is_ok()
}

/// Whether a word can be a name where the grammar asks for one.
#[must_use]
pub fn can_be_name(word: &str) -> bool {
    let found = read(Rule::name, word, 0, word.len()).ok();
    found.and_then(|nodes| nodes.first().map(|n| n.text == word)).unwrap_or(false)
}

/// The quoted words of the rules that fit. A rule starts at the start of a line, and goes on until its brace closes.
fn quoted(fits: impl Fn(&str) -> bool) -> impl Iterator<Item = &'static str> {
    let mut inside = false;
    let lines = GRAMMAR.lines().filter(move |line| {
        if let Some((rule, _)) = line.split_once('=').filter(|_| line.starts_with(char::is_alphabetic)) {
            inside = fits(rule.trim());
        }
        inside && !line.trim_start().starts_with("//")
    });
    let pieces = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    pieces.filter(|word| word.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_rule_of_the_grammar_gives_its_word() {
        let rules = Rule::all_rules().iter().map(|r| format!("{r:?}")).filter(|r| r.starts_with("kw_"));
        // `member's` is the one word that its rule is not named after.
        for rule in rules.filter(|r| r != "kw_members_own") {
            assert!(is_keyword(rule.trim_start_matches("kw_")), "{rule}");
        }
        assert!(["member's", "Monday", "May", "receipt"].iter().all(|w| is_keyword(w)));
        assert!(!is_keyword("eligible") && !is_keyword("kw_earn"));
    }

    #[test]
    fn reserved_words_are_words_of_the_language() {
        assert!(is_reserved("when") && is_reserved("May") && !is_reserved("points"));
        assert!(can_be_name("points") && !can_be_name("when") && !can_be_name("a b") && !can_be_name(""));
        assert!(can_be_name("größe_2") && !can_be_name("2a"));
    }
}
