//! Reading stays fast and safe on any text: deep nesting, long files, and bytes that are no programme at all.

#![allow(clippy::panic, reason = "tests say what they found")]

use std::fmt::Write;
use std::time::{Duration, Instant};
use treue_lang::diag::{Code, Diagnostic};
use treue_lang::source::FileId;
use treue_lang::syntax::parse;

fn read(text: &str) -> (usize, Vec<Diagnostic>) {
    let (file, diagnostics, _) = parse(FileId(0), text);
    (file.items.len(), diagnostics)
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    let _ = parse(FileId(0), text);
    start.elapsed()
}

fn nested(depth: usize, inner: &str) -> String {
    format!("earn a {{ when {}{inner}{}  500 points }}\n", "(".repeat(depth), ")".repeat(depth))
}

/// The shortest of several runs of each counts, so that a busy machine does not decide the test.
fn assert_about_double(what: &str, once: &str, twice: &str) {
    let (mut short, mut long) = (time(once), time(twice));
    for _ in 0..20 {
        if long <= short.mul_f64(2.5) + Duration::from_millis(20) {
            return;
        }
        (short, long) = (short.min(time(once)), long.min(time(twice)));
    }
    panic!("{what}: {short:?} for once, {long:?} for twice the text");
}

#[test]
fn sixty_four_levels_are_read_in_no_time() {
    let text = nested(64, "first purchase");
    assert_eq!(read(&text), (1, vec![]));
    assert!((0..5).any(|_| time(&text) < Duration::from_millis(50)));
}

#[test]
fn sixty_five_levels_are_too_deep() {
    let (items, diagnostics) = read(&nested(65, "first purchase"));
    assert_eq!(items, 0);
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::NestingTooDeep]);
}

#[test]
fn a_hundred_thousand_parentheses_are_one_mistake() {
    for text in [
        nested(100_001, "first purchase"),
        format!("earn a {{ when {}", "(".repeat(100_000)),
        format!("lines a = {}b{}\nearn c {{ 5 points }}", "(".repeat(100_000), ")".repeat(100_000)),
        "{".repeat(100_000),
    ] {
        let (_, diagnostics) = read(&text);
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::NestingTooDeep]);
    }
}

#[test]
fn the_item_after_one_that_is_too_deep_is_read() {
    let text = format!("{}earn b {{ 5 points }}\n", nested(80, "first purchase"));
    let (items, diagnostics) = read(&text);
    assert_eq!((items, diagnostics.len()), (1, 1));
}

#[test]
fn time_grows_with_the_text_at_full_depth() {
    let one = nested(64, "first purchase");
    assert_about_double("deep and right", &one.repeat(100), &one.repeat(200));
    let one = nested(64, "first purchas");
    assert_about_double("deep and wrong", &one.repeat(100), &one.repeat(200));
    // Selections and conditions nested in each other, right and wrong at the innermost place.
    for inner in ["label \"bio\"", "label bio"] {
        let mut deep = inner.to_owned();
        for _ in 0..60 {
            deep = format!("any line of (a where {deep} and b) has label \"x\"");
        }
        let one = format!("earn a {{ when {deep}  5 points }}\n");
        assert_about_double("lines in lines", &one.repeat(20), &one.repeat(40));
        let mut deep = format!("(b where {inner})");
        for _ in 0..60 {
            deep = format!("(b except {deep} and (c))");
        }
        let one = format!("lines x = a except {deep}\n");
        assert_about_double("selections in selections", &one.repeat(20), &one.repeat(40));
        let mut deep = format!("(a where {inner})");
        for _ in 0..60 {
            deep = format!("({deep})");
        }
        let one = format!("earn a {{ when {deep} and (a) is above 5.00 CHF  5 points }}\n");
        assert_about_double("parentheses that are no condition", &one.repeat(20), &one.repeat(40));
    }
}

