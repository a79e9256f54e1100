//! Decisions as hosts see them: JSON with names instead of numbers, and amounts as decimal text.

use super::text::{exact, points};
use super::{
    Award, Debit, Decision, Merged, NotApplied, Outgoing, Posting, Reason, Refusal, RewardTaken, TierChange,
    VoucherEnd, VoucherMove, WindowAward,
};
use crate::event::Event;
use crate::explain::amounts::{amount_text, measured};
use crate::explain::conditions::fails;
use crate::explain::refusal as words;
use crate::explain::windows::summed;
use crate::explain::words::{because, gives_words, limit_words, measured_text, rounding_words, sufficient};
use crate::state::Lot;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use treue_lang::programme::{PartnerId, Programme, Reward, RuleId, StackId, StackMember, TiersId, UnitId};
use treue_lang::time::Day;

mod returned;

use returned::ReturnedJson;

/// Version of this form.
const VERSION: u8 = 1;

/// A decision, ready to be written by `serde_json`.
#[derive(Debug, Serialize)]
pub struct DecisionJson<'a> {
    version: u8,
    /// Null for a clock event.
    event: Option<&'a str>,
    /// Null for a guest.
    member: Option<&'a str>,
    at: String,
    /// Earlier than the member's latest event.
    late: bool,
    repeated: bool,
    refusal: Option<RefusalJson>,
    awards: Vec<AwardJson<'a>>,
    windows: Vec<WindowJson<'a>>,
    tiers: Vec<TierJson<'a>>,
    rewards: Vec<RewardJson<'a>>,
    postings: Vec<PostingJson<'a>>,
    expired: Vec<ExpiredJson<'a>>,
    /// What was given as levels were reached or left.
    level_gifts: Vec<LevelGiftJson<'a>>,
    reminders: Vec<ReminderJson<'a>>,
    owed: Named<'a, String>,
    /// What a return took and gave back.
    returned: Option<ReturnedJson<'a>>,
    /// The account that went up into this one, and what it brought.
    merged: Option<MergedJson<'a>>,
    /// Money by which the refund is to be cut.
    refund_cut: Option<String>,
    /// Points on their way to other members; they have decisions of their own.
    outgoing: Vec<OutgoingJson<'a>>,
    household: Vec<DebitJson<'a>>,
    /// The member whose event it is, where points came from it for another one.
    from: Option<&'a str>,
    not_applied: Vec<NotAppliedJson<'a>>,
    balances: Named<'a, BalanceJson<'a>>,
}

#[derive(Debug, Serialize)]
struct RefusalJson {
    code: &'static str,
    reason: String,
    have: Option<String>,
    need: Option<String>,
    sufficient: Option<String>,
}

#[derive(Debug, Serialize)]
struct AwardJson<'a> {
    rule: &'a str,
    /// Which version of the rule, where its name stands several times: `from 2027-01-01`.
    version: Option<String>,
    /// Its title for customers.
    title: &'a str,
    unit: &'a str,
    points: String,
    amount: Option<String>,
    raw: String,
    rounding: String,
    cut_by: Option<String>,
    lines: &'a [u32],
    to: &'a str,
    /// Null while it waits for an activity.
    available: Option<String>,
    expires: Option<String>,
    payer: Option<&'a str>,
}

/// What a window rule gave, took, or will give.
#[derive(Debug, Serialize)]
struct WindowJson<'a> {
    rule: &'a str,
    /// Which version of the rule, where its name stands several times: `from 2027-01-01`.
    version: Option<String>,
    /// Its title for customers.
    title: &'a str,
    unit: &'a str,
    /// First and last day of the window; null for all time.
    from: Option<String>,
    to: Option<String>,
    sums: Vec<SumJson>,
    raw: String,
    cut_by: Option<String>,
    /// What is due on the sums as they are now.
    due: String,
    /// Which of its conditions on the sums does not hold, if nothing is due for that.
    because: Option<String>,
    /// What was given for this window before.
    before: String,
    /// What was given now; below zero it was taken.
    points: String,
    /// The day on which it was given, or will be.
    on: String,
    expires: Option<String>,
    payer: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SumJson {
    of: String,
    sum: String,
}

