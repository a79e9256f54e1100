//! What is kept of a member in a flat record, where programmes ask for no more than that: the sums of tracks with the window that
//! they are of, levels that follow tracks, and lots that follow from the day of earning. Whatever else a programme may ask for
//! is named here or in `plan::quick`, so that nobody adds a word to the language without saying whether a record can hold it.
//!
//! A record is a head of whole cache lines, then one line for the lots of each purse. All numbers have 32 bits; what does not
//! fit them stands in an ordinary member.

use crate::native::bind::calendar;
use crate::native::plan::points::opens_plainly;
use crate::native::plan::quick::{ends_alone, is_plain};
use treue_lang::programme::{
    Available, Compare, Condition, ExpiryHow, Level, Number, PartnerId, Programme, Rule, RuleId, Scope,
    Start, Tiers, TiersId, Track, TrackId, TrackSubject, UnitId, Validity,
};
use treue_lang::time::{Almanac, Day, Window};

/// Numbers in a line of the cache.
pub(super) const LINE: usize = 16;
/// Lots that stand in the line of a purse. Its first day is where older ones stand, its first number of points how many are here.
pub(super) const LOTS: usize = 7;
/// Where points of the line of a purse stand, behind the days.
pub(super) const POINTS: usize = 8;
/// Bits of a level in the number that also says since when it is held; 0 is the lowest.
pub(super) const LEVEL_BITS: u32 = 6;
/// A day that never comes.
pub(super) const NEVER: i32 = i32::MAX;
/// A day that is over: of a member who stands elsewhere, of whom nothing can be said here.
pub(super) const LONG_AGO: i32 = i32::MIN;

/// Positions in the head of a record.
pub(super) mod head {
    /// The instant of the latest event, over two numbers.
    pub(in super::super) const LAST_AT: usize = 0;
    /// Its day; [`super::LONG_AGO`] if there was none.
    pub(in super::super) const LAST_DAY: usize = 2;
    /// The day on which something happens by itself: lots end.
    pub(in super::super) const DUE: usize = 3;
    /// The day of joining; [`super::LONG_AGO`] of who has not joined.
    pub(in super::super) const JOINED: usize = 4;
    /// The day of the latest purchase; [`super::LONG_AGO`] if there was none.
    pub(in super::super) const LAST_PURCHASE: usize = 5;
    /// Purchases so far.
    pub(in super::super) const PURCHASES: usize = 6;
    /// So many are the same for all programmes.
    pub(in super::super) const LEN: usize = 7;
}

/// Where what a member has stands in a record.
#[derive(Debug)]
pub(super) struct Layout {
    /// Lines of the head.
    pub(super) head: usize,
    /// By `TiersId`: level and since when.
    pub(super) tiers: Vec<usize>,
    /// By `TrackId`.
    pub(super) tracks: Vec<Kept>,
    /// The calendar windows that tracks are of.
    pub(super) windows: Vec<Window>,
    /// What lots differ in beside the day of earning.
    pub(super) purses: Vec<Purse>,
    /// By `RuleId`: the purse that it puts its points in.
    pub(super) purse_of: Vec<usize>,
}

/// Where a track stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// Its sum, for ever.
    Ever(usize),
    /// Its sum, then the number of the window, then the sum of the window before; and which window.
    Calendar(usize, usize),
}

/// Lots that differ in the day of earning alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Purse {
    pub(super) unit: UnitId,
    pub(super) payer: Option<PartnerId>,
    pub(super) available: Option<Available>,
}

impl Layout {
    /// `None` if a record cannot hold what the programme asks for.
    pub(super) fn new(programme: &Programme) -> Option<Layout> {
        let fits = is_plain(programme)
            && programme.remember.is_none()
            && !programme.known_members_only
            && programme.kept_activities.is_empty()
            && programme.units.iter().all(|(_, unit)| ends_alone(unit) && ends_by_day(unit))
            && programme.tiers.iter().all(|(_, tiers)| is_flat_structure(programme, tiers))
            && programme.rules.iter().all(|(id, rule)| is_flat_rule(programme, id, rule));
        if !fits {
            return None;
        }
        let mut layout = Layout {
            head: 0,
            tiers: Vec::new(),
            tracks: Vec::new(),
            windows: Vec::new(),
            purses: Vec::new(),
            purse_of: Vec::new(),
        };
        let mut next = head::LEN;
        let mut take = |numbers: usize| {
            next += numbers;
            next - numbers
        };
        layout.tiers = programme.tiers.ids().map(|_| take(1)).collect();
        for (_, track) in programme.tracks.iter() {
            let kept = match calendar_window(track)? {
                None => Kept::Ever(take(1)),
                Some(window) => Kept::Calendar(take(3), position(&mut layout.windows, window)),
            };
            layout.tracks.push(kept);
        }
        layout.head = next.div_ceil(LINE);
        for (_, rule) in programme.rules.iter() {
            let available = rule.available.clone().filter(|_| rule.over.is_none());
            let purse = Purse { unit: rule.unit, payer: rule.partner, available };
            layout.purse_of.push(position(&mut layout.purses, purse));
        }
        Some(layout)
    }

    /// Numbers of a record.
    pub(super) fn len(&self) -> usize {
        (self.head.saturating_add(self.purses.len())).saturating_mul(LINE)
    }

    /// Where the line of a purse starts.
    pub(super) fn purse(&self, purse: usize) -> usize {
        (self.head.saturating_add(purse)).saturating_mul(LINE)
    }
}

impl Purse {
    /// The last good day of points that were earned on a day.
    pub(super) fn expires(&self, programme: &Programme, day: Day) -> Option<Day> {
        calendar::expires(programme, programme.units.get(self.unit)?, day)
    }

