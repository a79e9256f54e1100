//! From names to the numbers of a checked programme. What the programme does not have (any more) is left out.

use super::{Deed, Happening, History, Line, NamedValue, Receipt};
use crate::model::pools::MEMBERS;
use std::hash::{Hash as _, Hasher as _};
use treue_lang::programme::{
    FieldOwner, FieldValue, MeasureId, PartnerId, Programme, TrackSubject, Unit, UnitId,
};
use treue_lang::time::Window;
use treue_runtime::event::{
    AccountChange, Activity, Event, Grant, HouseholdChange, Line as EventLine, MemberChange, Purchase,
    Redeem, Return, ReturnedLine, Tender, Transfer, What,
};
use treue_runtime::state::{Lot, Member, Members, TrackState};

/// The largest value of a track or a balance.
const MOST: i64 = (1 << 62) - 1;

/// Resolves events for one programme.
pub struct Resolver<'p> {
    p: &'p Programme,
}

impl<'p> Resolver<'p> {
    /// For this programme.
    #[must_use]
    pub fn new(p: &'p Programme) -> Resolver<'p> {
        Resolver { p }
    }

    /// All events of a history that the programme has names for.
    #[must_use]
    pub fn events(&self, history: &History) -> Vec<Event> {
        history.happenings.iter().filter_map(|h| self.event(h)).collect()
    }

    /// One event.
    #[must_use]
    pub fn event(&self, h: &Happening) -> Option<Event> {
        let what = self.what(&h.deed)?;
        let mut hasher = std::hash::DefaultHasher::new();
        format!("{:?} {:?} {}", h.deed, h.member, h.at).hash(&mut hasher);
        Some(Event {
            id: h.id.clone(),
            member: h.member.clone(),
            at: h.at,
            offset: self.p.zone.offset(h.at),
            local: what.zone(self.p).local(h.at),
            what,
            fingerprint: u128::from(hasher.finish()),
        })
    }

    fn what(&self, deed: &Deed) -> Option<What> {
        Some(match deed {
            Deed::Purchase(r) => What::Purchase(self.purchase(r)),
            Deed::Activity { kind, store, channel, receipt, fields } => What::Activity(Activity {
                kind: kind.clone(),
                store: store.clone(),
                channel: channel.clone(),
                receipt: receipt.clone(),
                fields: self.fields(FieldOwner::Receipt, fields),
            }),
            Deed::Use { reward, times, receipt, store, basket } => {
                let (id, _) = self.p.rewards.iter().find(|(_, r)| r.name == *reward && r.voucher)?;
                let basket = basket.as_ref().map(|r| self.basket(r));
                let (times, store, receipt) = (*times, store.clone(), receipt.clone());
                What::Redeem(Redeem {
                    reward: id,
                    voucher: true,
                    times,
                    receipt,
                    store,
                    basket,
                    ..Redeem::default()
                })
            }
            Deed::Redeem { reward, times, unit, points, receipt, basket } => {
                let (id, _) = self.p.rewards.iter().find(|(_, r)| r.name == *reward)?;
                let unit = match unit {
                    Some(unit) => Some(self.unit(unit)?.0),
                    None => None,
                };
                let basket = basket.as_ref().map(|r| self.basket(r));
                let times = if points.is_some() { 1 } else { *times };
                let receipt = receipt.clone();
                What::Redeem(Redeem {
                    reward: id,
                    times,
                    unit,
                    points: *points,
                    receipt,
                    basket,
                    ..Redeem::default()
                })
            }
            Deed::GrantPoints { unit, points } => {
                What::Grant(Grant::Points { unit: self.unit(unit)?.0, points: *points })
            }
            Deed::GrantLevel { tiers, level, until } => {
                let (id, t) = self.p.tiers.iter().find(|(_, t)| t.name == *tiers)?;
                What::Grant(Grant::Level { tiers: id, level: t.level_named(level)?, until: *until })
            }
            Deed::Transfer { into, unit, points } => {
                What::Transfer(Transfer { into: into.clone(), unit: self.unit(unit)?.0, points: *points })
            }
            Deed::Household(name) => {
                self.p.household.as_ref()?;
                What::Member(MemberChange {
                    household: Some(name.clone().map_or(HouseholdChange::Leave, HouseholdChange::Join)),
                    ..MemberChange::default()
                })
            }
            Deed::Merge(other) => account(AccountChange::Merge(other.clone())),
            Deed::Membership(true) => account(AccountChange::Begins),
            Deed::Membership(false) => account(AccountChange::Ends),
            Deed::Member { set } => What::Member(self.change(set)),
            Deed::Return { receipt, lines } => What::Return(Return {
                receipt: receipt.clone(),
                lines: lines.as_ref().map(|lines| {
                    lines
                        .iter()
                        .map(|(line, quantity)| ReturnedLine { line: *line, quantity: *quantity })
                        .collect()
                }),
            }),
            Deed::Clock => What::Clock,
        })
    }

    fn basket(&self, r: &Receipt) -> Box<Purchase> {
        let Purchase { discount, lines, .. } = self.purchase(r);
        Box::new(Purchase { discount, lines, ..Purchase::default() })
    }

    fn unit(&self, name: &str) -> Option<(UnitId, &Unit)> {
        self.p.units.iter().find(|(_, u)| u.name == name)
    }

    fn change(&self, set: &[(String, Option<FieldValue>)]) -> MemberChange {
        let mut all = Vec::new();
        for (name, value) in set {
            if let Some(id) = self.p.field_named(FieldOwner::Member, name) {
                all.push((self.p.fields[id].position, value.clone()));
            }
        }
        all.sort_by_key(|(position, _)| *position);
        MemberChange { set: all, ..MemberChange::default() }
    }

    fn fields(&self, owner: FieldOwner, values: &[NamedValue]) -> Vec<Option<FieldValue>> {
        let count = self.p.fields.iter().filter(|(_, f)| f.owner == owner).count();
        let mut all = vec![None; count];
        for (name, value) in values {
            if let Some(id) = self.p.field_named(owner, name) {
                all[self.p.fields[id].position] = Some(value.clone());
            }
        }
        all
    }

    fn purchase(&self, r: &Receipt) -> Purchase {
        Purchase {
            store: r.store.clone(),
            channel: r.channel.clone(),
            coupons: r.coupons.clone(),
            companions: r.companions.clone(),
            discount: r.discount,
            tenders: r
                .tenders
                .iter()
                .map(|(kind, amount)| Tender { kind: kind.clone(), amount: *amount })
                .collect(),
            fields: self.fields(FieldOwner::Receipt, &r.fields),
            lines: r.lines.iter().map(|l| self.line(l)).collect(),
        }
    }

    fn line(&self, l: &Line) -> EventLine {
        let measure = l.measure.as_ref().map(|name| {
            self.p.measures.iter().find(|(_, m)| m.name == *name).map_or(MeasureId(u32::MAX), |(id, _)| id)
        });
        EventLine {
            sku: l.sku.clone(),
            name: l.name.clone(),
            category: l.category.clone(),
            brand: l.brand.clone(),
            labels: l.labels.clone(),
            quantity: l.quantity,
            measure,
            amount: l.amount,
            discount: l.discount,
            tax: l.tax,
            fields: self.fields(FieldOwner::Line, &l.fields),
        }
    }
}

fn account(change: AccountChange) -> What {
    What::Member(MemberChange { account: Some(change), ..MemberChange::default() })
}

/// The members who are known before the first event.
#[must_use]
pub fn members(p: &Programme, history: &History) -> Members {
    let mut members = Members::default();
    for name in &history.known {
        members.insert(name.clone(), Member::new(p));
    }
    if let Some(gap) = history.brink {
        members.insert(MEMBERS[0], on_the_brink(p, history, gap));
    }
    members
}

/// A member whose tracks and points are so far below the largest possible values.
fn on_the_brink(p: &Programme, history: &History, gap: i64) -> Member {
    let mut member = Member::new(p);
    let at = history.happenings.first().map_or(0, |h| h.at);
    let at = at - 86_400;
    let day = p.zone.local(at).day;
    member.last_at = Some(at);
    member.last_day = Some(day);
    member.joined = Some(day);
    for ((_, track), state) in p.tracks.iter().zip(&mut member.tracks) {
        if matches!(
            track.subject,
            TrackSubject::InARow(_) | TrackSubject::Days(_) | TrackSubject::Different(..)
        ) {
            // Purchases are counted one by one: no row comes near, and texts have a limit of their own.
            continue;
        }
        *state = match track.window {
            Window::Rolling(_) | Window::OwnYear(_) => TrackState::Rolling(vec![(day, MOST - gap)]),
            window => {
                TrackState::Window { number: window.number(day), value: MOST - gap, closed: Vec::new() }
            }
        };
    }
    for (unit, _) in p.units.iter() {
        member.lots.push(Lot {
            unit,
            expires: None,
            earned: day,
            available: day,
            payer: None::<PartnerId>,
            clock: None,
            awaits: None,
            points: MOST - gap,
        });
    }
    member
}