#[derive(Debug, Serialize)]
struct TierJson<'a> {
    tiers: &'a str,
    /// The structure's title for customers.
    tiers_title: &'a str,
    from: &'a str,
    to: &'a str,
    /// Title for customers of the level that counts now.
    title: &'a str,
    /// Its benefits that are not points.
    perks: &'a [String],
    until: Option<String>,
    on: String,
}

#[derive(Debug, Serialize)]
struct RewardJson<'a> {
    /// `taken` for points, `issued` by itself, `used` or `expired` as a voucher.
    what: &'static str,
    reward: &'a str,
    /// Its title for customers.
    title: &'a str,
    times: u64,
    cost: String,
    unit: &'a str,
    gives: String,
    /// What that takes off the receipt that it pays.
    value: Option<String>,
    until: Option<String>,
    /// The day, where it is not the event's.
    on: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "posting", rename_all = "lowercase")]
enum PostingJson<'a> {
    Pays { partner: &'a str, rule: &'a str, unit: &'a str, points: String, money: String, currency: &'a str },
    Converted { partner: &'a str, unit: &'a str, points: String, into: &'a str, gets: String },
}

#[derive(Debug, Serialize)]
struct ExpiredJson<'a> {
    unit: &'a str,
    points: String,
    last_good_day: String,
}

#[derive(Debug, Serialize)]
struct LevelGiftJson<'a> {
    tiers: &'a str,
    level: &'a str,
    unit: &'a str,
    points: String,
    expires: Option<String>,
    on: String,
}

#[derive(Debug, Serialize)]
struct DebitJson<'a> {
    member: &'a str,
    unit: &'a str,
    points: String,
}

#[derive(Debug, Serialize)]
struct MergedJson<'a> {
    member: &'a str,
    points: Named<'a, String>,
    owed: Named<'a, String>,
}

#[derive(Debug, Serialize)]
struct OutgoingJson<'a> {
    rule: &'a str,
    unit: &'a str,
    points: String,
    to: &'a str,
}

#[derive(Debug, Serialize)]
struct ReminderJson<'a> {
    unit: &'a str,
    points: String,
    last_good_day: String,
    on: String,
}

#[derive(Debug, Serialize)]
struct NotAppliedJson<'a> {
    rule: &'a str,
    /// Which version of the rule, where its name stands several times: `from 2027-01-01`.
    version: Option<String>,
    because: String,
    sufficient: Option<String>,
    lost_to: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct BalanceJson<'a> {
    /// The unit's title for customers.
    title: &'a str,
    available: String,
    pending: String,
    owed: String,
}

