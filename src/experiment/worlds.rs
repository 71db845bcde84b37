//! The world of a replication, where inputs are uncertain.

use super::Failure;
use crate::engine::random::{name_key, philox2x64};
use crate::scenario::{Axis, Level, Scenario, Uncertainty};

/// How far along its range each uncertain input lies in a replication, 0 to below 1: uniform, keyed
/// by seed, replication and the input's key path, so that neither a policy nor another input
/// changes it.
pub fn shares(inputs: &[Axis], seed: u64, replication: u32) -> Vec<f64> {
    const DOMAIN: u64 = u64::from_be_bytes(*b"wrld\0\0\0\0");
    let counter = DOMAIN | u64::from(replication);
    let words = |input: &Axis| philox2x64::<10>([counter, name_key(&input.keys[0])], seed);
    inputs.iter().map(|input| (words(input)[0] >> 11) as f64 / (1_u64 << 53) as f64).collect()
}

/// An uncertain input, and what the replications draw for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its key path.
    pub key: String,
    /// The unit of its values, as the scenario writes it.
    pub unit: String,
    /// By replication.
    pub values: Vec<f64>,
}

/// What so many replications of a scenario, from number 0 on, draw for its uncertain inputs.
pub fn drawn(scenario: &Scenario, replications: u32) -> Vec<Drawn> {
    let inputs = scenario.uncertainty.as_ref().map_or(&[][..], Uncertainty::inputs);
    let mut drawn: Vec<Drawn> = inputs
        .iter()
        .map(|input| {
            let (key, unit) = (input.keys[0].clone(), input.unit.clone());
            Drawn { key, unit, values: Vec::new() }
        })
        .collect();
    for replication in 0..replications {
        let shares = shares(inputs, scenario.seed, replication);
        for ((drawn, input), share) in drawn.iter_mut().zip(inputs).zip(shares) {
            drawn.values.push(input.at(share).number);
        }
    }
    drawn
}

/// The scenario that a replication runs, if that is not the one as written: its own world, the same
/// policies.
pub(super) fn world(scenario: &Scenario, replication: u32) -> Result<Option<Scenario>, Failure> {
    let Some(uncertainty) = &scenario.uncertainty else { return Ok(None) };
    let inputs = uncertainty.inputs();
    let shares = shares(inputs, scenario.seed, replication);
    let drawn: Vec<Level> = inputs.iter().zip(shares).map(|(input, at)| input.at(at)).collect();
    let sampled = uncertainty.at(&drawn).map_err(|error| {
        let named = inputs.iter().zip(&drawn);
        let named = named.map(|(input, level)| format!("`{} = {}`", input.keys[0], level.text));
        let why =
            error.problems.first().map_or_else(String::new, |problem| problem.message.clone());
        Failure::NoWorld { replication, drawn: named.collect::<Vec<_>>().join(", "), why }
    })?;
    Ok(Some(Scenario {
        policies: scenario.policies.clone(),
        horizon: scenario.horizon,
        budget: scenario.budget,
        seed: scenario.seed,
        ..sampled
    }))
}
