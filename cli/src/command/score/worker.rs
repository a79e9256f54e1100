//! Who decides the events of some members: compares the engines, counts, and brings decisions into the form in which they are
//! kept. Workers share nothing, so that each may have a thread.

use super::engines::Engines;
use super::tally::Tally;
use super::{Keep, disagree};
use crate::command::explain;
use crate::ui::Ui;
use std::borrow::Cow;
use std::ops::Range;
use treue_columnar::AwardRow;
use treue_lang::programme::Programme;
use treue_runtime::decision::json::json;
use treue_runtime::decision::{Decision, RefusalCode};
use treue_runtime::event::{Event, What};

/// Decides the events of some members.
pub(super) struct Worker<'a> {
    ui: &'a Ui,
    programme: &'a Programme,
    keep: Keep,
    /// Its engines with their members.
    pub(super) engines: Engines,
    /// What it counted.
    pub(super) tally: Tally,
    /// Events that wait.
    events: Vec<Event>,
    /// Which event of the batch each of them is.
    numbers: Vec<usize>,
    /// What comes out of the batch.
    pub(super) done: Done,
}

/// What comes out of a batch.
#[derive(Default)]
pub(super) struct Done {
    /// Where the kept decisions are, in the order of the events; those on one event in the order of their members.
    pub(super) pieces: Vec<Piece>,
    /// Decisions as lines, where they are kept so.
    pub(super) text: Vec<u8>,
    /// Awards of decisions, where they are kept so.
    pub(super) rows: Vec<AwardRow>,
    /// Events that the programme cannot take: number, id, why, code.
    pub(super) bad: Vec<Bad>,
    /// The first event on which the engines disagree, and how.
    pub(super) difference: Option<(usize, disagree::Difference)>,
}

/// Where a kept decision is.
pub(super) struct Piece {
    /// The event.
    pub(super) number: usize,
    /// The member, where the event reaches several workers.
    pub(super) member: String,
    /// A part of the text, or of the rows.
    pub(super) range: Range<usize>,
}

/// An event that the programme cannot take.
pub(super) struct Bad {
    /// Which of the batch.
    pub(super) number: usize,
    /// Its id.
    pub(super) event: String,
    /// Why.
    pub(super) sentence: String,
    /// The code of that.
    pub(super) code: &'static str,
}

impl<'a> Worker<'a> {
    pub(super) fn new(ui: &'a Ui, programme: &'a Programme, keep: Keep, engines: Engines) -> Worker<'a> {
        Worker {
            ui,
            programme,
            keep,
            engines,
            tally: Tally::new(programme),
            events: Vec::new(),
            numbers: Vec::new(),
            done: Done::default(),
        }
    }

    /// Takes some events for later.
    pub(super) fn hold(&mut self, events: impl IntoIterator<Item = (usize, Event)>) {
        for (number, event) in events {
            self.numbers.push(number);
            self.events.push(event);
        }
    }

    /// Takes some events that were just read on this thread: the engines look at them while they are at hand.
    pub(super) fn take(&mut self, events: impl IntoIterator<Item = (usize, Event)>) {
        let first = self.events.len();
        self.hold(events);
        let room = self.engines.take(self.programme, self.events.get(first..).unwrap_or_default());
        if !room {
            self.decide();
        }
    }

    /// Decides all events that are held.
    pub(super) fn decide_held(&mut self) {
        self.engines.run(self.programme, &self.events);
        self.look_at_all();
    }

    /// Decides all events that were taken.
    pub(super) fn decide(&mut self) {
        self.engines.decide(self.programme, &self.events);
        self.look_at_all();
    }

    fn look_at_all(&mut self) {
        let events = std::mem::take(&mut self.events);
        for (at, event) in events.iter().enumerate() {
            let number = self.numbers.get(at).copied().unwrap_or(0);
            self.compare(at, number, event);
            self.look(at, number, event);
        }
        self.events = events;
        self.events.clear();
        self.numbers.clear();
        self.engines.clear();
    }

    fn compare(&mut self, at: usize, number: usize, event: &Event) {
        if self.done.difference.is_none() {
            let difference = disagree::about_event(self.ui, self.programme, &self.engines, at, event);
            self.done.difference = difference.map(|difference| (number, difference));
        }
    }

    /// Lets time pass for all members of this worker. Nothing is counted or kept before it is known that nobody minds.
    pub(super) fn pass_time(&mut self, number: usize, event: &Event) {
        self.engines.take(self.programme, std::slice::from_ref(event));
        self.engines.decide(self.programme, std::slice::from_ref(event));
        self.compare(0, number, event);
        let refused =
            self.engines.first.decisions.each(0).find_map(|decision| self.refused(number, event, &decision));
        self.done.bad.extend(refused);
    }

    /// Counts and keeps what happened as time passed, if it did; one decision for every member is not to be held all at once.
    pub(super) fn time_passed(&mut self, number: usize, event: &Event, well: bool) {
        if well {
            self.tally.clock(event);
            for decision in self.engines.first.decisions.each(0) {
                self.tally.of_clock(&decision, self.programme);
                self.done.keep(self.keep, self.programme, (number, event), &decision);
            }
        }
        self.engines.clear();
    }

    /// What is wrong with an event that was refused, if that is wrong input.
    fn refused(&self, number: usize, event: &Event, decision: &Decision) -> Option<Bad> {
        // What others cannot have is no mistake of the event.
        let refusal = decision.refusal.as_ref().filter(|r| decision.from.is_none() && is_bad(r.code))?;
        Some(Bad {
            number,
            event: decision.event.clone(),
            sentence: explain::refusal(self.programme, event, refusal),
            code: refusal.code.name(),
        })
    }

    /// Counts and keeps the decisions on an event.
    fn look(&mut self, at: usize, number: usize, event: &Event) {
        let decisions: Vec<Cow<'_, Decision>> = self.engines.first.decisions.each(at).collect();
        if let Some(bad) = decisions.iter().find_map(|d| self.refused(number, event, d)) {
            self.done.bad.push(bad);
            return;
        }
        self.tally.event(event, &decisions, self.programme);
        for decision in &decisions {
            self.done.keep(self.keep, self.programme, (number, event), decision);
        }
    }
}

