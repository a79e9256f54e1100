//! Letters of another script among Latin ones.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::syntax::lookalike::stranger;
use treue_lang::syntax::token::Kind;

pub(crate) const LINT: Lint = Lint {
    name: "look-alike-letters",
    category: Category::Vocabulary,
    level: Level::Warning,
    finds: "a name or a word in quotes that mixes Latin letters with letters of another script",
    why: "A Cyrillic letter among Latin ones looks the same and is not: the name matches nothing, or is another one than \
          the reader thinks.",
    samples: Samples::new(
        &[
            "earn a { when store \"zh-s\u{435}ven\"  5 points }",
            "earn b\u{430}se { 5 points  at most once per day }",
        ],
        &[
            "earn a { when store \"zürich\"  5 points }",
            "earn a { when store \"магазин\"  5 points }",
            "earn a { when store \"магазин one\"  5 points }",
        ],
        "earn a { when store \"zh-seven\"  5 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for piece in desk.words().filter(|p| matches!(p.kind, Kind::Word | Kind::Text)) {
        let mixed = piece.text.split(|c: char| !c.is_alphanumeric()).find_map(stranger);
        if let Some((letter, script)) = mixed {
            let message = format!("`{letter}` among Latin letters is a {script} letter");
            found.at(piece.span, message, "not what it looks like").help("type the word again");
        }
    }
}
