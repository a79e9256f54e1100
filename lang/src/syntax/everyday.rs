//! Wordings of everyday speech that the language says in another way: what to write instead.

use super::expected::Page;
use super::outline::ItemKind;
use super::token::{Kind, Token};
use super::trivia::offset;
use crate::diag::Fix;
use crate::source::Span;
use crate::time::{Day, Month};

/// A wording, how many of its words are to be replaced by what, and the advice. Of a wording, `a|b` is either word,
/// `#` a number, and `_` anything.
type Row = (&'static str, Option<(usize, &'static str)>, &'static str);

const ROWS: &[Row] = &[
    ("if", Some((1, "when")), "conditions are written with `when`"),
    ("then #", Some((1, "")), "leave `then` out: what a rule gives stands beside its conditions"),
    (
        "activity .",
        Some((1, "receipt")),
        "what an activity says is a field of the receipt, such as `receipt.minutes`",
    ),
    (
        "customer|client|user|shopper|guest .",
        Some((1, "member")),
        "what is known of customers is a field of the member, such as `member.segment`",
    ),
    (
        "order|basket|cart|transaction|bill|purchase|visit|booking .",
        Some((1, "receipt")),
        "what is known of a purchase is a field of the receipt, such as `receipt.terminal`",
    ),
    (
        "product|article|item|position .",
        Some((1, "line")),
        "what is known of an article is a field of the line, such as `line.gift`",
    ),
    ("for member .", Some((1, "to")), "points to others are written `500 points to member.referrer`"),
    ("# x|X _", None, "a multiple is written `2 times base`, with the name of the rule"),
    (
        "for each #",
        Some((2, "per")),
        "steps are written `per 1.00 CHF`, or `per full 1.00 CHF` where only whole ones count",
    ),
    ("up to #", Some((2, "at most")), "limits are written `at most 500 points`"),
    ("max|maximum|maximal #", Some((1, "at most")), "limits are written `at most 500 points`"),
    ("no|not more than #", Some((3, "at most")), "limits are written `at most 500 points`"),
    ("min|minimum #", None, "a least amount is a condition: `when all lines is at least 50.00 CHF`"),
    ("greater|more|larger|bigger|higher than", Some((2, "above")), "this comparison is written `is above`"),
    ("less|lower|smaller|fewer than", Some((2, "below")), "this comparison is written `is below`"),
    ("exceeds|exceed", Some((1, "is above")), "this comparison is written `is above`"),
    ("equals", Some((1, "is")), "this comparison is written `is`"),
    ("equal to", Some((2, "")), "this comparison is written `is`"),
    ("between #", None, "hours are written `from 17:00 to 19:00`, dates `from 2026-09-01 to 2026-09-30`"),
    ("daily", Some((1, "per day")), "this is written `per day`"),
    ("weekly", Some((1, "per week")), "this is written `per week`"),
    ("monthly", Some((1, "per month")), "this is written `per month`"),
    ("yearly|annually", Some((1, "per calendar year")), "this is written `per calendar year`"),
    (
        "a day|week|month|quarter|year",
        Some((1, "per")),
        "a stretch of time is written with `per`, such as `per month`",
    ),
    (
        "every|each day|week|month|quarter|year",
        None,
        "`at most 1 time per month` limits a rule; a reward that comes by itself is `issued at end of month`; a day is said by `on the 25th of the month`",
    ),
    (
        "in _ # %",
        None,
        "a percentage has no other rate by level; give the level what it brings more, such as `gold from 500.00 CHF { 3% of all lines }`",
    ),
    (
        "in _ # _ per",
        None,
        "a level says its points alone, such as `in gold 12 points`: for what, the rule has said",
    ),
    (
        "before|excluding|excl|minus tax|taxes|VAT|vat",
        Some((2, "without tax")),
        "this amount is written `without tax`",
    ),
    (
        "including|incl tax|taxes|VAT|vat",
        Some((2, "")),
        "amounts are with tax, unless `without tax` is written",
    ),
    ("text in|of|from", None, "a choice of texts is written `one of \"small\", \"large\"`"),
    (
        "cheapest item of|from|in",
        None,
        "which items count is said apart: `gives the cheapest item free`, and `on coffee`",
    ),
    ("of _ , _", None, "several are joined with `and`, such as `of base and extra`"),
    (
        "on activity _",
        None,
        "the activity stands between the braces: `earn review { on activity \"review\"  5 points }`",
    ),
    (
        "over each|every receipt|purchase|order|visit",
        Some((3, "")),
        "without `over` a rule looks at each purchase anyway; leave it out",
    ),
    (
        "available on|from _",
        None,
        "points wait for a time, such as `available 14 days after purchase`, also until a day, `available 1 day after purchase, then on 11 November`; a reward that can be had from a day on is `reward treat from 2026-11-28 to 2026-12-07`",
    ),
    ("on the #", None, "days of the month are written `on the 25th of the month`"),
    (
        "on every|each first|second|third|fourth|fifth|last",
        Some((2, "on the")),
        "days of the month are written `on the first Tuesday of the month`",
    ),
    ("on day #", None, "days of the month are written `on the 25th of the month`"),
    ("and perk", Some((1, "")), "benefits of a level stand one after the other, without `and`"),
    (
        "get|gets|give|gives|add|award|receive #",
        Some((1, "")),
        "what a rule gives is written without a verb: `5 points`",
    ),
    (
        "= receipt|member .",
        Some((1, "= sum of")),
        "what purchases say is summed: `track nights = sum of receipt.nights per calendar year`",
    ),
    (
        ", category|brand|sku|label|name|store|channel|coupon _",
        Some((1, " or")),
        "several are joined with `or`, or listed: `category in (\"food\", \"drinks\")`",
    ),
    (
        "to member|receipt .",
        None,
        "points to others are a fixed number beside what the rule gives: `500 points to member.referrer`",
    ),
    (
        "at most # CHF|EUR|USD|GBP|CAD|AUD|JPY|SEK _",
        Some((1, "pays at")),
        "what a reward takes off is limited by `pays at most 10.00 CHF`",
    ),
    ("% off _", None, "what is reduced is said apart: `gives 50% off`, and `on coffee`"),
    ("in _ , _", None, "of several levels the lowest is named: `when main is at least silver`"),
    ("# am|pm|AM|PM|Uhr|h", None, "times of day are written `17:00`"),
    ("€|$|£|¥", None, "money is written with the currency's code behind the number, such as `5.00 CHF`"),
];

