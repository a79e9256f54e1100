//! Why a rule gave nothing and what would have sufficed; limits, rounding and rewards in words.

use super::amounts::{self, Kind, amount, amount_text, capped, kind_of, measured, money_each};
use super::conditions::{fails, suffices};
use super::list;
use crate::decision::Reason;
use crate::decision::text::{money, trimmed};
use treue_lang::programme::{
    AmountId, Award, Condition, Gives, Limit, LimitId, LimitOwner, LimitWindow, Most, Programme, Rate, Ratio,
    Reward, RewardId, RoundingMode, RoundingPlace, Rule, RuleId, Scope, StackWay, UnitId,
};
use treue_lang::time::{Own, Window};

/// Why a rule gave nothing: `outside 17:00 to 19:00`.
#[must_use]
pub fn because(programme: &Programme, rule: &Rule, reason: Reason) -> String {
    match reason {
        Reason::Condition(k) => match condition(rule, k) {
            Some(condition) => by_its_date(programme, rule, condition, fails(programme, condition)),
            None => "one of its conditions does not hold".to_owned(),
        },
        Reason::Zero if rule.over.is_some() => "it brings nothing to the rule's window".to_owned(),
        Reason::Zero => zero(programme, rule),
        Reason::Limit(limit) => match programme.limits.get(limit) {
            Some(l) => format!("nothing is left of its limit: {}", limit_words(programme, l)),
            None => "nothing is left of its limit".to_owned(),
        },
        Reason::LostIn(stack) => match programme.stacks.get(stack) {
            Some(s) => match s.way {
                StackWay::First => format!("an earlier rule of {} gives something", s.name),
                StackWay::All | StackWay::Best | StackWay::Multiply => {
                    format!("another rule of {} gives more", s.name)
                }
            },
            None => "another rule gives more".to_owned(),
        },
    }
}

/// What would have sufficed for it to give something, where that can be said.
#[must_use]
pub fn sufficient(programme: &Programme, rule: &Rule, reason: Reason) -> Option<String> {
    match reason {
        Reason::Condition(k) => condition(rule, k).map(|c| suffices(programme, c)),
        Reason::Zero if rule.over.is_some() => None,
        Reason::Zero => needed(programme, rule),
        Reason::Limit(limit) => next_window(programme, limit),
        Reason::LostIn(_) => None,
    }
}

/// What is said of a condition about days or levels, with the date that decides for the rule.
fn by_its_date(programme: &Programme, rule: &Rule, condition: &Condition, said: String) -> String {
    match rule.decided_by {
        Some(field) if condition.asks_the_day() => {
            format!("{said}, decided by {}", amounts::field(programme, field))
        }
        Some(_) | None => said,
    }
}

fn condition(rule: &Rule, k: u32) -> Option<&treue_lang::programme::Condition> {
    rule.conditions.get(usize::try_from(k).ok()?).map(|c| &c.condition)
}

/// Why a rule whose conditions hold comes to nothing.
fn zero(programme: &Programme, rule: &Rule) -> String {
    if let Some(of) = shared(&rule.award) {
        let verb = if of.len() == 1 { "gives" } else { "give" };
        return format!("{} {verb} too little", names(programme, &of));
    }
    let Some(id) = measured(&rule.award) else { return "it rounds to nothing".to_owned() };
    let what = amount(programme, id);
    match least(programme, &rule.award) {
        Some(least) => format!("{what} is below {least}"),
        None if is_money(programme, id) => format!("there is too little of {what}"),
        None => format!("there are too few {what}"),
    }
}

fn is_money(programme: &Programme, id: AmountId) -> bool {
    programme.amounts.get(id).map(kind_of) == Some(Kind::Money)
}

/// The rules that an award is a part of.
fn shared(award: &Award) -> Option<Vec<RuleId>> {
    match award {
        Award::Share { of, .. } => Some(of.clone()),
        Award::Portion { of, .. } => Some(of.iter().map(|p| p.rule).collect()),
        Award::Rate(..) | Award::Bands { .. } => None,
    }
}

/// Names of rules as a list.
fn names(programme: &Programme, rules: &[RuleId]) -> String {
    let names: Vec<&str> =
        rules.iter().filter_map(|r| programme.rules.get(*r)).map(|r| r.name.as_str()).collect();
    list(&names, "and")
}

