//! A house's own rules, from `treue.toml`. Nothing is asked for where nothing is said there.

pub(crate) mod campaign_too_long;
pub(crate) mod campaign_without_limit;
pub(crate) mod field_missing;
pub(crate) mod name_pattern;
pub(crate) mod title_missing;

use treue_lang::ast::{Item, Name, Text};

/// A named item: its kind as house rules call it, its name and its title.
pub(crate) struct Named<'a> {
    pub(crate) kind: &'static str,
    pub(crate) name: &'a Name,
    pub(crate) title: Option<&'a Text>,
}

/// All items with names.
pub(crate) fn named<'a>(desk: &crate::Desk<'a>) -> Vec<Named<'a>> {
    desk.items().flat_map(of_item).collect()
}

fn of_item(item: &Item) -> Vec<Named<'_>> {
    match item {
        Item::Earn(i) => vec![Named { kind: "earn", name: &i.name, title: i.title.as_ref() }],
        Item::Lines(i) => vec![Named { kind: "lines", name: &i.name, title: None }],
        Item::Track(i) => vec![Named { kind: "track", name: &i.name, title: None }],
        Item::Stack(i) => vec![Named { kind: "stack", name: &i.name, title: i.title.as_ref() }],
        Item::Reward(i) => vec![Named { kind: "reward", name: &i.name, title: i.title.as_ref() }],
        Item::Tiers(i) => {
            let levels =
                i.levels.iter().map(|l| Named { kind: "level", name: &l.name, title: l.title.as_ref() });
            std::iter::once(Named { kind: "tiers", name: &i.name, title: i.title.as_ref() })
                .chain(levels)
                .collect()
        }
        Item::Partner(i) => {
            let rules =
                i.earns.iter().map(|e| Named { kind: "earn", name: &e.name, title: e.title.as_ref() });
            std::iter::once(Named { kind: "partner", name: &i.name, title: i.title.as_ref() })
                .chain(rules)
                .collect()
        }
        Item::Header(_)
        | Item::Fields(_)
        | Item::Expire(_)
        | Item::Test(_)
        | Item::Migration(_)
        | Item::Holidays(_)
        | Item::Table(_)
        | Item::Rates(_)
        | Item::Vocabulary(_)
        | Item::Returns(_)
        | Item::Property(_)
        | Item::Zones(_) => Vec::new(),
    }
}
