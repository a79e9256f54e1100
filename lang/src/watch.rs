//! Properties are watched by rules of their own, in a copy of the programme that nobody scores with: one rule for whether
//! the event is one that the property speaks of, one for each bound that goes by an amount. So conditions and amounts of
//! properties mean exactly what they mean in rules, on both engines, and a programme with properties is no slower.

use crate::ast::{
    Award, Claim, ClaimText, Clause, Earn, File, Item, Name, Number, Property, Rate, RoundingClause, Setting,
    Step, WorthBound,
};
use crate::programme::RoundingMode;
use crate::source::{Span, Spanned};

/// The unit that watching rules give.
const UNIT: &str = "the watch of properties";

/// Names that no text can give begin like this.
const BEGINS: &str = "the watch of";

/// Whether a name belongs to what watches properties.
pub(crate) fn is_watching(name: &str) -> bool {
    name.starts_with(BEGINS)
}

/// The rule that gives one where property `n` speaks of an event.
pub(crate) fn asks(n: usize) -> String {
    format!("{BEGINS} property {n}")
}

/// The rule whose exact value is the bound of claim `k` of property `n`.
pub(crate) fn bounds(n: usize, k: usize) -> String {
    format!("{BEGINS} property {n}, claim {k}")
}

/// The files with what watches their properties, and without tests; nothing if there are no properties.
pub(crate) fn watched(files: &[File]) -> Option<Vec<File>> {
    let is_property = |item: &Item| matches!(item, Item::Property(_));
    if !files.iter().flat_map(|f| &f.items).any(is_property) {
        return None;
    }
    let currency = currency(files);
    let mut rules = Vec::new();
    let properties = files
        .iter()
        .flat_map(|f| &f.items)
        .filter_map(|item| if let Item::Property(property) = item { Some(property) } else { None });
    for (n, property) in properties.enumerate() {
        rules.extend(rules_of(n, property, currency.as_deref()));
    }
    let mut files: Vec<File> = files.to_vec();
    for file in &mut files {
        file.items.retain(|item| !matches!(item, Item::Test(_)));
        for item in &mut file.items {
            if let Item::Header(header) = item {
                header.settings.push(unit(header.span));
            }
        }
    }
    if let Some(last) = files.last_mut() {
        last.items.extend(rules.into_iter().map(Item::Earn));
    }
    Some(files)
}

fn currency(files: &[File]) -> Option<String> {
    let headers = files.iter().flat_map(|f| &f.items);
    let headers =
        headers.filter_map(|item| if let Item::Header(header) = item { Some(header) } else { None });
    let mut settings = headers.flat_map(|header| &header.settings);
    settings.find_map(|s| if let Setting::Currency(name) = s { Some(name.node.clone()) } else { None })
}

fn unit(span: Span) -> Setting {
    Setting::Unit {
        name: Spanned::new(UNIT.to_owned(), span),
        title: None,
        money: None,
        decimals: None,
        worth: None,
        buckets: None,
        used: None,
        one: None,
        status_only: Some(span),
        span,
    }
}

fn rules_of(n: usize, property: &Property, currency: Option<&str>) -> Vec<Earn> {
    let span = property.span;
    let mut clauses = on(property);
    clauses.extend(property.condition.clone().map(Clause::When));
    clauses.push(Clause::Award(Award::Rate(rate("1", None, span), None, span)));
    let mut rules = vec![rule(asks(n), clauses, span)];
    for (k, claim) in property.claims.iter().enumerate() {
        if let Some(award) = bound(claim, currency) {
            let mut clauses = on(property);
            clauses.push(Clause::Award(award));
            // What is rounded to nothing says no exact value.
            clauses.push(Clause::Rounding(up(claim.span)));
            rules.push(rule(bounds(n, k), clauses, claim.span));
        }
    }
    rules
}

fn rule(name: String, clauses: Vec<Clause>, span: Span) -> Earn {
    Earn { name: Spanned::new(name, span), title: None, from: None, to: None, clauses, span }
}

fn on(property: &Property) -> Vec<Clause> {
    property.activity.iter().map(|kind| Clause::Activity(kind.clone(), kind.span)).collect()
}

fn rate(points: &str, per: Option<Step>, span: Span) -> Rate {
    Rate {
        points: Spanned::new(points.to_owned(), span),
        unit: Spanned::new(UNIT.to_owned(), span),
        per,
        span,
    }
}

fn up(span: Span) -> RoundingClause {
    RoundingClause {
        mode: Some(Spanned::new(RoundingMode::Up, span)),
        per_line: None,
        together: None,
        decimals: None,
        multiples: None,
        span,
    }
}

/// A bound that goes by an amount, as an award: points as they are said, money in whole units of the currency.
fn bound(claim: &Claim, currency: Option<&str>) -> Option<Award> {
    let span = claim.span;
    match &claim.text {
        ClaimText::Points { points, per: Some((step, of)), .. } => {
            let mut rate = rate(&points.node, Some(step.clone()), span);
            rate.points = points.clone();
            Some(Award::Rate(rate, Some(of.clone()), span))
        }
        ClaimText::Worth { bound: WorthBound::Percent(percent, of), .. } => {
            let hundred: Number = Spanned::new("100".to_owned(), percent.span);
            let unit: Name = Spanned::new(currency?.to_owned(), percent.span);
            let step =
                Step { full: None, every: None, size: Some(hundred), unit, field: None, span: percent.span };
            let mut rate = rate(&percent.node, Some(step), span);
            rate.points = percent.clone();
            Some(Award::Rate(rate, Some(of.clone()), span))
        }
        ClaimText::Points { per: None, .. }
        | ClaimText::Worth { bound: WorthBound::Money(..), .. }
        | ClaimText::Nothing => None,
    }
}
