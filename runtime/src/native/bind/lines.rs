//! The line columns of a receipt: money after its share of the discount, quantities, declared fields, facts.

use super::dictionary::{Dictionary, Match};
use super::figures::{Figures, Sight};
use super::spread::Spread;
use super::tenders::TenderShares;
use super::{default_text, field, field_test, number_of, text_of};
use crate::event::{Line, Purchase};
use crate::native::plan::Plan;
use crate::native::plan::facts::{LineTest, TextColumn};
use crate::native::plan::lines::LineColumn;
use treue_lang::programme::{Amount, AmountId, Basis, LineText, MeasureId, Programme, Ratio};

/// The columns of receipts, and the dictionaries of their texts.
#[derive(Debug)]
pub(crate) struct LineBinder {
    /// The columns of all receipts that were bound, one receipt after the other.
    columns: Vec<i64>,
    /// The receipt that is looked at.
    shown: Block,
    /// The columns of texts, and where the codes of the texts go that are counted.
    texts: Vec<(LineText, Dictionary, Option<usize>)>,
    spread: Spread,
    tenders: TenderShares,
    made: Vec<i64>,
}

/// What the lines of a receipt have of its discount and tenders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    /// How many lines there are.
    pub(crate) lines: usize,
    /// Of the discount, a number for each line.
    pub(crate) discount: Vec<i64>,
    /// What each list of tenders paid: one list after the other, a number for each line.
    pub(crate) paid: Vec<i64>,
}

/// The columns of one receipt, one after the other: those of the plan, then the codes of texts that are counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Block {
    start: usize,
    len: usize,
    /// Room for so many lines in each column.
    stride: usize,
    /// Lines of the receipt.
    count: usize,
}

impl LineBinder {
    /// For a programme.
    pub(crate) fn new(programme: &Programme, plan: &Plan) -> LineBinder {
        let matching = |text: LineText| match text {
            LineText::Category => (Match::Category, None),
            LineText::Brand | LineText::Sku | LineText::Name | LineText::Label => (Match::Exactly, None),
            LineText::Field(id) => (Match::Exactly, default_text(programme, id)),
        };
        let column = |column: &TextColumn<LineText>| {
            let (matching, default) = matching(column.column);
            (column.column, Dictionary::new(column, matching, default), None)
        };
        let mut texts: Vec<(LineText, Dictionary, Option<usize>)> =
            plan.reads.line.columns.iter().map(column).collect();
        for (at, counted) in plan.lines.counted_texts.iter().enumerate() {
            let codes = Some(plan.lines.columns.len() + at);
            match texts.iter_mut().find(|(text, ..)| text == counted) {
                Some((.., to)) => *to = codes,
                None => {
                    let untested = TextColumn { column: *counted, tests: Vec::new(), first_bit: 0 };
                    texts.push((*counted, Dictionary::new(&untested, Match::Exactly, None), codes));
                }
            }
        }
        LineBinder {
            columns: Vec::new(),
            shown: Block::default(),
            texts,
            spread: Spread::default(),
            tenders: TenderShares::default(),
            made: Vec::new(),
        }
    }

    /// Forgets all receipts.
    pub(crate) fn clear(&mut self) {
        self.columns.clear();
        self.shown = Block::default();
    }

    /// How many numbers the receipts take.
    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// From now on a receipt that was bound is looked at; `None` for an event without lines.
    pub(crate) fn show(&mut self, block: Option<Block>) {
        self.shown = block.unwrap_or_default();
    }

    /// The columns of the receipt that is looked at, the distance of two, and the number of lines.
    pub(crate) fn shown(&mut self) -> (&mut [i64], usize, usize) {
        let Block { start, len, stride, count } = self.shown;
        match self.columns.get_mut(start..start.saturating_add(len)) {
            Some(columns) => (columns, stride, count),
            None => (&mut [], 0, 0),
        }
    }

