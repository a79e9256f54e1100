//! Terms of a whole programme, chapter by chapter.

use crate::document::{Document, Section, escaped};
use crate::language::Locale;
use crate::say::Speaker;
use treue_lang::programme::{AfterPause, AfterReview, Decay, LevelId};
use treue_lang::programme::{
    BurnOrder, Cost, Expiry, ExpiryHow, Gives, Idle, IssueWhen, Level, LevelEffect, OnReceipt, Paid, Partner,
    Points, Price, Programme, Reward, Rule, RuleId, Shortfall, Source, SpentPoints, Stack, StackMember,
    StackWay, Tiers, TiersId, Trigger, Unit, UnitId, Validity,
};

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
    fn chapter(&self, anchor: &str) -> Section {
        Section::new(2, anchor, self.say(&format!("chapter-{anchor}"), &[]))
    }

    /// A word before a clause.
    fn word(&self, id: &str) -> String {
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
                self.say("unit-worth", &[("points", &self.points(id, many)), ("money", &money)])
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

    fn rule_section(&self, id: RuleId, rule: &Rule) -> Section {
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
        self.rule_conditions(rule, &mut section);
        section.clause(self.word("rounded"), self.rounding(rule.unit, rule.rounding));
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

    /// Conditions, without those that dates and levels have said already.
    fn rule_conditions(&self, rule: &Rule, section: &mut Section) {
        use treue_lang::programme::Condition;
        let dates = Condition::Dates(rule.dates.0, rule.dates.1);
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
            section.clause(self.word("rounded"), self.rounding(stack.unit, rounding));
        }
        for limit in self.limits(&stack.limits, stack.unit, "limit-times") {
            section.clause(self.word("at-most"), limit);
        }
        section
    }

    fn levels(&self) -> Vec<Section> {
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
            section.clause(self.word("rounded"), self.rounding(rule.unit, rule.rounding));
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

    fn expiry(&self) -> Vec<Section> {
        let mut all = vec![self.chapter("expiry")];
        for (id, unit) in self.programme.units.iter() {
            let mut section = Section::new(3, format!("unit-{}", unit.name), self.unit(id));
            if unit.expiry.is_empty() {
                section.sentence(self.say("never-expires", &[]));
            }
            for expiry in &unit.expiry {
                section.sentence(self.expires(id, expiry));
            }
            self.clocks(id, unit, &mut section);
            all.push(section);
        }
        all
    }

    fn expires(&self, unit: UnitId, expiry: &Expiry) -> String {
        let mut said = match &expiry.how {
            ExpiryHow::After(deadline, start) => {
                self.say("expires-after", &[("when", &self.deadline(deadline, &self.start(*start)))])
            }
            ExpiryHow::Without(idle) => self.say("expires-idle", &[("idle", &self.idle(idle))]),
            ExpiryHow::AllAt(period) => self.say("expires-all-at", &[("end", &self.end_of(*period))]),
            ExpiryHow::Decay(decay) => self.decay(unit, decay),
        };
        let conditions = self.conditions(&expiry.when);
        if !conditions.is_empty() {
            said = self.say("said-if", &[("said", &said), ("conditions", &self.and(&conditions))]);
        }
        if !expiry.rules.is_empty() {
            let rules: Vec<String> = expiry.rules.iter().map(|r| self.rule(*r)).collect();
            said = self.say("said-of-rules", &[("said", &said), ("rules", &self.and(&rules))]);
        }
        said
    }

    /// `12 months without a purchase or a redemption`.
    fn idle(&self, idle: &Idle) -> String {
        let mut acts = Vec::new();
        for (wanted, id) in
            [(idle.purchase, "act-purchase"), (idle.redeem, "act-redeem"), (idle.transfer, "act-transfer")]
        {
            if wanted {
                acts.push(self.say(id, &[]));
            }
        }
        for kind in idle.activities.iter().filter_map(|k| self.programme.kept_activities.get(*k)) {
            acts.push(self.say("act-activity", &[("kind", &self.locale.quoted(&escaped(kind)))]));
        }
        self.say("idle", &[("length", &self.length(idle.length)), ("acts", &self.or(&acts))])
    }

    fn decay(&self, unit: UnitId, decay: &Decay) -> String {
        let part = i128::from(decay.part.numerator()) * 10_000 / i128::from(decay.part.denominator());
        let (part, every) = (self.locale.percent(part), self.length(decay.every));
        let (least, idle) = (self.points(unit, decay.least), self.idle(&decay.idle));
        self.say("expires-decay", &[("part", &part), ("least", &least), ("every", &every), ("idle", &idle)])
    }

    fn clocks(&self, id: UnitId, unit: &Unit, section: &mut Section) {
        if unit.tier_later {
            section.sentence(self.say("tier-later", &[]));
        }
        if let Some(pause) = &unit.pause {
            let after = match pause.after {
                AfterPause::GoesOn => "pause-goes-on",
                AfterPause::Restart => "pause-restarts",
                AfterPause::AtOnce => "pause-at-once",
            };
            let conditions = self.and(&self.conditions(&pause.condition));
            section.sentence(self.say(after, &[("conditions", &conditions)]));
        }
        for extension in &unit.extensions {
            let dates = self.dates(Some(extension.from), Some(extension.to));
            section
                .sentence(self.say("extended", &[("dates", &dates), ("length", &self.length(extension.by))]));
        }
        if let Some(days) = unit.remind {
            section.sentence(self.count("reminded", i64::from(days), &[]));
        }
        if let Some(window) = unit.buckets {
            section.sentence(self.say("buckets", &[("window", &self.window(window))]));
        }
        if !unit.status_only {
            let used = match unit.used {
                BurnOrder::SoonestToExpire => "used-soonest",
                BurnOrder::Oldest => "used-oldest",
                BurnOrder::Newest => "used-newest",
                BurnOrder::InProportion => "used-proportion",
            };
            section.sentence(self.say(used, &[("unit", &self.unit(id))]));
        }
    }

    fn rewards(&self) -> Vec<Section> {
        if self.programme.rewards.is_empty() {
            return Vec::new();
        }
        let mut all = vec![self.chapter("rewards")];
        for (_, reward) in self.programme.rewards.iter() {
            all.push(self.reward_section(reward));
        }
        all
    }

    fn reward_section(&self, reward: &Reward) -> Section {
        let title = if reward.title.is_empty() { &reward.name } else { &reward.title };
        let mut section = Section::new(3, format!("reward-{}", reward.name), title.clone());
        for price in &reward.prices {
            self.price(price, reward, &mut section);
        }
        for said in self.conditions(&reward.conditions) {
            section.clause(self.word("if"), said);
        }
        for limit in self.limits(&reward.limits, reward.unit(), "limit-uses") {
            section.clause(self.word("at-most"), limit);
        }
        if let Some(receipt) = &reward.receipt {
            self.on_receipt(receipt, &mut section);
        }
        for worth in &reward.worth {
            let percent = self.locale.percent(i128::from(worth.hundredths) * 100);
            let partner = self.programme.partners.get(worth.partner);
            let partner =
                escaped(partner.map_or("", |p| if p.title.is_empty() { &p.name } else { &p.title }));
            let mut said = self.say("worth-at", &[("percent", &percent), ("partner", &partner)]);
            if (worth.from, worth.to) != (None, None) {
                said = format!("{said} ({})", self.dates(worth.from, worth.to));
            }
            section.sentence(said);
        }
        if let Some(issued) = &reward.issued {
            let when = match &issued.when {
                IssueWhen::AtEnd(cycle) => self.cycle(*cycle),
                IssueWhen::OnReaching => self.say("issued-on-reaching", &[]),
                IssueWhen::Idle { length, .. } => {
                    self.say("issued-idle", &[("length", &self.length(*length))])
                }
            };
            section.clause(self.word("issued"), when);
            section.sentence(self.say(if issued.rest_expires { "rest-expires" } else { "rest-stays" }, &[]));
        }
        if reward.voucher && reward.per_step {
            section.sentence(self.say("voucher-per-step", &[]));
        }
        if let Some(deadline) = &reward.valid {
            let from = self.say("start-issue", &[]);
            section.clause(self.word("valid"), self.deadline(deadline, &from));
        }
        section
    }

    fn price(&self, price: &Price, reward: &Reward, section: &mut Section) {
        let points = |points: &Points| match points {
            Points::Fixed(value) => self.points(price.unit, *value),
            Points::Field { field, .. } => self
                .say("price-field", &[("field", &self.field_name(*field)), ("unit", &self.unit(price.unit))]),
        };
        let dates = match (price.from, price.to) {
            (None, None) => String::new(),
            (from, to) => format!(" ({})", self.dates(from, to)),
        };
        let gives = |gives: &Gives| {
            let said = self.gives(gives);
            if reward.voucher { self.say("a-voucher", &[("gives", &said)]) } else { said }
        };
        match &price.cost {
            Cost::Steps(cost, given) => {
                let said = self.say("costs", &[("points", &points(cost)), ("gives", &gives(given))]);
                section.clause(self.word("costs-word"), format!("{said}{dates}"));
            }
            Cost::Free(given) => {
                let said = self.say("free", &[("gives", &gives(given))]);
                section.clause(self.word("costs-word"), format!("{said}{dates}"));
                return;
            }
            Cost::Ladder(rungs) => {
                for rung in rungs {
                    let cost = self.points(price.unit, rung.cost);
                    let said = self.say("costs", &[("points", &cost), ("gives", &gives(&rung.gives))]);
                    section.clause(self.word("costs-word"), format!("{said}{dates}"));
                }
            }
        }
        section.clause(self.word("at-least"), self.say("per-use", &[("points", &points(&price.least))]));
        if let Some(most) = price.most {
            let most = self.points(price.unit, most);
            section.clause(self.word("at-most"), self.say("per-use", &[("points", &most)]));
        }
    }

    fn gives(&self, gives: &Gives) -> String {
        match gives {
            Gives::Money(money) => self.say("gives-money", &[("money", &self.money(*money))]),
            Gives::Cash(money) => self.say("gives-cash", &[("money", &self.money(*money))]),
            Gives::Percent(percent) => {
                self.say("gives-percent", &[("percent", &self.locale.percent(i128::from(*percent)))])
            }
            Gives::PerMeasure { money, measure, cap } => {
                let (money, per) = self.money_per(*money, *measure);
                let said = self.say("gives-per-measure", &[("money", &money), ("per", &per)]);
                match cap {
                    Some(cap) => self.say(
                        "gives-cap",
                        &[("gives", &said), ("most", &self.quantity(Some(*measure), *cap))],
                    ),
                    None => said,
                }
            }
            Gives::Thing(thing) => escaped(thing),
            Gives::Cheapest(count) => self.count("gives-cheapest", *count, &[]),
            Gives::Points(unit, points) => self.points(*unit, *points),
        }
    }

    /// Money per measure: a fraction of smallest currency units becomes round numbers.
    fn money_per(
        &self,
        money: treue_lang::programme::Ratio,
        measure: treue_lang::programme::MeasureId,
    ) -> (String, String) {
        (
            self.money(money.numerator()),
            self.quantity(Some(measure), money.denominator().saturating_mul(1000)),
        )
    }

    fn on_receipt(&self, receipt: &OnReceipt, section: &mut Section) {
        if receipt.lines != receipt.total {
            let lines = self.amount(receipt.lines);
            section.clause(self.word("for"), lines);
        }
        if let Some(share) = receipt.share {
            let percent = self.locale.percent(i128::from(share));
            section.clause(self.word("at-most"), self.say("share-of-purchase", &[("percent", &percent)]));
        }
        if let Some(least) = receipt.least {
            section.clause(self.word("at-least"), self.say("bought-for", &[("money", &self.money(least))]));
        }
        if receipt.whole {
            section.sentence(self.say("whole-purchase", &[]));
        }
    }

    fn partners(&self) -> Vec<Section> {
        if self.programme.partners.is_empty() {
            return Vec::new();
        }
        let mut all = vec![self.chapter("partners")];
        for (id, partner) in self.programme.partners.iter() {
            all.push(self.partner_section(partner));
            let rules =
                self.programme.rules.iter().filter(|(_, r)| r.partner == Some(id) && r.benefit_of.is_none());
            all.extend(rules.map(|(rule_id, rule)| self.rule_section(rule_id, rule)));
        }
        all
    }

    fn partner_section(&self, partner: &Partner) -> Section {
        let title = if partner.title.is_empty() { &partner.name } else { &partner.title };
        let mut section = Section::new(3, format!("partner-{}", partner.name), title.clone());
        if (partner.from, partner.to) != (None, None) {
            section.clause(self.word("dates"), self.dates(partner.from, partner.to));
        }
        if !partner.stores.is_empty() {
            let stores: Vec<String> =
                partner.stores.iter().map(|s| self.locale.quoted(&escaped(s))).collect();
            section.clause(self.word("stores"), self.and(&stores));
        }
        for conversion in &partner.conversions {
            let (points, into) = (self.points(conversion.unit, conversion.step), escaped(&conversion.into));
            let gets = self.locale.short(conversion.gets.into(), 0);
            let mut said = self.say("converts", &[("points", &points), ("gets", &gets), ("into", &into)]);
            if let Some(plus) = &conversion.plus {
                let (more, per) =
                    (self.locale.short(plus.gives.into(), 0), self.points(conversion.unit, plus.per));
                let id = if plus.once.is_some() { "converts-plus-once" } else { "converts-plus" };
                said = self.say(id, &[("said", &said), ("more", &more), ("per", &per), ("into", &into)]);
            }
            if (conversion.from, conversion.to) != (None, None) {
                said = format!("{said} ({})", self.dates(conversion.from, conversion.to));
            }
            let conditions = self.conditions(&conversion.conditions);
            if !conditions.is_empty() {
                said = self.say("said-if", &[("said", &said), ("conditions", &self.and(&conditions))]);
            }
            section.clause(self.word("conversion"), said);
            if conversion.least > conversion.step {
                section.clause(self.word("at-least"), self.points(conversion.unit, conversion.least));
            }
            if let Some(cycle) = conversion.automatic {
                section.sentence(self.say("converts-automatic", &[("when", &self.cycle(cycle))]));
            }
        }
        section
    }

    fn returns(&self) -> Section {
        let returns = &self.programme.returns;
        let mut section = self.chapter("returns");
        section.sentence(self.say("returns-again", &[]));
        for source in &returns.take {
            let id = match source {
                Source::Pending => "returns-pending",
                Source::Points => "returns-points",
            };
            section.sentence(self.say(id, &[]));
        }
        let then = match returns.then {
            Shortfall::Owe => "returns-owe",
            Shortfall::Forgive => "returns-forgive",
            Shortfall::CutRefund => "returns-cut",
        };
        section.sentence(self.say(then, &[]));
        section
            .sentence(self.say(if returns.tiers_kept { "returns-tiers-kept" } else { "returns-tiers" }, &[]));
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
            section.sentence(self.say("track-is", &[("subject", &subject), ("window", &window)]));
            for said in self.conditions(&track.conditions) {
                section.clause(self.word("if"), said);
            }
            all.push(section);
        }
        all
    }
}
