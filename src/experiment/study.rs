//! A study: worlds that are ready to run, the policies run in each, and what is kept of a run.

use std::ops::Deref;

use super::Failure;
use super::replicate::Design;
use super::scaling::is_scaled;
use crate::sales::Outcome;
use crate::scenario::Scenario;

/// A scenario that can be run: every policy in it knows how much it pays.
#[derive(Clone, Copy, Debug)]
pub struct Ready<'a>(&'a Scenario);

impl<'a> Ready<'a> {
    /// The scenario, if no policy in it waits for its factor of equal cost.
    ///
    /// # Errors
    ///
    /// [`Failure::WaitsForFactor`] for the first policy that does; [`super::scaling`] finds factors.
    pub fn of(scenario: &'a Scenario) -> Result<Self, Failure> {
        match scenario.policies.iter().find(|policy| is_scaled(policy)) {
            Some(policy) => Err(Failure::WaitsForFactor { policy: policy.name.clone() }),
            None => Ok(Self(scenario)),
        }
    }

    /// The scenario itself.
    pub fn scenario(self) -> &'a Scenario {
        self.0
    }
}

impl Deref for Ready<'_> {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        self.0
    }
}

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

/// What is kept of the outcome of one policy in one run.
#[derive(Clone, Debug)]
pub enum Record {
    /// All of it, and lead times pooled over the runs of a block.
    Whole,
    /// The values of these measures, by key (NaN where a world has no such measure), and the events.
    Measures(Vec<String>),
    /// What this makes of design, policy and replication.
    Watched(fn(&Design<'_>, usize, u32) -> Result<Outcome, Failure>),
}

impl Record {
    /// Whether lead times are kept as well.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self, Self::Whole)
    }
}
