//! Events as NDJSON, by hand, as hosts send them.

use super::{Deed, Happening, Line, NamedValue, Receipt};
use crate::model::{Num, Programme};
use std::fmt::Write as _;
use treue_lang::programme::FieldValue;
use treue_lang::time::{Day, Zone};

/// One event as one line.
#[must_use]
pub fn line(p: &Programme, h: &Happening) -> String {
    let mut o = Object::new();
    o.text("event", kind(&h.deed));
    if !h.id.is_empty() {
        o.text("id", &h.id);
    }
    if let Some(member) = &h.member {
        o.text("member", member);
    }
    o.text("at", &instant(p, h.at));
    deed(p, &h.deed, &mut o);
    o.end()
}

fn kind(d: &Deed) -> &'static str {
    match d {
        Deed::Purchase(_) => "purchase",
        Deed::Activity { .. } => "activity",
        Deed::Redeem { .. } | Deed::Use { .. } => "redeem",
        Deed::GrantPoints { .. } | Deed::GrantLevel { .. } => "grant",
        Deed::Transfer { .. } => "transfer",
        Deed::Member { .. } | Deed::Household(_) | Deed::Merge(_) | Deed::Membership(_) => "member",
        Deed::Return { .. } => "return",
        Deed::Clock => "clock",
    }
}

fn instant(p: &Programme, at: i64) -> String {
    let offset = Zone::named(&p.zone).map_or(0, |z| z.offset(at));
    // Offsets with seconds cannot be written; then the instant is in UTC.
    let offset = if offset % 60 == 0 { i64::from(offset) } else { 0 };
    let wall = at + offset;
    let day = Day(i32::try_from(wall.div_euclid(86_400)).unwrap_or(0));
    let second = wall.rem_euclid(86_400);
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    format!(
        "{day}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        second / 3_600,
        second / 60 % 60,
        second % 60,
        minutes / 60,
        minutes % 60
    )
}

fn deed(p: &Programme, d: &Deed, o: &mut Object) {
    let points = |unit: &String, n: i64| {
        let decimals = p.units.iter().find(|u| u.name == *unit).map_or(0, |u| u.decimals);
        Num::new(n, decimals).to_string()
    };
    match d {
        Deed::Purchase(r) => receipt(p, r, o),
        Deed::Activity { kind, store, channel, receipt, fields } => {
            o.text("kind", kind);
            o.optional("receipt", receipt.as_deref());
            o.optional("store", store.as_deref());
            o.optional("channel", channel.as_deref());
            named(p, treue_lang::ast::FieldOwner::Receipt, fields, o);
        }
        Deed::Use { reward, times, receipt, store, basket } => {
            o.optional("receipt", receipt.as_deref());
            o.text("voucher", reward);
            o.optional("store", store.as_deref());
            o.raw("times", &times.to_string());
            if let Some(basket) = basket {
                lines_paid(p, basket, o);
            }
        }
        Deed::Redeem { reward, times, unit, points: cost, receipt, basket } => {
            o.optional("receipt", receipt.as_deref());
            o.text("reward", reward);
            o.optional("unit", unit.as_deref());
            match (cost, p.rewards.iter().find(|r| r.name == *reward)) {
                (Some(cost), Some(r)) => {
                    o.text("points", &points(unit.as_ref().unwrap_or(&r.prices[0].unit), *cost))
                }
                (_, _) => o.raw("times", &times.to_string()),
            }
            if let Some(basket) = basket {
                lines_paid(p, basket, o);
            }
        }
        Deed::GrantPoints { unit, points: n } => {
            o.text("unit", unit);
            o.text("points", &points(unit, *n));
        }
        Deed::GrantLevel { tiers, level, until } => {
            o.text("tiers", tiers);
            o.text("tier", level);
            o.optional("until", until.map(|d| d.to_string()).as_deref());
        }
        Deed::Transfer { into, unit, points: n } => {
            o.text("partner", into);
            o.text("unit", unit);
            o.text("points", &points(unit, *n));
        }
        Deed::Household(Some(name)) => o.text("household", name),
        Deed::Merge(other) => o.text("merge", other),
        Deed::Membership(begins) => o.text("membership", if *begins { "begins" } else { "ends" }),
        Deed::Household(None) => o.raw("household", "null"),
        Deed::Member { set } => {
            let mut inner = Object::new();
            for (name, v) in set {
                match v {
                    Some(v) => field(p, treue_lang::ast::FieldOwner::Member, name, v, &mut inner),
                    None => inner.raw(name, "null"),
                }
            }
            o.raw("set", &inner.end());
        }
        Deed::Return { receipt, lines } => {
            o.text("receipt", receipt);
            if let Some(lines) = lines {
                let lines: Vec<String> =
                    lines.iter().map(|(line, back)| returned_line(*line, *back)).collect();
                o.raw("lines", &format!("[{}]", lines.join(",")));
            }
        }
        Deed::Clock => {}
    }
}

