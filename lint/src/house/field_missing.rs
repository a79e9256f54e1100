//! Fields that the house wants in every programme.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::{FieldOwner, Item};

pub(crate) const LINT: Lint = Lint {
    name: "field-missing",
    category: Category::House,
    level: Level::Warning,
    finds: "a field that the house asks for and the programme does not declare",
    why: "Reports across programmes need the same fields everywhere. `fields = [\"member.segment\"]` under `[lint.house]` \
          names them.",
    samples: Samples::new(
        &["earn spring { 5 points  at most once per day }"],
        &["fields { member.segment: text optional }\nearn spring { 5 points  at most once per day }"],
        "fields { member.segment: text optional }\nearn spring { 5 points  at most once per day }",
    )
    .with_config("[lint.house]\nfields = [\"member.segment\"]"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let mut declared = Vec::new();
    for item in desk.items() {
        let Item::Fields(fields) = item else { continue };
        for field in &fields.fields {
            let owner = match field.owner.node {
                FieldOwner::Receipt => "receipt",
                FieldOwner::Line => "line",
                FieldOwner::Member => "member",
            };
            declared.push(format!("{owner}.{}", field.name.node));
        }
    }
    for wanted in desk.config.house.fields.iter().filter(|f| !declared.contains(f)) {
        found
            .at(desk.title(), format!("the field `{wanted}` is not declared"), "wanted by the house")
            .help(format!("declare it: `fields {{ {wanted}: text optional }}`"));
    }
}
