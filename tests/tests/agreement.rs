//! Random programmes and histories on both engines: equal decisions, equal states, after every event.
//!
//! `TREUE_CASES` says how many, `TREUE_SEED` which; the long run is the `agreement` binary.

use treue_tests::driver::{Plan, run};

/// Cases where nothing is said.
const CASES: u64 = 2_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn both_engines_agree() {
    let cases = number("TREUE_CASES").unwrap_or(CASES);
    let seed = number("TREUE_SEED").unwrap_or(1);
    println!("TREUE_SEED={seed} TREUE_CASES={cases}");
    let report = run(Plan { seed, first: 0, cases, talk: false });
    println!("{report}");
    assert!(report.failure.is_none(), "{}", report.failure.unwrap_or_default());
    // A programme is drawn to check; where it does not, the generator or the checker has changed.
    assert!(
        report.rejected * 20 <= report.programmes,
        "{} of {} programmes do not check:\n{}",
        report.rejected,
        report.programmes,
        report.messages.join("\n")
    );
    // A short run is too small to say what is seldom.
    if cases < CASES {
        return;
    }
    let missing = report.statistics.missing(report.cases);
    assert!(missing.is_empty(), "seldom or never seen:\n{}", missing.join("\n"));
}