    /// Makes the columns of a receipt's lines. `known` are their shares of its discount and tenders, where they are not to
    /// be worked out.
    pub(crate) fn bind(
        &mut self,
        programme: &Programme,
        plan: &Plan,
        purchase: &Purchase,
        known: Option<&Shares>,
    ) -> Block {
        let (count, start) = (purchase.lines.len(), self.columns.len());
        let columns = plan.lines.columns.len().saturating_add(plan.lines.counted_texts.len());
        let stride = count.max(1);
        let len = stride.saturating_mul(columns);
        self.columns.resize(start.saturating_add(len), 0);
        for (_, dictionary, _) in &mut self.texts {
            dictionary.keep_small();
        }
        let shares = match known {
            Some(known) => known.discount.as_slice(),
            None if purchase.discount > 0 => {
                self.spread.shares(purchase.discount, purchase.lines.iter().map(|l| l.amount))
            }
            None => &[],
        };
        let lines = &purchase.lines;
        if let Some(known) = known {
            self.tenders.put(known.lines, &known.paid);
        } else if !programme.tender_kinds.is_empty() {
            let share = |at: usize| shares.get(at).copied().unwrap_or(0);
            let charged = lines.iter().enumerate().map(|(at, l)| l.amount.wrapping_sub(share(at)));
            self.tenders.fill(&programme.tender_kinds, &purchase.tenders, charged);
        }
        let block = self.columns.get_mut(start..).unwrap_or_default();
        for (column, to) in plan.lines.columns.iter().zip(block.chunks_exact_mut(stride)) {
            match column {
                LineColumn::Money(basis) => money(to, lines, *basis, shares, &self.tenders),
                LineColumn::Discount => put(to, lines, |l| l.discount),
                LineColumn::Tax => put(to, lines, |l| l.tax),
                LineColumn::Quantity => put(to, lines, |l| l.quantity),
                LineColumn::QuantityIn(measure) => {
                    put(to, lines, |l| quantity_in(programme, l, *measure).unwrap_or(0));
                }
                LineColumn::Field(id) => {
                    put(to, lines, |l| number_of(field(programme, &l.fields, *id)).unwrap_or(0));
                }
                // Figures are made of the others, once the member is there.
                LineColumn::Facts(_)
                | LineColumn::Figure(_)
                | LineColumn::Marks(_)
                | LineColumn::Winner(_) => {}
            }
        }
        self.fill_codes(programme, lines, start, stride);
        self.fill_facts(programme, plan, lines, start, stride);
        Block { start, len, stride, count }
    }

    /// Fills the codes of the texts that are counted; 0 for a missing one without a declared default.
    fn fill_codes(&mut self, programme: &Programme, lines: &[Line], start: usize, stride: usize) {
        for (text, dictionary, codes) in &mut self.texts {
            let Some(column) = codes else { continue };
            let from = start.saturating_add(column.saturating_mul(stride));
            let to = self.columns.get_mut(from..from.saturating_add(stride)).unwrap_or_default();
            let declared = match text {
                LineText::Field(id) => default_text(programme, *id),
                LineText::Category | LineText::Brand | LineText::Sku | LineText::Name | LineText::Label => {
                    None
                }
            };
            for (to, line) in to.iter_mut().zip(lines) {
                *to = line_text(programme, *text, line).or(declared).map_or(0, |text| dictionary.code(text));
            }
        }
    }

    /// The shares of each line in the receipt's discount and tenders.
    pub(crate) fn shares(&mut self, programme: &Programme, purchase: &Purchase) -> Shares {
        let amounts = purchase.lines.iter().map(|l| l.amount);
        let discount = self.spread.shares(purchase.discount, amounts.clone()).to_vec();
        let charged = amounts.zip(&discount).map(|(amount, share)| amount.saturating_sub(*share));
        self.tenders.fill(&programme.tender_kinds, &purchase.tenders, charged);
        Shares { lines: purchase.lines.len(), discount, paid: self.tenders.all().to_vec() }
    }

    /// Fills the columns of figures of the receipt that is looked at.
    pub(crate) fn fill_figures(
        &mut self,
        plan: &Plan,
        figures: &mut Figures,
        purchase: &Purchase,
        sight: Sight<'_>,
    ) {
        let Block { start, len, stride, .. } = self.shown;
        for (at, column) in plan.lines.columns.iter().enumerate() {
            let LineColumn::Figure(id) = column else { continue };
            let Some(columns) = self.columns.get_mut(start..start.saturating_add(len)) else { return };
            self.made.clear();
            let lines = purchase.lines.iter().enumerate();
            self.made.extend(lines.map(|line| figures.of_line(*id, sight, line, columns, stride)));
            let to = columns.chunks_exact_mut(stride.max(1)).nth(at).unwrap_or_default();
            to.iter_mut().zip(&self.made).for_each(|(to, made)| *to = *made);
        }
    }

