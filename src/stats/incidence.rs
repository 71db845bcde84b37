//! Durations that can end for one of several causes.

use super::log_bins::{BINS, bin_of, edges, share_passed};
use super::survival::{Step, SurvivalHistogram, add_counts, quantile_of_steps};

/// Cumulative incidence by cause (Aalen and Johansen, 1978), on the bins of
/// [`SurvivalHistogram`].
///
/// A Kaplan–Meier curve per cause, with the other causes censored, would overstate every one;
/// these shares and the share still running sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    all: SurvivalHistogram,
    causes: Vec<Vec<u32>>,
}

impl Incidence {
    /// An empty histogram for causes 0 to `causes` − 1.
    pub fn new(causes: usize) -> Self {
        Self { all: SurvivalHistogram::new(), causes: vec![vec![0; BINS]; causes] }
    }

    /// Takes in a duration (hours, ≥ 0) that ended for `cause`, or None: still running.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn record(&mut self, duration: f64, cause: Option<usize>) {
        let bin = bin_of(duration);
        if let Some(cause) = cause {
            self.causes[cause][bin] += 1;
        }
        self.all.record_in(bin, duration, cause.is_some());
    }

    /// Forgets everything and keeps the memory.
    pub fn reset(&mut self) {
        for counts in &mut self.causes {
            counts[self.all.used()].fill(0);
        }
        self.all.reset();
    }

    /// Takes in the counts of `other`, but not the sum of its durations: whole numbers, so that the
    /// order of many does not matter.
    ///
    /// # Panics
    /// If the number of causes differs.
    pub fn merge(&mut self, other: &Self) {
        assert!(self.causes.len() == other.causes.len(), "histograms of different causes");
        self.all.pool(&other.all);
        for (counts, others) in self.causes.iter_mut().zip(&other.causes) {
            add_counts(counts, others, other.all.used());
        }
    }

    /// Every count that is not 0, bins ascending: (bin, cause or None for still running, count).
    pub fn counts(&self) -> impl Iterator<Item = (usize, Option<usize>, u32)> {
        self.all.used().flat_map(|bin| {
            let ended = self.causes.iter().enumerate().map(move |(c, n)| (bin, Some(c), n[bin]));
            ended.chain([(bin, None, self.all.censored_in(bin))]).filter(|(.., count)| *count > 0)
        })
    }

    /// Takes in one of the [`Incidence::counts`] of another, but no sum of durations; false if there
    /// is no such bin or cause, or if a count would be too large: then nothing is taken in.
    #[must_use]
    pub fn add_count(&mut self, bin: usize, cause: Option<usize>, count: u32) -> bool {
        let of_cause = cause.map(|cause| self.causes.get_mut(cause).and_then(|n| n.get_mut(bin)));
        match of_cause {
            Some(None) => false,
            Some(Some(own)) => match own.checked_add(count) {
                Some(sum) if self.all.add_in(bin, true, count) => {
                    *own = sum;
                    true
                }
                _ => false,
            },
            None => self.all.add_in(bin, false, count),
        }
    }

    /// All causes as one: the duration until whatever end.
    pub fn all_causes(&self) -> &SurvivalHistogram {
        &self.all
    }

    /// How many durations ended for `cause`.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn event_count(&self, cause: usize) -> u64 {
        self.causes[cause].iter().map(|count| u64::from(*count)).sum()
    }

    /// Share that has ended for `cause` by `time` (hours), linear inside a bin: Σ S(t−) · dₖ/n,
    /// with n as in [`SurvivalHistogram::survival_at`].
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn cumulative_at(&self, cause: usize, time: f64) -> f64 {
        if time < 0.0 {
            return 0.0;
        }
        let last = bin_of(time);
        let counts = &self.causes[cause];
        self.all
            .steps()
            .take_while(|step| step.bin <= last)
            .map(|step| {
                let rise = step.before * f64::from(counts[step.bin]) / step.exposure;
                rise * share_passed(step.bin, time)
            })
            .sum()
    }

    /// Share that has ended for `cause` by the end of the data.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn share(&self, cause: usize) -> f64 {
        self.curve().share(cause)
    }

    /// The time by which a share `p` of those that end for `cause` within the data has ended, in
    /// hours; `None` if there are none. Of the cumulative incidence, not of a cause-wise
    /// Kaplan–Meier curve.
    ///
    /// # Panics
    /// If there is no such cause or `p` is outside 0 to 1.
    pub fn quantile(&self, cause: usize, p: f64) -> Option<f64> {
        self.curve().quantile_of(cause, p)
    }

    /// The curve, evaluated once for several questions.
    pub fn curve(&self) -> IncidenceCurve<'_> {
        IncidenceCurve { causes: &self.causes, steps: self.all.steps().collect() }
    }
}

/// The curve of an [`Incidence`], to ask it more than one thing at the price of one.
#[derive(Debug, Clone)]
pub struct IncidenceCurve<'a> {
    causes: &'a [Vec<u32>],
    steps: Vec<Step>,
}

impl IncidenceCurve<'_> {
    /// As [`Incidence::share`].
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn share(&self, cause: usize) -> f64 {
        self.rises(cause).sum()
    }

    /// As [`SurvivalHistogram::quantile`], over all causes.
    ///
    /// # Panics
    /// If `p` is not within 0..=1.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        quantile_of_steps(self.steps.iter().copied(), p)
    }

    /// As [`Incidence::quantile`].
    ///
    /// # Panics
    /// If there is no such cause or `p` is outside 0 to 1.
    pub fn quantile_of(&self, cause: usize, p: f64) -> Option<f64> {
        assert!((0.0..=1.0).contains(&p), "a share lies between 0 and 1: {p}");
        let target = p * self.share(cause);
        let mut sum = 0.0;
        for (step, here) in self.steps.iter().zip(self.rises(cause)) {
            if here > 0.0 && sum + here >= target {
                let (low, high) = edges(step.bin);
                return Some(low + (high - low) * ((target - sum) / here).clamp(0.0, 1.0));
            }
            sum += here;
        }
        None
    }

    /// What each step adds to the share that has ended for `cause`.
    fn rises(&self, cause: usize) -> impl Iterator<Item = f64> {
        let counts = &self.causes[cause];
        self.steps.iter().map(|step| step.before * f64::from(counts[step.bin]) / step.exposure)
    }
}
