//! Why an event got its points, for the member: what each rule gave and how it came to that, why others gave nothing and what
//! would have been enough. What happened is handed in; nothing is worked out here.

use crate::document::{Document, Section, escaped};
use crate::happened::Happened;
use crate::language::Language;
use crate::say::Speaker;
use treue_lang::programme::{
    AmountId, Award, Because, Choice, Condition, LevelId, LimitId, Programme, Rate, Rule, RuleId, StackId,
    StackWay, TiersId, TrackId, UnitId,
};
use treue_lang::time::{Day, Minute};

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A purchase, or an activity: what can give points.
    Earning,
    /// A reward is taken.
    Redemption,
    /// A voucher is used.
    Voucher,
    /// Points or a level by hand.
    Grant,
    /// Points become a partner's.
    Transfer,
    /// The member changes.
    Member,
    /// Goods come back, or a redemption is undone.
    Return,
    /// Time passes.
    Time,
}

/// An event and what came of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event's id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// It came before, and what was decided then holds.
    pub repeated: bool,
    /// It is earlier than what was known: its date decides.
    pub late: bool,
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
    /// What happened beside.
    pub happened: Vec<Happened>,
    /// Choices that it has to do with.
    pub choices: Vec<Choice>,
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
    /// The exact value in smallest parts, as a fraction.
    pub exact: Option<(i128, i128)>,
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
    let title = match told.kind {
        Kind::Earning => "story-title",
        Kind::Redemption => "story-redemption",
        Kind::Voucher => "story-voucher",
        Kind::Grant => "story-grant",
        Kind::Transfer => "story-transfer",
        Kind::Member => "story-member",
        Kind::Return => "story-return",
        Kind::Time => "story-time",
    };
    let title = speaker.say(title, &[("id", &told.id), ("date", &date), ("time", &time)]);
    let mut sections = speaker.told_happened(told, true);
    if !told.gave.is_empty() {
        sections.push(Section::new(2, "gave", speaker.word("story-gave")));
        sections.extend(told.gave.iter().filter_map(|award| speaker.told_award(award)));
    }
    if !told.nothing.is_empty() {
        sections.push(Section::new(2, "nothing", speaker.word("story-nothing")));
        sections.extend(told.nothing.iter().filter_map(|not| speaker.told_nothing(not)));
    }
    sections.extend(speaker.told_happened(told, false));
    sections.push(speaker.told_after(told));
    sections.extend(speaker.told_choices(told));
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
        if let Some(exact) = self.exact(rule, award) {
            let rounding = self.rounding_of(rule);
            let id = match rule.rounding.because {
                Because::Written => "story-exact",
                Because::Default => "story-exact-default",
            };
            let after = self.points(rule.unit, award.rounded);
            section.clause(
                self.word("rounded"),
                self.say(id, &[("exact", &exact), ("rounding", &rounding), ("points", &after)]),
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

    /// The exact value of an award, where it is another than the rounded one.
    fn exact(&self, rule: &Rule, award: &ToldAward) -> Option<String> {
        let (numerator, denominator) = award.exact?;
        let decimals = self.programme.units.get(rule.unit).map_or(0, |u| u.decimals);
        let exact = self.locale.fraction(numerator, denominator, decimals);
        (exact != self.locale.decimal(award.rounded.into(), decimals)).then_some(exact)
    }

    fn usable(&self, from: Option<Day>, until: Option<Day>) -> String {
        let from = match from {
            Some(day) => self.say("story-from", &[("date", &self.locale.date(day))]),
            None => self.say("story-at-once", &[]),
        };
        format!("{from}, {}", self.until_day(until))
    }

    /// `until 30 September 2026`.
    pub(crate) fn until_day(&self, until: Option<Day>) -> String {
        match until {
            Some(day) => self.say("story-until", &[("date", &self.locale.date(day))]),
            None => self.say("story-for-ever", &[]),
        }
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
                    self.say("story-from-hour", &[("time", &self.locale.time(*from))])
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
        for (is, id) in [(told.repeated, "story-repeated"), (told.late, "story-late")] {
            if is {
                section.sentence(self.word(id));
            }
        }
        for (tiers, from, to, until) in &told.levels {
            let (from, to) = (self.level(*tiers, *from), self.level(*tiers, *to));
            let until = self.until_day(*until);
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

impl Speaker<'_> {
    /// The choices that it has to do with: those that the text makes, then those that nobody wrote.
    fn told_choices(&self, told: &Told) -> Vec<Section> {
        let part = |anchor: &str, id: &str, because: Because| {
            let mut section = Section::new(2, anchor, self.word(id));
            for choice in told.choices.iter().filter(|c| c.because == because) {
                section.sentence(self.choice(choice));
            }
            section
        };
        let parts = [
            part("written", "story-written", Because::Written),
            part("defaults", "story-defaults", Because::Default),
        ];
        parts.into_iter().filter(|section| !section.clauses.is_empty()).collect()
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
