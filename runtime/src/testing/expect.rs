//! Expectations: what came, against what was expected, both in words.

use super::Run;
use super::event::MEMBER;
use crate::decision::{Decision, Posting, Reason, Returned, RewardTaken};
use crate::explain::words::{because, gives_words, points_of};
use crate::settlement::money_text;
use crate::state::{Balance, Voucher};
use num_rational::BigRational;
use treue_lang::programme::{
    Currency, Expectation, Gives, LevelId, PartnerId, RewardId, RuleId, StackId, TiersId, UnitId,
};
use treue_lang::time::Day;

impl Run<'_, '_> {
    /// What was expected and what came, where they differ.
    pub(super) fn compare(&self, expectation: &Expectation) -> Option<(String, String)> {
        match expectation {
            Expectation::FromRule(rule, points) => self.rule_gave(*rule, *points),
            Expectation::FromStack(stack, points) => self.stack_gave(*stack, *points),
            Expectation::InAll(unit, points) => {
                let decisions = self.own();
                self.differ(*unit, *points, sum(decisions.map(|d| d.points(self.programme, *unit))), "in all")
            }
            Expectation::Nothing => self.nothing(),
            Expectation::Balance(unit, points) => {
                self.differ(*unit, *points, self.balance(*unit, MEMBER).available, "as balance")
            }
            Expectation::BalanceOf(unit, points, id) => self.differ(
                *unit,
                *points,
                self.balance(*unit, id).available,
                &format!("as balance of \"{id}\""),
            ),
            Expectation::To(unit, points, id) => {
                let others = self.since.iter().flat_map(|h| &h.others).filter(|d| d.member == *id);
                let got = sum(others.map(|d| d.points(self.programme, *unit)));
                self.differ(*unit, *points, got, &format!("to \"{id}\""))
            }
            Expectation::Pending(unit, points) => {
                self.differ(*unit, *points, self.balance(*unit, MEMBER).pending, "pending")
            }
            Expectation::Owed(unit, points) => {
                self.differ(*unit, *points, self.balance(*unit, MEMBER).owed, "owed")
            }
            Expectation::Expired(unit, points) => {
                let expired = self.own().flat_map(|d| &d.expired).filter(|e| e.unit == *unit);
                self.differ(*unit, *points, sum(expired.map(|e| e.points)), "expired")
            }
            Expectation::Reminded(unit, points) => {
                let all = self.own().flat_map(|d| &d.reminders).filter(|r| r.unit == *unit);
                self.differ(*unit, *points, sum(all.map(|r| r.points)), "reminded")
            }
            Expectation::Taken(unit, points) => {
                let taken = self.returned().flat_map(|r| &r.taken).filter(|t| t.unit == *unit);
                let taken = sum(taken.map(|t| t.total().saturating_sub(t.forgiven)));
                self.differ(*unit, *points, taken, "taken")
            }
            Expectation::TakenFrom(rule, points) => self.taken_from(*rule, *points),
            Expectation::Back(unit, points) => {
                let back = self.returned().flat_map(|r| &r.back).filter(|(u, _)| u == unit);
                self.differ(*unit, *points, sum(back.map(|(_, points)| *points)), "back")
            }
            Expectation::Forgiven(unit, points) => {
                let taken = self.returned().flat_map(|r| &r.taken).filter(|t| t.unit == *unit);
                self.differ(*unit, *points, sum(taken.map(|t| t.forgiven)), "forgiven")
            }
            Expectation::RefundCut(expected) => {
                let got = sum(self.returned().map(|r| r.refund_cut));
                let words =
                    |value| format!("refund cut {}", crate::decision::text::money(self.programme, value));
                (got != *expected).then(|| (words(*expected), words(got)))
            }
            Expectation::Cash(expected) => {
                let got = sum(self.returned().map(|r| r.cash));
                let words = |value| format!("cash {}", crate::decision::text::money(self.programme, value));
                (got != *expected).then(|| (words(*expected), words(got)))
            }
            Expectation::Level(tiers, level, until) => self.level(*tiers, *level, *until),
            Expectation::Refused(code) => self.refused(code.as_deref()),
            Expectation::Gives(words) => self.gives(words),
            Expectation::Pays(money) => self.pays(*money),
            Expectation::Voucher(reward, money, until) => self.voucher(*reward, *money, *until),
            Expectation::NoVoucher(reward) => self.no_voucher(*reward),
            Expectation::PartnerPays(partner, over, under) => self.partner_pays(*partner, (*over, *under)),
            Expectation::Converted(gets, into) => self.converted(*gets, into),
        }
    }

    /// What came back since the last `then`.
    fn returned(&self) -> impl Iterator<Item = &Returned> {
        self.since.iter().filter_map(|h| h.decision.returned.as_deref())
    }

