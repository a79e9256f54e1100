//! Flat records of members, one behind the other, and what they say as ordinary members. Both ways are exact: a member whom a record
//! cannot hold to the last bit is not put into one.

use super::layout::{self, Kept, LINE, LONG_AGO, LOTS, Layout, NEVER, POINTS, head, noted, standing};
use crate::state::{Lot, Lots, Member, Standing, TrackState};
use std::sync::Arc;
use treue_lang::programme::{Id, Programme};
use treue_lang::time::Day;

/// A line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Line([i32; LINE]);

/// A lot of a purse: the day of earning, and points.
type OfDay = (i32, i32);

/// The records.
#[derive(Debug)]
pub(super) struct Records {
    programme: Arc<Programme>,
    layout: Arc<Layout>,
    lines: Vec<Line>,
    /// The record of somebody of whom nothing is known.
    blank: Vec<Line>,
    /// Lots that no longer fit in the line of their purse, oldest first. The line says which list is its own.
    tails: Vec<Vec<OfDay>>,
    /// Lists that nobody has.
    free: Vec<usize>,
    /// By purse: points that ended.
    expired: Vec<i128>,
    /// Who may hold more lots than that stands elsewhere.
    most_lots: usize,
}

impl Records {
    /// With the record of nobody, in which nothing can be put.
    pub(super) fn new(programme: Arc<Programme>, layout: Arc<Layout>) -> Records {
        let lines = layout.len() / LINE;
        let (tails, free) = (Vec::new(), Vec::new());
        let blank = vec![Line([0; LINE]); lines];
        let expired = vec![0; layout.purses.len()];
        let lines = blank.clone();
        let mut records =
            Records { programme, layout, lines, blank, tails, free, expired, most_lots: usize::MAX };
        records.set_instant(0, i64::MIN);
        for (at, number) in [
            (head::LAST_DAY, LONG_AGO),
            (head::DUE, NEVER),
            (head::JOINED, LONG_AGO),
            (head::LAST_PURCHASE, LONG_AGO),
        ] {
            records.set(0, at, number);
        }
        for purse in 0..records.layout.purses.len() {
            records.set(0, records.layout.purse(purse), LONG_AGO);
        }
        records.blank.clone_from(&records.lines);
        records.leave(0);
        records
    }

    /// So many lots may be held. False if kernels alone may bring a record above that.
    pub(super) fn limit_lots(&mut self, most: usize) -> bool {
        self.most_lots = most;
        self.has_room(0)
    }

    /// Whether a record with so many lots, or with so many that stand apart, holds no more than it may until it is looked at again:
    /// kernels fill the lines of its purses, no more.
    fn has_room(&self, lots: usize) -> bool {
        lots.saturating_add(self.layout.purses.len().saturating_mul(LOTS)) <= self.most_lots
    }

    /// The same of a record as it is.
    pub(super) fn may_stay(&self, record: usize) -> bool {
        let tails = (0..self.layout.purses.len()).filter_map(|purse| self.tail(record, purse));
        self.has_room(tails.filter_map(|tail| self.tails.get(tail)).map(Vec::len).sum())
    }

