//! `returns` as written.

use crate::programme::{Shortfall, Source};
use crate::source::{Span, Spanned};

/// `returns { ... }`.
#[derive(Clone, Debug)]
pub struct Returns {
    /// What stands between the braces.
    pub pieces: Vec<ReturnsPiece>,
    /// The whole item.
    pub span: Span,
}

/// One piece.
#[derive(Clone, Debug)]
pub enum ReturnsPiece {
    /// `take pending, points`.
    Take(Vec<Spanned<Source>>, Span),
    /// `then owe`, `then forgive`, `then cut the refund`.
    Then(Shortfall, Span),
    /// `tiers are kept`.
    TiersKept(Span),
    /// `spent points come back for at least 60 days`.
    SpentBackFor(Spanned<u16>, Span),
    /// `spent points come back as cash`.
    SpentAsCash(Span),
}
