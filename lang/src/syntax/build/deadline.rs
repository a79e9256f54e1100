//! Deadlines and `expire`.

use super::Builder;
use crate::ast::{
    AfterPause, AvailableText, DeadlineText, Expire, ExpiryLine, ExpiryText, ExpiryWhen, IdleAct, IdleText,
    WhileText,
};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::literal::length_unit;
use crate::time::{Anchor, Base, Deadline, Length, Period, Snap};

impl Builder {
    pub(super) fn expire(&mut self, node: &Node<'_>) -> Option<Expire> {
        let unit = self.name(node.get(Rule::name)?);
        let lines = node.all(Rule::expiry_line).map(|n| self.expiry_line(n)).collect::<Option<_>>()?;
        Some(Expire { unit, lines, span: self.span(node) })
    }

    fn expiry_line(&mut self, node: &Node<'_>) -> Option<ExpiryLine> {
        let when = match node.get(Rule::expiry_when) {
            Some(when) => Some(self.expiry_when(when)?),
            None => None,
        };
        Some(ExpiryLine { what: self.expiry_text(node.first()?)?, when, span: self.span(node) })
    }

    fn expiry_text(&mut self, node: &Node<'_>) -> Option<ExpiryText> {
        Some(match node.rule {
            Rule::never => ExpiryText::Never,
            Rule::idle => ExpiryText::Without(self.idle(node)?),
            Rule::all_at => ExpiryText::AllAt(self.period(node.get(Rule::period)?)?),
            Rule::decay => self.decay(node)?,
            Rule::remind => {
                let number = node.get(Rule::number)?;
                ExpiryText::Remind(Spanned::new(self.whole(number, u16::MAX), self.span(number)))
            }
            Rule::extend => {
                let mut days = node.all(Rule::date);
                let (from, to) = (days.next()?, days.next()?);
                let length = node.get(Rule::length)?;
                ExpiryText::Extend {
                    unit: self.name(node.get(Rule::name)?),
                    from: self.day(from),
                    to: self.day(to),
                    by: Spanned::new(self.length(length)?, self.span(length)),
                }
            }
            Rule::paused => self.paused(node)?,
            Rule::tier_later => ExpiryText::TierLater,
            _ => ExpiryText::After(self.deadline(node)?),
        })
    }

    fn expiry_when(&mut self, node: &Node<'_>) -> Option<ExpiryWhen> {
        let earned_by = node.get(Rule::earned_by).map_or_else(Vec::new, |n| self.names(n));
        let condition = match node.get(Rule::condition) {
            Some(condition) => Some(self.condition(condition)?),
            None => None,
        };
        Some(ExpiryWhen { earned_by, condition, span: self.span(node) })
    }

    /// When points become available.
    pub(super) fn available(&mut self, node: &Node<'_>) -> Option<AvailableText> {
        if let Some(kind) = node.get(Rule::text) {
            return Some(AvailableText::OnActivity(self.text(kind)));
        }
        let Some(end) = node.get(Rule::at_end_of) else {
            return Some(AvailableText::After(self.deadline(node.get(Rule::deadline)?)?));
        };
        let of = end.get(Rule::period)?;
        Some(AvailableText::AtEndOf(Spanned::new(self.period(of)?, self.span(of))))
    }

    pub(super) fn idle(&mut self, node: &Node<'_>) -> Option<IdleText> {
        let length = node.get(Rule::length)?;
        let length = Spanned::new(self.length(length)?, self.span(length));
        let acts = node.all(Rule::idle_word).map(|n| self.idle_act(n)).collect::<Option<_>>()?;
        Some(IdleText { length, acts, span: self.span(node) })
    }

    fn idle_act(&mut self, node: &Node<'_>) -> Option<IdleAct> {
        Some(match node.first()?.rule {
            Rule::kw_purchase => IdleAct::Purchase,
            Rule::kw_redeem => IdleAct::Redeem,
            Rule::kw_transfer => IdleAct::Transfer,
            _ => IdleAct::Activity(self.text(node.get(Rule::text)?)),
        })
    }

