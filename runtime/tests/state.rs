//! Members as bytes: what comes back, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on may stop here"
)]

use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::engine::Detail;
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Change, Member, Members, StateCode, migrate};

const HEAD: &str =
    "programme \"Card\" { currency CHF timezone \"Europe/Zurich\" unit points unit stamps { decimals 1 } }
fields { member.club: text optional }
track spend = all lines per calendar year
";
const RULES: &str = "earn base { 1 point per full 1.00 CHF of all lines  at most 500 points per calendar month }
earn stamp { 1.5 stamps rounded to 1 decimal }
tiers main by spend { bronze silver from 50.00 CHF gold from 500.00 CHF valid until end of next calendar year }
expire points { 12 months after earning }
";

fn programme(text: &str) -> Arc<Programme> {
    let checked = pipeline::check(&Sources::single("card.treue", text));
    Arc::new(checked.programme.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics)))
}

fn card() -> Arc<Programme> {
    programme(&format!("{HEAD}{RULES}"))
}

/// Members after two receipts and a change of a field.
fn members(programme: &Arc<Programme>) -> Members {
    let mut members = Members::default();
    let mut engine = Reference::new(programme.clone(), Detail::Full);
    let mut reader = Reader::new(programme, ReadOptions::default());
    for line in [
        r#"{"event":"member","id":"u-1","member":"anna","at":"2026-03-01T09:00:00+01:00","set":{"club":"north"}}"#,
        r#"{"event":"purchase","id":"r-1","member":"anna","at":"2026-03-01T10:00:00+01:00","lines":[{"amount":"60.00"}]}"#,
        r#"{"event":"purchase","id":"r-2","member":"beat","at":"2026-03-02T10:00:00+01:00","lines":[{"amount":"12.50"}]}"#,
    ] {
        let event = reader.event(line).unwrap();
        members.apply(programme, &mut engine, &event, |d| assert_eq!(d.refusal, None));
    }
    members
}

fn code(programme: &Programme, bytes: &[u8]) -> StateCode {
    Members::from_bytes(programme, bytes).unwrap_err().code
}

#[test]
fn members_come_back_as_they_were_and_always_as_the_same_bytes() {
    let programme = card();
    let members = members(&programme);
    let bytes = members.to_bytes(&programme);
    let read = Members::from_bytes(&programme, &bytes).unwrap();
    assert_eq!(read, members);
    assert_eq!(read.to_bytes(&programme), bytes);
    assert_eq!(members.to_bytes(&programme), bytes);
}

