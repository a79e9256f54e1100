//! Conditions: the flat list of the grammar becomes a tree, where `and` binds tighter than `or`.

use super::Builder;
use crate::ast::{
    Beginning, Comparison, Condition, DayWord, HeldAs, Occasion, Operand, Quantifier, TextSubject,
};
use crate::source::{Span, Spanned};
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Month, Weekdays};

impl Builder {
    pub(super) fn condition(&mut self, node: &Node<'_>) -> Option<Condition> {
        let mut alternatives = Vec::new();
        let mut together = Vec::new();
        for part in &node.children {
            match part.rule {
                Rule::kw_or => alternatives.push(all_of(std::mem::take(&mut together))?),
                Rule::kw_and => {}
                _ => together.push(self.factor(part)?),
            }
        }
        alternatives.push(all_of(together)?);
        joined(alternatives, Condition::Or)
    }

    /// One member of a list of conditions, with `not` if it stands before it.
    fn factor(&mut self, node: &Node<'_>) -> Option<Condition> {
        let inner = self.primary(node.children.last()?)?;
        Some(if node.has(Rule::kw_not) { Condition::Not(Box::new(inner), self.span(node)) } else { inner })
    }

    fn primary(&mut self, node: &Node<'_>) -> Option<Condition> {
        let span = self.span(node);
        match node.rule {
            Rule::group => {
                Some(Condition::Group(Box::new(self.condition(node.get(Rule::condition)?)?), span))
            }
            Rule::of_list => {
                let how = self.quantifier(node.get(Rule::of_how)?)?;
                let parts = node.all(Rule::condition).map(|n| self.condition(n)).collect::<Option<_>>()?;
                Some(Condition::Of(how, parts, span))
            }
            Rule::line_count => self.line_count(node),
            Rule::at_partner => {
                let name = self.name(node.get(Rule::name)?);
                Some(Condition::Occasion(Occasion::AtPartner(name), span))
            }
            Rule::level_held => {
                let how = node.children.last()?;
                let held = if how.rule == Rule::kw_earned { HeldAs::Earned } else { HeldAs::Granted };
                let how = Spanned::new(held, self.span(how));
                Some(Condition::Occasion(Occasion::Held(self.name(node.get(Rule::name)?), how), span))
            }
            Rule::first_purchase => Some(Condition::FirstPurchase(span)),
            Rule::moment => self.moment(node),
            Rule::member_age => Some(Condition::Occasion(self.age(node)?, span)),
            Rule::text_test => self.text_test(node),
            Rule::measure_test => {
                Some(Condition::Measure(self.name(node.get(Rule::name)?), node.has(Rule::kw_not), span))
            }
            Rule::field_test => self.field_test(node),
            Rule::comparison => self.comparison(node),
            _ => None,
        }
    }

    fn quantifier(&mut self, node: &Node<'_>) -> Option<Spanned<Quantifier>> {
        let how = match node.first()?.rule {
            Rule::kw_any => Quantifier::Any,
            Rule::kw_all | Rule::kw_every => Quantifier::Every,
            Rule::kw_none | Rule::kw_no => Quantifier::No,
            _ => Quantifier::AtLeast(self.whole(node.get(Rule::number)?, u32::MAX)),
        };
        Some(Spanned::new(how, self.span(node)))
    }

    fn line_count(&mut self, node: &Node<'_>) -> Option<Condition> {
        let how = self.quantifier(node.get(Rule::line_how)?)?;
        let selection = match node.get(Rule::few_lines) {
            Some(lines) => Some(self.few_lines(lines)?),
            None => None,
        };
        let which = match node.get(Rule::line_has) {
            Some(has) => Some(Box::new(self.factor(has.get(Rule::line_factor)?)?)),
            None => None,
        };
        Some(Condition::Lines { how, selection, which, span: self.span(node) })
    }

