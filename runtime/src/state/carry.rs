//! Members carried over to a programme that numbers things otherwise: by name, with a list of what changes for whom.

use super::bytes::{StateCode, StateError, error};
use super::rename::{Renaming, TrackBecomes, UnitBecomes};
use super::{
    Clocks, Counts, Household, Lot, Member, Members, Reached, Shared, Standing, TrackState, Voucher,
    carry_records,
};
use serde::{Deserialize, Serialize};
use treue_lang::programme::{Programme, UnitId, counted};
use treue_lang::value::show;

/// Something that is not as before for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberChange {
    /// Who.
    pub member: String,
    /// What.
    pub change: Change,
}

/// What is not as before. Points are written in whole ones of their unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Change {
    /// Points became others.
    Converted {
        /// The unit before.
        from: String,
        /// How many of it there were.
        points: String,
        /// The unit now.
        to: String,
        /// How many of it there are.
        gets: String,
        /// How many of those before came to nothing.
        left: String,
    },
    /// Points are gone.
    Points {
        /// Their unit.
        unit: String,
        /// How many.
        points: String,
        /// Whether the text says that they may go.
        said: bool,
    },
    /// What was owed is owed no more.
    Owed {
        /// The unit.
        unit: String,
        /// How much.
        points: String,
        /// Whether the text says so.
        said: bool,
    },
    /// What stood in a track is gone.
    Track {
        /// Its name.
        track: String,
        /// Whether the text says that it may go.
        said: bool,
    },
    /// A level is no longer held.
    Level {
        /// The structure.
        tiers: String,
        /// The level.
        level: String,
        /// Whether the text says that it may go.
        said: bool,
    },
    /// Vouchers are gone with their reward.
    Vouchers {
        /// The reward.
        reward: String,
        /// How many.
        count: u64,
    },
    /// What stood in a field is gone.
    Field {
        /// Its name.
        field: String,
        /// Whether the text says that it may go.
        said: bool,
    },
}

impl Change {
    /// Whether a member loses something of which the text does not say that it may go.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        match self {
            Change::Converted { .. } => false,
            Change::Vouchers { .. } => true,
            Change::Points { said, .. }
            | Change::Owed { said, .. }
            | Change::Track { said, .. }
            | Change::Level { said, .. }
            | Change::Field { said, .. } => !said,
        }
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Change::Converted { from, points, to, gets, left } => {
                write!(f, "{} became {}", counted(points, from), counted(gets, to))?;
                if left == "0" { Ok(()) } else { write!(f, ", {left} came to nothing") }
            }
            Change::Points { unit, points, said: _ } => f.write_str(&counted(points, unit)),
            Change::Owed { unit, points, said: _ } => write!(f, "{} owed", counted(points, unit)),
            Change::Vouchers { reward, count } => {
                write!(f, "{} of {reward}", counted(&count.to_string(), "vouchers"))
            }
            Change::Track { track, said: _ } => write!(f, "what stood in the track {track}"),
            Change::Level { tiers, level, said: _ } => write!(f, "the level {level} of {tiers}"),
            Change::Field { field, said: _ } => write!(f, "the field {field}"),
        }
    }
}

impl std::fmt::Display for MemberChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of member {}", self.change, self.member)
    }
}

/// Members under the programme's numbers.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    pub(super) members: Members,
    /// In the order of the members' ids.
    pub(super) changes: Vec<MemberChange>,
}

/// Carries all members over.
///
/// # Errors
/// A balance would become too large.
pub(super) fn carry(from: Members, renaming: &Renaming, to: &Programme) -> Result<Carried, StateError> {
    let mut carried = Carried { members: Members::default(), changes: Vec::new() };
    let large = |what: String| {
        error(StateCode::NeedsMigration, format!("what {what} has would become too large to hold"))
    };
    for (id, member) in from.iter() {
        let mut one = One { renaming, to, changes: Vec::new() };
        let after = one.member(member).ok_or_else(|| large(format!("member {id}")))?;
        carried.members.insert(id, after);
        let changes = one.changes.into_iter();
        carried.changes.extend(changes.map(|change| MemberChange { member: id.to_owned(), change }));
    }
    let shared =
        shared(from.shared(), renaming, to).ok_or_else(|| large("a limit of several members".to_owned()))?;
    carried.members.share(shared);
    Ok(carried)
}

