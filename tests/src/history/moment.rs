//! When things happen: mostly a little later, often just before, on or just after a day that matters.

use crate::dice::Dice;
use crate::model::Programme;
use crate::model::generate::Hints;
use treue_lang::time::{Day, Length, Minute, Zone};

/// The clock of a history.
pub(super) struct Timeline {
    zone: Zone,
    days: Vec<Day>,
    lengths: Vec<Length>,
    minutes: Vec<u16>,
    /// Days on which something happened; deadlines count from them.
    seen: Vec<Day>,
    /// The instant reached.
    pub(super) now: i64,
}

/// Days on which zones in use change their clocks.
const CLOCK_CHANGES: &[(i16, i8, i8)] = &[
    (2026, 3, 29),
    (2026, 10, 25),
    (2026, 3, 8),
    (2026, 11, 1),
    (2026, 4, 5),
    (2026, 10, 4),
    (2026, 4, 24),
    (2026, 10, 30),
    (2024, 3, 31),
    (2024, 4, 26),
    (2024, 10, 27),
    (2025, 3, 30),
    (2027, 3, 28),
    (2028, 3, 26),
    (2011, 12, 30),
    (2012, 4, 1),
];

impl Timeline {
    pub(super) fn new(p: &Programme, hints: &Hints, dice: &mut Dice) -> Timeline {
        let zone = Zone::named(&p.zone).unwrap_or_else(|| Zone::named("UTC").unwrap());
        let start = hints.origin.0.plus(i32::try_from(dice.range(-3, 3)).unwrap());
        let mut days = hints.days.clone();
        days.extend(CLOCK_CHANGES.iter().map(|(y, m, d)| Day::new(*y, *m, *d).unwrap()));
        for month in 0..24 {
            let end = start.plus_months(month).end_of_month();
            days.push(end);
            days.push(end.plus(1));
            days.push(end.plus(1).plus(28));
        }
        days.extend((2011..2032).filter_map(|y| Day::new(y, 2, 29)));
        let minute = Minute(u16::try_from(dice.range(0, 1439)).unwrap());
        let now = zone.instant(start, minute);
        Timeline {
            zone,
            days,
            lengths: hints.lengths.clone(),
            minutes: hints.minutes.clone(),
            seen: vec![start],
            now,
        }
    }

    /// The local day of now.
    pub(super) fn today(&self) -> Day {
        self.zone.local(self.now).day
    }

    /// Moves on.
    pub(super) fn advance(&mut self, dice: &mut Dice) {
        self.now = match dice.weighted(&[8, 18, 14, 14, 38, 5, 3]) {
            0 => self.now,
            1 => self.now + dice.range(1, 3_600),
            2 => self.now + dice.range(1, 40) * 3_600,
            3 => self.at(self.today().plus(1 + i32::try_from(dice.range(0, 3)).unwrap()), dice),
            4 => match self.day_that_matters(dice) {
                Some(day) => self.at(day, dice),
                None => self.now + 86_400,
            },
            5 => self.now + dice.range(20, 400) * 86_400,
            _ => self.hour_that_changes(dice),
        }
        .max(self.now);
        let today = self.today();
        if self.seen.last() != Some(&today) {
            self.seen.push(today);
        }
    }

    /// An instant before now, for events that come late.
    pub(super) fn earlier(&self, dice: &mut Dice) -> i64 {
        self.now - *dice.pick(&[1, 60, 3_600, 86_400, 40 * 86_400])
    }

    fn at(&self, day: Day, dice: &mut Dice) -> i64 {
        let minute = match dice.weighted(&[3, 2, 2, 3]) {
            0 => i64::from(dice.maybe_pick(&self.minutes).copied().unwrap_or(0)) + dice.range(-1, 1),
            1 => 0,
            2 => 1439,
            _ => dice.range(0, 1439),
        };
        let minute = Minute(u16::try_from(minute.clamp(0, 1439)).unwrap());
        self.zone.instant(day, minute) + dice.range(0, 1) * dice.range(0, 59)
    }

    /// One of the next few days that rules, windows or deadlines speak of, or the day before or after.
    fn day_that_matters(&self, dice: &mut Dice) -> Option<Day> {
        let today = self.today();
        let mut days: Vec<Day> = self.days.clone();
        for _ in 0..4 {
            if let (Some(seen), Some(length)) = (dice.maybe_pick(&self.seen), dice.maybe_pick(&self.lengths))
            {
                days.push(length.after(*seen));
            }
        }
        let by = i32::try_from(dice.range(-1, 1)).unwrap();
        let mut ahead: Vec<Day> = days.into_iter().map(|d| d.plus(by)).filter(|d| *d > today).collect();
        ahead.sort();
        ahead.dedup();
        ahead.truncate(4);
        dice.maybe_pick(&ahead).copied()
    }

    /// An instant around the hour that is skipped or comes twice.
    fn hour_that_changes(&self, dice: &mut Dice) -> i64 {
        let today = self.today();
        let next =
            CLOCK_CHANGES.iter().filter_map(|(y, m, d)| Day::new(*y, *m, *d)).filter(|d| *d > today).min();
        let Some(day) = next.filter(|d| d.0 - today.0 < 400) else { return self.now + 3_600 };
        self.zone.instant(day, Minute(0)) + dice.range(-2, 12) * 1_800
    }
}
