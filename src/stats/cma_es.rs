//! CMA-ES: search by a normal law that learns where better points lie, and along which directions.
//!
//! N. Hansen, "The CMA Evolution Strategy: A Tutorial" (arXiv 1604.00772, 2016), with its default
//! parameters and positive weights. Only ranks of points are used.

use crate::math::{exp, ln, normal_quantile, powi};

/// Sweeps of rotations after which eigenvectors of a small matrix have long converged.
const SWEEPS: usize = 30;
/// Beyond this ratio of variances the law has degenerated.
const WORST_CONDITION: f64 = 1e14;
/// Below this spread there is nothing left to search.
const LEAST_SPREAD: f64 = 1e-12;

/// The state of a search in `d` dimensions.
#[derive(Debug, Clone)]
pub struct CmaEs {
    mean: Vec<f64>,
    /// The overall step.
    sigma: f64,
    covariance: Vec<Vec<f64>>,
    /// Its eigenvectors (as columns) and the roots of its eigenvalues.
    axes: Vec<Vec<f64>>,
    lengths: Vec<f64>,
    /// Evolution paths of the step and of the covariance.
    step_path: Vec<f64>,
    path: Vec<f64>,
    weights: Vec<f64>,
    children: usize,
    generation: i32,
}

impl CmaEs {
    /// A search around `mean` with a standard deviation of `sigma` in every coordinate.
    ///
    /// # Panics
    /// If there are no coordinates, or `sigma` is not positive.
    pub fn new(mean: Vec<f64>, sigma: f64) -> Self {
        assert!(!mean.is_empty(), "a search needs coordinates");
        assert!(sigma > 0.0, "a search needs a spread, not {sigma}");
        let d = mean.len();
        let children = children(d);
        let parents = children / 2;
        let raw = |rank: usize| ln((parents as f64) + 0.5) - ln(rank as f64 + 1.0);
        let total: f64 = (0..parents).map(raw).sum();
        Self {
            covariance: unit(d),
            axes: unit(d),
            lengths: vec![1.0; d],
            step_path: vec![0.0; d],
            path: vec![0.0; d],
            weights: (0..parents).map(|rank| raw(rank) / total).collect(),
            mean,
            sigma,
            children,
            generation: 0,
        }
    }

    /// Points of a generation: 4 + ⌊3 ln d⌋.
    pub fn children(&self) -> usize {
        self.children
    }

    /// The centre of the law.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The standard deviation along the longest axis.
    pub fn spread(&self) -> f64 {
        self.sigma * self.lengths.iter().copied().fold(0.0, f64::max)
    }

    /// Whether the law has shrunk to a point or degenerated, so that going on is of no use.
    pub fn is_spent(&self) -> bool {
        let longest = self.lengths.iter().copied().fold(0.0, f64::max);
        let shortest = self.lengths.iter().copied().fold(f64::INFINITY, f64::min);
        let is_small = self.spread() < LEAST_SPREAD;
        is_small || longest * longest > WORST_CONDITION * shortest * shortest
    }

    /// The point of the law that belongs to these independent uniform numbers, each strictly between 0 and 1.
    ///
    /// # Panics
    /// If there is not one for each coordinate.
    pub fn point(&self, uniform: &[f64]) -> Vec<f64> {
        assert!(uniform.len() == self.mean.len(), "one number for each coordinate");
        let scaled: Vec<f64> = uniform
            .iter()
            .zip(&self.lengths)
            .map(|(share, own)| normal_quantile(*share) * own)
            .collect();
        let moved = product(&self.axes, &scaled);
        self.mean.iter().zip(moved).map(|(mean, step)| mean + self.sigma * step).collect()
    }

