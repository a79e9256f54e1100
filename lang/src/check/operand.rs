//! Numbers of a receipt: amounts of lines, tracks, balances.

use super::Checker;
use super::counted::counts_events;
use super::figure::figure_kind_of;
use super::kind::Kind;
use super::literal::Word;
use super::over::Counts;
use super::reading::{Place, Read};
use crate::ast::{
    AmountRef, FieldOwner, Name, Operand, Selection as SelectionText, SelectionPart, ThisEvent, TrackSubject,
};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::{Lost, Meaning};
use crate::programme::{
    Amount, AmountId, Basis, FieldId, FigureKind, Id, LineText, Number, SelectionId, TrackId,
};
use crate::source::Span;
use crate::time::Unit;
use crate::value::power_of_ten;

impl Checker<'_> {
    /// The number of an equal amount, which is added if there is none.
    pub(crate) fn amount(&mut self, amount: Amount) -> AmountId {
        if let Some(id) = self.amount_numbers.get(&amount) {
            return *id;
        }
        let id = self.amounts.push(amount.clone());
        self.amount_numbers.insert(amount, id);
        id
    }

    /// A number that a receipt's or a tier's condition reads.
    pub(crate) fn of_receipt(&mut self, operand: &Operand, place: Place) -> Option<Read<Number>> {
        match operand {
            Operand::Name(name) => self.named_number(name, place),
            Operand::Including(name, this, span) => self.including(name, (*this, *span), place),
            Operand::Amount(amount) => {
                self.amounts_fit(place, amount.span)?;
                let id = self.money_amount(amount)?;
                Some(measured(id, Kind::Money, amount.span))
            }
            Operand::Quantity(word, selection) => {
                let span = word.span.to(selection.span);
                self.amounts_fit(place, span)?;
                let (id, kind) = self.counted(word, Some(selection))?;
                Some(measured(id, kind, span))
            }
            Operand::NumberOf(word, None) if place == Place::Window && counts_events(word) => {
                self.events_of_window(word)
            }
            Operand::NumberOf(word, selection) => {
                self.amounts_fit(place, word.span)?;
                let (id, kind) = self.counted(word, selection.as_ref())?;
                Some(measured(id, kind, word.span))
            }
            Operand::Different(word, selection) => {
                self.amounts_fit(place, word.span)?;
                self.no_sum_of_different(word, place)?;
                let id = self.different(word, selection.as_ref())?;
                Some(measured(id, Kind::Different, word.span))
            }
            Operand::DaysSince(since) => {
                if matches!(place, Place::Tiers | Place::Window) {
                    self.not_of_one_day(since.span);
                    return None;
                }
                let missing = self.days_since(since)?;
                let number = Number::DaysSincePurchase(missing);
                Some(Read {
                    number,
                    kind: Kind::Time(Unit::Days),
                    span: since.span,
                    may_grow: false,
                    finer: 0,
                })
            }
            Operand::OfLine(name) => {
                let message = format!("`{}` belongs to a line, and this asks about the receipt", name.node);
                self.report(
                    Diagnostic::new(Code::NotHere, name.span, message, "of a line")
                        .help(format!("write `any line has {} ...`, or compare a selection", name.node)),
                );
                None
            }
            Operand::Made(expression) => {
                self.amounts_fit(place, expression.span)?;
                self.no_figure_of_sums(expression.span, place)?;
                let (id, kind) = self.figure_of_receipt(expression, expression.span, place)?;
                let finer = self.figure_decimals(id);
                let kind = match (kind, finer) {
                    (FigureKind::Plain, decimals) => Kind::Number(decimals),
                    (kind, _) => figure_kind_of(kind),
                };
                let finer = if matches!(kind, Kind::Number(_)) { 0 } else { finer };
                Some(Read { finer, ..measured(id, kind, expression.span) })
            }
            // Read before they come here.
            Operand::Field(..) | Operand::Literal(_) => None,
        }
    }

    fn not_of_one_day(&mut self, span: Span) {
        self.report(
            Diagnostic::new(
                Code::NotHere,
                span,
                "a tier looks at tracks and fields of the member",
                "of one event",
            )
            .help("compare a `track` here"),
        );
    }

    /// Amounts of lines are there in purchases only.
    fn amounts_fit(&mut self, place: Place, span: Span) -> Option<()> {
        let (message, help) = match place {
            Place::Purchase | Place::Track | Place::Line => return Some(()),
            Place::Window if self.counts == Some(Counts::Purchases) => return Some(()),
            Place::Window => ("an activity has no lines", "count `activities`"),
            Place::Activity => ("an activity has no lines", "ask for a track or a field"),
            Place::Reward => (
                "a reward looks at tracks and fields of the member, not at one receipt",
                "write `on` and the lines that the reward can pay for, or compare a `track`",
            ),
            Place::Tiers | Place::Points => (
                "a tier looks at tracks and fields of the member, not at one receipt",
                "declare a `track` of this amount, and compare that",
            ),
        };
        self.report(Diagnostic::new(Code::NotHere, span, message, "of one receipt").help(help));
        None
    }

    fn named_number(&mut self, name: &Name, place: Place) -> Option<Read<Number>> {
        if place == Place::Window && counts_events(name) {
            return self.events_of_window(name);
        }
        let meaning =
            self.names.meaning(&name.node).or_else(|| self.find_unit(&name.node).map(Meaning::Unit));
        match meaning {
            Some(Meaning::Lines(selection)) => {
                self.amounts_fit(place, name.span)?;
                let id = self.amount(Amount::Money(selection, Basis::Charged));
                Some(measured(id, Kind::Money, name.span))
            }
            Some(other @ (Meaning::Track(_) | Meaning::Unit(_))) if place == Place::Window => {
                let message = format!(
                    "`{}` is {}, and this asks about the sums of the window",
                    name.node,
                    other.word()
                );
                self.report(
                    Diagnostic::new(Code::NotHere, name.span, message, "not a sum of the window")
                        .help("put it after `counting purchases when`, to ask about each purchase"),
                );
                None
            }
            Some(Meaning::Track(track)) => self.track_number(track, false, name.span),
            Some(Meaning::Unit(unit)) => Some(Read {
                number: Number::Balance(unit),
                kind: Kind::Points(unit),
                span: name.span,
                may_grow: false,
                finer: 0,
            }),
            Some(Meaning::Broken) => None,
            Some(
                other @ (Meaning::Rule(_)
                | Meaning::Level(_)
                | Meaning::Stack(_)
                | Meaning::Tiers(_)
                | Meaning::Table(_)),
            ) => {
                let message = format!("`{}` is {}, and a number is needed here", name.node, other.word());
                let help = match other {
                    Meaning::Rule(_) | Meaning::Level(Some(_)) => {
                        format!("declare `track given = points from {} per ...`, and compare that", name.node)
                    }
                    Meaning::Tiers(_) => format!("write `{} is`, then a level", name.node),
                    Meaning::Table(_) => {
                        format!("say what counts where it has no value: `{} or 0`", name.node)
                    }
                    Meaning::Lines(_)
                    | Meaning::Track(_)
                    | Meaning::Unit(_)
                    | Meaning::Level(None)
                    | Meaning::Stack(_)
                    | Meaning::Broken => "compare a selection, a track or a unit".to_owned(),
                };
                self.report(Diagnostic::new(Code::WrongKind, name.span, message, "not a number").help(help));
                None
            }
            None => {
                if !self.names.may_be_lost(&name.node, &[Lost::Lines, Lost::Tracks, Lost::Header]) {
                    let known = self
                        .names
                        .that(|m| matches!(m, Meaning::Lines(_) | Meaning::Track(_) | Meaning::Unit(_)));
                    let otherwise =
                        format!("declare it: `lines {} = ...` or `track {} = ...`", name.node, name.node);
                    self.unknown(name, "selection, track or unit", &known, otherwise);
                }
                None
            }
        }
    }

    fn track_number(&mut self, track: TrackId, including: bool, span: Span) -> Option<Read<Number>> {
        let kind = self.track_kinds.get(track.index()).copied().flatten()?;
        Some(Read { number: Number::Track { track, including }, kind, span, may_grow: false, finer: 0 })
    }

    fn including(
        &mut self,
        name: &Name,
        (this, span): (ThisEvent, Span),
        place: Place,
    ) -> Option<Read<Number>> {
        let track = self.track_named(name)?;
        let (word, reason) = match this {
            ThisEvent::Purchase => ("purchase", not_a_purchase(place)),
            ThisEvent::Activity => ("activity", not_an_activity(place)),
        };
        let kind = self.track_kinds.get(track.index()).copied().flatten()?;
        let points =
            matches!(kind, Kind::Points(_)).then(|| format!("points of this {word} are not known yet"));
        let other = match (this, self.activities_of(track)) {
            (ThisEvent::Purchase, Some(_)) => Some("this track counts activities".to_owned()),
            (ThisEvent::Activity, None) => Some("this track counts no activities".to_owned()),
            (ThisEvent::Activity, Some(kind)) => match &self.looks_at {
                Some(own) if *own == kind => None,
                Some(own) => {
                    Some(format!("this track counts activities \"{kind}\", and the rule looks at \"{own}\""))
                }
                None => Some("a track is read as it was before the activity".to_owned()),
            },
            (ThisEvent::Purchase, None) => None,
        };
        let row = self
            .is_of_days(track)
            .then(|| format!("a row or a day goes on with the {word}, it is not added to"));
        if let Some(reason) = reason.map(str::to_owned).or(points).or(other).or(row) {
            let label = format!("`including this {word}` does not fit");
            let counts = self.activities_of(track);
            let help = match (this, place) {
                (ThisEvent::Purchase, Place::Activity) if counts.is_some() && counts == self.looks_at => {
                    format!("write `{} including this activity`", name.node)
                }
                (ThisEvent::Activity, Place::Purchase) if counts.is_none() => {
                    format!("write `{} including this purchase`", name.node)
                }
                _ => format!("write only `{}`", name.node),
            };
            self.report(Diagnostic::new(Code::NotHere, span, reason, label).help(help));
            return None;
        }
        self.track_number(track, true, span)
    }

    /// The kind of the activities that a track counts.
    fn activities_of(&self, track: TrackId) -> Option<String> {
        let kind = self.names.tracks.get(track.index()).and_then(|t| match &t.subject {
            TrackSubject::Activities(kind, _)
            | TrackSubject::InARow(_, Some(kind), _)
            | TrackSubject::DaysWith(Some(kind), _)
            | TrackSubject::Different { activity: Some(kind), .. }
            | TrackSubject::SumOf { activity: Some(kind), .. } => Some(kind),
            TrackSubject::Amount(_)
            | TrackSubject::Different { activity: None, .. }
            | TrackSubject::Operand(_)
            | TrackSubject::Purchases(_)
            | TrackSubject::SumOf { activity: None, .. }
            | TrackSubject::InARow(_, None, _)
            | TrackSubject::DaysWith(None, _)
            | TrackSubject::PointsFrom(..) => None,
        })?;
        Some(kind.node.clone())
    }

    fn is_of_days(&self, track: TrackId) -> bool {
        self.names
            .tracks
            .get(track.index())
            .is_some_and(|t| matches!(t.subject, TrackSubject::InARow(..) | TrackSubject::DaysWith(..)))
    }

    /// The declared track of that name.
    pub(crate) fn track_named(&mut self, name: &Name) -> Option<TrackId> {
        match self.names.meaning(&name.node) {
            Some(Meaning::Track(id)) => Some(id),
            Some(Meaning::Broken) => None,
            Some(other) => {
                let message = format!("`{}` is {}, and a track is needed here", name.node, other.word());
                let help = format!(
                    "declare `track {}_total = {} per calendar year`, and use that",
                    name.node, name.node
                );
                self.report(Diagnostic::new(Code::WrongKind, name.span, message, "not a track").help(help));
                None
            }
            None => {
                if !self.names.may_be_lost(&name.node, &[Lost::Tracks]) {
                    let known = self.names.that(|m| matches!(m, Meaning::Track(_)));
                    let otherwise = format!("declare it: `track {} = ... per calendar year`", name.node);
                    self.unknown(name, "track", &known, otherwise);
                }
                None
            }
        }
    }

    /// Decimals of an amount beyond the smallest part of its kind.
    pub(crate) fn figure_decimals(&self, amount: AmountId) -> u8 {
        match self.amounts.get(amount) {
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                self.figures.get(*figure).map_or(0, |f| f.decimals)
            }
            Some(
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::Different(..)
                | Amount::Events(_),
            )
            | None => 0,
        }
    }

    /// A number of an amount's smallest part, at the decimals of the amount; `None` if it is too large, and said so.
    pub(crate) fn at_decimals_of(&mut self, value: i64, amount: AmountId, span: Span) -> Option<i64> {
        let finer = power_of_ten(self.figure_decimals(amount));
        let value = i128::from(value).checked_mul(finer).and_then(|v| i64::try_from(v).ok());
        let value = value.filter(|v| v.unsigned_abs() < limits::TRACK.unsigned_abs());
        if value.is_none() {
            let message = "with the decimals of this amount the number is too large";
            self.report(
                Diagnostic::new(Code::OutOfRange, span, message, "too large").help("write a smaller number"),
            );
        }
        value
    }

    /// An amount in the unit of a step: money, a measure, items or lines.
    pub(crate) fn amount_in(&mut self, word: Word, name: &Name, of: &AmountRef) -> Option<AmountId> {
        if let Some(made) = &of.made {
            return self.made_in(word, name, of, made);
        }
        if word == Word::Money {
            return self.money_amount(of);
        }
        if matches!(word, Word::Purchases | Word::Activities) {
            return self.events_named(word, of);
        }
        let selection = self.lines_counted(of, &name.node)?;
        self.amount_of(word, selection, name).map(|(id, _)| id)
    }

    fn amount_of(&mut self, word: Word, selection: SelectionId, name: &Name) -> Option<(AmountId, Kind)> {
        let amount = match word {
            Word::Money => Amount::Money(selection, Basis::Charged),
            Word::Measure(measure) => Amount::Quantity(selection, measure),
            Word::Items => Amount::Items(selection),
            Word::Lines => Amount::Lines(selection),
            Word::Points(_) | Word::Purchases | Word::Activities => {
                let message = format!("lines are not counted in {}", name.node);
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, "not of lines")
                        .help("write a currency, a measure, `items` or `lines`"),
                );
                return None;
            }
        };
        Some((self.amount(amount), word.kind()))
    }

    /// `litres of fuel`, `number of items of eligible`.
    pub(crate) fn counted(
        &mut self,
        word: &Name,
        selection: Option<&SelectionText>,
    ) -> Option<(AmountId, Kind)> {
        let meaning = self.unit_word(word);
        let selection = match selection {
            Some(selection) => self.selection(selection),
            None => Some(self.all_lines()),
        };
        self.amount_of(meaning?, selection?, word)
    }

    /// The declared text of lines of that name.
    pub(crate) fn line_text_field(&self, word: &str) -> Option<FieldId> {
        self.text_field(FieldOwner::Line, word)
    }

    /// `number of different categories of eligible`.
    pub(crate) fn different(&mut self, word: &Name, selection: Option<&SelectionText>) -> Option<AmountId> {
        let of_lines = text_of_lines(&word.node);
        let column = of_lines.or_else(|| self.line_text_field(&word.node).map(LineText::Field));
        if column.is_none() && self.one_of_receipt(word).is_none() {
            let otherwise = format!("write one of {}", TEXTS_OF_LINES.join(", "));
            self.unknown(word, "text of a line", &TEXTS_OF_LINES, otherwise);
        }
        let selection = match selection {
            Some(selection) => self.selection(selection),
            None => Some(self.all_lines()),
        };
        Some(self.amount(Amount::Different(selection?, column?)))
    }
}

