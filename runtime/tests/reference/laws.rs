//! What must hold whatever happens: long random streams against a programme with a bit of everything.

use crate::build::{
    Build, POINTS, Play, activity, after, compare, day, in_category, one_of, programme, ratio,
};
use treue_lang::programme::{
    Award, ByLevel, Comparison, Condition, Conversion, Expiry, Gives, Idle, LevelId, LimitOwner, Most,
    Number, Partner, PartnerId, Pays, Price, Programme, Rate, Ratio, Reward, RewardId, RuleId, StackMember,
    StackWay, Texts, TiersId, TrackSubject, Trigger, Validity,
};
use treue_lang::time::{Base, Deadline, Length, Minute, Period, Unit, Window};
use treue_runtime::decision::{Decision, Posting};
use treue_runtime::event::{Grant, Purchase, Redeem, Tender, Transfer, What};
use treue_runtime::state::{Lot, Notebook};

/// The most that rule 0 may give in a month.
const MONTHLY: i64 = 300;

fn length(count: u16, unit: Unit) -> Length {
    Length { count, unit }
}

fn rich() -> Programme {
    let mut p = programme();
    p.remember = None;
    let idle = Expiry::from(Idle {
        length: length(2, Unit::Months),
        purchase: true,
        redeem: true,
        ..Idle::default()
    });
    p.units.get_mut(POINTS).unwrap().expiry = vec![Expiry::from(after(3, Unit::Months)), idle];
    earning(&mut p);
    tiers(&mut p);
    p.rewards.push(Reward {
        name: "voucher".to_owned(),
        title: "voucher".to_owned(),
        prices: vec![Price { most: Some(200), ..Price::steps(POINTS, 50, Gives::Money(100)) }],
        ..Reward::default()
    });
    p
}

fn earning(p: &mut Programme) {
    let base = p.full_francs("base");
    p.limit(LimitOwner::Rule(base), Most::Points(MONTHLY), Some(Window::Month));
    let later = p.rule("later", Award::Share { of: vec![base], ratio: ratio(1, 3), exact: false });
    p.change(later, |r| r.available = Some(length(14, Unit::Days).into()));
    let food = p.category("food");
    let amount = p.money(food);
    let fuel = p.rule("food", Award::Rate(Rate::Proportional(amount, ratio(1, 70)), None));
    p.change(fuel, |r| r.partner = Some(PartnerId(0)));
    let card = p.flat("card", 25);
    p.when(card, Condition::Text(Texts::PaidBy, one_of(&["card"])));
    let stack = p.stack(StackWay::Best, &[StackMember::Rule(fuel), StackMember::Rule(card)]);
    p.limit(LimitOwner::Stack(stack), Most::Times(3), Some(Window::Rolling(length(5, Unit::Days))));
    let review = p.flat("review", 5);
    p.change(review, |r| r.on = Trigger::Activity("review".to_owned()));
    p.partners.push(Partner {
        name: "partner".to_owned(),
        title: "partner".to_owned(),
        pays: vec![Pays { unit: POINTS, money: ratio(1, 100) }],
        conversions: vec![Conversion {
            unit: POINTS,
            step: 30,
            least: 60,
            into: "miles".to_owned(),
            gets: 7,
            ..Conversion::default()
        }],
        ..Partner::default()
    });
}

fn tiers(p: &mut Programme) {
    let total = p.total();
    let entry =
        |track, least| vec![compare(Number::Track { track, including: false }, Comparison::AtLeast, least)];
    let quarterly = p.track(TrackSubject::Amount(total), Window::Quarter);
    let until = Deadline { base: Base::UntilEnd(Period::Quarter, 1), snaps: vec![] };
    let main = p.tiers(Validity::Until(until), &[entry(quarterly, 30_000), entry(quarterly, 90_000)]);
    for level in 1..=2 {
        p.level(main, level).renews = vec![Window::Quarter];
    }
    let rolling = p.track(TrackSubject::Points(POINTS), Window::Rolling(length(20, Unit::Days)));
    p.tiers(Validity::Until(after(10, Unit::Days)), &[entry(rolling, 200)]);
    p.tiers(Validity::AtOnce, &[vec![compare(Number::Balance(POINTS), Comparison::AtLeast, 500)]]);
    let one = Rate::Steps(total, 500, Ratio::ONE);
    let rates = (0..3).map(|level| Rate::Steps(total, 500, ratio(level, 1))).collect();
    p.rule("by level", Award::Rate(one, Some(ByLevel { tiers: main, rates, within: None })));
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// Below `sides`.
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }

    fn purchase(&mut self) -> What {
        let paths = ["food", "food/bread", "other"];
        let lines: Vec<_> = (0..=self.roll(4))
            .map(|_| in_category(paths[usize::try_from(self.roll(3)).unwrap()], self.roll(9000) - 1000))
            .collect();
        let kind = if self.roll(2) == 0 { "card" } else { "cash" };
        let tenders = vec![Tender { kind: kind.to_owned(), amount: 0 }];
        What::Purchase(Purchase { lines, tenders, discount: self.roll(300), ..Purchase::default() })
    }

    fn what(&mut self) -> What {
        match self.roll(12) {
            0 => activity("review"),
            1 => What::Redeem(Redeem {
                reward: RewardId(0),
                times: u32::try_from(self.roll(6) + 1).unwrap(),
                ..Redeem::default()
            }),
            2 => What::Transfer(Transfer {
                into: "miles".to_owned(),
                unit: POINTS,
                points: (self.roll(6) + 1) * 30,
            }),
            3 => What::Grant(Grant::Points { unit: POINTS, points: self.roll(400) - 200 }),
            4 => {
                let until = (self.roll(2) == 0).then(|| day("2026-12-31"));
                let level = LevelId(u8::try_from(self.roll(3)).unwrap());
                What::Grant(Grant::Level { tiers: TiersId(0), level, until })
            }
            5 => What::Clock,
            _ => self.purchase(),
        }
    }
}

