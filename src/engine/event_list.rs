//! The future event list: the soonest events in a short sorted line, the others in a heap, the newest
//! in neither.
//!
//! **Order of simultaneous events:** time, then rank (given by whoever schedules), then the
//! sequence in which they were scheduled. The whole order stands in one integer, so that no
//! comparison looks at a float or an event: 64 bits time, 8 rank, 56 sequence.
//!
//! A line is the fastest of all lists while few events are pending, since taking the next one is
//! nearly free and putting one in its place a walk over neighbours. However many are pending, an
//! event goes through the heap at most once, and the line stays short. Once thousands are pending, those
//! of later hours lie in a diary, a page for each hour, and come to the heap when their hour does: a heap
//! that does not fit near the processor is slow. The newest event steps aside
//! until another one comes: by then the processor knows its time, which often takes long to compute,
//! and has gone on with the next event meanwhile instead of waiting for a place to be found.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::diary::Diary;
use super::{Time, TimeSpan};

const SEQUENCE_BITS: u32 = 56;
/// The line is never longer than this; when it is full, or empty, half as many change sides.
const LONGEST_LINE: usize = 32;
/// When the heap holds more, a diary is begun.
const LARGEST_HEAP: usize = 4096;
/// The key of no event, later than that of any.
const NO_KEY: u128 = u128::MAX;

/// The clock and the events still to come.
#[derive(Debug)]
pub struct EventList<E> {
    now: Time,
    sequence: u64,
    /// The event scheduled last, unless it has been taken.
    newest: Entry<E>,
    /// The soonest of the others, latest first, behind a place that stays empty.
    line: [Entry<E>; LONGEST_LINE + 1],
    /// How many stand in line; none only if nothing but the newest is to come.
    lined_up: usize,
    /// Those not before `divide`, while those in the line are all before it.
    later: BinaryHeap<Entry<E>>,
    divide: u128,
    /// Those of hours that the heap does not reach; none if the heap is empty.
    diary: Diary<Entry<E>>,
}

/// An event and its place in the order.
#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    key: u128,
    event: E,
}

impl<E: Copy + Default> EventList<E> {
    /// An empty list with the clock at [`Time::START`].
    pub fn new() -> Self {
        Self {
            now: Time::START,
            sequence: 0,
            newest: Entry::none(),
            line: [Entry::none(); LONGEST_LINE + 1],
            lined_up: 0,
            later: BinaryHeap::new(),
            divide: NO_KEY,
            diary: Diary::default(),
        }
    }

    /// Forgets every event and sets the clock back, keeping the memory.
    pub fn clear(&mut self) {
        (self.now, self.sequence) = (Time::START, 0);
        (self.newest, self.lined_up) = (Entry::none(), 0);
        self.later.clear();
        self.divide = NO_KEY;
        self.diary.close();
    }

