//! Ways of amounts, rates and limits.

use super::rows::{Row, balances, by_default, refuses_by_default, row};
use treue_lang::programme::ChoiceRow;

const EUROS: &str = r#"{"event":"purchase","id":"r-1","at":"2026-03-03T12:00:00Z","member":"m","currency":"EUR","lines":[{"amount":"10.00"}]}"#;

pub(crate) fn amounts() -> Vec<Row> {
    vec![
        // 2.5, 3.6 and 3.1 points; of the first two receipts each line alone 1.5 and 1.0, 1.8 and 1.8.
        row(
            ChoiceRow::Rounding,
            r#"earn base { 1 point per 10.00 CHF of all lines WORDS }
test "rounding" {
  when a purchase on 2026-03-02 { "A" 15.00 CHF "B" 10.00 CHF }
  when a purchase on 2026-03-03 { "A" 18.00 CHF "B" 18.00 CHF }
  when a purchase on 2026-03-04 { "A" 31.00 CHF }
  THEN
}"#,
            by_default("down, once, to whole points", "then balance 8 points")
                .said("rounded down")
                .written("rounded up", "up, once, to whole points", "then balance 11 points")
                .written("rounded half up", "half up, once, to whole points", "then balance 10 points")
                .written(
                    "rounded half even",
                    "half to the even neighbour, once, to whole points",
                    "then balance 9 points",
                )
                .written("rounded per line", "down, line by line, to whole points", "then balance 7 points")
                .written(
                    "rounded half up to multiples of 5 points",
                    "half up, once, to multiples of 5 points",
                    "then balance 15 points",
                ),
        ),
        // 10 / 7 = 1.428...
        row(
            ChoiceRow::Rounding,
            r#"HEAD  unit credit { decimals 2 } }
earn base { 1 credit per 7.00 CHF of all lines WORDS }
test "decimals" { when a purchase on 2026-03-02 { "A" 10.00 CHF } THEN }"#,
            by_default("down, once, to 2 decimals of credit", "then balance 1.42 credit").written(
                "rounded to 1 decimal",
                "down, once, to multiples of 0.10 credit",
                "then balance 1.40 credit",
            ),
        ),
        // Each 2.5.
        row(
            ChoiceRow::Rounding,
            r#"earn a { 1 point per 10.00 CHF of all lines }
earn b { 1 point per 10.00 CHF of all lines }
stack both { all of a, b WORDS }
test "together" { when a purchase on 2026-03-02 { "A" 25.00 CHF } THEN }"#,
            by_default("down, once, to whole points", "then balance 4 points").written(
                "rounded together",
                "down, together with its stack, to whole points",
                "then balance 5 points",
            ),
        ),
        row(
            ChoiceRow::NegativeLines,
            r#"lines counted = all lines WORDS
earn base { 1 point per full 1.00 CHF of counted }
test "a crate comes back" {
  when a purchase on 2026-03-02 { "Beer" 10.00 CHF "Crate" -3.00 CHF }
  THEN
  when a purchase on 2026-03-03 { "Crate" -3.00 CHF }
  then nothing
}"#,
            by_default("counted as they are; a total below zero is zero", "then balance 7 points").written(
                "where amount is above 0.00 CHF",
                "left out",
                "then balance 10 points",
            ),
        ),
        row(
            ChoiceRow::Amount,
            r#"lines shipping = all lines where category "shipping"
earn base { 1 point per full 1.00 CHF of all lines WORDS }
test "17 francs" {
  when a purchase on 2026-03-02 paid 7.00 CHF by "points", paid 6.00 CHF by "card", paid 4.00 CHF by "cash" {
    "A" 12.00 CHF discount 3.00 CHF tax 1.00 CHF
    "By post" category "shipping" 5.00 CHF
  }
  THEN
}"#,
            by_default("after discounts, with tax", "then balance 17 points")
                .written("before discounts", "before discounts, with tax", "then balance 20 points")
                .written("without tax", "after discounts, without tax", "then balance 16 points")
                .written(r#"paid by "card""#, "the part paid by card", "then balance 6 points")
                .written(r#"less paid by "points""#, "less the part paid by points", "then balance 10 points")
                .written(
                    "less shipping",
                    "after discounts, with tax; less shipping",
                    "then balance 12 points",
                ),
        ),
        Row {
            data: "currency,day,rate\nEUR,2026-03-02,0.90\n",
            ..row(
                ChoiceRow::OtherCurrency,
                r#"fields { receipt.booked: date optional }
WORDS
BASE"#,
                refuses_by_default("refused", EUROS, "wrong-currency").accepts(
                    r#"rates "ecb.csv" at receipt.booked, at most 3 days old"#,
                    "converted line by line at the last rate of at most 3 days",
                    EUROS,
                ),
            )
        },
        row(
            ChoiceRow::OtherMeasure,
            r#"HEAD  unit points  measure litre  measure gallon WORDS }
earn by_litre { 1 point per full 1 litre of all lines }
test "two gallons" { when a purchase on 2026-03-02 { "Diesel" 2 gallon 10.00 CHF } THEN }"#,
            by_default("lines in another measure do not count", "then balance 0 points").written(
                "is 4 litre",
                "lines in gallon count by their exact factor",
                "then balance 8 points",
            ),
        ),
        // Base is 13.5, so 13, cut to 10; for the bread alone it would be 6.5, so 6.
        row(
            ChoiceRow::ShareBase,
            r#"lines bread = all lines where category "bread"
earn base { 1 point per 2.00 CHF of all lines  at most 10 points }
earn extra { 50% of base WORDS }
test "half" { when a purchase on 2026-03-02 { "Loaf" category "bread" 13.00 CHF "Tea" 14.00 CHF } THEN }"#,
            by_default("what it finally gave", "then 5 points from extra")
                .written("before rounding", "its exact value, before rounding", "then 6 points from extra")
                .written(
                    "on bread",
                    "what it would give for these lines alone, rounded, without its limits",
                    "then 3 points from extra",
                )
                .written(
                    "on bread before rounding",
                    "what it would give for these lines alone, before rounding",
                    "then 3 points from extra",
                ),
        ),
    ]
}

pub(crate) fn limits() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::LimitReached,
            r#"earn base { 1 point per full 1.00 CHF of all lines  at most 10 points WORDS }
test "too much" { when a purchase on 2026-03-02 { "A" 15.00 CHF } THEN }"#,
            by_default("the part that fits is given", "then 10 points from base").written(
                ", whole awards only",
                "what does not fit whole is not given",
                "then nothing from base",
            ),
        ),
        // Anna of the same household has had 6 of the 10 points, Beat of another one 3.
        row(
            ChoiceRow::LimitCounts,
            r#"HEAD  unit points  household { } }
earn base { 1 point per full 1.00 CHF of all lines  at most 10 points per month WORDS }
test "shared" {
  given a member in household "h"
  given another member "anna" in household "h"
  given another member "beat" in household "i"
  when a purchase by "anna" on 2026-03-02 { "A" 6.00 CHF }
  when a purchase by "beat" on 2026-03-02 { "A" 3.00 CHF }
  then balance 0 points
  when a purchase on 2026-03-03 { "A" 15.00 CHF }
  THEN
}"#,
            by_default("per member", "then 10 points from base")
                .written(
                    "per household",
                    "per household, all its members together",
                    "then 4 points from base",
                )
                .written(
                    "for everyone",
                    "for everyone together, in the order of the events",
                    "then 1 points from base",
                ),
        ),
        row(
            ChoiceRow::LimitCounts,
            r#"earn base { 5 points  at most 1 time per month WORDS }
test "times" {
  when a purchase on 2026-03-02 { "A" 6.00 CHF }
  when a purchase on 2026-03-03 { "A" 6.00 CHF }
  THEN
}"#,
            by_default("per member; events in which it gave something", "then balance 5 points"),
        ),
        row(
            ChoiceRow::WindowPaid,
            r#"earn loyal { over each month  1 point per full 1.00 CHF of all lines WORDS }
test "March" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  THEN
}"#,
            by_default("as soon as it is due", "then balance 12 points")
                .written("paid at its end", "at its end", balances(&[("2026-03-31", 0), ("2026-04-01", 12)]))
                .written(
                    "paid 28 days after its end",
                    "28 days after its end",
                    balances(&[("2026-04-28", 0), ("2026-04-29", 12)]),
                ),
        ),
        // a gives 20 for the bread, b 25 for all or 15 for the rest.
        row(
            ChoiceRow::BestOf,
            r#"earn a { 2 points per 1.00 CHF of all lines where category "bread" }
earn b { 1 point per 1.00 CHF of all lines }
stack one { best of a, b WORDS }
test "best" { when a purchase on 2026-03-02 { "Loaf" category "bread" 10.00 CHF "Tea" 15.00 CHF } THEN }"#,
            by_default("of the receipt, after own limits; ties to the first named", "then balance 25 points")
                .written("per line", "line by line, before rounding", "then balance 35 points"),
        ),
    ]
}