    /// Fills the words of facts, test by test.
    fn fill_facts(
        &mut self,
        programme: &Programme,
        plan: &Plan,
        lines: &[Line],
        start: usize,
        stride: usize,
    ) {
        let first = start.saturating_add(plan.lines.facts.saturating_mul(stride));
        let end = start.saturating_add(plan.lines.marked.saturating_mul(stride));
        let Some((facts, behind)) = self.columns.split_at_mut_checked(end) else { return };
        let Some(facts) = facts.get_mut(first..) else { return };
        for (text, dictionary, codes) in &mut self.texts {
            if !dictionary.has_tests() {
                continue;
            }
            let codes = codes.and_then(|column| {
                let from = start.saturating_add(column.saturating_mul(stride)).checked_sub(end)?;
                behind.get(from..from.saturating_add(lines.len()))
            });
            let column = dictionary.only_word().and_then(|w| facts.chunks_exact_mut(stride).nth(w));
            match (column, codes) {
                // They were looked up for their codes.
                (Some(column), Some(codes)) => {
                    let column = column.iter_mut().zip(codes);
                    column.for_each(|(to, code)| *to |= dictionary.first_bits_of(*code));
                }
                (Some(column), None) => fill_word(programme, *text, dictionary, column, lines),
                (None, _) => fill_words(programme, *text, dictionary, (facts, stride), lines),
            }
        }
        let tests = &plan.reads.line;
        for (i, test) in tests.singles.iter().enumerate() {
            let bit = tests.singles_first as usize + i;
            let mask = (1u64 << (bit % 64)).cast_signed();
            let column = facts.chunks_exact_mut(stride).nth(bit / 64).unwrap_or_default();
            for (to, line) in column.iter_mut().zip(lines) {
                let holds = match test {
                    LineTest::Field(test) => field_test(programme, &line.fields, *test),
                    LineTest::Measure(measure) => line.measure == *measure,
                    LineTest::CountsIn(measure) => factor(programme, line, *measure).is_some(),
                };
                *to |= if holds { mask } else { 0 };
            }
        }
    }

    /// A column of the receipt that is looked at, one number for each line.
    fn column(&self, column: usize) -> &[i64] {
        let Block { start, stride, count, .. } = self.shown;
        let from = start.saturating_add(column.saturating_mul(stride));
        self.columns.get(from..from.saturating_add(count)).unwrap_or_default()
    }

    /// The words of marks in which an amount has its bit, and the bit.
    fn marks(&self, plan: &Plan, amount: AmountId) -> (&[i64], u64) {
        match plan.lines.mark(amount) {
            Some(bit) => (self.column(plan.lines.marked + bit / 64), 1 << (bit % 64)),
            None => (&[], 0),
        }
    }

    /// Which of the lines the kernel has marked as counting in an amount.
    pub(crate) fn marked(&self, plan: &Plan, amount: AmountId) -> impl Iterator<Item = usize> {
        let (words, bit) = self.marks(plan, amount);
        let marked = words.iter().enumerate().filter(move |(_, word)| word.cast_unsigned() & bit != 0);
        marked.map(|(line, _)| line)
    }

    /// The lines that a rule of a stack `per line` got: `position` is that of the rule in the stack.
    pub(crate) fn won(&self, plan: &Plan, stack: usize, position: i64) -> impl Iterator<Item = usize> {
        let column = plan.lines.column(LineColumn::Winner(stack));
        let winners = column.map(|column| self.column(column)).unwrap_or_default().iter().enumerate();
        winners.filter(move |(_, winner)| **winner == position + 1).map(|(line, _)| line)
    }

    /// What was charged for each line; empty where nothing reads it.
    pub(crate) fn charged(&self, plan: &Plan) -> &[i64] {
        let column = plan.lines.column(LineColumn::Money(Basis::Charged));
        column.map(|column| self.column(column)).unwrap_or_default()
    }

