//! Prizes by rank among equals.

use crate::math::{exp, ln, ln_gamma, normal_cdf, normal_density};

/// Distance of the points at which the integral is summed, and how many lie on each side of 0. The
/// trapezoidal rule on a smooth bell converges faster than any power of the distance: at this one
/// the error is below 10⁻¹² up to a hundred rivals.
const STEP: f64 = 0.125;
const STEPS: i32 = 64;

/// Money that one more unit of credit is worth through prizes by rank, to one of `people` equals
/// whose credits are independent normal with standard deviation `sd`: the derivative of the expected
/// prize where all do the same. The first prize is the first rank's; there may be fewer prizes than
/// people. 0 without a rival or without chance in the results: there is no slope to follow then.
///
/// `Σ_j (B_{j+1} − B_{j+2})·(n − 1)·∫ b(j; n − 2, 1 − F)·f²` with b the binomial probability: only
/// steps between neighbouring ranks count. For one prize this is `B·(n − 1)·∫F^(n−2)·f²` (Lazear &
/// Rosen, JPE 89, 1981; Nalebuff & Stiglitz, Bell J. Econ. 14, 1983).
pub fn prize_slope(prizes: &[f64], people: usize, sd: f64) -> f64 {
    if people < 2 || sd <= 0.0 {
        return 0.0;
    }
    let others = people - 2;
    let prize = |rank: usize| prizes.get(rank).copied().unwrap_or(0.0);
    let steps = (0..=others).filter_map(|ahead| {
        let step = prize(ahead) - prize(ahead + 1);
        (step != 0.0).then(|| step * chance_of_a_tie(ahead, others))
    });
    steps.sum::<f64>() * (people - 1) as f64 / sd
}

/// ∫ b(ahead; others, 1 − F)·φ²: how dense a given rival's result is at one's own while `ahead` of
/// the `others` are above both.
fn chance_of_a_tie(ahead: usize, others: usize) -> f64 {
    let (above, below) = (ahead as f64, (others - ahead) as f64);
    let ways = ln_gamma(above + below + 1.0) - ln_gamma(above + 1.0) - ln_gamma(below + 1.0);
    let at = |step: i32| {
        let z = f64::from(step) * STEP;
        let chance = ways + above * ln(normal_cdf(-z)) + below * ln(normal_cdf(z));
        exp(chance) * normal_density(z) * normal_density(z)
    };
    (-STEPS..=STEPS).map(at).sum::<f64>() * STEP
}
