//! What is known of a law without drawing from it: moments, distribution function, quantiles.

use super::{Form, Law};
use crate::math::{
    beta_p, bisect, cos, exp, exp_m1, gamma_p, gamma_q, ln, ln_1p, ln_gamma, normal_cdf,
    normal_quantile, powf, sin,
};

/// Moments
impl Law {
    /// The values of a law that names them (fixed, discrete, empirical); `None` of all others.
    pub fn values(&self) -> Option<Vec<f64>> {
        match &self.form {
            Form::Fixed { value } => Some(vec![*value]),
            Form::Discrete(outcomes) => {
                Some(outcomes.iter().map(|outcome| outcome.value).collect())
            }
            Form::Empirical(values) => Some(values.to_vec()),
            _ => None,
        }
    }

    /// The mean; infinite for a log-logistic law with a shape up to 1.
    pub fn mean(&self) -> f64 {
        match &self.form {
            Form::Fixed { value } => *value,
            Form::Exponential { mean } | Form::Poisson { mean, .. } => *mean,
            Form::Uniform { low, high } => low.midpoint(*high),
            Form::Lognormal { mu, sigma } => exp(mu + sigma * sigma / 2.0),
            Form::Gamma { shape, scale, .. } => shape * scale,
            Form::Weibull { scale, power, .. } => scale * gamma(1.0 + power),
            Form::HyperExponential { first, mean1, mean2 } => first * mean1 + (1.0 - first) * mean2,
            Form::LogLogistic { shape, scale } if *shape > 1.0 => scale * over_sine(1.0 / shape),
            Form::LogLogistic { .. } => f64::INFINITY,
            Form::Beta { alpha, beta, low, high } => low + (high - low) * (alpha / (alpha + beta)),
            Form::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Form::Discrete(outcomes) => outcomes.iter().map(|o| o.value * o.probability).sum(),
            Form::Empirical(values) => values.iter().sum::<f64>() / values.len() as f64,
            Form::NegativeBinomial { r, p, .. } => r * (1.0 - p) / p,
        }
    }

    /// The variance, the square of the standard deviation; infinite for a log-logistic law with a
    /// shape up to 2. That of an empirical law is the mean square around its mean.
    pub fn variance(&self) -> f64 {
        match &self.form {
            Form::Fixed { .. } => 0.0,
            Form::Exponential { mean } => mean * mean,
            Form::Poisson { mean, .. } => *mean,
            Form::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Form::Lognormal { sigma, .. } => exp_m1(sigma * sigma) * self.mean() * self.mean(),
            Form::Gamma { shape, scale, .. } => shape * scale * scale,
            Form::Weibull { scale, power, .. } => {
                let mean = gamma(1.0 + power);
                scale * scale * (gamma(1.0 + 2.0 * power) - mean * mean)
            }
            Form::HyperExponential { first, mean1, mean2 } => {
                let second_moment = 2.0 * (first * mean1 * mean1 + (1.0 - first) * mean2 * mean2);
                second_moment - self.mean() * self.mean()
            }
            Form::LogLogistic { shape, scale } if *shape > 2.0 => {
                let mean = over_sine(1.0 / shape);
                scale * scale * (over_sine(2.0 / shape) - mean * mean)
            }
            Form::LogLogistic { .. } => f64::INFINITY,
            Form::Beta { alpha, beta, low, high } => {
                let sum = alpha + beta;
                let width = high - low;
                width * width * (alpha / sum) * (beta / sum) / (sum + 1.0)
            }
            Form::Triangular { low, mode, high } => {
                let (left, right) = (mode - low, high - mode);
                (left * left + left * right + right * right) / 18.0
            }
            Form::Discrete(outcomes) => {
                let mean = self.mean();
                outcomes.iter().map(|o| (o.value - mean) * (o.value - mean) * o.probability).sum()
            }
            Form::Empirical(values) => {
                let mean = self.mean();
                let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
                squares / values.len() as f64
            }
            Form::NegativeBinomial { r, p, .. } => r * (1.0 - p) / (p * p),
        }
    }

    /// The standard deviation.
    pub fn standard_deviation(&self) -> f64 {
        self.variance().sqrt()
    }
}

/// Γ(x) for moderate x above 0.
fn gamma(x: f64) -> f64 {
    exp(ln_gamma(x))
}

/// `πx / sin πx`, for `0 < x < 1`.
fn over_sine(x: f64) -> f64 {
    use std::f64::consts::{FRAC_PI_2, PI};
    // near 1 the sine's argument is near π, where PI itself lacks the last bits
    let sine = if x > 0.5 { cos(PI * (x - 0.5)) } else { sin((PI * x).min(FRAC_PI_2)) };
    PI * x / sine
}

