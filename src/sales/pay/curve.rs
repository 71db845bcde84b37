//! Pay of a period as a function of its credit: straight lines between kinks and jumps.
//!
//! Everything that asks "what does the next unit of credit pay" reads one of these: effort, the
//! worth of a deal, what a clawback takes back.

use crate::math::{normal_cdf, normal_density};

/// Money as a function of a period's credit. Rates and amounts are 0 or more, so it never falls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Money at credit 0.
    pub(super) at_0: f64,
    /// Money per unit of credit from 0 up to the first break (and below 0, where the bell curve of a
    /// sum of deals reaches although credit does not: so a straight line stays one).
    pub(super) rate: f64,
    /// Ascending, all above credit 0.
    pub(super) breaks: Vec<Break>,
}

/// Where the line bends or jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Break {
    pub(super) credit: f64,
    /// Money at `credit`, the jump included.
    pub(super) value: f64,
    /// Money per unit of credit from here on.
    pub(super) rate: f64,
    /// What is gained at once by reaching `credit`.
    pub(super) jump: f64,
    /// How much `rate` is above that before.
    pub(super) bend: f64,
}

impl Curve {
    /// No pay whatever the credit.
    pub const fn nothing() -> Self {
        Self { at_0: 0.0, rate: 0.0, breaks: Vec::new() }
    }

    /// Money for this credit of a period.
    pub fn pay(&self, credit: f64) -> f64 {
        let passed = self.breaks.partition_point(|known| known.credit <= credit);
        match passed.checked_sub(1) {
            Some(last) => {
                let last = &self.breaks[last];
                last.value + last.rate * (credit - last.credit)
            }
            None => self.at_0 + self.rate * credit,
        }
    }

    /// The corners of the line between two credits, both included, as (credit, money): a jump is two
    /// corners at one credit.
    pub fn corners(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        let mut corners = vec![(from, self.pay(from))];
        for known in self.breaks.iter().filter(|known| known.credit > from && known.credit <= to) {
            if known.jump != 0.0 {
                corners.push((known.credit, known.value - known.jump));
            }
            corners.push((known.credit, known.value));
        }
        corners.push((to, self.pay(to)));
        corners
    }

    /// What a deal adds when it is credited on top of `before`.
    pub fn gain(&self, before: f64, credit: f64) -> f64 {
        self.pay(before + credit) - self.pay(before)
    }

    /// Expected money if credit follows a normal law; with `sd` 0 the money for the mean.
    pub fn expected(&self, mean: f64, sd: f64) -> f64 {
        self.expected_beyond(0.0, mean, sd)
    }

    /// The same if credit is `booked` or more for certain: what was reached is not lost by bad luck,
    /// as the lower half of the bell curve would have it.
    pub fn expected_beyond(&self, booked: f64, mean: f64, sd: f64) -> f64 {
        if sd <= 0.0 {
            return self.pay(mean);
        }
        self.expected_by(mean, |threshold| {
            if threshold <= booked {
                return (1.0, mean - threshold);
            }
            let z = (mean - threshold) / sd;
            let reaches = normal_cdf(z);
            (reaches, (mean - threshold) * reaches + sd * normal_density(z))
        })
    }

    /// Expected money and its variance if credit follows a normal law: exact, one straight piece after
    /// the other.
    pub fn mean_and_variance(&self, mean: f64, sd: f64) -> (f64, f64) {
        let expected = self.expected(mean, sd);
        if sd <= 0.0 {
            return (expected, 0.0);
        }
        // (φ, zφ, Φ) at a bound of a piece.
        let at = |credit: f64| {
            let z = (credit - mean) / sd;
            let density = normal_density(z);
            let leaning = if density > 0.0 { z * density } else { 0.0 };
            (density, leaning, normal_cdf(z))
        };
        let (mut below, mut variance) = ((0.0, 0.0, 0.0), 0.0);
        let (mut level, mut rate) = (self.at_0 + self.rate * mean, self.rate);
        for next in self.breaks.iter().map(Some).chain([None]) {
            let above = next.map_or((0.0, 0.0, 1.0), |known| at(known.credit));
            // Money of the piece less the expectation is a + b·z.
            let (a, b) = (level - expected, rate * sd);
            variance += (a * a + b * b) * (above.2 - below.2)
                + 2.0 * a * b * (below.0 - above.0)
                + b * b * (below.1 - above.1);
            let Some(known) = next else { break };
            level = known.value + known.rate * (mean - known.credit);
            (rate, below) = (known.rate, above);
        }
        (expected, variance.max(0.0))
    }

    /// Expected money under any law of credit with this mean: `tail` says of a threshold K how
    /// likely credit is to reach it, and E(credit − K)₊.
    pub fn expected_by(&self, mean: f64, tail: impl Fn(f64) -> (f64, f64)) -> f64 {
        self.breaks.iter().fold(self.at_0 + self.rate * mean, |sum, known| {
            let (reaches, excess) = tail(known.credit);
            sum + known.jump * reaches + known.bend * excess
        })
    }

    /// The derivative of [`Curve::expected`] by the mean: money for one more expected unit of
    /// credit. With `sd` 0 the rate of the line at the mean.
    pub fn slope(&self, mean: f64, sd: f64) -> f64 {
        self.breaks.iter().fold(self.rate, |sum, known| {
            if sd <= 0.0 {
                return if mean >= known.credit { sum + known.bend } else { sum };
            }
            let z = (mean - known.credit) / sd;
            sum + known.jump * normal_density(z) / sd + known.bend * normal_cdf(z)
        })
    }

    /// The one rate, if the curve is a straight line over all credit that can be.
    pub fn is_linear(&self) -> Option<f64> {
        self.is_linear_beyond(0.0)
    }

    /// The one rate from `booked` on, if no kink and no jump is left.
    pub fn is_linear_beyond(&self, booked: f64) -> Option<f64> {
        match self.breaks.last() {
            None => Some(self.rate),
            Some(last) => (last.credit <= booked).then_some(last.rate),
        }
    }
}
