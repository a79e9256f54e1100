//! `track`: what is summed or counted, over which purchases and which window.

use super::Checker;
use super::operand::bare_name;
use super::reading::Place;
use crate::ast::{Name, Operand, Track as TrackText, TrackSubject as SubjectText, WindowText};
use crate::diag::{Code, Diagnostic};
use crate::names::Meaning;
use crate::programme::{Id, RuleId, Track, TrackId, TrackSubject, Trigger};
use crate::source::{Span, Spanned};
use crate::time::{Own, Window};

impl Checker<'_> {
    /// Checks all `track` items.
    pub(crate) fn written_tracks(&mut self) {
        let names = self.names;
        for track in &names.tracks {
            self.tracks.push(Track { name: track.name.node.clone(), written: true, ..Track::default() });
        }
        // Windows first: conditions and tiers may read any track.
        for (index, track) in names.tracks.iter().enumerate() {
            let window = self.track_window(track);
            let subject = self.subject(track);
            let conditions: Vec<&crate::ast::Condition> = track.when.iter().collect();
            let conjuncts = self.conjuncts(&conditions, place(&track.subject));
            if let Some(conjuncts) = &conjuncts {
                let parts: Vec<_> = conjuncts.iter().map(|c| (c.condition.clone(), c.span)).collect();
                self.contradicting_conditions(&parts);
            }
            let slot = self.tracks.get_mut(TrackId::from_index(index));
            if let (Some(slot), Some(window), Some(subject), Some(conditions)) =
                (slot, window, subject, conjuncts)
            {
                slot.window = window;
                slot.subject = subject;
                slot.conditions = conditions;
            }
        }
    }

    fn track_window(&mut self, track: &TrackText) -> Option<Window> {
        if let SubjectText::InARow(period, _, span) = &track.subject {
            if let Some(window) = &track.window {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        window.span,
                        "a row goes on until a whole period passes without a purchase",
                        "has no window",
                    )
                    .help("leave the window out"),
                );
                return None;
            }
            return self.window(*period, *span);
        }
        let Some(Spanned { node, span }) = &track.window else {
            let message = format!("it is not said over which time `{}` counts", track.name.node);
            self.report(
                Diagnostic::new(Code::Incomplete, track.name.span, message, "without a window")
                    .help("add `per calendar year`, `rolling 30 days` or `for ever`"),
            );
            return None;
        };
        match node {
            WindowText::Plain(Window::Ever) if matches!(track.subject, SubjectText::DaysWith(..)) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "days are kept one by one, and there would be ever more of them",
                        "without an end",
                    )
                    .help("write `per calendar year` or `rolling 12 months`"),
                );
                None
            }
            WindowText::Plain(Window::OwnYear(Own::Tier(_))) => {
                self.since_tier(Some(&track.name.node), *span)
            }
            WindowText::Plain(window) => self.window(*window, *span),
            WindowText::Receipt | WindowText::TheseDates => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "a track remembers more than one purchase",
                        "only for limits",
                    )
                    .help("write `per calendar year`, `rolling 30 days` or `for ever`"),
                );
                None
            }
        }
    }

    fn subject(&mut self, track: &TrackText) -> Option<TrackSubject> {
        match &track.subject {
            SubjectText::Amount(amount) => {
                if let Some(name) = bare_name(amount) {
                    let unit = match self.names.meaning(&name.node) {
                        Some(Meaning::Unit(unit)) => Some(unit),
                        None => self.find_unit(&name.node),
                        Some(
                            Meaning::Lines(_)
                            | Meaning::Track(_)
                            | Meaning::Rule(_)
                            | Meaning::Level(_)
                            | Meaning::Stack(_)
                            | Meaning::Tiers(_)
                            | Meaning::Table(_)
                            | Meaning::Broken,
                        ) => None,
                    };
                    if let Some(unit) = unit {
                        return self.no_basis(amount).map(|()| TrackSubject::Points(unit));
                    }
                    self.not_points_of_a_rule(name)?;
                }
                self.whole_money(amount).map(TrackSubject::Amount)
            }
            SubjectText::Operand(operand) => self.operand_subject(operand),
            SubjectText::Different { word, lines, activity, .. } => {
                self.different_texts(word, lines.as_ref(), activity.as_ref())
            }
            SubjectText::Purchases(_) => Some(TrackSubject::Purchases),
            SubjectText::Activities(kind, _) => Some(TrackSubject::Activities(kind.node.clone())),
            SubjectText::InARow(_, kind, _) => Some(TrackSubject::InARow(trigger(kind.as_ref()))),
            SubjectText::DaysWith(kind, _) => Some(TrackSubject::Days(trigger(kind.as_ref()))),
            SubjectText::SumOf { field, missing, activity, .. } => {
                self.sum_of(field, missing.as_ref(), activity.as_ref())
            }
            SubjectText::PointsFrom(unit, rules, _) => self.points_from(unit, rules, track.when.as_ref()),
        }
    }

    /// A sum of money without decimals beyond the currency's: that is what a track adds up.
    fn whole_money(&mut self, amount: &crate::ast::AmountRef) -> Option<crate::programme::AmountId> {
        let id = self.money_amount(amount)?;
        if self.figure_decimals(id) == 0 {
            return Some(id);
        }
        let message = "this amount has more decimals than the currency, and a track adds up whole ones";
        self.report(
            Diagnostic::new(Code::TooManyDecimals, amount.span, message, "too many decimals")
                .help("multiply by whole numbers only, or where the track is read"),
        );
        None
    }

    fn no_basis(&mut self, amount: &crate::ast::AmountRef) -> Option<()> {
        let Some((_, span)) = amount.basis.first() else { return Some(()) };
        self.report(
            Diagnostic::new(Code::NotHere, *span, "points are not money", "only for money")
                .help("leave these words out"),
        );
        None
    }

    /// `track x = base`: what a rule gave is written `points from base`.
    fn not_points_of_a_rule(&mut self, name: &Name) -> Option<()> {
        let Some(meaning @ (Meaning::Rule(_) | Meaning::Level(_))) = self.names.meaning(&name.node) else {
            return Some(());
        };
        let message = format!("`{}` is {}, and lines or a unit are needed here", name.node, meaning.word());
        self.report(
            Diagnostic::new(Code::WrongKind, name.span, message, "not lines")
                .help(format!("write `points from {}`", name.node)),
        );
        None
    }

    fn operand_subject(&mut self, operand: &Operand) -> Option<TrackSubject> {
        let amount = match operand {
            Operand::Quantity(word, selection) => self.counted(word, Some(selection))?.0,
            Operand::NumberOf(word, None) if word.node == "purchases" => {
                return Some(TrackSubject::Purchases);
            }
            Operand::NumberOf(word, selection) => self.counted(word, selection.as_ref())?.0,
            Operand::Amount(amount) => self.money_amount(amount)?,
            // Read as an amount before it comes here.
            Operand::Made(_) => return None,
            Operand::Name(name)
            | Operand::Including(name, ..)
            | Operand::Field(name, _)
            | Operand::OfLine(name) => {
                let message = format!("a track cannot count `{}`", name.node);
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, "not of the lines of a purchase")
                        .help(
                            "write a selection, `purchases`, `number of items of ...` or `points from ...`",
                        ),
                );
                return None;
            }
            // A subject cannot be written so, or is read before.
            Operand::DaysSince(_) | Operand::Different(..) => return None,
            Operand::Literal(literal) => {
                let span = super::literal::literal_span(literal);
                self.report(
                    Diagnostic::new(
                        Code::WrongKind,
                        span,
                        "a track counts purchases, not a written value",
                        "a written value",
                    )
                    .help("write a selection, `purchases` or `points from ...`"),
                );
                return None;
            }
        };
        Some(TrackSubject::Amount(amount))
    }

    /// What a rule gave for a window belongs to no event of which a condition could hold.
    fn no_condition_on_sums(&mut self, rule: RuleId, name: &Name, when: Span) -> Option<()> {
        if !self.is_window_rule(rule) {
            return Some(());
        }
        let message = format!(
            "`{}` gives for a whole window, which is no event that `when` could ask about",
            name.node
        );
        self.report(
            Diagnostic::new(Code::NotHere, when, message, "of one event")
                .also(name.span, "gives for a window")
                .help("leave `when` out, or name rules without `over`"),
        );
        None
    }

    fn points_from(
        &mut self,
        unit: &Name,
        rules: &[Name],
        when: Option<&crate::ast::Condition>,
    ) -> Option<TrackSubject> {
        let unit_id = self.points_here(unit);
        let found: Vec<Option<(RuleId, &Name)>> =
            rules.iter().map(|n| self.rule_named(n).map(|id| (id, n))).collect();
        let unit_id = unit_id?;
        let mut ids = Vec::new();
        for (id, name) in found.into_iter().collect::<Option<Vec<_>>>()? {
            if ids.contains(&id) {
                let first = rules.iter().find(|n| n.node == name.node).map_or(name.span, |n| n.span);
                self.repeated(&format!("`{}`", name.node), name.span, first);
                return None;
            }
            if let Some(when) = when {
                self.no_condition_on_sums(id, name, when.span())?;
            }
            let given = self.rule_units.get(id.index()).copied().flatten()?;
            if given != unit_id {
                let (wrong, right) = (self.unit_name(given), self.unit_name(unit_id));
                let message = format!("`{}` gives {wrong}, not {right}", name.node);
                self.report(
                    Diagnostic::new(Code::UnitMismatch, name.span, message, format!("gives {wrong}"))
                        .help(format!("name rules that give {right}, or write `{wrong} from {}`", name.node)),
                );
                return None;
            }
            ids.extend(self.versions(id));
        }
        Some(TrackSubject::PointsFrom(ids))
    }
}

/// What the conditions of a track can ask.
fn place(subject: &SubjectText) -> Place {
    match subject {
        SubjectText::Activities(..)
        | SubjectText::InARow(_, Some(_), _)
        | SubjectText::DaysWith(Some(_), _)
        | SubjectText::Different { activity: Some(_), .. }
        | SubjectText::SumOf { activity: Some(_), .. } => Place::Activity,
        SubjectText::Amount(_)
        | SubjectText::Different { activity: None, .. }
        | SubjectText::Operand(_)
        | SubjectText::Purchases(_)
        | SubjectText::SumOf { activity: None, .. }
        | SubjectText::InARow(_, None, _)
        | SubjectText::DaysWith(None, _)
        | SubjectText::PointsFrom(..) => Place::Track,
    }
}

/// The events that are counted.
fn trigger(kind: Option<&crate::ast::Text>) -> Trigger {
    kind.map_or(Trigger::Purchase, |kind| Trigger::Activity(kind.node.clone()))
}