fn returned_line(line: u32, quantity: Option<i64>) -> String {
    let mut o = Object::new();
    o.raw("line", &line.to_string());
    o.optional("quantity", quantity.map(|q| Num::new(q, 3).to_string()).as_deref());
    o.end()
}

fn receipt(p: &Programme, r: &Receipt, o: &mut Object) {
    let money = |n: i64| Num::new(n, p.money_decimals).to_string();
    o.optional("store", r.store.as_deref());
    o.optional("channel", r.channel.as_deref());
    o.text("currency", &p.currency);
    if !r.companions.is_empty() {
        o.raw("companions", &texts(&r.companions));
    }
    if !r.coupons.is_empty() {
        o.raw("coupons", &texts(&r.coupons));
    }
    if r.discount != 0 {
        o.text("discount", &money(r.discount));
    }
    if !r.tenders.is_empty() {
        let all: Vec<String> = r
            .tenders
            .iter()
            .map(|(kind, amount)| {
                let mut t = Object::new();
                t.text("kind", kind);
                t.text("amount", &money(*amount));
                t.end()
            })
            .collect();
        o.raw("tenders", &format!("[{}]", all.join(",")));
    }
    named(p, treue_lang::ast::FieldOwner::Receipt, &r.fields, o);
    lines_of(p, r, o);
}

/// The receipt that a redemption pays.
fn lines_paid(p: &Programme, r: &Receipt, o: &mut Object) {
    if r.discount != 0 {
        o.text("discount", &Num::new(r.discount, p.money_decimals).to_string());
    }
    lines_of(p, r, o);
}

fn lines_of(p: &Programme, r: &Receipt, o: &mut Object) {
    let lines: Vec<String> = r.lines.iter().map(|l| receipt_line(p, l)).collect();
    o.raw("lines", &format!("[{}]", lines.join(",")));
}

fn receipt_line(p: &Programme, l: &Line) -> String {
    let money = |n: i64| Num::new(n, p.money_decimals).to_string();
    let mut o = Object::new();
    o.optional("sku", l.sku.as_deref());
    o.optional("name", l.name.as_deref());
    o.optional("category", l.category.as_deref());
    o.optional("brand", l.brand.as_deref());
    if !l.labels.is_empty() {
        o.raw("labels", &texts(&l.labels));
    }
    o.text("quantity", &Num::new(l.quantity, 3).to_string());
    o.optional("measure", l.measure.as_deref());
    o.text("amount", &money(l.amount));
    if l.discount != 0 {
        o.text("discount", &money(l.discount));
    }
    if l.tax != 0 {
        o.text("tax", &money(l.tax));
    }
    named(p, treue_lang::ast::FieldOwner::Line, &l.fields, &mut o);
    o.end()
}

fn named(p: &Programme, owner: treue_lang::ast::FieldOwner, values: &[NamedValue], o: &mut Object) {
    for (name, v) in values {
        field(p, owner, name, v, o);
    }
}

fn field(p: &Programme, owner: treue_lang::ast::FieldOwner, name: &str, v: &FieldValue, o: &mut Object) {
    let Some(declared) = p.fields.iter().find(|f| f.owner == owner && f.name == name) else { return };
    match v {
        FieldValue::Text(t) => o.text(name, t),
        FieldValue::YesNo(yes) => o.raw(name, if *yes { "true" } else { "false" }),
        FieldValue::Date(d) => o.text(name, &d.to_string()),
        FieldValue::Number(n) => {
            let decimals = match &declared.kind {
                crate::model::FieldKind::Number { decimals, .. } => *decimals,
                _ => p.money_decimals,
            };
            o.text(name, &Num::new(*n, decimals).to_string());
        }
    }
}

fn texts(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An object in the making.
struct Object {
    text: String,
}

impl Object {
    fn new() -> Object {
        Object { text: String::from("{") }
    }

    fn raw(&mut self, key: &str, value: &str) {
        let comma = if self.text.len() > 1 { "," } else { "" };
        let _ = write!(self.text, "{comma}{}:{value}", quoted(key));
    }

    fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn end(mut self) -> String {
        self.text.push('}');
        self.text
    }
}
