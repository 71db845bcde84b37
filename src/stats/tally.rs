//! Mean and variance of a stream of numbers.

/// Count, mean, variance and extremes of numbers seen one at a time.
///
/// The update is Welford's (1962): stable also where the mean is large against the spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    count: u64,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Tally {
    /// A tally of nothing.
    pub const fn new() -> Self {
        Self { count: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }

    /// Takes in one number.
    pub fn add(&mut self, value: f64) {
        debug_assert!(!value.is_nan(), "an undefined value cannot be tallied");
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Takes in everything `other` has seen (Chan, Golub and `LeVeque`, 1983).
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (own, others) = (self.count as f64, other.count as f64);
        let total = own + others;
        let deviation = other.mean - self.mean;
        self.count += other.count;
        self.mean += deviation * (others / total);
        self.squares += other.squares + deviation * deviation * (own * others / total);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many numbers were seen.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Arithmetic mean; NaN if nothing was seen.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// Sample variance with divisor n − 1, in squared units; NaN below two numbers.
    pub fn variance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.squares / (self.count - 1) as f64 }
    }

    /// Sample standard deviation, the root of [`Tally::variance`].
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Standard error of the mean of independent numbers: √(variance / n); NaN below two numbers.
    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.count as f64).sqrt()
    }

    /// Sum of squared deviations from the mean; 0 if nothing was seen.
    pub fn sum_of_squared_deviations(&self) -> f64 {
        self.squares
    }

    /// Smallest number seen; NaN if nothing was seen.
    pub fn min(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.min }
    }

    /// Largest number seen; NaN if nothing was seen.
    pub fn max(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.max }
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut tally = Self::new();
        for value in values {
            tally.add(value);
        }
        tally
    }
}
