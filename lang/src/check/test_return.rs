//! Returns in a test: what comes back, and how much of it.

use super::Checker;
use super::kind::Kind;
use crate::ast::{ReturnText, ReturnedText, Test as TestText, TestStep as StepText, TestWhen};
use crate::diag::{Code, Diagnostic};
use crate::programme::{TestReturn, TestReturned};
use crate::source::Spanned;

impl Checker<'_> {
    /// A return.
    pub(crate) fn test_return(&mut self, text: &ReturnText) -> Option<TestReturn> {
        let position = |number: &Spanned<u16>| usize::from(number.node).saturating_sub(1);
        let of = match &text.of {
            ReturnedText::Purchase(number) => TestReturned::Purchase(position(number)),
            ReturnedText::Redemption(number) => TestReturned::Redemption(position(number)),
            ReturnedText::Id(id) => TestReturned::Id(id.node.clone()),
        };
        let mut lines = Vec::new();
        for (quantity, line) in &text.lines {
            let Some(at) = line.node.checked_sub(1) else {
                let message = "lines are counted from 1";
                self.report(
                    Diagnostic::new(Code::OutOfRange, line.span, message, "there is no such line")
                        .help("write `line 1` for the first line"),
                );
                return None;
            };
            let quantity = match quantity {
                Some(number) => Some(self.positive(number, Kind::Items)?),
                None => None,
            };
            lines.push((u32::from(at), quantity));
        }
        let by = text.by.as_ref().map(|t| t.node.clone());
        Some(TestReturn { by, of, lines })
    }

    /// What comes back, and what an activity names, must have happened before.
    pub(crate) fn returned_before(&mut self, source: &TestText) {
        let is_purchase = |s: &&StepText| matches!(s, StepText::When(TestWhen::Purchase(_), _));
        let all = source.steps.iter().filter(is_purchase).count();
        let (mut purchases, mut redemptions) = (0_u16, 0_u16);
        for step in &source.steps {
            let StepText::When(when, _) = step else { continue };
            match when {
                TestWhen::Purchase(_) => purchases = purchases.saturating_add(1),
                TestWhen::Redeem(redeem) => {
                    redemptions = redemptions.saturating_add(1);
                    // It may come right before the receipt that it pays.
                    if let Some(number) = &redeem.of {
                        self.so_many("purchase", number, u16::try_from(all).unwrap_or(u16::MAX));
                    }
                }
                TestWhen::Return(ReturnText { of: ReturnedText::Purchase(number), .. }) => {
                    self.so_many("purchase", number, purchases);
                }
                TestWhen::Return(ReturnText { of: ReturnedText::Redemption(number), .. }) => {
                    self.so_many("redemption", number, redemptions);
                }
                TestWhen::Activity(activity) => {
                    if let Some(number) = &activity.of {
                        self.so_many("purchase", number, purchases);
                    }
                }
                TestWhen::Return(_)
                | TestWhen::Transfer(..)
                | TestWhen::GrantPoints(..)
                | TestWhen::GrantLevel(..)
                | TestWhen::Household(..)
                | TestWhen::Membership(..)
                | TestWhen::Merge(..)
                | TestWhen::Clock(_) => {}
            }
        }
    }

    fn so_many(&mut self, what: &str, number: &Spanned<u16>, there: u16) {
        if (1..=there).contains(&number.node) {
            return;
        }
        let message = match there {
            0 => format!("there is no {what} that this could mean"),
            1 => format!("there is one {what} that this could mean"),
            n => format!("there are {n} {what}s that this could mean"),
        };
        self.report(
            Diagnostic::new(Code::OutOfRange, number.span, message, format!("no such {what}"))
                .help(format!("count the {what}s of this test from 1, in their order")),
        );
    }
}
