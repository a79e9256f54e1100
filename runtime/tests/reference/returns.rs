//! Returns and late events against values worked by hand.

use crate::build::{Build, POINTS, Play, after, day, line, programme, receipt, track_at_least};
use std::sync::Arc;
use treue_lang::programme::{
    Award, Expiry, Gives, LevelId, LimitOwner, Most, Price, Programme, Rate, Ratio, Shortfall, StackMember,
    StackWay, TrackSubject, Validity,
};
use treue_lang::time::{Month, Unit, Window, YearStart};
use treue_runtime::decision::{Decision, RefusalCode, Returned};
use treue_runtime::event::{Event, Grant, Purchase, Redeem, Return, ReturnedLine, What};

impl Play {
    /// Buys and gives the event's id.
    fn bought(&mut self, when: &str, purchase: Purchase) -> String {
        let event = self.event(when, What::Purchase(purchase));
        assert_eq!(self.apply(&event).refusal, None);
        event.id
    }

    /// Returns lines, with quantities in thousandths; everything without lines.
    fn brings_back(&mut self, when: &str, id: &str, lines: &[(u32, Option<i64>)]) -> Arc<Decision> {
        let lines = lines.iter().map(|(line, quantity)| ReturnedLine { line: *line, quantity: *quantity });
        let lines: Vec<ReturnedLine> = lines.collect();
        let lines = (!lines.is_empty()).then_some(lines);
        self.happens(when, What::Return(Return { receipt: id.to_owned(), lines }))
    }

    fn owed(&self) -> i64 {
        self.balance().owed
    }
}

fn francs(p: &mut Programme) {
    p.full_francs("base");
}

fn returned(decision: &Decision) -> &Returned {
    assert_eq!(decision.refusal, None);
    decision.returned.as_deref().expect("a return")
}

fn changes(decision: &Decision) -> Vec<(u32, i64)> {
    returned(decision).changes.iter().map(|(rule, points)| (rule.0, *points)).collect()
}

#[test]
fn a_part_of_a_line_takes_its_share_and_the_last_part_the_rest() {
    let mut p = programme();
    francs(&mut p);
    let mut play = Play::new(p);
    // 10.01: 10 points. A quarter is 2.5025, so 2.50 go and 7.51 stay: 7 points.
    let id = play.bought("2026-09-08", receipt(&[1001]));
    assert_eq!(changes(&play.brings_back("2026-09-09", &id, &[(0, Some(250))])), [(0, -3)]);
    // Three quarters are 7.5075: 2.51 stay, 2 points.
    assert_eq!(changes(&play.brings_back("2026-09-10", &id, &[(0, Some(500))])), [(0, -5)]);
    let last = play.brings_back("2026-09-11", &id, &[]);
    assert_eq!(changes(&last), [(0, -2)]);
    assert!(returned(&last).whole);
    assert_eq!((play.balance().available, play.member.purchases), (0, 0));
    assert_eq!(play.member.last_purchase, None);
}

#[test]
fn the_discount_of_a_receipt_goes_with_its_lines() {
    let mut p = programme();
    francs(&mut p);
    let mut play = Play::new(p);
    // 5.00 over 30.00 and 20.00: 3.00 and 2.00. 45 points; without the second line 27.00.
    let id = play.bought("2026-09-08", Purchase { discount: 500, ..receipt(&[3000, 2000]) });
    assert_eq!(play.balance().available, 45);
    assert_eq!(changes(&play.brings_back("2026-09-09", &id, &[(1, None)])), [(0, -18)]);
}

#[test]
fn what_was_spent_is_owed_what_expired_is_not() {
    let mut p = programme();
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(20, Unit::Days))];
    francs(&mut p);
    let mut play = Play::new(p);
    let id = play.bought("2026-09-01", receipt(&[10_000]));
    play.happens("2026-09-02", What::Grant(Grant::Points { unit: POINTS, points: -60 }));
    // On 22 September the other 40 expire.
    let back = play.brings_back("2026-09-22", &id, &[]);
    let taken = returned(&back).taken[0];
    assert_eq!((taken.own, taken.expired, taken.other, taken.owed), (0, 40, 0, 60));
    assert_eq!(play.owed(), 60);
    // Other points pay it.
    play.bought("2026-09-23", receipt(&[7000]));
    assert_eq!((play.balance().available, play.owed()), (10, 0));
}

