//! The choices that nobody wrote, with what is in force.

use super::Checker;
use crate::names::RuleOwner;
use crate::programme::{
    Because, DefaultChoice, LimitOwner, LimitWindow, Most, ReturnsChoice, SpentPoints, Validity,
};

impl Checker<'_> {
    /// Fills `defaults`: the programme's own first, then item by item.
    pub(crate) fn collect_defaults(&mut self) {
        let mut all = Vec::new();
        self.of_programme(&mut all);
        self.of_units(&mut all);
        self.of_rules(&mut all);
        self.of_limits(&mut all);
        self.of_tiers(&mut all);
        self.of_returns(&mut all);
        self.defaults = all;
    }

    fn of_programme(&self, all: &mut Vec<DefaultChoice>) {
        use crate::ast::Setting;
        let settings = self.names.headers.first().map(|h| h.settings.as_slice()).unwrap_or_default();
        let wrote = |is: fn(&Setting) -> bool| settings.iter().any(is);
        let span = self.names.headers.first().map(|h| h.span).unwrap_or_default();
        let mut add = |choice, value: &str| {
            all.push(DefaultChoice { of: "programme".to_owned(), choice, value: value.to_owned(), span });
        };
        if !wrote(|s| matches!(s, Setting::Remember(..))) {
            add("memory", "90 days");
        }
        if !wrote(|s| matches!(s, Setting::WeekStart(..))) {
            add("week", "from Monday");
        }
        if !wrote(|s| matches!(s, Setting::KnownMembersOnly(_))) {
            add("unknown member", "joins with the first event, lowest level");
        }
        if !wrote(|s| matches!(s, Setting::LeaversKeep(..))) {
            add("membership ends", "points and vouchers are gone");
        }
        if !wrote(|s| matches!(s, Setting::GuestsPass(_))) {
            add("receipt without member", "refused");
        }
    }

    fn of_units(&self, all: &mut Vec<DefaultChoice>) {
        for ((_, unit), (_, setting)) in self.units.iter().zip(&self.names.units) {
            let crate::ast::Setting::Unit { used, span, .. } = setting else { continue };
            let of = format!("unit {}", unit.name);
            if unit.expiry_because == Because::Default {
                let value = "never".to_owned();
                all.push(DefaultChoice { of: of.clone(), choice: "expiry", value, span: *span });
            }
            if used.is_none() {
                let value = "soonest to expire, then oldest".to_owned();
                all.push(DefaultChoice { of, choice: "burn order", value, span: *span });
            }
        }
    }

    fn of_rules(&self, all: &mut Vec<DefaultChoice>) {
        for (rule, source) in self.rules.iter().zip(&self.names.rules) {
            let Some(rule) = rule else { continue };
            if rule.rounding.because == Because::Written {
                continue;
            }
            let word = match source.owner {
                RuleOwner::Programme | RuleOwner::Partner(_) => "earn",
                RuleOwner::Level(..) => "level",
            };
            let (unit, decimals) =
                self.units.get(rule.unit).map_or(("points", 0), |u| (u.name.as_str(), u.decimals));
            let value = match decimals {
                0 => format!("down, once, to whole {unit}"),
                1 => format!("down, once, to 1 decimal of {unit}"),
                n => format!("down, once, to {n} decimals of {unit}"),
            };
            let of = format!("{word} {}", rule.name);
            all.push(DefaultChoice { of, choice: "rounding", value, span: rule.span });
        }
    }

    fn of_limits(&self, all: &mut Vec<DefaultChoice>) {
        for (_, limit) in self.limits.iter() {
            // The layout of the text is no part of it.
            let words: Vec<&str> = self.sources.text(limit.span).split_whitespace().collect();
            let of = format!("`{}`", words.join(" "));
            let of_window = match limit.owner {
                LimitOwner::Rule(rule) => self.is_window_rule(rule),
                LimitOwner::Stack(_) | LimitOwner::Reward(_) | LimitOwner::Gift(_) => false,
            };
            let counts = match (limit.most, limit.window) {
                _ if of_window => "of the rule's window, per member",
                (Most::Points(_), LimitWindow::Receipt) => "per receipt, of one member",
                (Most::Points(_), LimitWindow::Window(..)) => "per member",
                (Most::PerPart(..) | Most::PerStep(..), _) => "per receipt, rounded down",
                (Most::Times(_), _) => "per member; events in which it gave something",
            };
            let (value, span) = (counts.to_owned(), limit.span);
            all.push(DefaultChoice { of: of.clone(), choice: "limit counts", value, span });
            if !limit.whole {
                let value = "the part that fits is given".to_owned();
                all.push(DefaultChoice { of, choice: "limit reached", value, span });
            }
        }
    }

    /// What the documented defaults of `returns` are, where nothing is said; nothing where nothing can come back.
    fn of_returns(&self, all: &mut Vec<DefaultChoice>) {
        let returns = &self.returns;
        if self.remember.is_none() {
            return;
        }
        let header = self.names.headers.first().map(|h| h.span);
        let span = self.names.returns.first().map(|r| r.span).or(header).unwrap_or_default();
        let mut add = |choice, is_default: bool| {
            if is_default {
                let value = returns.in_force(choice);
                all.push(DefaultChoice { of: "returns".to_owned(), choice: choice.word(), value, span });
            }
        };
        add(ReturnsChoice::Take, returns.take_because == Because::Default);
        add(ReturnsChoice::Missing, returns.then_because == Because::Default);
        add(ReturnsChoice::Tiers, !returns.tiers_kept);
        add(ReturnsChoice::Spent, returns.spent == SpentPoints::OldDates);
    }

    fn of_tiers(&self, all: &mut Vec<DefaultChoice>) {
        for tiers in self.tiers.iter().flatten() {
            if tiers.after_because == Because::Default && matches!(tiers.validity, Validity::Until(_)) {
                all.push(DefaultChoice {
                    of: format!("tiers {}", tiers.name),
                    choice: "after review",
                    value: "one level down".to_owned(),
                    span: tiers.span,
                });
            }
        }
    }
}
