//! Written values: words for units, and numbers in smallest units.

use super::Checker;
use super::kind::Kind;
use crate::ast::{Literal, Name, Number};
use crate::diag::{Code, Diagnostic, Remedy};
use crate::limits;
use crate::names::{Lost, did_you_mean};
use crate::programme::{Id, MeasureId, UnitId, same_word, singular};
use crate::source::Span;
use crate::value::{CURRENCIES, Decimal, Misfit, currency_decimals, show};

/// What stands after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Money,
    Points(UnitId),
    Measure(MeasureId),
    Items,
    Lines,
    Purchases,
    Activities,
}

impl Word {
    /// What it is, for messages.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Word::Money => "the currency",
            Word::Points(_) => "a unit of points",
            Word::Measure(_) => "a measure",
            Word::Items => "a number of items",
            Word::Lines => "a number of lines",
            Word::Purchases => "a number of purchases",
            Word::Activities => "a number of activities",
        }
    }

    /// The kind of the number before it.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Word::Money => Kind::Money,
            Word::Points(unit) => Kind::Points(unit),
            Word::Measure(measure) => Kind::Quantity(measure),
            Word::Items => Kind::Items,
            Word::Lines => Kind::Lines,
            Word::Purchases => Kind::Purchases,
            Word::Activities => Kind::Activities,
        }
    }
}

