//! A smooth outline of how values are spread.

use crate::math::{exp, powf};
use crate::report::plot::Axis;

const POINTS: usize = 200;

/// A Gaussian kernel density of `values` on `axis`: (value, height from 0 to 1 over its highest).
/// `None` where the values do not vary.
pub(super) fn density(values: &[f64], axis: &Axis) -> Option<Vec<(f64, f64)>> {
    let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let bandwidth = bandwidth(&values)?;
    let at = |x: f64| {
        let kernel = |value: &f64| {
            let away = (x - value) / bandwidth;
            exp(-0.5 * away * away)
        };
        values.iter().map(kernel).sum::<f64>() / (bandwidth * values.len() as f64)
    };
    let step = (axis.to - axis.from) / POINTS as f64;
    let grid = (0..=POINTS).map(|index| axis.from + index as f64 * step);
    Some(grid.map(|x| (x, at(x))).collect())
}

/// Silverman's rule of thumb (1986, eq. 3.31).
fn bandwidth(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance =
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
    let spread = variance.sqrt();
    let middle = crate::stats::quantile(values, 0.75) - crate::stats::quantile(values, 0.25);
    let width = if middle > 0.0 { spread.min(middle / 1.34) } else { spread };
    (width > 1e-9 * mean.abs().max(1e-12)).then(|| 0.9 * width * powf(count, -0.2))
}
