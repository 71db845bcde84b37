//! Sweeps: the same comparison in many worlds, to find where the answer turns.
//!
//! Every cell is a scenario of its own on the same luck: seed and numbers of replications are
//! shared. Cells where the verdict is open, and first of all those at a border, get more
//! replications in rounds; a round is decided by finished rounds only, so threads cannot matter.

mod best;
mod flips;
mod plan;
mod refine;
mod regimes;
mod standing;
mod summary;
mod summing;
mod tallies;

use super::Failure;
use super::block::Keep;
use super::ready::Ready;
use super::replicate::Record;
use super::runner::{Reached as Ran, Runner, Watch};
use super::study::{Point, Study};
use crate::sales::{Catalogue, Measure};
use crate::scenario::Scenario;
use standing::Standing;

/// A value on an axis; part of what a sweep found.
pub use crate::scenario::Level;
pub use best::Best;
pub use flips::{Crossing, Flips, Stretch, crossings, stretches};
pub use plan::{Layout, MOST_CELLS, Plan, grid, latin_hypercube, latin_shares, sobol_points};
pub use refine::next_round;
pub use standing::Reached;
pub use summary::{CellSummary, PairCell, Regimes, Slice, SweepAxis, SweepSummary};
pub use summing::summarise;
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
    /// How far it came.
    pub reached: Reached,
    /// Whether every round was finished.
    pub is_complete: bool,
}

/// Runs every cell of `plan` and then, in rounds, more where it matters; what `kept` (one for each
/// cell) holds is not run again, and what is run is kept there. `seen` is told after each piece how
/// far the sweep is, by one thread at a time; when the `watch` says so, the sweep ends after the
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
    seen: &(impl Fn(&Reached) + Sync),
    watch: &impl Watch,
) -> Result<Swept, (usize, Failure)> {
    assert!(cells.len() == plan.cells.len(), "one scenario for each cell");
    let study = study(cells, plan)?;
    let measures = cells.first().map_or(Vec::new(), measures);
    let seen = |ran: &Ran, standing: &Standing<'_>| seen(&standing.reached(ran));
    let runner = Runner { study: &study, kept, seen: &seen, watch };
    let pace = |standing: &mut Standing<'_>, runs: &[u32]| standing.next_round(plan, runs);
    let ran = runner.run(Standing::new(cells, &measures), pace)?;
    let reached = ran.analysis.reached(&ran.reached);
    let Standing { cells, primary, .. } = ran.analysis;
    Ok(Swept { primary, cells, reached, is_complete: ran.is_complete, measures })
}

/// What a sweep runs.
///
/// # Errors
///
/// The first cell with a policy that waits for its factor of market cost.
pub fn study<'a>(cells: &'a [Scenario], plan: &Plan) -> Result<Study<'a>, (usize, Failure)> {
    let ready = |(cell, scenario)| match Ready::of(scenario) {
        Ok(ready) => Ok(Point::whole(ready, plan.most_runs)),
        Err(failure) => Err((cell, failure)),
    };
    let points = cells.iter().enumerate().map(ready).collect::<Result<_, _>>()?;
    let keys = cells.first().map_or(Vec::new(), measures);
    let keys = keys.into_iter().map(|measure| measure.key).collect();
    Ok(Study { points, record: Record::Measures(keys) })
}

/// The measures of a sweep: those of the whole system, and the primary one.
pub fn measures(scenario: &Scenario) -> Vec<Measure> {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let is_whole = |m: &Measure| !PARTS.iter().any(|part| m.key.starts_with(part));
    let is_shown = |m: &&Measure| is_whole(m) || m.key == scenario.primary;
    catalogue.measures().iter().filter(is_shown).cloned().collect()
}
