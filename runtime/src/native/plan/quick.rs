//! Whether a programme's usual purchase can be decided straight through: rules, limits, stacks and tracks by compiled code,
//! then lots and levels that stay. Whatever else a programme may ask for is named here, so that nobody adds a word to the
//! language without saying whether it goes this way.

use super::lines::amount_of;
use super::points::{PointsPlan, is_plain_unit, opens_plainly};
use super::slots::{Slot, Slots};
use super::walk::{Reads, entry_reads_more};
use treue_lang::programme::{
    Amount, Available, Award, ExpiryHow, Id, Level, LineText, PartnerId, Programme, Rule, RuleId, Scope,
    Tiers, Track, TrackSubject, Unit, UnitId, Validity,
};
use treue_lang::time::Window;

/// What deciding a purchase straight through needs to know beside the plan.
#[derive(Debug)]
pub(crate) struct Quick {
    /// By `RuleId`.
    pub(crate) rules: Vec<QuickRule>,
    /// By `TiersId`: whether a level lasts for a time, and by level the windows that renew it; `None` for levels that follow
    /// at once.
    pub(crate) lasting: Vec<Option<Vec<Vec<Window>>>>,
}

/// A rule as awards need it.
#[derive(Debug)]
pub(crate) struct QuickRule {
    /// The unit of its points.
    pub(crate) unit: UnitId,
    /// Who pays.
    pub(crate) payer: Option<PartnerId>,
    /// Whether its awards follow from slots and the day alone. Those of others take the long way.
    pub(crate) plain: bool,
    /// What it measured, by the level held in the structure whose slot this is.
    pub(crate) amount: QuickAmount,
}

/// Where what a rule measured stands.
#[derive(Debug)]
pub(crate) enum QuickAmount {
    /// Nothing was measured.
    None,
    /// Always here.
    Always(Slot),
    /// By the level in the first slot.
    ByLevel(Slot, Vec<Option<Slot>>),
}

/// What of the plan this rests on.
pub(crate) struct Ground<'p> {
    pub(crate) programme: &'p Programme,
    pub(crate) reads: &'p Reads,
    pub(crate) points: &'p PointsPlan,
    pub(crate) levels: Slots,
    /// Where an amount stands.
    pub(crate) amount: &'p dyn Fn(treue_lang::programme::AmountId) -> Option<Slot>,
}

impl Quick {
    /// `None` if no purchase of the programme can be decided straight through.
    pub(crate) fn new(ground: &Ground<'_>) -> Option<Quick> {
        let programme = ground.programme;
        let fits = is_plain(programme)
            && ground.reads.occasions.is_empty()
            && !ground.points.asks_when_earned
            && !ground.points.looks
            && !entry_reads_more(programme)
            && programme.tracks.iter().all(|(_, track)| is_plain_track(track))
            && programme.units.iter().all(|(id, unit)| is_plain_unit(ground.points, id) && ends_alone(unit))
            && programme.tiers.iter().all(|(_, tiers)| is_plain_structure(tiers))
            && programme.rules.iter().all(|(_, rule)| rule.over.is_none() && rule.decided_by.is_none())
            && !programme.amounts.iter().any(|(_, a)| matches!(a, Amount::Different(_, LineText::Label)));
        fits.then(|| Quick {
            rules: programme.rules.iter().map(|(id, rule)| QuickRule::new(ground, id, rule)).collect(),
            lasting: programme.tiers.iter().map(|(_, tiers)| lasting(tiers)).collect(),
        })
    }
}

/// What stands in a programme beside its items: all of it is named.
pub(crate) fn is_plain(programme: &Programme) -> bool {
    let Programme {
        // Of no account for a purchase that a member makes.
        name: _,
        currency: _,
        zone: _,
        week_start: _,
        leap_day: _,
        remember: _,
        returns: _,
        guests_pass: _,
        known_members_only: _,
        // Asked of the member.
        leavers_keep: _,
        receipt_ceiling: _,
        measures: _,
        fields: _,
        rates: _,
        rewards: _,
        partners: _,
        kept_activities: _,
        migration: _,
        tests: _,
        properties: _,
        watched: _,
        choices: _,
        vocabularies: _,
        // Compiled, or brought into columns when the event is bound.
        selections: _,
        amounts: _,
        tender_kinds: _,
        stacks: _,
        limits: _,
        order: _,
        // Looked at one by one.
        units: _,
        tracks: _,
        rules: _,
        tiers: _,
        // Worked out by Rust in the middle of an event.
        figures,
        tables,
        // The wall clock elsewhere may show another day.
        zones,
        // What members have together.
        household,
        shared,
        gifts,
        issues,
        converts,
    } = programme;
    figures.is_empty()
        && tables.is_empty()
        && zones.is_none()
        && household.is_none()
        && shared.is_empty()
        && gifts.is_empty()
        && issues.is_empty()
        && converts.is_empty()
}

