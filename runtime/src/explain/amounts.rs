//! What rules and conditions measure, in words, and numbers in the unit of what they measure.

use super::{figures, plural, quoted};
use crate::decision::text::{decimal, exact, money, quantity, trimmed};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, FieldId, FieldKind, FieldOwner, FigureId, LineText, MeasureId, Number,
    Predicate, Programme, QUANTITY_DECIMALS, Rate, RuleId, SelectionId, StackId, TendersId, TrackSubject,
    UnitId, behind,
};
use treue_lang::time::Day;

/// What a number counts, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money, smallest currency units.
    Money,
    /// A quantity in a measure, thousandths.
    Measure(MeasureId),
    /// Items, thousandths.
    Items,
    /// Smallest parts of a unit.
    Points(UnitId),
    /// A count of these: the word for one, and for several.
    Count(&'static str, &'static str),
    /// Units of 10^-decimals.
    Plain(u8),
    /// A date, days since 1970.
    Date,
    /// A figure, at its decimals.
    Figure(FigureId),
}

impl Kind {
    /// Decimals of the number.
    #[must_use]
    pub fn decimals(self, programme: &Programme) -> u8 {
        match self {
            Kind::Money => programme.currency.decimals,
            Kind::Measure(_) | Kind::Items => QUANTITY_DECIMALS,
            Kind::Points(unit) => programme.units.get(unit).map_or(0, |u| u.decimals),
            Kind::Count(..) | Kind::Date => 0,
            Kind::Plain(decimals) => decimals,
            Kind::Figure(id) => programme
                .figures
                .get(id)
                .map_or(0, |f| figures::kind(f).decimals(programme).saturating_add(f.decimals)),
        }
    }

    /// The number alone: `12.50`, `45.6`, `3`.
    #[must_use]
    pub fn bare(self, programme: &Programme, value: i64) -> String {
        let decimals = self.decimals(programme);
        match self {
            Kind::Money | Kind::Points(_) => decimal(value, decimals),
            Kind::Measure(_) | Kind::Items | Kind::Plain(_) | Kind::Count(..) => trimmed(value, decimals),
            Kind::Figure(id) => match programme.figures.get(id) {
                Some(f) if f.decimals == 0 => figures::kind(f).bare(programme, value),
                Some(_) | None => trimmed(value, decimals),
            },
            Kind::Date => i32::try_from(value).map_or_else(|_| value.to_string(), |d| Day(d).to_string()),
        }
    }

    /// The number with what it counts: `12.50 CHF`, `45.6 litres`, `3 items`, `500 points`.
    #[must_use]
    pub fn with_unit(self, programme: &Programme, value: i64) -> String {
        let bare = self.bare(programme, value);
        let unit = self.unit(programme, bare == "1");
        if unit.is_empty() { bare } else { format!("{bare} {unit}") }
    }

    /// As [`Kind::with_unit`], for a fraction of the number's smallest units.
    #[must_use]
    pub fn fraction(self, programme: &Programme, numerator: i128, denominator: i128) -> String {
        if let (1, Ok(whole)) = (denominator, i64::try_from(numerator)) {
            return self.with_unit(programme, whole);
        }
        if denominator > 0
            && numerator % denominator == 0
            && let Ok(whole) = i64::try_from(numerator / denominator)
        {
            return self.with_unit(programme, whole);
        }
        let bare = exact(numerator, denominator, self.decimals(programme));
        format!("{bare} {}", self.unit(programme, false)).trim_end().to_owned()
    }

    fn unit(self, programme: &Programme, one: bool) -> String {
        match self {
            Kind::Money => programme.currency.code.clone(),
            Kind::Measure(measure) => {
                plural(programme.measures.get(measure).map_or("", |m| m.name.as_str()), one)
            }
            Kind::Items => plural("item", one),
            Kind::Points(unit) => behind(if one { "1" } else { "" }, unit_name(programme, unit)).to_owned(),
            Kind::Count(single, several) => if one { single } else { several }.to_owned(),
            Kind::Plain(_) | Kind::Date => String::new(),
            Kind::Figure(id) => {
                programme.figures.get(id).map(|f| figures::kind(f).unit(programme, one)).unwrap_or_default()
            }
        }
    }
}

