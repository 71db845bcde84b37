//! `results.json` of a search. See `docs/search.md`.

use super::front;
use super::limits::{Limit, limit};
use crate::experiment::search::{Confirmed, Level, Neighbour, SearchSummary};
use crate::report::json::{Head, text};
use crate::report::known::Known;
use crate::report::levels::place;
use crate::report::race::Found as Race;
use crate::report::scale::Found as Scaled;
use serde::Serialize;
use serde_json::Value;

/// The schema of `results.json`.
pub const SEARCH_SCHEMA: &str = "posse/search/1";

/// The text of `results.json`: the same bytes for the same search. Undefined numbers are `null`.
pub fn search_json(search: &SearchSummary) -> String {
    text(&Results::of(search))
}

#[derive(Serialize)]
struct Results<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    policies: Vec<&'a str>,
    plan: Plan,
    levers: Vec<Lever<'a>>,
    winner: &'a str,
    best: Of<'a>,
    as_written: Of<'a>,
    confirmed: Vec<Of<'a>>,
    flattery: Flattery,
    none_keeps_the_limits: bool,
    neighbours: Vec<Near>,
    searches: Vec<Agreed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    front: Option<front::Told<'a>>,
    trials: usize,
    race: Race<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Scaled>,
    warnings: &'a [String],
    runs: u64,
    events: u64,
}

#[derive(Serialize)]
struct Plan {
    budget: u64,
    searches: u32,
    replications_of_trial: u32,
}

#[derive(Serialize)]
struct Lever<'a> {
    keys: &'a [String],
    label: &'a str,
    unit: &'a str,
    from: Value,
    to: Value,
    values: u32,
    as_written: Option<Value>,
    best: Option<Value>,
}

#[derive(Serialize)]
struct Of<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    replications: usize,
    #[serde(flatten)]
    known: Known,
    gain: Known,
    limits: Vec<Limit<'a>>,
}

#[derive(Serialize)]
struct Flattery {
    best_trial: f64,
    race: f64,
    fresh: f64,
}

#[derive(Serialize)]
struct Near {
    lever: usize,
    moved_to: Value,
    gain: Option<Known>,
    beyond_limit: bool,
}

#[derive(Serialize)]
struct Agreed<'a> {
    candidate: &'a str,
    #[serde(flatten)]
    known: Known,
    distance: f64,
}

impl<'a> Results<'a> {
    fn of(search: &'a SearchSummary) -> Self {
        let (found, race) = (&search.found, &search.race);
        let name = |own: usize| race.candidates[own].name.as_str();
        let fresh = search.winner().estimate.mean;
        Self {
            head: Head::of(
                SEARCH_SCHEMA,
                [&race.scenario, &race.hash, &race.world],
                (&race.currency, race.seed),
            ),
            policies: search.policies.iter().map(|policy| policy.0.as_str()).collect(),
            plan: Plan {
                budget: search.plan.budget,
                searches: search.plan.searches,
                replications_of_trial: search.plan.runs,
            },
            levers: search.levers.iter().map(lever).collect(),
            winner: name(found.winner),
            best: confirmed(search, search.winner()),
            as_written: confirmed(search, &found.written),
            confirmed: found.confirmed.iter().map(|of| confirmed(search, of)).collect(),
            flattery: Flattery { best_trial: search.best_trial, race: search.in_race, fresh },
            none_keeps_the_limits: found.is_beyond,
            neighbours: found
                .neighbours
                .iter()
                .zip(&search.moved)
                .map(|(near, moved)| neighbour(near, moved))
                .collect(),
            searches: found
                .agreement
                .iter()
                .map(|of| Agreed {
                    candidate: name(of.candidate),
                    known: Known::of_estimate(&of.estimate),
                    distance: of.distance,
                })
                .collect(),
            front: found.front.as_ref().map(front::Told::of),
            trials: found.trials.len(),
            race: Race::of(race),
            scaling: race.scaling.as_ref().map(Scaled::of),
            warnings: &race.warnings,
            runs: found.runs,
            events: found.events,
        }
    }
}

fn lever(lever: &crate::experiment::search::Lever) -> Lever<'_> {
    Lever {
        keys: &lever.keys,
        label: &lever.label,
        unit: &lever.unit,
        from: place(&lever.ends.0),
        to: place(&lever.ends.1),
        values: lever.count,
        as_written: lever.base.as_ref().map(place),
        best: lever.best.as_ref().map(place),
    }
}

fn confirmed<'a>(search: &'a SearchSummary, of: &'a Confirmed) -> Of<'a> {
    let candidate = of.candidate;
    let values = candidate.and_then(|own| search.values[own].as_ref());
    Of {
        name: candidate.map_or("as written", |own| &search.race.candidates[own].name),
        values: values.map(|values| values.iter().map(place).collect()),
        factor: candidate.and_then(|own| search.found.factors[own]),
        replications: of.estimate.count,
        known: Known::of_estimate(&of.estimate),
        gain: Known::of_estimate(&of.gain),
        limits: of.limits.iter().map(limit).collect(),
    }
}

fn neighbour(near: &Neighbour, moved: &Level) -> Near {
    Near {
        lever: near.lever,
        moved_to: place(moved),
        gain: near.gain.as_ref().map(Known::of_estimate),
        beyond_limit: near.is_beyond,
    }
}
