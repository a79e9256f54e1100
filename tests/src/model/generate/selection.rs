//! Selections of lines, what is asked of a line, and amounts.

use super::super::pools::{BRANDS, CATEGORIES, LABELS, NAMES, SKUS, TENDERS, TEXTS};
use super::super::{
    Amount, Basis, Condition, Field, FieldKind, Join, Lines, Num, Operand, Part, Quantifier, Scale,
    Selection, Subject, Value,
};
use super::conflict::without_conflicts;
use super::number::COMPARISONS;
use super::{Draft, field_word, may_miss};
use treue_lang::ast::FieldOwner;

impl Draft<'_> {
    pub(super) fn lines(&mut self) {
        let count = self.many(1, 2);
        for i in 0..count {
            let selection = self.selection(2);
            self.p.lines.push(Lines { name: format!("goods{i}"), selection });
        }
    }

    /// A selection; `depth` bounds its parentheses.
    pub(super) fn selection(&mut self, depth: usize) -> Selection {
        let first = self.part(depth);
        let joins = self.dice.weighted(&[5, 4, 2, 1]);
        let mut rest = Vec::new();
        for _ in 0..joins {
            rest.push(match self.dice.weighted(&[2, 4, 5]) {
                0 => (Join::And, self.part(depth)),
                1 if self.dice.percent(60) => (Join::Except, Part::Which(Box::new(self.of_line(1)))),
                1 => (Join::Except, self.some_named()),
                _ => (Join::Where, Part::Which(Box::new(self.of_line(2)))),
            });
        }
        if rest.is_empty() && matches!(first, Part::All(_)) && self.dice.percent(70) {
            rest.push((Join::Where, Part::Which(Box::new(self.of_line(2)))));
        }
        Selection { first, rest }
    }

    fn part(&mut self, depth: usize) -> Part {
        match self.dice.weighted(&[4, 4, if depth > 0 { 1 } else { 0 }]) {
            0 => Part::All(self.dice.percent(80)),
            1 => self.some_named(),
            _ => Part::Group(Box::new(self.selection(depth - 1))),
        }
    }

    fn some_named(&mut self) -> Part {
        let names: Vec<String> = self.p.lines.iter().map(|l| l.name.clone()).collect();
        self.dice.maybe_pick(&names).map_or(Part::All(true), |n| Part::Named(n.clone()))
    }

    /// A named selection, or all lines, or now and then a composed one.
    pub(super) fn few_lines(&mut self) -> Selection {
        match self.dice.weighted(&[5, 3, 2]) {
            0 => Selection { first: self.some_named(), rest: Vec::new() },
            1 => Selection::all(),
            _ => self.selection(1),
        }
    }

    /// Money of some lines.
    pub(super) fn amount(&mut self) -> Amount {
        let selection = self.few_lines();
        let basis = self.some(35, Self::basis);
        Amount { selection, basis, made: None }
    }

    fn basis(&mut self) -> Basis {
        let names: Vec<String> = self.p.lines.iter().map(|l| l.name.clone()).collect();
        match self.dice.weighted(&[3, 3, 2, 2, 1]) {
            0 => Basis::BeforeDiscounts,
            2 => Basis::PaidBy(self.dice.texts(TENDERS, 1, 2)),
            3 => Basis::LessPaidBy(self.dice.texts(TENDERS, 1, 2)),
            4 if !names.is_empty() => Basis::Less(self.dice.pick(&names).clone()),
            _ => Basis::WithoutTax,
        }
    }

    /// Something asked of a line.
    pub(super) fn of_line(&mut self, depth: usize) -> Condition {
        if depth > 0 && self.dice.percent(30) {
            return self.several_of_line(depth - 1);
        }
        match self.dice.weighted(&[10, 4, 1, 5]) {
            0 => self.line_text(),
            1 => self.line_number(),
            2 => self.line_measure(),
            _ => {
                let fields = self.fields_of(&[FieldOwner::Line], |_| true);
                match self.dice.maybe_pick(&fields) {
                    Some(f) => {
                        let f = f.clone();
                        self.field_test(&f)
                    }
                    None => self.line_text(),
                }
            }
        }
    }

    fn several_of_line(&mut self, depth: usize) -> Condition {
        let count = 2 + self.dice.below(2);
        let parts: Vec<Condition> = (0..count).map(|_| self.of_line(depth)).collect();
        self.combine(parts)
    }

    /// Puts conditions together in one of the ways of the language.
    pub(super) fn combine(&mut self, mut parts: Vec<Condition>) -> Condition {
        let count = u32::try_from(parts.len()).unwrap();
        match self.dice.weighted(&[4, 4, 2, 3]) {
            0 => match without_conflicts(parts, false) {
                mut one if one.len() == 1 => one.remove(0),
                parts => Condition::And(parts),
            },
            1 => Condition::Or(parts),
            2 => Condition::Not(Box::new(parts.remove(0))),
            _ => {
                let how = match self.dice.below(4) {
                    0 => Quantifier::Any,
                    1 => {
                        parts = without_conflicts(parts, false);
                        Quantifier::Every
                    }
                    2 => Quantifier::No,
                    _ => Quantifier::AtLeast(u32::try_from(self.dice.range(1, i64::from(count))).unwrap()),
                };
                Condition::Of(how, parts)
            }
        }
    }

    fn line_text(&mut self) -> Condition {
        let (subject, pool) = *self.dice.pick(&[
            (Subject::Category, &CATEGORIES[..8]),
            (Subject::Category, &CATEGORIES[..8]),
            (Subject::Brand, BRANDS),
            (Subject::Sku, SKUS),
            (Subject::LineName, NAMES),
            (Subject::Label, LABELS),
        ]);
        self.text_test(subject, pool)
    }

    /// A text test with one value or a list.
    pub(super) fn text_test(&mut self, subject: Subject, pool: &[&str]) -> Condition {
        let list = self.dice.percent(40);
        let values = self.dice.texts(pool, 1, if list { 3 } else { 1 });
        Condition::Text { subject, negated: self.dice.percent(25), list, values }
    }

    fn line_number(&mut self) -> Condition {
        let (word, scale) = match self.dice.below(4) {
            0 => ("amount", Scale::Money),
            1 => ("discount", Scale::Money),
            2 => ("tax", Scale::Money),
            _ => ("quantity", Scale::Plain(0)),
        };
        let left = Operand::OfLine(word.to_owned());
        let how = *self.dice.pick(COMPARISONS);
        if word == "quantity" {
            return self.line_quantity(left, how);
        }
        if self.dice.percent(20) {
            let right = self.line_money();
            return Condition::Compare(left, how, right);
        }
        if self.dice.percent(20) {
            let (low, high) = self.between(&scale);
            return Condition::Between(left, low, high);
        }
        if self.dice.percent(15) {
            let zero = Value::WithUnit(Num::whole(0), self.p.currency.clone());
            return Condition::Compare(left, Comparison::Above, Operand::Value(zero));
        }
        let right = self.threshold(&scale);
        Condition::Compare(left, how, Operand::Value(right))
    }

    /// Another number of the line that is money.
    fn line_money(&mut self) -> Operand {
        let fields = self.fields_of(&[FieldOwner::Line], |k| *k == FieldKind::Money);
        match self.dice.maybe_pick(&fields).cloned() {
            Some(f) if self.dice.percent(70) => {
                let or = if may_miss(&f) { Some(self.threshold(&Scale::Money)) } else { None };
                Operand::Field(field_word(&f), or)
            }
            _ => Operand::OfLine(self.dice.text(&["amount", "discount", "tax"])),
        }
    }

    /// The quantity against a number, a number with a measure, or a number field.
    fn line_quantity(&mut self, left: Operand, how: Comparison) -> Condition {
        let n = self.dice.range(1, 4);
        self.hints.quantities.push(n * 1_000);
        let fields = self.fields_of(&[FieldOwner::Line], |k| matches!(k, FieldKind::Number { .. }));
        let measures = self.p.measures.clone();
        let right = match (self.dice.maybe_pick(&measures).cloned(), self.dice.maybe_pick(&fields).cloned()) {
            (Some(m), _) if self.dice.percent(40) => {
                Value::WithUnit(Num::new(n * 10 + 5, 1), format!("{m}s"))
            }
            (_, Some(f)) if self.dice.percent(50) => {
                let or = if may_miss(&f) { Some(Value::Number(Num::whole(1))) } else { None };
                return Condition::Compare(left, how, Operand::Field(field_word(&f), or));
            }
            _ if self.dice.percent(30) => Value::WithUnit(Num::whole(n), "items".to_owned()),
            _ => Value::Number(Num::whole(n)),
        };
        Condition::Compare(left, how, Operand::Value(right))
    }

    fn line_measure(&mut self) -> Condition {
        let measures = self.p.measures.clone();
        match self.dice.maybe_pick(&measures) {
            Some(m) => {
                let m = if self.dice.percent(25) { "item".to_owned() } else { m.clone() };
                Condition::Measure(m, self.dice.percent(70))
            }
            None => self.line_text(),
        }
    }

    /// Something asked of a field, with an answer for when it is missing.
    pub(super) fn field_test(&mut self, f: &Field) -> Condition {
        let word = field_word(f);
        let missing = may_miss(f);
        if missing && self.dice.percent(25) {
            return Condition::Present(word, self.dice.percent(60));
        }
        let (test, answered) = self.field_value_test(f, &word, missing);
        if !missing || answered {
            return test;
        }
        if self.dice.percent(50) {
            Condition::And(vec![Condition::Present(word, true), test])
        } else {
            Condition::Or(vec![Condition::Present(word, false), test])
        }
    }

    /// The test, and whether it says itself what a missing value counts as.
    fn field_value_test(&mut self, f: &Field, word: &str, missing: bool) -> (Condition, bool) {
        match &f.kind {
            FieldKind::YesNo => {
                (Condition::YesNo(word.to_owned(), *self.dice.pick(&[None, Some(true), Some(false)])), false)
            }
            FieldKind::Text => self.field_text(word, &TEXTS[..3], missing),
            FieldKind::Member => self.field_text(word, super::super::pools::MEMBERS, missing),
            FieldKind::OneOf(_) => self.field_text(word, super::super::pools::CHOICES, missing),
            FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date => {
                let scale = Draft::field_scale(&f.kind).unwrap();
                let or = if missing && self.dice.percent(60) { Some(self.threshold(&scale)) } else { None };
                let answered = or.is_some();
                let left = Operand::Field(word.to_owned(), or);
                if self.dice.percent(20) {
                    let (low, high) = self.between(&scale);
                    return (Condition::Between(left, low, high), answered);
                }
                let how = *self.dice.pick(COMPARISONS);
                let others = self.fields_of(&[f.owner], |k| {
                    matches!((k, &f.kind), (FieldKind::Number { .. }, FieldKind::Number { .. }))
                        || *k == f.kind
                });
                let right = match self.dice.maybe_pick(&others).cloned() {
                    Some(other) if other.name != f.name && self.dice.percent(30) => {
                        let theirs = Draft::field_scale(&other.kind).unwrap();
                        let or = if may_miss(&other) { Some(self.threshold(&theirs)) } else { None };
                        Operand::Field(field_word(&other), or)
                    }
                    _ => Operand::Value(self.threshold(&scale)),
                };
                (Condition::Compare(left, how, right), answered)
            }
        }
    }

    fn field_text(&mut self, word: &str, pool: &[&str], missing: bool) -> (Condition, bool) {
        let or =
            if missing && self.dice.percent(60) { Some(Value::Text(self.dice.text(pool))) } else { None };
        let answered = or.is_some();
        if self.dice.percent(40) {
            let texts = self.dice.texts(pool, 1, 2);
            return (Condition::FieldIn(word.to_owned(), or, texts, self.dice.percent(70)), answered);
        }
        let how = *self.dice.pick(&[
            super::super::Comparison::Is,
            super::super::Comparison::Is,
            super::super::Comparison::IsNot,
        ]);
        let value = Operand::Value(Value::Text(self.dice.text(pool)));
        (Condition::Compare(Operand::Field(word.to_owned(), or), how, value), answered)
    }
}

use super::super::Comparison;
