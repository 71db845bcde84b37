//! The one runner of all studies: what is kept is taken, the rest is run, everything is handed to an
//! analysis in order.
//!
//! Work is divided into pieces: some runs of one point, within one block. Which thread runs a piece,
//! and how long pieces are, changes no number: a replication depends on nothing but its point and its
//! number, and the analysis sees the runs of each point in the order of their numbers.

mod analysis;
mod board;
mod round;
mod worker;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::Failure;
use super::block::Keep;
use super::replicate::Design;
use super::study::Study;
pub use analysis::{Analysis, Ran, Reached, Watch};
use board::{Board, Written};
use round::Round;

/// A study with all that it needs to run.
pub struct Runner<'a, K, S, W> {
    /// The study.
    pub study: &'a Study<'a>,
    /// By point: where finished runs are kept.
    pub kept: Vec<K>,
    /// Told how far the study is, whenever a piece is done; by one thread at a time.
    pub seen: &'a S,
    /// Asked whether to stop.
    pub watch: &'a W,
}

/// A round that is running, as the workers see it.
struct Rounds<'a, A, K, S, W> {
    study: &'a Study<'a>,
    /// The design of the first point; what others have in common with it is made once.
    pattern: Design<'a>,
    kept: Vec<Mutex<Written<K>>>,
    board: Mutex<Board<A>>,
    /// Told when runs were taken in, or the round is over.
    moved: Condvar,
    seen: &'a S,
    watch: &'a W,
}

impl<'a, K: Keep + Send, S, W: Watch> Runner<'a, K, S, W> {
    /// Runs the study in rounds: `pace` says, from the analysis and the runs of each point, how many
    /// runs each point should have after the next round; when none should have more, the study is
    /// over.
    ///
    /// # Errors
    ///
    /// The point and the [`Failure`] of the first replication (in the order of the work) that
    /// failed; what was finished before it is kept.
    ///
    /// # Panics
    ///
    /// If there is not one place to keep for each point.
    pub fn run<A: Analysis>(
        self,
        analysis: A,
        pace: impl FnMut(&mut A, &[u32]) -> Vec<u32>,
    ) -> Result<Ran<A>, (usize, Failure)>
    where
        S: Fn(&Reached, &A) + Sync,
    {
        match self.study.points.first() {
            Some(first) => {
                let pattern = Design::new(first.scenario);
                self.run_with(pattern, analysis, pace)
            }
            None => Ok(Board::new(analysis, 0).ran(true)),
        }
    }

    /// The same with the design of the first point, which the caller has made.
    pub(super) fn run_with<A: Analysis>(
        self,
        pattern: Design<'a>,
        analysis: A,
        mut pace: impl FnMut(&mut A, &[u32]) -> Vec<u32>,
    ) -> Result<Ran<A>, (usize, Failure)>
    where
        S: Fn(&Reached, &A) + Sync,
    {
        let Self { study, kept, seen, watch } = self;
        assert!(study.points.len() == kept.len(), "one place to keep for each point");
        let rounds = Rounds {
            study,
            pattern,
            kept: kept.into_iter().map(|kept| Mutex::new(Written::of(kept))).collect(),
            board: Mutex::new(Board::new(analysis, study.points.len())),
            moved: Condvar::new(),
            seen,
            watch,
        };
        let is_complete = loop {
            let Some(round) = rounds.plan(&mut pace) else { break true };
            rounds.round(round);
            if open(&rounds.board).is_stopped() {
                rounds.keep_rest();
                break false;
            }
        };
        let mut board = rounds.board.into_inner().unwrap_or_else(PoisonError::into_inner);
        match board.take_failure() {
            Some(failure) => Err(failure),
            None => Ok(board.ran(is_complete)),
        }
    }
}

impl<A: Analysis, K: Keep + Send, S: Fn(&Reached, &A) + Sync, W: Watch> Rounds<'_, A, K, S, W> {
    /// The next round, if there is one.
    fn plan(&self, pace: &mut impl FnMut(&mut A, &[u32]) -> Vec<u32>) -> Option<Round> {
        let mut board = open(&self.board);
        let targets = board.targets(pace);
        let has = |point: usize, number: u32| open(&self.kept[point]).store.has(number);
        let round = Round::new(&self.study.points, &board.runs(), &targets, threads(), has)?;
        board.begin(&round);
        Some(round)
    }

    /// Runs a round on all threads.
    fn round(&self, round: Round) {
        let round = Mutex::new(round);
        let work = |_| self.work(&round);
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            (0..threads()).into_par_iter().with_max_len(1).for_each(work);
        }
        #[cfg(not(feature = "parallel"))]
        work(0);
    }

    /// Keeps what was finished of blocks that a stop left incomplete.
    fn keep_rest(&self) {
        let rest = open(&self.board).rest();
        for (point, block) in rest {
            open(&self.kept[point]).keep(&block);
        }
    }
}

fn threads() -> usize {
    #[cfg(feature = "parallel")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "parallel"))]
    1
}

fn open<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
