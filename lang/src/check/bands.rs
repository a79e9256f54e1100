//! `by bands of` and `banded by`.

use super::Checker;
use super::award::{Per, is_field};
use super::counted::counted;
use super::kind::Kind;
use super::literal::{Word, literal_span};
use super::reading::Place;
use crate::ast::{AmountRef, Band as BandText, Literal, Name, Step};
use crate::diag::{Code, Diagnostic};
use crate::programme::{AmountId, Award, Band, FigureKind, UnitId};
use crate::source::Span;

/// What bands are measured in.
#[derive(Clone, Copy)]
enum Measured {
    /// A currency, a measure, items, lines or events.
    In(Word),
    /// A plain number with so many decimals: a field.
    Plain(u8),
}

impl Measured {
    fn kind(self) -> Kind {
        match self {
            Measured::In(word) => word.kind(),
            Measured::Plain(decimals) => Kind::Number(decimals),
        }
    }
}

impl Checker<'_> {
    /// Bands of an amount; what is measured shows in the unit of where the first band starts.
    pub(crate) fn bands(
        &mut self,
        of: &AmountRef,
        each_part: bool,
        bands: &[BandText],
        span: Span,
    ) -> Option<Award> {
        let Some(first) = bands.first() else {
            self.report(
                Diagnostic::new(Code::Incomplete, span, "there is no band", "no band")
                    .help("write `from 20.00 CHF 10 points` for each band"),
            );
            return None;
        };
        let unit = self.points_here(&first.rate.unit);
        let (amount, measured) = self.measured_by_bands(of, bands, first)?;
        let unit = unit?;
        let mut checked: Vec<Band> = Vec::new();
        let mut complete = true;
        for band in bands {
            match self.band(band, measured, amount, unit, each_part) {
                Some(band_checked) => {
                    if let Some(before) = checked.last()
                        && before.from >= band_checked.from
                    {
                        self.not_rising(literal_span(&band.from), "bands");
                        complete = false;
                    }
                    checked.push(band_checked);
                }
                None => complete = false,
            }
        }
        complete.then_some(Award::Bands { amount, each_part, bands: checked })
    }

    /// What the bands measure, and in what.
    fn measured_by_bands(
        &mut self,
        of: &AmountRef,
        bands: &[BandText],
        first: &BandText,
    ) -> Option<(AmountId, Measured)> {
        // A band from 0 need not say of what.
        let with_unit = bands.iter().find(|b| matches!(b.from, Literal::WithUnit(..)));
        if let (None, Some(made)) = (with_unit, of.made.as_deref().filter(|_| is_field(of))) {
            let (amount, kind) = self.made_amount(made, of.span, Place::Purchase)?;
            if kind == FigureKind::Plain {
                return Some((amount, Measured::Plain(self.figure_decimals(amount))));
            }
        }
        let (word, name) = self.start_word(with_unit.unwrap_or(first))?;
        Some((self.amount_in(word, name, of)?, Measured::In(word)))
    }

    /// Something that must rise and does not.
    pub(crate) fn not_rising(&mut self, span: Span, what: &str) {
        let message = format!("{what} must rise, and this does not start above the one before");
        self.report(
            Diagnostic::new(Code::NotRising, span, message, "not above the one before")
                .help("write them from the lowest up"),
        );
    }

    fn start_word<'t>(&mut self, band: &'t BandText) -> Option<(Word, &'t Name)> {
        let Literal::WithUnit(_, name) = &band.from else {
            self.report(
                Diagnostic::new(
                    Code::UnitMismatch,
                    literal_span(&band.from),
                    "a band starts at an amount with its unit",
                    "without a unit",
                )
                .help(format!(
                    "write `from 20.00 {}`, `from 3 items` or the like",
                    self.currency_word.as_deref().unwrap_or("CHF")
                )),
            );
            return None;
        };
        let word = self.unit_word(name)?;
        match word {
            Word::Money | Word::Measure(_) | Word::Items | Word::Lines => Some((word, name)),
            Word::Purchases | Word::Activities if self.counts == counted(word) => Some((word, name)),
            Word::Points(_) | Word::Purchases | Word::Activities => {
                let message = format!("lines are not measured in {}", name.node);
                self.report(
                    Diagnostic::new(Code::UnitMismatch, name.span, message, "not of lines")
                        .help("write a currency, a measure, `items` or `lines`"),
                );
                None
            }
        }
    }

    fn band(
        &mut self,
        band: &BandText,
        measured: Measured,
        amount: AmountId,
        unit: UnitId,
        each_part: bool,
    ) -> Option<Band> {
        let given = self.points_here(&band.rate.unit)?;
        if given != unit {
            let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
            let message = format!("all bands give one unit: this one gives {wrong}, the first {right}");
            self.report(
                Diagnostic::new(
                    Code::UnitMismatch,
                    band.rate.unit.span,
                    message,
                    format!("{wrong}, not {right}"),
                )
                .help(format!("write {right}, or another rule for {wrong}")),
            );
            return None;
        }
        let from = self.constant(&band.from, measured.kind())?;
        let from = match measured {
            Measured::Plain(_) => from,
            Measured::In(_) => self.at_decimals_of(from, amount, literal_span(&band.from))?,
        };
        let Some(step) = &band.rate.per else {
            if each_part {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        band.rate.span,
                        "where each part counts at its own rate, a band needs a rate",
                        "not a rate",
                    )
                    .help("write `1 point per full 1.00 CHF`, or `by bands of` instead of `banded by`"),
                );
                return None;
            }
            let rate = self.rate(&band.rate.points, unit, Per::Flat, band.rate.span, true)?;
            return Some(Band { from, rate, span: band.span });
        };
        let per = match measured {
            Measured::In(word) => self.band_step(step, word, amount)?,
            Measured::Plain(_) => self.band_step_of_field(step, amount)?,
        };
        let rate = self.rate(&band.rate.points, unit, per, band.rate.span, true)?;
        Some(Band { from, rate, span: band.span })
    }

    fn band_step(&mut self, step: &Step, word: Word, amount: AmountId) -> Option<Per> {
        let found = self.step_word(step)?;
        if found != word {
            let needed = self.kind_words(word.kind());
            self.mismatch(
                step.unit.span,
                found.kind(),
                word.kind(),
                format!("write the step in {needed}, as the bands"),
            );
            return None;
        }
        let size = self.step_size(step, word)?;
        let size = self.at_decimals_of(size, amount, step.span)?;
        Some(if step.full.or(step.every).is_some() {
            Per::Full(amount, size)
        } else {
            Per::Part(amount, size)
        })
    }

    /// A step of the field that the bands measure: `1 point per full 10 receipt.minutes`.
    fn band_step_of_field(&mut self, step: &Step, amount: AmountId) -> Option<Per> {
        let per = match step.field.as_deref() {
            Some(field) => self.per_field(step, field)?,
            None => Per::Flat,
        };
        if matches!(per, Per::Full(of, _) | Per::Part(of, _) if of == amount) {
            return Some(per);
        }
        let message = "the bands are of a field, and the step is of something else";
        self.report(
            Diagnostic::new(Code::UnitMismatch, step.span, message, "not of that field")
                .help("name the field of the bands, such as `per full 10 receipt.minutes`"),
        );
        None
    }
}
