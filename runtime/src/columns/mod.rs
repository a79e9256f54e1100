//! Purchases as columns: what a batch is made of, and what comes out of it.
//!
//! A text stands once in a dictionary, and the column holds codes, positions in the dictionary; so do sets of labels and declared
//! fields. Numbers are exact whole numbers of smallest units. A [`Batch`] borrows its columns, and exists only of columns that fit
//! together and that the programme takes: everything that a reader of single events would refuse is an error here.

mod alone;
mod check;
mod chosen;
mod error;
mod event;
mod gather;
mod points;
mod visits;

pub use alone::alone;
pub use chosen::Chosen;
pub use error::BatchError;
pub use gather::Gathered;
pub use points::{Awards, Given, Points, Row, Totals};
pub use visits::{Names, Visit, Visits};

use crate::event::Tender;
use std::sync::Arc;
use treue_lang::programme::{FieldValue, Programme};

/// Positions in a dictionary, one for each row.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "named after the width")]
pub enum Codes<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    /// As Arrow has them; none may be below 0.
    I32(&'a [i32]),
}

/// Whole numbers, one for each row.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "named after the width")]
pub enum Numbers<'a> {
    I32(&'a [i32]),
    I64(&'a [i64]),
}

/// A column of codes with its dictionary. A dictionary that is shared by many batches is looked at once.
#[derive(Clone, Debug)]
pub struct Coded<'a, T> {
    /// The dictionary.
    pub values: Arc<[T]>,
    /// Positions in it.
    pub codes: Codes<'a>,
}

/// A column of texts; `None` in the dictionary is a missing one.
pub type Texts<'a> = Coded<'a, Option<String>>;
/// A column of sets of texts, each sorted and without repeats.
pub type Sets<'a> = Coded<'a, Vec<String>>;
/// A column of a declared field; `None` in the dictionary is a missing one.
pub type Field<'a> = Coded<'a, Option<FieldValue>>;

/// The columns of a batch, as somebody has them. A column that is `None` is missing in every row.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    /// Where the lines of each receipt start; one more at the end. The first is 0.
    pub offsets: &'a [u32],
    /// The instants of the receipts, seconds since 1970-01-01T00:00:00Z.
    pub at: &'a [i64],
    /// Ids of the receipts; asked for where they are booked by a programme that remembers.
    pub id: Option<Texts<'a>>,
    /// Who bought, by id; asked for where receipts are booked. A missing one is a guest.
    pub member: Option<Texts<'a>>,
    /// Stores.
    pub store: Option<Texts<'a>>,
    /// Channels.
    pub channel: Option<Texts<'a>>,
    /// Coupons.
    pub coupons: Option<Sets<'a>>,
    /// Members who share, in their order, without repeats.
    pub companions: Option<Sets<'a>>,
    /// How it was paid.
    pub tenders: Option<Coded<'a, Vec<Tender>>>,
    /// Discounts on whole receipts, not yet in the lines; smallest currency units.
    pub discount: Option<Numbers<'a>>,
    /// Declared receipt fields, by position.
    pub fields: Vec<Option<Field<'a>>>,
    /// What was charged for each line, smallest currency units.
    pub amount: Numbers<'a>,
    /// Quantities; one if there are none.
    pub quantity: Option<Numbers<'a>>,
    /// Decimals of the quantities, 0 to 3.
    pub quantity_decimals: u8,
    /// Measures of the quantities, by name; items where it is missing.
    pub measure: Option<Texts<'a>>,
    /// Stock keeping units.
    pub sku: Option<Texts<'a>>,
    /// Names of goods.
    pub name: Option<Texts<'a>>,
    /// Categories.
    pub category: Option<Texts<'a>>,
    /// Brands.
    pub brand: Option<Texts<'a>>,
    /// Labels.
    pub labels: Option<Sets<'a>>,
    /// Discounts of lines, already taken off.
    pub line_discount: Option<Numbers<'a>>,
    /// Tax in the amounts.
    pub tax: Option<Numbers<'a>>,
    /// Declared line fields, by position.
    pub line_fields: Vec<Option<Field<'a>>>,
}

/// Purchases as columns, checked against a programme.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    programme: Arc<Programme>,
    columns: Columns<'a>,
    facts: Facts,
}

/// What is known of all rows together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Lines of the receipt with most of them.
    pub(crate) longest: usize,
    /// The largest size of an amount of a line.
    pub(crate) amount: u64,
    /// Whether an amount or a quantity is below 0.
    pub(crate) negative: bool,
    /// The largest size of a quantity, at the column's decimals.
    pub(crate) quantity: u64,
    /// Whether a receipt has a discount of its own.
    pub(crate) discounts: bool,
    /// The earliest and the latest instant.
    pub(crate) instants: (i64, i64),
}

impl<'a> Batch<'a> {
    /// Checks columns against a programme.
    ///
    /// # Errors
    /// The first thing that is wrong with them, with its place.
    pub fn new(programme: &Arc<Programme>, columns: Columns<'a>) -> Result<Batch<'a>, BatchError> {
        let facts = check::check(programme, &columns)?;
        Ok(Batch { programme: Arc::clone(programme), columns, facts })
    }

    /// How many receipts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.at.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.at.is_empty()
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &Columns<'a> {
        &self.columns
    }

    /// The programme it was checked against.
    #[must_use]
    pub fn programme(&self) -> &Arc<Programme> {
        &self.programme
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl Codes<'_> {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
            Codes::I32(codes) => codes.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<usize> {
        match self {
            Codes::U8(codes) => codes.get(row).map(|code| usize::from(*code)),
            Codes::U16(codes) => codes.get(row).map(|code| usize::from(*code)),
            Codes::U32(codes) => codes.get(row).and_then(|code| usize::try_from(*code).ok()),
            Codes::I32(codes) => codes.get(row).and_then(|code| usize::try_from(*code).ok()),
        }
    }

    /// The largest code; `None` if one is below 0.
    pub(crate) fn most(&self) -> Option<usize> {
        Some(match self {
            Codes::U8(codes) => codes.iter().fold(0, |most, code| most.max(*code)).into(),
            Codes::U16(codes) => codes.iter().fold(0, |most, code| most.max(*code)).into(),
            Codes::U32(codes) => usize::try_from(codes.iter().fold(0, |most, code| most.max(*code))).ok()?,
            Codes::I32(codes) => {
                let (least, most) =
                    codes.iter().fold((0, 0), |(l, m): (i32, i32), code| (l.min(*code), m.max(*code)));
                usize::try_from(most).ok().filter(|_| least >= 0)?
            }
        })
    }
}

impl Numbers<'_> {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Numbers::I32(numbers) => numbers.len(),
            Numbers::I64(numbers) => numbers.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i64> {
        match self {
            Numbers::I32(numbers) => numbers.get(row).map(|n| i64::from(*n)),
            Numbers::I64(numbers) => numbers.get(row).copied(),
        }
    }

    /// The smallest and the largest; 0 is always among them.
    pub(crate) fn range(&self) -> (i64, i64) {
        match self {
            Numbers::I32(numbers) => {
                let (least, most) =
                    numbers.iter().fold((0, 0), |(l, m): (i32, i32), n| (l.min(*n), m.max(*n)));
                (i64::from(least), i64::from(most))
            }
            Numbers::I64(numbers) => {
                numbers.iter().fold((0, 0), |(l, m): (i64, i64), n| (l.min(*n), m.max(*n)))
            }
        }
    }
}

impl<T> Coded<'_, T> {
    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.values.get(self.codes.get(row)?)
    }
}
