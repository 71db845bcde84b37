//! The gamma function's logarithm and the incomplete gamma and beta functions.
//!
//! They serve quantiles and distribution functions, which are computed when a model is set up, not
//! while it runs: clarity before speed. Relative errors are some 10⁻¹⁴, growing in proportion to
//! the parameters when these are large.

use super::{exp, ln};

/// Stands in for zero in a continued fraction.
const TINY: f64 = 1e-300;
/// More terms than any argument below 10⁸ needs.
const MOST_TERMS: u32 = 200_000;

/// Logarithm of the gamma function at `x > 0`; the error is below 5·10⁻¹⁵, absolute near
/// its zeros 1 and 2, relative elsewhere. `x <= 0` or NaN gives NaN.
///
/// Stirling's series with eight Bernoulli terms from 15 on, the recurrence Γ(x+1) = xΓ(x) below.
pub fn ln_gamma(x: f64) -> f64 {
    const STIRLING_FROM: f64 = 15.0;
    const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x.is_infinite() {
        return x;
    }
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < STIRLING_FROM {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square
                * (1.0 / 360.0
                    - square
                        * (1.0 / 1260.0
                            - square
                                * (1.0 / 1680.0
                                    - square
                                        * (1.0 / 1188.0
                                            - square
                                                * (691.0 / 360_360.0
                                                    - square
                                                        * (1.0 / 156.0
                                                            - square * (3617.0 / 122_400.0))))))));
    (shifted - 0.5) * ln(shifted) - shifted + HALF_LN_TAU + series - ln(product)
}

/// Regularised lower incomplete gamma function `P(a, x)`: the probability that a gamma variable
/// with shape `a` and scale 1 is at most `x`. `a > 0`; `x <= 0` gives 0.
///
/// Series below `a + 1`, continued fraction above (Abramowitz & Stegun 6.5.29 and 6.5.31).
pub fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x.is_infinite() {
        1.0
    } else if x < a + 1.0 {
        gamma_series(a, x)
    } else {
        1.0 - gamma_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma function `Q(a, x) = 1 - P(a, x)`, accurate where it is small.
pub fn gamma_q(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x.is_infinite() {
        0.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(a, x)
    } else {
        gamma_fraction(a, x)
    }
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut n = a;
    for _ in 0..MOST_TERMS {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * f64::EPSILON * 0.25 {
            break;
        }
    }
    sum * gamma_front(a, x)
}

fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut fraction = Fraction::start(x + 1.0 - a);
    for i in 1..MOST_TERMS {
        let i = f64::from(i);
        fraction.extend(-i * (i - a), x + 1.0 - a + 2.0 * i);
        if fraction.settled {
            break;
        }
    }
    gamma_front(a, x) / fraction.value
}

/// `x^a e^-x / Γ(a)`.
fn gamma_front(a: f64, x: f64) -> f64 {
    exp(a * ln(x) - x - ln_gamma(a))
}

/// Regularised incomplete beta function `I_x(a, b)`: the probability that a beta variable with
/// these shapes is at most `x`. `a, b > 0`; `x <= 0` gives 0, `x >= 1` gives 1.
///
/// Continued fraction (Abramowitz & Stegun 26.5.8), mirrored to the side where it converges fast.
pub fn beta_p(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * ln(x) + b * ln(1.0 - x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut fraction = Fraction::start(1.0);
    fraction.extend(-(a + b) * x / (a + 1.0), 1.0);
    for m in 1..MOST_TERMS {
        let m = f64::from(m);
        let odd = a + 2.0 * m;
        fraction.extend(m * (b - m) * x / ((odd - 1.0) * odd), 1.0);
        fraction.extend(-(a + m) * (a + b + m) * x / (odd * (odd + 1.0)), 1.0);
        if fraction.settled {
            break;
        }
    }
    1.0 / fraction.value
}

/// The continued fraction `b0 + a1/(b1 + a2/(b2 + ...))`, evaluated from the front by the modified
/// Lentz method (Thompson & Barnett 1986).
struct Fraction {
    value: f64,
    /// Whether the last term changed the value by no more than rounding does.
    settled: bool,
    numerators: f64,
    denominators: f64,
}

impl Fraction {
    fn start(b0: f64) -> Self {
        let value = away_from_zero(b0);
        Self { value, settled: false, numerators: value, denominators: 0.0 }
    }

    fn extend(&mut self, a: f64, b: f64) {
        self.denominators = 1.0 / away_from_zero(b + a * self.denominators);
        self.numerators = away_from_zero(b + a / self.numerators);
        let step = self.numerators * self.denominators;
        self.value *= step;
        self.settled = (step - 1.0).abs() < f64::EPSILON;
    }
}

/// Keeps the method going where a partial quotient vanishes.
fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}
