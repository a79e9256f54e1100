//! Step 12: the level each structure gives after the event.

use super::clocks::almanac;
use super::due::change;
use super::levels::{book_used, climb};
use super::{Desk, lots};
use crate::decision::Decision;
use crate::native::bind::calendar::DayFacts;
use crate::native::code::{Compiled, Kind};
use crate::state::{Held, Member, Standing, Used, event_hash};
use treue_lang::programme::{Id, LevelId, Programme, Tiers, TiersId, Validity};
use treue_lang::time::{Day, Own, Window};

impl Desk {
    /// Judges every structure on the tracks and balances as they are now, and notes what changed since time had passed.
    /// After rules have looked, the readings are already those after the event.
    pub(crate) fn judge(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        today: &DayFacts,
        rules_looked: bool,
        decision: &mut Decision,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if programme.tiers.is_empty() {
            return;
        }
        if !rules_looked {
            self.fill_readings(compiled, member, today);
            self.binder.member(programme, plan, &member.fields, &mut self.frame);
        }
        if plan.entry_reads_more {
            self.fill_without_receipt(compiled, member, today);
        }
        if !self.call(compiled, Kind::Entered, usize::MAX) {
            // The memory fits by construction; if it ever did not, no level changes.
            return;
        }
        let day = today.day;
        let (mut changes, mut looks) = (Vec::new(), Vec::new());
        for (id, tiers) in programme.tiers.iter() {
            let level = u8::try_from(self.get(plan.entered.at(id.index()))).unwrap_or(0);
            let until = valid_until(programme, member, tiers, today, id);
            let Some(standing) = member.tiers.get_mut(id.index()) else { continue };
            match &tiers.consumption {
                None if !tiers.review.is_empty() => {}
                None => enter(tiers, standing, level, (day, until), member.joined),
                Some(used) => {
                    let sum = self.get(plan.tracks.at(used.track.index()));
                    let left = climb(tiers, &used.from, standing, sum, (day, until));
                    book_used(programme, member, used, day, left.saturating_sub(sum));
                    looks.push((id, Used { event: event_hash(&decision.event), sum, left }));
                }
            }
            if let Some(standing) = member.tiers.get_mut(id.index()) {
                reach(tiers, standing, day);
            }
            if let (Some(before), Some(after)) =
                (self.standings.get(id.index()), member.tiers.get(id.index()))
            {
                changes.extend(change(id, before, after, day));
            }
        }
        // A level that falls back with a return was never left: it gives and takes nothing.
        if decision.returned.is_none() {
            let (given, expired) = self.give_gifts(compiled, member, &changes, today);
            decision.level_gifts.extend(given);
            decision.expired.extend(expired);
        }
        decision.tiers.extend(changes);
        self.note_held(programme, member, &looks);
    }

    /// Notes how the standings differ from what they were, and the sums that were looked at, as long as anybody may ask.
    fn note_held(&self, programme: &Programme, member: &mut Member, looks: &[(TiersId, Used)]) {
        if programme.remember.is_none() {
            return;
        }
        let at = member.last_at.max(Some(self.at));
        for (id, before) in programme.tiers.ids().zip(&self.held_from) {
            let used = looks.iter().find(|(of, _)| *of == id).map(|(_, used)| *used);
            let is_noted = |after: &Standing| used.is_some() || after != before;
            if let Some(after) = member.tiers.get(id.index()).copied().filter(is_noted) {
                member.note_held(Held { tiers: id, day: self.now, at, before: *before, after, used });
            }
        }
    }

    /// For a late event: levels that last for a time are entered and renewed as of its day, if they last until now.
    pub(crate) fn judge_then(&mut self, compiled: &Compiled, member: &mut Member, then: &DayFacts) {
        self.ask_entered(compiled, member, then);
        for (id, tiers) in compiled.programme().tiers.iter() {
            let level = u8::try_from(self.get(compiled.plan().entered.at(id.index()))).unwrap_or(0);
            let until = valid_until(compiled.programme(), member, tiers, then, id);
            let lasts = until.is_none_or(|until| until >= self.now);
            if let Some(standing) = member.tiers.get_mut(id.index())
                && tiers.validity != Validity::AtOnce
                && tiers.consumption.is_none()
                && tiers.review.is_empty()
                && lasts
            {
                enter(tiers, standing, level, (then.day, until), member.joined);
            }
        }
    }

