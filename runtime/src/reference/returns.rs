//! `return`: goods of a receipt come back, or a redemption is undone.

use super::readings::Readings;
use super::remaining::{self, Remaining};
use super::rules::{self, Outcomes};
use super::scene::Scene;
use super::spent::{self, Share};
use super::taking::{self, Less, Refund, Settling};
use super::texts::{self, ByTrack};
use super::{Work, booking, effects, expiry, gifts, lots, receipt, tracks, windows};
use crate::decision::{Decision, Outgoing, Refusal, RefusalCode, Returned};
use crate::event::Return;
use crate::state::record::{ReceiptNote, Record};
use crate::state::{Lot, Settled, Since, awaited};
use treue_lang::programme::{
    Available, Basis, FieldId, FieldOwner, Id, Limit, LimitOwner, Most, Rule, RuleId, TrackId, UnitId,
};
use treue_lang::time::Day;

/// A receipt of which something comes back.
struct Case<'a> {
    /// What was decided at first.
    decision: &'a Decision,
    note: &'a ReceiptNote,
    /// Before this return.
    so_far: &'a Settled,
}

/// Decides a return.
pub(super) fn give_back(work: &mut Work<'_>, asked: &Return) -> Result<(), Refusal> {
    let Some(first) = work.programme.memory_starts(work.now) else {
        return Err(Refusal::new(RefusalCode::NothingRemembered));
    };
    let unknown =
        || Refusal { name: Some(asked.receipt.clone()), ..Refusal::new(RefusalCode::UnknownReceipt) };
    let noted = work.member.notebook.find(&asked.receipt).ok_or_else(unknown)?;
    let day = match &noted.record {
        Record::None => return Err(Refusal::new(RefusalCode::NotReturnable)),
        Record::Receipt(note) => note.day,
        Record::Spent(note) => note.day,
    };
    if day < first {
        return Err(super::too_late(day, first));
    }
    if work.at < noted.decision.at {
        return Err(Refusal::new(RefusalCode::BeforePurchase));
    }
    let so_far = work.member.notebook.settled(&asked.receipt).cloned();
    if so_far.as_ref().is_some_and(|s| s.whole) {
        return Err(Refusal::new(RefusalCode::NothingLeft));
    }
    match &noted.record {
        Record::None => Ok(()),
        Record::Spent(note) => spent::redemption(work, asked, &noted.decision, note),
        Record::Receipt(note) => {
            let so_far = so_far.unwrap_or_else(|| at_first(&noted.decision, note));
            goods(work, asked, &Case { decision: &noted.decision, note, so_far: &so_far })
        }
    }
}

/// What a receipt gave and booked before anything came back.
fn at_first(decision: &Decision, note: &ReceiptNote) -> Settled {
    let booked = note.booked.iter().enumerate().filter(|(_, booked)| **booked != 0);
    Settled {
        given: decision.awards.iter().map(|a| (a.rule, decision.given_by(a.rule))).collect(),
        booked: booked.map(|(track, booked)| (TrackId::from_index(track), *booked)).collect(),
        ..Settled::default()
    }
}

/// Goods come back.
fn goods(work: &mut Work<'_>, asked: &Return, case: &Case<'_>) -> Result<(), Refusal> {
    let original = &case.note.purchase;
    let now = remaining::asked(original, case.so_far, asked.lines.as_deref())?;
    let mut settled = Settled { returned: remaining::together(case.so_far, &now), ..case.so_far.clone() };
    let shares = receipt::spread_receipt(work.programme, original);
    let whole = remaining::of(work.programme, original, &shares, &Settled::default());
    let before = remaining::of(work.programme, original, &shares, case.so_far);
    let rest = remaining::of(work.programme, original, &shares, &settled);
    settled.whole = rest.purchase.lines.is_empty();
    decide_again(work, case, &rest, &mut settled)?;
    let (brought, brings) = (texts_of(work, case, &before), texts_of(work, case, &rest));
    let brings = if settled.whole { ByTrack::new() } else { brings };
    let mut returned = Returned {
        receipt: asked.receipt.clone(),
        whole: settled.whole,
        lines: now,
        changes: changes(work, case, &settled),
        ..Returned::default()
    };
    work.decision.outgoing = to_others(work, case, &settled);
    book_tracks(work, case, &settled)?;
    texts::bring(work.programme, &mut work.member, &brings, (case.note.day, work.now))?;
    texts::take_back(work.programme, &mut work.member, &brought, case.note.day);
    let share =
        Share { whole: settled.whole, gone: above_zero(&whole) - above_zero(&rest), of: above_zero(&whole) };
    spent::on_receipt(work, &asked.receipt, share, &mut returned)?;
    let mut refund = Refund { left: charged(&before) - charged(&rest), cut: 0 };
    let changed = |track: TrackId| settled.booked_in(track) != case.so_far.booked_in(track);
    let changed: Vec<TrackId> = work.programme.tracks.ids().filter(|track| changed(*track)).collect();
    let receipt = Some(asked.receipt.as_str());
    let mut settling =
        Settling { receipt, returned: &mut returned, settled: &mut settled, refund: &mut refund };
    settle_points(work, case, &mut settling)?;
    post(work, settling.returned)?;
    windows::after_return(work, (case.decision, case.note.day), &changed, &mut settling)?;
    let whole = settling.settled.whole;
    work.member.notebook.settle(&asked.receipt, settling.settled.clone());
    if whole {
        work.member.purchases = work.member.purchases.saturating_sub(1);
        if work.member.last_purchase == Some(case.note.day) {
            work.member.last_purchase = work.member.notebook.latest().purchase;
        }
    }
    effects::undo_levels(work, &since(case), &mut settling)?;
    returned.refund_cut = refund.cut;
    work.member.notebook.settle(&asked.receipt, settled);
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// From where on levels are looked at again.
fn since<'a>(case: &Case<'a>) -> Since<'a> {
    let Case { decision, note, .. } = case;
    Since {
        day: note.day,
        at: decision.at,
        levels: &note.levels,
        event: &decision.event,
        late: decision.late,
    }
}

