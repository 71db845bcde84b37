//! The maximum of a smooth function of a few numbers, such as a log-likelihood.

/// Steps after which the search ends, converged or not.
const MOST_STEPS: usize = 100;
/// Of central differences; arguments are taken to be of the order of 1.
const STEP: f64 = 1e-4;
/// A rise below this share of the value ends the search.
const SMALLEST_RISE: f64 = 1e-11;

/// Where a function is greatest, and how sharply.
#[derive(Debug, Clone, PartialEq)]
pub struct Maximum {
    /// The arguments there.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// Inverse of the negative second derivatives: of a log-likelihood, the covariance of the
    /// estimates by observed information. `None` where the function is flat in some direction.
    pub covariance: Option<Vec<Vec<f64>>>,
}

impl Maximum {
    /// Standard error of a smooth function of the arguments (delta method); `None` without a covariance.
    pub fn standard_error(&self, of: impl Fn(&[f64]) -> f64) -> Option<f64> {
        let covariance = self.covariance.as_ref()?;
        let slope = gradient(&of, &self.at);
        let variance: f64 = (0..slope.len())
            .flat_map(|i| (0..slope.len()).map(move |j| (i, j)))
            .map(|(i, j)| slope[i] * covariance[i][j] * slope[j])
            .sum();
        (variance >= 0.0).then(|| variance.sqrt())
    }
}

/// Climbs from `start` by Newton steps, damped (Levenberg 1944, Marquardt 1963) until each rises.
///
/// Arguments should be of the order of 1 and free to take any value. Where `function` is undefined
/// (NaN) it is not entered.
///
/// # Panics
/// If the function is undefined at the start.
pub fn maximum(function: impl Fn(&[f64]) -> f64, start: &[f64]) -> Maximum {
    let mut at = start.to_vec();
    let mut value = function(&at);
    assert!(!value.is_nan(), "the search starts where the function is undefined");
    let mut damping = 1e-3;
    for _ in 0..MOST_STEPS {
        let (slope, bend) = (gradient(&function, &at), curvature(&function, &at, value));
        let mut risen = None;
        while risen.is_none() && damping < 1e12 {
            let step = damped_step(&bend, &slope, damping);
            let next: Vec<f64> = step.iter().zip(&at).map(|(s, x)| x + s).collect();
            let there = function(&next);
            if there > value {
                risen = Some((next, there));
                damping = (damping * 0.1).max(1e-9);
            } else {
                damping *= 10.0;
            }
        }
        let Some((next, there)) = risen else { break };
        let rise = there - value;
        (at, value) = (next, there);
        if rise < SMALLEST_RISE * (1.0 + value.abs()) {
            break;
        }
        damping = damping.min(1e6);
    }
    let covariance = inverse_of_positive(&curvature(&function, &at, value));
    Maximum { at, value, covariance }
}

/// The step that solves (bend + damping · diagonal) step = slope; along the slope if that fails.
fn damped_step(bend: &[Vec<f64>], slope: &[f64], damping: f64) -> Vec<f64> {
    let mut damped = bend.to_vec();
    for (i, row) in damped.iter_mut().enumerate() {
        row[i] += damping * (row[i].abs() + 1e-6);
    }
    let step = inverse_of_positive(&damped).map(|inverse| {
        inverse.iter().map(|row| row.iter().zip(slope).map(|(a, b)| a * b).sum()).collect()
    });
    step.unwrap_or_else(|| {
        let steepest = slope.iter().fold(1e-12_f64, |most, s| most.max(s.abs()));
        slope.iter().map(|s| s / (steepest * (1.0 + damping))).collect()
    })
}

fn gradient(function: &impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let mut point = at.to_vec();
    (0..at.len())
        .map(|i| {
            point[i] = at[i] + STEP;
            let above = function(&point);
            point[i] = at[i] - STEP;
            let below = function(&point);
            point[i] = at[i];
            (above - below) / (2.0 * STEP)
        })
        .collect()
}

/// The negative second derivatives.
fn curvature(function: &impl Fn(&[f64]) -> f64, at: &[f64], value: f64) -> Vec<Vec<f64>> {
    let moved = |i: usize, di: f64, j: usize, dj: f64| {
        let mut point = at.to_vec();
        point[i] += di;
        point[j] += dj;
        function(&point)
    };
    let second = |i: usize, j: usize| {
        if i == j {
            let around = moved(i, STEP, i, 0.0) + moved(i, -STEP, i, 0.0);
            return (2.0 * value - around) / (STEP * STEP);
        }
        let same = moved(i, STEP, j, STEP) + moved(i, -STEP, j, -STEP);
        let opposite = moved(i, STEP, j, -STEP) + moved(i, -STEP, j, STEP);
        (opposite - same) / (4.0 * STEP * STEP)
    };
    let half: Vec<Vec<f64>> =
        (0..at.len()).map(|i| (0..=i).map(|j| second(i, j)).collect()).collect();
    let entry = |i: usize, j: usize| half[i.max(j)][i.min(j)];
    (0..at.len()).map(|i| (0..at.len()).map(|j| entry(i, j)).collect()).collect()
}

/// The inverse of a symmetric, positive definite matrix (Cholesky); `None` if it is not.
fn inverse_of_positive(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut root = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| root[i][k] * root[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if !(rest > 1e-12 * matrix[i][i].abs() && rest.is_finite()) {
                    return None;
                }
                root[i][i] = rest.sqrt();
            } else {
                root[i][j] = rest / root[j][j];
            }
        }
    }
    // The matrix is symmetric, so its columns are its rows.
    Some((0..n).map(|column| solved(&root, column)).collect())
}

/// The column of the inverse of a matrix with this root.
fn solved(root: &[Vec<f64>], column: usize) -> Vec<f64> {
    let n = root.len();
    let mut forward = vec![0.0; n];
    for i in 0..n {
        let known: f64 = (0..i).map(|k| root[i][k] * forward[k]).sum();
        forward[i] = (f64::from(u8::from(i == column)) - known) / root[i][i];
    }
    let mut solution = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| root[k][i] * solution[k]).sum();
        solution[i] = (forward[i] - known) / root[i][i];
    }
    solution
}
