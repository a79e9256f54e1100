//! Different texts: Rust finds those of an event and says compiled code how many are new; what that counts is kept.

use super::{Desk, out_of_range, tracks};
use crate::decision::Refusal;
use crate::event::{Activity, Purchase};
use crate::native::bind::calendar::DayFacts;
use crate::native::bind::default_text;
use crate::native::bind::lines::line_text;
use crate::native::code::Compiled;
use crate::native::plan::Plan;
use crate::state::record::News;
use crate::state::{Brought, Member, TrackState};
use std::collections::HashSet;
use treue_lang::limits::TEXTS_KEPT;
use treue_lang::programme::{
    Amount, DifferentText, FieldId, FieldValue, Id, LineText, Programme, TrackId, TrackSubject, Trigger,
};
use treue_lang::time::{Day, Stretch};

/// The event that has texts.
#[derive(Clone, Copy)]
pub(crate) enum Bearer<'a> {
    /// A receipt, whose lines have been marked.
    Purchase(&'a Purchase),
    /// An activity.
    Activity(&'a Activity),
}

/// What an event has for one track.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) track: TrackId,
    /// All, in order.
    pub(crate) all: Vec<String>,
    /// Those that are new.
    new: Vec<String>,
}

/// The different ones of these days; they stand in the order of the texts.
pub(crate) fn within(all: &[Brought], (from, to): Stretch) -> impl Iterator<Item = &str> {
    let inside = all.iter().filter(move |brought| from <= brought.day && brought.day <= to);
    let mut last: Option<&str> = None;
    inside.filter_map(move |brought| {
        let text = brought.text.as_str();
        (last.replace(text) != Some(text)).then_some(text)
    })
}

impl Bearer<'_> {
    fn is_of(self, of: &Trigger) -> bool {
        match (self, of) {
            (Bearer::Purchase(_), Trigger::Purchase) => true,
            (Bearer::Activity(activity), Trigger::Activity(kind)) => activity.kind == *kind,
            (Bearer::Purchase(_), Trigger::Activity(_)) | (Bearer::Activity(_), Trigger::Purchase) => false,
        }
    }

    fn store(&self) -> Option<&str> {
        match self {
            Bearer::Purchase(purchase) => purchase.store.as_deref(),
            Bearer::Activity(activity) => activity.store.as_deref(),
        }
    }

    fn channel(&self) -> Option<&str> {
        match self {
            Bearer::Purchase(purchase) => purchase.channel.as_deref(),
            Bearer::Activity(activity) => activity.channel.as_deref(),
        }
    }

    fn field(&self, programme: &Programme, id: FieldId) -> Option<String> {
        let fields = match self {
            Bearer::Purchase(purchase) => &purchase.fields,
            Bearer::Activity(activity) => &activity.fields,
        };
        let declared = programme.fields.get(id)?;
        let value = fields.get(declared.position).and_then(Option::as_ref).or(declared.default.as_ref());
        match value? {
            FieldValue::Text(text) => Some(text.clone()),
            FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_) => None,
        }
    }
}

/// Names of the partners that a store belongs to, and which take part on the day.
fn partners(programme: &Programme, store: &str, day: Day) -> Vec<String> {
    let its = |stores: &[String]| stores.iter().any(|s| s == store);
    let partners = programme.partners.iter().filter(|(_, p)| p.takes_part(day) && its(&p.stores));
    partners.map(|(_, partner)| partner.name.clone()).collect()
}

