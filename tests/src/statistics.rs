//! What the cases of a run really did. A generator that pays nothing, cuts nothing and expires nothing agrees
//! with everybody; so the counts are asserted too.

mod accounts;
mod awards;
mod decided;
mod points;
mod programme;
mod returns;
mod steps;
mod tiers;
mod windows;

pub use programme::of_programme;
pub use steps::of_step;

use std::collections::BTreeMap;

/// Counts by name.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    counts: BTreeMap<String, u64>,
}

/// What must have been seen at least once in so many cases, by name.
///
/// A name stands here with the largest number of cases that may pass without it.
pub const EXPECTED: &[(&str, u64)] = &[
    // Awards of every kind that paid.
    ("award paid: flat", 20),
    ("award paid: proportional, money", 20),
    ("award paid: proportional, measure", 100),
    ("award paid: proportional, items", 100),
    ("award paid: proportional, lines", 200),
    ("award paid: steps, money", 20),
    ("award paid: steps, measure", 200),
    ("award paid: steps, items", 200),
    ("award paid: steps, lines", 400),
    ("award paid: bands, whole", 40),
    ("award paid: bands of a field", 2_000),
    ("award paid: bands, each part", 40),
    ("award paid: share", 20),
    ("award paid: share, exact", 50),
    ("award paid: share on lines", 100),
    ("award paid: share on lines, exact", 200),
    ("award paid: a version", 20),
    ("award paid: an older version", 40),
    ("award paid: a version, cut", 200),
    ("award paid: decided by a field", 50),
    ("award paid: decided by a day to come", 100),
    ("award paid: decided by an earlier day", 100),
    ("award paid: decided by a day of another level", 400),
    ("award paid: multiplied", 100),
    ("award paid: for the lines that it won", 100),
    ("award paid: for the lines that it won, rounded per line", 400),
    ("award paid: lines won by several rules", 400),
    ("lost every line", 200),
    ("award paid: multiplied, several at once", 200),
    ("award paid: by level, above the lowest", 100),
    ("award paid: at several levels within the receipt", 200),
    ("award paid: benefit of a level", 100),
    ("award paid: partner's rule", 50),
    ("award paid: on activity", 100),
    ("award paid: pending", 50),
    ("award paid: money unit", 100),
    ("award paid: with an expiry", 20),
    ("award paid: of another measure", 400),
    ("award paid: by a table", 700),
    ("award paid: proportional, figure", 400),
    ("award paid: steps, figure", 400),
    ("award paid: proportional, figure of each line", 200),
    ("award paid: steps, figure of each line", 800),
    ("award paid: of what tenders paid", 200),
    ("award paid: less one of several tenders", 200),
    // Rounding.
    ("rounded: down, once", 20),
    ("rounded: up, once", 40),
    ("rounded: half up, once", 40),
    ("rounded: half even, once", 40),
    ("rounded: down, per line", 100),
    ("rounded: up, per line", 100),
    ("rounded: half up, per line", 100),
    ("rounded: half even, per line", 100),
    ("rounded: together", 200),
    ("rounded: exactly a half", 200),
    ("rounded: to tens or more parts", 200),
    ("rounded: to multiples", 200),
    ("rounded: per line with a line below zero", 100),
    // Limits and stacks.
    ("cut by points, part", 20),
    ("cut by points, to nothing", 20),
    ("cut by times, to nothing", 20),
    ("cut by whole awards only", 50),
    ("cut by an amount, part", 100),
    ("cut by an amount, to nothing", 200),
    ("cut by a stack's limit", 100),
    ("limit of: receipt", 40),
    ("limit of: day", 100),
    ("limit of: week", 100),
    ("limit of: month", 100),
    ("limit of: quarter", 400),
    ("limit of: calendar year", 100),
    ("limit of: year from a day", 100),
    ("limit of: dates", 400),
    ("limit of: ever", 100),
    ("limit of: rolling", 50),
    ("lost in best of", 100),
    ("lost in first of", 200),
    ("nothing: condition", 20),
    ("nothing: zero", 20),
    ("inner stack", 1_000),
    ("cut by a limit for everyone", 100),
    ("cut by a limit per household", 200),
    ("booked for everyone", 50),
    ("booked by a household of several", 100),
    ("household of several members", 100),
    ("left a household", 100),
    ("refused: no-household", 200),
    // What a receipt gave to others comes back.
    ("gift: taken back", 200),
    ("gift: taken back, share", 800),
    ("gift: taken back, owed", 3_000),
    // What becomes of accounts.
    ("merged", 20),
    ("merged: points", 40),
    ("merged: notes", 30),
    ("merged: debts", 200),
    ("merged: another level", 120),
    ("merged: given by a level", 10_000),
    ("merged: windows", 1_500),
    ("merged: vouchers", 600),
    ("merged: time passed", 120),
    ("merged: of a household", 120),
    ("merged account: an event later", 5),
    ("merged account: goods come back", 50),
    ("membership began", 300),
    ("membership began again", 50),
    ("membership began again: points kept", 1_000),
    ("membership ended", 40),
    ("membership ended: points gone", 100),
    ("membership ended: vouchers gone", 1_500),
    ("membership ended: gone later", 1_000),
    ("refused: merge-with-itself", 120),
    ("refused: merge-unknown", 80),
    ("refused: already-merged", 150),
    ("refused: account-out-of-order", 200),
    ("refused: not-a-member", 20),
    ("refused: before-joining", 150),
    ("refused: already-a-member", 100),
    ("gift refused: not-a-member", 2_000),
    ("household: others pay", 200),
    ("household: others pay, own first", 600),
    ("household: comes back to others", 1_500),
    ("household: time passed for others", 2_000),
    // Time zones of stores.
    ("elsewhere: another hour", 50),
    ("elsewhere: another day", 100),
    ("elsewhere: by a field", 200),
    ("level followed as time passed", 100),
    ("level entered at a review", 1_000),
    // Points to others.
    ("shared with companions", 100),
    ("gift: arrived", 50),
    ("gift: cut", 200),
    ("gift: nothing left", 200),
    ("gift: joined by it", 200),
    ("gift: tier changed", 400),
    ("gift: time passed", 800),
    ("gift: pending", 400),
    ("gift refused: own-gift", 200),
    ("gift refused: unknown-member", 1_000),
    // Tracks.
    ("booked: day", 50),
    ("booked: week", 50),
    ("booked: month", 50),
    ("booked: quarter", 100),
    ("booked: calendar year", 50),
    ("booked: year from a day", 50),
    ("booked: membership year", 100),
    ("booked: year since the tier changed", 200),
    ("booked: dates", 100),
    ("booked: ever", 50),
    ("booked: rolling days", 50),
    ("booked: rolling weeks", 100),
    ("booked: rolling months", 50),
    ("programmes: tiers until a year of their own ends", 1_500),
    ("programmes: expiry of all as a year of its own ends", 1_000),
    ("booked: rolling years", 200),
    ("booked: amount", 20),
    ("booked: amount below zero", 50),
    ("booked: purchases", 20),
    ("booked: activities", 200),
    ("booked: in a row", 200),
    ("booked: activities in a row", 2_000),
    ("booked: days", 200),
    ("three periods in a row", 400),
    ("booked: a field", 200),
    ("booked: points of a unit", 50),
    ("booked: points of rules", 50),
    ("booked: given under a limit", 20),
    ("booked: times under a limit", 20),
    ("booked: pieces under a limit", 400),
    ("several closed windows kept", 200),
    // Window rules.
    ("window: a version", 100),
    ("window: a retroactive version", 100),
    ("window: a retroactive version more than before", 200),
    ("window: paid at once", 40),
    ("window: paid at its end", 100),
    ("window: paid later", 100),
    ("window: paid by a clock event", 200),
    ("window: waits", 100),
    ("window: nothing more is due", 40),
    ("window: taken", 200),
    ("window: more than before", 50),
    ("window: cap reached", 200),
    ("window: times reached", 200),
    ("window: a condition on the sums fails", 100),
    ("window: conditions on the sums hold", 100),
    ("window: carried remainder", 1_000),
    ("window: a field of activities", 2_000),
    ("window: partner's rule", 200),
    ("window of: all time", 200),
    ("window of: day", 200),
    ("window of: week", 200),
    ("window of: month", 200),
    ("window of: quarter", 400),
    ("window of: calendar year", 200),
    ("window of: year from a day", 200),
    ("window of: dates", 200),
    ("window of: own year", 200),
    ("reward: by level", 100),
    ("booked: different texts of lines", 20),
    ("booked: different texts of receipts", 100),
    ("booked: different texts of activities", 500),
    ("different texts: one comes again", 50),
    ("different texts: fewer", 100),
    ("window award: flat", 200),
    ("window award: by level", 400),
    ("window award: proportional", 200),
    ("window award: steps", 100),
    ("window award: bands", 200),
    ("window award: each part", 200),
    // Tiers.
    ("tier up", 20),
    ("tier down", 50),
    ("tier renewed", 50),
    ("tier changed by review", 50),
    ("tier changed at once", 100),
    ("tier granted", 50),
    ("threshold used up by entry", 100),
    ("threshold used up by renewal", 400),
    ("threshold used up, with a cap on the rest", 200),
    ("points given with a level", 50),
    ("points given on leaving a level", 400),
    ("award paid: benefit of a lower level", 400),
    // Points.
    ("expired by deadline", 20),
    ("expired by idleness", 100),
    ("pending became available", 50),
    ("reminded", 20),
    ("extended", 100),
    ("award paid: waits for an activity", 200),
    ("waiting points came or expired", 200),
    ("pause began", 50),
    ("pause ended: the clock goes on", 200),
    ("pause ended: restart", 400),
    ("pause ended: at once", 400),
    ("overdue while paused", 200),
    ("deadline read again", 400),
    ("decayed", 100),
    ("expired: all at the end of a period", 100),
    ("used oldest first", 200),
    ("used newest first", 200),
    ("used in proportion", 100),
    ("used of one bucket", 200),
    ("unit that says what one of it is called", 200),
    ("debt made", 50),
    ("debt paid by an award", 100),
    ("points burned by redemption", 40),
    ("points transferred", 200),
    // Rewards and partners.
    ("reward: money", 100),
    ("reward: percent", 200),
    ("reward: cash", 200),
    ("reward: for nothing", 200),
    ("reward: enough was bought", 200),
    ("ways: straight through", 100),
    ("ways: rules found by facts", 20),
    ("ways: straight through, rules found by facts", 200),
    ("laws: every day or once a year", 5),
    ("laws: batches cut otherwise", 5),
    ("laws: an event twice", 8),
    ("voucher used at a partner", 1_000),
    ("reward: per measure", 200),
    ("reward: thing", 200),
    ("reward: several steps", 100),
    ("converted by itself", 400),
    ("converted by a version", 1_000),
    ("converted with a bonus", 1_000),
    ("posting: pays its share", 200),
    ("issued at an end", 400),
    ("issued at the end of named months", 2_000),
    ("issued on days of the year", 2_000),
    ("issued on reaching", 400),
    ("issued for idleness", 1_000),
    ("issued on a birthday", 2_000),
    ("issued on an anniversary", 2_000),
    ("issued on the anniversary of a level", 4_000),
    ("issued on the anniversary of a date", 4_000),
    ("issued for nothing", 1_000),
    ("issued through gates", 1_000),
    ("issued, the rest expires", 1_000),
    ("voucher issued by itself", 400),
    ("voucher used", 400),
    ("voucher used below a bill", 2_000),
    ("voucher ended: expired", 400),
    ("refused: no-voucher", 200),
    ("refused: below-purchase", 400),
    ("refused: issued-by-itself", 400),
    ("reward: cheapest free", 400),
    ("reward: points", 200),
    ("reward: of a ladder", 200),
    ("reward: at a price of the member's", 400),
    ("reward: with several prices", 200),
    ("reward: within its limits", 200),
    ("reward: through its gates", 200),
    ("reward: decided on a receipt", 200),
    ("reward: pays the whole receipt", 2_000),
    ("reward: within its share of a receipt", 1_000),
    ("reward: pays its most", 1_000),
    ("posting: pays", 50),
    // Refusals.
    ("refused: id-reused", 40),
    ("refused: out-of-order", 20),
    ("refused: not-enough-points", 20),
    ("refused: below-minimum", 100),
    ("refused: above-maximum", 100),
    ("refused: not-a-step", 100),
    ("refused: unknown-conversion", 100),
    ("refused: wrong-unit", 2_000),
    ("refused: not-in-force", 400),
    ("refused: not-eligible", 100),
    ("refused: limit-reached", 400),
    ("refused: no-receipt", 400),
    ("refused: above-receipt", 1_000),
    ("refused: below-receipt", 1_000),
    ("refused: nothing-to-pay", 400),
    ("refused: no-member", 100),
    ("refused: unknown-member", 200),
    ("refused: out-of-range", 400),
    ("repeated", 20),
    // Returns and late events.
    ("returned: all at once", 20),
    ("returned: a part", 20),
    ("returned: another part", 100),
    ("returned: the last part", 100),
    ("returned: redemption", 100),
    ("returned: a rule gives more", 100),
    ("returned: posting", 100),
    ("returned: tier fell back", 50),
    ("returned: another sum used up", 1_000),
    ("taken: pending", 100),
    ("taken: own", 20),
    ("taken: had expired", 400),
    ("taken: other", 600),
    ("taken: of levels", 1_500),
    ("taken: of window rules", 100),
    ("taken: vouchers", 3_000),
    ("taken: owed", 50),
    ("taken: off the refund", 400),
    ("returned: points spent on it", 400),
    ("returned: a share of points spent on it", 400),
    ("returned: cash", 600),
    ("voucher back", 600),
    ("voucher ended: cancelled", 600),
    ("refused: voucher-gone", 600),
    ("taken: let go", 200),
    ("late: purchase", 20),
    ("late: return", 50),
    ("late: tier changed", 400),
    ("refused: too-late", 50),
    ("refused: nothing-remembered", 100),
    ("refused: unknown-receipt", 20),
    ("refused: not-returnable", 100),
    ("refused: before-purchase", 100),
    ("refused: nothing-left", 40),
    ("refused: unknown-line", 100),
    ("refused: line-twice", 100),
    ("refused: more-than-bought", 40),
];

