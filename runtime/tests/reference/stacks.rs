//! Stacks: all of, best of, first of, nested, rounded together, with limits.

use crate::build::{Build, Play, from, given, in_category, line, programme, ratio, rounding, why};
use treue_lang::programme::{
    Award, LimitOwner, Most, Programme, Rate, Ratio, RoundingMode, RoundingPlace, RuleId, StackMember,
    StackWay,
};
use treue_lang::time::Window;
use treue_runtime::decision::Reason;
use treue_runtime::event::Purchase;

fn of_category(p: &mut Programme, path: &str, rate: Ratio) -> RuleId {
    let selection = p.category(path);
    let amount = p.money(selection);
    p.rule(path, Award::Rate(Rate::Proportional(amount, rate), None))
}

fn bought(a: i64, b: i64, c: i64) -> Purchase {
    let lines = vec![in_category("a", a), in_category("b", b), in_category("c", c), line(1)];
    Purchase { lines, ..Purchase::default() }
}

#[test]
fn best_and_first() {
    for (way, a_and_b, most) in [(StackWay::Best, 1, 20), (StackWay::First, 0, 10)] {
        let mut p = programme();
        let rules = ["a", "b"].map(|path| of_category(&mut p, path, Ratio::ONE));
        let stack = p.stack(way, &rules.map(StackMember::Rule));
        let mut play = Play::new(p);
        let mut taken = |a, b| play.buys("2026-09-08", bought(a, b, 0));
        let (winner, loser) = (rules[a_and_b], rules[1 - a_and_b]);
        let decision = taken(10, 20);
        assert_eq!(given(&decision), [(winner.0, most)]);
        assert_eq!(why(&decision, loser), Some(Reason::LostIn(stack)));
        // A tie goes to the first; a rule that gives nothing has not lost.
        assert_eq!(given(&taken(10, 10)), [(rules[0].0, 10)]);
        let decision = taken(0, 20);
        assert_eq!(
            (given(&decision), why(&decision, rules[0])),
            (vec![(rules[1].0, 20)], Some(Reason::Zero))
        );
        let decision = taken(0, 0);
        assert_eq!(
            (why(&decision, rules[0]), why(&decision, rules[1])),
            (Some(Reason::Zero), Some(Reason::Zero))
        );
    }
}

#[test]
fn best_compares_what_would_really_be_given() {
    let mut p = programme();
    let rules = ["a", "b"].map(|path| of_category(&mut p, path, Ratio::ONE));
    p.limit(LimitOwner::Rule(rules[0]), Most::Points(5), None);
    p.stack(StackWay::Best, &rules.map(StackMember::Rule));
    assert_eq!(given(&Play::new(p).buys("2026-09-08", bought(100, 20, 0))), [(rules[1].0, 20)]);
}

#[test]
fn inner_stacks_count_as_one_member() {
    let mut p = programme();
    let [a, b, c] = ["a", "b", "c"].map(|path| of_category(&mut p, path, Ratio::ONE));
    let inner = p.stack(StackWay::All, &[StackMember::Rule(a), StackMember::Rule(b)]);
    p.limit(LimitOwner::Stack(inner), Most::Points(15), None);
    let outer = p.stack(StackWay::Best, &[StackMember::Stack(inner), StackMember::Rule(c)]);
    let mut play = Play::new(p);
    // 10 and 10 are cut to 10 and 5 by the inner limit, and beat 14.
    let decision = play.buys("2026-09-08", bought(10, 10, 14));
    assert_eq!(given(&decision), [(a.0, 10), (b.0, 5)]);
    assert_eq!(why(&decision, c), Some(Reason::LostIn(outer)));
    // They lose against 16, both.
    let decision = play.buys("2026-09-08", bought(10, 10, 16));
    assert_eq!(given(&decision), [(c.0, 16)]);
    assert_eq!([why(&decision, a), why(&decision, b)], [Some(Reason::LostIn(outer)); 2]);
}

#[test]
fn a_stacks_limit_fills_from_the_first_rule() {
    for whole in [false, true] {
        let mut p = programme();
        let rules @ [a, b, c] = ["a", "b", "c"].map(|path| of_category(&mut p, path, Ratio::ONE));
        let stack = p.stack(StackWay::All, &rules.map(StackMember::Rule));
        let limit = p.limit(LimitOwner::Stack(stack), Most::Points(25), Some(Window::Month));
        p.limits.get_mut(limit).unwrap().whole = whole;
        let mut play = Play::new(p);
        let decision = play.buys("2026-09-08", bought(10, 20, 8));
        if whole {
            // The second does not fit, the third still does.
            assert_eq!(given(&decision), [(a.0, 10), (c.0, 8)]);
            assert_eq!(why(&decision, b), Some(Reason::Limit(limit)));
            // 25 less 18.
            assert_eq!(given(&play.buys("2026-09-09", bought(8, 7, 1))), [(b.0, 7)]);
        } else {
            assert_eq!(given(&decision), [(a.0, 10), (b.0, 15)]);
            assert_eq!(decision.awards[1].cut_by, Some(limit));
            assert_eq!(why(&decision, c), Some(Reason::Limit(limit)));
            assert_eq!(given(&play.buys("2026-09-09", bought(8, 7, 1))), []);
        }
    }
}

