//! Every code has a text that gives it, alone, and the same text corrected.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{mistakes_in, with_header};
use std::collections::BTreeSet;
use treue_lang::diag::Code;

/// Code, wrong text, right text; both behind the header.
const SAMPLES: &[(Code, &str, &str)] = &[
    (Code::Syntax, "earn a { 5 points evry day }", "earn a { 5 points }"),
    (Code::MissingFile, "table factor \"classes.csv\" by store", "earn a { 5 points }"),
    (Code::Unclosed, "lines a = all lines where category \"x", "lines a = all lines where category \"x\""),
    (Code::BadLiteral, "earn a from 2026-02-30 { 5 points }", "earn a from 2026-02-28 { 5 points }"),
    (
        Code::UnknownName,
        "lines a = lines where brand \"x\"\nearn b { 1 point per full 1.00 CHF of aa }",
        "lines a = lines where brand \"x\"\nearn b { 1 point per full 1.00 CHF of a }",
    ),
    (
        Code::DuplicateName,
        "earn a { 5 points }\nearn a { 6 points }",
        "earn a { 5 points }\nearn b { 6 points }",
    ),
    (Code::WrongKind, "earn a { 5 points }\nlines b = a", "earn a { 5 points }\nlines b = all lines"),
    (
        Code::UnitMismatch,
        "lines a = all lines\nearn b { when a is at least 20 points 5 points }",
        "lines a = all lines\nearn b { when a is at least 20 CHF 5 points }",
    ),
    (
        Code::TooManyDecimals,
        "lines a = all lines\nearn b { when a is at least 20.005 CHF 5 points }",
        "lines a = all lines\nearn b { when a is at least 20.05 CHF 5 points }",
    ),
    (
        Code::OutOfRange,
        "earn a { 1 point per full 0 CHF of all lines }",
        "earn a { 1 point per full 2 CHF of all lines }",
    ),
    (
        Code::MissingNotHandled,
        "fields { member.score: number optional }\nearn a { when member.score is at least 5 5 points }",
        "fields { member.score: number optional }\nearn a { when member.score or 0 is at least 5 5 points }",
    ),
    (
        Code::NotHere,
        "earn a { when category \"food\" 5 points }",
        "earn a { when any line has category \"food\" 5 points }",
    ),
    (Code::Incomplete, "track a = all lines", "track a = all lines per calendar year"),
    (Code::Repeated, "earn a { 5 points rounded down rounded up }", "earn a { 5 points rounded up }"),
    (
        Code::Cycle,
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn a { 10% of b }\nearn b { 10% of a }",
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn a { 10% of b }\nearn b { 10% of base }",
    ),
    (
        Code::NeverHolds,
        "earn a from 2026-09-13 to 2026-09-07 { 5 points }",
        "earn a from 2026-09-07 to 2026-09-13 { 5 points }",
    ),
    (
        Code::NotRising,
        "earn a { by bands of all lines { from 20.00 CHF 5 points from 10.00 CHF 2 points } }",
        "earn a { by bands of all lines { from 10.00 CHF 2 points from 20.00 CHF 5 points } }",
    ),
];

fn codes_of(text: &str) -> Vec<Code> {
    mistakes_in(text).1.iter().map(|d| d.code).collect()
}

#[test]
fn every_code_is_given_alone_and_can_be_corrected() {
    for (code, wrong, right) in SAMPLES {
        let (sources, found) = mistakes_in(&with_header(wrong));
        let all: Vec<String> = found.iter().map(|d| d.plain(&sources)).collect();
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), [*code], "{wrong}\n{}", all.join("\n"));
        // The message of a syntax error says itself what could stand there.
        assert!(*code == Code::Syntax || found[0].help.is_some(), "{wrong}: no remedy");
        assert_eq!(codes_of(&with_header(right)), [], "{right}");
    }
}

#[test]
fn codes_about_the_whole_text() {
    let start = "programme \"P\" { timezone \"Europe/Zurich\" unit points currency ";
    assert_eq!(codes_of(&format!("{start} CHG }}")), [Code::UnknownWorldName]);
    assert_eq!(codes_of(&format!("{start} CHF }}")), []);
    assert_eq!(codes_of("earn a { 5 points }"), [Code::NoProgramme]);
    assert_eq!(codes_of(&with_header(&"#".repeat(1 << 20))), [Code::SourceTooLong]);
    assert_eq!(codes_of(&with_header(&"#".repeat(1 << 10))), []);
}

#[test]
fn codes_about_size() {
    let levels = |n: usize| {
        let names: String = (1..n).map(|i| format!("l{i} from {i}.00 CHF\n")).collect();
        with_header(&format!(
            "track t = all lines for ever\ntiers main by t {{ l0\n{names} valid for ever }}"
        ))
    };
    assert_eq!(codes_of(&levels(65)), [Code::TooMany]);
    assert_eq!(codes_of(&levels(64)), []);
    let chain = |n: usize| {
        let lines: String =
            (1..n).map(|i| format!("lines s{i} = s{} where brand \"b{i}\"\n", i - 1)).collect();
        with_header(&format!("lines s0 = all lines\n{lines}"))
    };
    assert_eq!(codes_of(&chain(65)), [Code::NestingTooDeep]);
    assert_eq!(codes_of(&chain(64)), []);
}

#[test]
fn no_code_is_left_out() {
    let elsewhere =
        [Code::UnknownWorldName, Code::NoProgramme, Code::SourceTooLong, Code::TooMany, Code::NestingTooDeep];
    let sampled: BTreeSet<Code> = SAMPLES.iter().map(|(code, _, _)| *code).chain(elsewhere).collect();
    let missing: Vec<&Code> = Code::ALL.iter().filter(|c| !sampled.contains(c)).collect();
    assert!(missing.is_empty(), "no sample for {missing:?}");
}
