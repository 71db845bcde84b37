//! Drawing from a law.

use rand::Rng;
use rand_distr::{Distribution, Triangular};

use super::{Form, Law, Squeeze};
use crate::engine::random::{exponential, normal, open_unit, unit};
use crate::math::{exp, ln, logistic, powf};

impl Law {
    /// A number from this law, made of the source's next words.
    ///
    /// The first words give a standard number, which is then scaled: laws of one family with other
    /// parameters turn the same luck into corresponding values.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, source: &mut R) -> f64 {
        match &self.form {
            Form::Fixed { value } => *value,
            Form::Exponential { mean } => mean * exponential(source),
            Form::Lognormal { mu, sigma } => exp(mu + sigma * normal(source)),
            _ => self.sample_further(source),
        }
    }

    /// The laws that few models draw for every touch. Out of line, to keep the others' path short.
    #[inline(never)]
    fn sample_further<R: Rng + ?Sized>(&self, source: &mut R) -> f64 {
        match &self.form {
            Form::Uniform { low, high } => low + (high - low) * unit(source.next_u64()),
            Form::Gamma { shape, scale, squeeze } => {
                let sum = squeeze.sample(source);
                scale * if *shape < 1.0 { sum * fraction(*shape, source) } else { sum }
            }
            Form::Weibull { scale, power, .. } => scale * powf(exponential(source), *power),
            Form::HyperExponential { first, mean1, mean2 } => {
                let mean = if unit(source.next_u64()) < *first { mean1 } else { mean2 };
                mean * exponential(source)
            }
            Form::Beta { alpha, beta, low, high } => {
                low + (high - low) * beta_variable(*alpha, *beta, source)
            }
            Form::Triangular { low, mode, high } => triangular(*low, *mode, *high, source),
            Form::Fixed { .. }
            | Form::Exponential { .. }
            | Form::Lognormal { .. }
            | Form::LogLogistic { .. }
            | Form::Discrete(_)
            | Form::Empirical(_)
            | Form::Poisson { .. }
            | Form::NegativeBinomial { .. } => self.invert(source),
        }
    }

    /// Sampling by inversion. Out of line, like the other laws that no model draws in its inner
    /// loop, to keep that loop small.
    #[inline(never)]
    fn invert<R: Rng + ?Sized>(&self, source: &mut R) -> f64 {
        self.quantile(open_unit(source.next_u64()))
    }
}

impl Distribution<f64> for Law {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, source: &mut R) -> f64 {
        Law::sample(self, source)
    }
}

impl Squeeze {
    /// A gamma variable with scale 1: G. Marsaglia & W. W. Tsang, "A simple method for generating
    /// gamma variables", ACM TOMS 26(3), 2000.
    #[inline]
    fn sample<R: Rng + ?Sized>(self, source: &mut R) -> f64 {
        loop {
            let x = normal(source);
            let t = 1.0 + self.c * x;
            if t <= 0.0 {
                continue;
            }
            let v = t * t * t;
            let u = open_unit(source.next_u64());
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square
                || ln(u) < 0.5 * square + self.d * (1.0 - v + ln(v))
            {
                return self.d * v;
            }
        }
    }
}

#[inline(never)]
fn triangular<R: Rng + ?Sized>(low: f64, mode: f64, high: f64, source: &mut R) -> f64 {
    Triangular::new(low, high, mode)
        .expect("the law's constructor checked the order of the three")
        .sample(source)
}

/// A beta variable as X/(X+Y) for gamma variables X and Y, through their logarithms: the variables
/// themselves underflow for small shapes.
#[inline(never)]
fn beta_variable<R: Rng + ?Sized>(alpha: f64, beta: f64, source: &mut R) -> f64 {
    logistic(ln_gamma_variable(alpha, source) - ln_gamma_variable(beta, source))
}

/// What turns a gamma variable of shape `s + 1` into one of shape `s` below 1: a uniform number to
/// the power of `1/s` (Marsaglia & Tsang 2000, section 6).
fn fraction<R: Rng + ?Sized>(shape: f64, source: &mut R) -> f64 {
    exp(ln(open_unit(source.next_u64())) / shape)
}

/// The logarithm of a gamma variable with scale 1.
fn ln_gamma_variable<R: Rng + ?Sized>(shape: f64, source: &mut R) -> f64 {
    let whole = ln(Squeeze::new(shape).sample(source));
    if shape < 1.0 { whole + ln(open_unit(source.next_u64())) / shape } else { whole }
}
