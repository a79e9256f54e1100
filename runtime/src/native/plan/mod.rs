//! The plan: which facts, sums and slots a programme needs, and in which order and portions it is compiled.

pub(crate) mod contest;
pub(crate) mod facts;
pub(crate) mod follows;
pub(crate) mod index;
pub(crate) mod items;
pub(crate) mod lines;
pub(crate) mod plain_sums;
pub(crate) mod points;
pub(crate) mod quick;
pub(crate) mod slots;
pub(crate) mod walk;

use super::CompileError;
use follows::Follows;
use index::Index;
use items::Item;
use lines::LinePlan;
use points::PointsPlan;
use quick::{Ground, Quick};
use slots::{FrameBuilder, Slot, Slots};
use std::collections::HashMap;
use treue_lang::programme::{
    AmountId, FieldId, Id, Occasion, Over, Paid, Programme, RuleId, StackId, TrackId, TrackSubject, Trigger,
};
use walk::{Reads, entry_reads_more, of_member};

/// What is in the trigger slot for an event that no rule looks at.
pub(crate) const NO_TRIGGER: i64 = -1;
/// What is in the slot of days since the latest purchase if there was none.
pub(crate) const NEVER: i64 = 1 << 31;
/// What is in the trigger slot for a purchase.
pub(crate) const PURCHASE: i64 = 0;
/// A compiled function has at most this weight: about so many rules, sums or levels.
pub(crate) const WEIGHT: usize = 32;

/// Slots that a rule fills.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleSlots {
    /// Whole part of the raw value.
    pub(crate) whole: Slot,
    /// What is left of it, over the rule's denominator.
    pub(crate) rest: Slot,
    /// After rounding.
    pub(crate) rounded: Slot,
    /// What it gives, after limits and stacks.
    pub(crate) given: Slot,
    /// The limit that cut it last, and one; 0 if none did.
    pub(crate) cut: Slot,
    /// Why it gave nothing, see [`reason`].
    pub(crate) reason: Slot,
}

/// Slots in which pieces of a stack hand on what they found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StackSlots {
    /// Most that a member gives so far; what a limit has left; whole part of the running total.
    pub(crate) first: Slot,
    /// Position of that member; rest of the running total.
    pub(crate) second: Slot,
    /// Rounded running total.
    pub(crate) third: Slot,
}

/// How reasons stand in their slot: the kind in the low three bits, a number above.
pub(crate) mod reason {
    /// None: it gives something.
    pub(crate) const NONE: i64 = 0;
    /// The condition of that position fails.
    pub(crate) const CONDITION: i64 = 1;
    /// It comes to zero.
    pub(crate) const ZERO: i64 = 2;
    /// The limit of that number left nothing.
    pub(crate) const LIMIT: i64 = 3;
    /// It lost in the stack of that number.
    pub(crate) const LOST: i64 = 4;
    /// It does not look at this event.
    pub(crate) const ELSEWHERE: i64 = 5;
    /// Bits of the kind.
    pub(crate) const KIND_BITS: u32 = 3;
}

