//! The ways to state a law, each with its checks.

use super::{Form, Law, LawError, Outcome, Squeeze};
use crate::math::{exp, ln, ln_1p, powf};

/// The normal law's 90 % quantile.
const Z_90: f64 = 1.281_551_565_544_600_4;
/// The normal law's 95 % quantile.
const Z_95: f64 = 1.644_853_626_951_472_2;

const FINITE: &str = "finite numbers";
const POSITIVE: &str = "finite numbers above 0";
const NOT_NEGATIVE: &str = "finite numbers from 0";
const PROBABILITY: &str = "0 to 1";

/// Everything that is wrong comes back under the law's name.
struct Checks(&'static str);

impl Checks {
    fn that(
        &self,
        holds: bool,
        parameter: &'static str,
        value: f64,
        allowed: &'static str,
    ) -> Result<(), LawError> {
        if holds {
            Ok(())
        } else {
            Err(LawError::Parameter { law: self.0, parameter, value, allowed })
        }
    }

    fn finite(&self, parameter: &'static str, value: f64) -> Result<(), LawError> {
        self.that(value.is_finite(), parameter, value, FINITE)
    }

    fn positive(&self, parameter: &'static str, value: f64) -> Result<(), LawError> {
        self.that(value.is_finite() && value > 0.0, parameter, value, POSITIVE)
    }

    fn not_negative(&self, parameter: &'static str, value: f64) -> Result<(), LawError> {
        self.that(value.is_finite() && value >= 0.0, parameter, value, NOT_NEGATIVE)
    }

    fn above(&self, low: f64, parameter: &'static str, value: f64) -> Result<(), LawError> {
        self.finite("low", low)?;
        self.that(value.is_finite() && value > low, parameter, value, "finite numbers above `low`")
    }
}

/// One value
impl Law {
    /// Always `value`: any finite number.
    pub fn fixed(value: f64) -> Result<Self, LawError> {
        Checks("fixed").finite("value", value)?;
        Ok(Self { form: Form::Fixed { value } })
    }
}

/// Durations and amounts
impl Law {
    /// Exponential with this mean, above 0.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        Checks("exponential").positive("mean", mean)?;
        Ok(Self { form: Form::Exponential { mean } })
    }

    /// Uniform between two finite numbers, `low` below `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Self, LawError> {
        Checks("uniform").above(low, "high", high)?;
        Ok(Self { form: Form::Uniform { low, high } })
    }

    /// Lognormal: `exp` of a normal number with mean `mu` (finite) and deviation `sigma` (from 0).
    pub fn lognormal(mu: f64, sigma: f64) -> Result<Self, LawError> {
        let checks = Checks("lognormal");
        checks.finite("mu", mu)?;
        checks.not_negative("sigma", sigma)?;
        // without spread a quotient by sigma would be undefined
        if sigma == 0.0 {
            return Self::fixed(exp(mu));
        }
        Ok(Self { form: Form::Lognormal { mu, sigma } })
    }

    /// Lognormal with this mean (above 0) and coefficient of variation (deviation / mean, from 0).
    pub fn lognormal_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        let checks = Checks("lognormal");
        checks.positive("mean", mean)?;
        checks.not_negative("cv", cv)?;
        if cv == 0.0 {
            return Self::fixed(mean);
        }
        let variance = ln_1p(cv * cv);
        Self::lognormal(ln(mean) - variance / 2.0, variance.sqrt())
    }

    /// Lognormal with this median (above 0) and deviation of the logarithm (from 0).
    pub fn lognormal_median_sigma(median: f64, sigma: f64) -> Result<Self, LawError> {
        let checks = Checks("lognormal");
        checks.positive("median", median)?;
        checks.not_negative("sigma", sigma)?;
        if sigma == 0.0 { Self::fixed(median) } else { Self::lognormal(ln(median), sigma) }
    }

    /// Lognormal with this median (above 0) and 90 % quantile (not below the median).
    pub fn lognormal_median_p90(median: f64, p90: f64) -> Result<Self, LawError> {
        let checks = Checks("lognormal");
        checks.positive("median", median)?;
        let holds = p90.is_finite() && p90 >= median;
        checks.that(holds, "p90", p90, "finite numbers from `median`")?;
        Self::lognormal_median_sigma(median, (ln(p90) - ln(median)) / Z_90)
    }

    /// Lognormal of which 90 % lie between `low` (above 0) and `high`: its 5 and 95 % quantiles.
    pub fn lognormal_interval90(low: f64, high: f64) -> Result<Self, LawError> {
        let checks = Checks("lognormal");
        checks.positive("low", low)?;
        checks.that(high.is_finite() && high >= low, "high", high, "finite numbers from `low`")?;
        if low.to_bits() == high.to_bits() {
            return Self::fixed(low);
        }
        let (low, high) = (ln(low), ln(high));
        Self::lognormal(low.midpoint(high), (high - low) / (2.0 * Z_95))
    }

    /// Gamma with this shape and scale, both above 0; the mean is their product.
    pub fn gamma(shape: f64, scale: f64) -> Result<Self, LawError> {
        let checks = Checks("gamma");
        checks.positive("shape", shape)?;
        checks.positive("scale", scale)?;
        Ok(Self { form: Form::Gamma { shape, scale, squeeze: Squeeze::new(shape) } })
    }

    /// Gamma with this mean (above 0) and coefficient of variation (deviation / mean, from 0).
    pub fn gamma_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        let checks = Checks("gamma");
        checks.positive("mean", mean)?;
        checks.not_negative("cv", cv)?;
        if cv == 0.0 {
            return Self::fixed(mean);
        }
        Self::gamma(1.0 / (cv * cv), mean * (cv * cv))
    }

    /// Erlang: the sum of `k` (from 1) exponential phases, with this mean (above 0) in total.
    pub fn erlang(k: u32, mean: f64) -> Result<Self, LawError> {
        let checks = Checks("erlang");
        checks.that(k >= 1, "k", f64::from(k), "whole numbers from 1")?;
        checks.positive("mean", mean)?;
        Self::gamma(f64::from(k), mean / f64::from(k))
    }

    /// Weibull with this shape and scale, both above 0; the scale is the 63 % quantile.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self, LawError> {
        let checks = Checks("weibull");
        checks.positive("shape", shape)?;
        checks.positive("scale", scale)?;
        Ok(Self { form: Form::Weibull { shape, scale, power: 1.0 / shape } })
    }

    /// Hyperexponential: exponential with `mean1` with probability `p`, else with `mean2`.
    ///
    /// Both means are above 0, `p` is from 0 to 1.
    pub fn hyperexponential(p: f64, mean1: f64, mean2: f64) -> Result<Self, LawError> {
        let checks = Checks("hyperexponential");
        checks.that((0.0..=1.0).contains(&p), "p", p, PROBABILITY)?;
        checks.positive("mean1", mean1)?;
        checks.positive("mean2", mean2)?;
        Ok(Self { form: Form::HyperExponential { first: p, mean1, mean2 } })
    }

    /// Hyperexponential with this mean (above 0) and coefficient of variation (from 1), each
    /// branch bringing half of the mean ("balanced means").
    pub fn hyperexponential_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        let checks = Checks("hyperexponential");
        checks.positive("mean", mean)?;
        checks.that(cv.is_finite() && cv >= 1.0, "cv", cv, "finite numbers from 1")?;
        let square = cv * cv;
        let p = 1.0_f64.midpoint(((square - 1.0) / (square + 1.0)).sqrt());
        Self::hyperexponential(p, mean / (2.0 * p), mean / (2.0 * (1.0 - p)))
    }

    /// Log-logistic with this shape and scale, both above 0; the scale is the median.
    ///
    /// Its mean is infinite for shapes up to 1, its variance for shapes up to 2.
    pub fn log_logistic(shape: f64, scale: f64) -> Result<Self, LawError> {
        let checks = Checks("log-logistic");
        checks.positive("shape", shape)?;
        checks.positive("scale", scale)?;
        Ok(Self { form: Form::LogLogistic { shape, scale } })
    }
}

