//! From a case to a receipt and a member that are one: a test without expectations, which the engines can run and a merchant
//! can read.

use crate::cube::{Cube, Fact, LineFact, both};
use crate::domain::{Domain, Numbers};
use crate::universe::Universe;
use std::collections::BTreeSet;
use treue_lang::programme::{
    Amount, AmountId, Beginning, FieldId, FieldOwner, FieldValue, Given, HeldAs, LevelId, LineText,
    MeasureId, Occasion, SelectionId, Test, TestActivity, TestEvent, TestLine, TestPurchase, TestStep, Texts,
    Trigger,
};
use treue_lang::source::Span;
use treue_lang::time::{Day, Minute};

/// What a witness should be like.
#[derive(Clone, Debug)]
pub(crate) struct Wish<'c> {
    /// The event and its member.
    pub(crate) event: &'c Cube,
    /// Lines, one for each; a line for each amount that is asked for comes on top.
    pub(crate) lines: Vec<Cube>,
    /// Money of a line where nothing else is said, smallest currency units.
    pub(crate) money: i64,
    /// Quantity of a line where nothing else is said, thousandths.
    pub(crate) quantity: i64,
}

/// Noon, for events at any hour.
const NOON: usize = 720;

impl Universe<'_> {
    /// A test that looks as wished; nothing if no line can.
    pub(crate) fn witness(&self, on: &Trigger, wish: &Wish<'_>) -> Option<Test> {
        let day = self.chosen_day(wish.event);
        let minute = self.chosen_minute(wish.event);
        let span = Span::default();
        let what = match on {
            Trigger::Purchase => TestEvent::Purchase(self.purchase(wish)?),
            Trigger::Activity(kind) => TestEvent::Activity(TestActivity {
                kind: kind.clone(),
                channel: self.text_in(wish.event, Texts::Channel),
                store: self.text_in(wish.event, Texts::Store),
                fields: self.fields(wish.event, FieldOwner::Receipt),
                ..TestActivity::default()
            }),
        };
        let mut steps = vec![TestStep::Given(self.given(wish.event, day), span)];
        steps.extend(self.granted(wish.event, day));
        steps.push(TestStep::When(what, day, minute, span));
        Some(Test { name: String::new(), span, steps })
    }

    fn chosen_day(&self, cube: &Cube) -> Day {
        let known = cube.get(&Fact::Day).map(Domain::values);
        // The first day of the horizon is one before the first that is named: nothing else happens on it.
        self.day(known.and_then(|days| days.first().copied()).unwrap_or(1))
    }

    fn chosen_minute(&self, cube: &Cube) -> Minute {
        let minute = match cube.get(&Fact::Minute) {
            Some(domain) if !domain.has(NOON) => domain.values().first().copied().unwrap_or(NOON),
            Some(_) | None => NOON,
        };
        Minute(u16::try_from(minute).unwrap_or(0))
    }

    /// A text that a case allows: one that the programme names if need be, otherwise none.
    fn text_in(&self, cube: &Cube, text: Texts) -> Option<String> {
        let domain = cube.get(&Fact::Text(text))?;
        chosen(domain, self.named(text), self.open_ends(text))
    }

    fn given(&self, cube: &Cube, day: Day) -> Vec<Given> {
        let mut given = Vec::new();
        if cube.get(&Fact::First).is_some_and(|d| d.has(0) && !d.has(1))
            || cube.get(&Fact::SincePurchase).is_some()
        {
            given.push(Given::EarlierPurchases);
        }
        for (fact, domain) in cube.facts() {
            match (fact, domain) {
                (Fact::Level(tiers), domain) => {
                    let level = domain.values().first().and_then(|l| u8::try_from(*l).ok()).unwrap_or(0);
                    given.push(Given::Level(*tiers, LevelId(level), None));
                }
                (Fact::Track(track, _), Domain::Numbers(numbers)) => {
                    given.extend(numbers.nearest(0).filter(|v| *v != 0).map(|v| Given::Track(*track, v)));
                }
                (Fact::Balance(unit), Domain::Numbers(numbers)) => {
                    given.extend(
                        numbers.nearest(0).filter(|v| *v != 0).map(|v| Given::Points(*unit, v, None)),
                    );
                }
                (
                    Fact::Occasion(
                        Occasion::Birthday(field, _)
                        | Occasion::BirthMonth(field)
                        | Occasion::Anniversary(Beginning::Date(field), _),
                    ),
                    domain,
                ) => {
                    let born = if domain.has(1) { day.plus_months(-360) } else { day.plus_months(-366) };
                    given.push(Given::Field(*field, FieldValue::Date(born)));
                }
                (Fact::Occasion(Occasion::AgeAtLeast(field, years)), domain) => {
                    let years = i32::from(*years) - i32::from(!domain.has(1));
                    given.push(Given::Field(*field, FieldValue::Date(day.plus_months(-12 * years - 6))));
                }
                (
                    Fact::Occasion(Occasion::Within { length, from: Beginning::Date(field), before: _ }),
                    domain,
                ) => {
                    let date = if domain.has(1) { day } else { length.repeated(day, day) };
                    let date = if domain.has(1) { date } else { Day(day.0 - (date.0 - day.0) - 40) };
                    given.push(Given::Field(*field, FieldValue::Date(date)));
                }
                _ => {}
            }
        }
        let fields = self.fields(cube, FieldOwner::Member).into_iter().map(|(f, v)| Given::Field(f, v));
        given.extend(fields);
        // What an occasion asks of a field goes before what any value would do for.
        let mut said = BTreeSet::new();
        given.retain(|g| if let Given::Field(field, _) = g { said.insert(*field) } else { true });
        given
    }

    /// A level that the host grants.
    fn granted(&self, cube: &Cube, day: Day) -> Option<TestStep> {
        cube.facts().find_map(|(fact, domain)| {
            let Fact::Occasion(Occasion::Held(tiers, level, HeldAs::Granted)) = fact else { return None };
            let grant = TestEvent::GrantLevel { tiers: *tiers, level: *level, until: None };
            domain.has(1).then(|| TestStep::When(grant, day, Minute(0), Span::default()))
        })
    }

    /// Values of the fields that a case asks for, and of those that are always there.
    fn fields(&self, cube: &Cube, owner: FieldOwner) -> Vec<(FieldId, FieldValue)> {
        let fields = self.programme.fields.iter().filter(|(_, f)| f.owner == owner);
        fields
            .filter_map(|(id, field)| {
                let asked = self.asked(cube, id, owner);
                let must = !(field.optional || field.default.is_some());
                match asked {
                    Some(value) => value.map(|v| (id, v)),
                    None if must => self.any_value(id).map(|v| (id, v)),
                    None => None,
                }
            })
            .collect()
    }

    /// What a case says of a field: nothing, that it is missing, or a value.
    fn asked(&self, cube: &Cube, id: FieldId, owner: FieldOwner) -> Option<Option<FieldValue>> {
        use treue_lang::programme::FieldKind;
        let kind = &self.programme.fields.get(id)?.kind;
        let (text, number) = if owner == FieldOwner::Line {
            (Fact::LineText(LineText::Field(id)), Fact::LineNumber(LineFact::Field(id)))
        } else {
            (Fact::Text(Texts::Field(id)), Fact::Field(id))
        };
        match kind {
            FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member => {
                let domain = cube.get(&text)?;
                let line = LineText::Field(id);
                let named = if owner == FieldOwner::Line {
                    self.named_in_lines(line)
                } else {
                    self.named(Texts::Field(id))
                };
                Some(chosen(domain, named, self.line_ends(line)).map(FieldValue::Text))
            }
            FieldKind::YesNo => {
                let values = cube.get(&Fact::Flag(id))?.values();
                Some(values.first().filter(|v| **v < 2).map(|v| FieldValue::YesNo(*v == 1)))
            }
            FieldKind::Number { .. } | FieldKind::Money => {
                let Domain::Numbers(numbers) = cube.get(&number)? else { return None };
                Some(numbers.nearest(0).map(FieldValue::Number))
            }
            FieldKind::Date => {
                let Domain::Numbers(numbers) = cube.get(&number)? else { return None };
                let day = numbers.nearest(i64::from(self.first.0)).and_then(|d| i32::try_from(d).ok());
                Some(day.map(|d| FieldValue::Date(Day(d))))
            }
        }
    }

    fn purchase(&self, wish: &Wish<'_>) -> Option<TestPurchase> {
        let mut lines = Vec::new();
        for cube in self.wanted_lines(wish)? {
            lines.push(self.line_of(&cube, wish));
        }
        let carried = |of: Texts| {
            wish.event.facts().filter_map(move |(fact, domain)| {
                let Fact::Has(text, value) = fact else { return None };
                (*text == of && domain.has(1)).then(|| value.clone())
            })
        };
        let total = lines.iter().fold(0_i64, |sum: i64, l: &TestLine| sum.saturating_add(l.amount));
        let kinds: Vec<String> = carried(Texts::PaidBy).collect();
        let tenders = kinds.iter().enumerate();
        Some(TestPurchase {
            channel: self.text_in(wish.event, Texts::Channel),
            store: self.text_in(wish.event, Texts::Store),
            coupons: carried(Texts::Coupon).collect(),
            // The first pays all; the others are there.
            tenders: tenders.map(|(n, k)| (k.clone(), Some(if n == 0 { total } else { 0 }))).collect(),
            fields: self.fields(wish.event, FieldOwner::Receipt),
            lines,
            ..TestPurchase::default()
        })
    }

    /// The lines of a wish, and what the amounts in its case ask for. A line serves as many amounts as it can.
    fn wanted_lines(&self, wish: &Wish<'_>) -> Option<Vec<Cube>> {
        let mut lines = wish.lines.clone();
        for (fact, domain) in wish.event.facts() {
            let (Fact::Amount(amount), Domain::Numbers(numbers)) = (fact, domain) else { continue };
            self.serve(&mut lines, *amount, numbers)?;
        }
        if lines.is_empty() {
            lines.push(Cube::anything());
        }
        Some(lines)
    }

    /// Makes an amount come out as wanted.
    fn serve(&self, lines: &mut Vec<Cube>, amount: AmountId, wanted: &Numbers) -> Option<()> {
        let spec = self.programme.amounts.get(amount)?;
        let inside = self.lines(spec.selection(), true);
        let outside = self.lines(spec.selection(), false);
        if wanted.contains(0) && wanted.spans.first().is_some_and(|(_, high)| *high < 1) {
            // Nothing of it: every line must lie outside.
            for line in lines.iter_mut() {
                *line = both(&Some(vec![line.clone()]), &outside)?.into_iter().next()?;
            }
            return Some(());
        }
        let fact = match spec {
            Amount::Money(_, basis) => Fact::LineNumber(LineFact::Amount(*basis)),
            Amount::Quantity(..) | Amount::Items(_) => Fact::LineNumber(LineFact::Quantity),
            Amount::Lines(selection) => return self.several(lines, *selection, wanted, None),
            Amount::Different(selection, text) => {
                return self.several(lines, *selection, wanted, Some(*text));
            }
            Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_) => return Some(()),
        };
        let size = Cube::one(fact, Domain::Numbers(wanted.clone()))?;
        let size = match spec {
            Amount::Quantity(_, measure) => size.meet(&self.in_measure(Some(*measure))?)?,
            Amount::Items(_) => size.meet(&self.in_measure(None)?)?,
            Amount::Money(..)
            | Amount::Lines(_)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Made(..)
            | Amount::Events(_) => size,
        };
        let fits = both(&inside, &Some(vec![size]))?;
        let served = lines.iter_mut().find_map(|line| {
            let met = fits.iter().find_map(|fit| line.meet(fit))?;
            *line = met;
            Some(())
        });
        if served.is_none() {
            lines.push(fits.into_iter().next()?);
        }
        Some(())
    }

    fn in_measure(&self, measure: Option<MeasureId>) -> Option<Cube> {
        let measures = self.programme.measures.len();
        let number = measure.map_or(measures, |m| m.0 as usize);
        Cube::one(Fact::Measure, Domain::these(measures + 2, [number]))
    }

    /// So many lines of a selection, each with another text if one is named.
    fn several(
        &self,
        lines: &mut Vec<Cube>,
        selection: SelectionId,
        wanted: &Numbers,
        different: Option<LineText>,
    ) -> Option<()> {
        let count = usize::try_from(wanted.nearest(1)?).ok().filter(|n| *n <= 100)?;
        let inside = self.lines(selection, true)?;
        let first = inside.first()?;
        let values = different.map(|text| {
            let size = self.named_in_lines(text).len() + 2;
            (
                text,
                size,
                first.get(&Fact::LineText(text)).map_or_else(|| (0..size - 1).collect(), Domain::values),
            )
        });
        for n in 0..count {
            let line = match &values {
                Some((text, size, values)) => {
                    let value = values.get(n).copied()?;
                    let differs = Cube::one(Fact::LineText(*text), Domain::these(*size, [value]))?;
                    first.meet(&differs)?
                }
                None => first.clone(),
            };
            lines.push(line);
        }
        Some(())
    }

    fn line_of(&self, cube: &Cube, wish: &Wish<'_>) -> TestLine {
        let text = |of: LineText| {
            let domain = cube.get(&Fact::LineText(of))?;
            chosen(domain, self.named_in_lines(of), self.line_ends(of))
        };
        let mut line = TestLine {
            name: text(LineText::Name).or_else(|| Some("Goods".to_owned())),
            category: text(LineText::Category),
            brand: text(LineText::Brand),
            sku: text(LineText::Sku),
            quantity: wish.quantity,
            amount: wish.money,
            fields: self.fields(cube, FieldOwner::Line),
            ..TestLine::default()
        };
        if let Some(domain) = cube.get(&Fact::LineText(LineText::Name)) {
            line.name = chosen(domain, self.named_in_lines(LineText::Name), (true, true));
        }
        let mut amounts: Option<Domain> = None;
        for (fact, domain) in cube.facts() {
            match (fact, domain) {
                (Fact::Label(label), domain) if domain.has(1) => line.labels.push(label.clone()),
                (Fact::Measure, domain) => {
                    let measure = domain.values().first().copied().unwrap_or(usize::MAX);
                    let declared = measure < self.programme.measures.len();
                    line.measure = u32::try_from(measure).ok().filter(|_| declared).map(MeasureId);
                }
                (Fact::LineNumber(LineFact::Amount(_)), domain) => {
                    amounts = Some(amounts.map_or_else(|| domain.clone(), |a| a.meet(domain)));
                }
                (Fact::LineNumber(LineFact::Discount), Domain::Numbers(n)) => {
                    line.discount = n.nearest(0).unwrap_or(0)
                }
                (Fact::LineNumber(LineFact::Tax), Domain::Numbers(n)) => line.tax = n.nearest(0).unwrap_or(0),
                (Fact::LineNumber(LineFact::Quantity), Domain::Numbers(n)) => {
                    line.quantity = n.nearest(wish.quantity).unwrap_or(wish.quantity);
                }
                _ => {}
            }
        }
        if let Some(Domain::Numbers(numbers)) = amounts {
            line.amount = numbers.nearest(wish.money).unwrap_or(wish.money);
        }
        line
    }
}

/// One of the texts that a domain allows: one that is named if there is, then none, then any other.
fn chosen(domain: &Domain, named: &[String], (other, _): (bool, bool)) -> Option<String> {
    if let Some(value) = domain.values().first().and_then(|v| named.get(*v)) {
        return Some(value.clone());
    }
    let none = domain.has(named.len() + 1);
    (!none && other && domain.has(named.len())).then(|| "something else".to_owned())
}
