//! Shares of successes.

use crate::math::{beta_p, bisect, normal_quantile};

/// Wilson's score interval (1927, no continuity correction) of a probability of which `successes`
/// in `trials` independent trials were seen; (0, 1) without trials.
///
/// # Panics
/// If there are more successes than trials, or `level` is not strictly between 0 and 1.
pub fn wilson_interval(successes: u64, trials: u64, level: f64) -> (f64, f64) {
    assert!(successes <= trials, "{successes} successes in {trials} trials");
    assert!(level > 0.0 && level < 1.0, "a level lies strictly between 0 and 1, not {level}");
    let z = normal_quantile(0.5 + 0.5 * level);
    if trials == 0 {
        return (0.0, 1.0);
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / shrink;
    let low = if successes == 0 { 0.0 } else { centre - half };
    let high = if successes == trials { 1.0 } else { centre + half };
    (low, high)
}

/// Exact bounds on the probability of a success, each of which misses with probability at most `miss`
/// (Clopper and Pearson, 1934); (0, 1) where there were no trials.
///
/// # Panics
/// If there were more successes than trials, or `miss` is not strictly between 0 and 1.
pub fn clopper_pearson(successes: u32, trials: u32, miss: f64) -> (f64, f64) {
    assert!(successes <= trials, "{successes} successes in {trials} trials");
    assert!(miss > 0.0 && miss < 1.0, "a chance lies strictly between 0 and 1, not {miss}");
    let (k, n) = (f64::from(successes), f64::from(trials));
    let low = match successes {
        0 => 0.0,
        // As many successes, or more, have this chance at the bound.
        _ => bisect(miss, 1.0, |share| beta_p(k, n - k + 1.0, share)),
    };
    let high = if successes == trials {
        1.0
    } else {
        bisect(1.0 - miss, 1.0, |share| beta_p(k + 1.0, n - k, share))
    };
    (low, high)
}
