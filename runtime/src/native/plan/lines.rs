//! What is read of lines and summed over them: columns of numbers, words of facts, sums, and marks of selections.

use super::facts::LineTest;
use super::index::{Index, amounts_read};
use super::plain_sums::PlainSum;
use super::slots::{FrameBuilder, Slot};
use super::walk::Reads;
use std::collections::{HashMap, HashSet};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, FieldId, FigureId, Id, LineText, MeasureId, Programme, Rate, Ratio,
    Rounding, RoundingMode, RoundingPlace, Rule, RuleId, SelectionId,
};

/// A column of 64-bit numbers, one for each line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LineColumn {
    /// Money of the line.
    Money(Basis),
    /// Its own discount.
    Discount,
    /// Its tax.
    Tax,
    /// Its quantity, thousandths.
    Quantity,
    /// Its quantity in this measure, thousandths; 0 if it does not count in it.
    QuantityIn(MeasureId),
    /// A declared field as a number; 0 if it is missing.
    Field(FieldId),
    /// A figure of the line.
    Figure(FigureId),
    /// A word of its facts.
    Facts(usize),
    /// A word of selections that hold for the line; written by the kernel.
    Marks(usize),
    /// Which rule of a stack `per line` got the line: its position there, and one; written by the kernel. Holds the
    /// stack's number.
    Winner(usize),
}

/// Lines that count in an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    /// They are in this selection.
    pub(crate) selection: SelectionId,
    /// In this measure (`None` for items), if the amount is of one.
    pub(crate) measure: Option<Option<MeasureId>>,
}

impl Mark {
    /// Of an amount.
    pub(crate) fn of(amount: &Amount) -> Mark {
        let measure = match amount {
            Amount::Money(..)
            | Amount::Lines(_)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Events(_)
            | Amount::Made(..) => None,
            Amount::Quantity(_, measure) => Some(Some(*measure)),
            Amount::Items(_) => Some(None),
        };
        Mark { selection: amount.selection(), measure }
    }
}

/// The test that a line counts in a measure (`None` for items).
pub(crate) fn measure_test(programme: &Programme, measure: Option<MeasureId>) -> LineTest {
    match measure {
        Some(id) if has_factors(programme, id) => LineTest::CountsIn(id),
        Some(_) | None => LineTest::Measure(measure),
    }
}

/// The column of quantities in a measure.
pub(crate) fn quantity_column(programme: &Programme, measure: MeasureId) -> LineColumn {
    if has_factors(programme, measure) { LineColumn::QuantityIn(measure) } else { LineColumn::Quantity }
}

fn has_factors(programme: &Programme, measure: MeasureId) -> bool {
    programme.measures.get(measure).is_some_and(|m| !m.counts.is_empty())
}

/// A sum over the lines of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LineSum {
    /// The amount itself.
    Plain(AmountId),
    /// Whole steps of each line, mirrored below zero.
    Whole(AmountId, i64),
    /// Each line's points, rounded, mirrored below zero.
    Rounded {
        /// Of what.
        amount: AmountId,
        /// By whole steps of this, if any.
        step: Option<i64>,
        /// Points for each part or step.
        rate: Ratio,
        /// Which way.
        mode: RoundingMode,
        /// To multiples of this.
        to: i64,
    },
}

impl LineSum {
    /// What is summed.
    fn amount(self) -> AmountId {
        match self {
            LineSum::Plain(amount) | LineSum::Whole(amount, _) | LineSum::Rounded { amount, .. } => amount,
        }
    }
}

