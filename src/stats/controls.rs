//! Luck taken out of a mean: control variates whose true mean is 0.
//!
//! A control is a number that comes with every replication, varies with its luck, and is 0 on average. Of
//! n replications the regression of the values on the controls says which value belongs to controls of 0:
//! θ = ȳ − β·c̄ with error s·√(1/n + c̄ᵀS⁻¹c̄) and n − k − 1 degrees of freedom (Lavenberg and Welch,
//! 1981). It is exact for normal values, and in large samples right whatever they are, since an error of
//! β counts only times c̄.

use super::interval::{DEFAULT_LEVEL, Interval, within};
use super::mean::Mean;

/// Controls beside a value at most: three of either side of a comparison.
pub const MOST_CONTROLS: usize = 6;
/// Numbers whose weighted sum is what is estimated: the two sides of two ratios.
const PARTS: usize = 4;
/// In fewer replications coefficients are not worth estimating.
const LEAST_COUNT: u64 = 64;
/// Controls that leave more than this share of the variance are not worth naming.
const WORTHWHILE: f64 = 0.9;
/// A control whose part independent of the others is smaller than this share of it adds nothing.
const DEPENDENT: f64 = 1e-9;
/// A residual variance that is this share of the variance is what rounding left of 0.
const ROUNDING: f64 = 1e-13;

/// A mean from which the luck of controls is taken out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// The mean where all controls are 0.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// How many times more replications the plain mean would need for the same error.
    pub worth: f64,
    /// Residual variance over its square error: as many values as a plain mean of them would take.
    pub(super) weight: f64,
    /// Degrees of freedom of the residual variance.
    pub(super) freedom: u64,
    /// What the controls took off the plain mean.
    shift: f64,
    coefficients: [f64; MOST_CONTROLS],
}

impl Adjusted {
    /// The mean of `values` by replication beside `controls`, one list for each; `None` where the plain
    /// mean does as well: of few values, of controls that explain little, and where any number is not
    /// finite.
    ///
    /// # Panics
    /// If a control has not as many numbers as there are values, or there are more than
    /// [`MOST_CONTROLS`].
    pub fn of(values: &[f64], controls: &[&[f64]]) -> Option<Self> {
        let mut moments = ControlMoments::default();
        for (run, value) in values.iter().enumerate() {
            moments.add(&[*value], &row(controls, run));
        }
        moments.adjusted(&[1.0])
    }

    /// The same where the plain mean is another: that of a ratio, which moves like the sum that was
    /// adjusted.
    pub(super) fn beside(self, plain: f64) -> Self {
        Self { mean: plain - self.shift, ..self }
    }

    /// The interval around the mean at this level.
    ///
    /// Of a sequence: the same martingale as without controls, with β and the residual variance as
    /// nuisance parameters (Lindon, Ham, Tingley and Bojinov, 2022); nothing need be frozen.
    ///
    /// # Panics
    /// If `level` is not strictly between 0 and 1.
    pub fn interval(&self, interval: Interval, level: f64) -> (f64, f64) {
        let multiplier = interval.multiplier_of(self.weight, self.freedom, level);
        within(self.mean, self.standard_error, multiplier)
    }

    /// The same as a mean with its interval at [`DEFAULT_LEVEL`].
    pub fn told(&self, interval: Interval) -> Mean {
        let Self { mean, standard_error, .. } = *self;
        Mean { mean, standard_error, interval: self.interval(interval, DEFAULT_LEVEL) }
    }
}

