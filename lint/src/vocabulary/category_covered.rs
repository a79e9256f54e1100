//! A category in a list that another one of the list covers.

use super::{Asked, asked};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashMap;
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
    let mut asked = asked(desk);
    asked.retain(|a| a.subject == TextSubject::Category);
    for list in asked.chunk_by(|a, b| a.list == b.list).filter(|l| l.len() > 1) {
        let mut first: HashMap<&str, &Asked> = HashMap::new();
        for text in list {
            first.entry(&text.text).or_insert(text);
        }
        for text in list {
            let same = first.get(text.text.as_str()).filter(|o| o.span != text.span);
            let above = uppers(&text.text).find_map(|upper| first.get(upper));
            if let Some(other) = same.or(above) {
                let message = format!("\"{}\" is found by \"{}\" anyway", text.text, other.text);
                found
                    .at(text.span, message, "says nothing new")
                    .also(other.span, "finds it too")
                    .help("leave it out");
            }
        }
    }
}

/// The categories above one, nearest first.
fn uppers(text: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(text.rsplit_once('/').map(|(upper, _)| upper), |t| {
        t.rsplit_once('/').map(|(u, _)| u)
    })
}