    /// Learns from the points of a generation, the best first; the worse half counts for nothing.
    ///
    /// # Panics
    /// If there are fewer points than parents.
    pub fn learn(&mut self, ranked: &[Vec<f64>]) {
        assert!(ranked.len() >= self.weights.len(), "every parent is a point");
        let d = self.mean.len() as f64;
        let Rates { parents, step, step_path, path, rank_one, rank_many } = self.rates();
        self.generation += 1;
        let steps: Vec<Vec<f64>> = ranked[..self.weights.len()]
            .iter()
            .map(|point| point.iter().zip(&self.mean).map(|(x, m)| (x - m) / self.sigma).collect())
            .collect();
        let weighted = |k: usize| -> f64 {
            steps.iter().zip(&self.weights).map(|(step, weight)| weight * step[k]).sum()
        };
        let moved: Vec<f64> = (0..self.mean.len()).map(weighted).collect();
        // C^(-1/2) · moved.
        let along = transposed_product(&self.axes, &moved);
        let along: Vec<f64> = along.iter().zip(&self.lengths).map(|(x, own)| x / own).collect();
        let whitened = product(&self.axes, &along);
        let gain = (step_path * (2.0 - step_path) * parents).sqrt();
        for (path, own) in self.step_path.iter_mut().zip(&whitened) {
            *path = (1.0 - step_path) * *path + gain * own;
        }
        let length = self.step_path.iter().map(|x| x * x).sum::<f64>().sqrt();
        let usual = d.sqrt() * (1.0 - 1.0 / (4.0 * d) + 1.0 / (21.0 * d * d));
        let begun = 1.0 - powi(1.0 - step_path, 2 * self.generation);
        let is_calm = length / begun.sqrt() < (1.4 + 2.0 / (d + 1.0)) * usual;
        let calm = f64::from(u8::from(is_calm));
        let gain = calm * (path * (2.0 - path) * parents).sqrt();
        for (own, moved) in self.path.iter_mut().zip(&moved) {
            *own = (1.0 - path) * *own + gain * moved;
        }
        let kept = 1.0 - rank_one - rank_many + (1.0 - calm) * rank_one * path * (2.0 - path);
        for row in 0..self.mean.len() {
            for column in 0..=row {
                let many: f64 = steps
                    .iter()
                    .zip(&self.weights)
                    .map(|(step, weight)| weight * step[row] * step[column])
                    .sum();
                let own = kept * self.covariance[row][column]
                    + rank_one * self.path[row] * self.path[column]
                    + rank_many * many;
                self.covariance[row][column] = own;
                self.covariance[column][row] = own;
            }
        }
        for (mean, moved) in self.mean.iter_mut().zip(&moved) {
            *mean += self.sigma * moved;
        }
        self.sigma *= exp((step_path / step * (length / usual - 1.0)).min(1.0));
        let (values, axes) = eigen(self.covariance.clone());
        self.axes = axes;
        self.lengths = values.iter().map(|value| value.max(0.0).sqrt()).collect();
    }

    fn rates(&self) -> Rates {
        let d = self.mean.len() as f64;
        let parents = 1.0 / self.weights.iter().map(|weight| weight * weight).sum::<f64>();
        let step_path = (parents + 2.0) / (d + parents + 5.0);
        let rank_one = 2.0 / ((d + 1.3) * (d + 1.3) + parents);
        let rank_many = 2.0 * (parents - 2.0 + 1.0 / parents) / ((d + 2.0) * (d + 2.0) + parents);
        let excess = (((parents - 1.0) / (d + 1.0)).sqrt() - 1.0).max(0.0);
        Rates {
            parents,
            step: 1.0 + 2.0 * excess + step_path,
            step_path,
            path: (4.0 + parents / d) / (d + 4.0 + 2.0 * parents / d),
            rank_one,
            rank_many: rank_many.min(1.0 - rank_one),
        }
    }
}

/// How fast things are learnt.
struct Rates {
    /// The effective number of parents.
    parents: f64,
    /// Damping of the step.
    step: f64,
    step_path: f64,
    path: f64,
    rank_one: f64,
    rank_many: f64,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
fn children(d: usize) -> usize {
    4 + (3.0 * ln(d as f64)).floor() as usize
}

fn unit(d: usize) -> Vec<Vec<f64>> {
    (0..d).map(|row| (0..d).map(|column| f64::from(u8::from(row == column))).collect()).collect()
}

fn product(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
}

fn transposed_product(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    let column = |k: usize| matrix.iter().zip(vector).map(|(row, x)| row[k] * x).sum();
    (0..vector.len()).map(column).collect()
}

/// Eigenvalues of a symmetric matrix, and its eigenvectors as columns, by cyclic Jacobi rotations (Golub
/// and Van Loan, 2013, §8.5).
fn eigen(mut matrix: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let d = matrix.len();
    let mut axes = unit(d);
    let size: f64 = (0..d).map(|k| matrix[k][k].abs()).sum();
    for _ in 0..SWEEPS {
        let pairs = || (0..d).flat_map(|p| (p + 1..d).map(move |q| (p, q)));
        let off: f64 = pairs().map(|(p, q)| matrix[p][q].abs()).sum();
        if off <= 1e-300 + 1e-18 * size {
            break;
        }
        for pair in pairs() {
            rotate(&mut matrix, &mut axes, pair);
        }
    }
    ((0..d).map(|k| matrix[k][k]).collect(), axes)
}

/// The rotation that makes the element at (p, q) vanish.
fn rotate(matrix: &mut [Vec<f64>], axes: &mut [Vec<f64>], (p, q): (usize, usize)) {
    if matrix[p][q] == 0.0 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let turn = |row: &mut Vec<f64>| {
        let (x, y) = (row[p], row[q]);
        row[p] = cosine * x - sine * y;
        row[q] = sine * x + cosine * y;
    };
    matrix.iter_mut().for_each(turn);
    axes.iter_mut().for_each(turn);
    let (above, below) = matrix.split_at_mut(q);
    for (upper, lower) in above[p].iter_mut().zip(&mut below[0]) {
        let (x, y) = (*upper, *lower);
        *upper = cosine * x - sine * y;
        *lower = sine * x + cosine * y;
    }
}
