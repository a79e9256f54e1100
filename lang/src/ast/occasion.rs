//! Days of a member's own, how a level is held, and partners, as conditions ask about them.

use super::{Comparison, Name, Number};
use crate::source::{Span, Spanned};
use crate::time::Length;

/// Something asked of the member on a day, or of the place.
#[derive(Clone, Debug)]
pub enum Occasion {
    /// `on the member's birthday`, `within 7 days of the member's birthday`; no number for `on`.
    Birthday(Option<Number>),
    /// `in the member's birth month`.
    BirthMonth,
    /// `on the anniversary of joining`, `within 7 days of the anniversary of member.wedding`.
    Anniversary(Beginning, Option<Number>),
    /// `within 90 days of joining`, `within 90 days of reaching gold`, `within 30 days after member.moved`.
    Within {
        /// How long.
        length: Spanned<Length>,
        /// From when.
        from: Beginning,
        /// True for `of`: so long before it, too.
        before: bool,
    },
    /// `the member's age is at least 18`.
    Age(Spanned<Comparison>, Number),
    /// `the member's age is between 12 and 17`, both included.
    AgeBetween(Number, Number),
    /// `gold is earned`, `gold is granted`.
    Held(Name, Spanned<HeldAs>),
    /// `at partner alpina`.
    AtPartner(Name),
}

/// A day of the member's own from which on time is counted.
#[derive(Clone, Debug)]
pub enum Beginning {
    /// `joining`.
    Joining,
    /// `reaching gold`.
    Reaching(Name),
    /// `member.moved`.
    Date(Name),
}

/// How a level is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeldAs {
    /// By its entry or keep.
    Earned,
    /// By a grant of the host.
    Granted,
}

/// `days since the last purchase or 1000`.
#[derive(Clone, Debug)]
pub struct Since {
    /// What counts where there was none.
    pub or: Option<Number>,
    /// The whole phrase.
    pub span: Span,
}
