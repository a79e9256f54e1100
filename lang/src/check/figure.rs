//! Numbers made of others: `the larger of 500 and line.miles, times 150%`. What is written first is done first.

use super::Checker;
use super::figure_bound::Bound;
use super::kind::Kind;
use super::literal::{Word, literal_span};
use super::missing::Present;
use super::reading::Place;
use crate::ast::{
    AmountRef, Expression, FieldOwner, Further, Literal, Made, Name, Number as Digits, Operand, Term,
};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{
    Amount, AmountId, FieldKind, FieldValue, Figure, FigureId, FigureKind, FigureNumber, Formula, Id,
    LineNumber, Number, Predicate, SelectionId,
};
use crate::source::Span;
use crate::value::{power_of_ten, show};

/// Most decimals of a figure beyond the smallest part of its kind.
const DECIMALS: u8 = 9;
/// No number on the way may be larger.
const WIDEST: i128 = 1 << 120;

/// Of what a number is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Of each line.
    Line,
    /// Of the whole receipt, at this place.
    Receipt(Place),
}

/// A part of a figure.
pub(crate) struct Piece {
    pub(crate) formula: Formula,
    pub(crate) kind: FigureKind,
    pub(crate) bound: Bound,
    pub(crate) span: Span,
    /// The lines that its amounts are of.
    pub(crate) lines: Vec<SelectionId>,
}

impl Piece {
    pub(crate) fn number(
        number: FigureNumber,
        decimals: u8,
        kind: FigureKind,
        bound: Bound,
        span: Span,
    ) -> Piece {
        Piece { formula: Formula::Number(number, decimals), kind, bound, span, lines: Vec::new() }
    }

    fn zero(kind: FigureKind, span: Span) -> Piece {
        Piece::number(FigureNumber::Constant(0), 0, kind, Bound::at_most(0), span)
    }

    fn is_zero(&self) -> bool {
        matches!(self.formula, Formula::Number(FigureNumber::Constant(0), _))
    }

    /// Its bound at so many decimals, which are not fewer than its own.
    fn bound_at(&self, decimals: u8) -> Bound {
        self.bound.scaled(power_of_ten(decimals.saturating_sub(self.formula.decimals())))
    }
}

