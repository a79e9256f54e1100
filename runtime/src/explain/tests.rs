//! Words, against what a merchant would write.

use super::amounts::Kind;
use super::conditions::{fails, needs, suffices};
use super::words::{because, gives_words, limit_words, rounding_words, sufficient};
use crate::decision::Reason;
use crate::sample::{self, compare};
use treue_lang::programme::{
    Amount, AmountId, Beginning, Comparison, Condition, FieldId, Gives, LevelId, LimitId, MeasureId, Number,
    Occasion, Ratio, RuleId, SelectionId, TextTest, Texts, TiersId, UnitId,
};
use treue_lang::time::{Day, DayTest, Length, Minute, Unit, Weekdays};

fn texts(values: &[&str]) -> TextTest {
    TextTest { values: values.iter().map(|v| (*v).to_owned()).collect(), missing: None }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn conditions_from_both_sides() {
    let mut programme = sample::programme();
    let litres = programme.amounts.push(Amount::Quantity(SelectionId(0), MeasureId(0)));
    let hours = |from: u16, to: u16| Condition::Hours(Minute(from * 60), Minute(to * 60));
    let money = || compare(Number::Amount(AmountId(0)), Comparison::AtLeast, 2000);
    let length = Length { count: 90, unit: Unit::Days };
    let within = |from| Condition::Occasion(Occasion::Within { length, from, before: true });
    for (condition, needed, failing) in [
        (hours(17, 19), "from 17:00 to 19:00", "outside 17:00 to 19:00"),
        (Condition::Day(DayTest::OnWeekdays(Weekdays::WEEKDAYS)), "on weekdays", "not on weekdays"),
        (
            Condition::Day(DayTest::OnWeekdays(Weekdays(0b10_0001))),
            "on Monday, Saturday",
            "not on Monday, Saturday",
        ),
        (
            Condition::Day(DayTest::InMonths(0b1000_0000_0001)),
            "in January, December",
            "not in January, December",
        ),
        (
            Condition::Day(DayTest::Between(Some(day("2026-09-07")), Some(day("2026-09-13")))),
            "from 2026-09-07 to 2026-09-13",
            "outside 2026-09-07 to 2026-09-13",
        ),
        (
            Condition::Day(DayTest::Between(Some(day("2026-09-07")), None)),
            "from 2026-09-07",
            "before 2026-09-07",
        ),
        (
            Condition::Day(DayTest::Between(None, Some(day("2026-09-13")))),
            "until 2026-09-13",
            "after 2026-09-13",
        ),
        (Condition::Day(DayTest::OnDates(vec![day("2026-12-24")])), "on 2026-12-24", "not on 2026-12-24"),
        (
            Condition::Text(Texts::Channel, texts(&["store"])),
            "channel is \"store\"",
            "channel is not \"store\"",
        ),
        (
            Condition::Text(Texts::Store, texts(&["a", "b", "c", "d", "e", "f", "g"])),
            "store is one of \"a\", \"b\", \"c\", \"d\", \"e\" or 2 more",
            "store is none of \"a\", \"b\", \"c\", \"d\", \"e\" or 2 more",
        ),
        (Condition::Text(Texts::Coupon, texts(&["APFEL"])), "coupon \"APFEL\"", "no coupon \"APFEL\""),
        (Condition::Text(Texts::PaidBy, texts(&["card"])), "paid by \"card\"", "not paid by \"card\""),
        (money(), "eligible is at least 20.00 CHF", "eligible is below 20.00 CHF"),
        (
            compare(Number::Amount(litres), Comparison::Above, 45_600),
            "litres of eligible is above 45.6 litres",
            "litres of eligible is at most 45.6 litres",
        ),
        (
            compare(Number::Balance(UnitId(1)), Comparison::Below, 10),
            "balance of miles is below 1.0 miles",
            "balance of miles is at least 1.0 miles",
        ),
        (
            compare(Number::Field(FieldId(7), None), Comparison::AtMost, i64::from(day("2000-01-01").0)),
            "member.birthday is at most 2000-01-01",
            "member.birthday is above 2000-01-01",
        ),
        (Condition::FirstPurchase, "first purchase", "not the first purchase"),
        (
            Condition::Tier(TiersId(0), Comparison::AtLeast, LevelId(1)),
            "silver or above of main",
            "below silver of main",
        ),
        (Condition::Present(FieldId(6)), "member.referrer is present", "member.referrer is missing"),
        (
            within(Beginning::Reaching(TiersId(0), LevelId(1))),
            "within 90 days of reaching silver",
            "not within 90 days of reaching silver",
        ),
        (within(Beginning::Joining), "within 90 days of joining", "not within 90 days of joining"),
        (
            Condition::Occasion(Occasion::Anniversary(Beginning::Date(FieldId(7)), 0)),
            "on the anniversary of member.birthday",
            "not on the anniversary of member.birthday",
        ),
        (
            Condition::Occasion(Occasion::Anniversary(Beginning::Reaching(TiersId(0), LevelId(1)), 3)),
            "within 3 days of the anniversary of reaching silver",
            "not within 3 days of the anniversary of reaching silver",
        ),
        (
            Condition::All(vec![
                Condition::FirstPurchase,
                Condition::Any(vec![hours(8, 9), Condition::Not(Box::new(money()))]),
            ]),
            "first purchase and (from 08:00 to 09:00 or eligible is below 20.00 CHF)",
            "not the first purchase or (outside 08:00 to 09:00 and eligible is at least 20.00 CHF)",
        ),
    ] {
        assert_eq!(needs(&programme, &condition), needed);
        assert_eq!(fails(&programme, &condition), failing);
    }
    assert_eq!(suffices(&programme, &hours(17, 19)), "from 17:00");
}

/// 20.00 CHF against a number in thousandths: the comparison stands at their common scale.
#[test]
fn comparisons_at_a_common_scale() {
    let programme = sample::programme();
    let mut condition = compare(Number::Amount(AmountId(0)), Comparison::AtLeast, 20);
    if let Condition::Compare(c) = &mut condition {
        c.right_times = 100;
    }
    assert_eq!(needs(&programme, &condition), "eligible is at least 20.00 CHF");
    if let Condition::Compare(c) = &mut condition {
        c.left_times = 1000;
        c.right_times = 1;
        c.right = Number::Constant(2_500_000);
    }
    assert_eq!(needs(&programme, &condition), "eligible is at least 25.00 CHF");
}

#[test]
fn long_conditions_are_cut() {
    let programme = sample::programme();
    let text = needs(&programme, &Condition::All(vec![Condition::FirstPurchase; 1000]));
    assert_eq!(text.chars().count(), 241);
}

#[test]
fn reasons_of_a_rule() {
    let programme = sample::programme();
    let rule = &programme.rules[RuleId(0)];
    for (reason, why, enough) in [
        (Reason::Condition(0), "channel is not \"store\"", Some("channel is \"store\"")),
        (Reason::Condition(1), "outside 08:00 to 20:00", Some("from 08:00")),
        (Reason::Zero, "eligible is below 1.00 CHF", Some("1.00 CHF of eligible")),
        (Reason::Limit(LimitId(0)), "nothing is left of its limit: at most 100 points", None),
    ] {
        assert_eq!(because(&programme, rule, reason), why);
        assert_eq!(sufficient(&programme, rule, reason).as_deref(), enough);
    }
    assert_eq!(rounding_words(&programme, rule), "per full 1.00");
    assert_eq!(limit_words(&programme, &programme.limits[LimitId(0)]), "at most 100 points");
}

#[test]
fn what_rewards_give() {
    let programme = sample::programme();
    let words = |gives, times| gives_words(&programme, &gives, times);
    assert_eq!(words(Gives::Money(500), 1), "5.00 CHF off");
    assert_eq!(words(Gives::Percent(1000), 1), "10% off");
    assert_eq!(words(Gives::Percent(1250), 1), "12.5% off");
    let per = |n, d, cap| Gives::PerMeasure { money: Ratio::new(n, d).unwrap(), measure: MeasureId(0), cap };
    assert_eq!(words(per(20, 1, Some(60_000)), 1), "0.20 CHF off per litre, at most 60 litres");
    assert_eq!(words(per(5, 2, None), 1), "0.025 CHF off per litre");
    assert_eq!(words(per(20, 1, Some(1000)), 1), "0.20 CHF off per litre, at most 1 litre");
    assert_eq!(words(Gives::Thing("A free coffee".to_owned()), 1), "A free coffee");
    assert_eq!(words(Gives::Thing("A free coffee".to_owned()), 2), "2 × A free coffee");
}

#[test]
fn numbers_with_their_unit() {
    let programme = sample::programme();
    assert_eq!(Kind::Points(UnitId(0)).with_unit(&programme, 1), "1 point");
    assert_eq!(Kind::Points(UnitId(0)).with_unit(&programme, 500), "500 points");
    assert_eq!(Kind::Measure(MeasureId(1)).with_unit(&programme, 2500), "2.5 kg");
    assert_eq!(Kind::Items.with_unit(&programme, 1000), "1 item");
}
