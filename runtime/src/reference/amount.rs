//! Step 6: amounts of a receipt, in smallest currency units, thousandths or plain counts.

use super::predicate::texts;
use super::receipt::MeasuredLine;
use super::scene::{Kind, Scene};
use std::collections::BTreeSet;
use treue_lang::programme::{Amount, AmountId, Arena};

/// All amounts of the receipt.
pub(super) fn measure(scene: &Scene<'_>) -> Arena<AmountId, i128> {
    let mut amounts = Arena::default();
    for (_, amount) in scene.programme.amounts.iter() {
        amounts.push(match amount {
            Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_) => {
                lines(scene, amount).iter().map(|(_, value)| value).sum()
            }
            Amount::Different(_, which) => {
                let different: BTreeSet<&str> =
                    selected(scene, amount).flat_map(|(_, line)| texts(scene, line, *which)).collect();
                different.len() as i128
            }
            Amount::Events(_) => i128::from(scene.kind != Kind::Other),
        });
    }
    amounts
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
/// not bring its own part to a number of different texts, so there it is 0.
pub(super) fn lines(scene: &Scene<'_>, amount: &Amount) -> Vec<(usize, i128)> {
    selected(scene, amount)
        .filter_map(|(position, line)| {
            let value = match amount {
                Amount::Money(_, basis) => line.money(*basis),
                Amount::Quantity(_, measure) if line.line.measure == Some(*measure) => {
                    i128::from(line.line.quantity)
                }
                Amount::Items(_) if line.line.measure.is_none() => i128::from(line.line.quantity),
                Amount::Quantity(..) | Amount::Items(_) => return None,
                Amount::Lines(_) => 1,
                Amount::Different(..) | Amount::Events(_) => 0,
            };
            Some((position, value))
        })
        .collect()
}