impl Checker<'_> {
    /// An amount that is made of others, and what it is a number of.
    pub(crate) fn made_amount(
        &mut self,
        made: &Made,
        span: Span,
        place: Place,
    ) -> Option<(AmountId, FigureKind)> {
        match made {
            Made::OfReceipt(expression) => self.figure_of_receipt(expression, span, place),
            Made::EachLine(lines, expression) => {
                let lines = match lines {
                    Some(lines) => self.selection(lines),
                    None => Some(self.all_lines()),
                };
                let piece = self.expression(expression, Of::Line)?;
                let most = piece.bound.of_lines(self.receipt_ceiling);
                let one = piece.bound.of_one(self.receipt_ceiling);
                let figure = self.figure(piece, (one, most), span)?;
                Some((self.amount(Amount::EachLine(lines?, figure.0)), figure.1))
            }
        }
    }

    /// A figure of the whole receipt.
    pub(crate) fn figure_of_receipt(
        &mut self,
        expression: &Expression,
        span: Span,
        place: Place,
    ) -> Option<(AmountId, FigureKind)> {
        let piece = self.expression(expression, Of::Receipt(place))?;
        let lines = self.lines_of(&piece.lines);
        let most = piece.bound.rest;
        let (figure, kind) = self.figure(piece, (most, most), span)?;
        Some((self.amount(Amount::Made(lines, figure)), kind))
    }

    /// The lines of any of these selections.
    fn lines_of(&mut self, selections: &[SelectionId]) -> SelectionId {
        match selections {
            [one] => *one,
            several => self.unnamed(Predicate::Any(several.iter().map(|s| Predicate::In(*s)).collect())),
        }
    }

    fn figure(
        &mut self,
        piece: Piece,
        (one, most): (i128, i128),
        span: Span,
    ) -> Option<(FigureId, FigureKind)> {
        let decimals = piece.formula.decimals();
        let fits = |n: i128| i64::try_from(n).ok().filter(|n| *n < limits::TRACK);
        let Some((most_of_one, most)) = fits(one).zip(fits(most)) else {
            let message = "this could become too large on one receipt";
            self.report(
                Diagnostic::new(Code::OutOfRange, span, message, "too large, or with too many decimals")
                    .help(
                        "declare its fields with a range (`number from 0 to 20000`), or write fewer decimals",
                    ),
            );
            return None;
        };
        let (kind, formula) = (piece.kind, piece.formula);
        let figure = Figure { formula, kind, decimals, most_of_one, most };
        Some((self.figure_number(figure), kind))
    }

    /// The number of an equal figure, which is added if there is none.
    pub(crate) fn figure_number(&mut self, figure: Figure) -> FigureId {
        if let Some(id) = self.figure_numbers.get(&figure) {
            return *id;
        }
        let id = self.figures.push(figure.clone());
        self.figure_numbers.insert(figure, id);
        id
    }

    /// The amount that is asked for in a unit; what it counts must be that.
    pub(crate) fn made_in(
        &mut self,
        word: Word,
        name: &Name,
        of: &AmountRef,
        made: &Made,
    ) -> Option<AmountId> {
        let (id, kind) = self.made_amount(made, of.span, Place::Purchase)?;
        let found = figure_kind_of(kind);
        if found == word.kind() {
            return Some(id);
        }
        let (is, needed) = (self.kind_words(found), name.node.clone());
        let message = format!("this is {is}, and {needed} is needed here");
        let help = match kind {
            FigureKind::Plain => "for plain numbers, write `points for each line of ...: ...`".to_owned(),
            FigureKind::Money | FigureKind::Quantity(_) | FigureKind::Items => {
                format!("write the step in {is}")
            }
        };
        self.report(Diagnostic::new(Code::UnitMismatch, of.span, message, is).help(help));
        None
    }

    pub(crate) fn expression(&mut self, expression: &Expression, of: Of) -> Option<Piece> {
        let mut so_far = self.term(&expression.first, of);
        for (further, term) in &expression.steps {
            let next = self.term(term, of);
            so_far = match (so_far, next) {
                (Some(a), Some(b)) => self.further(*further, a, b),
                _ => None,
            };
        }
        so_far
    }

    fn further(&mut self, further: Further, a: Piece, b: Piece) -> Option<Piece> {
        match further {
            Further::Plus => self.joined(a, b, Formula::Plus, Bound::and),
            Further::Less => self.joined(a, b, Formula::Less, Bound::and),
            Further::Times => self.multiplied(a, b),
        }
    }

    fn term(&mut self, term: &Term, of: Of) -> Option<Piece> {
        match term {
            Term::Operand(operand, span) => self.operand_piece(operand, *span, of),
            Term::Percent(number) => self.plain(number, 2),
            Term::Table(name, missing, span) => self.table_piece(name, missing, *span, of),
            Term::Group(inner) => self.expression(inner, of),
            Term::Larger(a, b, _) => {
                let (a, b) = self.two(a, b, of)?;
                self.joined(a, b, Formula::Larger, Bound::or)
            }
            Term::Smaller(a, b, _) => {
                let (a, b) = self.two(a, b, of)?;
                self.joined(a, b, Formula::Smaller, Bound::or)
            }
            Term::Above(a, b, span) => {
                let (a, b) = self.two(a, b, of)?;
                let over = self.joined(a, b, Formula::Less, Bound::and)?;
                let nothing = Piece::zero(over.kind, *span);
                self.joined(over, nothing, Formula::Larger, Bound::or)
            }
            Term::Below(a, b, _) => {
                let (a, b) = self.two(a, b, of)?;
                self.joined(a, b, Formula::Smaller, Bound::or)
            }
        }
    }

    fn two(&mut self, a: &Term, b: &Term, of: Of) -> Option<(Piece, Piece)> {
        let (a, b) = (self.term(a, of), self.term(b, of));
        Some((a?, b?))
    }

    /// Two numbers of one kind.
    fn joined(
        &mut self,
        mut a: Piece,
        mut b: Piece,
        join: fn(Box<Formula>, Box<Formula>) -> Formula,
        bound: fn(Bound, Bound) -> Bound,
    ) -> Option<Piece> {
        // Nothing is nothing in every unit.
        if a.is_zero() {
            a.kind = b.kind;
        } else if b.is_zero() {
            b.kind = a.kind;
        }
        if a.kind != b.kind {
            let (found, needed) = (figure_kind_of(b.kind), figure_kind_of(a.kind));
            let help = format!("write `{}`", self.kind_example(needed, "20"));
            self.mismatch(b.span, found, needed, help);
            return None;
        }
        let decimals = a.formula.decimals().max(b.formula.decimals());
        let bound = bound(a.bound_at(decimals), b.bound_at(decimals));
        self.made_piece(a, b, join, bound)
    }

    fn multiplied(&mut self, a: Piece, b: Piece) -> Option<Piece> {
        let kind = match (a.kind, b.kind) {
            (kind, FigureKind::Plain) | (FigureKind::Plain, kind) => kind,
            (of, by) => {
                let (of, by) = (self.kind_words(figure_kind_of(of)), self.kind_words(figure_kind_of(by)));
                let message = format!("{of} times {by} is nothing that is counted");
                self.report(
                    Diagnostic::new(Code::UnitMismatch, b.span, message, "not a plain number")
                        .help("multiply by a plain number or a percentage, such as `150%`"),
                );
                return None;
            }
        };
        let bound = a.bound.times(b.bound, self.receipt_ceiling);
        let piece = self.made_piece(a, b, Formula::Times, bound)?;
        Some(Piece { kind, ..piece })
    }

    /// Two pieces as one, if its numbers are not too large.
    fn made_piece(
        &mut self,
        a: Piece,
        b: Piece,
        join: fn(Box<Formula>, Box<Formula>) -> Formula,
        bound: Bound,
    ) -> Option<Piece> {
        let span = a.span.to(b.span);
        let formula = join(Box::new(a.formula), Box::new(b.formula));
        if formula.decimals() > DECIMALS || bound.of_lines(self.receipt_ceiling) >= WIDEST {
            let message = format!("together these have more than {DECIMALS} decimals, or too many digits");
            self.report(
                Diagnostic::new(Code::OutOfRange, span, message, "too many digits")
                    .help("write factors with fewer decimals"),
            );
            return None;
        }
        let mut lines = a.lines;
        lines.extend(b.lines);
        lines.sort_unstable();
        lines.dedup();
        Some(Piece { formula, kind: a.kind, bound, span, lines })
    }

    /// A written number without a unit, shifted by decimals: 2 for a percentage.
    fn plain(&mut self, number: &Digits, shift: u8) -> Option<Piece> {
        let (mut digits, mut below) = self.decimal(number)?.fraction();
        let mut decimals = shift;
        while below > 1 {
            below /= 10;
            decimals = decimals.saturating_add(1);
        }
        while decimals > 0 && digits % 10 == 0 {
            digits /= 10;
            decimals -= 1;
        }
        let value = i64::try_from(digits).ok().filter(|d| d.unsigned_abs() <= limits::AMOUNT.unsigned_abs());
        let Some(value) = value.filter(|_| decimals <= DECIMALS) else {
            let most = show(i128::from(limits::AMOUNT), 0);
            let message = format!("`{}` is too large, or has more than {DECIMALS} decimals", number.node);
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "too many digits")
                    .help(format!("write at most {most}, with few decimals")),
            );
            return None;
        };
        let number_read = FigureNumber::Constant(value);
        let bound = self.bound_of(&number_read);
        Some(Piece::number(number_read, decimals, FigureKind::Plain, bound, number.span))
    }

    fn operand_piece(&mut self, operand: &Operand, span: Span, of: Of) -> Option<Piece> {
        match operand {
            Operand::Literal(literal) => self.literal_piece(literal),
            Operand::Field(name, or) => self.field_piece(name, or.as_ref(), of),
            Operand::Made(inner) => self.expression(inner, of),
            Operand::DaysSince(since) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        since.span,
                        "time is compared, not calculated with",
                        "not a part",
                    )
                    .help("compare `days since the last purchase` after `when`"),
                );
                None
            }
            Operand::Name(_)
            | Operand::Including(..)
            | Operand::Amount(_)
            | Operand::Quantity(..)
            | Operand::NumberOf(..)
            | Operand::Different(..)
            | Operand::OfLine(_) => match of {
                Of::Line => self.line_piece(operand),
                Of::Receipt(place) => self.receipt_piece(operand, span, place),
            },
        }
    }

    fn literal_piece(&mut self, literal: &Literal) -> Option<Piece> {
        let (number, word) = match literal {
            Literal::Number(number) => return self.plain(number, 0),
            Literal::WithUnit(number, word) => (number, word),
            Literal::Date(_) | Literal::Text(_) => {
                let span = literal_span(literal);
                let message = "a number is needed here";
                self.report(
                    Diagnostic::new(Code::WrongKind, span, message, "not a number")
                        .help("write a number, an amount or a field"),
                );
                return None;
            }
        };
        let kind = match self.unit_word(word)? {
            Word::Money => FigureKind::Money,
            Word::Measure(measure) => FigureKind::Quantity(measure),
            Word::Items => FigureKind::Items,
            Word::Lines => return self.plain(number, 0),
            other @ (Word::Points(_) | Word::Purchases | Word::Activities) => {
                let message = format!("`{}` is {}, which no amount is in", word.node, other.words());
                self.report(
                    Diagnostic::new(Code::UnitMismatch, word.span, message, "not of an amount")
                        .help("leave the word out for a plain number, or write a currency or a measure"),
                );
                return None;
            }
        };
        let value = self.number_of(number, figure_kind_of(kind))?;
        let read = FigureNumber::Constant(value);
        let bound = self.bound_of(&read);
        Some(Piece::number(read, 0, kind, bound, number.span.to(word.span)))
    }

    /// `factor or 0%`.
    fn table_piece(&mut self, name: &Name, missing: &Term, span: Span, of: Of) -> Option<Piece> {
        let id = self.table_named(name);
        let missing = self.term(missing, of)?;
        let id = id?;
        let table = self.tables.get(id.index())?.as_ref()?;
        if matches!(of, Of::Receipt(_)) && self.table_of_lines(table) {
            let message = format!("`{}` looks at lines, and this asks about the whole receipt", name.node);
            self.report(
                Diagnostic::new(Code::NotHere, name.span, message, "of a line")
                    .help("write `for each line of ...:` before the number"),
            );
            return None;
        }
        let Formula::Number(FigureNumber::Constant(value), own) = missing.formula else { return None };
        let decimals = table.decimals.max(own);
        let scaled = i128::from(value).saturating_mul(power_of_ten(decimals - own));
        let most = i128::from(table.most).saturating_mul(power_of_ten(decimals - table.decimals));
        let bound = Bound::at_most(most.max(i128::try_from(scaled.unsigned_abs()).unwrap_or(i128::MAX)));
        let number = FigureNumber::Table(id, i64::try_from(scaled).unwrap_or(i64::MAX));
        Some(Piece::number(number, decimals, FigureKind::Plain, bound, span))
    }

    fn field_piece(&mut self, name: &Name, or: Option<&Literal>, of: Of) -> Option<Piece> {
        let id = match of {
            Of::Line => self.field(name)?,
            Of::Receipt(place) => self.field_at(name, place)?,
        };
        let field = self.fields.get(id)?;
        let (owner, kind) = (field.owner, field.kind.clone());
        let (figure_kind, decimals) = match kind {
            FieldKind::Number { decimals, .. } => (FigureKind::Plain, decimals),
            FieldKind::Money => (FigureKind::Money, 0),
            FieldKind::Date
            | FieldKind::Text
            | FieldKind::OneOf(_)
            | FieldKind::YesNo
            | FieldKind::Member => {
                let (words, _) = super::fields::kind_words(&kind);
                let message = format!("`{}` holds {words}, and a number is needed here", name.node);
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, words)
                        .help("name a field that is declared as `number` or `money`"),
                );
                return None;
            }
        };
        let missing = match self.missing(id, name, or, &Present::new())? {
            Some(FieldValue::Number(value)) => Some(value),
            Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Date(_)) | None => None,
        };
        let read = match owner {
            FieldOwner::Line => FigureNumber::Line(LineNumber::Field { field: id, missing, times: 1 }),
            FieldOwner::Receipt | FieldOwner::Member => FigureNumber::Field(id, missing),
        };
        let bound = self.bound_of(&read);
        Some(Piece::number(read, decimals, figure_kind, bound, name.span))
    }

    fn line_piece(&mut self, operand: &Operand) -> Option<Piece> {
        let read = self.of_line(operand)?;
        let (kind, decimals) = match read.kind {
            Kind::Money => (FigureKind::Money, 0),
            Kind::LineQuantity => (FigureKind::Plain, self.decimals(Kind::LineQuantity)?),
            Kind::Points(_)
            | Kind::Quantity(_)
            | Kind::Items
            | Kind::Lines
            | Kind::Purchases
            | Kind::Activities
            | Kind::Different
            | Kind::Time(_)
            | Kind::Number(_)
            | Kind::Date => return None,
        };
        let number = FigureNumber::Line(read.number);
        let bound = self.bound_of(&number);
        Some(Piece::number(number, decimals, kind, bound, read.span))
    }

    fn receipt_piece(&mut self, operand: &Operand, span: Span, place: Place) -> Option<Piece> {
        let read = self.of_receipt(operand, place)?;
        let Number::Amount(id) = read.number else {
            let message = "this is not an amount of the receipt";
            self.report(
                Diagnostic::new(Code::WrongKind, span, message, "not an amount")
                    .help("name a selection of lines or a field; compare tracks and balances in a condition"),
            );
            return None;
        };
        let kind = match read.kind {
            Kind::Money => FigureKind::Money,
            Kind::Quantity(measure) => FigureKind::Quantity(measure),
            Kind::Items => FigureKind::Items,
            Kind::Lines | Kind::Different | Kind::Time(_) | Kind::Number(_) => FigureKind::Plain,
            Kind::Points(_) | Kind::LineQuantity | Kind::Purchases | Kind::Activities | Kind::Date => {
                return None;
            }
        };
        let number = FigureNumber::Amount(id);
        let bound = self.bound_of(&number);
        let lines = self.amounts.get(id).map(Amount::selection).into_iter().collect();
        Some(Piece { lines, ..Piece::number(number, 0, kind, bound, span) })
    }
}

/// The kind of a figure's number.
pub(crate) fn figure_kind_of(kind: FigureKind) -> Kind {
    match kind {
        FigureKind::Money => Kind::Money,
        FigureKind::Quantity(measure) => Kind::Quantity(measure),
        FigureKind::Items => Kind::Items,
        FigureKind::Plain => Kind::Number(0),
    }
}
