//! `household` in the programme, and limits that members use up together.

use super::Checker;
use crate::ast::{Name, Setting};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Household, Scope, Spends, UnitId};
use crate::source::{Span, Spanned};
use crate::time::Window;

impl Checker<'_> {
    /// What households share, once the units are known.
    pub(crate) fn check_household(&mut self) {
        let names = self.names;
        let settings = names.headers.first().map(|h| h.settings.as_slice()).unwrap_or_default();
        let said = settings.iter().find_map(|setting| match setting {
            Setting::Household { shares, spends, span } => Some((shares, spends, *span)),
            Setting::Currency(_)
            | Setting::Timezone(_)
            | Setting::Unit { .. }
            | Setting::Measure(..)
            | Setting::Remember(..)
            | Setting::WeekStart(..)
            | Setting::LeapDay(..)
            | Setting::GuestsPass(_)
            | Setting::KnownMembersOnly(_)
            | Setting::LeaversKeep(..)
            | Setting::ReceiptsUpTo(..) => None,
        });
        let Some((shares, spends, span)) = said else { return };
        self.household = Some(Household::default());
        let mut units: Vec<(UnitId, Span)> = Vec::new();
        for name in shares {
            let Some(unit) = self.shared_unit(name) else { continue };
            if let Some((_, first)) = units.iter().find(|(known, _)| *known == unit) {
                self.repeated("this unit", name.span, *first);
                continue;
            }
            units.push((unit, name.span));
        }
        if let [(_, first), (_, second), ..] = spends.as_slice() {
            self.repeated("whose points are spent", *second, *first);
            return;
        }
        let spends = self.spends(shares, spends.first().copied(), span);
        units.sort_unstable_by_key(|(unit, _)| *unit);
        let shares = units.into_iter().map(|(unit, _)| unit).collect();
        self.household = Some(Household { shares, spends: spends.unwrap_or_default() });
    }

    /// Shared points are spent in a way that is said.
    fn spends(&mut self, shares: &[Name], said: Option<(Spends, Span)>, span: Span) -> Option<Spends> {
        match (shares.first(), said) {
            (Some(_), Some((spends, _))) => Some(spends),
            (None, None) => None,
            (Some(first), None) => {
                let message = "it is not said whose points are spent";
                self.report(
                    Diagnostic::new(Code::Incomplete, first.span, message, "whose first?")
                        .help("add `spends in proportion` or `spends own first`"),
                );
                None
            }
            (None, Some((_, spends))) => {
                let message = "the household shares no points that could be spent";
                self.report(
                    Diagnostic::new(Code::Incomplete, spends, message, "of what?")
                        .also(span, "the household")
                        .help("add `shares points`, or leave this out"),
                );
                None
            }
        }
    }

    fn shared_unit(&mut self, name: &Name) -> Option<UnitId> {
        let id = self.points_here(name)?;
        let unit = self.units.get(id)?;
        let (message, label) = if unit.status_only {
            ("these points cannot be spent, so there is nothing to share", "status only")
        } else if unit.buckets.is_some() {
            ("points of different stretches are never put together, not even in a household", "has buckets")
        } else {
            return Some(id);
        };
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, label)
                .help("leave it out, or share another unit"),
        );
        None
    }

    /// Who uses up a limit together. `window` is the limit's, if it has one beyond the receipt.
    pub(crate) fn scope(&mut self, scope: Option<&Spanned<Scope>>, has_window: bool) -> Option<Scope> {
        let Some(scope) = scope else { return Some(Scope::Member) };
        if !has_window {
            self.report(
                Diagnostic::new(
                    Code::Incomplete,
                    scope.span,
                    "it is not said over what time they use it up together",
                    "in which time?",
                )
                .help("put a window before it, such as `per calendar month` or `for ever`"),
            );
            return None;
        }
        if scope.node == Scope::Household {
            self.has_households(scope.span)?;
        }
        Some(scope.node)
    }

    /// Nobody shares a year of a member's own.
    pub(crate) fn year_of_one(&mut self, window: Option<Window>, scope: Scope, span: Span) -> Option<()> {
        if scope == Scope::Member || !matches!(window, Some(Window::OwnYear(_))) {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NotHere,
                span,
                "every member has a year of their own, and this limit is used up together",
                "whose year?",
            )
            .help("write `per calendar year`, or leave out who uses it up together"),
        );
        None
    }

    /// Only a programme with households has members in them.
    pub(crate) fn has_households(&mut self, span: Span) -> Option<()> {
        if self.household.is_some() {
            return Some(());
        }
        self.report(
            Diagnostic::new(Code::NotHere, span, "the programme has no households", "in which household?")
                .help("add `household { }` to the programme"),
        );
        None
    }
}
