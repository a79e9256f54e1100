//! What came about by itself within memory: rewards that were issued, and what levels gave and took. A return undoes what
//! is no longer due.

use super::{Held, Lot, Member};
use crate::decision::RewardTaken;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{LevelEffect, LevelId, Programme, TiersId, UnitId};
use treue_lang::time::Day;

/// Something that came about by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Came {
    /// The day.
    pub day: Day,
    /// What.
    pub what: CameWhat,
}

/// Something that came about by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CameWhat {
    /// A reward was issued for points.
    Issued {
        /// Id of the event whose points reached its cost; none where time did.
        event: Option<String>,
        /// What was given.
        taken: RewardTaken,
        /// The lots that paid for it.
        lots: Vec<Lot>,
    },
    /// A level was reached or left.
    Level {
        /// The structure.
        tiers: TiersId,
        /// The level.
        level: LevelId,
        /// It was reached; otherwise left for a lower one.
        reached: bool,
        /// What was given, with its dates.
        given: Vec<Lot>,
        /// What expired with it.
        expired: Vec<Lot>,
    },
}

impl Came {
    /// Whether it is a reward for points of a unit that an event brought about.
    #[must_use]
    pub fn is_issued_by(&self, id: &str, unit: UnitId) -> bool {
        match &self.what {
            CameWhat::Issued { event, taken, .. } => event.as_deref() == Some(id) && taken.unit == unit,
            CameWhat::Level { .. } => false,
        }
    }

    /// Whether the member's history still has the change of level that it came with; true of rewards.
    #[must_use]
    pub fn stands(&self, member: &Member) -> bool {
        matches!(self.what, CameWhat::Issued { .. }) || self.change(member).is_some()
    }

    /// The change of level that it came with, as the member's history has it; none of rewards.
    #[must_use]
    pub fn change(&self, member: &Member) -> Option<Held> {
        let CameWhat::Level { tiers, level, reached, .. } = &self.what else { return None };
        let is_it = |h: &&Held| {
            let (before, after) = (h.before.level(), h.after.level());
            let same =
                if *reached { before < after && after == *level } else { after < before && before == *level };
            same && h.tiers == *tiers && h.day == self.day
        };
        member.held.iter().rfind(is_it).copied()
    }

    /// Whether all points of a unit went with it.
    #[must_use]
    pub fn took_all(&self, programme: &Programme, unit: UnitId) -> bool {
        let CameWhat::Level { tiers, level, reached, .. } = &self.what else { return false };
        let level = programme.tiers.get(*tiers).and_then(|tiers| tiers.level(*level));
        let effects = level.map_or(&[][..], |l| if *reached { &l.reaching } else { &l.leaving });
        effects.contains(&LevelEffect::Expire(unit))
    }
}

impl Member {
    /// Points of lots that expired were taken for goods that came back: they are not there again when a level falls back that
    /// they expired with.
    pub(crate) fn forget_expired(&mut self, taken: &Lot) {
        let mut open = taken.points;
        let levels = self.came.iter_mut().filter_map(|came| match &mut came.what {
            CameWhat::Level { expired, .. } => Some(expired),
            CameWhat::Issued { .. } => None,
        });
        for expired in levels {
            for lot in expired.iter_mut().filter(|l| l.order() == taken.order()) {
                let part = lot.points.min(open);
                lot.points = lot.points.saturating_sub(part);
                open = open.saturating_sub(part);
            }
            expired.retain(|l| l.points > 0);
        }
    }

    /// Points that a receipt gives more go with those that a change of level has taken since.
    pub(crate) fn add_expired(&mut self, at: usize, lot: Lot) {
        let Some(CameWhat::Level { expired, .. }) = self.came.get_mut(at).map(|came| &mut came.what) else {
            return;
        };
        match expired.iter_mut().find(|l| l.order() == lot.order()) {
            Some(same) => same.points = same.points.saturating_add(lot.points),
            None => expired.push(lot),
        }
    }

    /// Takes over what came about by itself for an account; what no history knows any more is left out.
    pub(crate) fn take_in_came(&mut self, account: &Member) {
        self.came.extend(account.came.iter().cloned());
        self.came.sort_by_key(|came| came.day);
        let all = std::mem::take(&mut self.came);
        self.came = all.into_iter().filter(|came| came.stands(self)).collect();
    }
}
