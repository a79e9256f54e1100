//! The ways of every row. Expected values are worked by hand, beside them where they do not speak for themselves.

use treue_lang::programme::ChoiceRow;

/// A small programme with a place for words, and what each way to fill it comes to.
pub(crate) struct Row {
    pub(crate) row: ChoiceRow,
    /// `WORDS` is what the way says, `THEN` what its test expects. What starts with `HEAD` opens the programme itself.
    pub(crate) text: &'static str,
    /// The data file that it names.
    pub(crate) data: &'static str,
    pub(crate) ways: Vec<Way>,
}

/// One way.
pub(crate) struct Way {
    pub(crate) words: &'static str,
    pub(crate) is_default: bool,
    /// What the programme says is in force.
    pub(crate) value: &'static str,
    pub(crate) seen: Seen,
}

/// What shows that a way works.
pub(crate) enum Seen {
    /// The end of a test in the programme.
    Then(&'static str),
    /// An event that is accepted.
    Accepts(&'static str),
    /// An event that is refused, by its reader or by the engines, with the code.
    Refuses(&'static str, &'static str),
}

fn row(row: ChoiceRow, text: &'static str, ways: Vec<Way>) -> Row {
    Row { row, text, data: "", ways }
}

/// Nobody says anything, or only what must be said.
fn default(words: &'static str, value: &'static str, then: &'static str) -> Way {
    Way { words, is_default: true, value, seen: Seen::Then(then) }
}

/// The text chooses.
fn written(words: &'static str, value: &'static str, then: &'static str) -> Way {
    Way { words, is_default: false, value, seen: Seen::Then(then) }
}

pub(crate) fn rows() -> Vec<Row> {
    [amounts(), limits(), readings(), tiers(), times(), points(), returns(), members()]
        .into_iter()
        .flatten()
        .collect()
}

const EUROS: &str = r#"{"event":"purchase","id":"r-1","at":"2026-03-03T12:00:00Z","member":"m","currency":"EUR","lines":[{"amount":"10.00"}]}"#;
const GUEST: &str =
    r#"{"event":"purchase","id":"r-1","at":"2026-03-03T12:00:00Z","lines":[{"amount":"10.00"}]}"#;

fn amounts() -> Vec<Row> {
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
            vec![
                default("", "down, once, to whole points", "then balance 8 points"),
                written("rounded down", "down, once, to whole points", "then balance 8 points"),
                written("rounded up", "up, once, to whole points", "then balance 11 points"),
                written("rounded half up", "half up, once, to whole points", "then balance 10 points"),
                written(
                    "rounded half even",
                    "half to the even neighbour, once, to whole points",
                    "then balance 9 points",
                ),
                written("rounded per line", "down, line by line, to whole points", "then balance 7 points"),
                written(
                    "rounded half up to multiples of 5 points",
                    "half up, once, to multiples of 5 points",
                    "then balance 15 points",
                ),
            ],
        ),
        // 10 / 7 = 1.428...
        row(
            ChoiceRow::Rounding,
            r#"HEAD  unit credit { decimals 2 } }
earn base { 1 credit per 7.00 CHF of all lines WORDS }
test "decimals" { when a purchase on 2026-03-02 { "A" 10.00 CHF } THEN }"#,
            vec![
                default("", "down, once, to 2 decimals of credit", "then balance 1.42 credit"),
                written(
                    "rounded to 1 decimal",
                    "down, once, to multiples of 0.10 credit",
                    "then balance 1.40 credit",
                ),
            ],
        ),
        // Each 2.5.
        row(
            ChoiceRow::Rounding,
            r#"earn a { 1 point per 10.00 CHF of all lines }
earn b { 1 point per 10.00 CHF of all lines }
stack both { all of a, b WORDS }
test "together" { when a purchase on 2026-03-02 { "A" 25.00 CHF } THEN }"#,
            vec![
                default("", "down, once, to whole points", "then balance 4 points"),
                written(
                    "rounded together",
                    "down, together with its stack, to whole points",
                    "then balance 5 points",
                ),
            ],
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
            vec![
                default("", "counted as they are; a total below zero is zero", "then balance 7 points"),
                written("where amount is above 0.00 CHF", "left out", "then balance 10 points"),
            ],
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
            vec![
                default("", "after discounts, with tax", "then balance 17 points"),
                written("before discounts", "before discounts, with tax", "then balance 20 points"),
                written("without tax", "after discounts, without tax", "then balance 16 points"),
                written(r#"paid by "card""#, "the part paid by card", "then balance 6 points"),
                written(r#"less paid by "points""#, "less the part paid by points", "then balance 10 points"),
                written(
                    "less shipping",
                    "after discounts, with tax; less shipping",
                    "then balance 12 points",
                ),
            ],
        ),
        Row {
            row: ChoiceRow::OtherCurrency,
            text: r#"fields { receipt.booked: date optional }
WORDS
earn base { 1 point per full 1.00 CHF of all lines }"#,
            data: "currency,day,rate\nEUR,2026-03-02,0.90\n",
            ways: vec![
                Way {
                    words: "",
                    is_default: true,
                    value: "refused",
                    seen: Seen::Refuses(EUROS, "wrong-currency"),
                },
                Way {
                    words: r#"rates "ecb.csv" at receipt.booked, at most 3 days old"#,
                    is_default: false,
                    value: "converted line by line at the last rate of at most 3 days",
                    seen: Seen::Accepts(EUROS),
                },
            ],
        },
        row(
            ChoiceRow::OtherMeasure,
            r#"HEAD  unit points  measure litre  measure gallon WORDS }
earn by_litre { 1 point per full 1 litre of all lines }
test "two gallons" { when a purchase on 2026-03-02 { "Diesel" 2 gallon 10.00 CHF } THEN }"#,
            vec![
                default("", "lines in another measure do not count", "then balance 0 points"),
                written("is 4 litre", "lines in gallon count by their exact factor", "then balance 8 points"),
            ],
        ),
        // Base is 13.5, so 13, cut to 10; for the bread alone it would be 6.5, so 6.
        row(
            ChoiceRow::ShareBase,
            r#"lines bread = all lines where category "bread"
earn base { 1 point per 2.00 CHF of all lines  at most 10 points }
earn extra { 50% of base WORDS }
test "half" { when a purchase on 2026-03-02 { "Loaf" category "bread" 13.00 CHF "Tea" 14.00 CHF } THEN }"#,
            vec![
                default("", "what it finally gave", "then 5 points from extra"),
                written("before rounding", "its exact value, before rounding", "then 6 points from extra"),
                written(
                    "on bread",
                    "what it would give for these lines alone, rounded, without its limits",
                    "then 3 points from extra",
                ),
                written(
                    "on bread before rounding",
                    "what it would give for these lines alone, before rounding",
                    "then 3 points from extra",
                ),
            ],
        ),
    ]
}

fn limits() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::LimitReached,
            r#"earn base { 1 point per full 1.00 CHF of all lines  at most 10 points WORDS }
test "too much" { when a purchase on 2026-03-02 { "A" 15.00 CHF } THEN }"#,
            vec![
                default("", "the part that fits is given", "then 10 points from base"),
                written(
                    ", whole awards only",
                    "what does not fit whole is not given",
                    "then nothing from base",
                ),
            ],
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
            vec![
                default("", "per member", "then 10 points from base"),
                written(
                    "per household",
                    "per household, all its members together",
                    "then 4 points from base",
                ),
                written(
                    "for everyone",
                    "for everyone together, in the order of the events",
                    "then 1 points from base",
                ),
            ],
        ),
        row(
            ChoiceRow::LimitCounts,
            r#"earn base { 5 points  at most 1 time per month WORDS }
test "times" {
  when a purchase on 2026-03-02 { "A" 6.00 CHF }
  when a purchase on 2026-03-03 { "A" 6.00 CHF }
  THEN
}"#,
            vec![default("", "per member; events in which it gave something", "then balance 5 points")],
        ),
        row(
            ChoiceRow::WindowPaid,
            r#"earn loyal { over each month  1 point per full 1.00 CHF of all lines WORDS }
test "March" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  THEN
}"#,
            vec![
                default("", "as soon as it is due", "then balance 12 points"),
                written(
                    "paid at its end",
                    "at its end",
                    "when the date is 2026-03-31 then balance 0 points when the date is 2026-04-01 then balance 12 points",
                ),
                written(
                    "paid 28 days after its end",
                    "28 days after its end",
                    "when the date is 2026-04-28 then balance 0 points when the date is 2026-04-29 then balance 12 points",
                ),
            ],
        ),
        // a gives 20 for the bread, b 25 for all or 15 for the rest.
        row(
            ChoiceRow::BestOf,
            r#"earn a { 2 points per 1.00 CHF of all lines where category "bread" }
earn b { 1 point per 1.00 CHF of all lines }
stack one { best of a, b WORDS }
test "best" { when a purchase on 2026-03-02 { "Loaf" category "bread" 10.00 CHF "Tea" 15.00 CHF } THEN }"#,
            vec![
                default(
                    "",
                    "of the receipt, after own limits; ties to the first named",
                    "then balance 25 points",
                ),
                written("per line", "line by line, before rounding", "then balance 35 points"),
            ],
        ),
    ]
}

