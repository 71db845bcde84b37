//! Queues of waiting visits: heaps that know where each visit stands, so that one can leave from
//! the middle.

/// What decides who is next: priority class, index of the rule, ready time, name key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Precedence {
    class_and_index: u128,
    ready_and_name: u128,
}

impl Precedence {
    /// Smaller goes first. `index` and `ready` may be any finite numbers.
    #[inline]
    pub(super) fn new(class: u8, index: f64, ready: f64, name: u64) -> Self {
        Self {
            class_and_index: (u128::from(class) << 64) | u128::from(in_order(index)),
            ready_and_name: (u128::from(in_order(ready)) << 64) | u128::from(name),
        }
    }
}

impl Precedence {
    /// The index of the rule.
    #[expect(clippy::cast_possible_truncation, reason = "the lower 64 bits are the index")]
    pub(super) fn index(self) -> f64 {
        let bits = self.class_and_index as u64;
        f64::from_bits(if bits >> 63 == 1 { bits & !(1 << 63) } else { !bits })
    }
}

/// Maps finite floats to integers of the same order.
#[inline]
fn in_order(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits(); // −0 + 0 = 0
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    precedence: Precedence,
    visit: u32,
}

/// Marks a visit that stands in no queue.
const NOWHERE: u32 = u32::MAX;

/// A family of queues; a visit stands in one of them at most.
#[derive(Debug, Default)]
pub(super) struct Queues {
    heaps: Vec<Vec<Entry>>,
    /// By visit: (queue, position).
    places: Vec<(u32, u32)>,
}

impl Queues {
    /// Makes `count` empty queues, keeping memory.
    pub(super) fn reset(&mut self, count: usize) {
        self.heaps.iter_mut().for_each(Vec::clear);
        self.heaps.resize_with(count, Vec::new);
        self.places.clear();
    }

    #[inline]
    pub(super) fn is_empty(&self, queue: usize) -> bool {
        self.heaps[queue].is_empty()
    }

    #[inline]
    pub(super) fn len(&self, queue: usize) -> usize {
        self.heaps[queue].len()
    }

    /// The first visit of a queue with what put it there.
    #[inline]
    pub(super) fn head(&self, queue: usize) -> Option<(Precedence, u32)> {
        self.heaps[queue].first().map(|e| (e.precedence, e.visit))
    }

    /// Whether the visit waits in a queue.
    #[inline]
    pub(super) fn holds(&self, visit: u32) -> bool {
        self.places.get(visit as usize).is_some_and(|p| p.0 != NOWHERE)
    }

    #[inline]
    pub(super) fn push(&mut self, queue: usize, visit: u32, precedence: Precedence) {
        debug_assert!(!self.holds(visit), "a visit stands in one queue at most");
        if self.places.len() <= visit as usize {
            self.places.resize(visit as usize + 1, (NOWHERE, 0));
        }
        let heap = &mut self.heaps[queue];
        heap.push(Entry { precedence, visit });
        let hole = heap.len() - 1;
        self.places[visit as usize].0 = index(queue);
        self.sift_up(queue, hole);
    }

    /// Takes a waiting visit out, wherever it stands.
    #[inline]
    pub(super) fn remove(&mut self, visit: u32) {
        let (queue, position) = self.places[visit as usize];
        assert!(queue != NOWHERE, "only a waiting visit can leave a queue");
        self.places[visit as usize].0 = NOWHERE;
        let (queue, position) = (queue as usize, position as usize);
        let last = self.heaps[queue].pop().expect("the visit stands here");
        if position < self.heaps[queue].len() {
            self.heaps[queue][position] = last;
            let settled = self.sift_up(queue, position);
            self.sift_down(queue, settled);
        }
    }

    /// The visits of a queue in no particular order.
    pub(super) fn waiting(&self, queue: usize) -> impl Iterator<Item = u32> {
        self.heaps[queue].iter().map(|e| e.visit)
    }

    /// The first `count` visits in order, written to `first`.
    pub(super) fn first(&self, queue: usize, count: usize, first: &mut Vec<(Precedence, u32)>) {
        first.clear();
        let heap = &self.heaps[queue];
        let mut open: [usize; 32] = [0; 32];
        let mut n = usize::from(!heap.is_empty());
        while n > 0 && first.len() < count {
            let at = (0..n).min_by_key(|i| heap[open[*i]].precedence).expect("n > 0");
            let node = open[at];
            n -= 1;
            open[at] = open[n];
            first.push((heap[node].precedence, heap[node].visit));
            for child in [2 * node + 1, 2 * node + 2] {
                if child < heap.len() && n < open.len() {
                    open[n] = child;
                    n += 1;
                }
            }
        }
    }

    #[inline]
    fn sift_up(&mut self, queue: usize, mut child: usize) -> usize {
        let heap = &mut self.heaps[queue];
        let entry = heap[child];
        while child > 0 {
            let parent = (child - 1) / 2;
            if heap[parent].precedence <= entry.precedence {
                break;
            }
            heap[child] = heap[parent];
            self.places[heap[child].visit as usize].1 = index(child);
            child = parent;
        }
        heap[child] = entry;
        self.places[entry.visit as usize].1 = index(child);
        child
    }

    #[inline]
    fn sift_down(&mut self, queue: usize, mut hole: usize) {
        let heap = &mut self.heaps[queue];
        let entry = heap[hole];
        loop {
            let mut child = 2 * hole + 1;
            if child >= heap.len() {
                break;
            }
            if child + 1 < heap.len() && heap[child + 1].precedence < heap[child].precedence {
                child += 1;
            }
            if entry.precedence <= heap[child].precedence {
                break;
            }
            heap[hole] = heap[child];
            self.places[heap[hole].visit as usize].1 = index(hole);
            hole = child;
        }
        heap[hole] = entry;
        self.places[entry.visit as usize].1 = index(hole);
    }
}

#[inline]
fn index(i: usize) -> u32 {
    u32::try_from(i).expect("fewer than 2³² visits wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_index(index: f64) -> Precedence {
        Precedence::new(0, index, 0.0, 0)
    }

    #[test]
    fn visits_leave_in_order_of_their_index_and_from_the_middle() {
        let mut queues = Queues::default();
        queues.reset(1);
        for (visit, x) in [(0, 3.0), (1, -1.0), (2, 0.0), (3, -7.5), (4, 2.0)] {
            queues.push(0, visit, with_index(x));
        }
        queues.remove(2);
        let mut first = Vec::new();
        queues.first(0, 3, &mut first);
        assert_eq!(first.iter().map(|f| f.1).collect::<Vec<_>>(), [3, 1, 4]);
        let mut order = Vec::new();
        while let Some((_, visit)) = queues.head(0) {
            queues.remove(visit);
            order.push(visit);
        }
        assert_eq!(order, [3, 1, 4, 0]);
    }

    #[test]
    fn class_beats_index_beats_ready_time_beats_name() {
        let p = Precedence::new;
        assert!(p(0, 9.0, 9.0, 9) < p(1, 0.0, 0.0, 0));
        assert!(p(0, -1.0, 9.0, 9) < p(0, 0.0, 0.0, 0));
        assert!(p(0, 0.0, 1.0, 9) < p(0, 0.0, 2.0, 0));
        assert!(p(0, 0.0, 1.0, 8) < p(0, 0.0, 1.0, 9));
    }
}
