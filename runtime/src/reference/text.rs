//! Tests of texts.

use treue_lang::programme::TextTest;

/// How two texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The same text.
    Same,
    /// The same category, or one below it in the tree.
    Tree,
}

/// Whether any of the texts is one of those asked for. Where there is no text, the one given for that counts.
pub(super) fn any_is<'a>(texts: impl IntoIterator<Item = &'a str>, test: &'a TextTest, how: Match) -> bool {
    let mut texts = texts.into_iter().peekable();
    if texts.peek().is_none() {
        return test.missing.as_deref().is_some_and(|text| is_one_of(text, test, how));
    }
    texts.any(|text| is_one_of(text, test, how))
}

fn is_one_of(text: &str, test: &TextTest, how: Match) -> bool {
    test.values.iter().any(|value| match how {
        Match::Same => text == value,
        Match::Tree => in_category(text, value),
    })
}

/// Whether a path is a category or lies below it: equal, or it goes on with a `/`.
fn in_category(path: &str, category: &str) -> bool {
    path.strip_prefix(category).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
