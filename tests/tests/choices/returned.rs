//! Ways of what comes back, and how far back it is known.

use super::rows::{Row, balances, by_default, row};
use treue_lang::programme::ChoiceRow;

const PENDING_FIRST: &str =
    "pending points of the receipt, then available points, those of the receipt first";
const VOUCHERS_TOO: &str = "pending points of the receipt, then available points, those of the receipt first, \
    then unused vouchers, the latest first";

pub(crate) fn returns() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::Taken,
            r#"earn base { 1 point per full 1.00 CHF of all lines  available 14 days after purchase }
WORDS
test "while pending" {
  given a member with 50 points
  when a purchase on 2026-03-02 { "A" 20.00 CHF }
  when a return of purchase 1 on 2026-03-03
  THEN
}"#,
            by_default(PENDING_FIRST, "then balance 50 points, 0 points pending")
                .said("returns { take pending, points }")
                .written(
                    "returns { take points }",
                    "available points, those of the receipt first",
                    "then balance 30 points, 20 points pending",
                ),
        ),
        row(
            ChoiceRow::Taken,
            r#"BASE
reward back { costs 100 points  gives a voucher of 1.00 CHF  valid 1 year after issue }
WORDS
test "a voucher was bought" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when redeem back on 2026-03-03
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            by_default(PENDING_FIRST, "then 100 points owed, voucher back of 1.00 CHF").written(
                "returns { take pending, points, vouchers }",
                VOUCHERS_TOO,
                "then 0 points owed, no voucher back",
            ),
        ),
        row(
            ChoiceRow::Missing,
            r#"BASE
reward tea { costs 100 points  gives "Tea" }
WORDS
test "spent" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when redeem tea on 2026-03-03
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            by_default("owed", "then 100 points owed")
                .said("returns { then owe }")
                .written("returns { then forgive }", "forgiven", "then 100 points forgiven, 0 points owed")
                .written(
                    "returns { then cut the refund }",
                    "cut from the refund, the rest owed",
                    "then refund cut 1.00 CHF, 0 points owed",
                ),
        ),
        row(
            ChoiceRow::ReturnedLevel,
            r#"GOLD
BASE
WORDS
test "12 francs come back" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            by_default("fall back to what the rest gives", "then member in basic").written(
                "returns { tiers are kept }",
                "kept",
                "then member in gold",
            ),
        ),
        row(
            ChoiceRow::ReturnedReward,
            r#"BASE
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued at end of month  valid 1 year after issue }
WORDS
test "issued later" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when the date is 2026-04-01
  when a return of purchase 1 on 2026-04-02
  THEN
}"#,
            by_default(
                "undone while unused, where its points are missing; others are kept",
                "then voucher back of 1.00 CHF, 100 points owed",
            )
            .written(
                "returns { take points, vouchers }",
                "unused vouchers go, whoever issued them",
                "then no voucher back, 0 points owed",
            ),
        ),
        row(
            ChoiceRow::ReturnedReward,
            r#"BASE
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued on reaching the cost  valid 1 year after issue }
test "issued by the receipt itself" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  then voucher back of 1.00 CHF
  when a return of purchase 1 on 2026-03-03
  THEN
}"#,
            by_default(
                "undone while unused, where its points are missing; others are kept",
                "then no voucher back, 0 points owed",
            ),
        ),
        // The points were good until 10 March and come back on 20 March.
        row(
            ChoiceRow::SpentPoints,
            r#"earn base { 1 point per full 1000.00 CHF of all lines }
reward pay { costs 1 point per 0.01 CHF  pays at most 50% of the purchase }
WORDS
test "paid with points" {
  given a member with 100 points until 2026-03-10
  when a purchase on 2026-03-02 { "A" 10.00 CHF }
  when redeem pay for 100 points of purchase 1 on 2026-03-02 { "A" 10.00 CHF }
  when a return of purchase 1 on 2026-03-20
  THEN
}"#,
            by_default(
                "back with their old dates, past ones for 30 days",
                format!("then 100 points back {}", balances(&[("2026-04-19", 100), ("2026-04-20", 0)])),
            )
            .written(
                "returns { spent points come back for at least 60 days }",
                "back with their old dates, for 60 days at least",
                format!("then 100 points back {}", balances(&[("2026-05-19", 100), ("2026-05-20", 0)])),
            )
            .written(
                "returns { spent points come back as cash }",
                "paid back as the money that they took off",
                "then cash 1.00 CHF, balance 0 points",
            ),
        ),
        // 44 days.
        row(
            ChoiceRow::Memory,
            r#"HEAD  unit points  WORDS }
BASE
test "six weeks later" {
  when a purchase on 2026-03-02 { "A" 10.00 CHF }
  when a return of purchase 1 on 2026-04-15
  THEN
}"#,
            by_default("90 days", "then 10 points taken from base")
                .said("remember 90 days")
                .written("remember 30 days", "30 days", "then refused \"too-late\"")
                .written("remember nothing", "nothing", "then refused \"nothing-remembered\""),
        ),
    ]
}
