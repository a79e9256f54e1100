//! The sums over all decisions of a run. Points are in smallest parts of their unit, money in smallest
//! currency units.

use std::borrow::Cow;
use std::collections::BTreeMap;
use treue_lang::programme::{Gives, Id, Programme, UnitId};
use treue_lang::time::Day;
use treue_runtime::decision::{Award, Decision, Posting, Returned, RewardTaken, TierChange, WindowAward};
use treue_runtime::event::{Event, Grant, Purchase, What};
use treue_runtime::native::batch::{Happened, Sums};

/// Everything that is counted.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) receipts: usize,
    pub(super) other_events: usize,
    /// Events that reach everybody.
    pub(super) clocks: usize,
    pub(super) repeated: usize,
    pub(super) decisions: usize,
    pub(super) guests: usize,
    /// What the receipts came to, after discounts.
    pub(super) spent: i128,
    pub(super) first_day: Option<Day>,
    pub(super) last_day: Option<Day>,
    /// By rule.
    pub(super) rules: Vec<RuleSum>,
    /// By unit.
    pub(super) units: Vec<UnitSum>,
    /// By tier structure.
    pub(super) tiers: Vec<Moves>,
    /// By reward.
    pub(super) rewards: Vec<RewardSum>,
    /// By partner.
    pub(super) partners: Vec<PartnerSum>,
    /// By code.
    pub(super) refusals: BTreeMap<&'static str, usize>,
}

/// What a rule gave.
#[derive(Clone, Default)]
pub(super) struct RuleSum {
    pub(super) times: usize,
    pub(super) points: i128,
    /// What limits took away where they left something.
    pub(super) cut: i128,
}

/// How the points of a unit came and went.
#[derive(Clone, Default)]
pub(super) struct UnitSum {
    pub(super) given: i128,
    pub(super) granted: i128,
    pub(super) taken: i128,
    pub(super) redeemed: i128,
    pub(super) converted: i128,
    pub(super) expired: i128,
    /// Points of goods that came back, wherever they were taken.
    pub(super) returned: i128,
    /// Of these, points that were not there to be taken: expired before, cut from refunds or let go.
    pub(super) spared: i128,
    /// Points spent that came back.
    pub(super) back: i128,
}

/// How members moved in a tier structure.
#[derive(Clone, Default)]
pub(super) struct Moves {
    pub(super) up: usize,
    pub(super) down: usize,
    pub(super) renewed: usize,
}

/// How often a reward was taken.
#[derive(Clone, Default)]
pub(super) struct RewardSum {
    pub(super) times: usize,
    pub(super) steps: u64,
    pub(super) cost: i128,
    /// Money off, where that is what it gives.
    pub(super) money: Option<i128>,
}

/// What is due between the programme and a partner.
#[derive(Clone, Default)]
pub(super) struct PartnerSum {
    /// Sums of money by denominator, so that they stay exact: whole currency units.
    pub(super) pays: BTreeMap<i128, i128>,
    /// Points of the rules that it pays for, by unit.
    pub(super) points: BTreeMap<u32, i128>,
    /// Points that became this, and what they became, by unit and name.
    pub(super) converted: BTreeMap<(u32, String), (i128, i128)>,
}

impl Tally {
    pub(super) fn new(programme: &Programme) -> Tally {
        Tally {
            rules: vec![RuleSum::default(); programme.rules.len()],
            units: vec![UnitSum::default(); programme.units.len()],
            tiers: vec![Moves::default(); programme.tiers.len()],
            rewards: vec![RewardSum::default(); programme.rewards.len()],
            partners: vec![PartnerSum::default(); programme.partners.len()],
            ..Tally::default()
        }
    }

