//! Selections, amounts, operands and conditions as text. A compound part stands in parentheses, so that the
//! text means what the model means whatever binds tighter.

use super::super::{
    Amount, Basis, Comparison, Condition, DayWord, Join, Operand, Part, Quantifier, Selection, Subject,
};
use super::figure;
use super::words::{hours, quoted, quoted_list, value};
use treue_lang::time::Month;

pub(super) fn selection(s: &Selection) -> String {
    let mut out = part(&s.first);
    let mut after_condition = matches!(s.first, Part::Which(_));
    for (join, next) in &s.rest {
        let word = match join {
            Join::And => "and",
            Join::Except => "except",
            Join::Where => "where",
        };
        if after_condition && *join == Join::And {
            // The `and` would belong to the condition.
            out = format!("({out})");
        }
        out = format!("{out} {word} {}", part(next));
        after_condition = matches!(next, Part::Which(_));
    }
    out
}

fn part(p: &Part) -> String {
    match p {
        Part::All(true) => "all lines".to_owned(),
        Part::All(false) => "lines".to_owned(),
        Part::Named(name) => name.clone(),
        Part::Which(c) => factor(c),
        Part::Group(s) => format!("({})", selection(s)),
    }
}

/// Lines inside a condition: more than a word needs parentheses.
pub(super) fn few_lines(s: &Selection) -> String {
    if s.is_plain() { part(&s.first) } else { format!("({})", selection(s)) }
}

fn basis(b: Option<&Basis>) -> String {
    let kinds = |kinds: &[String]| match kinds {
        [one] => quoted(one),
        several => format!("({})", quoted_list(several)),
    };
    match b {
        None => String::new(),
        Some(Basis::BeforeDiscounts) => " before discounts".to_owned(),
        Some(Basis::WithoutTax) => " without tax".to_owned(),
        Some(Basis::PaidBy(of)) => format!(" paid by {}", kinds(of)),
        Some(Basis::LessPaidBy(of)) => format!(" less paid by {}", kinds(of)),
        Some(Basis::Less(lines)) => format!(" less {lines}"),
    }
}

pub(super) fn amount(a: &Amount) -> String {
    if let Some(made) = &a.made {
        return figure::made(made);
    }
    format!("{}{}", selection(&a.selection), basis(a.basis.as_ref()))
}

/// A number of lines, items or different texts, or a quantity, as a track sums it.
pub(super) fn operand_in_track(o: &Operand, followed: bool) -> String {
    operand_with(o, &|s| if followed { few_lines(s) } else { selection(s) })
}

/// The amount with its selection in parentheses, so that something may follow.
pub(super) fn grouped(a: &Amount) -> Amount {
    if a.selection.is_plain() || a.made.is_some() {
        return a.clone();
    }
    let first = Part::Group(Box::new(a.selection.clone()));
    Amount { selection: Selection { first, rest: Vec::new() }, basis: a.basis.clone(), made: None }
}

pub(super) fn operand(o: &Operand) -> String {
    operand_with(o, &few_lines)
}

fn operand_with(o: &Operand, lines: &dyn Fn(&Selection) -> String) -> String {
    let of = |s: &Option<Selection>| s.as_ref().map_or_else(String::new, |s| format!(" of {}", lines(s)));
    match o {
        Operand::Value(v) => value(v),
        Operand::Name(name) => name.clone(),
        Operand::Including(name, false) => format!("{name} including this purchase"),
        Operand::Including(name, true) => format!("{name} including this activity"),
        Operand::Amount(a) => format!("{}{}", lines(&a.selection), basis(a.basis.as_ref())),
        Operand::Quantity(measure, s) => format!("{measure}s of {}", lines(s)),
        Operand::NumberOf(word, s) => format!("number of {word}{}", of(s)),
        Operand::Different(word, s) => format!("number of different {word}{}", of(s)),
        Operand::Field(name, None) => name.clone(),
        Operand::Field(name, Some(v)) => format!("{name} or {}", value(v)),
        Operand::OfLine(word) => word.clone(),
        Operand::Made(e) => format!("({})", figure::expression(e)),
    }
}

fn comparison(c: Comparison) -> &'static str {
    match c {
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::AtLeast => "is at least",
        Comparison::AtMost => "is at most",
        Comparison::Above => "is above",
        Comparison::Below => "is below",
    }
}

fn subject(s: Subject) -> &'static str {
    match s {
        Subject::Category => "category",
        Subject::Brand => "brand",
        Subject::Sku => "sku",
        Subject::LineName => "name",
        Subject::Label => "label",
        Subject::Channel => "channel",
        Subject::Store => "store",
        Subject::Coupon => "coupon",
        Subject::PaidBy => "paid by",
    }
}