/// Bounded laws
impl Law {
    /// Beta with these shapes (above 0), stretched from `[0, 1]` to `low` to `high` (above `low`).
    pub fn beta(alpha: f64, beta: f64, low: f64, high: f64) -> Result<Self, LawError> {
        let checks = Checks("beta");
        checks.positive("alpha", alpha)?;
        checks.positive("beta", beta)?;
        checks.above(low, "high", high)?;
        Ok(Self { form: Form::Beta { alpha, beta, low, high } })
    }

    /// Beta on `[0, 1]` with this mean, between 0 and 1, and concentration `alpha + beta` above 0.
    pub fn beta_mean(mean: f64, concentration: f64) -> Result<Self, LawError> {
        let checks = Checks("beta");
        checks.that(mean > 0.0 && mean < 1.0, "mean", mean, "numbers between 0 and 1")?;
        checks.positive("concentration", concentration)?;
        Self::beta(mean * concentration, (1.0 - mean) * concentration, 0.0, 1.0)
    }

    /// PERT: the beta law on `low` to `high` (above `low`) with this mode and weight 4 on it, so
    /// that its mean is `(low + 4 mode + high) / 6`.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Self, LawError> {
        let checks = Checks("pert");
        checks.above(low, "high", high)?;
        checks.that((low..=high).contains(&mode), "mode", mode, "`low` to `high`")?;
        let width = high - low;
        Self::beta(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width, low, high)
    }

    /// Triangular on `low` to `high` (above `low`) with this mode.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, LawError> {
        let checks = Checks("triangular");
        checks.above(low, "high", high)?;
        checks.that((low..=high).contains(&mode), "mode", mode, "`low` to `high`")?;
        Ok(Self { form: Form::Triangular { low, mode, high } })
    }
}

