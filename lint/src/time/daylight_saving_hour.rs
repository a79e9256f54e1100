//! Hours that a change of the clock takes away or gives twice.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::Condition;
use treue_lang::time::{Day, Minute, Zone};

pub(crate) const LINT: Lint = Lint {
    name: "daylight-saving-hour",
    category: Category::Time,
    level: Level::Warning,
    finds: "hours that begin or end inside the hour that a change of the clock skips or repeats",
    why: "On one night in spring such hours do not exist, and on one in autumn they come twice. Let them begin or end \
          on the edges of that hour, or leave it out.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { from 02:30 to 05:00  10% of base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { from 03:00 to 05:00  10% of base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { from 22:00 to 06:00  10% of base }",
            "programme \"P\" { currency ISK  timezone \"Atlantic/Reykjavik\"  unit points }\nearn base { 1 point per full 1 ISK of all lines }\nearn night { from 02:30 to 05:00  10% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { from 03:00 to 05:00  10% of base }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let conditions = desk.programme.conditions();
    let mut hours = Vec::new();
    for conjunct in conditions {
        conjunct.condition.walk(&mut |c| {
            if let Condition::Hours(from, to) = c {
                hours.push((*from, *to, conjunct.span));
            }
        });
    }
    if hours.is_empty() {
        return;
    }
    let changes = changes(&desk.programme.zone, desk.today);
    for (from, to, span) in hours {
        let hit = changes.iter().find(|(_, start, end)| {
            let inside = |m: Minute| *start < m && m < *end;
            inside(from) || inside(to) || (*start <= from && to <= *end && from < to)
        });
        if let Some((day, start, end)) = hit {
            let hour = format!("between {} and {}", clock(*start), clock(*end));
            found
                .at(span, format!("the clock changes {hour} on {day}, inside these hours"), "not every day")
                .help("let the hours begin or end outside of that hour");
        }
    }
}

fn clock(minute: Minute) -> String {
    format!("{:02}:{:02}", minute.0 / 60, minute.0 % 60)
}

/// The hours that the coming year's changes of the clock skip or repeat, with their days.
fn changes(zone: &Zone, today: Day) -> Vec<(Day, Minute, Minute)> {
    let mut found = Vec::new();
    for ahead in 0..366 {
        let day = today.plus(ahead);
        let (start, next) = (zone.instant(day, Minute(0)), zone.instant(day.plus(1), Minute(0)));
        let (before, after) = (zone.offset(start), zone.offset(next));
        if before == after {
            continue;
        }
        let (mut low, mut high) = (start, next);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if zone.offset(middle) == before { low = middle } else { high = middle }
        }
        let wall = |offset: i32| (high + i64::from(offset)).rem_euclid(86_400) / 60;
        let (a, b) = (wall(before), wall(after));
        let minute = |m: i64| Minute(u16::try_from(m).unwrap_or(0));
        found.push((day, minute(a.min(b)), minute(a.max(b))));
    }
    found
}
