//! What a note keeps beside its decision, so that a return can decide a receipt again: the facts of the receipt that
//! the programme reads, the readings of step 5, and what was booked in tracks; of a redemption the lots it burned.
//! Written by hand like decisions: what is usual takes few bytes, what is zero or missing none.

pub(crate) use super::noting::{write_facts, write_readings};
pub use super::noting::{write_receipt, write_spent};
use super::numbers::Reader;
use super::{Clock, Lot, Reached, Standing};
use crate::event::{Line, Purchase, Tender};
use treue_lang::programme::{FieldValue, MeasureId, PartnerId, TiersId, TrackId, UnitId};
use treue_lang::time::Day;

pub(super) const RECEIPT: u8 = 1;
pub(super) const SPENT: u8 = 2;
/// A receipt with levels of earlier days.
pub(super) const RECEIPT_PAST: u8 = 3;
/// A receipt with texts that were new, and perhaps levels of earlier days.
pub(super) const RECEIPT_TEXTS: u8 = 4;
/// The same, and when levels were reached.
pub(super) const RECEIPT_REACHED: u8 = 5;

/// Which columns of a line are written.
pub(super) mod columns {
    pub(in crate::state) const SKU: u8 = 1;
    pub(in crate::state) const NAME: u8 = 2;
    pub(in crate::state) const CATEGORY: u8 = 4;
    pub(in crate::state) const BRAND: u8 = 8;
    pub(in crate::state) const LABELS: u8 = 16;
    /// The quantity, where it is not one item.
    pub(in crate::state) const QUANTITY: u8 = 32;
    pub(in crate::state) const MEASURE: u8 = 64;
    /// Discount, tax and declared fields, of which one is not zero or missing.
    pub(in crate::state) const MORE: u8 = 128;
}

/// One item, in thousandths.
pub(super) const ONE: i64 = 1_000;

/// The readings of step 5, before an event.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The day that the event books into.
    pub day: Day,
    /// By `TrackId`; values beyond 64 bits count as the nearest that fits.
    pub tracks: &'a [i64],
    /// The level that counts and how it is held, by `TiersId`: [`Standing::noted`].
    pub levels: &'a [u8],
    /// The same as earlier days ended that decide for rules, oldest first.
    pub past: &'a [(Day, Vec<u8>)],
    /// When levels were reached, in the order of `levels` and then of each of `past`; empty where nobody asks.
    pub reached: &'a [Reached],
    /// What can be spent, by `UnitId`.
    pub available: &'a [i64],
    /// Texts of the receipt that no event of the window had brought before, by track of different texts; of tracks with any.
    pub news: &'a [News],
    /// Whether nothing was bought before.
    pub first_purchase: bool,
    /// The day of joining, and of the latest purchase.
    pub days: [Option<Day>; 2],
    /// Member fields by position.
    pub fields: &'a [Option<FieldValue>],
}

/// Texts that were new for a track.
pub type News = (TrackId, Vec<String>);

/// A receipt as it was noted.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptNote {
    /// The day that it booked into.
    pub day: Day,
    /// The receipt; what the programme does not read is missing or zero, but for quantities.
    pub purchase: Purchase,
    /// Track readings before it, by `TrackId`.
    pub tracks: Vec<i64>,
    /// Levels that counted and how they were held, by `TiersId`: [`Standing::of_note`].
    pub levels: Vec<u8>,
    /// The same as earlier days ended that decide for rules, oldest first.
    pub past: Vec<(Day, Vec<u8>)>,
    /// When levels were reached, in the order of `levels` and then of each of `past`; empty where nobody asks.
    pub reached: Vec<Reached>,
    /// What could be spent, by `UnitId`.
    pub available: Vec<i64>,
    /// Its texts that no event of the window had brought before, by track of different texts; of tracks with any.
    pub news: Vec<News>,
    /// Whether nothing was bought before.
    pub first_purchase: bool,
    /// The day of joining, and of the latest purchase before it.
    pub days: [Option<Day>; 2],
    /// Member fields by position.
    pub fields: Vec<Option<FieldValue>>,
    /// What it booked, by `TrackId`.
    pub booked: Vec<i64>,
}

/// A redemption as it was noted.
#[derive(Clone, Debug, PartialEq)]
pub struct SpentNote {
    /// The day of the redemption.
    pub day: Day,
    /// The id of the receipt that it pays, if it names one.
    pub receipt: Option<String>,
    /// The lots it burned, with how much of each, in burn order.
    pub lots: Vec<Lot>,
}

