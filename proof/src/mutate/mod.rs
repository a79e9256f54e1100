//! Which rule, number, date or word can be changed without a test noticing: every such change is made, one at a time, and the
//! tests of the programme are run.

mod allow;

use allow::Allowed;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use treue_lang::pipeline::check_again;
use treue_lang::source::{Sources, Span};
use treue_lang::syntax::{self, Memory};
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
    /// Changes that no test noticed, and of which the text says why none can.
    pub allowed: Vec<Mutant>,
    /// Changes of which the text says that no test can notice them, and one does.
    pub needless: Vec<Mutant>,
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

/// Makes at most so many of the changes, spread over the whole text, on as many threads as there are processors. `progress`
/// hears how many are made of how many. The tests must pass without a change.
#[must_use]
pub fn mutate(sources: &Sources, most: usize, mut progress: impl FnMut(usize, usize)) -> Mutation {
    let all = mutants(sources);
    let made = all.len().min(most.max(1));
    let chosen: Vec<&Mutant> = (0..made).filter_map(|n| all.get(n * all.len() / made.max(1))).collect();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(made.max(1));
    let next = AtomicUsize::new(0);
    let mut unnoticed = vec![false; made];
    thread::scope(|scope| {
        let (says, hears) = mpsc::channel();
        for _ in 0..threads {
            let (says, next, chosen) = (says.clone(), &next, &chosen);
            scope.spawn(move || {
                let mut trial = Trial::new(sources);
                while let Some((n, mutant)) = take(next, chosen) {
                    // Nobody hears what is left once the caller is gone.
                    let _ = says.send((n, !trial.notices(mutant)));
                }
            });
        }
        drop(says);
        for (done, (n, survived)) in hears.iter().enumerate() {
            progress(done + 1, made);
            unnoticed.get_mut(n).into_iter().for_each(|is| *is = survived);
        }
    });
    let mut found = Mutation { made, left_out: all.len() - made, ..Mutation::default() };
    let allowed = Allowed::of(sources);
    for (mutant, survived) in chosen.into_iter().zip(unnoticed) {
        match (allowed.covers(sources, mutant), survived) {
            (true, true) => found.allowed.push(mutant.clone()),
            (true, false) => found.needless.push(mutant.clone()),
            (false, true) => found.survived.push(mutant.clone()),
            (false, false) => {}
        }
    }
    found
}

/// The next change that nobody has taken.
fn take<'m>(next: &AtomicUsize, all: &[&'m Mutant]) -> Option<(usize, &'m Mutant)> {
    let n = next.fetch_add(1, Ordering::Relaxed);
    all.get(n).map(|mutant| (n, *mutant))
}

/// What one thread tries changes with: the texts, what was read of them before, and the order in which tests are run.
struct Trial {
    sources: Sources,
    memory: Memory,
    order: Vec<usize>,
}

impl Trial {
    fn new(sources: &Sources) -> Trial {
        Trial { sources: sources.clone(), memory: Memory::default(), order: Vec::new() }
    }

    /// Whether the checker refuses a changed text, or a test of it fails.
    fn notices(&mut self, mutant: &Mutant) -> bool {
        let Mutant { span, becomes } = mutant;
        let Some(text) = self.sources.file(span.file).map(|f| f.text.clone()) else { return true };
        let (start, end) = (span.start as usize, span.end as usize);
        let (Some(head), Some(tail)) = (text.get(..start), text.get(end..)) else { return true };
        self.sources.replace(span.file, format!("{head}{becomes}{tail}"));
        // Items that did not change are not read again.
        let programme = check_again(&self.sources, &mut self.memory).programme;
        self.sources.replace(span.file, text);
        let Some(programme) = programme.map(Arc::new) else { return true };
        if self.order.len() != programme.tests.len() {
            self.order = (0..programme.tests.len()).collect();
        }
        let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
        testing::any_fails(&programme, &mut engine, &mut self.order)
    }
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
