//! `results.json` of a search. See `docs/search.md`.

use crate::experiment::search::{Confirmed, Kept, Level, LimitFound, Neighbour, SearchSummary};
use crate::report::json::{Scenario, VERSION};
use crate::report::known::Known;
use crate::report::race::Found as Race;
use crate::report::scale::Found as Scaled;
use crate::stats::{Estimate, Mean};
use serde::Serialize;

/// The schema of `results.json`.
pub const SEARCH_SCHEMA: &str = "posse/search/1";

/// The text of `results.json`: the same bytes for the same search. Undefined numbers are `null`.
///
/// # Panics
///
/// Never: plain data can always be written.
pub fn search_json(search: &SearchSummary) -> String {
    let mut text =
        serde_json::to_string_pretty(&Results::of(search)).expect("plain data can be written");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Results<'a> {
    schema: &'static str,
    version: &'static str,
    scenario: Scenario<'a>,
    currency: &'a str,
    seed: u64,
    policies: Vec<&'a str>,
    plan: Plan,
    levers: Vec<Lever<'a>>,
    winner: &'a str,
    best: Of<'a>,
    as_written: Of<'a>,
    confirmed: Vec<Of<'a>>,
    flattery: Flattery,
    none_keeps_the_limits: bool,
    neighbours: Vec<Near<'a>>,
    searches: Vec<Agreed<'a>>,
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
    from: Place<'a>,
    to: Place<'a>,
    values: u32,
    as_written: Option<Place<'a>>,
    best: Option<Place<'a>>,
}

/// A number, or a word.
#[derive(Serialize)]
#[serde(untagged)]
enum Place<'a> {
    Number(f64),
    Word(&'a str),
}

#[derive(Serialize)]
struct Of<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Place<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    replications: usize,
    #[serde(flatten)]
    known: Known,
    gain: Known,
    limits: Vec<Limit<'a>>,
}

#[derive(Serialize)]
struct Limit<'a> {
    text: &'a str,
    found: f64,
    bound: f64,
    kept: &'static str,
    binds: bool,
}

#[derive(Serialize)]
struct Flattery {
    best_trial: f64,
    race: f64,
    fresh: f64,
}

#[derive(Serialize)]
struct Near<'a> {
    lever: usize,
    moved_to: Place<'a>,
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
            schema: SEARCH_SCHEMA,
            version: VERSION,
            scenario: Scenario { name: &race.scenario, hash: &race.hash, world: &race.world },
            currency: &race.currency,
            seed: race.seed,
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
                    known: known(&of.estimate),
                    distance: of.distance,
                })
                .collect(),
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
        known: known(&of.estimate),
        gain: known(&of.gain),
        limits: of.limits.iter().map(limit).collect(),
    }
}

fn limit(found: &LimitFound) -> Limit<'_> {
    let kept = match found.kept {
        Kept::Yes => "yes",
        Kept::No => "no",
        Kept::Open => "open",
    };
    Limit { text: &found.text, found: found.value, bound: found.bound, kept, binds: found.binds }
}

fn neighbour<'a>(near: &Neighbour, moved: &'a Level) -> Near<'a> {
    Near {
        lever: near.lever,
        moved_to: place(moved),
        gain: near.gain.as_ref().map(known),
        beyond_limit: near.is_beyond,
    }
}

fn place(level: &Level) -> Place<'_> {
    if level.number.is_nan() { Place::Word(&level.text) } else { Place::Number(level.number) }
}

fn known(estimate: &Estimate) -> Known {
    let Estimate { mean, standard_error, interval, .. } = *estimate;
    Known::of(&Mean { mean, standard_error, interval })
}