#[test]
fn own_points_go_first_then_others_in_burn_order() {
    let mut p = programme();
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(50, Unit::Days))];
    francs(&mut p);
    let mut play = Play::new(p);
    play.bought("2026-09-01", receipt(&[3000]));
    play.bought("2026-09-02", receipt(&[3000]));
    let id = play.bought("2026-09-03", receipt(&[5000]));
    play.happens("2026-09-04", What::Grant(Grant::Points { unit: POINTS, points: -70 }));
    // The first two lots and 10 of the third are gone: 40 left, all of the third.
    let back = play.brings_back("2026-09-05", &id, &[]);
    let taken = returned(&back).taken[0];
    assert_eq!((taken.own, taken.other, taken.owed), (40, 0, 10));
}

#[test]
fn shortfalls_are_forgiven_or_cut_from_the_refund() {
    for (then, cut) in [(Shortfall::Forgive, 0), (Shortfall::CutRefund, 90)] {
        let mut p = programme();
        p.returns.then = then;
        // 100 points are worth 1.50 CHF: 1.5 Rappen each.
        p.units.get_mut(POINTS).unwrap().worth = Ratio::new(3, 2);
        francs(&mut p);
        let mut play = Play::new(p);
        let id = play.bought("2026-09-01", receipt(&[10_000]));
        play.happens("2026-09-02", What::Grant(Grant::Points { unit: POINTS, points: -61 }));
        // 30 points of 30.00: 39 are there.
        play.brings_back("2026-09-03", &id, &[(0, Some(300))]);
        // 70 more, of which 9 are there: 61 are short. 61 · 1.5 = 91.5, and nothing was cut before: 0.91.
        let back = play.brings_back("2026-09-04", &id, &[]);
        let taken = returned(&back).taken[0];
        assert_eq!((taken.own, taken.owed), (9, 0));
        assert_eq!(returned(&back).refund_cut, if cut > 0 { 91 } else { 0 });
        assert_eq!((taken.cut, taken.forgiven), if cut > 0 { (61, 0) } else { (0, 61) });
    }
}

#[test]
fn another_rule_may_win_and_gives_more() {
    let mut p = programme();
    let base = p.full_francs("base");
    let flat = p.flat("flat", 50);
    p.stack(StackWay::Best, &[StackMember::Rule(base), StackMember::Rule(flat)]);
    let mut play = Play::new(p);
    // 60 against 50; of the half that remains 30 against 50.
    let id = play.bought("2026-09-08", receipt(&[6000]));
    let back = play.brings_back("2026-09-09", &id, &[(0, Some(500))]);
    assert_eq!(changes(&back), [(0, -60), (1, 50)]);
    assert_eq!(play.balance().available, 50);
    assert_eq!(play.member.lots[0].earned, day("2026-09-08"));
}

#[test]
fn more_is_given_only_where_a_limit_has_room_today() {
    let mut p = programme();
    let base = p.full_francs("base");
    let limit = p.limit(LimitOwner::Rule(base), Most::Points(100), Some(Window::Month));
    p.limits.get_mut(limit).unwrap().whole = true;
    let mut play = Play::new(p);
    // 150 do not fit whole: nothing. Then 70 of others.
    let id = play.bought("2026-09-01", receipt(&[15_000]));
    play.bought("2026-09-02", receipt(&[7000]));
    // 50.00 remain: 50 fit into the 100 of the day, but only 30 are left today.
    assert_eq!(changes(&play.brings_back("2026-09-03", &id, &[(0, Some(667))])), []);
    // 15.00 remain: 14 fit.
    let back = play.brings_back("2026-09-04", &id, &[(0, Some(234))]);
    assert_eq!(changes(&back), [(0, 14)]);
}

