//! A smooth surface over several inputs.

use super::regression::LeastSquares;

/// A sum of polynomials, one in each input, fitted by least squares: of order 2 a response surface
/// of linear and quadratic terms (Box and Wilson, 1951) without products of inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// The fit, in Legendre polynomials of each input over the range of the points.
    pub fit: LeastSquares,
    order: usize,
    /// By input: the least and the greatest value of the points.
    ranges: Vec<(f64, f64)>,
}

impl Surface {
    /// Fits `values` at `points` (each with a value of every input), with polynomials up to
    /// `order`. An input that does not vary, or takes too few values for the order, counts as far
    /// as it can.
    ///
    /// # Panics
    /// If there is not one value for each of one or more points, points differ in their number of
    /// inputs, a number is not finite, or `order` is 0.
    pub fn fit(points: &[Vec<f64>], values: &[f64], order: usize) -> Self {
        assert!(order > 0, "a surface of order 0 is a mean");
        assert!(points.len() == values.len(), "{} values of {}", values.len(), points.len());
        let inputs = points.first().map_or(0, Vec::len);
        assert!(points.iter().all(|point| point.len() == inputs), "as many inputs at each point");
        let range = |input: usize| {
            let of_input = points.iter().map(|point| point[input]);
            of_input.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let ranges: Vec<(f64, f64)> = (0..inputs).map(range).collect();
        let terms: Vec<Vec<f64>> =
            points.iter().map(|point| terms(point, &ranges, order)).collect();
        let columns: Vec<Vec<f64>> = (0..inputs * order)
            .map(|column| terms.iter().map(|terms| terms[column]).collect())
            .collect();
        Self { fit: LeastSquares::fit(&columns, values), order, ranges }
    }

    /// The height of the surface at a point.
    ///
    /// # Panics
    /// If the point has another number of inputs than those it was fitted to.
    pub fn at(&self, point: &[f64]) -> f64 {
        assert!(point.len() == self.ranges.len(), "a value of every input");
        self.fit.at(&terms(point, &self.ranges, self.order))
    }
}

/// The polynomials at a point, input by input.
fn terms(point: &[f64], ranges: &[(f64, f64)], order: usize) -> Vec<f64> {
    let place = |value: f64, (low, high): (f64, f64)| {
        if high > low { 2.0 * (value - low) / (high - low) - 1.0 } else { 0.0 }
    };
    point.iter().zip(ranges).flat_map(|(v, range)| legendre(place(*v, *range), order)).collect()
}

/// The Legendre polynomials of orders 1 to `order` at `x`, by their recurrence (Abramowitz and
/// Stegun 22.7.10).
fn legendre(x: f64, order: usize) -> Vec<f64> {
    let (mut before, mut last) = (1.0, x);
    let mut all = vec![x];
    for n in 1..order {
        let n = n as f64;
        (before, last) = (last, ((2.0 * n + 1.0) * x * last - n * before) / (n + 1.0));
        all.push(last);
    }
    all
}
