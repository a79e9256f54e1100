//! `new`, `check`, `fmt`, `test`, `schema`.

use crate::Folder;
use std::fs;

#[test]
fn new_writes_a_programme_that_is_right() {
    let folder = Folder::new();
    folder.run(&["new", "my-shop"]).ends(0).says("My Shop is ready").talks("treue test my-shop");
    folder.run(&["check", "my-shop/programme.treue"]).ends(0).says("My Shop: 2 rules").says("nothing wrong");
    folder.run(&["check", "my-shop"]).ends(0);
    folder.run(&["fmt", "--check", "my-shop"]).ends(0);
    folder.run(&["test", "my-shop"]).ends(0).says("3 passed");
    folder.run(&["score", "my-shop", "my-shop/receipts.ndjson"]).ends(0);
    assert!(folder.read("my-shop/README.md").starts_with("# My Shop"));
}

#[test]
fn new_leaves_what_is_there_alone() {
    let folder = Folder::new();
    folder.write("shop/notes.txt", "mine");
    folder.run(&["new", "shop"]).ends(2).talks("shop is not empty");
    assert_eq!(fs::read_dir(folder.path("shop")).unwrap().count(), 1);
    folder.run(&["new", "shop/notes.txt"]).ends(2);
    fs::create_dir(folder.path("empty")).unwrap();
    folder.run(&["new", "empty"]).ends(0);
}

#[test]
fn check_shows_every_mistake_with_its_place() {
    let folder = Folder::with_shop();
    folder.replace("shop/programme.treue", "Europe/Zurich", "Europe/Zuerich");
    folder.replace("shop/programme.treue", "25% of base", "25% of bass");
    let human = folder.run(&["check", "shop"]).ends(1);
    let human =
        human.says("unknown-world-name").says("unknown-name").says("programme.treue:").says("2 mistakes");
    assert!(human.out.contains("bass"), "{}", human.out);
    let plain = folder.run(&["check", "shop", "--format", "plain"]).ends(1);
    assert_eq!(plain.out.lines().count(), 2, "{}", plain.out);
    assert!(plain.out.lines().all(|l| l.starts_with("shop/programme.treue:")), "{}", plain.out);
    folder.run(&["score", "shop", "shop/receipts.ndjson"]).ends(2).talks("correct them first");
}

#[test]
fn check_as_json_has_bytes_lines_and_columns() {
    let folder = Folder::with_shop();
    folder.replace("shop/programme.treue", "25% of base", "25% of bass");
    let ran = folder.run(&["check", "shop", "--format", "json"]).ends(1);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["errors"], 1);
    let text = folder.read("shop/programme.treue");
    let place = &json["programmes"][0]["diagnostics"][0]["labels"][0];
    let start = usize::try_from(place["start"].as_u64().unwrap()).unwrap();
    let end = usize::try_from(place["end"].as_u64().unwrap()).unwrap();
    assert_eq!(&text[start..end], "bass");
    let line = text[..start].lines().count();
    assert_eq!(place["line"].as_u64(), Some(u64::try_from(line).unwrap()));
    let fine = folder.run(&["new", "other"]).ends(0);
    drop(fine);
    let ran = folder.run(&["check", "other", "--format", "json"]).ends(0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["programmes"][0]["name"], "Other");
}

#[test]
fn several_programmes_and_folders_of_files() {
    let folder = Folder::with_shop();
    folder.run(&["new", "other"]).ends(0);
    folder.run(&["check", "shop", "other"]).ends(0).says("Shop:").says("Other:");
    // A second file of the same programme.
    folder.write("shop/extra.treue", "earn extra { 5 points }\n");
    folder.run(&["check", "shop"]).ends(0).says("3 rules");
    folder.run(&["check", "shop/extra.treue"]).ends(1).says("no-programme");
    folder.write("shop/extra.treue", "earn base { 5 points }\n");
    folder.run(&["check", "shop"]).ends(1).says("duplicate-name").says("extra.treue");
    folder.run(&["check", "nowhere"]).ends(2).talks("cannot read nowhere");
    fs::create_dir(folder.path("empty")).unwrap();
    folder.run(&["check", "empty"]).ends(2).talks("holds no file");
}

#[test]
fn texts_that_are_no_texts() {
    let folder = Folder::new();
    folder.write("bytes.treue", b"programme \"A\"\n\xff\xfe");
    folder.run(&["check", "bytes.treue"]).ends(2).talks("bytes.treue:2").talks("UTF-8");
    folder.write("empty.treue", "");
    folder.run(&["check", "empty.treue"]).ends(1).says("no-programme");
    folder.write("long.treue", " ".repeat((1 << 20) + 1));
    folder.run(&["check", "long.treue"]).ends(1).says("source-too-long");
}

