//! Draws a history for a programme.

use super::moment::Timeline;
use super::purchase::Shop;
use super::{Deed, Happening, History};
use crate::dice::Dice;
use crate::model::generate::Hints;
use crate::model::pools::{ACTIVITIES, CHANNELS, HOUSEHOLDS, MEMBERS, STORES};
use crate::model::{Available, Body, Cost, Gives, Programme, Reward};
use treue_lang::ast::FieldOwner;

/// Largest sum of a receipt where the programme names none.
const CEILING: i64 = 1 << 40;

/// Draws a history.
pub fn history(p: &Programme, hints: &Hints, dice: &mut Dice) -> History {
    let ceiling = p.receipts_up_to.map_or(CEILING, |n| n.value);
    let household = p.household.is_some();
    let spends = !p.rewards.is_empty() && dice.percent(if household { 70 } else { 45 });
    let mut draft = Draft {
        shop: Shop { p, hints, ceiling },
        time: Timeline::new(p, hints, dice),
        members: 1 + dice.weighted(if spends && household { &[1, 4, 4] } else { &[3, 4, 2] }),
        spends,
        history: History::default(),
        dice,
    };
    draft.beginning();
    let most = *draft.dice.pick(&[10, 30, 60]);
    let count = 4 + draft.dice.below(most);
    let gives = draft.gives_to_others();
    for _ in 0..count {
        if gives && draft.dice.percent(5) {
            // What was given to others is gone as it is taken back.
            let unit = draft.dice.pick(&p.units).name.clone();
            draft.fund(&unit, Some(-1_000_000));
        }
        if draft.dice.percent(34)
            && let Some(returned) = draft.returned()
        {
            draft.history.happenings.push(returned);
        }
        draft.time.advance(draft.dice);
        let happening = draft.next();
        draft.history.happenings.push(happening);
    }
    if draft.dice.percent(40) {
        // Long after, everything has ended.
        draft.time.now += draft.dice.range(30, 1_500) * 86_400;
        let clock = draft.happening(Deed::Clock);
        draft.history.happenings.push(clock);
    }
    draft.history
}

pub(super) struct Draft<'a> {
    shop: Shop<'a>,
    time: Timeline,
    members: usize,
    /// Whether they spend what they earn at once, on receipts that come back later.
    pub(super) spends: bool,
    pub(super) history: History,
    pub(super) dice: &'a mut Dice,
}

