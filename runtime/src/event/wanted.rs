//! Which fields of events there are, and which of them a programme reads: whoever reads columns leaves the others where they are.

use super::read::fields::{
    ACTIVITY, CLOCK, GRANT, LINE, MEMBER, PURCHASE, REDEEM, RETURN, RETURNED_LINE, TENDER, TRANSFER, needed,
};
use super::reads::Reads;
use treue_lang::programme::{FieldOwner, Programme};

/// What a field is to a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// No event has it.
    Unknown,
    /// An event may have it, and nothing depends on it.
    Unread,
    /// It is read.
    Read,
}

/// The fields of events, as one programme sees them.
#[derive(Debug)]
pub struct Wanted<'p> {
    programme: &'p Programme,
    reads: Reads,
}

impl<'p> Wanted<'p> {
    /// Of a programme.
    #[must_use]
    pub fn of(programme: &'p Programme) -> Wanted<'p> {
        Wanted { programme, reads: Reads::of(programme) }
    }

    /// A field of an event.
    #[must_use]
    pub fn event(&self, name: &str) -> Use {
        let kinds = [PURCHASE, RETURN, ACTIVITY, REDEEM, GRANT, TRANSFER, MEMBER, CLOCK];
        if kinds.iter().all(|kind| !kind.contains(&name)) {
            return self.declared(FieldOwner::Receipt, name, |position| {
                self.reads.receipt_fields.contains(&position)
            });
        }
        read_if(match name {
            // Vouchers are worth more at some.
            "store" => self.reads.store || self.reads.redeem_store,
            "channel" => self.reads.channel,
            "coupons" => self.reads.coupons,
            "tenders" => self.reads.tenders || self.reads.tender_amounts,
            _ => true,
        })
    }

    /// A field of a line. Quantities and measures are read in any case: goods may come back by them.
    #[must_use]
    pub fn line(&self, name: &str) -> Use {
        if !LINE.contains(&name) && !RETURNED_LINE.contains(&name) {
            let read = |position| self.reads.line_fields.contains(&position);
            return self.declared(FieldOwner::Line, name, read);
        }
        read_if(match name {
            "sku" => self.reads.sku,
            "name" => self.reads.name,
            "category" => self.reads.category,
            "brand" => self.reads.brand,
            "labels" => self.reads.labels,
            "discount" => self.reads.discount,
            "tax" => self.reads.tax,
            _ => true,
        })
    }

    /// A field of a tender.
    #[must_use]
    pub fn tender(&self, name: &str) -> Use {
        if TENDER.contains(&name) { Use::Read } else { Use::Unknown }
    }

    /// A field that a member event sets.
    #[must_use]
    pub fn member(&self, name: &str) -> Use {
        self.declared(FieldOwner::Member, name, |_| true)
    }

    /// A field that the programme declares; one that may not be missing is read so that it can be missed.
    fn declared(&self, owner: FieldOwner, name: &str, read: impl Fn(usize) -> bool) -> Use {
        let field = self.programme.fields.iter().find(|(_, f)| f.owner == owner && f.name == name);
        // The rate of a foreign receipt may be that of a day on the receipt.
        let rate = self.programme.rates.as_ref().and_then(|rates| rates.at);
        match field {
            Some((id, field)) => read_if(needed(field) || rate == Some(id) || read(field.position)),
            None => Use::Unknown,
        }
    }
}

fn read_if(read: bool) -> Use {
    if read { Use::Read } else { Use::Unread }
}

#[cfg(test)]
mod tests {
    use super::*;
    use treue_lang::pipeline;
    use treue_lang::source::Sources;

    #[test]
    fn what_nothing_depends_on_is_left_out() {
        let text = r#"programme "P" { currency CHF timezone "Europe/Zurich" unit points }
            fields { receipt.till: text receipt.cashier: text optional line.gift: yes or no default no member.club: text optional }
            earn base { 1 point per full 1.00 CHF of all lines where category "food" }"#;
        let programme = pipeline::check(&Sources::single("p.treue", text)).programme.unwrap();
        let wanted = Wanted::of(&programme);
        let event: Vec<Use> =
            ["id", "store", "till", "cashier", "club", "colour"].map(|n| wanted.event(n)).into();
        // The till may not be missing, so it is looked at.
        assert_eq!(event, [Use::Read, Use::Unread, Use::Read, Use::Unread, Use::Unknown, Use::Unknown]);
        let line: Vec<Use> =
            ["category", "brand", "quantity", "gift", "line", "till"].map(|n| wanted.line(n)).into();
        assert_eq!(line, [Use::Read, Use::Unread, Use::Read, Use::Unread, Use::Read, Use::Unknown]);
        assert_eq!(wanted.tender("kind"), Use::Read);
        assert_eq!((wanted.member("club"), wanted.member("till")), (Use::Read, Use::Unknown));
    }
}
