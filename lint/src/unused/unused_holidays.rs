//! A list of holidays that nothing asks for.

use super::unused;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-holidays",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a list of holidays that no rule asks for",
    why: "A rule that should hold on these days has lost its condition, or the list is left over.",
    samples: Samples::new(
        &["holidays swiss = 2026-08-01, 2026-12-25\nearn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "holidays swiss = 2026-08-01, 2026-12-25\nearn base { on swiss holidays  1 point per full 1.00 CHF of all lines }",
            "holidays swiss = 2026-08-01, 2026-12-25\nearn base { on holidays  1 point per full 1.00 CHF of all lines }",
        ],
        "holidays swiss = 2026-08-01, 2026-12-25\nearn base { on swiss holidays  1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let lists: Vec<_> =
        desk.items().filter_map(|i| if let Item::Holidays(h) = i { Some(h) } else { None }).collect();
    for declared in &lists {
        // `on holidays` means the only list there is.
        if lists.len() > 1 || !desk.is_used("holidays", declared.span, false) {
            unused(desk, &declared.name, declared.span, "list of holidays", false, found);
        }
    }
}
