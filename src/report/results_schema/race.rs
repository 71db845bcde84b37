//! What `compare --pick` writes.

use super::forms::{by_name, count, flag, head, list, named, number, object, or_null, text};
use crate::report::RACE_SCHEMA;
use serde_json::{Value, json};

/// The results of a race of policies.
pub(super) fn results() -> Value {
    let mut keys = head(RACE_SCHEMA);
    keys.extend([
        ("seed", count()),
        ("interrupted?", flag()),
        ("race", race()),
        ("scaling?", named("scaling")),
        ("warnings", list(text())),
        ("events", count()),
    ]);
    object(&keys)
}

/// What a race found.
pub(super) fn race() -> Value {
    let candidate = object(&[
        ("label", text()),
        ("replications", count()),
        ("mean", number()),
        ("standard_error", number()),
        ("ci95", named("interval")),
        ("undefined", count()),
        ("behind", number()),
        ("regret", number()),
        ("stands", json!({ "enum": ["runs", "rests", "dropped", "withheld"] })),
        ("dropped_for?", text()),
    ]);
    object(&[
        ("measure", text()),
        ("label", text()),
        ("unit", named("unit")),
        ("better", named("better")),
        ("zone", number()),
        ("level", number()),
        ("max_replications", count()),
        ("runs", count()),
        ("ended", json!({ "enum": ["decided", "runs", "time", "interrupted"] })),
        ("decided", flag()),
        ("winner", or_null(text())),
        ("regret", number()),
        ("runs_left", or_null(count())),
        ("near_best", list(text())),
        ("possibly_best", list(text())),
        ("candidates", by_name(candidate)),
    ])
}
