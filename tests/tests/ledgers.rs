//! Receipts that are booked out of columns against the reference interpreter: points and awards of each receipt, refusals, and the
//! members that are left, to the last byte, wherever the columns are cut, whatever is kept in between, and in any number of parts.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use treue_lang::programme::{Programme, RuleId};
use treue_runtime::columns::{Batch, BatchError, Columns, Gathered, Totals};
use treue_runtime::decision::Decision;
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, Fingerprint, What};
use treue_runtime::native::Flags;
use treue_runtime::native::batch::{Happened, Ledger};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, apart, part_for};
use treue_tests::case::Cases;
use treue_tests::dice::Dice;
use treue_tests::history::members;
use treue_tests::model::print;
use treue_tests::past;
use treue_tests::run::{check, direct_events};

/// Receipt, rule: points.
type Awards = BTreeMap<(usize, RuleId), i64>;

/// What receipts come to.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    awards: Awards,
    /// By receipt: points of all units.
    totals: Vec<Vec<i64>>,
    refused: Vec<usize>,
    left_out: Vec<usize>,
    /// What happened beside, where awards are asked for.
    happened: Option<Happened>,
}

/// What happened in the histories, so that nothing is compared that never happens.
#[derive(Debug, Default)]
struct Seen {
    programmes: u64,
    by_kernels: u64,
    one_by_one: u64,
    in_records: usize,
    levels: u64,
    expired: u64,
    windows: u64,
    cut: u64,
    refused: u64,
    first: u64,
    left_out: u64,
    /// Receipts by kernels in blocks of [`BLOCKS`].
    blocks: [u64; 3],
}

/// Receipts that kernels take at a time: each alone, few, and as many as they ever take.
const BLOCKS: [NonZeroUsize; 3] =
    [NonZeroUsize::MIN, NonZeroUsize::new(7).unwrap(), NonZeroUsize::new(64).unwrap()];

/// A history: the members at first, their receipts, and how many lots one may hold.
#[derive(Clone, Copy)]
struct History<'h> {
    start: &'h Members,
    events: &'h [Event],
    most_lots: usize,
}

impl Seen {
    /// Counts what a ledger has booked in blocks of one of the sizes.
    fn count(&mut self, ledger: &Ledger, block: usize) {
        let (by_kernels, one_by_one) = ledger.booked();
        self.by_kernels += by_kernels;
        self.blocks[block] += by_kernels;
        self.one_by_one += one_by_one;
    }
}

fn taken(p: &Programme, outcome: &mut Outcome, receipt: usize, decision: &Decision) {
    let mut totals = vec![0; p.units.len()];
    if decision.refusal.is_some() {
        outcome.refused.push(receipt);
    } else {
        for (id, rule) in p.rules.iter() {
            let of_windows: i64 = decision.windows.iter().filter(|w| w.rule == id).map(|w| w.points).sum();
            let points = decision.given_by(id) + of_windows;
            if points != 0 {
                outcome.awards.insert((receipt, id), points);
                totals[rule.unit.0 as usize] += points;
            }
        }
    }
    outcome.totals.push(totals);
}

fn nothing(p: &Programme) -> Happened {
    Happened {
        cut: vec![0; p.rules.len()],
        expired: vec![0; p.units.len()],
        levels: vec![(0, 0); p.tiers.len()],
    }
}

/// What a decision says beside what rules gave.
fn happened(p: &Programme, outcome: &mut Outcome, decision: &Decision) {
    let sums = outcome.happened.get_or_insert_with(|| nothing(p));
    for award in decision.awards.iter().filter(|award| award.cut_by.is_some()) {
        sums.cut[award.rule.0 as usize] += i128::from(award.rounded - award.points);
    }
    for expired in &decision.expired {
        sums.expired[expired.unit.0 as usize] += i128::from(expired.points);
    }
    for change in &decision.tiers {
        let (up, down) = &mut sums.levels[change.tiers.0 as usize];
        *up += u64::from(change.to > change.from);
        *down += u64::from(change.to < change.from);
    }
}

