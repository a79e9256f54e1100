//! `treue lint` and the formats of findings: what is found, how it ends, what is written.

use crate::Folder;

/// A programme with one warning, of a rule that multiplies without a limit.
const HIGH: &str = "programme \"High\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n\n\
                    earn base { 30 points per full 1.00 CHF of all lines }\n\n\
                    test \"a franc\" {\n  when a purchase on 2026-09-08 { \"Apples\" 1.20 CHF }\n  then 30 points from base\n}\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("high.treue", HIGH);
    folder
}

#[test]
fn says_what_it_finds_and_how_it_ends() {
    let folder = folder();
    folder.run(&["lint", "high.treue"]).ends(1).says("high-effective-rate").says("30%").says("1 warning");
    folder.run(&["lint", "high.treue", "--fail-on", "error"]).ends(0).says("high-effective-rate");
    folder.run(&["lint", "high.treue", "--fail-on", "never", "--format", "plain"]).ends(0).says("7:13");
    folder.run(&["check", "high.treue"]).ends(0);
    folder.run(&["lint", "missing.treue"]).ends(2);
    folder.run(&["lint"]).ends(2);
    folder.run(&["lint", "--list"]).ends(0).says("quebec-notice");
    folder.run(&["explain", "high-effective-rate"]).ends(0).says("a lint about money").says("highest-rate");
    folder.run(&["explain", "high-efective-rate"]).ends(2).talks("high-effective-rate");
    folder.run(&["explain", "unknown-name"]).ends(0).says("eligble").says("did you mean `eligible`?");
}

#[test]
fn the_programme_of_new_has_nothing_to_find() {
    let folder = Folder::with_shop();
    folder.run(&["lint", "shop", "--today", "2026-09-08"]).ends(0).says("nothing found");
}

#[test]
fn mistakes_come_alone_and_in_every_format() {
    let folder = Folder::new();
    folder.write("bad.treue", HIGH.replace("earn base", "eran base"));
    for format in ["human", "plain", "json", "sarif", "github", "junit"] {
        for command in ["check", "lint"] {
            let ran = folder.run(&[command, "bad.treue", "--format", format]).ends(1).says("eran");
            assert!(!ran.out.contains("high-effective-rate"), "{}", ran.out);
        }
    }
}

#[test]
fn configuration_is_read_and_unknown_keys_are_refused() {
    let folder = folder();
    let with = |text: &str| folder.write("treue.toml", text);
    with("[lint.levels]\nmoney = \"off\"\n");
    folder.run(&["lint", "high.treue"]).ends(0);
    with("[lint.levels]\nmoney = \"off\"\nhigh-effective-rate = \"error\"\n");
    folder.run(&["lint", "high.treue", "--fail-on", "error"]).ends(1).says("1 mistake");
    with("[lint.settings]\nhighest-rate = \"30%\"\n");
    folder.run(&["lint", "high.treue"]).ends(0);
    with("[lint]\nfail-on = \"error\"\n");
    folder.run(&["lint", "high.treue"]).ends(0);
    for (text, place, word) in [
        ("[lint]\nfail_on = \"error\"\n", "treue.toml:2:1", "fail_on"),
        (
            "[lint.levels]\nhigh-efective-rate = \"off\"\n",
            "treue.toml:2:1",
            "did you mean `high-effective-rate`?",
        ),
        ("[lint.levels]\nmoney = \"loud\"\n", "treue.toml:2:9", "loud"),
        ("[lint]\npacks = [\"quebek\"]\n", "treue.toml:2:10", "did you mean `quebec`?"),
        ("[lint.settings]\nhighest-rate = \"many\"\n", "treue.toml:2:16", "no percentage"),
        ("[lint.house]\nfields = [\"segment\"]\n", "treue.toml", "owner"),
        ("[lint.house]\ntitles = [\"ern\"]\n", "treue.toml", "did you mean `earn`?"),
        ("lint\n", "treue.toml:1", ""),
        ("[linter]\n", "treue.toml:1:2", "linter"),
    ] {
        with(text);
        folder.run(&["lint", "high.treue"]).ends(2).talks(place).talks(word);
    }
    folder.write("other.toml", "[lint.levels]\nmoney = \"off\"\n");
    folder.run(&["lint", "high.treue", "--config", "other.toml"]).ends(0);
    folder.run(&["lint", "high.treue", "--config", "none.toml"]).ends(2).talks("none.toml");
    folder.write("treue.toml", b"\xff\xfe[lint]");
    folder.run(&["lint", "high.treue"]).ends(2).talks("UTF-8");
}

