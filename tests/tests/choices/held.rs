//! Ways of what is read, of levels, and of the calendar.

use super::rows::{Row, by_default, row, where_said};
use treue_lang::programme::ChoiceRow;

pub(crate) fn readings() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::TrackRead,
            r#"track spend = all lines per month
earn bonus { when spend WORDS is at least 10.00 CHF  5 points }
test "the first purchase" { when a purchase on 2026-03-02 { "A" 12.00 CHF } THEN }"#,
            by_default("spend before the event", "then nothing from bonus").written(
                "including this purchase",
                "spend, this purchase included",
                "then 5 points from bonus",
            ),
        ),
        row(
            ChoiceRow::TrackRead,
            r#"track reviews = activities "review" per month
earn third { on activity "review"  when reviews WORDS is 3  5 points }
test "three reviews" {
  when an activity "review" on 2026-03-02
  when an activity "review" on 2026-03-03
  when an activity "review" on 2026-03-04
  THEN
}"#,
            by_default("reviews before the event", "then nothing from third").written(
                "including this activity",
                "reviews, this activity included",
                "then 5 points from third",
            ),
        ),
        // 10 francs at one point, and five at three.
        row(
            ChoiceRow::LevelRead,
            r#"GOLD
earn base { 1 point per full 1.00 CHF of all lines  in gold 3 points WORDS }
test "over the line" { when a purchase on 2026-03-02 { "A" 15.00 CHF } THEN }"#,
            by_default("held before the event", "then 15 points from base").written(
                ", within the receipt",
                "within the receipt, from the unit on with which it is reached",
                "then 25 points from base",
            ),
        ),
        // Gold since the second of March; the flight was on the first.
        row(
            ChoiceRow::LevelRead,
            r#"fields { receipt.flown: date optional }
GOLD
earn base { WORDS  1 point per full 1.00 CHF of all lines  in gold 3 points }
test "a flight of yesterday" {
  when a purchase on 2026-03-02 { "A" 15.00 CHF }
  then 15 points from base
  when a purchase on 2026-03-10 with receipt.flown 2026-03-01 { "A" 10.00 CHF }
  THEN
}"#,
            by_default("held before the event", "then 30 points from base").written(
                "decided by receipt.flown",
                "held on the date `flown`",
                "then 10 points from base",
            ),
        ),
        row(
            ChoiceRow::RuleDate,
            r#"fields { receipt.flown: date optional }
earn march from 2026-03-01 to 2026-03-31 { WORDS  10 points }
test "a flight in April" {
  when a purchase on 2026-03-10 with receipt.flown 2026-04-02 { "A" 15.00 CHF }
  THEN
  when a purchase on 2026-03-11 { "A" 15.00 CHF }
  then 10 points from march
}"#,
            by_default("the event's date", "then 10 points from march").written(
                "decided by receipt.flown",
                "the date `flown`, or the event's where it is missing",
                "then nothing from march",
            ),
        ),
        // Both flights are in April, so the version of April counts; the level is the one of the day of booking.
        row(
            ChoiceRow::FutureDate,
            r#"fields { receipt.flown: date optional }
GOLD
earn miles until 2026-03-31 { decided by receipt.flown  500 points }
earn miles from 2026-04-01 { decided by receipt.flown  1 point per full 1.00 CHF of all lines  in gold 3 points }
test "flights to come" {
  when a purchase on 2026-03-10 with receipt.flown 2026-04-02 { "A" 15.00 CHF }
  then 15 points from miles
  when a purchase on 2026-03-11 with receipt.flown 2026-04-02 { "A" 10.00 CHF }
  THEN
}"#,
            by_default("the version of that date, the level of now", "then 30 points from miles"),
        ),
    ]
}

pub(crate) fn tiers() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::LevelEntered,
            r#"track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  WORDS  valid 12 months after entry }
earn base { 1 point per full 1.00 CHF of all lines  in gold 3 points }
test "12 francs" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  THEN
  when the date is 2027-01-31
  then member in gold
}"#,
            by_default("after each event, from the next one on", "then member in gold, balance 12 points")
                .written("review on 31 January", "as 31 January starts", "then member in basic"),
        ),
        row(
            ChoiceRow::LevelEntered,
            r#"track spend = all lines per month
tiers main by spend { basic  gold from 10.00 CHF  WORDS }
BASE
test "12 francs" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  then member in gold
  when the date is 2026-04-01
  THEN
}"#,
            where_said("valid for ever", "after each event, from the next one on", "then member in gold")
                .written("follows at once", "up and down at once", "then member in basic"),
        ),
        // 35 francs in 2026 make gold, which is kept on the first day of 2027 by the sum of 2026; 12 francs in 2027 are
        // enough for bronze alone.
        row(
            ChoiceRow::AfterReview,
            r#"track spend = all lines per calendar year
tiers main by spend {
  basic
  bronze from 10.00 CHF
  silver from 20.00 CHF
  gold from 30.00 CHF
  valid until end of this calendar year
  WORDS
}
BASE
test "not kept" {
  when a purchase on 2026-03-02 { "A" 35.00 CHF }
  when a purchase on 2027-06-01 { "A" 12.00 CHF }
  then member in gold until 2027-12-31
  when the date is 2028-01-01
  THEN
}"#,
            by_default("one level down", "then member in silver")
                .said("then one level down")
                .written("then to what qualifies", "to what qualifies", "then member in bronze")
                .written("then to base", "to base", "then member in basic"),
        ),
    ]
}

/// What is given on 28 February, and on 1 March.
fn party(february: &str, march: &str) -> String {
    let buys = "when a purchase on 2026-03-01 { \"A\" 1.00 CHF }";
    format!("then {february} from party {buys} then {march} from party")
}

pub(crate) fn times() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::LeapDay,
            r#"HEAD  unit points  WORDS }
fields { member.birthday: date optional }
earn party { when member.birthday is present  on the member's birthday  10 points }
test "born on 29 February" {
  given a member with member.birthday 2000-02-29
  when a purchase on 2026-02-28 { "A" 1.00 CHF }
  THEN
}"#,
            by_default("28 February in other years", party("10 points", "nothing"))
                .written(
                    "29 February counts as 28 February",
                    "28 February in other years",
                    "then 10 points from party",
                )
                .written(
                    "29 February counts as 1 March",
                    "1 March in other years",
                    party("nothing", "10 points"),
                ),
        ),
        // 1 March 2026 is a Sunday.
        row(
            ChoiceRow::Week,
            r#"HEAD  unit points  WORDS }
track visits = purchases per week
earn second { when visits is at least 1  10 points }
test "Sunday and Monday" {
  when a purchase on 2026-03-01 { "A" 1.00 CHF }
  when a purchase on 2026-03-02 { "A" 1.00 CHF }
  THEN
}"#,
            by_default("from Monday", "then nothing from second").said("weeks start on Monday").written(
                "weeks start on Sunday",
                "from Sunday",
                "then 10 points from second",
            ),
        ),
    ]
}
