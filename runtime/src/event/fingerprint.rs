//! The fingerprint of an event: 128 bits of what the programme reads of it, of its kind, instant and member.
//!
//! What is hashed is a plain encoding: every value with a tag or a length before it, numbers in eight bytes, the
//! lowest first, so that every host comes to the same fingerprint. The key is fixed: a fingerprint tells honest
//! repeats from reused ids, and is stored.

use super::reads::Reads;
use super::{
    AccountChange, Activity, Event, Grant, HouseholdChange, Line, MemberChange, Purchase, Tender, What,
};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;
use treue_lang::programme::{FieldValue, Programme};

const KEY: (u64, u64) = (0x7472_6575_652d_6576, 0x656e_7473_2d76_3031);

/// Makes fingerprints for one programme.
pub struct Fingerprint<'p> {
    programme: &'p Programme,
    reads: Reads,
    bytes: Vec<u8>,
}

impl<'p> Fingerprint<'p> {
    /// For events of this programme.
    #[must_use]
    pub fn new(programme: &'p Programme) -> Fingerprint<'p> {
        Fingerprint { programme, reads: Reads::of(programme), bytes: Vec::new() }
    }

    /// The fingerprint of an event; what stands in its `fingerprint` does not matter.
    pub fn of(&mut self, event: &Event) -> u128 {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        self.encode(event, &mut Encoder(&mut bytes));
        let mut hasher = SipHasher13::new_with_keys(KEY.0, KEY.1);
        hasher.write(&bytes);
        self.bytes = bytes;
        hasher.finish128().as_u128()
    }

    fn encode(&self, event: &Event, out: &mut Encoder<'_>) {
        out.number(event.at);
        out.optional(event.member.as_deref());
        match &event.what {
            What::Purchase(purchase) => {
                out.tag(1);
                self.purchase(purchase, out);
            }
            What::Activity(activity) => {
                out.tag(2);
                self.activity(activity, out);
            }
            What::Redeem(redeem) => {
                out.tag(3);
                out.text(self.programme.rewards.get(redeem.reward).map_or("", |r| &r.name));
                out.tag(u8::from(redeem.voucher));
                out.number(i64::from(redeem.times));
                out.optional(redeem.unit.and_then(|u| self.programme.units.get(u)).map(|u| u.name.as_str()));
                out.number(redeem.points.unwrap_or(0));
                out.optional(redeem.receipt.as_deref());
                if self.reads.redeem_store {
                    out.optional(redeem.store.as_deref());
                }
                out.tag(u8::from(redeem.basket.is_some()));
                if let Some(basket) = &redeem.basket {
                    self.purchase(basket, out);
                }
            }
            What::Grant(grant) => {
                out.tag(4);
                self.grant(grant, out);
            }
            What::Transfer(transfer) => {
                out.tag(5);
                out.text(&transfer.into);
                out.text(self.programme.units.get(transfer.unit).map_or("", |u| &u.name));
                out.number(transfer.points);
            }
            What::Member(MemberChange { set, household, account }) => {
                out.tag(6);
                match household {
                    None => out.tag(0),
                    Some(HouseholdChange::Leave) => out.tag(1),
                    Some(HouseholdChange::Join(name)) => {
                        out.tag(2);
                        out.text(name);
                    }
                }
                out.length(set.len());
                for (position, value) in set {
                    out.length(*position);
                    out.field(value.as_ref());
                }
                match account {
                    None => {}
                    Some(AccountChange::Merge(other)) => {
                        out.tag(1);
                        out.text(other);
                    }
                    Some(AccountChange::Begins) => out.tag(2),
                    Some(AccountChange::Ends) => out.tag(3),
                }
            }
            What::Clock => out.tag(7),
            What::Return(returned) => {
                out.tag(8);
                out.text(&returned.receipt);
                out.tag(u8::from(returned.lines.is_some()));
                for line in returned.lines.iter().flatten() {
                    out.number(i64::from(line.line));
                    out.number(line.quantity.unwrap_or(0));
                }
            }
        }
    }

    fn purchase(&self, purchase: &Purchase, out: &mut Encoder<'_>) {
        let reads = &self.reads;
        out.optional(purchase.store.as_deref().filter(|_| reads.store));
        out.optional(purchase.channel.as_deref().filter(|_| reads.channel));
        if reads.coupons {
            out.texts(purchase.coupons.iter());
        }
        if reads.companions {
            out.texts(purchase.companions.iter());
        }
        if reads.tenders {
            out.texts(kinds(&purchase.tenders).into_iter());
        }
        if reads.tender_amounts {
            out.length(purchase.tenders.len());
            for tender in &purchase.tenders {
                out.text(&tender.kind);
                out.number(tender.amount);
            }
        }
        if reads.receipt_discount {
            out.number(purchase.discount);
        }
        for position in &reads.receipt_fields {
            out.field(purchase.fields.get(*position).and_then(Option::as_ref));
        }
        if reads.lines {
            out.length(purchase.lines.len());
            purchase.lines.iter().for_each(|line| self.line(line, out));
        }
    }

    fn line(&self, line: &Line, out: &mut Encoder<'_>) {
        let reads = &self.reads;
        for (read, text) in [
            (reads.sku, &line.sku),
            (reads.name, &line.name),
            (reads.category, &line.category),
            (reads.brand, &line.brand),
        ] {
            if read {
                out.optional(text.as_deref());
            }
        }
        if reads.labels {
            out.texts(line.labels.iter());
        }
        for (read, number) in [
            (reads.quantity, line.quantity),
            (reads.measure, line.measure.map_or(-1, |m| i64::from(m.0))),
            (reads.amount, line.amount),
            (reads.discount, line.discount),
            (reads.tax, line.tax),
        ] {
            if read {
                out.number(number);
            }
        }
        for position in &reads.line_fields {
            out.field(line.fields.get(*position).and_then(Option::as_ref));
        }
    }

    fn activity(&self, activity: &Activity, out: &mut Encoder<'_>) {
        out.text(&activity.kind);
        out.optional(activity.store.as_deref().filter(|_| self.reads.store));
        out.optional(activity.channel.as_deref().filter(|_| self.reads.channel));
        if self.reads.receipt {
            out.optional(activity.receipt.as_deref());
        }
        for position in &self.reads.receipt_fields {
            out.field(activity.fields.get(*position).and_then(Option::as_ref));
        }
    }

    fn grant(&self, grant: &Grant, out: &mut Encoder<'_>) {
        match grant {
            Grant::Level { tiers, level, until } => {
                out.tag(1);
                out.text(self.programme.tiers.get(*tiers).map_or("", |t| &t.name));
                let name =
                    self.programme.tiers.get(*tiers).and_then(|t| t.level(*level)).map(|l| l.name.as_str());
                out.optional(name);
                out.number(until.map_or(i64::MAX, |d| i64::from(d.0)));
            }
            Grant::Points { unit, points } => {
                out.tag(2);
                out.text(self.programme.units.get(*unit).map_or("", |u| &u.name));
                out.number(*points);
            }
        }
    }
}

/// Kinds of tenders, sorted, without repeats: conditions read neither their order nor their amounts.
fn kinds(tenders: &[Tender]) -> Vec<&String> {
    let mut kinds: Vec<&String> = tenders.iter().map(|t| &t.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

struct Encoder<'b>(&'b mut Vec<u8>);

impl Encoder<'_> {
    fn tag(&mut self, tag: u8) {
        self.0.push(tag);
    }

    fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn length(&mut self, length: usize) {
        self.number(i64::try_from(length).unwrap_or(i64::MAX));
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            None => self.tag(0),
            Some(text) => {
                self.tag(1);
                self.text(text);
            }
        }
    }

    fn texts<'t>(&mut self, texts: impl ExactSizeIterator<Item = &'t String>) {
        self.length(texts.len());
        texts.for_each(|text| self.text(text));
    }

    fn field(&mut self, value: Option<&FieldValue>) {
        match value {
            None => self.tag(0),
            Some(FieldValue::Text(text)) => {
                self.tag(1);
                self.text(text);
            }
            Some(FieldValue::YesNo(yes)) => {
                self.tag(2);
                self.tag(u8::from(*yes));
            }
            Some(FieldValue::Number(number)) => {
                self.tag(3);
                self.number(*number);
            }
            Some(FieldValue::Date(day)) => {
                self.tag(4);
                self.number(i64::from(day.0));
            }
        }
    }
}
