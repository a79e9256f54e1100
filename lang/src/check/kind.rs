//! What a number is a number of. Only numbers of one kind are compared.

use super::Checker;
use crate::programme::{MeasureId, QUANTITY_DECIMALS, UnitId, same_word};
use crate::time::Unit;

/// What a number is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money of the programme's currency.
    Money,
    /// Points of a unit.
    Points(UnitId),
    /// A quantity in a measure.
    Quantity(MeasureId),
    /// Items, that is lines without a measure.
    Items,
    /// The quantity of one line, in whatever measure.
    LineQuantity,
    /// Lines.
    Lines,
    /// Purchases.
    Purchases,
    /// Activities.
    Activities,
    /// Different texts.
    Different,
    /// Days, weeks or months that are counted.
    Time(Unit),
    /// A plain number with so many decimals.
    Number(u8),
    /// A date.
    Date,
}

impl Kind {
    /// Whether it is a whole count.
    fn is_count(self) -> bool {
        match self {
            Kind::Lines | Kind::Purchases | Kind::Activities | Kind::Different | Kind::Time(_) => true,
            Kind::Money
            | Kind::Points(_)
            | Kind::Quantity(_)
            | Kind::Items
            | Kind::LineQuantity
            | Kind::Number(_)
            | Kind::Date => false,
        }
    }

    /// Whether a number without a unit can be meant.
    pub(crate) fn takes_plain_number(self) -> bool {
        match self {
            Kind::Quantity(_) | Kind::Items | Kind::LineQuantity | Kind::Number(_) => true,
            Kind::Lines | Kind::Purchases | Kind::Activities | Kind::Different | Kind::Time(_) => true,
            Kind::Money | Kind::Points(_) | Kind::Date => false,
        }
    }

    /// Whether a word behind a number is what is counted: `days` of days.
    pub(crate) fn is_time(self, word: &str) -> bool {
        matches!(self, Kind::Time(unit) if same_word(unit.words(), word))
    }

    /// Whether two can be compared.
    pub(crate) fn fits(self, other: Kind) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (Kind::Number(_), Kind::Number(_)) => true,
            (Kind::Number(_), count) | (count, Kind::Number(_)) => {
                count.is_count() || matches!(count, Kind::Items | Kind::LineQuantity)
            }
            _ => false,
        }
    }
}

impl Checker<'_> {
    /// Decimals of a kind's smallest unit. Nothing if the currency is not known.
    pub(crate) fn decimals(&self, kind: Kind) -> Option<u8> {
        match kind {
            Kind::Money => self.currency.as_ref().map(|c| c.decimals),
            Kind::Points(unit) => self.units.get(unit).map(|u| u.decimals),
            Kind::Quantity(_) | Kind::Items | Kind::LineQuantity => Some(QUANTITY_DECIMALS),
            Kind::Lines | Kind::Purchases | Kind::Activities | Kind::Different => Some(0),
            Kind::Time(_) | Kind::Date => Some(0),
            Kind::Number(decimals) => Some(decimals),
        }
    }

    /// A kind in words.
    pub(crate) fn kind_words(&self, kind: Kind) -> String {
        match kind {
            Kind::Money => self.currency_word.clone().unwrap_or_else(|| "money".to_owned()),
            Kind::Points(unit) => self.unit_name(unit),
            Kind::Quantity(measure) => self.measure_name(measure),
            Kind::Items => "items".to_owned(),
            Kind::LineQuantity => "a quantity".to_owned(),
            Kind::Lines => "a number of lines".to_owned(),
            Kind::Purchases => "a number of purchases".to_owned(),
            Kind::Activities => "a number of activities".to_owned(),
            Kind::Different => "a number of different texts".to_owned(),
            Kind::Time(unit) => format!("a number of {}", unit.words()),
            Kind::Number(_) => "a plain number".to_owned(),
            Kind::Date => "a date".to_owned(),
        }
    }

    /// How a value of a kind is written, for help texts; `number` is its number.
    pub(crate) fn kind_example(&self, kind: Kind, number: &str) -> String {
        match kind {
            Kind::Money | Kind::Points(_) | Kind::Quantity(_) | Kind::Items => {
                format!("{number} {}", self.kind_words(kind))
            }
            Kind::Time(unit) => format!("{number} {}", unit.words()),
            Kind::LineQuantity | Kind::Number(_) => number.to_owned(),
            Kind::Lines | Kind::Purchases | Kind::Activities | Kind::Different => number.to_owned(),
            Kind::Date => "2026-09-30".to_owned(),
        }
    }

    /// The name of a unit.
    pub(crate) fn unit_name(&self, unit: UnitId) -> String {
        self.units.get(unit).map_or_else(String::new, |u| u.name.clone())
    }

    /// The name of a measure.
    pub(crate) fn measure_name(&self, measure: MeasureId) -> String {
        self.measures.get(measure).map_or_else(String::new, |m| m.name.clone())
    }
}
