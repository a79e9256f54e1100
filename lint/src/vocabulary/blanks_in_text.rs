//! Blanks at the ends of a text.

use super::unquoted;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::diag::{Fix, Safety};
use treue_lang::syntax::token::Kind;

pub(crate) const LINT: Lint = Lint {
    name: "blanks-in-text",
    category: Category::Vocabulary,
    level: Level::Warning,
    finds: "a text in quotes with blanks at its ends or doubled inside, or without anything",
    why: "Blanks count when texts are compared, and nobody sees them. Mostly they came along with a copied text.",
    samples: Samples::new(
        &["lines food = all lines where category \"food \"\nearn a { 1 point per full 1.00 CHF of food }"],
        &[
            "lines food = all lines where category \"soft drinks\"\nearn a { 1 point per full 1.00 CHF of food }",
        ],
        "lines food = all lines where category \"food\"\nearn a { 1 point per full 1.00 CHF of food }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for piece in desk.words().filter(|p| p.kind == Kind::Text) {
        let inner = desk.sources.text(unquoted(piece.span));
        let tidy = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        if tidy != inner {
            let finding = found.at(piece.span, "this text has blanks that nobody sees", "blanks count");
            finding.help("take them away");
            if !tidy.is_empty() {
                let fix = Fix::new(Safety::Unsafe, "take the blanks away", unquoted(piece.span), tidy);
                finding.fix(fix);
            }
        }
    }
}
