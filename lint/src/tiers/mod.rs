//! Levels of members.

pub(crate) mod benefit_not_rising;
pub(crate) mod keep_above_entry;
pub(crate) mod keep_same_as_entry;
pub(crate) mod level_passed_over;
pub(crate) mod level_unreachable;
pub(crate) mod level_without_benefit;
pub(crate) mod tier_gap;

use treue_lang::programme::{Comparison, Condition, Conjunct, Number, TrackId};

/// The least and the most of one track that conditions ask for, where they are comparisons with numbers alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) track: TrackId,
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
}

/// The range of one track that these conditions are; nothing where they are anything else.
pub(crate) fn range(conditions: &[Conjunct]) -> Option<Range> {
    let mut flat: Vec<&Condition> = Vec::new();
    for conjunct in conditions {
        if let Condition::All(parts) = &conjunct.condition {
            flat.extend(parts);
        } else {
            flat.push(&conjunct.condition);
        }
    }
    let mut range: Option<Range> = None;
    for condition in flat {
        let Condition::Compare(compare) = condition else { return None };
        let (Number::Track { track, .. }, Number::Constant(value)) = (&compare.left, &compare.right) else {
            return None;
        };
        if compare.left_times != 1 || compare.right_times != 1 || range.is_some_and(|r| r.track != *track) {
            return None;
        }
        let known = range.get_or_insert(Range { track: *track, least: None, most: None });
        let low = |known: &mut Range, v: i64| known.least = Some(known.least.map_or(v, |l| l.max(v)));
        let high = |known: &mut Range, v: i64| known.most = Some(known.most.map_or(v, |m| m.min(v)));
        match compare.how {
            Comparison::AtLeast => low(known, *value),
            Comparison::Above => low(known, value.saturating_add(1)),
            Comparison::AtMost => high(known, *value),
            Comparison::Below => high(known, value.saturating_sub(1)),
            Comparison::Is => {
                low(known, *value);
                high(known, *value);
            }
            Comparison::IsNot => return None,
        }
    }
    range
}

/// The least of one track that these conditions ask for, where that is all they ask.
pub(crate) fn threshold(conditions: &[Conjunct]) -> Option<(TrackId, i64)> {
    let range = range(conditions)?;
    range.least.filter(|_| range.most.is_none()).map(|least| (range.track, least))
}
