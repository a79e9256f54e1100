//! What must hold of returns whatever the programme says: what came back leaves nothing behind, and it does not
//! matter in which parts it came.

mod alike;

use crate::case::Case;
use crate::dice::Dice;
use crate::history::members;
use crate::run::{Ready, direct_events};
use alike::{Alike, remembered, same};
use std::sync::Arc;
use treue_lang::programme::{Gives, Programme, Shortfall, Source, SpentPoints};
use treue_runtime::decision::{Decision, Issued, TierChange};
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, MemberChange, Purchase, Redeem, Return, ReturnedLine, What};
use treue_runtime::reference::Reference;
use treue_runtime::state::{CameWhat, Member, Members, Settled};

/// How often each law was asked about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// A receipt that came back at once.
    pub at_once: u64,
    /// Receipts that came back later, with other events in between.
    pub later: u64,
    /// Receipts that came back with what was spent on them.
    pub spent: u64,
    /// Receipts that came back in parts, in two orders and at once.
    pub in_parts: u64,
    /// Of those where something was given more, and expired at once.
    pub in_parts_expired: u64,
    /// Of those with tiers that fell back.
    pub fell_back: u64,
    /// Of those with levels that used up what they ask for.
    pub used_up: u64,
    /// Of those with what levels gave, or a reward that was issued.
    pub undone: u64,
    /// Members to whom a receipt gave something that came back at once.
    pub others: u64,
    /// Of those with what levels gave or took.
    pub others_undone: u64,
}

/// A law that does not hold of a receipt.
pub struct Broken {
    /// The receipt.
    pub receipt: String,
    /// The law and, in further lines, how it is broken.
    pub law: String,
}

impl Broken {
    /// The law alone.
    #[must_use]
    pub fn name(&self) -> &str {
        self.law.lines().next().unwrap_or_default()
    }
}

/// Plays a history and asks about each of its receipts.
///
/// # Errors
/// The law that is broken, and where.
pub fn hold(ready: &Ready, case: &Case, dice: &mut Dice, asked: &mut Asked) -> Result<(), Broken> {
    let p = &ready.programme;
    if p.remember.is_none() || case.history.brink.is_some() {
        return Ok(());
    }
    let engine = Reference::new(Arc::clone(p), Detail::Awards);
    let mut play = Play { p: Arc::clone(p), engine, others: Vec::new() };
    let mut known = members(p, &case.history);
    for event in direct_events(p, case) {
        let id = event.member.as_deref().map(|id| known.shared().account(id).to_owned());
        if let (What::Purchase(purchase), Some(id)) = (&event.what, &id) {
            let there = known.get(id).is_some() || !p.known_members_only;
            if there && known.get(id).and_then(|m| m.last_at).is_none_or(|at| at <= event.at) {
                let place = |law: String| Broken { receipt: event.id.clone(), law };
                play.at_once(&known, &event, asked).map_err(place)?;
                play.spent_on_it(&known, &event, case, asked).map_err(place)?;
                play.in_parts(&known, &event, purchase, dice, asked).map_err(place)?;
                play.later(&known, &event, case, asked).map_err(place)?;
            }
        }
        play.apply(&mut known, &event);
    }
    Ok(())
}

struct Play {
    p: Arc<Programme>,
    engine: Reference,
    /// What the last event did to others.
    others: Vec<Arc<Decision>>,
}

impl Play {
    fn apply(&mut self, known: &mut Members, event: &Event) -> Option<Arc<Decision>> {
        let (mut last, mut others) = (None, Vec::new());
        // Points to others come with decisions of their own, which say from whom.
        let mut own = |decision: Arc<Decision>| match decision.from {
            None => last = Some(decision),
            Some(_) => others.push(decision),
        };
        known.apply(&self.p, &mut self.engine, event, &mut own);
        self.others = others;
        last.filter(|d| d.refusal.is_none() && !d.repeated)
    }

