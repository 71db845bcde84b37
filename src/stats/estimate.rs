//! What a sample says about a mean.

use super::interval::Interval;
use super::quantile::quantile_of_sorted;
use super::tally::Tally;

/// Level of an interval when none is asked for.
pub const DEFAULT_LEVEL: f64 = 0.95;

/// Mean, its interval, and quantiles of a sample of independent replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// How many values were defined.
    pub count: usize,
    /// How many values were undefined (NaN) and left out.
    pub undefined: usize,
    /// Mean of the defined values; NaN if there are none.
    pub mean: f64,
    /// Standard error of the mean, √(variance / n); NaN below two values.
    pub standard_error: f64,
    /// Interval of the true mean, (low, high); (−∞, ∞) below two values.
    pub interval: (f64, f64),
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
    /// Estimates from `values` at [`DEFAULT_LEVEL`]; NaN stands for undefined.
    ///
    /// # Panics
    /// If a value is infinite.
    pub fn of(values: &[f64]) -> Self {
        Self::at_level(values, DEFAULT_LEVEL)
    }

    /// Estimates from `values` with an interval of the given level: mean ± t(n − 1) · standard
    /// error (Law, 2015, §4.5). NaN stands for undefined.
    ///
    /// # Panics
    /// If a value is infinite, or `level` is not strictly between 0 and 1.
    pub fn at_level(values: &[f64], level: f64) -> Self {
        Self::new(values, Interval::Student, level)
    }

    /// Estimates from `values` with an interval of this kind at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If a value is infinite.
    pub fn by(values: &[f64], interval: Interval) -> Self {
        Self::new(values, interval, DEFAULT_LEVEL)
    }

    pub(super) fn new(values: &[f64], interval: Interval, level: f64) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let tally: Tally = sorted.iter().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let infinite = |value: Option<&f64>| value.is_some_and(|value| value.is_infinite());
        assert!(!infinite(sorted.first()) && !infinite(sorted.last()), "a value is infinite");
        let quantile = |p| quantile_of_sorted(&sorted, p);
        Self {
            count: sorted.len(),
            undefined: values.len() - sorted.len(),
            mean: tally.mean(),
            standard_error: tally.standard_error(),
            interval: interval.around(tally.mean(), tally.standard_error(), sorted.len(), level),
            p05: quantile(0.05),
            p25: quantile(0.25),
            p50: quantile(0.5),
            p75: quantile(0.75),
            p95: quantile(0.95),
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
