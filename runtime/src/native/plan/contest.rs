//! Stacks `per line`: what is summed of the lines that a rule wins.

use super::lines::{LineSum, amounts_of, line_sums};
use treue_lang::programme::{Programme, Rule};

/// How lines are compared: their worths over one denominator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contest {
    /// The denominator.
    pub(crate) common: i64,
}

/// The sums of a rule that competes: its amounts, and what it rounds line by line.
pub(crate) fn contest_sums(programme: &Programme, rule: &Rule) -> Vec<LineSum> {
    let mut sums: Vec<LineSum> = amounts_of(&rule.award).into_iter().map(LineSum::Plain).collect();
    sums.extend(line_sums(programme, &rule.award, rule.rounding));
    let mut seen = Vec::new();
    sums.retain(|sum| {
        let new = !seen.contains(sum);
        seen.push(*sum);
        new
    });
    sums
}
