//! Amounts, figures and values with their units in words.

use crate::document::escaped;
use crate::say::Speaker;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use treue_lang::programme::{
    Amount, AmountId, Basis, Figure, FigureId, FigureKind, FigureNumber, Formula, LineNumber, LineText,
    MeasureId, QUANTITY_DECIMALS, Ratio, SelectionId, TendersId, UnitId,
};

/// What an amount is measured in: its decimals and its unit.
#[derive(Clone, Debug)]
pub(crate) enum Scale {
    /// Money, with so many decimals beyond the currency's.
    Money(u8),
    /// A measure or items, with so many decimals beyond thousandths.
    Quantity(Option<MeasureId>, u8),
    /// Things that are counted, with so many decimals.
    Count(&'static str, u8),
}

impl Speaker<'_> {
    /// `12 points`.
    pub(crate) fn points(&self, unit: UnitId, value: i64) -> String {
        let Some(spec) = self.programme.units.get(unit) else { return value.to_string() };
        let number = if spec.money {
            self.locale.decimal(value.into(), spec.decimals)
        } else {
            self.locale.short(value.into(), spec.decimals)
        };
        let mut word = escaped(if spec.title.is_empty() { &spec.name } else { &spec.title });
        // A unit's name is a word of the programme, which takes `point` and `points` for the same.
        if number == "1" && spec.name.ends_with('s') && word.ends_with(&spec.name) {
            word.pop();
        }
        self.say("number-of", &[("number", &number), ("what", &word)])
    }

    /// The unit's name for customers.
    pub(crate) fn unit(&self, unit: UnitId) -> String {
        let spec = self.programme.units.get(unit);
        escaped(spec.map_or("", |u| if u.title.is_empty() { &u.name } else { &u.title }))
    }

    /// `12.50 CHF`.
    pub(crate) fn money(&self, value: i64) -> String {
        let currency = &self.programme.currency;
        let number = self.locale.decimal(value.into(), currency.decimals);
        self.say("number-of", &[("number", &number), ("what", &currency.code)])
    }

    /// `2 litres`, `3 items`.
    pub(crate) fn quantity(&self, measure: Option<MeasureId>, value: i64) -> String {
        let number = self.locale.short(value.into(), QUANTITY_DECIMALS);
        let one = value == 1000;
        match measure.and_then(|m| self.programme.measures.get(m)) {
            Some(measure) => self.say("number-of", &[("number", &number), ("what", &escaped(&measure.name))]),
            None => self.count("items", if one { 1 } else { 2 }, &[("number", &number)]),
        }
    }

