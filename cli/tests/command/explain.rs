//! `explain` of receipts and of codes.

use crate::Folder;
use serde_json::Value;

const EVENTS: &str = "shop/receipts.ndjson";

#[test]
fn the_story_of_a_receipt() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1003"]).ends(0);
    let ran = ran.says("r-1003").says("anna").says("499.90 CHF");
    // The rule at its source line, what it measured, what came of it.
    let ran = ran.says("base gave 499 points").says("1 point per full 1.00 CHF of eligible");
    let ran = ran.says("organic_bonus gave 38 points").says("19.90 CHF").says("Honey");
    // Points of September 2026 live 24 months, to the end of the month.
    let ran = ran.says("until 2028-09-30");
    // Before: 42 points from the first receipt; friend, not yet regular.
    let ran = ran.says("42 points").says("friend").says("Rules that gave nothing").says("regular");
    ran.says("regular from 2026-09-03, until 2027-12-31").says("579 points");
}

#[test]
fn what_a_limit_cut() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1004"]).ends(0);
    ran.says("organic_bonus gave 40 points").says("at most 40 points per receipt");
}

#[test]
fn a_wish_that_was_refused() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "d-2002"]).ends(0);
    ran.says("Refused").says("[not-enough-points]").says("53 points").says("500 points");
}

#[test]
fn the_story_for_programs() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1004", "--format", "json"]).ends(0);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["decision"]["event"], "r-1004");
    let rules = json["rules"].as_array().unwrap();
    let bonus = rules.iter().find(|r| r["rule"] == "organic_bonus").unwrap();
    assert_eq!(bonus["gave"], "40 points");
    assert!(bonus["facts"]["cut"].as_str().unwrap().contains("at most 40 points per receipt"));
}

#[test]
fn the_choices_of_a_programme() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop"]).ends(0);
    let ran = ran.says("Choices of").says("memory").says("burn order").says("limit counts").says("default");
    ran.says("the text");
    let ran = folder.run(&["explain", "shop", "--format", "json"]).ends(0);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let choices = json["choices"].as_array().unwrap();
    let week = choices.iter().find(|c| c["choice"] == "week").unwrap();
    assert_eq!(
        (week["of"].as_str(), week["value"].as_str(), week["written"].as_bool()),
        (Some("programme"), Some("from Monday"), Some(false))
    );
}

#[test]
fn the_choices_of_a_receipt() {
    let folder = Folder::with_shop();
    folder.write(
        "two.treue",
        "programme \"Two\" { currency CHF  timezone \"Europe/Zurich\"  unit points }\n\
         earn base { 1 point per full 1.00 CHF of all lines  at most 10 points, whole awards only }\n\
         earn asleep on 2020-01-01 { 1 point per 3.00 CHF of all lines  rounded half up }\n\
         tiers main { basic  gold when points is at least 5 points  follows at once }\n",
    );
    folder.write(
        "r.ndjson",
        "{\"event\":\"purchase\",\"id\":\"r-1\",\"at\":\"2026-03-03T12:00:00Z\",\"member\":\"m\",\"lines\":[{\"amount\":\"7.00\"}]}\n",
    );
    let ran = folder.run(&["explain", "two.treue", "r.ndjson", "--event", "r-1"]).ends(0);
    let ran = ran.says("Chosen by the text").says("limit reached: what does not fit whole");
    let ran = ran.says("earn asleep, rounding: half up, once, to whole points");
    let ran = ran.says("levels entered: up and down at once");
    let ran = ran.says("Not written, so the default holds").says("earn base, rounding: down, once, to whole");
    ran.says("earn base, negative lines").says("unit points, burn order: soonest to expire");
}

#[test]
fn what_cannot_be_explained() {
    let folder = Folder::with_shop();
    folder.run(&["explain", "shop", EVENTS, "--event", "r-9"]).ends(2).talks("there is no event r-9");
    folder.run(&["explain", "shop", EVENTS]).ends(2).talks("--event");
    folder.run(&["explain", "shop", "--event", "r-1003"]).ends(2).talks("files of events");
    folder
        .run(&["explain", "nonsense"])
        .ends(2)
        .talks("there is nothing called nonsense to explain; name a programme");
    folder.run(&["explain", "unknown-nam"]).ends(2).talks("did you mean unknown-name");
    folder.write("bad.ndjson", "nonsense\n");
    folder.run(&["explain", "shop", "bad.ndjson", "--event", "r-1"]).ends(2).talks("bad.ndjson:1");
}