/// A condition that something may follow: in parentheses if it has more than one part.
fn factor(c: &Condition) -> String {
    match c {
        Condition::And(_) | Condition::Or(_) => format!("({})", condition(c)),
        _ => condition(c),
    }
}

fn joined(parts: &[Condition], word: &str) -> String {
    parts.iter().map(factor).collect::<Vec<_>>().join(word)
}

fn day_words(words: &[DayWord]) -> String {
    words
        .iter()
        .map(|w| match w {
            DayWord::Week(word) | DayWord::Month(word) => word.clone(),
            DayWord::Date(d) => d.to_string(),
            DayWord::Holidays(name) => format!("{name} holidays"),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn text_test(s: Subject, negated: bool, list: bool, values: &[String]) -> String {
    let subject = subject(s);
    match (list, negated) {
        (true, false) => format!("{subject} in ({})", quoted_list(values)),
        (true, true) => format!("{subject} not in ({})", quoted_list(values)),
        (false, false) => format!("{subject} {}", quoted(&values[0])),
        (false, true) => format!("{subject} is not {}", quoted(&values[0])),
    }
}

pub(super) fn condition(c: &Condition) -> String {
    match c {
        Condition::And(parts) => joined(parts, " and "),
        Condition::Or(parts) => joined(parts, " or "),
        Condition::Not(inner) => match &**inner {
            Condition::Not(_) => format!("not ({})", condition(inner)),
            _ => format!("not {}", factor(inner)),
        },
        Condition::Of(how, parts) => {
            let how = match how {
                Quantifier::Any => "any of".to_owned(),
                Quantifier::Every => "all of".to_owned(),
                Quantifier::No => "none of".to_owned(),
                Quantifier::AtLeast(n) => format!("at least {n} of"),
            };
            format!("{how} ({})", parts.iter().map(condition).collect::<Vec<_>>().join(", "))
        }
        Condition::Text { subject, negated, list, values } => text_test(*subject, *negated, *list, values),
        Condition::Compare(a, how, b) => format!("{} {} {}", operand(a), comparison(*how), operand(b)),
        Condition::Between(a, low, high) => {
            format!("{} is between {} and {}", operand(a), value(low), value(high))
        }
        Condition::FieldIn(name, or, texts, is_in) => {
            let how = if *is_in { "in" } else { "not in" };
            let field = operand(&Operand::Field(name.clone(), or.clone()));
            format!("{field} {how} ({})", quoted_list(texts))
        }
        Condition::Present(name, true) => format!("{name} is present"),
        Condition::Present(name, false) => format!("{name} is missing"),
        Condition::YesNo(name, None) => name.clone(),
        Condition::YesNo(name, Some(true)) => format!("{name} is yes"),
        Condition::YesNo(name, Some(false)) => format!("{name} is no"),
        Condition::Measure(name, true) => format!("measure is {name}"),
        Condition::Measure(name, false) => format!("measure is not {name}"),
        Condition::On(words, None) => format!("on {}", day_words(words)),
        Condition::On(words, Some((from, to))) => format!("on {} {}", day_words(words), hours(*from, *to)),
        Condition::Dates(from, to) => match (from, to) {
            (Some(a), Some(b)) => format!("from {a} to {b}"),
            (Some(a), None) => format!("from {a}"),
            (None, Some(b)) => format!("until {b}"),
            (None, None) => "from 0001-01-01".to_owned(),
        },
        Condition::Hours(from, to) => hours(*from, *to),
        Condition::Months(months) => {
            let stretch = |&(from, to): &(u8, u8)| match (Month(from).name(), Month(to).name()) {
                (from, to) if from == to => from.to_owned(),
                (from, to) => format!("{from} to {to}"),
            };
            format!("in {}", months.iter().map(stretch).collect::<Vec<_>>().join(", "))
        }
        Condition::Occasion(text) => text.clone(),
        Condition::FirstPurchase => "first purchase".to_owned(),
        Condition::Tier(tiers, how, level) => format!("{tiers} {} {level}", comparison(*how)),
        Condition::Lines { how, selection, which } => lines(*how, selection.as_ref(), which.as_deref()),
    }
}

fn lines(how: Quantifier, selection: Option<&Selection>, which: Option<&Condition>) -> String {
    let many = matches!(how, Quantifier::AtLeast(_));
    let how = match how {
        Quantifier::Any => "any line".to_owned(),
        Quantifier::Every => "every line".to_owned(),
        Quantifier::No => "no line".to_owned(),
        Quantifier::AtLeast(n) => format!("at least {n} lines"),
    };
    let of = selection.map_or_else(String::new, |s| format!(" of {}", few_lines(s)));
    let which =
        which.map_or_else(String::new, |c| format!(" {} {}", if many { "have" } else { "has" }, factor(c)));
    format!("{how}{of}{which}")
}
