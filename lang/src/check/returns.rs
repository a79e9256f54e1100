//! `returns`: where points of returned goods are taken, and what else a return undoes.

use super::Checker;
use crate::ast::ReturnsPiece;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Because, Price, Reward, Shortfall, Source, SpentPoints};
use crate::source::{Span, Spanned};

impl Checker<'_> {
    /// Checks the item.
    pub(crate) fn check_returns(&mut self) {
        let names = self.names;
        let Some((returns, others)) = names.returns.split_first() else { return };
        for other in others {
            self.repeated("the `returns` item", other.span, returns.span);
        }
        // Without a header nothing is known of the memory.
        if self.remember.is_none() && !names.headers.is_empty() {
            let message = "nothing is remembered, so nothing can come back";
            self.report(
                Diagnostic::new(Code::NotHere, returns.span, message, "`remember nothing` stands above")
                    .help("write `remember 90 days` in the programme, or leave `returns` out"),
            );
        }
        let (mut take, mut then, mut kept, mut back) = (None, None, None, None);
        for piece in &returns.pieces {
            let (what, first, span) = match piece {
                ReturnsPiece::Take(_, span) => ("where points are taken", &mut take, *span),
                ReturnsPiece::Then(_, span) => ("what becomes of missing points", &mut then, *span),
                ReturnsPiece::TiersKept(span) => ("`tiers are kept`", &mut kept, *span),
                ReturnsPiece::SpentBackFor(_, span) | ReturnsPiece::SpentAsCash(span) => {
                    ("how spent points come back", &mut back, *span)
                }
            };
            match *first {
                Some(first) => self.repeated(what, span, first),
                None => {
                    *first = Some(span);
                    self.returns_piece(piece);
                }
            }
        }
        self.owed_all_the_same(take);
    }

    /// What is owed is taken from available points at once: to leave them out then changes nothing.
    fn owed_all_the_same(&mut self, take: Option<Span>) {
        let Some(take) = take else { return };
        let returns = &self.returns;
        if returns.take.contains(&Source::Points) || returns.then != Shortfall::Owe {
            return;
        }
        let message = "points that are owed are taken from available ones at once, so leaving `points` out changes nothing";
        self.report(
            Diagnostic::new(Code::NeverHolds, take, message, "without `points`, and owed")
                .help("write `then forgive` or `then cut the refund`, or add `points`"),
        );
    }

    fn returns_piece(&mut self, piece: &ReturnsPiece) {
        match piece {
            ReturnsPiece::Take(sources, _) => self.take(sources),
            ReturnsPiece::Then(then, span) => self.missing_points(*then, *span),
            ReturnsPiece::TiersKept(_) => self.returns.tiers_kept = true,
            ReturnsPiece::SpentBackFor(days, _) => {
                self.returns.spent = self.days_back(days).map_or(SpentPoints::OldDates, SpentPoints::AtLeast);
            }
            ReturnsPiece::SpentAsCash(_) => self.returns.spent = SpentPoints::Cash,
        }
    }

    fn take(&mut self, sources: &[Spanned<Source>]) {
        self.returns.take.clear();
        self.returns.take_because = Because::Written;
        for (at, source) in sources.iter().enumerate() {
            self.no_vouchers_to_take(source);
            let earlier = sources.iter().take(at).find(|s| s.node == source.node);
            match earlier {
                Some(first) => self.repeated("this source", source.span, first.span),
                None => self.returns.take.push(source.node),
            }
        }
    }

    /// Vouchers can be taken where some cost points, whether members ask for them or they are issued by themselves.
    fn no_vouchers_to_take(&mut self, source: &Spanned<Source>) {
        let is_bought = |r: &Reward| r.voucher && r.unit() != Price::NO_UNIT;
        // Rewards that were wrong have had their message.
        if source.node != Source::Vouchers
            || !self.diagnostics.is_empty()
            || self.rewards.iter().flatten().any(is_bought)
        {
            return;
        }
        let message = "no voucher costs points, so none can be taken";
        self.report(Diagnostic::new(Code::NeverHolds, source.span, message, "which vouchers?").help(
            "write a reward such as `costs 500 points gives a voucher of 5.00 CHF`, or leave `vouchers` out",
        ));
    }

    fn missing_points(&mut self, then: Shortfall, span: Span) {
        self.returns.then = then;
        self.returns.then_because = Because::Written;
        // Units that were wrong have had their message.
        let worthless = !self.units.is_empty() && self.units.iter().all(|(_, unit)| unit.worth.is_none());
        if then == Shortfall::CutRefund && worthless && self.diagnostics.is_empty() {
            let message = "no unit says what its points are worth, so no refund can be cut";
            self.report(
                Diagnostic::new(Code::Incomplete, span, message, "by how much?")
                    .help("say it, such as `unit points { worth 0.01 CHF }`, or write `then owe`"),
            );
        }
    }

    fn days_back(&mut self, days: &Spanned<u16>) -> Option<u16> {
        if days.node == 0 {
            let message = "points that come back for 0 days do not come back";
            self.report(
                Diagnostic::new(Code::NeverHolds, days.span, message, "no time at all")
                    .help("write how many days they live at least, such as 30"),
            );
            return None;
        }
        Some(days.node)
    }
}
