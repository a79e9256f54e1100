//! Tier structures and expiry.

use super::super::{Comparison, Condition, Entry, Level, LevelChange, Operand, Tiers, Validity};
use super::{Draft, Place};
use treue_lang::ast::AfterReview;
use treue_lang::time::Window;

const LEVELS: &[&str] = &["basic", "silver", "gold", "platinum"];

impl Draft<'_> {
    /// Names of structures and levels, which rules and conditions refer to; `tiers` fills them later.
    pub(super) fn tier_names(&mut self) {
        let count = self.dice.weighted(&[3, 6, 2]);
        for i in 0..count {
            let levels = 2 + self.dice.below(3);
            let levels = LEVELS
                .iter()
                .take(levels)
                .map(|l| Level {
                    name: format!("{l}{i}"),
                    entry: None,
                    keep: None,
                    uses: None,
                    as_level: None,
                    changes: Vec::new(),
                    benefits: None,
                })
                .collect();
            self.p.tiers.push(Tiers {
                name: format!("club{i}"),
                by: None,
                levels,
                validity: Validity::Ever,
                after: None,
                review: Vec::new(),
                newcomers: None,
            });
        }
    }

    pub(super) fn tiers(&mut self) {
        for i in 0..self.p.tiers.len() {
            let mut t = self.p.tiers[i].clone();
            self.fill(&mut t);
            self.p.tiers[i] = t;
        }
    }

    fn fill(&mut self, t: &mut Tiers) {
        let tracks: Vec<_> = self.p.tracks.iter().map(|t| (t.name.clone(), t.scale.clone())).collect();
        let by = if self.dice.percent(75) { self.dice.maybe_pick(&tracks).cloned() } else { None };
        t.validity = match self.dice.weighted(&[6, 1, 2]) {
            0 => Validity::Until(self.deadline()),
            1 => Validity::Ever,
            _ if self.since_tier => Validity::Ever,
            _ => Validity::AtOnce,
        };
        let reviewed = matches!(t.validity, Validity::Until(_));
        t.after = if reviewed {
            self.some(70, |d| {
                *d.dice.pick(&[AfterReview::OneDown, AfterReview::WhatQualifies, AfterReview::Base])
            })
        } else {
            None
        };
        t.by = by.as_ref().map(|(name, _)| name.clone());
        let uses = by.as_ref().filter(|(name, _)| {
            let window = self.p.tracks.iter().find(|x| x.name == *name).map(|x| x.window);
            let keeps =
                !matches!(window, Some(Window::Rolling(_) | Window::Dates(..) | Window::OwnYear(_)) | None);
            let taken = |x: &Tiers| x.levels.iter().any(|l| l.uses.is_some());
            let free = !self.p.tiers.iter().any(|x| x.by.as_ref() == Some(name) && taken(x));
            let track = self.p.tracks.iter().find(|x| x.name == *name);
            let row = track.is_some_and(|x| {
                use super::super::TrackSubject;
                matches!(
                    x.subject,
                    TrackSubject::InARow(_) | TrackSubject::Days(_) | TrackSubject::Different(..)
                )
            });
            keeps && free && !row && !matches!(t.validity, Validity::AtOnce)
        });
        let uses =
            if !self.plain && self.dice.percent(35) { uses.map(|(_, scale)| scale.clone()) } else { None };
        t.newcomers = self.some(12, |d| {
            let level = 1 + d.dice.below(t.levels.len() - 1);
            (t.levels[level].name.clone(), d.deadline())
        });
        if uses.is_none() && !self.plain && !matches!(t.validity, Validity::AtOnce) && self.dice.percent(15) {
            t.review = self.days_of_year();
        }
        self.level_words(t, uses.as_ref());
        for step in 0..t.levels.len() {
            let level = &mut t.levels[step];
            if step > 0 {
                level.entry = Some(match &by {
                    Some((_, scale)) => Entry::From(self.rising(scale, step)),
                    None => Entry::When(self.level_condition(step)),
                });
                if reviewed && self.dice.percent(40) {
                    level.keep = Some(self.keep(by.as_ref().map(|(_, s)| s), step));
                }
            }
            if self.dice.percent(if step == 0 { 15 } else { 50 }) {
                let mut body = self.body(50, (None, None), false);
                body.by_level.clear();
                if self.dice.percent(30) {
                    body.perks.push("Free delivery".to_owned());
                }
                level.benefits = Some(body);
                // Later levels may refer to this one.
                let name = t.name.clone();
                let done = t.levels[step].clone();
                if let Some(mine) = self.p.tiers.iter_mut().find(|x| x.name == name) {
                    mine.levels[step] = done;
                }
            }
        }
    }

    fn keep(&mut self, scale: Option<&super::super::Scale>, step: usize) -> Entry {
        match scale {
            Some(scale) if self.dice.percent(70) => {
                let value = self.rising(scale, step);
                // Below the entry, so that a level can be kept that would not be entered again.
                Entry::From(value)
            }
            _ => Entry::When(self.level_condition(step)),
        }
    }

    fn level_condition(&mut self, step: usize) -> Condition {
        let tracks: Vec<_> = self.p.tracks.iter().map(|t| (t.name.clone(), t.scale.clone())).collect();
        let count = 1 + self.dice.weighted(&[6, 3]);
        let mut parts = Vec::new();
        for _ in 0..count {
            let part = match self.dice.maybe_pick(&tracks) {
                Some((name, scale)) if self.dice.percent(75) => {
                    let (name, scale) = (name.clone(), scale.clone());
                    let value = Operand::Value(self.rising(&scale, step));
                    Condition::Compare(Operand::Name(name), Comparison::AtLeast, value)
                }
                _ => self.condition(Place::Tier, 1),
            };
            parts.push(part);
        }
        if parts.len() == 1 { parts.remove(0) } else { self.combine(parts) }
    }

    /// What levels do beside their entry.
    fn level_words(&mut self, t: &mut Tiers, uses: Option<&super::super::Scale>) {
        for step in 1..t.levels.len() {
            if let Some(scale) = uses
                && self.dice.percent(80)
            {
                let amount = self.rising(scale, step);
                let carries = self.some(50, |d| d.rising(scale, 1));
                t.levels[step].uses = Some((amount, carries));
            }
            if self.dice.percent(15) {
                let below = self.dice.below(step);
                t.levels[step].as_level = Some(t.levels[below].name.clone());
            }
            if self.dice.percent(25) {
                let count = 1 + self.dice.below(2);
                for _ in 0..count {
                    let unit = self.any_unit();
                    let points = self.some(65, |d| d.points(&unit));
                    let reaching = self.dice.percent(55);
                    t.levels[step].changes.push(LevelChange { reaching, points, unit });
                }
            }
        }
    }
}
