//! Each feature on a small programme, in both ways of counting.

use super::session::text;
use super::{Editor, SHOP, applied, range};
use serde_json::{Value, json};

fn shop() -> Editor {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    editor
}

fn labels(completion: &Value) -> Vec<String> {
    completion["items"].as_array().unwrap().iter().map(|i| i["label"].as_str().unwrap().to_owned()).collect()
}

/// What is offered at the end of a text that stands in the place of the rest of the programme.
fn offered(before: &str) -> Vec<String> {
    let head = "programme \"Shop\" { currency CHF timezone \"Europe/Zurich\" unit points }\n\
        fields { member.segment: one of \"family\", \"student\" default \"family\" member.born: date optional }\n\
        lines organic = all lines where label \"bio\"\n\
        track spend = organic per calendar year\n\
        earn base { 1 point per full 1.00 CHF of organic }\n\
        reward coffee { costs 9 points gives \"A coffee\" }\n\
        partner alpina { stores \"al-01\" }\n";
    let mut editor = Editor::new();
    let all = format!("{head}{before}");
    editor.open("shop.treue", &all);
    let line = all.matches('\n').count();
    let character = all.rsplit('\n').next().unwrap().len();
    labels(&editor.at("completion", "shop.treue", line as u64, character as u64).unwrap())
}

#[test]
fn completion_offers_what_the_grammar_takes_and_what_the_programme_declares() {
    let has = |offered: &[String], wanted: &[&str]| {
        for word in wanted {
            assert!(offered.iter().any(|o| o == word), "{word} of {offered:?}");
        }
    };
    let hasnt = |offered: &[String], unwanted: &[&str]| {
        for word in unwanted {
            assert!(offered.iter().all(|o| o != word), "{word} of {offered:?}");
        }
    };
    has(&offered(""), &["earn", "reward", "test"]);
    let rules = offered("earn more { 2 times ");
    has(&rules, &["base"]);
    hasnt(&rules, &["organic", "spend", "coffee", "points", "member.segment"]);
    let rewards = offered("test \"t\" { when redeem ");
    has(&rewards, &["coffee"]);
    hasnt(&rewards, &["base", "alpina"]);
    has(&offered("earn more { 1 point per full 1.00 CHF of "), &["organic", "all lines"]);
    has(&offered("earn more { 1 point per full 1.00 CHF of org"), &["organic"]);
    has(&offered("earn more { when at partner "), &["alpina"]);
    has(&offered("earn more { when member."), &["segment", "born"]);
    has(&offered("earn more { when member.segment is "), &["\"student\""]);
    has(&offered("earn more { when member.segment is \""), &["family", "student"]);
    has(&offered("lines more = all lines where label \""), &["bio"]);
    has(&offered("earn more { 5 points at most "), &["once"]);
    has(&offered("earn more { when store \""), &["al-01"]);
    // In a comment nothing is offered, and what is wrong before does not matter.
    assert!(offered("# a word ").is_empty());
    has(&offered("earn more {\n  rubbish here\n  2 times "), &["base"]);
}

#[test]
fn completion_goes_by_the_catalogue() {
    let mut editor = Editor::new();
    editor.write("catalogue.csv", "sku,category\n1,food/fruit\n2,tobacco\n3,books\n");
    let all = SHOP.replace("lines eligible", "vocabulary category from \"catalogue.csv\"\n\nlines eligible");
    editor.open("shop.treue", &all);
    let line = all.lines().position(|l| l.starts_with("lines eligible")).unwrap() as u64;
    let column = "lines eligible = all lines except category \"".len() as u64;
    let offered = labels(&editor.at("completion", "shop.treue", line, column).unwrap());
    assert_eq!(offered, ["books", "food/fruit", "tobacco"]);
    // The catalogue still helps while the rest of the text is broken.
    let broken = all.replace("earn welcome {", "earn welcome {{{");
    editor.replace("shop.treue", 2, &broken);
    let offered = labels(&editor.at("completion", "shop.treue", line, column + 1).unwrap());
    assert_eq!(offered, ["food/fruit", "tobacco"], "what holds `t`");
    let hover = text(&editor.at("hover", "shop.treue", line, column + 1).unwrap());
    assert!(hover.is_empty() || hover.contains("stands in"), "{hover}");
}

#[test]
fn zones_of_the_world_are_offered() {
    let mut editor = Editor::new();
    editor.open("shop.treue", "programme \"Shop\" {\n  timezone \"Zur\n}");
    let offered = labels(&editor.at("completion", "shop.treue", 1, 15).unwrap());
    assert!(offered.contains(&"Europe/Zurich".to_owned()), "{offered:?}");
}

