//! A mean as it stands in results.

use serde::Serialize;

use crate::stats::{Estimate, Mean};

/// A mean with its error, as JSON; null where it is not known.
#[derive(Serialize)]
pub(super) struct Known {
    mean: f64,
    standard_error: f64,
    ci95: (f64, f64),
}

impl Known {
    pub(super) fn of(spread: &Mean) -> Self {
        let Mean { mean, standard_error, interval } = *spread;
        Self { mean, standard_error, ci95: interval }
    }

    /// The same of an estimate, without how runs spread.
    pub(super) fn of_estimate(of: &Estimate) -> Self {
        Self { mean: of.mean, standard_error: of.standard_error, ci95: of.interval }
    }
}
