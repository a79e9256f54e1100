//! What a level does beside its entry: thresholds that are used up, benefits of a lower level, and what happens as it is
//! reached or left.

use super::Checker;
use super::kind::Kind;
use super::tiers::entry_span;
use crate::ast::{Level as LevelText, LevelEntry, Literal, Tiers as TiersText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Comparison, Condition, Consumption, Id, LevelEffect, LevelId, TiersId, TrackId, Uses, Validity,
};
use crate::source::Span;
use crate::time::{Deadline, Window};

impl Checker<'_> {
    /// Whether a member has the benefit of a level: holding it, or one that is `as` it.
    pub(crate) fn holds_benefit(&self, tiers: TiersId, level: LevelId) -> Condition {
        let is = |level: usize| {
            Condition::Tier(tiers, Comparison::Is, LevelId(u8::try_from(level).unwrap_or(u8::MAX)))
        };
        let own = usize::from(level.0);
        let Some(source) = self.names.tiers.get(tiers.index()) else { return is(own) };
        let mut with: Vec<usize> = vec![own];
        for (index, text) in source.levels.iter().enumerate().skip(own + 1) {
            let below = text.as_level.as_ref().and_then(|name| position(source, &name.node));
            if below.is_some_and(|below| with.contains(&below)) {
                with.push(index);
            }
        }
        if with.len() == 1 { is(own) } else { Condition::Any(with.into_iter().map(is).collect()) }
    }

    /// The perks of the level that this one is `as`, and of those that that one is.
    pub(crate) fn perks_as(&mut self, index: usize, level: &LevelText, source: &TiersText) -> Vec<String> {
        let Some(name) = &level.as_level else { return Vec::new() };
        let below = position(source, &name.node).filter(|below| *below < index);
        let Some(below) = below.and_then(|b| Some((b, source.levels.get(b)?))) else {
            if !self.names.broken.contains(name.node.as_str()) {
                let known: Vec<&str> =
                    source.levels.iter().take(index).map(|l| l.name.node.as_str()).collect();
                let otherwise = match known.as_slice() {
                    [] => "leave it out: there is no lower level".to_owned(),
                    some => format!("the lower levels are {}", some.join(", ")),
                };
                self.unknown(name, &format!("level below `{}` named", level.name.node), &known, otherwise);
            }
            return Vec::new();
        };
        let mut perks = self.perks_as(below.0, below.1, source);
        perks.extend(super::earn::Clauses::of(below.1.benefits.as_deref().unwrap_or_default()).perk_texts());
        perks
    }

    /// `uses`, `carries at most`.
    pub(crate) fn uses(&mut self, level: &LevelText, by: Option<Option<TrackId>>) -> Option<Option<Uses>> {
        let Some((literal, span)) = &level.uses else { return Some(None) };
        let Some(Some(track)) = by else {
            if by.is_none() {
                self.no_track(*span);
            }
            return None;
        };
        let kind = self.track_kinds.get(track.index()).copied().flatten()?;
        let amount = self.above_zero(literal, *span, kind)?;
        let carries = match &level.carries {
            Some((literal, _)) => Some(self.constant(literal, kind)?),
            None => None,
        };
        Some(Some(Uses { amount, carries }))
    }

    fn above_zero(&mut self, literal: &Literal, span: Span, kind: Kind) -> Option<i64> {
        let value = self.constant(literal, kind)?;
        if value > 0 {
            return Some(value);
        }
        self.report(
            Diagnostic::new(Code::OutOfRange, span, "nothing is used up", "not above 0")
                .help("write a number above 0, or leave `uses` out"),
        );
        None
    }

    fn no_track(&mut self, span: Span) {
        self.report(
            Diagnostic::new(Code::Incomplete, span, "it is not said what is used up", "of which track?")
                .help("name the track of the structure: `tiers main by` and its name"),
        );
    }

    /// Where one level uses its threshold up, all are entered by `from`, and the track keeps what is left.
    pub(crate) fn consumption(
        &mut self,
        source: &TiersText,
        by: Option<Option<TrackId>>,
        validity: Option<&Validity>,
    ) -> Option<Option<Consumption>> {
        let Some((_, span)) = source.levels.iter().find_map(|l| l.uses.as_ref()) else { return Some(None) };
        let Some(Some(track)) = by else { return None };
        if validity == Some(&Validity::AtOnce) {
            let message = "a level that follows at once uses nothing up";
            self.report(
                Diagnostic::new(Code::NotHere, *span, message, "never used up")
                    .help("write `valid ...` instead of `follows at once`"),
            );
            return None;
        }
        match self.tracks.get(track).map(|t| t.window)? {
            Window::Rolling(_) | Window::Dates(..) | Window::OwnYear(_) => {
                let message = "the sum of this track cannot be carried on";
                self.report(
                    Diagnostic::new(Code::NotHere, *span, message, "not of this track")
                        .help("use a track `for ever` or of a calendar window"),
                );
                return None;
            }
            Window::Ever
            | Window::Day
            | Window::Week(_)
            | Window::Month
            | Window::Quarter
            | Window::Year(_) => {}
        }
        if self.used_up.contains(&track) {
            let message = "another structure uses this track up";
            self.report(
                Diagnostic::new(Code::NotHere, *span, message, "used up twice")
                    .help("declare a second track of the same, and name that after `by`"),
            );
            return None;
        }
        let row = self.tracks.get(track).is_some_and(|t| {
            use crate::programme::TrackSubject;
            matches!(t.subject, TrackSubject::InARow(_) | TrackSubject::Days(_) | TrackSubject::Different(..))
        });
        if row {
            let message = "periods in a row, days and different texts cannot be used up: they follow from the purchases";
            self.report(
                Diagnostic::new(Code::NotHere, *span, message, "used up")
                    .help("use up a track that sums or counts, such as `points per calendar year`"),
            );
            return None;
        }
        self.used_up.push(track);
        let kind = self.track_kinds.get(track.index()).copied().flatten()?;
        let mut from = vec![0];
        for level in source.levels.iter().skip(1) {
            match &level.entry {
                Some(LevelEntry::From(literal, _)) => from.push(self.constant(literal, kind)?),
                Some(entry @ LevelEntry::When(_)) => {
                    let message = "where levels use their thresholds up, all are entered by `from`";
                    self.report(
                        Diagnostic::new(Code::NotHere, entry_span(entry), message, "not `from`")
                            .help("write `from` and a number of the track"),
                    );
                    return None;
                }
                None => return None,
            }
        }
        Some(Some(Consumption { track, from }))
    }

    /// The level that new members hold.
    pub(crate) fn newcomers(&mut self, source: &TiersText) -> Option<Option<(LevelId, Deadline)>> {
        let (name, deadline) = match source.newcomers.as_slice() {
            [] => return Some(None),
            [(name, deadline, _)] => (name, deadline),
            [(_, _, first), (_, _, second), ..] => {
                self.repeated("what new members hold", *second, *first);
                return None;
            }
        };
        let deadline = self.deadline(deadline, "joining")?;
        match position(source, &name.node).filter(|p| *p > 0) {
            Some(level) => Some(Some((LevelId(u8::try_from(level).unwrap_or(u8::MAX)), deadline))),
            None => {
                let known: Vec<&str> = source.levels.iter().skip(1).map(|l| l.name.node.as_str()).collect();
                let otherwise = format!("the levels above the lowest are {}", known.join(", "));
                if !self.names.broken.contains(name.node.as_str()) {
                    self.unknown(name, "level above the lowest named", &known, otherwise);
                }
                None
            }
        }
    }

    /// What happens as a level is reached and left.
    pub(crate) fn changes(
        &mut self,
        index: usize,
        level: &LevelText,
    ) -> Option<(Vec<LevelEffect>, Vec<LevelEffect>)> {
        let (mut reaching, mut leaving) = (Vec::new(), Vec::new());
        for change in &level.changes {
            if index == 0 {
                let message = format!("`{}` is the lowest level, which everybody has", level.name.node);
                self.report(
                    Diagnostic::new(Code::NotHere, change.span, message, "never reached or left")
                        .help("put it into a higher level"),
                );
                return None;
            }
            let unit = self.points_here(&change.unit)?;
            let gift = match &change.points {
                Some(points) => LevelEffect::Points(unit, self.positive(points, Kind::Points(unit))?),
                None => LevelEffect::Expire(unit),
            };
            if change.reaching { reaching.push(gift) } else { leaving.push(gift) }
        }
        Some((reaching, leaving))
    }
}

fn position(source: &TiersText, name: &str) -> Option<usize> {
    source.levels.iter().position(|l| l.name.node == name)
}
