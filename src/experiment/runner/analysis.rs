//! What is made of runs, who looks on, and what comes of it.

use crate::sales::Outcome;
use crate::stats::Incidence;

/// How far a study is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Points with all the runs of this round.
    pub points: usize,
    /// Runs (of each policy) so far in this and all earlier rounds.
    pub runs: u64,
    /// Of these runs, those that were kept from before.
    pub reused: u64,
    /// Runs in this and all earlier rounds together.
    pub planned: u64,
    /// The round, from 1.
    pub round: u32,
}

/// What is made of runs.
pub trait Analysis: Send {
    /// Takes in the runs of a point that come next: by run, by policy. Of whole outcomes, the lead
    /// times of these runs, by policy; else none.
    fn take(&mut self, point: usize, runs: &[Vec<Outcome>], lead_times: &[Incidence]);

    /// Takes note that so many of the runs taken in next were kept from before.
    fn reuse(&mut self, _runs: u32) {}
}

/// Looks on while a study runs. A closure is a watch that only says whether to stop.
pub trait Watch: Sync {
    /// Asked before each run: whether to end with the runs in hand.
    fn stops(&self) -> bool;

    /// Asked after each run. Whenever it is another number than before, at first 0, what is done by
    /// then is shown and kept, though it be the beginning of a block.
    fn beat(&self) -> u64 {
        0
    }
}

impl<F: Fn() -> bool + Sync> Watch for F {
    fn stops(&self) -> bool {
        self()
    }
}

/// What a study came to.
pub struct Ran<A> {
    /// What was made of its runs.
    pub analysis: A,
    /// How far it came.
    pub reached: Reached,
    /// Whether it was not stopped before its end.
    pub is_complete: bool,
}
