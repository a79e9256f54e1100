//! Laws of returns over random programmes and histories. `TREUE_CASES` says how many, `TREUE_SEED` which.

use treue_tests::case::{Case, Cases};
use treue_tests::dice::Dice;
use treue_tests::driver::made_small;
use treue_tests::returns::{Asked, Broken, hold};
use treue_tests::run::{catch, ready};

/// Cases where nothing is said.
const CASES: u64 = 1_600;

fn number(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn what_came_back_leaves_nothing_and_parts_add_up() {
    let (cases, seed) = (number("TREUE_CASES", CASES), number("TREUE_SEED", 1));
    let mut asked = Asked::default();
    let mut broken: Vec<(Cases, Broken)> = Vec::new();
    let first = number("TREUE_FIRST", 0);
    for number in first..cases {
        let case = Cases { seed, number };
        broken.extend(asks(case, &case.draw(), &mut asked).map(|law| (case, law)));
    }
    println!("{asked:?}");
    for (Cases { number, .. }, Broken { receipt, law }) in &broken {
        println!("case {number} of seed {seed}, receipt {receipt}: {law}");
    }
    if let Some((cases, law)) = broken.first() {
        panic!("{} cases break a law; of the first:\n{}", broken.len(), shrunk(*cases, law));
    }
    let cases = cases - first;
    assert!(asked.at_once > cases, "{asked:?}");
    assert!(asked.in_parts > cases / 4, "{asked:?}");
    assert!(asked.in_parts_expired >= cases / 2_000, "{asked:?}");
    assert!(asked.later > cases / 4, "{asked:?}");
    assert!(asked.spent > cases / 40, "{asked:?}");
    assert!(asked.fell_back > cases / 40, "{asked:?}");
    assert!(asked.used_up >= cases / 400, "{asked:?}");
    assert!(asked.undone > cases / 100, "{asked:?}");
    assert!(asked.others > cases / 40, "{asked:?}");
    assert!(asked.others_undone >= cases / 400, "{asked:?}");
}

/// The law that a case breaks.
fn asks(Cases { seed, number }: Cases, case: &Case, asked: &mut Asked) -> Option<Broken> {
    let ready = ready(case, number).ok()?;
    hold(&ready, case, &mut Dice::new(seed, number), asked).err()
}

/// The smallest case found that breaks the same law.
fn shrunk(cases: Cases, first: &Broken) -> String {
    let mut last = None;
    let (smallest, tried) = made_small(cases, |case| {
        let broken = catch(|| asks(cases, case, &mut Asked::default())).ok().flatten();
        let same = broken.filter(|law| law.name() == first.name());
        let fails = same.is_some();
        last = same.or(last.take());
        fails
    });
    let law = last.as_ref().unwrap_or(first);
    format!("receipt {}: {}\n(made smaller in {tried} steps)\n\n{smallest}", law.receipt, law.law)
}