#[test]
fn every_byte_that_is_missing_or_changed_is_noticed() {
    let programme = card();
    let bytes = members(&programme).to_bytes(&programme);
    for end in 0..bytes.len() {
        assert_eq!(code(&programme, &bytes[..end]), StateCode::Truncated, "{end} bytes of {}", bytes.len());
    }
    for at in 0..bytes.len() {
        for bit in [0, 3, 7] {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(Members::from_bytes(&programme, &changed).is_err(), "bit {bit} of byte {at}");
        }
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(code(&programme, &longer), StateCode::Damaged);
}

#[test]
fn what_is_wrong_is_named() {
    let programme = card();
    let bytes = members(&programme).to_bytes(&programme);
    assert_eq!(code(&programme, b"{\"event\":\"purchase\"}"), StateCode::NotState);
    let mut newer = bytes.clone();
    newer[8] = 4;
    assert_eq!(code(&programme, &newer), StateCode::Newer);
    let mut older = bytes.clone();
    older[8] = 2;
    assert_eq!(code(&programme, &older), StateCode::Older);
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(code(&programme, &changed), StateCode::Damaged);
    let other = self::programme(&format!("{HEAD}{RULES}").replace("\"Card\"", "\"Other\""));
    assert_eq!(code(&other, &bytes), StateCode::OtherProgramme);
    let error = Members::from_bytes(&other, &bytes).unwrap_err();
    assert!(error.to_string().contains("[state-of-another-programme]"), "{error}");
}

/// What `first` gives for a purchase, decided by a programme that asks when silver was reached.
fn first_days(asks: &Arc<Programme>, members: &mut Members, member: &str, at: &str) -> i64 {
    let line = format!(
        r#"{{"event":"purchase","id":"{member} {at}","member":"{member}","at":"{at}","lines":[{{"amount":"1.00"}}]}}"#
    );
    let event = Reader::new(asks, ReadOptions::default()).event(&line).unwrap();
    let mut given = 0;
    let first = asks.rule_named("first").unwrap();
    members.apply(asks, &mut Reference::new(asks.clone(), Detail::Full), &event, |d| {
        given += d.awards.iter().filter(|a| a.rule == first).map(|a| a.points).sum::<i64>();
    });
    given
}

/// Anna reaches silver on 1 March. A text that asks for it later knows that for the 90 days of memory, so 10 days are over behind
/// 11 March. With an event on 1 July the change is forgotten: nobody knows when it was, and nothing is given for it.
#[test]
fn who_asks_later_when_a_level_was_reached_knows_it_as_far_as_memory_reaches() {
    let before = card();
    let asking = |length: &str| {
        programme(&format!("{HEAD}{RULES}earn first {{ within {length} of reaching silver  7 points }}"))
    };
    let carried =
        |members: &Members, asks: &Programme| Members::from_bytes(asks, &members.to_bytes(&before)).unwrap();
    let mut members = members(&before);
    let asks = asking("10 days");
    let mut known = carried(&members, &asks);
    assert_eq!(first_days(&asks, &mut known, "anna", "2026-03-11T10:00:00+01:00"), 7);
    assert_eq!(first_days(&asks, &mut known, "anna", "2026-03-12T10:00:00+01:00"), 0);
    let line = r#"{"event":"purchase","id":"r-9","member":"anna","at":"2026-07-01T10:00:00+02:00","lines":[{"amount":"1.00"}]}"#;
    let event = Reader::new(&before, ReadOptions::default()).event(line).unwrap();
    members.apply(&before, &mut Reference::new(before.clone(), Detail::Full), &event, |_| {});
    let asks = asking("2 years");
    let mut unknown = carried(&members, &asks);
    assert_eq!(first_days(&asks, &mut unknown, "anna", "2026-07-02T10:00:00+02:00"), 0);
    // Gold is reached under the text that asks: that is known.
    let gold = programme(&format!("{HEAD}{RULES}earn first {{ within 2 years of reaching gold  7 points }}"));
    let mut unknown = Members::from_bytes(&gold, &unknown.to_bytes(&asks)).unwrap();
    let line = r#"{"event":"purchase","id":"r-10","member":"anna","at":"2026-07-03T10:00:00+02:00","lines":[{"amount":"500.00"}]}"#;
    let event = Reader::new(&gold, ReadOptions::default()).event(line).unwrap();
    unknown.apply(&gold, &mut Reference::new(gold.clone(), Detail::Full), &event, |_| {});
    assert_eq!(first_days(&gold, &mut unknown, "anna", "2026-07-04T10:00:00+02:00"), 7);
    // And a text that no longer asks keeps nothing.
    assert!(Members::from_bytes(&before, &unknown.to_bytes(&gold)).is_ok());
}

#[test]
fn a_programme_that_was_extended_and_put_into_another_order_reads_what_was_there() {
    let before = card();
    let members = members(&before);
    let bytes = members.to_bytes(&before);
    let after = programme(
        "programme \"Card\" { currency CHF timezone \"Europe/Zurich\"
           unit miles unit stamps { decimals 1 } unit points { decimals 2 } }
         fields { member.since: date optional member.club: text optional }
         track visits = purchases per calendar year
         track spend = all lines per calendar year
         earn extra { 3 miles when member.club is present }
         earn stamp { 1.5 stamps rounded to 1 decimal }
         earn base { 1 point per full 1.00 CHF of all lines  at most 500 points per calendar month }
         tiers main by spend { bronze silver from 50.00 CHF gold from 500.00 CHF platinum from 5000.00 CHF
           valid until end of next calendar year }
         expire points { 12 months after earning }",
    );
    let read = Members::from_bytes(&after, &bytes).unwrap();
    let anna = read.get("anna").unwrap();
    let today = anna.last_day.unwrap();
    let balance = |unit: &str| anna.balance(after.unit_named(unit).unwrap(), today).available;
    // 60 points are 60.00 points with two decimals.
    assert_eq!((balance("points"), balance("stamps"), balance("miles")), (6_000, 15, 0));
    let level = anna.level(after.tiers.ids().next().unwrap());
    assert_eq!(level.0, 1, "silver stays");
    assert_eq!(anna.fields.iter().flatten().count(), 1);
    // What the limit has used goes on: 60.00 of 500 points.
    let used = after.tracks.iter().position(|(_, t)| !t.written).unwrap();
    assert!(format!("{:?}", anna.tracks[used]).contains("value: 6000,"), "{:?}", anna.tracks[used]);
}

#[test]
fn members_who_would_lose_something_are_refused() {
    let before = card();
    let bytes = members(&before).to_bytes(&before);
    for (from, to, lost) in [
        ("stamps", "stars", "1.5 stamps of member anna"),
        ("spend", "turnover", "the track spend of member anna"),
        ("silver from", "argent from", "the level silver of main of member anna"),
        ("member.club: text", "member.clan: text", "the field club of member anna"),
        ("per calendar year\n", "per calendar month\n", "the track spend of member anna"),
    ] {
        let text = format!("{HEAD}{RULES}").replace(from, to);
        let error = Members::from_bytes(&programme(&text), &bytes).unwrap_err();
        assert_eq!(error.code, StateCode::NeedsMigration, "{error}");
        assert!(error.reason.contains(lost), "{error}");
    }
}

/// One programme's text, with this between the braces, and what comes behind.
fn small(units: &str, rest: &str) -> Arc<Programme> {
    programme(&format!("programme \"Card\" {{ currency CHF timezone \"Europe/Zurich\" {units} }}\n{rest}"))
}

