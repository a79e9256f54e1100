//! Written tracks: every subject over every window.

use super::super::figure::Made;
use super::super::pools::ACTIVITIES;
use super::super::{FieldKind, Num, Operand, Scale, Track, TrackSubject, Value};
use super::figure::made;
use super::{Draft, Place, field_word};
use treue_lang::ast::FieldOwner;
use treue_lang::time::Window;

impl Draft<'_> {
    /// Tracks that need no rules.
    pub(super) fn tracks(&mut self) {
        // Tiers need a track to look at.
        let least = usize::from(!self.p.tiers.is_empty());
        let count = self.many(least, 2);
        for i in 0..count {
            let track = self.track(format!("track{i}"));
            self.p.tracks.push(track);
        }
    }

    fn track(&mut self, name: String) -> Track {
        let (subject, scale) = match self.of_activities() {
            Some(subject) => subject,
            None => self.track_subject(),
        };
        let place = if subject.is_of_activities() { Place::Activity } else { Place::Track };
        let when = self.some(35, |d| d.condition(place, 1));
        let window = match &subject {
            TrackSubject::InARow(_) => *self.dice.pick(&[Window::Day, Window::Week(0), Window::Month]),
            TrackSubject::Days(_) => loop {
                match self.window() {
                    Window::Ever => {}
                    window => break window,
                }
            },
            _ => self.window(),
        };
        Track { name, subject, scale, when, window }
    }

    /// Activities, or a number field of events; nothing most of the time.
    fn of_activities(&mut self) -> Option<(TrackSubject, Scale)> {
        let rows = if self.plain { 0 } else { 3 };
        match self.dice.weighted(&[16, 3, rows, rows, 3]) {
            0 => None,
            1 => {
                let kind = self.dice.text(ACTIVITIES);
                Some((TrackSubject::Activities(kind), Scale::Count("activities".to_owned())))
            }
            2 => {
                let kind = self.some(30, |d| d.dice.text(ACTIVITIES));
                Some((TrackSubject::InARow(kind), Scale::Count("in a row".to_owned())))
            }
            3 => {
                let kind = self.some(30, |d| d.dice.text(ACTIVITIES));
                Some((TrackSubject::Days(kind), Scale::Count("days".to_owned())))
            }
            _ => {
                let numbers = |k: &FieldKind| matches!(k, FieldKind::Number { .. } | FieldKind::Money);
                let fields = self.fields_of(&[FieldOwner::Receipt], numbers);
                let field = self.dice.maybe_pick(&fields)?.clone();
                let (scale, zero) = match &field.kind {
                    FieldKind::Number { decimals, range } => {
                        // A written answer is not below zero.
                        if range.is_some_and(|(least, most)| least > 0 || most < 0) {
                            return None;
                        }
                        (Scale::Plain(*decimals), Value::Number(Num::new(0, *decimals)))
                    }
                    _ => {
                        let zero = Num::new(0, self.p.money_decimals);
                        (Scale::Money, Value::WithUnit(zero, self.p.currency.clone()))
                    }
                };
                let missing = (field.optional && field.default.is_none()).then_some(zero);
                let activity = self.some(50, |d| d.dice.text(ACTIVITIES));
                Some((TrackSubject::SumOf(field_word(&field), missing, activity), scale))
            }
        }
    }

    fn track_subject(&mut self) -> (TrackSubject, Scale) {
        let measures = self.p.measures.clone();
        match self.dice.weighted(&[6, 2, 2, 1, 2, 3, 3]) {
            0 if !self.plain && self.dice.percent(10) => {
                let expression = self.made_money(true);
                (TrackSubject::Amount(made(Made::OfReceipt(expression))), Scale::Money)
            }
            0 => (TrackSubject::Amount(self.amount()), Scale::Money),
            1 => match self.dice.maybe_pick(&measures) {
                Some(m) => {
                    let m = m.clone();
                    (TrackSubject::Operand(Operand::Quantity(m.clone(), self.few_lines())), Scale::Measure(m))
                }
                None => (TrackSubject::Amount(self.amount()), Scale::Money),
            },
            2 => {
                let of = self.some(80, Draft::few_lines);
                (TrackSubject::Operand(Operand::NumberOf("items".to_owned(), of)), Scale::Items)
            }
            3 => {
                let of = self.some(80, Draft::few_lines);
                (
                    TrackSubject::Operand(Operand::NumberOf("lines".to_owned(), of)),
                    Scale::Count("lines".to_owned()),
                )
            }
            4 => (self.different(), Scale::Count("different".to_owned())),
            5 => (TrackSubject::Purchases, Scale::Count("purchases".to_owned())),
            _ => {
                let unit = self.any_unit();
                (TrackSubject::Points(unit.clone()), Scale::Points(unit))
            }
        }
    }

    /// Different texts of lines, of receipts or of activities.
    fn different(&mut self) -> TrackSubject {
        if self.plain || self.dice.percent(50) {
            let word = self.different_text();
            let of = self.some(80, Draft::few_lines);
            return TrackSubject::Different(word, of, None);
        }
        let activity = self.some(50, |d| d.dice.text(ACTIVITIES));
        let is_text = |k: &FieldKind| matches!(k, FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member);
        let fields = self.fields_of(&[FieldOwner::Receipt], is_text);
        let of_lines: Vec<String> =
            self.fields_of(&[FieldOwner::Line], is_text).into_iter().map(|field| field.name).collect();
        let mut words: Vec<String> = ["stores", "channels", "partners"].map(str::to_owned).to_vec();
        words.extend(fields.into_iter().map(|field| field.name).filter(|name| !of_lines.contains(name)));
        TrackSubject::Different(self.dice.pick(&words).clone(), None, activity)
    }

    /// Tracks of what rules gave, once there are rules.
    pub(super) fn tracks_of_rules(&mut self) {
        let count = self.many(0, 1);
        for i in 0..count {
            let unit = self.any_unit();
            let mut rules: Vec<String> =
                self.rules().into_iter().filter(|(_, b)| b.unit == unit).map(|(name, _)| name).collect();
            if rules.is_empty() {
                continue;
            }
            self.dice.shuffle(&mut rules);
            let most = rules.len().min(2);
            rules.truncate(1 + self.dice.below(most));
            let when = self.some(20, |d| d.condition(Place::Track, 0));
            let window = self.window();
            self.p.tracks.push(Track {
                name: format!("given{i}"),
                subject: TrackSubject::PointsFrom(rules),
                scale: Scale::Points(unit),
                when,
                window,
            });
        }
    }
}