/// The plan of a programme.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What it reads.
    pub(crate) reads: Reads,
    /// Its lines.
    pub(crate) lines: LinePlan,
    /// Rules that are only looked at where facts lead to them, if there are many.
    pub(crate) index: Option<Index>,
    /// All work behind the lines, in order; but for the rules of the index.
    pub(crate) items: Vec<Item>,
    /// Number of slots of the frame.
    pub(crate) frame_len: usize,
    /// Which rules look: [`PURCHASE`], the position of a kind of activity and one, or [`NO_TRIGGER`].
    pub(crate) trigger: Slot,
    /// Minute of the event's day.
    pub(crate) minute: Slot,
    /// 1 if the member has no purchase so far.
    pub(crate) first_purchase: Slot,
    /// Words of facts of the day on the wall.
    pub(crate) day_facts: Slots,
    /// Words of dates of tracks.
    pub(crate) window_facts: Slots,
    /// Words of facts of the receipt.
    pub(crate) receipt_facts: Slots,
    /// Words of facts of the member.
    pub(crate) member_facts: Slots,
    /// Values of the number fields of receipt and member that are read.
    pub(crate) numbers: Vec<(FieldId, Slot)>,
    /// So many slots, the first of the frame, follow from the event alone, without its lines.
    pub(crate) of_event: usize,
    /// Readings, by `TrackId`.
    pub(crate) tracks: Slots,
    /// What is booked, by `TrackId`.
    pub(crate) bookings: Slots,
    /// Tracks of different texts.
    pub(crate) text_tracks: Vec<TrackId>,
    /// By their position: how many texts of the event are new. Rust finds them.
    pub(crate) news: Slots,
    /// By their position: 1 if the event counts for the track.
    pub(crate) brings: Slots,
    /// Levels, by `TiersId`.
    pub(crate) levels: Slots,
    /// The fields whose dates decide for rules, with words of facts of those days, and levels held then by `TiersId`.
    pub(crate) decided: Vec<Decided>,
    /// Occasions of the event's own day, in the order of `reads.occasions`.
    pub(crate) occasions: Slots,
    /// Days since the latest purchase; 2^31 or more if there was none.
    pub(crate) since_purchase: Slot,
    /// Available balances, by `UnitId`.
    pub(crate) balances: Slots,
    /// Which rule of its function is looked at, for functions of rules of the index.
    pub(crate) wanted: Slot,
    /// What rules of the index give together, by `UnitId`.
    pub(crate) found_points: Slots,
    /// Highest level whose entry holds, by `TiersId`.
    pub(crate) entered: Slots,
    /// A bit for each level whose keep holds, by `TiersId`.
    pub(crate) kept: Slots,
    /// What expiry and pauses ask.
    pub(crate) points: PointsPlan,
    /// By `RewardId`: position and one of the first of its conditions that fails, 0 if all hold.
    pub(crate) gates: Slots,
    /// The same of conversions, by their number among those of all partners.
    pub(crate) convert_gates: Slots,
    /// Whether levels are entered by anything but tracks, levels and the member.
    pub(crate) entry_reads_more: bool,
    /// How usual purchases are decided straight through.
    pub(crate) quick: Option<Quick>,
    /// What levels that follow at once follow.
    pub(crate) follows: Follows,
    /// Kinds of activities that rules look at and tracks count.
    pub(crate) activities: Vec<String>,
    /// Window rules, in order.
    pub(crate) window_rules: Vec<RuleId>,
    /// Window rules that are paid at the end of their windows or later.
    pub(crate) paid_later: Vec<RuleId>,
    /// Rules whose points are not available at once.
    pub(crate) waiting: Vec<RuleId>,
    /// Retroactive versions that give at once for what was before.
    pub(crate) looking_back: Vec<RuleId>,
    /// By kind of slot, by `RuleId`: what is read of all rules stands together.
    rules: [Slots; RULE_SLOTS],
    stacks: Slots,
    /// What a rule that competes for lines measured on those it won.
    contests: HashMap<RuleId, Slot>,
    number_of: HashMap<FieldId, Slot>,
    /// What Rust fills for the lines lies in one run: amounts and other sums.
    pub(crate) sums: (usize, usize),
}

/// A field whose date decides for rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decided {
    /// The field.
    pub(crate) field: FieldId,
    /// Words of facts of its day.
    pub(crate) days: Slots,
    /// Levels that were held then, by `TiersId`.
    pub(crate) levels: Slots,
    /// Occasions of that day.
    pub(crate) occasions: Slots,
}

const RULE_SLOTS: usize = 6;
const STACK_SLOTS: usize = 3;

