//! Ratio of two totals over replications.

use super::interval::{DEFAULT_LEVEL, Interval};
use super::tally::Tally;

/// The ratio Σy / Σx over replications: what many years together yield, where the mean of ratios
/// is what one year yields on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PooledRatio {
    /// How many pairs were defined.
    pub count: usize,
    /// How many pairs had an undefined (NaN) side and were left out.
    pub undefined: usize,
    /// Σy / Σx, in units of y per unit of x; NaN if Σx is 0.
    pub ratio: f64,
    /// Jackknife standard error √((n − 1)/n · Σ(rᵢ − r̄)²), with rᵢ the ratio without pair i; NaN
    /// below two pairs or if an rᵢ has no denominator.
    pub standard_error: f64,
    /// Ratio ± multiplier · standard error; (−∞, ∞) if that error is undefined.
    pub interval: (f64, f64),
}

impl PooledRatio {
    /// Ratio of the sum of `numerators` to that of `denominators` at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn of(numerators: &[f64], denominators: &[f64]) -> Self {
        Self::at_level(numerators, denominators, DEFAULT_LEVEL)
    }

    /// The same with an interval of this kind.
    ///
    /// # Panics
    /// If the samples differ in length.
    pub fn by(numerators: &[f64], denominators: &[f64], interval: Interval) -> Self {
        Self::new(numerators, denominators, interval, DEFAULT_LEVEL)
    }

    /// The same with a Student interval of the given level (Miller, 1974).
    ///
    /// # Panics
    /// If the samples differ in length, or `level` is not strictly between 0 and 1.
    pub fn at_level(numerators: &[f64], denominators: &[f64], level: f64) -> Self {
        Self::new(numerators, denominators, Interval::Student, level)
    }

    fn new(numerators: &[f64], denominators: &[f64], interval: Interval, level: f64) -> Self {
        let (total, given) = (numerators.len(), denominators.len());
        assert!(total == given, "{total} numerators cannot be paired with {given} denominators");
        let pairs: Vec<(f64, f64)> = numerators
            .iter()
            .zip(denominators)
            .map(|(y, x)| (*y, *x))
            .filter(|(y, x)| y.is_finite() && x.is_finite())
            .collect();
        let count = pairs.len();
        let sum_y: f64 = pairs.iter().map(|pair| pair.0).sum();
        let sum_x: f64 = pairs.iter().map(|pair| pair.1).sum();
        let ratio = quotient(sum_y, sum_x);
        let standard_error = jackknife_error(&pairs, sum_y, sum_x);
        let interval = interval.around(ratio, standard_error, count, level);
        Self { count, undefined: total - count, ratio, standard_error, interval }
    }
}

fn jackknife_error(pairs: &[(f64, f64)], sum_y: f64, sum_x: f64) -> f64 {
    let mut without_one = Tally::new();
    for (y, x) in pairs {
        let ratio = quotient(sum_y - y, sum_x - x);
        if ratio.is_nan() {
            return f64::NAN;
        }
        without_one.add(ratio);
    }
    if pairs.len() < 2 {
        return f64::NAN;
    }
    let n = pairs.len() as f64;
    ((n - 1.0) / n * without_one.sum_of_squared_deviations()).sqrt()
}

/// Values by replication whose mean is the ratio Σy / Σx and whose standard error is that of the
/// ratio by the delta method: R + (y − R x) / x̄. So whatever works on means works on ratios of sums.
/// NaN where a side is undefined, and everywhere if Σx is 0.
///
/// # Panics
/// If the samples differ in length.
pub fn linearised(numerators: &[f64], denominators: &[f64]) -> Vec<f64> {
    let (total, given) = (numerators.len(), denominators.len());
    assert!(total == given, "{total} numerators cannot be paired with {given} denominators");
    let pairs = || numerators.iter().copied().zip(denominators.iter().copied());
    let (mut of_y, mut of_x) = (Tally::new(), Tally::new());
    for (y, x) in pairs().filter(|(y, x)| y.is_finite() && x.is_finite()) {
        of_y.add(y);
        of_x.add(x);
    }
    let ratio = quotient(of_y.mean(), of_x.mean());
    pairs().map(|(y, x)| ratio + (y - ratio * x) / of_x.mean()).collect()
}

/// y / x, undefined if x is 0.
pub(super) fn quotient(y: f64, x: f64) -> f64 {
    if x == 0.0 { f64::NAN } else { y / x }
}
