//! Keeps conditions that must all hold from excluding each other: the checker refuses two questions about days
//! that no day answers, or two different texts in one column.

use super::super::{Condition, Operand, Quantifier, Subject, Value};
use std::collections::BTreeSet;

/// Whether it asks about the day, so that another such question could exclude it.
const DAY: &str = "day";

/// Parts that must all hold, without those that ask again what was asked before. At least one is left.
pub(super) fn without_conflicts(parts: Vec<Condition>, dated: bool) -> Vec<Condition> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    if dated {
        seen.insert(DAY.to_owned());
    }
    let mut kept: Vec<Condition> = Vec::new();
    for part in parts {
        let mut about = Vec::new();
        subjects(&part, &mut about);
        if about.iter().all(|s| !seen.contains(s)) {
            seen.extend(about);
            kept.push(part);
        }
    }
    kept
}

/// What a condition asks about, as far as it must hold itself.
fn subjects(c: &Condition, found: &mut Vec<String>) {
    match c {
        Condition::And(parts) | Condition::Of(Quantifier::Every, parts) => {
            for part in parts {
                subjects(part, found);
            }
        }
        Condition::Not(inner) => subjects(inner, found),
        Condition::Text { subject, .. } => match subject {
            Subject::Category | Subject::Label | Subject::Coupon | Subject::PaidBy => {}
            Subject::Brand | Subject::Sku | Subject::LineName | Subject::Channel | Subject::Store => {
                found.push(format!("{subject:?}"));
            }
        },
        Condition::FieldIn(name, ..) => found.push(name.clone()),
        Condition::Compare(Operand::Field(name, _), _, Operand::Value(Value::Text(_))) => {
            found.push(name.clone())
        }
        Condition::Compare(left, _, _) | Condition::Between(left, _, _) => found.push(match left {
            Operand::Field(name, _) => name.clone(),
            other => format!("{other:?}"),
        }),
        Condition::On(..) | Condition::Dates(..) | Condition::Months(_) => found.push(DAY.to_owned()),
        Condition::Or(_)
        | Condition::Of(..)
        | Condition::Present(..)
        | Condition::YesNo(..)
        | Condition::Measure(..)
        | Condition::Hours(..)
        | Condition::Occasion(_)
        | Condition::FirstPurchase
        | Condition::Tier(..)
        | Condition::Lines { .. } => {}
    }
}