impl Draft<'_> {
    fn beginning(&mut self) {
        if self.shop.p.known_members_only {
            self.history.known =
                MEMBERS.iter().take(self.members.max(2) - 1).map(|m| (*m).to_owned()).collect();
        }
        if self.shop.p.household.is_some() && self.dice.percent(75) {
            // Most of them live together.
            for member in MEMBERS.iter().take(self.members) {
                if self.dice.percent(85) {
                    let joins = self.happening(Deed::Household(Some(HOUSEHOLDS[0].to_owned())));
                    self.history.happenings.push(Happening { member: Some((*member).to_owned()), ..joins });
                }
            }
        }
        if self.dice.percent(3) {
            self.history.brink = Some(*self.dice.pick(&[1, 100, 10_000, 1_000_000]));
        }
    }

    pub(super) fn happening(&mut self, deed: Deed) -> Happening {
        let number = self.history.happenings.len();
        let member = self.dice.pick(&MEMBERS[..self.members]);
        let guest = matches!(deed, Deed::Purchase(_)) && self.dice.percent(3);
        let nobody = guest || matches!(deed, Deed::Clock);
        let late = self.dice.percent(if self.shop.p.tiers.is_empty() { 6 } else { 12 });
        Happening {
            id: if matches!(deed, Deed::Clock) { String::new() } else { format!("e{number}") },
            member: if nobody { None } else { Some((*member).to_owned()) },
            at: if late { self.time.earlier(self.dice) } else { self.time.now },
            deed,
        }
    }

    fn next(&mut self) -> Happening {
        if self.dice.percent(6)
            && let Some(again) = self.again()
        {
            return again;
        }
        // What bought a voucher that is used by now comes back seldom otherwise.
        let used = self.history.happenings.iter().any(|h| self.used_since(h));
        if self.dice.percent(if used { 30 } else { 8 })
            && let Some(returned) = self.returned()
        {
            return returned;
        }
        // Where others' purchases give to them, they stay away for longer.
        let soon = if self.gives_to_others() { 8 } else { 22 };
        if let Some(member) = self.leaver().filter(|_| self.dice.percent(soon)) {
            let begins = self.happening(Deed::Membership(true));
            return Happening { member: Some(member), ..begins };
        }
        let deed = self.deed();
        let holder = self.holder(&deed).filter(|_| self.dice.percent(85));
        let happening = self.happening(deed);
        self.for_another(Happening { member: holder.or(happening.member), ..happening })
    }

    /// Who bought the vouchers that are used, or the receipt that is paid with points.
    fn holder(&self, deed: &Deed) -> Option<String> {
        let mut earlier = self.history.happenings.iter().rev();
        match deed {
            Deed::Use { reward: used, .. } => {
                let bought =
                    |h: &&Happening| matches!(&h.deed, Deed::Redeem { reward, .. } if reward == used);
                earlier.find(bought)?.member.clone()
            }
            Deed::Redeem { receipt: Some(receipt), .. } => earlier.find(|h| h.id == *receipt)?.member.clone(),
            _ => None,
        }
    }

    /// An id that was there before: with the same content, or with other.
    fn again(&mut self) -> Option<Happening> {
        let earlier: Vec<&Happening> =
            self.history.happenings.iter().filter(|h| h.member.is_some()).collect();
        let first = (*self.dice.maybe_pick(&earlier)?).clone();
        if self.dice.percent(60) {
            return Some(first);
        }
        let deed = self.deed();
        if matches!(deed, Deed::Clock) {
            return None;
        }
        let other = self.happening(deed);
        Some(Happening { id: first.id, member: first.member, ..other })
    }

    fn deed(&mut self) -> Deed {
        let p = self.shop.p;
        let awaited = self.earns().any(|b| matches!(b.available, Some(Available::OnActivity(_))));
        let weights = [
            60,
            if awaited { 25 } else { 6 },
            match &p.household {
                _ if p.rewards.is_empty() => 0,
                _ if self.spends => 45,
                Some(household) if !household.shares.is_empty() => 30,
                Some(_) | None => 16,
            },
            7,
            if p.tiers.is_empty() { 0 } else { 4 },
            if p.partners.is_empty() { 1 } else { 5 },
            if p.fields.iter().any(|f| f.owner == FieldOwner::Member) { 6 } else { 1 },
            4,
            if p.household.is_some() { 8 } else { 0 },
            if self.members > 1 { 3 } else { 0 },
            if self.members > 1 && self.gives_to_others() { 3 } else { 1 },
        ];
        match self.dice.weighted(&weights) {
            0 => Deed::Purchase(self.shop.receipt(self.dice)),
            1 => Deed::Activity {
                kind: if self.dice.percent(90) { self.dice.text(ACTIVITIES) } else { "other".to_owned() },
                store: self.dice.some(60, |d| d.text(STORES)),
                channel: self.dice.some(60, |d| d.text(CHANNELS)),
                receipt: self.receipt(),
                fields: self.shop.fields(FieldOwner::Receipt, self.dice),
            },
            2 => {
                let bought = |r: &Reward| {
                    let of =
                        |h: &Happening| matches!(&h.deed, Deed::Redeem { reward, .. } if *reward == r.name);
                    self.history.happenings.iter().any(of)
                };
                let here = |r: &&Reward| r.voucher && (r.issued.is_some() || bought(r));
                let vouchers: Vec<_> = p.rewards.iter().filter(here).collect();
                match self.dice.maybe_pick(&vouchers) {
                    Some(reward) if self.dice.percent(55) => {
                        let times = *self.dice.pick(&[1, 1, 1, 2, 3]);
                        let basket = self.dice.percent(75).then(|| self.shop.receipt(self.dice));
                        let receipt = self.receipt();
                        let store = self.store_of_use(reward);
                        Deed::Use { reward: reward.name.clone(), times, receipt, store, basket }
                    }
                    Some(_) | None => self.redeem(),
                }
            }
            3 => self.grant_points(),
            4 => self.grant_level(),
            5 => self.transfer(),
            6 => self.member(),
            8 => Deed::Household(self.dice.some(82, |d| d.text(HOUSEHOLDS))),
            9 => self.merge(),
            10 => Deed::Membership(self.dice.percent(20)),
            _ => Deed::Clock,
        }
    }

    fn earns(&self) -> impl Iterator<Item = &Body> {
        let p = self.shop.p;
        p.earns.iter().chain(p.partners.iter().flat_map(|x| &x.earns)).map(|e| &e.body)
    }

    fn gives_to_others(&self) -> bool {
        self.earns().any(|b| !b.gifts.is_empty())
    }

    /// Whoever left last, and has not come back.
    fn leaver(&self) -> Option<String> {
        let (begins, member) = self.history.happenings.iter().rev().find_map(|h| match h.deed {
            Deed::Membership(begins) => Some((begins, &h.member)),
            _ => None,
        })?;
        member.clone().filter(|_| !begins)
    }

    fn merge(&mut self) -> Deed {
        let known = &MEMBERS[..self.members];
        Deed::Merge(if self.dice.percent(6) { "nobody" } else { *self.dice.pick(known) }.to_owned())
    }

    /// Mostly into somebody else's account.
    fn for_another(&mut self, merge: Happening) -> Happening {
        let Deed::Merge(gone) = &merge.deed else { return merge };
        let others: Vec<&&str> = MEMBERS[..self.members].iter().filter(|m| **m != gone.as_str()).collect();
        let into = self.dice.maybe_pick(&others).map(|m| (**m).to_owned());
        let member = if self.dice.percent(90) { into } else { merge.member.clone() };
        Happening { member, ..merge }
    }

    /// Where vouchers are used: mostly at a partner where they are worth more.
    fn store_of_use(&mut self, reward: &Reward) -> Option<String> {
        let at = |name: &String| reward.worth.iter().any(|w| w.partner == *name);
        let partners = self.shop.p.partners.iter().filter(|p| at(&p.name));
        let stores: Vec<String> = partners.flat_map(|p| p.stores.clone()).collect();
        match self.dice.maybe_pick(&stores) {
            Some(store) if self.dice.percent(80) => Some(store.clone()),
            Some(_) | None => self.dice.some(5, |d| d.text(STORES)),
        }
    }

    /// The id of an earlier receipt, mostly.
    fn receipt(&mut self) -> Option<String> {
        let receipts: Vec<&Happening> =
            self.history.happenings.iter().filter(|h| matches!(h.deed, Deed::Purchase(_))).collect();
        let (recent, named) = if self.spends { (2, 92) } else { (4, 75) };
        let first = receipts.len().saturating_sub(recent);
        let receipt = self.dice.maybe_pick(&receipts[first..]).map(|h| h.id.clone());
        receipt.filter(|_| self.dice.percent(named))
    }

    fn redeem(&mut self) -> Deed {
        let p = self.shop.p;
        let reward = self.dice.pick(&p.rewards);
        let price = self.dice.pick(&reward.prices);
        let units = reward.prices.iter().any(|other| other.unit != price.unit);
        let likely = match &price.cost {
            Cost::Steps { from, step, .. } => step.unwrap_or(*from).value * self.dice.range(1, 4),
            Cost::Value { points, .. } => points.value * self.dice.range(1, 4),
            Cost::Field { .. } => 25,
            Cost::Ladder(rungs) => self.dice.pick(rungs).0.value,
            Cost::Nothing => 1,
        };
        if self.dice.percent(if self.spends { 45 } else { 30 }) {
            // Who has earned little has enough for once; or all together have.
            let together = p.household.as_ref().is_some_and(|h| h.own_first) && self.dice.percent(60);
            let points = together.then_some((likely * 2 / 3).max(1));
            self.fund(&price.unit, points);
        }
        let nothing = matches!(price.cost, Cost::Nothing);
        let ladder = matches!(price.cost, Cost::Ladder(_));
        let points = self.dice.some(if ladder { 80 } else { 15 }, |d| {
            (likely + if d.percent(20) { d.range(-1, 1) } else { 0 }).max(1)
        });
        let points = points.filter(|_| !nothing);
        let unit = if nothing {
            self.dice.some(3, |d| d.pick(&p.units).name.clone())
        } else if units || points.is_some() && self.dice.percent(30) || self.dice.percent(12) {
            Some(if self.dice.percent(90) { &price.unit } else { &self.dice.pick(&p.units).name }.clone())
        } else {
            None
        };
        let decided =
            reward.least_bought.is_some() || reward.share.is_some() || reward.whole || reward.on.is_some();
        let free = matches!(reward.gives, Some(Gives::Cheapest)) || ladder;
        let basket = if self.dice.percent(if decided || free { 92 } else { 8 }) {
            Some(self.shop.receipt(self.dice))
        } else {
            None
        };
        let shares = p.household.as_ref().is_some_and(|h| !h.shares.is_empty());
        let times = if nothing && self.dice.percent(90) {
            1
        } else {
            *self.dice.pick(if shares { &[1, 1, 1, 2] } else { &[1, 1, 1, 2, 3, 5, 50, 1_000_000] })
        };
        let reward = reward.name.clone();
        let receipt = self.receipt();
        Deed::Redeem { reward, times, unit, points, receipt, basket }
    }

    /// Points of a unit for everybody.
    fn fund(&mut self, unit: &str, points: Option<i64>) {
        let units = &self.shop.p.units;
        let decimals = units.iter().find(|u| u.name == unit).map_or(0, |u| u.decimals);
        let points = points.unwrap_or_else(|| self.dice.range(20, 500) * 10_i64.pow(u32::from(decimals)));
        for member in MEMBERS.iter().take(self.members) {
            let grant = self.happening(Deed::GrantPoints { unit: unit.to_owned(), points });
            let now = Happening { member: Some((*member).to_owned()), at: self.time.now, ..grant };
            self.history.happenings.push(now);
        }
    }

    fn grant_points(&mut self) -> Deed {
        let unit = self.dice.pick(&self.shop.p.units);
        let scale = 10_i64.pow(u32::from(unit.decimals));
        let points = match self.dice.weighted(&[5, 4, 1]) {
            0 => self.dice.range(1, 500) * scale,
            1 => -self.dice.range(1, 400) * scale - self.dice.range(0, scale - 1),
            _ => *self.dice.pick(&[(1_i64 << 53) - 1, 1 - (1_i64 << 53), 1, -1]),
        };
        Deed::GrantPoints { unit: unit.name.clone(), points }
    }

    fn grant_level(&mut self) -> Deed {
        let tiers = self.dice.pick(&self.shop.p.tiers);
        let level = self.dice.pick(&tiers.levels).name.clone();
        let today = self.time.today();
        let until = self.dice.some(75, |d| today.plus(i32::try_from(d.range(0, 60)).unwrap()));
        Deed::GrantLevel { tiers: tiers.name.clone(), level, until }
    }

    fn transfer(&mut self) -> Deed {
        let conversions: Vec<_> = self.shop.p.partners.iter().flat_map(|x| &x.converts).collect();
        let Some(c) = self.dice.maybe_pick(&conversions) else {
            let unit = self.dice.pick(&self.shop.p.units).name.clone();
            return Deed::Transfer { into: "Miles 99".to_owned(), unit, points: 100 };
        };
        let step = c.step.unwrap_or(c.give).value.max(1);
        let points = match self.dice.weighted(&[6, 2, 1]) {
            0 => step * self.dice.range(1, 6),
            1 => step * self.dice.range(1, 6) + self.dice.range(-1, 1),
            _ => step / 2,
        };
        Deed::Transfer { into: c.into.clone(), unit: c.unit.clone(), points: points.max(1) }
    }

    fn member(&mut self) -> Deed {
        let fields: Vec<_> = self.shop.p.fields.iter().filter(|f| f.owner == FieldOwner::Member).collect();
        let mut set = Vec::new();
        for f in fields {
            let may_miss = f.optional || f.default.is_some();
            if self.dice.percent(70) {
                let value = if may_miss && self.dice.percent(25) {
                    None
                } else {
                    Some(self.shop.value(f, self.dice))
                };
                set.push((f.name.clone(), value));
            }
        }
        Deed::Member { set }
    }
}