fn readings() -> Vec<Row> {
    vec![
        row(
            ChoiceRow::TrackRead,
            r#"track spend = all lines per month
earn bonus { when spend WORDS is at least 10.00 CHF  5 points }
test "the first purchase" { when a purchase on 2026-03-02 { "A" 12.00 CHF } THEN }"#,
            vec![
                default("", "spend before the event", "then nothing from bonus"),
                written(
                    "including this purchase",
                    "spend, this purchase included",
                    "then 5 points from bonus",
                ),
            ],
        ),
        // 10 francs at one point, and five at three.
        row(
            ChoiceRow::LevelRead,
            r#"track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  valid for ever }
earn base { 1 point per full 1.00 CHF of all lines  in gold 3 points WORDS }
test "over the line" { when a purchase on 2026-03-02 { "A" 15.00 CHF } THEN }"#,
            vec![
                default("", "held before the event", "then 15 points from base"),
                written(
                    ", within the receipt",
                    "within the receipt, from the unit on with which it is reached",
                    "then 25 points from base",
                ),
            ],
        ),
        // Gold since the second of March; the flight was on the first.
        row(
            ChoiceRow::LevelRead,
            r#"fields { receipt.flown: date optional }
track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  valid for ever }
earn base { WORDS  1 point per full 1.00 CHF of all lines  in gold 3 points }
test "a flight of yesterday" {
  when a purchase on 2026-03-02 { "A" 15.00 CHF }
  then 15 points from base
  when a purchase on 2026-03-10 with receipt.flown 2026-03-01 { "A" 10.00 CHF }
  THEN
}"#,
            vec![
                default("", "held before the event", "then 30 points from base"),
                written("decided by receipt.flown", "held on the date `flown`", "then 10 points from base"),
            ],
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
            vec![
                default("", "the event's date", "then 10 points from march"),
                written(
                    "decided by receipt.flown",
                    "the date `flown`, or the event's where it is missing",
                    "then nothing from march",
                ),
            ],
        ),
        // Both flights are in April, so the version of April counts; the level is the one of the day of booking.
        row(
            ChoiceRow::FutureDate,
            r#"fields { receipt.flown: date optional }
track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  valid for ever }
earn miles until 2026-03-31 { decided by receipt.flown  500 points }
earn miles from 2026-04-01 { decided by receipt.flown  1 point per full 1.00 CHF of all lines  in gold 3 points }
test "flights to come" {
  when a purchase on 2026-03-10 with receipt.flown 2026-04-02 { "A" 15.00 CHF }
  then 15 points from miles
  when a purchase on 2026-03-11 with receipt.flown 2026-04-02 { "A" 10.00 CHF }
  THEN
}"#,
            vec![default("", "the version of that date, the level of now", "then 30 points from miles")],
        ),
    ]
}

