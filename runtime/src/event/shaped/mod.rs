//! Purchases from NDJSON straight into columns. Lines of one source look alike: the same names in the same order. So the reader learns
//! the shape of a line, follows it through the next ones, comparing what stands between the values byte by byte, and keeps of the
//! values what the programme reads. Every value is checked, read or not. Wherever a line leaves the shapes that are known, or holds
//! anything that is not plain, the general reader ([`Reader`]) takes over: what is accepted, what is refused and why is the same.

mod column;
mod keep;
mod scan;
mod shape;
#[cfg(test)]
mod tests;

use super::read::{InputError, ReadOptions, Reader, plain_id, plain_instant, plain_text};
use super::{Event, Purchase, Use, Wanted, What};
use crate::columns::Columns;
use crate::limits;
#[cfg(test)]
use column::Column;
use keep::{Kept, Names};
use scan::Days;
use shape::{LineText, Number, Quotes, Shape, Value, learn};
use treue_lang::programme::{Programme, QUANTITY_DECIMALS};

/// So many shapes of receipts, and of lines, are known at most.
const SHAPES: usize = 8;

/// Reads purchases of one programme into columns.
pub struct Shaped<'p> {
    programme: &'p Programme,
    reader: Reader<'p>,
    reads: Read,
    receipts: Vec<Shape>,
    lines: Vec<Shape>,
    days: Days,
    kept: Kept,
    /// Whether shapes are followed at all. Where measures count in others, sums over a receipt are left to the general reader.
    follows: bool,
    /// Lines that followed a shape, and others.
    followed: (u64, u64),
}

/// What of the texts is kept.
struct Read {
    store: bool,
    channel: bool,
    sku: bool,
    name: bool,
    category: bool,
    brand: bool,
    labels: bool,
    discount: bool,
    tax: bool,
}

/// Whether a text is one that events may have.
#[must_use]
pub fn is_text(text: &str) -> bool {
    plain_text(text).is_some()
}

/// Whether a text is one that names something.
#[must_use]
pub fn is_name(text: &str) -> bool {
    plain_id(text).is_some()
}

/// A decimal such as `12.50` in 10^-scale, if it is an amount that events may have.
#[must_use]
pub fn decimal(text: &str, scale: u8) -> Option<i64> {
    scan::decimal(text.as_bytes(), 0, scale, false)
        .filter(|(_, end)| *end == text.len())
        .map(|(value, _)| value)
}

/// An instant such as `2026-09-08T10:15:00+02:00`, seconds since 1970, if it is one that events may have.
#[must_use]
pub fn instant(text: &str) -> Option<i64> {
    plain_instant(text)
}

/// What a line of the input is that is no purchase.
pub type Other = Result<Event, Vec<InputError>>;

/// What is counted of a receipt while its lines are read.
#[derive(Default)]
struct Sums {
    charged: i64,
    before: i64,
    items: i64,
}

impl<'p> Shaped<'p> {
    /// For a programme.
    #[must_use]
    pub fn new(programme: &'p Programme, options: ReadOptions) -> Shaped<'p> {
        let wanted = Wanted::of(programme);
        let (event, line) = (|name| wanted.event(name) == Use::Read, |name| wanted.line(name) == Use::Read);
        Shaped {
            programme,
            reader: Reader::new(programme, options),
            reads: Read {
                store: event("store"),
                channel: event("channel"),
                sku: line("sku"),
                name: line("name"),
                category: line("category"),
                brand: line("brand"),
                labels: line("labels"),
                discount: line("discount"),
                tax: line("tax"),
            },
            receipts: Vec::new(),
            lines: Vec::new(),
            days: Days::default(),
            kept: Kept::new(programme),
            follows: programme.measures.iter().all(|(_, measure)| measure.counts.is_empty()),
            followed: (0, 0),
        }
    }

    /// The same, which also keeps under which id and by whom was bought.
    #[must_use]
    pub fn with_names(programme: &'p Programme, options: ReadOptions) -> Shaped<'p> {
        let mut shaped = Shaped::new(programme, options);
        shaped.kept.names = Some(Names::default());
        shaped
    }

    /// The id of a purchase that is kept, and its member, if there is one; nothing if names are not kept.
    #[must_use]
    pub fn name(&self, row: usize) -> Option<(&str, Option<&str>)> {
        self.kept.names.as_ref()?.get(row)
    }

    /// Reads the whole lines of a piece of input and keeps their purchases; gives how many bytes they take. What is no purchase, or
    /// wrong, goes to `other` with its position among the lines.
    pub fn read(&mut self, input: &[u8], mut other: impl FnMut(usize, Other)) -> usize {
        let plain = self.follows && std::str::from_utf8(input).is_ok();
        let (mut from, mut number) = (0, 0);
        while from < input.len() {
            if plain && let Some(end) = self.follow(input, from) {
                self.followed.0 += 1;
                (from, number) = (end, number + 1);
                continue;
            }
            let Some(length) = input.get(from..).and_then(|rest| rest.iter().position(|b| *b == b'\n'))
            else {
                break;
            };
            let line = input.get(from..from + length).unwrap_or_default();
            if !line.trim_ascii().is_empty() {
                self.followed.1 += 1;
                self.general(line, |event| other(number, event));
            }
            (from, number) = (from + length + 1, number + 1);
        }
        from
    }

    /// How many lines followed a shape that was known, and how many the general reader took.
    #[must_use]
    pub fn followed(&self) -> (u64, u64) {
        self.followed
    }

    /// How many purchases are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.at.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.at.is_empty()
    }

    /// Forgets the purchases; keeps what was learnt, and the dictionaries.
    pub fn clear(&mut self) {
        self.kept.clear();
    }

    /// The purchases that are kept, as columns.
    pub fn columns(&mut self) -> Columns<'_> {
        self.kept.finish();
        self.kept.columns()
    }

