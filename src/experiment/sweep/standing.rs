//! What a sweep knows on its way: the tallies of every cell, their verdicts, and who is best.

use super::best::Best;
use super::plan::Plan;
use super::refine::next_round;
use super::tallies::CellTallies;
use crate::experiment::runner::{Analysis, Reached as Ran};
use crate::sales::{Measure, Outcome};
use crate::scenario::Scenario;
use crate::stats::{Incidence, Verdict};

/// How far a sweep is, and what it knows so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Runs (of each policy) so far in this and all earlier rounds.
    pub runs: u64,
    /// Of these runs, those that were kept from before.
    pub reused: u64,
    /// Runs in this and all earlier rounds together.
    pub planned: u64,
    /// The round, from 1.
    pub round: u32,
    /// Cells in which each policy is the best in the primary measure by the runs so far.
    pub best: Vec<usize>,
    /// Cells in which the best are level by the runs so far; all other cells are still open.
    pub level: usize,
}

/// What the runs of a sweep say so far.
pub(super) struct Standing<'a> {
    scenarios: &'a [Scenario],
    measures: &'a [Measure],
    pub(super) primary: usize,
    pub(super) cells: Vec<CellTallies>,
    /// By cell: the verdicts, pair by pair, and who is best.
    verdicts: Vec<Vec<Verdict>>,
    best: Vec<Best>,
    /// Cells in which each policy is the best, and in which the best are level.
    count: Vec<usize>,
    level: usize,
}

impl<'a> Standing<'a> {
    pub(super) fn new(scenarios: &'a [Scenario], measures: &'a [Measure]) -> Self {
        let policies = scenarios.first().map_or(0, |cell| cell.policies.len());
        let primary = scenarios.first().map_or("", |cell| cell.primary.as_str());
        Self {
            scenarios,
            measures,
            primary: measures.iter().position(|m| m.key == primary).unwrap_or(0),
            cells: vec![CellTallies::new(policies, measures); scenarios.len()],
            verdicts: vec![Vec::new(); scenarios.len()],
            best: vec![Best::Open; scenarios.len()],
            count: vec![0; policies],
            level: 0,
        }
    }

    /// How many runs each cell should have after the next round: depends on finished rounds only.
    pub(super) fn next_round(&self, plan: &Plan, runs: &[u32]) -> Vec<u32> {
        let is_first = runs.iter().all(|runs| *runs == 0);
        if is_first { vec![plan.runs; runs.len()] } else { next_round(plan, runs, &self.verdicts) }
    }

    pub(super) fn reached(&self, ran: &Ran) -> Reached {
        let Ran { runs, reused, planned, round, .. } = *ran;
        Reached { runs, reused, planned, round, best: self.count.clone(), level: self.level }
    }

    /// What the runs of a cell say so far.
    fn judge(&mut self, cell: usize) {
        let measure = (self.primary, self.measures[self.primary].key.as_str());
        let tallies = &self.cells[cell];
        let verdicts = tallies.verdicts(&self.scenarios[cell], measure);
        let pairs = tallies.pairs.iter().zip(&verdicts);
        let pairs = pairs.map(|(pair, verdict)| (pair.a, pair.b, *verdict));
        let best = Best::of(pairs, tallies.policies.len());
        self.verdicts[cell] = verdicts;
        let was = std::mem::replace(&mut self.best[cell], best.clone());
        if let Some(count) = self.place(&was) {
            *count -= 1;
        }
        if let Some(count) = self.place(&best) {
            *count += 1;
        }
    }

    /// Where a cell with this answer is counted; nowhere while it is open.
    fn place(&mut self, best: &Best) -> Option<&mut usize> {
        match best {
            Best::One(policy) => Some(&mut self.count[*policy]),
            Best::Level(_) => Some(&mut self.level),
            Best::Open | Best::Withheld => None,
        }
    }
}

impl Analysis for Standing<'_> {
    fn take(&mut self, cell: usize, runs: &[Vec<Outcome>], _: &[Incidence]) {
        for outcomes in runs {
            self.cells[cell].add(outcomes);
        }
        self.judge(cell);
    }
}
