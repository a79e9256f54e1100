//! Choices of limits.

use super::{Choices, Owner, written};
use crate::programme::{About, ChoiceRow, Gap, Limit, LimitOwner, LimitWindow, Most, Said, Scope};

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
                    true => Said::new("fits-whole", "what does not fit whole is not given"),
                    false => Said::new("fits-part", "the part that fits is given"),
                };
                self.add(&owner, ChoiceRow::LimitReached, value, written(limit.whole));
            }
        }
    }

    /// Who uses it up, and what counts.
    fn counts(&self, limit: &Limit) -> Said {
        let who = match limit.scope {
            Scope::Member => Said::new("per-member", "per member"),
            Scope::Household => Said::new("per-household", "per household, all its members together"),
            Scope::Everyone => Said::new("per-all", "for everyone together, in the order of the events"),
        };
        let counts = |id, english| Said::new(id, english).with("who", Gap::Said(who.clone()));
        match (limit.most, limit.window) {
            _ if self.is_of_window_rule(limit.owner) => {
                counts("counts-window", "of the rule's window, {who}")
            }
            (Most::Points(_), LimitWindow::Receipt) => {
                Said::new("counts-receipt", "per receipt, of one member")
            }
            (Most::PerPart(..) | Most::PerStep(..), _) => {
                Said::new("counts-part", "per receipt, rounded down")
            }
            (Most::Points(_), LimitWindow::Window(..)) => who,
            (Most::Pieces(_), _) => counts("counts-steps", "{who}; steps that were taken"),
            (Most::Times(_), _) if matches!(limit.owner, LimitOwner::Reward(_)) => {
                counts("counts-redemptions", "{who}; redemptions")
            }
            (Most::Times(_), _) => counts("counts-events", "{who}; events in which it gave something"),
        }
    }

    fn is_of_window_rule(&self, owner: LimitOwner) -> bool {
        match owner {
            LimitOwner::Rule(rule) => self.programme.rules.get(rule).is_some_and(|r| r.over.is_some()),
            LimitOwner::Stack(_) | LimitOwner::Reward(_) | LimitOwner::Gift(_) => false,
        }
    }
}
