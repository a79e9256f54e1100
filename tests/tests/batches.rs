//! Batches of columns against the reference interpreter: what rules give for each receipt, over random programmes, whether
//! kernels score them or not; and campaigns in a table against the same campaigns asked one by one.

use std::collections::BTreeMap;
use std::sync::Arc;
use treue_lang::programme::{Programme, RuleId};
use treue_runtime::columns::{Batch, Gathered, Totals};
use treue_runtime::engine::{Detail, Evaluator as _};
use treue_runtime::event::{Event, What};
use treue_runtime::native::batch::Tally;
use treue_runtime::reference::Reference;
use treue_runtime::state::Member;
use treue_tests::case::Cases;
use treue_tests::model::print;
use treue_tests::run::{check, direct_events};

/// Receipt, rule: points.
type Awards = BTreeMap<(usize, RuleId), i64>;

/// What the interpreter gives, each receipt as the first of somebody unknown.
fn expected(programme: &Arc<Programme>, events: &[Event]) -> (Awards, Vec<usize>) {
    let mut reference = Reference::new(Arc::clone(programme), Detail::Awards);
    let (mut awards, mut refused) = (Awards::new(), Vec::new());
    for (receipt, event) in events.iter().enumerate() {
        let event = Event { id: String::new(), member: Some(String::new()), fingerprint: 0, ..event.clone() };
        let decision = reference.apply("", &mut Member::new(programme), &event);
        if decision.refusal.is_some() {
            refused.push(receipt);
            continue;
        }
        for (id, _) in programme.rules.iter() {
            let of_windows: i64 = decision.windows.iter().filter(|w| w.rule == id).map(|w| w.points).sum();
            let points = decision.given_by(id) + of_windows;
            if points != 0 {
                awards.insert((receipt, id), points);
            }
        }
    }
    (awards, refused)
}

fn found(totals: &Totals) -> Awards {
    let mut awards = Awards::new();
    for row in totals.every_award() {
        let before = awards.insert((row.receipt as usize, row.rule), row.points);
        assert_eq!(before, None, "one award a rule and receipt");
    }
    awards
}

fn sums(programme: &Programme, awards: &Awards, receipts: usize) -> Vec<Vec<i64>> {
    let mut units = vec![vec![0; receipts]; programme.units.len()];
    for ((receipt, rule), points) in awards {
        units[programme.rules[*rule].unit.0 as usize][*receipt] += points;
    }
    units
}

/// Scores a batch in both ways, cut into pieces, and compares; gives how many receipts kernels scored.
fn agree(programme: &Arc<Programme>, events: &[Event], alike: usize) -> u64 {
    let (awards, refused) = expected(programme, events);
    let mut tally = Tally::with_index(Arc::clone(programme), alike);
    for size in [events.len().max(1), 3] {
        for (piece, start) in events.chunks(size).zip((0..).step_by(size)) {
            let gathered = Gathered::new(programme, piece);
            let batch = Batch::new(programme, gathered.columns()).expect("events that were read");
            let here = start..start + piece.len();
            let of_piece: Awards = awards
                .range((start, RuleId(0))..(start + piece.len(), RuleId(0)))
                .map(|((receipt, rule), points)| ((receipt - start, *rule), *points))
                .collect();
            for with_awards in [true, false] {
                let mut totals = Totals::default();
                tally.score(&batch, with_awards, &mut totals).expect("its own programme");
                if with_awards {
                    assert_eq!(found(&totals), of_piece, "awards of {here:?}");
                }
                assert_eq!(totals.units, sums(programme, &of_piece, piece.len()), "totals of {here:?}");
                let refusing: Vec<usize> = totals.refused.iter().map(|(at, _)| at + start).collect();
                let of_piece: Vec<usize> = refused.iter().copied().filter(|r| here.contains(r)).collect();
                assert_eq!(refusing, of_piece);
            }
        }
    }
    tally.scored().0
}

/// Shows a programme when it goes while a test fails.
struct Said<'t>(&'t str);

impl Drop for Said<'_> {
    fn drop(&mut self) {
        eprintln!("{}", self.0);
    }
}

#[test]
fn random_programmes_agree_with_the_interpreter() {
    let (mut programmes, mut by_kernels, mut receipts) = (0, 0, 0);
    for number in 0..600 {
        let cases = Cases { seed: 20_261, number: number * 4 };
        let case = cases.draw();
        let text = print::programme(&case.programme);
        let Ok(programme) = check(&text) else { continue };
        let mut events = direct_events(&programme, &case);
        events.retain(|event| matches!(event.what, What::Purchase(_)));
        if events.is_empty() {
            continue;
        }
        let said = Said(&text);
        let scored = agree(&programme, &events, if number % 2 == 0 { 1 } else { 8 });
        std::mem::forget(said);
        programmes += u64::from(scored > 0);
        by_kernels += scored;
        receipts += events.len() as u64 * 4;
    }
    println!("{programmes} programmes, {by_kernels} of {receipts} scorings by kernels");
    assert!(programmes >= 20, "kernels score {programmes} of the programmes, {by_kernels} of {receipts}");
}
