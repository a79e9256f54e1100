//! The choices in force, written or not, in a language: what the checked programme says of each, with names, numbers and dates
//! as the language has them.

use crate::document::{Document, Section, escaped};
use crate::language::Language;
use crate::say::Speaker;
use treue_lang::programme::{About, Choice, Gap, Join, LimitOwner, Programme, Reward, Said, UnitId};

/// Choices of a programme, by what they are choices of.
#[must_use]
pub fn choices(programme: &Programme, chosen: &[&Choice], language: Language) -> Document {
    let speaker = Speaker::new(programme, language.of(programme));
    let title = speaker.say("choices-title", &[("name", &programme.name)]);
    let mut sections: Vec<Section> = Vec::new();
    for choice in chosen {
        let of = speaker.chosen_of(choice);
        if sections.last().is_none_or(|section| section.heading != of) {
            let anchor = format!("choices-{}", sections.len() + 1);
            sections.push(Section::new(2, anchor, of));
        }
        let from = if choice.is_default() { "choice-by-default" } else { "choice-by-text" };
        let value = speaker.choice_value(&choice.value);
        if let Some(section) = sections.last_mut() {
            section.clause(speaker.choice_row(choice), speaker.say(from, &[("value", &value)]));
        }
    }
    Document { language: language.code(), title, sections }
}

impl Speaker<'_> {
    /// A choice of a story: `«Base», rounding: down, once, to whole points`.
    pub(crate) fn choice(&self, choice: &Choice) -> String {
        let args = [
            ("of", self.chosen_of(choice)),
            ("row", self.choice_row(choice)),
            ("value", self.choice_value(&choice.value)),
        ];
        crate::story::unlinked(&self.say("story-choice", &args.each_ref().map(|(n, v)| (*n, v.as_str()))))
    }

    /// What it is a choice of, by its title.
    fn chosen_of(&self, choice: &Choice) -> String {
        let programme = self.programme;
        let titled = |found: Option<(&str, &str)>| {
            let (title, name) = found.unwrap_or_default();
            self.locale.quoted(&escaped(if title.is_empty() { name } else { title }))
        };
        match choice.about {
            // Of a measure it is said by the programme, too.
            About::Programme => match choice.of.strip_prefix("measure ") {
                Some(measure) => self.locale.quoted(&escaped(measure)),
                None => self.word("choice-of-programme"),
            },
            About::Returns => self.word("choice-of-returns"),
            About::Unit(unit) => self.locale.quoted(&self.unit(unit)),
            About::Rule(rule) => crate::story::unlinked(&self.rule(rule)),
            About::Limit(limit) => match programme.limits.get(limit) {
                Some(found) => {
                    let (unit, times) = self.of_limit(found.owner);
                    let said = self.limits(&[limit], unit, times).join("");
                    self.say("choice-of-limit", &[("limit", &crate::story::unlinked(&said))])
                }
                None => String::new(),
            },
            About::Stack(id) => titled(programme.stacks.get(id).map(|s| (s.title.as_str(), s.name.as_str()))),
            About::Tiers(id) => titled(programme.tiers.get(id).map(|t| (t.title.as_str(), t.name.as_str()))),
            About::Reward(id) => {
                titled(programme.rewards.get(id).map(|r| (r.title.as_str(), r.name.as_str())))
            }
        }
    }

    /// The unit that a limit counts, and how its times are said.
    fn of_limit(&self, owner: LimitOwner) -> (UnitId, &'static str) {
        let programme = self.programme;
        let unit = match owner {
            LimitOwner::Rule(rule) => programme.rules.get(rule).map(|r| r.unit),
            LimitOwner::Stack(stack) => programme.stacks.get(stack).map(|s| s.unit),
            LimitOwner::Gift(gift) => programme.gifts.get(gift).map(|g| g.unit),
            LimitOwner::Reward(reward) => programme.rewards.get(reward).map(Reward::unit),
        };
        let times = if matches!(owner, LimitOwner::Reward(_)) { "limit-uses" } else { "limit-times" };
        (unit.unwrap_or_default(), times)
    }

    /// The row of the table of choices.
    fn choice_row(&self, choice: &Choice) -> String {
        let word = choice.row.word();
        if self.locale.language == Language::English {
            return word.to_owned();
        }
        self.say(&format!("row-{}", word.replace(' ', "-")), &[])
    }

    fn choice_value(&self, said: &Said) -> String {
        if self.locale.language == Language::English {
            return escaped(&said.to_string());
        }
        let gaps: Vec<(&str, String)> = said.gaps.iter().map(|(name, gap)| (*name, self.gap(gap))).collect();
        let args: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let count = said.gaps.iter().find_map(|(_, gap)| match gap {
            Gap::Count(count) => Some(*count),
            Gap::Parts(..)
            | Gap::Percent(_)
            | Gap::Length(_)
            | Gap::Weekday(_)
            | Gap::Day(..)
            | Gap::Unit(..)
            | Gap::Name(_)
            | Gap::Said(_)
            | Gap::Several(..) => None,
        });
        self.count(&format!("choice-{}", said.id), count.unwrap_or(0), &args)
    }

    fn gap(&self, gap: &Gap) -> String {
        match gap {
            Gap::Count(count) => self.locale.short((*count).into(), 0),
            Gap::Parts(value, decimals) => self.locale.decimal((*value).into(), *decimals),
            Gap::Percent(share) => self.locale.percent((*share).into()),
            Gap::Length(length) => self.length(*length),
            Gap::Weekday(day) => self.locale.weekday(*day).to_owned(),
            Gap::Day(month, day) => self.locale.day_of_year(month.0, *day),
            Gap::Unit(unit, _) => self.unit(*unit),
            Gap::Name(name) => self.locale.quoted(&escaped(name)),
            Gap::Said(said) => self.choice_value(said),
            Gap::Several(join, all) => {
                let all: Vec<String> = all.iter().map(|gap| self.gap(gap)).collect();
                match join {
                    Join::Comma => all.join(", "),
                    Join::Semicolon => all.join("; "),
                    Join::And => self.and(&all),
                    Join::Or => self.or(&all),
                    Join::Then => all.join(&self.word("choice-then")),
                }
            }
        }
    }
}
