//! Domains: which values one fact of a case may still have, and how two of them are met.

use fixedbitset::FixedBitSet;

/// The values that a fact may have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Domain {
    /// Some of finitely many, by their numbers.
    Some(FixedBitSet),
    /// Whole numbers.
    Numbers(Numbers),
}

/// Whole numbers: rising spans, both ends included, none touching the next; and whether there may be no number at all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers {
    pub(crate) spans: Vec<(i64, i64)>,
    pub(crate) missing: bool,
}

impl Numbers {
    /// One span; none if it is empty.
    pub(crate) fn span(from: i64, to: i64) -> Numbers {
        let spans = if from <= to { vec![(from, to)] } else { Vec::new() };
        Numbers { spans, missing: false }
    }

    /// The same numbers, and maybe none.
    pub(crate) fn or_missing(mut self, missing: bool) -> Numbers {
        self.missing = missing;
        self
    }

    /// Every number that is not among these.
    pub(crate) fn others(&self) -> Numbers {
        let mut spans = Vec::new();
        let mut from = Some(i64::MIN);
        for (low, high) in &self.spans {
            if let (Some(start), Some(end)) = (from, low.checked_sub(1))
                && start <= end
            {
                spans.push((start, end));
            }
            from = high.checked_add(1);
        }
        if let Some(start) = from {
            spans.push((start, i64::MAX));
        }
        Numbers { spans, missing: !self.missing }
    }

    fn meet(&self, other: &Numbers) -> Numbers {
        let mut spans = Vec::new();
        for (a, b) in &self.spans {
            for (c, d) in &other.spans {
                let (low, high) = (*a.max(c), *b.min(d));
                if low <= high {
                    spans.push((low, high));
                }
            }
        }
        Numbers { spans, missing: self.missing && other.missing }
    }

    pub(crate) fn contains(&self, value: i64) -> bool {
        self.spans.iter().any(|(low, high)| (*low..=*high).contains(&value))
    }

    /// The number of these that is nearest to a wish.
    pub(crate) fn nearest(&self, wish: i64) -> Option<i64> {
        let candidates = self.spans.iter().map(|(low, high)| wish.clamp(*low, *high));
        candidates.min_by_key(|v| v.abs_diff(wish))
    }
}

impl Domain {
    /// These numbers of so many.
    pub(crate) fn these(size: usize, values: impl IntoIterator<Item = usize>) -> Domain {
        let mut set = FixedBitSet::with_capacity(size);
        values.into_iter().filter(|v| *v < size).for_each(|v| set.insert(v));
        Domain::Some(set)
    }

    /// Yes or no; two values.
    pub(crate) fn truth(holds: bool) -> Domain {
        Domain::these(2, [usize::from(holds)])
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Domain::Some(set) => set.is_clear(),
            Domain::Numbers(numbers) => numbers.spans.is_empty() && !numbers.missing,
        }
    }

    /// What both allow. Two domains of one fact are of one form.
    pub(crate) fn meet(&self, other: &Domain) -> Domain {
        match (self, other) {
            (Domain::Some(a), Domain::Some(b)) => {
                let mut both = a.clone();
                both.intersect_with(b);
                Domain::Some(both)
            }
            (Domain::Numbers(a), Domain::Numbers(b)) => Domain::Numbers(a.meet(b)),
            (Domain::Some(_), Domain::Numbers(_)) | (Domain::Numbers(_), Domain::Some(_)) => self.clone(),
        }
    }

    /// Whether they share nothing, without making what they share.
    pub(crate) fn is_apart(&self, other: &Domain) -> bool {
        match (self, other) {
            (Domain::Some(a), Domain::Some(b)) => a.is_disjoint(b),
            (Domain::Numbers(_), Domain::Numbers(_)) => self.meet(other).is_empty(),
            (Domain::Some(_), Domain::Numbers(_)) | (Domain::Numbers(_), Domain::Some(_)) => false,
        }
    }

    /// The values, of finitely many.
    pub(crate) fn values(&self) -> Vec<usize> {
        match self {
            Domain::Some(set) => set.ones().collect(),
            Domain::Numbers(_) => Vec::new(),
        }
    }

    /// Whether a value is among finitely many.
    pub(crate) fn has(&self, value: usize) -> bool {
        match self {
            Domain::Some(set) => set.contains(value),
            Domain::Numbers(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_of_a_span() {
        let numbers = Numbers::span(3, 5);
        assert_eq!(numbers.others().spans, vec![(i64::MIN, 2), (6, i64::MAX)]);
        assert!(numbers.others().missing);
        assert_eq!(Numbers::span(i64::MIN, i64::MAX).others().spans, vec![]);
        assert_eq!(Numbers::span(1, 0).others().spans, vec![(i64::MIN, i64::MAX)]);
    }

    #[test]
    fn met_numbers_are_in_both() {
        let a = Numbers { spans: vec![(0, 10), (20, 30)], missing: true };
        let b = Numbers::span(5, 25);
        assert_eq!(a.meet(&b), Numbers { spans: vec![(5, 10), (20, 25)], missing: false });
        assert!(Domain::Numbers(a).is_apart(&Domain::Numbers(Numbers::span(11, 19))));
    }

    #[test]
    fn the_nearest_number() {
        let numbers = Numbers { spans: vec![(0, 10), (20, 30)], missing: false };
        assert_eq!(numbers.nearest(13), Some(10));
        assert_eq!(numbers.nearest(25), Some(25));
        assert_eq!(Numbers::span(1, 0).nearest(0), None);
    }
}
