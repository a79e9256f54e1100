//! The tree that comes out of a text, looked at where one reading could be taken for another.
#![allow(clippy::wildcard_enum_match_arm, clippy::panic, reason = "tests name the one shape they expect")]

use treue_lang::ast::{
    Award, Basis, Clause, Comparison, Condition, Earn, Expectation, FieldDefault, Given, Item, LevelEntry,
    Literal, Operand, Quantifier, SelectionJoin, SelectionPart, TestStep, TestWhen, TrackSubject, WindowText,
};
use treue_lang::source::FileId;
use treue_lang::syntax::parse;
use treue_lang::time::{Anchor, Base, Day, Length, Minute, Month, Period, Snap, Unit, Window, YearStart};

fn items(text: &str) -> Vec<Item> {
    let (file, diagnostics, _) = parse(FileId(0), text);
    assert_eq!(diagnostics, [], "{text}");
    file.items
}

fn item(text: &str) -> Item {
    items(text).remove(0)
}

fn earn(body: &str) -> Earn {
    match item(&format!("earn a {{ {body} }}")) {
        Item::Earn(earn) => earn,
        other => panic!("{other:?}"),
    }
}

/// The condition of a rule that has one and gives 5 points on the same line.
fn condition(text: &str) -> Condition {
    let mut clauses = earn(&format!("when {text} 5 points")).clauses;
    assert_eq!(clauses.len(), 2, "{text}");
    match clauses.remove(0) {
        Clause::When(condition) => condition,
        other => panic!("{other:?}"),
    }
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    let Condition::Or(parts, _) = condition("coupon \"A\" or not coupon \"B\" and first purchase") else {
        panic!()
    };
    assert!(matches!(parts[0], Condition::Text { .. }));
    let Condition::And(parts, _) = &parts[1] else { panic!() };
    assert!(matches!(&parts[0], Condition::Not(inner, _) if matches!(**inner, Condition::Text { .. })));
    assert!(matches!(parts[1], Condition::FirstPurchase(_)));
}

#[test]
fn a_parenthesis_groups_conditions_or_lines() {
    let Condition::And(parts, _) =
        condition("(first purchase or coupon \"A\") and (a and b) is above 5.00 CHF")
    else {
        panic!()
    };
    assert!(matches!(&parts[0], Condition::Group(inner, _) if matches!(**inner, Condition::Or(..))));
    let Condition::Compare(Operand::Amount(amount), how, Operand::Literal(Literal::WithUnit(n, u)), _) =
        &parts[1]
    else {
        panic!()
    };
    assert!(matches!(amount.selection.first, SelectionPart::Group(_)));
    assert_eq!((how.node, n.node.as_str(), u.node.as_str()), (Comparison::Above, "5.00", "CHF"));
}

#[test]
fn a_value_does_not_take_the_points_after_it() {
    let Condition::Compare(Operand::Name(name), how, Operand::Literal(Literal::Number(n)), _) =
        condition("visits is at least 3")
    else {
        panic!()
    };
    assert_eq!((name.node.as_str(), how.node, n.node.as_str()), ("visits", Comparison::AtLeast, "3"));
}

#[test]
fn two_bare_names_and_fields() {
    assert!(matches!(
        condition("main is at least silver"),
        Condition::Tier(t, how, l, _) if t.node == "main" && how.node == Comparison::AtLeast && l.node == "silver"
    ));
    assert!(matches!(
        condition("member.segment is \"student\""),
        Condition::Compare(Operand::Field(f, None), _, Operand::Literal(Literal::Text(t)), _)
            if f.node == "member.segment" && t.node == "student"
    ));
    assert!(matches!(
        condition("member.score or 0 is at least 5"),
        Condition::Compare(Operand::Field(_, Some(Literal::Number(n))), _, _, _) if n.node == "0"
    ));
    assert!(matches!(condition("member.vip"), Condition::YesNo(f, true, _) if f.node == "member.vip"));
    assert!(matches!(condition("member.vip is no"), Condition::YesNo(_, false, _)));
    assert!(matches!(condition("member.vip is missing"), Condition::Present(_, false, _)));
    assert!(matches!(
        condition("member.vip or first purchase"),
        Condition::Or(parts, _) if matches!(parts[0], Condition::YesNo(_, true, _))
    ));
}

