//! Terms of every programme in three languages: everything is said, every link leads somewhere; published terms of examples
//! say what their rules do. `TREUE_WRITE=1` publishes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use treue_lang::diag::HEADER;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::{Gives, LevelId, PartnerId, Programme, RewardId, RuleId, TiersId, UnitId};
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::{Day, Minute};
use treue_runtime::decision::RefusalCode;
use treue_terms::{
    Fate, Happened, Kind, Language, Refused, TakenFrom, Told, ToldReturn, ToldReward, ToldVouchers, refused,
    story, terms,
};

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

/// A programme with everything that can happen beside what rules gave.
const HAPPENS: &str = "programme \"H\" { currency EUR timezone \"Europe/Berlin\" unit points \"Punkte\" { one \"Punkt\"  worth 0.01 EUR } }\n\
    track spent = all lines per calendar year\n\
    tiers main by spent { base  gold from 100.00 EUR  valid 12 months after entry }\n\
    reward mug { costs 500 points gives \"Tasse\" }\n\
    partner adler \"Adler\" {\n  pays 0.005 EUR per point\n  converts 1000 points to 400 \"Adlermeilen\"\n\
      earn flug \"Flug\" { 1 point per full 1.00 EUR of all lines }\n}\n";

/// Everything that can happen, each once, and the sentences in which it is told: worked by people who know the language.
fn happenings() -> Vec<(Happened, [&'static str; 3])> {
    let (unit, rule, partner) = (UnitId::default(), RuleId::default(), PartnerId::default());
    let (tiers, gold) = (TiersId::default(), LevelId(1));
    let day = Day::new(2026, 3, 1);
    let reward = ToldReward {
        reward: RewardId::default(),
        gives: Gives::Thing("Tasse".to_owned()),
        times: 2,
        cost: Some((unit, 1000)),
        off: Some(123_450),
        until: day,
        issued: None,
    };
    let vouchers = ToldVouchers {
        reward: RewardId::default(),
        gives: Gives::Money(500),
        count: 1,
        until: day,
        fate: Fate::Used,
    };
    let gone = |fate| Happened::Vouchers(ToldVouchers { fate, ..vouchers.clone() });
    let several =
        |fate| Happened::Vouchers(ToldVouchers { fate, count: 1200, until: None, ..vouchers.clone() });
    let returned = |change: fn(&mut ToldReturn)| {
        let mut told = ToldReturn { receipt: "r-1".to_owned(), ..ToldReturn::default() };
        change(&mut told);
        Happened::Returned(told)
    };
    let day = day.unwrap();
    vec![
        (
            Happened::Expired((unit, 1234), day),
            [
                "1,234 Punkte, good until 1 March 2026",
                "1.234 Punkte, gültig bis 1. März 2026",
                "1\u{202f}234 Punkte, jusqu’au 1er mars 2026",
            ],
        ),
        (
            Happened::Reminded((unit, 5), day),
            [
                "5 Punkte can be used until 1 March 2026 at the latest",
                "5 Punkte einlösbar bis 1. März 2026",
                "5 Punkte à utiliser jusqu’au 1er mars 2026 au plus tard",
            ],
        ),
        (
            Happened::Renewed(tiers, gold, Some(day)),
            [
                "gold is renewed, until 1 March 2026",
                "gold ist erneuert, bis 1. März 2026",
                "gold est renouvelé, jusqu’au 1er mars 2026",
            ],
        ),
        (
            Happened::LevelGave(tiers, gold, (unit, 50)),
            [
                "50 Punkte with the level gold",
                "50 Punkte mit der Stufe gold",
                "50 Punkte avec le niveau gold",
            ],
        ),
        (
            Happened::Joined("m-2".to_owned(), vec![(unit, 7)], vec![(unit, 3)]),
            [
                "The account m-2 went up into this one, with 7 Punkte and 3 Punkte owed",
                "Das Konto m-2 ist in diesem aufgegangen, mit 7 Punkte und 3 Punkte geschuldet",
                "Le compte m-2 a été réuni à celui-ci, avec 7 Punkte et 3 Punkte de dette",
            ],
        ),
        (
            Happened::Joined("m-2".to_owned(), vec![], vec![]),
            ["with no points", "mit keinem Guthaben", "avec aucun point"],
        ),
        (
            Happened::Reward(reward.clone()),
            [
                "mug: 2\u{a0}×\u{a0}Tasse for 1,000 Punkte, 1,234.50 EUR off the purchase, good until 1 March 2026",
                "mug: 2\u{a0}×\u{a0}Tasse für 1.000 Punkte, 1.234,50 EUR vom Einkauf abgezogen, gültig bis 1. März 2026",
                "mug\u{a0}: 2\u{a0}×\u{a0}Tasse pour 1\u{202f}000 Punkte, 1\u{202f}234,50 EUR déduits de l’achat, \
                 valable jusqu’au 1er mars 2026",
            ],
        ),
        (
            Happened::Reward(ToldReward {
                cost: Some((unit, 0)),
                off: None,
                issued: Some(day),
                times: 1,
                ..reward.clone()
            }),
            [
                "Tasse for nothing, good until 1 March 2026, came by itself on 1 March 2026",
                "Tasse kostenlos, gültig bis 1. März 2026, von selbst ausgestellt am 1. März 2026",
                "Tasse sans contrepartie, valable jusqu’au 1er mars 2026, remise d’office le 1er mars 2026",
            ],
        ),
        (
            Happened::Reward(ToldReward { cost: None, off: None, until: None, times: 1, ..reward }),
            ["mug: Tasse as a voucher", "mug: Tasse mit Gutschein", "mug\u{a0}: Tasse avec un bon"],
        ),
        (
            gone(Fate::Used),
            [
                "a voucher (5.00 EUR off), good until 1 March 2026, used",
                "ein Gutschein (5,00 EUR Rabatt), gültig bis 1. März 2026, eingelöst",
                "un bon (remise de 5,00 EUR), valable jusqu’au 1er mars 2026, utilisé",
            ],
        ),
        (
            several(Fate::Expired),
            [
                "1,200 vouchers (5.00 EUR off each), expired",
                "1.200 Gutscheine (je 5,00 EUR Rabatt), abgelaufen",
                "1\u{202f}200 bons (remise de 5,00 EUR chacun), expirés",
            ],
        ),
        (gone(Fate::Cancelled), [", cancelled", ", zurückgenommen", ", annulé"]),
        (
            several(Fate::Back),
            ["can be used again", "können wieder eingelöst werden", "peuvent de nouveau être utilisés"],
        ),
        (
            returned(|told| {
                told.lines = vec![(0, 1500), (2, 1000)];
                told.whole = true;
            }),
            [
                "Of r-1 came back: 1.5 of line 1, 1 of line 3\n- Nothing of it remains.",
                "Aus r-1 kam zurück: 1,5 von Zeile 1, 1 von Zeile 3\n- Davon bleibt nichts übrig.",
                "Rendu de r-1\u{a0}: 1,5 de la ligne 1, 1 de la ligne 3\n- Il n’en reste rien.",
            ],
        ),
        (returned(|_| ()), ["r-1 is undone.", "r-1 ist rückgängig gemacht.", "r-1 est annulé."]),
        (
            returned(|told| told.changes = vec![(RuleId::default(), -15)]),
            [
                "“Flug” gives 15 Punkte less",
                "bringt „Flug“ weniger: 15 Punkte",
                "«\u{a0}Flug\u{a0}» donne moins\u{a0}: 15 Punkte",
            ],
        ),
        (
            returned(|told| told.changes = vec![(RuleId::default(), 15)]),
            [
                "“Flug” gives 15 Punkte more",
                "bringt „Flug“ mehr: 15 Punkte",
                "«\u{a0}Flug\u{a0}» donne plus\u{a0}: 15 Punkte",
            ],
        ),
        (
            returned(|told| told.back = vec![(UnitId::default(), 100)]),
            [
                "What was used for it comes back: 100 Punkte",
                "kommt zurück: 100 Punkte",
                "est rendu\u{a0}: 100 Punkte",
            ],
        ),
        (
            returned(|told| {
                told.cash = 250;
                told.cut = 1999;
            }),
            [
                "2.50 EUR are paid back for what was used for it\n- The refund is 19.99 EUR smaller.",
                "werden 2,50 EUR zurückgezahlt\n- Die Rückzahlung wird um 19,99 EUR gekürzt.",
                "2,50 EUR sont remboursés pour ce qui avait été utilisé\n- Le remboursement est réduit de 19,99 EUR.",
            ],
        ),
        (
            returned(|told| {
                let all = [
                    TakenFrom::Pending,
                    TakenFrom::Own,
                    TakenFrom::Expired,
                    TakenFrom::Other,
                    TakenFrom::Vouchers,
                    TakenFrom::Owed,
                    TakenFrom::Cut,
                    TakenFrom::Forgiven,
                ];
                told.taken = vec![(UnitId::default(), all.map(|from| (from, 2)).to_vec())];
            }),
            [
                "Taken: 16 Punkte (2 Punkte from what could not be used yet, 2 Punkte from what the purchase brought, 2 Punkte \
                 expired before, counted as taken, 2 Punkte from the rest of the account, 2 Punkte from vouchers that were cancelled, \
                 2 Punkte owed from now on, 2 Punkte taken off the refund, 2 Punkte let go)",
                "Zurückgenommen: 16 Punkte (2 Punkte noch nicht Einlösbares aus dem Einkauf, 2 Punkte aus dem Einkauf, 2 Punkte schon \
                 verfallen, gelten als genommen, 2 Punkte aus dem übrigen Guthaben, 2 Punkte aus zurückgenommenen Gutscheinen, 2 Punkte \
                 weiterhin geschuldet, 2 Punkte mit der Rückzahlung verrechnet, 2 Punkte erlassen)",
                "Repris\u{a0}: 16 Punkte (pas encore utilisable de l’achat\u{a0}: 2 Punkte, 2 Punkte de l’achat, déjà expiré, considéré comme \
                 repris\u{a0}: 2 Punkte, 2 Punkte du reste du solde, 2 Punkte de bons annulés, reste dû\u{a0}: 2 Punkte, déduit du \
                 remboursement\u{a0}: 2 Punkte, abandonné\u{a0}: 2 Punkte)",
            ],
        ),
        (
            // 17 points at half a cent.
            Happened::Pays(partner, rule, 17, (85, 1000)),
            [
                "Adler pays 0.085 EUR for 17 Punkte from “Flug”",
                "Adler zahlt 0,085 EUR für 17 Punkte aus „Flug“",
                "Adler paie 0,085 EUR pour 17 Punkte de «\u{a0}Flug\u{a0}»",
            ],
        ),
        (
            Happened::Converted(partner, (unit, 10_000), "Adlermeilen".to_owned(), 4000),
            [
                "Adler: 10,000 Punkte become 4,000 Adlermeilen",
                "Adler: 10.000 Punkte werden zu 4.000 Adlermeilen",
                "Adler\u{a0}: 10\u{202f}000 Punkte deviennent 4\u{202f}000 Adlermeilen",
            ],
        ),
        (
            Happened::Converted(partner, (unit, 1), "Adlermeilen".to_owned(), 4),
            [
                "Adler: 1 Punkt becomes 4 Adlermeilen",
                "Adler: 1 Punkt wird zu 4 Adlermeilen",
                "Adler\u{a0}: 1 Punkt devient 4 Adlermeilen",
            ],
        ),
        (
            Happened::Sent(rule, 500, "anna".to_owned()),
            [
                "“Flug”: 500 Punkte for anna",
                "„Flug“: 500 Punkte für anna",
                "«\u{a0}Flug\u{a0}»\u{a0}: 500 Punkte pour anna",
            ],
        ),
        (
            Happened::Shared("beat".to_owned(), (unit, 30)),
            ["beat pays 30 Punkte of it", "beat zahlt davon 30 Punkte", "beat en paie 30 Punkte"],
        ),
        (
            Happened::Shared("beat".to_owned(), (unit, -30)),
            ["Back to beat: 30 Punkte", "Zurück an beat: 30 Punkte", "rendu à beat\u{a0}: 30 Punkte"],
        ),
    ]
}

#[test]
fn everything_that_happens_is_told_in_every_language() {
    let programme = check(&Sources::single("h.treue", HAPPENS)).programme.unwrap();
    for (happened, said) in happenings() {
        for (language, said) in Language::ALL.into_iter().zip(said) {
            let told = Told { happened: vec![happened.clone()], ..an_event(Kind::Redemption) };
            let text = story(&programme, &told, language).markdown();
            assert!(text.contains(said), "{language:?}: no {said} in\n{text}");
        }
    }
}

#[test]
fn every_kind_of_event_has_a_heading_in_every_language() {
    let programme = check(&Sources::single("h.treue", HAPPENS)).programme.unwrap();
    for (language, late) in
        Language::ALL.into_iter().zip(["It came in late", "Der Vorgang kam verspätet", "reçue en retard"])
    {
        let kinds = [
            Kind::Earning,
            Kind::Redemption,
            Kind::Voucher,
            Kind::Grant,
            Kind::Transfer,
            Kind::Member,
            Kind::Return,
            Kind::Time,
        ];
        let titles: BTreeSet<String> =
            kinds.iter().map(|kind| story(&programme, &an_event(*kind), language).title).collect();
        assert_eq!(titles.len(), kinds.len(), "{titles:?}");
        assert!(titles.iter().all(|title| !title.contains('[')), "{titles:?}");
        let told = Told { late: true, repeated: true, ..an_event(Kind::Earning) };
        assert!(story(&programme, &told, language).markdown().contains(late));
    }
}

/// An event with which nothing happened.
fn an_event(kind: Kind) -> Told {
    Told {
        id: "e-1".to_owned(),
        kind,
        repeated: false,
        late: false,
        day: Day::new(2026, 9, 8).unwrap(),
        minute: Minute(600),
        gave: Vec::new(),
        nothing: Vec::new(),
        levels: Vec::new(),
        happened: Vec::new(),
        choices: Vec::new(),
        balances: Vec::new(),
    }
}
