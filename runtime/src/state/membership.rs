//! When somebody is a member.

use super::Member;
use crate::decision::{Refusal, RefusalCode};
use crate::event::{AccountChange, Event, What};
use serde::{Deserialize, Serialize};
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// When somebody is a member. Who joins by a first event has neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The instant and the day at which it began, the last time that this was said.
    pub began: Option<(i64, Day)>,
    /// The day on which it ended, while it has not begun again.
    pub ended: Option<Day>,
}

impl Membership {
    /// Why an event of somebody is refused who is no member at its instant.
    ///
    /// # Errors
    /// The membership has ended, or had not begun; or it begins where it has begun.
    pub fn admits(&self, programme: &Programme, member: &Member, event: &Event) -> Result<(), Refusal> {
        if matches!(event.what, What::Clock) {
            return Ok(());
        }
        let late = member.last_at.is_some_and(|last| event.at < last);
        match (event.account(), self.ended) {
            (Some(AccountChange::Begins), _) if late => Err(Refusal::new(RefusalCode::AccountOutOfOrder)),
            (Some(AccountChange::Begins), Some(_)) => Ok(()),
            (_, Some(_)) => Err(Refusal::new(RefusalCode::NotAMember)),
            (Some(AccountChange::Ends | AccountChange::Merge(_)), None) if late => {
                Err(Refusal::new(RefusalCode::AccountOutOfOrder))
            }
            (Some(AccountChange::Begins), None) if member.joined.is_some() || self.began.is_some() => {
                Err(Refusal::new(RefusalCode::AlreadyAMember))
            }
            (_, None) => match self.began.filter(|(at, _)| event.at < *at) {
                Some((_, began)) => {
                    let own = i64::from(event.day(programme).0);
                    Err(Refusal::numbers(RefusalCode::BeforeJoining, own, i64::from(began.0)))
                }
                None => Ok(()),
            },
        }
    }

    /// The day as which starts everything is gone that somebody kept who left.
    #[must_use]
    pub fn forfeits(&self, programme: &Programme) -> Option<Day> {
        let kept = programme.leavers_keep?;
        Some(self.ended?.plus(i32::from(kept).saturating_add(1)))
    }
}