/// What a note keeps beside its decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Nothing: it cannot be returned.
    None,
    /// A receipt.
    Receipt(Box<ReceiptNote>),
    /// A redemption.
    Spent(SpentNote),
}

/// A record that was written; `None` if these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Record> {
    let mut from = Reader(bytes);
    if bytes.is_empty() {
        return Some(Record::None);
    }
    match from.bytes()? {
        [kind @ (RECEIPT | RECEIPT_PAST | RECEIPT_TEXTS | RECEIPT_REACHED)] => {
            Some(Record::Receipt(Box::new(read_receipt(&mut from, kind)?)))
        }
        [SPENT] => {
            let (day, receipt) = (from.day()?, read_optional(&mut from)?);
            let lots = (0..from.unsigned()?).map(|_| read_lot(&mut from)).collect::<Option<_>>()?;
            Some(Record::Spent(SpentNote { day, receipt, lots }))
        }
        [_] => None,
    }
}

/// Whether a record is of a receipt (otherwise of a redemption), and its day; `None` for others.
pub(super) fn kind(bytes: &[u8]) -> Option<(bool, Day)> {
    let mut from = Reader(bytes);
    match from.bytes()? {
        [RECEIPT | RECEIPT_PAST | RECEIPT_TEXTS | RECEIPT_REACHED] => Some((true, from.day()?)),
        [SPENT] => Some((false, from.day()?)),
        [_] => None,
    }
}

/// Whether a record is of a redemption that names this receipt.
pub(super) fn pays(bytes: &[u8], receipt: &str) -> bool {
    let mut from = Reader(bytes);
    let is_spent = from.bytes::<1>() == Some([SPENT]);
    is_spent && from.day().is_some() && from.byte() == Some(1) && from.text() == Some(receipt)
}

fn read_receipt(from: &mut Reader<'_>, kind: u8) -> Option<ReceiptNote> {
    let day = from.day()?;
    let news = if matches!(kind, RECEIPT_TEXTS | RECEIPT_REACHED) {
        (0..from.unsigned()?)
            .map(|_| Some((TrackId(from.small()?), read_texts(from)?)))
            .collect::<Option<_>>()?
    } else {
        Vec::new()
    };
    let past = if kind != RECEIPT {
        (0..from.unsigned()?).map(|_| Some((from.day()?, read_levels(from)?))).collect::<Option<_>>()?
    } else {
        Vec::new()
    };
    let reached = if kind == RECEIPT_REACHED {
        (0..from.unsigned()?).map(|_| read_reached(from)).collect::<Option<_>>()?
    } else {
        Vec::new()
    };
    let (tracks, booked, available) = (read_sparse(from)?, read_sparse(from)?, read_sparse(from)?);
    let levels = read_levels(from)?;
    let first_purchase = from.byte()? == 1;
    let days = [read_optional_day(from)?, read_optional_day(from)?];
    let member_fields = read_fields(from)?;
    let (store, channel) = (read_optional(from)?, read_optional(from)?);
    let (coupons, companions) = (read_texts(from)?, read_texts(from)?);
    let tender =
        |from: &mut Reader<'_>| Some(Tender { kind: from.text()?.to_owned(), amount: from.signed()? });
    let tenders = (0..from.unsigned()?).map(|_| tender(from)).collect::<Option<_>>()?;
    let discount = from.signed()?;
    let fields = read_fields(from)?;
    let lines = (0..from.unsigned()?).map(|_| read_line(from)).collect::<Option<_>>()?;
    let purchase = Purchase { store, channel, coupons, companions, discount, tenders, fields, lines };
    Some(ReceiptNote {
        day,
        purchase,
        tracks,
        levels,
        past,
        reached,
        available,
        news,
        first_purchase,
        days,
        fields: member_fields,
        booked,
    })
}

fn read_levels(from: &mut Reader<'_>) -> Option<Vec<u8>> {
    (0..from.unsigned()?).map(|_| from.byte()).collect()
}

fn read_reached(from: &mut Reader<'_>) -> Option<Reached> {
    let count = from.unsigned()?;
    let days = (0..count).map(|_| i32::try_from(from.signed()?).ok()).collect::<Option<Vec<_>>>()?;
    Reached::of_days(&days)
}

impl ReceiptNote {
    /// The standing that counted in a structure; as an earlier day ended, where that was noted.
    #[must_use]
    pub fn standing(&self, tiers: TiersId, on: Option<Day>) -> Standing {
        let past = on.and_then(|on| self.past.iter().position(|(day, _)| *day == on));
        let standings = self.standings(past);
        standings.into_iter().nth(tiers.0 as usize).unwrap_or_default()
    }

