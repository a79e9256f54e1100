//! Batches of columns against the reference interpreter: what rules give for each receipt, over random programmes, whether
//! kernels score them or not; and campaigns in a table against the same campaigns asked one by one.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use treue_lang::programme::{Programme, RuleId};
use treue_runtime::columns::{Batch, BatchError, Coded, Codes, Columns, Gathered, Numbers, Totals};
use treue_runtime::engine::{Detail, Evaluator as _};
use treue_runtime::event::{Event, What};
use treue_runtime::native::Flags;
use treue_runtime::native::batch::Tally;
use treue_runtime::reference::Reference;
use treue_runtime::state::Member;
use treue_tests::case::Cases;
use treue_tests::dice::Dice;
use treue_tests::model::print;
use treue_tests::plain;
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

/// Amounts in 32 bits, and whole quantities without decimals.
struct Narrow {
    amounts: Vec<i32>,
    quantities: Option<Vec<i32>>,
}

impl Narrow {
    fn of(columns: &Columns<'_>) -> Option<Narrow> {
        let (Numbers::I64(amounts), Some(Numbers::I64(quantities))) = (columns.amount, columns.quantity)
        else {
            return None;
        };
        let whole =
            |thousandths: &i64| i32::try_from(thousandths / 1_000).ok().filter(|_| thousandths % 1_000 == 0);
        Some(Narrow {
            amounts: amounts.iter().map(|amount| i32::try_from(*amount).ok()).collect::<Option<_>>()?,
            quantities: quantities.iter().map(whole).collect(),
        })
    }

    fn of_them<'a>(&'a self, columns: Columns<'a>) -> Columns<'a> {
        let columns = Columns { amount: Numbers::I32(&self.amounts), ..columns };
        match &self.quantities {
            Some(whole) => Columns { quantity: Some(Numbers::I32(whole)), quantity_decimals: 0, ..columns },
            None => columns,
        }
    }
}

/// Receipts that kernels take at a time: each alone, few, and as many as they ever take.
const BLOCKS: [NonZeroUsize; 3] =
    [NonZeroUsize::MIN, NonZeroUsize::new(7).unwrap(), NonZeroUsize::new(64).unwrap()];

