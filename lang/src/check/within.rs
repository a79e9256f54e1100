//! `within the receipt`: a rule whose points by level go by the level that the receipt itself reaches, from the part of the
//! amount on with which it is reached.

use super::Checker;
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Award, Compare, Comparison, Condition, Conjunct, Id, Number, Rate, RoundingPlace, Rule, RuleId, TrackId,
    TrackSubject, Within,
};
use crate::source::Span;

/// The words of a rule whose structure may not be checked yet.
pub(crate) struct OpenWithin {
    rule: RuleId,
    span: Span,
}

impl Checker<'_> {
    /// Notes that a rule says `within the receipt`; `check_within` fills in the thresholds.
    pub(crate) fn open_within(&mut self, rule: RuleId, span: Span) {
        self.open_within.push(OpenWithin { rule, span });
    }

    /// After rules, stacks and tiers are checked: what the levels are reached with.
    pub(crate) fn check_within(&mut self) {
        for open in std::mem::take(&mut self.open_within) {
            let Some(rule) = self.rules.get(open.rule.index()).and_then(Option::as_ref) else { continue };
            let found = match self.reached_by(rule) {
                None => continue,
                Some(found) => found,
            };
            match found {
                Ok(within) => {
                    if let Some(Some(rule)) = self.rules.get_mut(open.rule.index())
                        && let Award::Rate(_, Some(by)) = &mut rule.award
                    {
                        by.within = Some(within);
                    }
                }
                Err((message, help)) => {
                    let report =
                        Diagnostic::new(Code::NotHere, open.span, message, "not within this receipt");
                    self.report(report.help(help));
                }
            }
        }
    }

    /// The thresholds, or what is in the way; nothing if that has been said already.
    fn reached_by(&self, rule: &Rule) -> Option<Result<Within, (String, String)>> {
        let Award::Rate(own, Some(by)) = &rule.award else { return None };
        let not = |message: &str, help: &str| Some(Err((message.to_owned(), help.to_owned())));
        let (Rate::Proportional(amount, _) | Rate::Steps(amount, ..)) = own else {
            return not(
                "flat points are of the whole receipt, which has one level",
                "write points for an amount, such as `1 point per full 1.00 CHF of all lines`",
            );
        };
        if rule.over.is_some() {
            return not(
                "a rule over a window takes the level of each purchase as it was held",
                "leave `within the receipt` out",
            );
        }
        if rule.decided_by.is_some() {
            return not(
                "the level of another day is not reached by this receipt",
                "leave `within the receipt` or `decided by` out",
            );
        }
        if rule.rounding.place == RoundingPlace::Line || rule.contest.is_some() {
            return not(
                "the amount is cut where a level is reached, not by line",
                "leave `per line` or `within the receipt` out",
            );
        }
        let tiers = self.tiers.get(by.tiers.index())?.as_ref()?;
        if !tiers.review.is_empty() {
            return not(
                "these levels are entered on some days of the year only",
                "leave `within the receipt` or `review on` out",
            );
        }
        if tiers.consumption.is_some() {
            return not(
                "these levels use up what they ask for, so they are reached after the receipt only",
                "leave `within the receipt` out",
            );
        }
        let mut from = vec![0];
        let mut track = None;
        for level in tiers.levels.iter().skip(1) {
            match threshold(&level.entry) {
                Some((of, least))
                    if track.is_none_or(|t| t == of) && from.last().is_some_and(|before| *before < least) =>
                {
                    track = Some(of);
                    from.push(least);
                }
                Some(_) | None => {
                    let message = format!("`{}` is not reached by a larger sum alone", level.name);
                    let help = "write `tiers ... by` a track, and a rising `from` for every level";
                    return Some(Err((message, help.to_owned())));
                }
            }
        }
        let Some(track) = track else {
            return not("this structure has no level to reach", "leave `within the receipt` out");
        };
        let found = self.tracks.get(track)?;
        if found.subject != TrackSubject::Amount(*amount) {
            let message =
                format!("the levels are reached by `{}`, and the rule gives by another amount", found.name);
            return not(
                &message,
                "let the track sum exactly what the rule gives points for, or leave `within the receipt` out",
            );
        }
        Some(Ok(Within { track, from }))
    }
}

/// The track and the least sum of `from ...`.
fn threshold(entry: &[Conjunct]) -> Option<(TrackId, i64)> {
    match entry {
        [
            Conjunct {
                condition: Condition::Compare(Compare { left, left_times, how, right, right_times }),
                ..
            },
        ] if *how == Comparison::AtLeast && (*left_times, *right_times) == (1, 1) => match (left, right) {
            (Number::Track { track, including: false }, Number::Constant(least)) => Some((*track, *least)),
            _ => None,
        },
        _ => None,
    }
}
