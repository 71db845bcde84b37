//! Durations of which some are still running: a Kaplan–Meier curve in flat memory.

use std::ops::Range;

use super::log_bins::{BINS, bin_of, edges, share_passed};

/// What F may fall short of p and still count as reached: rounding of a product of shares.
const ROUNDING: f64 = 1e-12;

/// Histogram of durations in hours, ended ("events") and still running ("censored").
///
/// Bins: 0 exactly, then from 2^-10 to 2^20 hours of a width of at most 0.8 %; outside is put
/// into the first or last bin. After construction nothing allocates.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalHistogram {
    events: Vec<u32>,
    censored: Vec<u32>,
    ended: u64,
    running: u64,
    sum_of_events: f64,
    /// The first and the last bin in use, so that nothing else is read or cleared; none yet if the
    /// first lies beyond the last.
    first: usize,
    last: usize,
}

impl SurvivalHistogram {
    /// An empty histogram.
    pub fn new() -> Self {
        Self {
            events: vec![0; BINS],
            censored: vec![0; BINS],
            ended: 0,
            running: 0,
            sum_of_events: 0.0,
            first: BINS,
            last: 0,
        }
    }

    /// Takes in a duration (hours, ≥ 0): ended if `event`, else still running when last seen.
    pub fn record(&mut self, duration: f64, event: bool) {
        self.record_in(bin_of(duration), duration, event);
    }

    /// The same, where the duration's bin is known.
    #[inline]
    pub(super) fn record_in(&mut self, bin: usize, duration: f64, event: bool) {
        debug_assert!(duration >= 0.0 && duration.is_finite(), "a duration of {duration} hours");
        self.first = self.first.min(bin);
        self.last = self.last.max(bin);
        if event {
            self.events[bin] += 1;
            self.ended += 1;
            self.sum_of_events += duration;
        } else {
            self.censored[bin] += 1;
            self.running += 1;
        }
    }

    /// How many durations in a bin were still running.
    pub(super) fn censored_in(&self, bin: usize) -> u32 {
        self.censored[bin]
    }

    /// Takes in `count` durations of a bin without their lengths; false if there is no such bin or
    /// the count would be too large.
    pub(super) fn add_in(&mut self, bin: usize, event: bool, count: u32) -> bool {
        let counts = if event { &mut self.events } else { &mut self.censored };
        let Some(own) = counts.get_mut(bin) else { return false };
        let Some(sum) = own.checked_add(count) else { return false };
        *own = sum;
        *(if event { &mut self.ended } else { &mut self.running }) += u64::from(count);
        self.first = self.first.min(bin);
        self.last = self.last.max(bin);
        true
    }

    /// Forgets everything and keeps the memory.
    pub fn reset(&mut self) {
        let used = self.used();
        self.events[used.clone()].fill(0);
        self.censored[used].fill(0);
        (self.ended, self.running, self.sum_of_events) = (0, 0, 0.0);
        (self.first, self.last) = (BINS, 0);
    }

    /// Takes in the counts of `other` but not the sum of its durations: whole numbers, so that the
    /// order of many does not matter. The mean of the result says nothing.
    pub(super) fn pool(&mut self, other: &Self) {
        let sum = self.sum_of_events;
        self.merge(other);
        self.sum_of_events = sum;
    }

    /// Takes in everything `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        add_counts(&mut self.events, &other.events, other.used());
        add_counts(&mut self.censored, &other.censored, other.used());
        self.ended += other.ended;
        self.running += other.running;
        self.sum_of_events += other.sum_of_events;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// How many durations ended.
    pub fn event_count(&self) -> u64 {
        self.ended
    }

    /// How many durations were still running.
    pub fn censored_count(&self) -> u64 {
        self.running
    }

    /// How many durations there are.
    pub fn count(&self) -> u64 {
        self.event_count() + self.censored_count()
    }

    /// Mean of the durations that ended, in hours: an exact running sum, not from the bins. It
    /// leaves out what still runs, so it is too short where that is much. NaN without events.
    pub fn mean_of_events(&self) -> f64 {
        if self.event_count() == 0 {
            return f64::NAN;
        }
        self.sum_of_events / self.event_count() as f64
    }

    /// The first time (hours) by which a share of at least `p` has ended, linear inside a bin;
    /// None if the data end before that.
    ///
    /// # Panics
    /// If `p` is not within 0..=1.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        quantile_of_steps(self.steps(), p)
    }

    /// Share that has not ended by `time` (hours), linear inside a bin: Kaplan–Meier (1958).
    ///
    /// What is censored in a bin counts as half at risk there, the life-table rule: with all of it
    /// at risk the curve would lie high by half a bin's censoring. At 0, ends precede censoring. 1
    /// without data; beyond the last end the curve stays as it was.
    pub fn survival_at(&self, time: f64) -> f64 {
        if time < 0.0 {
            return 1.0;
        }
        let bin = bin_of(time);
        self.steps().take_while(|step| step.bin <= bin).last().map_or(1.0, |step| {
            let passed = share_passed(step.bin, time);
            step.before * (1.0 - passed) + step.after * passed
        })
    }

    /// The bins that hold anything.
    pub(super) fn used(&self) -> Range<usize> {
        if self.first > self.last { 0..0 } else { self.first..self.last + 1 }
    }

    /// The curve, bin by bin, where durations ended.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step> {
        let mut at_risk = self.count();
        let mut survival = 1.0;
        let used = self.used();
        let first = used.start;
        let counts = self.events[used.clone()].iter().zip(&self.censored[used]);
        counts.enumerate().filter_map(move |(offset, (events, censored))| {
            let bin = first + offset;
            let (events, censored) = (u64::from(*events), u64::from(*censored));
            let before = survival;
            let exposed = at_risk;
            at_risk -= events + censored;
            if events == 0 {
                return None;
            }
            let exposure = exposed as f64 - if bin == 0 { 0.0 } else { 0.5 * censored as f64 };
            survival *= (exposure - events as f64) / exposure;
            Some(Step { bin, exposure, before, after: survival })
        })
    }
}

impl Default for SurvivalHistogram {
    fn default() -> Self {
        Self::new()
    }
}

/// The first time by which a share of at least `p` has ended on this curve.
pub(super) fn quantile_of_steps(mut steps: impl Iterator<Item = Step>, p: f64) -> Option<f64> {
    assert!((0.0..=1.0).contains(&p), "a quantile needs a probability, not {p}");
    let step = steps.find(|step| 1.0 - step.after >= p - ROUNDING)?;
    let (low, high) = edges(step.bin);
    let share = (step.before - (1.0 - p)) / (step.before - step.after);
    Some(low + (high - low) * share.clamp(0.0, 1.0))
}

/// One bin in which durations ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Which bin.
    pub(super) bin: usize,
    /// How many durations were at risk in it, those censored in it by half.
    pub(super) exposure: f64,
    /// Share that had not ended before it.
    pub(super) before: f64,
    /// Share that had not ended after it.
    pub(super) after: f64,
}

/// Adds the counts of the bins in use.
pub(super) fn add_counts(counts: &mut [u32], others: &[u32], used: Range<usize>) {
    for (count, other) in counts[used.clone()].iter_mut().zip(&others[used]) {
        *count += other;
    }
}