/// What members have together; households only where the programme has them.
fn shared(old: &Shared, renaming: &Renaming, to: &Programme) -> Option<Shared> {
    let counts = |counts: &Counts| -> Option<Counts> {
        let mut moved = Counts::new();
        for (track, state) in counts {
            let Some(becomes) = renaming.tracks.get(track.0 as usize) else { continue };
            if let Some(id) = becomes.to {
                moved.insert(id, becoming(state, becomes, renaming)?);
            }
        }
        Some(moved)
    };
    let (everyone, merged) = (counts(&old.everyone)?, old.merged.clone());
    let mut after = Shared { everyone, merged, ..Shared::default() };
    for (name, household) in old.households.iter().filter(|_| to.household.is_some()) {
        let (members, counts) = (household.members.clone(), counts(&household.counts)?);
        after.households.insert(name.clone(), Household { members, counts });
    }
    Some(after)
}

/// A track's state, in the points of today.
fn becoming(state: &TrackState, becomes: &TrackBecomes, renaming: &Renaming) -> Option<TrackState> {
    let unit = becomes.unit.and_then(|u| renaming.unit(UnitId(u))).filter(|u| !u.is_same());
    match unit {
        Some(unit) => converted_track(state, &unit),
        None => Some(state.clone()),
    }
}

/// One member on the way.
struct One<'a> {
    renaming: &'a Renaming,
    to: &'a Programme,
    changes: Vec<Change>,
}

