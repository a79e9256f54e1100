//! Why an event was refused, for the member: what is the matter, what there is, and what would have been enough.

use crate::document::{Document, Section, escaped};
use crate::language::Language;
use crate::say::Speaker;
use treue_lang::programme::{Condition, LimitId, Price, Programme, UnitId};
use treue_lang::time::{Day, Minute};

/// An event that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The event's id.
    pub id: String,
    /// Its day where it happened.
    pub day: Day,
    /// Its time there.
    pub minute: Minute,
    /// The stable name of the refusal.
    pub code: &'static str,
    /// The name that matters, such as that of another account.
    pub name: Option<String>,
    /// What of a reward was in the way.
    pub by: Option<RefusedFor>,
    /// What there is.
    pub have: Option<Value>,
    /// What would have been enough.
    pub enough: Option<(Enough, Value)>,
}

/// What of a reward was in the way.
#[derive(Clone, Debug)]
pub enum RefusedFor {
    /// A condition that does not hold.
    Condition(Condition),
    /// A limit of which too little is left, with what the reward is paid in.
    Limit(LimitId, UnitId),
}

/// How a number would have been enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enough {
    /// So much or more.
    Least,
    /// So much or less.
    Most,
    /// Exactly so much.
    Just,
    /// From this day on.
    From,
}

/// A number with what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Points of a unit.
    Points(UnitId, i64),
    /// Money in smallest parts.
    Money(i64),
    /// Thousandths of what a line counts.
    Quantity(i64),
    /// A day.
    Day(Day),
    /// Whole things.
    Count(i64),
}

/// Why an event was refused.
#[must_use]
pub fn refused(programme: &Programme, refused: &Refused, language: Language) -> Document {
    let speaker = Speaker::new(programme, language.of(programme));
    let (date, time) = (speaker.locale.date(refused.day), speaker.locale.time(refused.minute));
    let title = speaker.say("story-refused", &[("id", &refused.id), ("date", &date), ("time", &time)]);
    let mut section = Section::new(2, "refused", speaker.word("story-because"));
    section.sentence(speaker.say(&format!("refused-{}", refused.code), &[]));
    let about = refused.name.as_deref().map(escaped);
    let have = refused.have.map(|value| speaker.of_refusal(value));
    let enough = refused.enough.map(|(how, value)| speaker.would_do(how, value));
    for (word, said) in [("story-about", about), ("story-there-is", have), ("story-enough", enough)] {
        section.clause(speaker.word(word), said.unwrap_or_default());
    }
    match &refused.by {
        Some(RefusedFor::Condition(condition)) => {
            section.clause(speaker.word("story-enough"), speaker.condition(condition));
        }
        Some(RefusedFor::Limit(limit, unit)) => {
            let limit = speaker.limits(&[*limit], *unit, "limit-uses").join(", ");
            section.sentence(speaker.say("story-used-up", &[("limit", &limit)]));
        }
        None => {}
    }
    section.sentence(speaker.say("story-nothing-changed", &[]));
    for clause in &mut section.clauses {
        clause.1 = crate::story::unlinked(&clause.1);
    }
    Document { language: language.code(), title, sections: vec![section] }
}

impl Speaker<'_> {
    fn would_do(&self, how: Enough, value: Value) -> String {
        let value = self.of_refusal(value);
        match how {
            Enough::Just => value,
            Enough::Least => self.say("enough-least", &[("value", &value)]),
            Enough::Most => self.say("enough-most", &[("value", &value)]),
            Enough::From => self.say("enough-from", &[("value", &value)]),
        }
    }

    fn of_refusal(&self, value: Value) -> String {
        match value {
            Value::Points(unit, points) if unit != Price::NO_UNIT => self.points(unit, points),
            Value::Money(money) => self.money(money),
            Value::Quantity(quantity) => self.locale.short(quantity.into(), 3),
            Value::Day(day) => self.locale.date(day),
            Value::Points(_, count) | Value::Count(count) => self.locale.short(count.into(), 0),
        }
    }
}