#[test]
fn times_of_a_stack_count_events() {
    let mut p = programme();
    let rules @ [a, b] = ["a", "b"].map(|path| of_category(&mut p, path, Ratio::ONE));
    let stack = p.stack(StackWay::All, &rules.map(StackMember::Rule));
    let limit = p.limit(LimitOwner::Stack(stack), Most::Times(1), Some(Window::Day));
    let mut play = Play::new(p);
    // Both give in one event: that is once.
    assert_eq!(given(&play.buys("2026-09-08", bought(3, 4, 0))), [(a.0, 3), (b.0, 4)]);
    let decision = play.buys("2026-09-08", bought(3, 0, 0));
    assert_eq!((why(&decision, a), why(&decision, b)), (Some(Reason::Limit(limit)), Some(Reason::Zero)));
    assert_eq!(given(&play.buys("2026-09-09", bought(3, 0, 0))), [(a.0, 3)]);
}

#[test]
fn rounded_together_each_gets_its_step() {
    let mut p = programme();
    let rules @ [a, b, c] = ["a", "b", "c"].map(|path| of_category(&mut p, path, ratio(1, 10)));
    for rule in rules {
        p.change(rule, |r| r.rounding.place = RoundingPlace::Stack);
    }
    let stack = p.stack(StackWay::All, &rules.map(StackMember::Rule));
    p.stacks.get_mut(stack).unwrap().together = Some(rounding(RoundingMode::Down, RoundingPlace::Stack));
    let mut play = Play::new(p);
    // 0.6, 0.6 and 0.9: the running total 0.6, 1.2, 2.1 gives 0, 1 and 1.
    let decision = play.buys("2026-09-08", bought(6, 6, 9));
    assert_eq!(given(&decision), [(b.0, 1), (c.0, 1)]);
    assert_eq!(why(&decision, a), Some(Reason::Zero));
    assert_eq!((decision.awards[0].raw, decision.awards[0].rounded), ((3, 5), 1));
    // 1.9, 0 and 0.1: 1, 1, 2.
    let decision = play.buys("2026-09-08", bought(19, 0, 1));
    assert_eq!(given(&decision), [(a.0, 1), (c.0, 1)]);
}

#[test]
fn rounded_together_then_cut_by_the_stacks_limit() {
    let mut p = programme();
    let rules @ [a, b] = ["a", "b"].map(|path| of_category(&mut p, path, ratio(1, 10)));
    for rule in rules {
        p.change(rule, |r| r.rounding.place = RoundingPlace::Stack);
    }
    let stack = p.stack(StackWay::All, &rules.map(StackMember::Rule));
    p.stacks.get_mut(stack).unwrap().together = Some(rounding(RoundingMode::HalfUp, RoundingPlace::Stack));
    let limit = p.limit(LimitOwner::Stack(stack), Most::Points(4), None);
    // 2.5 and 2.4: half up 3, then 4.9 is 5, so 2; of 4 the second gets 1.
    let decision = Play::new(p).buys("2026-09-08", bought(25, 24, 0));
    assert_eq!(given(&decision), [(a.0, 3), (b.0, 1)]);
    assert_eq!((decision.awards[1].rounded, decision.awards[1].cut_by), (2, Some(limit)));
}

#[test]
fn a_share_within_all_of_reads_before_the_stacks_limit_and_after_it_outside() {
    let mut p = programme();
    let base = of_category(&mut p, "a", Ratio::ONE);
    let inside = p.rule("inside", Award::Share { of: vec![base], ratio: ratio(1, 10), exact: false });
    let stack = p.stack(StackWay::All, &[StackMember::Rule(base), StackMember::Rule(inside)]);
    p.limit(LimitOwner::Stack(stack), Most::Points(60), None);
    let outside = p.rule("outside", Award::Share { of: vec![base], ratio: ratio(1, 10), exact: false });
    // Base gives 100 and inside 10; the limit leaves 60 of base. Outside is a tenth of 60.
    let decision = Play::new(p).buys("2026-09-08", bought(100, 0, 0));
    assert_eq!(given(&decision), [(base.0, 60), (outside.0, 6)]);
    assert_eq!(decision.not_applied.len(), 1);
}

#[test]
fn a_share_of_a_rule_that_lost_is_nothing_unless_exact() {
    let mut p = programme();
    let rules @ [a, b] = ["a", "b"].map(|path| of_category(&mut p, path, Ratio::ONE));
    p.stack(StackWay::Best, &rules.map(StackMember::Rule));
    let given_share = p.rule("given", Award::Share { of: vec![a], ratio: Ratio::ONE, exact: false });
    let exact_share = p.rule("exact", Award::Share { of: vec![a], ratio: Ratio::ONE, exact: true });
    let decision = Play::new(p).buys("2026-09-08", bought(7, 8, 0));
    assert_eq!(given(&decision), [(b.0, 8), (exact_share.0, 7)]);
    assert_eq!((from(&decision, given_share), why(&decision, given_share)), (0, Some(Reason::Zero)));
}
