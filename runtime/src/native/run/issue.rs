//! Rewards that are issued by themselves: as time passes, and when their cost is reached.

use super::clocks::almanac;
use super::due::{Passed, idle_end};
use super::redeem::{all_steps, book_uses, check_limits_room, points, uses};
use super::taking::missing;
use super::{Desk, convert, lots, vouchers};
use crate::decision::{Decision, Expired, Issued, RewardTaken};
use crate::native::bind::calendar::DayFacts;
use crate::native::bind::occasion::{begins_now, date, standing_now};
use crate::native::code::{Compiled, Kind};
use crate::native::plan::NEVER;
use crate::state::{Came, CameWhat, Member};
use treue_lang::programme::{Cost, Gives, Id, IssueWhen, Points, Price, Programme, Reward, RewardId};
use treue_lang::time::Day;

/// The next day after `last` on which a reward may be issued by itself.
pub(super) fn next_due(programme: &Programme, member: &Member, last: Day, mut note: impl FnMut(Day)) {
    for (_, reward, when) in issues(programme) {
        own_day(programme, member, when, last).into_iter().for_each(&mut note);
        let unit = reward.unit();
        if unit == Price::NO_UNIT {
            match when {
                IssueWhen::AtEnd(cycle) => note(cycle.next_start(last)),
                IssueWhen::OnDays(days) => days.next(last).into_iter().for_each(&mut note),
                IssueWhen::Idle { .. } => idle(when, member).into_iter().for_each(|end| note(end.plus(1))),
                IssueWhen::OnReaching | IssueWhen::OnBirthday(_) | IssueWhen::OnAnniversary(_) => {}
            }
        }
        let mut of_unit = member.lots.iter().filter(|l| l.unit == unit).peekable();
        if of_unit.peek().is_none() {
            continue;
        }
        match when {
            IssueWhen::AtEnd(cycle) => note(cycle.next_start(last)),
            IssueWhen::OnDays(days) => days.next(last).into_iter().for_each(&mut note),
            IssueWhen::OnReaching => of_unit.for_each(|l| note(l.available)),
            IssueWhen::Idle { .. } => {
                idle(when, member).into_iter().for_each(|end| note(Day(end.0.saturating_add(1))));
            }
            IssueWhen::OnBirthday(_) | IssueWhen::OnAnniversary(_) => {}
        }
    }
}

fn issues(programme: &Programme) -> impl Iterator<Item = (RewardId, &Reward, IssueWhen)> {
    programme.issues.iter().filter_map(|id| {
        let reward = programme.rewards.get(*id)?;
        Some((*id, reward, reward.issued.as_ref()?.when))
    })
}

/// The next day after `last` on which a day of the member's own comes back.
fn own_day(programme: &Programme, member: &Member, when: IssueWhen, last: Day) -> Option<Day> {
    let (origin, first) = match when {
        IssueWhen::OnBirthday(field) => (date(programme, &member.fields, field)?, 0),
        IssueWhen::OnAnniversary(of) => (begins_now(programme, member, of)?, 1),
        IssueWhen::AtEnd(_) | IssueWhen::OnDays(_) | IssueWhen::OnReaching | IssueWhen::Idle { .. } => {
            return None;
        }
    };
    let earliest = last.year().max(origin.year().saturating_add(first));
    let years = [earliest, earliest.saturating_add(1)];
    years.into_iter().filter_map(|year| origin.in_year(year, programme.leap_day)).find(|day| *day > last)
}

/// The last day before it is issued for idleness.
fn idle(when: IssueWhen, member: &Member) -> Option<Day> {
    match when {
        IssueWhen::Idle { length, purchase, redeem } => idle_end(length, (purchase, redeem), member),
        IssueWhen::AtEnd(_)
        | IssueWhen::OnDays(_)
        | IssueWhen::OnReaching
        | IssueWhen::OnBirthday(_)
        | IssueWhen::OnAnniversary(_) => None,
    }
}

