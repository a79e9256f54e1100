//! What member state stands on: the names of a programme's units, tracks, tiers, fields and rules, in the order in
//! which state numbers them. It is stored with the state, so that a programme that was extended or put into another
//! order still finds what belongs to whom.

use crate::explain::words::limit_words;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use treue_lang::programme::{
    Amount, AmountId, DifferentText, FieldKind, FieldOwner, FigureKind, LimitOwner, LineText, MeasureId,
    Programme, QUANTITY_DECIMALS, RuleId, Track, TrackSubject,
};
use treue_lang::time::Window;

const KEY: (u64, u64) = (0x7472_6575_652d_7374, 0x6174_652d_7368_6170);

/// The names that state stands on, each list in the order of its ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Name of the programme.
    pub programme: String,
    /// Its currency; money in another one is something else.
    pub currency: String,
    pub(super) units: Vec<UnitShape>,
    pub(super) tracks: Vec<TrackShape>,
    pub(super) tiers: Vec<TiersShape>,
    /// Member fields by position.
    pub(super) fields: Vec<FieldShape>,
    /// Declared fields of receipts by position; noted receipts have them.
    pub(super) receipt_fields: Vec<FieldShape>,
    /// Declared fields of lines by position.
    pub(super) line_fields: Vec<FieldShape>,
    pub(super) rules: Vec<String>,
    pub(super) stacks: Vec<String>,
    pub(super) limits: Vec<String>,
    /// Rules that give to others, once for each time they do.
    pub(super) gifts: Vec<String>,
    pub(super) rewards: Vec<String>,
    pub(super) partners: Vec<String>,
    pub(super) measures: Vec<String>,
    /// Kinds of activities that keep points alive.
    pub(super) kept_activities: Vec<String>,
}

/// A unit of points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UnitShape {
    pub(super) name: String,
    pub(super) decimals: u8,
}

/// A track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TrackShape {
    pub(super) name: String,
    /// False for the track that a limit implies.
    pub(super) written: bool,
    pub(super) measured: Measured,
    pub(super) window: Window,
}

/// What a track's sum is made of: sums of different things are never taken for one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Measured {
    /// Money of the programme's currency.
    Money,
    /// Thousandths of a measure.
    Quantity(String),
    /// Whole numbers of something.
    Count,
    /// Thousandths of items.
    Items,
    /// A number field with so many decimals.
    Number(u8),
    /// Smallest parts of the unit at this position.
    Points(u32),
    /// Events by day, of which days are counted.
    Days,
    /// Different texts, of this kind.
    Texts(String),
}

/// A tier structure with its levels, lowest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TiersShape {
    pub(super) name: String,
    pub(super) levels: Vec<String>,
    /// Whether members keep when they reached them.
    pub(super) reached: bool,
}

/// A member field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FieldShape {
    pub(super) name: String,
    pub(super) kind: FieldKind,
}

impl Shape {
    /// The names of a programme.
    #[must_use]
    pub fn of(programme: &Programme) -> Shape {
        let p = programme;
        Shape {
            programme: p.name.clone(),
            currency: p.currency.code.clone(),
            units: p
                .units
                .iter()
                .map(|(_, u)| UnitShape { name: u.name.clone(), decimals: u.decimals })
                .collect(),
            tracks: p.tracks.iter().map(|(_, t)| track(p, t)).collect(),
            tiers: p
                .tiers
                .iter()
                .map(|(_, t)| TiersShape {
                    name: t.name.clone(),
                    levels: t.levels.iter().map(|l| l.name.clone()).collect(),
                    reached: t.keeps_reached,
                })
                .collect(),
            fields: fields(p, FieldOwner::Member),
            receipt_fields: fields(p, FieldOwner::Receipt),
            line_fields: fields(p, FieldOwner::Line),
            rules: p.rules.iter().map(|(_, r)| r.full_name()).collect(),
            stacks: p.stacks.iter().map(|(_, s)| s.name.clone()).collect(),
            limits: p
                .limits
                .iter()
                .map(|(_, l)| {
                    // A reward may have the name of a rule.
                    let kind = if matches!(l.owner, LimitOwner::Reward(_)) { "reward " } else { "" };
                    format!("{kind}{} {}", owner(p, l.owner), limit_words(p, l))
                })
                .collect(),
            gifts: p.gifts.iter().map(|(_, g)| owner(p, LimitOwner::Rule(g.rule)).to_owned()).collect(),
            rewards: p.rewards.iter().map(|(_, r)| r.name.clone()).collect(),
            partners: p.partners.iter().map(|(_, x)| x.name.clone()).collect(),
            measures: p.measures.iter().map(|(_, m)| m.name.clone()).collect(),
            kept_activities: p.kept_activities.clone(),
        }
    }

    /// A number that tells shapes apart; the same on every host.
    pub(crate) fn hash(&self) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(KEY.0, KEY.1);
        // Plain data into growing memory: this cannot fail.
        hasher.write(&postcard::to_allocvec(self).unwrap_or_default());
        hasher.finish()
    }
}

