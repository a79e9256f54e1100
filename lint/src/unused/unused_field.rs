//! A declared field that nothing reads.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-field",
    category: Category::Unused,
    level: Level::Off,
    finds: "a declared field that no rule reads",
    why: "A field that was declared for a rule and is not asked there means that the rule lacks a condition. But fields \
          are declared also so that events may carry them; so this is off by itself.",
    samples: Samples::new(
        &["fields { member.segment: text optional }\nearn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "fields { member.segment: text default \"none\" }\nearn base { when member.segment is \"student\"  1 point per full 1.00 CHF of all lines }",
            "fields { member.birthday: date optional }\nearn base { when member.birthday is present  on the member's birthday  50 points }",
        ],
        "fields { member.segment: text default \"none\" }\nearn base { when member.segment is \"student\"  1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        let Item::Fields(fields) = item else { continue };
        for field in &fields.fields {
            // The birthday is read by its own words.
            let birthday = field.name.node == treue_lang::programme::BIRTHDAY
                && (desk.is_used("birthday", fields.span, false)
                    || desk.is_used("birth", fields.span, false));
            if birthday || desk.is_used(&field.name.node, field.span, false) {
                continue;
            }
            let message = format!("no rule reads the field `{}`", field.name.node);
            found.at(field.name.span, message, "not read").help("ask for it in a rule, or take it away");
        }
    }
}
