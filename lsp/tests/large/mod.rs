//! A programme as large as an editor must bear.

use std::fmt::Write as _;

/// Rules in it.
pub(crate) const RULES: usize = 1_000;

/// A programme as large merchants have it: campaigns with dates, conditions and limits, in stacks of ten.
pub(crate) fn large() -> String {
    let mut text = String::from(
        "programme \"Large\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n\n\
         lines eligible = all lines except category \"tobacco\"\n\nearn base { 1 point per full 1.00 CHF of eligible }\n\n",
    );
    for n in 0..RULES - 1 {
        let (month, category) = (n % 12 + 1, n % 40);
        write!(
            text,
            "earn campaign_{n} \"Campaign {n}\" from 2026-{month:02}-01 to 2026-{month:02}-28 {{\n  when channel is \"app\" \
             and eligible is at least {}.00 CHF\n  {} points per full {}.00 CHF of (eligible where category \
             \"category-{category}\")\n  at most {} points in these dates\n}}\n\n",
            10 + n % 7,
            2 + n % 5,
            1 + n % 3,
            500 + n
        )
        .unwrap();
        if n % 10 == 9 {
            let rules: Vec<String> = (n - 9..=n).map(|r| format!("campaign_{r}")).collect();
            write!(text, "stack stack_{n} {{ best of {} }}\n\n", rules.join(", ")).unwrap();
        }
    }
    text
}
