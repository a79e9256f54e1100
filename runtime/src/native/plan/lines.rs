//! What is read of lines and summed over them: columns of numbers, words of facts, sums, and marks of selections.

use super::slots::{FrameBuilder, Slot};
use super::walk::Reads;
use std::collections::HashMap;
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, FieldId, MeasureId, Programme, Rate, Ratio, RoundingMode, RoundingPlace,
    Rule, SelectionId,
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
    /// A declared field as a number; 0 if it is missing.
    Field(FieldId),
    /// A word of its facts.
    Facts(usize),
    /// A word of selections that hold for the line; written by the kernel.
    Marks(usize),
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
            Amount::Money(..) | Amount::Lines(_) | Amount::Different(..) => None,
            Amount::Quantity(_, measure) => Some(Some(*measure)),
            Amount::Items(_) => Some(None),
        };
        Mark { selection: amount.selection(), measure }
    }
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

/// The plan of the line kernel.
#[derive(Debug)]
pub(crate) struct LinePlan {
    /// Columns in their order.
    pub(crate) columns: Vec<LineColumn>,
    /// Sums that the kernel makes, and where they go.
    pub(crate) sums: Vec<(LineSum, Slot)>,
    /// Amounts that count different texts: Rust counts them over the lines that the kernel marked.
    pub(crate) different: Vec<(AmountId, Slot)>,
    /// Lines that are marked for that, and for the lines of awards: their bits, from 0.
    pub(crate) marks: Vec<Mark>,
    column_of: HashMap<LineColumn, usize>,
    sum_of: HashMap<LineSum, Slot>,
    mark_of: HashMap<Mark, usize>,
    /// What is asked again for every event, by `AmountId`.
    amounts: Vec<AmountPlaces>,
    facts: Option<usize>,
}

/// Where an amount and the marks of its lines stand, if anything reads them.
#[derive(Clone, Copy, Debug, Default)]
struct AmountPlaces {
    slot: Option<Slot>,
    marks: Option<MarkPlace>,
}

/// The bit that marks the lines of an amount.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkPlace {
    /// Position of its column.
    pub(crate) column: usize,
    /// Bit of the column's words.
    pub(crate) bit: u32,
}

impl LinePlan {
    /// Plans what the programme sums.
    pub(crate) fn new(programme: &Programme, reads: &Reads, frame: &mut FrameBuilder) -> LinePlan {
        let mut plan = LinePlan {
            columns: Vec::new(),
            sums: Vec::new(),
            different: Vec::new(),
            marks: Vec::new(),
            column_of: HashMap::new(),
            sum_of: HashMap::new(),
            mark_of: HashMap::new(),
            amounts: Vec::new(),
            facts: None,
        };
        reads.columns.iter().for_each(|c| plan.column_add(*c));
        (0..reads.line.words()).for_each(|w| plan.column_add(LineColumn::Facts(w)));
        for (id, amount) in programme.amounts.iter() {
            if reads.amounts.get(id.0 as usize) != Some(&true) {
                continue;
            }
            let slot = plan.sum_add(frame, LineSum::Plain(id));
            if let Amount::Different(..) = amount {
                plan.different.push((id, slot));
                plan.mark_add(Mark::of(amount));
            }
        }
        for (_, rule) in programme.rules.iter() {
            line_sums(programme, rule).into_iter().for_each(|s| {
                plan.sum_add(frame, s);
            });
            for amount in amounts_of(rule).into_iter().filter_map(|a| programme.amounts.get(a)) {
                plan.mark_add(Mark::of(amount));
            }
        }
        // Different texts are counted by Rust; the kernel sums the others.
        let different: Vec<Slot> = plan.different.iter().map(|(_, s)| *s).collect();
        plan.sums.retain(|(_, slot)| !different.contains(slot));
        (0..plan.marks.len().div_ceil(64)).for_each(|w| plan.column_add(LineColumn::Marks(w)));
        plan.facts = plan.column(LineColumn::Facts(0));
        plan.amounts = programme.amounts.iter().map(|(id, amount)| plan.places(id, amount)).collect();
        plan
    }

