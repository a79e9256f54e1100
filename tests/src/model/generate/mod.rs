//! Draws programmes that check: what stands in a condition or a rate has the kind that is needed there, and
//! names are declared. One file for each part of the language.

mod combine;
mod condition;
mod conflict;
mod earn;
mod expiry;
mod figure;
mod header;
mod member;
mod number;
mod over;
mod partner;
mod plain;
mod reward;
mod selection;
mod stack;
mod track;
mod within;

use super::{Body, Field, FieldKind, Programme, Scale, Value};
use crate::dice::Dice;
use treue_lang::ast::FieldOwner;
use treue_lang::time::{Day, Length};

/// Values that a programme speaks of, so that histories can be drawn around them.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The day around which everything happens.
    pub origin: Day0,
    /// Dates in rules and conditions.
    pub days: Vec<Day>,
    /// Minutes of hours.
    pub minutes: Vec<u16>,
    /// Thresholds and steps of money, smallest units.
    pub money: Vec<i64>,
    /// Thresholds of quantities, thousandths.
    pub quantities: Vec<i64>,
    /// Thresholds of number fields, in their smallest parts.
    pub numbers: Vec<i64>,
    /// Lengths of deadlines, windows and availability.
    pub lengths: Vec<Length>,
}

/// A day with a default, for `Hints`.
#[derive(Clone, Copy, Debug)]
pub struct Day0(pub Day);

impl Default for Day0 {
    fn default() -> Day0 {
        Day0(Day(20_000))
    }
}

/// A programme in the making.
pub struct Draft<'d> {
    pub(super) dice: &'d mut Dice,
    pub(super) p: Programme,
    pub(super) hints: Hints,
    /// Whether years are counted since the only structure changed.
    pub(super) since_tier: bool,
    /// How much of everything: 1 for small programmes to 3 for large ones.
    pub(super) size: usize,
    /// Whether all of it is simple enough for the straight path of the native engine.
    pub(super) plain: bool,
    /// The kind of activity at which the rule looks whose conditions are drawn.
    pub(super) looks_at: Option<String>,
}

/// Where a condition stands, which decides what it can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a rule that looks at purchases.
    Purchase,
    /// In a rule that looks at activities.
    Activity,
    /// In a track.
    Track,
    /// At a tier level.
    Tier,
    /// In expiry.
    Points,
    /// In a reward.
    Reward,
}

/// Draws a programme.
pub fn programme(dice: &mut Dice) -> (Programme, Hints) {
    // Now and then so many of everything that facts and marks fill several machine words.
    let size = [1, 2, 3, 14][dice.weighted(&[100, 60, 38, 2])];
    let mut draft = Draft {
        dice,
        p: Programme::default(),
        hints: Hints::default(),
        since_tier: false,
        size,
        plain: false,
        looks_at: None,
    };
    draft.draw_plain();
    draft.origin();
    draft.header();
    draft.fields();
    if !draft.plain {
        draft.tables();
        draft.zones();
    }
    draft.lines();
    draft.tier_names();
    draft.tracks();
    draft.earns();
    draft.partners();
    if !draft.plain {
        draft.windows();
    }
    draft.tracks_of_rules();
    draft.late_earns();
    draft.tiers();
    draft.within();
    draft.multiples();
    draft.contests();
    draft.stacks();
    draft.versions();
    if draft.plain {
        draft.plain_expires();
    } else {
        draft.versions_over();
        draft.expires();
        draft.rewards();
    }
    draft.returns();
    (draft.p, draft.hints)
}

impl Draft<'_> {
    /// A count that grows with the programme.
    fn many(&mut self, least: usize, most_each: usize) -> usize {
        least + self.dice.below(most_each * self.size + 1)
    }

    /// Something that is said in this share of draws.
    fn some<T>(&mut self, chance: u32, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.dice.percent(chance) { Some(make(self)) } else { None }
    }

    /// Fields of an owner with a kind.
    fn fields_of(&self, owners: &[FieldOwner], wanted: impl Fn(&FieldKind) -> bool) -> Vec<Field> {
        self.p.fields.iter().filter(|f| owners.contains(&f.owner) && wanted(&f.kind)).cloned().collect()
    }

    /// The decimals of a unit.
    fn unit_decimals(&self, unit: &str) -> u8 {
        self.p.units.iter().find(|u| u.name == unit).map_or(0, |u| u.decimals)
    }

    /// A unit's name.
    fn any_unit(&mut self) -> String {
        let names: Vec<String> = self.p.units.iter().map(|u| u.name.clone()).collect();
        self.dice.pick(&names).clone()
    }

    /// All rules by name with what they give and look at: of the programme and its partners.
    fn rules(&self) -> Vec<(String, &Body)> {
        let own = self.p.earns.iter().map(|e| (e.name.clone(), &e.body));
        let partners = self.p.partners.iter().flat_map(|x| x.earns.iter().map(|e| (e.name.clone(), &e.body)));
        let levels =
            self.p.tiers.iter().flat_map(|t| {
                t.levels.iter().filter_map(|l| l.benefits.as_ref().map(|b| (l.name.clone(), b)))
            });
        own.chain(partners).chain(levels).collect()
    }
}

/// How a field is named in the text.
pub(crate) fn field_word(f: &Field) -> String {
    let owner = match f.owner {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    };
    format!("{owner}.{}", f.name)
}

/// Whether the text must say what holds when the field is missing.
fn may_miss(f: &Field) -> bool {
    f.optional && f.default.is_none()
}

/// A value of a scale.
fn with_scale(n: super::Num, scale: &Scale, currency: &str) -> Value {
    match scale {
        Scale::Money => Value::WithUnit(n, currency.to_owned()),
        Scale::Measure(m) => Value::WithUnit(n, format!("{m}s")),
        Scale::Items => Value::WithUnit(n, "items".to_owned()),
        Scale::Count(_) | Scale::Plain(_) => Value::Number(n),
        Scale::Points(unit) => Value::WithUnit(n, unit.clone()),
        Scale::Date => Value::Date(Day(i32::try_from(n.value).unwrap_or(0))),
    }
}