fn unit_name(programme: &Programme, unit: UnitId) -> &str {
    programme.units.get(unit).map_or("", |u| u.name.as_str())
}

/// What an amount counts.
#[must_use]
pub fn kind_of(amount: &Amount) -> Kind {
    match amount {
        Amount::EachLine(_, figure) | Amount::Made(_, figure) => Kind::Figure(*figure),
        Amount::Money(..) => Kind::Money,
        Amount::Quantity(_, measure) => Kind::Measure(*measure),
        Amount::Items(_) => Kind::Items,
        Amount::Lines(_) => Kind::Count("line", "lines"),
        Amount::Events(_) => Kind::Count("event", "events"),
        Amount::Different(_, text) => match text {
            LineText::Category => Kind::Count("category", "categories"),
            LineText::Brand => Kind::Count("brand", "brands"),
            LineText::Sku => Kind::Count("sku", "skus"),
            LineText::Name => Kind::Count("name", "names"),
            LineText::Label => Kind::Count("label", "labels"),
            LineText::Field(_) => Kind::Count("value", "values"),
        },
    }
}

/// What a rule measures; `None` for flat awards and shares of other rules.
#[must_use]
pub fn measured(award: &Award) -> Option<AmountId> {
    match award {
        Award::Rate(rate, by_level) => {
            std::iter::once(rate).chain(by_level.iter().flat_map(|l| &l.rates)).find_map(|rate| match rate {
                Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => Some(*amount),
                Rate::Flat(_) => None,
            })
        }
        Award::Bands { amount, .. } => Some(*amount),
        Award::Share { .. } => None,
        Award::Portion { of, .. } => match of.as_slice() {
            [one] => measured(&one.award),
            _ => None,
        },
    }
}

/// An amount: `eligible`, `eligible before discounts`, `litres of fuel`.
#[must_use]
pub fn amount(programme: &Programme, id: AmountId) -> String {
    let Some(amount) = programme.amounts.get(id) else { return String::new() };
    let lines = selection(programme, amount.selection());
    match amount {
        Amount::Money(_, Basis::Charged) => lines,
        Amount::Money(_, Basis::BeforeDiscounts) => format!("{lines} before discounts"),
        Amount::Money(_, Basis::WithoutTax) => format!("{lines} without tax"),
        Amount::Money(_, Basis::PaidBy(kinds)) => format!("{lines} paid by {}", tenders(programme, *kinds)),
        Amount::Money(_, Basis::LessPaidBy(kinds)) => {
            format!("{lines} less paid by {}", tenders(programme, *kinds))
        }
        Amount::Quantity(_, measure) => {
            let name = programme.measures.get(*measure).map_or("", |m| m.name.as_str());
            format!("{} of {lines}", plural(name, false))
        }
        Amount::Items(_) => format!("items of {lines}"),
        Amount::Lines(_) => format!("number of {lines}"),
        Amount::Events(_) => "number of events".to_owned(),
        Amount::Different(_, text) => format!("different {} of {lines}", line_text(programme, *text)),
        Amount::EachLine(_, figure) => {
            format!("each line of {lines}: {}", figures::words(programme, *figure))
        }
        Amount::Made(_, figure) => figures::words(programme, *figure),
    }
}

fn tenders(programme: &Programme, id: TendersId) -> String {
    programme.tender_kinds.get(id).map(|kinds| quoted(kinds, "or")).unwrap_or_default()
}

/// The lines that an amount is measured on, with the words for their money: `eligible`, `goods without tax`.
#[must_use]
pub fn lines_of(programme: &Programme, id: AmountId) -> String {
    let Some(measured) = programme.amounts.get(id) else { return String::new() };
    match measured {
        Amount::Money(..) | Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_) => {
            amount(programme, id)
        }
        Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_) | Amount::Different(..) => {
            selection(programme, measured.selection())
        }
    }
}

