//! What a decision says beside what rules gave, for the story of a member.

use super::facts::Facts;
use treue_runtime::decision::{Posting, Returned, RewardTaken, Taken, VoucherEnd};
use treue_runtime::event::{Event, What};
use treue_terms::{Fate, Happened, Kind, TakenFrom, ToldReturn, ToldReward, ToldVouchers};

/// What an event is, for its heading.
pub(super) fn kind(event: &Event) -> Kind {
    match &event.what {
        What::Purchase(_) | What::Activity(_) => Kind::Earning,
        What::Redeem(redeem) if redeem.voucher => Kind::Voucher,
        What::Redeem(_) => Kind::Redemption,
        What::Grant(_) => Kind::Grant,
        What::Transfer(_) => Kind::Transfer,
        What::Member(_) => Kind::Member,
        What::Return(_) => Kind::Return,
        What::Clock => Kind::Time,
    }
}

impl Facts<'_> {
    /// All of it, in the order of the decision.
    pub(super) fn happened(&self) -> Vec<Happened> {
        let decision = self.decision;
        let expired = decision.expired.iter();
        let expired = expired.map(|e| Happened::Expired((e.unit, e.points), e.last_good_day));
        let reminded = decision.reminders.iter();
        let reminded = reminded.map(|r| Happened::Reminded((r.unit, r.points), r.last_good_day));
        let renewed = decision.tiers.iter().filter(|change| change.from == change.to);
        let renewed = renewed.map(|change| Happened::Renewed(change.tiers, change.to, change.until));
        let level_gifts = decision.level_gifts.iter();
        let level_gifts =
            level_gifts.map(|gift| Happened::LevelGave(gift.tiers, gift.level, (gift.unit, gift.points)));
        let joined = decision.merged.iter().map(|merged| {
            Happened::Joined(merged.member.clone(), merged.points.clone(), merged.owed.clone())
        });
        let sent = decision.outgoing.iter();
        let sent = sent.map(|sent| Happened::Sent(sent.rule, sent.points, sent.to.clone()));
        let shared = decision.shared.iter();
        let shared = shared.map(|debit| Happened::Shared(debit.of.clone(), (debit.unit, debit.points)));
        expired
            .chain(reminded)
            .chain(joined)
            .chain(decision.returned.iter().map(|returned| Happened::Returned(told_return(returned))))
            .chain(self.vouchers())
            .chain(decision.postings.iter().map(posting))
            .chain(sent)
            .chain(shared)
            .chain(renewed)
            .chain(level_gifts)
            .collect()
    }

    /// Vouchers that ended, rewards that were issued by themselves, and what a redemption gave.
    fn vouchers(&self) -> impl Iterator<Item = Happened> {
        let decision = self.decision;
        let ended = decision.vouchers.iter().map(|moved| {
            Happened::Vouchers(ToldVouchers {
                reward: moved.reward,
                gives: moved.gives.clone(),
                count: i64::try_from(moved.count).unwrap_or(i64::MAX),
                until: moved.until,
                fate: match moved.what {
                    VoucherEnd::Used => Fate::Used,
                    VoucherEnd::Expired => Fate::Expired,
                    VoucherEnd::Cancelled => Fate::Cancelled,
                    VoucherEnd::Back => Fate::Back,
                },
            })
        });
        let issued = decision.issued.iter().map(|issued| {
            Happened::Reward(ToldReward { issued: Some(issued.on), ..told_reward(&issued.taken) })
        });
        let taken = decision.reward.iter().map(|taken| Happened::Reward(told_reward(taken)));
        ended.chain(issued).chain(taken)
    }
}

fn told_reward(taken: &RewardTaken) -> ToldReward {
    ToldReward {
        reward: taken.reward,
        gives: taken.gives.clone(),
        times: taken.times,
        cost: (!taken.used).then_some((taken.unit, taken.cost)),
        off: taken.value,
        until: taken.until,
        issued: None,
    }
}

fn posting(posting: &Posting) -> Happened {
    match posting {
        Posting::Pays { partner, rule, points, money } => Happened::Pays(*partner, *rule, *points, *money),
        Posting::Converted { partner, unit, points, into, gets } => {
            Happened::Converted(*partner, (*unit, *points), into.clone(), *gets)
        }
    }
}

fn told_return(returned: &Returned) -> ToldReturn {
    let taken = |taken: &Taken| {
        let parts = [
            (TakenFrom::Pending, taken.pending),
            (TakenFrom::Own, taken.own),
            (TakenFrom::Expired, taken.expired),
            (TakenFrom::Other, taken.other),
            (TakenFrom::Vouchers, taken.vouchers),
            (TakenFrom::Owed, taken.owed),
            (TakenFrom::Cut, taken.cut),
            (TakenFrom::Forgiven, taken.forgiven),
        ];
        (taken.unit, parts.into_iter().filter(|(_, points)| *points > 0).collect())
    };
    ToldReturn {
        receipt: returned.receipt.clone(),
        whole: returned.whole,
        lines: returned.lines.clone(),
        changes: returned.changes.clone(),
        back: returned.back.clone(),
        cash: returned.cash,
        taken: returned.taken.iter().map(taken).collect(),
        cut: returned.refund_cut,
    }
}
