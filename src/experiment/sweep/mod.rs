//! Sweeps: the same comparison in many worlds, to find where the answer turns.
//!
//! Every cell is a scenario of its own on the same luck: seed and numbers of replications are
//! shared. Cells where the verdict is open, and first of all those at a border, get more
//! replications in rounds; a round is decided by finished rounds only, so threads cannot matter.

mod flips;
mod plan;
mod refine;
mod summary;
mod tallies;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Failure;
use super::block::{Block, Keep};
use super::replicate::{Design, Workspace};
use crate::sales::{Catalogue, Measure, Outcome};
use crate::scenario::Scenario;
use crate::stats::Verdict;

/// A value on an axis; part of what a sweep found.
pub use crate::scenario::Level;
pub use flips::{Crossing, Flips, Stretch, crossings, stretches};
pub use plan::{Layout, MOST_CELLS, Plan, grid, latin_hypercube, latin_shares, sobol_points};
pub use refine::next_round;
pub use summary::{
    Best, CellSummary, PairCell, Regimes, Slice, SweepAxis, SweepSummary, summarise,
};
pub use tallies::{CellTallies, PairTallies};

/// Families of measures that are about a part of the system: too many for every cell.
const PARTS: [&str; 4] = ["stage.", "role.", "exit.", "person."];

/// What the cells of a sweep came to.
#[derive(Clone, Debug)]
pub struct Swept {
    /// The measures, the same in every cell.
    pub measures: Vec<Measure>,
    /// Index of the measure that the verdicts are about.
    pub primary: usize,
    /// One for each cell.
    pub cells: Vec<CellTallies>,
    /// Runs (of each policy) that were kept from before.
    pub reused: u64,
    /// Whether every round was finished.
    pub is_complete: bool,
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Cells with all the runs of the first round.
    pub cells: usize,
    /// Runs (of each policy) so far in this and all earlier rounds.
    pub runs: u64,
    /// Of these runs, those that were kept from before.
    pub reused: u64,
    /// Runs in this and all earlier rounds together.
    pub planned: u64,
    /// The round, from 1.
    pub round: u32,
    /// Of the cells with all runs of the first round, those where a verdict is still undecided.
    pub undecided: usize,
}

/// Runs every cell of `plan` and then, in rounds, more where it matters; what `kept` (one for each
/// cell) holds is not run again, and what is run is kept there. `seen` is told after each block how
/// far the sweep is, by one thread at a time; when `stops` says so, the sweep ends after the
/// replications in hand. Neither the number of threads nor what is kept changes a number.
///
/// # Errors
///
/// The cell and the [`Failure`] of its first replication that failed.
///
/// # Panics
///
/// If there is not one scenario and one place to keep for each cell, or the scenarios differ in
/// their policies.
pub fn run<K: Keep + Send>(
    cells: &[Scenario],
    plan: &Plan,
    kept: Vec<K>,
    seen: &(impl Fn(Reached) + Sync),
    stops: &(impl Fn() -> bool + Sync),
) -> Result<Swept, (usize, Failure)> {
    assert!(cells.len() == plan.cells.len(), "one scenario for each cell");
    assert!(cells.len() == kept.len(), "one place to keep for each cell");
    let designs: Vec<Design<'_>> = cells.iter().map(Design::new).collect();
    let measures = cells.first().map_or(Vec::new(), measures);
    let primary = cells.first().map_or("", |cell| cell.primary.as_str());
    let primary = measures.iter().position(|m| m.key == primary).unwrap_or(0);
    let kept = kept.into_iter().map(Mutex::new).collect();
    let sweep = Sweep { designs, plan, measures, primary, kept, seen, stops };
    sweep.run()
}

/// The measures of a sweep: those of the whole system, and the primary one.
pub fn measures(scenario: &Scenario) -> Vec<Measure> {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let is_whole = |m: &Measure| !PARTS.iter().any(|part| m.key.starts_with(part));
    let is_shown = |m: &&Measure| is_whole(m) || m.key == scenario.primary;
    catalogue.measures().iter().filter(is_shown).cloned().collect()
}

