//! Products of means of noisy numbers without what the noise adds.

/// The product of the means of two outputs known from the same runs, as the mean of the products of
/// *different* runs: noise in it is independent, so that it adds nothing on average, whatever the
/// two have in common. One run is taken as free of noise.
pub(super) fn product(u: &[f64], v: &[f64]) -> f64 {
    let count = u.len() as f64;
    let (sum_u, sum_v): (f64, f64) = (u.iter().sum(), v.iter().sum());
    if u.len() < 2 {
        return sum_u * sum_v / (count * count);
    }
    let same: f64 = u.iter().zip(v).map(|(u, v)| u * v).sum();
    (sum_u * sum_v - same) / (count * (count - 1.0))
}

/// The arithmetic mean; NaN of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The runs in which every one of these outputs is defined; `None` if they are too few to tell
/// noise from the rest, where there were more.
pub(super) fn defined(outputs: &[&Vec<f64>]) -> Option<Vec<usize>> {
    let runs = outputs.first().map_or(0, |output| output.len());
    assert!(outputs.iter().all(|output| output.len() == runs), "as many runs of each output");
    let is_defined = |run: &usize| outputs.iter().all(|output| !output[*run].is_nan());
    let defined: Vec<usize> = (0..runs).filter(is_defined).collect();
    (defined.len() >= runs.min(2) && runs > 0).then_some(defined)
}

/// Those runs of an output.
pub(super) fn only(output: &[f64], runs: &[usize]) -> Vec<f64> {
    runs.iter().map(|run| output[*run]).collect()
}