#[test]
fn names_lead_to_their_declarations_and_uses() {
    let mut editor = shop();
    // `eligible` in the award.
    let definition = editor.at("definition", "shop.treue", 11, 32).unwrap();
    assert_eq!(definition[0]["range"], range(6, 6, 14));
    let context = json!({ "includeDeclaration": true });
    let params = json!({
        "textDocument": { "uri": editor.uri("shop.treue") },
        "position": { "line": 6, "character": 8 },
        "context": context,
    });
    let all = editor.ask("textDocument/references", params).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(all[1]["range"], range(11, 31, 39));
    // `point` is `points`.
    let unit = editor.at("definition", "shop.treue", 11, 5).unwrap();
    assert_eq!(unit[0]["range"], range(3, 7, 13));
    let marked = editor.at("documentHighlight", "shop.treue", 11, 5).unwrap();
    // Declared once; `point`, `500 points` twice, `12 points`.
    assert_eq!(marked.as_array().unwrap().len(), 5);
}

#[test]
fn symbols_are_a_tree_of_the_file_and_a_list_of_the_folder() {
    let mut editor = shop();
    let tree = editor.of("documentSymbol", "shop.treue").unwrap();
    let names: Vec<_> = tree.as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Shop", "eligible", "base", "welcome", "voucher", "a small purchase"]);
    assert_eq!(tree[0]["children"][0]["name"], "points");
    editor.write("other.treue", "programme \"Other\" { currency CHF timezone \"Europe/Zurich\" unit stars }");
    let found = editor.ask("workspace/symbol", json!({ "query": "sta" })).unwrap();
    assert_eq!(found[0]["name"], "stars");
    assert_eq!(found.as_array().unwrap().len(), 1);
}

#[test]
fn items_and_comments_fold() {
    let mut editor = shop();
    let folds = editor.of("foldingRange", "shop.treue").unwrap();
    let folds: Vec<_> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["startLine"].as_u64().unwrap(), f["endLine"].as_u64().unwrap(), f["kind"].as_str()))
        .collect();
    assert_eq!(
        folds,
        [(0, 3, None), (8, 9, Some("comment")), (10, 11, None), (14, 16, None), (21, 24, None)]
    );
}

#[test]
fn formatting_is_the_one_layout() {
    let mut editor = Editor::new();
    let tidy = SHOP
        .replace("{\n  1 point per full 1.00 CHF of eligible\n}", "{ 1 point per full 1.00 CHF of eligible }")
        .replace(
            "{ costs 500 points  gives 5.00 CHF off }",
            "{\n  costs 500 points\n  gives 5.00 CHF off\n}",
        );
    let untidy = tidy.replace("  500 points", "      500    points");
    editor.open("shop.treue", &untidy);
    let edits = editor.of("formatting", "shop.treue").unwrap();
    assert_eq!(applied(&untidy, &edits), tidy);
    editor.replace("shop.treue", 2, &tidy);
    assert_eq!(editor.of("formatting", "shop.treue").unwrap(), json!([]));
    editor.replace("shop.treue", 3, &untidy.replace("earn base", "earn {"));
    assert_eq!(editor.of("formatting", "shop.treue").unwrap(), json!([]), "a broken text is left alone");
}

#[test]
fn hints_say_what_is_in_force_and_what_awards_are_worth() {
    let mut editor = shop();
    let params = json!({
        "textDocument": { "uri": editor.uri("shop.treue") },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } },
    });
    let hints = editor.ask("textDocument/inlayHint", params.clone()).unwrap();
    let said: Vec<_> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|h| (h["position"]["line"].as_u64().unwrap(), h["label"].as_str().unwrap()))
        .collect();
    assert!(said.contains(&(11, "= 1% of what is paid; rounding: down, once, to whole points")), "{said:?}");
    assert!(said.contains(&(16, "= 5.00 CHF; rounding: down, once, to whole points")), "{said:?}");
    assert!(said.contains(&(19, "500 points, worth 5.00 CHF, for 5.00 CHF off")), "{said:?}");
    // Nobody wrote how long points live, nor which are used first.
    let unit = said.iter().find(|(line, _)| *line == 3).unwrap();
    assert!(unit.1.contains("expiry: never") && unit.1.contains("burn order: soonest"), "{said:?}");
    let heads = said.iter().find(|(line, _)| *line == 0).unwrap();
    assert!(heads.1.ends_with("choices by default"), "{said:?}");
    // With a mistake in it nothing is in force.
    editor.replace("shop.treue", 2, &SHOP.replace("of eligible", "of nothing_else"));
    assert_eq!(editor.ask("textDocument/inlayHint", params).unwrap(), json!([]));
}

