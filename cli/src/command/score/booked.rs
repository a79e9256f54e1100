//! Receipts of members who have a past: each thread has a ledger with some of the members, and books their receipts in the order of
//! the files. Reading and booking take turns, so that whoever has a free thread reads.

use super::columns::Scored;
use super::left::Left;
use super::tally::Tally;
use crate::failure::Failure;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use treue_lang::programme::{Id, Programme};
use treue_runtime::columns::{Batch, Chosen, Columns, Totals};
use treue_runtime::native::batch::{Happened, Ledger, Sums};
use treue_runtime::state::{Members, apart, part_of};

/// The programme as which a ledger books its receipts, if sums of them say all that there is to say: nobody else pays. What a
/// programme remembers is asked by returns, late receipts and ids that come again alone; where there are none and members are not
/// kept, it books as if nothing was remembered.
pub(super) fn programme(programme: &Arc<Programme>, kept: bool) -> Option<Arc<Programme>> {
    let booked = match programme.remember {
        None => Arc::clone(programme),
        Some(_) if kept => return None,
        Some(_) => Arc::new(Programme { remember: None, ..Programme::clone(programme) }),
    };
    let fits = Ledger::fits(&booked)
        && apart(&booked)
        && booked.partners.iter().all(|(_, partner)| partner.pays.is_empty())
        && booked.rules.iter().all(|(_, rule)| rule.funding.is_empty());
    fits.then_some(booked)
}

/// The receipts of a piece whose members are in one part.
pub(super) struct Part {
    /// Which of the piece they are.
    rows: Vec<usize>,
    chosen: Chosen,
}

/// What rules gave for a receipt of a piece: its number, points by number of the rule.
type Given = (usize, Vec<(usize, i64)>);

/// The receipts of a piece by the part of their members; nothing if they are not as many.
pub(super) fn parts(columns: &Columns<'_>, count: usize, members: Vec<String>) -> Option<Vec<Option<Part>>> {
    let mut receipts: Vec<Vec<(usize, String)>> = vec![Vec::new(); count];
    if members.len() != columns.at.len() {
        return None;
    }
    for (row, member) in members.into_iter().enumerate() {
        let part = if count > 1 { part_of(&member, count) } else { 0 };
        receipts.get_mut(part)?.push((row, member));
    }
    let part = |receipts: Vec<(usize, String)>| {
        let rows = receipts.iter().map(|(row, _)| *row).collect();
        Some(Part { rows, chosen: Chosen::new(columns, receipts) })
    };
    Some(receipts.into_iter().map(part).collect())
}

/// The ledgers of all parts.
pub(super) struct Desks(Vec<Desk>);

/// One part of the members.
struct Desk {
    programme: Arc<Programme>,
    /// Whether awards are wanted by receipt.
    keeps: bool,
    ledger: Ledger,
    totals: Totals,
    given: Sums,
    deciding: Duration,
}

impl Desks {
    /// For members as they are, in so many parts if they can be taken apart.
    pub(super) fn new(programme: &Arc<Programme>, members: Members, parts: usize, keeps: bool) -> Desks {
        let desk = |members| Desk {
            programme: Arc::clone(programme),
            keeps,
            ledger: Ledger::with_members(Arc::clone(programme), members),
            totals: Totals::default(),
            given: Sums::default(),
            deciding: Duration::ZERO,
        };
        Desks(members.into_parts(parts).into_iter().map(desk).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Books what was read, each part on a thread of its own; nothing if that is to be done in the usual way.
    pub(super) fn book(&mut self, pieces: &mut [Scored]) -> Result<Option<()>, Failure> {
        let mut take = |part: usize| -> Vec<Option<Part>> {
            pieces.iter_mut().map(|piece| piece.parts.get_mut(part).and_then(Option::take)).collect()
        };
        let work: Vec<(&mut Desk, Vec<Option<Part>>)> =
            self.0.iter_mut().enumerate().map(|(part, desk)| (desk, take(part))).collect();
        let booked: Option<Vec<Option<Vec<Vec<Given>>>>> = if work.len() == 1 {
            Some(work.into_iter().map(|(desk, parts)| desk.book(parts)).collect())
        } else {
            thread::scope(|scope| {
                let work = work.into_iter().map(|(desk, parts)| scope.spawn(move || desk.book(parts)));
                let threads: Vec<_> = work.collect();
                threads.into_iter().map(|thread| thread.join().ok()).collect()
            })
        };
        let booked = booked.ok_or_else(|| Failure::cannot("a thread that decides events has failed"))?;
        for of_part in booked {
            let Some(of_part) = of_part else { return Ok(None) };
            for (piece, given) in pieces.iter_mut().zip(of_part) {
                for (row, points) in given {
                    piece.rows.get_mut(row).into_iter().for_each(|row| row.points.clone_from(&points));
                }
            }
        }
        Ok(Some(()))
    }

    /// The sums over all receipts.
    pub(super) fn tally(&self, programme: &Programme) -> Tally {
        let (mut given, mut happened) = (Sums::default(), None::<Happened>);
        for desk in &self.0 {
            given.add(&desk.given);
            match &mut happened {
                Some(happened) => happened.add(&desk.ledger.happened()),
                None => happened = Some(desk.ledger.happened()),
            }
        }
        let mut tally = Tally::of_sums(programme, &given);
        happened.iter().for_each(|happened| tally.happened(happened));
        tally
    }

    /// What members are left with.
    pub(super) fn left(&self, programme: &Programme, tally: &Tally) -> Left {
        let mut left = Left::nobody(programme, tally);
        for desk in &self.0 {
            desk.ledger.each(|_, member| left.add(programme, member));
        }
        left
    }

    /// The time that the slowest took.
    pub(super) fn deciding(&self) -> Duration {
        self.0.iter().map(|desk| desk.deciding).max().unwrap_or_default()
    }

    /// The members, as they are.
    pub(super) fn into_members(self) -> Members {
        Members::from_parts(self.0.into_iter().map(|desk| desk.ledger.into_members()))
    }
}

impl Desk {
    fn book(&mut self, parts: Vec<Option<Part>>) -> Option<Vec<Vec<Given>>> {
        let start = Instant::now();
        let given = parts.into_iter().map(|part| self.piece(&part?)).collect();
        self.deciding += start.elapsed();
        given
    }

    /// `None` where columns are refused, or kernels do not say it, so that the usual way is faster.
    fn piece(&mut self, part: &Part) -> Option<Vec<Given>> {
        if part.rows.is_empty() {
            return Some(Vec::new());
        }
        let Desk { programme, ledger, totals, .. } = self;
        let batch = Batch::new(programme, part.chosen.columns()).ok()?;
        ledger.book(&batch, true, totals).ok()?;
        let (by_kernels, one_by_one) = ledger.booked();
        if !totals.refused.is_empty() || one_by_one > by_kernels {
            return None;
        }
        self.given.count(&batch, totals);
        if !self.keeps {
            return Some(Vec::new());
        }
        let mut given: Vec<Given> = part.rows.iter().map(|row| (*row, Vec::new())).collect();
        for award in totals.every_award() {
            let (_, points) = given.get_mut(usize::try_from(award.receipt).ok()?)?;
            points.push((award.rule.index(), award.points));
        }
        Some(given)
    }
}