/// Declared fields of an owner by position.
fn fields(programme: &Programme, owner: FieldOwner) -> Vec<FieldShape> {
    let fields = programme.fields.iter().filter(|(_, f)| f.owner == owner);
    let mut fields: Vec<_> = fields
        .map(|(_, f)| (f.position, FieldShape { name: f.name.clone(), kind: f.kind.clone() }))
        .collect();
    fields.sort_by_key(|(position, _)| *position);
    fields.into_iter().map(|(_, field)| field).collect()
}

fn owner(programme: &Programme, owner: LimitOwner) -> &str {
    match owner {
        LimitOwner::Rule(rule) => programme.rules.get(rule).map_or("", |r| &r.name),
        LimitOwner::Stack(stack) => programme.stacks.get(stack).map_or("", |s| &s.name),
        LimitOwner::Gift(gift) => {
            let rule = programme.gifts.get(gift).and_then(|g| programme.rules.get(g.rule));
            rule.map_or("", |r| &r.name)
        }
        LimitOwner::Reward(reward) => programme.rewards.get(reward).map_or("", |r| &r.name),
    }
}

fn track(programme: &Programme, track: &Track) -> TrackShape {
    let of_rule = |rule: Option<&RuleId>| {
        let unit = rule.and_then(|r| programme.rules.get(*r)).map_or(u32::MAX, |r| r.unit.0);
        Measured::Points(unit)
    };
    let measured = match &track.subject {
        TrackSubject::Amount(amount) => of_amount(programme, *amount),
        TrackSubject::Days(_) => Measured::Days,
        TrackSubject::Different(text, _) => Measured::Texts(different(programme, *text)),
        TrackSubject::Purchases
        | TrackSubject::InARow(_)
        | TrackSubject::Activities(_)
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Plus(_) => Measured::Count,
        TrackSubject::Field { field, .. } => match programme.fields.get(*field).map(|f| &f.kind) {
            Some(FieldKind::Money) => Measured::Money,
            Some(FieldKind::Number { decimals, .. }) => Measured::Number(*decimals),
            Some(
                FieldKind::Text
                | FieldKind::OneOf(_)
                | FieldKind::YesNo
                | FieldKind::Date
                | FieldKind::Member,
            )
            | None => Measured::Count,
        },
        TrackSubject::Points(unit) => Measured::Points(unit.0),
        TrackSubject::PointsFrom(rules) => of_rule(rules.first()),
        TrackSubject::Given(LimitOwner::Rule(rule)) | TrackSubject::Over(rule) => of_rule(Some(rule)),
        TrackSubject::Given(LimitOwner::Gift(gift)) => {
            Measured::Points(programme.gifts.get(*gift).map_or(u32::MAX, |g| g.unit.0))
        }
        TrackSubject::Given(LimitOwner::Stack(stack)) => {
            Measured::Points(programme.stacks.get(*stack).map_or(u32::MAX, |s| s.unit.0))
        }
        TrackSubject::Given(LimitOwner::Reward(reward)) => {
            Measured::Points(programme.rewards.get(*reward).map_or(u32::MAX, |r| r.unit().0))
        }
    };
    TrackShape { name: track.name.clone(), written: track.written, measured, window: track.window }
}

/// What kind of texts are told apart.
fn different(programme: &Programme, text: DifferentText) -> String {
    let field = |field| programme.fields.get(field).map_or("", |f| f.name.as_str());
    match text {
        DifferentText::Store => "store".to_owned(),
        DifferentText::Channel => "channel".to_owned(),
        DifferentText::Partner => "partner".to_owned(),
        DifferentText::Field(id) => format!("receipt.{}", field(id)),
        DifferentText::Lines(amount) => match programme.amounts.get(amount) {
            Some(Amount::Different(_, LineText::Category)) => "category".to_owned(),
            Some(Amount::Different(_, LineText::Brand)) => "brand".to_owned(),
            Some(Amount::Different(_, LineText::Sku)) => "sku".to_owned(),
            Some(Amount::Different(_, LineText::Name)) => "name".to_owned(),
            Some(Amount::Different(_, LineText::Label)) => "label".to_owned(),
            Some(Amount::Different(_, LineText::Field(id))) => format!("line.{}", field(*id)),
            Some(
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::EachLine(..)
                | Amount::Events(_)
                | Amount::Made(..),
            )
            | None => String::new(),
        },
    }
}

fn of_amount(programme: &Programme, amount: AmountId) -> Measured {
    const { assert!(QUANTITY_DECIMALS == 3) };
    match programme.amounts.get(amount) {
        Some(Amount::Money(..)) => Measured::Money,
        Some(Amount::Quantity(_, measure)) => of_measure(programme, *measure),
        Some(Amount::Items(_)) => Measured::Items,
        // A track adds up figures without decimals of their own only.
        Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
            match programme.figures.get(*figure).map(|f| f.kind) {
                Some(FigureKind::Money) => Measured::Money,
                Some(FigureKind::Quantity(measure)) => of_measure(programme, measure),
                Some(FigureKind::Items) => Measured::Items,
                Some(FigureKind::Plain) | None => Measured::Count,
            }
        }
        Some(Amount::Lines(_) | Amount::Different(..) | Amount::Events(_)) | None => Measured::Count,
    }
}

fn of_measure(programme: &Programme, measure: MeasureId) -> Measured {
    Measured::Quantity(programme.measures.get(measure).map_or_else(String::new, |m| m.name.clone()))
}