    /// Days, months, hours or dates.
    pub(super) fn moment(&mut self, node: &Node<'_>) -> Option<Condition> {
        let part = node.first()?;
        let span = self.span(part);
        let within = part.get(Rule::within_days).and_then(|n| n.get(Rule::number)).map(|n| self.number(n));
        Some(match part.rule {
            Rule::birthday => Condition::Occasion(Occasion::Birthday(within), span),
            Rule::anniversary => {
                let of = self.beginning(part.get(Rule::beginning)?)?;
                Condition::Occasion(Occasion::Anniversary(of, within), span)
            }
            Rule::birth_month => Condition::Occasion(Occasion::BirthMonth, span),
            Rule::within_time => Condition::Occasion(self.within_time(part)?, span),
            Rule::on_days => {
                let days = part.all(Rule::day_word).map(|n| self.day_word(n)).collect::<Option<_>>()?;
                let hours = part.get(Rule::hours).and_then(|n| self.hours(n));
                Condition::On(days, hours, span)
            }
            Rule::in_months => {
                let stretches = part.all(Rule::months).map(|n| self.months(n)).collect::<Option<Vec<_>>>()?;
                Condition::Months(stretches.concat(), span)
            }
            Rule::hours => {
                let (from, to) = self.hours(part)?;
                Condition::Hours(from, to, span)
            }
            Rule::dates => {
                let mut days = part.all(Rule::date);
                let first = days.next().map(|n| self.day(n).node);
                let second = days.next().map(|n| self.day(n).node);
                let open = part.has(Rule::kw_until);
                if open { Condition::Dates(None, first, span) } else { Condition::Dates(first, second, span) }
            }
            _ => return None,
        })
    }

    /// `joining`, `reaching gold`, `member.moved`.
    pub(super) fn beginning(&mut self, node: &Node<'_>) -> Option<Beginning> {
        let first = node.first()?;
        Some(match first.rule {
            Rule::kw_joining => Beginning::Joining,
            Rule::kw_reaching => Beginning::Reaching(self.name(node.get(Rule::name)?)),
            _ => Beginning::Date(self.field(first)),
        })
    }

    /// `within 90 days of joining`, `within 2 weeks after member.moved`.
    fn within_time(&mut self, node: &Node<'_>) -> Option<Occasion> {
        let length = node.get(Rule::length)?;
        let length = Spanned::new(self.length(length)?, self.span(length));
        let from = match node.get(Rule::beginning) {
            Some(from) => self.beginning(from)?,
            None => Beginning::Date(self.field(node.get(Rule::field)?)),
        };
        Some(Occasion::Within { length, from, before: node.has(Rule::kw_of) })
    }

    /// `the member's age is at least 18`.
    fn age(&mut self, node: &Node<'_>) -> Option<Occasion> {
        if let Some(between) = node.get(Rule::age_between) {
            let mut ends = between.all(Rule::number).map(|n| self.number(n));
            return Some(Occasion::AgeBetween(ends.next()?, ends.next()?));
        }
        let compare = node.get(Rule::compare)?;
        let how = Spanned::new(comparison_word(compare), self.span(compare));
        Some(Occasion::Age(how, self.number(node.get(Rule::number)?)))
    }

    /// `May`, `November to March`.
    fn months(&self, node: &Node<'_>) -> Option<Vec<Month>> {
        let mut ends = node.all(Rule::month).map(|n| self.month(n));
        let from = ends.next()??.0;
        let to = ends.next().map_or(Some(from), |last| last.map(|m| m.0))?;
        Some(around(from - 1, to - 1, 12).map(|month| Month(month + 1)).collect())
    }

    fn day_word(&mut self, node: &Node<'_>) -> Option<DayWord> {
        let word = node.first()?;
        let span = self.span(word);
        Some(match word.rule {
            Rule::date => DayWord::Date(self.day(word)),
            Rule::weekdays_between => {
                let mut ends = word.all(Rule::weekday).map(|n| self.weekday(n));
                let (from, to) = (ends.next()??.0, ends.next()??.0);
                let bits = around(from, to, 7).fold(0, |bits, day| bits | 1 << day);
                DayWord::Week(Spanned::new(Weekdays(bits), span))
            }
            Rule::weekday => DayWord::Week(Spanned::new(Weekdays(1 << self.weekday(word)?.0), span)),
            Rule::month_days => {
                DayWord::Month(word.all(Rule::month_day).filter_map(|n| self.month_days(n)).collect())
            }
            Rule::kw_holidays => DayWord::Holidays(None, span),
            Rule::holidays_of => DayWord::Holidays(Some(self.name(word.get(Rule::name)?)), span),
            Rule::kw_weekdays => DayWord::Week(Spanned::new(Weekdays::WEEKDAYS, span)),
            _ => DayWord::Week(Spanned::new(Weekdays::WEEKENDS, span)),
        })
    }

    fn hours(&mut self, node: &Node<'_>) -> Option<(crate::time::Minute, crate::time::Minute)> {
        let mut times = node.all(Rule::time);
        Some((self.minute(times.next()?), self.minute(times.next()?)))
    }

