//! The receipt kernel: sums of lines become awards, a receipt a turn, without a branch. What it cannot say it says so: then
//! receipts are decided one by one.

use super::booking::Written;
use super::code::{Build, Shape};
use super::given::Size;
use super::past::Past;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use std::collections::HashMap;
use treue_lang::programme::{AmountId, Id, Programme, RoundingPlace, RuleId, Step, Trigger};

/// Sums of what rules give stay below.
pub(super) const TOP: u128 = 1 << 62;

/// A number of the receipt: `value` times `scale`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    pub(super) value: Value,
    pub(super) scale: u64,
    /// The size of `value` is not larger.
    pub(super) most: u128,
}

/// A fraction that is not below 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fraction {
    pub(super) num: Value,
    pub(super) den: u64,
    pub(super) most: u128,
}

/// What has become of a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) gives: Value,
    /// The same before limits and stacks.
    pub(super) rounded: Value,
    pub(super) most: u128,
    /// The exact value, if somebody may ask for it.
    pub(super) raw: Option<Fraction>,
    /// Whether it is in the sum of its stack.
    pub(super) stacked: bool,
}

/// What a turn comes to; nothing where no rule gives anything.
pub(super) struct Found {
    /// Points by purse.
    pub(super) purses: Vec<Option<(Value, u128)>>,
    /// What is written in the member's record.
    pub(super) written: Vec<Written>,
    /// What each rule gives, and how wide that is.
    pub(super) awards: Vec<Option<(Value, Size)>>,
}

/// Something that holds or does not.
#[derive(Clone, Copy, Debug)]
pub(super) enum Truth {
    Known(bool),
    /// All these bits of a word of facts.
    Bits(usize, u64),
    Value(Value),
}

/// The turn of one receipt.
pub(super) struct Turn<'t, 'f, 'p> {
    pub(super) b: &'t mut Build<'f>,
    pub(super) programme: &'p Programme,
    pub(super) shape: &'t Shape,
    /// Sums of the lines by lane, and what their words have grown by; sign-extended.
    pub(super) sums: HashMap<usize, Value>,
    pub(super) words: HashMap<usize, Value>,
    pub(super) addresses: (Value, Value),
    pub(super) facts: Vec<Value>,
    pub(super) amounts: HashMap<AmountId, Measured>,
    pub(super) outcomes: Vec<Option<Outcome>>,
    /// What stacks come to whose sum is known as a whole; their rules are not added again.
    pub(super) stacked: Vec<(usize, Value, u128)>,
    pub(super) indexed: &'t [bool],
    /// By `RuleId`: where its points go; and how many such places there are.
    pub(super) purses: (&'t [usize], usize),
    /// The member, where one is known.
    pub(super) past: Option<Past<'t>>,
    /// Whether what is measured now may be below 0 although no line is.
    pub(super) below_zero: bool,
}

impl<'t, 'f, 'p> Turn<'t, 'f, 'p> {
    /// With the places of the running sums at the receipt's start and end, and the words of facts.
    pub(super) fn new(
        b: &'t mut Build<'f>,
        programme: &'p Programme,
        shape: &'t Shape,
        addresses: (Value, Value),
        facts: Vec<Value>,
        indexed: &'t [bool],
        purses: (&'t [usize], usize),
    ) -> Turn<'t, 'f, 'p> {
        Turn {
            b,
            programme,
            shape,
            sums: HashMap::new(),
            words: HashMap::new(),
            addresses,
            facts,
            amounts: HashMap::new(),
            outcomes: vec![None; programme.rules.len()],
            stacked: Vec::new(),
            indexed,
            purses,
            past: None,
            below_zero: false,
        }
    }

    /// Everything; `None` if there is something that kernels do not say. Gives points by purse and awards by rule.
    pub(super) fn all(&mut self) -> Option<Found> {
        // Rules over a window stand outside of the order, and sum what is known of a member.
        if self.past.is_none() && self.programme.rules.iter().any(|(_, rule)| rule.over.is_some()) {
            return None;
        }
        if self.past.is_some() {
            self.levels()?;
        }
        for step in &self.programme.order {
            match step {
                Step::Rule(id) => self.rule(*id)?,
                Step::Stack(id) => {
                    let stack = self.programme.stacks.get(*id)?;
                    self.stack(stack)?;
                }
            }
        }
        let written = if self.past.is_some() { self.book()? } else { Vec::new() };
        if self.shape.awards {
            self.count_cuts()?;
        }
        let mut purses = vec![None; self.purses.1];
        let mut most = 0u128;
        let mut awards = Vec::new();
        let mut sums = std::mem::take(&mut self.stacked);
        for id in self.programme.rules.ids() {
            let outcome = self.outcomes.get(id.index()).copied().flatten();
            awards.push(outcome.map(|o| (o.gives, Size::of(o.most))));
            if let Some(outcome) = outcome.filter(|outcome| !outcome.stacked) {
                sums.push((self.purse(id)?, outcome.gives, outcome.most));
            }
        }
        for (purse, points, size) in sums {
            most = most.saturating_add(size);
            let purse: &mut Option<(Value, u128)> = purses.get_mut(purse)?;
            *purse = Some(match *purse {
                None => (points, size),
                Some((sum, of)) => (self.b.ins().iadd(sum, points), of.saturating_add(size)),
            });
        }
        (most < TOP).then_some(Found { purses, written, awards })
    }

    /// Where the points of a rule go.
    pub(super) fn purse(&self, rule: RuleId) -> Option<usize> {
        self.purses.0.get(rule.index()).copied()
    }

    pub(super) fn number(&mut self, n: i64) -> Value {
        self.b.ins().iconst(I64, n)
    }

    pub(super) fn rule(&mut self, id: RuleId) -> Option<()> {
        let rule = self.programme.rules.get(id)?;
        if rule.on != Trigger::Purchase || self.indexed.get(id.index()) == Some(&true) {
            return Some(());
        }
        if rule.contest.is_some() || rule.decided_by.is_some() || rule.over.is_some() || rule.companions {
            return None;
        }
        let mut truth = Truth::Known(true);
        for conjunct in &rule.conditions {
            let next = self.holds(&conjunct.condition)?;
            truth = self.and(truth, next);
        }
        if let Truth::Known(false) = truth {
            return Some(());
        }
        let (raw, gives, most) = match rule.rounding.place {
            RoundingPlace::Rule => {
                let raw = self.award(&rule.award)?;
                let (gives, most) = self.round(raw, rule.rounding)?;
                (Some(raw), gives, most)
            }
            RoundingPlace::Line => {
                let (gives, most) = self.per_line(&rule.award, rule.rounding)?;
                (None, gives, most)
            }
            RoundingPlace::Stack => return None,
        };
        let zero = self.number(0);
        let (gives, raw) = match truth {
            Truth::Known(_) => (gives, raw),
            Truth::Bits(..) | Truth::Value(_) => {
                let holds = self.value_of(truth);
                let gives = self.b.ins().select(holds, gives, zero);
                let raw = raw.map(|raw| Fraction { num: self.b.ins().select(holds, raw.num, zero), ..raw });
                (gives, raw)
            }
        };
        let mut outcome = Outcome { gives, rounded: gives, most, raw, stacked: false };
        for limit in &rule.limits {
            let left = self.left(*limit)?;
            outcome = self.cut(outcome, left, *limit)?.0;
        }
        *self.outcomes.get_mut(id.index())? = Some(outcome);
        Some(())
    }
}