#[test]
fn tokens_tell_names_from_words() {
    let mut editor = shop();
    let legend = editor.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let tokens = editor.of("semanticTokens/full", "shop.treue").unwrap();
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    let lines: Vec<&str> = SHOP.lines().collect();
    let (mut line, mut character, mut seen) = (0, 0, Vec::new());
    for token in data.chunks(5) {
        if token[0] > 0 {
            character = 0;
        }
        line += token[0];
        character += token[1];
        let from = usize::try_from(character).unwrap();
        let word = &lines[usize::try_from(line).unwrap()][from..from + usize::try_from(token[2]).unwrap()];
        seen.push((word, legend[usize::try_from(token[3]).unwrap()].as_str().unwrap(), token[4]));
    }
    for wanted in [
        ("programme", "keyword", 0),
        ("\"Shop\"", "string", 0),
        ("CHF", "type", 0),
        ("eligible", "variable", 1),
        ("eligible", "variable", 0),
        ("base", "function", 1),
        ("base", "function", 0),
        ("point", "type", 0),
        ("2026-09-07", "number", 0),
        ("# The base of everything.", "comment", 0),
        ("voucher", "event", 1),
    ] {
        assert!(seen.contains(&wanted), "{wanted:?} of {seen:?}");
    }
}

#[test]
fn words_say_what_they_mean() {
    let mut editor = shop();
    let hover = text(&editor.at("hover", "shop.treue", 11, 15).unwrap());
    assert!(hover.contains("full") && hover.contains("each full step"), "{hover}");
    let hover = text(&editor.at("hover", "shop.treue", 19, 2).unwrap());
    assert!(hover.contains("reward"), "{hover}");
}

#[test]
fn safe_fixes_are_offered_together_and_a_lint_can_be_let_pass() {
    let mut editor = Editor::new();
    // A suppression that finds nothing can be taken away safely.
    let text = format!(
        "{SHOP}\n# lint allow unused-lines: for summer\nlines summer = eligible\n\nearn more {{ 1 point per full 2.00 CHF of summer }}\n"
    );
    editor.open("shop.treue", &text);
    let found = editor.found("shop.treue", 1);
    assert!(found.iter().any(|f| f.0 == "unused-suppression"), "{found:?}");
    let params = |only: &str, editor: &Editor| {
        json!({
            "textDocument": { "uri": editor.uri("shop.treue") },
            "range": range(0, 0, 0),
            "context": { "diagnostics": [], "only": [only] },
        })
    };
    let all = editor.ask("textDocument/codeAction", params("source.fixAll", &editor)).unwrap();
    assert_eq!(all[0]["kind"], "source.fixAll");
    let mended = applied(&text, &all[0]["edit"]["changes"][editor.uri("shop.treue")]);
    assert_eq!(mended, text.replace("# lint allow unused-lines: for summer\n", ""));
    assert_eq!(editor.ask("textDocument/codeAction", params("refactor", &editor)).unwrap(), json!([]));

    let unused = format!("{SHOP}\nlines summer = eligible\n");
    editor.replace("shop.treue", 2, &unused);
    let (_, line, character) =
        editor.found("shop.treue", 2).into_iter().find(|f| f.0 == "unused-lines").unwrap();
    let mut at = params("quickfix", &editor);
    at["range"] = range(line, character, character);
    let actions = editor.ask("textDocument/codeAction", at).unwrap();
    let allow = actions
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["title"].as_str().unwrap().starts_with("allow"))
        .unwrap();
    let after = applied(&unused, &allow["edit"]["changes"][editor.uri("shop.treue")]);
    editor.replace("shop.treue", 3, &after);
    let left = editor.found("shop.treue", 3);
    assert!(left.iter().all(|f| f.0 != "unused-lines"), "{left:?}");
    assert!(left.iter().any(|f| f.0 == "suppression-without-reason"), "{left:?}");
}

#[test]
fn places_are_counted_as_the_editor_counts() {
    // The apple is four bytes, and two units of 16 bits; `é` two bytes, one unit.
    let text = SHOP.replace("\"A point a franc\" {", "\"É 🍎\" { when chanel \"x\"");
    let eight = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } } });
    for (hello, name, column) in [(json!({ "capabilities": {} }), "utf-16", 24), (eight, "utf-8", 27)] {
        let mut editor = Editor::with(&hello);
        assert_eq!(editor.capabilities["positionEncoding"], name);
        editor.open("shop.treue", &text);
        // Of `earn base "É 🍎" { when chanel "x"` the first 24 units of 16 bits stand before `chanel`: 21
        // characters of one, `É`, and two for the apple; in bytes `É` is one more and the apple two.
        let found = editor.found("shop.treue", 1);
        assert!(found.contains(&("syntax".to_owned(), 10, column)), "{name}: {found:?}");
    }
}
