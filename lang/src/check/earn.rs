//! `earn`: the rules of the programme, of partners, and the benefits of tier levels.

use super::Checker;
use super::reading::Place;
use crate::ast::{
    self, AvailableText, Award, Clause, Counting, LevelRate, LimitClause, Name, Number, RoundingClause, Text,
    WindowText,
};
use crate::diag::{Code, Diagnostic};
use crate::names::{Lost, Meaning, RuleOwner, RuleSource};
use crate::programme::{
    Available, Condition, Conjunct, Id, LevelId, LimitOwner, Rule, RuleId, TextTest, Texts, TiersId, Trigger,
};
use crate::source::{Span, Spanned};
use crate::time::{Day, DayTest, Length};

/// The clauses of a rule by kind, in the order of the text.
#[derive(Default)]
pub(crate) struct Clauses<'a> {
    pub(crate) over: Vec<(&'a Spanned<WindowText>, Span)>,
    pub(crate) retroactive: Option<Span>,
    pub(crate) counting: Vec<&'a Counting>,
    pub(crate) paid: Vec<(Option<&'a Spanned<Length>>, Span)>,
    pub(crate) when: Vec<&'a ast::Condition>,
    pub(crate) activity: Vec<(&'a Text, Span)>,
    pub(crate) awards: Vec<&'a Award>,
    pub(crate) by_level: Vec<(&'a [LevelRate], Span)>,
    pub(crate) in_receipt: Option<Span>,
    pub(crate) rounding: Vec<&'a RoundingClause>,
    pub(crate) limits: Vec<&'a LimitClause>,
    pub(crate) available: Vec<(&'a AvailableText, Span)>,
    pub(crate) perks: Vec<(&'a Text, Span)>,
    pub(crate) companions: Vec<Span>,
    pub(crate) funded: Vec<(&'a [(Number, Name)], Span)>,
    pub(crate) decided: Vec<(&'a Name, Span)>,
}

impl<'a> Clauses<'a> {
    /// Sorts clauses by kind.
    pub(crate) fn of(clauses: &'a [Clause]) -> Self {
        let mut by_kind = Clauses::default();
        for clause in clauses {
            match clause {
                Clause::When(condition) => by_kind.when.push(condition),
                Clause::Activity(text, span) => by_kind.activity.push((text, *span)),
                Clause::Award(award) => by_kind.awards.push(award),
                Clause::ByLevel(levels, in_receipt, span) => {
                    by_kind.by_level.push((levels, *span));
                    by_kind.in_receipt = by_kind.in_receipt.or(*in_receipt);
                }
                Clause::Rounding(rounding) => by_kind.rounding.push(rounding),
                Clause::Limit(limit) => by_kind.limits.push(limit),
                Clause::Available(text, span) => by_kind.available.push((text, *span)),
                Clause::Over(window, retroactive, span) => {
                    by_kind.over.push((window, *span));
                    by_kind.retroactive = *retroactive;
                }
                Clause::Counting(counting) => by_kind.counting.push(counting),
                Clause::Paid(length, span) => by_kind.paid.push((length.as_ref(), *span)),
                Clause::Perk(text, span) => by_kind.perks.push((text, *span)),
                Clause::Funded(funders, span) => by_kind.funded.push((funders, *span)),
                Clause::DecidedBy(field, span) => by_kind.decided.push((field, *span)),
                // Each in its own place.
                Clause::Gift(_) => {}
                Clause::Companions(span) => by_kind.companions.push(*span),
            }
        }
        by_kind
    }
}

impl Clauses<'_> {
    /// The texts of perks.
    pub(crate) fn perk_texts(&self) -> Vec<String> {
        self.perks.iter().map(|(text, _)| text.node.clone()).collect()
    }
}

impl Checker<'_> {
    /// Checks all rules, in the order of the text.
    pub(crate) fn check_rules(&mut self) {
        let names = self.names;
        for (index, source) in names.rules.iter().enumerate() {
            let rule = self.rule(RuleId::from_index(index), source);
            self.rules.push(rule);
        }
    }

    fn rule(&mut self, id: RuleId, source: &RuleSource<'_>) -> Option<Rule> {
        let clauses = Clauses::of(source.clauses);
        if !clauses.over.is_empty() {
            return self.window_rule(id, source, &clauses);
        }
        self.no_window_words(&clauses);
        let unit = self.rule_units.get(id.index()).copied().flatten();
        let on = self.trigger(&clauses);
        let place = match on {
            Some(Trigger::Activity(_)) => Place::Activity,
            Some(Trigger::Purchase) | None => Place::Purchase,
        };
        if !matches!(source.owner, RuleOwner::Level(..)) {
            self.no_perks(&clauses);
        }
        let dates = self.dates(source);
        self.looks_at = clauses.activity.first().map(|(kind, _)| kind.node.clone());
        let conditions = self.conditions(source, &clauses, dates, place);
        self.looks_at = None;
        let award = self.one_award(id, source, &clauses, unit, place);
        let rounding = self.rounding(&clauses.rounding, award.as_ref(), unit);
        let owner = LimitOwner::Rule(self.versions(id).first().copied().unwrap_or(id));
        let limits = self.limits(owner, &source.name.node, &clauses.limits, unit, (dates, place));
        let available = self.available(&clauses.available);
        let companions = self.companions(&clauses, place);
        let funding = self.funding(&clauses.funded, unit);
        let gifts = self.gifts(id, source, &clauses, dates);
        let decided_by = self.decided_by(&clauses.decided);
        let (partner, benefit_of) = match source.owner {
            RuleOwner::Programme => (None, None),
            RuleOwner::Partner(partner) => (Some(partner), None),
            RuleOwner::Level(tiers, level) => (None, Some((tiers, level))),
        };
        Some(Rule {
            name: source.name.node.clone(),
            title: source.title.map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            unit: unit?,
            on: on?,
            partner,
            benefit_of,
            dates: dates?,
            versions: Vec::new(),
            decided_by: decided_by?,
            conditions: conditions?,
            award: award?,
            rounding: rounding?,
            limits: limits?,
            contest: None,
            available: available?,
            companions: companions?,
            funding: funding?,
            over: None,
        })
        .filter(|_| gifts.is_some())
    }

    pub(super) fn trigger(&mut self, clauses: &Clauses<'_>) -> Option<Trigger> {
        match clauses.activity.as_slice() {
            [] => Some(Trigger::Purchase),
            [(kind, _)] => Some(Trigger::Activity(kind.node.clone())),
            [(_, first), (_, second), ..] => {
                self.repeated("`on activity`", *second, *first);
                None
            }
        }
    }

    pub(super) fn no_perks(&mut self, clauses: &Clauses<'_>) {
        for (_, span) in &clauses.perks {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *span,
                    "a perk belongs to a tier level",
                    "not in an earn rule",
                )
                .help("put it between the braces of a level in `tiers`"),
            );
        }
    }

    pub(super) fn dates(&mut self, source: &RuleSource<'_>) -> Option<(Option<Day>, Option<Day>)> {
        if let (Some(from), Some(to)) = (source.from, source.to) {
            self.rising_dates(from.node, to.node, from.span.to(to.span))?;
        }
        Some((source.from.map(|d| d.node), source.to.map(|d| d.node)))
    }

    pub(super) fn conditions(
        &mut self,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        dates: Option<(Option<Day>, Option<Day>)>,
        place: Place,
    ) -> Option<Vec<Conjunct>> {
        let written = self.conjuncts(&clauses.when, place);
        let mut conjuncts = Vec::new();
        let (from, to) = dates?;
        let places = (source.from.map(|d| d.span), source.to.map(|d| d.span));
        if let Some(span) = match places {
            (Some(from), Some(to)) => Some(from.to(to)),
            (from, to) => from.or(to),
        } {
            conjuncts.push(Conjunct { condition: Condition::Day(DayTest::Between(from, to)), span });
        }
        match source.owner {
            RuleOwner::Programme => {}
            RuleOwner::Partner(partner) => {
                conjuncts.extend(self.partner_dates(partner));
                conjuncts.extend(self.partner_stores(partner)?);
            }
            RuleOwner::Level(tiers, level) => {
                let condition = self.holds_benefit(tiers, level);
                conjuncts.push(Conjunct { condition, span: source.name.span });
            }
        }
        conjuncts.extend(written?);
        let parts: Vec<(Condition, Span)> = conjuncts.iter().map(|c| (c.condition.clone(), c.span)).collect();
        self.contradicting_conditions(&parts);
        Some(conjuncts)
    }

    /// The condition that the partner takes part.
    fn partner_dates(&self, partner: crate::programme::PartnerId) -> Option<Conjunct> {
        let source = self.names.partners.get(partner.index())?;
        let (from, to) = (source.from.as_ref(), source.to.as_ref());
        let span = match (from, to) {
            (Some(from), Some(to)) => from.span.to(to.span),
            (from, to) => from.or(to)?.span,
        };
        Some(Conjunct {
            condition: Condition::Day(DayTest::Between(from.map(|d| d.node), to.map(|d| d.node))),
            span,
        })
    }

    /// The condition that a receipt is of the partner's stores.
    fn partner_stores(&mut self, partner: crate::programme::PartnerId) -> Option<Option<Conjunct>> {
        let checked = self.partners.get(partner.index()).and_then(Option::as_ref);
        let written = self.names.partners.get(partner.index()).and_then(|p| p.stores.first());
        match (checked, written) {
            (Some(checked), Some((_, span))) => {
                let test = TextTest { values: checked.stores.clone(), missing: None };
                Some(Some(Conjunct { condition: Condition::Text(Texts::Store, test), span: *span }))
            }
            (_, None) => Some(None),
            (None, Some(_)) => None,
        }
    }

    /// Exactly one award.
    pub(super) fn one_award(
        &mut self,
        id: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        unit: Option<crate::programme::UnitId>,
        place: Place,
    ) -> Option<crate::programme::Award> {
        match clauses.awards.as_slice() {
            [] => {
                let message = format!("`{}` does not say what it gives", source.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, source.name.span, message, "gives nothing")
                        .help("add, for instance, `1 point per full 1.00 CHF of all lines`"),
                );
                None
            }
            [award] => {
                clauses.in_receipt.into_iter().for_each(|span| self.open_within(id, span));
                self.award(id, award, &clauses.by_level, unit, place)
            }
            [first, second, ..] => {
                self.repeated("what the rule gives", award_span(second), award_span(first));
                None
            }
        }
    }

    fn available(&mut self, clauses: &[(&AvailableText, Span)]) -> Option<Option<Available>> {
        match clauses {
            [] => Some(None),
            [(text, _)] => self.available_text(text).map(Some),
            [(_, first), (_, second), ..] => {
                self.repeated("`available`", *second, *first);
                None
            }
        }
    }

    /// The rule of that name; a level's name is its benefit.
    pub(crate) fn rule_named(&mut self, name: &ast::Name) -> Option<RuleId> {
        let (message, help) = match self.names.meaning(&name.node) {
            Some(Meaning::Rule(id) | Meaning::Level(Some(id))) => return Some(id),
            Some(Meaning::Broken) => return None,
            Some(Meaning::Level(None)) => (
                format!("the level `{}` gives no points", name.node),
                "give it a benefit in braces, or name an earn rule".to_owned(),
            ),
            Some(Meaning::Stack(_)) => (
                format!("`{}` is a stack, and rules are needed here", name.node),
                "name the rules in it, joined by `and`".to_owned(),
            ),
            Some(
                other @ (Meaning::Lines(_)
                | Meaning::Track(_)
                | Meaning::Unit(_)
                | Meaning::Tiers(_)
                | Meaning::Table(_)),
            ) => (
                format!("`{}` is {}, and an earn rule is needed here", name.node, other.word()),
                "name an earn rule or a tier level".to_owned(),
            ),
            None => {
                if !self.names.may_be_lost(&name.node, &[Lost::Rules, Lost::Tiers]) {
                    let known = self.names.that(|m| matches!(m, Meaning::Rule(_) | Meaning::Level(Some(_))));
                    let otherwise = format!("declare it: `earn {} {{ ... }}`", name.node);
                    self.unknown(name, "earn rule", &known, otherwise);
                }
                return None;
            }
        };
        self.report(Diagnostic::new(Code::WrongKind, name.span, message, "not an earn rule").help(help));
        None
    }

    /// A level by its name alone, which only one structure may have.
    pub(crate) fn level_named(&mut self, name: &ast::Name) -> Option<(TiersId, LevelId)> {
        let found = self.names.levels.get(name.node.as_str()).cloned().unwrap_or_default();
        match found.as_slice() {
            [one] => Some((one.tiers, one.level)),
            [] => {
                self.unknown_level(name);
                None
            }
            [first, second, ..] => {
                let message = format!("two tier structures have a level `{}`", name.node);
                self.report(
                    Diagnostic::new(Code::DuplicateName, name.span, message, "which of the two?")
                        .also(first.span, "this one")
                        .also(second.span, "or this one")
                        .help("give one of the two levels another name"),
                );
                None
            }
        }
    }

    pub(crate) fn unknown_level(&mut self, name: &ast::Name) {
        if self.names.may_be_lost(&name.node, &[Lost::Tiers]) {
            return;
        }
        let known: Vec<&str> = self.names.levels.keys().copied().collect();
        let otherwise = match known.len() {
            0 => "declare levels in a `tiers` item".to_owned(),
            _ => format!("the levels are {}", known.join(", ")),
        };
        self.unknown(name, "tier level", &known, otherwise);
    }

    /// A level of a structure, and the structure's highest.
    pub(crate) fn level_of(&mut self, tiers: TiersId, name: &ast::Name) -> Option<(LevelId, LevelId)> {
        let found =
            self.names.levels.get(name.node.as_str()).and_then(|l| l.iter().find(|l| l.tiers == tiers));
        let source = self.names.tiers.get(tiers.index())?;
        if let Some(found) = found {
            let last = u8::try_from(source.levels.len().saturating_sub(1)).unwrap_or(u8::MAX);
            return Some((found.level, LevelId(last)));
        }
        let known: Vec<&str> = source.levels.iter().map(|l| l.name.node.as_str()).collect();
        if !self.names.broken.contains(name.node.as_str()) {
            let otherwise = format!("its levels are {}", known.join(", "));
            self.unknown(name, &format!("level of `{}` named", source.name.node), &known, otherwise);
        }
        None
    }
}

/// Where an award stands.
pub(crate) fn award_span(award: &Award) -> Span {
    match award {
        Award::Rate(_, _, span)
        | Award::EachLine(_, _, span)
        | Award::Percent { span, .. }
        | Award::Times { span, .. }
        | Award::Bands { span, .. } => *span,
    }
}