fn tiers() -> Vec<Row> {
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
            vec![
                default(
                    "",
                    "after each event, from the next one on",
                    "then member in gold, balance 12 points",
                ),
                written("review on 31 January", "as 31 January starts", "then member in basic"),
            ],
        ),
        row(
            ChoiceRow::LevelEntered,
            r#"track spend = all lines per month
tiers main by spend { basic  gold from 10.00 CHF  WORDS }
earn base { 1 point per full 1.00 CHF of all lines }
test "12 francs" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  then member in gold
  when the date is 2026-04-01
  THEN
}"#,
            vec![
                default("valid for ever", "after each event, from the next one on", "then member in gold"),
                written("follows at once", "up and down at once", "then member in basic"),
            ],
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
earn base { 1 point per full 1.00 CHF of all lines }
test "not kept" {
  when a purchase on 2026-03-02 { "A" 35.00 CHF }
  when a purchase on 2027-06-01 { "A" 12.00 CHF }
  then member in gold until 2027-12-31
  when the date is 2028-01-01
  THEN
}"#,
            vec![
                default("", "one level down", "then member in silver"),
                written("then one level down", "one level down", "then member in silver"),
                written("then to what qualifies", "to what qualifies", "then member in bronze"),
                written("then to base", "to base", "then member in basic"),
            ],
        ),
    ]
}

