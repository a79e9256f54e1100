//! What a window rule counts: events, and what cannot be counted over several of them.

use super::Checker;
use super::literal::Word;
use super::operand::bare_name;
use super::over::Counts;
use super::reading::{Place, Read};
use crate::ast;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Amount, AmountId, Number};
use crate::source::Span;

impl Checker<'_> {
    /// What a condition on sums may not ask.
    pub(crate) fn not_of_sums(&mut self, condition: &ast::Condition) {
        let counted = match self.counts {
            Some(Counts::Activities) => "activities",
            Some(Counts::Purchases) | None => "purchases",
        };
        let written = self.sources.text(condition.span());
        self.report(
            Diagnostic::new(
                Code::NotHere,
                condition.span(),
                "`when` asks about the sums of the window here, and this is of one event",
                "of one event",
            )
            .help(format!("write `counting {counted} when {written}`")),
        );
    }

    /// The amount that is 1 for each event.
    pub(crate) fn events(&mut self) -> AmountId {
        let all = self.all_lines();
        self.amount(Amount::Events(all))
    }

    /// `purchases`, `activities` as what bands are of.
    pub(crate) fn events_named(&mut self, word: Word, of: &ast::AmountRef) -> Option<AmountId> {
        let fits =
            bare_name(of).is_some_and(|name| of.basis.is_empty() && self.unit_word(name) == Some(word));
        if fits {
            return Some(self.events());
        }
        let (message, help) = match word {
            Word::Activities => {
                ("the bands start at numbers of activities", "write `by bands of activities`")
            }
            Word::Purchases
            | Word::Money
            | Word::Points(_)
            | Word::Measure(_)
            | Word::Items
            | Word::Lines => ("the bands start at numbers of purchases", "write `by bands of purchases`"),
        };
        self.report(Diagnostic::new(Code::UnitMismatch, of.span, message, "something else").help(help));
        None
    }

    /// Events are no lines.
    pub(crate) fn events_have_no_lines(&mut self, of: &ast::AmountRef) -> Option<()> {
        self.report(
            Diagnostic::new(Code::NotHere, of.span, "events are counted, not lines", "not of lines")
                .help("leave `of ...` out, and say after `counting purchases when` which ones count"),
        );
        None
    }

    /// The number of events of a window.
    pub(crate) fn events_of_window(&mut self, word: &ast::Name) -> Option<Read<Number>> {
        let found = self.unit_word(word)?;
        if self.counts != counted(found) {
            let (message, help) = match self.counts {
                Some(Counts::Activities) => ("this rule looks at activities", "write `activities`"),
                Some(Counts::Purchases) | None => ("this rule looks at purchases", "write `purchases`"),
            };
            self.report(Diagnostic::new(Code::NotHere, word.span, message, "not these").help(help));
            return None;
        }
        Some(Read {
            number: Number::Amount(self.events()),
            kind: found.kind(),
            span: word.span,
            may_grow: true,
            finer: 0,
        })
    }

    /// What is made of amounts is made of each receipt before it is summed: comparing it with the sums would mislead.
    pub(crate) fn no_figure_of_sums(&mut self, span: Span, place: Place) -> Option<()> {
        if place != Place::Window {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NotHere,
                span,
                "`when` compares the sums themselves here",
                "made of amounts",
            )
            .help(
                "compare one amount, or put it after `counting purchases when`, to ask about each purchase",
            ),
        );
        None
    }

    /// Different things of one receipt cannot be added to those of another.
    pub(crate) fn no_sum_of_different(&mut self, word: &ast::Name, place: Place) -> Option<()> {
        if place != Place::Window {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NotHere,
                word.span,
                "different ones of one receipt may be the same as those of another",
                "cannot be added",
            )
            .help("declare a track, such as `track kinds = number of different categories per month`, and ask in a rule without `over` `when kinds including this purchase is at least 3`; or put it after `counting purchases when`, to ask about each purchase"),
        );
        None
    }
}

/// What a word counts, if it counts events.
pub(crate) fn counted(word: Word) -> Option<Counts> {
    match word {
        Word::Purchases => Some(Counts::Purchases),
        Word::Activities => Some(Counts::Activities),
        Word::Money | Word::Points(_) | Word::Measure(_) | Word::Items | Word::Lines => None,
    }
}

/// Whether a word counts events.
pub(crate) fn counts_events(word: &ast::Name) -> bool {
    matches!(word.node.as_str(), "purchase" | "purchases" | "activity" | "activities")
}