impl Plan {
    /// Plans a programme; rules go into an index if at least so many can.
    pub(crate) fn new(programme: &Programme, at_least: Option<usize>) -> Result<Plan, CompileError> {
        let reads = Reads::of(programme);
        let index = at_least.and_then(|at_least| Index::new(programme, &reads, at_least));
        let indexed = |rule: RuleId| index.as_ref().is_some_and(|index| index.has(rule));
        let mut items = items::items(programme)?;
        items.retain(|item| !matches!(item, Item::Rule(rule) if indexed(*rule)));
        let mut frame = FrameBuilder::default();
        let read = |id: &FieldId| reads.numbers.get(id.index()) == Some(&true);
        let (of_member, of_receipt): (Vec<FieldId>, Vec<FieldId>) =
            programme.fields.ids().filter(read).partition(|f| of_member(programme, *f));
        // What the event alone says comes first: it is made when the event is read.
        let trigger = frame.slot();
        let minute = frame.slot();
        let receipt_facts = frame.slots(reads.receipt.words());
        let mut numbers: Vec<(FieldId, Slot)> = of_receipt.into_iter().map(|f| (f, frame.slot())).collect();
        let of_event = frame.slots(0).start();
        let first_purchase = frame.slot();
        let day_facts = frame.slots(reads.days.words());
        let window_facts = frame.slots(reads.windows.words());
        let member_facts = frame.slots(reads.member.words());
        numbers.extend(of_member.into_iter().map(|f| (f, frame.slot())));
        let number_of = numbers.iter().copied().collect();
        let tracks = frame.slots(programme.tracks.len());
        let bookings = frame.slots(programme.tracks.len());
        let text_tracks: Vec<TrackId> =
            programme.tracks.iter().filter(|(_, track)| track.is_of_texts()).map(|(id, _)| id).collect();
        let (news, brings) = (frame.slots(text_tracks.len()), frame.slots(text_tracks.len()));
        let levels = frame.slots(programme.tiers.len());
        let decided = programme.deciding_fields();
        let decided = decided.into_iter().map(|field| {
            let (days, held) = (frame.slots(reads.days.words()), frame.slots(programme.tiers.len()));
            Decided { field, days, levels: held, occasions: frame.slots(reads.occasions.len()) }
        });
        let decided = decided.collect();
        let occasions = frame.slots(reads.occasions.len());
        let since_purchase = frame.slot();
        let balances = frame.slots(programme.units.len());
        let sums_start = frame.slots(0).start();
        let lines = LinePlan::new(programme, &reads, index.as_ref(), &mut frame);
        let sums_end = frame.slots(0).start();
        let rules = [(); RULE_SLOTS].map(|()| frame.slots(programme.rules.len()));
        let stacks = frame.slots(programme.stacks.len().saturating_mul(STACK_SLOTS));
        let contests = programme.rules.iter().filter(|(_, r)| r.contest.is_some());
        let contests = contests.map(|(id, _)| (id, frame.slot())).collect();
        let wanted = frame.slot();
        let found_points = frame.slots(programme.units.len());
        let entered = frame.slots(programme.tiers.len());
        let kept = frame.slots(programme.tiers.len());
        let points = PointsPlan::new(programme, &mut frame);
        let gates = frame.slots(programme.rewards.len());
        let conversions = programme.partners.iter().map(|(_, p)| p.conversions.len()).sum();
        let convert_gates = frame.slots(conversions);
        let frame_len = frame.finish().ok_or(CompileError::TooLarge)?;
        let mut activities: Vec<String> = Vec::new();
        for (_, rule) in programme.rules.iter() {
            match &rule.on {
                Trigger::Activity(kind) if !activities.contains(kind) => activities.push(kind.clone()),
                Trigger::Activity(_) | Trigger::Purchase => {}
            }
        }
        for (_, track) in programme.tracks.iter() {
            if let TrackSubject::Activities(kind)
            | TrackSubject::InARow(Trigger::Activity(kind))
            | TrackSubject::Days(Trigger::Activity(kind))
            | TrackSubject::Different(_, Trigger::Activity(kind))
            | TrackSubject::Field { of: Trigger::Activity(kind), .. } = &track.subject
                && !activities.contains(kind)
            {
                activities.push(kind.clone());
            }
        }
        let overs = || programme.rules.iter().filter_map(|(id, r)| Some((id, r.over.as_ref()?.paid)));
        let window_rules = overs().map(|(id, _)| id).collect();
        let looks_back = |o: &Over| o.retroactive && o.paid == Paid::AtOnce;
        let looking_back = programme.rules.iter().filter(|(_, r)| r.over.as_ref().is_some_and(looks_back));
        let looking_back = looking_back.map(|(id, _)| id).collect();
        let paid_later = overs().filter(|(_, paid)| *paid != Paid::AtOnce).map(|(id, _)| id).collect();
        let waiting = programme.rules.iter().filter(|(_, r)| r.available.is_some());
        let waiting = waiting.map(|(id, _)| id).collect();
        let amount = |id| lines.amount(id);
        let ground = Ground { programme, reads: &reads, points: &points, levels, amount: &amount };
        let quick = Quick::new(&ground);
        Ok(Plan {
            reads,
            lines,
            index,
            items,
            frame_len,
            trigger,
            minute,
            first_purchase,
            day_facts,
            window_facts,
            receipt_facts,
            member_facts,
            numbers,
            of_event,
            tracks,
            bookings,
            text_tracks,
            news,
            brings,
            levels,
            decided,
            occasions,
            since_purchase,
            balances,
            wanted,
            found_points,
            entered,
            kept,
            points,
            gates,
            convert_gates,
            entry_reads_more: entry_reads_more(programme),
            quick,
            follows: Follows::of(programme),
            activities,
            window_rules,
            paid_later,
            waiting,
            looking_back,
            rules,
            stacks,
            contests,
            number_of,
            sums: (sums_start, sums_end),
        })
    }

