//! Lots and debts; redemptions, transfers, grants; what partners pay.

use crate::build::{Build, POINTS, Play, after, day, programme, ratio};
use treue_lang::programme::{
    Conversion, Expiry, Gives, MeasureId, Partner, PartnerId, Pays, Points, Price, Programme, Ratio, Reward,
    RewardId,
};
use treue_lang::time::Unit;
use treue_runtime::decision::{Posting, RefusalCode, RewardTaken};
use treue_runtime::event::{Grant, Redeem, Transfer, What};
use treue_runtime::state::{Balance, Lot};

fn grant(points: i64) -> What {
    What::Grant(Grant::Points { unit: POINTS, points })
}

fn redeem(times: u32) -> What {
    What::Redeem(Redeem { reward: RewardId(0), times, ..Redeem::default() })
}

fn transfer(points: i64, into: &str) -> What {
    What::Transfer(Transfer { into: into.to_owned(), unit: POINTS, points })
}

fn with_reward(gives: Gives) -> Programme {
    let mut p = programme();
    p.rewards.push(Reward {
        name: "voucher".to_owned(),
        title: "voucher".to_owned(),
        prices: vec![Price {
            least: Points::Fixed(200),
            most: Some(1000),
            ..Price::steps(POINTS, 100, gives)
        }],
        valid: Some(after(6, Unit::Months)),
        ..Reward::default()
    });
    p
}

#[test]
fn a_redemption_gives_for_all_steps_together() {
    let mut play = Play::new(with_reward(Gives::Money(150)));
    play.happens("2026-08-31", grant(900));
    let decision = play.happens("2026-08-31", redeem(3));
    let taken = RewardTaken {
        reward: RewardId(0),
        times: 3,
        unit: POINTS,
        cost: 300,
        gives: Gives::Money(450),
        value: None,
        used: false,
        // From an end of month to an end of month.
        until: Some(day("2027-02-28")),
    };
    assert_eq!(decision.reward, Some(taken));
    assert_eq!(decision.balances, [Balance { available: 600, pending: 0, owed: 0 }]);
    assert_eq!(play.member.last_redeem, Some(day("2026-08-31")));
}

#[test]
fn what_is_multiplied_and_what_is_not() {
    let gives = |gives| {
        let mut play = Play::new(with_reward(gives));
        play.happens("2026-09-08", grant(900));
        play.happens("2026-09-08", redeem(4)).reward.clone().unwrap().gives
    };
    assert_eq!(gives(Gives::Percent(250)), Gives::Percent(1000));
    assert_eq!(gives(Gives::Thing("A coffee".to_owned())), Gives::Thing("A coffee".to_owned()));
    let off = |money| Gives::PerMeasure { money, measure: MeasureId(0), cap: Some(35_000) };
    assert_eq!(gives(off(ratio(5, 2))), off(ratio(10, 1)));
}

#[test]
fn redemptions_are_refused_in_this_order() {
    let mut play = Play::new(with_reward(Gives::Money(100)));
    play.happens("2026-09-08", grant(150));
    assert_eq!(play.is_refused("2026-09-09", redeem(1)), (RefusalCode::BelowMinimum, Some(100), Some(200)));
    assert_eq!(
        play.is_refused("2026-09-09", redeem(11)),
        (RefusalCode::AboveMaximum, Some(1100), Some(1000))
    );
    assert_eq!(
        play.is_refused("2026-09-09", redeem(2)),
        (RefusalCode::NotEnoughPoints, Some(150), Some(200))
    );
}

#[test]
fn a_reward_too_large_to_say_is_refused() {
    let mut p = with_reward(Gives::Money(i64::MAX));
    p.rewards.get_mut(RewardId(0)).unwrap().prices[0].most = None;
    let mut play = Play::new(p);
    play.happens("2026-09-08", grant(1000));
    assert_eq!(play.is_refused("2026-09-09", redeem(2)), (RefusalCode::OutOfRange, None, None));
}

fn with_partner() -> Programme {
    let mut p = programme();
    let conversion = |into: &str, step, least, gets| Conversion {
        unit: POINTS,
        step,
        least,
        into: into.to_owned(),
        gets,
        ..Conversion::default()
    };
    p.partners.push(Partner {
        name: "fuel".to_owned(),
        title: "fuel".to_owned(),
        pays: vec![Pays { unit: POINTS, money: ratio(12, 1000) }],
        conversions: vec![conversion("miles", 1000, 2000, 500), conversion("stars", 10, 10, 1)],
        ..Partner::default()
    });
    p
}

#[test]
fn a_transfer_goes_by_steps() {
    let mut play = Play::new(with_partner());
    play.happens("2026-09-08", grant(3500));
    let decision = play.happens("2026-09-08", transfer(3000, "miles"));
    let converted = Posting::Converted {
        partner: PartnerId(0),
        unit: POINTS,
        points: 3000,
        into: "miles".to_owned(),
        gets: 1500,
    };
    assert_eq!(decision.postings, [converted]);
    assert_eq!(play.balance().available, 500);
}

