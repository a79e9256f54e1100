//! What is kept of purchases: columns of what was said, row by row.

use super::column::Column;
use super::scan;
use super::shape::{LineText, list};
use crate::columns::{Columns, Numbers};
use crate::event::read::{plain_id, plain_text};
use crate::event::{Line, Purchase, Tender};
use crate::limits;
use treue_lang::programme::{FieldOwner, FieldValue, MeasureId, Programme, QUANTITY_DECIMALS};

type Texts = Column<Option<String>>;
type Sets = Column<Vec<String>>;
type Fields = Column<Option<FieldValue>>;

/// The purchases so far.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) offsets: Vec<u32>,
    pub(super) at: Vec<i64>,
    pub(super) store: Texts,
    pub(super) channel: Texts,
    pub(super) coupons: Sets,
    pub(super) companions: Sets,
    pub(super) tenders: Column<Vec<Tender>>,
    pub(super) discount: Vec<i64>,
    pub(super) fields: Vec<Fields>,
    pub(super) amount: Vec<i64>,
    pub(super) quantity: Vec<i64>,
    pub(super) measure: Texts,
    pub(super) sku: Texts,
    pub(super) name: Texts,
    pub(super) category: Texts,
    pub(super) brand: Texts,
    pub(super) labels: Sets,
    pub(super) line_discount: Vec<i64>,
    pub(super) tax: Vec<i64>,
    pub(super) line_fields: Vec<Fields>,
    measures: Vec<String>,
    /// If they are kept.
    pub(super) names: Option<Names>,
}

/// Under which ids and by whom was bought: texts one behind the other.
#[derive(Debug, Default)]
pub(super) struct Names {
    bytes: Vec<u8>,
    /// Where the id of each receipt ends, and where its member does.
    ends: Vec<(usize, usize)>,
}

impl Names {
    fn add(&mut self, id: &[u8], member: &[u8]) {
        self.bytes.extend_from_slice(id);
        let id = self.bytes.len();
        self.bytes.extend_from_slice(member);
        self.ends.push((id, self.bytes.len()));
    }

    fn starts(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(_, end)| *end)
    }

    fn take_back(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.bytes.truncate(self.starts(rows));
    }

    /// Id and member of a receipt.
    pub(super) fn get(&self, row: usize) -> Option<(&str, Option<&str>)> {
        let (id, member) = *self.ends.get(row)?;
        let text = |range| std::str::from_utf8(self.bytes.get(range)?).ok();
        let member = text(id..member)?;
        Some((text(self.starts(row)..id)?, (!member.is_empty()).then_some(member)))
    }
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    receipts: usize,
    lines: usize,
}

impl Kept {
    pub(super) fn new(programme: &Programme) -> Kept {
        let fields = |owner| {
            let count = programme.fields.iter().filter(|(_, f)| f.owner == owner).count();
            (0..count).map(|_| Column::new()).collect()
        };
        Kept {
            offsets: vec![0],
            at: Vec::new(),
            store: Column::new(),
            channel: Column::new(),
            coupons: Column::new(),
            companions: Column::new(),
            tenders: Column::new(),
            discount: Vec::new(),
            fields: fields(FieldOwner::Receipt),
            amount: Vec::new(),
            quantity: Vec::new(),
            measure: Column::new(),
            sku: Column::new(),
            name: Column::new(),
            category: Column::new(),
            brand: Column::new(),
            labels: Column::new(),
            line_discount: Vec::new(),
            tax: Vec::new(),
            line_fields: fields(FieldOwner::Line),
            measures: programme.measures.iter().map(|(_, m)| m.name.clone()).collect(),
            names: None,
        }
    }

    /// Under which id and by whom the receipt was bought whose end comes next; nobody is an empty text.
    pub(super) fn names(&mut self, id: &[u8], member: &[u8]) {
        self.names.iter_mut().for_each(|names| names.add(id, member));
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { receipts: self.at.len(), lines: self.amount.len() }
    }

    pub(super) fn clear(&mut self) {
        self.take_back(Mark { receipts: 0, lines: 0 });
    }

