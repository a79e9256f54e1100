//! Tables of values: what their files must be, each mistake with its place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::with_header;
use treue_lang::pipeline;
use treue_lang::programme::{Programme, TableKey, TableRow, Texts};
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::Day;

const FIELDS: &str = "fields { line.class: text optional  receipt.flown: date optional }\n";
const BY_CLASS: &str = "table factor \"f.csv\" by line.class at receipt.flown\n";

fn checked(body: &str, data: Option<&str>) -> (Vec<String>, Option<Programme>) {
    let mut sources = Sources::single("test.treue", with_header(&format!("{FIELDS}{body}")));
    for file in pipeline::data_files(&sources) {
        let read = data.map(|text| SourceFile { name: file.named.clone(), text: text.to_owned() });
        sources.add_data(file.named, read.ok_or_else(|| "there is none".to_owned()));
    }
    let checked = pipeline::check(&sources);
    (checked.diagnostics.iter().map(|d| d.plain(&sources)).collect(), checked.programme)
}

/// What is said of a table by class with this file.
fn said(data: &str) -> Vec<String> {
    checked(BY_CLASS, Some(data)).0
}

#[test]
fn rows_stand_in_order_at_one_scale() {
    let data = "class,from,to,factor\nY,2026-01-01,,125%\nJ,,,2\nY,,2025-12-31,100%\n";
    let (found, programme) = checked(BY_CLASS, Some(data));
    assert!(found.is_empty(), "{found:?}");
    let programme = programme.unwrap();
    let (_, table) = programme.tables.iter().next().unwrap();
    let (first, last) = (Day(i32::MIN), Day(i32::MAX));
    let new_year = Day::parse("2026-01-01").unwrap();
    let row = |key, from, to, value| TableRow { keys: [key, 0, 0], from, to, value };
    assert_eq!(table.texts, ["J", "Y"]);
    assert_eq!((table.decimals, table.most), (2, 200));
    assert_eq!(
        table.rows,
        [row(0, first, last, 200), row(1, first, new_year.plus(-1), 100), row(1, new_year, last, 125)]
    );
    assert!(matches!(table.keys[0], TableKey::Line(_)));
}

#[test]
fn texts_of_the_receipt_are_keys_too() {
    let (found, programme) =
        checked("table t \"t.csv\" by store, channel\n", Some("channel,store,t\nweb,a,1\n"));
    assert!(found.is_empty(), "{found:?}");
    let programme = programme.unwrap();
    let (_, table) = programme.tables.iter().next().unwrap();
    assert_eq!(table.keys, [TableKey::Event(Texts::Store), TableKey::Event(Texts::Channel)]);
    assert_eq!(table.rows[0].keys, [0, 1, 0]);
}

