//! Least squares, and smooth surfaces fitted by it.

/// A column whose part independent of the others is smaller than this share of it adds nothing.
const DEPENDENT: f64 = 1e-13;

/// `values ≈ intercept + Σ coefficient · column`, by least squares.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// The value where all columns are 0.
    pub intercept: f64,
    /// One for each column; 0 for a column that the others make up.
    pub coefficients: Vec<f64>,
    /// Columns that count, at most as many as there are.
    pub rank: usize,
    /// Variance of the residuals with divisor n − rank − 1; NaN if nothing is left over.
    pub residual_variance: f64,
    /// Share of the variance of the values that the fit explains; NaN if they do not vary.
    pub r_squared: f64,
    /// The same, reckoning what a fit of so many columns to pure noise would explain:
    /// 1 − residual variance / variance. May be negative.
    pub adjusted_r_squared: f64,
}

impl LeastSquares {
    /// Fits by Householder reflections with column pivoting (Golub and Van Loan, 2013, §5.4.2), on
    /// columns less their means and scaled to length 1.
    ///
    /// # Panics
    /// If there are no values, a column has not as many numbers, or any of them is not finite.
    pub fn fit(columns: &[Vec<f64>], values: &[f64]) -> Self {
        let count = values.len();
        assert!(count > 0, "nothing can be fitted to no values");
        assert!(columns.iter().all(|column| column.len() == count), "a number for each value");
        let all = columns.iter().flatten().chain(values);
        assert!(all.into_iter().all(|number| number.is_finite()), "a number is not finite");
        let means: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
        let middle = mean(values);
        let mut matrix: Vec<Vec<f64>> =
            columns.iter().zip(&means).map(|(column, mean)| less(column, *mean)).collect();
        let lengths: Vec<f64> = matrix.iter().map(|column| length(column)).collect();
        for (column, length) in matrix.iter_mut().zip(&lengths).filter(|(_, l)| **l > 0.0) {
            for number in column {
                *number /= length;
            }
        }
        let mut right = less(values, middle);
        let squares = length(&right) * length(&right);
        let (order, rank) = triangular(&mut matrix, &mut right);
        let mut coefficients = vec![0.0; columns.len()];
        for (at, scaled) in substituted(&matrix, &right, rank).into_iter().enumerate() {
            coefficients[order[at]] = scaled / lengths[order[at]];
        }
        let shift: f64 = coefficients.iter().zip(&means).map(|(c, mean)| c * mean).sum();
        let left_over: f64 = right[rank..].iter().map(|number| number * number).sum();
        let freedom = count.saturating_sub(rank + 1);
        let residual_variance = if freedom == 0 { f64::NAN } else { left_over / freedom as f64 };
        let variance = squares / count.saturating_sub(1) as f64;
        Self {
            intercept: middle - shift,
            coefficients,
            rank,
            residual_variance,
            r_squared: if squares > 0.0 { 1.0 - left_over / squares } else { f64::NAN },
            adjusted_r_squared: if squares > 0.0 {
                1.0 - residual_variance / variance
            } else {
                f64::NAN
            },
        }
    }

    /// The fitted value where the columns have these numbers.
    ///
    /// # Panics
    /// If there is not one number for each column.
    pub fn at(&self, numbers: &[f64]) -> f64 {
        assert!(numbers.len() == self.coefficients.len(), "a number for each column");
        let terms = self.coefficients.iter().zip(numbers).map(|(c, number)| c * number);
        self.intercept + terms.sum::<f64>()
    }
}

/// Makes the matrix upper triangular by reflections, the longest column left always next, and
/// reflects the right side likewise; the order of the columns and how many of them count.
fn triangular(matrix: &mut [Vec<f64>], right: &mut [f64]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..matrix.len()).collect();
    let most = matrix.len().min(right.len().saturating_sub(1));
    for step in 0..most {
        let lengths = matrix[step..].iter().map(|column| length(&column[step..]));
        let (longest, size) = lengths
            .enumerate()
            .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best });
        if size <= DEPENDENT {
            return (order, step);
        }
        matrix.swap(step, step + longest);
        order.swap(step, step + longest);
        let (done, rest) = matrix.split_at_mut(step + 1);
        let pivot = &mut done[step];
        let corner = -size.copysign(pivot[step]);
        let mut mirror = pivot[step..].to_vec();
        mirror[0] -= corner;
        let square: f64 = mirror.iter().map(|number| number * number).sum();
        for column in rest.iter_mut().map(Vec::as_mut_slice).chain([&mut *right]) {
            let dot: f64 = mirror.iter().zip(&column[step..]).map(|(m, c)| m * c).sum();
            let by = 2.0 * dot / square;
            column[step..].iter_mut().zip(&mirror).for_each(|(c, m)| *c -= by * m);
        }
        pivot[step] = corner;
    }
    (order, most)
}

/// The solution of the leading triangle.
fn substituted(matrix: &[Vec<f64>], right: &[f64], rank: usize) -> Vec<f64> {
    let mut found = vec![0.0; rank];
    for row in (0..rank).rev() {
        let known: f64 = (row + 1..rank).map(|column| matrix[column][row] * found[column]).sum();
        found[row] = (right[row] - known) / matrix[row][row];
    }
    found
}

fn mean(numbers: &[f64]) -> f64 {
    let rough = numbers.iter().sum::<f64>() / numbers.len() as f64;
    // Once more, so that what is left after it is taken off has the mean 0.
    rough + numbers.iter().map(|number| number - rough).sum::<f64>() / numbers.len() as f64
}

fn less(numbers: &[f64], mean: f64) -> Vec<f64> {
    numbers.iter().map(|number| number - mean).collect()
}

fn length(numbers: &[f64]) -> f64 {
    numbers.iter().map(|number| number * number).sum::<f64>().sqrt()
}
