//! Random checked programmes.

use crate::chance::Chance;
use crate::conditions::{WORDS, World, compare, conjuncts, predicate, span};
use treue_lang::programme::{
    AfterReview, Amount, AmountId, Arena, Award, Band, Basis, Because, ByLevel, Conjunct, Conversion,
    Currency, Expiry, Field, FieldKind, FieldOwner, FieldValue, Gives, Id, Idle, Level, Limit, LimitId,
    LimitOwner, LimitWindow, LineText, Measure, MeasureId, Most, Partner, PartnerId, Pays, Points, Price,
    Programme, Rate, Ratio, Reward, Rounding, RoundingMode, RoundingPlace, Rule, RuleId, Selection,
    SelectionId, Stack, StackId, StackMember, StackWay, Step, Tiers, TiersId, Track, TrackSubject, Trigger,
    Unit, UnitId, Validity,
};
use treue_lang::source::Span;
use treue_lang::time::{
    Anchor, Base, Day, Deadline, Length, Month, Period, Snap, Unit as TimeUnit, Window, YearStart, Zone,
};

const WORLD: World = World { amounts: 6, tracks: 5, tiers: 0, units: 2 };

/// A random programme.
pub(crate) fn programme(chance: &mut Chance) -> Programme {
    let mut p = empty(chance);
    fields(chance, &mut p);
    for _ in 0..5 {
        let predicate = predicate(chance, &p, 2);
        p.selections.push(Selection { name: None, predicate, span: span() });
    }
    for _ in 0..WORLD.amounts {
        let amount = amount(chance, &p);
        p.amounts.push(amount);
    }
    let structures = chance.below(3);
    let world = World { tiers: structures, ..WORLD };
    let rules = 1 + chance.below(9);
    for _ in 0..WORLD.tracks {
        let track = track(chance, &p, world, rules);
        p.tracks.push(track);
    }
    for _ in 0..structures {
        let tiers = tiers(chance, &p, world);
        p.tiers.push(tiers);
    }
    for number in 0..rules {
        let rule = rule(chance, &p, world, number);
        p.rules.push(rule);
    }
    stacks(chance, &mut p);
    limits(chance, &mut p);
    rewards(chance, &mut p);
    p
}

fn empty(chance: &mut Chance) -> Programme {
    let mut units = Arena::default();
    for name in ["points", "stamps"] {
        units.push(Unit {
            name: name.to_owned(),
            title: name.to_owned(),
            expiry: expiry(chance),
            ..Unit::default()
        });
    }
    let mut measures = Arena::default();
    measures.push(Measure { name: "litre".to_owned(), ..Measure::default() });
    measures.push(Measure { name: "kg".to_owned(), ..Measure::default() });
    Programme {
        name: "random".to_owned(),
        currency: Currency { code: "CHF".to_owned(), decimals: 2 },
        zone: Zone::named("Europe/Zurich").unwrap(),
        week_start: u8::try_from(chance.below(7)).unwrap(),
        remember: chance.of(&[None, Some(0), Some(10), Some(90)]),
        receipt_ceiling: 1 << 40,
        units,
        measures,
        ..Programme::default()
    }
}

fn fields(chance: &mut Chance, p: &mut Programme) {
    for owner in [FieldOwner::Receipt, FieldOwner::Line, FieldOwner::Member] {
        let kinds = [
            (FieldKind::Text, FieldValue::Text("a".to_owned())),
            (FieldKind::OneOf(WORDS.map(str::to_owned).to_vec()), FieldValue::Text("b".to_owned())),
            (FieldKind::YesNo, FieldValue::YesNo(true)),
            (FieldKind::Number { decimals: 1, least: -1000, most: 100_000 }, FieldValue::Number(7)),
            (FieldKind::Money, FieldValue::Number(100)),
            (FieldKind::Date, FieldValue::Date(Day(20_500))),
        ];
        for (position, (kind, default)) in kinds.into_iter().enumerate() {
            let default = chance.one_in(3).then_some(default);
            p.fields.push(Field {
                owner,
                name: format!("f{position}"),
                position,
                kind,
                optional: true,
                default,
            });
        }
    }
}

fn amount(chance: &mut Chance, p: &Programme) -> Amount {
    let selection = SelectionId(u32::try_from(chance.below(p.selections.len())).unwrap());
    match chance.below(8) {
        0..4 => {
            Amount::Money(selection, chance.of(&[Basis::Charged, Basis::BeforeDiscounts, Basis::WithoutTax]))
        }
        4 => Amount::Quantity(selection, MeasureId(u32::try_from(chance.below(2)).unwrap())),
        5 => Amount::Items(selection),
        6 => Amount::Lines(selection),
        _ => {
            let text = chance.of(&[LineText::Category, LineText::Brand, LineText::Label, LineText::Sku]);
            Amount::Different(selection, text)
        }
    }
}