impl Desk {
    /// Finds the texts of an event whose wall shows a day, and says compiled code how many are new.
    pub(crate) fn look_for_texts(
        &mut self,
        compiled: &Compiled,
        (bearer, day): (Bearer<'_>, Day),
        is_new: &dyn Fn(TrackId, &str) -> bool,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.texts.clear();
        for (position, track) in plan.text_tracks.iter().enumerate() {
            let mut all = match programme.tracks.get(*track).map(|t| &t.subject) {
                Some(TrackSubject::Different(text, of)) if bearer.is_of(of) => {
                    self.texts_of(programme, plan, bearer, *text, day)
                }
                Some(_) | None => Vec::new(),
            };
            all.sort_unstable();
            all.dedup();
            let new: Vec<String> = all.iter().filter(|text| is_new(*track, text)).cloned().collect();
            self.set(plan.news.at(position), i64::try_from(new.len()).unwrap_or(i64::MAX));
            self.texts.push(Texts { track: *track, all, new });
        }
    }

    fn texts_of(
        &self,
        programme: &Programme,
        plan: &Plan,
        bearer: Bearer<'_>,
        text: DifferentText,
        day: Day,
    ) -> Vec<String> {
        match text {
            DifferentText::Store => bearer.store().map(str::to_owned).into_iter().collect(),
            DifferentText::Channel => bearer.channel().map(str::to_owned).into_iter().collect(),
            DifferentText::Partner => {
                bearer.store().map(|store| partners(programme, store, day)).unwrap_or_default()
            }
            DifferentText::Field(id) => bearer.field(programme, id).into_iter().collect(),
            DifferentText::Lines(amount) => {
                let (Bearer::Purchase(purchase), Some(Amount::Different(_, text))) =
                    (bearer, programme.amounts.get(amount))
                else {
                    return Vec::new();
                };
                let lines = self.lines.marked(plan, amount).filter_map(|at| purchase.lines.get(at));
                if *text == LineText::Label {
                    return lines.flat_map(|line| line.labels.iter().cloned()).collect();
                }
                let missing = match text {
                    LineText::Field(id) => default_text(programme, *id),
                    LineText::Category
                    | LineText::Brand
                    | LineText::Sku
                    | LineText::Name
                    | LineText::Label => None,
                };
                let texts = lines.filter_map(|line| line_text(programme, *text, line).or(missing));
                texts.map(str::to_owned).collect()
            }
        }
    }

    /// What a member's tracks know of these texts on a day: the ones that are new.
    pub(crate) fn look_for_member_texts(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        (bearer, wall): (Bearer<'_>, Day),
        today: &DayFacts,
    ) {
        if compiled.plan().text_tracks.is_empty() {
            return;
        }
        let known = |track: &TrackId| {
            let at = today.windows.get(track.index())?.of(member.joined, &member.tiers).by_day?;
            match member.tracks.get(track.index())? {
                TrackState::Texts(all) => Some(within(all, (at.from, at.to)).collect()),
                TrackState::Window { .. } | TrackState::Rolling(_) => None,
            }
        };
        let tracks = &compiled.plan().text_tracks;
        let known: Vec<HashSet<&str>> = tracks.iter().map(|track| known(track).unwrap_or_default()).collect();
        let is_new = |track: TrackId, text: &str| {
            let place = tracks.iter().position(|t| *t == track);
            place.and_then(|at| known.get(at)).is_none_or(|known| !known.contains(text))
        };
        self.look_for_texts(compiled, (bearer, wall), &is_new);
    }

    /// The new texts of the event, for notes.
    pub(crate) fn news(&self) -> Vec<News> {
        let news = self.texts.iter().filter(|texts| !texts.new.is_empty());
        news.map(|texts| (texts.track, texts.new.clone())).collect()
    }

    /// The texts for which compiled code found that the event counts.
    pub(crate) fn counted_texts(&self, compiled: &Compiled) -> Vec<Texts> {
        let counts = compiled.plan().brings;
        let texts = self.texts.iter().enumerate();
        texts.filter(|(at, _)| self.get(counts.at(*at)) != 0).map(|(_, texts)| texts.clone()).collect()
    }

    /// Refuses texts that are more than a track keeps.
    pub(crate) fn check_texts(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        today: &DayFacts,
    ) -> Result<(), Refusal> {
        let kept = |texts: &Texts| match member.tracks.get(texts.track.index()) {
            Some(TrackState::Texts(kept)) => kept.len().saturating_add(texts.all.len()),
            Some(TrackState::Window { .. } | TrackState::Rolling(_)) | None => 0,
        };
        // Few members come near to that.
        if self.texts.iter().all(|texts| kept(texts) <= TEXTS_KEPT) {
            return Ok(());
        }
        self.keep_texts(compiled, &mut member.clone(), today.day)
    }

    /// Keeps the texts of an event that counts, and brings the readings up to date.
    pub(crate) fn book_texts(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        today: &DayFacts,
    ) -> Result<(), Refusal> {
        let plan = compiled.plan();
        if plan.text_tracks.is_empty() {
            return Ok(());
        }
        self.keep_texts(compiled, member, today.day)?;
        for track in &plan.text_tracks {
            let at = track.index();
            if let (Some(state), Some(window)) = (member.tracks.get(at), today.windows.get(at)) {
                let after = tracks::reading(state, window.of(member.joined, &member.tiers));
                self.set(plan.tracks.at(at), after);
            }
        }
        Ok(())
    }

    /// Keeps the texts of an event of that day that counts. Refused if they are more than a track keeps.
    fn keep_texts(&mut self, compiled: &Compiled, member: &mut Member, day: Day) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let present = self.calendar.take(programme, compiled.plan(), self.now);
        let mut fits = Ok(());
        for texts in self.counted_texts(compiled) {
            let latest = present.windows.get(texts.track.index()).copied();
            fits = fits.and_then(|()| bring(programme, member, &texts, (day, latest)));
        }
        self.calendar.put_back(present);
        fits
    }
}

/// An event of that day brings texts to a track, which keeps what it keeps on the member's latest day.
pub(crate) fn bring(
    programme: &Programme,
    member: &mut Member,
    texts: &Texts,
    (day, latest): (Day, Option<tracks::Today>),
) -> Result<(), Refusal> {
    let place = programme.tracks.get(texts.track).map_or(day, |track| track.place_of_texts(day));
    let from = latest.and_then(|latest| latest.by_day).map_or(Day::FIRST, |by_day| by_day.kept);
    let Some(TrackState::Texts(kept)) = member.tracks.get_mut(texts.track.index()) else { return Ok(()) };
    if texts.all.is_empty() {
        return Ok(());
    }
    kept.retain(|brought| brought.day >= from);
    for text in &texts.all {
        match kept.binary_search_by(|brought| brought.order().cmp(&(text.as_str(), place))) {
            Ok(at) => {
                if let Some(known) = kept.get_mut(at) {
                    known.times = known.times.saturating_add(1);
                }
            }
            Err(at) => kept.insert(at, Brought { text: text.clone(), day: place, times: 1 }),
        }
    }
    if kept.len() > TEXTS_KEPT { Err(out_of_range()) } else { Ok(()) }
}

/// What an event of that day brought to a track is gone.
pub(crate) fn take_back(programme: &Programme, member: &mut Member, texts: &Texts, day: Day) {
    let place = programme.tracks.get(texts.track).map_or(day, |track| track.place_of_texts(day));
    let Some(TrackState::Texts(kept)) = member.tracks.get_mut(texts.track.index()) else { return };
    for text in &texts.all {
        let known = kept.binary_search_by(|brought| brought.order().cmp(&(text.as_str(), place)));
        if let Some(known) = known.ok().and_then(|at| kept.get_mut(at)) {
            known.times = known.times.saturating_sub(1);
        }
    }
    kept.retain(|brought| brought.times > 0);
}
