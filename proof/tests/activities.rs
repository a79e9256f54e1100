//! How much one activity can give: worked out from the ranges of its fields, the conditions and the limits.

mod common;

use common::programme;
use treue_proof::bounds;

const TEXT: &str = r#"
fields {
  receipt.minutes: number from 0 to 240 default 0
  receipt.loaded: money default 0
  receipt.free: number default 0
}
earn answered { on activity "survey"  5 points  at most 4 times per month }
earn thanks { on activity "survey"  when receipt.minutes is at most 30  1 point per full 10 receipt.minutes }
earn workout { on activity "workout"  1 point per full 10 receipt.minutes  at most 20 points }
earn longer { on activity "workout"  when receipt.minutes is at least 60  by bands of receipt.minutes { from 60 5 points from 120 8 points } }
earn load { on activity "load"  1 point per full 5.00 CHF of receipt.loaded  at most 50 points }
earn open { on activity "open"  1 point per 1 receipt.free }
"#;

/// A survey: 5, and 3 full tens of at most 30 minutes, 8. A workout: 24 tens of 240 minutes, cut to 20, and 8 of the highest
/// band, 28. A load: 50 by its limit. An open number has no end that is worth telling: 2^40.
#[test]
fn an_activity_has_a_ceiling() {
    let programme = programme(TEXT).unwrap();
    let bounds = bounds(&programme);
    let unit = &bounds.units[0];
    assert!(unit.receipts.is_empty());
    let most: Vec<(&str, i64)> = unit.activities.iter().map(|a| (a.kind.as_str(), a.most)).collect();
    assert_eq!(most, [("survey", 8), ("workout", 28), ("load", 50), ("open", 1 << 40)]);
    let seen: Vec<Option<i64>> = unit.activities.iter().map(|a| a.seen.as_ref().map(|s| s.points)).collect();
    assert_eq!(seen[..3], [Some(8), Some(28), Some(50)]);
    let free: Vec<&str> =
        unit.unlimited.iter().filter_map(|r| Some(programme.rules.get(*r)?.name.as_str())).collect();
    assert_eq!(free, ["thanks", "workout", "longer", "load", "open"]);
}
