//! What follows from a day alone: facts, window numbers, deadlines. Worked out once a day and kept for the latest days.

use super::set_bit;
use crate::native::plan::Plan;
use crate::native::plan::facts::FactSet;
use crate::native::plan::points::{is_plain_unit, opens_plainly};
use crate::native::run::{Kept, Today, kept};
use crate::state::Lot;
use std::collections::HashMap;
use treue_lang::programme::{Available, ExpiryHow, Programme, RuleId, Texts, Tiers, Track, Unit, Validity};
use treue_lang::time::{Almanac, Day, DayTest, Window};

/// At most so many days are kept, and so many bytes of what follows from them.
const DAYS: usize = 1024;
const BYTES: usize = 16 << 20;

/// What follows from one day.
#[derive(Debug)]
pub(crate) struct DayFacts {
    /// The day.
    pub(crate) day: Day,
    /// Words of facts of conditions.
    pub(crate) words: Vec<i64>,
    /// Words of dates of tracks.
    pub(crate) window_words: Vec<i64>,
    /// By track: what follows for its window.
    pub(crate) windows: Vec<Today>,
    /// By unit: the earliest of its deadlines, where that follows from the day alone.
    pub(crate) expires: Vec<Option<Day>>,
    /// By the position of a rule among those whose points wait: the day on which they are available, where that follows from
    /// the day alone.
    available: Vec<Option<Day>>,
    /// By tier structure: the last good day of a level that is entered on the day; `None` where none ends.
    pub(crate) valid: Vec<Option<Day>>,
    /// By tier structure and level: a level that is held since before this day is renewed if its entry holds; `None` if none
    /// is. Only where usual purchases are decided straight through.
    pub(crate) renews: Vec<Vec<Option<Day>>>,
}

/// The latest days.
#[derive(Debug)]
pub(crate) struct Calendar {
    days: Vec<Option<Box<DayFacts>>>,
}

impl Calendar {
    /// Without days.
    pub(crate) fn new(programme: &Programme, plan: &Plan) -> Calendar {
        let bytes = 256
            + 8 * plan.reads.days.words()
            + 28 * programme.tracks.len()
            + 8 * programme.units.len()
            + 8 * plan.waiting.len();
        let days = (BYTES / bytes).clamp(4, DAYS);
        Calendar { days: std::iter::repeat_with(|| None).take(days).collect() }
    }

    /// What follows from a day, to be put back after use: sharing it would cost more than handing it to and fro.
    pub(crate) fn take(&mut self, programme: &Programme, plan: &Plan, day: Day) -> Box<DayFacts> {
        let known = self.place(day).and_then(Option::take).filter(|known| known.day == day);
        known.unwrap_or_else(|| Box::new(DayFacts::new(programme, plan, day)))
    }

    /// Keeps what follows from a day for the next time.
    pub(crate) fn put_back(&mut self, facts: Box<DayFacts>) {
        if let Some(place) = self.place(facts.day) {
            *place = Some(facts);
        }
    }

    fn place(&mut self, day: Day) -> Option<&mut Option<Box<DayFacts>>> {
        let days = i32::try_from(self.days.len()).unwrap_or(1).max(1);
        self.days.get_mut(usize::try_from(day.0.rem_euclid(days)).unwrap_or(0))
    }
}

impl DayFacts {
    fn new(programme: &Programme, plan: &Plan, day: Day) -> DayFacts {
        let mut windows: HashMap<Kept, Today> = HashMap::new();
        let memory_starts = programme.memory_starts(day);
        let mut window_of = |t: &Track| {
            let of = kept(t);
            *windows.entry(of).or_insert_with(|| Today::new(of, day, memory_starts))
        };
        DayFacts {
            day,
            words: words(&plan.reads.days, day),
            window_words: words(&plan.reads.windows, day),
            windows: programme.tracks.iter().map(|(_, t)| window_of(t)).collect(),
            expires: programme
                .units
                .iter()
                .map(|(id, u)| expires(programme, u, day).filter(|_| is_plain_unit(&plan.points, id)))
                .collect(),
            available: plan.waiting.iter().map(|id| available(programme, *id, day)).collect(),
            valid: programme.tiers.iter().map(|(_, t)| valid(programme, t, day)).collect(),
            renews: plan.quick.iter().flat_map(|quick| &quick.lasting).map(|l| renews(l, day)).collect(),
        }
    }
}

impl DayFacts {
    /// The day on which points of a rule are available, where that follows from the day alone.
    #[inline]
    pub(crate) fn available(&self, plan: &Plan, rule: RuleId) -> Option<Day> {
        match plan.waiting.binary_search(&rule) {
            Ok(at) => self.available.get(at).copied().flatten(),
            Err(_) => Some(self.day),
        }
    }
}

/// The last good day of a level that is entered on a day.
fn valid(programme: &Programme, tiers: &Tiers, day: Day) -> Option<Day> {
    match &tiers.validity {
        Validity::Until(deadline) => Some(deadline.last_good_day(day, programme.week_start)),
        Validity::Ever | Validity::AtOnce => None,
    }
}

/// From which day on a level must have been held so as not to be renewed on a day, by level.
fn renews(lasting: &Option<Vec<Vec<Window>>>, day: Day) -> Vec<Option<Day>> {
    let first = |window: &Window| match window {
        Window::Ever | Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => None,
        Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
            let number = window.number(day);
            let first = window.days(number).0;
            // Where the two ways do not fit each other, everybody takes the long way.
            let fits = window.number(first) == number && window.number(first.plus(-1)) < number;
            Some(if fits { first } else { Day::LAST })
        }
    };
    lasting.iter().flatten().map(|windows| windows.iter().filter_map(first).max()).collect()
}

/// The words of tests on a day.
fn words(tests: &FactSet<Texts, DayTest>, day: Day) -> Vec<i64> {
    let mut words = vec![0i64; tests.words()];
    for (bit, test) in tests.singles.iter().enumerate() {
        if test.holds(day) {
            set_bit(&mut words, bit);
        }
    }
    words
}

/// The earliest deadline of points earned on a day, by lines that ask for nothing else.
pub(crate) fn expires(programme: &Programme, unit: &Unit, day: Day) -> Option<Day> {
    let almanac = Almanac { week_start: programme.week_start, ..Almanac::default() };
    let deadlines = unit.expiry.iter().filter_map(|e| match &e.how {
        ExpiryHow::After(deadline, _) => Some(extended(unit, deadline.counted(day, almanac), day)),
        ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => None,
    });
    deadlines.min()
}

/// A last good day with what lots earned on a day get on top.
pub(crate) fn extended(unit: &Unit, last_good: Day, earned: Day) -> Day {
    let mut day = last_good;
    for extension in &unit.extensions {
        if (extension.from..=extension.to).contains(&earned) {
            day = extension.by.after(day);
        }
    }
    day
}

/// The day on which points of a rule are available, where it follows from the day alone.
fn available(programme: &Programme, id: RuleId, day: Day) -> Option<Day> {
    let almanac = Almanac { week_start: programme.week_start, ..Almanac::default() };
    match &programme.rules.get(id)?.available {
        None => Some(day),
        Some(Available::OnActivity(_)) => Some(Lot::NOT_YET),
        Some(Available::After(deadline, _)) => {
            opens_plainly(programme, id).then(|| deadline.opens(day, almanac))
        }
    }
}