#[test]
fn codes_of_programmes_events_and_refusals() {
    let folder = Folder::new();
    folder.run(&["explain", "unknown-name"]).ends(0).says("a mistake in a programme");
    folder.run(&["explain", "malformed-json"]).ends(0).says("a line of events");
    folder.run(&["explain", "not-enough-points"]).ends(0).says("refused");
}

const FUEL: &str = r#"
programme "Fuel" {
  currency EUR
  timezone "Europe/Berlin"
  unit points
  measure litre
}

partner station "Sprint" {
  earn refuel { 1 point per full 2 litres of lines where category "fuel" }
  pays 0.008 EUR per point
  converts 1000 points to 500 "Sprint miles", in steps of 1000
}
"#;

/// 25 litres hold 12 full steps of 2 litres: 12 points, for which the partner owes 12 × 0.008 = 0.096 EUR. With 2,000
/// points granted, 2,000 become 1,000 miles and 12 are left.
#[test]
fn what_is_due_with_partners() {
    let folder = Folder::new();
    folder.write("fuel.treue", FUEL);
    folder.write(
        "events.ndjson",
        concat!(
            r#"{"event":"purchase","id":"r-1","member":"m","at":"2026-01-17T09:02:00+01:00","#,
            r#""lines":[{"category":"fuel","quantity":"25","measure":"litre","amount":"43.75"}]}"#,
            "\n",
            r#"{"event":"grant","id":"g-1","member":"m","at":"2026-01-18T09:00:00+01:00","unit":"points","points":"2000"}"#,
            "\n",
            r#"{"event":"transfer","id":"t-1","member":"m","at":"2026-01-19T09:00:00+01:00","unit":"points","points":"2000","partner":"Sprint miles"}"#,
            "\n",
        ),
    );
    let ran = folder.run(&["explain", "fuel.treue", "events.ndjson", "--event", "r-1"]).ends(0);
    ran.says("12 full steps of 2 litres").says("Sprint pays 0.096 EUR for 12 points from refuel");
    let ran = folder.run(&["explain", "fuel.treue", "events.ndjson", "--event", "t-1"]).ends(0);
    ran.says("Sprint: 2,000 points become 1,000 Sprint miles");
    let ran = folder.run(&["score", "fuel.treue", "events.ndjson", "--engine", "both"]).ends(0);
    let ran = ran.row("refuel 1 12 points").row("granted by hand 2,000").row("converted at partners -2,000");
    let ran = ran.row("held at the end 12").row("Sprint pays for 12 points 0.096 EUR");
    ran.row("Sprint converts 2,000 points 1,000 Sprint miles");
}

/// A shop with an evening rule, a minimum and a level; one receipt of 16.80 CHF at noon.
fn evening() -> Folder {
    let folder = Folder::new();
    folder.write(
        "card.treue",
        "programme \"Card\" { currency CHF timezone \"Europe/Zurich\" unit points }\n\
         track spend = all lines per calendar year\n\
         earn base \"Basis\" { 1.5 points per 1.00 CHF of all lines }\n\
         earn large { when all lines is at least 20.00 CHF  50 points }\n\
         earn evening { from 17:00 to 19:00  10 points }\n\
         tiers club by spend { bronze silver \"Silber\" from 500.00 CHF { 5 points }  valid for ever }\n",
    );
    let receipt = "{\"event\":\"purchase\",\"id\":\"r-1\",\"member\":\"m\",\"at\":\"2026-09-08T12:00:00+02:00\",\
                   \"currency\":\"CHF\",\"lines\":[{\"amount\":\"16.80\"}]}\n";
    folder.write("r.ndjson", receipt);
    folder
}

