//! What a sample says about a mean.

use super::interval::{DEFAULT_LEVEL, Interval};
use super::mean::Mean;
use super::quantile::quantile_of_sorted;
use super::ratio::{PooledRatio, quotient};
use super::tally::Tally;

/// Mean, its interval, and quantiles of a sample of independent replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// How many values were defined.
    pub count: usize,
    /// How many values were undefined (not finite) and left out.
    pub undefined: usize,
    /// Mean of the defined values; of ratios, the ratio of sums; NaN if there is none.
    pub mean: f64,
    /// Standard error of the mean, √(variance / n); NaN below two values.
    pub standard_error: f64,
    /// Interval of the true mean, (low, high); (−∞, ∞) below two values.
    pub interval: (f64, f64),
    /// Of ratios: the mean of the ratios of single replications, beside the ratio of sums.
    pub mean_of_ratios: Option<Mean>,
    /// 5 % quantile of the values themselves, not of the mean; NaN if there are none.
    pub p05: f64,
    /// Lower quartile of the values.
    pub p25: f64,
    /// Median of the values.
    pub p50: f64,
    /// Upper quartile of the values.
    pub p75: f64,
    /// 95 % quantile of the values.
    pub p95: f64,
}

impl Estimate {
    /// Estimates from `values` at [`DEFAULT_LEVEL`]; what is not finite is undefined.
    pub fn of(values: &[f64]) -> Self {
        Self::at_level(values, DEFAULT_LEVEL)
    }

    /// Estimates from `values` with an interval of the given level: mean ± t(n − 1) · standard
    /// error (Law, 2015, §4.5). What is not finite is undefined.
    ///
    /// # Panics
    /// If `level` is not strictly between 0 and 1.
    pub fn at_level(values: &[f64], level: f64) -> Self {
        Self::new(values, Interval::Student, level)
    }

    /// Estimates from `values` with an interval of this kind at [`DEFAULT_LEVEL`].
    pub fn by(values: &[f64], interval: Interval) -> Self {
        Self::new(values, interval, DEFAULT_LEVEL)
    }

    /// Estimates the ratio of the sums of `above` and `below`, by replication, with an interval of
    /// this kind at [`DEFAULT_LEVEL`]; the quantiles are those of the ratios of single replications.
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn of_ratio(above: &[f64], below: &[f64], interval: Interval) -> Self {
        let pooled = PooledRatio::by(above, below, interval);
        let single: Vec<f64> = above.iter().zip(below).map(|(y, x)| quotient(*y, *x)).collect();
        let single = Self::by(&single, interval);
        let Self { mean, standard_error, interval, .. } = single;
        Self {
            mean: pooled.ratio,
            standard_error: pooled.standard_error,
            interval: pooled.interval,
            mean_of_ratios: Some(Mean { mean, standard_error, interval }),
            ..single
        }
    }

    pub(super) fn new(values: &[f64], interval: Interval, level: f64) -> Self {
        let mut sorted: Vec<f64> =
            values.iter().copied().filter(|value| value.is_finite()).collect();
        let tally: Tally = sorted.iter().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let quantile = |p| quantile_of_sorted(&sorted, p);
        Self {
            count: sorted.len(),
            undefined: values.len() - sorted.len(),
            mean: tally.mean(),
            standard_error: tally.standard_error(),
            interval: interval.around(tally.mean(), tally.standard_error(), sorted.len(), level),
            mean_of_ratios: None,
            p05: quantile(0.05),
            p25: quantile(0.25),
            p50: quantile(0.5),
            p75: quantile(0.75),
            p95: quantile(0.95),
        }
    }

    /// The estimate of the same values with the other sign.
    #[must_use]
    pub(super) fn negated(&self) -> Self {
        Self {
            mean: -self.mean,
            interval: (-self.interval.1, -self.interval.0),
            mean_of_ratios: self.mean_of_ratios.map(Mean::negated),
            p05: -self.p95,
            p25: -self.p75,
            p50: -self.p50,
            p75: -self.p25,
            p95: -self.p05,
            ..*self
        }
    }

    /// Half the width of the interval; infinite below two values.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.interval.1 - self.interval.0)
    }

    /// Share of the values that were undefined, 0 to 1; 0 for an empty sample.
    pub fn undefined_share(&self) -> f64 {
        self.undefined as f64 / (self.count + self.undefined).max(1) as f64
    }
}
