//! Lines of a receipt: the spread discount, the three kinds of money, selections, different texts.

use crate::build::{Build, Play, compare, from, given, in_category, line, one_of, programme, ratio, why};
use treue_lang::programme::{
    Amount, Award, Basis, Comparison, Field, FieldKind, FieldOwner, FieldValue, LineNumber, LineText, Number,
    Predicate, Programme, Rate, Ratio, RuleId, TextTest,
};
use treue_runtime::decision::Reason;
use treue_runtime::event::{Line, Purchase};

/// One point a Rappen of each line's money, so that points show the spread.
fn rappen_of(p: &mut Programme, path: &str, basis: Basis) -> RuleId {
    let selection = p.category(path);
    let amount = p.amounts.intern(Amount::Money(selection, basis));
    p.rule(path, Award::Rate(Rate::Proportional(amount, Ratio::ONE), None))
}

fn spread(discount: i64, amounts: [i64; 4]) -> [i64; 4] {
    let mut p = programme();
    let rules = ["a", "b", "c", "d"].map(|path| rappen_of(&mut p, path, Basis::Charged));
    let lines = ["a", "b", "c", "d"].into_iter().zip(amounts).map(|(c, a)| in_category(c, a)).collect();
    let decision = Play::new(p).buys("2026-09-08", Purchase { discount, lines, ..Purchase::default() });
    rules.map(|r| from(&decision, r))
}

#[test]
fn the_discount_is_spread_to_the_last_rappen() {
    // Equal lines, 1.00 off: 25 each.
    assert_eq!(spread(100, [500, 500, 500, 500]), [475, 475, 475, 475]);
    // 0.01, 0.02, 0.03 off equal lines: fractions tie, so the earlier lines bear them.
    assert_eq!(spread(3, [100, 100, 100, 100]), [99, 99, 99, 100]);
    // 1.00 over 1.00, 2.00, 4.00 of 7.00: 14 2/7, 28 4/7, 57 1/7. One is left: to the second.
    assert_eq!(spread(100, [100, 200, 400, 0]), [86, 171, 343, 0]);
    // 0.10 over 0.33, 0.33, 0.34: 3.3, 3.3, 3.4: one is left, to the third.
    assert_eq!(spread(10, [33, 33, 34, 0]), [30, 30, 30, 0]);
    // Lines below zero bear nothing, and are not weighed.
    assert_eq!(spread(10, [-50, 100, 100, 0]), [0, 95, 95, 0]);
    // With no line above zero nothing is spread.
    assert_eq!(spread(10, [-50, 0, 0, 0]), [0, 0, 0, 0]);
}

#[test]
fn three_kinds_of_money() {
    let mut p = programme();
    let charged = rappen_of(&mut p, "food", Basis::Charged);
    let before = rappen_of(&mut p, "food", Basis::BeforeDiscounts);
    let without_tax = rappen_of(&mut p, "food", Basis::WithoutTax);
    // 9.00 after its own discount of 1.00, with 0.60 tax; 3.00 more on another line; 2.00 off the receipt,
    // of which 1.50 fall on the first.
    let food = Line { discount: 100, tax: 60, ..in_category("food", 900) };
    let purchase = Purchase { discount: 200, lines: vec![food, line(300)], ..Purchase::default() };
    let decision = Play::new(p).buys("2026-09-08", purchase);
    assert_eq!(given(&decision), [(charged.0, 750), (before.0, 1000), (without_tax.0, 690)]);
}

/// Which of the lines are in a selection, by their positions.
fn chosen(predicate: Predicate, lines: Vec<Line>) -> Vec<u32> {
    let mut p = programme();
    p.fields.push(Field {
        owner: FieldOwner::Line,
        name: "gift".to_owned(),
        position: 0,
        kind: FieldKind::Text,
        optional: true,
        default: None,
    });
    let selection = p.lines(predicate);
    let amount = p.amounts.intern(Amount::Lines(selection));
    p.rule("count", Award::Rate(Rate::Proportional(amount, Ratio::ONE), None));
    let decision = Play::new(p).buys("2026-09-08", Purchase { lines, ..Purchase::default() });
    decision.awards.first().map(|a| a.lines.clone()).unwrap_or_default()
}

#[test]
fn categories_are_a_tree() {
    let lines = || {
        vec![
            in_category("food", 100),
            in_category("food/bread", 100),
            in_category("food/bread/rye", 100),
            in_category("foodie", 100),
            in_category("nonfood", 100),
            in_category("Food", 100),
            line(100),
        ]
    };
    let category = |path| Predicate::Text(LineText::Category, one_of(&[path]));
    assert_eq!(chosen(category("food"), lines()), [0, 1, 2]);
    assert_eq!(chosen(category("food/bread"), lines()), [1, 2]);
    assert_eq!(chosen(Predicate::Not(Box::new(category("food"))), lines()), [3, 4, 5, 6]);
}

