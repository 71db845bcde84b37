//! Has a series reached its steady state?

use super::tally::Tally;

const BATCH: usize = 5;

/// Where MSER-5 would cut the beginning of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mser5 {
    /// Observations to delete, a multiple of 5.
    pub deleted: usize,
    /// The statistic at that cut, the squared standard error of the batch means that are left.
    pub statistic: f64,
    /// The statistic if nothing is deleted.
    pub statistic_without_deletion: f64,
    /// Mean of the observations that are left.
    pub truncated_mean: f64,
    /// The best cut is the last one allowed, half of the series: no steady state was found, the
    /// run is too short.
    pub at_boundary: bool,
}

/// The MSER-5 rule (White, Cobb and Spratt, 2000): with means yᵢ of k batches of 5, the cut after
/// d ≤ k/2 batches that minimises Σ(yᵢ − ȳ)²/(k − d)² over i > d; the smallest d on ties. An
/// incomplete last batch is not looked at. None below ten observations.
pub fn mser5(series: &[f64]) -> Option<Mser5> {
    let batches: Vec<f64> = series.chunks_exact(BATCH).map(mean).collect();
    let count = batches.len();
    if count < 2 {
        return None;
    }
    let mut best = (0, f64::INFINITY);
    let mut statistic = f64::INFINITY;
    let mut kept = Tally::new();
    // From the end, so that each batch joins those after it.
    for (cut, batch) in batches.iter().enumerate().rev() {
        kept.add(*batch);
        if cut > count / 2 {
            continue;
        }
        let left = (count - cut) as f64;
        statistic = kept.sum_of_squared_deviations() / (left * left);
        if statistic <= best.1 {
            best = (cut, statistic);
        }
    }
    let (cut, least) = best;
    Some(Mser5 {
        deleted: cut * BATCH,
        statistic: least,
        statistic_without_deletion: statistic,
        truncated_mean: mean(&series[cut * BATCH..]),
        at_boundary: cut == count / 2,
    })
}

/// Straight line through a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Rise per step of the series; NaN below two observations.
    pub per_step: f64,
    /// Its standard error, with residuals taken as independent; NaN below three observations.
    ///
    /// Neighbouring observations of one run are not independent, then this is too small: prefer
    /// the slopes of several replications, which are.
    pub standard_error: f64,
}

impl Slope {
    /// Whether the slope is within `errors` standard errors of 0; false if it is undefined.
    pub fn is_flat(&self, errors: f64) -> bool {
        self.per_step.abs() <= errors * self.standard_error
    }
}

/// Least-squares slope of a series of equally spaced observations.
pub fn slope(series: &[f64]) -> Slope {
    let n = series.len() as f64;
    let (middle, level) = ((n - 1.0) / 2.0, mean(series));
    let centred = || series.iter().enumerate().map(|(i, y)| (i as f64 - middle, y - level));
    let spread = n * (n * n - 1.0) / 12.0;
    let per_step = centred().map(|(x, y)| x * y).sum::<f64>() / spread;
    let residual: f64 = centred().map(|(x, y)| y - per_step * x).map(|e| e * e).sum();
    let freedom = if series.len() > 2 { n - 2.0 } else { f64::NAN };
    Slope { per_step, standard_error: (residual / freedom / spread).sqrt() }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Tally>().mean()
}
