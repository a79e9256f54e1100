//! Amounts, figures and values with their units in words.

use crate::document::escaped;
use crate::say::Speaker;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use treue_lang::programme::{
    Amount, AmountId, Basis, Figure, FigureId, FigureKind, FigureNumber, Formula, LineNumber, LineText,
    MeasureId, Predicate, QUANTITY_DECIMALS, Ratio, SelectionId, TendersId, Trigger, Unit, UnitId, singular,
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

/// What customers call a unit.
fn title_of(unit: &Unit) -> &str {
    if unit.title.is_empty() { &unit.name } else { &unit.title }
}

/// What customers call one of a unit: as the programme says, or the title without the plural s of its last word, as in
/// "Beauty points".
fn one_of(unit: &Unit) -> &str {
    let title = title_of(unit);
    unit.one.as_deref().or_else(|| singular(title)).unwrap_or(title)
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
        let word =
            if self.locale.is_one(value.into(), spec.decimals) { one_of(spec) } else { title_of(spec) };
        self.say("number-of", &[("number", &number), ("what", &escaped(word))])
    }

    /// A sentence whose verb goes by how many points it is about.
    pub(crate) fn say_of_points(&self, id: &str, unit: UnitId, value: i64, args: &[(&str, &str)]) -> String {
        let decimals = self.programme.units.get(unit).map_or(0, |u| u.decimals);
        let points = self.points(unit, value);
        self.count(
            id,
            self.one_or_two(value.into(), decimals),
            &[&[("points", points.as_str())], args].concat(),
        )
    }

    /// What stands for a number where a sentence asks whether it is one or several.
    fn one_or_two(&self, value: i128, decimals: u8) -> i64 {
        if self.locale.is_one(value, decimals) { 1 } else { 2 }
    }

    /// The unit's name for customers.
    pub(crate) fn unit(&self, unit: UnitId) -> String {
        escaped(self.programme.units.get(unit).map_or("", title_of))
    }

    /// `12.50 CHF`.
    pub(crate) fn money(&self, value: i64) -> String {
        let currency = &self.programme.currency;
        let number = self.locale.decimal(value.into(), currency.decimals);
        self.say("number-of", &[("number", &number), ("what", &currency.code)])
    }

    /// `2 litres`, `3 items`.
    pub(crate) fn quantity(&self, measure: Option<MeasureId>, value: i64) -> String {
        self.quantity_of(measure, value, QUANTITY_DECIMALS)
    }

    fn quantity_of(&self, measure: Option<MeasureId>, value: i64, decimals: u8) -> String {
        let number = self.locale.short(value.into(), decimals);
        let count = self.one_or_two(value.into(), decimals);
        match measure {
            Some(measure) => {
                self.say("number-of", &[("number", &number), ("what", &self.measure(measure, count))])
            }
            None => self.count("items", count, &[("number", &number)]),
        }
    }

    /// A measure in the words of customers, where it is one that everybody knows; else its name.
    fn measure(&self, measure: MeasureId, count: i64) -> String {
        let name = self.programme.measures.get(measure).map_or("", |m| m.name.as_str());
        let id = format!("measure-{name}");
        if self.says(&id) { self.count(&id, count, &[]) } else { escaped(name) }
    }

    /// Several of a measure: `litres`.
    pub(crate) fn measures(&self, measure: MeasureId) -> String {
        self.measure(measure, 2)
    }

    /// What an amount is measured in.
    pub(crate) fn scale(&self, amount: AmountId) -> Scale {
        match self.programme.amounts.get(amount) {
            Some(Amount::Money(..)) => Scale::Money(0),
            Some(Amount::Quantity(_, measure)) => Scale::Quantity(Some(*measure), 0),
            Some(Amount::Items(_)) => Scale::Quantity(None, 0),
            Some(Amount::Lines(_)) => Scale::Count("lines-counted", 0),
            Some(Amount::Different(..)) => Scale::Count("different-counted", 0),
            Some(Amount::Events(_)) => Scale::Count(self.events(amount).0, 0),
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
            Scale::Quantity(measure, _) => self.quantity_of(*measure, value, decimals),
            Scale::Count(id, _) => {
                let number = self.locale.short(value.into(), decimals);
                self.count(id, self.one_or_two(value.into(), decimals), &[("number", &number)])
            }
        }
    }

    /// `2 points per 1.00 CHF`, `1 point per 1.50 CHF`, `5 points per 4.00 CHF`: of one whole of the amount where that comes
    /// to whole points, else of as little above it as does; wholes of it where one is below it.
    pub(crate) fn rate(&self, unit: UnitId, scale: &Scale, each: Ratio) -> (String, String) {
        let parts = BigRational::new(BigInt::from(each.numerator()), BigInt::from(each.denominator()));
        let whole = BigInt::from(10).pow(u32::from(self.decimals(scale)));
        let per =
            if *parts.denom() < whole { &whole * (&parts * &whole).denom() } else { parts.denom().clone() };
        let points = parts * &per;
        let (points, per) = (points.to_integer().to_i64().unwrap_or(0), per.to_i64().unwrap_or(0));
        (self.points(unit, points), self.per(scale, per))
    }

    /// What points are given for: `item`, `litre`, `1.00 CHF`, `10 units`.
    pub(crate) fn per(&self, scale: &Scale, value: i64) -> String {
        let one = i128::from(value) == 10_i128.pow(u32::from(self.decimals(scale)));
        match scale {
            Scale::Quantity(None, _) if one => self.say("one-item", &[]),
            Scale::Quantity(Some(measure), _) if one => self.measure(*measure, 1),
            Scale::Count("lines-counted", _) if one => self.say("one-line", &[]),
            Scale::Count("plain-counted", _) if one => self.say("one-unit", &[]),
            Scale::Count(..) | Scale::Quantity(..) | Scale::Money(_) => self.per_full(scale, value),
        }
    }

    /// The same where only full steps count: `10 units`.
    pub(crate) fn per_full(&self, scale: &Scale, value: i64) -> String {
        match scale {
            Scale::Count("plain-counted", decimals) => {
                self.value(&Scale::Count("units-counted", *decimals), value)
            }
            Scale::Count(..) | Scale::Quantity(..) | Scale::Money(_) => self.value(scale, value),
        }
    }

    /// The words for events that rules over a window count: so many of them, and how many there are.
    fn events(&self, amount: AmountId) -> (&'static str, &'static str) {
        let rules = self.programme.rules.iter().filter(|(_, rule)| rule.award.amounts().contains(&amount));
        let mut purchases = rules.map(|(_, rule)| rule.on == Trigger::Purchase);
        match purchases.next() {
            Some(false) if purchases.all(|purchase| !purchase) => ("activities-counted", "amount-activities"),
            Some(true) | None if purchases.all(|purchase| purchase) => ("purchases-counted", "amount-events"),
            Some(_) | None => ("events-counted", "amount-times"),
        }
    }

    /// `items of "eligible"`, where it is a part of what is bought, and how it is said of everything.
    fn counted_of(&self, (id, of_all): (&str, &str), lines: SelectionId, args: &[(&str, &str)]) -> String {
        let said = self.selection(lines);
        let all = self.say(of_all, args);
        match self.programme.selections.get(lines) {
            Some(found) if found.name.is_some() => {
                self.say(id, &[args, &[("lines", said.as_str())]].concat())
            }
            Some(found) if matches!(&found.predicate, Predicate::All(parts) if parts.is_empty()) => all,
            Some(_) | None => format!("{all} ({said})"),
        }
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
        let of = spec.selection();
        let lines = self.selection(of);
        match spec {
            Amount::Money(_, basis) => self.basis(&lines, *basis),
            Amount::Quantity(_, measure) => self.counted_of(
                ("amount-quantity", "amount-quantity-all"),
                of,
                &[("measure", &self.measures(*measure))],
            ),
            Amount::Items(_) => self.counted_of(("amount-items", "amount-items-all"), of, &[]),
            Amount::Lines(_) => self.counted_of(("amount-lines", "amount-lines-all"), of, &[]),
            Amount::Different(_, text) => self.counted_of(
                ("amount-different", "amount-different-all"),
                of,
                &[("texts", &self.line_texts(*text))],
            ),
            Amount::EachLine(_, figure) => {
                self.say("amount-each-line", &[("lines", &lines), ("figure", &self.figure(*figure))])
            }
            Amount::Made(_, figure) => self.figure(*figure),
            Amount::Events(_) => self.say(self.events(amount).1, &[]),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use treue_lang::pipeline::check;
    use treue_lang::source::Sources;

    #[test]
    fn numbers_stand_before_what_they_count() {
        let text = "programme \"P\" { currency EUR timezone \"Europe/Berlin\" measure litre measure kg\n\
            unit points unit stamps \"Stempel\" unit fuel \"Fuel points\" unit marks \"Punkte\" { one \"Punkt\" }\n\
            unit bonus unit hearts { decimals 1 } }";
        let programme = check(&Sources::single("p.treue", text)).programme.expect("a programme");
        let units = |language: Language, value: i64| -> Vec<String> {
            let speaker = Speaker::new(&programme, language.of(&programme));
            programme.units.ids().map(|unit| speaker.points(unit, value)).collect()
        };
        for language in Language::ALL {
            assert_eq!(
                units(language, 1)[..5],
                ["1 point", "1 Stempel", "1 Fuel point", "1 Punkt", "1 bonus"]
            );
            assert_eq!(
                units(language, 2)[..5],
                ["2 points", "2 Stempel", "2 Fuel points", "2 Punkte", "2 bonus"]
            );
        }
        // A French number is singular up to two.
        let hearts = Language::ALL.map(|language| units(language, 15)[5].clone());
        assert_eq!(hearts, ["1.5 hearts", "1,5 hearts", "1,5 heart"]);
        let rate = |over: i128, under: i128| {
            let speaker = Speaker::new(&programme, Language::English.of(&programme));
            let unit = programme.units.ids().next().expect("a unit");
            let each = Ratio::new(over, under).expect("a rate");
            let (points, per) = speaker.rate(unit, &Scale::Money(0), each);
            format!("{points} per {per}")
        };
        // Points for each cent: 2, 0.5, 0.667, 1.25, 1.1 and 1 for each euro.
        for (over, under, said) in [
            (2, 100, "2 points per 1.00 EUR"),
            (1, 200, "1 point per 2.00 EUR"),
            (1, 150, "1 point per 1.50 EUR"),
            (1, 80, "5 points per 4.00 EUR"),
            (11, 1000, "11 points per 10.00 EUR"),
            (1, 100, "1 point per 1.00 EUR"),
        ] {
            assert_eq!(rate(over, under), said);
        }
        let measured = |language: Language, value: i64| {
            let speaker = Speaker::new(&programme, language.of(&programme));
            programme.measures.ids().map(|m| speaker.quantity(Some(m), value)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(measured(Language::English, 1000), "1 litre, 1 kg");
        assert_eq!(measured(Language::English, 2000), "2 litres, 2 kg");
        assert_eq!(measured(Language::German, 2000), "2 Liter, 2 kg");
        assert_eq!(measured(Language::French, 1500), "1,5 litre, 1,5 kg");
    }
}