    /// What an amount is measured in.
    pub(crate) fn scale(&self, amount: AmountId) -> Scale {
        match self.programme.amounts.get(amount) {
            Some(Amount::Money(..)) => Scale::Money(0),
            Some(Amount::Quantity(_, measure)) => Scale::Quantity(Some(*measure), 0),
            Some(Amount::Items(_)) => Scale::Quantity(None, 0),
            Some(Amount::Lines(_)) => Scale::Count("lines-counted", 0),
            Some(Amount::Different(..)) => Scale::Count("different-counted", 0),
            Some(Amount::Events(_)) => Scale::Count("events-counted", 0),
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                match self.programme.figures.get(*figure) {
                    Some(Figure { kind, decimals, .. }) => match kind {
                        FigureKind::Money => Scale::Money(*decimals),
                        FigureKind::Quantity(measure) => Scale::Quantity(Some(*measure), *decimals),
                        FigureKind::Items => Scale::Quantity(None, *decimals),
                        FigureKind::Plain => Scale::Count("plain-counted", *decimals),
                    },
                    None => Scale::Count("plain-counted", 0),
                }
            }
            None => Scale::Count("plain-counted", 0),
        }
    }

    fn decimals(&self, scale: &Scale) -> u8 {
        match scale {
            Scale::Money(more) => self.programme.currency.decimals.saturating_add(*more),
            Scale::Quantity(_, more) => QUANTITY_DECIMALS.saturating_add(*more),
            Scale::Count(_, decimals) => *decimals,
        }
    }

    /// A value in smallest parts, with its unit.
    pub(crate) fn value(&self, scale: &Scale, value: i64) -> String {
        let decimals = self.decimals(scale);
        match scale {
            Scale::Money(0) => self.money(value),
            Scale::Money(_) => {
                let number = self.locale.short(value.into(), decimals);
                self.say("number-of", &[("number", &number), ("what", &self.programme.currency.code)])
            }
            Scale::Quantity(measure, 0) => self.quantity(*measure, value),
            Scale::Quantity(measure, _) => {
                let number = self.locale.short(value.into(), decimals);
                let name =
                    measure.and_then(|m| self.programme.measures.get(m)).map_or("", |m| m.name.as_str());
                self.say("number-of", &[("number", &number), ("what", &escaped(name))])
            }
            Scale::Count(id, _) => {
                let number = self.locale.short(value.into(), decimals);
                let one = self.locale.short(value.into(), decimals) == "1";
                self.count(id, if one { 1 } else { 2 }, &[("number", &number)])
            }
        }
    }

    /// `2 points per 1.00 CHF`: the smallest pair of round numbers that says exactly this.
    pub(crate) fn rate(&self, unit: UnitId, scale: &Scale, each: Ratio) -> (String, String) {
        let parts = BigRational::new(BigInt::from(each.numerator()), BigInt::from(each.denominator()));
        let mut per = BigInt::from(10).pow(u32::from(self.decimals(scale)));
        // A whole of the amount; more of it where the points would not end.
        for _ in 0..12 {
            let points = &parts * &per;
            if points.denom().is_one() && !points.numer().is_zero() {
                break;
            }
            per *= 10;
        }
        let mut points = &parts * &per;
        if !points.denom().is_one() {
            per = parts.denom().clone();
            points = BigRational::from_integer(parts.numer().clone());
        }
        let (points, per) = (points.to_integer().to_i64().unwrap_or(0), per.to_i64().unwrap_or(0));
        (self.points(unit, points), self.value(scale, per))
    }

    /// The lines of a selection, with a link to what they are where it has a name.
    pub(crate) fn selection(&self, selection: SelectionId) -> String {
        let Some(found) = self.programme.selections.get(selection) else { return String::new() };
        match &found.name {
            Some(name) => {
                let shown = self.locale.quoted(&escaped(name));
                format!("[{shown}](#lines-{name})")
            }
            None => self.lines_in_words(&found.predicate),
        }
    }

    /// What an amount measures: `the price of the goods "eligible"`.
    pub(crate) fn amount(&self, amount: AmountId) -> String {
        let Some(spec) = self.programme.amounts.get(amount) else { return String::new() };
        let lines = self.selection(spec.selection());
        match spec {
            Amount::Money(_, basis) => self.basis(&lines, *basis),
            Amount::Quantity(_, measure) => {
                let measure = self.programme.measures.get(*measure).map_or("", |m| m.name.as_str());
                self.say("amount-quantity", &[("measure", &escaped(measure)), ("lines", &lines)])
            }
            Amount::Items(_) => self.say("amount-items", &[("lines", &lines)]),
            Amount::Lines(_) => self.say("amount-lines", &[("lines", &lines)]),
            Amount::Different(_, text) => {
                self.say("amount-different", &[("texts", &self.line_texts(*text)), ("lines", &lines)])
            }
            Amount::EachLine(_, figure) => {
                self.say("amount-each-line", &[("lines", &lines), ("figure", &self.figure(*figure))])
            }
            Amount::Made(_, figure) => self.figure(*figure),
            Amount::Events(_) => self.say("amount-events", &[]),
        }
    }

    fn basis(&self, lines: &str, basis: Basis) -> String {
        match basis {
            Basis::Charged => self.say("amount-charged", &[("lines", lines)]),
            Basis::BeforeDiscounts => self.say("amount-before-discounts", &[("lines", lines)]),
            Basis::WithoutTax => self.say("amount-without-tax", &[("lines", lines)]),
            Basis::PaidBy(kinds) => {
                self.say("amount-paid-by", &[("lines", lines), ("tenders", &self.tenders(kinds))])
            }
            Basis::LessPaidBy(kinds) => {
                self.say("amount-less-paid-by", &[("lines", lines), ("tenders", &self.tenders(kinds))])
            }
        }
    }

    fn tenders(&self, kinds: TendersId) -> String {
        let kinds = self.programme.tender_kinds.get(kinds).map_or(&[][..], Vec::as_slice);
        let kinds: Vec<String> = kinds.iter().map(|k| self.locale.quoted(&escaped(k))).collect();
        self.or(&kinds)
    }

    /// `categories`.
    pub(crate) fn line_texts(&self, text: LineText) -> String {
        match text {
            LineText::Category => self.say("texts-category", &[]),
            LineText::Brand => self.say("texts-brand", &[]),
            LineText::Sku => self.say("texts-sku", &[]),
            LineText::Name => self.say("texts-name", &[]),
            LineText::Label => self.say("texts-label", &[]),
            LineText::Field(field) => self.field_name(field),
        }
    }

    fn figure(&self, figure: FigureId) -> String {
        let Some(figure) = self.programme.figures.get(figure) else { return String::new() };
        self.formula(&figure.formula, figure.kind)
    }

    fn formula(&self, formula: &Formula, kind: FigureKind) -> String {
        let two = |id: &str, a: &Formula, b: &Formula| {
            let (left, right) = (self.formula(a, kind), self.formula(b, kind));
            self.say(id, &[("left", &left), ("right", &right)])
        };
        match formula {
            Formula::Number(number, decimals) => self.figure_number(number, *decimals, kind),
            Formula::Larger(a, b) => two("figure-larger", a, b),
            Formula::Smaller(a, b) => two("figure-smaller", a, b),
            Formula::Plus(a, b) => two("figure-plus", a, b),
            Formula::Less(a, b) => two("figure-less", a, b),
            Formula::Times(a, b) => two("figure-times", a, b),
        }
    }

    fn figure_number(&self, number: &FigureNumber, decimals: u8, kind: FigureKind) -> String {
        match number {
            FigureNumber::Constant(value) => match kind {
                FigureKind::Money if decimals == 0 => self.money(*value),
                FigureKind::Quantity(measure) if decimals == 0 => self.quantity(Some(measure), *value),
                FigureKind::Items if decimals == 0 => self.quantity(None, *value),
                FigureKind::Money | FigureKind::Quantity(_) | FigureKind::Items | FigureKind::Plain => {
                    self.locale.short((*value).into(), decimals)
                }
            },
            FigureNumber::Line(line) => self.line_number(line),
            FigureNumber::Amount(amount) => self.amount(*amount),
            FigureNumber::Field(field, _) => self.field_name(*field),
            FigureNumber::Table(table, otherwise) => {
                let name = self.programme.tables.get(*table).map_or("", |t| t.name.as_str());
                let otherwise = self.locale.short((*otherwise).into(), decimals);
                let name = self.locale.quoted(&escaped(name));
                self.say("figure-table", &[("table", &name), ("otherwise", &otherwise)])
            }
        }
    }

    /// A number of a line.
    pub(crate) fn line_number(&self, number: &LineNumber) -> String {
        match number {
            LineNumber::Constant(value) => self.locale.short((*value).into(), 0),
            LineNumber::Amount { basis, .. } => self.basis(&self.say("this-line", &[]), *basis),
            LineNumber::Discount { .. } => self.say("line-discount", &[]),
            LineNumber::Tax { .. } => self.say("line-tax", &[]),
            LineNumber::Quantity { .. } => self.say("line-quantity", &[]),
            LineNumber::Field { field, .. } => self.field_name(*field),
        }
    }
}