/// Values by name, in the order of the programme.
#[derive(Debug)]
struct Named<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The decision on an event in the form for hosts.
#[must_use]
pub fn json<'a>(programme: &'a Programme, event: &Event, decision: &'a Decision) -> DecisionJson<'a> {
    let out = Names { programme };
    let balances = || programme.units.ids().zip(&decision.balances);
    DecisionJson {
        version: VERSION,
        event: Some(decision.event.as_str()).filter(|e| !e.is_empty()),
        member: Some(decision.member.as_str()).filter(|m| !m.is_empty()),
        at: instant(decision.at, decision.offset),
        late: decision.late,
        repeated: decision.repeated,
        refusal: decision.refusal.as_ref().map(|r| out.refusal(event, r)),
        awards: decision.awards.iter().map(|a| out.award(decision, a)).collect(),
        windows: decision.windows.iter().filter_map(|w| out.window(w)).collect(),
        tiers: decision.tiers.iter().map(|t| out.tier(*t)).collect(),
        rewards: out.rewards(decision),
        postings: decision.postings.iter().map(|p| out.posting(p)).collect(),
        expired: decision
            .expired
            .iter()
            .map(|e| ExpiredJson {
                unit: out.unit(e.unit),
                points: points(programme, e.unit, e.points),
                last_good_day: e.last_good_day.to_string(),
            })
            .collect(),
        level_gifts: decision
            .level_gifts
            .iter()
            .map(|g| LevelGiftJson {
                tiers: programme.tiers.get(g.tiers).map_or("", |t| &t.name),
                level: out.level(g.tiers, g.level),
                unit: out.unit(g.unit),
                points: points(programme, g.unit, g.points),
                expires: g.expires.map(|d| d.to_string()),
                on: g.on.to_string(),
            })
            .collect(),
        reminders: decision
            .reminders
            .iter()
            .map(|r| ReminderJson {
                unit: out.unit(r.unit),
                points: points(programme, r.unit, r.points),
                last_good_day: r.last_good_day.to_string(),
                on: r.on.to_string(),
            })
            .collect(),
        owed: Named(
            balances()
                .filter(|(_, b)| b.owed > 0)
                .map(|(unit, b)| (out.unit(unit), points(programme, unit, b.owed)))
                .collect(),
        ),
        returned: decision.returned.as_deref().map(|r| out.returned(r)),
        merged: decision.merged.as_deref().map(|m| out.merged(m)),
        refund_cut: out.refund_cut(decision.returned.as_deref()),
        outgoing: decision.outgoing.iter().map(|o| out.outgoing(o)).collect(),
        household: decision.shared.iter().map(|debit| out.debit(debit)).collect(),
        from: decision.from.as_deref(),
        not_applied: decision.not_applied.iter().map(|n| out.not_applied(decision, n)).collect(),
        balances: Named(
            balances()
                .map(|(unit, b)| {
                    let text = |value| points(programme, unit, value);
                    let balance = BalanceJson {
                        title: programme.units.get(unit).map_or("", |u| &u.title),
                        available: text(b.available),
                        pending: text(b.pending),
                        owed: text(b.owed),
                    };
                    (out.unit(unit), balance)
                })
                .collect(),
        ),
    }
}

/// An instant as RFC 3339 writes it, with the offset it came with.
#[must_use]
pub fn instant(at: i64, offset: i32) -> String {
    let wall = at.saturating_add(i64::from(offset));
    let day = i32::try_from(wall.div_euclid(86_400)).map_or(Day::LAST, Day);
    let second = wall.rem_euclid(86_400);
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!(
        "{day}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        second / 3_600,
        second / 60 % 60,
        second % 60,
        minutes / 60,
        minutes % 60
    )
}

struct Names<'a> {
    programme: &'a Programme,
}