struct Sweep<'a, K, S, W> {
    designs: Vec<Design<'a>>,
    plan: &'a Plan,
    measures: Vec<Measure>,
    primary: usize,
    /// By cell.
    kept: Vec<Mutex<K>>,
    seen: &'a S,
    stops: &'a W,
}

/// Some replications of a cell.
#[derive(Clone, Copy)]
struct Task {
    cell: usize,
    first: u32,
    end: u32,
}

/// By replication, by policy: the measures of the sweep and the events, all else left out.
type Outcomes = Vec<Vec<Outcome>>;

/// What the workers share.
struct Board {
    cells: Vec<CellTallies>,
    /// By cell: finished blocks that wait for an earlier one, by their first replication.
    waiting: Vec<BTreeMap<u32, Outcomes>>,
    verdicts: Vec<Vec<Verdict>>,
    /// The first task (in their order) that failed.
    failure: Option<(usize, usize, Failure)>,
    reached: Reached,
}

impl<K: Keep + Send, S: Fn(Reached) + Sync, W: Fn() -> bool + Sync> Sweep<'_, K, S, W> {
    fn run(self) -> Result<Swept, (usize, Failure)> {
        let policies = self.designs.first().map_or(0, |design| design.setups.len());
        let count = self.designs.len();
        let board = Mutex::new(Board {
            cells: vec![CellTallies::new(policies, &self.measures); count],
            waiting: vec![BTreeMap::new(); count],
            verdicts: vec![Vec::new(); count],
            failure: None,
            reached: Reached::default(),
        });
        let mut targets = vec![self.plan.runs; count];
        let is_complete = loop {
            let tasks = tasks(&open(&board).cells, &targets);
            if tasks.is_empty() {
                break true;
            }
            let is_whole = self.round(&tasks, &board);
            let board = open(&board);
            if board.failure.is_some() || !is_whole {
                break false;
            }
            let runs: Vec<u32> = board.cells.iter().map(|cell| cell.runs).collect();
            targets = next_round(self.plan, &runs, &board.verdicts);
        };
        let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cell, failure)) = board.failure {
            return Err((cell, failure));
        }
        let Self { measures, primary, .. } = self;
        let (cells, reused) = (board.cells, board.reached.reused);
        Ok(Swept { measures, primary, cells, reused, is_complete })
    }

    /// Runs the tasks on all threads, each taking the next; whether all were finished.
    fn round(&self, tasks: &[Task], board: &Mutex<Board>) -> bool {
        {
            let mut board = open(board);
            board.reached.round += 1;
            board.reached.planned += tasks.iter().map(|t| u64::from(t.end - t.first)).sum::<u64>();
        }
        let (next, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = |_| {
            while !is_stopped.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(task) = tasks.get(number) else { return };
                let is_whole = self.task((number, *task), board);
                if !is_whole {
                    is_stopped.store(true, Ordering::Relaxed);
                }
            }
        };
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).for_each(work);
        }
        #[cfg(not(feature = "parallel"))]
        work(0);
        !is_stopped.into_inner()
    }

    /// Runs what is not kept of one task and takes its outcomes in; whether it was finished.
    fn task(&self, (number, task): (usize, Task), board: &Mutex<Board>) -> bool {
        let Task { cell, first, end } = task;
        let block_number = first / Block::RUNS;
        let found = open(&self.kept[cell]).find(block_number);
        let policies = self.designs[cell].setups.len();
        let mut block = found.unwrap_or_else(|| Block::new(block_number * Block::RUNS, policies));
        let from = first.max(block.end());
        let reused = u64::from(from.min(end) - first);
        match self.outcomes(cell, from..end) {
            Ok(outcomes) => {
                // Without the block's beginning nothing of it can be kept.
                let is_whole = block.end() >= first;
                let ran = !outcomes.is_empty();
                if !is_whole {
                    block = Block::new(first, policies);
                }
                block.outcomes.extend(outcomes);
                if is_whole && ran {
                    open(&self.kept[cell]).keep(&block);
                }
                let before = (first - block.first) as usize;
                let count = (end.min(block.end()) - first) as usize;
                let taken = block.outcomes.drain(before..before + count).collect();
                self.take_in(&mut open(board), (cell, first), taken, reused);
                count == (end - first) as usize
            }
            Err(failure) => {
                let mut board = open(board);
                if board.failure.as_ref().is_none_or(|(earlier, ..)| *earlier > number) {
                    board.failure = Some((number, cell, failure));
                }
                false
            }
        }
    }

    /// The outcomes of some replications of a cell, or of the first of them when it is stopped.
    fn outcomes(&self, cell: usize, runs: Range<u32>) -> Result<Outcomes, Failure> {
        let design = &self.designs[cell];
        let keys: Vec<Option<usize>> = self.measures.iter().map(|m| index(design, m)).collect();
        let mut workspace = Workspace::new(design);
        let mut outcomes = Vec::new();
        for replication in runs {
            if (self.stops)() {
                break;
            }
            let all = workspace.replicate(replication, |_, _| {})?;
            outcomes.push(all.into_iter().map(|outcome| thinned(&outcome, &keys)).collect());
        }
        Ok(outcomes)
    }

    /// Takes in a block of a cell as soon as all earlier ones are there.
    fn take_in(
        &self,
        board: &mut Board,
        (cell, first): (usize, u32),
        outcomes: Outcomes,
        reused: u64,
    ) {
        board.reached.runs += outcomes.len() as u64;
        board.reached.reused += reused;
        board.waiting[cell].insert(first, outcomes);
        let before = board.cells[cell].runs;
        while let Some(outcomes) = board.waiting[cell].remove(&board.cells[cell].runs) {
            for of_policies in &outcomes {
                board.cells[cell].add(of_policies);
            }
            if outcomes.is_empty() {
                break;
            }
        }
        let runs = board.cells[cell].runs;
        if runs >= self.plan.runs && runs > before {
            let measure = (self.primary, self.measures[self.primary].key.as_str());
            let verdicts = board.cells[cell].verdicts(self.designs[cell].scenario, measure);
            let was_open = board.verdicts[cell].contains(&Verdict::Undecided);
            let is_open = verdicts.contains(&Verdict::Undecided);
            board.reached.cells += usize::from(board.verdicts[cell].is_empty());
            board.reached.undecided += usize::from(is_open);
            board.reached.undecided -= usize::from(was_open);
            board.verdicts[cell] = verdicts;
        }
        (self.seen)(board.reached);
    }
}

