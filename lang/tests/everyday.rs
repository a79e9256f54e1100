//! Wordings of everyday speech: what the message says instead, and the text after its fix.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{mistakes_in, with_header};
use treue_lang::diag::apply;
use treue_lang::syntax::everyday::{first_words, misplaced, wordings};
use treue_lang::syntax::token::{Kind, tokens};

/// The text as written, a part of the advice, and the text after the fix, if there is one.
type Row = (&'static str, &'static str, Option<&'static str>);

const ROWS: &[Row] = &[
    (
        "earn a { if channel is \"app\" 5 points }",
        "conditions are written with `when`",
        Some("earn a { when channel is \"app\" 5 points }"),
    ),
    (
        "earn a { when channel is \"app\" then 5 points }",
        "leave `then` out",
        Some("earn a { when channel is \"app\"  5 points }"),
    ),
    (
        "fields { activity.minutes: number from 0 to 90 default 0 }",
        "is a field of the receipt",
        Some("fields { receipt.minutes: number from 0 to 90 default 0 }"),
    ),
    (
        "earn a { on activity \"run\" 1 point per full 10 activity.minutes }",
        "is a field of the receipt",
        None,
    ),
    (
        "fields { customer.segment: text default \"x\" }",
        "is a field of the member",
        Some("fields { member.segment: text default \"x\" }"),
    ),
    (
        "fields { order.terminal: text optional }",
        "is a field of the receipt",
        Some("fields { receipt.terminal: text optional }"),
    ),
    (
        "fields { product.gift: yes or no default no }",
        "is a field of the line",
        Some("fields { line.gift: yes or no default no }"),
    ),
    ("earn a { 5 points 7 points for member.friend }", "`500 points to member.referrer`", None),
    ("earn a { 2x points }", "a multiple is written `2 times base`", None),
    (
        "programme \"a\" { currency CHF timezone \"Europe/Zurich\" unit points worth 0.01 CHF }",
        "what is said of a unit",
        None,
    ),
    (
        "lines a = all lines where brand \"x\" lines b = all lines - a",
        "takes away with `except`",
        Some("lines a = all lines where brand \"x\" lines b = all lines except a"),
    ),
    ("holidays = 2026-08-01", "a list of dates has a name", None),
    ("earn a 5 points", "stands between braces: `earn base", None),
    ("earn a \"A\" 5 points", "stands between braces: `earn base", None),
    (
        "earn a { on Saturday and Sunday 5 points }",
        "days are listed with commas",
        Some("earn a { on Saturday , Sunday 5 points }"),
    ),
    ("earn a { first visit 5 points }", "`when first purchase`", None),
    ("earn a { channel is \"app\" 5 points }", "joined with `and`", None),
    ("tiers a by points { base; gold }", "nothing stands between clauses", None),
    (
        "track a = activities \"visit\" in a week",
        "with `per`",
        Some("track a = activities \"visit\" per week"),
    ),
    (
        "earn a { for activity \"visit\" 5 points }",
        "named with `on`",
        Some("earn a { on activity \"visit\" 5 points }"),
    ),
    (
        "earn a { 5 points for each item of all lines }",
        "points for pieces",
        Some("earn a { 5 points per item of all lines }"),
    ),
    ("earn a { when a friend joins 5 points }", "conditions ask facts", None),
    (
        "reward a { 5 points gives \"x\" }",
        "what a reward takes",
        Some("reward a { costs 5 points gives \"x\" }"),
    ),
    (
        "reward a \"A\" { 5 points gives \"x\" }",
        "what a reward takes",
        Some("reward a \"A\" { costs 5 points gives \"x\" }"),
    ),
    ("expire points { never expire }", "are written `never`", Some("expire points { never  }")),
    (
        "test \"a\" { given a gold member when the date is 2026-09-08 then nothing }",
        "behind the member",
        None,
    ),
    ("test \"a\" { when the member buys \"Tea\" then nothing }", "a purchase of a test", None),
    (
        "earn a { 5 points } test \"a\" { when a purchase on 2026-09-08 { \"Tea\" 5.00 CHF } then 5 points from a and balance 5 points }",
        "is listed with commas",
        Some(
            "earn a { 5 points } test \"a\" { when a purchase on 2026-09-08 { \"Tea\" 5.00 CHF } then 5 points from a , balance 5 points }",
        ),
    ),
    (
        "programme \"a\" { currency = CHF timezone = \"Europe/Zurich\" unit = points measure = kg }",
        "without a mark",
        None,
    ),
    (
        "lines a = category \"food\"",
        "a selection starts with lines",
        Some("lines a = all lines where category \"food\""),
    ),
    (
        "earn a { 1 point per full 1.00 CHF spent on all lines }",
        "what points are given for is written `of`",
        Some("earn a { 1 point per full 1.00 CHF of all lines }"),
    ),
    (
        "fields { line.seat: \"stalls\", \"circle\" default \"circle\" }",
        "a choice of texts",
        Some("fields { line.seat: one of \"stalls\", \"circle\" default \"circle\" }"),
    ),
    (
        "fields { line.gift: boolean default no }",
        "`yes or no`",
        Some("fields { line.gift: yes or no default no }"),
    ),
    (
        "fields { line.gift: yes/no default no }",
        "`yes or no`",
        Some("fields { line.gift: yes or no default no }"),
    ),
    (
        "fields { receipt.shop: string optional }",
        "this type is written `text`",
        Some("fields { receipt.shop: text optional }"),
    ),
    (
        "fields { receipt.age: integer default 5 }",
        "this type is written `number`",
        Some("fields { receipt.age: number default 5 }"),
    ),
    ("earn a { 50% more points }", "a percentage is one of something", None),
    ("lines a = all lines where category \"x\" or \"y\"", "several texts stand in parentheses", None),
    ("lines a = all lines where category \"x\", \"y\"", "several texts stand in parentheses", None),
    ("earn a { when number of purchases per month is at least 3  5 points }", "counted by a track", None),
    ("earn a { when 5 days in a row 5 points }", "this is counted by a track", None),
    ("earn a { when purchase contains \"Tea\" 5 points }", "whether something is bought", None),
    (
        "earn a { on Monday-Friday 5 points }",
        "`Monday to Friday`",
        Some("earn a { on Monday to Friday 5 points }"),
    ),
    ("reward a { costs 5 points gives \"x\" only in gold }", "without `only`", None),
    ("earn a { x2 points }", "a multiple is written `2 times base`", None),
    ("earn a { double points }", "a multiple is written `2 times base`", None),
    ("reward a { costs 5 points gives \"x\" limit 3 per week }", "limits are written", None),
    (
        "reward a { costs 5 points gives \"x\" at most 1 piece per member }",
        "limits count for each member",
        Some("reward a { costs 5 points gives \"x\" at most 1 piece for ever }"),
    ),
    ("reward a { costs 5 points gives a free coffee }", "named in quotes", None),
    (
        "reward a { costs 5 points gives voucher of 5.00 CHF }",
        "`gives a voucher of 5.00 CHF`",
        Some("reward a { costs 5 points gives a voucher of 5.00 CHF }"),
    ),
    (
        "reward a { costs 5 points gives 5.00 CHF discount }",
        "`gives 5.00 CHF off`",
        Some("reward a { costs 5 points gives 5.00 CHF off }"),
    ),
    ("reward a { costs 5 points gives 5.00 CHF voucher }", "a voucher of money is written", None),
    (
        "reward a { price 5 points gives \"x\" }",
        "what a reward takes",
        Some("reward a { costs 5 points gives \"x\" }"),
    ),
    ("returns { points are taken back }", "points of returned goods are taken anyway", None),
    ("returns { then owe points }", "without `points`", Some("returns { then owe  }")),
    (
        "earn b { 1 point per full 1.00 CHF of all lines } earn a { 3 times b of all lines }",
        "follow `on`",
        Some("earn b { 1 point per full 1.00 CHF of all lines } earn a { 3 times b on all lines }"),
    ),
    ("track a = purchases per season", "a season is a year from a day on", None),
    ("earn a { in the month of birth 5 points }", "`in the member's birth month`", None),
    (
        "test \"a\" { when a purchase on 2026-09-08 { \"Tea\" 12.00 } then nothing }",
        "the currency's code for money",
        None,
    ),
    ("expire points after 2 years", "an expiry stands between braces", None),
    ("expire points { after 2 years }", "how long points live is said first", None),
    ("expire points { end of year }", "`until end of this calendar year`", None),
    (
        "expire points { 24 months after last purchase }",
        "`24 months without purchase`",
        Some("expire points { 24 months without purchase }"),
    ),
    (
        "expire points { 24 months after the last purchase }",
        "`24 months without purchase`",
        Some("expire points { 24 months without purchase }"),
    ),
    ("earn a on weekdays { 5 points }", "conditions stand between the braces", None),
    ("earn a \"A\" on weekdays { 5 points }", "conditions stand between the braces", None),
    ("fields { line.age: number from 0 }", "a range has two ends", None),
    ("test \"a\" { when the date is 2026-09-08 then 12 points }", "`12 points in all`", None),
    ("reward a { gives \"x\" costs 5 points at most 3 }", "a limit says of what", None),
    ("reward a { gives \"x\" costs 5 }", "a number needs its unit", None),
    ("earn a { 1 point for each 2.00 CHF of all lines }", "steps are written", None),
    (
        "earn a { 5 points up to 500 points }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points }"),
    ),
    (
        "earn a { 5 points max 500 points per month }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    (
        "earn a { 5 points no more than 500 points }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points }"),
    ),
    (
        "earn a { 5 points not more than 500 points }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points }"),
    ),
    ("earn a { 5 points minimum 50.00 CHF }", "a least amount is a condition", None),
    (
        "earn a { when all lines is more than 5.00 CHF 5 points }",
        "is written `is above`",
        Some("earn a { when all lines is above 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when all lines is less than 5.00 CHF 5 points }",
        "is written `is below`",
        Some("earn a { when all lines is below 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when all lines exceeds 5.00 CHF 5 points }",
        "is written `is above`",
        Some("earn a { when all lines is above 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when channel equals \"app\" 5 points }",
        "is written `is`",
        Some("earn a { when channel is \"app\" 5 points }"),
    ),
    (
        "earn a { when channel is equal to \"app\" 5 points }",
        "is written `is`",
        Some("earn a { when channel is  \"app\" 5 points }"),
    ),
    ("earn a { 5 points between 17:00 and 19:00 }", "hours are written `from 17:00 to 19:00`", None),
    (
        "earn a { 5 points at most 500 points daily }",
        "this is written `per day`",
        Some("earn a { 5 points at most 500 points per day }"),
    ),
    (
        "earn a { 5 points at most 500 points weekly }",
        "this is written `per week`",
        Some("earn a { 5 points at most 500 points per week }"),
    ),
    (
        "earn a { 5 points at most 500 points yearly }",
        "this is written `per calendar year`",
        Some("earn a { 5 points at most 500 points per calendar year }"),
    ),
    (
        "earn a { 5 points at most 500 points monthly }",
        "this is written `per month`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    (
        "earn a { 5 points at most 500 points a month }",
        "such as `per month`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    ("reward a { costs 5 points  gives 5.00 CHF off  issued every March }", "`issued on 15 March`", None),
    ("reward a { costs 5 points  gives 5.00 CHF off  issued in March, June }", "`issued on 15 March`", None),
    (
        "reward a { costs 5 points  gives 5.00 CHF off  issued at end of Feb, Jun }",
        "`issued on 15 March`",
        None,
    ),
    ("reward a { costs 5 points  gives 5.00 CHF off  issued on 1st March }", "`issued on 15 March`", None),
    (
        "reward a { costs 5 points  gives 5.00 CHF off  issued on the 1st of March }",
        "`issued on 15 March`",
        None,
    ),
    ("reward a { costs 5 points  gives 5.00 CHF off  issued quarterly }", "`issued on 15 March`", None),
    (
        "reward a { costs 5 points  gives 5.00 CHF off  issued on reaching 5 points }",
        "`issued on reaching the cost`",
        None,
    ),
    ("earn a { 5 points every month }", "`issued at end of month`", None),
    ("earn a { give 5 points }", "without a verb", Some("earn a {  5 points }")),
    ("earn a { 5 points from 5 pm to 7 pm }", "times of day are written `17:00`", None),
    ("earn a { 1 point per full €2 of all lines }", "the currency's code behind the number", None),
    (
        "earn a { 1 point per full 1.00 CHF of all lines  in gold 2 points per 1.00 CHF }",
        "a level says its points alone",
        None,
    ),
    (
        "earn a { 1 point per full 1.00 CHF of all lines before tax }",
        "this amount is written `without tax`",
        Some("earn a { 1 point per full 1.00 CHF of all lines without tax }"),
    ),
    (
        "earn a { 1 point per full 1.00 CHF of all lines including tax }",
        "amounts are with tax",
        Some("earn a { 1 point per full 1.00 CHF of all lines  }"),
    ),
    ("fields { receipt.size: text in (\"s\", \"l\") default \"s\" }", "a choice of texts", None),
    (
        "reward a { costs 5 points  gives the cheapest item of all lines free }",
        "which items count is said apart",
        None,
    ),
    ("earn a { 1 point } earn b { 1 point } earn c { 10% of a, b }", "several are joined with `and`", None),
    ("earn a on activity \"review\" { 5 points }", "the activity stands between the braces", None),
    (
        "earn a { over each receipt 1 point per full 1.00 CHF of all lines }",
        "a rule looks at each purchase anyway",
        Some("earn a {  1 point per full 1.00 CHF of all lines }"),
    ),
    ("earn a { 5 points available on 2026-11-28 }", "points wait for a time", None),
    ("earn a { on the 25 of the month 5 points }", "`on the 25th of the month`", None),
    ("earn a { on day 25 5 points }", "`on the 25th of the month`", None),
    ("earn a { on the 25th of each month 5 points }", "`on the 25th of the month`", None),
    (
        "earn a { on every last Friday of the month 5 points }",
        "`on the first Tuesday of the month`",
        Some("earn a { on the last Friday of the month 5 points }"),
    ),
    (
        "track visits = purchases for ever tiers main by visits { low gold from 3 purchases valid for ever } earn a { within 90 days of becoming gold 5 points }",
        "`within 90 days of reaching gold`",
        Some(
            "track visits = purchases for ever tiers main by visits { low gold from 3 purchases valid for ever } earn a { within 90 days of reaching gold 5 points }",
        ),
    ),
    ("earn a { within 90 days after reaching gold 5 points }", "written with `of`", None),
    ("earn a { within 90 days after joining 5 points }", "written with `of`", None),
    ("earn a { in the first 90 days of gold 5 points }", "`within 90 days of joining`", None),
    ("earn a { for 3 months after reaching gold 5 points }", "`within 90 days of joining`", None),
    ("earn a { on the anniversary of wedding 5 points }", "`of member.wedding`", None),
    ("earn a { 2% of all lines in gold 5% }", "a percentage has no other rate by level", None),
    (
        "lines a = all lines except category \"x\", category \"y\"",
        "several are joined with `or`",
        Some("lines a = all lines except category \"x\" or category \"y\""),
    ),
    (
        "fields { receipt.n: number }\ntrack t = receipt.n per month",
        "what purchases say is summed",
        Some("fields { receipt.n: number }\ntrack t = sum of receipt.n per month"),
    ),
    ("earn a { 1 point per full 1.00 CHF of all lines to member.friend }", "a fixed number beside", None),
    (
        "reward a { costs 5 points  gives 20% off  at most 10.00 CHF }",
        "`pays at most 10.00 CHF`",
        Some("reward a { costs 5 points  gives 20% off  pays at most 10.00 CHF }"),
    ),
    ("reward a { costs 5 points  gives 20% off, at most 10.00 CHF }", "`pays at most 10.00 CHF`", None),
    ("reward a { costs 5 points  gives 50% off food }", "and `on coffee`", None),
    (
        "reward a { costs 5 points  gives \"x\" in silver, gold }",
        "of several levels the lowest is named",
        None,
    ),
    ("rule a { 5 points }", "did you mean `earn`?", Some("earn a { 5 points }")),
    (
        "voucher a { costs 5 points gives \"x\" }",
        "did you mean `reward`?",
        Some("reward a { costs 5 points gives \"x\" }"),
    ),
    ("limit points to 1000 per month", "a limit stands in the rule that it limits", None),
    (
        "track t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF valid until 31 October }",
        "write `until end of this year from 1 November`",
        Some(
            "track t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF valid until end of this year from 1 November }",
        ),
    ),
    (
        "earn a { 1 point per full 1.00 CHF of all lines }\ntrack t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF { 10% of a and perk \"x\" } valid until end of this year }",
        "without `and`",
        Some(
            "earn a { 1 point per full 1.00 CHF of all lines }\ntrack t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF { 10% of a  perk \"x\" } valid until end of this year }",
        ),
    ),
];

#[test]
fn what_people_say_is_answered_in_the_words_of_the_language() {
    let mut missed = Vec::new();
    for (wrong, advice, right) in ROWS {
        let (sources, found) = mistakes_in(&with_header(wrong));
        let help: Vec<_> = found.iter().filter_map(|d| d.help.as_deref()).collect();
        if !help.iter().any(|h| h.contains(advice)) {
            missed.push(format!("{wrong}\n{help:#?}"));
        }
        let Some(right) = right else { continue };
        let (files, _) = apply(&sources, found.iter().filter_map(|d| d.fix.as_ref()));
        let (_, left) = mistakes_in(&files[0].text);
        if files[0].text != with_header(right) || !left.is_empty() {
            missed.push(format!("{wrong}\n{}\n{left:#?}", files[0].text));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

/// The pieces of a text.
fn pieces(text: &str) -> Vec<&str> {
    tokens(text).iter().map(|token| token.text(text)).collect()
}

/// Where a wording stands among the pieces of a text.
fn stands(text: &str, wording: &str) -> Option<usize> {
    let fits = |(piece, word): (&&str, &str)| match word.trim_start_matches('~') {
        "\"" => piece.starts_with('"'),
        "#" => tokens(piece).first().is_some_and(|t| t.kind == Kind::Number),
        "_" => true,
        words => words.split('|').any(|w| w == *piece),
    };
    let words: Vec<&str> = wording.split(' ').collect();
    pieces(text).windows(words.len()).position(|found| found.iter().zip(words.iter().copied()).all(fits))
}

/// All forms of a wording: every word of each `a|b`, with the others as they stand in the text.
fn forms(text: &str, wording: &str) -> Vec<String> {
    let pieces = tokens(text);
    let first = stands(text, wording).unwrap();
    let mut all = Vec::new();
    for (n, words) in wording.split(' ').enumerate() {
        let place = &pieces[first + n];
        let other = |word: &str| {
            [text.get(..place.start), Some(word), text.get(place.end..)]
                .map(Option::unwrap_or_default)
                .concat()
        };
        all.extend(
            words.trim_start_matches('~').split('|').filter(|w| !matches!(*w, "#" | "_" | "\"")).map(other),
        );
    }
    all
}

#[test]
fn every_wording_is_reached_in_all_its_forms() {
    let mut missed = Vec::new();
    for (wording, advice) in wordings() {
        let sample =
            ROWS.iter().find(|(wrong, said, _)| advice.contains(said) && stands(wrong, wording).is_some());
        let Some((wrong, _, _)) = sample else {
            missed.push(format!("no sample of {wording}"));
            continue;
        };
        for form in forms(wrong, wording) {
            let (_, found) = mistakes_in(&with_header(&form));
            if !found.iter().any(|d| d.help.as_deref() == Some(advice)) {
                missed.push(format!("{form}\n{advice}\n{found:#?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn every_first_word_of_everyday_speech_is_known() {
    for (said, meant) in first_words() {
        let (_, found) = mistakes_in(&with_header(&format!("{said} a {{ 5 points }}")));
        let help = format!("did you mean `{meant}`?");
        assert!(found.iter().any(|d| d.help.as_deref() == Some(help.as_str())), "{said}: {found:#?}");
    }
    for (said, where_to) in misplaced() {
        let (_, found) = mistakes_in(&with_header(&format!("{said} points to 1000")));
        assert!(found.iter().any(|d| d.help.as_deref() == Some(where_to)), "{said}: {found:#?}");
    }
}
