//! What happens when goods come back.

use super::{Shrink, Shrinker};
use crate::dice::Dice;
use std::fmt::Write as _;
use treue_lang::programme::{Shortfall, Source, SpentPoints};

/// `returns { ... }`: what is said.
#[derive(Clone, Debug, Default)]
pub struct Returns {
    /// `take`.
    pub take: Option<Vec<Source>>,
    /// `then`.
    pub then: Option<Shortfall>,
    /// `tiers are kept`.
    pub tiers_kept: bool,
    /// `spent points come back for at least`, `as cash`.
    pub spent: Option<SpentPoints>,
}

impl Returns {
    /// Draws an item; refunds can be cut where a unit has a worth, and vouchers taken where some can be bought.
    pub fn draw(dice: &mut Dice, worth: bool, vouchers: bool) -> Returns {
        let mut then = vec![Shortfall::Owe, Shortfall::Owe];
        then.extend([Shortfall::Forgive; 3]);
        if worth {
            then.extend([Shortfall::CutRefund; 5]);
        }
        let mut drawn = Returns {
            take: dice.some(if vouchers { 90 } else { 50 }, |d| {
                let mut all = vec![Source::Pending, Source::Points];
                d.shuffle(&mut all);
                all.truncate(1 + d.weighted(&[1, 3]));
                // Few redemptions give vouchers, and most points are there.
                if vouchers && d.percent(90) {
                    all.insert(d.weighted(&[6, 2, 2]).min(all.len()), Source::Vouchers);
                }
                all
            }),
            then: dice.some(70, |d| *d.pick(&then)),
            tiers_kept: dice.percent(10),
            spent: dice.some(60, |d| match d.percent(55) {
                true => SpentPoints::Cash,
                false => SpentPoints::AtLeast(u16::try_from(d.range(1, 90)).unwrap()),
            }),
        };
        // What is owed is taken from available points all the same.
        if let Some(take) = &mut drawn.take
            && !take.contains(&Source::Points)
            && drawn.then.is_none_or(|then| then == Shortfall::Owe)
        {
            take.push(Source::Points);
        }
        drawn
    }

    /// As Treue text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::from("returns {\n");
        if let Some(take) = &self.take {
            let words: Vec<&str> = take.iter().map(|s| source(*s)).collect();
            let _ = writeln!(out, "  take {}", words.join(", "));
        }
        match self.then {
            None => {}
            Some(Shortfall::Owe) => out.push_str("  then owe\n"),
            Some(Shortfall::Forgive) => out.push_str("  then forgive\n"),
            Some(Shortfall::CutRefund) => out.push_str("  then cut the refund\n"),
        }
        if self.tiers_kept {
            out.push_str("  tiers are kept\n");
        }
        match self.spent {
            None | Some(SpentPoints::OldDates) => {}
            Some(SpentPoints::AtLeast(days)) => {
                let _ = writeln!(out, "  spent points come back for at least {days} days");
            }
            Some(SpentPoints::Cash) => out.push_str("  spent points come back as cash\n"),
        }
        out.push('}');
        out
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Pending => "pending",
        Source::Points => "points",
        Source::Vouchers => "vouchers",
    }
}

impl Shrink for Returns {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.take);
        s.option(&mut self.then);
        s.flag(&mut self.tiers_kept);
        s.option(&mut self.spent);
    }
}
