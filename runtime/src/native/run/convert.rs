//! Points become a partner's currency: by a transfer, or by themselves.

use super::{Desk, out_of_range, tracks};
use crate::decision::{Debit, Posting, Refusal, RefusalCode, RefusedBy};
use crate::event::{Event, Transfer};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::{Compiled, Kind};
use crate::state::Member;
use treue_lang::programme::{Conversion, Id, PartnerId, Programme};
use treue_lang::time::Day;

/// A conversion, and its number among those of all partners.
pub(super) struct Place<'p> {
    partner: PartnerId,
    number: usize,
    pub(super) conversion: &'p Conversion,
}

/// All conversions of partners that take part on a day, if one is named.
fn places(programme: &Programme, day: Option<Day>) -> impl Iterator<Item = Place<'_>> {
    let numbered = programme.partners.iter().scan(0usize, |next, (id, partner)| {
        let first = *next;
        *next = next.saturating_add(partner.conversions.len());
        Some((id, partner, first))
    });
    let there = numbered.filter(move |(_, partner, _)| day.is_none_or(|day| partner.takes_part(day)));
    there.flat_map(|(partner, spec, first)| {
        let all = spec.conversions.iter().enumerate();
        all.map(move |(at, conversion)| Place { partner, number: first + at, conversion })
    })
}

/// The conversions that are due by themselves at the start of a day, in their order.
pub(super) fn due<'p>(programme: &'p Programme, day: Day, eve: Day) -> Vec<Place<'p>> {
    let mut due = Vec::new();
    for (partner, at) in &programme.converts {
        let Some(conversion) = programme.partners.get(*partner).and_then(|p| p.conversions.get(*at)) else {
            continue;
        };
        let starts = conversion.automatic.is_some_and(|cycle| cycle.starts(day));
        if starts && conversion.in_force(eve) {
            due.extend(
                places(programme, Some(eve))
                    .find(|p| p.partner == *partner && std::ptr::eq(p.conversion, conversion)),
            );
        }
    }
    due
}

/// The next day after `last` on which something may convert by itself.
pub(super) fn next_due(programme: &Programme, member: &Member, last: Day, mut note: impl FnMut(Day)) {
    for (partner, at) in &programme.converts {
        let conversion = programme.partners.get(*partner).and_then(|p| p.conversions.get(*at));
        if let Some((conversion, cycle)) = conversion.and_then(|c| Some((c, c.automatic?)))
            && member.lots.iter().any(|l| l.unit == conversion.unit)
        {
            note(cycle.next_start(last));
        }
    }
}

impl Desk {
    /// Turns points into a partner's currency. An error leaves the member as it was.
    pub(super) fn transfer(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, transfer): (&Event, &Transfer),
        today: &DayFacts,
        shared: &mut Vec<Debit>,
    ) -> Result<Posting, Refusal> {
        let programme = compiled.programme();
        let named = |c: &Conversion| c.unit == transfer.unit && c.into == transfer.into;
        if !places(programme, None).any(|p| named(p.conversion)) {
            let unknown = Refusal::new(RefusalCode::UnknownConversion);
            return Err(Refusal { name: Some(transfer.into.clone()), ..unknown });
        }
        let place = places(programme, Some(today.day))
            .find(|p| named(p.conversion) && p.conversion.by_hand && p.conversion.in_force(today.day))
            .ok_or_else(|| Refusal::new(RefusalCode::NotInForce))?;
        if !place.conversion.conditions.is_empty() {
            self.fill_gates(compiled, member, event, today);
            if !self.call(compiled, Kind::Gates, usize::MAX) {
                return Err(out_of_range());
            }
            if let Some(failed) = self.failed(compiled, &place) {
                let by = Some(RefusedBy::Condition(failed));
                return Err(Refusal { by, ..Refusal::new(RefusalCode::NotEligible) });
            }
        }
        let (points, conversion) = (transfer.points, place.conversion);
        let step = conversion.step.max(1);
        if points % step != 0 {
            let next = step.saturating_mul((points / step).saturating_add(1));
            return Err(Refusal::numbers(RefusalCode::NotAStep, points, next));
        }
        if points < conversion.least {
            return Err(Refusal::numbers(RefusalCode::BelowMinimum, points, conversion.least));
        }
        let own = self.own_part(programme, (transfer.unit, points), &event.id, shared)?;
        let bucket = self.afford(programme, member, transfer.unit, self.now, own)?;
        let posting = self.convert(programme, member, &place, (points, own, bucket), today);
        let posting = posting.ok_or_else(out_of_range)?;
        member.clocks.last_transfer = member.clocks.last_transfer.max(Some(today.day));
        Ok(posting)
    }

    /// The first condition of a conversion that failed when gates were asked.
    fn failed(&self, compiled: &Compiled, place: &Place<'_>) -> Option<u32> {
        let slot = compiled.plan().convert_gates.at(place.number);
        u32::try_from(self.get(slot) - 1).ok()
    }

    /// Converts as many whole steps as there are points for, of what is open.
    pub(super) fn convert_due(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        due: &[(Place<'_>, bool)],
        today: &DayFacts,
        postings: &mut Vec<Posting>,
    ) {
        for (place, _) in due.iter().filter(|(_, open)| *open) {
            let conversion = place.conversion;
            let step = conversion.step.max(1);
            let have = self.balances.get(conversion.unit.index()).map_or(0, |b| b.available);
            let points = have / step * step;
            if points > 0 && points >= conversion.least {
                postings.extend(self.convert(programme, member, place, (points, points, None), today));
            }
        }
    }

    /// Whether all conditions held when gates were asked.
    pub(super) fn is_open(&self, compiled: &Compiled, place: &Place<'_>) -> bool {
        place.conversion.conditions.is_empty() || self.failed(compiled, place).is_none()
    }

    /// Burns points, of which so many are the member's own, and says what they become; nothing happens if that cannot be said.
    fn convert(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        place: &Place<'_>,
        (points, own, bucket): (i64, i64, Option<i32>),
        today: &DayFacts,
    ) -> Option<Posting> {
        let Conversion { unit, step, gets, plus, into, .. } = place.conversion;
        let mut becomes = (points / (*step).max(1)).checked_mul(*gets)?;
        let mut noted = None;
        if let Some(plus) = plus {
            let mut blocks = points / plus.per.max(1);
            if let Some(track) = plus.once {
                let window = *today.windows.get(track.index())?;
                let had = tracks::reading(member.tracks.get(track.index())?, window);
                blocks = if had > 0 { 0 } else { blocks.min(1) };
                noted = (blocks > 0).then_some((track, window));
            }
            becomes = becomes.checked_add(plus.gives.checked_mul(blocks)?)?;
        }
        self.burn(programme, member, *unit, own, bucket);
        if let Some((track, window)) = noted
            && let Some(state) = member.tracks.get_mut(track.index())
        {
            tracks::book(state, today.day, window, 1);
        }
        Some(Posting::Converted {
            partner: place.partner,
            unit: *unit,
            points,
            into: into.clone(),
            gets: becomes,
        })
    }
}