/// The least of the measured amount that gives something: a step, or the first band.
fn least(programme: &Programme, award: &Award) -> Option<String> {
    let id = measured(award)?;
    let kind = programme.amounts.get(id).map(kind_of)?;
    let value = match award {
        Award::Rate(Rate::Steps(_, step, _), _) => *step,
        Award::Bands { bands, .. } => bands.first().map(|b| b.from).filter(|from| *from > 0)?,
        Award::Rate(Rate::Flat(_) | Rate::Proportional(..), _)
        | Award::Share { .. }
        | Award::Portion { .. } => return None,
    };
    Some(kind.with_unit(programme, value))
}

fn needed(programme: &Programme, rule: &Rule) -> Option<String> {
    if let Some(of) = shared(&rule.award) {
        return Some(format!("more from {}", names(programme, &of)));
    }
    let id = measured(&rule.award)?;
    Some(match least(programme, &rule.award) {
        Some(least) => format!("{least} of {}", amounts::lines_of(programme, id)),
        None if is_money(programme, id) => format!("more of {}", amount(programme, id)),
        None => format!("more {}", amount(programme, id)),
    })
}

pub(crate) fn next_window(programme: &Programme, limit: LimitId) -> Option<String> {
    let LimitWindow::Window(window, _) = programme.limits.get(limit)?.window else { return None };
    let next = match window {
        Window::Day => "on the next day",
        Window::Week(_) => "in the next week",
        Window::Month => "in the next month",
        Window::Quarter => "in the next quarter",
        Window::Year(_) => "in the next year",
        Window::OwnYear(Own::Joining) => "in the next membership year",
        Window::OwnYear(Own::Tier(_)) => "a year after the tier changed",
        Window::Rolling(_) => "as earlier awards leave the window",
        Window::Ever | Window::Dates(..) => return None,
    };
    Some(next.to_owned())
}

/// A limit: `at most 500 points per month`, with its stack where it is a stack's.
#[must_use]
pub fn limit_words(programme: &Programme, limit: &Limit) -> String {
    let (unit, stack) = match limit.owner {
        LimitOwner::Rule(rule) => (programme.rules.get(rule).map(|r| r.unit), None),
        LimitOwner::Gift(gift) => (programme.gifts.get(gift).map(|g| g.unit), None),
        LimitOwner::Stack(stack) => {
            let stack = programme.stacks.get(stack);
            (stack.map(|s| s.unit), stack.map(|s| s.name.as_str()))
        }
        LimitOwner::Reward(reward) => (reward_unit(programme, reward), None),
    };
    let most = match limit.most {
        Most::Points(points) => points_of(programme, unit, points),
        Most::Times(1) => "once".to_owned(),
        Most::Times(times) => format!("{times} times"),
        Most::Pieces(1) => "1 piece".to_owned(),
        Most::Pieces(pieces) => format!("{pieces} pieces"),
        Most::PerPart(amount, each) => per_amount(programme, unit, amount, None, each),
        Most::PerStep(amount, step, each) => per_amount(programme, unit, amount, Some(step), each),
    };
    let window = match limit.window {
        LimitWindow::Receipt => String::new(),
        LimitWindow::Window(window, _) => format!(" {}", window_words(window)),
    };
    let scope = match limit.scope {
        Scope::Member => "",
        Scope::Household => " per household",
        Scope::Everyone => " for everyone",
    };
    let stack = stack.map_or_else(String::new, |name| format!(" from {name}"));
    let whole = if limit.whole { ", whole awards only" } else { "" };
    format!("at most {most}{stack}{window}{scope}{whole}")
}

/// So many points for a step of an amount: `10 points per 1.00 CHF of eligible`.
fn per_amount(
    programme: &Programme,
    unit: Option<UnitId>,
    id: AmountId,
    step: Option<i64>,
    each: Ratio,
) -> String {
    let (Some(kind), Some(unit)) = (programme.amounts.get(id).map(kind_of), unit) else {
        return String::new();
    };
    let (times, of) = match step {
        Some(step) => (1, format!("full {}", kind.with_unit(programme, step))),
        None => {
            let whole = 10_i64.saturating_pow(u32::from(kind.decimals(programme)));
            (whole, kind.with_unit(programme, whole))
        }
    };
    let (over, under) = (i128::from(each.numerator()) * i128::from(times), i128::from(each.denominator()));
    let points = Kind::Points(unit).fraction(programme, over, under);
    format!("{points} per {of} of {}", amounts::lines_of(programme, id))
}

/// Points with the name of their unit: `500 points`, `1 point`.
#[must_use]
pub fn points_of(programme: &Programme, unit: Option<UnitId>, points: i64) -> String {
    match unit {
        Some(unit) => Kind::Points(unit).with_unit(programme, points),
        None => points.to_string(),
    }
}

