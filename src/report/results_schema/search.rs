//! What `search` writes.

use super::forms::{count, flag, head, list, named, number, object, or_null, text};
use super::race::race;
use crate::report::SEARCH_SCHEMA;
use serde_json::{Value, json};

/// The results of a search.
pub(super) fn results() -> Value {
    let place = || json!({ "type": ["number", "string"] });
    let lever = object(&[
        ("keys", list(text())),
        ("label", text()),
        ("unit", text()),
        ("from", place()),
        ("to", place()),
        ("values", count()),
        ("as_written", or_null(place())),
        ("best", or_null(place())),
    ]);
    let neighbour = object(&[
        ("lever", count()),
        ("moved_to", place()),
        ("gain", or_null(named("known"))),
        ("beyond_limit", flag()),
    ]);
    let of_search = [known().as_slice(), &[("candidate", text()), ("distance", number())]].concat();
    let flattery = [("best_trial", number()), ("race", number()), ("fresh", number())];
    let plan = [("budget", count()), ("searches", count()), ("replications_of_trial", count())];
    let mut keys = head(SEARCH_SCHEMA);
    keys.extend([
        ("seed", count()),
        ("policies", list(text())),
        ("plan", object(&plan)),
        ("levers", list(lever)),
        ("winner", text()),
        ("best", confirmed()),
        ("as_written", confirmed()),
        ("confirmed", list(confirmed())),
        ("flattery", object(&flattery)),
        ("none_keeps_the_limits", flag()),
        ("neighbours", list(neighbour)),
        ("searches", list(object(&of_search))),
        ("front?", front()),
        ("trials", count()),
        ("race", race()),
        ("scaling?", named("scaling")),
        ("warnings", list(text())),
        ("runs", count()),
        ("events", count()),
    ]);
    object(&keys)
}

/// What is best in two measures.
fn front() -> Value {
    let design = object(&[
        ("values", or_null(list(json!({ "type": ["number", "string"] })))),
        ("factor?", number()),
        ("worth", list(named("known"))),
        ("limits", list(limit())),
        ("stands", json!({ "enum": ["front", "open", "beaten", "beyond"] })),
        ("beaten_by?", count()),
    ]);
    let own = [
        ("measure", text()),
        ("label", text()),
        ("unit", named("unit")),
        ("better", named("better")),
        ("zones", list(number())),
        ("weights", count()),
        ("trials", count()),
        ("designs", list(design)),
    ];
    object(&own)
}

fn limit() -> Value {
    object(&[
        ("text", text()),
        ("found", number()),
        ("bound", number()),
        ("kept", json!({ "enum": ["yes", "no", "open"] })),
        ("binds", flag()),
    ])
}

fn known() -> [(&'static str, Value); 3] {
    [("mean", number()), ("standard_error", number()), ("ci95", named("interval"))]
}

fn confirmed() -> Value {
    let own = [
        ("name", text()),
        ("values?", list(json!({ "type": ["number", "string"] }))),
        ("factor?", number()),
        ("replications", count()),
        ("gain", named("known")),
        ("limits", list(limit())),
    ];
    object(&[known().as_slice(), own.as_slice()].concat())
}
