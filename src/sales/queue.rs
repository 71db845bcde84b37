//! Queues of waiting visits that know where each visit stands, so that one can leave from the
//! middle.
//!
//! Most visits come to a queue in the order in which they will leave it (first in, first out). So
//! a queue has two parts: a line, in which every visit stands behind those ahead of it, and a heap
//! for visits that would jump the line. The first of the queue is the better of the two heads.
//!
//! Where lots decide who is next, visits stand in bags, one for each class. The one whose turn it is
//! has been drawn already: whoever comes as the nth takes the turn with chance 1/n, and whoever had
//! the turn and leaves draws a successor among the others. So at any instant everybody in the bag is
//! equally likely to be next, whatever has happened before, and nobody has to look through the bag.

use super::handle::{ById, Handle, VisitId};
use std::cmp::Ordering;

/// What decides who is next: priority class, index of the rule, ready time, name key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precedence {
    class: u8,
    index: u64,
    ready: u64,
    name: u64,
}

impl Precedence {
    /// Smaller goes first. `index` and `ready` may be any finite numbers.
    #[inline]
    pub fn new(class: u8, index: f64, ready: f64, name: u64) -> Self {
        Self { class, index: in_order(index), ready: in_order(ready), name }
    }

    /// The class.
    pub fn class(self) -> u8 {
        self.class
    }

    /// The index of the rule.
    pub fn index(self) -> f64 {
        let bits = self.index;
        f64::from_bits(if bits >> 63 == 1 { bits & !(1 << 63) } else { !bits })
    }

    #[inline]
    fn first_half(self) -> u128 {
        u128::from(self.class) << 64 | u128::from(self.index)
    }

    #[inline]
    fn second_half(self) -> u128 {
        u128::from(self.ready) << 64 | u128::from(self.name)
    }
}

impl Ord for Precedence {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let ahead = self.first_half().cmp(&other.first_half());
        ahead.then_with(|| self.second_half().cmp(&other.second_half()))
    }
}

impl PartialOrd for Precedence {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
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
    visit: VisitId,
}

/// Marks a visit that stands in no queue.
const NOWHERE: u32 = u32::MAX;

/// Entries without a visit that a line may hold before it is swept (and as many as it has visits).
const LITTER: usize = 32;

/// Entries that have left a line at its head and may still take up room (and as many as are left).
const GONE: usize = 64;

/// Where a visit stands: in which queue, in which part of it, at which position. Positions in a
/// line are counted from the first visit that ever stood there.
#[derive(Clone, Copy, Debug)]
struct Place {
    queue: u32,
    position: u32,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Line,
    Heap,
    Bag,
}

/// One queue.
#[derive(Debug, Default)]
struct Queue {
    line: Line,
    heap: Vec<Entry>,
    /// In order of their classes.
    bags: Vec<Bag>,
}

/// Visits of a class among which lots decide.
#[derive(Debug)]
struct Bag {
    class: u8,
    lots: Vec<(Lot, VisitId)>,
    /// Where the one stands whose turn it is.
    turn: usize,
}

/// The luck of a visit in a bag: numbers between 0 and 1, of its own.
#[derive(Clone, Copy, Debug)]
pub struct Lot {
    /// Decides whether it takes the turn when it comes.
    pub takes: f64,
    /// Says to whom it leaves the turn.
    pub leaves: f64,
}

/// Visits one behind the other.
#[derive(Debug, Default)]
struct Line {
    /// Who has stood here lately; none if the line is empty.
    entries: Vec<Entry>,
    /// Where the line begins: the entries ahead of it have left.
    head: usize,
    /// How many entries had left before those that are kept.
    passed: u32,
    /// How many entries from the head on have lost their visit; the first one has its visit.
    litter: usize,
}

/// A family of queues; a visit stands in one of them at most.
#[derive(Debug, Default)]
pub struct Queues {
    queues: Vec<Queue>,
    /// By visit.
    places: ById<VisitId, Place>,
}

impl Queues {
    /// Makes `count` empty queues, keeping memory.
    pub fn reset(&mut self, count: usize) {
        self.queues.iter_mut().for_each(Queue::clear);
        self.queues.resize_with(count, Queue::default);
        self.places = std::mem::take(&mut self.places).emptied();
    }

