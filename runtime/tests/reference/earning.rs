//! What a rule gives of amounts and of other rules, and how it is rounded.

use crate::build::{
    Build, Play, compare, from, given, in_category, line, programme, ratio, receipt, rounding, why,
};
use treue_lang::programme::{
    Amount, AmountId, Award, Band, ByLevel, Comparison, LevelId, Measure, MeasureId, Number, Programme, Rate,
    Ratio, RoundingMode, RoundingPlace, RuleId, TiersId, Trigger, Validity,
};
use treue_lang::source::Span;
use treue_runtime::decision::Reason;
use treue_runtime::event::{Grant, Line, Purchase, What};

fn proportional(p: &mut Programme, name: &str, rate: Ratio) -> RuleId {
    let total = p.total();
    p.rule(name, Award::Rate(Rate::Proportional(total, rate), None))
}

#[test]
fn one_point_per_full_franc() {
    let mut p = programme();
    let base = p.full_francs("base");
    let mut play = Play::new(p);
    // 12.50 + 7.40 = 19.90: 19 full francs, not 12 + 7 + a lost half.
    let decision = play.buys("2026-09-08", receipt(&[1250, 740]));
    let award = &decision.awards[0];
    assert_eq!((award.rule, award.points, award.rounded, award.raw), (base, 19, 19, (19, 1)));
    assert_eq!((award.amount, award.lines.as_slice(), award.cut_by), (Some(1990), &[0, 1][..], None));
    assert_eq!(decision.balances[0].available, 19);
    // 0.99: nothing, because it is zero.
    let decision = play.spends("2026-09-08", 99);
    assert_eq!(why(&decision, base), Some(Reason::Zero));
}

#[test]
fn a_percentage_in_all_four_roundings() {
    // Half a point a franc of 25.00, of 35.00 and of 25.50: 12.5, 17.5 and 12.75.
    let expected = [
        (RoundingMode::Down, [12, 17, 12]),
        (RoundingMode::Up, [13, 18, 13]),
        (RoundingMode::HalfUp, [13, 18, 13]),
        (RoundingMode::HalfEven, [12, 18, 13]),
    ];
    for (mode, points) in expected {
        let mut p = programme();
        let rule = proportional(&mut p, "half", ratio(1, 200));
        p.change(rule, |r| r.rounding = rounding(mode, RoundingPlace::Rule));
        let mut play = Play::new(p);
        for (amount, points) in [2500, 3500, 2550].into_iter().zip(points) {
            let decision = play.spends("2026-09-08", amount);
            assert_eq!(from(&decision, rule), points, "{mode:?} of {amount}");
        }
    }
}

#[test]
fn raw_is_in_lowest_terms_and_rounding_has_a_step() {
    let mut p = programme();
    let rule = proportional(&mut p, "third", ratio(1, 3));
    p.change(rule, |r| r.rounding.step = 10);
    let mut play = Play::new(p);
    // 1000 / 3 = 333.33: down to the ten.
    let decision = play.spends("2026-09-08", 1000);
    assert_eq!((decision.awards[0].raw, decision.awards[0].points), ((1000, 3), 330));
    let decision = play.spends("2026-09-08", 300);
    assert_eq!((decision.awards[0].raw, decision.awards[0].points), ((100, 1), 100));
}

#[test]
fn a_receipt_below_zero_gives_nothing() {
    let mut p = programme();
    let rule = proportional(&mut p, "one", ratio(1, 100));
    let decision = Play::new(p).buys("2026-09-08", receipt(&[1000, -1500]));
    assert_eq!(given(&decision), []);
    assert_eq!(why(&decision, rule), Some(Reason::Zero));
}

