//! A mean and what is known of it.

use super::interval::{DEFAULT_LEVEL, Interval};
use super::tally::Tally;

/// A mean over independent replications with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean; NaN of nothing.
    pub mean: f64,
    /// Its standard error; NaN below two values.
    pub standard_error: f64,
    /// Its interval at [`DEFAULT_LEVEL`]; (−∞, ∞) below two values.
    pub interval: (f64, f64),
}

impl Mean {
    /// The mean of what `tally` has seen, with an interval of this kind.
    pub fn of(tally: &Tally, interval: Interval) -> Self {
        let (mean, error) = (tally.mean(), tally.standard_error());
        let count = usize::try_from(tally.count()).unwrap_or(usize::MAX);
        let interval = interval.around(mean, error, count, DEFAULT_LEVEL);
        Self { mean, standard_error: error, interval }
    }

    /// The same with the other sign.
    pub(super) fn negated(self) -> Self {
        let (low, high) = self.interval;
        Self { mean: -self.mean, interval: (-high, -low), ..self }
    }

    /// Half the width of the interval; infinite below two values.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.interval.1 - self.interval.0)
    }

    /// Whether the interval excludes 0.
    pub fn is_clear(&self) -> bool {
        self.interval.0 > 0.0 || self.interval.1 < 0.0
    }
}