/// The interpreter, event by event, but for those of members who hold too much.
fn expected(p: &Arc<Programme>, history: History<'_>, seen: &mut Seen) -> (Outcome, Members) {
    let mut reference = Reference::new(Arc::clone(p), Detail::Awards);
    let (mut outcome, mut everybody) = (Outcome::default(), history.start.clone());
    for (receipt, event) in history.events.iter().enumerate() {
        let account = event.member.as_deref().map(|id| everybody.shared().account(id));
        let lots = account.and_then(|id| everybody.get(id)).map_or(0, |member| member.lots.len());
        if lots > history.most_lots {
            outcome.left_out.push(receipt);
            outcome.totals.push(vec![0; p.units.len()]);
            continue;
        }
        let mut own = None;
        everybody.apply(p, &mut reference, event, |decision| {
            happened(p, &mut outcome, &decision);
            if decision.from.is_none() && own.is_none() {
                own = Some(decision);
            }
        });
        let decision = own.expect("a decision for every event");
        seen.levels += decision.tiers.len() as u64;
        seen.expired += decision.expired.len() as u64;
        seen.windows += decision.windows.iter().filter(|w| w.points > 0).count() as u64;
        seen.cut += decision.awards.iter().filter(|a| a.cut_by.is_some()).count() as u64;
        seen.refused += u64::from(decision.refusal.is_some());
        taken(p, &mut outcome, receipt, &decision);
    }
    seen.first += everybody.len() as u64;
    seen.left_out += outcome.left_out.len() as u64;
    (outcome, everybody)
}

/// The ledger, over pieces of so many receipts; between pieces the members are sometimes handed to another one.
fn found(
    p: &Arc<Programme>,
    History { start, events, most_lots }: History<'_>,
    cuts: &mut Dice,
    seen: &mut Seen,
) -> (Outcome, Members) {
    let mut outcome = Outcome::default();
    let with_awards = cuts.percent(50);
    let (flags, block) = (*cuts.pick(&[Flags::Host, Flags::Baseline]), cuts.below(BLOCKS.len()));
    let of = |members: Members| {
        let ledger = Ledger::with_members(Arc::clone(p), members).with_flags(flags);
        let ledger = ledger.with_block(BLOCKS[block]).with_lots(most_lots);
        // The sampled look at some of them finds nothing, wherever it falls.
        match NonZeroUsize::new(events.len() % 5) {
            Some(every) => ledger.with_shadow(every, Detail::Awards),
            None => ledger,
        }
    };
    let mut ledger = of(start.clone());
    let (mut from, mut totals, mut sums) = (0, Totals::default(), nothing(p));
    while from < events.len() {
        let to = events.len().min(from + 1 + cuts.below(longest(events.len())));
        let gathered = Gathered::new(p, &events[from..to]);
        let batch = Batch::new(p, gathered.columns()).expect("events that were read");
        ledger.book(&batch, with_awards, &mut totals).expect("its own programme");
        assert_eq!(ledger.mismatches(), []);
        for receipt in from..to {
            outcome.totals.push(totals.units.iter().map(|points| points[receipt - from]).collect());
        }
        for row in totals.every_award() {
            let before = outcome.awards.insert((from + row.receipt as usize, row.rule), row.points);
            assert_eq!(before, None, "one award a rule and receipt");
        }
        outcome.refused.extend(totals.refused.iter().map(|(at, _)| from + at));
        outcome.left_out.extend(totals.left_out.iter().map(|at| from + at));
        from = to;
        if cuts.percent(20) {
            seen.count(&ledger, block);
            sums.add(&ledger.happened());
            ledger = of(ledger.into_members());
        }
    }
    sums.add(&ledger.happened());
    if with_awards {
        check_sums(p, &outcome);
        outcome.happened = Some(sums);
    } else {
        outcome.awards.clear();
    }
    seen.count(&ledger, block);
    seen.programmes += u64::from(ledger.booked().0 > 0);
    seen.in_records += ledger.in_records();
    (outcome, ledger.into_members())
}

fn longest(len: usize) -> usize {
    if len > 60 { 70 } else { 9 }
}

