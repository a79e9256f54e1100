//! What is asked of a line: after `where`, `except` and `has`.

use super::Checker;
use super::kind::Kind;
use super::literal::Word;
use super::missing::Present;
use super::reading::{Logic, Place, Read};
use crate::ast::{Comparison, Condition, Operand, TextSubject};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Basis, FieldId, LineNumber, LineText, MeasureId, Predicate, TextTest};
use crate::source::Span;

impl Logic for Predicate {
    type Number = LineNumber;

    fn all(parts: Vec<Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Predicate::All(inner) => flat.extend(inner),
                Predicate::Any(_)
                | Predicate::Not(_)
                | Predicate::AtLeast(..)
                | Predicate::In(_)
                | Predicate::Text(..)
                | Predicate::Compare(..)
                | Predicate::Flag(..)
                | Predicate::Present(_)
                | Predicate::Measure(_) => flat.push(part),
            }
        }
        only(flat).unwrap_or_else(Predicate::All)
    }

    fn any(parts: Vec<Self>) -> Self {
        only(parts).unwrap_or_else(Predicate::Any)
    }

    fn not(part: Self) -> Self {
        Predicate::Not(Box::new(part))
    }

    fn at_least(n: u32, parts: Vec<Self>) -> Self {
        Predicate::AtLeast(n, parts)
    }

    fn text_field(field: FieldId, test: TextTest) -> Self {
        Predicate::Text(LineText::Field(field), test)
    }

    fn flag(field: FieldId, missing: bool) -> Self {
        Predicate::Flag(field, missing)
    }

    fn present(field: FieldId) -> Self {
        Predicate::Present(field)
    }

    fn constant(value: i64) -> LineNumber {
        LineNumber::Constant(value)
    }

    fn compare(
        left: LineNumber,
        left_times: i64,
        how: Comparison,
        right: LineNumber,
        right_times: i64,
    ) -> Self {
        Predicate::Compare(times(left, left_times), how, times(right, right_times))
    }

    fn measured(self, measure: Option<MeasureId>) -> Self {
        Predicate::all(vec![Predicate::Measure(measure), self])
    }

    fn read(checker: &mut Checker<'_>, operand: &Operand, _: Place) -> Option<Read<LineNumber>> {
        checker.of_line(operand)
    }

    fn field(field: FieldId, missing: Option<i64>) -> LineNumber {
        LineNumber::Field { field, missing, times: 1 }
    }

    fn own(checker: &mut Checker<'_>, condition: &Condition, _: Place, _: &Present) -> Option<Self> {
        checker.asked_of_line(condition)
    }

    fn contradictions(checker: &mut Checker<'_>, parts: &[(Self, Span)]) {
        checker.contradicting_predicates(parts);
    }
}

/// The only part of a list, or the list.
fn only<T>(mut parts: Vec<T>) -> Result<T, Vec<T>> {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => Ok(one),
        (_, Some(last)) => {
            parts.push(last);
            Err(parts)
        }
        (_, None) => Err(parts),
    }
}

/// A number of a line times a factor.
fn times(number: LineNumber, by: i64) -> LineNumber {
    match number {
        LineNumber::Constant(value) => LineNumber::Constant(value.saturating_mul(by)),
        LineNumber::Amount { basis, .. } => LineNumber::Amount { basis, times: by },
        LineNumber::Discount { .. } => LineNumber::Discount { times: by },
        LineNumber::Tax { .. } => LineNumber::Tax { times: by },
        LineNumber::Quantity { .. } => LineNumber::Quantity { times: by },
        LineNumber::Field { field, missing, .. } => LineNumber::Field { field, missing, times: by },
    }
}

