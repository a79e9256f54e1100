//! The native evaluator on small programmes made by hand; every expected number is worked out beside it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and makes its own lists"
)]

use std::sync::Arc;
use treue_lang::programme::{
    Amount, AmountId, Arena, Award, Band, Basis, Because, Compare, Comparison, Condition, Conjunct, Currency,
    Expiry, Limit, LimitId, LimitOwner, LimitWindow, LineText, Most, Number, Predicate, Programme, Rate,
    Ratio, Rounding, RoundingMode, RoundingPlace, Rule, RuleId, Selection, SelectionId, Stack, StackId,
    StackMember, StackWay, Step, TextTest, Track, TrackId, TrackSubject, Unit, UnitId,
};
use treue_lang::source::{FileId, Span};
use treue_lang::time::{
    Anchor, Base, Day, DayTest, Deadline, Length, Local, Minute, Unit as TimeUnit, Window, Zone,
};
use treue_runtime::decision::{Decision, NotApplied, Reason, RefusalCode};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, Grant, Line, Purchase, Redeem, What};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::state::{Balance, Member, TrackState};

fn span() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

fn ratio(n: i64, d: i64) -> Ratio {
    Ratio::new(i128::from(n), i128::from(d)).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn empty() -> Programme {
    let mut units = Arena::default();
    units.push(Unit { name: "points".to_owned(), title: "points".to_owned(), ..Unit::default() });
    Programme {
        name: "by hand".to_owned(),
        currency: Currency { code: "CHF".to_owned(), decimals: 2 },
        zone: Zone::named("Europe/Zurich").unwrap(),
        remember: Some(90),
        receipt_ceiling: 1 << 40,
        units,
        ..Programme::default()
    }
}

fn text(values: &[&str]) -> TextTest {
    TextTest { values: values.iter().map(|v| (*v).to_owned()).collect(), missing: None }
}

fn all_lines(p: &mut Programme) -> SelectionId {
    p.selections.intern(Selection { name: None, predicate: Predicate::All(vec![]), span: span() })
}

fn category(p: &mut Programme, names: &[&str]) -> SelectionId {
    let predicate = Predicate::Text(LineText::Category, text(names));
    p.selections.intern(Selection { name: None, predicate, span: span() })
}

fn money(p: &mut Programme, selection: SelectionId) -> AmountId {
    p.amounts.intern(Amount::Money(selection, Basis::Charged))
}

fn rule(p: &mut Programme, name: &str, award: Award) -> RuleId {
    let id = p.rules.push(Rule { name: name.to_owned(), title: name.to_owned(), award, ..Rule::default() });
    p.order.push(Step::Rule(id));
    id
}

/// One point per full so much of an amount.
fn steps(amount: AmountId, size: i64) -> Award {
    Award::Rate(Rate::Steps(amount, size, Ratio::ONE), None)
}

fn when(p: &mut Programme, rule: RuleId, condition: Condition) {
    let rule = p.rules.get_mut(rule).unwrap();
    rule.conditions.push(Conjunct { condition, span: span() });
}

fn limit(p: &mut Programme, owner: LimitOwner, most: Most, window: Option<Window>, whole: bool) -> LimitId {
    let window = match window {
        None => LimitWindow::Receipt,
        Some(window) => {
            let subject = match most {
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => TrackSubject::Given(owner),
                Most::Times(_) => TrackSubject::Times(owner),
                Most::Pieces(_) => TrackSubject::Pieces(owner),
            };
            let track = Track { subject, window, ..Track::default() };
            LimitWindow::Window(window, p.tracks.push(track))
        }
    };
    let id = p.limits.push(Limit { owner, most, window, whole, ..Limit::default() });
    match owner {
        LimitOwner::Rule(r) => p.rules.get_mut(r).unwrap().limits.push(id),
        LimitOwner::Stack(s) => p.stacks.get_mut(s).unwrap().limits.push(id),
        LimitOwner::Gift(g) => p.gifts.get_mut(g).unwrap().limits.push(id),
        LimitOwner::Reward(r) => p.rewards.get_mut(r).unwrap().limits.push(id),
    }
    id
}

fn stack(p: &mut Programme, way: StackWay, rules: &[RuleId]) -> StackId {
    let id = p.stacks.push(Stack {
        name: "stack".to_owned(),
        title: "stack".to_owned(),
        way,
        members: rules.iter().map(|r| StackMember::Rule(*r)).collect(),
        rules: rules.to_vec(),
        ..Stack::default()
    });
    p.order.push(Step::Stack(id));
    id
}

fn line(category: &str, amount: i64) -> Line {
    Line { category: Some(category.to_owned()), quantity: 1000, amount, ..Line::default() }
}

fn event(id: &str, on: &str, minute: u16, what: What) -> Event {
    let zone = Zone::named("Europe/Zurich").unwrap();
    let day = day(on);
    let at = zone.instant(day, Minute(minute));
    let local = Local { day, minute: Minute(minute), weekday: day.weekday() };
    Event {
        id: id.to_owned(),
        member: Some("m".to_owned()),
        at,
        offset: 0,
        local,
        what,
        fingerprint: u128::try_from(at).unwrap() ^ u128::try_from(id.len()).unwrap(),
    }
}

fn purchase(id: &str, on: &str, lines: Vec<Line>) -> Event {
    event(id, on, 600, What::Purchase(Purchase { lines, ..Purchase::default() }))
}

struct Host {
    engine: Native,
    member: Member,
}

impl Host {
    fn new(p: Programme) -> Host {
        let p = Arc::new(p);
        let member = Member::new(&p);
        Host { engine: Native::new(Compiled::new(p).unwrap(), Detail::Full), member }
    }

    fn apply(&mut self, event: &Event) -> Arc<Decision> {
        self.engine.apply("m", &mut self.member, event)
    }

    /// Points of each award of a purchase, by rule.
    fn buy(&mut self, id: &str, on: &str, lines: Vec<Line>) -> Vec<(u32, i64)> {
        let decision = self.apply(&purchase(id, on, lines));
        assert_eq!(decision.refusal, None);
        decision.awards.iter().map(|a| (a.rule.0, a.points)).collect()
    }
}

#[test]
fn steps_of_a_selection() {
    let mut p = empty();
    let food = category(&mut p, &["food"]);
    let amount = money(&mut p, food);
    rule(&mut p, "base", steps(amount, 100));
    let mut host = Host::new(p);
    // 12.50 of food and 3.40 below it: 15.90 is 15 full francs. Tobacco does not count.
    let lines = vec![line("food", 1250), line("tobacco", 900), line("food/produce", 340)];
    let decision = host.apply(&purchase("a", "2026-09-08", lines));
    let award = &decision.awards[0];
    assert_eq!((award.points, award.rounded, award.raw), (15, 15, (15, 1)));
    assert_eq!(award.amount, Some(1590));
    assert_eq!(award.lines, [0, 2]);
    assert_eq!(award.cut_by, None);
    assert_eq!((award.available, award.expires), (day("2026-09-08"), None));
    assert_eq!(decision.balances, [Balance { available: 15, pending: 0, owed: 0 }]);
    // Nothing of food: zero.
    let decision = host.apply(&purchase("b", "2026-09-09", vec![line("tobacco", 900)]));
    assert_eq!(decision.awards, []);
    assert_eq!(decision.not_applied, [NotApplied { rule: RuleId(0), reason: Reason::Zero }]);
}

#[test]
fn the_discount_of_the_receipt_is_spread() {
    let mut p = empty();
    let food = category(&mut p, &["food"]);
    let amount = money(&mut p, food);
    rule(&mut p, "base", Award::Rate(Rate::Proportional(amount, ratio(1, 10)), None));
    let mut host = Host::new(p);
    // 1.00 off 3 lines of 10.00: 34, 33, 33; the food lines are the first and the last: 966 + 967 = 1933, a tenth is 193.3.
    let what = What::Purchase(Purchase {
        discount: 100,
        lines: vec![line("food", 1000), line("toys", 1000), line("food", 1000)],
        ..Purchase::default()
    });
    let decision = host.apply(&event("a", "2026-09-08", 600, what));
    let award = &decision.awards[0];
    assert_eq!((award.amount, award.raw, award.points), (Some(1933), (1933, 10), 193));
}

#[test]
fn all_ways_of_rounding_once_and_by_line() {
    // Two lines of 1.50 and one of 2.50 and a return of 0.50, at 1 point per 1.00.
    let lines = || vec![line("x", 150), line("x", 150), line("x", 250), line("x", -50)];
    // Once: 5.00 is 5 in every mode. By line: down 1+1+2-0, up 2+2+3-1, half up 2+2+3-1, half even 2+2+2-0.
    for (mode, by_line) in [
        (RoundingMode::Down, 4),
        (RoundingMode::Up, 6),
        (RoundingMode::HalfUp, 6),
        (RoundingMode::HalfEven, 6),
    ] {
        let mut p = empty();
        let all = all_lines(&mut p);
        let amount = money(&mut p, all);
        let award = || Award::Rate(Rate::Proportional(amount, ratio(1, 100)), None);
        let once = rule(&mut p, "once", award());
        p.rules.get_mut(once).unwrap().rounding.mode = mode;
        let line = rule(&mut p, "line", award());
        p.rules.get_mut(line).unwrap().rounding =
            Rounding { mode, place: RoundingPlace::Line, step: 1, because: Because::Written };
        let mut host = Host::new(p);
        assert_eq!(host.buy("a", "2026-09-08", lines()), [(0, 5), (1, by_line)], "{mode:?}");
    }
    // 12.50 to multiples of 10: down 10, up 20, half up 10, half even 10; 15.00: half up 20, half even 20; 25.00: 30, 20.
    for (amount, mode, points) in [
        (1250, RoundingMode::Down, 10),
        (1250, RoundingMode::Up, 20),
        (1250, RoundingMode::HalfUp, 10),
        (1500, RoundingMode::HalfUp, 20),
        (1500, RoundingMode::HalfEven, 20),
        (2500, RoundingMode::HalfUp, 30),
        (2500, RoundingMode::HalfEven, 20),
        (2501, RoundingMode::HalfEven, 30),
    ] {
        let mut p = empty();
        let all = all_lines(&mut p);
        let money = money(&mut p, all);
        let once = rule(&mut p, "once", Award::Rate(Rate::Proportional(money, ratio(1, 100)), None));
        let rounding = Rounding { mode, place: RoundingPlace::Rule, step: 10, because: Because::Written };
        p.rules.get_mut(once).unwrap().rounding = rounding;
        let mut host = Host::new(p);
        assert_eq!(host.buy("a", "2026-09-08", vec![line("x", amount)]), [(0, points)], "{amount} {mode:?}");
    }
}

#[test]
fn bands_of_both_kinds() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let band =
        |from, n, d| Band { from, rate: Rate::Proportional(amount, ratio(n, d)), span: Span::default() };
    let bands = vec![band(1000, 1, 100), band(5000, 2, 100)];
    rule(&mut p, "whole", Award::Bands { amount, each_part: false, bands: bands.clone() });
    rule(&mut p, "each", Award::Bands { amount, each_part: true, bands });
    let mut host = Host::new(p);
    assert_eq!(host.buy("a", "2026-09-01", vec![line("x", 999)]), []);
    // 49.99: 49.99 at 1; 39.99 at 1.
    assert_eq!(host.buy("b", "2026-09-01", vec![line("x", 4999)]), [(0, 49), (1, 39)]);
    // 60.00: 60.00 at 2; 40.00 at 1 and 10.00 at 2.
    assert_eq!(host.buy("c", "2026-09-01", vec![line("x", 6000)]), [(0, 120), (1, 60)]);
}

