//! Sensitivity: which uncertain input the answer hangs on, and which is worth measuring.
//!
//! A design is made of *rows* of points. The points of a row share their luck, so that what moves
//! between them is the inputs' doing; every row has runs of its own, so that rows are independent
//! and luck averages out over them.

mod design;
mod findings;
mod summary;
mod trajectories;

use super::ready::Ready;
use super::replicate::Record;
use super::runner::{Reached, Watch};
use super::study::{Point, Study};
use super::{Failure, Keep, values};
use crate::sales::{Catalogue, Controls, Measure};
use crate::scenario::Scenario;
use crate::stats::{linearised, without_luck};

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

/// Runs every cell of `plan`, but for what `kept` (one for each cell) holds: row k its replications
/// k · runs to (k + 1) · runs − 1. `seen` is told after each piece how far it is, by one thread at a
/// time. Returns how far it came, and nothing else if the `watch` stopped it before the end. The number
/// of threads changes no number.
///
/// # Errors
///
/// The cell and the [`Failure`] of its first replication that failed.
///
/// # Panics
///
/// If there is not one scenario, and one place to keep, for each cell.
pub fn run<K: Keep + Send>(
    cells: &[Scenario],
    (plan, question): (&Plan, &Question),
    kept: Vec<K>,
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<(Option<Ran>, Reached), (usize, Failure)> {
    assert!(cells.len() == plan.cells.len(), "one scenario for each cell");
    let study = study(cells, plan, question)?;
    let (found, reached, is_complete) = values::collect(&study, kept, seen, watch)?;
    if !is_complete {
        return Ok((None, reached));
    }
    let beside = beside(cells, question);
    let value = |row: values::Row| {
        let values = match &row.values[..] {
            [above, below] => linearised(above, below),
            _ => row.values.into_iter().next().unwrap_or_default(),
        };
        let controls: Vec<&[f64]> =
            row.controls[beside.clone()].iter().map(Vec::as_slice).collect();
        without_luck(&values, &controls)
    };
    let cell = |rows: values::Rows| rows.into_iter().map(value).collect();
    let values = found.points.into_iter().map(cell).collect();
    Ok((Some(Ran { values, events: found.events }), reached))
}

/// What a sensitivity analysis runs: of each cell the policies that the question is about.
///
/// # Errors
///
/// The first cell with a policy that waits for its factor of market cost.
pub fn study<'a>(
    cells: &'a [Scenario],
    plan: &Plan,
    question: &Question,
) -> Result<Study<'a>, (usize, Failure)> {
    let point = |(cell, scenario): (usize, &'a Scenario)| {
        let scenario = Ready::of(scenario).map_err(|failure| (cell, failure))?;
        let rows = question.subject.policies(scenario.policies.len());
        Ok(Point { scenario, rows, first: plan.row_of[cell] * plan.runs, most: plan.runs })
    };
    let points = cells.iter().enumerate().map(point).collect::<Result<_, _>>()?;
    Ok(Study { points, record: Record::Measures(measures(cells, question)) })
}

/// Which of a run's controls go with the measure asked for.
fn beside(cells: &[Scenario], question: &Question) -> std::ops::Range<usize> {
    let catalogue = cells.first().map(|cell| Catalogue::of(&cell.system, &cell.policies));
    Controls::beside(&question.measure, catalogue.as_ref().map_or(&[][..], Catalogue::measures))
}

/// The keys of what is kept of a run: the measure asked for, or the two sides of a ratio.
pub fn measures(cells: &[Scenario], question: &Question) -> Vec<String> {
    let catalogue = cells.first().map(|cell| Catalogue::of(&cell.system, &cell.policies));
    let all = catalogue.as_ref().map_or(&[][..], Catalogue::measures);
    match question.measure.sides(all) {
        Some((above, below)) => vec![all[above].key.clone(), all[below].key.clone()],
        None => vec![question.measure.key.clone()],
    }
}
