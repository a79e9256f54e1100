//! What is asked of one value of a dictionary: once for each value, whatever the number of lines that have it.

use crate::columns::{Coded, Codes, Columns};
use crate::event::Tender;
use std::sync::Arc;
use treue_lang::programme::{
    Comparison, FieldId, FieldOwner, FieldValue, LineText, MeasureId, Programme, TextTest, Texts,
};

/// A column of codes, of lines or of receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Line(LineText),
    Measure,
    Receipt(Texts),
    Field(FieldId),
}

/// Something asked of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    /// A category, or below it in the tree.
    Category(TextTest),
    /// A text, or one of several.
    Text(TextTest),
    /// Yes; the value to take when it is missing.
    Flag(bool),
    /// Anything that is written.
    Present,
    /// This measure; none for items.
    Measure(Option<MeasureId>),
    /// A number times a factor against another; what a missing one counts as.
    Number { missing: Option<i64>, times: i64, how: Comparison, other: i128 },
}

/// A dictionary with its codes, whatever it holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'c, 'a> {
    Texts(&'c Coded<'a, Option<String>>),
    Sets(&'c Coded<'a, Vec<String>>),
    Tenders(&'c Coded<'a, Vec<Tender>>),
    Fields(&'c Coded<'a, Option<FieldValue>>),
}

/// A dictionary that was looked at; it is kept, so that nothing else can stand at its place.
#[derive(Clone, Debug)]
pub(super) enum Pinned {
    Texts(Arc<[Option<String>]>),
    Sets(Arc<[Vec<String>]>),
    Tenders(Arc<[Vec<Tender>]>),
    Fields(Arc<[Option<FieldValue>]>),
}

/// A value of a dictionary.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry<'v> {
    /// There is no such column.
    Missing,
    Text(Option<&'v str>),
    Set(&'v [String]),
    Tenders(&'v [Tender]),
    Field(Option<&'v FieldValue>),
}

impl Column {
    /// The column in a batch.
    pub(super) fn of<'c, 'a>(
        self,
        programme: &Programme,
        columns: &'c Columns<'a>,
    ) -> Option<Source<'c, 'a>> {
        let texts = |column: &'c Option<_>| column.as_ref().map(Source::Texts);
        let sets = |column: &'c Option<_>| column.as_ref().map(Source::Sets);
        match self {
            Column::Line(LineText::Category) => texts(&columns.category),
            Column::Line(LineText::Brand) => texts(&columns.brand),
            Column::Line(LineText::Sku) => texts(&columns.sku),
            Column::Line(LineText::Name) => texts(&columns.name),
            Column::Line(LineText::Label) => sets(&columns.labels),
            Column::Measure => texts(&columns.measure),
            Column::Receipt(Texts::Channel) => texts(&columns.channel),
            Column::Receipt(Texts::Store) => texts(&columns.store),
            Column::Receipt(Texts::Coupon) => sets(&columns.coupons),
            Column::Receipt(Texts::PaidBy) => columns.tenders.as_ref().map(Source::Tenders),
            Column::Field(id) | Column::Line(LineText::Field(id)) | Column::Receipt(Texts::Field(id)) => {
                let field = programme.fields.get(id)?;
                let of_owner = match field.owner {
                    FieldOwner::Receipt => &columns.fields,
                    FieldOwner::Line => &columns.line_fields,
                    FieldOwner::Member => return None,
                };
                of_owner.get(field.position)?.as_ref().map(Source::Fields)
            }
        }
    }

    /// Fields are one column, by whatever name they were asked for.
    pub(super) fn plain(self) -> Column {
        match self {
            Column::Line(LineText::Field(id)) | Column::Receipt(Texts::Field(id)) => Column::Field(id),
            Column::Line(_) | Column::Measure | Column::Receipt(_) | Column::Field(_) => self,
        }
    }
}

impl<'c> Source<'c, '_> {
    pub(super) fn codes(self) -> Codes<'c> {
        match self {
            Source::Texts(coded) => coded.codes,
            Source::Sets(coded) => coded.codes,
            Source::Tenders(coded) => coded.codes,
            Source::Fields(coded) => coded.codes,
        }
    }

    /// Values of the dictionary.
    pub(super) fn len(self) -> usize {
        match self {
            Source::Texts(coded) => coded.values.len(),
            Source::Sets(coded) => coded.values.len(),
            Source::Tenders(coded) => coded.values.len(),
            Source::Fields(coded) => coded.values.len(),
        }
    }

    pub(super) fn entry(self, at: usize) -> Entry<'c> {
        match self {
            Source::Texts(coded) => Entry::Text(coded.values.get(at).and_then(|text| text.as_deref())),
            Source::Sets(coded) => Entry::Set(coded.values.get(at).map(Vec::as_slice).unwrap_or_default()),
            Source::Tenders(coded) => {
                Entry::Tenders(coded.values.get(at).map(Vec::as_slice).unwrap_or_default())
            }
            Source::Fields(coded) => Entry::Field(coded.values.get(at).and_then(Option::as_ref)),
        }
    }

    pub(super) fn pin(self) -> Pinned {
        match self {
            Source::Texts(coded) => Pinned::Texts(Arc::clone(&coded.values)),
            Source::Sets(coded) => Pinned::Sets(Arc::clone(&coded.values)),
            Source::Tenders(coded) => Pinned::Tenders(Arc::clone(&coded.values)),
            Source::Fields(coded) => Pinned::Fields(Arc::clone(&coded.values)),
        }
    }

    /// Whether it is the dictionary that was looked at.
    pub(super) fn is(self, pinned: &Pinned) -> bool {
        match (self, pinned) {
            (Source::Texts(coded), Pinned::Texts(values)) => Arc::ptr_eq(&coded.values, values),
            (Source::Sets(coded), Pinned::Sets(values)) => Arc::ptr_eq(&coded.values, values),
            (Source::Tenders(coded), Pinned::Tenders(values)) => Arc::ptr_eq(&coded.values, values),
            (Source::Fields(coded), Pinned::Fields(values)) => Arc::ptr_eq(&coded.values, values),
            (Source::Texts(_) | Source::Sets(_) | Source::Tenders(_) | Source::Fields(_), _) => false,
        }
    }
}

