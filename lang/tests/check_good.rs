//! Whole programmes without mistakes: what becomes of them, worked out by hand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{good, good_body, rule};
use treue_lang::programme::{
    AfterReview, Amount, Award, Basis, Because, ChoiceRow, Compare, Comparison, Condition, Cost, ExpiryHow,
    FieldValue, Gives, LimitWindow, LineText, Most, Number, Points, Predicate, Price, Programme, Rate, Ratio,
    RoundingMode, RoundingPlace, StackWay, Step, TestEvent, TestStep, TrackSubject, Trigger, UnitId,
    Validity,
};
use treue_lang::time::{Day, DayTest, Length, Minute, Unit, Window};

const WHOLE: &str = include_str!("programmes/bergblick.treue");

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn ratio(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

fn names_in_order(programme: &Programme) -> Vec<&str> {
    let name = |step: &Step| match step {
        Step::Rule(id) => programme.rules[*id].name.as_str(),
        Step::Stack(id) => programme.stacks[*id].name.as_str(),
    };
    programme.order.iter().map(name).collect()
}

#[test]
fn the_whole_programme() {
    let p = good(WHOLE);
    assert_eq!(
        (p.name.as_str(), p.currency.code.as_str(), p.currency.decimals),
        ("Bergblick Card", "CHF", 2)
    );
    assert_eq!(p.remember, Some(90));
    let unit = p.unit_named("point").unwrap();
    // 0.01 CHF is one Rappen.
    assert_eq!(p.units[unit].worth, Some(Ratio::ONE));
    let [one] = p.units[unit].expiry.as_slice() else { panic!() };
    assert!(matches!(one.how, ExpiryHow::After(..)));
    assert_eq!(p.units[unit].expiry_because, Because::Written);
}

#[test]
fn rates_in_smallest_units() {
    let p = good(WHOLE);
    // 1 point per full 1.00 CHF: one for each whole 100 Rappen.
    let Award::Rate(Rate::Steps(amount, 100, one), None) = rule(&p, "base").award else { panic!() };
    assert_eq!(one, Ratio::ONE);
    let eligible = p.selections.iter().find(|(_, s)| s.name.as_deref() == Some("eligible")).unwrap().0;
    assert_eq!(p.amounts[amount], Amount::Money(eligible, Basis::Charged));
    // 1 point per full 1 litre: 1000 thousandths.
    let Award::Rate(Rate::Steps(_, 1000, one), None) = rule(&p, "fuel").award else { panic!() };
    assert_eq!(one, Ratio::ONE);
    let Award::Share { of, ratio: tenth, exact: false } = &rule(&p, "happy_hour").award else { panic!() };
    assert_eq!((of.as_slice(), *tenth), ([p.rule_named("base").unwrap()].as_slice(), ratio(1, 10)));
}

#[test]
fn the_order_follows_references() {
    let p = good(WHOLE);
    // The stack follows its rules at once, as everything before it in the text is done.
    assert_eq!(
        names_in_order(&p),
        ["base", "organic_week", "happy_hour", "campaigns", "silver", "gold", "fuel"]
    );
}

#[test]
fn limits_imply_tracks() {
    let p = good(WHOLE);
    let weekly = rule(&p, "organic_week");
    let limit = &p.limits[weekly.limits[0]];
    assert_eq!(limit.most, Most::Points(500));
    let LimitWindow::Window(window, track) = limit.window else { panic!() };
    assert_eq!(window, Window::Dates(day("2026-09-07"), day("2026-09-13")));
    assert_eq!(p.tracks[track].subject, TrackSubject::Given(limit.owner));
    assert!(!p.tracks[track].written);
    let fuel = &p.limits[rule(&p, "fuel").limits[0]];
    assert_eq!((fuel.most, fuel.window), (Most::Points(60), LimitWindow::Receipt));
}

#[test]
fn conditions_stand_in_order() {
    let p = good(WHOLE);
    let happy: Vec<&Condition> = rule(&p, "happy_hour").conditions.iter().map(|c| &c.condition).collect();
    let [
        Condition::Day(DayTest::OnWeekdays(week)),
        Condition::Hours(Minute(1020), Minute(1140)),
        Condition::Text(..),
    ] = happy[..]
    else {
        panic!("{happy:?}")
    };
    assert_eq!(week.0, 0b1_1111);
    // A partner's rule looks at its stores first, a level's at its level.
    let fuel: Vec<&Condition> = rule(&p, "fuel").conditions.iter().map(|c| &c.condition).collect();
    let [Condition::Text(_, stores)] = fuel[..] else { panic!() };
    assert_eq!(stores.values, ["al-01", "al-02"]);
    let silver = &rule(&p, "silver").conditions[0].condition;
    let (tiers, level) = p.levels_named("silver").next().unwrap();
    assert_eq!(*silver, Condition::Tier(tiers, Comparison::Is, level));
    let organic: Vec<&Condition> = rule(&p, "organic_week").conditions.iter().map(|c| &c.condition).collect();
    assert_eq!(
        organic,
        [&Condition::Day(DayTest::Between(Some(day("2026-09-07")), Some(day("2026-09-13"))))]
    );
}

#[test]
fn tiers_as_written() {
    let p = good(WHOLE);
    let tiers = p.tiers.iter().next().unwrap().1;
    assert_eq!((tiers.after, tiers.after_because), (AfterReview::OneDown, Because::Written));
    let Validity::Until(_) = tiers.validity else { panic!() };
    let gold = &tiers.levels[2];
    let value = |conjunct: &treue_lang::programme::Conjunct| match &conjunct.condition {
        Condition::Compare(Compare { how: Comparison::AtLeast, right: Number::Constant(value), .. }) => {
            *value
        }
        other => panic!("{other:?}"),
    };
    assert_eq!((value(&gold.entry[0]), value(&gold.keep[0])), (200_000, 150_000));
    // What is kept as entered, is entered again in a later calendar year.
    assert_eq!(tiers.levels[1].keep, tiers.levels[1].entry);
    assert_eq!(tiers.levels[1].renews, [Window::CALENDAR_YEAR]);
    assert_eq!(gold.perks, ["Free delivery"]);
    assert!(tiers.levels[0].entry.is_empty());
}

#[test]
fn rewards_and_partners() {
    let p = good(WHOLE);
    let voucher = p.rewards.iter().next().unwrap().1;
    assert_eq!(voucher.prices, [Price::steps(UnitId(0), 500, Gives::Money(500))]);
    let partner = p.partners.iter().next().unwrap().1;
    // 0.012 CHF for one point, exactly.
    assert_eq!(partner.pays[0].money, ratio(12, 1000));
    let miles = &partner.conversions[0];
    assert_eq!((miles.step, miles.least, miles.gets), (1000, 1000, 500));
}

#[test]
fn tests_in_smallest_units() {
    let p = good(WHOLE);
    let test = &p.tests[0];
    let TestStep::When(TestEvent::Purchase(purchase), on, Minute(615), _) = &test.steps[1] else { panic!() };
    assert_eq!((*on, purchase.channel.as_deref()), (day("2026-09-08"), Some("store")));
    let line = &purchase.lines[0];
    assert_eq!((line.amount, line.quantity, line.measure, line.labels.len()), (1250, 1000, None, 1));
}

#[test]
fn selections_read_from_left_to_right() {
    let p = good_body(
        "lines a = lines where brand \"x\"\nlines b = lines where sku in (\"2\", \"1\")\nlines c = a and b except label \"sale\" where amount is above 0 CHF",
    );
    let named = |name: &str| p.selections.iter().find(|(_, s)| s.name.as_deref() == Some(name)).unwrap();
    let Predicate::All(parts) = &named("c").1.predicate else { panic!() };
    let [either, sale, positive] = parts.as_slice() else { panic!("{parts:?}") };
    assert_eq!(*either, Predicate::Any(vec![Predicate::In(named("a").0), Predicate::In(named("b").0)]));
    let Predicate::Not(sale) = sale else { panic!() };
    assert!(matches!(**sale, Predicate::Text(LineText::Label, _)));
    assert!(matches!(positive, Predicate::Compare(_, Comparison::Above, _)));
    let Predicate::Text(LineText::Sku, test) = &named("b").1.predicate else { panic!() };
    assert_eq!(test.values, ["1", "2"]);
}

/// `any`, `every`, `no` and `at least` become counts of lines.
#[test]
fn counts_of_lines() {
    let p = good_body(
        "lines a = lines where brand \"x\"\nlines b = lines where brand \"y\"\n\
         earn r { when any line of a has label \"bio\" and every line has label \"bio\" and no line of b and at least 3 lines of a 5 points }",
    );
    let counts: Vec<(Comparison, i64)> = rule(&p, "r")
        .conditions
        .iter()
        .map(|c| match &c.condition {
            Condition::Compare(Compare {
                left: Number::Amount(id), how, right: Number::Constant(n), ..
            }) => {
                assert!(matches!(p.amounts[*id], Amount::Lines(_)));
                (*how, *n)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        counts,
        [(Comparison::AtLeast, 1), (Comparison::Is, 0), (Comparison::Is, 0), (Comparison::AtLeast, 3)]
    );
    let not_bio = p.selections.iter().any(|(_, s)| matches!(&s.predicate, Predicate::Not(p) if matches!(**p, Predicate::Text(LineText::Label, _))));
    assert!(not_bio, "every line has P asks for a line without it");
}

#[test]
fn proportional_flat_and_other_amounts() {
    let p = good_body(
        "lines a = lines where brand \"x\"\n\
         earn e1 { 1.5 points per CHF of a }\n\
         earn e2 { 0.25 miles per item of a }\n\
         earn e3 { 2 points per 2 litres of a }\n\
         earn e4 { 3 points per line of a }\n\
         earn e5 { 2.5 miles }\n\
         earn e6 { 2% of a before discounts }\n\
         earn e7 { 2.5 times e1 }\n\
         earn e8 { 1 point per full 0.50 CHF of a without tax rounded half even per line }",
    );
    let rate = |name: &str| match &rule(&p, name).award {
        Award::Rate(rate, None) => rate.clone(),
        other => panic!("{other:?}"),
    };
    // 1.5 points for 100 Rappen.
    let Rate::Proportional(_, r) = rate("e1") else { panic!() };
    assert_eq!(r, ratio(3, 200));
    // 0.25 miles are 25 hundredths, for 1000 thousandths of an item.
    let Rate::Proportional(items, r) = rate("e2") else { panic!() };
    assert_eq!(r, ratio(1, 40));
    assert!(matches!(p.amounts[items], Amount::Items(_)));
    let Rate::Proportional(_, r) = rate("e3") else { panic!() };
    assert_eq!(r, ratio(1, 1000));
    let Rate::Proportional(lines, r) = rate("e4") else { panic!() };
    assert_eq!(r, ratio(3, 1));
    assert!(matches!(p.amounts[lines], Amount::Lines(_)));
    assert_eq!(rate("e5"), Rate::Flat(ratio(250, 1)));
    let Rate::Proportional(before, r) = rate("e6") else { panic!() };
    assert_eq!(r, ratio(1, 50));
    assert!(matches!(p.amounts[before], Amount::Money(_, Basis::BeforeDiscounts)));
    assert_eq!(rule(&p, "e6").unit, p.unit_named("credit").unwrap());
    let Award::Share { ratio: more, .. } = rule(&p, "e7").award else { panic!() };
    assert_eq!(more, ratio(3, 2));
    let rounding = rule(&p, "e8").rounding;
    assert_eq!(
        (rounding.mode, rounding.place, rounding.step),
        (RoundingMode::HalfEven, RoundingPlace::Line, 1)
    );
}

#[test]
fn rates_by_level_and_bands() {
    let p = good_body(
        "track t = all lines per calendar year\n\
         tiers main by t { low mid from 1.00 CHF top from 2.00 CHF valid for ever }\n\
         earn a { 1 point per 2.00 CHF of all lines in top 3 points }\n\
         earn b { banded by all lines { from 0 CHF 1 point per full 1.00 CHF from 50.00 CHF 2 points per full 1.00 CHF } }\n\
         earn c { by bands of all lines { from 10.00 CHF 5 points from 20.00 CHF 1 point per 1.00 CHF } }",
    );
    let Award::Rate(_, Some(by_level)) = &rule(&p, "a").award else { panic!() };
    let ratios: Vec<Ratio> = by_level
        .rates
        .iter()
        .map(|r| match r {
            Rate::Proportional(_, r) => *r,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ratios, [ratio(1, 200), ratio(1, 200), ratio(3, 200)]);
    let Award::Bands { each_part: true, bands, .. } = &rule(&p, "b").award else { panic!() };
    assert_eq!(bands.iter().map(|b| b.from).collect::<Vec<_>>(), [0, 5000]);
    let Award::Bands { each_part: false, bands, .. } = &rule(&p, "c").award else { panic!() };
    assert_eq!(bands[0].rate, Rate::Flat(ratio(5, 1)));
}

#[test]
fn optional_fields_answered_in_every_way() {
    let p = good_body(
        "fields { member.score: number with 1 decimal optional  member.vip: yes or no optional  member.kind: one of \"a\", \"b\" default \"a\"\n\
         line.weight: number optional  member.goal: number }\n\
         earn a { when member.score or 2.5 is at least 3 5 points }\n\
         earn b { when member.score is at least 3 when member.score is present 5 points }\n\
         earn c { when member.score is missing or member.score is above 3 5 points }\n\
         earn d { when not (member.vip is missing) and member.vip 5 points }\n\
         earn e { when member.kind is \"b\" 5 points }\n\
         earn f { when member.goal is at most member.score or 0 5 points }\n\
         lines g = lines where line.weight is present where line.weight is above 2",
    );
    let first = |name: &str| rule(&p, name).conditions[0].condition.clone();
    let Condition::Compare(Compare { left: Number::Field(_, Some(25)), right: Number::Constant(30), .. }) =
        first("a")
    else {
        panic!()
    };
    let Condition::Compare(Compare { left: Number::Field(_, None), .. }) = first("b") else { panic!() };
    let Condition::Text(_, kind) = first("e") else { panic!() };
    assert_eq!(kind.missing.as_deref(), Some("a"));
    // A plain number against tenths.
    let Condition::Compare(compare) = first("f") else { panic!() };
    assert_eq!((compare.left_times, compare.right_times), (10, 1));
    let default = p.fields.iter().find(|(_, f)| f.name == "kind").unwrap().1.default.clone();
    assert_eq!(default, Some(FieldValue::Text("a".to_owned())));
}

#[test]
fn stacks_know_their_rules() {
    let p = good_body(
        "earn a { 1 point per 1.00 CHF of all lines }\nearn b { 2 points per 3.00 CHF of all lines }\nearn c { 5 points }\n\
         stack inner { all of a, b rounded together half up }\nstack outer { best of c, inner at most 3 times per week }",
    );
    let stack = |name: &str| p.stacks.iter().find(|(_, s)| s.name == name).unwrap();
    let (inner_id, inner) = stack("inner");
    let (outer_id, outer) = stack("outer");
    assert_eq!((inner.way, inner.parent, outer.parent), (StackWay::All, Some(outer_id), None));
    let rules: Vec<&str> = outer.rules.iter().map(|r| p.rules[*r].name.as_str()).collect();
    assert_eq!(rules, ["c", "a", "b"]);
    assert_eq!(inner.together.unwrap().mode, RoundingMode::HalfUp);
    assert_eq!(rule(&p, "a").rounding.place, RoundingPlace::Stack);
    assert_eq!(rule(&p, "c").rounding.because, Because::Default);
    let limit = &p.limits[outer.limits[0]];
    assert_eq!(limit.most, Most::Times(3));
    assert!(matches!(limit.window, LimitWindow::Window(Window::Week(0), _)));
    assert_eq!(names_in_order(&p), ["a", "b", "c", "inner", "outer"]);
    assert_eq!(inner_id.0, 0);
}

/// In an `all of` stack a member may take a share of another, also of one in an inner stack.
#[test]
fn shares_inside_and_outside_of_stacks() {
    let p = good_body(
        "earn bonus { 10% of base }\nearn late { 10% of base and bonus }\nearn base { 1 point per full 1.00 CHF of all lines }\n\
         earn other { 5 points }\nstack deep { best of base, other }\nstack all_in { all of deep, bonus at most 100 points }",
    );
    // `bonus` waits for the stack that decides about `base`, `late` for the outermost.
    assert_eq!(names_in_order(&p), ["base", "other", "deep", "bonus", "all_in", "late"]);
}

#[test]
fn other_events_windows_and_choices() {
    let p = good(
        "programme \"P\" { currency JPY timezone \"Asia/Tokyo\" unit stamps weeks start on Sunday remember nothing \
         guests pass known members only receipts up to 100000 JPY }\n\
         track visits = purchases rolling 30 days\n\
         track weekly = all lines per week\n\
         track given = stamps from review for ever\n\
         track total = stamps for ever\n\
         earn review { on activity \"review\" 5 stamps at most 2 times per calendar month, whole awards only available 14 days after purchase }\n\
         earn often { when visits is at least 3 and weekly including this purchase is at least 1000 JPY and stamps is below 10 stamps 1 stamp }\n\
         expire stamps { never }",
    );
    assert_eq!((p.currency.decimals, p.week_start, p.remember), (0, 6, None));
    assert!(p.guests_pass && p.known_members_only);
    assert_eq!(p.receipt_ceiling, 100_000);
    let review = rule(&p, "review");
    assert_eq!(review.on, Trigger::Activity("review".to_owned()));
    assert_eq!(review.available, Some(Length { count: 14, unit: Unit::Days }.into()));
    assert!(p.limits[review.limits[0]].whole);
    let track = |name: &str| p.tracks.iter().find(|(_, t)| t.name == name).unwrap().1;
    assert_eq!(track("visits").subject, TrackSubject::Purchases);
    assert_eq!(track("weekly").window, Window::Week(6));
    assert_eq!(track("given").subject, TrackSubject::PointsFrom(vec![p.rule_named("review").unwrap()]));
    assert_eq!(track("total").subject, TrackSubject::Points(p.unit_named("stamps").unwrap()));
    let often: Vec<&Condition> = rule(&p, "often").conditions.iter().map(|c| &c.condition).collect();
    let [
        Condition::Compare(Compare {
            left: Number::Track { including: false, .. },
            right: Number::Constant(3),
            ..
        }),
        Condition::Compare(Compare {
            left: Number::Track { including: true, .. },
            right: Number::Constant(1000),
            ..
        }),
        Condition::Compare(Compare { left: Number::Balance(_), .. }),
    ] = often[..]
    else {
        panic!("{often:?}")
    };
    let unit = p.units.iter().next().unwrap().1;
    assert_eq!((unit.expiry.len(), unit.expiry_because), (0, Because::Written));
    assert!(p.defaults().all(|d| d.row != ChoiceRow::Memory && d.row != ChoiceRow::Week));
    assert!(p.defaults().any(|d| d.of == "earn often" && d.row == ChoiceRow::Rounding));
}

#[test]
fn rewards_of_every_kind() {
    let p = good_body(
        "reward a { costs 100 to 1000 points in steps of 100 minimum 300 points gives 0.105 CHF off per litre, at most 35 litres }\n\
         reward b { costs 5.50 miles gives 12.5% off }\nreward c { costs 10 points gives \"A coffee\" valid 6 months after issue }",
    );
    let all: Vec<_> = p.rewards.iter().map(|(_, r)| r).collect();
    let price = &all[0].prices[0];
    assert_eq!((&price.least, price.most), (&Points::Fixed(300), Some(1000)));
    // 10.5 Rappen a litre.
    let Cost::Steps(Points::Fixed(100), Gives::PerMeasure { money, cap, .. }) = price.cost else { panic!() };
    assert_eq!((money, cap), (ratio(21, 2), Some(35_000)));
    assert_eq!(all[1].prices[0].cost, Cost::Steps(Points::Fixed(550), Gives::Percent(1250)));
    assert!(all[2].valid.is_some());
}

#[test]
fn different_texts_that_are_declared() {
    let programme = good_body(
        "fields { line.film: text optional }\nearn a { when number of different films of all lines is at least 3  5 points }",
    );
    let counted: Vec<LineText> = programme
        .amounts
        .iter()
        .filter_map(|(_, amount)| match amount {
            Amount::Different(_, text) => Some(*text),
            _ => None,
        })
        .collect();
    assert!(matches!(counted[..], [LineText::Field(_)]), "{counted:?}");
}

#[test]
fn one_of_washes_is_a_wash() {
    let text = "programme \"P\" { currency CHF timezone \"UTC\" unit washes unit boxes unit stamps }\n\
                earn a { 1 wash }\nearn b { 1 box }\nearn c { 1 stamp }\nearn d { 2 washes }";
    let programme = good(text);
    assert_eq!(rule(&programme, "a").unit, rule(&programme, "d").unit);
}