/// The plan of the line kernel.
#[derive(Debug)]
pub(crate) struct LinePlan {
    /// Columns in their order.
    pub(crate) columns: Vec<LineColumn>,
    /// Sums that are made of every receipt, and where they go.
    pub(crate) sums: Vec<(LineSum, Slot)>,
    /// Sums that are only made where the rule of the index that reads them is looked at: those that are compiled with it,
    own: HashMap<RuleId, Vec<(LineSum, Slot)>>,
    /// and those that need no code; by `RuleId` a range of them.
    plain: Vec<PlainSum>,
    plain_of: Vec<(u32, u32)>,
    /// Amounts that count different texts: Rust counts them over the lines that the kernel marked.
    pub(crate) different: Vec<(AmountId, Slot)>,
    /// Figures of the whole receipt, in the order in which they are made.
    pub(crate) figures: Vec<(FigureId, Slot)>,
    /// Texts that are counted by their codes; labels, of which a line has several, are counted as they are.
    pub(crate) counted_texts: Vec<LineText>,
    /// Lines that are marked for that, and for the lines of awards: their bits, from 0. Words of the one kind and of the other
    /// are apart, and what is left of a word stays empty.
    pub(crate) marks: Vec<Option<Mark>>,
    /// So many marks are needed to count different texts, whatever the detail: those come first.
    pub(crate) counted_marks: usize,
    /// Position of the first column of facts.
    pub(crate) facts: usize,
    /// Position of the first column of marks.
    pub(crate) marked: usize,
    /// By `AmountId`: where it stands.
    amount_slots: Vec<Option<Slot>>,
    /// By `AmountId`: its bit among the marks.
    amount_marks: Vec<Option<usize>>,
    column_of: HashMap<LineColumn, usize>,
    sum_of: HashMap<LineSum, Slot>,
    mark_of: HashMap<Mark, usize>,
}

impl LinePlan {
    /// Plans what the programme sums.
    pub(crate) fn new(
        programme: &Programme,
        reads: &Reads,
        index: Option<&Index>,
        frame: &mut FrameBuilder,
    ) -> LinePlan {
        let indexed = |rule: RuleId| index.is_some_and(|index| index.has(rule));
        let always = index.map(|_| Reads::without(programme, &indexed).amounts);
        let mut plan = LinePlan {
            columns: Vec::new(),
            sums: Vec::new(),
            own: HashMap::new(),
            plain: Vec::new(),
            plain_of: Vec::new(),
            different: Vec::new(),
            figures: Vec::new(),
            counted_texts: Vec::new(),
            marks: Vec::new(),
            counted_marks: 0,
            facts: 0,
            marked: 0,
            amount_slots: vec![None; programme.amounts.len()],
            amount_marks: vec![None; programme.amounts.len()],
            column_of: HashMap::new(),
            sum_of: HashMap::new(),
            mark_of: HashMap::new(),
        };
        reads.columns.iter().for_each(|c| plan.column_add(*c));
        plan.facts = plan.columns.len();
        (0..reads.line.words()).for_each(|w| plan.column_add(LineColumn::Facts(w)));
        plan.add_amounts(programme, reads, frame);
        plan.counted_marks = plan.marks.len();
        plan.marks.resize(plan.counted_marks.next_multiple_of(64), None);
        for (id, rule) in programme.rules.iter().filter(|(_, r)| r.contest.is_none()) {
            for sum in line_sums(programme, &rule.award, rule.rounding) {
                let slot = plan.sum_add(frame, sum);
                if !indexed(id) {
                    plan.sums.push((sum, slot));
                }
            }
            for amount in amounts_of(&rule.award) {
                plan.mark_add(programme, amount);
            }
        }
        for receipt in programme.rewards.iter().filter_map(|(_, r)| r.receipt.as_ref()) {
            plan.mark_add(programme, receipt.lines);
        }
        let mut made = HashSet::new();
        plan.sums.retain(|(sum, _)| is_always(sum.amount(), always.as_deref()) && made.insert(*sum));
        for (id, rule) in programme.rules.iter().filter(|_| index.is_some()) {
            let from = u32::try_from(plan.plain.len()).unwrap_or(u32::MAX);
            if indexed(id) {
                let mut own = plan.own_sums(programme, rule, &made);
                own.retain(|(sum, slot)| !plan.add_plain(programme, reads, *sum, *slot));
                plan.own.insert(id, own);
            }
            plan.plain_of.push((from, u32::try_from(plan.plain.len()).unwrap_or(u32::MAX)));
        }
        plan.marked = plan.columns.len();
        (0..plan.marks.len().div_ceil(64)).for_each(|w| plan.column_add(LineColumn::Marks(w)));
        for (id, _) in programme.stacks.iter().filter(|(_, stack)| stack.per_line) {
            plan.column_add(LineColumn::Winner(id.index()));
        }
        plan
    }

