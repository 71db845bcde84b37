//! Limits in `results.json`.

use crate::experiment::search::{Kept, LimitFound};
use serde::Serialize;

/// What is known of a limit.
#[derive(Serialize)]
pub(super) struct Limit<'a> {
    text: &'a str,
    found: f64,
    bound: f64,
    kept: &'static str,
    binds: bool,
}

pub(super) fn limit(found: &LimitFound) -> Limit<'_> {
    let kept = match found.kept {
        Kept::Yes => "yes",
        Kept::No => "no",
        Kept::Open => "open",
    };
    Limit { text: &found.text, found: found.value, bound: found.bound, kept, binds: found.binds }
}
