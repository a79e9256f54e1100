//! A programme from its text, and one member over two years and a half; every number worked by hand.

use crate::build::{Play, day, line};
use treue_lang::pipeline::check;
use treue_lang::programme::{Gives, LevelId, MeasureId, PartnerId, Programme, RewardId};
use treue_lang::source::Sources;
use treue_runtime::decision::{Decision, Posting, Reason};
use treue_runtime::event::{Line, Purchase, Redeem, Transfer, What};

const TEXT: &str = r#"
programme "Bergblick Card" {
  currency CHF
  timezone "Europe/Zurich"
  unit points { worth 0.01 CHF }
  measure litre
  remember 90 days
}

lines eligible = all lines except category in ("tobacco", "lottery")
lines organic  = eligible where label "bio"

track year_spend = eligible per calendar year

earn base { 1 point per full 1.00 CHF of eligible }
earn organic_week from 2026-09-07 to 2026-09-13 {
  4 points per full 1.00 CHF of organic
  at most 100 points in these dates
}
earn happy_hour { on weekdays from 17:00 to 19:00  when channel is "store"  10% of base }

stack campaigns { best of organic_week, happy_hour }

tiers main by year_spend {
  bronze
  silver from 100.00 CHF { 25% of base }
  gold   from 500.00 CHF, keep from 300.00 CHF { 50% of base }
  valid until end of next calendar year
  then one level down
}

expire points { 12 months after earning, then at end of month }

reward voucher "5 CHF voucher" { costs 50 points  gives 5.00 CHF off  valid 6 months after issue }

partner alpina "Alpina Fuel" {
  earn fuel { 1 point per full 1 litre of lines where category "fuel"  at most 60 points per receipt }
  pays 0.012 CHF per point
  converts 100 points to 50 "Alpina miles", in steps of 100
}
"#;

fn bergblick() -> Programme {
    let sources = Sources::single("bergblick.treue", TEXT);
    let checked = check(&sources);
    let wrong: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    checked.programme.unwrap_or_else(|| panic!("{wrong:#?}"))
}

fn goods(category: &str, labels: &[&str], amount: i64) -> Line {
    let labels = labels.iter().map(|l| (*l).to_owned()).collect();
    Line { category: Some(category.to_owned()), labels, ..line(amount) }
}

fn in_store(lines: Vec<Line>) -> Purchase {
    Purchase { channel: Some("store".to_owned()), lines, ..Purchase::default() }
}

/// What each rule gave, by name.
fn named<'a>(play: &'a Play, decision: &Decision) -> Vec<(&'a str, i64)> {
    assert_eq!(decision.refusal, None);
    decision.awards.iter().map(|a| (play.programme.rules[a.rule].name.as_str(), a.points)).collect()
}

fn reason(play: &Play, decision: &Decision, rule: &str) -> Option<Reason> {
    let id = play.programme.rule_named(rule).unwrap();
    decision.not_applied.iter().find(|n| n.rule == id).map(|n| n.reason)
}

/// By name, since the order of a programme's rules is no matter of meaning.
fn sorted(mut awards: Vec<(&str, i64)>) -> Vec<(&str, i64)> {
    awards.sort_unstable();
    awards
}

#[test]
fn a_member_of_the_bergblick_card() {
    let mut play = Play::new(bergblick());
    september(&mut play);
    spending(&mut play);
    later(&mut play);
}

