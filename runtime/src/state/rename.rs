//! From the numbers that stored state uses to those of a programme, by name.

use super::Reached;
use super::shape::{FieldShape, Measured, Shape, TrackShape};
use std::collections::{BTreeSet, HashMap};
use treue_lang::programme::{
    GiftId, LevelId, LimitId, MeasureId, PartnerId, RewardId, RuleId, StackId, TiersId, TrackId, UnitId,
};

/// What stands where in the programme; by position in the stored state, nothing for what the programme does not have.
#[derive(Clone, Debug, Default)]
pub(super) struct Renaming {
    pub(super) units: Vec<Option<UnitBecomes>>,
    /// Names of the stored units, and their decimals.
    pub(super) unit_names: Vec<(String, u8)>,
    pub(super) tracks: Vec<TrackBecomes>,
    pub(super) tiers: Vec<TiersBecome>,
    pub(super) fields: Vec<(String, Option<usize>)>,
    rules: Vec<Option<usize>>,
    stacks: Vec<Option<usize>>,
    limits: Vec<Option<usize>>,
    gifts: Vec<Option<usize>>,
    rewards: Vec<Option<usize>>,
    /// Names of the stored rewards.
    pub(super) reward_names: Vec<String>,
    partners: Vec<Option<usize>>,
    measures: Vec<Option<usize>>,
    /// Declared fields of receipts by position, and how many there are now.
    pub(super) receipt_fields: (Vec<Option<usize>>, usize),
    /// Declared fields of lines by position, and how many there are now.
    pub(super) line_fields: (Vec<Option<usize>>, usize),
    /// How many tracks, tier structures and member fields the programme has.
    pub(super) new_tracks: usize,
    pub(super) new_tiers: usize,
    pub(super) new_fields: usize,
    /// Kinds of activities that keep points alive.
    pub(super) kept_activities: Vec<Option<usize>>,
    /// How many units the programme has.
    pub(super) new_units: usize,
    pub(super) forgets: Forgets,
}

/// Names of what may go, by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Forgets {
    pub(super) units: BTreeSet<String>,
    pub(super) tracks: BTreeSet<String>,
    pub(super) tiers: BTreeSet<String>,
    pub(super) fields: BTreeSet<String>,
}

/// What points of a stored unit become: `⌊⌊x / step⌋ · gives / of⌋`, in smallest parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnitBecomes {
    pub(super) unit: UnitId,
    pub(super) step: i64,
    pub(super) gives: i64,
    pub(super) of: i64,
    /// The text says what they become: what is left over is meant to go.
    pub(super) said: bool,
}

/// What becomes of a track.
#[derive(Clone, Debug)]
pub(super) struct TrackBecomes {
    pub(super) name: String,
    /// A track of the text, not the one that a limit implies.
    pub(super) written: bool,
    pub(super) to: Option<TrackId>,
    /// The stored unit whose points it sums.
    pub(super) unit: Option<u32>,
}

/// What becomes of a tier structure and its levels.
#[derive(Clone, Debug)]
pub(super) struct TiersBecome {
    pub(super) name: String,
    pub(super) to: Option<TiersId>,
    pub(super) levels: Vec<(String, Option<u8>)>,
    /// Whether members kept when they reached them.
    pub(super) reached: bool,
}

impl TiersBecome {
    /// The days on which levels were reached, under their new numbers.
    pub(super) fn reached(&self, old: &Reached) -> Reached {
        let becomes = (0..).map(LevelId).zip(&self.levels);
        old.moved(becomes.filter_map(|(level, (_, new))| Some((level, LevelId((*new)?)))))
    }
}

impl UnitBecomes {
    /// What so many points become; nothing if that is too large to hold. Below zero is mirrored.
    pub(super) fn of(&self, points: i64) -> Option<i64> {
        let steps = i128::from(points) / i128::from(self.step.max(1));
        let gives = steps.checked_mul(i128::from(self.gives))? / i128::from(self.of.max(1));
        i64::try_from(gives).ok().filter(|n| n.unsigned_abs() < treue_lang::limits::TRACK.unsigned_abs())
    }

