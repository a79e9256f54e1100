//! The order of work after the lines: what is booked early, rules and stacks in the programme's order, what is booked late.
//! Large stacks are cut into pieces, so that every compiled function stays small.

use super::walk::{books_early, size};
use crate::native::CompileError;
use treue_lang::programme::{
    Award, Id, LimitId, Programme, RuleId, Stack, StackId, StackMember, StackWay, Step, TrackId, TrackSubject,
};

/// A piece of work. Ranges are positions in a stack's members or rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// What the event books into a track of amounts or purchases.
    Early(TrackId),
    /// A rule: conditions, raw value, rounding, own limits. Of a window rule only why it does not count an event.
    Rule(RuleId),
    /// The rules of a stack that compete for lines.
    Contest(StackId),
    /// Raw values of the rules of a stack that multiplies.
    Multiply(StackId),
    /// A stack that is rounded together: a range of its rules.
    Together(StackId, usize, usize),
    /// The member of a stack that is taken: a range of its members.
    Choose(StackId, usize, usize),
    /// What the others lose: a range of its members.
    Lose(StackId, usize, usize),
    /// A limit of a stack: a range of its rules.
    Limit(StackId, LimitId, usize, usize),
    /// What the event books into any other track.
    Late(TrackId),
}

/// Pieces of a stack have at most so many members or rules.
const PIECE: usize = 16;

/// All work in order.
pub(crate) fn items(programme: &Programme) -> Result<Vec<Item>, CompileError> {
    check_order(programme)?;
    let mut items = Vec::new();
    let early = programme.tracks.iter().filter(|(_, t)| books_early(&t.subject));
    items.extend(early.map(|(id, _)| Item::Early(id)));
    for step in &programme.order {
        match step {
            Step::Rule(rule) => items.push(Item::Rule(*rule)),
            Step::Stack(stack) => stack_items(programme, *stack, &mut items),
        }
    }
    items.extend(programme.rules.iter().filter(|(_, r)| r.over.is_some()).map(|(id, _)| Item::Rule(id)));
    let late = programme.tracks.iter().filter(|(_, t)| !books_early(&t.subject));
    items.extend(late.map(|(id, _)| Item::Late(id)));
    Ok(items)
}

fn pieces(len: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..len).step_by(PIECE).map(move |from| (from, len.min(from + PIECE)))
}

fn stack_items(programme: &Programme, id: StackId, items: &mut Vec<Item>) {
    let Some(stack) = programme.stacks.get(id) else { return };
    if stack.per_line {
        items.push(Item::Contest(id));
        limit_items(stack, id, items);
        return;
    }
    if stack.way == StackWay::Multiply {
        items.push(Item::Multiply(id));
    }
    if stack.together.is_some() {
        items.extend(pieces(stack.rules.len()).map(|(a, b)| Item::Together(id, a, b)));
    }
    match stack.way {
        StackWay::All | StackWay::Multiply => {}
        StackWay::Best | StackWay::First => {
            items.extend(pieces(stack.members.len()).map(|(a, b)| Item::Choose(id, a, b)));
            items.extend(pieces(stack.members.len()).map(|(a, b)| Item::Lose(id, a, b)));
        }
    }
    limit_items(stack, id, items);
}

fn limit_items(stack: &Stack, id: StackId, items: &mut Vec<Item>) {
    for limit in &stack.limits {
        items.extend(pieces(stack.rules.len()).map(|(a, b)| Item::Limit(id, *limit, a, b)));
    }
}

/// Every rule and stack once, and nothing before what it refers to: the compiled code relies on it.
fn check_order(programme: &Programme) -> Result<(), CompileError> {
    // Window rules look at sums, after all others.
    let mut rules: Vec<bool> = programme.rules.iter().map(|(_, r)| r.over.is_some()).collect();
    let mut stacks = vec![false; programme.stacks.len()];
    let bad = |what: &str| Err(CompileError::Order(what.to_owned()));
    for step in &programme.order {
        match step {
            Step::Rule(id) => {
                let (Some(rule), Some(done)) = (programme.rules.get(*id), rules.get(id.index()).copied())
                else {
                    return bad("the order names an unknown rule");
                };
                let known = |of: &RuleId| rules.get(of.index()) == Some(&true);
                let ready = match &rule.award {
                    Award::Share { of, .. } => of.iter().all(known),
                    Award::Portion { of, .. } => of.iter().all(|p| known(&p.rule)),
                    Award::Rate(..) | Award::Bands { .. } => true,
                };
                if done || !ready {
                    return bad(&format!("rule `{}` is not in its place", rule.name));
                }
                rules.get_mut(id.index()).into_iter().for_each(|r| *r = true);
            }
            Step::Stack(id) => {
                let Some(stack) = programme.stacks.get(*id) else {
                    return bad("the order names an unknown stack");
                };
                let ready = stack.rules.iter().all(|r| rules.get(r.index()) == Some(&true))
                    && stack.members.iter().all(|m| match m {
                        StackMember::Rule(r) => rules.get(r.index()) == Some(&true),
                        StackMember::Stack(s) => stacks.get(s.index()) == Some(&true),
                    });
                let done = stacks.get(id.index()).copied().unwrap_or(true);
                if done || !ready {
                    return bad(&format!("stack `{}` is not in its place", stack.name));
                }
                stacks.get_mut(id.index()).into_iter().for_each(|s| *s = true);
            }
        }
    }
    if rules.iter().chain(&stacks).all(|done| *done) {
        Ok(())
    } else {
        bad("a rule or a stack is in no place")
    }
}

fn weight_of(award: &Award) -> usize {
    match award {
        Award::Rate(_, by_level) => by_level.as_ref().map_or(0, |b| b.rates.len() / 2),
        Award::Bands { bands, .. } => bands.len() / 2,
        Award::Share { of, .. } => of.len() / 6,
        Award::Portion { of, .. } => of.iter().map(|p| 1 + weight_of(&p.award)).sum(),
    }
}

/// How much code a piece becomes; a rule without much around it is 1.
pub(crate) fn weight(programme: &Programme, item: Item) -> usize {
    match item {
        Item::Early(id) => programme.tracks.get(id).map_or(1, |t| 1 + size(&t.conditions) / 6),
        Item::Rule(id) => programme.rules.get(id).map_or(1, |rule| {
            1 + weight_of(&rule.award) + size(&rule.conditions) / 6 + rule.limits.len() / 3
        }),
        Item::Contest(_) => super::WEIGHT,
        Item::Multiply(id) => programme.stacks.get(id).map_or(1, |s| 1 + s.rules.len() / 2),
        Item::Together(_, from, to) => 1 + (to - from) / 2,
        Item::Choose(_, from, to) | Item::Lose(_, from, to) | Item::Limit(_, _, from, to) => {
            1 + (to - from) / 4
        }
        Item::Late(id) => programme.tracks.get(id).map_or(1, |t| {
            let rules = match &t.subject {
                TrackSubject::Amount(_)
                | TrackSubject::Purchases
                | TrackSubject::InARow(_)
                | TrackSubject::Days(_)
                | TrackSubject::Different(..)
                | TrackSubject::Activities(_)
                | TrackSubject::Field { .. }
                | TrackSubject::Over(_) => 1,
                TrackSubject::Points(_) => programme.rules.len(),
                TrackSubject::PointsFrom(rules) => rules.len(),
                TrackSubject::Given(_) | TrackSubject::Times(_) => 2,
                TrackSubject::Plus(_) | TrackSubject::Pieces(_) => 0,
            };
            1 + size(&t.conditions) / 6 + rules / 12
        }),
    }
}
