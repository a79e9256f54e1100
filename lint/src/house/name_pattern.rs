//! Names that do not fit the house's pattern.

use super::named;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "name-pattern",
    category: Category::House,
    level: Level::Warning,
    finds: "a name that does not fit the pattern of the house",
    why: "Reports and other systems sort rules by their names. `names = { earn = \"promo_*\" }` under `[lint.house]` says \
          how the names of each kind must look; `*` stands for any letters.",
    samples: Samples::new(
        &["earn spring { 5 points  at most once per day }"],
        &["earn promo_spring { 5 points  at most once per day }"],
        "earn promo_spring { 5 points  at most once per day }",
    )
    .with_config("[lint.house]\nnames = { earn = \"promo_*\" }"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in named(desk) {
        let Some(pattern) = desk.config.house.names.get(item.kind) else { continue };
        if !fits(pattern, &item.name.node) {
            let message = format!("`{}` does not fit `{pattern}`", item.name.node);
            found
                .at(item.name.span, message, "not as the house writes it")
                .help(format!("choose a name like `{pattern}`"));
        }
    }
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_anything() {
        assert!(
            fits("promo_*", "promo_spring")
                && fits("*", "x")
                && fits("a*b*c", "aXbYc")
                && fits("base", "base")
        );
        assert!(
            !fits("promo_*", "spring")
                && !fits("a*b", "ac")
                && !fits("base", "base2")
                && !fits("a*bc*c", "abc")
        );
    }
}
