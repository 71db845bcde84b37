//! Keys that earlier versions had, and what stands in their place.

use super::problem::Fault;

/// Paths of former keys with what to do instead, by path; what stood below a path went with it.
const FORMER: [(&str, &str); 10] = [
    (
        "behaviour.advice.memory",
        "nobody gives advice in return for advice: it is given where a pool or idle time makes it worth while",
    ),
    (
        "behaviour.advice.reciprocity",
        "nobody gives advice in return for advice: it is given where a pool or idle time makes it worth while",
    ),
    (
        "behaviour.effort.least",
        "write `norm`: people without a reward work at norm^(1/(1/elasticity + 1 − response))",
    ),
    ("behaviour.patience.beyond", "write `half`: money due in t counts 1/(1 + t/half)"),
    ("behaviour.patience.weight", "write `half`: money due in t counts 1/(1 + t/half)"),
    (
        "behaviour.peers",
        "write `behaviour.regard`: what those with whom one shares a pool count for together, in multiples of oneself",
    ),
    (
        "behaviour.quitting",
        "write `behaviour.labour` with `elasticity` in place of `sensitivity`: people weigh what they can expect, \
         here and elsewhere",
    ),
    (
        "behaviour.timing.bargaining",
        "buyers ask for no share of the seller's gain: `reservation` says at which discount they decide",
    ),
    (
        "behaviour.timing.learned",
        "sellers need not learn to play a plan: `window` says when they think of it",
    ),
    (
        "behaviour.timing.learning",
        "buyers do not learn to wait for discounts: `reservation` says at which one they decide",
    ),
];

/// What is said of a key that there was once.
pub(super) fn of(path: &str) -> Option<Fault> {
    let (key, instead) = FORMER.iter().find(|(key, _)| {
        path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })?;
    Some(Fault::new(format!("`{key}` is no key any more")).help(*instead))
}
