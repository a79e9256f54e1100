//! What levels that follow at once follow: on which days they may change by themselves.

use super::walk::of_member;
use treue_lang::programme::{Compare, Condition, FieldId, Id, Number, Programme, Texts, TrackId, Validity};

/// What is asked by structures that follow at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Follows {
    /// Whether there is any such structure.
    pub(crate) any: bool,
    /// Whether any day may change the answer: days, or levels of others, are asked for.
    pub(crate) every_day: bool,
    /// Whether balances are asked for.
    pub(crate) balances: bool,
    /// Tracks that are asked for.
    pub(crate) tracks: Vec<TrackId>,
}

impl Follows {
    /// Of a programme.
    pub(crate) fn of(programme: &Programme) -> Follows {
        let mut found = Follows::default();
        for (_, tiers) in programme.tiers.iter().filter(|(_, t)| t.validity == Validity::AtOnce) {
            found.any = true;
            for conjunct in tiers.levels.iter().flat_map(|l| &l.entry) {
                found.condition(programme, &conjunct.condition);
            }
        }
        found.tracks.sort_unstable_by_key(|t| t.index());
        found.tracks.dedup();
        found
    }

    fn condition(&mut self, programme: &Programme, condition: &Condition) {
        let member = |field: &FieldId| of_member(programme, *field);
        match condition {
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast(_, of) => {
                of.iter().for_each(|c| self.condition(programme, c));
            }
            Condition::Not(c) => self.condition(programme, c),
            Condition::Compare(Compare { left, right, .. }) => {
                self.number(left);
                self.number(right);
            }
            Condition::Flag(field, _)
            | Condition::Present(field)
            | Condition::Text(Texts::Field(field), _) => {
                self.every_day |= !member(field);
            }
            Condition::FirstPurchase => {}
            Condition::Text(Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy, _)
            | Condition::Tier(..)
            | Condition::Day(_)
            | Condition::Hours(..)
            | Condition::Occasion(_) => self.every_day = true,
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Constant(_) | Number::Field(..) | Number::Amount(_) => {}
            Number::Track { track, .. } => self.tracks.push(*track),
            Number::Balance(_) => self.balances = true,
            Number::DaysSincePurchase(_) => self.every_day = true,
        }
    }
}
