//! Why an event got its points, for the member: what each rule gave and how it came to that, why others gave nothing and what
//! would have been enough. What happened is handed in; nothing is worked out here.

use crate::document::{Document, Section, escaped};
use crate::language::Language;
use crate::say::Speaker;
use treue_lang::programme::{
    AmountId, Award, Because, Condition, LevelId, LimitId, Programme, Rate, Rule, RuleId, StackId, StackWay,
    TiersId, TrackId, UnitId,
};
use treue_lang::time::{Day, Minute};

/// An event and what came of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event's id.
    pub id: String,
    /// Its day where it happened.
    pub day: Day,
    /// Its time there.
    pub minute: Minute,
    /// What rules gave, in the order of the programme.
    pub gave: Vec<ToldAward>,
    /// Rules that looked at it and gave nothing.
    pub nothing: Vec<ToldNothing>,
    /// Levels that changed: the structure, from, to, and the last good day.
    pub levels: Vec<(TiersId, LevelId, LevelId, Option<Day>)>,
    /// Points that can be spent, that are pending and that are owed.
    pub balances: Vec<(UnitId, i64, i64, i64)>,
}

/// What one rule gave.
#[derive(Clone, Debug, Default)]
pub struct ToldAward {
    /// The rule.
    pub rule: RuleId,
    /// So many.
    pub points: i64,
    /// What was measured, if anything was.
    pub amount: Option<i64>,
    /// What that came to before limits, after rounding.
    pub rounded: i64,
    /// Whether the exact value was rounded to that; then the value as text.
    pub exact: Option<String>,
    /// The limit that cut it.
    pub cut_by: Option<LimitId>,
    /// From when it can be spent, if not at once.
    pub from: Option<Day>,
    /// Its last good day.
    pub until: Option<Day>,
    /// For a window rule: its window.
    pub window: Option<ToldWindow>,
    /// Where the rule stands: `card.treue:12`.
    pub place: String,
}

/// A window of a rule.
#[derive(Clone, Copy, Debug)]
pub struct ToldWindow {
    /// First and last day; nothing for all time.
    pub days: Option<(Day, Day)>,
    /// What is due for it.
    pub due: i64,
    /// What was given for it before.
    pub before: i64,
}

/// A rule that gave nothing.
#[derive(Clone, Debug)]
pub struct ToldNothing {
    /// The rule.
    pub rule: RuleId,
    /// Why.
    pub why: Why,
    /// What was missing of an amount or a track.
    pub missing: Option<Missing>,
    /// Where the rule stands.
    pub place: String,
}

/// Why a rule gave nothing.
#[derive(Clone, Copy, Debug)]
pub enum Why {
    /// This one of its conditions does not hold.
    Condition(usize),
    /// It comes to nothing.
    Zero,
    /// Nothing is left of this limit.
    Limit(LimitId),
    /// Another rule of this stack was taken.
    Lost(StackId),
}

/// So much more would have been enough.
#[derive(Clone, Copy, Debug)]
pub enum Missing {
    /// Of an amount of the receipt.
    Amount(AmountId, i64),
    /// In a track.
    Track(TrackId, i64),
}

/// The story of an event.
#[must_use]
pub fn story(programme: &Programme, told: &Told, language: Language) -> Document {
    let speaker = Speaker::new(programme, language.of(programme));
    let (date, time) = (speaker.locale.date(told.day), speaker.locale.time(told.minute));
    let title = speaker.say("story-title", &[("id", &told.id), ("date", &date), ("time", &time)]);
    let mut sections = Vec::new();
    if !told.gave.is_empty() {
        sections.push(Section::new(2, "gave", speaker.word("story-gave")));
        sections.extend(told.gave.iter().filter_map(|award| speaker.told_award(award)));
    }
    if !told.nothing.is_empty() {
        sections.push(Section::new(2, "nothing", speaker.word("story-nothing")));
        sections.extend(told.nothing.iter().filter_map(|not| speaker.told_nothing(not)));
    }
    sections.push(speaker.told_after(told));
    for clause in sections.iter_mut().flat_map(|s| &mut s.clauses) {
        clause.1 = unlinked(&clause.1);
    }
    Document { language: language.code(), title, sections }
}

