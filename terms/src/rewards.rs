//! Rewards and partners: prices, what they give, and what points become.

use crate::document::{Section, escaped};
use crate::say::Speaker;
use treue_lang::programme::{Cost, Gives, IssueWhen, LevelId, OnReceipt, Partner, Points, Price, Reward};

impl Speaker<'_> {
    pub(crate) fn rewards(&self) -> Vec<Section> {
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
        for said in self.gives_by_level(reward) {
            section.sentence(said);
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
                IssueWhen::OnDays(days) => self.say("issued-on-days", &[("days", &self.days_of_year(*days))]),
                IssueWhen::OnReaching => self.say("issued-on-reaching", &[]),
                IssueWhen::OnBirthday(_) => self.say("issued-on-birthday", &[]),
                IssueWhen::OnAnniversary(of) => {
                    self.say("issued-on-anniversary", &[("day", &self.of_day(*of))])
                }
                IssueWhen::Idle { length, .. } => {
                    self.say("issued-idle", &[("length", &self.length(*length))])
                }
            };
            section.clause(self.word("issued"), when);
            if reward.unit() != Price::NO_UNIT {
                let rest = if issued.rest_expires { "rest-expires" } else { "rest-stays" };
                section.sentence(self.say(rest, &[]));
            }
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
        let gives = |gives: &Gives| self.given(reward, gives);
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
        // Who pays the price once pays so much anyway.
        let once = match &price.cost {
            Cost::Steps(cost, _) => *cost == price.least,
            Cost::Ladder(rungs) => rungs.iter().any(|rung| Points::Fixed(rung.cost) == price.least),
            Cost::Free(_) => true,
        };
        if !once {
            section.clause(self.word("at-least"), self.say("per-use", &[("points", &points(&price.least))]));
        }
        if let Some(most) = price.most {
            let most = self.points(price.unit, most);
            section.clause(self.word("at-most"), self.say("per-use", &[("points", &most)]));
        }
    }

    /// What members of some levels get instead of all others.
    fn gives_by_level(&self, reward: &Reward) -> Vec<String> {
        let Some(by_level) = &reward.by_level else { return Vec::new() };
        let own: Vec<&Gives> = reward.prices.iter().flat_map(Price::gives).collect();
        let others = (0_u8..).zip(&by_level.gives).filter(|(_, gives)| !own.contains(gives));
        let said = others.map(|(level, gives)| {
            let level = self.level(by_level.tiers, LevelId(level));
            self.say("rate-in-level", &[("level", &level), ("rate", &self.given(reward, gives))])
        });
        said.collect()
    }

    /// What it gives, as a voucher or at once.
    fn given(&self, reward: &Reward, gives: &Gives) -> String {
        let said = self.gives(gives);
        if reward.voucher { self.say("a-voucher", &[("gives", &said)]) } else { said }
    }

    pub(crate) fn gives(&self, gives: &Gives) -> String {
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
            let lines = self.programme.amounts.get(receipt.lines).map(|a| self.selection(a.selection()));
            section.clause(self.word("for"), lines.unwrap_or_default());
        }
        if let Some(share) = receipt.share {
            let percent = self.locale.percent(i128::from(share));
            section.clause(self.word("at-most"), self.say("share-of-purchase", &[("percent", &percent)]));
        }
        if let Some(most) = receipt.most {
            section.clause(self.word("at-most"), self.money(most));
        }
        if let Some(least) = receipt.least {
            section.clause(self.word("at-least"), self.say("bought-for", &[("money", &self.money(least))]));
        }
        if receipt.whole {
            section.sentence(self.say("whole-purchase", &[]));
        }
    }

    pub(crate) fn partners(&self) -> Vec<Section> {
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
            let (gets, into) = (self.locale.short(conversion.gets.into(), 0), escaped(&conversion.into));
            let args = [("gets", gets.as_str()), ("into", into.as_str())];
            let mut said = self.say_of_points("converts", conversion.unit, conversion.step, &args);
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
}