#[test]
fn counts_of_conditions_and_of_lines() {
    assert!(matches!(
        condition("at least 2 of (first purchase, coupon \"A\", coupon \"B\")"),
        Condition::Of(how, parts, _) if how.node == Quantifier::AtLeast(2) && parts.len() == 3
    ));
    let Condition::And(parts, _) = condition("no line of eligible has label \"bio\" and first purchase")
    else {
        panic!()
    };
    assert!(matches!(
        &parts[0],
        Condition::Lines { how, selection: Some(_), which: Some(which), .. }
            if how.node == Quantifier::No && matches!(**which, Condition::Text { .. })
    ));
    assert!(matches!(
        condition("at least 3 lines"),
        Condition::Lines { how, selection: None, which: None, .. } if how.node == Quantifier::AtLeast(3)
    ));
}

#[test]
fn selections_are_read_from_left_to_right() {
    let Item::Lines(lines) =
        item("lines x = all lines except category \"a\" or brand \"b\" and c except d where label \"e\"")
    else {
        panic!()
    };
    let joins: Vec<SelectionJoin> = lines.selection.rest.iter().map(|r| r.0).collect();
    use SelectionJoin::{And, Except, Where};
    assert_eq!(joins, [Except, And, Except, Where]);
    assert!(
        matches!(&lines.selection.rest[0].1, SelectionPart::Which(c) if matches!(**c, Condition::Or(..)))
    );
    assert!(matches!(&lines.selection.rest[1].1, SelectionPart::Named(n) if n.node == "c"));
    let Item::Lines(lines) = item("lines x = a except (b and c) where (label \"b\" and label \"c\")") else {
        panic!()
    };
    assert!(matches!(lines.selection.rest[0].1, SelectionPart::Group(_)));
    assert!(
        matches!(&lines.selection.rest[1].1, SelectionPart::Which(c) if matches!(**c, Condition::Group(..)))
    );
}

#[test]
fn awards_and_what_they_refer_to() {
    let clauses = earn("10% of base and fuel before rounding   at most 5 times").clauses;
    let Clause::Award(Award::Percent { percent, of, before_rounding, .. }) = &clauses[0] else { panic!() };
    assert_eq!(percent.node, "10");
    assert!(of.basis.is_empty() && of.selection.rest.len() == 1 && before_rounding.is_some());
    let clauses = earn("2% of eligible before discounts").clauses;
    let Clause::Award(Award::Percent { of, before_rounding: None, .. }) = &clauses[0] else { panic!() };
    assert_eq!(of.basis[0].0, Basis::BeforeDiscounts);
    let clauses = earn("2 times base").clauses;
    assert!(matches!(&clauses[0], Clause::Award(Award::Times { of, .. }) if of[0].node == "base"));
    let clauses =
        earn("1 point per full 2 litres of fuel where category \"x\"  in gold 2 points  in May").clauses;
    let Clause::Award(Award::Rate(rate, Some(of), _)) = &clauses[0] else { panic!() };
    let step = rate.per.as_ref().unwrap();
    assert!(step.full.is_some());
    assert_eq!((step.size.as_ref().unwrap().node.as_str(), step.unit.node.as_str()), ("2", "litres"));
    assert_eq!(of.selection.rest.len(), 1);
    assert!(matches!(&clauses[1], Clause::ByLevel(rates, None, _) if rates[0].level.node == "gold"));
    assert!(matches!(&clauses[2], Clause::When(Condition::Months(months, _)) if *months == [Month(5)]));
}

#[test]
fn bands_flat_and_in_parts() {
    for (text, parts) in [("by bands of a", false), ("banded by a", true)] {
        let clauses = earn(&format!("{text} {{ from 3 10 points  from 5.00 CHF 2 points per CHF }}")).clauses;
        let Clause::Award(Award::Bands { each_part, bands, .. }) = &clauses[0] else { panic!() };
        assert_eq!((*each_part, bands.len()), (parts, 2));
        assert!(matches!(&bands[0].from, Literal::Number(n) if n.node == "3"));
        assert!(matches!(&bands[1].from, Literal::WithUnit(..)));
    }
}