impl Atom {
    /// Whether it holds of a value; `default` is what a missing field is declared to be.
    pub(super) fn holds(
        &self,
        programme: &Programme,
        entry: Entry<'_>,
        default: Option<&FieldValue>,
    ) -> bool {
        let field = match entry {
            Entry::Field(value) => value.or(default),
            Entry::Missing => default,
            Entry::Text(_) | Entry::Set(_) | Entry::Tenders(_) => None,
        };
        match self {
            Atom::Category(test) => text_is(entry, field, test, in_category),
            Atom::Text(test) => text_is(entry, field, test, |text, test| named(test, text)),
            Atom::Flag(missing) => match field {
                Some(FieldValue::YesNo(yes)) => *yes,
                Some(FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => *missing,
            },
            Atom::Present => matches!(entry, Entry::Field(Some(_))),
            Atom::Measure(measure) => {
                let name = measure.and_then(|m| programme.measures.get(m)).map(|m| m.name.as_str());
                match entry {
                    Entry::Text(text) => text == name && (measure.is_none() || name.is_some()),
                    Entry::Missing => measure.is_none(),
                    Entry::Set(_) | Entry::Tenders(_) | Entry::Field(_) => false,
                }
            }
            Atom::Number { missing, times, how, other } => {
                let number = match field {
                    Some(FieldValue::Number(number)) => Some(*number),
                    Some(FieldValue::Date(day)) => Some(i64::from(day.0)),
                    Some(FieldValue::Text(_) | FieldValue::YesNo(_)) | None => *missing,
                };
                number.is_some_and(|n| compares(i128::from(n) * i128::from(*times), *how, *other))
            }
        }
    }
}

/// How two numbers compare.
pub(super) fn compares(left: i128, how: Comparison, right: i128) -> bool {
    match how {
        Comparison::Is => left == right,
        Comparison::IsNot => left != right,
        Comparison::AtLeast => left >= right,
        Comparison::AtMost => left <= right,
        Comparison::Above => left > right,
        Comparison::Below => left < right,
    }
}

fn text_is(
    entry: Entry<'_>,
    field: Option<&FieldValue>,
    test: &TextTest,
    is: impl Fn(&str, &TextTest) -> bool,
) -> bool {
    let missing = || test.missing.as_deref().is_some_and(|text| is(text, test));
    match entry {
        Entry::Text(Some(text)) => is(text, test),
        Entry::Set(texts) if !texts.is_empty() => texts.iter().any(|text| is(text, test)),
        Entry::Tenders(tenders) if !tenders.is_empty() => tenders.iter().any(|t| is(&t.kind, test)),
        Entry::Field(_) | Entry::Missing => match field {
            Some(FieldValue::Text(text)) => is(text, test),
            Some(FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => missing(),
        },
        Entry::Text(None) | Entry::Set(_) | Entry::Tenders(_) => missing(),
    }
}

fn named(test: &TextTest, text: &str) -> bool {
    test.values.binary_search_by(|value| value.as_str().cmp(text)).is_ok()
}

fn in_category(text: &str, test: &TextTest) -> bool {
    named(test, text)
        || text
            .char_indices()
            .any(|(at, c)| c == '/' && text.get(..at).is_some_and(|above| named(test, above)))
}