    /// Whether nobody waits in `queue`.
    #[inline]
    pub fn is_empty(&self, queue: usize) -> bool {
        self.queues[queue].is_empty()
    }

    /// How many visits wait in `queue`.
    #[inline]
    pub fn len(&self, queue: usize) -> usize {
        let queue = &self.queues[queue];
        queue.line.len() + queue.heap.len() + queue.bags.iter().map(|b| b.lots.len()).sum::<usize>()
    }

    /// The first visit of a queue with what put it there.
    #[inline]
    pub fn head(&self, queue: usize) -> Option<(Precedence, VisitId)> {
        self.queues[queue].head().map(|entry| (entry.precedence, entry.visit))
    }

    /// The first visit of a queue.
    #[inline]
    pub fn first_visit(&self, queue: usize) -> Option<VisitId> {
        self.queues[queue].head().map(|entry| entry.visit)
    }

    /// How many visits could as well be first: those of the first one's bag, else one.
    pub fn stake(&self, queue: usize) -> usize {
        let queue = &self.queues[queue];
        match queue.bag_head() {
            Some((entry, count))
                if queue.ranked_head().is_none_or(|r| entry.precedence < r.precedence) =>
            {
                count
            }
            _ => 1,
        }
    }

    /// Puts a visit into the bag of its class.
    pub fn draw_lots(&mut self, queue: usize, visit: VisitId, class: u8, lot: Lot) {
        debug_assert!(!self.holds(visit), "a visit stands in one queue at most");
        if self.places.len() <= visit.place() {
            self.make_room(visit);
        }
        let position = self.queues[queue].bag(class).push(lot, visit);
        self.places[visit] = Place { queue: index(queue), position, part: Part::Bag };
    }

    /// Whether the visit waits in a queue.
    #[inline]
    pub fn holds(&self, visit: VisitId) -> bool {
        self.places.get(visit).is_some_and(|place| place.queue != NOWHERE)
    }

    /// Lets `visit`, which stands in no queue, wait in `queue` where its precedence puts it.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every touch")]
    pub fn push(&mut self, queue: usize, visit: VisitId, precedence: Precedence) {
        debug_assert!(!self.holds(visit), "a visit stands in one queue at most");
        if self.places.len() <= visit.place() {
            self.make_room(visit);
        }
        let entry = Entry { precedence, visit };
        let into = &mut self.queues[queue];
        if into.line.entries.last().is_none_or(|last| last.precedence <= precedence) {
            let position = into.line.push(entry);
            self.places[visit] = Place { queue: index(queue), position, part: Part::Line };
        } else {
            self.places[visit] = Place { queue: index(queue), position: 0, part: Part::Heap };
            into.push_to_heap(entry, &mut self.places);
        }
    }

    #[cold]
    fn make_room(&mut self, visit: VisitId) {
        let nowhere = Place { queue: NOWHERE, position: 0, part: Part::Heap };
        self.places.resize_with(visit.place() + 1, || nowhere);
    }

    /// Takes a waiting visit out, wherever it stands. Returns the queue if that leaves it empty.
    ///
    /// # Panics
    ///
    /// If the visit does not wait.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every touch")]
    pub fn remove(&mut self, visit: VisitId) -> Option<usize> {
        let place = &mut self.places[visit];
        let (number, position, part) = (place.queue, place.position, place.part);
        assert!(number != NOWHERE, "only a waiting visit can leave a queue");
        place.queue = NOWHERE;
        let queue = &mut self.queues[number as usize];
        match part {
            Part::Line => queue.line.remove(position, &mut self.places),
            Part::Heap => queue.remove_from_heap(position as usize, &mut self.places),
            Part::Bag => queue.remove_from_bag(position as usize, visit, &mut self.places),
        }
        queue.is_empty().then_some(number as usize)
    }

    /// All visits of a queue in order, those who draw lots last.
    pub fn waiting(&self, queue: usize) -> Vec<VisitId> {
        let queue = &self.queues[queue];
        let mut all: Vec<&Entry> = queue.line.visits().chain(&queue.heap).collect();
        all.sort_by_key(|entry| entry.precedence);
        let lots = queue.bags.iter().flat_map(|bag| &bag.lots).map(|(_, visit)| *visit);
        all.iter().map(|entry| entry.visit).chain(lots).collect()
    }

