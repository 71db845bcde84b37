//! A paired comparison of a stream of pairs, without keeping them.

use super::controls::{Adjusted, ControlMoments};
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
    controls: Option<Box<ControlMoments>>,
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
            controls: None,
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

    /// The same with controls of this pair, numbers whose true mean is 0: all pairs have as many, or none
    /// have.
    ///
    /// # Panics
    /// If there are more than [`super::MOST_CONTROLS`].
    pub fn add_beside(&mut self, controls: &[f64], a: f64, b: f64) {
        self.add(a, b);
        let moments = self.controls.get_or_insert_default();
        moments.add(&[verdict::difference(a, b)], controls);
    }

    /// See [`PairedTally::add_ratios`] and [`PairedTally::add_beside`].
    ///
    /// # Panics
    /// As both.
    pub fn add_ratios_beside(&mut self, controls: &[f64], a: (f64, f64), b: (f64, f64)) {
        self.add_ratios(a, b);
        self.controls.get_or_insert_default().add(&[a.0, a.1, b.0, b.1], controls);
    }

    /// The mean difference without the luck of the controls; `None` where the plain one does as well.
    pub fn adjusted(&self) -> Option<Adjusted> {
        let moments = self.controls.as_ref()?;
        match &self.ratio {
            None => moments.adjusted(&[1.0]),
            Some(ratio) => Some(moments.adjusted(&ratio.weights())?.beside(ratio.difference())),
        }
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

    /// Mean of the differences b − a, or difference of the ratios of sums; without the luck of controls,
    /// where they tell more. NaN if there is none.
    pub fn mean(&self) -> f64 {
        self.adjusted().map_or_else(|| self.plain_mean(), |adjusted| adjusted.mean)
    }

    /// The mean with the luck of controls.
    pub(super) fn plain_mean(&self) -> f64 {
        self.ratio.as_ref().map_or(self.difference.mean(), |ratio| ratio.difference())
    }

    /// Standard error of the mean; NaN below two differences.
    pub fn standard_error(&self) -> f64 {
        self.adjusted().map_or_else(|| self.plain_error(), |adjusted| adjusted.standard_error)
    }

    fn plain_error(&self) -> f64 {
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

    /// An interval of this kind and level of the mean.
    ///
    /// # Panics
    /// If `level` is not strictly between 0 and 1.
    pub fn interval_by(&self, interval: Interval, level: f64) -> (f64, f64) {
        match self.adjusted() {
            Some(adjusted) => adjusted.interval(interval, level),
            None => self.plain(interval, level).interval,
        }
    }

    /// The mean with the luck of controls, and what is known of it.
    pub(super) fn plain(&self, interval: Interval, level: f64) -> Mean {
        let count = as_size(self.ratio.as_ref().map_or(self.difference.count(), |r| r.count()));
        let (mean, standard_error) = (self.plain_mean(), self.plain_error());
        let interval = interval.around(mean, standard_error, count, level);
        Mean { mean, standard_error, interval }
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
        if self.pairs() > 0 && (undefined > MOST_UNDEFINED || self.plain_mean().is_nan()) {
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