#[test]
fn shares_of_what_was_given_and_of_exact_values() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let a = rule(&mut p, "a", Award::Rate(Rate::Proportional(amount, ratio(1, 70)), None));
    let b = rule(&mut p, "b", Award::Rate(Rate::Proportional(amount, ratio(1, 30)), None));
    rule(&mut p, "given", Award::Share { of: vec![a, b], ratio: ratio(3, 2), exact: false });
    rule(&mut p, "exact", Award::Share { of: vec![a, b], ratio: ratio(3, 2), exact: true });
    let mut host = Host::new(p);
    // 100/70 = 1 and 100/30 = 3, together 4, times 1.5 is 6. Exact: (10/7 + 10/3) · 3/2 = 100/21 · 3/2 = 50/7 = 7.14.
    let decision = host.apply(&purchase("a", "2026-09-01", vec![line("x", 100)]));
    let points: Vec<i64> = decision.awards.iter().map(|a| a.points).collect();
    assert_eq!(points, [1, 3, 6, 7]);
    let raw: Vec<(i128, i128)> = decision.awards.iter().map(|a| a.raw).collect();
    assert_eq!(raw, [(10, 7), (10, 3), (6, 1), (50, 7)]);
    assert_eq!(decision.awards[3].amount, None);
}

#[test]
fn own_limits_cut_and_are_used_up() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let base = rule(&mut p, "base", steps(amount, 100));
    let per_receipt = limit(&mut p, LimitOwner::Rule(base), Most::Points(40), None, false);
    let per_month = limit(&mut p, LimitOwner::Rule(base), Most::Points(60), Some(Window::Month), false);
    let mut host = Host::new(p);
    let d = host.apply(&purchase("a", "2026-09-01", vec![line("x", 5000)]));
    assert_eq!((d.awards[0].points, d.awards[0].rounded, d.awards[0].cut_by), (40, 50, Some(per_receipt)));
    let d = host.apply(&purchase("b", "2026-09-02", vec![line("x", 5000)]));
    assert_eq!((d.awards[0].points, d.awards[0].rounded, d.awards[0].cut_by), (20, 50, Some(per_month)));
    let d = host.apply(&purchase("c", "2026-09-03", vec![line("x", 5000)]));
    assert_eq!(d.not_applied, [NotApplied { rule: base, reason: Reason::Limit(per_month) }]);
    assert_eq!(host.member.tracks, [TrackState::Window { number: 2026 * 12 + 8, value: 60, closed: vec![] }]);
    // A new month has room again.
    assert_eq!(host.buy("d", "2026-10-01", vec![line("x", 5000)]), [(0, 40)]);
    assert_eq!(
        host.member.tracks,
        [TrackState::Window { number: 2026 * 12 + 9, value: 40, closed: vec![(2026 * 12 + 8, 60)] }]
    );
}