    /// Forgets what came after a mark.
    pub(super) fn take_back(&mut self, to: Mark) {
        self.offsets.truncate(to.receipts + 1);
        self.at.truncate(to.receipts);
        self.discount.truncate(to.receipts);
        [&mut self.store, &mut self.channel].into_iter().for_each(|c| c.take_back(to.receipts));
        [&mut self.coupons, &mut self.companions].into_iter().for_each(|c| c.take_back(to.receipts));
        self.tenders.take_back(to.receipts);
        self.fields.iter_mut().for_each(|c| c.take_back(to.receipts));
        self.line_fields.iter_mut().for_each(|c| c.take_back(to.lines));
        self.take_back_line(to.lines);
        self.names.iter_mut().for_each(|names| names.take_back(to.receipts));
    }

    /// Forgets lines from this row on.
    pub(super) fn take_back_line(&mut self, row: usize) {
        for numbers in [&mut self.amount, &mut self.quantity, &mut self.line_discount, &mut self.tax] {
            numbers.truncate(row);
        }
        let texts = [&mut self.measure, &mut self.sku, &mut self.name, &mut self.category, &mut self.brand];
        texts.into_iter().for_each(|c| c.take_back(row));
        self.labels.take_back(row);
    }

    /// The store, which is written at `at`; gives where it ends.
    #[inline]
    pub(super) fn store(&mut self, input: &[u8], at: usize, row: usize) -> Option<usize> {
        say(&mut self.store, input, at, row, plain_id)
    }

    /// The channel.
    #[inline]
    pub(super) fn channel(&mut self, input: &[u8], at: usize, row: usize) -> Option<usize> {
        say(&mut self.channel, input, at, row, plain_id)
    }

    /// A text of a line.
    #[inline]
    pub(super) fn text(&mut self, which: LineText, input: &[u8], at: usize, row: usize) -> Option<usize> {
        let column = match which {
            LineText::Sku => &mut self.sku,
            LineText::Name => &mut self.name,
            LineText::Category => &mut self.category,
            LineText::Brand => &mut self.brand,
        };
        say(column, input, at, row, plain_text)
    }

    /// The measure of a line.
    pub(super) fn measure(&mut self, input: &[u8], at: usize, row: usize) -> Option<usize> {
        say(&mut self.measure, input, at, row, plain_id)
    }

    /// Labels of a line. A list of them is looked at once, however often it comes.
    pub(super) fn labels(&mut self, input: &[u8], at: usize, row: usize, wanted: bool) -> Option<usize> {
        let end = list(input, at)?;
        let written = input.get(at..end)?;
        let set = || labels(written);
        let good = if wanted { self.labels.say(row, written, set) } else { self.labels.know(written, set) };
        good.then_some(end)
    }

    pub(super) fn line_ends(&mut self, amount: i64, quantity: i64, discount: i64, tax: i64) {
        let row = self.amount.len();
        self.amount.push(amount);
        self.quantity.push(quantity);
        number(&mut self.line_discount, row, discount);
        number(&mut self.tax, row, tax);
    }

    pub(super) fn receipt_ends(&mut self, at: i64) {
        self.at.push(at);
        self.offsets.push(u32::try_from(self.amount.len()).unwrap_or(u32::MAX));
    }

    /// Makes all columns as long as they must be.
    pub(super) fn finish(&mut self) {
        let (receipts, lines) = (self.at.len(), self.amount.len());
        [&mut self.store, &mut self.channel].into_iter().for_each(|c| c.finish(receipts));
        [&mut self.coupons, &mut self.companions].into_iter().for_each(|c| c.finish(receipts));
        self.tenders.finish(receipts);
        self.fields.iter_mut().for_each(|c| c.finish(receipts));
        let texts = [&mut self.measure, &mut self.sku, &mut self.name, &mut self.category, &mut self.brand];
        texts.into_iter().for_each(|c| c.finish(lines));
        self.labels.finish(lines);
        self.line_fields.iter_mut().for_each(|c| c.finish(lines));
        for (numbers, rows) in
            [(&mut self.discount, receipts), (&mut self.line_discount, lines), (&mut self.tax, lines)]
        {
            if !numbers.is_empty() {
                numbers.resize(rows, 0);
            }
        }
    }

