//! Who came when: finds the purchases that cannot be scored apart, because they come earlier than another of their member, or under an
//! id that their member has used. Members and ids are known by their hashes, so that a member takes few bytes and an id eight.

use siphasher::sip128::{Hasher128, SipHasher13};
use std::collections::hash_map::{Entry, RandomState};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use treue_lang::programme::Programme;

/// Who bought, and under which id.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    member: u128,
    id: u64,
}

/// Makes visits of names, by hashes whose key no sender of events knows.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    keys: (u64, u64),
}

/// The purchases so far.
#[derive(Debug)]
pub struct Visits {
    /// By member: when the latest was.
    latest: HashMap<u128, i64, BuildHasherDefault<AsItIs>>,
    /// The ids under which members bought, if the programme remembers any.
    ids: Option<HashSet<u64, BuildHasherDefault<AsItIs>>>,
}

/// Hashes what is a hash.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn write_u128(&mut self, words: u128) {
        // The low half is as good as the whole.
        self.0 = u64::try_from(words & u128::from(u64::MAX)).unwrap_or(0);
    }
}

impl Default for Names {
    fn default() -> Names {
        let random = || RandomState::new().build_hasher().finish();
        Names { keys: (random(), random()) }
    }
}

impl Names {
    /// A purchase of a member under an id.
    #[must_use]
    pub fn visit(&self, member: &str, id: &str) -> Visit {
        let mut hasher = SipHasher13::new_with_keys(self.keys.0, self.keys.1);
        member.hash(&mut hasher);
        let who = hasher.finish128().as_u128();
        id.hash(&mut hasher);
        Visit { member: who, id: hasher.finish() }
    }
}

impl Visits {
    /// None yet.
    #[must_use]
    pub fn new(programme: &Programme) -> Visits {
        Visits { latest: HashMap::default(), ids: programme.remember.map(|_| HashSet::default()) }
    }

    /// Takes the next purchase; false if it cannot be scored apart.
    pub fn take(&mut self, visit: Visit, at: i64) -> bool {
        let in_order = match self.latest.entry(visit.member) {
            Entry::Occupied(mut latest) => std::mem::replace(latest.get_mut(), at) <= at,
            Entry::Vacant(free) => {
                free.insert(at);
                true
            }
        };
        in_order && self.ids.as_mut().is_none_or(|ids| ids.insert(visit.id))
    }

    /// How many members came.
    #[must_use]
    pub fn members(&self) -> usize {
        self.latest.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visits(remember: Option<u16>) -> (Names, Visits) {
        (Names::default(), Visits::new(&Programme { remember, ..Programme::default() }))
    }

    #[test]
    fn a_member_comes_in_order_of_time() {
        let (names, mut visits) = visits(None);
        let mut take = |member, at| visits.take(names.visit(member, "1"), at);
        // The same instant is in order.
        assert_eq!([take("a", 5), take("b", 3), take("a", 5), take("a", 4)], [true, true, true, false]);
        assert_eq!(visits.members(), 2);
    }

    #[test]
    fn a_member_may_use_an_id_once_where_ids_are_known() {
        for (remember, again) in [(None, true), (Some(90), false)] {
            let (names, mut visits) = visits(remember);
            let mut take = |member, id, at| visits.take(names.visit(member, id), at);
            let taken = [take("a", "1", 5), take("b", "1", 5), take("a", "2", 5), take("a", "1", 6)];
            assert_eq!(taken, [true, true, true, again]);
        }
    }
}
