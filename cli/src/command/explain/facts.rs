//! What there is to tell about one event, in words, before it is laid out for people or for programs.

use super::measure;
use crate::ui::number::{decimal, fraction};
use serde_json::{Map, Value, json};
use treue_lang::programme::{
    Award, Because, LimitId, Paid, Programme, RoundingMode, RoundingPlace, Rule, RuleId, StackId, StackWay,
};
use treue_lang::source::{Sources, Span};
use treue_runtime::decision::{Award as Given, Decision, NotApplied, Reason, Refusal, WindowAward};
use treue_runtime::event::Event;
use treue_runtime::explain::amounts::{kind_of, measured, subject_kind};
use treue_runtime::explain::conditions::fails;
use treue_runtime::explain::refusal as words;
use treue_runtime::explain::windows;
use treue_runtime::explain::words::{because, sufficient};
use treue_runtime::state::Member;
use treue_terms::Missing;

/// A name and what there is to say about it.
pub(super) type Fact = (&'static str, String);

/// An event, its decision, and the member before it.
pub(super) struct Facts<'a> {
    pub(super) sources: &'a Sources,
    pub(super) programme: &'a Programme,
    pub(super) event: &'a Event,
    pub(super) decision: &'a Decision,
    pub(super) before: &'a Member,
}