    /// The slots of a rule.
    #[inline]
    pub(crate) fn rule(&self, id: RuleId) -> RuleSlots {
        let at = |run: Slots| run.at(id.index());
        let [whole, rest, rounded, given, cut, reason] = self.rules;
        RuleSlots {
            whole: at(whole),
            rest: at(rest),
            rounded: at(rounded),
            given: at(given),
            cut: at(cut),
            reason: at(reason),
        }
    }

    /// The slots of a stack.
    pub(crate) fn stack(&self, id: StackId) -> StackSlots {
        let first = id.index().saturating_mul(STACK_SLOTS);
        StackSlots {
            first: self.stacks.at(first),
            second: self.stacks.at(first + 1),
            third: self.stacks.at(first + 2),
        }
    }

    /// Where what a rule measured on the lines that it won stands; `None` for a rule that does not compete.
    pub(crate) fn contest_amount(&self, id: RuleId) -> Option<Slot> {
        self.contests.get(&id).copied()
    }

    /// Levels as a rule sees them: of now, or of the day that its field says.
    pub(crate) fn levels_for(&self, decided_by: Option<FieldId>) -> Slots {
        self.decided_for(decided_by).map_or(self.levels, |d| d.levels)
    }

    /// Words of facts of the day that decides for a rule.
    pub(crate) fn days_for(&self, decided_by: Option<FieldId>) -> Slots {
        self.decided_for(decided_by).map_or(self.day_facts, |d| d.days)
    }

    /// Where an occasion stands, on the day that decides for a rule.
    pub(crate) fn occasion(&self, decided_by: Option<FieldId>, what: &Occasion) -> Option<Slot> {
        let slots = self.decided_for(decided_by).map_or(self.occasions, |d| d.occasions);
        self.reads.occasions.iter().position(|o| o == what).map(|at| slots.at(at))
    }

    fn decided_for(&self, decided_by: Option<FieldId>) -> Option<Decided> {
        self.decided.iter().find(|d| Some(d.field) == decided_by).copied()
    }

    /// Where an amount stands.
    pub(crate) fn amount(&self, id: AmountId) -> Option<Slot> {
        self.lines.amount(id)
    }

    /// Where a number field of receipt or member stands.
    pub(crate) fn number(&self, id: FieldId) -> Option<Slot> {
        self.number_of.get(&id).copied()
    }

    /// What stands in the trigger slot for an activity.
    pub(crate) fn activity(&self, kind: &str) -> i64 {
        let position = self.activities.iter().position(|k| k == kind);
        position.and_then(|p| i64::try_from(p + 1).ok()).unwrap_or(NO_TRIGGER)
    }
}
