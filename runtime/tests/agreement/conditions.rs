//! Random conditions, predicates and texts.

use crate::chance::Chance;
use treue_lang::programme::{
    AmountId, Basis, Compare, Comparison, Condition, Conjunct, FieldId, FieldKind, FieldOwner, LevelId,
    LineNumber, LineText, MeasureId, Number, Predicate, Programme, SelectionId, TextTest, Texts, TiersId,
    TrackId, UnitId,
};
use treue_lang::source::{FileId, Span};
use treue_lang::time::{Day, DayTest, Minute, MonthDays, Weekdays};

pub(crate) const CATEGORIES: [&str; 6] =
    ["food", "food/produce", "food/produce/fruit", "toys", "toy", "wine/red"];
pub(crate) const WORDS: [&str; 5] = ["a", "b", "c", "d", "e"];
pub(crate) const FIRST: i32 = 20_454;

pub(crate) fn span() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

/// What conditions may name.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) amounts: usize,
    pub(crate) tracks: usize,
    pub(crate) tiers: usize,
    pub(crate) units: usize,
}

pub(crate) fn comparison(chance: &mut Chance) -> Comparison {
    chance.of(&[
        Comparison::Is,
        Comparison::IsNot,
        Comparison::AtLeast,
        Comparison::AtMost,
        Comparison::Above,
        Comparison::Below,
    ])
}

pub(crate) fn text_test(chance: &mut Chance, words: &[&str]) -> TextTest {
    let mut values: Vec<String> = chance.some(words).into_iter().map(str::to_owned).collect();
    values.sort();
    let missing = chance.one_in(3).then(|| chance.of(words).to_owned());
    TextTest { values, missing }
}

/// Fields of these owners and kind.
fn fields(p: &Programme, owners: &[FieldOwner], kind: impl Fn(&FieldKind) -> bool) -> Vec<FieldId> {
    p.fields.iter().filter(|(_, f)| owners.contains(&f.owner) && kind(&f.kind)).map(|(id, _)| id).collect()
}

fn is_text(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member)
}

fn is_number(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date)
}

fn is_flag(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::YesNo)
}

pub(crate) fn predicate(chance: &mut Chance, p: &Programme, depth: usize) -> Predicate {
    let line = [FieldOwner::Line];
    let kinds = if depth == 0 { 7 } else { 11 };
    match chance.below(kinds) {
        0 => Predicate::Text(LineText::Category, text_test(chance, &CATEGORIES)),
        1 => {
            let texts = fields(p, &line, is_text);
            let mut columns = vec![LineText::Brand, LineText::Sku, LineText::Name, LineText::Label];
            columns.extend(texts.into_iter().map(LineText::Field));
            Predicate::Text(chance.of(&columns), text_test(chance, &WORDS))
        }
        2 => Predicate::Compare(line_number(chance, p), comparison(chance), line_number(chance, p)),
        3 => Predicate::Flag(chance.of(&fields(p, &line, is_flag)), chance.one_in(2)),
        4 => Predicate::Present(chance.of(&fields(p, &line, |_| true))),
        5 => {
            let measure = chance.one_in(2).then(|| MeasureId(u32::try_from(chance.below(2)).unwrap()));
            Predicate::Measure(measure)
        }
        6 if p.selections.is_empty() => Predicate::All(Vec::new()),
        6 => Predicate::In(SelectionId(u32::try_from(chance.below(p.selections.len())).unwrap())),
        7 => Predicate::Not(Box::new(predicate(chance, p, depth - 1))),
        8 => Predicate::All(predicates(chance, p, depth - 1)),
        9 => Predicate::Any(predicates(chance, p, depth - 1)),
        _ => Predicate::AtLeast(u32::try_from(chance.below(4)).unwrap(), predicates(chance, p, depth - 1)),
    }
}

fn predicates(chance: &mut Chance, p: &Programme, depth: usize) -> Vec<Predicate> {
    (0..chance.below(4)).map(|_| predicate(chance, p, depth)).collect()
}

fn line_number(chance: &mut Chance, p: &Programme) -> LineNumber {
    let times = chance.of(&[1, 1, 10, 1000, 1_000_000_000_000]);
    match chance.below(6) {
        0 => LineNumber::Constant(chance.between(-500, 5000)),
        1 => {
            let basis = chance.of(&[Basis::Charged, Basis::BeforeDiscounts, Basis::WithoutTax]);
            LineNumber::Amount { basis, times }
        }
        2 => LineNumber::Discount { times },
        3 => LineNumber::Tax { times },
        4 => LineNumber::Quantity { times },
        _ => {
            let field = chance.of(&fields(p, &[FieldOwner::Line], is_number));
            let missing = chance.one_in(2).then(|| chance.between(-5, 50));
            LineNumber::Field { field, missing, times }
        }
    }
}