/// Texts that every line may have.
pub(crate) const TEXTS_OF_LINES: [&str; 5] = ["categories", "brands", "skus", "names", "labels"];

/// The text of lines that a word means.
pub(crate) fn text_of_lines(word: &str) -> Option<LineText> {
    match word {
        "category" | "categories" => Some(LineText::Category),
        "brand" | "brands" => Some(LineText::Brand),
        "sku" | "skus" => Some(LineText::Sku),
        "name" | "names" => Some(LineText::Name),
        "label" | "labels" => Some(LineText::Label),
        _ => None,
    }
}

fn measured(id: AmountId, kind: Kind, span: Span) -> Read<Number> {
    Read { number: Number::Amount(id), kind, span, may_grow: true, finer: 0 }
}

/// The name, if an amount is only a name.
pub(crate) fn bare_name(amount: &AmountRef) -> Option<&Name> {
    match (&amount.selection.first, amount.selection.rest.as_slice()) {
        (SelectionPart::Named(name), []) if amount.made.is_none() => Some(name),
        _ => None,
    }
}

/// Why `including this purchase` means nothing there.
fn not_a_purchase(place: Place) -> Option<&'static str> {
    match place {
        Place::Purchase | Place::Line => None,
        Place::Activity => Some("an activity is no purchase"),
        Place::Reward => Some("a reward is no purchase"),
        Place::Track => Some("a track is read as it was before the purchase"),
        Place::Window => Some("a window rule asks about the sums of its window"),
        Place::Tiers => Some("tiers are judged after the purchase, which is counted by then"),
        Place::Points => Some("expiry does not look at one purchase"),
    }
}

/// Why `including this activity` means nothing there.
fn not_an_activity(place: Place) -> Option<&'static str> {
    match place {
        Place::Activity => None,
        Place::Purchase | Place::Line => Some("a purchase is no activity"),
        Place::Reward => Some("a reward is no activity"),
        Place::Track => Some("a track is read as it was before the event"),
        Place::Window => Some("a window rule asks about the sums of its window"),
        Place::Tiers => Some("tiers are judged after the activity, which is counted by then"),
        Place::Points => Some("expiry does not look at one activity"),
    }
}