    /// All standings that counted; as an earlier day ended, by its place in `past`.
    #[must_use]
    pub fn standings(&self, past: Option<usize>) -> Vec<Standing> {
        let levels = past.and_then(|at| self.past.get(at)).map_or(&self.levels, |(_, levels)| levels);
        let before = past.map_or(0, |at| self.levels.len().saturating_mul(at.saturating_add(1)));
        let reached = self.reached.iter().skip(before).copied().chain(std::iter::repeat(Reached::default()));
        let standing = |(noted, reached): (&u8, Reached)| Standing { reached, ..Standing::of_note(*noted) };
        levels.iter().zip(reached).map(standing).collect()
    }
}

fn read_line(from: &mut Reader<'_>) -> Option<Line> {
    let written = from.byte()?;
    let holds = |flag: u8| written & flag != 0;
    let amount = from.signed()?;
    let mut column = |flag| if holds(flag) { Some(Some(from.text()?.to_owned())) } else { Some(None) };
    let (sku, name) = (column(columns::SKU)?, column(columns::NAME)?);
    let (category, brand) = (column(columns::CATEGORY)?, column(columns::BRAND)?);
    let labels = if holds(columns::LABELS) { read_texts(from)? } else { Vec::new() };
    let quantity = if holds(columns::QUANTITY) { from.signed()? } else { ONE };
    let measure = if holds(columns::MEASURE) { Some(MeasureId(from.small()?)) } else { None };
    let (discount, tax, fields) = if holds(columns::MORE) {
        (from.signed()?, from.signed()?, read_fields(from)?)
    } else {
        (0, 0, vec![None; positions(from)?])
    };
    Some(Line { sku, name, category, brand, labels, quantity, measure, amount, discount, tax, fields })
}

fn read_lot(from: &mut Reader<'_>) -> Option<Lot> {
    let unit = UnitId(from.small()?);
    let expires = read_optional_day(from)?;
    let (earned, available) = (from.day()?, from.day()?);
    let payer = from.small()?.checked_sub(1).map(PartnerId);
    let points = from.signed()?;
    let clock = match from.byte()? {
        0 => None,
        _ => Some(Clock {
            line: from.small()?,
            start: from.day()?,
            paused: i32::try_from(from.signed()?).ok()?,
        }),
    };
    Some(Lot { unit, expires, earned, available, payer, clock, awaits: None, points })
}

/// How many positions follow; no programme has more than this of anything.
fn positions(from: &mut Reader<'_>) -> Option<usize> {
    const MOST: usize = 1 << 24;
    usize::try_from(from.unsigned()?).ok().filter(|count| *count <= MOST)
}

fn read_sparse(from: &mut Reader<'_>) -> Option<Vec<i64>> {
    let mut numbers = vec![0; positions(from)?];
    let mut next = 0usize;
    loop {
        let distance = usize::try_from(from.unsigned()?).ok()?;
        let Some(skipped) = distance.checked_sub(1) else { return Some(numbers) };
        let at = next.checked_add(skipped)?;
        *numbers.get_mut(at)? = from.signed()?;
        next = at + 1;
    }
}

fn read_fields(from: &mut Reader<'_>) -> Option<Vec<Option<FieldValue>>> {
    let mut values = vec![None; positions(from)?];
    loop {
        let Some(at) = usize::try_from(from.unsigned()?).ok()?.checked_sub(1) else { return Some(values) };
        let value = match from.byte()? {
            0 => FieldValue::Text(from.text()?.to_owned()),
            1 => FieldValue::YesNo(false),
            2 => FieldValue::YesNo(true),
            3 => FieldValue::Number(from.signed()?),
            4 => FieldValue::Date(from.day()?),
            _ => return None,
        };
        *values.get_mut(at)? = Some(value);
    }
}

fn read_optional_day(from: &mut Reader<'_>) -> Option<Option<Day>> {
    Some(if from.byte()? == 1 { Some(from.day()?) } else { None })
}

fn read_optional(from: &mut Reader<'_>) -> Option<Option<String>> {
    if from.byte()? == 1 { Some(Some(from.text()?.to_owned())) } else { Some(None) }
}