/// Lists and counts
impl Law {
    /// The given values with their probabilities, which must sum to 1 within 10⁻⁹.
    ///
    /// The order does not matter; values are finite, probabilities from 0.
    pub fn discrete(pairs: &[(f64, f64)]) -> Result<Self, LawError> {
        const TOLERANCE: f64 = 1e-9;
        let checks = Checks("discrete");
        for &(value, probability) in pairs {
            checks.finite("value", value)?;
            checks.not_negative("probability", probability)?;
        }
        if pairs.is_empty() {
            return Err(LawError::Empty { law: "discrete" });
        }
        let sum: f64 = pairs.iter().map(|pair| pair.1).sum();
        let holds = (sum - 1.0).abs() <= TOLERANCE;
        checks.that(holds, "sum of probabilities", sum, "1")?;
        let mut sorted: Vec<_> = pairs.iter().copied().filter(|pair| pair.1 > 0.0).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut cumulative = 0.0;
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(sorted.len());
        for (value, probability) in sorted {
            cumulative += probability / sum;
            outcomes.push(Outcome { value, cumulative, probability: probability / sum });
        }
        if let Some(last) = outcomes.last_mut() {
            last.cumulative = 1.0;
        }
        Ok(Self { form: Form::Discrete(outcomes.into()) })
    }

    /// The given finite values, each as likely as the others, in any order: data as they are.
    pub fn empirical(values: &[f64]) -> Result<Self, LawError> {
        let checks = Checks("empirical");
        for &value in values {
            checks.finite("value", value)?;
        }
        if values.is_empty() {
            return Err(LawError::Empty { law: "empirical" });
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Ok(Self { form: Form::Empirical(sorted.into()) })
    }

    /// Poisson: a count with this mean, above 0.
    pub fn poisson(mean: f64) -> Result<Self, LawError> {
        Checks("poisson").positive("mean", mean)?;
        Ok(Self { form: Form::Poisson { mean, none: exp(-mean) } })
    }

    /// Negative binomial: the failures before the `r`-th success (`r` above 0, not necessarily
    /// whole) when each trial succeeds with probability `p`, above 0 and up to 1.
    pub fn negative_binomial(r: f64, p: f64) -> Result<Self, LawError> {
        let checks = Checks("negative binomial");
        checks.positive("r", r)?;
        checks.that(p > 0.0 && p <= 1.0, "p", p, "numbers above 0 up to 1")?;
        Ok(Self { form: Form::NegativeBinomial { r, p, none: powf(p, r) } })
    }

    /// Negative binomial with this mean (above 0) and dispersion (variance / mean, above 1).
    pub fn negative_binomial_mean_dispersion(mean: f64, dispersion: f64) -> Result<Self, LawError> {
        let checks = Checks("negative binomial");
        checks.positive("mean", mean)?;
        let holds = dispersion.is_finite() && dispersion > 1.0;
        checks.that(holds, "dispersion", dispersion, "finite numbers above 1")?;
        Self::negative_binomial(mean / (dispersion - 1.0), 1.0 / dispersion)
    }
}

/// Units
impl Law {
    /// The law of `factor` times this variable: a change of unit. The factor is above 0.
    ///
    /// # Errors
    ///
    /// Poisson and negative binomial counts take no factor but 1.
    pub fn scaled(&self, factor: f64) -> Result<Self, LawError> {
        Checks("scaled law").positive("factor", factor)?;
        let form = match &self.form {
            Form::Fixed { value } => return Self::fixed(value * factor),
            Form::Exponential { mean } => return Self::exponential(mean * factor),
            Form::Uniform { low, high } => return Self::uniform(low * factor, high * factor),
            Form::Lognormal { mu, sigma } => return Self::lognormal(mu + ln(factor), *sigma),
            Form::Gamma { shape, scale, .. } => return Self::gamma(*shape, scale * factor),
            Form::Weibull { shape, scale, .. } => return Self::weibull(*shape, scale * factor),
            Form::HyperExponential { first, mean1, mean2 } => {
                return Self::hyperexponential(*first, mean1 * factor, mean2 * factor);
            }
            Form::LogLogistic { shape, scale } => {
                return Self::log_logistic(*shape, scale * factor);
            }
            Form::Beta { alpha, beta, low, high } => {
                return Self::beta(*alpha, *beta, low * factor, high * factor);
            }
            Form::Triangular { low, mode, high } => {
                return Self::triangular(low * factor, mode * factor, high * factor);
            }
            Form::Discrete(outcomes) => Form::Discrete(
                outcomes.iter().map(|o| Outcome { value: o.value * factor, ..*o }).collect(),
            ),
            Form::Empirical(values) => Form::Empirical(values.iter().map(|v| v * factor).collect()),
            Form::Poisson { .. } | Form::NegativeBinomial { .. } => {
                if (factor - 1.0).abs() > 0.0 {
                    return Err(LawError::ScaledCount { law: self.to_string(), factor });
                }
                self.form.clone()
            }
        };
        Ok(Self { form })
    }
}