fn times() -> Vec<Row> {
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
            vec![
                default(
                    "",
                    "28 February in other years",
                    "then 10 points from party when a purchase on 2026-03-01 { \"A\" 1.00 CHF } then nothing from party",
                ),
                written(
                    "29 February counts as 28 February",
                    "28 February in other years",
                    "then 10 points from party",
                ),
                written(
                    "29 February counts as 1 March",
                    "1 March in other years",
                    "then nothing from party when a purchase on 2026-03-01 { \"A\" 1.00 CHF } then 10 points from party",
                ),
            ],
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
            vec![
                default("", "from Monday", "then nothing from second"),
                written("weeks start on Monday", "from Monday", "then nothing from second"),
                written("weeks start on Sunday", "from Sunday", "then 10 points from second"),
            ],
        ),
    ]
}

fn points() -> Vec<Row> {
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
            vec![
                default("", "never", "then balance 10 points"),
                written("expire points { never }", "never", "then balance 10 points"),
                written(
                    "expire points { 12 months after earning }",
                    "as `expire` says",
                    "then balance 0 points",
                ),
            ],
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
            vec![
                default(
                    "earning",
                    "the day of the event, also while pending",
                    "when the date is 2026-04-02 then balance 10 points when the date is 2026-04-03 then balance 0 points",
                ),
                written(
                    "availability",
                    "the day on which they become available",
                    "when the date is 2026-04-16 then balance 10 points when the date is 2026-04-17 then balance 0 points",
                ),
                written(
                    "receipt.delivered",
                    "the date `delivered`, or the day of the event where it is missing",
                    "when the date is 2026-04-20 then balance 10 points when the date is 2026-04-21 then balance 0 points",
                ),
            ],
        ),
        // Earned as basic, by the purchase that makes gold.
        row(
            ChoiceRow::ExpiryLevel,
            r#"track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  valid for ever }
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
            vec![
                default("", "the level as the points are earned", "then balance 0 points"),
                written(
                    "tier when it expires",
                    "the level whenever it changes, until they expire",
                    "then balance 10 points when the date is 2026-09-03 then balance 0 points",
                ),
            ],
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
            vec![
                default(
                    "",
                    "the clock goes on where it stopped",
                    "when the date is 2026-05-22 then balance 10 points when the date is 2026-05-23 then balance 0 points",
                ),
                written(
                    "then restart",
                    "every lot gets a full period",
                    "when the date is 2026-06-01 then balance 10 points when the date is 2026-06-02 then balance 0 points",
                ),
                written(
                    "then at once",
                    "what is overdue goes at once",
                    "when the date is 2026-05-01 then balance 0 points",
                ),
            ],
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
            vec![
                default(
                    "",
                    "soonest to expire, then oldest",
                    "then balance 20 points when the date is 2027-03-02 then balance 10 points",
                ),
                written(
                    "used soonest to expire first",
                    "soonest to expire, then oldest",
                    "then balance 20 points when the date is 2027-03-02 then balance 10 points",
                ),
                written(
                    "used oldest first",
                    "oldest first",
                    "then balance 10 points when the date is 2027-03-02 then balance 10 points",
                ),
                written(
                    "used newest first",
                    "newest first",
                    "then balance 10 points when the date is 2027-03-02 then balance 0 points",
                ),
                written(
                    "used in proportion",
                    "all in proportion",
                    "then balance 14 points when the date is 2027-03-02 then balance 7 points",
                ),
            ],
        ),
        row(
            ChoiceRow::AutomaticReward,
            r#"earn base { 1 point per full 1.00 CHF of all lines }
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued at end of month  valid 1 year after issue WORDS }
test "250 points" {
  when a purchase on 2026-03-02 { "A" 250.00 CHF }
  when the date is 2026-04-01
  THEN
}"#,
            vec![
                default(
                    "",
                    "whole steps, the rest stays",
                    "then voucher back of 2.00 CHF, balance 50 points",
                ),
                default("", "one voucher for all steps", "then voucher back of 2.00 CHF, balance 50 points"),
                written("the rest expires", "whole steps, the rest expires", "then balance 0 points"),
                written(
                    "a voucher per step",
                    "a voucher for each step",
                    "then voucher back of 1.00 CHF, balance 50 points",
                ),
            ],
        ),
    ]
}

