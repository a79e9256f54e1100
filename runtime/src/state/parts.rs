//! Members in parts that can be worked on at the same time.

use super::Members;
use crate::event::Event;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use treue_lang::programme::Programme;

/// The key is fixed, so that a member's part is the same on every host.
const KEY: (u64, u64) = (0x7472_6575_652d_7061, 0x7274_732d_7630_3031);

/// Whether what one member does never reaches another one, so that members can be decided apart from each other.
#[must_use]
pub fn apart(programme: &Programme) -> bool {
    !programme.ties_members()
}

/// The part in which a member stands, of so many.
#[must_use]
pub fn part_of(member: &str, parts: usize) -> usize {
    let mut hasher = SipHasher13::new_with_keys(KEY.0, KEY.1);
    hasher.write(member.as_bytes());
    let parts = u64::try_from(parts).unwrap_or(u64::MAX).max(1);
    usize::try_from(hasher.finish() % parts).unwrap_or(0)
}

/// The part that decides an event that reaches one member; guests belong to the first.
#[must_use]
pub fn part_for(event: &Event, parts: usize) -> usize {
    event.member.as_deref().filter(|_| parts > 1).map_or(0, |member| part_of(member, parts))
}

impl Members {
    /// Takes the members apart, into so many parts; at least one. Where accounts have gone up into others, they stay together.
    #[must_use]
    pub fn into_parts(self, parts: usize) -> Vec<Members> {
        if parts <= 1 || !self.shared().merged.is_empty() {
            return vec![self];
        }
        let mut all: Vec<Members> = (0..parts).map(|_| Members::default()).collect();
        for (id, member) in self.into_known() {
            if let Some(part) = all.get_mut(part_of(&id, parts)) {
                part.insert(id, member);
            }
        }
        all
    }

    /// Puts parts together again.
    #[must_use]
    pub fn from_parts(parts: impl IntoIterator<Item = Members>) -> Members {
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        for (id, member) in parts.flat_map(Members::into_known) {
            all.insert(id, member);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Member;
    use treue_lang::pipeline;
    use treue_lang::source::Sources;

    fn programme(text: &str) -> Programme {
        let head = r#"programme "P" { currency CHF timezone "Europe/Zurich" unit points }
            fields { member.friend: member optional }"#;
        pipeline::check(&Sources::single("p.treue", format!("{head} {text}"))).programme.unwrap()
    }

    #[test]
    fn parts_hold_every_member_once() {
        let programme = programme("earn base { 5 points }");
        let mut members = Members::default();
        for number in 0..1_000u64 {
            members.insert(format!("m-{number}"), Member { purchases: number, ..Member::new(&programme) });
        }
        let parts = members.clone().into_parts(3);
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| (250..420).contains(&part.len())), "the parts are alike");
        for (part, held) in parts.iter().enumerate() {
            assert!(held.iter().all(|(id, _)| part_of(id, 3) == part));
        }
        assert_eq!(Members::from_parts(parts), members);
    }

    #[test]
    fn points_for_others_keep_members_together() {
        assert!(apart(&programme("earn base { 5 points }")));
        assert!(!apart(&programme(
            "earn base { when member.friend is present\n 5 points\n 5 points to member.friend }"
        )));
        assert!(!apart(&programme("earn base { 5 points at most 3 times for ever for everyone }")));
    }
}
