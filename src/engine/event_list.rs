//! The future event list: a binary heap of 128-bit keys over a slab of events.
//!
//! **Order of simultaneous events:** time, then rank (given by whoever schedules), then the
//! sequence in which they were scheduled. The whole order stands in one integer, so that no
//! comparison looks at a float or an event: 64 bits time, 8 rank, 32 sequence, 24 slot.
//!
//! The heap is filled up with keys that come after every other, so that a node has four children or
//! none and no comparison asks where the heap ends.

use super::{Time, TimeSpan};

const SLOT_BITS: u32 = 24;
const SEQUENCE_BITS: u32 = 32;
/// Children of a node of the heap: four make it half as deep as two.
const CHILDREN: usize = 4;
/// The key of no event, later than that of any.
const NO_KEY: u128 = u128::MAX;

/// The clock and the events still to come.
#[derive(Debug)]
pub struct EventList<E> {
    now: Time,
    sequence: u32,
    /// The root, then its children in fours; [`NO_KEY`] from `pending` on.
    keys: Vec<u128>,
    pending: usize,
    /// The slot of the event at the root if it has been taken. What happens next usually schedules
    /// something, which then sinks from the root: cheaper than mending the heap first.
    taken: Option<u32>,
    events: Vec<E>,
    free: Vec<u32>,
}

