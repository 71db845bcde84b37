//! Sobol' indices: which share of the variance of an output stems from which input.

use super::crossed::{defined, mean, only, product};
use super::interval::{DEFAULT_LEVEL, Interval};

/// The outputs of one row of a Sobol' design, each by run.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolRow {
    /// At a point drawn at random.
    pub a: Vec<f64>,
    /// At another.
    pub b: Vec<f64>,
    /// By input: at the first point, with that input as at the second.
    pub mixed: Vec<Vec<f64>>,
}

/// An estimate and what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The estimate; may fall a little below 0 by chance. NaN where nothing varies.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// What one input does to the variance of the output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SobolIndex {
    /// The share that would vanish on average if the input were known: its effect alone.
    pub first: Index,
    /// The share that would remain if all other inputs were known: with all its interactions.
    pub total: Index,
}

/// The parts of the variance of an output, by input.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolIndices {
    /// Rows that tell.
    pub rows: usize,
    /// Rows in which the output was undefined in too many runs.
    pub undefined: usize,
    /// Mean of the output over all inputs.
    pub mean: f64,
    /// Variance over all inputs, without that of noise, in squared units.
    pub variance: Index,
    /// One for each input.
    pub inputs: Vec<SobolIndex>,
}

/// What a row adds to every sum.
#[derive(Clone)]
struct Sums {
    /// Mean of the two points.
    mean: f64,
    /// Its square, from different runs of each point.
    square: f64,
    /// By input: the change, its product with the output at the second point, half its square.
    inputs: Vec<[f64; 3]>,
    /// By input: mean times change.
    mean_change: Vec<f64>,
    mean_square: f64,
}

impl SobolIndices {
    /// First-order indices by the estimator of Saltelli et al. (2010), table 2 (b), total indices
    /// by that of Jansen (1999), (f). The outputs are means over runs and hence noisy: squares and
    /// products are those of different runs, and the square of the mean is that of different rows,
    /// so that noise adds nothing on average. Intervals by the jackknife over rows (Efron and
    /// Stein, 1981): indices are smooth functions of means over rows, and rows are independent in
    /// their points and in their noise.
    ///
    /// # Panics
    /// If rows differ in their number of inputs, or outputs of a row in their number of runs.
    pub fn of(rows: &[SobolRow]) -> Self {
        let inputs = rows.first().map_or(0, |row| row.mixed.len());
        assert!(rows.iter().all(|row| row.mixed.len() == inputs), "as many inputs in each row");
        let all: Vec<Sums> = rows.iter().filter_map(Sums::of).collect();
        let total = all.iter().fold(Sums::zero(inputs), |sum, row| sum.plus(row, 1.0));
        let whole = total.estimates(all.len());
        let without: Vec<Estimates> =
            all.iter().map(|row| total.clone().plus(row, -1.0).estimates(all.len() - 1)).collect();
        let index = |of: &dyn Fn(&Estimates) -> f64| {
            jackknife(of(&whole), &without.iter().map(of).collect::<Vec<f64>>())
        };
        Self {
            rows: all.len(),
            undefined: rows.len() - all.len(),
            mean: total.mean / all.len() as f64,
            variance: index(&|e| e.variance),
            inputs: (0..inputs)
                .map(|input| SobolIndex {
                    first: index(&|e| e.first[input] / e.variance),
                    total: index(&|e| e.total[input] / e.variance),
                })
                .collect(),
        }
    }
}

/// Variance and parts of it.
struct Estimates {
    /// NaN unless positive.
    variance: f64,
    first: Vec<f64>,
    total: Vec<f64>,
}

impl Sums {
    fn zero(inputs: usize) -> Self {
        let (none, zero) = (vec![0.0; inputs], 0.0);
        let inputs = vec![[0.0; 3]; inputs];
        Self { mean: zero, square: zero, inputs, mean_change: none, mean_square: zero }
    }

    /// `None` if too few runs are defined at all points of the row.
    fn of(row: &SobolRow) -> Option<Self> {
        let outputs: Vec<&Vec<f64>> = [&row.a, &row.b].into_iter().chain(&row.mixed).collect();
        let runs = defined(&outputs)?;
        let (a, b) = (only(&row.a, &runs), only(&row.b, &runs));
        let middle = 0.5 * (mean(&a) + mean(&b));
        let of_input = |mixed: &Vec<f64>| {
            let change: Vec<f64> =
                only(mixed, &runs).iter().zip(&a).map(|(mixed, a)| mixed - a).collect();
            [mean(&change), product(&b, &change), 0.5 * product(&change, &change)]
        };
        let inputs: Vec<[f64; 3]> = row.mixed.iter().map(of_input).collect();
        Some(Self {
            mean: middle,
            square: 0.5 * (product(&a, &a) + product(&b, &b)),
            mean_change: inputs.iter().map(|of| middle * of[0]).collect(),
            mean_square: middle * middle,
            inputs,
        })
    }

    fn plus(mut self, other: &Self, sign: f64) -> Self {
        self.mean += sign * other.mean;
        self.square += sign * other.square;
        self.mean_square += sign * other.mean_square;
        for (own, other) in self.inputs.iter_mut().zip(&other.inputs) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += sign * other);
        }
        for (own, other) in self.mean_change.iter_mut().zip(&other.mean_change) {
            *own += sign * other;
        }
        self
    }

    fn estimates(&self, rows: usize) -> Estimates {
        let count = rows as f64;
        let pairs = count * (count - 1.0);
        let variance = self.square / count - (self.mean * self.mean - self.mean_square) / pairs;
        let first =
            self.inputs.iter().zip(&self.mean_change).map(|([change, first, _], both)| {
                first / count - (self.mean * change - both) / pairs
            });
        Estimates {
            variance: if variance > 0.0 { variance } else { f64::NAN },
            first: first.collect(),
            total: self.inputs.iter().map(|[_, _, total]| total / count).collect(),
        }
    }
}

/// An estimate with the error and the Student interval that its values without each row give.
fn jackknife(value: f64, without: &[f64]) -> Index {
    let count = without.len() as f64;
    let middle = mean(without);
    let squares: f64 = without.iter().map(|one| (one - middle) * (one - middle)).sum();
    let standard_error = ((count - 1.0) / count * squares).sqrt();
    let interval = Interval::Student.around(value, standard_error, without.len(), DEFAULT_LEVEL);
    Index { value, standard_error, interval }
}
