//! A mean as it stands in results.

use serde::Serialize;

use crate::stats::Mean;

/// A mean with its error, as JSON; null where it is not known.
#[derive(Serialize)]
pub(super) struct Known {
    mean: Option<f64>,
    standard_error: Option<f64>,
    ci95: [Option<f64>; 2],
}

impl Known {
    pub(super) fn of(spread: &Mean) -> Self {
        let defined = |value: f64| Some(value).filter(|value| value.is_finite());
        Self {
            mean: defined(spread.mean),
            standard_error: defined(spread.standard_error),
            ci95: [defined(spread.interval.0), defined(spread.interval.1)],
        }
    }
}
