//! The index of rules: what a rule needs so as to give anything (a store, a brand on some line, a day, a level) is a fact, and a
//! rule is only looked at where its rarest one is there. So the cost of an event follows the rules that it may concern, not
//! those that are written.
//!
//! A rule stands in the index if what it gives depends on nothing that another rule gives. All others are looked at always. Where it
//! is said why rules gave nothing, all are looked at.

use super::facts::FactSet;
use super::lines::amounts_of;
use super::walk::{Reads, of_member};
use std::hash::Hash;
use treue_lang::programme::{
    Amount, AmountId, Award, ByLevel, Comparison, Condition, Id, LevelId, LineText, Number, Predicate,
    Programme, Rate, Rule, RuleId, SelectionId, TextTest, Texts, TiersId,
};
use treue_lang::time::{Day, DayTest};

/// Fewer rules than this are looked at faster than found.
pub(crate) const AT_LEAST: usize = 48;
/// A fact that comes with more than so many of a thousand events finds nothing.
const OFTEN: u64 = 500;
/// So many lines a receipt has, about, of different texts.
const LINES: u64 = 4;
/// Any of more facts than this is not looked for.
const MOST_FACTS: usize = 64;

/// Facts of which a rule needs one.
#[derive(Clone, Debug)]
struct Gate {
    /// Bits of facts, in the order of [`Index::words`].
    bits: Vec<u32>,
    /// With so many of a thousand events one of them comes, at a guess.
    share: u64,
}

/// Rules to which a fact leads, all of which need the same beside it: a range of the postings.
#[derive(Clone, Copy, Debug)]
struct Group {
    need: Need,
    postings: (u32, u32),
}

/// A rule of a group, and what it needs beside that: a range of [`Index::needs`].
#[derive(Clone, Copy, Debug)]
struct Posting {
    rule: RuleId,
    rest: (u32, u32),
}

/// Any of these bits of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Need {
    word: u32,
    mask: u64,
}

impl Need {
    #[inline]
    fn is_met(&self, facts: &[u64]) -> bool {
        facts.get(self.word as usize).is_some_and(|word| word & self.mask != 0)
    }
}

/// Where the words of facts start, one behind the other.
#[derive(Clone, Copy, Debug)]
struct Words {
    member: usize,
    days: usize,
    levels: usize,
    lines: usize,
    /// How many there are; the last is always full.
    len: usize,
}

/// Rules by the facts that they need.
#[derive(Debug)]
pub(crate) struct Index {
    /// The rules that stand in it, in their order.
    pub(crate) rules: Vec<RuleId>,
    /// A bit for each rule that is always looked at.
    pub(crate) always: Vec<u64>,
    /// By word of facts, the bits that lead to rules.
    watched: Vec<u64>,
    /// By bit, where it leads: a range of the groups.
    places: Vec<(u32, u32)>,
    groups: Vec<Group>,
    postings: Vec<Posting>,
    needs: Vec<Need>,
}

impl Index {
    /// Of a programme; `None` if fewer rules than that can be found by a fact.
    pub(crate) fn new(programme: &Programme, reads: &Reads, at_least: usize) -> Option<Index> {
        let ground = Ground { programme, reads, words: Words::new(programme, reads) };
        let apart = apart(programme);
        let mut found: Vec<(RuleId, Vec<Gate>)> = Vec::new();
        for (id, rule) in programme.rules.iter() {
            if apart.get(id.index()) == Some(&true) && stands_alone(programme, rule) {
                let gates = ground.rule(rule);
                if gates.first().is_some_and(|rarest| rarest.share <= OFTEN) {
                    found.push((id, gates));
                }
            }
        }
        (found.len() >= at_least.max(1)).then(|| Index::of(programme, ground.words.len, &found))
    }

    fn of(programme: &Programme, words: usize, found: &[(RuleId, Vec<Gate>)]) -> Index {
        let mut always = vec![u64::MAX; programme.rules.len().div_ceil(64)];
        if let (Some(last), used @ 1..) = (always.last_mut(), programme.rules.len() % 64) {
            *last = (1 << used) - 1;
        }
        let mut needs = Vec::new();
        let mut by_bit: Vec<Vec<(Need, Posting)>> = vec![Vec::new(); words * 64];
        for (rule, gates) in found {
            if let Some(word) = always.get_mut(rule.index() / 64) {
                *word &= !(1 << (rule.index() % 64));
            }
            let Some((rarest, others)) = gates.split_first() else { continue };
            let mut others = others.iter().filter_map(need);
            // Where nothing else is needed, a bit that always stands is.
            let first = others.next().unwrap_or(Need { word: count(words) - 1, mask: 1 });
            let from = count(needs.len());
            needs.extend(others);
            let posting = Posting { rule: *rule, rest: (from, count(needs.len())) };
            for bit in &rarest.bits {
                by_bit.get_mut(*bit as usize).into_iter().for_each(|of| of.push((first, posting)));
            }
        }
        let rules = found.iter().map(|(rule, _)| *rule).collect();
        let (watched, places) = (vec![0u64; words], Vec::with_capacity(by_bit.len()));
        let mut index =
            Index { rules, always, watched, places, groups: Vec::new(), postings: Vec::new(), needs };
        by_bit.into_iter().enumerate().for_each(|(bit, of)| index.lead(bit, of));
        index
    }

