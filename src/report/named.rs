//! Policies as they are called in sentences.

use super::format::truncated;
use crate::experiment::Summary;

/// Characters of a policy's label in a sentence.
const LABEL: usize = 40;

/// A policy's label, shortened to fit into a sentence.
pub(super) fn label(summary: &Summary, policy: usize) -> String {
    truncated(&summary.policies[policy].label, LABEL)
}

/// Words as a list: `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
