//! Receipts of members, booked out of columns. Where a flat record can hold what a programme keeps of a member, kernels decide usual
//! receipts straight from columns and records. Every other receipt, of every programme, is decided as an event, on an ordinary
//! member: made out of the record, and put back into it if it fits.

use super::bound::Past;
use super::evaluator;
use super::happened::{Happened, counts};
use super::layout::Layout;
use super::records::Records;
use super::scoring::Scoring;
use super::shadow::{BatchMismatch, Shadow};
use super::space::OfMembers;
use crate::columns::{Batch, BatchError, Totals};
use crate::decision::{Decision, Decisions};
use crate::engine::{Detail, Evaluator};
use crate::event::{Event, Fingerprint};
use crate::native::CompileError;
use crate::native::code::{Flags, ahead};
use crate::state::{Ids, Member, Members, Shared, apart};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// Events that are decided together.
const EVENTS: usize = 1_024;

/// Books receipts of members. It keeps the members and serves one thread.
pub struct Ledger {
    scoring: Scoring,
    accounts: Accounts,
    shadow: Option<Shadow>,
    /// What a test breaks.
    #[cfg(test)]
    pub(crate) breaks: Option<fn(&mut Totals, &mut Members)>,
    by_kernels: u64,
    one_by_one: u64,
}

/// The members, in records or as they are.
struct Accounts {
    programme: Arc<Programme>,
    ids: Ids,
    /// Of members whom records can hold, if they can hold any.
    records: Option<(Arc<Layout>, Records)>,
    /// All others.
    members: Members,
    evaluator: Option<Box<dyn Evaluator>>,
    known: Option<Known>,
    days: Days,
    /// Receipts of the latest batch that no kernel decided.
    taken_over: u64,
    /// What happened, and what kernels have counted of it in the latest batch.
    happened: Happened,
    counts: Vec<i64>,
}

/// The latest dictionary of members.
struct Known {
    dictionary: Arc<[Option<String>]>,
    /// By code, the number of the id.
    numbers: Vec<u32>,
}

/// What follows from days.
#[derive(Debug, Default)]
struct Days {
    of: Option<(i32, i32)>,
    /// By window, the number on each day.
    windows: Vec<Vec<i32>>,
    /// By purse, the day as which starts points of each day are gone.
    ends: Vec<Vec<i32>>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("programme", &self.scoring.programme.name).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Without members.
    #[must_use]
    pub fn new(programme: Arc<Programme>) -> Ledger {
        Ledger::with_members(programme, Members::default())
    }

    /// With members as they are.
    #[must_use]
    pub fn with_members(programme: Arc<Programme>, members: Members) -> Ledger {
        let scoring = Scoring::with_records(Arc::clone(&programme));
        let alone = *members.shared() == Shared::default();
        let layout = scoring.layout.clone().filter(|_| alone);
        let records = layout.map(|layout| {
            let records = Records::new(Arc::clone(&programme), Arc::clone(&layout));
            (layout, records)
        });
        let mut accounts = Accounts {
            happened: Happened::new(&programme),
            counts: counts(&programme),
            programme,
            ids: Ids::default(),
            records,
            members: Members::default(),
            evaluator: None,
            known: None,
            days: Days::default(),
            taken_over: 0,
        };
        if accounts.records.is_none() {
            accounts.members = members;
        } else {
            for (id, member) in members.into_known() {
                accounts.keep(&id, member);
            }
        }
        Ledger {
            scoring,
            accounts,
            shadow: None,
            #[cfg(test)]
            breaks: None,
            by_kernels: 0,
            one_by_one: 0,
        }
    }

    /// The same with other instructions than the host's best.
    #[must_use]
    pub fn with_flags(mut self, flags: Flags) -> Ledger {
        self.scoring.flags = flags;
        self
    }

    /// The same; kernels take so many receipts at a time, or 64 if that is more. The answers do not depend on it.
    #[must_use]
    pub fn with_block(mut self, receipts: NonZeroUsize) -> Ledger {
        self.scoring.block = receipts.get();
        self
    }

    /// The same; making kernels takes no longer than that, all of them together. What has none is decided as events.
    #[must_use]
    pub(crate) fn within(mut self, time: Duration) -> Ledger {
        self.scoring.time = Some(time);
        self
    }

    /// The same; a receipt is left out if its member holds more lots than that when it comes: [`Totals::left_out`]. Nothing of it
    /// is booked.
    #[must_use]
    pub fn with_lots(mut self, most: usize) -> Ledger {
        self.accounts.limit_lots(most);
        self
    }