impl One<'_> {
    /// Every part of a member is named here, so that a new part cannot be forgotten. Nothing if a number would be
    /// too large.
    fn member(&mut self, member: &Member) -> Option<Member> {
        let Member {
            last_at,
            last_day,
            joined,
            membership,
            purchases,
            last_purchase,
            last_redeem,
            clocks,
            tracks,
            lots,
            owed,
            vouchers,
            tiers,
            fields,
            household,
            held,
            gone,
            received,
            came,
            notebook,
        } = member;
        let mut after = Member {
            last_at: *last_at,
            last_day: *last_day,
            joined: *joined,
            membership: *membership,
            purchases: *purchases,
            last_purchase: *last_purchase,
            last_redeem: *last_redeem,
            household: household.clone().filter(|_| self.to.household.is_some()),
            held: held.iter().filter_map(|h| carry_records::held(h, self.renaming)).collect(),
            gone: gone.iter().filter_map(|l| carry_records::lot(*l, self.renaming)).collect(),
            received: received.iter().filter_map(|r| carry_records::received(r, self.renaming)).collect(),
            came: came.iter().filter_map(|c| carry_records::came(c, self.renaming)).collect(),
            clocks: self.clocks(clocks),
            notebook: notebook.renamed(self.renaming),
            ..Member::new(self.to)
        };
        for unit in 0..self.renaming.unit_names.len() {
            self.points(unit, lots, owed.get(unit).copied().unwrap_or(0), &mut after)?;
        }
        after.lots.sort_by_key(Lot::order);
        after.gone.sort_by_key(Lot::order);
        settle(&mut after);
        self.tracks(tracks, &mut after)?;
        self.vouchers(vouchers, &mut after);
        self.tiers(tiers, &mut after);
        learn_reached(self.to, self.renaming, &mut after);
        for (value, (name, place)) in fields.iter().zip(&self.renaming.fields) {
            match place.and_then(|p| after.fields.get_mut(p)) {
                Some(field) => field.clone_from(value),
                None if value.is_some() => {
                    let said = self.renaming.forgets.fields.contains(name);
                    self.changes.push(Change::Field { field: name.clone(), said });
                }
                None => {}
            }
        }
        Some(after)
    }

    /// Clocks go with their units and their kinds of activities. Where units become one, the first that is named tells.
    fn clocks(&self, clocks: &Clocks) -> Clocks {
        let mut after = Clocks { last_transfer: clocks.last_transfer, ..Clocks::new(self.to) };
        for (old, becomes) in self.renaming.units.iter().enumerate() {
            let Some(new) = becomes.map(|b| b.unit.0 as usize) else { continue };
            for (from, to) in [(&clocks.paused, &mut after.paused), (&clocks.resumed, &mut after.resumed)] {
                if let Some(place) = to.get_mut(new).filter(|place| place.is_none()) {
                    *place = from.get(old).copied().flatten();
                }
            }
        }
        for (day, place) in clocks.activities.iter().zip(&self.renaming.kept_activities) {
            if let Some(place) = place.and_then(|p| after.activities.get_mut(p)) {
                *place = *day;
            }
        }
        after
    }

    /// Lots and debt of one unit. The sums are converted, not the lots: each lot, in its order, gets its step of the
    /// converted running total.
    fn points(&mut self, unit: usize, lots: &[Lot], owed: i64, after: &mut Member) -> Option<()> {
        let of_unit = || lots.iter().filter(|l| l.unit.0 as usize == unit);
        let total: i64 = of_unit().try_fold(0_i64, |sum, l| sum.checked_add(l.points))?;
        let Some(becomes) = self.renaming.units.get(unit).copied().flatten() else {
            self.gone(unit, total, owed);
            return Some(());
        };
        let (mut running, mut given) = (0_i64, 0_i64);
        for lot in of_unit() {
            running = running.checked_add(lot.points)?;
            let so_far = becomes.of(running)?;
            let points = so_far.checked_sub(given)?;
            given = so_far;
            let payer = lot.payer.map(|p| self.renaming.partner(p)).filter(|p| p.0 != u32::MAX);
            let lot = Lot { unit: becomes.unit, points, payer, ..*lot };
            if points > 0 {
                add(&mut after.lots, lot)?;
            }
        }
        let debt = becomes.of(owed)?;
        if let Some(place) = after.owed.get_mut(becomes.unit.0 as usize) {
            *place = place.checked_add(debt)?;
        }
        if !becomes.is_same() {
            self.converted(unit, &becomes, total.checked_sub(owed)?);
        }
        Some(())
    }

    /// A unit that the programme does not have.
    fn gone(&mut self, unit: usize, points: i64, owed: i64) {
        let Some((name, decimals)) = self.renaming.unit_names.get(unit) else { return };
        let said = self.renaming.forgets.units.contains(name);
        let text = |n: i64| show(i128::from(n), *decimals);
        if points != 0 {
            self.changes.push(Change::Points { unit: name.clone(), points: text(points), said });
        }
        if owed != 0 {
            self.changes.push(Change::Owed { unit: name.clone(), points: text(owed), said });
        }
    }

    fn converted(&mut self, unit: usize, becomes: &UnitBecomes, points: i64) {
        let Some((name, decimals)) = self.renaming.unit_names.get(unit) else { return };
        let (Some(gets), Some(is)) = (becomes.of(points), self.to.units.get(becomes.unit)) else { return };
        let left = becomes.left(points);
        let text = |n: i64, decimals: u8| show(i128::from(n), decimals);
        if points != 0 && becomes.said {
            self.changes.push(Change::Converted {
                from: name.clone(),
                points: text(points, *decimals),
                to: is.name.clone(),
                gets: text(gets, is.decimals),
                left: text(left, *decimals),
            });
        } else if left != 0 {
            self.changes.push(Change::Points {
                unit: name.clone(),
                points: text(left, *decimals),
                said: false,
            });
        }
    }

    fn tracks(&mut self, tracks: &[TrackState], after: &mut Member) -> Option<()> {
        for (state, becomes) in tracks.iter().zip(&self.renaming.tracks) {
            let state = becoming(state, becomes, self.renaming)?;
            match becomes.to.and_then(|id| after.tracks.get_mut(id.0 as usize)) {
                Some(place) => *place = state,
                None => self.track_gone(becomes, &state),
            }
        }
        Some(())
    }

    fn vouchers(&mut self, vouchers: &[Voucher], after: &mut Member) {
        for voucher in vouchers {
            let reward = self.renaming.reward(voucher.reward);
            if reward.0 == u32::MAX {
                let name = self.renaming.reward_names.get(voucher.reward.0 as usize).cloned();
                self.changes
                    .push(Change::Vouchers { reward: name.unwrap_or_default(), count: voucher.count });
            } else {
                after.vouchers.push(Voucher { reward, ..voucher.clone() });
            }
        }
        after.vouchers.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    /// The track of a limit goes with its limit.
    fn track_gone(&mut self, becomes: &TrackBecomes, state: &TrackState) {
        let empty = match state {
            TrackState::Window { value, closed, number: _ } => *value == 0 && closed.is_empty(),
            TrackState::Rolling(days) => days.is_empty(),
            TrackState::Texts(texts) => texts.is_empty(),
        };
        if becomes.written && !empty {
            let said = self.renaming.forgets.tracks.contains(&becomes.name);
            self.changes.push(Change::Track { track: becomes.name.clone(), said });
        }
    }

    fn tiers(&mut self, standings: &[Standing], after: &mut Member) {
        for (standing, becomes) in standings.iter().zip(&self.renaming.tiers) {
            let said = self.renaming.forgets.tiers.contains(&becomes.name);
            let mut level = |old: u8| -> Option<u8> {
                let (name, new) = becomes.levels.get(usize::from(old))?;
                let new = becomes.to.and(*new);
                if new.is_none() && old > 0 {
                    let (tiers, level) = (becomes.name.clone(), name.clone());
                    self.changes.push(Change::Level { tiers, level, said });
                }
                new.filter(|n| *n > 0)
            };
            let earned = level(standing.earned).unwrap_or(0);
            let granted = standing.granted.and_then(|(l, until)| Some((level(l)?, until)));
            let (until, since) = if earned > 0 { (standing.until, standing.since) } else { (None, None) };
            let to = becomes.to.and_then(|id| after.tiers.get_mut(id.0 as usize));
            if let Some(place) = to {
                let reached = becomes.reached(&standing.reached);
                *place = Standing { earned, until, since, granted, reached };
            }
        }
    }
}