#[test]
fn each_mistake_has_its_place_and_a_remedy() {
    for (data, expected) in [
        (
            "",
            "f.csv:1:1: error[incomplete]: the file holds nothing; its first line names the columns: class,factor",
        ),
        (
            "class;factor\n",
            "f.csv:1:1: error[unknown-name]: nothing is known of a column `class;factor`; the columns are class, factor, from, to",
        ),
        (
            "class,form,factor\nY,,1\n",
            "f.csv:1:7: error[unknown-name]: nothing is known of a column `form`; did you mean `from`?",
        ),
        (
            "class,from,factor,class\nY,,1,Y\n",
            "f.csv:1:19: error[repeated]: the column `class` stands here for the second time; keep one of the two",
        ),
        (
            "class,from\nY,\n",
            "f.csv:1:1: error[incomplete]: the file has no column factor; name it on the first line; commas separate columns",
        ),
        (
            "class,from,factor\nY,,1,2\n",
            "f.csv:2:1: error[incomplete]: this row has 4 cells, and the first line names 3 columns; put texts with commas into quotes, and leave empty cells empty",
        ),
        (
            "class,from,factor\nY,,1,5\n",
            "f.csv:2:1: error[incomplete]: this row has 4 cells, and the first line names 3 columns; put texts with commas into quotes, and leave empty cells empty",
        ),
        (
            "class,from,factor\nY,,x\n",
            "f.csv:2:4: error[bad-literal]: `x` is not a number; write digits with a point before the decimals, such as 1250.50",
        ),
        (
            "class,from,factor\nY,,0.1234567\n",
            "f.csv:2:4: error[too-many-decimals]: `0.1234567` has more than 6 decimals; write at most 6; a percentage has two more",
        ),
        (
            "class,from,factor\nY,,99999999999999999999\n",
            "f.csv:2:4: error[out-of-range]: `99999999999999999999` is too large; write a smaller number",
        ),
        (
            "class,from,factor\nY,2026-02-30,1\n",
            "f.csv:2:3: error[bad-literal]: `2026-02-30` is not a day; write year, month and day, such as 2026-09-07",
        ),
        (
            "class,from,to,factor\nY,2026-02-02,2026-02-01,1\n",
            "f.csv:2:1: error[not-rising]: the last day is before the first; write the earlier day in the column `from`",
        ),
        (
            "class,from,factor\nY,,1\nJ,,1\nY,,2\n",
            "f.csv:4:1: error[repeated]: a row for these keys stands here for the second time; keep one, or let their days not meet",
        ),
        (
            "class,from,to,factor\nY,,2026-01-01,1\nY,2026-01-01,,2\n",
            "f.csv:3:1: error[repeated]: the days of this row meet those of another with the same keys; keep one, or let their days not meet",
        ),
        (
            "class,from,factor\n\"Y,,1\n",
            "f.csv:2:1: error[syntax]: this quote is not closed; put `\"` behind the text",
        ),
        (
            "class,factor\nY,1\n",
            "test.treue:3:39: error[never-holds]: the file has no dates, so no date decides anything; leave `at ...` out, or give the file columns `from` and `to`",
        ),
    ] {
        assert_eq!(said(data).first().map(String::as_str), Some(expected), "{data}");
    }
}

#[test]
fn many_mistakes_are_counted_and_not_all_shown() {
    let rows: String = (0..50).map(|n| format!("k{n},,x\n")).collect();
    let found = said(&format!("class,from,factor\n{rows}"));
    assert_eq!(found.len(), 21);
    assert!(found.iter().any(|f| f.contains("30 more mistakes in this file are not shown")), "{found:?}");
}

#[test]
fn what_a_table_and_its_use_must_be() {
    let file = Some("class,from,factor\nY,,1\n");
    for (body, code) in [
        ("table factor \"../f.csv\" by line.class\n", "missing-file"),
        ("table factor \"f.csv\" by receipt.flown\n", "wrong-kind"),
        ("table factor \"f.csv\" by line.class at line.class\n", "wrong-kind"),
        ("table factor \"f.csv\" by line.class, line.class\n", "repeated"),
        ("table factor \"f.csv\" by store, channel, category, brand\n", "too-many"),
        (
            "table factor \"f.csv\" by line.class\nearn a { points for each line: quantity times factor }\n",
            "not-here",
        ),
        (
            "table factor \"f.csv\" by line.class\nearn a { 1 point per 1.00 CHF of all lines, times factor or 0 }\n",
            "not-here",
        ),
        ("lines l = all lines\nearn a { points for each line: quantity times l or 0 }\n", "wrong-kind"),
    ] {
        let (found, _) = checked(body, file);
        assert!(found.len() == 1 && found[0].contains(&format!("error[{code}]")), "{body}: {found:?}");
    }
    let (found, _) = checked(BY_CLASS, None);
    assert_eq!(
        found,
        [
            "test.treue:3:14: error[missing-file]: the file f.csv cannot be read: there is none; put the file beside the programme's, as a text in UTF-8, or write its right name"
        ]
    );
}