    /// Of purchases that are known by what rules gave.
    pub(super) fn of_sums(programme: &Programme, given: &Sums) -> Tally {
        let mut tally = Tally::new(programme);
        (tally.receipts, tally.decisions, tally.spent) = (given.receipts, given.receipts, given.spent);
        (tally.first_day, tally.last_day) = given.days.unzip();
        let rules = programme.rules.iter().zip(&mut tally.rules).zip(&given.rules);
        for (((_, rule), sum), given) in rules {
            *sum = RuleSum { times: given.times, points: given.points, cut: given.cut };
            if let Some(unit) = tally.units.get_mut(rule.unit.index()) {
                unit.given += given.points;
            }
        }
        tally
    }

    /// What happened to members beside what rules gave.
    pub(super) fn happened(&mut self, happened: &Happened) {
        let Happened { cut, expired, levels } = happened;
        self.rules.iter_mut().zip(cut).for_each(|(sum, cut)| sum.cut += cut);
        self.units.iter_mut().zip(expired).for_each(|(sum, gone)| sum.expired += gone);
        for (sum, (up, down)) in self.tiers.iter_mut().zip(levels) {
            sum.up += usize::try_from(*up).unwrap_or(usize::MAX);
            sum.down += usize::try_from(*down).unwrap_or(usize::MAX);
        }
    }

    /// Counts an event with its decisions.
    pub(super) fn event(&mut self, event: &Event, decisions: &[Cow<'_, Decision>], programme: &Programme) {
        self.decisions += decisions.len();
        if decisions.iter().any(|d| d.repeated) {
            self.repeated += 1;
            return;
        }
        self.day(event);
        match &event.what {
            What::Purchase(purchase) => {
                self.receipts += 1;
                self.guests += usize::from(event.member.is_none());
                self.spent += total(purchase);
            }
            What::Activity(_)
            | What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_) => self.other_events += 1,
            What::Clock => self.clocks += 1,
        }
        if let (What::Grant(Grant::Points { unit, points }), false) = (&event.what, refused(decisions)) {
            self.grant(*unit, i128::from(*points));
        }
        for decision in decisions {
            self.decision(decision, programme);
        }
    }

    /// Counts a clock event without its decisions.
    pub(super) fn clock(&mut self, event: &Event) {
        self.day(event);
        self.clocks += 1;
    }

    fn day(&mut self, event: &Event) {
        let day = event.local.day;
        self.first_day = Some(self.first_day.map_or(day, |d| d.min(day)));
        self.last_day = Some(self.last_day.map_or(day, |d| d.max(day)));
    }

    /// Counts one of the many decisions on a clock event.
    pub(super) fn of_clock(&mut self, decision: &Decision, programme: &Programme) {
        self.decisions += 1;
        self.decision(decision, programme);
    }

    fn grant(&mut self, unit: UnitId, points: i128) {
        if let Some(sum) = self.units.get_mut(unit.index()) {
            sum.granted += points.max(0);
            sum.taken += (-points).max(0);
        }
    }

    fn decision(&mut self, decision: &Decision, programme: &Programme) {
        if let Some(refusal) = &decision.refusal {
            *self.refusals.entry(refusal.code.name()).or_default() += 1;
            return;
        }
        for award in &decision.awards {
            self.award(award, programme);
        }
        for window in decision.windows.iter().filter(|w| w.points != 0) {
            self.window(window, programme);
        }
        for expired in &decision.expired {
            if let Some(sum) = self.units.get_mut(expired.unit.index()) {
                sum.expired += i128::from(expired.points);
            }
        }
        for change in &decision.tiers {
            self.tier(change);
        }
        // A voucher was counted when it was issued.
        for reward in decision.reward.iter().filter(|r| !r.used) {
            self.reward(reward);
        }
        if let Some(returned) = &decision.returned {
            self.returned(returned, programme);
        }
        for issued in &decision.issued {
            self.reward(&issued.taken);
            if let Gives::Points(unit, points) = issued.taken.gives {
                self.given(unit, points);
            }
        }
        if let Some(Gives::Points(unit, points)) = decision.reward.as_ref().map(|r| &r.gives) {
            self.given(*unit, *points);
        }
        for posting in &decision.postings {
            self.posting(posting, programme);
        }
    }

    /// Points that a reward gave.
    fn given(&mut self, unit: UnitId, points: i64) {
        if let Some(sum) = self.units.get_mut(unit.index()) {
            sum.given += i128::from(points);
        }
    }