    /// The current time.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// How many events are still to come.
    pub fn len(&self) -> usize {
        usize::from(!self.newest.is_none()) + self.lined_up + self.later.len() + self.diary.len()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the instant has more events to come.
    #[inline]
    pub fn has_more_now(&self) -> bool {
        let is_now = |entry: &Entry<E>| entry.time_bits() == self.now.hours().to_bits();
        is_now(&self.line[self.lined_up]) || is_now(&self.newest)
    }

    /// Schedules `event` at `time`, with `rank` deciding among events of the same instant.
    ///
    /// # Panics
    ///
    /// If `time` is in the past.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every event")]
    pub fn schedule(&mut self, time: Time, rank: u8, event: E) {
        assert!(time >= self.now, "an event must not be scheduled in the past");
        let order = u64::from(rank) << SEQUENCE_BITS | self.sequence;
        self.sequence += 1;
        let key = u128::from(time.hours().to_bits()) << 64 | u128::from(order);
        if !self.newest.is_none() {
            self.place_newest();
        }
        self.newest = Entry { key, event };
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
        let first = &self.line[self.lined_up];
        if self.newest.precedes(first) {
            return self.take_newest(end);
        }
        let next = *first;
        if next.is_none() || next.time() > end {
            return None;
        }
        self.now = next.time();
        self.lined_up -= 1;
        if self.lined_up == 0 && !self.later.is_empty() {
            self.call_half_up();
        }
        Some(next.event)
    }

    #[inline]
    fn take_newest(&mut self, end: Time) -> Option<E> {
        let time = self.newest.time();
        if time > end {
            return None;
        }
        self.now = time;
        self.newest.key = NO_KEY;
        Some(self.newest.event)
    }

    /// Puts the newest into the line, where those before it move up by one, or into the heap.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every event")]
    fn place_newest(&mut self) {
        let entry = self.newest;
        if entry.key >= self.divide {
            self.put_off(entry);
            return;
        }
        if self.lined_up == LONGEST_LINE {
            self.send_half_away();
            return self.place_newest_again();
        }
        self.lined_up += 1;
        let line = &mut self.line[1..=self.lined_up];
        let (mut place, line) = line.split_last_mut().expect("at least one stands in line");
        for before in line.iter_mut().rev() {
            if !before.precedes(&entry) {
                break;
            }
            *place = *before;
            place = before;
        }
        *place = entry;
    }

    /// Puts an entry into the heap, or into the diary if its hour is there.
    #[inline]
    fn put_off(&mut self, entry: Entry<E>) {
        if self.diary.has(entry.time()) {
            self.diary.note(entry.time(), entry);
            return;
        }
        self.later.push(entry);
        if self.later.len() > LARGEST_HEAP && !self.diary.is_open() {
            self.begin_diary();
        }
    }

    /// The entries of later hours leave the heap.
    #[cold]
    #[inline(never)]
    fn begin_diary(&mut self) {
        let soonest = self.later.peek().expect("it is full").time();
        if !self.diary.opens_after(soonest) {
            return;
        }
        for entry in std::mem::take(&mut self.later).into_vec() {
            if self.diary.has(entry.time()) {
                self.diary.note(entry.time(), entry);
            } else {
                self.later.push(entry);
            }
        }
    }

    /// An empty heap takes the entries of the next hour that has any.
    #[cold]
    #[inline(never)]
    fn turn_page(&mut self) {
        let mut entries = std::mem::take(&mut self.later).into_vec();
        self.diary.turn_page(&mut entries);
        self.later = BinaryHeap::from(entries);
    }

    /// The latest half of a full line goes to the heap.
    #[cold]
    #[inline(never)]
    fn send_half_away(&mut self) {
        const HALF: usize = LONGEST_LINE / 2;
        self.later.extend(&self.line[1..=HALF]);
        self.line.copy_within(1 + HALF.., 1);
        self.lined_up -= HALF;
        self.divide = self.later.peek().map_or(NO_KEY, |first| first.key);
    }

    #[cold]
    #[inline(never)]
    fn place_newest_again(&mut self) {
        self.place_newest();
    }

    /// The soonest of the heap stand in line; as many as half a line holds.
    #[cold]
    #[inline(never)]
    fn call_half_up(&mut self) {
        let count = self.later.len().min(LONGEST_LINE / 2);
        for place in (1..=count).rev() {
            self.line[place] = self.later.pop().expect("so many are there");
        }
        self.lined_up = count;
        if self.later.is_empty() && self.diary.is_open() {
            self.turn_page();
        }
        self.divide = self.later.peek().map_or(NO_KEY, |first| first.key);
    }
}

impl<E: Copy + Default> Default for EventList<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Default> Entry<E> {
    /// No event.
    fn none() -> Self {
        Self { key: NO_KEY, event: E::default() }
    }
}

impl<E> Entry<E> {
    #[inline]
    fn is_none(&self) -> bool {
        self.time_bits() == (NO_KEY >> 64) as u64
    }

    #[inline]
    fn time_bits(&self) -> u64 {
        (self.key >> 64) as u64
    }

    #[inline]
    fn time(&self) -> Time {
        Time::from_bits(self.time_bits())
    }

    /// Whether it comes before `other`: times decide, but for ties.
    #[inline]
    fn precedes(&self, other: &Self) -> bool {
        let (time, its) = (self.time_bits(), other.time_bits());
        time < its || (time == its && self.key < other.key)
    }
}

/// The greatest entry is the soonest, as the line and the heap want it.
impl<E> Ord for Entry<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<E> Eq for Entry<E> {}
