//! `earn`, its clauses, awards, rounding and limits.

use super::Builder;
use crate::ast::{
    Award, Band, Clause, Counting, Earn, GiftClause, LevelRate, LimitClause, LimitRate, LimitSize, Name,
    Rate, RoundingClause, Step, WindowText,
};
use crate::programme::{RoundingMode, Scope};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Day, Window};

/// First and last day, as far as they are said.
type FirstAndLast = (Option<Spanned<Day>>, Option<Spanned<Day>>);

impl Builder {
    pub(super) fn earn(&mut self, node: &Node<'_>) -> Option<Earn> {
        let name = self.name(node.get(Rule::name)?);
        let title = self.title(node);
        let (from, to) = self.dates_of(node)?;
        Some(Earn { name, title, from, to, clauses: self.clauses(node)?, span: self.span(node) })
    }

    /// First and last day of an item or a clause, as far as they are said.
    pub(super) fn dates_of(&mut self, node: &Node<'_>) -> Option<FirstAndLast> {
        let Some(dates) = node.get(Rule::earn_dates) else { return Some((None, None)) };
        let mut days = dates.all(Rule::date).map(|n| self.day(n)).collect::<Vec<_>>().into_iter();
        Some(match dates.first()?.rule {
            Rule::kw_until => (None, days.next()),
            Rule::kw_on => {
                let day = days.next();
                (day.clone(), day)
            }
            _ => (days.next(), days.next()),
        })
    }

    /// All clauses between braces.
    pub(super) fn clauses(&mut self, node: &Node<'_>) -> Option<Vec<Clause>> {
        node.all(Rule::clause).map(|n| self.clause(n.first()?)).collect()
    }

