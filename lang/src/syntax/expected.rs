//! What could stand at a place where reading stopped, in the merchant's words, and what was likely meant.

use super::everyday;
use super::grammar::Rule;
use super::lookalike;
use super::phrases::{Phrase, phrase};
use super::token::{Kind, Token};
use super::trivia::offset;
use crate::diag::{Code, Diagnostic, Fix};
use crate::source::{FileId, Span};

/// The file and its tokens without comments: where messages find the words around a place.
#[derive(Clone, Copy)]
pub(crate) struct Page<'t> {
    pub(crate) file: FileId,
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token],
}

impl Page<'_> {
    /// The text of a place.
    pub(super) fn text_at(&self, span: Span) -> &str {
        let byte = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        self.text.get(byte(span.start)..byte(span.end)).unwrap_or_default()
    }
}

/// Most things that one message offers.
const OFFERS: usize = 4;

/// The message for reading that stopped at byte `at` of a piece of text that ends at byte `end`.
pub(crate) fn unexpected(page: Page<'_>, at: usize, end: usize, rules: &[Rule]) -> Diagnostic {
    let index = page.tokens.partition_point(|t| t.end <= at);
    let before = index.checked_sub(1).and_then(|i| page.tokens.get(i));
    let found = page.tokens.get(index).filter(|t| t.start < end);
    let offers = offers(rules);
    let Some(found) = found else {
        let report = || missing(page, before, &offers);
        return match everyday::ending(page, index) {
            Some((_, help, _)) => report().help(help),
            None => everyday(page, index).unwrap_or_else(report),
        };
    };
    let span = Span { file: page.file, start: offset(found.start), end: offset(found.end) };
    let shown = shown(found.text(page.text));
    if found.kind == Kind::Word && is_word_of_the_language(&shown) && wants_only_a_name(rules) {
        let message = format!("`{shown}` is a word of the language and cannot be a name");
        return Diagnostic::new(Code::Syntax, span, message, "a name is needed here")
            .help("choose another name");
    }
    if let Some((help, fix)) = lookalike::advice(page, found) {
        // What cannot be seen is named once, by what it is.
        return match lookalike::unseen(found.text(page.text)) {
            Some(message) => {
                Diagnostic::new(Code::Syntax, span, message, "not understood").help("take it away")
            }
            None => known(span, &shown).help(help),
        }
        .fix(fix);
    }
    if let Some(help) = threshold(page, index, rules) {
        return known(span, &shown).help(help);
    }
    if let Some(report) = everyday(page, index) {
        return report;
    }
    if let Some(help) = hint(page, index, rules) {
        return known(span, &shown).help(help);
    }
    if let Some(meant) = meant(page, index, rules) {
        return known(meant.span, &meant.found).help(meant.help).fix(meant.fix);
    }
    let message = format!("expected {}, found `{shown}`", list(&offers));
    Diagnostic::new(Code::Syntax, span, message, "not understood").help(instead(&offers, &shown))
}

/// Where it is known what is wrong, what else could stand there helps nobody.
fn known(span: Span, shown: &str) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, format!("`{shown}` is not understood here"), "not understood")
}

/// The answer to a wording of everyday speech that a piece is part of.
fn everyday(page: Page<'_>, index: usize) -> Option<Diagnostic> {
    let (span, help, fix) = everyday::advice(page, index)?;
    let report = known(span, &shown(page.text_at(span))).help(help);
    Some(Diagnostic { fix, ..report })
}

/// What to do where nothing more is known: every message names a remedy.
fn instead(offers: &[String], found: &str) -> String {
    match offers {
        [] => format!("take `{found}` away"),
        [one] => format!("write {one} instead of `{found}`"),
        [_, ..] => format!("write one of these instead of `{found}`, or take it away"),
    }
}

/// The message when the text ends too early.
fn missing(page: Page<'_>, before: Option<&Token>, offers: &[String]) -> Diagnostic {
    let (start, end) = before.map_or((0, 0), |t| (t.start, t.end));
    let span = Span { file: page.file, start: offset(start), end: offset(end) };
    let last = before.map_or("", |t| t.text(page.text));
    let message = format!("expected {} after `{}`", list(offers), shown(last));
    let help = match offers {
        [one] => format!("add {one}"),
        [] | [_, ..] => "add one of these".to_owned(),
    };
    Diagnostic::new(Code::Syntax, span, message, "something is missing after this").help(help)
}