/// Members keep when they reached levels only where that is asked. Where it was not asked before, what memory still knows of
/// their levels says it; who stood at one already before that did so since nobody knows when.
fn learn_reached(to: &Programme, renaming: &Renaming, member: &mut Member) {
    for ((id, tiers), standing) in to.tiers.iter().zip(&mut member.tiers) {
        let known = renaming.tiers.iter().any(|was| was.to == Some(id) && was.reached);
        if known && tiers.keeps_reached {
            continue;
        }
        let mut held = member.held.iter_mut().filter(|h| h.tiers == id).peekable();
        let start = held.peek().map_or(standing.level(), |first| first.before.level());
        let mut reached = if tiers.keeps_reached { Reached::unknown(start) } else { Reached::default() };
        for change in held {
            change.before.reached = reached;
            if tiers.keeps_reached {
                reached = reached.since(change.after.level(), change.day);
            }
            change.after.reached = reached;
        }
        // What no history knows, such as what another account brought.
        let unknown = Reached::unknown(standing.level());
        standing.reached = if tiers.keeps_reached { reached.or(&unknown) } else { reached };
    }
}

/// Two units may have become one: what is owed of it is paid from what is available, in the order of the lots.
fn settle(member: &mut Member) {
    let today = member.last_day;
    for lot in member.lots.iter_mut() {
        let Some(owed) = member.owed.get_mut(lot.unit.0 as usize) else { continue };
        if today.is_some_and(|today| lot.available <= today) {
            let paid = lot.points.min(*owed);
            lot.points = lot.points.saturating_sub(paid);
            *owed = owed.saturating_sub(paid);
        }
    }
    member.lots.retain(|lot| lot.points > 0);
}

/// Adds a lot to those that are like it.
fn add(lots: &mut Vec<Lot>, lot: Lot) -> Option<()> {
    match lots.iter_mut().find(|l| l.order() == lot.order()) {
        Some(same) => same.points = same.points.checked_add(lot.points)?,
        None => lots.push(lot),
    }
    Some(())
}

fn converted_track(state: &TrackState, unit: &UnitBecomes) -> Option<TrackState> {
    Some(match state {
        TrackState::Window { number, value, closed } => {
            let windows = closed.iter().copied().chain([(*number, *value)]);
            let windows: Option<Vec<_>> =
                windows.map(|(number, sum)| Some((number, unit.of(sum)?))).collect();
            let mut closed: Vec<_> = windows?.into_iter().filter(|(_, sum)| *sum != 0).collect();
            let (number, value) = closed.pop().unwrap_or((0, 0));
            TrackState::Window { number, value, closed }
        }
        TrackState::Rolling(days) => {
            let (mut running, mut given) = (0_i64, 0_i64);
            let mut after = Vec::new();
            for (day, sum) in days {
                running = running.checked_add(*sum)?;
                let so_far = unit.of(running)?;
                let sum = so_far.checked_sub(given)?;
                given = so_far;
                if sum != 0 {
                    after.push((*day, sum));
                }
            }
            TrackState::Rolling(after)
        }
        // Texts are no points.
        TrackState::Texts(texts) => TrackState::Texts(texts.clone()),
    })
}