    fn clause(&mut self, node: &Node<'_>) -> Option<Clause> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::when_clause => Clause::When(self.condition(node.get(Rule::condition)?)?),
            Rule::on_activity => Clause::Activity(self.text(node.get(Rule::text)?), span),
            Rule::moment => Clause::When(self.moment(node)?),
            Rule::rounding => Clause::Rounding(self.rounding(node)?),
            Rule::limit => Clause::Limit(self.limit(node)?),
            Rule::funded => {
                let funders = node.all(Rule::funder).map(|n| self.quantity(n)).collect::<Option<_>>()?;
                Clause::Funded(funders, span)
            }
            Rule::available => Clause::Available(self.available(node)?, span),
            Rule::decided_by => Clause::DecidedBy(self.name(node.get(Rule::field)?), span),
            Rule::over => {
                let retroactive = node.get(Rule::retroactive).map(|n| self.span(n));
                Clause::Over(self.over(node)?, retroactive, span)
            }
            Rule::counting => Clause::Counting(self.counting(node)?),
            Rule::paid_later => {
                let length = match node.get(Rule::length) {
                    Some(length) => Some(Spanned::new(self.length(length)?, self.span(length))),
                    None => None,
                };
                Clause::Paid(length, span)
            }
            Rule::perk => Clause::Perk(self.text(node.get(Rule::text)?), span),
            Rule::by_level => {
                let rates = node.all(Rule::level_rate).map(|n| self.level_rate(n)).collect::<Option<_>>()?;
                Clause::ByLevel(rates, node.get(Rule::in_receipt).map(|n| self.span(n)), span)
            }
            Rule::award => Clause::Award(self.award(node.first()?)?),
            Rule::gift => Clause::Gift(self.gift(node)?),
            Rule::companions => Clause::Companions(span),
            _ => return None,
        })
    }

    fn gift(&mut self, node: &Node<'_>) -> Option<GiftClause> {
        let field = node.get(Rule::field)?;
        let (to_owner, to) = self.field_parts(field)?;
        Some(GiftClause {
            points: self.number(node.get(Rule::number)?),
            unit: self.name(node.get(Rule::name)?),
            to_owner,
            to,
            limits: node.all(Rule::limit).map(|n| self.limit(n)).collect::<Option<_>>()?,
            span: self.span(node),
        })
    }

    /// The window of a window rule.
    fn over(&mut self, node: &Node<'_>) -> Option<Spanned<WindowText>> {
        let is_window = |n: &&Node<'_>| !matches!(n.rule, Rule::retroactive | Rule::comma);
        let which = node.children.iter().rfind(is_window)?;
        let window = match which.rule {
            Rule::over_dates => WindowText::TheseDates,
            Rule::over_all => WindowText::Plain(Window::Ever),
            _ => WindowText::Plain(self.window(which)?),
        };
        Some(Spanned::new(window, self.span(which)))
    }

    fn counting(&mut self, node: &Node<'_>) -> Option<Counting> {
        let (activities, word) = match node.get(Rule::kw_activities) {
            Some(word) => (true, word),
            None => (false, node.get(Rule::kw_purchases)?),
        };
        let condition = self.condition(node.get(Rule::condition)?)?;
        Some(Counting { activities, word: self.span(word), condition, span: self.span(node) })
    }

    fn level_rate(&mut self, node: &Node<'_>) -> Option<LevelRate> {
        let mut names = node.all(Rule::name);
        let (level, unit) = (self.name(names.next()?), self.name(names.next()?));
        Some(LevelRate { level, points: self.number(node.get(Rule::number)?), unit })
    }

    fn award(&mut self, node: &Node<'_>) -> Option<Award> {
        let span = self.span(node);
        let before_rounding = node.get(Rule::before_rounding).map(|n| self.span(n));
        let on = match node.get(Rule::on_lines) {
            Some(lines) => Some(self.few_lines(lines.get(Rule::few_lines)?)?),
            None => None,
        };
        Some(match node.rule {
            Rule::percent_award => {
                let percent = self.number(node.get(Rule::number)?);
                let of = self.amount(node.get(Rule::amount)?)?;
                Award::Percent { percent, of, on, before_rounding, span }
            }
            Rule::times_award => {
                let factor = self.number(node.get(Rule::number)?);
                Award::Times { factor, of: self.names(node), on, before_rounding, span }
            }
            Rule::rate_award => {
                let rate = self.rate(node.get(Rule::rate)?)?;
                let of = match (node.get(Rule::amount), node.get(Rule::for_each), node.get(Rule::field_value))
                {
                    (Some(amount), ..) => Some(self.amount(amount)?),
                    (None, Some(each), _) => Some(self.for_each(each)?),
                    (None, None, Some(field)) => Some(self.amount_of_field(field)?),
                    (None, None, None) => None,
                };
                Award::Rate(rate, of, span)
            }
            Rule::each_line_award => {
                let unit = node.get(Rule::name).map(|n| self.name(n));
                Award::EachLine(unit, self.for_each(node.get(Rule::for_each)?)?, span)
            }
            Rule::bands => {
                let of = match node.get(Rule::field_value) {
                    Some(field) => self.amount_of_field(field)?,
                    None => self.amount(node.get(Rule::amount)?)?,
                };
                let bands = node.all(Rule::band).map(|n| self.band(n)).collect::<Option<_>>()?;
                Award::Bands { of, each_part: node.has(Rule::kw_banded), bands, span }
            }
            _ => return None,
        })
    }

    /// All names that are direct parts.
    pub(super) fn names(&self, node: &Node<'_>) -> Vec<Name> {
        node.all(Rule::name).map(|n| self.name(n)).collect()
    }

    fn band(&mut self, node: &Node<'_>) -> Option<Band> {
        let from = self.literal(node.get(Rule::literal)?)?;
        Some(Band { from, rate: self.rate(node.get(Rule::rate)?)?, span: self.span(node) })
    }

    fn rate(&mut self, node: &Node<'_>) -> Option<Rate> {
        let (points, unit) = (self.number(node.get(Rule::number)?), self.name(node.get(Rule::name)?));
        let per = match node.get(Rule::per_step).or_else(|| node.get(Rule::for_every)) {
            Some(step) => Some(self.per_step(step)?),
            None => None,
        };
        Some(Rate { points, unit, per, span: self.span(node) })
    }

    pub(super) fn per_step(&mut self, step: &Node<'_>) -> Option<Step> {
        let field = match step.get(Rule::field_value) {
            Some(field) => Some(Box::new(self.amount_of_field(field)?)),
            None => None,
        };
        let unit = step.get(Rule::unit_word).or_else(|| step.get(Rule::field_value)?.get(Rule::field))?;
        Some(Step {
            field,
            full: step.get(Rule::kw_full).map(|n| self.span(n)),
            every: step.get(Rule::kw_every).map(|_| self.span(step)),
            size: step.get(Rule::number).map(|n| self.number(n)),
            unit: self.name(unit),
            span: self.span(step),
        })
    }

    pub(super) fn rounding(&mut self, node: &Node<'_>) -> Option<RoundingClause> {
        for part in [Rule::rounding_mode, Rule::per_line, Rule::together, Rule::rounding_place] {
            let mut said = node.all(part);
            if let (Some(first), Some(again)) = (said.next(), said.next()) {
                self.repeated(first, again, "this part of the rounding is said twice");
            }
        }
        let mode = node.get(Rule::rounding_mode).map(|n| Spanned::new(rounding_mode(n), self.span(n)));
        let (mut decimals, mut multiples) = (None, None);
        if let Some(place) = node.get(Rule::rounding_place) {
            let number = place.get(Rule::number)?;
            match place.get(Rule::name) {
                Some(unit) => multiples = Some((self.number(number), self.name(unit))),
                None => decimals = Some(Spanned::new(self.whole(number, u8::MAX), self.span(number))),
            }
        }
        Some(RoundingClause {
            mode,
            per_line: node.get(Rule::per_line).map(|n| self.span(n)),
            together: node.get(Rule::together).map(|n| self.span(n)),
            decimals,
            multiples,
            span: self.span(node),
        })
    }

    pub(super) fn limit(&mut self, node: &Node<'_>) -> Option<LimitClause> {
        let size = match (node.get(Rule::kw_once), node.get(Rule::limit_times)) {
            (Some(once), _) => {
                LimitSize::Times(Spanned::new("1".to_owned(), self.span(once)), self.span(once))
            }
            (None, Some(times)) => LimitSize::Times(self.number(node.get(Rule::number)?), self.span(times)),
            (None, None) => {
                let number = self.number(node.get(Rule::number)?);
                let unit = self.name(node.get(Rule::name)?);
                match node.get(Rule::limit_rate) {
                    Some(rate) => {
                        let per = self.per_step(rate.get(Rule::per_step)?)?;
                        let of = self.amount(rate.get(Rule::amount)?)?;
                        LimitSize::Rate(Box::new(LimitRate { points: number, unit, per, of }))
                    }
                    None => LimitSize::Points(number, unit),
                }
            }
        };
        let window = match node.get(Rule::limit_window) {
            Some(window) => Some(Spanned::new(self.limit_window(window)?, self.span(window))),
            None => None,
        };
        let whole = node.get(Rule::whole_awards).map(|n| self.span(n));
        Some(LimitClause { size, window, scope: self.limit_scope(node), whole, span: self.span(node) })
    }

    /// `per household`, `for everyone`.
    pub(super) fn limit_scope(&self, node: &Node<'_>) -> Option<Spanned<Scope>> {
        let scope = node.get(Rule::limit_scope)?;
        let who = if scope.has(Rule::kw_everyone) { Scope::Everyone } else { Scope::Household };
        Some(Spanned::new(who, self.span(scope)))
    }

    fn limit_window(&mut self, node: &Node<'_>) -> Option<WindowText> {
        Some(match node.get(Rule::window) {
            Some(window) => WindowText::Plain(self.window(window)?),
            None if node.has(Rule::kw_receipt) => WindowText::Receipt,
            None => WindowText::TheseDates,
        })
    }
}

fn rounding_mode(node: &Node<'_>) -> RoundingMode {
    let half = node.has(Rule::kw_half);
    if node.has(Rule::kw_even) {
        RoundingMode::HalfEven
    } else if half {
        RoundingMode::HalfUp
    } else if node.has(Rule::kw_up) {
        RoundingMode::Up
    } else {
        RoundingMode::Down
    }
}
