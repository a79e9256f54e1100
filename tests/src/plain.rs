//! Programmes of what kernels over columns can say, and receipts for them: every way to select, measure, round, limit and combine,
//! without memory, tables or figures.

use crate::dice::Dice;
use std::fmt::Write as _;
use treue_lang::programme::{FieldOwner, FieldValue, MeasureId, Programme};
use treue_lang::time::{Day, Minute};
use treue_runtime::event::{Event, Line, Purchase, Tender, What};

const CATEGORIES: &[&str] = &["food", "food/produce", "food/produce/apples", "fuel", "tobacco", "toys"];
const BRANDS: &[&str] = &["acme", "bio", "casa"];
const LABELS: &[&str] = &["bio", "new"];
const STORES: &[&str] = &["s1", "s2", "s3"];
pub(crate) const ROUNDED: &[&str] = &["", "rounded up", "rounded half up", "rounded half even"];

fn test_of_a_line(dice: &mut Dice) -> String {
    let test = match dice.below(6) {
        0 | 1 => format!("category \"{}\"", dice.pick(CATEGORIES)),
        2 => format!("brand in (\"{}\", \"{}\")", BRANDS[dice.below(2)], BRANDS[2]),
        3 => format!("label \"{}\"", dice.pick(LABELS)),
        4 => "line.gift is yes".to_owned(),
        _ => format!("line.class or \"b\" is \"{}\"", dice.pick(&["a", "b"])),
    };
    if dice.percent(15) { format!("not ({test})") } else { test }
}

pub(crate) fn selection(dice: &mut Dice) -> String {
    let mut text = match dice.below(3) {
        0 => "all lines".to_owned(),
        1 => format!("all lines except category \"{}\"", dice.pick(CATEGORIES)),
        _ => format!("all lines where {}", test_of_a_line(dice)),
    };
    if dice.percent(30) && text.contains("where") {
        let _ = write!(text, " {} {}", dice.pick(&["and", "or"]), test_of_a_line(dice));
    }
    text
}

pub(crate) fn condition(dice: &mut Dice) -> String {
    let lines = dice.below(3);
    match dice.below(11) {
        0 => format!(
            "when goods_{lines} is {} {}.50 CHF",
            dice.pick(&["at least", "at most", "above", "below"]),
            dice.below(60)
        ),
        1 => format!("when number of lines of goods_{lines} is at least {}", 1 + dice.below(4)),
        2 => format!("when number of items of goods_{lines} is above {}", dice.below(5)),
        3 => "when number of different categories of few is at least 2".to_owned(),
        4 => format!("when store in (\"{}\", \"s9\")", dice.pick(STORES)),
        5 => format!("when channel is \"app\" or store is \"{}\"", dice.pick(STORES)),
        6 => "when receipt.sort or \"x\" is \"x\"".to_owned(),
        7 => "when not (coupon \"TEN\")".to_owned(),
        8 => "on weekends".to_owned(),
        9 => format!("on weekdays from {:02}:30 to {:02}:00", dice.below(24), dice.below(24)),
        _ => {
            (*dice.pick(&["in March", "when first purchase", "when receipt.survey is at least 5"])).to_owned()
        }
    }
}

pub(crate) fn award(dice: &mut Dice, rules: &[String]) -> String {
    let lines = dice.below(3);
    let points = 1 + dice.below(40);
    match dice.below(11) {
        0 => format!("{points} points"),
        1 | 2 => format!("{points} points per full {}.00 CHF of goods_{lines}", 1 + dice.below(9)),
        3 => format!("{points} points per {}.00 CHF of goods_{lines}", 1 + dice.below(99)),
        4 => format!("{points} points per item of goods_{lines}"),
        5 => format!("{points} points per full {} items of goods_{lines}", 2 + dice.below(3)),
        6 => format!("{points} points per full 2 litres of goods_{lines}"),
        7 => format!(
            "by bands of goods_{lines} {{\n    from 10.00 CHF {points} points\n    from 40.00 CHF 1 point per full 3.00 CHF\n  }}"
        ),
        8 => format!(
            "banded by goods_{lines} {{\n    from 0.00 CHF 1 point per 7.00 CHF\n    from 30.00 CHF {points} points per 9.00 CHF\n  }}"
        ),
        9 => format!("1 point per full {}.00 CHF of goods_{lines}\n  rounded per line", 1 + dice.below(3)),
        _ if rules.is_empty() => format!("{points} points per line of goods_{lines}"),
        _ => format!(
            "{}% of {}{}",
            5 + dice.below(300),
            dice.pick(rules),
            dice.pick(&["", " before rounding"])
        ),
    }
}

fn limit(dice: &mut Dice) -> String {
    let most = 1 + dice.below(60);
    let whole = dice.pick(&["", ", whole awards only"]);
    match dice.below(4) {
        0 => format!("  at most {most} points per month{whole}\n"),
        1 => format!("  at most {most} points per 10.00 CHF of goods_0{whole}\n"),
        2 => "  at most 3 times per calendar year\n".to_owned(),
        _ => format!("  at most {most} points{whole}\n"),
    }
}

