//! Sums over the lines that have all of a few facts, as most rules of an index measure them. They need no code of their own: which
//! numbers and which bits is all there is to say.

use super::facts::LineTest;
use super::lines::{LineColumn, LinePlan, Mark, measure_test, quantity_column};
use super::slots::Slot;
use super::walk::Reads;
use treue_lang::programme::{Amount, Predicate, Programme, SelectionId};

/// At most so many words of facts are looked at.
const WORDS: usize = 3;

/// A sum over lines that have certain facts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainSum {
    /// Where it goes.
    pub(crate) to: Slot,
    /// The column that is summed; `None` counts the lines.
    value: Option<usize>,
    /// Columns of facts, and which bits a line must have there; none where fewer are looked at.
    needs: [(usize, u64); WORDS],
}

impl PlainSum {
    /// Of an amount; `None` if it takes more than that.
    pub(crate) fn of(
        programme: &Programme,
        reads: &Reads,
        lines: &LinePlan,
        amount: &Amount,
        to: Slot,
    ) -> Option<PlainSum> {
        let value = match amount {
            Amount::Money(_, basis) => Some(LineColumn::Money(*basis)),
            Amount::Quantity(_, measure) => Some(quantity_column(programme, *measure)),
            Amount::Items(_) => Some(LineColumn::Quantity),
            Amount::Lines(_) => None,
            Amount::Different(..) | Amount::EachLine(..) | Amount::Events(_) | Amount::Made(..) => {
                return None;
            }
        };
        let value = match value {
            Some(column) => Some(lines.column(column)?),
            None => None,
        };
        let mark = Mark::of(amount);
        let mut bits = Vec::new();
        conjunction(programme, reads, mark.selection, &mut bits)?;
        // Last: most lines are in the usual measure.
        if let Some(measure) = mark.measure {
            bits.push(reads.line.bit_of_single(&measure_test(programme, measure))?);
        }
        let mut needs = [(lines.facts, 0); WORDS];
        let mut used = 0;
        for bit in bits {
            let (column, mask) = (lines.facts + bit as usize / 64, 1 << (bit % 64));
            let at = needs.iter().take(used).position(|(known, _)| *known == column).unwrap_or(used);
            let need = needs.get_mut(at)?;
            *need = (column, need.1 | mask);
            used = used.max(at + 1);
        }
        Some(PlainSum { to, value, needs })
    }

    /// The sum over a receipt's lines: so many, in columns of so much room.
    pub(crate) fn over(&self, columns: &[i64], stride: usize, count: usize) -> i64 {
        let column = |at: usize| {
            let from = at.saturating_mul(stride);
            columns.get(from..from.saturating_add(count)).unwrap_or_default()
        };
        let [(first, mask), others @ ..] = self.needs;
        let mut sum = 0i64;
        // Few lines get over the first, which says which goods they are.
        for (line, _) in column(first).iter().enumerate().filter(|(_, word)| has(**word, mask)) {
            let of_line = |at: usize| columns.get(at.saturating_mul(stride).saturating_add(line)).copied();
            if others.iter().all(|(at, mask)| *mask == 0 || of_line(*at).is_some_and(|word| has(word, *mask)))
            {
                sum = sum.wrapping_add(self.value.map_or(Some(1), of_line).unwrap_or(0));
            }
        }
        sum
    }
}

#[inline]
fn has(word: i64, mask: u64) -> bool {
    word.cast_unsigned() & mask == mask
}

/// The bits that a line must have to be in a selection, if that is all it takes.
fn conjunction(programme: &Programme, reads: &Reads, id: SelectionId, bits: &mut Vec<u32>) -> Option<()> {
    fn of(programme: &Programme, reads: &Reads, predicate: &Predicate, bits: &mut Vec<u32>) -> Option<()> {
        match predicate {
            Predicate::All(parts) => parts.iter().try_for_each(|part| of(programme, reads, part, bits)),
            Predicate::In(selection) => conjunction(programme, reads, *selection, bits),
            Predicate::Text(text, test) => {
                bits.push(reads.line.bit_of_text(*text, test)?);
                Some(())
            }
            Predicate::Measure(measure) => {
                bits.push(reads.line.bit_of_single(&LineTest::Measure(*measure))?);
                Some(())
            }
            Predicate::Any(_)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::Compare(..)
            | Predicate::Flag(..)
            | Predicate::Present(_) => None,
        }
    }
    of(programme, reads, &programme.selections.get(id)?.predicate, bits)
}