    /// Notes where the next fact leads.
    fn lead(&mut self, bit: usize, mut rules: Vec<(Need, Posting)>) {
        if let Some(word) = self.watched.get_mut(bit / 64).filter(|_| !rules.is_empty()) {
            *word |= 1 << (bit % 64);
        }
        let from = count(self.groups.len());
        rules.sort_by_key(|(need, posting)| (*need, posting.rule));
        for group in rules.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((need, _)) = group.first() else { continue };
            let first = count(self.postings.len());
            self.postings.extend(group.iter().map(|(_, posting)| *posting));
            self.groups.push(Group { need: *need, postings: (first, count(self.postings.len())) });
        }
        self.places.push((from, count(self.groups.len())));
    }

    /// Whether a rule is found by its facts.
    pub(crate) fn has(&self, rule: RuleId) -> bool {
        self.always.get(rule.index() / 64).is_some_and(|word| word >> (rule.index() % 64) & 1 == 0)
    }

    /// Sets the bit of every rule that may give something where these facts are there.
    pub(crate) fn find(&self, facts: &[u64], marked: &mut [u64]) {
        for (at, (facts_here, watched)) in facts.iter().zip(&self.watched).enumerate() {
            for bit in bits(facts_here & watched) {
                let (from, to) = self.places.get(at * 64 + bit).copied().unwrap_or((0, 0));
                let groups = self.groups.get(from as usize..to as usize).unwrap_or_default();
                for group in groups.iter().filter(|group| group.need.is_met(facts)) {
                    self.mark(group, facts, marked);
                }
            }
        }
    }

    fn mark(&self, group: &Group, facts: &[u64], marked: &mut [u64]) {
        let (from, to) = group.postings;
        for posting in self.postings.get(from as usize..to as usize).unwrap_or_default() {
            let (from, to) = posting.rest;
            let rest = self.needs.get(from as usize..to as usize).unwrap_or_default();
            let at = posting.rule.index();
            if let Some(word) = marked.get_mut(at / 64)
                && rest.iter().all(|need| need.is_met(facts))
            {
                *word |= 1 << (at % 64);
            }
        }
    }
}

/// The positions of the bits of a word that stand.
pub(crate) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        word &= word.wrapping_sub(1);
        (bit < 64).then_some(bit as usize)
    })
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A gate as bits of one word; facts of several words are not asked for a second time.
fn need(gate: &Gate) -> Option<Need> {
    let word = gate.bits.first()? / 64;
    let one = gate.bits.iter().all(|bit| bit / 64 == word);
    one.then(|| Need { word, mask: gate.bits.iter().fold(0, |mask, bit| mask | 1 << (bit % 64)) })
}

/// By `RuleId`: whether nobody reads more of it than what it gives in the end: no stack, and no other rule.
pub(crate) fn apart(programme: &Programme) -> Vec<bool> {
    let mut apart = vec![true; programme.rules.len()];
    let mut read = |rule: &RuleId| apart.get_mut(rule.index()).into_iter().for_each(|apart| *apart = false);
    programme.stacks.iter().flat_map(|(_, stack)| &stack.rules).for_each(&mut read);
    for (_, rule) in programme.rules.iter() {
        match &rule.award {
            Award::Share { of, .. } => of.iter().for_each(&mut read),
            Award::Portion { of, .. } => of.iter().map(|portion| &portion.rule).for_each(&mut read),
            Award::Rate(..) | Award::Bands { .. } => {}
        }
    }
    apart
}

/// Whether what a rule gives follows from facts, readings and sums of lines.
fn stands_alone(programme: &Programme, rule: &Rule) -> bool {
    let by_kernel = |amount: &AmountId| match programme.amounts.get(*amount) {
        Some(
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Items(_)
            | Amount::Lines(_)
            | Amount::Different(..),
        ) => true,
        // Figures are worked out before any rule, and may read sums.
        Some(Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_)) | None => false,
    };
    let award = match &rule.award {
        Award::Rate(_, Some(ByLevel { within: Some(_), .. })) => false,
        Award::Rate(..) | Award::Bands { .. } => true,
        Award::Share { .. } | Award::Portion { .. } => false,
    };
    award
        && rule.over.is_none()
        && rule.contest.is_none()
        && rule.decided_by.is_none()
        && amounts_read(rule).iter().all(by_kernel)
}