/// What is told about one rule.
pub(super) struct RuleStory {
    /// The rule's name.
    pub(super) rule: String,
    /// What it gave, with the unit; `None` if nothing.
    pub(super) gave: Option<String>,
    /// Where it stands.
    pub(super) file: String,
    /// The line there.
    pub(super) line: usize,
    /// Its text.
    pub(super) text: String,
    /// How it came to this.
    pub(super) facts: Vec<Fact>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        programme: &'a Programme,
        event: &'a Event,
        decision: &'a Decision,
        before: &'a Member,
    ) -> Facts<'a> {
        Facts { sources, programme, event, decision, before }
    }

    /// All rules that looked at the event: those that gave something, then the others.
    pub(super) fn rules(&self) -> Vec<RuleStory> {
        let gave = self.decision.awards.iter().map(|award| self.gave(award));
        let windows = self.decision.windows.iter().map(|award| self.of_window(award));
        gave.chain(windows)
            .chain(self.decision.not_applied.iter().map(|not| self.gave_nothing(not)))
            .flatten()
            .collect()
    }

    fn gave(&self, award: &Given) -> Option<RuleStory> {
        let programme = self.programme;
        let rule = programme.rules.get(award.rule)?;
        let mut facts = Vec::new();
        if let (Some(id), Some(value)) = (measured(&rule.award), award.amount) {
            let on = self.line_names(&award.lines);
            facts.push(("measured", format!("{}{on}", measure::amount(programme, id, value))));
            facts.extend(measure::full_steps(programme, rule, id, value).map(|steps| ("counted", steps)));
        }
        if let Award::Share { of, .. } = &rule.award {
            facts.push(("of", self.shared(of)));
        }
        facts.extend(self.rounded(rule, award));
        if let Some(limit) = award.cut_by {
            facts.push(("cut", format!("to {} by {}", self.points(rule, award.points), self.limit(limit))));
        }
        facts.extend(self.stack_of(award.rule).map(|s| ("stack", self.stack(s))));
        facts.push(("usable", self.dates(award)));
        if let Some(payer) = award.payer.and_then(|p| programme.partners.get(p)) {
            facts.push(("paid by", payer.title.clone()));
        }
        self.story(award.rule, Some(measure::points(programme, rule.unit, award.points)), facts)
    }

    /// A window rule: its sums, what is due, what was given before.
    fn of_window(&self, award: &WindowAward) -> Option<RuleStory> {
        let programme = self.programme;
        let rule = programme.rules.get(award.rule)?;
        let over = rule.over.as_ref()?;
        let mut facts = vec![
            ("window", windows::window_of(rule, award)),
            ("sums", windows::sums(programme, rule, award).join(", ")),
            (
                "due",
                format!(
                    "{} on these sums, {} given before",
                    measure::points(programme, rule.unit, award.due),
                    self.points(rule, award.before)
                ),
            ),
        ];
        if let Some(failed) = award.failed.and_then(|k| over.when.get(usize::try_from(k).ok()?)) {
            facts.push(("because", fails(programme, &failed.condition)));
        }
        facts.extend(self.rounded_from(rule, award.raw, award.rounded));
        if let Some(limit) = award.cut_by {
            facts.push(("cut", format!("to {} by {}", self.points(rule, award.due), self.limit(limit))));
        }
        if over.paid != Paid::AtOnce {
            facts.push(("paid", format!("{}, on {}", windows::paid_words(over), award.on)));
        }
        if award.points > 0 {
            facts.push((
                "usable",
                match award.expires {
                    Some(day) => format!("at once, until {day}"),
                    None => String::from("at once, for ever"),
                },
            ));
        }
        if let Some(payer) = award.payer.and_then(|p| programme.partners.get(p)) {
            facts.push(("paid by", payer.title.clone()));
        }
        let gave = (award.points != 0).then(|| measure::points(programme, rule.unit, award.points));
        self.story(award.rule, gave, facts)
    }

    fn gave_nothing(&self, not: &NotApplied) -> Option<RuleStory> {
        let rule = self.programme.rules.get(not.rule)?;
        let mut facts = vec![("because", because(self.programme, rule, not.reason))];
        if let Reason::Limit(limit) = not.reason {
            facts.push(("limit", self.limit(limit)));
        }
        if let Reason::LostIn(stack) = not.reason {
            facts.push(("stack", self.stack(stack)));
        }
        if let Some(enough) = sufficient(self.programme, rule, not.reason) {
            facts.push(("enough", enough));
        }
        facts.extend(self.missing(not).map(|missing| ("missing", self.more(missing))));
        self.story(not.rule, None, facts)
    }

    fn story(&self, id: RuleId, gave: Option<String>, facts: Vec<Fact>) -> Option<RuleStory> {
        let rule = self.programme.rules.get(id)?;
        let (line, column) = self.sources.line_column(rule.span);
        Some(RuleStory {
            rule: rule.name.clone(),
            gave,
            file: self.sources.file(rule.span.file).map_or_else(String::new, |f| f.name.clone()),
            line,
            text: moved_left(self.sources.text(rule.span), column.saturating_sub(1)),
            facts,
        })
    }

    /// `3.20 CHF more`.
    fn more(&self, missing: Missing) -> String {
        let value = match missing {
            Missing::Amount(amount, value) => {
                self.programme.amounts.get(amount).map(|a| kind_of(a).with_unit(self.programme, value))
            }
            Missing::Track(track, value) => self
                .programme
                .tracks
                .get(track)
                .map(|t| subject_kind(self.programme, &t.subject).with_unit(self.programme, value)),
        };
        format!("{} more", value.unwrap_or_default())
    }

    /// The rules that another takes a share of, with what they gave.
    fn shared(&self, of: &[RuleId]) -> String {
        let parts = of.iter().filter_map(|id| {
            let rule = self.programme.rules.get(*id)?;
            let gave = self.decision.awards.iter().find(|a| a.rule == *id);
            let gave = gave.map_or_else(|| String::from("nothing"), |a| self.points(rule, a.points));
            Some(format!("{}, which gave {gave}", rule.name))
        });
        parts.collect::<Vec<_>>().join("; ")
    }

    /// How the exact value became whole.
    fn rounded(&self, rule: &Rule, award: &Given) -> Option<Fact> {
        self.rounded_from(rule, award.raw, award.rounded)
    }

    fn rounded_from(&self, rule: &Rule, raw: (i128, i128), rounded: i64) -> Option<Fact> {
        let decimals = self.programme.units.get(rule.unit).map_or(0, |u| u.decimals);
        let exact = fraction(raw.0, raw.1, decimals);
        if exact == decimal(i128::from(rounded), decimals) {
            return None;
        }
        let way = match rule.rounding.mode {
            RoundingMode::Down => "rounded down",
            RoundingMode::Up => "rounded up",
            RoundingMode::HalfUp => "rounded to the nearest, half up",
            RoundingMode::HalfEven => "rounded to the nearest, half to even",
        };
        let place = match rule.rounding.place {
            RoundingPlace::Rule => "",
            RoundingPlace::Line => " line by line",
            RoundingPlace::Stack => " together with its stack",
        };
        let why = match rule.rounding.because {
            Because::Written => "",
            Because::Default => " (the default)",
        };
        Some(("exactly", format!("{exact}, {way}{place} to {}{why}", self.points(rule, rounded))))
    }

    fn points(&self, rule: &Rule, value: i64) -> String {
        decimal(i128::from(value), self.programme.units.get(rule.unit).map_or(0, |u| u.decimals))
    }

    fn dates(&self, award: &Given) -> String {
        let from = if award.available > self.event.local.day {
            format!("from {}", award.available)
        } else {
            String::from("at once")
        };
        match award.expires {
            Some(day) => format!("{from}, until {day}"),
            None => format!("{from}, for ever"),
        }
    }

    /// The text of a limit, as the merchant wrote it.
    fn limit(&self, id: LimitId) -> String {
        let Some(limit) = self.programme.limits.get(id) else { return String::new() };
        let text = self.sources.text(limit.span).split_whitespace().collect::<Vec<_>>().join(" ");
        format!("`{text}` ({})", self.place(limit.span))
    }

    fn stack_of(&self, rule: RuleId) -> Option<StackId> {
        let holds = |id: &StackId| self.programme.stacks.get(*id).is_some_and(|s| s.rules.contains(&rule));
        self.programme.stacks.ids().find(holds)
    }

    fn stack(&self, id: StackId) -> String {
        let Some(stack) = self.programme.stacks.get(id) else { return String::new() };
        let way = match stack.way {
            StackWay::Multiply => "multiply",
            StackWay::All => "all of",
            StackWay::Best => "best of",
            StackWay::First => "first of",
        };
        let names: Vec<&str> = stack
            .rules
            .iter()
            .filter_map(|r| self.programme.rules.get(*r))
            .map(|r| r.name.as_str())
            .collect();
        format!("{}, {way} {}", stack.name, names.join(", "))
    }

    /// `programme.treue:12`.
    fn place(&self, span: Span) -> String {
        let name = self.sources.file(span.file).map_or("", |f| f.name.as_str());
        format!("{name}:{}", self.sources.line_column(span).0)
    }

    /// The first few of these lines by name, where they have one.
    fn line_names(&self, lines: &[u32]) -> String {
        let Some(purchase) = self.event.purchase() else { return String::new() };
        let name = |position: &u32| -> Option<String> {
            let line = purchase.lines.get(usize::try_from(*position).ok()?)?;
            Some(line.name.clone().or(line.sku.clone()).unwrap_or_else(|| format!("line {}", position + 1)))
        };
        let names: Vec<String> = lines.iter().take(4).filter_map(name).collect();
        match lines.len() {
            0 => String::new(),
            n if n > names.len() => format!(" ({} and {} more)", names.join(", "), n - names.len()),
            _ => format!(" ({})", names.join(", ")),
        }
    }

    /// Everything for programs.
    pub(super) fn json(&self) -> Value {
        let rules: Vec<Value> = self.rules().into_iter().map(rule_json).collect();
        let before: Vec<Value> =
            self.before().into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let decision = treue_runtime::decision::json::json(self.programme, self.event, self.decision);
        json!({
            "version": 1,
            "decision": serde_json::to_value(decision).unwrap_or(Value::Null),
            "rules": rules,
            "before": before,
            "written": self.choices(Because::Written),
            "defaults": self.choices(Because::Default),
        })
    }
}

