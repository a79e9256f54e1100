//! Sums of what rules gave, made from columns where purchases are scored apart, against the interpreter that decides them member by
//! member with all that belongs to them; and columns of other widths.

use std::num::NonZeroUsize;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::columns::{Batch, Coded, Codes, Columns, Gathered, Names, Numbers, Totals, Visits, alone};
use treue_runtime::decision::Decision;
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, What};
use treue_runtime::native::batch::{RuleSums, Sums, Tally};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;
use treue_tests::dice::Dice;
use treue_tests::plain;
use treue_tests::run::check;

/// The sums as a summary makes them of decisions; `None` if one of them is no purchase that is just accepted.
fn of_decisions(programme: &Arc<Programme>, events: &[Event]) -> Option<Sums> {
    let mut reference = Reference::new(Arc::clone(programme), Detail::Awards);
    let mut members = Members::default();
    let mut given = Sums { rules: vec![RuleSums::default(); programme.rules.len()], ..Sums::default() };
    for event in events {
        let mut decisions: Vec<Arc<Decision>> = Vec::new();
        members.apply(programme, &mut reference, event, |decision| decisions.push(decision));
        let What::Purchase(purchase) = &event.what else { return None };
        let [decision] = decisions.as_slice() else { return None };
        if decision.refusal.is_some() || decision.repeated {
            return None;
        }
        let amounts: i128 = purchase.lines.iter().map(|line| i128::from(line.amount)).sum();
        let day = event.local.day;
        given.receipts += 1;
        given.spent += amounts - i128::from(purchase.discount);
        given.days = Some(given.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        for award in &decision.awards {
            let sum = &mut given.rules[award.rule.0 as usize];
            sum.times += 1;
            sum.points += i128::from(award.points);
            if award.cut_by.is_some() {
                sum.cut += i128::from(award.rounded) - i128::from(award.points);
            }
        }
    }
    // All that was given is there, at once and for ever.
    let held: i128 = members.iter().flat_map(|(_, m)| m.lots.iter()).map(|lot| i128::from(lot.points)).sum();
    assert_eq!(held, given.rules.iter().map(|rule| rule.points).sum::<i128>());
    assert!(members.iter().all(|(_, member)| member.owed.iter().all(|owed| *owed == 0)));
    Some(given)
}

/// The same from columns, a piece at a time.
fn of_columns(programme: &Arc<Programme>, events: &[Event], (size, block): (usize, usize)) -> Sums {
    let block = NonZeroUsize::new(block).expect("some receipts");
    let mut tally = Tally::new(Arc::clone(programme)).with_block(block);
    let (mut totals, mut given) = (Totals::default(), Sums::default());
    for piece in events.chunks(size) {
        let gathered = Gathered::new(programme, piece);
        let batch = Batch::new(programme, gathered.columns()).expect("events that were read");
        tally.score(&batch, true, &mut totals).expect("its own programme");
        assert_eq!(totals.refused, []);
        tally.count(&batch, &totals, &mut given);
    }
    given
}

/// Which events can be scored apart, as far as who came when says.
fn in_order(programme: &Programme, events: &[Event]) -> bool {
    let (names, mut visits) = (Names::default(), Visits::new(programme));
    events.iter().all(|event| match &event.member {
        Some(member) => visits.take(names.visit(member, &event.id), event.at),
        None => false,
    })
}

/// Compares; gives whether there was anything to compare, and whether limits cut anything.
fn agree(programme: &Arc<Programme>, events: &[Event]) -> (bool, bool) {
    let apart = alone(programme) && in_order(programme, events) && !events.is_empty();
    let Some(expected) = of_decisions(programme, events).filter(|_| apart) else { return (false, false) };
    for (size, block) in [(events.len(), 64), (events.len(), 7), (events.len(), 1), (1, 64), (7, 64), (64, 7)]
    {
        let found = of_columns(programme, events, (size, block));
        assert_eq!(found, expected, "in pieces of {size}, blocks of {block}");
    }
    (true, expected.rules.iter().any(|rule| rule.cut > 0))
}

#[test]
fn sums_of_plain_programmes_are_those_of_decisions() {
    let (mut compared, mut cut, mut late) = (0, 0, 0);
    for number in 0..400 {
        let mut dice = Dice::new(40_411, number);
        let mut text = plain::programme(&mut dice);
        if dice.percent(50) {
            // Ids are known, and late receipts.
            text = text.replace("  remember nothing\n", "");
        }
        let Ok(programme) = check(&text) else { continue };
        let mut events = plain::purchases(&mut dice, &programme);
        for (at, event) in events.iter_mut().enumerate() {
            (event.id, event.member) = (format!("r{at}"), Some(format!("m{}", dice.below(9))));
        }
        late += u64::from(!in_order(&programme, &events));
        events.sort_by_key(|event| event.at);
        let (same, limited) = agree(&programme, &events);
        (compared, cut) = (compared + u64::from(same), cut + u64::from(limited));
    }
    println!("{compared} compared, {cut} with limits that cut, {late} not in order at first");
    assert!(compared >= 80 && cut >= 20 && late >= 20, "{compared} compared, {cut} cut, {late} late");
}

/// A column of codes as narrow as it can be, or as Arrow has it.
fn narrow<T>(column: &Option<Coded<'_, T>>, arrow: bool) -> Option<Coded<'static, T>> {
    let column = column.as_ref()?;
    let codes: Vec<usize> =
        (0..column.codes.len()).map(|row| column.codes.get(row).expect("a code")).collect();
    fn made<N: TryFrom<usize>>(codes: &[usize]) -> &'static [N] {
        let narrow = codes.iter().map(|code| N::try_from(*code).ok().expect("a small code"));
        Box::leak(narrow.collect::<Vec<N>>().into_boxed_slice())
    }
    let codes = match (arrow, column.values.len()) {
        (true, _) => Codes::I32(made(&codes)),
        (false, ..=256) => Codes::U8(made(&codes)),
        (false, _) => Codes::U16(made(&codes)),
    };
    Some(Coded { values: Arc::clone(&column.values), codes })
}

fn numbers(numbers: &Numbers<'_>) -> Option<Numbers<'static>> {
    let all = (0..numbers.len()).map(|row| i32::try_from(numbers.get(row).expect("a number")));
    let all: Vec<i32> = all.collect::<Result<_, _>>().ok()?;
    Some(Numbers::I32(Box::leak(all.into_boxed_slice())))
}

/// The same columns of other widths; `None` where a number does not fit.
fn other_widths<'a>(columns: &Columns<'a>, arrow: bool) -> Option<Columns<'a>> {
    let quantity = match &columns.quantity {
        Some(quantity) => Some(numbers(quantity)?),
        None => None,
    };
    Some(Columns {
        store: narrow(&columns.store, arrow),
        channel: narrow(&columns.channel, arrow),
        coupons: narrow(&columns.coupons, arrow),
        tenders: narrow(&columns.tenders, arrow),
        fields: columns.fields.iter().map(|field| narrow(field, arrow)).collect(),
        amount: numbers(&columns.amount)?,
        quantity,
        measure: narrow(&columns.measure, arrow),
        sku: narrow(&columns.sku, arrow),
        name: narrow(&columns.name, arrow),
        category: narrow(&columns.category, arrow),
        brand: narrow(&columns.brand, arrow),
        labels: narrow(&columns.labels, arrow),
        line_fields: columns.line_fields.iter().map(|field| narrow(field, arrow)).collect(),
        ..columns.clone()
    })
}

#[test]
fn columns_of_any_width_come_to_the_same() {
    let mut by_kernels = 0;
    for number in 0..150 {
        let mut dice = Dice::new(5_150, number);
        let Ok(programme) = check(&plain::programme(&mut dice)) else { continue };
        let events = plain::purchases(&mut dice, &programme);
        let gathered = Gathered::new(&programme, &events);
        let wide = gathered.columns();
        let mut tally = Tally::with_index(Arc::clone(&programme), [1, 4, 99][number as usize % 3]);
        let mut score = |columns: Columns<'_>| {
            let batch = Batch::new(&programme, columns).expect("good columns");
            let mut totals = Totals::default();
            tally.score(&batch, true, &mut totals).expect("its own programme");
            let mut awards: Vec<(u32, u32, i64)> =
                totals.every_award().map(|row| (row.receipt, row.rule.0, row.points)).collect();
            awards.sort_unstable();
            (awards, totals.units)
        };
        let expected = score(wide.clone());
        for arrow in [false, true] {
            let Some(columns) = other_widths(&wide, arrow) else { continue };
            assert_eq!(score(columns), expected, "case {number}");
        }
        by_kernels += tally.scored().0;
    }
    assert!(by_kernels > 5_000, "{by_kernels}");
}
