//! Two systems side by side under common random numbers.

use super::estimate::{DEFAULT_LEVEL, Estimate};
use super::interval::Interval;
use super::tally::Tally;

/// Values that agree to this share of their size differ by rounding only.
const ROUNDING: f64 = 1e-12;
/// Largest share of undefined pairs under which a verdict is still given.
const MOST_UNDEFINED: f64 = 0.01;

/// Which way a measure improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better, as for contribution.
    HigherIsBetter,
    /// Less is better, as for waiting.
    LowerIsBetter,
}

/// What the interval of the difference says of `b` against `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `b` is better by more than the zone of indifference.
    Better,
    /// `b` is worse by more than the zone of indifference.
    Worse,
    /// The two differ by no more than the zone of indifference.
    Tie,
    /// The interval is too wide to tell: more replications would.
    Undecided,
    /// Over 1 % of the pairs were undefined: those left are no fair sample.
    Withheld,
}

/// Paired comparison of `b` with `a`: value i of both stems from the same replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Which way the measure improves.
    pub direction: Direction,
    /// The difference b − a; a pair with either side undefined is undefined.
    pub difference: Estimate,
    /// Share of the defined pairs in which `b` is strictly better, 0 to 1; NaN if there are none.
    pub share_better: f64,
    /// Share of the defined pairs in which both are equal, 0 to 1; NaN if there are none.
    pub share_tied: f64,
    /// How many times more replications independent samples would need for the same standard
    /// error: (Var a + Var b) / Var(b − a). None below two pairs, or if the difference never varies.
    pub variance_reduction: Option<f64>,
}

impl Comparison {
    /// Compares `b` with `a` at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If the samples differ in length, or a value is infinite.
    pub fn paired(a: &[f64], b: &[f64], direction: Direction) -> Self {
        Self::paired_at_level(a, b, direction, DEFAULT_LEVEL)
    }

    /// Compares `b` with `a` with an interval of the given level: the paired-t method (Law, 2015,
    /// §10.2.1). NaN stands for undefined.
    ///
    /// # Panics
    /// If the samples differ in length, a value is infinite, or `level` is not strictly between 0
    /// and 1.
    pub fn paired_at_level(a: &[f64], b: &[f64], direction: Direction, level: f64) -> Self {
        Self::new(a, b, direction, (Interval::Student, level))
    }

    /// Compares `b` with `a` with an interval of this kind at [`DEFAULT_LEVEL`].
    ///
    /// # Panics
    /// If the samples differ in length, or a value is infinite.
    pub fn paired_by(a: &[f64], b: &[f64], direction: Direction, interval: Interval) -> Self {
        Self::new(a, b, direction, (interval, DEFAULT_LEVEL))
    }

    fn new(a: &[f64], b: &[f64], direction: Direction, (interval, level): (Interval, f64)) -> Self {
        assert!(a.len() == b.len(), "{} values cannot be paired with {}", a.len(), b.len());
        assert!(!a.iter().chain(b).any(|value| value.is_infinite()), "a value is infinite");
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| difference(*a, *b)).collect();
        let defined = || differences.iter().copied().filter(|difference| !difference.is_nan());
        let count = defined().count() as f64;
        let better =
            defined().filter(|difference| direction.improvement(*difference) > 0.0).count();
        let tied = defined().filter(|difference| *difference == 0.0).count();
        Self {
            direction,
            difference: Estimate::new(&differences, interval, level),
            share_better: better as f64 / count,
            share_tied: tied as f64 / count,
            variance_reduction: variance_reduction(a, b),
        }
    }

    /// Judges `b` against `a`, where differences up to `zone` (in the measure's unit) do not
    /// matter.
    ///
    /// Better, if the whole interval improves by more than the zone; worse, if the whole interval
    /// worsens by more; a tie, if it lies within the zone, even if it excludes 0. With zone 0 only
    /// the interval \[0, 0\] is a tie.
    ///
    /// # Panics
    /// If `zone` is negative or NaN.
    pub fn verdict(&self, zone: f64) -> Verdict {
        verdict(self.improvement(), self.difference.undefined_share(), zone)
    }

    /// Interval of the improvement of `b` over `a`: positive is better.
    pub fn improvement(&self) -> (f64, f64) {
        self.direction.improvement_within(self.difference.interval)
    }
}

impl Direction {
    /// The interval of a difference as that of an improvement: positive is better.
    pub(super) fn improvement_within(self, (low, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::HigherIsBetter => (low, high),
            Self::LowerIsBetter => (-high, -low),
        }
    }

    /// The difference as an improvement: positive is better.
    pub fn improvement(self, difference: f64) -> f64 {
        match self {
            Self::HigherIsBetter => difference,
            Self::LowerIsBetter => -difference,
        }
    }
}

/// What the interval of an improvement says.
///
/// # Panics
/// If `zone` is negative or not a number.
pub(super) fn verdict((low, high): (f64, f64), undefined_share: f64, zone: f64) -> Verdict {
    assert!(zone >= 0.0, "a zone of indifference cannot be {zone}");
    if undefined_share > MOST_UNDEFINED {
        return Verdict::Withheld;
    }
    if low > zone {
        Verdict::Better
    } else if high < -zone {
        Verdict::Worse
    } else if low >= -zone && high <= zone {
        Verdict::Tie
    } else {
        Verdict::Undecided
    }
}

/// `b − a`; exactly 0 where the two agree but for the rounding of sums in another order.
pub(super) fn difference(a: f64, b: f64) -> f64 {
    let difference = b - a;
    if difference.abs() <= ROUNDING * (a.abs() + b.abs()) { 0.0 } else { difference }
}

fn variance_reduction(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mut of_a, mut of_b, mut of_difference) = (Tally::new(), Tally::new(), Tally::new());
    for (a, b) in a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
        of_a.add(*a);
        of_b.add(*b);
        of_difference.add(difference(*a, *b));
    }
    let variance = of_difference.variance();
    (variance > 0.0).then(|| (of_a.variance() + of_b.variance()) / variance)
}
