//! `holidays` as written.

use super::Name;
use crate::source::{Span, Spanned};
use crate::time::Day;

/// `holidays swiss = 2026-08-01, 2026-12-25`.
#[derive(Clone, Debug)]
pub struct Holidays {
    /// Its name.
    pub name: Name,
    /// The dates.
    pub days: Vec<Spanned<Day>>,
    /// The whole item.
    pub span: Span,
}
