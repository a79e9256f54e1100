//! The choices in force: all of a programme, or those that an event has to do with.

use super::facts::Facts;
use crate::ui::Ui;
use crate::ui::table::{Sheet, heading};
use serde_json::{Value, json};
use treue_lang::programme::{
    About, Because, Choice, LimitId, LimitOwner, Programme, RewardId, RuleId, UnitId,
};
use treue_lang::source::Sources;
use treue_runtime::event::{Grant, What};

/// Every choice of a programme, as a table.
pub(super) fn text(ui: &Ui, programme: &Programme) -> String {
    let mut sheet = Sheet::new(ui, &["Of", "Choice", "In force", "From"]).words(1).words(2).words(3);
    let mut before = "";
    for choice in &programme.choices {
        // What it is a choice of stands once.
        let of = if choice.of == before { "" } else { choice.of.as_str() };
        before = &choice.of;
        sheet.row(&[
            of.to_owned(),
            choice.row.word().to_owned(),
            choice.value.to_string(),
            from(choice).to_owned(),
        ]);
    }
    format!("{}{}", heading(ui, &format!("Choices of {}", programme.name)), sheet.text())
}

/// The same for programs.
pub(super) fn json(sources: &Sources, programme: &Programme) -> Value {
    let choices: Vec<Value> = programme
        .choices
        .iter()
        .map(|choice| {
            json!({
                "of": choice.of,
                "choice": choice.row.word(),
                "value": choice.value.to_string(),
                "written": !choice.is_default(),
                "file": sources.file(choice.span.file).map_or("", |f| f.name.as_str()),
                "line": sources.line_column(choice.span).0,
            })
        })
        .collect();
    json!({ "version": 1, "programme": programme.name, "choices": choices })
}

fn from(choice: &Choice) -> &'static str {
    if choice.is_default() { "default" } else { "the text" }
}

impl Facts<'_> {
    /// The choices that the event has to do with: those that the text makes, or those that nobody wrote.
    pub(super) fn choices(&self, because: Because) -> Vec<String> {
        let choices = self.chosen().filter(|c| c.because == because);
        choices.map(|c| format!("{}, {}: {}", c.of, c.row.word(), c.value)).collect()
    }

    /// All choices that the event has to do with.
    pub(super) fn chosen(&self) -> impl Iterator<Item = &Choice> {
        self.programme.choices.iter().filter(|c| self.concerns(c.about))
    }

    fn concerns(&self, about: About) -> bool {
        match about {
            About::Programme => false,
            About::Returns => self.decision.returned.is_some(),
            About::Unit(unit) => self.concerns_unit(unit),
            About::Rule(rule) => self.looked(rule),
            About::Limit(limit) => self.concerns_limit(limit),
            About::Stack(stack) => {
                let rules = self.programme.stacks.get(stack).map(|s| s.rules.as_slice());
                rules.unwrap_or_default().iter().any(|rule| self.looked(*rule))
            }
            About::Tiers(tiers) => self.decision.tiers.iter().any(|change| change.tiers == tiers),
            About::Reward(reward) => self.concerns_reward(reward),
        }
    }

    /// Whether a rule looked at the event, or gave something for a window.
    fn looked(&self, rule: RuleId) -> bool {
        self.decision.awards.iter().any(|a| a.rule == rule)
            || self.decision.not_applied.iter().any(|n| n.rule == rule)
            || self.decision.windows.iter().any(|w| w.rule == rule)
    }

    fn concerns_unit(&self, unit: UnitId) -> bool {
        let of_rule = self.programme.rules.iter().any(|(id, rule)| rule.unit == unit && self.looked(id));
        let moved = match &self.event.what {
            What::Redeem(_) => self.decision.reward.iter().any(|taken| taken.unit == unit),
            What::Transfer(transfer) => transfer.unit == unit,
            What::Grant(Grant::Points { unit: given, .. }) => *given == unit,
            What::Purchase(_)
            | What::Activity(_)
            | What::Grant(Grant::Level { .. })
            | What::Member(_)
            | What::Return(_)
            | What::Clock => false,
        };
        of_rule || moved || self.decision.expired.iter().any(|e| e.unit == unit)
    }

    fn concerns_limit(&self, limit: LimitId) -> bool {
        match self.programme.limits.get(limit).map(|l| l.owner) {
            Some(LimitOwner::Rule(rule)) => self.programme.versions(&rule).iter().any(|r| self.looked(*r)),
            Some(LimitOwner::Stack(stack)) => self.concerns(About::Stack(stack)),
            Some(LimitOwner::Gift(gift)) => {
                self.programme.gifts.get(gift).is_some_and(|g| self.looked(g.rule))
            }
            Some(LimitOwner::Reward(reward)) => self.concerns_reward(reward),
            None => false,
        }
    }

    fn concerns_reward(&self, reward: RewardId) -> bool {
        let issued = self.decision.issued.iter().map(|issued| &issued.taken);
        issued.chain(&self.decision.reward).any(|taken| taken.reward == reward)
    }
}
