//! Choices of the programme as a whole.

use super::{Choices, Owner, written};
use crate::ast::Setting;
use crate::programme::{About, ChoiceRow};
use crate::time::{LeapDay, Weekday};

impl Choices<'_> {
    pub(super) fn of_programme(&mut self) {
        let programme = self.programme;
        let settings = self.names.headers.first().map(|h| h.settings.as_slice()).unwrap_or_default();
        let wrote = |is: fn(&Setting) -> bool| written(settings.iter().any(is));
        let span = self.names.headers.first().map(|h| h.span).unwrap_or_default();
        let owner = Owner::new(About::Programme, "programme", span);

        let memory = match programme.remember {
            Some(days) => format!("{days} days"),
            None => "nothing".to_owned(),
        };
        self.add(&owner, ChoiceRow::Memory, memory, wrote(|s| matches!(s, Setting::Remember(..))));
        let start = Weekday(programme.week_start).name();
        let week = wrote(|s| matches!(s, Setting::WeekStart(..)));
        self.add(&owner, ChoiceRow::Week, format!("from {start}"), week);
        let leap = match programme.leap_day {
            LeapDay::Before => "28 February in other years",
            LeapDay::After => "1 March in other years",
        };
        self.add(&owner, ChoiceRow::LeapDay, leap, wrote(|s| matches!(s, Setting::LeapDay(..))));
        let unknown = match programme.known_members_only {
            true => "refused",
            false => "joins with the first event, lowest level",
        };
        let known = wrote(|s| matches!(s, Setting::KnownMembersOnly(_)));
        self.add(&owner, ChoiceRow::UnknownMember, unknown, known);
        let guests = if programme.guests_pass { "passes and earns nothing" } else { "refused" };
        self.add(&owner, ChoiceRow::Guests, guests, wrote(|s| matches!(s, Setting::GuestsPass(_))));
        let leavers = match programme.leavers_keep {
            Some(days) => format!("points and vouchers stay for {days} days"),
            None => "points and vouchers are gone".to_owned(),
        };
        self.add(&owner, ChoiceRow::Leavers, leavers, wrote(|s| matches!(s, Setting::LeaversKeep(..))));
        self.of_currencies(&owner);
        self.of_measures();
    }

    fn of_currencies(&mut self, owner: &Owner) {
        let (value, owner) = match (&self.programme.rates, self.names.rates.first()) {
            (Some(rates), Some(source)) => (
                format!("converted line by line at the last rate of at most {} days", rates.days),
                Owner { span: source.span, ..owner.clone() },
            ),
            _ => ("refused".to_owned(), owner.clone()),
        };
        self.add(&owner, ChoiceRow::OtherCurrency, value, written(self.programme.rates.is_some()));
    }

    fn of_measures(&mut self) {
        for ((_, measure), name) in self.programme.measures.iter().zip(&self.names.measures) {
            let counts = measure.counts.iter().filter_map(|(id, _)| self.programme.measures.get(*id));
            let counts: Vec<&str> = counts.map(|m| m.name.as_str()).collect();
            let owner = Owner::new(About::Programme, format!("measure {}", measure.name), name.span);
            let value = match counts.is_empty() {
                true => "lines in another measure do not count".to_owned(),
                false => format!("lines in {} count by their exact factor", counts.join(" and ")),
            };
            self.add(&owner, ChoiceRow::OtherMeasure, value, written(!counts.is_empty()));
        }
    }
}