/// A found text as messages show it: long ones are cut.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    if let Some(c) = text.chars().find(|c| lookalike::is_hidden(*c)) {
        return format!("U+{:04X}", u32::from(c));
    }
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain("...".chars()).collect()
}

/// The phrases of what could stand there, most telling first.
fn offers(rules: &[Rule]) -> Vec<String> {
    let mut found: Vec<(u8, String)> = Vec::new();
    for &rule in rules {
        let offer = match phrase(rule) {
            Phrase::Says { rank, text, .. } => (rank, text.to_owned()),
            Phrase::Word(word) => (if is_joiner(&word) { 8 } else { 3 }, format!("`{word}`")),
            Phrase::Unsaid => continue,
        };
        if !found.iter().any(|f| f.1 == offer.1) {
            found.push(offer);
        }
    }
    found.sort_by_key(|f| f.0);
    // Joining words could stand almost everywhere; they are named only when little else could.
    if found.first().is_some_and(|f| f.0 < 8) && found.iter().filter(|f| f.0 < 8).count() > 1 {
        found.retain(|f| f.0 < 8);
    }
    found.truncate(OFFERS);
    found.into_iter().map(|f| f.1).collect()
}

fn is_joiner(word: &str) -> bool {
    matches!(
        word,
        "and" | "or" | "except" | "where" | "before" | "without" | "rolling" | "per" | "for" | "ever"
    )
}

