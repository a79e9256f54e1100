//! Choices of rules and stacks.

use super::{Choices, Owner, written};
use crate::ast::{self, Clause};
use crate::names::{RuleOwner, RuleSource};
use crate::programme::{
    About, Amount, AmountId, Award, Basis, Because, ChoiceRow, Condition, FigureNumber, Formula, Funding,
    Number, Paid, Rounding, RoundingMode, RoundingPlace, Rule, RuleId, StackWay, UnitId,
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
    fn rounding(&self, unit: UnitId, rounding: Rounding) -> String {
        let mode = match rounding.mode {
            RoundingMode::Down => "down",
            RoundingMode::Up => "up",
            RoundingMode::HalfUp => "half up",
            RoundingMode::HalfEven => "half to the even neighbour",
        };
        let place = match rounding.place {
            RoundingPlace::Rule => "once",
            RoundingPlace::Line => "line by line",
            RoundingPlace::Stack => "together with its stack",
        };
        let (name, decimals) =
            self.programme.units.get(unit).map_or(("points", 0), |u| (u.name.as_str(), u.decimals));
        let to = match (rounding.step, decimals) {
            (1, 0) => format!("whole {name}"),
            (1, 1) => format!("1 decimal of {name}"),
            (1, n) => format!("{n} decimals of {name}"),
            (step, _) => format!("multiples of {} {name}", crate::value::show(step.into(), decimals)),
        };
        format!("{mode}, {place}, to {to}")
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
            true => "left out",
            false => "counted as they are; a total below zero is zero",
        };
        self.add(owner, ChoiceRow::NegativeLines, value, written(charged_above));
        let money = amounts.iter().filter_map(|id| match self.programme.amounts.get(*id) {
            Some(Amount::Money(_, basis)) => Some(self.basis(*basis)),
            _ => None,
        });
        let mut said: Vec<String> = money.collect::<BTreeSet<String>>().into_iter().collect();
        if said.is_empty() {
            return;
        }
        let less = lines_left_out(source);
        let is_default = said == [self.basis(Basis::Charged)] && less.is_empty();
        said.extend(less);
        self.add(owner, ChoiceRow::Amount, said.join("; "), written(!is_default));
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

    fn basis(&self, basis: Basis) -> String {
        let kinds = |id| self.programme.tender_kinds.get(id).map_or_else(String::new, |k| k.join(", "));
        match basis {
            Basis::Charged => "after discounts, with tax".to_owned(),
            Basis::BeforeDiscounts => "before discounts, with tax".to_owned(),
            Basis::WithoutTax => "after discounts, without tax".to_owned(),
            Basis::PaidBy(id) => format!("the part paid by {}", kinds(id)),
            Basis::LessPaidBy(id) => format!("less the part paid by {}", kinds(id)),
        }
    }

    fn of_share(&mut self, owner: &Owner, award: &Award) {
        let (value, is_written) = match award {
            Award::Share { exact: false, .. } => ("what it finally gave", false),
            Award::Share { exact: true, .. } => ("its exact value, before rounding", true),
            Award::Portion { exact: false, .. } => {
                ("what it would give for these lines alone, rounded, without its limits", true)
            }
            Award::Portion { exact: true, .. } => {
                ("what it would give for these lines alone, before rounding", true)
            }
            Award::Rate(..) | Award::Bands { .. } => return,
        };
        self.add(owner, ChoiceRow::ShareBase, value, written(is_written));
    }

    /// What a rule reads, and the date that decides.
    fn of_readings(&mut self, owner: &Owner, rule: &Rule) {
        for (track, including) in tracks_read(rule) {
            let name = self.programme.tracks.get(track).map_or("", |t| t.name.as_str());
            let value = match including {
                true => format!("{name}, this purchase included"),
                false => format!("{name} before the event"),
            };
            self.add(owner, ChoiceRow::TrackRead, value, written(including));
        }
        let field = rule.decided_by.and_then(|f| self.programme.fields.get(f)).map(|f| f.name.as_str());
        let within = matches!(&rule.award, Award::Rate(_, Some(by_level)) if by_level.within.is_some());
        let by_level = matches!(&rule.award, Award::Rate(_, Some(_)));
        if by_level || rule.conditions.iter().any(|c| c.condition.asks_level()) {
            let value = match (within, field) {
                (true, _) => "within the receipt, from the unit on with which it is reached".to_owned(),
                (false, Some(field)) => format!("held on the date `{field}`"),
                (false, None) => "held before the event".to_owned(),
            };
            self.add(owner, ChoiceRow::LevelRead, value, written(within || field.is_some()));
        }
        match field {
            None => self.add(owner, ChoiceRow::RuleDate, "the event's date", Because::Default),
            Some(field) => {
                let value = format!("the date `{field}`, or the event's where it is missing");
                self.add(owner, ChoiceRow::RuleDate, value, Because::Written);
                let value = "the version of that date, the level of now";
                self.add(owner, ChoiceRow::FutureDate, value, Because::Default);
            }
        }
    }

    fn of_window(&mut self, owner: &Owner, rule: &Rule) {
        let Some(over) = &rule.over else { return };
        let value = match over.paid {
            Paid::AtOnce => "as soon as it is due".to_owned(),
            Paid::AtEnd => "at its end".to_owned(),
            Paid::After(length) => format!("{length} after its end"),
        };
        self.add(owner, ChoiceRow::WindowPaid, value, written(over.paid != Paid::AtOnce));
    }

    fn of_funding(&mut self, owner: &Owner, rule: &Rule) {
        let title = |partner| self.programme.partners.get(partner).map(|p| p.name.clone());
        if rule.funding.is_empty() {
            if let Some(partner) = rule.partner.and_then(title) {
                self.add(owner, ChoiceRow::Funding, format!("{partner}, all of it"), Because::Default);
            }
            return;
        }
        let share = |funding: &Funding| {
            let who = funding.partner.and_then(title).unwrap_or_else(|| "us".to_owned());
            format!("{}% by {who}", crate::value::show(funding.share.into(), 2))
        };
        let value: Vec<String> = rule.funding.iter().map(share).collect();
        self.add(owner, ChoiceRow::Funding, value.join(", "), Because::Written);
    }

    fn of_gifts(&mut self, owner: &Owner, rule: RuleId) {
        for (_, gift) in self.programme.gifts.iter().filter(|(_, gift)| gift.rule == rule) {
            let value = match gift.limits.is_empty() {
                true => "whenever the rule gives its own member something",
                false => "whenever the rule gives its own member something; limits count for who gets them",
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
                    true => "line by line, before rounding",
                    false => "of the receipt, after own limits; ties to the first named",
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
fn lines_left_out(source: &RuleSource<'_>) -> Vec<String> {
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
        ast::Basis::Less(name) => Some(format!("less {}", name.node)),
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
