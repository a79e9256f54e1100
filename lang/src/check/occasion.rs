//! Days of a member's own, how a level is held, partners, lists of holidays.

use super::Checker;
use super::kind::Kind;
use super::missing::Present;
use crate::ast::{self, Comparison, Name, Number, Since};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::Lost;
use crate::programme::{
    Beginning, Condition, FieldId, FieldKind, FieldOwner, LevelId, Occasion, TextTest, Texts,
};
use crate::source::Span;
use crate::time::Day;

/// Nobody is older.
const AGE: i64 = 150;
/// Most days before and after a day that comes back every year.
const WITHIN: i64 = 180;

impl Checker<'_> {
    /// `on the member's birthday`, `gold is earned`, `at partner alpina`.
    pub(crate) fn occasion(
        &mut self,
        occasion: &ast::Occasion,
        span: Span,
        present: &Present,
    ) -> Option<Condition> {
        Some(match occasion {
            ast::Occasion::Birthday(within) => {
                let field = self.birthday(span, present);
                let within = self.within(within.as_ref())?;
                Condition::Occasion(Occasion::Birthday(field?, within))
            }
            ast::Occasion::BirthMonth => {
                Condition::Occasion(Occasion::BirthMonth(self.birthday(span, present)?))
            }
            ast::Occasion::Anniversary(of, within) => {
                let of = self.beginning(of, present);
                let within = self.within(within.as_ref())?;
                Condition::Occasion(Occasion::Anniversary(of?, within))
            }
            ast::Occasion::Within { length, from, before } => {
                self.length(length.node, length.span);
                let from = self.beginning(from, present)?;
                Condition::Occasion(Occasion::Within { length: length.node, from, before: *before })
            }
            ast::Occasion::Age(how, number) => {
                let (field, years) = (self.birthday(span, present), self.years(number)?);
                let field = field?;
                let least = |years: u16| Condition::Occasion(Occasion::AgeAtLeast(field, years));
                let below = |years: u16| Condition::Not(Box::new(least(years)));
                match how.node {
                    Comparison::AtLeast => least(years),
                    Comparison::Above => least(years + 1),
                    Comparison::AtMost => below(years + 1),
                    Comparison::Below => below(years),
                    Comparison::Is => Condition::All(vec![least(years), below(years + 1)]),
                    Comparison::IsNot => Condition::Any(vec![below(years), least(years + 1)]),
                }
            }
            ast::Occasion::AgeBetween(from, to) => {
                let field = self.birthday(span, present);
                let (from, to) = (self.years(from)?, self.years(to)?);
                if from > to {
                    let message = format!("no age lies between {from} and {to}");
                    self.report(
                        Diagnostic::new(Code::NeverHolds, span, message, "the larger number comes first")
                            .help(format!("write `between {to} and {from}`")),
                    );
                    return None;
                }
                let field = field?;
                let least = |years: u16| Condition::Occasion(Occasion::AgeAtLeast(field, years));
                Condition::All(vec![least(from), Condition::Not(Box::new(least(to + 1)))])
            }
            ast::Occasion::Held(level, how) => {
                let (tiers, level) = self.level_named(level)?;
                Condition::Occasion(Occasion::Held(tiers, level, how.node))
            }
            ast::Occasion::AtPartner(name) => self.at_partner(name)?,
        })
    }

    /// So many days before and after; 0 where nothing is said.
    fn within(&mut self, number: Option<&Number>) -> Option<u16> {
        let Some(number) = number else { return Some(0) };
        let days = self.positive(number, Kind::Number(0))?;
        if days > WITHIN {
            let message = format!("more than {WITHIN} days before and after are the whole year");
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "too long")
                    .help(format!("write at most {WITHIN} days")),
            );
            return None;
        }
        u16::try_from(days).ok()
    }

    /// Full years of an age.
    fn years(&mut self, number: &Number) -> Option<u16> {
        let years = self.number_of(number, Kind::Number(0))?;
        if !(0..=AGE).contains(&years) {
            let message = format!("an age is a number of years from 0 to {AGE}");
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "no age").help("write full years"),
            );
            return None;
        }
        u16::try_from(years).ok()
    }

    /// A day of the member's own, whose absence is answered.
    fn beginning(&mut self, from: &ast::Beginning, present: &Present) -> Option<Beginning> {
        let found = self.beginning_named(from)?;
        if let (Beginning::Date(id), ast::Beginning::Date(name)) = (found, from) {
            self.answered(id, name.span, present)?;
        }
        Some(found)
    }

    /// A day of the member's own.
    pub(crate) fn beginning_named(&mut self, from: &ast::Beginning) -> Option<Beginning> {
        match from {
            ast::Beginning::Joining => Some(Beginning::Joining),
            ast::Beginning::Reaching(level) => self.reaching(level),
            ast::Beginning::Date(name) => self.member_date(name).map(Beginning::Date),
        }
    }

    /// A level that can be reached, so that members keep since when they stand there.
    fn reaching(&mut self, name: &Name) -> Option<Beginning> {
        let (tiers, level) = self.level_named(name)?;
        if level == LevelId(0) {
            let message = format!("everybody holds `{}` from the beginning, so nobody reaches it", name.node);
            self.report(
                Diagnostic::new(Code::NeverHolds, name.span, message, "the lowest level")
                    .help("write `of joining`, or name a higher level"),
            );
            return None;
        }
        if usize::from(level.0) > limits::REACHED {
            let most = limits::REACHED;
            let message = format!("when a level was reached is kept of the first {most} above the lowest");
            self.report(
                Diagnostic::new(Code::OutOfRange, name.span, message, "too high a level")
                    .help("name a lower level: who reaches a higher one has reached it, too"),
            );
            return None;
        }
        self.reached.insert(tiers);
        Some(Beginning::Reaching(tiers, level))
    }

    /// A date field of the member.
    fn member_date(&mut self, name: &Name) -> Option<FieldId> {
        let id = self.field(name)?;
        let field = self.fields.get(id)?.clone();
        if field.owner != FieldOwner::Member || field.kind != FieldKind::Date {
            let message = format!("`{}` is no date of the member", name.node);
            self.report(
                Diagnostic::new(Code::WrongKind, name.span, message, "needs a date of the member").help(
                    "declare it, such as `fields { member.moved: date optional }`, or write `of joining`",
                ),
            );
            return None;
        }
        Some(id)
    }

    /// The date field of birthdays, whose absence is answered.
    fn birthday(&mut self, span: Span, present: &Present) -> Option<FieldId> {
        let id = self.birthday_field(span)?;
        self.answered(id, span, present)
    }

    /// The date field of birthdays.
    pub(crate) fn birthday_field(&mut self, span: Span) -> Option<FieldId> {
        let key = (ast::FieldOwner::Member, "birthday".to_owned());
        let Some(id) = self.field_numbers.get(&key).copied() else {
            if self.names.broken.contains("birthday") {
                return None;
            }
            self.report(
                Diagnostic::new(Code::UnknownName, span, "members have no birthday here", "not declared")
                    .help("declare it: `fields { member.birthday: date optional }`"),
            );
            return None;
        };
        let field = self.fields.get(id)?.clone();
        if field.kind != FieldKind::Date {
            self.report(
                Diagnostic::new(Code::WrongKind, span, "`member.birthday` is no date", "needs a date")
                    .help("declare it as `member.birthday: date optional`"),
            );
            return None;
        }
        Some(id)
    }

    /// The field, if it is not missing where it is read.
    fn answered(&mut self, id: FieldId, span: Span, present: &Present) -> Option<FieldId> {
        let field = self.fields.get(id)?;
        if field.optional && field.default.is_none() && !present.contains(&id) {
            let word = format!("member.{}", field.name);
            let message = format!("`{word}` may be missing, and it is not said what then");
            self.report(
                Diagnostic::new(Code::MissingNotHandled, span, message, "may be missing")
                    .help(format!("write `{word} is present and ...`")),
            );
            return None;
        }
        Some(id)
    }

    /// That the store is one of the partner's.
    fn at_partner(&mut self, name: &Name) -> Option<Condition> {
        let id = self.partner_named(name)?;
        let stores = self.partners.get(crate::programme::Id::index(id))?.as_ref()?.stores.clone();
        if stores.is_empty() {
            self.without_stores(name);
            return None;
        }
        Some(Condition::Text(Texts::Store, TextTest { values: stores, missing: None }))
    }

    /// The dates of a list of holidays: of the only one where no name is said.
    pub(crate) fn holidays(&mut self, name: Option<&Name>, span: Span) -> Option<Vec<Day>> {
        let lists = &self.names.holidays;
        let found = match name {
            Some(name) => lists.iter().find(|h| h.name.node == name.node),
            None if lists.len() == 1 => lists.first(),
            None => None,
        };
        if let Some(found) = found {
            return Some(found.days.iter().map(|d| d.node).collect());
        }
        let known: Vec<&str> = lists.iter().map(|h| h.name.node.as_str()).collect();
        match name {
            Some(name) if self.names.may_be_lost(&name.node, &[Lost::Holidays]) => {}
            Some(name) => {
                let otherwise = format!("declare it: `holidays {} = 2026-08-01, ...`", name.node);
                self.unknown(name, "list of holidays", &known, otherwise);
            }
            None if self.names.lost.contains(&Lost::Holidays) => {}
            None => {
                let (message, help) = match known.first() {
                    None => (
                        "no holidays are declared",
                        "declare them: `holidays swiss = 2026-08-01, ...`".to_owned(),
                    ),
                    Some(first) => {
                        ("there are several lists of holidays", format!("write `on {first} holidays`"))
                    }
                };
                self.report(Diagnostic::new(Code::Incomplete, span, message, "which holidays?").help(help));
            }
        }
        None
    }

    /// `days since the last purchase or 1000`.
    pub(crate) fn days_since(&mut self, since: &Since) -> Option<i64> {
        let Some(missing) = &since.or else {
            self.report(
                Diagnostic::new(
                    Code::MissingNotHandled,
                    since.span,
                    "there may be no purchase before, and it is not said what then",
                    "may be missing",
                )
                .help("write `days since the last purchase or 1000`, or another number for who never bought"),
            );
            return None;
        };
        self.number_of(missing, Kind::Number(0))
    }
}
