//! Step 6: amounts of a receipt, in smallest currency units, thousandths or plain counts.

use super::exact::{ratio, whole};
use super::figure;
use super::predicate::texts;
use super::receipt::MeasuredLine;
use super::rounding;
use super::scene::{Kind, Scene};
use crate::event::Line;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;
use treue_lang::programme::{Amount, AmountId, Arena, MeasureId, Rounding, RoundingMode, RoundingPlace};

/// All amounts of the receipt.
pub(super) fn measure(scene: &Scene<'_>) -> Arena<AmountId, i128> {
    let mut amounts: Arena<AmountId, i128> = Arena::default();
    for (_, amount) in scene.programme.amounts.iter() {
        let value = match amount {
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Items(_)
            | Amount::Lines(_)
            | Amount::EachLine(..) => lines(scene, amount).iter().map(|(_, value)| value).sum(),
            Amount::Different(..) => different(scene, amount).len() as i128,
            Amount::Events(_) => i128::from(scene.kind != Kind::Other),
            // It is made of amounts before it.
            Amount::Made(_, id) => figure::value(scene, &amounts, None, &scene.programme.figures[*id]),
        };
        amounts.push(value);
    }
    amounts
}

/// The different texts that an amount counts.
pub(super) fn different<'a>(scene: &'a Scene<'_>, amount: &Amount) -> BTreeSet<&'a str> {
    let Amount::Different(_, which) = amount else { return BTreeSet::new() };
    selected(scene, amount).flat_map(|(_, line)| texts(scene, line, *which)).collect()
}

/// The lines that an amount is measured on, with their positions.
fn selected<'a>(
    scene: &'a Scene<'_>,
    amount: &Amount,
) -> impl Iterator<Item = (usize, &'a MeasuredLine<'a>)> {
    let chosen = &scene.selections[amount.selection()];
    scene.lines.iter().enumerate().zip(chosen).filter(|(_, is_in)| **is_in).map(|(line, _)| line)
}

/// What each line brings to an amount, with its position. Lines in another measure are left out. A line does
/// not bring its own part to a number of different texts, or to a figure of the receipt, so there it is 0.
pub(super) fn lines(scene: &Scene<'_>, amount: &Amount) -> Vec<(usize, i128)> {
    selected(scene, amount)
        .filter_map(|(position, line)| {
            let value = match amount {
                Amount::Money(_, basis) => line.money(*basis),
                Amount::Quantity(_, measure) => quantity_in(scene, line.line, *measure)?,
                Amount::Items(_) if line.line.measure.is_none() => i128::from(line.line.quantity),
                Amount::Items(_) => return None,
                Amount::Lines(_) => 1,
                Amount::EachLine(_, id) => {
                    let figure = &scene.programme.figures[*id];
                    figure::value(scene, &Arena::default(), Some(line), figure)
                }
                Amount::Different(..) | Amount::Events(_) | Amount::Made(..) => 0,
            };
            Some((position, value))
        })
        .collect()
}

/// The quantity of a line in a measure, thousandths: as it is, or times the exact factor between the two measures,
/// to the nearest thousandth, a half away from zero. `None` if it does not count in that measure.
fn quantity_in(scene: &Scene<'_>, line: &Line, measure: MeasureId) -> Option<i128> {
    let own = line.measure?;
    if own == measure {
        return Some(i128::from(line.quantity));
    }
    let factor = scene.programme.measures[measure].factor(own)?;
    let exact = whole(line.quantity) * ratio(factor);
    let nearest = Rounding { mode: RoundingMode::HalfUp, place: RoundingPlace::Line, ..Rounding::default() };
    rounding::round(&exact, nearest).to_i128()
}