    /// The same with an evaluator for what kernels do not say; for everything, if there are to be none.
    #[must_use]
    pub(crate) fn with_evaluator(mut self, evaluator: Box<dyn Evaluator>, kernels: bool) -> Ledger {
        self.accounts.evaluator = Some(evaluator);
        self.scoring.by_kernels = kernels;
        self
    }

    /// The same; of one of so many receipts everything that its member has in the batch is decided by the interpreter, too, on
    /// copies, and its answer counts. Not where what a member does can reach another one.
    #[must_use]
    pub fn with_shadow(mut self, every: NonZeroUsize, detail: Detail) -> Ledger {
        let Accounts { programme, members, .. } = &self.accounts;
        if apart(programme) && *members.shared() == Shared::default() {
            self.shadow = Some(Shadow::new(Arc::clone(programme), every, detail));
        }
        self
    }

    /// Receipts on which the interpreter came to something else; they are forgotten here.
    pub fn mismatches(&mut self) -> Vec<BatchMismatch> {
        self.shadow.as_mut().map(Shadow::take).unwrap_or_default()
    }

    /// The programme by which it books.
    #[must_use]
    pub fn programme(&self) -> &Arc<Programme> {
        &self.accounts.programme
    }

    /// Receipts that kernels have booked, and those that were decided as events.
    #[must_use]
    pub fn booked(&self) -> (u64, u64) {
        (self.by_kernels, self.one_by_one)
    }

    /// What happened to members beside what rules gave, in all batches of which awards were asked for.
    #[must_use]
    pub fn happened(&self) -> Happened {
        let mut happened = self.accounts.happened.clone();
        if let Some((_, records)) = &self.accounts.records {
            records.add_expired(&mut happened.expired);
        }
        happened
    }

    /// Why kernels for some receipts could not be made although they were asked for, the last time that it happened: such as
    /// that the host allows no more time for compiling. Nothing where kernels do not say what the programme asks for.
    #[must_use]
    pub fn fallback(&self) -> Option<&CompileError> {
        self.scoring.fallback.as_ref()
    }

    /// Whether records can hold what a programme keeps of its members.
    #[must_use]
    pub fn fits(programme: &Programme) -> bool {
        Layout::new(programme).is_some()
    }

    /// The records, for tests that look at them.
    #[cfg(test)]
    pub(super) fn records_mut(&mut self) -> Option<&mut Records> {
        Some(&mut self.accounts.records.as_mut()?.1)
    }

    /// Members that stand in records.
    #[must_use]
    pub fn in_records(&self) -> usize {
        let Some((_, records)) = &self.accounts.records else { return 0 };
        (0..records.len()).filter(|record| records.is_known(*record)).count()
    }

    /// The kernels that were made, in Cranelift's notation.
    #[must_use]
    pub fn clif(&self) -> String {
        self.scoring.clif()
    }

    /// Books the receipts of a batch, in its order: points of each, and what each rule gave if it is asked for.
    ///
    /// # Errors
    /// If the batch was made for another programme, or does not say whose its receipts are.
    pub fn book(&mut self, batch: &Batch<'_>, awards: bool, totals: &mut Totals) -> Result<(), BatchError> {
        if !Arc::ptr_eq(batch.programme(), &self.scoring.programme) {
            return Err(BatchError::OtherProgramme);
        }
        if batch.columns().member.is_none() {
            return Err(BatchError::Missing("member"));
        }
        if self.scoring.programme.remember.is_some() && batch.columns().id.is_none() {
            return Err(BatchError::Missing("id"));
        }
        let Ledger { shadow, accounts, .. } = self;
        let expected = shadow.as_mut().map(|shadow| {
            let copies = accounts.members.alike();
            shadow.expected(batch, copies, |id| accounts.member(id), |receipt| accounts.event(batch, receipt))
        });
        totals.start(&self.scoring.programme, batch, awards);
        let receipts = u64::try_from(batch.len()).unwrap_or(0);
        self.accounts.taken_over = 0;
        let has_records = self.accounts.records.is_some() && !batch.is_empty();
        let by_kernels =
            has_records && self.scoring.score(batch, awards, totals, Some(&mut self.accounts)).is_some();
        if by_kernels {
            let Accounts { happened, counts, .. } = &mut self.accounts;
            happened.take(counts);
            self.one_by_one = self.one_by_one.saturating_add(self.accounts.taken_over);
            self.by_kernels =
                self.by_kernels.saturating_add(receipts.saturating_sub(self.accounts.taken_over));
        } else {
            totals.start(&self.scoring.programme, batch, awards);
            totals.awards.iter_mut().for_each(|awards| awards.columns.fill(None));
            totals.units.iter_mut().for_each(|points| points.fill(0));
            self.accounts.as_events(batch, totals);
            self.one_by_one = self.one_by_one.saturating_add(receipts);
        }
        #[cfg(test)]
        self.breaks.iter().for_each(|breaks| self.accounts.broken(totals, *breaks));
        if let (Some(shadow), Some(expected)) = (&mut self.shadow, expected) {
            let wrong = shadow.booked(expected, |id| self.accounts.member(id), totals);
            wrong.into_iter().for_each(|(id, member)| {
                self.accounts.bring(&id);
                self.accounts.members.remove(&id);
                member.into_iter().for_each(|member| self.accounts.keep(&id, member));
            });
        }
        Ok(())
    }

