//! How wide an interval must be: for a number of values fixed beforehand, or for every number.

use super::student::student_quantile;
use crate::math::{exp, ln};

/// Level of an interval when none is asked for.
pub const DEFAULT_LEVEL: f64 = 0.95;

/// Where a [`Interval::Sequence`] weighs its width: it is narrowest, in standard errors, at about
/// eight times this many values.
const SCALE: f64 = 32.0;
/// More values than this are never planned.
const MOST: u64 = 1 << 40;

/// How the interval around a mean of independent values is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interval {
    /// Student's t: covers with the given level if the number of values was fixed beforehand.
    #[default]
    Student,
    /// A confidence sequence: with the given level the intervals at *all* numbers of values cover,
    /// so that one may look as often as one likes and stop for whatever reason.
    Sequence,
}

impl Interval {
    /// Half the width after `count` values, in standard errors of their mean; infinite where so
    /// few values say nothing.
    ///
    /// Sequence: exact for normal values of unknown variance, by the martingale that mixes the
    /// likelihood ratio over effect sizes with a normal law of variance 1/32 (Robbins, 1970; with
    /// unknown variance Lai, 1976, and Lindon, Ham, Tingley and Bojinov, 2022). With n values,
    /// r = n/32, ν = n − 1 and E = ((1 − level)²/(1 + r))^(1/n):
    /// t² = ν (1 − E) / (E − 1/(1 + r)). For other laws it holds as the central limit theorem does
    /// (Waudby-Smith et al., 2024).
    ///
    /// # Panics
    /// If `level` is not strictly between 0 and 1.
    pub fn multiplier(self, count: u64, level: f64) -> f64 {
        self.multiplier_of(count as f64, count.saturating_sub(1), level)
    }

    /// The same where the squared standard error is the variance over `weight`, and the variance is known
    /// with so many degrees of freedom: n and n − 1 of a mean; of a regression, r = weight/32 and
    /// ν = freedom, and ν + 1 stands for n.
    pub(super) fn multiplier_of(self, weight: f64, freedom: u64, level: f64) -> f64 {
        assert!(level > 0.0 && level < 1.0, "a level lies strictly between 0 and 1, not {level}");
        if freedom < 1 {
            return f64::INFINITY;
        }
        match self {
            Self::Student => student_quantile(0.5 + 0.5 * level, freedom),
            Self::Sequence => mixed(weight / SCALE, freedom, 1.0 - level),
        }
    }

    /// The interval around `centre`; (−∞, ∞) if the sample says nothing about it.
    pub fn around(self, centre: f64, standard_error: f64, count: usize, level: f64) -> (f64, f64) {
        within(centre, standard_error, self.multiplier(count as u64, level))
    }

    /// The smallest number of values, at least `least`, with which half the width would be at most
    /// `half_width` if their variance were `variance` (Law, 2015, §9.4.1, for Student); `None` if
    /// that is more than a million million.
    ///
    /// # Panics
    /// If `variance` is negative or NaN, or `level` is not strictly between 0 and 1.
    pub fn size_for(self, variance: f64, half_width: f64, least: u64, level: f64) -> Option<u64> {
        assert!(variance >= 0.0, "a variance cannot be {variance}");
        let is_enough = |count: u64| {
            let error = (variance / count as f64).sqrt();
            error == 0.0 || self.multiplier(count, level) * error <= half_width
        };
        let mut enough = least.max(2);
        let mut few = enough - 1;
        while !is_enough(enough) {
            (few, enough) = (enough, 2 * enough);
            if enough > MOST {
                return None;
            }
        }
        while enough - few > 1 {
            let middle = few + (enough - few) / 2;
            if is_enough(middle) { enough = middle } else { few = middle }
        }
        Some(enough)
    }
}

/// Half the width of a sequence that misses with this chance, in standard errors: the formula of
/// [`Interval::multiplier`] with r = `ratio` and ν = `freedom`; infinite where so little says nothing.
pub(super) fn mixed(ratio: f64, freedom: u64, miss: f64) -> f64 {
    if freedom < 1 {
        return f64::INFINITY;
    }
    let (freedom, mixed) = (freedom as f64, 1.0 + ratio);
    let e = exp((2.0 * ln(miss) - ln(mixed)) / (freedom + 1.0));
    let rest = e - 1.0 / mixed;
    if rest > 0.0 { (freedom * (1.0 - e) / rest).sqrt() } else { f64::INFINITY }
}

/// The interval of so many standard errors to each side.
pub(super) fn within(centre: f64, standard_error: f64, multiplier: f64) -> (f64, f64) {
    if multiplier.is_infinite() || !standard_error.is_finite() || !centre.is_finite() {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let half = multiplier * standard_error;
    (centre - half, centre + half)
}
