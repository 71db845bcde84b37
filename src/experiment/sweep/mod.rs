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
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Failure;
use super::replicate::{Design, Workspace};
use crate::sales::Measure;
use crate::scenario::Scenario;
use crate::stats::Verdict;

pub use flips::{Crossing, Flips, Stretch, crossings, stretches};
pub use plan::{Layout, MOST_CELLS, Plan, grid, latin_hypercube, latin_shares, sobol_points};
pub use refine::next_round;
pub use summary::{
    Best, CellSummary, PairCell, Regimes, Slice, SweepAxis, SweepSummary, summarise,
};
pub use tallies::{CellTallies, PairTallies};

/// Replications of a cell that one worker runs in a row.
const BLOCK: u32 = 64;
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
    /// Runs in this and all earlier rounds together.
    pub planned: u64,
    /// The round, from 1.
    pub round: u32,
    /// Of the cells with all runs of the first round, those where a verdict is still undecided.
    pub undecided: usize,
}

/// Runs every cell of `plan` and then, in rounds, more where it matters. `seen` is told after each
/// block how far the sweep is, by one thread at a time; when `stops` says so, the sweep ends after
/// the replications in hand. The results do not depend on the number of threads.
///
/// # Errors
///
/// The cell and the [`Failure`] of its first replication that failed.
///
/// # Panics
///
/// If there is not one scenario for each cell, or they differ in their policies.
pub fn run(
    cells: &[Scenario],
    plan: &Plan,
    seen: &(impl Fn(Reached) + Sync),
    stops: &(impl Fn() -> bool + Sync),
) -> Result<Swept, (usize, Failure)> {
    assert!(cells.len() == plan.cells.len(), "one scenario for each cell");
    let designs: Vec<Design<'_>> = cells.iter().map(Design::new).collect();
    let (measures, primary) = measures(&designs);
    let sweep = Sweep { designs, plan, measures, primary, seen, stops };
    sweep.run()
}

/// The measures of the whole system, and the primary one among them.
fn measures(designs: &[Design<'_>]) -> (Vec<Measure>, usize) {
    let Some(first) = designs.first() else { return (Vec::new(), 0) };
    let primary = &first.scenario.primary;
    let is_whole = |m: &&Measure| !PARTS.iter().any(|part| m.key.starts_with(part));
    let is_shown = |m: &&Measure| is_whole(m) || m.key == *primary;
    let shown: Vec<Measure> = first.catalogue.measures().iter().filter(is_shown).cloned().collect();
    let primary = shown.iter().position(|m| m.key == *primary).unwrap_or(0);
    (shown, primary)
}

struct Sweep<'a, S, W> {
    designs: Vec<Design<'a>>,
    plan: &'a Plan,
    measures: Vec<Measure>,
    primary: usize,
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

/// By replication, by policy, by measure.
type Values = Vec<Vec<Vec<f64>>>;

/// What the workers share.
struct Board {
    cells: Vec<CellTallies>,
    /// By cell: finished blocks that wait for an earlier one, by their first replication.
    waiting: Vec<BTreeMap<u32, (Values, u64)>>,
    verdicts: Vec<Vec<Verdict>>,
    /// The first task (in their order) that failed.
    failure: Option<(usize, usize, Failure)>,
    reached: Reached,
}

impl<S: Fn(Reached) + Sync, W: Fn() -> bool + Sync> Sweep<'_, S, W> {
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
        Ok(Swept { measures, primary, cells: board.cells, is_complete })
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

    /// Runs one task and takes its values in; whether it was finished.
    fn task(&self, (number, task): (usize, Task), board: &Mutex<Board>) -> bool {
        let Task { cell, first, end } = task;
        let design = &self.designs[cell];
        let keys: Vec<Option<usize>> = self.measures.iter().map(|m| index(design, m)).collect();
        let mut workspace = Workspace::new(design);
        let (mut values, mut events): (Values, u64) = (Vec::new(), 0);
        for replication in first..end {
            // What is interrupted at once is still worth a first run of each cell in hand.
            if replication > first && (self.stops)() {
                break;
            }
            match workspace.replicate(replication, |_, _| {}) {
                Ok(outcomes) => {
                    events += outcomes.iter().map(|outcome| outcome.events).sum::<u64>();
                    let of = |values: &[f64]| {
                        keys.iter().map(|k| k.map_or(f64::NAN, |k| values[k])).collect()
                    };
                    values.push(outcomes.iter().map(|outcome| of(&outcome.values)).collect());
                }
                Err(failure) => {
                    let mut board = open(board);
                    if board.failure.as_ref().is_none_or(|(earlier, ..)| *earlier > number) {
                        board.failure = Some((number, cell, failure));
                    }
                    return false;
                }
            }
        }
        let is_whole = values.len() == (end - first) as usize;
        self.take_in(&mut open(board), cell, first, (values, events));
        is_whole
    }

    /// Takes in a block of a cell as soon as all earlier ones are there.
    fn take_in(&self, board: &mut Board, cell: usize, first: u32, block: (Values, u64)) {
        board.reached.runs += block.0.len() as u64;
        board.waiting[cell].insert(first, block);
        let before = board.cells[cell].runs;
        while let Some((values, events)) = board.waiting[cell].remove(&board.cells[cell].runs) {
            if values.is_empty() {
                break;
            }
            board.cells[cell].events += events;
            for values in &values {
                board.cells[cell].add(values);
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
            let end = ((first / BLOCK + 1) * BLOCK).min(*target);
            tasks.push(Task { cell, first, end });
            first = end;
        }
    }
    tasks.sort_by_key(|task| (task.first / BLOCK, task.cell));
    tasks
}
