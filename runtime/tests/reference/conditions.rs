//! Conditions of receipts and members: the first that fails is the reason.

use crate::build::{
    Build, POINTS, Play, activity, compare, day, from, given, line, one_of, programme, receipt, why,
};
use treue_lang::programme::{
    Compare, Comparison, Condition, Field, FieldId, FieldKind, FieldOwner, FieldValue, Number, Programme,
    TextTest, Texts, Trigger,
};
use treue_lang::time::{DayTest, Weekdays};
use treue_runtime::decision::Reason;
use treue_runtime::event::{Grant, MemberChange, Purchase, Tender, What};

/// Whether a flat rule with this condition gives on a purchase.
fn holds(condition: Condition, purchase: Purchase) -> bool {
    holds_in(programme(), condition, purchase)
}

fn holds_in(mut p: Programme, condition: Condition, purchase: Purchase) -> bool {
    let rule = p.flat("flat", 1);
    p.when(rule, condition);
    from(&Play::new(p).buys("2026-09-08 17:30", purchase), rule) == 1
}

#[test]
fn the_first_that_fails_is_the_reason() {
    let mut p = programme();
    let rule = p.flat("flat", 1);
    p.when(rule, Condition::FirstPurchase);
    p.when(rule, Condition::Text(Texts::Channel, one_of(&["store"])));
    let mut play = Play::new(p);
    assert_eq!(why(&play.spends("2026-09-08", 100), rule), Some(Reason::Condition(1)));
    assert_eq!(why(&play.spends("2026-09-08", 100), rule), Some(Reason::Condition(0)));
}

#[test]
fn the_first_purchase_is_the_one_with_none_before() {
    let mut p = programme();
    let first = p.flat("first", 500);
    p.when(first, Condition::FirstPurchase);
    let review = p.flat("review", 5);
    p.change(review, |r| r.on = Trigger::Activity("review".to_owned()));
    p.when(review, Condition::FirstPurchase);
    let mut play = Play::new(p);
    // An activity is no purchase, before or after.
    assert_eq!(given(&play.happens("2026-09-01", activity("review"))), [(review.0, 5)]);
    assert_eq!(given(&play.buys("2026-09-02", receipt(&[]))), [(first.0, 500)]);
    assert_eq!(given(&play.spends("2026-09-02", 100)), []);
    assert_eq!(given(&play.happens("2026-09-03", activity("review"))), []);
}

#[test]
fn texts_of_the_receipt() {
    let purchase = || Purchase {
        store: Some("zh-01".to_owned()),
        coupons: vec!["A".to_owned(), "B".to_owned()],
        tenders: vec![
            Tender { kind: "card".to_owned(), amount: 100 },
            Tender { kind: "cash".to_owned(), amount: 1 },
        ],
        ..receipt(&[101])
    };
    let text = |which, value| Condition::Text(which, one_of(&[value]));
    assert!(holds(text(Texts::Store, "zh-01"), purchase()));
    assert!(!holds(text(Texts::Store, "ZH-01"), purchase()));
    assert!(!holds(text(Texts::Channel, "store"), purchase()));
    assert!(holds(Condition::Not(Box::new(text(Texts::Channel, "store"))), purchase()));
    assert!(holds(text(Texts::Coupon, "B"), purchase()));
    assert!(!holds(text(Texts::Coupon, "C"), purchase()));
    assert!(holds(text(Texts::PaidBy, "cash"), purchase()));
    let both = vec![text(Texts::Coupon, "A"), text(Texts::Coupon, "C"), text(Texts::PaidBy, "cash")];
    assert!(holds(Condition::AtLeast(2, both.clone()), purchase()));
    assert!(!holds(Condition::AtLeast(3, both.clone()), purchase()));
    assert!(!holds(Condition::All(both.clone()), purchase()));
    assert!(holds(Condition::Any(both), purchase()));
}

#[test]
fn numbers_are_compared_at_one_scale() {
    let mut p = programme();
    let total = p.total();
    // 10.01 against 3/2 of 6.67 is 2002 against 2001 in halves.
    let scaled = |how| {
        Condition::Compare(Compare {
            left: Number::Amount(total),
            left_times: 2,
            how,
            right: Number::Constant(667),
            right_times: 3,
        })
    };
    let expected = [
        (Comparison::Is, false),
        (Comparison::IsNot, true),
        (Comparison::AtLeast, true),
        (Comparison::AtMost, false),
        (Comparison::Above, true),
        (Comparison::Below, false),
    ];
    for (how, outcome) in expected {
        assert_eq!(holds_in(p.clone(), scaled(how), receipt(&[1001])), outcome, "{how:?}");
    }
}

fn with_field(owner: FieldOwner, kind: FieldKind, default: Option<FieldValue>) -> Programme {
    let mut p = programme();
    let name = "field".to_owned();
    p.fields.push(Field { owner, name, position: 0, kind, optional: default.is_none(), default });
    p
}

