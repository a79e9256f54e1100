//! What the conditions and amounts of one event look at: the receipt or activity, the wall clock, and the
//! readings. A review of tiers looks at the readings alone: there is no receipt, and all amounts are 0.

use super::readings::Readings;
use super::receipt::{self, LineShares, MeasuredLine};
use super::{amount, predicate, tracks};
use crate::event::{Activity, Event, Line, Purchase, Tender, What};
use crate::state::Member;
use treue_lang::programme::{
    AmountId, Arena, FieldId, FieldOwner, FieldValue, Programme, SelectionId, TrackId,
};
use treue_lang::time::{Day, Local, Minute};

/// What kind of event it is, for rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Purchase,
    Activity(&'a str),
    /// Nothing that rules look at.
    Other,
}

/// What can be looked at.
#[derive(Clone)]
pub(super) struct Scene<'a> {
    pub(super) programme: &'a Programme,
    pub(super) readings: Readings,
    pub(super) kind: Kind<'a>,
    /// The day that the event books into.
    pub(super) day: Day,
    /// What the clock on the wall shows; dates, weekdays, months and hours in conditions are read here.
    pub(super) wall: Local,
    /// What it showed at the event, whatever date decides.
    pub(super) own_wall: Local,
    /// The field whose date decides what the rule at hand sees; none for the event's own.
    pub(super) is_decided_by: Option<FieldId>,
    pub(super) store: Option<&'a str>,
    pub(super) channel: Option<&'a str>,
    pub(super) coupons: &'a [String],
    pub(super) companions: &'a [String],
    pub(super) tenders: &'a [Tender],
    /// The receipt that an activity names.
    pub(super) receipt: Option<&'a str>,
    /// Receipt fields by their position.
    fields: &'a [Option<FieldValue>],
    pub(super) lines: Vec<MeasuredLine<'a>>,
    /// For each selection, whether each line is in it.
    pub(super) selections: Arena<SelectionId, Vec<bool>>,
    pub(super) amounts: Arena<AmountId, i128>,
    /// Whether the event counts for each track.
    pub(super) counted: Arena<TrackId, bool>,
    /// What `including this purchase` adds to each track.
    pub(super) including: Arena<TrackId, i128>,
}

impl<'a> Scene<'a> {
    /// Readings alone, at the start of a day.
    pub(super) fn of_day(programme: &'a Programme, readings: Readings, day: Day) -> Scene<'a> {
        let wall = Local { day, minute: Minute(0), weekday: day.weekday() };
        Scene::bare(programme, readings, day, wall)
    }

    /// An event of which the rules look at the receipt or activity, if it is one: step 6.
    pub(super) fn of_event(
        programme: &'a Programme,
        readings: Readings,
        event: &'a Event,
        day: Day,
    ) -> Scene<'a> {
        let mut scene = Scene::bare(programme, readings, day, event.local);
        match &event.what {
            What::Purchase(purchase) => {
                scene.look_at_receipt(purchase, &receipt::spread_receipt(programme, purchase));
            }
            What::Activity(activity) => scene.look_at_activity(activity),
            What::Redeem(redeem) => redeem.basket.iter().for_each(|basket| scene.look_at_basket(basket)),
            What::Grant(_) | What::Transfer(_) | What::Member(_) | What::Return(_) | What::Clock => {}
        }
        scene.count_tracks();
        scene
    }

    /// What remains of a receipt, with the shares of its discount that remain.
    pub(super) fn of_remaining(
        programme: &'a Programme,
        readings: Readings,
        (purchase, shares): (&'a Purchase, &[LineShares]),
        day: Day,
        wall: Local,
    ) -> Scene<'a> {
        let mut scene = Scene::bare(programme, readings, day, wall);
        scene.look_at_receipt(purchase, shares);
        scene.count_tracks();
        scene
    }

