//! Step 12: the level each structure gives after the event.

use super::due::change;
use super::{Native, out_of_range};
use crate::decision::{Decision, Refusal};
use crate::native::code::{Compiled, Kind};
use crate::state::{Member, Standing};
use treue_lang::programme::{Id, Tiers, Validity};
use treue_lang::time::Day;

impl Native {
    /// Judges every structure on the tracks and balances as they are now, and notes what changed since time had passed.
    pub(crate) fn judge(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if programme.tiers.is_empty() {
            return Ok(());
        }
        self.fill_balances(plan);
        if !self.call(compiled, Kind::Entered, usize::MAX) {
            return Err(out_of_range());
        }
        for (id, tiers) in programme.tiers.iter() {
            let level = u8::try_from(self.get(plan.entered.at(id.index()))).unwrap_or(0);
            let Some(standing) = member.tiers.get_mut(id.index()) else { continue };
            enter(tiers, standing, level, day, programme.week_start);
            if let Some(before) = self.standings.get(id.index()) {
                decision.tiers.extend(change(id, before, standing, day));
            }
        }
        Ok(())
    }
}

/// Enters, keeps or renews a level by the highest one whose entry holds.
fn enter(tiers: &Tiers, standing: &mut Standing, level: u8, day: Day, week_start: u8) {
    let until = match &tiers.validity {
        Validity::AtOnce => {
            if standing.earned != level {
                standing.earned = level;
                standing.since = (level > 0).then_some(day);
            }
            standing.until = None;
            return;
        }
        Validity::Ever => None,
        Validity::Until(deadline) => Some(deadline.last_good_day(day, week_start)),
    };
    if level > standing.earned {
        *standing = Standing { earned: level, until, since: Some(day), granted: standing.granted };
        return;
    }
    let (true, Some(until), Some(since)) = (level == standing.earned && level > 0, until, standing.since)
    else {
        return;
    };
    let windows = tiers.levels.get(usize::from(level)).map_or(&[][..], |l| &l.renews);
    if windows.iter().any(|w| w.number(day) > w.number(since)) {
        standing.until = standing.until.map(|held| held.max(until));
        standing.since = Some(day);
    }
}
