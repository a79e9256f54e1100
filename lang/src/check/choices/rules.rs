//! Choices of rules and stacks.

use super::{Choices, Owner, written};
use crate::ast::{self, Clause};
use crate::names::{RuleOwner, RuleSource};
use crate::programme::{
    About, Amount, AmountId, Award, Basis, Because, ChoiceRow, Condition, FigureNumber, Formula, Funding,
    Gap, Join, Number, Paid, Rounding, RoundingMode, RoundingPlace, Rule, RuleId, Said, StackWay, UnitId,
};
use std::collections::BTreeSet;

impl Choices<'_> {
    pub(super) fn of_rules(&mut self) {
        for ((id, rule), source) in self.programme.rules.iter().zip(&self.names.rules) {
            let word = match source.owner {
                RuleOwner::Programme | RuleOwner::Partner(_) => "earn",
                RuleOwner::Level(..) => "level",
            };
            let owner = Owner::new(About::Rule(id), format!("{word} {}", rule.name), rule.span);
            self.add(
                &owner,
                ChoiceRow::Rounding,
                self.rounding(rule.unit, rule.rounding),
                rule.rounding.because,
            );
            self.of_amounts(&owner, rule, source);
            self.of_share(&owner, &rule.award);
            self.of_readings(&owner, rule);
            self.of_window(&owner, rule);
            self.of_funding(&owner, rule);
            self.of_gifts(&owner, id);
        }
    }

    /// `half up, line by line, to multiples of 5 points`.
    fn rounding(&self, unit: UnitId, rounding: Rounding) -> Said {
        let mode = match rounding.mode {
            RoundingMode::Down => Said::new("round-down", "down"),
            RoundingMode::Up => Said::new("round-up", "up"),
            RoundingMode::HalfUp => Said::new("round-half-up", "half up"),
            RoundingMode::HalfEven => Said::new("round-half-even", "half to the even neighbour"),
        };
        let place = match rounding.place {
            RoundingPlace::Rule => Said::new("round-once", "once"),
            RoundingPlace::Line => Said::new("round-per-line", "line by line"),
            RoundingPlace::Stack => Said::new("round-together", "together with its stack"),
        };
        let (name, decimals) =
            self.programme.units.get(unit).map_or(("points", 0), |u| (u.name.as_str(), u.decimals));
        let to = match (rounding.step, decimals) {
            (1, 0) => Said::new("to-whole", "whole {unit}"),
            (1, 1) => Said::new("to-decimal", "1 decimal of {unit}"),
            (1, n) => Said::new("to-decimals", "{decimals} decimals of {unit}")
                .with("decimals", Gap::Count(n.into())),
            (step, _) => Said::new("to-multiples", "multiples of {step} {unit}")
                .with("step", Gap::Parts(step, decimals)),
        };
        Said::new("rounding", "{mode}, {place}, to {to}")
            .with("mode", Gap::Said(mode))
            .with("place", Gap::Said(place))
            .with("to", Gap::Said(to.with("unit", Gap::Unit(unit, name.to_owned()))))
    }

    /// Which money counts, and what lines below zero do.
    fn of_amounts(&mut self, owner: &Owner, rule: &Rule, source: &RuleSource<'_>) {
        let mut amounts = BTreeSet::new();
        for amount in rule.award.amounts() {
            self.with_inner(amount, &mut amounts);
        }
        if amounts.is_empty() {
            return;
        }
        let charged_above = amounts.iter().all(|a| self.leaves_negatives_out(*a));
        let value = match charged_above {
            true => Said::new("negatives-out", "left out"),
            false => Said::new("negatives-counted", "counted as they are; a total below zero is zero"),
        };
        self.add(owner, ChoiceRow::NegativeLines, value, written(charged_above));
        let money = amounts.iter().filter_map(|id| match self.programme.amounts.get(*id) {
            Some(Amount::Money(_, basis)) => Some(self.basis(*basis)),
            _ => None,
        });
        let mut said: Vec<Said> = money.collect();
        said.sort_by_key(Said::to_string);
        said.dedup();
        if said.is_empty() {
            return;
        }
        let less = lines_left_out(source);
        let is_default = said == [self.basis(Basis::Charged)] && less.is_empty();
        said.extend(less);
        let all = Gap::Several(Join::Semicolon, said.into_iter().map(Gap::Said).collect());
        self.add(
            owner,
            ChoiceRow::Amount,
            Said::new("amounts", "{all}").with("all", all),
            written(!is_default),
        );
    }

    /// An amount, and those that it is made of.
    fn with_inner(&self, id: AmountId, found: &mut BTreeSet<AmountId>) {
        let Some(amount) = self.programme.amounts.get(id) else { return };
        let (Amount::Made(_, figure) | Amount::EachLine(_, figure)) = amount else {
            if !matches!(amount, Amount::Events(_)) {
                found.insert(id);
            }
            return;
        };
        let mut formulas: Vec<&Formula> =
            self.programme.figures.get(*figure).map(|f| &f.formula).into_iter().collect();
        while let Some(formula) = formulas.pop() {
            match formula {
                Formula::Number(FigureNumber::Amount(inner), _) => self.with_inner(*inner, found),
                Formula::Number(..) => {}
                Formula::Larger(a, b)
                | Formula::Smaller(a, b)
                | Formula::Plus(a, b)
                | Formula::Less(a, b)
                | Formula::Times(a, b) => formulas.extend([&**a, &**b]),
            }
        }
        if matches!(amount, Amount::EachLine(..)) {
            found.insert(id);
        }
    }

    /// Whether its selection asks for amounts above zero.
    fn leaves_negatives_out(&self, id: AmountId) -> bool {
        let selection = self.programme.amounts.get(id).map(Amount::selection);
        selection.is_some_and(|s| self.programme.only_above_zero(s))
    }

    fn basis(&self, basis: Basis) -> Said {
        let kinds = |id| {
            let kinds = self.programme.tender_kinds.get(id).map_or(&[][..], Vec::as_slice);
            Gap::Several(Join::Comma, kinds.iter().map(|k| Gap::name(k)).collect())
        };
        match basis {
            Basis::Charged => Said::new("charged", "after discounts, with tax"),
            Basis::BeforeDiscounts => Said::new("before-discounts", "before discounts, with tax"),
            Basis::WithoutTax => Said::new("without-tax", "after discounts, without tax"),
            Basis::PaidBy(id) => {
                Said::new("part-paid-by", "the part paid by {kinds}").with("kinds", kinds(id))
            }
            Basis::LessPaidBy(id) => {
                Said::new("less-paid-by", "less the part paid by {kinds}").with("kinds", kinds(id))
            }
        }
    }

    fn of_share(&mut self, owner: &Owner, award: &Award) {
        let (value, is_written) = match award {
            Award::Share { exact: false, .. } => (Said::new("share-final", "what it finally gave"), false),
            Award::Share { exact: true, .. } => {
                (Said::new("share-exact", "its exact value, before rounding"), true)
            }
            Award::Portion { exact: false, .. } => {
                let said = "what it would give for these lines alone, rounded, without its limits";
                (Said::new("share-of-lines", said), true)
            }
            Award::Portion { exact: true, .. } => {
                let said = "what it would give for these lines alone, before rounding";
                (Said::new("share-of-lines-exact", said), true)
            }
            Award::Rate(..) | Award::Bands { .. } => return,
        };
        self.add(owner, ChoiceRow::ShareBase, value, written(is_written));
    }

    /// What a rule reads, and the date that decides.
    fn of_readings(&mut self, owner: &Owner, rule: &Rule) {
        for (track, including) in tracks_read(rule) {
            let spec = self.programme.tracks.get(track);
            let name = spec.map_or("", |t| t.name.as_str());
            let value = match (including, spec.is_some_and(|t| t.is_of_activities())) {
                (true, true) => Said::new("track-including-activity", "{track}, this activity included"),
                (true, false) => Said::new("track-including", "{track}, this purchase included"),
                (false, _) => Said::new("track-before", "{track} before the event"),
            };
            let value = value.with("track", Gap::name(name));
            self.add(owner, ChoiceRow::TrackRead, value, written(including));
        }
        let field = rule.decided_by.and_then(|f| self.programme.fields.get(f)).map(|f| f.name.as_str());
        let within = matches!(&rule.award, Award::Rate(_, Some(by_level)) if by_level.within.is_some());
        let by_level = matches!(&rule.award, Award::Rate(_, Some(_)));
        if by_level || rule.conditions.iter().any(|c| c.condition.asks_level()) {
            let value = match (within, field) {
                (true, _) => {
                    Said::new("level-within", "within the receipt, from the unit on with which it is reached")
                }
                (false, Some(field)) => {
                    Said::new("level-on-date", "held on the date `{field}`").with("field", Gap::name(field))
                }
                (false, None) => Said::new("level-before", "held before the event"),
            };
            self.add(owner, ChoiceRow::LevelRead, value, written(within || field.is_some()));
        }
        match field {
            None => {
                let value = Said::new("date-event", "the event's date");
                self.add(owner, ChoiceRow::RuleDate, value, Because::Default);
            }
            Some(field) => {
                let said = "the date `{field}`, or the event's where it is missing";
                let value = Said::new("date-field", said).with("field", Gap::name(field));
                self.add(owner, ChoiceRow::RuleDate, value, Because::Written);
                let value = Said::new("date-future", "the version of that date, the level of now");
                self.add(owner, ChoiceRow::FutureDate, value, Because::Default);
            }
        }
    }

    fn of_window(&mut self, owner: &Owner, rule: &Rule) {
        let Some(over) = &rule.over else { return };
        let value = match over.paid {
            Paid::AtOnce => Said::new("paid-at-once", "as soon as it is due"),
            Paid::AtEnd => Said::new("paid-at-end", "at its end"),
            Paid::After(length) => {
                Said::new("paid-after", "{length} after its end").with("length", Gap::Length(length))
            }
        };
        self.add(owner, ChoiceRow::WindowPaid, value, written(over.paid != Paid::AtOnce));
    }

    fn of_funding(&mut self, owner: &Owner, rule: &Rule) {
        let title = |partner| self.programme.partners.get(partner).map(|p| p.name.clone());
        if rule.funding.is_empty() {
            if let Some(partner) = rule.partner.and_then(title) {
                let value =
                    Said::new("funded-all", "{partner}, all of it").with("partner", Gap::Name(partner));
                self.add(owner, ChoiceRow::Funding, value, Because::Default);
            }
            return;
        }
        let share = |funding: &Funding| {
            let us = || Gap::Said(Said::new("us", "us"));
            let who = funding.partner.and_then(title).map_or_else(us, Gap::Name);
            let percent = Gap::Percent(funding.share);
            Gap::Said(
                Said::new("funded-share", "{percent} by {who}").with("percent", percent).with("who", who),
            )
        };
        let shares = Gap::Several(Join::Comma, rule.funding.iter().map(share).collect());
        let value = Said::new("funded-shares", "{shares}").with("shares", shares);
        self.add(owner, ChoiceRow::Funding, value, Because::Written);
    }

    fn of_gifts(&mut self, owner: &Owner, rule: RuleId) {
        for (_, gift) in self.programme.gifts.iter().filter(|(_, gift)| gift.rule == rule) {
            let value = match gift.limits.is_empty() {
                true => Said::new("gifts-always", "whenever the rule gives its own member something"),
                false => Said::new(
                    "gifts-limited",
                    "whenever the rule gives its own member something; limits count for who gets them",
                ),
            };
            let owner = Owner { span: gift.span, ..owner.clone() };
            self.add(&owner, ChoiceRow::Gifts, value, written(!gift.limits.is_empty()));
        }
    }

    pub(super) fn of_stacks(&mut self) {
        for (id, stack) in self.programme.stacks.iter() {
            let owner = Owner::new(About::Stack(id), format!("stack {}", stack.name), stack.span);
            if let (StackWay::Best | StackWay::First, per_line) = (stack.way, stack.per_line) {
                let value = match per_line {
                    true => Said::new("best-per-line", "line by line, before rounding"),
                    false => Said::new(
                        "best-of-receipt",
                        "of the receipt, after own limits; ties to the first named",
                    ),
                };
                self.add(&owner, ChoiceRow::BestOf, value, written(per_line));
            }
            if let Some(rounding) = stack.together {
                let value = self.rounding(stack.unit, Rounding { place: RoundingPlace::Rule, ..rounding });
                self.add(&owner, ChoiceRow::Rounding, value, rounding.because);
            }
        }
    }
}

