//! Ways of points' lives, and of members.

use super::rows::{Row, balances, by_default, refuses_by_default, row, where_said};
use treue_lang::programme::ChoiceRow;

const GUEST: &str =
    r#"{"event":"purchase","id":"r-1","at":"2026-03-03T12:00:00Z","lines":[{"amount":"10.00"}]}"#;

pub(crate) fn points() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::Expiry,
            r#"earn base { 10 points }
WORDS
test "ten years later" {
  when a purchase on 2026-03-02 { "A" 1.00 CHF }
  when the date is 2036-03-02
  THEN
}"#,
            by_default("never", "then balance 10 points").said("expire points { never }").written(
                "expire points { 12 months after earning }",
                "as `expire` says",
                "then balance 0 points",
            ),
        ),
        // Earned on 2 March, available on 16 March, delivered on 20 March.
        row(
            ChoiceRow::ExpiryFrom,
            r#"fields { receipt.delivered: date optional }
earn base { 10 points  available 14 days after purchase }
expire points { 1 month after WORDS }
test "the last good day" {
  when a purchase on 2026-03-02 with receipt.delivered 2026-03-20 { "A" 1.00 CHF }
  THEN
}"#,
            where_said(
                "earning",
                "the day of the event, also while pending",
                balances(&[("2026-04-02", 10), ("2026-04-03", 0)]),
            )
            .written(
                "availability",
                "the day on which they become available",
                balances(&[("2026-04-16", 10), ("2026-04-17", 0)]),
            )
            .written(
                "receipt.delivered",
                "the date `delivered`, or the day of the event where it is missing",
                balances(&[("2026-04-20", 10), ("2026-04-21", 0)]),
            ),
        ),
        // Earned as basic, by the purchase that makes gold.
        row(
            ChoiceRow::ExpiryLevel,
            r#"GOLD
earn base { 10 points }
expire points {
  1 month after earning when main is basic
  6 months after earning when main is gold
  WORDS
}
test "gold by the same purchase" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  when the date is 2026-04-03
  THEN
}"#,
            by_default("the level as the points are earned", "then balance 0 points").written(
                "tier when it expires",
                "the level whenever it changes, until they expire",
                format!("then balance 10 points {}", balances(&[("2026-09-03", 0)])),
            ),
        ),
        // Good until 2 April; gold from 12 March until 30 April, so 50 days until 1 May.
        row(
            ChoiceRow::PauseEnds,
            r#"track spend = all lines per calendar year
tiers main by spend { basic  gold from 1000.00 CHF  valid for ever }
earn base { 10 points }
expire points { 1 month after earning  paused while gold WORDS }
test "gold for a while" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  when grant gold until 2026-04-30 on 2026-03-12
  when the date is 2026-04-30
  then balance 10 points
  THEN
}"#,
            by_default(
                "the clock goes on where it stopped",
                balances(&[("2026-05-22", 10), ("2026-05-23", 0)]),
            )
            .written(
                "then restart",
                "every lot gets a full period",
                balances(&[("2026-06-01", 10), ("2026-06-02", 0)]),
            )
            .written(
                "then at once",
                "what is overdue goes at once",
                balances(&[("2026-05-01", 0)]),
            ),
        ),
        // 10 slow points, good until 1 March 2027; 10 quick ones until 2 May; 10 slow ones until 3 March 2027. 10 are spent.
        // In proportion 3 1/3 of each: 3, and the one that is left from those that expire first.
        row(
            ChoiceRow::BurnOrder,
            r#"HEAD  unit points { WORDS } }
earn slow { when coupon "S"  10 points }
earn quick { when coupon "Q"  10 points }
expire points { 12 months after earning  2 months after earning when earned by quick }
reward tea { costs 10 points  gives "Tea" }
test "which go first" {
  when a purchase on 2026-03-01 with coupon "S" { "A" 1.00 CHF }
  when a purchase on 2026-03-02 with coupon "Q" { "A" 1.00 CHF }
  when a purchase on 2026-03-03 with coupon "S" { "A" 1.00 CHF }
  when redeem tea on 2026-03-04
  when the date is 2026-05-03
  THEN
}"#,
            by_default(
                "soonest to expire, then oldest",
                format!("then balance 20 points {}", balances(&[("2027-03-02", 10)])),
            )
            .said("used soonest to expire first")
            .written(
                "used oldest first",
                "oldest first",
                format!("then balance 10 points {}", balances(&[("2027-03-02", 10)])),
            )
            .written(
                "used newest first",
                "newest first",
                format!("then balance 10 points {}", balances(&[("2027-03-02", 0)])),
            )
            .written(
                "used in proportion",
                "all in proportion",
                format!("then balance 14 points {}", balances(&[("2027-03-02", 7)])),
            ),
        ),
        row(
            ChoiceRow::AutomaticReward,
            r#"BASE
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued at end of month  valid 1 year after issue WORDS }
test "250 points" {
  when a purchase on 2026-03-02 { "A" 250.00 CHF }
  when the date is 2026-04-01
  THEN
}"#,
            by_default("whole steps, the rest stays", "then voucher back of 2.00 CHF, balance 50 points")
                .by_default("one voucher for all steps", "then voucher back of 2.00 CHF, balance 50 points")
                .written("the rest expires", "whole steps, the rest expires", "then balance 0 points")
                .written(
                    "a voucher per step",
                    "a voucher for each step",
                    "then voucher back of 1.00 CHF, balance 50 points",
                ),
        ),
    ]
}

