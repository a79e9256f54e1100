//! Different texts: those that an event brings to a track, those that stand in its window, and how they are kept.

use super::exact::out_of_range;
use super::scene::Scene;
use super::tracks::{self, View};
use super::{amount, rules};
use crate::decision::Refusal;
use crate::state::{Brought, Member, TrackState};
use std::collections::{BTreeMap, BTreeSet};
use treue_lang::limits::TEXTS_KEPT;
use treue_lang::programme::{DifferentText, FieldValue, Programme, TrackId, TrackSubject};
use treue_lang::time::{Day, Stretch};

/// Which texts of an event are new for a track.
#[derive(Clone)]
pub(super) enum Seen {
    /// All but these, which came before.
    Before(BTreeSet<String>),
    /// These alone, as it was noted.
    Noted(BTreeSet<String>),
}

impl Seen {
    pub(super) fn is_new(&self, text: &str) -> bool {
        match self {
            Seen::Before(known) => !known.contains(text),
            Seen::Noted(new) => new.contains(text),
        }
    }
}

/// Texts by track.
pub(super) type ByTrack = BTreeMap<TrackId, BTreeSet<String>>;

/// Tracks of different texts.
pub(super) fn tracks(programme: &Programme) -> impl Iterator<Item = TrackId> + '_ {
    programme.tracks.iter().filter(|(_, track)| track.is_of_texts()).map(|(id, _)| id)
}

/// The different ones of these days.
pub(super) fn within(all: &[Brought], (from, to): Stretch) -> BTreeSet<&str> {
    all.iter().filter(|t| from <= t.day && t.day <= to).map(|t| t.text.as_str()).collect()
}

/// What stands in the windows of all tracks of different texts.
pub(super) fn seen(programme: &Programme, member: &Member, view: View) -> BTreeMap<TrackId, Seen> {
    let of_track = |id: TrackId| {
        let track = &programme.tracks[id];
        let first = tracks::first_of_years(member, track.window, view.day());
        let known = match member.tracks.get(id.0 as usize) {
            Some(TrackState::Texts(all)) => within(all, tracks::stretch(track, view, first)),
            Some(TrackState::Window { .. } | TrackState::Rolling(_)) | None => BTreeSet::new(),
        };
        (id, Seen::Before(known.into_iter().map(str::to_owned).collect()))
    };
    tracks(programme).map(of_track).collect()
}

/// The different texts that an event has for a track, whether it counts for that or not.
pub(super) fn of_event(scene: &Scene<'_>, track: TrackId) -> BTreeSet<String> {
    let TrackSubject::Different(text, of) = &scene.programme.tracks[track].subject else {
        return BTreeSet::new();
    };
    if !rules::is_of(scene, of) {
        return BTreeSet::new();
    }
    let owned = |text: Option<&str>| text.map(str::to_owned).into_iter().collect();
    match text {
        DifferentText::Lines(id) => {
            let different = amount::different(scene, &scene.programme.amounts[*id]);
            different.into_iter().map(str::to_owned).collect()
        }
        DifferentText::Store => owned(scene.store),
        DifferentText::Channel => owned(scene.channel),
        DifferentText::Partner => {
            let has = |store: &str| {
                let partners = scene.programme.partners.iter().map(|(_, partner)| partner);
                let its = partners.filter(move |p| {
                    p.takes_part(scene.wall.day) && p.stores.iter().any(|s| s.as_str() == store)
                });
                its.map(|p| p.name.clone()).collect()
            };
            scene.store.map_or_else(BTreeSet::new, has)
        }
        DifferentText::Field(id) => match scene.field(*id, None) {
            Some(FieldValue::Text(text)) => owned(Some(text)),
            Some(FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => {
                BTreeSet::new()
            }
        },
    }
}

/// The same for all tracks for which the event counts.
pub(super) fn counted(scene: &Scene<'_>) -> ByTrack {
    let counted = tracks(scene.programme).filter(|track| scene.counted[*track]);
    counted.map(|track| (track, of_event(scene, track))).collect()
}

/// The new ones of all tracks, whether the event counts for them or not; for notes.
pub(super) fn news(scene: &Scene<'_>) -> Vec<(TrackId, Vec<String>)> {
    let new = |track: TrackId| {
        let all = of_event(scene, track).into_iter();
        (track, all.filter(|text| scene.readings.is_new(track, text)).collect::<Vec<_>>())
    };
    tracks(scene.programme).map(new).filter(|(_, new)| !new.is_empty()).collect()
}

/// An event of that day brings texts. Refused if they are more than a track keeps.
pub(super) fn bring(
    programme: &Programme,
    member: &mut Member,
    all: &ByTrack,
    (day, today): (Day, Day),
) -> Result<(), Refusal> {
    for (id, texts) in all.iter().filter(|(_, texts)| !texts.is_empty()) {
        let place = programme.tracks[*id].place_of_texts(day);
        let from = tracks::first_kept(programme, *id, today);
        let Some(TrackState::Texts(kept)) = member.tracks.get_mut(id.0 as usize) else { continue };
        kept.retain(|t| t.day >= from);
        for text in texts {
            match kept.iter_mut().find(|t| t.day == place && t.text == *text) {
                Some(known) => known.times += 1,
                None => kept.push(Brought { text: text.clone(), day: place, times: 1 }),
            }
        }
        kept.sort();
        if kept.len() > TEXTS_KEPT {
            return Err(out_of_range());
        }
    }
    Ok(())
}

/// What an event of that day brought is gone.
pub(super) fn take_back(programme: &Programme, member: &mut Member, all: &ByTrack, day: Day) {
    for (id, texts) in all {
        let place = programme.tracks[*id].place_of_texts(day);
        let Some(TrackState::Texts(kept)) = member.tracks.get_mut(id.0 as usize) else { continue };
        for known in kept.iter_mut().filter(|t| t.day == place && texts.contains(&t.text)) {
            known.times = known.times.saturating_sub(1);
        }
        kept.retain(|t| t.times > 0);
    }
}
