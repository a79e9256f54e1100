//! Days of a member's own, how a level is held, partners, lists of holidays.

use super::Checker;
use super::kind::Kind;
use super::missing::Present;
use crate::ast::{self, Name, Number, Since};
use crate::diag::{Code, Diagnostic};
use crate::names::Lost;
use crate::programme::{Condition, FieldId, FieldKind, Occasion, TextTest, Texts};
use crate::source::Span;
use crate::time::Day;

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
            ast::Occasion::Anniversary(within) => {
                Condition::Occasion(Occasion::Anniversary(self.within(within.as_ref())?))
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

    /// The date field of that name, whose absence is answered.
    fn birthday(&mut self, span: Span, present: &Present) -> Option<FieldId> {
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
        if field.optional && field.default.is_none() && !present.contains(&id) {
            self.report(
                Diagnostic::new(
                    Code::MissingNotHandled,
                    span,
                    "`member.birthday` may be missing, and it is not said what then",
                    "may be missing",
                )
                .help("write `member.birthday is present and ...`"),
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