#[test]
fn predicates_combine() {
    let labelled = |labels: &[&str], amount| Line {
        labels: labels.iter().map(|l| (*l).to_owned()).collect(),
        ..line(amount)
    };
    let lines = || vec![labelled(&["bio", "new"], 500), labelled(&["bio"], 200), labelled(&[], 900)];
    let label = |text| Predicate::Text(LineText::Label, one_of(&[text]));
    let above = |amount| {
        let left = LineNumber::Amount { basis: Basis::Charged, times: 1 };
        Predicate::Compare(left, Comparison::Above, LineNumber::Constant(amount))
    };
    assert_eq!(chosen(label("bio"), lines()), [0, 1]);
    assert_eq!(chosen(Predicate::All(vec![label("bio"), above(200)]), lines()), [0]);
    assert_eq!(chosen(Predicate::Any(vec![label("new"), above(800)]), lines()), [0, 2]);
    assert_eq!(chosen(Predicate::AtLeast(2, vec![label("bio"), label("new"), above(800)]), lines()), [0]);
    assert_eq!(chosen(Predicate::All(vec![]), lines()), [0, 1, 2]);
    assert_eq!(chosen(Predicate::Any(vec![]), lines()), Vec::<u32>::new());
    assert_eq!(chosen(Predicate::Measure(None), lines()), [0, 1, 2]);
}

#[test]
fn a_missing_line_field_answers_as_told() {
    let gift =
        |text: Option<&str>| Line { fields: vec![text.map(|t| FieldValue::Text(t.to_owned()))], ..line(100) };
    let lines = || vec![gift(Some("yes")), gift(Some("no")), gift(None), line(100)];
    let field = LineText::Field(treue_lang::programme::FieldId(0));
    assert_eq!(chosen(Predicate::Text(field, one_of(&["yes"])), lines()), [0]);
    let or_yes = TextTest { missing: Some("yes".to_owned()), ..one_of(&["yes"]) };
    assert_eq!(chosen(Predicate::Text(field, or_yes), lines()), [0, 2, 3]);
    assert_eq!(chosen(Predicate::Present(treue_lang::programme::FieldId(0)), lines()), [0, 1]);
}

#[test]
fn selections_of_selections_see_the_receipts_discount() {
    let mut p = programme();
    let food = p.category("food");
    let left = LineNumber::Amount { basis: Basis::Charged, times: 1 };
    let dear = Predicate::Compare(left, Comparison::AtLeast, LineNumber::Constant(500));
    let dear_food = p.lines(Predicate::All(vec![Predicate::In(food), dear]));
    let amount = p.money(dear_food);
    let rule = p.rule("dear", Award::Rate(Rate::Proportional(amount, ratio(1, 1)), None));
    // 0.10 off 6.00 and 5.00 of 11.00: 5.45 and 4.55 Rappen. The one that is left goes to the second, so each
    // bears 5, and the second falls below 5.00.
    let lines = vec![in_category("food", 600), in_category("food", 500)];
    let decision = Play::new(p).buys("2026-09-08", Purchase { discount: 10, lines, ..Purchase::default() });
    assert_eq!(from(&decision, rule), 595);
}

#[test]
fn different_texts_are_counted_once() {
    let mut p = programme();
    let all = p.all_lines();
    let categories = p.amounts.intern(Amount::Different(all, LineText::Category));
    let labels = p.amounts.intern(Amount::Different(all, LineText::Label));
    let two = p.flat("two categories", 10);
    p.when(two, compare(Number::Amount(categories), Comparison::AtLeast, 2));
    let three = p.flat("three labels", 20);
    p.when(three, compare(Number::Amount(labels), Comparison::Is, 3));
    let with = |labels: &[&str], category| Line {
        labels: labels.iter().map(|l| (*l).to_owned()).collect(),
        ..in_category(category, 100)
    };
    let mut play = Play::new(p);
    let mut buys = |lines| play.buys("2026-09-08", Purchase { lines, ..Purchase::default() });
    // One category twice and one without; labels a, b and c.
    let decision = buys(vec![with(&["a", "b"], "food"), with(&["b", "c"], "food"), line(100)]);
    assert_eq!(given(&decision), [(three.0, 20)]);
    assert_eq!(why(&decision, two), Some(Reason::Condition(0)));
    // A category and one below it are two.
    let decision = buys(vec![with(&["a"], "food"), with(&[], "food/bread")]);
    assert_eq!(given(&decision), [(two.0, 10)]);
}
