//! What is known of a member: plain data, the same for both engines. No rule of the language stands here.
//!
//! The two engines change it each by their own code and must leave equal values, so its form is canonical:
//! what has no effect is not kept (see each field).

mod bytes;
mod came;
mod carry;
mod carry_notes;
mod carry_records;
mod clocks;
mod held;
mod ids;
mod lots;
mod members;
mod membership;
mod merging;
mod migrate;
mod notebook;
mod noting;
mod numbers;
mod parts;
mod reached;
mod received;
pub mod record;
mod rename;
mod settled;
mod shape;
mod shared;
mod sound;
mod texts;
mod voucher;

pub use bytes::{StateCode, StateError, Stored};
pub use came::{Came, CameWhat};
pub use carry::{Change, MemberChange};
pub use clocks::{Clock, Clocks};
pub use held::{Held, Since, Used, event_hash};
pub(crate) use ids::Ids;
pub use lots::{Balance, Lot, Lots, awaited};
pub(crate) use lots::{TOTALS, Totals};
pub use members::Members;
pub(crate) use members::{Decide, Keep, One, Sent};
pub use membership::Membership;
pub use migrate::{Migrated, migrate};
pub(crate) use notebook::hash as id_hash;
pub use notebook::{Latest, Notebook, Noted};
pub use parts::{apart, part_for, part_of};
pub use reached::Reached;
pub use received::{Received, ReceivedWhat};
pub use settled::Settled;
pub use shape::Shape;
pub use shared::{Counts, Household, Shared};
pub(crate) use sound::is_sound;
pub use texts::Brought;
pub(crate) use texts::together;
pub use voucher::Voucher;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use treue_lang::limits::{ROW, TRACK};
use treue_lang::programme::{FieldValue, LevelId, Programme, TiersId};
use treue_lang::time::Day;

/// What is known of one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Instant of the latest event that was accepted, seconds since 1970; `None` before the first. A clock
    /// event counts.
    pub last_at: Option<i64>,
    /// Local day of that instant: all moments up to its start have passed.
    pub last_day: Option<Day>,
    /// Local day of the first accepted event.
    pub joined: Option<Day>,
    /// When that is, where it was said.
    pub membership: Membership,
    /// Number of purchases so far.
    pub purchases: u64,
    /// Local day of the latest purchase.
    pub last_purchase: Option<Day>,
    /// Local day of the latest redemption.
    pub last_redeem: Option<Day>,
    /// What the clocks of points go by.
    pub clocks: Clocks,
    /// By `TrackId`.
    pub tracks: Vec<TrackState>,
    /// Points, in canonical order: by unit, soonest to expire (never is last), earned, available, payer, clock,
    /// what is awaited; equal
    /// but for points are one; none with zero points.
    pub lots: Lots,
    /// Points owed, by `UnitId`; not negative; while something is owed no available lot of that unit exists.
    pub owed: Vec<i64>,
    /// Vouchers that are not used and have not expired, in the order of [`Voucher::order`]; equal but for their count
    /// are one.
    pub vouchers: Vec<Voucher>,
    /// By `TiersId`.
    pub tiers: Vec<Standing>,
    /// By position among the member fields.
    pub fields: Vec<Option<FieldValue>>,
    /// The household the member is in.
    pub household: Option<String>,
    /// Changes of `tiers` within memory, in the order in which they came.
    pub held: Vec<Held>,
    /// Lots that expired, of points that were earned within memory: a return of their receipt takes them as taken. In
    /// canonical order like `lots`.
    pub gone: Vec<Lot>,
    /// What events of others gave or took within memory, in the order in which it came.
    pub received: Vec<Received>,
    /// Rewards that were issued by themselves and what levels gave and took within memory, in the order in which it came.
    pub came: Vec<Came>,
    /// Recent events, for repeated ids and returns.
    pub notebook: Notebook,
}

