//! `retroactive`: a version of a window rule that counts what earlier versions counted.

use super::Checker;
use super::versions::Version;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Id, Over, TrackId};

impl Checker<'_> {
    /// Finds the sums of earlier versions for those that look back; `versions` are newest first.
    pub(super) fn look_back(&mut self, versions: &[Version]) {
        for (at, version) in versions.iter().enumerate() {
            let Some(over) = version.rule.over.as_ref().filter(|o| o.retroactive) else { continue };
            let older = versions.get(at + 1..).unwrap_or_default();
            let earlier = if older.is_empty() { None } else { self.earlier(version, over, older) };
            let Some(earlier) = earlier else { continue };
            let rule = self.rules.get_mut(version.id.index()).and_then(Option::as_mut);
            if let Some(over) = rule.and_then(|r| r.over.as_mut()) {
                over.earlier = earlier;
            }
        }
    }

    /// The tracks of earlier versions that count with those of this one.
    fn earlier(
        &mut self,
        version: &Version,
        over: &Over,
        older: &[Version],
    ) -> Option<Vec<(TrackId, TrackId)>> {
        let mut found = Vec::new();
        for old in older {
            let before = old.rule.over.as_ref()?;
            if (before.window, before.paid) != (over.window, over.paid) {
                self.cannot_look_back(
                    version,
                    old,
                    "over another window, or paid at another time",
                    "write the same `over` and `paid` in both",
                );
                return None;
            }
            found.push((over.given, before.given));
            for sum in &over.sums {
                let Some(track) = before.sum(sum.amount, sum.level) else {
                    self.cannot_look_back(
                        version,
                        old,
                        "does not sum the same",
                        "let both measure the same amount, by the same levels",
                    );
                    return None;
                };
                found.push((sum.track, track));
            }
        }
        Some(found)
    }

    fn cannot_look_back(&mut self, version: &Version, old: &Version, label: &str, help: &str) {
        let message = format!("`{}` cannot count what an earlier version counted", version.name);
        self.report(
            Diagnostic::new(Code::WrongKind, version.place, message, "retroactive")
                .also(old.place, label.to_owned())
                .help(help.to_owned()),
        );
    }

    /// `retroactive` in a rule that has no earlier version.
    pub(super) fn nothing_to_look_back_at(&mut self) {
        for index in 0..self.rules.len() {
            let rule = self.rules.get(index).and_then(Option::as_ref);
            let is_retroactive = rule.and_then(|r| r.over.as_ref()).is_some_and(|o| o.retroactive);
            let oldest = rule.and_then(|r| r.versions.last()).is_none_or(|last| last.index() == index);
            let Some(source) = self.names.rules.get(index).filter(|_| is_retroactive && oldest) else {
                continue;
            };
            let message =
                format!("`{}` has no earlier version, so there is nothing to look back at", source.name.node);
            self.report(
                Diagnostic::new(Code::NeverHolds, source.name.span, message, "retroactive").help(
                    "leave `retroactive` out, or write the earlier version with `until` and its last day",
                ),
            );
        }
    }
}