/// A reward that is due: its gates, as they stood before anything was issued.
struct Due<'p> {
    id: RewardId,
    reward: &'p Reward,
    price: &'p Price,
    open: bool,
    /// The event that brings it about, if time does not.
    event: Option<&'p str>,
}

impl Desk {
    /// Issues what is due at the start of a day.
    pub(super) fn issue_at(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        passed: &mut Passed,
    ) {
        let programme = compiled.programme().clone();
        if programme.issues.is_empty() && programme.converts.is_empty() {
            return;
        }
        let eve = Day(day.0.saturating_sub(1));
        let is_due = |reward: &Reward, when: IssueWhen| match when {
            IssueWhen::AtEnd(cycle) => cycle.starts(day),
            IssueWhen::OnDays(days) => days.holds(day),
            IssueWhen::OnReaching => {
                member.lots.iter().any(|l| l.unit == reward.unit() && l.available == day)
            }
            IssueWhen::Idle { .. } => idle(when, member) == Some(eve),
            IssueWhen::OnBirthday(_) | IssueWhen::OnAnniversary(_) => {
                own_day(&programme, member, when, eve) == Some(day)
            }
        };
        let due: Vec<_> = issues(&programme).filter(|(_, reward, when)| is_due(reward, *when)).collect();
        let converts = convert::due(&programme, day, eve);
        if due.is_empty() && converts.is_empty() {
            return;
        }
        let gated = |at_end: bool| {
            due.iter().any(|(_, r, when)| when.reads_the_day() != at_end && !r.conditions.is_empty())
        };
        let (mut at_end, mut now) = (Vec::new(), Vec::new());
        let gated_converts = converts.iter().any(|c| !c.conversion.conditions.is_empty());
        if gated(true) || gated_converts {
            self.ask_last_full(compiled, member, day, eve);
            at_end = self.gates_passed(compiled);
        }
        // Nothing is open if gates could not be asked.
        let asked = !gated_converts || !at_end.is_empty() || programme.rewards.is_empty();
        let converts: Vec<_> = converts
            .into_iter()
            .map(|place| {
                let open = asked && self.is_open(compiled, &place);
                (place, open)
            })
            .collect();
        if gated(false) {
            self.ask_now(compiled, member, day);
            now = self.gates_passed(compiled);
        }
        let due: Vec<Due<'_>> = due
            .iter()
            .filter_map(|(id, reward, when)| {
                let reaching = when.reads_the_day();
                let price_day = if reaching { day } else { eve };
                let price = reward.prices.iter().find(|p| p.in_force(price_day))?;
                let passed = if reaching { &now } else { &at_end };
                let open = reward.conditions.is_empty() || passed.get(id.index()) == Some(&true);
                Some(Due { id: *id, reward, price, open, event: None })
            })
            .collect();
        let today = self.calendar.take(&programme, compiled.plan(), day);
        lots::balances(programme.units.len(), member, day, &mut self.balances);
        // What is given and burned now is given and burned on that day.
        let now = std::mem::replace(&mut self.now, day);
        for due in due.iter().filter(|due| due.open) {
            self.issue_one(compiled, member, due, &today, &mut passed.issued, &mut passed.expired);
        }
        self.convert_due(&programme, member, &converts, &today, &mut passed.postings);
        self.now = now;
        self.calendar.put_back(today);
    }