/// A programme.
#[must_use]
pub fn programme(dice: &mut Dice) -> String {
    let zone = dice.pick(&["Europe/Zurich", "UTC", "America/New_York"]);
    let mut text = format!(
        "programme \"Plain\" {{\n  currency CHF\n  timezone \"{zone}\"\n  unit points\n  measure litre\n  remember nothing\n}}\n\n\
         fields {{\n  receipt.sort: one of \"x\", \"y\" optional\n  receipt.survey: number from 0 to 10 default 3\n  \
         line.gift: yes or no default no\n  line.class: text optional\n}}\n\n\
         lines few = all lines where category in (\"food\", \"fuel\", \"toys\")\n\n"
    );
    for i in 0..3 {
        let _ = writeln!(text, "lines goods_{i} = {}\n", selection(dice));
    }
    let mut rules: Vec<String> = Vec::new();
    for i in 0..1 + dice.below(6) {
        let award = award(dice, &rules);
        let _ = writeln!(text, "earn rule_{i} {{");
        for _ in 0..dice.below(3) {
            let _ = writeln!(text, "  {}", condition(dice));
        }
        let _ = writeln!(text, "  {award}");
        if !award.contains("rounded") {
            let _ = writeln!(text, "  {}", dice.pick(ROUNDED));
        }
        for _ in 0..usize::from(dice.percent(30)) {
            text.push_str(&limit(dice));
        }
        text.push_str("}\n\n");
        rules.push(format!("rule_{i}"));
    }
    if rules.len() > 2 && dice.percent(70) {
        let way = dice.pick(&["all of", "best of", "first of"]);
        let members = rules[1..].join(", ");
        let _ = writeln!(
            text,
            "stack together {{\n  {way} {members}\n{}}}\n",
            if dice.percent(60) { limit(dice) } else { String::new() }
        );
    }
    for i in 0..dice.below(12) {
        let (category, brand) = (dice.pick(CATEGORIES), dice.pick(BRANDS));
        let dates = match dice.below(3) {
            0 => String::new(),
            1 => format!(" from 2026-{:02}-01 to 2026-{:02}-20", 1 + dice.below(6), 6 + dice.below(6)),
            _ => format!(" from 2026-{:02}-05", 1 + dice.below(12)),
        };
        let _ = writeln!(
            text,
            "lines campaign_goods_{i} = all lines where category \"{category}\" and brand \"{brand}\"\n\n\
             earn campaign_{i}{dates} {{ {} points per item of campaign_goods_{i} }}\n",
            1 + dice.below(9)
        );
    }
    text
}

/// Receipts over a year and a half, in whatever order. Some batches have goods that come back, some quantities with decimals.
#[must_use]
pub fn purchases(dice: &mut Dice, programme: &Programme) -> Vec<Event> {
    let (negative, decimals) = (dice.percent(40), dice.percent(40));
    let first = Day::new(2026, 1, 1).expect("a day");
    let receipt = |dice: &mut Dice| {
        let day = first.plus(i32::try_from(dice.range(0, 540)).expect("small"));
        let minute = Minute(u16::try_from(dice.range(0, 1_439)).expect("small"));
        let at = programme.zone.instant(day, minute) + dice.range(0, 59);
        let purchase = purchase(dice, programme, negative, decimals);
        Event {
            id: String::new(),
            member: Some(String::new()),
            at,
            offset: 0,
            local: programme.zone.local(at),
            what: What::Purchase(purchase),
            fingerprint: 0,
        }
    };
    let count = 1 + dice.below(80);
    let mut events: Vec<Event> = (0..count).map(|_| receipt(dice)).collect();
    if dice.percent(60) {
        events.sort_by_key(|event| event.at);
    }
    events
}

pub(crate) fn purchase(dice: &mut Dice, programme: &Programme, negative: bool, decimals: bool) -> Purchase {
    let field =
        |owner, name: &str| programme.field_named(owner, name).map(|id| programme.fields[id].position);
    let mut fields = vec![None; 2];
    if let Some(at) = field(FieldOwner::Receipt, "sort").filter(|_| dice.percent(60)) {
        fields[at] = Some(FieldValue::Text(dice.text(&["x", "y"])));
    }
    if let Some(at) = field(FieldOwner::Receipt, "survey").filter(|_| dice.percent(60)) {
        fields[at] = Some(FieldValue::Number(dice.range(0, 10)));
    }
    let lines = (0..dice.below(9)).map(|_| line(dice, programme, negative, decimals)).collect();
    Purchase {
        store: dice.percent(80).then(|| dice.text(STORES)),
        channel: dice.percent(80).then(|| dice.text(&["app", "store"])),
        coupons: if dice.percent(30) { vec!["TEN".to_owned()] } else { Vec::new() },
        tenders: if dice.percent(30) {
            vec![Tender { kind: "card".to_owned(), amount: 500 }]
        } else {
            Vec::new()
        },
        fields,
        lines,
        ..Purchase::default()
    }
}

fn line(dice: &mut Dice, programme: &Programme, negative: bool, decimals: bool) -> Line {
    let sign = if negative && dice.percent(25) { -1 } else { 1 };
    let size = if dice.percent(2) { 30_000_000 } else { 3_000 };
    let quantity = if decimals { dice.range(0, 5_000) } else { dice.range(1, 5) * 1_000 };
    let mut fields = vec![None; 2];
    for (id, field) in programme.fields.iter().filter(|(_, field)| field.owner == FieldOwner::Line) {
        let value = match programme.fields[id].name.as_str() {
            "gift" => FieldValue::YesNo(dice.percent(50)),
            _ => FieldValue::Text(dice.text(&["a", "b"])),
        };
        fields[field.position] = Some(value).filter(|_| dice.percent(50));
    }
    Line {
        category: dice.percent(90).then(|| dice.text(CATEGORIES)),
        brand: dice.percent(90).then(|| dice.text(BRANDS)),
        labels: dice.texts(LABELS, 0, 1),
        quantity: sign * quantity,
        measure: dice.percent(15).then_some(MeasureId(0)),
        amount: sign * dice.range(0, size),
        fields,
        ..Line::default()
    }
}
