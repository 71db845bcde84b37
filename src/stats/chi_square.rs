//! The chi-square distribution with a whole number of degrees of freedom.

use super::inverse::inverse;
use super::normal::{normal_density, upper_tail};
use super::portable::exp_of_negative;

const MOST_DEGREES: u32 = 1_000;

/// Probability that chi-square with `degrees` of freedom is at most `x`; absolute error about
/// 1e-14. The finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5.
///
/// # Panics
/// If `degrees` is not within 1..=1000.
pub fn chi_square_cdf(x: f64, degrees: u32) -> f64 {
    assert!(
        (1..=MOST_DEGREES).contains(&degrees),
        "chi-square is for 1 to {MOST_DEGREES} degrees of freedom, not {degrees}"
    );
    if x <= 0.0 {
        return 0.0;
    }
    let even = degrees.is_multiple_of(2);
    let root = x.sqrt();
    let (mut term, mut sum, first) = if even {
        let start = exp_of_negative(-0.5 * x);
        (start, start, 2)
    } else if degrees == 1 {
        (0.0, 0.0, 1)
    } else {
        let start = 2.0 * normal_density(root) * root;
        (start, start, 3)
    };
    for k in (first..degrees).step_by(2) {
        term *= x / f64::from(k);
        sum += term;
    }
    let tail = if even { sum } else { 2.0 * upper_tail(root) + sum };
    (1.0 - tail).max(0.0)
}

/// The `p`-quantile of chi-square with `degrees` of freedom, by bisection of
/// [`chi_square_cdf`]; relative error below 1e-10 for p in 0.001..0.999.
///
/// # Panics
/// If `degrees` is not within 1..=1000, or `p` is not strictly between 0 and 1.
pub fn chi_square_quantile(p: f64, degrees: u32) -> f64 {
    assert!(p > 0.0 && p < 1.0, "a quantile needs a probability strictly between 0 and 1, not {p}");
    inverse(|x| chi_square_cdf(x, degrees), p, f64::from(degrees))
}
