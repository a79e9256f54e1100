//! The formatter: its layout on texts worked out by hand, and what must hold of every sample.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a sample that cannot be found or read fails the test"
)]

use treue_lang::fmt::format;
use treue_lang::source::FileId;
use treue_lang::syntax::parse;

fn samples() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/samples/accept");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// The comments of a text in order.
fn comments(text: &str) -> Vec<String> {
    let (_, diagnostics, comments) = parse(FileId(0), text);
    assert_eq!(diagnostics, []);
    comments.comments.iter().map(|c| text[c.span.start as usize..c.span.end as usize].to_owned()).collect()
}

#[test]
fn every_sample_keeps_its_meaning_and_comments_and_settles_at_once() {
    for (path, text) in samples() {
        let once = format(&text).unwrap_or_else(|d| panic!("{path}: {d:?}"));
        assert_eq!(format(&once).unwrap(), once, "{path}");
        assert_eq!(comments(&once), comments(&text), "{path}");
        let longest = once.lines().filter(|l| !l.contains('#')).map(|l| l.chars().count()).max().unwrap();
        assert!(longest <= 100, "{path}: a line of {longest} columns");
    }
}

#[test]
fn one_clause_alone_stays_on_the_line() {
    assert_eq!(format("earn  a{500 points}").unwrap(), "earn a { 500 points }\n");
    assert_eq!(format("earn a {\n\n}\n\n\n").unwrap(), "earn a { }\n");
    assert_eq!(format("").unwrap(), "");
    assert_eq!(format("\n# only this\n\n").unwrap(), "# only this\n");
}

#[test]
fn clauses_levels_and_blocks_stand_on_lines_of_their_own() {
    let text = "tiers t by spend { low high from 10%oops }";
    assert!(format(text).is_err());
    let text = "tiers t by spend{low   high \"High\" from 500.00 CHF{25% of base perk \"Free\"},keep from 300.00 CHF then one level down}";
    let expected = "\
tiers t by spend {
  low
  high \"High\" from 500.00 CHF {
    25% of base
    perk \"Free\"
  }, keep from 300.00 CHF
  then one level down
}
";
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn items_over_several_lines_stand_apart_and_others_as_they_were() {
    let text = "track a = b per month\ntrack c = d per month\n\n\n\ntrack e = f per month\nearn g { 5 points at most 5 points }\nearn h { 5 points }";
    let expected = "\
track a = b per month
track c = d per month

track e = f per month

earn g {
  5 points
  at most 5 points
}

earn h { 5 points }
";
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn comments_stay_where_they_were() {
    let text = "\
# first
earn a { # opening
# own line

  5 points# behind
  when channel is \"store\" # inside
    # still inside
    and first purchase


  # before the end

} # after
# last
";
    let expected = "\
# first
earn a {  # opening
  # own line

  5 points  # behind
  when channel is \"store\"  # inside
      # still inside
      and first purchase

  # before the end
}  # after

# last
";
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn long_lines_break_between_their_main_parts() {
    let text = "earn a { when eligible is at least 20.00 CHF and any line of (eligible and organic) has label \"bio\" or member.segment in (\"student\", \"family\") 5 points }";
    let expected = "\
earn a {
  when eligible is at least 20.00 CHF and any line of (eligible and organic) has label \"bio\"
      or member.segment in (\"student\", \"family\")
  5 points
}
";
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn lines_of_a_purchase_stand_alone_when_there_are_several() {
    let text = "test \"t\"{when a purchase on 2026-09-08{\"A\" 4.00 CHF} when a purchase on 2026-09-08{\"A\" 4.00 CHF,\"B\" 5.00 CHF}then nothing}";
    let expected = "\
test \"t\" {
  when a purchase on 2026-09-08 { \"A\" 4.00 CHF }
  when a purchase on 2026-09-08 {
    \"A\" 4.00 CHF,
    \"B\" 5.00 CHF
  }
  then nothing
}
";
    assert_eq!(format(text).unwrap(), expected);
}

#[test]
fn a_text_with_mistakes_is_left_alone() {
    let mistakes = format("earn a { 5 points\n").unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].code.name(), "unclosed");
}

/// Comments and line breaks at any place between two words: the comments stay in order, or the text is refused
/// because it cannot be read like that.
#[test]
fn comments_anywhere_are_kept() {
    let mut seed = 7_u64;
    let mut below = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most
    };
    let mut formatted = 0;
    for (path, text) in samples() {
        let spaces: Vec<usize> = text.match_indices(' ').map(|m| m.0).collect();
        for _ in 0..40 {
            let mut changed = text.clone();
            let mut places: Vec<usize> = (0..3).map(|_| spaces[below(spaces.len())]).collect();
            places.sort_unstable();
            for (at, place) in places.iter().enumerate().rev() {
                let own = ["", "\n", "\n\n"][below(3)];
                changed.insert_str(*place, &std::format!("{own} # note {at}\n"));
            }
            let (_, diagnostics, _) = parse(FileId(0), &changed);
            if !diagnostics.is_empty() {
                continue;
            }
            let once = format(&changed).unwrap_or_else(|d| panic!("{path}: {d:?}\n{changed}"));
            assert_eq!(comments(&once), comments(&changed), "{path}");
            assert_eq!(format(&once).unwrap(), once, "{path}");
            formatted += 1;
        }
    }
    assert!(formatted > 200, "only {formatted} could be read");
}