fn rule_json(story: RuleStory) -> Value {
    let facts: Map<String, Value> =
        story.facts.into_iter().map(|(name, value)| (name.replace(' ', "_"), Value::String(value))).collect();
    json!({
        "rule": story.rule,
        "gave": story.gave,
        "file": story.file,
        "line": story.line,
        "text": story.text,
        "facts": facts,
    })
}

/// A refusal with its numbers, and what would do.
pub(crate) fn refusal(programme: &Programme, event: &Event, refusal: &Refusal) -> String {
    let reason = words::reason(programme, event, refusal);
    let number = |value| words::with_unit(programme, event, refusal, value);
    match (refusal.have, refusal.need) {
        (Some(have), Some(need)) => format!("{reason}: {}, where {} would do", number(have), number(need)),
        (_, _) => match words::sufficient(programme, event, refusal) {
            Some(enough) => format!("{reason}; what would do: {enough}"),
            None => reason,
        },
    }
}

/// What each rule said to an event, a line each.
pub(crate) fn trace(programme: &Programme, event: &Event, decision: &Decision) -> Vec<String> {
    if let Some(refused) = &decision.refusal {
        return vec![format!("refused: {} [{}]", refusal(programme, event, refused), refused.code.name())];
    }
    let others = decision.not_applied.iter().filter_map(|not| {
        let rule = programme.rules.get(not.rule)?;
        Some(format!("{} gave nothing: {}", rule.name, because(programme, rule, not.reason)))
    });
    gave(programme, decision).into_iter().chain(others).collect()
}

/// What each rule that gave something gave, one sentence each.
pub(crate) fn gave(programme: &Programme, decision: &Decision) -> Vec<String> {
    let gave = decision.awards.iter().filter_map(|award| {
        let rule = programme.rules.get(award.rule)?;
        let points = measure::points(programme, rule.unit, award.points);
        let of = measured(&rule.award).zip(award.amount);
        let of = of.map_or_else(String::new, |(id, v)| format!(" for {}", measure::amount(programme, id, v)));
        let cut = award.cut_by.map_or("", |_| ", cut by a limit");
        Some(format!("{} gave {points}{of}{cut}", rule.name))
    });
    let windows = decision.windows.iter().filter_map(|window| {
        let rule = programme.rules.get(window.rule)?;
        let (due, before) = (
            measure::points(programme, rule.unit, window.due),
            measure::points(programme, rule.unit, window.before),
        );
        let points = measure::points(programme, rule.unit, window.points);
        Some(format!("{} gave {points}: {due} due for its window, {before} before", rule.name))
    });
    gave.chain(windows).collect()
}

/// A text that began at a column, with its other lines moved left by as much.
fn moved_left(text: &str, column: usize) -> String {
    let line = |line: &str| -> String {
        let spaces = line.chars().take_while(|c| *c == ' ').count().min(column);
        line.chars().skip(spaces).collect()
    };
    let mut lines = text.lines();
    let first = lines.next().map(str::to_owned);
    first.into_iter().chain(lines.map(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_text_to_the_margin() {
        assert_eq!(moved_left("earn a {\n    1 point\n  }", 2), "earn a {\n  1 point\n}");
        assert_eq!(moved_left("earn a {\n}", 4), "earn a {\n}");
    }
}
