//! Rules whose name stands several times: versions, of which one is in force on a day.

use super::Checker;
use super::earn::Clauses;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Id, Rule, RuleId};
use crate::source::Span;
use crate::time::Day;
use std::cmp::Reverse;

impl Checker<'_> {
    /// All versions of a rule, in the order of the text; itself alone for a name that stands once.
    pub(crate) fn versions(&self, rule: RuleId) -> Vec<RuleId> {
        let name = self.names.rules.get(rule.index()).map(|r| r.name.node.as_str());
        let versions = name.and_then(|n| self.names.versions.get(n)).filter(|v| v.contains(&rule));
        versions.cloned().unwrap_or_else(|| vec![rule])
    }

    /// Checks that versions fit each other, and puts them in order.
    pub(crate) fn check_versions(&mut self) {
        let names = self.names;
        for versions in names.versions.values().filter(|v| v.len() > 1) {
            // What the headings say is asked of rules with mistakes in their bodies, too.
            let headings: Vec<Heading> = versions.iter().filter_map(|id| self.heading(*id)).collect();
            let apart = self.no_overlap(&headings);
            let Some(checked) = versions.iter().map(|id| self.checked_rule(*id)).collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            if self.same_kind(&checked) && apart {
                self.set_versions(checked);
            }
        }
    }

    fn heading(&self, id: RuleId) -> Option<Heading> {
        let source = self.names.rules.get(id.index())?;
        let decided_by = Clauses::of(source.clauses).decided.first().map(|(field, _)| field.node.clone());
        Some(Heading {
            place: source.name.span,
            name: source.name.node.clone(),
            dates: (source.from.map(|d| d.node), source.to.map(|d| d.node)),
            decided_by,
        })
    }

    fn checked_rule(&self, id: RuleId) -> Option<Version> {
        let rule = self.rules.get(id.index())?.as_ref()?;
        let name = self.names.rules.get(id.index())?.name;
        Some(Version { id, rule: rule.clone(), place: name.span, name: name.node.clone() })
    }

    /// One unit, one kind of events.
    fn same_kind(&mut self, versions: &[Version]) -> bool {
        let Some((first, rest)) = versions.split_first() else { return true };
        for version in rest {
            if version.rule.over.is_some() != first.rule.over.is_some() {
                let message =
                    format!("one version of `{}` looks at a window, and one at single events", first.name);
                self.report(
                    Diagnostic::new(Code::WrongKind, version.place, message, "the same name again")
                        .also(first.place, "first declared here")
                        .help("write `over` in both, or give one of the two another name"),
                );
                return false;
            }
            let (message, label) = if version.rule.unit != first.rule.unit {
                let (wrong, right) = (self.unit_name(version.rule.unit), self.unit_name(first.rule.unit));
                (format!("all versions of `{}` give {right}, and this one {wrong}", first.name), wrong)
            } else if version.rule.on != first.rule.on {
                let message = format!("all versions of `{}` look at the same events", first.name);
                (message, "at other events".to_owned())
            } else {
                continue;
            };
            self.report(
                Diagnostic::new(Code::WrongKind, version.place, message, label)
                    .also(first.place, "the first version")
                    .help("give one of the two another name"),
            );
            return false;
        }
        true
    }

    /// No day belongs to two versions that the same date decides.
    fn no_overlap(&mut self, versions: &[Heading]) -> bool {
        for (i, second) in versions.iter().enumerate() {
            for first in versions.iter().take(i) {
                if first.decided_by != second.decided_by {
                    continue;
                }
                let (from, to) = common(first.dates, second.dates);
                if from > to {
                    continue;
                }
                let day = if from == Day::FIRST { to } else { from };
                let message = if day == Day::FIRST || day == Day::LAST {
                    format!("`{}` stands twice for the same days", first.name)
                } else {
                    format!("`{}` stands twice for {day}", first.name)
                };
                self.report(
                    Diagnostic::new(Code::DuplicateName, second.place, message, "the same name again")
                        .also(first.place, "first declared here")
                        .help(
                            "give versions `from` and `to` dates that do not overlap, or give one of the two another name",
                        ),
                );
                return false;
            }
        }
        true
    }

    /// Newest first: the later first day, then the later in the text.
    fn set_versions(&mut self, mut versions: Vec<Version>) {
        versions.sort_by_key(|v| Reverse((v.rule.dates.0, v.id)));
        let ids: Vec<RuleId> = versions.iter().map(|v| v.id).collect();
        self.look_back(&versions);
        for id in &ids {
            if let Some(Some(rule)) = self.rules.get_mut(id.index()) {
                rule.versions.clone_from(&ids);
            }
        }
    }
}

/// What a rule says of its name and days, whatever else is wrong in it.
struct Heading {
    place: Span,
    name: String,
    dates: (Option<Day>, Option<Day>),
    /// The date field that decides, as it is written.
    decided_by: Option<String>,
}

/// A version, as far as it was checked.
pub(super) struct Version {
    pub(super) id: RuleId,
    pub(super) rule: Rule,
    pub(super) place: Span,
    pub(super) name: String,
}

/// The days that two ranges have in common; none if the first comes after the last.
fn common(a: (Option<Day>, Option<Day>), b: (Option<Day>, Option<Day>)) -> (Day, Day) {
    let from = a.0.unwrap_or(Day::FIRST).max(b.0.unwrap_or(Day::FIRST));
    let to = a.1.unwrap_or(Day::LAST).min(b.1.unwrap_or(Day::LAST));
    (from, to)
}