/// Three weeks of September 2026.
fn september(play: &mut Play) {
    // Tuesday morning: 12.50 of apples; tobacco does not count. 12 full francs, and four times 12.
    let lines = vec![goods("produce/fruit", &["bio"], 1250), goods("tobacco", &[], 900)];
    let decision = play.buys("2026-09-08 10:15", in_store(lines));
    assert_eq!(sorted(named(play, &decision)), [("base", 12), ("organic_week", 48)]);
    // It is a weekday, but not the hour.
    assert_eq!(reason(play, &decision, "happy_hour"), Some(Reason::Condition(1)));
    assert_eq!(reason(play, &decision, "fuel"), Some(Reason::Zero));

    // Wednesday at six: base 90 of 90.40; organic_week would be 120, has 52 left of 100; happy_hour is 9 and loses.
    let lines = vec![goods("produce", &["bio"], 3000), goods("food", &[], 6040)];
    let decision = play.buys("2026-09-09 18:00", in_store(lines));
    assert_eq!(sorted(named(play, &decision)), [("base", 90), ("organic_week", 52)]);
    let stack = play.programme.stacks.ids().next().unwrap();
    assert_eq!(reason(play, &decision, "happy_hour"), Some(Reason::LostIn(stack)));
    // 12.50 and 90.40 make 102.90: silver, until the end of the next year.
    assert_eq!(decision.tiers.len(), 1);
    assert_eq!((play.level(), decision.tiers[0].until), (LevelId(1), Some(day("2027-12-31"))));

    // Monday after, half past six: 50, a tenth of it, and a quarter of it, 12.5, down.
    let decision = play.buys("2026-09-14 18:30", in_store(vec![goods("food", &[], 5000)]));
    assert_eq!(sorted(named(play, &decision)), [("base", 50), ("happy_hour", 5), ("silver", 12)]);
    assert_eq!(reason(play, &decision, "organic_week"), Some(Reason::Condition(0)));

    // Sunday: 70.5 litres for 120.00. 70 full litres, of which 60 fit; the partner pays 0.72 CHF.
    let fuel = Line { quantity: 70_500, measure: Some(MeasureId(0)), ..goods("fuel", &[], 12_000) };
    let decision = play.buys("2026-09-20", Purchase { lines: vec![fuel], ..Purchase::default() });
    assert_eq!(sorted(named(play, &decision)), [("base", 120), ("fuel", 60), ("silver", 30)]);
    let rule = play.programme.rule_named("fuel").unwrap();
    let pays = Posting::Pays { partner: PartnerId(0), rule, points: 60, money: (18, 25) };
    assert_eq!(decision.postings, [pays]);
    // 60 + 142 + 67 + 210.
    assert_eq!(play.balance().available, 479);
}

/// A redemption and a transfer.
fn spending(play: &mut Play) {
    let redeem = What::Redeem(Redeem { reward: RewardId(0), times: 2, ..Redeem::default() });
    let decision = play.happens("2026-09-21", redeem);
    let taken = decision.reward.as_ref().unwrap();
    assert_eq!((taken.cost, &taken.gives, taken.until), (100, &Gives::Money(1000), Some(day("2027-03-21"))));
    let unit = play.programme.unit_named("points").unwrap();
    let transfer = Transfer { into: "Alpina miles".to_owned(), unit, points: 200 };
    let decision = play.happens("2026-09-22", What::Transfer(transfer));
    assert!(matches!(decision.postings.as_slice(), [Posting::Converted { gets: 100, .. }]));
    assert_eq!(play.balance().available, 179);
}

/// The years after.
fn later(play: &mut Play) {
    // Twelve months, then at the end of the month.
    assert_eq!(play.happens("2027-09-30 23:59", What::Clock).expired, []);
    let decision = play.happens("2027-10-01 00:00", What::Clock);
    assert_eq!((decision.expired[0].points, decision.expired[0].last_good_day), (179, day("2027-09-30")));

    // 150.00 in 2027 reach silver's entry again, in a later year: renewed until the end of 2028.
    let decision = play.buys("2027-11-01 12:00", in_store(vec![goods("food", &[], 15_000)]));
    assert_eq!(sorted(named(play, &decision)), [("base", 150), ("silver", 37)]);
    assert_eq!((decision.tiers[0].from, decision.tiers[0].to), (LevelId(1), LevelId(1)));
    assert_eq!(decision.tiers[0].until, Some(day("2028-12-31")));

    // Nothing in 2028: the points go at the end of November, silver at the end of the year.
    let decision = play.happens("2029-03-01", What::Clock);
    assert_eq!((decision.expired[0].points, decision.expired[0].last_good_day), (187, day("2028-11-30")));
    assert_eq!((decision.tiers[0].to, decision.tiers[0].on), (LevelId(0), day("2029-01-01")));
    assert_eq!(decision.balances[0].available, 0);
}