    /// The members as they are when nothing but time has come to the instant of an event.
    fn waited(&mut self, known: &Members, event: &Event) -> Members {
        let mut waited = known.clone();
        let nothing = What::Member(MemberChange::default());
        // A moment before, if it can be: of one instant nobody could tell which came first.
        let last = of(known, event).and_then(|m| m.last_at);
        let before = self.p.zone.local(event.at - 1);
        let is_free =
            before.day == self.p.zone.local(event.at).day && last.is_none_or(|last| last < event.at);
        let at = if is_free { event.at - 1 } else { event.at };
        let wait = Event { id: "wait".to_owned(), at, what: nothing, ..event.clone() };
        self.apply(&mut waited, &wait);
        // What levels use up is taken off a sum behind all structures: others that read it follow with the next event, whatever
        // that is.
        if self.p.tiers.iter().any(|(_, tiers)| tiers.consumption.is_some()) {
            self.apply(&mut waited, &Event { id: "wait again".to_owned(), ..wait });
        }
        waited
    }

    /// How far members are alike of whom one has bought and returned: `taken` says from where points were taken.
    fn alike(&self, before: &Members, event: &Event, taken: &Taking) -> Alike {
        let owes = of(before, event).is_some_and(|m| m.owed.iter().any(|n| *n > 0));
        let lost = taken.lost.iter().any(|n| *n > 0);
        // Points that paid what was owed count as spent, and are not owed again. What is let go, or taken off a refund, stays.
        // `take points, pending` says that points of other receipts go before those of this one that wait, `take points` that
        // those that wait are left alone: then as many are left, but others.
        if lost || (owes && self.p.returns.then != Shortfall::Owe) || (taken.other && self.takes_otherwise())
        {
            return Alike::Totals(taken.lost.clone());
        }
        Alike::Balances
    }

    /// Whether points are not taken in the order that leaves those of other receipts to the last.
    fn takes_otherwise(&self) -> bool {
        self.p.returns.take != [Source::Pending, Source::Points]
    }

    /// Bought and returned at once, nothing has happened.
    fn at_once(&mut self, known: &Members, event: &Event, asked: &mut Asked) -> Result<(), String> {
        let before = self.waited(known, event);
        let mut after = before.clone();
        let Some(bought) = self.apply(&mut after, event) else { return Ok(()) };
        // What was spent on it before it came is another law.
        let spent = of(&before, event).is_some_and(|m| !m.notebook.spent_on(&event.id).is_empty());
        if stays(&self.p, &bought) || spent {
            return Ok(());
        }
        let others = std::mem::take(&mut self.others);
        let back = returned(event, "back", event.at, None);
        let Some(decision) = self.apply(&mut after, &back) else {
            return Err("it cannot be returned".to_owned());
        };
        self.others_as_before(event, &others, (&before, &after), asked)?;
        if decision.returned.as_ref().is_none_or(|r| !r.whole) {
            return Err("something of it remains".to_owned());
        }
        // What a window rule took as it was bought comes back with the dates of today, and a level that comes and goes
        // again starts clocks anew.
        // What went with a level that was reached, or paid for a reward, lives on as spent points do.
        let went = !bought.expired.is_empty() || !bought.issued.is_empty();
        let longer = matches!(self.p.returns.spent, SpentPoints::AtLeast(_)) && went;
        let dates = bought.windows.iter().all(|w| w.points >= 0) && !longer && !has_moving_dates(&self.p);
        let mut taken = Taking::of_none(&self.p);
        taken.add(&decision);
        if taken.vouchers || rewards_stay(&after, &[event], &decision) {
            return Ok(());
        }
        asked.at_once += 1;
        asked.fell_back += u64::from(!bought.tiers.is_empty());
        let uses_up = |change: &TierChange| self.p.tiers[change.tiers].consumption.is_some();
        asked.used_up += u64::from(bought.tiers.iter().any(uses_up));
        asked.undone += u64::from(has_effects(&bought));
        let alike = self.alike(&before, event, &taken).with_dates(dates);
        same(&self.p, event, (&before, &after), &alike)
            .map_err(|what| format!("returned at once, it leaves {what}\n{bought:?}\n{decision:?}"))
    }

