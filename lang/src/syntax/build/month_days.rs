//! Days of the month: `the 1st, 15th of the month`, `the last day of the month`, `the first Tuesday of the month`.

use super::Builder;
use super::condition::around;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{MonthDays, Weekdays, ordinal};

impl Builder {
    pub(super) fn month_days(&mut self, node: &Node<'_>) -> Option<MonthDays> {
        let part = node.first()?;
        match part.rule {
            Rule::month_part => Some(self.month_part(part)),
            Rule::nth_weekday => self.nth_weekday(part),
            _ => self.ordinal_days(part),
        }
    }

    /// `first 10 days`, `last day`.
    fn month_part(&mut self, node: &Node<'_>) -> MonthDays {
        let count = match node.get(Rule::number) {
            Some(number) => {
                let count = self.whole(number, MonthDays::MOST);
                if number.text.bytes().all(|b| b == b'0') {
                    self.bad(number, "no day is left".to_owned(), "write 1 to 31 days");
                }
                count
            }
            None => 1,
        };
        if node.has(Rule::kw_last) { MonthDays::from_last(1, count) } else { MonthDays::from_first(1, count) }
    }

    /// `first Tuesday`, `second and last Saturday`.
    fn nth_weekday(&mut self, node: &Node<'_>) -> Option<MonthDays> {
        let weekdays = Weekdays(1 << self.weekday(node.get(Rule::weekday)?)?.0);
        let mut all = Vec::new();
        for word in node.all(Rule::nth).filter_map(Node::first) {
            let days = match word.rule {
                Rule::kw_first => MonthDays::nth(1, weekdays),
                Rule::kw_second => MonthDays::nth(2, weekdays),
                Rule::kw_third => MonthDays::nth(3, weekdays),
                Rule::kw_fourth => MonthDays::nth(4, weekdays),
                Rule::kw_fifth => MonthDays::nth(5, weekdays),
                _ => MonthDays::last(weekdays),
            };
            days.add_to(&mut all);
        }
        all.pop()
    }

    /// `5th`, `25th to 5th` (over the end of the month).
    fn ordinal_days(&mut self, node: &Node<'_>) -> Option<MonthDays> {
        let mut ends = node.all(Rule::ordinal).map(|n| self.ordinal(n));
        let from = ends.next()?;
        let to = ends.next().unwrap_or(from);
        let mut all = Vec::new();
        for day in around(from - 1, to - 1, MonthDays::MOST) {
            MonthDays::from_first(day + 1, day + 1).add_to(&mut all);
        }
        all.pop()
    }

    /// `5th`, from `1st` to `31st`; 1 where it is reported.
    fn ordinal(&mut self, node: &Node<'_>) -> u8 {
        let digits = node.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let day = digits.parse::<u8>().ok().filter(|day| (1..=MonthDays::MOST).contains(day));
        let Some(day) = day else {
            self.bad(
                node,
                format!("no month has a {}", node.text),
                "days of a month go from the 1st to the 31st",
            );
            return 1;
        };
        let right = ordinal(day);
        if node.text != right {
            self.bad(node, format!("`{}` is no number of a day", node.text), &format!("write `{right}`"));
        }
        day
    }
}