    /// By how much a rule, a window rule too, gives less since the last `then`.
    fn taken_from(&self, id: RuleId, expected: i64) -> Option<(String, String)> {
        let versions = self.programme.versions(&id);
        let changes = self.returned().flat_map(|r| &r.changes).map(|(rule, change)| (*rule, *change));
        let windows = self.since.iter().filter(|h| h.decision.returned.is_some());
        let windows = windows.flat_map(|h| &h.decision.windows).map(|w| (w.rule, w.points));
        let of_rule = changes.chain(windows).filter(|(rule, _)| versions.contains(rule));
        let got = sum(of_rule.map(|(_, change)| change.saturating_neg()));
        let rule = self.programme.rules.get(id)?;
        self.differ(rule.unit, expected, got, &format!("taken from {}", rule.name))
    }

    fn points(&self, unit: Option<UnitId>, points: i64) -> String {
        points_of(self.programme, unit, points)
    }

    fn differ(&self, unit: UnitId, expected: i64, got: i64, what: &str) -> Option<(String, String)> {
        let words = |points| format!("{} {what}", self.points(Some(unit), points));
        (expected != got).then(|| (words(expected), words(got)))
    }

    /// What rules gave since the last `then`.
    fn gave(&self, of: impl Fn(RuleId) -> bool) -> i64 {
        let awards = self.own().flat_map(|d| given(d));
        sum(awards.filter(|(rule, _)| of(*rule)).map(|(_, points)| points))
    }

    fn rule_gave(&self, id: RuleId, expected: i64) -> Option<(String, String)> {
        let versions = self.programme.versions(&id);
        let got = self.gave(|rule| versions.contains(&rule));
        if got == expected {
            return None;
        }
        let rule = self.programme.rules.get(id);
        let name = rule.map_or("", |r| &r.name);
        let words = |points| match points {
            0 => format!("nothing from {name}"),
            points => format!("{} from {name}", self.points(rule.map(|r| r.unit), points)),
        };
        let why = self.reason(id).zip(rule).map(|(reason, rule)| because(self.programme, rule, reason));
        let got = match why.filter(|_| got == 0) {
            Some(why) => format!("{}: {why}", words(0)),
            None => words(got),
        };
        Some((words(expected), got))
    }

    /// Why a rule gave nothing, in the last event that it looked at.
    fn reason(&self, id: RuleId) -> Option<Reason> {
        let reasons = self.own().flat_map(|d| &d.not_applied);
        let versions = self.programme.versions(&id);
        reasons.filter(|n| versions.contains(&n.rule)).map(|n| n.reason).last()
    }

    fn stack_gave(&self, id: StackId, expected: i64) -> Option<(String, String)> {
        let stack = self.programme.stacks.get(id)?;
        let got = self.gave(|rule| stack.rules.contains(&rule));
        self.differ(stack.unit, expected, got, &format!("from {}", stack.name))
    }

    fn nothing(&self) -> Option<(String, String)> {
        let awards: Vec<String> = self
            .since
            .iter()
            .flat_map(|h| given(&h.decision))
            .filter(|(_, points)| *points != 0)
            .map(|(rule, points)| {
                let rule = self.programme.rules.get(rule);
                let name = rule.map_or("", |r| r.name.as_str());
                format!("{} from {name}", self.points(rule.map(|r| r.unit), points))
            })
            .collect();
        (!awards.is_empty()).then(|| ("nothing".to_owned(), awards.join(", ")))
    }

    /// The balance on the day of the last event.
    fn balance(&self, unit: UnitId, id: &str) -> Balance {
        let last = self.last.as_ref().map(|(event, _)| event.day(self.programme));
        let member = self.member(id);
        let today = member.last_day.max(last).unwrap_or(Day::FIRST);
        member.balance(unit, today)
    }

    fn level(&self, tiers: TiersId, level: LevelId, until: Option<Day>) -> Option<(String, String)> {
        let structure = self.programme.tiers.get(tiers)?;
        let standing = *self.member(MEMBER).tiers.get(tiers.0 as usize)?;
        let words = |level, until: Option<Day>| {
            let name = structure.level(level).map_or("", |l| &l.name);
            until.map_or_else(|| format!("member in {name}"), |day| format!("member in {name} until {day}"))
        };
        let (held, held_until) = (standing.level(), standing.until());
        let fits = held == level && until.is_none_or(|until| held_until == Some(until));
        (!fits).then(|| (words(level, until), words(held, held_until)))
    }

    fn refused(&self, code: Option<&str>) -> Option<(String, String)> {
        let got = self.since.last().and_then(|h| h.decision.refusal.as_ref()).map(|r| r.code.name());
        let words =
            |code: Option<&str>| code.map_or_else(|| "refused".to_owned(), |c| format!("refused \"{c}\""));
        match got {
            None => Some((words(code), "accepted".to_owned())),
            Some(got) if code.is_some_and(|code| code != got) => Some((words(code), words(Some(got)))),
            Some(_) => None,
        }
    }

