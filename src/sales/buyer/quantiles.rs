//! Laws on 0 to 1 as tables of quantiles: one number a sample, and the same rank under any shape.

use crate::engine::law::Law;

const STEPS: usize = 1024;

/// The quantiles of a law at 0, 1/1024, … 1, between which a sample is interpolated.
///
/// A changed mean or shape moves every sample in the same direction and keeps their order, which a
/// sampler that rejects would not.
#[derive(Clone, Debug)]
pub struct Quantiles {
    law: Law,
    values: Vec<f64>,
}

impl Quantiles {
    /// The table of `law`, cut to 0 to 1.
    pub fn of(law: &Law) -> Self {
        Self::cut(law, 0.0)
    }

    /// The table of `law`, cut to `low` to 1.
    pub(in crate::sales) fn cut(law: &Law, low: f64) -> Self {
        let at = |k| law.quantile(k as f64 / STEPS as f64).clamp(low, 1.0);
        Self { law: law.clone(), values: (0..=STEPS).map(at).collect() }
    }

    /// The table of `law`, cut to 0 to 1, taken from those at hand if it is among them: a table takes
    /// some milliseconds.
    pub(in crate::sales) fn among<'a>(law: &Law, others: impl Iterator<Item = &'a Self>) -> Self {
        Self::at_hand(law, others).unwrap_or_else(|| Self::of(law))
    }

    /// The table of `law` if it is among those at hand.
    pub(in crate::sales) fn at_hand<'a>(
        law: &Law,
        mut others: impl Iterator<Item = &'a Self>,
    ) -> Option<Self> {
        others.find(|other| other.law == *law).cloned()
    }

    /// The share of the law at or below `value`: the inverse of [`Quantiles::at`].
    pub fn share_below(&self, value: f64) -> f64 {
        let k = self.values.partition_point(|quantile| *quantile <= value);
        if k == 0 || k > STEPS {
            return if k == 0 { 0.0 } else { 1.0 };
        }
        let (low, high) = (self.values[k - 1], self.values[k]);
        (k as f64 - 1.0 + (value - low) / (high - low)) / STEPS as f64
    }

    /// The quantile at `u`, 0 ≤ u < 1.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1024")]
    pub fn at(&self, u: f64) -> f64 {
        let place = u * STEPS as f64;
        let k = (place as usize).min(STEPS - 1);
        self.values[k] + (place - k as f64) * (self.values[k + 1] - self.values[k])
    }
}