/// What stands in a track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrackState {
    /// Of a calendar window, `Ever` or `Dates`: the sum of each window that is kept. A window whose sum is zero is
    /// left out, so a reader compares numbers with the window it asks about. When a booking opens a window that is
    /// later than all others, and only then, those that nobody can ask about any more are dropped: earlier than the
    /// last full window on that day and than the window of the first day that is remembered.
    Window {
        /// Number of the latest window with a sum; 0 if there is none.
        number: i32,
        /// Its sum.
        value: i64,
        /// The windows before it, oldest first: number and sum.
        closed: Vec<(i32, i64)>,
    },
    /// Of a rolling window: sums by day, oldest first, days without a sum left out. On a booking, and only then, days
    /// that nobody can ask about any more are dropped: those that count neither on the day before (the last day that
    /// a review can ask about) nor on the first day that is remembered.
    Rolling(Vec<(Day, i64)>),
    /// Of different texts: each with the place, a day or a window, in which events brought it, by text and place. Places
    /// that nobody can ask about any more are dropped on a booking, and only then.
    Texts(Vec<Brought>),
}

impl TrackState {
    /// The sum of the window of that number; 0 if there is none, and for rolling windows.
    #[must_use]
    pub fn sum_of(&self, wanted: i32) -> i64 {
        match self {
            TrackState::Window { number, value, .. } if *number == wanted => *value,
            TrackState::Window { closed, .. } => {
                closed.iter().find(|(number, _)| *number == wanted).map_or(0, |(_, sum)| *sum)
            }
            TrackState::Rolling(_) | TrackState::Texts(_) => 0,
        }
    }

    /// How many periods with something in them follow on each other up to that one, or up to the one before while it
    /// has nothing.
    #[must_use]
    pub fn in_a_row(&self, period: i32) -> i64 {
        let last = if self.sum_of(period) > 0 { period } else { period.saturating_sub(1) };
        let length = (0..ROW).take_while(|back| self.sum_of(last.saturating_sub(*back)) > 0).count();
        i64::try_from(length).unwrap_or(i64::MAX)
    }

    /// The same kind of track with nothing in it.
    #[must_use]
    pub fn emptied(&self) -> TrackState {
        match self {
            TrackState::Window { .. } => TrackState::Window { number: 0, value: 0, closed: Vec::new() },
            TrackState::Rolling(_) => TrackState::Rolling(Vec::new()),
            TrackState::Texts(_) => TrackState::Texts(Vec::new()),
        }
    }

    /// Adds what stands in another one of the same kind, window by window; a sum stays one that a track can hold.
    pub fn add_all(&mut self, other: &TrackState) {
        match (self, other) {
            (
                TrackState::Window { number, value, closed },
                TrackState::Window { number: theirs, value: sum, closed: more },
            ) => {
                let all = std::mem::take(closed).into_iter().chain([(*number, *value)]);
                let sums = summed(all.chain(more.iter().copied()).chain([(*theirs, *sum)]));
                *closed = sums;
                (*number, *value) = closed.pop().unwrap_or((0, 0));
            }
            (TrackState::Rolling(days), TrackState::Rolling(more)) => {
                *days = summed(std::mem::take(days).into_iter().chain(more.iter().copied()));
            }
            // Only limits are used up together, and they keep sums.
            (TrackState::Texts(_), _) | (_, TrackState::Texts(_)) => {}
            (TrackState::Window { .. }, TrackState::Rolling(_))
            | (TrackState::Rolling(_), TrackState::Window { .. }) => {}
        }
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            TrackState::Window { value, .. } => *value == 0,
            TrackState::Rolling(days) => days.is_empty(),
            TrackState::Texts(texts) => texts.is_empty(),
        }
    }
}

/// Sums by their place, in order and without zeros.
fn summed<P: Ord + Copy>(all: impl Iterator<Item = (P, i64)>) -> Vec<(P, i64)> {
    let mut sums: BTreeMap<P, i64> = BTreeMap::new();
    for (place, sum) in all {
        let so_far = sums.entry(place).or_default();
        *so_far = so_far.saturating_add(sum).clamp(1 - TRACK, TRACK - 1);
    }
    sums.into_iter().filter(|(_, sum)| *sum != 0).collect()
}