#[test]
fn packs_of_law_are_switched_on_by_name() {
    let folder = Folder::new();
    folder.write(
        "q.treue",
        HIGH.replace("30 points", "3 points") + "\nexpire points { 24 months after earning }\n",
    );
    folder.run(&["lint", "q.treue"]).ends(0);
    let ran = folder.run(&["lint", "q.treue", "--pack", "quebec", "--format", "plain"]).ends(1);
    let ran = ran.says("quebec-inactivity").says("quebec-notice");
    assert!(!ran.out.contains("ontario"), "{}", ran.out);
    folder.run(&["lint", "q.treue", "--pack", "ontario"]).ends(1).says("ontario-expiry-by-time");
    folder.run(&["lint", "q.treue", "--pack", "texas"]).ends(2).talks("no pack `texas`");
}

#[test]
fn findings_are_suppressed_in_the_text_with_a_reason() {
    let folder = Folder::new();
    let with = |line: &str| folder.write("h.treue", HIGH.replace("earn base", &format!("{line}\nearn base")));
    with("# lint allow high-effective-rate: opening week");
    folder.run(&["lint", "h.treue"]).ends(0).says("nothing found");
    with("# lint allow high-effective-rate");
    folder.run(&["lint", "h.treue"]).ends(1).says("suppression-without-reason");
    with("# lint allow high-efective-rate: opening week");
    folder.run(&["lint", "h.treue"]).ends(1).says("suppression-of-nothing").says("high-effective-rate");
    with("# lint allow unused-lines: opening week");
    folder.run(&["lint", "h.treue"]).ends(1).says("unused-suppression");
    let behind =
        HIGH.replace("of all lines }", "of all lines } # lint allow high-effective-rate: opening week");
    folder.write("h.treue", behind);
    folder.run(&["lint", "h.treue"]).ends(0);
}

#[test]
fn safe_fixes_and_guesses_are_apart() {
    let folder = Folder::new();
    let text = HIGH
        .replace("30 points", "3 points")
        .replace("earn base", "# lint allow unused-lines: gone\nearn base");
    folder.write("h.treue", text);
    folder.run(&["lint", "h.treue", "--fix"]).ends(0).talks("1 place mended");
    assert!(!folder.read("h.treue").contains("lint allow"), "{}", folder.read("h.treue"));
    folder.write("g.treue", HIGH.replace("all lines }", "al lines }").replace('\n', "\r\n"));
    let before = folder.read("g.treue");
    folder.run(&["check", "g.treue", "--fix"]).ends(1);
    assert_eq!(folder.read("g.treue"), before, "a guess is not applied unseen");
    folder.write("n.treue", format!("\u{feff}{}", HIGH.replace("earn base", "eran base")));
    folder.run(&["check", "n.treue", "--unsafe-fixes"]).ends(0).talks("mended");
    assert_eq!(folder.read("n.treue"), format!("\u{feff}{HIGH}"), "a byte order mark stays");
}

#[test]
fn a_baseline_hides_what_was_known() {
    let folder = folder();
    folder.run(&["lint", "high.treue", "--write-baseline", "known.json"]).ends(0).talks("1 finding written");
    folder.run(&["lint", "high.treue", "--baseline", "known.json"]).ends(0).says("nothing found");
    folder.write("treue.toml", "[lint]\nbaseline = \"known.json\"\n");
    folder.run(&["lint", "high.treue"]).ends(0);
    // New findings show; those that moved do not.
    folder.write("high.treue", format!("# moved\n\n{HIGH}\nlines idle = all lines where brand \"x\"\n"));
    let ran = folder.run(&["lint", "high.treue", "--format", "plain"]).ends(1).says("unused-lines");
    assert!(!ran.out.contains("high-effective-rate"), "{}", ran.out);
    folder.write("high.treue", HIGH.replace("30 points", "3 points"));
    folder.run(&["lint", "high.treue"]).ends(0).talks("1 finding of");
    folder.write("high.treue", HIGH.replace("\"High\"", "\"Other\""));
    folder.run(&["lint", "high.treue"]).ends(2).talks("not of \"Other\"");
    for bad in [
        "{}",
        "not json",
        "{\"version\":1,\"programmes\":{},\"more\":1}",
        "{\"version\":9,\"programmes\":{}}",
    ] {
        folder.write("known.json", bad);
        folder.run(&["lint", "high.treue"]).ends(2).talks("known.json");
    }
}