/// Conditions whose both outcomes must be seen.
pub const CONDITIONS: &[&str] = &[
    "all",
    "any",
    "not",
    "at least",
    "compare amount",
    "compare track",
    "compare track including",
    "compare track including an activity",
    "compare balance",
    "compare field",
    "channel",
    "store",
    "coupon",
    "paid by",
    "text field",
    "flag",
    "present",
    "dates",
    "on dates",
    "on weekdays",
    "on days of a month",
    "on weekdays of a month",
    "months",
    "hours",
    "hours over midnight",
    "first purchase",
    "near the birthday",
    "birth month",
    "anniversary",
    "anniversary of a level",
    "anniversary of a date",
    "within a time of joining",
    "within a time of reaching a level",
    "within a time of a date",
    "within a time after a date",
    "age",
    "level earned",
    "level granted",
    "days since a purchase",
    "tier",
];

/// Cases that may pass before a condition was seen both true and false.
const CONDITION_CASES: u64 = 1_000;

impl Statistics {
    /// One more.
    pub fn count(&mut self, name: &str) {
        self.add(name, 1);
    }

    /// So many more.
    pub fn add(&mut self, name: &str, more: u64) {
        if let Some(n) = self.counts.get_mut(name) {
            *n += more;
        } else {
            self.counts.insert(name.to_owned(), more);
        }
    }

    /// How many.
    #[must_use]
    pub fn of(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// What should have been seen in so many cases and was not.
    #[must_use]
    pub fn missing(&self, cases: u64) -> Vec<String> {
        let mut missing: Vec<String> = EXPECTED
            .iter()
            .map(|(name, within)| (name, cases / within))
            .filter(|(name, least)| self.of(name) < *least)
            .map(|(name, least)| format!("{name}: {} of {least}", self.of(name)))
            .collect();
        for name in CONDITIONS {
            for outcome in ["true", "false"] {
                let name = format!("condition {name}: {outcome}");
                let least = cases / CONDITION_CASES;
                if self.of(&name) < least {
                    missing.push(format!("{name}: {} of {least}", self.of(&name)));
                }
            }
        }
        missing
    }
}

impl std::fmt::Display for Statistics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, n) in &self.counts {
            writeln!(f, "{n:>12}  {name}")?;
        }
        Ok(())
    }
}
