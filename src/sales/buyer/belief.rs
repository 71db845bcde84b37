//! What the seller believes about a customer's fit.

use crate::engine::law::Law;
use crate::math::{normal_cdf, normal_density};

/// A Gaussian belief about fit: precision, and precision times mean. What is learned is added, so
/// the order of signals does not matter.
///
/// The prior has the mean and variance of the channel's fits: a beta prior would not be conjugate to
/// signals with Gaussian noise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Belief {
    precision: f64,
    weighted: f64,
}

/// The least variance of a prior: a fit that everybody knows needs no signal.
const LEAST_VARIANCE: f64 = 1e-6;
/// The most variance that a law on 0 to 1 can have.
const MOST_VARIANCE: f64 = 0.25;
/// The least noise of a signal: one without any tells the truth.
const LEAST_NOISE: f64 = 1e-6;

impl Belief {
    /// No belief at all.
    pub(super) const NOTHING: Self = Self { precision: 0.0, weighted: 0.0 };

    /// The belief of somebody who knows the channel only.
    pub fn prior(fit: &Law) -> Self {
        Self::of_moments(fit.mean(), fit.variance())
    }

    /// The belief with this mean and variance.
    pub(super) fn of_moments(mean: f64, variance: f64) -> Self {
        let precision = 1.0 / variance.clamp(LEAST_VARIANCE, MOST_VARIANCE);
        Self { precision, weighted: mean.clamp(0.0, 1.0) * precision }
    }

    /// Learns from a signal with this standard deviation of noise.
    #[inline]
    pub fn learn(&mut self, signal: f64, noise: f64) {
        let noise = noise.max(LEAST_NOISE);
        let precision = 1.0 / (noise * noise);
        if precision == 0.0 {
            return;
        }
        self.precision += precision;
        self.weighted += signal * precision;
    }

    /// Hands the belief over: the share that is written down survives, the rest falls back to
    /// `prior`.
    pub fn hand_over(&mut self, prior: Self, share: f64) {
        let lost = 1.0 - share;
        self.precision = lost * prior.precision + share * self.precision;
        self.weighted = lost * prior.weighted + share * self.weighted;
    }

    /// The expected fit, 0.01 to 0.99.
    #[inline]
    pub fn mean(self) -> f64 {
        (self.weighted / self.precision).clamp(0.01, 0.99)
    }

    /// The standard deviation.
    #[inline]
    pub fn sd(self) -> f64 {
        (1.0 / self.precision).sqrt()
    }

    /// The expected shortfall below `level`: `E max(0, level − fit)`.
    pub fn shortfall(self, level: f64) -> f64 {
        let (mean, sd) = (self.mean(), self.sd());
        let z = (level - mean) / sd;
        (level - mean) * normal_cdf(z) + sd * normal_density(z)
    }
}