fn check_sums(p: &Programme, outcome: &Outcome) {
    let mut sums = vec![vec![0; p.units.len()]; outcome.totals.len()];
    for ((receipt, rule), points) in &outcome.awards {
        sums[*receipt][p.rules[*rule].unit.0 as usize] += points;
    }
    assert_eq!(sums, outcome.totals, "totals are sums of awards");
}

fn agree(p: &Arc<Programme>, history: History<'_>, cuts: &mut Dice, seen: &mut Seen) {
    let (mut outcome, everybody) = expected(p, history, seen);
    let (found, left) = found(p, history, cuts, seen);
    assert_eq!(found.totals, outcome.totals, "totals");
    assert_eq!(found.refused, outcome.refused, "refusals");
    assert_eq!(found.left_out, outcome.left_out, "receipts of members who hold too much");
    if found.awards.is_empty() {
        outcome.awards.clear();
    }
    assert_eq!(found.awards, outcome.awards, "awards");
    if found.happened.is_some() && outcome.happened.is_some() {
        assert_eq!(found.happened, outcome.happened, "what limits took, points that ended, levels");
    }
    if left.to_bytes(p) != everybody.to_bytes(p) {
        assert_eq!(format!("{left:#?}"), format!("{everybody:#?}"), "members");
        panic!("the same members, but not the same bytes");
    }
}

/// Shows a programme when it goes while a test fails.
struct Said<'t>(u64, &'t str);

impl Drop for Said<'_> {
    fn drop(&mut self) {
        eprintln!("number {}\n{}", self.0, self.1);
    }
}

/// Programmes with a past, and receipts; gives what was seen, and why programmes were not taken. `most_lots` says how many a member
/// may hold.
fn with_a_past(seed: u64, programmes: u64, most_lots: impl Fn(&mut Dice) -> usize) -> (Seen, Vec<String>) {
    let (mut seen, mut refused) = (Seen::default(), Vec::new());
    for number in 0..programmes {
        let mut dice = Dice::new(seed, number);
        let text = past::programme(&mut dice);
        let programme = match check(&text) {
            Ok(programme) => programme,
            Err(why) => {
                refused.push(why);
                continue;
            }
        };
        let mut events = past::purchases(&mut dice, &programme);
        let mut fingerprints = Fingerprint::new(&programme);
        events.iter_mut().for_each(|event| event.fingerprint = fingerprints.of(event));
        let said = Said(number, &text);
        let most_lots = most_lots(&mut dice);
        let history = History { start: &Members::default(), events: &events, most_lots };
        agree(&programme, history, &mut dice, &mut seen);
        std::mem::forget(said);
    }
    println!("{seen:?}, {} not taken", refused.len());
    (seen, refused)
}

#[test]
fn programmes_with_a_past_agree_with_the_interpreter_and_go_through_kernels() {
    let (seen, refused) = with_a_past(9_127, 300, |_| usize::MAX);
    assert!(refused.len() < 30, "{}", refused.join("\n"));
    assert!(seen.programmes >= 130, "{seen:?}");
    assert!(seen.by_kernels >= 12_000 && seen.by_kernels > seen.one_by_one, "{seen:?}");
    assert!(seen.in_records >= 400, "{seen:?}");
    assert!(seen.levels >= 1_500 && seen.windows >= 2_500 && seen.cut >= 1_200, "{seen:?}");
    assert!(seen.expired >= 1_800 && seen.refused >= 300 && seen.first >= 600, "{seen:?}");
    assert!(seen.blocks.iter().all(|receipts| *receipts >= 3_000), "{seen:?}");
}

/// Members who may hold few lots, in records and elsewhere: whoever holds more gets nothing, everybody else what is due.
#[test]
fn lots_may_be_limited() {
    let (seen, _) = with_a_past(4_481, 150, |dice| dice.below(60));
    assert!(seen.left_out >= 2_500 && seen.by_kernels >= 4_000 && seen.one_by_one >= 4_000, "{seen:?}");
    let seen = random_programmes(20_263, |dice| dice.below(6));
    assert!(seen.left_out >= 150, "{seen:?}");
}