    fn places(&self, id: AmountId, amount: &Amount) -> AmountPlaces {
        let marks = self.mark(amount).and_then(|mark| {
            let column = self.column(LineColumn::Marks(mark / 64))?;
            Some(MarkPlace { column, bit: u32::try_from(mark % 64).ok()? })
        });
        AmountPlaces { slot: self.sum(LineSum::Plain(id)), marks }
    }

    /// Where an amount stands.
    pub(crate) fn amount(&self, id: AmountId) -> Option<Slot> {
        self.amounts.get(id.0 as usize)?.slot
    }

    /// Where the lines of an amount are marked.
    pub(crate) fn marks_of(&self, id: AmountId) -> Option<MarkPlace> {
        self.amounts.get(id.0 as usize)?.marks
    }

    /// Position of the first column of facts.
    pub(crate) fn first_facts(&self) -> Option<usize> {
        self.facts
    }

    fn column_add(&mut self, column: LineColumn) {
        self.column_of.insert(column, self.columns.len());
        self.columns.push(column);
    }

    fn sum_add(&mut self, frame: &mut FrameBuilder, sum: LineSum) -> Slot {
        *self.sum_of.entry(sum).or_insert_with(|| {
            let slot = frame.slot();
            self.sums.push((sum, slot));
            slot
        })
    }

    fn mark_add(&mut self, mark: Mark) {
        let next = self.marks.len();
        if *self.mark_of.entry(mark).or_insert(next) == next {
            self.marks.push(mark);
        }
    }

    /// Position of a column.
    pub(crate) fn column(&self, column: LineColumn) -> Option<usize> {
        self.column_of.get(&column).copied()
    }

    /// Where a sum goes.
    pub(crate) fn sum(&self, sum: LineSum) -> Option<Slot> {
        self.sum_of.get(&sum).copied()
    }

    /// The bit of the lines of an amount among the marks.
    pub(crate) fn mark(&self, amount: &Amount) -> Option<usize> {
        self.mark_of.get(&Mark::of(amount)).copied()
    }

    /// Bits of the marks that different texts need, whatever the detail: those come first.
    pub(crate) fn counted_marks(&self, programme: &Programme) -> usize {
        let marked = self.different.iter().filter_map(|(a, _)| self.mark(programme.amounts.get(*a)?));
        marked.max().map_or(0, |bit| bit + 1)
    }
}

/// The rates of a rule, those by level included; none of bands and shares.
pub(crate) fn rates_of(rule: &Rule) -> Vec<&Rate> {
    match &rule.award {
        Award::Rate(rate, by_level) => {
            std::iter::once(rate).chain(by_level.iter().flat_map(|b| &b.rates)).collect()
        }
        Award::Bands { .. } | Award::Share { .. } => Vec::new(),
    }
}

/// The amounts that a rule may measure.
fn amounts_of(rule: &Rule) -> Vec<AmountId> {
    match &rule.award {
        Award::Rate(..) => rates_of(rule).into_iter().filter_map(amount_of).collect(),
        Award::Bands { amount, .. } => vec![*amount],
        Award::Share { .. } => Vec::new(),
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
        Some(Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_)) => true,
        Some(Amount::Different(..)) | None => false,
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

/// Whether a rule is rounded line by line.
pub(crate) fn is_by_line(rule: &Rule) -> bool {
    match rule.rounding.place {
        RoundingPlace::Line => matches!(rule.award, Award::Rate(..)),
        RoundingPlace::Rule | RoundingPlace::Stack => false,
    }
}

fn line_sums(programme: &Programme, rule: &Rule) -> Vec<LineSum> {
    if !is_by_line(rule) {
        return Vec::new();
    }
    rates_of(rule)
        .into_iter()
        .filter_map(|r| sums_by_line(programme, r, rule.rounding.mode, rule.rounding.step))
        .flat_map(|(raw, rounded)| [raw, rounded])
        .collect()
}