#[test]
fn times_and_whole_awards() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let twice = rule(&mut p, "twice", Award::Rate(Rate::Flat(ratio(7, 1)), None));
    let times = limit(&mut p, LimitOwner::Rule(twice), Most::Times(2), Some(Window::Ever), false);
    let whole = rule(&mut p, "whole", steps(amount, 100));
    let room = limit(&mut p, LimitOwner::Rule(whole), Most::Points(10), Some(Window::Day), true);
    let mut host = Host::new(p);
    assert_eq!(host.buy("a", "2026-09-01", vec![line("x", 700)]), [(0, 7), (1, 7)]);
    let d = host.apply(&purchase("b", "2026-09-01", vec![line("x", 400)]));
    assert_eq!(d.not_applied, [NotApplied { rule: whole, reason: Reason::Limit(room) }]);
    let d = host.apply(&purchase("c", "2026-09-02", vec![line("x", 1000)]));
    assert_eq!(d.awards.iter().map(|a| (a.rule.0, a.points)).collect::<Vec<_>>(), [(1, 10)]);
    assert_eq!(d.not_applied, [NotApplied { rule: twice, reason: Reason::Limit(times) }]);
}

#[test]
fn best_first_and_limits_of_stacks() {
    for (way, winner) in [(StackWay::Best, 1), (StackWay::First, 0)] {
        let mut p = empty();
        let rules: Vec<RuleId> = [5, 9, 9]
            .into_iter()
            .map(|n| rule(&mut p, &format!("r{n}"), Award::Rate(Rate::Flat(ratio(n, 1)), None)))
            .collect();
        let id = stack(&mut p, way, &rules);
        let mut host = Host::new(p);
        let d = host.apply(&purchase("a", "2026-09-01", vec![]));
        assert_eq!(d.awards.iter().map(|a| a.rule.0).collect::<Vec<_>>(), [winner]);
        let lost: Vec<Reason> = d.not_applied.iter().map(|n| n.reason).collect();
        assert_eq!(lost, [Reason::LostIn(id), Reason::LostIn(id)]);
    }
    let mut p = empty();
    let rules: Vec<RuleId> = [5, 9, 3]
        .into_iter()
        .map(|n| rule(&mut p, &format!("r{n}"), Award::Rate(Rate::Flat(ratio(n, 1)), None)))
        .collect();
    let id = stack(&mut p, StackWay::All, &rules);
    let cut = limit(&mut p, LimitOwner::Stack(id), Most::Points(10), None, false);
    let mut host = Host::new(p);
    let d = host.apply(&purchase("a", "2026-09-01", vec![]));
    let given: Vec<_> = d.awards.iter().map(|a| (a.points, a.rounded, a.cut_by)).collect();
    assert_eq!(given, [(5, 5, None), (5, 9, Some(cut))]);
    assert_eq!(d.not_applied, [NotApplied { rule: rules[2], reason: Reason::Limit(cut) }]);
}

