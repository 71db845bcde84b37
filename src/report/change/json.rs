//! The difference between two scenarios as JSON. See `docs/diff.md`.

use serde_json::{Map, Value, json};

use crate::experiment::{Change, Effect, EffectRow, PolicyEffect, Thing, Valued};
use crate::report::json::{Spread, VERSION, text};

/// The schema of what `posse diff --json` prints.
pub const DIFF_SCHEMA: &str = "posse/diff/1";

/// The difference as JSON. What is not set or undefined is `null`.
pub fn change_json(change: &Change) -> String {
    let [a, b] = change.scenarios.each_ref().map(scenario);
    let said = &change.said;
    let things = |things: &[Thing]| things.iter().map(thing).collect::<Vec<Value>>();
    let document = json!({
        "schema": DIFF_SCHEMA,
        "version": VERSION,
        "a": a,
        "b": b,
        "added": things(&said.added),
        "removed": things(&said.removed),
        "changed": said.values.iter().map(valued).collect::<Vec<Value>>(),
        "evidence": said.evidence,
        "effect": change.done.as_ref().map(effect),
    });
    text(&document)
}

fn scenario((file, name, hash): &(String, String, String)) -> Value {
    json!({ "file": file, "name": name, "hash": hash })
}

fn thing(thing: &Thing) -> Value {
    let label = Some(&thing.label).filter(|label| !label.is_empty());
    json!({ "kind": thing.kind, "name": thing.name, "label": label })
}

fn valued(value: &Valued) -> Value {
    let Valued { keys, about, unit, from, to, is_default } = value;
    let unit = Some(unit).filter(|unit| !unit.is_empty());
    json!({
        "keys": keys,
        "about": about,
        "unit": unit,
        "from": from,
        "to": to,
        "from_is_default": is_default[0],
        "to_is_default": is_default[1],
    })
}

fn effect(done: &Effect) -> Value {
    let policy = |of: &PolicyEffect| (of.name.clone(), of_policy(of));
    json!({
        "seed": done.seed,
        "replications": done.replications,
        "weeks": { "a": done.weeks[0], "b": done.weeks[1] },
        "currency": done.currency,
        "policies": done.policies.iter().map(policy).collect::<Map<String, Value>>(),
    })
}

fn of_policy(policy: &PolicyEffect) -> Value {
    let row = |row: &EffectRow| (row.measure.key.clone(), of_row(row));
    let measures: Map<String, Value> = policy.rows.iter().map(row).collect();
    json!({ "label": policy.label, "measures": measures })
}

fn of_row(row: &EffectRow) -> Value {
    let comparison = &row.pair.comparison;
    let is_directed = row.measure.better.is_some();
    let [a, b] = row.estimates.each_ref().map(|of| of.as_ref().map(Spread::of));
    json!({
        "label": row.measure.label,
        "unit": row.measure.unit.name(),
        "a": a,
        "b": b,
        "difference": Spread::of(&comparison.difference),
        "b_better_share": is_directed.then_some(comparison.share_better),
        "zone": row.pair.zone,
        "verdict": is_directed.then(|| row.pair.verdict().name()),
    })
}
