//! Quantile dots: each stands for an equally likely run.

use crate::report::plot::Axis;

/// `count` values of equal probability out of `values`; NaN is left out.
pub(in crate::report) fn quantile_dots(values: &[f64], count: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.is_empty() {
        return Vec::new();
    }
    let at = |index: usize| {
        let share = (index as f64 + 0.5) / count as f64;
        crate::stats::quantile_of_sorted(&sorted, share)
    };
    (0..count).map(at).collect()
}

/// Dots on an axis: (where in pixels from the left end, place in its column from 0).
pub(in crate::report) struct Stack {
    pub(in crate::report) dots: Vec<(f64, usize, f64)>,
    /// Distance of two dots in pixels.
    pub(in crate::report) step: f64,
}

/// Stacks `dots` in columns over an axis of `width` pixels, with the largest dots (up to `most`
/// pixels apart) whose highest column fits `height`.
pub(in crate::report) fn stacked(
    dots: &[f64],
    axis: &Axis,
    width: f64,
    height: f64,
    most: f64,
) -> Stack {
    let mut across = most;
    loop {
        let columns = columns(dots, axis, width, across);
        let highest = columns.iter().map(|dot| dot.1 + 1).max().unwrap_or(0);
        let step = across.min(height / highest.max(1) as f64);
        if step >= 0.8 * across || across <= 5.0 {
            return Stack { dots: columns, step };
        }
        across -= 0.5;
    }
}

fn columns(dots: &[f64], axis: &Axis, width: f64, step: f64) -> Vec<(f64, usize, f64)> {
    let mut columns: Vec<(f64, usize, f64)> = Vec::new();
    for &value in dots {
        let share = ((value - axis.from) / (axis.to - axis.from)).clamp(0.0, 1.0);
        let column = (share * width / step).round();
        let x = (column * step).clamp(0.5 * step, width - 0.5 * step);
        let height = columns.iter().filter(|dot| (dot.0 - x).abs() < 0.5 * step).count();
        columns.push((x, height, value));
    }
    columns
}
