//! Taking a programme apart: every edit that makes it smaller has a number, and one of them is done.

use super::{
    Amount, Award, Body, Condition, Earn, Entry, ExpiryLine, ExpiryWhat, Limit, Operand, Part, Programme,
    Selection, Tiers, TrackSubject,
};
use treue_lang::programme::Scope;

/// Counts edits, and does the one that is asked for.
#[derive(Debug)]
pub struct Shrinker {
    left: usize,
    done: bool,
}

impl Shrinker {
    /// Will do the edit of that number.
    #[must_use]
    pub fn new(edit: usize) -> Shrinker {
        Shrinker { left: edit, done: false }
    }

    /// Whether there was an edit of that number.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Whether it is this edit's turn.
    pub fn hit(&mut self) -> bool {
        if self.done {
            return false;
        }
        if self.left == 0 {
            self.done = true;
            return true;
        }
        self.left -= 1;
        false
    }

    /// Takes parts away: many at once, then one, then makes each smaller.
    pub fn list<T: Shrink>(&mut self, list: &mut Vec<T>, least: usize) {
        self.remove(list, least);
        for item in list {
            item.shrink(self);
        }
    }

    /// Takes parts away: many at once, then one.
    pub fn remove<T>(&mut self, list: &mut Vec<T>, least: usize) {
        let mut chunk = list.len() / 2;
        while chunk > 1 {
            let mut start = list.len();
            while start > 0 {
                let from = start.saturating_sub(chunk);
                if list.len() - (start - from) >= least && self.hit() {
                    list.drain(from..start);
                    return;
                }
                start = from;
            }
            chunk /= 2;
        }
        for i in (0..list.len()).rev() {
            if list.len() > least && self.hit() {
                list.remove(i);
                return;
            }
        }
    }

    /// Leaves out what is optional.
    pub fn option<T>(&mut self, option: &mut Option<T>) {
        if option.is_some() && self.hit() {
            *option = None;
        }
    }

    /// Makes a number zero.
    pub fn number(&mut self, number: &mut i64) {
        if *number != 0 && self.hit() {
            *number = 0;
        }
    }

    /// Turns a word off.
    pub fn flag(&mut self, flag: &mut bool) {
        if *flag && self.hit() {
            *flag = false;
        }
    }
}

/// Something that can be made smaller.
pub trait Shrink {
    /// Does the edit if it is here.
    fn shrink(&mut self, s: &mut Shrinker);
}

