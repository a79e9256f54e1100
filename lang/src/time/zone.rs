//! Time zones: an instant becomes a day and a minute on the wall. The rules are those bundled with jiff,
//! so that every host decides alike.

use super::{Day, Minute, Weekday};
use jiff::tz::TimeZone;

/// A time zone by its IANA name.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name == other.name
    }
}

impl Default for Zone {
    fn default() -> Zone {
        Zone { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }
}

/// What the clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// The day.
    pub day: Day,
    /// The minute of that day.
    pub minute: Minute,
    /// The weekday of that day.
    pub weekday: Weekday,
}

impl Zone {
    /// The zone of that name, such as `Europe/Zurich`; `None` if there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        let zone = jiff::tz::db().get(name).ok()?;
        Some(Zone { name: name.to_owned(), zone })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the wall shows at an instant, given in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn local(&self, seconds: i64) -> Local {
        let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let wall = self.zone.to_datetime(instant);
        let day = Day::from_civil(wall.date());
        let minute = u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
        Local { day, minute: Minute(minute), weekday: day.weekday() }
    }

    /// The instant at which that day and minute stand on the wall, in seconds since 1970. A minute that is
    /// skipped in spring gives the moment after the gap; one that comes twice gives the first.
    #[must_use]
    pub fn instant(&self, day: Day, minute: Minute) -> i64 {
        let hour = i8::try_from(minute.0 / 60).unwrap_or(0);
        let min = i8::try_from(minute.0 % 60).unwrap_or(0);
        let wall = day.civil().at(hour, min, 0, 0);
        self.zone.to_ambiguous_timestamp(wall).compatible().map_or(0, |t| t.as_second())
    }

    /// Offset from UTC at an instant, in seconds.
    #[must_use]
    pub fn offset(&self, seconds: i64) -> i32 {
        let instant = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_offset(instant).seconds()
    }

    /// The next instant after this one at which the offset may be another one.
    #[must_use]
    pub fn next_change(&self, seconds: i64) -> Option<i64> {
        let instant = jiff::Timestamp::from_second(seconds).ok()?;
        self.zone.following(instant).next().map(|change| change.timestamp().as_second())
    }

    /// All zone names, for "did you mean".
    pub fn names() -> impl Iterator<Item = String> {
        jiff::tz::db().available().map(|n| n.as_str().to_owned())
    }
}