fn any_amount(chance: &mut Chance) -> AmountId {
    AmountId(u32::try_from(chance.below(WORLD.amounts)).unwrap())
}

fn length(chance: &mut Chance) -> Length {
    let count = u16::try_from(1 + chance.below(40)).unwrap();
    match chance.below(4) {
        0 => Length { count, unit: TimeUnit::Days },
        1 => Length { count: 1 + count / 8, unit: TimeUnit::Weeks },
        2 => Length { count: 1 + count / 12, unit: TimeUnit::Months },
        _ => Length { count: 1, unit: TimeUnit::Years },
    }
}

fn period(chance: &mut Chance) -> Period {
    chance.of(&[Period::Week, Period::Month, Period::Quarter, Period::HalfYear, Period::CALENDAR_YEAR])
}

fn deadline(chance: &mut Chance) -> Deadline {
    let base = match chance.below(3) {
        0 => Base::UntilEnd(period(chance), u8::try_from(chance.below(2)).unwrap()),
        1 => Base::After(length(chance), Anchor::EndOf(period(chance))),
        _ => Base::After(length(chance), Anchor::Event),
    };
    let snaps = match chance.below(5) {
        0 => vec![Snap::EndOf(period(chance))],
        1 => vec![Snap::On(Month(9), 30)],
        2 => vec![Snap::EndOfMonth(Month(2))],
        _ => vec![],
    };
    Deadline { base, snaps }
}

fn expiry(chance: &mut Chance) -> Vec<Expiry> {
    let mut expiry = Vec::new();
    if chance.one_in(2) {
        expiry.push(Expiry::from(deadline(chance)));
    }
    if chance.one_in(3) {
        expiry.push(Expiry::from(Idle {
            length: length(chance),
            purchase: chance.one_in(2),
            redeem: chance.one_in(2),
            ..Idle::default()
        }));
    }
    expiry
}

fn window(chance: &mut Chance) -> Window {
    match chance.below(9) {
        0 => Window::Ever,
        1 => Window::Day,
        2 => Window::Week(u8::try_from(chance.below(7)).unwrap()),
        3 => Window::Month,
        4 => Window::Quarter,
        5 => Window::CALENDAR_YEAR,
        6 => Window::Year(YearStart { month: Month(4), day: 1 }),
        7 => Window::Dates(Day(20_480), Day(20_600)),
        _ => Window::Rolling(length(chance)),
    }
}

fn track(chance: &mut Chance, p: &Programme, world: World, rules: usize) -> Track {
    let subject = match chance.below(5) {
        0 | 1 => TrackSubject::Amount(any_amount(chance)),
        2 => TrackSubject::Purchases,
        3 => TrackSubject::Points(UnitId(u32::try_from(chance.below(2)).unwrap())),
        _ => {
            let all: Vec<RuleId> = (0..rules).map(RuleId::from_index).collect();
            TrackSubject::PointsFrom(chance.some(&all))
        }
    };
    let conditions = if chance.one_in(2) { conjuncts(chance, p, world, 2) } else { vec![] };
    Track {
        name: "track".to_owned(),
        written: true,
        subject,
        conditions,
        window: window(chance),
        ..Track::default()
    }
}

fn ratio(chance: &mut Chance) -> Ratio {
    if chance.one_in(12) {
        return Ratio::new(i128::from(chance.between(1, 8000)), i128::from(chance.between(1, 1 << 20)))
            .unwrap();
    }
    Ratio::new(i128::from(chance.between(0, 60)), i128::from(chance.of(&[1, 1, 7, 100, 120, 33]))).unwrap()
}

fn rate(chance: &mut Chance, amount: AmountId) -> Rate {
    match chance.below(5) {
        0 => Rate::Flat(ratio(chance)),
        1 | 2 => Rate::Proportional(amount, ratio(chance)),
        _ => Rate::Steps(amount, chance.of(&[1, 3, 100, 250, 1024]), ratio(chance)),
    }
}