#[test]
fn per_line_a_line_below_zero_is_mirrored() {
    let mut p = programme();
    let rule = p.full_francs("base");
    p.change(rule, |r| r.rounding.place = RoundingPlace::Line);
    let tenth = proportional(&mut p, "tenth", ratio(1, 1000));
    p.change(tenth, |r| r.rounding = rounding(RoundingMode::Up, RoundingPlace::Line));
    let mut play = Play::new(p);
    // Full francs of each line: 1 + 2 - 1 = 2 (of the total of 3.20 it would be 3).
    assert_eq!(from(&play.buys("2026-09-08", receipt(&[190, 290, -160])), rule), 2);
    let decision = play.buys("2026-09-08", receipt(&[190, 190, 190]));
    assert_eq!((from(&decision, rule), decision.awards[0].amount), (3, Some(570)));
    // A tenth of a point a franc: 0.19 each, up to 1 each. The raw sum is 570 / 1000.
    assert_eq!((decision.awards[1].points, decision.awards[1].raw), (3, (57, 100)));
    // Each of two small lines goes up to 1, the refund of 0.90 goes down to -1: 1 is given of a raw value of 0.
    let decision = play.buys("2026-09-08", receipt(&[10, 10, -90]));
    assert_eq!((from(&decision, tenth), decision.awards[0].raw), (1, (0, 1)));
    // Below zero in total is zero.
    let decision = play.buys("2026-09-08", receipt(&[150, -290]));
    assert_eq!((from(&decision, rule), why(&decision, rule)), (0, Some(Reason::Zero)));
}

#[test]
fn items_and_measures_count_only_their_own_lines() {
    let mut p = programme();
    let litre = p.measures.push(Measure { name: "litre".to_owned(), ..Measure::default() });
    let all = p.all_lines();
    let litres = p.amounts.intern(Amount::Quantity(all, litre));
    let items = p.amounts.intern(Amount::Items(all));
    // One point a full litre, 2 points an item, both in thousandths.
    let fuel = p.rule("fuel", Award::Rate(Rate::Steps(litres, 1000, Ratio::ONE), None));
    let things = p.rule("things", Award::Rate(Rate::Proportional(items, ratio(2, 1000)), None));
    let of = |quantity, measure| Line { quantity, measure, ..line(100) };
    let lines = vec![of(40_500, Some(litre)), of(3000, None), of(7000, Some(MeasureId(u32::MAX)))];
    let decision = Play::new(p).buys("2026-09-08", Purchase { lines, ..Purchase::default() });
    assert_eq!((from(&decision, fuel), from(&decision, things)), (40, 6));
    assert_eq!((decision.awards[0].amount, decision.awards[0].lines.as_slice()), (Some(40_500), &[0][..]));
    assert_eq!((decision.awards[1].amount, decision.awards[1].lines.as_slice()), (Some(3000), &[1][..]));
}

fn bands(amount: AmountId) -> Vec<Band> {
    let percent = |n| Rate::Proportional(amount, ratio(n, 100));
    let band = |from, rate| Band { from, rate, span: Span::default() };
    vec![band(2000, percent(1)), band(5000, percent(2)), band(10_000, Rate::Flat(ratio(500, 1)))]
}

#[test]
fn bands_apply_to_all_or_to_each_part() {
    let mut p = programme();
    let amount = p.total();
    let whole = p.rule("whole", Award::Bands { amount, each_part: false, bands: bands(amount) });
    let parts = p.rule("parts", Award::Bands { amount, each_part: true, bands: bands(amount) });
    let mut play = Play::new(p);
    let mut both = |amount| {
        let decision = play.spends("2026-09-08", amount);
        (from(&decision, whole), from(&decision, parts))
    };
    assert_eq!(both(1999), (0, 0));
    assert_eq!(both(2000), (20, 0));
    // 49.99: 1% of it, down; 1% of the 29.99 above 20.00, down.
    assert_eq!(both(4999), (49, 29));
    // 80.00: 2% of it; 1% of 30.00 and 2% of 30.00.
    assert_eq!(both(8000), (160, 90));
    // The flat band: 500 instead; 1% of 30.00 and 2% of 50.00 and 500.
    assert_eq!(both(10_000), (500, 630));
    assert_eq!(both(99_999), (500, 630));
}