/// Programmes as a file system, an editor or somebody with ill will may leave them: the message, and nothing overwritten.
#[test]
fn strange_texts_are_told_in_plain_words_and_left_alone() {
    let folder = Folder::with_shop();
    let good = folder.read("shop/programme.treue");
    let cut = &good[..good.find("_bonus").unwrap()];
    for (text, said) in [
        (cut.to_owned(), "after `organic`"),
        (good.replace("track", "\u{feff}track"), "a character that cannot be seen stands here (U+FEFF)"),
        (good.replace("earn base", "e\u{430}rn base"), "is a Cyrillic letter that looks like a Latin one"),
        (
            good.replace("full 1.00 CHF of eligible", "full 1.00 CHF of elig\u{456}ble"),
            "is a Cyrillic letter",
        ),
        (
            good.replace("eligible =", "\u{202e}eligible ="),
            "a character that cannot be seen stands here (U+202E)",
        ),
        (format!("{good}{}", "# a remark\n".repeat(100_000)), "1048576 at most can be read"),
    ] {
        folder.write("strange.treue", &text);
        folder.run(&["check", "strange.treue", "--format", "plain"]).ends(1).says(said);
        let sarif = folder.run(&["lint", "strange.treue", "--format", "sarif"]).ends(1).out;
        assert!(serde_json::from_str::<serde_json::Value>(&sarif).is_ok(), "{said}");
        folder.run(&["fmt", "strange.treue"]);
        assert_eq!(folder.read("strange.treue"), text, "{said}");
    }
    // In a text the same characters are no mistake of the language, but no merchant wants them.
    for hidden in ["\u{202e}", "\u{200b}", "\0"] {
        folder.write("strange.treue", good.replace("tobacco", &format!("{hidden}tobacco")));
        folder.run(&["lint", "strange.treue", "--format", "plain"]).ends(1).says("hidden-characters");
    }
    // Other line ends, tabs and a mark at the start change nothing of what is meant.
    for text in [good.replacen('\n', "\r\n", 7), good.replace("  ", "\t"), format!("\u{feff}{good}")] {
        folder.write("strange.treue", text);
        folder.run(&["test", "strange.treue"]).ends(0).says("3 passed");
    }
}

#[test]
fn fmt_changes_layout_only_when_it_may() {
    let folder = Folder::with_shop();
    let good = folder.read("shop/programme.treue");
    let bad = good.replace("  costs 500 points\n", "      costs   500 points\n");
    assert_ne!(good, bad);
    folder.write("shop/programme.treue", &bad);
    folder.run(&["fmt", "--check", "shop"]).ends(1).says("programme.treue is laid out otherwise");
    folder
        .run(&["fmt", "--diff", "shop"])
        .ends(0)
        .says("-      costs   500 points")
        .says("+  costs 500 points");
    folder.run(&["fmt", "--check", "--diff", "shop"]).ends(1);
    assert_eq!(folder.read("shop/programme.treue"), bad);
    folder.run(&["fmt", "shop"]).ends(0);
    assert_eq!(folder.read("shop/programme.treue"), good);
    folder.write("shop/programme.treue", "programme {");
    folder.run(&["fmt", "shop"]).ends(1);
    assert_eq!(folder.read("shop/programme.treue"), "programme {");
}

#[test]
fn a_test_that_fails_says_what_came_instead() {
    let folder = Folder::with_shop();
    folder.replace("shop/programme.treue", "then 18 points from base", "then 19 points from base");
    let ran = folder.run(&["test", "shop"]).ends(1);
    let ran = ran.says("FAILED").says("an ordinary purchase").says("2 passed").says("1 failed");
    let ran = ran.says("expected").says("19 points").says("18").says("shop/programme.treue:");
    drop(ran);
    let only = folder.run(&["test", "shop", "--filter", "regular"]).ends(0);
    only.says("1 passed").says("2 left out");
}

#[test]
fn a_programme_without_tests_is_told_so() {
    let folder = Folder::new();
    let text = "programme \"A\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points\n}\n";
    folder.write("a.treue", text);
    folder.run(&["test", "a.treue"]).ends(0).talks("has no tests");
}

#[test]
fn schema_is_a_schema() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["schema", "shop"]).ends(0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(json["$schema"].is_string());
    assert!(ran.out.contains("purchase"));
}