#[test]
fn a_level_falls_back_to_what_was_held_before() {
    let mut p = programme();
    let total = p.total();
    let year = p.track(TrackSubject::Amount(total), Window::Year(YearStart { month: Month(1), day: 1 }));
    let until = treue_lang::time::Deadline {
        base: treue_lang::time::Base::UntilEnd(treue_lang::time::Period::CALENDAR_YEAR, 1),
        snaps: vec![],
    };
    let one = |least| vec![track_at_least(year, least)];
    p.tiers(Validity::Until(until), &[one(50_000), one(100_000)]);
    let mut play = Play::new(p);
    play.bought("2026-10-01", receipt(&[60_000]));
    let id = play.bought("2026-12-20", receipt(&[50_000]));
    assert_eq!(play.level(), LevelId(2));
    // In the new year the 1100 of the old one become 600: silver, as on 1 October, until the end of 2027.
    let back = play.brings_back("2027-01-10", &id, &[]);
    assert_eq!((back.tiers[0].from, back.tiers[0].to), (LevelId(2), LevelId(1)));
    assert_eq!(play.member.tiers[0].since, Some(day("2026-10-01")));
    assert_eq!(play.member.tiers[0].until, Some(day("2027-12-31")));
}

#[test]
fn a_redemption_comes_back_with_its_dates() {
    let mut p = programme();
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(10, Unit::Days))];
    francs(&mut p);
    p.rewards.push(treue_lang::programme::Reward {
        prices: vec![Price::steps(POINTS, 50, Gives::Money(100))],
        ..treue_lang::programme::Reward::default()
    });
    let mut play = Play::new(p);
    play.bought("2026-09-01", receipt(&[3000]));
    play.bought("2026-09-05", receipt(&[3000]));
    let redeem =
        What::Redeem(Redeem { reward: treue_lang::programme::RewardId(0), times: 1, ..Redeem::default() });
    let event = play.event("2026-09-06", redeem);
    play.apply(&event);
    // 30 good until 11 September, which have passed: 30 days from now; and 20 of those good until the 15th.
    let back = play.brings_back("2026-09-13", &event.id, &[]);
    assert_eq!(returned(&back).back, [(POINTS, 50)]);
    let lots: Vec<_> = play.member.lots.iter().map(|l| (l.expires.unwrap(), l.points)).collect();
    assert_eq!(lots, [(day("2026-09-15"), 30), (day("2026-10-13"), 30)]);
    assert_eq!(play.member.last_redeem, None);
}

#[test]
fn a_late_receipt_books_into_its_own_window() {
    let mut p = programme();
    let base = p.full_francs("base");
    p.limit(LimitOwner::Rule(base), Most::Points(100), Some(Window::Month));
    p.rule("later", Award::Rate(Rate::Flat(Ratio::ONE), None));
    let mut play = Play::new(p);
    play.bought("2026-08-20", receipt(&[8000]));
    play.bought("2026-09-10", receipt(&[9000]));
    // August has room for 20 more.
    let late = play.happens("2026-08-25", What::Purchase(receipt(&[5000])));
    assert!(late.late);
    assert_eq!(late.awards[0].points, 20);
    assert_eq!(play.member.last_day, Some(day("2026-09-10")));
    assert_eq!(play.member.last_purchase, Some(day("2026-09-10")));
}

#[test]
fn late_points_that_would_have_expired_expire_at_once() {
    let mut p = programme();
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(5, Unit::Days))];
    francs(&mut p);
    let mut play = Play::new(p);
    play.bought("2026-09-10", receipt(&[1000]));
    let late = play.happens("2026-09-01", What::Purchase(receipt(&[2000])));
    assert_eq!(late.awards[0].points, 20);
    assert_eq!((late.expired[0].points, late.expired[0].last_good_day), (20, day("2026-09-06")));
    assert_eq!(play.balance().available, 10);
}

#[test]
fn a_late_receipt_has_the_level_of_its_instant() {
    let mut p = programme();
    let total = p.total();
    let year = p.track(TrackSubject::Amount(total), Window::Year(YearStart { month: Month(1), day: 1 }));
    p.tiers(Validity::Ever, &[vec![track_at_least(year, 50_000)]]);
    let silver = p.flat("silver", 5);
    p.when(
        silver,
        treue_lang::programme::Condition::Tier(
            treue_lang::programme::TiersId(0),
            treue_lang::programme::Comparison::AtLeast,
            LevelId(1),
        ),
    );
    let mut play = Play::new(p);
    play.bought("2026-09-05 12:00", receipt(&[50_000]));
    play.bought("2026-09-10 12:00", receipt(&[1000]));
    let before = play.happens("2026-09-05 11:00", What::Purchase(receipt(&[1000])));
    assert_eq!(before.awards.len(), 0);
    let then = play.happens("2026-09-05 13:00", What::Purchase(receipt(&[1000])));
    assert_eq!(then.awards[0].points, 5);
}

