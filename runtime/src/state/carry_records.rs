//! What notes keep for returns, and past holdings, under the numbers of another programme. What can no longer be
//! decided again, because its points became others or its fields are gone, is not kept: it cannot be returned.

use super::record::{Before, News, ReceiptNote, Record, SpentNote, write_receipt, write_spent};
use super::rename::{Renaming, UnitBecomes};
use super::{Came, CameWhat, Held, Lot, Reached, Received, ReceivedWhat, Settled, Standing, carry_notes};
use crate::event::Reads;
use treue_lang::programme::{FieldValue, Gives, LevelId, TrackId, UnitId};

/// A record as bytes; empty where it is not kept.
pub(super) fn record(old: Record, names: &Renaming) -> Vec<u8> {
    let mut out = Vec::new();
    match old {
        Record::None => {}
        Record::Receipt(note) => {
            if let Some(note) = receipt(*note, names) {
                let before = Before {
                    day: note.day,
                    tracks: &note.tracks,
                    levels: &note.levels,
                    past: &note.past,
                    reached: &note.reached,
                    available: &note.available,
                    news: &note.news,
                    first_purchase: note.first_purchase,
                    days: note.days,
                    fields: &note.fields,
                };
                write_receipt(&mut out, &everything(&note), &note.purchase, before, &note.booked);
            }
        }
        Record::Spent(SpentNote { day, receipt, lots }) => {
            if let Some(lots) = lots.iter().map(|l| lot(*l, names)).collect::<Option<Vec<Lot>>>() {
                write_spent(&mut out, day, receipt.as_deref(), &lots);
            }
        }
    }
    out
}

fn receipt(old: ReceiptNote, names: &Renaming) -> Option<ReceiptNote> {
    if !names.units.iter().all(|unit| unit.is_none_or(|u| u.is_same())) {
        return None;
    }
    let ReceiptNote {
        day,
        mut purchase,
        tracks,
        levels,
        past,
        reached,
        available,
        news,
        first_purchase,
        days,
        fields,
        booked,
    } = old;
    purchase.fields = moved_fields(&purchase.fields, &names.receipt_fields)?;
    for line in &mut purchase.lines {
        line.fields = moved_fields(&line.fields, &names.line_fields)?;
        line.measure = line.measure.map(|m| names.measure(m));
    }
    let of_track = |values: &[i64]| {
        let mut moved = vec![0; names.new_tracks];
        for (value, becomes) in values.iter().zip(&names.tracks) {
            if let Some(place) = becomes.to.and_then(|t| moved.get_mut(t.0 as usize)) {
                *place = *value;
            }
        }
        moved
    };
    let mut moved_available = vec![0; names.new_units];
    for (points, becomes) in available.iter().zip(&names.units) {
        if let Some(place) = becomes.and_then(|b| moved_available.get_mut(b.unit.0 as usize)) {
            *place = *points;
        }
    }
    let mut moved_members = vec![None; names.new_fields];
    for (value, (_, place)) in fields.into_iter().zip(&names.fields) {
        if let Some(place) = place.and_then(|p| moved_members.get_mut(p)) {
            *place = value;
        }
    }
    Some(ReceiptNote {
        day,
        purchase,
        tracks: of_track(&tracks),
        levels: moved_levels(&levels, names),
        past: past.into_iter().map(|(day, levels)| (day, moved_levels(&levels, names))).collect(),
        reached: moved_reached(&reached, names),
        available: moved_available,
        news: moved_news(news, names),
        first_purchase,
        days,
        fields: moved_members,
        booked: of_track(&booked),
    })
}

/// New texts under the new numbers of their tracks.
fn moved_news(news: Vec<News>, names: &Renaming) -> Vec<News> {
    let to = |track: TrackId| names.tracks.get(track.0 as usize).and_then(|becomes| becomes.to);
    let mut moved: Vec<News> =
        news.into_iter().filter_map(|(track, texts)| Some((to(track)?, texts))).collect();
    moved.sort_by_key(|(track, _)| *track);
    moved
}

/// Noted levels under their new numbers.
fn moved_levels(levels: &[u8], names: &Renaming) -> Vec<u8> {
    let mut moved = vec![0; names.new_tiers];
    for (noted, becomes) in levels.iter().zip(&names.tiers) {
        let level = |level: u8| becomes.levels.get(usize::from(level)).and_then(|(_, new)| *new).unwrap_or(0);
        let old = Standing::of_note(*noted);
        let granted = old.granted.map(|(granted, until)| (level(granted), until));
        if let Some(place) = becomes.to.and_then(|t| moved.get_mut(t.0 as usize)) {
            *place = Standing { earned: level(old.earned), granted, ..old }.noted();
        }
    }
    moved
}

/// The same of when levels were reached: of every structure, for each of the days that were noted.
fn moved_reached(reached: &[Reached], names: &Renaming) -> Vec<Reached> {
    let mut all = Vec::new();
    for noted in reached.chunks(names.tiers.len().max(1)) {
        let mut moved = vec![Reached::default(); names.new_tiers];
        for (noted, becomes) in noted.iter().zip(&names.tiers) {
            if let Some(place) = becomes.to.and_then(|t| moved.get_mut(t.0 as usize)) {
                *place = becomes.reached(noted);
            }
        }
        all.append(&mut moved);
    }
    all
}

