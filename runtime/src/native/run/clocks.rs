//! Clocks of points: the last good day of new lots, pauses, and deadlines that are read again when tiers change.

use super::{Desk, lots};
use crate::event::{Event, What};
use crate::native::bind::calendar::{DayFacts, extended};
use crate::native::bind::field;
use crate::native::code::{Compiled, Kind};
use crate::native::plan::points::{PointsQuestion, is_plain_unit};
use crate::state::{Clock, Lot, Member};
use treue_lang::programme::{
    AfterPause, Available, ExpiryHow, FieldId, FieldOwner, FieldValue, Id, Programme, RuleId, Start, Unit,
    UnitId,
};
use treue_lang::time::{Almanac, Day};

/// What new lots look at beside the compiled answers.
#[derive(Clone, Copy)]
pub(crate) struct Earned<'e> {
    /// The member, as before the event.
    pub(crate) member: &'e Member,
    /// The event, if it is one that gives points by rules.
    pub(crate) event: Option<&'e Event>,
    /// The day.
    pub(crate) today: &'e DayFacts,
}

impl Earned<'_> {
    fn almanac(&self, programme: &Programme) -> Almanac {
        almanac(programme, self.member, self.today.day)
    }

    /// A date that a deadline counts from.
    fn start(&self, programme: &Programme, start: Start, available: Day) -> Option<Day> {
        let today = self.today.day;
        match start {
            Start::Event => Some(today),
            Start::Availability if available == Lot::NOT_YET => None,
            Start::Availability => Some(available),
            Start::Field(id) => Some(self.date(programme, id).unwrap_or(today)),
        }
    }

    fn date(&self, programme: &Programme, id: FieldId) -> Option<Day> {
        let declared = programme.fields.get(id)?;
        let receipt = match self.event.map(|e| &e.what) {
            Some(What::Purchase(purchase)) => purchase.fields.as_slice(),
            Some(What::Activity(activity)) => activity.fields.as_slice(),
            Some(
                What::Redeem(_)
                | What::Grant(_)
                | What::Transfer(_)
                | What::Member(_)
                | What::Return(_)
                | What::Clock,
            )
            | None => &[],
        };
        let fields = match declared.owner {
            FieldOwner::Receipt => receipt,
            FieldOwner::Member => &self.member.fields,
            FieldOwner::Line => &[],
        };
        match field(programme, fields, id).or(declared.default.as_ref())? {
            FieldValue::Date(day) => Some(*day),
            FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
        }
    }
}

/// What deadlines know of a member on a day.
pub(crate) fn almanac(programme: &Programme, member: &Member, today: Day) -> Almanac {
    programme.almanac(&member.fields, member.joined, today)
}

impl Desk {
    /// Answers what expiry and pauses ask, on what stands in the frame.
    pub(crate) fn ask_points(&mut self, compiled: &Compiled) {
        // The memory fits by construction; if it ever did not, nothing is answered.
        let _ = self.call(compiled, Kind::Points, usize::MAX);
    }

    /// Whether a line or a pause applies, by the answers at hand; what asks nothing applies.
    pub(crate) fn answered(&self, compiled: &Compiled, question: PointsQuestion) -> bool {
        compiled.plan().points.answer(question).is_none_or(|slot| self.get(slot) != 0)
    }

    /// The day on which points of a rule become available.
    pub(crate) fn available(&self, compiled: &Compiled, earned: Earned<'_>, rule: RuleId) -> Day {
        let (programme, today) = (compiled.programme(), earned.today);
        if let Some(known) = today.available(compiled.plan(), rule) {
            return known;
        }
        match programme.rules.get(rule).and_then(|r| r.available.as_ref()) {
            Some(Available::After(deadline, start)) => {
                let start = earned.start(programme, *start, today.day).unwrap_or(today.day);
                deadline.opens(start, earned.almanac(programme)).max(today.day)
            }
            Some(Available::OnActivity(_)) => Lot::NOT_YET,
            None => today.day,
        }
    }

    /// Last good day and clock of a new lot. The answers at hand are those of before the event.
    pub(crate) fn dates(
        &self,
        compiled: &Compiled,
        earned: Earned<'_>,
        unit: UnitId,
        rule: Option<RuleId>,
        available: Day,
    ) -> (Option<Day>, Option<Clock>) {
        let programme = compiled.programme();
        if is_plain_unit(&compiled.plan().points, unit) {
            return (super::at(&earned.today.expires, unit).copied().flatten(), None);
        }
        let Some(spec) = programme.units.get(unit) else { return (None, None) };
        let almanac = earned.almanac(programme);
        let mut best: Option<(Day, Clock)> = None;
        for (line, expiry) in spec.expiry.iter().enumerate() {
            let ExpiryHow::After(deadline, start) = &expiry.how else { continue };
            let named = expiry.rules.is_empty() || rule.is_some_and(|r| expiry.rules.contains(&r));
            if !named || !self.answered(compiled, PointsQuestion::Line(unit, line)) {
                continue;
            }
            let Some(start) = earned.start(programme, *start, available) else { continue };
            let day = extended(spec, deadline.counted(start, almanac), earned.today.day);
            keep_earlier(&mut best, day, clock(line, start, 0));
        }
        (best.map(|b| b.0), best.map(|b| b.1).filter(|_| spec.pause.is_some()))
    }

