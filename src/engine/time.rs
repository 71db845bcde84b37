//! Simulated time, in calendar hours since the start date at 00:00.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Sub};

/// An instant on the simulation clock, in calendar hours since the start; never NaN.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Time(f64);

/// A length of simulated time in calendar hours; never NaN or negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct TimeSpan(f64);

impl TimeSpan {
    /// No time at all.
    pub const ZERO: Self = Self(0.0);

    /// A span of `hours`.
    ///
    /// # Panics
    ///
    /// If `hours` is NaN or negative: a model that draws such a delay is wrong.
    #[inline]
    pub fn from_hours(hours: f64) -> Self {
        if hours >= 0.0 { Self(hours) } else { refuse("a time span must not be negative", hours) }
    }

    /// The span in hours.
    #[inline]
    pub fn hours(self) -> f64 {
        self.0
    }
}

impl Time {
    /// The start of every run.
    pub const START: Self = Self(0.0);
    /// Later than everything that happens.
    pub const NEVER: Self = Self(f64::INFINITY);

    /// The instant `hours` after the start.
    ///
    /// # Panics
    ///
    /// If `hours` is NaN or negative.
    #[inline]
    pub fn from_hours(hours: f64) -> Self {
        if hours >= 0.0 { Self(hours) } else { refuse("the clock starts at 0", hours) }
    }

    /// The instant whose hours have these bits; they were taken from a `Time`.
    #[inline]
    pub(super) fn from_bits(bits: u64) -> Self {
        Self(f64::from_bits(bits))
    }

    /// Hours since the start.
    #[inline]
    pub fn hours(self) -> f64 {
        self.0
    }

    /// The length from `start` to `end`, as far as it lies in the window [`from`, `to`), in hours.
    #[inline]
    pub fn overlap_hours(start: Self, end: Self, from: Self, to: Self) -> f64 {
        // plain comparisons: `f64::min` and its like spend more on the NaN that a time never is
        let last = if to.0 < end.0 { to.0 } else { end.0 };
        let first = if from.0 > start.0 { from.0 } else { start.0 };
        let hours = last - first;
        if hours > 0.0 { hours } else { 0.0 }
    }
}

/// Out of line, so that checking costs the caller a comparison and no more.
#[cold]
#[inline(never)]
fn refuse(why: &str, hours: f64) -> ! {
    panic!("{why}: {hours}")
}

impl Eq for Time {}

impl Ord for Time {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Time {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.0 < other.0
    }
    #[inline]
    fn le(&self, other: &Self) -> bool {
        self.0 <= other.0
    }
    #[inline]
    fn gt(&self, other: &Self) -> bool {
        self.0 > other.0
    }
    #[inline]
    fn ge(&self, other: &Self) -> bool {
        self.0 >= other.0
    }
}

impl Add<TimeSpan> for Time {
    type Output = Self;
    #[inline]
    fn add(self, span: TimeSpan) -> Self {
        Self(self.0 + span.0)
    }
}

impl AddAssign<TimeSpan> for Time {
    #[inline]
    fn add_assign(&mut self, span: TimeSpan) {
        self.0 += span.0;
    }
}

impl Sub for Time {
    type Output = TimeSpan;
    #[inline]
    fn sub(self, earlier: Self) -> TimeSpan {
        TimeSpan::from_hours(self.0 - earlier.0)
    }
}