/// A selection: its name, or what its lines are.
#[must_use]
pub fn selection(programme: &Programme, id: SelectionId) -> String {
    let Some(selection) = programme.selections.get(id) else { return "lines".to_owned() };
    match (&selection.name, &selection.predicate) {
        (Some(name), _) => name.clone(),
        (None, Predicate::All(all)) if all.is_empty() => "all lines".to_owned(),
        (None, Predicate::Text(text, test)) => {
            format!("lines with {} {}", one_line_text(programme, *text), quoted(&test.values, "or"))
        }
        (None, Predicate::In(inner)) if *inner != id => programme
            .selections
            .get(*inner)
            .and_then(|s| s.name.clone())
            .unwrap_or_else(|| "lines".to_owned()),
        (None, Predicate::All(parts)) => {
            narrowed(programme, id, parts).unwrap_or_else(|| "the lines that the rule names".to_owned())
        }
        (None, _) => "the lines that the rule names".to_owned(),
    }
}

/// `care with label "rich"`: a selection, and what its lines must have; nothing where that is not all.
fn narrowed(programme: &Programme, id: SelectionId, parts: &[Predicate]) -> Option<String> {
    let (first, tests) = match parts.split_first()? {
        (Predicate::In(inner), rest) if *inner != id => (selection(programme, *inner), rest),
        _ => ("lines".to_owned(), parts),
    };
    let mut said = Vec::new();
    for part in tests {
        match part {
            Predicate::Text(text, test) => {
                said.push(format!("{} {}", one_line_text(programme, *text), quoted(&test.values, "or")));
            }
            Predicate::All(_)
            | Predicate::Any(_)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::In(_)
            | Predicate::Compare(..)
            | Predicate::Flag(..)
            | Predicate::Present(_)
            | Predicate::Measure(_) => return None,
        }
    }
    if said.is_empty() { Some(first) } else { Some(format!("{first} with {}", said.join(" and "))) }
}

fn one_line_text(programme: &Programme, text: LineText) -> String {
    match text {
        LineText::Category => "category".to_owned(),
        LineText::Brand => "brand".to_owned(),
        LineText::Sku => "sku".to_owned(),
        LineText::Name => "name".to_owned(),
        LineText::Label => "label".to_owned(),
        LineText::Field(id) => field(programme, id),
    }
}

fn line_text(programme: &Programme, text: LineText) -> String {
    match text {
        LineText::Category => "categories".to_owned(),
        LineText::Brand => "brands".to_owned(),
        LineText::Sku => "skus".to_owned(),
        LineText::Name => "names".to_owned(),
        LineText::Label => "labels".to_owned(),
        LineText::Field(id) => field(programme, id),
    }
}

/// A declared field: `receipt.terminal`.
#[must_use]
pub fn field(programme: &Programme, id: FieldId) -> String {
    let Some(field) = programme.fields.get(id) else { return String::new() };
    let owner = match field.owner {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    };
    format!("{owner}.{}", field.name)
}

fn field_kind(programme: &Programme, id: FieldId) -> Kind {
    match programme.fields.get(id).map(|f| &f.kind) {
        Some(FieldKind::Money) => Kind::Money,
        Some(FieldKind::Date) => Kind::Date,
        Some(FieldKind::Number { decimals, .. }) => Kind::Plain(*decimals),
        Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::YesNo | FieldKind::Member) | None => {
            Kind::Plain(0)
        }
    }
}

/// What a number of a condition counts; `None` for a written one, which takes the kind of the other side.
#[must_use]
pub fn number_kind(programme: &Programme, number: &Number) -> Option<Kind> {
    match number {
        Number::Constant(_) => None,
        Number::Amount(id) => programme.amounts.get(*id).map(kind_of),
        Number::Track { track, .. } => {
            programme.tracks.get(*track).map(|t| subject_kind(programme, &t.subject))
        }
        Number::DaysSincePurchase(_) => Some(Kind::Count("day", "days")),
        Number::Balance(unit) => Some(Kind::Points(*unit)),
        Number::Field(id, _) => Some(field_kind(programme, *id)),
    }
}

