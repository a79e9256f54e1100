//! A category in a list that another one of the list covers.

use super::asked;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::TextSubject;

pub(crate) const LINT: Lint = Lint {
    name: "category-covered",
    category: Category::Vocabulary,
    level: Level::Warning,
    finds: "a category in a list beside one that is above it in the tree, or the same text twice",
    why: "\"food\" finds everything below it, \"food/produce\" too. Whoever wrote both likely thought that it does not, and \
          wanted something else.",
    samples: Samples::new(
        &[
            "lines food = all lines where category in (\"food\", \"food/produce\")\nearn a { 1 point per full 1.00 CHF of food }",
            "lines food = all lines where category in (\"food\", \"wine\", \"food\")\nearn a { 1 point per full 1.00 CHF of food }",
        ],
        &[
            "lines food = all lines where category in (\"food\", \"foodstuff\")\nearn a { 1 point per full 1.00 CHF of food }",
            "lines food = all lines where category \"food\" and not category \"food/produce\"\nearn a { 1 point per full 1.00 CHF of food }",
        ],
        "lines food = all lines where category \"food\"\nearn a { 1 point per full 1.00 CHF of food }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let asked = asked(desk);
    for (at, text) in asked.iter().enumerate().filter(|(_, a)| a.subject == TextSubject::Category) {
        let same_list = |i: usize| asked.get(i).filter(|o| o.list == text.list);
        // Lists are short and stand together.
        let before = (0..at).rev().map_while(same_list);
        let behind = (at + 1..asked.len()).map_while(same_list);
        let above =
            |o: &&super::Asked| text.text.strip_prefix(o.text.as_str()).is_some_and(|r| r.starts_with('/'));
        let same = (0..at).rev().map_while(same_list).find(|o| o.text == text.text);
        if let Some(other) = before.chain(behind).find(above).or(same) {
            let message = format!("\"{}\" is found by \"{}\" anyway", text.text, other.text);
            found
                .at(text.span, message, "says nothing new")
                .also(other.span, "finds it too")
                .help("leave it out");
        }
    }
}
