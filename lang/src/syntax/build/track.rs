//! `track`, and the words for windows.

use super::Builder;
use crate::ast::{Operand, Selection, Track, TrackSubject, WindowText};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Own, Window, YearStart};

impl Builder {
    pub(super) fn track(&mut self, node: &Node<'_>) -> Option<Track> {
        let when = match node.get(Rule::track_when) {
            Some(when) => Some(self.condition(when.get(Rule::condition)?)?),
            None => None,
        };
        let window = match node.get(Rule::window) {
            Some(window) => Some(Spanned::new(WindowText::Plain(self.window(window)?), self.span(window))),
            None => None,
        };
        let subject = self.track_subject(node.get(Rule::subject)?.first()?)?;
        Some(Track { name: self.name(node.get(Rule::name)?), subject, when, window, span: self.span(node) })
    }

    fn track_subject(&mut self, node: &Node<'_>) -> Option<TrackSubject> {
        Some(match node.rule {
            Rule::purchases => TrackSubject::Purchases(self.span(node)),
            Rule::activities => TrackSubject::Activities(self.text(node.get(Rule::text)?), self.span(node)),
            Rule::in_a_row => {
                let period = match node.first()?.rule {
                    Rule::kw_days => Window::Day,
                    Rule::kw_weeks => Window::Week(0),
                    _ => Window::Month,
                };
                TrackSubject::InARow(period, self.activities_of(node), self.span(node))
            }
            Rule::days_with => TrackSubject::DaysWith(self.activities_of(node), self.span(node)),
            Rule::sum_of => TrackSubject::SumOf {
                field: self.field(node.get(Rule::field)?),
                missing: node.get(Rule::field_or).and_then(|n| self.field_default_literal(n)),
                activity: match node.get(Rule::on_activity) {
                    Some(activity) => Some(self.text(activity.get(Rule::text)?)),
                    None => None,
                },
                span: self.span(node),
            },
            Rule::points_from => {
                let mut names = self.names(node).into_iter();
                TrackSubject::PointsFrom(names.next()?, names.collect(), self.span(node))
            }
            Rule::number_tracked => {
                let lines = self.lines_of(node)?;
                TrackSubject::Operand(Operand::NumberOf(self.name(node.get(Rule::counted)?), lines))
            }
            Rule::different_tracked => TrackSubject::Different {
                word: self.name(node.get(Rule::counted)?),
                lines: self.lines_of(node)?,
                activity: match node.get(Rule::on_activity) {
                    Some(activity) => Some(self.text(activity.get(Rule::text)?)),
                    None => None,
                },
                span: self.span(node),
            },
            Rule::quantity_tracked => {
                let lines = self.selection(node.get(Rule::selection)?)?;
                TrackSubject::Operand(Operand::Quantity(self.name(node.get(Rule::name)?), lines))
            }
            Rule::amount => TrackSubject::Amount(self.amount(node)?),
            _ => return None,
        })
    }

    /// A window. Weeks start on Monday here; the checker puts the programme's own day.
    pub(super) fn window(&mut self, node: &Node<'_>) -> Option<Window> {
        let last = node.children.last()?;
        Some(match last.rule {
            Rule::length => Window::Rolling(self.length(last)?),
            Rule::kw_ever => Window::Ever,
            Rule::kw_day => Window::Day,
            Rule::kw_week => Window::Week(0),
            Rule::kw_month => Window::Month,
            Rule::kw_quarter => Window::Quarter,
            Rule::year_from => Window::Year(self.year_from(last)?),
            Rule::own_year if last.has(Rule::kw_membership) => Window::OwnYear(Own::Joining),
            // The checker puts the structure.
            Rule::own_year => Window::OwnYear(Own::Tier(u16::MAX)),
            _ => Window::CALENDAR_YEAR,
        })
    }

    /// The lines behind `of`, if there are any: nothing if they cannot be read.
    #[expect(clippy::option_option, reason = "no lines are not lines that cannot be read")]
    fn lines_of(&mut self, node: &Node<'_>) -> Option<Option<Selection>> {
        match node.get(Rule::selection) {
            Some(lines) => self.selection(lines).map(Some),
            None => Some(None),
        }
    }

    /// `year from 1 April`.
    pub(super) fn year_from(&mut self, node: &Node<'_>) -> Option<YearStart> {
        let (month, day) = self.day_of_year(node.get(Rule::number)?, node.get(Rule::month)?)?;
        Some(YearStart { month, day })
    }

    /// The kind in `activities "workout"`; nothing for purchases.
    fn activities_of(&mut self, node: &Node<'_>) -> Option<crate::ast::Text> {
        Some(self.text(node.get(Rule::activities)?.get(Rule::text)?))
    }
}
