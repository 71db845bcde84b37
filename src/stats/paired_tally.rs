//! A paired comparison of a stream of pairs, without keeping them.

use super::comparison::{self, Direction, Verdict};
use super::estimate::DEFAULT_LEVEL;
use super::interval::Interval;
use super::tally::Tally;

/// The running form of a [`super::Comparison`]: the same mean, error, interval and verdict to the
/// last bit, in constant memory and without quantiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedTally {
    direction: Direction,
    difference: Tally,
    undefined: usize,
    better: usize,
}

impl PairedTally {
    /// A comparison of nothing yet.
    pub const fn new(direction: Direction) -> Self {
        Self { direction, difference: Tally::new(), undefined: 0, better: 0 }
    }

    /// Takes in the next pair, both values from the same replication; NaN = undefined.
    pub fn add(&mut self, a: f64, b: f64) {
        let difference = comparison::difference(a, b);
        if difference.is_nan() {
            self.undefined += 1;
            return;
        }
        self.better += usize::from(self.direction.improvement(difference) > 0.0);
        self.difference.add(difference);
    }

    /// Which way the measure improves.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Pairs seen, undefined ones included.
    pub fn pairs(&self) -> usize {
        self.undefined + self.defined()
    }

    /// Pairs with a side undefined.
    pub fn undefined(&self) -> usize {
        self.undefined
    }

    /// Mean of the differences b − a; NaN if there are none.
    pub fn mean(&self) -> f64 {
        self.difference.mean()
    }

    /// Standard error of the mean; NaN below two differences.
    pub fn standard_error(&self) -> f64 {
        self.difference.standard_error()
    }

    /// Student interval of the mean at [`DEFAULT_LEVEL`]; (−∞, ∞) below two differences.
    pub fn interval(&self) -> (f64, f64) {
        let (mean, error) = (self.mean(), self.standard_error());
        Interval::Student.around(mean, error, self.defined(), DEFAULT_LEVEL)
    }

    /// The same as that of an improvement: positive is better.
    pub fn improvement(&self) -> (f64, f64) {
        self.direction.improvement_within(self.interval())
    }

    /// Share of the defined pairs in which b is strictly better; NaN if there are none.
    pub fn share_better(&self) -> f64 {
        self.better as f64 / self.defined() as f64
    }

    /// What the interval says of b against a, with differences up to `zone` that do not matter.
    ///
    /// # Panics
    /// If `zone` is negative or not a number.
    pub fn verdict(&self, zone: f64) -> Verdict {
        let undefined_share = self.undefined as f64 / self.pairs().max(1) as f64;
        comparison::verdict(self.improvement(), undefined_share, zone)
    }

    fn defined(&self) -> usize {
        usize::try_from(self.difference.count()).expect("as many pairs as were added")
    }
}