fn award(chance: &mut Chance, p: &Programme, world: World, number: usize) -> Award {
    let amount = any_amount(chance);
    match chance.below(9) {
        0 | 1 if world.tiers > 0 => {
            let tiers = TiersId::from_index(chance.below(world.tiers));
            let levels = p.tiers.get(tiers).map_or(1, |t| t.levels.len());
            let rates = (0..levels).map(|_| rate(chance, amount)).collect();
            Award::Rate(rate(chance, amount), Some(ByLevel { tiers, rates, within: None }))
        }
        2 | 3 => {
            let mut from = chance.between(-5, 100);
            let bands = (0..1 + chance.below(4)).map(|_| {
                let band = Band { from, rate: rate(chance, amount), span: Span::default() };
                from += chance.between(1, 3000);
                band
            });
            let bands = bands.collect();
            Award::Bands { amount, each_part: chance.one_in(2), bands }
        }
        4 | 5 if number > 0 => {
            let exact = chance.one_in(2);
            let before: Vec<RuleId> = (0..number)
                .map(RuleId::from_index)
                .filter(|r| !exact || !matches!(p.rules[*r].award, Award::Share { .. }))
                .collect();
            Award::Share { of: chance.some(&before), ratio: ratio(chance), exact }
        }
        _ => Award::Rate(rate(chance, amount), None),
    }
}

fn mode(chance: &mut Chance) -> RoundingMode {
    chance.of(&[RoundingMode::Down, RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::HalfEven])
}

fn rule(chance: &mut Chance, p: &Programme, world: World, number: usize) -> Rule {
    let on = match chance.below(6) {
        0 => Trigger::Activity(chance.of(&WORDS[..2]).to_owned()),
        _ => Trigger::Purchase,
    };
    let place = if chance.one_in(3) { RoundingPlace::Line } else { RoundingPlace::Rule };
    Rule {
        name: format!("r{number}"),
        title: format!("r{number}"),
        unit: UnitId(0),
        on,
        partner: chance.one_in(4).then_some(PartnerId(0)),
        conditions: if chance.one_in(2) { conjuncts(chance, p, world, 3) } else { vec![] },
        award: award(chance, p, world, number),
        rounding: Rounding {
            mode: mode(chance),
            place,
            step: chance.of(&[1, 1, 1, 10]),
            because: Because::Written,
        },
        available: chance.one_in(3).then(|| length(chance).into()),
        ..Rule::default()
    }
}

/// Neighbouring rules go into stacks, some stacks into others; the order follows.
fn stacks(chance: &mut Chance, p: &mut Programme) {
    let rules: Vec<RuleId> = p.rules.ids().collect();
    let mut at = 0;
    while at < rules.len() {
        let len = (1 + chance.below(4)).min(rules.len() - at);
        let group = &rules[at..at + len];
        at += len;
        if chance.one_in(3) {
            group.iter().for_each(|r| {
                p.rules.get_mut(*r).unwrap().unit = UnitId(u32::try_from(chance.below(2)).unwrap());
            });
            p.order.extend(group.iter().map(|r| Step::Rule(*r)));
            continue;
        }
        let split = chance.below(len + 1);
        let (inner, outer) = group.split_at(split);
        let unit = UnitId(u32::try_from(chance.below(2)).unwrap());
        group.iter().for_each(|r| p.rules.get_mut(*r).unwrap().unit = unit);
        let mut members = Vec::new();
        if !inner.is_empty() {
            let id =
                stack(chance, p, unit, inner.iter().map(|r| StackMember::Rule(*r)).collect(), inner, true);
            members.push(StackMember::Stack(id));
        }
        if outer.is_empty() {
            continue;
        }
        members.extend(outer.iter().map(|r| StackMember::Rule(*r)));
        if chance.one_in(2) {
            members.reverse();
        }
        let all: Vec<RuleId> = members
            .iter()
            .flat_map(|m| match m {
                StackMember::Rule(r) => vec![*r],
                StackMember::Stack(s) => p.stacks[*s].rules.clone(),
            })
            .collect();
        let together = inner.is_empty();
        stack(chance, p, unit, members, &all, together);
    }
}

fn stack(
    chance: &mut Chance,
    p: &mut Programme,
    unit: UnitId,
    members: Vec<StackMember>,
    rules: &[RuleId],
    may_be_together: bool,
) -> StackId {
    let way = chance.of(&[StackWay::All, StackWay::Best, StackWay::First]);
    let together = may_be_together && way == StackWay::All && chance.one_in(2);
    let mut own: Vec<RuleId> =
        rules.iter().copied().filter(|r| members.contains(&StackMember::Rule(*r))).collect();
    own.sort();
    for rule in own {
        p.order.push(Step::Rule(rule));
        if together {
            p.rules.get_mut(rule).unwrap().rounding.place = RoundingPlace::Stack;
        }
    }
    let rounding = Rounding {
        mode: mode(chance),
        place: RoundingPlace::Rule,
        step: chance.of(&[1, 10]),
        because: Because::Written,
    };
    let id = p.stacks.push(Stack {
        name: "stack".to_owned(),
        title: "stack".to_owned(),
        span: span(),
        unit,
        way,
        members,
        per_line: false,
        together: together.then_some(rounding),
        limits: vec![],
        rules: rules.to_vec(),
        parent: None,
    });
    p.order.push(Step::Stack(id));
    id
}

