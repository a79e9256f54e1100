//! A reminder that is due before the points are earned.

use super::{place, shortest};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::time::least_days;
use treue_lang::programme::counted;

pub(crate) const LINT: Lint = Lint {
    name: "reminder-before-earning",
    category: Category::Expiry,
    level: Level::Warning,
    finds: "a reminder that lies as many days before the end as points live, or more",
    why: "Members would be reminded of points that they have just earned, or not at all. Remind later, or let the \
          points live longer.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 3 weeks after earning  remind 30 days before }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months after earning  remind 30 days before }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 3 weeks after earning  remind 7 days before }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in desk.programme.units.iter() {
        let (Some(days), Some(length)) = (unit.remind, shortest(unit)) else { continue };
        let lives = least_days(length);
        if i64::from(days) >= lives {
            let message = format!(
                "{} live {}, and the reminder comes {} before that ends",
                unit.name,
                counted(&lives.to_string(), "days"),
                counted(&days.to_string(), "days")
            );
            found.at(place(desk, &unit.name), message, "reminded too early").help("remind fewer days before");
        }
    }
}
