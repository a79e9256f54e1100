//! Two names that are easily taken for one another.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashMap;
use treue_lang::ast::{Item, Name};

pub(crate) const LINT: Lint = Lint {
    name: "names-too-alike",
    category: Category::Reading,
    level: Level::Warning,
    finds: "two names of one kind that differ in capitals, underscores or a plural `s` only",
    why: "`base_rate` and `baserates` are one slip apart, and a rule that names the wrong one is still a programme. Give \
          one of them a name that says what is different.",
    samples: Samples::new(
        &[
            "lines organic = all lines where label \"bio\"\nlines organics = all lines where label \"demeter\"\nearn a { 1 point per full 1.00 CHF of organic }\nearn b { 1 point per full 1.00 CHF of organics }",
        ],
        &[
            "lines organic = all lines where label \"bio\"\nlines demeter = all lines where label \"demeter\"\nearn a { 1 point per full 1.00 CHF of organic }\nearn b { 1 point per full 1.00 CHF of demeter }",
        ],
        "lines organic = all lines where label \"bio\"\nlines demeter = all lines where label \"demeter\"\nearn a { 1 point per full 1.00 CHF of organic }\nearn b { 1 point per full 1.00 CHF of demeter }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let mut seen: HashMap<(&str, String), &Name> = HashMap::new();
    for item in desk.items() {
        let (kind, names) = names(item);
        for name in names {
            let plain: String =
                name.node.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
            let plain = plain.strip_suffix('s').map_or(plain.clone(), str::to_owned);
            // A name of another kind in the wrong place is a mistake anyway.
            let key = (kind, plain);
            match seen.get(&key) {
                // Versions of a rule and levels of two structures may share a name.
                Some(first) if first.node != name.node => {
                    let message =
                        format!("`{}` and `{}` are easily taken for one another", first.node, name.node);
                    found
                        .at(name.span, message, "much like the other")
                        .also(first.span, "the other")
                        .help("give one of them a name that says what is different");
                }
                Some(_) => {}
                None => {
                    seen.insert(key, name);
                }
            }
        }
    }
}

fn names(item: &Item) -> (&'static str, Vec<&Name>) {
    match item {
        Item::Lines(i) => ("lines", vec![&i.name]),
        Item::Track(i) => ("track", vec![&i.name]),
        Item::Earn(i) => ("earn", vec![&i.name]),
        Item::Stack(i) => ("stack", vec![&i.name]),
        Item::Table(i) => ("table", vec![&i.name]),
        Item::Tiers(i) => ("level", i.levels.iter().map(|l| &l.name).collect()),
        Item::Partner(i) => ("earn", i.earns.iter().map(|e| &e.name).collect()),
        Item::Header(_)
        | Item::Fields(_)
        | Item::Expire(_)
        | Item::Reward(_)
        | Item::Test(_)
        | Item::Migration(_)
        | Item::Holidays(_)
        | Item::Rates(_)
        | Item::Vocabulary(_)
        | Item::Returns(_)
        | Item::Property(_)
        | Item::Zones(_) => ("", Vec::new()),
    }
}