    /// Counts different texts over the lines that the kernel has marked.
    pub(crate) fn different(
        &self,
        programme: &Programme,
        plan: &Plan,
        amount: AmountId,
        purchase: &Purchase,
    ) -> i64 {
        let text = match programme.amounts.get(amount) {
            Some(Amount::Different(_, text)) => *text,
            Some(
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::EachLine(..)
                | Amount::Events(_)
                | Amount::Made(..),
            )
            | None => {
                return 0;
            }
        };
        if text == LineText::Label {
            let marked = self.marked(plan, amount).filter_map(|at| purchase.lines.get(at));
            return count_different(marked.flat_map(|l| l.labels.iter().map(String::as_str)));
        }
        self.count_codes(plan, amount, text)
    }

    /// The same by codes alone; `None` for labels, of which a line has several.
    pub(crate) fn different_by_code(
        &self,
        programme: &Programme,
        plan: &Plan,
        amount: AmountId,
    ) -> Option<i64> {
        match programme.amounts.get(amount)? {
            Amount::Different(_, LineText::Label) => None,
            Amount::Different(_, text) => Some(self.count_codes(plan, amount, *text)),
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Items(_)
            | Amount::Lines(_)
            | Amount::EachLine(..)
            | Amount::Events(_)
            | Amount::Made(..) => Some(0),
        }
    }

    fn count_codes(&self, plan: &Plan, amount: AmountId, text: LineText) -> i64 {
        let position = plan.lines.counted_texts.iter().position(|counted| *counted == text);
        let codes = position.map(|at| self.column(plan.lines.columns.len() + at)).unwrap_or_default();
        let (words, bit) = self.marks(plan, amount);
        different_codes(words, bit, codes)
    }
}

/// Fills the one word that a column's tests reach over.
fn fill_word(
    programme: &Programme,
    text: LineText,
    dictionary: &mut Dictionary,
    to: &mut [i64],
    lines: &[Line],
) {
    let to = to.iter_mut().zip(lines);
    match text {
        LineText::Category => to.for_each(|(to, l)| *to |= dictionary.first_bits(l.category.as_deref())),
        LineText::Label => {
            for (to, line) in to {
                line.labels.iter().for_each(|l| *to |= dictionary.first_bits(Some(l)));
                if line.labels.is_empty() {
                    *to |= dictionary.first_bits(None);
                }
            }
        }
        LineText::Brand | LineText::Sku | LineText::Name | LineText::Field(_) => {
            to.for_each(|(to, l)| *to |= dictionary.first_bits(line_text(programme, text, l)));
        }
    }
}

/// Fills all words that a column's tests reach over.
fn fill_words(
    programme: &Programme,
    text: LineText,
    dictionary: &mut Dictionary,
    (facts, stride): (&mut [i64], usize),
    lines: &[Line],
) {
    let mut set = |at: usize, (word, bits): (usize, &[u64])| {
        for (i, bits) in bits.iter().enumerate() {
            if let Some(to) = facts.get_mut((word + i) * stride + at) {
                *to |= bits.cast_signed();
            }
        }
    };
    for (at, line) in lines.iter().enumerate() {
        match text {
            LineText::Label => {
                line.labels.iter().for_each(|l| set(at, dictionary.look_up(Some(l))));
                if line.labels.is_empty() {
                    set(at, dictionary.look_up(None));
                }
            }
            LineText::Category | LineText::Brand | LineText::Sku | LineText::Name | LineText::Field(_) => {
                set(at, dictionary.look_up(line_text(programme, text, line)));
            }
        }
    }
}

/// So many different texts are told apart without more memory.
const FEW: usize = 16;

/// How many different codes there are of the lines that have a bit in their word; 0 is the code of a missing text.
fn different_codes(words: &[i64], bit: u64, codes: &[i64]) -> i64 {
    let mut few = [0; FEW];
    let mut found = 0usize;
    for (word, code) in words.iter().zip(codes) {
        if word.cast_unsigned() & bit == 0 || *code == 0 {
            continue;
        }
        let mut known = false;
        for other in few.iter().take(found) {
            known |= other == code;
        }
        if known {
            continue;
        }
        match few.get_mut(found) {
            Some(place) => *place = *code,
            None => {
                let marked = words.iter().zip(codes).filter(|(word, _)| word.cast_unsigned() & bit != 0);
                return count_different(marked.map(|(_, code)| *code).filter(|code| *code != 0));
            }
        }
        found = found.wrapping_add(1);
    }
    i64::try_from(found).unwrap_or(i64::MAX)
}

