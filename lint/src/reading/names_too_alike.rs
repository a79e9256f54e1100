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
    finds: "two names that differ in capitals, underscores or a plural `s` only",
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
    let mut seen: HashMap<String, &Name> = HashMap::new();
    for item in desk.items() {
        for name in names(item) {
            let plain: String =
                name.node.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
            let plain = plain.strip_suffix('s').map_or(plain.clone(), str::to_owned);
            match seen.get(&plain) {
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
                    seen.insert(plain, name);
                }
            }
        }
    }
}

fn names(item: &Item) -> Vec<&Name> {
    match item {
        Item::Lines(i) => vec![&i.name],
        Item::Track(i) => vec![&i.name],
        Item::Earn(i) => vec![&i.name],
        Item::Stack(i) => vec![&i.name],
        Item::Table(i) => vec![&i.name],
        Item::Tiers(i) => std::iter::once(&i.name).chain(i.levels.iter().map(|l| &l.name)).collect(),
        Item::Partner(i) => i.earns.iter().map(|e| &e.name).collect(),
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
        | Item::Zones(_) => Vec::new(),
    }
}
