//! What another scenario does to the policies that two scenarios share: each on the same luck.

use super::results::{PolicyResults, Results};
use super::summary::PairSummary;
use super::{summing, warnings};
use crate::sales::Measure;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Interval};

pub use crate::scenario::{Difference, Thing, Valued};

/// Measures that are told besides the primary one.
const MONEY: [&str; 4] = ["contribution", "revenue", "gross_margin", "selling_cost"];

/// What differs between two scenarios, and what that does.
#[derive(Clone, Debug)]
pub struct Change {
    /// Of the first and of the second: the file, the name and the hash.
    pub scenarios: [(String, String, String); 2],
    /// What they say differently.
    pub said: Difference,
    /// What that does, where both were run.
    pub done: Option<Effect>,
}

/// What the second scenario does, compared with the first.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The currency, for reading only.
    pub currency: String,
    /// The seed of both.
    pub seed: u64,
    /// Runs of each policy in both.
    pub replications: u32,
    /// Weeks measured in the first and in the second.
    pub weeks: [f64; 2],
    /// One for each policy that both have.
    pub policies: Vec<PolicyEffect>,
}

/// The same policy in both scenarios.
#[derive(Clone, Debug)]
pub struct PolicyEffect {
    /// Its name.
    pub name: String,
    /// How people read it.
    pub label: String,
    /// The primary measure of the first scenario, then money.
    pub rows: Vec<EffectRow>,
}

/// A measure of a policy in both scenarios.
#[derive(Clone, Debug)]
pub struct EffectRow {
    /// The measure.
    pub measure: Measure,
    /// In the first and in the second; `None` where no run defines it.
    pub estimates: [Option<Estimate>; 2],
    /// The second compared with the first, run by run.
    pub pair: PairSummary,
}

impl Effect {
    /// What `b` does compared with `a`, of the same policies in the same order, run with the same seed.
    ///
    /// # Panics
    ///
    /// If the policies or the numbers of runs differ.
    pub fn of(a: (&Scenario, &Results), b: (&Scenario, &Results)) -> Self {
        assert!(a.1.replications == b.1.replications, "pairs of runs");
        let drifts = [a, b].map(|(scenario, results)| warnings::drifts(scenario, results));
        let mean_weeks = |of: &Results| of.weeks_sum / f64::from(of.replications.max(1));
        let policy = |(place, of): (usize, &PolicyResults)| {
            assert!(of.name == b.1.policies[place].name, "the same policies");
            let is_drifting = drifts.iter().flatten().any(|drift| drift.policy == place);
            let rows = rows(a, b, place, is_drifting);
            PolicyEffect { name: of.name.clone(), label: of.label.clone(), rows }
        };
        Self {
            currency: a.0.currency.clone(),
            seed: a.0.seed,
            replications: a.1.replications,
            weeks: [mean_weeks(a.1), mean_weeks(b.1)],
            policies: a.1.policies.iter().enumerate().map(policy).collect(),
        }
    }
}

fn rows(
    a: (&Scenario, &Results),
    b: (&Scenario, &Results),
    policy: usize,
    drifts: bool,
) -> Vec<EffectRow> {
    let both = side_by_side(a.1, b.1, policy);
    let mut keys = vec![a.0.primary.as_str()];
    keys.extend(MONEY.into_iter().filter(|key| *key != a.0.primary));
    let row = |key: &&str| {
        let measure = both.measure(key)?;
        let pair = summing::pair(a.0, &both, (0, 1, measure), Interval::Student);
        Some(EffectRow {
            measure: both.measures[measure].clone(),
            estimates: [0, 1].map(|side| both.estimate(side, measure, Interval::Student)),
            pair: PairSummary { drifts, ..pair },
        })
    };
    keys.iter().filter_map(row).collect()
}

/// A policy of both as if they were two policies of one scenario, in the measures that both have.
fn side_by_side(a: &Results, b: &Results, policy: usize) -> Results {
    let shared: Vec<(usize, usize)> = (0..a.measures.len())
        .filter_map(|of_a| Some((of_a, b.measure(&a.measures[of_a].key)?)))
        .collect();
    let of = |results: &Results, places: Vec<usize>| {
        let policy = &results.policies[policy];
        let values = places.iter().map(|place| policy.values[*place].clone()).collect();
        PolicyResults { values, ..policy.clone() }
    };
    let (of_a, of_b) = shared.iter().copied().unzip();
    Results {
        measures: shared.iter().map(|(of_a, _)| a.measures[*of_a].clone()).collect(),
        policies: vec![of(a, of_a), of(b, of_b)],
        cells: Vec::new(),
        ..*a
    }
}
