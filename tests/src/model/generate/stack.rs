//! Stacks of rules, levels and other stacks. One that would close a ring with the shares of its rules is
//! not taken.

use super::super::{Award, Body, Stack};
use super::Draft;
use std::collections::{BTreeMap, BTreeSet};
use treue_lang::ast::StackWay;

impl Draft<'_> {
    pub(super) fn stacks(&mut self) {
        let count = self.many(0, 2);
        for i in 0..count {
            let Some(stack) = self.stack(format!("stack{i}")) else { continue };
            self.p.stacks.push(stack);
            if !self.has_order() {
                self.p.stacks.pop();
            }
        }
    }

    fn stack(&mut self, name: String) -> Option<Stack> {
        let unit = self.any_unit();
        let together = self.dice.percent(25);
        let taken: BTreeSet<&String> = self.p.stacks.iter().flat_map(|s| &s.members).collect();
        let free = |name: &String| !taken.contains(name);
        let plain = |b: &Body| b.limits.is_empty() && b.rounding.is_none();
        let mut members: Vec<String> = self
            .rules()
            .into_iter()
            .filter(|(name, b)| free(name) && b.unit == unit && (!together || plain(b)))
            .map(|(name, _)| name)
            .collect();
        if !together {
            let stacks = self.p.stacks.iter().filter(|s| free(&s.name) && self.unit_of_stack(s) == unit);
            members.extend(stacks.map(|s| s.name.clone()));
        }
        if members.len() < 2 {
            return None;
        }
        self.dice.shuffle(&mut members);
        let most = members.len() - 1;
        members.truncate(2 + self.dice.below(most));
        let way = if together {
            StackWay::All
        } else {
            *self.dice.pick(&[StackWay::All, StackWay::Best, StackWay::Best, StackWay::First])
        };
        let rounding = if together { Some(self.together(&unit)) } else { None };
        let limits = self.limits(&unit, (None, None), false);
        Some(Stack { name, way, members, per_line: false, rounding, limits })
    }

    fn unit_of_stack(&self, stack: &Stack) -> String {
        let rules: BTreeMap<String, String> =
            self.rules().into_iter().map(|(n, b)| (n, b.unit.clone())).collect();
        let mut name = stack.members.first().cloned().unwrap_or_default();
        for _ in 0..=self.p.stacks.len() {
            if let Some(unit) = rules.get(&name) {
                return unit.clone();
            }
            match self.p.stacks.iter().find(|s| s.name == name).and_then(|s| s.members.first()) {
                Some(first) => name.clone_from(first),
                None => return String::new(),
            }
        }
        String::new()
    }

    /// Whether rules and stacks can be put in an order: a share is read after the stacks of what it refers to,
    /// unless it stands in the same `all of` stack.
    fn has_order(&self) -> bool {
        let mut parent: BTreeMap<&str, &Stack> = BTreeMap::new();
        let mut after: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for stack in &self.p.stacks {
            for m in &stack.members {
                parent.insert(m, stack);
                after.entry(stack.name.clone()).or_default().insert(m.clone());
            }
        }
        for (name, body) in self.rules() {
            let (Award::Share { of, .. } | Award::Times { of, .. }) = &body.award else { continue };
            for other in of {
                match read_as(other, &name, &parent) {
                    Some(what) => after.entry(name.clone()).or_default().insert(what),
                    None => return false,
                };
            }
        }
        acyclic(&after)
    }
}

fn stacks_over<'a>(name: &'a str, parent: &BTreeMap<&str, &'a Stack>) -> Vec<&'a Stack> {
    let mut out = Vec::new();
    let mut at = name;
    while let Some(stack) = parent.get(at) {
        out.push(*stack);
        at = &stack.name;
    }
    out
}

/// What `reader` waits for when it takes a share of `other`.
fn read_as(other: &str, reader: &str, parent: &BTreeMap<&str, &Stack>) -> Option<String> {
    let of_reader: BTreeSet<&str> = stacks_over(reader, parent).iter().map(|s| s.name.as_str()).collect();
    let mut at = other.to_owned();
    for stack in stacks_over(other, parent) {
        if of_reader.contains(stack.name.as_str()) {
            let shared = stack.way == StackWay::All && stack.rounding.is_none();
            return shared.then_some(at);
        }
        at.clone_from(&stack.name);
    }
    Some(at)
}

fn acyclic(after: &BTreeMap<String, BTreeSet<String>>) -> bool {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let all: BTreeSet<&str> = after
        .iter()
        .flat_map(|(k, v)| std::iter::once(k.as_str()).chain(v.iter().map(String::as_str)))
        .collect();
    for _ in 0..=all.len() {
        for name in &all {
            let ready = after.get(*name).is_none_or(|v| v.iter().all(|x| done.contains(x.as_str())));
            if ready {
                done.insert(name);
            }
        }
    }
    done.len() == all.len()
}