    /// Those to whom the receipt gave something have nothing of it: they are as if only time had passed and something had
    /// happened that gives nothing, since levels are looked at whatever happens.
    fn others_as_before(
        &mut self,
        event: &Event,
        gave: &[Arc<Decision>],
        (before, after): (&Members, &Members),
        asked: &mut Asked,
    ) -> Result<(), String> {
        let owes = |m: &Member| m.owed.iter().any(|n| *n > 0);
        for d in gave.iter().filter(|d| d.refusal.is_none() && Some(&d.member) != event.member.as_ref()) {
            let owed = before.get(&d.member).is_some_and(owes) && self.p.returns.then != Shortfall::Owe;
            // A reward that others' points brought about is theirs.
            if stays(&self.p, d) || !d.issued.is_empty() || owed || self.takes_otherwise() {
                continue;
            }
            let clock = Event { id: String::new(), member: None, what: What::Clock, ..event.clone() };
            let waited = self.waited_for(before, &d.member, event);
            // Who is new is welcomed by what they do themselves, but is a member by it, and has what any member has.
            let is_new = before.get(&d.member).is_none_or(|m| m.joined.is_none());
            let mut after = after.clone();
            self.apply(&mut after, &clock);
            let Some(left) = after.get(&d.member) else {
                return Err(format!("somebody is not there:\n{}", d.member));
            };
            let left = stands(&self.p, left);
            let mut wanted = Vec::new();
            for mut before in is_new.then(|| before.clone()).into_iter().chain([waited]) {
                self.apply(&mut before, &clock);
                wanted.push(stands(&self.p, before.get(&d.member).unwrap_or(&Member::new(&self.p))));
            }
            if !wanted.contains(&left) {
                return Err(format!(
                    "returned at once, it leaves with others:\n{}: {wanted:?}, {left:?}",
                    d.member
                ));
            }
            asked.others += 1;
            asked.others_undone += u64::from(has_effects(d));
        }
        Ok(())
    }

    /// Members of whom one has done something that gives nothing, at the instant of an event.
    fn waited_for(&mut self, members: &Members, id: &str, event: &Event) -> Members {
        let mut waited = members.clone();
        let at = members.get(id).and_then(|m| m.last_at).map_or(event.at, |last| last.max(event.at));
        let (wait, member) = ("wait for others".to_owned(), Some(id.to_owned()));
        let what = What::Member(MemberChange::default());
        let local = self.p.zone.local(at);
        self.apply(&mut waited, &Event { id: wait, member, at, local, what, ..event.clone() });
        waited
    }

    /// Redeemed, bought and returned, nothing has happened: what was spent on it comes back.
    fn spent_on_it(
        &mut self,
        known: &Members,
        event: &Event,
        case: &Case,
        asked: &mut Asked,
    ) -> Result<(), String> {
        let before = self.waited(known, event);
        if of(&before, event).is_some_and(|m| !m.notebook.spent_on(&event.id).is_empty()) {
            return Ok(());
        }
        for other in direct_events(&self.p, case) {
            let What::Redeem(redeem) = &other.what else { continue };
            let gives_voucher = !redeem.voucher && self.p.rewards[redeem.reward].voucher;
            if gives_voucher || self.p.returns.spent != SpentPoints::OldDates {
                continue;
            }
            let what = What::Redeem(Redeem { receipt: Some(event.id.clone()), ..redeem.clone() });
            let redeem = Event { id: format!("{} spent", event.id), what, ..event.clone() };
            let mut after = before.clone();
            let Some(spent) = self.apply(&mut after, &redeem) else { continue };
            let Some(bought) = self.apply(&mut after, event) else { continue };
            if stays(&self.p, &spent) || stays(&self.p, &bought) {
                continue;
            }
            let back = returned(event, "back", event.at, None);
            let Some(decision) = self.apply(&mut after, &back) else {
                return Err("it cannot be returned".to_owned());
            };
            if decision.returned.as_ref().is_none_or(|r| !r.whole) {
                return Err("something of it remains".to_owned());
            }
            // Debts are paid in between, and levels may have come and gone.
            let mut taken = Taking::of_none(&self.p);
            taken.add(&decision);
            if taken.vouchers || rewards_stay(&after, &[&redeem, event], &decision) {
                return Ok(());
            }
            asked.spent += 1;
            return same(&self.p, event, (&before, &after), &self.alike(&before, event, &taken))
                .map_err(|what| format!("what was spent on it comes back with other {what}"));
        }
        Ok(())
    }

