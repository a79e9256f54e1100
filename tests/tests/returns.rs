//! Laws of returns over random programmes and histories. `TREUE_CASES` says how many, `TREUE_SEED` which.

use treue_tests::case::Cases;
use treue_tests::dice::Dice;
use treue_tests::returns::{Asked, hold};
use treue_tests::run::ready;

/// Cases where nothing is said.
const CASES: u64 = 400;

fn number(name: &str, otherwise: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn what_came_back_leaves_nothing_and_parts_add_up() {
    let (cases, seed) = (number("TREUE_CASES", CASES), number("TREUE_SEED", 1));
    let mut asked = Asked::default();
    let first = number("TREUE_FIRST", 0);
    for number in first..cases {
        let case = Cases { seed, number }.draw();
        let Ok(ready) = ready(&case) else { continue };
        let mut dice = Dice::new(seed, number);
        if let Err(law) = hold(&ready, &case, &mut dice, &mut asked) {
            panic!("case {number} of seed {seed}: {law}\n\n{case}");
        }
    }
    println!("{asked:?}");
    assert!(asked.at_once > cases, "{asked:?}");
    assert!(asked.in_parts > cases / 4, "{asked:?}");
    assert!(asked.later > cases / 4, "{asked:?}");
    assert!(asked.spent > cases / 40, "{asked:?}");
    assert!(asked.fell_back > cases / 40, "{asked:?}");
    assert!(asked.others > cases / 40, "{asked:?}");
}
