//! What one award of an event was like: its rule, its amount, its rounding, its limits.

use super::Statistics;
use super::steps::outcome;
use treue_lang::programme::{
    Amount, Award as Gives, Basis, ByLevel, FigureNumber, LevelId, LimitId, LimitOwner, LimitWindow, Most,
    Programme, Rate, RoundingMode, RoundingPlace, Rule, Scope, StackWay, Trigger,
};
use treue_lang::time::{Own, Unit, Window};
use treue_runtime::decision::{Award, Decision};
use treue_runtime::event::{Event, Line, Purchase};

pub(super) fn of_award(
    p: &Programme,
    event: &Event,
    purchase: Option<&Purchase>,
    (d, a): (&Decision, &Award),
    s: &mut Statistics,
) {
    let rule = &p.rules[a.rule];
    let unit = &p.units[rule.unit];
    for c in &rule.conditions {
        outcome(p, &c.condition, true, s);
    }
    s.count(&format!("award paid: {}", award_kind(p, rule)));
    let mut also = |holds: bool, name: &str| {
        if holds {
            s.count(&format!("award paid: {name}"));
        }
    };
    let by_level = matches!(&rule.award, Gives::Rate(_, Some(ByLevel { .. })));
    also(by_level, "by level");
    also(within_levels(rule, a), "at several levels within the receipt");
    also(rule.benefit_of.is_some_and(|(_, l)| l > LevelId(0)), "benefit of a level");
    also(rule.partner.is_some(), "partner's rule");
    also(matches!(rule.on, Trigger::Activity(_)), "on activity");
    also(a.available > event.local.day, "pending");
    also(unit.money, "money unit");
    also(a.expires.is_some(), "with an expiry");
    if let Gives::Rate(flat, Some(by)) = &rule.award
        && by.rates.iter().any(|r| r != flat)
    {
        also(true, "by level, above the lowest");
    }
    if let Some(stack) = p.stacks.iter().map(|(_, stack)| stack).find(|stack| stack.rules.contains(&a.rule))
        && stack.way == StackWay::Multiply
    {
        s.count("award paid: multiplied");
        if d.awards.iter().filter(|other| stack.rules.contains(&other.rule)).count() > 1 {
            s.count("award paid: multiplied, several at once");
        }
    }
    if !rule.versions.is_empty() {
        s.count("award paid: a version");
        if rule.versions.first() != Some(&a.rule) {
            s.count("award paid: an older version");
        }
        if a.cut_by.is_some() {
            s.count("award paid: a version, cut");
        }
    }
    if rule.contest.is_some() {
        s.count("award paid: for the lines that it won");
        if rule.rounding.place == RoundingPlace::Line {
            s.count("award paid: for the lines that it won, rounded per line");
        }
        if let Some(purchase) = purchase
            && a.lines.len() < purchase.lines.len()
            && d.awards
                .iter()
                .any(|other| other.rule != a.rule && p.rules[other.rule].contest == rule.contest)
        {
            s.count("award paid: lines won by several rules");
        }
    }
    of_amount(p, rule, purchase, s);
    of_rounding(rule, purchase, a, s);
    if let Some(id) = a.cut_by {
        cut(p, id, false, s);
    }
}

/// Counts what an award that was paid is measured by, beyond plain lines.
fn of_amount(p: &Programme, rule: &Rule, purchase: Option<&Purchase>, s: &mut Statistics) {
    let amounts: Vec<_> = match &rule.award {
        Gives::Rate(Rate::Proportional(id, _) | Rate::Steps(id, _, _), _) => vec![*id],
        Gives::Bands { amount, .. } => vec![*amount],
        Gives::Rate(Rate::Flat(_), _) | Gives::Share { .. } | Gives::Portion { .. } => Vec::new(),
    };
    let several = purchase.is_some_and(|p| p.tenders.len() > 1);
    for id in amounts {
        if let Amount::EachLine(_, figure) | Amount::Made(_, figure) = p.amounts[id] {
            let mut numbers = Vec::new();
            p.figures[figure].formula.numbers(&mut numbers);
            let of_field = matches!(numbers.as_slice(), [FigureNumber::Field(..)]);
            if of_field && matches!(rule.award, Gives::Bands { .. }) {
                s.count("award paid: bands of a field");
            }
            if numbers.iter().any(|n| matches!(n, FigureNumber::Table(..))) {
                s.count("award paid: by a table");
            }
        }
        if let Amount::Quantity(_, measure) = p.amounts[id] {
            let counts = &p.measures[measure].counts;
            let other = |l: &Line| counts.iter().any(|(m, _)| Some(*m) == l.measure);
            if purchase.is_some_and(|p| p.lines.iter().any(other)) {
                s.count("award paid: of another measure");
            }
        }
        if let Amount::Money(_, basis) = p.amounts[id] {
            match basis {
                Basis::PaidBy(_) => s.count("award paid: of what tenders paid"),
                Basis::LessPaidBy(_) if several => s.count("award paid: less one of several tenders"),
                Basis::LessPaidBy(_) | Basis::Charged | Basis::BeforeDiscounts | Basis::WithoutTax => {}
            }
        }
    }
}

