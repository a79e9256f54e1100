//! Which rule, number, date or word can be changed without a test noticing: every such change is made, one at a time, and the
//! tests of the programme are run.

use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::source::{Sources, Span};
use treue_lang::syntax;
use treue_lang::time::Day;
use treue_runtime::engine::Detail;
use treue_runtime::reference::Reference;
use treue_runtime::testing;

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// What is changed.
    pub span: Span,
    /// What stands there instead; nothing where something is taken away.
    pub becomes: String,
}

/// What came of all changes.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    /// Changes that were made.
    pub made: usize,
    /// Changes that could be made and were left out, because there were too many.
    pub left_out: usize,
    /// Changes that no test noticed, in the order of the text.
    pub survived: Vec<Mutant>,
}

/// Items whose words are changed; those that say what things are called, and tests, are not.
const ITEMS: &[&str] = &["lines", "track", "earn", "stack", "tiers", "expire", "reward", "partner"];

/// Items that are taken away as a whole.
const TAKEN: &[&str] = &["earn", "expire", "stack"];

/// Every change that can be made, in the order of the text.
#[must_use]
pub fn mutants(sources: &Sources) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (id, file) in sources.iter() {
        for item in syntax::items(id, &file.text) {
            if TAKEN.contains(&item.word) {
                all.push(Mutant { span: item.span, becomes: String::new() });
            }
            if ITEMS.contains(&item.word) {
                of_words(sources, &item.words, &mut all);
            }
        }
    }
    all
}

fn of_words(sources: &Sources, words: &[Span], all: &mut Vec<Mutant>) {
    for (n, span) in words.iter().enumerate() {
        let text = sources.text(*span);
        let before = n.checked_sub(1).and_then(|n| words.get(n)).map_or("", |s| sources.text(*s));
        let after = words.get(n + 1);
        let next = after.map_or("", |s| sources.text(*s));
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            all.extend(other_numbers(text).into_iter().map(|becomes| Mutant { span: *span, becomes }));
        } else if let Some(word) = other_word(before, text) {
            all.push(Mutant { span: *span, becomes: word.to_owned() });
        } else if let (Some(word), Some(last)) = (other_phrase(before, text, next), after) {
            all.push(Mutant { span: span.to(*last), becomes: word.to_owned() });
        }
    }
}

/// The date a day later, the time a minute later, the number next above and next below.
fn other_numbers(text: &str) -> Vec<String> {
    if let Some(day) = Day::parse(text) {
        return vec![day.plus(1).to_string()];
    }
    if let Some((hour, minute)) = text.split_once(':') {
        let (Ok(hour), Ok(minute)) = (hour.parse::<u16>(), minute.parse::<u16>()) else { return Vec::new() };
        let later = (hour * 60 + minute + 1) % 1440;
        return vec![format!("{:02}:{:02}", later / 60, later % 60)];
    }
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    let Ok(value) = text.replace('.', "").parse::<i64>() else { return Vec::new() };
    let others = [value.checked_add(1), value.checked_sub(1).filter(|v| *v > 0)];
    let decimals = u8::try_from(decimals).unwrap_or(0);
    others.into_iter().flatten().map(|v| crate::words::decimal(v, decimals)).collect()
}

/// A word that means the neighbour of another.
fn other_word(before: &str, word: &str) -> Option<&'static str> {
    Some(match (before, word) {
        ("is", "above") => "at least",
        ("is", "below") => "at most",
        ("rounded", "up") => "down",
        ("rounded", "down") => "up",
        (_, "best") => "first",
        _ => return None,
    })
}

/// The same of two words.
fn other_phrase(before: &str, first: &str, second: &str) -> Option<&'static str> {
    Some(match (before, first, second) {
        ("is", "at", "least") => "above",
        ("is", "at", "most") => "below",
        ("rounded", "half", "up") => "down",
        _ => return None,
    })
}

/// Makes at most so many of the changes, spread over the whole text. `progress` hears how many are made of how many.
#[must_use]
pub fn mutate(sources: &Sources, most: usize, mut progress: impl FnMut(usize, usize)) -> Mutation {
    let all = mutants(sources);
    let made = all.len().min(most.max(1));
    let mut sources = sources.clone();
    let mut survived = Vec::new();
    for n in 0..made {
        progress(n, made);
        let Some(mutant) = all.get(n * all.len() / made.max(1)) else { continue };
        if !noticed(&mut sources, mutant) {
            survived.push(mutant.clone());
        }
    }
    Mutation { made, left_out: all.len() - made, survived }
}

/// Whether the checker refuses a changed text, or a test of it fails.
fn noticed(sources: &mut Sources, mutant: &Mutant) -> bool {
    let Mutant { span, becomes } = mutant;
    let Some(text) = sources.file(span.file).map(|f| f.text.clone()) else { return true };
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(head), Some(tail)) = (text.get(..start), text.get(end..)) else { return true };
    sources.replace(span.file, format!("{head}{becomes}{tail}"));
    let programme = check(sources).programme;
    sources.replace(span.file, text);
    let Some(programme) = programme.map(Arc::new) else { return true };
    let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
    testing::run(&programme, &mut engine).iter().any(|outcome| !outcome.passed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_next_to_a_number() {
        assert_eq!(other_numbers("12.50"), ["12.51", "12.49"]);
        assert_eq!(other_numbers("1"), ["2"]);
        assert_eq!(other_numbers("2026-12-31"), ["2027-01-01"]);
        assert_eq!(other_numbers("23:59"), ["00:00"]);
    }
}
