//! Sensitivity: which uncertain input the answer hangs on, and which is worth measuring.
//!
//! A design is made of *rows* of points. The points of a row share their luck, so that what moves
//! between them is the inputs' doing; every row has runs of its own, so that rows are independent
//! and luck averages out over them.

mod design;
mod findings;
mod summary;
mod trajectories;
mod workers;

use super::Failure;
use crate::sales::Measure;
use crate::scenario::Scenario;

pub use design::{MOST_POINTS, Method, Plan, Row, place, plan};
pub use findings::summarise;
pub use summary::{
    Bar, Findings, InputSummary, Reading, Screened, SensitivitySummary, Shared, Turn, ValueSummary,
    Worthwhile,
};
pub use trajectories::trajectories;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The measure.
    pub measure: Measure,
    /// Of whom.
    pub subject: Subject,
}

/// Whose measure is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// That of one policy.
    Policy(usize),
    /// The difference b − a between two policies.
    Difference {
        /// Index of the policy that is taken off.
        a: usize,
        /// Index of the policy that it is taken off from.
        b: usize,
    },
    /// That of every policy, to decide between them.
    Choice,
}

/// What the runs came to.
#[derive(Clone, Debug)]
pub struct Ran {
    /// By cell, by policy looked at, by run: the measure; NaN = undefined.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Events handled.
    pub events: u64,
}

/// How far the runs are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Points with all their runs.
    pub points: usize,
    /// Runs of each policy at all points.
    pub runs: u64,
}

impl Subject {
    /// The policies looked at, of so many.
    pub fn policies(self, count: usize) -> Vec<usize> {
        match self {
            Self::Policy(policy) => vec![policy],
            Self::Difference { a, b } => vec![a, b],
            Self::Choice => (0..count).collect(),
        }
    }
}

/// Runs every cell of `plan`: row k its replications k · runs to (k + 1) · runs − 1. `seen` is told
/// after each point how far it is, by one thread at a time. `None` if `stops` said so before the
/// end. The number of threads changes no number.
///
/// # Errors
///
/// The cell and the [`Failure`] of its first replication that failed.
///
/// # Panics
///
/// If there is not one scenario for each cell.
pub fn run(
    cells: &[Scenario],
    plan: &Plan,
    question: &Question,
    seen: &(impl Fn(Done) + Sync),
    stops: &(impl Fn() -> bool + Sync),
) -> Result<Option<Ran>, (usize, Failure)> {
    assert!(cells.len() == plan.cells.len(), "one scenario for each cell");
    workers::Workers { cells, plan, question, seen, stops }.run()
}
