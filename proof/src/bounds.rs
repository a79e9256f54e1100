//! How much a programme can give: on receipts of a size, in a year, of what is spent, and how much work a line is. The upper
//! bound is proved; beside it stands what a receipt was seen to give on both engines.

use crate::build::Wish;
use crate::cube::{Cases, Cube, Fact, apart, either};
use crate::domain::{Domain, Numbers};
use crate::examine::Examiner;
use crate::finding::Witness;
use crate::most::{Spend, fraction, small};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use std::sync::Arc;
use treue_lang::programme::{
    LimitId, LimitWindow, Most, Predicate, Programme, RuleId, StackId, StackMember, StackWay, Test,
    TestEvent, TestStep, Trigger, UnitId,
};
use treue_lang::time::{Own, Window};
use treue_runtime::decision::Decision;

/// What is known of a programme's size.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// For each unit that rules of one event give, in the order of the text.
    pub units: Vec<UnitBounds>,
    /// Questions that are asked of one line at most.
    pub questions_per_line: usize,
    /// Sums that one line is added to at most.
    pub sums_per_line: usize,
}

/// How much of one unit can be given.
#[derive(Clone, Debug)]
pub struct UnitBounds {
    /// The unit.
    pub unit: UnitId,
    /// On receipts up to some sizes, rising; the last is the largest receipt that the programme takes. None if no rule of
    /// purchases gives the unit.
    pub receipts: Vec<ReceiptBound>,
    /// For one activity of each kind for which rules give the unit, in the order of the text.
    pub activities: Vec<ActivityBound>,
    /// What all limits over windows leave for one member in a year, smallest parts; nothing if a rule has none.
    pub per_year: Option<i64>,
    /// Rules that no limit holds within a year.
    pub unlimited: Vec<RuleId>,
    /// What a plain purchase of 1,000 gives, not the first, without coupons, levels and campaigns: what is owed for each 1,000 of turnover.
    pub plain: Option<Given>,
}

/// How much can be given on receipts up to a size.
#[derive(Clone, Debug)]
pub struct ReceiptBound {
    /// All lines together come to at most so much, smallest currency units.
    pub spend: i64,
    /// No such receipt gives more, smallest parts; `i64::MAX` if that is beyond all numbers.
    pub most: i64,
    /// What that is worth in hundredths of a percent of the size; nothing if the unit has no worth.
    pub share: Option<i64>,
    /// The most that was seen.
    pub seen: Option<Given>,
}

/// How much can be given for one activity.
#[derive(Clone, Debug)]
pub struct ActivityBound {
    /// Its kind.
    pub kind: String,
    /// No such activity gives more, smallest parts; `i64::MAX` if that is beyond all numbers.
    pub most: i64,
    /// The most that was seen.
    pub seen: Option<Given>,
}

/// What a receipt was seen to give.
#[derive(Clone, Debug)]
pub struct Given {
    /// Smallest parts.
    pub points: i64,
    /// What they are worth in smallest currency units, rounded up; nothing if the unit has no worth.
    pub worth: Option<i64>,
    /// The receipt.
    pub witness: Witness,
}

/// Something that gives by itself: a rule in no stack, or a stack in no other.
struct Root {
    member: StackMember,
    cases: Cases,
}

/// Sets of rules that are looked at; beyond it all are taken together, which is never too little.
const SETS: usize = 20_000;

/// How much a programme can give.
#[must_use]
pub fn bounds(programme: &Arc<Programme>) -> Bounds {
    let mut examiner = Examiner::new(programme, &crate::examine::GOES_ON);
    let (questions_per_line, sums_per_line) = work(programme);
    let mut units = Vec::new();
    for unit in programme.units.ids() {
        units.extend(examiner.unit_bounds(unit));
    }
    Bounds { units, questions_per_line, sums_per_line }
}