    fn text_test(&mut self, node: &Node<'_>) -> Option<Condition> {
        let subject_node = node.get(Rule::text_subject)?;
        let subject = Spanned::new(text_subject(subject_node.first()?.rule)?, self.span(subject_node));
        let list = node.get(Rule::text_in);
        let from = list.unwrap_or(node);
        let (negated, values) = (from.has(Rule::kw_not), self.texts(from));
        Some(Condition::Text { subject, negated, list: list.is_some(), values, span: self.span(node) })
    }

    fn field_test(&mut self, node: &Node<'_>) -> Option<Condition> {
        let span = self.span(node);
        let name = self.field(node.get(Rule::field)?);
        if let Some(is) = node.get(Rule::field_is) {
            return Some(match is.children.last()?.rule {
                Rule::kw_present => Condition::Present(name, true, span),
                Rule::kw_missing => Condition::Present(name, false, span),
                Rule::kw_yes => Condition::YesNo(name, true, span),
                _ => Condition::YesNo(name, false, span),
            });
        }
        let default = node.get(Rule::field_or).and_then(|n| self.field_default_literal(n));
        if let Some(list) = node.get(Rule::text_in) {
            return Some(Condition::FieldIn(name, default, self.texts(list), list.has(Rule::kw_not), span));
        }
        let left = Operand::Field(name.clone(), default);
        if node.has(Rule::between) || node.has(Rule::compare) {
            return self.compared(left, node);
        }
        Some(Condition::YesNo(name, true, span))
    }

    fn comparison(&mut self, node: &Node<'_>) -> Option<Condition> {
        let left = self.operand(node.first()?)?;
        self.compared(left, node)
    }

    /// A comparison whose left side is read.
    fn compared(&mut self, left: Operand, node: &Node<'_>) -> Option<Condition> {
        let span = self.span(node);
        if let Some(between) = node.get(Rule::between) {
            let mut ends = between.all(Rule::literal);
            let (low, high) = (self.literal(ends.next()?)?, self.literal(ends.next()?)?);
            return Some(Condition::Between(left, low, high, span));
        }
        let compare = node.get(Rule::compare)?;
        let how = Spanned::new(comparison_word(compare), self.span(compare));
        let right = self.operand(node.children.last()?)?;
        Some(match (left, right) {
            // Two bare names: `main is gold`, and also `spring is above summer`.
            (Operand::Name(left), Operand::Name(right)) => Condition::Tier(left, how, right, span),
            (left, right) => Condition::Compare(left, how, right, span),
        })
    }
}

fn comparison_word(node: &Node<'_>) -> Comparison {
    match node.children.last().map(|n| n.rule) {
        Some(Rule::kw_not) => Comparison::IsNot,
        Some(Rule::kw_least) => Comparison::AtLeast,
        Some(Rule::kw_most) => Comparison::AtMost,
        Some(Rule::kw_above) => Comparison::Above,
        Some(Rule::kw_below) => Comparison::Below,
        _ => Comparison::Is,
    }
}

pub(super) fn text_subject(rule: Rule) -> Option<TextSubject> {
    Some(match rule {
        Rule::kw_category => TextSubject::Category,
        Rule::kw_brand => TextSubject::Brand,
        Rule::kw_sku => TextSubject::Sku,
        Rule::kw_name => TextSubject::LineName,
        Rule::kw_label => TextSubject::Label,
        Rule::kw_channel => TextSubject::Channel,
        Rule::kw_store => TextSubject::Store,
        Rule::kw_coupon => TextSubject::Coupon,
        Rule::kw_paid => TextSubject::PaidBy,
        _ => return None,
    })
}

fn all_of(parts: Vec<Condition>) -> Option<Condition> {
    joined(parts, Condition::And)
}

/// One condition alone stays what it is; several are joined.
fn joined(mut parts: Vec<Condition>, join: fn(Vec<Condition>, Span) -> Condition) -> Option<Condition> {
    if parts.len() == 1 {
        return parts.pop();
    }
    let span = parts.first()?.span().to(parts.last()?.span());
    Some(join(parts, span))
}

/// The numbers from one to another, both counted from 0, of so many that follow each other in a ring.
pub(super) fn around(from: u8, to: u8, of: u8) -> impl Iterator<Item = u8> {
    let count = (to + of - from) % of;
    (0..=count).map(move |step| (from + step) % of)
}
