//! A partner that does nothing.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-partner",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a partner without rules, without conversions and without a share of any rule",
    why: "It is named and takes no part. Its rules are missing, or stand outside of it, where the partner does not pay \
          for them.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\npartner fuel { stores \"f-1\" }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\npartner fuel { stores \"f-1\"  earn tank { 1 point per full 2.00 CHF of all lines } }",
            "earn base { when not at partner fuel  1 point per full 1.00 CHF of all lines }\npartner fuel { stores \"f-1\" }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\npartner fuel { stores \"f-1\"  earn tank { 1 point per full 2.00 CHF of all lines } }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        let Item::Partner(partner) = item else { continue };
        let does = !partner.earns.is_empty() || !partner.converts.is_empty();
        if !does && !desk.is_used(&partner.name.node, partner.span, false) {
            let message = format!("the partner `{}` takes no part in anything", partner.name.node);
            found
                .at(partner.name.span, message, "does nothing")
                .help("put its rules into it, or take it away");
        }
    }
}