impl Done {
    /// Keeps a decision, if that is wanted.
    fn keep(
        &mut self,
        keep: Keep,
        programme: &Programme,
        (number, event): (usize, &Event),
        decision: &Decision,
    ) {
        let range = match keep {
            Keep::Nothing => return,
            Keep::Lines => {
                let from = self.text.len();
                // Plain data into growing memory: this cannot fail.
                let _ = serde_json::to_writer(&mut self.text, &json(programme, event, decision));
                self.text.push(b'\n');
                from..self.text.len()
            }
            Keep::Columns => {
                let from = self.rows.len();
                self.rows.push(AwardRow::of(decision));
                from..self.rows.len()
            }
        };
        let everybody = matches!(event.what, What::Clock);
        let member = if everybody { decision.member.clone() } else { String::new() };
        self.pieces.push(Piece { number, member, range });
    }

    /// The next batch begins.
    pub(super) fn clear(&mut self) {
        self.pieces.clear();
        self.text.clear();
        self.rows.clear();
        self.bad.clear();
    }
}

/// Refusals that mean wrong input. The others are answers to a member's wish.
fn is_bad(code: RefusalCode) -> bool {
    match code {
        RefusalCode::NoMember
        | RefusalCode::UnknownMember
        | RefusalCode::IdReused
        | RefusalCode::OutOfOrder
        | RefusalCode::NothingRemembered
        | RefusalCode::UnknownReceipt
        | RefusalCode::NotReturnable
        | RefusalCode::BeforePurchase
        | RefusalCode::UnknownLine
        | RefusalCode::LineTwice
        | RefusalCode::QuantityNotAboveZero
        | RefusalCode::NoLines
        | RefusalCode::MergeWithItself
        | RefusalCode::MergeUnknown
        | RefusalCode::AlreadyMerged
        | RefusalCode::AccountOutOfOrder
        | RefusalCode::BeforeJoining
        | RefusalCode::OutOfRange => true,
        RefusalCode::OwnGift
        | RefusalCode::NotAMember
        | RefusalCode::AlreadyAMember
        | RefusalCode::NoHousehold
        | RefusalCode::HouseholdFull
        | RefusalCode::NotEnoughPoints
        | RefusalCode::BelowMinimum
        | RefusalCode::AboveMaximum
        | RefusalCode::TooLate
        | RefusalCode::NothingLeft
        | RefusalCode::MoreThanBought
        | RefusalCode::NotAStep
        | RefusalCode::UnknownConversion
        | RefusalCode::WrongUnit
        | RefusalCode::NotInForce
        | RefusalCode::NotEligible
        | RefusalCode::LimitReached
        | RefusalCode::NoReceipt
        | RefusalCode::AboveReceipt
        | RefusalCode::BelowReceipt
        | RefusalCode::BelowPurchase
        | RefusalCode::IssuedByItself
        | RefusalCode::NoVoucher
        | RefusalCode::VoucherGone
        | RefusalCode::NothingToPay => false,
    }
}
