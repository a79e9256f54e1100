//! The part of the story that tells what a return took and gave back.

use super::facts::Facts;
use super::measure;
use treue_runtime::decision::Taken;
use treue_runtime::decision::text::{money, quantity};

impl Facts<'_> {
    /// The account that went up into this one, and what it brought.
    pub(super) fn merged(&self) -> Vec<String> {
        let Some(merged) = self.decision.merged.as_deref() else { return Vec::new() };
        let points = merged.points.iter().map(|(unit, n)| measure::points(self.programme, *unit, *n));
        let owed = merged
            .owed
            .iter()
            .map(|(unit, n)| format!("{} owed", measure::points(self.programme, *unit, *n)));
        let brought: Vec<String> = points.chain(owed).collect();
        let brought = if brought.is_empty() { String::from("no points") } else { brought.join(", ") };
        vec![format!("{} went up into this account, with {brought}", merged.member)]
    }

    /// What came back, what rules give less or more, and where the points were taken.
    pub(super) fn returned(&self) -> Vec<String> {
        let Some(returned) = self.decision.returned.as_deref() else { return Vec::new() };
        let mut out = Vec::new();
        let lines = returned.lines.iter().map(|(at, back)| format!("{} of line {}", quantity(*back), at + 1));
        let lines: Vec<String> = lines.collect();
        let rest = if returned.whole { "; nothing of it remains" } else { "" };
        match lines.is_empty() {
            true => out.push(format!("{} is undone{rest}", returned.receipt)),
            false => out.push(format!("of {}: {}{rest}", returned.receipt, lines.join(", "))),
        }
        for (id, change) in &returned.changes {
            let Some(rule) = self.programme.rules.get(*id) else { continue };
            let points = measure::points(self.programme, rule.unit, change.saturating_abs());
            let word = if *change < 0 { "less" } else { "more" };
            out.push(format!("{} gives {points} {word} for what remains", rule.name));
        }
        for (unit, points) in &returned.back {
            out.push(format!("{} spent on it come back", measure::points(self.programme, *unit, *points)));
        }
        if returned.cash > 0 {
            out.push(format!(
                "{} come back for points that were spent",
                money(self.programme, returned.cash)
            ));
        }
        out.extend(returned.taken.iter().map(|taken| self.taken_back(taken)));
        if returned.refund_cut > 0 {
            out.push(format!("the refund is to be cut by {}", money(self.programme, returned.refund_cut)));
        }
        out
    }

    fn taken_back(&self, taken: &Taken) -> String {
        let points = |n: i64| measure::points(self.programme, taken.unit, n);
        let parts = [
            (taken.pending, "from pending points of the receipt"),
            (taken.own, "from available points of the receipt"),
            (taken.expired, "had expired and count as taken"),
            (taken.other, "from other points"),
            (taken.vouchers, "from points of vouchers that were cancelled"),
            (taken.owed, "owed from now on"),
            (taken.cut, "taken off the refund"),
            (taken.forgiven, "let go"),
        ];
        let parts = parts.into_iter().filter(|(n, _)| *n > 0);
        let parts: Vec<String> = parts.map(|(n, words)| format!("{} {words}", points(n))).collect();
        format!("{} taken: {}", points(taken.total()), parts.join(", "))
    }
}
