//! `fields`: types, ranges and defaults.

use super::Checker;
use super::kind::Kind;
use crate::ast::{FieldDeclaration, FieldDefault, FieldOwner, FieldTypeText, Name, Number, Text};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::did_you_mean;
use crate::programme::{Field, FieldId, FieldKind, FieldValue};
use crate::source::{Span, Spanned};
use std::collections::BTreeMap;

/// Most decimals of a number field.
const DECIMALS: u8 = 6;

/// Names that events use themselves.
fn built_in(owner: FieldOwner) -> &'static [&'static str] {
    match owner {
        FieldOwner::Line => &[
            "sku", "name", "category", "brand", "label", "labels", "quantity", "measure", "amount",
            "discount", "tax", "line",
        ],
        FieldOwner::Receipt => &[
            "event",
            "id",
            "member",
            "at",
            "store",
            "channel",
            "currency",
            "coupon",
            "coupons",
            "companions",
            "discount",
            "tenders",
            "lines",
            "kind",
            "receipt",
        ],
        FieldOwner::Member => &["id", "member", "household", "merge"],
    }
}

/// The word before the dot.
pub(crate) fn owner_word(owner: FieldOwner) -> &'static str {
    match owner {
        FieldOwner::Receipt => "receipt",
        FieldOwner::Line => "line",
        FieldOwner::Member => "member",
    }
}

/// Splits `member.segment` at its dot.
pub(crate) fn split(name: &str) -> Option<(FieldOwner, &str)> {
    let (owner, field) = name.split_once('.')?;
    let owner = match owner {
        "receipt" => FieldOwner::Receipt,
        "line" => FieldOwner::Line,
        "member" => FieldOwner::Member,
        _ => return None,
    };
    Some((owner, field))
}

