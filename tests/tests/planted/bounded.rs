//! Bounds of programmes that are simple enough to work them out beside.

use crate::{HEAD, programme, replays};
use treue_proof::bounds;
use treue_tests::dice::Dice;

/// A rate with a limit, in no stack with a present of so many points: full steps of the receipt, cut, and the present.
pub(crate) fn at_most(dice: &mut Dice) {
    let (rate, step) = (dice.range(1, 9), dice.range(1, 9));
    let (limit, present) = (dice.range(20, 900), dice.range(1, 90));
    let text = format!(
        "{HEAD}earn base {{ {rate} points per full {step}.00 CHF of all lines  at most {limit} points }}\n\
         earn present {{ when coupon \"A\"  {present} points }}\n"
    );
    let (_, checked) = programme(&text).unwrap();
    let found = bounds(&checked);
    assert_eq!(found.units.len(), 1, "{text}");
    let mut seen = 0;
    for bound in &found.units[0].receipts {
        // In Rappen.
        let most = (bound.spend / (step * 100) * rate).min(limit) + present;
        assert_eq!(bound.most.to_string(), most.to_string(), "{text} {}", bound.spend);
        if let Some(given) = &bound.seen {
            assert_eq!(given.points.to_string(), most.to_string(), "{text} {}", bound.spend);
            replays(&text, &checked, &given.witness);
            seen += 1;
        }
    }
    assert!(seen >= 3, "{text}: only {seen} are shown");
}