    /// Any order of parts comes to the same, and to the same as all at once.
    fn in_parts(
        &mut self,
        known: &Members,
        event: &Event,
        purchase: &Purchase,
        dice: &mut Dice,
        asked: &mut Asked,
    ) -> Result<(), String> {
        let parts = parts(purchase, dice);
        if parts.len() < 2 {
            return Ok(());
        }
        let mut bought = known.clone();
        let first = self.apply(&mut bought, event);
        if first.is_none_or(|d| stays(&self.p, &d)) {
            return Ok(());
        }
        let together = together(&parts);
        let orders: [Vec<Vec<ReturnedLine>>; 3] = [
            vec![together],
            parts.iter().map(|part| vec![*part]).collect(),
            parts.iter().rev().map(|part| vec![*part]).collect(),
        ];
        // Where something gives more on the way, a level may be entered on the way, and points have the dates of today.
        let below_zero = |part: &ReturnedLine| purchase.lines[part.line as usize].amount < 0;
        let mut more = parts.iter().any(below_zero) || has_moving_dates(&self.p);
        let mut expired = false;
        let mut ends: Vec<(Members, Taking)> = Vec::new();
        for order in orders {
            let mut after = bought.clone();
            let mut taken = Taking::of_none(&self.p);
            for (number, lines) in order.into_iter().enumerate() {
                let back = returned(event, &format!("back {number}"), event.at, Some(lines));
                let Some(decision) = self.apply(&mut after, &back) else {
                    return Err("a part cannot be returned".to_owned());
                };
                // A smaller reward may be issued anew on the way.
                // A level that falls with one part and is reached again with another does not give again: what levels do does
                // not happen with returns.
                if !decision.issued.is_empty() || rises_with_effects(&self.p, &decision) {
                    return Ok(());
                }
                expired |= !decision.expired.is_empty();
                taken.add(&decision);
                // Where something gives more on the way, it may be spent on the way.
                let changes = decision.returned.iter().flat_map(|r| &r.changes);
                more |= changes.into_iter().any(|(_, n)| *n > 0);
                // Where a reward is undone with one part, others' points may have gone with an earlier one.
                more |= decision.returned.iter().any(|r| !r.back.is_empty());
                more |= decision.windows.iter().any(|w| w.points != 0);
            }
            if taken.vouchers {
                return Ok(());
            }
            ends.push((after, taken));
        }
        asked.in_parts += 1;
        asked.in_parts_expired += u64::from(expired);
        let Some(((first, at_once), others)) = ends.split_first() else { return Ok(()) };
        for (end, taken) in others {
            // What is let go, or cut from the refund of one part, is not asked for again with another.
            let more_lost = taken.lost.iter().zip(&at_once.lost).map(|(a, b)| a - b).collect();
            let both = Taking { lost: more_lost, other: taken.other || at_once.other, vouchers: false };
            let any_lost = taken.lost.iter().chain(&at_once.lost).any(|n| *n > 0);
            // What is given more on the way may expire at once, and is then not there for the part that takes it.
            let alike = match self.alike(known, event, &both) {
                Alike::Balances if any_lost || expired => Alike::Totals(both.lost),
                alike => alike.with_dates(!more),
            };
            same(&self.p, event, (first, end), &alike)
                .map_err(|what| format!("parts in another order leave other {what}"))?;
            let settled = |m: &Members| {
                let settled = of(m, event).and_then(|m| m.notebook.settled(&event.id).cloned());
                settled.map(|s| if any_lost { Settled { cut: Vec::new(), ..s } } else { s })
            };
            if settled(first) != settled(end) {
                return Err("parts in another order leave another note".to_owned());
            }
        }
        Ok(())
    }

