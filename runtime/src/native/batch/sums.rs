//! What rules gave over many batches: the sums that a summary shows.

use super::Tally;
use crate::columns::{Batch, Points, Totals};
use treue_lang::programme::{Id, LimitId, Most, Programme, RuleId};
use treue_lang::time::Day;

/// Sums over purchases that are scored apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many there are.
    pub receipts: usize,
    /// What they came to, after discounts; smallest currency units.
    pub spent: i128,
    /// The first and the last day.
    pub days: Option<(Day, Day)>,
    /// By `RuleId`.
    pub rules: Vec<RuleSums>,
}

/// What a rule gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleSums {
    /// On how many receipts.
    pub times: usize,
    /// In all, smallest parts.
    pub points: i128,
    /// What limits took away where they left something.
    pub cut: i128,
}

impl Sums {
    /// Adds what somebody else counted.
    pub fn add(&mut self, other: &Sums) {
        self.receipts += other.receipts;
        self.spent += other.spent;
        self.days = match (self.days, other.days) {
            (Some(ours), Some(theirs)) => Some((ours.0.min(theirs.0), ours.1.max(theirs.1))),
            (ours, theirs) => ours.or(theirs),
        };
        self.rules.resize(self.rules.len().max(other.rules.len()), RuleSums::default());
        for (sum, more) in self.rules.iter_mut().zip(&other.rules) {
            sum.times += more.times;
            sum.points += more.points;
            sum.cut += more.cut;
        }
    }

    /// Counts a batch, of which these are the totals with awards; no receipt of it was refused or left out. What limits took away is
    /// not among them.
    pub fn count(&mut self, batch: &Batch<'_>, totals: &Totals) {
        let programme = batch.programme();
        self.receipts += batch.len();
        self.spent += spent(batch);
        self.days = days(programme, batch, self.days);
        self.rules.resize(programme.rules.len(), RuleSums::default());
        let Some(awards) = &totals.awards else { return };
        for (sum, points) in self.rules.iter_mut().zip(&awards.columns) {
            let (times, points) = points.as_ref().map_or((0, 0), counted);
            sum.times += times;
            sum.points += points;
        }
        for row in &awards.rows {
            if let Some(sum) = self.rules.get_mut(row.rule.index()) {
                sum.times += 1;
                sum.points += i128::from(row.points);
            }
        }
    }
}

impl Tally {
    /// Counts a batch, of which these are the totals with awards; no receipt of it was refused or left out.
    pub fn count(&mut self, batch: &Batch<'_>, totals: &Totals, given: &mut Sums) {
        given.count(batch, totals);
        for receipt in cut(&self.scoring.programme, batch.len(), totals) {
            // What a limit took away is not among the awards, so this receipt is looked at again.
            for award in &self.decision(batch, receipt).awards {
                let sum = given.rules.get_mut(award.rule.index());
                if let Some(sum) = sum.filter(|_| award.cut_by.is_some()) {
                    sum.cut += i128::from(award.rounded) - i128::from(award.points);
                }
            }
        }
    }
}

fn counted(points: &Points) -> (usize, i128) {
    fn of<T: Copy + Into<i64>>(points: &[T]) -> (usize, i128) {
        // A batch has fewer than 2^32 receipts, none of 2^53 points or more; so a thousand of them stay within 63 bits.
        let some = points.chunks(1_000).map(|some| {
            let (times, sum) = some.iter().fold((0usize, 0i64), |(times, sum), points| {
                let points: i64 = (*points).into();
                (times + usize::from(points != 0), sum.wrapping_add(points))
            });
            (times, i128::from(sum))
        });
        some.fold((0, 0), |(times, sum), (t, s)| (times + t, sum + s))
    }
    match points {
        Points::U8(points) => of(points),
        Points::U16(points) => of(points),
        Points::I32(points) => of(points),
        Points::I64(points) => of(points),
    }
}

fn spent(batch: &Batch<'_>) -> i128 {
    let columns = batch.columns();
    let sum = |numbers: &crate::columns::Numbers<'_>| -> i128 {
        (0..numbers.len()).filter_map(|row| numbers.get(row)).map(i128::from).sum()
    };
    sum(&columns.amount) - columns.discount.as_ref().map_or(0, sum)
}

/// The first and the last local day. Where the clocks stay as they are, a later instant has no earlier day.
fn days(programme: &Programme, batch: &Batch<'_>, so_far: Option<(Day, Day)>) -> Option<(Day, Day)> {
    let (from, to) = batch.facts().instants;
    if batch.is_empty() {
        return so_far;
    }
    let steady = programme.zone.next_change(from).is_none_or(|change| to < change);
    let both = [from, to];
    let instants = if steady { &both } else { batch.columns().at };
    instants.iter().map(|at| programme.zone.local(*at).day).fold(so_far, |days, day| {
        Some(days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    })
}

/// Receipts on which a limit may have taken something away and left something: what its rules gave together is all that it allows.
fn cut(programme: &Programme, receipts: usize, totals: &Totals) -> Vec<usize> {
    let own = programme.rules.iter().flat_map(|(id, rule)| rule.limits.iter().map(move |l| (*l, vec![id])));
    let stacks = programme.stacks.iter();
    let stacks = stacks.flat_map(|(_, stack)| stack.limits.iter().map(|l| (*l, stack.rules.clone())));
    let mut found: Vec<usize> = own
        .chain(stacks)
        .flat_map(|(limit, rules)| reached(programme, limit, &rules, receipts, totals))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Receipts on which these rules gave as much as a limit allows; of a limit whose size follows the receipt all on which they gave.
fn reached(
    programme: &Programme,
    limit: LimitId,
    rules: &[RuleId],
    receipts: usize,
    totals: &Totals,
) -> Vec<usize> {
    let least = match programme.limits.get(limit).map(|limit| limit.most) {
        Some(Most::Points(points)) => points.max(1),
        Some(Most::Times(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..)) | None => 1,
    };
    let Some(awards) = &totals.awards else { return Vec::new() };
    let mut sums = vec![0i64; receipts];
    for rule in rules {
        if let Some(Some(points)) = awards.columns.get(rule.index()) {
            (0..).zip(&mut sums).for_each(|(receipt, sum)| *sum = sum.saturating_add(points.get(receipt)));
        }
    }
    for row in awards.rows.iter().filter(|row| rules.contains(&row.rule)) {
        let sum = usize::try_from(row.receipt).ok().and_then(|receipt| sums.get_mut(receipt));
        sum.into_iter().for_each(|sum| *sum = sum.saturating_add(row.points));
    }
    let reached = (0..).zip(sums).filter(|(_, sum)| *sum >= least);
    reached.map(|(receipt, _)| receipt).collect()
}
