//! Tests of programmes, run on the reference interpreter.

use super::*;
use crate::engine::Detail;
use crate::reference::Reference;
use crate::sample::{self, NOWHERE};
use treue_lang::programme::{
    FieldId, FieldValue, Given, LevelId, RewardId, RuleId, TestEvent, TestLine, TestPurchase, TestRedeem,
    TiersId, UnitId,
};
use treue_lang::time::{Day, Minute};

const POINTS: UnitId = UnitId(0);

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn when(event: TestEvent, on: &str) -> TestStep {
    TestStep::When(event, day(on), Minute(720), NOWHERE)
}

fn purchase(channel: &str, amount: i64) -> TestEvent {
    TestEvent::Purchase(TestPurchase {
        channel: Some(channel.to_owned()),
        lines: vec![TestLine { amount, quantity: 1000, ..TestLine::default() }],
        ..TestPurchase::default()
    })
}

fn then(expectations: Vec<Expectation>) -> TestStep {
    TestStep::Then(expectations.into_iter().map(|e| (e, NOWHERE)).collect())
}

/// What the steps come to: what was expected and what came, for each failure.
fn outcome(steps: Vec<TestStep>) -> Vec<(String, String)> {
    let mut programme = sample::programme();
    programme.tests.push(Test { name: "a test".to_owned(), span: NOWHERE, steps });
    let programme = Arc::new(programme);
    let mut engine = Reference::new(Arc::clone(&programme), Detail::Full);
    let outcomes = run(&programme, &mut engine);
    assert_eq!(outcomes.len(), 1);
    outcomes.into_iter().flat_map(|o| o.failures).map(|f| (f.expected, f.got)).collect()
}

fn one(expected: &str, got: &str) -> Vec<(String, String)> {
    vec![(expected.to_owned(), got.to_owned())]
}

#[test]
fn what_is_as_expected_passes() {
    let failures = outcome(vec![
        TestStep::Given(vec![Given::EarlierPurchases, Given::Points(POINTS, 490, None)], NOWHERE),
        // 12.50 is 12 full francs.
        when(purchase("store", 1250), "2026-09-08"),
        then(vec![
            Expectation::FromRule(RuleId(0), 12),
            Expectation::InAll(POINTS, 12),
            Expectation::Balance(POINTS, 502),
            Expectation::Pending(POINTS, 0),
            Expectation::Owed(POINTS, 0),
        ]),
        when(
            TestEvent::Redeem(TestRedeem { reward: RewardId(0), times: 1, ..TestRedeem::default() }),
            "2026-09-09",
        ),
        then(vec![Expectation::Gives("5.00 CHF off".to_owned()), Expectation::Balance(POINTS, 2)]),
        when(
            TestEvent::Redeem(TestRedeem { reward: RewardId(0), times: 1, ..TestRedeem::default() }),
            "2026-09-09",
        ),
        then(vec![Expectation::Refused(Some("not-enough-points".to_owned())), Expectation::Nothing]),
        when(TestEvent::GrantPoints { unit: POINTS, points: 1998 }, "2026-09-10"),
        when(
            TestEvent::Transfer { by: None, unit: POINTS, points: 2000, into: "Alpina miles".to_owned() },
            "2026-09-10",
        ),
        then(vec![Expectation::Converted(1000, "Alpina miles".to_owned())]),
    ]);
    assert_eq!(failures, []);
}

#[test]
fn sums_since_the_last_then() {
    let failures = outcome(vec![
        when(purchase("store", 1250), "2026-09-08"),
        when(purchase("store", 500), "2026-09-08"),
        then(vec![Expectation::FromRule(RuleId(0), 17)]),
        when(purchase("store", 300), "2026-09-09"),
        then(vec![Expectation::InAll(POINTS, 3), Expectation::Balance(POINTS, 20)]),
    ]);
    assert_eq!(failures, []);
}

#[test]
fn failures_in_words() {
    let fails = |event, expectation| outcome(vec![when(event, "2026-09-08"), then(vec![expectation])]);
    assert_eq!(
        fails(purchase("store", 1250), Expectation::FromRule(RuleId(0), 13)),
        one("13 points from base", "12 points from base")
    );
    assert_eq!(
        fails(purchase("web", 1250), Expectation::FromRule(RuleId(0), 12)),
        one("12 points from base", "nothing from base: channel is not \"store\"")
    );
    assert_eq!(fails(purchase("store", 100), Expectation::Nothing), one("nothing", "1 point from base"));
    assert_eq!(fails(purchase("store", 100), Expectation::Refused(None)), one("refused", "accepted"));
    assert_eq!(
        fails(
            TestEvent::Redeem(TestRedeem { reward: RewardId(0), times: 1, ..TestRedeem::default() }),
            Expectation::Refused(Some("x".to_owned()))
        ),
        one("refused \"x\"", "refused \"not-enough-points\"")
    );
    assert_eq!(
        fails(TestEvent::Clock, Expectation::Gives("tea".to_owned())),
        one("gives \"tea\"", "no redemption")
    );
    assert_eq!(
        fails(TestEvent::Clock, Expectation::Level(TiersId(0), LevelId(2), Some(day("2027-12-31")))),
        one("member in gold until 2027-12-31", "member in bronze")
    );
}

#[test]
fn a_refusal_that_nobody_expects_fails() {
    let redeem = || {
        when(
            TestEvent::Redeem(TestRedeem { reward: RewardId(0), times: 1, ..TestRedeem::default() }),
            "2026-09-08",
        )
    };
    let refusal = one(
        "an event that is accepted",
        "refused \"not-enough-points\": there are not enough points available",
    );
    assert_eq!(outcome(vec![redeem(), then(vec![Expectation::Nothing])]), refusal);
    assert_eq!(outcome(vec![redeem()]), refusal);
    // `refused` speaks of the last event alone.
    assert_eq!(outcome(vec![redeem(), redeem(), then(vec![Expectation::Refused(None)])]), refusal);
}

#[test]
fn events_beyond_the_limits_are_not_given_to_an_engine() {
    let failures = outcome(vec![when(purchase("store", 100_000_001), "2026-09-08")]);
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].0, "an event that can be read");
}

#[test]
fn what_a_member_starts_with() {
    let programme = sample::programme();
    let mut member = Member::new(&programme);
    let given = [
        Given::Level(TiersId(0), LevelId(1), Some(day("2026-12-31"))),
        Given::Points(POINTS, 120, Some(day("2027-03-31"))),
        Given::Points(POINTS, 30, None),
        Given::Points(POINTS, 10, None),
        Given::Field(FieldId(5), FieldValue::Text("student".to_owned())),
        Given::EarlierPurchases,
    ];
    given::prepare(&programme, &mut member, &given, Some(day("2026-09-08")));
    let standing = member.tiers[0];
    assert_eq!((standing.earned, standing.until), (1, Some(day("2026-12-31"))));
    assert_eq!(standing.since, Some(day("2026-09-07")));
    let lots: Vec<_> = member.lots.iter().map(|l| (l.points, l.expires, l.earned, l.available)).collect();
    let before = day("2026-09-07");
    assert_eq!(lots, [(120, Some(day("2027-03-31")), before, before), (40, None, before, before)]);
    assert_eq!(member.fields[0], Some(FieldValue::Text("student".to_owned())));
    assert_eq!((member.purchases, member.joined, member.last_purchase), (1, Some(before), Some(before)));
    assert_eq!((member.last_at, member.last_day), (None, None));
}
