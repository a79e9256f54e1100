//! Rules whose points by level go by what the receipt itself reaches.

use super::super::{Amount, Award, Body, Earn, Entry, Programme, Rate, Scale, Track, TrackSubject};
use super::conflict::without_conflicts;
use super::{Draft, Place};
use treue_lang::time::Window;

impl Draft<'_> {
    /// Now and then a structure that goes by the very amount that a rule gives points for.
    pub(super) fn within(&mut self) {
        let free = |t: &super::super::Tiers| t.levels.iter().all(|l| l.uses.is_none());
        let Some(index) = self.p.tiers.iter().position(free) else { return };
        if !self.dice.percent(16) {
            return;
        }
        let (by, amount) = self.money_track();
        let mut tiers = self.p.tiers[index].clone();
        tiers.by = Some(by);
        tiers.review.clear();
        let mut rates = Vec::new();
        for step in 0..tiers.levels.len() {
            if step > 0 {
                tiers.levels[step].entry = Some(Entry::From(self.rising(&Scale::Money, step)));
                tiers.levels[step].keep = None;
            }
            if step == 0 || self.dice.percent(80) {
                rates.push((tiers.levels[step].name.clone(), self.rate_points()));
            }
        }
        self.p.tiers[index] = tiers;
        let step = loop {
            if let (money, true) = self.step() {
                break money;
            }
        };
        let unit = self.any_unit();
        let award = Award::Rate(Rate { points: self.rate_points(), per: Some(step) }, amount);
        let rounding = self.rounding(&award, &unit).filter(|r| !r.per_line);
        let conditions =
            (0..self.dice.weighted(&[6, 4])).map(|_| self.condition(Place::Purchase, 1)).collect();
        let body = Body {
            activity: None,
            conditions: without_conflicts(conditions, false),
            award,
            by_level: rates,
            within: true,
            limits: self.limits(&unit, (None, None), true),
            unit,
            rounding,
            available: None,
            decided_by: None,
            perks: Vec::new(),
            funded: Vec::new(),
            gifts: Vec::new(),
            companions: false,
        };
        self.p.earns.push(Earn { name: "crossing".to_owned(), title: None, from: None, to: None, body });
    }

    /// A track of money with what it sums; one is added if there is none.
    fn money_track(&mut self) -> (String, Amount) {
        let whole = |p: &Programme| {
            p.tracks.iter().find_map(|t| match &t.subject {
                TrackSubject::Amount(amount) if amount.made.is_none() => {
                    Some((t.name.clone(), amount.clone()))
                }
                _ => None,
            })
        };
        if let Some(found) = whole(&self.p) {
            return found;
        }
        let amount = self.amount();
        let window = *self.dice.pick(&[Window::CALENDAR_YEAR, Window::Month, Window::Ever]);
        let subject = TrackSubject::Amount(amount.clone());
        let name = "crossed".to_owned();
        self.p.tracks.push(Track { name: name.clone(), subject, scale: Scale::Money, when: None, window });
        (name, amount)
    }
}
