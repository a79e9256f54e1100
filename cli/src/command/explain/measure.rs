//! Numbers of a programme in words: points with their unit, and amounts with what they are of.

use crate::ui::number::{decimal, grouped};
use treue_lang::programme::{AmountId, Award, Programme, Rate, Rule, UnitId};
use treue_runtime::explain::amounts::{kind_of, lines_of};

/// Points with their unit.
pub(super) fn points(programme: &Programme, unit: UnitId, value: i64) -> String {
    match programme.units.get(unit) {
        Some(unit) => unit.counted(&decimal(i128::from(value), unit.decimals)),
        None => grouped(i128::from(value)),
    }
}

/// `18.90 CHF of eligible`.
pub(super) fn amount(programme: &Programme, id: AmountId, value: i64) -> String {
    let Some(amount) = programme.amounts.get(id) else { return grouped(i128::from(value)) };
    let value = kind_of(amount).with_unit(programme, value);
    format!("{value} of {}", lines_of(programme, id))
}

/// `499 full steps of 1.00 CHF`, for a rule that counts full steps of one amount.
pub(super) fn full_steps(programme: &Programme, rule: &Rule, id: AmountId, value: i64) -> Option<String> {
    let Award::Rate(Rate::Steps(_, step, _), _) = &rule.award else { return None };
    let steps = value.checked_div(*step)?;
    let step = kind_of(programme.amounts.get(id)?).with_unit(programme, *step);
    let word = if steps == 1 { "step" } else { "steps" };
    Some(format!("{} full {word} of {step}", grouped(i128::from(steps))))
}