    /// Issues what has reached its cost after an event.
    pub(super) fn issue_reached(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        today: &DayFacts,
        decision: &mut Decision,
    ) {
        let programme = compiled.programme().clone();
        let reached: Vec<_> = issues(&programme)
            .filter(|(_, reward, when)| {
                *when == IssueWhen::OnReaching && self.may_reach(&programme, member, reward, today.day)
            })
            .collect();
        if reached.is_empty() {
            return;
        }
        // Of a late event, too, it is done as of now.
        let late = std::mem::take(&mut self.late);
        let mut passed = Vec::new();
        if reached.iter().any(|(_, r, _)| !r.conditions.is_empty()) {
            self.fill_readings(compiled, member, today);
            self.binder.member(&programme, compiled.plan(), &member.fields, &mut self.frame);
            self.fill_without_receipt(compiled, member, today);
            passed = self.gates_passed(compiled);
        }
        let event = decision.event.clone();
        for (id, reward, _) in reached {
            let open = reward.conditions.is_empty() || passed.get(id.index()) == Some(&true);
            let price = reward.prices.iter().find(|p| p.in_force(today.day)).filter(|_| open);
            if let Some(price) = price {
                let event = Some(event.as_str()).filter(|_| decision.from.is_none());
                let due = Due { id, reward, price, open, event };
                self.issue_one(compiled, member, &due, today, &mut decision.issued, &mut decision.expired);
            }
        }
        self.late = late;
    }

    /// Whether there may be points enough: rewards before it in their order may give some.
    fn may_reach(&self, programme: &Programme, member: &Member, reward: &Reward, day: Day) -> bool {
        if programme.issues.len() > 1 {
            return true;
        }
        let price = reward.prices.iter().find(|p| p.in_force(day));
        let balance = |p: &Price| self.balances.get(p.unit.index()).map_or(0, |b| b.available);
        price.is_some_and(|p| balance(p) >= points(programme, member, &p.least))
    }

    /// What gates read at the end of a stretch: last full windows, and the day before on the wall.
    fn ask_last_full(&mut self, compiled: &Compiled, member: &mut Member, day: Day, eve: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.fill_last_full(compiled, member, day, day);
        let wall = self.calendar.take(programme, plan, eve);
        self.fill_wall(plan, &wall);
        self.calendar.put_back(wall);
        let since = member.last_purchase.map_or(NEVER, |last| i64::from(eve.0) - i64::from(last.0));
        self.set(plan.since_purchase, since);
        self.fill_occasions(compiled, member, (eve, plan.occasions), |t| standing_now(member, t));
    }

    /// What gates read at the start of a day.
    fn ask_now(&mut self, compiled: &Compiled, member: &mut Member, day: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let today = self.calendar.take(programme, plan, day);
        lots::balances(programme.units.len(), member, day, &mut self.balances);
        self.fill_readings(compiled, member, &today);
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        self.fill_without_receipt(compiled, member, &today);
        self.calendar.put_back(today);
    }

    /// By reward: whether all its conditions hold.
    fn gates_passed(&mut self, compiled: &Compiled) -> Vec<bool> {
        // The memory fits by construction; if it ever did not, nothing is issued.
        if !self.call(compiled, Kind::Gates, usize::MAX) {
            return Vec::new();
        }
        self.run_of(compiled.plan().gates).iter().map(|failed| *failed == 0).collect()
    }

    /// Issues as many whole steps of one reward as there are points and room for. `balances` must be those of the day.
    fn issue_one(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        due: &Due<'_>,
        today: &DayFacts,
        issued: &mut Vec<Issued>,
        expired: &mut Vec<Expired>,
    ) {
        let (day, unit, programme) = (today.day, due.price.unit, compiled.programme());
        if let Cost::Free(gives) = &due.price.cost {
            let gives = due.reward.given(gives, |tiers| member.level(tiers));
            issued.extend(self.take_free(compiled, member, due, gives, (today, expired)));
        }
        let Cost::Steps(step, each) = &due.price.cost else { return };
        let each = due.reward.given(each, |tiers| member.level(tiers));
        issued.extend(self.take_steps(compiled, member, due, (step, each), (today, expired)));
        if due.reward.issued.as_ref().is_some_and(|i| i.rest_expires) {
            let rest = self.balances.get(unit.index()).map_or(0, |b| b.available);
            if rest > 0 {
                self.burn(programme, member, unit, rest, None);
                expired.push(Expired { unit, points: rest, last_good_day: Day(day.0.saturating_sub(1)) });
            }
        }
    }

