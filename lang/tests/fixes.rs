//! Fixes of mistakes: what they change, and that the programme is better afterwards.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{mistakes_in, with_header};
use treue_lang::diag::{Safety, apply};

/// The text after all fixes of the mistakes in it, again and again; at most ten rounds.
fn mended(text: &str, safe_only: bool) -> (String, usize) {
    let mut text = text.to_owned();
    for _ in 0..10 {
        let (sources, found) = mistakes_in(&text);
        let wanted = found.iter().filter_map(|d| d.fix.as_ref());
        let wanted: Vec<_> = wanted.filter(|f| !safe_only || f.safety == Safety::Safe).collect();
        let (files, applied) = apply(&sources, wanted);
        if applied == 0 {
            return (text, found.len());
        }
        text = files[0].text.clone();
    }
    panic!("fixes never end: {text}");
}

#[test]
fn words_that_were_nearly_right() {
    let rows = [
        (
            "lines eligible = all lines\nearn a { 1 point per full 1.00 CHF of eligble }",
            "lines eligible = all lines\nearn a { 1 point per full 1.00 CHF of eligible }",
        ),
        ("earn a { 5 pionts }", "earn a { 5 points }"),
        ("eran a { 5 points }", "earn a { 5 points }"),
        ("earn a { 5 points roundd up }", "earn a { 5 points rounded up }"),
        (
            "fields { member.segment: one of \"family\", \"student\" default \"family\" }\nearn a { when member.segment is \"studnet\" 5 points }",
            "fields { member.segment: one of \"family\", \"student\" default \"family\" }\nearn a { when member.segment is \"student\" 5 points }",
        ),
        ("earn a { 5 points }\n}", "earn a { 5 points }\n"),
        // Cyrillic letters, drawn as Latin ones.
        ("\u{435}\u{430}rn a { 5 points }", "earn a { 5 points }"),
        ("earn a { when \u{441}hannel \"web\" 5 points }", "earn a { when channel \"web\" 5 points }"),
    ];
    for (wrong, right) in rows {
        let (text, left) = mended(&with_header(wrong), false);
        assert_eq!((text.as_str(), left), (with_header(right).as_str(), 0), "{wrong}");
        let (text, left) = mended(&with_header(wrong), true);
        assert_eq!(text, with_header(wrong), "a guess is not applied unseen");
        assert!(left > 0);
    }
}

#[test]
fn hidden_characters_are_taken_away_unseen() {
    for hidden in ["\u{202e}", "\u{200b}", "\u{2066}", "\u{ad}"] {
        let wrong = with_header(&format!("earn a {{ {hidden}5 points }}"));
        assert_eq!(mended(&wrong, true), (with_header("earn a { 5 points }"), 0));
        let (_, found) = mistakes_in(&wrong);
        assert_eq!(found.len(), 1, "one mistake, one message");
        assert!(found[0].message.contains("U+"), "{}", found[0].message);
        assert_eq!(found[0].help.as_deref(), Some("take it away"));
    }
}

#[test]
fn a_currency_and_a_zone() {
    let wrong = "programme \"P\" { currency CHG timezone \"Europe/Zurch\" unit points }\n";
    // Several currencies are a letter away from CHG; any of them is a currency.
    let (text, left) = mended(wrong, false);
    assert_eq!(left, 0);
    assert!(text.contains("\"Europe/Zurich\""), "{text}");
}
