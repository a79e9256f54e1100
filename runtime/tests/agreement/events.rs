//! Random events of one member, mostly in order.

use crate::chance::Chance;
use crate::conditions::{CATEGORIES, FIRST, WORDS};
use treue_lang::programme::{
    FieldKind, FieldOwner, FieldValue, Id, LevelId, MeasureId, Programme, RewardId, TiersId, UnitId,
};
use treue_lang::time::Day;
use treue_runtime::event::{
    Activity, Event, Grant, Line, MemberChange, Purchase, Redeem, Tender, Transfer, What,
};

/// Where the stream stands.
pub(crate) struct Stream {
    at: i64,
    number: usize,
    sent: Vec<Event>,
}

impl Stream {
    pub(crate) fn new(_: &Programme, chance: &mut Chance) -> Stream {
        Stream { at: i64::from(FIRST) * 86_400 + chance.between(0, 86_400), number: 0, sent: vec![] }
    }

    /// The next event.
    pub(crate) fn next(&mut self, p: &Programme, chance: &mut Chance) -> Event {
        if chance.one_in(25) && !self.sent.is_empty() {
            let mut again = chance.of(&self.sent);
            if chance.one_in(2) {
                again.fingerprint += 1;
            }
            return again;
        }
        self.at += match chance.below(5) {
            0 => 0,
            1 => chance.between(1, 90_000),
            2 => chance.between(1, 86_400 * 5),
            3 => chance.between(1, 86_400 * 20),
            _ => chance.between(1, 86_400 * 100) / 3,
        };
        let at = if chance.one_in(30) { self.at - 100_000 } else { self.at };
        self.number += 1;
        let what = what(p, chance);
        let clock = matches!(what, What::Clock);
        let mut local = p.zone.local(at);
        if chance.one_in(20) {
            // A zone that sets its clocks back over midnight.
            local.day = Day(local.day.0 - 1);
            local.weekday = local.day.weekday();
        }
        let event = Event {
            id: if clock { String::new() } else { format!("e{}", self.number) },
            member: Some("m".to_owned()),
            at,
            offset: 3600,
            local,
            what,
            fingerprint: self.number as u128 * 10,
        };
        if !clock {
            self.sent.push(event.clone());
        }
        event
    }
}

fn what(p: &Programme, chance: &mut Chance) -> What {
    match chance.below(20) {
        0..12 => What::Purchase(purchase(p, chance)),
        12 | 13 => What::Activity(Activity {
            receipt: None,
            kind: chance.of(&WORDS[..3]).to_owned(),
            store: word(chance),
            channel: word(chance),
            fields: fields(p, chance, FieldOwner::Receipt),
        }),
        14 => What::Redeem(Redeem {
            reward: RewardId::from_index(chance.below(p.rewards.len())),
            times: u32::try_from(chance.between(1, 4)).unwrap(),
            ..Redeem::default()
        }),
        15 => What::Transfer(Transfer {
            into: if chance.one_in(5) { "other" } else { "miles" }.to_owned(),
            unit: UnitId::from_index(chance.below(2)),
            points: chance.between(1, 60),
        }),
        16 if !p.tiers.is_empty() => What::Grant(Grant::Level {
            tiers: TiersId::from_index(chance.below(p.tiers.len())),
            level: LevelId(u8::try_from(chance.below(2)).unwrap()),
            until: (!chance.one_in(3)).then(|| Day(FIRST + i32::try_from(chance.below(500)).unwrap())),
        }),
        16 | 17 => What::Grant(Grant::Points {
            unit: UnitId::from_index(chance.below(2)),
            points: if chance.one_in(40) { (1 << 62) - 1 } else { chance.between(-200, 200) | 1 },
        }),
        18 => {
            let all = fields(p, chance, FieldOwner::Member);
            What::Member(MemberChange {
                set: chance.some(&all.into_iter().enumerate().collect::<Vec<_>>()),
                ..MemberChange::default()
            })
        }
        _ => What::Clock,
    }
}

fn word(chance: &mut Chance) -> Option<String> {
    (!chance.one_in(4)).then(|| chance.of(&WORDS).to_owned())
}

fn words(chance: &mut Chance) -> Vec<String> {
    if chance.one_in(2) { vec![] } else { chance.some(&WORDS.map(str::to_owned)) }
}

fn fields(p: &Programme, chance: &mut Chance, owner: FieldOwner) -> Vec<Option<FieldValue>> {
    let kinds: Vec<FieldKind> =
        p.fields.iter().filter(|(_, f)| f.owner == owner).map(|(_, f)| f.kind.clone()).collect();
    let mut value = |kind: &FieldKind| match kind {
        FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member => {
            FieldValue::Text(chance.of(&WORDS).to_owned())
        }
        FieldKind::YesNo => FieldValue::YesNo(chance.one_in(2)),
        FieldKind::Number { .. } | FieldKind::Money => FieldValue::Number(chance.between(-20, 3000)),
        FieldKind::Date => FieldValue::Date(Day(FIRST + i32::try_from(chance.below(400)).unwrap())),
    };
    let values: Vec<FieldValue> = kinds.iter().map(&mut value).collect();
    values.into_iter().map(|v| (!chance.one_in(3)).then_some(v)).collect()
}

fn purchase(p: &Programme, chance: &mut Chance) -> Purchase {
    Purchase {
        companions: Vec::new(),
        store: word(chance),
        channel: word(chance),
        coupons: words(chance),
        discount: if chance.one_in(2) { chance.between(0, 900) } else { 0 },
        tenders: words(chance).into_iter().map(|kind| Tender { kind, amount: 100 }).collect(),
        fields: fields(p, chance, FieldOwner::Receipt),
        lines: (0..chance.below(7)).map(|_| line(p, chance)).collect(),
    }
}

fn line(p: &Programme, chance: &mut Chance) -> Line {
    let most = if chance.one_in(30) { 1 << 36 } else { 4000 };
    Line {
        sku: word(chance),
        name: word(chance),
        category: (!chance.one_in(5)).then(|| chance.of(&CATEGORIES).to_owned()),
        brand: word(chance),
        labels: words(chance),
        quantity: chance.between(-1000, 5000),
        measure: chance.of(&[None, None, Some(MeasureId(0)), Some(MeasureId(1)), Some(MeasureId(u32::MAX))]),
        amount: chance.between(-most / 6, most),
        discount: chance.between(0, 50),
        tax: chance.between(0, 50),
        fields: fields(p, chance, FieldOwner::Line),
    }
}
