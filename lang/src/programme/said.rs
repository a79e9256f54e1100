//! What a choice says: English words with gaps, and a name by which other languages know the sentence.

use super::{UnitId, behind};
use crate::time::{Length, Month, Weekday};
use std::fmt;

/// A sentence with gaps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Said {
    /// Its name, the same in all languages: `memory-days`.
    pub id: &'static str,
    /// The English words, such as `{days} days`.
    english: &'static str,
    /// What stands in its gaps, by name.
    pub gaps: Vec<(&'static str, Gap)>,
}

/// What stands in a gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// A whole number, which decides between one and several.
    Count(i64),
    /// Smallest parts with their decimals.
    Parts(i64, u8),
    /// Hundredths of a percent.
    Percent(i64),
    /// A length of time.
    Length(Length),
    /// A day of the week.
    Weekday(u8),
    /// A day of every year.
    Day(Month, u8),
    /// A unit, with its name.
    Unit(UnitId, String),
    /// A name, or a text of the programme.
    Name(String),
    /// A part of the sentence.
    Said(Said),
    /// Several of the same kind.
    Several(Join, Vec<Gap>),
}

/// How several are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Join {
    /// `a, b`.
    Comma,
    /// `a; b`.
    Semicolon,
    /// `a and b`.
    And,
    /// `a or b`.
    Or,
    /// `a, then b`.
    Then,
}

impl Said {
    /// A sentence, so far without anything in its gaps.
    pub(crate) fn new(id: &'static str, english: &'static str) -> Said {
        Said { id, english, gaps: Vec::new() }
    }

    /// The same with something in one of its gaps.
    pub(crate) fn with(mut self, name: &'static str, gap: Gap) -> Said {
        self.gaps.push((name, gap));
        self
    }
}

impl Gap {
    /// A name.
    pub(crate) fn name(name: &str) -> Gap {
        Gap::Name(name.to_owned())
    }
}

impl Join {
    fn word(self) -> &'static str {
        match self {
            Join::Comma => ", ",
            Join::Semicolon => "; ",
            Join::And => " and ",
            Join::Or => " or ",
            Join::Then => ", then ",
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.english;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?)))
        {
            f.write_str(before)?;
            if let Some((_, gap)) = self.gaps.iter().find(|(n, _)| *n == name) {
                gap.fmt(f)?;
            }
            rest = match self.gaps.iter().find(|(n, _)| *n == name) {
                Some((_, Gap::Count(1))) => singular_first(after, f)?,
                Some(_) | None => after,
            };
        }
        f.write_str(rest)
    }
}

/// Writes the word behind a gap in the singular; what is left of the text.
fn singular_first<'t>(text: &'t str, f: &mut fmt::Formatter<'_>) -> Result<&'t str, fmt::Error> {
    let Some(text) = text.strip_prefix(' ') else { return Ok(text) };
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    write!(f, " {}", behind("1", word))?;
    Ok(rest)
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Gap::Count(count) => count.fmt(f),
            Gap::Parts(value, decimals) => f.write_str(&crate::value::show((*value).into(), *decimals)),
            Gap::Percent(share) => write!(f, "{}%", crate::value::show((*share).into(), 2)),
            Gap::Length(length) => length.fmt(f),
            Gap::Weekday(day) => f.write_str(Weekday(*day).name()),
            Gap::Day(month, day) => write!(f, "{day} {}", month.name()),
            Gap::Unit(_, name) | Gap::Name(name) => f.write_str(name),
            Gap::Said(said) => said.fmt(f),
            Gap::Several(join, all) => {
                let all: Vec<String> = all.iter().map(Gap::to_string).collect();
                f.write_str(&all.join(join.word()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let said = Said::new("x", "as {days} starts, {who}")
            .with("who", Gap::Said(Said::new("y", "all")))
            .with("days", Gap::Several(Join::Or, vec![Gap::Day(Month(6), 30), Gap::Day(Month(12), 31)]));
        assert_eq!(said.to_string(), "as 30 June or 31 December starts, all");
    }
}