impl Examiner<'_> {
    fn unit_bounds(&mut self, unit: UnitId) -> Option<UnitBounds> {
        let (bought, all) = (self.roots(unit, Some(&Trigger::Purchase)), self.roots(unit, None));
        if all.is_empty() {
            return None;
        }
        let whole = 10_i64.pow(u32::from(self.programme.currency.decimals.min(6)));
        let ceiling = self.programme.receipt_ceiling;
        let mut sizes: Vec<i64> = [10, 100, 1000].iter().map(|n| (whole * n).min(ceiling)).collect();
        sizes.push(ceiling);
        sizes.dedup();
        sizes.truncate(if bought.is_empty() { 0 } else { sizes.len() });
        let receipts = sizes.into_iter().map(|size| self.receipt_bound(unit, &bought, size)).collect();
        let kinds = self.kinds(unit);
        let activities = kinds.into_iter().map(|kind| self.activity_bound(unit, kind)).collect();
        let (per_year, unlimited) = self.per_year(&all);
        let plain = self.plain(unit, whole * 1000);
        Some(UnitBounds { unit, receipts, activities, per_year, unlimited, plain })
    }

    /// What gives a unit by itself for such events, or for any.
    fn roots(&self, unit: UnitId, on: Option<&Trigger>) -> Vec<Root> {
        let programme = self.programme;
        let looks = |rule: RuleId| {
            let rule = programme.rules.get(rule);
            rule.is_some_and(|rule| on.is_none_or(|on| rule.on == *on))
        };
        let mut roots = Vec::new();
        for case in self.rules.iter().filter(|c| c.rule.unit == unit && c.rule.over.is_none()) {
            let stacked = programme.stacks.iter().any(|(_, s)| s.rules.contains(&case.id));
            if !stacked && looks(case.id) {
                roots.push(Root { member: StackMember::Rule(case.id), cases: case.cases.clone() });
            }
        }
        for (id, stack) in programme.stacks.iter().filter(|(_, s)| s.unit == unit && s.parent.is_none()) {
            let rules: Vec<RuleId> = stack.rules.iter().copied().filter(|rule| looks(*rule)).collect();
            if rules.is_empty() {
                continue;
            }
            let mut rules = rules.iter();
            let cases = rules.try_fold(Vec::new(), |all, rule| either(Some(all), self.cases_of(*rule)));
            roots.push(Root { member: StackMember::Stack(id), cases });
        }
        roots
    }

    /// Kinds of activities for which rules give a unit, in the order of the text.
    fn kinds(&self, unit: UnitId) -> Vec<String> {
        let mut kinds: Vec<String> = Vec::new();
        for case in self.rules.iter().filter(|c| c.rule.unit == unit && c.rule.over.is_none()) {
            if let Trigger::Activity(kind) = &case.rule.on
                && !kinds.contains(kind)
            {
                kinds.push(kind.clone());
            }
        }
        kinds
    }

    /// When a rule can apply to such an event; never, if it looks at others.
    fn cases_on(&self, rule: RuleId, on: &Trigger) -> Cases {
        let looks = self.programme.rules.get(rule).is_some_and(|rule| rule.on == *on);
        if looks { self.cases_of(rule) } else { Some(Vec::new()) }
    }

    pub(crate) fn cases_of(&self, rule: RuleId) -> Cases {
        self.rules.get(rule.0 as usize).and_then(|c| c.cases.clone())
    }

    fn receipt_bound(&mut self, unit: UnitId, roots: &[Root], spend: i64) -> ReceiptBound {
        let (most, set) = self.most_of(roots, &Trigger::Purchase, spend);
        let share = self.share(unit, &most, spend);
        let seen = self.seen(unit, (roots, &set), &Trigger::Purchase, spend);
        ReceiptBound { spend, most: small(&most), share, seen }
    }

    fn activity_bound(&mut self, unit: UnitId, kind: String) -> ActivityBound {
        let on = Trigger::Activity(kind.clone());
        let roots = self.roots(unit, Some(&on));
        // An activity has no lines.
        let (most, set) = self.most_of(&roots, &on, 0);
        let seen = self.seen(unit, (&roots, &set), &on, 0);
        ActivityBound { kind, most: small(&most), seen }
    }

    /// The most that can come together of some roots, and those that do.
    fn most_of(&self, roots: &[Root], on: &Trigger, spend: i64) -> (BigInt, Vec<usize>) {
        let cases = |rule: RuleId| self.cases_on(rule, on);
        let mut weights: Vec<(usize, BigInt)> = roots
            .iter()
            .enumerate()
            .map(|(n, root)| (n, self.universe.most_of_member(root.member, &cases, Spend(spend))))
            .filter(|(_, most)| !most.is_zero())
            .collect();
        weights.sort_by(|a, b| b.1.cmp(&a.1));
        let apart: Vec<Vec<bool>> =
            roots.iter().map(|a| roots.iter().map(|b| apart(&a.cases, &b.cases)).collect()).collect();
        heaviest(&weights, &apart)
    }

    /// Worth of points in smallest currency units.
    fn worth(&self, unit: UnitId, points: &BigInt) -> Option<BigRational> {
        let spec = self.programme.units.get(unit)?;
        let worth = match (spec.worth, spec.money) {
            (Some(worth), _) => fraction(worth),
            (None, true) => {
                BigRational::from_integer(BigInt::from(10).pow(u32::from(self.programme.currency.decimals)))
            }
            (None, false) => return None,
        };
        let parts = BigInt::from(10).pow(u32::from(spec.decimals));
        Some(worth * BigRational::new(points.clone(), parts))
    }

    fn share(&self, unit: UnitId, most: &BigInt, spend: i64) -> Option<i64> {
        let worth = self.worth(unit, most)?;
        (worth * BigInt::from(10_000) / BigInt::from(spend.max(1))).ceil().to_integer().to_i64()
    }

    /// The best of some events that the heaviest set suggests.
    fn seen(
        &mut self,
        unit: UnitId,
        (roots, set): (&[Root], &[usize]),
        on: &Trigger,
        spend: i64,
    ) -> Option<Given> {
        let tests = self.suggestions((roots, set), on, spend);
        let mut best: Option<(i64, Witness)> = None;
        for test in tests.into_iter().filter(|t| size(t) <= i128::from(spend)) {
            let Some(seen) = self.stage.see(&test) else { continue };
            let points = self.awarded(&seen.decision, unit);
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                best = Some((points, Witness { test, seen }));
            }
        }
        let (points, witness) = best?;
        Some(self.given_points(unit, points, witness))
    }

    fn given_points(&self, unit: UnitId, points: i64, witness: Witness) -> Given {
        let worth = self.worth(unit, &BigInt::from(points)).and_then(|w| w.ceil().to_integer().to_i64());
        Given { points, worth, witness }
    }

    /// What rules of receipts gave; window rules are not of one receipt.
    fn awarded(&self, decision: &Decision, unit: UnitId) -> i64 {
        let of_unit = |rule: RuleId| self.programme.rules.get(rule).is_some_and(|r| r.unit == unit);
        let awards = decision.awards.iter().filter(|a| of_unit(a.rule)).map(|a| a.points);
        awards.fold(0, i64::saturating_add)
    }

    /// Events of that size on which as many rules of a set apply as go together, heaviest first; fields that they measure are
    /// as large as they can be.
    fn suggestions(&self, (roots, set): (&[Root], &[usize]), on: &Trigger, spend: i64) -> Vec<Test> {
        let mut event = Cube::anything();
        let mut lines: Vec<Cube> = Vec::new();
        for root in set.iter().filter_map(|n| roots.get(*n)) {
            let rules: Vec<RuleId> = match root.member {
                StackMember::Rule(rule) => vec![rule],
                StackMember::Stack(stack) => self.rules_of(stack),
            };
            for rule in rules {
                let cases = self.cases_on(rule, on);
                if let Some(met) = cases.iter().flatten().find_map(|case| event.meet(case)) {
                    event = self.with_large_fields(met, rule);
                    self.pay(&mut lines, rule);
                }
            }
        }
        if lines.is_empty() {
            lines.push(Cube::anything());
        }
        let money = spend / i64::try_from(lines.len()).unwrap_or(1).max(1);
        let quantities = [1000, 100_000, 1_000_000];
        let wishes =
            quantities.iter().map(|q| Wish { event: &event, lines: lines.clone(), money, quantity: *q });
        wishes.filter_map(|wish| self.universe.witness(on, &wish)).collect()
    }

    /// The same event, with the fields that a rule measures as large as they can be.
    fn with_large_fields(&self, event: Cube, rule: RuleId) -> Cube {
        let Some(rule) = self.programme.rules.get(rule) else { return event };
        let mut event = event;
        for amount in rule.award.amounts() {
            let spec = self.programme.amounts.get(amount);
            let Some((field, _)) = spec.and_then(|spec| self.programme.field_alone(spec)) else { continue };
            let fact = Fact::Field(field);
            let possible = Domain::Numbers(self.universe.numbers(&fact));
            let met = event.get(&fact).map_or_else(|| possible.clone(), |known| known.meet(&possible));
            let Domain::Numbers(numbers) = met else { continue };
            let Some((_, highest)) = numbers.spans.last() else { continue };
            let largest = Cube::one(fact, Domain::Numbers(Numbers::span(*highest, *highest)));
            event = largest.and_then(|largest| event.meet(&largest)).unwrap_or(event);
        }
        event
    }

    fn rules_of(&self, stack: StackId) -> Vec<RuleId> {
        self.programme.stacks.get(stack).map(|s| s.rules.clone()).unwrap_or_default()
    }

    /// Adds a line that a rule pays for, or makes one that is there such a line.
    fn pay(&self, lines: &mut Vec<Cube>, rule: RuleId) {
        let Some(selection) = self.universe.paid_lines(rule) else { return };
        let Some(inside) = self.universe.lines(selection, true) else { return };
        let shared = lines.iter_mut().find_map(|line| {
            let met = inside.iter().find_map(|cube| line.meet(cube))?;
            *line = met;
            Some(())
        });
        if shared.is_none() {
            lines.extend(inside.into_iter().next());
        }
    }

    /// A purchase that nothing is special about.
    fn plain(&mut self, unit: UnitId, spend: i64) -> Option<Given> {
        let spend = spend.min(self.programme.receipt_ceiling);
        let first = self.rules.iter().find(|c| {
            c.rule.unit == unit && c.rule.on == Trigger::Purchase && self.universe.paid_lines(c.id).is_some()
        })?;
        let mut lines = Vec::new();
        self.pay(&mut lines, first.id);
        let event = Cube::one(Fact::First, Domain::truth(false))?;
        let wish = Wish { event: &event, lines, money: spend, quantity: 1000 };
        let test = self.universe.witness(&Trigger::Purchase, &wish)?;
        let seen = self.stage.see(&test)?;
        let points = self.awarded(&seen.decision, unit);
        Some(self.given_points(unit, points, Witness { test, seen }))
    }

    /// What limits over windows leave in a year, and the rules that none of them holds.
    fn per_year(&self, roots: &[Root]) -> (Option<i64>, Vec<RuleId>) {
        let mut sum = BigInt::zero();
        let mut unlimited = Vec::new();
        for root in roots {
            match self.member_per_year(root.member) {
                Ok(most) => sum += most,
                Err(rules) => unlimited.extend(rules),
            }
        }
        (unlimited.is_empty().then(|| small(&sum)), unlimited)
    }

    fn member_per_year(&self, member: StackMember) -> Result<BigInt, Vec<RuleId>> {
        match member {
            StackMember::Rule(rule) => {
                let limits = self.programme.rules.get(rule).map(|r| r.limits.clone()).unwrap_or_default();
                let once = self.universe.most_over(rule, &self.cases_of(rule), Spend(i64::MAX));
                if once.as_ref().is_some_and(Zero::is_zero) {
                    return Ok(BigInt::zero());
                }
                let each = limits.iter().filter_map(|limit| self.limit_per_year(*limit, once.as_ref()));
                each.min().ok_or_else(|| vec![rule])
            }
            StackMember::Stack(stack) => {
                let Some(found) = self.programme.stacks.get(stack) else { return Ok(BigInt::zero()) };
                let own = found.limits.iter().filter_map(|limit| self.limit_per_year(*limit, None)).min();
                let each: Vec<Result<BigInt, Vec<RuleId>>> =
                    found.members.iter().map(|m| self.member_per_year(*m)).collect();
                let free: Vec<RuleId> =
                    each.iter().filter_map(|r| r.as_ref().err()).flatten().copied().collect();
                let sums = each.into_iter().filter_map(Result::ok);
                let inner = match found.way {
                    // Over a year each of them may win now and then.
                    StackWay::All | StackWay::Best | StackWay::First | StackWay::Multiply => {
                        sums.sum::<BigInt>()
                    }
                };
                match own {
                    Some(own) if free.is_empty() => Ok(own.min(inner)),
                    Some(own) => Ok(own),
                    None if free.is_empty() => Ok(inner),
                    None => Err(free),
                }
            }
        }
    }

    fn limit_per_year(&self, limit: LimitId, once: Option<&BigInt>) -> Option<BigInt> {
        let limit = self.programme.limits.get(limit)?;
        let LimitWindow::Window(window, _) = limit.window else { return None };
        let windows = BigInt::from(windows_in_a_year(window));
        match limit.most {
            Most::Points(points) => Some(windows * points),
            Most::Times(times) => Some(windows * times * once?),
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => None,
        }
    }
}

