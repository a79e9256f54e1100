//! What rules give, how it is rounded, and how much at most.

use crate::document::escaped;
use crate::say::Speaker;
use treue_lang::programme::{
    Available, Award, Band, Limit, LimitId, LimitWindow, Most, Portion, Rate, Ratio, Rounding, RoundingMode,
    RoundingPlace, Rule, RuleId, Scope, Trigger, UnitId,
};

impl Speaker<'_> {
    /// A rule by its title, with a link.
    pub(crate) fn rule(&self, rule: RuleId) -> String {
        let Some(found) = self.programme.rules.get(rule) else { return String::new() };
        let title = escaped(if found.title.is_empty() { &found.name } else { &found.title });
        format!("[{}](#{})", self.locale.quoted(&title), self.rule_anchor(rule))
    }

    /// Where a rule stands: made of its name, and of its place among the rules of that name.
    pub(crate) fn rule_anchor(&self, rule: RuleId) -> String {
        let Some(found) = self.programme.rules.get(rule) else { return String::new() };
        let same = self.programme.rules.iter().filter(|(id, r)| r.name == found.name && *id < rule).count();
        if same == 0 { format!("rule-{}", found.name) } else { format!("rule-{}-{}", found.name, same + 1) }
    }

    /// What a rule gives: one sentence, or one for each band or level.
    pub(crate) fn award(&self, rule: &Rule) -> Vec<String> {
        let unit = rule.unit;
        match &rule.award {
            Award::Rate(rate, by_level) => {
                let mut said = vec![self.rate_words(unit, rate)];
                if let Some(by_level) = by_level {
                    for (n, other) in (0_u8..).zip(&by_level.rates).filter(|(_, r)| *r != rate) {
                        let level = self.level(by_level.tiers, treue_lang::programme::LevelId(n));
                        let rate = self.rate_words(unit, other);
                        said.push(self.say("rate-in-level", &[("level", &level), ("rate", &rate)]));
                    }
                    if by_level.within.is_some() {
                        said.push(self.say("rate-within-receipt", &[]));
                    }
                }
                said
            }
            Award::Bands { amount, each_part, bands } => {
                let id = if *each_part { "bands-each-part" } else { "bands-whole" };
                let mut said = vec![self.say(id, &[("amount", &self.amount(*amount))])];
                said.extend(bands.iter().map(|band| self.band(unit, *amount, band)));
                said
            }
            Award::Share { of, ratio, exact } => vec![self.share(of, *ratio, *exact, None)],
            Award::Portion { of, on, ratio, exact } => {
                let rules: Vec<RuleId> = of.iter().map(|Portion { rule, .. }| *rule).collect();
                vec![self.share(&rules, *ratio, *exact, Some(&self.selection(*on)))]
            }
        }
    }

    fn band(&self, unit: UnitId, amount: treue_lang::programme::AmountId, band: &Band) -> String {
        let from = self.value(&self.scale(amount), band.from);
        self.say("band", &[("from", &from), ("rate", &self.rate_words(unit, &band.rate))])
    }

    fn share(&self, of: &[RuleId], ratio: Ratio, exact: bool, on: Option<&str>) -> String {
        let names: Vec<String> = of.iter().map(|r| self.rule(*r)).collect();
        let percent =
            self.locale.percent(i128::from(ratio.numerator()) * 10_000 / i128::from(ratio.denominator()));
        let rules = self.and(&names);
        let mut said = match on {
            Some(lines) => {
                self.say("share-on", &[("percent", &percent), ("rules", &rules), ("lines", lines)])
            }
            None => self.say("share", &[("percent", &percent), ("rules", &rules)]),
        };
        if exact {
            said = self.say("share-exact", &[("share", &said)]);
        }
        said
    }

    fn rate_words(&self, unit: UnitId, rate: &Rate) -> String {
        match rate {
            Rate::Flat(each) => self.flat(unit, *each),
            Rate::Proportional(amount, each) => {
                let (points, per) = self.rate(unit, &self.scale(*amount), *each);
                let what = self.amount(*amount);
                self.say("rate-per", &[("points", &points), ("per", &per), ("amount", &what)])
            }
            Rate::Steps(amount, step, each) => {
                let per = self.per_full(&self.scale(*amount), *step);
                let what = self.amount(*amount);
                self.say(
                    "rate-per-full",
                    &[("points", &self.flat(unit, *each)), ("per", &per), ("amount", &what)],
                )
            }
        }
    }

    fn flat(&self, unit: UnitId, each: Ratio) -> String {
        if each.denominator() == 1 {
            return self.points(unit, each.numerator());
        }
        let value = format!("{}/{}", each.numerator(), each.denominator());
        self.say("number-of", &[("number", &value), ("what", &self.unit(unit))])
    }

    /// How a rule rounds; nothing where it gives a fixed whole number anyway.
    pub(crate) fn rule_rounding(&self, rule: &Rule) -> String {
        let whole = |rate: &Rate| matches!(rate, Rate::Flat(each) if each.denominator() == 1);
        let fixed = match &rule.award {
            Award::Rate(rate, by_level) => {
                whole(rate) && by_level.iter().all(|by_level| by_level.rates.iter().all(whole))
            }
            Award::Bands { bands, .. } => bands.iter().all(|band| whole(&band.rate)),
            Award::Share { .. } | Award::Portion { .. } => false,
        };
        if fixed && rule.rounding.step == 1 {
            return String::new();
        }
        self.rounding_of(rule)
    }

    /// How a rule rounds. Once is once for the purchase, where it looks at single purchases.
    pub(crate) fn rounding_of(&self, rule: &Rule) -> String {
        let of_purchases = rule.on == Trigger::Purchase && rule.over.is_none();
        let once = if of_purchases { "round-once" } else { "round-once-alone" };
        self.rounding(rule.unit, rule.rounding, once)
    }

    /// How it is rounded; `once` is how that is said.
    pub(crate) fn rounding(&self, unit: UnitId, rounding: Rounding, once: &str) -> String {
        let mode = match rounding.mode {
            RoundingMode::Down => "round-down",
            RoundingMode::Up => "round-up",
            RoundingMode::HalfUp => "round-half-up",
            RoundingMode::HalfEven => "round-half-even",
        };
        let place = match rounding.place {
            RoundingPlace::Rule => once,
            RoundingPlace::Line => "round-per-line",
            RoundingPlace::Stack => "round-together",
        };
        let (mode, place) = (self.say(mode, &[]), self.say(place, &[]));
        // A unit without decimals, rounded to ones, is rounded to whole ones.
        if rounding.step == 1 && self.programme.units.get(unit).is_some_and(|u| u.decimals == 0) {
            let unit = self.unit(unit);
            return self.say("rounding-whole", &[("mode", &mode), ("place", &place), ("unit", &unit)]);
        }
        let step = self.points(unit, rounding.step);
        self.say("rounding", &[("mode", &mode), ("place", &place), ("step", &step)])
    }

    /// Limits, one sentence each.
    pub(crate) fn limits(&self, limits: &[LimitId], unit: UnitId, times: &str) -> Vec<String> {
        limits
            .iter()
            .filter_map(|l| self.programme.limits.get(*l))
            .map(|l| self.limit(l, unit, times))
            .collect()
    }

    fn limit(&self, limit: &Limit, unit: UnitId, times: &str) -> String {
        let window = match limit.window {
            LimitWindow::Receipt => self.say("window-receipt", &[]),
            LimitWindow::Window(window, _) => self.window(window),
        };
        let mut said = match limit.most {
            Most::Points(most) => {
                self.say("limit-points", &[("points", &self.points(unit, most)), ("window", &window)])
            }
            Most::Times(most) => self.count(times, most, &[("window", &window)]),
            Most::Pieces(most) => {
                let number = self.locale.short(most.into(), 0);
                self.count("limit-pieces", most, &[("number", &number), ("window", &window)])
            }
            Most::PerPart(amount, each) => {
                let (points, per) = self.rate(unit, &self.scale(amount), each);
                let what = self.amount(amount);
                self.say("limit-per", &[("points", &points), ("per", &per), ("amount", &what)])
            }
            Most::PerStep(amount, step, each) => {
                let per = self.per_full(&self.scale(amount), step);
                let (points, what) = (self.flat(unit, each), self.amount(amount));
                self.say("limit-per-full", &[("points", &points), ("per", &per), ("amount", &what)])
            }
        };
        match limit.scope {
            Scope::Member => {}
            Scope::Household => said = self.say("limit-household", &[("limit", &said)]),
            Scope::Everyone => said = self.say("limit-everyone", &[("limit", &said)]),
        }
        if limit.whole {
            said = self.say("limit-whole", &[("limit", &said)]);
        }
        said
    }

    /// When points can be used.
    pub(crate) fn available(&self, available: &Available) -> String {
        match available {
            Available::After(deadline, start) => self.deadline(deadline, &self.start(*start)),
            Available::OnActivity(kind) => {
                self.say("available-on-activity", &[("kind", &self.locale.quoted(&escaped(kind)))])
            }
        }
    }
}
