//! Programmes in which the native engine decides usual purchases straight through: rules, limits, stacks, tracks, levels and
//! points with a last day, and nothing that happens by itself or reaches other members. Where a draft is plain, whatever
//! takes the long way is not drawn.

use super::super::{Expire, ExpiryLine, ExpiryWhat};
use super::Draft;
use treue_lang::time::{Anchor, Base, Deadline, Unit};

/// Percentage of programmes that are plain.
const SHARE: u32 = 14;

impl Draft<'_> {
    /// Whether this one is plain.
    pub(super) fn draw_plain(&mut self) {
        self.plain = self.dice.percent(SHARE);
    }

    /// Points end so long after they were earned.
    pub(super) fn plain_expires(&mut self) {
        let units: Vec<String> = self.p.units.iter().map(|u| u.name.clone()).collect();
        for unit in units {
            if self.dice.percent(30) {
                continue;
            }
            let length = self.length(&[Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]);
            let deadline = Deadline { base: Base::After(length, Anchor::Event), snaps: Vec::new() };
            let what = ExpiryWhat::After(deadline, "earning".to_owned());
            let lines = vec![ExpiryLine { what, earned_by: Vec::new(), when: None }];
            self.p.expires.push(Expire { unit, lines, ..Expire::default() });
        }
    }
}