/// `values` by replication without the luck of their controls: their mean is the adjusted one, and its error
/// by the usual formula that of the adjusted one. So whatever works on means works on these. The values as
/// they are where that does as well ([`Adjusted::of`]).
///
/// # Panics
/// As [`Adjusted::of`].
pub fn without_luck(values: &[f64], controls: &[&[f64]]) -> Vec<f64> {
    let Some(adjusted) = Adjusted::of(values, controls) else { return values.to_vec() };
    let explained = |run: usize| {
        let of_run = adjusted.coefficients.iter().zip(controls).map(|(b, of)| b * of[run]);
        of_run.sum::<f64>()
    };
    let (n, freedom) = (values.len() as f64, adjusted.freedom as f64);
    // What the usual formula would understate: degrees of freedom, and that the controls have means.
    let wider = ((n - 1.0) / freedom * n / adjusted.weight).sqrt();
    let spread = |(run, value): (usize, &f64)| value - explained(run) - adjusted.mean;
    values.iter().enumerate().map(|of| adjusted.mean + wider * spread(of)).collect()
}

/// The controls of one replication.
pub(super) fn row(controls: &[&[f64]], run: usize) -> Vec<f64> {
    controls.iter().map(|of| of[run]).collect()
}

/// Moments of numbers and of the controls beside them over replications, without keeping them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ControlMoments {
    count: u64,
    /// Whether a number was not finite: what is left out need not have controls of mean 0.
    is_void: bool,
    /// How many numbers come before the controls.
    parts: usize,
    means: Vec<f64>,
    /// Sums of products of deviations from the means, row by row to the diagonal.
    products: Vec<f64>,
}

impl ControlMoments {
    /// Takes in the numbers of the next replication and the controls beside them: always as many.
    ///
    /// # Panics
    /// If there are more than [`MOST_CONTROLS`], or others than before.
    pub(super) fn add(&mut self, numbers: &[f64], controls: &[f64]) {
        let (parts, size) = (numbers.len(), numbers.len() + controls.len());
        assert!(controls.len() <= MOST_CONTROLS, "there are {} controls", controls.len());
        if self.means.is_empty() {
            self.parts = parts;
            self.means = vec![0.0; size];
            self.products = vec![0.0; size * (size + 1) / 2];
        }
        assert!((self.parts, self.means.len()) == (parts, size), "as many controls as before");
        self.is_void |= !numbers.iter().chain(controls).all(|number| number.is_finite());
        if self.is_void {
            return;
        }
        self.count += 1;
        let n = self.count as f64;
        let mut deviations = [0.0; PARTS + MOST_CONTROLS];
        for (at, number) in numbers.iter().chain(controls).enumerate() {
            deviations[at] = number - self.means[at];
        }
        let mut products = self.products.iter_mut();
        for (at, own) in deviations[..size].iter().enumerate() {
            for (other, product) in deviations[..=at].iter().zip(&mut products) {
                *product += own * other * (n - 1.0) / n;
            }
            self.means[at] += own / n;
        }
    }

    fn product(&self, i: usize, j: usize) -> f64 {
        let (high, low) = (i.max(j), i.min(j));
        self.products[high * (high + 1) / 2 + low]
    }

    /// Of one number and the controls beside it, where means and products are known: of the number first,
    /// products row by row to the diagonal.
    pub(super) fn known(count: usize, means: Vec<f64>, products: Vec<f64>) -> Self {
        Self { count: count as u64, is_void: false, parts: 1, means, products }
    }

    /// The mean of the sum of the numbers with these weights where all controls are 0; `None` where the
    /// plain mean does as well.
    pub(super) fn adjusted(&self, weights: &[f64]) -> Option<Adjusted> {
        if self.count < LEAST_COUNT {
            return None;
        }
        self.regressed(weights).filter(|found| 1.0 < WORTHWHILE * found.worth)
    }

