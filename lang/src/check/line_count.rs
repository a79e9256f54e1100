//! `any line`, `every line`, `no line`, `at least 3 lines`: counts of the lines of a receipt.

use super::Checker;
use super::missing::Present;
use super::reading::{Logic, Place};
use crate::ast::{self, Comparison, Quantifier, Selection as SelectionText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Amount, Condition, Number, Predicate};
use crate::source::{Span, Spanned};

impl Checker<'_> {
    /// `any line of S has P` and its like, as a count of lines.
    pub(crate) fn lines_of_receipt(
        &mut self,
        how: &Spanned<Quantifier>,
        selection: Option<&SelectionText>,
        which: Option<&ast::Condition>,
        span: Span,
        place: Place,
    ) -> Option<Condition> {
        if place == Place::Activity {
            self.report(
                Diagnostic::new(Code::NotHere, span, "an activity has no lines", "no lines here")
                    .help("ask for a field of the receipt or the member"),
            );
            return None;
        }
        let base = match selection {
            Some(selection) => self.selection(selection).map(Predicate::In),
            None => Some(Predicate::All(Vec::new())),
        };
        let which = which.map(|w| self.logic::<Predicate>(w, Place::Line, &Present::new()));
        let (base, which) = (
            base?,
            match which {
                Some(checked) => Some(checked?),
                None => None,
            },
        );
        let (predicate, compare, count) = match (how.node, which) {
            (Quantifier::Every, None) => {
                self.report(
                    Diagnostic::new(
                        Code::Incomplete,
                        span,
                        "it is not said what every line must be",
                        "every line is what?",
                    )
                    .help("write `every line has ...`"),
                );
                return None;
            }
            (Quantifier::AtLeast(0), _) => {
                self.report(
                    Diagnostic::new(
                        Code::NeverHolds,
                        how.span,
                        "every receipt has at least 0 of them",
                        "never matters",
                    )
                    .help("write 1 or more, or `any line`"),
                );
                return None;
            }
            (Quantifier::Every, Some(which)) => {
                (Predicate::all(vec![base, Predicate::not(which)]), Comparison::Is, 0)
            }
            (Quantifier::Any, which) => (all_of(base, which), Comparison::AtLeast, 1),
            (Quantifier::No, which) => (all_of(base, which), Comparison::Is, 0),
            (Quantifier::AtLeast(n), which) => (all_of(base, which), Comparison::AtLeast, i64::from(n)),
        };
        let selection = self.unnamed(predicate);
        let amount = self.amount(Amount::Lines(selection));
        Some(Condition::compare(Number::Amount(amount), 1, compare, Number::Constant(count), 1))
    }
}

fn all_of(base: Predicate, which: Option<Predicate>) -> Predicate {
    match which {
        Some(which) => Predicate::all(vec![base, which]),
        None => base,
    }
}