impl<'a> Names<'a> {
    fn unit(&self, id: UnitId) -> &'a str {
        self.programme.units.get(id).map_or("", |u| &u.name)
    }

    fn rule(&self, id: RuleId) -> &'a str {
        self.programme.rules.get(id).map_or("", |r| &r.name)
    }

    fn partner(&self, id: PartnerId) -> &'a str {
        self.programme.partners.get(id).map_or("", |p| &p.name)
    }

    fn level(&self, tiers: TiersId, level: treue_lang::programme::LevelId) -> &'a str {
        self.programme.tiers.get(tiers).and_then(|t| t.level(level)).map_or("", |l| &l.name)
    }

    fn refusal(&self, event: &Event, refusal: &Refusal) -> RefusalJson {
        let number = |value: Option<i64>| value.map(|v| words::bare(self.programme, event, refusal, v));
        RefusalJson {
            code: refusal.code.name(),
            reason: words::reason(self.programme, event, refusal),
            have: number(refusal.have),
            need: number(refusal.need),
            sufficient: words::sufficient(self.programme, event, refusal),
        }
    }

    fn award(&self, decision: &'a Decision, award: &'a Award) -> AwardJson<'a> {
        let programme = self.programme;
        let rule = programme.rules.get(award.rule);
        let unit = rule.map_or(UnitId(u32::MAX), |r| r.unit);
        let decimals = programme.units.get(unit).map_or(0, |u| u.decimals);
        AwardJson {
            rule: self.rule(award.rule),
            version: rule.and_then(|r| r.version()),
            title: rule.map_or("", |r| &r.title),
            unit: self.unit(unit),
            points: points(programme, unit, award.points),
            amount: rule
                .filter(|r| measured(&r.award).is_some())
                .and_then(|r| award.amount.map(|a| measured_text(programme, r, a))),
            raw: exact(award.raw.0, award.raw.1, decimals),
            rounding: rule.map_or_else(String::new, |r| rounding_words(programme, r)),
            cut_by: award.cut_by.and_then(|l| programme.limits.get(l)).map(|l| limit_words(programme, l)),
            lines: &award.lines,
            to: &decision.member,
            available: (award.available != Lot::NOT_YET).then(|| award.available.to_string()),
            expires: award.expires.map(|d| d.to_string()),
            payer: award.payer.map(|p| self.partner(p)),
        }
    }

    fn window(&self, award: &'a WindowAward) -> Option<WindowJson<'a>> {
        let programme = self.programme;
        let rule = programme.rules.get(award.rule)?;
        let points = |value| points(programme, rule.unit, value);
        let sums = rule.over.iter().flat_map(|o| &o.sums).zip(&award.sums).map(|(sum, value)| SumJson {
            of: summed(programme, rule, *sum),
            sum: amount_text(programme, sum.amount, *value),
        });
        Some(WindowJson {
            rule: &rule.name,
            version: rule.version(),
            title: &rule.title,
            unit: self.unit(rule.unit),
            from: award.window.map(|(from, _)| from.to_string()),
            to: award.window.map(|(_, to)| to.to_string()),
            sums: sums.collect(),
            raw: exact(award.raw.0, award.raw.1, programme.units.get(rule.unit).map_or(0, |u| u.decimals)),
            cut_by: award.cut_by.and_then(|l| programme.limits.get(l)).map(|l| limit_words(programme, l)),
            due: points(award.due),
            because: award
                .failed
                .and_then(|k| rule.over.as_ref()?.when.get(usize::try_from(k).ok()?))
                .map(|c| fails(programme, &c.condition)),
            before: points(award.before),
            points: points(award.points),
            on: award.on.to_string(),
            expires: award.expires.map(|d| d.to_string()),
            payer: award.payer.map(|p| self.partner(p)),
        })
    }

    fn tier(&self, change: TierChange) -> TierJson<'a> {
        let tiers = self.programme.tiers.get(change.tiers);
        let level = tiers.and_then(|t| t.level(change.to));
        TierJson {
            tiers: tiers.map_or("", |t| &t.name),
            tiers_title: tiers.map_or("", |t| &t.title),
            from: self.level(change.tiers, change.from),
            to: self.level(change.tiers, change.to),
            title: level.map_or("", |l| &l.title),
            perks: level.map_or(&[], |l| &l.perks),
            until: change.until.map(|d| d.to_string()),
            on: change.on.to_string(),
        }
    }

    /// Vouchers that expired, rewards that were issued, then what the event took or used.
    fn rewards(&self, decision: &Decision) -> Vec<RewardJson<'a>> {
        // Those that were used stand with the redemption.
        let moved = decision.vouchers.iter().filter(|v| v.what != VoucherEnd::Used);
        let expired = moved.map(|v| self.expired(v));
        let issued = decision.issued.iter().map(|issued| RewardJson {
            on: Some(issued.on.to_string()),
            ..self.reward(&issued.taken, "issued")
        });
        let taken = decision.reward.iter().map(|r| self.reward(r, if r.used { "used" } else { "taken" }));
        expired.chain(issued).chain(taken).collect()
    }

    fn reward(&self, taken: &RewardTaken, what: &'static str) -> RewardJson<'a> {
        let reward = self.programme.rewards.get(taken.reward);
        RewardJson {
            what,
            reward: reward.map_or("", |r| &r.name),
            title: reward.map_or("", |r| &r.title),
            times: u64::from(taken.times),
            cost: points(self.programme, taken.unit, taken.cost),
            unit: self.unit(taken.unit),
            gives: gives_words(self.programme, &taken.gives, taken.times),
            value: taken.value.map(|v| super::text::decimal(v, self.programme.currency.decimals)),
            until: taken.until.map(|d| d.to_string()),
            on: None,
        }
    }

    fn expired(&self, voucher: &VoucherMove) -> RewardJson<'a> {
        let reward = self.programme.rewards.get(voucher.reward);
        let unit = reward.map_or(UnitId(u32::MAX), Reward::unit);
        RewardJson {
            what: "expired",
            reward: reward.map_or("", |r| &r.name),
            title: reward.map_or("", |r| &r.title),
            times: voucher.count,
            cost: points(self.programme, unit, 0),
            unit: self.unit(unit),
            gives: gives_words(self.programme, &voucher.gives, 1),
            value: None,
            until: voucher.until.map(|d| d.to_string()),
            on: None,
        }
    }

    fn posting(&self, posting: &'a Posting) -> PostingJson<'a> {
        match posting {
            Posting::Pays { partner, rule, points: paid, money } => {
                let unit = self.programme.rules.get(*rule).map_or(UnitId(u32::MAX), |r| r.unit);
                PostingJson::Pays {
                    partner: self.partner(*partner),
                    rule: self.rule(*rule),
                    unit: self.unit(unit),
                    points: points(self.programme, unit, *paid),
                    money: exact(money.0, money.1, 0),
                    currency: &self.programme.currency.code,
                }
            }
            Posting::Converted { partner, unit, points: converted, into, gets } => PostingJson::Converted {
                partner: self.partner(*partner),
                unit: self.unit(*unit),
                points: points(self.programme, *unit, *converted),
                into,
                gets: gets.to_string(),
            },
        }
    }

    fn merged(&self, merged: &'a Merged) -> MergedJson<'a> {
        let named = |all: &[(UnitId, i64)]| {
            Named(all.iter().map(|(u, n)| (self.unit(*u), points(self.programme, *u, *n))).collect())
        };
        MergedJson { member: &merged.member, points: named(&merged.points), owed: named(&merged.owed) }
    }

    fn debit(&self, debit: &'a Debit) -> DebitJson<'a> {
        let unit = self.programme.units.get(debit.unit).map_or("", |u| u.name.as_str());
        DebitJson { member: &debit.of, unit, points: points(self.programme, debit.unit, debit.points) }
    }

    fn outgoing(&self, outgoing: &'a Outgoing) -> OutgoingJson<'a> {
        let unit = self.programme.rules.get(outgoing.rule).map_or(UnitId(u32::MAX), |r| r.unit);
        OutgoingJson {
            rule: self.rule(outgoing.rule),
            unit: self.unit(unit),
            points: points(self.programme, unit, outgoing.points),
            to: &outgoing.to,
        }
    }

    fn not_applied(&self, decision: &Decision, not: &NotApplied) -> NotAppliedJson<'a> {
        let Some(rule) = self.programme.rules.get(not.rule) else {
            return NotAppliedJson {
                rule: "",
                version: None,
                because: String::new(),
                sufficient: None,
                lost_to: None,
            };
        };
        let lost_to = match not.reason {
            Reason::LostIn(stack) => self.winner(decision, stack),
            Reason::Condition(_) | Reason::Zero | Reason::Limit(_) => None,
        };
        NotAppliedJson {
            rule: &rule.name,
            version: rule.version(),
            because: because(self.programme, rule, not.reason),
            sufficient: sufficient(self.programme, rule, not.reason),
            lost_to,
        }
    }

    /// The member of a stack that gave something.
    fn winner(&self, decision: &Decision, stack: StackId) -> Option<&'a str> {
        let gave = |rule: RuleId| decision.awards.iter().any(|a| a.rule == rule);
        self.programme.stacks.get(stack)?.members.iter().find_map(|member| match member {
            StackMember::Rule(rule) => gave(*rule).then(|| self.rule(*rule)),
            StackMember::Stack(inner) => {
                let inner = self.programme.stacks.get(*inner)?;
                inner.rules.iter().any(|r| gave(*r)).then_some(inner.name.as_str())
            }
        })
    }
}

#[cfg(test)]
mod tests;
