//! Characters that cannot be seen.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::diag::{Fix, Safety};
use treue_lang::source::Span;
use treue_lang::syntax::lookalike::is_hidden;

pub(crate) const LINT: Lint = Lint {
    name: "hidden-characters",
    category: Category::Vocabulary,
    level: Level::Error,
    finds: "a character that cannot be seen, or that turns the direction of the text, in a quoted text or a comment",
    why: "With marks of direction a text can be made to look like another: what a reviewer reads is not what runs. And a \
          store with an invisible character in its name matches no receipt.",
    samples: Samples::new(
        &[
            "earn a { when store \"zh\u{202e}-01\"  5 points }",
            "earn a { when store \"zh-01\0\"  5 points }",
            "# fine \u{2066}# hidden\nearn a { when store \"zh-01\"  5 points }",
        ],
        &["earn a { when store \"zürich-01\"  5 points }"],
        "earn a { when store \"zh-01\"  5 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for piece in &desk.pieces {
        for (at, c) in piece.text.char_indices().filter(|(_, c)| is_hidden(*c)) {
            let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let start = piece.span.start.saturating_add(offset(at));
            let span = Span { start, end: start.saturating_add(offset(c.len_utf8())), ..piece.span };
            let message = format!("a character that cannot be seen stands here (U+{:04X})", u32::from(c));
            found.at(span, message, "hidden").help("take it away").fix(Fix::new(
                Safety::Unsafe,
                "take the hidden character away",
                span,
                "",
            ));
        }
    }
}
