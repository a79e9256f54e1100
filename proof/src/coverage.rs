//! What the tests of a programme reach: rules that gave something and rules that did not, bands, limits, levels, rewards.

use std::collections::BTreeSet;
use std::sync::Arc;
use treue_lang::programme::{Award, Id, LimitOwner, Programme, TestStep};
use treue_lang::source::Span;
use treue_runtime::decision::Decision;
use treue_runtime::engine::Detail;
use treue_runtime::reference::Reference;
use treue_runtime::testing::replay;

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// A rule gives something.
    RuleGives,
    /// A rule with conditions looks at an event and gives nothing.
    RuleRefuses,
    /// A band decides.
    Band,
    /// A limit cuts.
    Limit,
    /// A level above the lowest is reached, or held.
    Level,
    /// A reward is taken or issued.
    Reward,
    /// Points of a unit with an expiry expire.
    Expiry,
}

impl Goal {
    /// All of them.
    pub const ALL: [Goal; 7] = [
        Goal::RuleGives,
        Goal::RuleRefuses,
        Goal::Band,
        Goal::Limit,
        Goal::Level,
        Goal::Reward,
        Goal::Expiry,
    ];

    /// For people, of several.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Goal::RuleGives => "rules that give",
            Goal::RuleRefuses => "rules that do not apply",
            Goal::Band => "bands",
            Goal::Limit => "limits that cut",
            Goal::Level => "levels",
            Goal::Reward => "rewards",
            Goal::Expiry => "units that expire",
        }
    }
}

/// One thing, and whether a test reaches it.
#[derive(Clone, Debug)]
pub struct Covered {
    /// What.
    pub goal: Goal,
    /// Where.
    pub span: Span,
    /// In words: `band 2 of large`.
    pub name: String,
    /// Whether a test does.
    pub reached: bool,
}

/// What was seen in all tests.
#[derive(Default)]
struct Seen {
    gave: BTreeSet<usize>,
    refused: BTreeSet<usize>,
    bands: BTreeSet<(usize, usize)>,
    limits: BTreeSet<usize>,
    levels: BTreeSet<(usize, u8)>,
    rewards: BTreeSet<usize>,
    expired: BTreeSet<usize>,
}

/// What the tests of a programme reach, in the order of goals and of the text.
#[must_use]
pub fn coverage(programme: &Arc<Programme>) -> Vec<Covered> {
    let mut seen = Seen::default();
    let mut engine = Reference::new(Arc::clone(programme), Detail::Full);
    for test in &programme.tests {
        let replayed = replay(programme, &mut engine, test);
        for (_, decision) in &replayed.events {
            seen.decision(programme, decision);
        }
        seen.given(&test.steps);
    }
    let mut all = seen.of_rules(programme);
    all.extend(seen.of_the_rest(programme));
    all.sort_by_key(|c| (c.goal, c.span.file, c.span.start));
    all
}

impl Seen {
    /// Levels that tests start with.
    fn given(&mut self, steps: &[TestStep]) {
        use treue_lang::programme::Given;
        for step in steps {
            if let TestStep::Given(given, _) = step {
                for one in given {
                    if let Given::Level(tiers, level, _) = one {
                        self.levels.insert((tiers.index(), level.0));
                    }
                }
            }
        }
    }

    fn decision(&mut self, programme: &Programme, decision: &Decision) {
        for award in &decision.awards {
            self.gave.insert(award.rule.index());
            self.limits.extend(award.cut_by.map(Id::index));
            if let (Some(rule), Some(amount)) = (programme.rules.get(award.rule), award.amount) {
                self.band(award.rule.index(), &rule.award, amount);
            }
        }
        for window in &decision.windows {
            self.gave.insert(window.rule.index());
            self.limits.extend(window.cut_by.map(Id::index));
            if let Some(rule) = programme.rules.get(window.rule) {
                window.sums.iter().for_each(|sum| self.band(window.rule.index(), &rule.award, *sum));
            }
        }
        for refused in &decision.not_applied {
            use treue_runtime::decision::Reason;
            self.refused.insert(refused.rule.index());
            if let Reason::Limit(limit) = refused.reason {
                self.limits.insert(limit.index());
            }
        }
        self.levels.extend(decision.tiers.iter().map(|change| (change.tiers.index(), change.to.0)));
        self.rewards.extend(decision.reward.iter().map(|taken| taken.reward.index()));
        self.rewards.extend(decision.issued.iter().map(|issued| issued.taken.reward.index()));
        self.expired.extend(decision.expired.iter().map(|expired| expired.unit.index()));
    }

    fn band(&mut self, rule: usize, award: &Award, amount: i64) {
        let Award::Bands { each_part, bands, .. } = award else { return };
        let reached = bands.iter().take_while(|b| b.from <= amount).count();
        let first = if *each_part { 0 } else { reached.saturating_sub(1) };
        self.bands.extend((first..reached).map(|n| (rule, n)));
    }

    fn of_rules(&self, programme: &Programme) -> Vec<Covered> {
        let mut all = Vec::new();
        for (id, rule) in programme.rules.iter() {
            let (index, name) = (id.index(), rule.full_name());
            let one = |goal, name: String, reached| Covered { goal, span: rule.span, name, reached };
            all.push(one(Goal::RuleGives, name.clone(), self.gave.contains(&index)));
            if !rule.conditions.is_empty() {
                all.push(one(Goal::RuleRefuses, name.clone(), self.refused.contains(&index)));
            }
            if let Award::Bands { bands, .. } = &rule.award {
                for n in 0..bands.len() {
                    let band = format!("band {} of {name}", n + 1);
                    all.push(one(Goal::Band, band, self.bands.contains(&(index, n))));
                }
            }
        }
        all
    }

    fn of_the_rest(&self, programme: &Programme) -> Vec<Covered> {
        let mut all = Vec::new();
        for (id, limit) in programme.limits.iter() {
            let name = match limit.owner {
                LimitOwner::Rule(rule) => programme.rules.get(rule).map(|r| r.full_name()),
                LimitOwner::Stack(stack) => programme.stacks.get(stack).map(|s| s.name.clone()),
                // A limit of a reward refuses, one of a gift counts for somebody else.
                LimitOwner::Gift(_) | LimitOwner::Reward(_) => continue,
            };
            let name = format!("limit of {}", name.unwrap_or_default());
            let reached = self.limits.contains(&id.index());
            all.push(Covered { goal: Goal::Limit, span: limit.span, name, reached });
        }
        for (id, tiers) in programme.tiers.iter() {
            for (n, level) in (0_u8..).zip(&tiers.levels).skip(1) {
                let reached = self.levels.contains(&(id.index(), n));
                // A level stands where its entry does; the lowest has none.
                let span = level.entry.first().map_or(tiers.span, |entry| entry.span);
                all.push(Covered { goal: Goal::Level, span, name: level.name.clone(), reached });
            }
        }
        for (id, reward) in programme.rewards.iter() {
            let reached = self.rewards.contains(&id.index());
            all.push(Covered { goal: Goal::Reward, span: reward.span, name: reward.name.clone(), reached });
        }
        for (id, unit) in programme.units.iter().filter(|(_, u)| !u.expiry.is_empty()) {
            let reached = self.expired.contains(&id.index());
            all.push(Covered { goal: Goal::Expiry, span: Span::default(), name: unit.name.clone(), reached });
        }
        all
    }
}