    /// The same however much or little the controls explain; `None` where they do not vary, nothing does or
    /// a number is not finite.
    pub(super) fn regressed(&self, weights: &[f64]) -> Option<Adjusted> {
        if self.is_void {
            return None;
        }
        let controls = self.means.len() - self.parts;
        let of = |read: &dyn Fn(usize) -> f64| -> f64 {
            weights.iter().enumerate().map(|(part, weight)| weight * read(part)).sum()
        };
        let squares = of(&|part| of(&|other| self.product(part, other)));
        let with = |k: usize| of(&|part| self.product(self.parts + k, part));
        let entry = |k: usize, l: usize| match (k < controls, l < controls) {
            (true, true) => self.product(self.parts + k, self.parts + l),
            (true, false) if l == MOST_CONTROLS => with(k),
            (false, true) if k == MOST_CONTROLS => with(l),
            (false, false) if (k, l) == (MOST_CONTROLS, MOST_CONTROLS) => squares,
            _ => 0.0,
        };
        let matrix = std::array::from_fn(|k| std::array::from_fn(|l| entry(k, l)));
        let fit = Fit::of(matrix);
        let (n, rank) = (self.count as f64, fit.used.iter().filter(|used| **used).count() as u64);
        let freedom = self.count.checked_sub(rank + 1).filter(|freedom| *freedom > 0)?;
        if rank == 0 || squares <= 0.0 {
            return None;
        }
        let means: [f64; MOST_CONTROLS] =
            std::array::from_fn(|k| if fit.used[k] { self.means[self.parts + k] } else { 0.0 });
        let weight = 1.0 / (1.0 / n + fit.norm(&means));
        let residual = fit.residual().max(ROUNDING * squares);
        let square_error = residual / freedom as f64 / weight;
        let plain = squares / (n - 1.0) / n;
        let coefficients = fit.coefficients();
        let shift = coefficients.iter().zip(means).map(|(b, mean)| b * mean).sum();
        Some(Adjusted {
            mean: of(&|part| self.means[part]) - shift,
            standard_error: square_error.sqrt(),
            worth: plain / square_error,
            weight,
            freedom,
            shift,
            coefficients,
        })
    }
}

type Matrix = [[f64; MOST_CONTROLS + 1]; MOST_CONTROLS + 1];

/// A matrix of products of controls, and last of what is regressed on them, swept by the controls that add
/// something: their block is inverted, the last column holds the coefficients, the last corner what is left.
struct Fit {
    matrix: Matrix,
    used: [bool; MOST_CONTROLS],
}

impl Fit {
    fn of(mut matrix: Matrix) -> Self {
        let whole: [f64; MOST_CONTROLS] = std::array::from_fn(|k| matrix[k][k]);
        let mut used = [false; MOST_CONTROLS];
        for k in 0..MOST_CONTROLS {
            used[k] = matrix[k][k] > DEPENDENT * whole[k];
            if used[k] {
                sweep(&mut matrix, k);
            }
        }
        Self { matrix, used }
    }

    fn residual(&self) -> f64 {
        self.matrix[MOST_CONTROLS][MOST_CONTROLS]
    }

    fn coefficients(&self) -> [f64; MOST_CONTROLS] {
        std::array::from_fn(|k| if self.used[k] { self.matrix[k][MOST_CONTROLS] } else { 0.0 })
    }

    /// c̄ᵀS⁻¹c̄ over the controls used; those not used are 0 in `means`.
    fn norm(&self, means: &[f64; MOST_CONTROLS]) -> f64 {
        let row = |k: usize| -> f64 {
            means.iter().zip(&self.matrix[k]).map(|(mean, inverse)| mean * inverse).sum()
        };
        means.iter().enumerate().map(|(k, mean)| mean * row(k)).sum()
    }
}

/// Sweeps a symmetric matrix by one of its columns (Beaton, 1964).
fn sweep(matrix: &mut Matrix, k: usize) {
    let pivot = matrix[k][k];
    matrix[k].iter_mut().for_each(|number| *number /= pivot);
    let row = matrix[k];
    for other in matrix.iter_mut().enumerate().filter(|(i, _)| *i != k).map(|(_, row)| row) {
        let by = other[k];
        other.iter_mut().zip(row).for_each(|(number, of)| *number -= by * of);
        other[k] = -by / pivot;
    }
    matrix[k][k] = 1.0 / pivot;
}
