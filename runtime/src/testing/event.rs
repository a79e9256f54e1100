//! The events of a test, as an engine sees them.

use crate::event::{
    AccountChange, Activity, Event, Grant, HouseholdChange, InputError, Line, MemberChange, Purchase, Redeem,
    Return, ReturnedLine, Tender, Transfer, What, read,
};
use treue_lang::programme::{FieldId, FieldOwner, FieldValue, Programme, TestEvent, TestLine, TestPurchase};
use treue_lang::time::{Day, Minute};

/// The member of every test.
pub(super) const MEMBER: &str = "member";

/// The id of an event, by its number from 1.
pub(super) fn id(number: usize) -> String {
    format!("event {number}")
}

/// An event at a day and minute of the zone where it happens; `number` makes its id.
pub(super) fn build(
    programme: &Programme,
    event: &TestEvent,
    day: Day,
    minute: Minute,
    number: usize,
) -> Event {
    let what = what(programme, event);
    let zone = what.zone(programme);
    let at = zone.instant(day, minute);
    let clock = matches!(event, TestEvent::Clock);
    let by = match event {
        TestEvent::Purchase(purchase) => purchase.by.as_deref(),
        TestEvent::Activity(activity) => activity.by.as_deref(),
        TestEvent::Redeem(redeem) => redeem.by.as_deref(),
        TestEvent::Return(returned) => returned.by.as_deref(),
        TestEvent::Transfer { by, .. } => by.as_deref(),
        TestEvent::GrantPoints { .. }
        | TestEvent::GrantLevel { .. }
        | TestEvent::Household(_)
        | TestEvent::Membership(_)
        | TestEvent::Merge(_)
        | TestEvent::Clock => None,
    };
    Event {
        id: if clock { String::new() } else { id(number) },
        member: if clock { None } else { Some(by.unwrap_or(MEMBER).to_owned()) },
        at,
        offset: zone.offset(at),
        local: zone.local(at),
        what,
        fingerprint: 0,
    }
}

/// Brings a receipt in another currency into the programme's, as a reader of events does.
pub(super) fn convert(programme: &Programme, text: &TestEvent, event: &mut Event) -> Result<(), InputError> {
    match (text, &mut event.what) {
        (TestEvent::Purchase(TestPurchase { currency: Some(currency), .. }), What::Purchase(purchase)) => {
            read::convert(programme, *currency, purchase, event.local.day)
        }
        _ => Ok(()),
    }
}

fn what(programme: &Programme, event: &TestEvent) -> What {
    match event {
        TestEvent::Purchase(text) => What::Purchase(purchase(programme, text)),
        TestEvent::Activity(text) => What::Activity(Activity {
            kind: text.kind.clone(),
            receipt: None,
            store: text.store.clone(),
            channel: text.channel.clone(),
            fields: fields(programme, FieldOwner::Receipt, &text.fields),
        }),
        TestEvent::Return(text) => {
            let lines =
                text.lines.iter().map(|(line, quantity)| ReturnedLine { line: *line, quantity: *quantity });
            let lines: Vec<ReturnedLine> = lines.collect();
            What::Return(Return { receipt: String::new(), lines: (!lines.is_empty()).then_some(lines) })
        }
        TestEvent::Redeem(redeem) => What::Redeem(Redeem {
            reward: redeem.reward,
            voucher: redeem.voucher,
            times: redeem.times,
            unit: redeem.unit,
            points: redeem.points,
            receipt: None,
            store: redeem.store.clone(),
            basket: redeem.receipt.as_ref().map(|receipt| Box::new(basket(programme, receipt))),
        }),
        TestEvent::Transfer { by: _, unit, points, into } => {
            What::Transfer(Transfer { into: into.clone(), unit: *unit, points: *points })
        }
        TestEvent::GrantPoints { unit, points } => {
            What::Grant(Grant::Points { unit: *unit, points: *points })
        }
        TestEvent::GrantLevel { tiers, level, until } => {
            What::Grant(Grant::Level { tiers: *tiers, level: *level, until: *until })
        }
        TestEvent::Household(name) => What::Member(MemberChange {
            household: Some(name.clone().map_or(HouseholdChange::Leave, HouseholdChange::Join)),
            ..MemberChange::default()
        }),
        TestEvent::Membership(begins) => {
            account(if *begins { AccountChange::Begins } else { AccountChange::Ends })
        }
        TestEvent::Merge(other) => account(AccountChange::Merge(other.clone())),
        TestEvent::Clock => What::Clock,
    }
}

fn account(change: AccountChange) -> What {
    What::Member(MemberChange { account: Some(change), ..MemberChange::default() })
}

/// The receipt that a redemption pays: its lines and its discount alone.
fn basket(programme: &Programme, text: &TestPurchase) -> Purchase {
    let Purchase { discount, lines, .. } = purchase(programme, text);
    Purchase { discount, lines, ..Purchase::default() }
}

fn purchase(programme: &Programme, text: &TestPurchase) -> Purchase {
    let lines: Vec<Line> = text.lines.iter().map(|l| line(programme, l)).collect();
    let total = lines.iter().fold(-text.discount, |sum, line| sum.saturating_add(line.amount));
    let tenders = text.tenders.iter();
    Purchase {
        store: text.store.clone(),
        channel: text.channel.clone(),
        coupons: set(&text.coupons),
        companions: text.companions.clone(),
        discount: text.discount,
        tenders: tenders
            .map(|(kind, amount)| Tender { kind: kind.clone(), amount: amount.unwrap_or(total) })
            .collect(),
        fields: fields(programme, FieldOwner::Receipt, &text.fields),
        lines,
    }
}

fn line(programme: &Programme, text: &TestLine) -> Line {
    Line {
        sku: text.sku.clone(),
        name: text.name.clone(),
        category: text.category.clone(),
        brand: text.brand.clone(),
        labels: set(&text.labels),
        quantity: text.quantity,
        measure: text.measure,
        amount: text.amount,
        discount: text.discount,
        tax: text.tax,
        fields: fields(programme, FieldOwner::Line, &text.fields),
    }
}

/// Sorted, without repeats, as in events.
fn set(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn fields(
    programme: &Programme,
    owner: FieldOwner,
    given: &[(FieldId, FieldValue)],
) -> Vec<Option<FieldValue>> {
    let mut values = vec![None; programme.fields.iter().filter(|(_, f)| f.owner == owner).count()];
    for (id, value) in given {
        let field = programme.fields.get(*id).filter(|f| f.owner == owner);
        if let Some(slot) = field.and_then(|f| values.get_mut(f.position)) {
            *slot = Some(value.clone());
        }
    }
    values
}