fn award_kind(p: &Programme, rule: &Rule) -> String {
    let of = |id| match p.amounts[id] {
        Amount::Money(..) => "money",
        Amount::Quantity(..) => "measure",
        Amount::Items(_) => "items",
        Amount::Lines(_) => "lines",
        Amount::EachLine(..) => "figure of each line",
        Amount::Made(..) => "figure",
        Amount::Different(..) => "different",
        Amount::Events(_) => "events",
    };
    match &rule.award {
        Gives::Rate(Rate::Flat(_), _) => "flat".to_owned(),
        Gives::Rate(Rate::Proportional(id, _), _) => format!("proportional, {}", of(*id)),
        Gives::Rate(Rate::Steps(id, _, _), _) => format!("steps, {}", of(*id)),
        Gives::Bands { each_part: true, .. } => "bands, each part".to_owned(),
        Gives::Bands { each_part: false, .. } => "bands, whole".to_owned(),
        Gives::Portion { exact: true, .. } => "share on lines, exact".to_owned(),
        Gives::Portion { exact: false, .. } => "share on lines".to_owned(),
        Gives::Share { exact: true, .. } => "share, exact".to_owned(),
        Gives::Share { exact: false, .. } => "share".to_owned(),
    }
}

fn of_rounding(rule: &Rule, purchase: Option<&Purchase>, a: &Award, s: &mut Statistics) {
    let mode = match rule.rounding.mode {
        RoundingMode::Down => "down",
        RoundingMode::Up => "up",
        RoundingMode::HalfUp => "half up",
        RoundingMode::HalfEven => "half even",
    };
    let step = i128::from(rule.rounding.step);
    if (a.raw.0 % (a.raw.1 * step)) != 0 {
        match rule.rounding.place {
            RoundingPlace::Rule => s.count(&format!("rounded: {mode}, once")),
            RoundingPlace::Line => s.count(&format!("rounded: {mode}, per line")),
            RoundingPlace::Stack => s.count("rounded: together"),
        }
        if (a.raw.0 * 2) % (a.raw.1 * step) == 0 {
            s.count("rounded: exactly a half");
        }
        if !matches!(step, 1 | 10 | 100 | 1_000 | 10_000) {
            s.count("rounded: to multiples");
        }
        if step > 1 {
            s.count("rounded: to tens or more parts");
        }
    }
    let below_zero = |l: &u32| purchase.and_then(|p| p.lines.get(*l as usize)).is_some_and(|l| l.amount < 0);
    if rule.rounding.place == RoundingPlace::Line && a.lines.iter().any(below_zero) {
        s.count("rounded: per line with a line below zero");
    }
}

pub(super) fn cut(p: &Programme, id: LimitId, to_nothing: bool, s: &mut Statistics) {
    let limit = &p.limits[id];
    s.count(match (limit.most, to_nothing) {
        (Most::Points(_), false) => "cut by points, part",
        (Most::Points(_), true) => "cut by points, to nothing",
        (Most::Times(_) | Most::Pieces(_), false) => "cut by times, part",
        (Most::Times(_) | Most::Pieces(_), true) => "cut by times, to nothing",
        (Most::PerPart(..) | Most::PerStep(..), false) => "cut by an amount, part",
        (Most::PerPart(..) | Most::PerStep(..), true) => "cut by an amount, to nothing",
    });
    if limit.whole && to_nothing {
        s.count("cut by whole awards only");
    }
    if matches!(limit.owner, LimitOwner::Stack(_)) {
        s.count("cut by a stack's limit");
    }
    match limit.scope {
        Scope::Member => {}
        Scope::Household => s.count("cut by a limit per household"),
        Scope::Everyone => s.count("cut by a limit for everyone"),
    }
    match limit.window {
        LimitWindow::Receipt => s.count("limit of: receipt"),
        LimitWindow::Window(Window::Rolling(_), _) => s.count("limit of: rolling"),
        LimitWindow::Window(w, _) => s.count(&format!("limit of: {}", window(w))),
    }
}

pub(super) fn window(w: Window) -> &'static str {
    match w {
        Window::Ever => "ever",
        Window::Day => "day",
        Window::Week(_) => "week",
        Window::Month => "month",
        Window::Quarter => "quarter",
        Window::Year(_) if w == Window::CALENDAR_YEAR => "calendar year",
        Window::Year(_) => "year from a day",
        Window::OwnYear(Own::Joining) => "membership year",
        Window::OwnYear(Own::Tier(_)) => "year since the tier changed",
        Window::Dates(..) => "dates",
        Window::Rolling(l) => match l.unit {
            Unit::Days => "rolling days",
            Unit::Weeks => "rolling weeks",
            Unit::Months => "rolling months",
            Unit::Years => "rolling years",
        },
    }
}

/// Whether a receipt got points at more than one level: then it is none of the rates applied to all of it.
fn within_levels(rule: &Rule, award: &Award) -> bool {
    let Gives::Rate(_, Some(ByLevel { rates, within: Some(_), .. })) = &rule.award else { return false };
    let Some(amount) = award.amount else { return false };
    rates.iter().all(|rate| {
        let (count, each) = match rate {
            Rate::Flat(each) => (1, *each),
            Rate::Proportional(_, each) => (amount, *each),
            Rate::Steps(_, step, each) => (amount / step.max(&1), *each),
        };
        let (over, under) = award.raw;
        over * i128::from(each.denominator()) != under * i128::from(count) * i128::from(each.numerator())
    })
}