    fn general(&mut self, line: &[u8], other: impl FnOnce(Other)) {
        match self.reader.event(line) {
            Ok(Event { id, member, at, what: What::Purchase(purchase), .. }) => {
                self.kept.names(id.as_bytes(), member.as_deref().unwrap_or_default().as_bytes());
                self.kept.purchase(at, &purchase);
                self.learn(line, &purchase);
            }
            event @ (Ok(_) | Err(_)) => other(event),
        }
    }

    fn learn(&mut self, line: &[u8], purchase: &Purchase) {
        let plain = purchase.fields.iter().all(Option::is_none);
        let learnt = learn(line.trim_ascii_end(), &self.programme.currency.code).filter(|_| plain);
        let Some((receipt, lines)) = learnt else { return };
        for (known, new) in [(&mut self.receipts, vec![receipt]), (&mut self.lines, lines)] {
            for shape in new {
                if known.len() < SHAPES && !known.contains(&shape) {
                    known.push(shape);
                }
            }
        }
    }

    /// Follows a shape that is known through the line that starts at `from`; gives where the next one starts. If that does not
    /// work, nothing is kept.
    fn follow(&mut self, input: &[u8], from: usize) -> Option<usize> {
        let mark = self.kept.mark();
        for shape in 0..self.receipts.len() {
            let end = self.receipt(input, from, shape).and_then(|at| match input.get(at) {
                Some(b'\n') => Some(at + 1),
                Some(b'\r') if input.get(at + 1) == Some(&b'\n') => Some(at + 2),
                Some(_) | None => None,
            });
            match end {
                Some(end) if end - from <= limits::EVENT_BYTES => {
                    self.receipts.swap(0, shape);
                    return Some(end);
                }
                Some(_) | None => self.kept.take_back(mark),
            }
        }
        None
    }

    fn receipt(&mut self, input: &[u8], from: usize, shape: usize) -> Option<usize> {
        let mut at = from;
        let (mut id, mut member) = (0..0, 0..0);
        let mut instant = None;
        let row = self.kept.at.len();
        let mut step = 0;
        while let Some((literal, value)) = self.receipts.get(shape)?.steps.get(step) {
            at = passes(input, at, literal)?;
            at = match value {
                Value::Id => {
                    id = at..name(input, at)?;
                    id.end
                }
                Value::Member => {
                    member = at..name(input, at)?;
                    member.end
                }
                Value::At => {
                    let (seconds, end) = self.days.instant(input, at)?;
                    instant = Some(seconds);
                    end
                }
                Value::Store if self.reads.store => self.kept.store(input, at, row)?,
                Value::Channel if self.reads.channel => self.kept.channel(input, at, row)?,
                Value::Store | Value::Channel => name(input, at)?,
                Value::Lines => self.all_lines(input, at)?,
                Value::Text(_) | Value::Measure | Value::Labels | Value::Number(..) => return None,
            };
            step += 1;
        }
        at = passes(input, at, &self.receipts.get(shape)?.end)?;
        self.kept.names(input.get(id)?, input.get(member)?);
        self.kept.receipt_ends(instant?);
        Some(at)
    }

