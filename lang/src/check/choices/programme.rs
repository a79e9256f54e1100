//! Choices of the programme as a whole.

use super::{Choices, Owner, written};
use crate::ast::Setting;
use crate::programme::{About, ChoiceRow, Gap, Join, Said};
use crate::time::LeapDay;

impl Choices<'_> {
    pub(super) fn of_programme(&mut self) {
        let programme = self.programme;
        let settings = self.names.headers.first().map(|h| h.settings.as_slice()).unwrap_or_default();
        let wrote = |is: fn(&Setting) -> bool| written(settings.iter().any(is));
        let span = self.names.headers.first().map(|h| h.span).unwrap_or_default();
        let owner = Owner::new(About::Programme, "programme", span);

        let memory = match programme.remember {
            Some(days) => Said::new("memory-days", "{days} days").with("days", Gap::Count(days.into())),
            None => Said::new("memory-nothing", "nothing"),
        };
        self.add(&owner, ChoiceRow::Memory, memory, wrote(|s| matches!(s, Setting::Remember(..))));
        let start = Said::new("week", "from {day}").with("day", Gap::Weekday(programme.week_start));
        let week = wrote(|s| matches!(s, Setting::WeekStart(..)));
        self.add(&owner, ChoiceRow::Week, start, week);
        let leap = match programme.leap_day {
            LeapDay::Before => Said::new("leap-before", "28 February in other years"),
            LeapDay::After => Said::new("leap-after", "1 March in other years"),
        };
        self.add(&owner, ChoiceRow::LeapDay, leap, wrote(|s| matches!(s, Setting::LeapDay(..))));
        let unknown = match programme.known_members_only {
            true => refused(),
            false => Said::new("unknown-joins", "joins with the first event, lowest level"),
        };
        let known = wrote(|s| matches!(s, Setting::KnownMembersOnly(_)));
        self.add(&owner, ChoiceRow::UnknownMember, unknown, known);
        let guests = match programme.guests_pass {
            true => Said::new("guests-pass", "passes and earns nothing"),
            false => refused(),
        };
        self.add(&owner, ChoiceRow::Guests, guests, wrote(|s| matches!(s, Setting::GuestsPass(_))));
        let leavers = match programme.leavers_keep {
            Some(days) => Said::new("leavers-keep", "points and vouchers stay for {days} days")
                .with("days", Gap::Count(days.into())),
            None => Said::new("leavers-lose", "points and vouchers are gone"),
        };
        self.add(&owner, ChoiceRow::Leavers, leavers, wrote(|s| matches!(s, Setting::LeaversKeep(..))));
        self.of_currencies(&owner);
        self.of_measures();
    }

    fn of_currencies(&mut self, owner: &Owner) {
        let (value, owner) = match (&self.programme.rates, self.names.rates.first()) {
            (Some(rates), Some(source)) => (
                Said::new(
                    "currency-converted",
                    "converted line by line at the last rate of at most {days} days",
                )
                .with("days", Gap::Count(rates.days.into())),
                Owner { span: source.span, ..owner.clone() },
            ),
            _ => (refused(), owner.clone()),
        };
        self.add(&owner, ChoiceRow::OtherCurrency, value, written(self.programme.rates.is_some()));
    }

    fn of_measures(&mut self) {
        for ((_, measure), name) in self.programme.measures.iter().zip(&self.names.measures) {
            let counts = measure.counts.iter().filter_map(|(id, _)| self.programme.measures.get(*id));
            let counts: Vec<Gap> = counts.map(|m| Gap::name(&m.name)).collect();
            let owner = Owner::new(About::Programme, format!("measure {}", measure.name), name.span);
            let because = written(!counts.is_empty());
            let value = match counts.is_empty() {
                true => Said::new("measure-none", "lines in another measure do not count"),
                false => Said::new("measure-counts", "lines in {measures} count by their exact factor")
                    .with("measures", Gap::Several(Join::And, counts)),
            };
            self.add(&owner, ChoiceRow::OtherMeasure, value, because);
        }
    }
}

fn refused() -> Said {
    Said::new("refused", "refused")
}
