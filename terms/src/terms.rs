//! Terms of a whole programme, chapter by chapter.

use crate::document::{Document, Section, escaped};
use crate::language::Locale;
use crate::say::Speaker;
use treue_lang::programme::{
    Paid, Programme, Rule, RuleId, Shortfall, Source, SpentPoints, Stack, StackMember, StackWay,
    TrackSubject, Trigger, Unit, UnitId,
};
use treue_lang::time::DayTest;

/// The terms of a programme.
#[must_use]
pub fn terms(programme: &Programme, locale: Locale) -> Document {
    let speaker = Speaker::new(programme, locale);
    let mut sections = speaker.overview();
    sections.extend(speaker.earning());
    sections.extend(speaker.stacks());
    sections.extend(speaker.levels());
    sections.extend(speaker.expiry());
    sections.extend(speaker.rewards());
    sections.extend(speaker.partners());
    sections.push(speaker.returns());
    sections.extend(speaker.definitions());
    Document { language: locale.language.code(), title: programme.name.clone(), sections }
}

impl Speaker<'_> {
    pub(crate) fn chapter(&self, anchor: &str) -> Section {
        Section::new(2, anchor, self.say(&format!("chapter-{anchor}"), &[]))
    }

    /// A word before a clause.
    pub(crate) fn word(&self, id: &str) -> String {
        self.say(id, &[])
    }

    fn overview(&self) -> Vec<Section> {
        let mut section = self.chapter("overview");
        for (id, unit) in self.programme.units.iter() {
            section.sentence(self.unit_sentence(id, unit));
        }
        let zone = escaped(self.programme.zone.name());
        section.sentence(self.say("zone", &[("zone", &zone)]));
        if self.programme.zones.is_some() {
            section.sentence(self.say("zones-of-stores", &[]));
        }
        section.sentence(self.say("week-starts", &[("day", self.locale.weekday(self.programme.week_start))]));
        section.sentence(
            self.say(if self.programme.known_members_only { "members-known" } else { "members-join" }, &[]),
        );
        section.sentence(match self.programme.leavers_keep {
            Some(days) => {
                let length = self.count("length-days", i64::from(days), &[]);
                self.say("leavers-keep", &[("length", &length)])
            }
            None => self.say("leavers-lose", &[]),
        });
        let merge = if self.programme.tiers.is_empty() { "accounts-merge" } else { "accounts-merge-levels" };
        section.sentence(self.say(merge, &[]));
        vec![section]
    }

    fn unit_sentence(&self, id: UnitId, unit: &Unit) -> String {
        let name = self.unit(id);
        if unit.status_only {
            return self.say("unit-status", &[("unit", &name)]);
        }
        if unit.money {
            return self.say("unit-money", &[("unit", &name), ("currency", &self.programme.currency.code)]);
        }
        match unit.worth {
            Some(worth) => {
                // Worth is of one whole, in smallest currency units; written for so many that it comes out whole.
                let money = self.money(worth.numerator());
                let many = worth.denominator().saturating_mul(10_i64.pow(u32::from(unit.decimals.min(9))));
                self.say_of_points("unit-worth", id, many, &[("money", &money)])
            }
            None => self.say("unit-plain", &[("unit", &name)]),
        }
    }

    fn earning(&self) -> Vec<Section> {
        let mut all = vec![self.chapter("earning")];
        for (id, rule) in
            self.programme.rules.iter().filter(|(_, r)| r.benefit_of.is_none() && r.partner.is_none())
        {
            all.push(self.rule_section(id, rule));
        }
        if all.len() == 1 { Vec::new() } else { all }
    }

    pub(crate) fn rule_section(&self, id: RuleId, rule: &Rule) -> Section {
        let title = if rule.title.is_empty() { &rule.name } else { &rule.title };
        let mut section = Section::new(3, self.rule_anchor(id), title.clone());
        let gives = self.award(rule);
        let mut gives = gives.into_iter();
        if let Some(first) = gives.next() {
            let first = match &rule.over {
                Some(over) => {
                    self.say("gives-over", &[("gives", &first), ("window", &self.window(over.window))])
                }
                None => first,
            };
            section.clause(self.word("you-get"), first);
        }
        gives.for_each(|more| section.sentence(more));
        if let Trigger::Activity(kind) = &rule.on {
            section.clause(
                self.word("for"),
                self.say("for-activity", &[("kind", &self.locale.quoted(&escaped(kind)))]),
            );
        }
        section.clause(
            self.word("dates"),
            if rule.dates == (None, None) { String::new() } else { self.dates(rule.dates.0, rule.dates.1) },
        );
        if let Some(field) = rule.decided_by {
            section.clause(self.word("dates"), self.say("decided-by", &[("field", &self.field_name(field))]));
        }
        self.versions(id, rule, &mut section);
        self.rule_conditions(rule, &mut section);
        section.clause(self.word("rounded"), self.rule_rounding(rule));
        for limit in self.limits(&rule.limits, rule.unit, "limit-times") {
            section.clause(self.word("at-most"), limit);
        }
        if let Some(available) = &rule.available {
            section.clause(self.word("usable"), self.available(available));
        }
        if rule.companions {
            section.sentence(self.say("shared-with-companions", &[]));
        }
        self.gifts(id, &mut section);
        section
    }

    /// What a version means for others of its name: it counts earlier purchases anew, or another date decides for them.
    fn versions(&self, id: RuleId, rule: &Rule, section: &mut Section) {
        if rule.over.as_ref().is_some_and(|over| over.retroactive) {
            section.sentence(self.say("retroactive", &[]));
        }
        let others: Vec<&Rule> = rule
            .versions
            .iter()
            .filter(|other| **other != id)
            .filter_map(|other| self.programme.rules.get(*other))
            .collect();
        if others.iter().any(|other| other.decided_by != rule.decided_by) {
            section.sentence(self.say("versions-by-dates", &[]));
        }
    }

    /// Conditions, without those that dates and levels have said already.
    fn rule_conditions(&self, rule: &Rule, section: &mut Section) {
        use treue_lang::programme::Condition;
        let dates = Condition::Day(DayTest::Between(rule.dates.0, rule.dates.1));
        for conjunct in rule.conditions.iter().filter(|c| c.condition != dates) {
            section.clause(self.word("if"), self.condition(&conjunct.condition));
        }
        let Some(over) = &rule.over else { return };
        for conjunct in &over.when {
            let said = self.condition(&conjunct.condition);
            section.clause(self.word("if"), self.say("over-window", &[("condition", &said)]));
        }
        let paid = match over.paid {
            Paid::AtOnce => self.say("paid-at-once", &[]),
            Paid::AtEnd => self.say("paid-at-end", &[]),
            Paid::After(length) => self.say("paid-after", &[("length", &self.length(length))]),
        };
        section.clause(self.word("paid"), paid);
    }

    fn gifts(&self, rule: RuleId, section: &mut Section) {
        for (_, gift) in self.programme.gifts.iter().filter(|(_, g)| g.rule == rule) {
            let (points, to) = (self.points(gift.unit, gift.points), self.field_name(gift.to));
            section.sentence(self.say("gift", &[("points", &points), ("field", &to)]));
            for limit in self.limits(&gift.limits, gift.unit, "limit-times") {
                section.clause(self.word("at-most"), limit);
            }
        }
    }

    fn stacks(&self) -> Vec<Section> {
        if self.programme.stacks.is_empty() {
            return Vec::new();
        }
        let mut all = vec![self.chapter("together")];
        for (_, stack) in self.programme.stacks.iter() {
            all.push(self.stack_section(stack));
        }
        all
    }

    fn stack_section(&self, stack: &Stack) -> Section {
        let title = if stack.title.is_empty() { &stack.name } else { &stack.title };
        let mut section = Section::new(3, format!("stack-{}", stack.name), title.clone());
        let members: Vec<String> = stack
            .members
            .iter()
            .map(|member| match member {
                StackMember::Rule(rule) => self.rule(*rule),
                StackMember::Stack(inner) => {
                    let name = self.programme.stacks.get(*inner).map_or("", |s| s.name.as_str());
                    format!("[{}](#stack-{name})", self.locale.quoted(&escaped(name)))
                }
            })
            .collect();
        let id = match (stack.way, stack.per_line) {
            (StackWay::All, _) => "stack-all",
            (StackWay::Best, false) => "stack-best",
            (StackWay::First, false) => "stack-first",
            (StackWay::Best, true) => "stack-best-per-line",
            (StackWay::First, true) => "stack-first-per-line",
            (StackWay::Multiply, _) => "stack-multiply",
        };
        section.sentence(self.say(id, &[("rules", &self.and(&members))]));
        if let Some(rounding) = stack.together {
            section.clause(self.word("rounded"), self.rounding(stack.unit, rounding, "round-once"));
        }
        for limit in self.limits(&stack.limits, stack.unit, "limit-times") {
            section.clause(self.word("at-most"), limit);
        }
        section
    }

    fn returns(&self) -> Section {
        let returns = &self.programme.returns;
        let mut section = self.chapter("returns");
        section.sentence(self.say("returns-again", &[]));
        for (at, source) in returns.take.iter().enumerate() {
            let id = match source {
                Source::Pending => "returns-pending",
                Source::Points => "returns-points",
                Source::Vouchers => "returns-vouchers",
            };
            section.sentence(self.say(id, &[("place", if at == 0 { "first" } else { "then" })]));
        }
        let then = match returns.then {
            Shortfall::Owe => "returns-owe",
            Shortfall::Forgive => "returns-forgive",
            Shortfall::CutRefund => "returns-cut",
        };
        section.sentence(self.say(then, &[]));
        section
            .sentence(self.say(if returns.tiers_kept { "returns-tiers-kept" } else { "returns-tiers" }, &[]));
        let others =
            !self.programme.gifts.is_empty() || self.programme.rules.iter().any(|(_, r)| r.companions);
        if others {
            section.sentence(self.say("returns-others", &[]));
        }
        let days = i64::from(treue_lang::programme::BACK_DAYS);
        section.sentence(match returns.spent {
            SpentPoints::OldDates => self.count("returns-spent", days, &[]),
            SpentPoints::AtLeast(days) => self.count("returns-spent-least", i64::from(days), &[]),
            SpentPoints::Cash => self.say("returns-spent-cash", &[]),
        });
        match self.programme.remember {
            Some(days) => section.sentence(self.count("returns-days", i64::from(days), &[])),
            None => section.sentence(self.say("returns-none", &[])),
        }
        section
    }

    fn definitions(&self) -> Vec<Section> {
        let mut all = vec![self.chapter("definitions")];
        for (_, selection) in self.programme.selections.iter() {
            if let Some(name) = &selection.name {
                let mut section = Section::new(3, format!("lines-{name}"), name.clone());
                section.sentence(self.lines_in_words(&selection.predicate));
                all.push(section);
            }
        }
        for (id, track) in self.programme.tracks.iter().filter(|(_, t)| t.written) {
            let mut section = Section::new(3, format!("track-{}", track.name), track.name.clone());
            let (subject, window) = (self.track_subject(id), self.window(track.window));
            // What follows in a row is its window.
            section.sentence(if matches!(track.subject, TrackSubject::InARow(_)) {
                format!("{subject}.")
            } else {
                self.say("track-is", &[("subject", &subject), ("window", &window)])
            });
            for said in self.conditions(&track.conditions) {
                section.clause(self.word("if"), said);
            }
            all.push(section);
        }
        all
    }
}