/// What was charged for what remains.
fn charged(rest: &Remaining) -> i128 {
    receipt::measured(&rest.purchase, &rest.shares).iter().map(|line| line.money(Basis::Charged)).sum()
}

/// The same of the lines above zero.
fn above_zero(rest: &Remaining) -> i128 {
    let lines = receipt::measured(&rest.purchase, &rest.shares);
    lines.iter().map(|line| line.money(Basis::Charged).max(0)).sum()
}

/// Steps 6 to 8 on what remains, with the noted readings. Nothing remaining gives and books nothing.
fn decide_again(
    work: &Work<'_>,
    case: &Case<'_>,
    rest: &Remaining,
    settled: &mut Settled,
) -> Result<(), Refusal> {
    settled.given.clear();
    settled.booked.clear();
    if settled.whole {
        return Ok(());
    }
    let scene = scene_of(work, case, rest);
    let outcomes: Outcomes = rules::evaluate(&scene)?;
    let gives = outcomes.iter().filter(|(_, outcome)| outcome.gives > 0);
    settled.given = gives.map(|(rule, outcome)| (rule, outcome.gives)).collect();
    let booked = booking::bookings(&scene, &outcomes, &case.decision.member)?.into_iter().enumerate();
    settled.booked =
        booked.filter(|(_, n)| *n != 0).map(|(track, n)| (TrackId::from_index(track), n)).collect();
    Ok(())
}

/// What remains of a receipt, with the noted readings.
fn scene_of<'a>(work: &Work<'a>, case: &Case<'_>, rest: &'a Remaining) -> Scene<'a> {
    let readings = noted_readings(work, case);
    let place = &case.note.purchase;
    let zone = work.programme.zone_of(place.store.as_deref(), &place.fields);
    let wall = zone.local(case.decision.at);
    let remaining = (&rest.purchase, rest.shares.as_slice());
    Scene::of_remaining(work.programme, readings, remaining, case.note.day, wall)
}

/// The texts that it brings to tracks of different ones.
fn texts_of(work: &Work<'_>, case: &Case<'_>, rest: &Remaining) -> ByTrack {
    if texts::tracks(work.programme).next().is_none() {
        return ByTrack::new();
    }
    texts::counted(&scene_of(work, case, rest))
}