    /// Looks at all clocks after tiers or the member have changed.
    pub(crate) fn look_at_clocks(&mut self, compiled: &Compiled, member: &mut Member, day: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if !plan.points.looks {
            return;
        }
        for (to, standing) in self.run_mut(plan.levels).iter_mut().zip(&member.tiers) {
            *to = i64::from(standing.level().0);
        }
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        self.ask_points(compiled);
        let almanac = almanac(programme, member, day);
        for (id, unit) in programme.units.iter() {
            if let Some(pause) = &unit.pause {
                let holds = self.answered(compiled, PointsQuestion::Pause(id));
                self.pause(unit, pause.after, member, (id, day), holds, almanac);
            }
            if unit.tier_later {
                self.read_again(compiled, unit, member, id, almanac);
            }
        }
        lots::tidy(&mut member.lots);
    }

    /// Ends the pauses of all units on a day.
    pub(super) fn end_pauses(&self, compiled: &Compiled, member: &mut Member, day: Day) {
        let almanac = almanac(compiled.programme(), member, day);
        for (id, unit) in compiled.programme().units.iter() {
            if let Some(pause) = &unit.pause {
                self.pause(unit, pause.after, member, (id, day), false, almanac);
            }
        }
        lots::tidy(&mut member.lots);
    }

    fn pause(
        &self,
        unit: &Unit,
        after: AfterPause,
        member: &mut Member,
        (id, day): (UnitId, Day),
        holds: bool,
        almanac: Almanac,
    ) {
        let Some(since) = member.clocks.paused.get_mut(id.index()) else { return };
        if holds {
            since.get_or_insert(day);
            return;
        }
        let Some(since) = since.take() else { return };
        if let Some(resumed) = member.clocks.resumed.get_mut(id.index()) {
            *resumed = Some(day);
        }
        for lot in member.lots.iter_mut() {
            let Some(mut clock) = lot.clock.filter(|_| lot.unit == id) else { continue };
            match after {
                AfterPause::AtOnce => continue,
                AfterPause::Restart => (clock.start, clock.paused) = (day, 0),
                AfterPause::GoesOn => {
                    let stood = day.0.saturating_sub(since.0.max(lot.earned.0));
                    clock.paused = clock.paused.saturating_add(stood);
                }
            }
            lot.clock = Some(clock);
            let line = usize::try_from(clock.line).unwrap_or(usize::MAX);
            if let Some(ExpiryHow::After(deadline, _)) = unit.expiry.get(line).map(|e| &e.how) {
                let day = deadline.with_pause(clock.start, clock.paused, almanac);
                lot.expires = Some(extended(unit, day, lot.earned));
            }
        }
    }

    /// New last good days for all lots of a unit, by the lines that apply now.
    fn read_again(
        &self,
        compiled: &Compiled,
        unit: &Unit,
        member: &mut Member,
        id: UnitId,
        almanac: Almanac,
    ) {
        let applies = |line: usize| self.answered(compiled, PointsQuestion::Line(id, line));
        let lines: Vec<_> = unit
            .expiry
            .iter()
            .enumerate()
            .filter_map(|(line, e)| match &e.how {
                ExpiryHow::After(deadline, start) if applies(line) => Some((line, deadline, *start)),
                ExpiryHow::After(..) | ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => {
                    None
                }
            })
            .collect();
        for lot in member.lots.iter_mut().filter(|l| l.unit == id) {
            let mut best: Option<(Day, Clock)> = None;
            let paused = lot.clock.map_or(0, |c| c.paused);
            for (line, deadline, start) in &lines {
                let start = match (lot.clock, start) {
                    (Some(clock), _) => clock.start,
                    (None, Start::Availability) if lot.available == Lot::NOT_YET => continue,
                    (None, Start::Availability) => lot.available,
                    (None, Start::Event | Start::Field(_)) => lot.earned,
                };
                let day = extended(unit, deadline.with_pause(start, paused, almanac), lot.earned);
                keep_earlier(&mut best, day, clock(*line, start, paused));
            }
            lot.expires = best.map(|b| b.0);
            if unit.pause.is_some() {
                lot.clock = best.map(|b| b.1).or(lot.clock);
            }
        }
    }

    /// Points that waited for an activity are there: what counts from today is counted.
    pub(crate) fn arrived(&self, compiled: &Compiled, earned: Earned<'_>, lot: Lot) -> Lot {
        let programme = compiled.programme();
        let today = earned.today.day;
        let mut lot = Lot { available: today, awaits: None, ..lot };
        let Some(spec) = programme.units.get(lot.unit) else { return lot };
        for (line, expiry) in spec.expiry.iter().enumerate() {
            let ExpiryHow::After(deadline, Start::Availability) = &expiry.how else { continue };
            if !expiry.rules.is_empty() || !self.answered(compiled, PointsQuestion::Line(lot.unit, line)) {
                continue;
            }
            let day = extended(spec, deadline.counted(today, earned.almanac(programme)), lot.earned);
            if lot.expires.is_none_or(|e| day < e) {
                lot.expires = Some(day);
                lot.clock = spec.pause.as_ref().map(|_| clock(line, today, 0));
            }
        }
        lot
    }
}

fn clock(line: usize, start: Day, paused: i32) -> Clock {
    Clock { line: u32::try_from(line).unwrap_or(u32::MAX), start, paused }
}

/// The earlier day wins, of equal ones the first.
fn keep_earlier(best: &mut Option<(Day, Clock)>, day: Day, clock: Clock) {
    if best.is_none_or(|(earliest, _)| day < earliest) {
        *best = Some((day, clock));
    }
}
