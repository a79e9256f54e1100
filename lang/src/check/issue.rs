//! Rewards that are issued by themselves: when, and which of two comes first.

use super::Checker;
use super::cycle;
use super::kind::Kind;
use crate::ast::{CycleText, IdleAct, IdleText, IssuedText, Name, Reward as RewardText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Cost, Gives, Id, IssueWhen, Issued, Price, Reward, RewardId, UnitId};
use crate::source::{Span, Spanned};
use crate::time::{Cycle, Month};

impl Checker<'_> {
    /// When a reward is issued by itself; nothing inside if it is not.
    pub(crate) fn issued(&mut self, source: &RewardText, prices: &[Price]) -> Option<Option<Issued>> {
        let rest = self.at_most_one("`the rest expires`", &source.rest_expires, |s| *s)?;
        let Some((when, span)) = self.at_most_one("`issued`", &source.issued, |(_, s)| *s)? else {
            let after = source.after.first().map(|n| (n.span, "`after`"));
            if let Some((span, what)) = rest.map(|s| (*s, "`the rest expires`")).or(after) {
                let message = format!("{what} belongs to a reward that is issued by itself");
                self.report(
                    Diagnostic::new(Code::NotHere, span, message, "not issued by itself")
                        .help("add `issued at end of month`, or leave this out"),
                );
                return None;
            }
            return Some(None);
        };
        let when = self.issue_when(when, *span)?;
        self.issued_in_steps(prices, when, *span)?;
        if let (Some(rest), [Price { cost: Cost::Free(_), .. }, ..]) = (rest, prices) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *rest,
                    "what costs nothing takes no points",
                    "the rest of what?",
                )
                .help("leave it out"),
            );
            return None;
        }
        if let (Some(rest), IssueWhen::OnReaching) = (rest, when) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *rest,
                    "the rest would be gone with every purchase",
                    "not on reaching the cost",
                )
                .help("leave it out, or issue the reward at the end of a month, quarter or year"),
            );
            return None;
        }
        Some(Some(Issued { when, rest_expires: rest.is_some() }))
    }

    fn issued_in_steps(&mut self, prices: &[Price], when: IssueWhen, span: Span) -> Option<()> {
        let (message, label) = match prices {
            [first, rest @ ..] if rest.iter().any(|p| p.unit != first.unit) => {
                ("a reward that is issued by itself is paid in one unit", "in which unit?")
            }
            _ if prices.iter().any(|p| matches!(p.cost, Cost::Ladder(_))) => {
                ("a reward that is issued by itself costs steps, not rungs of a ladder", "on which rung?")
            }
            [Price { cost: Cost::Free(_), .. }, ..] if when != IssueWhen::OnReaching => return Some(()),
            _ if prices.iter().any(|p| matches!(p.cost, Cost::Free(_))) => {
                ("what costs nothing is always reached", "no points")
            }
            _ if prices.iter().any(|p| self.units.get(p.unit).is_some_and(|u| u.buckets.is_some())) => (
                "points of different stretches are never put together, so nothing is issued for them by itself",
                "which stretch?",
            ),
            _ => return Some(()),
        };
        self.report(
            Diagnostic::new(Code::NotHere, span, message, label)
                .help("write one reward for each, with `costs 500 points`"),
        );
        None
    }

    fn issue_when(&mut self, when: &IssuedText, span: Span) -> Option<IssueWhen> {
        match when {
            IssuedText::OnReaching => Some(IssueWhen::OnReaching),
            IssuedText::OnDays(days) => self.days_of_year(days).map(IssueWhen::OnDays),
            IssuedText::OnBirthday => self.birthday_field(span).map(IssueWhen::OnBirthday),
            IssuedText::OnAnniversary(of) => self.beginning_named(of).map(IssueWhen::OnAnniversary),
            IssuedText::AtEnd(cycle) => self.cycle(cycle, span).map(IssueWhen::AtEnd),
            IssuedText::Idle(IdleText { length, acts, .. }) => {
                self.length(length.node, length.span)?;
                let (mut purchase, mut redeem) = (false, false);
                for act in acts {
                    match act {
                        IdleAct::Purchase => purchase = true,
                        IdleAct::Redeem => redeem = true,
                        IdleAct::Transfer | IdleAct::Activity(_) => {
                            let message = "a reward waits for `purchase` or `redeem` only";
                            self.report(
                                Diagnostic::new(Code::NotHere, span, message, "without what?")
                                    .help("write `issued after 12 months without purchase`"),
                            );
                            return None;
                        }
                    }
                }
                Some(IssueWhen::Idle { length: length.node, purchase, redeem })
            }
        }
    }

    fn own_cycle(&mut self, span: Span) -> Option<Cycle> {
        let message = "every member has a membership year of their own";
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "which end?")
                .help("write `at end of month`, `quarter`, `half year` or `year`"),
        );
        None
    }

    /// `end of month`, `end of every 2 months`, `end of February, June and October`.
    pub(crate) fn cycle(&mut self, text: &CycleText, span: Span) -> Option<Cycle> {
        match text {
            CycleText::Period(period) => {
                self.period(*period, span)?;
                Cycle::of(*period, self.week_start).or_else(|| self.own_cycle(span))
            }
            CycleText::EndsOf(named) => self.ends_of(named),
            CycleText::Months(number) => {
                let months = self.positive(number, Kind::Number(0))?;
                match u8::try_from(months) {
                    Ok(months @ (1 | 2 | 3 | 4 | 6 | 12)) => Some(Cycle::Months(months)),
                    Ok(_) | Err(_) => {
                        let message = format!("a year is not so many times {months} months");
                        self.report(
                            Diagnostic::new(
                                Code::NeverHolds,
                                number.span,
                                message,
                                "does not fit into a year",
                            )
                            .help("write 1, 2, 3, 4, 6 or 12"),
                        );
                        None
                    }
                }
            }
        }
    }

    fn ends_of(&mut self, named: &[Spanned<Month>]) -> Option<Cycle> {
        let mut months = 0_u16;
        for month in named {
            let bit = 1 << (month.node.0 - 1);
            if months & bit != 0 {
                self.said_before("this month", month, named);
                return None;
            }
            months |= bit;
        }
        Some(Cycle::EndsOf(months))
    }

    /// Orders the rewards that are issued by themselves; two that touch one unit need an `after`.
    pub(crate) fn check_issues(&mut self) {
        let names = self.names;
        let count = names.rewards.len();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (index, source) in names.rewards.iter().enumerate() {
            for name in &source.after {
                if let (Some(other), Some(list)) = (self.issued_before(index, name), before.get_mut(index)) {
                    list.push(other);
                }
            }
        }
        let rank: Vec<(u16, u32)> = names.rewards.iter().map(|r| (r.span.file.0, r.span.start)).collect();
        let ordered = cycle::order(&before, &rank);
        for ring in &ordered.rings {
            let members: Vec<&Name> =
                ring.iter().filter_map(|&i| names.rewards.get(i)).map(|r| &r.name).collect();
            self.ring(&members, "rewards", "one of them must come first");
        }
        let is_issued =
            |i: &usize| self.rewards.get(*i).is_some_and(|r| r.as_ref().is_some_and(|r| r.issued.is_some()));
        let order: Vec<usize> = ordered.order.into_iter().filter(is_issued).collect();
        self.touching(&order, &before);
        self.issues = order.into_iter().map(RewardId::from_index).collect();
    }

    /// The reward that `after` names.
    fn issued_before(&mut self, own: usize, name: &Name) -> Option<usize> {
        let other = self.reward_named(name)?.index();
        let issued = self.names.rewards.get(other).is_some_and(|r| !r.issued.is_empty());
        if issued && other != own {
            return Some(other);
        }
        let message = if other == own {
            format!("`{}` cannot come after itself", name.node)
        } else {
            format!("`{}` is not issued by itself", name.node)
        };
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "not before this one")
                .help("name another reward that is issued by itself, or leave `after` out"),
        );
        None
    }

    fn touching(&mut self, order: &[usize], before: &[Vec<usize>]) {
        let mut earlier: Vec<usize> = Vec::new();
        for &later in order {
            let behind = all_before(later, before);
            let clash = earlier.iter().copied().find(|e| !behind.contains(e) && self.touch(*e, later));
            earlier.push(later);
            let names = self.names;
            if let (Some(first), Some(second)) =
                (clash.and_then(|c| names.rewards.get(c)), names.rewards.get(later))
            {
                let message = format!(
                    "`{}` and `{}` are issued by themselves and touch the same points, and it is not said which comes first",
                    first.name.node, second.name.node
                );
                self.report(
                    Diagnostic::new(Code::Incomplete, second.name.span, message, "before or after?")
                        .also(first.name.span, "the other one")
                        .help(format!("add `after {}` to `{}`", first.name.node, second.name.node)),
                );
            }
        }
    }

    /// Whether two rewards take or give points of one unit.
    fn touch(&self, a: usize, b: usize) -> bool {
        let units = |i: usize| self.rewards.get(i).and_then(Option::as_ref).map(units_of).unwrap_or_default();
        let (a, b) = (units(a), units(b));
        a.iter().any(|unit| b.contains(unit))
    }
}

fn units_of(reward: &Reward) -> Vec<UnitId> {
    let given = reward.gives().filter_map(|g| match g {
        Gives::Points(unit, _) => Some(*unit),
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Thing(_)
        | Gives::Cheapest(_)
        | Gives::Cash(_) => None,
    });
    let paid = reward.prices.iter().map(|p| p.unit).filter(|unit| *unit != Price::NO_UNIT);
    paid.chain(given).collect()
}

/// Everything that comes before.
pub(super) fn all_before(of: usize, before: &[Vec<usize>]) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    let mut open = vec![of];
    while let Some(next) = open.pop() {
        for other in before.get(next).into_iter().flatten() {
            if !all.contains(other) {
                all.push(*other);
                open.push(*other);
            }
        }
    }
    all
}