    /// How many of so many points come to nothing: without them the result is the same.
    pub(super) fn left(&self, points: i64) -> i64 {
        let all = points.checked_abs().unwrap_or(i64::MAX);
        let (step, gives, of) =
            (i128::from(self.step.max(1)), i128::from(self.gives.max(1)), i128::from(self.of.max(1)));
        let result = (i128::from(all) / step).saturating_mul(gives) / of;
        let needed = result.saturating_mul(of).saturating_add(gives - 1) / gives;
        i64::try_from(i128::from(all) - needed.saturating_mul(step)).unwrap_or(0)
    }

    /// Whether nothing but the number of the unit changes.
    pub(super) fn is_same(&self) -> bool {
        (self.step, self.gives) == (1, self.of)
    }
}

/// Places of old names among the new ones; of equal names the first is the first.
fn places<'a>(
    old: impl IntoIterator<Item = &'a str>,
    new: impl IntoIterator<Item = &'a str>,
) -> Vec<Option<usize>> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut at: HashMap<(&str, usize), usize> = HashMap::new();
    for (place, name) in new.into_iter().enumerate() {
        let times = seen.entry(name).or_default();
        at.insert((name, *times), place);
        *times += 1;
    }
    seen.clear();
    let mut find = |name| {
        let times = seen.entry(name).or_default();
        let place = at.get(&(name, *times)).copied();
        *times += 1;
        place
    };
    old.into_iter().map(&mut find).collect()
}

fn texts(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(String::as_str)
}

