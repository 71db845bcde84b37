//! The difference of two ratios of sums on the same replications, without keeping them.

use super::support::Moments;
use super::verdict::difference;

/// A variance that is this share of its parts is what rounding left of 0.
const ROUNDING: f64 = 1e-13;

/// Σy / Σx of the second system less that of the first, by the delta method.
///
/// One replication gives z = (y, x of the first system, y, x of the second). To first order the
/// difference moves as a linear form in z, so that its variance and skewness follow from the
/// central moments of z up to the third (Cochran, 1977, §6; updates by Terriberry, 2007).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct PairedRatio {
    count: u64,
    differing: u64,
    mean: [f64; 4],
    squares: [[f64; 4]; 4],
    cubes: [[[f64; 4]; 4]; 4],
}

impl PairedRatio {
    /// Takes in the next replication; one that holds an undefined value is left out.
    pub(super) fn add(&mut self, z: [f64; 4]) {
        if !z.iter().all(|value| value.is_finite()) {
            return;
        }
        let same = difference(z[0], z[2]) == 0.0 && difference(z[1], z[3]) == 0.0;
        self.differing += u64::from(!same);
        self.count += 1;
        let n = self.count as f64;
        let d: [f64; 4] = std::array::from_fn(|i| z[i] - self.mean[i]);
        let s = self.squares;
        for i in 0..4 {
            for j in 0..4 {
                for k in 0..4 {
                    let moved = d[i] * s[j][k] + d[j] * s[i][k] + d[k] * s[i][j];
                    let own = d[i] * d[j] * d[k] * (n - 1.0) * (n - 2.0) / (n * n);
                    self.cubes[i][j][k] += own - moved / n;
                }
                self.squares[i][j] += d[i] * d[j] * (n - 1.0) / n;
            }
            self.mean[i] += d[i] / n;
        }
    }

    /// Replications that define both ratios.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The second ratio less the first; NaN if either has no denominator.
    pub(super) fn difference(&self) -> f64 {
        let [y_a, x_a, y_b, x_b] = self.mean;
        if x_a == 0.0 || x_b == 0.0 { f64::NAN } else { difference(y_a / x_a, y_b / x_b) }
    }

    /// Standard error of the difference; NaN below two replications.
    pub(super) fn standard_error(&self) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        let n = self.count as f64;
        (self.moments().squares / (n - 1.0) / n).sqrt()
    }

    /// The moments of the linear form.
    pub(super) fn moments(&self) -> Moments {
        let c = self.weights();
        let (mut squares, mut cubes, mut parts) = (0.0, 0.0, 0.0);
        for i in 0..4 {
            parts += c[i] * c[i] * self.squares[i][i];
            for j in 0..4 {
                squares += c[i] * c[j] * self.squares[i][j];
                for k in 0..4 {
                    cubes += c[i] * c[j] * c[k] * self.cubes[i][j][k];
                }
            }
        }
        if squares <= ROUNDING * parts {
            (squares, cubes) = (0.0, 0.0);
        }
        let (count, differing, mean) = (self.count, self.differing, self.difference());
        Moments { count, differing, mean, squares, cubes }
    }

    /// How the difference moves with z.
    pub(super) fn weights(&self) -> [f64; 4] {
        let [y_a, x_a, y_b, x_b] = self.mean;
        [-1.0 / x_a, y_a / (x_a * x_a), 1.0 / x_b, -y_b / (x_b * x_b)]
    }
}