impl Checker<'_> {
    /// Checks all declarations.
    pub(crate) fn check_fields(&mut self) {
        let names = self.names;
        let mut spans: BTreeMap<(&str, &str), Span> = BTreeMap::new();
        let mut positions: [usize; 3] = [0; 3];
        for declaration in &names.fields {
            let owner = declaration.owner.node;
            let key = (owner_word(owner), declaration.name.node.as_str());
            if let Some(first) = spans.get(&key) {
                self.field_twice(declaration, *first);
                continue;
            }
            spans.insert(key, declaration.name.span);
            let slot = match owner {
                FieldOwner::Receipt => 0,
                FieldOwner::Line => 1,
                FieldOwner::Member => 2,
            };
            let position = positions.get(slot).copied().unwrap_or(0);
            if let Some(next) = positions.get_mut(slot) {
                *next += 1;
            }
            self.field_declaration(declaration, position);
        }
    }

    fn field_twice(&mut self, declaration: &FieldDeclaration, first: Span) {
        let name = format!("{}.{}", owner_word(declaration.owner.node), declaration.name.node);
        self.report(
            Diagnostic::new(
                Code::DuplicateName,
                declaration.name.span,
                format!("`{name}` is already declared"),
                "the same field again",
            )
            .also(first, "first declared here")
            .help("give one of the two another name"),
        );
    }

    fn field_declaration(&mut self, declaration: &FieldDeclaration, position: usize) {
        let owner = declaration.owner.node;
        let before = self.diagnostics.len();
        if built_in(owner).contains(&declaration.name.node.as_str()) {
            let what = owner_word(owner);
            let message = format!("every {what} has `{}` already", declaration.name.node);
            self.report(
                Diagnostic::new(Code::DuplicateName, declaration.name.span, message, "built in").help(
                    format!(
                        "use the built-in one, or another name such as `{what}.own_{}`",
                        declaration.name.node
                    ),
                ),
            );
        }
        let kind = self.field_kind(&declaration.ty);
        let default = match (&kind, &declaration.default) {
            (Some(kind), Some(default)) => self.field_default(kind, default),
            (None, _) | (_, None) => None,
        };
        let id = self.fields.push(Field {
            owner,
            name: declaration.name.node.clone(),
            position,
            kind: kind.unwrap_or(FieldKind::Text),
            optional: declaration.optional.is_some(),
            default,
        });
        self.field_is_right.push(self.diagnostics.len() == before);
        self.field_numbers.insert((owner, declaration.name.node.clone()), id);
    }

    fn field_kind(&mut self, ty: &Spanned<FieldTypeText>) -> Option<FieldKind> {
        Some(match &ty.node {
            FieldTypeText::Text => FieldKind::Text,
            FieldTypeText::YesNo => FieldKind::YesNo,
            FieldTypeText::Money => FieldKind::Money,
            FieldTypeText::Date => FieldKind::Date,
            FieldTypeText::Member => FieldKind::Member,
            FieldTypeText::OneOf(texts) => return self.one_of(texts, ty.span),
            FieldTypeText::Number { decimals, range } => {
                return self.number_field(decimals.as_ref(), range.as_ref());
            }
        })
    }

    fn one_of(&mut self, texts: &[Text], span: Span) -> Option<FieldKind> {
        self.count_texts(texts.len(), span);
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for text in texts {
            if let Some(first) = seen.get(text.node.as_str()) {
                self.repeated(&format!("the value \"{}\"", text.node), text.span, *first);
                return None;
            }
            seen.insert(&text.node, text.span);
        }
        Some(FieldKind::OneOf(texts.iter().map(|t| t.node.clone()).collect()))
    }

    fn number_field(
        &mut self,
        decimals: Option<&Spanned<u8>>,
        range: Option<&(Number, Number)>,
    ) -> Option<FieldKind> {
        let places = decimals.map_or(0, |d| d.node);
        if let Some(decimals) = decimals
            && places > DECIMALS
        {
            let message = format!("a number has at most {DECIMALS} decimals");
            self.report(
                Diagnostic::new(Code::OutOfRange, decimals.span, message, "too many")
                    .help(format!("write {DECIMALS} or fewer")),
            );
            return None;
        }
        let Some((from, to)) = range else {
            return Some(FieldKind::Number {
                decimals: places,
                least: -limits::AMOUNT,
                most: limits::AMOUNT,
            });
        };
        let least = self.number_of(from, Kind::Number(places))?;
        let most = self.number_of(to, Kind::Number(places))?;
        if least > most {
            let message = format!("no number lies between {} and {}", from.node, to.node);
            self.report(
                Diagnostic::new(Code::NeverHolds, from.span.to(to.span), message, "the ends are crossed")
                    .help(format!("write `from {} to {}`", to.node, from.node)),
            );
            return None;
        }
        Some(FieldKind::Number { decimals: places, least, most })
    }

    fn field_default(&mut self, kind: &FieldKind, default: &FieldDefault) -> Option<FieldValue> {
        let span = default_span(default);
        let value = match (kind, default) {
            (FieldKind::Text | FieldKind::Member, FieldDefault::Text(text)) => {
                FieldValue::Text(text.node.clone())
            }
            (FieldKind::OneOf(values), FieldDefault::Text(text)) => {
                self.value_of_list(values, text, "this field")?;
                FieldValue::Text(text.node.clone())
            }
            (FieldKind::YesNo, FieldDefault::YesNo(yes, _)) => FieldValue::YesNo(*yes),
            (FieldKind::Date, FieldDefault::Date(day)) => FieldValue::Date(day.node),
            (FieldKind::Money, FieldDefault::Number(number)) => {
                FieldValue::Number(self.number_of(number, Kind::Money)?)
            }
            (FieldKind::Number { decimals, least, most }, FieldDefault::Number(number)) => {
                let value = self.number_of(number, Kind::Number(*decimals))?;
                self.inside(value, *least, *most, *decimals, span)?;
                FieldValue::Number(value)
            }
            (
                FieldKind::Text
                | FieldKind::Member
                | FieldKind::OneOf(_)
                | FieldKind::YesNo
                | FieldKind::Date
                | FieldKind::Money
                | FieldKind::Number { .. },
                _,
            ) => {
                self.wrong_value(kind, span);
                return None;
            }
        };
        Some(value)
    }

    /// A value of another kind than the field's.
    pub(crate) fn wrong_value(&mut self, kind: &FieldKind, span: Span) {
        let (needed, example) = kind_words(kind);
        let message = format!("the field holds {needed}, and this is something else");
        self.report(
            Diagnostic::new(Code::UnitMismatch, span, message, format!("not {needed}"))
                .help(format!("write {example}")),
        );
    }

    /// Whether a number lies in a field's range.
    pub(crate) fn inside(
        &mut self,
        value: i64,
        least: i64,
        most: i64,
        decimals: u8,
        span: Span,
    ) -> Option<()> {
        if (least..=most).contains(&value) {
            return Some(());
        }
        let show = |v: i64| crate::value::show(i128::from(v), decimals);
        let message = format!("{} is outside the field's range", show(value));
        self.report(Diagnostic::new(Code::OutOfRange, span, message, "outside the range").help(format!(
            "write a number from {} to {}",
            show(least),
            show(most)
        )));
        None
    }

    /// Whether a text is one of a field's values.
    pub(crate) fn value_of_list(&mut self, values: &[String], text: &Text, field: &str) -> Option<()> {
        if values.contains(&text.node) {
            return Some(());
        }
        let list: Vec<String> = values.iter().map(|v| format!("\"{v}\"")).collect();
        let help = did_you_mean(
            &text.node,
            values.iter().map(String::as_str),
            format!("its values are {}", list.join(", ")),
        );
        let message = format!("\"{}\" is none of the values of {field}", text.node);
        self.report(Diagnostic::new(Code::UnknownName, text.span, message, "not declared").remedy(help));
        None
    }

    /// The field of a name such as `member.segment`. Nothing, without a word, for one whose declaration is wrong.
    pub(crate) fn field(&mut self, name: &Name) -> Option<FieldId> {
        let found = split(&name.node)
            .and_then(|(owner, field)| self.field_numbers.get(&(owner, field.to_owned())).copied());
        if let Some(id) = found {
            let right = self.field_is_right.get(crate::programme::Id::index(id)).copied().unwrap_or(false);
            return right.then_some(id);
        }
        let own = split(&name.node).map_or(name.node.as_str(), |(_, field)| field);
        if self.names.broken.contains(own) {
            return None;
        }
        if self.seen_before(&name.node, name.span) {
            return None;
        }
        let known: Vec<String> =
            self.fields.iter().map(|(_, f)| format!("{}.{}", owner_word(f.owner), f.name)).collect();
        let help = did_you_mean(
            &name.node,
            known.iter().map(String::as_str),
            match name.node.as_str() {
                "member.age" => {
                    "ask for `the member's age`, which is told by the field `member.birthday`".to_owned()
                }
                other => format!("declare it with its type, such as `fields {{ {other}: text }}`"),
            },
        );
        self.report(
            Diagnostic::new(
                Code::UnknownName,
                name.span,
                format!("there is no field `{}`", name.node),
                "not declared",
            )
            .remedy(help),
        );
        None
    }

    /// Counts texts in lists against the limit of the programme.
    pub(crate) fn count_texts(&mut self, more: usize, span: Span) {
        let before = self.texts;
        self.texts = before.saturating_add(more);
        if before <= limits::TEXTS && self.texts > limits::TEXTS {
            let message = format!("the lists of the programme have more than {} texts", limits::TEXTS);
            self.report(
                Diagnostic::new(Code::TooMany, span, message, "one list too many")
                    .help("give the lines a label, and ask for that instead of a list"),
            );
        }
    }
}

fn default_span(default: &FieldDefault) -> Span {
    match default {
        FieldDefault::Text(t) => t.span,
        FieldDefault::Number(n) => n.span,
        FieldDefault::YesNo(_, span) => *span,
        FieldDefault::Date(d) => d.span,
    }
}

/// What a field holds, and an example.
pub(crate) fn kind_words(kind: &FieldKind) -> (&'static str, String) {
    match kind {
        FieldKind::Text => ("a text", "a text in quotes".to_owned()),
        FieldKind::Member => ("the id of a member", "an id in quotes".to_owned()),
        FieldKind::OneOf(values) => {
            let list: Vec<String> = values.iter().map(|v| format!("\"{v}\"")).collect();
            ("one of a list of texts", list.join(" or "))
        }
        FieldKind::YesNo => ("yes or no", "`yes` or `no`".to_owned()),
        FieldKind::Number { .. } => ("a number", "a number such as 5".to_owned()),
        FieldKind::Money => ("money", "an amount such as 5.00".to_owned()),
        FieldKind::Date => ("a date", "a date such as 2026-09-30".to_owned()),
    }
}