#[test]
fn a_test_that_begins_too_late_is_told_so() {
    let folder = Folder::with_shop();
    let programme = folder.read("shop/programme.treue")
        + "\nreward monthly { costs 100 points  gives a voucher of 1.00 CHF  issued at end of month  valid 1 year after issue }\n";
    let test = |days: &str| {
        let test = format!(
            "\ntest \"monthly\" {{\n  given a member with 100 points\n{days}  then voucher monthly of 1.00 CHF\n}}\n"
        );
        folder.write("shop/programme.treue", programme.clone() + &test);
        folder.run(&["test", "shop", "--filter", "monthly"])
    };
    test("  when the date is 2026-09-01\n").ends(1).says("when the date is 2026-08-31");
    test("  when the date is 2026-08-31\n  when the date is 2026-09-01\n").ends(0).says("1 passed");
    // 99 points are not enough: an earlier day would not help, and is not asked for.
    let ran = test("  when grant -1 points on 2026-08-31\n  when the date is 2026-09-01\n").ends(1);
    assert!(!ran.out.contains("the test begins on"), "{}", ran.out);
    let ran = test(
        "  when the date is 2026-08-30\n  when grant -1 points on 2026-08-31\n  when the date is 2026-09-01\n",
    );
    let ran = ran.ends(1);
    assert!(!ran.out.contains("the test begins on"), "{}", ran.out);
}

/// A programme with a test that fails and a property that does not hold.
fn with_failures() -> Folder {
    let folder = Folder::with_shop();
    folder.replace("shop/programme.treue", "balance 540 points", "balance 541 points");
    let text = folder.read("shop/programme.treue")
        + "\nfor every purchase: points worth at most 10% of eligible\n"
        + "\nfor every purchase when channel is \"store\":\n    points worth at most 2% of eligible from base, at most 39 points from organic_bonus\n";
    folder.write("shop/programme.treue", text);
    folder
}

#[test]
fn properties_are_proved_or_broken_by_the_smallest_receipt() {
    let folder = with_failures();
    let ran = folder.run(&["test", "shop", "--filter", "for every", "--broken", "found"]).ends(1);
    // 2 points for each of 20 full francs are 40, one too many.
    let ran = ran
        .says("for every purchase: points worth at most 10% of eligible (proved)")
        .says("expected  at most 39 points")
        .says("got       40 points")
        .says("\"Goods\" label \"bio\" 20.00 CHF")
        .says("1 passed, 1 failed, 3 left out");
    let explained = [
        "explain",
        "shop",
        "found/property-2.ndjson",
        "--state",
        "found/property-2.members",
        "--event",
        "event 1",
    ];
    folder.run(&explained).ends(0).says("organic_bonus gave 40 points");
    // What is printed is a test that passes.
    let from = ran.out.find("test \"breaks").unwrap();
    let test: Vec<&str> = ran.out[from..].lines().take(4).collect();
    folder.write("shop/found.treue", test.join("\n"));
    folder.run(&["test", "shop", "--filter", "breaks"]).ends(0).says("ok breaks");
}

#[test]
fn properties_that_are_broken_are_findings_of_lint() {
    let folder = with_failures();
    let ran = folder.run(&["lint", "shop", "--prove", "--format", "plain"]).ends(1);
    let ran = ran.says("not-kept").says("at most 39 points");
    assert_eq!(ran.out.matches("not-kept").count(), 1, "{}", ran.out);
}

#[test]
fn tests_as_junit() {
    let folder = with_failures();
    let ran = folder.run(&["test", "shop", "--format", "junit"]).ends(1);
    let ran = ran
        .says("<testsuites name=\"treue test\" tests=\"5\" failures=\"2\" errors=\"0\">")
        .says("<testcase classname=\"shop/programme.treue\" name=\"an ordinary purchase\"/>")
        .says("message=\"expected 541 points as balance, got 540 points as balance\"")
        .says("type=\"property\"");
    // Every tag that is opened is closed in its order, and nothing is left of marks.
    let mut open = Vec::new();
    for tag in ran.out.split('<').skip(2) {
        let tag = &tag[..tag.find('>').unwrap()];
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name.to_owned()), "{}", ran.out),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap().to_owned()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    folder.run(&["test", "shop", "--format", "junit", "--coverage"]).ends(2).talks("are for people");
}

#[test]
fn tests_are_filtered_by_name() {
    let folder = Folder::with_shop();
    let two = folder.run(&["test", "shop", "--filter", "ordinary", "--filter", "saves"]).ends(0);
    two.says("2 passed, 1 left out, on both engines");
    folder.run(&["test", "shop", "--skip", "ordinary"]).ends(0).says("2 passed, 1 left out");
}