    /// The columns, once they are finished.
    pub(super) fn columns(&self) -> Columns<'_> {
        fn said(numbers: &[i64]) -> Option<Numbers<'_>> {
            (!numbers.is_empty()).then_some(Numbers::I64(numbers))
        }
        Columns {
            offsets: &self.offsets,
            at: &self.at,
            id: None,
            member: None,
            store: self.store.coded(),
            channel: self.channel.coded(),
            coupons: self.coupons.coded(),
            companions: self.companions.coded(),
            tenders: self.tenders.coded(),
            discount: said(&self.discount),
            fields: self.fields.iter().map(Column::coded).collect(),
            amount: Numbers::I64(&self.amount),
            quantity: Some(Numbers::I64(&self.quantity)),
            quantity_decimals: QUANTITY_DECIMALS,
            measure: self.measure.coded(),
            sku: self.sku.coded(),
            name: self.name.coded(),
            category: self.category.coded(),
            brand: self.brand.coded(),
            labels: self.labels.coded(),
            line_discount: said(&self.line_discount),
            tax: said(&self.tax),
            line_fields: self.line_fields.iter().map(Column::coded).collect(),
        }
    }

    /// A purchase that the general reader has read.
    pub(super) fn purchase(&mut self, at: i64, purchase: &Purchase) {
        let row = self.at.len();
        self.store.say_value(row, &purchase.store, as_written);
        self.channel.say_value(row, &purchase.channel, as_written);
        self.coupons.say_value(row, &purchase.coupons, printed);
        self.companions.say_value(row, &purchase.companions, printed);
        self.tenders.say_value(row, &purchase.tenders, printed);
        number(&mut self.discount, row, purchase.discount);
        for (column, value) in self.fields.iter_mut().zip(&purchase.fields) {
            column.say_value(row, value, printed);
        }
        purchase.lines.iter().for_each(|line| self.line(line));
        self.receipt_ends(at);
    }

    fn line(&mut self, line: &Line) {
        let row = self.amount.len();
        let measure = line.measure.map(|MeasureId(id)| {
            // One that the programme does not know matches none, whatever its name.
            self.measures.get(id as usize).cloned().unwrap_or_else(|| "?".to_owned())
        });
        self.measure.say_value(row, &measure, as_written);
        self.sku.say_value(row, &line.sku, as_written);
        self.name.say_value(row, &line.name, as_written);
        self.category.say_value(row, &line.category, as_written);
        self.brand.say_value(row, &line.brand, as_written);
        self.labels.say_value(row, &line.labels, printed);
        for (column, value) in self.line_fields.iter_mut().zip(&line.fields) {
            column.say_value(row, value, printed);
        }
        self.line_ends(line.amount, line.quantity, line.discount, line.tax);
    }
}

/// Says a text that is written at `at`; gives where it ends.
#[inline]
fn say(
    column: &mut Texts,
    input: &[u8],
    at: usize,
    row: usize,
    check: impl Fn(&str) -> Option<String>,
) -> Option<usize> {
    let (end, _) = scan::text(input, at)?;
    let written = input.get(at..end)?;
    let value = || Some(Some(check(std::str::from_utf8(written).ok()?)?));
    column.say(row, written, value).then_some(end)
}

/// A number that most rows do not say.
fn number(column: &mut Vec<i64>, row: usize, value: i64) {
    if value != 0 {
        column.resize(row, 0);
        column.push(value);
    }
}

/// A set of texts as it is written.
fn labels(written: &[u8]) -> Option<Vec<String>> {
    let texts: Vec<String> = serde_json::from_slice(written).ok()?;
    if texts.len() > limits::LABELS {
        return None;
    }
    let mut texts = texts.iter().map(|text| plain_id(text)).collect::<Option<Vec<String>>>()?;
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
}

fn as_written(text: &Option<String>) -> Vec<u8> {
    text.clone().unwrap_or_default().into_bytes()
}

/// Any value as bytes that no other value has.
fn printed<T: std::fmt::Debug>(value: &T) -> Vec<u8> {
    format!("{value:?}").into_bytes()
}
