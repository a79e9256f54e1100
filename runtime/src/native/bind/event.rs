//! Facts and numbers of a receipt (or activity) and of a member.

use super::dictionary::{Dictionary, Match};
use super::{default_text, field, field_test, number_of, set_bit, set_bits, text_of};
use crate::event::{Event, Tender, What};
use crate::native::plan::Plan;
use crate::native::plan::facts::{FactSet, FieldTest};
use crate::native::plan::walk::of_member;
use treue_lang::programme::{FieldValue, Programme, Texts};

/// Dictionaries of the texts of receipts and members.
#[derive(Debug)]
pub(crate) struct EventBinder {
    receipt: Vec<(Texts, Dictionary)>,
    member: Vec<(Texts, Dictionary)>,
}

/// What conditions read of an event; nothing of it for events that no rule looks at.
#[derive(Clone, Copy, Debug, Default)]
struct Parts<'e> {
    channel: Option<&'e str>,
    store: Option<&'e str>,
    coupons: &'e [String],
    tenders: &'e [Tender],
    fields: &'e [Option<FieldValue>],
}

impl<'e> Parts<'e> {
    fn of(event: &'e Event) -> Parts<'e> {
        match &event.what {
            What::Purchase(p) => Parts {
                channel: p.channel.as_deref(),
                store: p.store.as_deref(),
                coupons: &p.coupons,
                tenders: &p.tenders,
                fields: &p.fields,
            },
            What::Activity(a) => Parts {
                channel: a.channel.as_deref(),
                store: a.store.as_deref(),
                fields: &a.fields,
                ..Parts::default()
            },
            What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_)
            | What::Clock => Parts::default(),
        }
    }
}

impl EventBinder {
    /// For a programme.
    pub(crate) fn new(programme: &Programme, plan: &Plan) -> EventBinder {
        let dictionaries = |set: &FactSet<Texts, FieldTest>| {
            let dictionary = |texts: Texts, column| {
                let default = match texts {
                    Texts::Field(id) => default_text(programme, id),
                    Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => None,
                };
                (texts, Dictionary::new(column, Match::Exactly, default))
            };
            set.columns.iter().map(|c| dictionary(c.column, c)).collect()
        };
        EventBinder { receipt: dictionaries(&plan.reads.receipt), member: dictionaries(&plan.reads.member) }
    }

    /// Fills the facts and numbers of an event's receipt; `None` for what has none.
    pub(crate) fn receipt(
        &mut self,
        programme: &Programme,
        plan: &Plan,
        event: Option<&Event>,
        frame: &mut [i64],
    ) {
        let parts = event.map(Parts::of).unwrap_or_default();
        let words = plan.receipt_facts;
        let Some(words) = frame.get_mut(words.start()..words.start() + words.len()) else { return };
        words.fill(0);
        for (texts, dictionary) in &mut self.receipt {
            dictionary.keep_small();
            match texts {
                Texts::Channel => set_bits(words, dictionary.look_up(parts.channel)),
                Texts::Store => set_bits(words, dictionary.look_up(parts.store)),
                Texts::Coupon => any_of(dictionary, words, parts.coupons.iter().map(String::as_str)),
                Texts::PaidBy => any_of(dictionary, words, parts.tenders.iter().map(|t| t.kind.as_str())),
                Texts::Field(id) => {
                    let text = text_of(field(programme, parts.fields, *id));
                    set_bits(words, dictionary.look_up(text));
                }
            }
        }
        single_bits(programme, &plan.reads.receipt, parts.fields, words);
        numbers(programme, plan, false, parts.fields, frame);
    }

    /// Fills the facts and numbers of a member.
    pub(crate) fn member(
        &mut self,
        programme: &Programme,
        plan: &Plan,
        fields: &[Option<FieldValue>],
        frame: &mut [i64],
    ) {
        let words = plan.member_facts;
        let Some(words) = frame.get_mut(words.start()..words.start() + words.len()) else { return };
        words.fill(0);
        for (texts, dictionary) in &mut self.member {
            dictionary.keep_small();
            let text = match texts {
                Texts::Field(id) => text_of(field(programme, fields, *id)),
                Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => None,
            };
            set_bits(words, dictionary.look_up(text));
        }
        single_bits(programme, &plan.reads.member, fields, words);
        numbers(programme, plan, true, fields, frame);
    }
}

/// Bits of any of several texts; of a missing one if there is none.
fn any_of<'t>(dictionary: &mut Dictionary, words: &mut [i64], texts: impl Iterator<Item = &'t str>) {
    let mut none = true;
    for text in texts {
        none = false;
        set_bits(words, dictionary.look_up(Some(text)));
    }
    if none {
        set_bits(words, dictionary.look_up(None));
    }
}

fn single_bits(
    programme: &Programme,
    set: &FactSet<Texts, FieldTest>,
    fields: &[Option<FieldValue>],
    words: &mut [i64],
) {
    for (i, test) in set.singles.iter().enumerate() {
        if field_test(programme, fields, *test) {
            set_bit(words, set.singles_first as usize + i);
        }
    }
}

fn numbers(
    programme: &Programme,
    plan: &Plan,
    member: bool,
    fields: &[Option<FieldValue>],
    frame: &mut [i64],
) {
    for (id, slot) in plan.numbers.iter().filter(|(id, _)| of_member(programme, *id) == member) {
        if let Some(place) = frame.get_mut(slot.index()) {
            *place = number_of(field(programme, fields, *id)).unwrap_or(0);
        }
    }
}
