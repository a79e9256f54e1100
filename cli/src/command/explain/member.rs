//! What there is to tell about the member: before the event, after it, and what the event changed beside points.

use super::facts::Facts;
use super::measure;
use crate::ui::number::{fraction, grouped, power};
use std::collections::BTreeSet;
use treue_lang::programme::{Id, Level, Programme, Reward, Track, TrackId, TrackSubject, UnitId};
use treue_lang::time::{Day, Own, Window};
use treue_runtime::decision::text::money;
use treue_runtime::decision::{Posting, RewardTaken, VoucherEnd};
use treue_runtime::explain::amounts::subject_kind;
use treue_runtime::explain::words::gives_words;
use treue_runtime::state::{Balance, TrackState};

/// A level with its benefits that are not points: `gold (Free delivery)`.
fn with_perks(level: &Level) -> String {
    if level.perks.is_empty() {
        return level.name.clone();
    }
    format!("{} ({})", level.name, level.perks.join(", "))
}

impl Facts<'_> {
    /// Levels, written tracks and points before the event.
    pub(super) fn before(&self) -> Vec<(String, String)> {
        let (programme, day) = (self.programme, self.event.local.day);
        let mut out = Vec::new();
        for (id, tiers) in programme.tiers.iter() {
            let level = tiers.level(self.before.level(id)).map_or_else(String::new, with_perks);
            out.push((tiers.name.clone(), level));
        }
        for (id, track) in programme.tracks.iter().filter(|(_, t)| t.written) {
            let stands = self.stands(id).unwrap_or(0);
            out.push((
                track.name.clone(),
                subject_kind(programme, &track.subject).with_unit(programme, stands),
            ));
        }
        for (id, _) in programme.units.iter() {
            out.push((String::from("balance"), self.balance(id, self.before.balance(id, day))));
        }
        out
    }

    /// What a track stands at before the event.
    pub(super) fn stands(&self, id: TrackId) -> Option<i64> {
        let (track, day) = (self.programme.tracks.get(id)?, self.event.local.day);
        Some(match self.before.tracks.get(id.index()) {
            Some(TrackState::Rolling(days)) => {
                let (from, to) = self.days_read(track, day);
                let inside = days.iter().filter(|(d, _)| from <= *d && *d <= to);
                if matches!(track.subject, TrackSubject::Days(_)) {
                    inside.fold(0, |n, _| n + 1)
                } else {
                    inside.map(|(_, v)| *v).sum()
                }
            }
            Some(state) if matches!(track.subject, TrackSubject::InARow(_)) => {
                state.in_a_row(track.window.number(day))
            }
            Some(state @ TrackState::Window { .. }) => state.sum_of(track.window.number(day)),
            Some(TrackState::Texts(all)) => {
                let (from, to) = self.days_read(track, day);
                let inside = all.iter().filter(|b| from <= b.day && b.day <= to).map(|b| b.text.as_str());
                i64::try_from(inside.collect::<BTreeSet<_>>().len()).unwrap_or(i64::MAX)
            }
            None => 0,
        })
    }

    /// Points after the event.
    pub(super) fn after(&self) -> Vec<String> {
        let balances = self.programme.units.ids().zip(&self.decision.balances);
        balances.map(|(id, balance)| self.balance(id, *balance)).collect()
    }

    fn balance(&self, unit: UnitId, balance: Balance) -> String {
        let mut out = measure::points(self.programme, unit, balance.available);
        if balance.pending != 0 {
            out.push_str(&format!(", {} pending", measure::points(self.programme, unit, balance.pending)));
        }
        if balance.owed != 0 {
            out.push_str(&format!(", {} owed", measure::points(self.programme, unit, balance.owed)));
        }
        out
    }

    /// The days that a track reads, of those that are kept by day.
    fn days_read(&self, track: &Track, day: Day) -> (Day, Day) {
        if let Window::OwnYear(own) = track.window {
            let changed = match own {
                Own::Joining => None,
                Own::Tier(id) => self.before.tiers.get(usize::from(id)).and_then(|s| s.since),
            };
            let first = changed.map(|since| since.plus(1)).or(self.before.joined).unwrap_or(day);
            return own.years(first, day).0;
        }
        match track.window.rolling_from(day) {
            Some(from) => (from, day),
            None => track.window.days(track.window.number(day)),
        }
    }

    /// Changes of level in words.
    pub(super) fn tiers(&self) -> Vec<String> {
        let changes = self.decision.tiers.iter().filter_map(|change| {
            let tiers = self.programme.tiers.get(change.tiers)?;
            let (from, to) = (tiers.level(change.from)?, tiers.level(change.to)?);
            let until = change.until.map_or_else(|| String::from("for ever"), |day| format!("until {day}"));
            Some(if change.from == change.to {
                format!("{}: {} renewed on {}, {until}", tiers.name, to.name, change.on)
            } else {
                format!(
                    "{}: {} \u{2192} {} from {}, {until}",
                    tiers.name,
                    from.name,
                    with_perks(to),
                    change.on
                )
            })
        });
        changes.collect()
    }

    /// What expired as time passed.
    pub(super) fn expired(&self) -> Vec<String> {
        let lots = self.decision.expired.iter();
        lots.map(|e| {
            let points = measure::points(self.programme, e.unit, e.points);
            format!("{points}, whose last good day was {}", e.last_good_day)
        })
        .collect()
    }

    /// Vouchers that ended, rewards that were issued by themselves, and what a redemption gave.
    pub(super) fn rewards(&self) -> Vec<String> {
        let name = |id| self.programme.rewards.get(id).map_or("", |r: &Reward| r.name.as_str());
        let ended = self.decision.vouchers.iter().map(|v| {
            let what = match v.what {
                VoucherEnd::Used => "used".to_owned(),
                VoucherEnd::Expired => "expired".to_owned(),
                VoucherEnd::Cancelled => "cancelled".to_owned(),
                VoucherEnd::Back => "can be used again".to_owned(),
            };
            let until = v.until.map_or_else(String::new, |day| format!(", good until {day}"));
            let count = if v.count == 1 { "a voucher".to_owned() } else { format!("{} vouchers", v.count) };
            let gives = gives_words(self.programme, &v.gives, 1);
            format!("{}: {count} of {gives}{until}, {what}", name(v.reward))
        });
        let issued = self.decision.issued.iter().filter_map(|issued| {
            let words = self.taken(&issued.taken)?;
            Some(format!("{words}, issued by itself on {}", issued.on))
        });
        let taken = self.decision.reward.iter().filter_map(|taken| self.taken(taken));
        ended.chain(issued).chain(taken).collect()
    }

    fn taken(&self, taken: &RewardTaken) -> Option<String> {
        let reward = self.programme.rewards.get(taken.reward)?;
        let cost = if taken.used {
            "as a voucher".to_owned()
        } else if taken.cost == 0 {
            "for nothing".to_owned()
        } else {
            format!("for {}", measure::points(self.programme, taken.unit, taken.cost))
        };
        let off = |v| format!(", {} off the receipt", money(self.programme, v));
        let value = taken.value.map_or_else(String::new, off);
        let until = taken.until.map_or_else(String::new, |day| format!(", good until {day}"));
        let gives = gives_words(self.programme, &taken.gives, taken.times);
        Some(format!("{}: {gives} {cost}{value}{until}", reward.name))
    }

    /// What is due from or to partners.
    pub(super) fn postings(&self) -> Vec<String> {
        self.decision.postings.iter().filter_map(|posting| self.posting(posting)).collect()
    }

    fn posting(&self, posting: &Posting) -> Option<String> {
        let programme = self.programme;
        match posting {
            Posting::Pays { partner, rule, points, money } => {
                let rule = programme.rules.get(*rule)?;
                let points = measure::points(programme, rule.unit, *points);
                let money = money_of(programme, *money);
                Some(format!(
                    "{} pays {money} for {points} from {}",
                    programme.partners.get(*partner)?.title,
                    rule.name
                ))
            }
            Posting::Converted { partner, unit, points, into, gets } => {
                let points = measure::points(programme, *unit, *points);
                let gets = grouped(i128::from(*gets));
                Some(format!("{}: {points} become {gets} {into}", programme.partners.get(*partner)?.title))
            }
        }
    }
}

/// Whole currency units as a fraction, in decimals.
fn money_of(programme: &Programme, money: (i128, i128)) -> String {
    let decimals = programme.currency.decimals;
    let text = match money.0.checked_mul(power(decimals)) {
        Some(smallest) => fraction(smallest, money.1, decimals),
        None => fraction(money.0, money.1, 0),
    };
    format!("{text} {}", programme.currency.code)
}
