//! Terms of every programme in three languages: everything is said, every link leads somewhere; published terms of examples
//! say what their rules do. `TREUE_WRITE=1` publishes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use treue_lang::diag::HEADER;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::{Day, Minute};
use treue_runtime::decision::RefusalCode;
use treue_terms::{Language, Refused, refused, terms};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn programme(files: &[PathBuf]) -> Programme {
    let read = |path: &PathBuf| SourceFile {
        name: path.display().to_string(),
        text: fs::read_to_string(path).unwrap(),
    };
    let mut sources = Sources::new(files.iter().map(read).collect());
    for data in data_files(&sources) {
        let path = files[0].parent().unwrap().join(&data.named);
        let text = fs::read_to_string(&path).map_err(|e| e.to_string());
        sources.add_data(data.named.clone(), text.map(|text| SourceFile { name: data.named, text }));
    }
    let checked = check(&sources);
    let plain: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    checked.programme.unwrap_or_else(|| panic!("{}", plain.join("\n")))
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "treue"))
        .collect();
    files.sort();
    files
}

/// Every programme of the project.
fn all() -> Vec<(String, Programme)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let folder = entry.unwrap().path();
        let files = if folder.is_dir() { files_of(&folder) } else { Vec::new() };
        if !files.is_empty() {
            all.push((folder.display().to_string(), programme(&files)));
        }
    }
    for file in files_of(&root().join("tests/worked")) {
        all.push((file.display().to_string(), programme(std::slice::from_ref(&file))));
    }
    assert!(all.len() >= 50, "only {} programmes", all.len());
    all
}

/// What stands between two marks, again and again.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

#[test]
fn everything_is_said_and_every_link_leads_somewhere() {
    for (name, programme) in all() {
        for language in Language::ALL {
            let document = terms(&programme, language.of(&programme));
            let text = document.markdown();
            let anchors: BTreeSet<&str> = between(&text, "<a id=\"", "\"").into_iter().collect();
            assert_eq!(anchors.len(), text.matches("<a id=").count(), "{name}: an anchor stands twice");
            for link in between(&text, "](#", ")") {
                assert!(anchors.contains(link), "{name}, {language:?}: nothing is at #{link}");
            }
            assert!(!text.contains("{$") && !text.contains("{ $"), "{name}, {language:?}: a gap in\n{text}");
            // Something that no catalogue says stands in brackets without being a link.
            let unsaid = text.match_indices('[').find(|(at, _)| {
                let rest = &text[*at..];
                let escaped = text[..*at].ends_with('\\');
                !escaped && !rest.split_once(']').is_some_and(|(_, after)| after.starts_with("(#"))
            });
            assert!(unsaid.is_none(), "{name}, {language:?}: {}", &text[unsaid.unwrap().0..][..40]);
            for (_, rule) in programme.rules.iter().filter(|(_, r)| r.benefit_of.is_none()) {
                let heading = if rule.title.is_empty() { &rule.name } else { &rule.title };
                assert!(
                    document.sections.iter().any(|s| s.heading == *heading),
                    "{name}: {heading} is not said"
                );
            }
            let page = document.html();
            assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
        }
    }
}

/// Example, language and file of terms that stand in the project.
const PUBLISHED: &[(&str, Language, &str)] = &[
    ("beauty-insider", Language::English, "terms.en.md"),
    ("silver-gold-club", Language::German, "terms.de.md"),
    ("migros-cumulus", Language::French, "terms.fr.md"),
];

#[test]
fn published_terms_say_what_the_rules_do() {
    for (example, language, file) in PUBLISHED {
        let folder = root().join("examples").join(example);
        let programme = programme(&files_of(&folder));
        let text = terms(&programme, language.of(&programme)).markdown();
        let path = folder.join(file);
        if std::env::var_os("TREUE_WRITE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "{}: `TREUE_WRITE=1` publishes anew",
            path.display()
        );
    }
}

/// A version that counts again what came before it, and versions for which different dates decide, say so.
#[test]
fn versions_say_what_they_mean_for_each_other() {
    let text = "programme \"V\" { currency CHF timezone \"Europe/Zurich\" unit points }\n\
        fields { receipt.flown: date optional }\n\
        earn a until 2026-06-30 { over each calendar year  1 point per full 1.00 CHF of all lines }\n\
        earn a from 2026-07-01 { over each calendar year, retroactive  2 points per full 1.00 CHF of all lines }\n\
        earn b until 2026-06-30 { 1 point }\n\
        earn b from 2026-07-01 { decided by receipt.flown  2 points }\n";
    let programme = check(&Sources::single("v.treue", text)).programme.unwrap();
    for (language, again, dates) in [
        (Language::English, "It also counts what you bought before", "the newest whose own date fits"),
        (Language::German, "Auch frühere Einkäufe desselben Zeitraums", "die neueste, deren Datum passt"),
        (Language::French, "Vos achats antérieurs", "la plus récente dont la date convient"),
    ] {
        let said = terms(&programme, language.of(&programme)).markdown();
        assert_eq!((said.matches(again).count(), said.matches(dates).count()), (1, 2), "{said}");
    }
}

#[test]
fn every_refusal_is_told_in_every_language() {
    let programme = check(&Sources::single("v.treue", HEADER)).programme.unwrap();
    for language in Language::ALL {
        let mut sentences = BTreeSet::new();
        for code in RefusalCode::ALL {
            let event = Refused {
                id: "e-1".to_owned(),
                day: Day::new(2026, 9, 8).unwrap(),
                minute: Minute(600),
                code: code.name(),
                name: None,
                by: None,
                have: None,
                enough: None,
            };
            let said = refused(&programme, &event, language).markdown();
            assert!(!said.contains("refused-"), "{language:?} has no words for {}", code.name());
            assert!(sentences.insert(said), "{language:?} says the same of {} as of another", code.name());
        }
    }
}
