//! Words behind an amount: which money of its lines counts, which tenders, and which lines are left out.

use super::Checker;
use super::figure::figure_kind_of;
use super::reading::Place;
use crate::ast::{AmountRef, Basis as BasisText, Name, Text};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Amount, AmountId, Basis, FigureKind, Predicate, SelectionId};
use crate::source::Span;

impl Checker<'_> {
    /// A sum of money.
    pub(crate) fn money_amount(&mut self, amount: &AmountRef) -> Option<AmountId> {
        if let Some(made) = &amount.made {
            let (id, kind) = self.made_amount(made, amount.span, Place::Purchase)?;
            if kind == FigureKind::Money {
                return Some(id);
            }
            let found = self.kind_words(figure_kind_of(kind));
            let message = format!("this is {found}, and money is needed here");
            self.report(
                Diagnostic::new(Code::UnitMismatch, amount.span, message, found)
                    .help("for plain numbers, write `points for each line of ...: ...`"),
            );
            return None;
        }
        let selection = self.lines_of_amount(amount);
        let basis = self.basis(amount);
        Some(self.amount(Amount::Money(selection?, basis?)))
    }

    /// The lines of an amount that is not money, where no other words may stand.
    pub(crate) fn lines_counted(&mut self, amount: &AmountRef, in_what: &str) -> Option<SelectionId> {
        if let Some((_, span)) = amount.basis.iter().find(|(word, _)| !matches!(word, BasisText::Less(_))) {
            let message = format!("which money counts does not matter where {in_what} is counted");
            self.report(
                Diagnostic::new(Code::NotHere, *span, message, "not money").help("leave these words out"),
            );
            return None;
        }
        self.lines_of_amount(amount)
    }

    /// Its selection without the lines that `less` names.
    fn lines_of_amount(&mut self, amount: &AmountRef) -> Option<SelectionId> {
        let selection = self.selection(&amount.selection);
        let mut without: Vec<(SelectionId, Span)> = Vec::new();
        let mut complete = true;
        for (word, span) in &amount.basis {
            let BasisText::Less(name) = word else { continue };
            match self.lines_left_out(name, &without) {
                Some(lines) => without.push((lines, *span)),
                None => complete = false,
            }
        }
        let selection = selection.filter(|_| complete)?;
        if without.is_empty() {
            return Some(selection);
        }
        let mut parts = vec![Predicate::In(selection)];
        parts.extend(without.iter().map(|(lines, _)| Predicate::Not(Box::new(Predicate::In(*lines)))));
        Some(self.unnamed(Predicate::All(parts)))
    }

    fn lines_left_out(&mut self, name: &Name, before: &[(SelectionId, Span)]) -> Option<SelectionId> {
        let lines = self.lines_named(name)?;
        if let Some((_, first)) = before.iter().find(|(other, _)| *other == lines) {
            self.repeated(&format!("`less {}`", name.node), name.span, *first);
            return None;
        }
        Some(lines)
    }

    fn basis(&mut self, amount: &AmountRef) -> Option<Basis> {
        let mut said: Option<(Basis, Span)> = None;
        for (word, span) in &amount.basis {
            let basis = match word {
                BasisText::Less(_) => continue,
                BasisText::BeforeDiscounts => Basis::BeforeDiscounts,
                BasisText::WithoutTax => Basis::WithoutTax,
                BasisText::PaidBy(kinds) => Basis::PaidBy(self.tenders_asked(kinds, *span)?),
                BasisText::LessPaidBy(kinds) => Basis::LessPaidBy(self.tenders_asked(kinds, *span)?),
            };
            if let Some((_, first)) = said {
                self.repeated("which money counts", *span, first);
                return None;
            }
            said = Some((basis, *span));
        }
        Some(said.map_or(Basis::Charged, |(basis, _)| basis))
    }

    /// The number of an equal list of kinds of tenders, which is added if there is none.
    fn tenders_asked(&mut self, kinds: &[Text], span: Span) -> Option<crate::programme::TendersId> {
        let values = self.text_values(kinds, span)?;
        Some(self.tender_kinds.intern(values))
    }
}
