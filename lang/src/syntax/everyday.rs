//! Wordings of everyday speech that the language says in another way: what to write instead.

use super::expected::Page;
use super::outline::ItemKind;
use super::token::{Kind, Token};
use super::trivia::offset;
use crate::diag::Fix;
use crate::source::Span;
use crate::time::{Day, Month};

/// A wording, how many of its words are to be replaced by what, and the advice. Of a wording, `a|b` is either word,
/// `#` a number, `"` a quoted text, `_` anything, and what follows a `~` stands beside what is wrong. In what is to
/// be written, `_` is the word that is replaced.
type Row = (&'static str, Option<(usize, &'static str)>, &'static str);

const NAMED_MONTHS: &str = "a reward comes by itself `issued at end of quarter`, `issued at end of February, June and October` or `issued on 15 March`";

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
    (
        "~unit ~_ worth|decimals|used|status",
        None,
        "what is said of a unit stands between braces: `unit points { worth 0.01 CHF }`",
    ),
    (
        "~lines - ~_",
        Some((1, "except")),
        "a selection takes away with `except`, such as `all lines except tobacco`",
    ),
    ("~holidays =", None, "a list of dates has a name: `holidays closed = 2026-08-01, 2026-12-25`"),
    ("~earn ~_ # _", None, "what a rule gives stands between braces: `earn base { 5 points }`"),
    ("~earn ~_ ~\" # _", None, "what a rule gives stands between braces: `earn base { 5 points }`"),
    (
        "~Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday and ~_",
        Some((1, ",")),
        "days are listed with commas: `on Saturday, Sunday`",
    ),
    (
        "first purchase|visit|order|stay|ride|booking",
        None,
        "the first purchase of a member is asked by `when first purchase`",
    ),
    (
        "channel|store|coupon|category|brand is|in|=",
        None,
        "a condition begins with `when`, and several are joined with `and`: `when channel is \"app\"`",
    ),
    (";", Some((1, "")), "nothing stands between clauses; each may have a line of its own"),
    (
        "in a|one day|week|month|quarter|year",
        Some((2, "per")),
        "a stretch of time is written with `per`, such as `per month`",
    ),
    (
        "for activity|activities \"",
        Some((1, "on")),
        "the activity is named with `on`: `on activity \"visit\"`",
    ),
    ("for each item", Some((2, "per")), "points for pieces are written `5 points per item of coffee`"),
    (
        "the|a member|customer|guest buys|bought|purchases",
        None,
        "a purchase of a test is written `when a purchase on 2026-09-08 { \"Tea\" 5.00 CHF }`",
    ),
    (
        "~when a|the friend|member|customer|guest",
        None,
        "conditions ask facts, such as `when first purchase`; what a friend brings is written `500 points to member.referrer`",
    ),
    ("~reward ~_ ~{ # _", Some((1, "costs _")), "what a reward takes is written `costs 500 points`"),
    ("~reward ~_ ~\" ~{ # _", Some((1, "costs _")), "what a reward takes is written `costs 500 points`"),
    ("~never expire|expires", Some((1, "")), "points that never end are written `never`"),
    ("~given ~a _ ~member", None, "a level is given behind the member: `given a member in gold`"),
    (
        "~from ~_ and",
        Some((1, ",")),
        "what is expected is listed with commas: `5 points from base, balance 105 points`",
    ),
    (
        "~currency|timezone|unit|measure =",
        Some((1, "")),
        "the settings of a programme are written without a mark, such as `currency CHF`",
    ),
    (
        "~= category|brand|sku|label ~_",
        Some((1, "all lines where _")),
        "a selection starts with lines: `all lines where category \"food\"`",
    ),
    (
        "spent|bought on|in|for",
        Some((2, "of")),
        "what points are given for is written `of`, such as `of all lines`",
    ),
    ("~: \"", Some((1, "one of _")), "a choice of texts is written `one of \"small\", \"large\"`"),
    ("~: boolean|bool|flag", Some((1, "yes or no")), "this type is written `yes or no`"),
    ("~yes / ~no", Some((1, " or ")), "this type is written `yes or no`"),
    ("~: string|String|str", Some((1, "text")), "this type is written `text`"),
    (
        "~: integer|int|decimal|float",
        Some((1, "number")),
        "this type is written `number`, or `number with 2 decimals`",
    ),
    (
        "~% more|extra|bonus",
        None,
        "a percentage is one of something: `50% of base` of a rule, `5% of all lines` of money",
    ),
    ("~or|and \"", None, "several texts stand in parentheses: `category in (\"bread\", \"milk\")`"),
    ("~\" , ~\"", None, "several texts stand in parentheses: `category in (\"bread\", \"milk\")`"),
    (
        "number of purchases|visits|orders|receipts per|in|this",
        None,
        "what happens over time is counted by a track: `track visits = purchases per month`, then `when visits is at least 3`",
    ),
    (
        "~when # days|weeks|months in a row",
        None,
        "this is counted by a track: `track steady = days in a row with purchases`, then `when steady is at least 5`",
    ),
    (
        "_ contains|includes|has \"",
        None,
        "whether something is bought is asked of lines: `any line has name \"Tea\"`, or `any line of fuel`",
    ),
    (
        "~Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday - ~_",
        Some((1, " to ")),
        "days from one to another are written `Monday to Friday`",
    ),
    (
        "only in|for|on|from|when|at|if",
        None,
        "conditions are written without `only`; who may have something is asked by `when main is at least gold`",
    ),
    ("x2|x3|x4|x5 _", None, "a multiple is written `2 times base`, with the name of the rule"),
    ("double|triple|twice _", None, "a multiple is written `2 times base`, with the name of the rule"),
    ("# x|X _", None, "a multiple is written `2 times base`, with the name of the rule"),
    (
        "for each #",
        Some((2, "per")),
        "steps are written `per 1.00 CHF`, or `per full 1.00 CHF` where only whole ones count",
    ),
    ("up to #", Some((2, "at most")), "limits are written `at most 500 points`"),
    ("max|maximum|maximal #", Some((1, "at most")), "limits are written `at most 500 points`"),
    ("no|not more than #", Some((3, "at most")), "limits are written `at most 500 points`"),
    ("limit|limited|cap #", None, "limits are written `at most 500 points` or `at most 3 times per month`"),
    (
        "per member|customer|person|user|card",
        Some((2, "for ever")),
        "limits count for each member by itself: write for how long, such as `per month` or `for ever`",
    ),
    ("~issued every|each|in|yearly|annually|monthly|quarterly|weekly", None, NAMED_MONTHS),
    ("~issued ~at|on ~_ ~of Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec", None, NAMED_MONTHS),
    (
        "~issued ~on # January|February|March|April|May|June|July|August|September|October|November|December",
        None,
        NAMED_MONTHS,
    ),
    ("~issued ~on ~the #", None, NAMED_MONTHS),
    ("~issued ~on reaching #", None, "this is written `issued on reaching the cost`: `costs` says how much"),
    ("~issued ~on ~reaching #", None, "this is written `issued on reaching the cost`: `costs` says how much"),
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
        "~gives a|an|one|free _",
        None,
        "what is given is named in quotes: `gives \"A free coffee\"`; a voucher of money is written `gives a voucher of 5.00 CHF`",
    ),
    ("~gives voucher", Some((1, "a voucher")), "this is written `gives a voucher of 5.00 CHF`"),
    ("~gives ~# ~_ discount|rebate|reduction", Some((1, "off")), "money off is written `gives 5.00 CHF off`"),
    ("~gives # _ voucher|coupon", None, "a voucher of money is written `gives a voucher of 5.00 CHF`"),
    (
        "~returns ~{ points _",
        None,
        "points of returned goods are taken anyway; what can be said is, for example, `then owe`, or `spent points come back as cash`",
    ),
    ("~then ~owe|forgive points", Some((1, "")), "this is written without `points`"),
    (
        "~times ~_ of",
        Some((1, "on")),
        "the lines of a multiple follow `on`, such as `2 times base on eligible`",
    ),
    ("~per|each|of season", None, "a season is a year from a day on, such as `year from 1 November`"),
    (
        "becoming|getting|attaining|achieving|entering _",
        Some((1, "reaching")),
        "since when a level is held is asked by `within 90 days of reaching gold`",
    ),
    (
        "~after joining|reaching",
        None,
        "the time since then is written with `of`: `within 90 days of joining`, `within 90 days of reaching gold`",
    ),
    (
        "in the first # days|weeks|months",
        None,
        "the first time is written `within 90 days of joining`, or `within 90 days of reaching gold`",
    ),
    (
        "for # days|weeks|months after|of|from _",
        None,
        "the first time is written `within 90 days of joining`, or `within 90 days of reaching gold`",
    ),
    (
        "~anniversary ~of _",
        None,
        "an anniversary is one of joining, of a level or of a date: `on the anniversary of joining`, `of reaching gold`, `of member.wedding`",
    ),
    ("in the month of", None, "the month of a birthday is written `in the member's birth month`"),
    ("price|prices #", Some((1, "costs")), "what a reward takes is written `costs 500 points`"),
    (
        "~expire ~_ after|in|on|at|every _",
        None,
        "an expiry stands between braces: `expire points { 24 months after earning }`",
    ),
    ("~{ after #", None, "how long points live is said first: `24 months after earning`"),
    (
        "~{ end of _",
        None,
        "this is written `until end of this calendar year`, or `24 months after earning, then at end of month`",
    ),
    (
        "after last purchase|visit|order",
        Some((3, "without purchase")),
        "what counts from the last purchase is written `24 months without purchase`",
    ),
    (
        "after the last purchase|visit|order",
        Some((4, "without purchase")),
        "what counts from the last purchase is written `24 months without purchase`",
    ),
    (
        "cheapest item of|from|in",
        None,
        "which items count is said apart: `gives the cheapest item free`, and `on coffee`",
    ),
    ("~of _ , _", None, "several are joined with `and`, such as `of base and extra`"),
    (
        "on activity _",
        None,
        "the activity stands between the braces: `earn review { on activity \"review\"  5 points }`",
    ),
    (
        "~earn ~_ on|when|in|at|for _",
        None,
        "conditions stand between the braces: `earn early { on weekdays  5 points }`",
    ),
    (
        "~earn ~_ ~\" on|when|in|at|for _",
        None,
        "conditions stand between the braces: `earn early { on weekdays  5 points }`",
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

/// Wordings behind which something is missing.
const ENDS: &[Row] = &[
    ("from #", None, "a range has two ends, such as `from 0 to 100`"),
    ("~then # _", None, "say from what: `12 points from base`, or `12 points in all`"),
    ("at most #", None, "a limit says of what: `at most 500 points`, or `at most 3 times per month`"),
    (
        "~_ #",
        None,
        "a number needs its unit: the currency's code for money, such as `5.00 CHF`, or the name of a unit",
    ),
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
    ("property|assert|invariant", "what must hold is written `for every purchase: at most 500 points`"),
    ("currency|timezone|unit|measure", "this stands in the item `programme \"Name\" { ... }`"),
    ("import|include|use", "all `.treue` files of a folder are read together; none names another"),
];

/// Every wording with the advice about it, with words to choose from, numbers and anything written as in the table.
pub fn wordings() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROWS.iter().chain(ENDS).map(|(wording, _, advice)| (*wording, *advice))
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
    if let Some(found) = until_a_day(page, index).or_else(|| bare_number(page, index)) {
        return Some(found);
    }
    ROWS.iter().find_map(|row| {
        let words = row.0.split(' ').count();
        (0..words).find_map(|into| answer(page, row, index.checked_sub(into)?))
    })
}

