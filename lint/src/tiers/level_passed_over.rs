//! A level that nobody ever stops at.

use super::threshold;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "level-passed-over",
    category: Category::Tiers,
    level: Level::Warning,
    finds: "a level that can be entered only with as much as a higher one needs",
    why: "Whoever reaches it reaches the higher level with the same purchase, so nobody ever holds it. The numbers are \
          exchanged, or one of them is too low.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\ntiers main { bronze  silver when spend is at least 800.00 CHF { perk \"Coffee\" }  gold when spend is at least 500.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        &[
            "track spend = all lines per calendar year\ntiers main { bronze  silver when spend is at least 500.00 CHF { perk \"Coffee\" }  gold when spend is at least 800.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        "track spend = all lines per calendar year\ntiers main { bronze  silver when spend is at least 500.00 CHF { perk \"Coffee\" }  gold when spend is at least 800.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, tiers) in desk.programme.tiers.iter() {
        let entries: Vec<_> = tiers.levels.iter().map(|l| (l, threshold(&l.entry))).collect();
        for (i, (lower, entry)) in entries.iter().enumerate() {
            let Some((track, least)) = entry else { continue };
            let above =
                entries.iter().skip(i + 1).find(|(_, e)| e.is_some_and(|(t, v)| t == *track && v <= *least));
            let Some((higher, _)) = above else { continue };
            let (Some(a), Some(b)) = (lower.entry.first(), higher.entry.first()) else { continue };
            let message = format!("nobody stops at `{}`: `{}` needs no more", lower.name, higher.name);
            found
                .at(a.span, message, "never held")
                .also(b.span, "reached as early")
                .help("exchange the two numbers, or ask for more for the higher level");
        }
    }
}