/// What a track counts.
#[must_use]
pub fn subject_kind(programme: &Programme, subject: &TrackSubject) -> Kind {
    use treue_lang::programme::LimitOwner;
    let of_rule = |id: &RuleId| programme.rules.get(*id).map_or(Kind::Plain(0), |r| Kind::Points(r.unit));
    let of_stack = |id: &StackId| programme.stacks.get(*id).map_or(Kind::Plain(0), |s| Kind::Points(s.unit));
    match subject {
        TrackSubject::Amount(id) => programme.amounts.get(*id).map_or(Kind::Plain(0), kind_of),
        TrackSubject::Purchases => Kind::Count("purchase", "purchases"),
        TrackSubject::Points(unit) => Kind::Points(*unit),
        TrackSubject::PointsFrom(rules) => rules.first().map_or(Kind::Plain(0), of_rule),
        TrackSubject::Given(LimitOwner::Rule(rule)) => of_rule(rule),
        TrackSubject::Given(LimitOwner::Stack(stack)) => of_stack(stack),
        TrackSubject::Given(LimitOwner::Gift(gift)) => {
            programme.gifts.get(*gift).map_or(Kind::Plain(0), |g| Kind::Points(g.unit))
        }
        TrackSubject::Given(LimitOwner::Reward(reward)) => {
            programme.rewards.get(*reward).map_or(Kind::Plain(0), |r| Kind::Points(r.unit()))
        }
        TrackSubject::Times(_) | TrackSubject::Plus(_) => Kind::Count("time", "times"),
        TrackSubject::Pieces(_) => Kind::Count("piece", "pieces"),
        TrackSubject::Activities(_) => Kind::Count("activity", "activities"),
        TrackSubject::InARow(_) => Kind::Plain(0),
        TrackSubject::Days(_) => Kind::Count("day", "days"),
        TrackSubject::Different(..) => Kind::Plain(0),
        TrackSubject::Over(rule) => of_rule(rule),
        TrackSubject::Field { field, .. } => field_kind(programme, *field),
    }
}

/// A number of a condition, in words; a written one is left to the caller.
#[must_use]
pub fn number(programme: &Programme, number: &Number) -> String {
    match number {
        Number::Constant(value) => value.to_string(),
        Number::Amount(id) => amount(programme, *id),
        Number::Track { track, including } => {
            let track = programme.tracks.get(*track);
            let name = track.map_or("", |t| t.name.as_str());
            match (including, track.is_some_and(|t| t.is_of_activities())) {
                (true, true) => format!("{name} including this activity"),
                (true, false) => format!("{name} including this purchase"),
                (false, _) => name.to_owned(),
            }
        }
        Number::DaysSincePurchase(_) => "time since the last purchase".to_owned(),
        Number::Balance(unit) => format!("balance of {}", unit_name(programme, *unit)),
        Number::Field(id, _) => field(programme, *id),
    }
}

/// A number of what an amount measures: `12.50`, `45.6`.
#[must_use]
pub fn amount_text(programme: &Programme, id: AmountId, value: i64) -> String {
    programme.amounts.get(id).map_or_else(|| value.to_string(), |a| kind_of(a).bare(programme, value))
}

/// Money off for each unit of a measure, a fraction of smallest currency units: `0.20 CHF`.
pub(super) fn money_each(programme: &Programme, numerator: i64, denominator: i64) -> String {
    if denominator == 1 {
        return money(programme, numerator);
    }
    let bare = exact(i128::from(numerator), i128::from(denominator), programme.currency.decimals);
    format!("{bare} {}", programme.currency.code)
}

/// A cap on a quantity: `60 litres`.
pub(super) fn capped(programme: &Programme, measure: MeasureId, cap: i64) -> String {
    let name = programme.measures.get(measure).map_or("", |m| m.name.as_str());
    let number = quantity(cap);
    let name = plural(name, number == "1");
    format!("{number} {name}")
}
