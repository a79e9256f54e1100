//! The long run of the agreement suite: `cargo run --release -p treue-tests --bin agreement -- --cases 100000`.

use std::process::ExitCode;
use treue_tests::case::Cases;
use treue_tests::driver::{Plan, run};

const USAGE: &str = "agreement [--cases N] [--seed N] [--first N] [--show N]";

fn main() -> ExitCode {
    let mut plan = Plan { seed: 1, first: 0, cases: 10_000, talk: true };
    let mut arguments = std::env::args().skip(1);
    while let Some(word) = arguments.next() {
        let number = arguments.next().and_then(|n| n.parse::<u64>().ok());
        match (word.as_str(), number) {
            ("--cases", Some(n)) => plan.cases = n,
            ("--seed", Some(n)) => plan.seed = n,
            ("--first", Some(n)) => plan.first = n,
            ("--show", Some(number)) => {
                println!("{}", Cases { seed: plan.seed, number }.draw());
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let report = run(plan);
    println!("{report}");
    for message in &report.messages {
        println!("rejected: {message}");
    }
    for missing in report.statistics.missing(report.cases) {
        println!("seldom: {missing}");
    }
    match report.failure {
        None => ExitCode::SUCCESS,
        Some(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}