/// Values at their new places; `None` if one has none.
fn moved_fields(
    values: &[Option<FieldValue>],
    places: &(Vec<Option<usize>>, usize),
) -> Option<Vec<Option<FieldValue>>> {
    let mut moved = vec![None; places.1];
    for (value, place) in values.iter().zip(&places.0) {
        if value.is_some() {
            *place.and_then(|p| moved.get_mut(p))? = value.clone();
        }
    }
    Some(moved)
}

/// Everything that a noted receipt has is written again.
fn everything(note: &ReceiptNote) -> Reads {
    let columns = note.purchase.lines.iter().map(|l| l.fields.len()).max().unwrap_or(0);
    Reads {
        redeem_store: false,
        store: true,
        channel: true,
        coupons: true,
        companions: true,
        tenders: true,
        tender_amounts: true,
        receipt: true,
        receipt_discount: true,
        lines: true,
        amount: true,
        discount: true,
        tax: true,
        quantity: true,
        measure: true,
        category: true,
        brand: true,
        sku: true,
        name: true,
        labels: true,
        receipt_fields: (0..note.purchase.fields.len()).collect(),
        line_fields: (0..columns).collect(),
    }
}

/// What has come of a receipt by returns.
pub(super) fn settled(old: &Settled, names: &Renaming) -> Settled {
    let Settled { whole, returned, given, booked, cut, back } = old;
    let track = |id: TrackId| names.tracks.get(id.0 as usize).and_then(|t| t.to);
    let unit = |id: UnitId| names.unit(id).map(|u| u.unit);
    let mut settled = Settled {
        whole: *whole,
        returned: returned.clone(),
        given: given.iter().map(|(rule, points)| (names.rule(*rule), *points)).collect(),
        booked: booked.iter().filter_map(|(id, value)| Some((track(*id)?, *value))).collect(),
        cut: cut.iter().filter_map(|(id, points)| Some((unit(*id)?, *points))).collect(),
        back: *back,
    };
    settled.given.retain(|(rule, _)| rule.0 != u32::MAX);
    settled.given.sort_unstable_by_key(|(rule, _)| *rule);
    settled.booked.sort_unstable_by_key(|(track, _)| *track);
    settled.cut.sort_unstable_by_key(|(unit, _)| *unit);
    settled
}

/// A lot that is no longer held; `None` if its points became others.
pub(super) fn lot(old: Lot, names: &Renaming) -> Option<Lot> {
    let unit = names.unit(old.unit).filter(UnitBecomes::is_same)?.unit;
    let payer = old.payer.map(|p| names.partner(p)).filter(|p| p.0 != u32::MAX);
    Some(Lot { unit, payer, ..old })
}

/// What came of another member's event; `None` if its points became others.
pub(super) fn received(old: &Received, names: &Renaming) -> Option<Received> {
    let what = match &old.what {
        ReceivedWhat::Given { rule, gift, lot: of } => {
            let rule = names.rule(*rule);
            let (gift, of) = (gift.map(|g| names.gift(g)), lot(*of, names)?);
            (rule.0 != u32::MAX).then_some(ReceivedWhat::Given { rule, gift, lot: of })?
        }
        ReceivedWhat::Paid(lots) => {
            ReceivedWhat::Paid(lots.iter().map(|l| lot(*l, names)).collect::<Option<_>>()?)
        }
    };
    Some(Received { what, ..old.clone() })
}

/// What came about by itself; `None` if its points became others, or its reward or structure is gone.
pub(super) fn came(old: &Came, names: &Renaming) -> Option<Came> {
    let lots = |all: &[Lot]| all.iter().map(|l| lot(*l, names)).collect::<Option<Vec<Lot>>>();
    let what = match &old.what {
        CameWhat::Issued { event, taken, lots: paid } => {
            names.unit(taken.unit).filter(UnitBecomes::is_same)?;
            if let Gives::Points(unit, _) = &taken.gives {
                names.unit(*unit).filter(UnitBecomes::is_same)?;
            }
            let taken = carry_notes::taken(taken.clone(), names);
            let is_there = taken.reward.0 != u32::MAX;
            is_there.then_some(CameWhat::Issued { event: event.clone(), taken, lots: lots(paid)? })?
        }
        CameWhat::Level { tiers, level, reached, given, expired } => {
            let becomes = names.tiers.get(tiers.0 as usize)?;
            let level = becomes.levels.get(usize::from(level.0)).and_then(|(_, new)| *new).map(LevelId)?;
            let (given, expired) = (lots(given)?, lots(expired)?);
            CameWhat::Level { tiers: becomes.to?, level, reached: *reached, given, expired }
        }
    };
    Some(Came { day: old.day, what })
}

/// A past holding; `None` if its structure is gone.
pub(super) fn held(old: &Held, names: &Renaming) -> Option<Held> {
    let becomes = names.tiers.get(old.tiers.0 as usize)?;
    let level =
        |level: u8| becomes.levels.get(usize::from(level)).and_then(|(_, new)| *new).filter(|n| *n > 0);
    let standing = |old: Standing| {
        let earned = level(old.earned).unwrap_or(0);
        let (until, since) = if earned > 0 { (old.until, old.since) } else { (None, None) };
        let granted = old.granted.and_then(|(l, until)| Some((level(l)?, until)));
        Standing { earned, until, since, granted, reached: becomes.reached(&old.reached) }
    };
    // Sums of points that become others are not those that levels used up.
    let used = old.used.filter(|_| names.units.iter().flatten().all(UnitBecomes::is_same));
    let (before, after) = (standing(old.before), standing(old.after));
    (before != after || used.is_some()).then_some(Held { tiers: becomes.to?, before, after, used, ..*old })
}