fn returns() -> Vec<Row> {
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
            vec![
                default(
                    "",
                    "pending points of the receipt, then available points, those of the receipt first",
                    "then balance 50 points, 0 points pending",
                ),
                written(
                    "returns { take pending, points }",
                    "pending points of the receipt, then available points, those of the receipt first",
                    "then balance 50 points, 0 points pending",
                ),
                written(
                    "returns { take points }",
                    "available points, those of the receipt first",
                    "then balance 30 points, 20 points pending",
                ),
            ],
        ),
        row(
            ChoiceRow::Taken,
            r#"earn base { 1 point per full 1.00 CHF of all lines }
reward back { costs 100 points  gives a voucher of 1.00 CHF  valid 1 year after issue }
WORDS
test "a voucher was bought" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when redeem back on 2026-03-03
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            vec![
                default(
                    "",
                    "pending points of the receipt, then available points, those of the receipt first",
                    "then 100 points owed, voucher back of 1.00 CHF",
                ),
                written(
                    "returns { take pending, points, vouchers }",
                    "pending points of the receipt, then available points, those of the receipt first, then unused \
                     vouchers, the latest first",
                    "then 0 points owed, no voucher back",
                ),
            ],
        ),
        row(
            ChoiceRow::Missing,
            r#"earn base { 1 point per full 1.00 CHF of all lines }
reward tea { costs 100 points  gives "Tea" }
WORDS
test "spent" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when redeem tea on 2026-03-03
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            vec![
                default("", "owed", "then 100 points owed"),
                written("returns { then owe }", "owed", "then 100 points owed"),
                written("returns { then forgive }", "forgiven", "then 100 points forgiven, 0 points owed"),
                written(
                    "returns { then cut the refund }",
                    "cut from the refund, the rest owed",
                    "then refund cut 1.00 CHF, 0 points owed",
                ),
            ],
        ),
        row(
            ChoiceRow::ReturnedLevel,
            r#"track spend = all lines per calendar year
tiers main by spend { basic  gold from 10.00 CHF  valid for ever }
earn base { 1 point per full 1.00 CHF of all lines }
WORDS
test "12 francs come back" {
  when a purchase on 2026-03-02 { "A" 12.00 CHF }
  when a return of purchase 1 on 2026-03-04
  THEN
}"#,
            vec![
                default("", "fall back to what the rest gives", "then member in basic"),
                written("returns { tiers are kept }", "kept", "then member in gold"),
            ],
        ),
        row(
            ChoiceRow::ReturnedReward,
            r#"earn base { 1 point per full 1.00 CHF of all lines }
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued at end of month  valid 1 year after issue }
reward five { costs 500 points  gives a voucher of 5.00 CHF  valid 1 year after issue }
WORDS
test "issued later" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  when the date is 2026-04-01
  when a return of purchase 1 on 2026-04-02
  THEN
}"#,
            vec![
                default(
                    "",
                    "undone while unused, where its points are missing; others are kept",
                    "then voucher back of 1.00 CHF, 100 points owed",
                ),
                written(
                    "returns { take points, vouchers }",
                    "unused vouchers go, whoever issued them",
                    "then no voucher back, 0 points owed",
                ),
            ],
        ),
        row(
            ChoiceRow::ReturnedReward,
            r#"earn base { 1 point per full 1.00 CHF of all lines }
reward back { costs 100 points  gives a voucher of 1.00 CHF  issued on reaching the cost  valid 1 year after issue }
test "issued by the receipt itself" {
  when a purchase on 2026-03-02 { "A" 100.00 CHF }
  then voucher back of 1.00 CHF
  when a return of purchase 1 on 2026-03-03
  THEN
}"#,
            vec![default(
                "",
                "undone while unused, where its points are missing; others are kept",
                "then no voucher back, 0 points owed",
            )],
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
            vec![
                default(
                    "",
                    "back with their old dates, past ones for 30 days",
                    "then 100 points back when the date is 2026-04-19 then balance 100 points when the date is 2026-04-20 then balance 0 points",
                ),
                written(
                    "returns { spent points come back for at least 60 days }",
                    "back with their old dates, for 60 days at least",
                    "then 100 points back when the date is 2026-05-19 then balance 100 points when the date is 2026-05-20 then balance 0 points",
                ),
                written(
                    "returns { spent points come back as cash }",
                    "paid back as the money that they took off",
                    "then cash 1.00 CHF, balance 0 points",
                ),
            ],
        ),
        // 44 days.
        row(
            ChoiceRow::Memory,
            r#"HEAD  unit points  WORDS }
earn base { 1 point per full 1.00 CHF of all lines }
test "six weeks later" {
  when a purchase on 2026-03-02 { "A" 10.00 CHF }
  when a return of purchase 1 on 2026-04-15
  THEN
}"#,
            vec![
                default("", "90 days", "then 10 points taken from base"),
                written("remember 90 days", "90 days", "then 10 points taken from base"),
                written("remember 30 days", "30 days", "then refused \"too-late\""),
                written("remember nothing", "nothing", "then refused \"nothing-remembered\""),
            ],
        ),
    ]
}

