//! What the tests of the checker share.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test says what went wrong by stopping")]

use treue_lang::diag::Diagnostic;
use treue_lang::pipeline;
use treue_lang::programme::{Programme, Rule};
use treue_lang::source::Sources;

/// One line, so that what follows starts on line 2.
pub(crate) const HEADER: &str = "programme \"Test\" { currency CHF timezone \"Europe/Zurich\" unit points unit miles { decimals 2 } \
     unit credit in CHF measure litre measure kg }\n";

/// A programme of the header and this.
pub(crate) fn with_header(body: &str) -> String {
    format!("{HEADER}{body}")
}

/// All mistakes of a text.
pub(crate) fn mistakes_in(text: &str) -> (Sources, Vec<Diagnostic>) {
    let sources = Sources::single("test.treue", text);
    let checked = pipeline::check(&sources);
    assert_eq!(
        checked.programme.is_some(),
        checked.diagnostics.is_empty(),
        "{text}\n{:?}",
        checked.diagnostics
    );
    checked.diagnostics.iter().for_each(is_well_said);
    (sources, checked.diagnostics)
}

/// All mistakes of a text, one line each.
pub(crate) fn plain(text: &str) -> Vec<String> {
    let (sources, found) = mistakes_in(text);
    found.iter().map(|d| d.plain(&sources)).collect()
}

/// A programme without mistakes.
pub(crate) fn good(text: &str) -> Programme {
    let sources = Sources::single("test.treue", text);
    let checked = pipeline::check(&sources);
    let found: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(found.is_empty(), "{text}\n{}", found.join("\n"));
    checked.programme.expect("no mistakes, so there is a programme")
}

/// A programme of the header and this, without mistakes.
pub(crate) fn good_body(body: &str) -> Programme {
    good(&with_header(body))
}

/// The rule of that name.
pub(crate) fn rule<'p>(programme: &'p Programme, name: &str) -> &'p Rule {
    &programme.rules[programme.rule_named(name).expect("the rule is there")]
}

/// The one mistake of the header and this: code, and the text it points at.
pub(crate) fn one_mistake(body: &str) -> (String, String) {
    let (sources, found) = mistakes_in(&with_header(body));
    let all: Vec<String> = found.iter().map(|d| d.plain(&sources)).collect();
    assert_eq!(found.len(), 1, "{body}\n{}", all.join("\n"));
    let place = found[0].span().map(|s| sources.text(s).to_owned()).unwrap_or_default();
    (found[0].code.name().to_owned(), place)
}

/// The one mistake of a whole text: code, and the text it points at.
pub(crate) fn one_mistake_of(text: &str) -> (String, String) {
    let (sources, found) = mistakes_in(text);
    let all: Vec<String> = found.iter().map(|d| d.plain(&sources)).collect();
    assert_eq!(found.len(), 1, "{text}\n{}", all.join("\n"));
    let place = found[0].span().map(|s| sources.text(s).to_owned()).unwrap_or_default();
    (found[0].code.name().to_owned(), place)
}

/// What docs/messages.md asks of every message.
fn is_well_said(diagnostic: &Diagnostic) {
    let texts = std::iter::once(&diagnostic.message)
        .chain(&diagnostic.help)
        .chain(diagnostic.labels.iter().map(|l| &l.text));
    for text in texts {
        assert!(!text.ends_with('.') || text.ends_with("..."), "a full stop at the end: {text}");
        assert!(!text.ends_with('!'), "an exclamation: {text}");
        let first = text.split(' ').next().unwrap_or_default();
        let capital = first.chars().next().is_some_and(char::is_uppercase);
        let name =
            first.trim_end_matches(',').chars().all(char::is_uppercase) || first.starts_with(['`', '"']);
        assert!(!capital || name, "a capital at the start: {text}");
        for word in ["invalid", "illegal", "Option", "Some(", "None", "parse", "token", "identifier"] {
            assert!(!text.contains(word), "{word:?} is no word of the trade: {text}");
        }
    }
    for label in &diagnostic.labels {
        assert!(!label.text.is_empty() && label.text.len() <= 60, "a label of a few words: {:?}", label.text);
    }
    assert!(diagnostic.help.is_some(), "no remedy: {}", diagnostic.message);
    assert!(diagnostic.message.chars().count() <= 200, "too long: {}", diagnostic.message);
}

/// Code and marked text of the one mistake in each of these behind the header.
pub(crate) fn each(samples: &[(&str, &str, &str)]) {
    each_behind("", samples);
}

/// The same, behind the header and this.
pub(crate) fn each_behind(base: &str, samples: &[(&str, &str, &str)]) {
    for (body, code, place) in samples {
        let found = one_mistake(&format!("{base}{body}"));
        assert_eq!(found, ((*code).to_owned(), (*place).to_owned()), "{body}");
    }
}