fn noted_readings(work: &Work<'_>, case: &Case<'_>) -> Readings {
    let stands = tracks::read(work.programme, &work.member, tracks::View::On(case.note.day));
    let of_others = |track: TrackId| (stands[track] - i128::from(case.so_far.booked_in(track))).max(0);
    let given_first = |limit: &Limit| {
        let rules: &[RuleId] = match &limit.owner {
            LimitOwner::Rule(rule) => work.programme.versions(rule),
            LimitOwner::Reward(_) | LimitOwner::Gift(_) => &[],
            LimitOwner::Stack(stack) => &work.programme.stacks[*stack].rules,
        };
        let given: i128 = rules.iter().map(|rule| i128::from(case.decision.given_by(*rule))).sum();
        match limit.most {
            Most::Points(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => given,
            Most::Times(_) => given.min(1),
        }
    };
    Readings::noted(work.programme, case.note, of_others, given_first)
}

/// What a rule gives the member for what remains.
fn own_part(work: &Work<'_>, case: &Case<'_>, rule: RuleId, settled: &Settled) -> i64 {
    let people = (case.decision.member.as_str(), case.note.purchase.companions.as_slice());
    gifts::own_part(work.programme, (rule, settled.given_by(rule)), people)
}

/// By how much each rule gives the member more or less than before.
fn changes(work: &Work<'_>, case: &Case<'_>, after: &Settled) -> Vec<(RuleId, i64)> {
    let own = |rule: RuleId, settled: &Settled| own_part(work, case, rule, settled);
    let rules = work.programme.rules.ids();
    let changes = rules.map(|rule| (rule, own(rule, after) - own(rule, case.so_far)));
    changes.filter(|(_, change)| *change != 0).collect()
}

/// By how much each rule gives others more or less than before: those whom the receipt named.
fn to_others(work: &Work<'_>, case: &Case<'_>, after: &Settled) -> Vec<Outgoing> {
    let people = (case.decision.member.as_str(), case.note.purchase.companions.as_slice());
    let given = |rule: RuleId| (after.given_by(rule), case.so_far.given_by(rule));
    let named = |id: FieldId| {
        let field = &work.programme.fields[id];
        let fields = match field.owner {
            FieldOwner::Member => case.note.fields.as_slice(),
            FieldOwner::Receipt => case.note.purchase.fields.as_slice(),
            FieldOwner::Line => &[],
        };
        fields.get(field.position).cloned().flatten().or_else(|| field.default.clone())
    };
    gifts::changes(work.programme, &given, people, &named)
}

/// Points of a unit that the rest of the receipt gives, where they were booked.
fn still_given(work: &Work<'_>, case: &Case<'_>, unit: UnitId, settled: &Settled) -> Vec<Lot> {
    let rules = work.programme.rules.iter().filter(|(_, rule)| rule.unit == unit).map(|(id, _)| id);
    let given = rules.map(|id| (id, own_part(work, case, id, settled))).filter(|(_, points)| *points > 0);
    given.map(|(id, points)| Lot { points, ..lot_of(work, case, id) }).collect()
}

/// Tracks change in the windows of the receipt's day.
fn book_tracks(work: &mut Work<'_>, case: &Case<'_>, settled: &Settled) -> Result<(), Refusal> {
    for track in work.programme.tracks.ids() {
        let change = i128::from(settled.booked_in(track)) - i128::from(case.so_far.booked_in(track));
        let days = (case.note.day, work.now);
        tracks::book(work.programme, &mut work.member, track, days, change)?;
    }
    Ok(())
}

/// What rules give more is booked with the dates of the receipt; what they give less is taken.
fn settle_points(work: &mut Work<'_>, case: &Case<'_>, settling: &mut Settling<'_>) -> Result<(), Refusal> {
    let changes = settling.returned.changes.clone();
    for (id, change) in changes.iter().filter(|(_, change)| *change > 0) {
        let lot = Lot { points: *change, ..lot_of(work, case, *id) };
        if !effects::expire_with_level(work, lot, &since(case)) {
            lots::earn(work, lot)?;
        }
    }
    for unit in work.programme.units.ids() {
        let of_unit = |id: &RuleId| work.programme.rules[*id].unit == unit;
        let less = changes.iter().filter(|(id, change)| *change < 0 && of_unit(id));
        let less: Vec<Lot> =
            less.map(|(id, change)| Lot { points: -change, ..lot_of(work, case, *id) }).collect();
        if less.is_empty() {
            continue;
        }
        let stays = still_given(work, case, unit, settling.settled);
        taking::settle(work, unit, Less { gone: less, stays, ..Less::default() }, settling)?;
    }
    Ok(())
}

/// The lot that a rule's points of the receipt are in: with the dates of its award, or those that one would have had.
fn lot_of(work: &Work<'_>, case: &Case<'_>, id: RuleId) -> Lot {
    let rule: &Rule = &work.programme.rules[id];
    let earned: Day = case.note.day;
    let mut readings = noted_readings(work, case);
    readings.fields.clone_from(&work.member.fields);
    let scene = Scene::of_day(work.programme, readings, earned);
    let almanac = work.programme.almanac(&work.member.fields, work.member.joined, earned);
    let by_rule = booking::available(&scene, rule, almanac);
    let earning = expiry::Earning { unit: rule.unit, rule: Some(id), available: by_rule };
    let (by_dates, clock) = expiry::dates(&scene, almanac, &earning);
    let award = case.decision.awards.iter().find(|a| a.rule == id);
    let (available, expires, payer) = match award {
        Some(award) => (award.available, award.expires, award.payer),
        None => (by_rule, by_dates, rule.partner),
    };
    let awaits = match &rule.available {
        Some(Available::OnActivity(kind)) => Some(awaited(kind, &case.decision.event)),
        Some(Available::After(..)) | None => None,
    };
    Lot { unit: rule.unit, expires, earned, available, payer, clock, awaits, points: 0 }
}

/// Partners get back what they paid for points that were taken, and pay for what is given more.
fn post(work: &mut Work<'_>, returned: &Returned) -> Result<(), Refusal> {
    for (id, change) in &returned.changes {
        let rule = &work.programme.rules[*id];
        let postings = booking::owed_by_partners(work.programme, rule, *id, *change)?;
        work.decision.postings.extend(postings);
    }
    Ok(())
}