pub(crate) fn conjuncts(chance: &mut Chance, p: &Programme, world: World, most: usize) -> Vec<Conjunct> {
    (0..chance.below(most + 1))
        .map(|_| Conjunct { condition: condition(chance, p, world, 2), span: span() })
        .collect()
}

pub(crate) fn condition(chance: &mut Chance, p: &Programme, world: World, depth: usize) -> Condition {
    let either = [FieldOwner::Receipt, FieldOwner::Member];
    let day = |chance: &mut Chance| Day(FIRST + i32::try_from(chance.below(500)).unwrap());
    match chance.below(if depth == 0 { 11 } else { 16 }) {
        0 | 1 => compare(chance, p, world),
        2 => {
            let texts = fields(p, &either, is_text);
            let mut all = vec![Texts::Channel, Texts::Store, Texts::Coupon, Texts::PaidBy];
            all.extend(texts.into_iter().map(Texts::Field));
            Condition::Text(chance.of(&all), text_test(chance, &WORDS))
        }
        3 => Condition::Flag(chance.of(&fields(p, &either, is_flag)), chance.one_in(2)),
        4 => Condition::Present(chance.of(&fields(p, &either, |_| true))),
        5 => {
            let (from, to) = (day(chance), day(chance));
            Condition::Day(DayTest::Between(
                (!chance.one_in(3)).then_some(from.min(to)),
                (!chance.one_in(3)).then_some(from.max(to)),
            ))
        }
        6 => {
            let mut days: Vec<Day> = (0..chance.below(80)).map(|_| day(chance)).collect();
            days.sort();
            Condition::Day(DayTest::OnDates(days))
        }
        7 => Condition::Day(DayTest::OnWeekdays(Weekdays(u8::try_from(chance.below(128)).unwrap()))),
        8 if chance.one_in(2) => {
            Condition::Day(DayTest::InMonths(u16::try_from(chance.below(4096)).unwrap()))
        }
        8 => Condition::Day(DayTest::OnMonthDays(MonthDays {
            from_first: u32::try_from(chance.below(1 << 31)).unwrap(),
            from_last: u32::try_from(chance.below(64)).unwrap(),
            weekdays: if chance.one_in(2) {
                Weekdays::ALL
            } else {
                Weekdays(u8::try_from(chance.below(128)).unwrap())
            },
        })),
        9 => {
            let minute = |chance: &mut Chance| Minute(u16::try_from(chance.below(24) * 60).unwrap());
            Condition::Hours(minute(chance), minute(chance))
        }
        10 if world.tiers > 0 && chance.one_in(2) => {
            let tiers = TiersId(u32::try_from(chance.below(world.tiers)).unwrap());
            Condition::Tier(tiers, comparison(chance), LevelId(u8::try_from(chance.below(4)).unwrap()))
        }
        10 => Condition::FirstPurchase,
        11 => Condition::Not(Box::new(condition(chance, p, world, depth - 1))),
        12 => Condition::All(conditions(chance, p, world, depth - 1)),
        13 | 14 => Condition::Any(conditions(chance, p, world, depth - 1)),
        _ => Condition::AtLeast(
            u32::try_from(chance.below(4)).unwrap(),
            conditions(chance, p, world, depth - 1),
        ),
    }
}

fn conditions(chance: &mut Chance, p: &Programme, world: World, depth: usize) -> Vec<Condition> {
    (0..chance.below(4)).map(|_| condition(chance, p, world, depth)).collect()
}

pub(crate) fn compare(chance: &mut Chance, p: &Programme, world: World) -> Condition {
    let left = number(chance, p, world);
    let right =
        if chance.one_in(4) { number(chance, p, world) } else { Number::Constant(chance.between(-10, 6000)) };
    let left_times = chance.of(&[1, 1, 1, 10, 1_000_000_000_000_000]);
    let right_times = chance.of(&[1, 1, 1, 100, 1_000_000_000_000_000]);
    Condition::Compare(Compare { left, left_times, how: comparison(chance), right, right_times })
}

fn number(chance: &mut Chance, p: &Programme, world: World) -> Number {
    match chance.below(5) {
        0 if world.tracks > 0 => {
            let track = TrackId(u32::try_from(chance.below(world.tracks)).unwrap());
            Number::Track { track, including: chance.one_in(2) }
        }
        1 => Number::Balance(UnitId(u32::try_from(chance.below(world.units)).unwrap())),
        2 => {
            let field = chance.of(&fields(p, &[FieldOwner::Receipt, FieldOwner::Member], is_number));
            Number::Field(field, chance.one_in(2).then(|| chance.between(-5, 50)))
        }
        _ => Number::Amount(AmountId(u32::try_from(chance.below(world.amounts)).unwrap())),
    }
}
