//! `at most`.

pub(crate) mod limit_above_its_stack;
pub(crate) mod limit_below_one_award;
pub(crate) mod limit_implied_by_other;
pub(crate) mod limit_never_reached;
pub(crate) mod reward_limit_below_cost;

use crate::worth;
use treue_lang::programme::{Limit, LimitWindow, Most, Programme, Ratio, Rule};
use treue_lang::time::{Own, Unit, Window};

/// The limits of a rule.
pub(crate) fn of_rule<'p>(programme: &'p Programme, rule: &'p Rule) -> impl Iterator<Item = &'p Limit> {
    rule.limits.iter().filter_map(|l| programme.limits.get(*l))
}

/// The most smallest parts that a rule gives on one day, where its limits say it.
pub(crate) fn most_per_day(programme: &Programme, rule: &Rule) -> Option<i64> {
    let once = worth::most(&rule.award).filter(|r| r.denominator() == 1).map(Ratio::numerator);
    of_rule(programme, rule)
        .filter(|l| matches!(l.window, LimitWindow::Window(Window::Day, _)))
        .filter_map(|l| match l.most {
            Most::Points(points) => Some(points),
            Most::Times(times) => once?.checked_mul(times),
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => None,
        })
        .min()
}

/// Days of a calendar window: the least and the most that it can hold.
pub(crate) fn days(window: Window) -> Option<(i64, i64)> {
    match window {
        Window::Day => Some((1, 1)),
        Window::Week(_) => Some((7, 7)),
        Window::Month => Some((28, 31)),
        Window::Quarter => Some((90, 92)),
        Window::Year(_) | Window::OwnYear(Own::Joining) => Some((365, 366)),
        Window::Rolling(length) => {
            let count = i64::from(length.count);
            match length.unit {
                Unit::Days => Some((count, count)),
                Unit::Weeks => Some((count * 7, count * 7)),
                Unit::Months | Unit::Years => None,
            }
        }
        Window::Ever | Window::Dates(..) | Window::OwnYear(Own::Tier(_)) => None,
    }
}