impl Checker<'_> {
    /// The unit of points of that name; `point` finds `points`.
    pub(crate) fn find_unit(&self, word: &str) -> Option<UnitId> {
        let exact = self.names.units.iter().position(|(n, _)| n.node == word);
        let position = exact.or_else(|| self.names.units.iter().position(|(n, _)| same_word(&n.node, word)));
        position.map(UnitId::from_index)
    }

    /// The measure of that name; `litres` finds `litre`.
    pub(crate) fn find_measure(&self, word: &str) -> Option<MeasureId> {
        let exact = self.names.measures.iter().position(|n| n.node == word);
        let position = exact.or_else(|| self.names.measures.iter().position(|n| same_word(&n.node, word)));
        position.map(MeasureId::from_index)
    }

    /// What a word after a number means.
    pub(crate) fn unit_word(&mut self, name: &Name) -> Option<Word> {
        let word = name.node.as_str();
        if self.currency_word.as_deref() == Some(word) {
            return Some(Word::Money);
        }
        match word {
            "item" | "items" => return Some(Word::Items),
            "line" | "lines" => return Some(Word::Lines),
            "purchase" | "purchases" => return Some(Word::Purchases),
            "activity" | "activities" => return Some(Word::Activities),
            _ => {}
        }
        if let Some(unit) = self.find_unit(word) {
            return Some(Word::Points(unit));
        }
        if let Some(measure) = self.find_measure(word) {
            return Some(Word::Measure(measure));
        }
        self.unknown_unit_word(name);
        None
    }

    fn unknown_unit_word(&mut self, name: &Name) {
        let word = name.node.as_str();
        let lost = self.names.may_be_lost(word, &[Lost::Header]);
        let other_currency = currency_decimals(word).is_some();
        // Without a currency, its word may be any code.
        if lost || (self.currency.is_none() && other_currency) {
            return;
        }
        // `point` and `points` are one word.
        if self.seen_before(singular(word).unwrap_or(word), name.span) {
            return;
        }
        if other_currency {
            let ours = self.currency_word.clone().unwrap_or_default();
            let message = format!("{word} is not the programme's currency, which is {ours}");
            self.report(
                Diagnostic::new(Code::UnitMismatch, name.span, message, format!("not {ours}"))
                    .help(format!("write the amount in {ours}")),
            );
            return;
        }
        let known = self.words_for_units();
        // One point is a slip away from `pint`, and so is `points` then.
        let singular: Vec<&str> = known.iter().filter_map(|w| singular(w)).collect();
        let help = did_you_mean(
            word,
            known.iter().map(String::as_str).chain(singular),
            format!("the units here are {}; declare others in the `programme` item", known.join(", ")),
        );
        let message = format!("there is no unit, measure or currency `{word}`");
        self.report(Diagnostic::new(Code::UnknownName, name.span, message, "not declared").remedy(help));
    }

    fn words_for_units(&self) -> Vec<String> {
        let currency = self.currency_word.iter().cloned();
        let units = self.names.written_units().into_iter().map(str::to_owned);
        let measures = self.names.measures.iter().map(|n| n.node.clone());
        currency.chain(units).chain(measures).chain(["items".to_owned(), "lines".to_owned()]).collect()
    }

    /// A word that must be the currency's.
    pub(crate) fn currency_here(&mut self, name: &Name) -> Option<()> {
        match self.unit_word(name)? {
            Word::Money => Some(()),
            other @ (Word::Points(_)
            | Word::Measure(_)
            | Word::Items
            | Word::Lines
            | Word::Purchases
            | Word::Activities) => {
                let ours = self.kind_words(Kind::Money);
                self.mismatch(name.span, other.kind(), Kind::Money, format!("write an amount in {ours}"));
                None
            }
        }
    }

    /// A unit of points that can be spent.
    pub(crate) fn spendable(&mut self, name: &Name) -> Option<UnitId> {
        let unit = self.points_here(name)?;
        if !self.units.get(unit)?.status_only {
            return Some(unit);
        }
        let message = format!("`{}` are for status only and cannot be spent", name.node);
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "cannot be spent")
                .help("name another unit, or leave `status only` out of this one"),
        );
        None
    }

    /// A word that must be a unit of points.
    pub(crate) fn points_here(&mut self, name: &Name) -> Option<UnitId> {
        match self.unit_word(name)? {
            Word::Points(unit) => Some(unit),
            other @ (Word::Money
            | Word::Measure(_)
            | Word::Items
            | Word::Lines
            | Word::Purchases
            | Word::Activities) => {
                let units = self.names.written_units();
                let help = match units.as_slice() {
                    [] => "declare a unit of points, such as `unit points`".to_owned(),
                    some => format!("write {}", some.join(" or ")),
                };
                let message = format!("points are needed here, and `{}` is {}", name.node, other.words());
                self.report(Diagnostic::new(Code::UnitMismatch, name.span, message, "not points").help(help));
                None
            }
        }
    }

    /// Two kinds that do not go together; `found` stands at `span`.
    pub(crate) fn mismatch(&mut self, span: Span, found: Kind, needed: Kind, help: impl Into<String>) {
        let (found, needed) = (self.kind_words(found), self.kind_words(needed));
        let message = format!("{found} and {needed} cannot be compared");
        self.report(
            Diagnostic::new(Code::UnitMismatch, span, message, format!("{found}, not {needed}")).help(help),
        );
    }

    /// A number as a decimal.
    pub(crate) fn decimal(&mut self, number: &Number) -> Option<Decimal> {
        match Decimal::parse(&number.node) {
            Ok(decimal) => Some(decimal),
            Err(Misfit::NotANumber) => {
                let message = format!("`{}` is not a number", number.node);
                self.report(
                    Diagnostic::new(Code::BadLiteral, number.span, message, "not a number")
                        .help("write digits with a point before the decimals, such as 1250.50"),
                );
                None
            }
            Err(Misfit::TooManyDecimals | Misfit::TooLarge) => {
                self.too_large(number, "24 digits");
                None
            }
        }
    }

    fn too_large(&mut self, number: &Number, most: &str) {
        let message = format!("`{}` is too large", number.node);
        self.report(
            Diagnostic::new(Code::OutOfRange, number.span, message, "too large")
                .help(format!("write at most {most}")),
        );
    }

    /// A number in units of 10^-decimals, of either sign, up to `most`. `what` names its unit in messages.
    pub(crate) fn scaled(&mut self, number: &Number, decimals: u8, most: i64, what: &str) -> Option<i64> {
        let decimal = self.decimal(number)?;
        let value = match decimal.smallest(decimals) {
            Ok(value) => value,
            Err(Misfit::TooManyDecimals) => {
                self.too_many_decimals(number, decimals, what);
                return None;
            }
            Err(Misfit::TooLarge | Misfit::NotANumber) => i128::MAX,
        };
        let fits = i64::try_from(value).ok().filter(|v| v.checked_abs().is_some_and(|v| v <= most));
        if fits.is_none() {
            self.too_large(number, &format!("{} {what}", show(i128::from(most), decimals)));
        }
        fits
    }

    fn too_many_decimals(&mut self, number: &Number, decimals: u8, what: &str) {
        let have = match decimals {
            0 => "no decimals".to_owned(),
            1 => "1 decimal".to_owned(),
            n => format!("{n} decimals"),
        };
        let what = if what.is_empty() { "this number" } else { what };
        let message = format!("`{}` has more decimals than {what}", number.node);
        self.report(
            Diagnostic::new(Code::TooManyDecimals, number.span, message, "too many decimals")
                .help(format!("{what} has {have}; if thousands are meant, write them without a point")),
        );
    }

    /// A number of some kind in its smallest units.
    pub(crate) fn number_of(&mut self, number: &Number, kind: Kind) -> Option<i64> {
        let decimals = self.decimals(kind)?;
        let most = match kind {
            Kind::Points(_) => limits::AWARD - 1,
            Kind::Money
            | Kind::Quantity(_)
            | Kind::Items
            | Kind::LineQuantity
            | Kind::Lines
            | Kind::Purchases
            | Kind::Activities
            | Kind::Different
            | Kind::Time(_)
            | Kind::Number(_)
            | Kind::Date => limits::AMOUNT,
        };
        let what = match kind {
            Kind::Number(_) => String::new(),
            Kind::Money
            | Kind::Points(_)
            | Kind::Quantity(_)
            | Kind::Items
            | Kind::LineQuantity
            | Kind::Lines
            | Kind::Purchases
            | Kind::Activities
            | Kind::Different
            | Kind::Time(_)
            | Kind::Date => self.kind_words(kind),
        };
        self.scaled(number, decimals, most, &what)
    }

    /// As [`Checker::number_of`], but above zero.
    pub(crate) fn positive(&mut self, number: &Number, kind: Kind) -> Option<i64> {
        let value = self.number_of(number, kind)?;
        if value > 0 {
            return Some(value);
        }
        self.must_be_positive(number);
        None
    }

    pub(crate) fn must_be_positive(&mut self, number: &Number) {
        let message = format!("this must be above 0, and `{}` is not", number.node);
        self.report(
            Diagnostic::new(Code::OutOfRange, number.span, message, "not above 0")
                .help("write a larger number"),
        );
    }

    /// Money as written with its currency.
    pub(crate) fn money(&mut self, number: &Number, currency: &Name) -> Option<i64> {
        self.currency_here(currency)?;
        self.number_of(number, Kind::Money)
    }

    /// A written value as a number of a kind.
    pub(crate) fn constant(&mut self, literal: &Literal, kind: Kind) -> Option<i64> {
        match literal {
            Literal::Number(number) if kind.takes_plain_number() => self.number_of(number, kind),
            // Nothing is nothing in every unit.
            Literal::Number(number) if kind != Kind::Date && number.node == "0" => Some(0),
            Literal::Number(number) => {
                let needed = self.kind_words(kind);
                let message = format!("`{}` has no unit, and {needed} is needed here", number.node);
                let help = format!("write `{}`", self.kind_example(kind, &number.node));
                self.report(
                    Diagnostic::new(Code::UnitMismatch, number.span, message, "without a unit").help(help),
                );
                None
            }
            // `days` may be the name of a unit, too; what is compared tells which are meant.
            Literal::WithUnit(number, word) if kind.is_time(&word.node) => self.number_of(number, kind),
            Literal::WithUnit(number, word) => {
                let found = self.unit_word(word)?.kind();
                let of_a_line =
                    kind == Kind::LineQuantity && matches!(found, Kind::Items | Kind::Quantity(_));
                if found == kind || of_a_line {
                    return self.number_of(number, kind);
                }
                let help = format!("write `{}`", self.kind_example(kind, &number.node));
                self.mismatch(number.span.to(word.span), found, kind, help);
                None
            }
            Literal::Date(day) if kind == Kind::Date => Some(i64::from(day.node.0)),
            Literal::Date(day) => {
                let help = format!("write `{}`", self.kind_example(kind, "20"));
                self.mismatch(day.span, Kind::Date, kind, help);
                None
            }
            Literal::Text(text) => {
                let needed = self.kind_words(kind);
                let message = format!("a text and {needed} cannot be compared");
                let help = format!("write `{}`", self.kind_example(kind, "20"));
                self.report(Diagnostic::new(Code::UnitMismatch, text.span, message, "a text").help(help));
                None
            }
        }
    }

    /// The currency nearest to a wrong code.
    pub(crate) fn nearest_currency(code: &str, otherwise: &str) -> Remedy {
        did_you_mean(code, CURRENCIES.iter().map(|(c, _)| *c), otherwise)
    }
}

/// Where a written value stands.
pub(crate) fn literal_span(literal: &Literal) -> Span {
    match literal {
        Literal::Number(n) => n.span,
        Literal::WithUnit(n, word) => n.span.to(word.span),
        Literal::Date(d) => d.span,
        Literal::Text(t) => t.span,
    }
}