#[test]
fn a_receipt_of_a_test_is_in_one_currency() {
    let rates = "class,from,factor\nY,,1\n";
    let test = |lines: &str| {
        format!(
            "earn a {{ 1 point }}\ntest \"t\" {{ when a purchase on 2026-01-01 {{ {lines} }} then 1 point from a }}\n"
        )
    };
    // Without rates another currency is one that the programme does not have.
    let (found, _) = checked(&test("\"A\" 1.00 EUR"), Some(rates));
    assert!(found.len() == 1 && found[0].contains("error[unit-mismatch]"), "{found:?}");
    let with_rates = |lines: &str| {
        let mut sources =
            Sources::single("test.treue", with_header(&format!("rates \"r.csv\"\n{}", test(lines))));
        let text = "day,currency,rate\n2026-01-01,EUR,0.95\n2026-01-01,USD,0.9\n".to_owned();
        sources.add_data("r.csv".to_owned(), Ok(SourceFile { name: "r.csv".to_owned(), text }));
        let found = pipeline::check(&sources).diagnostics;
        found.iter().map(|d| d.plain(&sources)).collect::<Vec<_>>()
    };
    assert_eq!(with_rates("\"A\" 1.00 EUR \"B\" 2.00 EUR tax 0.10 EUR"), Vec::<String>::new());
    for (lines, place) in [
        ("\"A\" 1.00 EUR \"B\" 2.00 USD", "a receipt is in one currency"),
        ("\"A\" 1.00 CHF \"B\" 2.00 USD", "USD is not the programme's currency"),
        ("\"A\" 1.00 EUR tax 0.10 CHF", "a receipt is in one currency"),
        ("\"A\" 1.005 EUR", "more decimals"),
    ] {
        let found = with_rates(lines);
        assert!(found.len() == 1 && found[0].contains(place), "{lines}: {found:?}");
    }
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let rows: String = (0..100_000).map(|n| format!("k{n},,{}.5\n", n % 100)).collect();
    let (found, programme) = checked(BY_CLASS, Some(&format!("class,from,factor\n{rows}")));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(programme.unwrap().tables.iter().next().unwrap().1.rows.len(), 100_000);
}

#[test]
fn zones_of_stores() {
    let zones = "zones \"z.csv\"\n";
    let (found, programme) = checked(zones, Some("store,zone\nnyc,America/New_York\nginza,Asia/Tokyo\n"));
    assert!(found.is_empty(), "{found:?}");
    let programme = programme.unwrap();
    assert_eq!(programme.zone_of(Some("nyc"), &[]).name(), "America/New_York");
    assert_eq!(programme.zone_of(Some("ginza"), &[]).name(), "Asia/Tokyo");
    assert_eq!(programme.zone_of(Some("elsewhere"), &[]).name(), programme.zone.name());
    assert_eq!(programme.zone_of(None, &[]).name(), programme.zone.name());
    for (text, data, code) in [
        (zones, "store,zone\nnyc,America/Newyork\n", "unknown-world-name"),
        (zones, "store,zone\nnyc,UTC\nnyc,UTC\n", "repeated"),
        (zones, "shop,zone\nnyc,UTC\n", "unknown-name"),
        (zones, "", "incomplete"),
        ("zones \"z.csv\" by receipt.flown\n", "flown,zone\n", "wrong-kind"),
        ("zones \"z.csv\" by line.class\n", "class,zone\n", "wrong-kind"),
    ] {
        let (found, _) = checked(text, Some(data));
        assert!(found.first().is_some_and(|f| f.contains(&format!("[{code}]"))), "{data}: {found:?}");
    }
}

/// One row more than there may be is one message, and costs no more than the rest.
#[test]
fn a_million_rows_are_the_most() {
    let mut rows = String::from("class,from,factor\n");
    for n in 0..=1_000_000 {
        rows.push_str(&format!("{n},,1\n"));
    }
    let found = said(&rows);
    assert_eq!(
        found,
        ["f.csv:1000002:1: error[too-many]: a table has at most 1000000 rows; split it into several tables"]
    );
}