#[test]
fn rounded_together_gives_steps_of_the_running_total() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let rules: Vec<RuleId> = (0..3)
        .map(|i| {
            let award = Award::Rate(Rate::Proportional(amount, ratio(1, 60)), None);
            let id = rule(&mut p, &format!("r{i}"), award);
            p.rules.get_mut(id).unwrap().rounding.place = RoundingPlace::Stack;
            id
        })
        .collect();
    let id = stack(&mut p, StackWay::All, &rules);
    let rounding = Rounding {
        mode: RoundingMode::HalfUp,
        place: RoundingPlace::Rule,
        step: 1,
        because: Because::Written,
    };
    p.stacks.get_mut(id).unwrap().together = Some(rounding);
    let mut host = Host::new(p);
    // 40/60 = 2/3 each: running 0.67 → 1, 1.33 → 1, 2 → 2.
    let d = host.apply(&purchase("a", "2026-09-01", vec![line("x", 40)]));
    assert_eq!(
        d.awards.iter().map(|a| (a.rule.0, a.points, a.raw)).collect::<Vec<_>>(),
        [(0, 1, (2, 3)), (2, 1, (2, 3))]
    );
    assert_eq!(d.not_applied, [NotApplied { rule: rules[1], reason: Reason::Zero }]);
}

