//! `migration`: what things were called before, what their points become, what may go.

use super::Checker;
use crate::ast::{Becomes as BecomesText, FieldOwner, MigrationPiece, Name, Renamed, Text};
use crate::diag::{Code, Diagnostic};
use crate::names::{Lost, Meaning};
use crate::programme::{Becomes, Forgotten, LevelId, TiersId, UnitId, Was};
use crate::source::Span;
use crate::value::power_of_ten;
use std::collections::BTreeMap;

/// What an old name was the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Unit,
    Track,
    Tiers,
    Level(TiersId),
    Reward,
    Field,
}

impl Checker<'_> {
    /// Checks all `migration` items; together they are one.
    pub(crate) fn check_migrations(&mut self) {
        let names = self.names;
        let mut seen: BTreeMap<(Kind, &str), Span> = BTreeMap::new();
        for piece in names.migrations.iter().flat_map(|m| &m.pieces) {
            let (kind, text) = match piece {
                MigrationPiece::Was { thing, was, becomes, span: _ } => {
                    let Some((kind, checked)) = self.was(thing, was, becomes.as_ref()) else { continue };
                    self.migration.was.push(checked);
                    (kind, was)
                }
                MigrationPiece::Forgets { kind, was, span: _ } => {
                    self.migration.forgets.push((*kind, was.node.clone()));
                    let kind = match kind {
                        Forgotten::Unit => Kind::Unit,
                        Forgotten::Track => Kind::Track,
                        Forgotten::Tiers => Kind::Tiers,
                        Forgotten::Field => Kind::Field,
                    };
                    (kind, was)
                }
            };
            if let Some(first) = seen.insert((kind, &text.node), text.span) {
                self.repeated(&format!("what became of `{}`", text.node), text.span, first);
            }
            self.still_there(kind, text);
        }
    }

    /// A name that something still has cannot be the old name of something else.
    fn still_there(&mut self, kind: Kind, was: &Text) {
        let there = match kind {
            Kind::Unit => self.units.iter().any(|(_, u)| u.name == was.node),
            Kind::Track => self.tracks.iter().any(|(_, t)| t.written && t.name == was.node),
            Kind::Tiers => self.tiers.iter().flatten().any(|t| t.name == was.node),
            Kind::Level(tiers) => self
                .tiers
                .get(tiers.0 as usize)
                .and_then(Option::as_ref)
                .is_some_and(|t| t.level_named(&was.node).is_some()),
            Kind::Reward => self.rewards.iter().flatten().any(|r| r.name == was.node),
            Kind::Field => {
                self.fields.iter().any(|(_, f)| f.owner == FieldOwner::Member && f.name == was.node)
            }
        };
        if there {
            let message = format!("`{}` is still there, so it keeps what it has", was.node);
            self.report(
                Diagnostic::new(Code::DuplicateName, was.span, message, "this name is in use")
                    .help("write a name that the text no longer has, or leave this out"),
            );
        }
    }

    fn was(&mut self, thing: &Renamed, was: &Text, becomes: Option<&BecomesText>) -> Option<(Kind, Was)> {
        let old = || was.node.clone();
        if let (Some(becomes), false) = (becomes, matches!(thing, Renamed::Unit(_))) {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    becomes.number.span.to(becomes.unit.span),
                    "only points of a unit can become others",
                    "this is no unit",
                )
                .help("leave `becomes` out"),
            );
            return None;
        }
        Some(match thing {
            Renamed::Unit(name) => {
                let unit = self.points_here(name)?;
                let becomes = match becomes {
                    Some(becomes) => Some(self.becomes(becomes, unit)?),
                    None => None,
                };
                (Kind::Unit, Was::Unit { unit, was: old(), becomes })
            }
            Renamed::Track(name) => match self.names.meaning(&name.node) {
                Some(Meaning::Track(track)) => (Kind::Track, Was::Track { track, was: old() }),
                found => return self.not_a(name, "track", found, Lost::Tracks),
            },
            Renamed::Tiers(name) => match self.names.meaning(&name.node) {
                Some(Meaning::Tiers(tiers)) => (Kind::Tiers, Was::Tiers { tiers, was: old() }),
                found => return self.not_a(name, "tier structure", found, Lost::Tiers),
            },
            Renamed::Level(name, of) => {
                let (tiers, level) = self.level_here(name, of.as_ref())?;
                (Kind::Level(tiers), Was::Level { tiers, level, was: old() })
            }
            Renamed::Reward(name) => match self.names.reward_names.get(name.node.as_str()) {
                Some((reward, _)) => (Kind::Reward, Was::Reward { reward: *reward, was: old() }),
                None => return self.not_a(name, "reward", None, Lost::Rewards),
            },
            Renamed::Field(owner, name) => {
                (Kind::Field, Was::Field { position: self.member_field(owner.node, name)?, was: old() })
            }
        })
    }

    /// Something of another kind, or nothing at all.
    fn not_a<T>(&mut self, name: &Name, what: &str, found: Option<Meaning>, lost: Lost) -> Option<T> {
        match found {
            Some(Meaning::Broken) => {}
            Some(other) => {
                let message = format!("a {what} is needed here, and `{}` is {}", name.node, other.word());
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, format!("not a {what}"))
                        .help(format!("write the name that the {what} has now")),
                );
            }
            None if self.names.may_be_lost(&name.node, &[lost]) => {}
            None => {
                self.unknown(name, what, &[], format!("write the name that the {what} has now"));
            }
        }
        None
    }

    fn level_here(&mut self, name: &Name, of: Option<&Name>) -> Option<(TiersId, LevelId)> {
        let within = match of.map(|of| (of, self.names.meaning(&of.node))) {
            None => None,
            Some((_, Some(Meaning::Tiers(tiers)))) => Some(tiers),
            Some((of, found)) => return self.not_a(of, "tier structure", found, Lost::Tiers),
        };
        let levels = self.names.levels.get(name.node.as_str()).map_or(&[][..], Vec::as_slice);
        let mut fitting = levels.iter().filter(|l| within.is_none_or(|w| w == l.tiers));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some((only.tiers, only.level)),
            (Some(_), Some(_)) => {
                let message = format!("several structures have a level `{}`", name.node);
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, "of which structure?")
                        .help(format!("write `level {} of` and the name of its structure", name.node)),
                );
                None
            }
            (None, _) => {
                let found = self.names.meaning(&name.node).filter(|m| !matches!(m, Meaning::Level(_)));
                self.not_a(name, "level", found, Lost::Tiers)
            }
        }
    }

    fn member_field(&mut self, owner: FieldOwner, name: &Name) -> Option<usize> {
        if owner != FieldOwner::Member {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    name.span,
                    "only fields of members are kept",
                    "stands in events",
                )
                .help("write a field that starts with `member.`"),
            );
            return None;
        }
        let known = self.fields.iter().find(|(_, f)| f.owner == owner && f.name == name.node);
        if let Some((_, field)) = known {
            return Some(field.position);
        }
        self.unknown(name, "member field", &[], "declare it in `fields`".to_owned());
        None
    }

    fn becomes(&mut self, text: &BecomesText, unit: UnitId) -> Option<Becomes> {
        let given = self.points_here(&text.unit)?;
        if given != unit {
            let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
            let message = format!("these are {right}, and they would become {wrong}");
            self.report(
                Diagnostic::new(Code::UnitMismatch, text.unit.span, message, format!("{wrong}, not {right}"))
                    .help(format!("write how many {right} they become")),
            );
            return None;
        }
        let (digits, below) = self.decimal(&text.number)?.fraction();
        let decimals = self.units.get(unit).map_or(0, |u| u.decimals);
        let points = digits.checked_mul(power_of_ten(decimals));
        let points = points.and_then(|n| crate::programme::Ratio::new(n, below));
        let points = self.bounded(points, crate::limits::RATE, text.number.span)?;
        let per_full = match &text.per_full {
            Some(number) => Some(self.whole_number(number)?),
            None => None,
        };
        if points.numerator() == 0 || per_full == Some(0) {
            let message = "points cannot become nothing, nor can nothing become points";
            self.report(
                Diagnostic::new(Code::OutOfRange, text.number.span, message, "a number above 0 is needed")
                    .help("write `forgets unit` and the old name if the points may go"),
            );
            return None;
        }
        Some(Becomes { points, per_full })
    }

    fn whole_number(&mut self, number: &crate::ast::Number) -> Option<i64> {
        let decimal = self.decimal(number)?;
        let whole = decimal.smallest(0).ok().and_then(|n| i64::try_from(n).ok());
        let whole = whole.filter(|n| *n <= crate::limits::RATE);
        if whole.is_none() {
            let most = crate::limits::RATE;
            let message = format!("a whole number up to {most} is needed here");
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "not one of these")
                    .help("write a whole number, such as 10"),
            );
        }
        whole
    }
}
