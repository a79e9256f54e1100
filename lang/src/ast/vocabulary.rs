//! `vocabulary` as written.

use super::{Text, TextSubject};
use crate::source::{Span, Spanned};

/// `vocabulary category from "catalogue.csv"`.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// What the names are of.
    pub subject: Spanned<TextSubject>,
    /// The data file, beside the programme's.
    pub file: Text,
    /// The whole item.
    pub span: Span,
}