#[test]
fn conditions_name_the_first_that_fails() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let base = rule(&mut p, "base", Award::Rate(Rate::Flat(ratio(5, 1)), None));
    when(&mut p, base, Condition::Day(DayTest::Between(Some(day("2026-09-07")), Some(day("2026-09-13")))));
    when(&mut p, base, Condition::Hours(Minute(17 * 60), Minute(60)));
    let twenty = Compare {
        left: Number::Amount(amount),
        left_times: 1,
        how: Comparison::AtLeast,
        right: Number::Constant(20),
        right_times: 100,
    };
    when(&mut p, base, Condition::Compare(twenty));
    let mut host = Host::new(p);
    let mut ask = |id: &str, on: &str, minute: u16, amount: i64| {
        let what = What::Purchase(Purchase { lines: vec![line("x", amount)], ..Purchase::default() });
        let d = host.apply(&event(id, on, minute, what));
        d.not_applied.first().map(|n| n.reason)
    };
    assert_eq!(ask("a", "2026-09-06", 0, 2000), Some(Reason::Condition(0)));
    assert_eq!(ask("b", "2026-09-07", 0, 2000), None);
    assert_eq!(ask("c", "2026-09-07", 60, 2000), Some(Reason::Condition(1)));
    assert_eq!(ask("d", "2026-09-13", 17 * 60, 2000), None);
    assert_eq!(ask("e", "2026-09-13", 18 * 60, 1999), Some(Reason::Condition(2)));
    assert_eq!(ask("f", "2026-09-14", 18 * 60, 2000), Some(Reason::Condition(0)));
}

#[test]
fn tracks_are_read_before_the_event_unless_it_is_included() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let track = p.tracks.push(Track {
        name: "spend".to_owned(),
        written: true,
        subject: TrackSubject::Amount(amount),
        window: Window::Rolling(Length { count: 3, unit: TimeUnit::Days }),
        ..Track::default()
    });
    for (name, including) in [("before", false), ("including", true)] {
        let id = rule(&mut p, name, Award::Rate(Rate::Flat(ratio(1, 1)), None));
        let compare = Compare {
            left: Number::Track { track, including },
            left_times: 1,
            how: Comparison::AtLeast,
            right: Number::Constant(5000),
            right_times: 1,
        };
        when(&mut p, id, Condition::Compare(compare));
    }
    assert_eq!(track, TrackId(0));
    let mut host = Host::new(p);
    assert_eq!(host.buy("a", "2026-09-01", vec![line("x", 3000)]), []);
    assert_eq!(host.buy("b", "2026-09-02", vec![line("x", 2000)]), [(1, 1)]);
    assert_eq!(host.buy("c", "2026-09-03", vec![line("x", 100)]), [(0, 1), (1, 1)]);
    // On the 4th, the 2nd to the 4th count: 2000 + 100 before.
    assert_eq!(host.buy("d", "2026-09-04", vec![line("x", 100)]), []);
    // The booking of the 4th keeps what the 3rd could still read: from the 1st on.
    assert_eq!(
        host.member.tracks,
        [TrackState::Rolling(vec![
            (day("2026-09-01"), 3000),
            (day("2026-09-02"), 2000),
            (day("2026-09-03"), 100),
            (day("2026-09-04"), 100),
        ])]
    );
}