impl Checker<'_> {
    pub(crate) fn of_line(&mut self, operand: &Operand) -> Option<Read<LineNumber>> {
        let (span, what) = match operand {
            Operand::OfLine(name) | Operand::Name(name) => {
                let number = match name.node.as_str() {
                    "amount" => Some((LineNumber::Amount { basis: Basis::Charged, times: 1 }, Kind::Money)),
                    "discount" => Some((LineNumber::Discount { times: 1 }, Kind::Money)),
                    "tax" => Some((LineNumber::Tax { times: 1 }, Kind::Money)),
                    "quantity" => Some((LineNumber::Quantity { times: 1 }, Kind::LineQuantity)),
                    _ => None,
                };
                if let Some((number, kind)) = number {
                    return Some(Read { number, kind, span: name.span, may_grow: true, finer: 0 });
                }
                if self.names.broken.contains(name.node.as_str()) {
                    return None;
                }
                if self.names.meaning(&name.node).is_none() {
                    let known = ["amount", "quantity", "discount", "tax"];
                    let otherwise =
                        "a line has `amount`, `quantity`, `discount`, `tax` and its fields".to_owned();
                    self.unknown(name, "number of a line", &known, otherwise);
                    return None;
                }
                (name.span, format!("`{}`", name.node))
            }
            Operand::DaysSince(since) => (since.span, "the last purchase".to_owned()),
            Operand::Including(name, _, span) => (*span, format!("`{}`", name.node)),
            Operand::Made(expression) => (expression.span, "this amount".to_owned()),
            Operand::Amount(amount) => (amount.span, "this amount".to_owned()),
            Operand::Quantity(word, selection) => (word.span.to(selection.span), "this quantity".to_owned()),
            Operand::NumberOf(word, _) | Operand::Different(word, _) => (word.span, "this count".to_owned()),
            // Read before it comes here.
            Operand::Field(..) | Operand::Literal(_) => return None,
        };
        let message = format!("{what} belongs to the whole receipt, and this asks about one line");
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "not of one line")
                .help("ask for it after `when` in the rule"),
        );
        None
    }

    /// Conditions that only a line answers; those of the receipt are refused.
    fn asked_of_line(&mut self, condition: &Condition) -> Option<Predicate> {
        let what = match condition {
            Condition::Text { subject, negated, values, span, .. } => match line_text(subject.node) {
                Some(column) => {
                    let values = self.text_values(values, *span)?;
                    let test = Predicate::Text(column, TextTest { values, missing: None });
                    return Some(if *negated { Predicate::not(test) } else { test });
                }
                None => subject_word(subject.node),
            },
            Condition::Measure(name, negated, _) => {
                let measure = match self.unit_word(name)? {
                    Word::Measure(measure) => Some(measure),
                    Word::Items => None,
                    other @ (Word::Money
                    | Word::Points(_)
                    | Word::Lines
                    | Word::Purchases
                    | Word::Activities) => {
                        let message = format!("`{}` is not a measure but {}", name.node, other.words());
                        self.report(
                            Diagnostic::new(Code::WrongKind, name.span, message, "not a measure")
                                .help("write a measure declared in the `programme` item, or `item`"),
                        );
                        return None;
                    }
                };
                let test = Predicate::Measure(measure);
                return Some(if *negated { Predicate::not(test) } else { test });
            }
            Condition::On(..) | Condition::Dates(..) | Condition::Hours(..) | Condition::Months(..) => {
                "the date"
            }
            Condition::Occasion(..) => "an occasion",
            Condition::FirstPurchase(_) => "`first purchase`",
            Condition::Tier(..) => "the tier",
            Condition::Lines { .. } => "a count of lines",
            // All others are read before they come here.
            Condition::And(..)
            | Condition::Or(..)
            | Condition::Not(..)
            | Condition::Of(..)
            | Condition::Group(..)
            | Condition::Compare(..)
            | Condition::Between(..)
            | Condition::FieldIn(..)
            | Condition::Present(..)
            | Condition::YesNo(..) => return None,
        };
        let message = format!("{what} belongs to the whole receipt, and this asks about one line");
        self.report(
            Diagnostic::new(Code::NotHere, condition.span(), message, "not of one line")
                .help("ask for it after `when` in the rule"),
        );
        None
    }
}

/// The column of a line's text.
pub(crate) fn line_text(subject: TextSubject) -> Option<LineText> {
    match subject {
        TextSubject::Category => Some(LineText::Category),
        TextSubject::Brand => Some(LineText::Brand),
        TextSubject::Sku => Some(LineText::Sku),
        TextSubject::LineName => Some(LineText::Name),
        TextSubject::Label => Some(LineText::Label),
        TextSubject::Channel | TextSubject::Store | TextSubject::Coupon | TextSubject::PaidBy => None,
    }
}

/// The word of the language.
pub(crate) fn subject_word(subject: TextSubject) -> &'static str {
    match subject {
        TextSubject::Category => "`category`",
        TextSubject::Brand => "`brand`",
        TextSubject::Sku => "`sku`",
        TextSubject::LineName => "`name`",
        TextSubject::Label => "`label`",
        TextSubject::Channel => "`channel`",
        TextSubject::Store => "`store`",
        TextSubject::Coupon => "`coupon`",
        TextSubject::PaidBy => "`paid by`",
    }
}
