//! The form of decisions, byte for byte.

use super::*;
use crate::decision::Expired;
use crate::decision::RefusalCode;
use crate::event::{ReadOptions, Reader};
use crate::sample;
use crate::state::Balance;
use treue_lang::programme::{Gives, LevelId, LimitId, RewardId};

fn event(programme: &Programme, rest: &str) -> Event {
    let line = format!(r#"{{"id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00",{rest}}}"#);
    Reader::new(programme, ReadOptions::default()).event(line).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_purchase() {
    let programme = sample::programme();
    let event = event(&programme, r#""event":"purchase","terminal":"t","lines":[{"amount":"112.50"}]"#);
    let mut decision = Decision::empty(&event, "m-1");
    decision.awards.push(Award {
        rule: RuleId(0),
        points: 100,
        amount: Some(11_250),
        raw: (225, 2),
        rounded: 112,
        cut_by: Some(LimitId(0)),
        lines: vec![0],
        available: day("2026-09-22"),
        expires: None,
        payer: Some(PartnerId(0)),
    });
    decision.tiers.push(TierChange {
        tiers: TiersId(0),
        from: LevelId(1),
        to: LevelId(2),
        until: Some(day("2027-12-31")),
        on: day("2026-09-08"),
    });
    decision.expired.push(Expired { unit: UnitId(1), points: 25, last_good_day: day("2026-08-31") });
    decision.postings.push(Posting::Pays {
        partner: PartnerId(0),
        rule: RuleId(0),
        points: 100,
        money: (6, 5),
    });
    decision.not_applied.push(NotApplied { rule: RuleId(0), reason: Reason::Condition(1) });
    decision.balances = vec![
        Balance { available: 120, pending: 100, owed: 0 },
        Balance { available: 0, pending: 0, owed: 5 },
    ];
    let text = serde_json::to_string(&json(&programme, &event, &decision)).unwrap();
    let expected = concat!(
        r#"{"version":1,"event":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00","late":false,"repeated":false,"#,
        r#""refusal":null,"awards":[{"rule":"base","version":null,"title":"Base points","unit":"points","points":"100","amount":"112.50","raw":"112.5","#,
        r#""rounding":"per full 1.00","cut_by":"at most 100 points","lines":[0],"to":"m-1","available":"2026-09-22","#,
        r#""expires":null,"payer":"alpina"}],"windows":[],"tiers":[{"tiers":"main","tiers_title":"main","from":"silver","to":"gold","#,
        r#""title":"gold","perks":["Perk of gold"],"#,
        r#""until":"2027-12-31","on":"2026-09-08"}],"rewards":[],"postings":[{"posting":"pays","partner":"alpina","#,
        r#""rule":"base","unit":"points","points":"100","money":"1.2","currency":"CHF"}],"#,
        r#""expired":[{"unit":"miles","points":"2.5","last_good_day":"2026-08-31"}],"level_gifts":[],"reminders":[],"#,
        r#""owed":{"miles":"0.5"},"returned":null,"merged":null,"refund_cut":null,"outgoing":[],"household":[],"from":null,"not_applied":[{"rule":"base","version":null,"because":"outside 08:00 to 20:00","#,
        r#""sufficient":"from 08:00","lost_to":null}],"balances":{"points":{"title":"points","available":"120","pending":"100","#,
        r#""owed":"0"},"miles":{"title":"miles","available":"0.0","pending":"0.0","owed":"0.5"}}}"#
    );
    assert_eq!(text, expected);
}

#[test]
fn a_redemption_and_a_refusal() {
    let programme = sample::programme();
    let event = event(&programme, r#""event":"redeem","reward":"voucher","times":2"#);
    let mut decision = Decision::empty(&event, "m-1");
    decision.reward = Some(RewardTaken {
        reward: RewardId(0),
        times: 2,
        unit: UnitId(0),
        cost: 1000,
        gives: Gives::Money(1000),
        value: None,
        used: false,
        until: Some(day("2027-03-08")),
    });
    let value = serde_json::to_value(json(&programme, &event, &decision)).unwrap();
    assert_eq!(
        value["rewards"].to_string(),
        r#"[{"what":"taken","reward":"voucher","title":"5 CHF voucher","times":2,"cost":"1000","unit":"points","gives":"10.00 CHF off","value":null,"until":"2027-03-08","on":null}]"#
    );
    let refusal = Refusal::numbers(RefusalCode::NotEnoughPoints, 120, 1000);
    let refused = Decision::refused(&event, "m-1", refusal);
    let value = serde_json::to_value(json(&programme, &event, &refused)).unwrap();
    let expected = concat!(
        r#"{"code":"not-enough-points","reason":"there are not enough points available","have":"120","need":"1000","#,
        r#""sufficient":"1000 points available"}"#
    );
    assert_eq!(value["refusal"].to_string(), expected);
}

#[test]
fn instants_keep_their_offset() {
    assert_eq!(instant(0, 0), "1970-01-01T00:00:00+00:00");
    assert_eq!(instant(0, -16_200), "1969-12-31T19:30:00-04:30");
    assert_eq!(instant(20_704 * 86_400 + 8 * 3_600 + 15 * 60, 7_200), "2026-09-08T10:15:00+02:00");
}
