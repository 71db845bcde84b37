//! The workers of a sweep: tasks in order, outcomes taken in in order.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::best::Best;
use super::plan::Plan;
use super::refine::next_round;
use super::tallies::CellTallies;
use super::{Reached, Swept};
use crate::experiment::Failure;
use crate::experiment::block::{Block, Keep};
use crate::experiment::replicate::{Design, Workspace};
use crate::sales::{Measure, Outcome};
use crate::stats::Verdict;

/// Replications after which a block that grows is kept anew.
const STEP: u32 = 16;

/// A sweep that is running.
pub(super) struct Sweep<'a, K, S, W> {
    pub(super) designs: Vec<Design<'a>>,
    pub(super) plan: &'a Plan,
    pub(super) measures: Vec<Measure>,
    pub(super) primary: usize,
    /// By cell.
    pub(super) kept: Vec<Mutex<K>>,
    pub(super) seen: &'a S,
    pub(super) stops: &'a W,
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
    /// By cell: the verdicts, pair by pair, and who is best, by the runs so far.
    verdicts: Vec<Vec<Verdict>>,
    best: Vec<Best>,
    /// The first task (in their order) that failed.
    failure: Option<(usize, usize, Failure)>,
    reached: Reached,
}

impl<K: Keep + Send, S: Fn(&Reached) + Sync, W: Fn() -> bool + Sync> Sweep<'_, K, S, W> {
    pub(super) fn run(self) -> Result<Swept, (usize, Failure)> {
        let policies = self.designs.first().map_or(0, |design| design.setups.len());
        let count = self.designs.len();
        let board = Mutex::new(Board {
            cells: vec![CellTallies::new(policies, &self.measures); count],
            waiting: vec![BTreeMap::new(); count],
            verdicts: vec![Vec::new(); count],
            best: vec![Best::Open; count],
            failure: None,
            reached: Reached { best: vec![0; policies], ..Reached::default() },
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
                if (self.stops)() {
                    is_stopped.store(true, Ordering::Relaxed);
                    return;
                }
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
        let mut block = self.found(cell, first);
        let from = first.max(block.end());
        let reused = u64::from(from.min(end) - first);
        if let Err(failure) = self.grow(cell, &mut block, from..end) {
            let mut board = open(board);
            if board.failure.as_ref().is_none_or(|(earlier, ..)| *earlier > number) {
                board.failure = Some((number, cell, failure));
            }
            return false;
        }
        let (before, count) = (first - block.first, end.min(block.end()) - first);
        let outcomes = block.outcomes.into_iter().skip(before as usize).take(count as usize);
        self.take_in(&mut open(board), (cell, first), outcomes.collect(), reused);
        count == end - first
    }

    /// What is kept of the block with replication `first`, if everything before `first` is; else
    /// nothing of it.
    fn found(&self, cell: usize, first: u32) -> Block {
        let (number, policies) = (first / Block::RUNS, self.designs[cell].setups.len());
        let found = open(&self.kept[cell]).find(number).filter(|found| found.end() >= first);
        found.unwrap_or_else(|| Block::new(first, policies))
    }

    /// Adds these replications to a block, or the first of them when the sweep is stopped, and
    /// keeps it step by step.
    fn grow(&self, cell: usize, block: &mut Block, runs: Range<u32>) -> Result<(), Failure> {
        let design = &self.designs[cell];
        let keys: Vec<Option<usize>> = self.measures.iter().map(|m| index(design, m)).collect();
        let mut workspace = Workspace::new(design);
        // Without the block's beginning nothing of it can be kept.
        let keeps = block.first.is_multiple_of(Block::RUNS);
        for replication in runs.clone() {
            let is_last = replication + 1 == runs.end || (self.stops)();
            let all = workspace.replicate(replication, &mut |_, _| {})?;
            let thin = all.iter().map(|outcome| thinned(outcome, &keys)).collect();
            block.outcomes.push(thin);
            if keeps && (is_last || block.end().is_multiple_of(STEP)) {
                open(&self.kept[cell]).keep(block);
            }
            if is_last {
                break;
            }
        }
        Ok(())
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
        if board.cells[cell].runs > before {
            self.judge(board, cell);
        }
        (self.seen)(&board.reached);
    }

    /// What the runs of a cell say so far.
    fn judge(&self, board: &mut Board, cell: usize) {
        let measure = (self.primary, self.measures[self.primary].key.as_str());
        let tallies = &board.cells[cell];
        let verdicts = tallies.verdicts(self.designs[cell].scenario, measure);
        let pairs = tallies.pairs.iter().zip(&verdicts);
        let pairs = pairs.map(|(pair, verdict)| (pair.a, pair.b, *verdict));
        let best = Best::of(pairs, tallies.policies.len());
        board.reached.turn(&board.best[cell], &best);
        board.best[cell] = best;
        board.verdicts[cell] = verdicts;
    }
}

/// What a sweep needs of an outcome.
fn thinned(outcome: &Outcome, keys: &[Option<usize>]) -> Outcome {
    Outcome {
        buyers: None,
        pay: None,
        values: keys.iter().map(|key| key.map_or(f64::NAN, |key| outcome.values[key])).collect(),
        weeks: outcome.weeks,
        by_week: Vec::new(),
        wip_by_week: Vec::new(),
        stranded: outcome.stranded,
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