/// Advice about the wording that ends before the piece of this number, where something is missing.
pub(super) fn ending(page: Page<'_>, index: usize) -> Option<(Span, String, Option<Fix>)> {
    ENDS.iter().find_map(|row| answer(page, row, index.checked_sub(row.0.split(' ').count())?))
}

/// What a row says of the pieces from this number on, if they are its wording.
fn answer(page: Page<'_>, row: &Row, first: usize) -> Option<(Span, String, Option<Fix>)> {
    let (wording, write, help) = row;
    let words: Vec<&str> = wording.split(' ').collect();
    let said = words.iter().enumerate().all(|(n, word)| is(page, first + n, word));
    let wrong = words.iter().position(|word| !word.starts_with('~')).filter(|_| said)?;
    let beside = words.iter().filter(|word| word.starts_with('~')).count();
    let count = write.map_or(words.len() - beside, |(count, _)| count);
    let place = span(page, first + wrong, count)?;
    let fix = write.map(|(_, text)| Fix::guess(place, &text.replace('_', page.text_at(place))));
    Some((place, (*help).to_owned(), fix))
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

/// `{ "Tea" 12.00 }`: a number behind which its unit is missing.
fn bare_number(page: Page<'_>, index: usize) -> Option<(Span, String, Option<Fix>)> {
    let number = index.checked_sub(1).filter(|n| is(page, index, "}") && is(page, *n, "#"))?;
    let help = "a number needs its unit: the currency's code for money, such as `5.00 CHF`";
    Some((span(page, number, 1)?, help.to_owned(), None))
}

/// Whether the piece of that number is what a wording says.
fn is(page: Page<'_>, number: usize, wanted: &str) -> bool {
    page.tokens.get(number).is_some_and(|token| match wanted.trim_start_matches('~') {
        "\"" => token.kind == Kind::Text,
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
