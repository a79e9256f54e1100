//! Conditions, whatever they are about: `and`, `or`, `not`, counts, and comparisons of two numbers of
//! one kind. Lines (`line.rs`) and receipts (`condition.rs`) say what may be asked of them.

use super::Checker;
use super::kind::Kind;
use super::literal::literal_span;
use super::missing::Present;
use crate::ast::{Comparison, Condition, Literal, Name, Operand, Quantifier};
use crate::diag::{Code, Diagnostic, Label};
use crate::names::did_you_mean;
use crate::programme::{FieldId, FieldKind, FieldValue, MeasureId, TextTest};
use crate::source::{Span, Spanned};
use crate::value::power_of_ten;

/// Places of an unknown name that one message shows.
const PLACES: usize = 6;

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Of a line, after `where`, `except` and `has`.
    Line,
    /// Of a purchase.
    Purchase,
    /// Of an activity, which has no lines.
    Activity,
    /// Of the purchases that a track counts.
    Track,
    /// Of a member's tracks, in `tiers`.
    Tiers,
    /// Of a member's tiers, tracks, balances and fields, in `expire`.
    Points,
    /// Of a member who takes a reward.
    Reward,
    /// Of the sums of a window rule.
    Window,
}

/// A number that was read, and of what.
pub(crate) struct Read<N> {
    pub(crate) number: N,
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// Whether it may be multiplied without leaving its range.
    pub(crate) may_grow: bool,
    /// Decimals beyond the smallest part of its kind.
    pub(crate) finer: u8,
}