    /// How many places its line takes up, those of visits that have left included.
    pub fn room(&self, queue: usize) -> usize {
        self.queues[queue].line.entries.len()
    }

    /// The first `count` visits in order, written to `first`.
    pub fn first(&self, queue: usize, count: usize, first: &mut Vec<(Precedence, VisitId)>) {
        first.clear();
        let queue = &self.queues[queue];
        let mut line = queue.line.visits().peekable();
        queue.heads_of_heap(|jumper| {
            while first.len() < count
                && let Some(next) = line.next_if(|next| next.precedence <= jumper.precedence)
            {
                first.push((next.precedence, next.visit));
            }
            if first.len() < count {
                first.push((jumper.precedence, jumper.visit));
            }
            first.len() < count
        });
        let rest = line.take(count - first.len());
        first.extend(rest.map(|entry| (entry.precedence, entry.visit)));
    }
}

impl Bag {
    /// Returns the position.
    fn push(&mut self, lot: Lot, visit: VisitId) -> u32 {
        self.lots.push((lot, visit));
        if lot.takes * (self.lots.len() as f64) < 1.0 {
            self.turn = self.lots.len() - 1;
        }
        index(self.lots.len() - 1)
    }

    /// Returns who has moved to the position, if anybody.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ leaves < 1")]
    fn remove(&mut self, position: usize) -> Option<VisitId> {
        let (lot, _) = self.lots.swap_remove(position);
        let left = self.lots.len();
        if self.turn == position {
            self.turn = (lot.leaves * left as f64) as usize;
        } else if self.turn == left {
            self.turn = position;
        }
        self.lots.get(position).map(|(_, moved)| *moved)
    }
}

impl Line {
    fn clear(&mut self) {
        *self = Self { entries: std::mem::take(&mut self.entries), ..Self::default() };
        self.entries.clear();
    }

    /// How many visits stand in it.
    #[inline]
    fn len(&self) -> usize {
        self.entries.len() - self.head - self.litter
    }

    #[inline]
    fn first(&self) -> Option<&Entry> {
        self.entries.get(self.head)
    }

    fn visits(&self) -> impl Iterator<Item = &Entry> {
        self.entries[self.head..].iter().filter(|entry| entry.visit.is_some())
    }

    /// Lines up behind all others; returns the position.
    #[inline]
    fn push(&mut self, entry: Entry) -> u32 {
        let position = self.passed.wrapping_add(index(self.entries.len()));
        self.entries.push(entry);
        position
    }

    /// Whoever stands at a position leaves.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every touch")]
    fn remove(&mut self, position: u32, places: &mut ById<VisitId, Place>) {
        let at = position.wrapping_sub(self.passed) as usize;
        if at == self.head {
            self.head += 1;
            if self.litter > 0 {
                self.skip_litter();
            }
            if self.head == self.entries.len() {
                self.passed = self.passed.wrapping_add(index(self.head));
                self.entries.clear();
                self.head = 0;
            } else if self.head > GONE && 2 * self.head > self.entries.len() {
                self.forget_gone();
            }
        } else {
            self.entries[at].visit = VisitId::NONE;
            self.litter += 1;
            if self.litter > LITTER && 2 * self.litter > self.entries.len() - self.head {
                self.sweep(places);
            }
        }
    }

    /// The line begins with a visit again.
    #[cold]
    fn skip_litter(&mut self) {
        while self.first().is_some_and(|entry| entry.visit.is_none()) {
            self.head += 1;
            self.litter -= 1;
        }
    }

    /// Gives back the room of those that have left at the head.
    #[cold]
    fn forget_gone(&mut self) {
        self.entries.drain(..self.head);
        self.passed = self.passed.wrapping_add(index(self.head));
        self.head = 0;
    }

    /// Whoever is left moves up.
    #[cold]
    fn sweep(&mut self, places: &mut ById<VisitId, Place>) {
        self.forget_gone();
        self.entries.retain(|entry| entry.visit.is_some());
        self.litter = 0;
        for (at, entry) in self.entries.iter().enumerate() {
            places[entry.visit].position = self.passed.wrapping_add(index(at));
        }
    }
}

impl Queue {
    fn clear(&mut self) {
        self.line.clear();
        self.heap.clear();
        self.bags.clear();
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.line.entries.is_empty() && self.heap.is_empty() && !self.has_lots()
    }

