//! What the runs of a cell came to, in constant memory.

use crate::experiment::summing::{direction, zone};
use crate::sales::{Measure, Outcome};
use crate::scenario::Scenario;
use crate::stats::{PairedTally, Tally, Verdict};

/// The tallies of one cell: runs are taken in in the order of their numbers.
#[derive(Clone, Debug)]
pub struct CellTallies {
    /// Replications of each policy taken in.
    pub runs: u32,
    /// Events handled.
    pub events: u64,
    /// By policy, by measure: the defined values.
    pub policies: Vec<Vec<Tally>>,
    /// Every pair of policies, a before b.
    pub pairs: Vec<PairTallies>,
}

/// One pair of policies on the same luck.
#[derive(Clone, Debug)]
pub struct PairTallies {
    /// Index of the first policy.
    pub a: usize,
    /// Index of the second policy.
    pub b: usize,
    /// By measure: b compared with a.
    pub measures: Vec<PairedTally>,
}

impl CellTallies {
    pub(super) fn new(policies: usize, measures: &[Measure]) -> Self {
        let pair = |(a, b)| PairTallies {
            a,
            b,
            measures: measures.iter().map(|m| PairedTally::new(direction(m))).collect(),
        };
        let pairs = (0..policies).flat_map(|a| (a + 1..policies).map(move |b| (a, b)));
        Self {
            runs: 0,
            events: 0,
            policies: vec![vec![Tally::new(); measures.len()]; policies],
            pairs: pairs.map(pair).collect(),
        }
    }

    /// Takes in the next replication: one outcome for each policy.
    pub(super) fn add(&mut self, outcomes: &[Outcome]) {
        self.runs += 1;
        for (tallies, outcome) in self.policies.iter_mut().zip(outcomes) {
            self.events += outcome.events;
            let values = tallies.iter_mut().zip(&outcome.values);
            for (tally, value) in values.filter(|(_, value)| !value.is_nan()) {
                tally.add(*value);
            }
        }
        for pair in &mut self.pairs {
            let (of_a, of_b) = (&outcomes[pair.a].values, &outcomes[pair.b].values);
            for ((tally, a), b) in pair.measures.iter_mut().zip(of_a).zip(of_b) {
                tally.add(*a, *b);
            }
        }
    }

    /// Differences up to this size do not matter for this measure (index and key) and pair.
    pub(super) fn zone(&self, scenario: &Scenario, pair: usize, (at, key): (usize, &str)) -> f64 {
        let mean = self.policies[self.pairs[pair].a][at].mean();
        let zone = zone(scenario, key, mean);
        if zone.is_nan() { 0.0 } else { zone }
    }

    /// The verdicts on a measure (index and key), pair by pair.
    pub(super) fn verdicts(&self, scenario: &Scenario, measure: (usize, &str)) -> Vec<Verdict> {
        let pairs = self.pairs.iter().enumerate();
        pairs
            .map(|(k, pair)| pair.measures[measure.0].verdict(self.zone(scenario, k, measure)))
            .collect()
    }
}
