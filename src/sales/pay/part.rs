//! Pay by a curve that a person's work moves, and what money on a later day is worth.

use super::Curve;
use super::behaviour::Patience;

/// Pay by a curve that a person's work moves: the own part of a plan, or a pool. Credit in the unit of
/// the plan, money in the scenario's.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Money of the period by its credit.
    pub curve: &'a Curve,
    /// What a unit of that money is worth to the person: by when it is paid, and of a pool by the share
    /// in it that is felt as one's own.
    pub counts: f64,
    /// Credit of the period that is certain.
    pub booked: f64,
    /// Credit of the period but for what the person's work makes in the weeks left: what is booked, and
    /// what is expected of work done before and of others.
    pub mean: f64,
    /// The variance of that.
    pub variance: f64,
    /// Credit that a week of the person at e = 1 makes.
    pub rate_per_week: f64,
    /// The variance of that.
    pub variance_per_week: f64,
    /// The least standard deviation of the period's credit that a person reckons with.
    pub least_sd: f64,
}

impl Part<'_> {
    /// Mean and standard deviation of the period's credit if so many weeks are worked at e = 1.
    pub fn credit(&self, weeks: f64) -> (f64, f64) {
        let variance = self.variance + weeks * self.variance_per_week;
        let sd = variance.max(0.0).sqrt().max(self.least_sd);
        (self.mean + weeks * self.rate_per_week, sd)
    }

    /// What the money is worth then.
    pub(super) fn worth(&self, weeks: f64) -> f64 {
        let (mean, sd) = self.credit(weeks);
        self.counts * self.curve.expected_beyond(self.booked, mean, sd)
    }

    /// What one more unit of credit is worth then, in money.
    pub fn slope(&self, weeks: f64) -> f64 {
        let (mean, sd) = self.credit(weeks);
        self.counts * self.curve.slope(mean, sd)
    }

    /// What a week's work at e = 1 is worth, if that is the same whatever the credit.
    pub(super) fn constant_gain(&self) -> Option<f64> {
        self.curve.is_linear_beyond(self.booked).map(|rate| self.counts * rate * self.rate_per_week)
    }
}

/// What money is worth that is paid in so many hours, to people with this patience.
pub fn weight(patience: Option<Patience>, hours: f64) -> f64 {
    patience.map_or(1.0, |patience| patience.weight(hours))
}