    #[inline]
    fn has_lots(&self) -> bool {
        !self.bags.is_empty() && self.bags.iter().any(|bag| !bag.lots.is_empty())
    }

    #[inline]
    fn head(&self) -> Option<Entry> {
        let ranked = self.ranked_head();
        if self.bags.is_empty() {
            return ranked.copied();
        }
        let drawn = self.bag_head().map(|(entry, _)| entry);
        ranked.copied().into_iter().chain(drawn).min_by_key(|entry| entry.precedence)
    }

    /// The first of those whose order is settled.
    #[inline]
    fn ranked_head(&self) -> Option<&Entry> {
        match (self.line.first(), self.heap.first()) {
            (next, None) => next,
            (Some(next), Some(jumper)) if jumper.precedence >= next.precedence => Some(next),
            (_, jumper) => jumper,
        }
    }

    /// Whose turn it is of those who draw lots, and among how many.
    fn bag_head(&self) -> Option<(Entry, usize)> {
        let bag = self.bags.iter().find(|bag| !bag.lots.is_empty())?;
        let precedence = Precedence::new(bag.class, 0.0, 0.0, 0);
        Some((Entry { precedence, visit: bag.lots[bag.turn].1 }, bag.lots.len()))
    }

    fn bag(&mut self, class: u8) -> &mut Bag {
        let at = self.bags.partition_point(|bag| bag.class < class);
        if self.bags.get(at).is_none_or(|bag| bag.class > class) {
            self.bags.insert(at, Bag { class, lots: Vec::new(), turn: 0 });
        }
        &mut self.bags[at]
    }

    fn remove_from_bag(
        &mut self,
        position: usize,
        visit: VisitId,
        places: &mut ById<VisitId, Place>,
    ) {
        let stands_here = |bag: &&mut Bag| bag.lots.get(position).is_some_and(|lot| lot.1 == visit);
        let bag = self.bags.iter_mut().find(stands_here).expect("the visit is in a bag");
        if let Some(moved) = bag.remove(position) {
            places[moved].position = index(position);
        }
    }

    fn push_to_heap(&mut self, entry: Entry, places: &mut ById<VisitId, Place>) {
        self.heap.push(entry);
        self.sift_up(self.heap.len() - 1, places);
    }

    fn remove_from_heap(&mut self, position: usize, places: &mut ById<VisitId, Place>) {
        let last = self.heap.pop().expect("the visit stands here");
        if position < self.heap.len() {
            self.heap[position] = last;
            let settled = self.sift_up(position, places);
            self.sift_down(settled, places);
        }
    }

    /// Shows the visits of the heap in order until `more` wants no more.
    fn heads_of_heap(&self, mut more: impl FnMut(&Entry) -> bool) {
        let heap = &self.heap;
        let mut open: [usize; 32] = [0; 32];
        let mut n = usize::from(!heap.is_empty());
        while n > 0 {
            let at = (0..n).min_by_key(|i| heap[open[*i]].precedence).expect("n > 0");
            let node = open[at];
            n -= 1;
            open[at] = open[n];
            if !more(&heap[node]) {
                return;
            }
            for child in [2 * node + 1, 2 * node + 2] {
                if child < heap.len() && n < open.len() {
                    open[n] = child;
                    n += 1;
                }
            }
        }
    }

    fn sift_up(&mut self, mut child: usize, places: &mut ById<VisitId, Place>) -> usize {
        let heap = self.heap.as_mut_slice();
        let entry = heap[child];
        while child > 0 {
            let parent = (child - 1) / 2;
            if heap[parent].precedence <= entry.precedence {
                break;
            }
            heap[child] = heap[parent];
            places[heap[child].visit].position = index(child);
            child = parent;
        }
        heap[child] = entry;
        places[entry.visit].position = index(child);
        child
    }

    fn sift_down(&mut self, mut hole: usize, places: &mut ById<VisitId, Place>) {
        let heap = self.heap.as_mut_slice();
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
            places[heap[hole].visit].position = index(hole);
            hole = child;
        }
        heap[hole] = entry;
        places[entry.visit].position = index(hole);
    }
}

#[inline]
fn index(i: usize) -> u32 {
    u32::try_from(i).expect("fewer than 2³² visits wait")
}