    /// The day on which they can be spent.
    pub(super) fn available(&self, programme: &Programme, day: Day) -> Day {
        let almanac = Almanac { week_start: programme.week_start, ..Almanac::default() };
        match &self.available {
            Some(Available::After(deadline, _)) => deadline.opens(day, almanac),
            Some(Available::OnActivity(_)) | None => day,
        }
    }
}

fn position<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

/// Whether the last good day of points follows from the day of earning.
fn ends_by_day(unit: &treue_lang::programme::Unit) -> bool {
    unit.expiry.iter().all(|expiry| {
        let by_day = match &expiry.how {
            ExpiryHow::After(deadline, start) => *start == Start::Event && !deadline.asks_member(),
            ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => false,
        };
        by_day && expiry.when.is_empty() && expiry.rules.is_empty()
    })
}

/// The calendar window of a track that has one number for each; the inner `None` is for ever. Nothing of others.
#[expect(clippy::option_option, reason = "no window to count in, and no track for a record, are two things")]
fn calendar_window(track: &Track) -> Option<Option<Window>> {
    let Track { name: _, written: _, subject, conditions: _, window, paid, scope } = track;
    match subject {
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Over(_) => {}
        TrackSubject::Plus(_)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. }
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Pieces(_) => return None,
    }
    if *scope != Scope::Member || *paid != treue_lang::programme::Paid::AtOnce {
        return None;
    }
    match window {
        Window::Ever => Some(None),
        Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
            Some(Some(*window))
        }
        Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => None,
    }
}

/// Whether a structure's levels follow from tracks: at once, or for ever once they are reached.
fn is_flat_structure(programme: &Programme, tiers: &Tiers) -> bool {
    let Tiers {
        name: _,
        title: _,
        span: _,
        levels,
        consumption,
        newcomers,
        validity,
        review,
        counts_since,
        keeps_reached,
        // Of reviews.
        after: _,
        after_because: _,
    } = tiers;
    let lasts = match validity {
        Validity::AtOnce | Validity::Ever => true,
        Validity::Until(_) => false,
    };
    // Where two windows end apart, a level may change twice between two receipts.
    let mut tracks = Vec::new();
    let plain = levels.iter().all(|level| {
        let Level {
            name: _,
            title: _,
            entry,
            // Of reviews.
            keep: _,
            renews: _,
            perks: _,
            uses,
            reaching,
            leaving,
        } = level;
        uses.is_none()
            && reaching.is_empty()
            && leaving.is_empty()
            && entry.iter().all(|conjunct| asks_tracks(&conjunct.condition, &mut tracks))
    });
    let mut windows: Vec<Window> =
        tracks.iter().filter_map(|track| programme.tracks.get(*track)).map(|track| track.window).collect();
    windows.retain(|window| *window != Window::Ever);
    let one_window = windows.iter().all(|window| Some(window) == windows.first());
    lasts
        && plain
        && one_window
        && consumption.is_none()
        && newcomers.is_none()
        && review.is_empty()
        && !counts_since
        && !keeps_reached
        && levels.len() <= 1 << LEVEL_BITS
}

/// Whether a condition compares tracks with constants, and which.
fn asks_tracks(condition: &Condition, tracks: &mut Vec<TrackId>) -> bool {
    let mut side = |number: &Number| match number {
        Number::Constant(_) => true,
        Number::Track { track, including: _ } => {
            tracks.push(*track);
            true
        }
        Number::Amount(_) | Number::DaysSincePurchase(_) | Number::Balance(_) | Number::Field(..) => false,
    };
    if let Condition::Compare(Compare { left, right, left_times: _, how: _, right_times: _ }) = condition {
        side(left) && side(right)
    } else {
        // What has no parts asks for something else.
        !condition.parts().is_empty() && condition.parts().iter().all(|part| asks_tracks(part, tracks))
    }
}

fn is_flat_rule(programme: &Programme, id: RuleId, rule: &Rule) -> bool {
    let Rule {
        name: _,
        title: _,
        span: _,
        unit: _,
        on: _,
        // Who pays is part of the purse; what is posted, of the decision.
        partner: _,
        funding: _,
        benefit_of: _,
        dates: _,
        // The kernel says what it can say of these.
        conditions: _,
        award: _,
        rounding: _,
        limits: _,
        contest: _,
        versions,
        decided_by,
        available,
        companions,
        over,
    } = rule;
    let waits = matches!(available, Some(Available::OnActivity(_)));
    let plain_window =
        over.as_ref().is_none_or(|over| over.earlier.is_empty() && !over.retroactive && versions.is_empty());
    decided_by.is_none() && !companions && !waits && opens_plainly(programme, id) && plain_window
}

/// The level in the number that says it and since when it is held.
pub(super) fn standing(number: i32) -> (u8, Option<Day>) {
    let level = u8::try_from(number & ((1 << LEVEL_BITS) - 1)).unwrap_or(0);
    (level, (level > 0).then_some(Day(number >> LEVEL_BITS)))
}

/// The number that says a level and since when it is held; `None` if it cannot be said.
pub(super) fn noted(level: u8, since: Option<Day>) -> Option<i32> {
    match (level, since) {
        (0, None) => Some(0),
        (0, Some(_)) | (_, None) => None,
        (level, Some(since)) => Some(since.0.checked_mul(1 << LEVEL_BITS)? | i32::from(level)),
    }
}

/// Structures whose levels follow at once.
pub(super) fn follows_at_once(programme: &Programme, id: TiersId) -> bool {
    programme.tiers.get(id).is_some_and(|tiers| tiers.validity == Validity::AtOnce)
}