    /// Makes records up to so many.
    pub(super) fn open(&mut self, records: usize) {
        let lines = self.blank.len();
        while self.lines.len() < records.saturating_mul(lines) {
            self.lines.extend_from_slice(&self.blank);
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len().checked_div(self.blank.len()).unwrap_or(0)
    }

    /// Whether a member stands in a record.
    pub(super) fn is_known(&self, record: usize) -> bool {
        self.get(record, head::JOINED) != LONG_AGO
    }

    /// Forgets everybody.
    pub(super) fn clear(&mut self) {
        let Records { lines, blank, .. } = self;
        lines.chunks_exact_mut(blank.len()).for_each(|record| record.copy_from_slice(blank));
        self.leave(0);
        self.tails.clear();
        self.free.clear();
    }

    /// Where the records are, for tests that bring them elsewhere.
    #[cfg(test)]
    pub(super) fn lines_mut(&mut self) -> &mut Vec<Line> {
        &mut self.lines
    }

    pub(super) fn start(&mut self) -> *const u8 {
        self.lines.as_mut_ptr().cast_const().cast()
    }

    /// Where the lines of a record are.
    pub(super) fn lines_of(&self, record: usize) -> impl Iterator<Item = *const u8> {
        let lines = self.blank.len();
        let start = self.lines.as_ptr().wrapping_add(record.wrapping_mul(lines));
        (0..lines).map(move |line| start.wrapping_add(line).cast())
    }

    /// Nothing is known of a member.
    fn blank(&mut self, record: usize) {
        let lines = self.blank.len();
        let from = record.saturating_mul(lines);
        if let Some(to) = self.lines.get_mut(from..from.saturating_add(lines)) {
            to.copy_from_slice(&self.blank);
        }
    }

    /// A member stands elsewhere: no kernel decides a receipt.
    fn leave(&mut self, record: usize) {
        self.blank(record);
        self.set(record, head::DUE, LONG_AGO);
    }

    fn get(&self, record: usize, at: usize) -> i32 {
        let line = record.saturating_mul(self.blank.len()).saturating_add(at / LINE);
        self.lines.get(line).and_then(|line| line.0.get(at % LINE)).copied().unwrap_or(0)
    }

    fn set(&mut self, record: usize, at: usize, number: i32) {
        let line = record.saturating_mul(self.blank.len()).saturating_add(at / LINE);
        let place = self.lines.get_mut(line).and_then(|line| line.0.get_mut(at % LINE));
        place.into_iter().for_each(|place| *place = number);
    }

    fn instant(&self, record: usize) -> i64 {
        let halves = [self.get(record, head::LAST_AT), self.get(record, head::LAST_AT + 1)];
        let [a, b] = halves.map(i32::to_ne_bytes);
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(a.into_iter().chain(b)).for_each(|(to, byte)| *to = byte);
        i64::from_ne_bytes(bytes)
    }

    fn set_instant(&mut self, record: usize, at: i64) {
        let [a, b, c, d, e, f, g, h] = at.to_ne_bytes();
        self.set(record, head::LAST_AT, i32::from_ne_bytes([a, b, c, d]));
        self.set(record, head::LAST_AT + 1, i32::from_ne_bytes([e, f, g, h]));
    }

    /// Where the older lots of a purse stand.
    fn tail(&self, record: usize, purse: usize) -> Option<usize> {
        let number = self.get(record, self.layout.purse(purse)).checked_sub(LONG_AGO)?;
        usize::try_from(number).ok()?.checked_sub(1)
    }

    /// The lots of a purse, oldest first.
    fn lots(&self, record: usize, purse: usize) -> impl Iterator<Item = OfDay> {
        let start = self.layout.purse(purse);
        let older = self.tail(record, purse).and_then(|tail| self.tails.get(tail));
        let here = usize::try_from(self.get(record, start + POINTS)).unwrap_or(0).min(LOTS);
        let here =
            (1..=here).map(move |at| (self.get(record, start + at), self.get(record, start + POINTS + at)));
        older.into_iter().flatten().copied().chain(here)
    }

    /// Puts lots into a purse: as many as its line holds but one, the older ones apart.
    fn put_lots(&mut self, record: usize, purse: usize, lots: &[OfDay]) {
        let start = self.layout.purse(purse);
        let (older, here) = lots.split_at(lots.len().saturating_sub(LOTS - 1));
        for (at, (day, points)) in (1..).zip(here) {
            self.set(record, start + at, *day);
            self.set(record, start + POINTS + at, *points);
        }
        self.set(record, start + POINTS, i32::try_from(here.len()).unwrap_or(0));
        match (self.tail(record, purse), older) {
            (None, []) => {}
            (Some(tail), []) => {
                self.tails.get_mut(tail).into_iter().for_each(|list| *list = Vec::new());
                self.free.push(tail);
                self.set(record, start, LONG_AGO);
            }
            (known, older) => {
                let tail = known.unwrap_or_else(|| self.new_tail(record, purse));
                if let Some(list) = self.tails.get_mut(tail) {
                    list.clear();
                    list.extend_from_slice(older);
                }
            }
        }
    }

    /// Moves lots out of a line that is full: the list of older ones grows.
    fn spill(&mut self, record: usize, purse: usize) {
        let start = self.layout.purse(purse);
        let here = std::array::from_fn::<OfDay, LOTS, _>(|at| {
            (self.get(record, start + 1 + at), self.get(record, start + POINTS + 1 + at))
        });
        let tail = self.tail(record, purse).unwrap_or_else(|| self.new_tail(record, purse));
        self.tails.get_mut(tail).into_iter().for_each(|list| list.extend_from_slice(&here));
        self.set(record, start + POINTS, 0);
    }

    /// A list for the older lots of a purse that has none.
    fn new_tail(&mut self, record: usize, purse: usize) -> usize {
        let tail = self.free.pop().unwrap_or_else(|| {
            self.tails.push(Vec::new());
            self.tails.len() - 1
        });
        let number = i32::try_from(tail + 1).unwrap_or(0);
        self.set(record, self.layout.purse(purse), LONG_AGO.saturating_add(number));
        tail
    }

    /// Does what happens by itself up to a day, and makes room for another lot in each purse. Whether there was anything to do, and
    /// kernels may go on with the record.
    pub(super) fn settle(&mut self, record: usize, day: Day) -> bool {
        let mut done = false;
        if self.is_known(record) && self.get(record, head::DUE) <= day.0 {
            let mut due = NEVER;
            for purse in 0..self.layout.purses.len() {
                let mut lots: Vec<OfDay> = self.lots(record, purse).collect();
                let mut gone = 0;
                lots.retain(|(earned, points)| {
                    let ends = self.ends(purse, Day(*earned));
                    let stays = ends > day.0;
                    gone += if stays { 0 } else { i128::from(*points) };
                    due = if stays { due.min(ends) } else { due };
                    stays
                });
                self.put_lots(record, purse, &lots);
                self.expired.get_mut(purse).into_iter().for_each(|sum| *sum += gone);
            }
            self.set(record, head::DUE, due);
            done = true;
        }
        for purse in 0..self.layout.purses.len() {
            let count = self.get(record, self.layout.purse(purse) + POINTS);
            if usize::try_from(count).is_ok_and(|count| count >= LOTS) {
                self.spill(record, purse);
                done = true;
            }
        }
        done && self.may_stay(record)
    }

    /// Adds the points that ended, by unit.
    pub(super) fn add_expired(&self, units: &mut [i128]) {
        for (purse, gone) in self.layout.purses.iter().zip(&self.expired) {
            units.get_mut(purse.unit.index()).into_iter().for_each(|sum| *sum += gone);
        }
    }

    /// The day as which starts points of a purse are gone that were earned on a day.
    pub(super) fn ends(&self, purse: usize, earned: Day) -> i32 {
        let purse = self.layout.purses.get(purse);
        let last_good = purse.and_then(|purse| purse.expires(&self.programme, earned));
        last_good.map_or(NEVER, |day| day.0.saturating_add(1))
    }

    /// The member that a record says; `None` if there is none.
    pub(super) fn member(&self, record: usize) -> Option<Member> {
        let day = |at: usize| Some(self.get(record, at)).filter(|day| *day != LONG_AGO).map(Day);
        let joined = day(head::JOINED)?;
        let mut member = Member {
            last_at: Some(self.instant(record)),
            last_day: day(head::LAST_DAY),
            joined: Some(joined),
            last_purchase: day(head::LAST_PURCHASE),
            purchases: u64::try_from(self.get(record, head::PURCHASES)).unwrap_or(0),
            ..Member::new(&self.programme)
        };
        for (kept, track) in self.layout.tracks.iter().zip(&mut member.tracks) {
            *track = self.track(record, *kept);
        }
        for (at, tier) in self.layout.tiers.iter().zip(&mut member.tiers) {
            let (earned, since) = standing(self.get(record, *at));
            *tier = Standing { earned, since, ..Standing::default() };
        }
        let mut lots: Vec<Lot> = Vec::new();
        for (purse, spec) in self.layout.purses.iter().enumerate() {
            for (earned, points) in self.lots(record, purse) {
                lots.push(self.lot(spec, Day(earned), i64::from(points)));
            }
        }
        lots.sort_by_key(Lot::order);
        lots.dedup_by(|second, first| {
            let same = second.order() == first.order();
            if same {
                first.points = first.points.saturating_add(second.points);
            }
            same
        });
        member.lots = Lots::from(lots);
        Some(member)
    }

    fn lot(&self, purse: &layout::Purse, earned: Day, points: i64) -> Lot {
        Lot {
            unit: purse.unit,
            expires: purse.expires(&self.programme, earned),
            earned,
            available: purse.available(&self.programme, earned),
            payer: purse.payer,
            clock: None,
            awaits: None,
            points,
        }
    }

    fn track(&self, record: usize, kept: Kept) -> TrackState {
        let sum = |at: usize| i64::from(self.get(record, at));
        match kept {
            Kept::Ever(at) => TrackState::Window { number: 0, value: sum(at), closed: Vec::new() },
            Kept::Calendar(at, _) => {
                let (number, before) = (self.get(record, at + 1), sum(at + 2));
                let closed = if before == 0 { Vec::new() } else { vec![(number.saturating_sub(1), before)] };
                TrackState::Window { number, value: sum(at), closed }
            }
        }
    }

    /// Takes a member out of a record; who has none is elsewhere from now on.
    pub(super) fn take(&mut self, record: usize) -> Option<Member> {
        let member = self.member(record);
        for purse in 0..self.layout.purses.len() {
            self.put_lots(record, purse, &[]);
        }
        self.leave(record);
        member
    }

    /// Puts a member into a record. False if a record cannot hold the member, who then is elsewhere.
    pub(super) fn put(&mut self, record: usize, member: &Member) -> bool {
        self.take(record);
        self.blank(record);
        let good = record > 0 && self.has_room(member.lots.len()) && self.write(record, member).is_some();
        // What was written says the same, or it is not said here.
        if good && self.member(record).as_ref() == Some(member) {
            return true;
        }
        self.take(record);
        false
    }

    /// Writes what a record has a place for; `None` if a number does not fit.
    fn write(&mut self, record: usize, member: &Member) -> Option<()> {
        self.set_instant(record, member.last_at?);
        let days = [
            (head::LAST_DAY, member.last_day),
            (head::JOINED, member.joined),
            (head::LAST_PURCHASE, member.last_purchase),
        ];
        days.into_iter().for_each(|(at, day)| self.set(record, at, day.map_or(LONG_AGO, |day| day.0)));
        self.set(record, head::PURCHASES, i32::try_from(member.purchases).ok()?);
        let layout = Arc::clone(&self.layout);
        for (kept, track) in layout.tracks.iter().zip(&member.tracks) {
            self.write_track(record, *kept, track)?;
        }
        for (at, tier) in layout.tiers.iter().zip(&member.tiers) {
            self.set(record, *at, noted(tier.earned, tier.since)?);
        }
        let mut purses: Vec<Vec<OfDay>> = vec![Vec::new(); layout.purses.len()];
        let mut due = NEVER;
        for lot in member.lots.iter() {
            let same = |purse: &layout::Purse| self.lot(purse, lot.earned, lot.points) == *lot;
            let purse = layout.purses.iter().position(same)?;
            due = due.min(self.ends(purse, lot.earned));
            purses.get_mut(purse)?.push((lot.earned.0, i32::try_from(lot.points).ok()?));
        }
        for (purse, lots) in purses.iter_mut().enumerate() {
            lots.sort_unstable();
            self.put_lots(record, purse, lots);
        }
        self.set(record, head::DUE, due);
        Some(())
    }

    fn write_track(&mut self, record: usize, kept: Kept, track: &TrackState) -> Option<()> {
        let TrackState::Window { number, value, closed } = track else { return None };
        let value = i32::try_from(*value).ok()?;
        match kept {
            Kept::Ever(at) => self.set(record, at, value),
            Kept::Calendar(at, _) => {
                let before = closed.last().map_or(0, |(_, sum)| *sum);
                self.set(record, at, value);
                self.set(record, at + 1, *number);
                self.set(record, at + 2, i32::try_from(before).ok()?);
            }
        }
        Some(())
    }
}