impl<E: Copy> EventList<E> {
    /// An empty list with the clock at [`Time::START`].
    pub fn new() -> Self {
        Self {
            now: Time::START,
            sequence: 0,
            keys: vec![NO_KEY],
            pending: 0,
            taken: None,
            events: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Forgets every event and sets the clock back, keeping the memory.
    pub fn clear(&mut self) {
        self.now = Time::START;
        self.sequence = 0;
        self.keys.clear();
        self.keys.push(NO_KEY);
        self.pending = 0;
        self.taken = None;
        self.events.clear();
        self.free.clear();
    }

    /// The current time.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// How many events are still to come.
    pub fn len(&self) -> usize {
        self.pending - usize::from(self.taken.is_some())
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the instant has more events to come.
    #[inline]
    pub fn has_more_now(&self) -> bool {
        let now = self.now.hours().to_bits();
        let is_now = |key: &u128| (*key >> 64) as u64 == now;
        match self.taken {
            None => self.keys.first().is_some_and(is_now),
            Some(_) => self.keys.get(1..=CHILDREN).is_some_and(|next| next.iter().any(is_now)),
        }
    }

    /// Schedules `event` at `time`, with `rank` deciding among events of the same instant.
    ///
    /// # Panics
    ///
    /// If `time` is in the past, or more than 2²⁴ events are pending.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every event")]
    pub fn schedule(&mut self, time: Time, rank: u8, event: E) {
        assert!(time >= self.now, "an event must not be scheduled in the past");
        if self.sequence == u32::MAX {
            self.renumber();
        }
        let taken = self.taken.take();
        let slot = match taken {
            Some(slot) => {
                self.events[slot as usize] = event;
                slot
            }
            None => self.store(event),
        };
        let key = (u128::from(time.hours().to_bits()) << 64)
            | (u128::from(rank) << (SEQUENCE_BITS + SLOT_BITS))
            | (u128::from(self.sequence) << SLOT_BITS)
            | u128::from(slot);
        self.sequence += 1;
        if taken.is_some() {
            self.sift_down(key);
        } else {
            self.append(key);
        }
    }

    /// Schedules `event` to happen `delay` from now.
    #[inline]
    pub fn schedule_in(&mut self, delay: TimeSpan, rank: u8, event: E) {
        self.schedule(self.now + delay, rank, event);
    }

    /// Takes the next event that happens at or before `end` and moves the clock to it.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every event")]
    pub fn pop_until(&mut self, end: Time) -> Option<E> {
        if let Some(slot) = self.taken.take() {
            self.mend(slot);
        }
        let first = self.keys[0];
        if first == NO_KEY {
            return None;
        }
        let time = time_of(first);
        if time > end {
            return None;
        }
        self.now = time;
        let slot = (first & ((1 << SLOT_BITS) - 1)) as u32;
        self.taken = Some(slot);
        Some(self.events[slot as usize])
    }

    /// Frees the slot of the event taken and fills its place with the last one.
    #[inline]
    fn mend(&mut self, slot: u32) {
        self.free.push(slot);
        self.pending -= 1;
        let last = std::mem::replace(&mut self.keys[self.pending], NO_KEY);
        if self.pending % CHILDREN == 1 {
            self.keys.truncate(self.pending); // nobody is left of these four
        }
        if self.pending > 0 {
            self.sift_down(last);
        }
    }

    #[inline]
    fn append(&mut self, key: u128) {
        let at = self.pending;
        if at == self.keys.len() {
            self.keys.extend([NO_KEY; CHILDREN]);
        }
        self.pending += 1;
        let keys = self.keys.as_mut_slice();
        keys[at] = key;
        sift_up(keys, at, key);
    }

    #[inline]
    fn store(&mut self, event: E) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.events[slot as usize] = event;
            return slot;
        }
        let slot = u32::try_from(self.events.len()).expect("a slot fits 32 bits");
        assert!(slot < 1 << SLOT_BITS, "too many pending events");
        self.events.push(event);
        slot
    }

    /// Puts `key` into the hole at the root: down to the bottom along the least children, then up
    /// (fewer comparisons than stopping on the way, since a key from the bottom belongs there).
    #[inline]
    fn sift_down(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let (mut hole, mut first) = (0, 1);
        while let Some(&[a, b, c, d]) = keys.get(first..first + CHILDREN) {
            let left = if b < a { (b, 1) } else { (a, 0) };
            let right = if d < c { (d, 3) } else { (c, 2) };
            let (least, offset) = if right.0 < left.0 { right } else { left };
            keys[hole] = least;
            hole = first + offset;
            first = CHILDREN * hole + 1;
        }
        sift_up(keys, hole, key);
    }

    /// Starts the sequence afresh after 2³² events, keeping the order of those pending.
    #[cold]
    fn renumber(&mut self) {
        if let Some(slot) = self.taken.take() {
            self.mend(slot);
        }
        self.keys.sort_unstable();
        self.sequence = 0;
        for key in &mut self.keys[..self.pending] {
            let mask = u128::from(u32::MAX) << SLOT_BITS;
            *key = (*key & !mask) | (u128::from(self.sequence) << SLOT_BITS);
            self.sequence += 1;
        }
    }
}

impl<E: Copy> Default for EventList<E> {
    fn default() -> Self {
        Self::new()
    }
}

/// Lets `key` rise from a hole in the heap to where it belongs.
#[inline]
fn sift_up(keys: &mut [u128], mut hole: usize, key: u128) {
    while hole > 0 {
        let parent = (hole - 1) / CHILDREN;
        if keys[parent] <= key {
            break;
        }
        keys[hole] = keys[parent];
        hole = parent;
    }
    keys[hole] = key;
}

#[inline]
fn time_of(key: u128) -> Time {
    Time::from_bits((key >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_by_time_then_rank_then_sequence() {
        let mut list = EventList::new();
        let at = |hours| Time::from_hours(hours);
        for (time, rank, name) in
            [(2.0, 0, 'e'), (1.0, 3, 'c'), (1.0, 1, 'a'), (1.0, 3, 'd'), (1.0, 1, 'b')]
        {
            list.schedule(at(time), rank, name);
        }
        let order: String = std::iter::from_fn(|| list.pop_until(Time::NEVER)).collect();
        assert_eq!(order, "abcde");
    }

    #[test]
    fn a_list_that_grows_and_shrinks_keeps_the_order() {
        let mut list = EventList::new();
        let mut mixed = 1_u64;
        let (mut times, mut before) = (Vec::new(), Time::START);
        for wave in [1, 7, 40, 3, 100, 2] {
            for _ in 0..wave {
                mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let delay = TimeSpan::from_hours((mixed >> 60) as f64); // many of them equal
                list.schedule_in(delay, 0, ());
                times.push(list.now() + delay);
            }
            while list.len() > wave / 2 {
                list.pop_until(Time::NEVER).expect("some are left");
                times.sort();
                assert!(list.now() >= before && list.now() == times.remove(0));
                assert_eq!(list.has_more_now(), times.first() == Some(&list.now()));
                before = list.now();
            }
        }
    }

    #[test]
    fn numbering_afresh_keeps_the_order() {
        let mut list = EventList::new();
        list.sequence = u32::MAX - 1;
        for name in ['a', 'b', 'c'] {
            list.schedule(Time::START, 1, name);
        }
        let order: String = std::iter::from_fn(|| list.pop_until(Time::NEVER)).collect();
        assert_eq!(order, "abc");
    }

    #[test]
    fn nothing_after_the_end_is_taken() {
        let mut list = EventList::new();
        list.schedule(Time::from_hours(2.0), 0, ());
        assert_eq!(list.pop_until(Time::from_hours(1.0)), None);
        assert_eq!(list.len(), 1);
    }
}