/// A member's standing in one tier structure. Everybody holds the lowest level for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The level that was earned; 0 if none.
    pub earned: u8,
    /// Its last good day; `None` for ever (and always for level 0, and for structures that follow at once).
    pub until: Option<Day>,
    /// Day on which it was opened or last renewed; `None` for level 0.
    pub since: Option<Day>,
    /// A level granted by the host, with its last good day; dropped when that has passed.
    pub granted: Option<(u8, Option<Day>)>,
    /// Since when levels count, of a structure of which that is asked.
    pub reached: Reached,
}

/// How a level is noted: it counts because it was granted only, or it is both earned and granted.
const GRANTED: u8 = 0x40;
const BOTH: u8 = 0x80;

impl Standing {
    /// The level that counts and how it is held, for notes: levels are below 64.
    #[must_use]
    pub fn noted(&self) -> u8 {
        let level = self.level().0;
        match self.granted {
            Some((granted, _)) if granted == level && self.earned == level => level | BOTH,
            Some((granted, _)) if granted == level => level | GRANTED,
            Some(_) | None => level,
        }
    }

    /// The level that counts and how it is held, as it was noted.
    #[must_use]
    pub fn of_note(noted: u8) -> Standing {
        let level = noted & !(GRANTED | BOTH);
        let earned = if noted & GRANTED == 0 { level } else { 0 };
        let granted = (noted & (GRANTED | BOTH) != 0).then_some((level, None));
        Standing { earned, granted, ..Standing::default() }
    }

    /// The level that counts: the higher of the earned and the granted one.
    #[must_use]
    pub fn level(&self) -> LevelId {
        LevelId(self.granted.map_or(self.earned, |(g, _)| g.max(self.earned)))
    }

    /// Last good day of the level that counts; `None` for ever. The later one if both are the same level.
    #[must_use]
    pub fn until(&self) -> Option<Day> {
        match self.granted {
            Some((level, until)) if level > self.earned => until,
            Some((level, until)) if level == self.earned => match (until, self.until) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (None, _) | (_, None) => None,
            },
            Some(_) | None => self.until,
        }
    }
}

impl Member {
    /// A member of whom nothing is known yet.
    #[must_use]
    pub fn new(programme: &Programme) -> Member {
        let tracks = programme
            .tracks
            .iter()
            .map(|(_, t)| {
                if t.is_of_texts() {
                    TrackState::Texts(Vec::new())
                } else if t.is_by_day() {
                    TrackState::Rolling(Vec::new())
                } else {
                    TrackState::Window { number: 0, value: 0, closed: Vec::new() }
                }
            })
            .collect();
        let member_fields = programme
            .fields
            .iter()
            .filter(|(_, f)| f.owner == treue_lang::programme::FieldOwner::Member)
            .count();
        Member {
            last_at: None,
            last_day: None,
            joined: None,
            membership: Membership::default(),
            purchases: 0,
            last_purchase: None,
            last_redeem: None,
            clocks: Clocks::new(programme),
            tracks,
            lots: Lots::default(),
            owed: vec![0; programme.units.len()],
            vouchers: Vec::new(),
            tiers: vec![Standing::default(); programme.tiers.len()],
            fields: vec![None; member_fields],
            household: None,
            held: Vec::new(),
            gone: Vec::new(),
            received: Vec::new(),
            came: Vec::new(),
            notebook: Notebook::default(),
        }
    }

    /// The places of the member's parts that lie apart in memory, as far as most events touch them.
    #[inline]
    pub(crate) fn places(&self, look: impl Fn(*const u8)) {
        let tracks = self.tracks.as_ptr_range();
        look(tracks.start.cast());
        look(tracks.end.cast::<u8>().wrapping_sub(1));
        let lots = self.lots.as_ptr_range();
        look(lots.end.cast::<u8>().wrapping_sub(1));
        look(lots.end.cast());
        look(self.owed.as_ptr().cast());
        look(self.tiers.as_ptr().cast());
        self.notebook.places(look);
    }

    /// The level held in a structure.
    #[must_use]
    pub fn level(&self, tiers: TiersId) -> LevelId {
        self.tiers.get(tiers.0 as usize).map_or(LevelId(0), Standing::level)
    }
}