#[test]
fn days_hours_and_dates_of_a_rule() {
    let Item::Earn(one_day) = item("earn a on 2026-12-24 { 5 points }") else { panic!() };
    let day = Day::parse("2026-12-24").unwrap();
    assert_eq!((one_day.from.unwrap().node, one_day.to.unwrap().node), (day, day));
    let Item::Earn(open) = item("earn a until 2026-12-24 { 5 points }") else { panic!() };
    assert!(open.from.is_none() && open.to.unwrap().node == day);
    let clauses = earn("on weekdays from 17:00 to 19:00 from 22:00 to 2:00 from 2026-12-24 5 points").clauses;
    let evening = (Minute(17 * 60), Minute(19 * 60));
    assert!(matches!(&clauses[0], Clause::When(Condition::On(_, Some(hours), _)) if *hours == evening));
    assert!(matches!(&clauses[1], Clause::When(Condition::Hours(Minute(1320), Minute(120), _))));
    assert!(matches!(&clauses[2], Clause::When(Condition::Dates(Some(from), None, _)) if *from == day));
}

#[test]
fn tracks_and_windows() {
    let window = |text: &str| match item(&format!("track t = purchases {text}")) {
        Item::Track(track) => track.window.unwrap().node,
        other => panic!("{other:?}"),
    };
    let rolling = |count, unit| WindowText::Plain(Window::Rolling(Length { count, unit }));
    assert_eq!(window("rolling 30 days"), rolling(30, Unit::Days));
    assert_eq!(window("per rolling 12 months"), rolling(12, Unit::Months));
    assert_eq!(window("for ever"), WindowText::Plain(Window::Ever));
    assert_eq!(window("per week"), WindowText::Plain(Window::Week(0)));
    assert_eq!(window("per calendar year"), WindowText::Plain(Window::CALENDAR_YEAR));
    let april = YearStart { month: Month(4), day: 1 };
    assert_eq!(window("per year from 1 April"), WindowText::Plain(Window::Year(april)));
    let subject = |text: &str| match item(&format!("track t = {text} per month")) {
        Item::Track(track) => track.subject,
        other => panic!("{other:?}"),
    };
    assert!(matches!(subject("points"), TrackSubject::Amount(_)));
    assert!(matches!(
        subject("points from a and b"),
        TrackSubject::PointsFrom(unit, rules, _) if unit.node == "points" && rules.len() == 2
    ));
    assert!(matches!(
        subject("number of items of a where label \"x\""),
        TrackSubject::Operand(Operand::NumberOf(word, Some(lines))) if word.node == "items" && lines.rest.len() == 1
    ));
    assert!(
        matches!(subject("litres of fuel"), TrackSubject::Operand(Operand::Quantity(m, _)) if m.node == "litres")
    );
}

#[test]
fn the_next_level_is_not_a_unit() {
    let text = "tiers t by visits { low  mid from 10  high from 20.00 CHF, keep from 5\n  top when visits is at least 30\n  best when visits is at least 40\n  end from 50 }";
    let Item::Tiers(tiers) = item(text) else { panic!() };
    let names: Vec<&str> = tiers.levels.iter().map(|l| l.name.node.as_str()).collect();
    assert_eq!(names, ["low", "mid", "high", "top", "best", "end"]);
    assert!(tiers.levels[0].entry.is_none());
    assert!(
        matches!(&tiers.levels[1].entry, Some(LevelEntry::From(Literal::Number(n), _)) if n.node == "10")
    );
    assert!(matches!(&tiers.levels[2].entry, Some(LevelEntry::From(Literal::WithUnit(..), _))));
    assert!(matches!(&tiers.levels[2].keep, Some(LevelEntry::From(Literal::Number(_), _))));
}

#[test]
fn deadlines() {
    let text = "expire points { 6 months after the end of its month then at end of February, then on 30 September\n until end of next half year }";
    let Item::Expire(expire) = item(text) else { panic!() };
    let treue_lang::ast::ExpiryText::After(first) = &expire.lines[0].what else { panic!() };
    let six = Length { count: 6, unit: Unit::Months };
    assert_eq!(first.deadline.base, Base::After(six, Anchor::EndOf(Period::Month)));
    assert_eq!(first.deadline.snaps, [Snap::EndOfMonth(Month(2)), Snap::On(Month(9), 30)]);
    assert!(first.word.is_none());
    let treue_lang::ast::ExpiryText::After(second) = &expire.lines[1].what else { panic!() };
    assert_eq!(second.deadline.base, Base::UntilEnd(Period::HalfYear, 1));
}

