//! The law of weekly wins.

use crate::math::{exp, ln, ln_gamma};

/// Wins of one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekForecast {
    /// Their expected number.
    pub mean: f64,
    /// Their range with a probability of 50 %.
    pub half: (u32, u32),
    /// With 90 %.
    pub most: (u32, u32),
    /// How many there were.
    pub found: u32,
}

/// Counts with a mean and a variance: negative binomial, or Poisson where the variance is no greater.
#[derive(Clone, Copy)]
pub(super) struct CountLaw {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl CountLaw {
    /// The law of as many wins times a factor, whose variance is at least `unrest` times its mean.
    pub(super) fn times(&self, factor: f64, unrest: f64) -> Self {
        let mean = (self.mean * factor).max(1e-9);
        Self { mean, variance: (self.variance * factor * factor).max(unrest * mean) }
    }

    /// Its mean and ranges, beside what was found.
    pub(super) fn beside(&self, found: u32) -> WeekForecast {
        WeekForecast {
            mean: self.mean,
            half: (self.quantile(0.25), self.quantile(0.75)),
            most: (self.quantile(0.05), self.quantile(0.95)),
            found,
        }
    }

    /// The least count with so much probability up to it.
    pub(super) fn quantile(&self, p: f64) -> u32 {
        let over = self.variance / self.mean - 1.0;
        let most = self.mean + 12.0 * (self.variance + 1.0).sqrt();
        let (mut sum, mut count) = (0.0, 0_u32);
        loop {
            sum += exp(self.ln_probability(f64::from(count), over));
            if sum >= p || f64::from(count) > most {
                return count;
            }
            count += 1;
        }
    }

    /// The logarithm of the probability of a count.
    pub(super) fn ln_chance(&self, count: u32) -> f64 {
        self.ln_probability(f64::from(count), self.variance / self.mean - 1.0)
    }

    fn ln_probability(&self, x: f64, over: f64) -> f64 {
        if over < 1e-6 {
            return x * ln(self.mean) - self.mean - ln_gamma(x + 1.0);
        }
        let r = self.mean / over;
        ln_gamma(x + r) - ln_gamma(r) - ln_gamma(x + 1.0) - r * ln(1.0 + over)
            + x * (ln(over) - ln(1.0 + over))
    }
}
