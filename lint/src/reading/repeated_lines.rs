//! The same lines described again and again.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashMap;
use treue_lang::source::Span;
use treue_lang::syntax::token::Kind;

pub(crate) const LINT: Lint = Lint {
    name: "repeated-lines",
    category: Category::Reading,
    level: Level::Warning,
    finds: "the same list of categories, brands, articles or stores written three times or more",
    why: "The next store or category will be added in two of three places. Give the lines a name with `lines`, or let \
          one rule hold the list.",
    samples: Samples::new(
        &[
            "earn a { 1 point per full 1.00 CHF of all lines except category in (\"tobacco\", \"lottery\", \"gift-card\") }\nearn b { when channel is \"web\"  1 point per full 2.00 CHF of all lines except category in (\"tobacco\", \"lottery\", \"gift-card\") }\nearn c { when channel is \"app\"  1 point per full 3.00 CHF of all lines except category in (\"tobacco\", \"lottery\", \"gift-card\") }",
        ],
        &[
            "lines eligible = all lines except category in (\"tobacco\", \"lottery\", \"gift-card\")\nearn a { 1 point per full 1.00 CHF of eligible }\nearn b { 1 point per full 2.00 CHF of eligible }",
        ],
        "lines eligible = all lines except category in (\"tobacco\", \"lottery\", \"gift-card\")\nearn a { 1 point per full 1.00 CHF of eligible }\nearn b { when channel is \"web\"  1 point per full 2.00 CHF of eligible }",
    ),
    check,
};

/// Shorter lists are quickly read.
const TEXTS: usize = 3;
/// Twice may be chance.
const PLACES: usize = 3;

fn check(desk: &Desk<'_>, found: &mut Found) {
    let mut places: HashMap<Vec<&str>, Vec<Span>> = HashMap::new();
    let mut list: Vec<&str> = Vec::new();
    let mut start: Option<Span> = None;
    for piece in desk.words() {
        match piece.kind {
            Kind::Text => {
                list.push(piece.text);
                let from = start.get_or_insert(piece.span);
                from.end = piece.span.end;
            }
            Kind::Mark(',') => {}
            Kind::Word | Kind::Number | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {
                if let Some(span) = start.take().filter(|s| list.len() >= TEXTS && !desk.in_test(*s)) {
                    let mut texts = std::mem::take(&mut list);
                    texts.sort_unstable();
                    places.entry(texts).or_default().push(span);
                }
                list.clear();
            }
        }
    }
    for spans in places.into_values().filter(|s| s.len() >= PLACES) {
        let [first, second, ..] = spans.as_slice() else { continue };
        let message = format!("this list stands here and in {} other places", spans.len() - 1);
        found
            .at(*first, message, "the first time")
            .also(*second, "again")
            .help("give the lines a name: `lines ... = all lines where ...`");
    }
}
