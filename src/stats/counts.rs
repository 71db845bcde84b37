//! Counts of equal spans of time that vary more than chance alone would have it.

use super::maximum::{Maximum, maximum};
use crate::math::{exp, ln, ln_gamma, normal_quantile};

/// Counts with mean `exp(level + trend)` and variance `dispersion` × mean: the negative binomial law
/// whose variance is linear in its mean (NB1; Cameron and Trivedi 1986).
#[derive(Debug, Clone, PartialEq)]
pub struct DispersedCounts {
    /// Logarithm of the mean where all columns are 0.
    pub level: f64,
    /// What one unit of each column adds to the logarithm of the mean.
    pub slopes: Vec<f64>,
    /// Variance by mean, 1 or more.
    pub dispersion: f64,
    /// Log-likelihood.
    pub ln_likelihood: f64,
    found: Maximum,
}

impl DispersedCounts {
    /// The most likely numbers; `columns` holds what the mean may depend on, one value for each count.
    /// `None` if nothing was counted, or there are no more counts than numbers to find.
    ///
    /// # Panics
    /// If a column is not as long as there are counts.
    pub fn fit(counts: &[u32], columns: &[Vec<f64>]) -> Option<Self> {
        assert!(columns.iter().all(|column| column.len() == counts.len()), "columns of one length");
        let n = counts.len();
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        if total <= 0.0 || n < columns.len() + 3 {
            return None;
        }
        let mean = total / n as f64;
        let squares: f64 =
            counts.iter().map(|c| (f64::from(*c) - mean) * (f64::from(*c) - mean)).sum();
        let index = (squares / (n as f64 - 1.0) / mean).max(1.05);
        let mut start = vec![ln(mean), ln(index - 1.0)];
        start.extend(vec![0.0; columns.len()]);
        let goal = |at: &[f64]| {
            let over = exp(at[1]);
            (0..n)
                .map(|i| {
                    let trend: f64 = columns.iter().zip(&at[2..]).map(|(c, b)| c[i] * b).sum();
                    ln_probability(counts[i], exp(at[0] + trend), over)
                })
                .sum::<f64>()
                - 0.5 * (at[1] / 6.0) * (at[1] / 6.0)
        };
        let found = maximum(goal, &start);
        Some(Self {
            level: found.at[0],
            slopes: found.at[2..].to_vec(),
            dispersion: 1.0 + exp(found.at[1]),
            ln_likelihood: found.value,
            found,
        })
    }

    /// The mean where all columns are 0, with its interval.
    pub fn mean(&self, level: f64) -> (f64, (f64, f64)) {
        let half = self.half_width(level, |at| at[0]);
        (exp(self.level), (exp(self.level - half), exp(self.level + half)))
    }

    /// The interval of the dispersion.
    pub fn dispersion_interval(&self, level: f64) -> (f64, f64) {
        let half = self.half_width(level, |at| at[1]);
        let over = ln(self.dispersion - 1.0);
        (1.0 + exp(over - half), 1.0 + exp((over + half).min(13.0)))
    }

    /// The interval of a slope.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn slope_interval(&self, column: usize, level: f64) -> (f64, f64) {
        let half = self.half_width(level, |at| at[2 + column]);
        (self.slopes[column] - half, self.slopes[column] + half)
    }

    fn half_width(&self, level: f64, of: impl Fn(&[f64]) -> f64) -> f64 {
        let error = self.found.standard_error(of).unwrap_or(f64::INFINITY);
        normal_quantile(0.5 + 0.5 * level) * error
    }
}

/// Logarithm of the chance of a count, given its mean and by how much the dispersion exceeds 1.
fn ln_probability(count: u32, mean: f64, over: f64) -> f64 {
    let x = f64::from(count);
    if over < 1e-6 {
        return x * ln(mean) - mean - ln_gamma(x + 1.0);
    }
    let r = mean / over;
    ln_gamma(x + r) - ln_gamma(r) - ln_gamma(x + 1.0) - r * ln(1.0 + over)
        + x * (ln(over) - ln(1.0 + over))
}
