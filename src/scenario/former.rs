//! Keys that earlier versions had, and what stands in their place.

use super::problem::Fault;

/// Paths of former keys with what to do instead, by path; what stood below a path went with it.
const FORMER: [(&str, &str); 3] = [
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