    /// With other events in between, nothing of the receipt's own remains: no points, and nothing in tracks.
    fn later(
        &mut self,
        known: &Members,
        event: &Event,
        case: &Case,
        asked: &mut Asked,
    ) -> Result<(), String> {
        // What was spent on it before it came is another law, too.
        if of(known, event).is_some_and(|m| !m.notebook.spent_on(&event.id).is_empty()) {
            return Ok(());
        }
        let mut with = known.clone();
        let Some(bought) = self.apply(&mut with, event) else { return Ok(()) };
        if stays(&self.p, &bought) || has_effects(&bought) {
            return Ok(());
        }
        let mut last = event.at;
        let next = direct_events(&self.p, case).into_iter().filter(|e| e.at > event.at && e.id != event.id);
        // What is spent on it comes back with it, and is another law.
        let next =
            next.filter(|e| !matches!(&e.what, What::Redeem(r) if r.receipt.as_ref() == Some(&event.id)));
        for other in next.filter(|e| !matches!(e.what, What::Return(_))).take(3) {
            self.apply(&mut with, &other);
            last = last.max(other.at);
        }
        let waited = self.waited(&with, &Event { at: last, local: self.p.zone.local(last), ..event.clone() });
        let mut after = waited.clone();
        let mut back = returned(event, "back", last, None);
        back.local = self.p.zone.local(last);
        let Some(decision) = self.apply(&mut after, &back) else { return Ok(()) };
        asked.later += 1;
        let given =
            |of: &Decision| -> Vec<(u32, i64)> { of.awards.iter().map(|a| (a.rule.0, a.points)).collect() };
        let returned = decision.returned.as_ref().ok_or("nothing was returned")?;
        let taken: Vec<(u32, i64)> = returned.changes.iter().map(|(rule, n)| (rule.0, -n)).collect();
        if given(&bought) != taken {
            return Err("what is taken is not what was given".to_owned());
        }
        if self.p.returns.then == Shortfall::Owe {
            let total: i64 = returned.taken.iter().map(|t| t.total() - t.windows - t.levels).sum();
            if total != given(&bought).iter().map(|(_, n)| n).sum::<i64>() {
                return Err("not all of it is taken or owed".to_owned());
            }
        }
        // Their account may have gone up into another one.
        let settled = after.get(&decision.member).and_then(|m| m.notebook.settled(&event.id));
        if settled.is_none_or(|s| !s.booked.is_empty() || !s.given.is_empty() || !s.whole) {
            return Err("something of it stands in tracks".to_owned());
        }
        Ok(())
    }
}

/// From where returns took points.
struct Taking {
    /// Let go or taken off a refund, by unit.
    lost: Vec<i64>,
    /// Points that were not the rules' own went, or are owed.
    other: bool,
    /// Vouchers went: what they had cost was in no lot before, and what is left of it is now.
    vouchers: bool,
}

impl Taking {
    fn of_none(p: &Programme) -> Taking {
        Taking { lost: vec![0; p.units.len()], other: false, vouchers: false }
    }

    fn add(&mut self, decision: &Decision) {
        for taken in decision.returned.iter().flat_map(|r| &r.taken) {
            if let Some(lost) = self.lost.get_mut(taken.unit.0 as usize) {
                *lost += taken.forgiven + taken.cut;
            }
            self.other |= taken.other + taken.owed > 0;
            self.vouchers |= taken.vouchers > 0;
        }
    }
}

