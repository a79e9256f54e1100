//! One name in two spellings.

use super::{asked, unquoted};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashMap;
use treue_lang::diag::Fix;

pub(crate) const LINT: Lint = Lint {
    name: "spelled-two-ways",
    category: Category::Vocabulary,
    level: Level::Warning,
    finds: "two texts of one kind that differ in capitals, blanks, hyphens or underscores only",
    why: "Texts are compared letter by letter: \"Food\" is not \"food\". One of the two spellings matches nothing.",
    samples: Samples::new(
        &[
            "lines food = all lines where category \"gift-card\"\nlines other = all lines except category \"Gift card\"\nearn a { 1 point per full 1.00 CHF of food }\nearn b { 1 point per full 1.00 CHF of other }",
        ],
        &[
            "lines food = all lines where category \"gift-card\"\nlines other = all lines except category \"gift-card\"\nearn a { 1 point per full 1.00 CHF of food }\nearn b { 1 point per full 1.00 CHF of other }",
        ],
        "lines food = all lines where category \"gift-card\"\nlines other = all lines except category \"gift-card\"\nearn a { 1 point per full 1.00 CHF of food }\nearn b { 1 point per full 1.00 CHF of other }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let asked = asked(desk);
    let mut first: HashMap<(&str, String), usize> = HashMap::new();
    for (at, text) in asked.iter().enumerate() {
        let plain = text.text.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '_');
        let key = (text.subject.word(), plain.flat_map(char::to_lowercase).collect::<String>());
        let Some(other) = first.get(&key).and_then(|i| asked.get(*i)) else {
            first.insert(key, at);
            continue;
        };
        if other.text != text.text {
            let message = format!("\"{}\" is spelled \"{}\" elsewhere", text.text, other.text);
            found
                .at(text.span, message, "another spelling")
                .also(other.span, "spelled like this")
                .help("texts are compared letter by letter: write the spelling that the till sends")
                .fix(Fix::guess(unquoted(text.span), &other.text));
        }
    }
}