#[test]
fn points_wait_expire_and_are_owed() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    let base = rule(&mut p, "base", steps(amount, 100));
    p.rules.get_mut(base).unwrap().available = Some(Length { count: 14, unit: TimeUnit::Days }.into());
    let month = Deadline {
        base: Base::After(Length { count: 1, unit: TimeUnit::Months }, Anchor::Event),
        snaps: vec![],
    };
    p.units.get_mut(UnitId(0)).unwrap().expiry.push(Expiry::from(month));
    let mut host = Host::new(p);
    assert_eq!(host.buy("a", "2026-09-01", vec![line("x", 2000)]), [(0, 20)]);
    assert_eq!(
        host.member.balance(UnitId(0), day("2026-09-14")),
        Balance { available: 0, pending: 20, owed: 0 }
    );
    // Taken before they are available: owed, and paid on the 15th.
    let take = What::Grant(Grant::Points { unit: UnitId(0), points: -8 });
    let d = host.apply(&event("g", "2026-09-02", 0, take));
    assert_eq!(d.balances, [Balance { available: 0, pending: 20, owed: 8 }]);
    let d = host.apply(&event("", "2026-09-15", 0, What::Clock));
    assert_eq!(d.balances, [Balance { available: 12, pending: 0, owed: 0 }]);
    // The last good day is 1 October.
    let d = host.apply(&event("", "2026-10-01", 0, What::Clock));
    assert_eq!(d.expired, []);
    let d = host.apply(&event("", "2026-12-01", 0, What::Clock));
    assert_eq!((d.expired[0].points, d.expired[0].last_good_day), (12, day("2026-10-01")));
    assert_eq!(d.balances, [Balance::default()]);
}

#[test]
fn repeated_late_and_unaffordable_events() {
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    rule(&mut p, "base", steps(amount, 100));
    let mut host = Host::new(p);
    let first = purchase("a", "2026-09-02", vec![line("x", 2000)]);
    let decision = host.apply(&first);
    let again = host.apply(&first);
    assert!(again.repeated);
    assert_eq!(again.awards, decision.awards);
    let other = Event { fingerprint: 1, ..first };
    assert_eq!(host.apply(&other).refusal.as_ref().unwrap().code, RefusalCode::IdReused);
    let before = host.member.clone();
    let late = purchase("late", "2025-09-01", vec![line("x", 2000)]);
    assert_eq!(host.apply(&late).refusal.as_ref().unwrap().code, RefusalCode::TooLate);
    let reward =
        What::Redeem(Redeem { reward: treue_lang::programme::RewardId(0), times: 1, ..Redeem::default() });
    assert!(host.apply(&event("r", "2026-09-03", 0, reward)).refusal.is_some());
    assert_eq!(host.member, before);
}

#[test]
fn a_thousand_rules_compile_quickly() {
    let mut p = empty();
    for i in 0..1000 {
        let name = format!("category-{i:03}");
        let selection = category(&mut p, &[&name]);
        let amount = p.amounts.push(Amount::Money(selection, Basis::Charged));
        let id = rule(&mut p, &name, steps(amount, 100));
        when(&mut p, id, Condition::Day(DayTest::Between(Some(day("2026-01-01").plus(i / 10)), None)));
        limit(&mut p, LimitOwner::Rule(id), Most::Points(500), Some(Window::Month), false);
    }
    let compiled = Compiled::new(Arc::new(p)).unwrap();
    println!(
        "{:?}, {} functions, {} bytes",
        compiled.compile_time(),
        compiled.functions(),
        compiled.code_bytes()
    );
    assert!(compiled.compile_time().as_millis() < 3000, "{:?}", compiled.compile_time());
}

#[test]
fn compiled_programmes_are_shared_and_freed() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<Compiled>();
    sent::<Native>();
    let mut p = empty();
    let all = all_lines(&mut p);
    let amount = money(&mut p, all);
    rule(&mut p, "base", steps(amount, 100));
    let p = Arc::new(p);
    let compiled = Compiled::with_text(Arc::clone(&p)).unwrap();
    assert!(compiled.clif().contains("umulhi"), "{}", compiled.clif());
    assert_eq!(Compiled::new(Arc::clone(&p)).unwrap().clif(), "");
    let points: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let (compiled, p) = (Arc::clone(&compiled), Arc::clone(&p));
                scope.spawn(move || {
                    let mut engine = Native::new(compiled, Detail::Awards);
                    let event = purchase("a", "2026-09-01", vec![line("x", 1234)]);
                    engine.apply("m", &mut Member::new(&p), &event).awards[0].points
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(points, [12, 12, 12]);
    assert_eq!(Arc::strong_count(&compiled), 1);
}
