//! One long run cut into batches that are nearly independent.

use super::tally::Tally;

/// Means of `batches` consecutive batches of equal length (Law, 2015, §9.5.3); what is left at the
/// end is dropped. An [`Estimate`](super::Estimate) of them is one of the steady-state mean.
///
/// # Panics
/// If there are no batches, or fewer observations than batches.
pub fn batch_means(series: &[f64], batches: usize) -> Vec<f64> {
    assert!(batches >= 1, "a series cannot be cut into no batches");
    let length = series.len() / batches;
    assert!(length >= 1, "{} observations do not fill {batches} batches", series.len());
    series
        .chunks_exact(length)
        .take(batches)
        .map(|batch| batch.iter().copied().collect::<Tally>().mean())
        .collect()
}

/// Correlation of a series with itself one step later, −1 to 1: near 0 if batches are long enough.
/// NaN if the series does not vary.
pub fn lag_one_autocorrelation(series: &[f64]) -> f64 {
    let tally: Tally = series.iter().copied().collect();
    let level = tally.mean();
    let products: f64 = series.windows(2).map(|pair| (pair[0] - level) * (pair[1] - level)).sum();
    products / tally.sum_of_squared_deviations()
}
