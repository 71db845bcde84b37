//! `influence.json`: how much of what moves a verdict has a source, kept beside the scenario.

use serde::{Deserialize, Serialize};

use super::json::{VERSION, text};
use crate::experiment::Summary;
use crate::experiment::sensitivity::{SensitivitySummary, Subject};

const SCHEMA: &str = "posse/influence/1";

/// A study in which every input was moved.
#[derive(Deserialize, Serialize)]
struct Record {
    schema: String,
    version: String,
    /// The hash of the world and its policies.
    world: String,
    measure: String,
    /// The difference is the second minus the first.
    policies: [String; 2],
    /// How many inputs were moved, and by how many runs each was seen.
    inputs: usize,
    runs: u32,
    /// The share of what moves the difference that is due to inputs with a source.
    sourced: f64,
}

/// The text of the record of a study; `None` where nothing moves the answer, or it is not of a difference.
pub fn influence_json(found: &SensitivitySummary) -> Option<String> {
    let Subject::Difference { a, b } = found.question.subject else { return None };
    let record = Record {
        schema: SCHEMA.to_owned(),
        version: VERSION.to_owned(),
        world: found.world.clone(),
        measure: found.question.measure.key.clone(),
        policies: [a, b].map(|policy| found.policies[policy].0.clone()),
        inputs: found.inputs.len(),
        runs: found.runs,
        sourced: found.sourced_influence()?,
    };
    Some(text(&record))
}

/// What the text of a record says of results, if it is of their world, their first two policies and their
/// primary measure.
pub fn read_influence(text: &str, summary: &Summary) -> Option<f64> {
    let record: Record = serde_json::from_str(text).ok()?;
    let policies = summary.policies.iter().map(|policy| policy.name.as_str());
    let is_of = record.schema == SCHEMA
        && record.world == summary.world
        && record.measure == summary.measures[summary.primary].key
        && policies.take(2).eq(record.policies.iter().map(String::as_str));
    (is_of && (0.0..=1.0).contains(&record.sourced)).then_some(record.sourced)
}