    fn gives(&self, expected: &str) -> Option<(String, String)> {
        let taken: Option<&RewardTaken> = self.since.iter().rev().find_map(|h| {
            h.decision.reward.as_ref().or(h.decision.issued.last().map(|issued| &issued.taken))
        });
        let words = |words: &str| format!("gives \"{words}\"");
        match taken.map(|t| gives_words(self.programme, &t.gives, t.times)) {
            Some(got) if got == expected => None,
            Some(got) => Some((words(expected), words(&got))),
            None => Some((words(expected), "no redemption".to_owned())),
        }
    }

    /// Vouchers of a reward, in words.
    fn vouchers(&self, reward: RewardId) -> Vec<String> {
        let name = self.programme.rewards.get(reward).map_or("", |r| &r.name);
        let member = self.member(MEMBER);
        let held = member.vouchers.iter().filter(|v| v.reward == reward);
        held.map(|v| {
            let count = if v.count == 1 { String::new() } else { format!("{} × ", v.count) };
            let what = gives_words(self.programme, &v.gives, 1);
            let until = v.until.map_or_else(String::new, |day| format!(" until {day}"));
            format!("{count}voucher {name} ({what}){until}")
        })
        .collect()
    }

    fn voucher(&self, id: RewardId, money: Option<i64>, until: Option<Day>) -> Option<(String, String)> {
        let fits = |v: &Voucher| {
            v.reward == id
                && money.is_none_or(|m| v.gives == Gives::Money(m))
                && until.is_none_or(|u| v.until == Some(u))
        };
        let member = self.member(MEMBER);
        if member.vouchers.iter().any(fits) {
            return None;
        }
        let name = self.programme.rewards.get(id).map_or("", |r| &r.name);
        let money = money
            .map_or_else(String::new, |m| format!(" of {}", crate::decision::text::money(self.programme, m)));
        let until = until.map_or_else(String::new, |day| format!(" until {day}"));
        let held = self.vouchers(id);
        let held = if held.is_empty() { format!("no voucher {name}") } else { held.join(", ") };
        Some((format!("voucher {name}{money}{until}"), held))
    }

    fn no_voucher(&self, id: RewardId) -> Option<(String, String)> {
        let held = self.vouchers(id);
        let name = self.programme.rewards.get(id).map_or("", |r| &r.name);
        (!held.is_empty()).then(|| (format!("no voucher {name}"), held.join(", ")))
    }

    fn pays(&self, expected: i64) -> Option<(String, String)> {
        let taken: Option<&RewardTaken> = self.since.iter().rev().find_map(|h| h.decision.reward.as_ref());
        let words = |value: i64| format!("pays {}", crate::decision::text::money(self.programme, value));
        match taken.map(|t| t.value) {
            Some(Some(got)) if got == expected => None,
            Some(Some(got)) => Some((words(expected), words(got))),
            Some(None) => Some((words(expected), "a reward that looks at no receipt".to_owned())),
            None => Some((words(expected), "no redemption".to_owned())),
        }
    }

    /// What a partner owes for the events since the last `then`, whoever got the points.
    fn partner_pays(&self, id: PartnerId, expected: (i128, i128)) -> Option<(String, String)> {
        let ratio = |(over, under): (i128, i128)| match under {
            0 => BigRational::default(),
            under => BigRational::new(over.into(), under.into()),
        };
        let decisions = self.since.iter().flat_map(|h| std::iter::once(&h.decision).chain(&h.others));
        let owed = decisions.flat_map(|d| &d.postings).filter_map(|posting| match posting {
            Posting::Pays { partner, money, .. } => (*partner == id).then_some(*money),
            Posting::Converted { .. } => None,
        });
        let got = owed.map(ratio).fold(BigRational::default(), |sum, money| sum + money);
        let expected = ratio(expected);
        let name = self.programme.partners.get(id).map_or("", |p| &p.name);
        let Currency { code, decimals } = &self.programme.currency;
        let words = |money: &BigRational| format!("{name} pays {} {code}", money_text(money, *decimals));
        (got != expected).then(|| (words(&expected), words(&got)))
    }

    fn converted(&self, expected: i64, into: &str) -> Option<(String, String)> {
        let postings = self.since.iter().rev().flat_map(|h| h.decision.postings.iter().rev());
        let got = postings.into_iter().find_map(|posting| match posting {
            Posting::Converted { gets, into, .. } => Some((*gets, into.as_str())),
            Posting::Pays { .. } => None,
        });
        let words = |gets: i64, into: &str| format!("{gets} \"{into}\"");
        match got {
            Some(same) if same == (expected, into) => None,
            Some((gets, other)) => Some((words(expected, into), words(gets, other))),
            None => Some((words(expected, into), "no transfer".to_owned())),
        }
    }
}

/// What each rule gave, and window rules gave or took.
fn given(decision: &Decision) -> impl Iterator<Item = (RuleId, i64)> {
    let awards = decision.awards.iter().map(|a| (a.rule, a.points));
    awards.chain(decision.windows.iter().map(|w| (w.rule, w.points)))
}

fn sum(points: impl Iterator<Item = i64>) -> i64 {
    points.fold(0, i64::saturating_add)
}
