//! Figures in words, as they would be written: `the larger of 500 and line.miles, times 1.5`.

use super::amounts::{self, Kind, amount, field};
use treue_lang::programme::{
    Basis, Figure, FigureId, FigureKind, FigureNumber, Formula, LineNumber, Programme, QUANTITY_DECIMALS,
};

/// What the smallest part of a figure's kind is.
pub(super) fn kind(figure: &Figure) -> Kind {
    match figure.kind {
        FigureKind::Money => Kind::Money,
        FigureKind::Quantity(measure) => Kind::Measure(measure),
        FigureKind::Items => Kind::Items,
        FigureKind::Plain => Kind::Plain(0),
    }
}

/// A figure in words.
pub(super) fn words(programme: &Programme, id: FigureId) -> String {
    programme.figures.get(id).map(|f| formula(programme, &f.formula, kind(f))).unwrap_or_default()
}

fn formula(programme: &Programme, of: &Formula, as_kind: Kind) -> String {
    let part = |f: &Formula| formula(programme, f, as_kind);
    match of {
        Formula::Number(read, decimals) => number(programme, read, *decimals, as_kind),
        Formula::Larger(a, b) => match (&**a, is_zero(b)) {
            (Formula::Less(x, y), true) => format!("the part of {} above {}", part(x), part(y)),
            _ => format!("the larger of {} and {}", part(a), part(b)),
        },
        Formula::Smaller(a, b) => format!("the smaller of {} and {}", part(a), part(b)),
        Formula::Plus(a, b) => format!("{} plus {}", part(a), part(b)),
        Formula::Less(a, b) => format!("{} less {}", part(a), part(b)),
        Formula::Times(a, b) => format!("{}, times {}", part(a), formula(programme, b, Kind::Plain(0))),
    }
}

fn is_zero(formula: &Formula) -> bool {
    matches!(formula, Formula::Number(FigureNumber::Constant(0), _))
}

fn number(programme: &Programme, read: &FigureNumber, decimals: u8, as_kind: Kind) -> String {
    match read {
        FigureNumber::Constant(value) => match as_kind {
            Kind::Plain(_) => Kind::Plain(decimals).bare(programme, *value),
            Kind::Money
            | Kind::Measure(_)
            | Kind::Items
            | Kind::Points(_)
            | Kind::Count(..)
            | Kind::Date
            | Kind::Figure(_) => as_kind.with_unit(programme, *value),
        },
        FigureNumber::Line(line) => match line {
            LineNumber::Constant(value) => Kind::Plain(decimals).bare(programme, *value),
            LineNumber::Amount { basis: Basis::Charged, .. } => "amount".to_owned(),
            LineNumber::Amount { .. } => "another amount".to_owned(),
            LineNumber::Discount { .. } => "discount".to_owned(),
            LineNumber::Tax { .. } => "tax".to_owned(),
            LineNumber::Quantity { .. } => {
                debug_assert_eq!(decimals, QUANTITY_DECIMALS);
                "quantity".to_owned()
            }
            LineNumber::Field { field: id, .. } => field(programme, *id),
        },
        FigureNumber::Table(id, missing) => {
            let name = programme.tables.get(*id).map_or("", |t| t.name.as_str());
            format!("{name} or {}", Kind::Plain(decimals).bare(programme, *missing))
        }
        FigureNumber::Amount(id) => amount(programme, *id),
        FigureNumber::Field(id, _) => amounts::field(programme, *id),
    }
}
