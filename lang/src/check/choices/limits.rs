//! Choices of limits.

use super::{Choices, Owner, written};
use crate::programme::{About, ChoiceRow, Limit, LimitOwner, LimitWindow, Most, Scope};

impl Choices<'_> {
    pub(super) fn of_limits(&mut self) {
        for (id, limit) in self.programme.limits.iter() {
            // The layout of the text is no part of it.
            let words: Vec<&str> = self.sources.text(limit.span).split_whitespace().collect();
            let owner = Owner::new(About::Limit(id), format!("`{}`", words.join(" ")), limit.span);
            let shared = limit.scope != Scope::Member;
            self.add(&owner, ChoiceRow::LimitCounts, self.counts(limit), written(shared));
            // A reward that does not fit is refused; there is no choice.
            if !matches!(limit.owner, LimitOwner::Reward(_)) {
                let value = match limit.whole {
                    true => "what does not fit whole is not given",
                    false => "the part that fits is given",
                };
                self.add(&owner, ChoiceRow::LimitReached, value, written(limit.whole));
            }
        }
    }

    /// Who uses it up, and what counts.
    fn counts(&self, limit: &Limit) -> String {
        let who = match limit.scope {
            Scope::Member => "per member",
            Scope::Household => "per household, all its members together",
            Scope::Everyone => "for everyone together, in the order of the events",
        };
        match (limit.most, limit.window) {
            _ if self.is_of_window_rule(limit.owner) => format!("of the rule's window, {who}"),
            (Most::Points(_), LimitWindow::Receipt) => "per receipt, of one member".to_owned(),
            (Most::PerPart(..) | Most::PerStep(..), _) => "per receipt, rounded down".to_owned(),
            (Most::Points(_), LimitWindow::Window(..)) => who.to_owned(),
            (Most::Pieces(_), _) => format!("{who}; steps that were taken"),
            (Most::Times(_), _) if matches!(limit.owner, LimitOwner::Reward(_)) => {
                format!("{who}; redemptions")
            }
            (Most::Times(_), _) => format!("{who}; events in which it gave something"),
        }
    }

    fn is_of_window_rule(&self, owner: LimitOwner) -> bool {
        match owner {
            LimitOwner::Rule(rule) => self.programme.rules.get(rule).is_some_and(|r| r.over.is_some()),
            LimitOwner::Stack(_) | LimitOwner::Reward(_) | LimitOwner::Gift(_) => false,
        }
    }
}
