//! An event as the line of JSON that it would have been read from.

use crate::ui::number;
use serde_json::{Map, Value, json};
use treue_lang::programme::{FieldKind, FieldOwner, FieldValue, MeasureId, Programme, QUANTITY_DECIMALS};
use treue_lang::time::Day;
use treue_runtime::event::{Activity, Event, Grant, Line, Purchase, What};

/// A purchase, an activity or a grant; of other events only what all have.
pub(crate) fn json(programme: &Programme, event: &Event) -> Value {
    let mut all = Map::new();
    put(&mut all, "event", Some(kind(&event.what)));
    put(&mut all, "id", Some(event.id.as_str()).filter(|id| !id.is_empty()));
    put(&mut all, "member", event.member.as_deref());
    put(&mut all, "at", Some(&instant(event)));
    match &event.what {
        What::Purchase(purchase) => receipt(programme, purchase, &mut all),
        What::Activity(activity) => of_activity(programme, activity, &mut all),
        What::Grant(grant) => of_grant(programme, grant, &mut all),
        What::Redeem(_) | What::Transfer(_) | What::Member(_) | What::Return(_) | What::Clock => {}
    }
    Value::Object(all)
}

fn kind(what: &What) -> &'static str {
    match what {
        What::Purchase(_) => "purchase",
        What::Activity(_) => "activity",
        What::Grant(_) => "grant",
        What::Redeem(_) => "redeem",
        What::Transfer(_) => "transfer",
        What::Member(_) => "member",
        What::Return(_) => "return",
        What::Clock => "clock",
    }
}

fn instant(event: &Event) -> String {
    // Offsets with seconds cannot be written; then the instant is in UTC.
    let offset = if event.offset % 60 == 0 { i64::from(event.offset) } else { 0 };
    let wall = event.at.saturating_add(offset);
    let day = Day(i32::try_from(wall.div_euclid(86_400)).unwrap_or(0));
    let second = wall.rem_euclid(86_400);
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    format!("{day}T{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn put(all: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        all.insert(name.to_owned(), json!(text));
    }
}

fn put_list(all: &mut Map<String, Value>, name: &str, texts: &[String]) {
    if !texts.is_empty() {
        all.insert(name.to_owned(), json!(texts));
    }
}

fn plain(value: i64, decimals: u8) -> String {
    number::decimal(value.into(), decimals).replace(',', "")
}

fn money(programme: &Programme, value: i64) -> Value {
    json!(plain(value, programme.currency.decimals))
}

fn put_fields(
    programme: &Programme,
    owner: FieldOwner,
    values: &[Option<FieldValue>],
    all: &mut Map<String, Value>,
) {
    for (_, field) in programme.fields.iter().filter(|(_, f)| f.owner == owner) {
        let Some(value) = values.get(field.position).and_then(Option::as_ref) else { continue };
        let value = match (value, &field.kind) {
            (FieldValue::Text(text), _) => json!(text),
            (FieldValue::YesNo(yes), _) => json!(yes),
            (FieldValue::Number(n), FieldKind::Number { decimals, .. }) => json!(plain(*n, *decimals)),
            (FieldValue::Number(n), _) => money(programme, *n),
            (FieldValue::Date(day), _) => json!(day.to_string()),
        };
        all.insert(field.name.clone(), value);
    }
}

fn receipt(programme: &Programme, purchase: &Purchase, all: &mut Map<String, Value>) {
    put(all, "store", purchase.store.as_deref());
    put(all, "channel", purchase.channel.as_deref());
    put_list(all, "coupons", &purchase.coupons);
    put_list(all, "companions", &purchase.companions);
    all.insert("currency".to_owned(), json!(programme.currency.code));
    if purchase.discount != 0 {
        all.insert("discount".to_owned(), money(programme, purchase.discount));
    }
    if !purchase.tenders.is_empty() {
        let tender =
            |t: &treue_runtime::event::Tender| json!({"kind": t.kind, "amount": money(programme, t.amount)});
        all.insert("tenders".to_owned(), purchase.tenders.iter().map(tender).collect());
    }
    put_fields(programme, FieldOwner::Receipt, &purchase.fields, all);
    all.insert("lines".to_owned(), purchase.lines.iter().map(|l| line(programme, l)).collect());
}

fn line(programme: &Programme, line: &Line) -> Value {
    let mut all = Map::new();
    for (name, text) in
        [("sku", &line.sku), ("name", &line.name), ("category", &line.category), ("brand", &line.brand)]
    {
        put(&mut all, name, text.as_deref());
    }
    put_list(&mut all, "labels", &line.labels);
    all.insert("quantity".to_owned(), json!(plain(line.quantity, QUANTITY_DECIMALS)));
    let measure = |id: MeasureId| programme.measures.get(id).map(|m| m.name.as_str());
    put(&mut all, "measure", line.measure.and_then(measure));
    all.insert("amount".to_owned(), money(programme, line.amount));
    for (name, value) in [("discount", line.discount), ("tax", line.tax)] {
        if value != 0 {
            all.insert(name.to_owned(), money(programme, value));
        }
    }
    put_fields(programme, FieldOwner::Line, &line.fields, &mut all);
    Value::Object(all)
}

fn of_activity(programme: &Programme, activity: &Activity, all: &mut Map<String, Value>) {
    all.insert("kind".to_owned(), json!(activity.kind));
    put(all, "store", activity.store.as_deref());
    put(all, "channel", activity.channel.as_deref());
    put(all, "receipt", activity.receipt.as_deref());
    put_fields(programme, FieldOwner::Receipt, &activity.fields, all);
}

fn of_grant(programme: &Programme, grant: &Grant, all: &mut Map<String, Value>) {
    match grant {
        Grant::Level { tiers, level, until } => {
            let structure = programme.tiers.get(*tiers);
            put(all, "tiers", structure.map(|t| t.name.as_str()));
            put(all, "tier", structure.and_then(|t| t.level(*level)).map(|l| l.name.as_str()));
            put(all, "until", until.map(|d| d.to_string()).as_deref());
        }
        Grant::Points { unit, points } => {
            let unit = programme.units.get(*unit);
            put(all, "unit", unit.map(|u| u.name.as_str()));
            put(all, "points", Some(&plain(*points, unit.map_or(0, |u| u.decimals))));
        }
    }
}
