//! What comes out: points of each receipt, and what each rule gave, as columns.

use super::Batch;
use crate::decision::{Decision, Refusal};
use std::collections::BTreeMap;
use treue_lang::programme::{Id, Programme, RuleId, UnitId};

/// What the rules give for every receipt of a batch, each as the first purchase of a member of whom nothing is known. Nothing is
/// booked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Points of each receipt, by `UnitId`: smallest parts.
    pub units: Vec<Vec<i64>>,
    /// What each rule gave, if it was asked for.
    pub awards: Option<Awards>,
    /// Receipts that are refused; their points are 0.
    pub refused: Vec<(usize, Refusal)>,
    /// Receipts that are not decided: when they came, their members held more lots than the host allows. Nothing of them is booked,
    /// and their points are 0.
    pub left_out: Vec<usize>,
}

/// What each rule gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Awards {
    /// By `RuleId`; `None` of a rule whose awards stand among the rows.
    pub columns: Vec<Option<Points>>,
    /// Awards of all other rules, in the order of the receipts.
    pub rows: Vec<Row>,
}

/// Points of one rule, one number for each receipt, as narrow as is known to be enough.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the width")]
pub enum Points {
    U8(Vec<u8>),
    U16(Vec<u16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

/// One award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position of the receipt.
    pub receipt: u32,
    /// The rule.
    pub rule: RuleId,
    /// What it gave, smallest parts; not 0.
    pub points: i64,
}

/// What was given for one receipt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Points by `UnitId`: smallest parts.
    pub units: Vec<i64>,
    /// What rules gave, if it was asked for; no 0.
    pub awards: Option<BTreeMap<RuleId, i64>>,
    /// Why it is refused, if it is.
    pub refused: Option<Refusal>,
    /// Whether it is not decided, as [`Totals::left_out`] says.
    pub left_out: bool,
}

impl Given {
    /// By a decision.
    pub(crate) fn of(programme: &Programme, decision: &Decision, awards: bool) -> Given {
        let mut units = vec![0i64; programme.units.len()];
        let mut given: BTreeMap<RuleId, i64> = BTreeMap::new();
        if decision.refusal.is_none() {
            // Only what the decision names, however many rules there are.
            let own = decision.awards.iter().map(|award| (award.rule, award.points));
            let shares = decision.outgoing.iter().filter(|share| share.gift.is_none());
            let shares = shares.map(|share| (share.rule, share.points));
            let windows = decision.windows.iter().map(|window| (window.rule, window.points));
            for (rule, points) in own.chain(shares).chain(windows) {
                let sum = given.entry(rule).or_default();
                *sum = sum.saturating_add(points);
            }
        }
        given.retain(|_, points| *points != 0);
        for (id, points) in &given {
            let unit = programme.rules.get(*id).and_then(|rule| units.get_mut(rule.unit.index()));
            unit.into_iter().for_each(|sum| *sum = sum.saturating_add(*points));
        }
        Given { units, awards: awards.then_some(given), refused: decision.refusal.clone(), left_out: false }
    }
}

impl Points {
    /// Of a receipt.
    #[must_use]
    pub fn get(&self, receipt: usize) -> i64 {
        match self {
            Points::U8(points) => points.get(receipt).copied().map_or(0, i64::from),
            Points::U16(points) => points.get(receipt).copied().map_or(0, i64::from),
            Points::I32(points) => points.get(receipt).copied().map_or(0, i64::from),
            Points::I64(points) => points.get(receipt).copied().unwrap_or(0),
        }
    }
}

impl Points {
    /// Nothing, of a receipt.
    fn clear(&mut self, receipt: usize) {
        match self {
            Points::U8(points) => points.get_mut(receipt).into_iter().for_each(|p| *p = 0),
            Points::U16(points) => points.get_mut(receipt).into_iter().for_each(|p| *p = 0),
            Points::I32(points) => points.get_mut(receipt).into_iter().for_each(|p| *p = 0),
            Points::I64(points) => points.get_mut(receipt).into_iter().for_each(|p| *p = 0),
        }
    }
}

impl Totals {
    /// Points of a receipt.
    #[must_use]
    pub fn points(&self, unit: UnitId, receipt: usize) -> i64 {
        self.units.get(unit.index()).and_then(|points| points.get(receipt)).copied().unwrap_or(0)
    }