    /// Forgets what is known of the members, but not who they are.
    pub fn forget(&mut self) {
        self.accounts.members = self.accounts.members.alike();
        self.accounts.records.iter_mut().for_each(|(_, records)| records.clear());
    }

    /// Every member, in no order.
    pub fn each(&self, mut look: impl FnMut(&str, &Member)) {
        let accounts = &self.accounts;
        if let Some((_, records)) = &accounts.records {
            for record in 1..records.len() {
                if let Some(member) = records.member(record) {
                    look(accounts.ids.text(record), &member);
                }
            }
        }
        accounts.members.iter().for_each(|(id, member)| look(id, member));
    }

    /// The members, as they are.
    #[must_use]
    pub fn into_members(self) -> Members {
        let Accounts { ids, records, mut members, .. } = self.accounts;
        if let Some((_, mut records)) = records {
            for record in 1..records.len() {
                if let Some(member) = records.take(record) {
                    members.insert(ids.text(record), member);
                }
            }
        }
        members.limit_lots(usize::MAX);
        members
    }
}

impl Accounts {
    /// No receipts of who holds more lots. Records hold fewer; who may come to hold more stands among the others, where it is
    /// looked at before every event.
    fn limit_lots(&mut self, most: usize) {
        self.members.limit_lots(most);
        let Some((_, records)) = &mut self.records else { return };
        let useful = records.limit_lots(most);
        let full = (1..records.len()).filter(|record| !records.may_stay(*record));
        let full: Vec<String> = full.map(|record| self.ids.text(record).to_owned()).collect();
        full.iter().for_each(|id| self.bring(id));
        if let Some((_, records)) = self.records.take_if(|_| !useful) {
            records.add_expired(&mut self.happened.expired);
        }
    }

    /// Puts a member into a record, or else among the others.
    fn keep(&mut self, id: &str, member: Member) {
        if let (Some((_, records)), Some(number)) = (&mut self.records, self.ids.number(id)) {
            records.open(self.ids.len());
            if usize::try_from(number).is_ok_and(|record| records.put(record, &member)) {
                return;
            }
        }
        self.members.insert(id, member);
    }

    /// Brings a member to the others, where events find them.
    fn bring(&mut self, id: &str) {
        if let (Some((_, records)), Some(number)) = (&mut self.records, self.ids.number(id)) {
            records.open(self.ids.len());
            let member = usize::try_from(number).ok().and_then(|record| records.take(record));
            member.into_iter().for_each(|member| self.members.insert(id, member));
        }
    }

    /// A member, as far as anything is known.
    fn member(&self, id: &str) -> Option<Member> {
        let in_record = self.records.as_ref().and_then(|(_, records)| records.member(self.ids.known(id)?));
        in_record.or_else(|| self.members.get(id).cloned())
    }

    /// Lets a test break what was booked, and who bought.
    #[cfg(test)]
    fn broken(&mut self, totals: &mut Totals, breaks: fn(&mut Totals, &mut Members)) {
        let ids: Vec<String> = (1..self.ids.len()).map(|number| self.ids.text(number).to_owned()).collect();
        ids.iter().for_each(|id| self.bring(id));
        breaks(totals, &mut self.members);
    }

    /// A receipt as an event.
    fn event(&self, batch: &Batch<'_>, receipt: usize) -> Event {
        let columns = batch.columns();
        let mut event = batch.event(&self.programme, receipt);
        event.member = columns.member.as_ref().and_then(|column| column.get(receipt)).cloned().flatten();
        event.offset = self.programme.zone.offset(event.at);
        event.id =
            columns.id.as_ref().and_then(|column| column.get(receipt)).cloned().flatten().unwrap_or_default();
        if self.programme.remember.is_some() {
            event.fingerprint = Fingerprint::new(&self.programme).of(&event);
        }
        event
    }