/// What all lines of a test come to, without their signs.
fn size(test: &Test) -> i128 {
    let lines = test.steps.iter().filter_map(|step| match step {
        TestStep::When(TestEvent::Purchase(purchase), ..) => Some(&purchase.lines),
        TestStep::When(..) | TestStep::Given(..) | TestStep::GivenOther(..) | TestStep::Then(_) => None,
    });
    lines.flatten().map(|line| i128::from(line.amount).abs()).sum()
}

/// Windows that a year can touch with all they hold.
fn windows_in_a_year(window: Window) -> i64 {
    match window {
        Window::Ever | Window::Dates(..) => 1,
        Window::Day => 366,
        Window::Week(_) => 54,
        Window::Month => 12,
        Window::Quarter => 4,
        Window::Year(_) => 1,
        // A year touches two of them.
        Window::OwnYear(Own::Joining) => 2,
        // Every change begins one.
        Window::OwnYear(Own::Tier(_)) => 366,
        // Not more often than every day.
        Window::Rolling(_) => 366,
    }
}

/// What sets of rules are weighed by.
pub(crate) trait Weight: Clone + Ord + Zero + std::iter::Sum {}

impl Weight for BigInt {}
impl Weight for BigRational {}

/// The heaviest set of which no two exclude each other, and its weight; all together if there are too many sets.
pub(crate) fn heaviest<W: Weight>(weights: &[(usize, W)], apart: &[Vec<bool>]) -> (W, Vec<usize>) {
    struct Search<'a, W> {
        weights: &'a [(usize, W)],
        apart: &'a [Vec<bool>],
        best: (W, Vec<usize>),
        left: usize,
    }
    impl<W: Weight> Search<'_, W> {
        fn goes_with(&self, n: usize, set: &[usize]) -> bool {
            let row = self.apart.get(n);
            set.iter().all(|m| !row.and_then(|r| r.get(*m)).copied().unwrap_or(false))
        }

        fn from(&mut self, at: usize, sum: &W, set: &mut Vec<usize>) {
            if *sum > self.best.0 || self.best.1.is_empty() {
                self.best = (sum.clone(), set.clone());
            }
            let rest: W = self.weights.iter().skip(at).map(|(_, w)| w.clone()).sum();
            let Some((n, weight)) = self.weights.get(at) else { return };
            if self.left == 0 || sum.clone() + rest <= self.best.0 {
                return;
            }
            self.left -= 1;
            if self.goes_with(*n, set) {
                set.push(*n);
                self.from(at + 1, &(sum.clone() + weight.clone()), set);
                set.pop();
            }
            self.from(at + 1, sum, set);
        }
    }
    let mut search = Search { weights, apart, best: (W::zero(), Vec::new()), left: SETS };
    if weights.len() <= 64 {
        search.from(0, &W::zero(), &mut Vec::new());
    }
    if weights.len() > 64 || search.left == 0 {
        let all = weights.iter().map(|(_, w)| w.clone()).sum();
        let mut set: Vec<usize> = Vec::new();
        for (n, _) in weights {
            if search.goes_with(*n, &set) {
                set.push(*n);
            }
        }
        return (all, set);
    }
    search.best
}

/// Questions asked of one line at most, and sums that it is added to.
fn work(programme: &Programme) -> (usize, usize) {
    let questions = programme.selections.iter().map(|(_, s)| leaves(&s.predicate)).sum();
    (questions, programme.amounts.len())
}

fn leaves(predicate: &Predicate) -> usize {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) | Predicate::AtLeast(_, parts) => {
            parts.iter().map(leaves).sum()
        }
        Predicate::Not(part) => leaves(part),
        Predicate::In(_)
        | Predicate::Text(..)
        | Predicate::Compare(..)
        | Predicate::Flag(..)
        | Predicate::Present(_)
        | Predicate::Measure(_) => 1,
    }
}
