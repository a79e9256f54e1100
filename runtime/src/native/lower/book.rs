//! What an event books into each track.

use super::Code;
use super::condition::Asked;
use crate::native::plan::PURCHASE;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Id, LimitOwner, Number, RuleId, TrackId, TrackSubject};
use treue_lang::time::{DayTest, Window};

impl Code<'_, '_> {
    /// Leaves what the event books into a track in its slot; 0 if its conditions fail or its window does not count
    /// the event's day.
    pub(crate) fn booking(&mut self, id: TrackId) {
        let programme = self.programme;
        let Some(track) = programme.tracks.get(id) else { return };
        let mut counts = self.conjuncts(&track.conditions, Asked::Otherwise);
        if let Some(inside) = self.window_counts(track.window) {
            counts = self.b.ins().band(counts, inside);
        }
        let value = if let Some(place) = self.plan.text_tracks.iter().position(|of| *of == id) {
            let counted = self.b.ins().uextend(I64, counts);
            self.store(self.plan.brings.at(place), counted);
            self.input(self.plan.news.at(place))
        } else {
            self.subject(&track.subject)
        };
        let booked = self.only_if(counts, value);
        self.store(self.plan.bookings.at(id.index()), booked);
    }

    fn window_counts(&mut self, window: Window) -> Option<Value> {
        match window {
            Window::Dates(from, to) => {
                let bit = self.plan.reads.windows.bit_of_single(&DayTest::Between(Some(from), Some(to)));
                let Some(bit) = bit else {
                    let no = self.truth(false);
                    return Some(self.failed("the dates of a track have no bit", no));
                };
                let word = self.input(self.plan.window_facts.at(bit as usize / 64));
                Some(self.bit(word, bit))
            }
            Window::Ever
            | Window::Day
            | Window::Week(_)
            | Window::Month
            | Window::Quarter
            | Window::Year(_)
            | Window::Rolling(_)
            | Window::OwnYear(_) => None,
        }
    }

    fn is_purchase(&mut self) -> Value {
        let trigger = self.input(self.plan.trigger);
        self.is(IntCC::Equal, trigger, PURCHASE)
    }

    fn subject(&mut self, subject: &TrackSubject) -> Value {
        let programme = self.programme;
        match subject {
            TrackSubject::Amount(amount) => {
                let value = self.input_of(self.plan.amount(*amount), "an amount has no slot");
                let purchase = self.is_purchase();
                self.only_if(purchase, value)
            }
            TrackSubject::Purchases => {
                let purchase = self.is_purchase();
                self.b.ins().uextend(I64, purchase)
            }
            TrackSubject::InARow(of) | TrackSubject::Days(of) => {
                let looks = self.looks(of);
                self.b.ins().uextend(I64, looks)
            }
            TrackSubject::Activities(kind) => {
                let trigger = self.input(self.plan.trigger);
                let this = self.is(IntCC::Equal, trigger, self.plan.activity(kind));
                self.b.ins().uextend(I64, this)
            }
            TrackSubject::Field { field, missing, of } => {
                let (value, there, _) = self.operand(&Number::Field(*field, *missing), Asked::Otherwise);
                let value = match there {
                    Some(there) => self.only_if(there, value),
                    None => value,
                };
                let looks = self.looks(of);
                self.only_if(looks, value)
            }
            // Booked when a window is brought up to date; or, of texts, counted before they come here.
            TrackSubject::Over(_) | TrackSubject::Different(..) => self.number(0),
            TrackSubject::Points(unit) => {
                let index = self.plan.index.as_ref();
                let of_unit = programme.rules.iter().filter(|(_, r)| r.unit == *unit).map(|(id, _)| id);
                let always = |rule: &RuleId| index.is_none_or(|index| !index.has(*rule));
                let given = self.given_by(&of_unit.filter(always).collect::<Vec<RuleId>>());
                if index.is_none() {
                    return given;
                }
                // Those of the index have been added up as they were found.
                let found = self.load(self.plan.found_points.at(unit.index()));
                self.b.ins().iadd(given, found)
            }
            TrackSubject::PointsFrom(rules) => self.given_by(rules),
            TrackSubject::Given(owner) => self.given_by_owner(*owner),
            // Counted when points are converted, or a reward is taken.
            TrackSubject::Plus(_) | TrackSubject::Pieces(_) => self.number(0),
            TrackSubject::Times(owner) => {
                let given = self.given_by_owner(*owner);
                let something = self.is(IntCC::SignedGreaterThan, given, 0);
                self.b.ins().uextend(I64, something)
            }
        }
    }

    fn given_by_owner(&mut self, owner: LimitOwner) -> Value {
        let programme = self.programme;
        match owner {
            LimitOwner::Rule(rule) => self.given_by(programme.versions(&rule)),
            // Counted for who gets it.
            LimitOwner::Gift(_) => self.number(0),
            LimitOwner::Stack(stack) => {
                let rules = programme.stacks.get(stack).map_or(&[][..], |s| &s.rules);
                self.given_by(rules)
            }
            // Counted when it is redeemed.
            LimitOwner::Reward(_) => self.number(0),
        }
    }
}