    fn bare(programme: &'a Programme, readings: Readings, day: Day, wall: Local) -> Scene<'a> {
        let mut scene = Scene {
            programme,
            readings,
            kind: Kind::Other,
            day,
            wall,
            own_wall: wall,
            is_decided_by: None,
            store: None,
            channel: None,
            coupons: &[],
            companions: &[],
            tenders: &[],
            receipt: None,
            fields: &[],
            lines: Vec::new(),
            selections: Arena::default(),
            amounts: Arena::default(),
            counted: Arena::default(),
            including: Arena::default(),
        };
        for _ in programme.selections.ids() {
            scene.selections.push(Vec::new());
        }
        for _ in programme.amounts.ids() {
            scene.amounts.push(0);
        }
        for _ in programme.tracks.ids() {
            scene.counted.push(false);
            scene.including.push(0);
        }
        scene
    }

    fn look_at_receipt(&mut self, purchase: &'a Purchase, shares: &[LineShares]) {
        self.kind = Kind::Purchase;
        self.store = purchase.store.as_deref();
        self.channel = purchase.channel.as_deref();
        self.coupons = &purchase.coupons;
        self.companions = &purchase.companions;
        self.tenders = &purchase.tenders;
        self.fields = &purchase.fields;
        self.lines = receipt::measured(purchase, shares);
        self.selections = predicate::select(self);
        self.amounts = amount::measure(self);
    }

    /// The receipt that a redemption pays; no rule looks at it.
    fn look_at_basket(&mut self, basket: &'a Purchase) {
        self.lines = receipt::measured(basket, &receipt::spread_receipt(self.programme, basket));
        self.selections = predicate::select(self);
        self.amounts = amount::measure(self);
    }

    fn look_at_activity(&mut self, activity: &'a Activity) {
        self.kind = Kind::Activity(&activity.kind);
        self.store = activity.store.as_deref();
        self.channel = activity.channel.as_deref();
        self.receipt = activity.receipt.as_deref();
        self.fields = &activity.fields;
        // Without lines: what is left are amounts that are fields.
        self.selections = predicate::select(self);
        self.amounts = amount::measure(self);
    }

    /// The conditions of all tracks are read first, while `including` is still 0 everywhere: among them it
    /// adds nothing.
    fn count_tracks(&mut self) {
        let mut counted = Arena::default();
        let mut including = Arena::default();
        for track in self.programme.tracks.ids() {
            let counts = tracks::counts(self, track);
            counted.push(counts);
            including.push(if counts { tracks::of_receipt(self, track) } else { 0 });
        }
        self.counted = counted;
        self.including = including;
    }

    /// Takes what was held as the days ended that decide for rules and lie before the event's.
    pub(super) fn look_back(&mut self, member: &Member) {
        let fields = self.programme.deciding_fields();
        let days = fields.into_iter().filter_map(|field| match self.field(field, None)? {
            FieldValue::Date(day) => Some(*day).filter(|day| *day < self.day),
            FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
        });
        let days = days.collect();
        self.readings.look_back(self.programme, member, days);
    }

    /// The same on another day, which a field says; as it is if the field is missing.
    pub(super) fn as_on(&self, field: Option<FieldId>, said: Option<Day>) -> Scene<'a> {
        let mut scene = Scene { is_decided_by: field, ..self.clone() };
        scene.wall = match said {
            Some(day) => Local { day, weekday: day.weekday(), ..self.own_wall },
            None => self.own_wall,
        };
        scene.readings.as_on(said.filter(|day| *day < self.day));
        scene
    }

    /// The same, as if the receipt held only these of its lines. The others keep their places, but are in no
    /// selection.
    pub(super) fn only(&self, lines: &[bool]) -> Scene<'a> {
        let mut selections = Arena::default();
        for (_, chosen) in self.selections.iter() {
            selections.push(chosen.iter().zip(lines).map(|(is_in, keep)| *is_in && *keep).collect());
        }
        let mut scene = Scene { selections, ..self.clone() };
        scene.amounts = amount::measure(&scene);
        scene
    }

    /// A field as the event or the member has it; `line` is the line asked about, if any.
    pub(super) fn written_field(&self, field: FieldId, line: Option<&'a Line>) -> Option<&FieldValue> {
        let declared = &self.programme.fields[field];
        let fields = match declared.owner {
            FieldOwner::Receipt => self.fields,
            FieldOwner::Member => &self.readings.fields,
            FieldOwner::Line => line.map_or(&[][..], |l| &l.fields),
        };
        fields.get(declared.position).and_then(Option::as_ref)
    }

    /// A field, or its declared default.
    pub(super) fn field(&self, field: FieldId, line: Option<&'a Line>) -> Option<&FieldValue> {
        self.written_field(field, line).or(self.programme.fields[field].default.as_ref())
    }
}
