//! The load of every policy of the default scenario that has traits, found by the same number of trials for
//! each: `cargo run --release --example trials`; of some of them anew: `… -- hero team`. Writes
//! `scenarios/hero-vs-team.trials.json` and prints the rules to be copied into the scenario. What is tried
//! and how one is chosen: docs/traits.md.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

mod load;

use std::error::Error;

use load::{Load, Ranges};
use posse::experiment::{Continue, Results, run};
use posse::sales::Policy;
use posse::sales::pay::Scale;
use posse::scenario::Scenario;
use serde::Serialize;
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
const FILE: &str = "hero-vs-team.toml";
const RECORD: &str = "hero-vs-team.trials.json";
/// The seed that turns the points, those of the three rounds, and that of no verdict among them.
const POINT_SEED: u32 = 8101;
/// Seed, runs of each point, and how many points go on.
const ROUNDS: [(u64, u32, usize); 3] = [(8102, 8, 16), (8103, 32, 4), (8104, 128, 1)];
/// How many points are tried of each policy.
const POINTS: u32 = 64;
/// Nobody may be busier than this on average.
const MOST_BUSY: f64 = 0.92;

#[derive(Serialize)]
struct Record {
    scenario: &'static str,
    point_seed: u32,
    points: u32,
    rounds: Vec<Round>,
    most_busy: f64,
    ranges: Ranges,
    policies: Vec<Value>,
}

#[derive(Serialize)]
struct Round {
    seed: u64,
    runs: u32,
    kept: usize,
}

#[derive(Serialize)]
struct Tried {
    policy: String,
    chosen: Load,
    trials: Vec<Trial>,
}

/// A point and what each round in which it took part found.
#[derive(Clone, Serialize)]
struct Trial {
    load: Load,
    found: Vec<Found>,
}

/// Return on Sales and how busy the busiest role is.
#[derive(Clone, Copy, Serialize)]
struct Found {
    return_on_sales: f64,
    busiest: f64,
}

impl Found {
    /// Better first: within the limit before beyond it; there by Return on Sales, here by how far beyond.
    fn rank(&self) -> (bool, f64) {
        let is_over = self.busiest > MOST_BUSY;
        (is_over, if is_over { self.busiest } else { -self.return_on_sales })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let read = |name: &str| std::fs::read_to_string(format!("{FOLDER}/{name}")).ok();
    let text = std::fs::read(format!("{FOLDER}/{FILE}"))?;
    let scenario = Scenario::parse(&text, FILE, &read).map_err(|error| format!("{error}"))?;
    let (scenario, _) = scenario.with_cells();
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut policies = Vec::new();
    for policy in scenario.policies.iter().filter(|policy| policy.traits.is_some()) {
        let is_wanted = wanted.is_empty() || wanted.contains(&policy.name);
        if let Some(kept) = kept(&policy.name).filter(|_| !is_wanted) {
            policies.push(kept);
            continue;
        }
        let tried = tried(&scenario, policy)?;
        eprintln!("{}: {}", tried.policy, tried.chosen);
        println!("# {}\n{}", tried.policy, tried.chosen.rules());
        policies.push(serde_json::to_value(tried)?);
    }
    let round = |(seed, runs, kept): (u64, u32, usize)| Round { seed, runs, kept };
    let record = Record {
        scenario: FILE,
        point_seed: POINT_SEED,
        points: POINTS,
        rounds: ROUNDS.into_iter().map(round).collect(),
        most_busy: MOST_BUSY,
        ranges: Ranges::of(&scenario),
        policies,
    };
    let text = serde_json::to_string_pretty(&record)? + "\n";
    std::fs::write(format!("{FOLDER}/{RECORD}"), text)?;
    Ok(())
}

/// What the record holds of a policy.
fn kept(policy: &str) -> Option<Value> {
    let text = std::fs::read_to_string(format!("{FOLDER}/{RECORD}")).ok()?;
    let record: Value = serde_json::from_str(&text).ok()?;
    record["policies"].as_array()?.iter().find(|tried| tried["policy"] == policy).cloned()
}

/// Tries every point of a policy on few runs, and the better ones again on more.
fn tried(scenario: &Scenario, policy: &Policy) -> Result<Tried, Box<dyn Error>> {
    let ranges = Ranges::of(scenario);
    let loads = (0..POINTS).map(|point| ranges.load(policy, point, POINT_SEED));
    let mut trials: Vec<Trial> = loads.map(|load| Trial { load, found: Vec::new() }).collect();
    let mut going: Vec<usize> = (0..trials.len()).collect();
    for (seed, runs, kept) in ROUNDS {
        let loads: Vec<&Load> = going.iter().map(|at| &trials[*at].load).collect();
        let found = measured(scenario, policy, &loads, (seed, runs))?;
        for (at, found) in going.iter().zip(found) {
            trials[*at].found.push(found);
        }
        let rank = |at: &usize| trials[*at].found.last().map_or((true, f64::NAN), Found::rank);
        going.sort_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        going.truncate(kept);
    }
    let chosen = trials[going[0]].load.clone();
    Ok(Tried { policy: policy.name.clone(), chosen, trials })
}

/// What a policy with each of these loads comes to; its plans pay as written.
fn measured(
    scenario: &Scenario,
    policy: &Policy,
    loads: &[&Load],
    (seed, runs): (u64, u32),
) -> Result<Vec<Found>, Box<dyn Error>> {
    let mut trial = Scenario { seed, replications: runs, cells: Vec::new(), ..scenario.clone() };
    trial.policies = loads.iter().enumerate().map(|(at, load)| load.put_on(policy, at)).collect();
    for policy in &mut trial.policies {
        policy.pay.scale = Scale::Factor(1.0);
    }
    let results = run(&trial, |_| Continue::Yes)?;
    Ok((0..loads.len()).map(|at| found(&results, at)).collect())
}

fn found(results: &Results, policy: usize) -> Found {
    let sum = |key: &str| results.values(policy, key).iter().sum::<f64>();
    let busy = results.policies[policy].roles.iter().map(|(_, role)| {
        let values = results.values(policy, &format!("role.{}.utilisation", role.name));
        values.iter().sum::<f64>() / values.len() as f64
    });
    Found {
        return_on_sales: sum("contribution") / sum("revenue"),
        busiest: busy.fold(0.0, f64::max),
    }
}