#[test]
fn returns_that_are_refused_change_nothing() {
    let mut p = programme();
    p.remember = Some(30);
    francs(&mut p);
    let mut play = Play::new(p);
    let id = play.bought("2026-09-08 12:00", receipt(&[1000, 2000]));
    let grant = play.event("2026-09-08 12:00", What::Grant(Grant::Points { unit: POINTS, points: 5 }));
    play.apply(&grant);
    let lines = |lines: &[(u32, Option<i64>)]| {
        let lines = lines.iter().map(|(line, quantity)| ReturnedLine { line: *line, quantity: *quantity });
        What::Return(Return { receipt: id.clone(), lines: Some(lines.collect()) })
    };
    let of = |receipt: &str| What::Return(Return { receipt: receipt.to_owned(), lines: None });
    assert_eq!(
        play.is_refused("2026-09-09", lines(&[(1, Some(1500))])),
        (RefusalCode::MoreThanBought, Some(1500), Some(1000))
    );
    assert_eq!(
        play.is_refused("2026-09-09", lines(&[(2, None)])),
        (RefusalCode::UnknownLine, Some(2), Some(1))
    );
    assert_eq!(
        play.is_refused("2026-09-09", lines(&[(0, Some(1)), (0, Some(1))])),
        (RefusalCode::LineTwice, Some(0), None)
    );
    assert_eq!(
        play.is_refused("2026-09-09", lines(&[(0, Some(0))])),
        (RefusalCode::QuantityNotAboveZero, Some(0), None)
    );
    assert_eq!(play.is_refused("2026-09-09", of("elsewhere")).0, RefusalCode::UnknownReceipt);
    assert_eq!(play.is_refused("2026-09-09", of(&grant.id)).0, RefusalCode::NotReturnable);
    assert_eq!(play.is_refused("2026-09-08 11:00", of(&id)).0, RefusalCode::BeforePurchase);
    let first = i64::from(day("2026-09-09").0);
    assert_eq!(play.is_refused("2026-10-09", of(&id)), (RefusalCode::TooLate, Some(first - 1), Some(first)));
    play.happens("2026-09-10", of(&id));
    assert_eq!(play.is_refused("2026-09-11", of(&id)).0, RefusalCode::NothingLeft);
    let mut p = programme();
    p.remember = None;
    let mut play = Play::new(p);
    play.spends("2026-09-08", 1000);
    assert_eq!(play.is_refused("2026-09-09", of("x")).0, RefusalCode::NothingRemembered);
}

#[test]
fn a_repeated_return_is_decided_once() {
    let mut p = programme();
    francs(&mut p);
    let mut play = Play::new(p);
    let id = play.bought("2026-09-08", receipt(&[1000, 2000]));
    let what =
        What::Return(Return { receipt: id, lines: Some(vec![ReturnedLine { line: 0, quantity: None }]) });
    let event: Event = play.event("2026-09-09", what);
    play.apply(&event);
    let again = play.apply(&event);
    assert!(again.repeated);
    assert_eq!(play.balance().available, 20);
}

#[test]
fn lines_of_zero_or_below_come_back_whole() {
    let mut p = programme();
    francs(&mut p);
    let mut play = Play::new(p);
    let mut purchase = receipt(&[1000, -300]);
    purchase.lines.push(treue_runtime::event::Line { quantity: 0, ..line(500) });
    // 12.00: 12 points. Without the line of -3.00 15, without that of quantity 0 then 10.
    let id = play.bought("2026-09-08", purchase);
    assert_eq!(changes(&play.brings_back("2026-09-09", &id, &[(1, None)])), [(0, 3)]);
    assert_eq!(changes(&play.brings_back("2026-09-09", &id, &[(2, None)])), [(0, -5)]);
    let asked = ReturnedLine { line: 2, quantity: None };
    let again = What::Return(Return { receipt: id, lines: Some(vec![asked]) });
    assert_eq!(play.is_refused("2026-09-10", again).0, RefusalCode::MoreThanBought);
}
