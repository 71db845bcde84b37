//! Quantiles of a sample and intervals for those of the population.

/// The `p`-quantile of `values` in any order; see [`quantile_of_sorted`].
///
/// # Panics
/// If `p` is not within 0..=1.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_of_sorted(&sorted, p)
}

/// The `p`-quantile of an ascending sample: linear between order statistics (type 7 of Hyndman
/// and Fan, 1996, the default of R and `NumPy`); NaN for an empty sample.
///
/// # Panics
/// If `p` is not within 0..=1.
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "a quantile needs a probability, not {p}");
    debug_assert!(sorted.is_sorted(), "quantiles need an ascending sample");
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = last as f64 * p;
    let share = position - position.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 ≤ position ≤ last"
    )]
    let below = position as usize;
    let above = (below + 1).min(last);
    sorted[below] + share * (sorted[above] - sorted[below])
}

/// Ranks of the two order statistics that enclose a population quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileRanks {
    /// Rank of the lower bound, 1 for the smallest value; 0: the sample is too small for one.
    pub lower: usize,
    /// Rank of the upper bound; one more than the sample size: the sample is too small for one.
    pub upper: usize,
    /// Exact probability that the interval covers the quantile of a continuous population.
    pub coverage: f64,
}

impl QuantileRanks {
    /// Ranks for the `p`-quantile in a sample of `count` independent values, whatever their
    /// distribution (Hahn and Meeker, 1991): each end misses with probability at most
    /// (1 − level)/2.
    ///
    /// # Panics
    /// If `p` or `level` is not strictly between 0 and 1.
    pub fn new(count: usize, p: f64, level: f64) -> Self {
        assert!(p > 0.0 && p < 1.0, "a quantile interval needs 0 < p < 1, not {p}");
        assert!(level > 0.0 && level < 1.0, "a level lies strictly between 0 and 1, not {level}");
        let probabilities = binomial_probabilities(count, p);
        let miss = 0.5 * (1.0 - level);
        let lower = ranks_within(probabilities.iter(), miss);
        let upper = count + 1 - ranks_within(probabilities.iter().rev(), miss);
        let coverage = probabilities[lower..upper].iter().sum();
        Self { lower, upper, coverage }
    }
}

/// Distribution-free interval of the `p`-quantile of the population `sorted` was drawn from; an
/// end the sample is too small for is infinite. See [`QuantileRanks`].
///
/// # Panics
/// If `p` or `level` is not strictly between 0 and 1.
pub fn quantile_interval(sorted: &[f64], p: f64, level: f64) -> (f64, f64) {
    debug_assert!(sorted.is_sorted(), "quantiles need an ascending sample");
    let ranks = QuantileRanks::new(sorted.len(), p, level);
    let at = |rank: usize| sorted.get(rank.checked_sub(1)?);
    (
        at(ranks.lower).copied().unwrap_or(f64::NEG_INFINITY),
        at(ranks.upper).copied().unwrap_or(f64::INFINITY),
    )
}

/// How many probabilities, from the first on, sum to at most `limit`.
fn ranks_within<'a>(probabilities: impl Iterator<Item = &'a f64>, limit: f64) -> usize {
    let mut sum = 0.0;
    let mut ranks = 0;
    for probability in probabilities {
        sum += probability;
        if sum > limit {
            break;
        }
        ranks += 1;
    }
    ranks
}

/// Probabilities of 0 to `count` successes: by ratios of neighbours outwards from the mode, where
/// nothing overflows, then scaled to sum 1.
fn binomial_probabilities(count: usize, p: f64) -> Vec<f64> {
    let odds = p / (1.0 - p);
    let ratio_to_previous = |k: usize| (count - k + 1) as f64 / k as f64 * odds;
    let mode = (1..=count).take_while(|k| ratio_to_previous(*k) >= 1.0).count();
    let mut weights = vec![1.0; count + 1];
    for k in mode + 1..=count {
        weights[k] = weights[k - 1] * ratio_to_previous(k);
    }
    for k in (0..mode).rev() {
        weights[k] = weights[k + 1] / ratio_to_previous(k + 1);
    }
    let total: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= total;
    }
    weights
}