/// What a sweep needs of an outcome.
fn thinned(outcome: &Outcome, keys: &[Option<usize>]) -> Outcome {
    Outcome {
        values: keys.iter().map(|key| key.map_or(f64::NAN, |key| outcome.values[key])).collect(),
        weeks: outcome.weeks,
        by_week: Vec::new(),
        wip_by_week: Vec::new(),
        snapshots: Vec::new(),
        stage_hours: Vec::new(),
        events: outcome.events,
    }
}

fn open<T>(board: &Mutex<T>) -> MutexGuard<'_, T> {
    board.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The index of a measure in a cell.
fn index(design: &Design<'_>, measure: &Measure) -> Option<usize> {
    design.catalogue.measures().iter().position(|m| m.key == measure.key)
}

/// Blocks that bring every cell to its target: the first block of every cell before the second of
/// any, so that what is interrupted knows something of every cell.
fn tasks(cells: &[CellTallies], targets: &[u32]) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (cell, (tallies, target)) in cells.iter().zip(targets).enumerate() {
        let mut first = tallies.runs;
        while first < *target {
            let end = ((first / Block::RUNS + 1) * Block::RUNS).min(*target);
            tasks.push(Task { cell, first, end });
            first = end;
        }
    }
    tasks.sort_by_key(|task| (task.first / Block::RUNS, task.cell));
    tasks
}
