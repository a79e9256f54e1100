//! After an edit only what changed is read again, however large the programme is.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use treue_lang::diag::HEADER;
use treue_lang::pipeline::check_again;
use treue_lang::source::{FileId, Sources};
use treue_lang::syntax::Memory;

#[test]
fn an_edit_in_one_of_a_thousand_rules_reads_one() {
    let mut text = HEADER.to_owned();
    for n in 0..1_000 {
        writeln!(text, "earn rule_{n} {{ {} points per full 1.00 CHF of all lines }}", n + 1).unwrap();
    }
    let (mut sources, mut memory) = (Sources::single("large.treue", &text), Memory::default());
    assert!(check_again(&sources, &mut memory).programme.is_some());
    // The `programme` item and the rules.
    assert_eq!(memory.read_anew(), 1_001);
    // A letter is typed, another one, both are taken away, and a rule comes in between.
    for (edit, anew) in [
        ("earn rule_500x {", 1),
        ("earn rule_500xy {", 1),
        ("earn rule_500 {", 1),
        ("earn rule_500 {", 0),
        ("earn other { 1 point }\nearn rule_500 {", 1),
    ] {
        sources.replace(FileId(0), text.replace("earn rule_500 {", edit));
        assert!(check_again(&sources, &mut memory).programme.is_some());
        assert_eq!(memory.read_anew(), anew, "{edit}");
    }
}