/// What lines and receipts have in common.
pub(crate) trait Logic: Sized {
    /// A number that can be asked for.
    type Number;
    fn all(parts: Vec<Self>) -> Self;
    fn any(parts: Vec<Self>) -> Self;
    fn not(part: Self) -> Self;
    fn at_least(n: u32, parts: Vec<Self>) -> Self;
    fn text_field(field: FieldId, test: TextTest) -> Self;
    fn flag(field: FieldId, missing: bool) -> Self;
    fn present(field: FieldId) -> Self;
    fn constant(value: i64) -> Self::Number;
    fn compare(
        left: Self::Number,
        left_times: i64,
        how: Comparison,
        right: Self::Number,
        right_times: i64,
    ) -> Self;
    /// Asks also for a measure; only a line has one.
    fn measured(self, measure: Option<MeasureId>) -> Self;
    /// Reads a number; fields are read by the caller.
    fn read(checker: &mut Checker<'_>, operand: &Operand, place: Place) -> Option<Read<Self::Number>>;
    /// A number, money or date field.
    fn field(field: FieldId, missing: Option<i64>) -> Self::Number;
    /// What is only asked of lines, or only of receipts.
    fn own(checker: &mut Checker<'_>, condition: &Condition, place: Place, present: &Present)
    -> Option<Self>;
    /// Reports parts that cannot hold together.
    fn contradictions(checker: &mut Checker<'_>, parts: &[(Self, Span)]);
}

impl Checker<'_> {
    /// A condition at its place.
    pub(crate) fn logic<T: Logic>(
        &mut self,
        condition: &Condition,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        match condition {
            Condition::Group(inner, _) => self.logic(inner, place, present),
            Condition::Not(inner, _) => Some(T::not(self.logic(inner, place, present)?)),
            Condition::And(parts, _) => Some(T::all(self.conjunction(parts, place, present)?)),
            Condition::Or(parts, _) => Some(T::any(self.disjunction(parts, place, present)?)),
            Condition::Of(how, parts, _) => self.quantified(how, parts, place, present),
            Condition::Compare(left, how, right, span) => {
                self.compare(left, how, right, *span, place, present)
            }
            Condition::Between(operand, low, high, span) => {
                self.between(operand, low, high, *span, place, present)
            }
            Condition::FieldIn(name, or, texts, negated, span) => {
                let id = self.field_at(name, place)?;
                let test = self.text_field_test::<T>(id, name, or.as_ref(), texts, *span, present)?;
                Some(if *negated { T::not(test) } else { test })
            }
            Condition::Present(name, wanted, span) => {
                let id = self.field_at(name, place)?;
                self.may_be_missing(id, name, *span)?;
                Some(if *wanted { T::present(id) } else { T::not(T::present(id)) })
            }
            Condition::YesNo(name, yes, _) => self.yes_no(name, *yes, place, present),
            Condition::Text { .. }
            | Condition::Measure(..)
            | Condition::On(..)
            | Condition::Dates(..)
            | Condition::Hours(..)
            | Condition::Months(..)
            | Condition::Occasion(..)
            | Condition::FirstPurchase(_)
            | Condition::Tier(..)
            | Condition::Lines { .. } => T::own(self, condition, place, present),
        }
    }

    fn conjunction<T: Logic>(
        &mut self,
        parts: &[Condition],
        place: Place,
        present: &Present,
    ) -> Option<Vec<T>> {
        let mut known = present.clone();
        for part in parts {
            known.extend(self.present_if(part, true));
        }
        let checked: Vec<(Option<T>, Span)> =
            parts.iter().map(|p| (self.logic(p, place, &known), p.span())).collect();
        let checked: Vec<(T, Span)> =
            checked.into_iter().map(|(p, s)| Some((p?, s))).collect::<Option<_>>()?;
        T::contradictions(self, &checked);
        Some(checked.into_iter().map(|(p, _)| p).collect())
    }

    fn disjunction<T: Logic>(
        &mut self,
        parts: &[Condition],
        place: Place,
        present: &Present,
    ) -> Option<Vec<T>> {
        let mut known = present.clone();
        for part in parts {
            known.extend(self.present_if(part, false));
        }
        let checked: Vec<Option<T>> = parts.iter().map(|p| self.logic(p, place, &known)).collect();
        checked.into_iter().collect()
    }

    fn quantified<T: Logic>(
        &mut self,
        how: &Spanned<Quantifier>,
        parts: &[Condition],
        place: Place,
        present: &Present,
    ) -> Option<T> {
        match how.node {
            Quantifier::Any => Some(T::any(self.disjunction(parts, place, present)?)),
            Quantifier::Every => Some(T::all(self.conjunction(parts, place, present)?)),
            Quantifier::No => Some(T::not(T::any(self.disjunction(parts, place, present)?))),
            Quantifier::AtLeast(n) => {
                let checked: Vec<Option<T>> = parts.iter().map(|p| self.logic(p, place, present)).collect();
                let checked: Vec<T> = checked.into_iter().collect::<Option<_>>()?;
                let most = u32::try_from(checked.len()).unwrap_or(u32::MAX);
                if n == 0 || n > most {
                    let message = match n {
                        0 => "at least 0 of them always hold".to_owned(),
                        n => format!("{n} of {most} conditions can never hold"),
                    };
                    self.report(
                        Diagnostic::new(Code::NeverHolds, how.span, message, "never matters")
                            .help(format!("write a number from 1 to {most}")),
                    );
                    return None;
                }
                Some(T::at_least(n, checked))
            }
        }
    }

    /// A name alone says nothing that holds or does not.
    pub(crate) fn bare_name<T>(&mut self, name: &Name) -> Option<T> {
        if self.names.broken.contains(name.node.as_str()) {
            return None;
        }
        let message = format!("`{}` alone is not a condition", name.node);
        self.report(
            Diagnostic::new(Code::Incomplete, name.span, message, "compared with what?")
                .help(format!("write `{} is at least ...`", name.node)),
        );
        None
    }

    fn compare<T: Logic>(
        &mut self,
        left: &Operand,
        how: &Spanned<Comparison>,
        right: &Operand,
        span: Span,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        if let (Operand::Name(tiers), Operand::Name(level)) = (left, right)
            && matches!(self.names.meaning(&tiers.node), Some(crate::names::Meaning::Tiers(_)))
        {
            return T::own(
                self,
                &Condition::Tier(tiers.clone(), how.clone(), level.clone(), span),
                place,
                present,
            );
        }
        match (left, right) {
            (Operand::Literal(_), Operand::Literal(_)) => {
                self.report(
                    Diagnostic::new(
                        Code::NeverHolds,
                        span,
                        "this compares two written values",
                        "always the same answer",
                    )
                    .help("compare an amount, a track or a field"),
                );
                None
            }
            (Operand::Literal(literal), other) => {
                let mirrored = Spanned::new(mirror(how.node), how.span);
                self.compare_with(other, &mirrored, literal, place, present)
            }
            (other, Operand::Literal(literal)) => self.compare_with(other, how, literal, place, present),
            (_, _) => self.compare_two(left, how.node, right, place, present),
        }
    }

    /// Something against a written value.
    fn compare_with<T: Logic>(
        &mut self,
        operand: &Operand,
        how: &Spanned<Comparison>,
        literal: &Literal,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        if let Operand::Field(name, or) = operand {
            let id = self.field_at(name, place)?;
            let kind = self.fields.get(id)?.kind.clone();
            match kind {
                FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member => {
                    return self.compare_text(id, name, or.as_ref(), how, literal, present);
                }
                FieldKind::YesNo => {
                    self.wrong_value(&kind, literal_span(literal));
                    return None;
                }
                FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date => {}
            }
        }
        let read: Read<T::Number> = self.read_number::<T>(operand, place, present)?;
        let value = self.constant_beside(literal, &read)?;
        let compared = T::compare(read.number, 1, how.node, T::constant(value), 1);
        if read.kind == Kind::LineQuantity
            && let Literal::WithUnit(_, word) = literal
        {
            let measure = match self.unit_word(word)?.kind() {
                Kind::Quantity(measure) => Some(measure),
                Kind::Items
                | Kind::Money
                | Kind::Points(_)
                | Kind::LineQuantity
                | Kind::Lines
                | Kind::Purchases
                | Kind::Activities
                | Kind::Different
                | Kind::Time(_)
                | Kind::Number(_)
                | Kind::Date => None,
            };
            let written = (measure, value, literal_span(literal));
            return self.in_any_measure(operand, how.node, written, compared, place);
        }
        Some(compared)
    }

    /// Two numbers of one kind, brought to one scale.
    fn compare_two<T: Logic>(
        &mut self,
        left: &Operand,
        how: Comparison,
        right: &Operand,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        let a = self.read_number::<T>(left, place, present);
        let b = self.read_number::<T>(right, place, present);
        let (a, b) = (a?, b?);
        if !a.kind.fits(b.kind) {
            let needed = self.kind_words(a.kind);
            self.mismatch(b.span, b.kind, a.kind, format!("compare {needed} with {needed}"));
            return None;
        }
        let (da, db) = (self.decimals(a.kind)?, self.decimals(b.kind)?);
        let (da, db) = (da.saturating_add(a.finer), db.saturating_add(b.finer));
        let times = |own: u8| i64::try_from(power_of_ten(da.max(db).saturating_sub(own))).unwrap_or(1);
        for (read, own) in [(&a, da), (&b, db)] {
            if times(own) > 1 && !read.may_grow {
                self.report(
                    Diagnostic::new(
                        Code::OutOfRange,
                        read.span,
                        "the other side has more decimals than this track",
                        "fewer decimals",
                    )
                    .help("declare the field with as many decimals as the track has"),
                );
                return None;
            }
        }
        Some(T::compare(a.number, times(da), how, b.number, times(db)))
    }

    /// A written value at the decimals of the number that it is compared with.
    fn constant_beside<N>(&mut self, literal: &Literal, read: &Read<N>) -> Option<i64> {
        let value = self.constant(literal, read.kind)?;
        let finer = i64::try_from(power_of_ten(read.finer)).ok().and_then(|by| value.checked_mul(by));
        if finer.is_none() {
            let message = "with the decimals of the other side this number is too large";
            self.report(
                Diagnostic::new(Code::OutOfRange, literal_span(literal), message, "too large")
                    .help("write a smaller number, or fewer decimals on the other side"),
            );
        }
        finer
    }

    fn read_number<T: Logic>(
        &mut self,
        operand: &Operand,
        place: Place,
        present: &Present,
    ) -> Option<Read<T::Number>> {
        let Operand::Field(name, or) = operand else { return T::read(self, operand, place) };
        let id = self.field_at(name, place)?;
        let field_kind = self.fields.get(id)?.kind.clone();
        let kind = match field_kind {
            FieldKind::Number { decimals, .. } => Kind::Number(decimals),
            FieldKind::Money => Kind::Money,
            FieldKind::Date => Kind::Date,
            FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member | FieldKind::YesNo => {
                let (words, _) = super::fields::kind_words(&field_kind);
                let message = format!("`{}` holds {words}, which cannot be compared with this", name.node);
                self.report(
                    Diagnostic::new(Code::UnitMismatch, name.span, message, words)
                        .help(format!("compare it with a written value: `{} is ...`", name.node)),
                );
                return None;
            }
        };
        let missing = match self.missing(id, name, or.as_ref(), present)? {
            Some(FieldValue::Number(value)) => Some(value),
            Some(FieldValue::Date(day)) => Some(i64::from(day.0)),
            Some(FieldValue::Text(_) | FieldValue::YesNo(_)) | None => None,
        };
        Some(Read { number: T::field(id, missing), kind, span: name.span, may_grow: true, finer: 0 })
    }

    fn between<T: Logic>(
        &mut self,
        operand: &Operand,
        low: &Literal,
        high: &Literal,
        span: Span,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        if let Operand::Literal(literal) = operand {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    literal_span(literal),
                    "this compares written values",
                    "always the same answer",
                )
                .help("compare an amount, a track or a field"),
            );
            return None;
        }
        let read = self.read_number::<T>(operand, place, present)?;
        let (from, to) = (self.constant_beside(low, &read), self.constant_beside(high, &read));
        let (from, to) = (from?, to?);
        if from > to {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    span,
                    "nothing lies between these two",
                    "the ends are crossed",
                )
                .help("write the smaller one first"),
            );
            return None;
        }
        let again = self.read_number::<T>(operand, place, present)?;
        Some(T::all(vec![
            T::compare(read.number, 1, Comparison::AtLeast, T::constant(from), 1),
            T::compare(again.number, 1, Comparison::AtMost, T::constant(to), 1),
        ]))
    }

    /// A name that nothing declares, with the nearest of those that would fit. One message for each name,
    /// which shows every place.
    pub(crate) fn unknown(&mut self, name: &Name, what: &str, fitting: &[&str], otherwise: String) {
        if self.seen_before(&name.node, name.span) {
            return;
        }
        // What a broken item declares is known by name, whatever it is.
        let broken = self.names.broken.iter().copied();
        let help = did_you_mean(&name.node, fitting.iter().copied().chain(broken), otherwise);
        let message = format!("there is no {what} `{}`", name.node);
        self.report(Diagnostic::new(Code::UnknownName, name.span, message, "not declared").remedy(help));
    }

    /// Whether an unknown name was reported already; then this place is added to that message.
    pub(crate) fn seen_before(&mut self, name: &str, span: Span) -> bool {
        let Some(index) = self.unknown_names.get(name) else {
            self.unknown_names.insert(name.to_owned(), self.diagnostics.len());
            return false;
        };
        let Some(diagnostic) = self.diagnostics.get_mut(*index) else { return false };
        let Some(first) = diagnostic.labels.first_mut() else { return false };
        let later = span.max(first.span);
        first.span = span.min(first.span);
        if diagnostic.labels.len() < PLACES {
            diagnostic.labels.push(Label { span: later, text: "and here".to_owned() });
        }
        true
    }
}

/// The comparison seen from the other side.
fn mirror(how: Comparison) -> Comparison {
    match how {
        Comparison::Is => Comparison::Is,
        Comparison::IsNot => Comparison::IsNot,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::Below => Comparison::Above,
    }
}
