//! The workers: cells in order, each by one thread.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Done, Plan, Question, Ran};
use crate::experiment::Failure;
use crate::experiment::replicate::{Design, Workspace};
use crate::scenario::Scenario;
use crate::stats::linearised;

/// Cells that are to be run.
pub(super) struct Workers<'a, S, W> {
    pub(super) cells: &'a [Scenario],
    pub(super) plan: &'a Plan,
    pub(super) question: &'a Question,
    pub(super) seen: &'a S,
    pub(super) stops: &'a W,
}

/// By policy looked at, by run; and the events.
type Cell = (Vec<Vec<f64>>, u64);

/// What the workers share.
struct Board {
    /// By cell.
    found: Vec<Option<Cell>>,
    /// The first cell (in their order) that failed.
    failure: Option<(usize, Failure)>,
    done: Done,
}

impl<S: Fn(Done) + Sync, W: Fn() -> bool + Sync> Workers<'_, S, W> {
    pub(super) fn run(&self) -> Result<Option<Ran>, (usize, Failure)> {
        let Some(first) = self.cells.first() else {
            return Ok(Some(Ran { values: Vec::new(), events: 0 }));
        };
        let pattern = Design::new(first);
        let board =
            Board { found: vec![None; self.cells.len()], failure: None, done: Done::default() };
        let board = Mutex::new(board);
        let (next, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = |_| {
            while !is_stopped.load(Ordering::Relaxed) {
                let cell = next.fetch_add(1, Ordering::Relaxed);
                if cell >= self.cells.len() {
                    return;
                }
                if !self.take(cell, &pattern, &board) {
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
        let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = board.failure {
            return Err(failure);
        }
        let Some(found) = board.found.into_iter().collect::<Option<Vec<Cell>>>() else {
            return Ok(None);
        };
        let events = found.iter().map(|(_, events)| events).sum();
        Ok(Some(Ran { values: found.into_iter().map(|(values, _)| values).collect(), events }))
    }

    /// Runs a cell and puts what it came to on the board; whether it was finished.
    fn take(&self, cell: usize, pattern: &Design<'_>, board: &Mutex<Board>) -> bool {
        let found = self.one(cell, pattern);
        let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
        match found {
            Ok(None) => return false,
            Ok(found) => board.found[cell] = found,
            Err(failure) => {
                if board.failure.as_ref().is_none_or(|(earlier, _)| *earlier > cell) {
                    board.failure = Some((cell, failure));
                }
                return false;
            }
        }
        board.done.points += 1;
        board.done.runs += u64::from(self.plan.runs);
        (self.seen)(board.done);
        true
    }

    /// The runs of one cell; `None` if they were stopped.
    fn one(&self, cell: usize, pattern: &Design<'_>) -> Result<Option<Cell>, Failure> {
        let design = Design::like(&self.cells[cell], Some(pattern));
        let key = &self.question.measure.key;
        let all = design.catalogue.measures();
        let measure = all.iter().position(|m| m.key == *key);
        let sides = measure.and_then(|measure| all[measure].sides(all));
        let policies = self.question.subject.policies(design.setups.len());
        let mut workspace = Workspace::new(&design);
        let (mut values, mut events) = (vec![(Vec::new(), Vec::new()); policies.len()], 0);
        let first = self.plan.row_of[cell] * self.plan.runs;
        for replication in first..first + self.plan.runs {
            if (self.stops)() {
                return Ok(None);
            }
            for (of, policy) in values.iter_mut().zip(&policies) {
                let outcome = workspace.one(*policy, replication)?;
                events += outcome.events;
                let value = |measure: usize| outcome.values[measure];
                match sides {
                    Some((above, below)) => {
                        of.0.push(value(above));
                        of.1.push(value(below));
                    }
                    None => of.0.push(measure.map_or(f64::NAN, value)),
                }
            }
        }
        let values = values.into_iter().map(|(values, below)| match sides {
            Some(_) => linearised(&values, &below),
            None => values,
        });
        Ok(Some((values.collect(), events)))
    }
}