/// A window: `per month`, `in rolling 30 days`, `from 2026-09-07 to 2026-09-13`.
#[must_use]
pub fn window_words(window: Window) -> String {
    match window {
        Window::Ever => "ever".to_owned(),
        Window::Day => "per day".to_owned(),
        Window::Week(_) => "per week".to_owned(),
        Window::Month => "per month".to_owned(),
        Window::Quarter => "per quarter".to_owned(),
        Window::Year(_) if window == Window::CALENDAR_YEAR => "per calendar year".to_owned(),
        Window::Year(start) => format!("per year from {} {}", start.day, start.month.name()),
        Window::OwnYear(Own::Joining) => "per membership year".to_owned(),
        Window::OwnYear(Own::Tier(_)) => "per year since the tier changed".to_owned(),
        Window::Dates(from, to) => format!("from {from} to {to}"),
        Window::Rolling(length) => format!("per rolling {length}"),
    }
}

/// How a rule's value became whole: `per full 1.00`, `down`, `half up per line`.
#[must_use]
pub fn rounding_words(programme: &Programme, rule: &Rule) -> String {
    let mut words = match full_steps(rule) {
        Some((amount, step)) => format!("per full {}", amount_text(programme, amount, step)),
        None => match rule.rounding.mode {
            RoundingMode::Down => "down",
            RoundingMode::Up => "up",
            RoundingMode::HalfUp => "half up",
            RoundingMode::HalfEven => "half even",
        }
        .to_owned(),
    };
    if rule.rounding.step != 1 {
        words.push_str(&format!(
            " to multiples of {}",
            points_of(programme, Some(rule.unit), rule.rounding.step)
        ));
    }
    match rule.rounding.place {
        RoundingPlace::Rule => {}
        RoundingPlace::Line => words.push_str(" per line"),
        RoundingPlace::Stack => words.push_str(" together with its stack"),
    }
    words
}

/// The step of a rule that gives whole points per full step, at every level: there is nothing left to round.
fn full_steps(rule: &Rule) -> Option<(AmountId, i64)> {
    let Award::Rate(Rate::Steps(amount, step, ratio), by_level) = &rule.award else { return None };
    let whole = |rate: &Rate| match rate {
        Rate::Steps(_, other, ratio) => other == step && ratio.denominator() == 1,
        Rate::Flat(_) | Rate::Proportional(..) => false,
    };
    let all = ratio.denominator() == 1 && by_level.iter().flat_map(|l| &l.rates).all(whole);
    (all && rule.rounding.step == 1).then_some((*amount, *step))
}

/// What a reward gives: `5.00 CHF off`, `0.20 CHF off per litre, at most 60 litres`, `2 × A free coffee`. All but a
/// thing is for all steps already; of a thing there are `times`.
#[must_use]
pub fn gives_words(programme: &Programme, gives: &Gives, times: u32) -> String {
    match gives {
        Gives::Money(amount) => format!("{} off", money(programme, *amount)),
        Gives::Cash(amount) => format!("{} in cash", money(programme, *amount)),
        Gives::Percent(hundredths) => format!("{}% off", trimmed(*hundredths, 2)),
        Gives::PerMeasure { money, measure, cap } => {
            let each = money_each(programme, money.numerator(), money.denominator());
            let name = programme.measures.get(*measure).map_or("", |m| m.name.as_str());
            let cap =
                cap.map_or_else(String::new, |c| format!(", at most {}", capped(programme, *measure, c)));
            format!("{each} off per {name}{cap}")
        }
        Gives::Thing(thing) if times == 1 => thing.clone(),
        Gives::Thing(thing) => format!("{times} × {thing}"),
        Gives::Cheapest(1) => "the cheapest item free".to_owned(),
        Gives::Cheapest(items) => format!("the {items} cheapest items free"),
        Gives::Points(unit, amount) => points_of(programme, Some(*unit), *amount),
    }
}

/// The unit of a reward's first price.
#[must_use]
pub fn reward_unit(programme: &Programme, reward: RewardId) -> Option<UnitId> {
    programme.rewards.get(reward).map(Reward::unit)
}

/// The measured amount of a rule as decimal text, where it measures one.
#[must_use]
pub fn measured_text(programme: &Programme, rule: &Rule, value: i64) -> String {
    measured(&rule.award).map_or_else(|| value.to_string(), |id| amounts::amount_text(programme, id, value))
}