fn id(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Places of old fields among the new ones.
fn places_of_fields(old: &[FieldShape], new: &[FieldShape]) -> Vec<Option<usize>> {
    use treue_lang::programme::FieldKind::OneOf;
    let place = |was: &FieldShape| {
        new.iter().position(|is| {
            let grown = match (&was.kind, &is.kind) {
                (OneOf(a), OneOf(b)) => a.iter().all(|text| b.contains(text)),
                (a, b) => a == b,
            };
            is.name == was.name && grown
        })
    };
    old.iter().map(place).collect()
}

/// What points of a unit of so many decimals are with other decimals.
pub(super) fn same_points(unit: UnitId, old: u8, new: u8) -> UnitBecomes {
    let (gives, of) = if new >= old { (tens(new - old), 1) } else { (1, tens(old - new)) };
    UnitBecomes { unit, step: 1, gives, of, said: false }
}

fn tens(count: u8) -> i64 {
    10_i64.checked_pow(u32::from(count)).unwrap_or(i64::MAX)
}

impl Renaming {
    /// Everything keeps its name.
    pub(super) fn by_name(old: &Shape, new: &Shape) -> Renaming {
        let unit_names = |shape: &'_ Shape| shape.units.iter().map(|u| u.name.clone()).collect::<Vec<_>>();
        let (old_units, new_units) = (unit_names(old), unit_names(new));
        let units = places(texts(&old_units), texts(&new_units));
        let units = units.iter().zip(&old.units).map(|(place, was)| {
            let place = (*place)?;
            let decimals = new.units.get(place)?.decimals;
            Some(same_points(UnitId(id(place)), was.decimals, decimals))
        });
        let mut renaming = Renaming {
            units: units.collect(),
            unit_names: old.units.iter().map(|u| (u.name.clone(), u.decimals)).collect(),
            rules: places(texts(&old.rules), texts(&new.rules)),
            stacks: places(texts(&old.stacks), texts(&new.stacks)),
            limits: places(texts(&old.limits), texts(&new.limits)),
            gifts: places(texts(&old.gifts), texts(&new.gifts)),
            rewards: places(texts(&old.rewards), texts(&new.rewards)),
            reward_names: old.rewards.clone(),
            partners: places(texts(&old.partners), texts(&new.partners)),
            measures: places(texts(&old.measures), texts(&new.measures)),
            receipt_fields: (
                places_of_fields(&old.receipt_fields, &new.receipt_fields),
                new.receipt_fields.len(),
            ),
            line_fields: (places_of_fields(&old.line_fields, &new.line_fields), new.line_fields.len()),
            kept_activities: places(texts(&old.kept_activities), texts(&new.kept_activities)),
            new_units: new.units.len(),
            new_tracks: new.tracks.len(),
            new_tiers: new.tiers.len(),
            new_fields: new.fields.len(),
            ..Renaming::default()
        };
        renaming.tracks(old, new);
        renaming.tiers(old, new);
        renaming.fields(old, new);
        renaming
    }

    /// A track is the same if its name, its window and what it sums are.
    pub(super) fn tracks(&mut self, old: &Shape, new: &Shape) {
        let name = |t: &'_ TrackShape| t.name.clone();
        let (before, now): (Vec<_>, Vec<_>) =
            (old.tracks.iter().map(name).collect(), new.tracks.iter().map(name).collect());
        let places = places(texts(&before), texts(&now));
        self.tracks = old.tracks.iter().zip(places).map(|(was, place)| self.track(was, new, place)).collect();
    }

    pub(super) fn track(&self, was: &TrackShape, new: &Shape, place: Option<usize>) -> TrackBecomes {
        let fits = |is: &TrackShape| {
            let same = match (&was.measured, &is.measured) {
                (Measured::Points(a), Measured::Points(b)) => {
                    self.units.get(*a as usize).copied().flatten().map(|u| u.unit.0) == Some(*b)
                }
                (a, b) => a == b,
            };
            same && was.window == is.window
        };
        let to = place.filter(|p| new.tracks.get(*p).is_some_and(fits)).map(|p| TrackId(id(p)));
        let unit = match was.measured {
            Measured::Points(unit) => Some(unit),
            Measured::Money
            | Measured::Quantity(_)
            | Measured::Count
            | Measured::Days
            | Measured::Texts(_)
            | Measured::Items
            | Measured::Number(_) => None,
        };
        TrackBecomes { name: was.name.clone(), written: was.written, to, unit }
    }

    fn tiers(&mut self, old: &Shape, new: &Shape) {
        let names = |shape: &'_ Shape| shape.tiers.iter().map(|t| t.name.clone()).collect::<Vec<_>>();
        let (before, now) = (names(old), names(new));
        let places = places(texts(&before), texts(&now));
        for (was, place) in old.tiers.iter().zip(places) {
            let is = place.and_then(|p| new.tiers.get(p));
            let level = |name: &String| {
                let place = is?.levels.iter().position(|l| l == name)?;
                u8::try_from(place).ok()
            };
            self.tiers.push(TiersBecome {
                name: was.name.clone(),
                to: place.map(|p| TiersId(id(p))),
                levels: was.levels.iter().map(|l| (l.clone(), level(l))).collect(),
                reached: was.reached,
            });
        }
    }

    /// A field is the same if its name is and what it holds; a list of texts may have grown.
    fn fields(&mut self, old: &Shape, new: &Shape) {
        let places = places_of_fields(&old.fields, &new.fields);
        self.fields = old.fields.iter().zip(places).map(|(was, place)| (was.name.clone(), place)).collect();
    }

    pub(super) fn reward_was(&mut self, old: &Shape, reward: RewardId, was: &str) {
        let place = old.rewards.iter().position(|name| name == was);
        if let Some(slot) = place.and_then(|p| self.rewards.get_mut(p)) {
            *slot = Some(reward.0 as usize);
        }
    }

    pub(super) fn unit(&self, unit: UnitId) -> Option<UnitBecomes> {
        self.units.get(unit.0 as usize).copied().flatten()
    }
}

/// Ids of things that only past decisions speak of: what is gone has the number that nothing has.
macro_rules! history {
    ($($method:ident $list:ident $id:ident;)+) => {
        impl Renaming {$(
            pub(super) fn $method(&self, old: $id) -> $id {
                $id(self.$list.get(old.0 as usize).copied().flatten().map_or(u32::MAX, id))
            }
        )+}
    };
}

history! {
    rule rules RuleId;
    stack stacks StackId;
    limit limits LimitId;
    gift gifts GiftId;
    reward rewards RewardId;
    partner partners PartnerId;
    measure measures MeasureId;
}
