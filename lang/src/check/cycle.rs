//! Orders things so that whatever is referred to comes first, and finds rings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What came out.
pub(crate) struct Ordered {
    /// All things that can be ordered, what is referred to first, otherwise by rank.
    pub(crate) order: Vec<usize>,
    /// Rings; each thing of one refers to the next, the last to the first.
    pub(crate) rings: Vec<Vec<usize>>,
}

/// Orders `0..deps.len()`; `deps[i]` are those that `i` refers to, `rank[i]` breaks ties.
pub(crate) fn order(deps: &[Vec<usize>], rank: &[(u16, u32)]) -> Ordered {
    let mut sorter = Sorter::new(deps, rank);
    let mut result = Ordered { order: Vec::new(), rings: Vec::new() };
    let mut by_rank: Vec<usize> = (0..deps.len()).collect();
    by_rank.sort_by_key(|&i| sorter.key(i));
    for candidate in by_rank {
        // Everything that waits depends on a ring; one after the other is reported and taken out.
        loop {
            while let Some(Reverse((_, next))) = sorter.ready.pop() {
                result.order.push(next);
                sorter.done(&[next]);
            }
            if sorter.is_done(candidate) {
                break;
            }
            let ring = sorter.ring_from(candidate);
            sorter.done(&ring);
            result.rings.push(ring);
        }
    }
    result
}

/// Those that stand on a chain of exactly `most` others, in that order; what stands on them is not named.
pub(crate) fn too_deep(deps: &[Vec<usize>], order: &[usize], most: usize) -> Vec<usize> {
    let mut depth = vec![0_usize; deps.len()];
    let mut found = Vec::new();
    for &index in order {
        let below = deps.get(index).into_iter().flatten().filter_map(|&d| depth.get(d)).max();
        let own = below.map_or(0, |d| d + 1);
        if own == most {
            found.push(index);
        }
        if let Some(slot) = depth.get_mut(index) {
            *slot = own;
        }
    }
    found
}

struct Sorter<'a> {
    deps: &'a [Vec<usize>],
    rank: &'a [(u16, u32)],
    dependents: Vec<Vec<usize>>,
    waiting: Vec<usize>,
    finished: Vec<bool>,
    ready: BinaryHeap<Reverse<((u16, u32), usize)>>,
}

impl<'a> Sorter<'a> {
    fn new(deps: &'a [Vec<usize>], rank: &'a [(u16, u32)]) -> Self {
        let mut sorter = Sorter {
            deps,
            rank,
            dependents: vec![Vec::new(); deps.len()],
            waiting: deps.iter().map(Vec::len).collect(),
            finished: vec![false; deps.len()],
            ready: BinaryHeap::new(),
        };
        for (i, needed) in deps.iter().enumerate() {
            for &d in needed {
                if let Some(list) = sorter.dependents.get_mut(d) {
                    list.push(i);
                }
            }
            if needed.is_empty() {
                sorter.ready.push(Reverse((sorter.key(i), i)));
            }
        }
        sorter
    }

    fn key(&self, i: usize) -> (u16, u32) {
        self.rank.get(i).copied().unwrap_or((u16::MAX, u32::MAX))
    }

    fn is_done(&self, i: usize) -> bool {
        self.finished.get(i).copied().unwrap_or(true)
    }

    /// Whatever waits for these waits for so many less.
    fn done(&mut self, finished: &[usize]) {
        for &i in finished {
            if let Some(slot) = self.finished.get_mut(i) {
                *slot = true;
            }
        }
        for &i in finished {
            for dependent in self.dependents.get_mut(i).map(std::mem::take).unwrap_or_default() {
                let Some(waiting) = self.waiting.get_mut(dependent) else { continue };
                *waiting = waiting.saturating_sub(1);
                if *waiting == 0 && !self.is_done(dependent) {
                    self.ready.push(Reverse((self.key(dependent), dependent)));
                }
            }
        }
    }

    /// Follows open references from a thing that cannot be ordered until one comes again.
    fn ring_from(&self, start: usize) -> Vec<usize> {
        let mut place = vec![None; self.deps.len()];
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        loop {
            if let Some(Some(first)) = place.get(at).copied() {
                return path.split_off(first);
            }
            if let Some(slot) = place.get_mut(at) {
                *slot = Some(path.len());
            }
            path.push(at);
            let open = self.deps.get(at).and_then(|d| d.iter().copied().find(|&d| !self.is_done(d)));
            match open {
                Some(next) => at = next,
                None => return path,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::order;

    fn rank(n: u32) -> Vec<(u16, u32)> {
        (0..n).map(|i| (0, i)).collect()
    }

    #[test]
    fn text_order_unless_referred_to() {
        let result = order(&[vec![2], vec![], vec![]], &rank(3));
        assert_eq!(result.order, [1, 2, 0]);
        assert!(result.rings.is_empty());
    }

    #[test]
    fn every_ring_is_found() {
        // 0 and 1 form a ring, and both lead to others that are met first.
        let result = order(&[vec![2, 1], vec![4, 0], vec![3], vec![2], vec![5], vec![4]], &rank(6));
        assert_eq!(result.rings.len(), 3);
        assert!(result.order.is_empty());
    }

    #[test]
    fn a_ring_is_reported_once_and_the_rest_is_ordered() {
        // 0 -> 1 -> 2 -> 1, 3 alone, 4 -> 0.
        let result = order(&[vec![1], vec![2], vec![1], vec![], vec![0]], &rank(5));
        assert_eq!(result.rings, [[1, 2]]);
        assert_eq!(result.order, [3, 0, 4]);
    }
}