fn members() -> Vec<Row> {
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
            vec![
                default("", "joins with the first event, lowest level", "then balance 10 points of \"zoe\""),
                written("known members only", "refused", "then balance 0 points of \"zoe\""),
            ],
        ),
        row(
            ChoiceRow::Guests,
            r#"HEAD  unit points  WORDS }
earn base { 1 point per full 1.00 CHF of all lines }"#,
            vec![
                Way {
                    words: "",
                    is_default: true,
                    value: "refused",
                    seen: Seen::Refuses(GUEST, "no-member"),
                },
                Way {
                    words: "guests pass",
                    is_default: false,
                    value: "passes and earns nothing",
                    seen: Seen::Accepts(GUEST),
                },
            ],
        ),
        row(
            ChoiceRow::Leavers,
            r#"HEAD  unit points  WORDS }
earn base { 1 point per full 1.00 CHF of all lines }
test "goodbye" {
  given a member with 100 points
  when the member leaves the programme on 2026-03-02
  THEN
}"#,
            vec![
                default("", "points and vouchers are gone", "then balance 0 points"),
                written(
                    "leavers keep points for 30 days",
                    "points and vouchers stay for 30 days",
                    "then balance 100 points when the date is 2026-04-01 then balance 100 points when the date is 2026-04-02 then balance 0 points",
                ),
            ],
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
            vec![
                default(
                    "",
                    "whenever the rule gives its own member something",
                    "then balance 40 points of \"anna\"",
                ),
                written(
                    ", at most 1 time per calendar year",
                    "whenever the rule gives its own member something; limits count for who gets them",
                    "then balance 20 points of \"anna\"",
                ),
            ],
        ),
        row(
            ChoiceRow::Funding,
            r#"partner alpina { stores "s"  earn fuel { 10 points WORDS }  pays 0.10 CHF per point }
test "who pays" { when a purchase on 2026-03-02 at store "s" { "A" 10.00 CHF } THEN }"#,
            vec![
                default("", "alpina, all of it", "then alpina pays 1.00 CHF"),
                written(
                    "funded 60% by alpina, 40% by us",
                    "60.00% by alpina, 40.00% by us",
                    "then alpina pays 0.60 CHF",
                ),
            ],
        ),
    ]
}
