//! Texts and messages that nobody should send: each gets a clear answer, and the next one is answered as ever.

use super::{Editor, SHOP, range};
use serde_json::{Value, json};

/// Asks everything about a text; nothing may fail.
fn everything(editor: &mut Editor, name: &str, line: u64, character: u64) {
    for method in ["hover", "completion", "definition", "prepareRename", "documentHighlight"] {
        editor.at(method, name, line, character).unwrap_or_else(|why| panic!("{method}: {why}"));
    }
    for method in ["documentSymbol", "foldingRange", "semanticTokens/full", "formatting"] {
        editor.of(method, name).unwrap_or_else(|why| panic!("{method}: {why}"));
    }
    let all =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": line, "character": character } });
    let params = json!({
        "textDocument": { "uri": editor.uri(name) },
        "range": all,
        "context": { "diagnostics": [] },
    });
    editor.ask("textDocument/codeAction", params.clone()).unwrap();
    editor.ask("textDocument/inlayHint", params).unwrap();
}

#[test]
fn a_programme_cut_off_at_every_byte() {
    let mut editor = Editor::new();
    editor.open("shop.treue", "");
    let text = SHOP.replace("Apples", "Äpfel 🍎");
    let cuts = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
    for (version, cut) in (2_i64..).zip(cuts) {
        let part = &text[..cut];
        editor.replace("shop.treue", version, part);
        let line = part.matches('\n').count() as u64;
        let character = part.rsplit('\n').next().unwrap().encode_utf16().count() as u64;
        editor.at("completion", "shop.treue", line, character).unwrap();
        editor.at("hover", "shop.treue", line, character).unwrap();
        if version % 16 == 0 {
            everything(&mut editor, "shop.treue", line, character);
        }
    }
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn strange_texts() {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    let texts = [
        SHOP.replace('\n', "\r\n"),
        SHOP.replace('\n', "\r"),
        SHOP.replacen('\n', "\r\n", 5).replacen("\n\n", "\r\r", 3),
        SHOP.replace("  ", "\t"),
        format!("\u{feff}{SHOP}"),
        format!("{SHOP}\u{feff}"),
        // A Greek omicron, a Cyrillic a, marks that turn the direction of writing, a blank of no width.
        SHOP.replace("points", "p\u{3bf}ints"),
        SHOP.replace("earn base", "e\u{430}rn base"),
        SHOP.replace("eligible", "\u{202e}eligible\u{202c}"),
        SHOP.replace("1 point", "1\u{200b}point"),
        SHOP.replace("tobacco", "\0\u{1}\u{7f}"),
        "{".repeat(5_000),
        "(".repeat(5_000),
        "\"".repeat(5_001),
        "earn ".repeat(5_000),
        "}\n".repeat(2_000),
        String::new(),
        "\n".to_owned(),
    ];
    for (version, text) in (2_i64..).zip(&texts) {
        editor.replace("shop.treue", version, text);
        editor.diagnostics("shop.treue", version);
        everything(&mut editor, "shop.treue", 0, 3);
    }
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn a_byte_order_mark_stays_through_formatting() {
    let mut editor = Editor::new();
    let text = format!("\u{feff}{}", SHOP.replace("  500 points", "     500 points"));
    editor.open("shop.treue", &text);
    let edits = editor.of("formatting", "shop.treue").unwrap();
    assert_eq!(edits.as_array().unwrap().len(), 1);
    assert!(!edits.to_string().contains('\u{feff}'), "the mark's line is left alone");
}

#[test]
fn a_mebibyte_and_beyond() {
    let mut editor = Editor::new();
    let mut long = SHOP.to_owned();
    while long.len() < (1 << 20) - 200 {
        long.push_str("# A remark that goes on, and on, and on, for as long as anybody would read it.\n");
    }
    assert!(long.len() <= 1 << 20);
    editor.open("shop.treue", &long);
    assert!(editor.found("shop.treue", 1).iter().all(|f| f.0 != "source-too-long"));
    everything(&mut editor, "shop.treue", 11, 5);
    long.push_str(&long.clone());
    editor.replace("shop.treue", 2, &long);
    assert!(editor.found("shop.treue", 2).iter().any(|f| f.0 == "source-too-long"));
    everything(&mut editor, "shop.treue", 11, 5);
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn changes_out_of_order_or_past_the_end_are_refused_until_the_whole_text_comes() {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    editor.edit("shop.treue", 5, range(0, 0, 0), "# One.\n");
    editor.edit("shop.treue", 3, range(0, 0, 0), "# Two.\n");
    let said = editor.told("window/showMessage", |_| true);
    let message = said["message"].as_str().unwrap();
    assert!(
        message.contains("change 3 came after change 5") && message.contains("open it again"),
        "{message}"
    );
    assert!(editor.of("documentSymbol", "shop.treue").unwrap_err().contains("out of step"));
    editor.replace("shop.treue", 6, SHOP);
    assert!(editor.of("documentSymbol", "shop.treue").is_ok());

    for (version, wrong) in [
        (7, json!({ "start": { "line": 900, "character": 0 }, "end": { "line": 901, "character": 0 } })),
        (9, json!({ "start": { "line": 5, "character": 0 }, "end": { "line": 2, "character": 0 } })),
    ] {
        editor.edit("shop.treue", version, wrong, "x");
        let said = editor.told("window/showMessage", |_| true).to_string();
        assert!(
            said.contains("there is no line 901: the text has 27") || said.contains("ends before it starts"),
            "{said}"
        );
        editor.replace("shop.treue", version + 1, SHOP);
    }
    // A character past the end of its line is the end of the line, as the protocol says.
    editor.edit("shop.treue", 11, range(1, 4_000_000_000, 4_000_000_000), " # francs");
    let symbols = editor.of("documentSymbol", "shop.treue").unwrap();
    assert_eq!(symbols[0]["name"], "Shop");
    assert!(editor.at("hover", "shop.treue", 900, 0).unwrap_err().contains("there is no line 901"));
    editor.edit("elsewhere.treue", 2, range(0, 0, 0), "x");
    assert!(editor.told("window/showMessage", |_| true).to_string().contains("not open"));
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn what_is_no_message_is_said_and_passed_over() {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    for (bytes, why) in [
        (&b"Content-Length: 8\r\n\r\n{\"a\":\xff\xfe1"[..], "UTF-8"),
        (b"Content-Length: 3\r\n\r\n{ x", "could not be read"),
        (b"Content-Length: 2\r\n\r\n[]", "could not be read"),
        (b"Hello\r\n", "no head of a message"),
    ] {
        editor.raw(bytes);
        let said = editor.told("window/showMessage", |p| p.to_string().contains(why));
        assert_eq!(said["type"], 1);
    }
    // A message that is longer than anybody sends is passed over without being kept.
    let length = 65 << 20;
    editor.raw(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    for _ in 0..65 {
        editor.raw(&vec![b' '; 1 << 20]);
    }
    editor.told("window/showMessage", |p| p.to_string().contains("was not read"));
    everything(&mut editor, "shop.treue", 11, 5);
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn a_file_beside_that_cannot_be_read_is_told() {
    let mut editor = Editor::new();
    editor.write("rules.treue", b"earn base { \xff\xfe }");
    editor.open("head.treue", "programme \"P\" { currency CHF timezone \"Europe/Zurich\" unit points }\n");
    let uri = editor.uri("rules.treue");
    let told = editor.told("textDocument/publishDiagnostics", |p: &Value| p["uri"] == uri);
    assert!(told["diagnostics"][0]["message"].as_str().unwrap().contains("UTF-8"), "{told}");
}
