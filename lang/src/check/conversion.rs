//! `converts`: steps, bonus blocks, dates, and which conversions happen by themselves.

use super::Checker;
use super::cycle;
use super::kind::Kind;
use super::reading::Place;
use crate::ast::{self, Conversion as ConversionText, Name, Number, Partner as PartnerText, Text};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Conversion, Id, PartnerId, Plus, Track, TrackSubject, UnitId};
use crate::source::{Span, Spanned};
use crate::time::Window;
use crate::value::show;

impl Checker<'_> {
    /// All conversions of a partner.
    pub(crate) fn conversions(&mut self, source: &PartnerText) -> Option<Vec<Conversion>> {
        let mut all: Vec<(Conversion, Span)> = Vec::new();
        let mut complete = true;
        for text in &source.converts {
            let Some(checked) = self.conversion(text) else {
                complete = false;
                continue;
            };
            if let Some((_, first)) = all.iter().find(|(c, _)| at_once(c, &checked)) {
                let what = format!("the conversion to \"{}\" on the same days", checked.into);
                self.repeated(&what, text.span, *first);
                complete = false;
                continue;
            }
            all.push((checked, text.span));
        }
        complete.then(|| all.into_iter().map(|(c, _)| c).collect())
    }

    fn conversion(&mut self, text: &ConversionText) -> Option<Conversion> {
        let unit = self.points_here(&text.unit)?;
        let kind = Kind::Points(unit);
        let give = self.positive(&text.give, kind)?;
        let get = self.positive(&text.get, Kind::Number(0))?;
        let step = match &text.step {
            Some(step) => self.positive(step, kind)?,
            None => give,
        };
        let least = match &text.minimum {
            Some(minimum) => self.positive(minimum, kind)?,
            None => step,
        };
        let product = i128::from(get) * i128::from(step);
        let gets = (product % i128::from(give) == 0).then_some(product / i128::from(give));
        let gets = gets.and_then(|g| i64::try_from(g).ok());
        if gets.is_none() {
            self.uneven_step(text, unit, give, step);
        }
        if let (Some(from), Some(to)) = (&text.from, &text.to) {
            self.rising_dates(from.node, to.node, from.span.to(to.span))?;
        }
        let automatic = match &text.converted {
            Some(cycle) => Some(self.cycle(cycle, text.span)?),
            None => None,
        };
        if automatic.is_some() && self.units.get(unit).is_some_and(|u| u.buckets.is_some()) {
            let message =
                "points of different stretches are never put together, so they do not convert by themselves";
            self.report(
                Diagnostic::new(Code::NotHere, text.span, message, "which stretch?")
                    .help("leave `converted` out; members transfer them"),
            );
            return None;
        }
        if let (Some(span), None) = (text.alone.or(text.after.first().map(|a| a.span)), automatic) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "this conversion does not happen by itself",
                    "only of what is automatic",
                )
                .help("add `converted at end of month`, or leave this out"),
            );
            return None;
        }
        let when: Vec<&ast::Condition> = text.when.iter().collect();
        let conditions = self.conjuncts(&when, Place::Reward)?;
        let gets = gets?;
        let plus = match &text.plus {
            Some((more, per, once)) => Some(self.plus(more, per, *once, unit, text)?),
            None => None,
        };
        Some(Conversion {
            unit,
            step,
            least: least.max(step),
            into: text.into.node.clone(),
            gets,
            plus,
            from: text.from.as_ref().map(|d| d.node),
            to: text.to.as_ref().map(|d| d.node),
            by_hand: text.alone.is_none(),
            automatic,
            conditions,
        })
    }

    fn plus(
        &mut self,
        more: &Number,
        per: &Number,
        once: Option<Span>,
        unit: UnitId,
        text: &ConversionText,
    ) -> Option<Plus> {
        let gives = self.positive(more, Kind::Number(0))?;
        let per = self.positive(per, Kind::Points(unit))?;
        let once = once.map(|_| {
            // A second bonus into the same is one of its own.
            let same =
                |t: &Track| matches!(t.subject, TrackSubject::Plus(_)) && t.name.contains(&text.into.node);
            let number = self.tracks.iter().filter(|(_, t)| same(t)).count() + 1;
            self.tracks.push(Track {
                name: format!("bonus {number} of {}", text.into.node),
                written: false,
                subject: TrackSubject::Plus(unit),
                conditions: Vec::new(),
                window: Window::Ever,
                ..Track::default()
            })
        });
        Some(Plus { gives, per, once })
    }

    fn uneven_step(&mut self, text: &ConversionText, unit: UnitId, give: i64, step: i64) {
        let decimals = self.units.get(unit).map_or(0, |u| u.decimals);
        let shown = |v: i64| show(i128::from(v), decimals);
        let span = text.step.as_ref().map_or(text.span, |s| s.span);
        let message =
            format!("a step of {} does not become a whole number of \"{}\"", shown(step), text.into.node);
        self.report(
            Diagnostic::new(Code::NeverHolds, span, message, "not a whole number")
                .help(format!("write `in steps of {}`", shown(give))),
        );
    }

    /// Orders the conversions that happen by themselves; two of one unit need an `after`.
    pub(crate) fn check_converts(&mut self) {
        let names = self.names;
        let mut all: Vec<(PartnerId, usize, &ConversionText)> = Vec::new();
        for (partner, source) in names.partners.iter().enumerate() {
            let texts = source.converts.iter().enumerate().filter(|(_, c)| c.converted.is_some());
            all.extend(texts.map(|(at, text)| (PartnerId::from_index(partner), at, text)));
        }
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
        for (list, (_, _, text)) in before.iter_mut().zip(&all) {
            for after in &text.after {
                let found = all.iter().enumerate().filter(|(_, (_, _, t))| t.into.node == after.node);
                let found: Vec<usize> = found.map(|(i, _)| i).collect();
                if found.is_empty() {
                    self.not_automatic(after);
                }
                list.extend(found);
            }
        }
        let rank: Vec<(u16, u32)> = all.iter().map(|(_, _, t)| (t.span.file.0, t.span.start)).collect();
        let ordered = cycle::order(&before, &rank);
        for ring in &ordered.rings {
            let members: Vec<Name> = ring
                .iter()
                .filter_map(|&i| all.get(i))
                .map(|(_, _, t)| Spanned::new(t.into.node.clone(), t.into.span))
                .collect();
            self.ring(&members.iter().collect::<Vec<_>>(), "conversions", "one of them must come first");
        }
        let mut earlier: Vec<usize> = Vec::new();
        for &later in &ordered.order {
            if let Some((first, second)) = self.unordered(&all, &earlier, later, &before) {
                let message = format!(
                    "\"{}\" and \"{}\" are converted by themselves from the same points, and it is not said which comes first",
                    first.into.node, second.into.node
                );
                self.report(
                    Diagnostic::new(Code::Incomplete, second.into.span, message, "before or after?")
                        .also(first.into.span, "the other one")
                        .help(format!("add `after \"{}\"`", first.into.node)),
                );
            }
            earlier.push(later);
        }
        let order = ordered.order.into_iter().filter_map(|i| all.get(i));
        self.converts = order.map(|(partner, at, _)| (*partner, *at)).collect();
    }

    /// An earlier conversion of the same unit that this one does not name.
    fn unordered<'t>(
        &self,
        all: &[(PartnerId, usize, &'t ConversionText)],
        earlier: &[usize],
        later: usize,
        before: &[Vec<usize>],
    ) -> Option<(&'t ConversionText, &'t ConversionText)> {
        let (_, _, second) = *all.get(later)?;
        let behind = super::issue::all_before(later, before);
        let clash = earlier.iter().find_map(|e| {
            let (_, _, first) = *all.get(*e)?;
            let same = self.find_unit(&first.unit.node) == self.find_unit(&second.unit.node);
            // Versions of one conversion are never in force on one day.
            let versions = first.into.node == second.into.node;
            (same && !versions && !behind.contains(e)).then_some(first)
        })?;
        Some((clash, second))
    }

    fn not_automatic(&mut self, after: &Text) {
        let message = format!("no conversion to \"{}\" happens by itself", after.node);
        self.report(
            Diagnostic::new(Code::UnknownName, after.span, message, "not automatic")
                .help("name a conversion with `converted at end of ...`, or leave `after` out"),
        );
    }
}

/// Whether two conversions of one unit into the same are in force on one day, for the same use.
fn at_once(a: &Conversion, b: &Conversion) -> bool {
    let in_time = |x: &Conversion, y: &Conversion| x.from.zip(y.to).is_none_or(|(from, to)| from <= to);
    let use_ = a.by_hand && b.by_hand || a.automatic.is_some() && b.automatic.is_some();
    a.unit == b.unit && a.into == b.into && use_ && in_time(a, b) && in_time(b, a)
}