    /// Slots of all amounts that are read. Different texts are counted by Rust; the kernel sums the others.
    fn add_amounts(&mut self, programme: &Programme, reads: &Reads, frame: &mut FrameBuilder) {
        for (id, amount) in programme.amounts.iter() {
            if reads.amounts.get(id.index()) != Some(&true) {
                continue;
            }
            let slot = self.sum_add(frame, LineSum::Plain(id));
            if let Some(place) = self.amount_slots.get_mut(id.index()) {
                *place = Some(slot);
            }
            match amount {
                Amount::Different(_, text) => {
                    self.different.push((id, slot));
                    if *text != LineText::Label && !self.counted_texts.contains(text) {
                        self.counted_texts.push(*text);
                    }
                    self.mark_add(programme, id);
                }
                // Only window rules read it, as a track.
                Amount::Events(_) => {}
                Amount::Made(_, figure) => self.figures.push((*figure, slot)),
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::EachLine(..) => {
                    self.sums.push((LineSum::Plain(id), slot));
                }
            }
        }
    }

    fn column_add(&mut self, column: LineColumn) {
        self.column_of.insert(column, self.columns.len());
        self.columns.push(column);
    }

    fn sum_add(&mut self, frame: &mut FrameBuilder, sum: LineSum) -> Slot {
        *self.sum_of.entry(sum).or_insert_with(|| frame.slot())
    }

    fn mark_add(&mut self, programme: &Programme, id: AmountId) {
        let Some(amount) = programme.amounts.get(id) else { return };
        let (mark, next) = (Mark::of(amount), self.marks.len());
        let bit = *self.mark_of.entry(mark).or_insert(next);
        if bit == next {
            self.marks.push(Some(mark));
        }
        if let Some(place) = self.amount_marks.get_mut(id.index()) {
            *place = Some(bit);
        }
    }

    /// The sums that only a rule of the index reads.
    fn own_sums(&self, programme: &Programme, rule: &Rule, made: &HashSet<LineSum>) -> Vec<(LineSum, Slot)> {
        let plain = amounts_read(rule).into_iter().map(LineSum::Plain);
        let mut own: Vec<(LineSum, Slot)> = Vec::new();
        for sum in plain.chain(line_sums(programme, &rule.award, rule.rounding)) {
            let counted = matches!(programme.amounts.get(sum.amount()), Some(Amount::Different(..)));
            if !counted && !made.contains(&sum) && own.iter().all(|(known, _)| *known != sum) {
                own.extend(self.sum(sum).map(|slot| (sum, slot)));
            }
        }
        own
    }

    /// Notes a sum that needs no code; false for any other.
    fn add_plain(&mut self, programme: &Programme, reads: &Reads, sum: LineSum, to: Slot) -> bool {
        let LineSum::Plain(id) = sum else { return false };
        let amount = programme.amounts.get(id);
        let plain = amount.and_then(|amount| PlainSum::of(programme, reads, self, amount, to));
        self.plain.extend(plain);
        plain.is_some()
    }

