//! What the runs of a cell came to, in constant memory.

use std::ops::Range;

use crate::experiment::summing::{direction, zone};
use crate::sales::{Controls, Measure, Outcome};
use crate::scenario::Scenario;
use crate::stats::{PairedTally, Tally, Verdict};

/// The tallies of one cell: runs are taken in in the order of their numbers.
#[derive(Clone, Debug)]
pub struct CellTallies {
    /// Replications of each policy taken in.
    pub runs: u32,
    /// Events handled.
    pub events: u64,
    /// By policy, by measure: the defined values; of a ratio, those of single replications.
    pub policies: Vec<Vec<Tally>>,
    /// By measure: of a ratio, the measures above and below the line.
    pub sides: Vec<Option<(usize, usize)>>,
    /// By measure: which of a run's controls go with it.
    pub beside: Vec<Range<usize>>,
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
            measures: measures.iter().map(|m| tally(m, measures)).collect(),
        };
        let pairs = (0..policies).flat_map(|a| (a + 1..policies).map(move |b| (a, b)));
        Self {
            runs: 0,
            events: 0,
            sides: measures.iter().map(|m| m.sides(measures)).collect(),
            beside: measures.iter().map(|m| Controls::beside(m, measures)).collect(),
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
            let (a, b) = (&outcomes[pair.a], &outcomes[pair.b]);
            let of_runs = [a, b].map(|of| of.controls.numbers());
            let (of_a, of_b) = (&a.values, &b.values);
            for (m, (tally, sides)) in pair.measures.iter_mut().zip(&self.sides).enumerate() {
                let controls = of_runs.each_ref().map(|of| &of[self.beside[m].clone()]).concat();
                match *sides {
                    Some((above, below)) => {
                        let row = |of: &[f64]| (of[above], of[below]);
                        tally.add_ratios_beside(&controls, row(of_a), row(of_b));
                    }
                    None => tally.add_beside(&controls, of_a[m], of_b[m]),
                }
            }
        }
    }

    /// A policy's mean in a measure, or of a ratio the ratio of the means; NaN if there is none.
    pub(super) fn mean(&self, policy: usize, measure: usize) -> f64 {
        let mean = |measure: usize| self.policies[policy][measure].mean();
        match self.sides[measure] {
            Some((above, below)) => mean(above) / mean(below),
            None => mean(measure),
        }
    }

    /// Differences up to this size do not matter for this measure (index and key) and pair.
    pub(super) fn zone(&self, scenario: &Scenario, pair: usize, (at, key): (usize, &str)) -> f64 {
        let mean = self.mean(self.pairs[pair].a, at);
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

/// An empty comparison in a measure.
fn tally(measure: &Measure, measures: &[Measure]) -> PairedTally {
    match measure.sides(measures) {
        Some(_) => PairedTally::of_ratios(direction(measure)),
        None => PairedTally::new(direction(measure)),
    }
}