/// The amounts that a rule's award and conditions read.
pub(crate) fn amounts_read(rule: &Rule) -> Vec<AmountId> {
    fn of(condition: &Condition, found: &mut Vec<AmountId>) {
        if let Condition::Compare(compare) = condition {
            for number in [&compare.left, &compare.right] {
                if let Number::Amount(amount) = number {
                    found.push(*amount);
                }
            }
        }
        condition.parts().iter().for_each(|part| of(part, found));
    }
    let mut found = amounts_of(&rule.award);
    rule.conditions.iter().for_each(|conjunct| of(&conjunct.condition, &mut found));
    found
}

impl Words {
    fn new(programme: &Programme, reads: &Reads) -> Words {
        let member = reads.receipt.words();
        let days = member + reads.member.words();
        let levels = days + reads.days.words();
        let lines = levels + programme.tiers.len();
        Words { member, days, levels, lines, len: lines + reads.line.words() + 1 }
    }
}

/// What gates are found with.
struct Ground<'p> {
    programme: &'p Programme,
    reads: &'p Reads,
    words: Words,
}

impl Ground<'_> {
    /// All gates of a rule, the rarest first.
    fn rule(&self, rule: &Rule) -> Vec<Gate> {
        let mut gates = Vec::new();
        rule.conditions.iter().for_each(|conjunct| self.condition(&conjunct.condition, &mut gates));
        self.award(&rule.award, &mut gates);
        gates.sort_by_key(|gate| gate.share);
        gates
    }

    /// What must be there so that a condition holds.
    fn condition(&self, condition: &Condition, gates: &mut Vec<Gate>) {
        match condition {
            Condition::All(of) => of.iter().for_each(|part| self.condition(part, gates)),
            Condition::Any(of) => {
                let each = of.iter().map(|part| {
                    let mut own = Vec::new();
                    self.condition(part, &mut own);
                    own
                });
                gates.extend(any(each));
            }
            Condition::Day(test) => {
                let bit = self.reads.days.bit_of_single(test);
                let bit = bit.map(|bit| bit + count(self.words.days * 64));
                gates.extend(bit.map(|bit| Gate { bits: vec![bit], share: share_of_days(test) }));
            }
            Condition::Text(texts, test) => gates.extend(self.text(*texts, test)),
            Condition::Tier(tiers, how, level) => gates.extend(self.level(*tiers, *how, *level)),
            Condition::Compare(compare) => {
                if let (Number::Amount(amount), Number::Constant(least)) = (&compare.left, &compare.right)
                    && compare.left_times > 0
                    && compare.right_times > 0
                    && is_above_zero(compare.how, *least)
                {
                    self.amount(*amount, gates);
                }
            }
            Condition::Not(_)
            | Condition::AtLeast(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase => {}
        }
    }

    fn text(&self, texts: Texts, test: &TextTest) -> Option<Gate> {
        let (set, start) = match texts {
            Texts::Field(field) if of_member(self.programme, field) => {
                (&self.reads.member, self.words.member)
            }
            Texts::Field(_) | Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => {
                (&self.reads.receipt, 0)
            }
        };
        let bit = set.bit_of_text(texts, test)?;
        Some(Gate { bits: vec![bit + count(start * 64)], share: share_of_texts(set, texts, test, 1) })
    }

    /// The levels with which a condition on them holds.
    fn level(&self, tiers: TiersId, how: Comparison, level: LevelId) -> Option<Gate> {
        let levels = self.programme.tiers.get(tiers)?.levels.len();
        let holds = |held: &u32| {
            let (held, asked) = (*held, u32::from(level.0));
            match how {
                Comparison::Is => held == asked,
                Comparison::IsNot => held != asked,
                Comparison::AtLeast => held >= asked,
                Comparison::AtMost => held <= asked,
                Comparison::Above => held > asked,
                Comparison::Below => held < asked,
            }
        };
        // A level's bit is its number.
        let first = count((self.words.levels + tiers.index()) * 64);
        let bits: Vec<u32> = (0..count(levels)).filter(holds).map(|held| first + held).collect();
        let share = 1_000 * bits.len() as u64 / levels.max(1) as u64;
        (levels <= 64).then_some(Gate { bits, share })
    }

    /// What must be there so that an award comes to anything.
    fn award(&self, award: &Award, gates: &mut Vec<Gate>) {
        match award {
            Award::Rate(rate, by_level) => {
                let rates = by_level.iter().flat_map(|by| &by.rates).chain([rate]);
                gates.extend(self.rates(rates));
            }
            Award::Bands { amount, each_part: _, bands } => {
                if bands.iter().all(|band| band.from > 0) {
                    self.amount(*amount, gates);
                }
            }
            Award::Share { .. } | Award::Portion { .. } => {}
        }
    }

    /// Rates of one amount need what it needs; of several, any of that.
    fn rates<'r>(&self, rates: impl Iterator<Item = &'r Rate>) -> Vec<Gate> {
        let mut amounts: Vec<Option<AmountId>> = rates.map(super::lines::amount_of).collect();
        amounts.dedup();
        let of = |amount: &Option<AmountId>| {
            let mut own = Vec::new();
            amount.iter().for_each(|amount| self.amount(*amount, &mut own));
            own
        };
        match amounts.as_slice() {
            [one] => of(one),
            several => any(several.iter().map(of)).into_iter().collect(),
        }
    }

    /// What must be on some line so that an amount is not zero.
    fn amount(&self, amount: AmountId, gates: &mut Vec<Gate>) {
        match self.programme.amounts.get(amount) {
            Some(
                amount @ (Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::Different(..)),
            ) => self.selection(amount.selection(), gates),
            Some(Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_)) | None => {}
        }
    }

    fn selection(&self, selection: SelectionId, gates: &mut Vec<Gate>) {
        if let Some(selection) = self.programme.selections.get(selection) {
            self.predicate(&selection.predicate, gates);
        }
    }

    fn predicate(&self, predicate: &Predicate, gates: &mut Vec<Gate>) {
        match predicate {
            Predicate::All(of) => of.iter().for_each(|part| self.predicate(part, gates)),
            Predicate::Any(of) => {
                let each = of.iter().map(|part| {
                    let mut own = Vec::new();
                    self.predicate(part, &mut own);
                    own
                });
                gates.extend(any(each));
            }
            Predicate::In(selection) => self.selection(*selection, gates),
            Predicate::Text(text, test) => gates.extend(self.line_text(*text, test)),
            Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::Compare(..)
            | Predicate::Flag(..)
            | Predicate::Present(_)
            | Predicate::Measure(_) => {}
        }
    }

    fn line_text(&self, text: LineText, test: &TextTest) -> Option<Gate> {
        let set = &self.reads.line;
        let bit = set.bit_of_text(text, test)? + count(self.words.lines * 64);
        Some(Gate { bits: vec![bit], share: share_of_texts(set, text, test, LINES) })
    }
}

