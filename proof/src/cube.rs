//! A case: what is known of one event, its member and, apart from that, of one line, as one domain for each fact. What is not
//! named may be anything.

use crate::domain::Domain;
use treue_lang::programme::{
    AmountId, Basis, Compare, FieldId, LineNumber, LineText, Occasion, Predicate, Texts, TiersId, TrackId,
    UnitId,
};

/// A fact of an event, of its member, or of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    /// The local day, as days behind the first of the horizon.
    Day,
    /// The local minute.
    Minute,
    /// A text of which there is one at most: the values that the programme names, then any other, then none.
    Text(Texts),
    /// Whether the receipt has this coupon, or a tender of this kind.
    Has(Texts, String),
    /// A yes-or-no field: no, yes, none.
    Flag(FieldId),
    /// A number, money or date field.
    Field(FieldId),
    /// An amount of the receipt.
    Amount(AmountId),
    /// A track; with this purchase if said.
    Track(TrackId, bool),
    /// Days since the purchase before.
    SincePurchase,
    /// An available balance.
    Balance(UnitId),
    /// The level held.
    Level(TiersId),
    /// Whether it is the member's first purchase.
    First,
    /// A day of the member's own, or how a level is held.
    Occasion(Occasion),
    /// Two numbers that both vary.
    Relation(Compare),
    /// A text of the line, as `Text`.
    LineText(LineText),
    /// Whether the line has this label.
    Label(String),
    /// A number of the line.
    LineNumber(LineFact),
    /// Its measure, by number; then items, then a measure that is not declared.
    Measure,
    /// Two numbers of the line that both vary.
    LineRelation(Box<Predicate>),
}

/// A number of a line without its factor.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "as in `LineNumber`")]
pub(crate) enum LineFact {
    Amount(Basis),
    Discount,
    Tax,
    Quantity,
    Field(FieldId),
}

impl LineFact {
    /// The fact behind a number and its factor; nothing for a written one.
    pub(crate) fn of(number: &LineNumber) -> Option<(LineFact, i64)> {
        match number {
            LineNumber::Constant(_) => None,
            LineNumber::Amount { basis, times } => Some((LineFact::Amount(*basis), *times)),
            LineNumber::Discount { times } => Some((LineFact::Discount, *times)),
            LineNumber::Tax { times } => Some((LineFact::Tax, *times)),
            LineNumber::Quantity { times } => Some((LineFact::Quantity, *times)),
            LineNumber::Field { field, times, .. } => Some((LineFact::Field(*field), *times)),
        }
    }
}

/// One domain for each fact that is known; none is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cube {
    parts: Vec<(Fact, Domain)>,
}

impl Cube {
    /// Nothing is known.
    pub(crate) fn anything() -> Cube {
        Cube::default()
    }

    /// One fact; `None` if it can have no value.
    pub(crate) fn one(fact: Fact, domain: Domain) -> Option<Cube> {
        (!domain.is_empty()).then(|| Cube { parts: vec![(fact, domain)] })
    }

    /// What is known of a fact.
    pub(crate) fn get(&self, fact: &Fact) -> Option<&Domain> {
        self.parts.iter().find(|(f, _)| f == fact).map(|(_, d)| d)
    }

    /// Everything that is known.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &(Fact, Domain)> {
        self.parts.iter()
    }

    /// The same without what is known of the day and of what goes by it: of a rule for which another date decides.
    pub(crate) fn on_any_day(mut self) -> Cube {
        self.parts.retain(|(fact, _)| !matches!(fact, Fact::Day | Fact::Level(_) | Fact::Occasion(_)));
        self
    }

    /// Whether the two exclude each other.
    pub(crate) fn is_apart(&self, other: &Cube) -> bool {
        other.parts.iter().any(|(fact, domain)| self.get(fact).is_some_and(|d| d.is_apart(domain)))
    }

    /// What both say; `None` if they exclude each other.
    pub(crate) fn meet(&self, other: &Cube) -> Option<Cube> {
        if self.is_apart(other) {
            return None;
        }
        let mut both = self.clone();
        for (fact, domain) in &other.parts {
            match both.parts.iter_mut().find(|(f, _)| f == fact) {
                Some((_, known)) => *known = known.meet(domain),
                None => both.parts.push((fact.clone(), domain.clone())),
            }
        }
        Some(both)
    }
}

/// Cases, any of which may be; `None` where there are more than can be looked at.
pub(crate) type Cases = Option<Vec<Cube>>;

/// More cases of one condition are not looked at: then nothing is claimed about it.
pub(crate) const CASES: usize = 512;

/// Either.
pub(crate) fn either(a: Cases, b: Cases) -> Cases {
    let (mut a, b) = (a?, b?);
    a.extend(b);
    (a.len() <= CASES).then_some(a)
}

/// Both.
pub(crate) fn both(a: &Cases, b: &Cases) -> Cases {
    let (a, b) = (a.as_ref()?, b.as_ref()?);
    let mut met = Vec::new();
    for one in a {
        for other in b {
            met.extend(one.meet(other));
            if met.len() > CASES {
                return None;
            }
        }
    }
    Some(met)
}

/// Whether there is none: a proof that it can never be.
pub(crate) fn never(cases: &Cases) -> bool {
    cases.as_ref().is_some_and(Vec::is_empty)
}

/// Whether both are known and no case of one goes with a case of the other.
pub(crate) fn apart(a: &Cases, b: &Cases) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.iter().all(|one| b.iter().all(|other| one.is_apart(other))),
        (None, _) | (_, None) => false,
    }
}