    /// Asks which levels are entered on the tracks of a day as they now stand, and on balances of now.
    pub(crate) fn ask_entered(&mut self, compiled: &Compiled, member: &mut Member, then: &DayFacts) {
        self.ask_entered_on(compiled, member, then, self.now);
    }

    /// The same on balances of a day.
    pub(crate) fn ask_entered_on(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        then: &DayFacts,
        balances_of: Day,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        lots::balances(programme.units.len(), member, balances_of, &mut self.balances);
        self.fill_readings(compiled, member, then);
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        self.fill_without_receipt(compiled, member, then);
        for id in programme.tiers.ids() {
            self.set(plan.entered.at(id.index()), 0);
        }
        // The memory fits by construction; if it ever did not, no level is entered.
        let _ = self.call(compiled, Kind::Entered, usize::MAX);
    }
}

/// The last good day of a level that is entered today.
pub(crate) fn valid_until(
    programme: &Programme,
    member: &Member,
    tiers: &Tiers,
    today: &DayFacts,
    id: TiersId,
) -> Option<Day> {
    match &tiers.validity {
        Validity::Until(deadline) if deadline.asks_member() => {
            Some(deadline.counted(today.day, almanac(programme, member, today.day)))
        }
        Validity::Until(_) | Validity::Ever | Validity::AtOnce => {
            today.valid.get(id.index()).copied().flatten()
        }
    }
}

/// Whether a day lies in a later window than the one since which a level is held.
pub(crate) fn is_later(window: Window, (day, since): (Day, Day), joined: Option<Day>) -> bool {
    let Window::OwnYear(own) = window else { return window.number(day) > window.number(since) };
    let first = match own {
        Own::Joining => joined.unwrap_or(day),
        Own::Tier(_) => since.plus(1),
    };
    let ((starts, _), _) = own.years(first, day);
    starts > since && day > since
}

/// Of a structure that is asked since when: levels above the one that now counts are lost, those below it that were not there
/// are reached on that day.
pub(crate) fn reach(tiers: &Tiers, standing: &mut Standing, day: Day) {
    if !tiers.keeps_reached {
        return;
    }
    let LevelId(counts) = standing.level();
    let reached = &mut standing.reached;
    let mut above = counts.saturating_add(1);
    while reached.has(LevelId(above)) {
        reached.lose(LevelId(above));
        above = above.saturating_add(1);
    }
    let mut open = counts;
    while open > 0 && !reached.has(LevelId(open)) {
        reached.put(LevelId(open), day);
        open = open.saturating_sub(1);
    }
}

/// Enters, keeps or renews a level by the highest one whose entry holds; `until` is the last good day of what is entered now.
pub(crate) fn enter(
    tiers: &Tiers,
    standing: &mut Standing,
    level: u8,
    (day, until): (Day, Option<Day>),
    joined: Option<Day>,
) {
    match &tiers.validity {
        Validity::AtOnce => {
            if standing.earned != level {
                standing.earned = level;
                standing.since = (level > 0).then_some(day);
            }
            standing.until = None;
            return;
        }
        Validity::Ever | Validity::Until(_) => {}
    }
    if level > standing.earned {
        *standing = Standing { earned: level, until, since: Some(day), ..*standing };
        return;
    }
    let (true, Some(until), Some(since)) = (level == standing.earned && level > 0, until, standing.since)
    else {
        return;
    };
    let windows = tiers.levels.get(usize::from(level)).map_or(&[][..], |l| &l.renews);
    if windows.iter().any(|w| is_later(*w, (day, since), joined)) {
        standing.until = standing.until.map(|held| held.max(until));
        standing.since = Some(day);
    }
}
