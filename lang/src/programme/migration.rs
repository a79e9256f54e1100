//! What things were called before, and what may go: for members who were kept under an earlier text.

pub use crate::ast::Forgotten;

use super::{LevelId, Ratio, RewardId, TiersId, TrackId, UnitId};

/// All that the text says about its earlier names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration {
    /// New things with their old names.
    pub was: Vec<Was>,
    /// Old names of what may go.
    pub forgets: Vec<(Forgotten, String)>,
}

/// A thing and its name before.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each variant is the thing of the same name; `was` is its name before")]
pub enum Was {
    Unit {
        unit: UnitId,
        was: String,
        becomes: Option<Becomes>,
    },
    Track {
        track: TrackId,
        was: String,
    },
    Tiers {
        tiers: TiersId,
        was: String,
    },
    Level {
        tiers: TiersId,
        level: LevelId,
        was: String,
    },
    Reward {
        reward: RewardId,
        was: String,
    },
    /// A member field, by its position among them.
    Field {
        position: usize,
        was: String,
    },
}

/// What old points become. They are converted together: rounded down once over all points of a member, and each lot
/// gets its step of the running total, in the order of expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Becomes {
    /// So many smallest parts of the new unit; above 0.
    pub points: Ratio,
    /// For each of so many whole old ones; what is left over comes to nothing. `None` for each, fractions and all.
    pub per_full: Option<i64>,
}