    fn decay(&mut self, node: &Node<'_>) -> Option<ExpiryText> {
        let least = match node.get(Rule::decay_least) {
            Some(least) => Some((self.number(least.get(Rule::number)?), self.name(least.get(Rule::name)?))),
            None => None,
        };
        let every = node.get(Rule::length).or_else(|| node.get(Rule::length_unit))?;
        let length = match every.rule {
            Rule::length => self.length(every)?,
            _ => Length { count: 1, unit: length_unit(every) },
        };
        Some(ExpiryText::Decay {
            percent: self.number(node.get(Rule::number)?),
            least,
            every: Spanned::new(length, self.span(every)),
            idle: self.idle(node.get(Rule::idle)?)?,
        })
    }

    fn paused(&mut self, node: &Node<'_>) -> Option<ExpiryText> {
        let what = match node.get(Rule::while_levels) {
            Some(levels) => WhileText::Levels(self.names(levels)),
            None => WhileText::Condition(self.condition(node.get(Rule::condition)?)?),
        };
        let after = match node.get(Rule::after_pause) {
            Some(after) if after.has(Rule::kw_restart) => AfterPause::Restart,
            Some(_) => AfterPause::AtOnce,
            None => AfterPause::GoesOn,
        };
        Some(ExpiryText::Paused(what, after))
    }

    pub(super) fn deadline(&mut self, node: &Node<'_>) -> Option<DeadlineText> {
        let start = node.first()?;
        let (base, word) = if start.rule == Rule::until_end {
            let further = u8::from(start.has(Rule::kw_next));
            (Base::UntilEnd(self.period(start.get(Rule::period)?)?, further), None)
        } else {
            let length = self.length(start.get(Rule::length)?)?;
            match start.get(Rule::end_of_its) {
                Some(its) => (Base::After(length, Anchor::EndOf(self.period(its.get(Rule::period)?)?)), None),
                None => {
                    let word = start.get(Rule::field).or_else(|| start.get(Rule::name))?;
                    (Base::After(length, Anchor::Event), Some(self.name(word)))
                }
            }
        };
        let snaps = node.all(Rule::snap).map(|n| self.snap(n.children.last()?)).collect::<Option<_>>()?;
        Some(DeadlineText { deadline: Deadline { base, snaps }, word, span: self.span(node) })
    }

    /// `month`, `year from 1 November`.
    pub(super) fn period(&mut self, node: &Node<'_>) -> Option<Period> {
        let word = node.first()?;
        match word.rule {
            Rule::year_from => self.year_from(word).map(Period::Year),
            _ => period_word(word),
        }
    }

    fn snap(&mut self, node: &Node<'_>) -> Option<Snap> {
        if node.rule == Rule::snap_on {
            let mut days = node
                .all(Rule::day_of_year)
                .map(|day| self.day_of_year(day.get(Rule::number)?, day.get(Rule::month)?));
            let (first, second) = (days.next()??, days.next());
            return Some(match second {
                Some(second) => Snap::OnEither(first, second?),
                None => Snap::On(first.0, first.1),
            });
        }
        if node.has(Rule::kw_birth) {
            return Some(Snap::EndOfBirthMonth);
        }
        match node.get(Rule::month) {
            Some(month) => self.month(month).map(Snap::EndOfMonth),
            None => self.period(node.get(Rule::period)?).map(Snap::EndOf),
        }
    }
}

/// A period of the calendar by its first word.
pub(super) fn period_word(word: &Node<'_>) -> Option<Period> {
    Some(match word.rule {
        Rule::kw_week => Period::Week,
        Rule::kw_month => Period::Month,
        Rule::kw_quarter => Period::Quarter,
        Rule::kw_half => Period::HalfYear,
        Rule::kw_membership => Period::MembershipYear,
        _ => Period::CALENDAR_YEAR,
    })
}
