//! What is asked for and cannot be: options without an effect, files that are none, names that are nothing.

use crate::Folder;
use serde_json::Value;

#[test]
fn an_option_that_would_change_nothing_is_refused() {
    let folder = Folder::with_shop();
    for (arguments, said) in [
        (&["test", "shop", "--least", "50"][..], "add --coverage or --mutate"),
        (&["test", "shop", "--format", "junit", "--coverage"], "run them without --format junit"),
        (&["test", "shop", "--mutate", "--changes", "0"], "0 is not in 1.."),
        (&["check", "shop", "--bounds", "--format", "sarif"], "bounds are for"),
        (&["lint", "--list", "shop"], "cannot be used with"),
        (&["lint", "--list", "--format", "sarif"], "for --format human and json"),
        (&["explain", "shop", "--lenient"], "are about events"),
        (&["explain", "unknown-name", "--language", "de"], "leave --format and --language out"),
        (&["explain", "unknown-name", "--format", "json"], "leave --format and --language out"),
    ] {
        let ran = folder.run(arguments).ends(2).talks(said);
        assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.out);
    }
    folder.run(&["test", "shop", "--filter", "nothing"]).ends(0).talks("no test and no property has a name");
}

#[test]
fn lints_are_listed_for_programs() {
    let ran = Folder::new().run(&["lint", "--list", "--format", "json"]).ends(0);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let lints = json["lints"].as_array().unwrap();
    assert!(lints.len() >= 50, "{}", lints.len());
    let lint = lints.iter().find(|l| l["lint"] == "award-above-price").unwrap();
    assert_eq!((lint["category"].as_str(), lint["level"].as_str()), (Some("money"), Some("error")));
}

#[test]
fn what_is_not_there_is_said_to_be_no_file() {
    let folder = Folder::new();
    folder.run(&["explain", "shop.treue"]).ends(2).talks("cannot read shop.treue: no such file");
    folder
        .run(&["explain", "shop"])
        .ends(2)
        .talks("there is nothing called shop to explain; name a programme (none is in this folder)");
}

#[test]
fn all_files_that_are_no_text_are_named_and_a_log_is_written_all_the_same() {
    let folder = Folder::new();
    folder.write("shop/a.treue", b"programme \"A\" {\n  # caf\xe9\n}\n");
    folder.write("shop/b.treue", b"\xff\xfe");
    for command in ["check", "lint"] {
        let ran = folder.run(&[command, "shop"]).ends(2).talks("shop/a.treue:2: this is not a text in UTF-8");
        ran.talks("shop/b.treue:1: this is not a text in UTF-8");
        let ran = folder.run(&[command, "shop", "--format", "sarif"]).ends(2).talks("UTF-8");
        let log: Value = serde_json::from_str(&ran.out).unwrap();
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        let told = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
        assert!(told.contains("b.treue:1"), "{told}");
    }
    // What can be read is looked at all the same.
    folder.write("c.treue", "programme \"C\" { currency CHF timezone \"Europe/Zurich\" unit points }\n");
    folder.write(
        "d.treue",
        "programme \"D\" { currency CHF timezone \"Europe/Zurich\" unit points }\nearn a { 5 pionts }\n",
    );
    for command in ["check", "lint", "test"] {
        folder
            .run(&[command, "shop", "not-there", "d.treue"])
            .ends(2)
            .says("pionts")
            .talks("not-there")
            .talks("b.treue");
    }
    for command in ["check", "lint"] {
        let run = |format| folder.run(&[command, "shop", "c.treue", "--format", format]).ends(2);
        let report: Value = serde_json::from_str(&run("json").out).unwrap();
        assert_eq!(
            (&report["unread"][0]["path"], report["unread"].as_array().unwrap().len()),
            (&"shop".into(), 1)
        );
        run("github").says("::error file=shop,title=cannot be read::shop/a.treue:2");
        run("junit").says("errors=\"1\"").says("<error message=\"shop/a.treue:2: this is not a text");
    }
    folder
        .run(&["test", "shop", "c.treue", "--format", "junit"])
        .ends(2)
        .says("<error message=\"shop/a.treue");
    folder
        .run(&["fmt", "--check", "shop", "c.treue"])
        .ends(2)
        .says("c.treue is laid out otherwise")
        .talks("b.treue");
    let ran = folder.run(&["check", "shop", "d.treue", "--format", "sarif"]).ends(2).says("pionts");
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
    folder.write("terms.md", b"\xff\xfe");
    folder.write("known.json", b"\xff\xfe");
    folder.run(&["terms", "c.treue", "--check", "terms.md"]).ends(2).talks("terms.md:1: this is not a text");
    folder
        .run(&["lint", "c.treue", "--baseline", "known.json"])
        .ends(2)
        .talks("known.json:1: this is not a text");
}

/// A device or a pipe is written into; no file takes its place.
#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_written_into() {
    use std::io::Read;
    use std::os::unix::fs::FileTypeExt;
    let folder = Folder::with_shop();
    let pipe = folder.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let read = std::thread::spawn({
        let pipe = pipe.clone();
        move || {
            let mut text = String::new();
            std::fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
            text
        }
    });
    folder.run(&["score", "shop", "shop/receipts.ndjson", "--out", "pipe"]).ends(0);
    assert_eq!(read.join().unwrap().lines().count(), 10);
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert!(folder.names().iter().all(|name| !name.contains(".part")), "{:?}", folder.names());
    folder.run(&["terms", "shop", "--out", "/dev/null"]).ends(0);
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    // A disk that is full.
    if std::fs::metadata("/dev/full").is_ok_and(|about| about.file_type().is_char_device()) {
        let ran = folder.run(&["score", "shop", "shop/receipts.ndjson", "--out", "/dev/full"]).ends(2);
        ran.talks("cannot write /dev/full");
    }
}