pub(crate) fn members() -> Vec<Row> {
    vec![
        // The friend has not been heard of.
        row(
            ChoiceRow::UnknownMember,
            r#"HEAD  unit points  WORDS }
fields { member.friend: member optional }
earn thanks { when member.friend is present  5 points  10 points to member.friend }
test "a friend" {
  given a member with member.friend "zoe"
  when a purchase on 2026-03-02 { "A" 10.00 CHF }
  THEN
}"#,
            by_default("joins with the first event, lowest level", "then balance 10 points of \"zoe\"")
                .written("known members only", "refused", "then balance 0 points of \"zoe\""),
        ),
        row(
            ChoiceRow::Guests,
            r#"HEAD  unit points  WORDS }
BASE"#,
            refuses_by_default("refused", GUEST, "no-member").accepts(
                "guests pass",
                "passes and earns nothing",
                GUEST,
            ),
        ),
        row(
            ChoiceRow::Leavers,
            r#"HEAD  unit points  WORDS }
BASE
test "goodbye" {
  given a member with 100 points
  when the member leaves the programme on 2026-03-02
  THEN
}"#,
            by_default("points and vouchers are gone", "then balance 0 points").written(
                "leavers keep points for 30 days",
                "points and vouchers stay for 30 days",
                format!("then balance 100 points {}", balances(&[("2026-04-01", 100), ("2026-04-02", 0)])),
            ),
        ),
        row(
            ChoiceRow::Gifts,
            r#"fields { member.referrer: member optional }
earn friend { when member.referrer is present  10 points  20 points to member.referrer WORDS }
test "twice" {
  given a member with member.referrer "anna"
  given another member "anna"
  when a purchase on 2026-03-02 { "A" 10.00 CHF }
  when a purchase on 2026-03-03 { "A" 10.00 CHF }
  THEN
}"#,
            by_default(
                "whenever the rule gives its own member something",
                "then balance 40 points of \"anna\"",
            )
            .written(
                ", at most 1 time per calendar year",
                "whenever the rule gives its own member something; limits count for who gets them",
                "then balance 20 points of \"anna\"",
            ),
        ),
        row(
            ChoiceRow::Funding,
            r#"partner alpina { stores "s"  earn fuel { 10 points WORDS }  pays 0.10 CHF per point }
test "who pays" { when a purchase on 2026-03-02 at store "s" { "A" 10.00 CHF } THEN }"#,
            by_default("alpina, all of it", "then alpina pays 1.00 CHF").written(
                "funded 60% by alpina, 40% by us",
                "60.00% by alpina, 40.00% by us",
                "then alpina pays 0.60 CHF",
            ),
        ),
    ]
}