/// A gate of which each part is one way in; `None` if some part has none, or they are too many.
fn any(each: impl Iterator<Item = Vec<Gate>>) -> Option<Gate> {
    let mut together = Gate { bits: Vec::new(), share: 0 };
    for gates in each {
        let rarest = gates.into_iter().min_by_key(|gate| gate.share)?;
        together.bits.extend(rarest.bits);
        together.share = together.share.saturating_add(rarest.share);
    }
    together.bits.sort_unstable();
    together.bits.dedup();
    (1..=MOST_FACTS).contains(&together.bits.len()).then_some(together)
}

/// Whether a number of which this is true is above zero.
fn is_above_zero(how: Comparison, least: i64) -> bool {
    match how {
        Comparison::AtLeast | Comparison::Is => least > 0,
        Comparison::Above => least >= 0,
        Comparison::IsNot | Comparison::AtMost | Comparison::Below => false,
    }
}

/// With how many of a thousand events a test on a text holds, at a guess: the more texts of its kind are asked for, the rarer is
/// each.
fn share_of_texts<C: Copy + Eq + Hash, S: Clone + Eq + Hash>(
    set: &FactSet<C, S>,
    column: C,
    test: &TextTest,
    times: u64,
) -> u64 {
    let (values, tests) = (test.values.len() as u64, set.tests_of(column) as u64);
    (OFTEN * values.saturating_mul(times) / tests.max(1)).min(OFTEN)
}

/// The same of a test on the day.
fn share_of_days(test: &DayTest) -> u64 {
    let of = |part: u64, all: u64| (1_000 * part / all).min(1_000);
    match test {
        DayTest::Between(from, to) => {
            let days = |(from, to): (Day, Day)| i64::from(to.0) - i64::from(from.0) + 1;
            // One that is open is about to end, or has begun.
            from.zip(*to).map(days).map_or(OFTEN, |days| of(days.max(0).unsigned_abs(), 365))
        }
        DayTest::OnDates(days) => of(days.len() as u64, 365),
        DayTest::OnWeekdays(days) => {
            let some = (0..7).filter(|ahead| days.contains(Day(*ahead).weekday())).count();
            of(some as u64, 7)
        }
        DayTest::InMonths(months) => of(u64::from(months.count_ones()), 12),
        DayTest::OnMonthDays(days) => of(u64::from(days.most_in_a_month()), 31),
    }
}
