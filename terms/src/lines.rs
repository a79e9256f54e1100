//! Selections of lines in words.

use crate::document::escaped;
use crate::say::Speaker;
use treue_lang::programme::{
    FieldId, FieldKind, LineNumber, LineText, Predicate, QUANTITY_DECIMALS, TextTest,
};

impl Speaker<'_> {
    /// Which lines: `all goods`, `goods of the category "food"`.
    pub(crate) fn lines_in_words(&self, predicate: &Predicate) -> String {
        match predicate {
            Predicate::All(parts) if parts.is_empty() => self.say("lines-all", &[]),
            Predicate::In(selection) => self.selection(*selection),
            Predicate::All(_)
            | Predicate::Any(_)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::Text(..)
            | Predicate::Compare(..)
            | Predicate::Flag(..)
            | Predicate::Present(_)
            | Predicate::Measure(_) => {
                let such = self.line_test(predicate);
                self.say("lines-such", &[("such", &such)])
            }
        }
    }

    pub(crate) fn line_test(&self, predicate: &Predicate) -> String {
        let each = |parts: &[Predicate]| -> Vec<String> { parts.iter().map(|p| self.line_test(p)).collect() };
        match predicate {
            Predicate::All(parts) if parts.is_empty() => self.say("line-any", &[]),
            Predicate::All(parts) => self.and(&each(parts)),
            Predicate::Any(parts) => self.or(&each(parts)),
            Predicate::Not(part) => self.say("not", &[("what", &self.line_test(part))]),
            Predicate::AtLeast(n, parts) => {
                let parts = each(parts).join("; ");
                self.say("at-least-of", &[("number", &n.to_string()), ("parts", &parts)])
            }
            Predicate::In(selection) => self.say("line-in", &[("lines", &self.selection(*selection))]),
            Predicate::Text(text, test) => self.line_text(*text, test),
            Predicate::Compare(left, how, right) => {
                let (left_said, right_said) = match (left, right) {
                    (LineNumber::Constant(value), other) => {
                        (self.line_value(other, *value), self.line_number(other))
                    }
                    (other, LineNumber::Constant(value)) => {
                        (self.line_number(other), self.line_value(other, *value))
                    }
                    (a, b) => (self.line_number(a), self.line_number(b)),
                };
                self.compared(*how, &left_said, &right_said)
            }
            Predicate::Flag(field, _) => self.say("field-yes", &[("field", &self.field_name(*field))]),
            Predicate::Present(field) => self.say("field-present", &[("field", &self.field_name(*field))]),
            Predicate::Measure(Some(measure)) => {
                self.say("line-measure", &[("measure", &self.measures(*measure))])
            }
            Predicate::Measure(None) => self.say("line-items", &[]),
        }
    }

    fn line_text(&self, text: LineText, test: &TextTest) -> String {
        let values: Vec<String> = test.values.iter().map(|v| self.locale.quoted(&escaped(v))).collect();
        let values = self.or(&values);
        let id = match text {
            LineText::Category => "line-category",
            LineText::Brand => "line-brand",
            LineText::Sku => "line-sku",
            LineText::Name => "line-name",
            LineText::Label => "line-label",
            LineText::Field(field) => {
                return self.say("field-is", &[("field", &self.field_name(field)), ("values", &values)]);
            }
        };
        self.say(id, &[("values", &values)])
    }

    /// A written value that a number of a line is compared with.
    fn line_value(&self, number: &LineNumber, value: i64) -> String {
        let shared = |times: i64| value / times.max(1);
        match number {
            LineNumber::Amount { times, .. } | LineNumber::Discount { times } | LineNumber::Tax { times } => {
                self.money(shared(*times))
            }
            LineNumber::Quantity { times } => self.locale.short(shared(*times).into(), QUANTITY_DECIMALS),
            LineNumber::Field { field, times, .. } => self.field_value(*field, shared(*times)),
            LineNumber::Constant(_) => self.locale.short(value.into(), 0),
        }
    }

    /// A value of a number, money or date field.
    pub(crate) fn field_value(&self, field: FieldId, value: i64) -> String {
        use treue_lang::time::Day;
        match self.programme.fields.get(field).map(|f| &f.kind) {
            Some(FieldKind::Money) => self.money(value),
            Some(FieldKind::Number { decimals, .. }) => self.locale.short(value.into(), *decimals),
            Some(FieldKind::Date) => self.locale.date(Day(i32::try_from(value).unwrap_or(0))),
            Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::YesNo | FieldKind::Member) | None => {
                value.to_string()
            }
        }
    }
}
