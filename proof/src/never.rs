//! What can never be: conditions that contradict each other, rules that give nothing, bands, levels, limits and rewards that
//! nothing reaches.

use crate::cube::{Cases, Cube, both, never};
use crate::examine::Examiner;
use crate::finding::{Finding, Kind};
use crate::most::{Spend, is_of_receipt};
use num_bigint::BigInt;
use num_traits::Zero;
use treue_lang::programme::{
    AmountId, Award, Condition, Conjunct, Level, Limit, LimitOwner, Most, Rate, Rule, RuleId, StackMember,
    StackWay, Trigger,
};
use treue_lang::source::Span;
use treue_lang::time::DayTest;

/// Receipts of any size.
const ANY: Spend = Spend(i64::MAX);

impl Examiner<'_> {
    /// Named selections that no line can be in.
    pub(crate) fn selections(&mut self) {
        let programme = self.programme;
        for (id, selection) in programme.selections.iter() {
            let Some(name) = &selection.name else { continue };
            if never(&self.universe.lines(id, true)) {
                self.found(Finding {
                    kind: Kind::NoLines,
                    span: selection.span,
                    message: format!("no line can be in `{name}`: what it asks for contradicts itself"),
                    label: "no line is all of this".to_owned(),
                    also: Vec::new(),
                    help: "take away one of the words that contradict each other".to_owned(),
                    witness: None,
                });
            }
        }
    }

    /// Rules whose conditions contradict each other, and rules that give nothing where they hold.
    pub(crate) fn rules(&mut self) {
        for index in 0..self.rules.len() {
            if self.stopped() {
                return;
            }
            self.rule(index);
        }
    }

    fn rule(&mut self, index: usize) {
        let Some(case) = self.rules.get(index) else { return };
        let (id, rule, cases) = (case.id, case.rule, case.cases.clone());
        let name = rule.full_name();
        if let Some(finding) =
            self.contradiction(&rule.conditions, rule.span, &format!("`{name}` never applies"))
        {
            self.found(finding);
            return;
        }
        if cases.is_none() {
            self.undecided(rule.span, format!("the conditions of `{name}` have too many cases to look at"));
            return;
        }
        self.redundant(&rule.conditions, &name, rule.benefit_of.is_some());
        if let Some(over) = &rule.over {
            if let Some(finding) = self.contradiction(&over.when, rule.span, &format!("`{name}` never pays"))
            {
                self.found(finding);
            }
            return;
        }
        if rule.on == Trigger::Purchase
            && self.universe.most_over(id, &cases, ANY).is_some_and(|m| m.is_zero())
        {
            if self.pays_for_no_lines(id) {
                return;
            }
            self.found(Finding {
                kind: Kind::NeverGives,
                span: rule.span,
                message: format!("`{name}` never gives anything"),
                label: "on every receipt for which it applies, this comes to nothing".to_owned(),
                also: Vec::new(),
                help: "compare its conditions with its steps, its rounding and its limits".to_owned(),
                witness: None,
            });
            return;
        }
        self.bands(&rule.award, &cases, rule.span, &name);
    }

    /// Whether a rule pays for a named selection that no line can be in: that is said of the selection.
    fn pays_for_no_lines(&self, rule: RuleId) -> bool {
        let lines = self.universe.paid_lines(rule);
        let named = lines.and_then(|id| self.programme.selections.get(id)).is_some_and(|s| s.name.is_some());
        named && lines.is_some_and(|id| never(&self.universe.lines(id, true)))
    }

    /// Bands that lie outside what the conditions leave of the amount.
    fn bands(&mut self, award: &Award, cases: &Cases, span: Span, name: &str) {
        let Award::Bands { amount, each_part, bands } = award else { return };
        for (n, band) in bands.iter().enumerate() {
            let top = self.top(*amount, cases);
            let least = self.bottom(*amount, cases);
            let above = band.from > top;
            let below = !each_part && bands.get(n + 1).is_some_and(|next| next.from <= least);
            if above || below {
                let (which, why) = (n + 1, if above { "above" } else { "below" });
                self.found(Finding {
                    kind: Kind::NeverReached,
                    span: band.span,
                    message: format!("band {which} of `{name}` is never reached"),
                    label: format!("it lies {why} everything that the conditions let through"),
                    also: vec![(span, format!("in `{name}`"))],
                    help: "take the band away, or change the condition".to_owned(),
                    witness: None,
                });
            }
        }
    }

    fn top(&self, amount: AmountId, cases: &Cases) -> i64 {
        let each = cases.iter().flatten().map(|case| self.universe.largest(amount, case, ANY));
        each.max().unwrap_or(i64::MAX)
    }

    fn bottom(&self, amount: AmountId, cases: &Cases) -> i64 {
        use crate::cube::Fact;
        use crate::domain::Domain;
        let each = cases.iter().flatten().map(|case| match case.get(&Fact::Amount(amount)) {
            Some(Domain::Numbers(numbers)) => numbers.spans.first().map_or(i64::MIN, |(low, _)| *low),
            Some(Domain::Some(_)) | None => i64::MIN,
        });
        each.min().unwrap_or(i64::MIN)
    }

    /// The finding for conditions that cannot all hold, with the two that exclude each other if there are two.
    pub(crate) fn contradiction(&self, conjuncts: &[Conjunct], place: Span, what: &str) -> Option<Finding> {
        if !never(&self.universe.all(conjuncts)) {
            return None;
        }
        let upto = (1..=conjuncts.len())
            .find(|n| never(&self.universe.all(conjuncts.get(..*n).unwrap_or_default())))?;
        let last = conjuncts.get(upto - 1)?;
        let mine = self.universe.cases(&last.condition, true);
        let other = conjuncts
            .get(..upto - 1)
            .unwrap_or_default()
            .iter()
            .find(|c| never(&both(&self.universe.cases(&c.condition, true), &mine)));
        let also = match other {
            Some(other) if other.span != last.span => vec![(other.span, "excludes this".to_owned())],
            Some(_) | None => Vec::new(),
        };
        let span = if last.span == Span::default() { place } else { last.span };
        let label = match (other, never(&mine)) {
            (_, true) => "this can never hold",
            (Some(_), false) => "this can never hold together with the other",
            (None, false) => "this can never hold together with the conditions before it",
        };
        Some(Finding {
            kind: Kind::NeverHolds,
            span,
            message: format!("{what}: its conditions contradict each other"),
            label: label.to_owned(),
            also,
            help: "take one of them away, or change it".to_owned(),
            witness: None,
        })
    }

    /// Conditions that the others imply, and parts of `any of` that cannot be.
    fn redundant(&mut self, conjuncts: &[Conjunct], name: &str, of_level: bool) {
        for (n, conjunct) in conjuncts.iter().enumerate() {
            if conjunct.span == Span::default() || is_implied(conjuncts, n, of_level) {
                continue;
            }
            self.dead_parts(&conjunct.condition, conjunct.span, name);
            let others: Vec<Conjunct> =
                conjuncts.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, c)| c.clone()).collect();
            let against = both(&self.universe.all(&others), &self.universe.cases(&conjunct.condition, false));
            if never(&against) {
                self.found(Finding {
                    kind: Kind::AlwaysHolds,
                    span: conjunct.span,
                    message: format!("a condition of `{name}` changes nothing"),
                    label: "this holds on every receipt that fulfils the others".to_owned(),
                    also: Vec::new(),
                    help: "take it away, or say what was meant".to_owned(),
                    witness: None,
                });
            }
        }
    }

    fn dead_parts(&mut self, condition: &Condition, span: Span, name: &str) {
        let Condition::Any(parts) = condition else { return };
        for (n, part) in parts.iter().enumerate() {
            if never(&self.universe.cases(part, true)) {
                let which = n + 1;
                self.found(Finding {
                    kind: Kind::NeverHolds,
                    span,
                    message: format!("a part of a condition of `{name}` can never hold"),
                    label: format!("part {which} of this contradicts itself"),
                    also: Vec::new(),
                    help: "take that part away, or change it".to_owned(),
                    witness: None,
                });
            }
        }
    }

    /// Members of `first of` and `best of` that another member always beats.
    pub(crate) fn stacks(&mut self) {
        let programme = self.programme;
        for (_, stack) in programme.stacks.iter().filter(|(_, s)| !s.per_line) {
            let first = match stack.way {
                StackWay::First => true,
                StackWay::Best => false,
                StackWay::All | StackWay::Multiply => continue,
            };
            let rules: Vec<RuleId> = stack
                .members
                .iter()
                .filter_map(|m| match m {
                    StackMember::Rule(rule) => Some(*rule),
                    StackMember::Stack(_) => None,
                })
                .collect();
            for (n, later) in rules.iter().enumerate() {
                let beaten = rules.iter().take(n).find(|earlier| self.beats(**earlier, *later, first));
                if let Some(earlier) = beaten.copied() {
                    self.beaten(earlier, *later, &stack.name, first);
                }
            }
        }
    }

    fn beaten(&mut self, earlier: RuleId, later: RuleId, stack: &str, first: bool) {
        let (Some(winner), Some(loser)) =
            (self.programme.rules.get(earlier), self.programme.rules.get(later))
        else {
            return;
        };
        let (win, lose) = (winner.full_name(), loser.full_name());
        let how = if first { "comes first" } else { "gives at least as much" };
        self.found(Finding {
            kind: Kind::NeverWins,
            span: loser.span,
            message: format!("`{lose}` never counts: in `{stack}`, `{win}` {how} whenever it applies"),
            label: "this is never paid".to_owned(),
            also: vec![(winner.span, format!("`{win}` applies whenever `{lose}` does"))],
            help: if first { "name the narrower rule first" } else { "raise its award, or take it away" }
                .to_owned(),
            witness: None,
        });
    }

    /// Whether one rule applies whenever another does, and then gives at least as much, and something; where the first that
    /// gives something is taken, anything is enough.
    fn beats(&self, winner: RuleId, loser: RuleId, first: bool) -> bool {
        let (Some(a), Some(b)) = (self.programme.rules.get(winner), self.programme.rules.get(loser)) else {
            return false;
        };
        if a.on != b.on || !a.limits.is_empty() || a.rounding != b.rounding {
            return false;
        }
        let implied = never(&both(&self.universe.all(&b.conditions), &self.universe.not_all(&a.conditions)));
        implied && (gives_as_much(&a.award, &b.award) || first && always_gives(a))
    }

    /// Limits that nothing reaches.
    pub(crate) fn limits(&mut self) {
        let programme = self.programme;
        for (_, limit) in programme.limits.iter() {
            let LimitOwner::Rule(owner) = limit.owner else { continue };
            let Some(rule) = programme.rules.get(owner).filter(|r| r.over.is_none() && r.versions.is_empty())
            else {
                continue;
            };
            let (Some(case), Most::Points(most)) = (self.rules.iter().find(|c| c.id == owner), limit.most)
            else {
                continue;
            };
            let Some(free) = self.without_limits(owner, &case.cases) else { continue };
            let times = self.times_within(limit, &rule.limits);
            let reached = if is_of_receipt(limit) { Some(free) } else { times.map(|n| free * n) };
            if reached.is_some_and(|r| !r.is_zero() && r <= BigInt::from(most)) {
                let name = rule.full_name();
                self.found(Finding {
                    kind: Kind::NeverReached,
                    span: limit.span,
                    message: format!("this limit of `{name}` is never reached"),
                    label: "the rule cannot give more than this anyway".to_owned(),
                    also: vec![(rule.span, "the rule".to_owned())],
                    help: "take the limit away, or lower it".to_owned(),
                    witness: None,
                });
            }
        }
    }

    /// The most on one receipt without any limit.
    fn without_limits(&self, owner: RuleId, cases: &Cases) -> Option<BigInt> {
        let rule = self.programme.rules.get(owner)?;
        let free = |case: &Cube| self.universe.most_without_limits(rule, case, ANY);
        Some(cases.as_ref()?.iter().map(free).max().unwrap_or_else(BigInt::zero))
    }

    /// How often the rule gives within the window of a limit, by its other limits.
    fn times_within(&self, limit: &Limit, all: &[treue_lang::programme::LimitId]) -> Option<i64> {
        let same =
            all.iter().filter_map(|id| self.programme.limits.get(*id)).filter(|l| same_window(l, limit));
        same.filter_map(|l| match l.most {
            Most::Times(n) => Some(n),
            Most::Points(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => None,
        })
        .min()
    }

    /// Levels that nobody reaches, or that a higher one swallows.
    pub(crate) fn levels(&mut self) {
        let programme = self.programme;
        for (_, tiers) in programme.tiers.iter() {
            for (n, level) in tiers.levels.iter().enumerate().skip(1) {
                let what = format!("nobody reaches `{}`", level.name);
                if let Some(finding) = self.contradiction(&level.entry, tiers.span, &what) {
                    self.found(finding);
                    continue;
                }
                let higher = tiers.levels.iter().skip(n + 1).find(|higher| self.swallows(higher, level));
                if let (Some(higher), None) = (higher, &tiers.consumption) {
                    self.swallowed(level, higher, tiers.span);
                }
            }
        }
    }

    /// Whether everybody who enters a level also enters a higher one.
    fn swallows(&self, higher: &Level, level: &Level) -> bool {
        !level.entry.is_empty()
            && !higher.entry.is_empty()
            && never(&both(&self.universe.all(&level.entry), &self.universe.not_all(&higher.entry)))
    }

    fn swallowed(&mut self, level: &Level, higher: &Level, tiers: Span) {
        let place =
            |l: &Level| l.entry.iter().map(|c| c.span).find(|s| *s != Span::default()).unwrap_or(tiers);
        let (low, high) = (&level.name, &higher.name);
        self.found(Finding {
            kind: Kind::NeverReached,
            span: place(level),
            message: format!("nobody holds `{low}` by its entry: who enters it enters `{high}` at once"),
            label: format!("whenever this holds, so does the entry of `{high}`"),
            also: vec![(place(higher), format!("entry of `{high}`"))],
            help: format!("make the entry of `{high}` higher than that of `{low}`"),
            witness: None,
        });
    }

    /// Rewards that nobody can take.
    pub(crate) fn rewards(&mut self) {
        let programme = self.programme;
        for (_, reward) in programme.rewards.iter() {
            let what = format!("nobody can take `{}`", reward.name);
            if let Some(finding) = self.contradiction(&reward.conditions, reward.span, &what) {
                self.found(finding);
            }
        }
    }

    /// Tracks that never count anything.
    pub(crate) fn tracks(&mut self) {
        let programme = self.programme;
        for (_, track) in programme.tracks.iter().filter(|(_, t)| t.written) {
            let what = format!("`{}` never counts anything", track.name);
            if let Some(finding) = self.contradiction(&track.conditions, Span::default(), &what) {
                self.found(finding);
            }
        }
    }
}