    /// What costs nothing, once, if its limits have room.
    fn take_free(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        due: &Due<'_>,
        gives: &Gives,
        (today, expired): (&DayFacts, &mut Vec<Expired>),
    ) -> Option<Issued> {
        let programme = compiled.programme();
        let (room, pieces) = check_limits_room(programme, member, due.reward, today);
        if room.min(pieces) <= 0 {
            return None;
        }
        self.check_given(compiled, member, today, (Price::NO_UNIT, 0), gives).ok()?;
        let used = uses(programme, member, due.reward, (0, 1), today).ok()?;
        book_uses(member, used);
        Some(self.hand_out(compiled, member, due, (gives, gives.clone(), 1, 0), (today, expired)))
    }

    /// Gives what has been paid for.
    fn hand_out(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        due: &Due<'_>,
        (each, gives, steps, cost): (&Gives, Gives, u32, i64),
        (today, expired): (&DayFacts, &mut Vec<Expired>),
    ) -> Issued {
        let (day, programme, reward) = (today.day, compiled.programme(), due.reward);
        // It fits, as was checked.
        let mut told = Decision::blank();
        let _ = self.give(compiled, member, &gives, (today, &mut told));
        expired.append(&mut told.expired);
        let until = reward.valid.as_ref().map(|v| v.counted(day, almanac(programme, member, day)));
        let made = vouchers::made((due.id, reward), each, &gives, steps, (day, until));
        made.into_iter().for_each(|v| vouchers::add(&mut member.vouchers, v));
        let taken = RewardTaken {
            reward: due.id,
            times: steps,
            unit: due.price.unit,
            cost,
            gives,
            value: None,
            until,
            used: false,
        };
        Issued { on: day, taken }
    }

    fn take_steps(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        due: &Due<'_>,
        (step, each): (&Points, &Gives),
        (today, expired): (&DayFacts, &mut Vec<Expired>),
    ) -> Option<Issued> {
        let (price, reward, programme) = (due.price, due.reward, compiled.programme());
        let have = self.balances.get(price.unit.index())?.available;
        let (room, pieces) = check_limits_room(programme, member, reward, today);
        let room = have.min(room).min(price.most.unwrap_or(i64::MAX));
        let step = points(programme, member, step);
        let steps = (room / step).min(pieces).min(most_steps(each)).min(i64::from(u32::MAX)).max(0);
        let cost = steps.saturating_mul(step);
        let steps = u32::try_from(steps).ok().filter(|n| *n > 0)?;
        if cost < points(programme, member, &price.least) {
            return None;
        }
        let gives = all_steps(each, steps)?;
        self.check_given(compiled, member, today, (price.unit, cost), &gives).ok()?;
        let used = uses(programme, member, reward, (cost, steps), today).ok()?;
        let before = member.lots.clone();
        self.burn(programme, member, price.unit, cost, None);
        let lots = missing(&before, &member.lots);
        book_uses(member, used);
        let issued = self.hand_out(compiled, member, due, (each, gives, steps, cost), (today, expired));
        if programme.remember.is_some() {
            let event = due.event.map(str::to_owned);
            let what = CameWhat::Issued { event, taken: issued.taken.clone(), lots };
            member.came.push(Came { day: today.day, what });
        }
        Some(issued)
    }
}

/// More steps could not be said in one number.
fn most_steps(each: &Gives) -> i64 {
    match each {
        Gives::Thing(_) => i64::MAX,
        Gives::PerMeasure { money, .. } => i64::MAX / money.numerator().max(1),
        Gives::Money(one)
        | Gives::Cash(one)
        | Gives::Percent(one)
        | Gives::Cheapest(one)
        | Gives::Points(_, one) => i64::MAX / (*one).max(1),
    }
}
