//! Experiments: paired replications of every policy, and what they found.
//!
//! **Invariants:** a replication is a pure function of scenario and number, so threads cannot
//! matter; sums over replications are formed in their order.

mod buyers;
mod replicate;
mod results;
mod story;
mod summary;
mod summing;
mod trace;
mod transition;
mod warnings;

pub use buyers::{BuyerSummary, Ending, FlowSummary};
pub use replicate::Design;
pub use results::{PolicyResults, Results};
pub use story::{Parting, Step, Story};
pub use summary::{
    InputCount, LeadTimeSummary, PairSummary, PolicySummary, StageHours, Summary, Transition,
    WeekSummary,
};
pub use summing::{inputs_by_source, summarise};
pub use trace::{Touch, Trace};
pub use transition::break_even;
pub use warnings::run_warnings;

use std::ops::Range;
use std::sync::Mutex;

use crate::sales::Outcome;
use crate::scenario::Scenario;
use crate::stats::Incidence;
use replicate::Workspace;

/// Replications between two looks at the clock.
const BLOCK: u32 = 32;

/// A replication that could not be finished.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "policy `{policy}`, replication {replication}: leads go round without time passing at hour \
     {hour}\nhint: a loop of stages needs a touch or a buyer's delay that takes time"
)]
pub struct Failure {
    /// The policy.
    pub policy: String,
    /// The number of the replication.
    pub replication: u32,
    /// When, in hours since the start of the run.
    pub hour: f64,
}

/// Whether an experiment goes on after a block of replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continue {
    /// It does.
    Yes,
    /// It stops with what it has.
    No,
}

/// Runs all replications of `scenario`; after each block `watch` sees the results so far and
/// decides whether to go on.
///
/// # Errors
///
/// [`Failure`] of the first replication (in order of number) that failed.
pub fn run(
    scenario: &Scenario,
    mut watch: impl FnMut(&Results) -> Continue,
) -> Result<Results, Failure> {
    run_paced(scenario, |results| {
        let goes_on = results.replications == 0 || watch(results) == Continue::Yes;
        if goes_on { BLOCK } else { 0 }
    })
}

/// Runs all replications of `scenario`; before each block `pace` sees the results so far and says
/// how many replications come next, 0 = no more. How they are divided changes no number.
///
/// # Errors
///
/// [`Failure`] of the first replication (in order of number) that failed.
pub fn run_paced(
    scenario: &Scenario,
    mut pace: impl FnMut(&Results) -> u32,
) -> Result<Results, Failure> {
    let design = Design::new(scenario);
    let mut results = Results::new(&design);
    let causes = Incidence::new(crate::sales::LEAD_TIME_CAUSES);
    let pooled = Mutex::new(vec![causes; scenario.policies.len()]);
    let mut next: u32 = 0;
    loop {
        let size = pace(&results);
        let end = scenario.replications.min(next.saturating_add(size));
        if end == next {
            break;
        }
        for outcomes in block(&design, next..end, &pooled) {
            results.add(outcomes?);
        }
        next = end;
    }
    let lead_times = pooled.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.take_lead_times(lead_times);
    Ok(results)
}

type Pooled = Mutex<Vec<Incidence>>;

/// The outcomes of some replications, in order. Lead times are pooled on the side: they are whole
/// counts, whose sums do not depend on the order.
fn block<'a>(
    design: &'a Design<'a>,
    replications: Range<u32>,
    pooled: &Pooled,
) -> Vec<Result<Vec<Outcome>, Failure>> {
    let one = |workspace: &mut Workspace<'a>, replication| {
        workspace.replicate(replication, |policy, times| {
            if let Ok(mut pooled) = pooled.lock() {
                pooled[policy].merge(times);
            }
        })
    };
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        replications.into_par_iter().map_init(|| Workspace::new(design), one).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        let mut workspace = Workspace::new(design);
        replications.map(|r| one(&mut workspace, r)).collect()
    }
}