    fn all_lines(&mut self, input: &[u8], from: usize) -> Option<usize> {
        let mut sums = Sums::default();
        let mut at = from;
        let first = self.kept.amount.len();
        while input.get(at) != Some(&b']') {
            at = self.any_line(input, at, &mut sums)?;
            match input.get(at)? {
                b',' if input.get(at + 1) == Some(&b'{') => at += 1,
                b']' => {}
                _ => return None,
            }
        }
        let fits = self.kept.amount.len() - first <= limits::LINES
            && sums.charged.max(sums.before) <= self.programme.receipt_ceiling
            && sums.items <= limits::AMOUNT;
        fits.then_some(at)
    }

    fn any_line(&mut self, input: &[u8], from: usize, sums: &mut Sums) -> Option<usize> {
        let row = self.kept.amount.len();
        for shape in 0..self.lines.len() {
            if let Some(end) = self.line(input, from, shape, sums) {
                self.lines.swap(0, shape);
                return Some(end);
            }
            self.kept.take_back_line(row);
        }
        None
    }

    fn line(&mut self, input: &[u8], from: usize, shape: usize, sums: &mut Sums) -> Option<usize> {
        let decimals = self.programme.currency.decimals;
        let row = self.kept.amount.len();
        let (mut at, mut amount, mut quantity, mut discount, mut tax) = (from, None, 1_000, 0, 0);
        for (literal, value) in &self.lines.get(shape)?.steps {
            at = passes(input, at, literal)?;
            at = match value {
                Value::Text(which) => {
                    let read = match which {
                        LineText::Sku => self.reads.sku,
                        LineText::Name => self.reads.name,
                        LineText::Category => self.reads.category,
                        LineText::Brand => self.reads.brand,
                    };
                    if read { self.kept.text(*which, input, at, row)? } else { a_text(input, at)? }
                }
                Value::Measure => self.kept.measure(input, at, row)?,
                Value::Labels => self.kept.labels(input, at, row, self.reads.labels)?,
                Value::Number(which, quotes) => {
                    let bare = *quotes == Quotes::Bare;
                    let scale = if *which == Number::Quantity { QUANTITY_DECIMALS } else { decimals };
                    let (number, end) = scan::decimal(input, at, scale, bare)?;
                    match which {
                        Number::Amount => amount = Some(number),
                        Number::Quantity => quantity = number,
                        Number::Discount => discount = number,
                        Number::Tax => tax = number,
                    }
                    end
                }
                Value::Id | Value::Member | Value::At | Value::Store | Value::Channel | Value::Lines => {
                    return None;
                }
            };
        }
        at = passes(input, at, &self.lines.get(shape)?.end)?;
        let amount = amount?;
        let contained = tax == 0 || (tax.abs() <= amount.abs() && tax.signum() == amount.signum());
        // Sums of as many lines as a receipt may have stay far below 63 bits; more lines are refused at its end.
        if discount < 0 || !contained {
            return None;
        }
        sums.charged = sums.charged.saturating_add(amount.abs());
        sums.before = sums.before.saturating_add((amount + discount).abs());
        sums.items = sums.items.saturating_add(quantity.abs());
        let discount = if self.reads.discount { discount } else { 0 };
        self.kept.line_ends(amount, quantity, discount, if self.reads.tax { tax } else { 0 });
        Some(at)
    }
}

/// Behind a literal, if it stands here.
#[inline]
fn passes(input: &[u8], at: usize, literal: &[u8]) -> Option<usize> {
    let end = at + literal.len();
    (input.get(at..end)? == literal).then_some(end)
}

/// Where a text ends of which nothing is kept.
fn a_text(input: &[u8], at: usize) -> Option<usize> {
    let (end, plain) = scan::text(input, at)?;
    (plain || good(input, at, end).is_some()).then_some(end)
}

/// The same of a text that may not be empty.
fn name(input: &[u8], at: usize) -> Option<usize> {
    a_text(input, at).filter(|end| *end > at)
}

/// A text that may hold any characters but control characters.
fn good(input: &[u8], from: usize, to: usize) -> Option<&str> {
    let text = std::str::from_utf8(input.get(from..to)?).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}