/// 20.00 less 16.80 is 3.20; 500.00 in the track are missing to the level.
#[test]
fn what_would_have_been_enough_is_said_in_numbers() {
    let folder = evening();
    let ran = folder.run(&["explain", "card.treue", "r.ndjson", "--event", "r-1"]).ends(0);
    ran.says("missing   3.20 CHF more").says("enough    from 17:00").says("missing   500.00 CHF more");
}

/// 1.5 times 16.80 are 25.2, rounded down to 25, because nothing else is written.
#[test]
fn the_story_is_told_in_three_languages() {
    let folder = evening();
    let told = |language: &str| {
        folder.run(&["explain", "card.treue", "r.ndjson", "--event", "r-1", "--language", language]).ends(0)
    };
    told("en")
        .says("Basis: 25 points")
        .says("exactly 25.2, rounded down")
        .says("3.20 CHF more of")
        .says("from 17:00");
    told("de")
        .says("So kam r-1 zu Punkten: 8. September 2026, 12:00\u{a0}Uhr")
        .says("genau 25.2, abgerundet")
        .says("Genügt hätte: 3.20 CHF mehr")
        .says("Genügt hätte: ab 17:00\u{a0}Uhr")
        .says("Genügt hätte: 500.00 CHF mehr")
        .says("Ihre Stufe ist Silber");
    told("fr").says("Les points de r-1").says("exactement 25.2").says("3.20 CHF de plus").says(
        "à partir de 17 h 00"
            .replace(' ', "\u{a0}")
            .replacen("à\u{a0}partir\u{a0}de\u{a0}", "à partir de ", 1)
            .as_str(),
    );
}

#[test]
fn the_story_as_markdown_and_json() {
    let folder = evening();
    let event = ["explain", "card.treue", "r.ndjson", "--event", "r-1"];
    let markdown = folder.run(&[&event[..], &["--format", "markdown", "--language", "de"]].concat()).ends(0);
    markdown
        .says("## Was gutgeschrieben wurde")
        .says("### Basis: 25 points")
        .says("- **Im Programm:** card.treue:3");
    let json = folder.run(&[&event[..], &["--format", "json", "--language", "fr"]].concat()).ends(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["told"]["language"], "fr");
    assert_eq!(json["rules"][1]["facts"]["missing"], "3.20 CHF more");
}

#[test]
fn every_finding_of_proofs_has_a_page() {
    let folder = Folder::new();
    for proof in treue_lint::PROOFS {
        let ran = folder.run(&["explain", proof.name]).ends(0).says("a finding of `treue lint --prove`");
        ran.says("Like this it is found").says("Like this it is right");
    }
    let ran = folder.run(&["explain", "not-kept"]).ends(0);
    // The message, and the receipt that shows it.
    ran.says("a receipt breaks this").says("test \"breaks points worth at most 1% of all lines\" {");
}

#[test]
fn a_wish_that_was_refused_in_the_language_of_the_member() {
    let folder = Folder::with_shop();
    let told = |language: &str, format: &str| {
        let run =
            ["explain", "shop", EVENTS, "--event", "d-2002", "--language", language, "--format", format];
        folder.run(&run).ends(0)
    };
    // 53 points are there, the voucher costs 500.
    let german = told("de", "human").says("Warum d-2002 abgelehnt wurde: 10. September 2026, 09:00\u{a0}Uhr");
    german.says("Das Guthaben reicht nicht aus.").says("Vorhanden: 53 points").says("mindestens 500 points");
    let french = told("fr", "markdown").says("Le solde ne suffit pas.").says("au moins 500 points");
    french.says("Rien n\u{2019}a été modifié.");
    let json: Value = serde_json::from_str(&told("de", "json").out).unwrap();
    assert_eq!(json["told"]["sections"][0]["clauses"][0]["said"], "Das Guthaben reicht nicht aus.");
}

