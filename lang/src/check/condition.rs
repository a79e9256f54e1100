//! What is asked of a receipt (`when`), and of a member's tracks (`tiers`).

use super::Checker;
use super::line::subject_word;
use super::missing::Present;
use super::moment::month_bits;
use super::reading::{Logic, Place, Read};
use crate::ast::{self, Comparison, Name, Operand, TextSubject};
use crate::diag::{Code, Diagnostic};
use crate::names::{Lost, Meaning};
use crate::programme::{Compare, Condition, Conjunct, FieldId, MeasureId, Number, TextTest, Texts, TiersId};
use crate::source::{Span, Spanned};
use crate::time::DayTest;

impl Logic for Condition {
    type Number = Number;

    fn all(parts: Vec<Self>) -> Self {
        Condition::All(parts)
    }

    fn any(parts: Vec<Self>) -> Self {
        Condition::Any(parts)
    }

    fn not(part: Self) -> Self {
        Condition::Not(Box::new(part))
    }

    fn at_least(n: u32, parts: Vec<Self>) -> Self {
        Condition::AtLeast(n, parts)
    }

    fn text_field(field: FieldId, test: TextTest) -> Self {
        Condition::Text(Texts::Field(field), test)
    }

    fn flag(field: FieldId, missing: bool) -> Self {
        Condition::Flag(field, missing)
    }

    fn present(field: FieldId) -> Self {
        Condition::Present(field)
    }

    fn constant(value: i64) -> Number {
        Number::Constant(value)
    }

    fn compare(left: Number, left_times: i64, how: Comparison, right: Number, right_times: i64) -> Self {
        Condition::Compare(Compare { left, left_times, how, right, right_times })
    }

    fn measured(self, _: Option<MeasureId>) -> Self {
        self
    }

    fn read(checker: &mut Checker<'_>, operand: &Operand, place: Place) -> Option<Read<Number>> {
        checker.of_receipt(operand, place)
    }

    fn field(field: FieldId, missing: Option<i64>) -> Number {
        Number::Field(field, missing)
    }

    fn own(
        checker: &mut Checker<'_>,
        condition: &ast::Condition,
        place: Place,
        present: &Present,
    ) -> Option<Self> {
        checker.asked_of_receipt(condition, place, present)
    }

    fn contradictions(checker: &mut Checker<'_>, parts: &[(Self, Span)]) {
        checker.contradicting_conditions(parts);
    }
}

