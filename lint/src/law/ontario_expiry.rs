//! Ontario: points do not expire by time alone.

use super::spendable;
use crate::desk::Desk;
use crate::expiry::item;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::ExpiryText;

pub(crate) const LINT: Lint = Lint {
    name: "ontario-expiry-by-time",
    category: Category::Law,
    level: Level::Error,
    finds: "points that expire by the passing of time alone (pack `ontario`)",
    why: "Section 47.1 of Ontario's Consumer Protection Act, 2002 forbids agreements under which rewards points expire due \
          to the passage of time alone. Expiry after inactivity, such as `18 months without purchase or redeem`, is \
          another matter. Switch it on with `packs = [\"ontario\"]`. Ask a lawyer: this is no advice.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { all at end of calendar year }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 18 months without purchase or redeem }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
            "programme \"P\" { currency CAD  timezone \"America/Toronto\"  unit nights { status only } }\nearn base { 1 night per full 100.00 CAD of all lines }\nexpire nights { all at end of calendar year }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 18 months without purchase or redeem }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in spendable(desk.programme) {
        let Some(item) = item(desk, &unit.name) else { continue };
        for line in &item.lines {
            if matches!(line.what, ExpiryText::After(_) | ExpiryText::AllAt(_)) {
                let message = format!("{} expire here by time alone, which Ontario forbids", unit.name);
                found
                    .at(line.span, message, "by time alone")
                    .help("let them expire after inactivity: `18 months without purchase or redeem`");
            }
        }
    }
}
