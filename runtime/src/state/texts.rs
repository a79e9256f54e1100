//! Texts that events brought: what tracks of different texts keep of a member.

use serde::{Deserialize, Serialize};
use treue_lang::limits::TEXTS_KEPT;
use treue_lang::time::Day;

/// How often events of one place, a day or a window, brought a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Brought {
    /// The text.
    pub text: String,
    /// The day under which it is kept: [`treue_lang::programme::Track::place_of_texts`].
    pub day: Day,
    /// In how many events; never 0.
    pub times: u32,
}

impl Brought {
    /// Its place in the order in which they are kept.
    #[must_use]
    pub fn order(&self) -> (&str, Day) {
        (&self.text, self.day)
    }
}

/// Those of two members together, in their order; `None` if they are more than a track keeps.
pub(crate) fn together(own: &[Brought], theirs: &[Brought]) -> Option<Vec<Brought>> {
    let mut all: Vec<Brought> = own.iter().chain(theirs).cloned().collect();
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all.dedup_by(|next, kept| {
        let same = next.order() == kept.order();
        if same {
            kept.times = kept.times.saturating_add(next.times);
        }
        same
    });
    (all.len() <= TEXTS_KEPT).then_some(all)
}
