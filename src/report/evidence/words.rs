//! How numbers of studies read.

use crate::experiment::evidence::{Expected, Finding, Found};
use crate::stats::Estimate;

/// What is expected, in words.
pub(super) fn expectation(expected: Expected) -> String {
    let whole = |share: f64| format!("{:+.0}", 100.0 * share);
    match expected {
        Expected::Within(low, high) => format!("{} … {} %", whole(low), whole(high)),
        Expected::Positive => "above 0".into(),
        Expected::Negative => "below 0".into(),
        Expected::Below(limit) => format!("below {:.0} %", 100.0 * limit),
        Expected::Nothing(limit) => format!("0 ±{} %", 100.0 * limit),
    }
}

/// What was predicted, and whether it came out.
pub(super) fn prediction(finding: &Finding) -> Option<String> {
    let predicted = finding.test.predicted?;
    let word = if predicted.is_met(&finding.found.estimate) { "met" } else { "not met" };
    Some(format!("{} ({word})", predicted.words))
}

/// What the other setting gives.
pub(super) fn elsewhere(finding: &Finding) -> Option<String> {
    let Found { estimate, judgement } = finding.other.as_ref()?;
    let hangs = if finding.hangs_on_setting() { ": hangs on the setting" } else { "" };
    Some(format!("{}, {}{hangs}", number(estimate), judgement.name()))
}

/// A number with its error.
pub(super) fn number(estimate: &Estimate) -> String {
    let error = percent(estimate.half_width(), false);
    format!("{} ±{error} %", percent(estimate.mean, true))
}

/// A share in per cent, to a tenth.
pub(super) fn percent(share: f64, signed: bool) -> String {
    let percent = 100.0 * share;
    match (share.is_finite(), signed) {
        (false, _) => "–".into(),
        (true, true) => format!("{percent:+.1}"),
        (true, false) => format!("{percent:.1}"),
    }
}
