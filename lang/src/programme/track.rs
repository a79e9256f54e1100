//! Tracks: the only memory of rules.

use super::{AmountId, Conjunct, FieldId, LimitOwner, Paid, RuleId, Scope, Trigger, UnitId};
use crate::time::{Day, Window};

/// A track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// Its name; made up for the implied track of a limit.
    pub name: String,
    /// False for the implied track of a limit.
    pub written: bool,
    /// What it sums or counts.
    pub subject: TrackSubject,
    /// Only events for which all of these hold, asked with the readings of the event.
    pub conditions: Vec<Conjunct>,
    /// Whose events it counts; of tracks in the text the member's.
    pub scope: Scope,
    /// Over which window; an event books into the window of its own date.
    pub window: Window,
    /// Of the sums of a window rule: when its windows are paid. They are kept until then, and as long as memory after.
    pub paid: Paid,
}

/// What a track sums or counts. Its value is below 2^62.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrackSubject {
    /// An amount of each purchase; below zero counts as it is.
    Amount(AmountId),
    /// Purchases.
    #[default]
    Purchases,
    /// Points of a unit that rules gave (grants are not counted).
    Points(UnitId),
    /// Points that these rules gave.
    PointsFrom(Vec<RuleId>),
    /// What the owner of a limit gave, after all cuts.
    Given(LimitOwner),
    /// Events in which the owner of a limit gave something.
    Times(LimitOwner),
    /// Steps of a reward that were taken.
    Pieces(LimitOwner),
    /// Bonus blocks of a conversion of this unit.
    Plus(UnitId),
    /// Activities of that kind.
    Activities(String),
    /// A number or money field of events, at its scale; 0 where it is missing and nothing stands for that.
    Field {
        /// A field of the receipt or the activity.
        field: FieldId,
        /// What a missing one counts as.
        missing: Option<i64>,
        /// Of which events.
        of: Trigger,
    },
    /// Periods in a row with a purchase, or an activity of that kind; the track's window is the period. Events are counted
    /// by period; the track reads how many periods follow on each other up to that of the day, or up to the one before
    /// while that has none. More than `limits::ROW` are not counted.
    InARow(Trigger),
    /// Different texts of all events of the window together. A text counts once, however many events bring it.
    Different(DifferentText, Trigger),
    /// On how many days there was such an event. Events are counted by day; never over `Window::Ever`.
    Days(Trigger),
    /// What a window rule gave for each of its windows. No event books it: bringing a window up to date does.
    Over(RuleId),
}

/// Which texts of an event are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferentText {
    /// Those that an [`Amount::Different`](super::Amount::Different) of a receipt counts.
    Lines(AmountId),
    /// The store.
    Store,
    /// The channel.
    Channel,
    /// The partners that the store belongs to, and which take part on the day.
    Partner,
    /// A text field of the receipt or the activity.
    Field(FieldId),
}

impl TrackSubject {
    /// Whether points of a rule, which gives that unit, are among the points that it counts.
    #[must_use]
    pub fn counts_points_of(&self, rule: RuleId, unit: UnitId) -> bool {
        match self {
            TrackSubject::Points(of) => *of == unit,
            TrackSubject::PointsFrom(rules) => rules.contains(&rule),
            TrackSubject::Amount(_)
            | TrackSubject::Purchases
            | TrackSubject::Given(_)
            | TrackSubject::Times(_)
            | TrackSubject::Pieces(_)
            | TrackSubject::Plus(_)
            | TrackSubject::Activities(_)
            | TrackSubject::Field { .. }
            | TrackSubject::InARow(_)
            | TrackSubject::Different(..)
            | TrackSubject::Days(_)
            | TrackSubject::Over(_) => false,
        }
    }
}

impl Track {
    /// Whether it counts activities, and not purchases.
    #[must_use]
    pub fn is_of_activities(&self) -> bool {
        match &self.subject {
            TrackSubject::Activities(_) => true,
            TrackSubject::Field { of, .. }
            | TrackSubject::InARow(of)
            | TrackSubject::Different(_, of)
            | TrackSubject::Days(of) => matches!(of, Trigger::Activity(_)),
            TrackSubject::Amount(_)
            | TrackSubject::Purchases
            | TrackSubject::Points(_)
            | TrackSubject::PointsFrom(_)
            | TrackSubject::Given(_)
            | TrackSubject::Times(_)
            | TrackSubject::Pieces(_)
            | TrackSubject::Plus(_)
            | TrackSubject::Over(_) => false,
        }
    }

    /// Whether it keeps the texts themselves, which are counted when it is read.
    #[must_use]
    pub fn is_of_texts(&self) -> bool {
        matches!(self.subject, TrackSubject::Different(..))
    }

    /// Under which day the texts of an event are kept: its own where windows slide or are the member's, else the first of
    /// the window.
    #[must_use]
    pub fn place_of_texts(&self, day: Day) -> Day {
        if matches!(self.window, Window::Rolling(_) | Window::OwnYear(_)) {
            return day;
        }
        self.window.days(self.window.number(day)).0
    }

    /// Whether what it counts is kept by day: of windows that slide or are the member's own, and where days are counted.
    #[must_use]
    pub fn is_by_day(&self) -> bool {
        let is_by_day = matches!(self.window, Window::Rolling(_) | Window::OwnYear(_))
            || matches!(self.subject, TrackSubject::Days(_));
        is_by_day && !self.is_of_texts()
    }
}