#[test]
fn time_grows_with_the_text_in_one_long_item() {
    let list = |n: usize| {
        let texts: Vec<String> = (0..n).map(|i| format!("\"{i}\"")).collect();
        format!("lines a = all lines where sku in ({})\n", texts.join(", "))
    };
    assert_about_double("a long list", &list(10_000), &list(20_000));
    let clauses =
        |n: usize| format!("earn a {{\n{}}}\n", "  when label \"a\" or not brand \"b\"\n".repeat(n));
    assert_about_double("a long rule", &clauses(2_000), &clauses(4_000));
    let items = |n: usize| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = writeln!(text, "earn r{i} {{ 1 point per full 1.00 CHF of eligible }}");
            text
        })
    };
    assert_about_double("many rules", &items(2_000), &items(4_000));
    let broken = |n: usize| "earn a {\n".repeat(n);
    assert_about_double("many open braces", &broken(10_000), &broken(20_000));
    let nots = |n: usize| format!("earn a {{ when {} first purchase }}", "not ".repeat(n));
    assert_about_double("many nots", &nots(20_000), &nots(40_000));
    let has = |n: usize| format!("earn a {{ when {} first purchase }}", "any line has ".repeat(n));
    assert_about_double("many has", &has(20_000), &has(40_000));
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let text = "# a\n".repeat((1 << 18) + 1);
    let (_, diagnostics) = read(&text);
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::SourceTooLong]);
    assert!(read(&"# a\n".repeat(1 << 18)).1.is_empty());
}

/// A small generator of numbers, so that a failure can be repeated from its seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// What every result must hold, whatever the text was.
fn check(text: &str) {
    let (file, diagnostics, comments) = parse(FileId(0), text);
    let inside = |start: u32, end: u32| {
        start <= end && text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize)
    };
    for diagnostic in &diagnostics {
        for label in &diagnostic.labels {
            assert!(inside(label.span.start, label.span.end), "{diagnostic:?} in {text:?}");
        }
    }
    for comment in &comments.comments {
        assert!(inside(comment.span.start, comment.span.end));
    }
    assert!(file.broken.is_empty() || !diagnostics.is_empty(), "broken without a word: {text:?}");
}

#[test]
fn bytes_at_random_are_read_without_panic() {
    let mut numbers = Numbers(1);
    for _ in 0..3_000 {
        let length = numbers.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| u8::try_from(numbers.below(256)).unwrap()).collect();
        check(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn words_at_random_are_read_without_panic() {
    let words: Vec<&str> = concat!(
        "earn lines track tiers test when then given a b gold 5 20.00 CHF points at most least is not any line all ",
        "of ( ) { } , = % \" \"x\" # \n \n is between and or where except from to 2026-09-07 2026-02-30 17:00 25:00 ",
        "in May on weekdays per month rolling until partner stack reward fields programme member.x line . : - ä 茶"
    )
    .split(' ')
    .collect();
    let mut numbers = Numbers(2);
    for _ in 0..5_000 {
        let length = numbers.below(40);
        let text: Vec<&str> = (0..length).map(|_| words[numbers.below(words.len())]).collect();
        check(&text.join(" "));
    }
}

#[test]
fn good_texts_with_a_slip_are_read_without_panic() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/samples/accept");
    let mut numbers = Numbers(3);
    for entry in std::fs::read_dir(folder).unwrap() {
        let text: Vec<char> = std::fs::read_to_string(entry.unwrap().path()).unwrap().chars().collect();
        for _ in 0..150 {
            let mut changed = text.clone();
            let at = numbers.below(changed.len());
            match numbers.below(3) {
                0 => drop(changed.remove(at)),
                1 => changed[at] = ['{', '}', '(', ')', '"', '#', 'x', ' ', '\n', '9'][numbers.below(10)],
                _ => changed.truncate(at),
            }
            check(&changed.into_iter().collect::<String>());
        }
    }
}
