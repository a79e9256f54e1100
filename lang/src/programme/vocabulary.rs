//! Names that are known outside of the programme: categories of the catalogue, stores, coupons.

use crate::ast::TextSubject;
use crate::source::Span;
use std::collections::BTreeSet;

/// All names of one kind that are known. It decides nothing: lints compare the texts of the programme with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// What they are names of.
    pub subject: TextSubject,
    /// The file that they stand in, as written.
    pub file: String,
    /// The names.
    pub names: BTreeSet<String>,
    /// Where it was declared.
    pub span: Span,
}