fn list(offers: &[String]) -> String {
    match offers {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        // An offer that is a list itself is told apart from the next.
        [most @ .., last] if offers.iter().any(|o| o.contains(", ") || o.contains(" or ")) => {
            format!("{}; or {last}", most.join("; "))
        }
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// What was probably meant by a misspelt word.
struct Meant {
    /// The word as it stands, and where.
    found: String,
    span: Span,
    help: String,
    fix: Fix,
}

impl Meant {
    /// The word of this number stands for `phrase`, or for its first word.
    fn new(page: Page<'_>, index: usize, phrase: &str, help: String) -> Option<Meant> {
        let token = page.tokens.get(index)?;
        let span = Span { file: page.file, start: offset(token.start), end: offset(token.end) };
        let word = phrase.split(' ').next().unwrap_or_default();
        Some(Meant { found: shown(token.text(page.text)), span, help, fix: Fix::guess(span, word) })
    }
}

/// Advice about a misspelt word at a place, or right before it.
fn meant(page: Page<'_>, index: usize, rules: &[Rule]) -> Option<Meant> {
    let mut candidates = Vec::new();
    for &rule in rules {
        match phrase(rule) {
            Phrase::Says { starts, .. } => candidates.extend(starts.iter().map(|s| (*s).to_owned())),
            Phrase::Word(word) => candidates.push(word),
            Phrase::Unsaid => {}
        }
    }
    let near = |at: usize, shortest: usize| {
        let found = page.tokens.get(at).filter(|t| t.kind == Kind::Word)?.text(page.text);
        let next = page.tokens.get(at + 1).map_or("", |t| t.text(page.text));
        let open = found.chars().count() >= shortest && !is_word_of_the_language(found);
        let meant = if open { nearest(found, next, &candidates)? } else { return None };
        Some((found, meant))
    };
    if let Some((_, meant)) = near(index, 1) {
        return Meant::new(page, index, &meant, format!("did you mean `{meant}`?"));
    }
    // A slip in a word can pass for a name, and only what follows it then does not fit.
    let earlier = index.checked_sub(1)?;
    if let Some((_, meant)) = near(earlier, 3) {
        return Meant::new(page, earlier, &meant, format!("did you mean `{meant}`?"));
    }
    let asked = page.tokens.get(index)?;
    if asked.text(page.text) == "purchase"
        && let Some(before) = page.tokens.get(earlier).map(|t| t.text(page.text))
        && nearest(before, "", &["first".to_owned()]).is_some()
    {
        return Meant::new(page, earlier, "first", "did you mean `first purchase`?".to_owned());
    }
    let asks_a_text = asked.kind == Kind::Text || matches!(asked.text(page.text), "in" | "not");
    let before = page.tokens.get(earlier).filter(|t| t.kind == Kind::Word && asks_a_text)?;
    let found = before.text(page.text);
    let meant = nearest(found, "", &ASKED_OF_TEXTS.map(str::to_owned))?;
    Meant::new(page, earlier, &meant, format!("did you mean `{meant}`?"))
}

/// Words of which a text or a list of texts may be asked.
const ASKED_OF_TEXTS: [&str; 8] = ["category", "brand", "sku", "name", "label", "channel", "store", "coupon"];

/// The candidate that `found` is a slip of, if one is near enough. Of phrases that start alike, the one that
/// goes on with the word `next` is taken.
pub(crate) fn nearest(found: &str, next: &str, candidates: &[String]) -> Option<String> {
    let most = found.chars().count().div_ceil(3).min(2);
    candidates
        .iter()
        .filter_map(|candidate| {
            let mut words = candidate.split(' ');
            let first = words.next().unwrap_or_default();
            if first == found {
                return None;
            }
            let far = strsim::damerau_levenshtein(&first.to_lowercase(), &found.to_lowercase());
            let goes_on = words.next().is_some_and(|second| second == next);
            (far <= most).then_some((far, !goes_on, candidate))
        })
        .min_by_key(|&(far, other, _)| (far, other))
        .map(|(_, _, candidate)| candidate.clone())
}

fn wants_only_a_name(rules: &[Rule]) -> bool {
    rules.iter().all(|r| matches!(phrase(*r), Phrase::Says { text: "a name", .. } | Phrase::Unsaid))
}

/// Whether a word cannot be a name.
pub(crate) fn is_word_of_the_language(word: &str) -> bool {
    super::grammar::read(Rule::reserved, word, 0, word.len()).is_ok()
}

/// Whether a selection inside a condition has just ended there.
fn in_condition(rules: &[Rule]) -> bool {
    rules.contains(&Rule::compare) || rules.contains(&Rule::line_has)
}

/// Advice for a level whose threshold is said in another way.
fn threshold(page: Page<'_>, index: usize, rules: &[Rule]) -> Option<&'static str> {
    let said = page.tokens.get(index)?.text(page.text);
    let number = page.tokens.get(index + 1).is_some_and(|t| t.kind == Kind::Number);
    let other = matches!(said, "at" | "with" | "above" | "over" | "after" | "when" | ":" | "=" | ">");
    (number && other && rules.contains(&Rule::tiers_piece))
        .then_some("what a level asks for is written `gold from 500.00 CHF`, or `gold from 500 points`")
}

/// Advice for slips that are common in other notations.
fn hint(page: Page<'_>, index: usize, rules: &[Rule]) -> Option<String> {
    let found = page.tokens.get(index)?;
    let text = found.text(page.text);
    let before = index.checked_sub(1).and_then(|i| page.tokens.get(i));
    let after = page.tokens.get(index + 1);
    let number = |t: Option<&Token>| t.is_some_and(|t| t.kind == Kind::Number);
    let help = match found.kind {
        Kind::Number if text.matches('.').count() > 1 => {
            "a date is written year-month-day, such as `2026-09-07`"
        }
        Kind::Mark('/') if number(before) && number(after) => {
            "a date is written year-month-day, such as `2026-09-07`"
        }
        Kind::Mark(',') if number(before) && after.is_some_and(|t| t.end - t.start < 3) && number(after) => {
            "decimals stand behind a point, such as `1.50`"
        }
        Kind::Mark('\'' | '’' | ',') if number(before) && number(after) => {
            "numbers are written without separators, such as `1000.00`"
        }
        Kind::Mark('<' | '>' | '=' | '≥' | '≤' | '!') => {
            "comparisons are words: `is`, `is not`, `is at least`, `is at most`, `is above`, `is below`"
        }
        Kind::Mark('“' | '”' | '„' | '«' | '»' | '\'') => {
            "texts stand between straight quotes, such as `\"store\"`"
        }
        Kind::Mark(c) if c.is_whitespace() => "this is not a plain space; type it again",
        Kind::Word if matches!(text, "and" | "where" | "except") && in_condition(rules) => {
            "put a selection of several parts in parentheses, such as `(eligible except organic) is at least ...`"
        }
        Kind::Word if matches!(text, "where" | "except") && before.is_some_and(|t| t.kind == Kind::Word) => {
            "put a selection of several parts in parentheses, such as `(eligible where label \"bio\")`, or give it a name: `lines organic = eligible where label \"bio\"`"
        }
        Kind::Word if rules.contains(&Rule::tiers_piece) && is_word_of_the_language(text) => {
            return Some(format!(
                "`{text}` is a word of the language and cannot name a level; choose another name"
            ));
        }
        Kind::Word | Kind::Number | Kind::Text | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {
            return None;
        }
    };
    Some(help.to_owned())
}