    /// Decides all receipts of a batch as events.
    fn as_events(&mut self, batch: &Batch<'_>, totals: &mut Totals) {
        let mut from = 0;
        while from < batch.len() {
            let to = batch.len().min(from.saturating_add(EVENTS));
            let events: Vec<Event> = (from..to).map(|receipt| self.event(batch, receipt)).collect();
            for event in &events {
                event.member.iter().for_each(|id| self.bring(id));
            }
            let evaluator = self.evaluator.get_or_insert_with(|| evaluator(&self.programme));
            let mut decisions = Decisions::default();
            evaluator.decide_all(&self.programme, &mut self.members, &events, &mut decisions);
            for (position, receipt) in (from..to).enumerate() {
                let of_event = decisions.of(position);
                of_event.iter().for_each(|decision| self.happened.decided(decision));
                match of_event.iter().find(|decision| decision.from.is_none()) {
                    Some(own) => totals.decided(&self.programme, receipt, own),
                    None => totals.leave_out(receipt),
                }
            }
            from = to;
        }
    }

    /// Decides one receipt as an event, and puts its member back into the record.
    fn as_event(&mut self, batch: &Batch<'_>, receipt: usize, totals: &mut Totals) {
        let event = self.event(batch, receipt);
        event.member.iter().for_each(|id| self.bring(id));
        let evaluator = self.evaluator.get_or_insert_with(|| evaluator(&self.programme));
        let mut own: Option<Arc<Decision>> = None;
        self.members.apply(&self.programme, evaluator.as_mut(), &event, |decision| {
            self.happened.decided(&decision);
            own.get_or_insert(decision);
        });
        match &own {
            Some(decision) => totals.decided(&self.programme, receipt, decision),
            None => totals.leave_out(receipt),
        }
        if let Some(id) = &event.member
            && let Some(member) = self.members.remove(id)
        {
            self.keep(id, member);
        }
    }

    /// The number of a receipt's member.
    fn account(&self, batch: &Batch<'_>, receipt: usize) -> Option<usize> {
        let code = batch.columns().member.as_ref()?.codes.get(receipt)?;
        usize::try_from(*self.known.as_ref()?.numbers.get(code)?).ok()
    }
}

impl Past for Accounts {
    fn open(&mut self, batch: &Batch<'_>, days: (i32, i32)) -> Option<()> {
        let (layout, records) = self.records.as_mut()?;
        let dictionary = &batch.columns().member.as_ref()?.values;
        if self.known.as_ref().is_none_or(|known| !Arc::ptr_eq(&known.dictionary, dictionary)) {
            let numbers = dictionary.iter().map(|id| id.as_ref().map_or(Some(0), |id| self.ids.number(id)));
            let numbers = numbers.collect::<Option<Vec<u32>>>()?;
            self.known = Some(Known { dictionary: Arc::clone(dictionary), numbers });
        }
        records.open(self.ids.len());
        if self.days.of != Some(days) {
            let all = || (days.0..=days.1).map(Day);
            self.days.windows =
                layout.windows.iter().map(|window| all().map(|day| window.number(day)).collect()).collect();
            self.days.ends = (0..layout.purses.len())
                .map(|purse| all().map(|day| records.ends(purse, day)).collect())
                .collect();
            self.days.of = Some(days);
        }
        // Points that are gone as they come are told and not kept.
        let stay = |ends: &Vec<i32>| ends.iter().zip(days.0..).all(|(ends, day)| *ends > day);
        self.days.ends.iter().all(stay).then_some(())
    }

    fn place(&mut self, what: OfMembers) -> Option<*const u8> {
        Some(match what {
            OfMembers::Accounts => self.known.as_ref()?.numbers.as_ptr().cast(),
            OfMembers::Records => self.records.as_mut()?.1.start(),
            OfMembers::Window(window) => self.days.windows.get(window)?.as_ptr().cast(),
            OfMembers::Counts => self.counts.as_mut_ptr().cast_const().cast(),
            OfMembers::Ends(purse) => self.days.ends.get(purse)?.as_ptr().cast(),
        })
    }

    fn ahead(&self, batch: &Batch<'_>, receipts: Range<usize>) {
        let Some((_, records)) = &self.records else { return };
        for receipt in receipts {
            let account = self.account(batch, receipt).unwrap_or(0);
            records.lines_of(account).for_each(ahead);
        }
    }

    fn take_over(&mut self, batch: &Batch<'_>, receipt: usize, totals: &mut Totals) -> bool {
        let account = self.account(batch, receipt).unwrap_or(0);
        let at = batch.columns().at.get(receipt).copied().unwrap_or(0);
        let day = self.programme.zone.local(at).day;
        if let Some((_, records)) = &mut self.records
            && records.settle(account, day)
        {
            return true;
        }
        self.as_event(batch, receipt, totals);
        self.taken_over = self.taken_over.saturating_add(1);
        false
    }
}