#[test]
fn other_rates_by_level() {
    let mut p = programme();
    let total = p.total();
    p.tiers(Validity::Ever, &[vec![compare(Number::Constant(0), Comparison::Above, 0)]]);
    let rates = vec![Rate::Steps(total, 100, Ratio::ONE), Rate::Steps(total, 100, ratio(3, 2))];
    let by_level = ByLevel { tiers: TiersId(0), rates, within: None };
    let rule = p.rule("base", Award::Rate(Rate::Steps(total, 100, Ratio::ONE), Some(by_level)));
    let mut play = Play::new(p);
    assert_eq!(from(&play.spends("2026-09-08", 550), rule), 5);
    play.happens(
        "2026-09-08",
        What::Grant(Grant::Level { tiers: TiersId(0), level: LevelId(1), until: None }),
    );
    // 5 full francs at one and a half: 7.5, down.
    let decision = play.spends("2026-09-08", 550);
    assert_eq!((from(&decision, rule), decision.awards[0].raw), (7, (15, 2)));
}

#[test]
fn shares_of_what_was_given_and_of_exact_values() {
    let mut p = programme();
    let base = proportional(&mut p, "base", ratio(1, 200));
    let share = p.rule("share", Award::Share { of: vec![base], ratio: ratio(1, 2), exact: false });
    let exact = p.rule("exact", Award::Share { of: vec![base], ratio: ratio(2, 1), exact: true });
    let decision = Play::new(p).spends("2026-09-08", 2500);
    // Base is 12.5 exactly and gives 12: half of 12, and twice 12.5.
    assert_eq!(given(&decision), [(base.0, 12), (share.0, 6), (exact.0, 25)]);
    assert_eq!((decision.awards[1].amount, decision.awards[1].lines.len()), (None, 0));
}

#[test]
fn a_share_of_a_rule_that_does_not_apply_is_zero() {
    let mut p = programme();
    let base = p.full_francs("base");
    p.when(base, compare(Number::Constant(1), Comparison::Is, 2));
    let share = p.rule("share", Award::Share { of: vec![base], ratio: Ratio::ONE, exact: true });
    let decision = Play::new(p).spends("2026-09-08", 1000);
    assert_eq!(
        (why(&decision, base), why(&decision, share)),
        (Some(Reason::Condition(0)), Some(Reason::Zero))
    );
}

#[test]
fn a_rule_looks_only_at_events_of_its_kind() {
    let mut p = programme();
    let base = p.full_francs("base");
    let review = p.flat("review", 50);
    p.change(review, |r| r.on = Trigger::Activity("review".to_owned()));
    let total = p.total();
    let of_amount = p.rule("of amount", Award::Rate(Rate::Proportional(total, Ratio::ONE), None));
    p.change(of_amount, |r| r.on = Trigger::Activity("review".to_owned()));
    let mut play = Play::new(p);
    let decision = play.happens("2026-09-08", crate::build::activity("review"));
    assert_eq!(given(&decision), [(review.0, 50)]);
    // The base rule is not among those that did not apply: it did not look. On an activity amounts are 0.
    assert_eq!((why(&decision, base), why(&decision, of_amount)), (None, Some(Reason::Zero)));
    assert_eq!(given(&play.happens("2026-09-08", crate::build::activity("survey"))), []);
    let decision = play.spends("2026-09-08", 300);
    assert_eq!((given(&decision), decision.not_applied.len()), (vec![(base.0, 3)], 0));
}

#[test]
fn selections_pay_only_for_their_lines() {
    let mut p = programme();
    let food = p.category("food");
    let amount = p.money(food);
    let rule = p.rule("food", Award::Rate(Rate::Proportional(amount, ratio(1, 100)), None));
    let lines =
        vec![in_category("food/bread", 500), in_category("foodie", 900), line(300), in_category("food", 200)];
    let decision = Play::new(p).buys("2026-09-08", Purchase { lines, ..Purchase::default() });
    assert_eq!((from(&decision, rule), decision.awards[0].lines.as_slice()), (7, &[0, 3][..]));
}
