//! What members have together: the counts of limits that they use up together, and their households. While an event is
//! decided these counts stand in the member's own tracks, so that engines need not know whose they are.

use super::{Member, TrackState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use treue_lang::programme::{Programme, Scope, TrackId};

/// Counts of limits; those that are empty are left out.
pub type Counts = BTreeMap<TrackId, TrackState>;

/// What members have together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// Of limits `for everyone`.
    pub everyone: Counts,
    /// By name; none without members.
    pub households: BTreeMap<String, Household>,
    /// Accounts that went up into others, and into which; those are members, and went up into none.
    pub merged: BTreeMap<String, String>,
}

/// A household.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Household {
    /// Its members, in the order in which they joined it.
    pub members: Vec<String>,
    /// Of limits `per household`.
    pub counts: Counts,
}

impl Shared {
    /// Whether members have nothing together in this programme.
    #[must_use]
    pub fn is_idle(programme: &Programme) -> bool {
        programme.shared.is_empty() && programme.household.is_none()
    }

    /// The account that an id stands for: itself, or the one that it went up into.
    #[must_use]
    pub fn account<'a>(&'a self, id: &'a str) -> &'a str {
        self.merged.get(id).map_or(id, String::as_str)
    }

    /// Notes that an account went up into another one, with all that had gone up into it.
    pub(super) fn merge(&mut self, gone: &str, into: &str) {
        self.merged.values_mut().filter(|to| *to == gone).for_each(|to| into.clone_into(to));
        self.merged.insert(gone.to_owned(), into.to_owned());
    }

    /// What an account brings into another household beside its own counts: those of the one that it leaves.
    pub(super) fn bring_counts(&self, programme: &Programme, member: &mut Member) {
        let Some(household) = member.household.as_ref().and_then(|name| self.households.get(name)) else {
            return;
        };
        for (track, _) in programme.shared.iter().filter(|(_, scope)| *scope == Scope::Household) {
            if let (Some(own), Some(theirs)) =
                (member.tracks.get_mut(track.0 as usize), household.counts.get(track))
            {
                own.clone_from(theirs);
            }
        }
    }

    /// Puts what the member has together with others into the member's tracks; the same once more takes it out again.
    pub(super) fn swap(&mut self, programme: &Programme, member: &mut Member, household: Option<&str>) {
        for (track, scope) in &programme.shared {
            let counts = match (scope, household) {
                (Scope::Everyone, _) => &mut self.everyone,
                (Scope::Household, Some(name)) => match self.households.get_mut(name) {
                    Some(household) => &mut household.counts,
                    None => continue,
                },
                (Scope::Household, None) | (Scope::Member, _) => continue,
            };
            let Some(own) = member.tracks.get_mut(track.0 as usize) else { continue };
            let empty = if own.is_empty() { None } else { Some(own.clone()) };
            let theirs = counts.remove(track).unwrap_or_else(|| own.emptied());
            *own = theirs;
            if let Some(state) = empty {
                counts.insert(*track, state);
            }
        }
    }

    /// Decides something with what the member has together with others standing in the member's tracks. If the member
    /// is in another household afterwards, the counts follow. Whether it was accepted comes back.
    pub(super) fn during(
        &mut self,
        programme: &Programme,
        id: &str,
        member: &mut Member,
        decide: impl FnOnce(&mut Member) -> bool,
    ) -> bool {
        if Shared::is_idle(programme) {
            return decide(member);
        }
        let before = member.household.clone();
        self.swap(programme, member, before.as_deref());
        let accepted = decide(member);
        self.swap(programme, member, before.as_deref());
        let after = member.household.clone();
        self.moves(programme, id, member, (before.as_deref(), after.as_deref()));
        accepted
    }

    /// Does something with what the member has together with others standing in the member's tracks.
    pub(super) fn lent<T>(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        work: impl FnOnce(&mut Member) -> T,
    ) -> T {
        let household = member.household.clone();
        self.swap(programme, member, household.as_deref());
        let done = work(member);
        self.swap(programme, member, household.as_deref());
        done
    }

    /// Notes who is in which household, and nothing else.
    pub(super) fn list(&mut self, id: &str, from: Option<&str>, to: Option<&str>) {
        if let Some(household) = from.and_then(|name| self.households.get_mut(name)) {
            household.members.retain(|other| other != id);
        }
        if let Some(name) = from {
            self.households.retain(|known, household| known != name || !household.members.is_empty());
        }
        if let Some(name) = to {
            let household = self.households.entry(name.to_owned()).or_default();
            if !household.members.iter().any(|other| other == id) {
                household.members.push(id.to_owned());
            }
        }
    }

    /// A member goes from one household to another. Who leaves takes a copy of its counts along, and who joins brings
    /// what they have: nothing that was used up opens again. The counts must not stand in the member's tracks.
    pub(super) fn moves(
        &mut self,
        programme: &Programme,
        id: &str,
        member: &mut Member,
        (from, to): (Option<&str>, Option<&str>),
    ) {
        if from == to {
            return;
        }
        let shared: Vec<TrackId> =
            programme.shared.iter().filter(|(_, s)| *s == Scope::Household).map(|(t, _)| *t).collect();
        let after = std::mem::replace(&mut member.household, from.map(str::to_owned));
        self.bring_counts(programme, member);
        member.household = after;
        self.list(id, from, to);
        if let Some(household) = to.and_then(|name| self.households.get_mut(name)) {
            for track in &shared {
                let Some(own) = member.tracks.get_mut(track.0 as usize).filter(|own| !own.is_empty()) else {
                    continue;
                };
                let brought = std::mem::replace(own, own.emptied());
                match household.counts.get_mut(track) {
                    Some(theirs) => theirs.add_all(&brought),
                    None => drop(household.counts.insert(*track, brought)),
                }
            }
        }
    }
}
