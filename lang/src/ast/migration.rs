//! `migration` as written.

use super::{FieldOwner, Name, Number, Text};
use crate::source::{Span, Spanned};

/// `migration { ... }`.
#[derive(Clone, Debug)]
pub struct Migration {
    /// What stands between the braces.
    pub pieces: Vec<MigrationPiece>,
    /// The whole item.
    pub span: Span,
}

/// One piece.
#[derive(Clone, Debug)]
pub enum MigrationPiece {
    /// `unit points was "tokens", becomes 2.5 points each`.
    Was {
        /// What is called otherwise now.
        thing: Renamed,
        /// Its name before.
        was: Text,
        /// What its points become.
        becomes: Option<Becomes>,
        /// The whole piece.
        span: Span,
    },
    /// `forgets unit "stamps"`.
    Forgets {
        /// What kind of thing it was.
        kind: Forgotten,
        /// Its name before.
        was: Text,
        /// The whole piece.
        span: Span,
    },
}

/// What is called otherwise now.
#[derive(Clone, Debug)]
pub enum Renamed {
    /// `unit points`.
    Unit(Name),
    /// `track year_spend`.
    Track(Name),
    /// `tiers main`.
    Tiers(Name),
    /// `level gold`, `level gold of main`.
    Level(Name, Option<Name>),
    /// `reward voucher`.
    Reward(Name),
    /// `member.segment`.
    Field(Spanned<FieldOwner>, Name),
}

/// `becomes 2.5 points each`, `becomes 400 points per full 10`.
#[derive(Clone, Debug)]
pub struct Becomes {
    /// How many.
    pub number: Number,
    /// Of which unit.
    pub unit: Name,
    /// For how many of the old ones; one if not said.
    pub per_full: Option<Number>,
}

/// Kinds of things that may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Forgotten {
    /// Points of a unit, and what was owed of it.
    Unit,
    /// What stood in a track.
    Track,
    /// Levels of a structure.
    Tiers,
    /// What stood in a member field.
    Field,
}
