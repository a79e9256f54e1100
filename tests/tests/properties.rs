//! Properties over random programmes: what is said to be proved is never broken by a receipt, and a watched programme decides
//! as the programme itself does, on both engines.

use treue_proof::{Trial, Verdict, properties};
use treue_tests::dice::Dice;
use treue_tests::model::{generate, print};
use treue_tests::run::check;

/// Programmes.
const PROGRAMMES: u64 = 40;

/// Receipts that try to break what is proved.
const RECEIPTS: usize = 60;

/// Properties of a unit, some of which hold.
fn claims(unit: &str, currency: &str, dice: &mut Dice) -> Vec<String> {
    let when = if dice.percent(50) { "" } else { " when all lines is at least 50" };
    let money = if when.is_empty() { String::new() } else { format!(" {currency}") };
    let (some, many) = (dice.range(1, 40), dice.range(1, 3_000_000_000));
    vec![
        format!("for every purchase{when}{money}: {unit} worth at most {some}% of all lines"),
        format!("for every purchase{when}{money}: at most {many} {unit}"),
        format!("for every purchase{when}{money}: at least 1 {unit} per full 1 {currency} of all lines"),
        format!("for every purchase{when}{money}: at least {some} {unit}"),
        format!("for every purchase when number of lines of all lines is at least {some}: nothing"),
    ]
}

#[test]
fn what_is_proved_is_never_broken() {
    let (mut tried, mut proved, mut broken) = (0, 0, 0);
    for number in 0..PROGRAMMES {
        let mut dice = Dice::new(5, number);
        let (model, _) = generate::programme(&mut dice);
        let text = print::programme(&model);
        for unit in &model.units {
            for claim in claims(&unit.name, &model.currency, &mut dice) {
                // A unit without worth has no first claim.
                let Ok(programme) = check(&format!("{text}\n{claim}\n")) else { continue };
                tried += 1;
                let verdict = |prove, receipts| {
                    properties(&programme, Trial { seed: number, receipts, prove })
                        .into_iter()
                        .next()
                        .unwrap()
                        .verdict
                };
                if matches!(verdict(true, 0), Verdict::Proved) {
                    proved += 1;
                    let again = verdict(false, RECEIPTS);
                    assert!(!matches!(again, Verdict::Broken(_)), "{text}\n{claim}\n{again:?}");
                } else if number % 10 == 0 && matches!(verdict(false, 20), Verdict::Broken(_)) {
                    broken += 1;
                }
            }
        }
    }
    println!("{tried} properties, {proved} proved, {broken} of a tenth broken");
    assert!(tried >= 150 && proved >= 20 && broken >= 5, "{tried} {proved} {broken}");
}
