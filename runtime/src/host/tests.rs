use super::*;
use crate::columns::{BatchError, Chosen, Columns, Gathered, Numbers, Row, Totals};
use crate::decision::{Debit, Decision, Decisions, Outgoing};
use crate::engine::{Detail, Evaluator, Giver, Pool};
use crate::event::Event;
use crate::native::CompileError;
use crate::reference::Reference;
use crate::state::{Member, Members, part_of};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use treue_lang::source::Sources;

const TEXT: &str = r#"programme "P" { currency CHF timezone "Europe/Zurich" unit points }
earn base { 1 point per full 1.00 CHF of all lines }"#;

fn load(text: &str, options: Options) -> Arc<Engine> {
    Engine::load(&Sources::single("p.treue", text), options).unwrap()
}

fn receipt(id: &str, amount: &str) -> String {
    format!(
        r#"{{"event":"purchase","id":"{id}","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{{"amount":"{amount}"}}]}}"#
    )
}

fn points(decisions: &[Arc<Decision>]) -> Vec<i64> {
    decisions.iter().flat_map(|d| &d.awards).map(|a| a.points).collect()
}

#[test]
fn texts_in_awards_out() {
    let engine = load(TEXT, Options::default());
    assert!(engine.is_native() && engine.fallback().is_none());
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let decisions = scorer.score(&mut book, receipt("r-1", "12.90")).unwrap();
    assert_eq!(points(&decisions), [12]);
    let received = scorer.read(receipt("r-2", "5.00")).unwrap();
    assert!(engine.json(received.event(), &decisions[0]).contains(r#""points":"12""#));
    // Explaining changes nothing.
    assert_eq!(points(&scorer.explain(&book, &received).unwrap()), [5]);
    assert_eq!(book.get("m-1").map(|m| m.purchases), Some(1));
    let mut all = Decisions::default();
    let third = scorer.read(receipt("r-3", "7.00")).unwrap();
    scorer.batch(&mut book, vec![received, third], &mut all).unwrap();
    assert_eq!((points(&all.of(0)), points(&all.of(1))), (vec![5], vec![7]));
    let bytes = book.save(&engine).unwrap();
    assert_eq!(Book::load(&engine, &bytes).unwrap().members(), book.members());
}

#[test]
fn wrong_use_is_an_error() {
    let engine = load(TEXT, Options::default());
    let other = load(&format!("{TEXT} track spend = all lines per month"), Options::default());
    let same = load(TEXT, Options::default());
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let mut strangers = Book::new(&other);
    assert_eq!(scorer.score(&mut strangers, receipt("r-1", "1.00")), Err(HostError::OtherMembers));
    assert_eq!(strangers.save(&engine), Err(HostError::OtherMembers));
    let received = other.scorer().read(receipt("r-1", "1.00")).unwrap();
    assert_eq!(scorer.decide(&mut book, &received), Err(HostError::OtherEvent));
    let mut decisions = Decisions::default();
    assert_eq!(scorer.batch(&mut book, vec![received], &mut decisions), Err(HostError::OtherEvent));
    assert!(matches!(scorer.read("{}"), Err(HostError::Invalid(_))));
    // Members of an earlier load of the same text are its own.
    scorer.score(&mut book, receipt("r-1", "1.00")).unwrap();
    assert_eq!(points(&same.scorer().score(&mut book, receipt("r-2", "2.00")).unwrap()), [2]);
    book.carry(&engine, &other).unwrap();
    assert_eq!(points(&other.scorer().score(&mut book, receipt("r-3", "3.00")).unwrap()), [3]);
    assert_eq!(book.get("m-1").map(|m| m.purchases), Some(3));
}

#[test]
fn what_a_host_does_not_allow() {
    let limits = Limits { lines: 1, event_bytes: 1_000, lots: 0, ..Limits::default() };
    let engine = load(TEXT, Options { limits, ..Options::default() });
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let two = receipt("r-1", "1.00").replace("}]", r#"},{"amount":"2.00"}]"#);
    assert_eq!(scorer.score(&mut book, two), Err(HostError::TooLarge("lines", 2, 1)));
    let long = receipt("r-1", "1.00") + &" ".repeat(1_000);
    assert!(matches!(scorer.score(&mut book, long), Err(HostError::TooLarge("bytes", _, 1_000))));
    scorer.score(&mut book, receipt("r-1", "1.00")).unwrap();
    let again = scorer.score(&mut book, receipt("r-2", "1.00"));
    assert_eq!(again, Err(HostError::TooLarge("lots of its member", 1, 0)));
    let small =
        |limits| Engine::load(&Sources::single("p.treue", TEXT), Options { limits, ..Options::default() });
    let rules = small(Limits { rules: 0, ..Limits::default() });
    assert!(matches!(rules, Err(LoadError::TooLarge("rules", 1, 0))));
    let bytes = small(Limits { source_bytes: 10, ..Limits::default() });
    assert!(matches!(bytes, Err(LoadError::TooLarge("bytes", _, 10))));
}

#[test]
fn the_interpreter_takes_over_where_code_cannot_be_made() {
    let limits = Limits { compiling: Duration::ZERO, ..Limits::default() };
    let engine = load(TEXT, Options { limits, ..Options::default() });
    assert!(!engine.is_native() && engine.fallback().is_some());
    let mut book = Book::new(&engine);
    assert_eq!(points(&engine.scorer().score(&mut book, receipt("r-1", "12.90")).unwrap()), [12]);
    let chosen = load(TEXT, Options { choice: Choice::Reference, ..Options::default() });
    assert!(!chosen.is_native() && chosen.fallback().is_none());
}

#[test]
fn mistakes_of_a_text() {
    let error = Engine::load(&Sources::single("p.treue", "earn base { 5 pears }"), Options::default());
    let Err(LoadError::Mistakes(mistakes)) = error else { panic!("{error:?}") };
    assert!(!mistakes.is_empty());
}

/// An evaluator that is wrong about every third receipt, in what it gives or in what it remembers.
struct Broken {
    right: Reference,
    seen: u32,
    in_decisions: bool,
}

impl Evaluator for Broken {
    fn apply(&mut self, id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
        self.seen += 1;
        let mut decision = Decision::clone(&self.right.apply(id, member, event));
        if self.seen.is_multiple_of(3) && self.in_decisions {
            decision.awards[0].points += 1;
        } else if self.seen.is_multiple_of(3) {
            member.purchases += 1;
        }
        Arc::new(decision)
    }

    fn receive(
        &mut self,
        id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Arc<Decision> {
        self.right.receive(id, member, event, giver, gifts)
    }

    fn lend(&mut self, pool: Pool) {
        self.right.lend(pool);
    }

    fn pay(
        &mut self,
        id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision> {
        self.right.pay(id, member, event, giver, so_far)
    }

    fn name(&self) -> &'static str {
        "broken"
    }
}

#[test]
fn a_broken_evaluator_is_caught_and_the_interpreters_answer_given() {
    let engine = load(TEXT, Options { shadow: NonZeroU32::new(1), ..Options::default() });
    for in_decisions in [true, false] {
        let right = Reference::new(Arc::clone(engine.programme()), Detail::Full);
        let mut scorer = Scorer::new(&engine, Box::new(Broken { right, seen: 0, in_decisions }));
        let mut book = Book::new(&engine);
        for number in 0..9 {
            let decisions = scorer.score(&mut book, receipt(&format!("r-{number}"), "4.00")).unwrap();
            assert_eq!(points(&decisions), [4]);
        }
        let mismatches = scorer.mismatches();
        let events: Vec<&str> = mismatches.iter().map(|m| m.event.id.as_str()).collect();
        assert_eq!(events, ["r-2", "r-5", "r-8"]);
        assert_eq!(mismatches[0].members.is_empty(), in_decisions);
        assert_eq!(book.get("m-1").map(|m| m.purchases), Some(9));
        assert!(scorer.mismatches().is_empty());
    }
}

#[test]
fn a_sample_is_every_nth_event() {
    let engine = load(TEXT, Options { shadow: NonZeroU32::new(2), ..Options::default() });
    let right = Reference::new(Arc::clone(engine.programme()), Detail::Full);
    let mut scorer = Scorer::new(&engine, Box::new(Broken { right, seen: 0, in_decisions: true }));
    let mut book = Book::new(&engine);
    let given: Vec<i64> = (0..6)
        .flat_map(|n| points(&scorer.score(&mut book, receipt(&format!("r-{n}"), "4.00")).unwrap()))
        .collect();
    // The third is wrong and not looked at, the sixth is.
    assert_eq!(given, [4, 4, 5, 4, 4, 4]);
    assert_eq!(scorer.mismatches().len(), 1);
}

/// Six receipts of three members, of 4.00, 5.00, … 9.00 francs.
fn six(engine: &Arc<Engine>) -> Vec<Event> {
    let mut scorer = engine.scorer();
    let line = |n: usize| {
        receipt(&format!("r-{n}"), &format!("{}.00", n + 4)).replace("m-1", ["a", "b", "c"][n % 3])
    };
    (0..6).map(|n| scorer.read(line(n)).unwrap().event().clone()).collect()
}

#[test]
fn columns_are_scored_and_booked() {
    let engine = load(TEXT, Options::default());
    let events = six(&engine);
    let gathered = Gathered::new(engine.programme(), &events);
    let (mut tally, mut totals) = (engine.tally(), Totals::default());
    tally.score(&engine.batch(gathered.columns()).unwrap(), false, &mut totals).unwrap();
    assert_eq!((&totals.units[0], tally.scored()), (&vec![4, 5, 6, 7, 8, 9], (6, 0)));
    // Booked by two, each with its members.
    let mut ledgers = Book::new(&engine).into_ledgers(&engine, 2).unwrap();
    for (part, ledger) in ledgers.iter_mut().enumerate() {
        let names = events.iter().map(|event| event.member.clone().unwrap()).enumerate();
        let own = Chosen::new(&gathered.columns(), names.filter(|(_, name)| part_of(name, 2) == part));
        ledger.book(&engine.batch(own.columns()).unwrap(), false, &mut totals).unwrap();
    }
    let booked = Book::from_ledgers(&engine, ledgers).unwrap();
    let sums: Vec<i64> =
        ["a", "b", "c"].map(|id| booked.get(id).unwrap().lots.iter().map(|l| l.points).sum()).into();
    // 4 + 7, 5 + 8, 6 + 9.
    assert_eq!(sums, [11, 13, 15]);
    let (mut scorer, mut one_by_one) = (engine.scorer(), Book::new(&engine));
    for event in events {
        let received = scorer.read_with(|_| Ok(event)).unwrap();
        scorer.decide(&mut one_by_one, &received).unwrap();
    }
    assert_eq!(booked.save(&engine), one_by_one.save(&engine));
}

#[test]
fn columns_and_members_that_do_not_belong_are_errors() {
    let limits = Limits { lines: 0, ..Limits::default() };
    let (engine, strict) =
        (load(TEXT, Options::default()), load(TEXT, Options { limits, ..Options::default() }));
    let other = load(&format!("{TEXT} track spend = all lines per month"), Options::default());
    let gathered = Gathered::new(engine.programme(), &six(&engine));
    let short = Columns { amount: Numbers::I32(&[1]), ..gathered.columns() };
    assert!(matches!(engine.batch(short), Err(HostError::Columns(BatchError::Offsets(6)))));
    assert!(matches!(strict.batch(gathered.columns()), Err(HostError::TooLarge("lines", 1, 0))));
    let batch = other.batch(gathered.columns()).unwrap();
    let scored = engine.tally().score(&batch, false, &mut Totals::default());
    assert_eq!(scored, Err(BatchError::OtherProgramme));
    let ledgers = Book::new(&other).into_ledgers(&other, 1).unwrap();
    assert!(matches!(Book::from_ledgers(&engine, ledgers), Err(HostError::OtherMembers)));
    assert!(matches!(Book::new(&other).into_ledgers(&engine, 1), Err(HostError::OtherMembers)));
    let mut book = Book::new(&engine);
    assert_eq!(book.insert(&engine, "a", Member::new(other.programme())), Err(HostError::OtherMembers));
    assert_eq!(book.insert(&other, "a", Member::new(other.programme())), Err(HostError::OtherMembers));
    let tied = Member { household: Some("h".to_owned()), ..Member::new(engine.programme()) };
    assert_eq!(book.insert(&engine, "a", tied), Err(HostError::Tied));
    assert_eq!(book.insert(&engine, "a", Member::new(engine.programme())), Ok(()));
}

#[test]
fn columns_that_come_out_wrong_are_caught_and_put_right() {
    let text = format!("{TEXT} track spend = all lines per month")
        .replace("unit points }", "unit points remember nothing }");
    let engine = load(&text, Options { shadow: NonZeroU32::new(3), ..Options::default() });
    let gathered = Gathered::new(engine.programme(), &six(&engine));
    let batch = engine.batch(gathered.columns()).unwrap();
    let (mut tally, mut totals) = (engine.tally(), Totals::default());
    tally.score(&batch, true, &mut totals).unwrap();
    assert_eq!((tally.scored(), tally.mismatches()), ((6, 0), Vec::new()));
    // The third receipt and the sixth are looked at.
    tally.breaks = Some(|totals| totals.units[0][2..5].iter_mut().for_each(|points| *points += 1));
    tally.score(&batch, true, &mut totals).unwrap();
    assert_eq!(totals.units[0], [4, 5, 6, 8, 9, 9]);
    let mismatches = tally.mismatches();
    assert_eq!((mismatches.len(), &mismatches[0].found.units), (1, &vec![7]));
    assert_eq!(mismatches[0].expected.awards[0].points, 6);
    let rule = engine.programme().rules.iter().next().unwrap().0;
    tally.breaks = None;
    tally.score(&batch, true, &mut totals).unwrap();
    let right: Vec<Row> = totals.every_award().collect();
    assert_eq!(right[5], Row { receipt: 5, rule, points: 9 });
    // All receipts of the member who made one of those are looked at: of the third, and of what is kept of that member.
    let broken: [fn(&mut Totals, &mut Members); 2] = [
        |totals, _| totals.units[0][2] += 1,
        |_, members| {
            let more = Member { purchases: 7, ..members.get("c").unwrap().clone() };
            members.insert("c", more);
        },
    ];
    for (number, breaks) in broken.into_iter().enumerate() {
        let mut ledgers = Book::new(&engine).into_ledgers(&engine, 1).unwrap();
        ledgers[0].breaks = Some(breaks);
        ledgers[0].book(&batch, true, &mut totals).unwrap();
        assert_eq!(ledgers[0].booked(), (6, 0));
        assert_eq!(totals.units[0], [4, 5, 6, 7, 8, 9]);
        let mismatches = ledgers[0].mismatches();
        assert_eq!((mismatches.len(), mismatches[0].member), (1, number == 1));
        assert_eq!(mismatches[0].event.member.as_deref(), Some("c"));
        assert_eq!(Book::from_ledgers(&engine, ledgers).unwrap().get("c").map(|m| m.purchases), Some(2));
    }
}

#[test]
fn where_code_cannot_be_made_the_interpreter_takes_columns_too() {
    let limits = Limits { compiling: Duration::ZERO, ..Limits::default() };
    let late = load(TEXT, Options { limits, ..Options::default() });
    let chosen = load(TEXT, Options { choice: Choice::Reference, ..Options::default() });
    for engine in [late, chosen] {
        let gathered = Gathered::new(engine.programme(), &six(&engine));
        let batch = engine.batch(gathered.columns()).unwrap();
        let (mut tally, mut totals) = (engine.tally(), Totals::default());
        tally.score(&batch, true, &mut totals).unwrap();
        assert_eq!((&totals.units[0], tally.scored()), (&vec![4, 5, 6, 7, 8, 9], (0, 6)));
        let mut ledgers = Book::new(&engine).into_ledgers(&engine, 1).unwrap();
        ledgers[0].book(&batch, true, &mut totals).unwrap();
        assert_eq!((&totals.units[0], ledgers[0].booked()), (&vec![4, 5, 6, 7, 8, 9], (0, 6)));
        assert_eq!(Book::from_ledgers(&engine, ledgers).unwrap().get("c").map(|m| m.purchases), Some(2));
    }
}

/// The text with records for what is kept of members.
fn flat() -> String {
    TEXT.replace("unit points }", "unit points remember nothing }")
}

#[test]
fn kernels_are_made_only_while_there_is_time() {
    let engine = load(&flat(), Options::default());
    let gathered = Gathered::new(engine.programme(), &six(&engine));
    let batch = engine.batch(gathered.columns()).unwrap();
    let mut totals = Totals::default();
    // Used up before the first function, or behind it.
    for time in [Duration::ZERO, Duration::from_micros(1)] {
        let mut tally = engine.tally().within(time);
        let mut ledgers = Book::new(&engine).into_ledgers(&engine, 1).unwrap();
        let mut ledger = ledgers.remove(0).within(time);
        for times in 1..=3 {
            tally.score(&batch, true, &mut totals).unwrap();
            assert_eq!((&totals.units[0], tally.scored()), (&vec![4, 5, 6, 7, 8, 9], (0, 6 * times)));
            ledger.book(&batch, true, &mut totals).unwrap();
            assert_eq!((&totals.units[0], ledger.booked()), (&vec![4, 5, 6, 7, 8, 9], (0, 6 * times)));
        }
        assert_eq!((tally.fallback(), ledger.fallback()), (Some(&CompileError::TooLong), tally.fallback()));
        assert_eq!((tally.clif(), ledger.clif()), (String::new(), String::new()));
    }
    // Kernels that were made before stay.
    let mut tally = engine.tally();
    tally.score(&batch, true, &mut totals).unwrap();
    assert_eq!((tally.scored(), tally.fallback()), ((6, 0), None));
    let mut tally = tally.within(Duration::ZERO);
    tally.score(&batch, false, &mut totals).unwrap();
    assert_eq!((&totals.units[0], tally.scored()), (&vec![4, 5, 6, 7, 8, 9], (6, 6)));
    tally.score(&batch, true, &mut totals).unwrap();
    assert_eq!((&totals.units[0], tally.scored()), (&vec![4, 5, 6, 7, 8, 9], (12, 6)));
    assert_eq!(tally.fallback(), Some(&CompileError::TooLong));
}

#[test]
fn time_for_kernels_is_what_loading_left_and_is_used_up() {
    let limits = Limits { compiling: Duration::from_secs(3_600), ..Limits::default() };
    let engine = load(&flat(), Options { limits, ..Options::default() });
    let left = engine.time_left();
    assert!(left < limits.compiling);
    let gathered = Gathered::new(engine.programme(), &six(&engine));
    let batch = engine.batch(gathered.columns()).unwrap();
    let mut tally = engine.tally();
    assert_eq!(tally.time_left(), Some(left));
    tally.score(&batch, true, &mut Totals::default()).unwrap();
    let after = tally.time_left();
    assert!(after < Some(left));
    tally.score(&batch, true, &mut Totals::default()).unwrap();
    assert_eq!(tally.time_left(), after);
}

/// A receipt of 4.00 francs by "a" on each of so many days, and on every tenth one by "b".
fn days(engine: &Arc<Engine>, days: std::ops::Range<usize>) -> Vec<Event> {
    let mut scorer = engine.scorer();
    let mut event = |day: usize, who: &str| {
        let line = receipt(&format!("{who}-{day}"), "4.00").replace("m-1", who);
        let date = format!("2026-{:02}-{:02}", 5 + day / 28, 1 + day % 28);
        scorer.read(line.replace("2026-09-08", &date)).unwrap().event().clone()
    };
    let of_day = |day: usize| {
        let second = day.is_multiple_of(10).then(|| event(day, "b"));
        [Some(event(day, "a")), second].into_iter().flatten().collect::<Vec<_>>()
    };
    days.flat_map(of_day).collect()
}

/// Books events in pieces; gives the points of each and those that are left out.
fn in_pieces(engine: &Engine, ledger: &mut Ledger, events: &[Event], size: usize) -> (Vec<i64>, Vec<usize>) {
    let (mut points, mut left_out, mut totals) = (Vec::new(), Vec::new(), Totals::default());
    for piece in events.chunks(size) {
        let gathered = Gathered::new(engine.programme(), piece);
        ledger.book(&engine.batch(gathered.columns()).unwrap(), true, &mut totals).unwrap();
        left_out.extend(totals.left_out.iter().map(|at| at + points.len()));
        points.extend(&totals.units[0]);
        let of_rules: i64 = totals.every_award().map(|row| row.points).sum();
        assert_eq!(of_rules, totals.units[0].iter().sum::<i64>());
    }
    (points, left_out)
}

/// The same, event by event; what is too large is left out.
fn one_by_one(
    engine: &Arc<Engine>,
    book: &mut Book,
    events: &[Event],
    most: usize,
) -> (Vec<i64>, Vec<usize>) {
    let (mut scorer, mut left_out) = (engine.scorer(), Vec::new());
    let mut decide = |(number, event): (usize, &Event)| {
        let received = scorer.read_with(|_| Ok(event.clone())).unwrap();
        match scorer.decide(book, &received) {
            Ok(decisions) => points(&decisions).iter().sum(),
            Err(error) => {
                assert_eq!(error, HostError::TooLarge("lots of its member", most + 1, most));
                left_out.push(number);
                0
            }
        }
    };
    let points = events.iter().enumerate().map(&mut decide).collect();
    (points, left_out)
}

#[test]
fn receipts_of_members_who_hold_too_many_lots_are_left_out() {
    // A line of a record has room for seven lots; 14 may be held behind it and in it.
    for (most, size) in [0, 1, 6, 7, 8, 13, 14, 15, 1_000].into_iter().zip([1, 3, 44].into_iter().cycle()) {
        for text in [TEXT, &flat()] {
            let limits = Limits { lots: most, ..Limits::default() };
            let engine = load(text, Options { limits, ..Options::default() });
            let events = days(&engine, 0..40);
            let mut ledgers = Book::new(&engine).into_ledgers(&engine, 1).unwrap();
            let (points, left_out) = in_pieces(&engine, &mut ledgers[0], &events, size);
            // A lot a day: the receipt that comes when there are as many as may be is the last one. Of 40 and 4 receipts.
            let decided = 40.min(most + 1) + 4.min(most + 1);
            assert_eq!((points.iter().filter(|p| **p == 4).count(), left_out.len()), (decided, 44 - decided));
            assert_eq!(points.iter().filter(|p| **p == 0).count(), left_out.len());
            let (by_kernels, _) = ledgers[0].booked();
            let flat = text != TEXT;
            assert_eq!(by_kernels > 0, flat && most >= 7);
            assert_eq!(by_kernels == 44, flat && most >= 40);
            let booked = Book::from_ledgers(&engine, ledgers).unwrap();
            let mut book = Book::new(&engine);
            assert_eq!((points, left_out), one_by_one(&engine, &mut book, &events, most));
            assert_eq!(booked.save(&engine), book.save(&engine));
        }
    }
}

#[test]
fn members_who_come_with_too_many_lots_stay_as_they_are() {
    for text in [TEXT, &flat()] {
        let limits = Limits { lots: 12, ..Limits::default() };
        let strict = load(text, Options { limits, shadow: NonZeroU32::new(1), ..Options::default() });
        let engine = load(text, Options::default());
        let mut ledgers = Book::new(&engine).into_ledgers(&engine, 1).unwrap();
        in_pieces(&engine, &mut ledgers[0], &days(&engine, 0..40), 44);
        let book = Book::from_ledgers(&engine, ledgers).unwrap();
        // "a" has 40 lots and may hold twelve; "b" has four, and room for seven more in a record.
        let before = book.get("a").cloned();
        let mut ledgers = book.into_ledgers(&strict, 1).unwrap();
        assert_eq!(ledgers[0].in_records(), usize::from(text != TEXT));
        let (points, left_out) = in_pieces(&strict, &mut ledgers[0], &days(&strict, 40..60), 7);
        assert_eq!((points.iter().sum::<i64>(), left_out.len()), (8, 20));
        assert_eq!(ledgers[0].mismatches(), []);
        let after = Book::from_ledgers(&strict, ledgers).unwrap();
        assert_eq!(after.get("a"), before.as_ref());
        assert_eq!(after.get("b").map(|b| (b.purchases, b.lots.len())), Some((6, 6)));
        // Where more is allowed, they go on.
        let mut ledgers = after.into_ledgers(&engine, 1).unwrap();
        let (points, left_out) = in_pieces(&engine, &mut ledgers[0], &days(&engine, 60..61), 7);
        assert_eq!((points, left_out), (vec![4, 4], vec![]));
    }
}

#[test]
fn engines_and_books_may_go_to_other_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Arc<Engine>>();
    shared::<Handle>();
    shared::<Book>();
    fn sent<T: Send>() {}
    sent::<Scorer<'_>>();
    sent::<Tally>();
    sent::<Ledger>();
}
