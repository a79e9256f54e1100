//! Every code has a sample that gives it, alone and with a remedy, and the same corrected.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test says what went wrong by stopping")]

mod common;

use common::mistakes_in;
use std::collections::BTreeSet;
use treue_lang::diag::Code;

#[test]
fn every_code_is_given_alone_and_can_be_corrected() {
    for code in Code::ALL {
        let sample = code.sample();
        let (sources, found) = mistakes_in(&sample.wrong());
        let all: Vec<String> = found.iter().map(|d| d.plain(&sources)).collect();
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), [*code], "{}", all.join("\n"));
        assert!(found[0].help.is_some(), "{}: no remedy", code.name());
        let (sources, found) = mistakes_in(&sample.right());
        let all: Vec<String> = found.iter().map(|d| d.plain(&sources)).collect();
        assert!(all.is_empty(), "{}: {}", code.name(), all.join("\n"));
    }
}

#[test]
fn names_are_unlike_each_other_and_pages_say_something() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|c| c.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(code.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", code.name());
        let page = code.page().trim();
        assert!(page.len() > 30 && page.ends_with('.'), "{}: {page}", code.name());
        let [wrong, right] = code.sample().shown();
        assert!(wrong.len() < 600 && right.len() < 600, "{}", code.name());
    }
}
