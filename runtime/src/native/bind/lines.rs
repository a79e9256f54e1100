//! The line columns of a receipt: money after its share of the discount, quantities, declared fields, facts.

use super::dictionary::{Dictionary, Match};
use super::event::any_of;
use super::spread::Spread;
use super::{default_text, field, field_test, number_of, set_bit, set_bits, text_of};
use crate::event::{Line, Purchase};
use crate::native::plan::Plan;
use crate::native::plan::facts::LineTest;
use crate::native::plan::lines::LineColumn;
use treue_lang::programme::{Amount, AmountId, Basis, LineText, Programme};

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
    words: Vec<i64>,
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
            words: vec![0; plan.reads.line.words()],
        }
    }

    /// Fills the columns with a receipt's lines.
    pub(crate) fn fill(&mut self, programme: &Programme, plan: &Plan, purchase: &Purchase) {
        self.count = purchase.lines.len();
        if self.count > self.stride || self.stride == 0 {
            self.stride = self.count.next_multiple_of(16).max(16);
            self.columns.clear();
            self.columns.resize(self.stride.saturating_mul(plan.lines.columns.len()), 0);
        }
        for (_, dictionary) in &mut self.texts {
            dictionary.keep_small();
        }
        let shares = (purchase.discount > 0)
            .then(|| self.spread.shares(purchase.discount, purchase.lines.iter().map(|l| l.amount)));
        for (column, to) in plan.lines.columns.iter().zip(self.columns.chunks_exact_mut(self.stride)) {
            let shares = shares.unwrap_or_default().iter().copied().chain(std::iter::repeat(0));
            for ((line, share), to) in purchase.lines.iter().zip(shares).zip(to) {
                match number(programme, *column, line, share) {
                    Some(number) => *to = number,
                    None => break,
                }
            }
        }
        self.fill_facts(programme, plan, purchase);
    }

    /// Fills the words of facts, line by line.
    fn fill_facts(&mut self, programme: &Programme, plan: &Plan, purchase: &Purchase) {
        let first = plan.lines.facts;
        let set = &plan.reads.line;
        for (at, line) in purchase.lines.iter().enumerate() {
            self.words.fill(0);
            for (text, dictionary) in &mut self.texts {
                match text {
                    LineText::Label => {
                        any_of(dictionary, &mut self.words, line.labels.iter().map(String::as_str))
                    }
                    LineText::Category
                    | LineText::Brand
                    | LineText::Sku
                    | LineText::Name
                    | LineText::Field(_) => {
                        let text = line_text(programme, *text, line);
                        set_bits(&mut self.words, dictionary.look_up(text));
                    }
                }
            }
            for (i, test) in set.singles.iter().enumerate() {
                let holds = match test {
                    LineTest::Field(test) => field_test(programme, &line.fields, *test),
                    LineTest::Measure(measure) => line.measure == *measure,
                };
                if holds {
                    set_bit(&mut self.words, set.singles_first as usize + i);
                }
            }
            for (w, word) in self.words.iter().enumerate() {
                let place = (first + w).saturating_mul(self.stride).saturating_add(at);
                if let Some(to) = self.columns.get_mut(place) {
                    *to = *word;
                }
            }
        }
    }

    /// Whether the kernel has marked a line as one that counts in an amount.
    pub(crate) fn is_marked(&self, plan: &Plan, amount: AmountId, line: usize) -> bool {
        let marked = || {
            let bit = plan.lines.mark(amount)?;
            let column = plan.lines.marked + bit / 64;
            let word = self.columns.get(column.checked_mul(self.stride)?.checked_add(line)?)?;
            Some(word.cast_unsigned() >> (bit % 64) & 1 == 1)
        };
        line < self.count && marked().unwrap_or(false)
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
            Some(Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_)) | None => return 0,
        };
        let marked = purchase.lines.iter().enumerate().filter(|(at, _)| self.is_marked(plan, amount, *at));
        let mut texts: Vec<&str> = match text {
            LineText::Label => marked.flat_map(|(_, l)| l.labels.iter().map(String::as_str)).collect(),
            LineText::Category | LineText::Brand | LineText::Sku | LineText::Name | LineText::Field(_) => {
                marked.filter_map(|(_, l)| line_text(programme, text, l)).collect()
            }
        };
        texts.sort_unstable();
        texts.dedup();
        i64::try_from(texts.len()).unwrap_or(i64::MAX)
    }
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

/// A line's number in a column; `None` for columns that are filled otherwise.
fn number(programme: &Programme, column: LineColumn, line: &Line, share: i64) -> Option<i64> {
    Some(match column {
        LineColumn::Money(Basis::Charged) => line.amount.wrapping_sub(share),
        LineColumn::Money(Basis::BeforeDiscounts) => line.amount.wrapping_add(line.discount),
        LineColumn::Money(Basis::WithoutTax) => line.amount.wrapping_sub(share).wrapping_sub(line.tax),
        LineColumn::Discount => line.discount,
        LineColumn::Tax => line.tax,
        LineColumn::Quantity => line.quantity,
        LineColumn::Field(id) => number_of(field(programme, &line.fields, id)).unwrap_or(0),
        LineColumn::Facts(_) | LineColumn::Marks(_) => return None,
    })
}
