//! Events that are read, and every way in which one can be wrong.

use super::*;
use crate::event::{AccountChange, Activity, Grant, Line, MemberChange, Purchase, Redeem, Tender, Transfer};
use crate::sample;
use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::programme::{FieldValue, LevelId, MeasureId, RewardId, TiersId, UnitId};
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::{Day, Minute};

const AT: &str = r#""id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00""#;

fn read(line: &str) -> Result<Event, Vec<InputError>> {
    Reader::new(&sample::programme(), ReadOptions::default()).event(line)
}

/// A purchase with some fields, and one good line.
fn purchase(rest: &str) -> String {
    format!(r#"{{"event":"purchase",{AT},"terminal":"t","lines":[{{"amount":"12.50"}}],{rest}}}"#)
}

/// A purchase with one line of these fields.
fn with_line(line: &str) -> String {
    format!(r#"{{"event":"purchase",{AT},"terminal":"t","lines":[{{{line}}}]}}"#)
}

/// Another event with these fields.
fn other(event: &str, rest: &str) -> String {
    format!(r#"{{"event":"{event}",{AT},{rest}}}"#)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_whole_purchase() {
    let line = r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T23:15:00+00:00","store":"zh-01",
        "channel":"store","currency":"CHF","coupons":["B","A","B"],"companions":["m-3","m-2","m-3"],"discount":"1.00","terminal":"t-7","score":9.5,
        "tenders":[{"kind":"card","amount":"11.50"}],
        "lines":[{"sku":"4001","name":"\u00c4pfel","category":"food/produce","brand":"Hof","labels":["new","bio"],
          "quantity":"1.250","measure":"kg","amount":"12.50","discount":"0.5","tax":0.32,"gift":true,"deposit":"0.30",
          "flown":"2026-09-30"},{"amount":-3,"measure":"furlong","brand":null}]}"#;
    let event = read(&line.replace('\n', " ")).unwrap();
    // 23:15 UTC is 01:15 of the next day in Zurich in summer.
    assert_eq!((event.local.day, event.local.minute), (day("2026-09-09"), Minute(75)));
    assert_eq!(event.offset, 0);
    let text = |t: &str| Some(t.to_owned());
    let expected = Purchase {
        store: text("zh-01"),
        channel: text("store"),
        coupons: vec!["A".to_owned(), "B".to_owned()],
        companions: vec!["m-3".to_owned(), "m-2".to_owned()],
        discount: 100,
        tenders: vec![Tender { kind: "card".to_owned(), amount: 1150 }],
        fields: vec![Some(FieldValue::Text("t-7".to_owned())), Some(FieldValue::Number(95))],
        lines: vec![
            Line {
                sku: text("4001"),
                name: text("Äpfel"),
                category: text("food/produce"),
                brand: text("Hof"),
                labels: vec!["bio".to_owned(), "new".to_owned()],
                quantity: 1250,
                measure: Some(MeasureId(1)),
                amount: 1250,
                discount: 50,
                tax: 32,
                fields: vec![
                    Some(FieldValue::YesNo(true)),
                    Some(FieldValue::Number(30)),
                    Some(FieldValue::Date(day("2026-09-30"))),
                ],
            },
            Line {
                quantity: 1000,
                measure: Some(MeasureId(u32::MAX)),
                amount: -300,
                fields: vec![None, None, None],
                ..Line::default()
            },
        ],
    };
    assert_eq!(event.what, What::Purchase(expected));
}

#[test]
fn all_other_events() {
    let what = |line: String| read(&line).map(|e| e.what).unwrap();
    assert_eq!(
        what(other("activity", r#""kind":"shipped","receipt":"r-0","terminal":"t""#)),
        What::Activity(Activity {
            receipt: Some("r-0".to_owned()),
            kind: "shipped".to_owned(),
            store: None,
            channel: None,
            fields: vec![Some(FieldValue::Text("t".to_owned())), None],
        })
    );
    assert_eq!(
        what(other("redeem", r#""reward":"voucher","times":3"#)),
        What::Redeem(Redeem { reward: RewardId(0), times: 3, ..Redeem::default() })
    );
    assert_eq!(
        what(other("grant", r#""tier":"silver","until":"2026-09-08","reason":"match""#)),
        What::Grant(Grant::Level { tiers: TiersId(0), level: LevelId(1), until: Some(day("2026-09-08")) })
    );
    assert_eq!(
        what(other("grant", r#""tier":"gold","tiers":"club""#)),
        What::Grant(Grant::Level { tiers: TiersId(1), level: LevelId(2), until: None })
    );
    assert_eq!(
        what(other("grant", r#""unit":"miles","points":"-0.5""#)),
        What::Grant(Grant::Points { unit: UnitId(1), points: -5 })
    );
    assert_eq!(
        what(other("transfer", r#""partner":"Alpina miles","points":1000"#)),
        What::Transfer(Transfer { into: "Alpina miles".to_owned(), unit: UnitId(0), points: 1000 })
    );
    assert_eq!(
        what(other("member", r#""set":{"birthday":"1990-03-05","segment":null}"#)),
        What::Member(MemberChange {
            set: vec![(0, None), (2, Some(FieldValue::Date(day("1990-03-05"))))],
            ..MemberChange::default()
        })
    );
    for (text, account) in [
        (r#""merge":"m-9""#, AccountChange::Merge("m-9".to_owned())),
        (r#""membership":"begins""#, AccountChange::Begins),
        (r#""membership":"ends""#, AccountChange::Ends),
    ] {
        let change = MemberChange { account: Some(account), ..MemberChange::default() };
        assert_eq!(what(other("member", text)), What::Member(change));
    }
    let clock = read(r#"{"at":"2027-01-01T00:00:00+01:00","event":"clock"}"#).unwrap();
    assert_eq!((clock.what, clock.local.day, clock.member), (What::Clock, day("2027-01-01"), None));
}

#[test]
fn members_files() {
    let programme = sample::programme();
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let line = reader.members_line(r#"{"member":"m-1","birthday":"1990-03-05","referrer":"m-2"}"#).unwrap();
    assert_eq!(line.member, "m-1");
    let fields =
        vec![None, Some(FieldValue::Text("m-2".to_owned())), Some(FieldValue::Date(day("1990-03-05")))];
    assert_eq!(line.fields, fields);
    let errors = reader.members_line(r#"{"segment":"pupil","brithday":1}"#).unwrap_err();
    let found: Vec<_> = errors.iter().map(|e| (e.path.as_str(), e.code)).collect();
    assert_eq!(
        found,
        [
            ("segment", InputCode::NotOneOf),
            ("brithday", InputCode::UnknownField),
            ("member", InputCode::MissingField),
            ("birthday", InputCode::MissingField),
        ]
    );
    assert!(errors[1].reason.contains("did you mean `birthday`"), "{}", errors[1].reason);
}

/// Every code, where it fires.
fn wrong() -> Vec<(String, &'static str, InputCode)> {
    use InputCode as C;
    let p = |rest: &str| purchase(rest);
    let l = |line: &str| with_line(line);
    let deep = format!(r#""x":{}{}"#, "[".repeat(300), "]".repeat(300));
    let many = |text: &str, n: usize| vec![text; n].join(",");
    let lines = |n: usize| {
        format!(r#"{{"event":"purchase",{AT},"terminal":"t","lines":[{}]}}"#, many(r#"{"amount":"1"}"#, n))
    };
    vec![
        (format!("{}\"", " ".repeat(16 << 20)), "", C::EventTooLong),
        ("".to_owned(), "", C::MalformedJson),
        ("  \r\n".to_owned(), "", C::MalformedJson),
        (p(&deep), "x", C::TooDeep),
        ("[]".to_owned(), "", C::WrongType),
        ("12".to_owned(), "", C::WrongType),
        ("null".to_owned(), "event", C::MissingField),
        ("{}".to_owned(), "event", C::MissingField),
        (r#"{"event":7}"#.to_owned(), "event", C::WrongType),
        (r#"{"event":"purchas"}"#.to_owned(), "event", C::UnknownEvent),
        (other("return", r#""lines":null"#), "receipt", C::MissingField),
        (other("return", r#""receipt":"r-1","lines":[]"#), "lines", C::MissingField),
        (other("return", r#""receipt":"r-1","lines":[{}]"#), "lines[0].line", C::MissingField),
        (other("return", r#""receipt":"r-1","lines":[{"line":-1}]"#), "lines[0].line", C::OutOfRange),
        (
            other("return", r#""receipt":"r-1","lines":[{"line":0,"quantity":"0"}]"#),
            "lines[0].quantity",
            C::OutOfRange,
        ),
        (other("member", r#""household":"h-7""#), "household", C::UnknownField),
        (other("member", r#""merge":"""#), "merge", C::EmptyText),
        (other("member", r#""merge":"m-9","set":{}"#), "set", C::ConflictingFields),
        (other("member", r#""merge":"m-9","membership":"ends""#), "membership", C::ConflictingFields),
        (other("member", r#""membership":"paused""#), "membership", C::NotOneOf),
        (other("member", r#""set":null"#), "set", C::MissingField),
        (other("member", r#""set":{"birthday":null}"#), "set.birthday", C::MissingField),
        (other("member", r#""set":{"name":"x"}"#), "set.name", C::UnknownField),
        (p(r#""chanel":"web""#), "chanel", C::UnknownField),
        (l(r#""amount":"1","colour":"red""#), "lines[0].colour", C::UnknownField),
        (p(r#""tenders":[{"kind":"card","amount":"1","pin":1}]"#), "tenders[0].pin", C::UnknownField),
        (p(r#""terminal":"t""#), "terminal", C::DuplicateField),
        (p(r#""store":"a","store":"a""#), "store", C::DuplicateField),
        (p(r#""event":"redeem""#), "event", C::DuplicateField),
        (l(r#""amount":"1","tax":"0","amount":"1""#), "lines[0].amount", C::DuplicateField),
        (l(""), "lines[0].amount", C::MissingField),
        (l(r#""amount":null"#), "lines[0].amount", C::MissingField),
        (p(r#""tenders":[{"amount":"1"}]"#), "tenders[0].kind", C::MissingField),
        (other("purchase", r#""terminal":"t""#), "lines", C::MissingField),
        (other("purchase", r#""lines":[]"#), "terminal", C::MissingField),
        (r#"{"event":"clock"}"#.to_owned(), "at", C::MissingField),
        (other("grant", r#""reason":"x""#), "", C::MissingField),
        (other("grant", r#""points":"5""#), "unit", C::MissingField),
        (other("transfer", r#""partner":"Nowhere","points":"5""#), "unit", C::MissingField),
        (
            r#"{"event":"redeem","id":"d","at":"2026-09-08T10:15:00Z","reward":"voucher"}"#.to_owned(),
            "member",
            C::MissingField,
        ),
        (other("grant", r#""tier":"silver","points":"5""#), "points", C::ConflictingFields),
        (
            other("grant", r#""unit":"points","points":"5","until":"2027-01-01""#),
            "until",
            C::ConflictingFields,
        ),
        (other("grant", r#""unit":"points","tier":"silver""#), "unit", C::ConflictingFields),
        (p(r#""channel":5"#), "channel", C::WrongType),
        (p(r#""coupons":"A""#), "coupons", C::WrongType),
        (p(r#""coupons":["A",null]"#), "coupons[1]", C::WrongType),
        (p(r#""tenders":[null]"#), "tenders[0]", C::WrongType),
        (l(r#""amount":true"#), "lines[0].amount", C::WrongType),
        (l(r#""amount":"1","gift":"yes""#), "lines[0].gift", C::WrongType),
        (p(r#""store":"""#), "store", C::EmptyText),
        (p(r#""coupons":[""]"#), "coupons[0]", C::EmptyText),
        (l(&format!(r#""amount":"1","name":"{}""#, "x".repeat(1025))), "lines[0].name", C::TextTooLong),
        (l(r#""amount":"1","name":"a\u0007b""#), "lines[0].name", C::ControlCharacter),
        (l(r#""amount":"1","name":"a\u0085b""#), "lines[0].name", C::ControlCharacter),
        (l(r#""amount":"12,50""#), "lines[0].amount", C::NotADecimal),
        (l(r#""amount":1e3"#), "lines[0].amount", C::NotADecimal),
        (l(r#""amount":"""#), "lines[0].amount", C::NotADecimal),
        (l(r#""amount":"12.505""#), "lines[0].amount", C::TooManyDecimals),
        (l(r#""amount":12.505"#), "lines[0].amount", C::TooManyDecimals),
        (l(r#""amount":"1","quantity":"0.0001""#), "lines[0].quantity", C::TooManyDecimals),
        (l(r#""amount":"10995116277.77""#), "lines[0].amount", C::OutOfRange),
        (l(&format!(r#""amount":"{}""#, "9".repeat(500))), "lines[0].amount", C::OutOfRange),
        (l(&format!(r#""amount":{}"#, "9".repeat(9000))), "lines[0].amount", C::OutOfRange),
        (l(r#""amount":"1","discount":"-0.01""#), "lines[0].discount", C::OutOfRange),
        (p(r#""discount":"-1""#), "discount", C::OutOfRange),
        (p(r#""score":"10.1""#), "score", C::OutOfRange),
        (other("redeem", r#""reward":"voucher","times":0"#), "times", C::OutOfRange),
        (other("redeem", r#""reward":"voucher","times":1000001"#), "times", C::OutOfRange),
        (other("grant", r#""unit":"points","points":"0""#), "points", C::OutOfRange),
        (other("grant", r#""unit":"points","points":"9007199254740992""#), "points", C::OutOfRange),
        (other("transfer", r#""partner":"Alpina miles","points":"-5""#), "points", C::OutOfRange),
        (l(r#""amount":"1","flown":"2026-02-29""#), "lines[0].flown", C::NotADate),
        (r#"{"event":"clock","at":"2026-02-30T00:00:00Z"}"#.to_owned(), "at", C::NotAnInstant),
        (r#"{"event":"clock","at":"2026-01-01T00:00:00"}"#.to_owned(), "at", C::NotAnInstant),
        (other("member", r#""set":{"segment":"studnet"}"#), "set.segment", C::NotOneOf),
        (p(r#""currency":"EUR""#), "currency", C::WrongCurrency),
        (other("redeem", r#""reward":"vouchr""#), "reward", C::UnknownName),
        (other("grant", r#""unit":"kilometres","points":"5""#), "unit", C::UnknownName),
        (other("grant", r#""tier":"platinum""#), "tier", C::UnknownName),
        (other("grant", r#""tier":"gold","tiers":"mian""#), "tiers", C::UnknownName),
        (other("grant", r#""tier":"gold""#), "tier", C::AmbiguousName),
        (lines(10_001), "lines", C::TooManyLines),
        (p(&format!(r#""coupons":[{}]"#, many("\"A\"", 1001))), "coupons", C::TooMany),
        (p(&format!(r#""tenders":[{}]"#, many(r#"{"kind":"a","amount":"1"}"#, 101))), "tenders", C::TooMany),
        (l(&format!(r#""amount":"1","labels":[{}]"#, many("\"A\"", 1001))), "lines[0].labels", C::TooMany),
        (l(r#""amount":"1000000.01""#), "lines", C::ReceiptTooLarge),
        (l(r#""amount":"900000","discount":"900000""#), "lines", C::ReceiptTooLarge),
        (p(r#""discount":"12.51""#), "discount", C::DiscountTooLarge),
        (l(r#""amount":"1","tax":"1.01""#), "lines[0].tax", C::TaxTooLarge),
        (l(r#""amount":"1","tax":"-0.01""#), "lines[0].tax", C::TaxTooLarge),
        (other("grant", r#""tier":"silver","until":"2026-09-07""#), "until", C::UntilTooEarly),
    ]
}

/// The code of a receipt in dollars on a day without a rate, in a programme that has rates.
fn no_rate() -> InputCode {
    let text =
        "programme \"P\" { currency CHF timezone \"UTC\" unit points }\nrates \"r.csv\"\nearn a { 1 point }";
    let mut sources = Sources::single("p.treue", text);
    let rates = "currency,day,rate\nUSD,2026-03-05,0.9\n".to_owned();
    sources.add_data("r.csv".to_owned(), Ok(SourceFile { name: "r.csv".to_owned(), text: rates }));
    let programme = Arc::new(pipeline::check(&sources).programme.unwrap());
    let line = purchase(r#""currency":"USD""#).replace(r#""terminal":"t","#, "");
    let errors = Reader::new(&programme, ReadOptions::default()).event(&line).unwrap_err();
    let found: Vec<_> = errors.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(found, ["currency"]);
    errors[0].code
}

#[test]
fn every_mistake_has_its_code_and_place() {
    let mut fired: Vec<InputCode> = Vec::new();
    for (line, path, code) in wrong() {
        let errors = read(&line).unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.path.as_str(), e.code)).collect();
        assert_eq!(found, [(path, code)], "{}: {}", short(&line), errors[0].reason);
        fired.push(code);
    }
    fired.push(InputCode::NotUtf8);
    fired.push(no_rate());
    fired.push(InputCode::TooManyMistakes);
    for code in InputCode::ALL {
        assert!(fired.contains(code), "{} is never tried", code.name());
    }
}

#[test]
fn all_mistakes_of_a_line_at_once() {
    let line = r#"{"event":"purchase","id":"","at":"yesterday","color":1,"lines":[{"amount":"1"},{"amount":"x","tax":"y"},7]}"#;
    let found: Vec<_> =
        read(line).unwrap_err().into_iter().map(|e| (e.path, e.code.name(), e.column)).collect();
    let expected = [
        ("id", "empty-text", Some(26)),
        ("at", "not-an-instant", Some(34)),
        ("color", "unknown-field", Some(54)),
        ("lines[1].amount", "not-a-decimal", Some(90)),
        ("lines[1].tax", "not-a-decimal", Some(100)),
        ("lines[2]", "wrong-type", Some(105)),
        ("terminal", "missing-field", None),
    ];
    let expected: Vec<_> = expected.into_iter().map(|(p, c, n)| (p.to_owned(), c, n)).collect();
    assert_eq!(found, expected);
}

#[test]
fn mistakes_are_counted_to_an_end() {
    let lines = vec!["{}"; 500].join(",");
    let errors =
        read(&format!(r#"{{"event":"purchase",{AT},"terminal":"t","lines":[{lines}]}}"#)).unwrap_err();
    assert_eq!(errors.len(), 101);
    assert_eq!(errors[100].code, InputCode::TooManyMistakes);
    // A line with half a million unknown fields costs no more than the first hundred.
    let many: Vec<String> = (0..500_000).map(|n| format!("\"unknown{n}\":0")).collect();
    assert_eq!(read(&purchase(&many.join(","))).unwrap_err().len(), 101);
}

#[test]
fn lines_that_are_not_text() {
    let mut reader_line = purchase(r#""store":"x""#).into_bytes();
    let at = reader_line.iter().position(|b| *b == b't').unwrap();
    reader_line[at] = 0xFF;
    let programme = sample::programme();
    let error = Reader::new(&programme, ReadOptions::default()).event(&reader_line).unwrap_err().remove(0);
    assert_eq!((error.code, error.column), (InputCode::NotUtf8, Some(at + 1)));
}

#[test]
fn byte_order_mark_and_line_ends() {
    let line = purchase(r#""store":"x""#);
    assert!(read(&format!("\u{feff}{line}\r\n")).is_ok());
    assert!(read(&format!("  {line}\t")).is_ok());
}

/// Every way of cutting a good line off is one clear mistake.
#[test]
fn truncated_lines() {
    let line = purchase(r#""coupons":["A","Ä\u00e4"],"discount":0.5,"score":null"#);
    assert!(read(&line).is_ok());
    for end in 1..line.len() {
        if let Some(part) = line.get(..end) {
            let errors = read(part).unwrap_err();
            assert_eq!(errors.len(), 1, "{part}");
            assert_eq!(errors[0].code, InputCode::MalformedJson, "{part}: {}", errors[0].reason);
        }
    }
}

/// No byte that changes makes the reader panic.
#[test]
fn changed_bytes() {
    let programme = sample::programme();
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let line = purchase(r#""coupons":["A","B\u00e4"],"discount":0.5,"tenders":[{"kind":"x","amount":1}]"#);
    for at in 0..line.len() {
        for byte in [0, b'"', b'{', b'}', b'[', b']', b',', b':', b'-', b'0', b'e', b'\\', b'n', 0x7F, 0xFF] {
            let mut bytes = line.clone().into_bytes();
            bytes[at] = byte;
            let _ = reader.event(&bytes);
        }
    }
}

#[test]
fn long_texts_and_names_stay_short_in_messages() {
    let long = "x".repeat(10 << 20);
    for line in [purchase(&format!(r#""store":"{long}""#)), purchase(&format!(r#""{long}":1"#))] {
        let errors = read(&line).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert!(errors[0].reason.len() + errors[0].path.len() < 400);
    }
    let deep = "[".repeat(1 << 20);
    assert!(read(&purchase(&format!(r#""x":{deep}"#))).is_err());
    assert!(read(&deep).is_err());
}

#[test]
fn what_follows_the_event() {
    let line = format!("{} {{}}", purchase(r#""store":"x""#));
    assert_eq!(read(&line).unwrap_err()[0].reason, "something follows the end of the event");
}

#[test]
fn lenient_readers_pass_over_unknown_fields() {
    let programme = sample::programme();
    let mut reader = Reader::new(&programme, ReadOptions { lenient: true });
    assert!(reader.event(purchase(r#""colour":{"a":[1,2]},"till":"x""#)).is_ok());
    assert!(reader.event(with_line(r#""amount":"1","colour":1"#)).is_ok());
}

#[test]
fn a_guest_has_no_member() {
    let line = r#"{"event":"purchase","id":"r","at":"2026-09-08T10:15:00Z","terminal":"t","lines":[]}"#;
    assert_eq!(read(line).unwrap().member, None);
}

#[test]
fn fingerprints_see_what_the_programme_reads() {
    let of = |line: String| read(&line).unwrap().fingerprint;
    let base = of(with_line(r#""amount":"12.50","category":"food""#));
    // The programme reads channel, amount and category; not the brand, the quantity or the terminal.
    assert_eq!(base, of(with_line(r#""category":"food","amount":12.5,"brand":"Hof","quantity":"3""#)));
    assert_ne!(base, of(with_line(r#""amount":"12.51","category":"food""#)));
    assert_ne!(base, of(with_line(r#""amount":"12.50","category":"tobacco""#)));
    assert_ne!(base, of(with_line(r#""amount":"12.50"},{"amount":"0""#)));
    let purchase_of = |rest: &str| of(purchase(rest));
    assert_eq!(purchase_of(r#""store":"a""#), purchase_of(r#""store":"b""#));
    assert_ne!(purchase_of(r#""channel":"a""#), purchase_of(r#""channel":"b""#));
    assert_ne!(purchase_of(r#""discount":"1""#), purchase_of(r#""discount":"2""#));
    // The same instant written with another offset is the same event.
    let clock = |at: &str| of(format!(r#"{{"event":"clock","at":"{at}"}}"#));
    assert_eq!(clock("2026-09-08T10:15:00+02:00"), clock("2026-09-08T08:15:00Z"));
    assert_ne!(clock("2026-09-08T10:15:00+02:00"), clock("2026-09-08T10:15:00Z"));
}