#[test]
fn a_missing_field_takes_its_default_then_the_answer_then_fails() {
    let field = FieldId(0);
    let with = |value| Purchase { fields: vec![value], lines: vec![line(100)], ..Purchase::default() };
    let number = |n| Some(FieldValue::Number(n));
    let optional = || with_field(FieldOwner::Receipt, FieldKind::Money, None);
    let is_not_five = |missing| compare(Number::Field(field, missing), Comparison::IsNot, 5);
    assert!(holds_in(optional(), is_not_five(None), with(number(4))));
    assert!(!holds_in(optional(), is_not_five(None), with(None)), "false, though `is not`");
    assert!(holds_in(optional(), is_not_five(Some(6)), with(None)));
    assert!(!holds_in(optional(), is_not_five(Some(5)), with(None)));
    let defaulted = || with_field(FieldOwner::Receipt, FieldKind::Money, number(5));
    assert!(!holds_in(defaulted(), is_not_five(None), with(None)));
    assert!(!holds_in(optional(), Condition::Present(field), with(None)));
    assert!(holds_in(optional(), Condition::Present(field), with(number(0))));
    let flag = || with_field(FieldOwner::Receipt, FieldKind::YesNo, None);
    assert!(holds_in(flag(), Condition::Flag(field, true), with(None)));
    assert!(!holds_in(flag(), Condition::Flag(field, true), with(Some(FieldValue::YesNo(false)))));
    let text = || with_field(FieldOwner::Receipt, FieldKind::Text, None);
    let is_x = |missing: Option<&str>| {
        Condition::Text(
            Texts::Field(field),
            TextTest { missing: missing.map(str::to_owned), ..one_of(&["x"]) },
        )
    };
    assert!(!holds_in(text(), is_x(None), with(None)));
    assert!(holds_in(text(), is_x(Some("x")), with(None)));
    let date = || with_field(FieldOwner::Receipt, FieldKind::Date, None);
    let before_october =
        compare(Number::Field(field, None), Comparison::Below, i64::from(day("2026-10-01").0));
    assert!(holds_in(date(), before_october, with(Some(FieldValue::Date(day("2026-09-30"))))));
}

#[test]
fn member_fields_change_by_event() {
    let mut p = with_field(FieldOwner::Member, FieldKind::Text, Some(FieldValue::Text("family".to_owned())));
    let rule = p.flat("student", 1);
    p.when(rule, Condition::Text(Texts::Field(FieldId(0)), one_of(&["student"])));
    let mut play = Play::new(p);
    assert_eq!(from(&play.spends("2026-09-08", 100), rule), 0);
    let set = |value: Option<&str>| {
        What::Member(MemberChange {
            set: vec![(0, value.map(|v| FieldValue::Text(v.to_owned())))],
            ..MemberChange::default()
        })
    };
    play.happens("2026-09-08", set(Some("student")));
    assert_eq!(from(&play.spends("2026-09-08", 100), rule), 1);
    play.happens("2026-09-08", set(None));
    assert_eq!(from(&play.spends("2026-09-08", 100), rule), 0);
}

#[test]
fn dates_and_weekdays_of_the_wall() {
    let now = || receipt(&[100]);
    // 2026-09-08 is a Tuesday.
    assert!(holds(Condition::Day(DayTest::Between(Some(day("2026-09-08")), Some(day("2026-09-08")))), now()));
    assert!(!holds(Condition::Day(DayTest::Between(Some(day("2026-09-09")), None)), now()));
    assert!(!holds(Condition::Day(DayTest::Between(None, Some(day("2026-09-07")))), now()));
    assert!(holds(Condition::Day(DayTest::OnDates(vec![day("2026-09-01"), day("2026-09-08")])), now()));
    assert!(holds(Condition::Day(DayTest::OnWeekdays(Weekdays(0b000_0010))), now()));
    assert!(!holds(Condition::Day(DayTest::OnWeekdays(Weekdays::WEEKENDS)), now()));
    assert!(holds(Condition::Day(DayTest::InMonths(1 << 8)), now()));
    assert!(!holds(Condition::Day(DayTest::InMonths(1 << 9)), now()));
}

#[test]
fn the_balance_is_read_before_the_event() {
    let mut p = programme();
    let base = p.full_francs("base");
    let rich = p.flat("rich", 1);
    p.when(rich, compare(Number::Balance(POINTS), Comparison::AtLeast, 10));
    let mut play = Play::new(p);
    assert_eq!(given(&play.spends("2026-09-08", 1000)), [(base.0, 10)]);
    assert_eq!(given(&play.spends("2026-09-08", 100)), [(base.0, 1), (rich.0, 1)]);
    play.happens("2026-09-08", What::Grant(Grant::Points { unit: POINTS, points: -5 }));
    assert_eq!(given(&play.spends("2026-09-08", 100)), [(base.0, 1)]);
}