/// Scores a batch in both ways, with wide numbers and with narrow ones, cut into pieces, and compares; gives how many receipts kernels scored.
fn agree(programme: &Arc<Programme>, events: &[Event], alike: usize, block: NonZeroUsize) -> u64 {
    let (awards, refused) = expected(programme, events);
    let mut tally = Tally::with_index(Arc::clone(programme), alike).with_block(block);
    // The sampled look finds nothing.
    if alike != 4 {
        tally = tally.with_shadow(NonZeroUsize::MIN.saturating_add(alike));
    }
    let mut baseline = Tally::with_index(Arc::clone(programme), alike).with_flags(Flags::Baseline);
    for size in [events.len().max(1), 3] {
        for (piece, start) in events.chunks(size).zip((0..).step_by(size)) {
            let gathered = Gathered::new(programme, piece);
            let narrow = Narrow::of(&gathered.columns());
            let here = start..start + piece.len();
            let of_piece: Awards = awards
                .range((start, RuleId(0))..(start + piece.len(), RuleId(0)))
                .map(|((receipt, rule), points)| ((receipt - start, *rule), *points))
                .collect();
            let wide = Some(gathered.columns());
            let all =
                wide.into_iter().chain(narrow.as_ref().map(|narrow| narrow.of_them(gathered.columns())));
            let batches = all.map(|columns| Batch::new(programme, columns).expect("events that were read"));
            let batches: Vec<Batch<'_>> = batches.collect();
            for (batch, with_awards) in batches.iter().flat_map(|batch| [(batch, true), (batch, false)]) {
                let mut totals = Totals::default();
                tally.score(batch, with_awards, &mut totals).expect("its own programme");
                // One of the ways in which rules are found is enough for this.
                if size > 3 && alike == 4 {
                    let mut same = Totals::default();
                    baseline.score(batch, with_awards, &mut same).expect("its own programme");
                    assert_eq!(same, totals, "whichever instructions the host has");
                }
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
    assert_eq!(tally.mismatches(), []);
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
    for number in 0..120 {
        let cases = Cases { seed: 20_261, number: number * 4 };
        let case = cases.draw();
        let text = print::programme(&case.programme);
        let Ok(programme) = check(&text) else { continue };
        let mut events = direct_events(&programme, &case);
        events.retain(|event| matches!(event.what, What::Purchase(_)));
        let said = Said(&text);
        agree(&programme, &events, if number % 2 == 0 { 1 } else { 8 }, BLOCKS[number as usize % 3]);
        std::mem::forget(said);
    }
}

#[test]
fn plain_programmes_agree_with_the_interpreter_and_go_through_kernels() {
    let (mut programmes, mut by_kernels, mut scorings, mut refused) = (0, [0; BLOCKS.len()], 0, Vec::new());
    for number in 0..400 {
        let mut dice = Dice::new(7_411, number);
        let text = plain::programme(&mut dice);
        let programme = match check(&text) {
            Ok(programme) => programme,
            Err(why) => {
                refused.push(why);
                continue;
            }
        };
        let events = plain::purchases(&mut dice, &programme);
        let said = Said(&text);
        let (alike, block) = (number as usize % 3, number as usize / 3 % 3);
        let scored = agree(&programme, &events, [1, 4, 99][alike], BLOCKS[block]);
        std::mem::forget(said);
        programmes += u64::from(scored > 0);
        by_kernels[block] += scored;
        scorings += events.len() as u64 * 4;
    }
    println!(
        "{programmes} programmes, {by_kernels:?} of {scorings} scorings by kernels in blocks of 1, 7, 64, {} not taken",
        refused.len()
    );
    assert!(refused.len() < 100, "{}", refused.join("\n"));
    assert!(
        programmes >= 200 && by_kernels.iter().sum::<u64>() * 5 > scorings * 2,
        "{programmes} programmes, {by_kernels:?} of {scorings}"
    );
    assert!(by_kernels.iter().all(|scored| scored * 3 > scorings), "{by_kernels:?} of {scorings}");
}

const SMALL: &str = "programme \"Small\" { currency CHF timezone \"UTC\" unit points }\n\nlines food = all lines where category \"food\"\n\nearn base { 1 point per full 1.00 CHF of food }\n";

/// Two receipts, of two lines and one: 12.50 of food, 3.00 of toys; 0.99 of food.
fn small(programme: &Arc<Programme>) -> Gathered {
    let line = |category: &str, amount| treue_runtime::event::Line {
        category: Some(category.to_owned()),
        amount,
        quantity: 1_000,
        ..Default::default()
    };
    let event = |lines| Event {
        id: String::new(),
        member: None,
        at: 1_767_225_600,
        offset: 0,
        local: programme.zone.local(1_767_225_600),
        what: What::Purchase(treue_runtime::event::Purchase { lines, ..Default::default() }),
        fingerprint: 0,
    };
    let events = [event(vec![line("food", 1_250), line("toys", 300)]), event(vec![line("food", 99)])];
    Gathered::new(programme, &events)
}

#[test]
fn columns_that_do_not_fit_are_errors() {
    let programme = check(SMALL).expect("a good programme");
    let gathered = small(&programme);
    let good = || gathered.columns();
    let error =
        |columns: Columns<'_>| Batch::new(&programme, columns).map(|_| ()).expect_err("wrong columns");
    assert!(Batch::new(&programme, good()).is_ok());
    assert_eq!(error(Columns { offsets: &[0, 2], ..good() }), BatchError::Length("offsets", 2, 3));
    assert_eq!(error(Columns { offsets: &[1, 2, 3], ..good() }), BatchError::Offsets(0));
    assert_eq!(error(Columns { offsets: &[0, 2, 1], ..good() }), BatchError::Offsets(2));
    assert_eq!(error(Columns { offsets: &[0, 2, 4], ..good() }), BatchError::Offsets(2));
    assert_eq!(
        error(Columns { quantity: Some(Numbers::I32(&[1])), ..good() }),
        BatchError::Length("quantity", 1, 3)
    );
    let too_much = [1, 1 << 41, 1];
    assert_eq!(error(Columns { amount: Numbers::I64(&too_much), ..good() }), BatchError::Range("amount", 1));
    let texts: Arc<[Option<String>]> = vec![Some("food".to_owned()), None].into();
    let coded = |codes| Some(Coded { values: Arc::clone(&texts), codes });
    assert_eq!(
        error(Columns { category: coded(Codes::U8(&[0, 1, 2])), ..good() }),
        BatchError::Code("category")
    );
    assert_eq!(
        error(Columns { category: coded(Codes::I32(&[0, -1, 1])), ..good() }),
        BatchError::Code("category")
    );
    assert_eq!(
        error(Columns { brand: coded(Codes::U16(&[0, 1])), ..good() }),
        BatchError::Length("brand", 2, 3)
    );
    assert_eq!(error(Columns { at: &[i64::MAX, 0], ..good() }), BatchError::Range("at", 0));
    let other = check(SMALL).expect("a good programme");
    let batch = Batch::new(&other, good()).expect("the same columns");
    let scored = Tally::new(programme).score(&batch, false, &mut Totals::default());
    assert_eq!(scored, Err(BatchError::OtherProgramme));
}

/// 12.50 of food is 12 full francs, 0.99 none; in columns of every width.
#[test]
fn widths_of_columns_do_not_matter() {
    let programme = check(SMALL).expect("a good programme");
    let gathered = small(&programme);
    let texts: Arc<[Option<String>]> = vec![Some("toys".to_owned()), Some("food".to_owned())].into();
    let mut tally = Tally::new(Arc::clone(&programme));
    let codes =
        [Codes::U8(&[1, 0, 1]), Codes::U16(&[1, 0, 1]), Codes::U32(&[1, 0, 1]), Codes::I32(&[1, 0, 1])];
    for codes in codes {
        for amount in [Numbers::I32(&[1_250, 300, 99]), Numbers::I64(&[1_250, 300, 99])] {
            let category = Some(Coded { values: Arc::clone(&texts), codes });
            let columns = Columns { category, amount, ..gathered.columns() };
            let batch = Batch::new(&programme, columns).expect("good columns");
            let mut totals = Totals::default();
            tally.score(&batch, false, &mut totals).expect("its own programme");
            assert_eq!(totals.units, [[12, 0]]);
        }
    }
    assert_eq!(tally.scored(), (16, 0));
}

const FIVE_SUMS: &str = "programme \"Five sums\" { currency CHF timezone \"UTC\" unit points }

lines food = all lines where category in (\"a\", \"b\", \"c\", \"d\", \"e\")

lines own = all lines where brand \"own\"

earn base { 1 point per full 1.00 CHF of all lines }

earn fresh { 2 points per full 1.00 CHF of food rounded per line }

earn own_goods { 3 points per item of own }

earn mixed { when number of different categories of food is at least 1 7 points }
";

/// The largest sums that share words of 32 bits: 24 bits of an amount, 18 of its hundredth part, 14 of a quantity. 167,772.15 is
/// 167,772 full francs; 2 × 167,772 = 335,544; 3 × 16,383 = 49,149.
#[test]
fn sums_that_share_a_word_do_not_touch_each_other() {
    let programme = check(FIVE_SUMS).expect("a good programme");
    let both: Arc<[Option<String>]> = vec![None, Some("a".to_owned()), Some("own".to_owned())].into();
    let column = |codes: &'static [u8]| Some(Coded { values: Arc::clone(&both), codes: Codes::U8(codes) });
    let nothing = Gathered::new(&programme, []);
    let columns = Columns {
        offsets: &[0, 1, 2, 3, 4, 5],
        at: &[1_767_225_600; 5],
        category: column(&[1, 1, 0, 1, 0]),
        brand: column(&[2, 0, 2, 2, 0]),
        amount: Numbers::I32(&[(1 << 24) - 1, (1 << 24) - 1, (1 << 24) - 1, 199, 0]),
        quantity: Some(Numbers::I32(&[(1 << 14) - 1, (1 << 14) - 1, (1 << 14) - 1, 1, 0])),
        quantity_decimals: 0,
        ..nothing.columns()
    };
    let columns =
        Columns { store: None, channel: None, coupons: None, companions: None, tenders: None, ..columns };
    let columns =
        Columns { id: None, member: None, measure: None, sku: None, name: None, labels: None, ..columns };
    let batch = Batch::new(&programme, columns).expect("good columns");
    let (mut tally, mut totals) = (Tally::new(Arc::clone(&programme)), Totals::default());
    tally.score(&batch, true, &mut totals).expect("its own programme");
    assert_eq!(tally.scored(), (5, 0));
    let of = |rule: usize| -> Vec<i64> {
        let awards = totals.awards.as_ref().and_then(|awards| awards.columns[rule].as_ref());
        (0..5).map(|receipt| awards.map_or(0, |points| points.get(receipt))).collect()
    };
    assert_eq!(of(0), [167_772, 167_772, 167_772, 1, 0]);
    assert_eq!(of(1), [335_544, 335_544, 0, 2, 0]);
    assert_eq!(of(2), [49_149, 0, 49_149, 3, 0]);
    assert_eq!(of(3), [7, 7, 0, 7, 0]);
    assert_eq!(totals.units, [[552_472, 503_323, 216_921, 13, 0]]);
}