/// Distribution function and quantiles
impl Law {
    /// The probability of a value of `x` or less.
    pub fn cdf(&self, x: f64) -> f64 {
        match &self.form {
            Form::Fixed { value } => f64::from(u8::from(x >= *value)),
            Form::Exponential { mean } => exponential_cdf(x, *mean),
            Form::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Form::Lognormal { mu, sigma } => {
                if x > 0.0 {
                    normal_cdf((ln(x) - mu) / sigma)
                } else {
                    0.0
                }
            }
            Form::Gamma { shape, scale, .. } => gamma_p(*shape, x / scale),
            Form::Weibull { shape, scale, .. } => {
                if x > 0.0 {
                    -exp_m1(-powf(x / scale, *shape))
                } else {
                    0.0
                }
            }
            Form::HyperExponential { first, mean1, mean2 } => {
                first * exponential_cdf(x, *mean1) + (1.0 - first) * exponential_cdf(x, *mean2)
            }
            Form::LogLogistic { shape, scale } => {
                if x > 0.0 {
                    1.0 / (1.0 + powf(x / scale, -shape))
                } else {
                    0.0
                }
            }
            Form::Beta { alpha, beta, low, high } => {
                beta_p(*alpha, *beta, (x - low) / (high - low))
            }
            Form::Triangular { low, mode, high } => triangular_cdf(x, *low, *mode, *high),
            Form::Discrete(outcomes) => {
                let below = outcomes.partition_point(|o| o.value <= x);
                if below == 0 { 0.0 } else { outcomes[below - 1].cumulative }
            }
            Form::Empirical(values) => {
                values.partition_point(|v| *v <= x) as f64 / values.len() as f64
            }
            Form::Poisson { mean, .. } => {
                if x < 0.0 {
                    0.0
                } else {
                    gamma_q(x.floor() + 1.0, *mean)
                }
            }
            Form::NegativeBinomial { r, p, .. } => {
                if x < 0.0 {
                    0.0
                } else {
                    beta_p(*r, x.floor() + 1.0, *p)
                }
            }
        }
    }

    /// The least value that is not exceeded with probability `p`: the inverse of [`Law::cdf`].
    ///
    /// `p = 0` gives the law's lower end, `p = 1` its upper end, which may be infinite. Gamma, beta
    /// and hyperexponential quantiles are found by bisection to the last bit, at the cost of some
    /// sixty values of the distribution function.
    ///
    /// # Panics
    ///
    /// If `p` is not from 0 to 1.
    pub fn quantile(&self, p: f64) -> f64 {
        assert!((0.0..=1.0).contains(&p), "a quantile needs a probability, not {p}");
        match &self.form {
            Form::Fixed { value } => *value,
            Form::Exponential { mean } => -mean * ln_1p(-p),
            Form::Uniform { low, high } => low + (high - low) * p,
            Form::Lognormal { mu, sigma } => exp(mu + sigma * normal_quantile(p)),
            Form::Weibull { scale, power, .. } => scale * powf(-ln_1p(-p), *power),
            Form::LogLogistic { shape, scale } => scale * powf(p / (1.0 - p), 1.0 / shape),
            Form::Gamma { shape, scale, .. } => {
                scale * bisect(p, f64::INFINITY, |x| gamma_p(*shape, x))
            }
            Form::HyperExponential { .. } => bisect(p, f64::INFINITY, |x| self.cdf(x)),
            Form::Beta { alpha, beta, low, high } => {
                low + (high - low) * bisect(p, 1.0, |x| beta_p(*alpha, *beta, x))
            }
            Form::Triangular { low, mode, high } => triangular_quantile(p, *low, *mode, *high),
            Form::Discrete(outcomes) => {
                outcomes[outcomes.partition_point(|o| o.cumulative < p)].value
            }
            Form::Empirical(values) => values[rank(p, values.len())],
            Form::Poisson { mean, none } => self.count_quantile(p, *none, |k| mean / (k + 1.0)),
            Form::NegativeBinomial { r, p: success, none } => {
                self.count_quantile(p, *none, |k| (1.0 - success) * (k + r) / (k + 1.0))
            }
        }
    }

    /// The least count `k` with `cdf(k) >= p`, given the probability of 0 and the ratios of the
    /// probabilities of `k + 1` and `k`.
    fn count_quantile(&self, p: f64, none: f64, ratio: impl Fn(f64) -> f64) -> f64 {
        const MOST_STEPS: f64 = 500.0;
        if p >= 1.0 {
            return if none < 1.0 { f64::INFINITY } else { 0.0 };
        }
        if self.mean() > MOST_STEPS || none < f64::MIN_POSITIVE {
            return self.far_count_quantile(p);
        }
        let mut count = 0.0;
        let mut term = none;
        let mut sum = none;
        // rounding may keep the sum below a `p` next to 1: stop where terms no longer count
        while sum < p && (count < self.mean() || term > sum * f64::EPSILON * 0.25) {
            term *= ratio(count);
            count += 1.0;
            sum += term;
        }
        count
    }

    /// The same by doubling and halving, where the sum would be long or start at 0.
    fn far_count_quantile(&self, p: f64) -> f64 {
        const FARTHEST: f64 = 1e15;
        if self.cdf(0.0) >= p {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while self.cdf(high) < p && high < FARTHEST {
            low = high;
            high *= 2.0;
        }
        while high - low > 1.0 {
            let middle = low.midpoint(high).floor();
            if self.cdf(middle) < p {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

fn exponential_cdf(x: f64, mean: f64) -> f64 {
    if x > 0.0 { -exp_m1(-x / mean) } else { 0.0 }
}

fn triangular_cdf(x: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if x <= low {
        0.0
    } else if x >= high {
        1.0
    } else if x < mode {
        (x - low) * (x - low) / (width * (mode - low))
    } else {
        1.0 - (high - x) * (high - x) / (width * (high - mode))
    }
}

fn triangular_quantile(p: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if p * width < mode - low {
        low + (p * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - p) * width * (high - mode)).sqrt()
    }
}

/// The position of the least of `n` sorted values that is not exceeded with probability `p`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a product of a length and a number from 0 to 1, rounded up"
)]
fn rank(p: f64, n: usize) -> usize {
    ((p * n as f64).ceil() as usize).clamp(1, n) - 1
}
