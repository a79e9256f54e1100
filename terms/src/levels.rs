//! Levels: how they are reached, held and lost, and what they give.

use crate::document::{Section, escaped};
use crate::say::Speaker;
use treue_lang::programme::{AfterReview, Level, LevelEffect, LevelId, Tiers, TiersId, Validity};

impl Speaker<'_> {
    pub(crate) fn levels(&self) -> Vec<Section> {
        let mut all = Vec::new();
        for (id, tiers) in self.programme.tiers.iter() {
            let title = if tiers.title.is_empty() { &tiers.name } else { &tiers.title };
            let heading = self.say("chapter-levels", &[("name", title)]);
            let mut section = Section::new(2, format!("tiers-{}", tiers.name), heading);
            self.structure(id, tiers, &mut section);
            all.push(section);
            for (n, level) in (0_u8..).zip(&tiers.levels) {
                all.push(self.level_section(id, LevelId(n), level, tiers));
            }
        }
        all
    }

    fn structure(&self, id: TiersId, tiers: &Tiers, section: &mut Section) {
        let held = match &tiers.validity {
            Validity::Until(deadline) => {
                let from = self.say("start-entry", &[]);
                self.say("level-held", &[("until", &self.deadline(deadline, &from))])
            }
            Validity::Ever => self.say("level-for-ever", &[]),
            Validity::AtOnce => self.say("level-at-once", &[]),
        };
        section.sentence(held);
        if let Validity::Until(_) = tiers.validity {
            let after = match tiers.after {
                AfterReview::OneDown => "after-one-down",
                AfterReview::Base => "after-base",
                AfterReview::WhatQualifies => "after-qualifies",
            };
            section.sentence(self.say(after, &[]));
        }
        if !tiers.review.is_empty() {
            section.sentence(self.say("review-days", &[("days", &self.days_of_year(tiers.review))]));
        }
        if let Some((level, deadline)) = &tiers.newcomers {
            let until = self.deadline(deadline, &self.say("start-joining", &[]));
            section.sentence(self.say("newcomers", &[("level", &self.level(id, *level)), ("until", &until)]));
        }
    }

    fn level_section(&self, tiers: TiersId, id: LevelId, level: &Level, structure: &Tiers) -> Section {
        let title = if level.title.is_empty() { &level.name } else { &level.title };
        let anchor = format!("level-{}-{}", structure.name, level.name);
        let mut section = Section::new(3, anchor, title.clone());
        if id == LevelId(0) {
            section.sentence(self.say("level-of-all", &[]));
        }
        for said in self.conditions(&level.entry) {
            section.clause(self.word("reached-if"), said);
        }
        if level.keep != level.entry {
            for said in self.conditions(&level.keep) {
                section.clause(self.word("kept-if"), said);
            }
        }
        if let (Some(uses), Some(consumption)) = (level.uses, &structure.consumption) {
            let amount = self.track_value(consumption.track, uses.amount);
            section.sentence(self.say("level-uses", &[("amount", &amount)]));
            if let Some(carries) = uses.carries {
                let carries = self.track_value(consumption.track, carries);
                section.sentence(self.say("level-carries", &[("amount", &carries)]));
            }
        }
        for (_, rule) in self.programme.rules.iter().filter(|(_, r)| r.benefit_of == Some((tiers, id))) {
            self.award(rule).into_iter().for_each(|said| section.clause(self.word("you-get"), said));
            section.clause(self.word("rounded"), self.rule_rounding(rule));
            for limit in self.limits(&rule.limits, rule.unit, "limit-times") {
                section.clause(self.word("at-most"), limit);
            }
        }
        level.perks.iter().for_each(|perk| section.clause(self.word("perk"), escaped(perk)));
        self.effects("reaching", &level.reaching, &mut section);
        self.effects("leaving", &level.leaving, &mut section);
        section
    }

    fn effects(&self, when: &str, effects: &[LevelEffect], section: &mut Section) {
        for effect in effects {
            let said = match effect {
                LevelEffect::Points(unit, points) => self.points(*unit, *points),
                LevelEffect::Expire(unit) => self.say("all-expire", &[("unit", &self.unit(*unit))]),
            };
            section.clause(self.word(when), said);
        }
    }
}