/// Points of a unit granted on three days, one lot each, as they expire on three days.
fn granted(programme: &Arc<Programme>, unit: &str, points: &[&str]) -> Members {
    let mut members = Members::default();
    let mut engine = Reference::new(programme.clone(), Detail::Full);
    let mut reader = Reader::new(programme, ReadOptions::default());
    for (day, points) in (1..).zip(points) {
        let line = format!(
            r#"{{"event":"grant","id":"g-{unit}-{day}","member":"anna","at":"2026-03-0{day}T10:00:00+01:00","unit":"{unit}","points":"{points}"}}"#
        );
        members.apply(programme, &mut engine, &reader.event(&line).unwrap(), |d| assert_eq!(d.refusal, None));
    }
    members
}

fn lots(member: &Member) -> Vec<i64> {
    member.lots.iter().map(|l| l.points).collect()
}

#[test]
fn the_sum_is_converted_and_each_lot_gets_its_step() {
    let old = small("unit tokens", "expire tokens { 12 months after earning }");
    let new = small(
        "unit points",
        "expire points { 12 months after earning } migration { unit points was \"tokens\", becomes 2.5 points each }",
    );
    // Three lots of 1, 1 and 3 tokens: running totals 2.5, 5 and 12.5, so 2, 3 and 7 points; 12 in all.
    let bytes = granted(&old, "tokens", &["1", "1", "3"]).to_bytes(&old);
    let migrated = migrate(&old, &new, &bytes).unwrap();
    assert!(migrated.is_lossless());
    assert_eq!(lots(migrated.members.get("anna").unwrap()), [2, 3, 7]);
    let text = |t: &str| t.to_owned();
    assert_eq!(
        migrated.changes[0].change,
        Change::Converted {
            from: text("tokens"),
            points: text("5"),
            to: text("points"),
            gets: text("12"),
            left: text("0")
        }
    );
    // As published when Subway changed its programme in 2023: 40 tokens times 2.5 are 100 points.
    let bytes = granted(&old, "tokens", &["40"]).to_bytes(&old);
    let migrated = migrate(&old, &new, &bytes).unwrap();
    assert_eq!(lots(migrated.members.get("anna").unwrap()), [100]);
}

#[test]
fn unfinished_steps_come_to_nothing_and_the_report_says_so() {
    let old = small("unit stamps { decimals 1 }", "");
    let new =
        small("unit points", "migration { unit points was \"stamps\", becomes 400 points per full 10 }");
    // 10.0 and 13.5 stamps: running totals of 1 and 2 full tens; 3.5 stamps are left.
    let bytes = granted(&old, "stamps", &["10.0", "13.5"]).to_bytes(&old);
    let migrated = migrate(&old, &new, &bytes).unwrap();
    assert_eq!(lots(migrated.members.get("anna").unwrap()), [400, 400]);
    let change = migrated.changes[0].to_string();
    assert_eq!(change, "23.5 stamps became 800 points, 3.5 came to nothing of member anna");
}

#[test]
fn forfeited_stamps_go_only_if_the_text_says_so() {
    let old = small("unit points unit stamps", "");
    let bytes = granted(&old, "stamps", &["7"]).to_bytes(&old);
    let silent = migrate(&old, &small("unit points", ""), &bytes).unwrap();
    assert!(!silent.is_lossless());
    let told = small("unit points", "migration { forgets unit \"stamps\" }");
    let told = migrate(&old, &told, &bytes).unwrap();
    assert!(told.is_lossless());
    assert_eq!(told.changes[0].to_string(), "7 stamps of member anna");
}

#[test]
fn what_is_renamed_keeps_what_it_has() {
    let old = card();
    let bytes = members(&old).to_bytes(&old);
    let new = programme(
        &format!("{HEAD}{RULES}")
            .replace("spend", "turnover")
            .replace("silver", "argent")
            .replace("main", "club")
            .replace("member.club", "member.clan")
            .replace("expire", "migration { track turnover was \"spend\" tiers club was \"main\" level argent was \"silver\" member.clan was \"club\" }\nexpire"),
    );
    let migrated = migrate(&old, &new, &bytes).unwrap();
    assert_eq!(migrated.changes, []);
    let (before, after) = (members(&old), migrated.members);
    for (id, member) in before.iter() {
        // The same places: all names stand in the same order.
        assert_eq!(after.get(id), Some(member));
    }
}

#[test]
fn debts_of_one_unit_are_paid_when_two_become_one() {
    let old = small("unit points unit miles", "");
    let mut members = granted(&old, "miles", &["50"]);
    let mut anna = members.get("anna").unwrap().clone();
    anna.owed[0] = 20;
    members.insert("anna", anna);
    let new = small("unit points", "migration { unit points was \"miles\" }");
    let migrated = migrate(&old, &new, &members.to_bytes(&old)).unwrap();
    let anna = migrated.members.get("anna").unwrap();
    assert_eq!((lots(anna), anna.owed.clone()), (vec![30], vec![0]));
}
