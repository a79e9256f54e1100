//! `build` and `bench`: files of a compiled programme, a C program that uses one, and figures.

use crate::Folder;
use std::path::Path;
use std::process::Command;

/// A file of the example that C uses.
fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/embed/c").join(name);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_c_program_scores_receipts_by_a_linked_object() {
    let folder = Folder::new();
    folder.write("corner.treue", example("corner.treue"));
    folder.write("corner.c", example("corner.c"));
    folder.run(&["build", "corner.treue", "--emit", "object", "--out", "corner.o"]).ends(0);
    let cc = |arguments: &[&str]| {
        let ran = Command::new("cc").current_dir(folder.path("")).args(arguments).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    cc(&["-Wall", "-Wextra", "-Werror", "-std=c99", "-I.", "corner.c", "corner.o", "-o", "corner"]);
    let ran = Command::new(folder.path("corner")).output().unwrap();
    // 3.20 + 4.10 francs, 3 full ones of them for produce; 12.90 + 5.05 + 16.80, 12 for produce.
    assert_eq!(
        String::from_utf8(ran.stdout).unwrap(),
        "small, on a Tuesday: base 7, produce 12, weekend 0\n\
         small, by app on a Sunday: base 7, produce 12, weekend 25\n\
         large, by app on a Sunday: base 34, produce 48, weekend 25\n\
         large, in a store on a Sunday: base 34, produce 48, weekend 0\n"
    );
    folder.run(&["build", "corner.treue", "--emit", "shared", "--out", "libcorner.so"]).ends(0);
    cc(&["-I.", "corner.c", "-L.", "-lcorner", "-o", "shared"]);
}

#[test]
fn the_same_programme_gives_the_same_files() {
    let folder = Folder::with_shop();
    for (emit, name) in [("plan", "plan"), ("clif", "clif"), ("asm", "asm"), ("object", "rules.o")] {
        let mut made = Vec::new();
        for number in 0..2 {
            let out = format!("{number}-{name}");
            folder.run(&["build", "shop", "--emit", emit, "--out", &out]).ends(0);
            made.push(std::fs::read(folder.path(&out)).unwrap());
        }
        assert!(!made[0].is_empty() && made[0] == made[1], "{emit}");
    }
    assert_eq!(folder.read("0-rules.h"), folder.read("1-rules.h"));
    let plan = folder.run(&["build", "shop", "--emit", "plan"]).ends(0).out;
    assert_eq!(plan, folder.read("0-plan"));
}

/// The number of the kind of processor in an object of Linux, behind 18 bytes of its head: 62 is x86-64, 183 AArch64.
#[cfg(target_os = "linux")]
#[test]
fn objects_are_for_the_processor_that_is_named() {
    let folder = Folder::with_shop();
    let own = if cfg!(target_arch = "x86_64") { "x86-64" } else { "aarch64" };
    for (target, number) in [("x86-64", 62), ("aarch64", 183)] {
        let ran = folder.run(&["build", "shop", "--emit", "object", "--target", target, "--out", "rules.o"]);
        if target == own || cfg!(feature = "every-processor") {
            ran.ends(0);
            let object = std::fs::read(folder.path("rules.o")).unwrap();
            let again = ["build", "shop", "--emit", "object", "--target", target, "--out", "again.o"];
            folder.run(&again).ends(0);
            assert!(object == std::fs::read(folder.path("again.o")).unwrap(), "the same bytes for {target}");
            assert_eq!((&object[..4], &object[18..20]), (&b"\x7fELF"[..], &[number, 0][..]), "{target}");
        } else {
            let said = ran.ends(2).err;
            assert!(said.contains("--features every-processor"), "{said}");
        }
    }
}

#[test]
fn objects_need_a_place() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["build", "shop", "--emit", "object"]).ends(2);
    assert!(ran.err.contains("--out FILE"), "{}", ran.err);
}

#[test]
fn bench_measures_both_engines() {
    let folder = Folder::with_shop();
    let receipts = folder.names();
    assert_eq!(receipts, ["shop"]);
    let line = r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{"amount":"10.00"}]}"#;
    folder.write("events.ndjson", line);
    let ran = folder.run(&["bench", "shop", "events.ndjson", "--passes", "1", "--format", "json"]).ends(0);
    for part in [r#""events": 1"#, r#""engine": "native""#, r#""engine": "reference""#, r#""agree": true"#] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
    folder.write("none.ndjson", "");
    folder.run(&["bench", "shop", "none.ndjson"]).ends(2);
}