impl Checker<'_> {
    /// Conditions that must all hold, one conjunct each in the order of the text.
    pub(crate) fn conjuncts(
        &mut self,
        conditions: &[&ast::Condition],
        place: Place,
    ) -> Option<Vec<Conjunct>> {
        let mut parts = Vec::new();
        for condition in conditions {
            flatten(condition, &mut parts);
        }
        let mut present = Present::new();
        for part in &parts {
            present.extend(self.present_if(part, true));
        }
        let mut conjuncts = Vec::new();
        let mut complete = true;
        for part in parts {
            match self.logic(part, place, &present) {
                // A day with hours is two questions, so that the answer names the one that failed.
                Some(Condition::All(inner)) if matches!(part, ast::Condition::On(..)) => {
                    conjuncts
                        .extend(inner.into_iter().map(|condition| Conjunct { condition, span: part.span() }));
                }
                Some(condition) => conjuncts.push(Conjunct { condition, span: part.span() }),
                None => complete = false,
            }
        }
        complete.then_some(conjuncts)
    }

    fn asked_of_receipt(
        &mut self,
        condition: &ast::Condition,
        place: Place,
        present: &Present,
    ) -> Option<Condition> {
        // Two names may be two tracks, which a tier can compare.
        if matches!(place, Place::Tiers | Place::Points) && !matches!(condition, ast::Condition::Tier(..)) {
            self.not_in_tiers(condition);
            return None;
        }
        if place == Place::Window && !matches!(condition, ast::Condition::Tier(..)) {
            self.not_of_sums(condition);
            return None;
        }
        match condition {
            ast::Condition::Text { subject, negated, values, span, .. } => {
                let texts = self.receipt_text(subject, place)?;
                let values = self.text_values(values, *span)?;
                let test = Condition::Text(texts, TextTest { values, missing: None });
                Some(if *negated { Condition::not(test) } else { test })
            }
            ast::Condition::On(days, hours, span) => self.on_days(days, *hours, *span),
            ast::Condition::Dates(from, to, span) => {
                if let (Some(from), Some(to)) = (from, to) {
                    self.rising_dates(*from, *to, *span)?;
                }
                Some(Condition::Day(DayTest::Between(*from, *to)))
            }
            ast::Condition::Hours(from, to, span) => self.hours(*from, *to, *span),
            ast::Condition::Months(months, _) => Some(Condition::Day(DayTest::InMonths(month_bits(months)))),
            ast::Condition::Occasion(occasion, span) => self.occasion(occasion, *span, present),
            ast::Condition::FirstPurchase(_) => Some(Condition::FirstPurchase),
            ast::Condition::Tier(tiers, how, level, _) => {
                self.tier_or_compare(tiers, how, level, condition, place, present)
            }
            ast::Condition::Lines { how, selection, which, span } => {
                self.lines_of_receipt(how, selection.as_ref(), which.as_deref(), *span, place)
            }
            ast::Condition::Measure(_, _, span) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "a measure belongs to a line, and this asks about the receipt",
                        "of a line",
                    )
                    .help("write `any line has measure is ...`"),
                );
                None
            }
            // Read before they come here.
            ast::Condition::And(..)
            | ast::Condition::Or(..)
            | ast::Condition::Not(..)
            | ast::Condition::Of(..)
            | ast::Condition::Group(..)
            | ast::Condition::Compare(..)
            | ast::Condition::Between(..)
            | ast::Condition::FieldIn(..)
            | ast::Condition::Present(..)
            | ast::Condition::YesNo(..) => None,
        }
    }

    fn not_in_tiers(&mut self, condition: &ast::Condition) {
        self.report(
            Diagnostic::new(
                Code::NotHere,
                condition.span(),
                "this looks at tracks and fields of the member, not at one receipt",
                "of one receipt",
            )
            .help("put it after `when` in a `track`, and compare that track here"),
        );
    }

    fn receipt_text(&mut self, subject: &Spanned<TextSubject>, place: Place) -> Option<Texts> {
        if place == Place::Reward {
            let message = "a reward looks at tracks and fields of the member, not at one receipt";
            self.report(
                Diagnostic::new(Code::NotHere, subject.span, message, "of one receipt")
                    .help("write `on` and the lines that the reward can pay for, or compare a `track`"),
            );
            return None;
        }
        let texts = match subject.node {
            TextSubject::Channel => Texts::Channel,
            TextSubject::Store => Texts::Store,
            TextSubject::Coupon => Texts::Coupon,
            TextSubject::PaidBy => Texts::PaidBy,
            TextSubject::Category
            | TextSubject::Brand
            | TextSubject::Sku
            | TextSubject::LineName
            | TextSubject::Label => {
                let word = subject_word(subject.node);
                let (message, help) = if place == Place::Activity {
                    (
                        format!("{word} belongs to a line, and an activity has none"),
                        "ask for a field of the receipt".to_owned(),
                    )
                } else {
                    let bare = word.trim_matches('`');
                    (
                        format!("{word} belongs to a line, and this asks about the receipt"),
                        format!("write `any line has {bare} \"...\"`, or `every line has {bare} \"...\"`"),
                    )
                };
                self.report(Diagnostic::new(Code::NotHere, subject.span, message, "of a line").help(help));
                return None;
            }
        };
        Some(texts)
    }

    /// `main is gold`; where the first name is no structure, it is a comparison of two amounts.
    fn tier_or_compare(
        &mut self,
        tiers: &Name,
        how: &Spanned<Comparison>,
        level: &Name,
        condition: &ast::Condition,
        place: Place,
        present: &Present,
    ) -> Option<Condition> {
        match self.names.meaning(&tiers.node) {
            Some(Meaning::Tiers(_)) if place == Place::Window => {
                self.not_of_sums(condition);
                None
            }
            Some(Meaning::Tiers(_)) if place == Place::Tiers => {
                self.not_in_tiers(condition);
                None
            }
            Some(Meaning::Tiers(id)) => self.tier(id, how, level),
            Some(Meaning::Lines(_) | Meaning::Track(_) | Meaning::Unit(_) | Meaning::Table(_)) => {
                let compare = ast::Condition::Compare(
                    Operand::Name(tiers.clone()),
                    how.clone(),
                    Operand::Name(level.clone()),
                    condition.span(),
                );
                self.logic(&compare, place, present)
            }
            Some(Meaning::Broken) => None,
            Some(other @ (Meaning::Rule(_) | Meaning::Level(_) | Meaning::Stack(_))) => {
                let message =
                    format!("`{}` is {}, and a tier structure is needed here", tiers.node, other.word());
                let known = self.names.that(|m| matches!(m, Meaning::Tiers(_)));
                let help = match (known.first(), known.len()) {
                    (Some(one), 1) => format!("write `{one} is {}`", level.node),
                    _ => "write the name of a tier structure, then `is`, then the level".to_owned(),
                };
                self.report(
                    Diagnostic::new(Code::WrongKind, tiers.span, message, "not a structure").help(help),
                );
                None
            }
            None => {
                if !self
                    .names
                    .may_be_lost(&tiers.node, &[Lost::Tiers, Lost::Tracks, Lost::Lines, Lost::Header])
                {
                    let known = self.names.that(|m| {
                        matches!(
                            m,
                            Meaning::Tiers(_) | Meaning::Lines(_) | Meaning::Track(_) | Meaning::Unit(_)
                        )
                    });
                    let otherwise = format!("declare it: `tiers {} by ...`", tiers.node);
                    self.unknown(tiers, "tier structure, selection, track or unit", &known, otherwise);
                }
                None
            }
        }
    }

    fn tier(&mut self, tiers: TiersId, how: &Spanned<Comparison>, level: &Name) -> Option<Condition> {
        let (id, last) = self.level_of(tiers, level)?;
        let never = match how.node {
            Comparison::Below => id.0 == 0,
            Comparison::Above => id == last,
            Comparison::Is | Comparison::IsNot | Comparison::AtLeast | Comparison::AtMost => false,
        };
        if never {
            let end = if id.0 == 0 { "below the lowest" } else { "above the highest" };
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    how.span.to(level.span),
                    format!("nobody is {end} level"),
                    "never holds",
                )
                .help("name another level, or write `is`"),
            );
            return None;
        }
        Some(Condition::Tier(tiers, how.node, id))
    }
}

/// The parts of a conjunction, with those of inner ones.
fn flatten<'a>(condition: &'a ast::Condition, parts: &mut Vec<&'a ast::Condition>) {
    match condition {
        ast::Condition::And(inner, _) => {
            for part in inner {
                flatten(part, parts);
            }
        }
        ast::Condition::Group(inner, _)
            if matches!(**inner, ast::Condition::And(..) | ast::Condition::Group(..)) =>
        {
            flatten(inner, parts);
        }
        ast::Condition::Group(..)
        | ast::Condition::Or(..)
        | ast::Condition::Not(..)
        | ast::Condition::Of(..)
        | ast::Condition::Text { .. }
        | ast::Condition::Compare(..)
        | ast::Condition::Between(..)
        | ast::Condition::FieldIn(..)
        | ast::Condition::Present(..)
        | ast::Condition::YesNo(..)
        | ast::Condition::Measure(..)
        | ast::Condition::On(..)
        | ast::Condition::Dates(..)
        | ast::Condition::Hours(..)
        | ast::Condition::Months(..)
        | ast::Condition::Occasion(..)
        | ast::Condition::FirstPurchase(_)
        | ast::Condition::Tier(..)
        | ast::Condition::Lines { .. } => parts.push(condition),
    }
}
