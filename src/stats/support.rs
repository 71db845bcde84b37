//! Whether a sample of differences can carry a verdict on their mean.

/// Fewer pairs than this that differ at all carry no verdict (of fewer than twice as many pairs:
/// fewer than half).
const LEAST_DIFFERING: u64 = 10;
/// A sample whose squared skewness exceeds its size divided by this may hide a larger mean.
const COCHRAN: f64 = 25.0;
/// One whose squared skewness exceeds its size divided by this rests on fewer than ten values.
const LOPSIDED: f64 = 10.0;
/// Of normal samples, 99 % have a squared skewness of at most this many times its variance.
const CHANCE: f64 = 6.635;
/// Differences that vary by this share of their mean are the same but for rounding.
const SAME: f64 = 1e-9;

/// What a sample of paired differences can say about their mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Its interval may be trusted.
    Enough,
    /// All pairs are equal. How often they differ is bounded, how much then is not.
    NoDifference,
    /// So few pairs differ that the interval rests on a handful of values.
    FewDifferences,
    /// So few pairs carry the mean that its interval cannot be trusted.
    Lopsided,
    /// The differences are so skewed that a small mean may be one whose large values were not seen:
    /// enough to call one side better, not to call both alike.
    Skewed,
    /// Over 1 % of the pairs are undefined: those left are no fair sample.
    Undefined,
}

/// A sample of paired differences in short.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    /// Defined pairs, and those of them that differ.
    pub count: u64,
    pub differing: u64,
    pub mean: f64,
    /// Sums of squared and of cubed deviations from the mean.
    pub squares: f64,
    pub cubes: f64,
}

impl Support {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::NoDifference => "no difference",
            Self::FewDifferences => "few differences",
            Self::Lopsided => "lopsided",
            Self::Skewed => "skewed",
            Self::Undefined => "undefined",
        }
    }

    /// Judges a sample without undefined values.
    ///
    /// The interval of a mean covers what it promises once the sample holds more than 25 times the
    /// squared skewness of what it is drawn from (Cochran, 1977, §2.15). Of n values of which k are
    /// alike and the others 0, squared skewness is about n/k, so that ten times stands for ten
    /// values that carry the mean. In a small sample even normal values look skewed; there a
    /// skewness counts that 1 % of normal samples exceed. A difference that is the same in every
    /// pair but not 0 (a salary, a fee) is enough.
    pub(super) fn of(sample: Moments) -> Self {
        let Moments { count, differing, mean, squares, cubes } = sample;
        if count < 2 {
            return Self::Enough;
        }
        if differing == 0 {
            return Self::NoDifference;
        }
        if differing < LEAST_DIFFERING.min(count.div_ceil(2)) {
            return Self::FewDifferences;
        }
        let n = count as f64;
        if squares <= n * (SAME * mean) * (SAME * mean) {
            return Self::Enough;
        }
        let skewness_squared = n * cubes * cubes / (squares * squares * squares);
        let exceeds =
            |share: f64| skewness_squared > (n / share).max(CHANCE * variance_of_skewness(n));
        match (exceeds(LOPSIDED), exceeds(COCHRAN)) {
            (true, _) => Self::Lopsided,
            (false, true) => Self::Skewed,
            (false, false) => Self::Enough,
        }
    }

    /// Whether the interval of the mean may be shown and used.
    pub fn is_interval_carried(self) -> bool {
        matches!(self, Self::Enough | Self::Skewed)
    }
}

/// Variance of the skewness of a normal sample of `n` values, at least two (Fisher, 1930).
fn variance_of_skewness(n: f64) -> f64 {
    6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))
}
