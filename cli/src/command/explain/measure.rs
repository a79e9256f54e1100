//! Numbers of a programme in words: amounts with what they are of, tracks, lengths of memory.

use crate::ui::number::{decimal, grouped, short};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, LineText, Programme, QUANTITY_DECIMALS, Rate, Rule, SelectionId,
    TrackSubject, UnitId,
};

/// Money with its currency.
pub(super) fn money(programme: &Programme, value: i64) -> String {
    format!("{} {}", decimal(i128::from(value), programme.currency.decimals), programme.currency.code)
}

/// Points with their unit.
pub(super) fn points(programme: &Programme, unit: UnitId, value: i64) -> String {
    match programme.units.get(unit) {
        Some(unit) => format!("{} {}", decimal(i128::from(value), unit.decimals), unit.name),
        None => grouped(i128::from(value)),
    }
}

/// What a rule measures; nothing for flat awards and shares.
pub(super) fn measured_by(rule: &Rule) -> Option<AmountId> {
    match &rule.award {
        Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, _, _), _)
        | Award::Bands { amount, .. } => Some(*amount),
        Award::Rate(Rate::Flat(_), _) | Award::Share { .. } => None,
    }
}

/// `18.90 CHF of eligible`.
pub(super) fn amount(programme: &Programme, id: AmountId, value: i64) -> String {
    let Some(amount) = programme.amounts.get(id) else { return grouped(i128::from(value)) };
    let of = lines(programme, amount.selection());
    let quantity = short(i128::from(value), QUANTITY_DECIMALS);
    match amount {
        Amount::Money(_, basis) => {
            let basis = match basis {
                Basis::Charged => "",
                Basis::BeforeDiscounts => " before discounts",
                Basis::WithoutTax => " without tax",
            };
            format!("{} of {of}{basis}", money(programme, value))
        }
        Amount::Quantity(_, measure) => {
            let name = programme.measures.get(*measure).map_or("", |m| m.name.as_str());
            format!("{quantity} {name} of {of}")
        }
        Amount::Items(_) => format!("{quantity} items of {of}"),
        Amount::Lines(_) => format!("{} lines of {of}", grouped(i128::from(value))),
        Amount::Different(_, text) => {
            format!("{} different {} of {of}", grouped(i128::from(value)), texts(programme, *text))
        }
    }
}

fn texts(programme: &Programme, text: LineText) -> &str {
    match text {
        LineText::Category => "categories",
        LineText::Brand => "brands",
        LineText::Sku => "articles",
        LineText::Name => "names",
        LineText::Label => "labels",
        LineText::Field(field) => programme.fields.get(field).map_or("values", |f| f.name.as_str()),
    }
}

fn lines(programme: &Programme, id: SelectionId) -> &str {
    programme.selections.get(id).and_then(|s| s.name.as_deref()).unwrap_or("the lines asked for")
}

/// What stands in a track, with its unit.
pub(super) fn track(programme: &Programme, subject: &TrackSubject, value: i64) -> String {
    match subject {
        TrackSubject::Amount(id) => amount(programme, *id, value),
        TrackSubject::Purchases => format!("{} purchases", grouped(i128::from(value))),
        TrackSubject::Points(unit) => points(programme, *unit, value),
        TrackSubject::PointsFrom(rules) => {
            let unit = rules.first().and_then(|r| programme.rules.get(*r)).map(|r| r.unit);
            unit.map_or_else(|| grouped(i128::from(value)), |unit| points(programme, unit, value))
        }
        TrackSubject::Given(_) | TrackSubject::Times(_) => grouped(i128::from(value)),
    }
}