#[test]
fn fields_and_their_defaults() {
    let Item::Fields(fields) =
        item("fields { line.w: number with 2 decimals from -1 to 5 default -1  member.on: date }")
    else {
        panic!()
    };
    assert_eq!(fields.fields[0].name.node, "w");
    assert!(matches!(&fields.fields[0].default, Some(FieldDefault::Number(n)) if n.node == "-1"));
    assert_eq!(fields.fields[1].name.node, "on");
}

#[test]
fn steps_of_a_test() {
    let text = "test \"t\" { given a member with 3 in visits, in gold until 2027-12-31 with 5.00 CHF in spend with member.x yes
        when a purchase on 2026-09-08 paid by \"card\" { \"Fuel\" 40.5 litres label \"a\" label \"b\" 68.00 CHF }
        when grant -50 points on 2026-09-09
        then 12 points from base, 15 points in all, 500 \"miles\", refused }";
    let Item::Test(test) = item(text) else { panic!() };
    let TestStep::Given(given, _) = &test.steps[0] else { panic!() };
    assert!(matches!(&given[0], Given::Amount { unit: None, track: Some(t), .. } if t.node == "visits"));
    assert!(matches!(&given[1], Given::Level(level, Some(_)) if level.node == "gold"));
    assert!(matches!(&given[2], Given::Amount { unit: Some(u), track: Some(_), .. } if u.node == "CHF"));
    assert!(
        matches!(&given[3], Given::Field(f, Literal::Text(yes)) if f.node == "member.x" && yes.node == "yes")
    );
    let TestStep::When(TestWhen::Purchase(purchase), _) = &test.steps[1] else { panic!() };
    assert!(matches!(&purchase.tenders[..], [(None, card)] if card.node == "card"));
    let line = &purchase.lines[0];
    assert_eq!(line.quantity.as_ref().unwrap().0.node, "40.5");
    assert_eq!((line.amount.0.node.as_str(), line.labels.len()), ("68.00", 2));
    assert!(matches!(&test.steps[2], TestStep::When(TestWhen::GrantPoints(n, ..), _) if n.node == "-50"));
    let TestStep::Then(then, _) = &test.steps[3] else { panic!() };
    assert!(matches!(then[0], Expectation::From(..)) && matches!(then[1], Expectation::InAll(..)));
    assert!(
        matches!(then[2], Expectation::Converted(..)) && matches!(then[3], Expectation::Refused(None, _))
    );
}

#[test]
fn several_mistakes_come_out_at_once() {
    let text = "programme \"X\" {\n  curency CHF\n  timzone \"Europe/Zurich\"\n}\nern base { 5 points }\nearn a {\n  when eligible is at lest 20.00 CHF\n  500 points\n  att most 500 points\n}\nearn b { 5 points }\n";
    let (file, diagnostics, _) = parse(FileId(0), text);
    let sources = treue_lang::source::Sources::single("x", text);
    let places: Vec<_> = diagnostics.iter().map(|d| sources.line_column(d.span().unwrap()).0).collect();
    assert_eq!(places, [2, 3, 5, 7, 9]);
    let help: Vec<&str> = diagnostics.iter().filter_map(|d| d.help.as_deref()).collect();
    let meant =
        ["`currency`", "`timezone`", "`earn`", "`least`", "`at most`"].map(|w| format!("did you mean {w}?"));
    assert_eq!(help, meant);
    assert_eq!(file.items.len(), 1);
    let broken: Vec<(&str, &str)> = file
        .broken
        .iter()
        .map(|b| (b.keyword.node.as_str(), b.name.as_ref().unwrap().node.as_str()))
        .collect();
    assert_eq!(broken, [("programme", "X"), ("earn", "base"), ("earn", "a")]);
}

#[test]
fn comments_and_blank_lines_stand_beside_the_tree() {
    let text = "# one\n\n\nearn a { 5 points } # two # still\nearn b { # three\n  5 points\n}\n";
    let (file, diagnostics, comments) = parse(FileId(0), text);
    assert!(diagnostics.is_empty() && file.items.len() == 2);
    let found: Vec<(&str, bool)> = comments
        .comments
        .iter()
        .map(|c| (text.get(c.span.start as usize..c.span.end as usize).unwrap(), c.own_line))
        .collect();
    assert_eq!(found, [("# one", true), ("# two # still", false), ("# three", false)]);
    assert_eq!(comments.blank_before, [8]);
}
