//! A session as somebody has it: a mistake is typed, seen, and mended by the fix that is offered; the award then says what
//! its points are worth.

use super::{Editor, SHOP, applied, range};
use serde_json::{Value, json};

#[test]
fn a_mistake_is_typed_seen_and_mended_and_the_award_says_its_worth() {
    let mut editor = Editor::new();
    editor.write("shop.treue", SHOP);
    editor.open("shop.treue", SHOP);
    let clean: Vec<_> = editor.found("shop.treue", 1).into_iter().map(|f| f.0).collect();
    assert!(!clean.contains(&"unknown-name".to_owned()), "{clean:?}");

    // Line 11 is `  1 point per full 1.00 CHF of eligible`; the second `i` of `eligible` goes.
    editor.edit("shop.treue", 2, range(11, 35, 36), "");
    let slip = SHOP.replace("of eligible", "of eligble");
    assert_eq!(editor.found("shop.treue", 2), [("unknown-name".to_owned(), 11, 31)]);

    let params = json!({
        "textDocument": { "uri": editor.uri("shop.treue") },
        "range": range(11, 32, 32),
        "context": { "diagnostics": [] },
    });
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    let fix = &actions[0];
    // A nearest name is a guess, and says so.
    assert_eq!(fix["title"], "write `eligible` (a guess: look at it)");
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(false)));
    assert_eq!(fix["diagnostics"][0]["code"], "unknown-name");
    let edits = &fix["edit"]["changes"][editor.uri("shop.treue")];
    assert_eq!(applied(&slip, edits), SHOP);

    let edit = &edits[0];
    editor.edit("shop.treue", 3, edit["range"].clone(), edit["newText"].as_str().unwrap());
    assert!(editor.found("shop.treue", 3).iter().all(|f| f.0 != "unknown-name"));

    // A point a franc, and a point is worth a Rappen: one part in a hundred.
    let hover = text(&editor.at("hover", "shop.treue", 10, 6).unwrap());
    assert!(
        hover.contains("**earn rule** `base`") && hover.contains("worth **1% of what is paid**"),
        "{hover}"
    );
    assert!(hover.contains("rounding: down, once, to whole points"), "{hover}");
    // On the award itself; 500 points of a Rappen each are five francs.
    let award = text(&editor.at("hover", "shop.treue", 11, 4).unwrap());
    assert!(award.contains("`base` gives **1% of what is paid**"), "{award}");
    let welcome = text(&editor.at("hover", "shop.treue", 16, 3).unwrap());
    assert!(welcome.contains("`welcome` gives **5.00 CHF**"), "{welcome}");
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn what_is_found_has_a_code_and_a_page() {
    let mut editor =
        Editor::with(&json!({ "capabilities": {}, "initializationOptions": { "pages": "treue-page:" } }));
    let text = SHOP.replace("1 point per", "1 pont per");
    editor.open("shop.treue", &text);
    let found = editor.diagnostics("shop.treue", 1);
    let first = &found[0];
    assert_eq!((&first["source"], &first["severity"]), (&json!("treue"), &json!(1)));
    let code = first["code"].as_str().unwrap();
    assert_eq!(first["codeDescription"]["href"], format!("treue-page:{code}.md"));
    let page = editor.ask("treue/page", json!({ "code": code })).unwrap();
    assert!(page.as_str().unwrap().starts_with(&format!("# {code}\n")), "{page}");
    assert!(editor.ask("treue/page", json!({ "code": "nothing" })).unwrap_err().contains("no code"));
    // A conflict shows both places.
    let twice = SHOP.replace("earn welcome", "earn base");
    editor.replace("shop.treue", 2, &twice);
    let found = editor.diagnostics("shop.treue", 2);
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["range"]["start"]["line"], 10, "{found}");
}

#[test]
fn what_an_editor_says_at_the_wrong_time_is_answered() {
    let mut editor = Editor::new();
    assert_eq!(editor.ask("initialize", json!({ "capabilities": {} })).unwrap_err(), "already initialized");
    assert!(editor.ask("textDocument/rubbish", json!({})).unwrap_err().contains("not answered"));
    assert!(editor.ask("textDocument/hover", json!({ "x": 1 })).unwrap_err().contains("cannot be read"));
    assert!(editor.of("formatting", "never.treue").unwrap_err().contains("not open"));
    editor.ask("shutdown", Value::Null).unwrap();
    assert!(editor.of("formatting", "never.treue").unwrap_err().contains("shutting down"));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.ends(), Some(0));

    let mut gone = Editor::new();
    assert_eq!(gone.ends(), Some(1));
    assert!(gone.stderr().contains("without saying"));
}

pub(crate) fn text(hover: &Value) -> String {
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

/// What a proof shows comes by itself, a moment after the rest, with the receipt that shows it.
#[test]
fn what_is_proved_comes_after_a_pause() {
    let mut editor = Editor::new();
    let text = "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points }\n\
                lines one = all lines where brand \"A\"\nlines two = all lines where label \"bio\"\n\
                earn a { 1 point per full 1.00 CHF of one }\nearn b { 2 points per full 1.00 CHF of two }\n";
    editor.open("p.treue", text);
    let uri = editor.uri("p.treue");
    let shown = editor.told("textDocument/publishDiagnostics", |p| {
        let all = p["diagnostics"].as_array().unwrap();
        p["uri"] == uri && all.iter().any(|d| d["code"] == "pays-twice")
    });
    let all = shown["diagnostics"].as_array().unwrap();
    let twice = all.iter().find(|d| d["code"] == "pays-twice").unwrap();
    assert_eq!(twice["range"]["start"]["line"], 4);
    let said = twice["message"].as_str().unwrap();
    assert!(
        said.contains("both engines show it") && said.contains("then 100 points from a, 200 points from b"),
        "{said}"
    );
    // Put into a stack, the two are told apart, and nothing is left to prove.
    editor.replace("p.treue", 2, &format!("{text}stack s {{ best of a, b }}\n"));
    let codes = editor.found("p.treue", 2);
    assert!(codes.iter().all(|(code, ..)| code != "pays-twice"), "{codes:?}");
    assert_eq!(editor.close(), Some(0));
}