/// Whether points of a unit end on their own last good day, and nothing else happens to them by itself.
pub(crate) fn ends_alone(unit: &Unit) -> bool {
    let Unit {
        name: _,
        title: _,
        decimals: _,
        money: _,
        worth: _,
        expiry,
        tier_later,
        pause,
        extensions: _,
        remind,
        used: _,
        buckets: _,
        one: _,
        status_only: _,
        expiry_because: _,
    } = unit;
    let alone = expiry.iter().all(|e| match e.how {
        ExpiryHow::After(..) => true,
        ExpiryHow::Without(_) | ExpiryHow::AllAt(_) | ExpiryHow::Decay(_) => false,
    });
    alone && !*tier_later && pause.is_none() && remind.is_none()
}

/// Whether the reading after an event is that before it and what the event books.
fn is_plain_track(track: &Track) -> bool {
    let Track { name: _, written: _, subject, conditions: _, window, paid: _, scope } = track;
    // Years of the member's own are not known from the day.
    if *scope != Scope::Member || matches!(window, Window::OwnYear(_)) {
        return false;
    }
    match subject {
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Plus(_)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. } => true,
        TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Over(_) => false,
    }
}

fn is_plain_structure(tiers: &Tiers) -> bool {
    let Tiers {
        name: _,
        title: _,
        span: _,
        levels: _,
        consumption,
        // Of those who join.
        newcomers: _,
        validity: _,
        review,
        // Only years of the member's own ask for it, which are not plain.
        counts_since: _,
        // What an event reaches goes the long way.
        keeps_reached: _,
        // Of reviews.
        after: _,
        after_because: _,
    } = tiers;
    // What an event reaches there waits for a day.
    consumption.is_none() && review.is_empty()
}

fn lasting(tiers: &Tiers) -> Option<Vec<Vec<Window>>> {
    let renews = |level: &Level| {
        let Level {
            name: _,
            title: _,
            // Compiled.
            entry: _,
            keep: _,
            renews,
            perks: _,
            uses: _,
            // Of levels that change.
            reaching: _,
            leaving: _,
        } = level;
        renews.clone()
    };
    match tiers.validity {
        Validity::AtOnce => None,
        Validity::Until(_) | Validity::Ever => Some(tiers.levels.iter().map(renews).collect()),
    }
}

impl QuickRule {
    fn new(ground: &Ground<'_>, id: RuleId, rule: &Rule) -> QuickRule {
        let Rule {
            name: _,
            title: _,
            span: _,
            unit,
            partner,
            benefit_of: _,
            versions: _,
            over: _,
            decided_by: _,
            // Only of receipts with companions.
            companions: _,
            // Compiled.
            on: _,
            dates: _,
            conditions: _,
            rounding: _,
            limits: _,
            award,
            contest,
            funding,
            available,
        } = rule;
        let pays = |partner: PartnerId| {
            ground.programme.partners.get(partner).is_some_and(|p| p.pays.iter().any(|p| p.unit == *unit))
        };
        let waits = matches!(available, Some(Available::OnActivity(_)));
        let amount = amount(ground, award);
        QuickRule {
            unit: *unit,
            payer: *partner,
            plain: contest.is_none()
                && funding.is_empty()
                && !partner.is_some_and(pays)
                && !waits
                && opens_plainly(ground.programme, id)
                && amount.is_some(),
            amount: amount.unwrap_or(QuickAmount::None),
        }
    }
}

/// What an award measures; `None` if that takes more to say.
fn amount(ground: &Ground<'_>, award: &Award) -> Option<QuickAmount> {
    let slot = |id| (ground.amount)(id);
    match award {
        Award::Rate(rate, None) => Some(match amount_of(rate).map(slot) {
            Some(slot) => QuickAmount::Always(slot?),
            None => QuickAmount::None,
        }),
        Award::Rate(rate, Some(by)) => {
            let levels = by.rates.iter().chain([rate]);
            let slots = levels.map(|rate| amount_of(rate).map_or(Some(None), |id| slot(id).map(Some)));
            let slots = slots.collect::<Option<Vec<_>>>()?;
            Some(QuickAmount::ByLevel(ground.levels.at(by.tiers.index()), slots))
        }
        Award::Bands { amount, .. } => Some(QuickAmount::Always(slot(*amount)?)),
        Award::Share { .. } => Some(QuickAmount::None),
        Award::Portion { .. } => None,
    }
}