/// First words of items in everyday speech.
const ITEMS: &[(&str, ItemKind)] = &[
    ("rule", ItemKind::Earn),
    ("campaign", ItemKind::Earn),
    ("promotion", ItemKind::Earn),
    ("bonus", ItemKind::Earn),
    ("offer", ItemKind::Earn),
    ("tier", ItemKind::Tiers),
    ("level", ItemKind::Tiers),
    ("levels", ItemKind::Tiers),
    ("status", ItemKind::Tiers),
    ("voucher", ItemKind::Reward),
    ("redeem", ItemKind::Reward),
    ("expiry", ItemKind::Expire),
    ("expiration", ItemKind::Expire),
    ("refunds", ItemKind::Returns),
    ("counter", ItemKind::Track),
    ("products", ItemKind::Lines),
    ("selection", ItemKind::Lines),
];

/// What stands inside an item, where it stands outside of all.
const INSIDE: &[(&str, &str)] = &[
    (
        "limit|cap|maximum",
        "a limit stands in the rule that it limits, such as `at most 500 points per month`; one over several rules in a `stack`",
    ),
    ("if|when", "conditions stand in an item, such as `earn app { when channel is \"app\"  5 points }`"),
    ("currency|timezone|unit|measure", "this stands in the item `programme \"Name\" { ... }`"),
    ("import|include|use", "all `.treue` files of a folder are read together; none names another"),
];

/// Every wording with the advice about it: of a word, `a|b` is either, `#` a number, `_` anything.
pub fn wordings() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROWS.iter().map(|(wording, _, advice)| (*wording, *advice))
}

/// First words of items in everyday speech, with those of the language.
pub fn first_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    ITEMS.iter().map(|(said, kind)| (*said, kind.word()))
}

/// First words that stand outside of all items and belong into one, with where that is.
pub fn misplaced() -> impl Iterator<Item = (&'static str, &'static str)> {
    INSIDE.iter().flat_map(|(words, advice)| words.split('|').map(|word| (word, *advice)))
}

/// Advice about the wording around the piece of this number, where reading stopped.
pub(super) fn advice(page: Page<'_>, index: usize) -> Option<(Span, String, Option<Fix>)> {
    if let Some(found) = until_a_day(page, index) {
        return Some(found);
    }
    ROWS.iter().find_map(|(wording, write, help)| {
        let words: Vec<&str> = wording.split(' ').collect();
        let first = (0..words.len()).find_map(|into| {
            let first = index.checked_sub(into)?;
            words.iter().enumerate().all(|(n, word)| is(page, first + n, word)).then_some(first)
        })?;
        let fix = write.and_then(|(count, text)| Some(Fix::guess(span(page, first, count)?, text)));
        let count = write.map_or(words.len(), |(count, _)| count);
        Some((span(page, first, count)?, (*help).to_owned(), fix))
    })
}

/// The item that a first word stands for in everyday speech.
pub(super) fn item(word: &str) -> Option<ItemKind> {
    ITEMS.iter().find(|(said, _)| *said == word.to_lowercase()).map(|(_, kind)| *kind)
}

/// Where something belongs that stands outside of all items.
pub(super) fn inside(word: &str) -> Option<&'static str> {
    INSIDE.iter().find(|(words, _)| words.split('|').any(|w| w == word)).map(|(_, help)| *help)
}

/// `until 31 October`: the end of a year that starts on the day after.
fn until_a_day(page: Page<'_>, index: usize) -> Option<(Span, String, Option<Fix>)> {
    let first = (0..3).filter_map(|into| index.checked_sub(into)).find(|first| is(page, *first, "until"))?;
    let day: i8 = page.tokens.get(first + 1)?.text(page.text).parse().ok()?;
    let month = page.tokens.get(first + 2)?.text(page.text);
    let month = Month::NAMES.iter().position(|name| *name == month)?;
    let next = Day::new(2023, i8::try_from(month + 1).ok()?, day)?.plus(1);
    let said = match (next.day_of_month(), next.month().name()) {
        (1, "January") => "until end of this calendar year".to_owned(),
        (day, month) => format!("until end of this year from {day} {month}"),
    };
    let place = span(page, first, 3)?;
    Some((place, format!("write `{said}`, or `next` for a year more"), Some(Fix::guess(place, &said))))
}

/// Whether the piece of that number is what a wording says.
fn is(page: Page<'_>, number: usize, wanted: &str) -> bool {
    page.tokens.get(number).is_some_and(|token| match wanted {
        "#" => token.kind == Kind::Number,
        "_" => true,
        words => words.split('|').any(|word| token.text(page.text) == word),
    })
}

fn span(page: Page<'_>, first: usize, count: usize) -> Option<Span> {
    let of = |n: usize| page.tokens.get(n);
    let last: &Token = of(first + count.checked_sub(1)?)?;
    Some(Span { file: page.file, start: offset(of(first)?.start), end: offset(last.end) })
}