impl Speaker<'_> {
    fn title_of(&self, rule: &Rule) -> String {
        if rule.title.is_empty() { rule.name.clone() } else { rule.title.clone() }
    }

    fn told_award(&self, award: &ToldAward) -> Option<Section> {
        let rule = self.programme.rules.get(award.rule)?;
        let points = self.points(rule.unit, award.points);
        let heading = self.say("story-rule-gave", &[("rule", &self.title_of(rule)), ("points", &points)]);
        let mut section = Section::new(3, self.rule_anchor(award.rule), heading);
        if let Some(ToldWindow { days, due, before }) = &award.window {
            let dates = match days {
                Some((from, to)) => self.dates(Some(*from), Some(*to)),
                None => self.say("window-ever", &[]),
            };
            section.clause(self.word("story-window"), dates);
            let (due, before) = (self.points(rule.unit, *due), self.points(rule.unit, *before));
            section.sentence(self.say("story-due", &[("due", &due), ("before", &before)]));
        }
        if let (Some(amount), Some(id)) = (award.amount, measured(&rule.award)) {
            let value = self.value(&self.scale(id), amount);
            let said = self.say("story-amount", &[("value", &value), ("amount", &self.amount(id))]);
            section.clause(self.word("story-measured"), said);
        }
        section.clause(self.word("story-rate"), self.award(rule).join("; "));
        if let Some(exact) = &award.exact {
            let rounding = self.rounding(rule.unit, rule.rounding);
            let id = match rule.rounding.because {
                Because::Written => "story-exact",
                Because::Default => "story-exact-default",
            };
            let after = self.points(rule.unit, award.rounded);
            section.clause(
                self.word("rounded"),
                self.say(id, &[("exact", exact), ("rounding", &rounding), ("points", &after)]),
            );
        }
        if let Some(limit) = award.cut_by {
            let limit = self.limits(&[limit], rule.unit, "limit-times").join(", ");
            section.clause(
                self.word("at-most"),
                self.say("story-cut", &[("limit", &limit), ("points", &points)]),
            );
        }
        section.clause(self.word("usable"), self.usable(award.from, award.until));
        section.clause(self.word("story-place"), escaped(&award.place));
        Some(section)
    }

    fn usable(&self, from: Option<Day>, until: Option<Day>) -> String {
        let from = match from {
            Some(day) => self.say("story-from", &[("date", &self.locale.date(day))]),
            None => self.say("story-at-once", &[]),
        };
        let until = match until {
            Some(day) => self.say("story-until", &[("date", &self.locale.date(day))]),
            None => self.say("story-for-ever", &[]),
        };
        format!("{from}, {until}")
    }

    fn told_nothing(&self, not: &ToldNothing) -> Option<Section> {
        let rule = self.programme.rules.get(not.rule)?;
        let mut section = Section::new(3, self.rule_anchor(not.rule), self.title_of(rule));
        section.clause(self.word("story-because"), self.why(rule, not.why));
        section.clause(self.word("story-enough"), self.enough(rule, not));
        section.clause(self.word("story-place"), escaped(&not.place));
        Some(section)
    }

    fn why(&self, rule: &Rule, why: Why) -> String {
        match why {
            Why::Condition(k) => match rule.conditions.get(k) {
                Some(conjunct) => {
                    let condition = self.condition(&conjunct.condition);
                    self.say("story-not-met", &[("condition", &condition)])
                }
                None => String::new(),
            },
            Why::Zero => match measured(&rule.award) {
                Some(id) => self.say("story-too-little", &[("amount", &self.amount(id))]),
                None => self.say("story-zero", &[]),
            },
            Why::Limit(limit) => {
                let limit = self.limits(&[limit], rule.unit, "limit-times").join(", ");
                self.say("story-used-up", &[("limit", &limit)])
            }
            Why::Lost(stack) => {
                let stack = self.programme.stacks.get(stack);
                let first = stack.is_some_and(|s| s.way == StackWay::First);
                self.say(if first { "story-earlier" } else { "story-better" }, &[])
            }
        }
    }

    /// What would have been enough: what is missing of an amount, or the condition itself.
    fn enough(&self, rule: &Rule, not: &ToldNothing) -> String {
        match not.missing {
            Some(Missing::Amount(id, value)) => {
                let more = self.value(&self.scale(id), value);
                return self.say("story-more", &[("more", &more), ("amount", &self.amount(id))]);
            }
            Some(Missing::Track(track, value)) => {
                let more = self.track_value(track, value);
                return self.say("story-more", &[("more", &more), ("amount", &self.track(track))]);
            }
            None => {}
        }
        match not.why {
            Why::Condition(k) => match rule.conditions.get(k).map(|c| &c.condition) {
                Some(Condition::Hours(from, _)) => {
                    self.say("story-from", &[("date", &self.locale.time(*from))])
                }
                Some(condition) => self.condition(condition),
                None => String::new(),
            },
            Why::Zero => match (&rule.award, measured(&rule.award)) {
                (Award::Rate(Rate::Steps(_, step, _), _), Some(id)) => {
                    let value = self.value(&self.scale(id), *step);
                    self.say("story-amount", &[("value", &value), ("amount", &self.amount(id))])
                }
                (_, _) => String::new(),
            },
            Why::Limit(_) | Why::Lost(_) => String::new(),
        }
    }

    fn told_after(&self, told: &Told) -> Section {
        let mut section = Section::new(2, "after", self.word("story-after"));
        for (tiers, from, to, until) in &told.levels {
            let (from, to) = (self.level(*tiers, *from), self.level(*tiers, *to));
            let until = match until {
                Some(day) => self.say("story-until", &[("date", &self.locale.date(*day))]),
                None => self.say("story-for-ever", &[]),
            };
            section.sentence(self.say("story-level", &[("from", &from), ("to", &to), ("until", &until)]));
        }
        for (unit, available, pending, owed) in &told.balances {
            let mut said = self.points(*unit, *available);
            for (id, value) in [("story-pending", *pending), ("story-owed", *owed)] {
                if value != 0 {
                    said = format!("{said}, {}", self.say(id, &[("points", &self.points(*unit, value))]));
                }
            }
            section.sentence(said);
        }
        section
    }
}

/// What a rule measures.
fn measured(award: &Award) -> Option<AmountId> {
    match award {
        Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, ..), _) => Some(*amount),
        Award::Bands { amount, .. } => Some(*amount),
        Award::Rate(Rate::Flat(_), _) | Award::Share { .. } | Award::Portion { .. } => None,
    }
}

/// A sentence without links: what they point to stands in terms, not in a story.
pub(crate) fn unlinked(said: &str) -> String {
    let mut out = String::new();
    let mut rest = said;
    while let Some((before, link)) = rest.split_once('[') {
        let target = link.split_once("](#").and_then(|(text, more)| Some((text, more.split_once(')')?.1)));
        let Some((text, after)) = target else { break };
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::unlinked;

    #[test]
    fn links_are_words_in_a_story() {
        assert_eq!(unlinked("10% of [«Base»](#rule-base), on [all](#lines)"), "10% of «Base», on all");
        assert_eq!(unlinked("[not a link]"), "[not a link]");
    }
}