/// Whatever a programme asks for, it has its answer.
#[test]
fn random_programmes_agree_with_the_interpreter() {
    random_programmes(20_262, |_| usize::MAX);
}

fn random_programmes(seed: u64, most_lots: impl Fn(&mut Dice) -> usize) -> Seen {
    let mut seen = Seen::default();
    for number in 0..120 {
        let cases = Cases { seed, number: number * 4 };
        let case = cases.draw();
        let text = print::programme(&case.programme);
        let Ok(programme) = check(&text) else { continue };
        let mut events = direct_events(&programme, &case);
        events.retain(|event| matches!(event.what, What::Purchase(_)));
        let mut fingerprints = Fingerprint::new(&programme);
        events.iter_mut().for_each(|event| event.fingerprint = fingerprints.of(event));
        let said = Said(number, &text);
        let start = members(&programme, &case.history);
        let mut dice = Dice::new(31, number);
        let history = History { start: &start, events: &events, most_lots: most_lots(&mut dice) };
        agree(&programme, history, &mut dice, &mut seen);
        std::mem::forget(said);
    }
    println!("{seen:?}");
    seen
}

/// Each part of the members in a thread of its own, in blocks of another size: the same points in the order of the receipts, and the same bytes.
#[test]
fn any_number_of_parts_gives_the_same_bytes() {
    let mut compared = 0;
    for number in 0..60 {
        let mut dice = Dice::new(77, number);
        let Ok(programme) = check(&past::programme(&mut dice)) else { continue };
        let events = past::purchases(&mut dice, &programme);
        if !apart(&programme) || programme.remember.is_some() {
            continue;
        }
        let one = in_parts(&programme, &events, 1);
        assert!(
            one == in_parts(&programme, &events, 2) && one == in_parts(&programme, &events, 3),
            "{number}"
        );
        compared += 1;
    }
    assert!(compared >= 30, "{compared}");
}

fn in_parts(p: &Arc<Programme>, events: &[Event], parts: usize) -> (Vec<Vec<i64>>, Vec<u8>) {
    let of_part = |part: usize| {
        let (places, events): (Vec<usize>, Vec<Event>) =
            events.iter().cloned().enumerate().filter(|(_, event)| part_for(event, parts) == part).unzip();
        let gathered = Gathered::new(p, &events);
        let batch = Batch::new(p, gathered.columns()).expect("good columns");
        let ledger = Ledger::new(Arc::clone(p)).with_block(BLOCKS[parts % BLOCKS.len()]);
        let (mut ledger, mut totals) = (ledger, Totals::default());
        ledger.book(&batch, false, &mut totals).expect("its own programme");
        let points: Vec<(usize, Vec<i64>)> = places
            .into_iter()
            .enumerate()
            .map(|(at, receipt)| (receipt, totals.units.iter().map(|points| points[at]).collect()))
            .collect();
        (points, ledger.into_members())
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..parts).map(|part| scope.spawn(move || of_part(part))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let mut points = vec![Vec::new(); events.len()];
    let mut members = Vec::new();
    for (of_part, left) in done {
        of_part.into_iter().for_each(|(receipt, totals)| points[receipt] = totals);
        members.push(left);
    }
    (points, Members::from_parts(members).to_bytes(p))
}

#[test]
fn receipts_without_members_cannot_be_booked() {
    let small =
        "programme \"Small\" { currency CHF timezone \"UTC\" unit points }\n\nearn base { 5 points }\n";
    let programme = check(small).expect("a good programme");
    let gathered = Gathered::new(&programme, &[]);
    let book = |columns: Columns<'_>| {
        let batch = Batch::new(&programme, columns).expect("good columns");
        Ledger::new(Arc::clone(&programme)).book(&batch, false, &mut Totals::default())
    };
    assert_eq!(book(Columns { member: None, ..gathered.columns() }), Err(BatchError::Missing("member")));
    assert_eq!(book(Columns { id: None, ..gathered.columns() }), Err(BatchError::Missing("id")));
    assert_eq!(book(gathered.columns()), Ok(()));
}