/// How many different texts there are, by themselves or by their codes.
fn count_different<T: Copy + Default + Ord>(mut texts: impl Iterator<Item = T>) -> i64 {
    let mut few = [T::default(); FEW];
    let mut found = 0usize;
    while let Some(text) = texts.next() {
        let (known, free) = few.split_at_mut(found);
        if known.contains(&text) {
            continue;
        }
        let Some(place) = free.first_mut() else {
            let mut all: Vec<T> = few.into_iter().chain([text]).chain(texts).collect();
            all.sort_unstable();
            all.dedup();
            return i64::try_from(all.len()).unwrap_or(i64::MAX);
        };
        *place = text;
        found = found.saturating_add(1).min(FEW);
    }
    i64::try_from(found).unwrap_or(i64::MAX)
}

/// A line's text in a column; labels are several, and not asked for here.
pub(crate) fn line_text<'l>(programme: &Programme, text: LineText, line: &'l Line) -> Option<&'l str> {
    match text {
        LineText::Category => line.category.as_deref(),
        LineText::Brand => line.brand.as_deref(),
        LineText::Sku => line.sku.as_deref(),
        LineText::Name => line.name.as_deref(),
        LineText::Field(id) => text_of(field(programme, &line.fields, id)),
        LineText::Label => None,
    }
}

/// What one of the measure of a line is in another; `None` if it does not count in that.
fn factor(programme: &Programme, line: &Line, measure: MeasureId) -> Option<Ratio> {
    let own = line.measure?;
    if own == measure { Some(Ratio::ONE) } else { programme.measures.get(measure)?.factor(own) }
}

/// A line's quantity in a measure, to the nearest thousandth, a half away from zero.
fn quantity_in(programme: &Programme, line: &Line, measure: MeasureId) -> Option<i64> {
    let factor = factor(programme, line, measure)?;
    let under = i128::from(factor.denominator());
    let size = i128::from(line.quantity.unsigned_abs()) * i128::from(factor.numerator());
    let nearest = i64::try_from((2 * size + under) / (2 * under)).ok()?;
    Some(if line.quantity < 0 { -nearest } else { nearest })
}

/// Fills a column with a number of each line.
fn put(to: &mut [i64], lines: &[Line], number: impl Fn(&Line) -> i64) {
    for (to, line) in to.iter_mut().zip(lines) {
        *to = number(line);
    }
}

/// Fills a column of money; `shares` of the receipt's discount are empty if there is none.
fn money(to: &mut [i64], lines: &[Line], basis: Basis, shares: &[i64], tenders: &TenderShares) {
    let paid = match basis {
        Basis::Charged => {
            put(to, lines, |l| l.amount);
            &[]
        }
        Basis::BeforeDiscounts => return put(to, lines, |l| l.amount.wrapping_add(l.discount)),
        Basis::WithoutTax => {
            put(to, lines, |l| l.amount.wrapping_sub(l.tax));
            &[]
        }
        Basis::PaidBy(list) => {
            to.iter_mut().zip(tenders.paid(list)).for_each(|(to, paid)| *to = *paid);
            return;
        }
        Basis::LessPaidBy(list) => {
            put(to, lines, |l| l.amount);
            tenders.paid(list)
        }
    };
    for taken in [shares, paid] {
        for (to, taken) in to.iter_mut().zip(taken) {
            *to = to.wrapping_sub(*taken);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_are_counted_be_they_few_or_many() {
        assert_eq!(count_different::<&str>([].into_iter()), 0);
        assert_eq!(count_different(["a", "", "a", "b", ""].into_iter()), 3);
        let names: Vec<String> = (0..40).map(|n| (n % 25).to_string()).collect();
        assert_eq!(count_different(names.iter().map(String::as_str)), 25);
        assert_eq!(count_different(names.iter().take(16).map(String::as_str)), 16);
    }
}
