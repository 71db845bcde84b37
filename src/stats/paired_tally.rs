//! A paired comparison of a stream of pairs, without keeping them.

use super::interval::{DEFAULT_LEVEL, Interval};
use super::mean::Mean;
use super::paired_ratio::PairedRatio;
use super::ratio::quotient;
use super::support::{Moments, Support};
use super::tally::Tally;
use super::verdict::{self, Direction, Verdict};

/// Largest share of undefined pairs under which a verdict is still given.
pub(super) const MOST_UNDEFINED: f64 = 0.01;

/// The running form of a [`super::Comparison`]: the same mean, error, interval and verdict to the
/// last bit, in constant memory and without quantiles.
#[derive(Debug, Clone, PartialEq)]
pub struct PairedTally {
    direction: Direction,
    difference: Tally,
    /// Sum of cubed deviations from the mean.
    cubes: f64,
    undefined: usize,
    better: usize,
    tied: usize,
    ratio: Option<Box<PairedRatio>>,
}

impl PairedTally {
    /// A comparison of means, of nothing yet.
    pub const fn new(direction: Direction) -> Self {
        Self {
            direction,
            difference: Tally::new(),
            cubes: 0.0,
            undefined: 0,
            better: 0,
            tied: 0,
            ratio: None,
        }
    }

    /// A comparison of ratios of sums, of nothing yet.
    pub fn of_ratios(direction: Direction) -> Self {
        Self { ratio: Some(Box::default()), ..Self::new(direction) }
    }

    /// Takes in the next pair, both values from the same replication; what is not finite is
    /// undefined.
    pub fn add(&mut self, a: f64, b: f64) {
        let difference = verdict::difference(a, b);
        if difference.is_nan() {
            self.undefined += 1;
            return;
        }
        self.better += usize::from(self.direction.improvement(difference) > 0.0);
        self.tied += usize::from(difference == 0.0);
        let (before, squares) =
            (self.difference.mean(), self.difference.sum_of_squared_deviations());
        self.difference.add(difference);
        if self.difference.count() > 1 {
            let (n, deviation) = (self.difference.count() as f64, difference - before);
            let own = deviation * deviation * deviation * (n - 1.0) * (n - 2.0) / (n * n);
            self.cubes += own - 3.0 * deviation * squares / n;
        }
    }

    /// Takes in the next pair of ratios, each as (above the line, below the line).
    ///
    /// # Panics
    /// If this is a comparison of means.
    pub fn add_ratios(&mut self, a: (f64, f64), b: (f64, f64)) {
        let ratio = self.ratio.as_mut().expect("a comparison of ratios");
        ratio.add([a.0, a.1, b.0, b.1]);
        self.add(quotient(a.0, a.1), quotient(b.0, b.1));
    }

    /// Which way the measure improves.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Pairs seen, undefined ones included.
    pub fn pairs(&self) -> usize {
        self.undefined + as_size(self.difference.count())
    }

    /// Pairs with a side undefined; of ratios these still count in the sums.
    pub fn undefined(&self) -> usize {
        self.undefined
    }

    /// Mean of the differences b − a, or difference of the ratios of sums; NaN if there is none.
    pub fn mean(&self) -> f64 {
        self.ratio.as_ref().map_or(self.difference.mean(), |ratio| ratio.difference())
    }

    /// Standard error of the mean; NaN below two differences.
    pub fn standard_error(&self) -> f64 {
        self.ratio.as_ref().map_or(self.difference.standard_error(), |ratio| ratio.standard_error())
    }

    /// Of ratios: the mean of the differences of single pairs, beside the difference of the ratios
    /// of sums.
    pub(super) fn mean_of_ratios(&self, interval: Interval) -> Option<Mean> {
        self.ratio.as_ref().map(|_| Mean::of(&self.difference, interval))
    }

    /// Student interval of the mean at [`DEFAULT_LEVEL`]; (−∞, ∞) below two differences.
    pub fn interval(&self) -> (f64, f64) {
        self.interval_by(Interval::Student, DEFAULT_LEVEL)
    }

    pub(super) fn interval_by(&self, interval: Interval, level: f64) -> (f64, f64) {
        let count = as_size(self.ratio.as_ref().map_or(self.difference.count(), |r| r.count()));
        interval.around(self.mean(), self.standard_error(), count, level)
    }

    /// The same as that of an improvement: positive is better.
    pub fn improvement(&self) -> (f64, f64) {
        self.direction.improvement_within(self.interval())
    }

    /// Share of the defined pairs in which b is strictly better; NaN if there are none.
    pub fn share_better(&self) -> f64 {
        self.better as f64 / self.difference.count() as f64
    }

    /// Share of the defined pairs that are equal; NaN if there are none.
    pub(super) fn share_tied(&self) -> f64 {
        self.tied as f64 / self.difference.count() as f64
    }

    /// Whether the sample can carry a verdict.
    pub fn support(&self) -> Support {
        let defined = self.ratio.as_ref().map_or(self.difference.count(), |ratio| ratio.count());
        let undefined = (self.pairs() - as_size(defined)) as f64 / self.pairs().max(1) as f64;
        if self.pairs() > 0 && (undefined > MOST_UNDEFINED || self.mean().is_nan()) {
            return Support::Undefined;
        }
        Support::of(self.ratio.as_ref().map_or_else(|| self.moments(), |ratio| ratio.moments()))
    }

    fn moments(&self) -> Moments {
        let count = self.difference.count();
        Moments {
            count,
            differing: count - self.tied as u64,
            mean: self.difference.mean(),
            squares: self.difference.sum_of_squared_deviations(),
            cubes: self.cubes,
        }
    }

    /// What the interval says of b against a, with differences up to `zone` that do not matter.
    ///
    /// # Panics
    /// If `zone` is negative or not a number.
    pub fn verdict(&self, zone: f64) -> Verdict {
        verdict::verdict(self.improvement(), self.support(), zone)
    }
}

fn as_size(count: u64) -> usize {
    usize::try_from(count).expect("as many pairs as were added")
}
