//! Deadlines: the word they count from, dates that exist, and what they ask of a member.

use super::Checker;
use crate::ast::{AvailableText, DeadlineText, FieldOwner, Name};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Available, BIRTHDAY, FieldKind, Start};
use crate::source::{Span, Spanned};
use crate::time::{Anchor, Base, Day, Deadline, Length, Month, Period, Snap, YearDays, YearStart};

impl Checker<'_> {
    /// A deadline that counts from `word`, such as `entry`.
    pub(crate) fn deadline(&mut self, text: &DeadlineText, word: &str) -> Option<Deadline> {
        if let Some(found) = &text.word
            && found.node != word
        {
            self.other_word(found, word, &format!("write `after {word}`"));
            return None;
        }
        self.deadline_dates(text)
    }

    /// A deadline of points, which counts from `word`, from `availability` where that may be, or from a date field.
    pub(crate) fn deadline_of_points(
        &mut self,
        text: &DeadlineText,
        word: &str,
        availability: bool,
    ) -> Option<(Deadline, Start)> {
        let start = match &text.word {
            None => Start::Event,
            Some(found) if found.node == word => Start::Event,
            Some(found) if found.node == "availability" && availability => Start::Availability,
            Some(found) if found.node.contains('.') => Start::Field(self.date_field(found)?),
            Some(found) => {
                let help =
                    format!("write `after {word}`, or the name of a date field such as `receipt.sent`");
                self.other_word(found, word, &help);
                return None;
            }
        };
        Some((self.deadline_dates(text)?, start))
    }

    /// When points of a rule become available.
    pub(crate) fn available_text(&mut self, text: &AvailableText) -> Option<Available> {
        match text {
            AvailableText::OnActivity(kind) => Some(Available::OnActivity(kind.node.clone())),
            AvailableText::AtEndOf(period) => {
                let Spanned { node: period, span } = period;
                self.period(*period, *span)?;
                let deadline = Deadline { base: Base::UntilEnd(*period, 0), snaps: Vec::new() };
                Some(Available::After(deadline, Start::Event))
            }
            AvailableText::After(text) if matches!(text.deadline.base, Base::UntilEnd(..)) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        text.span,
                        "points become available at a time, not until one",
                        "not a beginning",
                    )
                    .help("write `available 14 days after purchase` or `available at end of month`"),
                );
                None
            }
            AvailableText::After(text) => {
                let (deadline, start) = self.deadline_of_points(text, "purchase", false)?;
                Some(Available::After(deadline, start))
            }
        }
    }

    fn other_word(&mut self, found: &Name, word: &str, help: &str) {
        let message = format!("here a deadline counts from `{word}`, not from `{}`", found.node);
        self.report(
            Diagnostic::new(Code::NotHere, found.span, message, format!("not `{word}`"))
                .help(help.to_owned()),
        );
    }

    /// A date field of the receipt or the member.
    fn date_field(&mut self, name: &Name) -> Option<crate::programme::FieldId> {
        let id = self.field(name)?;
        let field = self.fields.get(id)?;
        let problem = if field.kind != FieldKind::Date {
            format!("`{}` is no date", name.node)
        } else if field.owner == FieldOwner::Line {
            format!("`{}` belongs to a line, and a deadline counts from one day", name.node)
        } else {
            return Some(id);
        };
        self.report(
            Diagnostic::new(
                Code::UnitMismatch,
                name.span,
                problem,
                "not a date of the receipt or the member",
            )
            .help("name a field of the receipt or the member that holds a date"),
        );
        None
    }

    fn deadline_dates(&mut self, text: &DeadlineText) -> Option<Deadline> {
        match text.deadline.base {
            Base::After(length, anchor) => {
                self.length(length, text.span)?;
                if let Anchor::EndOf(period) = anchor {
                    self.period(period, text.span)?;
                }
            }
            Base::UntilEnd(period, _) => self.period(period, text.span)?,
        }
        for snap in &text.deadline.snaps {
            match snap {
                Snap::On(month, day) => self.day_of_year(*month, *day, true, text.span)?,
                Snap::OnEither((month, day), (other, other_day)) => {
                    self.day_of_year(*month, *day, true, text.span)?;
                    self.day_of_year(*other, *other_day, true, text.span)?;
                }
                Snap::EndOfBirthMonth => self.knows_birthdays(text.span)?,
                Snap::EndOf(period) => self.period(*period, text.span)?,
                Snap::EndOfMonth(_) => {}
            }
        }
        Some(text.deadline.clone())
    }

    fn knows_birthdays(&mut self, span: Span) -> Option<()> {
        let found = self.field_numbers.get(&(FieldOwner::Member, BIRTHDAY.to_owned()));
        let kind = found.and_then(|id| self.fields.get(*id)).map(|f| &f.kind);
        if kind == Some(&FieldKind::Date) || self.names.broken.contains(BIRTHDAY) {
            return Some(());
        }
        let message = "the programme does not know birthdays";
        self.report(
            Diagnostic::new(Code::UnknownName, span, message, "whose birth month?")
                .help("declare `member.birthday: date optional` in `fields`"),
        );
        None
    }

    /// A length of at least one.
    pub(crate) fn length(&mut self, length: Length, span: Span) -> Option<()> {
        if length.count > 0 {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NeverHolds,
                span,
                format!("{length} are over before they start"),
                "no time at all",
            )
            .help("write 1 or more"),
        );
        None
    }

    /// A period that every year has.
    pub(crate) fn period(&mut self, period: Period, span: Span) -> Option<()> {
        match period {
            Period::Year(YearStart { month, day }) => self.day_of_year(month, day, false, span),
            Period::Week | Period::Month | Period::Quarter | Period::HalfYear | Period::MembershipYear => {
                Some(())
            }
        }
    }

    /// Days that every year has, each once.
    pub(crate) fn days_of_year(&mut self, written: &[Spanned<(Month, u8)>]) -> Option<YearDays> {
        let mut days = YearDays::default();
        for day in written {
            let (month, number) = day.node;
            self.day_of_year(month, number, false, day.span)?;
            if days.contains(month, number) {
                self.said_before("this day", day, written);
                return None;
            }
            days.insert(month, number);
        }
        Some(days)
    }

    /// Something of a list that stands in it before.
    pub(crate) fn said_before<T: PartialEq>(&mut self, what: &str, again: &Spanned<T>, all: &[Spanned<T>]) {
        let first = all.iter().find(|other| other.node == again.node).unwrap_or(again);
        self.repeated(what, again.span, first.span);
    }

    /// A day that every year has; 29 February only where another day stands in for it.
    pub(crate) fn day_of_year(&mut self, month: Month, day: u8, leap: bool, span: Span) -> Option<()> {
        let year = if leap { 2024 } else { 2023 };
        let exists =
            i8::try_from(month.0).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Day::new(year, m, d));
        if exists.is_some() {
            return Some(());
        }
        let message = format!("not every year has a {day} {}", month.name());
        self.report(
            Diagnostic::new(Code::BadLiteral, span, message, "no such day")
                .help("write a day that every year has"),
        );
        None
    }
}