#[test]
fn transfers_are_refused_in_this_order() {
    let mut play = Play::new(with_partner());
    play.happens("2026-09-08", grant(1500));
    let date = "2026-09-09";
    let unknown = play.happens(date, transfer(1000, "Miles"));
    assert_eq!(unknown.refusal.as_ref().and_then(|r| r.name.as_deref()), Some("Miles"));
    assert_eq!(play.is_refused(date, transfer(1000, "Miles")), (RefusalCode::UnknownConversion, None, None));
    assert_eq!(
        play.is_refused(date, transfer(1001, "miles")),
        (RefusalCode::NotAStep, Some(1001), Some(2000))
    );
    assert_eq!(
        play.is_refused(date, transfer(1000, "miles")),
        (RefusalCode::BelowMinimum, Some(1000), Some(2000))
    );
    assert_eq!(
        play.is_refused(date, transfer(2000, "miles")),
        (RefusalCode::NotEnoughPoints, Some(1500), Some(2000))
    );
}

#[test]
fn a_partner_pays_exactly_for_the_points_of_its_rules() {
    let mut p = with_partner();
    p.full_francs("base");
    let fuel = p.full_francs("fuel");
    p.change(fuel, |r| r.partner = Some(PartnerId(0)));
    let mut play = Play::new(p);
    let decision = play.spends("2026-09-08", 700);
    // 7 points at 0.012 CHF: 84 / 1000 = 21 / 250 of a franc.
    let pays = Posting::Pays { partner: PartnerId(0), rule: fuel, points: 7, money: (21, 250) };
    assert_eq!(decision.postings, [pays]);
    assert_eq!((decision.awards[0].payer, decision.awards[1].payer), (None, Some(PartnerId(0))));
    // Points that others pay for are a lot of their own.
    assert_eq!(play.member.lots.len(), 2);
    assert_eq!(play.balance().available, 14);
}

#[test]
fn lots_burn_soonest_to_expire_then_oldest() {
    let mut p = with_reward(Gives::Money(100));
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(1, Unit::Years))];
    let mut play = Play::new(p);
    play.happens("2026-09-01", grant(150));
    play.happens("2026-09-02", grant(150));
    // Handed in: earned later, but good for a shorter time; and one that never expires.
    let lot = |expires, earned, points| Lot {
        unit: POINTS,
        expires,
        earned: day(earned),
        available: day(earned),
        payer: None,
        clock: None,
        awaits: None,
        points,
    };
    play.member.lots.insert(0, lot(Some(day("2026-12-31")), "2026-09-03", 20));
    play.member.lots.push(lot(None, "2020-01-01", 500));
    play.happens("2026-09-04", redeem(3));
    let left: Vec<_> = play.member.lots.iter().map(|l| (l.earned, l.points)).collect();
    assert_eq!(left, [(day("2026-09-02"), 20), (day("2020-01-01"), 500)]);
}

#[test]
fn equal_lots_are_one() {
    let mut play = Play::new(programme());
    play.happens("2026-09-01 08:00", grant(150));
    play.happens("2026-09-01 09:00", grant(50));
    play.happens("2026-09-02", grant(1));
    let lots: Vec<_> = play.member.lots.iter().map(|l| (l.earned, l.points)).collect();
    assert_eq!(lots, [(day("2026-09-01"), 200), (day("2026-09-02"), 1)]);
}

#[test]
fn a_debt_takes_the_next_available_points() {
    let mut p = programme();
    p.full_francs("base");
    let mut play = Play::new(p);
    play.happens("2026-09-01", grant(10));
    let decision = play.happens("2026-09-01", grant(-25));
    assert_eq!(decision.balances, [Balance { available: 0, pending: 0, owed: 15 }]);
    // The award is 10 all the same, and makes no lot.
    let decision = play.spends("2026-09-02", 1000);
    assert_eq!(decision.awards[0].points, 10);
    assert_eq!((play.member.lots.len(), play.balance().owed), (0, 5));
    play.happens("2026-09-03", grant(8));
    assert_eq!(play.balance(), Balance { available: 3, pending: 0, owed: 0 });
}

#[test]
fn a_ratio_of_one_pays_whole_money() {
    let mut p = with_partner();
    let rule = p.flat("flat", 5);
    p.change(rule, |r| r.partner = Some(PartnerId(0)));
    p.partners.get_mut(PartnerId(0)).unwrap().pays = vec![Pays { unit: POINTS, money: Ratio::ONE }];
    let decision = Play::new(p).spends("2026-09-08", 100);
    let money = decision.postings.iter().map(|p| match p {
        Posting::Pays { money, .. } => *money,
        Posting::Converted { .. } => panic!("nothing was converted"),
    });
    assert_eq!(money.collect::<Vec<_>>(), [(5, 1)]);
}