fn read_texts(from: &mut Reader<'_>) -> Option<Vec<String>> {
    (0..from.unsigned()?).map(|_| from.text().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Reads;
    use treue_lang::programme::LevelId;

    #[test]
    fn a_receipt_comes_back() {
        let all = Reads {
            store: true,
            coupons: true,
            companions: true,
            tenders: true,
            receipt_discount: true,
            amount: true,
            tax: true,
            category: true,
            labels: true,
            receipt_fields: [1].into(),
            line_fields: [0].into(),
            ..Reads::default()
        };
        let line = Line {
            category: Some("produce/fruit".to_owned()),
            labels: vec!["bio".to_owned()],
            quantity: 1_500,
            measure: Some(MeasureId(2)),
            amount: -1_250,
            tax: 31,
            fields: vec![Some(FieldValue::Date(Day(-3))), None],
            ..Line::default()
        };
        let purchase = Purchase {
            store: Some("s-1".to_owned()),
            coupons: vec!["A".to_owned(), "B".to_owned()],
            companions: vec!["anna".to_owned()],
            tenders: vec![Tender { kind: "card".to_owned(), amount: 900 }],
            discount: 5,
            fields: vec![None, Some(FieldValue::Number(-7))],
            lines: vec![line, Line { quantity: ONE, amount: 40, ..Line::default() }],
            channel: None,
        };
        let member_fields = [Some(FieldValue::YesNo(true)), None, Some(FieldValue::Text("x".to_owned()))];
        let past = vec![(Day(19_990), vec![0, 1]), (Day(19_995), vec![0x41, 2])];
        let mut gold = Reached::default();
        gold.put(LevelId(2), Day(19_000));
        let reached =
            [Reached::default(), gold, Reached::default(), gold, gold, Reached::unknown(LevelId(1))];
        let news = vec![(TrackId(3), vec!["cakes".to_owned(), "sweets".to_owned()])];
        let before = Before {
            day: Day(20_001),
            tracks: &[0, 0, 45, 0, i64::MIN],
            levels: &[0, 2],
            past: &past,
            reached: &reached,
            available: &[0],
            news: &news,
            first_purchase: true,
            days: [Some(Day(20_000)), None],
            fields: &member_fields,
        };
        let mut bytes = Vec::new();
        write_receipt(&mut bytes, &all, &purchase, before, &[1, 0, 0]);
        let note = ReceiptNote {
            day: Day(20_001),
            purchase,
            tracks: before.tracks.to_vec(),
            levels: vec![0, 2],
            past: past.clone(),
            reached: reached.to_vec(),
            available: vec![0],
            news: news.clone(),
            first_purchase: true,
            days: [Some(Day(20_000)), None],
            fields: member_fields.to_vec(),
            booked: vec![1, 0, 0],
        };
        assert_eq!(note.standing(TiersId(1), None).reached, gold);
        assert_eq!(note.standing(TiersId(0), Some(Day(19_995))).reached, gold);
        assert_eq!(read(&bytes), Some(Record::Receipt(Box::new(note))));
        for end in 1..bytes.len() {
            assert_eq!(read(&bytes[..end]), None);
        }
    }

    #[test]
    fn what_is_not_read_is_not_kept_but_quantities_are() {
        let line =
            Line { sku: Some("1".to_owned()), amount: 500, tax: 3, quantity: 2_000, ..Line::default() };
        let purchase = Purchase { store: Some("s".to_owned()), lines: vec![line], ..Purchase::default() };
        let before = Before {
            day: Day(1),
            tracks: &[],
            levels: &[],
            past: &[],
            reached: &[],
            available: &[],
            news: &[],
            first_purchase: false,
            days: [None, None],
            fields: &[],
        };
        let mut bytes = Vec::new();
        write_receipt(&mut bytes, &Reads::default(), &purchase, before, &[]);
        let Some(Record::Receipt(note)) = read(&bytes) else { panic!("no receipt") };
        let kept = Line { quantity: 2_000, ..Line::default() };
        assert_eq!(note.purchase, Purchase { lines: vec![kept], ..Purchase::default() });
    }

    #[test]
    fn burned_lots_come_back() {
        let lot = Lot {
            unit: UnitId(1),
            expires: None,
            earned: Day(20_000),
            available: Day(20_014),
            payer: Some(PartnerId(0)),
            clock: Some(Clock { line: 1, start: Day(20_001), paused: 7 }),
            awaits: None,
            points: 77,
        };
        let lots = vec![lot, Lot { expires: Some(Day(20_100)), payer: None, clock: None, ..lot }];
        let mut bytes = Vec::new();
        write_spent(&mut bytes, Day(5), Some("r-1"), &lots);
        assert!(pays(&bytes, "r-1") && !pays(&bytes, "r-2"));
        let receipt = Some("r-1".to_owned());
        assert_eq!(read(&bytes), Some(Record::Spent(SpentNote { day: Day(5), receipt, lots })));
    }
}
