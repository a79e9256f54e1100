//! `at most ...` of rules and stacks, with the track that each windowed limit implies.

use super::Checker;
use super::kind::Kind;
use super::reading::Place;
use super::window::{scope_words, words};
use crate::ast::{LimitClause, LimitRate, LimitSize, Name, WindowText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Limit, LimitId, LimitOwner, LimitWindow, Most, Rate, Scope, Track, TrackSubject, UnitId,
};
use crate::source::Span;
use crate::time::{Day, Window};
use crate::value::Misfit;

/// First and last day of a rule; the outer nothing if they are wrong.
pub(crate) type Dates = Option<(Option<Day>, Option<Day>)>;

impl Checker<'_> {
    /// All limits of a rule or a stack. A stack has no dates.
    pub(crate) fn limits(
        &mut self,
        owner: LimitOwner,
        name: &str,
        clauses: &[&LimitClause],
        unit: Option<UnitId>,
        (dates, place): (Dates, Place),
    ) -> Option<Vec<LimitId>> {
        let mut ids = Vec::new();
        let mut complete = true;
        let mut seen: Vec<(Most, (Option<Window>, Scope), Span)> = Vec::new();
        for clause in clauses {
            let most = self.most(&clause.size, unit, place);
            let window = self.limit_window(owner, clause, dates);
            let scope = window.and_then(|w| {
                let scope = self.scope(clause.scope.as_ref(), w.is_some())?;
                self.year_of_one(w, scope, clause.span)?;
                Some(scope)
            });
            let (Some(most), Some(window), Some(scope)) = (most, window, scope) else {
                complete = false;
                continue;
            };
            let times = matches!(most, Most::Times(_));
            if let Some((_, _, first)) =
                seen.iter().find(|(m, w, _)| m.is_like(most) && *w == (window, scope))
            {
                self.repeated("this limit", clause.span, *first);
                complete = false;
                continue;
            }
            seen.push((most, (window, scope), clause.span));
            let window = match window {
                None => LimitWindow::Receipt,
                Some(window) => {
                    LimitWindow::Window(window, self.implied_track(owner, name, times, (window, scope)))
                }
            };
            ids.push(self.limits.push(Limit {
                owner,
                most,
                window,
                scope,
                whole: clause.whole.is_some(),
                span: clause.span,
            }));
        }
        complete.then_some(ids)
    }

    fn limit_unit(&mut self, word: &Name, unit: Option<UnitId>) -> Option<UnitId> {
        let given = self.points_here(word)?;
        let unit = unit?;
        if given != unit {
            let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
            let message = format!("it gives {right}, and the limit is in {wrong}");
            self.report(
                Diagnostic::new(Code::UnitMismatch, word.span, message, format!("{wrong}, not {right}"))
                    .help(format!("write the limit in {right}")),
            );
            return None;
        }
        Some(unit)
    }

    /// `at most 10 points per 1.00 CHF of eligible`.
    fn limit_rate(&mut self, rate: &LimitRate, unit: Option<UnitId>, place: Place) -> Option<Most> {
        let span = rate.points.span.to(rate.of.span);
        if place == Place::Activity {
            self.report(
                Diagnostic::new(Code::NotHere, span, "an activity has no lines to count", "needs lines")
                    .help("write a number of points, such as `at most 50 points per month`"),
            );
            return None;
        }
        let unit = self.limit_unit(&rate.unit, unit)?;
        let per = self.step_per(&rate.per, &rate.of)?;
        match self.rate(&rate.points, unit, per, span, false)? {
            Rate::Flat(_) => None,
            Rate::Proportional(amount, ratio) => Some(Most::PerPart(amount, ratio)),
            Rate::Steps(amount, step, ratio) => Some(Most::PerStep(amount, step, ratio)),
        }
    }

    pub(super) fn most(&mut self, size: &LimitSize, unit: Option<UnitId>, place: Place) -> Option<Most> {
        match size {
            LimitSize::Points(number, word) | LimitSize::Pieces(number, word) => {
                let unit = self.limit_unit(word, unit)?;
                let value = self.number_of(number, Kind::Points(unit))?;
                if value <= 0 {
                    self.limit_of_nothing(number.span);
                    return None;
                }
                Some(Most::Points(value))
            }
            LimitSize::Rate(rate) => self.limit_rate(rate, unit, place),
            LimitSize::Times(number, _) => {
                let decimal = self.decimal(number)?;
                let times = match decimal.smallest(0) {
                    Ok(times) => times,
                    Err(Misfit::TooManyDecimals | Misfit::TooLarge | Misfit::NotANumber) => {
                        self.report(
                            Diagnostic::new(
                                Code::TooManyDecimals,
                                number.span,
                                "times are counted whole",
                                "not a whole number",
                            )
                            .help("write a whole number"),
                        );
                        return None;
                    }
                };
                if times <= 0 {
                    self.limit_of_nothing(number.span);
                    return None;
                }
                self.number_of(number, Kind::Purchases).map(Most::Times)
            }
        }
    }

    fn limit_of_nothing(&mut self, span: Span) {
        self.report(
            Diagnostic::new(Code::NeverHolds, span, "a limit of 0 lets nothing through", "nothing is left")
                .help("write a number above 0, or leave the rule out"),
        );
    }

    /// The window of a limit; nothing inside for the receipt.
    fn limit_window(
        &mut self,
        owner: LimitOwner,
        clause: &LimitClause,
        dates: Dates,
    ) -> Option<Option<Window>> {
        let times = matches!(clause.size, LimitSize::Times(..));
        match clause.window.as_ref().map(|w| (w.node, w.span)) {
            None | Some((WindowText::Receipt, _)) => {
                if times {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            clause.span,
                            "a rule gives once in a receipt anyway",
                            "times need a window",
                        )
                        .help("add `per calendar month`, `rolling 7 days` or `for ever`"),
                    );
                    return None;
                }
                Some(None)
            }
            Some((WindowText::Plain(window), span)) => self.window(window, span).map(Some),
            Some((WindowText::TheseDates, span)) => {
                let help = match owner {
                    LimitOwner::Stack(_) => {
                        self.report(
                            Diagnostic::new(Code::NotHere, span, "a stack has no dates", "which dates?")
                                .help("write a window such as `per calendar month`, or put the limit into the rules"),
                        );
                        return None;
                    }
                    LimitOwner::Rule(_) | LimitOwner::Reward(_) | LimitOwner::Gift(_) => {
                        "write `from` and `to` with dates behind the rule's name"
                    }
                };
                match dates? {
                    (Some(from), Some(to)) => Some(Some(Window::Dates(from, to))),
                    (_, None) | (None, _) => {
                        self.report(
                            Diagnostic::new(
                                Code::NotHere,
                                span,
                                "the rule does not have both a first and a last day",
                                "which dates?",
                            )
                            .help(help),
                        );
                        None
                    }
                }
            }
        }
    }

    fn implied_track(
        &mut self,
        owner: LimitOwner,
        name: &str,
        times: bool,
        (window, scope): (Window, Scope),
    ) -> crate::programme::TrackId {
        let versioned = matches!(owner, LimitOwner::Rule(rule) if self.versions(rule).len() > 1);
        let (word, subject) =
            if times { ("times", TrackSubject::Times(owner)) } else { ("given", TrackSubject::Given(owner)) };
        // Versions of one name use up one limit.
        let same = |t: &Track| !t.written && t.subject == subject && t.window == window && t.scope == scope;
        if versioned && let Some((known, _)) = self.tracks.iter().find(|(_, t)| same(t)) {
            return known;
        }
        self.tracks.push(Track {
            name: format!("{name} {word} {}{}", words(window), scope_words(scope)),
            written: false,
            scope,
            subject,
            window,
            ..Track::default()
        })
    }
}
