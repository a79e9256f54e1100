//! Items without a title for customers.

use super::named;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "title-missing",
    category: Category::House,
    level: Level::Warning,
    finds: "an item without a title for customers, where the house asks for one",
    why: "Without a title customers read the name, such as `organic_week`. `titles = [\"earn\", \"reward\"]` under \
          `[lint.house]` says which kinds of items must have one.",
    samples: Samples::new(
        &["earn spring { 5 points  at most once per day }"],
        &["earn spring \"Spring\" { 5 points  at most once per day }"],
        "earn spring \"Spring\" { 5 points  at most once per day }",
    )
    .with_config("[lint.house]\ntitles = [\"earn\"]"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in named(desk) {
        if item.title.is_none() && desk.config.house.titles.iter().any(|k| k == item.kind) {
            let message = format!("`{}` has no title for customers", item.name.node);
            found
                .at(item.name.span, message, "no title")
                .help(format!("write one behind the name: `{} \"...\"`", item.name.node));
        }
    }
}
