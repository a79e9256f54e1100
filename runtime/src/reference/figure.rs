//! Step 6: figures, numbers made of others, in exact fractions.

use super::exact::{Exact, whole};
use super::predicate;
use super::receipt::MeasuredLine;
use super::scene::Scene;
use super::table;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use treue_lang::programme::{AmountId, Arena, FieldId, FieldValue, Figure, FigureNumber, Formula};

/// A figure of a line, or of the receipt whose amounts these are, at its decimals.
pub(super) fn value(
    scene: &Scene<'_>,
    amounts: &Arena<AmountId, i128>,
    line: Option<&MeasuredLine<'_>>,
    figure: &Figure,
) -> i128 {
    let exact = of_formula(scene, amounts, line, &figure.formula) * whole(ten_to(figure.decimals));
    exact.to_integer().to_i128().unwrap_or(i128::MAX)
}

fn of_formula(
    scene: &Scene<'_>,
    amounts: &Arena<AmountId, i128>,
    line: Option<&MeasuredLine<'_>>,
    formula: &Formula,
) -> Exact {
    let of = |formula: &Formula| of_formula(scene, amounts, line, formula);
    match formula {
        Formula::Number(FigureNumber::Table(table, missing), decimals) => {
            let table = &scene.programme.tables[*table];
            match table::value(scene, line, table) {
                Some(value) => whole(value) / whole(ten_to(table.decimals)),
                None => whole(*missing) / whole(ten_to(*decimals)),
            }
        }
        Formula::Number(number, decimals) => {
            of_number(scene, amounts, line, number) / whole(ten_to(*decimals))
        }
        Formula::Larger(a, b) => of(a).max(of(b)),
        Formula::Smaller(a, b) => of(a).min(of(b)),
        Formula::Plus(a, b) => of(a) + of(b),
        Formula::Less(a, b) => of(a) - of(b),
        Formula::Times(a, b) => of(a) * of(b),
    }
}

fn of_number(
    scene: &Scene<'_>,
    amounts: &Arena<AmountId, i128>,
    line: Option<&MeasuredLine<'_>>,
    number: &FigureNumber,
) -> Exact {
    match (number, line) {
        (FigureNumber::Constant(n), _) => whole(*n),
        (FigureNumber::Line(number), Some(line)) => {
            whole(predicate::line_number(scene, line, number).unwrap_or_default())
        }
        (FigureNumber::Line(_), None) | (FigureNumber::Table(..), _) => whole(0),
        (FigureNumber::Amount(amount), _) => whole(amounts.get(*amount).copied().unwrap_or(0)),
        (FigureNumber::Field(field, missing), _) => whole(of_field(scene, *field).or(*missing).unwrap_or(0)),
    }
}

fn of_field(scene: &Scene<'_>, field: FieldId) -> Option<i64> {
    match scene.field(field, None)? {
        FieldValue::Number(n) => Some(*n),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Date(_) => None,
    }
}

fn ten_to(decimals: u8) -> BigInt {
    BigInt::from(10).pow(u32::from(decimals))
}