    /// Every award of a batch: receipt, rule, points; those of columns first.
    pub fn every_award(&self) -> impl Iterator<Item = Row> {
        let columns = self.awards.iter().flat_map(|a| &a.columns).enumerate();
        let of_columns =
            columns.filter_map(|(rule, points)| Some((RuleId::from_index(rule), points.as_ref()?)));
        let receipts = self.units.first().map_or(0, Vec::len);
        let of_columns = of_columns.flat_map(move |(rule, points)| {
            let row = move |receipt: u32| {
                let points = points.get(usize::try_from(receipt).unwrap_or(usize::MAX));
                Row { receipt, rule, points }
            };
            (0..u32::try_from(receipts).unwrap_or(0)).map(row).filter(|row| row.points != 0)
        });
        of_columns.chain(self.awards.iter().flat_map(|a| a.rows.iter().copied()))
    }

    /// Nothing yet, for a batch.
    pub(crate) fn start(&mut self, programme: &Programme, batch: &Batch<'_>, awards: bool) {
        self.units.resize_with(programme.units.len(), Vec::new);
        self.units.iter_mut().for_each(|points| {
            points.resize(batch.len(), 0);
        });
        self.refused.clear();
        self.left_out.clear();
        if awards {
            let kept = self.awards.get_or_insert_with(Awards::default);
            kept.rows.clear();
            kept.columns.resize_with(programme.rules.len(), || None);
        } else {
            self.awards = None;
        }
    }

    /// Takes over what is right for a receipt that was decided otherwise.
    pub(crate) fn mend(&mut self, receipt: usize, right: Given) {
        self.refused.retain(|(row, _)| *row != receipt);
        self.left_out.retain(|row| *row != receipt);
        let rows = self.awards.iter_mut().map(|awards| &mut awards.rows);
        rows.for_each(|rows| rows.retain(|row| usize::try_from(row.receipt) != Ok(receipt)));
        self.take(receipt, right);
    }

    /// What was given for a receipt.
    pub(crate) fn of(&self, receipt: usize) -> Given {
        let units = self.units.iter().map(|points| points.get(receipt).copied().unwrap_or(0)).collect();
        let awards = self.awards.as_ref().map(|awards| {
            let columns = awards.columns.iter().enumerate();
            let columns = columns
                .filter_map(|(rule, points)| Some((RuleId::from_index(rule), points.as_ref()?.get(receipt))));
            let rows = awards.rows.iter().filter(|row| usize::try_from(row.receipt) == Ok(receipt));
            let all = columns.chain(rows.map(|row| (row.rule, row.points)));
            all.filter(|(_, points)| *points != 0).collect()
        });
        let refused = self.refused.iter().find(|(row, _)| *row == receipt);
        let refused = refused.map(|(_, refusal)| refusal.clone());
        Given { units, awards, refused, left_out: self.left_out.contains(&receipt) }
    }

    /// Takes over what was decided on a receipt, in place of what a kernel gave.
    pub(crate) fn decided(&mut self, programme: &Programme, receipt: usize, decision: &Decision) {
        self.take(receipt, Given::of(programme, decision, self.awards.is_some()));
    }

    /// A receipt that is not decided.
    pub(crate) fn leave_out(&mut self, receipt: usize) {
        self.take(receipt, self.nothing());
    }

    /// What is given for such a receipt.
    pub(crate) fn nothing(&self) -> Given {
        let awards = self.awards.as_ref().map(|_| BTreeMap::new());
        Given { units: vec![0; self.units.len()], awards, refused: None, left_out: true }
    }

    fn take(&mut self, receipt: usize, given: Given) {
        for (points, sum) in self.units.iter_mut().zip(given.units) {
            points.get_mut(receipt).into_iter().for_each(|points| *points = sum);
        }
        self.refused.extend(given.refused.map(|refusal| (receipt, refusal)));
        self.left_out.extend(given.left_out.then_some(receipt));
        let columns = self.awards.iter_mut().flat_map(|awards| &mut awards.columns);
        columns.flatten().for_each(|points| points.clear(receipt));
        if let (Some(awards), Ok(receipt)) = (&mut self.awards, u32::try_from(receipt)) {
            let rows = given.awards.into_iter().flatten();
            awards.rows.extend(rows.map(|(rule, points)| Row { receipt, rule, points }));
        }
    }
}