    fn award(&mut self, award: &Award, programme: &Programme) {
        let points = i128::from(award.points);
        if let Some(sum) = self.rules.get_mut(award.rule.index()) {
            sum.times += 1;
            sum.points += points;
            if award.cut_by.is_some() {
                sum.cut += i128::from(award.rounded) - points;
            }
        }
        if let Some(sum) = programme.rules.get(award.rule).and_then(|r| self.units.get_mut(r.unit.index())) {
            sum.given += points;
        }
    }

    fn returned(&mut self, returned: &Returned, programme: &Programme) {
        for (id, change) in &returned.changes {
            let unit = programme.rules.get(*id).and_then(|r| self.units.get_mut(r.unit.index()));
            unit.into_iter().for_each(|sum| sum.returned -= i128::from(*change));
        }
        for taken in &returned.taken {
            if let Some(sum) = self.units.get_mut(taken.unit.index()) {
                sum.spared += i128::from(taken.expired) + i128::from(taken.cut) + i128::from(taken.forgiven);
            }
        }
        for (unit, points) in &returned.back {
            if let Some(sum) = self.units.get_mut(unit.index()) {
                sum.back += i128::from(*points);
            }
        }
    }

    /// What a window rule took is less given, as when it gives too little at first.
    fn window(&mut self, window: &WindowAward, programme: &Programme) {
        let points = i128::from(window.points);
        if let Some(sum) = self.rules.get_mut(window.rule.index()) {
            sum.times += 1;
            sum.points += points;
        }
        let unit = programme.rules.get(window.rule).map(|r| r.unit.index());
        if let Some(sum) = unit.and_then(|u| self.units.get_mut(u)) {
            sum.given += points;
        }
    }

    fn tier(&mut self, change: &TierChange) {
        let Some(moves) = self.tiers.get_mut(change.tiers.index()) else { return };
        match change.to.cmp(&change.from) {
            std::cmp::Ordering::Greater => moves.up += 1,
            std::cmp::Ordering::Less => moves.down += 1,
            std::cmp::Ordering::Equal => moves.renewed += 1,
        }
    }

    fn reward(&mut self, taken: &RewardTaken) {
        let cost = i128::from(taken.cost);
        if let Some(sum) = self.rewards.get_mut(taken.reward.index()) {
            sum.times += 1;
            sum.steps += u64::from(taken.times);
            sum.cost += cost;
            if let Gives::Money(money) = &taken.gives {
                *sum.money.get_or_insert(0) += i128::from(*money);
            }
        }
        if let Some(sum) = self.units.get_mut(taken.unit.index()) {
            sum.redeemed += cost;
        }
    }

    fn posting(&mut self, posting: &Posting, programme: &Programme) {
        match posting {
            Posting::Pays { partner, rule, points, money } => {
                let Some(sum) = self.partners.get_mut(partner.index()) else { return };
                *sum.pays.entry(money.1).or_default() += money.0;
                if let Some(rule) = programme.rules.get(*rule) {
                    *sum.points.entry(rule.unit.0).or_default() += i128::from(*points);
                }
            }
            Posting::Converted { partner, unit, points, into, gets } => {
                if let Some(sum) = self.partners.get_mut(partner.index()) {
                    let became = sum.converted.entry((unit.0, into.clone())).or_default();
                    *became = (became.0 + i128::from(*points), became.1 + i128::from(*gets));
                }
                if let Some(sum) = self.units.get_mut(unit.index()) {
                    sum.converted += i128::from(*points);
                }
            }
        }
    }
}

fn refused(decisions: &[Cow<'_, Decision>]) -> bool {
    decisions.iter().any(|d| d.refusal.is_some() && d.from.is_none())
}

/// What a receipt came to.
fn total(purchase: &Purchase) -> i128 {
    let lines: i128 = purchase.lines.iter().map(|l| i128::from(l.amount)).sum();
    lines - i128::from(purchase.discount)
}
