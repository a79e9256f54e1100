//! `tiers`: levels, how they are entered and kept, how long they are held.

use super::Checker;
use super::earn::Clauses;
use super::literal::literal_span;
use super::reading::Place;
use crate::ast::{Level as LevelText, LevelEntry, Tiers as TiersText, Validity as ValidityText};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{
    AfterReview, Because, Compare, Comparison, Condition, Conjunct, Id, Level, Number, Tiers, TrackId,
    Validity,
};
use crate::source::Span;
use crate::time::{Window, YearDays};

impl Checker<'_> {
    /// Checks all tier structures.
    pub(crate) fn check_tiers(&mut self) {
        let names = self.names;
        for tiers in &names.tiers {
            let checked = self.structure(tiers);
            self.tiers.push(checked);
        }
    }

    fn structure(&mut self, source: &TiersText) -> Option<Tiers> {
        let by = source.by.as_ref().map(|name| self.track_named(name));
        if source.levels.is_empty() {
            self.report(
                Diagnostic::new(
                    Code::Incomplete,
                    source.name.span,
                    "this structure has no levels",
                    "no levels",
                )
                .help("write the levels from the lowest up, such as `bronze  silver from 500.00 CHF`"),
            );
        }
        if let Some(extra) = source.levels.get(limits::LEVELS) {
            let message = format!("a tier structure has at most {} levels", limits::LEVELS);
            self.report(
                Diagnostic::new(Code::TooMany, extra.name.span, message, "one too many")
                    .help("split it into two structures"),
            );
            return None;
        }
        let validity = self.validity(source);
        let (after, after_because) = self.after(source, validity.as_ref());
        let mut levels = Vec::new();
        for (index, level) in source.levels.iter().enumerate() {
            levels.push(self.level(index, level, source, by));
        }
        self.rising_levels(source, by);
        self.keep_is_read(source, validity.as_ref());
        let consumption = self.consumption(source, by, validity.as_ref());
        let newcomers = self.newcomers(source);
        let review = self.review_days(source, validity.as_ref());
        Some(Tiers {
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            levels: levels.into_iter().collect::<Option<Vec<_>>>()?,
            consumption: consumption?,
            newcomers: newcomers?,
            validity: validity?,
            review: review?,
            // Filled in when all tracks and conditions are known.
            counts_since: false,
            keeps_reached: false,
            after,
            after_because,
        })
    }

    fn validity(&mut self, source: &TiersText) -> Option<Validity> {
        match source.validity.as_slice() {
            [] => {
                let message = format!("it is not said how long a level of `{}` is held", source.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, source.name.span, message, "held how long?").help(
                        "add `valid until end of next calendar year`, `valid for ever` or `follows at once`",
                    ),
                );
                None
            }
            [one] => match &one.node {
                ValidityText::Until(text) => self.deadline(text, "entry").map(Validity::Until),
                ValidityText::Ever => Some(Validity::Ever),
                ValidityText::AtOnce => Some(Validity::AtOnce),
            },
            [first, second, ..] => {
                self.repeated("how long a level is held", second.span, first.span);
                None
            }
        }
    }

    /// The days on which levels are entered.
    fn review_days(&mut self, source: &TiersText, validity: Option<&Validity>) -> Option<YearDays> {
        let days = self.days_of_year(&source.review)?;
        let Some(first) = source.review.first() else { return Some(days) };
        let uses = source.levels.iter().any(|l| l.uses.is_some());
        let message = match validity {
            Some(Validity::AtOnce) => "levels that follow at once do not wait for a day",
            _ if uses => "levels that use up what they ask for are entered after each event",
            _ => return Some(days),
        };
        self.report(
            Diagnostic::new(Code::NotHere, first.span, message, "does not wait")
                .help("leave `review on` out"),
        );
        None
    }

    fn after(&mut self, source: &TiersText, validity: Option<&Validity>) -> (AfterReview, Because) {
        let first = match source.after.as_slice() {
            [] => return (AfterReview::OneDown, Because::Default),
            [one] => one,
            [first, second, ..] => {
                self.repeated("what comes after a review", second.span, first.span);
                first
            }
        };
        self.no_review(validity, first.span);
        (first.node, Because::Written)
    }

    /// `then ...` and `keep ...` are read at a review, which only a deadline brings.
    fn no_review(&mut self, validity: Option<&Validity>, span: Span) {
        let message = match validity {
            Some(Validity::AtOnce) => "a level that follows at once is never reviewed",
            Some(Validity::Ever) => "a level that is valid for ever is never reviewed",
            Some(Validity::Until(_)) | None => return,
        };
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "never read")
                .help("leave it out, or write `valid until ...` for the structure"),
        );
    }

    fn keep_is_read(&mut self, source: &TiersText, validity: Option<&Validity>) {
        for keep in source.levels.iter().skip(1).filter_map(|l| l.keep.as_ref()) {
            self.no_review(validity, entry_span(keep));
        }
    }

    fn level(
        &mut self,
        index: usize,
        level: &LevelText,
        source: &TiersText,
        by: Option<Option<TrackId>>,
    ) -> Option<Level> {
        let (entry, keep) = if index == 0 {
            self.lowest(level);
            (Some(Vec::new()), Some(Vec::new()))
        } else {
            let entry = match &level.entry {
                Some(entry) => self.entry(entry, source, by),
                // Said twice, and reported with the names.
                None if self.names.broken.contains(level.name.node.as_str()) => None,
                None => {
                    let message = format!("it is not said how `{}` is reached", level.name.node);
                    self.report(
                        Diagnostic::new(Code::Incomplete, level.name.span, message, "reached how?")
                            .help("write `from` with an amount, or `when` with a condition over tracks"),
                    );
                    None
                }
            };
            let keep = match &level.keep {
                Some(keep) => self.entry(keep, source, by),
                None => entry.clone(),
            };
            (entry, keep)
        };
        let mut perks = self.perks_as(index, level, source);
        perks.extend(self.benefits(level));
        let uses = self.uses(level, by);
        let (reaching, leaving) = self.changes(index, level)?;
        let entry = entry?;
        Some(Level {
            name: level.name.node.clone(),
            title: level.title.as_ref().map_or_else(|| level.name.node.clone(), |t| t.node.clone()),
            renews: self.renewing_windows(&entry),
            entry,
            keep: keep?,
            perks,
            uses: uses?,
            reaching,
            leaving,
        })
    }

    fn lowest(&mut self, level: &LevelText) {
        for written in [&level.entry, &level.keep].into_iter().flatten() {
            let message = format!("`{}` is the lowest level, which everybody has", level.name.node);
            self.report(
                Diagnostic::new(Code::NotHere, entry_span(written), message, "not for the lowest level")
                    .help("leave it out, or put a level without a condition before it"),
            );
        }
    }

    /// Perks; points are checked with the rules.
    pub(super) fn benefits(&mut self, level: &LevelText) -> Vec<String> {
        let clauses = Clauses::of(level.benefits.as_deref().unwrap_or_default());
        if clauses.awards.is_empty() {
            let other = [
                clauses.when.first().map(|c| c.span()),
                clauses.activity.first().map(|(_, s)| *s),
                clauses.by_level.first().map(|(_, s)| *s),
                clauses.rounding.first().map(|r| r.span),
                clauses.limits.first().map(|l| l.span),
                clauses.available.first().map(|(_, s)| *s),
            ];
            if let Some(span) = other.into_iter().flatten().next() {
                let message = format!("the benefit of `{}` does not say what it gives", level.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, span, message, "of what?")
                        .help("add what it gives, such as `25% of` and the name of a rule"),
                );
            }
        }
        clauses.perks.iter().map(|(text, _)| text.node.clone()).collect()
    }

    fn entry(
        &mut self,
        entry: &LevelEntry,
        source: &TiersText,
        by: Option<Option<TrackId>>,
    ) -> Option<Vec<Conjunct>> {
        match entry {
            LevelEntry::When(condition) => {
                let conjuncts = self.conjuncts(&[condition], Place::Tiers)?;
                let parts: Vec<_> = conjuncts.iter().map(|c| (c.condition.clone(), c.span)).collect();
                self.contradicting_conditions(&parts);
                Some(conjuncts)
            }
            LevelEntry::From(literal, span) => {
                let Some(track) = by else {
                    let message =
                        format!("`{}` does not say which track this is compared with", source.name.node);
                    self.report(
                        Diagnostic::new(Code::Incomplete, *span, message, "of which track?")
                            .help(format!("write `tiers {} by` and the name of a track", source.name.node)),
                    );
                    return None;
                };
                let track = track?;
                let kind = self.track_kinds.get(track.index()).copied().flatten()?;
                let value = self.constant(literal, kind)?;
                let condition = Condition::Compare(Compare {
                    left: Number::Track { track, including: false },
                    left_times: 1,
                    how: Comparison::AtLeast,
                    right: Number::Constant(value),
                    right_times: 1,
                });
                Some(vec![Conjunct { condition, span: *span }])
            }
        }
    }

    /// Each level starts above the one before.
    fn rising_levels(&mut self, source: &TiersText, by: Option<Option<TrackId>>) {
        let Some(Some(track)) = by else { return };
        let Some(kind) = self.track_kinds.get(track.index()).copied().flatten() else { return };
        let Some(decimals) = self.decimals(kind) else { return };
        let mut before: Option<i128> = None;
        for level in source.levels.iter().skip(1) {
            let Some(LevelEntry::From(literal, _)) = &level.entry else { continue };
            let (crate::ast::Literal::Number(number) | crate::ast::Literal::WithUnit(number, _)) = literal
            else {
                continue;
            };
            // A wrong number is reported with its level.
            let Ok(value) = crate::value::Decimal::parse(&number.node).and_then(|d| d.smallest(decimals))
            else {
                continue;
            };
            if before.is_some_and(|b| b >= value) {
                self.not_rising(literal_span(literal), "levels");
            }
            before = Some(value);
        }
    }

    /// Windows of the calendar tracks that a condition reads.
    fn renewing_windows(&self, entry: &[Conjunct]) -> Vec<Window> {
        let mut tracks = Vec::new();
        for conjunct in entry {
            tracks_in(&conjunct.condition, &mut tracks);
        }
        let mut windows = Vec::new();
        for track in tracks {
            let Some(window) = self.tracks.get(track).map(|t| t.window) else { continue };
            let calendar = match window {
                Window::Day
                | Window::Week(_)
                | Window::Month
                | Window::Quarter
                | Window::Year(_)
                | Window::OwnYear(_) => true,
                Window::Ever | Window::Dates(..) | Window::Rolling(_) => false,
            };
            if calendar && !windows.contains(&window) {
                windows.push(window);
            }
        }
        windows
    }
}

/// Tracks that a condition reads.
fn tracks_in(condition: &Condition, found: &mut Vec<TrackId>) {
    condition.walk(&mut |part| {
        let Condition::Compare(compare) = part else { return };
        for number in [&compare.left, &compare.right] {
            if let Number::Track { track, .. } = number {
                found.push(*track);
            }
        }
    });
}

pub(super) fn entry_span(entry: &LevelEntry) -> Span {
    match entry {
        LevelEntry::From(_, span) => *span,
        LevelEntry::When(condition) => condition.span(),
    }
}
