//! Laws of chance: how long, how much, how many.
//!
//! A [`Law`] is made by a constructor that names its parametrisation and checks the parameters; it
//! then always holds a valid law. It can be sampled, and asked for its mean, variance,
//! distribution function and quantiles. A law carries no unit: the caller brings parameters to one
//! unit, or converts with [`Law::scaled`].
//!
//! All arithmetic is the portable one of [`crate::math`], so samples and quantiles have the same
//! bits everywhere. That is why the samplers are this crate's own. Those of `rand_distr` compute
//! through `num-traits`, which switches to the system's math library as soon as any crate in the
//! build asks for its `std` feature (a chart library does). `rand_distr` gives the
//! [`Distribution`] trait and the triangular law, which needs no more than a square root; in the
//! tests it is the oracle for the others.
//!
//! | law | numbers a sample takes | method |
//! | --- | --- | --- |
//! | fixed | none | |
//! | exponential, Weibull | 1 exponential | scale, power |
//! | lognormal | 1 normal | `exp` |
//! | gamma, Erlang | 1 normal + 1 uniform, repeated for about 1 in 20 | Marsaglia & Tsang 2000 |
//! | hyperexponential | 1 uniform + 1 exponential | choice |
//! | beta, PERT | 2 gammas | ratio |
//! | all others | 1 uniform | inversion |

mod build;
mod distribution;
mod sample;

use std::fmt;
use std::sync::Arc;

pub use rand_distr::Distribution;

/// A probability law with checked parameters.
///
/// ```
/// use posse::engine::law::Law;
/// use posse::engine::random::{Entity, Luck, Place};
///
/// let service = Law::lognormal_mean_cv(3.0, 0.5)?;
/// assert!((service.mean() - 3.0).abs() < 1e-12);
///
/// let luck = Luck::new(42, 0);
/// let mut draws = luck.at(Entity::new(1, 17), 2, Place::of("demo"), 0);
/// let hours = service.sample(&mut draws);
/// assert!(hours > 0.0);
/// # Ok::<(), posse::engine::law::LawError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    form: Form,
}

/// The families, with parameters as the samplers want them.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    Fixed { value: f64 },
    Exponential { mean: f64 },
    Uniform { low: f64, high: f64 },
    Lognormal { mu: f64, sigma: f64 },
    Gamma { shape: f64, scale: f64, squeeze: Squeeze },
    Weibull { shape: f64, scale: f64, power: f64 },
    HyperExponential { first: f64, mean1: f64, mean2: f64 },
    LogLogistic { shape: f64, scale: f64 },
    Beta { alpha: f64, beta: f64, low: f64, high: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Discrete(Arc<[Outcome]>),
    Empirical(Arc<[f64]>),
    Poisson { mean: f64, none: f64 },
    NegativeBinomial { r: f64, p: f64, none: f64 },
}

/// The constants of Marsaglia and Tsang's gamma sampler for a shape of at least 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Squeeze {
    /// The shape less 1/3.
    d: f64,
    /// `1 / sqrt(9 d)`.
    c: f64,
}

impl Squeeze {
    /// For a shape below 1 the constants are those of the shape plus 1.
    fn new(shape: f64) -> Self {
        let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Self { d, c: 1.0 / (9.0 * d).sqrt() }
    }
}

/// One value of a discrete law.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Outcome {
    value: f64,
    /// Probability of this value and all below it.
    cumulative: f64,
    probability: f64,
}

/// Why a law could not be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LawError {
    /// A parameter is outside its range.
    #[error("{law}: `{parameter}` is {value}; allowed: {allowed}")]
    Parameter {
        /// The law, in words.
        law: &'static str,
        /// The parameter's name.
        parameter: &'static str,
        /// The value found.
        value: f64,
        /// The values allowed, in words.
        allowed: &'static str,
    },
    /// A law of lists was given an empty list.
    #[error("{law}: no values given; allowed: one or more")]
    Empty {
        /// The law, in words.
        law: &'static str,
    },
    /// A count was to be scaled.
    #[error("{law}: a count cannot be multiplied by {factor}; allowed: 1")]
    ScaledCount {
        /// The law, in words.
        law: String,
        /// The factor given.
        factor: f64,
    },
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Fixed { value } => write!(f, "fixed {value}"),
            Form::Exponential { mean } => write!(f, "exponential, mean {mean}"),
            Form::Uniform { low, high } => write!(f, "uniform, {low} to {high}"),
            Form::Lognormal { sigma, .. } => {
                write!(f, "lognormal, median {}, sigma {sigma}", self.quantile(0.5))
            }
            Form::Gamma { shape, scale, .. } => write!(f, "gamma, shape {shape}, scale {scale}"),
            Form::Weibull { shape, scale, .. } => {
                write!(f, "weibull, shape {shape}, scale {scale}")
            }
            Form::HyperExponential { first, mean1, mean2 } => {
                write!(f, "hyperexponential, means {mean1} (probability {first}) and {mean2}")
            }
            Form::LogLogistic { shape, scale } => {
                write!(f, "log-logistic, shape {shape}, median {scale}")
            }
            Form::Beta { alpha, beta, low, high } => {
                write!(f, "beta, alpha {alpha}, beta {beta}, from {low} to {high}")
            }
            Form::Triangular { low, mode, high } => {
                write!(f, "triangular, {low} to {high}, mode {mode}")
            }
            Form::Discrete(outcomes) => write!(f, "discrete, {} values", outcomes.len()),
            Form::Empirical(values) => write!(f, "empirical, {} values", values.len()),
            Form::Poisson { mean, .. } => write!(f, "poisson, mean {mean}"),
            Form::NegativeBinomial { r, p, .. } => write!(f, "negative binomial, r {r}, p {p}"),
        }
    }
}