    /// The sums that are only made for a rule, and need no code.
    pub(crate) fn plain(&self, rule: RuleId) -> &[PlainSum] {
        let (from, to) = self.plain_of.get(rule.index()).copied().unwrap_or((0, 0));
        self.plain.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The sums that are only made for a rule, and compiled with it.
    pub(crate) fn own(&self, rule: RuleId) -> &[(LineSum, Slot)] {
        self.own.get(&rule).map_or(&[], Vec::as_slice)
    }

    /// Position of a column.
    pub(crate) fn column(&self, column: LineColumn) -> Option<usize> {
        self.column_of.get(&column).copied()
    }

    /// Where a sum goes.
    pub(crate) fn sum(&self, sum: LineSum) -> Option<Slot> {
        self.sum_of.get(&sum).copied()
    }

    /// Where an amount stands, if it is read.
    pub(crate) fn amount(&self, id: AmountId) -> Option<Slot> {
        self.amount_slots.get(id.index()).copied().flatten()
    }

    /// The bit of the lines of an amount among the marks.
    pub(crate) fn mark(&self, id: AmountId) -> Option<usize> {
        self.amount_marks.get(id.index()).copied().flatten()
    }
}

/// Whether an amount is summed for every receipt; `always` says which are, if not all.
fn is_always(amount: AmountId, always: Option<&[bool]>) -> bool {
    always.is_none_or(|always| always.get(amount.index()) == Some(&true))
}

/// The rates of a rule, those by level included; none of bands and shares.
fn rates_of(award: &Award) -> Vec<&Rate> {
    match award {
        Award::Rate(rate, by_level) => {
            std::iter::once(rate).chain(by_level.iter().flat_map(|b| &b.rates)).collect()
        }
        Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => Vec::new(),
    }
}

/// The amounts that an award may measure.
pub(crate) fn amounts_of(award: &Award) -> Vec<AmountId> {
    match award {
        Award::Rate(..) => rates_of(award).into_iter().filter_map(amount_of).collect(),
        Award::Bands { amount, .. } => vec![*amount],
        Award::Share { .. } => Vec::new(),
        Award::Portion { of, .. } => of.iter().flat_map(|p| amounts_of(&p.award)).collect(),
    }
}

/// The amount of a rate; `None` if it is flat.
pub(crate) fn amount_of(rate: &Rate) -> Option<AmountId> {
    match rate {
        Rate::Flat(_) => None,
        Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => Some(*amount),
    }
}

/// The sums of a rate that is rounded line by line: steps or parts for the raw value, and rounded points. `None` for
/// what has no lines of its own: flat awards and numbers of different texts.
pub(crate) fn sums_by_line(
    programme: &Programme,
    rate: &Rate,
    mode: RoundingMode,
    to: i64,
) -> Option<(LineSum, LineSum)> {
    let has_lines = |amount: AmountId| match programme.amounts.get(amount) {
        Some(
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Items(_)
            | Amount::Lines(_)
            | Amount::EachLine(..),
        ) => true,
        Some(Amount::Different(..) | Amount::Events(_) | Amount::Made(..)) | None => false,
    };
    match *rate {
        Rate::Flat(_) => None,
        Rate::Proportional(amount, rate) => has_lines(amount)
            .then_some((LineSum::Plain(amount), LineSum::Rounded { amount, step: None, rate, mode, to })),
        Rate::Steps(amount, step, rate) => has_lines(amount).then_some((
            LineSum::Whole(amount, step),
            LineSum::Rounded { amount, step: Some(step), rate, mode, to },
        )),
    }
}

/// Whether an award is rounded line by line.
pub(crate) fn is_by_line(award: &Award, rounding: Rounding) -> bool {
    match rounding.place {
        RoundingPlace::Line => matches!(award, Award::Rate(..)),
        RoundingPlace::Rule | RoundingPlace::Stack => false,
    }
}

pub(crate) fn line_sums(programme: &Programme, award: &Award, rounding: Rounding) -> Vec<LineSum> {
    if let Award::Portion { of, .. } = award {
        return of.iter().flat_map(|p| line_sums(programme, &p.award, p.rounding)).collect();
    }
    if !is_by_line(award, rounding) {
        return Vec::new();
    }
    rates_of(award)
        .into_iter()
        .filter_map(|r| sums_by_line(programme, r, rounding.mode, rounding.step))
        .flat_map(|(raw, rounded)| [raw, rounded])
        .collect()
}