/// Points of a shop in Bern, told to its members.
#[test]
fn redemptions_returns_and_expiry_in_german_and_french() {
    let folder = Folder::with_shop();
    folder.write(
        "bern.treue",
        "programme \"Bern\" { currency CHF  timezone \"Europe/Zurich\"  unit points \"Punkte\" { worth 0.01 CHF } }\n\
         earn base \"Grundpunkte\" { 1 point per full 1.00 CHF of all lines }\n\
         expire points { 3 months after earning }\n\
         reward bon \"Bon\" { costs 500 points  gives 5.00 CHF off }\n\
         partner adler \"Adler\" { pays 0.005 CHF per point  earn tanken \"Tanken\" { 10 points } }\n",
    );
    let event = |what: &str, id: &str, day: &str, more: &str| {
        format!(
            "{{\"event\":\"{what}\",\"id\":\"{id}\",\"at\":\"2026-{day}T12:00:00Z\",\"member\":\"m\"{more}}}\n"
        )
    };
    let lines = [
        event("purchase", "p-1", "03-03", ",\"lines\":[{\"amount\":\"1234.50\"},{\"amount\":\"100.00\"}]"),
        event("redeem", "d-1", "03-04", ",\"reward\":\"bon\",\"times\":2"),
        event("return", "x-1", "03-05", ",\"receipt\":\"p-1\",\"lines\":[{\"line\":1}]"),
        event("purchase", "p-2", "07-01", ",\"lines\":[{\"amount\":\"1.00\"}]"),
    ];
    folder.write("r.ndjson", lines.concat());
    let told = |id: &str, language: &str| {
        folder.run(&["explain", "bern.treue", "r.ndjson", "--event", id, "--language", language]).ends(0)
    };
    // 1,334 + 10 points, of which two vouchers cost 1,000.
    let ran = told("d-1", "de").says("Einlösung d-1: 4. März 2026, 13:00\u{a0}Uhr").says("Prämien");
    let ran = ran.says("Bon: 10.00 CHF Rabatt für 1’000 Punkte").says("344 Punkte");
    ran.says("Nicht festgelegt, deshalb gilt").says("zuerst, was zuerst verfällt");
    let ran = told("d-1", "fr").says("Utilisation d-1\u{a0}: 4 mars 2026, 13\u{a0}h\u{a0}00");
    ran.says("Bon\u{a0}: remise de 10.00 CHF pour 1’000 Punkte").says("Non fixé, donc en vigueur");
    // The second line gave 100 points.
    let ran = told("x-1", "de").says("Aus p-1 kam zurück: 1 von Zeile 2").says("weniger: 100 Punkte");
    ran.says("Zurückgenommen: 100 Punkte (100 Punkte aus dem Einkauf)").says("244 Punkte");
    let ran = told("x-1", "fr").says("Rendu de p-1\u{a0}: 1 de la ligne 2");
    ran.says("Repris\u{a0}: 100 Punkte (100 Punkte de l’achat)");
    // Three months after 3 March; the partner pays half a cent for each of 10 points.
    let ran = told("p-2", "de").says("Inzwischen verfallen").says("244 Punkte, gültig bis 3. Juni 2026");
    let ran = ran.says("Partner").says("Adler zahlt 0.05 CHF für 10 Punkte aus «Tanken»");
    ran.says("Grundpunkte: 1 Punkte").says("11 Punkte");
    let ran = told("p-2", "fr").says("Expiré entre-temps");
    ran.says("244 Punkte, jusqu’au 3 juin 2026").says("Adler paie 0.05 CHF pour 10 Punkte");
}

#[test]
fn the_choices_of_a_programme_in_german_and_french() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", "--language", "de"]).ends(0);
    ran.says("Gedächtnis: 90 Tage (Vorgabe)")
        .says("Reihenfolge des Einlösens")
        .says("je Beleg, eines Mitglieds");
    let ran = folder.run(&["explain", "shop", "--language", "fr", "--format", "json"]).ends(0);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["told"]["sections"][0]["heading"], "Programme");
    assert_eq!(json["told"]["sections"][0]["clauses"][0]["said"], "90 jours (par défaut)");
    let ran = folder.run(&["explain", "shop", "--language", "de", "--format", "markdown"]).ends(0);
    ran.says("- **Woche:** ab Montag (Vorgabe)");
}
