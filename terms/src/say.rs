//! Sentences out of a language's catalogue: all words of terms stand there, none in the code.

use crate::language::{Language, Locale};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use treue_lang::programme::Programme;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../catalogue/en.ftl");
const GERMAN: &str = include_str!("../catalogue/de.ftl");
const FRENCH: &str = include_str!("../catalogue/fr.ftl");
/// What choices say; in English they say it themselves.
const GERMAN_CHOICES: &str = include_str!("../catalogue/choices.de.ftl");
const FRENCH_CHOICES: &str = include_str!("../catalogue/choices.fr.ftl");

/// The catalogue of a language.
pub(crate) fn catalogue(language: Language) -> &'static str {
    match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
        Language::French => FRENCH,
    }
}

/// What choices say in a language.
fn choices(language: Language) -> &'static str {
    match language {
        Language::English => "",
        Language::German => GERMAN_CHOICES,
        Language::French => FRENCH_CHOICES,
    }
}

/// Says things about a programme in a language.
pub(crate) struct Speaker<'p> {
    pub(crate) programme: &'p Programme,
    pub(crate) locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl<'p> Speaker<'p> {
    pub(crate) fn new(programme: &'p Programme, locale: Locale) -> Speaker<'p> {
        let id: LanguageIdentifier = locale.language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        // A catalogue that cannot be read is caught by the tests; what could be read of it is used.
        for text in [catalogue(locale.language), choices(locale.language)] {
            let resource = FluentResource::try_new(text.to_owned());
            let resource = resource.unwrap_or_else(|(readable, _)| readable);
            let _ = bundle.add_resource(resource);
        }
        Speaker { programme, locale, bundle }
    }

    /// A sentence, or a part of one.
    pub(crate) fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set((*name).to_owned(), (*value).to_owned());
        }
        self.format(id, &given)
    }

    /// The same with a number that decides between one and several: `$count`.
    pub(crate) fn count(&self, id: &str, count: i64, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        given.set("count", count);
        for (name, value) in args {
            given.set((*name).to_owned(), (*value).to_owned());
        }
        self.format(id, &given)
    }

    /// Whether the catalogue has such a word.
    pub(crate) fn says(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let pattern = self.bundle.get_message(id).and_then(|m| m.value());
        let Some(pattern) = pattern else { return format!("[{id}]") };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()
    }

    /// `a, b and c`.
    pub(crate) fn and(&self, parts: &[String]) -> String {
        self.list(parts, "list-and")
    }

    /// `a, b or c`.
    pub(crate) fn or(&self, parts: &[String]) -> String {
        self.list(parts, "list-or")
    }

    fn list(&self, parts: &[String], id: &str) -> String {
        match parts.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, first)) => self.say(id, &[("first", &first.join(", ")), ("last", last)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Names of messages with the names of what they are given.
    fn messages(text: &str) -> BTreeMap<String, Vec<String>> {
        FluentResource::try_new(text.to_owned()).expect("a catalogue that can be read");
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut last = String::new();
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                last = name.to_owned();
                assert!(all.insert(last.clone(), Vec::new()).is_none(), "{last} stands twice");
            }
            let args = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
            });
            all.entry(last.clone()).or_default().extend(args);
        }
        for args in all.values_mut() {
            args.sort();
            args.dedup();
            // A number may be needed in one language only, to choose between one and several.
            args.retain(|a| a != "count" && a != "number");
        }
        all
    }

    #[test]
    fn all_catalogues_say_the_same_things() {
        let english = messages(ENGLISH);
        assert_eq!(english, messages(GERMAN));
        assert_eq!(english, messages(FRENCH));
        assert_eq!(messages(GERMAN_CHOICES), messages(FRENCH_CHOICES));
    }

    #[test]
    fn the_code_says_only_what_stands_in_the_catalogues() {
        let english = messages(ENGLISH);
        let mut sources = String::new();
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).expect("sources") {
            sources.push_str(&std::fs::read_to_string(file.expect("a file").path()).expect("text"));
        }
        for name in english.keys() {
            let made = ["chapter-", "refused-", "measure-"].iter().any(|start| name.starts_with(start));
            let said = made || sources.contains(&format!("\"{name}\""));
            assert!(said, "nothing says {name}");
        }
    }
}
