//! A study: worlds that are ready to run, the policies run in each, and what is kept of a run.

use super::ready::Ready;
use super::replicate::Record;

/// Worlds to run, and what is kept of each run.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The points of the design.
    pub points: Vec<Point<'a>>,
    /// What is kept of a run.
    pub record: Record,
}

/// A world of a study.
#[derive(Clone, Debug)]
pub struct Point<'a> {
    /// The world.
    pub scenario: Ready<'a>,
    /// The policies that are run, as indices; all of them in every run, in this order.
    pub rows: Vec<usize>,
    /// The number of its first replication. A point counts its runs from 0: run k has the luck of
    /// replication `first` + k.
    pub first: u32,
    /// Runs that it may have at most.
    pub most: u32,
}

impl<'a> Point<'a> {
    /// A world with all its policies, of at most so many runs, numbered from 0.
    pub fn whole(scenario: Ready<'a>, most: u32) -> Self {
        let rows = (0..scenario.policies.len()).collect();
        Self { scenario, rows, first: 0, most }
    }
}