impl Shrink for Programme {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.remove(&mut self.expires, 0);
        s.remove(&mut self.stacks, 0);
        s.remove(&mut self.partners, 0);
        s.remove(&mut self.tiers, 0);
        s.remove(&mut self.earns, 0);
        s.remove(&mut self.windows, 0);
        s.remove(&mut self.tracks, 0);
        s.remove(&mut self.tables, 0);
        s.option(&mut self.zones);
        s.remove(&mut self.lines, 0);
        s.remove(&mut self.fields, 0);
        s.remove(&mut self.factors, 0);
        s.remove(&mut self.holidays, 0);
        s.flag(&mut self.leap_after);
        s.remove(&mut self.measures, 0);
        s.remove(&mut self.units, 1);
        s.list(&mut self.earns, 0);
        s.list(&mut self.windows, 0);
        for partner in &mut self.partners {
            s.list(&mut partner.earns, 0);
            s.list(&mut partner.windows, 0);
            s.remove(&mut partner.stores, 0);
            s.remove(&mut partner.pays, 0);
            s.remove(&mut partner.converts, 0);
            s.option(&mut partner.dates);
            for c in &mut partner.converts {
                s.option(&mut c.plus);
                s.option(&mut c.when);
                s.option(&mut c.dates.0);
                s.option(&mut c.dates.1);
            }
        }
        for stack in &mut self.stacks {
            s.remove(&mut stack.members, 1);
            s.list(&mut stack.limits, 0);
            s.option(&mut stack.rounding);
            s.flag(&mut stack.per_line);
        }
        s.list(&mut self.tiers, 0);
        for unit in &mut self.units {
            s.option(&mut unit.buckets);
            s.option(&mut unit.used);
        }
        for expire in &mut self.expires {
            s.list(&mut expire.lines, 1);
            s.flag(&mut expire.later);
            s.option(&mut expire.pause);
            s.remove(&mut expire.extends, 0);
            s.option(&mut expire.remind);
        }
        for track in &mut self.tracks {
            s.option(&mut track.when);
            if let Some(when) = &mut track.when {
                when.shrink(s);
            }
            match &mut track.subject {
                TrackSubject::Amount(a) => a.selection.shrink(s),
                TrackSubject::PointsFrom(rules) => s.remove(rules, 1),
                TrackSubject::Operand(o) => o.shrink(s),
                TrackSubject::Different(_, Some(of), _) => of.shrink(s),
                TrackSubject::Different(_, None, _)
                | TrackSubject::Purchases
                | TrackSubject::Points(_)
                | TrackSubject::Activities(_)
                | TrackSubject::InARow(_)
                | TrackSubject::Days(_)
                | TrackSubject::SumOf(..) => {}
            }
        }
        for lines in &mut self.lines {
            lines.selection.shrink(s);
        }
        s.list(&mut self.rewards, 0);
        s.option(&mut self.returns);
        if let Some(returns) = &mut self.returns {
            returns.shrink(s);
        }
        s.option(&mut self.remember);
        s.option(&mut self.week_start);
        s.option(&mut self.receipts_up_to);
        s.flag(&mut self.guests_pass);
        s.flag(&mut self.known_members_only);
        s.option(&mut self.leavers_keep);
        if let Some(household) = &mut self.household {
            s.remove(&mut household.shares, 0);
        }
        s.option(&mut self.household);
        if self.zone != "UTC" && s.hit() {
            self.zone = "UTC".to_owned();
        }
        for unit in &mut self.units {
            s.option(&mut unit.worth);
            s.option(&mut unit.title);
        }
    }
}

impl Shrink for Earn {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.title);
        s.option(&mut self.from);
        s.option(&mut self.to);
        self.body.shrink(s);
    }
}

impl Shrink for Body {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.list(&mut self.conditions, 0);
        s.list(&mut self.limits, 0);
        s.remove(&mut self.by_level, 0);
        s.flag(&mut self.within);
        s.option(&mut self.rounding);
        s.option(&mut self.available);
        s.option(&mut self.decided_by);
        s.option(&mut self.activity);
        s.remove(&mut self.perks, 0);
        s.flag(&mut self.companions);
        if !self.funded.is_empty() && s.hit() {
            self.funded.clear();
        }
        s.remove(&mut self.gifts, 0);
        for gift in &mut self.gifts {
            s.list(&mut gift.limits, 0);
        }
        match &mut self.award {
            Award::Flat(_) | Award::OfField(..) => {}
            Award::BandsOfField { bands, .. } => s.remove(bands, 1),
            Award::Rate(_, of) | Award::Percent { of, .. } => of.shrink(s),
            Award::EachLine(of) => {
                if let Some(made) = &mut of.made {
                    made.shrink(s);
                }
            }
            Award::Share { of, on, exact, .. } | Award::Times { of, on, exact, .. } => {
                s.remove(of, 1);
                s.option(on);
                s.flag(exact);
            }
            Award::Bands { of, bands, each_part } => {
                s.remove(bands, 1);
                s.flag(each_part);
                of.shrink(s);
            }
        }
    }
}

impl Shrink for ExpiryLine {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.when);
        s.remove(&mut self.earned_by, 0);
        if let ExpiryWhat::After(deadline, _) = &mut self.what {
            s.remove(&mut deadline.snaps, 0);
        }
    }
}

impl Shrink for Limit {
    fn shrink(&mut self, s: &mut Shrinker) {
        if self.scope != Scope::Member && s.hit() {
            self.scope = Scope::Member;
        }
        s.flag(&mut self.whole);
    }
}