fn limits(chance: &mut Chance, p: &mut Programme) {
    let owners: Vec<LimitOwner> = p
        .rules
        .iter()
        .filter(|(_, r)| r.rounding.place != RoundingPlace::Stack)
        .map(|(id, _)| LimitOwner::Rule(id))
        .chain(p.stacks.ids().map(LimitOwner::Stack))
        .collect();
    for owner in owners {
        for _ in 0..chance.below(3) {
            let id = limit(chance, p, owner);
            match owner {
                LimitOwner::Rule(r) => p.rules.get_mut(r).unwrap().limits.push(id),
                LimitOwner::Stack(s) => p.stacks.get_mut(s).unwrap().limits.push(id),
                LimitOwner::Gift(g) => p.gifts.get_mut(g).unwrap().limits.push(id),
                LimitOwner::Reward(s) => p.rewards.get_mut(s).unwrap().limits.push(id),
            }
        }
    }
}

fn limit(chance: &mut Chance, p: &mut Programme, owner: LimitOwner) -> LimitId {
    let most = if chance.one_in(3) {
        Most::Times(chance.between(1, 3))
    } else {
        Most::Points(chance.between(1, 400))
    };
    let subject = match most {
        Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => TrackSubject::Given(owner),
        Most::Times(_) => TrackSubject::Times(owner),
        Most::Pieces(_) => TrackSubject::Pieces(owner),
    };
    let window = if matches!(most, Most::Points(_)) && chance.one_in(3) {
        LimitWindow::Receipt
    } else {
        let window = window(chance);
        let track = Track {
            name: "limit".to_owned(),
            written: false,
            subject,
            conditions: vec![],
            window,
            ..Track::default()
        };
        LimitWindow::Window(window, p.tracks.push(track))
    };
    p.limits.push(Limit {
        owner,
        most,
        window,
        scope: Default::default(),
        whole: chance.one_in(3),
        span: span(),
    })
}

fn tiers(chance: &mut Chance, p: &Programme, world: World) -> Tiers {
    let validity = match chance.below(4) {
        0 => Validity::Ever,
        1 => Validity::AtOnce,
        _ => Validity::Until(deadline(chance)),
    };
    let levels = (0..2 + chance.below(3)).map(|number| {
        let mut ask = || vec![Conjunct { condition: compare(chance, p, world), span: span() }];
        let entry = if number == 0 { vec![] } else { ask() };
        let keep = ask();
        let keep = if chance.one_in(4) { conjuncts(chance, p, world, 2) } else { keep };
        let entry = if chance.one_in(5) && number > 0 { conjuncts(chance, p, world, 2) } else { entry };
        let renews = (0..chance.below(3)).map(|_| window(chance)).collect();
        Level {
            name: format!("level {number}"),
            title: format!("level {number}"),
            entry,
            keep,
            renews,
            ..Level::default()
        }
    });
    let levels = levels.collect();
    Tiers {
        name: "tiers".to_owned(),
        title: "tiers".to_owned(),
        span: span(),
        levels,
        validity,
        after: chance.of(&[AfterReview::OneDown, AfterReview::WhatQualifies, AfterReview::Base]),
        after_because: Because::Written,
        ..Tiers::default()
    }
}

fn rewards(chance: &mut Chance, p: &mut Programme) {
    let all = [
        Gives::Money(500),
        Gives::Percent(1000),
        Gives::PerMeasure { money: ratio(chance), measure: MeasureId(0), cap: Some(35_000) },
        Gives::Thing("coffee".to_owned()),
    ];
    for gives in all {
        p.rewards.push(Reward {
            name: "reward".to_owned(),
            title: "reward".to_owned(),
            prices: vec![Price {
                least: Points::Fixed(chance.between(1, 30)),
                most: chance.one_in(2).then(|| chance.between(20, 60)),
                ..Price::steps(UnitId(u32::try_from(chance.below(2)).unwrap()), chance.between(1, 20), gives)
            }],
            valid: chance.one_in(2).then(|| deadline(chance)),
            ..Reward::default()
        });
    }
    p.partners.push(Partner {
        name: "partner".to_owned(),
        title: "partner".to_owned(),
        pays: vec![Pays { unit: UnitId(0), money: ratio(chance) }],
        conversions: vec![Conversion {
            unit: UnitId(0),
            step: chance.between(1, 10),
            least: chance.between(1, 20),
            into: "miles".to_owned(),
            gets: chance.between(1, 9),
            ..Conversion::default()
        }],
        ..Partner::default()
    });
}
