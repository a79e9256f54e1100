//! Names from outside: categories, stores, letters.

pub(crate) mod blanks_in_text;
pub(crate) mod category_covered;
pub(crate) mod hidden_characters;
pub(crate) mod look_alike_letters;
pub(crate) mod not_in_vocabulary;
pub(crate) mod spelled_two_ways;

use crate::desk::{Desk, Piece};
use treue_lang::ast::TextSubject;
use treue_lang::source::Span;
use treue_lang::syntax::token::Kind;

/// A text that a word of the language asks of, or gives to, a receipt or a line.
pub(crate) struct Asked {
    pub(crate) subject: TextSubject,
    /// Without quotes and escapes.
    pub(crate) text: String,
    /// With quotes.
    pub(crate) span: Span,
    /// The number of its list, so that texts of one list are known.
    pub(crate) list: usize,
}

/// All of them, those of tests too: behind `category`, `brand` and so on, `is`, `is not`, `in`, `not in` and a
/// parenthesis may stand before the texts.
pub(crate) fn asked(desk: &Desk<'_>) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut subject: Option<TextSubject> = None;
    let mut list = 0;
    for piece in desk.words() {
        match (piece.kind, subject) {
            (Kind::Word, _) => {
                let joins = ["is", "not", "in", "or"].contains(&piece.text);
                if !joins || subject.is_none() {
                    subject = subject_of(piece.text);
                    list += 1;
                }
            }
            (Kind::Mark('(' | ','), Some(_)) => {}
            (Kind::Text, Some(subject)) => {
                found.push(Asked { subject, text: inside(piece), span: piece.span, list });
            }
            (Kind::Text | Kind::Number | Kind::OpenText | Kind::Comment | Kind::Mark(_), _) => subject = None,
        }
    }
    found
}

fn subject_of(word: &str) -> Option<TextSubject> {
    Some(match word {
        "category" => TextSubject::Category,
        "brand" => TextSubject::Brand,
        "sku" => TextSubject::Sku,
        "label" => TextSubject::Label,
        "channel" => TextSubject::Channel,
        "store" | "stores" => TextSubject::Store,
        "coupon" => TextSubject::Coupon,
        _ => return None,
    })
}

/// A quoted text without its quotes and escapes.
fn inside(piece: &Piece<'_>) -> String {
    let mut out = String::new();
    let inner = piece.text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(piece.text);
    let mut letters = inner.chars();
    while let Some(c) = letters.next() {
        if c == '\\' { out.extend(letters.next()) } else { out.push(c) }
    }
    out
}

/// The place of a quoted text without its quotes.
pub(crate) fn unquoted(span: Span) -> Span {
    Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1), ..span }
}