/// What an event brought or took.
fn net(decision: &Decision, what: &What) -> i64 {
    let earned: i64 = decision.awards.iter().map(|a| a.points).sum();
    let expired: i64 = decision.expired.iter().map(|e| e.points).sum();
    let spent = decision.reward.as_ref().map_or(0, |r| r.cost);
    let moved: i64 = decision
        .postings
        .iter()
        .map(|p| match p {
            Posting::Converted { points, .. } => *points,
            Posting::Pays { .. } => 0,
        })
        .sum();
    let granted = match what {
        What::Grant(Grant::Points { points, .. }) => *points,
        What::Grant(Grant::Level { .. })
        | What::Purchase(_)
        | What::Activity(_)
        | What::Redeem(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Return(_)
        | What::Clock => 0,
    };
    earned + granted - expired - spent - moved
}

fn assert_canonical(play: &Play) {
    let lots = &play.member.lots;
    assert!(lots.iter().all(|l| l.points > 0));
    let alike = |l: &Lot| Lot { points: 0, ..*l };
    assert!(lots.windows(2).all(|pair| alike(&pair[0]) != alike(&pair[1])));
    assert!(lots.is_sorted_by_key(Lot::order));
    let today = play.member.last_day.unwrap();
    assert!(lots.iter().all(|l| l.expires.is_none_or(|last| last >= today)), "nothing is overdue");
    let balance = play.balance();
    assert!(balance.owed == 0 || balance.available == 0, "a debt takes what is there");
    for standing in &play.member.tiers {
        assert_eq!(standing.earned > 0, standing.since.is_some());
        assert!(standing.until.is_none_or(|until| until >= today && standing.earned > 0));
    }
}

#[test]
fn points_are_conserved_limits_hold_and_changes_follow_each_other() {
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let mut play = Play::new(rich());
        let mut at = play.programme.zone.instant(day("2025-12-20"), Minute(600));
        let (mut points, mut levels) = (0, [LevelId(0); 3]);
        let mut in_month = (0, 0);
        for _ in 0..400 {
            at += dice.roll(3) * dice.roll(3) * dice.roll(86_400 * 4);
            let event = play.event_at(at, dice.what());
            let before = play.member.clone();
            let decision = play.apply(&event);
            if decision.refusal.is_some() {
                assert_eq!(play.member, before);
                continue;
            }
            assert_canonical(&play);
            points += net(&decision, &event.what);
            let balance = play.balance();
            assert_eq!(points, balance.available + balance.pending - balance.owed);
            assert_eq!(decision.balances, [balance]);
            for change in &decision.tiers {
                let held = &mut levels[change.tiers.0 as usize];
                assert_eq!(*held, change.from);
                *held = change.to;
            }
            assert_eq!(levels, [0, 1, 2].map(|t| play.member.level(TiersId(t))));
            let month = Window::Month.number(event.local.day);
            let base = decision.awards.iter().find(|a| a.rule == RuleId(0)).map_or(0, |a| a.points);
            in_month = if in_month.0 == month { (month, in_month.1 + base) } else { (month, base) };
            assert!(in_month.1 <= MONTHLY);
        }
        assert!(play.member.purchases > 100);
    }
}

/// Time that passes in steps is the same time.
#[test]
fn clock_events_in_between_change_nothing() {
    for seed in 100..110 {
        let mut dice = Dice(seed);
        let (mut plain, mut ticking) = (Play::new(rich()), Play::new(rich()));
        let mut at = plain.programme.zone.instant(day("2025-12-20"), Minute(600));
        // Both have a past from here on.
        let first = plain.event_at(at, What::Grant(Grant::Points { unit: POINTS, points: 1 }));
        plain.apply(&first);
        ticking.apply(&first);
        for _ in 0..150 {
            let (mut expired, mut changes) = (Vec::new(), Vec::new());
            for _ in 0..dice.roll(6) {
                at += dice.roll(86_400 * 9);
                let clock = ticking.event_at(at, What::Clock);
                let decision = ticking.apply(&clock);
                expired.extend(decision.expired.clone());
                changes.extend(decision.tiers.clone());
            }
            let event = plain.event_at(at, dice.what());
            let expected = plain.apply(&event);
            let decision = ticking.apply(&event);
            if expected.refusal.is_some() {
                assert_eq!(decision.refusal, expected.refusal);
                // The time that a refused event would have let pass has passed by the clock, and passes here now.
                let clock = plain.event_at(at, What::Clock);
                plain.apply(&clock);
                let clock = ticking.event_at(at, What::Clock);
                ticking.apply(&clock);
            } else {
                expired.extend(decision.expired.clone());
                changes.extend(decision.tiers.clone());
                assert_eq!((expired, changes), (expected.expired.clone(), expected.tiers.clone()));
                assert_eq!((&decision.awards, &decision.reward), (&expected.awards, &expected.reward));
            }
            assert_eq!(ticking.member, plain.member);
            assert_eq!(ticking.member.notebook, Notebook::default());
        }
    }
}