fn same_window(a: &Limit, b: &Limit) -> bool {
    use treue_lang::programme::LimitWindow;
    match (a.window, b.window) {
        (LimitWindow::Window(a, _), LimitWindow::Window(b, _)) => a == b,
        (LimitWindow::Receipt, _) | (_, LimitWindow::Receipt) => false,
    }
}

/// Conditions that the checker adds stand where something else was written: the rule's heading or the level.
fn is_implied(conjuncts: &[Conjunct], n: usize, of_level: bool) -> bool {
    let Some(mine) = conjuncts.get(n) else { return true };
    conjuncts.iter().enumerate().any(|(i, c)| i != n && c.span == mine.span)
        || matches!(mine.condition, Condition::Day(DayTest::Between(..)))
        || of_level && matches!(mine.condition, Condition::Tier(..))
}

/// Whether a rule gives something on every receipt for which it applies, whatever is bought.
fn always_gives(rule: &Rule) -> bool {
    match &rule.award {
        Award::Rate(Rate::Flat(each), None) => {
            each.numerator() >= rule.rounding.step.saturating_mul(each.denominator())
        }
        Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => false,
    }
}

/// Whether an award gives at least what another gives, and something wherever that does.
fn gives_as_much(a: &Award, b: &Award) -> bool {
    match (a, b) {
        (Award::Rate(Rate::Flat(a), None), Award::Rate(Rate::Flat(b), None)) => at_least(*a, *b),
        (Award::Rate(Rate::Proportional(x, a), None), Award::Rate(Rate::Proportional(y, b), None)) => {
            x == y && at_least(*a, *b)
        }
        (Award::Rate(Rate::Steps(x, s, a), None), Award::Rate(Rate::Steps(y, t, b), None)) => {
            x == y && s == t && at_least(*a, *b)
        }
        (Award::Share { of: x, ratio: a, exact: e }, Award::Share { of: y, ratio: b, exact: f }) => {
            x == y && e == f && at_least(*a, *b)
        }
        (_, _) => false,
    }
}

fn at_least(a: treue_lang::programme::Ratio, b: treue_lang::programme::Ratio) -> bool {
    let (left, right) = (
        i128::from(a.numerator()) * i128::from(b.denominator()),
        i128::from(b.numerator()) * i128::from(a.denominator()),
    );
    left >= right && left > 0
}
