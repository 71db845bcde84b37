//! Which way is better, and what the interval of a difference says.

use super::support::Support;

/// Values that agree to this share of their size differ by rounding only.
const ROUNDING: f64 = 1e-12;

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
    /// The interval is too wide to tell, or the sample cannot carry a verdict: more replications
    /// would tell.
    Undecided,
    /// Over 1 % of the pairs were undefined: those left are no fair sample.
    Withheld,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 5] =
        [Self::Better, Self::Worse, Self::Tie, Self::Undecided, Self::Withheld];

    /// The word in files and conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Tie => "tie",
            Self::Undecided => "undecided",
            Self::Withheld => "withheld",
        }
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
pub(super) fn verdict((low, high): (f64, f64), support: Support, zone: f64) -> Verdict {
    assert!(zone >= 0.0, "a zone of indifference cannot be {zone}");
    match support {
        Support::Undefined => Verdict::Withheld,
        Support::Enough | Support::Skewed if low > zone => Verdict::Better,
        Support::Enough | Support::Skewed if high < -zone => Verdict::Worse,
        Support::Enough if low >= -zone && high <= zone => Verdict::Tie,
        Support::Enough
        | Support::Skewed
        | Support::NoDifference
        | Support::FewDifferences
        | Support::Lopsided => Verdict::Undecided,
    }
}

/// `b − a`; exactly 0 where the two agree but for the rounding of sums in another order, NaN where
/// one is not finite or the difference is too large for a number.
pub(super) fn difference(a: f64, b: f64) -> f64 {
    let difference = b - a;
    if !difference.is_finite() {
        return f64::NAN;
    }
    if difference.abs() <= ROUNDING * (a.abs() + b.abs()) { 0.0 } else { difference }
}