#[test]
fn a_vocabulary_names_what_the_shop_has() {
    let folder = Folder::new();
    let text = HIGH.replace("30 points", "3 points").replace("of all lines", "of food")
        + "\nvocabulary category from \"catalogue.csv\"\n\nlines food = all lines where category in (\"fod\", \"wine\")\n";
    folder.write("v.treue", text.replace("then 30", "then nothing from base #"));
    folder.write("catalogue.csv", "sku,category\n1,food/produce\n2,wine\n");
    let ran = folder.run(&["lint", "v.treue", "--format", "plain"]).ends(1);
    ran.says("not-in-vocabulary").says("did you mean \"food\"?");
    folder.run(&["lint", "v.treue", "--unsafe-fixes"]).ends(0);
    assert!(folder.read("v.treue").contains("(\"food\", \"wine\")"));
    for (csv, word) in [
        ("sku,category\n1,food\n2,wine\n3,food\n", "twice"),
        ("sku,category\n1,food\n2,\n", "no name"),
        ("sku,category\n1,food\n2\n", "no name"),
        ("sku,kategory\n1,food\n", "no column `category`"),
        ("", "holds no names"),
        ("sku,category\n1,\"food\n", "not closed"),
    ] {
        folder.write("catalogue.csv", csv);
        folder.run(&["lint", "v.treue"]).ends(1).says(word);
    }
    folder.write("catalogue.csv", b"sku,category\n1,\xff\n");
    folder.run(&["check", "v.treue"]).ends(1).says("UTF-8");
    std::fs::remove_file(folder.path("catalogue.csv")).unwrap();
    folder.run(&["lint", "v.treue"]).ends(1).says("missing-file");
}

/// Two rules that pay for the same line: 1 point and 2 points a franc, in no stack.
const TWICE: &str = "programme \"Twice\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n\n\
                     earn one { 1 point per full 1.00 CHF of all lines }\n\n\
                     earn two { 2 points per full 1.00 CHF of all lines }\n";

#[test]
fn what_is_proved_is_configured_and_suppressed_like_a_lint() {
    let folder = Folder::new();
    folder.write("twice.treue", TWICE);
    let prove = ["lint", "twice.treue", "--prove", "--format", "plain"];
    folder.run(&prove).ends(1).says("warning[pays-twice]");
    folder.run(&["lint", "--list"]).ends(0).says("pays-twice");
    folder.run(&["explain", "pays-twice"]).ends(0).says("a finding of `treue lint --prove`");

    let hides = |ran: crate::Ran| assert!(!ran.out.contains("pays-twice"), "{}", ran.out);
    folder.write("treue.toml", "[lint.levels]\npays-twice = \"error\"\n");
    folder.run(&prove).ends(1).says("error[pays-twice]");
    folder.write("treue.toml", "[lint.levels]\nproofs = \"off\"\n");
    hides(folder.run(&prove));
    folder.write("treue.toml", "[lint.levels]\nproofs = \"off\"\npays-twice = \"note\"\n");
    folder.run(&prove).says("note[pays-twice]");
    folder.write("treue.toml", "[lint.levels]\npays-twise = \"off\"\n");
    folder.run(&prove).ends(2).talks("did you mean `pays-twice`?");
    folder.write("treue.toml", "");

    let second = "earn two";
    folder.write(
        "twice.treue",
        TWICE.replace(second, &format!("# lint allow pays-twice: both are meant\n{second}")),
    );
    hides(folder.run(&prove));
    // Without `--prove` nobody knows whether it suppresses something.
    hides(folder.run(&["lint", "twice.treue", "--format", "plain"]));
    let first = "earn one";
    folder.write(
        "twice.treue",
        TWICE.replace(first, &format!("# lint allow never-wins: an old idea\n{first}")),
    );
    folder.run(&prove).says("unused-suppression").says("`never-wins` finds nothing here");
    folder.write("twice.treue", TWICE.replace(first, &format!("# lint allow pays-twise: both\n{first}")));
    folder.run(&prove).says("did you mean `pays-twice`?");

    folder.write("twice.treue", TWICE);
    folder.run(&["lint", "twice.treue", "--prove", "--write-baseline", "known.json"]).ends(0);
    let known =
        folder.run(&["lint", "twice.treue", "--prove", "--baseline", "known.json", "--format", "plain"]);
    hides(known.ends(0));
}

/// A receipt that shows a finding stands in one line with it, and whole lines to paste where people read.
#[test]
fn a_receipt_that_shows_it_can_be_pasted() {
    let folder = folder();
    folder.replace(
        "high.treue",
        "\n\ntest",
        "\n\nfor every purchase: points worth at most 5% of all lines\n\ntest",
    );
    let ran = folder.run(&["lint", "high.treue", "--prove", "--format", "plain"]).ends(1).says("not-kept");
    assert!(ran.out.lines().all(|line| line.starts_with("high.treue:")), "{}", ran.out);
    let ran = folder.run(&["lint", "high.treue", "--prove"]).ends(1);
    let test: Vec<&str> =
        ran.out.lines().skip_while(|line| !line.contains("test \"breaks")).take(4).collect();
    folder.write("high.treue", format!("{}\n{}\n", HIGH, test.join("\n")));
    folder.run(&["test", "high.treue"]).ends(0).says("2 passed");
}
