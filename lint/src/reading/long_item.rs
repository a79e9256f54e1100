//! An item that does not fit on a screen.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "long-item",
    category: Category::Reading,
    level: Level::Warning,
    finds: "an item of more than 60 lines that is no test",
    why: "Who approves the terms wants to see a rule as a whole. Move long lists into tables or selections of their own, \
          and split what is several rules. `longest-item` in the settings of `treue.toml` sets another number.",
    samples: Samples::new(
        &["earn base {\n  when channel is \"web\"\n  1 point per full 1.00 CHF of all lines\n}"],
        &["earn base { when channel is \"web\"  1 point per full 1.00 CHF of all lines }"],
        "earn base { when channel is \"web\"  1 point per full 1.00 CHF of all lines }",
    )
    .with_config("[lint.settings]\nlongest-item = 3"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let most = usize::try_from(desk.config.settings.longest_item).unwrap_or(usize::MAX);
    for item in desk.items() {
        if matches!(item, Item::Test(_) | Item::Header(_) | Item::Fields(_) | Item::Migration(_)) {
            continue;
        }
        let lines = desk.sources.text(item.span()).lines().count();
        if lines > most {
            found
                .at(desk.name_in(item.span()), format!("this item is {lines} lines long"), "starts here")
                .help("move lists into tables or selections, and split what is several rules");
        }
    }
}