/// Whether something came of an event that does not go with its goods: where levels are kept, what they gave and used up; rewards that cannot be undone, or must not be since available points are left alone.
fn stays(p: &Programme, bought: &Decision) -> bool {
    let uses_up = p.tiers.iter().any(|(_, tiers)| tiers.consumption.is_some());
    let with_levels = uses_up || !bought.level_gifts.is_empty() || !bought.expired.is_empty();
    let can_be_undone = |issued: &Issued| {
        let points = matches!(issued.taken.gives, Gives::Points(..));
        p.returns.take.contains(&Source::Points) && (points || p.rewards[issued.taken.reward].voucher)
    };
    p.returns.tiers_kept && with_levels || !bought.issued.iter().all(can_be_undone)
}

/// Whether a reward stays that was issued as one of these events had reached its cost, or another one was due with the return. It
/// was paid with points that are not missing, so they were not those of the goods: it would be due without them, and after every
/// event, a return too, as long as there are points enough. What it gave for those points is the member's.
fn rewards_stay(after: &Members, of_events: &[&Event], back: &Decision) -> bool {
    let by_one = |came: &CameWhat| match came {
        CameWhat::Issued { event: Some(by), .. } => of_events.iter().any(|event| event.id == *by),
        CameWhat::Issued { event: None, .. } | CameWhat::Level { .. } => false,
    };
    let member = of_events.first().and_then(|event| of(after, event));
    !back.issued.is_empty() || member.is_some_and(|m| m.came.iter().any(|c| by_one(&c.what)))
}

/// Points by unit, debts, and what tracks remember.
type Standing = (Vec<i64>, Vec<i64>, Vec<Vec<(i64, String)>>);

fn stands(p: &Programme, member: &Member) -> Standing {
    let of = |unit| member.lots.iter().filter(move |l| l.unit == unit).map(|l| l.points).sum();
    (p.units.ids().map(of).collect(), member.owed.clone(), remembered(p, member))
}

/// Whether something came about by itself.
fn has_effects(decision: &Decision) -> bool {
    !decision.level_gifts.is_empty() || !decision.issued.is_empty() || !decision.expired.is_empty()
}

/// Whether a level is reached that gives or takes something as it is reached or left.
fn rises_with_effects(p: &Programme, decision: &Decision) -> bool {
    let rises = decision.tiers.iter().filter(|change| change.to > change.from);
    let levels = rises.filter_map(|change| p.tiers[change.tiers].level(change.to));
    levels.into_iter().any(|level| !(level.reaching.is_empty() && level.leaving.is_empty()))
}

/// Whether last good days move by themselves.
fn has_moving_dates(p: &Programme) -> bool {
    p.units.iter().any(|(_, unit)| unit.pause.is_some() || unit.tier_later)
}

fn of<'m>(members: &'m Members, event: &Event) -> Option<&'m Member> {
    members.get(members.shared().account(event.member.as_deref()?))
}

fn returned(of: &Event, id: &str, at: i64, lines: Option<Vec<ReturnedLine>>) -> Event {
    let what = What::Return(Return { receipt: of.id.clone(), lines });
    Event { id: format!("{} {id}", of.id), at, what, fingerprint: 0, ..of.clone() }
}

/// Some lines in some parts.
fn parts(purchase: &Purchase, dice: &mut Dice) -> Vec<ReturnedLine> {
    let mut parts = Vec::new();
    for (line, bought) in (0_u32..).zip(&purchase.lines).take(5) {
        if dice.percent(30) {
            continue;
        }
        if bought.quantity > 2 && dice.percent(70) {
            let first = dice.range(1, bought.quantity - 1);
            parts.push(ReturnedLine { line, quantity: Some(first) });
            let rest = bought.quantity - first;
            let second = if dice.percent(50) { rest } else { dice.range(1, rest) };
            parts.push(ReturnedLine { line, quantity: Some(second) });
        } else {
            parts.push(ReturnedLine { line, quantity: None });
        }
    }
    parts
}

fn together(parts: &[ReturnedLine]) -> Vec<ReturnedLine> {
    let mut all: Vec<ReturnedLine> = Vec::new();
    for part in parts {
        match all.iter_mut().find(|l| l.line == part.line) {
            Some(same) => same.quantity = same.quantity.zip(part.quantity).map(|(a, b)| a + b),
            None => all.push(*part),
        }
    }
    all
}