impl Shrink for Tiers {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.remove(&mut self.levels, 2);
        s.option(&mut self.after);
        s.option(&mut self.newcomers);
        s.remove(&mut self.review, 0);
        for level in &mut self.levels {
            s.option(&mut level.uses);
            s.option(&mut level.as_level);
            s.remove(&mut level.changes, 0);
            s.option(&mut level.keep);
            s.option(&mut level.benefits);
            if let Some(Entry::When(c)) = &mut level.entry {
                c.shrink(s);
            }
            if let Some(body) = &mut level.benefits {
                body.shrink(s);
            }
        }
    }
}

impl Shrink for Condition {
    fn shrink(&mut self, s: &mut Shrinker) {
        match self {
            Condition::And(parts) | Condition::Or(parts) | Condition::Of(_, parts) => {
                for i in 0..parts.len() {
                    if s.hit() {
                        let part = parts.swap_remove(i);
                        *self = part;
                        return;
                    }
                }
                s.list(parts, 2);
            }
            Condition::Not(inner) => {
                if s.hit() {
                    let inner = std::mem::replace(&mut **inner, Condition::FirstPurchase);
                    *self = inner;
                    return;
                }
                inner.shrink(s);
            }
            Condition::Text { list, values, .. } => {
                s.remove(values, 1);
                if values.len() == 1 {
                    s.flag(list);
                }
            }
            Condition::Compare(a, _, b) => {
                a.shrink(s);
                b.shrink(s);
            }
            Condition::Between(a, _, _) => a.shrink(s),
            Condition::FieldIn(_, _, texts, _) => s.remove(texts, 1),
            Condition::On(words, hours) => {
                s.remove(words, 1);
                s.option(hours);
            }
            Condition::Dates(from, to) => {
                if from.is_some() && to.is_some() {
                    s.option(from);
                    s.option(to);
                }
            }
            Condition::Months(months) => s.remove(months, 1),
            Condition::Lines { selection, which, .. } => {
                s.option(selection);
                s.option(which);
                if let Some(selection) = selection {
                    selection.shrink(s);
                }
                if let Some(which) = which {
                    which.shrink(s);
                }
            }
            Condition::Present(..)
            | Condition::YesNo(..)
            | Condition::Measure(..)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => {}
        }
    }
}

impl Shrink for Operand {
    fn shrink(&mut self, s: &mut Shrinker) {
        match self {
            Operand::Amount(a) => a.shrink(s),
            Operand::Made(e) => e.shrink(s),
            Operand::Quantity(_, selection) => selection.shrink(s),
            Operand::NumberOf(_, selection) | Operand::Different(_, selection) => {
                s.option(selection);
                if let Some(selection) = selection {
                    selection.shrink(s);
                }
            }
            Operand::Value(_)
            | Operand::Name(_)
            | Operand::Including(..)
            | Operand::Field(..)
            | Operand::OfLine(_) => {}
        }
    }
}

impl Shrink for Amount {
    fn shrink(&mut self, s: &mut Shrinker) {
        s.option(&mut self.made);
        s.option(&mut self.basis);
        if let Some(made) = &mut self.made {
            made.shrink(s);
        }
        self.selection.shrink(s);
    }
}

impl Shrink for Selection {
    fn shrink(&mut self, s: &mut Shrinker) {
        if !matches!(self.first, Part::All(_)) && s.hit() {
            self.first = Part::All(true);
        }
        s.remove(&mut self.rest, 0);
        for (_, part) in &mut self.rest {
            part.shrink(s);
        }
        self.first.shrink(s);
    }
}

impl Shrink for Part {
    fn shrink(&mut self, s: &mut Shrinker) {
        match self {
            Part::Which(c) => c.shrink(s),
            Part::Group(inner) => {
                if s.hit() {
                    *self = Part::All(true);
                    return;
                }
                inner.shrink(s);
            }
            Part::All(_) | Part::Named(_) => {}
        }
    }
}