/// `less shipping`, in words, for each such word behind the amount of an award.
fn lines_left_out(source: &RuleSource<'_>) -> Vec<Said> {
    let awards =
        source.clauses.iter().filter_map(|c| if let Clause::Award(award) = c { Some(award) } else { None });
    let amounts = awards.filter_map(|award| match award {
        ast::Award::Rate(_, of, _) => of.as_ref(),
        ast::Award::Percent { of, .. } | ast::Award::Bands { of, .. } | ast::Award::EachLine(_, of, _) => {
            Some(of)
        }
        ast::Award::Times { .. } => None,
    });
    let words = amounts.flat_map(|amount| &amount.basis).filter_map(|(word, _)| match word {
        ast::Basis::Less(name) => {
            Some(Said::new("less-lines", "less {lines}").with("lines", Gap::name(&name.node)))
        }
        ast::Basis::BeforeDiscounts
        | ast::Basis::WithoutTax
        | ast::Basis::PaidBy(_)
        | ast::Basis::LessPaidBy(_) => None,
    });
    words.collect()
}

/// The tracks that conditions of a rule read, and whether with the purchase in them; each once.
fn tracks_read(rule: &Rule) -> Vec<(crate::programme::TrackId, bool)> {
    let mut found = Vec::new();
    for conjunct in &rule.conditions {
        conjunct.condition.walk(&mut |condition| {
            let Condition::Compare(compare) = condition else { return };
            for number in [&compare.left, &compare.right] {
                if let Number::Track { track, including } = number
                    && !found.contains(&(*track, *including))
                {
                    found.push((*track, *including));
                }
            }
        });
    }
    found
}
