//! The line columns of a receipt: money after its share of the discount, quantities, declared fields, facts.

use super::dictionary::{Dictionary, Match};
use super::spread::Spread;
use super::tenders::TenderShares;
use super::{default_text, field, field_test, number_of, text_of};
use crate::event::{Line, Purchase};
use crate::native::plan::Plan;
use crate::native::plan::facts::LineTest;
use crate::native::plan::lines::LineColumn;
use treue_lang::programme::{Amount, AmountId, Basis, LineText, MeasureId, Programme, Ratio};

/// The columns of one receipt, and the dictionaries of its texts.
#[derive(Debug)]
pub(crate) struct LineBinder {
    /// All columns, one after the other, `stride` numbers each.
    pub(crate) columns: Vec<i64>,
    /// Room for so many lines in each column.
    pub(crate) stride: usize,
    /// Lines of the receipt.
    pub(crate) count: usize,
    texts: Vec<(LineText, Dictionary)>,
    spread: Spread,
    tenders: TenderShares,
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

impl LineBinder {
    /// For a programme.
    pub(crate) fn new(programme: &Programme, plan: &Plan) -> LineBinder {
        let texts = plan.reads.line.columns.iter().map(|column| {
            let (matching, default) = match column.column {
                LineText::Category => (Match::Category, None),
                LineText::Brand | LineText::Sku | LineText::Name | LineText::Label => (Match::Exactly, None),
                LineText::Field(id) => (Match::Exactly, default_text(programme, id)),
            };
            (column.column, Dictionary::new(column, matching, default))
        });
        LineBinder {
            columns: Vec::new(),
            stride: 0,
            count: 0,
            texts: texts.collect(),
            spread: Spread::default(),
            tenders: TenderShares::default(),
        }
    }

    /// Fills the columns with a receipt's lines. `known` are their shares of its discount and tenders, where they are
    /// not to be worked out.
    pub(crate) fn fill(
        &mut self,
        programme: &Programme,
        plan: &Plan,
        purchase: &Purchase,
        known: Option<&Shares>,
    ) {
        self.count = purchase.lines.len();
        if self.count > self.stride || self.stride == 0 {
            self.stride = self.count.next_multiple_of(16).max(16);
            self.columns.clear();
            self.columns.resize(self.stride.saturating_mul(plan.lines.columns.len()), 0);
        }
        for (_, dictionary) in &mut self.texts {
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
        for (column, to) in plan.lines.columns.iter().zip(self.columns.chunks_exact_mut(self.stride)) {
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
                LineColumn::Facts(_) => put(to, lines, |_| 0),
                LineColumn::Marks(_) => {}
            }
        }
        self.fill_facts(programme, plan, lines);
    }

    /// The shares of each line in the receipt's discount and tenders.
    pub(crate) fn shares(&mut self, programme: &Programme, purchase: &Purchase) -> Shares {
        let amounts = purchase.lines.iter().map(|l| l.amount);
        let discount = self.spread.shares(purchase.discount, amounts.clone()).to_vec();
        let charged = amounts.zip(&discount).map(|(amount, share)| amount.saturating_sub(*share));
        self.tenders.fill(&programme.tender_kinds, &purchase.tenders, charged);
        Shares { lines: purchase.lines.len(), discount, paid: self.tenders.all().to_vec() }
    }

    /// Fills the words of facts, test by test.
    fn fill_facts(&mut self, programme: &Programme, plan: &Plan, lines: &[Line]) {
        let first = plan.lines.facts.saturating_mul(self.stride);
        let end = plan.lines.marked.saturating_mul(self.stride);
        let Some(facts) = self.columns.get_mut(first..end) else { return };
        for (text, dictionary) in &mut self.texts {
            let column = dictionary.only_word().and_then(|w| facts.chunks_exact_mut(self.stride).nth(w));
            match column {
                Some(column) => fill_word(programme, *text, dictionary, column, lines),
                None => fill_words(programme, *text, dictionary, (facts, self.stride), lines),
            }
        }
        let tests = &plan.reads.line;
        for (i, test) in tests.singles.iter().enumerate() {
            let bit = tests.singles_first as usize + i;
            let mask = (1u64 << (bit % 64)).cast_signed();
            let column = facts.chunks_exact_mut(self.stride).nth(bit / 64).unwrap_or_default();
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

    /// Which of the lines the kernel has marked as counting in an amount.
    pub(crate) fn marked(&self, plan: &Plan, amount: AmountId) -> impl Iterator<Item = usize> {
        let bit = plan.lines.mark(amount);
        let column = bit.map(|bit| plan.lines.marked + bit / 64);
        let words = column.and_then(|column| self.columns.chunks_exact(self.stride.max(1)).nth(column));
        let bit = bit.unwrap_or(0) % 64;
        let words = words.unwrap_or_default().iter().take(self.count).enumerate();
        words.filter(move |(_, word)| word.cast_unsigned() >> bit & 1 == 1).map(|(line, _)| line)
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
            Some(Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_)) | None => {
                return 0;
            }
        };
        let marked = self.marked(plan, amount).filter_map(|at| purchase.lines.get(at));
        match text {
            LineText::Label => count_different(marked.flat_map(|l| l.labels.iter().map(String::as_str))),
            LineText::Category | LineText::Brand | LineText::Sku | LineText::Name | LineText::Field(_) => {
                count_different(marked.filter_map(|l| line_text(programme, text, l)))
            }
        }
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

/// How many different texts there are.
fn count_different<'t>(mut texts: impl Iterator<Item = &'t str>) -> i64 {
    let mut few = [""; FEW];
    let mut found = 0;
    while let Some(text) = texts.next() {
        if few.iter().take(found).any(|known| *known == text) {
            continue;
        }
        let Some(place) = few.get_mut(found) else {
            let mut all: Vec<&str> = few.into_iter().chain([text]).chain(texts).collect();
            all.sort_unstable();
            all.dedup();
            return i64::try_from(all.len()).unwrap_or(i64::MAX);
        };
        *place = text;
        found += 1;
    }
    i64::try_from(found).unwrap_or(i64::MAX)
}

/// A line's text in a column; labels are several, and not asked for here.
fn line_text<'l>(programme: &Programme, text: LineText, line: &'l Line) -> Option<&'l str> {
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
        assert_eq!(count_different([].into_iter()), 0);
        assert_eq!(count_different(["a", "", "a", "b", ""].into_iter()), 3);
        let names: Vec<String> = (0..40).map(|n| (n % 25).to_string()).collect();
        assert_eq!(count_different(names.iter().map(String::as_str)), 25);
        assert_eq!(count_different(names.iter().take(16).map(String::as_str)), 16);
    }
}
